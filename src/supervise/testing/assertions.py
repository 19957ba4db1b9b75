"""Assertions about a review whose failure prints the explanation of the dates in question.

A rule or code that there is not is UnknownNameError, never a pass: a slip in a name must not look like a duty that did
not arise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from supervise.checks import CHECKS
from supervise.engine.obligation import Obligation, Status
from supervise.errors import UnknownNameError
from supervise.report.why import why
from supervise.reviewing import Review
from supervise.rules.reading import counted, hint_of
from supervise.testing.builders import Day, as_date

__all__ = [
    "assert_due",
    "assert_flagged",
    "assert_met",
    "assert_no_flags",
    "assert_not_flagged",
    "assert_not_overdue",
    "assert_overdue",
    "assert_stands",
]


def assert_due(review: Review, rule: str, on: Day | None, *, key: str | None = None) -> None:
    """Assert that the first occurrence of a rule that is not settled is due on a day; None: that none is.

    Args:
        review: from :func:`supervise.review`.
        rule: id of a rule of the rulebook; UnknownNameError if it has none of that id.
        on: the last lawful day.
        key: id of the fact that the occurrence hangs on; without it the earliest of all keys is meant.

    >>> from supervise import load_rulebook
    >>> from supervise.testing import an_offender
    >>> book = load_rulebook("england-wales@2026.1")
    >>> someone = an_offender().convicted("2024-01-10").notified("2024-01-11")
    >>> assert_due(someone.review(book, as_of="2024-06-30"), "R-N4", "2025-01-11")
    """
    rows = [row for row in _rows(review, rule, key) if not row.is_settled and row.due is not None]
    found = min((row.due for row in rows if row.due is not None), default=None)
    wanted = None if on is None else as_date(on)
    if found != wanted:
        _fail(f"{_named(rule, key)}: expected due {_shown(wanted)}, found {_shown(found)}", review, rule)


def assert_overdue(review: Review, rule: str, *, key: str | None = None, days: int | None = None) -> None:
    """Assert that an occurrence of a rule is overdue, and by how many days if `days` is given.

    UnknownNameError for a rule that the rulebook does not have.

    >>> from supervise import load_rulebook
    >>> from supervise.testing import an_offender
    >>> someone = an_offender().convicted("2024-01-10").notified("2024-01-10")
    >>> found = someone.review(load_rulebook("england-wales-law@2026.1"), as_of="2025-01-15")
    >>> assert_overdue(found, "R-N4", days=5)
    """
    late = [row.days_late for row in _rows(review, rule, key) if row.status is Status.OVERDUE]
    if not late:
        _fail(f"{_named(rule, key)}: expected overdue, found {_standing(review, rule, key)}", review, rule)
    if days is not None and days not in late:
        found = ", ".join(map(str, late))
        _fail(f"{_named(rule, key)}: expected overdue by {counted(days, 'day')}, found by {found}", review, rule)


def assert_not_overdue(review: Review, rule: str, *, key: str | None = None) -> None:
    """Assert that no occurrence of a rule is overdue.

    UnknownNameError for a rule that the rulebook does not have.

    >>> from supervise import load_rulebook
    >>> from supervise.testing import an_offender
    >>> someone = an_offender().convicted("2024-01-10").notified("2024-01-10")
    >>> found = someone.review(load_rulebook("england-wales-law@2026.1"), as_of="2025-01-10")
    >>> assert_not_overdue(found, "R-N4")
    """
    if any(row.status is Status.OVERDUE for row in _rows(review, rule, key)):
        _fail(f"{_named(rule, key)}: expected nothing overdue, found an occurrence that is", review, rule)


def assert_stands(
    review: Review, rule: str, status: Status | str, *, key: str | None = None, due: Day | None = None
) -> None:
    """Assert that an occurrence of a rule, past, current or ahead, has a status, and the due day if one is given.

    ValueError for a word that is no status, UnknownNameError for a rule that the rulebook does not have.

    >>> from supervise import load_rulebook
    >>> from supervise.testing import an_offender
    >>> someone = an_offender().convicted("2024-01-10").notified("2024-01-10")
    >>> found = someone.review(load_rulebook("england-wales-law@2026.1"), as_of="2025-01-10")
    >>> assert_stands(found, "R-N4", "open", due="2025-01-10")
    """
    wanted = Status(status)
    day = None if due is None else as_date(due)
    if not any(row.status is wanted and day in (None, row.due) for row in _rows(review, rule, key)):
        expected = wanted.value if day is None else f"{wanted.value}, due {day}"
        _fail(f"{_named(rule, key)}: expected {expected}, found {_standing(review, rule, key)}", review, rule)


def assert_met(review: Review, rule: str, *, by: str, key: str | None = None) -> None:
    """Assert that an occurrence of a rule was met, in time or late, by the fact with an id.

    UnknownNameError for a rule that the rulebook does not have.

    >>> from supervise import load_rulebook
    >>> from supervise.testing import an_offender
    >>> someone = an_offender().convicted("2024-01-10").notified("2024-01-10")
    >>> found = someone.review(load_rulebook("england-wales-law@2026.1"), as_of="2025-01-15")
    >>> assert_met(found, "R-N1", by="n1")
    """
    if not any(by in row.met_by for row in _rows(review, rule, key)):
        _fail(f"{_named(rule, key)}: expected met by {by}, found {_standing(review, rule, key)}", review, rule)


def assert_flagged(review: Review, code: str, *, key: str | None = None, since: Day | None = None) -> None:
    """Assert that a flag is raised: on the fact or occurrence `key` hangs on, and since a day, if these are given.

    UnknownNameError for a code that neither a check of the library nor a flag of the review has.

    >>> from supervise import load_rulebook
    >>> from supervise.testing import an_offender
    >>> someone = an_offender().convicted("2024-01-10").notified("2024-01-10")
    >>> found = someone.review(load_rulebook("england-wales-law@2026.1"), as_of="2025-01-15")
    >>> assert_flagged(found, "NT063", since="2025-01-11")
    """
    _refuse_unknown_code(review, code)
    day = None if since is None else as_date(since)
    found = [flag for flag in review.flags if flag.code == code]
    if not any(key in (None, flag.key) and day in (None, flag.since) for flag in found):
        wanted = "".join((f" on {key}" if key else "", f" since {day}" if day else ""))
        raised = "; ".join(f"{code} on {flag.key} since {_shown(flag.since)}" for flag in found)
        _fail(f"expected {code}{wanted}, found {raised or _codes(review)}", review, code)


def assert_not_flagged(review: Review, code: str, *, key: str | None = None) -> None:
    """Assert that a flag is not raised, or not on `key`.

    UnknownNameError for a code that neither a check of the library nor a flag of the review has.

    >>> from supervise import load_rulebook
    >>> from supervise.testing import an_offender
    >>> someone = an_offender().convicted("2024-01-10").notified("2024-01-10")
    >>> found = someone.review(load_rulebook("england-wales-law@2026.1"), as_of="2025-01-10")
    >>> assert_not_flagged(found, "NT063")
    """
    _refuse_unknown_code(review, code)
    if any(flag.code == code and key in (None, flag.key) for flag in review.flags):
        wanted = f"{code} on {key}" if key else code
        _fail(f"expected no {wanted}, found it raised", review, code)


def assert_no_flags(review: Review, *, but: Iterable[str] = ()) -> None:
    """Assert that nothing is flagged, the codes in `but` aside.

    UnknownNameError for a code in `but` that neither a check of the library nor a flag of the review has.

    >>> from supervise import load_rulebook
    >>> from supervise.testing import an_offender
    >>> someone = an_offender().convicted("2024-01-10").notified("2024-01-10")
    >>> found = someone.review(load_rulebook("england-wales-law@2026.1"), as_of="2025-01-15")
    >>> assert_no_flags(found, but=["NT063", "NT064", "NT101"])
    """
    allowed = set(but)
    for code in sorted(allowed):
        _refuse_unknown_code(review, code)
    found = [flag.code for flag in review.flags if flag.code not in allowed]
    if found:
        _fail(f"expected no flags, found {', '.join(found)}", review, *dict.fromkeys(found))


# ── what was found ──────────────────────────────────────────────────────────────────────────────────────────────


def _rows(review: Review, rule: str, key: str | None) -> list[Obligation]:
    """Return the occurrences of a rule, of one key if it is given; UnknownNameError for one the book does not have."""
    return [row for row in review.schedule.of_rule(rule) if key in (None, row.key)]


def _refuse_unknown_code(review: Review, code: str) -> None:
    known = {check.code for check in CHECKS} | {flag.code for flag in review.flags}
    if code not in known:
        raise UnknownNameError(f"no check has the code '{code}'; {hint_of(code, known, 'flags list')}")


def _standing(review: Review, rule: str, key: str | None) -> str:
    rows = (f"{row.status.value}, due {_shown(row.due)}" for row in _rows(review, rule, key))
    return "; ".join(rows) or "no occurrence"


def _codes(review: Review) -> str:
    return ", ".join(dict.fromkeys(flag.code for flag in review.flags)) or "no flags"


def _named(rule: str, key: str | None) -> str:
    return f"{rule} for {key}" if key else rule


def _shown(day: dt.date | None) -> str:
    return "none" if day is None else day.isoformat()


def _fail(message: str, review: Review, *names: str) -> None:
    """Raise AssertionError with the explanation of some rules or flags."""
    raise AssertionError("\n\n".join((message, *(why(review, name) for name in names))).rstrip())
