"""The worked date cases: what each operation must give, and what four wrong ways of computing give instead."""

from datetime import date, datetime

import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, rrule

from supervise.conformance import date_cases
from supervise.dates import arithmetic, calendars, counting, hours, ordinals, parsing
from supervise.dates.arithmetic import Period, Rounding
from supervise.errors import AmbiguousDateError, DateRangeError, InvalidDateError

CASES = date_cases()
LEAP_POLICIES = {"any": tuple(counting.LeapPolicy)}
ROUNDINGS = {"any": tuple(Rounding)}


def in_every_mode(words, word, modes, compute):
    """Compute in the mode named, or in all of them where the case says that they agree."""
    results = [compute(mode) for mode in (words.get(word) or (modes(word),))]
    assert all(result == results[0] for result in results)
    return results[0]


def day(text):
    return ordinals.from_iso(text)


def iso(value):
    return ordinals.to_iso(value) if isinstance(value, int) else value.isoformat()


def add_period(c):
    period = Period(months=12 * c["years"] + c["months"], days=c["days"])
    start = date.fromisoformat(c["date"])
    return in_every_mode(
        ROUNDINGS, c["rounding"], Rounding, lambda mode: iso(arithmetic.add(start, period, rounding=mode))
    )


def add_months_clip(c):
    result = iso(ordinals.add_months(day(c["date"]), c["months"]))
    start = date.fromisoformat(c["date"])
    assert result == iso(arithmetic.add(start, Period(months=c["months"]), rounding=Rounding.DOWN))
    return result


def add_months_then_days(c):
    period = Period(months=c["months"], days=c["days"])
    return iso(arithmetic.add(date.fromisoformat(c["date"]), period, rounding=Rounding.DOWN))


def anchored_series(c):
    step = Period(months=c["step_months"])
    anchor = date.fromisoformat(c["anchor"])
    series = arithmetic.anchored_series(anchor, step, c["count"], rounding=Rounding.DOWN)
    return [iso(day) for day in series]


def last_day_of_period_beginning_with_months(c):
    first, months = day(c["first_day"]), c["months"]
    recommended = counting.last_day_beginning_with(first, months=months)
    cautious = counting.cautious_last_day_beginning_with(first, months=months)
    if cautious == recommended:
        return iso(recommended)
    return {"ambiguous": [iso(cautious), iso(recommended)], "recommended": iso(recommended)}


def is_in_time(c):
    last_day = counting.last_day_after(day(c["event"]), months=c["months"])
    return counting.is_in_time(day(c["act"]), last_day)


def after_midnight(c):
    ended = c["right_expires"].removesuffix("T24:00")
    return iso(counting.last_day_after_midnight(day(ended), months=12 * c["years"]))


def attains_age(c):
    return in_every_mode(
        LEAP_POLICIES,
        c["leap_policy"],
        counting.LeapPolicy,
        lambda policy: iso(counting.attains_age(day(c["birth"]), c["age"], policy)),
    )


def age_on(c):
    return in_every_mode(
        LEAP_POLICIES,
        c["leap_policy"],
        counting.LeapPolicy,
        lambda policy: counting.age_on(day(c["birth"]), day(c["on"]), policy),
    )


def visit_status(c):
    due = counting.last_day_after(day(c["last_visit"]), months=c["interval_months"])
    late = counting.days_overdue(due, day(c["today"]))
    return f"overdue_{late}" if late else "due_today" if day(c["today"]) == due else "in_time"


def local_time_kind(c):
    local = datetime.fromisoformat(c["local"])
    return hours.local_time_kind(local.toordinal(), f"{local:%H:%M}", c["zone"]).value


def roll(c):
    names = {name[:3].title(): name for name in calendars.WEEKDAYS}
    year = c["date"][:4]
    calendar = calendars.Calendar.from_dict(
        {
            "name": "case",
            "closed_weekdays": [names[short] for short in c["weekend"]],
            "closed_days": [],
            "covers": [f"{year}-01-01", f"{year}-12-31"],
        }
    )
    return iso(calendar.roll(day(c["date"]), calendars.Roll(c["policy"])))


