"""Draws from a seeded generator."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import TypeVar

__all__ = ["Chance"]

T = TypeVar("T")


class Chance:
    """Draws that are the same in every version of Python.

    Only `Random.random` is promised never to change, so all else is made from it.

    >>> chance = Chance(Random(7))
    >>> [chance.between(1, 6) for _ in range(5)]
    [2, 1, 4, 1, 4]
    """

    def __init__(self, rng: Random) -> None:
        self._random = rng.random

    def happens(self, share: float) -> bool:
        """Return True in about the given share of calls (0 to 1)."""
        return self._random() < share

    def between(self, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`, both included; `least` if there is none between."""
        return least + int(self._random() * max(1, most - least + 1))

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options; IndexError if there is none."""
        return options[int(self._random() * len(options))]

    def several(self, options: Sequence[T], count: int) -> list[T]:
        """Return `count` different options in the order drawn; IndexError if there are fewer."""
        left = list(options)
        return [left.pop(int(self._random() * len(left))) for _ in range(count)]

    def weighted(self, options: Sequence[tuple[T, int]]) -> T:
        """Return one of the options, each as often as its weight says; IndexError if there is none."""
        ends = list(accumulate(weight for _, weight in options))
        return options[bisect_right(ends, int(self._random() * ends[-1]))][0]
