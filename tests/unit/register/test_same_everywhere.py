"""One register in every format: the same review, to the byte, below the line that names the file."""

import contextlib
import datetime as dt
import gzip
import json
import sqlite3
import sys

import pytest

from supervise import load_rulebook, review_register
from supervise.cli.group import commands
from supervise.register import read_json, read_register, read_rows, write_folder
from supervise.register.writing import line, rejected_data, review_data
from supervise.reviewing import Review
from tests.unit.cli.setting import AS_OF, BOOK, LATE, REGISTER, runner
from tests.unit.postgresql import needs_server
from tests.unit.register.sql.setting import sqlite_of, write_tables
from tests.unit.register.test_arrow import arrow_of, parquet_of, table_of

sqlalchemy = pytest.importorskip("sqlalchemy")
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


def text_of(records):
    return "".join(f"{json.dumps(each)}\n" for each in records).encode()


def list_of(records):
    # A flag names the line of a record, so that here each has the line it has in JSON Lines.
    return f"[{','.join(text_of(records).decode().splitlines(keepends=True))}]".encode()


def bytes_in(name, make):
    """A writer of a file."""

    def write(folder, records):
        (folder / name).write_bytes(make(records))
        return folder / name

    return write


def folder_in(folder, records):
    write_folder(folder / "folder", records)
    return folder / "folder"


# Each writes a register to a folder, and returns where it is.
FILES = {
    "r.jsonl": bytes_in("r.jsonl", text_of),
    "r.jsonl.gz": bytes_in("r.jsonl.gz", lambda records: gzip.compress(text_of(records))),
    "r.jsonl.zst": bytes_in("r.jsonl.zst", lambda records: zstd.compress(text_of(records))),
    "r.json": bytes_in("r.json", list_of),
    "r.json.gz": bytes_in("r.json.gz", lambda records: gzip.compress(list_of(records))),
    "r.json.zst": bytes_in("r.json.zst", lambda records: zstd.compress(list_of(records))),
    "r.parquet": lambda folder, records: parquet_of(folder / "r.parquet", table_of(*records)),
    "r.arrow": lambda folder, records: arrow_of(folder / "r.arrow", table_of(*records)),
}
TABLES = {
    "folder": folder_in,
    "sqlite": lambda folder, records: sqlite_of(folder / "r.db", records),
    "sqlite with types": lambda folder, records: sqlite_of(folder / "r.db", records, typed=True),
}


def below_the_head(path):
    """What a review writes, and its exit code; where a record stands is a matter of the form."""
    done = runner().invoke(commands, ["review", str(path), *ARGUMENTS])
    assert done.exit_code in {0, 3}, done.stderr
    head, *rest = done.stdout.splitlines()
    assert json.loads(head)["type"] == "run"
    rows = [json.loads(each) for each in rest]
    for row in rows:
        for each in (row, *row.get("set_aside", ())) if isinstance(row.get("set_aside", ()), list) else (row,):
            each.pop("file", None)
            each.pop("line", None)
    return done.exit_code, rows, rest


# Half of the example: enough for every kind of fact.
RECORDS = [json.loads(each) for each in REGISTER.read_text(encoding="utf-8").splitlines()[::2]]


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    found = below_the_head(FILES["r.jsonl"](tmp_path_factory.mktemp("jsonl"), RECORDS))
    assert found[0] == 0
    assert len(found[1]) > len(RECORDS)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("form", [*FILES, *TABLES])
def test_the_example_register_is_reviewed_alike_to_the_byte(tmp_path, expected, form):
    assert below_the_head({**FILES, **TABLES}[form](tmp_path, RECORDS)) == expected


@pytest.mark.parametrize("typed", [pytest.param(each, marks=needs_server) for each in (False, True)])
def test_the_example_register_is_reviewed_alike_from_a_server(base, expected, typed):
    write_tables(sqlalchemy.create_engine(base), RECORDS, typed=typed)
    assert below_the_head(base) == expected


@pytest.mark.parametrize("form", FILES)
def test_faults_are_set_aside_alike(tmp_path, form):
    code, rows, _ = below_the_head(FILES["r.jsonl"](tmp_path, FAULTY))
    assert code == 3
    assert [row["type"] for row in rows][:4] == ["review", "review", "rejected", "review"]
    assert below_the_head(FILES[form](tmp_path, FAULTY))[:2] == (code, rows)


