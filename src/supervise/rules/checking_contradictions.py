"""Values that contradict each other: of two duties met by the same, of two levels, and of two amendments.

One length is called shorter than another only if it ends sooner from whatever day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, permutations

from supervise.rules.checking_regimes import conjuncts, gated_levels, tests_of
from supervise.rules.conditions import When
from supervise.rules.duration import Duration
from supervise.rules.language import Rule
from supervise.rules.overlay import is_shorter
from supervise.rules.rulebook import Amendment, Rulebook
from supervise.rules.words import Cadence

__all__ = ["amended_twice", "contradicting", "levels_upside_down"]


def contradicting(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield rolling duties with a longer interval than another that holds whenever they do and is met by the same."""
    rolling = [rule for rule in book.rule if rule.cadence is Cadence.ROLLING and rule.must]
    for rule, other in permutations(rolling, 2):
        if _holds_with(other, rule):
            for levels, mine, shorter in _longer(rule, other, book):
                what = f"asks for {mine}{levels}, and rule {other.id}, which is met by the same, for {shorter}"
                yield f"rule {rule.id}.regime", f"{what}: it never falls due first"


def _holds_with(other: Rule, rule: Rule) -> bool:
    """Return whether a rule holds, at the same level, whenever another does, and what meets one meets both."""
    alike = all(getattr(rule, key) == getattr(other, key) for key in _ALIKE)
    in_force = other.in_force in (None, rule.in_force)
    wider = set(other.suspended) <= set(rule.suspended) and _asked(other.gate) <= _asked(rule.gate)
    # What may take away the one must take away the other, too.
    return alike and in_force and wider and other.void_by in ((), rule.void_by)


_ALIKE = ("met_by", "one_per", "anchor", "while_", "counting", "rebased_by")


def _asked(gate: When | None) -> set[tuple[str, str]]:
    """Return what a gate asks for beside the level, each as a text."""
    tables = () if gate is None else conjuncts(gate)
    dates = {
        (key, str(day)) for each in tables for key in ("since", "before") if (day := getattr(each, key)) is not None
    }
    return dates | {test for test in tests_of(tables) if test[0] != "level"}


def _longer(rule: Rule, other: Rule, book: Rulebook) -> Iterator[tuple[str, Duration, Duration]]:
    """Yield the intervals of a rule that are longer than another's, with those, and for which levels they are."""
    scale = frozenset(book.levels.scale)
    both = [level for level in book.levels.scale if level in gated_levels(rule, scale) & gated_levels(other, scale)]
    found: dict[tuple[Duration, Duration], list[str]] = {}
    for level in both:
        mine, theirs = _interval(rule, level), _interval(other, level, always=True)
        if mine is not None and theirs is not None and is_shorter(theirs, mine):
            found.setdefault((mine, theirs), []).append(level)
    for (mine, theirs), levels in found.items():
        yield "" if levels == both else f" for {', '.join(levels)}", mine, theirs


def _interval(rule: Rule, level: str, *, always: bool = False) -> Duration | None:
    """Return the interval of a level where nothing but the level decides; None if it has none.

    With ``always`` it has none either where something else may give it another one.
    """
    for regime in rule.regime:
        when = regime.when or When(level=(level,))
        if when == When(level=when.level) and level in (when.level or ()):
            every = regime.every
            return None if every is None else every.duration or (every.by_level or {}).get(level)
        if always and level in (when.level or (level,)):
            return None
    return None


def levels_upside_down(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield tables by level in which a lower level has the shorter length."""
    for rule in book.rule:
        for place, regime in enumerate(rule.regime):
            for key, length in (("every", regime.every), ("within", regime.within)):
                lengths = {} if length is None or length.by_level is None else length.by_level
                pair = _upside_down(book.levels.scale, lengths)
                if pair is not None:
                    low, high = pair
                    what = f"{lengths[low]} for {low}, and {lengths[high]} for {high}, which stands above it"
                    yield f"rule {rule.id}.regime[{place}].{key}", what


def _upside_down(scale: Iterable[str], lengths: dict[str, Duration]) -> tuple[str, str] | None:
    pairs = combinations([level for level in scale if level in lengths], 2)
    return next((pair for pair in pairs if is_shorter(lengths[pair[0]], lengths[pair[1]])), None)


def amended_twice(book: Rulebook) -> Iterator[tuple[str, str]]:
    """Yield values that amendments set to different ones."""
    by_path: dict[str, list[Amendment]] = {}
    for amendment in book.amendments:
        by_path.setdefault(amendment.path, []).append(amendment)
    for path, found in by_path.items():
        if len({each.after for each in found}) > 1:
            yield path, ", then ".join(f"{each.after} by {each.overlay}" for each in found)
