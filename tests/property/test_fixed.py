"""Laws of fixed duties: slots found in closed form are those found by walking, and the day of change is the next."""

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings, strategies as st

from supervise.dates.ordinals import add_months, to_iso
from supervise.engine.clock import Clock
from supervise.engine.happenings import happened
from supervise.engine.outcomes import Outcomes
from supervise.engine.program import program_of
from supervise.engine.schedule import evaluate
from supervise.engine.slots import next_slot, series_of
from supervise.engine.standing import told
from supervise.engine.timeline import Timeline
from tests.unit.engine.books import GRID, HEAD, book, events, offender, states

DAYS = st.integers(dt.date(2019, 12, 1).toordinal(), dt.date(2024, 3, 31).toordinal())
LATE = st.sampled_from(["does not count", "fills the oldest", "fills the current", "fills all"])
WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
]  # fmt: skip


def slots(rule, origin, after, count):
    """Return the first slots after a day."""
    program = program_of(book(rule, conventions=HEAD["conventions"] | {"week_begins": "monday"}))
    tl = Timeline(offender(), program, Clock(origin), outcomes=Outcomes(told))
    series = series_of(program.rules[0].rule, happened(origin, -1, "o", None))
    choice = program.rules[0].chooser.at(tl, origin, None)[0]
    found = []
    for _ in range(count):
        found.append(next_slot(tl.program, series, choice, after))
        after = found[-1].last
    return found


@given(DAYS, st.integers(0, 700), st.integers(0, 14), st.integers(0, 40))
def test_a_grid_is_the_anchor_plus_each_multiple(origin, later, months, days):
    if not months and not days:
        days = 1
    rule = GRID | {"regime": [{"every": words(months, days)}]}
    walked = [add_months(origin, months * k) + days * k for k in range(1, 800)]
    expected = [day for day in walked if day > origin + later][:4]
    found = slots(rule, origin, origin + later, len(expected))
    assert [to_iso(slot.day) for slot in found] == [to_iso(day) for day in expected]


def words(months, days):
    parts = [
        f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in ((months, "month"), (days, "day")) if number
    ]
    if months >= 12:
        years, rest = divmod(months, 12)
        parts[0] = f"{years} year" + (f" {rest} month{'' if rest == 1 else 's'}" if rest else "")
    return " ".join(parts)


