"""Files and mappings to plain data: what cannot be read is said clearly, and nothing else comes through."""

import datetime as dt
import hashlib
import re
from pathlib import Path

import pytest

from supervise.errors import RulebookLoadError, UnknownRulebookError
from supervise.rules import intake
from supervise.rules.intake import bytes_of, from_bytes, from_mapping, refuse_another


def refused(content):
    with pytest.raises(RulebookLoadError) as caught:
        from_bytes(content, "own.toml")
    return caught.value.problems


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the file: empty; a book begins with format, id, version and title"),
        (b"# only a comment\n", "the file: empty; a book begins with format, id, version and title"),
        (b"id = 'caf\xe9'", "the file: not UTF-8 text; save it as UTF-8"),
        (b"\nid = 1 2", "line 2, column 8: not valid TOML"),
        (b"id = 'a'\nid = 'b'", "the end of the file: a key or table given twice"),
        (b"[a]\nb = 1\n[a]\n", "line 3, column 3: a key or table given twice"),
        (b"a = {b = 1, b = 2}", "line 1, column 17: a key or table given twice"),
        (b"a = " + b"9" * 5000, "the file: not valid TOML"),
        (b"a = " + b"9" * 50, "a: expected a number of at most 18 digits"),
        (b"a = nan", "a: expected a number of at most 18 digits"),
        (b"a = " + b"[" * 5000, "the file: nested more than 40 deep"),
        (b"a = " + b"[" * 50 + b"]" * 50, "the file: nested more than 40 deep"),
    ],
)
def test_a_file_that_is_no_book_is_refused_with_the_place(content, problem):
    (found,) = refused(content)
    # The parser of another version of Python may stop a column sooner or later.
    assert re.sub(r"column \d+", "", found) == re.sub(r"column \d+", "", problem)


def test_the_words_of_the_parser_are_not_repeated():
    assert "secret" not in refused(b"secret secret = 1")[0]


def test_the_hash_of_a_file_is_that_of_its_bytes():
    content = b'id = "own"\n'
    taken = from_bytes(content, "own.toml")
    assert (taken.source, taken.data, taken.sha256) == (
        "own.toml",
        {"id": "own"},
        hashlib.sha256(content).hexdigest(),
    )


def test_the_mark_of_utf_8_that_some_editors_write_is_passed_over():
    content = b'\xef\xbb\xbfid = "own"\n'
    taken = from_bytes(content, "own.toml")
    assert (taken.data, taken.sha256) == ({"id": "own"}, hashlib.sha256(content).hexdigest())
    assert refused(b"\xef\xbb\xbf") == ("the file: empty; a book begins with format, id, version and title",)


def test_a_mapping_is_copied_and_hashed_by_content():
    data = {"b": [1, (2, 3)], "a": {"day": dt.date(2026, 1, 1), "at": dt.time(9)}}
    taken = from_mapping(data, "rulebook")
    assert taken.data == {"b": [1, [2, 3]], "a": {"day": dt.date(2026, 1, 1), "at": dt.time(9)}}
    assert taken.sha256 == from_mapping(dict(reversed(data.items())), "rulebook").sha256
    assert taken.sha256 != from_mapping(data | {"b": 1}, "rulebook").sha256


def test_what_is_no_plain_data_is_refused_with_every_path():
    with pytest.raises(RulebookLoadError) as caught:
        from_mapping({"a": {1: "x"}, "b": [{3}], "c": float("inf"), "d": {"e": object()}}, "overlay")
    assert caught.value.source == "inline overlay"
    advice = "no plain value; write text, a number, true, false, a date, a list or a table"
    assert list(caught.value.problems) == [
        "a: a key must be text, not a whole number",
        f"b[0]: {advice}",
        "c: expected a number of at most 18 digits",
        f"d.e: {advice}",
    ]


def test_what_goes_round_in_circles_is_refused():
    data = {}
    data["a"] = data
    with pytest.raises(RulebookLoadError, match="nested more than 40 deep"):
        from_mapping(data, "rulebook")


def test_what_has_no_end_is_refused(monkeypatch):
    monkeypatch.setattr(intake, "MOST_VALUES", 10)
    with pytest.raises(RulebookLoadError, match="more than 10 values"):
        from_mapping({"a": [0] * 20}, "rulebook")


BOOK = {"format": 1, "id": "own", "rule": []}
OVERLAY = {"id": "own", "version": "1", "amend": []}
CALENDAR = {"name": "own", "closed_weekdays": [], "closed_days": []}


@pytest.mark.parametrize(
    ("data", "wanted", "what"),
    [
        (OVERLAY, "rulebook", "this is an overlay: name the rulebook it amends, and give it with that (--overlay"),
        (CALENDAR, "rulebook", "this is a calendar: it is given with the rulebook (--calendar, or calendar=)"),
        (BOOK, "overlay", "this is a rulebook: it is given where a rulebook is asked for (--rulebook)"),
        (CALENDAR, "overlay", "this is a calendar: it is given with"),
    ],
)
def test_a_file_of_another_kind_is_told_by_its_keys_and_where_it_is_given(data, wanted, what):
    with pytest.raises(RulebookLoadError) as caught:
        refuse_another(data, "own.toml", wanted)
    (problem,) = caught.value.problems
    assert problem.startswith(what)


@pytest.mark.parametrize(
    ("data", "wanted"),
    [(BOOK, "rulebook"), (OVERLAY, "overlay"), (BOOK | OVERLAY, "rulebook"), ({"id": "own"}, "rulebook")],
)
def test_what_is_or_may_be_of_the_kind_is_read(data, wanted):
    refuse_another(data, "own.toml", wanted)


def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path, monkeypatch):
    def reason(path):
        with pytest.raises(UnknownRulebookError) as caught:
            bytes_of(path, "rulebook")
        return str(caught.value)

    assert reason(tmp_path / "none.toml") == "no rulebook 'none.toml': there is no such file"
    assert reason(tmp_path) == f"no rulebook '{tmp_path.name}': it is a folder"
    for empty in ("", " ", Path()):
        assert reason(empty).startswith("no rulebook is named: write the path of a file, or the reference of")
    assert reason("a\0b") == "no rulebook 'a?b': it cannot be read"

    def forbidden(self):
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert reason(tmp_path / "x") == "no rulebook 'x': it may not be read"
