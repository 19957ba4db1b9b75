"""A stretch of work that an interrupt waits for, from the keyboard or from whoever ends the process in good order."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

__all__ = ["interrupts_held"]

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold back an interrupt until the block is left; the keyboard never interrupts processes started in it.

    A process that is started while an interrupt comes would be left with half of what it is told, and would say so
    on the terminal. What an interrupt then does is what it did before the block. Signals reach Python's code in the
    main thread: other threads have nothing to hold back.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    before = {each: signal.signal(each, lambda number, _: held.append(number)) for each in _SIGNALS}
    # What a process blocks or ignores, those it starts do too: SIGTERM must be left to end them. There is no such mask
    # on Windows.
    mask = getattr(signal, "pthread_sigmask", None)
    blocked = None if mask is None else mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        if mask is not None:
            mask(signal.SIG_SETMASK, blocked)
        for each, handler in before.items():
            signal.signal(each, handler)
        for number in held[:1]:
            signal.raise_signal(number)
