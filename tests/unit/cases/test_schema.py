"""The JSON Schema of a case."""

import json
from importlib import resources

import jsonschema
import pytest

from supervise.cases.case import CASE, read_cases
from supervise.cases.expecting import EXPECTATIONS
from supervise.cases.schema import case_schema
from supervise.conformance import load_suite
from supervise.errors import RegisterError

SCHEMA = case_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FOLDER = resources.files("supervise") / "conformance"
PLAIN = {"id": "c1", "rulebook": "england-wales@2026.1", "offender": {"id": "x1"}, "as_of": "2026-01-05"} | {
    "expect": {"flags": ["VD001"]}
}


def test_it_is_a_schema_of_what_a_case_may_say():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == set(CASE.fields)
    assert SCHEMA["required"] == list(CASE.needs)
    expect = SCHEMA["properties"]["expect"]["properties"]
    assert set(expect) == set(EXPECTATIONS)


@pytest.mark.parametrize("name", [file.name for file in load_suite().files])
def test_every_worked_case_is_valid(name):
    for case in json.loads((FOLDER / name).read_text(encoding="utf-8")):
        assert [error.message for error in VALIDATOR.iter_errors(case)] == [], case["id"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"unknown": 1},
        {"as_of": 5},
        {"rulebook": 5},
        {"expect": {}},
        {"expect": {"unknown": []}},
        {"expect": {"obligations": [{"unknown": 1}]}},
        {"expect": {"subject": {"unknown": 1}}},
        {"expect": {"next_due": {"r": 5}}},
        {"expect": {"next_due": ["r"]}},
        {"expect": {"flags": [5]}},
        {"expect": {"flags": "VD001"}},
        {"expect": {"obligations": {"rule": "r"}}},
        {"expect": {"obligations": [{"due": None}]}},
        {"expect": {"registrations": [{"id": "g", "indefinite": "no"}]}},
        {"expect": {"registrations": [{"id": "g", "excluded_days": True}]}},
        {"expect": {"subject": []}},
        {"workforce": [{}]},
        {"workforce": [{"officer": "o1", "fte": -1}]},
        {"workforce": [{"officer": "o1", "trained": [{"until": "2026-01-01"}]}]},
        {"until": 5},
    ],
)
def test_what_a_case_may_not_say_is_refused_by_schema_and_reader(wrong, tmp_path):
    file = tmp_path / "own.cases.json"
    file.write_text(json.dumps([PLAIN]))
    assert VALIDATOR.is_valid(PLAIN)
    assert len(read_cases(file)) == 1
    file.write_text(json.dumps([PLAIN | wrong]))
    assert not VALIDATOR.is_valid(PLAIN | wrong)
    with pytest.raises(RegisterError):
        read_cases(file)


def test_what_an_offender_may_not_hold_is_refused():
    """The schema says it; when a case is run, what of its offender cannot be read is a slip."""
    wrong = {"offender": {"id": "x1", "visits": [{"id": "v", "outcome": "unknown"}]}}
    assert not VALIDATOR.is_valid(PLAIN | wrong)


def test_what_is_not_known_may_be_null():
    nothing = dict.fromkeys(("calendar", "workforce", "known_at", "until", "source", "why"))
    assert VALIDATOR.is_valid(PLAIN | nothing)


@pytest.mark.parametrize("missing", CASE.needs)
def test_what_a_case_must_say(missing):
    assert not VALIDATOR.is_valid({name: value for name, value in PLAIN.items() if name != missing})
