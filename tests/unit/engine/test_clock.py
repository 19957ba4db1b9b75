"""The one place where a day is compared with the day judged."""

from supervise.engine.clock import FAR, Clock


def test_a_day_has_come_by_the_end_of_it():
    clock = Clock(100)
    assert [clock.reached(day) for day in (1, 99, 100)] == [True, True, True]
    assert clock.next_change == FAR
    assert clock.reached(101) is False
    assert clock.next_change == 101


def test_the_nearest_day_ahead_is_remembered_in_any_order():
    clock = Clock(100)
    for day in (500, 300, 400, FAR):
        assert clock.reached(day) is False
    assert clock.next_change == 300
