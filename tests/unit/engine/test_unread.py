"""What is past its due day and hangs on a fact that could not be read: unknown, as far as the fact may decide."""

import pytest

from supervise.engine.program import Program, program_of
from supervise.engine.schedule import evaluate
from supervise.engine.sights import Need
from supervise.engine.unread import reads_of
from supervise.model import Offender
from tests.unit.engine.books import ONCE, SPAN, book, by_level, day, events, levels, rolling, states

AS_OF = "2026-03-01"
# Due on 11 January 2026, counted from an event of 1 January.
TEN = rolling(regime=[{"every": "10 days"}])
ASKED = ("status", "due", "days_late", "lacking")


def found(rule, as_of=AS_OF, known_at=None, parts=None, **facts):
    given = {"id": "x1", "events": events(k="2026-01-01")} | facts
    known = None if known_at is None else day(known_at)
    return evaluate(Offender.from_dict(given), book(rule, **(parts or {})), as_of=day(as_of), known_at=known)


def stands(rule, **facts):
    """The statuses of the occurrences that are not met, with what would decide."""
    return [(row.status.value, row.lacking) for row in found(rule, **facts).standing]


def spoilt(**fields):
    """An event that cannot be read, whatever else is said of it."""
    return {"id": "bad", "at": "noon", "kind": "done"} | fields


def with_event(**fields):
    return {"events": [*events(k="2026-01-01"), spoilt(**fields)]}


LATE = [("overdue", ())]
UNSURE = [("unknown", ("events set aside",))]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"on": "2026-01-09"}, UNSURE),
        ({"on": "2026-02-09"}, UNSURE),
        ({"on": "2026-03-01"}, UNSURE),
        ({"on": "2026-03-02"}, LATE),
        ({"on": "2026-01-01"}, UNSURE),
        ({"on": "2025-12-31"}, LATE),
        # Nobody knows when: at the latest when it was recorded.
        ({}, UNSURE),
        ({"on": "2026-02-30"}, UNSURE),
        ({"on": "2026-02-30", "recorded_on": "2026-01-01"}, UNSURE),
        ({"on": "2026-02-30", "recorded_on": "2025-12-31"}, LATE),
        # Of another kind, or of one that nobody can read.
        ({"on": "2026-01-09", "kind": "j"}, LATE),
        ({"on": "2026-01-09", "kind": "K!"}, UNSURE),
        ({"on": "2026-01-09", "kind": None}, UNSURE),
        # What takes another entry away meets nothing.
        ({"on": "2026-01-09", "withdrawn": True}, LATE),
    ],
)
def test_evidence_that_may_have_come_since_the_anchor_leaves_it_unknown(fields, expected):
    assert stands(TEN, **with_event(**fields)) == expected


def test_the_date_stands_and_nothing_is_counted_as_late():
    (row,) = found(TEN, **with_event(on="2026-01-09")).standing
    assert (row.status.value, row.due, row.days_late, row.days_frozen) == ("unknown", day("2026-01-11"), 0, 0)


def test_before_it_is_past_its_due_it_is_open_and_the_day_it_may_matter_is_watched():
    facts = with_event(on="2026-01-20")
    assert stands(TEN, as_of="2026-01-11", **facts) == [("open", ())]
    late = found(TEN, as_of="2026-01-12", **facts)
    assert ([row.status.value for row in late.standing], late.stable_until) == (["overdue"], day("2026-01-20"))
    assert stands(TEN, as_of="2026-01-20", **facts) == UNSURE


def test_what_was_not_recorded_by_then_is_not_in_doubt():
    facts = with_event(on="2026-01-09", recorded_on="2026-02-20")
    assert stands(TEN, known_at="2026-02-19", **facts) == LATE
    assert stands(TEN, known_at="2026-02-20", **facts) == UNSURE


