"""How someone in a made-up register came to be registered."""

from typing import Any, Final

from attrs import frozen

from supervise.sample.chance import Chance

__all__ = ["Sentence", "drawn"]


@frozen
class _Kind:
    """One row of the table below; days and months are rough, the rulebook alone counts."""

    disposal: str
    months: tuple[int, int]
    period: int | None  # months on the register: for life if None
    served: float = 0.0  # share of the months spent inside
    inside: str = "custody"
    months_as: str = "terms"  # the field that takes the months; empty: none

    @property
    def at_most(self) -> int:
        """Days after the conviction by which someone of this kind is still registered."""
        return _LONG if self.period is None else self.period * _DAYS_IN_MONTH


_LONG: Final = 40_000
_DAYS_IN_MONTH: Final = 30
_KINDS: Final = (
    (_Kind("imprisonment", (2, 6), 84, served=0.5), 10),
    (_Kind("imprisonment", (7, 29), 120, served=0.5), 30),
    (_Kind("imprisonment", (30, 96), None, served=0.5), 22),
    (_Kind("extended_sentence", (36, 96), None, served=0.67), 5),
    (_Kind("suspended_sentence", (7, 23), 120), 14),
    (_Kind("community_order", (12, 36), 60, months_as="supervision_months"), 12),
    (_Kind("caution", (0, 0), 24, months_as=""), 4),
    (_Kind("conditional_discharge", (24, 24), 24, months_as="discharge_months"), 1),
    (_Kind("fine", (0, 0), 60, months_as=""), 1),
    (_Kind("hospital_order", (12, 30), 84, served=1.0, inside="hospital", months_as=""), 1),
)


@frozen
class Sentence:
    """A sentence, how many days of it are spent inside, `inside` being the kind of state, and the months registered."""

    days_inside: int
    inside: str
    fields: dict[str, Any]
    period: int | None


def drawn(chance: Chance, registered_for: int) -> Sentence:
    """Return a sentence under which someone is still registered so many days after release.

    >>> from random import Random
    >>> drawn(Chance(Random(3)), registered_for=3_000).fields["disposal"]
    'imprisonment'
    """
    fit = [
        (kind, weight)
        for kind, weight in _KINDS
        if kind.at_most >= registered_for + int(kind.months[1] * kind.served * _DAYS_IN_MONTH)
    ]
    kind = chance.weighted(fit)
    months = chance.between(*kind.months)
    fields: dict[str, Any] = {
        "basis": "caution" if kind.disposal == "caution" else "conviction",
        "disposal": kind.disposal,
    }
    if kind.months_as == "terms":
        fields["terms"] = _terms(chance, kind, months)
    elif kind.months_as:
        fields[kind.months_as] = months
    return Sentence(int(months * kind.served * _DAYS_IN_MONTH), kind.inside, fields, kind.period)


def _terms(chance: Chance, kind: _Kind, months: int) -> list[dict[str, Any]]:
    """Return the months as one term or as two: the total never changes."""
    if kind.disposal == "extended_sentence":
        return [{"months": months, "extension_months": chance.between(12, 60), "counts": True}]
    first: dict[str, Any] = {"months": months, "counts": True}
    if chance.happens(0.15):
        return [first, {"months": months // 2, "relation": "concurrent", "counts": True}]
    if months > 6 and chance.happens(0.15):
        return [
            {"months": months - months // 3, "counts": True},
            {"months": months // 3, "relation": "consecutive", "counts": True},
        ]
    return [first]
