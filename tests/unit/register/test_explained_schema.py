"""What explanations are written as and what the schema promises agree, key by key, over a register with faults."""

import datetime as dt
import json

import jsonschema
import pytest

from supervise.errors import RegisterError
from supervise.model import Offender
from supervise.register.explained_schema import EXPLANATION, EXPLANATION_PARTS
from supervise.register.output_schema import output_schema
from supervise.report.explaining import explain
from supervise.reviewing import review
from supervise.rules import load_rulebook
from supervise.sample import generate

pytestmark = pytest.mark.slow
AS_OF = dt.date(2026, 6, 30)
DEFS = output_schema()["$defs"]


@pytest.fixture(scope="module")
def explanations():
    book = load_rulebook("england-wales@2026.1")
    found = []
    for record in generate(8, 5, AS_OF, dirty=0.9):
        try:
            reviewed = review(Offender.from_dict(record), book, as_of=AS_OF)
        except RegisterError:
            continue
        found.append(explain(reviewed))
        found += [explain(reviewed, flag=code) for code in {flag.code for flag in reviewed.flags}]
    return [json.loads(each.json()) for each in found]


def objects(value):
    """Every object of plain data."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from objects(each)


def test_every_explanation_is_what_the_schema_promises(explanations):
    validator = jsonschema.Draft202012Validator({"$defs": DEFS, "$ref": "#/$defs/explanation"})
    assert [error.message for each in explanations for error in validator.iter_errors(each)] == []


def test_keys_come_in_the_order_of_the_schema(explanations):
    assert list(explanations[0]) == [name for name in EXPLANATION["properties"] if name in explanations[0]]
    assert set(EXPLANATION["required"]) <= set(explanations[0])
    for each in explanations:
        for step in (found for found in objects(each) if "words" in found):
            schema = DEFS[f"step_{step['kind']}"]
            assert list(step) == [name for name in schema["properties"] if name in step]
            assert set(schema["required"]) <= set(step)


def test_a_key_less_or_more_is_refused(explanations):
    validator = jsonschema.Draft202012Validator(output_schema())
    whole = explanations[0]
    assert validator.is_valid(whole)
    assert not validator.is_valid({**whole, "unknown": 1})
    for key in whole:
        assert not validator.is_valid({name: value for name, value in whole.items() if name != key})


def test_the_schema_is_one_and_every_reference_leads_somewhere():
    jsonschema.Draft202012Validator.check_schema(output_schema())
    names = {each["$ref"].removeprefix("#/$defs/") for each in objects(output_schema()) if "$ref" in each}
    assert names <= set(DEFS)
    assert set(EXPLANATION_PARTS) <= set(DEFS)
