"""Write the pages of the rulebooks, docs/rulebooks, from the shipped files. With --check only compare.

python tools/make_rulebook_pages.py [--check]
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from supervise.report.phrasing import (
    anchor_in_words,
    case_in_words,
    course_in_words,
    limit_in_words,
    row_in_words,
    suspension_in_words,
)
from supervise.report.wording import (
    condition_in_words,
    days_of_month_in_words,
    listed,
    state_in_words,
    threshold_in_words,
)
from supervise.rules import Rulebook, load_rulebook, shipped_rulebooks
from supervise.rules.codec import Draft, read_text
from supervise.rules.conditions import Length
from supervise.rules.language import (
    Derive,
    Evidence,
    Limit,
    OrderKind,
    Quota,
    Regime,
    Rule,
    SpanLength,
    SpanRule,
    StartsBy,
)
from supervise.rules.reading import plain
from supervise.rules.words import AtEnd

FOLDER = Path(__file__).parents[1] / "docs" / "rulebooks"
MADE = "<!-- Made by tools/make_rulebook_pages.py from the rulebook; change the rulebook, not the page. -->"
# The letter of a rule's id, in the order in which the groups are printed.
GROUPS = {
    "N": "Notification",
    "V": "Visits",
    "C": "Contacts",
    "A": "Assessments",
    "R": "Plans and reviews",
    "X": "Reactive management",
    "P": "Managers and records",
    "G": "Multi-agency management",
    "B": "Breaches",
    "W": "Missing or wanted",
    "F": "Transfers",
    "O": "Orders and the end of periods",
}
LETTER = re.compile(r"R-([A-Z])")
NONE = "-"


# ── Markdown ────────────────────────────────────────────────────────────────────────────────────────────────────


def cell(value: Any) -> str:
    """Return a value as the text of one cell; several values one below the other."""
    if isinstance(value, list | tuple):
        return "<br>".join(cell(each) for each in value) or NONE
    text = NONE if value is None or value == "" else str(value)
    return text.replace("|", "\\|").replace("\n", " ")


def table(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return a table."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *([cell(each) for each in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def code(words: Iterable[str]) -> str:
    """Return names as code, separated by commas."""
    return ", ".join(f"`{word}`" for word in words)


def words(declared: Any) -> str:
    """Return a declaration in the words of the book; one that holds a single yes as that word alone."""
    data = plain(declared)
    single = next(iter(data.items())) if isinstance(data, dict) and len(data) == 1 else None
    return str(single[0]).replace("_", " ") if single and single[1] is True else condition_in_words(data)


# ── rules ───────────────────────────────────────────────────────────────────────────────────────────────────────


def group_of(rule: Rule) -> str:
    """Return the title of the group a rule is printed in."""
    found = LETTER.match(rule.published_id)
    return GROUPS.get(found[1], "Other duties") if found else "Other duties"


def length_of(regime: Regime, scale: tuple[str, ...]) -> str:
    """Return how long a regime gives, level by level, laxest first, or the days it names."""
    parts = [one_length(key, getattr(regime, key), scale) for key in ("every", "within", "before")]
    if regime.from_end_of is not None:
        parts[1] = parts[1] and f"{parts[1]} after the end of the {regime.from_end_of.value}"
        parts[2] = parts[2] and f"{parts[2]} the end of the {regime.from_end_of.value}"
    parts += [f"in {listed([month.value for month in regime.named], 'and')}"] if regime.named else []
    parts += [days_of_month_in_words(regime.days)] if regime.days else []
    parts += [f"each {regime.weekday.value}"] if regime.weekday else []
    parts += [f"by {regime.at}"] if regime.at else []
    return "; ".join(part for part in parts if part) or "no last day"


def one_length(key: str, length: Length | None, scale: tuple[str, ...]) -> str:
    """Return one length of a regime; nothing if it gives none."""
    if length is None:
        return ""
    if length.never:
        return "never"
    if length.by_level is None:
        text = condition_in_words(length.plain())
    else:
        text = ", ".join(f"{level} {length.by_level[level]}" for level in scale)
    return f"{text} before" if key == "before" else f"{key} {text}"


def limit_of(label: str, limit: Limit) -> str:
    """Return an opening or outer limit."""
    return f"{label} {limit_in_words(limit)}"


def regime_of(regime: Regime, scale: tuple[str, ...]) -> str:
    """Return one regime in words: its name, when it holds and what it gives."""
    parts = [length_of(regime, scale)]
    if regime.when is not None:
        parts.append(f"if {condition_in_words(plain(regime.when))}")
    if regime.from_ is not None:
        parts.append(f"from the {regime.from_.value}")
    if regime.clock is not None:
        parts.append(f"{regime.clock.value} hours")
    for label, limit in (("opens", regime.opens), ("at latest", regime.latest)):
        if limit is not None:
            parts.append(limit_of(label, limit))
    parts += [f"{quota.id}: {words(quota_of(quota))}" for quota in regime.quota]
    parts += told(regime, REGIME_KEYS)
    return (f"*{regime.name}*: " if regime.name else "") + "; ".join(parts)


# What is printed as the word the book writes, under the name of its key.
REGIME_KEYS = ("times", "roll", "to_end_of", "skips", "calendar")
RULE_KEYS = ("late", "partial", "may_set", "roll", "calendar")
SPAN_KEYS = ("reset_by", "ends_after", "ends_any_length")


STARTS = {StartsBy.DAY: "day comes", StartsBy.OPENS: "opening comes", StartsBy.LAST: "last day comes"}


def told(entry: Any, keys: Iterable[str]) -> list[str]:
    """Return what an entry says under these keys, one text for each that it gives."""
    data = plain(entry)
    return [f"{key.replace('_', ' ')} {condition_in_words(data[key])}" for key in keys if key in data]


def quota_of(quota: Quota) -> dict[str, Any]:
    """Return a quota without the name that is printed before it."""
    return {key: value for key, value in plain(quota).items() if key != "id"}


def due_of(rule: Rule, scale: tuple[str, ...]) -> list[str]:
    """Return when a rule falls due, regime by regime."""
    start = [f"from {anchor_in_words(rule.anchor)}"]
    if rule.leads:
        return [*start, f"{listed([str(lead) for lead in rule.leads], 'and')} before it"]
    gates = [f"only if {words(gate)}" for gate in (rule.gate, rule.gate_each_day) if gate is not None]
    cautious = [] if rule.cautious is None else [f"cautiously {words(rule.cautious)}"]
    regimes = [regime_of(each, scale) for each in rule.regime]
    return [*start, *gates, *regimes, *cautious, *starts_of(rule), *told(rule, RULE_KEYS)]


def starts_of(rule: Rule) -> list[str]:
    """Return with which of its days a series starts."""
    if rule.starts is None:
        return []
    later = "" if rule.starts.not_within is None else f", not within {rule.starts.not_within}"
    return [f"starts with the first whose {STARTS[rule.starts.by]} after {anchor_in_words(rule.starts.after)}{later}"]


def counting_of(rule: Rule) -> list[str]:
    """Return the counting of a rule, and of the regimes that count otherwise."""
    own = [] if rule.counting is None else [rule.counting.value]
    return own + [
        f"{label(rule, place)}: {each.counting.value}" for place, each in enumerate(rule.regime) if each.counting
    ]


def label(rule: Rule, place: int) -> str:
    """Return what a regime is called."""
    return rule.regime[place].name or rule.regime[place].by or str(place + 1)


def evidence_of(evidence: Evidence) -> str:
    """Return what meets a duty: the events first, then what is asked of them."""
    data = plain(evidence)
    names = data.pop("any", None) or data.pop("define", None)
    rest = condition_in_words(data)
    return rest if names is None else ", ".join(part for part in (condition_in_words(names), rest) if part)


def own_values(rule: Rule, key: str) -> list[str]:
    """Return the authority, source or confidence of a rule, and of the regimes and parts that give their own."""
    values = [text_of(getattr(rule, key))]
    for place, regime in enumerate(rule.regime):
        own = getattr(regime, key)
        if own is not None and text_of(own) != values[0]:
            name = f"{label(rule, place)}: " if len(rule.regime) > 1 else "its period: "
            values.append(f"{name}{text_of(own)}")
    for part, basis in rule.rests_on.items():
        own = getattr(basis, key)
        if own is not None and text_of(own) != values[0]:
            values.append(f"{part}: {text_of(own)}")
    return values


def text_of(value: Any) -> str:
    """Return an enum member's word, or the text itself."""
    return str(getattr(value, "value", value))


