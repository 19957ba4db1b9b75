"""The steps of a judged occurrence: what the engine recorded, beside the declarations of the book and the facts."""

import datetime as dt
from fractions import Fraction
from importlib import resources

import pytest

from supervise.cases.case import read_cases
from supervise.cases.runner import run_case
from supervise.dates import Calendar
from supervise.engine.clock import FAR
from supervise.engine.lasting import extents_of, spans_of
from supervise.engine.proportion import Share
from supervise.engine.schedule import Schedule, evaluate
from supervise.engine.steps import (
    Anchored,
    Changed,
    Counted,
    Duty,
    Gate,
    Held,
    Lasting,
    Limited,
    NotCounted,
    Origin,
    Placed,
    Rolled,
    Skipped,
    Standing,
    Suspended,
    Together,
    Tried,
    Voided,
)
from supervise.engine.trace import steps_of
from supervise.model import Offender
from supervise.rules import load_rulebook
from supervise.rules.duration import Duration
from supervise.rules.language import ChangePolicy, Effect, Roll

HEAD = {
    "format": 1,
    "id": "small",
    "version": "2026.1",
    "title": "A small book",
    "jurisdiction": "elsewhere",
    "conventions": {
        "month_end": "the last day of the month",
        "leap_day": "28 February",
        "leap_birthday": "1 March",
        "end_day": "no longer in the state",
        "zone": "UTC",
    },
    "levels": {"scale": ["low", "high"]},
    "sources": {"act": {"title": "An Act", "where": "s.1"}},
}
RULE = {
    "id": "R-1",
    "duty": "do it",
    "duty_of": "police",
    "authority": "LAW",
    "source": "act",
    "one_per": {"each": "event.start"},
    "anchor": "start",
    "cadence": "once",
    "counting": "after",
    "met_by": {"any": "event.done"},
    "regime": [{"within": "10 days"}],
}


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def book(*rules: dict, **parts):
    return load_rulebook(HEAD | parts | {"rule": [RULE | rule for rule in rules]})


def judged(facts: dict, the_book, as_of="2024-03-01", **options) -> Schedule:
    return evaluate(Offender.from_dict({"id": "x1"} | facts), the_book, as_of=dt.date.fromisoformat(as_of), **options)


def event(id_: str, on: str | None, kind: str = "start", **more) -> dict:
    return {"id": id_, "kind": kind, "on": on} | more


def steps(schedule: Schedule, kind: type, place: int = -1) -> list:
    row = schedule.all_obligations[place]
    return [step for step in steps_of(schedule, row) if isinstance(step, kind)]


STARTED = event("e1", "2024-02-01")


def test_another_schedule_s_obligation_is_refused():
    first, second = (judged({"events": [STARTED]}, book({})) for _ in range(2))
    with pytest.raises(ValueError, match="another schedule"):
        steps_of(first, second.all_obligations[0])


def test_asking_does_not_move_the_day_on_which_the_review_changes():
    facts = {"events": [STARTED, event("e2", "2024-05-01", "done")]}
    schedule = judged(facts, book({"void_by": {"any": "event.gone"}}), "2024-02-03")
    before = schedule.stable_until
    assert steps_of(schedule, schedule.all_obligations[0]) == steps_of(schedule, schedule.all_obligations[0])
    assert schedule.stable_until == before


def test_what_made_a_later_lead_void_is_told_though_it_came_before_that_lead_opened():
    void_by = {"any": "event.gone", "since": "first opens"}
    leads = {"cadence": "countdown", "leads": ["30 days", "10 days"], "regime": [], "void_by": void_by}
    for gone, found in (("2024-05-01", []), ("2024-05-02", [Voided(id="g", day=day("2024-05-02"))])):
        facts = {"events": [event("s", "2024-06-01"), event("g", gone, "gone")]}
        assert steps(judged(facts, book(leads), "2024-05-30"), Voided) == found


EVERY_TEN_DAYS = {
    "one_per": "offender",
    "anchor": "event.start",
    "regime": [{"every": "10 days"}],
    "void_by": "event.gone",
}


def test_what_came_before_the_day_that_an_occurrence_of_a_chain_counts_from_makes_it_not_void():
    chain = EVERY_TEN_DAYS | {"cadence": "rolling", "rebased_by": "what meets it"}
    for gone, found in (("2024-02-05", []), ("2024-02-13", [Voided(id="g", day=day("2024-02-13"))])):
        facts = {"events": [STARTED, event("d", "2024-02-12", "done"), event("g", gone, "gone")]}
        schedule = judged(facts, book(chain), "2024-02-14")
        assert (steps(schedule, Voided), schedule.all_obligations[-1].status == "not_required") == (found, bool(found))


@pytest.mark.parametrize(("gone", "void"), [("2024-02-11", True), ("2024-02-12", False), ("2024-03-20", False)])
def test_what_came_once_an_occurrence_was_closed_for_good_made_it_not_void(gone, void):
    series = EVERY_TEN_DAYS | {"cadence": "grid", "late": "does not count"}
    schedule = judged({"events": [STARTED, event("g", gone, "gone")]}, book(series), "2024-03-20")
    first = next(schedule.of_rule("R-1"))
    told = [step for step in steps_of(schedule, first) if isinstance(step, Voided)]
    assert (bool(told), first.status == "not_required") == (void, void)


@pytest.mark.parametrize(("gone", "found"), [("2024-02-05", (1, "not_required")), ("2024-02-06", (0, "lapsed"))])
def test_what_came_after_the_end_of_its_case_made_it_not_void(gone, found):
    rule = {"while": {"not_in": ["deceased"], "at_end": "lapse"}, "void_by": "event.gone"}
    dead = [{"id": "z", "kind": "deceased", "from": "2024-02-06"}]
    schedule = judged({"events": [STARTED, event("g", gone, "gone")], "statuses": dead}, book(rule), "2024-03-01")
    assert (len(steps(schedule, Voided)), schedule.all_obligations[0].status) == found


@pytest.mark.parametrize("again", [False, True])
def test_what_began_a_chain_makes_no_later_occurrence_void(again):
    """It opened before the chain began; a second event of the kind is another matter."""
    chain = {
        "one_per": "offender",
        "anchor": {"last": "event.done", "else": "event.start"},
        "cadence": "rolling",
        "rebased_by": "what meets it",
        "regime": [{"every": "10 days", "opens": {"before": "15 days"}}],
        "void_by": {"any": "event.start", "since": "opens"},
    }
    facts = {"events": [STARTED, event("d", "2024-02-05", "done"), *([event("s", "2024-02-06")] if again else [])]}
    schedule = judged(facts, book(chain), "2024-02-09")
    assert [row.status for row in schedule.all_obligations] == ["met", "not_required" if again else "open"]
    assert [each.id for each in steps(schedule, Voided)] == ["s"] * again


