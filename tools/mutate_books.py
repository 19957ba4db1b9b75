"""Change the values of the shipped rulebooks one at a time and list those that no published case notices.

    python tools/mutate_books.py [us-ohio ireland …] [--jobs 1] [--only R-N4]

Each mutant is one change of one book as data: a number, a length, a date, a word of a closed choice (counting, roll,
what a suspension does…), the order of two regimes, or something left out. What the loader refuses, what says the
same and rules that are off are none of them. Each is given the cases of its book and of those that extend it, the
cases that speak of its rule first, until one fails. What is printed has no test, or cannot have one: a line a mutant,
with its path.
"""

import argparse
import datetime as dt
import re
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from enum import Enum
from functools import cache, partial
from inspect import getmembers, isclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias
from unittest.mock import patch

from attrs import evolve

from supervise import load_rulebook, shipped_rulebooks
from supervise.cases import Case, read_cases, runner
from supervise.dates import Calendar
from supervise.errors import RulebookLoadError, SuperviseError
from supervise.rules import Rulebook, loading, rulebook, words
from supervise.rules.intake import Taken, from_bytes

ROOT: Final = Path(__file__).parents[1]
BOOKS: Final = ROOT / "src" / "supervise" / "rulebooks"
CASES: Final = ROOT / "src" / "supervise" / "conformance"

# What a value is called, who set it and how well it is known: no date follows from it.
TOLD: Final = {
    "format", "id", "version", "title", "jurisdiction", "review_by", "sources", "source", "authority", "confidence",
    "duty", "duty_of", "name", "part_of", "rests_on", "reason", "extends", "leaves_out",
}  # fmt: skip
_LENGTH: Final = re.compile(r"(\d+) (working days?|days?|hours?|weeks?|months?|years?)")
_MARKED: Final = ("id", "name")
_CHOICES: Final = [
    {member.value for member in choice}
    for module in (words, rulebook)
    for _, choice in getmembers(module, isclass)
    if issubclass(choice, Enum) and choice is not words.Confidence and choice is not words.Authority
]
_UNITS: Final = {"working days": "days", "days": "working days", "working day": "day", "day": "working day"}


Change: TypeAlias = tuple[tuple[Any, ...], str, Any]


class Mutant(NamedTuple):
    """One change: where in the book, what it is told as, and the whole book with it."""

    path: str
    change: str
    book: dict[str, Any]


def mutants(book: dict[str, Any]) -> Iterator[Mutant]:
    """Yield each mutant of a book, in the order of its text."""
    for steps, change, value in _changes(book, ()):
        changed = deepcopy(book)
        place: Any = changed
        for step in steps[:-1]:
            place = place[step]
        if value is _LEFT_OUT:
            del place[steps[-1]]
        else:
            place[steps[-1]] = value
        yield Mutant(_path(book, steps), change, changed)


_LEFT_OUT: Final = object()


def _changes(node: Any, steps: tuple[Any, ...]) -> Iterator[Change]:
    """Yield where something is changed, how that is told, and the new value."""
    if isinstance(node, dict):
        yield from _changes_of_table(node, steps)
    elif isinstance(node, list):
        yield from _changes_of_list(node, steps)
    else:
        for value in _others(node):
            yield steps, f"{node} -> {value}", value


def _changes_of_table(table: dict[str, Any], steps: tuple[Any, ...]) -> Iterator[Change]:
    if table.get("off") is True:
        return  # no law yet: nothing in it is judged
    for key, value in table.items():
        if key not in TOLD:
            yield (*steps, key), "left out", _LEFT_OUT
            yield from _changes(value, (*steps, key))


def _changes_of_list(entries: list[Any], steps: tuple[Any, ...]) -> Iterator[Change]:
    for at, value in enumerate(entries):
        if len(entries) > 1 and isinstance(value, str | dict):
            yield (*steps, at), f"left out {_short(value)}", _LEFT_OUT
        yield from _changes(value, (*steps, at))
    if steps[-1] == "regime":
        for at, (first, second) in enumerate(pairwise(entries)):
            told = f"regimes {at} and {at + 1} change places"
            yield steps, told, [*entries[:at], second, first, *entries[at + 2 :]]


