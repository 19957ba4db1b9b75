"""How much a rule of the contact books costs, where duties are counted by the month, against one of the E&W book.

    python bench/bench_contacts.py [--lines 200] [--repeats 5]

The lines are those of `bench_review.py` with three years of supervision in each: about as many contacts as the level
asks for, some months short and some over, others spoken with, checks of work, now and then an exemption. Each book
reads its own words for the level; all else is the same for all.

A rule costs what reading and reviewing take, divided by the rules of the book. Reading, the checks and the timeline are
paid for once however few rules a book has; so what the rules add to a book without any is told as well, and so is the
cost where every occurrence is asked for, as with `--history`. Each time is the least of its repeats; they take turns.

How many rules of a book have anything to say of an offender differs: most of the E&W book wait for what few ever have
(an order, a trip, a stay abroad), and those of a book of contacts are at work all the time. So each cost is divided by
the rules that have an occurrence, too, and by the occurrences; how many that is of an offender stands beside it.
"""

import argparse
import datetime as dt
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Any, Final, NamedTuple

import attrs

from supervise import Rejected, Rulebook, load_rulebook, review_register
from supervise.register import read_json
from supervise.sample import generate, write_jsonl

AS_OF: Final = dt.date(2026, 6, 30)
BEGAN: Final = dt.date(2023, 7, 1)
CHANGED: Final = dt.date(2025, 1, 17)

#: The levels in the words of each book, from the lowest to the highest.
LEVELS: Final = {
    "england-wales@2026.1": ("low", "medium", "high", "very_high"),
    "contacts-months@2026.1": ("minimum", "medium", "maximum", "intensive"),
    "contacts-days@2026.1": ("low", "medium", "high", "high"),
}
BOOKS: Final = tuple(LEVELS)
#: How many contacts a month are asked for, about, and how many of a hundred offenders are on the level.
ASKED: Final = (1, 2, 4, 8)
SHARES: Final = (30, 40, 25, 5)
PLACES: Final = ("home", "home", "office", "other", "phone")


def supervised(record: dict[str, Any], levels: tuple[str, ...], random: Random) -> dict[str, Any]:
    """Return a record with three years of supervision; the same draws give the same facts for every book."""
    place, later = random.choices(range(4), SHARES, k=2)
    visits, events = [], [_fact("sup", BEGAN, kind="supervision_began")]
    for month, first in enumerate(_months()):
        asked = ASKED[place if first <= CHANGED else later]
        days = [first + dt.timedelta(random.randrange(28)) for _ in range(asked + random.choice((-1, 0, 0, 1)))]
        visits += [
            _fact(f"c{month}-{at}", day, outcome="seen", place=random.choice(PLACES)) for at, day in enumerate(days)
        ]
        for kind, share in (("collateral", 0.9), ("collateral", 0.5), ("employment_check", 0.4)):
            if random.random() < share:
                day = first + dt.timedelta(random.randrange(28))
                events.append(_fact(f"e{month}-{len(events)}", day, kind=kind))
    if random.random() < 0.2:
        events += [
            _fact("ex1", dt.date(2024, 5, 9), kind="exemption_began"),
            _fact("ex2", dt.date(2024, 6, 2), kind="exemption_ended"),
        ]
    return {
        **record,
        "levels": [_level("sup-1", levels[place], BEGAN), _level("sup-2", levels[later], CHANGED)],
        "visits": [*record["visits"], *visits],
        "events": [*record.get("events", ()), *events],
    }


