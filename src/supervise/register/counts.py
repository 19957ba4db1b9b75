"""What was met while a register was read, in numbers that add up."""

from collections.abc import Sequence

from attrs import define, field, fields

from supervise.model.faults import Rejected, Remark
from supervise.model.offender import Offender

__all__ = ["Counts"]


@define
class Counts:
    """What was met while reading. Counts of the parts of a register are added.

    >>> total = Counts(read=3, offenders=2, rejected=1) + Counts(read=1, offenders=1)
    >>> total.read, total.offenders + total.rejected
    (4, 4)
    """

    read: int = field(default=0, metadata={"doc": "Records, blank lines left out."})
    offenders: int = field(default=0, metadata={"doc": "Records that can be reviewed, in part at least."})
    rejected: int = field(default=0, metadata={"doc": "Records set aside whole."})
    incomplete: int = field(default=0, metadata={"doc": "Offenders with something set aside."})
    faults: int = field(default=0, metadata={"doc": "Facts and fields set aside."})
    notes: int = field(default=0, metadata={"doc": "Things noted that change nothing, such as unknown keys."})
    blank: int = field(default=0, metadata={"doc": "Blank lines, passed over."})

    def take(self, item: Offender | Rejected) -> Sequence[Remark]:
        """Count what became of one record; return why it, or something in it, was set aside.

        >>> counts = Counts()
        >>> counts.take(Offender(id="A1")), counts.offenders
        ((), 1)
        """
        self.read += 1
        if isinstance(item, Rejected):
            self.rejected += 1
            return (item,)
        self.offenders += 1
        self.notes += len(item.notes)
        self.faults += len(item.faults)
        self.incomplete += bool(item.faults)
        return item.faults

    def pass_over(self) -> None:
        """Count a record that whoever reads knows already: an offender of whom nothing was set aside.

        >>> counts = Counts()
        >>> counts.pass_over()
        >>> counts.read, counts.offenders
        (1, 1)
        """
        self.read += 1
        self.offenders += 1

    def __add__(self, other: "Counts") -> "Counts":
        names = [one.name for one in fields(Counts)]
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in names})
