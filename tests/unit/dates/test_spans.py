"""Half-open stretches of days, against plain sets of days."""

from itertools import pairwise

from hypothesis import given, strategies as st

from supervise.dates.spans import contains, inclusive, intersect, merge, subtract

HORIZON = 60
spans = st.lists(st.tuples(st.integers(-5, HORIZON), st.none() | st.integers(-5, HORIZON)), max_size=8)


def days(some):
    """The days up to the horizon; `HORIZON` itself stands for all that follow."""
    return {day for start, until in some for day in range(start, HORIZON + 1 if until is None else min(until, HORIZON))}


def is_merged(some):
    ends = [end for span in some for end in span]
    return all(end is not None for end in ends[:-1]) and all(
        one < other for one, other in pairwise(ends) if other is not None
    )


@given(spans)
def test_merging_keeps_every_day_and_joins_what_touches(some):
    assert days(merge(some)) == days(some)
    assert is_merged(merge(some))
    assert merge(merge(some)) == merge(some)


@given(spans, st.randoms(use_true_random=False))
def test_order_changes_nothing(some, random):
    shuffled = list(some)
    random.shuffle(shuffled)
    assert merge(shuffled) == merge(some)


@given(spans, spans)
def test_intersect_and_subtract_part_the_days(some, others):
    both, left = intersect(some, others), subtract(some, others)
    assert days(both) == days(some) & days(others)
    assert days(left) == days(some) - days(others)
    assert is_merged(both)
    assert is_merged(left)
    assert merge([*both, *left]) == merge(some)


@given(spans, st.integers(-10, HORIZON + 10))
def test_a_day_is_contained_when_it_is_in_one_of_them(some, day):
    expected = any(start <= day and (until is None or day < until) for start, until in some)
    assert contains(merge(some), day) is expected


def test_the_day_of_the_end_is_out():
    """Released on day 14 of a custody from day 1: the 14th is free."""
    assert contains([(1, 14)], 13)
    assert not contains([(1, 14)], 14)


def test_a_last_day_that_counts_is_in():
    assert inclusive(3, 5) == (3, 6)
    assert inclusive(3, None) == (3, None)


def test_a_state_that_ends_where_it_begins_or_before_holds_on_no_day():
    assert merge([(5, 5), (9, 2)]) == ()
