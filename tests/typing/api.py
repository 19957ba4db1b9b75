"""What a type checker must see of the public API, and what it must refuse; checked by mypy and pyright, never run.

Where something must be refused, the line carries an `ignore` with the code of the error: both checkers are told to complain
of an ignore that ignores nothing, so that a signature that becomes laxer is an error here.
"""

import datetime as dt
from collections.abc import Iterator
from typing import assert_type

import attrs

from supervise import (
    CHECKS,
    Calendar,
    Check,
    Flag,
    Obligation,
    Offender,
    Period,
    Rejected,
    Review,
    Rulebook,
    Schedule,
    Severity,
    Status,
    Waivers,
    Workforce,
    explain,
    load_calendar,
    load_rulebook,
    review,
    review_register,
    schedule,
    shipped_rulebooks,
)
from supervise.model import Level, Visit
from supervise.register import Reading, read_rows, read_workforce

DAY = dt.date(2026, 6, 30)


def one_offender(offender: Offender, book: Rulebook) -> None:
    found = review(offender, book, as_of=DAY)
    assert_type(found, Review)
    assert_type(found.flags, tuple[Flag, ...])
    assert_type(found.obligations, tuple[Obligation, ...])
    assert_type(found.stable_until, dt.date | None)
    assert_type([row.due for row in found.obligations], list[dt.date | None])
    assert_type([row.status for row in found.obligations], list[Status])
    assert_type([flag.severity for flag in found.flags], list[Severity])
    assert_type(explain(found, rule="R-V2").text(), str)
    assert_type(schedule(offender, book, as_of=DAY, until=DAY), Schedule)


def a_register(book: Rulebook) -> None:
    reading = read_rows([{"id": "x1"}])
    assert_type(reading, Reading)
    results = review_register(reading, book, as_of=DAY)
    assert_type(iter(results), Iterator[Review | Rejected])
    for each in results:
        if isinstance(each, Rejected):
            assert_type(each.line, int | None)
        else:
            assert_type(each.offender, str)
    assert_type(results.summary.read, int)


def what_is_loaded() -> None:
    assert_type(load_rulebook("england-wales@2026.1"), Rulebook)
    assert_type(load_calendar("weekdays@2026.1"), Calendar)
    assert_type(shipped_rulebooks(), tuple[str, ...])
    assert_type(CHECKS, tuple[Check, ...])
    workforce, _ = read_workforce("workforce.json")
    assert_type(workforce, Workforce)


def values_are_made_by_name_and_copied_with_a_change(offender: Offender, visit: Visit) -> None:
    assert_type(Visit(id="v1", on=DAY, outcome="seen").on, dt.date | None)
    assert_type(attrs.evolve(offender, levels=(Level(id="l1", level="high", from_=DAY),)), Offender)
    assert_type(Period(months=3).months, int)
    assert_type(Waivers([]), Waivers)


def what_is_refused(offender: Offender, book: Rulebook, visit: Visit) -> None:
    review(offender, book)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    review(offender, book, DAY)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    review(offender, book, as_of="2026-06-30")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    review(offender, "england-wales@2026.1", as_of=DAY)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Visit("v1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Visit(id="v1", outcome="met")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Visit(id="v1", name="somebody")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    visit.on = DAY  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    offender.name  # type: ignore[attr-defined]  # noqa: B018  # pyright: ignore[reportAttributeAccessIssue]
