"""The same figures computed two ways: by the pack, and by a naive recount of what `review` writes."""

import csv
import datetime as dt
import io
import json

import pytest

from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK, REGISTER, runner
from tests.unit.report.pack.recounting import LEVELS, Recount, file_of

AS_OF = "2026-06-30"
WORKFORCE = REGISTER.with_name("workforce.json")
WAIVERS = REGISTER.with_name("waivers.toml")


def invoke(*arguments):
    from supervise.cli.group import commands

    given = ("--as-of", AS_OF, "--rulebook", BOOK, "--workforce", WORKFORCE, "--waivers", WAIVERS)
    done = runner().invoke(commands, [str(each) for each in ("review", REGISTER, *given, *arguments)])
    assert done.exit_code == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """The rows of each CSV, without the head; numbers as numbers and nothing as None."""
    folder = tmp_path_factory.mktemp("pack")
    invoke("--pack", folder)
    found = {}
    for path in folder.glob("*.csv"):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))[1:]
        found[path.stem] = [[int(each) if each.isdigit() else each or None for each in row[5:]] for row in rows]
    return found


@pytest.fixture(scope="module")
def recount():
    lines = [json.loads(line) for line in invoke("--history", "--format", "jsonl").stdout.splitlines()]
    records = [json.loads(line) for line in REGISTER.read_text(encoding="utf-8").splitlines()]
    duties = {rule.published_id: rule.duty_of.value for rule in load_rulebook(BOOK).rule if rule.must}
    officers = json.loads(WORKFORCE.read_text(encoding="utf-8"))
    return Recount(lines, records, dt.date.fromisoformat(AS_OF), officers, duties)


@pytest.mark.parametrize("by", ["register", "team", "officer", "level", "rule"])
def test_overdue(sheets, recount, by):
    counted = {(by, row[0], row[1]): row[2:] for row in sheets[file_of("overdue", by)]}
    assert counted == {key: cells for key, cells in recount.overdue().items() if key[0] == by}
    assert sum(cells[0] for cells in counted.values()) == recount.summary["statuses"]["overdue"]
    assert sum(cells[1] for cells in counted.values()) == 1


def test_levels_come_from_the_most_severe(sheets):
    names = [row[0] for row in sheets["overdue-by-level"] if row[1] == "police"]
    assert names == [level for level in LEVELS if level in names]
    assert len(names) == len(LEVELS)


def test_people_never_visited(sheets, recount):
    counted = {(row[0], row[5], row[7]) for row in sheets["never-visited"]}
    assert counted == recount.never_visited() != set()


def test_people_without_success_for_two_intervals(sheets, recount):
    months = {"very_high": 1, "high": 3, "medium": 6, "low": 12}
    assert {row[0] for row in sheets["no-successful-visit"]} == recount.without_success(months) != set()


def test_assessments_late(sheets, recount):
    assert [(-row[8], row[0]) for row in sheets["assessments-late"]] == recount.assessments_late() != []


@pytest.mark.parametrize("by", ["register", "team", "officer", "level", "rule"])
def test_visits_in_time(sheets, recount, by):
    names = ("in_time", "late", "overdue", "missed")
    counted = {row[0]: row[1:] for row in sheets[file_of("visits-in-time", by)]}
    expected = {}
    for (each, name), found in recount.in_time().items():
        if each == by:
            settled = [found[how] for how in names]
            share = 100 * settled[0] // sum(settled)
            expected[name] = [*settled, share, found["cut_short"]]
    assert counted == expected != {}


def test_intervals(sheets, recount):
    assert {row[0]: row[1:] for row in sheets["intervals"]} == recount.intervals() != {}


@pytest.mark.parametrize("kind", ["alone", "announced", "office hours"])
@pytest.mark.parametrize("days", [90, 365])
def test_shares(sheets, recount, kind, days):
    rows = [*sheets["visits-shares"], *sheets["visits-shares-by-team"]]
    counted = {row[1]: [row[4], row[5], row[7]] for row in rows if (row[0], row[2]) == (kind, days)}
    assert counted == recount.shares(kind, days)
    assert counted["register"][0] > 40


def test_caseloads(sheets, recount):
    counted = {row[1]: [row[5], *row[7:12]] for row in sheets["caseload"] if row[0] == "officer"}
    expected = recount.caseload()
    assert counted == expected != {}
    led = {name: cells[0] for name, cells in expected.items() if name != "no officer"}
    assert [row[5:7] for row in sheets["caseload"] if row[0] == "supervisor"] == [[sum(led.values()), len(led)]]


def test_what_is_quiet(sheets, recount):
    rows = {(row[0], row[1]): row[2] for row in sheets["quiet"]}
    for status in ("suspended", "unknown"):
        found = [row["rule"] for _, row in recount.standing(status)]
        assert {what: count for (kind, what), count in rows.items() if kind == status} == {
            rule: found.count(rule) for rule in found
        }
    lacking = [name for _, row in recount.standing("unknown") for name in row["lacking"]]
    assert {what: count for (kind, what), count in rows.items() if kind == "unknown for want of"} == {
        name: lacking.count(name) for name in lacking
    }
    assert {what: count for (kind, what), count in rows.items() if kind == "waived"} == recount.summary["waived"]
    assert rows["set aside", "records"] == recount.summary["set_aside"]
    notes = {f"{what}: not evaluated": count for (kind, what), count in rows.items() if kind == "not evaluated"}
    assert notes == recount.summary["not_evaluated"] != {}
