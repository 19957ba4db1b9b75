"""RK 35-42, 49, 54-55, 93-94: levels of risk and what stands behind them."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status

__all__ = ["FAMILY", "RISK"]

FAMILY = "RK"

# Where the first assessment is not asked for (another agency leads) or can never fall due, nothing is late.
_NOT_DUE = frozenset({Status.NOT_REQUIRED, Status.LAPSED})


def _no_risk_level(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    if inquiry.level is not None or not inquiry.active_since:
        return
    row = _first_due(check, inquiry)
    if row is None or not inquiry.reached(row.due_day + 1):
        return
    yield check.flag(
        inquiry,
        row,
        since=max(row.due_day + 1, inquiry.no_level_since, inquiry.active_since),
        message="No level of risk is recorded although the day for the first assessment has passed: assess and set it.",
        counts_days=False,
        evidence=(("due", row.due), ("entry", row.anchor), ("assessed_by", row.met_by)),
    )


def _first_due(check: Check, inquiry: Inquiry) -> Obligation | None:
    """Return the first assessment, earliest due, of the time on the register that runs now."""
    rows = [
        row
        for rule in check.rules
        for row, case in inquiry.occurrences.get(rule, ())
        if 0 < row.due_day < FAR and row.status not in _NOT_DUE and not inquiry.reached(case.end)
    ]
    return min(rows, key=lambda row: (row.due_day, row.key), default=None)


RK036 = Check(
    code="RK036",
    slug="no_risk_level",
    severity=Severity.CRITICAL,
    what="The offender is active (subject, in the community, owned here), the first dynamic assessment's"
    " last day has passed, and no level of risk holds.",
    why="Every interval hangs on the level. Inspections found hundreds of assessments late; without a level"
    " nobody can say how late the visits are.",
    example="First notification on 1 June 2026, first assessment due by 22 June: flagged from 23 June while"
    " no level is recorded.",
    what_to_do="Assess, have it approved, and record the level. Until then visits are judged by the longest interval.",
    clears="A recorded level.",
    source="HMICFRS: Avon and Somerset 2023, Metropolitan Police 2024, Cambridgeshire 2024",
    rules=("R-A2",),
    flags=_no_risk_level,
)

RISK = (RK036,)
