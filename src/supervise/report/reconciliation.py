"""Two extracts reconciled, in plain text: what does not agree, the worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from supervise.register.figures import What
from supervise.register.reconciled import Named
from supervise.register.reconciling import Difference, Extract, Person, Reconciliation, Side, Why
from supervise.report.lines import Line, counted, more, wrapped
from supervise.report.printable import printable

__all__ = ["reconciliation_lines"]

#: Of each list so many are shown; outputs for programs have them all.
SHOWN: Final = 20

_LABEL: Final = 34
_NUMBER: Final = 9
_NO_LEVEL: Final = "no level"
# Enough of a hash to tell two apart on a page; outputs for programs give the whole.
_OF_A_HASH: Final = 12

_WHY: Final = {
    Why.MISSING: "missing from the other",
    Why.AMBIGUOUS: "may be one of several there",
    Why.OTHER_RECORD: "another record of someone in both",
    Why.ENDED: "ended where they are",
}


def reconciliation_lines(named: Named, width: int = 100) -> Iterator[Line]:
    """Yield the page on two extracts, in lines of at most ``width`` columns where words allow it."""
    found = named.found
    parts = (_head(named, width), _alone(found), _counts(found), _people(found, width))
    for part in (*parts, _differences(found, width), _set_aside(found, width)):
        yield from (Line(printable(line.text), line.style) for line in part)


def _head(named: Named, width: int) -> Iterator[Line]:
    found = named.found
    yield Line(f"supervise {named.version}: two extracts as of {found.as_of}, known: everything recorded", "heading")
    yield from _extract("A", named.a, named.sha256_a, found.a, width)
    yield from _extract("B", named.b, named.sha256_b, found.b, width)
    if found.without:
        yield from wrapped(f"not compared: {', '.join(found.without)}", width)
    both = found.by_id + found.by_same_as
    yield Line(f"{both} in both: {found.by_id} matched by id, {found.by_same_as} by same_as")


def _extract(side: str, name: str, sha256: str, extract: Extract, width: int) -> Iterator[Line]:
    counts = extract.counts
    text = f"{name}, sha256 {sha256[:_OF_A_HASH]}; {counted(counts.read, 'record')} read: {counts.offenders} compared,"
    text += f" {counts.rejected} set aside"
    if counts.faults:
        text += f"; {counted(counts.faults, 'fact')} set aside in {counted(counts.incomplete, 'offender')}"
    style = "alarm" if extract.set_aside else ""
    yield from wrapped(text, width, first=f"{side}  ", indent="   ", style=style)


# ── counts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _alone(found: Reconciliation) -> Iterator[Line]:
    yield Line("")
    yield Line("In one extract only", "heading")
    yield _row("", "A", "B", style="hint")
    for why, count in found.alone().items():
        yield _row(_WHY[why], count[Side.A], count[Side.B])
    for side, extract in ((Side.A, found.a), (Side.B, found.b)):
        if extract.counts.rejected and any(
            each.why is Why.MISSING and each.only_in is side.other for each in found.people
        ):
            yield Line(
                f"  records of {side.upper()} were set aside: some of those missing from it may be there", "hint"
            )


def _counts(found: Reconciliation) -> Iterator[Line]:
    yield Line("")
    yield Line("What differs of those in both", "heading")
    yield _row("", "both say", "A alone", "B alone", style="hint")
    for what, count in found.counted().items():
        yield _row(_words(what), count[None], count[Side.A], count[Side.B])
    if not found.differences:
        yield Line("  nothing")


def _row(label: str, *cells: object, style: str = "") -> Line:
    text = f"  {label:<{_LABEL}}" + "".join(f"{cell or '':>{_NUMBER}}" for cell in cells)
    return Line(text.rstrip(), style)


def _words(what: What) -> str:
    return what.value.replace("_", " ")


# ── the worst first ─────────────────────────────────────────────────────────────────────────────────────────────


def _people(found: Reconciliation, width: int) -> Iterator[Line]:
    for why in Why:
        people = [each for each in found.people if each.why is why]
        if people:
            yield Line("")
            yield Line(f"In one extract only: {_WHY[why]}", "alarm" if why is Why.MISSING else "heading")
            for each in people[:SHOWN]:
                yield from wrapped(_person(each), width, first="  ", indent=" " * 14)
            yield from more(len(people) - SHOWN)


def _person(each: Person) -> str:
    other = each.only_in.other.upper()
    text = f"{each.level or _NO_LEVEL:<10} {each.id}, only in {each.only_in.upper()}"
    if each.ended is not None:
        since = "" if each.since is None else f" since {each.since}"
        text += f": {each.ended.replace('_', ' ')}{since}"
    if each.same_as:
        text += f"; shares an id with {_ids(each.same_as)} in {other}"
    if each.linked:
        text += f"; linked with {_ids(each.linked)}, only in {other}"
    return text


def _differences(found: Reconciliation, width: int) -> Iterator[Line]:
    if found.differences:
        yield Line("")
        yield Line("What differs, the worst first", "heading")
        for each in islice(found.differences, SHOWN):
            yield from wrapped(_difference(each), width, first="  ", indent=" " * 14)
        yield from more(len(found.differences) - SHOWN)


def _difference(each: Difference) -> str:
    who = each.a if each.a == each.b else f"{each.a} (A), {each.b} (B)"
    sides = (("A", each.value_a, each.facts_a), ("B", each.value_b, each.facts_b))
    said = ", ".join(f"{name} {_said(value, facts)}" for name, value, facts in sides)
    since = "" if each.since is None else f"; since {each.since}"
    doubt = "; facts set aside" if each.doubtful else ""
    return f"{each.level or _NO_LEVEL:<10} {who}  {_words(each.what)}: {said}{since}{doubt}"


def _said(value: str | None, facts: Sequence[str]) -> str:
    if value is None:
        return "says nothing"
    return f"{value} ({_ids(facts)})" if facts else value


def _ids(ids: Sequence[str]) -> str:
    return ", ".join(ids)


def _set_aside(found: Reconciliation, width: int) -> Iterator[Line]:
    for side, extract in ((Side.A, found.a), (Side.B, found.b)):
        if extract.set_aside:
            yield Line("")
            yield Line(f"Set aside in {side.upper()}", "alarm")
            for each in extract.set_aside[:SHOWN]:
                yield from wrapped(str(each), width, first="  ", indent="    ")
            yield from more(len(extract.set_aside) - SHOWN)
