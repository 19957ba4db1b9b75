"""Databases: how they are named and opened, and that nothing of a URL or a value is ever told."""

import os
import pickle
import sqlite3
import sys
from contextlib import closing, nullcontext
from types import SimpleNamespace

import pytest

from supervise.errors import MissingExtraError, RegisterError, SuperviseError
from supervise.register.sql.database import Database, _reason, is_url, sqlalchemy
from supervise.register.sql.reading import read_sql
from tests.unit.register.sql.setting import sa, tables_in


@pytest.mark.parametrize(("text", "said"), [("sqlite:///r.db", True), ("r.jsonl", False), ("a/b:c", False)])
def test_a_url_is_told_by_its_sign(text, said):
    assert is_url(text) is said


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////own/folder/register.db", "register.db"),
        ("postgresql+psycopg://user:secret@host/cases", "cases"),
        ("postgresql://user:secret@host/cases?password=secret", "cases"),
        ("postgresql://user:se/cr?et@host/cases", "cases"),
        ("postgresql://user:secret@host", "database"),
        ("postgresql://user@host/ca%20ses", "database"),
        ("sqlite://", "database"),
    ],
)
def test_of_a_url_the_name_of_the_database_alone_is_shown(url, name):
    database = Database.of(url)
    assert database.name == name
    assert repr(database) == f"Database(name='{name}')"
    assert pickle.loads(pickle.dumps(database)) == database


@pytest.mark.parametrize(
    "bind",
    [
        "nothing at all",
        "://secret",
        "mysql://user:secret@host/cases",
        "postgresql://user@host:secret/cases",
        "postgresql://host:/cases",
        5,
        None,
    ],
)
def test_what_is_no_database_of_a_known_kind_is_refused_without_being_repeated(bind):
    with pytest.raises(RegisterError, match=r"no URL|another kind|a register is a path") as caught:
        Database.of(bind)
    assert "secret" not in str(caught.value)


def test_the_file_of_a_database_is_known_where_a_url_names_one(tmp_path):
    url = tables_in(tmp_path / "r.db", [])
    assert Database.of(url).file == tmp_path / "r.db"
    assert Database.of("sqlite://").file is None
    assert Database.of("postgresql://host/r.db").file is None
    assert Database.of(sa.create_engine(url)).file is None


def test_a_file_that_is_read_is_never_made_or_changed(tmp_path):
    missing = Database.of(f"sqlite:///{tmp_path}/none.db")
    with pytest.raises(RegisterError, match=r"^none\.db: cannot be read: no such file"), missing.reading():
        pass
    with pytest.raises(RegisterError, match="no such file"), Database.of("sqlite://").reading():
        pass
    assert list(tmp_path.iterdir()) == []
    there = Database.of(tables_in(tmp_path / "r #.db", ["create table t (x)"]))
    with pytest.raises(RegisterError, match="may not be written to"), there.reading() as connection:
        connection.exec_driver_sql("insert into t values (1)")


def test_what_is_read_is_one_state_whatever_others_write_meanwhile(tmp_path):
    url = tables_in(tmp_path / "r.db", ["pragma journal_mode = wal", "create table t (x)"])
    with Database.of(url).reading() as connection:
        assert connection.exec_driver_sql("select count(*) from t").scalar() == 0
        other = sqlite3.connect(tmp_path / "r.db")
        other.execute("insert into t values (1)")
        other.commit()
        other.close()
        assert connection.exec_driver_sql("select count(*) from t").scalar() == 0


