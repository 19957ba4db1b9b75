"""Faults of the record itself, of the kinds that real registers have: for each a part of it is set aside."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import frozen

from supervise.sample.chance import Chance

__all__ = ["FAULTS", "Cut", "Fault", "damage"]

Data = dict[str, Any]


class Cut(dict[str, Any]):
    """A record of which only the first half is written, as if the writer had been stopped."""


@frozen
class Fault:
    """A fault and the function that puts it into a record; `whole` if the record is set aside with all its facts.

    The function returns the record and the ids of the facts meant.
    """

    kind: str
    put: Callable[[Data, Chance], tuple[Data, tuple[str, ...]]]
    whole: bool = False


def _impossible_date(record: Data, chance: Chance) -> tuple[Data, tuple[str, ...]]:
    return record, _with(_any_fact(record, chance), recorded_on="2025-02-30")


def _wrong_type(record: Data, chance: Chance) -> tuple[Data, tuple[str, ...]]:
    return record, _with(_any_fact(record, chance), recorded_on=20250130)


def _unknown_key(record: Data, chance: Chance) -> tuple[Data, tuple[str, ...]]:
    return record, _with(_any_fact(record, chance), recorded_onn="2025-01-30")


def _unknown_word(record: Data, chance: Chance) -> tuple[Data, tuple[str, ...]]:
    # Not every kind of fact has words of a closed list; reviews do, and every record has one.
    return record, _with(chance.pick(record["reviews"]), kind="No such word")


def _fact_without_id(record: Data, chance: Chance) -> tuple[Data, tuple[str, ...]]:
    return record, (_any_fact(record, chance).pop("id"),)


def _record_without_id(record: Data, _: Chance) -> tuple[Data, tuple[str, ...]]:
    del record["id"]
    return record, ()


def _not_a_number(record: Data, chance: Chance) -> tuple[Data, tuple[str, ...]]:
    # Python writes it, and it is no JSON.
    return record, _with(_any_fact(record, chance), recorded_on=float("nan"))


def _cut(record: Data, _: Chance) -> tuple[Data, tuple[str, ...]]:
    return Cut(record), ()


#: Each by a name of its own; `kind` is what a reader calls it.
FAULTS: Final[Mapping[str, Fault]] = {
    "impossible date": Fault("impossible date", _impossible_date),
    "wrong type": Fault("wrong type", _wrong_type),
    "unknown key": Fault("unknown key", _unknown_key),
    "unknown word": Fault("unknown word", _unknown_word),
    "fact without id": Fault("missing id", _fact_without_id),
    "record without id": Fault("missing id", _record_without_id, whole=True),
    "not a number": Fault("not a number", _not_a_number, whole=True),
    "cut short": Fault("cut short", _cut, whole=True),
}


def damage(name: str, record: Data, chance: Chance) -> tuple[Data, tuple[str, ...]]:
    """Put the fault with a name into a record; return the record and the ids of the facts meant.

    >>> from random import Random
    >>> damage("impossible date", {"id": "a", "addresses": [{"id": "ad1"}]}, Chance(Random(3)))
    ({'id': 'a', 'addresses': [{'id': 'ad1', 'recorded_on': '2025-02-30'}]}, ('ad1',))
    """
    return FAULTS[name].put(record, chance)


def _with(fact: Data, **fields: Any) -> tuple[str, ...]:
    fact.update(fields)
    return (fact["id"],)


def _any_fact(record: Data, chance: Chance) -> Data:
    """Return a fact of one of the arrays; every record has some."""
    facts: list[Data] = chance.pick([value for value in record.values() if isinstance(value, list)])
    return chance.pick(facts)
