"""`sample`: the register that the library makes up, written."""

import errno
import io
import json

import pytest

from supervise import load_rulebook
from supervise.dates import parse_iso_date
from supervise.register import read_register
from supervise.register.workforce import read_workforce
from supervise.sample import generate, generate_supervised, staff, write_jsonl
from tests.unit.cli.setting import AS_OF

DAY = parse_iso_date("2026-06-30")


def test_it_writes_what_the_library_makes_up(run):
    sink = io.StringIO()
    write_jsonl(sink, generate(5, 7, DAY, dirty=0.5))
    assert run("sample", "--offenders", 5, "--seed", 7, *AS_OF, "--dirty", 0.5).stdout == sink.getvalue()


def test_it_can_go_to_a_file(run, tmp_path):
    run("sample", "--offenders", 2, "--seed", 7, *AS_OF, "--output", tmp_path / "register.jsonl")
    assert len((tmp_path / "register.jsonl").read_bytes().splitlines()) == 2


def test_the_officers_go_to_a_file_that_reviews_read(run, tmp_path):
    run("sample", "--offenders", 2, "--seed", 7, *AS_OF, "--dirty", 1, "--workforce", tmp_path / "workforce.json")
    assert json.loads((tmp_path / "workforce.json").read_bytes()) == staff(2, 7, DAY, dirty=1)
    read_workforce(tmp_path / "workforce.json")


def test_what_was_planted_goes_to_a_file(run, tmp_path):
    found = []
    for _ in generate(30, 7, DAY, dirty=0.5, on_planted=found.append):
        pass
    run("sample", "--offenders", 30, "--seed", 7, *AS_OF, "--dirty", 0.5, "--planted", tmp_path / "planted.jsonl")
    lines = (tmp_path / "planted.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [each.row() for each in found]
    assert len(lines) == 15


@pytest.mark.parametrize("other", ["--planted", "--workforce"])
def test_one_file_cannot_take_two_outputs(run, tmp_path, other):
    path = tmp_path / "register.jsonl"
    done = run("sample", "--offenders", 2, "--seed", 7, *AS_OF, "--output", path, other, path)
    assert done.exit_code == 2
    assert "a file of its own" in done.stderr
    assert not path.exists()


def test_without_a_day_the_local_one_is_taken_and_said(run):
    assert "the local day" in run("sample", "--offenders", 0, "--seed", 7).stderr


def test_what_cannot_be_made_up_is_an_error_of_usage(run):
    done = run("sample", "--offenders", 2, "--seed", 7, "--as-of", "1900-01-01")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "1950" in done.stderr


def test_it_writes_a_folder_of_csv_files_with_the_same_offenders(run, tmp_path):
    arguments = ("sample", "--offenders", 5, "--seed", 7, *AS_OF)
    run(*arguments, "--output", tmp_path / "register.jsonl")
    assert run(*arguments, "--format", "csv", "--output", tmp_path / "register").exit_code == 0
    assert list(read_register(tmp_path / "register")) == list(read_register(tmp_path / "register.jsonl"))


def test_csv_needs_a_place(run):
    done = run("sample", "--offenders", 5, "--seed", 7, *AS_OF, "--format", "csv")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--output" in done.stderr


def test_a_folder_for_which_there_is_no_space_is_named(run, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("supervise.register.folder.writing._Sheet.add", full)
    done = run("sample", "--offenders", 1, "--seed", 7, *AS_OF, "--format", "csv", "--output", tmp_path / "register")
    assert (done.exit_code, done.stderr) == (2, "supervise: register: cannot be read or written: no space is left\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("book", ["contacts-days@2026.1", "contacts-months@2026.1"])
def test_for_a_book_of_contacts_there_are_people_in_supervision_with_its_levels(run, tmp_path, book):
    register, officers = tmp_path / "register.jsonl", tmp_path / "officers.json"
    more = ("--contacts", book, "--output", register, "--workforce", officers)
    assert run("sample", "--offenders", 30, "--seed", 7, *AS_OF, *more).exit_code == 0
    sink = io.StringIO()
    write_jsonl(sink, generate_supervised(30, 7, DAY, levels=load_rulebook(book).levels.scale))
    assert register.read_text() == sink.getvalue()
    done = run("review", register, *AS_OF, "--rulebook", book, "--workforce", officers)
    assert done.exit_code == 0
    assert "30 reviewed, 0 set aside" in done.stdout
    assert "R-C2 make the contacts" in done.stdout


@pytest.mark.parametrize("other", [("--dirty", 0.5), ("--planted", "planted.jsonl")])
def test_what_is_planted_for_duties_of_registration_goes_without_contacts(run, other):
    done = run("sample", "--offenders", 2, "--seed", 7, *AS_OF, "--contacts", "contacts-days@2026.1", *other)
    assert done.exit_code == 2
    assert "go without --contacts" in done.stderr
