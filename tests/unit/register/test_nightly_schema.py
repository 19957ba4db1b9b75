"""The schema of the nightly report: real reports are what it promises, and its words are those of the job."""

import datetime as dt
import json

import jsonschema
import pytest

from supervise.nightly.comparing import WENT, Change, Settled, Why
from supervise.register.nightly_schema import NIGHTLY, NIGHTLY_PARTS
from supervise.register.output_schema import output_schema
from supervise.sample import generate, staff, write_workforce

START = dt.date(2026, 6, 1)
PEOPLE = list(generate(14, 5, START, dirty=0.4))


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Four nights: the first, one a month later with somebody lost, one of a record changed, and of all of them."""
    pytest.importorskip("sqlalchemy")
    from supervise.nightly import read_config, run_nightly

    folder = tmp_path_factory.mktemp("nights")
    write_workforce(folder / "workforce.json", staff(14, 5, START))
    settings = folder / "nightly.toml"
    settings.write_text(
        'register = "register.jsonl"\nledger = "ledger.sqlite"\noutputs = "out"\n'
        'rulebook = "england-wales@2026.1"\nworkforce = "workforce.json"\nper_officer = true\n'
    )
    changed = {**PEOPLE[0], "levels": [{"id": "l9", "level": "high", "from": "2026-07-01"}], "visits": 7}
    nights = [(0, PEOPLE), (30, PEOPLE[1:]), (31, [changed, *PEOPLE[1:]]), (32, PEOPLE)]
    found = []
    for days, people in nights:
        (folder / "register.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in people))
        run_nightly(read_config(settings), as_of=START + dt.timedelta(days=days), accept_smaller=True)
        found.append(json.loads((folder / "out" / "report.json").read_text(encoding="utf-8")))
    return found


@pytest.fixture(scope="module")
def validator():
    return jsonschema.Draft202012Validator(output_schema(), format_checker=jsonschema.FormatChecker())


def test_every_report_is_what_the_schema_promises(validator, reports):
    assert [error.message for each in reports for error in validator.iter_errors(each)] == []
    seen = {name for each in reports for name in each["flags"] if each["flags"][name]}
    assert {"new", "reopened", "persisting", "cleared"} <= seen
    assert reports[1]["completeness"]["missing"]


def test_keys_come_in_the_order_of_the_schema(reports):
    for each in reports:
        assert list(each) == list(NIGHTLY["properties"])
        for name in ("completeness", "flags", "backlog"):  # what comes out of the ledger has its keys sorted
            assert list(each[name]) == list(NIGHTLY["properties"][name]["properties"])
    assert list(reports[0]["flags"]["new"][0]) == list(NIGHTLY_PARTS["night_flag"]["properties"])


@pytest.mark.slow
@pytest.mark.parametrize("path", [(), ("inputs",), ("register",), ("completeness",), ("flags",), ("backlog", "police")])
def test_a_key_less_or_more_is_refused(validator, reports, path):
    whole = reports[1]
    inner = whole
    for name in path:
        inner = inner[name]
    for key in [*inner, None]:
        copy = json.loads(json.dumps(whole))
        place = copy
        for name in path:
            place = place[name]
        if key is None:
            place["unknown"] = 1
        else:
            del place[key]
        assert not validator.is_valid(copy)


def test_its_words_are_those_of_the_job():
    assert set(NIGHTLY["properties"]["flags"]["properties"]) == {*(each.value for each in Change), "open", "persisting"}
    assert NIGHTLY_PARTS["night_cleared"]["properties"]["why"]["enum"] == [each.value for each in Why]
    assert {Settled.NEW, *WENT} < set(NIGHTLY_PARTS["night_backlog"]["properties"])
    assert set(Settled) - {Settled.NEW, *WENT} == {Settled.MOVED, Settled.MOVED_HERE}  # these stand in no sum
