"""A writer of small registers, and a database server."""

import json
from pathlib import Path

import pytest

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
def postgresql():
    """A server that the tests of one process share."""
    with running() as server:
        yield server


@pytest.fixture
def base(postgresql):
    """An empty database on it; its URL."""
    return postgresql.new()
