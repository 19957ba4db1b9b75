"""The engine agrees with the plain one on books of every shape, and what is drawn has every shape."""

import datetime as dt
from collections import defaultdict

import pytest
from hypothesis import given, note, reject, settings, strategies as st

from supervise.engine.obligation import date_of
from supervise.engine.schedule import evaluate
from supervise.errors import RulebookLoadError
from supervise.rules.loading import load_rulebook
from supervise.testing.strategies import BASES, CADENCES, people_of, rulebooks
from tests.oracle.facts_tests import NotCoveredError
from tests.oracle.oracle import judge
from tests.oracle.world import World
from tests.property.reading import CALENDAR, read
from tests.property.test_oracle import shown
from tests.unit.engine.books import SPAN, book

DAY = dt.timedelta(days=1)


@st.composite
def cases(draw, cadence):
    """A book of a cadence, an offender of whom it speaks, and a day."""
    base = draw(st.sampled_from(BASES))
    days = st.integers(-5, 60) | st.integers(60, 500)
    book = draw(rulebooks(calendar=CALENDAR, cadences=(cadence,), courses=False, base=base))
    return book, draw(people_of(base)), base + draw(days) * DAY


@st.composite
def series(draw):
    """A book of a fixed cadence in which something makes an occurrence void, or part of other events is asked for."""
    book, who, as_of = draw(cases(draw(st.sampled_from(["grid", "block", "month", "weekday"]))))
    rule = next(rule for rule in book["rule"] if rule["id"] == "main")
    quotas = [quota for regime in rule["regime"] for quota in regime.get("quota", ())]
    if not quotas:
        rule["void_by"] = draw(st.sampled_from(["event.reset", "event.other"]))
    elif rule.get("change", {}).get("any") != "in proportion" and not any("reduced_by" in quota for quota in quotas):
        for quota in quotas:
            share = {"percent": draw(st.sampled_from([25, 50, 100])), "of": "event.other"}
            quota["at_least"] = share | {"rounded": draw(st.sampled_from(["up", "down"]))}
    return book, who, as_of


@st.composite
def courses(draw):
    """A book with a span that takes a course, some of it with a cap, an offender of whom it speaks, and a day."""
    base = draw(st.sampled_from(BASES))
    book = draw(rulebooks(calendar=CALENDAR, cadences=("once",), courses=True, base=base))
    for span in book["span"]:
        if span.get("toll", {}).get("effect") == "add the days" and draw(st.booleans()):
            span["toll"]["at_most"] = draw(st.sampled_from(["1 day", "20 days", "100 days"]))
        if "extended_by" in span and draw(st.booleans()):
            span["extended_by"]["at_most"] = draw(st.sampled_from(["1 month", "2 months"]))
    return book, draw(people_of(base)), base + draw(st.integers(-5, 500)) * DAY


def counts(status, quota):
    """Return what a block counts; of one of which nothing is asked, or a quota without a part in it, nothing is short."""
    return () if status == "not_required" else tuple(each for each in quota if any(each[1:]))


def by_engine(offender, book, as_of):
    """Return what the engine finds, by rule and key: what the other engine says as well, and what a block counts."""
    found = defaultdict(list)
    for row in evaluate(offender, book, as_of=as_of).all_obligations:
        # Which of several events fills a block is not compared: how many count is.
        met = row.met_by[0] if row.met_by and not row.quota else None
        line = shown(row.status.value, row.due, row.cautious_due, met, row.days_late, row.days_frozen, row.opens)
        found[row.part or row.rule, row.key].append((*line, counts(row.status.value, row.quota)))
    return found


def by_oracle(offender, book, as_of):
    """Return what the oracle finds, by rule and key."""
    found = defaultdict(list)
    for row in judge(offender, book, as_of):
        line = shown(row.status, row.due, row.cautious_due, row.met_by, row.days_late, row.days_frozen, row.opens)
        found[row.rule, row.key].append((*line, counts(row.status, row.quota)))
    return found


def differences(offender, book, as_of):
    """Return where the two disagree: rule, key, the engine's lines, the oracle's lines.

    Of what is not required nobody need know more: no date of it binds anyone.
    """
    theirs, ours = by_engine(offender, book, as_of), by_oracle(offender, book, as_of)
    told = [
        (*key, *(sorted((row for row in side.get(key, ()) if row[0] != NOTHING), key=str) for side in (theirs, ours)))
        for key in sorted(set(theirs) | set(ours))
    ]
    return [each for each in told if each[2] != each[3]]


