"""Levels and days that no regime covers or two do, and variants that nothing can reach.

A `when` is read as far as can be told without facts: what it asks for must hold together, and with the rule's gate.
What is not understood is taken to be possible, so that nothing sound is called a fault.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TypeAlias

import attrs
from attrs import frozen

from supervise.rules.conditions import When
from supervise.rules.language import InForce, Regime, Rule
from supervise.rules.reading import plain
from supervise.rules.rulebook import Rulebook
from supervise.rules.words import Cadence, ChangePolicy

__all__ = [
    "conjuncts",
    "gaps_in_dates",
    "gated_levels",
    "gates_without_level",
    "levels_with",
    "levels_without_regime",
    "overlaps_in_dates",
    "tests_of",
    "unreachable",
]

Found: TypeAlias = Iterator[tuple[str, str]]
Levels: TypeAlias = frozenset[str]

# First day, and the day after the last.
Stretch: TypeAlias = tuple[int, int]
_EVER: Stretch = (0, 10**9)


# ── levels ──────────────────────────────────────────────────────────────────────────────────────────────────────


def levels_without_regime(book: Rulebook) -> Found:
    """Yield rules that have a regime for some levels of the scale and none for others."""
    scale = frozenset(book.levels.scale)
    for rules in _same_duty(book):
        gated = _union(gated_levels(rule, scale) for rule in rules)
        missing = gated - _union(_covered(rule, scale) for rule in rules)
        if missing:
            yield f"rule {rules[0].id}.regime", f"no regime can hold for {_listed(missing, book)}"


def gates_without_level(book: Rulebook) -> Found:
    """Yield rules that are for some levels of the scale only, where no rule met by the same is for the others."""
    scale = frozenset(book.levels.scale)
    for rules in _same_duty(book):
        missing = scale - _union(gated_levels(rule, scale) for rule in rules)
        if missing:
            yield f"rule {rules[0].id}.gate", f"none for {_listed(missing, book)}, met by the same"


def _same_duty(book: Rulebook) -> list[list[Rule]]:
    """Return the rules, those together that recur and are met by the same, or that are parts of one."""
    found: dict[str, list[Rule]] = {}
    for rule in (each for each in book.rule if each.must):
        recurs = rule.cadence not in (Cadence.ONCE, Cadence.COUNTDOWN)
        quotas = [quota.of for regime in rule.regime for quota in regime.quota]
        met_by = json.dumps([plain(rule.met_by), plain(quotas)], sort_keys=True)
        key = met_by if recurs and (rule.met_by or quotas) else rule.published_id
        found.setdefault(key, []).append(rule)
    return list(found.values())


def gated_levels(rule: Rule, scale: Levels) -> Levels:
    """Return the levels with which the gate of a rule may hold."""
    return scale if rule.gate is None else levels_with(rule.gate, scale)


def _covered(rule: Rule, scale: Levels) -> Levels:
    if not rule.regime:
        return scale
    held = _union(scale if regime.when is None else levels_with(regime.when, scale) for regime in rule.regime)
    return held & gated_levels(rule, scale)


def levels_with(when: When, scale: Levels) -> Levels:
    """Return the levels with which tests may hold.

    >>> sorted(levels_with(When(not_=When(level=("low",))), frozenset({"low", "high"})))
    ['high']
    """
    found = scale if when.level is None else scale & frozenset(when.level)
    for each in when.all_:
        found &= levels_with(each, scale)
    if when.any_:
        found &= _union(levels_with(each, scale) for each in when.any_)
    if when.not_ is not None and when.not_ == When(level=when.not_.level):
        found -= frozenset(when.not_.level or ())
    return found


def _union(sets: Iterator[Levels]) -> Levels:
    return frozenset().union(*sets)


def _listed(levels: Levels, book: Rulebook) -> str:
    return ", ".join(level for level in book.levels.scale if level in levels)


# ── dates in force ──────────────────────────────────────────────────────────────────────────────────────────────


@frozen
class _Versions:
    """What differs in its dates alone, in the order of these, and the days on which something wider holds as well."""

    path: str
    dated: tuple[tuple[str, Stretch], ...]
    wider: tuple[Stretch, ...] = ()
    # Of several rules each has its occurrences; of several regimes only the first that holds is used.
    each_counts: bool = False


def gaps_in_dates(book: Rulebook) -> Found:
    """Yield days between versions of one regime or rule on which none of them holds."""
    for versions in _versions(book):
        end = versions.dated[0][1][1]
        for name, (first, after) in versions.dated[1:]:
            if first > end and not any(_inside((end, first), other) for other in versions.wider):
                yield versions.path, f"none holds from {_date(end)} to {_date(first - 1)}, before {name}"
            end = max(end, after)


def overlaps_in_dates(book: Rulebook) -> Found:
    """Yield versions that hold on the same days; of regimes only where neither stands inside the other."""
    for versions in _versions(book):
        for (one, (start, end)), (other, (first, after)) in pairwise(versions.dated):
            if first < end and (versions.each_counts or (start < first and end < after)):
                days = f"{_from(first)}{_to(min(end, after))}"
                yield versions.path, f"{one} and {other} both hold{days or ' on every day'}"


def _versions(book: Rulebook) -> Iterator[_Versions]:
    for rule in book.rule:
        if all(regime.when is not None for regime in rule.regime):
            yield from _of_regimes(rule)
    in_force: dict[str, list[tuple[str, Stretch]]] = {}
    for rule in book.rule:
        if rule.in_force is not None:
            in_force.setdefault(_without_force(rule), []).append((f"rule {rule.id}", _force(rule.in_force)))
    for dated in in_force.values():
        yield _Versions(f"{dated[0][0]}.in_force", _sorted(dated), each_counts=True)


def _of_regimes(rule: Rule) -> Iterator[_Versions]:
    found: dict[frozenset[tuple[str, str]], list[tuple[str, Stretch]]] = {}
    for place, regime in enumerate(rule.regime):
        tables = conjuncts(regime.when or When())
        days = _days(tables)
        if days[0] < days[1]:
            found.setdefault(frozenset(tests_of(tables)), []).append((f"regime[{place}]", days))
    for tests, dated in found.items():
        wider = tuple(days for fewer, others in found.items() if fewer < tests for _, days in others)
        yield _Versions(f"rule {rule.id}.regime", _sorted(dated), wider)


def _sorted(dated: list[tuple[str, Stretch]]) -> tuple[tuple[str, Stretch], ...]:
    return tuple(sorted(dated, key=lambda each: each[1]))


def _without_force(rule: Rule) -> str:
    """Return what versions of one rule share: whose it is, what it hangs on, and when it is asked for."""
    return _key([rule.published_id, *(plain(each) for each in (rule.one_per, rule.while_, rule.gate, rule.met_by))])


def _key(data: object) -> str:
    return json.dumps(data, sort_keys=True, default=str)


def _force(force: InForce) -> Stretch:
    first = _EVER[0] if force.from_ is None else force.from_.toordinal()
    return first, _EVER[1] if force.until is None else force.until.toordinal() + 1


def _days(tests: tuple[When, ...]) -> Stretch:
    since = [each.since.toordinal() for each in tests if each.since is not None]
    before = [each.before.toordinal() for each in tests if each.before is not None]
    return max(since, default=_EVER[0]), min(before, default=_EVER[1])


def _date(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()


def _from(first: int) -> str:
    return "" if first == _EVER[0] else f" from {_date(first)}"


def _to(after: int) -> str:
    return "" if after == _EVER[1] else f" to {_date(after - 1)}"


# ── what nothing can reach ──────────────────────────────────────────────────────────────────────────────────────


def unreachable(book: Rulebook) -> Found:
    """Yield gates that can never hold, and regimes that cannot, or that others before them leave nothing to."""
    scale = frozenset(book.levels.scale)
    for rule in book.rule:
        gate = () if rule.gate is None else (rule.gate,)
        why = _contradiction(gate, scale)
        if why:
            yield f"rule {rule.id}.gate", f"can never hold: {why}"
            continue
        # A gate is tested on the anchor day: a regime that is read on later days need not hold together with it.
        once = rule.change is None or rule.change.any_ is ChangePolicy.NEXT_ANCHOR
        for place, regime in enumerate(rule.regime):
            why = _contradiction((*(gate if once else ()), *([regime.when] if regime.when else [])), scale)
            why = f"can never hold: {why}" if why else _taken(rule.regime[:place], regime, scale)
            if why:
                yield f"rule {rule.id}.regime[{place}]", why


def _taken(before: tuple[Regime, ...], regime: Regime, scale: Levels) -> str:
    """Return why nothing is left to a regime; nothing if something is."""
    # A regime that takes its length from a plan holds only where there is one.
    certain = [each.when for each in before if each.when and (each.length is None or each.length.fact is None)]
    if regime.when is not None and any(_implies(regime.when, each) for each in certain):
        return "is never reached: a regime before it holds whenever it does"
    alone = [frozenset(each.level) for each in certain if each.level and each == When(level=each.level)]
    here = scale if regime.when is None else levels_with(regime.when, scale)
    # Without a level nothing is decided: what is left to a regime without one is not reached by levels alone.
    if regime.when is not None and regime.when.level is not None and here <= _union(iter(alone)):
        return "is never reached: regimes before it take each of its levels"
    return ""


def _implies(when: When, other: When) -> bool:
    """Return whether all tests of ``other`` are tests of ``when`` too, with dates that are no wider."""
    mine, others = conjuncts(when), conjuncts(other)
    return set(tests_of(others)) <= set(tests_of(mine)) and _inside(_days(mine), _days(others))


def tests_of(tables: tuple[When, ...]) -> list[tuple[str, str]]:
    """Return the tests of tables that must all hold, but for the dates, as texts that can be compared.

    >>> tests_of((When(level=("high",)),))
    [('level', '["high"]')]
    """
    return [
        (name, _key(plain(value)))
        for each in tables
        for name in attrs.fields_dict(When)
        if name not in ("all_", "since", "before") and (value := getattr(each, name)) not in (None, ())
    ]


def _inside(days: Stretch, others: Stretch) -> bool:
    return others[0] <= days[0] and days[1] <= others[1]


def conjuncts(when: When) -> tuple[When, ...]:
    """Return the tables that must all hold.

    >>> len(conjuncts(When(level=("high",), all_=(When(mode="active"),))))
    2
    """
    return (when, *(inner for each in when.all_ for inner in conjuncts(each)))


def _contradiction(tests: tuple[When, ...], scale: Levels) -> str:
    """Return why tests cannot hold together; nothing if they may."""
    joint = tuple(inner for each in tests for inner in conjuncts(each))
    for why, impossible in _IMPOSSIBLE:
        if impossible(joint, scale):
            return why
    return ""


def _no_level(joint: tuple[When, ...], scale: Levels) -> bool:
    return not levels_with(When(all_=joint), scale)


def _no_day(joint: tuple[When, ...], _: Levels) -> bool:
    since, before = _days(joint)
    return since >= before


def _two_words(joint: tuple[When, ...], _: Levels) -> bool:
    names = ("mode", "plan_interval", "last_notified_home", "occurrence", "indefinite", "first_of")
    return any(len({getattr(each, name) for each in joint} - {None}) > 1 for name in names)


def _no_agency(joint: tuple[When, ...], _: Levels) -> bool:
    asked = [set(each.lead_agency) for each in joint if each.lead_agency is not None]
    return bool(asked) and not set.intersection(*asked)


def _in_and_out(joint: tuple[When, ...], _: Levels) -> bool:
    out = {name for each in joint for name in each.not_in or ()}
    return any(each.in_ is not None and set(each.in_) <= out for each in joint)


def _no_number(joint: tuple[When, ...], _: Levels) -> bool:
    counts = [(each.count.at_least or 0, each.count.at_most) for each in joint if each.count is not None]
    gaps = [
        (each.gap.more_than + 1, each.gap.less_than) for each in joint if each.gap and each.gap.more_than is not None
    ]
    # Fewer than so many is at most one less.
    bounds = [*counts, *((least, None if less is None else less - 1) for least, less in gaps)]
    return any(most is not None and least > most for least, most in bounds)


def _itself_denied(joint: tuple[When, ...], _: Levels) -> bool:
    return any(each.not_ is not None and any(_implies(other, each.not_) for other in joint) for each in joint)


def _no_branch(joint: tuple[When, ...], scale: Levels) -> bool:
    return any(each.any_ and all(_contradiction((branch,), scale) for branch in each.any_) for each in joint)


_IMPOSSIBLE: tuple[tuple[str, Callable[[tuple[When, ...], Levels], bool]], ...] = (
    ("no level of the scale is left", _no_level),
    ("'since' is not before 'before'", _no_day),
    ("two tests ask for different words of one thing", _two_words),
    ("no lead agency is left", _no_agency),
    ("each of the states of 'in' is in 'not_in'", _in_and_out),
    ("no number of events or days is left", _no_number),
    ("'not' denies what it asks for", _itself_denied),
    ("none of 'any' can hold", _no_branch),
)
