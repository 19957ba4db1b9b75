"""Names, notes and addresses that are in a register and may be in nothing that comes out of it.

Each secret is a word of its own, so that what leaks says where it came from. They are planted in every field that takes
free text, in unknown keys and their names, in values of the wrong type, in what is no record at all; ids are aside, they
are what a person is named by. The register is one in which everything is flagged that can be. Every command runs over it
in every form, and everything that is printed, logged, written or kept is looked through, the bytes of the ledger too.
"""

import contextlib
import datetime as dt
import json
import sqlite3
from pathlib import Path

import pytest

from supervise import Offender, load_rulebook, review, review_register, schedule
from supervise.errors import SuperviseError
from supervise.model import ARRAYS
from supervise.register import Limits, read_register, read_rows, survey_register, write_folder
from supervise.sample import generate, staff, write_workforce
from tests.unit.cli.conftest import run  # noqa: F401 - a fixture
from tests.unit.cli.setting import AS_OF, BOOK
from tests.unit.planted_secrets import (
    LEAK,
    LINES,
    MARK,
    looked_through,
    planted,
    secret,
    text_everywhere,
    with_locals,
    wrong,
)
from tests.unit.register.sql.setting import sqlite_of

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

pytestmark = pytest.mark.slow
DAY = dt.date(2026, 6, 30)


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """The folder with the register in every form, officers, waivers, a mapping and the settings of a night."""
    folder = tmp_path_factory.mktemp("secrets")
    sound = [planted(each) for each in generate(8, seed=11, as_of=DAY, dirty=1.0) if isinstance(each.get("id"), str)]
    sound += [{**text_everywhere(each), "id": f"t-{each['id']}"} for each in sound[:4]]
    lines = [json.dumps(each) for each in (*sound, *wrong())]
    (folder / "r.jsonl").write_text("\n".join([*lines, lines[0], *LINES]) + "\n")
    (folder / "r.json").write_text(f"[{', '.join(lines)}]")
    (folder / "before.jsonl").write_text("\n".join(lines[3:]) + "\n")
    tabular = [{key: each[key] for key in each if key != f"{MARK}, John"} for each in sound]
    write_folder(folder / "csv", tabular)
    sqlite_of(folder / "r.db", tabular)
    with (folder / "csv" / "visits.csv").open("a") as more:
        more.write(f"nobody,{secret('row')}\nnobody\nA1,{'x,' * 90}\n")
    in_order = [planted(each) for each in generate(3, seed=12, as_of=DAY)]
    in_order[0]["born_on"] = secret("born_on")
    parquet.write_table(pa.Table.from_pylist(in_order), folder / "r.parquet")
    sqlite_of(folder / "typed.db", [{key: each[key] for key in each if MARK not in key} for each in sound], typed=True)
    for name in ("r.db", "typed.db"):
        with contextlib.closing(sqlite3.connect(folder / name)) as connection:
            connection.executemany(
                'insert into visits (offender_id, id, "on", outcome) values (?, ?, ?, ?)',
                [
                    ("nobody", secret("row"), None, secret("outcome")),
                    (sound[0]["id"], "s1", secret("on"), secret("word")),
                ],
            )
            connection.commit()
    write_workforce(folder / "officers.json", staff(8, 11, DAY))
    (folder / "mapping.toml").write_text('id = "north"\nversion = "1"\n[table.visits]\ncolumns = { on = "on" }\n')
    (folder / "nightly.toml").write_text(
        f'register = "r.jsonl"\nledger = "ledger.sqlite"\noutputs = "out"\nrulebook = "{BOOK}"\nworkforce = "officers.json"\n'
    )
    return folder


def written(folder):
    """What is in the files of a folder; raw records are kept apart, and are kept to be put right."""
    return [each.read_bytes() for each in Path(folder).rglob("*") if each.is_file() and each.name != "records.jsonl"]


# ── commands ────────────────────────────────────────────────────────────────────────────────────────────────────────

