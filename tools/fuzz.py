"""Change files at random and see that what reads them never fails in another way than it says.

    python tools/fuzz.py [--minutes 5] [--seed 1] [--only jsonl csv …] [--keep FOLDER] [--again TARGET NUMBER]

Registers in every form, rulebooks, and whatever else a command is given: each input is a seed with a few changes of
bytes or of values, made from the seed number alone, so that `--again csv 1234` makes the same one. A reader may return
or raise a SuperviseError; what it returns is reviewed. Anything else is a find: another error, more than twenty
seconds, more than four gigabytes, a crash of the interpreter. Inputs are tried in processes of their own, forked from
this one. Exit code 1 if something is found; `--keep` keeps its files.
"""

import argparse
import contextlib
import copy
import datetime as dt
import gzip
import json
import mmap
import os
import random
import resource
import signal
import sqlite3
import sys
import tempfile
import time
import tomllib
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyarrow import feather, parquet

from supervise import load_rulebook, review
from supervise.cases.case import read_cases
from supervise.checks import CHECKS
from supervise.dates import Calendar
from supervise.errors import SuperviseError
from supervise.model import Offender
from supervise.model.structure import shape
from supervise.nightly.config import read_config
from supervise.register import read_mapping, read_register, read_rows, write_folder
from supervise.register.packing import zstd
from supervise.register.waivers import read_waivers
from supervise.register.workforce import read_workforce
from supervise.rules.checking import findings_of
from supervise.sample import generate

ROOT: Final = Path(__file__).parents[1]
BOOKS: Final = ROOT / "src" / "supervise" / "rulebooks"
AS_OF: Final = dt.date(2026, 6, 30)
SECONDS: Final = 20
MEMORY: Final = 4 << 30
BATCH: Final = 300

Files = dict[str, bytes]

# Every name there is in a register, so that a change finds fields that a seed does not have.
KEYS: Final = sorted({"x", *shape(Offender).known}.union(*(inner.known for _, inner in shape(Offender).nested)))


# ── changes ─────────────────────────────────────────────────────────────────────────────────────────────────────────

TOKENS: Final = [
    *(b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"|", b";", b"=", b"'", b"\n", b"\r", b"\r\n", b"\t", b"#"),
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"\x1b[31m"),
    *(b"NaN", b"Infinity", b"1e999", b"-0", b"9" * 400, b"9" * 5000, b"[" * 70, b'{"a":' * 70, b"[" * 3000),
    *(b"null", b"true", b"2024-02-30", b"9999-12-31", b"0001-01-01", b"1900-01-01", b"0 days", b"9999 years", b"never"),
]  # fmt: skip
VALUES: Final[list[Any]] = [
    *(None, True, False, 0, -1, 1, 2**63, 10**30, 1.0, 0.5, 9999, 120, [], {}, [None], [[]], [{}], {"id": "x"}),
    *("", " ", "x", "\0", "\ud800", "a\u0301", "x" * 5000, "never", "Europe/London", "Nowhere", "00:00", "23:59"),
    *("0001-01-01", "0001-01-02", "1900-01-01", "2000-01-01", "2024-02-29", "2024-02-30", "9999-12-30", "9999-12-31"),
    *("2026-06-29", "2026-06-30", "2026-07-01", "1 day", "2 weeks", "3 months", "1 year", "9999 years", "0 days"),
]  # fmt: skip


def changed_bytes(chance: random.Random, data: bytes) -> bytes:
    """Return bytes with a few changes."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(found) + 1)
        upto = min(len(found), at + chance.choice([1, 1, 2, 8, 60, 600]))
        match chance.randrange(6):
            case 0 if at < len(found):
                found[at] ^= 1 << chance.randrange(8)
            case 1:
                del found[at:upto]
            case 2:
                found[at:at] = found[at:upto] * chance.choice([1, 1, 2, 40])
            case 3:
                other = chance.randrange(len(found) + 1)
                found[at:upto] = found[other : other + chance.choice([1, 4, 40, 400])]
            case 4 if chance.random() < 0.3:
                del found[at:]
            case _:
                found[at : at if chance.random() < 0.5 else upto] = chance.choice(TOKENS)
    return bytes(found)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield everything that holds a value, and where in it."""
    for key in range(len(value)) if isinstance(value, list) else list(value):
        yield value, key
        if isinstance(value[key], list | dict):
            yield from places(value[key])