def test_what_says_nothing_of_when_it_was_recorded_was_known_when_it_happened():
    facts = with_event(on="2026-01-20")
    assert stands(TEN, as_of="2026-02-01", known_at="2026-01-19", **facts) == LATE
    assert stands(TEN, as_of="2026-02-01", known_at="2026-01-20", **facts) == UNSURE


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ({"id": "bad", "recorded_on": "2026-02-10"}, LATE),
        ({"id": "bad", "recorded_on": "2026-02-09"}, UNSURE),
        ({"id": "bad"}, UNSURE),
        ({"id": "other", "recorded_on": "2026-02-10"}, UNSURE),
    ],
)
def test_an_entry_that_a_later_one_of_the_same_fact_put_right_leaves_no_doubt(later, expected):
    lost = spoilt(on="2026-02-30", recorded_on="2026-02-09")
    sound = {"kind": "other", "on": "2026-01-02"} | later
    assert stands(TEN, events=[*events(k="2026-01-01"), lost, sound]) == expected


def test_a_list_that_is_none_and_an_entry_that_is_no_fact_may_be_anything():
    rule = TEN | {"met_by": "visit"}
    assert stands(rule, visits="none") == [("unknown", ("visits set aside",))]
    assert stands(rule, visits=[5]) == [("unknown", ("visits set aside",))]
    assert stands(rule, meetings=[5]) == LATE
    # What is wrong with the offender is in no fact.
    assert stands(rule, born_on="2026-02-30") == LATE


def test_what_is_met_is_met_and_each_array_is_named_once():
    met = [*events(k="2026-01-01"), *events("done", l="2026-01-05"), spoilt(on="2026-01-03")]
    rows = found(TEN, as_of="2026-01-06", events=met).all_obligations
    assert [row.status.value for row in rows] == ["met", "open"]
    rule = TEN | {"met_by": ["event.done", "visit"]}
    facts = with_event(on="2026-01-09") | {"visits": [5, 6]}
    assert stands(rule, **facts) == [("unknown", ("visits set aside", "events set aside"))]


def test_evidence_from_before_the_anchor_counts_where_the_search_looks_back():
    once = ONCE | {"anchor": {"first": "event.k"}, "met_by": {"any": "event.j", "since": "ever"}}
    facts = with_event(on="2025-06-01", kind="j")
    assert stands(once, **facts) == UNSURE
    for since in ("anchor", "after anchor"):
        assert stands(once | {"met_by": {"any": "event.j", "since": since}}, **facts) == LATE
    assert stands(once | {"met_by": "event.i", "void_by": {"any": "event.j", "since": "ever"}}, **facts) == UNSURE
    # From the day of a notice on, long before the day it announces.
    notices = {"one_per": {"each": {"of": "notification", "at": ["expected_on"]}}, "anchor": {"field": "expected_on"}}
    notice = {"id": "n", "kind": "s84_advance", "on": "2025-05-01", "expected_on": "2026-01-01"}
    rule = ONCE | notices | {"met_by": "event.i", "void_by": {"any": "event.j", "since": "the fact"}}
    assert stands(rule, **facts, notifications=[notice]) == UNSURE


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # It was approved in time, or one of the two days is all that can be read.
        ({"on": "2025-12-20", "approved_on": "2026-01-01"}, [("unknown", ("assessments set aside",))]),
        ({"on": "2025-12-20", "approved_on": "2025-12-31"}, LATE),
        ({"on": "2026-03-01", "approved_on": "2026-03-04"}, [("unknown", ("assessments set aside",))]),
        ({"on": "2026-03-02", "approved_on": "2026-03-04"}, LATE),
    ],
)
def test_a_fact_of_several_days_may_count_on_any_from_the_first_to_the_last(days, expected):
    assert stands(TEN | {"met_by": "assessment"}, assessments=[{"id": "a", "tool": "tarot"} | days]) == expected


