import datetime as dt
import re
import sys

import pytest
from hypothesis import given, strategies as st

from supervise.dates import Period as PeriodOfDates
from supervise.errors import InvalidDateError
from supervise.model.forms import (
    ID,
    MONTH_DAY,
    PERIOD,
    TIME,
    WORD,
    ZONE,
    Count,
    Id,
    MisfitError,
    Range,
    TimeOfDay,
    checker,
    date_from_text,
    found,
    normal_id,
    trimmed,
)
from supervise.model.words import VisitOutcome


@pytest.mark.parametrize(
    ("form", "text", "fits"),
    [
        (TIME, "00:00", True),
        (TIME, "23:59", True),
        (TIME, "24:00", False),
        (TIME, "9:30", False),
        (TIME, "09:30:00", False),
        (TIME, "09:3\uff10", False),
        (MONTH_DAY, "02-29", True),
        (MONTH_DAY, "02-30", False),
        (MONTH_DAY, "04-31", False),
        (MONTH_DAY, "12-31", True),
        (PERIOD, "3 months", True),
        (PERIOD, "1 year 6 months", True),
        (PERIOD, "0 months", False),
        (PERIOD, "3 fortnights", False),
        (WORD, "very_high", True),
        (WORD, "High", False),
        (WORD, "", False),
        (ID, "A 1", True),
        (ID, " \n", False),
        (ID, "\u200b\u200d", False),
        (ID, "\ufeff\u061c\u180e\u2063\u2069", False),
        (ID, "\xa0\u3000\x85\x1c", False),
        (ID, "\u200bA\u200b", True),
    ],
)
def test_a_text_has_its_form_or_not(form, text, fits):
    assert form.fits(text) is fits
    assert bool(re.fullmatch(form.pattern, text, re.ASCII)) is fits


@pytest.mark.parametrize("name", ["Europe/London", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+1"])
def test_a_time_zone_is_one_of_the_database(name):
    assert ZONE.fits(name)
    assert re.fullmatch(ZONE.pattern, name)


@pytest.mark.parametrize("name", ["", " ", "GMT+1", "Europe/Lond", "Nowhere", "../../etc/passwd", "/etc/localtime", "a\0b", "\ud800", "z" * 5000])  # fmt: skip
def test_any_other_name_is_no_time_zone(name):
    assert not ZONE.fits(name)


@pytest.mark.parametrize("value", [None, 930, ["09:30"], True])
def test_a_form_fits_no_other_type(value):
    assert not TIME.fits(value)


@given(st.text(max_size=6) | st.from_regex(TIME.pattern, fullmatch=True))
def test_the_quick_check_of_times_agrees_with_its_pattern(text):
    assert TIME.fits(text) is bool(re.fullmatch(TIME.pattern, text, re.ASCII))


@given(st.text(max_size=4))
def test_the_quick_check_of_ids_agrees_with_its_pattern(text):
    assert ID.fits(text) is bool(re.fullmatch(ID.pattern, text))


def test_the_quick_check_of_ids_agrees_with_its_pattern_for_every_character():
    odd = [
        each
        for each in map(chr, range(sys.maxunicode + 1))
        if ID.fits(each) is not bool(re.fullmatch(ID.pattern, each))
    ]
    assert odd == []


def test_what_is_trimmed_to_nothing_is_no_id():
    assert [each for each in map(chr, range(0x10000)) if bool(trimmed(each)) is not ID.fits(each)] == []
    assert [each for each in map(chr, range(0x10000)) if each.isspace() and trimmed(each)] == []


NUMBERS = st.sampled_from(["0", "1", "2", "10", "9999", "01", "-1", "x"])
UNITS = st.sampled_from(["year", "years", "month", "months", "weeks", "days", "day", "fortnights"])


@given(
    st.lists(st.tuples(NUMBERS, UNITS).map(" ".join), max_size=4).map(" ".join)
    | st.from_regex(re.compile(PERIOD.pattern, re.ASCII), fullmatch=True)
)
def test_the_periods_of_facts_are_those_that_can_be_counted_and_hold_no_nought(text):
    try:
        period = PeriodOfDates.parse(text)
    except InvalidDateError:
        period = None
    assert PERIOD.fits(text) is (period is not None and "0" not in text.split(" "))


def test_a_range_holds_its_ends_and_no_boolean():
    assert [Range(1, 3).fits(value) for value in (0, 1, 3, 4, True, "1")] == [
        False,
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "null"),
        (False, "true or false"),
        (1.5, "number"),
        ("", "text"),
        (dt.datetime(2024, 1, 1), "date and time"),
        (dt.date(2024, 1, 1), "date"),
        ((), "list"),
        ({}, "object"),
        (b"", "something else"),
    ],
)
def test_the_kind_of_a_value_is_named_and_not_the_value(value, kind):
    assert found(value) == kind


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("2024-02-30", "impossible date"),
        ("0000-01-01", "impossible date"),
        ("20240229", "wrong form"),
        ("2024-W09-4", "wrong form"),
        ("2024-02-29T00:00:00", "wrong form"),
        ("\uff12\uff10\uff12\uff14-02-29", "wrong form"),
        ("", "wrong form"),
        (20240229, "wrong type"),
        (dt.datetime(2024, 2, 29), "wrong type"),
    ],
)
def test_only_the_ten_characters_of_a_date_are_a_date(value, kind):
    with pytest.raises(MisfitError) as caught:
        date_from_text(value)
    assert caught.value.kind == kind


