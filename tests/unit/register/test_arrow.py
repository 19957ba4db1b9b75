"""Parquet, Arrow files and streams: the same offenders and the same faults as in JSON."""

import datetime as dt
import json
import sys

import pytest

from supervise.errors import MissingExtraError, RegisterError
from supervise.model import Rejected
from supervise.register import read_json, read_register, read_rows, survey_register
from supervise.register.arrow import has_stream, pyarrow as library
from supervise.register.limits import Limits

pa = pytest.importorskip("pyarrow")
ipc = pytest.importorskip("pyarrow.ipc")
parquet = pytest.importorskip("pyarrow.parquet")

RECORDS = [
    {
        "id": "A1",
        "team": "north",
        "visits": [{"id": "v1", "on": "2026-01-05", "outcome": "seen", "officers": ["o1"]}, {"id": "v2"}],
        "mappa": [{"id": "m1", "category": 1, "level": 2}],
    },
    {"id": "A2", "levels": [{"id": "l1", "level": "high", "from": "2026-01-01"}]},
]


def parquet_of(path, table, **options):
    parquet.write_table(table, path, **options)
    return path


def arrow_of(path, table):
    with ipc.new_file(path, table.schema) as file:
        file.write_table(table)
    return path


WRITERS = {"r.parquet": parquet_of, "r.arrow": arrow_of, "R.FEATHER": arrow_of}


@pytest.fixture(params=WRITERS)
def written(request, tmp_path):
    """Write a table to a file of each kind in turn."""
    return lambda table: WRITERS[request.param](tmp_path / request.param, table)


def table_of(*records, schema=None):
    """A table of all columns; left to itself pyarrow takes those of the first row alone."""
    names = dict.fromkeys(name for record in records for name in record)
    return pa.Table.from_pylist([{**dict.fromkeys(names), **record} for record in records], schema=schema)


def test_a_table_holds_the_offenders_of_the_same_lines(written, register_of):
    path = written(table_of(*RECORDS))
    lines = list(read_json(register_of(*RECORDS)))
    assert list(read_register(path)) == lines == list(read_rows(table_of(*RECORDS)))
    found = survey_register(path)
    assert (found.records, found.notes, len(found.sha256), found.size) == (2, (), 64, path.stat().st_size)
    assert len(found.split(4)) == 1


def test_null_is_nothing_also_under_names_nobody_knows(written):
    path = written(table_of({"id": "A1", "colour": "red", "visits": [{"id": "v1", "shade": 1}]}, {"id": "A2"}))
    first, second = read_register(path)
    assert {note.path for note in first.notes} == {"colour", "visits[0].shade"}
    assert (second.notes, second.faults) == ((), ())


@pytest.mark.parametrize(
    ("value", "kind", "day"),
    [
        (dt.date(2026, 1, 5), pa.date32(), "2026-01-05"),
        (dt.date(2026, 1, 5), pa.date64(), "2026-01-05"),
        (dt.datetime(2026, 1, 5), pa.timestamp("us"), "2026-01-05"),
        (dt.datetime(2026, 1, 5), pa.timestamp("ns"), "2026-01-05"),
        ("2026-01-05", pa.large_string(), "2026-01-05"),
        ("2026-01-05", pa.dictionary(pa.int8(), pa.string()), "2026-01-05"),
    ],
)
def test_a_date_may_have_any_type_that_holds_one(written, value, kind, day):
    schema = pa.schema([("id", pa.string()), ("born_on", kind)])
    (offender,) = read_register(written(table_of({"id": "A1", "born_on": value}, schema=schema)))
    assert str(offender.born_on) == day
    assert offender.faults == ()


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (dt.datetime(2026, 1, 5, 0, 1), pa.timestamp("us")),
        (dt.datetime(2026, 1, 5, tzinfo=dt.UTC), pa.timestamp("us", tz="UTC")),
        (dt.datetime(2026, 1, 5, tzinfo=dt.UTC), pa.timestamp("us", tz="Europe/London")),
        (1.5, pa.float64()),
        (20260105, pa.int64()),
        (b"2026-01-05", pa.binary()),
        (["2026-01-05"], pa.list_(pa.string())),
        (True, pa.bool_()),
    ],
)
def test_what_is_no_date_is_a_fault_of_one_fact(written, value, kind):
    schema = pa.schema([("id", pa.string()), ("born_on", kind), ("team", pa.string())])
    (offender,) = read_register(written(table_of({"id": "A1", "born_on": value, "team": "t"}, schema=schema)))
    assert [fault.path for fault in offender.faults] == ["born_on"]
    assert (offender.born_on, offender.team) == (None, "t")