def differences_of_extents(offender, book, as_of):
    """Return where the two disagree about how long the spans last: the engine's lines, and the oracle's."""
    # One that is cut before it begins is none.
    found = [each for each in evaluate(offender, book, as_of=as_of).extents if each.last >= each.holds]
    theirs = [(each.span, each.key, *map(told, (each.first, each.holds, each.last))) for each in found]
    world = World(offender, book, as_of)
    own = [each for span in book.span for each in world.extents(span.id)]
    ours = [(each.span.id, each.key, *map(told, (each.first, each.holds, each.last))) for each in own]
    return [(theirs, ours)] if sorted(theirs) != sorted(ours) else []


def told(day):
    """Return a day as text; that of no known end is none."""
    found = day if isinstance(day, dt.date) else date_of(day)
    return "-" if found in (None, dt.date.max) else str(found)


NOTHING = "not_required"


def differences_where_covered(book, who, as_of):
    """Return where the two disagree on what was drawn; what the oracle does not cover is no example."""
    note(f"as of {as_of}")
    try:
        return differences(read(who), load_rulebook(book), as_of)
    except NotCoveredError:
        reject()


@pytest.mark.parametrize("cadence", CADENCES)
@settings(max_examples=60)
@given(st.data())
def test_the_engine_agrees_with_the_oracle_on(cadence, data):
    assert differences_where_covered(*data.draw(cases(cadence))) == []


@settings(max_examples=60)
@given(courses())
def test_the_engine_agrees_with_the_oracle_on_how_long_spans_last(case):
    book, who, as_of = case
    note(f"as of {as_of}")
    assert differences_of_extents(read(who), load_rulebook(book), as_of) == []


@settings(max_examples=60)
@given(courses(), st.data())
def test_the_engine_agrees_with_the_oracle_on_spans_that_begin_with_a_release(case, data):
    """They last so many months as the fact says."""
    drawn, who, as_of = case
    for span in drawn["span"]:
        span["start"] = {"release_after": ["convicted_on", "in custody"]}
        span["length"] = [{"lasts": {"field": "supervision_months"}}]
    for each in who["registrations"]:
        each["supervision_months"] = data.draw(st.integers(1, 6))
    note(f"as of {as_of}")
    try:
        changed = load_rulebook(drawn)
    except RulebookLoadError:
        reject()
    assert differences_of_extents(read(who), changed, as_of) == []


def test_a_release_that_is_not_known_gives_no_day():
    """Neither engine counts from the end of a custody that has none yet."""
    anchor = {"release_after": ["convicted_on", "in custody"]}
    small = book({"one_per": {"each": "registration"}, "anchor": anchor})
    facts = {"id": "x1", "registrations": [{"id": "g0", "basis": "conviction", "convicted_on": "2021-03-01"}]}
    custody = {"id": "s", "kind": "custody", "from": "2021-02-01"}
    as_of = dt.date(2021, 4, 20)
    for status, found in ((custody, 0), (custody | {"until": "2021-04-01"}, 1)):
        held = read(facts | {"statuses": [status]})
        assert differences(held, small, as_of) == []
        assert len(evaluate(held, small, as_of=as_of).all_obligations) == found


def test_an_order_of_which_the_book_says_nothing_is_in_force_from_the_day_it_names_for_that():
    small = book({"one_per": {"run_of": "order.sro"}})
    order = {"id": "o", "kind": "sro", "made_on": "2021-03-01", "served_on": "2021-03-05", "in_force_on": "2021-03-09"}
    for names, first in (
        (("made_on", "served_on", "in_force_on"), "2021-03-09"),
        (("made_on", "served_on"), "2021-03-05"),
        (("made_on",), "2021-03-01"),
    ):
        held = read({"id": "x1", "orders": [{key: order[key] for key in ("id", "kind", *names)}]})
        assert differences(held, small, dt.date(2021, 4, 20)) == []
        (row,) = evaluate(held, small, as_of=dt.date(2021, 4, 20)).all_obligations
        assert told(row.anchor) == first


