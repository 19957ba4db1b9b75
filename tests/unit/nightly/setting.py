"""What the tests of the nightly job run on."""

import json

from supervise.nightly.book import Book
from supervise.nightly.ledger import opened
from supervise.nightly.tables import tables
from tests.catalogue.people import facts, visit

SETTINGS = """
register = "register.jsonl"
ledger = "ledger.sqlite"
outputs = "out"
rulebook = "england-wales@2026.1"
"""


def person(id="A1", **changes):
    """Somebody with nothing to flag until 2 July 2026, when a visit is due."""
    return facts(id=id, **changes)


def visited(on, recorded_on=None, **more):
    """The visits of `person`, and one more."""
    made = visit("v3", on)
    if recorded_on is not None:
        made["recorded_on"] = recorded_on
    return [visit("v1", "2020-01-20"), visit("v2", "2026-01-02"), {**made, **more}]


def codes(report, change):
    """The codes of the flags that changed so, in order."""
    return [each["code"] for each in report["flags"][change]]


def flag(report, change, code):
    """The one flag of a code that changed so."""
    (found,) = (each for each in report["flags"][change] if each["code"] == code)
    return found


def book_of(config):
    """What a ledger says, as the tests ask for it."""
    return opened(config.ledger, is_url=config.url)


def rows_of(config):
    """Every row of a ledger, as text: two ledgers with the same rows say the same."""
    with book_of(config) as connection:
        return {
            table.name: [json.dumps(list(row), default=str) for row in connection.execute(table.select())]
            for table in tables().all.sorted_tables
        }


__all__ = ["SETTINGS", "Book", "book_of", "codes", "flag", "person", "rows_of", "visited"]
