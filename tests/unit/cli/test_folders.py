"""The commands on a folder of CSV files: as on a file, but for where things stand."""

import json
import re
from collections import Counter

import pytest

from supervise.dates import parse_iso_date
from supervise.register import running, write_folder
from supervise.sample import generate
from supervise.sample.damage import Cut
from tests.unit.cli.setting import AS_OF, BOOK, LATE

QUIET = (*AS_OF, "--rulebook", BOOK)


def records(count, seed=3, dirty=0.0):
    return list(generate(count, seed, parse_iso_date("2026-06-30"), dirty=dirty))


@pytest.fixture
def both(register_of, tmp_path, monkeypatch):
    """Write the same records to a file and to a folder."""
    monkeypatch.setattr(running, "_RANGE", 1 << 14)

    def write(these):
        write_folder(tmp_path / "folder", these)
        return register_of(*these), tmp_path / "folder"

    return write


def is_json(record):
    """Whether a record is written whole, and as JSON: not cut short, and without a NaN."""
    return not isinstance(record, Cut) and "NaN" not in json.dumps(record)


def without_hash(output):
    head, *rest = output.splitlines(keepends=True)
    assert len(json.loads(head)["register"].pop("sha256")) == 64
    return [head.partition('"register"')[0] + head.partition('"as_of"')[2], *rest]


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_review_of_a_clean_register_is_the_same_but_for_the_hash(run, both, jobs):
    file, folder = both(records(60))
    outputs = [run("review", path, *QUIET, "--format", "jsonl", "--jobs", jobs) for path in (file, folder)]
    assert [done.exit_code for done in outputs] == [0, 0]
    assert outputs[0].stdout != outputs[1].stdout
    assert without_hash(outputs[0].stdout) == without_hash(outputs[1].stdout)
    assert outputs[1].stderr == ""


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "text"])
def test_all_but_the_hash_of_the_register_is_the_same_byte_for_byte(run, both, form):
    file, folder = both(records(40))
    one, other = (run("review", each, *QUIET, "--format", form).stdout for each in (file, folder))
    assert without_register(one) == without_register(other)


def without_register(text):
    return re.sub(r"register\s+sha256\s+[0-9a-f]{12}", "", text)


@pytest.mark.slow
def test_the_number_of_processes_changes_no_byte(run, both):
    _, folder = both(records(60, dirty=0.5))
    one, two = (run("review", folder, *QUIET, "--format", "jsonl", "--jobs", jobs) for jobs in (1, 2))
    assert (one.stdout, one.exit_code) == (two.stdout, two.exit_code)
    assert one.exit_code == 3


@pytest.mark.slow
def test_the_same_faults_are_found_in_both(run, both):
    """Rows without an id, and of an id that comes twice, are a matter of their own; what is no JSON has no rows."""
    named = [record for record in records(150, dirty=1.0) if "id" in record and is_json(record)]
    ids = Counter(record["id"] for record in named)
    file, folder = both([record for record in named if ids[record["id"]] == 1])
    sides = []
    for path in (file, folder):
        _head, *lines = map(json.loads, run("review", path, *QUIET, "--format", "jsonl").stdout.splitlines())
        found = Counter(
            (line["offender"], fault["path"], fault["kind"], fault["found"])
            for line in lines
            if line["type"] == "review"
            for fault in line["set_aside"]
        )
        for line in lines:
            line.pop("set_aside", None)
            # What is a key of a record in the one is a column in the other, told once for all.
            line.pop("unknown_keys", None)
        sides.append((found, lines))
    assert sides[0] == sides[1]
    assert len({kind for _, _, kind, _ in sides[0][0]}) >= 3


def test_a_record_without_id_is_set_aside_and_so_is_each_of_its_rows(run, both):
    file, folder = both([LATE, {**LATE, "id": None, "team": "t1"}])
    alone = json.loads(run("review", file, *QUIET, "--format", "jsonl").stdout.splitlines()[-1])
    lines = list(map(json.loads, run("review", folder, *QUIET, "--format", "jsonl").stdout.splitlines()))
    assert (alone["read"], alone["reviewed"], alone["set_aside"]) == (2, 1, 1)
    facts = sum(len(value) for value in LATE.values() if isinstance(value, list))
    assert (lines[-1]["read"], lines[-1]["reviewed"], lines[-1]["set_aside"]) == (2 + facts, 1, 1 + facts)
    assert [(line["file"], line["line"]) for line in lines if line["type"] == "rejected"][:2] == [
        ("offenders.csv", 3),
        ("registrations.csv", 3),
    ]


