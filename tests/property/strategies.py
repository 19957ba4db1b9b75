"""Offenders made up for laws and comparisons: small, messy, and with dates that crowd around due days.

Everything is plain data of a register, so that a failure reads like a register and shrinks to few facts. Every date
is a base day plus whole months plus a few days: due days, ends of states and month ends meet often.
"""

import datetime as dt

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st

from supervise.model import Offender

# Days that calendars find hard: leap days, month ends, days before bank holidays.
BASES = [
    dt.date.fromisoformat(day)
    for day in (
        "2021-03-01",
        "2020-02-29",
        "2024-02-29",
        "2021-01-31",
        "2022-12-23",
        "2023-08-31",
        "2024-03-28",
        "2023-10-29",
    )
]
MONTHS = [0, 0, 0, 1, 3, 6, 12, 12, 24]
LAST = dt.date(2027, 12, 31)  # working days are known to the end of 2028
TIMES = st.sampled_from([None, None, None, "00:00", "09:30", "23:30"])
LEVELS = ["low", "medium", "high", "very_high"]
SUBJECTS = ["name", "home_address", "qualifying_stay", "release", "child_household", "account"]


@st.composite
def days(draw, base):
    """A day near a base: whole months later, give or take some days."""
    day = base + relativedelta(months=draw(st.sampled_from(MONTHS))) + dt.timedelta(days=draw(st.integers(-3, 16)))
    return min(day, LAST).isoformat()


def ends(base):
    """The end of something: open, or a day."""
    return st.none() | days(base)


def some(of, most):
    """A few facts, mostly few."""
    return st.lists(of, max_size=most)


def facts(kinds, **fields):
    """Facts with the fields given; what is None is left out later."""
    return st.fixed_dictionaries({**kinds, **fields})


def one_of(*values):
    """One of some plain values."""
    return st.sampled_from(values)


def registrations(base):
    """Convictions, cautions and orders that register someone, long and short."""
    day = days(base)
    term = facts(
        {},
        months=st.integers(1, 36),
        counts=one_of(True, True, False),
        relation=one_of(None, "consecutive", "concurrent"),
    )
    disposals = [
        "community_order",
        "caution",
        "conditional_discharge",
        "imprisonment",
        "life_imprisonment",
        "absolute_discharge",
    ]
    return facts(
        {},
        basis=one_of("conviction", "conviction", "caution", "foreign"),
        relevant_on=day,
        convicted_on=st.none() | day,
        notice_given_on=st.none() | day,
        disposal=one_of(*disposals),
        terms=st.lists(term, min_size=1, max_size=2),
        discharge_months=st.integers(6, 24),
        age_on_relevant_date=one_of(17, 40, 40),
        ended_on=st.none() | st.none() | day,
    )


def dealings(base):
    """What the offender told and did."""
    day = days(base)
    kinds = [
        "s83",
        "s83",
        "s84",
        "s84",
        "s84_advance",
        "s84_non_occurrence",
        "s85",
        "s85",
        "s86_departure",
        "s86_return",
        "s86_change",
    ]
    return {
        "notifications": some(
            facts(
                {},
                kind=one_of(*kinds),
                on=day,
                at=TIMES,
                about=one_of(None, *SUBJECTS),
                expected_on=st.none() | day,
                home_kind=one_of(None, "sole_or_main", "place_found"),
                **{"for": one_of(None, None, "c0", "t0", "a1")},
            ),
            4,
        ),
        "changes": some(facts({}, about=one_of(*SUBJECTS), on=day, at=TIMES), 2),
        "trips": some(
            facts(
                {},
                known_on=st.none() | day,
                departs_on=day,
                departs_at=TIMES,
                due_back_on=st.none() | day,
                returned_on=ends(base),
                cancelled_on=st.none() | st.none() | day,
            ),
            2,
        ),
        "stays": some(
            facts({}, address_id=one_of(None, "a1", "a2"), **{"from": day}, from_at=TIMES, until=ends(base)), 2
        ),
        "addresses": some(
            facts(
                {},
                address_id=one_of("a1", "a2"),
                kind=one_of("main", "main", "place_found", "child_household"),
                **{"from": day},
                until=ends(base),
                notified_on=st.none() | day,
                area=one_of(None, "F1", "F2"),
            ),
            2,
        ),
        "statuses": some(
            facts(
                {},
                kind=one_of("custody", "custody", "hospital", "abroad", "missing", "not_subject", "deceased"),
                **{"from": day},
                until=ends(base),
            ),
            3,
        ),
    }


