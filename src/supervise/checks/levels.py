"""Since when a level of risk has held: the one that holds now, with a reason or without, any, or none."""

from __future__ import annotations

from collections.abc import Collection

from supervise.checks.inquiry import Inquiry

__all__ = ["any_level_since", "level_since", "no_level_since", "unexplained_since"]


def level_since(inquiry: Inquiry) -> int:
    """Return the first day of the level that holds now, recorded once or again since; 0 if none ever was."""
    return _since(inquiry, (inquiry.level,))


def any_level_since(inquiry: Inquiry) -> int:
    """Return the first day of the time with a level, whichever, that runs now; 0 if none holds."""
    return _since(inquiry, inquiry.schedule.book.levels.scale)


def no_level_since(inquiry: Inquiry) -> int:
    """Return the first day of the time without a level that runs now; 0 if there has never been one."""
    return _since(inquiry, (None,))


def _since(inquiry: Inquiry, held: Collection[str | None]) -> int:
    """Return the first day of the time, running now, in which each level was one of some; 0 if it is not so now."""
    days, levels = inquiry.timeline.track("level")
    first = 0
    for day, level in zip(reversed(days), reversed(levels), strict=True):
        if level not in held:
            break
        first = day
    return first


def unexplained_since(inquiry: Inquiry) -> int:
    """Return the first day from which the level that holds now has held without a reason; 0 if it has one."""
    # Of two of one day the last by id holds, as everywhere.
    held = {event.day: event.fact for event in inquiry.timeline.dated(("levels", "from_"))}
    first = 0
    for day in sorted(held, reverse=True):
        if not inquiry.reached(day):
            continue
        if held[day].level != inquiry.level or held[day].reason_code is not None:
            break
        first = day
    return first
