"""Where a part of a rule comes from, and how sure it is, where that is not so of the whole rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from supervise.rules.reading import nearest, plain
from supervise.rules.words import Authority, Confidence

if TYPE_CHECKING:
    from supervise.rules.language import Rule

__all__ = ["PARTS", "Basis", "basis_choices"]

#: The keys of a rule that may rest on something of their own. Regimes say it themselves.
PARTS = (
    "while",
    "gate",
    "gate_each_day",
    "anchor",
    "counting",
    "cautious",
    "met_by",
    "rebased_by",
    "void_by",
    "suspended",
    "change",
    "leads",
    "starts",
    "late",
    "partial",
    "may_set",
    "roll",
    "in_force",
)


@frozen
class Basis:
    """What one part of a rule rests on; what is left out is that of the rule."""

    authority: Authority | None = None
    source: str | None = None
    confidence: Confidence | None = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a basis that says nothing."""
        if self == Basis():
            yield "", "give 'authority', 'source' or 'confidence'"


def basis_choices(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield parts that are none, or that the rule does not have."""
    given = plain(rule) if rule.rests_on else {}
    for key in rule.rests_on:
        if key not in PARTS:
            yield "rests_on", f"no part of a rule that may rest on something of its own; {nearest(key, PARTS)}"
        elif key not in given:
            yield f"rests_on.{key}", "the rule has no such part"