def management(base):
    """What the police recorded."""
    day = days(base)
    visit = facts(
        {}, planned_on=st.none() | day, on=day, at=TIMES,
        outcome=one_of("seen", "seen", "seen", "no_reply", "refused", "planned", None),
        place=one_of("home", "home", "place_found", "station"), entry=one_of("obtained", "obtained", "refused", None),
        purposes=one_of(["compliance_check"], ["risk_assessment"], []), officers=one_of(["o1"], ["o1", "o2"]),
        address_id=one_of(None, None, "a1"), recorded_on=st.none() | day, signed_off_on=st.none() | day, signed_off_by=one_of("o1", "s1"),
    )  # fmt: skip
    return {
        "visits": some(visit, 5),
        "levels": some(facts({}, level=one_of(*LEVELS), **{"from": day}), 3),
        "plans": some(
            facts(
                {},
                **{"from": day},
                mode=one_of("active", "reactive", None),
                interval=one_of(None, "2 months", "6 weeks", "12 months"),
                approved_by=one_of(None, "s1"),
                reviewed_on=st.none() | day,
            ),
            2,
        ),
        "managers": some(
            facts(
                {},
                officer_id=one_of("o1", "o2"),
                agency=one_of("police", "police", "probation", None),
                role=one_of("lead", "lead", "second"),
                **{"from": day},
                until=ends(base),
            ),
            2,
        ),
        "assessments": some(
            facts({}, tool=one_of("arms", "arms", "oasys", "rm2000"), on=day, approved_on=st.none() | day), 2
        ),
    }


def proceedings(base):
    """Reviews, orders, transfers and whatever else rulebooks name."""
    day = days(base)
    item = facts({}, kind=one_of("prohibition", "foreign_travel"), years=one_of(1, 2, 5))
    return {
        "mappa": some(facts({}, level=one_of(1, 2, 3), **{"from": day}, until=ends(base)), 2),
        "reviews": some(
            facts(
                {},
                kind=one_of("supervisor", "plan", "intelligence", "reactive", "level", "marker"),
                on=day,
                by=one_of(None, "o1", "s1"),
            ),
            2,
        ),
        "meetings": some(facts({}, kind=one_of("level_2", "level_3"), on=day, minuted=one_of(True, True, None)), 2),
        "decisions": some(
            facts(
                {},
                kind=one_of("warrant", "breach", "order_end", "return_to_active", "indefinite_review"),
                on=st.none() | day,
                by=one_of("o1", "s1"),
                outcome=one_of("granted", "refused", "no_action", "continue", "end", None),
                received_on=st.none() | day,
                **{"for": one_of(None, "e0", "r0", "d0")},
            ),
            2,
        ),
        "transfers": some(
            facts(
                {}, to=one_of("F1", "F2"), asked_on=day, accepted_on=ends(base), refused_on=st.none() | st.none() | day
            ),
            2,
        ),
        "orders": some(
            facts(
                {},
                kind=one_of("shpo", "sro", "interim_sro", "voo", "interim_shpo"),
                made_on=day,
                served_on=st.none() | day,
                in_force_on=st.none() | day,
                ends_on=ends(base),
                items=st.lists(item, max_size=1),
                until_further_order=one_of(None, True),
                discharged_on=st.none() | st.none() | day,
                replaces=one_of(None, "r0"),
            ),
            2,
        ),
        "events": some(
            facts(
                {},
                kind=one_of(
                    "breach_suspected",
                    "breach_established",
                    "enquiry",
                    "national_record",
                    "offence",
                    "intelligence",
                    "child_risk",
                    "body_notified",
                    "body_answered",
                    "refusal_received",
                    "appeal",
                ),
                on=day,
                at=TIMES,
                **{"for": one_of(None, "d0", "v0")},
            ),
            2,
        ),
    }


