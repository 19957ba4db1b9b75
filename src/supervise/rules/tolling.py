"""What makes a span of law longer or shorter than its table: time that does not count, a clean record, a breach."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from supervise.rules.conditions import Select
from supervise.rules.duration import Duration
from supervise.rules.words import TollEffect

__all__ = ["Extended", "Shortened", "Toll"]

CALENDAR_ONLY = "write it in years, months or days"


@frozen
class Toll:
    """States whose days do not count towards a span: they are added at its end, or hold up its beginning.

    ``longer_than`` leaves out the shorter runs; with ``from_`` the days before an event count, with ``until`` those
    from one on. No more than ``at_most`` days are added altogether.
    """

    in_: tuple[str, ...]
    effect: TollEffect
    longer_than: Duration | None = None
    from_: Select | None = None
    until: Select | None = None
    at_most: Duration | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a length that cannot be compared in days, and bounds of days that are not counted one by one."""
        for key in ("longer_than", "at_most"):
            length: Duration | None = getattr(self, key)
            if length is not None and (not length.is_calendar or length.months):
                yield key, "write it in days"
        if self.at_most == Duration():
            yield "at_most", "write at least one day; leave the entry out where none is added"
        if self.effect is not TollEffect.ADD:
            for key in ("from", "until", "at_most"):
                if getattr(self, "from_" if key == "from" else key) is not None:
                    yield key, f"goes with '{TollEffect.ADD.value}' only"


@frozen(kw_only=True)
class Shortened:
    """A span that is less by ``by``, or lasts ``to`` only, once so long has passed (``after``) with a clean record.

    No event of ``without`` may lie in that time, and one of ``needs`` must have happened. With ``to`` even one for life
    comes to an end.
    """

    by: Duration | None = None
    to: Duration | None = None
    after: Duration
    without: Select | None = None
    needs: Select | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield lengths that are no calendar time, and a span that would be shorter for nothing."""
        if (self.by is None) == (self.to is None):
            yield "by", "write either how much less it is ('by') or how long it lasts then ('to')"
        for key in ("by", "to", "after"):
            length: Duration | None = getattr(self, key)
            if length is not None and not length.is_calendar:
                yield key, CALENDAR_ONLY
        if self.without is None and self.needs is None:
            yield "without", "missing; say what must not happen ('without') or what must ('needs')"


@frozen
class Extended:
    """A span that is more by ``by`` for each such event while it lasts, and by ``at_most`` so much for all of them."""

    of: Select
    by: Duration
    at_most: Duration | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield lengths that are no calendar time or none at all, and one for all that is less than that for each."""
        for key in ("by", "at_most"):
            length: Duration | None = getattr(self, key)
            if length is not None and not length.is_calendar:
                yield key, CALENDAR_ONLY
                return
            if length == Duration():
                yield key, "write at least one day; leave the entry out where nothing is added"
                return
        if self.at_most is None:
            return
        units = {(bool(each.months), bool(each.days)) for each in (self.by, self.at_most)}
        if len(units) > 1 or (True, True) in units:
            yield "at_most", "write both in days, or both in years and months: else none is surely the longer"
        elif (self.at_most.months, self.at_most.days) < (self.by.months, self.by.days):
            yield "at_most", "is less than 'by'"

    def left(self, added: int) -> Duration:
        """Return how much one more event adds after so many that did."""
        months, days = self.by.months, self.by.days
        if self.at_most is None:
            return self.by
        return Duration(
            months=max(0, min(months, self.at_most.months - added * months)),
            days=max(0, min(days, self.at_most.days - added * days)),
        )
