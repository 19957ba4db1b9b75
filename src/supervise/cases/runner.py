"""Runs cases and says where what came out differs from what was expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeAlias

from attrs import frozen

from supervise.cases.case import Case
from supervise.cases.expecting import EXPECT
from supervise.cases.naming import SUBJECT, doubtful_names, unknown_names
from supervise.dates import Calendar, Period
from supervise.dates.ordinals import to_iso
from supervise.engine.happenings import Extent
from supervise.engine.obligation import Obligation, date_of
from supervise.engine.officers import workforce_of
from supervise.engine.schedule import Schedule
from supervise.engine.timeline import Workforce
from supervise.errors import SuperviseError, UnknownNameError
from supervise.model import Offender
from supervise.reviewing import Review, Summary, review, review_groups, schedule
from supervise.rules import Rulebook, load_rulebook
from supervise.showing import shown

__all__ = ["Result", "run_case", "run_cases"]


@frozen
class Result:
    """What one case gave: passed, or the differences, each "expected …, found …"."""

    __repr__ = shown("id", "passed")

    id: str
    differences: tuple[str, ...]
    review: Review | None
    #: What of its facts was not read, and what it expects nothing of though there is no such rule or check: a case with
    #: a slip may pass and show nothing.
    slips: tuple[str, ...] = ()
    #: What the differences are about, to be explained: ids of rules and spans, codes of flags, each once.
    concerned: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything named came out."""
        return not self.differences


def run_cases(cases: Iterable[Case]) -> Iterator[Result]:
    """Yield the result of each case in order.

    What goes wrong in one is in its result; nothing is raised.

    >>> list(run_cases([]))
    []
    """
    return map(run_case, cases)


def run_case(case: Case) -> Result:
    """Return the result of one case; what cannot be loaded is a difference, not an exception.

    An expectation that names what the book does not have is compared with nothing: the names are the differences.

    >>> import datetime as dt
    >>> from supervise.cases import Case
    >>> case = Case(
    ...     id="c1",
    ...     rulebook="england-wales@2026.1",
    ...     offender={"id": "x1"},
    ...     as_of=dt.date(2026, 6, 30),
    ...     expect={"no_flags": ["VD001"]},
    ... )
    >>> run_case(case).passed
    True
    """
    if faults := tuple(EXPECT.faults(case.expect, "expect")):
        return Result(case.id, faults, None)
    try:
        book = _book(case)
        offender = Offender.from_dict(case.offender)
        workforce = None if case.workforce is None else workforce_of(case.workforce, "workforce")
        given: dict[str, Any] = {"as_of": case.as_of, "known_at": case.known_at, "workforce": workforce}
        found = review(offender, book, **given)
        ahead = found.schedule if case.until is None else schedule(offender, book, until=case.until, **given)
    except SuperviseError as error:
        return Result(case.id, (str(error),), None)
    slips = (*map(str, (*offender.faults, *offender.notes)), *doubtful_names(case.expect, book))
    if unknown := tuple(unknown_names(case.expect, book)):
        return Result(case.id, unknown, found, slips)
    raised = _raised(found, workforce) if "flags" in case.expect or "no_flags" in case.expect else frozenset()
    further = partial(schedule, offender, book, **given) if case.until is None else None
    compare: _Compare = {**_COMPARE, "obligations": partial(_obligations, further=further)}
    told = [each for key, expected in case.expect.items() for each in compare[key](expected, raised, ahead)]
    concerned = dict.fromkeys(each.about for each in told if each.about)
    return Result(case.id, tuple(each.text for each in told), found, slips, tuple(concerned))


def _book(case: Case) -> Rulebook:
    calendar = None
    if case.calendar is not None:
        calendar = Calendar.from_dict(dict(case.calendar), source=f"{case.id}.calendar", sha256="")
    if isinstance(case.rulebook, str):
        return _shipped(case.rulebook, calendar)
    return load_rulebook(case.rulebook, calendar=calendar)


def _raised(found: Review, workforce: Workforce | None) -> frozenset[str]:
    """Return the codes of all flags: on the offender, and on the groups that a register of this one alone has."""
    summary = Summary()
    summary.add(found)
    groups = review_groups(
        summary, found.schedule.book, as_of=found.as_of, known_at=found.known_at, workforce=workforce
    )
    return frozenset(flag.code for flag in (*found.flags, *groups.flags))


@lru_cache(maxsize=16)
def _shipped(ref: str, calendar: Calendar | None) -> Rulebook:
    return load_rulebook(ref, calendar=calendar)


class _Difference(NamedTuple):
    """Where something else came out, and what explains it."""

    about: str
    text: str


# ── comparing ───────────────────────────────────────────────────────────────────────────────────────────────────


