"""The schema takes the shipped cases, and refuses what the reader refuses."""

import json
from pathlib import Path

import jsonschema
import pytest

from supervise.cases import read_cases
from supervise.cases.case import EXPECTATIONS, KEYS
from supervise.cases.schema import case_schema
from supervise.errors import RegisterError

FILES = sorted((Path(__file__).parents[2] / "cases").glob("*.cases.json"))
CASE = {"id": "c1", "rulebook": "own@2026.1", "offender": {"id": "x1"}, "as_of": "2026-06-30", "expect": {}}


@pytest.fixture(scope="module")
def validator():
    schema = case_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_there_are_cases():
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_case_satisfies_it(validator, path):
    cases = json.loads(path.read_text(encoding="utf-8"))
    assert [(case["id"], error.message) for case in cases for error in validator.iter_errors(case)] == []


def test_it_knows_every_key_and_every_expectation():
    schema = case_schema()
    assert set(schema["properties"]) == KEYS
    assert set(schema["properties"]["expect"]["properties"]) == set(EXPECTATIONS)


@pytest.mark.parametrize(
    "case",
    [
        {**CASE, "whi": "x"},
        {key: value for key, value in CASE.items() if key != "as_of"},
        {**CASE, "as_of": 3},
        {**CASE, "expect": {"next_du": {}}},
        {**CASE, "expect": {"obligations": [{"rule": "R-V2", "duee": "2026-01-01"}]}},
        {**CASE, "expect": {"subject": {"lastday": "2026-01-01"}}},
    ],
    ids=["unknown key", "missing key", "wrong type", "unknown expectation", "unknown field", "unknown field of one"],
)
def test_what_it_refuses_the_reader_refuses(validator, tmp_path, case):
    assert validator.is_valid(CASE)
    assert not validator.is_valid(case)
    path = tmp_path / "own.cases.json"
    path.write_text(json.dumps([case]))
    with pytest.raises(RegisterError):
        read_cases(path)
