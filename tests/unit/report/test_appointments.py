"""Due dates as appointments: which, whose, and under which id."""

import datetime as dt

import pytest

from supervise import load_rulebook
from supervise.engine.clock import FAR
from supervise.engine.obligation import Status
from supervise.engine.timeline import Officer, Workforce
from supervise.model import Offender, Rejected
from supervise.report.appointments import Appointments, Whose
from supervise.reviewing import schedule
from tests.unit.cli.setting import BOOK, LATE
from tests.unit.engine.books import with_rows
from tests.unit.report.pages import AS_OF, NOW, row

UNTIL = dt.date(2027, 6, 30)


@pytest.fixture(scope="module")
def england():
    return load_rulebook(BOOK)


def gathered(england, *records, whose=None, as_of=AS_OF, until=UNTIL):
    total = Appointments(until, whose)
    for each in records:
        assert total.add(schedule(Offender.from_dict(each), england, as_of=as_of, until=until)) == b""
    return total


def only(late, *rows, until=UNTIL):
    total = Appointments(until)
    total.add(with_rows(late.schedule, rows))
    return total


def test_every_duty_with_a_day_is_one_appointment(england):
    total = gathered(england, LATE)
    assert (dt.date(2024, 4, 10), "x1: visit at home (R-V2)") in {(each.day, each.summary) for each in total.found}
    assert {each.day <= UNTIL for each in total.found} == {True}
    assert len({each.uid for each in total.found}) == len(total.found) > 5
    assert (total.cases, total.tally.summary.reviewed) == (1, 1)


def test_what_is_settled_or_later_or_permitted_or_without_a_day_is_none(late):
    rows = [
        row(due_day=NOW + 1),
        row(due_day=NOW - 1, status=Status.MET),
        row(due_day=UNTIL.toordinal() + 1),
        row(due_day=UNTIL.toordinal(), key="last"),
        row(rule="R-O2", part="R-O2", due_day=NOW + 1),
        row(due_day=0, status=Status.UNKNOWN),
        row(due_day=FAR, status=Status.SUSPENDED),
    ]
    total = only(late, *rows)
    assert [each.day.toordinal() for each in total.found] == [NOW + 1, UNTIL.toordinal()]
    assert total.undated == 2


def test_an_id_is_made_of_ids_and_not_of_days(late):
    first = only(late, row(due_day=NOW + 1, anchor_id="v1")).found[0]
    moved = only(late, row(due_day=NOW + 9, anchor_id="v1", status=Status.OVERDUE, regime="other")).found[0]
    assert first.uid == moved.uid
    others = [{"anchor_id": "v2"}, {"anchor_id": "v1", "key": "t1"}, {"anchor_id": "v1", "part": "R-N4"}]
    assert first.uid not in {only(late, row(due_day=NOW + 1, **each)).found[0].uid for each in others}
    assert first.uid.endswith("@supervise")
    assert "x1" not in first.uid


def test_a_settled_occurrence_keeps_its_number(late):
    both = [row(due_day=NOW + 1, anchor_id="b"), row(due_day=NOW + 2, anchor_id="b")]
    before = only(late, *both).found
    after = only(late, both[0]._replace(status=Status.MET), both[1]).found
    assert after == before[1:]
    assert before[0].uid != before[1].uid


def test_what_is_known_beside_the_day_is_said(late):
    said = only(
        late,
        row(due_day=NOW + 1, cautious_day=NOW + 1),
        row(due_day=NOW + 1, due_minute=9 * 60, cautious_day=NOW),
        row(due_day=NOW + 1, projected=True, cautious_day=NOW + 1),
        row(due_day=NOW + 1, cautious_day=0, quota=(("total", 6, 2, 0), ("field", 5, 0, 0))),
    )
    assert [each.description.splitlines() for each in said.found] == [
        ["open as of 2026-06-30"],
        [
            "open as of 2026-06-30",
            "last minute 2026-07-01T09:00, local time",
            "on the strictest reading 2026-06-30",
        ],
        ["if each earlier one is met in time as of 2026-06-30"],
        ["open as of 2026-06-30", "still to do: total 2"],
    ]


def test_nothing_in_a_text_leaves_its_line(england):
    total = gathered(england, {**LATE, "id": "x\x1b[31m\n1"})
    assert all(each.summary.startswith("x\\x1b[31m\\n1: ") for each in total.found)


MANAGED = [
    LATE,
    {**LATE, "id": "x2", "managers": [{**LATE["managers"][0], "officer_id": "o2", "team_id": "t1"}], "team": "t9"},
    {**LATE, "id": "x3", "managers": [], "team": "t1"},
    {**LATE, "id": "x4", "managers": [{**LATE["managers"][0], "until": "2026-06-30"}]},
]
LISTED = Workforce(None, {"o1": Officer(team="t1"), "o2": Officer(team="t2")})


@pytest.mark.parametrize(
    ("whose", "cases"),
    [
        (None, ["x1", "x2", "x3", "x4"]),
        (Whose(scope="officer", id="o1"), ["x1"]),
        (Whose(scope="officer", id="o9"), []),
        (Whose(scope="officer", id=" o1"), ["x1"]),
        (Whose(scope="team", id="t1 "), ["x2", "x3"]),
        (Whose(scope="team", id="t1"), ["x2", "x3"]),
        (Whose(scope="team", id="t1", workforce=LISTED), ["x1", "x3"]),
        (Whose(scope="team", id="t2", workforce=LISTED), ["x2"]),
    ],
)
def test_cases_belong_to_the_lead_and_to_the_team(england, whose, cases):
    total = gathered(england, *MANAGED, whose=whose)
    assert sorted({each.summary.partition(":")[0] for each in total.found}) == cases
    assert (total.cases, total.tally.summary.reviewed) == (len(cases), 4)


def test_a_record_set_aside_is_counted():
    total = Appointments(UNTIL)
    total.add(Rejected(kind="missing id"))
    assert (total.found, total.tally.summary.set_aside) == ([], 1)


def test_parts_are_one(england):
    whole = gathered(england, *MANAGED, whose=Whose(scope="team", id="t1"))
    first, later = (gathered(england, *part, whose=whole.whose) for part in (MANAGED[:2], MANAGED[2:]))
    first.undated, later.undated, whole.undated = 2, 3, 5
    first.merge(later)
    assert first == whole