RULE_HEADS = (
    "Rule", "Duty", "Whose", "Due", "Counted", "Met by", "Suspended by", "Change of regime", "Authority", "Source",
    "Confidence",
)  # fmt: skip


def rule_row(rule: Rule, scale: tuple[str, ...]) -> list[Any]:
    """Return the cells of a rule."""
    part = [f"part of {rule.part_of}"] if rule.part_of else []
    part += ["off, until an overlay says when it commences"] if rule.off else []
    part += told(rule, ("in_force",))
    return [
        [f"**{rule.id}**", *part],
        rule.duty,
        [rule.duty_of.value, "must" if rule.must else "may", f"one per {case_in_words(rule.one_per)}", *while_of(rule)],
        [rule.cadence.value, *due_of(rule, scale)],
        counting_of(rule),
        [*map(evidence_of, rule.met_by), *(f"void by {evidence_of(each)}" for each in rule.void_by), *rebased_of(rule)],
        [suspension_in_words(each) for each in rule.suspended],
        "" if rule.change is None else words(rule.change),
        own_values(rule, "authority"),
        own_values(rule, "source"),
        own_values(rule, "confidence"),
    ]


def while_of(rule: Rule) -> list[str]:
    """Return the time in which a rule can fall due."""
    if rule.while_ is None:
        return []
    spans = [listed(rule.while_.span)] if rule.while_.span else []
    without = [f"not in {listed(rule.while_.not_in)}"] if rule.while_.not_in else []
    end = f"; {rule.while_.at_end.value} at its end" if rule.while_.at_end is AtEnd.CUT else ""
    after = "; goes on after a state" if rule.while_.resumes else ""
    return [f"while {', '.join(spans + without)}{end}{after}"]


