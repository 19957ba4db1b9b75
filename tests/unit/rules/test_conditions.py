"""Tests on facts and on the offender: read strictly, written back as they were."""

import pytest

from supervise.engine.obligation import Status
from supervise.rules.conditions import STATUSES, Length, Select, When, Where
from supervise.rules.duration import Duration
from supervise.rules.field_tests import FieldTest
from supervise.rules.reading import Problems, plain, read


def found(kind, value):
    problems = Problems()
    return read(kind, value, "x", problems), problems.found


UNIT = "write one month, quarter, half-year or year of the calendar"
NO_TEST = "no test; give at least one, or leave the key out"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldTest, "set"),
        (FieldTest, "not set"),
        (FieldTest, ["seen"]),
        (FieldTest, ["seen", 2, True]),
        (FieldTest, {"not": ["seen"]}),
        (FieldTest, {"words": ["seen"], "not": ["refused"]}),
        (FieldTest, {"words": ["seen"], "unset_passes": True}),
        (FieldTest, {"at_least": 0, "more_than": 0, "at_most": 9, "less_than": 9}),
        (FieldTest, {"same_as": "other"}),
        (FieldTest, {"differs_from": "other"}),
        (FieldTest, {"is": "trained staff"}),
        (FieldTest, {"is": "reached"}),
        (FieldTest, {"other_than": ["the manager"]}),
        (FieldTest, {"only": "foreign_travel"}),
        (FieldTest, {"weekday": ["saturday", "sunday"]}),
        (FieldTest, {"between": ["18:00", "06:00"]}),
        (
            Where,
            {
                "place": ["home"],
                "all": [{"entry": "set"}],
                "any": [{"entry": "set"}, {"at": "set"}],
                "not": {"at": "set"},
                "on_the_day": {"in": ["custody"]},
                "around": {"of": "visit", "field": "on", "before": 1, "match": {"id": "for"}},
            },
        ),
        (Select, "visit"),
        (Select, ["visit", "trip"]),
        (Select, {"of": ["visit"], "at": ["on"], "where": {"at": "set"}, "distinct": "day"}),
        (Select, {"of": ["visit"], "apart": "7 days"}),
        (Select, {"of": ["visit"], "apart": "calendar week"}),
        (
            When,
            {
                "all": [{"mode": "active"}],
                "any": [{"level": ["high"]}],
                "not": {"plan_interval": "set"},
                "last_notified_home": "place_found",
                "lead_agency": ["police"],
                "since": "2026-01-01",
                "occurrence": 1,
                "indefinite": True,
                "ended_early": "held",
                "gap": {"from": "on", "to": ["at"], "more_than": 0},
                "age": {"on": ["on"], "under": 18, "stated": "age_on_relevant_date"},
                "covered": {"span": "held", "by": "visit"},
                "count": {"of": "visit", "in": "calendar year", "at_least": 1, "at_most": 4},
                "other": {
                    "rule": "R-1",
                    "status": ["met", "met_late"],
                    "opens_within": "2 months",
                    "match": {"id": "for"},
                },
            },
        ),
        (Length, "never"),
        (Length, "3 months"),
        (Length, {"fact": "plan.interval"}),
        (Length, {"fact": "plan.interval", "at_most": "1 month"}),
        (Length, {"high": "3 months", "low": "1 year"}),
    ],
)
def test_what_is_read_is_written_back_as_it_was(kind, value):
    result, faults = found(kind, value)
    assert faults == []
    again, _ = found(kind, plain(result))
    assert again == result
    if "since" not in value:
        assert plain(result) == value


APART = "x.apart: write a period in years, months or days, such as '7 days', or one unit: 'calendar week'"


