"""How far a mapping fits a sample, in plain text."""

from __future__ import annotations

from collections.abc import Iterator

from supervise.register.fitting import Fit, Misfit
from supervise.register.folder.cells import Declared
from supervise.report.lines import Line, counted, wrapped
from supervise.report.printable import printable

__all__ = ["fit_lines"]


def fit_lines(declared: Declared, found: Fit, width: int = 100) -> Iterator[Line]:
    """Yield what is read from where, what nobody reads, and what is not taken; never a value of the sample."""
    for line in _lines(declared, found, width):
        yield Line(printable(line.text), line.style)


def _lines(declared: Declared, found: Fit, width: int) -> Iterator[Line]:
    names = declared.names
    said = "a folder as it stands" if names is None else f"{names.id}@{names.version}, sha256 {names.sha256}"
    fits = "fits" if found.is_whole else "does not fit everywhere"
    yield from wrapped(f"{said}: {fits}", width, style="heading" if found.is_whole else "alarm")
    everywhere: frozenset[str] = frozenset() if names is None else names.nulls
    more = ("" if declared.serials is None else f"day numbers of {declared.serials}", _encoding(declared))
    yield from _told(declared.dates, everywhere, width, *more)
    for table in found.tables:
        yield Line("")
        yield Line(f"{table.name} from {table.file}", "heading")
        own = declared.of(table.name)
        yield from _told(own.dates, own.nulls - everywhere, width, indent="  ")
        renamed, named = own.values, own.columns
        for ours, theirs in table.fields:
            words = f", {counted(len(renamed[ours]), 'word')} renamed" if ours in renamed else ""
            # A name that may be a person's is shown only if the mapping says it, as a column of this field.
            column = named.get(ours, theirs) if theirs == "?" else theirs
            taken = "" if ours == column else f" from {column}"
            yield Line(f"  {ours}{taken}{words}")
    if found.notes:
        yield Line("")
        yield Line("Noted, and changes nothing", "heading")
        for note in found.notes:
            yield from wrapped(str(note), width, first="  ", indent="    ")
    if found.absent:
        yield Line("")
        yield Line("What is not there", "alarm")
        for absent in found.absent:
            yield from wrapped(str(absent), width, first="  ", indent="    ")
        yield Line("")
        yield Line("no records were read, as not all is there")
        return
    if found.misfits:
        yield Line("")
        yield Line("What does not fit", "alarm")
        for misfit in found.misfits:
            yield from wrapped(_misfit(misfit), width, first="  ", indent="    ")
    counts = found.counts
    yield Line("")
    yield Line(
        f"records read {counts.read}: {counts.offenders} can be reviewed, {counts.incomplete} of them in part; "
        f"{counts.rejected} set aside; facts set aside {counts.faults}"
    )


def _told(dates: str | None, nulls: frozenset[str], width: int, *more: str, indent: str = "") -> Iterator[Line]:
    """Say what is declared of cells: which words count as nothing is as much of a fit as what a column is called."""
    null_words = ", ".join(f"'{word}'" for word in sorted(nulls))
    said = ("" if dates is None else f"dates {dates}", *more, f"null words {null_words}" if nulls else "")
    if text := "; ".join(filter(None, said)):
        yield from wrapped(f"declared: {text}", width, first=indent, indent=f"{indent}  ")


def _encoding(declared: Declared) -> str:
    return "" if declared.encoding == Declared().encoding else declared.encoding


def _misfit(misfit: Misfit) -> str:
    where = f"{misfit.file}: {misfit.path}: " if misfit.path else f"{misfit.file}: "
    hint = f"; {misfit.hint}" if misfit.hint else ""
    return f"{where}{misfit.kind}, {counted(misfit.count, 'time')}, first in line {misfit.line}{hint}"
