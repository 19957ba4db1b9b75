"""Settings: strict, all faults at once by path, paths from the folder of the file."""

import datetime as dt

import attrs
import pytest

from supervise.errors import ConfigError, UnknownRulebookError
from supervise.nightly import read_config
from supervise.register import Limits
from tests.unit.nightly.setting import SETTINGS


def read(tmp_path, text):
    path = tmp_path / "nightly.toml"
    path.write_text(text, encoding="utf-8")
    return read_config(path)


def faults(tmp_path, text):
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert caught.value.source == "nightly.toml"
    return list(caught.value.problems)


def test_paths_are_seen_from_the_folder_of_the_file(tmp_path):
    (tmp_path / "own@1").write_text("")
    config = read(
        tmp_path,
        SETTINGS + 'overlays = ["own.toml"]\ncalendar = "own@1"\nworkforce = "officers.json"\nwaivers = "w.toml"\n',
    )
    assert config.register == str(tmp_path / "register.jsonl")
    there = attrs.evolve(config, register="sqlite:///register.db").placed(tmp_path)
    assert there.register == "sqlite:///register.db"
    assert config.ledger == str(tmp_path / "ledger.sqlite")
    assert config.outputs == str(tmp_path / "out")
    assert config.overlays == (str(tmp_path / "own.toml"),)
    assert (config.calendar, config.workforce) == (str(tmp_path / "own@1"), str(tmp_path / "officers.json"))
    assert config.waivers == str(tmp_path / "w.toml")
    assert read(tmp_path, SETTINGS + 'quarantine = "aside"\njobs = 4\n').quarantine == str(tmp_path / "aside")


def test_references_and_urls_are_no_paths(tmp_path):
    text = SETTINGS.replace("ledger.sqlite", "postgresql+psycopg://host/base")
    config = read(tmp_path, f'{text}calendar = "holidays:QA:2024"\n')
    assert (config.rulebook, config.calendar) == ("england-wales@2026.1", "holidays:QA:2024")
    assert (config.ledger, config.url) == ("postgresql+psycopg://host/base", True)
    text = SETTINGS.replace("register.jsonl", "postgresql+psycopg://me:secret@host/base")
    config = read(tmp_path, text)
    assert config.register == "postgresql+psycopg://me:secret@host/base"
    assert "secret" not in repr(config)


def test_a_name_that_no_file_can_have_is_taken_for_a_reference(tmp_path):
    long = "x" * 5_000 + "@2026.1"
    assert read(tmp_path, f'{SETTINGS}calendar = "{long}"\n').calendar == long


def test_what_is_left_out_is_left_out(tmp_path):
    config = read(tmp_path, SETTINGS)
    assert (config.calendar, config.workforce, config.waivers, config.as_of, config.url) == (None,) * 4 + (False,)
    assert (config.overlays, config.plugins, config.per_officer) == ((), (), False)
    assert (config.quarantine, config.jobs) == (None, 1)
    assert config.cells.declared().is_plain


def test_the_day_and_the_cells_may_be_given(tmp_path):
    config = read(tmp_path, f'{SETTINGS}as_of = 2026-06-30\n[cells]\ndates = "D/M/Y"\nserials = 1900\n')
    assert config.as_of == dt.date(2026, 6, 30)
    assert (config.cells.declared().dates, config.cells.declared().serials) == ("D/M/Y", 1900)


def test_limits_of_the_register_may_be_given(tmp_path):
    assert read(tmp_path, SETTINGS).within == Limits()
    assert read(tmp_path, f"{SETTINGS}[limits]\nline = 500\ndepth = 8\n").within == Limits(line=500, depth=8)


def test_limits_that_there_are_not_are_faults(tmp_path):
    found = faults(tmp_path, f"{SETTINGS}[limits]\nlien = 500\ndepth = 7\nsize = 0\n")
    assert found == [
        "limits.lien: unknown; did you mean 'line'?",
        "limits.depth: write a whole number from 8 to 256",
        "limits.size: write a whole number from 1 to 1125899906842624",
    ]


def test_a_limit_is_a_number(tmp_path):
    assert faults(tmp_path, f'{SETTINGS}[limits]\nline = "16 MB"\n')[0].startswith(
        "limits.line: expected a whole number"
    )


def test_a_mapping_may_be_given_and_then_nothing_is_said_of_cells(tmp_path):
    (tmp_path / "own.toml").write_text('id = "own"\nversion = "1"\ndates = "D/M/Y"\n')
    assert read(tmp_path, f'{SETTINGS}mapping = "own.toml"\n').declared().dates == "D/M/Y"
    (found,) = faults(tmp_path, f'{SETTINGS}mapping = "own.toml"\n[cells]\nserials = 1900\n')
    assert found.startswith("cells: with a mapping")


def test_every_fault_is_named_at_once_by_its_path(tmp_path):
    found = faults(
        tmp_path, 'register = 3\nregistre = "x"\nrulebook = "b@1"\noutputs = "out"\n[cells]\nserials = 1800\n'
    )
    assert [each.partition(":")[0] for each in found] == ["register", "registre", "cells.serials", "ledger"]
    assert "did you mean 'register'?" in found[1]


