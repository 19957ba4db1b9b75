"""Which journeys were called off by the day judged: one called off later was still to be made, or going on."""

from __future__ import annotations

from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import ordinal_of
from supervise.engine.clock import FAR
from supervise.model.facts import Trip

__all__ = ["is_called_off"]


def is_called_off(inquiry: Inquiry, trip: Trip) -> bool:
    """Return whether a journey had been called off by the end of ``as_of``."""
    return inquiry.reached(ordinal_of(trip.cancelled_on, FAR))
