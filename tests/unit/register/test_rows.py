"""Rows in memory: what each Python value says in JSON."""

import datetime as dt
import hashlib
import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from supervise.register import read_rows
from supervise.register.limits import Limits
from supervise.register.rows import Rows, records_of


class Number:
    """As numerical libraries have them."""

    def __init__(self, value):
        self.value = value

    def tolist(self):
        return self.value


class NotATime(dt.datetime):
    """As pandas has it."""

    def __eq__(self, other):
        return False

    def __ne__(self, other):
        return True

    __hash__ = None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (dt.date(2026, 1, 5), "2026-01-05"),
        (dt.datetime(2026, 1, 5), "2026-01-05"),
        (dt.datetime(2026, 1, 5, 9, 30), "2026-01-05T09:30:00"),
        (dt.datetime(2026, 1, 5, tzinfo=dt.UTC), "2026-01-05T00:00:00+00:00"),
        (dt.datetime(2026, 7, 5, tzinfo=ZoneInfo("Europe/London")), "2026-07-05T00:00:00+01:00"),
        (dt.time(9, 30), "09:30"),
        (dt.time(9, 30, 1), "09:30:01"),
        (dt.time(9, 30, 0, 5), "09:30:00.000005"),
        (Decimal(3), 3),
        (Decimal("3.0"), 3),
        (Decimal("3.5"), 3.5),
        (Number(7), 7),
        (Number([1, 2]), [1, 2]),
        (("a", "b"), ["a", "b"]),
        (b"bytes", {}),
        ({1, 2}, {}),
        (None, None),
        (type("M", (__import__("collections").UserDict,), {})({"a": 1}), {"a": 1}),
    ],
)
def test_each_value_has_one_form(value, said):
    (record,) = records_of([{"x": value}], Limits())
    assert json.loads(record.raw) == {"x": said}
    assert record.fault is None


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("nan"), NotATime(2026, 1, 5)])
def test_what_is_not_a_number_is_refused(value):
    (item,) = read_rows([{"id": "A1", "x": value}])
    assert item.kind == "not a number"


ITSELF: dict = {"id": "A1"}
ITSELF["x"] = ITSELF
NESTED = json.loads("[" * 150 + "]" * 150)
DEEP: list = []
for _ in range(20_000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (None, "not an object"),
        (["A1"], "not an object"),
        ("A1", "not an object"),
        ({("a", "b"): 1}, "not an object"),
        (ITSELF, "not an object"),
        ({"id": "A1", "x": DEEP}, "not an object"),
        ({"id": "A\udc80"}, "lone surrogate"),
        ({"id": "A1", "x": NESTED}, "too deep"),
        ({"id": "x" * 500}, "too long"),
        ({"id": 5}, "wrong type"),
        ({}, "missing id"),
        ({"id": "A\0"}, "null character"),
    ],
)
def test_a_row_that_is_no_offender_is_set_aside(row, kind):
    items = list(read_rows([row, {"id": "A2"}], limits=Limits(line=400)))
    assert (items[0].kind, items[0].line, items[1].id) == (kind, 1, "A2")
    assert "A1" not in str(items[0])


def test_a_row_of_just_as_many_bytes_as_are_allowed_is_read():
    row = {"id": "A1"}
    long = len('{"id": "A1"}')
    assert [record.fault is None for record in records_of([row], Limits(line=long))] == [True]
    assert [record.fault.kind for record in records_of([row], Limits(line=long - 1))] == ["too long"]


def test_the_hash_of_rows_is_that_of_their_lines():
    rows = Rows("rows", lambda: [{"id": "A1"}, None])
    assert rows.sha256() == hashlib.sha256(b'{"id": "A1"}\n\n').hexdigest()


def test_rows_do_not_change_and_are_not_divided():
    rows = Rows("rows", list)
    assert (rows.stamp, rows.is_divisible) == ((0, 0), False)
