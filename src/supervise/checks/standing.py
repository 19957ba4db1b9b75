"""ST 77-81, 87-92 and from 101: where someone stands, and whether the register holds them once."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.checks.base import Check, Flag, Severity
from supervise.checks.inquiry import Inquiry

__all__ = ["FAMILY", "STANDING"]

FAMILY = "ST"


def _duplicate_id(check: Check, inquiry: Inquiry) -> Iterator[Flag]:
    offender = inquiry.schedule.offender
    for note in offender.notes:
        if note.kind == "duplicate id" and note.path == "id":
            yield check.flag(
                inquiry,
                offender.id,
                since=0,
                message="Another record of the register has the same id and was set aside: this one may"
                " lack its facts.",
                evidence=(("line", note.line),),
            )
            return


ST101 = Check(
    code="ST101",
    slug="duplicate_id",
    severity=Severity.HIGH,
    what="A later record of the register has the id of this one. It was set aside whole; only the first is judged.",
    why="Two records of one person, or one id for two people: either way dues are counted from half of the facts.",
    example="Lines 4 and 9 have the same id: line 9 is set aside, line 4 is flagged.",
    what_to_do="Join the two records in the system they come from, or give one a new id.",
    clears="A register in which the id occurs once.",
    source="Sound practice with data",
    stability="preview",
    flags=_duplicate_id,
)

STANDING = (ST101,)