@pytest.mark.parametrize(("level", "void"), [("high", 1), ("low", 0)])
def test_of_what_its_gate_keeps_out_nothing_is_said_to_have_made_it_void(level, void):
    rule = {"void_by": "event.gone", "met_by": "event.done", "gate": {"level": ["high"]}}
    facts = {"events": [STARTED, event("g", "2024-02-02", "gone")]} | {
        "levels": [{"id": "l", "level": level, "from": "2024-01-01"}]
    }
    schedule = judged(facts, book(rule))
    assert (len(steps(schedule, Voided)), schedule.all_obligations[0].status) == (void, "not_required")


def test_a_part_that_rests_on_something_of_its_own_is_told_after_the_rule():
    rests_on = {"counting": {"confidence": "assumed"}, "anchor": {"authority": "LOCAL", "source": "act"}}
    schedule = judged({"events": [STARTED]}, book({"rests_on": rests_on}))
    origins = [step for step in steps_of(schedule, schedule.all_obligations[0]) if isinstance(step, Origin)]
    assert [(each.of, each.authority, each.source, each.confidence) for each in origins] == [
        ("rule", "LAW", "act", "seen"),
        ("counting", "LAW", "act", "assumed"),
        ("anchor", "LOCAL", "act", "seen"),
    ]


def backed(schedule: Schedule, kind: type, place: int = 0) -> list:
    """What each step of a kind is of, and what it rests on."""
    sources = [step.source for step in steps(schedule, kind, place)]
    return [(each.of, each.authority, each.source, each.confidence) for each in sources]


LATE_BASIS = {"authority": "LOCAL", "source": "note", "confidence": "assumed"}
SOURCES = {"sources": HEAD["sources"] | {"note": {"title": "A note"}}}


def test_a_sum_rests_on_its_own_regime_and_not_on_the_last_one():
    """The one that applied first has its own source, although a later regime ended up giving the date."""
    regimes = [
        {"when": {"level": "high"}, "within": "10 days", **LATE_BASIS},
        {"when": {"level": "low"}, "within": "20 days"},
    ]
    levels = [{"id": "l1", "level": "low", "from": "2024-01-01"}, {"id": "l2", "level": "high", "from": "2024-02-05"}]
    change = {"stricter": "from the last, not before the change", "laxer": "keep the pending"}
    rule = {"regime": [{"name": f"n{place}", **each} for place, each in enumerate(regimes)], "change": change}
    schedule = judged({"events": [STARTED], "levels": levels}, book(rule, **SOURCES))
    assert backed(schedule, Counted) == [("value", "LAW", "act", "seen")]
    (changed,) = steps(schedule, Changed)
    assert (changed.sum.source.authority, changed.sum.source.source) == ("LOCAL", "note")
    assert changed.sum.source.title == "A note"


@pytest.mark.parametrize(
    ("rests_on", "expected"),
    [
        ({}, ("value", "LAW", "act", "seen")),
        ({"rests_on": {"cautious": LATE_BASIS}}, ("cautious", "LOCAL", "note", "assumed")),
    ],
)
def test_a_second_reading_rests_on_its_own_part_or_on_the_regime(rests_on, expected):
    rule = {"cautious": {"counting": "beginning with"}} | rests_on
    schedule = judged({"events": [STARTED]}, book(rule, **SOURCES), "2024-02-03")
    assert backed(schedule, Counted) == [("value", "LAW", "act", "seen"), expected]


@pytest.mark.parametrize(
    ("rests_on", "expected"),
    [
        ({}, ("rule", "LAW", "act", "seen")),
        ({"rests_on": {"suspended": {"confidence": "assumed"}}}, ("suspended", "LAW", "act", "assumed")),
    ],
)
def test_what_the_end_of_a_suspension_gives_rests_on_its_own_part_or_on_the_rule(rests_on, expected):
    suspended = {"in": "custody", "effect": "later of due and", "due": "10 days after end"}
    regime = {"regime": [{"within": "10 days", **LATE_BASIS}]}
    custody = {"id": "s1", "kind": "custody", "from": "2024-02-03", "until": "2024-02-20"}
    facts = {"events": [STARTED], "statuses": [custody]}
    schedule = judged(facts, book({"suspended": suspended} | regime | rests_on, **SOURCES))
    assert backed(schedule, Counted) == [("value", "LOCAL", "note", "assumed")]
    (step,) = steps(schedule, Suspended)
    source = step.sum.source
    assert (source.of, source.authority, source.source, source.confidence) == expected


def test_a_limit_rests_on_its_regime():
    rule = {"regime": [{"within": "10 days", "opens": {"within": "2 days"}, **LATE_BASIS}]}
    schedule = judged({"events": [STARTED]}, book(rule, **SOURCES))
    assert backed(schedule, Limited) == [("value", "LOCAL", "note", "assumed")]


GRID = {
    "one_per": "offender",
    "anchor": {"first": "event.start"},
    "cadence": "grid",
    "counting": "after",
    "late": "fills the oldest",
    "regime": [{"every": "90 days"}],
}


def test_a_slot_rests_on_its_regime():
    rule = GRID | {"regime": [{"every": "90 days", **LATE_BASIS}]}
    schedule = judged({"events": [STARTED]}, book(rule, **SOURCES), "2024-06-03")
    assert backed(schedule, Placed) == [("value", "LOCAL", "note", "assumed")]


def test_a_slot_is_anchored_on_what_its_series_began_with():
    schedule = judged({"events": [STARTED]}, book(GRID), "2024-09-01")
    found = [(row.anchor, *steps(schedule, Anchored, place)) for place, row in enumerate(schedule.all_obligations)]
    of_series = Anchored(day=day("2024-02-01"), id="e1", way="first", names=("event.start",))
    assert found[:2] == [(dt.date(2024, 5, 1), of_series), (dt.date(2024, 7, 30), of_series)]


def test_a_slot_that_lies_inside_a_state_counts_no_days_of_it():
    inside = {"id": "s1", "kind": "custody", "from": "2024-01-05", "until": "2024-08-01"}
    small = book(GRID | {"suspended": {"in": "custody", "effect": "skip", "if": "the whole window lies inside"}})
    (step,) = steps(judged({"events": [STARTED], "statuses": [inside]}, small, "2024-09-01"), Skipped, 0)
    assert (step.whole, step.days, step.of_days, step.percent) == (True, 0, 0, 0)


def test_a_span_s_sum_rests_on_the_span():
    registration = {"id": "r1", "convicted_on": "2024-01-10"}
    span = {
        "id": "held",
        "one_per": {"each": "registration"},
        "start": {"field": "convicted_on"},
        "counting": "beginning with",
        "source": "note",
        "confidence": "assumed",
        "length": [{"lasts": "5 years"}],
    }
    found, _ = extents_of(judged({"registrations": [registration]}, book({}, span=[span], **SOURCES)), "held")
    assert found.sum.source == found.origin
    assert (found.origin.source, found.origin.confidence) == ("note", "assumed")