@pytest.mark.parametrize(
    ("kind", "value", "fault"),
    [
        (FieldTest, {}, f"x: {NO_TEST}"),
        (FieldTest, {"unset_passes": True}, f"x: {NO_TEST}"),
        (FieldTest, {"same_as": "a", "differs_from": "b"}, "x: give 'same_as' or 'differs_from', not both"),
        (FieldTest, {"at_leest": 1}, "x.at_leest: unknown key; did you mean 'at_least'?"),
        (FieldTest, {"is": "trained stuff"}, "x.is: unknown reading; did you mean 'trained staff'?"),
        (FieldTest, {"is": 3}, "x.is: expected text, found a whole number"),
        (
            FieldTest,
            {"other_than": ["the managers"]},
            "x.other_than: unknown person; did you mean 'the manager'?",
        ),
        (FieldTest, {"weekday": "sonday"}, "x.weekday: unknown word; did you mean 'sunday'?"),
        (
            FieldTest,
            {"between": ["18:00"]},
            "x.between: write two times of day such as ['18:00', '06:00'], both in time",
        ),
        (
            FieldTest,
            {"between": ["18:00", "24:00"]},
            "x.between: write two times of day such as ['18:00', '06:00'], both in time",
        ),
        (FieldTest, {"between": "10:00"}, "x.between: write two times of day such as ['18:00', '06:00'], both in time"),
        (FieldTest, {"between": ["10:00", 12]}, "x.between[1]: expected text, found a whole number"),
        (FieldTest, {"other_than": [3]}, "x.other_than[0]: expected text, found a whole number"),
        (FieldTest, [], "x: an empty list; name at least one, or leave the key out"),
        (FieldTest, 1.5, "x: expected text or a whole number or true or false, found a number"),
        (When, {"count": {"of": "visit"}}, "x.count: give 'at_least' or 'at_most'"),
        (
            When,
            {"count": {"of": "visit", "at_most": 1, "in": "calendar year", "within": "1 year"}},
            "x.count.in: give 'in' or 'within', not both",
        ),
        (
            When,
            {"count": {"of": "visit", "at_most": 1, "in": "1 year"}},
            "x.count.in: write one unit of the calendar: 'calendar month', 'calendar quarter' or 'calendar year'",
        ),
        (
            When,
            {"count": {"of": "visit", "at_most": 1, "within": "3 working days"}},
            "x.count.within: write it in years, months or days",
        ),
        (When, {"count": {"of": "visit", "at_most": 1, "within": "calendar week"}}, f"x.count.within: {UNIT}"),
        (When, {"count": {"of": "visit", "at_most": 1, "in": "2 calendar months"}}, f"x.count.in: {UNIT}"),
        (When, {"other": {"rule": "R", "status": "mett"}}, "x.other.status: unknown word; did you mean 'met'?"),
        (
            When,
            {"other": {"rule": "R", "opens_within": "3 hours"}},
            "x.other.opens_within: write it in years, months or days",
        ),
        (Where, {}, f"x: {NO_TEST}"),
        (Where, {"fact": {"on": "set"}}, "x.fact: the tests of this table are on the fact itself; leave 'fact' out"),
        (
            Where,
            {"in": "custody"},
            "x.in: no field of a fact, but a test on the offender; write it under 'on_the_day'",
        ),
        (
            When,
            {"outcome": "seen"},
            "x.outcome: unknown key; it is a field of a fact; write the tests on the fact under 'fact'",
        ),
        (When, {"levl": "high"}, "x.levl: unknown key; did you mean 'level'?"),
        (Where, "seen", "x: expected a table of tests on fields, found text"),
        (Select, 3, "x: expected the name of an event, a list of them, or a table with 'of', found a whole number"),
        (Select, [], "x: an empty list; name at least one, or leave the key out"),
        (Select, {"at": "on"}, "x.of: missing; name the event"),
        (Select, {"of": "visit", "distinct": "week"}, "x.distinct: unknown word; known: 'day'"),
        (Select, {"of": "visit", "apart": "0 days"}, APART),
        (Select, {"of": "visit", "apart": "3 hours"}, APART),
        (Select, {"of": "visit", "apart": "2 calendar months"}, APART),
        (Select, {"of": "visit", "wher": {}}, "x.wher: unknown key; did you mean 'where'?"),
        (When, {}, f"x: {NO_TEST}"),
        (When, {"not": {}}, f"x.not: {NO_TEST}"),
        (When, {"mode": "reactiv"}, "x.mode: unknown word; did you mean 'reactive'?"),
        (When, {"plan_interval": "given"}, "x.plan_interval: unknown word; known: 'not set', 'set'"),
        (
            When,
            {"last_notified_home": "place"},
            "x.last_notified_home: unknown word; did you mean 'place_found'?",
        ),
        (When, {"lead_agency": ["police", "polise"]}, "x.lead_agency: unknown word; did you mean 'police'?"),
        (When, {"occurrence": 0}, "x.occurrence: occurrences are counted from 1"),
        (When, {"gap": {"from": "a", "to": "b"}}, "x.gap: give 'more_than' or 'less_than', in days"),
        (
            When,
            {"some": {"of": "visit", "strict": True}},
            "x.some.match: missing; 'strict' says how fields are matched: name them",
        ),
        (
            When,
            {"some": {"of": "visit", "field": "on", "before": 1, "after": -2}},
            "x.some.after: the stretch of days ends before it begins",
        ),
        (
            When,
            {"some": {"of": "visit", "after": 2}},
            "x.some.field: missing; 'before' and 'after' count days from a date of the fact: name it",
        ),
        (
            Length,
            {},
            "x: expected a period in words, 'never', the interval of the plan, or a table by level, found nothing",
        ),
        (
            Length,
            3,
            "x: expected a period in words, 'never', the interval of the plan, or a table by level, found a whole number",
        ),
        (Length, {"fact": "plan.intervall"}, "x.fact: unknown; known: 'plan.interval'"),
        (Length, {"fact": 3}, "x.fact: expected text, found a whole number"),
        (Length, {"fact": "plan.interval", "most": "1 day"}, "x.most: unknown key; did you mean 'at_most'?"),
        (Length, {"high": 3}, "x.high: expected a period such as '3 months', found a whole number"),
    ],
)
def test_a_fault_is_found_with_its_path(kind, value, fault):
    assert fault in found(kind, value)[1]


