"""Names of which something is expected and that nothing has: a slip must not look like a duty that did not arise.

Nothing (`null`, or a code under `no_flags`) may be expected of any name: a case may say that a book has no such rule,
and be of a newer library. Such a name is told beside the result, as it always passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from supervise.checks import CHECKS
from supervise.engine.obligation import Status
from supervise.rules import Rulebook
from supervise.rules.reading import hint_of, nearest, shown

__all__ = ["SUBJECT", "doubtful_names", "unknown_names"]

_BY_RULE = ("next_due", "earliest")
# The name that formats have for the span in which somebody is subject.
SUBJECT = "subject"


def unknown_names(expect: Mapping[str, Any], book: Rulebook) -> Iterator[str]:
    """Yield each rule and derived event of which something is expected and that a book does not have; codes likewise.

    >>> from supervise import load_rulebook
    >>> list(unknown_names({"next_due": {"R-V22": "2026-06-30"}}, load_rulebook("england-wales@2026.1")))
    ["next_due: england-wales@2026.1 has no rule 'R-V22'; did you mean 'R-V2'?"]
    """
    yield from _unknown_rules(_rules_in(expect), book)
    derived = {each.id for each in book.derive}
    for entry in expect.get("derived", ()):
        if entry["id"] not in derived:
            hint = hint_of(entry["id"], derived, "rules show")
            yield f"derived: {book.ref} derives no event {shown(entry['id'])}; {hint}"
    if any(expect.get(SUBJECT, {}).values()):
        yield from _no_subject(book)
    yield from _codes("flags", expect)
    yield from _unknown_statuses(expect)


def doubtful_names(expect: Mapping[str, Any], book: Rulebook) -> Iterator[str]:
    """Yield each rule of which no date is expected and that a book does not have, and codes that no check has.

    >>> from supervise import load_rulebook
    >>> book = load_rulebook("england-wales@2026.1")
    >>> list(doubtful_names({"next_due": {"R-V22": None}}, book))
    ["next_due: england-wales@2026.1 has no rule 'R-V22'; did you mean 'R-V2'?"]
    >>> list(doubtful_names({"no_flags": ["VD03"]}, book))
    ["no_flags: no check has the code 'VD03'; did you mean 'VD003'?"]
    """
    nothing = ((key, name) for key in _BY_RULE for name, value in expect.get(key, {}).items() if value is None)
    yield from _unknown_rules(nothing, book)
    if SUBJECT in expect and not any(expect[SUBJECT].values()):
        yield from _no_subject(book)
    yield from _codes("no_flags", expect)


def _unknown_rules(named: Iterable[tuple[str, str]], book: Rulebook) -> Iterator[str]:
    rules = (*book.rule, *book.dormant)
    published = {rule.published_id for rule in rules}
    parts = {rule.id: rule.published_id for rule in rules}
    for key, name in named:
        if name not in published:
            hint = f"it is a part of {shown(parts[name])}" if name in parts else hint_of(name, published, "rules show")
            yield f"{key}: {book.ref} has no rule {shown(name)}; {hint}"


def _no_subject(book: Rulebook) -> Iterator[str]:
    """Yield that no span of a book says how long somebody is subject: each has another name."""
    names = sorted({span.part_of or span.id for span in book.span})
    if SUBJECT not in names:
        there = f"; its spans are {', '.join(map(shown, names))}" if names else ""
        yield f"{SUBJECT}: {book.ref} has no span '{SUBJECT}', by its id or as 'part_of'{there}"


def _codes(key: str, expect: Mapping[str, Any]) -> Iterator[str]:
    codes = {check.code for check in CHECKS}
    for code in expect.get(key, ()):
        if code not in codes:
            yield f"{key}: no check has the code {shown(code)}; {hint_of(code, codes, 'flags list')}"


def _unknown_statuses(expect: Mapping[str, Any]) -> Iterator[str]:
    for entry in expect.get("obligations", ()):
        if (status := entry.get("status", Status.OPEN)) not in [*Status]:
            yield f"obligations: no status is called {shown(status)}; {nearest(status, Status)}"


def _rules_in(expect: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for entry in expect.get("obligations", ()):
        yield "obligations", entry["rule"]
    for key in _BY_RULE:
        for name, value in expect.get(key, {}).items():
            if value is not None:
                yield key, name
