"""Writing a register: one line a record, to a file or a stream, the same bytes everywhere."""

import json
from io import StringIO

from supervise.sample import write_jsonl

RECORDS = [{"id": "synthetic-000001", "team": "n\u00f6rd"}, {"id": "synthetic-000002"}]


def test_a_file_holds_one_record_a_line(tmp_path):
    path = tmp_path / "register.jsonl"
    assert write_jsonl(path, RECORDS) == 2
    raw = path.read_bytes()
    assert [json.loads(line) for line in raw.splitlines()] == RECORDS
    assert raw.isascii()
    assert raw.endswith(b"\n")
    assert b"\r" not in raw


def test_a_path_may_be_text(tmp_path):
    write_jsonl(str(tmp_path / "a"), RECORDS)
    assert (tmp_path / "a").read_text().count("\n") == 2


def test_a_stream_gets_the_same(tmp_path):
    stream = StringIO()
    write_jsonl(stream, iter(RECORDS))
    write_jsonl(tmp_path / "a", RECORDS)
    assert (tmp_path / "a").read_text() == stream.getvalue()
    assert not stream.closed
