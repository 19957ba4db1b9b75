"""One register in every format: the same review, to the byte, below the line that names the file."""

import datetime as dt
import gzip
import json
import sys

import pytest

from supervise import load_rulebook, review_register
from supervise.cli.group import commands
from supervise.register import read_json, read_rows, write_folder
from supervise.register.writing import line, rejected_data, review_data
from supervise.reviewing import Review
from tests.unit.cli.setting import AS_OF, BOOK, LATE, REGISTER, runner
from tests.unit.register.test_arrow import arrow_of, parquet_of, table_of

zstd = pytest.importorskip("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
ARGUMENTS = (*AS_OF, "--rulebook", BOOK, "--format", "jsonl")

# Faults that every format can hold: a word, a date, an unknown key, an id twice, an id that is missing.
FAULTY = [
    LATE,
    {"id": "x2", "visits": [{"id": "v1", "on": "2024-01-05", "outcome": "sean"}]},
    {"id": "x1", "team": "north"},
    {"id": "x3", "visits": [{"id": "v1", "on": "2024-02-30", "outcom": "seen"}]},
    {"team": "north"},
]


def in_every_format(folder, records):
    text = "".join(f"{json.dumps(each)}\n" for each in records).encode()
    # A flag names the line of a record, so that here each has the line it has in JSON Lines.
    listed = f"[{','.join(text.decode().splitlines(keepends=True))}]".encode()
    files = {
        "r.jsonl": text,
        "r.jsonl.gz": gzip.compress(text),
        "r.jsonl.zst": zstd.compress(text),
        "r.json": listed,
        "r.json.gz": gzip.compress(listed),
        "r.json.zst": zstd.compress(listed),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    parquet_of(folder / "r.parquet", table_of(*records))
    arrow_of(folder / "r.arrow", table_of(*records))
    return [folder / name for name in (*files, "r.parquet", "r.arrow")]


def below_the_head(path):
    """What a review writes, and its exit code; where a record stands is a matter of the form."""
    done = runner().invoke(commands, ["review", str(path), *ARGUMENTS])
    head, *rest = done.stdout.splitlines()
    assert json.loads(head)["type"] == "run"
    rows = [json.loads(each) for each in rest]
    for row in rows:
        for each in (row, *row.get("set_aside", ())) if isinstance(row.get("set_aside", ()), list) else (row,):
            each.pop("file", None)
            each.pop("line", None)
    return done.exit_code, rows, rest


def test_the_example_register_is_reviewed_alike_to_the_byte(tmp_path):
    records = [json.loads(each) for each in REGISTER.read_text(encoding="utf-8").splitlines()]
    paths = in_every_format(tmp_path, records)
    write_folder(tmp_path / "folder", records)
    expected = below_the_head(REGISTER)
    assert expected[0] == 0
    for path in (*paths, tmp_path / "folder"):
        assert below_the_head(path) == expected, path.name


def test_faults_are_set_aside_alike(tmp_path):
    paths = in_every_format(tmp_path, FAULTY)
    expected = below_the_head(paths[0])[:2]
    assert expected[0] == 3
    assert [row["type"] for row in expected[1]][:4] == ["review", "review", "rejected", "review"]
    for path in paths:
        assert below_the_head(path)[:2] == expected, path.name


def test_rows_in_memory_are_reviewed_alike(tmp_path):
    book = load_rulebook(BOOK)

    def lines(reading):
        done = review_register(reading, book, as_of=dt.date(2026, 6, 30))
        return [line(review_data(each) if isinstance(each, Review) else rejected_data(each)) for each in done]

    (tmp_path / "rows").write_text("".join(f"{json.dumps(each)}\n" for each in FAULTY), encoding="utf-8")
    expected = lines(read_json(tmp_path / "rows"))
    assert lines(read_rows(FAULTY)) == lines(read_rows(table_of(*FAULTY))) == expected


@pytest.mark.parametrize(
    "name", ["r.json", "r.jsonl.gz", "r.jsonl.zst", "r.json.gz", "r.json.zst", "r.parquet", "r.arrow"]
)
def test_a_file_cut_short_leaves_no_output(tmp_path, name):
    in_every_format(tmp_path, [LATE, *FAULTY])
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) * 2 // 3])
    output = tmp_path / "out.jsonl"
    done = runner().invoke(commands, ["review", str(tmp_path / name), *ARGUMENTS, "--output", str(output)])
    assert (done.exit_code, done.stdout, output.exists()) == (2, "", False)
    assert "cut short" in done.stderr
