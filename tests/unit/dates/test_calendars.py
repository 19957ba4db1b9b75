"""Working-day calendars: what they know, what they do not, and how a faulty one is refused."""

import pytest
from hypothesis import given, strategies as st

from supervise.dates.calendars import WEEKDAYS, Calendar, Roll, load_calendar
from supervise.dates.ordinals import from_iso, weekday
from supervise.errors import RulebookLoadError, UnknownRulebookError

FIRST, LAST = from_iso("2024-01-01"), from_iso("2024-03-31")
GOOD = {
    "name": "own",
    "closed_weekdays": ["saturday", "sunday"],
    "closed_days": ["2024-01-01"],
    "covers": ["2024-01-01", "2024-03-31"],
}
OWN = Calendar.from_dict(GOOD)

calendars = st.builds(
    lambda weekdays, closed: Calendar(
        name="drawn",
        version="",
        closed_weekdays=frozenset(weekdays),
        closed_days=frozenset(closed),
        covers_from=FIRST,
        covers_to=LAST,
        sha256="",
    ),
    st.sets(st.integers(0, 6), max_size=6),
    st.sets(st.integers(FIRST, LAST), max_size=30),
)
days = st.integers(FIRST - 20, LAST + 20)


def is_open(calendar, day):
    return weekday(day) not in calendar.closed_weekdays and day not in calendar.closed_days


def walk(calendar, day, step):
    """Open days from a covered day on, one day at a time, to the edge of the calendar."""
    while FIRST <= (day := day + step) <= LAST:
        if is_open(calendar, day):
            yield day


@given(calendars, days)
def test_a_day_is_open_closed_or_unknown(calendar, day):
    covered = FIRST <= day <= LAST
    assert calendar.covers(day) is covered
    assert calendar.is_open(day) == (is_open(calendar, day) if covered else None)


@given(calendars, days, st.integers(-40, 40).filter(bool))
def test_adding_working_days_is_walking_from_open_day_to_open_day(calendar, day, count):
    walked = list(walk(calendar, day, 1 if count > 0 else -1)) if FIRST <= day <= LAST else []
    expected = walked[abs(count) - 1] if len(walked) >= abs(count) else None
    assert calendar.add_working_days(day, count) == expected


@given(calendars, days)
def test_adding_no_working_days_changes_nothing(calendar, day):
    assert calendar.add_working_days(day, 0) == day


@given(calendars, days)
def test_rolling_stays_on_an_open_day_and_else_goes_to_the_nearest_in_its_direction(calendar, day):
    assert calendar.roll(day, Roll.NONE) == day
    for policy, step in ((Roll.NEXT, 1), (Roll.PREVIOUS, -1)):
        covered = FIRST <= day <= LAST
        expected = next(walk(calendar, day - step, step), None) if covered else None
        if covered and is_open(calendar, day):
            expected = day
        assert calendar.roll(day, policy) == expected


@given(calendars, days, days)
def test_working_days_between_leave_out_the_second_day(calendar, start, until):
    if FIRST <= start <= until <= LAST + 1:
        expected = sum(is_open(calendar, day) for day in range(start, until))
    else:
        expected = None
    assert calendar.working_days_between(start, until) == expected


def test_the_edges_of_the_coverage_are_in():
    assert OWN.is_open(FIRST) is False
    assert OWN.is_open(LAST) is False  # a Sunday
    assert OWN.is_open(FIRST - 1) is None
    assert OWN.is_open(LAST + 1) is None


def test_the_open_days_stop_at_the_edge_of_the_coverage():
    """The last covered Friday is the last open day known, and everything from there on is unknown."""
    friday = from_iso("2024-03-29")
    assert (OWN.open_days[0], OWN.open_days[-1]) == (from_iso("2024-01-02"), friday)
    assert OWN.add_working_days(friday, 1) is None
    assert OWN.next_open(friday + 1) is None
    assert OWN.previous_open(LAST) == friday


def test_working_days_between_reach_the_whole_coverage_and_no_further():
    assert OWN.working_days_between(FIRST, LAST + 1) == len(OWN.open_days) == 64
    assert OWN.working_days_between(FIRST, FIRST) == 0
    assert OWN.working_days_between(LAST + 1, LAST + 1) == 0
    assert OWN.working_days_between(FIRST, LAST + 2) is None
    assert OWN.working_days_between(FIRST - 1, LAST) is None
    assert OWN.working_days_between(LAST, FIRST) is None


