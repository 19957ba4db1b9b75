"""A stretch of work that an interrupt from the keyboard waits for."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["interrupts_held"]


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold back an interrupt until the block is left; processes started in it are never interrupted themselves.

    A process that is started while an interrupt comes would be left with half of what it is told, and would say so
    on the terminal. An interrupt is Python's own signal to the main thread: other threads have nothing to hold back.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: held.append((number, frame)))
    # What a process blocks or ignores, those it starts do too. There is no such mask on Windows.
    mask = getattr(signal, "pthread_sigmask", None)
    blocked = None if mask is None else mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if mask is not None:
            mask(signal.SIG_SETMASK, blocked)
        signal.signal(signal.SIGINT, before)
        if held and callable(before):
            before(*held[0])
