"""How far a mapping fits a sample."""

import pytest

from supervise.register import Declared
from supervise.register.fitting import Misfit, TableFit, fit
from supervise.register.folder.mapping import declared_by
from tests.unit.register.folder.test_mapping import FILES, MAPPING, declared
from tests.unit.register.sql.setting import tables_in
from tests.unit.register.test_arrow import parquet_of, table_of


@pytest.fixture
def sample(tmp_path):
    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_bytes(text.encode("windows-1252"))
        return tmp_path

    return write


def test_what_fits_is_told_by_table_and_column(sample):
    found = fit(sample(**FILES), declared(MAPPING))
    assert found.is_whole
    assert (found.notes, found.misfits, found.counts.offenders) == ((), (), 2)
    assert found.tables[:2] == (
        TableFit("offenders", "nominals.csv", (("born_on", "dob"), ("id", "nominal_ref"), ("team", "team"))),
        TableFit(
            "levels",
            "RISK.csv",
            (("from", "set_on"), ("id", "ref"), ("level", "risk"), ("offender_id", "nominal_ref")),
        ),
    )


def test_that_nothing_bears_out_the_order_of_day_and_month_is_noted(sample):
    folder = sample(offenders="id,born_on\nA1,3/4/1980\n", visits="offender_id,id,on\n,v1,3/4/2024\n")
    found = fit(folder, Declared(dates="D/M/Y"))
    assert [note.kind for note in found.notes] == ["day or month"]


def test_what_does_not_fit_is_counted_by_column_and_kind(sample):
    files = {
        "offenders": "id\nA1\nA2\n",
        "visits": "offender_id,id,outcome,outcom,on\nA1,v1,S,,\nA2,v2,seen,,2024-02-30\nA2,v3,T,,\n,v4,seen,,\n",
    }
    found = fit(sample(**files), Declared())
    assert not found.is_whole
    assert [note.path for note in found.notes] == ["outcom"]
    assert [(each.path, each.kind, each.count, each.line) for each in found.misfits] == [
        ("offender_id", "missing id", 1, 5),
        ("visits.on", "impossible date", 1, 3),
        ("visits.outcome", "unknown word", 2, 2),
    ]
    assert isinstance(found.misfits[0], Misfit)


def test_notes_of_records_are_told_too(sample):
    found = fit(sample(offenders="id\nA1\nA1\n"), Declared())
    assert [note.kind for note in found.notes] == ["duplicate id"]
    assert [each.kind for each in found.misfits] == ["duplicate id"]


def test_a_database_is_a_sample_too(tmp_path):
    url = tables_in(
        tmp_path / "r.db",
        [
            'create table NOMINALS ("Nominal Ref" text, colour text)',
            "insert into NOMINALS values ('A1', 'red')",
            "create table levels (offender_id text, id text, level text)",
            "insert into levels values ('A1', 'l1', 'Smith')",
        ],
    )
    text = b'id="n"\nversion="1"\n[table.offenders]\nfile="NOMINALS"\ncolumns={id="Nominal Ref"}\n'
    found = fit(url, declared_by(text, "n.toml"))
    assert found.tables == (
        TableFit("offenders", "NOMINALS", (("id", "nominal_ref"),)),
        TableFit("levels", "levels", (("id", "id"), ("level", "level"), ("offender_id", "offender_id"))),
    )
    assert [note.path for note in found.notes] == ["colour"]
    assert [(each.file, each.path, each.count, each.line) for each in found.misfits] == [
        ("levels", "levels.level", 1, 1)
    ]


def test_a_table_of_arrow_is_a_sample_too(tmp_path):
    row = {"Ref": "A1", "born_on": "yesterday", "Colour": "red", "Risk": [{"id": "l1", "Set On": "3/4/2024"}]}
    path = parquet_of(tmp_path / "r.parquet", table_of(row))
    text = b'id="n"\nversion="1"\ndates="D/M/Y"\n[table.offenders]\ncolumns={id="ref"}\nignore=["colour"]\n'
    found = fit(path, declared_by(text + b'[table.levels]\nfile="RISK"\ncolumns={from="Set On"}\n', "n.toml"))
    assert found.tables == (
        TableFit("offenders", "r.parquet", (("born_on", "born_on"), ("id", "ref"))),
        TableFit("levels", "Risk", (("from", "set_on"), ("id", "id"))),
    )
    assert [(each.path, each.kind) for each in found.misfits] == [("born_on", "wrong form")]
    assert (found.absent, found.is_whole) == ((), False)
    assert fit(path, Declared()).tables == ()


MISSING = b"""id="n"
version="1"
[table.offenders]
columns={id="Ref", born_on="DOB"}
[table.levels]
file="Risk"
columns={level="Band"}
[table.visits]
file="Contacts"
"""
TAKEN = (("born_on", "dob"), ("id", "ref"))
BAND = "level: the mapping takes it from Band, and there is no such column; is it bands?"


def test_all_that_is_not_there_is_told_beside_what_fits_and_nothing_is_read(sample):
    """Whoever writes a mapping wants to see all of it at once, and what is right already."""
    files = {"offenders": "ref,dob,shade\nA1,yesterday,\n", "risk": "offender_id,id,bands\n", "contact": "x\n"}
    found = fit(sample(**files), declared_by(MISSING, "n.toml"))
    assert found.tables == (
        TableFit("offenders", "offenders.csv", TAKEN),
        TableFit("levels", "risk.csv", (("id", "id"), ("offender_id", "offender_id"))),
    )
    assert list(map(str, found.absent)) == [
        "the mapping takes visits from Contacts.csv, and there is none here; is it contact.csv?",
        f"risk.csv:1: {BAND}",
    ]
    assert (found.is_whole, found.misfits, found.counts.read) == (False, (), 0)
    assert [note.path or note.file for note in found.notes] == ["contact.csv", "shade", "bands"]


def test_the_same_of_a_database_and_of_a_table_of_arrow(tmp_path):
    url = tables_in(
        tmp_path / "r.db",
        [
            "create table offenders (ref text, dob text)",
            "create table risk (offender_id text, id text, bands text)",
            "create table contact (id text)",
        ],
    )
    found = fit(url, declared_by(MISSING, "n.toml"))
    assert [(each.name, each.file) for each in found.tables] == [("offenders", "offenders"), ("levels", "risk")]
    assert list(map(str, found.absent)) == [
        "the mapping takes visits from Contacts, and there is no such table; is it contact?",
        f"risk: {BAND}",
    ]
    row = {"Ref": "A1", "dob": "x", "Risk": [{"id": "l1", "Bands": "x"}], "Contact": "x"}
    found = fit(parquet_of(tmp_path / "r.parquet", table_of(row)), declared_by(MISSING, "n.toml"))
    assert [(each.name, each.fields) for each in found.tables] == [("offenders", TAKEN), ("levels", (("id", "id"),))]
    assert list(map(str, found.absent)) == [
        f"Risk: {BAND}",
        "the mapping takes visits from Contacts, and there is no such list; is it contact?",
    ]


def test_a_sample_without_anything_is_told_so_too(sample):
    found = fit(sample(contact="x\n"), declared_by(MISSING, "n.toml"))
    assert found.tables == ()
    assert [str(each).partition(",")[0] for each in found.absent] == [
        "the mapping takes offenders from offenders.csv",
        "the mapping takes levels from Risk.csv",
        "the mapping takes visits from Contacts.csv",
    ]
