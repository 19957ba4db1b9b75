"""Those whose record is unchanged are not judged again, and nothing in the result says so."""

import datetime as dt
import json
from random import Random

import pytest

from supervise.nightly import ledger, read_config, run_nightly
from supervise.sample import generate
from tests.unit.nightly.setting import SETTINGS, Book, book_of, person, visited

NIGHTS = 200
START = dt.date(2026, 5, 1)


def test_a_record_that_stays_is_passed_over_until_something_changes_by_itself(job):
    assert job.night("2026-07-02", person()).judged == 1
    assert job.night("2026-07-02", person(), judge_all=False).judged == 0
    assert job.night("2026-07-03").judged == 1, "a visit is overdue from this day"
    assert job.night("2026-07-04").judged == 0
    assert job.night("2026-07-04", person(visits=visited("2026-07-04"))).judged == 1


@pytest.mark.parametrize("key", ["overlays", "workforce", "waivers"])
def test_what_stands_beside_the_register_has_everybody_judged_again(job, key):
    job.night("2026-07-03", person(), person("A2"))
    files = {
        "overlays": 'id = "own"\nversion = "1"\n[[amend]]\nthreshold = "caseload-limit"\nset = 9\nreason = "r"\napproved_by = "c"\n',
        "workforce": '[{"officer": "o9", "team": "t1"}]',
        "waivers": 'id = "own"\nversion = "1"\n',
    }
    path = job.folder / "own"
    path.write_text(files[key])
    given = (str(path),) if key == "overlays" else str(path)
    assert job.night("2026-07-04", config=job.config(**{key: given})).judged == 2


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


@pytest.fixture
def unsafe(monkeypatch):
    """Files that need not outlive the machine: nobody waits for the disk."""
    take_over = ledger._take_over

    def hasty(connection, record):
        take_over(connection, record)
        connection.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(ledger, "_take_over", hasty)
    monkeypatch.setattr("os.fsync", lambda handle: None)


@pytest.mark.slow
@pytest.mark.usefixtures("unsafe")
def test_the_result_of_200_random_nights_is_that_of_judging_everybody(tmp_path):
    random = Random(20260630)
    pool = list(generate(40, 7, START, dirty=0.2))
    people = {record["id"]: record for record in pool[:3]}
    day = START
    configs = []
    for name in ("some", "all"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "nightly.toml").write_text(SETTINGS.replace("register.jsonl", "../register.jsonl"))
        configs.append(read_config(folder / "nightly.toml"))
    judged = 0
    for night in range(NIGHTS):
        day += dt.timedelta(days=random.choice((0, 1, 1, 1, 2, 9)))
        for id_ in list(people):
            if random.random() < 0.08:
                people[id_] = changed(people[id_], pool, random, day)
        if random.random() < 0.05 and len(people) > 2:
            people.pop(random.choice(sorted(people)))
        if random.random() < 0.05:
            record = random.choice(pool)
            people[record["id"]] = record
        (tmp_path / "register.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in people.values()))
        some, every = (
            run_nightly(config, as_of=day, accept_smaller=True, judge_all=name)
            for config, name in zip(configs, (False, True), strict=True)
        )
        assert some.report == every.report, night
        assert some.summary == every.summary
        judged += some.judged
    assert judged < NIGHTS * 2
    with book_of(configs[0]) as connection:
        assert Book(connection).nights()[-1].as_of == day
