import io
import json

import pytest
from hypothesis import given, strategies as st

from supervise.register import Counts, Part
from supervise.register.limits import Limits
from supervise.register.records import elements, lines


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time, whatever is asked for."""

    def __init__(self, data, step):
        super().__init__(data)
        self.step = step

    def read(self, size=-1):
        return super().read(min(size, self.step) if size >= 0 else self.step)


def cut(data, line=1 << 24, step=1 << 16):
    return list(elements(Trickle(data, step), Limits(line=line)))


def test_lines_are_numbered_and_blank_ones_counted():
    counts = Counts()
    data = b"a\n\n \t\r\nb\r\nc"
    found = list(lines(io.BytesIO(data), Part(), Limits(), counts))
    assert [(one.line, one.offset, one.raw) for one in found] == [
        (1, 0, b"a\n"),
        (4, 7, b"b\r\n"),
        (5, 10, b"c"),
    ]
    assert counts.blank == 2


def test_a_line_that_is_too_long_is_named_and_the_next_one_is_read():
    data = b"x" * 200_000 + b"\n" + b"y" * 10 + b"\n" + b"z" * 11
    found = list(lines(io.BytesIO(data), Part(), Limits(line=10), Counts()))
    assert [(one.line, one.offset, one.raw, one.fault and one.fault.kind) for one in found] == [
        (1, 0, b"", "too long"),
        (2, 200_001, b"y" * 10 + b"\n", None),
        (3, 200_012, b"", "too long"),
    ]


@given(st.lists(st.sampled_from([b"a", b"bb", b"", b" "]), max_size=8), st.integers(0, 20))
def test_two_parts_divided_at_any_line_border_are_the_whole(texts, at):
    data = b"\n".join(texts)
    whole = list(lines(io.BytesIO(data), Part(), Limits(), Counts()))
    border = next((one for one in whole if one.offset >= at), None)
    if border:
        first = list(lines(io.BytesIO(data), Part(0, border.offset), Limits(), Counts()))
        second_stream = io.BytesIO(data)
        second_stream.seek(border.offset)
        second = list(lines(second_stream, Part(border.offset, None, border.line), Limits(), Counts()))
        assert first + second == whole


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from(['"', "\\", "[", "]}", ","]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(json_values, max_size=5), st.sampled_from([None, 1]), st.integers(1, 7), st.booleans())
def test_the_elements_of_a_list_are_cut_where_they_end(values, indent, step, ascii_only):
    data = json.dumps(values, indent=indent, ensure_ascii=ascii_only).encode()
    found = cut(b" \n" + data + b"\n", step=step)
    assert [json.loads(one.raw) for one in found] == values
    assert all(one.fault is None for one in found)
    for one in found:
        assert (b" \n" + data)[one.offset :].startswith(one.raw.lstrip())
        assert one.line == 1 + (b" \n" + data)[: one.offset].count(b"\n")


@given(st.lists(json_values, min_size=1, max_size=4), st.integers(1, 5), st.data())
def test_a_list_cut_short_anywhere_always_leaves_a_record_that_says_so(values, step, data):
    whole = json.dumps(values).encode()
    end = data.draw(st.integers(1, len(whole) - 1))
    assert [one.fault.kind for one in cut(whole[:end], step=step) if one.fault] == ["cut short"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", []),
        (b" \n ", []),
        (b"[]", []),
        (b"[ \n]", []),
        (b"[1,]", [b"1", b""]),
        (b"[,1]", [b"", b"1"]),
        (b"[1 2]", [b"1 2"]),
        (b'{"id": "A"}\n', [b'{"id": "A"}\n']),
        (b"7", [b"7"]),
    ],
)
def test_what_stands_between_the_commas_is_a_record(data, expected):
    assert [one.raw for one in cut(data)] == expected


def test_nothing_may_follow_the_list():
    (first, second) = cut(b"[1]\n{}")
    assert (first.raw, second.fault.kind) == (b"1", "not JSON")


@pytest.mark.parametrize("step", [1, 3, 1 << 16])
def test_an_element_that_is_too_long_is_named_and_the_next_one_is_read(step):
    data = b'[1,\n"' + b"x\n" * 50 + b'",\n2]'
    found = cut(data, line=20, step=step)
    assert [(one.line, one.raw.strip(), one.fault and one.fault.kind) for one in found] == [
        (1, b"1", None),
        (1, b"", "too long"),
        (53, b"2", None),
    ]
    assert data[found[2].offset :] == b"2]"


def test_one_object_that_is_too_long_is_named():
    (one,) = cut(b'\n{"id": "A"}', line=10)
    assert (one.line, one.offset, one.fault.kind) == (2, 1, "too long")


def test_too_much_after_the_end_of_a_list_is_named_once():
    assert [one.fault and one.fault.kind for one in cut(b"[1]" + b"x" * 50, line=10)] == [None, "not JSON"]
