"""The JSON Schema of a case."""

import json
from importlib import resources

import jsonschema
import pytest

from supervise.cases.case import EXPECTATIONS, KEYS, REQUIRED
from supervise.cases.schema import case_schema
from supervise.conformance import load_suite

SCHEMA = case_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
FOLDER = resources.files("supervise") / "conformance"
PLAIN = {"id": "c1", "rulebook": "england-wales@2026.1", "offender": {"id": "x1"}, "as_of": "2026-01-05"} | {
    "expect": {"flags": ["VD001"]}
}


def test_it_is_a_schema_of_what_a_case_may_say():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert set(SCHEMA["properties"]) == KEYS
    assert SCHEMA["required"] == list(REQUIRED)
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
        {"expect": {"flags": [5]}},
        {"offender": {"id": "x1", "visits": [{"id": "v", "outcome": "unknown"}]}},
    ],
)
def test_what_a_case_may_not_say_is_refused(wrong):
    assert VALIDATOR.is_valid(PLAIN)
    assert not VALIDATOR.is_valid(PLAIN | wrong)


@pytest.mark.parametrize("missing", REQUIRED)
def test_what_a_case_must_say(missing):
    assert not VALIDATOR.is_valid({name: value for name, value in PLAIN.items() if name != missing})
