"""States that some rules of one duty speak of and others do not, and states that a rule speaks of twice.

Rules belong together if they are parts of one duty, or are met by the same. A named set stands for the states in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supervise.rules.checking_regimes import conjuncts
from supervise.rules.conditions import When
from supervise.rules.language import Rule, Suspension, While
from supervise.rules.rulebook import Rulebook
from supervise.rules.wholeness import parts_of
from supervise.rules.words import Effect

__all__ = ["ends_for_good", "nobody_has", "states_in_part", "states_twice"]


def states_in_part(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield rules that do not speak of a state in which another rule of their duty is suspended."""
    for rule in book.rule:
        known = set(_members(book, _spoken_of(rule)))
        for other in book.rule:
            if other is rule or not _belong_together(rule, other):
                continue
            missing = [state for state in _suspending(book, other) if state not in known]
            if missing:
                known.update(missing)
                yield f"rule {rule.id}.suspended", f"does not speak of {_listed(missing)}, and rule {other.id} does"


def _belong_together(rule: Rule, other: Rule) -> bool:
    same = rule.published_id == other.published_id or (bool(rule.met_by) and rule.met_by == other.met_by)
    return same and rule.must and other.must and rule.duty_of is other.duty_of


def states_twice(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield states that two entries of a rule are about, and those in which there is no duty to suspend."""
    for rule in book.rule:
        ends = set(_members(book, _ending_all(rule)))
        seen: set[str] = set()
        for place, suspended in enumerate(rule.suspended):
            path, states = f"rule {rule.id}.suspended[{place}].in", _members(book, suspended.in_)
            both = [state for state in states if state in seen]
            if both:
                yield path, f"an entry before it is about {_listed(both)} as well"
            never = [state for state in states if state in ends]
            if never:
                yield path, f"'not_in' of 'while' ends the duty in {_listed(never)}: nothing is left to suspend"
            seen.update(states)


def nobody_has(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield duties that hang on a state in which there is none, or that are asked for in it alone."""
    for rule in book.rule:
        held = _members(book, () if rule.one_per.run_of is None else (rule.one_per.run_of,))
        ends = set(_members(book, () if rule.while_ is None else rule.while_.not_in))
        if held and ends.issuperset(held):
            yield f"rule {rule.id}.while.not_in", f"the duty hangs on a stretch in {_listed(held)}, and has ended in it"
        for place, suspended in enumerate(rule.suspended):
            if held and suspended.effect is Effect.SKIP and set(_members(book, suspended.in_)).issuperset(held):
                what = f"the duty hangs on a stretch in {_listed(held)}, and each occurrence in it is left out"
                yield f"rule {rule.id}.suspended[{place}].in", what
        asked = _members(book, _asked_in(rule))
        if asked and ends.issuperset(asked):
            yield f"rule {rule.id}.gate.in", f"'not_in' of 'while' ends the duty in {_listed(asked)}"


def _asked_in(rule: Rule) -> tuple[str, ...]:
    """Return the states of which a gate asks for one on a day of the case; none if the day may be another.

    What resumes has its days in such a state as well.
    """
    resumes = rule.while_ is not None and rule.while_.resumes
    inside = rule.cadence.is_fixed or rule.anchor.start or rule.anchor.first is not None
    if rule.gate is None or not inside or resumes or rule.anchor.offset is not None:
        return ()
    return next((each.in_ for each in conjuncts(rule.gate) if each.in_), ())


def _ending_all(rule: Rule) -> tuple[str, ...]:
    """Return the states that leave nothing pending: the duty begins anew after them, with what happens then."""
    if rule.while_ is None or rule.while_.resumes or rule.anchor.across_gaps:
        return ()
    one = rule.one_per
    if not (one.offender or one.run_of is not None or one.gap_of is not None):
        return rule.while_.not_in  # what it hangs on belongs to one time between the states
    # Each time between them has the duty: a date counted from before it, or an occasion that opened then, may pend.
    inside = rule.anchor.start or rule.anchor.first is not None or rule.anchor.last is not None
    return rule.while_.not_in if inside and not rule.cadence.is_fixed else ()


def ends_for_good(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield rules that repeat for one thing and end with the first state of `not_in`, though that may end as well."""
    for rule in book.rule:
        hangs_on_one = rule.one_per.each is not None or rule.one_per.span is not None
        if rule.while_ is None or not hangs_on_one or not (rule.cadence.follows or rule.cadence.is_fixed):
            continue
        passing = [state for state in rule.while_.not_in if state != _FINAL]
        if passing and not rule.while_.resumes and not rule.anchor.across_gaps:
            first = f"from the first day in {_listed(passing)}"
            what = f"what the duty hangs on has none any more {first}, also when that has ended"
            yield f"rule {rule.id}.while.not_in", what


# The one state that nobody comes back from.
_FINAL = "deceased"


def _suspending(book: Rulebook, rule: Rule) -> list[str]:
    return _members(book, (name for suspended in rule.suspended for name in suspended.in_))


def _spoken_of(rule: Rule) -> Iterator[str]:
    """Yield the states that a rule names, whatever it says of them."""
    for part in parts_of(rule):
        if isinstance(part, Suspension):
            yield from part.in_
        elif isinstance(part, While):
            yield from part.not_in
        elif isinstance(part, When):
            yield from (*(part.in_ or ()), *(part.not_in or ()))


def _members(book: Rulebook, names: Iterable[str]) -> list[str]:
    """Return states with each named set of others replaced by those, in the order of the file."""
    found: list[str] = []
    for name in names:
        named = book.states.get(name)
        found += _members(book, named.any_) if named is not None and named.any_ else [name]
    return list(dict.fromkeys(found))


def _listed(states: Iterable[str]) -> str:
    return ", ".join(f"'{state}'" for state in states)