REVIEW = ("--workforce", "officers.json", "--per-officer")
COMMANDS = {
    "review text": ("review", "REGISTER", *AS_OF, *REVIEW),
    "review jsonl": (
        "review",
        "REGISTER",
        *AS_OF,
        *REVIEW,
        "--format",
        "jsonl",
        "--history",
        "--quarantine",
        "OUT/aside",
    ),
    "review csv": ("review", "REGISTER", *AS_OF, *REVIEW, "--format", "csv", "--output", "OUT/review.csv"),
    "pack": ("review", "REGISTER", *AS_OF, *REVIEW, "--pack", "OUT/pack"),
    "schedule": ("schedule", "REGISTER", *AS_OF, "--until", "2027-06-30"),
    "schedule jsonl": ("schedule", "REGISTER", *AS_OF, "--until", "2027-06-30", "--format", "jsonl"),
    "schedule csv": ("schedule", "REGISTER", *AS_OF, "--until", "2027-06-30", "--format", "csv"),
    "review parquet": ("review", "REGISTER", *AS_OF, *REVIEW, "--format", "parquet", "--output", "OUT/review.parquet"),
    "review sql": ("review", "REGISTER", *AS_OF, *REVIEW, "--format", "sql", "--output", "sqlite:///OUT/review.db"),
    "schedule ics": ("schedule", "REGISTER", *AS_OF, "--until", "2027-06-30", "--format", "ics"),
    "validate": ("validate", "REGISTER"),
}
OTHER_FORMS = ("r.json", "csv", "r.parquet", "sqlite:///r.db", "sqlite:///typed.db")
EVERYWHERE = [(command, "r.jsonl") for command in COMMANDS]


@pytest.mark.parametrize(
    ("command", "register"),
    [
        *EVERYWHERE,
        *(("review jsonl", each) for each in OTHER_FORMS),
        *(("validate", each) for each in OTHER_FORMS),
    ],
)
def test_no_command_gives_a_secret_away(held, run, monkeypatch, tmp_path, command, register):  # noqa: F811
    if "ics" in command:
        pytest.importorskip("icalendar")
    monkeypatch.chdir(held)
    arguments = [each.replace("OUT", str(tmp_path)).replace("REGISTER", register) for each in COMMANDS[command]]
    done = run(*arguments)
    assert done.exit_code == 3, done.stderr
    looked_through(command, done.stdout, done.stderr, *written(tmp_path))


def test_nor_does_one_about_an_offender(held, run, monkeypatch):  # noqa: F811
    monkeypatch.chdir(held)
    told, book = [], load_rulebook(BOOK)
    offenders = [each for each in read_register("r.jsonl") if isinstance(each, Offender)]
    for offender in (offenders[0], offenders[-2], offenders[-1]):
        codes = {flag.code for flag in review(offender, book, as_of=DAY).flags}
        asked = [
            ("explain", *AS_OF),
            *(("explain", *AS_OF, "--flag", code) for code in sorted(codes)[:2]),
            ("hindsight", "--from", "2026-03-30", "--to", "2026-06-30"),
        ]
        for command, *rest in asked:
            done = run(command, "r.jsonl", offender.id, *rest)
            assert done.exit_code in (0, 3), done.stderr
            told += [done.stdout, done.stderr]
    looked_through("explain and hindsight", *told)


@pytest.mark.parametrize("form", ["text", "jsonl", "json", "csv"])
def test_nor_does_a_reconciliation(held, run, monkeypatch, form):  # noqa: F811
    monkeypatch.chdir(held)
    done = run("register", "compare", "before.jsonl", "r.jsonl", *AS_OF, "--format", form)
    assert done.exit_code == 3, done.stderr
    looked_through(form, done.stdout, done.stderr)


def test_nor_does_the_check_of_a_mapping(held, run, monkeypatch):  # noqa: F811
    monkeypatch.chdir(held)
    done = run("register", "check", "mapping.toml", "csv")
    assert done.exit_code == 3, done.stderr
    looked_through("register check", done.stdout, done.stderr)


def test_nor_does_a_comparison_of_rulebooks(held, run, monkeypatch):  # noqa: F811
    monkeypatch.chdir(held)
    for form in ("text", "json", "csv"):
        done = run("rules", "compare", "england-wales-law@2026.1", BOOK, "r.jsonl", *AS_OF, "--format", form)
        assert done.exit_code == 3, done.stderr
        looked_through(form, done.stdout, done.stderr)


def test_nor_do_nights_their_outputs_and_their_ledger(held, run, monkeypatch, caplog):  # noqa: F811
    pytest.importorskip("sqlalchemy")
    monkeypatch.chdir(held)
    told = []
    for day in ("2026-06-29", "2026-06-30"):
        done = run("nightly", "--config", "nightly.toml", "--as-of", day)
        assert done.exit_code == 3, done.stderr
        told += [done.stdout, done.stderr]
    done = run("nightly", "purge", "--config", "nightly.toml", "--ended-before", "2026-06-30")
    assert done.exit_code == 0, done.stderr
    told += [done.stdout, done.stderr]
    looked_through("nightly", *told, caplog.text, (held / "ledger.sqlite").read_bytes(), *written(held / "out"))