def test_what_could_be_read_is_looked_at_beside_what_could_not(tmp_path):
    text = (
        'registre = "x"\nledger = "l"\noutputs = "out"\nrulebook = ""\njobs = 0\nas_of = "soon"\noverlays = [3, " "]\n'
    )
    tables = '[cells]\ndates = "M/Y"\nencoding = "x"\nserials = "1900"\n[limits]\nlien = 3\nline = "3"\ndepth = 2\n'
    paths = [each.partition(":")[0] for each in faults(tmp_path, text + tables)]
    assert sorted(paths) == [
        "as_of",
        "cells.dates",
        "cells.encoding",
        "cells.serials",
        "jobs",
        "limits.depth",
        "limits.lien",
        "limits.line",
        "overlays[0]",
        "overlays[1]",
        "register",
        "registre",
        "rulebook",
    ]


def test_what_could_not_be_read_has_no_faults_of_its_own(tmp_path):
    text = 'register = 1\nledger = 2\noutputs = 3\nrulebook = 4\njobs = "0"\nquarantine = 5\nmapping = 6\n[cells]\nserials = 1900\n'
    paths = [each.partition(":")[0] for each in faults(tmp_path, text)]
    assert paths == ["register", "ledger", "outputs", "rulebook", "jobs", "quarantine", "mapping"]


def test_blank_texts_and_a_ledger_that_is_something_else_are_faults(tmp_path):
    text = 'register = " "\nledger = "out"\noutputs = "out"\nrulebook = "b@1"\ncalendar = ""\noverlays = [" ", "a"]\n'
    paths = [each.partition(":")[0] for each in faults(tmp_path, text)]
    assert paths == ["register", "calendar", "overlays[0]", "ledger"]


def test_an_input_that_an_output_would_be_written_over_is_a_fault(tmp_path):
    (found,) = faults(tmp_path, SETTINGS + 'waivers = "out/report.json"\n')
    assert found.startswith("waivers: would be written over")
    text = SETTINGS.replace('"register.jsonl"', '"aside/records.jsonl"') + 'quarantine = "aside"\n'
    (found,) = faults(tmp_path, text)
    assert found.startswith("register: would be written over")


@pytest.mark.parametrize("aside", ["FOLDER/aside", "aside/../aside", "../NAME/aside", "link"])
def test_so_is_one_that_is_called_otherwise(tmp_path, aside):
    (tmp_path / "aside").mkdir()
    (tmp_path / "link").symlink_to("aside")
    named = aside.replace("FOLDER", tmp_path.as_posix()).replace("NAME", tmp_path.name)
    (found,) = faults(
        tmp_path, SETTINGS.replace('"register.jsonl"', '"aside/records.jsonl"') + f'quarantine = "{named}"\n'
    )
    assert found.startswith("register: would be written over")


@pytest.mark.parametrize("register", ["loop", r"no\u0000file"])
def test_a_path_that_leads_nowhere_is_told_by_who_opens_it(tmp_path, register):
    (tmp_path / "loop").symlink_to("loop")
    config = read(tmp_path, SETTINGS.replace("register.jsonl", register))
    assert config.outputs == str(tmp_path / "out")


def test_files_that_are_not_there_are_named_by_their_keys(tmp_path):
    named = 'overlays = ["a.toml", "b.toml"]\ncalendar = "c.toml"\nworkforce = "o.json"\nwaivers = "w.toml"\n'
    config = read(tmp_path, SETTINGS + named + 'mapping = "m.toml"\n')
    (tmp_path / "b.toml").write_text("")
    keys = ["register", "overlays[0]", "calendar", "workforce", "waivers", "mapping"]
    assert [key for key, _ in config.not_there()] == keys
    assert dict(config.not_there())["workforce"] == "there is no file 'o.json'"
    # What a database or a shipped book is called is no file.
    elsewhere = attrs.evolve(config, register="sqlite:///register.db", calendar="england-and-wales@2026.1")
    assert [key for key, _ in elsewhere.not_there()] == ["overlays[0]", "workforce", "waivers", "mapping"]
    assert next(attrs.evolve(config, rulebook=str(tmp_path / "own.toml")).not_there())[0] == "register"
    assert "rulebook" in dict(attrs.evolve(config, rulebook=str(tmp_path / "own.toml")).not_there())
    holidays = attrs.evolve(config, calendar="holidays:GB")
    assert "calendar" not in dict(holidays.not_there())


def test_what_is_written_into_and_is_there_as_something_else_is_named_by_its_key(tmp_path):
    (tmp_path / "register.jsonl").write_text("")
    (tmp_path / "aside").mkdir()
    config = read(tmp_path, SETTINGS + 'quarantine = "aside"\n')
    assert list(config.no_folder()) == []
    at_once = attrs.evolve(config, outputs=config.register, quarantine=config.register)
    assert [key for key, _ in at_once.no_folder()] == ["outputs", "quarantine"]
    assert dict(at_once.no_folder())["outputs"].startswith("'register.jsonl' is no folder")


def test_no_process_at_all_and_a_blank_folder_are_faults(tmp_path):
    found = faults(tmp_path, SETTINGS + 'jobs = 0\nquarantine = ""\n')
    assert [each.partition(":")[0] for each in found] == ["quarantine", "jobs"]


def test_a_file_that_is_no_toml_is_a_fault_and_one_that_is_not_there_is_named(tmp_path):
    assert faults(tmp_path, "register = ") == ["the end of the file: not valid TOML"]
    assert "settings begin with register" in faults(tmp_path, "")[0]
    with pytest.raises(UnknownRulebookError, match=r"no settings 'none\.toml': there is no such file"):
        read_config(tmp_path / "none.toml")
