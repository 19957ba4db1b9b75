"""What a night is judged with, loaded, and the hashes by which another night with the same is known."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from attrs import field, frozen

from supervise.checks import Check, Waivers
from supervise.engine.timeline import Workforce
from supervise.nightly.config import Config
from supervise.register.given import library_version, load_beside, load_closed_days
from supervise.register.plugins import Plugin, checks_with
from supervise.register.running import Reviewing
from supervise.register.writing import book_data, input_data, plugins_data
from supervise.rules import Rulebook, load_rulebook

__all__ = ["Given", "load"]


@frozen(kw_only=True)
class Given:
    """Everything but the register and the day."""

    book: Rulebook
    workforce: Workforce | None
    waivers: Waivers | None
    plugins: tuple[Plugin, ...]
    per_officer: bool
    rules: dict[str, Any] = field(
        metadata={"doc": "What says how facts are judged, by the names that every output has for it."}
    )
    beside: dict[str, Any] = field(metadata={"doc": "What else a review depends on, by the same names."})

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks of the library and those of modules of one's own."""
        return checks_with(self.plugins)

    def reviewing(self, as_of: dt.date) -> Reviewing:
        """Return what makes reviews as of a day."""
        return Reviewing(
            book=self.book, as_of=as_of, workforce=self.workforce, waivers=self.waivers, plugins=self.plugins
        )

    @property
    def basis(self) -> str:
        """The hash of everything that the review of an unchanged record depends on, the day aside."""
        return digest_of({**self.rules, **self.beside})


def digest_of(data: Any) -> str:
    """Return the SHA-256 of plain data, in hexadecimal.

    >>> digest_of({"a": 1, "b": None}) == digest_of({"b": None, "a": 1})
    True
    """
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def load(config: Config) -> Given:
    """Return what the settings name; errors are those of the rulebook, calendar, workforce, waivers and plugins."""
    closed = None if config.calendar is None else load_closed_days(config.calendar)
    book = load_rulebook(config.rulebook, overlays=config.overlays, calendar=closed)
    beside = load_beside(workforce=config.workforce, waivers=config.waivers, plugins=config.plugins)
    return Given(
        book=book,
        workforce=beside.workforce,
        waivers=beside.waivers,
        plugins=beside.plugins,
        per_officer=config.per_officer,
        rules={"version": library_version(), **book_data(book), "plugins": plugins_data(beside.plugins)},
        beside={
            "workforce": None if beside.workforce_file is None else input_data(beside.workforce_file),
            "waivers": None if beside.waivers_file is None else input_data(beside.waivers_file),
            "per_officer": config.per_officer,
        },
    )
