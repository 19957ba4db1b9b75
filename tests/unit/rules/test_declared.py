"""Sources, spans, orders and derived events: nothing said that would be ignored."""

import datetime as dt

import pytest

from supervise.rules.declared import Derive, OrderKind, SpanLength, SpanRule
from supervise.rules.reading import Problems, plain, read
from tests.unit.rules.minimal import SPAN


def faults(kind, value):
    problems = Problems()
    read(kind, value, "", problems)
    return problems.found


TERMS = "write a period such as '5 years', 'for life', 'not at all', 'while the order lasts', or { field = … }"


@pytest.mark.parametrize(
    "row",
    [
        {"lasts": "for life"},
        {"lasts": "5 years", "under_18": "2 years 6 months", "name": "other"},
        {"lasts": {"field": "discharge_months"}, "when": {"disposal": ["fine"]}},
        {"lasts": "7 years", "term_more_than": "6 months", "term_at_most": "30 months"},
    ],
)
def test_a_row_is_written_back(row):
    result = read(SpanLength, row, "", Problems())
    assert read(SpanLength, plain(result), "", Problems()) == result


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("5 years", "expected a table with 'lasts', found text"),
        ({}, f"lasts: missing; it has no default: {TERMS}"),
        ({"lasts": "for live"}, "lasts: unknown word; did you mean 'for life'?"),
        ({"lasts": "ten years"}, f"lasts: unknown word; {TERMS}"),
        (
            {"lasts": "5 yeers"},
            "lasts: no period; write for example '3 months', '10 days', '5 working days' or '24 hours'",
        ),
        ({"lasts": ["5 years"]}, "lasts: expected a period such as '3 months', found a list"),
        ({"lasts": {}}, "lasts.field: missing; name the field that gives the length in months"),
        ({"lasts": {"field": 3}}, "lasts.field: expected text, found a whole number"),
        ({"lasts": {"feeld": "a"}}, "lasts.feeld: unknown key; did you mean 'field'?"),
        ({"lasts": "5 working days"}, "lasts: write it in years, months or days"),
        ({"lasts": "5 years", "term_at_least": "5 hours"}, "term_at_least: write it in years, months or days"),
        ({"lasts": "for life", "under_18": "1 year"}, "under_18: goes with a period only"),
        ({"lasts": "5 years", "nam": "x"}, "nam: unknown key; did you mean 'name'?"),
    ],
)
def test_a_row_that_says_no_length_is_refused(row, found):
    assert found in faults(SpanLength, row)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"one_per": "offender"}, ["one_per: a span hangs on facts; write { each = … }"]),
        (
            {"one_per": {"each": "event.k", "until_next": True}},
            ["one_per.until_next: no key of a span; name the next in 'ended_by', with ends_any_length = true"],
        ),
        (
            {"counting": "clear days"},
            ["counting: a span is counted 'beginning with' its first day, or 'after' it"],
        ),
        ({"length": []}, ["length: missing; give at least one [[span.length]]"]),
        ({"start": {"last": "visit"}}, ["start.last: goes with a rolling cadence only; write 'first'"]),
        ({"holds_from": {"last": "visit"}}, ["holds_from.last: goes with a rolling cadence only; write 'first'"]),
        (
            {"length": [{"lasts": "5 years", "term_at_least": "1 month"}]},
            ["sums_terms: missing; rows are chosen by the sum of the sentences: write true"],
        ),
        ({"length": [{"lasts": "5 years", "term_at_least": "1 month"}], "sums_terms": True}, []),
        (
            {"length": [{"lasts": "5 years"}, {"lasts": "for life"}]},
            ["length[0]: always holds; the rows after it would never be used"],
        ),
        ({"length": [{"lasts": "5 years", "when": {"disposal": "fine"}}, {"lasts": "for life"}]}, []),
        (
            {
                "length": [{"lasts": "5 years", "when": {"disposal": "fine"}}, {"lasts": "for life"}],
                "reset_by": "visit",
            },
            [],
        ),
    ],
)
def test_a_span_is_measured_from_facts(changes, found):
    assert faults(SpanRule, SPAN | changes) == found


