"""Whether a book names fields that the facts have, and words that these fields can hold.

A test on a misspelt field or word would never hold, and a duty would silently never be met; so every name is looked
up in the arrays its facts come from: those of the events selected, or of the fact a duty hangs on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from supervise.rules.conditions import Around, Select, When, Where
from supervise.rules.field_tests import FieldTest
from supervise.rules.language import (
    Anchor,
    Derive,
    DeriveKind,
    Evidence,
    OnePer,
    OrderKind,
    Quota,
    Rule,
    SpanRule,
)
from supervise.rules.quota import Percentage
from supervise.rules.reading import item, nearest, step
from supervise.rules.rulebook import Rulebook
from supervise.rules.state import StateRule
from supervise.rules.vocabulary import (
    DATE,
    KIND_NOT_GIVEN,
    LIST,
    NOUNS,
    NUMBER,
    OF_THE_OFFENDER,
    STATE_PREFIXES,
    TEXT,
    TIME,
    TRUTH,
    entry_kinds_of,
    fields_of,
    form_of,
    shape_of,
    words_of,
)

__all__ = ["arrays_of", "unknown_fields"]

Arrays: TypeAlias = frozenset[str]
Found: TypeAlias = Iterator[tuple[str, str]]
_WordsOf: TypeAlias = Callable[[str, str], "tuple[str, ...] | None"]

# What the library itself knows of a visit: the day its first version with an outcome was recorded.
_MADE_UP = ("first_recorded",)

# What a reading of a field (`is`) looks at: the entries of a list, a date; the others look at one id.
_READ_OF = {"trained staff": LIST, "reached": DATE}

# What the field of a test may be compared with, and what to write of one that holds no words.
_WORDS_OF_SHAPE: dict[str, tuple[type, ...]] = {
    DATE: (), NUMBER: (int,), TRUTH: (bool,), TIME: (str,), LIST: (str,), TEXT: (str,),
}  # fmt: skip
_ADVICE_OF_SHAPE = {
    DATE: "write 'set', 'not set', or a test of days beside it",
    NUMBER: "write numbers without quotes",
    TRUTH: "write true or false without quotes",
    TIME: "write it in quotes, as '09:30'",
    LIST: "write the words of its entries in quotes",
    TEXT: "write words in quotes",
}


def unknown_fields(book: Rulebook) -> Iterator[str]:
    """Yield ``path: message`` for each field, kind and word that no fact can have.

    The book's names must be whole: every event, state and span defined, and none by itself.
    """
    reader = _Reader(book)
    for path, message in reader.all():
        yield f"{path}: {message}"


def arrays_of(book: Rulebook, select: Select | None) -> frozenset[str]:
    """Return the arrays of a register that the events of a selection come from; none for no selection.

    >>> from supervise.rules import load_rulebook
    >>> sorted(arrays_of(load_rulebook("england-wales@2026.1"), Select(of=("qualifying-visit",))))
    ['visits']
    """
    return _Reader(book).arrays(select)


class _Reader:
    """Walks a book, knowing at each place which arrays the facts spoken of come from."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.derived = {each.id: each for each in book.derive}

    def all(self) -> Found:
        for name, select in self.book.define.items():
            yield from self.select(step("define", name), select)
        for name, state in self.book.states.items():
            yield from self.own_state(step("states", name), state)
        for index, derive in enumerate(self.book.derive):
            yield from self.derive(item("derive", index, {"id": derive.id}), derive)
        for index, order in enumerate(self.book.order):
            yield from self.order(item("order", index, None), order)
        for index, span in enumerate(self.book.span):
            yield from self.span(item("span", index, {"id": span.id}), span)
        for index, rule in enumerate(self.book.rule):
            yield from self.rule(item("rule", index, {"id": rule.id}), rule)

    # ── which arrays ────────────────────────────────────────────────────────────────────────────────────────────

    def arrays(self, select: Select | None) -> Arrays:
        names = () if select is None else select.of
        return frozenset().union(*(self.arrays_of_event(name) for name in names))

    def arrays_of_event(self, name: str) -> Arrays:
        head, _, kind = name.partition(".")
        if name in self.book.define:
            return self.arrays(self.book.define[name])
        if name in self.derived:
            return self.arrays(self.derived[name].of) | self.arrays(self.derived[name].also)
        return frozenset({NOUNS[head].array}) if head in NOUNS else self.arrays_of_state(kind)

    def arrays_of_state(self, name: str) -> Arrays:
        head = name.partition(".")[0]
        if name in self.book.states:
            return self.arrays_of_own_state(self.book.states[name])
        spans = [span for span in self.book.span if name in (span.id, span.part_of)]
        if spans:
            return frozenset().union(*(self.arrays(span.one_per.each) for span in spans))
        if head in STATE_PREFIXES:
            return frozenset({NOUNS[head].array})
        # Journeys and transfers make two of the kinds of status as well.
        return frozenset({"statuses", "trips", "transfers"})

    def arrays_of_own_state(self, state: StateRule) -> Arrays:
        events = (*state.of, *(() if state.from_ is None else state.from_.of))
        parts = (*map(self.arrays_of_event, events), *map(self.arrays_of_state, state.any_))
        return frozenset().union(*parts)

    def arrays_of_case(self, one_per: OnePer) -> Arrays:
        if one_per.occurrence_of is not None:
            return self.arrays_of_rule(one_per.occurrence_of)
        state = one_per.span or one_per.end_of
        return self.arrays_of_state(state) if state is not None else self.arrays(one_per.each)

    def arrays_of_rule(self, published_id: str | None) -> Arrays:
        named = () if published_id is None else self.book.rules_named(published_id)
        return frozenset().union(*(self.arrays_of_case(rule.one_per) for rule in named))

    # ── names of fields, and words ──────────────────────────────────────────────────────────────────────────────

    def field(self, path: str, key: str, arrays: Arrays) -> Found:
        known = frozenset().union(*(fields_of(array) for array in arrays))
        if not arrays:
            yield path, f"no duty hangs on a fact here, so there is none whose '{key}' could be read"
        elif key not in known:
            yield path, f"no field of this name in {', '.join(sorted(arrays))}; {nearest(key, known)}"

    def each_field(self, path: str, keys: Iterable[str], arrays: Arrays) -> Found:
        for key in keys:
            yield from self.field(path, key, arrays)

    def shapes(self, key: str, arrays: Arrays) -> set[str]:
        return {shape for array in arrays if (shape := shape_of(array, key)) is not None}

    def shaped(self, path: str, keys: Iterable[str], arrays: Arrays, shape: str) -> Found:
        """Check fields of which one thing is read: one that holds another would stop the work on a person."""
        for key in keys:
            yield from self.field(path, key, arrays)
            other = sorted(self.shapes(key, arrays) - {shape})
            if other:
                known = {each for array in arrays for each in fields_of(array) if shape_of(array, each) == shape}
                hint = f"; {nearest(key, known)}" if known else ""
                yield path, f"{shape} is read here, and this field holds {other[0]}{hint}"

    def dates(self, path: str, keys: Iterable[str], arrays: Arrays) -> Found:
        yield from self.shaped(path, keys, arrays, DATE)

    def words(self, path: str, words: Iterable[object], key: str, arrays: Arrays, of: _WordsOf) -> Found:
        sets = [of(array, key) for array in sorted(arrays) if key in fields_of(array)]
        if not sets:
            return  # no such field, which is said by itself
        known = {word for closed in sets if closed is not None for word in closed}
        for word in words:
            if isinstance(word, str) and None not in sets and word not in known:
                yield path, f"no word of this field; {nearest(word, known)}"
        if None in sets:
            yield from self.formed(path, words, key, arrays)

    def formed(self, path: str, words: Iterable[object], key: str, arrays: Arrays) -> Found:
        """Check that a field of open words can hold these: a word of another form stands in no fact."""
        forms = [form_of(array, key) for array in sorted(arrays) if key in fields_of(array)]
        strict = [form for form in forms if form is not None]
        if len(strict) == len(forms):
            for word in words:
                if isinstance(word, str) and not any(form.fits(word) for form in strict):
                    yield path, f"no fact can hold such a word here; {strict[0].advice}"

    def match(self, path: str, match: dict[str, str], mine: Arrays, theirs: Arrays) -> Found:
        yield from self.each_field(path, match, mine)
        yield from self.each_field(path, match.values(), theirs)
        for one, other in match.items():
            yield from self.comparable(path, self.shapes(one, mine), self.shapes(other, theirs))

    def comparable(self, path: str, mine: set[str], theirs: set[str]) -> Found:
        if mine and theirs and mine.isdisjoint(theirs):
            yield path, f"never agrees: one field holds {min(mine)}, the other {min(theirs)}"

    def kind(self, path: str, name: str) -> Found:
        """Check the kind after the dot of a noun or state."""
        head, _, kind = name.partition(".")
        noun = NOUNS.get(head)
        if noun is not None and noun.kind is not None and kind not in ("", KIND_NOT_GIVEN):
            yield from self.words(path, [kind], noun.kind, frozenset({noun.array}), words_of)

    def state(self, path: str, name: str) -> Found:
        if name.partition(".")[0] in STATE_PREFIXES:
            yield from self.kind(path, name)

    # ── conditions ──────────────────────────────────────────────────────────────────────────────────────────────

    def select(self, path: str, select: Select | None) -> Found:
        if select is None:
            return
        arrays = self.arrays(select)
        for name in select.of:
            head, _, kind = name.partition(".")
            yield from self.state(path, kind) if head in ("start", "end") else self.kind(path, name)
            if select.at and name in self.derived:
                yield step(path, "at"), "an event that the book derives has a day of its own; leave the key out"
        yield from self.dates(step(path, "at"), select.at or (), arrays)
        yield from self.where(step(path, "where"), select.where, arrays, frozenset())

    def where(self, path: str, where: Where | None, arrays: Arrays, case: Arrays) -> Found:
        if where is None:
            return
        for key, test in where.fields.items():
            yield from self.test(step(path, key), key, test, arrays)
        for name in ("all", "any"):
            for index, inner in enumerate(getattr(where, f"{name}_")):
                yield from self.where(f"{step(path, name)}[{index}]", inner, arrays, case)
        yield from self.where(step(path, "not"), where.not_, arrays, case)
        yield from self.when(step(path, "on_the_day"), where.on_the_day, case)
        yield from self.around(step(path, "around"), where.around, arrays)

    def test(self, path: str, key: str, test: FieldTest, arrays: Arrays) -> Found:
        yield from self.field(path, key, arrays)
        words = (*(test.words or ()), *(test.not_ or ()))
        yield from self.words(path, words, key, arrays, words_of)
        yield from self.kinds_of_words(path, words, self.shapes(key, arrays))
        bounds = (test.at_least, test.more_than, test.at_most, test.less_than)
        if any(bound is not None for bound in bounds):
            yield from self.shaped(path, [key], arrays, NUMBER)
        if test.is_ is not None:
            yield from self.shaped(path, [key], arrays, _READ_OF.get(test.is_, TEXT))
        for part, shape in ((test.weekday, DATE), (test.between, TIME)):
            if part is not None:
                yield from self.shaped(path, [key], arrays, shape)
        if test.other_than is not None and self.shapes(key, arrays) != {LIST}:
            yield from self.shaped(path, [key], arrays, TEXT)
        if test.only is not None:
            yield from self.words(path, [test.only], key, arrays, entry_kinds_of)
            if all(entry_kinds_of(array, key) is None for array in arrays):
                yield path, "'only' asks for a list whose entries have kinds, and this field is none"
        for other in (name for name in (test.same_as, test.differs_from) if name is not None):
            yield from self.field(path, other, arrays)
            yield from self.comparable(path, self.shapes(key, arrays), self.shapes(other, arrays))

    def kinds_of_words(self, path: str, words: Iterable[object], shapes: set[str]) -> Found:
        """Check that a field can hold what it is compared with: else a test never holds, or (`not`) always."""
        held = {kind for shape in shapes for kind in _WORDS_OF_SHAPE[shape]}
        if shapes and any(word is not None and type(word) not in held for word in words):
            yield path, f"this field holds {min(shapes)}, and never such a word; {_ADVICE_OF_SHAPE[min(shapes)]}"

    def around(self, path: str, around: Around | None, arrays: Arrays) -> Found:
        if around is None:
            return
        yield from self.select(step(path, "of"), around.of)
        yield from self.dates(step(path, "field"), [around.field] if around.field else [], arrays)
        yield from self.match(step(path, "match"), around.match, self.arrays(around.of), arrays)

    def when(self, path: str, when: When | None, case: Arrays) -> Found:
        if when is None:
            return
        yield from self.where(step(path, "fact"), when.fact, case, case)
        if when.gap is not None:
            yield from self.dates(step(path, "gap"), (when.gap.from_, *when.gap.to), case)
        yield from self.each_field(step(path, "known"), when.known or (), case)
        if when.age is not None:
            stated = [when.age.stated] if when.age.stated is not None else []
            yield from self.dates(step(path, "age"), when.age.on, case)
            yield from self.shaped(step(path, "age"), stated, case, NUMBER)
        yield from self.around(step(path, "some"), when.some, case)
        if when.covered is not None:
            yield from self.select(step(path, "covered", "by"), when.covered.by)
        if when.count is not None:
            yield from self.select(step(path, "count", "of"), when.count.of)
        if when.other is not None:
            theirs = self.arrays_of_rule(when.other.rule)
            yield from self.match(step(path, "other", "match"), when.other.match, theirs, case)
        for name in (*(when.in_ or ()), *(when.not_in or ())):
            yield from self.state(path, name)
        for name in ("all", "any"):
            for index, inner in enumerate(getattr(when, f"{name}_")):
                yield from self.when(f"{step(path, name)}[{index}]", inner, case)
        yield from self.when(step(path, "not"), when.not_, case)

    # ── places ──────────────────────────────────────────────────────────────────────────────────────────────────

    def one_per(self, path: str, one_per: OnePer) -> Found:
        yield from self.select(step(path, "each"), one_per.each)
        for name in (one_per.run_of, one_per.end_of, one_per.gap_of):
            if name is not None:
                yield from self.state(path, name)

    def anchor(self, path: str, anchor: Anchor | None, case: Arrays) -> Found:
        if anchor is None:
            return
        for name in ("last", "first"):
            yield from self.select(step(path, name), getattr(anchor, name))
        named = (anchor.release_after or (), anchor.first_given or (), [anchor.field] if anchor.field else [])
        fields = [name for names in named for name in names if not name.startswith("in ")]
        yield from self.dates(path, fields, case)
        mine = self.arrays(anchor.first)
        mine |= self.arrays_of_rule(anchor.due_of or anchor.met_of)
        yield from self.match(step(path, "match"), anchor.match, mine, case)
        for inner in anchor.parts:
            yield from self.anchor(path, inner, case)

    # ── entries ─────────────────────────────────────────────────────────────────────────────────────────────────

    def own_state(self, path: str, state: StateRule) -> Found:
        for name in state.any_:
            yield from self.state(path, name)
        yield from self.select(step(path, "from"), state.from_)
        yield from self.select(step(path, "until"), state.until)
        if state.of:
            yield from self.select(step(path, "of"), Select(of=state.of))
            arrays = [self.arrays_of_event(name) for name in state.of]
            if not all({"from", "until"} <= fields_of(array) for each in arrays for array in each):
                yield (
                    step(path, "of"),
                    "facts without 'from' and 'until' are no state; name the events of its ends",
                )
            yield from self.where(step(path, "where"), state.where, frozenset().union(*arrays), frozenset())

    def derive(self, path: str, derive: Derive) -> Found:
        arrays = self.arrays(derive.of)
        yield from self.select(step(path, "of"), derive.of)
        yield from self.select(step(path, "also"), derive.also)
        yield from self.select(step(path, "ended_by"), derive.ended_by)
        for name in (*derive.clear_of, *derive.skips):
            yield from self.state(path, name)
        yield from self.where(step(path, "where"), derive.where, arrays, frozenset())
        needed = {
            DeriveKind.PRESENCE_DAYS: ["until"],
            DeriveKind.PRESENCE_NIGHTS: ["until"],
            DeriveKind.PRESENCE_HOURS: ["until_at"],
        }
        yield from self.each_field(step(path, "of"), needed.get(derive.kind, ()), arrays)
        if derive.group is not None and derive.group != OF_THE_OFFENDER:
            yield from self.field(step(path, "group"), derive.group, arrays)
        if derive.reset_by is not None:
            yield from self.select(step(path, "reset_by"), derive.reset_by.select)

    def order(self, path: str, order: OrderKind) -> Found:
        orders = frozenset({"orders"})
        yield from self.words(step(path, "kind"), order.kind, "kind", orders, words_of)
        yield from self.dates(step(path, "start"), order.start, orders)
        yield from self.dates(step(path, "ends_with"), order.ends_with, orders)

    def span(self, path: str, span: SpanRule) -> Found:
        case = self.arrays_of_case(span.one_per)
        yield from self.one_per(step(path, "one_per"), span.one_per)
        yield from self.anchor(step(path, "start"), span.start, case)
        yield from self.anchor(step(path, "holds_from"), span.holds_from, case)
        yield from self.dates(step(path, "cut_by"), span.cut_by, case)
        yield from self.each_field(step(path, "sums_terms"), ["terms"] if span.sums_terms else [], case)
        yield from self.select(step(path, "ended_by"), span.ended_by)
        yield from self.course(path, span)
        for index, row in enumerate(span.length):
            at = item(step(path, "length"), index, None)
            yield from self.where(step(at, "when"), row.when, case, case)
            yield from self.shaped(step(at, "lasts"), [row.lasts] if isinstance(row.lasts, str) else [], case, NUMBER)

    def course(self, path: str, span: SpanRule) -> Found:
        yield from self.select(step(path, "reset_by"), span.reset_by)
        for index, toll in enumerate(span.toll):
            at = item(step(path, "toll"), index, None)
            for name in toll.in_:
                yield from self.state(step(at, "in"), name)
            for key, select in (("from", toll.from_), ("until", toll.until)):
                yield from self.select(step(at, key), select)
        for index, shortened in enumerate(span.shortened):
            at = item(step(path, "shortened"), index, None)
            for key, select in (("without", shortened.without), ("needs", shortened.needs)):
                yield from self.select(step(at, key), select)
        for index, extended in enumerate(span.extended_by):
            yield from self.select(step(item(step(path, "extended_by"), index, None), "of"), extended.of)

    def rule(self, path: str, rule: Rule) -> Found:
        case = self.arrays_of_case(rule.one_per)
        yield from self.one_per(step(path, "one_per"), rule.one_per)
        yield from self.anchor(step(path, "anchor"), rule.anchor, case)
        if rule.starts is not None:
            yield from self.anchor(step(path, "starts", "after"), rule.starts.after, case)
        if rule.cautious is not None:
            yield from self.anchor(step(path, "cautious", "anchor"), rule.cautious.anchor, case)
        if rule.while_ is not None:
            for name in rule.while_.not_in:
                yield from self.state(step(path, "while", "not_in"), name)
        for suspended in rule.suspended:
            for name in suspended.in_:
                yield from self.state(step(path, "suspended", "in"), name)
        yield from self.when(step(path, "gate"), rule.gate, case)
        yield from self.when(step(path, "gate_each_day"), rule.gate_each_day, case)
        for key in ("met_by", "void_by"):
            for index, evidence in enumerate(getattr(rule, key)):
                yield from self.evidence(f"{step(path, key)}[{index}]", evidence, case)
        met = frozenset().union(*(self.arrays(evidence.select) for evidence in rule.met_by))
        yield from self.dates(step(path, "rebased_at"), [rule.rebased_at] if rule.rebased_at else [], met)
        yield from self.regimes(path, rule, case)

    def regimes(self, path: str, rule: Rule, case: Arrays) -> Found:
        for index, regime in enumerate(rule.regime):
            at = item(step(path, "regime"), index, None)
            yield from self.when(step(at, "when"), regime.when, case)
            for number, quota in enumerate(regime.quota):
                yield from self.quota(f"{step(at, 'quota')}[{number}]", quota)
            for key, limit in (("opens", regime.opens), ("latest", regime.latest)):
                if limit is None:
                    continue
                inner = step(at, key)
                years = [limit.years_field] if limit.years_field else []
                yield from self.shaped(step(inner, "years_field"), years, case, NUMBER)
                kinds = [limit.not_before_last_day_of] if limit.not_before_last_day_of else []
                place = step(inner, "not_before_last_day_of")
                yield from self.words(place, kinds, "kind", frozenset({"orders"}), words_of)

    def quota(self, path: str, quota: Quota) -> Found:
        yield from self.select(step(path, "of"), quota.of)
        if isinstance(quota.at_least, Percentage):
            yield from self.select(step(path, "at_least", "of"), quota.at_least.of)
        for key in ("also", "reduced_by"):
            for index, each in enumerate(getattr(quota, key)):
                yield from self.select(f"{step(path, key)}[{index}].of", each.of)

    def evidence(self, path: str, evidence: Evidence, case: Arrays) -> Found:
        arrays = self.arrays(evidence.select)
        yield from self.select(path, evidence.select)
        where = case if evidence.own is not None else arrays
        yield from self.where(step(path, "where"), evidence.where, where, case)
        yield from self.where(step(path, "if"), evidence.if_, case, case)
        yield from self.match(step(path, "match"), evidence.match, arrays, case)
        own = [key for key in evidence.own or () if key not in _MADE_UP]
        yield from self.dates(step(path, "own"), own, case)
        if evidence.state is not None:
            yield from self.state(step(path, "state"), evidence.state)
        if evidence.around is not None:
            yield from self.select(step(path, "around", "of"), evidence.around.of)
            field = [evidence.around.field] if evidence.around.field else []
            yield from self.dates(step(path, "around", "field"), field, arrays)
