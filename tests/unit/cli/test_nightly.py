"""`nightly`: the summary, exit codes, the log, retention."""

import json
import logging
import os
import signal

import pytest
from sqlalchemy.engine import RootTransaction

from supervise.nightly import read_config
from supervise.nightly.judging import Judge
from supervise.nightly.ledger import opened
from tests.unit.cli.setting import DIRTY, LATE
from tests.unit.nightly.setting import SETTINGS, rows_of

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


def test_levels_are_read_by_the_scale_of_the_rulebook(run, register_of, settings):
    register_of(LATE | {"levels": [{"id": "l1", "level": "hihg", "from": "2024-01-04"}]})
    done = run("nightly", "--config", settings, *DAY)
    assert done.exit_code == 3
    assert "set aside: records 0, facts 1;" in done.stderr


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
    assert (
        done.stderr
        == "supervise: ledger.sqlite: another job is writing to it; wait until it has ended; nothing is written\n"
    )
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


# ── jobs and quarantine ─────────────────────────────────────────────────────────────────────────────────────


def test_what_was_set_aside_is_kept_where_the_option_or_the_settings_say(run, register_of, settings, tmp_path):
    register_of(LATE, *DIRTY)
    settings.write_text(f'{SETTINGS}quarantine = "aside"\n')
    assert run("nightly", "--config", settings, *DAY).exit_code == 3
    first = {path.name: path.read_bytes() for path in (tmp_path / "aside").iterdir()}
    assert sorted(first) == ["reasons.jsonl", "records.jsonl"]
    assert first["reasons.jsonl"].count(b"\n") == 2
    # The same night again, kept elsewhere; and what is lost is placed again.
    run("nightly", "--config", settings, *DAY, "--quarantine", tmp_path / "other")
    assert {path.name: path.read_bytes() for path in (tmp_path / "other").iterdir()} == first
    (tmp_path / "aside" / "records.jsonl").unlink()
    run("nightly", "--config", settings, *DAY)
    assert {path.name: path.read_bytes() for path in (tmp_path / "aside").iterdir()} == first
    assert oct((tmp_path / "aside" / "records.jsonl").stat().st_mode & 0o777) == "0o600"


def test_an_option_may_not_have_an_input_written_over(run, register_of, settings, tmp_path):
    register_of(LATE, name="records.jsonl")
    settings.write_text(SETTINGS.replace("register.jsonl", "records.jsonl"))
    done = run("nightly", "--config", settings, *DAY, "--quarantine", tmp_path)
    assert done.exit_code == 2
    assert "register: would be written over" in done.stderr


@pytest.mark.parametrize(("option", "expected"), [((), 3), (("--jobs", 2), 2)])
def test_the_option_goes_before_the_settings(run, register_of, settings, monkeypatch, option, expected):
    register_of(LATE)
    settings.write_text(f"{SETTINGS}jobs = 3\n")
    seen = []

    def told(config, **more):
        seen.append(config.jobs)
        raise KeyboardInterrupt

    monkeypatch.setattr("supervise.cli.nightly.run_nightly", told)
    assert run("nightly", "--config", settings, *DAY, *option).exit_code == 130
    assert seen == [expected]
    assert run("nightly", "--config", settings, *DAY, "--jobs", 0).exit_code == 2


# ── clocks and signals ──────────────────────────────────────────────────────────────────────────────────────


def test_a_clock_that_was_set_back_ends_with_2_and_leaves_everything(run, register_of, settings, tmp_path):
    register_of(LATE)
    run("nightly", "--config", settings, *DAY)
    before = left(tmp_path, settings)
    done = run("nightly", "--config", settings, "--as-of", "2026-06-29")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "the ledger holds 2026-06-30 already, and 2026-06-29 is before it: is the clock right?" in done.stderr
    assert left(tmp_path, settings) == before


def left(folder, settings):
    """What there is of a job: rows and files."""
    return rows_of(read_config(settings)), {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


SIGNALS = [signal.SIGINT, signal.SIGTERM]


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_while_somebody_is_judged_takes_the_night_back(
    run, register_of, settings, tmp_path, monkeypatch, number
):
    register_of(LATE)
    run("nightly", "--config", settings, *DAY)
    before = left(tmp_path, settings)
    register_of({**LATE, "id": "x2"}, LATE, *DIRTY)
    arguments = ("nightly", "--config", settings, "--as-of", "2026-07-01", "--quarantine", tmp_path / "aside")

    def interrupted(judge, some):
        os.kill(os.getpid(), number)
        return []

    with monkeypatch.context() as patch:
        patch.setattr(Judge, "__call__", interrupted)
        done = run(*arguments)
    assert (done.exit_code, done.stdout, done.stderr) == (130, "", "")
    assert left(tmp_path, settings) == before
    assert list((tmp_path / "aside").iterdir()) == []
    assert "night 2 as of" in run(*arguments).stdout


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_while_the_night_is_written_comes_when_its_outputs_are_placed(
    run, register_of, settings, tmp_path, monkeypatch, number
):
    register_of(LATE, *DIRTY)
    whole = RootTransaction.commit

    def interrupted(transaction):
        os.kill(os.getpid(), number)
        whole(transaction)

    with monkeypatch.context() as patch:
        patch.setattr(RootTransaction, "commit", interrupted)
        done = run("nightly", "--config", settings, *DAY, "--quarantine", tmp_path / "aside")
    assert (done.exit_code, done.stdout) == (130, "")
    rows, files = left(tmp_path, settings)
    assert len(rows["supervise_run"]) == 1
    assert sorted(files) == ["report.json", "summary.txt"]
    assert sorted(path.name for path in (tmp_path / "aside").iterdir()) == ["reasons.jsonl", "records.jsonl"]
