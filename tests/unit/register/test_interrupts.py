"""An interrupt that comes at a bad moment waits for it to pass."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from supervise.register.interrupts import interrupts_held


def interrupt():
    os.kill(os.getpid(), signal.SIGINT)


def interrupted_block():
    """What was reached in a block that was interrupted, and whether the interrupt came after it."""
    reached = []
    try:
        with interrupts_held():
            interrupt()
            reached.append("the end")
    except KeyboardInterrupt:
        reached.append("interrupted")
    return reached


def test_an_interrupt_waits_for_the_end_of_the_block():
    assert interrupted_block() == ["the end", "interrupted"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def told_to_end(reached):
    with interrupts_held():
        os.kill(os.getpid(), signal.SIGTERM)
        reached.append("the end")
        code = "import os, signal; os.kill(os.getpid(), signal.SIGTERM); print('whole')"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
        reached.append((done.returncode, done.stdout))


def test_being_told_to_end_waits_too_and_means_what_it_meant_before():
    """A process started in the block can be told so all the same: a pool ends its processes in this way."""
    reached = []
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            told_to_end(reached)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert reached == ["the end", (-signal.SIGTERM, b"")]


def interrupted_twice():
    with interrupts_held():
        interrupt()
        interrupt()


def test_of_several_one_is_passed_on():
    with pytest.raises(KeyboardInterrupt):
        interrupted_twice()


def test_one_that_another_thread_receives_waits_too():
    """The mask of the main thread alone would not hold it: the signal goes to any thread that takes it."""
    ready, done = threading.Event(), threading.Event()

    def other():
        ready.set()
        done.wait()

    thread = threading.Thread(target=other)
    thread.start()
    ready.wait()
    found = interrupted_block()
    done.set()
    thread.join()
    assert found == ["the end", "interrupted"]


def test_an_interrupt_that_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interrupts_held():
            interrupt()
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_process_started_in_the_block_is_not_interrupted():
    code = "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('whole')"
    with interrupts_held():
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (b"whole", b"")


def test_where_there_is_no_mask_the_interrupt_still_waits(monkeypatch):
    monkeypatch.delattr(signal, "pthread_sigmask")
    assert interrupted_block() == ["the end", "interrupted"]


def test_another_thread_has_nothing_to_hold():
    seen = []

    def work():
        with interrupts_held():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]
