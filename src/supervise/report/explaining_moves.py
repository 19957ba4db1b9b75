"""What moved a pending date, in words: changes of regime and suspensions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from supervise.engine.proportion import Share
from supervise.engine.steps import Changed, Held, Suspended
from supervise.report.wording import Line, date, days_in_words, listed, sum_in_words
from supervise.rules.language import ChangePolicy, Effect

__all__ = ["changed_in_words", "suspended_in_words", "value_in_words"]

_NONE_HELD = {"level": "none recorded", "plan": "none", "home": "none notified", "agency": "police: no lead manager"}


def value_in_words(step: Held) -> str:
    """Return a value that a regime is chosen by, and the fact that says so."""
    if not step.since:
        return step.value or _NONE_HELD[step.name]
    value = step.value or "none that the scale of the book has"
    by = f" ({step.id})" if step.id else ""
    kept = "" if step.followed else f"; not followed: another {step.name} was set aside, and may be the one that held"
    return f"{value}, since {date(step.since)}{by}{kept}"


def changed_in_words(step: Changed) -> Iterator[Line]:
    """Yield what a change of regime made of the pending date."""
    held = "; ".join(f"{each.name} {value_in_words(each)}" for each in step.held if each.since == step.day)
    start = f"{date(step.day)}, regime {step.regime or 'the only one'}{f' ({held})' if held else ''}"
    if step.sum is None:
        yield "changed", f"{start}: nothing falls due; the pending {date(step.old)} is gone"
        return
    text = f"{start}: {sum_in_words(step.sum)}"
    if step.policy is None:
        yield "changed", f"{text}; the same as the pending date"
        return
    side = "stricter" if step.new < step.old else "laxer"
    result = f"= {date(step.after)}" if step.policy is not ChangePolicy.KEEP else f"{date(step.after)}"
    passed = step.policy is ChangePolicy.FROM_LAST and step.after > max(step.new, step.day)
    counts = ", the next day that counts" if passed else ""
    yield "changed", f"{text}; {side} than the pending {date(step.old)}; {step.policy.value} {result}{counts}"
    if step.share is not None:
        yield "changed", _share(step.share)


def _share(share: Share) -> str:
    """Return what was left of the old length, and how many days of the new one that is."""
    left = f"{share.left} of {days_in_words(share.whole)} were left"
    of = "" if share.part == 1 else f", these being {share.part} of an interval"
    part = share.part * Fraction(share.left, share.whole)
    return f"{left}{of}: {part} of {days_in_words(share.length)}, rounded down, is {days_in_words(share.days)}"


def suspended_in_words(step: Suspended) -> Iterator[Line]:
    """Yield what a state made of the pending date."""
    state = listed([f"{step.kind} {step.id}", *step.also], "and")
    if step.sum is None:
        yield "suspended", f"{state} from {date(step.start)}, no known end: the date waits for it"
        return
    inside = f"; the pending {date(step.before)} lies inside" if step.only_if_inside else ""
    if step.moves_once:
        inside += ", and no other state moves it again"
    days = days_in_words(step.end - step.start)
    yield "suspended", f"{state} from {date(step.start)}, ended {date(step.end)} ({days}){inside}"
    if step.effect is Effect.RESTARTS:
        yield "suspended", f"the length restarts from the end; {date(step.before)} is gone"
        return
    yield "suspended", sum_in_words(step.sum)
    if step.effect is Effect.DUE_AFTER_END:
        yield "suspended", f"that takes the place of {date(step.before)}"
    else:
        yield "suspended", f"the later of {date(step.before)} and that = {date(step.after)}"
