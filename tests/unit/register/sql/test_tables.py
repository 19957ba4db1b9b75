"""Which tables and columns of a database are a register, and how they are selected."""

import pytest

from supervise.errors import MappingError, RegisterError
from supervise.register.folder.cells import Declared
from supervise.register.folder.mapping import declared_by
from supervise.register.sql.tables import _place, _relations, _shown, ordered, tables_of
from tests.unit.register.sql.setting import sa, tables_in

PLAIN = ["create table offenders (id text)"]


def found_in(tmp_path, statements, declared=None, schemas=()):
    engine = sa.create_engine(tables_in(tmp_path / "r.db", statements))
    with engine.connect() as connection:
        for name in schemas:
            connection.exec_driver_sql(f"attach database ':memory:' as {name}")
            connection.exec_driver_sql(f"create table {name}.risk (offender_id text, id text)")
        try:
            return tables_of(connection, declared or Declared(), "r.db")
        finally:
            engine.dispose()


def mapping(text):
    return declared_by(f'id = "north"\nversion = "1"\n{text}'.encode(), "north.toml")


def test_tables_and_views_are_found_by_name_offenders_first(tmp_path):
    tables, notes = found_in(
        tmp_path,
        [
            "create table V (Offender_ID text, ID text, Outcome text, colour text)",
            "create view visits as select * from V",
            "create table OFFENDERS (id text, born_on date, sex varchar)",
            "create table elsewhere (id text)",
        ],
    )
    assert [(table.name, table.file, table.schema) for table in tables] == [
        ("offenders", "OFFENDERS", None),
        ("visits", "visits", None),
    ]
    assert [name for _, name in tables[0].columns.fields] == ["id", "born_on", "sex"]
    assert tables[0].declared == ("", "Date", "")
    assert [str(note) for note in notes] == ["visits: colour: unknown column"]


def test_the_nearest_name_is_said_though_its_table_is_there(tmp_path):
    """A hint at a table that happens to be missing would mislead: `vists` are no stays."""
    statements = [*PLAIN, "create table visits (offender_id text, id text)", "create table vists (id text)"]
    _, notes = found_in(tmp_path, statements)
    assert [str(note) for note in notes] == ["vists: unknown table; nearest known name: visits"]


def test_a_table_called_nearly_as_one_of_a_register_is_noted(tmp_path):
    tables, notes = found_in(
        tmp_path,
        [
            *PLAIN,
            "create table visit (id text)",
            'create table "level s" (id text)',
            "create table supervise_review (x)",
        ],
    )
    assert len(tables) == 1
    assert [str(note) for note in notes] == [
        "?: unknown table; nearest known name: levels",
        "visit: unknown table; nearest known name: visits",
    ]


def test_a_mapping_says_what_they_are_called(tmp_path):
    declared = mapping(
        '[table.offenders]\nfile = "All Nominals"\ncolumns = { id = "Nominal Ref" }\n'
        '[table.levels]\nfile = "custody.risk"\n'
    )
    tables, _ = found_in(tmp_path, ['create table "All Nominals" ("Nominal Ref" text)'], declared, ["custody"])
    assert [(table.file, table.schema, table.table) for table in tables] == [
        ("?", None, "All Nominals"),
        ("risk", "custody", "risk"),
    ]


@pytest.mark.parametrize(
    ("statements", "text", "message"),
    [
        (
            ["create table visits (offender_id, id)"],
            None,
            r"^r\.db: a database that is a register has a table offenders",
        ),
        ([], None, r"^r\.db: a database that is a register"),
        (PLAIN, '[table.levels]\nfile = "risk"\n', "  the mapping takes levels from risk, and there is no such"),
        (PLAIN, '[table.levels]\nfile = "no.risk"\n', "there is no such table"),
        (PLAIN, '[table.offenders]\ncolumns = { sex = "Sx" }\n', "  offenders: sex: the mapping takes it from Sx"),
        (["create table offenders (ref text)"], None, "^offenders: id: there is no such column"),
        ([*PLAIN, "create table visits (id text)"], None, "^visits: offender_id: there is no such column"),
        (['create table offenders (id text, "born on" text, born_on text)'], "", "born_on: two columns"),
    ],
)
def test_what_is_no_register_is_refused(tmp_path, statements, text, message):
    with pytest.raises(RegisterError, match=message):
        found_in(tmp_path, statements, None if text is None else mapping(text))


def test_all_that_is_not_there_is_named_at_once_with_the_nearest_name(tmp_path):
    text = (
        '[table.offenders]\ncolumns = { id = "Nominal Ref", born_on = "DOB" }\n[table.levels]\nfile = "risk"\n'
        '[table.visits]\ncolumns = { on = "Day" }\n'
    )
    with pytest.raises(MappingError) as caught:
        found_in(
            tmp_path, ["create table offenders (nominal_rf text, dob text)", "create table risks (id)"], mapping(text)
        )
    assert caught.value.problems == (
        "the mapping takes levels from risk, and there is no such table; is it risks?",
        "the mapping takes visits from visits, and there is no such table",
        "offenders: id: the mapping takes it from Nominal Ref, and there is no such column; is it nominal_rf?",
    )


class Names:
    """As much of an inspector as looking for names needs."""

    class dialect:  # noqa: N801 - as it is called there
        name = "postgresql"

    def __init__(self, *names):
        self.names = list(names)

    def get_table_names(self, schema):
        return self.names

    def get_view_names(self, schema):
        return []

    def get_materialized_view_names(self, schema):
        return ["offenders_held"]

    def get_schema_names(self):
        return []


def test_of_tables_that_differ_in_capitals_the_exact_name_is_taken_or_none(monkeypatch):
    here = _relations(Names("Visits", "visits", "LEVELS", "Levels"), None)
    assert here == ["LEVELS", "Levels", "Visits", "offenders_held", "visits"]
    assert _place(Names(), here, "visits") == (None, "visits")
    with pytest.raises(RegisterError, match=r"^levels: two tables differ only in capitals"):
        _place(Names(), here, "levels")
    assert _place(Names(), here, "statuses") is None


def test_names_are_quoted_by_the_library_that_knows_how(tmp_path):
    from sqlalchemy.dialects import postgresql, sqlite

    column = 'x"; drop table offenders; --'
    declared = mapping(f"[table.offenders]\ncolumns = {{ team = '{column}' }}\n")
    tables, _ = found_in(
        tmp_path, [f'create table offenders (id text, "{column.replace(chr(34), chr(34) * 2)}" text)'], declared
    )
    text = str(ordered(tables[0], "sqlite").compile(dialect=sqlite.dialect()))
    assert 'offenders."x""; drop table offenders; --"' in text
    assert text.count("COLLATE") == 2
    assert "BINARY" in text
    assert 'COLLATE "C"' in str(ordered(tables[0], "postgresql").compile(dialect=postgresql.dialect()))


def test_names_are_shown_only_if_they_look_like_one():
    assert (_shown("visits"), _shown("Smith, J."), _shown("x" * 41)) == ("visits", "?", "?")
