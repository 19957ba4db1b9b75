"""Days, cases and the course of a span, as people say them."""

import datetime as dt

import pytest

from supervise.report.phrasing import (
    anchor_in_words,
    case_in_words,
    course_in_words,
    limit_in_words,
    row_in_words,
    suspension_in_words,
)
from supervise.report.wording import condition_in_words
from supervise.rules.declared import SpanLength
from supervise.rules.language import Limit, Suspension
from supervise.rules.places import Anchor, OnePer
from supervise.rules.reading import Problems, read
from supervise.rules.tolling import Extended, Shortened, Toll


def declared(kind, data):
    problems = Problems()
    value = read(kind, data, "x", problems)
    assert problems.found == []
    return value


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("start", "the start"),
        ({"start": True, "offset": "7 days"}, "the start plus 7 days"),
        ("registration", "the first registration"),
        ({"last": ["visit.seen", "review"], "else": "start"}, "the last visit.seen or review, else the start"),
        ({"last": "visit.seen", "across_gaps": True}, "the last visit.seen, across gaps"),
        (
            {"first": {"of": "visit.seen", "where": {"place": "home"}}},
            "the first visit.seen (where (place: home))",
        ),
        (
            {"first": "event.k", "on_or_after": "start", "match": {"for": "id"}},
            "the first event.k, on or after the start, match (for = id)",
        ),
        ({"field": "departs_on"}, "departs_on of the fact"),
        ({"first_given": ["served_on", "made_on"]}, "the first given of served_on or made_on"),
        ({"birthday": 18}, "the birthday at 18"),
        ({"birth": "day"}, "the birthday"),
        ({"birth": "month", "unknown": "january"}, "the month of birth, january if it is not known"),
        ({"next_birthday": {"span_end": "minimum"}}, "the next birthday after the end of minimum"),
        ({"due_of": "R-2", "which": "first"}, "the due day of R-2, which: first"),
        ({"met_of": "R-2"}, "the day R-2 was met"),
        ({"later_of": ["start", {"field": "on"}]}, "the later of (the start; on of the fact)"),
        ({"earlier_of": ["start", {"field": "on"}]}, "the earlier of (the start; on of the fact)"),
        (
            {"release_after": ["on", "sentenced_on", "in custody", "in hospital"]},
            "the end of custody or hospital in which on or sentenced_on of the fact lies, or the start",
        ),
    ],
)
def test_a_day_is_said_as_people_say_it(data, words):
    assert anchor_in_words(declared(Anchor, data)) == words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("offender", "offender"),
        ("trip", "trip"),
        ({"each": {"of": "trip", "at": "returned_on"}}, "trip (at: returned_on)"),
        ({"each": "event.k", "until_next": True}, "event.k, until next"),
        ({"end_of": "custody", "longer_than": "28 days"}, "end of custody, longer than 28 days"),
        ({"gap_of": "custody"}, "gap of custody"),
        ({"span": "subject"}, "span subject"),
        ({"occurrence_of": "R-2", "outcome": "missed", "in_a_row": 2}, "occurrence of R-2, outcome missed, in a row 2"),
    ],
)
def test_what_a_duty_hangs_on(data, words):
    assert case_in_words(declared(OnePer, data)) == words


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        (Toll, {"in": "custody", "effect": "add the days"}, "in custody: add the days"),
        (
            Toll,
            {"in": ["custody", "abroad"], "effect": "add the days", "at_most": "9 days"},
            "in custody or abroad: add the days, at most: 9 days",
        ),
        (Extended, {"of": "event.failure", "by": "1 year"}, "1 year for each event.failure"),
        (
            Extended,
            {"of": "event.failure", "by": "1 year", "at_most": "3 years"},
            "1 year for each event.failure, at most: 3 years",
        ),
        (
            Shortened,
            {"by": "5 years", "after": "10 years", "without": "event.a"},
            "by 5 years after 10 years without event.a",
        ),
        (
            Shortened,
            {"to": "25 years", "after": "25 years", "needs": "event.b"},
            "to 25 years after 25 years with event.b",
        ),
        (
            Shortened,
            {"by": "5 years", "after": "10 years", "without": "event.a", "needs": "event.b"},
            "by 5 years after 10 years without event.a and with event.b",
        ),
    ],
)
def test_the_course_of_a_span(kind, data, words):
    assert course_in_words(declared(kind, data)) == words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": "all", "lasts": "10 years", "under_18": "5 years"}, ""),
        ({"lasts": "10 years", "when": {"disposal": "fine"}}, "disposal: fine"),
        (
            {"lasts": "10 years", "when": {"disposal": "fine"}, "term_at_most": "6 months"},
            "disposal: fine, term at most: 6 months",
        ),
    ],
)
def test_when_a_row_of_lengths_is_used(data, words):
    assert row_in_words(declared(SpanLength, data)) == words


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"around": {"of": "level.tier_1"}}, "there is level.tier_1"),
        ({"around": {"of": "event.k", "field": "on"}}, "there is event.k on the day on"),
        (
            {"around": {"of": "event.k", "field": "on", "after": 2}},
            "there is event.k from 0 days before to 2 days after on",
        ),
        (
            {"around": {"of": "event.k", "field": "on", "before": 1}},
            "there is event.k from 1 day before to 0 days after on",
        ),
        (
            {"around": {"of": "event.k", "field": "on", "before": 36500, "after": -1}},
            "there is event.k at the latest 1 day before on",
        ),
        (
            {"around": {"of": "event.k", "field": "on", "before": -2, "after": 36500}},
            "there is event.k at the earliest 2 days after on",
        ),
        (
            {"around": {"of": "event.k", "field": "day", "before": 36500}},
            "there is event.k at the latest on day",
        ),
        (
            {"around": {"of": "event.k", "field": "day", "after": 36500}},
            "there is event.k at the earliest on day",
        ),
        (
            {"around": {"of": "event.k", "field": "on", "before": 30, "after": -1}},
            "there is event.k from 30 days before to 1 day before on",
        ),
        (
            {"around": {"of": "event.k", "strict": True, "match": {"for": "id"}}},
            "there is event.k (strict, match (for = id))",
        ),
        ({"before": dt.date(2023, 11, 13)}, "before 2023-11-13"),
        ({"before": "2 days"}, "before: 2 days"),
        ({"window": [-2, 2]}, "window: -2 to 2 days"),
        ({"window": [-180, 36500]}, "window: from 180 days before on"),
        ({"window": [1, 36500]}, "window: from 1 day after on"),
        ({"window": [-36500, -1]}, "window: up to 1 day before"),
        ({"window": [-36500, 0]}, "window: up to 0 days after"),
        ({"shared": True}, "shared"),
        ({"minuted": True}, "minuted: true"),
    ],
)
def test_conditions_read_as_sentences_where_a_word_stands_for_one(condition, words):
    assert condition_in_words(condition) == words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"effect": "restarts"}, "custody, restarts"),
        ({"effect": "later of due and", "due": "3 days after end"}, "custody, later of due and 3 days after end"),
        ({"effect": "due after end", "due": "3 days after end"}, "custody, due 3 days after end"),
        (
            {"if": "due day ends inside", "due": "3 days after end"},
            "custody, if the due day ends inside, due 3 days after end",
        ),
        ({"effect": "skip", "if": "the whole window lies inside"}, "custody, if the whole window lies inside, skip"),
        (
            {"effect": "skip", "if": "part of the window lies inside", "percent": 50},
            "custody, if 50 % or more of the window lies inside, skip",
        ),
    ],
)
def test_what_states_do_to_a_pending_date(data, words):
    assert suspension_in_words(declared(Suspension, {"in": "custody"} | data)) == words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"within": "25 years"}, "25 years after"),
        ({"within": "0 days"}, "on that day"),
        ({"before": "30 days"}, "30 days before"),
        ({"within": "0 days", "from_end_of": "month"}, "0 days after the end of the month"),
        ({"within": "1 day", "from_end_of": "quarter"}, "1 day after the end of the quarter"),
        ({"before": "5 days", "roll": "previous open day"}, "5 days before, roll: previous open day"),
        (
            {"years_field": "bar_years", "at_most": "5 years"},
            "bar_years of the fact, in years, after, at most: 5 years",
        ),
    ],
)
def test_the_day_on_which_something_opens(data, words):
    assert limit_in_words(declared(Limit, data)) == words
