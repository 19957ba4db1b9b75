"""What makes an offender of a made-up register worth looking at: how often, and what goes together."""

from collections.abc import Collection, Mapping
from typing import Final, Literal, get_args

from supervise.sample.chance import Chance

__all__ = ["AT_LEAST", "AT_MOST", "TRAITS", "Trait", "drawn"]

Trait = Literal[
    "steady",
    "died",
    "transferred_out",
    "custody",
    "reactive",
    "never_visited",
    "missing",
    "place_found",
    "overdue_visit",
    "overdue_notification",
    "overdue_assessment",
    "overdue_review",
    "no_level",
    "no_manager",
    "shpo",
    "travel_order",
    "level_2",
    "recall",
    "hospital",
    "trip",
    "transferred_in",
    "breach",
]
TRAITS: Final[tuple[Trait, ...]] = get_args(Trait)

# Share of offenders drawn with each trait; the trait may fall to another that it contradicts. Having no manager is
# a fault of the record, which chance never brings about; `steady` is for whoever wants nothing else to happen.
_SHARES: Final[Mapping[Trait, float]] = {
    "steady": 0.0,
    "died": 0.012,
    "transferred_out": 0.02,
    "custody": 0.05,
    "reactive": 0.06,
    "never_visited": 0.008,
    "missing": 0.006,
    "place_found": 0.015,
    "overdue_visit": 0.05,
    "overdue_notification": 0.015,
    "overdue_assessment": 0.04,
    "overdue_review": 0.05,
    "no_level": 0.005,
    "no_manager": 0.0,
    "shpo": 0.2,
    "travel_order": 0.01,
    "level_2": 0.02,
    "recall": 0.07,
    "hospital": 0.01,
    "trip": 0.06,
    "transferred_in": 0.03,
    "breach": 0.02,
}

_LATE: Final[frozenset[Trait]] = frozenset(
    {"never_visited", "overdue_visit", "overdue_notification", "overdue_assessment", "overdue_review", "no_level"}
)
_AWAY: Final[frozenset[Trait]] = frozenset({"custody", "missing", "recall", "hospital", "trip"})
_ONLY_NOW: Final[frozenset[Trait]] = _LATE | frozenset(
    {"custody", "reactive", "missing", "place_found", "no_manager", "transferred_in"}
)

# What a trait shuts out: nobody in prison is overdue a visit, nobody under an order is managed reactively.
_SHUTS_OUT: Final[Mapping[Trait, frozenset[Trait]]] = {
    "steady": frozenset(TRAITS) - {"steady"},
    "died": _ONLY_NOW | frozenset({"transferred_out"}),
    "transferred_out": _ONLY_NOW,
    "custody": frozenset(
        {
            "reactive",
            "never_visited",
            "missing",
            "place_found",
            "overdue_visit",
            "overdue_notification",
            "hospital",
            "transferred_in",
        }
    ),
    "reactive": frozenset(TRAITS) - {"reactive"},
    "never_visited": frozenset(TRAITS) - {"never_visited", "no_level", "no_manager", "shpo"},
    "missing": frozenset({"place_found", "overdue_visit", "overdue_notification", "recall", "hospital", "trip"}),
    "place_found": _AWAY | frozenset({"overdue_notification", "overdue_visit", "transferred_in"}),
    "overdue_visit": frozenset({"recall", "hospital", "trip", "transferred_in"}),
    "overdue_notification": frozenset({"recall", "hospital", "trip", "transferred_in"}),
    "recall": frozenset({"hospital"}),
}

# Days since the first notification without which a trait makes no sense.
AT_LEAST: Final[Mapping[Trait, int]] = {
    "steady": 800,
    "died": 200,
    "transferred_out": 200,
    "custody": 250,
    "reactive": 1_700,
    "never_visited": 40,
    "missing": 250,
    "place_found": 200,
    "overdue_visit": 800,
    "overdue_notification": 600,
    "overdue_assessment": 600,
    "overdue_review": 600,
    "no_manager": 120,
    "level_2": 250,
    "recall": 600,
    "hospital": 600,
    "trip": 120,
    "transferred_in": 400,
    "breach": 60,
}

# Days since then beyond which it makes none. Nothing of a steady life should lie before the working days that a
# calendar knows.
AT_MOST: Final[Mapping[Trait, int]] = {"steady": 1_500, "never_visited": 150}


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
