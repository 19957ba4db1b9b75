"""The same nights in a real PostgreSQL, on a socket of its own; passed over where there is no server to start."""

import datetime as dt
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from supervise.errors import LedgerError
from supervise.nightly import purge
from supervise.nightly.ledger import opened
from tests.unit.nightly.setting import person, rows_of, visited

psycopg = pytest.importorskip("psycopg")
SERVERS = [shutil.which("initdb"), *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
SERVER = next((Path(each).parent for each in SERVERS if each), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SERVER is None or os.name != "posix", reason="no PostgreSQL server on this machine"),
]


def started(command, folder):
    """Run a program of the server, which refuses to be run by root."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(command, user=user, cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def url():
    # Not below the folder of the tests, which nobody but root may enter; and sockets have short names.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    started([SERVER / "initdb", "-D", data, "-U", "owner", "-A", "trust", "--no-sync", "-E", "UTF8"], folder)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    started([SERVER / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start"], folder)
    try:
        yield f"postgresql+psycopg://owner@/postgres?host={folder}"
    finally:
        started([SERVER / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], folder)
        shutil.rmtree(folder)


NIGHTS = [
    ("2026-07-02", [person(), person("A2")]),
    ("2026-07-03", [person(), person("A2")]),
    (
        "2026-07-05",
        [
            person(visits=visited("2026-07-04")),
            person("A2", statuses=[{"id": "s", "kind": "deceased", "from": "2026-07-01"}]),
        ],
    ),
    ("2026-07-06", [person()]),
]


def test_a_ledger_there_says_what_one_in_a_file_says(job, url):
    there = job.config(ledger=url)
    for day, records in NIGHTS:
        here = job.night(day, *records, accept_smaller=True)
        other = job.night(day, config=there, accept_smaller=True)
        assert other.report == here.report
        assert job.night(day, config=there).repeated
    assert rows_of(there) == rows_of(job.config())
    with opened(url, is_url=True), pytest.raises(LedgerError, match="another job is writing"):
        job.night("2026-07-07", config=there)
    assert purge(there, ended_before=dt.date(2026, 7, 2)) == 1
    assert "A2" not in str(rows_of(there))


def test_a_connection_that_is_lost_takes_the_night_back(job, url, monkeypatch):
    there = job.config(ledger=url)
    before = rows_of(there)

    def cut(_report):
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as other:
            other.execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")
        return ""

    monkeypatch.setattr("supervise.nightly.running.summary_of", cut)
    with pytest.raises(LedgerError, match="the night is not recorded"):
        job.night("2026-08-01", person(), config=there)
    assert rows_of(there) == before
    assert not (job.folder / "out").exists() or list((job.folder / "out").iterdir()) == []
