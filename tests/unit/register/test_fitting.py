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


def test_of_a_table_of_arrow_what_is_not_taken_is_told(tmp_path):
    path = parquet_of(tmp_path / "r.parquet", table_of({"id": "A1", "born_on": "yesterday"}))
    found = fit(path, Declared(dates="D/M/Y"))
    assert found.tables == ()
    assert [(each.path, each.kind) for each in found.misfits] == [("born_on", "wrong form")]