def test_evidence_may_come_from_the_day_it_opens_on_though_the_anchor_lies_ahead():
    rule = ONCE | {
        "one_per": {"span": "span"},
        "anchor": {"span_end": "span"},
        "cadence": "countdown",
        "regime": None,
        "leads": ["30 days"],
        "met_by": {"any": "event.done", "since": "anchor"},
    }
    registered = {"id": "r1", "basis": "conviction", "convicted_on": "2021-03-11", "disposal": "fine"}
    facts = {"registrations": [registered], "as_of": "2026-03-01", "parts": {"span": [SPAN]}}
    ((_, before),) = {(row.status.value, row.opens) for row in found(rule, **facts).standing}
    assert before < day("2026-03-01")
    lost = {"events": [spoilt(on=before.isoformat())]}
    assert stands(rule, **facts, **lost) == UNSURE
    assert stands(rule, **facts, events=[spoilt(on="2026-01-01")]) == LATE


# ── what moves a day ────────────────────────────────────────────────────────────────────────────────────────────

HELD = TEN | {"suspended": [{"in": "custody", "effect": "days do not count"}]}
HELD_UP = [("unknown", ("statuses set aside",))]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ({"kind": "custdy", "from": "2026-01-05"}, HELD_UP),
        ({"kind": "custody", "from": "2026-01-05", "until": "2026-02-30"}, HELD_UP),
        ({"kind": "custody", "from": "2025-01-05", "evidence": 5}, HELD_UP),
        # It was over before, it is of another kind, or it lies ahead.
        ({"kind": "custdy", "from": "2025-12-05", "until": "2026-01-01"}, LATE),
        ({"kind": "custdy", "from": "2025-12-05", "until": "2026-01-02"}, HELD_UP),
        ({"kind": "hospital", "from": "2026-01-05", "evidence": 5}, LATE),
        ({"kind": "custdy", "from": "2026-03-02"}, LATE),
        # What is late stays late, whatever came afterwards and is over.
        ({"kind": "custody", "from": "2026-01-12", "until": "2026-03-01", "evidence": 5}, LATE),
        ({"kind": "custody", "from": "2026-01-11", "until": "2026-03-01", "evidence": 5}, HELD_UP),
        ({"kind": "custody", "from": "2026-01-12", "until": "2026-03-02", "evidence": 5}, HELD_UP),
    ],
)
def test_a_state_that_may_hold_it_up_leaves_it_unknown(status, expected):
    assert stands(HELD, statuses=[{"id": "s"} | status]) == expected


def test_a_rule_that_no_state_touches_is_late_all_the_same():
    assert stands(TEN, statuses=[{"id": "s", "kind": "custdy", "from": "2026-01-05"}]) == LATE


@pytest.mark.parametrize(
    ("state", "array", "fact"),
    [
        ("abroad", "trips", {"departs_on": "2026-01-05", "excuse": 5}),
        ("abroad", "statuses", {"kind": "abroad", "from": "2026-01-05", "evidence": 5}),
        ("transferred_out", "transfers", {"accepted_on": "2026-01-05", "to": 5}),
        ("manager.probation", "managers", {"agency": "prob", "from": "2026-01-05"}),
        ("inside", "statuses", {"kind": "hospital", "from": "2026-01-05", "evidence": 5}),
        ("away", "events", {"kind": "left", "on": "2026-01-05", "at": "noon"}),
    ],
)
def test_each_state_is_made_of_its_own_facts(state, array, fact):
    named = {"inside": ["custody", "hospital"], "away": {"from": "event.left", "until": "event.back"}}
    rule = TEN | {"while": {"not_in": [state], "at_end": "lapse"}}
    facts = {array: [*(events(k="2026-01-01") if array == "events" else ()), {"id": "bad"} | fact]}
    assert stands(rule, parts={"states": named}, **facts) == [("unknown", (f"{array} set aside",))]


PLANNED = TEN | {
    "regime": [{"when": {"plan_interval": "set"}, "every": {"fact": "plan.interval"}}, {"every": "10 days"}],
    "change": {"any": "from the change"},
}
PLAN_LOST = [("unknown", ("plans set aside",))]