def same_kinds(one, other):
    def told(item):
        faults = (item,) if isinstance(item, Rejected) else item.faults
        return [(fault.line, fault.path, fault.kind, fault.found, fault.hint) for fault in faults]

    return [told(item) for item in one] == [told(item) for item in other]


@pytest.mark.parametrize(
    "records",
    [
        pytest.param([{"id": "A1"}, {"id": "A1", "team": "t"}, {"id": " A1"}], id="duplicate ids"),
        pytest.param([{"id": 5}, {"id": 6}], id="ids that are numbers"),
        pytest.param([{"team": "t"}, {"team": "u"}], id="no ids"),
        pytest.param([{"id": "A1", "visits": "v1"}], id="a text for a list"),
        pytest.param([{"id": "A1", "visits": [{"id": "v1", "on": "05/01/2026", "outcome": "gone"}]}], id="words"),
        pytest.param([{"id": "A1", "mappa": [{"id": "m1", "level": 10**15}]}], id="huge"),
        pytest.param([{"id": "A1", "mappa": [{"id": "m1", "level": 2.5}]}], id="fraction"),
        pytest.param([{"id": "A\0"}], id="null character"),
        pytest.param([{"id": "\ufeffA1"}], id="mark of utf-8"),
    ],
)
def test_faults_are_those_of_the_same_lines(written, register_of, records):
    path = written(table_of(*records))
    assert same_kinds(read_register(path), read_json(register_of(*records)))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_a_number_sets_the_row_aside(written, value):
    rejected, kept = read_register(written(table_of({"id": "A1", "age": value}, {"id": "A2", "age": 1.0})))
    assert (rejected.kind, rejected.line, kept.id) == ("not a number", 1, "A2")


def test_a_value_beyond_the_calendar_sets_aside_its_row_alone(written):
    days = pa.array([1, 2**31 - 1, 3], pa.int32()).view(pa.date32())
    table = pa.table({"id": ["A1", "A2", "A3"], "born_on": days})
    items = list(read_register(written(table)))
    assert [type(item) is Rejected for item in items] == [False, True, False]
    assert (items[1].kind, items[1].line, items[1].hint) == (
        "unreadable value",
        2,
        "a text that is not UTF-8, or a date or time beyond the calendar",
    )


def test_more_rows_than_a_batch_holds_keep_their_numbers(written):
    rows = [{"id": f"A{number}"} for number in range(1, 700)]
    rows[600] = {"id": None}
    items = list(read_register(written(table_of(*rows))))
    assert [item.line for item in items if isinstance(item, Rejected)] == [601]
    assert [item.id for item in items if not isinstance(item, Rejected)] == [row["id"] for row in rows if row["id"]]


def test_two_columns_of_one_name_are_refused_at_any_depth(written):
    twice = pa.table([pa.array(["A1"]), pa.array(["A2"])], names=["id", "id"])
    visit = pa.StructArray.from_arrays([pa.array(["v1"]), pa.array(["v2"])], names=["id", "id"])
    nested = pa.table({"id": ["A1"], "visits": pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), visit)})
    for table in (twice, nested):
        with pytest.raises(RegisterError, match="id: two columns have this name; each once"):
            list(read_rows(table))
        with pytest.raises(RegisterError, match=r"(?i)^r\.[a-z]+: id: two columns have this name; each once"):
            survey_register(written(table))


def test_a_record_too_long_is_set_aside(written):
    path = written(table_of({"id": "A1", "zone": "x" * 500}, {"id": "A2"}))
    items = list(read_json(path, limits=Limits(line=400)))
    assert (items[0].kind, items[1].id) == ("too long", "A2")


def test_an_empty_table_is_an_empty_register(written):
    assert list(read_register(written(pa.table({"id": pa.array([], pa.string())})))) == []


# ── damage ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_cut_short_anywhere_is_an_error(written):
    path = written(table_of(*RECORDS))
    whole = path.read_bytes()
    for end in [*range(0, len(whole), 101), len(whole) - 1]:
        path.write_bytes(whole[:end])
        with pytest.raises(RegisterError, match=r"(?i)^r\.[a-z]+: no [a-z]+ file, or cut short or damaged"):
            survey_register(path)


