"""Laws of explanations over drawn books: whatever a book says, an officer can redo by hand what is told of it."""

import datetime as dt
import json

import pytest
from hypothesis import given, reject, settings, strategies as st

from supervise import Offender, RulebookLoadError, explain, review
from supervise.rules.loading import load_rulebook
from supervise.testing.strategies import BASES, CADENCES, people_of, rulebooks
from tests.property.reading import CALENDAR
from tests.property.test_explanations import objects, recounted, squeezed

DAY = dt.timedelta(days=1)
# In these nobody looks for events; and of what is assumed none is there.
UNSOUGHT = ("not_required", "lapsed")
LAST_OF_EVERY_MONTH = 28


@st.composite
def reviews(draw, cadence):
    """A review by a book of a cadence."""
    base = draw(st.sampled_from(BASES))
    data, who = draw(rulebooks(calendar=CALENDAR, cadences=(cadence,), base=base)), draw(people_of(base))
    as_of = base + draw(st.integers(-5, 60) | st.integers(60, 500)) * DAY
    try:
        book = load_rulebook(data)
    except RulebookLoadError:
        reject()
    return review(Offender.from_dict(who), book, as_of=as_of)


def explained(found):
    """Each occurrence, its explanation as a whole, and the passage about it."""
    rows = found.schedule.all_obligations
    for rule, key in dict.fromkeys((row.rule, row.key) for row in rows):
        asked = [row for row in rows if row.rule == rule and key in (row.key, row.anchor_id)]
        why = explain(found, rule=rule, key=key)
        passages = [each for each in why.passages if each.kind == "occurrence"]
        for row, passage in zip(asked, passages, strict=True):
            yield row, why, passage


def dates_of(row):
    """The dates that a result turns on; of what nobody asks for none matters but that of its anchor."""
    days = [row.anchor]
    if row.status not in UNSOUGHT:
        days += [row.due, row.cautious_due, row.met_on]
    if row.status == "upcoming":
        days.append(row.opens)
    return {day.isoformat() for day in days if day is not None}


def step_of(passage, kind):
    return next(step for step in passage.steps if step.kind == kind)


def sought(found, row):
    """The events of the kinds that meet an occurrence and lie where it looks for them, by what the book says alone."""
    rule = next(each for each in found.schedule.book.rule if each.id == row.part)
    if row.projected or row.anchor is None or row.status in UNSOUGHT:
        return
    start = max(day for day in (row.anchor, row.opens) if day is not None)
    end = min(day for day in (found.as_of, row.met_on) if day is not None)
    for evidence in rule.met_by:
        kinds = [] if evidence.select is None or evidence.match else evidence.select.of
        for event in found.schedule.offender.events:
            if f"event.{event.kind}" in kinds and event.on is not None and start <= event.on <= end:
                yield event.id


@pytest.mark.parametrize("cadence", CADENCES)
@settings(max_examples=8)
@given(data=st.data())
def test_what_is_told_of_an_occurrence_is_enough_to_redo_it(cadence, data):
    found = data.draw(reviews(cadence))
    for row, why, passage in explained(found):
        text = " ".join(why.text().split())
        said = " ".join(line for _, line in passage.lines)
        assert [day for day in sorted(dates_of(row)) if day not in said] == [], (
            row.opens,
            row.due,
            row.cautious_due,
            row.met_on,
            row.status,
            passage.lines,
        )
        # What met it is named; all that was looked at and did not, too, with the reason.
        refused = {step.parts["id"]: step.lines for step in passage.steps if step.kind == "did_not_count"}
        assert all(
            lines and all(": " in line and not line.endswith(": ") for _, line in lines) for lines in refused.values()
        )
        assert set(row.met_by) <= set(step_of(passage, "standing").parts["met_by"])
        assert set(sought(found, row)) <= {row.anchor_id, *row.met_by, *refused}
        assert all(squeezed(line) in squeezed(text) for _, line in passage.lines)
        for parts in objects(json.loads(why.json())):
            if "counting" in parts and "counted" in parts and "gives" not in parts and recounts(parts):
                assert recounted(parts).isoformat() == parts["to"], parts


def recounts(parts):
    """Whether a sum can be redone whatever the book says of a day that a month lacks."""
    return recounted(parts) is not None and int(parts["from"][-2:]) < LAST_OF_EVERY_MONTH


@settings(max_examples=8)
@given(data=st.data())
def test_every_span_and_flag_of_a_drawn_book_is_explained(data):
    found = data.draw(reviews(data.draw(st.sampled_from(CADENCES))))
    whole = explain(found)
    assert json.loads(whole.json())
    for passage in (each for each in whole.passages if each.kind == "span"):
        said = " ".join(line for _, line in passage.lines)
        for step in passage.steps:
            days = {step.parts.get(name) for name in ("first_day", "last_day", "cut_to")} - {None}
            assert [day for day in sorted(days) if day not in said] == [], passage.lines
    for code, key in dict.fromkeys((flag.code, flag.key) for flag in found.flags):
        assert code in explain(found, flag=code, key=key).text()
