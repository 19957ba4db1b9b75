"""Writes what this version of the library leaves behind, so that later ones can be held to reading it: tests/kept/.

    python tools/keep.py           writes the folder of the version that is installed

A folder of a released version never changes. That of a version not yet released is written anew when a class or a
format has grown. `ledger-N.sql` is a ledger of the schema N: the newest is written here, older ones were written by the
library of their day.
"""

import base64
import contextlib
import datetime as dt
import json
import pickle
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any, Final

import attrs
from click.testing import CliRunner

import supervise
from supervise import Obligation, Offender, Period, Rejected, Status, Waiver, errors, explain, load_rulebook, review
from supervise.cases import read_cases
from supervise.checks import Evidence, Flag, GroupFlag, Scope, Severity
from supervise.cli.group import commands
from supervise.model import ARRAYS, register_schema
from supervise.model.sketch import sketch
from supervise.nightly.tables import MIGRATIONS
from supervise.register import read_register, write_folder

ROOT: Final = Path(__file__).parents[1]
KEPT: Final = ROOT / "tests" / "kept"
EXAMPLES: Final = ROOT / "examples"
AS_OF: Final = dt.date(2026, 6, 30)
#: Between these two flags are raised, and others are cleared.
NIGHTS: Final = ("2026-05-30", "2026-08-15")
BOOK: Final = "england-wales@2026.1"
#: Of the example register: the shortest that have something overdue.
PEOPLE: Final = ("synthetic-000033", "synthetic-000005", "synthetic-000016")
#: A record that is none, and one with a fact that cannot be read.
BROKEN: Final = ({"team": "north"}, {"id": "broken", "levels": [{"id": "l1", "level": 3}], "colour": "red"})
SKETCH: Final = str(sketch("Seen at home, where nothing of note was said. " * 3, key=bytes(16)))
NIGHTLY: Final = f"""register = "register.jsonl"
ledger = "ledger.sqlite"
outputs = "out"
rulebook = "{BOOK}"
workforce = "workforce.json"
waivers = "waivers.toml"
"""
_INDEX: Final = "CREATE INDEX"
#: By file, the command that writes it.
OUTPUTS: Final[Mapping[str, Sequence[str]]] = {
    "review.jsonl": ("review", "--workforce", "workforce.json", "--waivers", "waivers.toml", "--format", "jsonl"),
    "schedule.jsonl": ("schedule", "--until", "2026-12-31", "--format", "jsonl"),
    "explanation.json": ("explain", PEOPLE[0], "--rule", "R-V1", "--format", "json"),
}

#: What errors are made of, where it is more than a text.
LISTED: Final = ("book.toml", ["rule[0].every: missing"])
ERROR_OF: Final[Mapping[str, Sequence[Any]]] = {
    "InvalidDateError": ("InvalidDate", "no such day"),
    **dict.fromkeys(("RulebookLoadError", "WaiverError", "MappingError", "ConfigError"), LISTED),
}


# ── what goes in ────────────────────────────────────────────────────────────────────────────────────────────────────


def filled(schema: dict[str, Any], defs: dict[str, Any], name: str = "id") -> Any:
    """Return what a schema asks for with every field there is."""
    if "$ref" in schema:
        return filled(defs[schema["$ref"].removeprefix("#/$defs/")], defs, name)
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    if kind == "object":
        return {key: filled(each, defs, key) for key, each in schema["properties"].items()}
    if kind == "array":
        return [filled(schema["items"], defs, name)]
    if kind == "string":
        texts = ("UTC" if name == "zone" else f"{name}-1", "3 months", "10:30", "05-17", "2025-04-01", "high", SKETCH)
        return next(text for text in texts if re.search(schema.get("pattern", ""), text))
    return {"integer": 2, "boolean": True}[kind]