@pytest.mark.parametrize("content", [b"", b"{}\n", b"PAR1PAR1", b"ARROW1\0\0" * 4, b"\xff" * 400, b"PAR1" + b"\0" * 40])
def test_what_is_no_table_is_an_error(tmp_path, content):
    for name in WRITERS:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(RegisterError, match="file, or cut short or damaged"):
            survey_register(tmp_path / name)


def test_a_byte_changed_in_a_parquet_page_is_found_by_its_checksum(tmp_path):
    rows = [{"id": f"synthetic-{number}"} for number in range(50)]
    path = parquet_of(tmp_path / "r.parquet", table_of(*rows), write_page_checksum=True, compression="none")
    content = path.read_bytes()
    at = content.index(b"synthetic-20")
    path.write_bytes(content[: at + 10] + b"9" + content[at + 11 :])
    with pytest.raises(RegisterError, match="cut short or damaged"):
        survey_register(path)


def test_a_text_that_is_not_utf8_sets_aside_its_row_alone(tmp_path):
    ids = pa.Array.from_buffers(
        pa.string(), 2, [None, pa.array([0, 2, 4], pa.int32()).buffers()[1], pa.py_buffer(b"A1\xff2")]
    )
    path = parquet_of(tmp_path / "r.parquet", pa.table({"id": ids}))
    assert [getattr(item, "kind", "kept") for item in read_register(path)] == ["kept", "unreadable value"]


def test_an_arrow_file_whose_texts_lie_outside_it_is_an_error(tmp_path):
    """Such a file has no checksums, and what lies beyond a buffer must never be looked at."""
    offsets = pa.array([0, 1_000, 4], pa.int32()).buffers()[1]
    ids = pa.Array.from_buffers(pa.string(), 2, [None, offsets, pa.py_buffer(b"A1A2")])
    path = arrow_of(tmp_path / "r.arrow", pa.table({"id": ids}))
    with pytest.raises(RegisterError, match="cut short or damaged"):
        survey_register(path)


def test_a_name_of_a_column_that_is_not_utf8_is_damage(written):
    path = written(pa.table({"id": ["A1"], "unknown_name": ["x"]}))
    path.write_bytes(path.read_bytes().replace(b"unknown_name", b"unknown\xffname"))
    with pytest.raises(RegisterError, match="cut short or damaged"):
        survey_register(path)


def test_files_that_are_not_there_or_are_none_are_named(tmp_path):
    with pytest.raises(RegisterError, match=r"^r\.parquet: cannot be read: no such file"):
        survey_register(tmp_path / "r.parquet")
    (tmp_path / "d.parquet").mkdir()
    with pytest.raises(RegisterError, match=r"offenders\.csv"):
        survey_register(tmp_path / "d.parquet")
    (tmp_path / "null.parquet").symlink_to("/dev/null")
    with pytest.raises(RegisterError, match="no regular file"):
        survey_register(tmp_path / "null.parquet")


def test_a_change_between_looking_and_reading_is_noticed(written):
    path = written(table_of(*RECORDS))
    found = survey_register(path)
    written(table_of(RECORDS[0]))
    with pytest.raises(RegisterError, match="was changed while it was read"):
        list(read_register(path, found=found))


# ── streams ─────────────────────────────────────────────────────────────────────────────────────────────────────


class Stream:
    """What another library would hand over: the interface and nothing else; good for one time."""

    def __init__(self, table):
        self._table = table

    def __arrow_c_stream__(self, requested_schema=None):
        table, self._table = self._table, None
        return table.__arrow_c_stream__(requested_schema)


def test_anything_with_the_stream_interface_is_read_once(register_of):
    stream = Stream(table_of(*RECORDS))
    assert has_stream(stream)
    assert list(read_rows(stream)) == list(read_json(register_of(*RECORDS)))


def test_rows_of_a_stream_are_named_and_kept_as_json():
    kept = []
    table = table_of({"id": "A1", "born_on": dt.date(2026, 1, 5)}, {"id": "A1", "born_on": None})
    reading = read_rows(table, name="people", on_set_aside=lambda raw, reasons: kept.append((raw, reasons)))
    assert [getattr(item, "file", None) for item in reading] == [None, "people"]
    assert [json.loads(raw) for raw, _ in kept] == [{"id": "A1"}]


def test_without_the_library_the_extra_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    library.cache_clear()
    with pytest.raises(MissingExtraError, match=r"supervise-schedules\[arrow\]"):
        survey_register(tmp_path / "r.parquet")
    library.cache_clear()