def changed_values(chance: random.Random, data: dict[str, Any]) -> dict[str, Any]:
    """Return data with a few values changed, taken out, put in twice or swapped."""
    found = copy.deepcopy(data)
    for _ in range(chance.randint(1, 5)):
        all_places = list(places(found))
        if not all_places:
            break
        holder, key = chance.choice(all_places)
        match chance.randrange(6):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, list):
                holder.insert(chance.randrange(len(holder) + 1), copy.deepcopy(holder[key]))
            case 2:
                other, name = chance.choice(all_places)
                if name in other if isinstance(other, dict) else name < len(other):
                    holder[key] = copy.deepcopy(other[name])
            case 3 if isinstance(holder, dict):
                holder[chance.choice([*map(str, holder), *KEYS])] = chance.choice(VALUES)
            case _:
                holder[key] = chance.choice(VALUES)
    return found


def changed_files(chance: random.Random, files: Files) -> Files:
    """Return files of which one has changes."""
    name = chance.choice(sorted(files))
    return {**files, name: changed_bytes(chance, files[name])}


# ── what is tried ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Target:
    """Seeds, how they are changed, and what is done with the outcome."""

    seeds: Callable[[], list[Any]]
    change: Callable[[random.Random, Any], Any]
    run: Callable[[Any, Path], object]


def offenders(count: int = 3, **more: Any) -> list[dict[str, Any]]:
    return [dict(each) for each in generate(count, seed=5, as_of=AS_OF, **more)]


def small() -> list[dict[str, Any]]:
    """Offenders with a few facts of each kind, so that a change hits something."""
    return [
        {key: value[-3:] if isinstance(value, list) else value for key, value in each.items()} for each in offenders(12)
    ]


def as_lines(records: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in records)


def lines_files(suffix: str = "", pack: Callable[[bytes], bytes] = bytes) -> list[Files]:
    return [{f"register.jsonl{suffix}": pack(as_lines(small()[at : at + 2]))} for at in (0, 4, 8)]


def list_files() -> list[Files]:
    return [{"register.json": json.dumps(small()[at : at + 2], indent=at or None).encode()} for at in (0, 4, 8)]


def folders() -> list[Files]:
    with tempfile.TemporaryDirectory() as name:
        write_folder(f"{name}/register", small()[:3])
        files = {f"register/{each.name}": each.read_bytes() for each in Path(name, "register").iterdir()}
    return [files, {name: data for name, data in files.items() if Path(name).stem in ("offenders", "visits")}]


def tables(suffix: str) -> list[Files]:
    rows = pa.Table.from_pylist(small()[:3])
    out = pa.BufferOutputStream()
    if suffix == "parquet":
        parquet.write_table(rows, out)
    else:
        feather.write_feather(rows, out, compression="uncompressed")
    return [{f"register.{suffix}": out.getvalue().to_pybytes()}]


