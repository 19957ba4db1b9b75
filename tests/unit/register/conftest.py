"""A writer of small registers."""

import json
from pathlib import Path

import pytest


@pytest.fixture
def register_of(tmp_path):
    """Write records to a register in JSON Lines."""

    def write(*records: dict) -> Path:
        path = tmp_path / "register.jsonl"
        path.write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")
        return path

    return write
