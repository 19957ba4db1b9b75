"""A writer of small registers, and a database server."""

import itertools
import json
from pathlib import Path

import pytest

from tests.unit.postgresql import server


@pytest.fixture
def register_of(tmp_path):
    """Write records to a register in JSON Lines."""

    def write(*records: dict) -> Path:
        path = tmp_path / "register.jsonl"
        path.write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def postgresql():
    """A server that the tests of one process share."""
    with server() as url:
        yield url


_NUMBERS = itertools.count(1)


@pytest.fixture
def base(postgresql):
    """An empty database on it; its URL."""
    sqlalchemy = pytest.importorskip("sqlalchemy")
    name = f"base{next(_NUMBERS)}"
    engine = sqlalchemy.create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"create database {name}")
    engine.dispose()
    return postgresql.replace("/postgres?", f"/{name}?")
