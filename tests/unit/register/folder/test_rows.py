"""Rows: where each stands, and what is wrong with it as a row."""

import io

import pytest
from hypothesis import given, strategies as st

from supervise.errors import RegisterError
from supervise.register.folder.columns import columns_of
from supervise.register.folder.rows import rows

NAMES = "offender_id,id,text_sketch"
COLUMNS = columns_of(NAMES, table="visits", file="visits.csv", line=1)


def cut(data, encoding="utf-8", columns=COLUMNS):
    return list(rows(io.BytesIO(data), columns, encoding, file="visits.csv", start=100, line=2))


def test_rows_are_numbered_by_their_first_line_and_know_their_bytes():
    data = b'A1,v1,"two\r\nlines"\r\n\r\n,,\nA1,v2,\xc3\xa9'
    found = cut(data)
    assert [(row.line, row.cells) for row in found] == [
        (2, ["A1", "v1", "two\r\nlines"]),
        (4, []),
        (5, []),
        (6, ["A1", "v2", "é"]),
    ]
    assert [data[row.start - 100 : row.stop - 100] for row in found] == [
        b'A1,v1,"two\r\nlines"\r\n',
        b"\r\n",
        b",,\n",
        b"A1,v2,\xc3\xa9",
    ]


@pytest.mark.parametrize(
    ("row", "kind", "first"),
    [
        ("A1,v1", "too few cells", "A1"),
        ("A1,v1,a,b", "too many cells", "A1"),
        ("A1,v1,a,", "too many cells", "A1"),
        (NAMES, "repeated header", "offender_id"),
        ('A1,v1,"a"b', "broken row", "A1"),
        ("A1,v1,a\rb", "broken row", None),
        (f"A1,v1,{'x' * 140_000}", "broken row", None),
    ],
)
def test_a_row_in_doubt_is_named_and_the_next_one_is_read(row, kind, first):
    found = cut(f"{row}\nA1,v2,c\n".encode())
    assert [one.misfit.kind if one.misfit else None for one in found] == [kind, None]
    assert found[0].cells[:1] == ([first] if first else [])
    assert found[1].cells == ["A1", "v2", "c"]


def test_a_blank_row_may_have_any_number_of_separators():
    assert [(row.cells, row.misfit) for row in cut("\n,\n,,,,\n \u00a0,\n".encode())] == [([], None)] * 4


@pytest.mark.parametrize(
    ("data", "line", "name"),
    [
        (b'A1,v1,a\nA1,v2,"open\nA1,v3,c\n', 3, "text_sketch"),
        (b'A1,"v1,open', 2, "id"),
        (b'A1,v1,"open\nA1,v2,"closed" here', 2, "text_sketch"),
        (b'A1,v1,"' + b"x" * 140_000 + b"\n" + b"y" * 10, 2, "?"),
    ],
)
def test_a_quote_that_is_not_closed_ends_the_reading_and_names_its_cell(data, line, name):
    with pytest.raises(RegisterError, match=rf"^visits\.csv:{line}: {name.replace('?', '[?]')}: a quote is opened"):
        cut(data)


def test_bytes_of_another_encoding_stay_visible_and_a_declared_one_is_read():
    raw = b"A1,v1,caf\xe9 \x93x\x94 \x81\n"
    assert cut(raw)[0].cells[2] == "caf\udce9 \udc93x\udc94 \udc81"
    assert cut(raw, "windows-1252")[0].cells[2] == "café \u201cx\u201d \udc81"


CELLS = st.lists(st.text(st.sampled_from("a\",\r\n'|;é"), max_size=5), min_size=3, max_size=3)


@given(st.lists(CELLS, max_size=5), st.sampled_from(["\r\n", "\n"]))
def test_whatever_is_written_is_cut_as_it_was(table, end):
    import csv

    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(table)
    data = text.getvalue().encode()
    found = cut(data)
    assert [row.cells for row in found if row.cells] == [cells for cells in table if any(map(str.strip, cells))]
    assert b"".join(data[row.start - 100 : row.stop - 100] for row in found) == data
    for row in found:
        assert row.line == 2 + data[: row.start - 100].count(b"\n")
