"""Thresholds in the forms that checks ask for."""

from supervise.checks.thresholds import Thresholds, thresholds_of
from tests.catalogue.people import BOOK

HELD = Thresholds({"n": 3, "yes": True, "list": [9, "b", 2, True, "a", {}], "table": {"high": 3}, "word": "x"})


def test_a_whole_number_is_one_and_true_is_none():
    assert HELD.number == {"n": 3}


def test_of_a_list_the_numbers_come_in_order_and_the_words_as_they_are():
    assert HELD.numbers == {"list": (2, 9)}
    assert HELD.words == {"list": ("b", "a")}


def test_every_value_is_there_as_it_is():
    assert set(HELD.values) == {"n", "yes", "list", "table", "word"}
    assert HELD.values["table"] == {"high": 3}


def test_a_book_is_read_once():
    assert thresholds_of(BOOK) is thresholds_of(BOOK)
    assert thresholds_of(BOOK).values.keys() == BOOK.thresholds.keys()
