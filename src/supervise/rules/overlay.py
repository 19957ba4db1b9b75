"""A force's amendments to a book: small, reasoned, approved, and never laxer than the law.

On a value whose authority is LAW an overlay may shorten a period or add a threshold; anything else is refused
when it is loaded. Two lengths are compared only if they are of one unit and one is the shorter from every day:
that 90 days are sooner than three months depends on the months.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import attrs
from attrs import frozen

from supervise.errors import RulebookLoadError
from supervise.rules.choices import choices_missing
from supervise.rules.conditions import Length
from supervise.rules.duration import MONTHS_IN, Duration
from supervise.rules.intake import Taken, bytes_of, from_bytes, from_mapping, refuse_another
from supervise.rules.language import Authority, Confidence, InForce, Regime, Rule
from supervise.rules.quota import Percentage
from supervise.rules.reading import Problems, item, kind_of, nearest, plain, read
from supervise.rules.rulebook import THRESHOLD_KINDS, Amendment, Rulebook, Threshold
from supervise.rules.thresholds import NEGATIVE, is_negative, level_faults, replacing_faults

__all__ = ["Amend", "Overlay", "apply_overlay", "is_shorter", "overlay_in_part", "read_overlay"]

_BEGINS = "an overlay begins with id and version, and has an [[amend]] for each change"
_NO_TEXT = "write it out; every amendment says why and who approved it"


@frozen
class Amend:
    """One amendment: a regime's length, alone or at one level, what a quota asks for, the first day of a rule that is
    off, or a threshold.

    Each has its reason and approver.
    """

    reason: str
    approved_by: str
    rule: str | None = None
    regime: str | None = None
    level: str | None = None
    value: Duration | None = None
    commences: dt.date | None = None
    quota: str | None = None
    at_least: int | None = None
    threshold: str | None = None
    set_: Any = None

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield an amendment of nothing or of two things, and one without reason or approver."""
        for key in ("reason", "approved_by"):
            if not getattr(self, key).strip():
                yield key, _NO_TEXT
        if (self.rule is None) == (self.threshold is None):
            yield "", "amend exactly one of 'rule' and 'threshold'"
        if self.rule is not None and self.value is None and self.quota is None and self.commences is None:
            yield "value", "missing; write the new period, such as '4 months', or the day the rule 'commences'"
        named = (self.value, self.regime, self.level, self.quota, self.at_least)
        if self.commences is not None and any(each is not None for each in named):
            yield "commences", "switches a whole rule on; amend its periods in an entry of its own"
        if (self.quota is None) != (self.at_least is None):
            yield "quota", "names the quota whose 'at_least' is another; write both"
        if self.quota is not None and (self.value is not None or self.level is not None):
            yield "quota", "amend a period or a quota, in an entry each"
        if self.threshold is not None and kind_of(self.set_) not in THRESHOLD_KINDS:
            yield "set", f"expected {', '.join(THRESHOLD_KINDS)}, found {kind_of(self.set_)}"
        if is_negative(self.set_):
            yield "set", NEGATIVE
        other = ("regime", "level", "value", "commences", "quota", "at_least") if self.rule is None else ("set_",)
        for key in other:
            if getattr(self, key) is not None:
                yield key.rstrip("_"), "goes with 'rule' only" if self.rule is None else "goes with 'threshold' only"


@frozen
class _Written:
    """An overlay as its file has it; of one with problems, what could be read of it."""

    IN_PART: ClassVar[bool] = True

    id: str
    version: str
    amend: tuple[Amend, ...]


@frozen
class Overlay:
    """A named set of amendments, with the SHA-256 of the bytes it was read from."""

    id: str
    version: str
    amend: tuple[Amend, ...]
    sha256: str


def read_overlay(source: str | Path | Mapping[str, Any]) -> Overlay:
    """Return the overlay in a TOML file or mapping.

    Raises UnknownRulebookError if the file cannot be read, and RulebookLoadError with every problem found.

    >>> amend = {"threshold": "caseload-limit", "set": 40, "reason": "policy 7", "approved_by": "chief"}
    >>> read_overlay({"id": "own", "version": "1", "amend": [amend]}).amend[0].set_
    40
    """
    overlay, name, problems = overlay_in_part(source)
    if problems.found:
        raise RulebookLoadError(name, problems.found)
    return overlay


def overlay_in_part(source: str | Path | Mapping[str, Any]) -> tuple[Overlay, str, Problems]:
    """Return what can be read of an overlay, what an error calls it, and what is wrong with it.

    An amendment that cannot be read is None: the others can be held against a book.

    >>> overlay, name, problems = overlay_in_part({"id": "own", "version": "1", "amend": [{}]})
    >>> overlay.amend, name, len(problems.found)
    ((None,), 'inline overlay', 2)
    """
    taken = _taken(source)
    refuse_another(taken.data, taken.source, "overlay")
    problems = Problems()
    written: _Written = read(_Written, taken.data, "", problems)
    return Overlay(written.id, written.version, written.amend or (), taken.sha256), taken.source, problems


