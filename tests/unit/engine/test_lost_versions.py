"""A version of a registration or an order that could not be read, beside one that can: what rests on it is unknown."""

import pytest

from supervise.engine.schedule import evaluate
from supervise.model import Offender
from tests.unit.engine.books import ONCE, SPAN, book, day, events, rolling

LENGTHS = [
    {"when": {"disposal": "conditional_discharge"}, "lasts": {"field": "discharge_months"}},
    {"lasts": "5 years", "under_18": "1 year"},
]
HELD = SPAN | {
    "one_per": {"each": {"of": "registration", "at": ["convicted_on", "sentenced_on"]}},
    "cut_by": ["ended_on"],
    "length": LENGTHS,
}
WHILE = {"while": {"span": ["span"], "at_end": "lapse"}}
# Due on 11 January 2026, counted from an event of 1 January.
TEN = rolling(**WHILE)
FIRST = {"id": "g", "convicted_on": "2025-06-01", "disposal": "caution", "recorded_on": "2025-06-02"}
LATER = FIRST | {"recorded_on": "2026-02-01"}
# No span reads the day of the sentence here but where the conviction has none.
SPOILT = {"stored_end_on": "2026-02-30"}
LATE, UNSURE = ("overdue", ()), ("unknown", ("registrations set aside",))


def stands(rule=TEN, span=HELD, as_of="2026-03-01", known_at=None, **facts):
    given = Offender.from_dict({"id": "x1", "events": events(k="2026-01-01")} | facts)
    small = book(rule, span=[span], order=[{"kind": ["shpo"], "source": "s", "until_further_order": True}])
    known = None if known_at is None else day(known_at)
    *_, row = evaluate(given, small, as_of=day(as_of), known_at=known).standing
    return row.status.value, row.lacking


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        # It may have ended on any day, or lasts another time.
        ({"ended_on": "2026-02-30"}, UNSURE),
        ({"disposal": "bread"}, UNSURE),
        ({"convicted_on": "yesterday"}, UNSURE),
        ({"discharge_months": "ten"}, UNSURE),
        ({"age_on_relevant_date": "old"}, UNSURE),
        ({"basis": 7}, UNSURE),
        # What cannot be read ends nothing; what can says how long it lasted.
        (SPOILT, LATE),
        ({"terms": [{"months": "ten"}]}, LATE),
        (SPOILT | {"ended_on": "2026-03-01"}, LATE),
        (SPOILT | {"ended_on": "2026-02-28"}, UNSURE),
        (SPOILT | {"convicted_on": "2025-06-02"}, UNSURE),
        (SPOILT | {"disposal": "fine"}, UNSURE),
        # One that an entry recorded later puts right, and one of another fact.
        ({"ended_on": "2026-02-30", "recorded_on": "2025-06-01"}, LATE),
        ({"ended_on": "2026-02-30", "id": "h"}, LATE),
        ({"ended_on": "2026-02-30", "withdrawn": True}, LATE),
    ],
)
def test_what_a_version_may_have_changed_leaves_what_rests_on_it_unknown(version, expected):
    assert stands(registrations=[FIRST, LATER | version]) == expected


def test_sentences_matter_where_they_choose_the_length():
    summed = HELD | {"sums_terms": True}
    assert stands(span=summed, registrations=[FIRST, LATER | {"terms": [{"months": "ten"}]}]) == UNSURE


def test_what_was_not_recorded_yet_or_lies_ahead_changes_nothing_yet():
    version = LATER | {"ended_on": "2026-02-30"}
    assert stands(known_at="2026-01-31", registrations=[FIRST, version]) == LATE
    assert stands(known_at="2026-02-01", registrations=[FIRST, version]) == UNSURE
    readable = LATER | SPOILT | {"ended_on": "2026-02-20"}
    assert stands(as_of="2026-02-20", registrations=[FIRST, readable]) == LATE
    assert stands(as_of="2026-02-21", registrations=[FIRST, readable]) == UNSURE


@pytest.mark.parametrize(
    ("other", "expected"),
    [("2025-12-01", LATE), ("2026-01-01", LATE), ("2026-01-02", UNSURE)],
)
def test_what_another_registration_carries_is_not_in_doubt(other, expected):
    version = LATER | {"ended_on": "2026-02-30"}
    facts = [FIRST, version, {"id": "h", "convicted_on": other}]
    assert stands(registrations=facts) == expected


@pytest.mark.parametrize(("second", "expected"), [("2026-01-05", LATE), ("2026-01-06", UNSURE)])
def test_what_two_others_carry_one_after_the_other_is_not_in_doubt(second, expected):
    version = LATER | {"ended_on": "2026-02-30"}
    others = [
        {"id": "h", "convicted_on": "2021-01-05"},
        {"id": "i", "convicted_on": second},
    ]
    assert stands(registrations=[FIRST, version, *others]) == expected


def test_what_began_after_it_had_ended_is_not_in_doubt():
    over = {"convicted_on": "2019-06-01", "recorded_on": "2019-06-02"}
    version = FIRST | over | {"ended_on": "2026-02-30", "recorded_on": "2026-02-01"}
    assert stands(registrations=[FIRST | over, version, {"id": "h", "convicted_on": "2025-12-01"}]) == LATE


def test_a_duty_of_the_registration_itself_is_in_doubt_whatever_else_holds():
    rule = ONCE | WHILE | {"one_per": {"span": "span"}}
    facts = [FIRST, LATER | {"ended_on": "2026-02-30"}]
    assert stands(rule, registrations=facts) == UNSURE
    assert stands(ONCE, registrations=facts) == LATE


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ({"discharged_on": "2026-02-30"}, "unknown"),
        ({"items": [{"years": "ten"}]}, "unknown"),
        ({"ends_on": "2026-02-28", "served_on": "2026-02-30"}, "unknown"),
        ({"ends_on": "2026-03-01", "served_on": "2026-02-30"}, "overdue"),
        ({"discharged_on": "2026-03-01", "served_on": "2026-02-30"}, "unknown"),
        ({"discharged_on": "2026-03-02", "served_on": "2026-02-30"}, "overdue"),
    ],
)
def test_a_version_of_an_order_may_have_ended_it(version, expected):
    span = SPAN | {"one_per": "order", "start": {"field": "made_on"}, "length": [{"lasts": "while the order lasts"}]}
    order = {"id": "o", "kind": "shpo", "made_on": "2025-06-01", "recorded_on": "2025-06-01"}
    found = stands(span=span, orders=[order, order | {"recorded_on": "2026-02-01"} | version])
    assert found == (expected, () if expected == "overdue" else ("orders set aside",))
