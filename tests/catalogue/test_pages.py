"""The pages of the flags are made from the catalogue."""

import importlib.util
from pathlib import Path

import pytest

from supervise.checks import CHECKS

TOOL = Path(__file__).parents[2] / "tools" / "flags.py"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("flags_tool", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_current(tool):
    """If not: run `python tools/flags.py`."""
    assert [name for name, text in tool.pages() if not tool.is_current(name, text)] == []


def test_every_check_has_its_part_of_a_page(tool):
    text = "".join(text for _, text in tool.pages())
    assert [check.code for check in CHECKS if f"## {check.code} {check.slug}" not in text] == []


def test_no_page_is_left_over(tool):
    assert {path.name for path in tool.FOLDER.glob("*.md")} == {name for name, _ in tool.pages()}
