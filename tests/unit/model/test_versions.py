import datetime as dt

import attrs
import pytest
from hypothesis import given, strategies as st

from supervise.model import ARRAYS, Event, Offender, Order, Visit, current, history, known, undated
from supervise.model.versions import DATED_BY, day_known

DAY = dt.date(2024, 5, 1)


def day(number):
    return DAY + dt.timedelta(days=number)


days = st.none() | st.integers(0, 6).map(day)
events = st.builds(
    Event,
    id=st.sampled_from("abc"),
    recorded_on=days,
    on=days,
    kind=st.sampled_from(["arrest", "offence"]) | st.none(),
    withdrawn=st.booleans(),
)
registers = st.lists(events, max_size=8).map(tuple)
moments = st.none() | st.integers(-1, 7).map(day)


def test_every_class_of_facts_says_what_dates_it():
    assert set(DATED_BY) == set(ARRAYS.values())
    for cls, fields in DATED_BY.items():
        assert fields
        assert set(fields) <= set(attrs.fields_dict(cls))


@pytest.mark.parametrize(
    ("fact", "known_on"),
    [
        (Event(id="e", recorded_on=day(3), on=day(1)), day(3)),
        (Event(id="e", on=day(1)), day(1)),
        (Event(id="e"), None),
        (Visit(id="v", planned_on=day(9)), None),
        (Order(id="o", in_force_on=day(2)), day(2)),
    ],
)
def test_an_entry_is_known_when_recorded_else_when_it_happened_else_always(fact, known_on):
    assert day_known(fact) == known_on


@given(registers, moments, st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_nothing(entries, known_at, random):
    shuffled = random.sample(entries, len(entries))
    assert set(current(entries, known_at)) == set(current(tuple(shuffled), known_at))


@given(registers, moments)
def test_the_current_facts_are_the_latest_versions_known_that_are_not_withdrawn(entries, known_at):
    facts = current(entries, known_at)
    assert len({fact.id for fact in facts}) == len(facts)
    for fact in facts:
        assert fact in entries
        assert not fact.withdrawn
        rivals = [
            one for one in entries if one.id == fact.id and (day_known(one) or dt.date.min) <= (known_at or dt.date.max)
        ]
        assert all((day_known(one) or dt.date.min) <= (day_known(fact) or dt.date.min) for one in rivals)


@given(registers)
def test_everything_is_known_in_the_end(entries):
    assert current(entries) == current(entries, dt.date.max)


@given(registers)
def test_no_version_is_lost_from_the_history(entries):
    versions = history(entries)
    assert sorted(map(repr, entries)) == sorted(repr(fact) for held in versions.values() for fact in held)
    for held in versions.values():
        assert [day_known(one) or dt.date.min for one in held] == sorted(day_known(one) or dt.date.min for one in held)


def test_on_the_same_day_a_withdrawal_is_the_last_word_and_the_fuller_version_comes_before_the_emptier():
    planned = Visit(id="v", recorded_on=DAY, planned_on=DAY)
    made = attrs.evolve(planned, on=DAY, outcome="seen")
    assert current((made, planned)) == (made,)
    assert current((made, attrs.evolve(planned, withdrawn=True))) == ()


def test_the_same_objects_come_back_when_nothing_is_left_out():
    offender = Offender(id="A1", visits=(Visit(id="v1", on=DAY), Visit(id="v2", on=DAY)))
    assert known(offender) is offender
    assert known(offender, DAY) is offender
    assert current(offender.visits) is offender.visits
    assert current(offender.visits, DAY) is offender.visits


def test_an_offender_is_seen_as_known_on_a_day():
    offender = Offender(id="A1", visits=(Visit(id="v1", on=day(0)), Visit(id="v2", on=day(4))), events=(Event(id="e"),))
    assert known(offender, day(2)) == attrs.evolve(offender, visits=offender.visits[:1])
    assert known(offender, day(4)) is offender


def test_a_fact_with_versions_keeps_its_place():
    entries = (Event(id="a", recorded_on=day(0)), Event(id="b"), Event(id="a", recorded_on=day(1)))
    assert [fact.id for fact in current(entries)] == ["a", "b"]


def test_entries_that_do_not_say_when_they_became_known_are_counted():
    offender = Offender(
        id="A1", visits=(Visit(id="v", recorded_on=DAY), Visit(id="w")), events=(Event(id="e", on=DAY),)
    )
    assert undated(offender) == 2