UNITS = {
    "calendar month": lambda date: (date.year, date.month),
    "calendar quarter": lambda date: (date.year, (date.month - 1) // 3),
    "calendar half-year": lambda date: (date.year, (date.month - 1) // 6),
    "calendar year": lambda date: (date.year,),
    "calendar week": lambda date: date.isocalendar()[:2],
}


@given(DAYS, st.integers(0, 900), st.sampled_from(sorted(UNITS)))
def test_a_calendar_block_holds_the_days_of_one_unit(origin, later, unit):
    rule = GRID | {"cadence": "block", "counting": None, "partial": "not required", "regime": [{"every": unit}]}
    after = origin + later - 1
    (slot,) = slots(rule, origin, after, 1)
    key = UNITS[unit](dt.date.fromordinal(after + 1))
    assert slot.first == after + 1
    inside = [day for day in range(after - 370, after + 740) if UNITS[unit](dt.date.fromordinal(day)) == key]
    assert slot.last == inside[-1]
    assert slot.partial == (inside[0] < slot.first)


@given(DAYS, st.integers(0, 900), st.integers(1, 100), st.booleans())
def test_blocks_of_days_tile_the_time_from_the_anchor(origin, later, days, after):
    counting = "after" if after else "beginning with"
    regime = [{"every": words(0, days)}]
    found = slots(GRID | {"cadence": "block", "counting": counting, "regime": regime}, origin, origin + later, 3)
    for slot, following in pairwise(found):
        assert following.first == slot.last + 1
    assert all((slot.first - origin - after) % days == 0 and slot.last - slot.first == days - 1 for slot in found)
    assert origin + later < found[0].first <= origin + later + days + 1


@given(DAYS, st.integers(0, 500), st.sets(st.integers(0, 11), min_size=1), st.integers(1, 31), st.integers(1, 31))
def test_named_months_are_those_of_the_calendar(origin, later, named, one, other):
    first, last = sorted((one, other))
    rule = GRID | {
        "cadence": "month",
        "counting": None,
        "starts": {"after": "event.k", "by": "opens"},
        "regime": [{"named": [MONTHS[place] for place in sorted(named)], "days": [first, last]}],
    }
    (slot,) = slots(rule, origin, origin + later, 1)
    day = dt.date.fromordinal(origin + later + 1)
    while True:
        length = (dt.date(day.year + day.month // 12, day.month % 12 + 1, 1) - dt.timedelta(1)).day
        if day.month - 1 in named and day.day == min(first, length):
            break
        day += dt.timedelta(1)
    assert to_iso(slot.first) == day.isoformat()
    assert to_iso(slot.last) == day.replace(day=min(last, length)).isoformat()


@given(DAYS, st.sampled_from(WEEK))
def test_a_day_of_the_week_is_the_next_of_its_name(origin, name):
    rule = GRID | {"cadence": "weekday", "counting": None, "regime": [{"weekday": name}]}
    (slot,) = slots(rule, origin, origin, 1)
    assert 0 < slot.day - origin <= 7
    assert dt.date.fromordinal(slot.day).strftime("%A").lower() == name


# ── judging ─────────────────────────────────────────────────────────────────────────────────────────────────────

START = dt.date(2026, 1, 1).toordinal()


@st.composite
def judged(draw):
    """Return a rule of ten or fifteen days, facts and a day."""
    every = draw(st.sampled_from(["10 days", "15 days", "1 month"]))
    opens = draw(st.sampled_from([{}, {"opens": {"before": "3 days"}}, {"opens": {"before": "12 days"}}]))
    limit = draw(st.sampled_from([{}, {"within": "4 days"}]))
    suspended = draw(
        st.sampled_from(
            [
                None,
                {"in": "custody", "effect": "skip", "if": "due day ends inside"},
                {"in": "custody", "effect": "skip", "if": "the whole window lies inside"},
                {"in": "custody", "effect": "later of due and", "due": "3 days after end"},
            ]
        )
    )
    late = draw(LATE)
    rule = GRID | {"regime": [{"every": every} | opens | limit], "late": late, "suspended": suspended}
    done = draw(st.lists(st.integers(0, 90), max_size=5, unique=True))
    facts = events(k=to_iso(START)) + events("done", **{f"d{day}": to_iso(START + day) for day in done})
    first, length = draw(st.integers(1, 60)), draw(st.integers(1, 40))
    run = f"{to_iso(START + first)}/{to_iso(START + first + length)}"
    held = states(s=run) if draw(st.booleans()) else []
    return rule, {"events": facts, "statuses": held}, START + draw(st.integers(0, 80))


def read(rule, facts, as_of):
    schedule = evaluate(offender(**facts), book(rule), as_of=dt.date.fromordinal(as_of))
    return schedule, [(row.due, row.status, row.met_by) for row in schedule.of_rule("r")]


@given(judged())
@settings(max_examples=150)
def test_until_the_day_of_change_everything_reads_the_same(found):
    rule, facts, as_of = found
    schedule, rows = read(rule, facts, as_of)
    stable = schedule.stable_until
    last = as_of + 20 if stable is None else stable.toordinal() - 1
    assert read(rule, facts, last)[1] == rows


@given(judged())
@settings(max_examples=150)
def test_one_event_meets_one_occurrence_unless_it_fills_all(found):
    rule, facts, as_of = found
    met = [id_ for _, _, ids in read(rule, facts, as_of)[1] for id_ in ids]
    if rule["late"] != "fills all":
        assert len(met) == len(set(met))


@given(judged())
@settings(max_examples=150)
def test_what_is_met_or_missed_stays_so_and_no_date_of_the_series_moves(found):
    rule, facts, as_of = found
    before, after = read(rule, facts, as_of)[1], read(rule, facts, as_of + 9)[1]
    settled = {"met", "met_late", "missed"}
    assert [row for row, other in zip(before, after, strict=False) if row[1] in settled and row != other] == []
    assert len(after) >= len(before)


@given(judged())
@settings(max_examples=100)
def test_dates_asked_for_ahead_are_those_that_come(found):
    rule, facts, as_of = found
    small, who = book(rule), offender(**facts)
    ahead = evaluate(who, small, as_of=dt.date.fromordinal(as_of), until=dt.date.fromordinal(as_of + 40))
    later = evaluate(who, small, as_of=dt.date.fromordinal(as_of + 40))
    dates = [(row.nominal, row.opens) for row in ahead.of_rule("r")]
    assert dates == [(row.nominal, row.opens) for row in later.of_rule("r")][: len(dates)]
