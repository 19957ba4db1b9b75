"""What makes an offender of a made-up register worth looking at: how often, and what goes together."""

from collections.abc import Collection, Mapping
from typing import Final, Literal, get_args

from supervise.sample.chance import Chance

__all__ = ["AT_LEAST", "TRAITS", "Trait", "drawn"]

Trait = Literal[
    "custody",
    "reactive",
    "never_visited",
    "place_found",
    "overdue_visit",
    "overdue_notification",
    "overdue_assessment",
    "overdue_review",
    "no_level",
    "no_manager",
    "shpo",
    "level_2",
    "recall",
    "hospital",
    "trip",
]
TRAITS: Final[tuple[Trait, ...]] = get_args(Trait)

# Share of offenders drawn with each trait; the trait may fall to another that it contradicts.
_SHARES: Final[Mapping[Trait, float]] = {
    "custody": 0.05,
    "reactive": 0.06,
    "never_visited": 0.01,
    "place_found": 0.015,
    "overdue_visit": 0.06,
    "overdue_notification": 0.02,
    "overdue_assessment": 0.04,
    "overdue_review": 0.05,
    "no_level": 0.01,
    "no_manager": 0.005,
    "shpo": 0.2,
    "level_2": 0.02,
    "recall": 0.07,
    "hospital": 0.01,
    "trip": 0.06,
}

# What a trait shuts out: nobody in prison is overdue a visit, nobody under an order is managed reactively.
_SHUTS_OUT: Final[Mapping[Trait, frozenset[Trait]]] = {
    "custody": frozenset(
        {"reactive", "never_visited", "place_found", "overdue_visit", "overdue_notification", "hospital"}
    ),
    "reactive": frozenset(TRAITS) - {"reactive"},
    "never_visited": frozenset(TRAITS) - {"never_visited", "no_level", "no_manager", "shpo"},
    "place_found": frozenset({"overdue_notification", "overdue_visit", "recall", "hospital", "trip"}),
    "overdue_visit": frozenset({"recall", "hospital", "trip"}),
    "overdue_notification": frozenset({"recall", "hospital", "trip"}),
    "recall": frozenset({"hospital"}),
}

# Days since the first notification without which a trait makes no sense.
AT_LEAST: Final[Mapping[Trait, int]] = {
    "custody": 250,
    "reactive": 1_600,
    "never_visited": 40,
    "place_found": 200,
    "overdue_visit": 450,
    "overdue_notification": 600,
    "overdue_assessment": 600,
    "overdue_review": 600,
    "level_2": 250,
    "recall": 600,
    "hospital": 600,
    "trip": 120,
}


def drawn(chance: Chance, also: Collection[Trait]) -> frozenset[Trait]:
    """Return the traits of one offender: those of `also`, and those of chance that agree with them.

    Of two that contradict each other the one that stands first in `TRAITS` stays.

    >>> from random import Random
    >>> sorted(drawn(Chance(Random(1)), also=("reactive",)))
    ['reactive']
    """
    found = {trait for trait in TRAITS if chance.happens(_SHARES[trait])}
    for trait in also:
        found = {one for one in found if trait not in _SHUTS_OUT.get(one, ())} - _SHUTS_OUT.get(trait, frozenset())
    found.update(also)
    for trait in TRAITS:
        if trait in found:
            found -= _SHUTS_OUT.get(trait, frozenset())
    return frozenset(found)
