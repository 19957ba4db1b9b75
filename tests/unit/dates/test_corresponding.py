"""Sums in months where the month reached lacks the day, by each choice a book may make."""

import pytest

from supervise.dates.corresponding import USUAL, Corresponding, MissingDay
from supervise.dates.counting import last_day_after, last_day_beginning_with, latest_day_before
from supervise.dates.ordinals import fewest_days, from_iso, to_iso
from supervise.errors import DateRangeError

ENDS, LAST, NEXT = MissingDay.ENDS, MissingDay.LAST, MissingDay.NEXT


def sums(month_end=ENDS, leap_day=ENDS):
    return Corresponding(month_end=month_end, leap_day=leap_day)


@pytest.mark.parametrize(
    ("choice", "after", "beginning_with", "before"),
    [
        (ENDS, "2025-02-28", "2025-02-28", "2023-02-28"),
        (LAST, "2025-02-28", "2025-02-27", "2023-02-28"),
        (NEXT, "2025-03-01", "2025-02-28", "2023-03-01"),
    ],
)
def test_whole_years_from_29_february(choice, after, beginning_with, before):
    # The other choice has no say.
    for other in MissingDay:
        count, leap = sums(month_end=other, leap_day=choice), from_iso("2024-02-29")
        assert to_iso(count.after(leap, months=12)) == to_iso(count.day(leap, 12)) == after
        assert to_iso(count.beginning_with(leap, months=12)) == beginning_with
        assert to_iso(count.before(leap, months=12)) == before
        # In a leap year nothing is lacking.
        assert to_iso(count.after(leap, months=48)) == "2028-02-29"
        assert to_iso(count.beginning_with(leap, months=48)) == "2028-02-28"
        # Nor by months that lead elsewhere.
        assert to_iso(count.after(leap, months=18)) == "2025-08-29"


@pytest.mark.parametrize(
    ("choice", "after", "beginning_with", "before"),
    [
        (ENDS, "2025-02-28", "2025-02-28", "2024-11-30"),
        (LAST, "2025-02-28", "2025-02-27", "2024-11-30"),
        (NEXT, "2025-03-01", "2025-02-28", "2024-12-01"),
    ],
)
def test_a_day_that_a_month_lacks(choice, after, beginning_with, before):
    for other in MissingDay:
        count, last = sums(month_end=choice, leap_day=other), from_iso("2025-01-31")
        assert to_iso(count.after(last, months=1)) == to_iso(count.day(last, 1)) == after
        assert to_iso(count.beginning_with(last, months=1)) == beginning_with
        assert to_iso(count.before(last, months=2)) == before
        # 29 February is a last day of a month like any other where no whole years are counted.
        assert to_iso(count.day(from_iso("2023-12-31"), 2)) == ("2024-03-01" if choice is NEXT else "2024-02-29")


def test_days_are_added_after_the_one_rounding():
    last = from_iso("2025-01-31")
    assert to_iso(sums(LAST).after(last, months=1, days=2)) == "2025-03-02"
    assert to_iso(sums(NEXT).after(last, months=1, days=2)) == "2025-03-03"
    assert to_iso(sums(LAST).beginning_with(last, months=1, days=2)) == "2025-03-01"
    assert to_iso(sums(NEXT).beginning_with(last, months=1, days=2)) == "2025-03-02"
    assert to_iso(sums(NEXT).before(last, months=2, days=1)) == "2024-11-30"


def test_wherever_the_day_exists_and_by_the_usual_choices_it_is_the_plain_sum():
    first = from_iso("2023-01-01")
    for count in (sums(LAST, LAST), sums(NEXT, NEXT), USUAL):
        for day in range(first, first + 1500):
            if count is not USUAL and to_iso(day)[-2:] > "28":
                continue
            for months in (0, 1, 11, 12, 13):
                assert count.after(day, months=months, days=3) == last_day_after(day, months=months, days=3)
                assert count.before(day, months=months) == latest_day_before(day, months=months)
                assert count.beginning_with(day, months=months) == last_day_beginning_with(day, months=months)
    assert USUAL.is_usual
    assert not sums(LAST).is_usual
    assert not sums(leap_day=NEXT).is_usual


@pytest.mark.parametrize("count", [USUAL, sums(NEXT, NEXT), sums(LAST, LAST)])
def test_a_sum_that_leaves_the_calendar_is_refused(count):
    last = from_iso("9999-12-30")
    for counted in (count.after, count.beginning_with):
        with pytest.raises(DateRangeError):
            counted(last, days=3)
        with pytest.raises(DateRangeError):
            counted(last, months=1)
    with pytest.raises(DateRangeError):
        count.before(from_iso("0001-01-01"), days=1)


@pytest.mark.parametrize("month_end", MissingDay)
@pytest.mark.parametrize("leap_day", MissingDay)
def test_no_choice_makes_months_shorter_than_the_fewest_days_they_have(month_end, leap_day):
    count = sums(month_end=month_end, leap_day=leap_day)
    for day in range(from_iso("2023-01-01"), from_iso("2025-01-01")):
        for months in range(1, 26):
            assert count.after(day, months=months) - day >= fewest_days(months)
            assert count.beginning_with(day, months=months) - day >= fewest_days(months) - 1
