"""A register judged and written in the format asked for; see `supervise.register.running`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, BinaryIO, Final, Protocol, TypeVar

from attrs import define, field, frozen

from supervise.cli.display import progress, show, write
from supervise.engine.schedule import Schedule
from supervise.model import Offender, Rejected
from supervise.register import worklist
from supervise.register.choosing import Found, Place
from supervise.register.running import Fold, Job, SetAside, run
from supervise.register.tabular import SCHEDULE, Columns, entries, header, plain_rows, table
from supervise.register.tally import Tally
from supervise.register.writing import (
    Run,
    ahead,
    groups_data,
    line,
    rejected_data,
    review_data,
    run_data,
    schedule_data,
    summary_data,
)
from supervise.report.lines import Line
from supervise.reviewing import Review

__all__ = ["FORMATS", "ROWS", "Lines", "Sink", "Style", "Task", "columns_of"]


@frozen
class Style:
    """How a format writes results: as objects of JSON, framed, or as rows of a table."""

    opening: bytes = b""
    between: bytes = b""
    closing: bytes = b""
    rows: Callable[[Columns, Iterable[Mapping[str, Any]]], bytes] | None = None

    def head(self, run: Run) -> bytes:
        """Return what is written before the first result."""
        if self.rows is None:
            return self.opening + line(run_data(run))
        return header(columns_of(run))

    def tail(self, tally: Tally) -> bytes:
        """Return what is written after the last one: what offenders add up to, then the sums."""
        if self.rows is not None:
            return self.rows(worklist.REVIEW, worklist.group_entries(tally.groups.flags))
        entries = [*groups_data(tally.groups.flags), summary_data(tally)]
        return b"".join(self.between + line(each) for each in entries) + self.closing


def columns_of(run: Run) -> Columns:
    """Return the columns of an output that is a table."""
    return worklist.REVIEW if run.until is None else SCHEDULE


# A list for programs that read whole documents: the same objects, one a line, with what makes them a list.
FORMATS: Final = {
    "jsonl": Style(),
    "json": Style(opening=b"[\n", between=b",", closing=b"]\n"),
    "csv": Style(rows=table),
}

#: What is handed to a writer of tables with types.
ROWS: Final = Style(rows=plain_rows)


@define
class Lines:
    """Writes each result as it comes, and counts."""

    style: Style
    history: bool = False
    until: dt.date | None = field(default=None, metadata={"doc": "Last day of a schedule."})
    tally: Tally = field(factory=Tally)

    def add(self, result: Review | Schedule | Rejected) -> bytes:
        """Return the bytes of one result."""
        self.tally.add(result)
        if self.style.rows is None:
            return self.style.between + line(self._data(result))
        return self.style.rows(worklist.REVIEW if self.until is None else SCHEDULE, self._rows(result))

    def _data(self, result: Review | Schedule | Rejected) -> dict[str, Any]:
        if isinstance(result, Rejected):
            return rejected_data(result)
        if isinstance(result, Schedule):
            return schedule_data(result, self.until or result.as_of)
        return review_data(result, history=self.history)

    def _rows(self, result: Review | Schedule | Rejected) -> Iterable[dict[str, Any]]:
        if isinstance(result, Rejected):
            # A schedule has rows of duties only; standard error counts what was set aside.
            return [worklist.rejected_entry(result)] if self.until is None else ()
        if isinstance(result, Schedule):
            left = ahead(result, self.until or result.as_of)
            return entries(result.offender.id, bool(result.offender.faults), left)
        return worklist.review_entries(result, history=self.history)

    def merge(self, later: Lines) -> None:
        """Add the counts of the part of the register that follows."""
        self.tally.merge(later.tally)


class Sink(Protocol):
    """Writes a table with types from the lines of `supervise.register.tabular.plain_rows`."""

    def write(self, rows: bytes) -> object:
        """Take rows, in order."""
        ...

    def end(self, summary: dict[str, Any]) -> object:
        """Take the sums; without them an output is not whole."""
        ...


class _Counting(Fold, Protocol):
    """A fold that counts."""

    tally: Tally


F = TypeVar("F", bound=_Counting)


@frozen
class Task:
    """One register, how it is judged, and what it is judged with."""

    heading: Run
    path: Place
    found: Found
    judge: Callable[[Offender], object]
    conclude: Callable[[Tally], object] = bool
    jobs: int = 1

    def lines(self, fold: Callable[[], Lines], target: BinaryIO, keep: SetAside | None = None) -> Tally:
        """Write the results as they come; return what they add up to."""
        style = fold().style
        target.write(style.head(self.heading))
        # Lines that go to the terminal are their own progress.
        tally = self._run(fold, target.write, keep, shown=not target.isatty()).tally
        target.write(style.tail(tally))
        return tally

    def table(self, fold: Callable[[], Lines], sink: Sink, keep: SetAside | None = None) -> Tally:
        """Hand the results to a writer of tables as they come; return what they add up to."""
        tally = self._run(fold, sink.write, keep, shown=True).tally
        sink.write(ROWS.tail(tally))
        sink.end(summary_data(tally))
        return tally

    def page(
        self,
        fold: Callable[[], F],
        layout: Callable[[Run, F, int], Iterable[Line]],
        target: BinaryIO | None,
        keep: SetAside | None = None,
    ) -> Tally:
        """Write one page about all results, to the terminal without a target; return what they add up to."""
        total = self.gather(fold, keep)
        page = partial(layout, self.heading, total)
        if target is None:
            show(page)
        else:
            write(page, target)
        return total.tally

    def gather(self, fold: Callable[[], F], keep: SetAside | None = None) -> F:
        """Return what all results add up to; nothing is written."""
        return self._run(fold, bytes, keep, shown=True)

    def _run(self, fold: Callable[[], F], write: Callable[[bytes], object], keep: SetAside | None, *, shown: bool) -> F:
        job = Job(path=self.path, found=self.found, judge=self.judge, fold=fold)
        with progress(self.found.records, shown=shown) as passed:
            total = run(job, jobs=self.jobs, write=write, keep=keep, passed=passed)
        self.conclude(total.tally)
        return total