def _is_sound(amend: Amend | None) -> bool:
    return amend is not None and not any(amend.faults())


def _taken(source: str | Path | Mapping[str, Any]) -> Taken:
    if isinstance(source, Mapping):
        return from_mapping(source, "overlay")
    return from_bytes(bytes_of(source, "overlay"), Path(source).name, begins=_BEGINS)


def apply_overlay(
    book: Rulebook, overlay: Overlay, name: str, problems: Problems
) -> tuple[tuple[Rule, ...], dict[str, Threshold], list[Amendment]]:
    """Return the amended rules and thresholds with a record of each change.

    Raises RulebookLoadError with every amendment that is not allowed or amends nothing, beside what was wrong before.
    """
    rules = {rule.id: rule for rule in book.rule}
    thresholds = dict(book.thresholds)
    amendments: list[Amendment] = []
    sound = [(item("amend", index, None), amend) for index, amend in enumerate(overlay.amend) if _is_sound(amend)]
    for path, amend in sound:
        if amend.threshold is not None:
            faults = _threshold_faults(book.levels.scale, thresholds.get(amend.threshold), amend.threshold, amend.set_)
            for message in faults:
                problems.add(f"{path}.set", message)
            amendments.append(_amend_threshold(thresholds, amend.threshold, amend, overlay))
        elif amend.commences is not None:
            amendments += _commence(book, rules, amend, overlay, path, problems)
        else:
            amendments += _amend_rule(rules, amend, overlay, path, problems)
    if problems.found:
        raise RulebookLoadError(name, problems.found)
    return tuple(rules.values()), thresholds, amendments


def _threshold_faults(scale: Iterable[str], before: Threshold | None, name: str, value: Any) -> Iterator[str]:
    """Yield what is wrong with a new value, once: a level that is missing is told as such, not as a key."""
    levels = tuple(level_faults(name, value, scale))
    yield from levels
    if before is not None and not levels:
        yield from replacing_faults(value, before.value)


def _amend_threshold(thresholds: dict[str, Threshold], name: str, amend: Amend, overlay: Overlay) -> Amendment:
    before = thresholds.get(name)
    thresholds[name] = Threshold(value=amend.set_, source=overlay.id, confidence=Confidence.SEEN)
    shown = "not set" if before is None else _as_text(before.value)
    return Amendment(overlay.id, f"thresholds.{name}", shown, _as_text(amend.set_), amend.reason, amend.approved_by)


def _as_text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)


def _commence(
    book: Rulebook, rules: dict[str, Rule], amend: Amend, overlay: Overlay, path: str, problems: Problems
) -> Iterator[Amendment]:
    """Switch on a rule that the book has but does not take for law yet."""
    off = {rule.id: rule for rule in book.dormant}
    name = amend.rule or ""
    if name in rules:
        problems.add(f"{path}.rule", "is law already; only a rule that is off can commence")
        return
    if name not in off:
        problems.add(f"{path}.rule", f"no rule of that id that is off; {nearest(name, off)}")
        return
    declared = off[name].in_force
    time = InForce(from_=amend.commences, until=None if declared is None else declared.until)
    if any(time.faults()):
        problems.add(f"{path}.commences", "lies after the last day of the rule")
    rules[name] = attrs.evolve(off[name], off=False, in_force=time)
    yield Amendment(overlay.id, f"{name}.in_force", "off", f"from {amend.commences}", amend.reason, amend.approved_by)


def _amend_rule(
    rules: dict[str, Rule], amend: Amend, overlay: Overlay, path: str, problems: Problems
) -> Iterator[Amendment]:
    rule, value = rules.get(amend.rule or ""), amend.value
    if rule is None or (value is None and amend.quota is None):
        problems.add(f"{path}.rule", f"no rule of that id in the book; {nearest(amend.rule or '', rules)}")
        return
    place = _regime_place(rule, amend)
    if place is None:
        names = [regime.name for regime in rule.regime if regime.name is not None]
        problems.add(
            f"{path}.regime", f"names none of the rule's {len(rule.regime)}; {nearest(amend.regime or '', names)}"
        )
        return
    regime = rule.regime[place]
    if value is None:
        yield from _amend_quota(rules, rule, place, amend, overlay, path, problems)
        return
    key, length = _length_of(regime)
    before = None if length is None else _old_length(length, amend.level)
    if length is None or before is None:
        problems.add(f"{path}.level", _no_length(length))
        return
    if (regime.authority or rule.authority) is Authority.LAW and not (key != "before" and is_shorter(value, before)):
        problems.add(f"{path}.value", _LAW if key != "before" else _LAW_BEFORE)
        return
    changed = _with_regime(rule, place, _with_length(regime, key, length, amend.level, value, overlay))
    # Another unit may ask for a choice that the rule did not have to make: hours for a clock, days for a counting.
    for _, message in choices_missing(changed):
        problems.add(f"{path}.value", message)
    rules[rule.id] = changed
    where = f"{rule.id}.{regime.name or place}.{key}" + (f".{amend.level}" if amend.level else "")
    yield Amendment(overlay.id, where, plain(before), plain(value), amend.reason, amend.approved_by)


