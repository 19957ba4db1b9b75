"""Judging one rule: cases, cadences, projection, placeholders, and the quick way held to the full one."""

import random

import attrs
import pytest

from supervise.engine.judged import MOST_AHEAD
from supervise.engine.outcomes import History
from supervise.engine.program import program_of
from supervise.engine.schedule import evaluate
from supervise.model import Offender
from supervise.rules import load_rulebook
from tests.unit.engine.books import (
    JANUARY,
    SPAN,
    book,
    by_level,
    day,
    events,
    judged,
    rolling,
    shown,
    stands,
    states,
)

SUBJECT = {"span": ["span"], "at_end": "lapse"}
TWO_YEARS = [SPAN | {"length": [{"lasts": "2 years"}]}]


def done(**days):
    return events("done", **days)


# ── windows ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_case_of_an_event_belongs_to_the_window_that_contains_its_day():
    small = book({"while": SUBJECT | {"not_in": ["custody"]}}, span=TWO_YEARS)
    facts = {
        "registrations": [{"id": "g", "convicted_on": "2026-01-01"}],
        "statuses": states(s="2026-02-01/2026-03-01"),
        "events": events(
            before="2025-12-31",
            first="2026-01-01",
            last="2026-01-31",
            inside="2026-02-01",
            inner="2026-02-28",
            second="2026-03-01",
            end="2027-12-31",
            after="2028-01-01",
        ),
    }
    found = judged(small, "2030-01-01", **facts)
    assert shown(found, "key", "status") == [
        ("first", "missed"),
        ("last", "lapsed"),
        ("second", "missed"),
        ("end", "lapsed"),
    ]


def test_without_a_window_there_is_no_case():
    small = book({"while": SUBJECT}, {"while": SUBJECT, "one_per": "offender", "anchor": "event.k"}, span=TWO_YEARS)
    found = judged(small, "2026-01-05", events=events(k="2026-01-01"))
    assert shown(found, "key") == shown(found, "key", rule="r1") == []


def test_a_case_that_hangs_on_no_event_is_cut_to_each_window_it_meets():
    rule = {"one_per": {"run_of": "hospital"}, "while": SUBJECT | {"not_in": ["custody"]}}
    facts = {
        "registrations": [{"id": "g", "convicted_on": "2026-01-01"}],
        "statuses": states("hospital", h="2025-12-01/2026-04-01", i="2026-02-10/2026-02-20")
        + states(s="2026-02-01/2026-03-01"),
    }
    found = judged(book(rule, span=TWO_YEARS), "2026-06-01", **facts)
    assert shown(found, "key", "anchor") == [("h", "2026-01-01"), ("h", "2026-03-01")]
    none = facts | {"statuses": states("hospital", h="2025-12-01/2026-01-01")}
    assert shown(judged(book(rule, span=TWO_YEARS), "2026-06-01", **none), "key") == []


def test_a_case_ends_with_its_own_end_or_the_window_whichever_is_sooner():
    rule = {"one_per": {"span": "span"}, "while": SUBJECT | {"not_in": ["custody"]}, "regime": [{"within": "1 year"}]}
    facts = {"registrations": [{"id": "g", "convicted_on": "2026-01-01"}]}
    kept = states(s="2026-02-01")
    assert stands(judged(book(rule, span=TWO_YEARS), "2026-02-01", statuses=kept, **facts)) == [
        ("lapsed", "2027-01-01")
    ]
    assert stands(judged(book(rule, span=TWO_YEARS), "2026-02-01", **facts)) == [("open", "2027-01-01")]


def test_without_a_span_every_day_is_in_a_window_but_those_of_the_states():
    ends = {"while": {"not_in": ["custody"], "at_end": "lapse"}, "met_by": "event.done"}
    facts = {"events": events(a="2026-01-01", b="2026-01-28", c="2026-02-10", d="2026-03-01")}
    found = judged(ends, "2026-06-01", statuses=states(s="2026-02-01/2026-03-01"), **facts)
    assert shown(found, "key", "status") == [("a", "missed"), ("b", "lapsed"), ("d", "overdue")]
    whole = judged(ends | {"one_per": "offender", "anchor": "event.k"}, "2026-01-05", events=events(k="2026-01-01"))
    assert shown(whole, "status") == ["open"]


@pytest.mark.parametrize(
    ("as_of", "state", "found"),
    [
        # Due on 20 February; in the state from 1 February to 1 March, and again from 1 April.
        ("2026-01-31", "2026-02-01/2026-03-01", ("open", None)),
        ("2026-02-01", "2026-02-01/2026-03-01", ("lapsed", "2026-03-01")),
        ("2026-02-28", "2026-02-01/2026-03-01", ("lapsed", "2026-03-01")),
        ("2026-03-01", "2026-02-01/2026-03-01", ("overdue", "2026-04-01")),
        ("2026-04-01", "2026-02-01/2026-03-01", ("missed", None)),
        ("2026-03-01", "2026-02-01", ("lapsed", None)),
        ("2026-03-01", "2025-12-01/2026-01-15", ("overdue", "2026-04-01")),
        ("2026-03-01", "2025-12-01", None),
    ],
)
def test_what_a_state_ended_goes_on_when_the_state_has_ended(as_of, state, found):
    during = {"while": SUBJECT | {"not_in": ["custody"], "resumes": True}}
    rule = {"one_per": {"span": "span"}, "regime": [{"within": "50 days"}], "met_by": "event.done"} | during
    facts = {"registrations": [{"id": "g", "convicted_on": "2026-01-01"}], "events": done(d="2026-02-10")}
    inside = states(s=state, t="2026-04-01")
    judgement = judged(book(rule | {"met_by": "event.other"}, span=TWO_YEARS), as_of, statuses=inside, **facts)
    assert stands(judgement) == ([] if found is None else [(found[0], "2026-02-20")])
    if found is not None and found[1] is not None:
        assert judgement.stable_until == day(found[1])
    # What met it in the state counts once the state has ended.
    met = judged(book(rule, span=TWO_YEARS), as_of, statuses=inside, **facts)
    in_time = found is not None and found[0] in ("overdue", "missed")
    assert (stands(met) == [("met", "2026-02-20")]) is in_time


def test_what_goes_on_ends_with_its_own_extent():
    rule = {"one_per": {"span": "span"}, "while": SUBJECT | {"not_in": ["custody"], "resumes": True}}
    both = [{"id": "g", "convicted_on": "2026-01-01"}, {"id": "h", "convicted_on": "2026-03-01"}]
    small = book(rule | {"regime": [{"within": "50 days"}]}, span=[SPAN | {"length": [{"lasts": "31 days"}]}])
    found = judged(small, "2026-03-10", registrations=both, statuses=states(s="2026-01-05/2026-01-10"))
    assert shown(found, "key", "status") == [("g", "lapsed"), ("h", "open")]
    # What begins in a state that has not ended is not there yet.
    inside = states(s="2026-01-05/2026-01-10", t="2026-02-20")
    found = judged(small, "2026-03-10", registrations=both, statuses=inside)
    assert shown(found, "key", "status") == [("g", "lapsed")]


