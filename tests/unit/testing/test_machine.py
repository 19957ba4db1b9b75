"""The state machine: a whole adapter passes, and each way in which one may be wrong is found."""

import datetime as dt
from random import Random

import attrs
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from supervise import Offender, load_rulebook, review
from supervise.testing import Answer, an_offender
from supervise.testing.machine import _version, adapter_machine
from supervise.testing.strategies import Entry, Vocabulary

BOOK = load_rulebook("england-wales@2026.1")
LAW = load_rulebook("england-wales-law@2026.1")
DAY = dt.date(2024, 4, 15)
RECORD = an_offender().convicted("2024-01-10").notified("2024-01-10").high_risk(since="2024-01-10").data()
VISIT = Entry(array="visits", fact=an_offender().visited("2024-01-10").recorded("2024-01-11").data()["visits"][0])


class Whole:
    """An adapter that does as it should."""

    book = BOOK

    def __init__(self):
        self.facts = {}

    def load(self, offender):
        self.facts = offender

    def record(self, array, fact):
        self.facts.setdefault(array, []).append(fact)

    def found(self, as_of):
        return review(Offender.from_dict(self.facts), self.book, as_of=as_of)

    def review(self, as_of):
        return Answer.of(self.found(as_of))


class Forgetful(Whole):
    """Keeps one entry of each id, the first."""

    def record(self, array, fact):
        if fact["id"] not in {each["id"] for each in self.facts.get(array, ())}:
            super().record(array, fact)


class Unclean(Whole):
    """Adds what is loaded to what it had."""

    def load(self, offender):
        for name, value in offender.items():
            self.facts[name] = [*self.facts.get(name, []), *value] if isinstance(value, list) else value


class Cached(Whole):
    """Answers what it answered first for some days on."""

    def __init__(self):
        super().__init__()
        self.first = None

    def review(self, as_of):
        if self.first is None or not self.first[0] <= as_of <= self.first[0] + dt.timedelta(days=30):
            self.first = as_of, super().review(as_of)
        return self.first[1]

    def load(self, offender):
        self.first = None
        super().load(offender)

    def record(self, array, fact):
        self.first = None
        super().record(array, fact)


class DayLate(Whole):
    """Is late by a day."""

    def review(self, as_of):
        return super().review(as_of - dt.timedelta(days=1))


class Wearing(Whole):
    """Answers only once."""

    def review(self, as_of):
        answer, self.facts = super().review(as_of), {"id": "A1"}
        return answer


