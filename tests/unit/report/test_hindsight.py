"""A stretch of days in hindsight: change points and nothing else, by what is known now or by what was known then."""

import datetime as dt

import pytest

from supervise import Offender, load_rulebook
from supervise.engine.obligation import Status
from supervise.report.hindsight import hindsight, records
from tests.catalogue.people import day, facts, visit
from tests.unit.cli.setting import BOOK

book = load_rulebook(BOOK)
# The last visit was on 2 January 2026, and the next was due by 2 July.
MADE = visit("v3", "2026-07-01", recorded_on="2026-07-20")
VISITS = [*facts()["visits"], MADE]


def told(since, until, **more):
    plain = {name: more.pop(name) for name in list(more) if name not in ("known_at", "as_known")}
    offender = Offender.from_dict(facts(**plain))
    assert not offender.faults
    return hindsight(offender, book, since=day(since), until=day(until), **more)


def statuses(found, rule="R-V2"):
    """When an occurrence of the rule was in which status: days and words."""
    return [
        (str(point.on), duty.key, duty.after.status.value)
        for point in found.points
        for duty in point.duties
        if duty.rule == rule and duty.after and duty.after.status is not Status.UPCOMING
    ]


def flagged(found, code):
    return [
        (str(point.on), "raised" if each.before is None else "cleared" if each.after is None else "changed")
        for point in found.points
        for each in point.flags
        if (each.after or each.before).code == code
    ]


def test_the_first_point_says_what_stood_and_leaves_out_what_is_past():
    (first, *_) = told("2026-03-01", "2026-03-02").points
    assert first.on == day("2026-03-01")
    assert first.level == "medium"
    assert {duty.after.status for duty in first.duties} == {Status.OPEN}
    assert all(duty.before is None for duty in first.duties)


def test_days_on_which_nothing_changes_are_not_told():
    found = told("2026-03-01", "2026-06-01")
    assert [str(point.on) for point in found.points] == ["2026-03-01"]


def test_a_visit_recorded_late_was_overdue_by_what_was_known_and_never_was_by_what_is_known_now():
    now = told("2026-06-20", "2026-07-31", visits=VISITS)
    then = told("2026-06-20", "2026-07-31", visits=VISITS, as_known=True)
    assert statuses(now) == [("2026-06-20", "v2", "open"), ("2026-07-01", "v2", "met"), ("2026-07-01", "v3", "open")]
    assert statuses(then) == [
        ("2026-06-20", "v2", "open"),
        ("2026-07-03", "v2", "overdue"),
        ("2026-07-20", "v2", "met"),
        ("2026-07-20", "v3", "open"),
    ]
    assert flagged(now, "VD001") == []
    assert flagged(then, "VD001") == [("2026-07-03", "raised"), ("2026-07-20", "cleared")]


def test_one_day_of_knowing_for_all_days():
    found = told("2026-07-10", "2026-07-31", visits=VISITS, known_at=day("2026-07-19"))
    assert statuses(found) == [("2026-07-10", "v2", "overdue")]
    assert found.known_at == day("2026-07-19")
    assert [each.id for each in found.records] == []
    assert [each.id for each in told("2026-07-10", "2026-07-31", visits=VISITS).records] == ["v3"]


def test_what_became_known_is_told_on_its_day_and_only_where_that_is_asked():
    then = told("2026-07-19", "2026-07-20", visits=VISITS, as_known=True)
    assert [(str(point.on), [each.id for each in point.known]) for point in then.points] == [
        ("2026-07-19", []),
        ("2026-07-20", ["v3"]),
    ]
    now = told("2026-07-19", "2026-07-20", visits=VISITS)
    assert {point.known for point in now.points} == {()}


def test_what_became_known_and_changes_nothing_is_told_too():
    note = {"id": "e1", "kind": "note", "on": "2026-03-01", "recorded_on": "2026-03-05"}
    then = told("2026-03-02", "2026-03-20", events=[note], as_known=True)
    assert [(str(point.on), len(point.known), point.duties, point.flags) for point in then.points[1:]] == [
        ("2026-03-05", 1, (), ())
    ]


def test_a_changed_fact_changes_the_day_it_became_known():
    first = visit("v3", "2026-07-01", outcome="no_reply", recorded_on="2026-07-01")
    later = visit("v3", "2026-07-01", recorded_on="2026-07-15")
    then = told("2026-06-20", "2026-07-31", visits=[*facts()["visits"], first, later], as_known=True)
    assert ("2026-07-15", "v2", "met") in statuses(then)
    (change,) = [each for point in then.points if point.on == day("2026-07-15") for each in point.known]
    assert (change.edited, change.days_late, change.is_plain) == (("outcome",), 0, False)


def test_a_withdrawn_fact_takes_with_it_what_hung_on_it():
    made = visit("v3", "2026-06-25", recorded_on="2026-06-25")
    withdrawn = {"id": "v3", "recorded_on": "2026-07-10", "withdrawn": True}
    then = told("2026-06-26", "2026-07-31", visits=[*facts()["visits"], made, withdrawn], as_known=True)
    (point,) = [point for point in then.points if point.on == day("2026-07-10")]
    (known,) = point.known
    assert (known.withdrawn, known.is_plain) == (True, False)
    (gone,) = [duty for duty in point.duties if duty.rule == "R-V2" and duty.after is None]
    assert (gone.key, gone.before.status.value, gone.is_quiet) == ("v3", "open", False)
    assert ("2026-07-10", "v2", "overdue") in statuses(then)


