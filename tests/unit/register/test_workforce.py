"""The file of officers: named by its hash; a fault in it is named with the file."""

import hashlib
import json

import pytest

from supervise.dates.ordinals import from_iso
from supervise.errors import RegisterError
from supervise.register.workforce import read_workforce


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
        ([{"officer": "o1", "traind": []}], "[0]: unknown key; did you mean 'trained'?"),
        ('[{"officer": "o1", "fte": NaN}]', "[0].fte: a share of full time is needed, a number from 0 such as 0.6"),
        (
            '[{"officer": "o1", "trained": [], "trained": null}]',
            "an officer, or a time, says one thing twice; write each key once",
        ),
        ("{", "the workforce is no JSON; write a list of officers"),
        ("[" * 100_000, "the workforce is no JSON; write a list of officers"),
    ],
)
def test_a_fault_is_named_with_the_file(file_of, data, fault):
    with pytest.raises(RegisterError) as error:
        read_workforce(file_of(data))
    assert str(error.value) == f"officers.json: {fault}"


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RegisterError, match=r"^officers\.json: the workforce cannot be read"):
        read_workforce(tmp_path / "officers.json")
