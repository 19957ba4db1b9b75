"""Help for the tests of whoever builds on this library: builders, assertions, strategies, cases and a machine.

Imported by dependants and by nothing inside. Builders and assertions need nothing more than the library; strategies
and the machine need the extra `testing`; the pytest plugin is loaded by name, never because it is installed. What may
not live here: anything that a review needs.
"""

from __future__ import annotations

from supervise.testing.adapting import Adapter, Answer
from supervise.testing.assertions import (
    assert_due,
    assert_flagged,
    assert_met,
    assert_no_flags,
    assert_not_flagged,
    assert_not_overdue,
    assert_overdue,
    assert_stands,
)
from supervise.testing.builders import OffenderBuilder, an_offender

__all__ = [
    "Adapter",
    "Answer",
    "OffenderBuilder",
    "an_offender",
    "assert_due",
    "assert_flagged",
    "assert_met",
    "assert_no_flags",
    "assert_not_flagged",
    "assert_not_overdue",
    "assert_overdue",
    "assert_stands",
]