def rebased_of(rule: Rule) -> list[str]:
    """Return where the next period of a rolling rule starts."""
    if rule.rebased_by is None:
        return []
    return [f"next from {rule.rebased_by.value}" + (f" (`{rule.rebased_at}`)" if rule.rebased_at else "")]


# ── what is no rule ─────────────────────────────────────────────────────────────────────────────────────────────


def span_rows(span: SpanRule) -> Iterator[list[Any]]:
    """Yield a row for each length of a span; what is the same for all stands in the first."""
    holds = [] if span.holds_from is None else [f"holds from {anchor_in_words(span.holds_from)}"]
    course = [f"not counted {course_in_words(each)}" for each in span.toll]
    course += [f"shortened {course_in_words(each)}" for each in span.shortened]
    course += [f"extended by {course_in_words(each)}" for each in span.extended_by]
    ends = [*span.cut_by, *([words(span.ended_by)] if span.ended_by else [])]
    part = [f"part of `{span.part_of}`"] if span.part_of else []
    head = [
        [f"**{span.id}**", *part],
        case_in_words(span.one_per),
        [f"{span.counting.value} {anchor_in_words(span.start)}", *holds, *course, *told(span, SPAN_KEYS)],
    ]
    tail = [ends, f"{span.authority.value}, {span.source}, {span.confidence.value}"]
    for place, row in enumerate(span.length):
        yield [*(head if place == 0 else [" "] * 3), *length_row(row), *(tail if place == 0 else [" "] * 2)]


def length_row(row: SpanLength) -> list[Any]:
    """Return the cells of one length: its name, when it holds, how long it is, and under 18."""
    return [row.name or "", row_in_words(row), condition_in_words(row.plain()["lasts"]), row.under_18]


def order_row(order: OrderKind) -> list[Any]:
    """Return the cells of a kind of order."""
    return [
        code(order.kind),
        _then_and_now(order, "minimum"),
        _then_and_now(order, "maximum"),
        _then_and_now(order, "travel_maximum"),
        "yes" if order.until_further_order else "no",
        code(order.start),
        "; ".join(filter(None, (code(order.ends_with), "the order that replaces it" * order.ends_when_replaced))),
        f"{order.authority.value}, {order.source}, {order.confidence.value}",
    ]


def _then_and_now(order: OrderKind, key: str) -> str | None:
    """Return a bound of a kind of order, with those of orders made before some day."""
    now = getattr(order, key)
    then = [f"{was} if made before {each.before.isoformat()}" for each in order.earlier if (was := getattr(each, key))]
    return "; ".join([*([] if now is None else [str(now)]), *then]) or None


def derived_row(derive: Derive) -> list[Any]:
    """Return the cells of an event made out of others."""
    data = {
        key: value for key, value in plain(derive).items() if key not in ("id", "source", "authority", "confidence")
    }
    source = f"{derive.authority.value}, {derive.source}, {derive.confidence.value}"
    return [f"`{derive.id}`", condition_in_words(data), source]


