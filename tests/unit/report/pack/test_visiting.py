"""Intervals kept against those asked for, and visits in time."""

import pytest

from supervise.engine.obligation import Status
from supervise.report.pack import Pack, Setting
from tests.catalogue.people import CONTACTS, SEEN_OFTEN, day, supervised
from tests.unit.engine.books import ONCE, book as small
from tests.unit.report.pack.made import OFFICERS, pack_of, person, rows, table, visit
from tests.unit.report.pages import AS_OF, NOW, row, standing

# ── intervals ────────────────────────────────────────────────────────────────────────────────────────────────


def test_intervals_run_from_one_qualifying_visit_to_the_next_and_stand_against_what_was_given(book):
    # Every 3 months: given 90 days from 1 December, 92 from the others.
    dates = ("2025-05-01", "2025-07-01", "2025-12-01", "2026-03-01", "2026-05-30")
    (found,) = rows(pack_of(book, person(visits=[visit(f"v{on}", on) for on in dates])), "intervals")
    assert found == {
        "level": "high",
        "intervals": 4,
        "median_days": 90,
        "longest_days": 153,
        "median_days_given": 92,
        "longer_than_given": 1,
        "per_cent_longer": 25,
        "overdue_running": 0,
        "overdue_median_days": None,
        "overdue_longest_days": None,
    }


def test_one_that_ended_before_the_period_is_left_out_and_so_is_the_one_from_entry(book):
    visits = [visit("v1", "2025-04-01"), visit("v2", "2025-06-30")]
    (found,) = rows(pack_of(book, person(visits=visits)), "intervals")
    assert (found["intervals"], found["per_cent_longer"], found["overdue_running"]) == (0, None, 1)
    assert (found["overdue_median_days"], found["overdue_longest_days"]) == (365, 365)
    visits[1]["on"] = "2025-07-01"
    assert rows(pack_of(book, person(visits=visits)), "intervals")[0]["intervals"] == 1
    from_entry = person(
        visits=[visit("v1", "2026-06-01")],
        notifications=[{"id": "n1", "kind": "s83", "on": "2026-05-20", "home_kind": "sole_or_main"}],
    )
    assert rows(pack_of(book, from_entry), "intervals") == []


def test_the_level_is_that_of_the_day_of_the_visit_and_of_now_for_what_runs(book):
    levels = [
        {"id": "l1", "level": "medium", "from": "2024-01-04"},
        {"id": "l2", "level": "high", "from": "2025-09-01"},
    ]
    visits = [visit("v1", "2025-05-01"), visit("v2", "2025-08-01"), visit("v3", "2025-10-01")]
    found = rows(pack_of(book, person(levels=levels, visits=visits)), "intervals")
    assert [(each["level"], each["intervals"], each["overdue_running"]) for each in found] == [
        ("high", 1, 1),
        ("medium", 1, 0),
    ]


def test_an_occurrence_without_a_due_day_has_no_interval(book, late):
    pack = Pack(Setting.of(book, AS_OF))
    pack.add(standing(late, "x1", row(status=Status.MET, met_day=NOW, due_day=0, anchor_day=NOW - 9)))
    assert rows(pack, "intervals") == []


def test_a_book_without_routine_visits_says_so():
    assert table(pack_of(small(ONCE), {"id": "x1"}), "intervals").lacking == "the rulebook has no rule R-V2 or R-V9"


# ── in time ──────────────────────────────────────────────────────────────────────────────────────────────────


def in_time(book, late, *found):
    pack = Pack(Setting.of(book, AS_OF))
    pack.add(standing(late, "x1", *found))
    return [tuple(each.values()) for each in rows(pack, "visits-in-time-by-rule")]