def test_each_step_is_a_value():
    schedule = judged({"events": [STARTED]}, book({}))
    duty, origin, anchored, counted, standing = steps_of(schedule, schedule.all_obligations[0])
    assert (duty.rule, duty.key, duty.number, duty.until) == ("R-1", "e1", 1, FAR)
    assert origin == Origin(of="rule", authority="LAW", source="act", title="An Act", where="s.1", confidence="seen")
    assert anchored == Anchored(day=day("2024-02-01"), id="e1", way="each", names=("event.start",))
    assert (counted.day, counted.gives) == (day("2024-02-01"), day("2024-02-11"))
    assert standing.row is schedule.all_obligations[0]


def test_a_regime_s_own_source_is_a_second_origin():
    regime = {"within": "10 days", "source": "policy", "authority": "LOCAL", "confidence": "assumed"}
    origins = steps(
        judged(
            {"events": [STARTED]},
            book({"regime": [regime]}, sources=HEAD["sources"] | {"policy": {"title": "A policy"}}),
        ),
        Origin,
    )
    assert [(each.of, each.authority, each.title, each.confidence) for each in origins] == [
        ("rule", "LAW", "An Act", "seen"),
        ("value", "LOCAL", "A policy", "assumed"),
    ]


# ── anchors ─────────────────────────────────────────────────────────────────────────────────────────────────────

ROLLING = {"one_per": "offender", "cadence": "rolling", "rebased_by": "what meets it", "regime": [{"every": "10 days"}]}
BACK = {"events": [STARTED, event("e2", "2024-02-03", "back")]}
SHPO = {"id": "o1", "kind": "shpo", "made_on": "2024-02-01", "ends_on": "2024-12-31"}
SPAN = {
    "id": "held",
    "one_per": {"each": "order"},
    "start": {"first_given": ["served_on", "made_on"]},
    "counting": "beginning with",
    "source": "act",
    "length": [{"name": "order", "lasts": "while the order lasts"}],
}


@pytest.mark.parametrize(
    ("rule", "facts", "way", "names"),
    [
        ({"anchor": {"field": "on"}}, {}, "field", ("on",)),
        ({"anchor": {"first": "event.start"}}, {}, "first", ("event.start",)),
        ({"anchor": {"first": "event.gone", "else": {"field": "on"}}}, {}, "field", ("on",)),
        ({"anchor": {"birthday": 18}}, {"born_on": "2000-01-01"}, "birthday", ("18",)),
        ({"anchor": {"later_of": [{"field": "on"}, {"birthday": 18}]}}, {"born_on": "2000-01-01"}, "later_of", ()),
        ({"anchor": {"earlier_of": [{"field": "on"}, {"birthday": 18}]}}, {"born_on": "2000-01-01"}, "earlier_of", ()),
        ({"anchor": {"release_after": ["on", "in custody"]}}, {}, "release_after", ("on", "in custody")),
        ({"anchor": {"due_of": "R-0"}}, {}, "due_of", ("R-0",)),
        ({"anchor": {"due_of": "R-0", "which": "first"}}, {}, "first_due_of", ("R-0",)),
        ({"anchor": {"met_of": "R-0"}}, BACK, "met_of", ("R-0",)),
        ({"anchor": {"met_of": "R-0", "which": "first"}}, BACK, "first_met_of", ("R-0",)),
        ({"anchor": {"next_birthday": {"field": "on"}}}, {"born_on": "2000-01-01"}, "next_birthday", ("on",)),
        ({"one_per": {"each": "event.start", "until_next": True}}, {}, "each_until_next", ("event.start",)),
        ({"one_per": {"occurrence_of": "R-0", "outcome": "due"}}, {}, "occurrence_due", ("R-0",)),
        ({"one_per": {"occurrence_of": "R-0", "outcome": "met"}}, BACK, "occurrence_met", ("R-0",)),
        ({"one_per": {"occurrence_of": "R-0", "outcome": "missed"}}, {}, "occurrence_missed", ("R-0",)),
        (
            {"one_per": {"occurrence_of": "R-0", "outcome": "missed", "in_a_row": 2}},
            {"events": [STARTED, event("e3", "2024-01-02", "start")]},
            "occurrence_in_a_row",
            ("R-0",),
        ),
        (
            {"one_per": {"occurrence_of": "R-0", "outcome": "missed", "reach": 2, "within": "12 months"}},
            {"events": [STARTED, event("e3", "2024-01-02", "start")]},
            "occurrence_reach",
            ("R-0",),
        ),
        ({"one_per": {"run_of": "custody"}}, {}, "run_of", ("custody",)),
        ({"one_per": {"end_of": "custody"}}, {}, "end_of", ("custody",)),
        ({"one_per": {"gap_of": "custody"}}, {}, "gap_of", ("custody",)),
        ({"one_per": {"span": "held"}}, {}, "span", ("held",)),
        ({"one_per": {"span": "held"}, "anchor": {"span_end": "held"}}, {}, "span_end", ("held",)),
        ({"one_per": "offender", "while": {"span": "held", "at_end": "lapse"}}, {}, "start", ("offender",)),
        ({"one_per": "offender", "anchor": {"first": "event.start"}}, {}, "first", ("event.start",)),
    ],
)  # fmt: skip
def test_an_anchor_says_how_it_was_found(rule, facts, way, names):
    everything = {
        "events": [STARTED],
        "statuses": [{"id": "s1", "kind": "custody", "from": "2024-02-05", "until": "2024-02-10"}],
        "orders": [SHPO],
    }
    the_book = book({"id": "R-0", "met_by": {"any": "event.back"}}, rule, span=[SPAN])
    (step,) = steps(judged(everything | facts, the_book), Anchored)
    assert (step.way, step.names) == (way, names)


def test_an_anchor_that_stands_in_says_for_what():
    facts = {"events": [STARTED]}
    (step,) = steps(judged(facts, book(ROLLING | {"anchor": {"last": "event.done", "else": "event.start"}})), Anchored)
    assert (step.way, step.names, step.instead) == ("first", ("event.start",), ("event.done",))
    other = {"anchor": {"field": "on", "else": "event.start"}, "one_per": {"each": "event.start"}}
    (step,) = steps(judged(facts, book(other)), Anchored)
    assert step.instead == ()


def test_a_date_of_the_fact_that_stands_in_for_a_missing_one():
    rule = {
        "one_per": {"each": {"of": "trip", "at": "known_on"}},
        "anchor": {"field": "departs_on", "else": {"field": "known_on"}},
    }
    (step,) = steps(judged({"trips": [{"id": "t1", "known_on": "2024-02-01"}]}, book(rule)), Anchored)
    assert (step.way, step.names, step.field, step.instead) == ("field", ("known_on",), "known_on", ())


def test_the_first_given_date_is_named():
    rule = {"one_per": {"each": "order"}, "anchor": {"first_given": ["served_on", "made_on"]}}
    (step,) = steps(judged({"orders": [SHPO]}, book(rule)), Anchored)
    assert (step.way, step.field) == ("field", "made_on")


