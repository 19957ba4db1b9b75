"""One function called with many things, by this process or by several: the same results in the same order."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, TypeVar

from supervise.errors import RegisterError
from supervise.register.interrupts import interrupts_held

__all__ = ["spread"]

I = TypeVar("I")  # noqa: E741 - an item
R = TypeVar("R")


@contextmanager
def spread(function: Callable[[I], R], items: Iterable[I], *, jobs: int) -> Iterator[Iterator[R]]:
    """Give, for a `with` block, what a function returns for each item, in the order of the items.

    With more than one job other processes call it. The function goes to each of them once, items and results one by
    one: all of them must be picklable. No more than twice as many items as jobs are under way or wait, so that memory
    holds a few. RegisterError is raised if a process is ended from outside.
    """
    if jobs == 1:
        yield map(function, items)
        return
    # New interpreters, not copies of this one: they start alike everywhere and share nothing with the caller.
    with ProcessPoolExecutor(jobs, get_context("spawn"), _start, (function,)) as pool:
        try:
            yield _in_order(pool, items, 2 * jobs)
        except BrokenProcessPool:
            raise RegisterError(
                "a process was ended from outside, perhaps for want of memory; try fewer jobs"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, items: Iterable[Any], most: int) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    for item in items:
        with interrupts_held():
            # Handing over an item may start a process.
            waiting.append(pool.submit(_call, item))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


# The function of a process that was started for one: handed over once, so that its rulebook is compiled once.
_HELD: list[Callable[[Any], Any]] = []


def _start(function: Callable[[Any], Any]) -> None:
    # An interrupt from the keyboard reaches every process; the first one decides what happens.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    first = parent_process()
    if first is not None:
        Thread(target=_end_with, args=(first,), daemon=True).start()
    _HELD[:] = [function]


def _end_with(first: BaseProcess) -> None:
    # One that is killed tells nobody, and others would wait for it with what they hold of a register until the machine
    # is started anew.
    first.join()
    os._exit(1)


def _call(item: Any) -> Any:
    return _HELD[0](item)