YEAR = NOW - 365


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ({"status": Status.MET, "met_day": NOW}, (1, 0, 0, 0, 100, 0)),
        ({"status": Status.MET, "met_day": YEAR + 1}, (1, 0, 0, 0, 100, 0)),
        ({"status": Status.MET, "met_day": YEAR}, None),
        ({"status": Status.MET_LATE, "met_day": NOW, "due_day": NOW - 900}, (0, 1, 0, 0, 0, 0)),
        ({"status": Status.OVERDUE, "due_day": NOW - 900}, (0, 0, 1, 0, 0, 0)),
        ({"status": Status.MISSED, "due_day": NOW - 1}, (0, 0, 0, 1, 0, 0)),
        ({"status": Status.MISSED, "due_day": YEAR}, None),
        ({"status": Status.MISSED, "due_day": NOW - 1, "truncated": True}, (0, 0, 0, 0, None, 1)),
        ({"status": Status.MET, "met_day": NOW, "truncated": True}, (0, 0, 0, 0, None, 1)),
        ({"status": Status.OPEN}, None),
        ({"status": Status.SUSPENDED}, None),
        ({"status": Status.MET, "met_day": NOW, "rule": "R-R3"}, None),
        ({"status": Status.MISSED, "due_day": NOW + 1}, None),
    ],
)
def test_how_visits_ended(book, late, given, counts):
    expected = [] if counts is None else [("R-V2", *counts)]
    assert in_time(book, late, row(**given)) == expected


def test_the_share_is_of_all_that_ended_or_is_overdue(book, late):
    met = [row(status=Status.MET, met_day=NOW - day) for day in range(4)]
    found = in_time(book, late, *met, row(status=Status.MET_LATE, met_day=NOW), row(status=Status.OVERDUE))
    assert found == [("R-V2", 4, 1, 1, 0, 66, 0)]


def test_by_level_on_the_day_and_by_team_and_officer_with_the_workforce(book):
    levels = [
        {"id": "l1", "level": "medium", "from": "2024-01-04"},
        {"id": "l2", "level": "high", "from": "2025-09-01"},
    ]
    visits = [visit("v1", "2025-05-01"), visit("v2", "2025-08-01"), visit("v3", "2026-05-01")]
    facts = person(levels=levels, visits=visits)
    pack = pack_of(book, facts, workforce=OFFICERS)
    by_level = {each["level"]: (each["in_time"], each["late"]) for each in rows(pack, "visits-in-time-by-level")}
    assert by_level == {"high": (0, 1), "medium": (1, 0)}
    for name, id_ in (("team", "t1"), ("officer", "o1")):
        assert [each[name] for each in rows(pack, f"visits-in-time-by-{name}")] == [id_]
        without = table(pack_of(book, facts), f"visits-in-time-by-{name}")
        assert (without.rows, without.lacking) == ((), "no workforce is given (--workforce)")


def test_a_book_without_visits_says_so():
    found = table(pack_of(small(ONCE), {"id": "x1"}), "visits-in-time-by-rule")
    assert found.lacking == "the rulebook has no duty that a visit meets"


def test_contacts_of_another_body_than_the_police_are_visits_too():
    found = rows(pack_of(CONTACTS, supervised(*SEEN_OFTEN), as_of=day("2026-03-31")), "visits-in-time-by-rule")
    by_rule = {each["rule"]: (each["in_time"], each["missed"]) for each in found}
    assert by_rule["R-C2"] == (2, 0)
    assert by_rule["R-C1"] == (1, 0)
    assert "R-A1" not in by_rule
    offenders = {"duty_of": "offender", "met_by": "visit.seen"}
    assert table(pack_of(small(ONCE | offenders), {"id": "x1"}), "visits-in-time-by-rule").lacking


def test_parts_add_up(book):
    visits = [visit("v1", "2026-03-01"), visit("v2", "2026-05-01")]
    first, second = (pack_of(book, person(id_, visits=visits)) for id_ in ("x1", "x2"))
    first.merge(second)
    whole = pack_of(book, person("x1", visits=visits), person("x2", visits=visits))
    for name in ("intervals", "visits-in-time-by-level"):
        assert rows(first, name) == rows(whole, name) != []
    late = [pack_of(book, person(id_)) for id_ in ("x1", "x2")]
    late[0].merge(late[1])
    assert rows(late[0], "intervals")[0]["overdue_running"] == 2