def test_what_the_end_of_a_span_ended_does_not_go_on_with_the_next():
    """A duty of an event in the first registration is none of the second; one before any is none at all."""
    rule = {
        "one_per": "event.k",
        "while": SUBJECT | {"not_in": ["custody"], "resumes": True},
        "regime": [{"within": "50 days"}],
    }
    small = book(rule, span=[SPAN | {"length": [{"lasts": "31 days"}]}])
    two = [{"id": "g", "convicted_on": "2026-01-01"}, {"id": "h", "convicted_on": "2026-05-01"}]
    for on, found in (("2026-01-10", [("lapsed", "2026-03-01")]), ("2025-12-31", []), ("2026-03-01", [])):
        assert stands(judged(small, "2026-05-10", registrations=two, events=events(k=on))) == found
    joined = [{"id": "g", "convicted_on": "2026-01-01"}, {"id": "h", "convicted_on": "2026-02-01"}]
    assert stands(judged(small, "2026-03-02", registrations=joined, events=events(k="2026-01-10"))) == [
        ("overdue", "2026-03-01")
    ]


@pytest.mark.parametrize("one_per", [{"span": "span"}, "registration"])
def test_what_goes_on_may_lie_ahead_and_hang_on_an_event(one_per):
    facts = {"registrations": [{"id": "g", "convicted_on": "2026-01-01"}]}
    for resumes in (False, True):
        during = SUBJECT | {"not_in": ["custody"], "resumes": resumes}
        small = book({"one_per": one_per, "while": during, "regime": [{"within": "50 days"}]}, span=TWO_YEARS)
        assert stands(judged(small, "2025-12-15", **facts)) == [("upcoming", "2026-02-20")]
        back = judged(small, "2026-03-01", statuses=states(s="2026-01-05/2026-02-10"), **facts)
        assert stands(back) == [("overdue" if resumes else "lapsed", "2026-02-20")]


# ── cadences ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_once_gives_one_occurrence_for_each_case():
    found = judged(
        {"met_by": "event.done"}, "2026-01-20", events=events(a="2026-01-01", b="2026-01-15") + done(d="2026-01-02")
    )
    assert stands(found) == [("met", "2026-01-11"), ("open", "2026-01-25")]


def test_rolling_counts_the_next_from_what_met_it():
    facts = events(k="2026-01-01") + done(d="2026-01-08", e="2026-01-20")
    found = judged(rolling(), "2026-01-25", events=facts)
    assert shown(found, "status", "anchor", "anchor_id", "due", "met_on", "days_late") == [
        ("met", "2026-01-01", "k", "2026-01-11", "2026-01-08", 0),
        ("met_late", "2026-01-08", "d", "2026-01-18", "2026-01-20", 2),
        ("open", "2026-01-20", "e", "2026-01-30", None, 0),
    ]


def test_a_duty_that_is_not_met_stops_the_chain():
    found = judged(rolling(), "2026-06-30", events=events(k="2026-01-01"))
    assert shown(found, "status", "due", "days_late") == [("overdue", "2026-01-11", 170)]


def test_rolling_may_count_from_a_date_of_what_meets_it():
    rule = rolling(
        anchor={"last": {"of": "assessment", "at": ["on"]}, "else": "event.k"},
        met_by={"any": {"of": "assessment", "at": ["approved_on"]}},
        rebased_by="a date of what meets it",
        rebased_at="on",
    )
    made = [
        {"id": "a1", "on": "2026-01-05", "approved_on": "2026-01-09"},
        {"id": "a2", "on": "2026-01-14", "approved_on": "2026-01-16"},
    ]
    found = judged(rule, "2026-01-20", events=events(k="2026-01-01"), assessments=made)
    assert shown(found, "anchor", "due", "met_by") == [
        ("2026-01-01", "2026-01-11", ("a1",)),
        ("2026-01-05", "2026-01-15", ("a2",)),
        ("2026-01-14", "2026-01-24", ()),
    ]
    undated = [{"id": "a1", "approved_on": "2026-01-09"}]
    found = judged(rule, "2026-01-20", events=events(k="2026-01-01"), assessments=undated)
    assert shown(found, "anchor") == ["2026-01-01", "2026-01-09"]


FROM_DUE = "its due day, or what meets it later"


@pytest.mark.parametrize("gate", [{}, {"gate": {"not_in": "hospital"}}])
def test_rolling_may_count_from_the_due_day_of_what_was_met_before_it(gate):
    rule = rolling(rebased_by=FROM_DUE) | gate
    found = judged(rule, "2026-02-05", events=events(k="2026-01-01") + done(a="2026-01-05", b="2026-01-23"))
    assert shown(found, "anchor", "due", "status", "met_by", "anchor_id") == [
        ("2026-01-01", "2026-01-11", "met", ("a",), "k"),
        ("2026-01-11", "2026-01-21", "met_late", ("b",), "a"),
        ("2026-01-23", "2026-02-02", "overdue", (), "b"),
    ]


def test_a_period_that_counts_its_first_day_follows_the_due_day_of_the_one_that_was_met_before_it():
    rule = rolling(rebased_by=FROM_DUE, counting="beginning with")
    for done_on, anchors in (
        ("2026-01-05", ["2026-01-01", "2026-01-11"]),
        ("2026-01-10", ["2026-01-01", "2026-01-11"]),  # the last day is still one of the first period
        ("2026-01-11", ["2026-01-01", "2026-01-11"]),
        ("2026-01-12", ["2026-01-01", "2026-01-12"]),
    ):
        found = judged(rule, "2026-01-15", events=events(k="2026-01-01") + done(a=done_on))
        assert shown(found, "anchor") == anchors
    ahead = judged(rule, "2026-01-05", until="2026-02-01", events=events(k="2026-01-01"))
    assert shown(ahead, "anchor", "due", "projected") == [
        ("2026-01-01", "2026-01-10", False),
        ("2026-01-11", "2026-01-20", True),
        ("2026-01-21", "2026-01-30", True),
    ]


def test_what_comes_before_that_due_day_does_not_meet_the_next_and_its_time_has_not_begun():
    facts = {"events": events(k="2026-01-01") + done(a="2026-01-05", b="2026-01-06")}
    found = judged(rolling(rebased_by=FROM_DUE), "2026-01-08", **facts)
    assert shown(found, "anchor", "status") == [("2026-01-01", "met"), ("2026-01-11", "upcoming")]
    assert found.stable_until == day("2026-01-11")
    assert shown(judged(rolling(rebased_by=FROM_DUE), "2026-01-11", **facts), "status") == ["met", "open"]


def test_that_due_day_is_the_one_that_a_state_has_moved_and_without_one_it_is_what_met():
    moved = {"in": "custody", "effect": "later of due and", "due": "5 days after end"}
    facts = {"events": events(k="2026-01-01") + done(a="2026-01-10")}
    rule = rolling(rebased_by=FROM_DUE, suspended=moved)
    found = judged(rule, "2026-01-25", statuses=states(c="2026-01-03/2026-01-09"), **facts)
    assert shown(found, "due") == ["2026-01-14", "2026-01-24"]
    open_ = judged(rule, "2026-01-25", statuses=states(c="2026-01-03"), **facts)
    assert shown(open_, "anchor") == ["2026-01-01", "2026-01-10"]


def test_what_comes_on_that_due_day_is_counted_from_at_its_time():
    hours = {"every": "48 hours", "from": "moment", "clock": "elapsed"}
    made = events(k="2026-01-01T10:00") + done(a="2026-01-03T09:00")
    found = judged(rolling(rebased_by=FROM_DUE, regime=[hours]), "2026-01-04", events=made)
    assert shown(found, "due_at") == ["2026-01-03T10:00", "2026-01-05T09:00"]


