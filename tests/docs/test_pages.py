"""Every example on a page runs, every command shown exists, every link leads somewhere.

- ```` ```python ```` blocks run top to bottom in one namespace per page; with `>>>` they are compared as doctests.
- ```` ```console ```` blocks: lines that start with `$ ` are commands. Those of `supervise` run, in a folder that holds
  a copy of `examples/`; where the page shows output, it must be that output (`...` stands for anything).
- A block preceded by `<!-- file: examples/… -->` is a part of that file, to the letter.
- A block that cannot run is preceded by `<!-- skip: next "the reason" -->`; one that needs an extra, by
  `<!-- skip: next if(missing("library"), reason="…") -->`.
"""

import doctest
import re
import shlex
import shutil
import subprocess
import sys
import unittest
from importlib.util import find_spec
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.example import SybilFailure
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())

FLAGS = doctest.ELLIPSIS
# Done; done with flags; done with records set aside. Anything else is a command that did not run.
RAN = {0, 1, 3}
# An interpreter that gives up exits with 1 as well.
CRASH = re.compile(r"^Traceback|: No module named ", re.MULTILINE)
COMMAND = re.compile(r"^(?:\S*python3? -m )?supervise(?= |$)")
FENCE = re.compile(r"^(```+|~~~+).*?^\1\s*$", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"<!-- file: (\S+) -->\n+```\w*\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")
MAKE = re.compile(r"(?:^\s*(?:\$ )?|`)make ([a-z]+)", re.MULTILINE)
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


def commands(block: str) -> list[tuple[str, str]]:
    """Return each command of a console block with the output shown below it.

    >>> commands("$ supervise flags list\\nVD001\\n$ make test\\n")
    [('supervise flags list', 'VD001\\n'), ('make test', '')]
    """
    found: list[tuple[str, str]] = []
    for line in block.replace("\\\n", " ").splitlines(keepends=True):
        if line.startswith("$ "):
            found.append((line[2:].strip(), ""))
        elif found:
            command, output = found[-1]
            found[-1] = (command, output + line)
    return found


def run_console(example) -> str | None:
    """Run the commands of one block; return what went wrong, or nothing."""
    for command, shown in commands(example.parsed):
        if not COMMAND.match(command):
            continue
        words = [sys.executable, "-m", "supervise", *shlex.split(COMMAND.sub("", command))]
        done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
        if done.returncode not in RAN or CRASH.search(done.stderr):
            return f"$ {command}\nexit code {done.returncode}\n{done.stdout}{done.stderr}"
        got = done.stderr + done.stdout
        if shown and not doctest.OutputChecker().check_output(shown.rstrip() + "\n", got.rstrip() + "\n", FLAGS):
            return f"$ {command}\n--- shown\n{shown}\n--- printed\n{got}"
    return None


PARSER = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=FLAGS),
        CodeBlockParser(language="console", evaluator=run_console),
        SkipParser(),
    ]
)


def missing(library: str) -> bool:
    """Tell whether a library of an extra is not installed."""
    return find_spec(library) is None


def evaluate(page: Path) -> list[str]:
    """Run the examples of a page; return the reasons of those skipped."""
    reasons = []
    document = PARSER.parse(page)
    document.namespace["missing"] = missing
    for example in document.examples():
        try:
            example.evaluate()
        except unittest.SkipTest as skipped:
            reasons.append(str(skipped))
    return reasons


@every_page
def test_examples_of_the_page(page, tmp_path, monkeypatch):
    if (ROOT / "examples").is_dir():
        shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    evaluate(page)


@every_page
def test_a_file_is_shown_as_it_is(page):
    shown = SHOWN.findall(page.read_text(encoding="utf-8"))
    assert [name for name, part in shown if part not in (ROOT / name).read_text(encoding="utf-8")] == []


@every_page
def test_a_block_that_is_not_run_says_why(page):
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"<!--+\s*skip:\s*(?:next|start)(?!\s+(?:[\"']|if\(.*, reason=[\"']))[^>]*>", text) == []


@every_page
def test_links_to_files_lead_somewhere(page):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    assert [link for link in LINK.findall(text) if not (page.parent / link).exists()] == []


@every_page
def test_every_make_command_named_exists(page):
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    assert set(MAKE.findall(page.read_text(encoding="utf-8"))) <= targets


def test_the_changelog_has_a_section_for_what_is_not_released():
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


class TestTheseTests:
    """The tests above would notice."""

    @pytest.mark.parametrize(
        "text",
        [
            "```python\n>>> 1 + 1\n3\n```\n",
            "```python\nassert False\n```\n",
            "```console\n$ supervise no-such-command\n```\n",
        ],
        ids=["doctest", "code", "command"],
    )
    def test_a_wrong_example_fails(self, text, tmp_path):
        page = tmp_path / "page.md"
        page.write_text(text, encoding="utf-8")
        with pytest.raises((AssertionError, SybilFailure)):
            evaluate(page)

    def test_a_skipped_example_does_not_run(self, tmp_path):
        page = tmp_path / "page.md"
        page.write_text('<!-- skip: next "shown only" -->\n\n```python\n1 / 0\n```\n', encoding="utf-8")
        assert evaluate(page) == ["shown only"]

    def test_an_example_of_an_extra_runs_only_with_it(self, tmp_path):
        text = '<!-- skip: next if(missing("{}"), reason="an extra") -->\n\n```python\n1 / 0\n```\n'
        page = tmp_path / "page.md"
        page.write_text(text.format("no_such_library"), encoding="utf-8")
        assert evaluate(page) == ["an extra"]
        page.write_text(text.format("pathlib"), encoding="utf-8")
        with pytest.raises((ZeroDivisionError, SybilFailure)):
            evaluate(page)