def test_a_chain_counts_from_what_met_the_occurrence_before():
    facts = {"events": [STARTED, event("e2", "2024-02-08", "done")]}
    rule = ROLLING | {"anchor": {"last": "event.done", "else": "event.start"}}
    schedule = judged(facts, book(rule))
    (step,) = steps(schedule, Anchored)
    assert (step.way, step.id, step.names) == ("met", "e2", ("event.done",))
    assert steps(schedule, Duty)[0].number == 2
    schedule = judged(facts, book(rule | {"rebased_by": "its due day, or what meets it later"}))
    (step,) = steps(schedule, Anchored)
    assert (step.way, step.id, step.field) == ("due_or_met", "e2", "")
    schedule = judged(facts, book(rule | {"rebased_by": "a date of what meets it", "rebased_at": "on"}))
    (step,) = steps(schedule, Anchored)
    assert (step.way, step.id, step.field) == ("met", "e2", "on")


def test_a_chain_in_hours_counts_from_the_minute_of_what_met_the_occurrence_before():
    done = [event(f"e{each}", f"2024-02-0{each}", "done", at=f"{each + 8:02}:30") for each in (2, 3)]
    regime = {"every": "36 hours", "from": "moment", "clock": "elapsed"}
    rule = ROLLING | {"anchor": {"last": "event.done", "else": "event.start"}, "regime": [regime]}
    schedule = judged({"events": [event("e1", "2024-02-01", at="07:30"), *done]}, book(rule))
    starts = [steps(schedule, Counted, place)[0] for place in range(3)]
    assert [(each.day, each.minute) for each in starts] == [
        (day("2024-02-01"), 7 * 60 + 30),
        (day("2024-02-02"), 10 * 60 + 30),
        (day("2024-02-03"), 11 * 60 + 30),
    ]


@pytest.mark.parametrize(("done", "ways"), [("2024-01-20", ["across_gaps"]), ("2024-02-10", ["last"])])
def test_a_chain_that_goes_on_across_a_gap_says_so(done, ways):
    facts = {
        "events": [event("e2", done, "done")],
        "statuses": [{"id": "s1", "kind": "custody", "from": "2024-02-05", "until": "2024-02-10"}],
        "orders": [SHPO | {"made_on": "2024-01-01"}],
    }
    during = {"span": "held", "not_in": "custody", "at_end": "lapse"}
    rule = ROLLING | {"while": during, "anchor": {"last": "event.done", "across_gaps": True}}
    found = judged(facts, book(rule, span=[SPAN]))
    assert [each.way for each in steps(found, Anchored)] == ways


def test_a_chain_from_the_start_names_no_event():
    facts = {
        "events": [event("e2", "2024-02-08", "done")],
        "statuses": [{"id": "s1", "kind": "custody", "from": "2024-02-05"}],
    }
    rule = ROLLING | {"one_per": {"run_of": "custody"}}
    (step,) = steps(judged(facts, book(rule)), Anchored)
    assert (step.way, step.id, step.names) == ("met", "e2", ())


def test_without_an_anchor_what_is_missing_is_named():
    schedule = judged(
        {"trips": [{"id": "t1", "known_on": "2024-02-01"}]},
        book(
            {
                "one_per": {"each": {"of": "trip", "at": "known_on"}},
                "anchor": {"field": "departs_on"},
                "void_by": {"any": "event.gone"},
            }
        ),
    )
    (step,) = steps(schedule, Anchored)
    assert (step.way, step.day, step.id, step.names) == ("none", 0, "", ("trips.departs_on",))
    assert steps(schedule, NotCounted) == []


def test_an_occurrence_ahead_is_anchored_on_what_it_assumes():
    schedule = judged(
        {"events": [STARTED]},
        book(ROLLING | {"anchor": {"last": "event.start"}}),
        "2024-02-03",
        until=dt.date(2024, 2, 25),
    )
    assert [step.way for place in (0, 1) for step in steps(schedule, Anchored, place)] == ["last", "assumed"]


def test_an_occurrence_ahead_in_hours_starts_from_no_minute_of_the_event_that_is_behind():
    regime = {"every": "36 hours", "from": "moment", "clock": "elapsed"}
    rule = ROLLING | {"anchor": {"first": "event.start"}, "regime": [regime]}
    facts = {"events": [event("e1", "2024-02-01", at="07:30")]}
    schedule = judged(facts, book(rule), "2024-02-01", until=dt.date(2024, 2, 9))
    assert [steps(schedule, Counted, place)[0].minute for place in (0, 1)] == [7 * 60 + 30, -1]


@pytest.mark.parametrize(("done", "ways"), [(1, ["first"]), (2, ["first", "window"]), (3, ["first", "window"])])
def test_a_window_begins_with_the_series_until_an_event_has_left_it(done, ways):
    """In the place of the minute: a window starts from the time of day of no event, the series from that of its own."""
    rule = {"one_per": "offender", "cadence": "any window", "anchor": {"first": "event.start"}}
    rule |= {"counting": "beginning with", "regime": [{"every": "10 days", "times": 2}]}
    facts = [event("e1", "2024-02-01", at="10:00"), *(event(f"d{n}", f"2024-02-0{n + 1}", "done") for n in range(done))]
    schedule = judged({"events": facts}, book(rule), "2024-02-05")
    found = [
        (steps(schedule, Anchored, place)[0].way, steps(schedule, Counted, place)[0].minute)
        for place in range(len(schedule.all_obligations))
    ]
    assert list(dict.fromkeys(found)) == [(way, 600 if way == "first" else -1) for way in ways]


def test_a_derived_anchor_names_what_it_was_made_of_and_the_day_it_was_put_off_from():
    derive = {
        "id": "entry",
        "kind": "first",
        "of": "event.done",
        "per": "held",
        "clear_of": ["custody"],
        "source": "act",
    }
    facts = {
        "events": [event("e9", "2024-02-06", "done")],
        "orders": [SHPO],
        "statuses": [{"id": "s1", "kind": "custody", "from": "2024-02-05", "until": "2024-02-10"}],
    }
    (step,) = steps(judged(facts, book({"one_per": {"each": "entry"}}, span=[SPAN], derive=[derive])), Anchored)
    assert (step.derived, step.moved_from, step.day) == (("first", "event.done"), day("2024-02-06"), day("2024-02-10"))


def test_a_derived_anchor_that_is_later_by_its_own_nature_was_not_put_off():
    quiet = {
        "id": "quiet",
        "kind": "gap",
        "of": "event.start",
        "ended_by": "event.done",
        "reach": "5 days",
        "counting": "after",
    }
    found = judged({"events": [STARTED]}, book({"one_per": {"each": "quiet"}}, derive=[quiet | {"source": "act"}]))
    (step,) = steps(found, Anchored)
    assert (step.derived[0], step.moved_from, step.day) == ("gap", 0, day("2024-02-06"))


def test_an_age_names_itself_as_what_the_anchor_was_made_of():
    sixteen = {"id": "sixteen", "kind": "age", "reach": 16, "source": "act"}
    found = judged({"born_on": "2008-02-01"}, book({"one_per": "sixteen"}, derive=[sixteen]))
    (step,) = steps(found, Anchored)
    assert (step.names, step.derived, step.moved_from) == (("sixteen",), ("age", "16"), 0)


