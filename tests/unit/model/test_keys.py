"""Objects of JSON, each key once."""

import json

import pytest

from supervise.model.keys import DuplicateKeyError, unique_keys


@pytest.mark.parametrize("text", ['{"a": 1, "a": 1}', '{"a": {"b": 1, "b": 2}}', '[{"a": 1, "b": 2, "a": 3}]'])
def test_a_key_that_stands_twice_ends_the_reading(text):
    with pytest.raises(DuplicateKeyError):
        json.loads(text, object_pairs_hook=unique_keys)


@pytest.mark.parametrize("text", ["{}", '{"a": 1, "b": {"a": 2}}', '[{"a": 1}, {"a": 1}]'])
def test_keys_of_objects_apart_may_be_the_same(text):
    assert json.loads(text, object_pairs_hook=unique_keys) == json.loads(text)