@pytest.mark.parametrize(("state", "status"), [("custody", "open"), ("hospital", "suspended")])
def test_of_two_states_the_one_that_moves_no_date_does_not_suspend(state, status):
    """The one is asked whether the due day ends inside it, and it does not; the other suspends in any case."""
    suspended = [
        {"in": "custody", "if": "due day ends inside", "due": "7 days after end"},
        {"in": "hospital", "effect": "later of due and", "due": "7 days after end"},
    ]
    rule = {"one_per": {"each": "registration"}, "suspended": suspended, "regime": [{"within": "3 months"}]}
    facts = {"id": "x1", "registrations": [{"id": "g0", "basis": "conviction", "convicted_on": "2021-03-01"}]}
    held = read(facts | {"statuses": [{"id": "s", "kind": state, "from": "2021-03-10", "until": "2021-03-20"}]})
    as_of = dt.date(2021, 3, 15)
    assert differences(held, book(rule), as_of) == []
    assert [row.status.value for row in evaluate(held, book(rule), as_of=as_of).all_obligations] == [status]


BLOCK = {
    "cadence": "block",
    "one_per": "offender",
    "anchor": {"first": "registration"},
    "late": "does not count",
    "regime": [
        {"every": "30 days", "counting": "beginning with", "quota": [{"id": "q", "of": "visit", "at_least": 1}]}
    ],
    "counting": "beginning with",
    "met_by": None,
}
WINDOW = {
    "cadence": "any window",
    "one_per": "offender",
    "anchor": {"first": "registration"},
    "counting": "beginning with",
    "met_by": {"any": "visit"},
    "regime": [{"every": "30 days", "times": 2}],
}


@pytest.mark.parametrize("rule", [BLOCK, WINDOW])
@pytest.mark.parametrize(("name", "void"), [("event.gone", True), ("registration", False)])
def test_what_makes_a_block_or_a_window_void(rule, name, void):
    """An event in it does; what began it does not."""
    facts = {"id": "x1", "registrations": [{"id": "g0", "basis": "conviction", "convicted_on": "2021-03-01"}]}
    held = read(facts | {"events": [{"id": "e", "kind": "gone", "on": "2021-03-05"}]})
    as_of, small = dt.date(2021, 3, 10), book(rule | {"void_by": {"any": name}})
    assert differences(held, small, as_of) == []
    first = evaluate(held, small, as_of=as_of).all_obligations[0]
    assert (first.status.value == NOTHING) is void


@settings(max_examples=60)
@given(series())
def test_the_engine_agrees_with_the_oracle_on_what_is_void_and_on_percentages(case):
    assert differences_where_covered(*case) == []


@pytest.mark.parametrize("until", [{}, {"until": "2021-03-11"}])
def test_what_stays_for_life_is_left_alone_by_all_that_changes_a_period(until):
    """A state at its first day moves it once a clean record has made a period of it, and not before."""
    shortened = {"to": "3 months", "after": "2 months", "needs": "event.done"}
    toll = {"in": "custody", "effect": "starts at the end"}
    small = book(span=[SPAN | {"length": [{"lasts": "for life"}], "toll": toll, "shortened": shortened}])
    facts = {"id": "x1", "registrations": [{"id": "g0", "basis": "conviction", "convicted_on": "2021-03-01"}]}
    held = read(facts | {"statuses": [{"id": "s", "kind": "custody", "from": "2021-03-01"} | until]})
    as_of = dt.date(2021, 3, 20)
    assert differences_of_extents(held, small, as_of) == []
    assert [told(each.first) for each in evaluate(held, small, as_of=as_of).extents] == ["2021-03-01"]


def test_what_comes_after_a_shortened_end_adds_nothing():
    """Six months, one more for what was done on the first day, one less for a clean record: done a day too late."""
    shortened = {"by": "1 month", "after": "2 months", "needs": "event.done"}
    extended = {"of": "event.done", "by": "1 month"}
    small = book(span=[SPAN | {"length": [{"lasts": "6 months"}], "extended_by": extended, "shortened": shortened}])
    days = {"e1": "2021-03-01", "e2": "2021-09-01"}
    done = [{"id": key, "kind": "done", "on": day} for key, day in days.items()]
    facts = {"id": "x1", "registrations": [{"id": "g0", "basis": "conviction", "convicted_on": "2021-03-01"}]}
    held, as_of = read(facts | {"events": done}), dt.date(2021, 9, 1)
    assert differences_of_extents(held, small, as_of) == []
    assert [told(each.last) for each in evaluate(held, small, as_of=as_of).extents] == ["2021-08-31"]
