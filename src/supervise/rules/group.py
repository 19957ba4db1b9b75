"""Duties of which only one is left to be met: the earliest due, or the laxest."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from supervise.rules.words import Governs

__all__ = ["Group"]


@frozen
class Group:
    """Rules, by their own ids, of whose pending occurrences for one key only the one that governs is left."""

    id: str
    of: tuple[str, ...]
    governs: Governs

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield a group of one, and a rule named twice."""
        if len(set(self.of)) < max(2, len(self.of)):
            yield "of", "name two or more rules, each once"
