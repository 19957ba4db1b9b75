"""`register check`, and `--mapping` of the commands that read a register."""

import json

import pytest

from tests.unit.cli.setting import AS_OF, BOOK
from tests.unit.register.folder.test_mapping import FILES, HEAD, MAPPING, SAME


@pytest.fixture
def export(tmp_path):
    folder = tmp_path / "exported"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_bytes(text.encode("windows-1252"))
    (tmp_path / "north.toml").write_text(HEAD + MAPPING, encoding="utf-8")
    return tmp_path / "north.toml", folder


def test_a_mapping_that_fits_says_so(run, export):
    done = run("register", "check", *export)
    assert (done.exit_code, done.stderr.count("\n")) == (0, 1)  # the default rulebook
    assert done.stdout.startswith("north@1, sha256 ")
    assert "level from risk, 2 words renamed" in done.stdout


def test_what_does_not_fit_is_named_without_a_value(run, export):
    (export[1] / "RISK.csv").write_text("Nominal Ref,Ref,Risk,Set On,Entered By\nA1,l1,Smith,3/4/2024,Jones\n")
    done = run("register", "check", *export)
    assert done.exit_code == 3
    assert "RISK.csv: levels.level: unknown word, 1 time, first in line 2" in done.stdout
    assert "Smith" not in done.stdout + done.stderr
    assert "Jones" not in done.stdout + done.stderr


def test_all_that_is_not_there_is_named_at_once_beside_what_fits(run, export):
    mapping, folder = export
    (folder / "RISK.csv").write_text("Nominal Ref,Ref,Risks,Set On,Entered By\nA1,l1,H,3/4/2024,Jones\n")
    (folder / "visits.csv").rename(folder / "visit.csv")
    done = run("register", "check", *export)
    assert done.exit_code == 3
    assert "born_on from dob" in done.stdout
    told = " ".join(done.stdout.split())
    assert "RISK.csv:1: level: the mapping takes it from Risk, and there is no such column; is it risks?" in told
    assert "the mapping takes visits from visits.csv, and there is none here; is it visit.csv?" in told
    assert "Jones" not in done.stdout + done.stderr
    refused = run("review", folder, *AS_OF, "--mapping", mapping)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert len([line for line in refused.stderr.splitlines() if "the mapping takes" in line]) == 2


def test_every_fault_of_a_mapping_is_named(run, export):
    export[0].write_text(HEAD + "[table.visit]\n[table.levels]\ndates = 'x'\n", encoding="utf-8")
    done = run("register", "check", *export)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == "north.toml: 2 problems"


@pytest.mark.parametrize("broken", ["mapping", "sample"])
def test_what_is_not_there_ends_it(run, export, broken):
    mapping, sample = export
    done = run("register", "check", *((mapping, "no") if broken == "sample" else ("no.toml", sample)))
    assert (done.exit_code, done.stdout) == (2, "")


@pytest.mark.slow
def test_a_review_of_an_export_is_that_of_the_register(run, export, register_of):
    mapping, folder = export
    options = (*AS_OF, "--rulebook", BOOK, "--format", "csv")
    lines = run("review", register_of(*SAME), *options)
    mapped = run("review", folder, *options, "--mapping", mapping)
    assert (mapped.stdout, mapped.exit_code) == (lines.stdout, lines.exit_code)
    two = run("review", folder, *options, "--mapping", mapping, "--jobs", "2")
    assert two.stdout == mapped.stdout


def test_the_hash_of_the_register_covers_the_mapping(run, export):
    mapping, folder = export
    options = (*AS_OF, "--rulebook", BOOK, "--format", "jsonl", "--mapping", mapping)
    heads = []
    for more in ("", "# a word\n"):
        mapping.write_text(HEAD + more + MAPPING, encoding="utf-8")
        heads.append(json.loads(run("review", folder, *options).stdout.splitlines()[0]))
    assert heads[0]["register"] != heads[1]["register"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--dates", "D/M/Y"), "--dates: with --mapping these are said in its file"),
        (("--serials", "1900", "--encoding", "utf-8"), "--serials and --encoding"),
    ],
)
def test_nothing_is_said_in_two_places(run, export, arguments, said):
    done = run("validate", export[1], "--mapping", export[0], *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_mapping_is_not_written_over(run, export):
    mapping, folder = export
    done = run("review", folder, *AS_OF, "--mapping", mapping, "--output", mapping)
    assert done.exit_code == 2
    assert "north.toml: both read and written" in done.stderr
    assert mapping.read_text(encoding="utf-8") == HEAD + MAPPING


def test_every_fault_of_a_mapping_ends_a_review_by_name(run, export):
    mapping, folder = export
    mapping.write_text(HEAD + "[table.visit]\n[table.levels]\ndates = 'x'\n", encoding="utf-8")
    done = run("review", folder, *AS_OF, "--mapping", mapping)
    assert (done.exit_code, done.stdout) == (2, "")
    assert [line.split(": ")[1:3] for line in done.stderr.splitlines()] == [
        ["north.toml", "table.visit"],
        ["north.toml", "table.levels.dates"],
    ]
