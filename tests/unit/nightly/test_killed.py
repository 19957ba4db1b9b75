"""A job that is killed, at whatever moment: the same night run again gives what an undisturbed one gives."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from tests.unit.nightly.setting import person, rows_of, visited

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")

#: Runs a night in a process of its own, which kills itself before the n-th call of one of these.
KILLED = """
import datetime as dt, os, signal, sys
from pathlib import Path
import sqlalchemy
from sqlalchemy.engine import Connection, RootTransaction
from supervise.nightly import read_config, run_nightly

settings, moment, after = sys.argv[1], sys.argv[2], int(sys.argv[3])
calls = 0

def dying(function):
    def run(*args, **more):
        global calls
        calls += 1
        if calls > after:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **more)
    return run

OWNERS = {"replace": Path, "commit": RootTransaction, "execute": Connection, "fsync": os}
setattr(OWNERS[moment], moment, dying(getattr(OWNERS[moment], moment)))
run_nightly(read_config(settings), as_of=dt.date(2026, 7, 3))
"""
MOMENTS = [("execute", 1), ("execute", 11), ("fsync", 0), ("commit", 0), ("replace", 0), ("replace", 1)]


@pytest.fixture
def begun(job):
    """A job with one night behind it, and the register of the next."""
    job.night("2026-07-02", person(), person("A2"), person("A3"))
    job.register(person(), person("A2", visits=visited("2026-07-03")), person("A3"))
    return job


def result(job):
    files = {path.name: path.read_bytes() for path in (job.folder / "out").iterdir()}
    return rows_of(job.config()), files


def copy_of(job, folder):
    shutil.copytree(job.folder, folder)
    return type(job)(folder)


@pytest.mark.slow
def test_at_named_moments(begun, tmp_path_factory):
    undisturbed = copy_of(begun, tmp_path_factory.mktemp("jobs") / "whole")
    undisturbed.night("2026-07-03")
    for moment, after in MOMENTS:
        other = copy_of(begun, tmp_path_factory.mktemp("jobs") / "killed")
        done = subprocess.run(
            [sys.executable, "-c", KILLED, other.settings, moment, str(after)], capture_output=True, check=False
        )
        assert done.returncode == -signal.SIGKILL, (moment, after, done.stderr)
        # Whatever there is, is whole: that of the last night, or of this one.
        old = {path.name: path.read_bytes() for path in (begun.folder / "out").iterdir()}
        new = result(undisturbed)[1]
        for name, content in old.items():
            assert other.output(name) in (content, new[name])
        other.night("2026-07-03")
        assert result(other) == result(undisturbed), (moment, after)


@pytest.mark.slow
def test_at_any_moment(begun, tmp_path_factory):
    undisturbed = copy_of(begun, tmp_path_factory.mktemp("jobs") / "whole")
    undisturbed.night("2026-07-03")
    for tenths in (2, 4, 5, 6, 7, 9):
        other = copy_of(begun, tmp_path_factory.mktemp("jobs") / "killed")
        running = subprocess.Popen(
            [sys.executable, "-c", KILLED, other.settings, "replace", "99"], stdout=subprocess.DEVNULL
        )
        try:
            running.wait(timeout=tenths / 10)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        other.night("2026-07-03")
        assert result(other) == result(undisturbed), tenths


def test_one_that_is_interrupted_lets_the_next_one_write(begun):
    """The lock is the database's own, and dies with the process that held it."""
    subprocess.run([sys.executable, "-c", KILLED, begun.settings, "commit", "0"], capture_output=True, check=False)
    assert begun.night("2026-07-03").report["run"] == 2
