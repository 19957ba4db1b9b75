"""Drawn duties that fall due once, roll on, warn before a day, or are asked so often in any window."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from supervise.testing.strategies.books.anchors import anchor, hangs_on
from supervise.testing.strategies.books.conditions import daily_test, single_test
from supervise.testing.strategies.books.lengths import CALENDAR_LENGTHS, DAYS, WORKING_DAYS, lengths
from supervise.testing.strategies.books.pending import by_level, change, evidence, suspended, variants
from supervise.testing.strategies.books.series import fixed
from supervise.testing.strategies.books.words import FIXED, SCALE, Case
from supervise.testing.strategies.drawing import Draw, Fields, maybe, one_of, sampled, table

__all__ = ["rules"]


@st.composite
def rules(draw: Draw, cadence: str, base: dt.date, *, helper: bool) -> Fields:
    """One rule of a cadence; `helper` says whether there is a rule named `base` that it may hang on."""
    one_per, case = hangs_on(draw, cadence, helper)
    rule = {
        "id": "main",
        "duty": "do it",
        "duty_of": draw(one_of("police", "offender", "another body")),
        "authority": draw(one_of("LAW", "NATIONAL", "LOCAL")),
        "source": "s",
        "one_per": one_per,
        "cadence": cadence,
        **table(confidence=maybe(draw, one_of("seen", "secondary", "historic", "memory", "inferred", "assumed"))),
        **table(part_of=maybe(draw, st.just("shown"), 5)),
    }
    how = {"once": once, "rolling": rolling, "countdown": countdown, "any window": any_window}.get(cadence, fixed)
    rule |= how(draw, case, base, helper, cadence)
    if draw(st.integers(0, 2)) == 0:
        rule["while"] = {
            "span": "held",
            "at_end": draw(one_of("lapse", "cut")) if cadence in FIXED else "lapse",
            **table(not_in=maybe(draw, one_of(["custody"], ["abroad", "waiting"]))),
        }
    if draw(st.integers(0, 3)) == 0:
        rule["gate"] = daily_test(draw, base) if draw(st.booleans()) else single_test(draw, case, base, helper)
    if draw(st.integers(0, 6)) == 0:
        rule["in_force"] = draw(
            sampled(
                [
                    {"from": (base + dt.timedelta(days=20)).isoformat()},
                    {"until": (base + dt.timedelta(days=40)).isoformat()},
                    {"from": base.isoformat(), "until": (base + dt.timedelta(days=200)).isoformat()},
                ]
            )
        )
    return rule


def once(draw: Draw, case: Case, base: dt.date, helper: bool, cadence: str) -> Fields:  # noqa: C901 - one axis after the other
    """A duty, or an entitlement, that falls due once."""
    units = draw(one_of("days", "calendar", "calendar", "working", "hours"))
    before = draw(st.integers(0, 4)) == 0
    must = draw(st.integers(0, 4)) > 0
    rolled = maybe(draw, one_of("next open day", "previous open day"), 3) if units in ("days", "calendar") else None
    to_end = (
        maybe(draw, one_of("week", "month", "quarter", "half-year", "year", "half-year"), 3)
        if units != "hours"
        else None
    )
    clock = (
        {"clock": draw(one_of("elapsed", "wall")), "from": draw(one_of("moment", "date"))} if units == "hours" else {}
    )
    if units == "hours" and not before:
        clock |= table(skips=maybe(draw, st.just("closed days"), 3))
    way = "before" if before else "within"

    def made(draw: Draw) -> Fields:
        regime = {way: draw(lengths(draw, units)), **clock, **table(to_end_of=to_end)}
        limit = {"within": "30 days"} if units in ("days", "calendar") else {"within": draw(WORKING_DAYS)}
        if units != "hours" and draw(st.integers(0, 3)) == 0:
            regime["latest"] = limit | {"counting": "after"}
        if rolled is None and units in ("days", "calendar") and draw(st.integers(0, 4)) == 0:
            regime["roll"] = draw(one_of("next open day", "previous open day"))
        if units != "hours" and draw(st.integers(0, 2)) == 0:
            regime["opens"] = opening(draw, before)
        return regime

    regimes, told = variants(draw, made, case, base, helper)
    for regime in regimes:
        if regime.get("every") == "never":
            regime[way] = regime.pop("every")
    if len(regimes) == 1 and units in ("days", "calendar") and not before and draw(st.booleans()):
        regime = {"by": "level", way: {level: draw(CALENDAR_LENGTHS) for level in SCALE}}
        regimes, told = [regime], "daily"
    counting = draw(one_of("after", "beginning with")) if not before else "after"
    if before and units == "days":
        counting = draw(one_of("after", "clear days"))
    if not before and units == "days" and draw(st.integers(0, 2)) == 0:
        counting = "statutory days"
        for regime in regimes:
            if "by" in regime:
                regime[way] = {level: draw(DAYS) for level in SCALE}
    rule = {
        "anchor": anchor(draw, case, helper),
        "counting": counting,
        "met_by": evidence(draw, case, plain=False),
        "regime": regimes,
        **table(roll=rolled),
        **({} if must else {"must": False}),
    }
    if told or draw(st.integers(0, 5)) == 0:
        rule["change"] = change(draw, fixed=False, units=units, before=before, once=told == "once")
    if draw(st.booleans()):
        found = suspended(draw, "once", units, before)
        if not (found.get("effect") == "days do not count" and counting == "statutory days"):
            rule["suspended"] = found
    if not must and draw(st.booleans()):
        rule["gate_each_day"] = daily_test(draw, base)
    if draw(st.integers(0, 4)) == 0:
        rule["void_by"] = "event.reset"
    if draw(st.integers(0, 4)) == 0 and not before and counting in ("after", "beginning with"):
        other = "after" if counting == "beginning with" else "beginning with"
        rule["cautious"] = draw(sampled([{"counting": other}, {"anchor": {"last": "event.other"}}]))
    return rule


def opening(draw: Draw, before: bool) -> Fields:
    """The first day on which a duty can be met."""
    way = "before" if before else draw(one_of("within", "within", "before"))
    limit = {way: draw(one_of("3 days", "20 days", "100 days", "1 month")), "counting": "after"}
    limit |= table(roll=maybe(draw, one_of("next open day", "previous open day"), 4))
    limit |= table(to_end_of=maybe(draw, one_of("week", "month"), 3))
    if way == "within":
        limit |= {"after_end": True} if draw(st.booleans()) else {}
        limit |= table(not_before_last_day_of=maybe(draw, st.just("shpo"), 2))
    return limit


def rolling(draw: Draw, case: Case, base: dt.date, helper: bool, cadence: str) -> Fields:
    """A chain in which each length runs from what met the one before."""
    units = draw(one_of("days", "calendar", "calendar", "working", "hours"))
    rolled = maybe(draw, one_of("next open day", "previous open day"), 3) if units in ("days", "calendar") else None
    clock = (
        {"clock": draw(one_of("elapsed", "wall")), "from": draw(one_of("moment", "date"))} if units == "hours" else {}
    )
    to_end = maybe(draw, one_of("week", "month", "quarter"), 5) if units != "hours" else None

    def made(draw: Draw) -> Fields:
        regime = {"every": draw(lengths(draw, units)), **clock, **table(to_end_of=to_end)}
        if units in ("days", "calendar") and draw(st.integers(0, 4)) == 0:
            regime["opens"] = {"within": "5 days", "counting": "after"}
        return regime

    regimes, told = variants(draw, made, case, base, helper)
    if len(regimes) == 1 and units in ("days", "calendar") and draw(st.integers(0, 3)) > 0:
        shape = draw(one_of("level", "plan", "plan"))
        plan = {"fact": "plan.interval"} | table(at_most=draw(one_of("3 months", None)))
        if shape == "level":
            regimes = [by_level(draw, CALENDAR_LENGTHS)]
        else:
            regimes = [{"when": {"plan_interval": "set"}, "every": plan}, made(draw)]
        told = "daily"
    counting = draw(one_of("after", "beginning with"))
    met_by = evidence(draw, case, plain=False)
    rule = {
        "anchor": draw(
            sampled(
                [
                    {"last": "event.done", "else": "event.k"},
                    {"last": ["event.done", "event.k"]},
                    {"last": {"of": "visit.seen", "where": {"place": "home"}}, "else": anchor(draw, case, helper)},
                    anchor(draw, case, helper),
                ]
            )
        ),
        "counting": counting,
        "met_by": met_by,
        "rebased_by": "what meets it",
        "regime": regimes,
        **table(roll=rolled),
    }
    if met_by in ("event.done", {"any": ["event.done", "event.other"]}) and draw(st.integers(0, 3)) == 0:
        rule |= {"rebased_by": "a date of what meets it", "rebased_at": "recorded_on"}
    if told or draw(st.integers(0, 5)) == 0:
        rule["change"] = change(draw, fixed=False, units=units, before=False, once=told == "once")
    if draw(st.booleans()):
        rule["suspended"] = suspended(draw, "rolling", units, False)
    if draw(st.integers(0, 4)) == 0:
        other = "after" if counting == "beginning with" else "beginning with"
        rule["cautious"] = draw(sampled([{"counting": other}, {"anchor": {"last": "event.other"}}]))
    if draw(st.integers(0, 6)) == 0:
        rule["void_by"] = "event.reset"
    return rule


def countdown(draw: Draw, case: Case, base: dt.date, helper: bool, cadence: str) -> Fields:
    """Warnings so long before something."""
    leads = draw(st.lists(one_of("10 days", "30 days", "90 days"), min_size=1, max_size=2, unique=True))
    rule = {
        "anchor": anchor(draw, case, helper),
        "leads": leads,
        "counting": draw(one_of("after", "clear days")),
        "met_by": evidence(draw, case, plain=False),
    }
    if draw(st.integers(0, 2)) == 0:
        rule["suspended"] = suspended(draw, "countdown", "days", True)
    return rule


def any_window(draw: Draw, case: Case, base: dt.date, helper: bool, cadence: str) -> Fields:
    """So many in any window."""
    times = draw(st.integers(1, 3))

    def made(draw: Draw) -> Fields:
        return {"every": draw(one_of("10 days", "30 days", "1 month", "3 months")), "times": times}

    regimes, told = variants(draw, made, case, base, helper)
    rule = {
        "anchor": anchor(draw, case, helper),
        "counting": "beginning with",
        "met_by": evidence(draw, case, plain=True),
        "regime": regimes,
        **table(roll=maybe(draw, one_of("next open day", "previous open day"), 4)),
    }
    if told or draw(st.integers(0, 5)) == 0:
        rule["change"] = change(draw, fixed=False, units="calendar", before=False, once=told == "once")
    if rule.get("change") == {"any": "at the next anchor"} and len(regimes) > 1 and "times" in regimes[0]:
        regimes[0]["times"] = draw(st.integers(1, 3))
    if draw(st.integers(0, 2)) == 0:
        rule["suspended"] = suspended(draw, "any window", "calendar", False)
    return rule
