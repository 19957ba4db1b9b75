"""`review --pack`: a folder whole or not at all, the same whatever the number of jobs."""

import gzip
import json
import stat
import sys

import pytest

from tests.unit.cli.setting import AS_OF, BOOK, DIRTY, LATE, REGISTER

QUIET = (*AS_OF, "--rulebook", BOOK)
WORKFORCE = ("--workforce", REGISTER.with_name("workforce.json"))


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_folder_for_its_owner_alone_and_nothing_on_standard_output(run, register_of, tmp_path):
    register = register_of(LATE)
    done = run("review", register, *QUIET, "--pack", tmp_path / "pack")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pack", "register.jsonl"]
    assert stat.S_IMODE((tmp_path / "pack").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "pack").iterdir()} == {0o600}
    found = contents(tmp_path / "pack")
    assert b"# Backlog and practice as of 2026-06-30\n" in found["pack.md"]
    assert b"not evaluated: no workforce" in found["overdue-by-team.csv"]


@pytest.mark.slow
def test_any_number_of_jobs_gives_the_same_bytes(run, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["supervise.register.survey"], "_STRIDE", 10_000)
    register = tmp_path / "register.jsonl"
    lines = REGISTER.read_text(encoding="utf-8").splitlines()
    register.write_text("\n".join([*lines[:20], *map(json.dumps, DIRTY), *lines[10:]]) + "\n", encoding="utf-8")
    found = []
    for jobs in (1, 2):
        folder, aside = tmp_path / f"pack{jobs}", tmp_path / f"aside{jobs}"
        done = run("review", register, *QUIET, *WORKFORCE, "--pack", folder, "--jobs", jobs, "--quarantine", aside)
        assert done.exit_code == 3, done.stderr
        assert "set aside: records" in done.stderr
        found.append((contents(folder), contents(aside)))
    assert found[0] == found[1]
    assert len(found[0][0]) == 19


def test_the_exit_code_is_that_of_the_review(run, register_of, tmp_path):
    done = run("review", register_of(LATE), *QUIET, "--pack", tmp_path / "pack", "--fail-on", "critical")
    assert done.exit_code == 1
    assert (tmp_path / "pack" / "pack.md").exists()


@pytest.mark.parametrize("given", [("--format", "csv"), ("--format", "text"), ("--history",), ("--output", "x")])
def test_an_option_about_another_output_goes_without_it(run, register_of, tmp_path, given):
    done = run("review", register_of(LATE), *QUIET, "--pack", tmp_path / "pack", *given)
    assert done.exit_code == 2
    assert f"{given[0]} goes without --pack" in done.stderr
    assert not (tmp_path / "pack").exists()


def test_nothing_is_written_over_and_nothing_is_judged_before_that_is_known(run, register_of, tmp_path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "pack.md").write_text("mine")
    done = run("review", register_of(LATE), *QUIET, "--pack", tmp_path / "pack")
    assert done.exit_code == 2
    assert "pack: there already, and not an empty folder" in done.stderr
    assert contents(tmp_path / "pack") == {"pack.md": b"mine"}


def test_what_cannot_be_read_to_its_end_leaves_no_folder(run, tmp_path):
    register = tmp_path / "register.jsonl.gz"
    register.write_bytes(gzip.compress(REGISTER.read_bytes())[:2000])
    done = run("review", register, *QUIET, "--pack", tmp_path / "pack")
    assert done.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["register.jsonl.gz"]


def test_a_file_that_cannot_be_written_leaves_no_folder(run, register_of, tmp_path, monkeypatch):
    monkeypatch.setattr("supervise.cli.packing.pack_files", lambda *_: [("a.csv", b"1"), ("no/such/b.csv", b"2")])
    register = register_of(LATE)
    done = run("review", register, *QUIET, "--pack", tmp_path / "pack")
    assert done.exit_code == 2
    assert "no/such/b.csv: cannot be read or written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["register.jsonl"]
