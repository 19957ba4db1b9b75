"""The ledger: one writer, one transaction, brought forward, and clear errors that repeat nothing."""

import errno
import os
import sqlite3
import stat
import sys
from types import SimpleNamespace

import pytest

from supervise.errors import LedgerError
from supervise.model.sketch import sketch
from supervise.nightly import ledger
from supervise.nightly.ledger import opened
from supervise.nightly.tables import MIGRATIONS, tables
from supervise.register.sql.database import Database


def table_names(path):
    with sqlite3.connect(path) as connection:
        found = sorted(name for (name,) in connection.execute("select name from sqlite_master where type = 'table'"))
    connection.close()
    return found


def insert_version(connection, number):
    connection.execute(tables().version.insert().values(version=number))


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_new_ledger_is_made_for_its_owner_alone(tmp_path):
    path = tmp_path / "l.sqlite"
    with opened(str(path), is_url=False):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert table_names(path) == sorted(table.name for table in tables().all.tables.values())


def test_a_second_writer_is_told_at_once(tmp_path):
    path = str(tmp_path / "l.sqlite")
    with opened(path, is_url=False), pytest.raises(LedgerError, match="another job is writing"):
        opened(path, is_url=False).__enter__()
    with opened(path, is_url=False):
        pass


def test_an_error_takes_everything_back_even_the_tables(tmp_path):
    path = tmp_path / "l.sqlite"
    with pytest.raises(RuntimeError), opened(str(path), is_url=False):
        raise RuntimeError
    assert table_names(path) == []


def test_a_url_names_a_database_too(tmp_path):
    path = tmp_path / "l.sqlite"
    with opened(f"sqlite:///{path}", is_url=True) as connection:
        assert connection.execute(tables().version.select()).scalars().all() == [3]
    assert path.is_file()


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://secret@host/base", "another kind"),
        ("nothing at all://", "no URL"),
        ("postgresql+nosuchdriver://host/base", "the driver that its URL names"),
        ("nosuchbase://host/base", "no URL|another kind"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_without_being_repeated(url, message):
    with pytest.raises(LedgerError, match=message) as caught:
        opened(url, is_url=True).__enter__()
    assert "secret" not in str(caught.value)


def test_a_driver_that_is_not_installed_is_named_as_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LedgerError, match="driver"):
        opened("postgresql+psycopg://host/base", is_url=True).__enter__()


def test_a_folder_that_is_not_there_is_said_to_be(tmp_path):
    with pytest.raises(LedgerError, match=r"l\.sqlite: cannot be read or written"):
        opened(str(tmp_path / "none" / "l.sqlite"), is_url=False).__enter__()


def test_a_folder_is_no_ledger_and_the_one_at_hand_has_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in (".", str(tmp_path)):
        with pytest.raises(LedgerError) as caught:
            opened(name, is_url=False).__enter__()
        assert str(caught.value) == f"{'.' if name == '.' else tmp_path.name}: it is a folder; name a file in it"


def test_a_file_that_is_no_ledger_is_refused_and_left(tmp_path):
    path = tmp_path / "l.sqlite"
    path.write_bytes(b"something else entirely" * 50)
    with pytest.raises(LedgerError, match="no SQLite file"):
        opened(str(path), is_url=False).__enter__()
    assert path.read_bytes().startswith(b"something")


def test_an_error_while_writing_is_told_and_everything_is_taken_back(tmp_path):
    path = str(tmp_path / "l.sqlite")
    with (
        pytest.raises(LedgerError, match="reports an error; nothing is written"),
        opened(path, is_url=False) as connection,
    ):
        connection.exec_driver_sql("insert into supervise_version values (1, 2, 3, 4, 5, 6, 7)")
    assert table_names(path) == []


@pytest.mark.parametrize("taken", [True, False])
def test_where_a_database_has_advisory_locks_one_is_taken_or_the_job_ends(taken):
    asked = []

    class Connection:
        """As much of a connection to PostgreSQL as taking the lock needs."""

        dialect = SimpleNamespace(name="postgresql")

        def execute(self, statement):
            asked.append(str(statement))
            return SimpleNamespace(scalar=lambda: taken)

    if taken:
        ledger._lock(Connection(), "base")
    else:
        with pytest.raises(LedgerError, match="another job is writing"):
            ledger._lock(Connection(), "base")
    assert "pg_try_advisory_xact_lock" in asked[0]


