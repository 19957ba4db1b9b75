"""A writer of small registers, and a database server."""

import datetime as dt
import json
from pathlib import Path

import pytest

from supervise.register.writing import Run
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK
from tests.unit.postgresql import running


@pytest.fixture
def register_of(tmp_path):
    """Write records to a register in JSON Lines."""

    def write(*records: dict) -> Path:
        path = tmp_path / "register.jsonl"
        path.write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def run():
    """The head of a schedule that is written as a table."""
    return Run(
        version="0",
        book=load_rulebook(BOOK),
        register_sha256="0" * 64,
        as_of=dt.date(2026, 6, 30),
        until=dt.date(2026, 7, 31),
    )


@pytest.fixture(scope="session")
def postgresql():
    """A server that the tests of one process share."""
    with running() as server:
        yield server


@pytest.fixture
def base(postgresql):
    """An empty database on it; its URL."""
    return postgresql.new()
