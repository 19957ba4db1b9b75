"""Plain data to declarations: every fault with its path and the kind of value, never the value."""

import datetime as dt
from enum import Enum
from typing import Any, ClassVar

import pytest
from attrs import Factory, field, frozen

from supervise.rules.reading import Problems, hint_of, item, key_of, kind_of, near_to, nearest, plain, read, shown, step


class Word(Enum):
    YES = "yes"
    NO = "no"


@frozen
class Short:
    text: str = ""

    @classmethod
    def from_text(cls, text):
        if not text:
            message = "empty"
            raise ValueError(message)
        return cls(text)


@frozen
class Own:
    WRITTEN: ClassVar[str] = "two of them"
    inner: int = 0

    @classmethod
    def read(cls, value, path, problems):
        return cls(value)

    def plain(self):
        return self.inner


@frozen
class Whole:
    name: str
    count: int | None = None
    day: dt.date | None = None
    word: Word = Word.YES
    words: tuple[str | int, ...] = ()
    while_: bool = False
    short: Short | None = None
    own: Own | None = None
    table: dict[str, int] = field(factory=dict)
    parts: tuple[Short, ...] = Factory(tuple)
    any_: Any = None

    def faults(self):
        if self.name == "bad":
            yield "name", "is bad"
            yield "", "is bad as a whole"


def found(value, kind=Whole, path=""):
    problems = Problems()
    result = read(kind, value, path, problems)
    return result, problems.found


def test_every_key_is_read():
    data = {
        "name": "n",
        "count": 2,
        "day": "2026-01-31",
        "word": "no",
        "words": ["a", 3],
        "while": True,
        "short": "text",
        "own": 5,
        "table": {"a": 1},
        "parts": ["a", {"text": "b"}],
        "any": [None],
    }
    whole, faults = found(data)
    assert faults == []
    assert whole == Whole(
        name="n",
        count=2,
        day=dt.date(2026, 1, 31),
        word=Word.NO,
        words=("a", 3),
        while_=True,
        short=Short("text"),
        own=Own(5),
        table={"a": 1},
        parts=(Short("a"), Short("b")),
        any_=[None],
    )
    assert found(plain(whole)) == (whole, [])


def test_what_equals_its_default_is_left_out():
    assert plain(Whole(name="n")) == {"name": "n"}


def test_one_thing_stands_without_its_brackets():
    assert found({"name": "n", "words": "a"})[0].words == ("a",)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({}, "name: missing; it has no default: write text"),
        ({"name": 3}, "name: expected text, found a whole number"),
        ({"name": None}, "name: expected text, found nothing"),
        ({"name": "n", "count": True}, "count: expected a whole number, found true or false"),
        ({"name": "n", "count": 1.5}, "count: expected a whole number, found a number"),
        ({"name": "n", "while": 1}, "while: expected true or false, found a whole number"),
        ({"name": "n", "day": "31.1.2026"}, "day: a date is ten characters, YYYY-MM-DD, in plain digits"),
        ({"name": "n", "day": "2026-02-30"}, "day: no such day in the calendar"),
        ({"name": "n", "day": dt.datetime(2026, 1, 1)}, "day: expected a date, found a date with a time"),
        ({"name": "n", "word": "yess"}, "word: unknown word; did you mean 'yes'?"),
        ({"name": "n", "word": []}, "word: expected 'yes' or 'no', found a list"),
        ({"name": "n", "words": []}, "words: an empty list; name at least one, or leave the key out"),
        ({"name": "n", "words": ["a", 1.5]}, "words[1]: expected text or a whole number, found a number"),
        ({"name": "n", "short": ""}, "short: empty"),
        ({"name": "n", "short": 3}, "short: expected text or a table, found a whole number"),
        ({"name": "n", "table": 3}, "table: expected a table, found a whole number"),
        ({"name": "n", "table": {"a b": "x"}}, 'table."a b": expected a whole number, found text'),
        ({"name": "n", "parts": [{"id": "P", "txt": ""}]}, "parts[0] P.id: unknown key; known: 'text'"),
        ({"name": "n", "cuont": 2}, "cuont: unknown key; did you mean 'count'?"),
        ({"name": "bad"}, "name: is bad"),
        ([], "expected a table with 'name', found a list"),
    ],
)
def test_each_fault_has_its_path_and_the_kind_of_value(data, fault):
    whole, faults = found(data)
    assert fault in faults
    assert whole is None or faults[0].startswith(("name: is bad",))


