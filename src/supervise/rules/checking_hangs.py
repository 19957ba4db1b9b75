"""What a rule asks of what it hangs on, where that is another: a first event it is not, an end it does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supervise.rules.conditions import When
from supervise.rules.declared import Derive
from supervise.rules.places import Anchor, OnePer
from supervise.rules.rulebook import Rulebook
from supervise.rules.vocabulary import NOUNS
from supervise.rules.wholeness import parts_of

__all__ = ["ends_of_all", "ends_of_none", "never_the_first"]

Found = Iterator[tuple[str, str]]
# Nouns and kinds of them; None where it cannot be told of which facts events are.
Kinds = frozenset[str] | None


def never_the_first(book: Rulebook) -> Found:
    """Yield tests whether what a duty hangs on is the first event of a name, where it is none of them."""
    for rule in book.rule:
        own = _of_case(book, rule.one_per)
        names = [part.first_of for part in parts_of(rule) if isinstance(part, When) and part.first_of is not None]
        for name in dict.fromkeys(names):
            if rule.one_per.occurrence_of is not None:
                yield f"rule {rule.id}", f"is no '{name}': an occurrence of another rule is an event of its own"
            elif _are_apart(own, _of_events(book, (name,))):
                yield f"rule {rule.id}", f"is no '{name}', and so never the first: it hangs on {_listed(own)}"


def ends_of_none(book: Rulebook) -> Found:
    """Yield anchors on the end of a span of facts of the same array as those a duty hangs on, but of other kinds."""
    yield from _other_ends(book, alike=True, what="has no extent of the span '{0}': it hangs on {1}, the span on {2}")


def ends_of_all(book: Rulebook) -> Found:
    """Yield anchors on the end of a span of other facts than those a duty hangs on: on the latest of all its ends."""
    what = "hangs on {1}, the span '{0}' on {2}: of all its extents the last to end counts"
    yield from _other_ends(book, alike=False, what=what)


def _other_ends(book: Rulebook, *, alike: bool, what: str) -> Found:
    for rule in book.rule:
        own = None if rule.one_per.key is not None else _of_case(book, rule.one_per)
        spans = [part.span_end for part in parts_of(rule) if isinstance(part, Anchor) and part.span_end is not None]
        for span in dict.fromkeys(spans):
            theirs = _of_case(book, OnePer(span=span))
            if _are_apart(own, theirs) and bool(_nouns(own) & _nouns(theirs)) == alike:
                yield f"rule {rule.id}.anchor", what.format(span, _listed(own), _listed(theirs))


# ── of which facts ──────────────────────────────────────────────────────────────────────────────────────────────


def _of_case(book: Rulebook, one_per: OnePer) -> Kinds:
    """Return the kinds of facts that a duty or a span hangs on."""
    if one_per.each is not None:
        return _of_events(book, one_per.each.of)
    if one_per.occurrence_of is not None:
        return _union(_of_case(book, rule.one_per) for rule in book.rules_named(one_per.occurrence_of))
    if one_per.span is not None:
        named = (span for span in book.span if one_per.span in (span.id, span.part_of))
        return _union(_of_case(book, span.one_per) for span in named)
    return None


def _of_events(book: Rulebook, names: Iterable[str]) -> Kinds:
    return _union(_of_event(book, name) for name in names)


def _of_event(book: Rulebook, name: str) -> Kinds:
    if name in book.define:
        return _of_events(book, book.define[name].of)
    derived: Derive | None = next((each for each in book.derive if each.id == name), None)
    if derived is not None:
        made_of = [each.of for each in (derived.of, derived.also) if each is not None]
        return _of_events(book, (inner for names in made_of for inner in names)) if made_of else None
    return frozenset({name}) if name.partition(".")[0] in NOUNS else None


def _union(kinds: Iterable[Kinds]) -> Kinds:
    found = list(kinds)
    known = [each for each in found if each is not None]
    return frozenset[str]().union(*known) if known and len(known) == len(found) else None


def _are_apart(own: Kinds, theirs: Kinds) -> bool:
    """Whether no fact can be of both: two kinds of one noun are apart, and a noun stands for each of its kinds."""
    if own is None or theirs is None:
        return False
    return not any(one == other or other in _nouns({one}) or one in _nouns({other}) for one in own for other in theirs)


def _nouns(kinds: Iterable[str] | None) -> frozenset[str]:
    return frozenset(each.partition(".")[0] for each in kinds or ())


def _listed(kinds: Kinds) -> str:
    return " or ".join(f"'{each}'" for each in sorted(kinds or ()))
