"""Officers are read strictly; every fault has its path, none its value."""

from math import inf, nan

import pytest

from supervise.dates.ordinals import from_iso
from supervise.engine.clock import FAR
from supervise.engine.officers import faults_of_officers, workforce_of
from supervise.engine.timeline import Officer, Workforce
from supervise.errors import RegisterError

SHARE = "[0].fte: a share of full time is needed, a number from 0 such as 0.6"


def of(*rows):
    return workforce_of(list(rows), "here")


def test_training_holds_from_its_first_day_until_it_ends():
    workforce = of(
        {"officer": "o1", "trained": [{"from": "2024-01-02", "until": "2024-02-01"}, {"from": "2025-01-01"}]},
        {"officer": "o2", "trained": []},
        {"officer": "o3", "trained": None},
        {"officer": "o4"},
    )
    first, end, again = map(from_iso, ("2024-01-02", "2024-02-01", "2025-01-01"))
    assert workforce.trained == {"o1": ((first, end), (again, FAR)), "o2": (), "o3": (), "o4": ()}


@pytest.mark.parametrize("trained", [{}, {"trained": None}])
def test_officers_of_whom_none_has_training_given_say_nothing_of_it(trained):
    """A list of teams must not make every visit one without trained staff."""
    assert of({"officer": "o1", "team": "t1", **trained}).trained is None
    assert of().trained is None
    assert of({"officer": "o1", "trained": []}).trained == {"o1": ()}


def test_the_rest_is_known_of_each_officer():
    absent = [{"from": "2024-01-02", "until": "2024-02-01"}, {"from": "2024-03-01", "until": None}]
    workforce = of(
        {"officer": "o1", "team": "t1", "supervisor": "s1", "fte": 0.6, "absent": absent},
        {"officer": "o2", "fte": 1, "team": None},
        {"officer": "o3", "fte": 0},
    )
    first = workforce.officer("o1")
    assert (first.team, first.supervisor, str(first.fte)) == ("t1", "s1", "0.6")
    assert first.absent == (tuple(map(from_iso, ("2024-01-02", "2024-02-01"))), (from_iso("2024-03-01"), FAR))
    assert workforce.officer("o2") == Officer(fte=1)
    assert workforce.officer("o3") == Officer(fte=0)


def test_ids_are_compared_as_everywhere():
    """Without blanks around them and in Unicode NFC, on the list and where it is asked."""
    row = {"officer": " e\u0301 ", "team": "t1\u00a0", "supervisor": " ", "trained": [{"from": "2024-01-02"}]}
    workforce = of(row)
    assert workforce.officer("\u00e9 ") == Officer(team="t1")
    assert workforce.names("\u00e9")
    assert workforce.names(" e\u0301")
    assert not workforce.names("E\u0301")
    assert workforce.is_trained(" \u00e9", from_iso("2024-01-02"))
    assert Workforce({"o1 ": ((1, FAR),)}, {" o2": Officer(team="t2")}).is_trained("o1", 1)
    assert Workforce(None, {" o2": Officer(team="t2")}).officer("o2").team == "t2"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({}, "a list of officers is needed, not object"),
        (["Mr Smith"], "[0]: an officer is an object, not text"),
        ([{"team": "t1"}], "[0].officer: an id is needed, not null"),
        ([{"officer": " "}], "[0].officer: an id is needed, not text"),
        ([{"officer": "o1\0"}], "[0].officer: no id of a register holds a null character or half a character"),
        (
            [{"officer": "o1", "team": "\ud800"}],
            "[0].team: no id of a register holds a null character or half a character",
        ),
        ([{"officer": "o1"}, {"officer": "o1"}], "[1].officer: an earlier entry has this id; give each officer one"),
        ([{"officer": "o1"}, {"officer": " o1"}], "[1].officer: an earlier entry has this id; give each officer one"),
        ([{"officer": "o1", "traind": []}], "[0]: unknown key; did you mean 'trained'?"),
        ([{"officer": "o1", "xyz": []}], "[0]: unknown key"),
        ([{"officer": "o1", "trained": "yes"}], "[0].trained: a list of {from, until} is needed, not text"),
        ([{"officer": "o1", "trained": ["2024"]}], "[0].trained[0]: {from, until} is needed, not text"),
        ([{"officer": "o1", "trained": [{}]}], "[0].trained[0].from: missing; write the first day as YYYY-MM-DD"),
        (
            [{"officer": "o1", "absent": [{"from": "2024-02-30"}]}],
            "[0].absent[0].from: a date YYYY-MM-DD is needed, and this text is none",
        ),
        (
            [{"officer": "o1", "trained": [{"from": "2024-01-02", "until": 7}]}],
            "[0].trained[0].until: a date YYYY-MM-DD is needed, not number",
        ),
        (
            [{"officer": "o1", "trained": [{"from": "2024-01-02", "until": "2023-12-31"}]}],
            "[0].trained[0].until: lies before the first day",
        ),
        ([{"officer": "o1", "team": 3}], "[0].team: an id is needed, not number"),
        ([{"officer": "o1", "supervisor": ["s1"]}], "[0].supervisor: an id is needed, not list"),
        ([{"officer": "o1", "fte": "0.6"}], SHARE),
        ([{"officer": "o1", "fte": -0.1}], SHARE),
        ([{"officer": "o1", "fte": True}], SHARE),
        ([{"officer": "o1", "fte": nan}], SHARE),
        ([{"officer": "o1", "fte": inf}], SHARE),
        ([{"officer": "o1", "trained": {}}], "[0].trained: a list of {from, until} is needed, not object"),
        ([{"officer": "o1", "trained": False}], "[0].trained: a list of {from, until} is needed, not true or false"),
    ],
)
def test_a_fault_has_its_path(data, fault):
    assert list(faults_of_officers(data)) == [fault]
    with pytest.raises(RegisterError) as error:
        workforce_of(data, "officers.json")
    assert str(error.value) == f"officers.json: {fault}"


def test_what_ends_on_its_first_day_is_no_fault():
    assert not list(faults_of_officers([{"officer": "o1", "absent": [{"from": "2024-01-02", "until": "2024-01-02"}]}]))


def test_all_faults_are_named_at_once():
    with pytest.raises(RegisterError, match=r"^here: \[0\]: .*; \[1\]: "):
        of(1, 2)