def database_of(tables: dict[str, list[Any]], path: Path) -> None:
    """Write tables whose columns have names, values and types as they come; what SQLite does not take is left out."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for table, rows in tables.items():
            names = list(dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row))
            with contextlib.suppress(sqlite3.Error, UnicodeError):
                columns = ", ".join(f"{_quoted(name)} {KINDS[len(name) % len(KINDS)]}" for name in names)
                connection.execute(f"create table {_quoted(table)} ({columns})")
            for row in rows:
                with contextlib.suppress(sqlite3.Error, UnicodeError, OverflowError, AttributeError):
                    values = [value if isinstance(value, PLAIN) else json.dumps(value) for value in row.values()]
                    places = ", ".join("?" * len(values))
                    into = ", ".join(map(_quoted, row))
                    connection.execute(
                        f"insert into {_quoted(table)} ({into}) values ({places})",  # noqa: S608 - names are quoted
                        values,
                    )
        connection.commit()


KINDS: Final = ("text", "", "date", "boolean", "integer", "json", "datetime", "blob", "numeric")
PLAIN: Final = (str, int, float, bytes, type(None))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def database_rows() -> list[dict[str, Any]]:
    """A register as the rows of its tables, so that any table, column and value may be changed."""
    found: list[dict[str, Any]] = []
    for at in (0, 4, 8):
        tables: dict[str, Any] = {"offenders": []}
        for record in small()[at : at + 3]:
            tables["offenders"].append({name: value for name, value in record.items() if not isinstance(value, list)})
            for name, facts in record.items():
                if isinstance(facts, list):
                    tables.setdefault(name, []).extend({"offender_id": record["id"], **fact} for fact in facts)
        found.append(tables)
    return found


def database_files() -> list[Files]:
    files: list[Files] = []
    with tempfile.TemporaryDirectory() as name:
        for number, tables in enumerate(database_rows()):
            path = Path(name, f"{number}.db")
            database_of(tables, path)
            files.append({"register.db": path.read_bytes()})
    return files


def try_database(path: Path) -> None:
    read_all(read_register(f"sqlite:///{path}"))


def try_tables(tables: dict[str, Any], folder: Path) -> None:
    database_of({name: rows for name, rows in tables.items() if isinstance(rows, list)}, folder / "register.db")
    try_database(folder / "register.db")


def put(files: Files, folder: Path) -> Path:
    """Write files; return the first, or the folder that holds them."""
    for name, data in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return folder / next(iter(files)).split("/")[0]


def read_one(path: Path) -> None:
    read_all(read_register(path))


def read_all(reading: Any) -> None:
    """Read and review everything; the counts must add up."""
    count = 0
    for item in reading:
        count += 1
        str(item), repr(item)
        if isinstance(item, Offender):
            list(map(str, (*item.faults, *item.notes)))
            judge(item)
    counts = reading.counts
    if not count == counts.read == counts.offenders + counts.rejected:
        raise ValueError("not everyone is counted")


def judge(offender: Offender, book: Any = None) -> None:
    found = review(offender, BOOK if book is None else book, as_of=AS_OF, checks=CHECKS)
    repr(found)


def try_book(book: Any) -> None:
    findings_of(book)
    for each in SAMPLE:
        review(each, book, as_of=AS_OF, checks=CHECKS)


def books() -> list[Files]:
    names = ("contacts-days", "contacts-months", "canada-soira", "us-ohio", "england-wales")
    return [{"book.toml": (BOOKS / f"{name}@2026.1.toml").read_bytes()} for name in names]


def book_data() -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted(BOOKS.glob("*.toml"))]


def files_at(pattern: str) -> Callable[[], list[Files]]:
    return lambda: [{path.name: path.read_bytes()} for path in sorted(ROOT.glob(pattern))]


MAPPING: Final = b"""id = "north"
version = "2026.1"
encoding = "windows-1252"
dates = "D/M/Y"
nulls = ["N/A", "-"]
[table.offenders]
file = "NOMINALS"
columns = { id = "Nominal Ref", born_on = "DOB" }
[table.levels]
columns = { offender_id = "Nominal Ref", level = "Risk", from = "Set On" }
values.level = { H = "high", M = "medium" }
ignore = ["Entered By"]
"""


def given_to(read: Callable[[Path], object]) -> Callable[[Files, Path], object]:
    return lambda files, folder: read(put(files, folder))


def with_overlay(path: Path) -> object:
    return load_rulebook("england-wales@2026.1", overlays=[path])


def closed_days(path: Path) -> object:
    return Calendar.from_toml(path.read_bytes(), source=path.name)


def packed(suffix: str, pack: Callable[[bytes], bytes]) -> Target:
    return Target(lambda: lines_files(suffix, pack), changed_files, given_to(read_one))


def beside(pattern: str, read: Callable[[Path], object]) -> Target:
    return Target(files_at(pattern), changed_files, given_to(read))


TARGETS: Final[dict[str, Target]] = {
    "jsonl": Target(lines_files, changed_files, given_to(read_one)),
    "json": Target(list_files, changed_files, given_to(read_one)),
    "values": Target(small, changed_values, lambda row, _: read_all(read_rows([row]))),
    "csv": Target(folders, changed_files, given_to(read_one)),
    "gzip": packed(".gz", gzip.compress),
    "zstd": packed(".zst", zstd().compress),
    "parquet": Target(lambda: tables("parquet"), changed_files, given_to(read_one)),
    "arrow": Target(lambda: tables("arrow"), changed_files, given_to(read_one)),
    "sqlite": Target(database_files, changed_files, given_to(try_database)),
    "sqlite-values": Target(database_rows, changed_values, try_tables),
    "book": Target(books, changed_files, given_to(lambda path: try_book(load_rulebook(path)))),
    "book-values": Target(book_data, changed_values, lambda data, _: try_book(load_rulebook(data))),
    "overlay": beside("examples/**/*.toml", with_overlay),
    "mapping": Target(lambda: [{"own.toml": MAPPING}], changed_files, given_to(read_mapping)),
    "waivers": beside("examples/waivers.toml", read_waivers),
    "workforce": beside("examples/workforce.json", read_workforce),
    "settings": beside("examples/nightly.toml", read_config),
    "calendar": beside("src/supervise/rulebooks/calendars/*.toml", closed_days),
    "cases": beside("examples/**/*.cases.json", read_cases),
}

BOOK: Final = load_rulebook("england-wales@2026.1")
SAMPLE: Final = [Offender.from_dict(each) for each in small()[:4]]


# ── the work ────────────────────────────────────────────────────────────────────────────────────────────────────────


def made(name: str, seeds: list[Any], seed: int, number: int) -> Any:
    """Return one input: the same for the same numbers."""
    chance = random.Random(f"{name}:{seed}:{number}")  # noqa: S311 - a seeded sample is no secret
    return TARGETS[name].change(chance, chance.choice(seeds))


class TooSlowError(BaseException):
    """Raised from outside what is tried."""


def _too_slow(*_: object) -> None:
    raise TooSlowError


def failure_of(target: Target, given: Any) -> str | None:
    """Try one input; return what is wrong, None if nothing is."""
    signal.signal(signal.SIGALRM, _too_slow)
    signal.alarm(SECONDS)
    try:
        with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:  # noqa: S108
            target.run(given, Path(folder))
    except SuperviseError as error:
        str(error)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is a find
        frames = traceback.extract_tb(error.__traceback__)
        own = [each for each in frames if "supervise" in each.filename] or frames
        return f"{type(error).__name__} at {Path(own[-1].filename).name}:{own[-1].lineno}"
    finally:
        signal.alarm(0)
    return None


def batch(name: str, seeds: list[Any], seed: int, numbers: range, told: mmap.mmap) -> list[tuple[int, str]]:
    """Try inputs in a process of their own; return what is found, with the number of each."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with os.fdopen(writer, "w") as pipe:
            for number in numbers:
                told[:8] = number.to_bytes(8, "big")
                wrong = failure_of(TARGETS[name], made(name, seeds, seed, number))
                if wrong:
                    print(json.dumps([number, wrong]), file=pipe, flush=True)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        found = [(number, wrong) for number, wrong in map(json.loads, pipe)]
    _, status = os.waitpid(child, 0)
    if status:
        at = int.from_bytes(told[:8], "big")
        found.append((at, f"the interpreter ended with status {status}"))
        if at + 1 < numbers.stop:
            found += batch(name, seeds, seed, range(at + 1, numbers.stop), told)
    return found


