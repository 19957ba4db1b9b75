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
    from one on.
    """

    in_: tuple[str, ...]
    effect: TollEffect
    longer_than: Duration | None = None
    from_: Select | None = None
    until: Select | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a length that cannot be compared in days, and bounds of days that are not counted one by one."""
        if self.longer_than is not None and (not self.longer_than.is_calendar or self.longer_than.months):
            yield "longer_than", "write it in days"
        if self.effect is not TollEffect.ADD:
            for key in ("from", "until"):
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
    """A span that is more by ``by`` for each such event while it lasts."""

    of: Select
    by: Duration

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a length that is no calendar time."""
        if not self.by.is_calendar:
            yield "by", CALENDAR_ONLY
