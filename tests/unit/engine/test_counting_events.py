"""Events that counting, waiting and growing older bring about."""

import pytest

from supervise.dates.ordinals import to_iso
from tests.unit.engine.books import HEAD, NEXT_DAY, book, day, events, judged


def made(as_of="2026-12-31", *, facts=(), born=None, conventions=None, **rule):
    derive = [{"id": "made", "source": "s", "of": "event.k"} | rule]
    small = book(derive=derive, conventions=conventions or HEAD["conventions"])
    more = {} if born is None else {"born_on": born}
    return judged(small, as_of, events=list(facts), **more)


def fired(as_of="2026-12-31", **rule):
    return [(each.id, to_iso(each.day)) for each in made(as_of, **rule).derived("made")]


# ── so many ─────────────────────────────────────────────────────────────────────────────────────────────────────

COUNT = {"kind": "count", "reach": 3}


def test_the_event_with_which_the_number_is_reached_fires_and_none_after_it():
    facts = events(d="2026-04-01", a="2026-01-01", b="2026-01-02", c="2026-03-01")
    assert fired(facts=facts, **COUNT) == [("c", "2026-03-01")]
    assert fired("2026-02-28", facts=facts, **COUNT) == []
    (event,) = made(facts=facts, **COUNT).derived("made")
    assert [part.id for part in event.parts] == ["a", "b", "c"]
    assert fired(facts=facts, where={"id": {"not": ["a"]}}, **COUNT) == [("d", "2026-04-01")]


def test_in_each_unit_of_the_calendar_it_fires_once():
    facts = events(a="2026-01-30", b="2026-01-31", c="2026-02-01", d="2026-02-02", e="2026-02-28", f="2026-02-28")
    assert fired(facts=facts, **COUNT, within="calendar month") == [("e", "2026-02-28")]
    assert fired(facts=facts, **COUNT | {"reach": 2}, **{"in": "calendar month"}) == [
        ("b", "2026-01-31"),
        ("d", "2026-02-02"),
    ]


def test_in_a_length_it_fires_again_once_the_number_had_fallen_below():
    rule = COUNT | {"reach": 2, "within": "10 days"}
    facts = events(a="2026-01-01", b="2026-01-10", c="2026-01-12", d="2026-01-22", e="2026-01-31")
    # On 11 January one was too old; that there were enough again a day later is a second time.
    assert fired(facts=facts, **rule) == [("b", "2026-01-10"), ("c", "2026-01-12"), ("e", "2026-01-31")]
    assert fired(facts=events(a="2026-01-01", b="2026-01-05", c="2026-01-10"), **rule) == [("b", "2026-01-05")]
    assert fired(facts=events(a="2026-01-01", b="2026-01-11"), **rule) == []


def test_a_length_in_months_is_by_the_conventions_of_the_book():
    rule = COUNT | {"reach": 2, "within": "1 month"}
    facts = events(a="2026-03-01", b="2026-03-31")
    assert fired(facts=facts, **rule) == [("b", "2026-03-31")]
    assert fired(facts=facts, conventions=NEXT_DAY, **rule) == []


def test_a_group_is_counted_alone():
    facts = [
        each | {"for": "x" if each["id"] in "ac" else "y"}
        for each in events(a="2026-01-01", b="2026-01-02", c="2026-01-03")
    ]
    assert fired(facts=facts, **COUNT | {"reach": 2}) == [("b", "2026-01-02")]
    assert fired(facts=facts, group="for", **COUNT | {"reach": 2}) == [("c", "2026-01-03")]
    assert fired(facts=events(a="2026-01-01", b="2026-01-02"), group="for", **COUNT | {"reach": 2}) == []


# ── so long without ─────────────────────────────────────────────────────────────────────────────────────────────

GAP = {"kind": "gap", "reach": "10 days", "counting": "after", "ended_by": "event.done"}


@pytest.mark.parametrize(("counting", "expected"), [("after", "2026-01-11"), ("beginning with", "2026-01-10")])
def test_the_day_on_which_it_has_been_so_long_without_an_answer(counting, expected):
    rule = GAP | {"counting": counting}
    facts = events(a="2026-01-01")
    assert fired(facts=facts, **rule) == [("a", expected)]
    assert fired("2026-01-09", facts=facts, **rule) == []
    assert made("2026-01-09", facts=facts, **rule).stable_until is None
    assert fired(facts=facts + events("done", x=expected), **rule) == []
    assert fired(facts=facts + events("done", x="2026-01-12"), **rule) == [("a", expected)]


