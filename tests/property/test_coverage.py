"""What is drawn has every shape of the language: each word of each choice, and each key of each declaration."""

import enum
import inspect

import attrs
from hypothesis import HealthCheck, Phase, given, settings

from supervise.rules import (
    conditions,
    declared,
    duration,
    evidence,
    field_tests,
    fixed,
    group,
    language,
    places,
    quota,
    rulebook,
    state,
    tolling,
    words,
)
from supervise.rules.codec import read_draft
from supervise.testing.strategies import CADENCES, rulebooks
from tests.property.reading import CALENDAR

MODULES = (
    conditions, declared, duration, evidence, field_tests, fixed, group, language, places, quota, rulebook, state,
    tolling, words,
)  # fmt: skip

# What no drawn book has, each with its reason.
EXCEPTIONS = {
    # Made by the library, and never written.
    "Amendment": "made by overlays",
    "Applied": "made by overlays",
    "Rulebook": "made by loading",
    # Compared with the plain engine on the shipped books, and spoken of by facts the drawn people do not have.
    "FieldTest.is_": "reads addresses, a workforce or a force: `test_oracle`",
    "FieldTest.only": "reads the items of orders: `test_oracle`",
    "FieldTest.same_as": "compares two dates of a trip: `test_oracle`",
    "FieldTest.differs_from": "compares two fields of one fact: `test_oracle`",
    "FieldTest.weekday": "reads a date, as those of what is drawn are all tested by others: `unit/engine/test_conditions`",
    "FieldTest.between": "reads a time of day: `unit/engine/test_conditions`",
    "Limit.from_": "hours of an opening or of an outer limit: `unit/engine/test_limits`",
    "Limit.years_field": "reads how many years a decision bars: `test_oracle`",
    "Limit.at_most": "caps those years: `test_oracle`",
    "SpanLength.term_": "reads the sentences of a registration: `test_oracle`",
    "SpanRule.sums_terms": "reads the sentences of a registration: `test_oracle`",
    "SpanRule.holds_from": "a notice about a conviction abroad: `test_oracle`",
    "SpanRule.part_of": "several spans of one name: `test_oracle`",
    "OrderKind.": "orders last as in the shipped books: `test_oracle`",
    "EarlierBounds.": "how long orders of earlier days may last: `unit/engine/test_orders`",
    "Limit.not_before": "what a newer law permits: `test_oracle`",
    "When.known": "what is not on record of a journey: `test_oracle`",
    "Term.ORDER": "a span as long as an order: `test_oracle`",
    "Anchor.across_gaps": "a chain that goes on after a transfer: `test_oracle`",
    "While.resumes": "a case that goes on after a transfer: `test_oracle`",
    "When.ended_early": "ends on record and ends before their time: `test_oracle`",
    "Covered.on_the_day": "orders made on the day of a conviction: `test_oracle`",
    "Around.match": "agreement of two facts around each other: `test_oracle`",
    "Around.strict": "agreement of two facts around each other: `test_oracle`",
    # Put into drawn books and compared with the plain engine there.
    "Rule.calendar": "closed days that a rule names: `test_oracle_words`",
    "Regime.calendar": "closed days that a regime names: `test_oracle_words`",
    "Limit.calendar": "closed days that a limit names: `test_oracle_words`",
    "Regime.from_end_of": "lengths from the end of a period: `test_oracle_words`",
    "Limit.from_end_of": "lengths from the end of a period: `test_oracle_words`",
    "DayOfMonth.weekday": "days of a month by their weekday: `test_oracle_words`",
    "Roll.NEAREST": "the nearest open day: `test_oracle_words`",
    "Limit.less": "days off what a limit gives: `test_oracle_words`",
    "OnePer.in_a_row": "so many missed in a row: `test_oracle_words`",
    "OnePer.reach": "so many missed in a time: `test_oracle_words`",
    "OnePer.within": "so many missed in a time: `test_oracle_words`",
    "Rebased.DUE": "chains that count from due days: `test_oracle_words`",
    "Percentage.": "percentages of events: `test_oracle_words`",
    "Suspension.percent": "what lies in a state in part: `test_oracle_words`",
    "Substitute.left_over": "what is left over of the block before: `test_oracle_words`",
    "Substitute.for_one": "several events that stand in for one: `test_oracle_words`",
    "Rounded.": "percentages of events: `test_oracle_words`",
    # Compared with nothing, and held by unit tests alone.
    "Toll.at_most": "how many days may be added: `unit/engine/test_tolling`",
    "Extended.at_most": "how much may be added: `unit/engine/test_tolling`",
    "FieldTest.at_least": "bounds of numbers: `unit/engine/test_conditions`",
    "FieldTest.more_than": "bounds of numbers: `unit/engine/test_conditions`",
    "FieldTest.at_most": "bounds of numbers: `unit/engine/test_conditions`",
    "FieldTest.less_than": "bounds of numbers: `unit/engine/test_conditions`",
    "Age.stated": "an age that a fact states: `unit/engine/test_conditions`",
    "Gap.more_than": "the other bound of a gap: `unit/engine/test_conditions`",
    "OtherDuty.match": "which of several other occurrences: `unit/engine/test_relations`",
    "Rule.off": "no rule until an overlay says so: `unit/rules/test_overlay`",
    "Source.": "told to people, and read by nothing",
    "Rule.waivable": "read by waivers alone: `unit/checks/test_waivers`",
    "Rule.rests_on": "told to people, and read by nothing",
    "Regime.authority": "told to people, and read by nothing",
    "Regime.source": "told to people, and read by nothing",
    "Regime.confidence": "told to people, and read by nothing",
    "Regime.read_at": "says again what `change` says: `unit/rules/test_choices`",
    "ReadAt.": "says again what `change` says: `unit/rules/test_choices`",
}


def language_of_books():
    """Return every word and every key, as `Class.name`."""
    found = set()
    for module in MODULES:
        for name, kind in vars(module).items():
            if not inspect.isclass(kind) or kind.__module__ != module.__name__ or name.startswith("_"):
                continue
            if issubclass(kind, enum.Enum):
                found |= {f"{name}.{member.name}" for member in kind}
            elif attrs.has(kind):
                found |= {f"{name}.{field.name}" for field in attrs.fields(kind)}
    return found


def said_by(part):
    """Yield every word and key that a declaration gives."""
    if isinstance(part, enum.Enum):
        yield f"{type(part).__name__}.{part.name}"
    elif isinstance(part, (tuple, list)):
        for each in part:
            yield from said_by(each)
    elif isinstance(part, dict):
        for each in part.values():
            yield from said_by(each)
    elif attrs.has(type(part)):
        for field in attrs.fields(type(part)):
            value = getattr(part, field.name)
            if value not in (None, (), False) and value != {}:
                yield f"{type(part).__name__}.{field.name}"
            yield from said_by(value)


def words_of_books(cadence):
    """Return every word and key of a sample of books with a rule of a cadence, always the same."""
    seen = set()

    @settings(
        max_examples=260,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(rulebooks(calendar=CALENDAR, cadences=(cadence,)))
    def look(book):
        seen.update(said_by(read_draft(book, "drawn")))

    look()
    return seen


def test_what_is_drawn_has_every_shape_of_the_language():
    seen = set().union(*(words_of_books(cadence) for cadence in CADENCES))
    excepted = tuple(EXCEPTIONS)
    missing = {name for name in language_of_books() - seen if not name.startswith(excepted)}
    assert sorted(missing) == []
    # An exception that is none any more has no place in the list.
    assert [name for name in excepted if not any(each.startswith(name) for each in language_of_books())] == []
    assert [name for name in excepted if name in seen] == []
