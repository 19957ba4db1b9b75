"""Cases per officer and supervisor."""

from decimal import Decimal

from supervise.checks import Scope
from supervise.engine.timeline import Officer, Workforce
from supervise.reviewing import review_groups
from tests.unit.report.pack.made import pack_of, person, rows, table
from tests.unit.report.pack.test_setting import with_thresholds
from tests.unit.report.pages import AS_OF

OFFICERS = Workforce(
    None,
    {
        "o1": Officer(team="t1", supervisor="s1", fte=Decimal("0.6")),
        "o2": Officer(team="t2", supervisor="s1"),
        "s1": Officer(team="t0"),
    },
)


def led_by(officer):
    return [{"id": "m1", "agency": "police", "role": "lead", "officer_id": officer, "from": "2024-01-03"}]


PEOPLE = [
    person("x1"),
    person("x2", levels=[]),
    person("x3", managers=led_by("o2")),
    person("x4", managers=led_by("o9")),
    person("x5", managers=[]),
    person("x6", statuses=[{"id": "st1", "kind": "custody", "from": "2026-01-01"}]),
]


def test_active_cases_by_level_of_officers_and_by_officer_of_supervisors(book):
    found = rows(pack_of(book, *PEOPLE, workforce=OFFICERS), "caseload")
    cells = ("role", "id", "team", "supervisor", "fte", "active_cases", "officers", "high", "no_level", "flags")
    assert [tuple(each[name] for name in cells) for each in found] == [
        ("officer", "o1", "t1", "s1", "0.6", 2, None, 1, 1, None),
        ("officer", "no officer", None, None, None, 1, None, 1, 0, None),
        ("officer", "o2", "t2", "s1", None, 1, None, 1, 0, None),
        ("officer", "o9", None, None, None, 1, None, 1, 0, None),
        ("supervisor", "s1", "t0", None, None, 3, 2, None, None, None),
    ]


def test_a_case_of_nobody_without_a_level_is_counted_as_such(book):
    (only,) = rows(pack_of(book, person(managers=[], levels=[]), workforce=OFFICERS), "caseload")
    assert (only["id"], only["no_level"], only["high"]) == ("no officer", 1, 0)


def test_flags_on_officers_stand_beside_and_those_on_teams_do_not(book):
    pack = pack_of(with_thresholds(book, caseload_limit=1), *PEOPLE, workforce=OFFICERS)
    own = with_thresholds(book, caseload_limit=1)
    flags = review_groups(pack.tally.summary, own, as_of=AS_OF, workforce=OFFICERS)
    assert {flag.scope for flag in flags.flags} >= {Scope.OFFICER, Scope.TEAM}
    pack.tally.conclude(flags)
    found = {each["id"]: each["flags"] for each in rows(pack, "caseload")}
    assert found == {"o1": "WF060", "no officer": None, "o2": None, "o9": None, "s1": None}


def test_without_the_workforce_it_says_so(book):
    found = table(pack_of(book, *PEOPLE), "caseload")
    assert (found.rows, found.lacking) == ((), "no workforce is given (--workforce)")


def test_parts_add_up(book):
    total = pack_of(book, PEOPLE[4], workforce=OFFICERS)
    for each in (*PEOPLE[5:], *PEOPLE[3::-1]):
        total.merge(pack_of(book, each, workforce=OFFICERS))
    assert rows(total, "caseload") == rows(pack_of(book, *PEOPLE, workforce=OFFICERS), "caseload")