@pytest.mark.parametrize(("less", "lifts"), [({"to": "25 years"}, True), ({"by": "5 years"}, False)])
def test_only_a_length_that_takes_its_place_lifts_one_for_life(less, lifts):
    span = read(SpanRule, SPAN | {"shortened": [less | {"after": "25 years", "without": "event.k"}]}, "", Problems())
    assert span.lifts_life is lifts


@pytest.mark.parametrize(
    ("length", "right"),
    [("5 years", True), ("6 months", True), ("1 year 3 days", False), ("5 hours", False)],
)
@pytest.mark.parametrize("key", ["minimum", "maximum", "travel_maximum"])
def test_orders_are_made_for_years_or_months(key, length, right):
    order = {"kind": "shpo", "source": "s", "until_further_order": True, key: length}
    assert faults(OrderKind, order) == ([] if right else [f"{key}: write it in years or months"])
    was = {"earlier": [{"before": dt.date(2010, 4, 1), key: length}]}
    assert faults(OrderKind, ORDER | was) == ([] if right else [f"earlier[0].{key}: write it in years or months"])


ORDER = {"kind": "shpo", "source": "s", "until_further_order": True}


@pytest.mark.parametrize(
    ("earlier", "found"),
    [
        ([{"maximum": "6 months"}], ["earlier[0].before: missing; it has no default: write a date"]),
        (
            [{"maximum": "6 months"}, {"before": 2010, "minimum": "1 year"}],
            [
                "earlier[0].before: missing; it has no default: write a date",
                "earlier[1].before: expected a date, found a whole number",
            ],
        ),
        (
            [{"before": dt.date(2010, 4, 1)}],
            ["earlier[0]: give what was another then: 'minimum', 'maximum', 'travel_maximum'"],
        ),
        ([{"before": dt.date(2010, 4, day), "maximum": "6 months"} for day in (1, 2)], []),
        (
            [{"before": dt.date(2010, 4, 1), "maximum": "6 months"}] * 2,
            ["earlier[1].before: never used: the one above it holds before 2010-04-01 already"],
        ),
    ],
)
def test_earlier_bounds_have_a_day_and_what_was_another(earlier, found):
    assert faults(OrderKind, ORDER | {"earlier": earlier}) == found