def _amend_quota(
    rules: dict[str, Rule], rule: Rule, place: int, amend: Amend, overlay: Overlay, path: str, problems: Problems
) -> Iterator[Amendment]:
    """Change how many events a quota asks for; what the law asks for may only be more."""
    regime, least = rule.regime[place], amend.at_least or 0
    quota = next((each for each in regime.quota if each.id == amend.quota), None)
    if quota is None:
        known = [each.id for each in regime.quota]
        problems.add(f"{path}.quota", f"no quota of that id in the regime; {nearest(amend.quota or '', known)}")
        return
    if isinstance(quota.at_least, Percentage):
        problems.add(f"{path}.at_least", "the quota asks for a percentage of events, and no number takes its place")
        return
    if (regime.authority or rule.authority) is Authority.LAW and least <= quota.at_least:
        problems.add(f"{path}.at_least", "what the law asks for may only be raised")
        return
    new = attrs.evolve(quota, at_least=least)
    for _, message in new.faults():
        problems.add(f"{path}.at_least", message)
    quotas = tuple(new if each is quota else each for each in regime.quota)
    changed = attrs.evolve(regime, quota=quotas, source=overlay.id, confidence=Confidence.SEEN)
    rules[rule.id] = _with_regime(rule, place, changed)
    where = f"{rule.id}.{regime.name or place}.quota.{quota.id}.at_least"
    yield Amendment(overlay.id, where, str(quota.at_least), str(least), amend.reason, amend.approved_by)


_LAW = (
    "a period set by law may only be shortened: write one that is sooner from every day,"
    " in the same unit (months and days, working days, or hours)"
)
_LAW_BEFORE = "how long before something the law wants a notice is not for an overlay to change"


def _regime_place(rule: Rule, amend: Amend) -> int | None:
    """Return which regime is meant: the one named, the only one by level, or the only one there is."""
    if amend.regime is not None:
        named = [place for place, regime in enumerate(rule.regime) if regime.name == amend.regime]
    elif amend.level is not None:
        named = [place for place, regime in enumerate(rule.regime) if regime.by == "level"]
    else:
        named = list(range(len(rule.regime)))
    return named[0] if len(named) == 1 else None


def _length_of(regime: Regime) -> tuple[str, Length | None]:
    for key in ("every", "within", "before"):
        length = getattr(regime, key)
        if length is not None:
            return key, length
    return "", None


def _old_length(length: Length, level: str | None) -> Duration | None:
    return length.duration if level is None else (length.by_level or {}).get(level)


def _no_length(length: Length | None) -> str:
    if length is None or length.by_level is None:
        return "the regime has no period of its own that could be amended"
    return f"the regime has a period for each level; {nearest('', length.by_level)}"


def _with_length(
    regime: Regime, key: str, length: Length, level: str | None, value: Duration, overlay: Overlay
) -> Regime:
    by_level = None if level is None else {**(length.by_level or {}), level: value}
    new = Length(duration=value) if by_level is None else Length(by_level=by_level)
    changed: dict[str, Any] = {key: new, "source": overlay.id, "confidence": Confidence.SEEN}
    return attrs.evolve(regime, **changed)


def _with_regime(rule: Rule, place: int, regime: Regime) -> Rule:
    regimes = [*rule.regime[:place], regime, *rule.regime[place + 1 :]]
    return attrs.evolve(rule, regime=tuple(regimes))


def is_shorter(new: Duration, old: Duration) -> bool:
    """Return whether one length ends sooner than another, counted from whatever day; False if units differ.

    >>> is_shorter(Duration(months=4), Duration(months=6)), is_shorter(Duration(days=30), Duration(months=1))
    (True, False)
    >>> is_shorter(Duration(hours=24), Duration(days=3))
    False
    """
    for unit in ("working_days", "hours"):
        mine, theirs = getattr(new, unit), getattr(old, unit)
        if mine is not None or theirs is not None:
            return mine is not None and theirs is not None and mine < theirs
    if new.calendar is not None or old.calendar is not None:
        # Weeks and months of the calendar do not fit into each other.
        (mine, new_kind), (theirs, old_kind) = _units(new), _units(old)
        return new_kind == old_kind and mine < theirs
    if new.months <= old.months and new.days <= old.days:
        return new != old
    return _most_days(new) < _fewest_days(old)


def _units(length: Duration) -> tuple[int, str]:
    """Return how many weeks or months of the calendar a length is; of any other length no unit."""
    if length.calendar is None:
        return 0, ""
    count, unit = length.calendar
    return count * MONTHS_IN.get(unit, 1), "months" if unit in MONTHS_IN else "weeks"


def _fewest_days(length: Duration) -> int:
    return length.months // 12 * 365 + length.months % 12 * 28 + length.days


def _most_days(length: Duration) -> int:
    return length.months // 12 * 366 + length.months % 12 * 31 + length.days