def test_a_chain_that_counts_from_due_days_ends_with_its_case_too():
    rule = rolling(one_per={"run_of": "custody"}, anchor={"last": "event.done", "else": "start"}, rebased_by=FROM_DUE)
    found = judged(rule, "2026-06-30", statuses=states(c="2026-01-01/2026-01-11"), events=done(a="2026-01-05"))
    assert shown(found, "anchor", "status") == [("2026-01-01", "met")]


def test_where_the_regime_has_changed_it_opens_as_the_new_one_says():
    regimes = [
        {"when": {"mode": "reactive"}, "within": "20 days", "opens": {"within": "8 days"}},
        {"within": "10 days", "opens": {"within": "2 days"}},
    ]
    rule = {"met_by": "event.done", "regime": regimes, "change": {"any": "from the change"}}
    for plans, opens in (([], "2026-01-03"), ([{"id": "p", "from": "2026-01-02", "mode": "reactive"}], "2026-01-09")):
        assert shown(judged(rule, "2026-01-05", events=events(k="2026-01-01"), plans=plans), "opens") == [opens]


@pytest.mark.parametrize(
    ("within", "on", "waits"),
    [("10 days", "2026-01-01", True), ("9000 years", "2026-01-01", False), ("10 days", "9900-01-01", False)],
)
def test_the_one_occurrence_that_was_met_waits_unless_its_date_may_lie_outside_the_calendar(within, on, waits):
    moved = {"in": "custody", "effect": "later of due and", "due": "5 days after end"}
    rule = {"met_by": "event.done", "regime": [{"within": within}], "suspended": moved}
    made = events(k=on) + done(a=on[:-2] + "05")
    found = judged(rule, "9999-12-01", events=made, statuses=states(c=f"{on[:-2]}02/{on[:-2]}03"))
    entries = [entry for _, entries in found.outcomes._judged for entry in entries]
    assert [isinstance(entry, History) for entry in entries] == [waits]
    assert shown(found, "status") == ["unknown" if "years" in within else "met"]


def test_what_began_a_chain_meets_nothing_in_it_and_its_period_runs_from_the_date_asked_for():
    for where in ({}, {"where": {"out_of_scope": "not set"}}):
        rule = rolling(
            anchor={"last": {"of": "assessment", "at": ["approved_on"]}, "else": "event.k"},
            met_by={"any": {"of": "assessment", "at": ["approved_on"]}} | where,
            rebased_by="a date of what meets it",
            rebased_at="on",
        )
        first = {"id": "a1", "on": "2026-01-01", "approved_on": "2026-01-05"}
        found = judged(rule, "2026-01-08", assessments=[first])
        assert shown(found, "anchor", "due", "status") == [("2026-01-01", "2026-01-11", "open")]
        # The next never counts from before the period that was met.
        early = {"id": "a2", "on": "2025-12-01", "approved_on": "2026-01-06"}
        found = judged(rule, "2026-01-08", assessments=[first, early])
        assert shown(found, "anchor", "met_by") == [("2026-01-01", ("a2",)), ("2026-01-01", ())]


def test_no_date_of_what_a_rebased_period_is_counted_from_makes_it_void():
    """An assessment was approved after the day its next period runs from: there was never another to make."""
    rule = rolling(
        anchor={"last": {"of": "assessment", "at": ["approved_on"]}},
        met_by={"any": {"of": "assessment", "at": ["approved_on"]}},
        void_by={"any": {"of": "assessment", "at": ["approved_on", "on"]}, "where": {"tool": "arms"}},
        rebased_by="a date of what meets it",
        rebased_at="on",
    )
    first = {"id": "a1", "tool": "arms", "on": "2026-01-01", "approved_on": "2026-01-05"}
    second = {"id": "a2", "tool": "arms", "on": "2026-01-07", "approved_on": "2026-01-08"}
    for made, anchors in (([first], ["2026-01-01"]), ([first, second], ["2026-01-01", "2026-01-07"])):
        found = judged(rule, "2026-01-09", assessments=made)
        assert shown(found, "anchor") == anchors
        assert shown(found, "status")[-1] == "open"
    # One that nobody approved does.
    other = {"id": "a3", "tool": "arms", "on": "2026-01-08"}
    assert shown(judged(rule, "2026-01-09", assessments=[first, other]), "status") == ["not_required"]


def test_a_chain_ends_with_its_case():
    rule = rolling(one_per={"run_of": "custody"}, anchor={"last": "event.done", "else": "start"})
    kept = states(s="2026-01-01/2026-01-20")
    for where in ({}, {"where": {"id": {"not": ["none"]}}}):
        rule = rule | {"met_by": {"any": "event.done"} | where}
        found = judged(rule, "2026-06-30", statuses=kept, events=done(a="2026-01-05", b="2026-01-19", c="2026-01-20"))
        assert shown(found, "anchor", "status", "met_by") == [
            ("2026-01-01", "met", ("a",)),
            ("2026-01-05", "met_late", ("b",)),
            ("2026-01-19", "lapsed", ()),
        ]


def test_a_chain_whose_next_anchor_is_the_end_of_its_case_stops():
    rule = rolling(
        one_per={"run_of": "custody"},
        anchor={"last": "assessment", "else": "start"},
        met_by={"any": "assessment", "where": {"by": "not set"}},
        rebased_by="a date of what meets it",
        rebased_at="approved_on",
    )
    made = [{"id": "a", "on": "2026-01-05", "approved_on": "2026-01-20"}]
    found = judged(rule, "2026-06-30", statuses=states(s="2026-01-02/2026-01-20"), assessments=made)
    assert shown(found, "met_by", "status") == [(("a",), "met")]


def test_an_occurrence_met_while_its_regime_gives_never_is_none_and_is_not_counted():
    rule = rolling(
        regime=[
            {"when": {"mode": "reactive"}, "every": "never"},
            {"every": "10 days"},
        ],
        change={"stricter": "from the change", "laxer": "keep the pending"},
    )
    plans = [{"id": "p1", "from": "2026-01-03", "mode": "reactive"}, {"id": "p2", "from": "2026-01-20"}]
    facts = events(k="2026-01-01") + done(a="2026-01-02", b="2026-01-05", c="2026-01-07", d="2026-01-22")
    found = judged(rule, "2026-01-25", events=facts, plans=plans)
    assert shown(found, "anchor", "status", "met_by") == [
        ("2026-01-01", "met", ("a",)),
        ("2026-01-07", "met", ("d",)),
        ("2026-01-22", "open", ()),
    ]


def test_occurrences_are_counted_without_those_of_which_nothing_was_asked():
    rule = rolling(
        regime=[
            {"when": {"mode": "reactive"}, "every": "never"},
            {"when": {"occurrence": 2}, "every": "5 days"},
            {"every": "10 days"},
        ],
        change={"any": "at the next anchor"},
    )
    plans = [{"id": "p1", "from": "2026-01-02", "mode": "reactive"}, {"id": "p2", "from": "2026-01-06"}]
    facts = events(k="2026-01-01") + done(a="2026-01-02", b="2026-01-07")
    found = judged(rule, "2026-01-08", events=facts, plans=plans)
    assert shown(found, "anchor", "due") == [("2026-01-01", "2026-01-11"), ("2026-01-07", "2026-01-12")]


