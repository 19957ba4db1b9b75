"""A value of an earlier release has what came later, by its default."""

import pickle

import attrs
import pytest

from supervise.keeping import kept
from supervise.model import Level


@kept
@attrs.frozen
class Visit:
    id: str
    place: str | None = None
    officers: tuple[str, ...] = ()


def made(**state):
    """A value as an unpickler makes it."""
    value = Visit.__new__(Visit)
    value.__setstate__(state)
    return value


@pytest.mark.parametrize(
    ("state", "value"),
    [
        ({"id": "v1"}, Visit("v1")),
        ({"id": "v1", "officers": ("o1",)}, Visit("v1", officers=("o1",))),
        ({"id": "v1", "place": "home", "officers": ("o1",)}, Visit("v1", "home", ("o1",))),
        (
            {"id": "v1", "place": "home", "gone": True},
            Visit("v1", "home"),
        ),  # as many as there are, and one of them gone
    ],
)
def test_what_is_missing_has_its_default_and_what_is_given_stays(state, value):
    assert made(**state) == value


def test_a_default_that_is_made_anew_is_refused():
    with pytest.raises(TypeError, match=r"^Made\.tags: give a default that is a value, not a factory$"):

        @kept
        @attrs.frozen
        class Made:
            tags: list = attrs.field(factory=list)


def test_what_has_no_default_is_never_made_up():
    with pytest.raises(AttributeError):
        made(place="home").id  # noqa: B018 - asking is the test


def test_facts_come_back_as_they_went():
    level = Level(id="l1", level="high")
    assert pickle.loads(pickle.dumps(level)) == level
