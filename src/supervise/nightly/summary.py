"""The summary of a night for whoever looks at seven in the morning: one screen, people by id alone."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from supervise.checks import Severity
from supervise.checks.catalogue import slug_of
from supervise.checks.flag import part_in
from supervise.register.made import made_in_words
from supervise.rules.reading import counted
from supervise.showing import printable

__all__ = ["summary_of"]

_CHANGES: Final = ("new", "reopened", "worsened", "eased", "persisting", "cleared")
#: Of each list so many lines; the rest is counted, and is in the report.
_MOST: Final = 8
_WIDTH: Final = 100
_NAMES: Final = {"version": "library"}
_UNREAD: Final = {"unknown_keys": "unknown keys", "notes": "files and columns"}


def summary_of(report: dict[str, Any]) -> str:
    """Return the summary of a report, as text that ends with a line break."""
    blocks = (_head(report), _table(report["flags"]), _lists(report["flags"]), _foot(report))
    # Whoever looks at it does so on a terminal.
    return "\n\n".join("\n".join(map(printable, block)) for block in map(list, blocks) if block) + "\n"


def _head(report: dict[str, Any]) -> Iterator[str]:
    last, register, inputs = report["last"], report["register"], report["inputs"]
    after = "the first night" if last is None else f"after night {last['run']} as of {last['as_of']}"
    yield f"night {report['run']} as of {report['as_of']}, {after}"
    if report["missed_days"]:
        yield f"days without a night since then: {report['missed_days']}; all that came meanwhile is in this one"
    if report["changed"]:
        changed = ", ".join(_NAMES.get(name, name) for name in report["changed"])
        yield from _wrapped(f"changed since the last night: {changed}")
    yield from _wrapped("; ".join((f"supervise {inputs['version']}", *made_in_words(inputs))))
    before = "" if register["reviewed_last"] is None else f" (last night {register['reviewed_last']})"
    yield (
        f"{counted(register['reviewed'], 'offender')} reviewed{before}, {counted(register['set_aside'], 'record')} and"
        f" {counted(register['facts_set_aside'], 'fact')} set aside"
    )
    # An older library said neither.
    unread = [f"{what} {register[name]}" for name, what in _UNREAD.items() if register.get(name)]
    if unread:
        yield f"not read: {', '.join(unread)}; `supervise validate` names each"
    newest = register["newest"] or "not known: no fact says when it was recorded"
    yield f"newest entry: {newest}"
    whole = report["completeness"]
    yield (
        f"arrived {whole['arrived']}, returned {len(whole['returned'])}, left {len(whole['left'])},"
        f" missing {len(whole['missing'])}"
    )
    if register["not_evaluated"]:
        checks = counted(len(register["not_evaluated"]), "check")
        yield f"officers and teams: not evaluated ({checks}); name a workforce"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_on_hyphens=False, break_long_words=False)


def _table(flags: dict[str, Any]) -> Iterator[str]:
    names = [each.value for each in Severity]
    yield f"{'flags':<12}" + "".join(f"{name:>10}" for name in (*names, "all"))
    for change in _CHANGES:
        yield _row(change, Counter(each["severity"] for each in flags[change]))
    yield _row("open now", Counter(flags["open"]))


def _row(name: str, counts: Counter[str]) -> str:
    cells = [counts[each.value] for each in Severity]
    return f"{name:<12}" + "".join(f"{cell:>10}" for cell in (*cells, sum(cells)))


def _lists(flags: dict[str, Any]) -> Iterator[str]:
    cleared = Counter(each["why"] for each in flags["cleared"])
    if cleared:
        told = ", ".join(f"{why} {count}" for why, count in sorted(cleared.items()))
        followed = sum(bool(each["followed_by"]) for each in flags["cleared"])
        yield f"cleared: {told}" + (
            f"; of these, another on the same duty took its place: {followed}" if followed else ""
        )
    for change in ("new", "reopened", "worsened"):
        entries = flags[change]
        if entries:
            yield f"{change}, the most severe first"
            yield from map(_line, entries[:_MOST])
            if len(entries) > _MOST:
                yield f"  and {len(entries) - _MOST} more, in report.json"


def _line(entry: dict[str, Any]) -> str:
    about = [entry["offender"], _rule(entry), entry["key"] if entry["key"] != entry["offender"] else None]
    days = "" if entry["days"] is None else f"since {entry['since']}, {counted(entry['days'], 'day')}"
    who = " ".join(each for each in about if each is not None)
    return f"  {entry['severity']:<9} {entry['code']} {slug_of(entry['code']):<26} {who}  {days}".rstrip()


def _rule(entry: dict[str, Any]) -> str | None:
    """Return the rule of a flag; one of several that are shown under one id by its own, too."""
    rule: str | None = entry["rule"]
    part = part_in(entry["identity"])
    return rule if rule is None or part in ("", rule) else f"{rule} ({part})"


def _foot(report: dict[str, Any]) -> Iterator[str]:
    yield "overdue, by who owes it: the last night + what came - how it went = now"
    told = {owed_by: each for owed_by, each in report["backlog"].items() if any(each.values())}
    for owed_by, each in told.items():
        went = " - ".join(f"{each[name]} {name}" for name in ("met", "suspended", "waived", "lapsed"))
        yield f"  {owed_by:<9} {each['last']} last + {each['new']} new - {went} = {each['now']} now"
        if each["now"]:
            yield f"{'':<12}the oldest was due on {each['oldest_due']}, {counted(each['oldest_days'], 'day')} ago"
    if not told:
        yield "  none"
