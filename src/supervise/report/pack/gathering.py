"""The figures of a pack gathered in one go, each kind by a part of its own."""

from __future__ import annotations

from attrs import define, field

from supervise.model import Rejected
from supervise.register.tally import Tally
from supervise.report.pack.backlog import Backlog
from supervise.report.pack.caseload import Caseload
from supervise.report.pack.people import People
from supervise.report.pack.quiet import Quiet
from supervise.report.pack.setting import Setting
from supervise.report.pack.shares import Shares
from supervise.report.pack.table import End, Part, Table
from supervise.report.pack.view import View
from supervise.report.pack.visiting import Intervals, InTime
from supervise.reviewing import Review
from supervise.showing import shown

__all__ = ["Pack", "pack_tables"]

# In the order of the page.
_PARTS: tuple[type[Backlog | People | Shares | Caseload | Intervals | InTime | Quiet], ...] = (
    Backlog, People, Intervals, InTime, Shares, Caseload, Quiet,
)  # fmt: skip


@define
class Pack:
    """Everything a pack is made of; packs of parts of a register merge in any order to the same."""

    __repr__ = shown(parts="parts")

    setting: Setting
    tally: Tally = field(factory=Tally)
    parts: tuple[Part, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.parts = tuple(part() for part in _PARTS)

    def add(self, result: Review | Rejected) -> bytes:
        """Take one result; nothing is written before all are in."""
        self.tally.add(result)
        if isinstance(result, Review):
            view = View(result, self.setting)
            for part in self.parts:
                part.add(view)
        return b""

    def merge(self, later: Pack) -> None:
        """Add what was gathered from another part of the register."""
        self.tally.merge(later.tally)
        for part, other in zip(self.parts, later.parts, strict=True):
            part.merge(other)


def pack_tables(pack: Pack) -> tuple[Table, ...]:
    """Return the tables of a pack in the order of its page; ask when all offenders are in.

    >>> import datetime as dt
    >>> from supervise import Offender, load_rulebook, review
    >>> from supervise.report.pack import Pack, Setting
    >>> book, day = load_rulebook("england-wales@2026.1"), dt.date(2026, 6, 30)
    >>> pack = Pack(Setting.of(book, day))
    >>> pack.add(review(Offender.from_dict({"id": "x1"}), book, as_of=day))
    b''
    >>> [(table.name, table.lacking) for table in pack_tables(pack) if table.lacking][0]
    ('overdue-by-team', 'no workforce is given (--workforce)')
    """
    end = End(setting=pack.setting, tally=pack.tally)
    return tuple(table for part in pack.parts for table in part.tables(end))
