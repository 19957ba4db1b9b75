"""Registers in a database: the offenders and the faults of the same lines, and what only tables can have."""

import gc
import json
import pickle
import sqlite3
import sys

import pytest

from supervise.errors import RegisterError
from supervise.model import Rejected
from supervise.register import (
    Declared,
    Limits,
    Part,
    read_folder,
    read_json,
    read_register,
    survey_register,
    write_folder,
)
from supervise.register.folder.mapping import declared_by
from supervise.register.sql import Database
from supervise.register.sql.merging import merged
from tests.unit.register.sql.setting import sa, sqlite_of, tables_in

RECORDS = [
    {
        "id": "A1",
        "born_on": "1980-02-29",
        "team": "=north",
        "links": ["B1", "B|2"],
        "registrations": [{"id": "r1", "terms": [{"months": 12, "counts": True}, {"months": 6}]}],
        "visits": [
            {"id": "v1", "on": "2026-01-05", "at": "09:30", "announced": False, "officers": ["o1", "o2"]},
            {"id": "v1", "on": "2026-01-05", "recorded_on": "2026-01-07", "outcome": "seen"},
        ],
        "mappa": [{"id": "m1", "category": 1, "level": 2}],
    },
    {"id": "A2", "levels": [{"id": "l1", "level": "high", "from": "2026-01-01"}]},
]


def told(item):
    faults = (item,) if isinstance(item, Rejected) else item.faults
    return [(fault.path, fault.kind, fault.found, fault.hint) for fault in faults]


@pytest.mark.parametrize("typed", [False, True])
def test_tables_hold_the_offenders_of_the_same_lines(tmp_path, register_of, typed):
    url = sqlite_of(tmp_path / "r.db", RECORDS, typed=typed)
    assert list(read_register(url)) == list(read_json(register_of(*RECORDS)))
    found = survey_register(url)
    assert (found.records, found.notes, found.size, len(found.sha256)) == (2, (), 0, 64)
    assert found.split(4) == (Part(),)
    assert pickle.loads(pickle.dumps(found)) == found


def test_an_engine_and_a_connection_are_registers_too(tmp_path):
    engine = sa.create_engine(sqlite_of(tmp_path / "r.db", RECORDS))
    expected = list(read_register(f"sqlite:///{tmp_path}/r.db"))
    assert list(read_register(engine)) == expected
    with engine.connect() as connection:
        assert list(read_register(connection)) == expected
    engine.dispose()


def test_the_hash_is_of_what_is_said_and_of_what_is_declared(tmp_path):
    plain = survey_register(sqlite_of(tmp_path / "1.db", RECORDS))
    assert survey_register(sqlite_of(tmp_path / "2.db", RECORDS[::-1])).sha256 == plain.sha256
    changed = [RECORDS[0], {**RECORDS[1], "team": "t"}]
    assert survey_register(sqlite_of(tmp_path / "3.db", changed)).sha256 != plain.sha256
    declared = Declared(serials=1900)
    assert survey_register(f"sqlite:///{tmp_path}/1.db", declared=declared).sha256 != plain.sha256


@pytest.mark.parametrize(
    "records",
    [
        pytest.param([{"id": "A1", "visits": [{"id": "v1", "on": "05/01/2026"}]}], id="form of a date"),
        pytest.param([{"id": "A1", "visits": [{"id": "v1", "on": "2026-02-30"}]}], id="no such day"),
        pytest.param([{"id": "A1", "visits": [{"id": "v1", "outcome": "sean", "at": "9:30"}]}], id="words"),
        pytest.param([{"id": "A1", "levels": [{"id": None, "level": "low"}]}], id="no id of a fact"),
        pytest.param([{"id": "A1", "born_on": "yesterday", "colour": "red"}], id="of the offender"),
        pytest.param(
            [{"id": "A1", "registrations": [{"id": "r1", "terms": [{"monhts": 2}]}]}], id="unknown key inside"
        ),
    ],
)
def test_faults_are_those_of_the_same_folder(tmp_path, records):
    write_folder(tmp_path / "folder", records)
    there = read_register(sqlite_of(tmp_path / "r.db", records))
    here = read_folder(tmp_path / "folder")
    items = list(there)
    assert [told(item) for item in items] == [told(item) for item in here]
    assert [note.path for item in items for note in item.notes] == [
        note.path for item in read_folder(tmp_path / "folder") for note in item.notes
    ]
    assert there.counts == here.counts


