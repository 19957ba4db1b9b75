"""Retention: what a ledger holds of those who left the register long enough ago, taken away."""

from __future__ import annotations

import datetime as dt

from supervise.nightly.book import Book
from supervise.nightly.config import Config
from supervise.nightly.held import Held
from supervise.nightly.ledger import opened

__all__ = ["purge"]


def purge(config: Config, *, ended_before: dt.date) -> int:
    """Take away everything about those who left the register and had ended before a day; return how many they were.

    Who left because another record names them in `same_as`, and never ended, stays. Counts of nights stay: they name
    nobody. Waivers stay, and with them the ids that they name; they belong to whoever approved them.
    LedgerError is raised if the ledger cannot be used, or if a job is writing to it; MissingExtraError without
    SQLAlchemy.
    """
    with opened(config.ledger, is_url=config.url) as connection:
        book = Book(connection)
        known = book.known()
        left = [id_ for id_, each in sorted(book.presence().items()) if each.change == "left"]
        over = [id_ for id_ in left if _ended_before(Held.from_json(known[id_].held), ended_before)]
        book.forget(over)
    return len(over)


def _ended_before(held: Held, day: dt.date) -> bool:
    return held.ended_on is not None and held.ended_on < day
