"""Who was never visited, who was long not seen, and who is assessed too late."""

from supervise.engine.clock import FAR
from supervise.engine.obligation import Status
from supervise.report.pack import Pack, Setting
from tests.unit.engine.books import ONCE, book as small
from tests.unit.report.pack.made import OFFICERS, pack_of, person, rows, table, visit
from tests.unit.report.pack.test_setting import with_thresholds
from tests.unit.report.pages import AS_OF, row, standing

FAILED = {"outcome": "no_reply", "entry": None}


def named(pack, name):
    return [each["offender"] for each in rows(pack, name)]


def test_never_visited_are_those_overdue_the_longest_first_and_those_not_yet_due(book):
    entered = {
        "x1": "2026-05-01",
        "x2": "2026-03-02",
        "x3": "2026-06-29",
    }
    people = [
        person(id_, visits=[], notifications=[{"id": "n1", "kind": "s83", "on": on, "home_kind": "sole_or_main"}])
        for id_, on in entered.items()
    ]
    pack = pack_of(book, *people, person("x4"))
    found = [(each["offender"], each["status"], each["counted_from"]) for each in rows(pack, "never-visited")]
    assert found == [
        ("x2", "overdue", "2026-03-02"),
        ("x1", "overdue", "2026-05-01"),
        ("x3", "open", "2026-06-29"),
    ]
    assert [each["days_late"] is None for each in rows(pack, "never-visited")] == [False, False, True]


def test_nobody_has_been_seen_for_two_intervals_whether_one_was_tried_or_not(book):
    # Every 3 months: twice from 30 December is 30 June, which has not passed.
    people = [
        person("x1", visits=[visit("v1", "2025-12-30")]),
        person("x2", visits=[visit("v1", "2025-12-29")]),
        person("x3", visits=[visit("v1", "2025-12-01"), visit("v2", "2026-05-01", **FAILED)]),
    ]
    pack = pack_of(book, *people)
    found = [(each["offender"], each["attempts"]) for each in rows(pack, "no-successful-visit")]
    assert found == [("x3", 1), ("x2", 0)]


def test_late_assessments(book):
    (only,) = rows(pack_of(book, person(), person("x2", registrations=[])), "assessments-late")
    assert (only["offender"], only["level"], only["rule"], only["status"]) == ("x1", "high", "R-A2", "overdue")
    assert only["days_late"] > 800
    assert "attempts" not in only


def test_an_assessment_is_late_from_the_first_day(book):
    made = {
        "id": "as1",
        "tool": "arms",
        "band": "high",
        "on": "2025-06-29",
        "approved_on": "2025-06-29",
        "approved_by": "s1",
    }
    people = [
        person("x1", assessments=[made]),
        person("x2", assessments=[{**made, "on": "2025-06-30", "approved_on": "2025-06-30"}]),
    ]
    found = [(each["offender"], each["days_late"]) for each in rows(pack_of(book, *people), "assessments-late")]
    assert found == [("x1", 1)]


def test_a_day_that_is_not_known_is_left_empty(book, late):
    pack = Pack(Setting.of(book, AS_OF))
    pack.add(standing(late, "x1", row("R-V1", status=Status.UNKNOWN, anchor_day=0, due_day=FAR)))
    pack.add(standing(late, "x2", row("R-V1", status=Status.SUSPENDED, anchor_day=1, due_day=0)))
    found = [(each["offender"], each["counted_from"], each["due"]) for each in rows(pack, "never-visited")]
    assert found == [("x2", "0001-01-01", None), ("x1", None, None)]


def test_officers_are_named_only_with_the_workforce(book):
    (without,) = rows(pack_of(book, person(team="north")), "assessments-late")
    assert (without["team"], without["officer"]) == (None, None)
    pack = pack_of(book, person(), person("x2", managers=[]), workforce=OFFICERS)
    found = [(each["team"], each["officer"]) for each in rows(pack, "assessments-late")]
    assert found == [("t1", "o1"), ("no team", "no officer")]


def test_a_book_without_such_rules_or_without_the_number_says_so(book):
    pack = pack_of(small(ONCE), {"id": "x1"})
    lacking = [table(pack, name).lacking for name in ("never-visited", "no-successful-visit", "assessments-late")]
    assert lacking == [
        "the rulebook has no rule R-V1",
        "the rulebook has no rule R-V2 or R-V9",
        "the rulebook has no rule R-A2 or R-A4",
    ]
    own = pack_of(with_thresholds(book, visit_no_success_intervals=None), person())
    assert table(own, "no-successful-visit").lacking == "the rulebook has no threshold visit-no-success-intervals"
    assert table(own, "no-successful-visit").rows == ()


def test_parts_merge_in_any_order(book):
    def merged(*ids):
        total, *parts = [pack_of(book, person(id_)) for id_ in ids]
        for each in parts:
            total.merge(each)
        return named(total, "assessments-late")

    assert merged("x1", "x2", "x3") == merged("x3", "x1", "x2") == ["x1", "x2", "x3"]
