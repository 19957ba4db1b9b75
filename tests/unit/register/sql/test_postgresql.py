"""A register in a real PostgreSQL: its own types, its order, its errors."""

import pytest

from supervise.errors import RegisterError
from supervise.model import Rejected
from supervise.register import read_json, read_register, survey_register
from supervise.register.folder.mapping import declared_by
from supervise.register.sql import Database
from tests.unit.postgresql import needs_server
from tests.unit.register.sql.setting import sa, sqlite_of, write_tables
from tests.unit.register.sql.test_reading import RECORDS

psycopg = pytest.importorskip("psycopg")
pytestmark = needs_server


def run(base, *statements):
    engine = sa.create_engine(base)
    with engine.begin() as connection:
        for each in statements:
            connection.exec_driver_sql(each)
    engine.dispose()


def test_tables_hold_the_offenders_of_the_same_lines_and_of_the_same_file(base, register_of, tmp_path):
    write_tables(sa.create_engine(base), RECORDS, typed=True)
    assert list(read_register(base)) == list(read_json(register_of(*RECORDS)))
    here = survey_register(sqlite_of(tmp_path / "r.db", RECORDS, typed=True))
    assert survey_register(base).sha256 == here.sha256


def test_types_are_taken_at_their_word_and_keys_may_be_numbers(base):
    run(
        base,
        "create type outcome as enum ('seen', 'refused')",
        "create table offenders (id integer primary key, born_on timestamp, links jsonb, team char(8))",
        "create table visits (offender_id integer, id uuid, on_day date, at time, outcome outcome, announced boolean,"
        ' officers integer[], others json, recorded_on timestamptz, "Risk Code" smallint)',
        "insert into offenders values (10, '1980-02-29', '[\"B1\"]', 'north'), (9, '1980-02-29 00:01', null, null)",
        "insert into visits values (10, '00000000-0000-0000-0000-000000000001', '2026-01-05', '09:30', 'seen', true,"
        ' \'{1,2}\', \'[{"role": "x", "vetted": true}]\', null, 3),'
        " (9, '00000000-0000-0000-0000-000000000002', null, null, null, null, null, null, '2026-01-05', 3)",
    )
    mapping = (
        'id="n"\nversion="1"\n[table.visits]\ncolumns={on="on_day", place="Risk Code"}\nvalues.place={"3"="home"}\n'
    )
    first, second = read_register(base, declared=declared_by(mapping.encode(), "n.toml"))
    assert (first.id, str(first.born_on), first.links, first.team) == ("10", "1980-02-29", ("B1",), "north")
    (visit,) = first.visits
    assert (visit.id, str(visit.on), visit.at, visit.outcome, visit.announced, visit.place, visit.officers) == (
        "00000000-0000-0000-0000-000000000001",
        "2026-01-05",
        "09:30",
        "seen",
        True,
        "home",
        ("1", "2"),
    )
    assert visit.others[0].vetted is True
    assert [(fault.file, fault.line, fault.path) for fault in second.faults] == [
        ("offenders", 2, "born_on"),
        ("visits", 2, "visits[0].recorded_on"),
    ]


def test_the_order_is_that_of_bytes_whatever_the_database_is_told(base):
    run(
        base,
        'create table offenders (id text collate "und-x-icu")',
        "insert into offenders values ('b'), ('A'), ('a'), ('B'), ('é'), (null)",
        "create schema custody",
        "create materialized view custody.risk as select 'A' as offender_id, 'l1' as id, 'high' as level",
    )
    text = b'id="n"\nversion="1"\n[table.levels]\nfile="custody.risk"\n'
    items = list(read_register(base, declared=declared_by(text, "n.toml")))
    assert [item.kind if isinstance(item, Rejected) else item.id for item in items] == [
        "missing id", "A", "B", "a", "b", "é",
    ]  # fmt: skip
    assert items[1].levels[0].level == "high"


def test_nothing_is_written_and_one_state_is_seen(base):
    run(base, "create table offenders (id text)")
    database = Database.of(base)
    with database.reading() as connection:
        assert connection.exec_driver_sql("select count(*) from offenders").scalar() == 0
        run(base, "insert into offenders values ('A1')")
        assert connection.exec_driver_sql("select count(*) from offenders").scalar() == 0
    with pytest.raises(RegisterError, match="reports an error"), database.reading() as connection:
        connection.exec_driver_sql("insert into offenders values ('A2')")


def test_a_value_that_no_date_of_python_is_ends_the_reading(base):
    run(base, "create table offenders (id text, born_on date)", "insert into offenders values ('A1', 'infinity')")
    with pytest.raises(RegisterError, match="a date or time beyond the calendar, such as infinity"):
        survey_register(base)


def test_a_column_of_a_type_that_is_not_known_is_no_matter(base):
    run(base, "create table offenders (id text, colour int4range, place point)", "insert into offenders values ('A1')")
    (offender,) = read_register(base)
    assert offender.id == "A1"


def test_a_database_that_does_not_know_its_encoding_is_read_as_utf8(base):
    name = f"{base.partition('/base')[2].partition('?')[0]}"
    engine = sa.create_engine(base, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(
            f"create database plain{name} template template0 encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'"
        )
    engine.dispose()
    plain = base.replace(f"/base{name}?", f"/plain{name}?")
    there = f"{plain}&client_encoding=utf8"
    run(there, "create table offenders (id text, team text)", "insert into offenders values ('A1', 'n\u00f6rd')")
    (offender,) = read_register(plain)
    assert offender.team == "n\u00f6rd"
    run(there, "insert into offenders values ('A2', convert_from('\\xff', 'SQL_ASCII'))")
    with pytest.raises(RegisterError, match=f"^plain{name}: a text in it is not UTF-8"):
        survey_register(plain)
