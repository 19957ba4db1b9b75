from typing import get_args

import attrs
import pytest

from supervise.model import ARRAYS, Offender, words
from supervise.model.words import name_meant, nearest

SETS = {
    name: get_args(getattr(words, name)) for name in words.__all__ if name not in ("hint_at", "name_meant", "nearest")
}


@pytest.mark.parametrize("name", sorted(SETS))
def test_words_are_unique_lower_case_ascii(name):
    assert len(set(SETS[name])) == len(SETS[name]) > 1
    assert all(word.isascii() and word == word.lower() and word.isidentifier() for word in SETS[name])


def test_the_nearest_word_looks_through_case_spaces_and_hyphens():
    assert nearest("No-Reply ", SETS["VisitOutcome"]) == "no_reply"
    assert nearest("sean", SETS["VisitOutcome"]) == "seen"


@pytest.mark.parametrize(("word", "known"), [("Risk", ARRAYS), ("dob", ARRAYS), ("sex_at", ["set_on"])])
def test_a_word_that_shares_but_some_letters_is_not_near(word, known):
    """A hint that misleads is worse than none: a column `Risk` holds no trips."""
    assert nearest(word, known) is None


@pytest.mark.parametrize(
    ("word", "near"), [("vists", "visits"), ("vist", "visits"), ("level", "levels"), ("Order", "orders")]
)
def test_one_letter_or_two_are_a_slip(word, near):
    assert nearest(word, ARRAYS) == near


def test_nothing_is_near_a_word_of_another_kind_or_a_long_text():
    assert nearest("zzz", SETS["VisitOutcome"]) is None
    assert nearest("seen" * 20, SETS["VisitOutcome"]) is None


def test_the_hint_does_not_depend_on_the_order_of_the_words():
    assert nearest("aX", ["ab", "aa"]) == nearest("aX", ["aa", "ab"])


@pytest.mark.parametrize(
    ("key", "known", "meant"),
    [
        ("date", ("id", "on"), "on"),
        ("Date", ("id", "from", "until"), "from"),
        ("date", ("id", "convicted_on"), None),
        ("kind", ("id", "about"), "about"),
        # Not the outcome of a decision, what a notice is about, nor the level of MAPPA.
        ("type", ("id", "kind", "outcome"), "kind"),
        ("type", ("id", "kind", "about"), "kind"),
        ("type", ("id", "category", "level"), "category"),
        # Why a level or a plan was changed, not what it is.
        ("reason", ("id", "level", "reason_code"), "reason_code"),
        ("reason", ("id", "mode", "reason_code"), "reason_code"),
        ("reason", ("id", "about"), "about"),
        ("reason", ("id", "outcome", "purposes"), "purposes"),
        ("birth_month", ("born_on", "birth_month_day"), "birth_month_day"),
        ("outcom", ("id", "outcome"), "outcome"),
    ],
)
def test_a_name_is_meant_where_the_table_has_it(key, known, meant):
    assert name_meant(key, known) == meant


def test_every_name_that_is_meant_is_one_of_the_register():
    fields = {name.rstrip("_") for kind in (Offender, *ARRAYS.values()) for name in attrs.fields_dict(kind)}
    assert {name for names in words._MEANT.values() for name in names} - fields == set()
