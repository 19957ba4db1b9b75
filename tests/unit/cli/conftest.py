"""A runner of the command in this process, and a writer of small registers."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from supervise.cli.group import commands
from tests.unit.cli.setting import runner


@pytest.fixture
def run():
    """Run the command with arguments; the result has exit_code, stdout and stderr."""

    def invoke(*arguments: object) -> Result:
        return runner().invoke(commands, [str(each) for each in arguments], prog_name="supervise")

    return invoke


@pytest.fixture
def register_of(tmp_path):
    """Write records, or lines as they are, to a register."""

    def write(*records: dict | str, name: str = "register.jsonl") -> Path:
        path = tmp_path / name
        lines = (each if isinstance(each, str) else json.dumps(each) for each in records)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return path

    return write