# ── a page ──────────────────────────────────────────────────────────────────────────────────────────────────────


def head(draft: Draft, book: Rulebook, note: str) -> str:
    """Return the opening of a page."""
    ref = f"{draft.id}@{draft.version}"
    lines = [f"# {ref}\n\n{MADE}\n\n{draft.title}.\n"]
    facts = [
        ("Jurisdiction", draft.jurisdiction),
        ("Calendar of working days", draft.calendar),
        ("Look again by", draft.review_by),
        ("Values that are `assumed`, defaults of the library that no text supports", book.assumed),
    ]
    if draft.extends:
        facts.insert(1, ("Extends", f"[{draft.extends}]({draft.extends}.md): its rules hold as well"))
        facts.insert(2, ("Leaves out of it", code(draft.leaves_out) or None))
    if draft.conventions is not None:
        facts += [(key.replace("_", " ").capitalize(), value) for key, value in plain(draft.conventions).items()]
    if draft.levels is not None:
        facts.append(("Levels, laxest first", ", ".join(draft.levels.scale)))
    lines.append("".join(f"- {name}: {value}\n" for name, value in facts if value is not None))
    lines.append(f"{note}\n")
    lines.append("This is no page of law. Its words are those of the [format](../reference/rulebook-format.md).\n")
    return "\n".join(lines)


def note_of(text: str) -> str:
    """Return what the file says of itself before its first key, in paragraphs and lists."""
    lines = itertools.takewhile(lambda line: line.startswith("#"), text.splitlines())
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines)


def sections(draft: Draft, scale: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the sections of a page, each a title and a table."""
    grouped: dict[str, list[Rule]] = {}
    for rule in draft.rule:
        grouped.setdefault(group_of(rule), []).append(rule)
    for title in (*GROUPS.values(), "Other duties"):
        if title in grouped:
            yield title, table(RULE_HEADS, (rule_row(rule, scale) for rule in grouped[title]))
    spans = ("Span", "One per", "Counted", "Row", "If", "Lasts", "Under 18", "Ends early", "Source")
    if draft.span:
        yield "Spans of law", table(spans, itertools.chain.from_iterable(map(span_rows, draft.span)))
    orders = ("Kind", "Minimum", "Maximum", "Travel at most", "Until further order", "Begins", "Ends with", "Source")
    if draft.order:
        yield "Orders", table(orders, map(order_row, draft.order))
    if draft.derive:
        yield "Events made out of others", table(("Event", "How", "Source"), map(derived_row, draft.derive))
    named = [(f"`{name}`", words(select)) for name, select in draft.define.items()]
    named += [(f"`{name}`", state_in_words(state)) for name, state in draft.states.items()]
    if named:
        yield "Names of events and states", table(("Name", "Stands for"), named)
    values = [
        (f"`{name}`", threshold_in_words(plain(each.value)), each.source, each.confidence.value)
        for name, each in draft.thresholds.items()
    ]
    if values:
        yield "Thresholds that checks read", table(("Threshold", "Value", "Source", "Confidence"), values)
    sources = [(f"`{name}`", each.title, each.where, each.seen) for name, each in draft.sources.items()]
    if sources:
        yield "Sources", table(("Source", "Title", "Where", "Last read"), sources)


def page(ref: str) -> str:
    """Return the page of one shipped rulebook."""
    file = resources.files("supervise") / "rulebooks" / f"{ref}.toml"
    text = file.read_text(encoding="utf-8")
    draft = read_text(text, ref)
    book = load_rulebook(ref)
    tables = sections(draft, book.levels.scale)
    parts = [head(draft, book, note_of(text)), *(f"## {title}\n\n{rows}" for title, rows in tables)]
    return "\n".join(parts)


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each page."""
    for ref in shipped_rulebooks():
        yield f"{ref}.md", page(ref)


def is_current(name: str, text: str) -> bool:
    """Return whether a page is written as it should be."""
    file = FOLDER / name
    return file.exists() and file.read_text(encoding="utf-8") == text


def main() -> int:
    stale = [(name, text) for name, text in pages() if not is_current(name, text)]
    if "--check" not in sys.argv[1:]:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in stale:
            (FOLDER / name).write_text(text, encoding="utf-8")
    print("\n".join(name for name, _ in stale) or "every page is current")
    return 1 if stale and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