def test_a_derived_event_that_is_not_the_anchor_s_own_says_nothing():
    """The name may stand for a derived event or for another: only the event found is told of."""
    derive = {
        "id": "pair",
        "kind": "series",
        "of": "event.start",
        "reach": 2,
        "reset_by": "event.gone",
        "source": "act",
    }
    facts = {"events": [STARTED, event("e2", "2024-02-02"), event("e3", "2024-02-03", "done")]}
    (step,) = steps(
        judged(facts, book({"one_per": {"each": ["event.done", "pair"]}}, derive=[derive]), "2024-02-03"), Anchored, -1
    )
    assert step.derived == ()
    (step,) = steps(judged(facts, book({"one_per": {"each": ["pair", "event.done"]}}, derive=[derive])), Anchored, 0)
    assert (step.derived, step.parts) == (("series", "event.start"), ("e1", "e2"))


# ── regimes ─────────────────────────────────────────────────────────────────────────────────────────────────────

CHANGES = {"stricter": "from the last, not before the change", "laxer": "keep the pending"}
BY_LEVEL = {"by": "level", "within": {"low": "30 days", "high": "10 days"}}


def level(id_: str, from_: str, word: str) -> dict:
    return {"id": id_, "level": word, "from": from_}


def test_what_a_regime_is_chosen_by_is_told_with_its_day_and_fact():
    regimes = [
        {"name": "home", "when": {"last_notified_home": "place_found"}, "within": "3 days"},
        {"name": "shared", "when": {"lead_agency": "probation"}, "within": "4 days"},
        {"name": "inside", "when": {"in": "custody"}, "within": "5 days"},
        {"name": "plan", "when": {"plan_interval": "set"}, "within": {"fact": "plan.interval"}},
        {"name": "level", **BY_LEVEL},
    ]
    facts = {
        "events": [STARTED],
        # Of two of one day the last by id holds.
        "levels": [level("l1", "2024-01-01", "low"), level("l0", "2024-01-01", "high")],
        "plans": [{"id": "p1", "from": "2024-01-02"}],
        "notifications": [{"id": "n1", "kind": "s83", "on": "2024-01-03", "home_kind": "sole_or_main"}],
        "managers": [{"id": "m1", "officer_id": "o", "from": "2024-01-04"}],
    }
    schedule = judged(facts, book({"regime": regimes, "change": CHANGES}))
    assert {(held.name, held.value, held.since, held.id) for held in steps(schedule, Held)} == {
        ("agency", "police", day("2024-01-04"), "m1"),
        ("custody", "no", 0, ""),
        ("home", "sole_or_main", day("2024-01-03"), "n1"),
        ("level", "low", day("2024-01-01"), "l1"),
        ("plan", "no interval, active", day("2024-01-02"), "p1"),
    }
    tried = steps(schedule, Tried)
    assert [(step.regime, step.condition, step.holds, step.chosen) for step in tried] == [
        ("home", {"last_notified_home": "place_found"}, False, False),
        ("shared", {"lead_agency": ["probation"]}, False, False),
        ("inside", {"in": ["custody"]}, False, False),
        ("plan", {"plan_interval": "set"}, False, False),
        ("level", None, True, True),
    ]


@pytest.mark.parametrize(("lost", "followed"), [([], True), ([level("l2", "2024-02-30", "low")], False)])
def test_a_level_is_followed_unless_another_was_set_aside_and_anything_else_always(lost, followed):
    facts = {"events": [STARTED], "levels": [level("l1", "2024-01-01", "high"), *lost]}
    plans = [{"id": "p1", "from": "2024-01-02"}]
    regimes = [{"when": {"plan_interval": "set"}, "within": {"fact": "plan.interval"}}, BY_LEVEL]
    schedule = judged(facts | {"plans": plans}, book({"regime": regimes, "change": CHANGES}))
    assert [(held.name, held.followed) for held in steps(schedule, Held)] == [("level", followed), ("plan", True)]


@pytest.mark.parametrize(("end_day", "since"), [("no longer in the state", "05"), ("still in the state", "06")])
def test_an_agency_is_said_by_the_entry_that_ended_on_the_day_from_which_it_leads_no_more(end_day, since):
    regimes = [{"name": "shared", "when": {"lead_agency": "probation"}, "within": "5 days"}, {"within": "6 days"}]
    mappa = [{"id": "g1", "from": "2024-01-02", "until": "2024-01-05", "lead_agency": "probation"}]
    the_book = book({"regime": regimes, "change": CHANGES}, conventions=HEAD["conventions"] | {"end_day": end_day})
    (held,) = steps(judged({"events": [STARTED], "mappa": mappa}, the_book), Held)
    assert (held.value, held.since, held.id) == ("police", day(f"2024-01-{since}"), "g1")


def test_a_state_that_holds_is_told_with_its_start():
    regimes = [{"name": "inside", "when": {"in": "custody"}, "within": "5 days"}, {"name": "else", "within": "6 days"}]
    facts = {"events": [STARTED], "statuses": [{"id": "s1", "kind": "custody", "from": "2024-01-05"}]}
    (held,) = steps(judged(facts, book({"regime": regimes, "change": {"any": "at the next anchor"}})), Held)
    assert (held.value, held.since, held.id) == ("yes", day("2024-01-05"), "s1")


@pytest.mark.parametrize(
    ("done", "value", "since", "fact"),
    [("2024-01-31", "yes", "2024-02-01", "e2"), ("2024-02-01", "no", None, ""), (None, "no", None, "")],
)
def test_an_event_that_a_regime_waits_for_is_told_with_the_day_after_it(done, value, since, fact):
    regimes = [
        {"name": "later", "when": {"after": "event.asked"}, "within": "5 days"},
        {"name": "x", "within": "6 days"},
    ]
    facts = {"events": [STARTED, *([event("e2", done, "asked")] if done else [])]}
    (held,) = steps(judged(facts, book({"regime": regimes, "change": {"any": "at the next anchor"}})), Held)
    assert (held.name, held.value, held.id) == ("the event waited for", value, fact)
    assert held.since == (day(since) if since else 0)


def test_a_condition_on_the_fact_shows_its_dates_and_of_other_fields_only_whether_they_are_given():
    when = {
        "all": [{"fact": {"excuse": "set"}}, {"gap": {"from": "known_on", "to": ["departs_on"], "more_than": 7}}],
        "age": {"on": ["departs_on"], "under": 18},
    }
    rule = {
        "one_per": {"each": "trip"},
        "anchor": {"field": "departs_on"},
        "regime": [{"name": "young", "when": when, "within": "3 days"}, {"name": "other", "within": "4 days"}],
    }
    trip = {"id": "t1", "known_on": "2024-02-01", "departs_on": "2024-02-20", "excuse": "illness"}
    tried = steps(judged({"trips": [trip]}, book(rule)), Tried)
    assert tried[0].read == (("excuse", "given"), ("known_on", "2024-02-01"), ("departs_on", "2024-02-20"))
    assert (tried[0].holds, tried[0].chosen, tried[1].chosen) == (None, True, True)


