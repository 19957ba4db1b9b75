"""Drawn duties whose days are fixed in advance: grids, blocks with or without quotas, months and weekdays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from hypothesis import strategies as st

from supervise.testing.strategies.books.anchors import anchor
from supervise.testing.strategies.books.lengths import UNITS
from supervise.testing.strategies.books.pending import change, evidence, suspended, variants
from supervise.testing.strategies.books.words import MONTHS, WEEKDAYS, Case, Plain
from supervise.testing.strategies.drawing import Draw, Fields, maybe, one_of, sampled, table

__all__ = ["fixed"]


def fixed(draw: Draw, case: Case, base: dt.date, helper: bool, cadence: str) -> Fields:
    """A series that is fixed in advance."""
    if cadence in ("block", "month") and draw(st.booleans()):
        return filled(draw, case, base, helper, cadence)
    birth = cadence in ("grid", "month") and draw(st.integers(0, 3)) == 0
    series = slots(draw, cadence, birth)
    limit = draw(one_of({}, {}, {"within": "4 days"}, {"before": "3 days"}, {"within": "10 working days"}))
    opens = draw(one_of({}, {}, {"opens": {"before": "3 days", "counting": "after"}}))
    if draw(st.booleans()) and "at" not in series:
        opens |= {"opens": {"before": "10 days", "counting": "after"}} if opens else {}
    counted = {"counting": "after"} if limit and cadence != "grid" else {}
    if "at" in series:
        limit = {}

    def made(draw: Draw) -> Fields:
        kept = {**series, **opens, **limit, **counted}
        if limit:
            kept |= table(to_end_of=maybe(draw, one_of("week", "month", "year"), 5))
        return kept

    regimes, told = fixed_variants(draw, made, case, base, helper, cadence, birth)
    return series_rule(draw, case, helper, cadence, birth, regimes) | {
        "late": draw(one_of("does not count", "fills the oldest", "fills the current", "fills all")),
        "met_by": evidence(draw, case, plain=True),
        "regime": regimes,
        **table(may_set=maybe(draw, st.just("inside the window"), 4)),
        **table(suspended=suspended(draw, cadence, "calendar", False) if draw(st.integers(0, 2)) == 0 else None),
        **table(change=change(draw, fixed=True, units=None, before=False, once=told == "once") if told else None),
        **table(
            roll=maybe(draw, one_of("next open day", "previous open day"), 4)
            if "at" not in series and "working" not in str(limit)
            else None
        ),
    }


def fixed_variants(
    draw: Draw, made: Callable[[Draw], Fields], case: Case, base: dt.date, helper: bool, cadence: str, birth: bool
) -> tuple[list[Fields], str | None]:
    """Regimes of a fixed cadence."""
    if cadence in ("grid", "block") and not birth and draw(st.integers(0, 3)) == 0:
        regime = made(draw)
        if "calendar" not in regime["every"]:
            return [{**regime, "by": "level", "every": {"low": regime["every"], "high": draw(SERIES_LENGTHS)}}], "daily"
    return variants(draw, made, case, base, helper, never=cadence != "weekday")


SERIES_LENGTHS: Final = one_of(
    "7 days", "10 days", "30 days", "90 days", "1 month", "3 months", "1 month 3 days", "1 year"
)


def slots(draw: Draw, cadence: str, birth: bool) -> Plain:
    """Where the series of one regime lies."""
    if cadence == "weekday":
        return {"weekday": draw(one_of(*WEEKDAYS))} | table(at=maybe(draw, st.just("10:00"), 3))
    if cadence == "grid":
        return {"every": draw(one_of("1 year", "2 years") if birth else SERIES_LENGTHS)}
    if cadence == "block":
        return {"every": draw(one_of(*UNITS) if draw(st.booleans()) else SERIES_LENGTHS)}
    which = draw(st.booleans()) and not birth
    days_of = table(days=maybe(draw, one_of([1, 15], [5, 31], [31, 31])))
    if which:
        return {"named": sorted(draw(st.sets(one_of(*MONTHS), min_size=1, max_size=7)), key=MONTHS.index), **days_of}
    return {"every": draw(one_of("1 month", "2 months", "3 months", "1 year", "2 years")), **days_of}


def series_rule(draw: Draw, case: Case, helper: bool, cadence: str, birth: bool, regimes: list[Fields]) -> Fields:
    """What a fixed cadence says besides its regimes and its evidence."""
    rule = {"anchor": anchor(draw, case, helper)}
    if birth:
        unknown = maybe(draw, st.just("january")) if cadence == "month" else None
        rule["anchor"] = {"birth": "day" if cadence == "grid" else "month", **table(unknown=unknown)}
    named = any("named" in regime for regime in regimes)
    if birth or named or draw(st.integers(0, 2)) == 0:
        rule["starts"] = {
            "after": {"first": draw(one_of("event.k", "event.other"))},
            "by": draw(one_of("its day", "opens", "last day")),
            **table(not_within=maybe(draw, one_of("10 days", "2 months"))),
        }
    every = [str(regime.get("every")) for regime in regimes if regime.get("every") != "never"]
    whole = any("calendar" in each for each in every)
    if cadence == "grid":
        rule["counting"] = "after"
    if cadence == "block" and not whole:
        rule["counting"] = draw(one_of("after", "beginning with"))
    if cadence == "block" and whole:
        rule["partial"] = draw(one_of("not required", "whole standard"))
    return rule


def filled(draw: Draw, case: Case, base: dt.date, helper: bool, cadence: str) -> Fields:
    """Blocks with quotas."""
    series = slots(draw, cadence, False)
    proportion = draw(st.booleans())

    def made(draw: Draw) -> Fields:
        ids = draw(sampled([["a"], ["a"], ["a", "b"]]))
        return {**series, "quota": [quota(draw, id_, series, proportion) for id_ in ids]}

    regimes, told = variants(draw, made, case, base, helper)
    rule = series_rule(draw, case, helper, cadence, False, regimes)
    if "partial" in rule:
        rule["partial"] = draw(one_of("not required", "whole standard", "in proportion"))
    rule |= {"late": "does not count", "regime": regimes}
    if told:
        policies = ["at the next anchor"]
        if told == "daily":
            policies += ["from the change"] + ["in proportion"] * (proportion and len(regimes) == 2)
        rule["change"] = {"any": draw(sampled(policies))}
    if draw(st.integers(0, 2)) == 0:
        ways = [
            {"effect": "skip", "if": "due day ends inside"},
            {"effect": "skip", "if": "the whole window lies inside"},
            {"effect": "in proportion"},
            {"effect": "runs on"},
        ]
        rule["suspended"] = {"in": draw(one_of(["custody"], ["away"])), **draw(sampled(ways))}
    return rule


def quota(draw: Draw, id_: str, series: Plain, proportion: bool) -> Fields:
    """How many events of which kind; with `proportion` the quotas of one id count the same."""
    every, days = str(series.get("every", "")), series.get("days")
    least = draw(st.integers(1, 3))
    made: Fields = {"id": id_, "of": "event.done" if id_ == "a" else "event.other", "at_least": least}
    if proportion:
        return made
    made |= table(at_most=maybe(draw, st.just(least + 1), 3), alone=maybe(draw, st.just(True), 3))
    if draw(st.integers(0, 2)) == 0:
        made["each"] = draw(one_of("calendar week", "calendar month"))
        fits = made["each"] == "calendar month" and every.startswith("calendar") and every != "calendar week"
        fits = fits or (made["each"] == "calendar month" and every == "2 calendar months")
        fits = fits or (made["each"] == "calendar week" and every == "calendar week")
        if not fits:
            made["parts"] = draw(one_of("wholly inside", "begins inside", "ends inside"))
            if made["parts"] == "wholly inside" and _is_longer(made["each"], every, days):
                made["parts"] = "begins inside"  # no part would ever be asked for
    if draw(st.integers(0, 2)) == 0:
        cap = draw(sampled([{"at_most": 1}, {"at_most_percent": 50}]))
        made["also"] = {"of": draw(one_of("visit.seen", "event.other")), **cap}
    if draw(st.integers(0, 3)) == 0:
        made["reduced_by"] = {"of": "event.k", "by": 1, "not_below": 1} | table(at_most=maybe(draw, st.just(1)))
    return made


def _is_longer(unit: str, every: str, days: list[int] | None) -> bool:
    """Whether no part can lie wholly inside a block."""
    if days is not None:
        return unit == "calendar month" or days[1] - days[0] < 6
    return unit == "calendar month" and every in ("calendar week", "7 days", "10 days")
