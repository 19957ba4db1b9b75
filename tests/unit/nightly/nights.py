"""Nights made up from a seed: run twice, once with everybody judged, they must say the same."""

import datetime as dt
import json
from random import Random

from supervise.nightly import read_config, run_nightly
from supervise.sample import generate, staff, write_workforce
from tests.unit.nightly.setting import SETTINGS, rows_of

START = dt.date(2026, 5, 1)


def changed(record, others, random, day):
    """A record as the next night may find it."""
    record = json.loads(json.dumps(record))
    what = random.randrange(6)
    iso = day.isoformat()
    if what == 0:
        made = {"id": f"v{iso}", "on": iso, "outcome": random.choice(["seen", "no_reply"]), "place": "home"}
        made |= {"entry": "obtained", "officers": ["o1", "o2"], "purposes": ["risk_assessment"], "recorded_on": iso}
        record.setdefault("visits", []).append(made)
    elif what == 1:
        record["levels"] = [
            *record.get("levels", []),
            {"id": f"l{iso}", "level": random.choice(["low", "high"]), "from": iso},
        ]
    elif what == 2 and record.get("visits"):
        record["visits"].pop(random.randrange(len(record["visits"])))
    elif what == 3:
        state = {"id": f"s{iso}", "kind": random.choice(["custody", "hospital", "abroad"]), "from": iso}
        record.setdefault("statuses", []).append(state)
    elif what == 4:
        record = json.loads(json.dumps(random.choice(others))) | {"id": record["id"]}
    return record


def lines_of(records, random):
    """Records as an export may write them: now and then the same facts in other bytes."""
    for each in records:
        record = dict(reversed(each.items())) if random.random() < 0.05 else each
        yield json.dumps(record, indent=None if random.random() < 0.9 else 1).replace("\n", " ")
        if random.random() < 0.01:
            yield json.dumps({**record, "team": "again"})


def same_nights(folder, nights, seed, people=3):
    """Run nights over a register that changes; return how many offenders were judged, of how many that were read.

    AssertionError names the night of which a report differs, or what differs of the ledgers at the end: that is
    everything but what is held of whom was judged, which more was written of.
    """
    random = Random(seed)
    pool = list(generate(40, 7, START, dirty=0.2))
    write_workforce(folder / "workforce.json", staff(40, 7, START))
    register = {record["id"]: record for record in pool[:people]}
    settings = SETTINGS.replace("register.jsonl", "../register.jsonl") + 'workforce = "../workforce.json"\n'
    configs = []
    for name in ("some", "all"):
        (folder / name).mkdir()
        (folder / name / "nightly.toml").write_text(settings)
        configs.append(read_config(folder / name / "nightly.toml"))
    day, judged, read = START, 0, 0
    for night in range(nights):
        day += dt.timedelta(days=random.choice((0, 1, 1, 1, 2, 9)))
        for id_ in list(register):
            if random.random() < 0.08:
                register[id_] = changed(register[id_], pool, random, day)
        if random.random() < 0.05 and len(register) > 2:
            register.pop(random.choice(sorted(register)))
        if random.random() < 0.05:
            record = random.choice(pool)
            register[record["id"]] = record
        lines = lines_of(register.values(), random)
        (folder / "register.jsonl").write_text("".join(f"{line}\n" for line in lines))
        some, every = (
            run_nightly(config, as_of=day, accept_smaller=True, judge_all=name)
            for config, name in zip(configs, (False, True), strict=True)
        )
        assert some.report == every.report, f"night {night}"
        assert some.summary == every.summary, f"night {night}"
        judged += some.judged
        read += some.report["register"]["reviewed"]
    rows, others = (rows_of(config) for config in configs)
    for table in rows:
        assert table.endswith("_held") or rows[table] == others[table], table
    return judged, read
