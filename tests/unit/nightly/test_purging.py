"""Retention: who left and had ended long enough ago is forgotten, and nobody else."""

import datetime as dt
import json

from supervise.nightly import purge
from tests.unit.nightly.setting import person, rows_of

DEAD = [{"id": "s1", "kind": "deceased", "from": "2026-07-01"}]


def purged(job, day):
    return purge(job.config(), ended_before=dt.date.fromisoformat(day))


def left(job):
    """A register that A2 left, A2's end having been the first of July."""
    job.night("2026-07-03", person(), person("A2", statuses=DEAD))
    return job.night("2026-07-04", person(), accept_smaller=True)


def test_who_left_and_had_ended_is_gone_from_the_file_itself(job):
    left(job)
    assert purged(job, "2026-07-02") == 1
    assert '"A2' not in json.dumps(rows_of(job.config())).replace("\\", "")
    assert b"A2" not in (job.folder / "ledger.sqlite").read_bytes()
    # The next night knows nothing, and misses nobody.
    done = job.night("2026-07-05").report
    assert (done["completeness"]["missing"], done["completeness"]["left"]) == ([], [])
    assert purged(job, "2026-07-02") == 0


def test_who_ended_on_the_day_or_later_stays(job):
    left(job)
    before = rows_of(job.config())
    assert purged(job, "2026-07-01") == 0
    assert rows_of(job.config()) == before


def test_who_is_still_there_or_lost_stays(job):
    job.night("2026-07-03", person("A1", statuses=DEAD), person("A2"), person("A3"))
    job.night("2026-07-04", person("A1", statuses=DEAD), person("A2"), accept_smaller=True)
    assert purged(job, "2027-01-01") == 0


def test_who_left_under_another_id_and_never_ended_stays(job):
    job.night("2026-07-03", person(), person("A2"))
    job.night("2026-07-04", person(same_as=["A2"]), accept_smaller=True)
    assert purged(job, "2027-01-01") == 0


def test_the_backlog_adds_up_after_it(job):
    left(job)
    purged(job, "2026-07-02")
    assert job.night("2026-07-04").repeated