# The fields of an occurrence that tell how far ahead it lies, and how many days ahead are looked at for them.
_DATES = frozenset({"opens", "due", "due_at", "cautious_due", "nominal", "latest"})
_FAR_AHEAD = 3660
# The span of orders, by the name that formats have for it.
_ORDER = "order"


def _value(row: Obligation, name: str) -> Any:
    value: Any = getattr(row, name)
    if name == "status":
        return value.value
    return list(value) if name == "met_by" else _plain(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _obligations(
    expected: list[Mapping[str, Any]],
    raised: frozenset[str],
    ahead: Schedule,
    further: Callable[..., Schedule] | None = None,
) -> Iterator[_Difference]:
    for entry in expected:
        mine = _of_the_rule(entry, ahead)
        if any(_agrees(row, entry) for row in mine):
            continue
        last = _last_day_named(entry)
        if further is not None and last is not None and 0 < (last - ahead.as_of).days < _FAR_AHEAD:
            # What is only assumed lies further ahead, too; but of that the case says how far to look (`until`).
            certain = (row for row in _of_the_rule(entry, further(until=last)) if not row.projected)
            if any(_agrees(row, entry) for row in certain):
                continue
        names = [name for name in entry if name not in ("rule", "key")]
        shown = "; ".join(
            f"key {row.key}: " + ", ".join(f"{name} {_value(row, name)}" for name in names) for row in mine
        )
        wanted = ", ".join(f"{name} {entry[name]}" for name in names)
        key = f" for {entry['key']}" if "key" in entry else ""
        text = f"{entry['rule']}{key}: expected {wanted}; found {shown or 'no occurrence'}"
        yield _Difference(entry["rule"], text)


def _of_the_rule(entry: Mapping[str, Any], ahead: Schedule) -> list[Obligation]:
    rows = ahead.all_obligations
    return [row for row in rows if row.rule == entry["rule"] and entry.get("key", row.key) == row.key]


def _last_day_named(entry: Mapping[str, Any]) -> dt.date | None:
    days = []
    for name in _DATES.intersection(entry):
        with suppress(TypeError, ValueError):
            days.append(dt.date.fromisoformat(entry[name][:10]))
    return max(days, default=None)


def _agrees(row: Obligation, entry: Mapping[str, Any]) -> bool:
    return all(_is_as_expected(row, name, value) for name, value in entry.items() if name not in ("rule", "key"))


def _is_as_expected(row: Obligation, name: str, value: Any) -> bool:
    found = _value(row, name)
    if name in ("counted", "short") and isinstance(value, Mapping):
        # Of quotas only those named are compared.
        return all(found.get(quota) == number for quota, number in value.items())
    if name == "met_by":
        # What met it is told in the order of days; a case may name it in any.
        return sorted(found) == sorted(value)
    if name == "latest" and found is not None:
        # A limit in hours has its minute; a case may name the day alone.
        return value in (found, found.partition("T")[0])
    return bool(found == value)


def _next_due(expected: Mapping[str, Any], raised: frozenset[str], ahead: Schedule) -> Iterator[_Difference]:
    for rule, value in expected.items():
        date = _asked(ahead.next_due, rule)
        shown = None if date is None else date.isoformat()
        if shown != value:
            yield _Difference(rule, f"next_due {rule}: expected {value}; found {shown}")


def _earliest(expected: Mapping[str, Any], raised: frozenset[str], ahead: Schedule) -> Iterator[_Difference]:
    for rule, value in expected.items():
        date = _asked(ahead.earliest, rule)
        shown = None if date is None else date.isoformat()
        if shown != value:
            yield _Difference(rule, f"earliest {rule}: expected {value}; found {shown}")


def _asked(ask: Callable[[str], dt.date | None], rule: str) -> dt.date | None:
    """Return what a schedule answers of a rule; None for one that there is not, as a case may expect (`naming`)."""
    try:
        return ask(rule)
    except UnknownNameError:
        return None


def _derived(expected: list[Mapping[str, Any]], raised: frozenset[str], ahead: Schedule) -> Iterator[_Difference]:
    for entry in expected:
        days = [to_iso(event.day) for event in ahead.derived(entry["id"])]
        if not any(entry.get("on", day) == day for day in days):
            wanted, shown = entry.get("on", "one"), ", ".join(days) or "none"
            yield _Difference("", f"derived {entry['id']}: expected {wanted}; found {shown}")


def _registrations(expected: list[Mapping[str, Any]], raised: frozenset[str], ahead: Schedule) -> Iterator[_Difference]:
    extents = _extents_of_registrations(ahead)
    recorded = {fact.id for fact in ahead.timeline.original.registrations}
    for entry in expected:
        if entry["id"] not in recorded:
            yield _Difference("", f"registration {entry['id']}: no registration of the case has this id")
            continue
        # That of the last span is told, where none is as expected.
        meant: list[Extent] | list[None] = extents.get(entry["id"], [None])
        differing = [list(_differing(entry, extent)) for extent in meant]
        yield from differing[-1] if all(differing) else ()


def _extents_of_registrations(ahead: Schedule) -> dict[str, list[Extent]]:
    """Return what a case may mean: the span in which somebody is subject, whatever stands beside it, else any."""
    names = {rule.id: rule.part_of or rule.id for rule in ahead.book.span}
    found: dict[str, list[Extent]] = {}
    for each in ahead.extents:
        if hasattr(each.fact, "basis"):
            found.setdefault(each.key, []).append(each)
    return {key: [each for each in own if names[each.span] == SUBJECT] or own for key, own in found.items()}


def _differing(entry: Mapping[str, Any], extent: Extent | None) -> Iterator[_Difference]:
    for name, value in entry.items():
        shown = None if extent is None or name == "id" else _extent_value(extent, name)
        # "12 months" and "1 year" are one period.
        wanted = str(Period.parse(value)) if name in ("period", "effective_term") and value else value
        if name != "id" and shown != wanted:
            text = f"registration {entry['id']}.{name}: expected {value}; found {shown}"
            yield _Difference(SUBJECT, text)


def _extent_value(extent: Extent, name: str) -> Any:
    return _EXTENT[name](extent)


def _day(day: int) -> str | None:
    date = date_of(day)
    return None if date is None else date.isoformat()


def _day_after(last: int) -> str | None:
    """Return the day after a last day; None where there is none, or no last day."""
    return None if last <= 0 else _day(last + 1)


def _words(months: int, days: int) -> str | None:
    return str(Period(months=months, days=days)) if months or days else None


_EXTENT: Mapping[str, Callable[[Extent], Any]] = {
    "id": lambda extent: extent.key,
    "relevant_on": lambda extent: _day(extent.first),
    "period": lambda extent: _words(extent.months, extent.days),
    "effective_term": lambda extent: None if extent.term is None else _words(*extent.term),
    "halved": lambda extent: bool(extent.halved),
    "subject_from": lambda extent: _day(extent.holds),
    "last_day": lambda extent: _day(extent.last),
    "first_free_day": lambda extent: _day_after(extent.last),
    "indefinite": lambda extent: extent.indefinite,
    "excluded_days": lambda extent: extent.excluded,
}


def _orders(expected: list[Mapping[str, Any]], raised: frozenset[str], ahead: Schedule) -> Iterator[_Difference]:
    verdicts = {verdict.id: verdict for verdict in ahead.orders}
    recorded = {fact.id for fact in ahead.timeline.original.orders}
    for entry in expected:
        if entry["id"] not in recorded:
            yield _Difference("", f"order {entry['id']}: no order of the case has this id")
            continue
        verdict = verdicts.get(entry["id"])
        for name, value in entry.items():
            shown = _plain(getattr(verdict, name, None))
            if name != "id" and shown != value:
                yield _Difference(_ORDER, f"order {entry['id']}.{name}: expected {value}; found {shown}")


def _subject(expected: Mapping[str, Any], raised: frozenset[str], ahead: Schedule) -> Iterator[_Difference]:
    subject = ahead.timeline.held_extents(SUBJECT) if SUBJECT in ahead.timeline.program.spans else []
    indefinite = any(extent.indefinite for extent in subject)
    last = max((extent.last for extent in subject), default=0)
    shown = {
        "last_day": None if indefinite else _day(last),
        "first_free_day": None if indefinite else _day_after(last),
        "indefinite": indefinite,
    }
    for name, value in expected.items():
        if shown[name] != value:
            yield _Difference(SUBJECT, f"subject.{name}: expected {value}; found {shown[name]}")


def _flags(expected: list[str], raised: frozenset[str], ahead: Schedule) -> Iterator[_Difference]:
    for code in expected:
        if code not in raised:
            yield _Difference(code, f"flags: expected {code}; found {', '.join(sorted(raised)) or 'none'}")


def _no_flags(expected: list[str], raised: frozenset[str], ahead: Schedule) -> Iterator[_Difference]:
    for code in expected:
        if code in raised:
            yield _Difference(code, f"no_flags: expected no {code}; found it")


_Compare: TypeAlias = Mapping[str, Callable[[Any, frozenset[str], Schedule], Iterator[_Difference]]]
_COMPARE: _Compare = {
    "obligations": _obligations,
    "next_due": _next_due,
    "earliest": _earliest,
    "derived": _derived,
    "registrations": _registrations,
    "orders": _orders,
    "subject": _subject,
    "flags": _flags,
    "no_flags": _no_flags,
}
