"""What may be wrong with a rulebook that can be loaded: gaps, overlaps, dead variants, and dates that need a choice.

A *fault* is something that the book cannot mean, or that leaves people without a duty in silence. A *notice* is
something to read and agree to. Each kind of finding is one small function that yields ``(path, what)``, and one row
of the table below that says how grave it is and what can be done. Paths name an entry by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from attrs import frozen

from supervise.model.facts import json_name
from supervise.rules.checking_contradictions import amended_twice, contradicting, levels_upside_down
from supervise.rules.checking_dates import leap_birthdays, month_ends
from supervise.rules.checking_groups import keys_apart
from supervise.rules.checking_hangs import ends_of_all, ends_of_none, never_the_first
from supervise.rules.checking_lengths import (
    days_without_roll,
    latest_before_due,
    latest_of_the_permitted,
    never_open,
    overlapping_windows,
    too_long,
    very_long,
    zero_lengths,
)
from supervise.rules.checking_names import kinds_near_a_name
from supervise.rules.checking_regimes import (
    gaps_in_dates,
    gates_without_level,
    levels_without_regime,
    overlaps_in_dates,
    unreachable,
)
from supervise.rules.checking_states import ends_for_good, nobody_has, states_in_part, states_twice
from supervise.rules.checking_times import (
    due_after_the_end,
    known_too_late,
    met_after_the_due_day,
    missed_at_once,
    moments_of_days,
    no_first_day,
)
from supervise.rules.conditions import Select
from supervise.rules.places import Anchor, OnePer
from supervise.rules.reading import counted
from supervise.rules.rulebook import Rulebook
from supervise.rules.vocabulary import NOUNS
from supervise.rules.wholeness import parts_of
from supervise.rules.words import Confidence, DeriveKind

__all__ = ["Finding", "findings_of"]

Found: TypeAlias = Iterator[tuple[str, str]]


@frozen
class Finding:
    """One thing to look at: where it is, what it is, and what can be done; a fault, or only a notice."""

    kind: str
    path: str
    what: str
    advice: str
    fault: bool

    def __str__(self) -> str:
        return f"{self.path}: {self.what}; {self.advice}"


def findings_of(book: Rulebook) -> tuple[Finding, ...]:
    """Return everything found in a book, the faults first.

    >>> from supervise.rules import load_rulebook
    >>> [each for each in findings_of(load_rulebook("england-wales-law@2026.1")) if each.fault]
    []
    """
    return tuple(
        Finding(kind=kind, path=path, what=what, advice=advice, fault=fault)
        for kind, fault, advice, find in _TABLE
        for path, what in find(book)
    )


# ── values and where they come from ─────────────────────────────────────────────────────────────────────────────


def _assumed(book: Rulebook) -> Found:
    """Yield each rule or other entry with values that no text supports, and how many."""
    for rule in book.rule:
        count = rule.confidences.count(Confidence.ASSUMED)
        if count:
            yield f"rule {rule.id}", f"{counted(count, 'value')} assumed"
    entries: list[tuple[str, Any]] = [
        *((f"derive {each.id}", each) for each in book.derive),
        *((f"span {each.id}", each) for each in book.span),
        *((f"order[{place}]", each) for place, each in enumerate(book.order)),
        *((f"thresholds.{name}", each) for name, each in book.thresholds.items()),
    ]
    for path, entry in entries:
        if entry.confidence is Confidence.ASSUMED:
            yield path, "assumed"


def _placeless_sources(book: Rulebook) -> Found:
    """Yield each source that nobody could look up, and how many values rest on it."""
    used = [
        source
        for entry in (*book.rule, *book.derive, *book.span, *book.order, *book.thresholds.values())
        for part in parts_of(entry)
        if (source := getattr(part, "source", None)) is not None
    ]
    for name, source in book.sources.items():
        if source.where is None and name in used:
            count = used.count(name)
            yield f"sources.{name}", f"says of no place where it can be read, and {count} value{_s(count)} on it"


def _s(count: int) -> str:
    return " rests" if count == 1 else "s rest"


# ── facts that have no case ─────────────────────────────────────────────────────────────────────────────────────


def _dates_of(select: Select, book: Rulebook) -> frozenset[str] | None:
    """Return the date fields that an event is dated by; None if it is one that the book makes out of others."""
    if select.at is not None:
        return frozenset(select.at)
    found: set[str] = set()
    for name in select.of:
        head = name.partition(".")[0]
        inner = book.define.get(name)
        dates = _dates_of(inner, book) if inner is not None else None
        if head in NOUNS:
            dates = frozenset({json_name(NOUNS[head].at)})
        if dates is None:
            return None
        found |= dates
    return frozenset(found)


def _fields_read(anchor: Anchor) -> list[str]:
    own = [anchor.field] if anchor.field is not None else [*(anchor.first_given or ())]
    return own + [field for part in anchor.parts for field in _fields_read(part)]


def _other_dates(book: Rulebook, *, all_others: bool) -> Found:
    """Yield what is counted from a date other than the one its cases are found by: all dates it reads, or some."""
    entries: list[tuple[str, str, OnePer, Anchor]] = [
        *((f"rule {rule.id}", "anchor", rule.one_per, rule.anchor) for rule in book.rule),
        *((f"span {span.id}", "start", span.one_per, span.start) for span in book.span),
    ]
    for path, key, one_per, anchor in entries:
        dates = None if one_per.each is None else _dates_of(one_per.each, book)
        read = _fields_read(anchor)
        others = [field for field in dict.fromkeys(read) if dates is not None and field not in dates]
        if others and dates is not None and (len(others) == len(dict.fromkeys(read))) == all_others:
            yield (
                f"{path}.one_per",
                f"'{key}' reads {_words(others)}, and a fact that does not give {_words(sorted(dates))} has no case",
            )


def _no_date_shared(book: Rulebook) -> Found:
    yield from _other_dates(book, all_others=True)


def _some_dates_shared(book: Rulebook) -> Found:
    yield from _other_dates(book, all_others=False)


def _words(names: list[str]) -> str:
    return " or ".join(f"'{name}'" for name in names)


def _presence_uncounted(book: Rulebook) -> Found:
    for derive in book.derive:
        if derive.kind is DeriveKind.PRESENCE_DAYS and derive.counting is None:
            yield f"derive {derive.id}", "does not say whether the first day of a stay counts; it does"


# ── the table ───────────────────────────────────────────────────────────────────────────────────────────────────

_DATE_BY = "write one_per = { each = { of = …, at = [ every date that is read ] } }"

# Kind, whether it is a fault, advice, and what finds it.
_TABLE: tuple[tuple[str, bool, str, Callable[[Rulebook], Found]], ...] = (
    ("level without a rule", True, "add a regime for it, or every = 'never' if none is meant", levels_without_regime),
    ("gap in dates", True, "let the next begin on the day the one before ends", gaps_in_dates),
    ("overlap in dates", True, "let the one before end on the day the next begins", overlaps_in_dates),
    ("unreachable", True, "leave it out, move it up, or correct its 'when'", unreachable),
    ("never open", True, "let it open before it falls due", never_open),
    ("longer than the interval", True, "shorten it, or lengthen 'every'", too_long),
    ("no length", True, "write a length of at least one day or hour, or 'never'", zero_lengths),
    (
        "met too late",
        True,
        "write since = 'ever', or 'opens' where it opens before",
        met_after_the_due_day,
    ),
    (
        "known too late",
        True,
        "let it hang on 'offender', and count from a date that is known beforehand, such as { birthday = 18 }",
        known_too_late,
    ),
    ("latest too soon", True, "lengthen it, or shorten the length", latest_before_due),
    ("no first day", True, "write a span under 'while', or count from an event", no_first_day),
    (
        "never due",
        True,
        "let it hang on 'offender' or on what the span hangs on, without 'while' of it, or fall due before the end",
        due_after_the_end,
    ),
    ("nobody has it", True, "take the state out of one of the two", nobody_has),
    ("never the first", True, "name an event that it hangs on, or let it hang on such events", never_the_first),
    ("another's end", True, "let it hang on what the span hangs on, or name its own span", ends_of_none),
    ("last of all ends", False, "agree, or let it hang on what the span hangs on", ends_of_all),
    ("never closes", False, "agree, or write the last day as 'within'", latest_of_the_permitted),
    ("hours of a day", False, "agree, or count from the event that begins it: { first = … }", moments_of_days),
    ("missed at once", False, "agree, or write late = 'fills the oldest', or an 'opens'", missed_at_once),
    ("contradicting rules", False, "leave the longer out, or let the gates tell the two apart", contradicting),
    ("levels upside down", False, "agree, or give the higher level the shorter length", levels_upside_down),
    ("amended twice", False, "agree that the last governs, or take one of them out", amended_twice),
    ("no level named", False, "agree, or add a rule for these levels", gates_without_level),
    ("state in part", False, "agree, or say what the state does: 'suspended', 'not_in' or a gate", states_in_part),
    ("ends for good", False, "agree, or say that the state suspends it: 'suspended'", ends_for_good),
    ("state twice", False, "leave it out of one of them", states_twice),
    ("keys apart", False, "let them hang on the same, or take one out of the group", keys_apart),
    ("event kind", False, "agree that it is another kind, or correct it", kinds_near_a_name),
    ("very long", False, "agree that it is meant, or correct it", very_long),
    ("other date", False, _DATE_BY, _no_date_shared),
    ("other date in part", False, _DATE_BY, _some_dates_shared),
    ("windows overlap", False, "agree that an event may lie in two of them; it meets the earlier", overlapping_windows),
    ("month end", False, "agree, or change 'month_end' or 'leap_day' under [conventions]", month_ends),
    ("leap birthday", False, "agree, or change 'leap_birthday' under [conventions]", leap_birthdays),
    ("assumed", False, "put a force's own value, with its source, in its place", _assumed),
    ("no place", False, "write 'where'", _placeless_sources),
    ("closed days", False, "agree that a closed last day stays where it falls, or write 'roll'", days_without_roll),
    ("first day of a stay", False, "write counting = 'after' or 'beginning with'", _presence_uncounted),
)
