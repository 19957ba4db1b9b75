"""A register in JSON Lines, or as a JSON list or object, plain or compressed: a lazy stream of offenders."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from supervise.errors import RegisterError
from supervise.model.faults import Rejected, Remark
from supervise.model.forms import normal_id
from supervise.model.offender import Offender
from supervise.register.counts import Counts
from supervise.register.limits import Limits
from supervise.register.opening import opened
from supervise.register.reading import first_of_id, later_of_id, read_record
from supervise.register.records import Part, Record
from supervise.register.rows import Rows
from supervise.register.survey import Survey, survey

__all__ = ["IsKnown", "Reading", "SetAside", "read_json"]

SetAside = Callable[[bytes, Sequence[Remark]], None]
IsKnown = Callable[[bytes], bool]


class Reading:
    """The records of a register, or of a part of one, in order; `counts` grows while they are taken.

    It can be iterated once. Memory holds one record at a time. RegisterError is raised, in the middle if need
    be, if the file as a whole cannot be read or changes meanwhile.
    """

    def __init__(
        self,
        path: Path | Rows,
        found: Survey,
        *,
        part: Part,
        on_set_aside: SetAside | None,
        is_known: IsKnown | None = None,
    ) -> None:
        self.path = path
        self.survey = found
        self.counts = Counts()
        self._part = part
        self._on_set_aside = on_set_aside
        self._is_known = is_known
        self._items = self._read()

    def __iter__(self) -> Iterator[Offender | Rejected]:
        return self._items

    def _read(self) -> Iterator[Offender | Rejected]:
        limits = self.survey.limits
        with opened(self.path, limits, self.survey.wording) as source:
            self._refuse_change(source.stamp)
            for record in source.records(self._part, limits, self.counts):
                if self._is_known is not None and record.fault is None and self._is_known(record.raw):
                    self.counts.pass_over()
                    continue
                item = self._judged(record, read_record(record, self.path.name, limits))
                self._count(record, item)
                yield item
        with opened(self.path, limits) as source:
            self._refuse_change(source.stamp)

    def _refuse_change(self, stamp: tuple[int, ...]) -> None:
        if stamp != self.survey.stamp:
            raise RegisterError(f"{self.path.name}: the file was changed while it was read; start again")

    def _judged(self, record: Record, item: Offender | Rejected) -> Offender | Rejected:
        """Set aside a second record of an id; mark the first."""
        if not self.survey.keepers or isinstance(item, Rejected):
            return item
        kept = self.survey.keepers.get(normal_id(item.id))
        if kept is None:
            return item
        if kept == record.offset:
            return first_of_id(item, self.path.name, record.line)
        return later_of_id(self.path.name, record.line)

    def _count(self, record: Record, item: Offender | Rejected) -> None:
        reasons = self.counts.take(item)
        if reasons and self._on_set_aside:
            self._on_set_aside(record.raw, reasons)


def read_json(
    path: str | Path,
    *,
    found: Survey | None = None,
    part: Part | None = None,
    limits: Limits | None = None,
    on_set_aside: SetAside | None = None,
    is_known: IsKnown | None = None,
) -> Reading:
    """Return the offenders and the records set aside of a register, in file order, as they are taken.

    The name tells the form: `.json` is a JSON list or one object, `.parquet`, `.arrow` and `.feather` are tables of
    Arrow (see `supervise.register.arrow`), anything else is one object a line; gzip and zstd are recognised. The file
    is looked through first (`found`, if that was done already), so that the first record of an id that occurs twice
    already says so. `part` is one of `found.split(n)`. `limits` holds unless `found` was told.
    `on_set_aside` is called with the bytes of a record of which something was set aside, and with the reasons; see
    `supervise.register.quarantine`.

    `is_known` is asked, with the bytes of each record before it is read, whether the caller knows what is in it. A
    record that is known is counted as an offender of whom nothing is set aside, and passed over: neither read nor
    looked at for an id that occurs twice, so that the caller must know of those, too (`found.keepers`).

    RegisterError is raised if the file as a whole cannot be read, MissingExtraError without msgspec or what its form
    needs.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "register.jsonl")
    ...     _ = path.write_text('{"id": "A1", "visits": [{"id": "v1", "on": "2026-02-30"}]}')
    ...     (offender,) = read_json(path)
    >>> print(offender.faults[0])
    register.jsonl:1: visits[0].on: impossible date, found text; no such day in the calendar
    """
    path = Path(path)
    found = survey(path, limits=limits) if found is None else found
    return Reading(path, found, part=part or Part(), on_set_aside=on_set_aside, is_known=is_known)
