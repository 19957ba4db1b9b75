"""The suite that ships: its index, its files and its history."""

import hashlib
import json
from importlib import resources

import pytest

from supervise.conformance import Amended, Edition, date_cases, load_suite, suite

FOLDER = resources.files("supervise") / "conformance"


def test_the_index_is_true_of_every_file():
    for file in load_suite().files:
        assert hashlib.sha256((FOLDER / file.name).read_bytes()).hexdigest() == file.sha256
        assert len(file.cases()) == file.count


def test_cases_come_file_by_file():
    found = load_suite()
    expected = [case.id for file in found.files for case in file.cases()]
    assert [case.id for case in found.cases()] == expected


def test_a_file_is_found_by_name():
    assert load_suite().file("ireland.cases.json").name == "ireland.cases.json"
    with pytest.raises(KeyError):
        load_suite().file("nowhere.cases.json")


def test_a_history_is_read(monkeypatch):
    rows = {
        "format": 1,
        "version": "2",
        "files": [],
        "history": [
            {
                "version": "2",
                "note": "n",
                "added": ["a"],
                "changed": [{"id": "b", "why": "w"}],
                "withdrawn": [{"id": "c", "why": "v"}],
            }
        ],
    }
    monkeypatch.setattr(suite, "_read", lambda name: json.loads(json.dumps(rows)))
    (edition,) = load_suite().history
    assert edition == Edition(
        version="2",
        note="n",
        added=("a",),
        changed=(Amended(id="b", why="w"),),
        withdrawn=(Amended(id="c", why="v"),),
    )


def test_date_cases_are_plain_data():
    assert {"id", "operation", "inputs", "expect", "source"} <= date_cases()[0].keys()
