"""`nightly`: the summary, exit codes, the log, retention."""

import json
import logging

import pytest

from supervise.nightly.ledger import opened
from tests.unit.cli.setting import DIRTY, LATE
from tests.unit.nightly.setting import SETTINGS

DAY = ("--as-of", "2026-06-30")


@pytest.fixture(autouse=True)
def _logger_as_it_is_made(monkeypatch):
    """Tools that other tests run in this process configure logging, which switches off every logger there is."""
    monkeypatch.setattr(logging.getLogger("supervise.nightly"), "disabled", False)


@pytest.fixture
def settings(tmp_path):
    path = tmp_path / "nightly.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    return path


def test_the_summary_is_printed_and_written_and_the_log_goes_beside(run, register_of, settings, tmp_path):
    register_of(LATE)
    done = run("nightly", "--config", settings, *DAY)
    assert done.exit_code == 0
    assert done.stdout == (tmp_path / "out" / "summary.txt").read_text()
    assert done.stderr.startswith("supervise: night recorded: run 1, as_of 2026-06-30, repeated False")
    assert done.stderr.count("\n") == 1


def test_the_log_may_be_json_and_names_nobody(run, register_of, settings):
    register_of({**LATE, "id": "secret-id"})
    done = run("nightly", "--config", settings, *DAY, "--log", "json")
    line = json.loads(done.stderr)
    assert (line["level"], line["event"], line["run"], line["reviewed"]) == ("info", "night", 1, 1)
    assert line["at"] > 0
    assert "secret-id" not in done.stderr


def test_the_day_comes_from_the_option_then_the_settings_then_the_machine(run, register_of, settings):
    register_of(LATE)
    settings.write_text(f"{SETTINGS}as_of = 2026-06-29\n")
    assert "night 1 as of 2026-06-29," in run("nightly", "--config", settings).stdout
    assert "night 2 as of 2026-06-30," in run("nightly", "--config", settings, *DAY).stdout
    settings.write_text(SETTINGS)
    assert ", the local day; --as-of " in run("nightly", "--config", settings).stderr


def test_what_was_set_aside_ends_with_3(run, register_of, settings):
    register_of(LATE, *DIRTY)
    done = run("nightly", "--config", settings, *DAY)
    assert done.exit_code == 3
    assert "set aside: records 1, facts 1; `supervise validate` names each" in done.stderr


def test_a_smaller_register_ends_with_2_unless_it_is_accepted(run, register_of, settings):
    register_of(LATE, {**LATE, "id": "x2"})
    run("nightly", "--config", settings, *DAY)
    register_of(LATE)
    done = run("nightly", "--config", settings, "--as-of", "2026-07-01")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "smaller by more than 2%" in done.stderr
    assert run("nightly", "--config", settings, "--as-of", "2026-07-01", "--accept-smaller").exit_code == 0


def test_a_second_job_at_once_ends_with_2_and_one_clear_line(run, register_of, settings, tmp_path):
    register_of(LATE)
    with opened(str(tmp_path / "ledger.sqlite"), is_url=False):
        done = run("nightly", "--config", settings, *DAY)
    assert done.exit_code == 2
    assert done.stderr == "supervise: another job is writing to the ledger; wait until it has ended\n"
    assert not (tmp_path / "out").exists()


def test_all_faults_of_the_settings_are_named(run, settings):
    settings.write_text("register = 1\nledgr = 2\n")
    done = run("nightly", "--config", settings, *DAY)
    assert done.exit_code == 2
    assert [line.split(": ")[1:3] for line in done.stderr.splitlines()][:2] == [
        ["nightly.toml", "register"],
        ["nightly.toml", "ledgr"],
    ]


def test_settings_must_be_named(run):
    done = run("nightly")
    assert done.exit_code == 2
    assert "Missing option '--config'" in done.stderr


def test_who_left_and_had_ended_is_forgotten(run, register_of, settings):
    dead = {**LATE, "id": "x2", "statuses": [{"id": "s1", "kind": "deceased", "from": "2026-06-01"}]}
    register_of(LATE, dead)
    run("nightly", "--config", settings, *DAY)
    register_of(LATE)
    run("nightly", "--config", settings, "--as-of", "2026-07-01", "--accept-smaller")
    done = run("nightly", "purge", "--config", settings, "--ended-before", "2026-06-02")
    assert (done.exit_code, done.stdout) == (0, "forgotten: 1\n")
    assert run("nightly", "purge", "--config", settings).exit_code == 2
