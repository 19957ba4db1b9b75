"""One place knows how each register of single records is opened."""

import pytest

from supervise.register.arrow import ArrowFile
from supervise.register.limits import Limits
from supervise.register.opening import opened
from supervise.register.rows import Rows
from supervise.register.source import Source


@pytest.mark.parametrize("name", ["r.jsonl", "r.json", "parquet", "r.parquet.jsonl"])
def test_a_file_is_json_unless_its_name_says_otherwise(tmp_path, name):
    (tmp_path / name).write_bytes(b"{}")
    with opened(tmp_path / name, Limits()) as source:
        assert isinstance(source, Source)


@pytest.mark.parametrize("name", ["r.parquet", "r.arrow", "r.Feather"])
def test_the_name_of_a_table_says_so(tmp_path, name):
    pytest.importorskip("pyarrow")
    (tmp_path / name).write_bytes(b"")
    with opened(tmp_path / name, Limits()) as source:
        assert isinstance(source, ArrowFile)
        assert source.is_divisible is False


def test_rows_are_open_already():
    rows = Rows("rows", list)
    with opened(rows, Limits()) as source:
        assert source is rows
