"""PR 27-29: who came: staff without training, people nobody authorised, always the same two."""

from __future__ import annotations

from collections.abc import Iterator
from math import comb

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.habits import MOST_COUNTED, days_back_to
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import to_iso
from supervise.engine.obligation import date_of
from supervise.engine.timeline import Workforce
from supervise.model.facts import OtherVisitor, Visit

__all__ = ["FAMILY", "VISITORS"]

FAMILY = "PR"

_IN_PERSON = ("home", "place_found", "other")


# ── PR027 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _untrained_visitor(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    workforce = inquiry.timeline.workforce
    visits = ((day, each) for day, each in inquiry.made if each.officers and each.place in _IN_PERSON)
    if workforce is None or workforce.trained is None:
        if any(visits):
            inquiry.not_evaluated("trained staff")
        return
    for day, visit in visits:
        if any(workforce.is_trained(officer, day) for officer in visit.officers):
            continue
        yield check.flag(
            inquiry,
            visit.id,
            since=day,
            message=f"The visit of {to_iso(day)} was made by nobody who, by the workforce, was trained on that day:"
            " correct the record of the visit or of the training, or visit again.",
            evidence=(
                ("visit", visit.id),
                ("on", visit.on),
                ("outcome", visit.outcome),
                ("officers", len(set(visit.officers))),
                ("training_ended_on", date_of(_training_ended(workforce, visit, day))),
            ),
        )


def _training_ended(workforce: Workforce, visit: Visit, day: int) -> int:
    """Return the last day by which any training of the officers of a visit had ended; 0 if none had."""
    runs = (run for officer in visit.officers for run in workforce.training(officer))
    return max((end for _, end in runs if end <= day), default=0)


PR027 = Check(
    code="PR027",
    slug="untrained_visitor",
    severity=Severity.HIGH,
    what="A visit or attempt at home, the place found or another place in person names at least one officer, and none"
    " of them was trained on that day by the workforce; an officer whom a workforce that gives training does not name"
    " is not trained. Without a workforce, or with one that gives nobody's training, it is not evaluated.",
    why="Inspectors of three forces found staff who managed offenders, used the national system or examined devices"
    " without training. Such a visit meets no duty either.",
    example="Training until 1 May 2026, seen at home on 1 May by that officer and one without any: flagged. On 30 April"
    " it would not be.",
    what_to_do="Add the trained officer if one was there, or bring the workforce up to date. If not, visit again with"
    " somebody trained.",
    clears="A trained officer on the record of the visit, or corrected training.",
    source="HMICFRS: West Midlands 2021, Metropolitan Police 2024; joint thematic inspection 2005",
    stability="preview",
    flags=_untrained_visitor,
)


# ── PR028 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _unauthorised_attendee(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for day, visit in inquiry.made:
        if not visit.others or not any(map(_is_stranger, visit.others)):
            continue
        yield check.flag(
            inquiry,
            visit.id,
            since=day,
            message=f"The visit of {to_iso(day)} names someone else who was there and is not vetted, or of whom neither"
            " role nor vetting is recorded: find out today who it was, and record both.",
            evidence=(
                ("visit", visit.id),
                ("on", visit.on),
                ("place", visit.place),
                ("others", len(visit.others)),
                ("not_vetted", sum(each.vetted is False for each in visit.others)),
                ("without_role_and_vetting", sum(each.role is None and each.vetted is None for each in visit.others)),
            ),
        )


def _is_stranger(other: OtherVisitor) -> bool:
    return other.vetted is False or (other.role is None and other.vetted is None)


PR028 = Check(
    code="PR028",
    slug="unauthorised_attendee",
    severity=Severity.CRITICAL,
    what="Among the others present at a visit or attempt is someone whom the record calls not vetted, or of whom it"
    " gives neither role nor vetting. A role without a word on vetting is passed.",
    why="A sergeant was dismissed for taking an unvetted teenager along on a visit: it puts everyone there at risk and"
    " gives away who is registered.",
    example="Seen at home on 1 May 2026, among the others present one with vetted false: flagged from 1 May.",
    what_to_do="Find out today who was there and why, and tell a supervisor; record role and vetting.",
    clears="A recorded role or vetting, or a corrected list of who was there.",
    source="Avon and Somerset misconduct hearing 2023",
    stability="preview",
    flags=_unauthorised_attendee,
)


# ── PR029 ───────────────────────────────────────────────────────────────────────────────────────────────────

_PAIR = 2


def _same_pair_always(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    least = inquiry.number("same-pair-visits")
    latest = inquiry.perhaps_at_home[-1:]
    if least is None or not latest or len(inquiry.perhaps_at_home) < least:
        return
    pair = frozenset(latest[0][1].officers)
    days = days_back_to(inquiry, lambda made: pair == set(made[1].officers)) if len(pair) == _PAIR else []
    if len(days) < max(least, 1):
        return
    pairs = _pairs_of_team(inquiry, days[-1])
    if pairs is None or pairs > 1:
        yield check.flag(
            inquiry,
            inquiry.schedule.offender.id,
            since=days[max(least, 1) - 1],
            message=f"Looks like always the same two officers: they made the visits at home of the last {len(days)}"
            " days; send somebody else next time.",
            evidence=(
                ("visits", len(days)),
                ("first", date_of(days[0])),
                ("last", date_of(days[-1])),
                ("pairs_in_team", pairs),
                ("chance_one_in", None if pairs is None else pairs ** (min(len(days), MOST_COUNTED) - 1)),
            ),
        )


def _pairs_of_team(inquiry: Inquiry, day: int) -> int | None:
    """Return how many pairs the team has, of those in training where the workforce says who is; None if unknown."""
    workforce, team = inquiry.timeline.workforce, inquiry.team
    if workforce is None or team is None:
        return None
    members = [each for each, officer in workforce.officers.items() if officer.team == team]
    trained = sum(workforce.trained is None or workforce.is_trained(each, day) for each in members)
    return comb(trained, _PAIR) if members else None


PR029 = Check(
    code="PR029",
    slug="same_pair_always",
    severity=Severity.LOW,
    what="The last visits and attempts at home or the place found, on at least 6 different days, were all made by the"
    " same two officers. Passed if the workforce shows that the team has no others: fewer than 3 officers, counting"
    " those trained on the last of the days. One without officers ends the row. Where the team is known the evidence"
    " gives the chance: if each of n visits were made by any of k pairs of the team alike, all n would be by one pair"
    " once in k to the power of n-1 cases; n is at most 20.",
    why="Staff who see an offender alone, or always in the same company, are open to being groomed: inspectors said so"
    " of visits made alone. A second pair of eyes that changes sees what has become usual.",
    example="A team of 4 officers, the visits of six days made by the same two: flagged from the sixth; by chance once"
    " in 7776 cases.",
    what_to_do="Send another officer with one of the two next time.",
    clears="A visit at home by others, or with one of the two and somebody else.",
    source="HMICFRS: Cambridgeshire 2024, for visits alone; number by default of this library",
    thresholds=("same-pair-visits",),
    stability="preview",
    flags=_same_pair_always,
)

VISITORS = (PR027, PR028, PR029)
