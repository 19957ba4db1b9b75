"""Drawn rulebooks are whole, and the people of whom they speak can be read."""

import datetime as dt

import pytest
from hypothesis import given, settings, strategies as st

from supervise import Offender, load_rulebook, review
from supervise.testing.strategies import BASES, CADENCES, people_of, rulebooks
from supervise.testing.strategies.books.anchors import hangs_on
from supervise.testing.strategies.books.duties import once, rolling
from supervise.testing.strategies.books.pending import suspended
from supervise.testing.strategies.books.series import fixed, quota

CALENDAR = "england-and-wales@2026.1"


@pytest.mark.parametrize("cadence", CADENCES)
@settings(max_examples=10)
@given(data=st.data())
def test_a_drawn_book_is_whole_and_judges_somebody(cadence, data):
    base = data.draw(st.sampled_from(BASES))
    book = load_rulebook(data.draw(rulebooks(calendar=CALENDAR, cadences=[cadence], base=base)))
    assert book.rule[-1].cadence.value == cadence
    someone = Offender.from_dict(data.draw(people_of(base)))
    assert someone.faults == someone.notes == ()
    assert review(someone, book, as_of=base + dt.timedelta(days=90)).rulebook == "drawn@2026.1"


@settings(max_examples=10)
@given(rulebooks(calendar=CALENDAR, courses=False))
def test_a_book_may_have_spans_of_which_nothing_changes_the_course(book):
    assert not {"toll", "reset_by", "extended_by", "shortened"} & set(book["span"][0])


@given(st.data(), st.booleans())
def test_days_are_left_out_of_a_length_that_is_counted_in_days_alone(data, before):
    """Hours, working days and statutory days have ways of their own to leave days out."""
    assert suspended(data.draw, "countdown", "hours", before).get("effect") != "days do not count"


@settings(max_examples=300)
@given(st.data())
def test_statutory_days_are_not_left_out_twice(data):
    _, case = hangs_on(data.draw, "once", helper=False)
    rule = once(data.draw, case, BASES[0], helper=False, cadence="once")
    if rule["counting"] == "statutory days":
        assert rule.get("suspended", {}).get("effect") != "days do not count"


@settings(max_examples=200)
@given(st.data())
def test_a_chain_may_last_as_long_as_a_level_or_a_plan_says(data):
    _, case = hangs_on(data.draw, "rolling", helper=False)
    rule = rolling(data.draw, case, BASES[0], helper=False, cadence="rolling")
    for regime in rule["regime"]:
        lasts = regime["every"]
        if "by" in regime:
            assert (regime["by"], set(lasts)) == ("level", {"low", "high"})
        elif isinstance(lasts, dict):
            assert (lasts["fact"], regime["when"]) == ("plan.interval", {"plan_interval": "set"})


@pytest.mark.parametrize("cadence", ["grid", "block"])
@settings(max_examples=200)
@given(data=st.data())
def test_a_series_has_a_length_for_each_level_or_none_of_the_calendar(cadence, data):
    _, case = hangs_on(data.draw, cadence, helper=False)
    rule = fixed(data.draw, case, BASES[0], helper=False, cadence=cadence)
    for regime in rule["regime"]:
        if "by" in regime:
            assert not any("calendar" in length for length in regime["every"].values())
        for counted in regime.get("quota", ()):
            assert "parts" not in counted or "each" in counted


@given(st.data())
def test_only_parts_that_do_not_fill_a_block_need_a_word_for_it(data):
    made = quota(data.draw, "a", {"every": "2 calendar months"}, proportion=False)
    assert ("parts" in made) is (made.get("each") == "calendar week")


@pytest.mark.parametrize(
    ("series", "each"),
    [
        ({"every": "7 days"}, "calendar month"),
        ({"every": "1 month", "days": [1, 15]}, "calendar month"),
        ({"every": "1 month", "days": [31, 31]}, "calendar week"),
    ],
)
@given(data=st.data())
def test_no_part_is_longer_than_the_block_it_lies_in(series, each, data):
    made = quota(data.draw, "a", series, proportion=False)
    assert (made.get("each"), made.get("parts")) != (each, "wholly inside")
