"""Every error the library raises, under one root.

Messages name the file, the field path and the *kind* of a value, never the value, a person or free text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar

__all__ = [
    "AmbiguousDateError",
    "ConfigError",
    "DateRangeError",
    "InvalidDateError",
    "LedgerError",
    "MappingError",
    "MissingExtraError",
    "OutputError",
    "PluginError",
    "RegisterError",
    "RulebookError",
    "RulebookLoadError",
    "SuperviseDeprecationWarning",
    "SuperviseError",
    "UnknownNameError",
    "UnknownRulebookError",
    "UnknownZoneError",
    "WaiverError",
]

P = ParamSpec("P")
R = TypeVar("R")


class SuperviseError(Exception):
    """Root of every error raised by this library.

    >>> issubclass(RegisterError, SuperviseError)
    True
    """


class AmbiguousDateError(SuperviseError, ArithmeticError):
    """Raised when adding months meets a day that does not exist and no rounding was chosen."""


class InvalidDateError(SuperviseError, ValueError):
    """Raised when a text or number is no date of the declared form.

    ``code`` is one of ``MissingDate``, ``InvalidFormat``, ``InvalidDate``, ``BirthInFuture``.

    >>> InvalidDateError("InvalidFormat", "not the ten-character form").code
    'InvalidFormat'
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class DateRangeError(SuperviseError, OverflowError):
    """Raised when a date would fall before 0001-01-01 or after 9999-12-31."""


class UnknownZoneError(SuperviseError, LookupError):
    """Raised when a time zone name is not in the time zone database."""


class RegisterError(SuperviseError, ValueError):
    """Raised when a register as a whole cannot be read (cut-off archive, unreadable file)."""


class RulebookError(SuperviseError, ValueError):
    """Raised when a rulebook or overlay cannot be used."""


class _ListedError(SuperviseError, ValueError):
    """Raised with *all* the problems found in a source, each ``path: what is wrong and what to do``."""

    def __init__(self, source: str, problems: Iterable[str]) -> None:
        self.source = source
        self.problems = tuple(problems)
        super().__init__(source, self.problems)

    def __str__(self) -> str:
        head = f"{self.source}: {len(self.problems)} problem{'s' if len(self.problems) != 1 else ''}"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


class RulebookLoadError(RulebookError, _ListedError):
    """Raised with *all* the problems found in a rulebook, each ``path: what is wrong and what to do``.

    >>> RulebookLoadError("book.toml", ["rule[0].every: missing"]).problems
    ('rule[0].every: missing',)
    """


class WaiverError(_ListedError):
    """Raised with *all* that is wrong with waivers, each ``path: what is wrong and what to do``.

    >>> print(WaiverError("own.toml", ["waiver[0].made_on: missing"]))
    own.toml: 1 problem
      waiver[0].made_on: missing
    """


class MappingError(RegisterError, _ListedError):
    """Raised with *all* that is wrong with a mapping, each ``path: what is wrong and what to do``.

    >>> print(MappingError("north.toml", ["table.visit: no table of a register; did you mean 'visits'?"]))
    north.toml: 1 problem
      table.visit: no table of a register; did you mean 'visits'?
    """


class ConfigError(_ListedError):
    """Raised with *all* that is wrong with the settings of a job, each ``path: what is wrong and what to do``.

    >>> ConfigError("nightly.toml", ["register: missing"]).problems
    ('register: missing',)
    """


class LedgerError(SuperviseError):
    """Raised when the ledger of a nightly job cannot be used, or when a night may not be recorded in it."""


class OutputError(SuperviseError):
    """Raised when an output cannot be written to a database; nothing of it is there then."""


class UnknownRulebookError(SuperviseError, LookupError):
    """Raised when no shipped rulebook or calendar has the name asked for."""


class UnknownNameError(SuperviseError, LookupError):
    """Raised when a rulebook or register holds nothing of the name asked for."""


class MissingExtraError(SuperviseError, ImportError):
    """Raised when an optional library is needed; the message names the extra to install."""


class PluginError(SuperviseError, ImportError):
    """Raised when a module that was named holds no checks that can be run beside the library's."""


class SuperviseDeprecationWarning(DeprecationWarning):
    """Warns, for twelve months, that a name or option will go."""


def forgetful(function: Callable[P, R]) -> Callable[P, R]:
    """Return a function whose errors hold nothing that it was given.

    Some logs keep the values of local variables with an error. Those of a function that reads records are records:
    its own errors say everything there is to say, and leave it without the frames in which they were found.

    >>> @forgetful
    ... def read(record):
    ...     raise RegisterError("register.jsonl: cannot be read")
    >>> read("Mr Smith")
    Traceback (most recent call last):
    supervise.errors.RegisterError: register.jsonl: cannot be read
    """

    @wraps(function)
    def forgetting(*args: P.args, **named: P.kwargs) -> R:
        try:
            return function(*args, **named)
        except SuperviseError as error:
            told = error.with_traceback(None)
        del args, named
        told.__context__ = None
        raise told from None

    return forgetting