VOCABULARY = Vocabulary.of(BOOK, bases=(dt.date(2024, 2, 29),))
# A few examples, always the same: how far a random walk finds what is wrong is not for every run of the tests.
FEW = settings(
    max_examples=5,
    stateful_step_count=6,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def walk(adapter, **more):
    run_state_machine_as_test(adapter_machine(adapter, BOOK, vocabulary=VOCABULARY, **more), settings=FEW)


def test_an_adapter_that_does_as_it_should_passes():
    walk(Whole)


def test_an_adapter_that_is_wrong_is_found_by_walking():
    with pytest.raises(AssertionError, match="the adapter and the library differ"):
        walk(Wearing)


def started(adapter, *, book=BOOK, **more):
    """A machine with an adapter that was told one record."""
    machine = adapter_machine(adapter, book, **more)()
    machine.load(RECORD)
    return machine


def test_a_version_that_is_forgotten_is_found():
    machine = started(Forgetful)
    machine.record(VISIT)
    machine.compare(DAY)
    machine.record(attrs.evolve(VISIT, fact={**VISIT.fact, "withdrawn": True, "recorded_on": "2024-01-12"}))
    with pytest.raises(AssertionError):
        machine.compare(DAY)


def test_what_is_left_of_another_is_found():
    machine = started(Unclean)
    machine.record(VISIT)
    machine.load(RECORD)
    with pytest.raises(AssertionError):
        machine.compare(DAY)


def test_an_answer_kept_past_a_change_is_found():
    machine = started(Cached)
    machine.record(VISIT)
    machine.compare(dt.date(2024, 4, 10))
    with pytest.raises(AssertionError):
        machine.compare(dt.date(2024, 4, 11))


def test_what_differs_is_told_with_the_reason():
    machine = started(DayLate)
    machine.record(VISIT)
    machine.compare(dt.date(2024, 4, 20))
    with pytest.raises(AssertionError) as error:
        machine.compare(dt.date(2024, 4, 11))
    said = str(error.value)
    assert said.startswith(
        "as of 2024-04-11, the adapter and the library differ:\n  flag VD001 on v1: expected, not found"
    )
    assert "2024-01-10 + 3 months = 2024-04-10" in said


def test_an_adapter_cannot_change_what_the_machine_holds():
    machine = started(Wearing)
    machine.adapter.facts["registrations"].clear()
    assert machine.data["registrations"]
    machine.record(VISIT)
    machine.adapter.facts["visits"][0].clear()
    assert machine.data["visits"][0]["id"] == "v1"
    assert an_offender().convicted("2024-01-10").notified("2024-01-10").high_risk(since="2024-01-10").data() == RECORD


def test_only_the_checks_named_are_expected():
    class Deaf(Whole):
        def review(self, as_of):
            return attrs.evolve(super().review(as_of), flags=frozenset())

    started(Deaf, checks=()).compare(DAY)
    with pytest.raises(AssertionError):
        started(Deaf).compare(DAY)


def test_without_a_setting_facts_are_of_the_words_of_the_book():
    assert adapter_machine(Whole, LAW).vocabulary.rules == Vocabulary.of(LAW).rules
    assert adapter_machine(Whole, LAW, vocabulary=VOCABULARY).vocabulary is VOCABULARY


def test_another_version_is_later_or_withdrawn():
    moved = _version({"id": "v1", "on": "2024-02-28", "outcome": "seen"}, 2, withdrawn=False)
    assert moved == {"id": "v1", "on": "2024-03-01", "outcome": "seen", "recorded_on": "2024-03-01"}
    gone = _version({"id": "v1", "on": "2024-02-28"}, 2, withdrawn=True)
    assert gone == {"id": "v1", "on": "2024-02-28", "withdrawn": True, "recorded_on": "2024-03-01"}
    assert _version({"id": "v1"}, 2, withdrawn=False) == {"id": "v1", "recorded_on": "2024-02-29"}


def test_each_step_tells_or_asks():
    """The steps by themselves, so that every one of them is tried whatever a walk does."""
    machine = started(Whole)
    machine.record(VISIT)
    machine.record_again(5)
    assert machine.data["visits"] == [VISIT.fact, VISIT.fact]
    machine.record_version(0, 3, withdrawn=False)
    assert machine.data["registrations"][-1]["relevant_on"] == "2024-01-13"
    machine.reload(Random(1))
    assert sorted(map(str, machine.data["registrations"])) == sorted(map(str, machine.adapter.facts["registrations"]))
    machine.ask(0, 1)
    machine.ask(0, 20_000)
    machine.load(RECORD)
    assert machine.data == RECORD
    assert machine.said == []


def test_a_day_is_near_a_fact_and_not_past_the_last_and_both_sides_of_a_change_are_asked():
    asked = []

    class Asked(Whole):
        def review(self, as_of):
            asked.append(as_of)
            return super().review(as_of)

    machine = adapter_machine(Asked, BOOK, vocabulary=VOCABULARY)()
    machine.load(RECORD)
    machine.ask(0, 1)
    machine.ask(0, 20_000)
    assert asked == [dt.date(2024, 1, 11)] * 2 + [VOCABULARY.last] * 2
    asked.clear()
    machine.ask_around_a_change(0)
    first, day_before, change = asked[::2]
    assert first == dt.date(2024, 1, 10)
    assert change == review(Offender.from_dict(RECORD), BOOK, as_of=first).stable_until
    assert day_before == change - dt.timedelta(days=1)
    asked.clear()
    machine.load({"id": "A1"})
    machine.ask_around_a_change(0)
    assert asked == [dt.date(2024, 2, 29)] * 2


def test_a_program_that_keeps_a_part_is_told_that_part_alone():
    """Columns that it does not have are neither told nor asked about."""
    told = []

    class Narrow(Whole):
        def load(self, offender):
            told.extend((array, fact) for array in set(offender) - {"id"} for fact in offender[array])
            super().load(offender)

        def record(self, array, fact):
            told.append((array, fact))
            super().record(array, fact)

    words = Vocabulary.of(BOOK, fields={"visits": ["on", "outcome"], "levels": ["level", "from"]})
    run_state_machine_as_test(adapter_machine(Narrow, BOOK, vocabulary=words), settings=FEW)
    kept = {"visits": {"on", "outcome"}, "levels": {"level", "from"}}
    assert {array for array, _ in told} == {"visits", "levels"}
    assert all(set(fact) <= kept[array] | {"id", "recorded_on", "withdrawn"} for array, fact in told)