def test_of_a_server_one_state_is_asked_for_and_nothing_may_be_written(monkeypatch):
    """What a server makes of it is tried on one, where there is one: `test_postgresql.py`."""
    asked = {}
    connection = SimpleNamespace(
        dialect=SimpleNamespace(name="postgresql"), execution_options=lambda **options: asked.update(options)
    )
    engine = SimpleNamespace(connect=lambda: nullcontext(connection))
    monkeypatch.setattr(Database, "_engine", lambda self, make: nullcontext(engine))
    with Database.of("postgresql+psycopg://host/cases").reading() as given:
        assert given is connection
    assert asked == {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def test_an_engine_or_a_connection_of_a_program_is_used_and_left_open(tmp_path):
    engine = sa.create_engine(tables_in(tmp_path / "r.db", ["create table t (x)"]))
    with Database.of(engine).reading() as connection:
        assert connection.engine is engine
    with engine.connect() as held:
        for way in (Database.of(held).reading(), Database.of(held).writing(SuperviseError)):
            with way as connection:
                assert connection is held
        held.exec_driver_sql("insert into t values (1)")
        held.rollback()
        assert not held.closed
    with Database.of(engine).writing(SuperviseError) as connection:
        connection.exec_driver_sql("insert into t values (2)")
    with engine.connect() as held:
        assert held.exec_driver_sql("select x from t").scalars().all() == [2]
    engine.dispose()


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_file_that_is_written_is_made_for_its_owner_alone_and_whole_or_not_at_all(tmp_path):
    path = tmp_path / "out.db"
    database = Database.of(f"sqlite:///{path}")
    with pytest.raises(KeyError), database.writing(SuperviseError) as connection:
        raise KeyError(connection.exec_driver_sql("create table t (x)"))
    assert path.stat().st_mode & 0o777 == 0o600
    with database.writing(SuperviseError) as connection:
        connection.exec_driver_sql("create table t (x)")
        with (
            pytest.raises(RegisterError, match="another job is writing"),
            Database.of(f"sqlite:///{path}").writing(RegisterError),
        ):
            pass


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/out.db", "sqlite://"])
def test_what_cannot_be_written_is_said_to_be(url):
    with pytest.raises(SuperviseError, match="cannot be read or written"), Database.of(url).writing(SuperviseError):
        pass


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("database is locked", "another job"),
        ("file is not a database", "no SQLite file"),
        ("database disk image is malformed", "no SQLite file"),
        ("unable to open database file", "cannot be opened"),
        ("database or disk is full", "no space"),
        ("disk I/O error", "the disk reports an error"),
        ("attempt to write a readonly database", "may not be written"),
        ("permission denied for table secret", "does not permit"),
        ("password authentication failed for user secret", "does not let this user in"),
        ("invalid value: secret", "reports an error"),
    ],
)
def test_what_a_driver_says_is_told_in_our_own_words(words, said):
    error = sa.exc.OperationalError("insert secret", {}, sqlite3.OperationalError(words))
    assert said in _reason(error)
    assert "secret" not in _reason(error)


def test_a_damaged_file_is_an_error(tmp_path):
    (tmp_path / "r.db").write_bytes(b"something else entirely" * 50)
    with (
        pytest.raises(RegisterError, match=r"^r\.db: no SQLite file, or a damaged one"),
        Database.of(f"sqlite:///{tmp_path}/r.db").reading() as connection,
    ):
        connection.exec_driver_sql("select * from sqlite_master")


def test_a_server_that_is_not_there_is_named_without_its_password():
    pytest.importorskip("psycopg")
    with (
        pytest.raises(RegisterError, match="cases: there is no connection to the database") as caught,
        Database.of("postgresql+psycopg://user:secret@/cases?host=/nowhere").reading(),
    ):
        pass
    assert "secret" not in str(caught.value)


def test_a_driver_that_is_not_installed_is_named_as_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(RegisterError, match="driver"), Database.of("postgresql+psycopg://host/cases").reading():
        pass


def test_without_sqlalchemy_the_extra_is_named(monkeypatch):
    sqlalchemy.cache_clear()
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    with pytest.raises(MissingExtraError, match=r"supervise-schedules\[sql\]"):
        Database.of("sqlite:///r.db")
    monkeypatch.undo()
    sqlalchemy.cache_clear()


def test_what_goes_wrong_outside_the_database_is_not_laid_to_it(tmp_path):
    """The disk of an output, say, while the `with` block is open."""
    database = Database.in_file(tmp_path / "out.db")
    with pytest.raises(FileNotFoundError), database.writing(SuperviseError):
        raise FileNotFoundError
    with pytest.raises(ModuleNotFoundError), database.reading():
        raise ModuleNotFoundError


def test_a_schema_with_bytes_that_are_no_text_is_a_damaged_file(tmp_path):
    path = tmp_path / "r.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table offenders (id text)")
        connection.execute("pragma writable_schema = on")
        schema = b"create table offenders (id text) \x81".hex()
        connection.execute(f"update sqlite_master set sql = cast(x'{schema}' as text)")
        connection.commit()
    with pytest.raises(RegisterError, match=r"^r\.db: no SQLite file, or a damaged one"):
        list(read_sql(Database.of(f"sqlite:///{path}")))