def test_a_change_of_level_is_a_point():
    levels = [*facts()["levels"], {"id": "l2", "level": "high", "from": "2026-03-10"}]
    found = told("2026-03-01", "2026-03-31", levels=levels)
    assert [(str(point.on), point.level) for point in found.points[:2]] == [
        ("2026-03-01", "medium"),
        ("2026-03-10", "high"),
    ]


@pytest.mark.parametrize(
    ("recorded", "flagged_before"),
    [({"recorded_on": "2026-07-20"}, False), ({}, False), ({"recorded_on": "2026-06-20"}, True)],
)
def test_a_fact_that_lay_ahead_and_was_not_recorded_contradicts_nothing(recorded, flagged_before):
    """DC018 asks about a result before its day; what was recorded later was no such thing then."""
    ahead = {**visit("v3", "2026-07-01"), **recorded}
    found = told("2026-06-25", "2026-07-31", visits=[*facts()["visits"], ahead])
    assert bool(flagged(found, "DC018")) is flagged_before


def test_a_fact_was_recorded_when_its_first_version_was():
    versions = [{**visit("v3", "2026-07-01"), "recorded_on": on} for on in ("2026-06-20", "2026-07-20")]
    found = told("2026-06-25", "2026-07-31", visits=[*facts()["visits"], *versions])
    assert flagged(found, "DC018") == [("2026-06-25", "raised"), ("2026-07-01", "cleared")]


def test_a_flag_on_a_fact_is_told_from_the_day_of_the_fact():
    alone = visit("v3", "2026-06-10", officers=["o1"], recorded_on="2026-06-20")
    assert flagged(told("2026-06-01", "2026-06-30", visits=[*facts()["visits"], alone]), "PR025") == [
        ("2026-06-10", "raised")
    ]


def test_what_asks_nothing_of_anyone_is_quiet():
    found = told("2026-06-20", "2026-07-31", visits=VISITS)
    quiet = [duty for point in found.points for duty in point.duties if duty.is_quiet]
    assert {side.status for duty in quiet for side in (duty.before, duty.after) if side} <= {
        Status.UPCOMING, Status.LAPSED, Status.NOT_REQUIRED,
    }  # fmt: skip


def test_what_was_set_aside_is_said():
    offender = Offender.from_dict(facts(levels=[{"id": "l1", "level": 3}]))
    days = {"since": day("2026-03-01"), "until": day("2026-03-01")}
    assert hindsight(offender, book, **days).incomplete
    assert not told("2026-03-01", "2026-03-01").incomplete


# ── records ──────────────────────────────────────────────────────────────────────────────────────────────────────


def of(**arrays):
    return records(Offender.from_dict({"id": "x1", **arrays}))


def test_an_entry_is_late_by_the_days_since_it_happened():
    (late,) = of(visits=[{"id": "v1", "on": "2026-01-05", "recorded_on": "2026-01-12"}])
    assert (late.on, late.known_on, late.days_late, late.supposed) == (day("2026-01-05"), day("2026-01-12"), 7, False)
    assert not late.is_plain


def test_one_recorded_before_it_happened_is_not_late():
    (early,) = of(visits=[{"id": "v1", "on": "2026-01-05", "recorded_on": "2026-01-02"}])
    assert (early.days_late, early.is_plain) == (0, True)


def test_one_that_does_not_say_when_it_was_recorded_is_supposed_to_be_known_when_it_happened():
    (supposed,) = of(visits=[{"id": "v1", "on": "2026-01-05"}])
    assert (supposed.known_on, supposed.supposed, supposed.is_plain) == (day("2026-01-05"), True, True)


def test_one_without_any_day_was_always_known_and_is_not_told():
    assert of(visits=[{"id": "v1", "planned_on": "2026-01-05"}]) == ()


def test_one_that_says_only_when_it_was_recorded_is_not_late():
    (planned,) = of(visits=[{"id": "v1", "planned_on": "2026-01-05", "recorded_on": "2026-01-09"}])
    assert (planned.on, planned.days_late) == (None, 0)


def test_versions_are_told_by_the_names_of_what_they_change():
    versions = [
        {"id": "s1", "kind": "custody", "from": "2026-01-05", "recorded_on": "2026-01-05"},
        {"id": "s1", "kind": "custody", "from": "2026-01-06", "until": "2026-03-01", "recorded_on": "2026-03-02"},
        {"id": "s1", "kind": "custody", "from": "2026-01-06", "until": "2026-03-01", "recorded_on": "2026-03-03"},
        {"id": "s1", "kind": "custody", "from": "2026-01-06", "recorded_on": "2026-03-04", "withdrawn": True},
    ]
    found = of(statuses=versions)
    assert [each.edited for each in found] == [(), ("from", "until"), ("nothing",), ("until",)]
    assert [each.withdrawn for each in found] == [False, False, False, True]
    assert [each.days_late for each in found] == [0, 0, 0, 0]


def test_records_are_in_the_order_in_which_they_became_known():
    found = of(
        visits=[{"id": "v2", "on": "2026-01-05"}, {"id": "v1", "on": "2026-01-05"}],
        events=[{"id": "e1", "on": "2026-01-05"}, {"id": "e2", "on": "2026-01-04"}],
    )
    assert [each.id for each in found] == ["e2", "e1", "v1", "v2"]


def test_days_outside_are_not_among_the_records():
    found = told("2026-07-20", "2026-07-20", visits=VISITS)
    assert [each.id for each in found.records] == ["v3"]
    assert told("2026-07-21", "2026-07-31", visits=VISITS).records == ()
    assert told("2026-07-01", "2026-07-19", visits=VISITS).records == ()
    assert isinstance(found.since, dt.date)
