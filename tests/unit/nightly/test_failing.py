"""Whatever goes wrong while a night is run: a clear error, and what was there before is there still."""

import errno
import os
import sqlite3

import pytest

from supervise.errors import ConfigError, LedgerError
from supervise.register.sql.database import Database
from tests.unit.nightly.setting import person, rows_of, visited


@pytest.fixture
def begun(job):
    """A job with one night behind it, and the register of the next."""
    job.night("2026-07-02", person(), person("A2"), "{", config=with_quarantine(job))
    job.register(person(), person("A2", visits=visited("2026-07-03")), "[", person("A3"))
    return job


def with_quarantine(job):
    return job.config(quarantine=str(job.folder / "aside"))


def files(job):
    """What a job left, but for the register."""
    return {path: path.read_bytes() for folder in ("out", "aside") for path in (job.folder / folder).iterdir()}


def error_of(night):
    try:
        night()
    except LedgerError as error:
        return error
    return None


def pages(path):
    with sqlite3.connect(path) as connection:
        count = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.close()
    return count


def test_a_disk_that_is_full_at_any_page_of_the_ledger(begun, monkeypatch):
    begun.register(*(person(f"B{number}") for number in range(20)), person(), person("A2"))
    before, rows = files(begun), rows_of(begun.config())
    size = pages(begun.folder / "ledger.sqlite")
    to_write = Database._to_write
    failed = 0
    for more in range(20):

        def small(database, most=size + more):
            connection = to_write(database)
            connection.execute(f"PRAGMA max_page_count = {most}")
            return connection

        with monkeypatch.context() as patch:
            patch.setattr(Database, "_to_write", small)
            error = error_of(lambda: begun.night("2026-07-03", config=with_quarantine(begun)))
        if error is None:
            break
        failed += 1
        assert "no space is left to write; nothing is written" in str(error)
        assert (files(begun), rows_of(begun.config())) == (before, rows)
    assert 0 < failed < 20
    assert begun.night("2026-07-03", config=with_quarantine(begun)).repeated


#: Every call by which a night writes to a file of its own, as often as it is made.
WRITES = [("os.fsync", number) for number in range(5)] + [("os.open", 1), ("supervise.nightly.placing.mkstemp", 0)]


@pytest.mark.parametrize(("call", "after"), WRITES)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_is_full_or_read_only_at_any_write(begun, monkeypatch, call, after, number):
    before, rows = files(begun), rows_of(begun.config())
    made = []
    whole = {"os.fsync": os.fsync, "os.open": os.open}.get(call)

    def failing(*arguments, **more):
        made.append(arguments)
        if len(made) > after:
            raise OSError(number, "no")
        return whole(*arguments, **more)

    with monkeypatch.context() as patch:
        patch.setattr(call, failing)
        with pytest.raises((OSError, LedgerError)):
            begun.night("2026-07-03", config=with_quarantine(begun))
    if after < 4:
        assert (files(begun), rows_of(begun.config())) == (before, rows)
    done = begun.night("2026-07-03", config=with_quarantine(begun))
    assert done.report["run"] == 2
    assert not [path for path in files(begun) if path.name.endswith("unfinished")]


@pytest.mark.parametrize("key", ["outputs", "quarantine"])
def test_a_file_in_the_place_of_a_folder_is_refused_before_anybody_is_judged(job, key):
    job.register(person())
    with pytest.raises(ConfigError, match=rf"{key}: 'register.jsonl' is no folder"):
        job.night("2026-07-02", config=job.config(**{key: str(job.folder / "register.jsonl")}))
    assert sorted(path.name for path in job.folder.iterdir()) == ["nightly.toml", "register.jsonl"]


@pytest.mark.parametrize("content", [None, b""])
def test_a_ledger_that_was_lost_is_not_begun_anew_beside_its_outputs(begun, content):
    """Nobody who was there before would be missed."""
    before = files(begun)
    ledger = begun.folder / "ledger.sqlite"
    ledger.unlink()
    if content is not None:
        ledger.write_bytes(content)
    with pytest.raises(
        LedgerError, match=r"holds no night, and report\.json is of night 1: is it another ledger, or was"
    ):
        begun.night("2026-07-03")
    assert files(begun) == before
    for path in (begun.folder / "out").iterdir():
        path.unlink()
    assert begun.night("2026-07-03").report["run"] == 1


@pytest.mark.parametrize("content", ["", "{", "3", "{}", '{"run": true}'])
def test_what_is_no_report_stands_in_nobodys_way(job, content):
    (job.folder / "out").mkdir()
    (job.folder / "out" / "report.json").write_text(content)
    assert job.night("2026-07-02", person()).report["run"] == 1


@pytest.mark.parametrize(
    "change",
    [
        "supervise_held set held = '{Smith'",
        "supervise_held set held = '[]'",
        "supervise_run set as_of = 'Smith'",
        "supervise_run set inputs = 'Smith'",
        "supervise_flag set severity = 'Smith'",
        "supervise_flag set since = 'Smith'",
    ],
)
@pytest.mark.parametrize("judge_all", [False, True])
def test_a_row_that_no_night_wrote_is_no_error_of_the_program(begun, change, judge_all):
    before = files(begun)
    with sqlite3.connect(begun.folder / "ledger.sqlite") as connection:
        connection.execute(f"update {change}")
    connection.close()
    error = error_of(lambda: begun.night("2026-07-02", judge_all=judge_all))
    assert str(error) == "a row of the ledger is damaged, or was changed; restore a backup"
    assert files(begun) == before