@given(st.dates())
def test_a_date_is_itself_and_its_text(day):
    assert date_from_text(day) == date_from_text(day.isoformat()) == day


@pytest.mark.parametrize(
    ("kind", "value", "fault"),
    [
        (str, 1, "wrong type"),
        (int, True, "wrong type"),
        (bool, 1, "wrong type"),
        (dt.date, dt.datetime(2024, 1, 1), "wrong type"),
        (VisitOutcome, "sen", "unknown word"),
        (VisitOutcome, [], "wrong type"),
        (VisitOutcome | None, "zzz", "unknown word"),
        (Count, -1, "out of range"),
        (Count, "1", "wrong type"),
        (TimeOfDay, "24:00", "wrong form"),
        (Id, "  ", "missing id"),
        (tuple[str, ...], ["x"], "wrong type"),
        (tuple[VisitOutcome, ...], ("seen", "sen"), "unknown word"),
    ],
)
def test_a_value_of_another_type_is_named_by_kind(kind, value, fault):
    with pytest.raises(MisfitError) as caught:
        checker(kind)(value)
    assert caught.value.kind == fault


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("Sen", "nearest known word: seen"),
        ("zzz", "known words: seen, not_seen, no_reply, refused, cancelled, planned"),
    ],
)
def test_the_hint_on_a_word_is_the_nearest_or_all_there_are(value, hint):
    with pytest.raises(MisfitError) as caught:
        checker(VisitOutcome)(value)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (str, ""),
        (int | None, None),
        (VisitOutcome, "seen"),
        (Count, 9999),
        (tuple[str, ...], ("x",)),
        (Id, "x"),
    ],
)
def test_a_value_of_the_type_passes(kind, value):
    assert checker(kind)(value) is None


@pytest.mark.parametrize(("one", "other"), [("e\u0301", "\u00e9"), (" A", "A"), ("A\u00a0", "A")])
def test_ids_are_compared_composed_and_without_outer_blanks(one, other):
    assert normal_id(one) == normal_id(other)


def test_ids_of_different_case_are_different():
    assert normal_id("a") != normal_id("A")


@pytest.mark.parametrize("sign", "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u202e\u2060\u2066\u2069\ufeff")
def test_what_has_no_width_does_not_count_at_the_ends_of_an_id(sign):
    assert normal_id(f"{sign} A{sign}1{sign}") == f"A{sign}1"


def test_every_sign_that_is_a_blank_to_the_reader_is_one_to_the_pattern():
    pattern = re.compile(ID.pattern)
    for sign in map(chr, range(sys.maxunicode + 1)):
        assert bool(pattern.fullmatch(sign)) is bool(trimmed(sign))
