"""Since when the level of risk that holds now has held, and since when without a reason."""

from __future__ import annotations

from supervise.checks.inquiry import Inquiry

__all__ = ["level_since", "unexplained_since"]


def level_since(inquiry: Inquiry) -> int:
    """Return the first day of the level that holds now, recorded once or again since; 0 if none ever was."""
    days, levels = inquiry.timeline.track("level")
    first = 0
    for day, level in zip(reversed(days), reversed(levels), strict=True):
        if level != inquiry.level:
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