def keep(folder: Path, name: str, number: int, given: Any) -> None:
    """Write an input where it can be looked at."""
    files = given if all(isinstance(each, bytes) for each in given.values()) else {"value.txt": repr(given).encode()}
    target = folder / f"{name}-{number}"
    target.mkdir(parents=True, exist_ok=True)
    put(files, target)


def again(name: str, seed: int, number: int) -> int:
    """Try one input once more, with everything that an error says."""
    with tempfile.TemporaryDirectory() as folder:
        TARGETS[name].run(made(name, TARGETS[name].seeds(), seed, number), Path(folder))
    return 0


def main() -> int:
    """Print what is tried and found; 1 if something is."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--minutes", type=float, default=5)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", nargs="+", choices=sorted(TARGETS), default=list(TARGETS))
    options.add_argument("--keep", type=Path)
    options.add_argument("--again", nargs=2, metavar=("TARGET", "NUMBER"))
    chosen = options.parse_args()
    if chosen.again:
        return again(chosen.again[0], chosen.seed, int(chosen.again[1]))
    seeds = {name: TARGETS[name].seeds() for name in chosen.only}
    ends = time.monotonic() + 60 * chosen.minutes
    told = mmap.mmap(-1, 8)
    tried = dict.fromkeys(chosen.only, 0)
    kinds: dict[tuple[str, str], int] = {}
    while time.monotonic() < ends:
        # Whoever had the least time goes next, so that slow targets do not starve the others.
        for name in chosen.only:
            begin = time.monotonic()
            while time.monotonic() - begin < 10 and time.monotonic() < ends:
                numbers = range(tried[name], tried[name] + BATCH)
                for number, wrong in batch(name, seeds[name], chosen.seed, numbers, told):
                    kinds[name, wrong] = kinds.get((name, wrong), 0) + 1
                    if kinds[name, wrong] == 1:
                        print(f"{name} {number}: {wrong}", flush=True)
                        if chosen.keep:
                            keep(chosen.keep, name, number, made(name, seeds[name], chosen.seed, number))
                tried[name] += BATCH
    for name, count in tried.items():
        found = sum(times for (of, _), times in kinds.items() if of == name)
        print(f"{name:12} {count:8} inputs, {found} finds")
    return int(bool(kinds))


if __name__ == "__main__":
    sys.exit(main())