@pytest.mark.parametrize(
    ("plans", "expected"),
    [
        ([{"id": "p", "from": "2025-06-01", "interval": "often"}], PLAN_LOST),
        ([{"id": "p", "from": "2026-01-11", "interval": "often"}], PLAN_LOST),
        # What is late stays late, whatever is planned afterwards.
        ([{"id": "p", "from": "2026-01-12", "interval": "often"}], LATE),
        # Another one that can be read took its place before the duty began.
        ([{"id": "p", "from": "2025-06-01", "interval": "often"}, {"id": "q", "from": "2026-01-01"}], LATE),
        ([{"id": "p", "from": "2025-06-01", "interval": "often"}, {"id": "q", "from": "2026-01-02"}], PLAN_LOST),
        ([{"id": "p", "from": "2026-01-01", "interval": "often"}, {"id": "q", "from": "2026-01-01"}], PLAN_LOST),
        ([{"id": "p", "from": "soon", "interval": "often"}, {"id": "q", "from": "2026-01-01"}], PLAN_LOST),
    ],
)
def test_a_plan_that_may_have_set_the_interval_leaves_it_unknown(plans, expected):
    assert stands(PLANNED, plans=plans) == expected


def test_every_level_is_tried_where_one_was_set_aside():
    lost = [*levels(low="2026-01-01"), {"id": "l2", "level": "High!", "from": "2026-01-02"}]
    rule = TEN | {"regime": [by_level(low="20 days", medium="10 days")], "change": {"any": "at the next anchor"}}
    assert stands(rule, levels=lost) == LATE
    assert stands(rule, levels=lost, as_of="2026-01-15") == [("unknown", ("levels",))]


def test_a_notice_from_before_the_duty_began_leaves_no_doubt_of_the_home():
    rule = TEN | {
        "regime": [{"when": {"last_notified_home": "place_found"}, "every": "5 days"}, {"every": "10 days"}],
        "change": {"any": "from the change"},
    }
    given = {"id": "n", "kind": "s84", "home_kind": "sole", "on": "2026-01-01"}
    assert stands(rule, notifications=[given]) == [("unknown", ("notifications set aside",))]
    assert stands(rule, notifications=[given | {"on": "2025-12-31"}]) == LATE


def test_another_entry_of_the_fact_a_duty_hangs_on_leaves_it_unknown_whatever_it_says():
    rule = ONCE | {"one_per": "visit", "met_by": {"own": ["signed_off_on"]}}
    planned = {"id": "v", "on": "2026-01-01", "recorded_on": "2025-12-01"}
    lost = planned | {"recorded_on": "2026-01-02", "outcome": "saw"}
    assert stands(rule, visits=[planned]) == LATE
    assert stands(rule, visits=[planned, lost]) == [("unknown", ("visits set aside",))]
    assert stands(rule, visits=[planned, lost | {"id": "w"}]) == LATE


def test_what_may_have_ended_the_time_of_a_duty_leaves_it_unknown():
    span = SPAN | {"ended_by": "event.released", "ends_any_length": True}
    rule = TEN | {"while": {"span": "span", "at_end": "lapse"}}
    registered = {"id": "r1", "basis": "conviction", "convicted_on": "2025-12-01", "disposal": "fine"}
    facts = {"parts": {"span": [span]}, "registrations": [registered]}
    assert stands(rule, **facts) == LATE
    lost = [*events(k="2026-01-01"), spoilt(kind="released", on="2025-12-20")]
    assert stands(rule, events=lost, **facts) == UNSURE
    lost = [*events(k="2026-01-01"), spoilt(kind="released", on="2026-03-02")]
    assert stands(rule, events=lost, **facts) == LATE


