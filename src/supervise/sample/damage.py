"""Faults put into made-up records, of the kinds that real registers have."""

from collections.abc import Callable
from typing import Any, Final

from supervise.sample.chance import Chance

__all__ = ["FAULTS", "damage"]

Data = dict[str, Any]


def _unknown_word(record: Data, chance: Chance) -> None:
    _any_fact(record, chance)["kind"] = "No such word"


def _impossible_date(record: Data, chance: Chance) -> None:
    _any_fact(record, chance)["recorded_on"] = "2025-02-30"


def _wrong_type(record: Data, chance: Chance) -> None:
    _any_fact(record, chance)["recorded_on"] = 20250130


def _unknown_key(record: Data, chance: Chance) -> None:
    _any_fact(record, chance)["recorded_onn"] = "2025-01-30"


def _fact_without_id(record: Data, chance: Chance) -> None:
    del _any_fact(record, chance)["id"]


def _record_without_id(record: Data, _: Chance) -> None:
    del record["id"]


def _days_backwards(record: Data, _: Chance) -> None:
    """A home that ended before it began: every value can be read, and they cannot all be true."""
    record["addresses"][0]["until"] = "1950-01-01"


FAULTS: Final[tuple[Callable[[Data, Chance], None], ...]] = (
    _unknown_word,
    _impossible_date,
    _wrong_type,
    _unknown_key,
    _fact_without_id,
    _record_without_id,
    _days_backwards,
)


def damage(record: Data, chance: Chance) -> None:
    """Put one fault into a record.

    >>> from random import Random
    >>> record = {"id": "a", "addresses": [{"id": "ad1"}]}
    >>> damage(record, Chance(Random(3)))
    >>> record
    {'id': 'a', 'addresses': [{'id': 'ad1', 'recorded_on': '2025-02-30'}]}
    """
    chance.pick(FAULTS)(record, chance)


def _any_fact(record: Data, chance: Chance) -> Data:
    """Return a fact of one of the arrays; every record has some."""
    facts: list[Data] = chance.pick([value for value in record.values() if isinstance(value, list)])
    return chance.pick(facts)