RIGHT = {
    "add_period": add_period,
    "add_months_clip": add_months_clip,
    "add_months_then_days": add_months_then_days,
    "anchored_series": anchored_series,
    "last_day_of_period_after": lambda c: iso(counting.last_day_after(day(c["event"]), months=c["months"])),
    "last_day_of_period_after_days": lambda c: iso(counting.last_day_after(day(c["event"]), days=c["days"])),
    "last_day_of_period_beginning_with": lambda c: iso(
        counting.last_day_beginning_with(day(c["first_day"]), days=c["days"])
    ),
    "last_day_of_period_beginning_with_months": last_day_of_period_beginning_with_months,
    "earliest_day_after_clear_days": lambda c: iso(
        counting.earliest_day_after_clear_days(day(c["event"]), c["clear_days"])
    ),
    "is_in_time": is_in_time,
    "first_day_counts_after_midnight_expiry": after_midnight,
    "date_attains_age": attains_age,
    "age_on": age_on,
    "visit_status": visit_status,
    "whole_months_between": lambda c: arithmetic.whole_months_between(
        date.fromisoformat(c["a"]), date.fromisoformat(c["b"])
    ),
    "parse_iso_date": lambda c: iso(parsing.parse_iso_date(c["text"])),
    "parse_uk_date": lambda c: iso(parsing.parse_declared(c["text"], c["format"])),
    "from_excel_serial": lambda c: iso(parsing.from_excel_serial(c["serial"], c["system"])),
    "instant_to_local_date": lambda c: iso(
        hours.instant_to_local_date(datetime.fromisoformat(c["instant"]), c["zone"])
    ),
    "local_time_kind": local_time_kind,
    "roll": roll,
}


def repeated_addition(c):
    """Add the step to the previous result, which may have been shortened."""
    reached, result = day(c["start"]), []
    for _ in range(c["count"]):
        reached = ordinals.add_months(reached, c["step_months"])
        result.append(iso(reached))
    return result, anchored_series(c | {"anchor": c["start"]})


def rrule_skip(c):
    """Let a recurrence rule leave out the months that are too short."""
    start = datetime.fromisoformat(c["dtstart"])
    result = [iso(d.date()) for d in rrule(MONTHLY, dtstart=start, count=c["count"])]
    series = anchored_series({"anchor": c["dtstart"], "step_months": 1, "count": c["count"] - 1})
    return result, [c["dtstart"], *series]


def subtract_after_add(c):
    """Take back months that were rounded when they were added."""
    there = date.fromisoformat(c["date"]) + relativedelta(months=c["months"])
    return iso(there - relativedelta(months=c["months"])), c["date"]


def stepwise(c):
    """Round after the years and again after the months."""
    result = date.fromisoformat(c["date"]) + relativedelta(years=c["years"]) + relativedelta(months=c["months"])
    return iso(result), add_period(c | {"days": 0})


WRONG = {
    "repeated_addition": repeated_addition,
    "rrule_skip": rrule_skip,
    "subtract_after_add": subtract_after_add,
    "add_years_then_months_stepwise": stepwise,
}


def outcome(compute, inputs):
    """What a case calls the outcome: the result, or the error under the word the cases use for it."""
    try:
        return compute(inputs)
    except AmbiguousDateError:
        return {"error": "AmbiguousComputation"}
    except DateRangeError:
        return {"error": "OutOfRange"}
    except InvalidDateError as error:
        return {"error": error.code}


def expected(case):
    """What is expected, without the remark that some errors carry."""
    if isinstance(case["expect"], dict):
        return {key: value for key, value in case["expect"].items() if key != "note"}
    return case["expect"]


def test_every_operation_of_the_cases_is_known():
    assert {case["operation"] for case in CASES} == RIGHT.keys() | WRONG.keys()


@pytest.mark.parametrize("case", [case for case in CASES if case["operation"] in RIGHT], ids=lambda case: case["id"])
def test_the_case_comes_out(case):
    assert outcome(RIGHT[case["operation"]], case["inputs"]) == expected(case)


@pytest.mark.parametrize("case", [case for case in CASES if case["operation"] in WRONG], ids=lambda case: case["id"])
def test_the_wrong_way_gives_what_is_recorded_and_the_right_way_does_not(case):
    wrong, right = WRONG[case["operation"]](case["inputs"])
    assert wrong == case["expect"]
    no_month_is_too_short = day(case["inputs"].get("start", "2024-01-31")) == day("2024-01-28")
    assert (wrong == right) is no_month_is_too_short
