"""The thresholds of a rulebook in the forms that checks ask for, each read once for all offenders."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from supervise.rules.rulebook import Rulebook

__all__ = ["Thresholds", "thresholds_of", "whole"]


class Thresholds:
    """What a book says under ``[thresholds]``: each value, those that are whole numbers, and what is in each list."""

    __slots__ = ("number", "numbers", "values", "words")

    def __init__(self, values: dict[str, Any]) -> None:
        lists = {name: value for name, value in values.items() if isinstance(value, list)}
        self.values = values
        self.number = {name: value for name, value in values.items() if whole(value) is not None}
        self.numbers = {
            name: tuple(sorted(each for each in held if whole(each) is not None)) for name, held in lists.items()
        }
        self.words = {name: tuple(each for each in held if isinstance(each, str)) for name, held in lists.items()}


@lru_cache(maxsize=16)
def thresholds_of(book: Rulebook) -> Thresholds:
    """Return the thresholds of a book."""
    return Thresholds({name: held.value for name, held in book.thresholds.items()})


def whole(value: Any) -> int | None:
    """Return a value if it is a whole number, else None; true and false are none.

    >>> whole(3), whole(True), whole("3")
    (3, None, None)
    """
    return value if isinstance(value, int) and not isinstance(value, bool) else None
