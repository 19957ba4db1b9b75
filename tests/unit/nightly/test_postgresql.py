"""The same nights in a real PostgreSQL, on a socket of its own; passed over where there is no server to start."""

import datetime as dt

import pytest

from supervise.errors import LedgerError
from supervise.nightly import purge, running as nightly_running
from supervise.nightly.book import Book
from supervise.nightly.judging import Judge
from supervise.nightly.ledger import opened
from tests.unit.nightly.setting import person, rows_of, visited
from tests.unit.postgresql import needs_server, running

psycopg = pytest.importorskip("psycopg")
pytestmark = needs_server


@pytest.fixture(scope="module")
def server():
    with running() as found:
        yield found


@pytest.fixture
def url(server):
    return server.new()


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
    there = job.config(ledger=url, outputs=str(job.folder / "there"))
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


MOMENTS = [(Judge, "_judged"), (Book, "add_night"), (nightly_running, "summary_of")]


@pytest.mark.parametrize(("owner", "name"), MOMENTS)
def test_a_connection_that_is_lost_at_any_moment_takes_the_night_back(job, server, url, monkeypatch, owner, name):
    there = job.config(ledger=url)
    job.night("2026-07-31", person(), config=there)
    before, files = rows_of(there), {path.name: path.read_bytes() for path in (job.folder / "out").iterdir()}
    whole = getattr(owner, name)

    def cut(*arguments):
        server.cut()
        return whole(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, cut)
        with pytest.raises(LedgerError, match="nothing is written"):
            job.night("2026-08-01", person(sex="male"), config=there)
    assert rows_of(there) == before
    assert {path.name: path.read_bytes() for path in (job.folder / "out").iterdir()} == files
    assert job.night("2026-08-01", config=there).report["run"] == 2