def test_a_fault_names_the_table_the_place_of_the_row_and_the_field_and_is_kept(tmp_path):
    kept = []
    url = tables_in(
        tmp_path / "r.db",
        [
            "create table offenders (id text, team text)",
            "create table levels (offender_id text, id text, level text, since date)",
            "insert into offenders values ('A1', 't'), ('A2', null)",
            "insert into levels values ('A2', 'l9', 'low', 5), ('A1', 'l1', 'High!', 7.5), ('A1', 'l0', 'low', null)",
        ],
    )
    declared = declared_by(
        b'id = "n"\nversion = "1"\n[table.levels]\ncolumns = { from = "since" }\nnulls = ["5"]', "n.toml"
    )
    reading = read_register(url, declared=declared, on_set_aside=lambda raw, why: kept.append((raw, len(why))))
    first, second = reading
    assert [str(fault) for fault in first.faults] == [
        "levels:2: levels[1].level: wrong form, found text; write one word in lower-case ASCII, with _ between its parts",
        'levels:2: levels[1].from: wrong type, found number; write "YYYY-MM-DD"',
    ]
    assert second.faults == ()
    assert second.levels[0].from_ is None
    ((raw, count),) = kept
    levels = [{"id": "l0", "level": "low"}, {"id": "l1", "level": "High!", "from": 7.5}]
    assert (json.loads(raw), count) == ({"id": "A1", "team": "t", "levels": levels}, 2)


def test_a_text_that_is_not_utf8_and_a_value_that_cannot_be_read_are_faults_of_their_own(tmp_path):
    kept = []
    url = tables_in(tmp_path / "r.db", ["create table offenders (id text, team text, force text, zone)"])
    with sqlite3.connect(tmp_path / "r.db") as connection:
        connection.execute("insert into offenders values ('A1', cast(? as text), '#REF!', ?)", (b"\xff", float("inf")))
    connection.close()
    (offender,) = read_register(url, on_set_aside=lambda raw, _: kept.append(json.loads(raw)))
    assert sorted((fault.path, fault.kind) for fault in offender.faults) == [
        ("force", "spreadsheet error"),
        ("team", "not UTF-8"),
        ("zone", "not a number"),
    ]
    assert kept == [{"id": "A1", "team": "?", "force": "#REF!", "zone": "inf"}]


def test_rows_that_no_offender_has_are_set_aside_and_counted(tmp_path):
    kept = []
    url = tables_in(
        tmp_path / "r.db",
        [
            "create table Nominals (id text)",
            "create table visits (offender_id text, id text, outcome text)",
            "insert into Nominals values ('A1'), (null), ('N/A')",
            "insert into visits values ('A9', 'v2', 'seen'), ('A9', 'v1', 'seen'), ('A1', 'v1', 'seen')",
            "insert into visits values (null, 'v3', 'seen'), (' ', 'v4', 'seen'), ('-', 'v5', 'seen'), ('N/A', 'v6', '')",
        ],
    )
    text = b'id = "n"\nversion = "1"\nnulls = ["N/A", "-"]\n[table.offenders]\nfile = "Nominals"\n'
    reading = read_register(
        url, declared=declared_by(text, "n.toml"), on_set_aside=lambda raw, why: kept.append((raw, why[0].path))
    )
    assert [str(item) if isinstance(item, Rejected) else item.id for item in reading] == [
        "Nominals:1: id: missing id, found nothing; every offender needs an id",
        "visits:1: offender_id: missing id, found nothing; every row needs the id of its offender",
        "visits:2: offender_id: missing id, found nothing; every row needs the id of its offender",
        "visits:3: offender_id: missing id, found nothing; every row needs the id of its offender",
        "A1",
        "visits:5: offender_id: missing offender, found text; no row of Nominals has this id; rows that name it: 2",
        "Nominals:3: id: missing id, found nothing; every offender needs an id",
    ]
    assert (reading.counts.read, reading.counts.rejected, reading.survey.records) == (7, 6, 7)
    assert kept[4] == (
        b'{"visits": [{"id": "v1", "outcome": "seen"}, {"id": "v2", "outcome": "seen"}], "id": "A9"}',
        "offender_id",
    )


def test_of_two_rows_with_one_id_the_first_is_kept_and_marked(tmp_path):
    url = tables_in(
        tmp_path / "r.db",
        [
            "create table offenders (id text, team text)",
            "create table levels (offender_id text, id text)",
            "insert into offenders values ('A1', 'b'), ('A1', 'a'), ('A2', ''), (' A1', 'c')",
            "insert into levels values ('A1', 'l1')",
        ],
    )
    first, *again, other = read_register(url)
    assert (first.team, len(first.levels), [note.kind for note in first.notes]) == ("a", 1, ["duplicate id"])
    assert [(item.kind, item.line) for item in again] == [("duplicate id", 2), ("duplicate id", 3)]
    assert first.notes[0].hint == "another row has this id and was set aside; this one has the facts of both"
    assert {item.hint for item in again} == {"an earlier row has this id and was kept, with the facts of both"}
    assert (other.id, other.notes) == ("A2", ())