@pytest.mark.parametrize("cautious", [None, {"counting": "beginning with"}])
@pytest.mark.parametrize("limit", [{}, {"opens": {"within": "1 day"}}])
def test_a_failing_gate_takes_an_occurrence_away_and_not_the_chain(limit, cautious):
    rule = rolling(gate={"level": "high"}, regime=[{"every": "10 days"} | limit]) | (
        {} if cautious is None else {"cautious": cautious}
    )
    facts = events(k="2026-01-01") + done(a="2026-01-05", b="2026-01-12")
    levels = [{"id": "l1", "level": "low", "from": "2026-01-01"}, {"id": "l2", "level": "high", "from": "2026-01-10"}]
    before = judged(rule, "2026-01-11", events=facts, levels=levels)
    assert shown(before, "anchor", "status", "met_by") == [("2026-01-05", "not_required", ())]
    found = judged(rule, "2026-01-31", events=facts, levels=levels)
    assert shown(found, "anchor", "status", "due") == [("2026-01-12", "overdue", "2026-01-22")]


def test_where_the_regime_never_asks_for_anything_each_case_is_not_required():
    found = judged({"regime": [{"within": "never"}]}, "2026-01-25", events=events(a="2026-01-01", b="2026-01-02"))
    assert shown(found, "key", "status", "anchor", "due") == [
        ("a", "not_required", None, None),
        ("b", "not_required", None, None),
    ]
    only_opens = {"must": False, "regime": [{"opens": {"within": "3 days"}}]}
    found = judged(only_opens, "2026-01-25", events=events(a="2026-01-01"))
    assert shown(found, "status", "opens") == [("open", "2026-01-04")]


def test_a_date_of_its_own_fact_meets_each_of_a_long_history():
    rule = {
        "one_per": {"each": {"of": "transfer", "at": ["asked_on"]}},
        "met_by": {"own": ["accepted_on"]},
        "while": SUBJECT,
    }
    facts = [
        {"id": "met", "asked_on": "2026-01-01", "accepted_on": "2026-01-11"},
        {"id": "late", "asked_on": "2026-01-02", "accepted_on": "2026-01-14"},
        {"id": "open", "asked_on": "2026-01-18"},
        {"id": "ahead", "asked_on": "2026-01-19", "accepted_on": "2026-02-01"},
        {"id": "ended", "asked_on": "2027-12-30", "accepted_on": "2028-01-01"},
    ]
    small = book(rule, span=TWO_YEARS)
    registered = [{"id": "g", "convicted_on": "2026-01-01"}]
    found = judged(small, "2026-01-20", transfers=facts, registrations=registered)
    assert {key: rest for key, *rest in shown(found, "key", "status", "days_late", "met_on")} == {
        "met": ["met", 0, "2026-01-11"],
        "late": ["met_late", 2, "2026-01-14"],
        "open": ["open", 0, None],
        "ahead": ["open", 0, None],
        "ended": ["upcoming", 0, None],
    }
    later = judged(small, "2028-02-01", transfers=facts, registrations=registered)
    assert dict(shown(later, "key", "status"))["ended"] == "lapsed"


def test_a_date_of_its_own_fact_with_a_length_that_cannot_be_told_at_once():
    rule = {
        "one_per": {"each": {"of": "transfer", "at": ["asked_on"]}},
        "met_by": {"own": ["accepted_on"]},
        "regime": [{"by": "level", "within": by_level(low="30 days", high="10 days")["every"]}],
        "change": {"any": "at the next anchor"},
    }
    facts = [{"id": "f", "asked_on": "2026-01-01", "accepted_on": "2026-01-11"}]
    found = judged(rule, "2026-01-20", transfers=facts)
    assert shown(found, "status", "due", "cautious_due") == [("met", "2026-01-31", "2026-01-11")]
    hanging = rule | {"regime": [{"when": {"occurrence": 1}, "within": "10 days"}]}
    assert stands(judged(hanging, "2026-01-20", transfers=facts)) == [("met", "2026-01-11")]


# ── countdown ───────────────────────────────────────────────────────────────────────────────────────────────────

COUNTDOWN = {
    "one_per": {"span": "span"},
    "anchor": {"span_end": "span"},
    "cadence": "countdown",
    "leads": ["30 days", "2 months", "7 days"],
    "regime": [],
    "met_by": {"any": "event.done", "since": "first opens"},
}
ENDING = [SPAN | {"length": [{"lasts": "1 year"}]}]
REGISTERED = [{"id": "g", "convicted_on": "2026-01-01"}]


def countdown(as_of, rule=None, *facts, **more):
    small = book(COUNTDOWN | (rule or {}), span=more.pop("span", ENDING))
    return judged(small, as_of, registrations=REGISTERED, events=[fact for each in facts for fact in each])


def test_a_countdown_gives_one_occurrence_for_each_lead_the_longest_first():
    found = countdown("2026-12-02")
    # The last day is 31 December 2026.
    assert shown(found, "opens", "due", "status", "anchor", "cautious_due", "nominal") == [
        ("2026-10-31", "2026-10-31", "overdue", "2026-12-31", "2026-10-31", "2026-10-31"),
        ("2026-12-01", "2026-12-01", "overdue", "2026-12-31", "2026-12-01", "2026-12-01"),
        ("2026-12-24", "2026-12-24", "upcoming", "2026-12-31", "2026-12-24", "2026-12-24"),
    ]
    assert shown(countdown("2026-12-24"), "status")[-1] == "open"


def test_leads_are_judged_in_the_order_of_their_days_whatever_their_units():
    # Before 1 April 60 days are longer than two months, before 1 May two months are.
    by_event = COUNTDOWN | {"one_per": "event.k", "anchor": "start", "leads": ["2 months", "60 days"]}
    found = judged(by_event, "2026-02-01", events=events(k="2026-04-01") + done(d="2026-02-01"))
    assert shown(found, "due", "met_by") == [("2026-01-31", ("d",)), ("2026-02-01", ())]
    found = judged(by_event, "2026-03-02", events=events(k="2026-05-01") + done(d="2026-03-02"))
    assert shown(found, "due", "met_by") == [("2026-03-01", ("d",)), ("2026-03-02", ())]


def test_one_decision_after_the_first_opened_answers_it_or_all_where_it_is_shared():
    decided = done(early="2026-10-30", d="2026-10-31")
    assert shown(countdown("2026-12-02", None, decided), "met_by") == [("d",), (), ()]
    shared = {"met_by": {"any": "event.done", "since": "first opens", "shared": True}}
    assert shown(countdown("2026-12-02", shared, decided), "met_by") == [("d",), ("d",), ("d",)]
    assert shown(countdown("2026-12-02", {"met_by": []}, decided), "met_by") == [(), (), ()]


def test_nothing_answers_a_lead_from_the_day_the_case_ends():
    while_ = {"while": {"span": ["span"], "at_end": "lapse"}}
    assert shown(countdown("2027-01-05", while_, done(d="2026-12-31")), "met_by")[0] == ("d",)
    assert shown(countdown("2027-01-05", while_, done(d="2027-01-01")), "met_by") == [(), (), ()]


def test_a_lead_that_would_have_fallen_before_the_case_is_none():
    short = [SPAN | {"length": [{"lasts": "30 days"}]}]
    # From 1 to 30 January: thirty days before the end lie before the beginning, twenty-nine do not.
    rule = {"leads": ["30 days", "29 days", "7 days"]}
    decided = done(early="2025-12-31", d="2026-01-01")
    assert shown(countdown("2026-01-20", rule, decided, span=short), "due", "met_by") == [
        ("2026-01-01", ("d",)),
        ("2026-01-23", ()),
    ]


