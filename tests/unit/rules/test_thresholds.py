"""What a threshold may hold; how it is refused is told with overlays and whole books."""

import pytest

from supervise.rules.thresholds import is_negative, level_faults, replacing_faults

SCALE = ("low", "high")


@pytest.mark.parametrize("value", [0, 3.5, True, "-1", [0, [1]], {"a": {"b": 2}}, []])
def test_nought_words_and_truths_are_not_below_nought(value):
    assert not is_negative(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("t", {"low": 1, "high": 2}),
        ("t", {"yearly": 1}),
        ("t", {}),
        ("t", ["hgh"]),
        ("t-levels", ["high"]),
        ("t-levels", [1, ["hgh"]]),
        ("t-levels", 3),
    ],
)
def test_only_a_table_by_level_and_a_list_of_levels_are_held_to_the_scale(name, value):
    assert list(level_faults(name, value, SCALE)) == []


def test_what_was_empty_may_be_filled_with_anything():
    assert list(replacing_faults(["a", 1], [])) == []
    assert list(replacing_faults({"a": 1}, {})) == []
