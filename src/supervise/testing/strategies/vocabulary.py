"""What made-up people are made of: days to crowd around, and the ids, levels and kinds of a force and its rulebook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final, Self

from attrs import field, frozen
from hypothesis import strategies as st

from supervise.model import ARRAYS
from supervise.rules import Rulebook
from supervise.rules.wholeness import names_of_events, parts_of
from supervise.testing.naming import OWN, fields_of, refuse_unknown

__all__ = ["BASES", "Vocabulary"]

#: Days that calendars find hard: leap days, month ends, days before closed days.
BASES: Final = tuple(
    dt.date.fromisoformat(day)
    for day in (
        "2021-03-01",
        "2020-02-29",
        "2024-02-29",
        "2021-01-31",
        "2022-12-23",
        "2023-08-31",
        "2024-03-28",
        "2023-10-29",
    )
)

# One strategy for all settings: those with the same words are equal, and what is drawn from them is made once.
_ONE_ID: Final = st.just("A1")


# What every fact has that the machine and the strategies need: which it is, and which of its versions holds.
_ALWAYS: Final = ("id", "recorded_on", "withdrawn")
# What is said of the offender, by the name of its table.
_WHOSE: Final = "offenders"


def _frozen(fields: Mapping[str, Collection[str]] | None) -> Mapping[str, Collection[str]] | None:
    return None if fields is None else {array: tuple(names) for array, names in fields.items()}


@frozen(kw_only=True)
class Vocabulary:
    """The words that records are made up from; give your own in place of any, or take those of a rulebook.

    TypeError is raised for the name of an array or a field that the format does not have.

    >>> Vocabulary(levels=("tier_1", "tier_2"), officers=("P001", "P002")).levels
    ('tier_1', 'tier_2')
    """

    ids: st.SearchStrategy[str] = field(default=_ONE_ID, metadata={"doc": "Ids of offenders."})
    levels: tuple[str, ...] = field(
        default=("low", "medium", "high", "very_high"), metadata={"doc": "Words of the rulebook's scale."}
    )
    officers: tuple[str, ...] = field(default=("o1", "o2"), metadata={"doc": "At least one."})
    supervisors: tuple[str, ...] = field(default=("s1",), metadata={"doc": "At least one."})
    forces: tuple[str, ...] = field(default=("F1", "F2"), metadata={"doc": "The first is the offender's own."})
    addresses: tuple[str, ...] = ("a1", "a2")
    notifications: tuple[str, ...] = field(
        default=(
            "s83",
            "s83",
            "s84",
            "s84",
            "s84_advance",
            "s84_non_occurrence",
            "s85",
            "s85",
            "s86_departure",
            "s86_return",
            "s86_change",
        ),
        metadata={"doc": "Kinds of notification; the first is made soon after registration."},
    )
    events: tuple[str, ...] = (
        "breach_suspected",
        "breach_established",
        "enquiry",
        "national_record",
        "offence",
        "intelligence",
        "child_risk",
        "body_notified",
        "body_answered",
        "refusal_received",
        "appeal",
    )
    rules: tuple[str, ...] = field(
        default=(), metadata={"doc": "Ids of rules whose due dates an authority may set; none: no `set_dates`."}
    )
    bases: tuple[dt.date, ...] = field(default=BASES, metadata={"doc": "Days around which the facts crowd."})
    last: dt.date = field(
        default=dt.date(2027, 12, 31), metadata={"doc": "No fact and no day judged is later: calendars end."}
    )

    fields: Mapping[str, Collection[str]] | None = field(
        default=None,
        # Equal settings have equal words already; a mapping has no hash.
        hash=False,
        converter=_frozen,
        metadata={
            "doc": "What your program keeps: the fields of each array, and under `offenders` those of the offender, by "
            "the names of the format. Nothing else is drawn but `id`, `recorded_on` and `withdrawn`. None: everything."
        },
    )

    def __attrs_post_init__(self) -> None:
        """Refuse with TypeError the name of an array or a field that the format does not have."""
        refuse_unknown(self.fields or (), (_WHOSE, *ARRAYS), "a register has")
        for array, names in (self.fields or {}).items():
            refuse_unknown(names, OWN if array == _WHOSE else fields_of(array), f"{array} have")

    def keeps(self, array: str) -> bool:
        """Return whether facts of an array are drawn.

        >>> Vocabulary(fields={"visits": ["on"]}).keeps("levels"), Vocabulary().keeps("levels")
        (False, True)
        """
        return self.fields is None or array in self.fields

    def kept(self, array: str, fact: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is kept of a fact, or of what is said of an offender (`offenders`).

        >>> Vocabulary(fields={"visits": ["on"]}).kept("visits", {"id": "v1", "on": "2026-01-05", "place": "home"})
        {'id': 'v1', 'on': '2026-01-05'}
        """
        if self.fields is None:
            return dict(fact)
        names = {*_ALWAYS, *self.fields.get(array, ())}
        return {name: value for name, value in fact.items() if name in names}

    @classmethod
    def of(cls, book: Rulebook, **more: Any) -> Self:
        """Return the vocabulary with the levels, rules and kinds of notification and event that a rulebook speaks of.

        >>> from supervise import load_rulebook
        >>> vocabulary = Vocabulary.of(load_rulebook("england-wales@2026.1"), officers=("P001",))
        >>> vocabulary.levels, vocabulary.officers, "R-V2" in vocabulary.rules
        (('low', 'medium', 'high', 'very_high'), ('P001',), True)
        """
        plain = cls()
        named = sorted(set(_names(book)))
        kinds = {noun: tuple(name.split(".", 1)[1] for name in named if name.startswith(f"{noun}.")) for noun in _OPEN}
        return cls(
            **{
                "levels": book.levels.scale,
                "rules": tuple(dict.fromkeys(rule.published_id for rule in book.rule)),
                "notifications": kinds["notification"] or plain.notifications,
                "events": kinds["event"] or plain.events,
                **more,
            }
        )


# The nouns whose kinds are words of the rulebook.
_OPEN: Final = ("notification", "event")


def _names(book: Rulebook) -> Iterator[str]:
    entries = (*book.define.values(), *book.derive, *book.span, *book.states.values(), *book.rule)
    return (name for entry in entries for part in parts_of(entry) for name in names_of_events(part))