def test_ids_are_compared_as_everywhere(tmp_path):
    """One letter with its accent, and the same as two characters."""
    url = tables_in(
        tmp_path / "r.db", ["create table offenders (id text)", "insert into offenders values ('é'), ('e\u0301')"]
    )
    kept, again = read_register(url)
    assert (kept.id, [note.kind for note in kept.notes]) == ("e\u0301", ["duplicate id"])
    assert (again.kind, again.file, again.line) == ("duplicate id", "offenders", 2)
    assert kept.notes[0].hint == "another row has this id and was set aside"
    assert again.hint == "an earlier row has this id and was kept"
    with sqlite3.connect(tmp_path / "r.db") as connection:
        connection.execute("insert into offenders values ('e\u0301')")
    connection.close()
    kept, *again = read_register(url)
    assert [note.kind for note in kept.notes] == ["duplicate id"]
    assert [(item.kind, item.line) for item in again] == [("duplicate id", 2), ("duplicate id", 3)]


def test_an_id_that_a_spreadsheet_damaged_sets_aside_the_offender(tmp_path):
    url = tables_in(tmp_path / "r.db", ["create table offenders (id text)", "insert into offenders values ('1.2E+11')"])
    (item,) = read_register(url)
    assert (item.kind, item.path) == ("damaged id", "id")


def test_a_change_between_looking_and_reading_is_noticed(tmp_path):
    url = sqlite_of(tmp_path / "r.db", RECORDS)
    found = survey_register(url)
    sa.create_engine(url)
    with sqlite3.connect(tmp_path / "r.db") as connection:
        connection.execute("update offenders set team = 'south' where id = 'A2'")
    connection.close()
    with pytest.raises(RegisterError, match=r"^r\.db: the register was changed while it was read; start again"):
        list(read_register(url, found=found))


def test_a_reading_that_is_left_early_gives_the_database_back_at_once(tmp_path, monkeypatch):
    """No cycle holds it: a collector of garbage would take its connection first, and print what then goes wrong."""
    unraised = []
    monkeypatch.setattr(sys, "unraisablehook", unraised.append)
    engine = sa.create_engine(sqlite_of(tmp_path / "r.db", RECORDS))
    gc.collect()
    gc.disable()
    try:
        reading = read_register(engine)
        assert next(iter(reading)).id == "A1"
        assert engine.pool.checkedout() == 1
        del reading
        assert engine.pool.checkedout() == 0
    finally:
        gc.enable()
    assert not unraised


def test_an_encoding_is_nothing_that_is_declared_for_a_database(tmp_path):
    with pytest.raises(RegisterError, match=r"^r\.db: an encoding is declared for CSV files only"):
        survey_register(sqlite_of(tmp_path / "r.db", RECORDS), declared=Declared(encoding="windows-1252"))


def test_no_offenders_are_an_empty_register(tmp_path):
    url = tables_in(tmp_path / "r.db", ["create table offenders (id text)"])
    assert (list(read_register(url)), survey_register(url).records) == ([], 0)


# ── limits ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def outcome(url, **limits):
    return [
        told(item) or item.id if not isinstance(item, Rejected) else (item.kind, item.hint)
        for item in read_register(url, limits=Limits(**limits))
    ]


def bytes_of_rows(url, **named):
    """How many bytes the rows of a register are, as the hash takes them; of one offender if it is named."""
    found = survey_register(url)
    with Database.of(url).reading() as connection:
        rows = list(merged(connection, found.tables))
    return sum(len(row.text) for row in rows if not named or row.whose == named["whose"])


def test_a_register_and_a_record_may_have_just_as_many_bytes(tmp_path):
    url = sqlite_of(tmp_path / "r.db", RECORDS)
    size, line = bytes_of_rows(url), bytes_of_rows(url, whose="A1")
    assert outcome(url, size=size, line=line) == ["A1", "A2"]
    with pytest.raises(RegisterError, match=rf"^r\.db: more than {size - 1} bytes"):
        survey_register(url, limits=Limits(size=size - 1))
    assert outcome(url, line=line - 1) == [("too long", f"no more than {line - 1} bytes in one record"), "A2"]


def test_rows_of_nobody_may_have_as_many_and_nothing_of_more_is_kept(tmp_path):
    url = tables_in(
        tmp_path / "r.db",
        [
            "create table offenders (id text)",
            "create table visits (offender_id text, id text)",
            "insert into offenders values ('A1')",
            *(f"insert into visits values ('A9', 'v{at}')" for at in range(9)),
        ],
    )
    kept = []
    limits = Limits(line=bytes_of_rows(url, whose="A9") - 1)
    reading = read_register(url, limits=limits, on_set_aside=lambda raw, reasons: kept.append(raw))
    assert [getattr(item, "kind", item) for item in reading][1] == "too long"
    assert (kept, reading.counts.read) == ([b""], 2)


def test_a_text_may_have_just_as_many_characters(tmp_path):
    record = {
        "id": "A1",
        "team": "\u00e9" * 50,
        "visits": [{"id": "v1", "by": "x" * 51, "place": "home"}, {"id": "v2"}],
    }
    url = sqlite_of(tmp_path / "r.db", [record])
    assert outcome(url, field=50) == ["A1"]
    assert [path for path, *_ in outcome(url, field=49)[0]] == ["team"]
