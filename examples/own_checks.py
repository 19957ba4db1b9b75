"""A force's own check: nobody has looked at a case of high risk for a month. Two letters of its own: XA."""

from collections.abc import Iterator

from supervise import Check, Flag, Severity
from supervise.checks import Inquiry

__version__ = "1.0"


def _quiet(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    days = 31
    if inquiry.level not in ("high", "very_high") or not inquiry.visits:
        return
    last, visit = inquiry.visits[-1]
    # Days are compared through `reached` alone, so that the review knows until when it reads the same.
    if inquiry.active_since and inquiry.reached(last + days):
        yield check.flag(
            inquiry,
            visit.id,
            since=last + days,
            message=f"Nobody has tried to see the offender for {days} days: look at the case.",
            evidence=[("last_tried_on", visit.on), ("days", days)],
        )


XA001 = Check(
    code="XA001",
    slug="quiet_month",
    severity=Severity.MEDIUM,
    what="The level is high or very high, and the last visit made or tried lies 31 days back or more.",
    why="Orders of the force's own, no. 12.",
    example="Level high, last tried on 30 May 2026: flagged from 30 June.",
    what_to_do="Look at the case with its manager.",
    clears="A visit, or an attempt at one.",
    source="Standing order 12",
    flags=_quiet,
    since="1.0.0",
)

CHECKS = (XA001,)