FIRST = {"id": "e", "kind": "first", "of": "visit", "per": "held", "source": "s"}
SERIES = {"id": "e", "kind": "series", "of": "visit", "reach": 2, "reset_by": "visit.seen", "source": "s"}
COUNT = {"id": "e", "kind": "count", "of": "event", "reach": 3, "source": "s"}
GAP = {
    "id": "e",
    "kind": "gap",
    "of": "event",
    "ended_by": "visit",
    "reach": "31 days",
    "counting": "after",
    "source": "s",
}
AGE = {"id": "e", "kind": "age", "reach": 16, "source": "s"}
ANYWHERE = "consecutive: days that follow each other are counted wherever they lie; leave out 'in' and 'within'"
TOO_MANY = "reach: more days than that time ever has"
PERIOD = "write a period in years, months or days, such as '31 days'"
DAYS = {"id": "e", "kind": "presence in days", "of": "stay", "reach": 7, "source": "s"}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (FIRST | {"also": "trip", "clear_of": "custody"}, []),
        (FIRST | {"reach": 2}, ["reach: does not go with 'first'"]),
        ({key: FIRST[key] for key in FIRST if key != "per"}, ["per: missing; 'first' needs it"]),
        (SERIES, []),
        (SERIES | {"reset_by": ["visit", "review"]}, []),
        (SERIES | {"reset_by": ["visit", 3]}, ["reset_by[1]: expected text, found a whole number"]),
        (SERIES | {"reset_by": []}, ["reset_by: an empty list; name at least one, or leave the key out"]),
        (SERIES | {"reach": 0}, ["reach: write a number from 1 up"]),
        (
            SERIES | {"reset_by": {"any": "visit", "since": "ever"}},
            ["reset_by: names events only; put tests into a definition"],
        ),
        ({key: SERIES[key] for key in SERIES if key != "reset_by"}, ["reset_by: missing; 'series' needs it"]),
        (DAYS | {"within": "12 months", "group": "address_id"}, []),
        (DAYS | {"within": "30 days"}, []),
        (DAYS | {"within": "5 hours"}, ["within: write it in years, months or days"]),
        (DAYS | {"in": "calendar year", "fires": "once in each block", "skips": "custody", "counting": "after"}, []),
        (DAYS | {"within": "calendar month", "fires": "once in each block"}, []),
        (DAYS | {"in": "calendar year", "within": "30 days"}, ["in: give 'in' or 'within', not both"]),
        (DAYS | {"consecutive": True, "fires": "again after a break", "counting": "beginning with"}, []),
        (DAYS | {"consecutive": True, "within": "30 days"}, [ANYWHERE]),
        (DAYS | {"consecutive": True, "in": "calendar year"}, [ANYWHERE]),
        (
            DAYS | {"within": "30 days", "fires": "once in each block"},
            ["fires: 'once in each block' goes with a unit of the calendar only, such as in = 'calendar year'"],
        ),
        (
            DAYS | {"fires": "again after a break"},
            ["fires: 'again after a break' goes with consecutive = true only"],
        ),
        (DAYS | {"counting": "clear days"}, ["counting: write 'after' or 'beginning with'"]),
        (DAYS | {"reach": "3 days"}, ["reach: write a number from 1 up"]),
        (DAYS | {"reach": 30, "within": "30 days"}, []),
        (DAYS | {"reach": 31, "within": "30 days"}, [TOO_MANY]),
        (DAYS | {"reach": 32, "within": "1 month"}, [TOO_MANY]),
        (DAYS | {"reach": 366, "within": "1 year"}, []),
        (DAYS | {"reach": 366 + 31 + 3, "within": "1 year 1 month 3 days"}, []),
        (DAYS | {"reach": 366 + 31 + 4, "within": "1 year 1 month 3 days"}, [TOO_MANY]),
        (DAYS | {"reach": 32, "in": "calendar month"}, [TOO_MANY]),
        (DAYS | {"reach": 367, "in": "calendar year"}, [TOO_MANY]),
        (DAYS | {"kind": "presence in nights", "in": "calendar quarter", "reach": 93}, [TOO_MANY]),
        (
            DAYS | {"kind": "presence in nights", "counting": "after"},
            ["counting: does not go with 'presence in nights'"],
        ),
        (COUNT | {"within": "30 days", "group": "for", "reach": 99}, []),
        (COUNT | {"reach": 1}, []),
        (COUNT | {"consecutive": True}, ["consecutive: does not go with 'count'"]),
        (GAP | {"every": "30 days"}, []),
        (
            {key: GAP[key] for key in GAP if key != "counting"},
            ["counting: missing; 'gap' needs it: write 'after' or 'beginning with'"],
        ),
        (GAP | {"counting": "clear days"}, ["counting: write 'after' or 'beginning with'"]),
        (GAP | {"reach": 31}, [f"reach: {PERIOD}"]),
        (GAP | {"reach": "5 working days"}, [f"reach: {PERIOD}"]),
        (GAP | {"every": "0 days"}, [f"every: {PERIOD}"]),
        (AGE, []),
        (
            AGE | {"of": "visit", "where": {"at": "set"}},
            ["of: does not go with 'age'", "where: does not go with 'age'"],
        ),
        ({key: SERIES[key] for key in SERIES if key != "of"}, ["of: missing; 'series' needs it"]),
        (DAYS | {"kind": "presence in hours", "within": "1 year"}, ["within: does not go with 'presence in hours'"]),
    ],
)
def test_a_derived_event_has_what_its_kind_needs_and_no_more(value, found):
    assert faults(Derive, value) == found
