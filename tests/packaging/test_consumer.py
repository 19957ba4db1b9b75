"""`tests/consumer`, a project that depends on this one: it works, and what it uses is what is promised."""

import ast
import importlib
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONSUMER = ROOT / "tests" / "consumer"
LISTED = tomllib.loads((ROOT / "docs" / "reference" / "api" / "names.toml").read_text(encoding="utf-8"))
NAMES = {module: set(chain.from_iterable(since.values())) for module, since in LISTED.items()}
FILES = sorted(CONSUMER.glob("*.py"))


def test_its_tests_pass():
    """In a process of its own, with its own settings: deprecations are errors, and its policy is tested by cases."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-p", "no:xdist"]
    done = subprocess.run(command, cwd=CONSUMER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in done.stdout


def private_uses(source):
    """What a program takes of the library that no page promises: names, attributes of names, modules as such."""
    tree = ast.parse(source)
    taken = {}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (f"{alias.name} as a whole" for alias in names if alias.name.split(".")[0] == "supervise")
            case ast.ImportFrom(module=str(module), names=names) if module.split(".")[0] == "supervise":
                for alias in names:
                    taken[alias.asname or alias.name] = getattr(importlib.import_module(module), alias.name, None)
                    if alias.name not in NAMES.get(module, ()):
                        yield f"{module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if node.attr.startswith("_") and not node.attr.endswith("__"):
                yield f".{node.attr}"
            elif (
                isinstance(node.value, ast.Name)
                and node.value.id in taken
                and not hasattr(taken[node.value.id], node.attr)
            ):
                yield f"{node.value.id}.{node.attr}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_it_uses_what_the_pages_promise_and_nothing_else(file):
    assert list(private_uses(file.read_text(encoding="utf-8"))) == []


def test_it_uses_the_library_in_earnest():
    modules = {
        node.module
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert {"supervise", "supervise.register", "supervise.testing.machine", "supervise.testing.strategies"} <= modules


def test_the_walk_sees_what_is_private():
    source = """
import supervise.engine
from supervise import review, review_data
from supervise.register.reading import read_record
from supervise.testing.strategies import Vocabulary as Words
Words.off(review.schedule._timeline, Words.of, review.__doc__)
"""
    assert list(private_uses(source)) == [
        "supervise.engine as a whole", "supervise.review_data", "supervise.register.reading.read_record", "Words.off",
        "._timeline", "review.schedule",
    ]  # fmt: skip
