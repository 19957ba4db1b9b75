"""What would change if one rulebook took the place of another, in plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import median_low
from typing import Final

from supervise.register.compared import Runs
from supervise.register.comparing import Comparison, Explained, Kind, Work
from supervise.report.heading import made_with, read_lines
from supervise.report.lines import Line, counted, wrapped
from supervise.report.printable import printable
from supervise.report.wording import listed
from supervise.rules.language import DutyOf

__all__ = ["comparison_lines"]

_NO_LEVEL = "no level"
_LABEL = 20
_NUMBER = 9


def comparison_lines(runs: Runs, total: Comparison, width: int = 100) -> Iterator[Line]:
    """Yield the page on a register judged by two books, in lines of at most ``width`` columns where words allow it."""
    parts = (_head(runs, total, width), _year(runs, total), _often(runs, total, width), _changes(total, width))
    for part in (*parts, _largest(total, width)):
        yield from (Line(printable(line.text), line.style) for line in part)


def _head(runs: Runs, total: Comparison, width: int) -> Iterator[Line]:
    run = runs.b
    known = "everything recorded" if run.known_at is None else f"what was recorded by {run.known_at}"
    yield Line(f"supervise {run.version}: two rulebooks as of {run.as_of}, known: {known}", "heading")
    for name, each in (("A", runs.a), ("B", runs.b)):
        yield from wrapped(made_with(each), width, first=f"{name}  ", indent="   ")
    yield from _scales(runs, width)
    yield from read_lines(total.tally)


def _scales(runs: Runs, width: int) -> Iterator[Line]:
    """Yield that a level of one book may be none of the other."""
    a, b = (each.book.levels.scale for each in (runs.a, runs.b))
    if set(a) != set(b):
        sides = f"The levels of A are {listed(a, 'and')}, those of B {listed(b, 'and')}"
        text = f"{sides}: one that a book lacks is unknown to it."
        yield from wrapped(text, width, style="hint")


# ── the work of a year ──────────────────────────────────────────────────────────────────────────────────────────


def _year(runs: Runs, total: Comparison) -> Iterator[Line]:
    yield Line("")
    whose = " and ".join(_WHOSE[side] for side in DutyOf if side in (total.a.side, total.b.side))
    yield Line(f"Duties of {whose} that fall due after {runs.b.as_of}, up to {runs.until}", "heading")
    yield Line(f"{'':{_LABEL + 2}}{'A':>{_NUMBER}}{'B':>{_NUMBER}}{'change':>{_NUMBER}}", "hint")
    visits = _by_level(total, is_visit=True)
    for level in _levels(runs, total):
        if level in visits:
            yield _numbers(f"visits, {level or _NO_LEVEL}", *visits[level])
    a, b = _sums(visits.values())
    yield _numbers("visits", a, b)
    yield _numbers("other duties", *_sums(_by_level(total, is_visit=False).values()))
    if runs.hours is not None:
        each, under_a, under_b = map(runs.hours_of, (1, a, b))
        yield Line(f"  officer hours, {each} a visit: {under_a} under A, {under_b} under B")


_WHOSE: Final = {DutyOf.POLICE: "the police", DutyOf.BODY: "others"}


def _levels(runs: Runs, total: Comparison) -> list[str]:
    """Return the levels in the order shown: the strictest first, words that are on no scale, and none at all."""
    given = {work.level for work in total.work_a.keys() | total.work_b.keys()} - {""}
    scales = (*reversed(runs.b.book.levels.scale), *reversed(runs.a.book.levels.scale))
    return [*dict.fromkeys((*scales, *sorted(given))), ""]


def _by_level(total: Comparison, *, is_visit: bool) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for work in total.work_a.keys() | total.work_b.keys():
        if work.is_visit is is_visit:
            a, b = found.get(work.level, (0, 0))
            found[work.level] = a + total.work_a[work], b + total.work_b[work]
    return found


def _sums(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    a = b = 0
    for each in counts:
        a, b = a + each[0], b + each[1]
    return a, b


def _numbers(label: str, a: int, b: int) -> Line:
    return Line(f"  {label:<{_LABEL}}{a:>{_NUMBER}}{b:>{_NUMBER}}{_signed(b - a):>{_NUMBER}}")


def _signed(number: int) -> str:
    return f"{number:+}" if number else "0"


def _often(runs: Runs, total: Comparison, width: int) -> Iterator[Line]:
    yield Line("")
    yield Line("Of these, due more or less often under B", "heading")
    differing = [work for work in total.work_a.keys() | total.work_b.keys() if total.work_a[work] != total.work_b[work]]
    levels = _levels(runs, total)
    for work in sorted(differing, key=lambda work: (work.rule, levels.index(work.level))):
        a, b = total.work_a[work], total.work_b[work]
        sides = f"{a} under A, {b} under B ({_signed(b - a)})"
        what = f"{work.rule} {_duty(total, work)}, {work.level or _NO_LEVEL}: {sides}"
        yield from wrapped(what, width, first="  ", indent="    ")
    if not differing:
        yield Line("  none")


def _duty(total: Comparison, work: Work) -> str:
    """Return what a rule asks for; both, where one id stands for different duties."""
    a, b = total.a.names.get(work.rule), total.b.names.get(work.rule)
    return f"(A: {a}; B: {b})" if a and b and a != b else b or a or ""


# ── what moves ──────────────────────────────────────────────────────────────────────────────────────────────────


def _changes(total: Comparison, width: int) -> Iterator[Line]:
    yield Line("")
    yield Line("What is to be done next, by rule and what it hangs on", "heading")
    for kind in Kind:
        if kind is not Kind.SAME:
            rules = {rule: _in_days(kind, days) for rule, days in total.moved(kind).items()}
            yield from _counts(kind.value, total.total(kind), rules, width)
    for label, found in (("newly overdue", total.newly_overdue), ("no longer overdue", total.no_longer_overdue)):
        yield from _counts(label, found.total(), {rule: str(found[rule]) for rule in sorted(found)}, width)


def _counts(label: str, number: int, rules: dict[str, str], width: int) -> Iterator[Line]:
    head = f"  {label:<{_LABEL}}{number or '':>5}  "
    text = "; ".join(f"{rule} {said}" for rule, said in rules.items())
    yield from wrapped(text or "none", width, first=head, indent=" " * len(head))


def _in_days(kind: Kind, days: Counter[int]) -> str:
    if kind not in (Kind.EARLIER, Kind.LATER):
        return str(days.total())
    sizes = sorted(map(abs, days.elements()))
    return f"{len(sizes)} by {counted(median_low(sizes), 'day')} (median), {sizes[-1]} at most"


def _largest(total: Comparison, width: int) -> Iterator[Line]:
    yield Line("")
    yield Line("The largest moves", "heading")
    for move in total.largest:
        yield from _move(move, width)
    left = total.total(Kind.EARLIER) + total.total(Kind.LATER) - len(total.largest)
    if not total.largest:
        yield Line("  none")
    if left:
        yield Line(f"  and {left} more; --format csv lists them all", "hint")


def _move(move: Explained, width: int) -> Iterator[Line]:
    key = "" if move.key == move.offender else f" for {move.key}"
    moved = f"{counted(abs(move.days), 'day')} {move.kind}, {move.a} to {move.b}"
    yield Line(f"  {move.offender}  {move.rule}{key}: {moved}")
    for name, lines in (("A", move.sum_a), ("B", move.sum_b)):
        for place, text in enumerate(lines):
            yield from wrapped(text, width, first=f"    {name if not place else ' '}  ", indent=" " * 9)
