"""A sieve keeps the facts that pass the test made from the same words."""

import datetime as dt

import attrs
import pytest

from supervise.engine.clock import Clock
from supervise.engine.conditions import compile_where
from supervise.engine.outcomes import Outcomes
from supervise.engine.program import Program
from supervise.engine.sieves import compile_sieve
from supervise.engine.standing import told
from supervise.engine.timeline import Timeline, Workforce
from supervise.model import Offender
from supervise.rules.conditions import Around, Select, When, Where
from supervise.rules.field_tests import FieldTest
from supervise.rules.loading import load_rulebook, shipped_rulebooks
from supervise.sample import generate
from tests.unit.engine.books import book, events, levels, offender, states

AS_OF = dt.date(2026, 6, 30)
PEOPLE = [Offender.from_dict(record) for record in generate(12, 5, AS_OF)]
STAFF = Workforce({"officer-1": ((1, 10**6),)})


def wheres(value):
    """Every test on facts that a declaration holds."""
    if isinstance(value, Where):
        yield value
    if attrs.has(type(value)):
        value = [getattr(value, each.name) for each in attrs.fields(type(value))]
    elif isinstance(value, dict):
        value = list(value.values())
    for each in value if isinstance(value, (list, tuple)) else ():
        yield from wheres(each)


def timeline(person, program, workforce=None):
    outcomes = Outcomes(told)
    return Timeline(person, program, Clock(AS_OF.toordinal()), workforce, outcomes=outcomes), outcomes


def both(sieve, test, tl):
    """What the sieve keeps of all events of an offender, and what passes the test one by one."""
    kept, passed = [], []
    for array in ("visits", "notifications", "reviews", "levels", "assessments", "orders", "events"):
        name = "from_" if array == "levels" else "made_on" if array == "orders" else "on"
        dated = tl.dated((array, name))
        kept.append([event.id for event in (sieve(tl, dated) if dated else [])])
        passed.append([event.id for event in dated if test(tl, event.fact, event.day, None)])
    return kept, passed


@pytest.mark.parametrize("ref", shipped_rulebooks())
def test_every_test_of_the_shipped_books(ref):
    # Compiled before the first offender: a timeline has room for the selections there are then.
    program = Program(load_rulebook(ref))
    compiled = [
        (compile_sieve(each, program.compiler), compile_where(each, program.compiler), each)
        for each in {repr(each): each for each in wheres(program.book)}.values()
    ]
    for person in PEOPLE:
        for workforce in (None, STAFF):
            tl, _outcomes = timeline(person, program, workforce)
            for sieve, test, where in compiled:
                kept, passed = both(sieve, test, tl)
                assert kept == passed, where


ON = {"a": "2026-01-05", "b": "2026-02-01", "c": "2026-03-10"}


def kept(where, *more, **facts):
    """The ids of the events of kind k on three days, and of others given, that pass."""
    program = Program(book())
    sieve = compile_sieve(Where(**where), program.compiler)
    tl, _outcomes = timeline(offender(events=[*events(**ON), *more], **facts), program)
    return [event.id for event in sieve(tl, tl.dated(("events", "on")))]


def one(**test):
    return {"fields": {"for": FieldTest(**test)}}


OTHER = {"id": "z", "kind": "k", "on": "2026-02-01", "for": "y"}


def test_one_field_by_its_words_and_by_being_given():
    assert kept(one(words=("y",)), OTHER) == ["z"]
    assert kept(one(words=("y", "n")), OTHER) == ["z"]
    assert kept(one(given=True), OTHER) == ["z"]
    assert kept(one(given=False), OTHER) == ["a", "b", "c"]
    assert kept(one(not_=("y",)), OTHER) == ["a", "b", "c"]
    assert kept(one(given=True, not_=("y",)), OTHER, OTHER | {"id": "w", "for": "n"}) == ["w"]
    assert kept(one(words=("y",), unset_passes=True), OTHER) == ["a", "b", "z", "c"]


@pytest.mark.parametrize(("given", "ids"), [(True, ["yes"]), (False, ["no", "unsaid"])])
def test_what_says_no_is_not_set(given, ids):
    program = Program(book())
    sieve = compile_sieve(Where(fields={"announced": FieldTest(given=given)}), program.compiler)
    said = {"no": {"announced": False}, "unsaid": {}, "yes": {"announced": True}}
    visits = [{"id": name, "on": "2026-01-05", "outcome": "seen"} | more for name, more in said.items()]
    tl, _outcomes = timeline(offender(visits=visits), program)
    assert [event.id for event in sieve(tl, tl.dated(("visits", "on")))] == ids


def test_a_visit_that_names_another_address_is_none_to_the_notified_home():
    program = Program(book())
    sieve = compile_sieve(Where(fields={"address_id": FieldTest(is_="the notified home")}), program.compiler)
    named = {"home": {"address_id": "a1"}, "other": {"address_id": "a2"}, "unsaid": {}}
    visits = [{"id": name, "on": "2026-01-05", "outcome": "seen"} | more for name, more in named.items()]
    lived = [{"id": "x", "address_id": "a1", "kind": "main", "from": "2025-01-01"}]
    tl, _outcomes = timeline(offender(visits=visits, addresses=lived), program)
    assert [event.id for event in sieve(tl, tl.dated(("visits", "on")))] == ["home", "unsaid"]


