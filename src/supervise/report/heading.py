"""The head of every page about a register: what was judged, with what, and how much of it was read."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.register.made import made_in_words
from supervise.register.tally import Tally
from supervise.register.writing import Run, made_data
from supervise.report.lines import Line, counted, wrapped

__all__ = ["heading", "keys_unread", "made_with", "read_lines"]


def heading(what: str, run: Run, tally: Tally, width: int) -> Iterator[Line]:
    """Yield what was judged, as of when and with what; how much was read, and what could not be tested."""
    known = "everything recorded" if run.known_at is None else f"what was recorded by {run.known_at}"
    until = "" if run.until is None else f" until {run.until}"
    yield Line(f"supervise {run.version}: {what} as of {run.as_of}{until}, known: {known}", "heading")
    yield from wrapped(made_with(run), width)
    yield from read_lines(tally)
    if run.unread:
        text = f"files and columns of the register that nobody reads: {run.unread}; `supervise validate` names each"
        yield Line(text, "alarm")
    undated = tally.summary.without_recorded_on
    if undated or run.known_at is not None:
        yield Line(f"entries without recorded_on, each taken as known on the day it happened: {undated}", "hint")
    for note, offenders in sorted(tally.not_evaluated.items()):
        yield Line(f"{note}, in {counted(offenders, 'offender')}", "hint")
    codes = tally.groups.not_evaluated
    if codes:
        yield from wrapped(f"officers and teams: not evaluated ({', '.join(codes)}); give --workforce", width)


def read_lines(tally: Tally) -> Iterator[Line]:
    """Yield how much was read, and how much of it was not, or set aside."""
    counts = tally.summary
    text = f"{counted(counts.read, 'record')} read: {counts.reviewed} reviewed, {counts.set_aside} set aside"
    if counts.facts_set_aside:
        facts = f"{counted(counts.facts_set_aside, 'fact')} set aside in {counted(counts.incomplete, 'offender')}"
        text = f"{text}; {facts}"
    yield Line(text, "" if tally.is_whole else "alarm")
    if tally.unknown_keys:
        # A whole array under another name leaves everyone without what it holds.
        yield Line(keys_unread(tally.unknown_keys), "alarm")


def keys_unread(keys: int) -> str:
    """Return how many keys of records nobody read: what stands under them counts for nothing.

    >>> keys_unread(2)
    'unknown keys, which are not read: 2; `supervise validate` names each'
    """
    return f"unknown keys, which are not read: {keys}; `supervise validate` names each"


def made_with(run: Run) -> str:
    """Return the rulebook, its amendments, the calendar, and what else a run was given."""
    return "; ".join(made_in_words(made_data(run)))