def test_inner_tables_count():
    inner = When(fact=Where(fields={"on": FieldTest(given=True)}))
    for outer in (When(all_=(inner,)), When(any_=(inner,)), When(not_=inner)):
        assert outer.hangs_on_fact
        assert outer.asks_for_fact
        assert not outer.changes_by_day
    assert When(not_=When(level=("high",))).changes_by_day
    # A fixed date is read with the fact, but there need not be one.
    assert When(occurrence=2).hangs_on_fact
    assert not When(occurrence=2).asks_for_fact


@pytest.mark.parametrize(
    ("age", "of_fact", "of_day"),
    [({}, False, True), ({"on": "convicted_on"}, True, False), ({"stated": "age_on_relevant_date"}, True, True)],
)
def test_an_age_hangs_on_a_fact_only_where_it_reads_one(age, of_fact, of_day):
    when, _ = found(When, {"age": {"under": 18} | age})
    assert (when.hangs_on_fact, when.asks_for_fact, when.asks_for_age) == (of_fact, of_fact, of_day)
    assert not when.reads_tracks_alone


def test_a_length_knows_every_length_it_may_give():
    assert Length(never=True).durations == ()
    length, _ = found(Length, {"fact": "plan.interval", "at_most": "1 month"})
    assert [str(each) for each in length.durations] == ["1 month"]


def test_the_status_of_another_duty_is_a_word_of_the_engine():
    assert set(STATUSES) == {each.value for each in Status}


def test_a_condition_that_relates_is_read_once_and_not_shared():
    for table in ({"count": {"of": "visit", "at_most": 1}}, {"other": {"rule": "R-1"}}):
        when, _ = found(When, {"not": table})
        assert (when.relates, when.hangs_on_fact, when.reads_tracks_alone, when.asks_for_fact) == (
            True,
            True,
            False,
            False,
        )
    matched, _ = found(When, {"other": {"rule": "R-1", "match": {"id": "id"}}})
    assert matched.asks_for_fact


def test_a_length_by_level_may_be_looked_up():
    by_level = {"low": Duration(months=6), "high": Duration(months=3)}
    assert len({Length(by_level=by_level), Length(by_level=dict(by_level)), Length(by_level={})}) == 2
