"""Whether two facts agree in the fields that are named."""

from types import SimpleNamespace as Fact

import pytest

from supervise.engine.matching import agrees, fields_matched


def test_fields_are_named_as_attributes():
    assert fields_matched({"from": "on", "id": "to"}) == (("from_", "on"), ("id", "to"))


@pytest.mark.parametrize(
    ("mine", "theirs", "loosely", "strictly"),
    [("x", "x", True, True), ("x", "y", False, False), (None, "x", True, False), ("x", None, True, False)],
)
def test_facts_agree_where_both_give_the_field(mine, theirs, loosely, strictly):
    match = fields_matched({"a": "b"})
    assert agrees(Fact(a=mine), Fact(b=theirs), match) is loosely
    assert agrees(Fact(a=mine), Fact(b=theirs), match, strict=True) is strictly
    assert agrees(Fact(), None, match) is True
