"""Run by `extras.py` in an environment that holds the wheel alone, with the libraries of some extras beside it.

    python -I alone.py FOLDER LIBRARIES [EXTRA]…

What needs an extra that is given works; what needs another says in one line which. Plain asserts and the standard
library, as no test tool is installed there. FOLDER holds the registers, and is written to.
"""

import contextlib
import datetime as dt
import importlib
import io
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

DAY = dt.date(2026, 6, 30)
BOOK = "england-wales@2026.1"
NIGHT = f'register = "register.jsonl"\nledger = "ledger.sqlite"\noutputs = "out"\nrulebook = "{BOOK}"\n'
AS_OF = ("--as-of", str(DAY))
HOLIDAYS = "holidays:GB-ENG:2020-2030"

# By extra, the part of the library that needs it. `Callable[[], Any]` gives something if it worked.
PARTS: dict[str, tuple[tuple[str, ...], Callable[[], Any]]] = {}
# An extra, and a command that needs it beside `cli` and `register`.
COMMANDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("register", ("review", "register.jsonl", *AS_OF)),
    ("ics", ("schedule", "register.jsonl", *AS_OF, "--until", "2026-07-31", "--format", "ics")),
    ("sql", ("nightly", "--config", "nightly.toml", *AS_OF)),
    ("sql", ("review", "register.jsonl", *AS_OF, "--format", "sql", "--output", "sqlite:///rows.sqlite")),
    ("sql", ("validate", "sqlite:///register.sqlite")),
    ("arrow", ("review", "register.parquet", *AS_OF)),
    ("arrow", ("review", "register.jsonl", *AS_OF, "--format", "parquet", "--output", "rows.parquet")),
    ("zstd", ("validate", "register.jsonl.zst")),
    ("holidays", ("review", "register.jsonl", *AS_OF, "--calendar", HOLIDAYS)),
)
# The command reads registers.
WITH = {"cli": {"register"}}


def part(extra: str, *more: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Note what needs an extra, and others beside it."""

    def note(function: Callable[[], Any]) -> Callable[[], Any]:
        PARTS[extra] = (more, function)
        return function

    return note


@part("register")
def read_lines() -> Any:
    """Read a register of JSON Lines."""
    from supervise.register import read_register

    return list(read_register("register.jsonl"))


@part("arrow", "register")
def read_parquet() -> Any:
    """Read a register in Parquet."""
    from supervise.register import read_register

    return list(read_register("register.parquet"))


@part("zstd", "register")
def read_archive() -> Any:
    """Read an archive of the newer kind."""
    from supervise.register import read_register

    return list(read_register("register.jsonl.zst"))


@part("sql", "register")
def run_a_night() -> Any:
    """Run a night over a register, and record it."""
    from supervise.nightly import read_config, run_nightly

    return run_nightly(read_config("nightly.toml"), as_of=DAY).report


@part("holidays")
def closed_days() -> Any:
    """Ask a library for closed days."""
    from supervise import holiday_calendar

    return holiday_calendar(HOLIDAYS)


@part("testing")
def strategies() -> Any:
    """Make up people."""
    return importlib.import_module("supervise.testing.strategies").records()


# ── and this is tried ───────────────────────────────────────────────────────────────────────────────────────────────


def core() -> None:
    """Load every book, review somebody, explain it: what needs no extra at all."""
    from supervise import Offender, Waiver, Waivers, explain, load_calendar, load_rulebook, review, shipped_rulebooks
    from supervise.cases import run_cases  # noqa: F401 - it is there
    from supervise.model import register_schema
    from supervise.sample import offender
    from supervise.testing import an_offender  # noqa: F401 - it is there

    assert [load_rulebook(ref).ref for ref in shipped_rulebooks()] == list(shipped_rulebooks())
    assert load_calendar("england-and-wales@2026.1")
    assert register_schema()["title"] == "Offender"
    found = review(
        Offender.from_dict(offender(1, 1, DAY)),
        load_rulebook(BOOK),
        as_of=DAY,
        waivers=Waivers(
            [Waiver(id="w1", reason_code="r", made_by="o1", approved_by="s1", made_on=DAY, code="VD001", offender="x")]
        ),
    )
    assert found.obligations
    assert explain(found).text()


def every_module(given: frozenset[str]) -> None:
    """Import everything: what cannot be says in our own words why, but for the inside of the command."""
    supervise = importlib.import_module("supervise")
    errors = importlib.import_module("supervise.errors")
    for each in pkgutil.walk_packages(supervise.__path__, "supervise.", onerror=lambda name: None):
        if each.name in {"supervise.__main__", "supervise.testing.pytest_plugin"}:  # run, or loaded by pytest
            continue
        try:
            importlib.import_module(each.name)
        except errors.MissingExtraError as error:
            assert "pip install 'supervise-schedules[" in str(error), each.name
        except ModuleNotFoundError as error:
            assert each.name.startswith("supervise.cli."), each.name
            assert error.name in {"click", "rich"}, each.name
            assert "cli" not in given


def lacking(needs: tuple[str, ...], given: frozenset[str]) -> list[str]:
    """Return what is needed and not given."""
    return [extra for extra in needs if extra not in given]


def parts(given: frozenset[str]) -> Iterator[str]:
    """Try each part; yield what worked."""
    errors = importlib.import_module("supervise.errors")
    for extra, (more, function) in PARTS.items():
        lacks = lacking((extra, *more), given)
        try:
            found = function()
        except errors.MissingExtraError as error:
            assert any(f"pip install 'supervise-schedules[{name}]'" in str(error) for name in lacks), (
                extra,
                str(error),
            )
            assert error.__suppress_context__ or error.__cause__ is None
        else:
            assert found, extra
            assert not lacks, f"{extra}: worked without {lacks}"
            yield extra


def command(*arguments: str) -> tuple[int, str]:
    """Run a command in this process; return its exit code and what it said on standard error."""
    from supervise.cli import main

    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())):
        try:
            main(arguments)
        except SystemExit as ending:
            return int(ending.code or 0), said.getvalue()


def commands(given: frozenset[str]) -> Iterator[str]:
    """Try each command; yield what worked."""
    for extra, arguments in COMMANDS:
        lacks = lacking(("cli", "register", extra), given)
        code, said = command(*arguments)
        assert "Traceback" not in said, (arguments, said)
        if lacks:
            assert code == 2, (arguments, code, said)
            assert any(f"pip install 'supervise-schedules[{name}]'" in said for name in lacks), (arguments, said)
        else:
            assert code in {0, 3}, (arguments, code, said)
            yield extra


def main() -> None:
    """Try everything, and say what worked."""
    folder, libraries, *extras = sys.argv[1:]
    given = frozenset(extras).union(*(WITH[extra] for extra in extras if extra in WITH))
    if sys.version_info >= (3, 14):  # it is in the standard library
        given |= {"zstd"}
    supervise = importlib.import_module("supervise")
    assert Path(supervise.__file__).is_relative_to(sys.prefix), "the tree was imported, not the wheel"
    sys.path.append(libraries)
    os.chdir(folder)
    for name in ("ledger.sqlite", "rows.sqlite", "rows.parquet"):
        Path(name).unlink(missing_ok=True)
    Path("nightly.toml").write_text(NIGHT)
    if not extras:
        core()
    every_module(given)
    works = sorted({*parts(given), *(f"supervise {name}" for name in commands(given))})
    print(f"with {', '.join(extras) or 'no extra'}: {', '.join(works) or 'the core alone'}")


if __name__ == "__main__":
    main()
