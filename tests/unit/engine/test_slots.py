"""The slots of a fixed cadence, each in closed form."""

import pytest

from supervise.dates.ordinals import from_iso, to_iso
from supervise.engine.clock import Clock
from supervise.engine.happenings import happened
from supervise.engine.outcomes import Outcomes
from supervise.engine.program import program_of
from supervise.engine.slots import block_of, next_slot, series_of
from supervise.engine.standing import told
from supervise.engine.timeline import Timeline
from tests.unit.engine.books import GRID, HEAD, book, day, events, judged, offender, shown


def slots(origin, after, count=3, conventions=None, **rule):
    """Return the days of so many slots after a day, each the first of its series after the last day of the one before."""
    own = {} if conventions is None else {"conventions": HEAD["conventions"] | conventions}
    program = program_of(book(GRID | rule, **own))
    tl = Timeline(offender(), program, Clock(day("2026-01-01").toordinal()), outcomes=Outcomes(told))
    series = series_of(program.rules[0].rule, happened(from_iso(origin), -1, "o", None))
    choice = program.rules[0].chooser.at(tl, 1, None)[0]
    found, last = [], from_iso(after)
    for _ in range(count):
        slot = next_slot(tl.program, series, choice, last)
        found.append(slot)
        last = slot.last
    return found


def every(length):
    return {"regime": [{"every": length}]}


def block(length, counting="beginning with"):
    return {"cadence": "block", "counting": counting} | every(length)


def calendar(length):
    return block(length, None) | {"partial": "not required"}


def lasting(found):
    return [f"{to_iso(slot.first)}/{to_iso(slot.last)}" for slot in found]


@pytest.mark.parametrize(
    ("origin", "after", "length", "found"),
    [
        ("2026-01-01", "2026-01-01", "90 days", ["2026-04-01", "2026-06-30", "2026-09-28"]),
        ("2026-01-01", "2026-03-31", "90 days", ["2026-04-01", "2026-06-30", "2026-09-28"]),
        ("2026-01-01", "2026-04-01", "90 days", ["2026-06-30", "2026-09-28", "2026-12-27"]),
        ("2026-01-01", "1999-01-01", "90 days", ["2026-04-01", "2026-06-30", "2026-09-28"]),
        ("2023-10-31", "2024-01-31", "1 month", ["2024-02-29", "2024-03-31", "2024-04-30"]),
        ("2024-02-29", "2024-02-29", "1 year", ["2025-02-28", "2026-02-28", "2027-02-28"]),
        ("2024-01-31", "2024-01-31", "1 month 1 day", ["2024-03-01", "2024-04-02", "2024-05-03"]),
        ("1900-01-31", "2026-02-10", "1 month", ["2026-02-28", "2026-03-31", "2026-04-30"]),
    ],
)
def test_a_grid_is_counted_from_its_anchor_with_one_rounding(origin, after, length, found):
    assert [to_iso(slot.day) for slot in slots(origin, after, **every(length))] == found


def test_a_date_of_a_grid_lasts_from_the_day_after_the_one_before():
    found = slots("2026-01-01", "2026-01-01", count=2, **every("90 days"))
    assert lasting(found) == ["2026-01-02/2026-04-01", "2026-04-02/2026-06-30"]
    assert [slot.number for slot in found] == [1, 2]
    assert [slot.minute for slot in found] == [-1, -1]


@pytest.mark.parametrize(
    ("birthday", "found"),
    [
        ("1 March", ["2026-03-01", "2027-03-01", "2028-02-29"]),
        ("28 February", ["2026-02-28", "2027-02-28", "2028-02-29"]),
    ],
)
def test_birthdays_of_29_february_are_as_the_book_says(birthday, found):
    born = {"anchor": {"birth": "day"}, "starts": {"after": "event.k", "by": "its day"}} | every("1 year")
    days = slots("1980-02-29", "2025-06-01", conventions={"leap_birthday": birthday}, **born)
    assert [to_iso(slot.day) for slot in days] == found
    assert [slot.number for slot in days] == [46, 47, 48]


@pytest.mark.parametrize(
    ("born", "offset", "found"),
    [
        # Half a year after 31 August is the last day of February, the 29th in a leap year.
        ("1980-08-31", "6 months", ["2026-02-28", "2027-02-28", "2028-02-29"]),
        ("1980-02-29", "6 months", ["2025-08-29", "2026-08-29", "2027-08-29"]),
        ("1980-02-20", "10 days", ["2026-03-02", "2027-03-02", "2028-03-01"]),
        ("1980-02-29", "1 year", ["2026-02-28", "2027-02-28", "2028-02-29"]),
        ("1981-02-10", "11 months 30 days", ["2026-02-09", "2027-02-09", "2028-02-09"]),
    ],
)
def test_so_long_after_each_birthday_is_counted_from_the_birth_with_one_rounding(born, offset, found):
    anchor = {"anchor": {"birth": "day", "offset": offset}, "starts": {"after": "event.k", "by": "its day"}}
    days = slots(born, "2025-06-01", conventions={"leap_birthday": "28 February"}, **anchor | every("1 year"))
    assert [to_iso(slot.day) for slot in days] == found