def test_where_no_regime_holds_each_is_told():
    facts = {"events": [STARTED], "plans": [{"id": "p1", "from": "2024-02-10", "mode": "reactive"}]}
    schedule = judged(
        facts,
        book({"regime": [{"when": {"mode": "reactive"}, "within": "5 days"}], "change": {"any": "at the next anchor"}}),
    )
    assert [(step.holds, step.chosen) for step in steps(schedule, Tried)] == [(False, False)]


def test_a_change_tells_the_old_and_the_new_date_and_the_policy():
    facts = {
        "events": [STARTED],
        "levels": [
            level("l1", "2024-01-01", "low"),
            level("l2", "2024-02-05", "high"),
            level("l3", "2024-02-09", "low"),
        ],
    }
    schedule = judged(facts, book({"regime": [BY_LEVEL], "change": CHANGES}), "2024-02-10")
    changes = steps(schedule, Changed)
    assert [(each.what, each.old, each.new, each.after, each.policy) for each in changes] == [
        ("changed", day("2024-03-02"), day("2024-02-11"), day("2024-02-11"), ChangePolicy.FROM_LAST),
        ("kept", day("2024-02-11"), day("2024-03-02"), day("2024-02-11"), ChangePolicy.KEEP),
    ]


def test_a_regime_that_never_asks_takes_the_pending_date_away():
    regimes = [
        {"name": "reactive", "when": {"mode": "reactive"}, "within": "never"},
        {"name": "active", "within": "30 days"},
    ]
    facts = {
        "events": [STARTED],
        "plans": [
            {"id": "p1", "from": "2024-02-05", "mode": "reactive"},
            {"id": "p2", "from": "2024-02-08", "mode": "active"},
        ],
    }
    change = {"stricter": "from the change", "laxer": "from the change"}
    first, second = steps(judged(facts, book({"regime": regimes, "change": change}), "2024-02-10"), Changed)
    assert (first.what, first.old, first.new, first.after, first.sum) == ("stops", day("2024-03-02"), FAR, FAR, None)
    assert first.policy is None
    assert (second.what, second.old, second.after) == ("changed", FAR, day("2024-03-09"))


def test_of_an_interval_and_the_most_it_may_be_the_one_that_held_is_told():
    length = {"fact": "plan.interval", "at_most": "1 month"}
    plan = {"id": "p1", "from": "2024-01-01", "interval": "30 days"}

    def told(on, **changes):
        rule = {"change": CHANGES, "regime": [{"within": length}]} | changes
        return steps(judged({"events": [event("e1", on)], "plans": [plan]}, book(rule), "2024-02-03"), Counted)

    (month,) = told("2024-01-31")
    assert (month.length, month.gives) == (Duration(months=1), day("2024-02-29"))
    (days,) = told("2024-03-01")
    assert (days.length, days.gives) == (Duration(days=30), day("2024-03-31"))
    both = told("2024-01-30", cautious={"counting": "beginning with"})
    assert [(each.length, each.gives) for each in both] == [
        (Duration(days=30), day("2024-02-29")),
        (Duration(days=30), day("2024-02-28")),
    ]
    regimes = [{"when": {"level": "high"}, "within": length}, {"within": "2 months"}]
    changed = {"events": [event("e1", "2024-01-31")], "plans": [plan], "levels": [level("l1", "2024-02-02", "high")]}
    (step,) = steps(judged(changed, book({"regime": regimes, "change": CHANGES}), "2024-02-03"), Changed)
    assert (step.sum.length, step.new) == (Duration(months=1), day("2024-02-29"))


def test_the_cautious_reading_counts_from_its_own_last_event():
    rule = ROLLING | {
        "anchor": {"last": "event.start"},
        "cautious": {"counting": "beginning with", "anchor": {"last": "event.strict"}},
    }
    facts = {"events": [event("e0", "2024-01-20", "strict"), event("e1", "2024-02-01")]}
    due, cautious = steps(judged(facts, book(rule), "2024-02-03"), Counted)
    assert (due.of, due.day, due.gives) == ("due", day("2024-02-01"), day("2024-02-11"))
    assert (cautious.of, cautious.day, cautious.gives) == ("cautious", day("2024-01-20"), day("2024-01-29"))


def test_without_such_an_event_the_cautious_reading_counts_from_the_anchor():
    rule = ROLLING | {
        "anchor": {"last": "event.start"},
        "cautious": {"counting": "beginning with", "anchor": {"last": "event.strict"}},
    }
    _, cautious = steps(judged({"events": [STARTED]}, book(rule), "2024-02-03"), Counted)
    assert (cautious.day, cautious.gives) == (day("2024-02-01"), day("2024-02-10"))


def test_an_event_that_may_have_been_earlier_is_the_anchor_of_the_cautious_reading():
    derive = {"id": "half-day", "kind": "presence in hours", "of": "stay", "reach": 12, "source": "act"}
    facts = {"stays": [{"id": "y1", "from": "2024-02-01", "until": "2024-02-09"}]}
    due, cautious = steps(
        judged(facts, book({"one_per": {"each": "half-day"}}, derive=[derive]), "2024-02-05"), Counted
    )
    assert (due.day, cautious.day) == (day("2024-02-02"), day("2024-02-01"))


def test_days_that_do_not_count_are_told():
    suspended = {"in": ["custody"], "effect": "days do not count"}
    facts = {
        "events": [STARTED],
        "statuses": [
            {"id": "s1", "kind": "custody", "from": "2024-02-05", "until": "2024-02-08"},
            {"id": "s2", "kind": "custody", "from": "2024-02-20", "until": "2024-02-21"},
        ],
    }
    (step,) = steps(judged(facts, book({"suspended": suspended})), Counted)
    assert ([run.id for run in step.left_out], step.states) == (["s1"], ("custody",))


@pytest.mark.parametrize(
    ("regime", "counted", "closed"),
    [
        ({"within": "2 working days"}, ["2024-02-02", "2024-02-05"], ["2024-02-03", "2024-02-04"]),
        ({"within": "2 working days", "counting": "beginning with"}, ["2024-02-01", "2024-02-02"], []),
        ({"before": "2 working days"}, ["2024-01-30", "2024-01-31"], []),
    ],
)
def test_working_days_are_listed(regime, counted, closed):
    the_book = book({"regime": [regime]}, calendar="england-and-wales@2026.1")
    (step,) = steps(judged({"events": [STARTED]}, the_book), Counted)
    assert [dt.date.fromordinal(each).isoformat() for each in step.counted] == counted
    assert [dt.date.fromordinal(each).isoformat() for each in step.closed] == closed


def test_where_the_calendar_does_not_reach_working_days_are_not_known():
    the_book = book({"regime": [{"within": "2 working days"}]}, calendar="england-and-wales@2026.1")
    (step,) = steps(judged({"events": [event("e1", "2090-01-02")]}, the_book, "2090-03-01"), Counted)
    assert (step.gives, step.counted) == (0, ())


