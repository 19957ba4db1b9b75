"""Outputs as Parquet: what is read back says what the lines of JSON say."""

import datetime as dt
import io
import json
import sys

import pytest

from supervise.errors import MissingExtraError
from supervise.register import parquet
from supervise.register.arrow import pyarrow as library
from supervise.register.parquet import parquet_output
from supervise.register.tabular import SCHEDULE, plain_rows
from supervise.register.writing import line, run_data

pq = pytest.importorskip("pyarrow.parquet")

ROWS = [
    {"offender": "x1", "incomplete": False, "rule": "R-V2", "key": "=1", "due": "2026-06-11", "met_by": ("v1", "v2")},
    {"offender": "x2", "incomplete": True, "rule": "R-V2", "days_late": 3, "quotas": [{"id": "q", "short": 1}]},
]


def test_each_row_is_typed_and_head_and_sums_are_in_the_file(run, monkeypatch):
    monkeypatch.setattr(parquet, "_GROUP", 2)
    file = io.BytesIO()
    with parquet_output(file, SCHEDULE, run) as output:
        output.write(plain_rows(SCHEDULE, ROWS))
        output.write(plain_rows(SCHEDULE, ROWS[:1]))
        output.end({"type": "summary", "read": 2})
    found = pq.ParquetFile(file)
    assert found.num_row_groups == 2
    assert {field.name: str(field.type) for field in found.schema_arrow} == {
        "offender": "string",
        "incomplete": "bool",
        "rule": "string",
        "key": "string",
        "regime": "string",
        "anchor": "date32[day]",
        "opens": "date32[day]",
        "due": "date32[day]",
        "due_at": "string",
        "cautious_due": "date32[day]",
        "latest": "string",
        "status": "string",
        "met_by": "list<element: string>",
        "days_late": "int64",
        "days_frozen": "int64",
        "projected": "bool",
        "truncated": "bool",
        "lacking": "list<element: string>",
        "quotas": "string",
    }
    first, second, again = found.read().to_pylist()
    assert first == again
    assert {name: value for name, value in first.items() if value is not None} == {
        **ROWS[0],
        "due": dt.date(2026, 6, 11),
        "met_by": ["v1", "v2"],
    }
    assert (second["days_late"], json.loads(second["quotas"])) == (3, ROWS[1]["quotas"])
    about = found.metadata.metadata
    assert about[b"supervise.run"] + b"\n" == line(run_data(run))
    assert json.loads(about[b"supervise.summary"]) == {"type": "summary", "read": 2}


def test_no_rows_are_a_table_all_the_same(run):
    file = io.BytesIO()
    with parquet_output(file, SCHEDULE, run) as output:
        output.end({})
    assert pq.read_table(file).num_rows == 0


def test_without_the_library_the_extra_is_named(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    library.cache_clear()
    with pytest.raises(MissingExtraError, match=r"supervise-schedules\[arrow\]"):
        parquet_output(io.BytesIO(), SCHEDULE, run).__enter__()
    library.cache_clear()
