"""Attributes of fields that Python keeps for itself."""

import pytest

from supervise.rules.names import attribute_of


@pytest.mark.parametrize(("key", "attribute"), [("from", "from_"), ("for", "for_"), ("in", "in"), ("on", "on")])
def test_only_the_words_of_a_register_that_are_words_of_python_end_in_a_stroke(key, attribute):
    assert attribute_of(key) == attribute
