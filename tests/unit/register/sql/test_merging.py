"""The rows of all tables in one stream: by offender, the same whatever the order in the database."""

import random
import sqlite3

import pytest

from supervise.errors import RegisterError
from supervise.register.folder.cells import Declared
from supervise.register.sql import merging
from supervise.register.sql.database import Database
from supervise.register.sql.merging import merged
from supervise.register.sql.tables import tables_of
from tests.unit.register.sql.setting import tables_in

TABLES = ["create table offenders (id text)", "create table levels (id text, offender_id text, level text)"]


def stream(url):
    database = Database.of(url)
    with database.reading() as connection:
        tables, _ = tables_of(connection, Declared(), database.name)
        return [(row.table.name, row.whose, row.number, row.text) for row in merged(connection, tables)]


def test_rows_come_by_offender_then_by_table_then_by_id(tmp_path):
    url = tables_in(
        tmp_path / "r.db",
        [
            *TABLES,
            "insert into offenders values ('b'), (' a '), ('Z'), ('é'), (null)",
            "insert into levels values ('2', 'a', 'low'), ('10', 'a', null), ('1', 'nobody', 'x'), ('1', '', 'y')",
        ],
    )
    assert [row[:3] for row in stream(url)] == [
        ("offenders", "", 1),
        ("levels", "", 1),
        ("offenders", "Z", 2),
        ("offenders", "a", 3),
        ("levels", "a", 2),
        ("levels", "a", 3),
        ("offenders", "b", 4),
        ("levels", "nobody", 4),
        ("offenders", "é", 5),
    ]
    assert stream(url)[4][3] == '["levels", "a", {"id": "10"}]'


def test_their_order_is_that_of_what_they_say(tmp_path):
    rows = [f"('{number % 3}', '{number % 2}', 'l{number}')" for number in range(40)]
    streams = set()
    for number in range(3):
        random.Random(number).shuffle(rows)
        made = [*TABLES, f"insert into levels values {', '.join(rows)}", "insert into offenders values (1), (0)"]
        streams.add(tuple(stream(tables_in(tmp_path / f"{number}.db", made))))
    assert len(streams) == 1


def test_keys_that_are_numbers_are_ordered_and_joined_as_texts(tmp_path):
    url = tables_in(
        tmp_path / "r.db",
        [
            "create table offenders (id integer primary key)",
            "create table levels (id integer, offender_id integer)",
            "insert into offenders values (2), (10)",
            "insert into levels values (1, 10), (2, 2)",
        ],
    )
    assert [row[:2] for row in stream(url)] == [
        ("offenders", "10"),
        ("levels", "10"),
        ("offenders", "2"),
        ("levels", "2"),
    ]


def test_ids_that_are_no_text_are_in_order_too(tmp_path):
    url = tables_in(tmp_path / "r.db", TABLES)
    with sqlite3.connect(tmp_path / "r.db") as connection:
        for raw in (b"A\xff", b"A\xc3\xa9", b"B"):
            connection.execute("insert into offenders values (cast(? as text))", (raw,))
    connection.close()
    assert [row[1] for row in stream(url)] == ["Aé", "A\udcff", "B"]


def test_a_database_that_sorts_otherwise_is_an_error(tmp_path, monkeypatch):
    url = tables_in(tmp_path / "r.db", [*TABLES, "insert into offenders values ('a'), ('B')"])
    plain = merging.ordered
    monkeypatch.setattr(merging, "ordered", lambda *given: plain(*given).order_by(None))
    with pytest.raises(RegisterError, match=r"^offenders: the database does not sort ids by their bytes"):
        stream(url)
