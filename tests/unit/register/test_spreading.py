"""One function and many things, by one process or by several: the same results in order, and nothing left behind."""

import os
import signal
import subprocess
import sys
from multiprocessing import active_children
from threading import Event
from types import SimpleNamespace

import pytest

from supervise.errors import RegisterError
from supervise.register import spreading
from supervise.register.spreading import spread


def double(number):
    return 2 * number


def killed(number):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_items(jobs):
    with spread(double, range(20), jobs=jobs) as results:
        assert list(results) == list(range(0, 40, 2))


def test_items_are_asked_for_no_sooner_than_they_are_needed():
    taken = []
    items = (taken.append(number) or number for number in range(20))
    with spread(double, items, jobs=2) as results:
        assert next(results) == 0
        assert len(taken) == 4


def test_without_items_no_process_is_started(monkeypatch):
    monkeypatch.setattr("supervise.register.spreading._start", None)
    with spread(double, (), jobs=2) as results:
        assert list(results) == []


def test_a_process_ended_from_outside_is_an_error_and_not_a_gap():
    with pytest.raises(RegisterError, match="try fewer jobs"), spread(killed, [1], jobs=2) as results:
        list(results)


def interrupted_after_the_first():
    with spread(double, range(20), jobs=2) as results:
        next(results)
        raise KeyboardInterrupt


def test_an_interrupt_leaves_no_process_behind():
    with pytest.raises(KeyboardInterrupt):
        interrupted_after_the_first()
    assert active_children() == []


#: Tells when a process works on the second item, which is never done.
WAITING = """
import threading
from supervise.register.spreading import spread

def work(number):
    if number:
        threading.Event().wait()
    return number

if __name__ == "__main__":
    with spread(work, range(4), jobs=2) as results:
        for each in results:
            print(each, flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_no_process_outlives_the_first_one_even_if_that_is_killed(tmp_path):
    script = tmp_path / "waiting.py"
    script.write_text(WAITING)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE) as first:
        assert first.stdout.readline() == b"0\n"
        first.kill()
        # Others have the same standard output, which ends with the last of them.
        assert first.communicate(timeout=60)[0] == b""


def test_it_ends_with_the_first_one(monkeypatch):
    done = []
    monkeypatch.setattr(os, "_exit", done.append)
    spreading._end_with(SimpleNamespace(join=lambda: done.append("waited")))
    assert done == ["waited", 1]


@pytest.mark.parametrize("first", [None, SimpleNamespace(join=lambda: None)])
def test_what_happens_in_another_process(monkeypatch, first):
    """In this one, where it is measured."""
    before = signal.getsignal(signal.SIGINT)
    ended = Event()
    monkeypatch.setattr(spreading, "parent_process", lambda: first)
    monkeypatch.setattr(spreading, "_end_with", lambda other: ended.set() if other is first else None)
    try:
        spreading._start(double)
        assert first is None or ended.wait(60)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        assert spreading._call(4) == 8
    finally:
        signal.signal(signal.SIGINT, before)
        spreading._HELD.clear()