def test_leads_before_an_event_are_kept_and_before_a_run_are_none():
    by_event = COUNTDOWN | {"one_per": "event.k", "anchor": "start", "leads": ["30 days", "10 days"]}
    found = judged(by_event, "2026-01-05", events=events(k="2026-01-20"))
    assert shown(found, "due", "status") == [("2025-12-21", "overdue"), ("2026-01-10", "upcoming")]
    by_run = by_event | {"one_per": {"run_of": "custody"}, "anchor": {"first": "event.k"}}
    kept = {"statuses": states(s="2026-01-01"), "events": events(k="2026-01-20")}
    assert shown(judged(by_run, "2026-01-25", **kept), "due") == ["2026-01-10"]


def test_a_countdown_in_clear_days_and_without_a_known_end():
    clear = {"counting": "clear days", "leads": ["7 days"]}
    assert shown(countdown("2026-12-02", clear), "due") == ["2026-12-23"]
    life = [SPAN | {"length": [{"lasts": "for life"}]}]
    assert shown(countdown("2026-12-02", span=life), "due") == []


def test_leads_in_working_days_pass_over_closed_days():
    working = {"calendar": "england-and-wales@2026.1", "leads": ["2 working days", "5 days", "2 months"]}
    # The last day is 31 December 2026: Friday 25 and, in place of Saturday 26, Monday 28 are holidays.
    found = countdown("2026-12-27", working, done(d="2026-12-27"))
    assert shown(found, "due", "opens", "status") == [
        ("2026-10-31", "2026-10-31", "met_late"),
        ("2026-12-26", "2026-12-26", "overdue"),
        ("2026-12-29", "2026-12-29", "upcoming"),
    ]
    tied = {"calendar": "england-and-wales@2026.1", "leads": ["2 days", "2 working days"]}
    assert shown(countdown("2026-12-27", tied), "due") == ["2026-12-29", "2026-12-29"]


def test_a_lead_that_the_calendar_does_not_reach_is_told_last_and_is_unknown():
    by_event = {"one_per": "event.k", "anchor": "start", "calendar": "england-and-wales@2026.1"}
    by_event["leads"] = ["5 working days", "30 days"]
    rule, planned = COUNTDOWN | by_event, events(k="2099-06-01")
    assert shown(judged(rule, "2026-01-05", events=planned), "due", "opens", "status", "lacking") == [
        ("2099-05-02", "2099-05-02", "upcoming", ()),
        (None, None, "unknown", ("calendar",)),
    ]
    alone = rule | {"leads": ["5 working days"]}
    # What is not known opens on no day before the end.
    found = judged(alone, "2099-06-02", events=planned + done(d="2099-05-31"))
    assert shown(found, "status") == ["unknown"]
    found = judged(alone, "2099-06-02", events=planned + done(d="2099-06-01"))
    assert shown(found, "status") == ["met"]


# ── projection ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_occurrences_ahead_assume_that_each_is_met_on_its_due_day():
    found = judged(rolling(), "2026-01-05", until="2026-02-10", events=events(k="2026-01-01"))
    assert shown(found, "status", "anchor", "due", "projected") == [
        ("open", "2026-01-01", "2026-01-11", False),
        ("upcoming", "2026-01-11", "2026-01-21", True),
        ("upcoming", "2026-01-21", "2026-01-31", True),
        ("upcoming", "2026-01-31", "2026-02-10", True),
    ]
    assert len(shown(judged(rolling(), "2026-01-05", until="2026-02-09", events=events(k="2026-01-01")), "due")) == 3
    assert len(shown(judged(rolling(), "2026-01-05", until="2026-01-11", events=events(k="2026-01-01")), "due")) == 1


GOES_ON = {
    "one_per": "offender",
    "while": SUBJECT | {"not_in": ["custody"]},
    "anchor": {"last": "event.done", "across_gaps": True},
    "regime": [{"every": "30 days"}],
}


@pytest.mark.parametrize(
    ("days", "as_of", "stands_at"),
    [
        # Away from 1 February to 1 March; what fell due in the meantime is overdue on the return.
        ({"d": "2026-01-20"}, "2026-02-10", [("lapsed", "2026-02-19")]),
        ({"d": "2026-01-20"}, "2026-02-28", [("lapsed", "2026-02-19")]),
        ({"d": "2026-01-20"}, "2026-03-05", [("overdue", "2026-02-19")]),
        ({"d": "2026-01-20", "e": "2026-02-10"}, "2026-03-05", [("lapsed", "2026-02-19"), ("open", "2026-03-12")]),
        ({"d": "2026-01-20", "e": "2026-03-01"}, "2026-03-05", [("met_late", "2026-02-19"), ("open", "2026-03-31")]),
        ({"e": "2026-02-10"}, "2026-03-05", [("open", "2026-03-12")]),
        ({"e": "2026-03-04"}, "2026-03-05", [("open", "2026-04-03")]),
        # None before the span began.
        ({"d": "2025-12-31"}, "2026-03-05", []),
    ],
)  # fmt: skip
def test_a_chain_goes_on_across_a_gap(days, as_of, stands_at):
    small = book(rolling(**GOES_ON), span=TWO_YEARS)
    facts = {"registrations": [{"id": "g", "convicted_on": "2026-01-01"}], "events": done(**days)}
    found = judged(small, as_of, statuses=states(s="2026-02-01/2026-03-01"), **facts)
    assert stands(found) == stands_at
    assert as_of > "2026-03" or found.stable_until == day("2026-03-01")


def test_what_was_missed_before_a_gap_is_told_once_where_it_is_asked_for_again():
    """One occurrence has one row: late before the state, and late after it, is late since its day."""
    small = book(rolling(**GOES_ON | {"regime": [{"every": "5 days"}]}), span=TWO_YEARS)
    facts = {"registrations": [{"id": "g", "convicted_on": "2026-01-01"}]}
    away = states(s="2026-02-01/2026-03-01", t="2026-03-10")

    def rows(as_of, statuses=away, **days):
        return shown(judged(small, as_of, statuses=statuses, events=done(**days), **facts), "status", "days_late")

    assert rows("2026-02-10", d="2026-01-20") == [("missed", 7)]
    assert rows("2026-03-05", d="2026-01-20") == [("overdue", 39)]
    assert rows("2026-03-10", d="2026-01-20") == [("missed", 44)]
    # What came in the state is another: the one before it was missed, by this register.
    assert rows("2026-03-03", d="2026-01-20", e="2026-02-27") == [("missed", 7), ("open", 0)]
    # That the state is known to end says nothing before it has.
    known = states(s="2026-02-01/2026-03-01")
    assert rows("2026-02-27", known, d="2026-01-20") == [("missed", 7)]
    assert rows("2026-03-05", known, d="2026-01-20", e="2026-03-02", f="2026-03-03") == [
        ("met_late", 36),
        ("met", 0),
        ("open", 0),
    ]


def test_a_day_that_lies_before_every_window_is_asked_for_in_the_last():
    rule = {"one_per": "offender", "anchor": {"birthday": 18}, "while": SUBJECT | {"not_in": ["custody"]}}
    facts = {"registrations": [{"id": "g", "convicted_on": "2026-01-01"}], "born_on": "2007-12-25"}
    away = states(s="2026-02-01/2026-03-01")
    small = book(rule, span=TWO_YEARS)
    inside = judged(small, "2026-02-10", statuses=states(s="2026-02-01"), **facts)
    assert shown(inside, "status", "days_late") == [("missed", 28)]
    assert shown(judged(small, "2026-03-10", statuses=away, **facts), "status", "days_late") == [("overdue", 65)]