@pytest.mark.parametrize("form", [*FILES, *TABLES])
def test_a_narrative_in_the_place_of_a_sketch_is_left_out_of_every_form(tmp_path, form):
    records = [{"id": "x1", "visits": [{"id": "v1", "on": "2024-01-05", "text_sketch": "Mr Smith was ill"}]}]
    where = {**FILES, **TABLES}[form](tmp_path, records)
    for reading in (read_register(where), read_rows(records), read_rows(table_of(*records))):
        (offender,) = reading
        ((note,), (visit,)) = offender.notes, offender.visits
        assert (offender.faults, note.path, note.kind) == ((), "visits[0].text_sketch", "no sketch")
        assert (visit.on, visit.text_sketch) == (dt.date(2024, 1, 5), None)


ODD_TEXTS = {"a null character": "Mr\0Smith", "an error of a spreadsheet": "#N/A", "too long": "Mr Smith " * 20_000}


@pytest.mark.parametrize(
    ("form", "text"),
    # Of a cell that is too long the rest of its row cannot be told.
    [(form, text) for form in [*FILES, *TABLES] for text in ODD_TEXTS if (form, text) != ("folder", "too long")],
)
def test_so_is_one_that_no_text_of_a_register_may_be(tmp_path, form, text):
    """A narrative is not asked how it is written, or how long it is."""
    put = "PUT HERE" if form in TABLES else ODD_TEXTS[text]
    records = [{"id": "x1", "visits": [{"id": "v1", "on": "2024-01-05", "text_sketch": put}]}]
    where = {**FILES, **TABLES}[form](tmp_path, records)
    if form == "folder":
        cells = where / "visits.csv"
        cells.write_bytes(cells.read_bytes().replace(b"PUT HERE", ODD_TEXTS[text].encode()))
    elif form in TABLES:
        with contextlib.closing(sqlite3.connect(tmp_path / "r.db")) as base:
            base.execute("UPDATE visits SET text_sketch = ?", [ODD_TEXTS[text]])
            base.commit()
    for reading in (read_register(where), read_rows(records)):
        (offender,) = reading
        ((note,), (visit,)) = offender.notes, offender.visits
        assert offender.faults == ()
        assert (note.path, note.kind, note.found) == ("visits[0].text_sketch", "no sketch", "text")
        assert (visit.on, visit.text_sketch) == (dt.date(2024, 1, 5), None)
        assert "Smith" not in str(note)


@pytest.mark.parametrize("narrative", [["Mr Smith"], {"by": {"Mr Smith": 1}}, 3])
def test_so_is_what_is_no_text(tmp_path, narrative):
    records = [{"id": "x1", "visits": [{"id": "v1", "on": "2024-01-05", "text_sketch": narrative}]}]
    for reading in (read_register(FILES["r.jsonl"](tmp_path, records)), read_rows(records)):
        (offender,) = reading
        assert (offender.faults, [visit.id for visit in offender.visits]) == ((), ["v1"])
        assert [(note.path, note.kind) for note in offender.notes] == [("visits[0].text_sketch", "no sketch")]


def test_rows_in_memory_are_reviewed_alike(tmp_path):
    book = load_rulebook(BOOK)

    def lines(reading):
        done = review_register(reading, book, as_of=dt.date(2026, 6, 30))
        return [line(review_data(each) if isinstance(each, Review) else rejected_data(each)) for each in done]

    (tmp_path / "rows").write_text("".join(f"{json.dumps(each)}\n" for each in FAULTY), encoding="utf-8")
    expected = lines(read_json(tmp_path / "rows"))
    assert lines(read_rows(FAULTY)) == lines(read_rows(table_of(*FAULTY))) == expected
    some = RECORDS[:5]
    example = lines(read_json(FILES["r.jsonl"](tmp_path, some)))
    assert lines(read_rows(some)) == lines(read_rows(table_of(*some))) == example


@pytest.mark.parametrize(
    "name", ["r.json", "r.jsonl.gz", "r.jsonl.zst", "r.json.gz", "r.json.zst", "r.parquet", "r.arrow"]
)
def test_a_file_cut_short_leaves_no_output(tmp_path, name):
    FILES[name](tmp_path, [LATE, *FAULTY])
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: len(content) * 2 // 3])
    output = tmp_path / "out.jsonl"
    done = runner().invoke(commands, ["review", str(tmp_path / name), *ARGUMENTS, "--output", str(output)])
    assert (done.exit_code, done.stdout, output.exists()) == (2, "", False)
    assert "cut short" in done.stderr
