"""A schedule as a file for calendars: whose cases it holds, and what became of the file before."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

import attrs
import click
from attrs import frozen

from supervise.cli.display import say
from supervise.cli.failing import Failure
from supervise.cli.folding import Task
from supervise.register.tally import Tally
from supervise.register.workforce import read_workforce
from supervise.register.writing import Input
from supervise.report.appointments import Appointments, Whose
from supervise.report.heading import made_with
from supervise.report.ical import entries, library, read_calendar, write_calendar

__all__ = ["CALENDAR", "Planner", "whose"]

CALENDAR: Final = "ics"


def whose(_context: click.Context, _option: click.Parameter, text: str | None) -> Whose | None:
    """Return whose cases `--for` names."""
    if text is None:
        return None
    scope, _, id_ = text.partition(":")
    if scope not in ("officer", "team") or not id_:
        raise click.BadParameter("write officer:ID or team:ID")
    return Whose(scope=scope, id=id_)


def _content(previous: Path) -> bytes:
    try:
        return previous.read_bytes()
    except FileNotFoundError:
        # Not begun anew without a word: what is gone since a file that was lost would stay in every calendar.
        raise Failure(f"{previous.name}: there is no such file; the first time leave out --previous") from None


@frozen(kw_only=True)
class Planner:
    """Writes a calendar."""

    whose: Whose | None
    previous: Path | None
    workforce: Input | None = None

    @classmethod
    def of(
        cls, context: click.Context, form: str, *, mine: Whose | None, workforce: Path | None, previous: Path | None
    ) -> Planner | None:
        """Return what writes the calendar; None for other formats, to which these options do not belong."""
        given = {"--for": mine, "--workforce": workforce, "--previous": previous}
        for name, value in given.items():
            if value is not None and form != CALENDAR:
                raise click.BadParameter(f"belongs to --format {CALENDAR}", context, param_hint=f"'{name}'")
        named = None
        if workforce is not None:
            if mine is None or mine.scope != "team":
                raise click.BadParameter(
                    "says who is in a team: give --for team:ID", context, param_hint="'--workforce'"
                )
            officers, named = read_workforce(workforce)
            mine = attrs.evolve(mine, workforce=officers)
        return cls(whose=mine, previous=previous, workforce=named) if form == CALENDAR else None

    def write(self, task: Task, target: BinaryIO) -> Tally:
        """Write the calendar of a register; return what its records add up to."""
        library()  # what is missing is said before anything is judged
        heading = attrs.evolve(task.heading, workforce=self.workforce)
        until = heading.until or heading.as_of
        name = None if self.whose is None else self.whose.name
        # Read and made before the first byte is written, so that one file may be both.
        before = None
        if self.previous is not None:
            before = read_calendar(_content(self.previous), file=self.previous.name, as_of=heading.as_of, whose=name)
        total = task.gather(partial(Appointments, until, self.whose))
        self._tell(total)
        listed = entries(total.found, as_of=heading.as_of, until=until, previous=before)
        target.write(write_calendar(listed, as_of=heading.as_of, made=made_with(heading), whose=name))
        return total.tally

    def _tell(self, total: Appointments) -> None:
        """Say what an empty calendar, or one that is not whole, does not say itself."""
        if self.whose is not None and not total.cases:
            say(f"no case of this register is that {self.whose.scope}'s: is the id right?")
        if total.undated:
            say(f"duties without a known day, in no calendar: {total.undated}; --format text shows them")
