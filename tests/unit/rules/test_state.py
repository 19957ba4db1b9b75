"""The states a book names itself: read strictly, and written back as they were."""

import pytest

from supervise.rules.reading import Problems, plain, read
from supervise.rules.state import StateRule

EITHER = "x: give 'from' and 'until', the events it lies between, or 'of', the facts it is made of"


def found(value):
    problems = Problems()
    return read(StateRule, value, "x", problems), problems.found


@pytest.mark.parametrize(
    "value",
    [
        ["custody"],
        ["custody", "hospital"],
        {"from": "event.assigned", "until": "assessment"},
        {"from": {"of": ["event.a"], "where": {"for": "set"}}, "until": ["visit", "trip"]},
        {"of": ["status.custody"], "where": {"evidence": "set"}},
    ],
)
def test_what_is_read_is_written_back_as_it_was(value):
    state, faults = found(value)
    assert faults == []
    assert plain(state) == value
    assert found(plain(state)) == (state, [])


def test_one_name_may_stand_alone():
    assert found("custody") == (StateRule(any_=("custody",)), [])


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (3, "x: expected the name of a state, a list of them, or a table with 'from' and 'until', or with 'of', found"),
        ([], "x: an empty list; name at least one, or leave the key out"),
        ({}, EITHER),
        ({"from": "visit", "until": "trip", "of": "stay"}, EITHER),
        ({"until": "trip"}, EITHER),
        ({"from": "visit"}, "x.until: goes with 'from': name the event it ends with"),
        ({"of": "stay", "until": "trip"}, "x.until: goes with 'from': name the event it ends with"),
        ({"from": "visit", "until": "trip", "where": {"at": "set"}}, "x.where: goes with 'of' only"),
        ({"untill": "trip"}, "x.untill: unknown key; did you mean 'until'?"),
    ],
)
def test_a_state_is_made_in_one_way(value, fault):
    _, (first,) = found(value)
    assert first.startswith(fault)