def test_an_unknown_column_is_said_beside_the_output(run, both):
    _, folder = both([{**LATE, "tean": "x"}])
    done = run("review", folder, *QUIET)
    assert done.stderr == "supervise: offenders.csv:1: tean: unknown column; nearest known name: team\n"
    # The page is read where the terminal is not.
    assert "files and columns of the register that nobody reads: 1; `supervise validate` names each" in done.stdout
    assert done.exit_code == 0


def test_the_quarantine_holds_the_record_with_its_rows(run, both, tmp_path):
    _, folder = both([LATE])
    (folder / "levels.csv").write_text("offender_id,id,level,from\nx1,l1,high,3/4/2024\n")
    done = run("review", folder, *QUIET, "--quarantine", tmp_path / "aside")
    assert done.exit_code == 3
    record = json.loads((tmp_path / "aside" / "records.jsonl").read_text())
    assert record == {**LATE, "levels": [{"id": "l1", "level": "high", "from": "3/4/2024"}]}
    (reason,) = map(json.loads, (tmp_path / "aside" / "reasons.jsonl").read_text().splitlines())
    assert (reason["file"], reason["line"], reason["path"]) == ("levels.csv", 2, "levels[0].from")


@pytest.mark.slow
def test_schedule_explain_and_validate_take_folders(run, both):
    file, folder = both(records(10))
    for command in (
        ("schedule", None, *QUIET, "--until", "2026-12-31", "--format", "csv"),
        ("explain", None, "synthetic-000003", *QUIET),
        ("validate", None),
    ):
        outputs = [run(*(path if word is None else word for word in command)) for path in (file, folder)]
        assert without_register(outputs[0].stdout) == without_register(outputs[1].stdout)
        assert [done.exit_code for done in outputs] == [0, 0]


def test_what_is_declared_is_read(run, both):
    _, folder = both([LATE])
    (folder / "levels.csv").write_text("offender_id,id,level,from\nx1,l1,high,x\n")
    for name in ("registrations", "notifications", "addresses", "managers", "visits"):
        (folder / f"{name}.csv").unlink()
    cells = {
        ("--dates", "D/M/Y"): b"4/1/2024",
        ("--serials", "1900"): b"45295",
        ("--encoding", "windows-1252"): b"2024-01-04",
    }
    for declared, cell in cells.items():
        (folder / "levels.csv").write_bytes(
            b"offender_id,id,level,from,by\nx1,l1,high,"
            + cell
            + b",caf\xe9\n"[: None if "1252" in declared[1] else 1]
            + b"\n"
        )
        assert run("validate", folder, *declared).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--dates", "DD/MM/YY"), "form of dates"),
        (("--serials", "1901"), "1901"),
        (("--encoding", "latin-1"), "latin-1"),
    ],
)
def test_a_declaration_that_leaves_a_doubt_ends_the_command(run, both, arguments, message):
    _, folder = both([LATE])
    done = run("validate", folder, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_validate_names_files_and_columns_nobody_reads(run, both):
    _, folder = both([LATE])
    (folder / "visit.csv").write_text("")
    assert "note  visit.csv: unknown file; nearest known name: visits.csv\n" in run("validate", folder).stdout


def test_a_folder_without_offenders_ends_the_command(run, tmp_path):
    done = run("review", tmp_path, *QUIET)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "holds offenders.csv; there is none here" in done.stderr


def test_no_file_of_the_folder_is_written_over(run, both):
    _, folder = both([LATE])
    done = run("review", folder, *QUIET, "--output", folder / "visits.csv")
    assert done.exit_code == 2
    assert "both read and written" in done.stderr
    assert (folder / "visits.csv").read_text().startswith("offender_id,id,")
