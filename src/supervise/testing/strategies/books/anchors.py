"""What a drawn duty hangs on, and the day it is counted from."""

from __future__ import annotations

from hypothesis import strategies as st

from supervise.testing.strategies.books.words import Case, Plain
from supervise.testing.strategies.drawing import Draw, maybe, one_of, sampled, table

__all__ = ["anchor", "hangs_on"]


def hangs_on(draw: Draw, cadence: str, helper: bool) -> tuple[Plain, Case]:
    """What a rule hangs on (`one_per`), with what its anchor and its tests may read of it."""
    event = {"fact": "event", "names": "event.k", "start": True}
    none = {"fact": None, "names": None, "start": False}
    kinds = [
        ("offender", none),
        ("offender", none),
        ("event.k", event),
        ({"each": "event.k"}, event),
        ({"each": "event.k", "until_next": True}, event),
        ({"each": {"of": ["event.k", "event.done"], "distinct": "day"}}, event),
        ({"span": "held"}, {"fact": "extent", "names": None, "start": True}),
        ({"run_of": draw(one_of("custody", "away", "waiting", "at-a1"))}, {**none, "start": True}),
        ({"gap_of": draw(one_of("custody", "away"))}, none),
        (
            {"end_of": "custody"} | table(longer_than=maybe(draw, st.just("5 days"))),
            {"fact": "status", "names": None, "start": True},
        ),
        ("trip", {"fact": "trip", "names": "trip", "start": True}),
        ("made", {"fact": "made", "names": "made", "start": True}),
        ({"each": "stay", "key": "address_id"}, {"fact": "stay", "names": "stay", "start": True}),
    ]
    if helper:
        chained = {"fact": "event", "names": "event.k", "start": True}
        kinds += [({"occurrence_of": "base", "outcome": draw(one_of("missed", "met", "due"))}, chained)] * 2
    one_per, case = draw(sampled(kinds))
    return one_per, {**case, "rolls": cadence in ("rolling", "any window")}


def anchor(draw: Draw, case: Case, helper: bool, *, plain: bool = False) -> Plain:
    """The day a duty is counted from; `plain`: a way that a floor or a choice may hold."""
    ways = [{"first": "event.k"}, "event.done", {"first": {"of": ["event.k", "event.other"]}}, {"birthday": 18}]
    if case["start"]:
        ways += ["start", "start", {"start": True, "offset": draw(one_of("7 days", "1 month", "1 year"))}]
    if case["fact"] == "event":
        ways += [{"field": "on"}, {"first": "event.done", "on_or_after": "start"}]
        ways.append({"first": "event.done", "match": {"for": "for"}})
    if case["fact"] == "trip":
        ways += [{"field": "departs_on"}, {"first_given": ["due_back_on", "departs_on"]}]
        ways.append({"release_after": ["departs_on", "in custody"]})
    if case["fact"] == "extent":
        ways += [{"span_end": "held"}] * 3 + [{"field": "convicted_on"}]
    if helper:
        which = table(which=maybe(draw, one_of("first", "last")))
        ways += [{"due_of": "base"} | which, {"met_of": "base"} | which]
    if not plain:
        inner = [anchor(draw, case, helper, plain=True) for _ in range(2)]
        tables = [
            {"start": True} if each == "start" else {"first": each} if type(each) is str else each for each in inner
        ]
        ways += [{"later_of": tables}, {"earlier_of": tables}, {"next_birthday": inner[0]}]
        ways.append({"first": "event.other", "else": "event.k"})
    return draw(sampled(ways))
