"""The same nights in a real PostgreSQL, on a socket of its own; passed over where there is no server to start."""

import datetime as dt

import pytest

from supervise.errors import LedgerError
from supervise.nightly import purge
from supervise.nightly.ledger import opened
from tests.unit.nightly.setting import person, rows_of, visited
from tests.unit.postgresql import needs_server, server

psycopg = pytest.importorskip("psycopg")
pytestmark = needs_server


@pytest.fixture(scope="module")
def url():
    with server() as started:
        yield started


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
