"""Laws of duties that count events: windows and blocks against a count of every day."""

import datetime as dt

from hypothesis import given, strategies as st

from supervise.engine.schedule import evaluate
from supervise.model import Offender
from tests.unit.engine.books import book
from tests.unit.engine.test_any_window import rule
from tests.unit.engine.test_closed_blocks import BY_LEVEL, OF_DAYS, SHARE, SKIP, agree, met_by
from tests.unit.engine.test_quotas import TOTAL, quotas

START = dt.date(2026, 1, 1)
DAYS = st.integers(0, 120)


def facts(days):
    made = [{"id": "k", "kind": "k", "on": START.isoformat()}]
    made += [
        {"id": f"d{place}", "kind": "done", "on": (START + dt.timedelta(day)).isoformat()}
        for place, day in enumerate(days)
    ]
    return Offender.from_dict({"id": "x1", "events": made})


@given(st.lists(DAYS, max_size=12), st.integers(1, 4), st.integers(1, 40), DAYS)
def test_a_window_is_overdue_as_soon_as_one_that_has_ended_holds_too_few(days, times, length, as_of):
    small = book(rule(times, f"{length} day{'' if length == 1 else 's'}"))
    rows = evaluate(facts(days), small, as_of=START + dt.timedelta(as_of)).all_obligations
    happened = [day for day in days if day <= as_of]
    short = [
        first for first in range(as_of - length + 1) if sum(first <= day < first + length for day in happened) < times
    ]
    late = any(row.status.value in ("overdue", "met_late") for row in rows)
    assert late == bool(short)


@given(st.lists(DAYS, max_size=12), st.integers(1, 4), st.integers(1, 40), DAYS)
def test_a_block_is_met_on_the_day_of_the_event_that_fills_it(days, least, length, as_of):
    small = quotas(TOTAL | {"at_least": least}, every=f"{length} day{'' if length == 1 else 's'}")
    rows = evaluate(facts(days), small, as_of=START + dt.timedelta(as_of)).all_obligations
    for place, row in enumerate(rows):
        first = place * length
        inside = sorted(day for day in days if first <= day < first + length and day <= as_of)
        ((_, counted, short, over),) = row.quota
        assert (counted, short, over) == (len(inside), max(0, least - len(inside)), 0)
        if short:
            assert row.status.value == (
                "missed" if first + length <= as_of else "open" if first <= as_of else "upcoming"
            )
        else:
            assert (row.status.value, row.met_on) == ("met", START + dt.timedelta(inside[least - 1]))
    # Every block that has begun and the next one.
    assert len(rows) == as_of // length + 2


STATES = st.lists(st.tuples(DAYS, st.integers(0, 60)), max_size=2)
LEVELS = st.lists(
    st.tuples(DAYS, st.sampled_from(["low", "high"])), min_size=1, max_size=3, unique_by=lambda each: each[0]
)
RULES = st.one_of(
    st.sampled_from([{"change": {"any": "at the next anchor"}}, {"change": {"any": "from the change"}}]).flatmap(
        lambda change: st.sampled_from(["whole standard", "not required", "in proportion"]).map(
            lambda partial: change | {"partial": partial, "regime": BY_LEVEL}
        )
    ),
    st.just({"change": {"any": "in proportion"}, "regime": OF_DAYS}),
)


def text(day):
    return (START + dt.timedelta(day)).isoformat()


@given(st.lists(DAYS, max_size=12), STATES, LEVELS, RULES, st.sampled_from([SKIP, SHARE]), DAYS, DAYS)
def test_blocks_that_are_told_when_asked_for_read_as_those_judged_in_their_turn(
    days, states, levels, rule, suspended, start, as_of
):
    """Whatever changes, suspends or ends them."""
    agree(
        quotas(suspended=suspended, **rule),
        text(as_of),
        *map(text, days or [0]),
        start=text(start),
        statuses=[
            {"id": f"s{place}", "kind": "custody", "from": text(first), "until": text(first + length)}
            for place, (first, length) in enumerate(states)
        ],
        levels=[
            {"id": f"l{place}", "level": level, "from": text(day - 30)} for place, (day, level) in enumerate(levels)
        ],
    )


@given(
    st.lists(DAYS, max_size=8),
    st.lists(DAYS, max_size=3),
    STATES,
    st.sampled_from([SKIP, {"in": "custody", "if": "due day ends inside", "due": "10 days after end"}]),
    st.sampled_from(["20 days", "calendar month"]),
    DAYS,
    DAYS,
)
def test_so_do_blocks_that_one_event_meets(days, more, states, suspended, every, start, as_of):
    """Whatever moves them, and whether what began them is an event of those that meet them."""
    agree(
        met_by("event.done", "event.k", every=every, suspended=suspended),
        text(as_of),
        *map(text, days or [0]),
        start=text(start),
        more=[{"id": f"k{place}", "kind": "k", "on": text(day)} for place, day in enumerate(more)],
        statuses=[
            {"id": f"s{place}", "kind": "custody", "from": text(first), "until": text(first + length)}
            for place, (first, length) in enumerate(states)
        ],
    )
