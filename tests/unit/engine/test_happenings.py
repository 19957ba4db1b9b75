"""What a timeline is made of."""

from supervise.engine.happenings import UNTIMED, Event, happened, minute_of, order_of


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
