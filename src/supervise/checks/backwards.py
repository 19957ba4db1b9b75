"""DC 102, 104: days that cannot lie where they do: an end before the beginning, a registration before birth."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any, Final

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry
from supervise.dates.counting import LeapPolicy, age_on
from supervise.model.facts import json_name

__all__ = ["BACKWARDS", "FAMILY"]

FAMILY = "DC"

#: By array: the day with which something begins, and days that cannot come before it. The approval of an assessment is
#: DC101's.
_IN_ORDER: Final = (
    ("registrations", "convicted_on", ("sentenced_on", "ended_on")),
    ("visits", "on", ("signed_off_on",)),
    ("statuses", "from_", ("until",)),
    ("addresses", "from_", ("until",)),
    ("stays", "from_", ("until",)),
    ("trips", "departs_on", ("due_back_on", "returned_on")),
    ("orders", "made_on", ("ends_on", "discharged_on")),
    ("managers", "from_", ("until",)),
    ("mappa", "from_", ("until",)),
    ("decisions", "received_on", ("on",)),
    ("transfers", "asked_on", ("accepted_on", "refused_on")),
)

# Each pair with what reads both days of a fact in one step.
_PAIRS: Final = tuple((array, first, end, attrgetter(first, end)) for array, first, ends in _IN_ORDER for end in ends)


def _ends_before_it_begins(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    told: set[str] = set()
    for array, first, fact, end in _backwards(inquiry):
        begun, ended = getattr(fact, first), getattr(fact, end)
        # Facts of two arrays may have one id, and one fact two such ends: each id is told once.
        if fact.id in told or not inquiry.reached(day := ended.toordinal()):
            continue
        told.add(fact.id)
        begins, ends = json_name(first), json_name(end)
        yield check.flag(
            inquiry,
            fact.id,
            since=day,
            message=f"An entry under {array} gives {ended} as {ends} and {begun} as {begins}, and what has not begun"
            " cannot end: one of the two days is wrong.",
            evidence=(("array", array), ("fact", fact.id), (begins, begun), (ends, ended)),
        )


def _backwards(inquiry: Inquiry) -> Iterator[tuple[str, str, Any, str]]:
    """Yield the array, the day it begins with, the fact, and a day of it that lies before that one."""
    offender = inquiry.schedule.offender
    for array, first, end, days in _PAIRS:
        for fact in getattr(offender, array):
            begun, ended = days(fact)
            if ended is not None and begun is not None and ended < begun:
                yield array, first, fact, end


DC102 = Check(
    code="DC102",
    slug="ends_before_it_begins",
    severity=Severity.MEDIUM,
    what="An entry has an end before its beginning: a status, address, stay, assignment or MAPPA level with an `until`"
    " before `from`; a journey that returned, or was to return, before it departed; an order that ended or was"
    " discharged before it was made; a registration with a sentence or an end before the conviction; a visit signed off"
    " before its day; a transfer answered before it was asked for; a decision before the day it was asked for. Flagged"
    " from the day of the end. The approval of an assessment is DC101's.",
    why="What ends before it begins never holds: custody with a slip in the year suspends nothing, and a home or a"
    " manager is not there. No inspection finding; sound practice with data.",
    example="Custody from 1 May 2026 until 20 May 2025: one of the years is wrong.",
    what_to_do="Compare with the paper, the prison or the court, and correct the day that is wrong.",
    clears="A corrected day, or the entry withdrawn.",
    source="Sound practice with data",
    stability="preview",
    flags=_ends_before_it_begins,
)


# ── DC104 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _birth_contradicted(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    offender = inquiry.schedule.offender
    if offender.born_on is None:
        return
    born = offender.born_on.toordinal()
    for each in offender.registrations:
        # The day on which an age counts is the relevant date, where that is given.
        on = each.relevant_on or each.convicted_on
        if on is None or not inquiry.reached(day := on.toordinal()):
            continue
        stated = each.age_on_relevant_date if on is each.relevant_on else None
        if day >= born and (stated is None or stated in {age_on(born, day, policy) for policy in LeapPolicy}):
            continue
        wrong = (
            "lies before the date of birth"
            if day < born
            else "is one on which that was not the age by the date of birth"
        )
        yield check.flag(
            inquiry,
            each.id,
            since=day,
            message=f"The day {on} of a registration {wrong}, {offender.born_on}, and how long it lasts may hang on it:"
            " correct the one that is wrong.",
            evidence=(
                ("registration", each.id),
                ("on", on),
                ("born_on", offender.born_on),
                ("age_on_relevant_date", each.age_on_relevant_date),
            ),
        )


DC104 = Check(
    code="DC104",
    slug="birth_contradicted",
    severity=Severity.HIGH,
    what="The relevant date of a registration (the conviction, where that is not given) lies before the date of birth;"
    " or the age stated for the relevant date is another than the date of birth gives. Of someone born on 29 February"
    " the age by either reading of the birthday is passed.",
    why="The period of someone who was under 18 is half as long: a slip in the year of birth, or in the age, lets the"
    " requirements end years too soon. No inspection finding; sound practice with data.",
    example="Born on 5 May 2005 and convicted on 10 January 2000: flagged.",
    what_to_do="Compare with the record of the conviction, and correct the date of birth, the day or the age.",
    clears="A corrected date of birth, day or age.",
    source="Sound practice with data",
    stability="preview",
    flags=_birth_contradicted,
)

BACKWARDS = (DC102, DC104)
