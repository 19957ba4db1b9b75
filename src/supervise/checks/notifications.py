"""NT 63-64, 68-70, 85, 101-102: what must be notified, where and from which home; dates on which readings differ."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity, reckoned
from supervise.checks.expiry import UNDECIDED, expiring
from supervise.checks.inquiry import Inquiry
from supervise.dates.counting import count_skipping
from supervise.dates.ordinals import ordinal_of, to_iso
from supervise.dates.spans import merge
from supervise.engine.clock import FAR
from supervise.engine.obligation import Status
from supervise.model.facts import Address, Notification, Order

__all__ = ["FAMILY", "NOTIFICATIONS"]

FAMILY = "NT"


# ── NT063 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _notification_overdue(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OVERDUE):
        yield check.flag(
            inquiry,
            row,
            since=row.due_day + 1,
            message=f"No notification is recorded that was due by {to_iso(row.due_day)}; it is past its last"
            " day by this reckoning: check the record, then look into it.",
            evidence=reckoned(row),
        )


NT063 = Check(
    code="NT063",
    slug="notification_overdue",
    severity=Severity.CRITICAL,
    what="A first, periodic or weekly notification, or that of a change, is overdue: past its last day and"
    " not suspended.",
    why="A force dealt with late notifications by telephone and visits at home and did not record them; the"
    " lateness was then nowhere to be seen.",
    example="Last notification on 29 February 2024: the next was due by 28 February 2025, flagged from 1 March 2025.",
    what_to_do="Check station records and excuses first. Then record what happened and decide with a supervisor.",
    clears="A recorded notification that answers it.",
    source="HMICFRS: Gwent 2019; Sexual Offences Act 2003 ss.83-85",
    rules=("R-N1", "R-N2", "R-N4"),
    statuses=(Status.OVERDUE,),
    flags=_notification_overdue,
)


# ── NT064 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _due_soon(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    for row in inquiry.rows(check.rules, Status.OPEN):
        window = inquiry.number_for(_DUE_SOON, row.regime)
        first = 0 if window is None else max(row.due_day - window, row.anchor_day)
        if first and inquiry.reached(first):
            yield check.flag(
                inquiry,
                row,
                since=first,
                message=f"The next notification is due by {to_iso(row.due_day)}: remind the offender, and have"
                " someone look for it on the day.",
                evidence=(("due", row.due), ("counted_from", row.anchor), ("window_days", window)),
            )


_DUE_SOON = "notification-due-soon"

NT064 = Check(
    code="NT064",
    slug="notification_due_soon",
    severity=Severity.INFO,
    what="A periodic notification is not yet given and its last day lies at most a window ahead: 30 days for a yearly"
    " one, 2 for a weekly one.",
    why="Who is reminded comes in time; and a day that nobody looks for passes unnoticed. Practice of this library.",
    example="Last notification on 5 January 2026, due by 5 January 2027: flagged from 6 December 2026 to 5 January.",
    what_to_do="Remind the offender; note when the station expects the notification.",
    clears="A recorded notification; past the last day NT063 takes its place.",
    source="Sexual Offences Act 2003 s.85; windows by default of this library",
    rules=("R-N4",),
    statuses=(Status.OPEN,),
    thresholds=(_DUE_SOON,),
    stability="preview",
    flags=_due_soon,
)


# ── NT068 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _off_site(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    allowed = inquiry.words(_METHODS)
    notices = inquiry.schedule.offender.notifications
    odd = [each for each in notices if each.method is not None and each.method not in allowed] if allowed else []
    for each in odd:
        day = ordinal_of(each.on)
        if not day or not inquiry.reached(day) or _given_properly(inquiry, each, allowed):
            continue
        yield check.flag(
            inquiry,
            each.id,
            since=day,
            message=f"The notification of {to_iso(day)} was not given at a station: have it given again there, and"
            " record it.",
            evidence=(
                ("notification", each.id),
                ("kind", each.kind),
                ("on", each.on),
                ("method", each.method),
                ("station_id", each.station_id),
            ),
        )


def _given_properly(inquiry: Inquiry, odd: Notification, allowed: tuple[str, ...]) -> bool:
    """Whether one of the same kind, or one that carries all details, was given at a station since."""
    return any(
        each.method in allowed
        and (each.kind == odd.kind or each.kind in _NOTICES)
        and each.on is not None
        and odd.on is not None
        and each.on >= odd.on
        and inquiry.reached(each.on.toordinal())
        for each in inquiry.schedule.offender.notifications
    )


_METHODS = "notification-methods"

NT068 = Check(
    code="NT068",
    slug="home_notified_off_site",
    severity=Severity.MEDIUM,
    what="A notification is recorded as given at home or from afar and not at a station, and none of its kind, and none"
    " of all details, was given at a station since. One that does not say how it was given is not meant.",
    why="A force took late notifications by telephone and on visits at home: they are none in law, and nobody can tell"
    " when they were given.",
    example="The yearly notification of 5 January 2026 is recorded with method home: flagged from that day until one is"
    " given at a station.",
    what_to_do="Have the notification given again in person at a station; look into what was late by then.",
    clears="A notification given at a station on or after that day, or a corrected method.",
    source="HMICFRS: Gwent 2019; Sexual Offences Act 2003 s.87",
    thresholds=(_METHODS,),
    stability="preview",
    flags=_off_site,
)


# ── NT069 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _address_mismatch(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    if not inquiry.owned_since:
        return
    homes = [home for home in inquiry.schedule.offender.addresses if home.kind == "main" and home.from_ is not None]
    told = [home for home in homes if home.notified_on is not None and inquiry.reached(home.notified_on.toordinal())]
    known = {home.address_id for home in told}
    for home in homes:
        first = home.from_.toordinal() if home.from_ is not None else 0
        if home in told or home.address_id is None or home.address_id in known or not told:
            continue
        if _has_ended(inquiry, home) or _notice_since(inquiry, first):
            continue
        last = _with_days_left_out(inquiry, first, inquiry.last_day(_CHANGES, first))
        if last and inquiry.reached(last + 1):
            yield check.flag(
                inquiry,
                home.id,
                since=last + 1,
                message=f"The record shows a main home since {to_iso(first)} that no notice covers: find out where"
                " the offender lives, and whether a notice is missing.",
                evidence=(
                    ("address", home.id),
                    ("address_id", home.address_id),
                    ("from", home.from_),
                    ("notified_homes", tuple(sorted(str(address) for address in known))),
                ),
            )


def _with_days_left_out(inquiry: Inquiry, first: int, last: int) -> int:
    """Return the last day of a time that begins with a day, days inside or abroad left out as by the rule; 0: none."""
    runs = (run for state in _DISREGARDED for run in inquiry.runs(state))
    closed = merge((start, end if inquiry.reached(end) else None) for start, end in runs)
    return (count_skipping(first, last - first + 1, closed, beginning_with=True) or 0) if last else 0


_DISREGARDED = ("custody", "hospital", "abroad")
_CHANGES = "R-N2"
_NOTICES = ("s83", "s84", "s84_advance", "s85")


def _has_ended(inquiry: Inquiry, home: Address) -> bool:
    return home.until is not None and inquiry.reached(home.until.toordinal())


def _notice_since(inquiry: Inquiry, day: int) -> bool:
    """Whether any notice that carries the home was given since: the entry may only lack the day of it."""
    notices = (
        each for each in inquiry.schedule.offender.notifications if each.kind in _NOTICES and each.on is not None
    )
    return any(inquiry.reached(each.on.toordinal()) and each.on.toordinal() >= day for each in notices if each.on)


NT069 = Check(
    code="NT069",
    slug="address_mismatch",
    severity=Severity.HIGH,
    what="Someone alive, subject and owned here has a main home on record that has not ended, carries no day of notice,"
    " is none of the homes that were notified, and no notice of any kind was given since it began; the last day for"
    " notifying the change is past, days in custody, in hospital or abroad left out. Nothing is said while no home"
    " carries a day of notice: then the register is not where that is recorded.",
    why="Hundreds of offenders are missing or wanted, and homes that nobody was told of are how it begins.",
    example="The home notified in 2020 and another one on record since 2 March 2026: to be notified by 4 March,"
    " flagged from 5 March.",
    what_to_do="Ask who recorded the home and why. Visit it, and record the notice if one was given.",
    clears="A day of notice for the home, a notice since it began, an end, or a corrected record.",
    source="BBC freedom of information survey 2023; Sexual Offences Act 2003 s.84",
    also_rules=(_CHANGES,),
    stability="preview",
    flags=_address_mismatch,
)


# ── NT070 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _many_homes(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    homes = [
        (home.from_.toordinal(), home.id, home)
        for home in inquiry.schedule.offender.addresses
        if home.kind == "main" and home.from_ is not None
    ]
    if len(homes) < 2:
        return
    current = [(day, home) for day, _, home in sorted(homes) if inquiry.reached(day) and not _has_ended(inquiry, home)]
    known: dict[str, Address] = {}
    for day, home in current:
        # Two entries of one place are one home; one without an id is a place of its own.
        if known and (home.address_id or home.id) not in known:
            first = next(iter(known.values()))
            yield check.flag(
                inquiry,
                home.id,
                since=day,
                message=f"Two main homes are on record since {to_iso(day)} and neither has ended: find out where the"
                " offender lives, and end the other.",
                evidence=(
                    ("first", first.id),
                    ("first_from", first.from_),
                    ("second", home.id),
                    ("second_from", home.from_),
                ),
            )
        known.setdefault(home.address_id or home.id, home)


NT070 = Check(
    code="NT070",
    slug="multiple_current_homes",
    severity=Severity.MEDIUM,
    what="More than one main home is on record that has begun and has not ended. Two entries of one place are one home;"
    " one without a first day is not counted.",
    why="There is one sole or main residence. With two on record, visits go to the wrong door. No inspection finding;"
    " sound practice with data.",
    example="A home since 2020 without an end and another from 2 March 2026: flagged from 2 March.",
    what_to_do="Visit, and record the day on which the earlier home ended; or say that the later one is another place.",
    clears="An end of one of the two, or a corrected kind.",
    source="Sexual Offences Act 2003 s.83(7); sound practice with data",
    stability="preview",
    flags=_many_homes,
)


# ── NT085 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _period_expiring(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    if inquiry.subject_in_doubt:
        # A registration that gives no period, or an order without a date, may reach further than the end known.
        return
    for row, case in expiring(check, inquiry):
        if not isinstance(case.fact, Order):
            yield check.flag(
                inquiry,
                row,
                since=row.due_day,
                message=f"The notification requirements end with {to_iso(row.anchor_day)} and no decision is recorded:"
                " agree a plan for the time after, or seek an order.",
                counts_days=False,
                evidence=(("last_day", row.anchor), ("since", row.due)),
            )


NT085 = Check(
    code="NT085",
    slug="period_expiring",
    severity=Severity.HIGH,
    what="The last day of the notification requirements, orders included, lies at most as far ahead as one of the"
    " leads of the book (180, 90 and 30 days), and no decision is recorded since the first of them. Nothing is said"
    " while a registration gives no period or an order has no date.",
    why="When the requirements end so do visits and information: what is left for the time after must be agreed"
    " before. No inspection finding; sound practice.",
    example="Five years beginning with 1 July 2021: the last day is 30 June 2026, flagged from 1 January 2026 until"
    " a decision.",
    what_to_do="Decide with a supervisor: an exit plan, partners to be told, or an application for an order.",
    clears="A decision of kind order_end that names no order.",
    source="Sound practice; leads by default of this library",
    rules=("R-O1",),
    statuses=UNDECIDED,
    flags=_period_expiring,
)


# ── NT101 ───────────────────────────────────────────────────────────────────────────────────────────────────


def _reading_differs(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    # Where a fact is missing the engine says `unknown`; what is `open` differs by the reading alone.
    for row in inquiry.rows_of_all(Status.OPEN):
        cautious = row.cautious_day
        if not 0 < cautious < row.due_day < FAR or not inquiry.reached(cautious + 1):
            continue
        yield check.flag(
            inquiry,
            row,
            since=cautious + 1,
            message=f"By the stricter reading the last day was {to_iso(cautious)}, by the other it is"
            f" {to_iso(row.due_day)}: act now and leave nothing to the reading.",
            evidence=(("cautious_due", row.cautious_due), ("due", row.due), ("counted_from", row.anchor)),
        )


NT101 = Check(
    code="NT101",
    slug="reading_differs",
    severity=Severity.INFO,
    what="A duty of any rule is open between its cautious due and its due, and only readings of the law"
    " differ: no fact is missing.",
    why="The words of the law allow two last days. The later one is the due; whoever relies on it should know.",
    example="Last periodic notification on 30 June 2025: 29 June 2026 counting that day in, 30 June"
    " counting from the day after; flagged on 30 June.",
    what_to_do="Act as if the earlier day were the last one; take no step that rests on the reading alone.",
    clears="What meets the duty; past the due it is overdue by every reading.",
    source="Sexual Offences Act 2003 ss.85-86; SI 2004/1220",
    stability="preview",
    flags=_reading_differs,
)

# ── NT102 ───────────────────────────────────────────────────────────────────────────────────────────────────


NT102 = Check(
    code="NT102",
    slug="other_notice_overdue",
    severity=Severity.HIGH,
    what="A notice that no other check is about is overdue: that an event announced beforehand did not happen, that"
    " the details of a journey have changed, of an absence from home where the law asks for one, or of name and home"
    " under an order that brings only these duties.",
    why="To leave out one of them is the same offence as to leave out the yearly notification, and no list of these"
    " shows it.",
    example="A move announced for 4 May 2026 of which nothing more is heard: to be told by 9 May that it did not"
    " happen, flagged from 10 May.",
    what_to_do="Check station records and excuses first. Then record what happened and decide with a supervisor.",
    clears="A recorded notice that answers it; of an event announced beforehand the event itself, in time.",
    source="Sexual Offences Act 2003 ss.84(4), 85A, 86, 122F",
    rules=("R-N3", "R-N11", "R-N17", "R-N20", "R-N21"),
    statuses=(Status.OVERDUE,),
    stability="preview",
    flags=_notification_overdue,
)

NOTIFICATIONS = (NT063, NT064, NT068, NT069, NT070, NT085, NT101, NT102)