def test_all_faults_are_found_at_once():
    _, faults = found({"count": "x", "day": "x", "cuont": 2, "words": [1.5]})
    assert len(faults) == 5


def test_a_fault_of_the_whole_has_the_path_of_the_whole():
    assert found({"name": "bad"}, path="rule[0]")[1] == ["rule[0].name: is bad", "rule[0]: is bad as a whole"]
    assert "is bad as a whole" in found({"name": "bad"})[1]


def test_what_to_write_is_said_for_each_kind_that_is_missing():
    @frozen
    class Needs:
        a: tuple[str, ...]
        b: Own
        c: Word
        d: Any
        e: int | str

    # Annotations of a local class are not text here: this module does not postpone them.
    assert found({}, Needs)[1] == [
        "a: missing; it has no default: write text, or a list of them",
        "b: missing; it has no default: write two of them",
        "c: missing; it has no default: write 'yes' or 'no'",
        "d: missing; it has no default: write a value",
        "e: missing; it has no default: write a whole number or text",
    ]


def test_no_value_is_repeated():
    secret = "what Mr Smith said"
    for data in ({"name": "n", "word": secret}, {"name": "n", "day": secret}, {"name": "n", "count": secret}):
        assert secret not in "".join(found(data)[1])


def test_names_are_shown_only_if_they_are_names():
    assert shown("a@2026.1") == "'a@2026.1'"
    assert shown("a\nb") == "of this name"
    assert step("a", "b\nc" * 40).startswith('a."b\\nc')
    assert len(step("a", "b\nc" * 40)) < 70
    assert item("x", 1, {"id": "two words"}) == "x[1]"
    assert item("x", 1, {"id": 3}) == "x[1]"
    assert key_of("in_") == "in"


def test_a_hint_names_the_nearest_id_or_the_command_that_names_all():
    assert hint_of("R-V22", ["R-V2", "R-N1"], "rules show") == "did you mean 'R-V2'?"
    assert hint_of("zzz", ["R-V2"], "rules show") == "`supervise rules show` names them all"


def test_a_hint_names_the_nearest_word_or_all():
    assert nearest("visit", []) == "known: none"
    assert nearest("zzz", ["b", "a"]) == "known: 'a', 'b'"
    # A paragraph is compared with nothing.
    assert nearest("a" * 81, ["a" * 80]).startswith("known:")


def test_kinds_have_names_in_words():
    assert [kind_of(each) for each in ({}, [], "", 1, 1.0, True, None, dt.time(), object())] == [
        "a table",
        "a list",
        "text",
        "a whole number",
        "a number",
        "true or false",
        "nothing",
        "a time of day",
        "another kind of value",
    ]


def test_plain_data_are_sorted_by_key():
    assert list(plain({"b": [1], "a": (Word.NO,)})) == ["a", "b"]
    assert plain({"b": [1], "a": (Word.NO,)}) == {"a": ["no"], "b": [1]}


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [
        ("feb", ["february", "march"], "february"),
        ("fe", ["february", "march"], None),
        # Of two with this beginning neither.
        ("mon", ["monday_morning", "month_and_day"], None),
        ("x" * 80, ["x" * 79], "x" * 79),
        ("x" * 81, ["x" * 80], None),
    ],
)
def test_a_word_of_three_to_eighty_letters_may_be_the_beginning_of_another(word, known, near):
    assert near_to(word, known) == near
