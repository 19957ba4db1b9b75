"""NT 86: the end of a period as the system of record holds it, against the one that the law gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import ordinal_of, to_iso
from supervise.dates.spans import merge
from supervise.engine.clock import FAR
from supervise.engine.happenings import Extent
from supervise.engine.obligation import date_of
from supervise.engine.timeline import after
from supervise.model.facts import Order, Registration

__all__ = ["FAMILY", "PERIODS"]

FAMILY = "NT"


def _period_wrong(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    stored = [each for each in inquiry.schedule.offender.registrations if each.stored_end_on is not None]
    if not stored or inquiry.subject_in_doubt or not all(map(_is_certain, inquiry.periods)):
        return
    for fact in stored:
        for extent in inquiry.periods:
            if extent.fact is fact and extent.holds <= extent.last and inquiry.reached(extent.holds):
                yield from _compared(check, inquiry, fact, extent)


def _is_certain(extent: Extent) -> bool:
    """Whether an end is known, or that there is none: nothing that decides it is missing."""
    return not extent.lacking and (extent.last < FAR or extent.indefinite)


def _compared(check: Check, inquiry: Inquiry, fact: Registration, extent: Extent) -> Iterator[Flag]:
    held = ordinal_of(fact.stored_end_on)
    last = _last_day(extent, _orders(inquiry.periods))
    if held in (last, *_other_answers(extent, inquiry.periods)):
        return
    by_sum = f"it ends with {to_iso(last)}" if last < FAR else "it has no end"
    yield check.flag(
        inquiry,
        fact.id,
        since=extent.holds,
        message=f"The system of record holds {to_iso(held)} as the last day of the notification requirements, and by"
        f" this reckoning {by_sum}: check sentence and orders, and correct what is wrong.",
        evidence=(
            ("stored_end", fact.stored_end_on),
            ("computed_end", date_of(last)),
            ("without_orders", date_of(extent.last)),
            ("row_of_the_table", extent.row),
        ),
    )


def _other_answers(extent: Extent, periods: Sequence[Extent]) -> Iterator[int]:
    """Yield the other last days a system may rightly hold: that of the person, and that before something cut it."""
    yield _last_day(extent, periods)
    if extent.cut is not None:
        yield _last_day(extent._replace(last=extent.base), _orders(periods))


def _orders(periods: Sequence[Extent]) -> list[Extent]:
    return [each for each in periods if isinstance(each.fact, Order)]


def _last_day(extent: Extent, others: Iterable[Extent]) -> int:
    """Return the last day of the stretch, out of some periods, in which one of them lies; FAR: it has no end."""
    held = merge((each.holds, after(each.last)) for each in (extent, *others))
    end = next((end for start, end in held if end is not None and start <= extent.holds < end), FAR)
    return end - 1 if end < FAR else FAR


NT086 = Check(
    code="NT086",
    slug="period_wrong",
    severity=Severity.HIGH,
    what="The last day of the notification requirements, as the system of record holds it for a registration, is not"
    " the one that the rulebook gives: for the registration with the orders that prolong it, or for all of the"
    " person's registrations together. Nothing is said where a fact that decides is missing: disposal, term, age, the"
    " end of an order.",
    why="An end that is too early lets someone go who is still subject; one that is too late keeps someone who is not."
    " No inspection finding; sound practice with data.",
    example="Five years beginning with 1 July 2021 end with 30 June 2026; the system holds 1 July 2026: flagged.",
    what_to_do="Check the sentence, the age at conviction and the orders; correct the system or the record.",
    clears="A stored end that agrees, or a corrected sentence or order.",
    source="Sexual Offences Act 2003 ss.82, 103G",
    stability="preview",
    flags=_period_wrong,
)

PERIODS = (NT086,)
