import builtins
import json

import pytest
from hypothesis import example, given, strategies as st

from supervise.errors import MissingExtraError
from supervise.model.forms import MisfitError
from supervise.model.structure import DEEPEST
from supervise.register import decoding
from supervise.register.decoding import depth_of, duplicate_key, may_hold_null, msgspec, plain_record
from supervise.register.limits import Limits

NESTED = b'{"id":"A","x":' + b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1) + b"}"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b'{"id": NaN}', "not a number"),
        (b'{"id": -Infinity}', "not a number"),
        (b'{"id": 1.5, "x": NaN}', "not a number"),
        (b'{"id": 1e400}', "number out of range"),
        (b'{"id": ' + b"9" * 5000 + b"}", "number out of range"),
        (b'{"id": "\xff"}', "not UTF-8"),
        (b'{"id": "\xed\xa0\x80"}', "not UTF-8"),
        (b'{"id": "\\ud800"}', "lone surrogate"),
        (b'{"id": "\\udc00\\ud800"}', "lone surrogate"),
        (b'{"id": "a\x00"}', "null character"),
        (b'{"id": "a', "cut short"),
        (b'{"id": "a\\"', "cut short"),
        (b'{"id": "a\\', "cut short"),
        (b'{"id": ["a"', "cut short"),
        (b'{"id": "a"} x', "not JSON"),
        (b"{'id': 1}", "not JSON"),
        (b"", "not JSON"),
        (b'{"id": "a\x1f"}', "not JSON"),
        (b"]", "not JSON"),
        (b"[" * 100_000, "too deep"),
        (b'["A"]', "not an object"),
        (b'"A"', "not an object"),
        (b"null", "not an object"),
    ],
)
def test_a_record_that_is_no_object_has_a_kind(raw, kind):
    with pytest.raises(MisfitError) as caught:
        plain_record(raw, Limits())
    assert caught.value.kind == kind
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "raw", [b'{"id": "a\\\\\\u0000"}', b'{"id": "a\\\\u0000"}', b'{"id": "\\ud83d\\ude00"}', b'{"id": "\\n"}\r\n']
)
def test_harmless_escapes_are_read(raw):
    assert plain_record(raw, Limits()) == json.loads(raw)


@given(st.text("\0\\u01", max_size=8))
def test_a_null_in_any_text_may_be_seen_in_its_json(text):
    raw = json.dumps({"id": text}).encode()
    assert may_hold_null(raw) is ("\0" in text)


@given(st.binary(max_size=30) | st.text(alphabet='{}[]",:\\ \n0aeE.-', max_size=30).map(str.encode))
def test_no_bytes_whatever_end_in_another_error(raw):
    try:
        plain_record(raw, Limits())
    except MisfitError as misfit:
        assert misfit.hint  # noqa: PT017 - that it may also pass is the point


def pairs_of(value):
    """All keys of a JSON text in which a key may occur twice."""
    return (
        len(value) + sum(pairs_of(inner) for _, inner in value)
        if isinstance(value, Pairs)
        else sum(map(pairs_of, value))
        if isinstance(value, list)
        else 0
    )


class Pairs(list):
    """The pairs of an object, duplicates included."""


def keys_of(value):
    if isinstance(value, dict):
        return len(value) + sum(map(keys_of, value.values()))
    return sum(map(keys_of, value)) if isinstance(value, list) else 0


def is_double(value):
    if isinstance(value, Pairs):
        return len({key for key, _ in value}) < len(value) or any(is_double(inner) for _, inner in value)
    return any(map(is_double, value)) if isinstance(value, list) else False


keys = st.sampled_from(["a", "b", ":", '":', " :", '"', "\\", "a:", "\\u0061", "\t"])
spaces = st.sampled_from(["", " ", "\t", "\n", "\r", "  "])
texts = st.lists(st.sampled_from(['"', ":", " ", "\\", "a", "{", ","]), max_size=4).map("".join)


@st.composite
def objects(draw, depth=2):
    """The text of an object whose keys may occur twice, spelt and spaced in every way that JSON allows."""
    parts = []
    for key in draw(st.lists(keys, max_size=4)):
        spelt = json.dumps(key) if draw(st.booleans()) else '"' + "".join(f"\\u{ord(one):04x}" for one in key) + '"'
        if depth and draw(st.booleans()):
            value = draw(objects(depth - 1))
            value = f"[{value},1]" if draw(st.booleans()) else value
        else:
            value = json.dumps(draw(texts))
        parts.append(draw(spaces) + spelt + draw(spaces) + ":" + draw(spaces) + value + draw(spaces))
    return "{" + ",".join(parts) + "}"


@given(objects())
@example('{"a":1,"a":"b\\":c"}')
@example('{"a":1,"a" :2}')
@example('{"a":1,"\\u0061"\t :2,"b":":"}')
@example('{"a":":","a":2}')
def test_duplicate_keys_are_found_however_they_are_written(text):
    raw = text.encode()
    true_pairs = json.loads(text, object_pairs_hook=Pairs)
    assert (duplicate_key(raw, keys_of(json.loads(text))) is not None) is is_double(true_pairs)


@given(objects(), st.integers(0, 3))
def test_a_count_that_is_too_low_changes_nothing(text, missed):
    keys = keys_of(json.loads(text))
    assert duplicate_key(text.encode(), keys - missed) == duplicate_key(text.encode(), keys)


def test_a_plain_record_is_not_read_a_second_time(monkeypatch):
    monkeypatch.setattr(json, "loads", lambda *args, **options: pytest.fail("the careful way was taken"))
    assert not duplicate_key(b'{"id":"A 1","visits":[{"id":"v1","at":"10:30"}]}\r\n', 4)


def test_brackets_within_texts_do_not_count_as_depth():
    assert depth_of(b'{"a":"[[\\"[["}') == 1
    assert depth_of(NESTED) == DEEPEST + 2


def test_without_msgspec_the_extra_is_named(monkeypatch):
    real = builtins.__import__

    def refusing(name, *args, **options):
        if name == "msgspec":
            raise ImportError
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", refusing)
    decoding.msgspec.cache_clear()
    with pytest.raises(MissingExtraError, match=r"supervise-schedules\[register\]"):
        msgspec()
    monkeypatch.undo()
    decoding.msgspec.cache_clear()
    assert msgspec()