def _others(value: Any) -> Iterator[Any]:
    match value:
        case bool():
            yield not value
        case int():
            yield from (value + 1, value - 1)
        case dt.date():
            yield from (value + dt.timedelta(days=1), value - dt.timedelta(days=1))
        case str():
            yield from _other_words(value)
        case _:
            pass


def _other_words(value: str) -> Iterator[str]:
    for found in _LENGTH.finditer(value):
        number, unit = int(found[1]), found[2]
        for other in (f"{number + 1} {unit}", f"{number - 1} {unit}", f"{number} {_UNITS.get(unit, unit)}"):
            if other != found[0]:
                yield value[: found.start()] + other + value[found.end() :]
    yield from sorted({word for choice in _CHOICES if value in choice for word in choice} - {value})


def _path(book: dict[str, Any], steps: tuple[Any, ...]) -> str:
    told, place = "", book
    for step in steps:
        place = place[step]
        told += f"[{_mark(place) or step}]" if isinstance(step, int) else f".{step}"
    return told[1:]


def _mark(entry: Any) -> str | None:
    """Return what an entry of a list calls itself."""
    return next((str(entry[key]) for key in _MARKED if key in entry), None) if isinstance(entry, dict) else None


def _short(value: Any) -> str:
    return value if isinstance(value, str) else _mark(value) or "an entry"


def survivors(ref: str, only: str | None = None) -> str:
    """Print what no case of the book notices, and return how many that were of all."""
    source = tomllib.loads((BOOKS / f"{ref}.toml").read_text(encoding="utf-8"))
    whole = load_rulebook(source)
    speak = [ref, *(other for other in shipped_rulebooks() if ref in load_rulebook(other).extends)]
    published = [case for path in sorted(CASES.glob("*.cases.json")) for case in read_cases(path)]
    cases = [case for book in speak for case in published if case.rulebook == book]
    tried = survived = 0
    for mutant in mutants(source):
        if only is None or f"[{only}]" in mutant.path:
            noticed = _noticed(mutant, whole, cases)
            tried += noticed is not None
            if noticed is False:
                survived += 1
                print(f"{ref}: {mutant.path}: {mutant.change}", flush=True)
    return f"{ref}: {survived} of {tried} survive"


def _noticed(mutant: Mutant, whole: Rulebook, cases: list[Case]) -> bool | None:
    """Return whether a case fails; None if the book is refused, or says the same."""
    try:
        book = load_rulebook(mutant.book)
    except SuperviseError:
        return None
    if evolve(book, sha256=whole.sha256) == whole:
        return None
    rule = mutant.path.partition("[")[2].partition("]")[0]
    # A book is loaded once for all its cases, and for each calendar that one brings.
    with (
        patch.object(loading, "from_bytes", partial(_taken, whole, mutant.book)),
        patch.object(runner, "_shipped", cache(_loaded)),
    ):
        for case in sorted(cases, key=lambda case: rule not in str(case.expect)):
            if not _passes(case):
                # What noticed one is likely to notice the next.
                cases.remove(case)
                cases.insert(0, case)
                return True
    return False


def _taken(whole: Rulebook, changed: dict[str, Any], text: bytes, ref: str) -> Taken:
    return Taken(ref, changed, whole.sha256) if ref == f"{whole.id}@{whole.version}" else from_bytes(text, ref)


def _loaded(ref: str, calendar: Calendar | None) -> Rulebook:
    return load_rulebook(ref, calendar=calendar)


def _passes(case: Case) -> bool:
    try:
        return runner.run_case(case).passed
    except RulebookLoadError:
        return False  # a book that extends this one cannot be read with it


def main() -> int:
    """Print what survives of each book."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("books", nargs="*")
    parser.add_argument("--only", metavar="RULE")
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    refs = [
        path.stem for path in sorted(BOOKS.glob("*.toml")) if not args.books or path.stem.split("@")[0] in args.books
    ]
    with ProcessPoolExecutor(args.jobs) as pool:
        for told in pool.map(partial(survivors, only=args.only), refs):
            print(told, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
