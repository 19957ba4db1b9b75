"""What a fixed cadence says besides its regimes: when its series starts."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from supervise.rules.duration import Duration
from supervise.rules.places import Anchor
from supervise.rules.words import StartsBy

__all__ = ["Starts"]


@frozen
class Starts:
    """Where a series begins: with the first occurrence of which one day comes after the day of an event.

    ``not_within`` also leaves out what opens sooner than so long after that day.
    """

    after: Anchor
    by: StartsBy
    not_within: Duration | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a day that cannot be found so, and a time that is not in months and days."""
        if self.after.last is not None or self.after.birth is not None:
            yield "after", "names the event whose day the first occurrence must come after; write { first = … }"
        if self.not_within is not None and not self.not_within.is_calendar:
            yield "not_within", "write it in months or days"