def test_each_lead_of_a_countdown_is_told_once():
    rule = {
        "one_per": "offender",
        "anchor": {"span_end": "span"},
        "cadence": "countdown",
        "leads": ["20 days", "3 months"],
        "while": SUBJECT | {"not_in": ["custody"]},
        "regime": None,
    }
    small = book(rule, span=[SPAN | {"length": [{"lasts": "6 months"}]}])
    facts = {"registrations": [{"id": "g", "convicted_on": "2026-01-01"}]}
    away = states(s="2026-02-01/2026-03-01")
    assert stands(judged(small, "2026-02-10", statuses=states(s="2026-02-01"), **facts)) == [
        ("lapsed", "2026-03-30"),
        ("lapsed", "2026-06-10"),
    ]
    assert stands(judged(small, "2026-03-10", statuses=away, **facts)) == [
        ("upcoming", "2026-03-30"),
        ("upcoming", "2026-06-10"),
    ]


def test_a_chain_does_not_go_on_across_the_end_of_a_span():
    small = book(rolling(**GOES_ON), span=[SPAN | {"length": [{"lasts": "31 days"}]}])
    again = [{"id": "g", "convicted_on": "2026-01-01"}, {"id": "h", "convicted_on": "2026-03-01"}]
    found = judged(small, "2026-03-05", registrations=again, events=done(d="2026-01-20"))
    assert stands(found) == [("lapsed", "2026-02-19")]


def test_what_is_overdue_is_assumed_to_be_met_now():
    found = judged(rolling(), "2026-01-15", until="2026-02-10", events=events(k="2026-01-01"))
    assert shown(found, "status", "due", "projected") == [
        ("overdue", "2026-01-11", False),
        ("open", "2026-01-25", True),
        ("upcoming", "2026-02-04", True),
    ]


def test_nothing_is_projected_where_no_regime_holds_for_the_next():
    rule = rolling(regime=[{"when": {"occurrence": 1}, "every": "10 days"}])
    found = judged(rule, "2026-01-05", until="2026-12-31", events=events(k="2026-01-01"))
    assert shown(found, "due", "projected") == [("2026-01-11", False)]


def test_nothing_is_projected_past_what_lapses_or_has_no_date():
    small = book(
        rolling(one_per="offender", **{"while": SUBJECT}, anchor={"last": "event.done", "else": "event.k"}),
        span=[SPAN | {"length": [{"lasts": "25 days"}]}],
    )
    facts = {"registrations": REGISTERED, "events": events(k="2026-01-01")}
    found = judged(small, "2026-01-05", until="2026-12-31", **facts)
    assert shown(found, "status", "due") == [
        ("open", "2026-01-11"),
        ("upcoming", "2026-01-21"),
        ("lapsed", "2026-01-31"),
    ]
    held = rolling(suspended={"in": "custody", "effect": "later of due and", "due": "3 days after end"})
    found = judged(
        held, "2026-01-05", until="2026-12-31", events=events(k="2026-01-01"), statuses=states(s="2026-01-02")
    )
    assert stands(found) == [("suspended", None)]


def test_nothing_is_projected_from_a_due_that_cannot_be_known():
    small = book(rolling(regime=[{"every": "2 working days"}]), calendar=JANUARY)
    found = judged(small, "2026-02-10", until="2026-12-31", events=events(k="2026-02-05"))
    assert stands(found) == [("unknown", None)]


def test_projected_occurrences_are_the_next_of_the_chain():
    rule = rolling(regime=[{"when": {"occurrence": 2}, "every": "3 days"}, {"every": "10 days"}])
    found = judged(rule, "2026-01-05", until="2026-01-30", events=events(k="2026-01-01"))
    assert shown(found, "due") == ["2026-01-11", "2026-01-14", "2026-01-24"]


def test_a_chain_without_an_anchor_projects_nothing():
    assert stands(judged(rolling(), "2026-01-05", until="2026-12-31")) == [("unknown", None)]


# ── placeholders ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_placeholder_date_is_unknown_and_spares_the_other_cases():
    trips = [{"id": "a", "departs_on": "2026-01-01"}, {"id": "b", "departs_on": "9999-12-31"}]
    found = judged({"one_per": "trip"}, "2026-01-05", trips=trips)
    assert shown(found, "key", "status", "lacking") == [("a", "open", ()), ("b", "unknown", ("a date within range",))]
    months = {"one_per": "trip", "regime": [{"within": "1 month"}]}
    assert shown(judged(months, "2026-01-05", trips=trips), "status") == ["open", "unknown"]


def test_a_placeholder_to_count_back_from():
    rule = {"one_per": "trip", "regime": [{"before": "7 days"}]}
    found = judged(rule, "2026-01-05", trips=[{"id": "t", "departs_on": "0001-01-02"}])
    assert shown(found, "status", "lacking") == [("unknown", ("a date within range",))]


def test_a_placeholder_that_a_date_of_its_fact_meets():
    rule = {"one_per": {"each": {"of": "transfer", "at": ["asked_on"]}}, "met_by": {"own": ["accepted_on"]}}
    facts = [{"id": "f", "asked_on": "9999-12-31", "accepted_on": "2026-01-01"}]
    assert shown(judged(rule, "2026-01-05", transfers=facts), "status") == ["unknown"]


def test_a_placeholder_as_the_end_of_a_state():
    found = judged({"one_per": {"end_of": "custody"}}, "2026-01-08", statuses=states(s="2026-01-01/9999-12-31"))
    assert shown(found, "status", "lacking") == [("unknown", ("a date within range",))]


def test_a_placeholder_as_until_makes_no_endless_list():
    found = judged(rolling(), "2026-01-08", until="9999-12-31", events=events(k="2026-01-01"))
    assert len(shown(found, "status")) == 1 + MOST_AHEAD


def test_what_would_fall_due_after_the_last_day_there_is_is_not_ahead():
    monthly = rolling() | {"regime": [{"every": "1 month"}]}
    found = judged(monthly, "9999-12-31", until="9999-12-31", events=events(k="9999-10-01"))
    assert shown(found, "due", "status") == [("9999-11-01", "overdue")]


# ── the quick way and the full way ──────────────────────────────────────────────────────────────────────────────


def full(book_):
    """Judge every occurrence of a book in the full way from now on: nothing in one step, each search anew."""
    program = program_of(book_)
    program.rules = [attrs.evolve(rule, plain=False, meets=None) for rule in program.rules]
    program.sights.forget()
    return book_


def made_up(seed):
    """Return an offender made up from a seed: dense enough that days, ids and states collide."""
    chance = random.Random(seed)

    def on(most=120):
        return day("2026-01-01").fromordinal(day("2025-12-01").toordinal() + chance.randrange(most)).isoformat()

    def some(most, make):
        return [make(f"{chance.choice('abcdefghij')}{place}") for place in range(chance.randrange(most + 1))]

    def event(id_):
        fact = {"id": id_, "kind": chance.choice(["k", "done", "done", "done", "other", "void"]), "on": on()}
        return fact | ({"at": f"{chance.randrange(24):02}:00"} if chance.random() < 0.5 else {})

    def run(id_):
        start = on()
        end = day(start).fromordinal(day(start).toordinal() + chance.randrange(20)).isoformat()
        return {"id": id_, "kind": chance.choice(["custody", "hospital"]), "from": start} | (
            {"until": end} if chance.random() < 0.8 else {}
        )

    def asked(id_):
        fact = {"id": id_, "asked_on": on()}
        return fact | ({"accepted_on": on()} if chance.random() < 0.7 else {})

    return Offender.from_dict(
        {
            "id": "x1",
            "events": some(14, event),
            "statuses": some(2, run),
            "levels": some(3, lambda id_: {"id": id_, "from": on(), "level": chance.choice(["low", "high", "medium"])}),
            "plans": some(2, lambda id_: {"id": id_, "from": on(), "mode": chance.choice(["active", "reactive"])}),
            "transfers": some(6, asked),
            "assessments": some(4, lambda id_: {"id": id_, "on": on(), "approved_on": on()}),
            "registrations": some(2, lambda id_: {"id": id_, "convicted_on": on()}),
        }
    )


