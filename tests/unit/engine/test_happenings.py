"""What a timeline is made of."""

import pytest

from supervise import model
from supervise.engine.happenings import (
    UNTIMED,
    Answer,
    Case,
    Event,
    Extent,
    happened,
    has_array,
    is_of,
    mark_of,
    may_be,
    minute_of,
    order_of,
)


def test_an_event_on_a_certain_day_has_no_other_reading_and_no_parts():
    assert happened(10, 5, "a", "fact") == Event(10, 5, "a", "fact", 10, ())
    assert type(happened(10, 5, "a", "fact")) is Event


def test_events_stand_by_day_then_time_then_id():
    made = [Event(2, UNTIMED, "a", None, 2), Event(1, 5, "a", None, 1), Event(1, 4, "z", None, 1)]
    made += [Event(1, UNTIMED, "z", None, 1), Event(1, 5, "b", None, 1)]
    assert [(each.day, each.minute, each.id) for each in sorted(made, key=order_of)] == [
        (1, UNTIMED, "z"),
        (1, 4, "z"),
        (1, 5, "a"),
        (1, 5, "b"),
        (2, UNTIMED, "a"),
    ]


def test_minutes_after_midnight():
    assert [minute_of(time) for time in ("00:00", "00:01", "01:00", "23:59", None)] == [0, 1, 60, 1439, UNTIMED]


# ── what tells events apart ─────────────────────────────────────────────────────────────────────────────────────

VISIT, CALL = model.Visit(id="1"), model.Event(id="1")


def at(fact, day=5, minute=UNTIMED, id_="1", make=Event):
    return make(day, minute, id_, fact, day)


def test_events_of_one_id_in_two_arrays_are_two():
    assert mark_of(at(VISIT)) != mark_of(at(CALL))
    assert mark_of(at(VISIT)) == mark_of(at(model.Visit(id="1", place="home")))
    assert mark_of(at(VISIT)) not in {mark_of(at(VISIT, 6)), mark_of(at(VISIT, minute=60)), mark_of(at(VISIT, id_="2"))}


@pytest.mark.parametrize(
    ("other", "may"),
    [
        (at(VISIT, 9), True),
        (at(CALL), False),
        (at(VISIT, id_="2"), False),
        (at(None), True),
        (at(CALL, make=Answer), True),
        (at(CALL, id_="2", make=Answer), False),
    ],
)
def test_an_event_whose_array_is_not_known_may_be_any_of_its_id(other, may):
    assert may_be(at(VISIT), other) is may


def test_of_a_birthday_and_of_what_met_another_duty_no_array_is_known():
    assert [has_array(each) for each in (at(VISIT), at(None), at(CALL, make=Answer))] == [True, False, False]


def extent(key, fact):
    return Extent("s", key, fact, 1, 1, 9, False, 0, 0, None, None, "", 9, (), None)


@pytest.mark.parametrize(
    ("case", "same"),
    [
        (None, False),
        (Case("1", at(VISIT), 1, 9), True),
        (Case("1", at(CALL), 1, 9), False),
        (Case("2", at(VISIT), 1, 9), False),
        (Case("1", None, 1, 9), True),
        # The key is a field of the event's fact, which names the visit.
        (Case("1", at(CALL, id_="7"), 1, 9), True),
    ],
)
def test_an_extent_is_that_of_a_case(case, same):
    assert is_of(extent("1", VISIT), case) is same