def write_given(folder: Path) -> None:
    """Write what the library is given: a register, its rulebook, and what goes with them."""
    schema = register_schema()
    examples = [json.loads(line) for line in (EXAMPLES / "register.jsonl").read_text(encoding="utf-8").splitlines()]
    some = [each for each in examples if each["id"] in PEOPLE]
    records = [filled(schema, schema["$defs"]), *some, *BROKEN]
    (folder / "register.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in records), encoding="utf-8")
    officers = json.loads((EXAMPLES / "workforce.json").read_text(encoding="utf-8"))[:4]
    (folder / "workforce.json").write_text(json.dumps(officers, indent=0) + "\n", encoding="utf-8")
    (folder / "nightly.toml").write_text(NIGHTLY, encoding="utf-8")
    for name, source in {
        "waivers.toml": "waivers.toml",
        "overlay.toml": "medium-4-months.toml",
        "rulebook.toml": "policy/sample-land.toml",
        "cases.json": "policy/sample-land.cases.json",
    }.items():
        shutil.copyfile(EXAMPLES / source, folder / name)


# ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def everybody(folder: Path) -> list[Offender | Rejected]:
    """Return the records of the register that was given."""
    return list(read_register(folder / "register.jsonl"))


def values(folder: Path) -> Iterator[Any]:
    """Yield one value of every class that may be put by, from what was given."""
    read = everybody(folder)
    one = next(each for each in read if isinstance(each, Offender))
    broken = next(each for each in read if isinstance(each, Offender) and each.faults)
    yield from (one, broken.faults[0], broken.notes[0], next(each for each in read if isinstance(each, Rejected)))
    yield from (getattr(one, name)[0] for name in ARRAYS)
    yield from (
        one.registrations[0].terms[0],
        one.visits[0].others[0],
        one.orders[0].items[0],
        Period(months=3, days=2),
    )
    raised: dict[str, Any] = {
        "code": "VD001", "severity": Severity.HIGH, "as_of": AS_OF, "rule": "R-V2", "rulebook": BOOK, "key": "v1",
        "since": AS_OF, "days_over": 1, "evidence": (Evidence("due", AS_OF),), "message": "m", "clears": "c",
        "identity": "VD001|x1|R-V2|v1",
    }  # fmt: skip
    waiver = Waiver(
        id="w1", reason_code="r", made_by="o1", approved_by="s1", made_on=AS_OF, expires_on=AS_OF,
        flag="VD001|x1|R-V2|v1",
    )  # fmt: skip
    flag = Flag(**raised, offender="x1", waiver=waiver)
    yield from (flag.evidence[0], waiver, flag, GroupFlag(**raised, scope=Scope.TEAM))
    yield Obligation(
        rule="R-V2", key="x1", regime="level", status=Status.OVERDUE, anchor_day=739_700, anchor_id="v1",
        opens_day=739_701, due_day=739_790, due_minute=600, cautious_day=739_789, latest_day=739_791,
        latest_minute=601, nominal_day=739_788, earliest_day=739_702, met_by=("v2",), met_day=739_800, days_late=10,
        days_frozen=2, projected=True, truncated=True, lacking=("levels",), part="1", steps=(),
        quota=(("visits", 1, 2, 3),),
    )  # fmt: skip
    yield from read_cases(folder / "cases.json")[:1]
    yield from map(error_of, public_errors())


def public_errors() -> list[type[errors.SuperviseError]]:
    """Return the errors that callers catch."""
    found = (getattr(errors, name) for name in errors.__all__)
    return [each for each in found if issubclass(each, errors.SuperviseError)]


def error_of(cls: type[errors.SuperviseError]) -> errors.SuperviseError:
    """Return an error of a class."""
    return cls(*ERROR_OF.get(cls.__name__, ("cut off",)))


def results(folder: Path) -> Iterator[Any]:
    """Yield what is sent to other processes of this version: a rulebook, and what was made with it."""
    book = load_rulebook(folder / "rulebook.toml")
    one = next(each for each in everybody(folder) if isinstance(each, Offender))
    found = review(one, book, as_of=AS_OF)
    yield from (book, found, found.schedule, explain(found))


def told(value: Any) -> Any:
    """Return what a value holds, as plain data: every field by its name."""
    if isinstance(value, Enum):
        return told(value.value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, BaseException):
        return {"args": told(value.args), **told(vars(value))}
    if attrs.has(type(value)):
        return {each.name: told(getattr(value, each.name)) for each in attrs.fields(type(value))}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return told(value._asdict())
    if isinstance(value, Mapping):
        return {str(key): told(each) for key, each in value.items()}
    return [told(each) for each in value] if isinstance(value, list | tuple) else value


def named(value: Any) -> str:
    """Return the name under which the class of a value is found."""
    return f"{type(value).__module__}.{type(value).__qualname__}"


def pickled(value: Any) -> str:
    """Return the pickle of a value, as text."""
    return base64.b64encode(pickle.dumps(value, protocol=4)).decode("ascii")


# ── what comes out ──────────────────────────────────────────────────────────────────────────────────────────────────


def run(*arguments: str) -> None:
    """Run a command; records set aside are no failure."""
    done = CliRunner().invoke(commands, list(arguments), prog_name="supervise")
    if done.exit_code not in {0, 3}:
        raise SystemExit(f"{arguments}: {done.output}")


def write_outputs(folder: Path) -> None:
    """Write what the commands print for programs, of two nights, too."""
    with contextlib.chdir(folder):
        for name, (command, *more) in OUTPUTS.items():
            run(command, "register.jsonl", *more, "--rulebook", BOOK, "--as-of", str(AS_OF), "--output", name)
        for day in NIGHTS:
            run("nightly", "--config", "nightly.toml", "--as-of", day)
        shutil.move("out/report.json", "report.json")
        shutil.rmtree("out")
        with contextlib.closing(sqlite3.connect("ledger.sqlite")) as connection:
            dump = _in_order(connection.iterdump())
        Path("ledger.sqlite").unlink()
        Path(f"ledger-{len(MIGRATIONS) + 1}.sql").write_text(dump, encoding="utf-8")


def _in_order(lines: Iterable[str]) -> str:
    """Return a dump with its indexes by name: they are made in no order, and the file would change for nothing."""
    every = list(lines)
    indexes = iter(sorted(line for line in every if line.startswith(_INDEX)))
    return "".join(f"{next(indexes) if line.startswith(_INDEX) else line}\n" for line in every)


def main() -> int:
    """Write the folder of this version."""
    folder = KEPT / supervise.__version__
    folder.mkdir(parents=True, exist_ok=True)
    write_given(folder)
    kept = {named(each): {"pickle": pickled(each), "holds": told(each)} for each in values(folder)}
    (folder / "values.json").write_text(json.dumps(kept, indent=0) + "\n", encoding="utf-8")
    sent = {named(each): pickled(each) for each in results(folder)}
    (folder / "sent.json").write_text(json.dumps(sent, indent=0) + "\n", encoding="utf-8")
    shutil.rmtree(folder / "csv", ignore_errors=True)
    write_folder(folder / "csv", [each for each in everybody(folder) if isinstance(each, Offender)][:1])
    write_outputs(folder)
    for path in folder.rglob("*"):  # what is for its owner alone elsewhere may be read by anybody here
        path.chmod(0o755 if path.is_dir() else 0o644)
    print(f"{folder.relative_to(ROOT)}: {sum(path.stat().st_size for path in folder.rglob('*'))} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
