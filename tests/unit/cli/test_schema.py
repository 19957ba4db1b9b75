"""`schema`: one JSON Schema for each format."""

import json

import jsonschema
import pytest


@pytest.mark.parametrize("form", ["register", "rulebook", "case", "output"])
def test_each_format_has_a_schema_that_is_one(run, form):
    done = run("schema", form)
    jsonschema.Draft202012Validator.check_schema(json.loads(done.stdout))
    assert done.exit_code == 0


def test_another_format_is_an_error_of_usage(run):
    assert run("schema", "nightly").exit_code == 2
