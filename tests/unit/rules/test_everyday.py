"""What people write first: told the word of the language, where no likeness of letters would find it."""

import re
from enum import Enum
from typing import get_type_hints

import pytest

from supervise.rules import conditions, declared, evidence, group, language, places, quota, state, tolling, words
from supervise.rules.duration import Duration
from supervise.rules.everyday import KEYS, WORDS, key_meant, word_meant
from supervise.rules.language import Rule
from supervise.rules.reading import Problems, key_of, read

MODULES = (conditions, declared, evidence, group, language, places, quota, state, tolling, words)
CLASSES = {name: each for module in MODULES for name, each in vars(module).items() if isinstance(each, type)}
CHOICES = {name: each for name, each in CLASSES.items() if issubclass(each, Enum)}
MEANT = re.compile(r"did you mean '([^']+)'")


def known(name):
    """Return the words of a choice, or the keys of a table."""
    if name in CHOICES:
        return {member.value for member in CHOICES[name]}
    return {key_of(field) for field in get_type_hints(CLASSES[name])}


@pytest.mark.parametrize(("place", "word", "meant"), [(p, w, m) for p, row in WORDS.items() for w, m in row.items()])
def test_a_word_that_is_meant_is_one_of_the_choice_and_none_of_it_stands_here(place, word, meant):
    assert place in CHOICES or place in ("event", "length")
    if place in CHOICES:
        assert word not in known(place)
        assert set(MEANT.findall(meant)) <= known(place)


@pytest.mark.parametrize(("place", "key", "meant"), [(p, k, m) for p, row in KEYS.items() for k, m in row.items()])
def test_a_key_that_is_meant_is_one_of_the_table_and_none_of_it_stands_here(place, key, meant):
    assert key not in known(place)
    assert set(MEANT.findall(meant)) <= known(place)


@pytest.mark.parametrize("text", sorted(WORDS["length"]))
def test_a_word_for_a_length_is_no_period_and_what_is_told_is_one(text):
    with pytest.raises(ValueError, match="no period; write '") as error:
        Duration.from_text(text)
    told = re.findall(r"'([^']+)'", str(error.value))
    assert [str(Duration.from_text(each)) for each in told] == told


def test_what_is_meant_is_told_whatever_its_capitals():
    assert word_meant("Counting", "Inclusive") == word_meant("Counting", "inclusive")
    assert word_meant("Counting", "afterr") is None
    assert key_meant("Rule", "evry") is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"counting": "exclusive"}, "counting: unknown word; where the day itself is left out write 'after'"),
        ({"roll": "forward"}, "roll: unknown word; did you mean 'next open day'?"),
        ({"deadline": "5 days"}, "deadline: unknown key; how long says 'within', 'before' or 'every': "),
        ({"while": {"in": "custody"}}, "while.in: unknown key; a duty that stands only while a state lasts "),
        ({"anchor": {"anniversary": "registration"}}, "anchor.anniversary: unknown key; what returns each year is a grid"),
        ({"suspended": {"in": "custody", "effect": "pause"}}, "suspended[0].effect: unknown word; did you mean"),
    ],
)  # fmt: skip
def test_a_rule_in_everyday_words_is_told_those_of_the_language(change, told):
    problems = Problems()
    read(Rule, {"id": "R-1"} | change, "", problems)
    assert [each for each in problems.found if each.replace("suspended.", "suspended[0].").startswith(told)] != []
