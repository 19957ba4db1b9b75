"""The head of every page about a register: what was judged, with what, and how much of it was read."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.register.tally import Tally
from supervise.register.writing import Run
from supervise.report.lines import Line, counted, wrapped
from supervise.report.wording import OF_A_HASH, calendar_in_words
from supervise.rules.loading import released_sha256

__all__ = ["heading", "made_with", "read_lines"]


def heading(what: str, run: Run, tally: Tally, width: int) -> Iterator[Line]:
    """Yield what was judged, as of when and with what; how much was read, and what could not be tested."""
    known = "everything recorded" if run.known_at is None else f"what was recorded by {run.known_at}"
    until = "" if run.until is None else f" until {run.until}"
    yield Line(f"supervise {run.version}: {what} as of {run.as_of}{until}, known: {known}", "heading")
    yield from wrapped(made_with(run), width)
    yield from read_lines(tally)
    for note, offenders in sorted(tally.not_evaluated.items()):
        yield Line(f"{note}, in {counted(offenders, 'offender')}", "hint")
    codes = tally.groups.not_evaluated
    if codes:
        yield from wrapped(f"officers and teams: not evaluated ({', '.join(codes)}); give --workforce", width)


def read_lines(tally: Tally) -> Iterator[Line]:
    """Yield how much was read, and how much of it was set aside."""
    counts = tally.summary
    text = f"{counted(counts.read, 'record')} read: {counts.reviewed} reviewed, {counts.set_aside} set aside"
    if counts.facts_set_aside:
        facts = f"{counted(counts.facts_set_aside, 'fact')} set aside in {counted(counts.incomplete, 'offender')}"
        text = f"{text}; {facts}"
    yield Line(text, "" if tally.is_whole else "alarm")


def made_with(run: Run) -> str:
    """Return the rulebook, its amendments, the calendar, and what else a run was given.

    A book that was not shipped as it is, is told by its SHA-256 too: a file may call itself by any name.
    """
    book = run.book
    released = released_sha256(book.ref, (each.sha256 for each in run.overlays)) == book.sha256
    own = "" if released else f" sha256 {book.sha256[:OF_A_HASH]},"
    parts = [f"rulebook {book.ref},{own} {counted(book.assumed, 'value')} in it assumed"]
    parts += [f"overlay {each.id}@{each.version}" for each in run.overlays]
    parts.append(calendar_in_words(book.calendar))
    if run.profile is not None:
        parts.append(f"profile {run.profile}, some of the checks")
    for plugin in run.plugins:
        parts.append(f"plugin {plugin.name}{f' {plugin.version}' if plugin.version else ''}")
    if run.workforce is not None:
        parts.append(f"workforce {run.workforce.id}")
    if run.waivers is not None:
        parts.append(f"waivers {run.waivers.id}@{run.waivers.version}")
    return "; ".join(parts)
