"""The schema takes what the loader takes, and refuses keys and types that it refuses."""

import copy
import datetime as dt
import tomllib
from pathlib import Path

import jsonschema
import pytest

from supervise.errors import RulebookLoadError
from supervise.rules import load_rulebook
from supervise.rules.codec import read_draft
from supervise.rules.schema import rulebook_schema
from tests.unit.rules.minimal import related

BOOKS = sorted((Path(__file__).parents[3] / "src" / "supervise" / "rulebooks").glob("*.toml"))


@pytest.fixture(scope="module")
def validator():
    schema = rulebook_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def plain(value):
    """TOML as JSON has it: dates as text."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_every_shipped_book_satisfies_it(validator, path):
    book = plain(tomllib.loads(path.read_text(encoding="utf-8")))
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(book)] == []


def test_a_book_of_relations_satisfies_it(validator):
    assert load_rulebook(related()).ref == "own@2026.1"
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(related())] == []


def rule_of(book):
    return next(rule for rule in book["rule"] if "while" in rule)


def test_a_list_of_names_stands_where_an_event_resets(validator):
    book = related()
    book["derive"].append(
        {"id": "d", "kind": "series", "of": "visit", "reach": 2, "reset_by": ["trip", "event.k"], "source": "s"}
    )
    assert validator.is_valid(book)
    assert read_draft(book, "own.toml").derive[-1].reset_by.select.of == ("trip", "event.k")


CHANGES = {
    "unknown key": lambda book: book.update(titel="x"),
    "missing key": lambda book: book.pop("title"),
    "wrong type": lambda book: book.update(format="one"),
    "unknown key of a rule": lambda book: rule_of(book).update(dutty="x"),
    "missing key of a rule": lambda book: rule_of(book).pop("duty"),
    "unknown word": lambda book: rule_of(book).update(authority="MINE"),
    "unknown key of a table inside": lambda book: rule_of(book)["while"].update(spam="x"),
    "number for a name": lambda book: rule_of(book).update(one_per=3),
    "number for a length": lambda book: rule_of(book).update(regime=[{"every": 3}]),
    "number for the end of a state": lambda book: rule_of(book).update(suspended=[{"in": "custody", "due": "3 days"}]),
    "unknown word of a derived event": lambda book: book.update(
        derive=[{"id": "e", "kind": "presense", "source": "s"}]
    ),
    "number for a state": lambda book: book.update(states={"own": 3}),
    "unknown key of a state": lambda book: book.update(states={"own": {"from": "visit", "untill": "trip"}}),
    "group without what governs": lambda book: book.update(group=[{"id": "g", "of": ["a", "b"]}]),
    "selection of nothing": lambda book: book.update(define={"own": {"at": "on"}}),
    "tests of nothing": lambda book: book.update(define={"own": {"of": "visit", "where": {}}}),
    "test that is none": lambda book: book.update(define={"own": {"of": "visit", "where": {"on": {"atleast": 3}}}}),
    "span without a length": lambda book: book.update(span=[{"length": [{"name": "x"}]}]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_it_refuses_the_loader_refuses(validator, change):
    book = copy.deepcopy(tomllib.loads(BOOKS[0].read_text(encoding="utf-8")))
    change(book)
    assert not validator.is_valid(plain(book))
    with pytest.raises(RulebookLoadError):
        read_draft(book, "own.toml")