BY = by_level(low="30 days", medium="20 days", high="10 days")
WITHIN = {"by": "level", "within": BY["every"]}
LATER = {"in": "custody", "effect": "later of due and", "due": "4 days after end"}
SKIPS = {"in": ["custody", "hospital"], "effect": "days do not count"}
CHANGES = {"stricter": "from the last, not before the change", "laxer": "keep the pending"}
OWN = {"one_per": {"each": {"of": "transfer", "at": ["asked_on"]}}, "met_by": {"own": ["accepted_on"]}}

COMPARED = {
    "once": {"met_by": "event.done"},
    "beginning with": {"met_by": "event.done", "counting": "beginning with"},
    "months": {"met_by": "event.done", "regime": [{"within": "1 month"}]},
    "working days": {"met_by": "event.done", "regime": [{"within": "3 working days"}]},
    "shared": {"met_by": {"any": "event.done", "shared": True}},
    "void": {"met_by": "event.done", "void_by": "event.void"},
    "gate": {"met_by": "event.done", "gate": {"level": ["high", "medium"]}},
    "gate on a state": {"met_by": "event.done", "gate": {"not_in": ["custody"]}},
    "cautious counting": {"met_by": "event.done", "cautious": {"counting": "beginning with"}},
    "cautious anchor": {"met_by": "event.done", "cautious": {"anchor": {"last": "event.other"}}},
    "later of": {"met_by": "event.done", "suspended": LATER},
    "days do not count": {"met_by": "event.done", "suspended": SKIPS},
    "by level": {"met_by": "event.done", "regime": [WITHIN], "change": CHANGES},
    "in a window": {"met_by": "event.done", "while": {"span": ["span"], "at_end": "lapse", "not_in": ["custody"]}},
    "per extent": {"one_per": {"span": "span"}, "met_by": "event.done"},
    "per run": {"one_per": {"run_of": "custody"}, "met_by": "event.done"},
    "derived": {"one_per": "made", "met_by": "event.done"},
    "own": OWN,
    "own in a window": OWN | {"while": {"span": ["span"], "at_end": "lapse"}},
    "own by level": OWN | {"regime": [WITHIN], "change": CHANGES},
    "own suspended": OWN | {"suspended": LATER},
    "rolling": rolling(),
    "rolling by level": rolling(regime=[BY], change=CHANGES),
    "rolling to never": rolling(
        regime=[{"when": {"mode": "reactive"}, "every": "never"}, BY], change={"any": "from the change"}
    ),
    "rolling at the next anchor": rolling(regime=[BY], change={"any": "at the next anchor"}),
    "rolling suspended": rolling(suspended=[LATER, LATER | {"in": "hospital"}]),
    "rolling in a window": rolling(**{"while": {"span": ["span"], "at_end": "lapse", "not_in": ["custody"]}}),
    "rolling per run": rolling(one_per={"run_of": "custody"}, anchor={"last": "event.done", "else": "start"}),
    "rolling with a gate": rolling(gate={"level": ["high", "medium"]}),
    "rolling cautious": rolling(cautious={"counting": "beginning with"}),
    "rolling narrowed": rolling(met_by={"any": "event.done", "where": {"at": "set"}}),
    "rolling after": rolling(met_by={"any": "event.done", "since": "after anchor"}),
    "rolling from a date": rolling(
        anchor={"last": {"of": "assessment", "at": ["on"]}, "else": "event.k"},
        met_by={"any": {"of": "assessment", "at": ["approved_on"]}},
        rebased_by="a date of what meets it",
        rebased_at="on",
    ),
    "rolling to a date": rolling(
        anchor={"last": "assessment", "else": "event.k"},
        met_by={"any": "assessment"},
        rebased_by="a date of what meets it",
        rebased_at="approved_on",
    ),
}
SHARED_PARTS = {
    "span": [SPAN | {"length": [{"lasts": "60 days"}]}],
    "derive": [
        {"id": "made", "kind": "series", "of": "event.other", "reach": 2, "reset_by": "event.void", "source": "s"}
    ],
}


def rows_of(found):
    """Return rows in order: choices hold functions, which are made anew."""
    rows = [row._replace(steps=tuple(_step(step) for step in row.steps)) for row in found.all_obligations]
    return sorted(rows, key=_case_and_anchor)


def _case_and_anchor(row):
    return row.key, row.anchor_day, row.anchor_id, row.due_day, row.met_by


def _step(step):
    return tuple(_part(part) for part in step)


def _part(part):
    if hasattr(part, "regime"):
        return part.regime.place, part.length, part.lacking
    return getattr(part, "day", part)


@pytest.mark.parametrize("name", COMPARED)
def test_the_quick_way_gives_the_same_rows_as_the_full_way(name):
    rule = COMPARED[name]
    quick = book(rule, calendar=JANUARY, **SHARED_PARTS)
    slow = full(book(rule, calendar=JANUARY, **SHARED_PARTS))
    met = 0
    for seed in range(40):
        person = made_up(seed)
        for as_of in ("2026-01-10", "2026-04-20"):
            left, right = (evaluate(person, each, as_of=day(as_of)) for each in (quick, slow))
            assert rows_of(left) == rows_of(right), (seed, as_of)
            met += sum(bool(row.met_by) for row in left.all_obligations)
    assert met > 5


def test_the_quick_way_gives_the_same_rows_for_a_shipped_book():
    quick, slow = load_rulebook("england-wales@2026.1"), full(load_rulebook("england-wales@2026.1"))
    for seed in range(40):
        person = made_up(seed)
        left, right = (evaluate(person, each, as_of=day("2026-04-20")) for each in (quick, slow))
        assert rows_of(left) == rows_of(right), seed


@pytest.mark.parametrize("name", COMPARED)
def test_on_every_day_before_it_changes_a_schedule_reads_the_same(name):
    small = book(COMPARED[name], calendar=JANUARY, **SHARED_PARTS)
    watched = 0
    for seed in range(25):
        person = made_up(seed)
        found = evaluate(person, small, as_of=day("2026-01-10"))
        if found.stable_until is None:
            continue
        watched += 1
        last = found.stable_until.fromordinal(found.stable_until.toordinal() - 1)
        assert stands(evaluate(person, small, as_of=last)) == stands(found), seed
    assert watched > 5


OWN = {"one_per": {"each": {"of": "transfer", "at": ["asked_on"]}}, "met_by": {"own": ["accepted_on"]}}
ASKED = {"id": "f", "asked_on": "2026-01-01", "accepted_on": "2026-01-05"}


def test_own_evidence_with_an_opening_and_an_outer_limit():
    rule = OWN | {"regime": [{"within": "10 days", "opens": {"within": "2 days"}, "latest": {"within": "20 days"}}]}
    assert shown(judged(rule, "2026-01-20", transfers=[ASKED]), "opens", "latest") == [("2026-01-03", "2026-01-21")]


