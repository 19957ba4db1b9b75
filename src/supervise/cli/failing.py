"""How a command ends: exit codes, and one clear line where it could not run."""

from __future__ import annotations

import errno
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from traceback import extract_tb
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn, TextIO

import click
from click.exceptions import Exit

from supervise.cli.display import say
from supervise.errors import ConfigError, MappingError, RulebookLoadError, SuperviseError, WaiverError

if TYPE_CHECKING:
    from supervise.register.tally import Tally

__all__ = [
    "FOUND",
    "NOT_RUN",
    "SET_ASIDE",
    "STANDARD_OUTPUT",
    "Failure",
    "end",
    "ends_clearly",
    "file_fault",
    "named",
    "say_unread",
    "standard_output",
]

#: A flag as severe as asked for, a failing case, a fault in a rulebook.
FOUND: Final = 1
#: It could not run.
NOT_RUN: Final = 2
#: It ran, but facts or records were set aside.
SET_ASIDE: Final = 3
INTERRUPTED: Final = 130
#: What is written to where no file is named.
STANDARD_OUTPUT: Final = "standard output"
#: Whoever read the output went away; what a shell reports for it.
UNREAD: Final = 141


class Failure(click.ClickException):
    """Ends a command with one line on standard error, and one for each of several faults."""

    exit_code = NOT_RUN

    def __init__(self, message: str, faults: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.faults = faults

    def show(self, file: IO[Any] | None = None) -> None:  # noqa: ARG002 - of click
        """Print the lines."""
        for text in (self.message, *self.faults):
            say(text)


def say_unread(keys: int) -> None:
    """Say how many keys of records nobody read, if there are any."""
    from supervise.report.heading import keys_unread

    if keys:
        say(keys_unread(keys))


def end(context: click.Context, tally: Tally, *, quiet: bool, fail_on: str = "never") -> NoReturn:
    """End a command that ran; say if nobody was read, and what was not read or set aside unless the page did."""
    from supervise.checks import Severity

    if not tally.summary.read:
        # An export that went wrong must not read like a register in which all is well.
        say("the register holds no record: nobody was judged")
    if not quiet:
        say_unread(tally.unknown_keys)
    if not tally.is_whole:
        if not quiet:
            records, facts = tally.summary.set_aside, tally.summary.facts_set_aside
            say(f"set aside: records {records}, facts {facts}; `supervise validate` names each")
        context.exit(SET_ASIDE)
    context.exit(FOUND if fail_on != "never" and tally.reaches(Severity(fail_on)) else 0)


@contextmanager
def ends_clearly() -> Iterator[None]:
    """Turn whatever ends a command early into its exit code, with one line and no traceback.

    A traceback is made of code, but the message at its end may repeat a value of a record. A process that is told to
    end (SIGTERM) ends like one that is interrupted from the keyboard.
    """
    try:
        try:
            with _ended_as_interrupted():
                yield
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except (Exit, click.Abort, click.ClickException):
        raise
    except KeyboardInterrupt:
        raise Exit(INTERRUPTED) from None
    except BrokenPipeError:
        _stop_writing()
        raise Exit(UNREAD) from None
    except (ConfigError, MappingError, WaiverError) as error:
        # No other command names them, and whoever wrote the file wants to correct all at once.
        faults = [f"{error.source}: {problem}" for problem in error.problems]
        raise Failure(faults[0], faults[1:]) from None
    except SuperviseError as error:
        raise Failure(_one_line(error)) from None
    except OSError as error:
        raise Failure(file_fault(error, STANDARD_OUTPUT if _is_of_standard_output(error) else None)) from None
    except Exception as error:  # noqa: BLE001 - the last resort of a command: one line, and its exit code
        raise Failure(_internal(error)) from None


@contextmanager
def _ended_as_interrupted() -> Iterator[None]:
    """Let SIGTERM take everything back as an interrupt does, unless the program around it does something else."""
    here = threading.current_thread() is threading.main_thread()
    if not here or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _is_of_standard_output(error: OSError) -> bool:
    """Whether an error that names no file is of standard output, which then may still hold what it could not write.

    Whatever else can be full is named by whoever writes to it.
    """
    if error.filename is not None or sys.stdout is None:
        return False
    if error.errno in _FULL:
        _stop_writing()
        return True
    try:
        sys.stdout.flush()
    except OSError:
        _stop_writing()
        return True
    return False


def _stop_writing() -> None:
    """Let nothing be written any more: the interpreter would fail once more at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _one_line(error: SuperviseError) -> str:
    if not isinstance(error, RulebookLoadError):
        return str(error)
    first, rest = error.problems[0], len(error.problems) - 1
    # It may be a calendar or an amendment, neither of which is checked by itself.
    more = (
        f" (and {rest} more: see `supervise rules check BOOK`, with --overlay and --calendar as here)" if rest else ""
    )
    return f"{error.source}: {first}{more}"


_REASONS: Final[tuple[tuple[type[OSError], str], ...]] = (
    (FileNotFoundError, "no such file or folder"),
    (IsADirectoryError, "it is a folder"),
    (NotADirectoryError, "a part of its path is no folder"),
    (PermissionError, "permission denied"),
    (FileExistsError, "there is a file of that name already"),
)


_OTHER_REASONS: Final = {
    errno.EBUSY: "another run is writing there",
    errno.ENOSPC: "no space is left",
    errno.EFBIG: "it would be larger than is allowed",
    errno.EROFS: "nothing can be written there",
}


_FULL: Final = (errno.ENOSPC, errno.EFBIG)


def file_fault(error: OSError, name: str | None = None) -> str:
    """Return what is wrong with a file, by its name alone; by ``name`` if the one in the error says nothing.

    >>> file_fault(FileNotFoundError(2, "No such file or directory", "own/review.jsonl"))
    'review.jsonl: cannot be read or written: no such file or folder'
    """
    other = _OTHER_REASONS.get(error.errno or 0, "the system reports an error")
    reason = next((text for kind, text in _REASONS if isinstance(error, kind)), other)
    if name is None:
        path = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "a file"
        name = Path(path).name or path
    return f"{name}: cannot be read or written: {reason}"


@contextmanager
def named(name: str) -> Iterator[None]:
    """Say what could not be written; the system names a file when it is opened, and not when it is full."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno in _FULL:
            raise Failure(file_fault(error, name)) from None
        raise


def standard_output() -> TextIO:
    """Return standard output; Failure if whoever started the command closed it."""
    if sys.stdout is None:
        raise Failure(f"{STANDARD_OUTPUT}: cannot be written: it is closed")
    return sys.stdout


def _internal(error: Exception) -> str:
    place = extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return f"an error of the program itself, {type(error).__name__} at {where}; please report this line"
