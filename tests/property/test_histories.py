"""What waits until somebody asks is the same as what is walked at once."""

import datetime as dt
from unittest import mock

import pytest
from hypothesis import given, note, strategies as st

from supervise import review
from supervise.engine.program import Program, program_of
from supervise.engine.schedule import evaluate
from supervise.rules.loading import load_rulebook
from supervise.testing.strategies import judged
from tests.property.reading import read

BOOKS = {ref: load_rulebook(ref) for ref in ("england-wales@2026.1", "scotland-law@2026.1")}


def walking(book):
    """A program of a book that walks every chain at once."""
    program = Program(book)
    for rule in program.rules:
        rule.is_chain, rule.own_days = False, None
    return program


WALKING = {ref: walking(book) for ref, book in BOOKS.items()}


def walked(ref):
    return mock.patch("supervise.engine.schedule.program_of", return_value=WALKING[ref])


def run_of(array, kind, gaps, **fields):
    """Facts of one kind, each so many days after the one before."""
    days, day = [], dt.date(2021, 3, 1)
    for gap in gaps:
        day += dt.timedelta(days=gap)
        days.append(day.isoformat())
    return [{"id": f"{array}-{number}", **kind, "on": day, **fields} for number, day in enumerate(days)]


SEEN = {"outcome": "seen", "place": "home", "entry": "obtained", "purposes": ["compliance_check"], "officers": ["o9"]}
gaps = st.lists(st.sampled_from([0, 1, 28, 30, 31, 60, 89, 92, 93, 150, 183, 366]), max_size=9)


@st.composite
def with_long_histories(draw):
    """An offender with chains of visits, reviews and notices, and a day to judge it on."""
    data, as_of = draw(judged())
    visits = run_of("visits", SEEN, draw(gaps))
    for visit in visits:
        late = draw(st.sampled_from([None, 0, 1, 3, 10]))
        if late is not None:
            visit["recorded_on"] = (dt.date.fromisoformat(visit["on"]) + dt.timedelta(days=late)).isoformat()
    reviews = run_of("reviews", {"kind": "supervisor", "by": "o7"}, draw(gaps))
    notices = run_of("notifications", {"kind": "s85"}, draw(gaps))
    more = {"visits": visits, "reviews": reviews, "notifications": notices}
    return {**data, **{name: [*data.get(name, ()), *facts] for name, facts in more.items()}}, as_of


def told(schedule):
    """Every occurrence, but for the steps, which hold functions of the program."""
    return [row._replace(steps=tuple(step[0] for step in row.steps)) for row in schedule.all_obligations]


@pytest.mark.parametrize("ref", BOOKS)
@given(with_long_histories())
def test_a_history_told_later_is_the_one_walked_at_once(ref, case):
    data, as_of = case
    note(f"as of {as_of}")
    book, person = BOOKS[ref], read(data)
    later = evaluate(person, book, as_of=as_of)
    with walked(ref):
        once = evaluate(person, book, as_of=as_of)
    assert later.stable_until == once.stable_until
    late = {name: [row[:-2] for row, _ in later.outcomes.met_late(name)] for name in later.outcomes}
    assert late == {name: [row[:-2] for row, _ in once.outcomes.met_late(name)] for name in once.outcomes}
    assert told(later) == told(once)


@given(with_long_histories())
def test_the_flags_are_the_same_whether_or_not_somebody_asked(case):
    ref, (data, as_of) = "england-wales@2026.1", case
    book, person = BOOKS[ref], read(data)
    later = review(person, book, as_of=as_of)
    with walked(ref):
        once = review(person, book, as_of=as_of)
    assert (later.flags, later.stable_until) == (once.flags, once.stable_until)


def test_the_books_have_what_waits():
    program = program_of(BOOKS["england-wales@2026.1"])
    assert {rule.published_id for rule in program.rules if rule.is_chain} >= {"R-V2", "R-R3"}
    assert "R-V15" in {rule.published_id for rule in program.rules if rule.own_days is not None}