def test_a_database_of_the_other_kind_is_not_spoken_to_as_sqlite_is():
    pytest.importorskip("psycopg")
    with pytest.raises(LedgerError, match="there is no connection to the database") as caught:
        opened("postgresql+psycopg://secret@/base?host=/nowhere", is_url=True).__enter__()
    assert "secret" not in str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_ledger_that_may_only_be_read_is_refused_and_left(tmp_path, monkeypatch):
    path = tmp_path / "l.sqlite"
    with opened(str(path), is_url=False):
        pass
    before = path.read_bytes()
    # Root may write what nobody may: the database is told to refuse, and the system to say that it does.
    to_write = Database._to_write

    def read_only(database):
        connection = to_write(database)
        connection.execute("PRAGMA query_only = ON")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(Database, "_to_write", read_only)
        with pytest.raises(LedgerError, match="may not be written"), opened(str(path), is_url=False) as connection:
            insert_version(connection, 9)
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refusing)
        with pytest.raises(LedgerError, match=r"l\.sqlite: cannot be read or written"):
            opened(str(path), is_url=False).__enter__()
    assert path.read_bytes() == before


def refusing(*_):
    raise OSError(errno.EROFS, "read-only")


# ── versions ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_older_ledger_is_brought_forward_once_and_keeps_its_rows(tmp_path, monkeypatch):
    path = tmp_path / "l.sqlite"
    with opened(str(path), is_url=False):
        pass
    done = []

    def second(connection):
        done.append(connection.execute(tables().version.select()).scalars().all())
        connection.exec_driver_sql("create table added (id integer)")

    monkeypatch.setattr("supervise.nightly.tables.MIGRATIONS", [*MIGRATIONS, second])
    for _ in range(2):
        with opened(str(path), is_url=False) as connection:
            assert connection.execute(tables().version.select()).scalars().all() == [3, 4]
    assert done == [[3]]
    assert "added" in table_names(path)


def test_a_ledger_of_a_newer_library_is_refused(tmp_path):
    path = str(tmp_path / "l.sqlite")
    with opened(path, is_url=False) as connection:
        insert_version(connection, 9)
    with pytest.raises(LedgerError, match="newer version"):
        opened(path, is_url=False).__enter__()


def test_a_table_of_versions_that_holds_something_else_is_none_of_a_ledger(tmp_path):
    path = tmp_path / "l.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("create table supervise_version (version text)")
        connection.execute("insert into supervise_version values ('x')")
    connection.close()
    with pytest.raises(LedgerError, match="supervise_version is none of a ledger"):
        opened(str(path), is_url=False).__enter__()


def test_a_ledger_whose_table_of_versions_is_empty_is_made_anew(tmp_path):
    path = str(tmp_path / "l.sqlite")
    with opened(path, is_url=False) as connection:
        connection.execute(tables().version.delete())
    with opened(path, is_url=False) as connection:
        assert connection.execute(tables().version.select()).scalars().all() == [3]


def test_narratives_that_an_older_library_kept_are_taken_out_and_nothing_else_is(tmp_path):
    path = tmp_path / "l.sqlite"
    sound = sketch("one two three four five six seven eight nine ten eleven twelve " * 2, key=bytes(32))
    rest = '"flags":{},"overdue":{},"parts":[["WF060","o1",["x1"],1]'
    told = [
        f"{{{rest}]}}",
        f'{{{rest},["PR023","t1",["o1",5,"x1","v1","{sound}"],1]]}}',
        f'{{{rest},["PR023","t1",["o1",5,"x1","v2","He said: SECRET"],1],["PR023","t1",["o1",5,"x1","v1","{sound}"],1]]}}',
    ]
    with opened(str(path), is_url=False) as connection:
        connection.execute(tables().version.update().values(version=2))
        for number, text in enumerate(told):
            row = {"run": 1, "row": number, "offender": "x", "digest": "", "basis": "", "held": text, "record": None}
            connection.execute(tables().held.insert().values(row))
    assert b"SECRET" in path.read_bytes()
    with opened(str(path), is_url=False) as connection:
        held = connection.execute(tables().held.select().order_by(tables().held.c.row)).all()
    assert [each.held for each in held] == [told[0], told[1], told[1]]
    assert b"SECRET" not in path.read_bytes()
