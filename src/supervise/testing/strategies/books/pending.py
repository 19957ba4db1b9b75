"""What meets a drawn duty, and what becomes of a pending date: changes of regime, suspensions, variants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from supervise.testing.strategies.books.conditions import daily_test, single_test, where_visit
from supervise.testing.strategies.books.lengths import end_duration
from supervise.testing.strategies.books.words import FIXED, SCALE, Case, Plain
from supervise.testing.strategies.drawing import Draw, Fields, one_of, sampled

__all__ = ["by_level", "change", "evidence", "suspended", "variants"]


def evidence(draw: Draw, case: Case, *, plain: bool) -> Plain:
    """What meets a duty; `plain`: where every event is looked at in turn."""
    ways = ["event.done", "event.done", {"any": ["event.done", "event.other"]}, {"define": "seen-at-home"}, "made"]
    ways.append({"any": "visit.seen", "where": where_visit(draw)})
    if plain:
        return draw(sampled(ways))
    since = draw(one_of("anchor", "after anchor", "opens", "first opens", "ever"))
    ways += [{"any": of, "since": since} for of in ("event.done", {"of": ["event.done"], "apart": "10 days"})]
    ways += [
        {"any": "event.done", "window": [-5, 20]},
        {"any": "event.done", "shared": not case["rolls"]},
        {"any": "event.done", "around": {"of": "event.done", "field": "on", "before": 10, "after": 5}},
        {"any": "event.done", "too_early": "counts"},
    ]
    if not case["rolls"]:
        ways.append({"state": draw(one_of("hospital", "waiting"))})
    if case["fact"] == "event":
        ways += [{"any": "event.done", "match": {"for": "for"}}, {"any": "event.done", "if": {"at": "not set"}}]
        ways += [{"own": ["recorded_on"]}] * (not case["rolls"])
    found = draw(st.lists(sampled(ways), min_size=1, max_size=2))
    return found[0] if len(found) == 1 else [{"any": each} if type(each) is str else each for each in found]


def change(draw: Draw, *, fixed: bool, units: str | None, before: bool, once: bool) -> Plain:
    """What a change of regime does."""
    if once or draw(st.integers(0, 3)) == 0:
        return {"any": "at the next anchor"}
    words = ["from the change", "earlier of both", "keep the pending"]
    if not fixed:
        words.append("from the last, not before the change")
        if not before:
            words.append("from the next calendar month")
            words += ["in proportion"] * (units in ("days", "calendar"))
    if draw(st.integers(0, 3)) == 0:
        return {"any": draw(sampled(words))}
    return {"stricter": draw(sampled(words)), "laxer": draw(sampled(words))}


def suspended(draw: Draw, cadence: str, units: str | None, before: bool) -> Plain:
    """What a state does to a pending date."""
    in_ = draw(one_of(["custody"], ["custody", "hospital"], ["away"], ["waiting"], ["at-a1"]))
    ways = ["later of due and", "runs on", "if"]
    if cadence in FIXED:
        ways += ["due after end", "skip", "skip"]
    elif cadence != "countdown":
        ways.append("due after end")
        if units in ("days", "calendar"):
            ways += ["days do not count"]
        if units != "hours" and not before:
            ways += ["restarts"]
    elif units in ("days", "calendar"):
        ways.append("days do not count")
    way = draw(sampled(ways))
    if way == "if":
        return {"in": in_, "if": "due day ends inside", "due": end_duration(draw)}
    if way == "skip":
        return {"in": in_, "effect": way, "if": draw(one_of("due day ends inside", "the whole window lies inside"))}
    more = {"due": end_duration(draw)} if way in ("later of due and", "due after end") else {}
    return {"in": in_, "effect": way, **more}


def variants(
    draw: Draw, made: Callable[[Draw], Fields], case: Case, base: dt.date, helper: bool, *, never: bool = True
) -> tuple[list[Fields], str | None]:
    """Several regimes, of which the last always holds, and whether they are told apart day by day, once, or not."""
    shape = draw(one_of("one", "one", "daily", "daily", "single", *(["never"] if never else [])))
    if shape == "one":
        return [made(draw)], None
    if shape == "single":
        return [{"when": single_test(draw, case, base, helper), **made(draw)}, made(draw)], "once"
    test = daily_test(draw, base)
    if shape == "never":
        return [{"when": test, "every": "never"}, made(draw)], "daily"
    return [{"when": test, "name": "one", **made(draw)}, made(draw)], "daily"


def by_level(draw: Draw, of: st.SearchStrategy[Any]) -> Fields:
    """One length for each level."""
    return {"by": "level", "every": {level: draw(of) for level in SCALE}}