def _months() -> Iterator[dt.date]:
    for month in range(BEGAN.month - 1, BEGAN.month + 35):
        yield dt.date(BEGAN.year + month // 12, month % 12 + 1, 1)


def _fact(id_: str, on: dt.date, **fields: str) -> dict[str, str]:
    return {"id": id_, "on": on.isoformat(), "recorded_on": on.isoformat(), **fields}


def _level(id_: str, level: str, since: dt.date) -> dict[str, str]:
    return {"id": id_, "level": level, "from": since.isoformat()}


def write(path: Path, book: str, lines: int) -> int:
    """Write the register in the words of a book."""
    random = Random(1)  # noqa: S311 (made-up facts, no secret)
    return write_jsonl(path, (supervised(each, LEVELS[book], random) for each in generate(lines, 1, AS_OF, dense=True)))


def review(path: Path, book: Rulebook, *, told: bool) -> None:
    for result in review_register(read_json(path), book, as_of=AS_OF):
        if told and not isinstance(result, Rejected):
            _ = result.schedule.all_obligations


def least_seconds(steps: dict[tuple[str, str], Callable[[], None]], repeats: int) -> dict[tuple[str, str], float]:
    """Return the least time each step takes of the processor; in turns, so that a busy moment hits all alike."""
    least = dict.fromkeys(steps, float("inf"))
    for _ in range(repeats):
        for name, step in steps.items():
            begin = time.process_time()
            step()
            least[name] = min(least[name], time.process_time() - begin)
    return least


def steps_of(book: str, path: Path) -> dict[tuple[str, str], Callable[[], None]]:
    """Return what is measured of a book: as a review takes it, and what all books pay for without a single rule."""
    whole = load_rulebook(book)
    return {
        (book, "review"): partial(review, path, whole, told=False),
        (book, "all told"): partial(review, path, whole, told=True),
        (book, "no rules"): partial(review, path, attrs.evolve(whole, rule=()), told=False),
    }


class Size(NamedTuple):
    """How many rules a book has; of an offender, on average: how many have an occurrence, and how many occurrences."""

    rules: float
    at_work: float
    occurrences: float


def size_of(path: Path, book: Rulebook) -> Size:
    rows = [
        result.schedule.all_obligations
        for result in review_register(read_json(path), book, as_of=AS_OF)
        if not isinstance(result, Rejected)
    ]
    return Size(len(book.rule), fmean(len({row.part for row in each}) for each in rows), fmean(map(len, rows)))


def show(sizes: dict[str, Size], micros: dict[tuple[str, str], float]) -> None:
    """Print what each book costs by the line, and by each part of its size; and how many times what the first costs."""
    for title, of, without in (
        ("read and review, µs", "review", ""),
        ("and every occurrence told", "all told", ""),
        ("what the rules add", "review", "no rules"),
        ("and with every occurrence told", "all told", "no rules"),
    ):
        parts = [f"{name:>14}{'times':>7}" for name in ("a rule", "one at work", "an occurrence")]
        print(f"{title:<32}{'a line':>7}{''.join(parts)}")
        lines = {book: micros[book, of] - (micros[book, without] if without else 0) for book in sizes}
        for book, cost in lines.items():
            pairs = zip(sizes[book], sizes[BOOKS[0]], strict=True)
            each = [(cost / part, cost / part / lines[BOOKS[0]] * first) for part, first in pairs]
            print(f"  {book:<30}{cost:>7.0f}{''.join(f'{cost:>14.1f}{times:>7.1f}' for cost, times in each)}")
    print(f"{'of a line, on average':<39}{'rules':>14}{'at work':>21}{'occurrences':>21}")
    for book, size in sizes.items():
        print(f"  {book:<37}{size.rules:>14}{size.at_work:>21.1f}{size.occurrences:>21.1f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--lines", type=int, default=200)
    options.add_argument("--repeats", type=int, default=5)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = {book: Path(folder) / f"{book}.jsonl" for book in BOOKS}
        for book, path in paths.items():
            write(path, book, chosen.lines)
        size = paths[BOOKS[0]].stat().st_size / chosen.lines / 1000
        print(f"{chosen.lines} lines of {size:.1f} KB, least of {chosen.repeats}")
        steps = {name: step for book, path in paths.items() for name, step in steps_of(book, path).items()}
        least = least_seconds(steps, chosen.repeats)
        micros = {name: seconds / chosen.lines * 1_000_000 for name, seconds in least.items()}
        show({book: size_of(path, load_rulebook(book)) for book, path in paths.items()}, micros)


if __name__ == "__main__":
    main()
