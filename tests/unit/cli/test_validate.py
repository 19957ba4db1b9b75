"""`validate`: every fault by file, line, path, kind and hint, and the counts."""

import pytest

from tests.unit.cli.setting import DIRTY, LATE, REGISTER


def test_each_fault_has_its_place_and_none_its_value(run, register_of):
    register = register_of(LATE, *DIRTY, {"id": "x4", "tema": "north"}, {"id": "x1", "team": "Mr Smith"})
    done = run("validate", register)
    lines = done.stdout.splitlines()
    assert "note  register.jsonl:1: id: duplicate id, found text; another record has this id and was set aside" in lines
    assert any(line.startswith("record  register.jsonl:2: id: missing id") for line in lines)
    assert any(line.startswith("fact  register.jsonl:3: levels[0].level: wrong type, found number") for line in lines)
    assert any(line.startswith("note  register.jsonl:5: tema: unknown key") for line in lines)
    assert "       1  record: missing id" in lines
    assert lines[-1] == "records read 6: 4 can be reviewed, 1 of them in part; 2 set aside; facts set aside 1"
    assert "Smith" not in done.stdout
    assert done.exit_code == 3


def test_facts_alone_are_enough_for_exit_code_3(run, register_of):
    assert run("validate", register_of(DIRTY[1])).exit_code == 3


def test_notes_change_nothing(run, register_of):
    assert run("validate", register_of({"id": "x4", "tema": "north"})).exit_code == 0


def test_a_sound_register_has_nothing_to_name(run):
    done = run("validate", REGISTER)
    assert done.exit_code == 0
    assert len(done.stdout.splitlines()) == 1


def test_what_is_no_register_cannot_be_validated(run):
    assert run("validate", "nowhere.jsonl").exit_code == 2


@pytest.mark.parametrize(
    ("born", "arguments", "told"),
    [
        ("3/4/1980", ("--dates", "D/M/Y"), "D/M/Y is after the 12th, so that M/D/Y would read each, too"),
        ("4/3/1980", ("--dates", "M/D/Y"), "M/D/Y is after the 12th, so that D/M/Y would read each, too"),
        ("13/4/1980", ("--dates", "D/M/Y"), None),
        ("4/4/1980", ("--dates", "D/M/Y"), None),
        ("1980-04-03", (), None),
    ],
)
def test_a_declared_form_that_no_date_bears_out_is_named(run, tmp_path, born, arguments, told):
    folder = tmp_path / "exported"
    folder.mkdir()
    (folder / "offenders.csv").write_text(f"id,born_on\nA1,{born}\n")
    done = run("validate", folder, *arguments)
    assert done.exit_code == 0
    notes = [line for line in done.stdout.splitlines() if "day or month" in line]
    assert len(notes) == (2 if told else 0)
    assert told is None or f"note  day or month; no day of a date written {told}: make sure of the form" in notes


OFF = {"id": "x1", "levels": [{"id": "l1", "level": "tier_2", "from": "2024-01-04"}]}


def test_the_rulebook_says_which_words_a_level_may_be(run, register_of, tmp_path):
    register = register_of(OFF)
    done = run("validate", register)
    assert done.exit_code == 3
    assert (
        f"fact  {register.name}:1: levels[0].level: unknown word, found text; known words: low, medium," in done.stdout
    )
    assert "the default; --rulebook takes another" in done.stderr
    assert run("validate", register, "--rulebook", "us-sorna@2026.1").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("review", "--as-of", "2026-06-30"),
        ("schedule", "--as-of", "2026-06-30", "--until", "2026-12-31"),
        ("explain", "x1", "--as-of", "2026-06-30"),
        ("hindsight", "x1", "--from", "2026-06-01", "--to", "2026-06-30"),
    ],
)
def test_every_command_that_judges_reads_levels_by_the_scale_of_its_rulebook(run, register_of, arguments):
    name, *more = arguments
    assert run(name, register_of(OFF), *more).exit_code == 3