# One letter for the facts of an array: `v0` is the first visit.
LETTERS = {
    "registrations": "g",
    "orders": "r",
    "trips": "t",
    "changes": "c",
    "visits": "v",
    "decisions": "d",
    "events": "e",
}


@st.composite
def offenders(draw, *, arrays=None, versions=False):
    """The plain data of one offender. `arrays` limits what may be given besides the registration."""
    base = draw(st.sampled_from(BASES))
    held = {**dealings(base), **management(base), **proceedings(base)}
    names = sorted(held if arrays is None else arrays)
    chosen = draw(st.lists(st.sampled_from(names), max_size=7, unique=True))
    data = {"id": "A1", "force": "F1", "born_on": draw(one_of("1980-02-29", "2006-02-28"))}
    # Nearly everyone is registered on the base day and notified soon after; the rest crowds around that.
    usual = {
        "basis": "conviction",
        "relevant_on": base.isoformat(),
        "disposal": "community_order",
        "age_on_relevant_date": 40,
    }
    data["registrations"] = draw(
        some(registrations(base), 2).map(lambda found: [usual, *found]) | some(registrations(base), 2)
    )
    data["notifications"] = (
        [{"kind": "s83", "on": base.isoformat(), "home_kind": "sole_or_main"}] if draw(st.booleans()) else []
    )
    for name in sorted(chosen):
        data[name] = data.get(name, []) + draw(held[name])
    for name, found in data.items():
        if isinstance(found, list):
            data[name] = [numbered(name, place, fact) for place, fact in enumerate(found)]
    if versions:
        data = draw(versioned(data, base))
    return data


def numbered(name, place, fact):
    """Return a fact with its id and without what is not given."""
    kept = {key: value for key, value in fact.items() if value not in (None, [])}
    if name == "registrations" and kept.get("disposal") != "imprisonment":
        kept.pop("terms", None)
    return {"id": f"{LETTERS.get(name, name[:2])}{place}", **kept}


@st.composite
def versioned(draw, data, base):
    """Give some facts earlier or later versions, recorded on other days, and withdraw some."""
    changed = {}
    for name, found in data.items():
        changed[name] = found
        if not isinstance(found, list):
            continue
        changed[name] = list(found)
        for fact in found:
            if draw(st.integers(0, 5)) == 0:
                again = {**fact, "recorded_on": draw(days(base))}
                if draw(st.booleans()):
                    again["withdrawn"] = True
                elif "until" in again:
                    del again["until"]
                changed[name].append(again)
    return changed


@st.composite
def judged(draw, **how):
    """An offender and a day to judge it on, often the day of a fact or a day beside it."""
    data = draw(offenders(**how))
    found = dates_of(data)
    near = st.builds(
        lambda day, off: day + dt.timedelta(days=off),
        st.sampled_from(found),
        st.sampled_from([0, 0, 1, 2, -1, 3, 7, 14, 31, 92, 183, 365, 400]),
    )
    return data, min(draw(near), LAST)


def dates_of(data):
    """Return every date in plain data, sorted; one of our own if there is none."""
    found = set()
    waiting = [value for key, value in data.items() if isinstance(value, list)]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, str) and len(each) == 10 and each[4:5] == "-":
            found.add(dt.date.fromisoformat(each))
    return sorted(found) or [dt.date(2024, 2, 29)]


def read(data):
    """Return the offender in plain data; nothing in it is wrong."""
    offender = Offender.from_dict(data)
    assert not offender.faults, offender.faults
    assert not offender.notes, offender.notes
    return offender
