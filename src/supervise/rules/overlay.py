"""A force's amendments to a book: small, reasoned, approved, and never laxer than the law.

On a value whose authority is LAW an overlay may shorten a period or add a threshold; anything else is refused
when it is loaded.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs
import attrs
from attrs import frozen

from supervise.errors import RulebookLoadError, UnknownRulebookError
from supervise.rules.conditions import Length
from supervise.rules.duration import Duration
from supervise.rules.language import Authority, Confidence, Regime, Rule
from supervise.rules.reading import Problems, plain, read
from supervise.rules.rulebook import Amendment, Rulebook, Threshold

__all__ = ["Amend", "Overlay", "apply_overlay", "longest_days", "read_overlay"]

LENGTH_KEYS = ("every", "within", "before")


@frozen
class Amend:
    """One amendment: a regime's length by level, or a threshold; with reason, approver and day."""

    reason: str
    approved_by: str
    rule: str | None = None
    regime: str | None = None
    level: str | None = None
    value: str | None = None
    threshold: str | None = None
    set_: Any = None

    @classmethod
    def read(cls, value: Any, path: str, problems: Problems) -> Amend | None:
        """Read one ``[[amend]]``; the value of a threshold is taken as it is."""
        if not isinstance(value, Mapping):
            problems.add(path, "expected a table")
            return None
        names = {"reason", "approved_by", "rule", "regime", "level", "value", "threshold", "set"}
        for key in sorted(set(value) - names):
            problems.add(f"{path}.{key}", f"unknown key; known: {', '.join(sorted(names))}")
        for key in ("reason", "approved_by"):
            if not isinstance(value.get(key), str):
                problems.add(f"{path}.{key}", "missing; every amendment says why and who approved it")
        if ("rule" in value) == ("threshold" in value):
            problems.add(path, "amend exactly one of 'rule' and 'threshold'")
        given = {key: value[key] for key in names - {"set"} if key in value}
        return cls(**{"reason": "", "approved_by": "", **given}, set_=value.get("set"))


@frozen
class Overlay:
    """A named set of amendments."""

    id: str
    version: str
    amend: tuple[Amend, ...]
    sha256: str = attrs.field(default="", init=False)


def read_overlay(source: str | Path | Mapping[str, Any]) -> Overlay:
    """Return the overlay in a TOML file or mapping; RulebookLoadError with every problem otherwise."""
    name, data, raw = _overlay_data(source)
    problems = Problems()
    overlay: Overlay | None = read(Overlay, data, "", problems)
    if overlay is None or problems.found:
        raise RulebookLoadError(name, problems.found)
    object.__setattr__(overlay, "sha256", hashlib.sha256(raw).hexdigest())
    return overlay


def _overlay_data(source: str | Path | Mapping[str, Any]) -> tuple[str, Mapping[str, Any], bytes]:
    if isinstance(source, Mapping):
        return (
            str(source.get("id", "overlay")),
            source,
            json.dumps(source, sort_keys=True, default=str).encode(),
        )
    path = Path(source)
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"no overlay '{path.name}': {error.strerror or 'it cannot be read'}"
        raise UnknownRulebookError(message) from None
    try:
        return path.name, tomllib.loads(raw.decode(errors="replace")), raw
    except tomllib.TOMLDecodeError as error:
        raise RulebookLoadError(path.name, [f"no TOML: {error}"]) from None


def apply_overlay(
    book: Rulebook, overlay: Overlay
) -> tuple[tuple[Rule, ...], dict[str, Threshold], list[Amendment]]:
    """Return the amended rules and thresholds with a record of each change; RulebookLoadError if one is not allowed."""
    problems = Problems()
    rules = {rule.id: rule for rule in book.rule}
    thresholds = dict(book.thresholds)
    amendments: list[Amendment] = []
    for index, amend in enumerate(overlay.amend):
        path = f"amend[{index}]"
        if amend.threshold is not None:
            amendments.append(_amend_threshold(thresholds, amend, overlay))
        else:
            amendments += _amend_rule(rules, amend, overlay, path, problems)
    if problems.found:
        raise RulebookLoadError(overlay.id, problems.found)
    return tuple(rules.values()), thresholds, amendments


def _amend_threshold(thresholds: dict[str, Threshold], amend: Amend, overlay: Overlay) -> Amendment:
    name = str(amend.threshold)
    before = thresholds.get(name)
    thresholds[name] = Threshold(amend.set_, overlay.id, Confidence.SEEN)
    shown = "not set" if before is None else json.dumps(before.value, sort_keys=True)
    return Amendment(
        overlay.id,
        f"thresholds.{name}",
        shown,
        json.dumps(amend.set_, sort_keys=True),
        amend.reason,
        amend.approved_by,
    )


def _amend_rule(
    rules: dict[str, Rule], amend: Amend, overlay: Overlay, path: str, problems: Problems
) -> Iterator[Amendment]:
    rule = rules.get(str(amend.rule))
    if rule is None:
        problems.add(f"{path}.rule", "no rule of that id in the book")
        return
    value = read(Duration, amend.value, f"{path}.value", problems)
    place = _regime_place(rule, amend)
    if place is None or value is None:
        if place is None:
            problems.add(f"{path}.regime", "no such regime; name it, or leave it out where there is one")
        return
    regime = rule.regime[place]
    key = next(name for name in LENGTH_KEYS if getattr(regime, name) is not None)
    before = _old_length(getattr(regime, key), amend.level)
    if before is None:
        problems.add(f"{path}.level", "the regime has no length for it")
        return
    authority = regime.authority or rule.authority
    stricter = longest_days(value) < longest_days(before) if key != "before" else False
    if authority is Authority.LAW and not stricter:
        problems.add(f"{path}.value", "a period set by law may only be shortened")
        return
    changed = attrs.evolve(
        regime,
        **{key: _new_length(getattr(regime, key), amend.level, value)},
        source=overlay.id,
        confidence=Confidence.SEEN,
    )
    regimes = tuple(changed if at == place else each for at, each in enumerate(rule.regime))
    rules[rule.id] = attrs.evolve(rule, regime=regimes)
    where = f"{rule.id}.{regime.name or place}.{key}" + (f".{amend.level}" if amend.level else "")
    yield Amendment(overlay.id, where, plain(before), plain(value), amend.reason, amend.approved_by)


def _regime_place(rule: Rule, amend: Amend) -> int | None:
    if amend.regime is not None:
        names = [regime.name for regime in rule.regime]
        return names.index(amend.regime) if amend.regime in names else None
    if amend.level is not None:
        levelled = [at for at, regime in enumerate(rule.regime) if regime.by == "level"]
        return levelled[0] if len(levelled) == 1 else None
    return 0 if len(rule.regime) == 1 else None


def _old_length(length: Length, level: str | None) -> Duration | None:
    return length.duration if level is None else (length.by_level or {}).get(level)


def _new_length(length: Length, level: str | None, value: Duration) -> Length:
    if level is None:
        return Length(duration=value)
    return Length(by_level={**(length.by_level or {}), level: value})


def longest_days(duration: Duration) -> int:
    """Return a length in days for comparing two lengths of the same kind (a month as 31, a working day as 1).

    >>> longest_days(Duration(months=1)) < longest_days(Duration(days=32))
    True
    """
    if duration.working_days is not None:
        return duration.working_days
    if duration.hours is not None:
        return duration.hours
    return duration.months * 31 + duration.days