def test_further_lengths_are_counted_from_the_first_day_each_time():
    rule = GAP | {"reach": "1 month", "every": "1 month"}
    assert [on for _, on in fired("2026-05-31", facts=events(a="2026-01-30"), **rule)] == [
        "2026-02-28",
        "2026-03-28",
        "2026-04-28",
        "2026-05-28",
    ]
    rule = GAP | {"every": "20 days"}
    facts = events(a="2026-01-01") + events("done", x="2026-02-20")
    assert [on for _, on in fired(facts=facts, **rule)] == ["2026-01-11", "2026-01-31"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"reach": "1 month"}, ["2026-03-01"]),
        ({"reach": "1 month", "counting": "beginning with"}, ["2026-02-28"]),
        # The first day is 31 January.
        ({"reach": "0 months 1 day", "counting": "beginning with", "every": "1 month"}, ["2026-01-31", "2026-03-01"]),
    ],
)
def test_lengths_without_an_answer_are_by_the_conventions_of_the_book(rule, expected):
    found = fired("2026-03-30", facts=events(a="2026-01-31"), conventions=NEXT_DAY, **GAP | rule)
    assert [on for _, on in found] == expected


def test_while_one_is_unanswered_further_ones_begin_nothing():
    facts = events(a="2026-01-01", b="2026-01-05", c="2026-02-01") + events("done", x="2026-01-20")
    assert fired(facts=facts, **GAP) == [("a", "2026-01-11"), ("c", "2026-02-11")]
    assert fired(facts=events(a="2026-01-01", b="2026-01-05"), **GAP) == [("a", "2026-01-11")]


def test_an_event_may_be_answered_by_the_next_of_its_own_kind():
    own = GAP | {"ended_by": "event.k"}
    facts = events(a="2026-01-01", b="2026-01-05", c="2026-01-15", d="2026-02-01")
    assert fired("2026-02-05", facts=facts, **own) == [("c", "2026-01-25")]


@pytest.mark.parametrize(
    ("event", "answer", "answered"),
    [
        ("2026-01-01", "2026-01-01", True),
        ("2026-01-01T10:00", "2026-01-01", True),
        ("2026-01-01", "2026-01-01T10:00", True),
        ("2026-01-01T10:00", "2026-01-01T10:01", True),
        ("2026-01-01T10:00", "2026-01-01T09:59", False),
        ("2026-01-02", "2026-01-01", False),
    ],
)
def test_on_one_day_an_event_answers_unless_it_is_known_to_be_earlier(event, answer, answered):
    facts = events(a=event) + events("done", x=answer)
    assert (fired(facts=facts, **GAP) == []) is answered


def test_an_event_that_does_not_pass_begins_nothing():
    assert fired(facts=events(a="2026-01-01"), where={"id": "other"}, **GAP) == []


# ── an age ──────────────────────────────────────────────────────────────────────────────────────────────────────

AGE = {"kind": "age", "reach": 16}


def age(as_of, born):
    small = book(derive=[{"id": "made", "source": "s"} | AGE])
    facts = {} if born is None else {"born_on": born}
    return [(each.id, to_iso(each.day)) for each in judged(small, as_of, **facts).derived("made")]


def test_an_age_is_reached_on_the_birthday():
    assert age("2026-05-04", "2010-05-04") == [("x1", "2026-05-04")]
    assert age("2026-05-03", "2010-05-04") == []
    assert age("2026-12-31", "2010-02-28") == [("x1", "2026-02-28")]
    assert age("2028-12-31", "2012-02-29") == [("x1", "2028-02-29")]
    assert age("2026-12-31", None) == []
    assert age("2026-12-31", "9999-01-01") == []


def test_a_duty_may_hang_on_an_age():
    small = book({"one_per": "sixteen"}, derive=[{"id": "sixteen", "source": "s"} | AGE])
    found = judged(small, "2026-05-10", born_on="2010-05-04")
    assert [(row.key, row.due.isoformat()) for row in found.of_rule("r")] == [("x1", "2026-05-14")]
    assert judged(small, "2026-05-03", born_on="2010-05-04").stable_until == day("2026-05-04")