@pytest.mark.parametrize(
    ("origin", "after", "length", "counting", "found"),
    [
        ("2026-01-01", "2026-01-01", "90 days", "after", ["2026-01-02/2026-04-01", "2026-04-02/2026-06-30"]),
        ("2026-01-01", "2025-12-31", "30 days", "beginning with", ["2026-01-01/2026-01-30", "2026-01-31/2026-03-01"]),
        # A month that begins with the 31st ends on the last day of February; a month after the 28th on the 28th.
        ("2024-01-31", "2024-01-30", "1 month", "beginning with", ["2024-01-31/2024-02-29", "2024-03-01/2024-03-30"]),
        ("2024-03-28", "2025-01-28", "1 month", "after", ["2025-01-29/2025-02-28", "2025-03-01/2025-03-28"]),
        ("2023-12-31", "2023-12-30", "1 month", "beginning with", ["2023-12-31/2024-01-30", "2024-01-31/2024-02-29"]),
        ("1990-01-01", "2026-05-01", "3 months", "beginning with", ["2026-07-01/2026-09-30", "2026-10-01/2026-12-31"]),
    ],
)
def test_blocks_follow_each_other_without_a_gap(origin, after, length, counting, found):
    assert lasting(slots(origin, after, count=2, **block(length, counting))) == found


@pytest.mark.parametrize(
    ("after", "length", "found"),
    [
        ("2026-01-31", "calendar month", ["2026-02-01/2026-02-28", "2026-03-01/2026-03-31", "2026-04-01/2026-04-30"]),
        (
            "2026-02-28",
            "2 calendar months",
            ["2026-03-01/2026-04-30", "2026-05-01/2026-06-30", "2026-07-01/2026-08-31"],
        ),
        ("2025-12-31", "calendar quarter", ["2026-01-01/2026-03-31", "2026-04-01/2026-06-30", "2026-07-01/2026-09-30"]),
        (
            "2026-06-30",
            "calendar half-year",
            ["2026-07-01/2026-12-31", "2027-01-01/2027-06-30", "2027-07-01/2027-12-31"],
        ),
        ("2026-12-31", "calendar year", ["2027-01-01/2027-12-31", "2028-01-01/2028-12-31", "2029-01-01/2029-12-31"]),
    ],
)
def test_calendar_blocks_begin_with_the_unit_of_the_anchor(after, length, found):
    assert lasting(slots("2026-01-15", after, **calendar(length))) == found


@pytest.mark.parametrize(
    ("begins", "found"),
    [
        ("monday", ["2026-01-12/2026-01-18", "2026-01-19/2026-01-25"]),
        ("sunday", ["2026-01-12/2026-01-17", "2026-01-18/2026-01-24"]),
    ],
)
def test_a_calendar_week_begins_as_the_book_says(begins, found):
    days = slots("2026-01-07", "2026-01-11", count=2, conventions={"week_begins": begins}, **calendar("calendar week"))
    assert lasting(days) == found


def test_a_block_that_is_no_unit_of_the_calendar_is_a_whole_one():
    for length in ("30 days", "1 month"):
        found = slots("2026-01-15", "2026-01-20", count=2, **block(length))
        assert {(slot.partial, slot.begins, slot.ends) for slot in found} == {(False, 0, 0)}


def test_two_calendar_weeks_begin_with_the_week_of_the_anchor():
    found = slots("2026-01-07", "2026-01-04", conventions={"week_begins": "monday"}, **calendar("2 calendar weeks"))
    assert lasting(found) == ["2026-01-05/2026-01-18", "2026-01-19/2026-02-01", "2026-02-02/2026-02-15"]
    assert [slot.number for slot in found] == [1, 2, 3]


def test_a_calendar_block_that_is_entered_in_the_middle_is_partial():
    found = slots("2026-01-15", "2026-01-14", count=2, **calendar("calendar month"))
    assert lasting(found) == ["2026-01-15/2026-01-31", "2026-02-01/2026-02-28"]
    assert [slot.partial for slot in found] == [True, False]