def test_a_state_after_which_a_duty_counts_leaves_it_unknown():
    rule = ONCE | {
        "one_per": "registration",
        "anchor": {"release_after": ["convicted_on", "in custody"]},
        "met_by": "visit",
    }
    facts = {"registrations": [{"id": "r1", "basis": "conviction", "convicted_on": "2026-01-01", "disposal": "fine"}]}
    assert stands(rule, **facts) == LATE
    held = {"id": "s", "kind": "custody", "from": "2025-12-30", "evidence": 5}
    assert stands(rule, statuses=[held], **facts) == HELD_UP


def test_what_says_whether_an_event_is_one_that_a_duty_hangs_on_leaves_it_unknown():
    """The first visit is to be checked: one that cannot be read may have come before."""
    parts = {"define": {"the-first": {"of": "visit.seen", "where": {"on_the_day": {"not": {"after": "visit.seen"}}}}}}
    rule = ONCE | {"one_per": "the-first", "met_by": {"own": ["signed_off_on"]}}
    seen = {"id": "v", "on": "2026-01-01", "outcome": "seen"}
    assert stands(rule, parts=parts, visits=[seen]) == LATE
    for on, expected in (("2026-01-01", [("unknown", ("visits set aside",))]), ("2026-01-02", LATE)):
        lost = {"id": "w", "on": on, "outcome": "seen", "at": "noon"}
        assert stands(rule, parts=parts, visits=[seen, lost]) == expected


def test_an_address_that_cannot_be_read_may_be_the_home_that_was_visited():
    rule = TEN | {"met_by": {"any": "visit", "where": {"address_id": {"is": "the notified home"}}}}
    lost = {"id": "a", "kind": "mian", "from": "2020-01-01"}
    assert stands(rule) == LATE
    assert stands(rule, addresses=[lost]) == [("unknown", ("addresses set aside",))]
    assert stands(rule, addresses=[lost | {"until": "2025-12-31"}]) == LATE


# ── what a rule reads ───────────────────────────────────────────────────────────────────────────────────────────


def read_by(rule, **parts):
    made = book(rule, **parts)
    found = reads_of(made.rule[0], made)
    return {each.array for each in found.evidence}, {each.array for each in found.conditions}


def test_names_that_a_book_defines_are_followed_to_the_facts():
    rule = {"met_by": {"define": "good"}, "void_by": "twice", "suspended": [{"in": "custody", "effect": "restarts"}]}
    parts = {
        "define": {"good": {"of": "visit.seen", "where": {"on_the_day": {"in": "hospital"}}}},
        "derive": [{"id": "twice", "kind": "series", "of": "event.k", "reach": 2, "reset_by": "change", "source": "s"}],
    }
    assert read_by(ONCE | rule, **parts) == ({"visits", "events", "statuses", "changes"}, {"statuses"})


def test_tests_of_the_offender_read_what_they_are_about():
    tests = (
        {"mode": "reactive"},
        {"plan_interval": "set"},
        {"last_notified_home": "place_found"},
        {"lead_agency": "health"},
    )
    read = [read_by(ONCE | {"gate": test})[1] for test in tests]
    assert read == [{"plans"}, {"plans"}, {"notifications", "addresses"}, {"managers", "mappa"}]


def test_ends_and_starts_are_those_of_a_state_and_a_span_is_none():
    rule = {"met_by": ["end.custody", "start.hospital"], "gate": {"in": "plan.reactive"}}
    assert read_by(ONCE | rule) == ({"statuses"}, {"plans"})
    assert read_by(ONCE | {"met_by": "event.k", "gate": {"in": "span"}}, span=[SPAN]) == ({"events"}, set())


def test_a_program_asks_once_for_each_rule():
    made = book(TEN)
    program = program_of(made)
    assert isinstance(program, Program)
    assert program.reads(program.rules[0]) is program.reads(program.rules[0])
    assert Need("events", of_kind=True, word="done") in program.reads(program.rules[0]).evidence


def test_facts_that_can_be_read_leave_nothing_in_doubt():
    # The same facts, all of them readable: what is overdue is overdue.
    assert stands(HELD, statuses=states(s="2025-12-05/2026-01-01")) == LATE
    assert stands(ONCE) == LATE
