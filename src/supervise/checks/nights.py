"""What is known of a register by whoever reads it night after night, as the checks of completeness ask for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import field, frozen

from supervise.checks.flag import Scope
from supervise.checks.groups import Group
from supervise.engine.timeline import Workforce
from supervise.rules import Rulebook

__all__ = ["Night"]


@frozen(kw_only=True)
class Night:
    """One night of a register, seen beside the nights before it."""

    book: Rulebook
    as_of: dt.date
    missing: Mapping[str, dt.date] = field(
        metadata={
            "doc": "Ids read on an earlier night, without an end, and not tonight: each with the last such night."
        }
    )
    newest: dt.date | None = field(
        metadata={"doc": "The newest `recorded_on` of all facts, up to the day judged; None: no fact has one."}
    )

    def about(self, id: str) -> Group:
        """Return the register as a group, or something in it that has an id."""
        return Group(id=id, scope=Scope.REGISTER, rows={}, book=self.book, as_of=self.as_of, workforce=Workforce(None))
