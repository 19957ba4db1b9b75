"""A whole drawn rulebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from hypothesis import strategies as st

from supervise.testing.strategies.books.declared import DERIVES, conventions, derived, spanned, states
from supervise.testing.strategies.books.duties import rules
from supervise.testing.strategies.books.words import CADENCES, SCALE
from supervise.testing.strategies.drawing import Draw, maybe, one_of, sampled, table
from supervise.testing.strategies.vocabulary import BASES

__all__ = ["rulebooks"]


BASE_RULE: Final = {
    "id": "base",
    "duty": "do it first",
    "duty_of": "police",
    "authority": "LAW",
    "source": "s",
    "one_per": "event.k",
    "anchor": "start",
    "cadence": "once",
    "counting": "after",
    "met_by": "event.done",
    "regime": [{"within": "10 days"}],
}


@st.composite
def rulebooks(
    draw: Draw,
    *,
    calendar: str,
    cadences: Sequence[str] = CADENCES,
    courses: bool = True,
    base: dt.date | None = None,
) -> dict[str, Any]:
    """Draw the plain data of a rulebook: one rule of one of the cadences, what it hangs on, and sometimes a group.

    Args:
        calendar: reference of a shipped calendar, by which it counts working days.
        cadences: the cadences the rule may have; default: all.
        courses: whether what happens may change how long its span lasts.
        base: a day around which it has its dates; default: one of ``BASES``.

    >>> from hypothesis import given, settings
    >>> from supervise import load_rulebook
    >>> @settings(max_examples=5, database=None)
    ... @given(rulebooks(calendar="england-and-wales@2026.1", cadences=["rolling"]))
    ... def test(book):
    ...     assert load_rulebook(book).ref == "drawn@2026.1"
    >>> test()
    """
    base = draw(sampled(BASES)) if base is None else base
    cadence = draw(sampled(cadences))
    helper = draw(st.integers(0, 2)) == 0
    main = draw(rules(cadence, base, helper=helper))
    made = derived(draw, draw(sampled(DERIVES)))
    book = {
        "format": 1,
        "id": "drawn",
        "version": "2026.1",
        "title": "Drawn",
        "jurisdiction": "nowhere",
        "calendar": calendar,
        "conventions": conventions(draw),
        "levels": {"scale": list(SCALE)},
        "sources": {"s": {"title": "A source"}},
        "states": states(draw),
        "define": {"seen-at-home": {"of": "visit.seen", "at": ["on"], "where": {"place": "home"}}},
        "derive": [made],
        "span": [spanned(draw, courses=courses)],
        "order": [
            {
                "kind": ["shpo"],
                "source": "s",
                "until_further_order": True,
                **table(maximum=maybe(draw, st.just("5 years"))),
            }
        ],
        "rule": ([BASE_RULE] if helper else []) + [main],
        "thresholds": {"t": {"value": 3, "source": "s", "confidence": "seen"}},
    }
    if helper and draw(st.integers(0, 2)) == 0:
        governs = draw(one_of("all apply", "the earliest due", "the laxest due"))
        book["group"] = [{"id": "g", "of": ["base", "main"], "governs": governs}]
    return book
