"""What changed between two rulebooks in the duties they lay down, not in the lines of their files.

The order of entries, comments and the way a thing is written do not count. Each choice is told in the words in which
the book itself is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, TypeAlias

from attrs import frozen

from supervise.register.made import calendar_in_words, made_in_words
from supervise.register.writing import book_data
from supervise.report.book import rule_entries, span_entries
from supervise.report.lines import Line, wrapped
from supervise.report.wording import by_scale, condition_in_words
from supervise.rules import Rulebook
from supervise.rules.reading import plain

__all__ = ["BookChange", "ChoiceChange", "book_changes", "change_lines", "changes_as_data"]

_LABEL = 16
_INDENT = _LABEL + 5
_MADE = len("  from  ")


@frozen(kw_only=True)
class ChoiceChange:
    """One choice that differs: from what to what, in words; empty where a book does not make it."""

    choice: str
    before: str
    after: str


@frozen(kw_only=True)
class BookChange:
    """One entry of a book that was ``added``, ``removed`` or ``changed``; ``of`` says what it is (``rule``).

    Of several with one name ``entry`` says which, from 1 on: in the book before, or where it was added in the other.
    """

    of: str
    name: str
    change: str
    entry: int | None = None
    choices: tuple[ChoiceChange, ...] = ()


# What of an entry is told under one label: its data, and its words where `rules show` has some.
_Choices: TypeAlias = dict[str, tuple[Any, tuple[str, ...]]]
_Entries: TypeAlias = list[tuple[str, _Choices]]


def book_changes(before: Rulebook, after: Rulebook) -> tuple[BookChange, ...]:
    """Return what differs: the head of the book, then each kind of entry, sorted by name.

    >>> from supervise import load_rulebook
    >>> book = load_rulebook("england-wales@2026.1")
    >>> book_changes(book, book)
    ()
    """
    return tuple(change for what, entries in _PARTS for change in _changes(what, entries(before), entries(after)))


def _changes(what: str, before: _Entries, after: _Entries) -> Iterator[BookChange]:
    old, new = _by_name(before), _by_name(after)
    for name in sorted({*old, *new}):
        was, now = old.get(name, []), new.get(name, [])
        # One name may have several entries (a span of two kinds of fact): those that both books have are no change.
        gone, come = [each for each in was if each not in now], [each for each in now if each not in was]
        for one, other in zip_longest(gone, come):
            place = now.index(other) if one is None else was.index(one)
            entry = place + 1 if len(was) > 1 or len(now) > 1 else None
            if one is None or other is None:
                yield BookChange(of=what, name=name, change="removed" if other is None else "added", entry=entry)
            else:
                choices = tuple(_choices(one, other))
                yield BookChange(of=what, name=name, change="changed", entry=entry, choices=choices)


def _by_name(entries: _Entries) -> dict[str, list[_Choices]]:
    found: dict[str, list[_Choices]] = {}
    for name, choices in entries:
        found.setdefault(name, []).append(choices)
    return found


def _choices(old: _Choices, new: _Choices) -> Iterator[ChoiceChange]:
    for choice in dict.fromkeys((*old, *new)):
        (was, before), (now, after) = old.get(choice, (None, ())), new.get(choice, (None, ()))
        if was != now:
            yield ChoiceChange(choice=choice, before=_words(was, before, after), after=_words(now, after, before))


def _words(data: Any, mine: tuple[str, ...], others: tuple[str, ...]) -> str:
    """Return what one book says and the other does not; all of it where they say the same in another order."""
    if data is None:
        return ""
    if sorted(mine) == sorted(others):
        # What the page of a book leaves out is told in the words of the file.
        return condition_in_words(data) if mine == others else "; then ".join(mine)
    return "; ".join(each for each in mine if each not in others)


# ── the entries of a book ───────────────────────────────────────────────────────────────────────────────────────


def _entry(declared: Any, words: Iterator[tuple[str, str]], labels: Mapping[str, tuple[str, ...]]) -> _Choices:
    """Return the choices of a declaration: keys that the page tells together under its label, others by themselves."""
    data, said = plain(declared), _said(words)
    found: _Choices = {}
    for label, keys in labels.items():
        part = {key: data[key] for key in keys if key in data}
        if part:
            found[label] = (part, said.get(label, ()))
    told = {key for keys in labels.values() for key in keys}
    for key, value in data.items():
        if key not in (*told, "id"):
            found[key.replace("_", " ")] = (value, (condition_in_words(value),))
    return found


def _said(words: Iterator[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for label, text in words:
        found[label] = (*found.get(label, ()), text)
    return found


# The labels of the page of a book, and the keys that each tells. (A test holds them to the language.)
_RULE_LABELS = {
    "whose": ("duty_of", "must", "cadence"),
    "one per": ("one_per",),
    "while": ("while",),
    "in force": ("in_force",),
    "only if": ("gate",),
    "on days when": ("gate_each_day",),
    "counted from": ("anchor",),
    "due": ("regime", "leads", "counting"),
    "starts": ("starts",),
    "late": ("late",),
    "in part": ("partial",),
    "may be set": ("may_set",),
    "if closed": ("roll",),
    "or cautiously": ("cautious",),
    "met by": ("met_by",),
    "starts again": ("rebased_by", "rebased_at"),
    "void by": ("void_by",),
    "suspended": ("suspended",),
    "on a change": ("change",),
    "waivers": ("waivable",),
    "source": ("authority", "source", "confidence", "rests_on"),
}
_SPAN_LABELS = {
    "one per": ("one_per",),
    "counted from": ("start", "counting"),
    "has effect": ("holds_from",),
    "sentences": ("sums_terms",),
    "lasts": ("length",),
    "cut short by": ("cut_by",),
    "ended by": ("ended_by", "ends_after", "ends_any_length"),
    "starts again": ("reset_by",),
    "not counted": ("toll",),
    "shortened": ("shortened",),
    "extended by": ("extended_by",),
    "source": ("authority", "source", "confidence"),
}


def _rules(book: Rulebook) -> _Entries:
    # A rule that is off is known to the book as well: switching it on is a change of it, and not a new rule.
    rules = (*book.rule, *book.dormant)
    return [(rule.id, _entry(rule, rule_entries(rule, book.levels.scale), _RULE_LABELS)) for rule in rules]


def _spans(book: Rulebook) -> _Entries:
    return [(span.id, _entry(span, span_entries(span), _SPAN_LABELS)) for span in book.span]


def _plain(declared: Any, scale: Sequence[str] = ()) -> _Choices:
    data = plain(declared)
    data = data if isinstance(data, dict) else {"is": data}
    return {
        key.replace("_", " "): (value, (condition_in_words(by_scale(value, scale)),))
        for key, value in data.items()
        if key != "id"
    }


def _named(entries: Mapping[str, Any]) -> _Entries:
    return [(name, _plain(each)) for name, each in entries.items()]


def _with_ids(entries: tuple[Any, ...]) -> _Entries:
    return [(each.id, _plain(each)) for each in entries]


def _orders(book: Rulebook) -> _Entries:
    return [(", ".join(sorted(each.kind)), _plain(each)) for each in book.order]


def _head(book: Rulebook) -> _Entries:
    data = book_data(book)
    calendar = calendar_in_words(data["calendar"]).removeprefix("calendar ")
    named = tuple(calendar_in_words(each).removeprefix("calendar ") for each in data.get("calendars", ()))
    levels = list(reversed(book.levels.scale))
    return [
        ("conventions", _plain(book.conventions)),
        ("levels", {"scale": (levels, (", ".join(levels),))}),
        ("calendar", {"is": (calendar, (calendar,))} | ({"named by rules": (list(named), named)} if named else {})),
    ]


_PARTS: tuple[tuple[str, Callable[[Rulebook], _Entries]], ...] = (
    ("head", _head),
    ("event", lambda book: _named(book.define)),
    ("derived event", lambda book: _with_ids(book.derive)),
    ("state", lambda book: _named(book.states)),
    ("span", _spans),
    ("order", _orders),
    ("rule", _rules),
    ("group", lambda book: _with_ids(book.group)),
    ("threshold", lambda book: [(name, _plain(each, book.levels.scale)) for name, each in book.thresholds.items()]),
)


# ── for people, and for programs ────────────────────────────────────────────────────────────────────────────────


def change_lines(before: Rulebook, after: Rulebook, width: int = 100) -> Iterator[Line]:
    """Yield the changes in lines of at most ``width`` columns where words allow it.

    >>> from supervise import load_rulebook
    >>> book = load_rulebook("england-wales@2026.1")
    >>> [line.text for line in change_lines(book, book)][-1]
    'no duty differs'
    """
    yield from wrapped(f"from {before.ref} to {after.ref}", width, style="heading")
    for label, book in (("from", before), ("to", after)):
        first = f"  {label}".ljust(_MADE)
        for text in made_in_words(book_data(book)):
            yield from wrapped(text, width, first=first, indent=" " * (_MADE + 2))
            first = " " * _MADE
    changes = book_changes(before, after)
    if not changes:
        yield Line("no duty differs")
    for each in changes:
        yield Line("")
        entry = "" if each.entry is None else f", entry {each.entry}"
        yield from wrapped(
            f"{each.of} {each.name}{entry}: {each.change}", width, indent="      ", first="", style="heading"
        )
        for choice in each.choices:
            first = f"  {choice.choice}".ljust(_LABEL - 1) + " from "
            yield from wrapped(choice.before or "nothing", width, first=first, indent=" " * _INDENT)
            yield from wrapped(choice.after or "nothing", width, first=" " * _LABEL + "to   ", indent=" " * _INDENT)


def changes_as_data(before: Rulebook, after: Rulebook) -> dict[str, Any]:
    """Return the changes as plain data, with what each of both books is, by the names that every output has for it.

    >>> from supervise import load_rulebook
    >>> book = load_rulebook("england-wales@2026.1")
    >>> changes_as_data(book, book)["changes"]
    []
    """
    return {
        "from": book_data(before),
        "to": book_data(after),
        "changes": [
            {
                "of": each.of,
                "name": each.name,
                "entry": each.entry,
                "change": each.change,
                "choices": [{"choice": one.choice, "from": one.before, "to": one.after} for one in each.choices],
            }
            for each in book_changes(before, after)
        ],
    }
