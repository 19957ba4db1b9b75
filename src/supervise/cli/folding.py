"""A register judged and written in the format asked for; see `supervise.register.running`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, BinaryIO, Final, Protocol, TypeVar

from attrs import define, field, frozen

from supervise.cli.display import progress, show, write
from supervise.engine.schedule import Schedule
from supervise.model import Offender, Rejected
from supervise.register import worklist
from supervise.register.choosing import Found, Place
from supervise.register.running import Fold, Job, SetAside, run
from supervise.register.tabular import header, rows
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

__all__ = ["FORMATS", "Lines", "Style", "Task"]


@frozen
class Style:
    """How a format frames its entries: what stands before and after each, and around all of them."""

    is_json: bool
    opening: bytes = b""
    between: bytes = b""
    closing: bytes = b""

    def head(self, run: Run) -> bytes:
        """Return what is written before the first result."""
        if self.is_json:
            return self.opening + line(run_data(run))
        return worklist.header() if run.until is None else header()

    def tail(self, tally: Tally) -> bytes:
        """Return what is written after the last one: what offenders add up to, then the sums."""
        if not self.is_json:
            return worklist.group_rows(tally.groups.flags)
        entries = [*groups_data(tally.groups.flags), summary_data(tally)]
        return b"".join(self.between + line(each) for each in entries) + self.closing


# A list for programs that read whole documents: the same objects, one a line, with what makes them a list.
FORMATS: Final = {
    "jsonl": Style(is_json=True),
    "json": Style(is_json=True, opening=b"[\n", between=b",", closing=b"]\n"),
    "csv": Style(is_json=False),
}


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
        if isinstance(result, Rejected):
            return self._rejected(result)
        if isinstance(result, Schedule):
            return self._schedule(result)
        if self.style.is_json:
            return self._entry(review_data(result, history=self.history))
        return worklist.review_rows(result, history=self.history)

    def _rejected(self, result: Rejected) -> bytes:
        if self.style.is_json:
            return self._entry(rejected_data(result))
        # A schedule has rows of duties only; standard error counts what was set aside.
        return worklist.rejected_row(result) if self.until is None else b""

    def _schedule(self, result: Schedule) -> bytes:
        until = self.until or result.as_of
        if self.style.is_json:
            return self._entry(schedule_data(result, until))
        return rows(result.offender.id, bool(result.offender.faults), ahead(result, until))

    def _entry(self, data: dict[str, Any]) -> bytes:
        return self.style.between + line(data)

    def merge(self, later: Lines) -> None:
        """Add the counts of the part of the register that follows."""
        self.tally.merge(later.tally)


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