def test_a_suspension_tells_its_run_and_the_later_of_both_dates():
    suspended = {"in": ["abroad"], "effect": "later of due and", "due": "3 days beginning with end"}
    facts = {
        "events": [STARTED],
        "trips": [
            {"id": "t1", "departs_on": "2024-02-05", "returned_on": "2024-02-20"},
            {"id": "t2", "departs_on": "2024-02-21"},
        ],
    }
    first, second = steps(judged(facts, book({"suspended": suspended})), Suspended)
    assert (first.kind, first.before, first.after, first.sum.gives) == (
        "trip",
        day("2024-02-11"),
        day("2024-02-22"),
        day("2024-02-22"),
    )
    assert (second.before, second.after, second.sum) == (day("2024-02-22"), FAR, None)


def test_a_proportion_tells_what_was_left():
    facts = {
        "events": [STARTED],
        "levels": [level("l1", "2024-01-01", "low"), level("l2", "2024-02-16", "high")],
    }
    share = {"stricter": "in proportion", "laxer": "in proportion"}
    (step,) = steps(judged(facts, book({"regime": [BY_LEVEL], "change": share}), "2024-02-16"), Changed)
    # Of thirty days fifteen are left: five of ten.
    assert (step.what, step.policy, step.after) == ("shared", ChangePolicy.IN_PROPORTION, day("2024-02-21"))
    assert step.share == Share(left=15, whole=30, part=Fraction(1), length=10, days=5)


def test_a_date_set_by_the_end_of_a_state_is_told_and_so_is_what_came_after():
    suspended = [
        {"in": "custody", "effect": "due after end", "due": "3 days after end"},
        {"in": "abroad", "effect": "later of due and", "due": "1 day after end"},
    ]
    facts = {
        "events": [STARTED],
        "statuses": [
            {"id": "s1", "kind": "custody", "from": "2024-02-02", "until": "2024-02-03"},
            {"id": "s2", "kind": "abroad", "from": "2024-02-05", "until": "2024-02-08"},
            {"id": "s3", "kind": "custody", "from": "2024-02-09"},
        ],
    }
    found = steps(judged(facts, book({"suspended": suspended})), Suspended)
    assert [(each.effect, each.before, each.after) for each in found] == [
        (Effect.DUE_AFTER_END, day("2024-02-11"), day("2024-02-06")),
        (Effect.LATER_OF_DUE_AND, day("2024-02-06"), day("2024-02-09")),
        (Effect.DUE_AFTER_END, day("2024-02-09"), FAR),
    ]


def test_an_end_outside_the_calendar_is_told_as_not_known():
    suspended = {"in": "custody", "effect": "later of due and", "due": "3 working days after end"}
    facts = {
        "events": [event("e1", "2090-01-02")],
        "statuses": [{"id": "s1", "kind": "custody", "from": "2090-01-03", "until": "2090-01-05"}],
    }
    the_book = book({"suspended": suspended}, calendar="england-and-wales@2026.1")
    (step,) = steps(judged(facts, the_book, "2090-01-06"), Suspended)
    assert (step.before, step.after, step.sum.gives) == (day("2090-01-12"), 0, 0)


def test_a_restart_tells_the_state_and_the_sum_from_its_end():
    rule = {"suspended": {"in": "custody", "effect": "restarts"}, "regime": [BY_LEVEL], "change": CHANGES}
    facts = {
        "events": [STARTED],
        "levels": [level("l1", "2024-01-01", "low"), level("l2", "2024-02-12", "high")],
        "statuses": [{"id": "s1", "kind": "custody", "from": "2024-02-05", "until": "2024-02-08"}],
    }
    schedule = judged(facts, book(rule), "2024-02-12")
    (step,) = steps(schedule, Suspended)
    assert (step.effect, step.before, step.end) == (Effect.RESTARTS, day("2024-03-02"), day("2024-02-08"))
    assert [(each.day, each.gives) for each in steps(schedule, Counted)] == [
        (day("2024-02-01"), day("2024-03-02")),
        (day("2024-02-08"), day("2024-03-09")),
    ]
    # The change, too, is counted from there.
    (changed,) = steps(schedule, Changed)
    assert (changed.sum.day, changed.new, changed.after) == (day("2024-02-08"), day("2024-02-18"), day("2024-02-18"))


def test_the_cautious_reading_of_a_restart_is_counted_from_the_same_end():
    rule = {"suspended": {"in": "custody", "effect": "restarts"}, "cautious": {"counting": "beginning with"}}
    facts = {
        "events": [STARTED],
        "statuses": [{"id": "s1", "kind": "custody", "from": "2024-02-05", "until": "2024-02-08"}],
    }
    found = steps(judged(facts, book(rule), "2024-02-09"), Counted)
    assert [(each.of, each.day, each.gives) for each in found[2:]] == [
        ("due", day("2024-02-08"), day("2024-02-18")),
        ("cautious", day("2024-02-08"), day("2024-02-17")),
    ]


def test_suspended_days_after_the_due_are_told():
    suspended = {"in": ["custody"], "effect": "later of due and", "due": "3 days after end"}
    facts = {
        "events": [STARTED],
        "statuses": [
            {"id": "s0", "kind": "custody", "from": "2024-01-05", "until": "2024-01-15"},
            {"id": "s1", "kind": "custody", "from": "2024-02-15", "until": "2024-02-20"},
        ],
    }
    (step,) = steps(judged(facts, book({"suspended": suspended})), Standing)
    assert [run.id for run in step.frozen] == ["s1"]


def test_limits_are_told_with_the_day_they_gave():
    regime = {
        "within": "10 days",
        "opens": {"within": "2 days"},
        "latest": {"within": "20 days", "counting": "beginning with"},
    }
    opens, latest = steps(judged({"events": [STARTED]}, book({"regime": [regime]})), Limited)
    assert (opens.of, opens.gives) == ("opens", day("2024-02-03"))
    assert (latest.of, latest.gives) == ("latest", day("2024-02-20"))


def test_a_gate_is_told_with_its_outcome():
    facts = {"events": [STARTED]}
    (gate,) = steps(judged(facts, book({"gate": {"level": "high"}})), Gate)
    assert (gate.holds, gate.daily, gate.condition) == (None, False, {"level": ["high"]})
    rule = {"must": False, "gate_each_day": {"not_in": "custody"}, "regime": [{"opens": {"within": "1 day"}}]}
    (gate,) = steps(judged(facts, book(rule)), Gate)
    assert (gate.holds, gate.daily, gate.day) == (True, True, day("2024-03-01"))


def test_a_countdown_tells_which_lead_gave_the_due():
    rule = {
        "one_per": {"span": "held"},
        "anchor": {"span_end": "held"},
        "cadence": "countdown",
        "leads": ["30 days", "1 month 10 days"],
    }
    rule_without_regime = {key: value for key, value in (RULE | rule).items() if key != "regime"}
    the_book = load_rulebook(HEAD | {"rule": [rule_without_regime], "span": [SPAN]})
    schedule = judged({"orders": [SHPO]}, the_book)
    sums = [step for place in (0, 1) for step in steps(schedule, Counted, place)]
    assert [(str(step.length), step.before, step.regime) for step in sums] == [
        ("1 month 10 days", True, ""),
        ("30 days", True, ""),
    ]