def test_what_is_set_aside_is_kept_with_its_records(held, run, monkeypatch, tmp_path):  # noqa: F811
    """The secrets are there indeed: in the file that is kept for those who put records right."""
    monkeypatch.chdir(held)
    run("review", "r.jsonl", *AS_OF, "--quarantine", tmp_path)
    assert len(set(LEAK.findall((tmp_path / "records.jsonl").read_bytes()))) > 150


# ── in memory ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_value_in_memory_shows_a_secret_when_it_is_printed(held):
    book = load_rulebook(BOOK)
    for item in read_register(held / "r.jsonl"):
        looked_through(
            "an item",
            repr(item),
            str(item),
            *map(repr, getattr(item, "faults", ())),
            *map(repr, getattr(item, "notes", ())),
        )
        if isinstance(item, Offender):
            facts = [fact for array in ARRAYS for fact in getattr(item, array)]
            found = review(item, book, as_of=DAY)
            ahead = schedule(item, book, as_of=DAY, until=dt.date(2027, 6, 30))
            looked_through(
                item.id, *map(repr, (*facts, found, ahead, *found.flags, *found.obligations, *ahead.obligations))
            )


# ── errors ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def file_of(content, name="r.jsonl"):
    def make(folder):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder / name

    return make


NAMED = json.dumps({"id": "A1", "name": secret("record"), "visits": [{"id": "v1", "note": secret("note")}]})


def read_all(make, **limits):
    return lambda folder: list(read_register(make(folder), limits=Limits(**limits)))


def changed(folder):
    path = file_of(f"{NAMED}\n" * 3)(folder)
    reading = read_register(path)
    next(iter(reading))
    path.write_text(NAMED)
    return list(reading)


def csv_of(visits):
    def make(folder):
        (folder / "offenders.csv").write_text(f"id,team,name\nA1,north,{MARK}\n")
        (folder / "visits.csv").write_text(visits)
        return folder

    return make


ERRORS = {
    "no id": lambda folder: Offender.from_dict({"name": secret("record")}),
    "no mapping": lambda folder: Offender.from_dict([secret("record")]),
    "too deep": lambda folder: Offender.from_dict({"id": "A1", "a": json.loads('{"b":' * 90 + f'"{secret("x")}"' + "}" * 90)}),
    "id of another type": lambda folder: Offender.from_dict({"id": [secret("id")], "name": secret("record")}),
    "a list cut short": read_all(file_of(f"[{NAMED}, {NAMED[:-9]}", "r.json")),
    "UTF-16": read_all(file_of(NAMED.encode("utf-16"))),
    "too large": read_all(file_of(NAMED), size=10),
    "an archive cut short": read_all(file_of(__import__("gzip").compress(NAMED.encode() * 99)[:-9], "r.jsonl.gz")),
    "an archive of too much": read_all(file_of(__import__("gzip").compress(NAMED.encode() * 99), "r.jsonl.gz"), size=900),
    "a change": changed,
    "a quote not closed": read_all(csv_of(f'offender_id,id,note\nA1,v1,"{secret("cell")}\n')),
    "a column twice": read_all(csv_of(f"offender_id,id,on,on,{MARK}; Smith\nA1,v1,{secret('cell')}\n")),
    "no column of ids": read_all(csv_of(f"offender_id,{MARK}; Smith\nA1,{secret('cell')}\n")),
    "a row without end": read_all(csv_of(f"offender_id,id,note\nA1,v1,{secret('cell') * 9}\n"), line=100),
    "no form in CSV": lambda folder: write_folder(folder / "out", [{"id": "A1", "visits": secret("visits"), "name": secret("x")}]),
    "a key that is no column": lambda folder: write_folder(folder / "out", [{"id": "A1", f"{MARK}\nkey": secret("x")}]),
    "no such offender": lambda folder: __import__("supervise.cli.finding").cli.finding.offender_of(file_of(NAMED)(folder), survey_register(file_of(NAMED)(folder)), "B1"),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_no_error_holds_a_secret_not_even_where_locals_are_logged(tmp_path, name):
    looked_through(name, with_locals(lambda: ERRORS[name](tmp_path)).replace(str(tmp_path), ""))


def test_nor_does_an_error_while_rows_are_read_or_reviewed():
    book = load_rulebook(BOOK)
    given = [json.loads(NAMED)]

    class Failing(list):
        def __iter__(self):
            yield from given
            raise SuperviseError("the caller's own")

    looked_through("rows", with_locals(lambda: list(read_rows(iter(Failing())))))
    looked_through("review", with_locals(lambda: list(review_register(read_rows(iter(Failing())), book, as_of=DAY))))
