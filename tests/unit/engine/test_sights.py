"""What there is to look at: by the kinds of facts there are, and nothing that may hold an event is left out."""

import datetime as dt

import attrs
import pytest

from supervise.engine import sights
from supervise.engine.program import Program, program_of
from supervise.engine.schedule import evaluate
from supervise.engine.sights import Need, Sights, any_of, need_of, needs_of_state
from supervise.model import Offender
from supervise.rules import load_rulebook
from supervise.sample import generate
from tests.unit.engine.books import SPAN, book, events, offender

AS_OF = dt.date(2026, 6, 30)
PEOPLE = [Offender.from_dict(record) for record in generate(15, 8, AS_OF)]
K, ANY = need_of("event", "k"), need_of("event", "")
SEEN = need_of("visit", "seen")


def looked_at(needs, *kinds, visits=()):
    """Which of some selections are looked for, of an offender with events of some kinds."""
    found = Sights()
    for each in needs:
        found.add(each)
    person = offender(events=[{"id": kind, "kind": kind, "on": "2026-01-05"} for kind in kinds], visits=list(visits))
    return [place for place, held in enumerate(found.of(person, ()).events) if held is None]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [((), [4]), (("k",), [0, 2, 3, 4]), (("j",), [2, 3, 4]), (("j", "k"), [0, 2, 3, 4])],
)
def test_a_selection_is_looked_for_where_there_is_one_of_its_kinds(kinds, expected):
    needs = [frozenset({K}), frozenset(), frozenset({ANY}), frozenset({K, need_of("event", "j")}), None]
    assert looked_at(needs, *kinds) == expected


def test_a_kind_of_another_array_is_no_such_kind():
    assert looked_at([frozenset({SEEN}), frozenset({need_of("event", "seen")})], "seen") == [1]


def test_facts_that_do_not_give_their_kind_are_a_kind():
    untold = {"id": "v1", "on": "2026-01-05"}
    needs = [frozenset({SEEN}), frozenset({need_of("visit", "not_given")})]
    assert looked_at(needs, visits=[untold]) == [1]
    assert looked_at(needs, visits=[{**untold, "outcome": "seen"}]) == [0]


def test_a_kind_that_is_a_number():
    assert need_of("mappa", "2") == Need("mappa", of_kind=True, word=2)
    found = Sights()
    found.add(frozenset({need_of("mappa", "2")}))
    for level, held in ((2, None), (3, [])):
        person = offender(mappa=[{"id": "m", "level": level, "from": "2026-01-05"}])
        assert found.of(person, ()).events == [held]


def test_what_is_added_later_is_looked_for_too():
    found, person = Sights(), offender(events=events(k="2026-01-05"))
    found.add(frozenset({SEEN}))
    assert found.of(person, ()).events == [[]]
    found.add(frozenset({K}))
    assert found.of(person, ()).events == [[], None]


def test_a_state_or_span_that_nothing_can_bring_about_has_nothing_to_be_looked_for():
    found = Sights()
    found.add_state("custody", needs_of_state("custody"))
    found.add_state("order.shpo", needs_of_state("order.shpo"))
    found.add_state("own", None)
    found.add_span("span", any_of([frozenset({K}), frozenset({Need("orders")})]))
    found.add_span("always", any_of([frozenset({K}), None]))
    seen = found.of(offender(statuses=[{"id": "c", "kind": "custody"}]), ())
    assert (seen.runs, seen.extents) == ({"order.shpo": []}, {"span": []})
    seen = found.of(offender(orders=[{"id": "o"}]), ())
    assert (seen.runs, seen.extents) == ({"custody": []}, {})


def test_rules_that_can_have_no_case_are_left_out():
    program = Program(book({}, {"id": "q", "one_per": "offender", "anchor": "event.j"}))
    assert [rule.needs for rule in program.rules] == [(frozenset({K}),), (None,)]
    assert [rule.id for rule in program.sight(offender(events=events("j", a="2026-01-05"))).rules] == ["q"]
    assert [rule.id for rule in program.sight(offender(events=events(k="2026-01-05"))).rules] == ["r", "q"]


def test_rules_in_a_span_that_nothing_can_bring_about_are_left_out():
    program = Program(book({"while": {"span": "span", "at_end": "lapse"}}, span=[SPAN]))
    assert [rule.needs for rule in program.rules] == [(frozenset({K}), frozenset({Need("registrations")}))]
    happened = events(k="2026-01-05")
    assert program.sight(offender(events=happened)).rules == []
    registered = offender(events=happened, registrations=[{"id": "g", "convicted_on": "2026-01-05"}])
    assert [rule.id for rule in program.sight(registered).rules] == ["r"]


def test_what_is_remembered_is_the_same_and_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(sights, "_MOST_REMEMBERED", 2)
    found = Sights()
    found.add(frozenset({K, SEEN}))
    people = [
        offender(),
        offender(events=events(k="2026-01-05")),
        offender(visits=[{"id": "v1", "on": "2026-01-05", "outcome": "seen"}]),
        offender(events=events(k="2026-01-06")),
    ]
    first = found.of(people[1], ())
    assert found.of(people[3], ()) is first
    for person in people:
        found.of(person, ())
        assert len(found._remembered) <= 2
    assert [found.of(person, ()).events for person in people] == [[[]], [None], [None], [None]]


@pytest.mark.parametrize("ref", ["england-wales@2026.1", "contacts-months@2026.1", "us-california@2026.1"])
def test_what_is_left_out_changes_nothing(ref):
    """The same rows, and as stable, where every rule and every selection is looked at."""
    narrow = load_rulebook(ref)
    whole = attrs.evolve(narrow, title="Everything is looked at")
    program = program_of(whole)
    program.rules = [attrs.evolve(rule, needs=()) for rule in program.rules]
    program.sights.selections = [None] * len(program.sights.selections)
    for person in PEOPLE:
        some, every = (evaluate(person, each, as_of=AS_OF) for each in (narrow, whole))
        first, second = ([row._replace(steps=()) for row in each.all_obligations] for each in (some, every))
        assert first == second
        assert some.stable_until == every.stable_until
