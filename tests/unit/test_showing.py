"""Values show ids and counts, and nothing else."""

from enum import Enum

import pytest

from supervise.showing import shown


class Colour(Enum):
    RED = "red"


class Inner:
    id = "v1"


class Made:
    id = "x1"
    colour = Colour.RED
    inner = Inner()
    rows = ("a secret", "another")
    nothing = None


@pytest.mark.parametrize(
    ("how", "text"),
    [
        (shown(), "Made()"),
        (shown("id"), "Made(id='x1')"),
        (shown("colour"), "Made(colour='red')"),
        (shown("inner.id"), "Made(id='v1')"),
        (shown(rows="rows"), "Made(rows=2)"),
        (shown("id", given="nothing"), "Made(id='x1', given=0)"),
    ],
)
def test_it_shows_what_is_named(how, text):
    assert how(Made()) == text


def test_a_subclass_shows_its_own_name():
    class Other(Made):
        pass

    assert shown("id")(Other()) == "Other(id='x1')"