def test_of_facts_of_several_kinds_those_without_a_field_do_not_give_it():
    program = Program(book())
    sieve = compile_sieve(Where(fields={"place": FieldTest(words=("home",))}), program.compiler)
    places = {"home": {"place": "home"}, "office": {"place": "office"}}
    visits = [{"id": name, "on": "2026-01-05", "outcome": "seen"} | more for name, more in places.items()]
    tl, _outcomes = timeline(offender(events=events(**ON), visits=visits), program)
    both = [*tl.dated(("events", "on")), *tl.dated(("visits", "on"))]
    assert [event.id for event in sieve(tl, both)] == ["home"]


def test_a_list_passes_with_any_of_its_words():
    program = Program(book())
    visits = [
        {"id": "a", "on": "2026-01-05", "purposes": ["welfare", "protection"]},
        {"id": "b", "on": "2026-01-06", "purposes": ["information"]},
        {"id": "c", "on": "2026-01-07"},
    ]
    tl, _outcomes = timeline(offender(visits=visits), program)
    for words, expected in ((("protection",), ["a"]), (("information", "welfare"), ["a", "b"])):
        sieve = compile_sieve(Where(fields={"purposes": FieldTest(words=words)}), program.compiler)
        assert [event.id for event in sieve(tl, tl.dated(("visits", "on")))] == expected


def test_any_of_several_keeps_the_order_of_days():
    late, early = Where(on_the_day=When(level=("high",))), Where(fields={"for": FieldTest(given=True)})
    facts = {"levels": levels(high="2026-03-01")}
    assert kept({"any_": (late, early)}, OTHER, **facts) == ["z", "c"]
    assert kept({"any_": (early, late)}, OTHER, **facts) == ["z", "c"]
    everyone = Where(fields={"kind": FieldTest(words=("k",))})
    assert kept({"any_": (everyone, early)}, OTHER, **facts) == ["a", "b", "z", "c"]
    rest = Where(fields={"for": FieldTest(given=False)})
    assert kept({"any_": (early, rest)}, OTHER, **facts) == ["a", "b", "z", "c"]


def test_several_tests_must_all_hold_and_one_may_be_turned_round():
    given = Where(fields={"for": FieldTest(given=True)})
    assert kept({"not_": given}, OTHER) == ["a", "b", "c"]
    assert kept({"not_": given}) == ["a", "b", "c"]
    of_kind = Where(fields={"kind": FieldTest(words=("k",))})
    assert kept({"all_": (of_kind, given)}, OTHER) == ["z"]
    nobody = Where(fields={"kind": FieldTest(words=("other",))})
    assert kept({"all_": (nobody, given)}, OTHER) == []


def test_what_holds_on_the_day_is_asked_once_for_each_stretch_of_days():
    high = {"levels": levels(low="2025-01-01", high="2026-02-01")}
    assert kept({"on_the_day": When(level=("high",))}, **high) == ["b", "c"]
    assert kept({"on_the_day": When(level=("high",))}) == []
    inside = {"statuses": states(s="2026-01-05/2026-02-01")}
    assert kept({"on_the_day": When(not_in=("custody",))}, **inside) == ["b", "c"]
    assert kept({"on_the_day": When(in_=("custody",))}, **inside) == ["a"]
    assert kept({"on_the_day": When(after="event.k")}) == ["b", "c"]
    assert kept({"on_the_day": When(since=dt.date(2026, 2, 1))}) == ["b", "c"]


def test_what_a_case_hangs_on_is_nothing_where_events_are_found_for_all_cases():
    first = Where(fields={"id": FieldTest(words=("a",))})
    assert kept({"on_the_day": When(fact=first)}) == []
    assert kept({"on_the_day": When(not_=When(fact=first))}) == ["a", "b", "c"]


def test_another_event_near_by():
    near = Around(of=Select(of=("event.j",)), field="on", before=0, after=3)
    assert kept({"around": near}, {"id": "j", "kind": "j", "on": "2026-02-03"}) == ["b", "j"][:1]


@pytest.mark.parametrize(
    ("workforce", "passing", "noted"),
    [
        (None, ["a", "b"], ["trained staff: not evaluated"]),
        (Workforce(None), ["a", "b"], ["trained staff: not evaluated"]),
        (STAFF, ["a"], []),
    ],
)
def test_without_word_of_training_everybody_passes_and_it_is_said(workforce, passing, noted):
    program = Program(book())
    sieve = compile_sieve(Where(fields={"officers": FieldTest(is_="trained staff")}), program.compiler)
    visits = [
        {"id": "a", "on": "2026-01-05", "officers": ["officer-1"]},
        {"id": "b", "on": "2026-01-06", "officers": ["another"]},
    ]
    tl, _outcomes = timeline(offender(visits=visits), program, workforce)
    assert [event.id for event in sieve(tl, tl.dated(("visits", "on")))] == passing
    assert sorted(tl.notes) == noted
