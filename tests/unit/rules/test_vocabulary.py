"""The nouns, and what the arrays they stand for hold."""

import pytest

from supervise.model import ARRAYS
from supervise.rules.names import attribute_of
from supervise.rules.vocabulary import NOUNS, STATE_PREFIXES, entry_kinds_of, fields_of, shape_of, words_of


def test_every_array_has_its_noun():
    assert {noun.array for noun in NOUNS.values()} == set(ARRAYS)


@pytest.mark.parametrize("name", NOUNS)
def test_a_noun_is_dated_and_told_apart_by_fields_that_its_facts_have(name):
    noun = NOUNS[name]
    attributes = {attribute_of(key) for key in fields_of(noun.array)}
    assert noun.at in attributes
    assert noun.kind is None or noun.kind in attributes


def test_states_are_written_with_nouns():
    assert set(STATE_PREFIXES) <= set(NOUNS)


def test_words_are_those_of_closed_fields_alone_or_in_lists():
    assert words_of("visits", "purposes")[0] == "compliance_check"
    assert words_of("visits", "outcome")[0] == "seen"
    assert words_of("visits", "officers") is None
    assert words_of("levels", "level") is None
    assert words_of("orders", "items") is None
    assert words_of("visits", "nothing") is None


def test_entries_of_a_list_have_kinds():
    assert "device_check" in entry_kinds_of("orders", "items")
    assert entry_kinds_of("registrations", "terms") is None
    assert entry_kinds_of("visits", "officers") is None
    assert entry_kinds_of("visits", "nothing") is None


def test_what_a_field_holds_is_said_in_words():
    shapes = {key: shape_of("visits", key) for key in ("on", "at", "announced", "purposes", "outcome", "id", "nothing")}
    assert shapes == {
        "on": "a date",
        "at": "a time of day",
        "announced": "true or false",
        "purposes": "a list",
        "outcome": "text",
        "id": "text",
        "nothing": None,
    }
    assert (shape_of("mappa", "level"), shape_of("decisions", "bar_years")) == ("a number", "a number")