# ── spans ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_span_that_holds_for_nothing_gives_no_steps():
    schedule = judged({}, book({}, span=[SPAN]))
    assert spans_of(schedule) == ()
    assert extents_of(schedule, "held") == ()


def test_a_span_the_book_does_not_have_is_refused():
    with pytest.raises(KeyError):
        extents_of(judged({}, book({})), "held")


def test_the_longest_extent_is_the_last_day_of_all():
    orders = [SHPO, SHPO | {"id": "o2", "ends_on": "2025-06-30"}]
    schedule = judged({"orders": orders}, book({}, span=[SPAN]))
    *_, together = extents_of(schedule, "held")
    assert isinstance(together, Together)
    assert (together.key, together.last) == ("o2", day("2025-06-30"))
    assert [step.order for step in extents_of(schedule, "held") if isinstance(step, Lasting)] == ["o1", "o2"]


# ── one sum, told twice ─────────────────────────────────────────────────────────────────────────────────────────

CASES = read_cases(resources.files("supervise") / "conformance" / "hard-england-wales.cases.json")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_last_date_told_is_the_due_day(case):
    """Of everything judged in the hard cases: the steps end where the engine ended."""
    found = run_case(case).review
    for row in () if found is None else found.schedule.all_obligations:
        told = 0
        for step in steps_of(found.schedule, row):
            match step:
                case Counted(of="due", gives=gives):
                    told = gives
                case Changed(after=after) | Suspended(after=after):
                    told = after
        assert told == row.due_day


# ── closed days ─────────────────────────────────────────────────────────────────────────────────────────────────

WEEKDAYS = Calendar.from_dict(
    {
        "name": "weekdays",
        "closed_weekdays": ["saturday", "sunday"],
        "closed_days": [],
        "covers": ["2024-01-01", "2024-02-18"],
    }
)


def test_a_last_day_that_was_closed_tells_where_it_went():
    def moved(how, days, on="2024-02-01", **more):
        rule = RULE | {"roll": how, "regime": [{"within": days} | more]}
        the_book = load_rulebook(HEAD | {"rule": [rule]}, calendar=WEEKDAYS)
        return steps(judged({"events": [event("e1", on)]}, the_book, "2024-02-01"), Rolled)

    saturday, sunday = day("2024-02-03"), day("2024-02-04")
    following = Rolled(how=Roll.NEXT, before=saturday, after=sunday + 1, closed=(saturday, sunday), is_opening=False)
    assert moved("next open day", "2 days") == [following]
    assert moved("next open day", "1 day") == []
    (back,) = moved("previous open day", "3 days")
    assert (back.after, back.closed, back.is_opening) == (saturday - 1, (sunday, saturday), False)
    (kept,) = moved("previous open day", "3 days", opens={"within": "2 days"})
    assert (kept.after, kept.closed, kept.is_opening) == (saturday, (sunday,), True)
    (beyond,) = moved("next open day", "16 days")
    assert (beyond.before, beyond.after, beyond.closed, beyond.is_opening) == (day("2024-02-17"), 0, (), False)


def test_a_date_of_the_book_that_chooses_a_regime_is_told_on_its_day_alone():
    regimes = [
        {"name": "new", "when": {"since": "2024-02-11"}, "within": "5 days"},
        {"name": "old", "within": "60 days"},
    ]
    schedule = judged({"events": [STARTED]}, book({"regime": regimes, "change": {"any": "from the change"}}))
    assert steps(schedule, Held) == []
    (changed,) = steps(schedule, Changed)
    (held,) = changed.held
    assert (held.name, held.value, held.since, held.id) == ("a date of the book", "reached", day("2024-02-11"), "")


def test_the_birthday_that_chooses_a_regime_is_told_on_its_day_alone():
    regimes = [
        {"name": "young", "when": {"age": {"under": 18}}, "within": "5 days"},
        {"name": "old", "within": "60 days"},
    ]
    facts = {"events": [STARTED], "born_on": "2006-02-03"}
    schedule = judged(facts, book({"regime": regimes, "change": {"any": "from the change"}}))
    assert steps(schedule, Held) == []
    (changed,) = steps(schedule, Changed)
    (held,) = changed.held
    assert (held.name, held.value, held.since, held.id) == ("the age of 18", "reached", day("2024-02-03"), "")


def test_an_anchor_that_need_not_stand_in_names_its_own_way():
    rule = {"one_per": "offender", "anchor": {"first": "event.done", "else": "event.start"}, "met_by": {"any": "visit"}}
    facts = {"events": [STARTED, event("e2", "2024-02-08", "done")]}
    (step,) = steps(judged(facts, book(rule)), Anchored)
    assert (step.way, step.names, step.instead) == ("first", ("event.done",), ())


def test_a_state_holds_from_its_first_day_and_no_longer_on_that_of_its_end():
    regimes = [{"name": "inside", "when": {"in": "custody"}, "within": "5 days"}, {"name": "else", "within": "6 days"}]
    small = book({"regime": regimes, "change": {"any": "at the next anchor"}})
    for run, value in ((("2024-02-01", "2024-02-02"), "yes"), (("2024-01-05", "2024-02-01"), "no")):
        inside = {"id": "s1", "kind": "custody", "from": run[0], "until": run[1]}
        (held,) = steps(judged({"events": [STARTED], "statuses": [inside]}, small), Held)
        assert held.value == value


def test_hours_on_open_days_are_listed_by_their_days():
    """From noon on Friday to noon on Monday, the weekend left out."""
    regime = {"within": "24 hours", "from": "moment", "clock": "elapsed", "skips": "closed days"}
    the_book = book({"regime": [regime]}, calendar="england-and-wales@2026.1")
    (step,) = steps(judged({"events": [event("e1", "2024-02-02", at="12:00")]}, the_book), Counted)
    assert [dt.date.fromordinal(each).isoformat() for each in step.counted] == ["2024-02-02", "2024-02-05"]
    assert [dt.date.fromordinal(each).isoformat() for each in step.closed] == ["2024-02-03", "2024-02-04"]


@pytest.mark.parametrize(("until", "frozen"), [("2024-02-12", []), ("2024-02-13", ["s1"])])
def test_a_state_of_one_day_after_the_due_is_told(until, frozen):
    """Due on 11 February: the day after is the first that may be taken out."""
    suspended = {"in": ["custody"], "effect": "later of due and", "due": "3 days after end"}
    inside = {"id": "s1", "kind": "custody", "from": "2024-02-12", "until": until}
    (step,) = steps(judged({"events": [STARTED], "statuses": [inside]}, book({"suspended": suspended})), Standing)
    assert [run.id for run in step.frozen] == frozen
