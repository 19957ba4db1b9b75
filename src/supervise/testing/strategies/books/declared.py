"""What drawn rulebooks declare besides duties: conventions, derived events, spans and states of their own."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from supervise.testing.strategies.books.conditions import count_stretch
from supervise.testing.strategies.books.lengths import CALENDAR_LENGTHS
from supervise.testing.strategies.books.words import HEADED, WEEKDAYS, Plain
from supervise.testing.strategies.drawing import Draw, Fields, maybe, one_of, sampled, table

__all__ = ["DERIVES", "conventions", "derived", "spanned", "states"]


def conventions(draw: Draw) -> Fields:
    """The choices of a book."""
    return {
        "month_end": draw(
            one_of(
                "the last day of the month",
                "the last day of the month is the corresponding day",
                "the first day of the next month",
            )
        ),
        "leap_day": draw(one_of("28 February", "28 February is the anniversary", "1 March")),
        "leap_birthday": draw(one_of("28 February", "1 March")),
        "end_day": draw(one_of("no longer in the state", "no longer in the state", "still in the state")),
        "zone": draw(one_of("UTC", "Europe/London", "America/Chicago")),
        "week_begins": draw(one_of(*WEEKDAYS)),
    }


def derived(draw: Draw, kind: str) -> Plain:
    """One event made out of others, whose name is `made`."""
    stays = table(of="stay", where=maybe(draw, st.just({"address_id": ["a1"]}), 4), group="address_id")
    happened = {"of": draw(one_of("event.done", "event.other", "event.k"))}
    narrowed = table(where=maybe(draw, st.just({"at": "not set"}), 3))
    entry = {"id": "made", "kind": kind, "source": "s"}
    if kind == "first":
        also, clear = maybe(draw, one_of("event.other")), maybe(draw, st.just(["custody"]))
        return entry | happened | narrowed | table(per="held", also=also, clear_of=clear)
    if kind == "series":
        return entry | happened | narrowed | {"reach": draw(st.integers(1, 3)), "reset_by": "event.reset"}
    if kind == "presence in hours":
        return entry | stays | {"reach": 12}
    if kind == "count":
        return entry | happened | narrowed | {"reach": draw(st.integers(1, 3))} | count_stretch(draw)
    if kind == "gap":
        length, every = draw(CALENDAR_LENGTHS), maybe(draw, one_of("10 days", "1 month", "1 year"))
        words = {"reach": length, "counting": draw(one_of("after", "beginning with"))}
        return (
            entry
            | happened
            | narrowed
            | table(**words, every=every, ended_by=draw(one_of("event.done", "event.reset")))
        )
    if kind == "age":
        return entry | {"reach": draw(one_of(16, 18, 20))}
    presence = entry | stays | {"reach": draw(one_of(3, 7))} | table(skips=maybe(draw, st.just(["custody"])))
    if kind == "presence in days":
        presence |= table(counting=maybe(draw, one_of("after", "beginning with")))
    if draw(st.booleans()):
        return presence | {"consecutive": True} | table(fires=maybe(draw, one_of("again after a break", "once")))
    stretch = count_stretch(draw)
    fires = one_of("once", "once in each block") if "in" in stretch else st.just("once")
    return presence | stretch | table(fires=maybe(draw, fires))


DERIVES: Final = [
    "first", "series", "presence in days", "presence in nights", "presence in hours", "count", "gap", "age",
]  # fmt: skip


def span(draw: Draw) -> Fields:
    """How long each registration lasts."""
    start = draw(sampled([{"field": "convicted_on"}, {"first_given": ["relevant_on", "convicted_on"]}]))
    row = {"lasts": draw(one_of("6 months", "1 year", "for life"))} | table(
        under_18=None, name=maybe(draw, st.just("row"))
    )
    life = row["lasts"] == "for life"
    if not life:
        row |= table(under_18=maybe(draw, st.just("3 months"), 4))
    first = {"when": {"disposal": "caution"}, "lasts": draw(one_of("not at all", "2 months"))}
    rows = [first, row] if draw(st.booleans()) else [row]
    more = {}
    if draw(st.booleans()):
        more["ended_by"] = "event.reset"
        more |= table(ends_after=maybe(draw, st.just("10 days")))
        more |= table(ends_any_length=None if life else True)
    return {
        "id": "held",
        "one_per": {"each": "registration"},
        "start": start,
        "counting": draw(one_of("beginning with", "after")),
        "length": rows,
        **HEADED,
        **table(cut_by=maybe(draw, st.just(["ended_on"]))),
        **more,
    }


def spanned(draw: Draw, *, courses: bool) -> Fields:
    """A span, and what changes the course of it where a row gives a period to change."""
    made = span(draw)
    if not courses:
        return made
    more, terms = course(draw), [row["lasts"] for row in made["length"]]
    ends_life = "for life" in terms and "to" in more.get("shortened", {})
    return made | more if ends_life or set(terms) - {"for life", "not at all"} else made


def course(draw: Draw) -> Fields:
    """What changes the course of a span."""
    toll = {"in": ["custody", "abroad"], "effect": draw(one_of("add the days", "starts at the end"))}
    if toll["effect"] == "add the days":
        toll |= draw(sampled([{}, {"longer_than": "10 days"}, {"until": "event.other"}, {"from": "event.other"}]))
    less = draw(sampled([{"by": "1 month"}, {"to": "3 months"}]))
    shortened = less | {"after": "2 months", "without": "event.reset", "needs": "event.done"}
    parts = {
        "toll": toll,
        "reset_by": "event.other",
        "extended_by": {"of": "event.done", "by": "1 month"},
        "shortened": shortened,
    }
    chosen = draw(st.lists(sampled(sorted(parts)), max_size=3, unique=True))
    return {key: parts[key] for key in chosen}


def states(draw: Draw) -> Fields:
    """The states of the book's own."""
    return {
        "away": ["custody", "abroad"],
        "waiting": {"from": "event.k", "until": draw(one_of("event.done", "event.other"))},
        "at-a1": {"of": "stay", "where": {"address_id": "a1"}},
    }
