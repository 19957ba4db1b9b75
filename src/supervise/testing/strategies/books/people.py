"""People of whom a drawn rulebook speaks."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from hypothesis import strategies as st

from supervise.testing.strategies.books.words import SCALE
from supervise.testing.strategies.drawing import Draw, Fields, days, ends, facts, one_of, sampled, some
from supervise.testing.strategies.people import with_ids

__all__ = ["people_of"]

# Drawn books count working days, and calendars end.
_LAST: Final = dt.date(2027, 12, 31)
_TIMES: Final = one_of(None, None, "00:00", "09:30", "23:30")


def _happenings(day: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[list[Fields]]]:
    """What a drawn book may speak of, array by array."""
    event = facts(
        kind=one_of("k", "k", "done", "done", "done", "other", "reset"),
        on=day,
        at=_TIMES,
        recorded_on=st.none() | day,
        for_=one_of(None, None, "x1", "x2"),
    )
    visit = facts(
        on=day,
        at=_TIMES,
        outcome=one_of("seen", "seen", "no_reply", "refused"),
        place=one_of("home", "station", None),
        entry=one_of("obtained", "refused", None),
        officers=one_of(["o1"], ["o1", "o2"]),
        purposes=one_of(["welfare"], ["risk_assessment"]),
    )
    trip = facts(
        known_on=st.none() | day,
        departs_on=day,
        departs_at=_TIMES,
        due_back_on=st.none() | day,
        returned_on=ends(day),
        cancelled_on=st.none() | st.none() | day,
    )
    status = facts(kind=one_of("custody", "custody", "hospital", "abroad"), from_=day, until=ends(day))
    stay = facts(address_id=one_of(None, "a1", "a1", "a2"), from_=day, from_at=_TIMES, until=ends(day))
    plan = facts(from_=day, mode=one_of("active", "reactive", None), interval=one_of(None, "2 months", "10 days"))
    manager = facts(agency=one_of("police", "probation"), role=one_of("lead"), officer_id=one_of("o1", "o2"), from_=day)
    told = facts(kind=one_of("s83", "s85"), on=day, home_kind=one_of("sole_or_main", "place_found"))
    order = facts(kind=one_of("shpo"), made_on=day, ends_on=ends(day))
    named = facts(rule=one_of("main", "main", "shown", "base"), on=day, set_on=st.none() | day)
    return {
        "events": some(event, 7),
        "statuses": some(status, 3),
        "levels": some(facts(level=one_of(*SCALE), from_=day), 3),
        "visits": some(visit, 3),
        "trips": some(trip, 2),
        "stays": some(stay, 3),
        "plans": some(plan, 2),
        "managers": some(manager, 2),
        "notifications": some(told, 2),
        "orders": some(order, 1),
        "set_dates": some(named, 3),
    }


@st.composite
def people_of(draw: Draw, base: dt.date) -> dict[str, Any]:
    """Draw the plain data of one offender of whom the books of :func:`rulebooks` with that base speak; valid.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(people_of(dt.date(2024, 2, 29)))
    ... def test(person):
    ...     assert person["events"][0]["kind"] == "k"
    >>> test()
    """
    day = days(base, _LAST)
    held = _happenings(day)
    born = draw(one_of("2004-02-29", "2006-02-28", "2003-11-30", (base - dt.timedelta(days=18 * 365 + 2)).isoformat()))
    data: dict[str, Any] = {"id": "A1", "force": "F1", "born_on": born}
    usual = {
        "basis": "conviction",
        "convicted_on": base.isoformat(),
        "disposal": "community_order",
        "age_on_relevant_date": 40,
    }
    more = facts(
        basis=one_of("conviction"),
        convicted_on=st.none() | day,
        relevant_on=st.none() | day,
        disposal=one_of("caution", "imprisonment"),
        age_on_relevant_date=one_of(None, 17, 40),
        ended_on=st.none() | day,
    )
    data["registrations"] = [usual, *draw(some(more, 1))]
    first = {"kind": "k", "on": base.isoformat(), "at": draw(_TIMES)}
    chosen = draw(st.lists(sampled(sorted(held)), max_size=5, unique=True))
    for name in sorted({*chosen, "events", "statuses"}):
        data[name] = draw(held[name])
    data["events"] = [first, *data["events"]]
    return with_ids(data)
