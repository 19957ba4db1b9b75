"""What a threshold may hold; how it is refused is told with overlays and whole books."""

import pytest

from supervise.rules.thresholds import is_negative, level_faults, replacing_faults

SCALE = ("low", "high")


@pytest.mark.parametrize("value", [0, 3.5, True, "-1", [0, [1]], {"a": {"b": 2}}, []])
def test_nought_words_and_truths_are_not_below_nought(value):
    assert not is_negative(value)


@pytest.mark.parametrize("value", [-1, -0.5, [30, -90], {"low": 1, "high": -1}, {"a": [[-1]]}])
def test_a_number_below_nought_is_found_wherever_it_stands(value):
    assert is_negative(value)


@pytest.mark.parametrize(
    ("value", "before", "faults"),
    [
        (3, 4, []),
        (47.5, 4, []),
        (True, 4, ["expected a number, as in the book; found true or false"]),
        ("3", 4, ["expected a number, as in the book; found text"]),
        ([1, 2], [3], []),
        ([1, "2"], [3], ["expected a number inside, as in the book; found text"]),
        ({"a": 1, "b": 2}, {"a": 3}, []),
        ({"b": "2"}, {"a": 3, "c": 4}, [
            "expected a number inside, as in the book; found text",
            "lacks 'a', which the book's table has; it takes the place of the whole table",
            "lacks 'c', which the book's table has; it takes the place of the whole table",
        ]),
    ],
)  # fmt: skip
def test_what_takes_the_place_of_a_value_is_like_it(value, before, faults):
    assert list(replacing_faults(value, before)) == faults


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
