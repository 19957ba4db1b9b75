"""Draws: within their limits, and the same from the same seed."""

from random import Random

import pytest
from hypothesis import given, strategies as st

from supervise.sample.chance import Chance


class Last:
    """A generator that always draws the last value there is."""

    def random(self):
        return 1 - 2**-53


@given(seed=st.integers(), least=st.integers(-50, 50), more=st.integers(0, 50))
def test_a_number_lies_between_both_ends(seed, least, more):
    assert least <= Chance(Random(seed)).between(least, least + more) <= least + more


def test_both_ends_are_drawn():
    chance = Chance(Random(1))
    assert {chance.between(1, 3) for _ in range(100)} == {1, 2, 3}


def test_the_least_stands_for_an_empty_range():
    assert Chance(Random(1)).between(5, 3) == 5


@given(seed=st.integers())
def test_several_are_different(seed):
    assert len(set(Chance(Random(seed)).several("abcdef", 4))) == 4


def test_more_than_there_are_cannot_be_drawn():
    with pytest.raises(IndexError):
        Chance(Random(1)).several("ab", 3)


def test_weights_are_kept():
    chance = Chance(Random(1))
    drawn = [chance.weighted([("a", 3), ("b", 0), ("c", 1)]) for _ in range(1_000)]
    assert 200 < drawn.count("c") < 300
    assert drawn.count("b") == 0


def test_the_highest_draw_is_still_an_option():
    chance = Chance(Last())
    assert (chance.weighted([("a", 3), ("b", 1)]), chance.pick("ab"), chance.between(1, 3)) == ("b", "b", 3)


@given(seed=st.integers())
def test_shares_of_none_and_all(seed):
    chance = Chance(Random(seed))
    assert not chance.happens(0)
    assert chance.happens(1)
