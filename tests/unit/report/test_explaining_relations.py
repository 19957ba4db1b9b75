"""What an officer reads of duties that hang on others: from whom, from which day, and why that one."""

import datetime as dt

import pytest

from supervise import Offender, review
from supervise.report.book import book_lines
from supervise.report.explaining import explain
from tests.unit.engine.books import ONCE, SPAN, book

FACTS = {
    "id": "x1",
    "born_on": "1990-03-03",
    "registrations": [{"id": "g1", "convicted_on": "2020-01-10"}],
    "events": [
        {"id": "e1", "kind": "k", "on": "2026-01-05"},
        {"id": "e2", "kind": "k", "on": "2026-02-01"},
        {"id": "e3", "kind": "back", "on": "2026-01-20"},
    ],
}
FORM = {"id": "form", "met_by": {"any": "event.back"}}


def explained(own, facts=FACTS, *, as_of="2026-03-01", rules=(FORM,), **parts):
    small = book({"id": "own", **own}, *rules, **parts)
    found = review(Offender.from_dict(facts), small, as_of=dt.date.fromisoformat(as_of))
    return " ".join(explain(found, rule="own").text().split())


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            {"one_per": {"each": "event.k", "until_next": True}},
            "2026-02-01: e2, the event k it hangs on, until the next",
        ),
        (
            {"one_per": {"occurrence_of": "form", "outcome": "missed"}},
            "2026-01-15: e1, the due day of form, which was not met by then",
        ),
        (
            {"one_per": {"occurrence_of": "form", "outcome": "missed", "reach": 2, "within": "calendar quarter"}},
            "by then not met in time in the calendar quarter up to that day: 2026-01-15 and 2026-02-11",
        ),
        (
            {"one_per": {"occurrence_of": "form", "outcome": "met"}},
            "2026-01-20: e3, the day on which form was met, which it hangs on",
        ),
        (
            {"one_per": {"occurrence_of": "form", "outcome": "due"}},
            "2026-02-11: e2, the due day of form, which it hangs on",
        ),
        ({"one_per": "offender", "anchor": {"due_of": "form"}}, "2026-02-11: e2, the latest due day of form"),
        (
            {"one_per": "offender", "anchor": {"due_of": "form", "which": "first"}},
            "2026-01-15: e1, the earliest due day of form",
        ),
        ({"one_per": "offender", "anchor": {"met_of": "form"}}, "2026-01-20: e3, the day on which form was last met"),
        (
            {"one_per": "offender", "anchor": {"met_of": "form", "which": "first"}},
            "2026-01-20: e3, the day on which form was first met",
        ),
        (
            {"one_per": {"span": "span"}, "anchor": {"next_birthday": {"span_end": "span"}}},
            "2025-03-03: x1, the first birthday after the day of span",
        ),
        (
            {"gate": {"not": {"other": {"rule": "form", "opens_within": "2 months"}}}},
            "not (other (rule: form, opens within: 2 months)): does not hold, so nothing is asked",
        ),
        (
            {"gate": {"count": {"of": "event.k", "in": "calendar year", "at_most": 0}}},
            "count (of: event.k, in: calendar year, at most: 0): does not hold, so nothing is asked",
        ),
    ],
)
def test_what_it_hangs_on_is_told(rule, words):
    assert words in explained(rule, span=[SPAN])


def test_what_another_of_its_group_governs_says_so():
    group = [{"id": "g", "of": ["own", "form"], "governs": "the laxest due"}]
    facts = FACTS | {"events": FACTS["events"][1:2]}
    text = explained({"regime": [{"within": "5 days"}]}, facts, as_of="2026-02-03", group=group)
    assert "set aside the laxest due of g: form, 2026-02-11" in text


def test_what_it_hangs_on_is_shown_in_the_book():
    small = book(
        ONCE
        | {"in_force": {"from": "2026-01-01"}, "id": "own", "one_per": {"occurrence_of": "form", "outcome": "missed"}},
        FORM | {"one_per": {"each": "event.k", "until_next": True}},
        derive=[{"id": "silent", "kind": "age", "reach": 16, "source": "s"}],
        states={"waiting": {"from": "event.a", "until": "event.b"}, "away": ["custody", "hospital"]},
        group=[{"id": "g", "of": ["own", "form"], "governs": "the earliest due"}],
    )
    text = "\n".join(line.text for line in book_lines(small))
    assert "one per       occurrence of form, outcome missed" in text
    assert "one per       event.k, until next" in text
    assert "in force      from 2026-01-01" in text
    assert "  silent: age, reach: 16 (LAW, s, seen)" in text
    assert "  waiting: from: event.a, until: event.b" in text
    assert "  away: in custody or hospital" in text
    assert "  g: of own and form, the earliest due" in text
