"""Officers are read strictly; every fault has its path, none its value."""

import hashlib
import json

import pytest

from supervise.dates.ordinals import from_iso
from supervise.errors import RegisterError
from supervise.register.workforce import read_workforce

SHARE = "[0].fte: a share of full time is needed, a number from 0 such as 0.6"


@pytest.fixture
def file_of(tmp_path):
    def write(data):
        path = tmp_path / "officers.json"
        path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        return path

    return write


def test_training_holds_from_its_first_day_until_it_ends(file_of):
    rows = [
        {
            "officer": "o1",
            "team": "t1",
            "trained": [{"from": "2024-01-02", "until": "2024-02-01"}, {"from": "2025-01-01"}],
        },
        {"officer": "o2", "fte": 0.5, "absent": [{"from": "2024-01-02", "until": None}]},
        {"officer": "o3", "trained": None},
    ]
    workforce, _ = read_workforce(file_of(rows))
    days = ("2024-01-01", "2024-01-02", "2024-01-31", "2024-02-01", "2030-01-01")
    assert [workforce.is_trained("o1", from_iso(day)) for day in days] == [False, True, True, False, True]
    assert not workforce.is_trained("o2", from_iso("2024-01-05"))


def test_the_file_is_named_by_its_hash_and_without_its_folder(file_of):
    path = file_of([])
    _, named = read_workforce(path)
    assert (named.id, named.version) == ("officers", None)
    assert named.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({}, "a list of officers is needed, not object"),
        (["Mr Smith"], "[0]: an officer is an object, not text"),
        ([{"team": "t1"}], "[0].officer: an id is needed, not null"),
        ([{"officer": " "}], "[0].officer: an id is needed, not text"),
        ([{"officer": "o1"}, {"officer": "o1"}], "[1].officer: an earlier entry has this id; give each officer one"),
        ([{"officer": "o1", "traind": []}], "[0]: unknown key; did you mean 'trained'?"),
        ([{"officer": "o1", "xyz": []}], "[0]: unknown key"),
        ([{"officer": "o1", "trained": "yes"}], "[0].trained: a list of {from, until} is needed, not text"),
        ([{"officer": "o1", "trained": ["2024"]}], "[0].trained[0]: {from, until} is needed, not text"),
        ([{"officer": "o1", "trained": [{}]}], "[0].trained[0].from: missing; write the first day as YYYY-MM-DD"),
        (
            [{"officer": "o1", "absent": [{"from": "2024-02-30"}]}],
            "[0].absent[0].from: a date YYYY-MM-DD is needed, not text",
        ),
        (
            [{"officer": "o1", "trained": [{"from": "2024-01-02", "until": 7}]}],
            "[0].trained[0].until: a date YYYY-MM-DD is needed, not number",
        ),
        ([{"officer": "o1", "team": 3}], "[0].team: an id is needed, not number"),
        ([{"officer": "o1", "supervisor": ["s1"]}], "[0].supervisor: an id is needed, not list"),
        ([{"officer": "o1", "fte": "0.6"}], SHARE),
        ([{"officer": "o1", "fte": -0.1}], SHARE),
        ([{"officer": "o1", "fte": True}], SHARE),
        ('[{"officer": "o1", "fte": NaN}]', SHARE),
        ("{", "the workforce is no JSON; write a list of officers"),
    ],
)
def test_a_fault_has_its_path(file_of, data, fault):
    with pytest.raises(RegisterError) as error:
        read_workforce(file_of(data))
    assert str(error.value) == f"officers.json: {fault}"


def test_all_faults_are_named_at_once(file_of):
    with pytest.raises(RegisterError, match=r"\[0\]: .*; \[1\]: "):
        read_workforce(file_of([1, 2]))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RegisterError, match=r"^officers\.json: the workforce cannot be read"):
        read_workforce(tmp_path / "officers.json")


def test_the_rest_is_known_of_each_officer(file_of):
    rows = [
        {
            "officer": "o1",
            "team": "t1",
            "supervisor": "s1",
            "fte": 0.6,
            "absent": [{"from": "2024-01-02", "until": "2024-02-01"}],
        },
        {"officer": "o2", "fte": 1, "team": None},
    ]
    workforce, _ = read_workforce(file_of(rows))
    first = workforce.officer("o1")
    assert (first.team, first.supervisor, str(first.fte)) == ("t1", "s1", "0.6")
    assert first.absent == ((from_iso("2024-01-02"), from_iso("2024-02-01")),)
    second = workforce.officer("o2")
    assert (second.team, second.supervisor, second.fte, second.absent) == (None, None, 1, ())


@pytest.mark.parametrize("trained", [{}, {"trained": None}])
def test_a_file_that_gives_nobodys_training_says_nothing_of_it(file_of, trained):
    """A list of teams must not make every visit one without trained staff."""
    workforce, _ = read_workforce(file_of([{"officer": "o1", "team": "t1", **trained}]))
    assert workforce.trained is None
    told, _ = read_workforce(file_of([{"officer": "o1", "trained": []}]))
    assert told.trained == {"o1": ()}