def test_own_evidence_of_an_entitlement():
    assert shown(judged(OWN | {"must": False}, "2026-01-20", transfers=[ASKED]), "earliest") == ["2026-01-01"]


def test_own_evidence_keeps_the_order_of_the_cases():
    facts = [{"id": "e", "asked_on": "2026-01-01"}, ASKED | {"id": "g", "asked_on": "2026-01-02"}]
    assert shown(judged(OWN, "2026-01-20", transfers=facts), "key") == ["e", "g"]


def test_a_chain_whose_next_anchor_is_the_end_of_its_case_stops_in_the_quick_way_too():
    rule = rolling(
        one_per={"run_of": "custody"},
        anchor={"last": "assessment", "else": "start"},
        met_by={"any": "assessment"},
        rebased_by="a date of what meets it",
        rebased_at="approved_on",
    )
    made = [{"id": "a", "on": "2026-01-05", "approved_on": "2026-01-20"}]
    found = judged(rule, "2026-06-30", statuses=states(s="2026-01-02/2026-01-20"), assessments=made)
    assert shown(found, "met_by", "status") == [(("a",), "met")]


def test_never_without_an_anchor_is_no_occurrence():
    rule = {"one_per": "offender", "anchor": "event.k", "regime": [{"within": "never"}]}
    assert stands(judged(rule, "2026-01-08")) == []


# ── in force ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("time", "kept"),
    [
        ({"until": "2026-04-30"}, ["a", "b"]),
        ({"from": "2026-04-30"}, ["b", "c"]),
        ({"from": "2026-04-30", "until": "2026-04-30"}, ["b"]),
        ({"from": "2026-05-02"}, []),
    ],
)
def test_a_rule_has_the_occurrences_whose_anchor_lies_in_the_time_in_which_it_is_law(time, kept):
    kind = events(a="2026-04-29", b="2026-04-30", c="2026-05-01")
    found = judged({"in_force": time}, "2026-05-05", events=kind)
    assert shown(found, "key") == kept
    # The due may lie outside.
    assert all(row.due.isoformat() > "2026-05-05" for row in found.of_rule("r"))


def test_a_chain_runs_on_through_the_time_in_which_it_is_no_law():
    done = events("done", d="2026-01-01", e="2026-01-08", f="2026-01-20")
    facts = {"events": done}
    after = rolling(in_force={"from": "2026-01-08"})
    assert shown(judged(after, "2026-01-25", **facts), "anchor", "status") == [
        ("2026-01-08", "met_late"),
        ("2026-01-20", "open"),
    ]
    before = rolling(in_force={"until": "2026-01-08"})
    assert shown(judged(before, "2026-01-25", **facts), "anchor", "status") == [
        ("2026-01-01", "met"),
        ("2026-01-08", "met_late"),
    ]
    ahead = judged(before, "2026-01-25", until="2026-12-31", **facts)
    assert [row for row in ahead.of_rule("r") if row.projected] == []


def test_what_has_no_anchor_or_asks_for_nothing_is_judged_as_ever():
    known = {"each": {"of": "trip", "at": ["known_on"]}}
    trip = {"one_per": known, "anchor": {"field": "departs_on"}, "in_force": {"from": "2026-01-01"}}
    found = judged(trip, "2026-06-30", trips=[{"id": "t", "known_on": "2025-01-01"}])
    assert shown(found, "status") == ["unknown"]
    never = rolling(in_force={"from": "2026-01-01"}, regime=[{"every": "never"}])
    assert shown(judged(never, "2026-06-30", events=events(k="2026-02-01")), "status") == ["not_required"]


def test_two_events_of_the_day_a_chain_begins_do_not_meet_each_other_in_turn():
    """The second meets the first occurrence; the first began the chain and meets nothing in it."""
    ways = [{"any": "event.done"}, {"any": "event.other"}]
    twice = events("done", a="2026-01-05", b="2026-01-05", c="2026-01-12")
    for rule in (rolling(), rolling(met_by=ways)):
        assert shown(judged(rule, "2026-01-31", events=twice), "anchor", "met_by") == [
            ("2026-01-05", ("b",)),
            ("2026-01-05", ("c",)),
            ("2026-01-12", ()),
        ]


def test_a_gap_is_closed_on_the_day_on_which_it_ends():
    rule = {"one_per": {"gap_of": "custody"}, "regime": [{"within": "3 days"}], "met_by": {"state": "custody"}}
    inside = states(s="2026-01-02/2026-01-10", t="2026-01-12/2026-02-01")
    small = book(rule | {"while": SUBJECT}, span=TWO_YEARS)
    found = judged(small, "2026-03-01", registrations=[{"id": "g", "convicted_on": "2026-01-01"}], statuses=inside)
    assert shown(found, "anchor", "status", "met_on") == [
        ("2026-01-01", "met", "2026-01-02"),
        ("2026-01-10", "met", "2026-01-12"),
        ("2026-02-01", "overdue", None),
    ]


def test_only_what_ends_the_gap_meets_on_the_day_its_case_ends():
    rule = {"one_per": {"gap_of": "custody"}, "regime": [{"within": "30 days"}], "while": SUBJECT}
    inside = states(s="2026-01-10/2026-01-12") + states("hospital", h="2026-01-10/2026-01-12")
    facts = {"registrations": [{"id": "g", "convicted_on": "2026-01-01"}], "statuses": inside}

    def found(met_by):
        small = book(rule | {"met_by": met_by}, span=TWO_YEARS)
        return stands(judged(small, "2026-01-11", events=events("done", d="2026-01-10"), **facts))[0][0]

    assert found({"state": "custody"}) == "met"
    assert found({"state": "hospital"}) == "lapsed"
    assert found("event.done") == "lapsed"


def test_of_several_facts_those_met_by_a_date_of_their_own_wait_and_a_single_one_does_not():
    rule = {"one_per": {"each": {"of": "transfer", "at": ["asked_on"]}}, "met_by": {"own": ["accepted_on"]}}
    made = [{"id": id_, "asked_on": "2026-01-01", "accepted_on": "2026-01-11"} for id_ in ("a", "b")]
    for facts, wait in ((made, True), (made[:1], False)):
        found = judged(rule, "2026-01-20", transfers=facts)
        assert [isinstance(entry, History) for _, entries in found.outcomes._judged for entry in entries] == [wait]
        assert shown(found, "status") == ["met"] * len(facts)


def test_another_date_of_what_began_a_chain_does_not_meet_it():
    """An assessment of the 5th that was approved on the 9th is reviewed a year after the 5th, not by its approval."""
    rule = rolling(
        anchor={"last": {"of": "assessment", "where": {"approved_on": "set"}}},
        met_by={"define": "approved"},
        rebased_by="a date of what meets it",
        rebased_at="on",
    )
    whole = book(rule, define={"approved": {"of": "assessment", "at": ["approved_on"]}})
    first = {"id": "a", "on": "2026-01-05", "approved_on": "2026-01-09"}
    asked = ("anchor", "due", "status", "met_by")
    assert shown(judged(whole, "2026-01-14", assessments=[first]), *asked) == [("2026-01-05", "2026-01-15", "open", ())]
    second = {"id": "b", "on": "2026-01-12", "approved_on": "2026-01-16"}
    assert shown(judged(whole, "2026-01-20", assessments=[first, second]), *asked) == [
        ("2026-01-05", "2026-01-15", "met_late", ("b",)),
        ("2026-01-12", "2026-01-22", "open", ()),
    ]