def test_a_single_day_may_be_covered_and_the_edges_may_be_closed():
    one = Calendar.from_dict(GOOD | {"covers": ["2024-01-01", "2024-01-01"]})
    assert one.is_open(FIRST) is False
    edge = Calendar.from_dict(GOOD | {"closed_days": ["2024-01-01", "2024-03-31"]})
    assert edge.closed_days == {FIRST, LAST}


def test_both_forms_give_the_same_calendar():
    """A list of days, as a case writes it, and a table of days and their names, as a data file does."""
    table = GOOD | {"closed_days": {"2024-01-01": "New Year's Day"}, "title": "Own", "source": "me"}
    assert Calendar.from_dict(table) == OWN


def test_a_calendar_without_a_file_is_known_by_its_content():
    other = Calendar.from_dict(GOOD | {"closed_days": []})
    assert len(OWN.sha256) == 64
    assert OWN.sha256 != other.sha256
    assert (OWN.reference, Calendar.from_dict(GOOD | {"version": "3"}).reference) == ("own", "own@3")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": ""}, "name: a text is needed, not an empty text"),
        ({"name": 5}, "name: a text is needed, not int"),
        ({"as_of": None}, "as_of: a text is needed, not NoneType"),
        ({"closed_day": []}, "closed_day: unknown key; did you mean closed_days?"),
        ({"zzz": 1}, "zzz: unknown key"),
        ({"closed_weekdays": "sunday"}, "closed_weekdays: a list is needed, not a text"),
        ({"closed_weekdays": ["Sunday"]}, "closed_weekdays[0]: the name of a weekday is needed, in lower case, such as saturday"),
        ({"closed_weekdays": [6]}, "closed_weekdays[0]: the name of a weekday is needed, in lower case, such as saturday"),
        ({"closed_weekdays": list(WEEKDAYS)}, "closed_weekdays: one weekday at least must stay open"),
        ({"closed_days": 7}, "closed_days: a list is needed, not int"),
        ({"closed_days": [20240101]}, "closed_days[0]: a date in quotes is needed, not int"),
        ({"closed_days": ["2024-02-30"]}, "closed_days[0]: no such day in the calendar"),
        ({"closed_days": ["2024-01-01", "2024-01-01"]}, "closed_days[1]: this day is listed already"),
        ({"closed_days": ["2025-01-01"]}, "closed_days[0]: outside the days covered"),
        ({"closed_days": {"2024-01-01": 1}}, "closed_days.2024-01-01: a text is needed, not int"),
        ({"covers": ["2024-03-31", "2024-01-01"]}, "covers: the last day comes before the first"),
        ({"covers": ["2024-01-01"]}, "covers: two dates are needed, the first and the last day covered"),
        ({"covers": ["2024-01-01", 5]}, "covers[1]: a date in quotes is needed, not int"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_path(change, problem):
    with pytest.raises(RulebookLoadError) as caught:
        Calendar.from_dict(GOOD | change, source="own.toml")
    assert caught.value.problems == (problem,)


def test_all_faults_are_listed_at_once():
    with pytest.raises(RulebookLoadError) as caught:
        Calendar.from_dict({"closed_weekdays": ["Sonntag"], "closed_days": ["heute"], "colour": "red"})
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "name", "covers", "colour", "closed_weekdays[0]", "closed_days[0]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"\xff\xfe", "the file: not UTF-8 text"),
        (b"name = 'a'\nname = 'b'\n", "line 2, column 11: not valid TOML"),
        (b'name = """open', "the end of the file: not valid TOML"),
        (b"name = " + b"9" * 5_000, "the file: not valid TOML"),
        (b"name = " + b"[" * 100_000, "the file: not valid TOML"),
    ],
)
def test_a_file_that_is_no_toml_says_where(content, problem):
    with pytest.raises(RulebookLoadError) as caught:
        Calendar.from_toml(content, source="own.toml")
    assert caught.value.problems == (problem,)


@pytest.mark.parametrize("ref", ["", "nowhere@2026.1", "england-and-wales", "../x@2026.1", "england-and-wales@2026.2"])
def test_an_unknown_calendar_is_refused_with_those_there_are(ref):
    with pytest.raises(UnknownRulebookError, match=r"there is: .*england-and-wales@2026\.1"):
        load_calendar(ref)


def test_a_calendar_cannot_be_changed():
    with pytest.raises(AttributeError):
        OWN.name = "other"
