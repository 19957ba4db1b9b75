"""Stretches of days as half-open pairs of day numbers.

A *span* ``(start, until)`` holds on every day from `start` up to, but not on, `until`; ``None`` as `until`
means that no end is known. That is the meaning of a state's ``from`` and ``until``: on the day of release a
custody no longer holds, and its length is ``until`` minus ``from``. A fact whose last day still counts (a
stay) enters through `inclusive`. A span that ends on or before its start holds on no day, and is left out of
every result.

Functions that take *spans* accept any order and overlap unless they ask for merged ones, and return them
merged: sorted, disjoint, with touching ones joined.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from typing import TypeAlias

__all__ = ["Span", "contains", "inclusive", "intersect", "merge", "subtract"]

Span: TypeAlias = tuple[int, int | None]


def inclusive(first: int, last: int | None) -> Span:
    """Return the span of the days from `first` to `last`, both of them in.

    >>> inclusive(10, 12)
    (10, 13)
    """
    return (first, None if last is None else last + 1)


def _end(span: Span) -> float:
    """Return where a span ends; an open one ends at infinity."""
    until = span[1]
    return inf if until is None else until


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the union: sorted, disjoint, touching spans joined, empty ones dropped.

    >>> merge([(5, 9), (1, 3), (3, 4), (7, None), (2, 2)])
    ((1, 4), (5, None))
    """
    held = [span for span in spans if span[1] is None or span[1] > span[0]]
    if len(held) < 2:
        return tuple(held)
    merged: list[Span] = []
    for span in sorted(held, key=_start):
        if merged and span[0] <= _end(merged[-1]):
            if _end(span) > _end(merged[-1]):
                merged[-1] = (merged[-1][0], span[1])
        else:
            merged.append(span)
    return tuple(merged)


def _start(span: Span) -> int:
    return span[0]


def contains(merged: Sequence[Span], day: int) -> bool:
    """Tell whether one of the spans, merged already, holds on `day`.

    >>> [contains(((1, 4), (5, None)), day) for day in (1, 3, 4, 5, 99)]
    [True, True, False, True, True]
    """
    place = bisect_right(merged, day, key=_start) - 1
    return place >= 0 and day < _end(merged[place])


def intersect(left: Iterable[Span], right: Iterable[Span]) -> tuple[Span, ...]:
    """Return the days that are in both.

    >>> intersect([(1, 10)], [(0, 3), (8, None)])
    ((1, 3), (8, 10))
    """
    return tuple(_overlaps(merge(left), merge(right)))


def _overlaps(left: tuple[Span, ...], right: tuple[Span, ...]) -> Iterator[Span]:
    """Yield the overlaps of two merged lists by walking both once."""
    here = there = 0
    while here < len(left) and there < len(right):
        one, other = left[here], right[there]
        shorter = one if _end(one) <= _end(other) else other
        start = max(one[0], other[0])
        if start < _end(shorter):
            yield (start, shorter[1])
        if shorter is one:
            here += 1
        else:
            there += 1


def subtract(spans: Iterable[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """Return the days of `spans` that are in none of `taken`.

    >>> subtract([(1, 10)], [(0, 3), (5, 6), (8, None)])
    ((3, 5), (6, 8))
    """
    kept = merge(spans)
    return intersect(kept, _gaps(merge(taken), kept[0][0])) if kept else ()


def _gaps(merged: tuple[Span, ...], start: int) -> Iterator[Span]:
    """Yield what merged spans leave free from `start` on."""
    for taken_from, taken_until in merged:
        if start < taken_from:
            yield (start, taken_from)
        if taken_until is None:
            return
        start = max(start, taken_until)
    yield (start, None)
