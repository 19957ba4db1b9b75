"""The one place where a day is compared with ``as_of``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["FAR", "Clock"]

# A day no calendar reaches: "no known end". Never shown, never stored.
FAR = 10**9


class Clock:
    """Judges days against ``as_of`` and remembers the nearest later day on which an answer would differ.

    Days are proleptic ordinals. ``next_change`` is FAR while nothing lies ahead.

    >>> clock = Clock(100)
    >>> clock.reached(100), clock.reached(104), clock.reached(102), clock.next_change
    (True, False, False, 102)
    """

    __slots__ = ("as_of", "next_change")

    def __init__(self, as_of: int) -> None:
        self.as_of = as_of
        self.next_change = FAR

    def reached(self, day: int) -> bool:
        """Return whether ``day`` has come by the end of ``as_of``."""
        if day <= self.as_of:
            return True
        if day < self.next_change:  # noqa: PLR1730 (asked for every day compared; a call of min costs more)
            self.next_change = day
        return False

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let something be asked once more: that moves no day on which an answer would differ.

        >>> clock = Clock(100)
        >>> with clock.aside():
        ...     clock.reached(102)
        False
        >>> clock.next_change == FAR
        True
        """
        watched = self.next_change
        try:
            yield
        finally:
            self.next_change = watched
