"""All checks, in the order of their families and codes."""

from __future__ import annotations

from collections.abc import Iterable

from supervise.checks.afterwards import AFTERWARDS
from supervise.checks.alone import ALONE
from supervise.checks.backwards import BACKWARDS
from supervise.checks.base import Check
from supervise.checks.books import BOOKS
from supervise.checks.breaches import BREACHES
from supervise.checks.completeness import COMPLETENESS
from supervise.checks.contradictions import CONTRADICTIONS
from supervise.checks.copied import COPIED
from supervise.checks.details import DETAILS
from supervise.checks.duplicates import DUPLICATES
from supervise.checks.duties import DUTIES
from supervise.checks.entering import ENTERING
from supervise.checks.gaps import GAPS
from supervise.checks.intelligence import INTELLIGENCE
from supervise.checks.leaving import LEAVING
from supervise.checks.multi_agency import MULTI_AGENCY
from supervise.checks.national import NATIONAL
from supervise.checks.notifications import NOTIFICATIONS
from supervise.checks.orders import ORDERS
from supervise.checks.overlaps import OVERLAPS
from supervise.checks.ownership import OWNERSHIP
from supervise.checks.periods import PERIODS
from supervise.checks.plans import PLANS
from supervise.checks.practice import PRACTICE
from supervise.checks.reactive_cases import REACTIVE_CASES
from supervise.checks.records import RECORDS
from supervise.checks.replanned import REPLANNED
from supervise.checks.rhythm import RHYTHM
from supervise.checks.risk import RISK
from supervise.checks.scoring import SCORING
from supervise.checks.staffing import STAFFING
from supervise.checks.standing import STANDING
from supervise.checks.suspensions import SUSPENSIONS
from supervise.checks.travel import TRAVEL
from supervise.checks.two_places import TWO_PLACES
from supervise.checks.undone import UNDONE
from supervise.checks.visitors import VISITORS
from supervise.checks.visits import VISITS
from supervise.checks.waivers import WAIVERS
from supervise.checks.workload import WORKLOAD
from supervise.rules.reading import hint_of

__all__ = ["CHECKS", "check_named", "slug_of"]

_FAMILIES = ("VD", "DC", "PR", "RK", "PL", "WF", "NT", "ST", "OR", "RB", "WV")
_ALL = (
    *VISITS,
    *RECORDS,
    *CONTRADICTIONS,
    *OVERLAPS,
    *BACKWARDS,
    *PRACTICE,
    *RISK,
    *SCORING,
    *INTELLIGENCE,
    *MULTI_AGENCY,
    *PLANS,
    *REACTIVE_CASES,
    *STAFFING,
    *WORKLOAD,
    *NOTIFICATIONS,
    *BREACHES,
    *DETAILS,
    *TRAVEL,
    *PERIODS,
    *STANDING,
    *SUSPENSIONS,
    *NATIONAL,
    *OWNERSHIP,
    *ORDERS,
    *BOOKS,
    *DUTIES,
    *AFTERWARDS,
    *ALONE,
    *COMPLETENESS,
    *COPIED,
    *DUPLICATES,
    *ENTERING,
    *GAPS,
    *LEAVING,
    *REPLANNED,
    *RHYTHM,
    *TWO_PLACES,
    *UNDONE,
    *VISITORS,
    *WAIVERS,
)

CHECKS: tuple[Check, ...] = tuple(sorted(_ALL, key=lambda check: (_FAMILIES.index(check.family), check.code)))

_NAMED = {name: check for check in CHECKS for name in (check.code, check.slug)}


def check_named(name: str, more: Iterable[Check] = ()) -> Check:
    """Return the check with this code or slug, of ``more`` too; KeyError naming the nearest, or what lists them all.

    Small letters and large ones are the same here.

    >>> check_named("vd001").slug, check_named("visit_overdue").code
    ('visit_overdue', 'VD001')
    """
    named = _NAMED | {each: check for check in more for each in (check.code, check.slug)}
    check = {each.casefold(): check for each, check in named.items()}.get(name.casefold())
    if check is None:
        raise KeyError(f"no check has this code or slug; {hint_of(name, named, 'flags list')}")
    return check


def slug_of(code: str) -> str:
    """Return the slug of a code; that of a plugin, which only its module knows, is the code itself.

    >>> slug_of("VD001"), slug_of("XX001")
    ('visit_overdue', 'XX001')
    """
    check = _NAMED.get(code)
    return code if check is None else check.slug
