"""CSV that a spreadsheet can open without running anything."""

import csv
import datetime as dt
import io

import pytest
from hypothesis import given, strategies as st

from supervise.model import Offender
from supervise.register.tabular import header, lines, rows
from supervise.register.writing import obligation_data
from supervise.reviewing import review
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK, LATE


@pytest.fixture(scope="module")
def found():
    return review(Offender.from_dict(LATE), load_rulebook(BOOK), as_of=dt.date(2026, 6, 30))


def table(*lines):
    return list(csv.DictReader(io.StringIO(b"".join(lines).decode(), newline="")))


def test_the_columns_are_the_offender_and_the_keys_of_an_obligation(found):
    columns = header().decode().removesuffix("\r\n").split(",")
    assert columns == ["offender", "incomplete", *obligation_data(found.obligations[0])]


def test_a_row_says_the_same_as_the_object(found):
    written = table(header(), rows("x1", False, found.obligations))
    for row, each in zip(written, found.obligations, strict=True):
        data = obligation_data(each)
        assert (row["offender"], row["incomplete"]) == ("x1", "false")
        assert row["due"] == (data["due"] or "")
        assert row["met_by"] == "|".join(data["met_by"])
        assert row["days_late"] == str(data["days_late"])
        assert row["projected"] == str(data["projected"]).lower()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20", "'"])
def test_no_cell_begins_like_a_formula(found, start):
    changed = found.obligations[0]._replace(key=f"{start}1+1", met_by=(f"{start}2",))
    (row,) = table(header(), rows(f"{start}cmd", True, [changed]))
    assert (row["offender"], row["key"], row["met_by"]) == (f"'{start}cmd", f"'{start}1+1", f"'{start}2")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_id_reads_back(found, id_):
    (row,) = table(header(), rows(id_, False, found.obligations[:1]))
    assert row["offender"].removeprefix("'") == id_
    assert row["offender"][0] not in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"


def test_nothing_to_show_is_no_row():
    assert rows("x1", False, []) == b""


def test_a_file_whose_name_is_no_utf_8_can_be_named():
    assert lines([["bad\udcff.jsonl:1: not JSON"]]) == b"bad?.jsonl:1: not JSON\r\n"