# ── the block of a day ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "rule", [block("30 days"), block("1 month"), block("1 month 1 day"), calendar("2 calendar months")]
)
def test_the_block_of_a_day_is_the_one_found_from_the_day_before_it(rule):
    program = program_of(book(GRID | rule))
    tl = Timeline(offender(), program, Clock(1), outcomes=Outcomes(told))
    series = series_of(program.rules[0].rule, happened(from_iso("2026-01-31"), -1, "o", None))
    choice = program.rules[0].chooser.at(tl, 1, None)[0]
    after = series.begins - 1
    for _ in range(5):
        slot = next_slot(program, series, choice, after)
        for inside in (slot.first, slot.last):
            whole = block_of(program, series, choice, inside)
            # A block of the calendar is a whole one, even if the series was entered in the middle.
            assert (whole.last, whole.number, whole.partial) == (slot.last, slot.number, False)
            assert whole.first == whole.day == (slot.begins or slot.first)
        after = slot.last


def test_days_of_the_week_are_numbered_from_the_first_after_the_anchor():
    weekly = {"cadence": "weekday", "counting": None, "regime": [{"weekday": "monday", "at": "10:00"}]}
    found = slots("2026-06-03", "2026-06-03", **weekly)
    assert lasting(found) == ["2026-06-02/2026-06-08", "2026-06-09/2026-06-15", "2026-06-16/2026-06-22"]
    assert [(slot.number, slot.minute) for slot in found] == [(1, 600), (2, 600), (3, 600)]
    # The day of the anchor itself is none of the series.
    (later,) = slots("2026-06-01", "2026-08-30", count=1, **weekly)
    assert (lasting([later]), later.number) == (["2026-08-25/2026-08-31"], 13)
    # Nothing is passed over where the series is entered on the day itself, or the day before.
    assert [to_iso(slots("2026-06-03", after, 1, **weekly)[0].day) for after in ("2026-06-07", "2026-06-08")] == [
        "2026-06-08",
        "2026-06-15",
    ]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ("first monday", ["2026-01-05/2026-01-05", "2026-02-02/2026-02-02", "2026-03-02/2026-03-02"]),
        ("fourth friday", ["2026-01-23/2026-01-23", "2026-02-27/2026-02-27", "2026-03-27/2026-03-27"]),
        ("last friday", ["2026-01-30/2026-01-30", "2026-02-27/2026-02-27", "2026-03-27/2026-03-27"]),
        ([1, "second sunday"], ["2026-01-01/2026-01-11", "2026-02-01/2026-02-08", "2026-03-01/2026-03-08"]),
        (["last friday", 31], ["2026-01-30/2026-01-31", "2026-02-27/2026-02-28", "2026-03-27/2026-03-31"]),
        (30, ["2026-01-30/2026-01-30", "2026-02-28/2026-02-28", "2026-03-30/2026-03-30"]),
    ],
)
def test_days_of_a_month_may_be_named_by_their_weekday(days, found):
    monthly = {"cadence": "month", "counting": None, "regime": [{"every": "1 month", "days": days}]}
    assert lasting(slots("2025-12-15", "2025-12-31", **monthly)) == found


STARTS = {"starts": {"after": "event.k", "by": "opens"}}


@pytest.mark.parametrize(("starts", "first"), [({}, "2026-08-01/2026-08-31"), (STARTS, "2026-07-01/2026-07-31")])
def test_the_month_of_the_anchor_is_one_of_the_series_where_another_event_starts_it(starts, first):
    monthly = {"cadence": "month", "counting": None} | starts | every("1 month")
    (found,) = slots("2026-07-10", "2026-01-01", count=1, **monthly)
    assert (lasting([found]), found.number) == ([first], 0 if starts else 1)


def test_months_that_are_named_have_no_number():
    monthly = {"cadence": "month", "counting": None, "regime": [{"named": ["september", "march"]}]} | STARTS
    found = slots("2026-01-10", "2026-03-01", **monthly)
    assert lasting(found) == ["2026-09-01/2026-09-30", "2027-03-01/2027-03-31", "2027-09-01/2027-09-30"]
    assert [slot.number for slot in found] == [0, 0, 0]


def test_months_are_numbered_from_that_of_the_anchor():
    monthly = {"cadence": "month", "counting": None, "anchor": {"birth": "month"}} | every("1 year")
    found = slots("1980-07-01", "2026-01-01", starts={"after": "event.k", "by": "opens"}, **monthly)
    assert lasting(found) == ["2026-07-01/2026-07-31", "2027-07-01/2027-07-31", "2028-07-01/2028-07-31"]
    assert [slot.number for slot in found] == [46, 47, 48]


@pytest.mark.parametrize(("offset", "due"), [("60 months", "2026-03-05"), ("1900 days", "2026-05-18")])
def test_the_first_of_days_long_after_birthdays_is_not_passed_over(offset, due):
    rule = GRID | {"anchor": {"birth": "day", "offset": offset}, "regime": [{"every": "1 year"}]}
    rule |= {"starts": {"after": "event.k", "by": "its day"}}
    found = judged(rule, "2026-01-10", events=events(k="2026-01-01"), born_on="1980-03-05")
    assert shown(found, "due")[0] == due
