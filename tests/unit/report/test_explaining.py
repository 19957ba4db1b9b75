"""What an officer reads: every date can be redone by hand from the text."""

import datetime as dt
import re

import attrs
import pytest

from supervise.checks import Evidence, Flag, Severity
from supervise.dates import Calendar
from supervise.engine.clock import FAR
from supervise.engine.happenings import Run
from supervise.engine.steps import Counted, Failure, Origin
from supervise.errors import UnknownNameError
from supervise.model import Offender
from supervise.model.faults import Note
from supervise.register.made import made_in_words
from supervise.register.writing import book_data
from supervise.report import wording
from supervise.report.explaining import explain
from supervise.report.explaining_spans import origin_lines
from supervise.reviewing import Review, review, schedule
from supervise.rules import load_rulebook
from supervise.rules.duration import Duration
from supervise.rules.field_tests import FieldTest
from supervise.rules.language import Clock, Counting, HoursFrom
from tests.catalogue import people as catalogue
from tests.unit.engine.books import HEAD, ONCE

BOOK = load_rulebook("england-wales@2026.1")

REGISTRATION = {
    "id": "r1",
    "basis": "conviction",
    "relevant_on": "2023-01-10",
    "convicted_on": "2023-01-10",
    "disposal": "imprisonment",
    "terms": [{"months": 12, "counts": True}, {"months": 6, "counts": True, "relation": "consecutive"}],
    "age_on_relevant_date": 40,
}
FIRST_NOTICE = {"id": "n1", "kind": "s83", "on": "2023-01-11", "home_kind": "sole_or_main"}
SEEN = {
    "outcome": "seen",
    "place": "home",
    "entry": "obtained",
    "purposes": ["compliance_check"],
    "officers": ["p1", "p2"],
}
BASE = {
    "id": "x1",
    "registrations": [REGISTRATION],
    "notifications": [FIRST_NOTICE],
    "levels": [{"id": "l1", "level": "low", "from": "2023-01-11"}],
    "visits": [{"id": "v1", "on": "2024-01-31", **SEEN}],
}


def judged(facts: dict, as_of: str, book=BOOK, **options) -> Review:
    return review(Offender.from_dict(BASE | facts), book, as_of=dt.date.fromisoformat(as_of), **options)


def explained(facts: dict, as_of: str, rule: str, **options) -> str:
    return explain(judged(facts, as_of, **options), rule=rule).text()


def test_a_part_with_an_origin_of_its_own_is_named():
    origin = Origin(of="gate_each_day", authority="LOCAL", source="s", title="A note", where=None, confidence="seen")
    assert list(origin_lines(origin)) == [("value", "of gate each day: LOCAL; A note; confidence seen")]
    assert list(origin_lines(attrs.evolve(origin, of="value"))) == [("value", "LOCAL; A note; confidence seen")]
    assert next(origin_lines(attrs.evolve(origin, of="subject")))[0] == "authority"


def last_block(text: str) -> str:
    return text.rstrip("\n").rsplit("\n\n", 1)[1] + "\n"


VISITS = {
    "levels": [
        {"id": "l1", "level": "low", "from": "2023-01-11"},
        {"id": "l2", "level": "high", "from": "2024-03-01"},
    ],
    "visits": [
        {"id": "v1", "on": "2024-01-31", **SEEN},
        {"id": "v2", "on": "2024-02-10", **SEEN, "purposes": []},
        {"id": "v3", "on": "2024-02-20", **SEEN, "place": "office"},
        {"id": "v4", "on": "2024-04-02", **SEEN, "recorded_on": "2024-06-20"},
        {"id": "v5", "on": "2024-04-20", "recorded_on": "2024-04-20", **SEEN},
        {"id": "v5", "on": "2024-04-20", "recorded_on": "2024-04-22", "withdrawn": True},
        {"id": "v6", "planned_on": "2024-05-03", "outcome": "planned"},
        {"id": "v7", "on": "2024-05-02", "outcome": "not_seen", "place": "home"},
        {"id": "v8", "on": "2024-07-01", **SEEN},
        {"id": "v9", "on": "2024-04-25", **SEEN, "address_id": "a9"},
    ],
}


def test_a_visit_due_after_a_change_of_level():
    text = explained(VISITS, "2024-06-10", "R-V2", known_at=dt.date(2024, 6, 10))
    assert last_block(text) == VISIT_AFTER_A_CHANGE


def test_a_cycle_suspended_by_custody():
    facts = VISITS | {"statuses": [{"id": "s1", "kind": "custody", "from": "2024-04-22", "until": "2024-05-20"}]}
    text = explained(facts, "2024-06-10", "R-V2", known_at=dt.date(2024, 6, 10))
    assert SUSPENDED_CYCLE in text


def test_an_annual_notification_moved_by_a_notice_of_change():
    notices = [
        FIRST_NOTICE,
        {"id": "n2", "kind": "s84", "on": "2024-02-29", "about": "name"},
        {"id": "n3", "kind": "s84_non_occurrence", "on": "2024-03-05", "about": "name"},
    ]
    text = explained({"notifications": notices}, "2024-06-10", "R-N4")
    assert last_block(text) == ANNUAL_NOTIFICATION


SHPO = {
    "id": "o1",
    "kind": "shpo",
    "made_on": "2023-01-10",
    "served_on": "2023-01-12",
    "in_force_on": "2023-01-10",
    "items": [{"kind": "prohibition", "years": 7}, {"kind": "foreign_travel", "years": 5}],
}


def with_rulebook(text: str) -> str:
    book = load_rulebook("england-wales@2026.1")
    return text.replace("RULEBOOK", next(made_in_words(book_data(book))))


def test_the_end_of_a_period_under_an_order():
    young = REGISTRATION | {"age_on_relevant_date": 17}
    text = explained({"registrations": [young], "orders": [SHPO]}, "2024-06-10", "R-O1-period")
    assert text == with_rulebook(PERIOD_END)


def test_travel_notices_with_both_readings_and_hours():
    trips = [
        {"id": "t1", "known_on": "2024-01-05", "departs_on": "2024-07-20", "departs_at": "21:30"},
        {"id": "t2", "known_on": "2024-07-25", "departs_on": "2024-07-30", "departs_at": "06:15"},
        {"id": "t3", "known_on": "2024-01-05", "departs_on": "2024-08-10", "departs_at": "10:00", "excuse": "illness"},
    ]
    notices = [FIRST_NOTICE, {"id": "n4", "kind": "s86_departure", "on": "2024-07-13", "for": "t1"}]
    text = explained({"trips": trips, "notifications": notices}, "2024-07-15", "R-N6")
    assert text == with_rulebook(TRAVEL)


# ── the words of a sum ──────────────────────────────────────────────────────────────────────────────────────────


def counted(day: str, gives: str, length: str, **more) -> Counted:
    parts = {
        "of": "due",
        "regime": "",
        "day": dt.date.fromisoformat(day).toordinal(),
        "minute": -1,
        "length": Duration.from_text(length),
        "before": False,
        "counting": Counting.AFTER,
        "hours_from": None,
        "clock": None,
        "zone": "Europe/London",
        "gives": dt.date.fromisoformat(gives).toordinal(),
        "gives_minute": -1,
    }
    return Counted(**(parts | more))


BEGINNING = {"counting": Counting.BEGINNING_WITH}


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (counted("2024-02-29", "2025-02-28", "1 year"), "2024-02-29 + 1 year = 2025-02-28: February 2025 has no 29th, so its last day"),
        (counted("2024-01-31", "2024-04-30", "3 months"), "2024-01-31 + 3 months = 2024-04-30: April has no 31st, so its last day"),
        (counted("2024-01-30", "2024-02-29", "1 month"), "2024-01-30 + 1 month = 2024-02-29: February 2024 has no 30th, so its last day"),
        (counted("2024-01-10", "2024-04-10", "3 months"), "2024-01-10 + 3 months = 2024-04-10"),
        (counted("2025-03-03", "2025-03-05", "3 days", **BEGINNING), "3 days beginning with 2025-03-03: day 1 is 2025-03-03, last day 2025-03-05"),
        (
            counted("2024-02-29", "2025-02-28", "1 year", **BEGINNING),
            "1 year beginning with 2024-02-29 = 2025-02-28: February 2025 has no 29th, so its last day",
        ),
        (
            counted("2024-01-10", "2025-01-12", "1 year 3 days", **BEGINNING),
            "1 year 3 days beginning with 2024-01-10 = 2025-01-12: the day before the corresponding day 2025-01-10 and 3 days more",
        ),
        (counted("2024-01-10", "2024-01-10", "0 days"), "0 days after 2024-01-10 = 2024-01-10"),
        (
            counted("2024-06-20", "2024-06-12", "7 days", before=True, counting=Counting.CLEAR_DAYS),
            "7 days clear before 2024-06-20 = 2024-06-12: 2024-06-20 - 7 days - 1 day, so that 7 days lie between",
        ),
        (
            counted("2024-06-20", "2024-06-20", "12 hours", minute=600, gives_minute=1320, clock=Clock.WALL, hours_from=HoursFrom.MOMENT),
            "12 hours after 2024-06-20T10:00 = 2024-06-20T22:00 (Europe/London, wall hours)",
        ),
        (
            counted("2024-06-20", "2024-06-20", "12 hours", gives_minute=720, hours_from=HoursFrom.MOMENT),
            "12 hours after 2024-06-20T00:00 = 2024-06-20T12:00 (Europe/London; no time of day is recorded)",
        ),
        (
            attrs.evolve(counted("2050-01-03", "2050-01-03", "2 working days"), gives=0),
            "2 working days after 2050-01-03 = not known: the calendar of closed days does not reach so far",
        ),
        (counted("2024-01-03", "2024-01-03", "0 working days"), "0 working days after 2024-01-03 = 2024-01-03"),
        (
            counted("2024-01-05", "2024-01-02", "3 working days", before=True, counted=(738887, 738888, 738889)),
            "3 working days before 2024-01-05 = 2024-01-02: 2024-01-02, 2024-01-03, 2024-01-04",
        ),
    ],
)  # fmt: skip
def test_a_sum_names_its_rounding(step, words):
    assert wording.sum_in_words(step) == words


@pytest.mark.parametrize(
    ("day", "length", "more", "rounding"),
    [
        ("2024-03-31", "1 month", {"before": True}, "February 2024 has no 31st"),
        ("2024-03-31", "1 month", {}, "April has no 31st"),
        ("2024-03-30", "1 month", {"before": True}, "February 2024 has no 30th"),
        ("2024-03-30", "1 month", {}, ""),
        ("2024-03-31", "31 days", {}, ""),
        ("2024-03-31", "1 month", {"left_out": (Run(1, 2, "s1", None),)}, ""),
        ("2024-03-31", "1 month", {"gives": 0}, ""),
        ("2024-03-31", "1 month", {"gives": FAR}, ""),
    ],
)
def test_the_day_a_month_lacks_is_named_whichever_way_it_is_counted(day, length, more, rounding):
    step = counted(day, "2024-04-30", length)
    assert wording.rounding_in_words(attrs.evolve(step, **more)) == rounding


@pytest.mark.parametrize("counting", ["beginning with", "after"])
def test_a_length_that_passes_the_end_of_the_calendar_is_told(counting):
    span = {
        "id": "subject",
        "one_per": {"each": "registration"},
        "start": {"field": "convicted_on"},
        "counting": counting,
        "source": "act",
        "length": [{"lasts": "7999 years"}],
    }
    data = {
        "format": 1,
        "id": "long",
        "version": "1",
        "title": "A placeholder for a length",
        "jurisdiction": "elsewhere",
        "conventions": {
            "month_end": "the last day of the month",
            "leap_day": "28 February",
            "leap_birthday": "1 March",
            "end_day": "no longer in the state",
            "zone": "UTC",
        },
        "levels": {"scale": ["low"]},
        "sources": {"act": {"title": "An Act"}},
        "span": [span],
    }
    facts = {"registrations": [{"id": "r1", "convicted_on": "2024-01-31"}]}
    text = explain(judged(facts, "2024-06-10", load_rulebook(data))).text()
    assert f"7999 years {counting} 2024-01-31: past the last day of the calendar" in text


def test_days_that_do_not_count_are_named():
    run = Run(738_947, 738_960, "s1", None)
    step = counted("2024-03-01", "2024-03-16", "3 days", **BEGINNING, left_out=(run,), states=("custody", "hospital"))
    assert wording.sum_in_words(step) == (
        "3 days beginning with 2024-03-01 = 2024-03-16; days in custody or hospital are not counted: "
        "s1 from 2024-03-02 to 2024-03-14 (ended 2024-03-15)"
    )


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (Failure(field="kind", test=FieldTest(not_=("cancelled", "planned"))), "kind is cancelled or planned"),
        (Failure(field="for_", test=FieldTest(given=True), given=False), "for is not given"),
        (Failure(field="for", test=FieldTest(given=False)), "it says what it is for"),
        (Failure(field="area", test=FieldTest(given=False)), "area is given"),
        (Failure(field="address_id", test=FieldTest(is_="the notified home")), "address_id is not the notified home"),
        (Failure(field="by", test=FieldTest(other_than=("the manager",))), "by is the manager"),
        (Failure(field="minuted", test=FieldTest(words=(True,))), "minuted is not true"),
        (Failure(field="level", test=FieldTest(at_least=2)), "level does not pass: at least: 2"),
        (Failure(field="on_the_day", condition={"in": ["away"]}), "not so on its day (in: away)"),
        (
            Failure(field="on_the_day", condition={"not_in": ["away"], "level": ["high"]}),
            "not so on its day (not in: away, level: high)",
        ),
        (
            Failure(field="on_the_day", condition={"not_in": ["custody", "hospital"]}),
            "on its day in custody or hospital",
        ),
        (
            Failure(
                field="",
                alternatives=(
                    Failure(field="place", test=FieldTest(words=("home",))),
                    Failure(field="entry", test=FieldTest(given=True), given=False),
                ),
            ),
            "place is not home; and entry is not given",
        ),
    ],
)
def test_a_failed_test_is_named_without_the_value(failure, words):
    assert wording.failure_in_words(failure) == words


def test_conditions_of_several_tables_are_told_apart():
    condition = {"all": [{"fact": {"for": "set"}}, {"not": {"mode": "reactive"}}], "indefinite": True, "any": []}
    condition.pop("any")
    assert wording.condition_in_words(condition) == ("all of (fact (for: set); not (mode: reactive)), indefinite: true")


def test_a_word_that_ends_with_of_has_no_second_one():
    condition = {"later_of": [{"start": True}, {"first": "release"}]}
    assert wording.condition_in_words(condition) == "later of (start: true; first: release)"


def test_a_window_is_from_one_day_to_another_and_no_choice_of_two():
    assert wording.condition_in_words({"window": [-2, 2], "since": "ever"}) == "window: -2 to 2 days, since: ever"


def test_where_the_calendar_ends_that_is_what_is_said():
    days = {"name": "own", "closed_weekdays": [], "closed_days": [], "covers": ["2024-01-01", "2024-06-02"]}
    book = load_rulebook("england-wales@2026.1", calendar=Calendar.from_dict(days))
    breach = {"events": [{"id": "e1", "kind": "breach_suspected", "on": "2024-06-02"}]}
    found = judged(breach, "2024-06-10", book)
    assert [(row.status.value, row.lacking) for row in found.obligations if row.rule == "R-B2"] == [
        ("unknown", ("calendar",))
    ]
    assert "status        unknown: the calendar does not reach so far" in explain(found, rule="R-B2").text()


# ── unknown, projected, gone ────────────────────────────────────────────────────────────────────────────────────


def test_without_a_level_every_length_is_shown():
    text = " ".join(explained({"levels": []}, "2024-03-20", "R-V2").split())
    assert "level on 2024-01-31: none recorded" in text
    assert "very_high: 2024-01-31 + 1 month = 2024-02-29: February 2024 has no 31st, so its last day" in text
    assert "low: 2024-01-31 + 1 year = 2025-01-31" in text
    assert "unknown: levels would decide" in text


def test_an_occurrence_ahead_says_what_it_assumes():
    offender = Offender.from_dict(BASE)
    ahead = schedule(offender, BOOK, as_of=dt.date(2024, 2, 1), until=dt.date(2026, 6, 1))
    text = explain(Review(ahead, (), (), None), rule="R-V2").text()
    assert "2025-01-31: the due day of the occurrence before, assumed to be met on it" in text
    assert "upcoming: assumes that each earlier one is met" in text or "assumed to be met" in text


def test_a_gate_that_fails_says_so():
    notices = [FIRST_NOTICE]
    trips = [{"id": "t1", "known_on": "2024-01-05", "departs_on": "2024-07-20", "cancelled_on": "2024-05-01"}]
    text = " ".join(explained({"trips": trips, "notifications": notices}, "2024-07-15", "R-N6").split())
    assert "does not hold, so nothing is asked" in text
    assert "not required" in text


def test_a_review_of_indefinite_requirements_opens_and_is_barred_by_an_order():
    life = REGISTRATION | {
        "terms": [{"months": 60, "counts": True}],
        "relevant_on": "2005-01-10",
        "convicted_on": "2005-01-10",
    }
    notices = [FIRST_NOTICE | {"on": "2005-01-11"}]
    facts = {"registrations": [life], "notifications": notices, "orders": [SHPO]}
    text = " ".join(explained(facts, "2024-07-15", "R-N10").split())
    assert (
        "15 years beginning with 2005-01-11, from the day after the last, not before the last day of any "
        "continuation order, not before 2012-07-30: 2020-01-11"
    ) in text
    assert "may from 2030-01-10" in text
    assert "does not hold, so it may not be" in text


def test_a_bar_in_years_is_read_from_the_decision():
    life = REGISTRATION | {"terms": [{"months": 60, "counts": True}]}
    decisions = [{"id": "d1", "kind": "indefinite_review", "on": "2024-02-01", "outcome": "continue", "bar_years": 10}]
    text = explained({"registrations": [life], "decisions": decisions}, "2024-07-15", "R-N18")
    assert "bar_years of the fact, 10 years, at most 15 years beginning with 2024-02-01" in text


def test_a_void_duty_names_what_made_it_void():
    visits = [
        {
            "id": f"v{place}",
            "on": f"2024-0{place}-05",
            "outcome": "no_reply",
            "place": "home",
            "purposes": ["risk_assessment"],
        }
        for place in (2, 3)
    ]
    text = explained(
        {"visits": [*BASE["visits"], *visits, {"id": "v4", "on": "2024-03-06", **SEEN}]}, "2024-05-01", "R-V11"
    )
    assert "the book derives two failed entries: series of visit (v2, v3)" in text
    assert "by v4 on 2024-03-06: nothing is asked any more" in text


def test_an_open_custody_makes_the_date_wait():
    facts = {"statuses": [{"id": "s1", "kind": "custody", "from": "2024-02-22"}]}
    text = explained(facts, "2024-06-10", "R-V2")
    assert "custody s1 from 2024-02-22, no known end: the date waits for it" in text
    assert "suspended: the date waits" in text


def test_lateness_leaves_suspended_days_out():
    facts = {"statuses": [{"id": "s1", "kind": "custody", "from": "2025-02-22"}]}
    text = explained(facts, "2025-03-10", "R-V2")
    assert "suspended, 21 days late" in text
    assert "17 days of these are suspended and not counted as late: s1 from 2025-02-22, no known end" in " ".join(
        text.split()
    )


def test_a_notification_due_inside_custody_is_put_off_only_because_it_lies_inside():
    facts = {"statuses": [{"id": "s1", "kind": "custody", "from": "2023-12-22", "until": "2024-02-05"}]}
    text = " ".join(explained(facts, "2024-03-01", "R-N4").split())
    assert (
        "custody s1 from 2023-12-22, ended 2024-02-05 (45 days); the pending 2024-01-11 lies inside, and no other state"
        " moves it again"
    ) in text
    assert "3 days beginning with 2024-02-05: day 1 is 2024-02-05, last day 2024-02-07" in text


def test_a_plan_and_its_end_change_the_regime():
    plans = [
        {"id": "p1", "from": "2024-02-10", "interval": "6 weeks", "mode": "active"},
        {"id": "p2", "from": "2024-03-01", "mode": "reactive"},
        {"id": "p3", "from": "2024-04-01", "mode": "active", "interval": "9 months"},
    ]
    text = " ".join(explained({"plans": plans}, "2024-06-10", "R-V2").split())
    assert "2024-02-10, regime plan (plan interval 6 weeks, active, since 2024-02-10 (p1))" in text
    assert "the pending 2024-03-13 is gone" in text


def test_a_laxer_level_keeps_the_pending_date():
    levels = [{"id": "l1", "level": "high", "from": "2023-01-11"}, {"id": "l2", "level": "low", "from": "2024-03-01"}]
    text = " ".join(explained({"levels": levels}, "2024-04-10", "R-V2").split())
    assert "laxer than the pending 2024-04-30; keep the pending 2024-04-30" in text


def test_the_same_date_from_another_regime_is_said():
    plans = [{"id": "p1", "from": "2024-02-10", "interval": "1 year", "mode": "active"}]
    assert "the same as the pending date" in " ".join(explained({"plans": plans}, "2024-04-10", "R-V2").split())


def test_what_is_missing_for_an_anchor_is_named():
    text = explained({"notifications": [], "visits": []}, "2024-03-01", "R-V2")
    assert "anchor        none: entry missing" in text
    assert "status        unknown: entry would decide" in text
    assert "  due " not in text


def test_a_duty_that_asks_nothing_needs_no_anchor():
    assert "anchor        none is needed" in explained({}, "2024-03-01", "R-V9")


def test_an_entry_in_custody_is_put_off_to_the_release():
    facts = {
        "statuses": [{"id": "s1", "kind": "custody", "from": "2023-01-01", "until": "2023-02-01"}],
        "visits": [],
    }
    text = explained(facts, "2023-03-01", "R-V2")
    assert "it happened on 2023-01-11, inside a state that had to end first" in text


def test_a_regime_that_holds_without_a_period_is_passed_over():
    book = load_rulebook(
        {
            "format": 1,
            "id": "small",
            "version": "2026.1",
            "title": "A small book",
            "jurisdiction": "elsewhere",
            "extends": "england-wales@2026.1",
            "rule": [
                {
                    "id": "R-1",
                    "duty": "do it",
                    "duty_of": "police",
                    "authority": "LAW",
                    "source": "npcc-2017",
                    "one_per": {"each": "visit.seen"},
                    "anchor": "start",
                    "cadence": "once",
                    "counting": "after",
                    "change": {"any": "at the next anchor"},
                    "met_by": {"any": "review.plan"},
                    "regime": [
                        {"name": "plan", "when": {"mode": "active"}, "within": {"fact": "plan.interval"}},
                        {"within": "5 days"},
                    ],
                }
            ],
        }
    )
    text = explained({}, "2024-06-10", "R-1", book=book)
    assert "plan (mode: active): gives no period here" in text
    assert "2: applies" in text


# ── what is asked for ───────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_name_spans_come_first_and_then_every_occurrence_shown():
    text = explain(judged({}, "2024-06-10")).text()
    assert text.index("\nregistered  r1\n") < text.index("\nsubject: what all of it gives\n") < text.index("\nR-V2  ")
    assert max(map(len, text.splitlines())) <= 100


def test_a_span_can_be_asked_for():
    text = explained({"orders": [SHPO]}, "2024-06-10", "subject")
    assert "by r1; first free day 2033-01-10" in text
    assert "R-V2" not in text


def test_a_part_of_a_rule_without_an_occurrence_says_so():
    text = explained({}, "2024-06-10", "R-N2-voo")
    assert "no occurrence: nothing it hangs on has happened" in text


@pytest.mark.parametrize(
    ("one_per", "told"),
    [
        ("transfer", " (1 of transfers without 'accepted_on')"),
        ({"each": ["transfer", "visit.seen"]}, " (1 of transfers without 'accepted_on', 1 of visits without 'on')"),
        ({"each": {"of": "transfer", "at": ["refused_on"]}}, ""),
        ("event.k", ""),
        ({"end_of": "custody"}, ""),
    ],
)
def test_facts_that_are_no_events_for_want_of_a_date_are_told_where_there_is_no_occurrence(one_per, told):
    small = load_rulebook(HEAD | {"rule": [ONCE | {"one_per": one_per}]})
    facts = {
        "transfers": [{"id": "f1", "to": "f9", "asked_on": "2024-01-05"}],
        "visits": [{"id": "v1", "outcome": "seen"}],
    }
    found = judged(facts, "2024-06-10", book=small)
    assert " ".join(explain(found, rule="r").text().split()).endswith(f"nothing it hangs on has happened{told}")


@pytest.mark.parametrize("ended", [False, True])
def test_a_duty_from_a_release_of_which_nobody_knows_the_day_is_not_said_to_hang_on_nothing(ended):
    anchor = {"release_after": ["convicted_on", "in custody"]}
    small = load_rulebook(HEAD | {"rule": [ONCE | {"one_per": "registration", "anchor": anchor}]})
    inside = {"id": "z1", "kind": "custody", "from": "2024-01-10"} | ({"until": "2024-09-02"} if ended else {})
    facts = {"registrations": [{"id": "r1", "convicted_on": "2024-01-10"}], "statuses": [inside]}
    found = judged(facts, "2024-06-10", book=small)
    before, text = found.schedule.stable_until, " ".join(explain(found, rule="r").text().split())
    told = "no occurrence: what it hangs on has happened, and there is no day yet that it is counted from"
    assert text.endswith(told) is not ended
    assert found.schedule.stable_until == before


def test_a_rule_without_an_occurrence_says_so():
    assert "no occurrence: nothing it hangs on has happened" in explained({}, "2024-06-10", "R-N6")


@pytest.mark.parametrize(
    ("assessment", "told"),
    [
        ({}, "did not count a1 on 2024-02-01 (arms): approved_on is not given"),
        (
            {"approved_on": "2024-07-01"},
            "did not count a1 on 2024-02-01 (arms): approved_on is after the day judged",
        ),
        ({"on": "2024-07-01"}, "did not count a1 on 2024-07-01 (arms): after 2024-06-10, the day judged"),
    ],
)
def test_what_is_there_and_brings_nothing_about_is_told_with_the_reason(assessment, told):
    """An assessment that nobody approved: "nothing it hangs on has happened" alone looked like a lost record."""
    made = {"id": "a1", "tool": "arms", "on": "2024-02-01"} | assessment
    other = {"id": "a2", "tool": "rm2000", "on": "2024-02-01"}
    found = judged({"assessments": [made, other]}, "2024-06-10")
    before = found.schedule.stable_until
    text = " ".join(explain(found, rule="R-A4").text().split())
    assert text.endswith(f"no occurrence: nothing it hangs on has happened {told}")
    assert found.schedule.stable_until == before


def test_a_name_the_book_does_not_have_is_refused():
    said = r"no rule or span 'R-Z9' in england-wales@2026\.1; did you mean 'R-V9'"
    with pytest.raises(UnknownNameError, match=said):
        explained({}, "2024-06-10", "R-Z9")
    for name, near in (("R-V22", "R-V2"), ("subjects", "subject"), ("registred", "registered")):
        with pytest.raises(UnknownNameError, match=f"; did you mean '{near}'"):
            explained({}, "2024-06-10", name)


def test_the_head_names_what_was_known_and_what_was_set_aside():
    text = explained({"visits": [{"id": "v1", "on": "2024-02-30"}]}, "2024-06-10", "R-N4", known_at=dt.date(2024, 6, 1))
    assert "known: what was recorded by 2024-06-01" in text
    assert "1 fact was set aside" in text


def test_a_flag_is_explained_with_the_occurrence_it_hangs_on():
    found = judged(VISITS, "2024-09-10")
    row = next(row for row in found.obligations if row.rule == "R-V2" and not row.is_settled)
    flags = (
        Flag(
            code="VD001",
            severity=Severity.HIGH,
            offender="x1",
            as_of=found.as_of,
            rule="R-V2",
            rulebook=found.rulebook,
            key=row.anchor_id,
            since=dt.date(2024, 5, 1),
            days_over=2,
            evidence=(Evidence("due", row.due), Evidence("officers", ("p1", "p2")), Evidence("level", None)),
            message="A visit is overdue.",
            clears="A qualifying visit.",
            identity="VD001|x1",
        ),
        Flag(
            code="DC010",
            severity=Severity.LOW,
            offender="x1",
            as_of=found.as_of,
            rule=None,
            rulebook=found.rulebook,
            key="v2",
            since=None,
            days_over=None,
            evidence=(),
            message="Something.",
            clears="Something else.",
            identity="DC010|x1",
        ),
    )
    found = Review(found.schedule, flags, (), None)
    text = explain(found, flag="VD001").text()
    assert "VD001  high\n  says          A visit is overdue.\n  since         2024-05-01\n" in text
    assert "officers: p1, p2" in text
    assert "level: not known" in text
    assert "clears when   A qualifying visit." in text
    assert text.count("R-V2  visit at home") == 1
    assert "the facts do not say" in explain(found, flag="DC010").text()
    assert "not raised as of that day" in explain(found, flag="VD002").text()


def test_a_flag_that_does_not_exist_is_refused():
    with pytest.raises(UnknownNameError, match="no flag 'XX999'"):
        explain(judged({}, "2024-06-10"), flag="XX999")


def test_an_id_cannot_write_to_the_terminal():
    visits = [{"id": "v\x1b[31m\n1", "on": "2024-02-01", **SEEN}]
    text = explained({"visits": visits}, "2024-03-01", "R-V2")
    assert "\x1b" not in text
    assert "v\\x1b[31m\\n1" in text


def test_an_amendment_is_shown_with_who_approved_it():
    overlay = {
        "id": "force-x",
        "version": "1",
        "amend": [
            {"rule": "R-V2", "level": "low", "value": "9 months", "reason": "policy", "approved_by": "p7"},
        ],
    }
    book = load_rulebook("england-wales@2026.1", overlays=[overlay])
    text = " ".join(explained({}, "2024-06-10", "R-V2", book=book).split())
    assert "from 1 year to 9 months by force-x, approved by p7" in text
    assert "LOCAL; force-x; confidence seen" in text


# ── spans ───────────────────────────────────────────────────────────────────────────────────────────────────────


def span(registration: dict, **facts) -> str:
    return " ".join(
        explained({"registrations": [REGISTRATION | registration], **facts}, "2024-06-10", "registered").split()
    )


def test_a_sentence_for_life():
    assert "life imprisonment: for life" in span({"disposal": "life_imprisonment"})


def test_sentences_that_overlap_and_extend():
    terms = [
        {"months": 10, "extension_months": 2},
        {"months": 6, "relation": "partly_concurrent", "overlap_months": 2},
        {"months": 50, "counts": False},
    ]
    text = span({"terms": terms})
    assert (
        "10 months and 2 months of extension; 6 months partly concurrent, 2 months of it together; in all 1 year 4 months"
        in text
    )


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (
            [{"days": 182}],
            "held against at most 6 months (182.625 days): 182 days; a month counts as the twelfth part of 365.25 days",
        ),
        (
            [{"months": 6, "days": 1}],
            "held against more than 6 months (182.625 days) and less than 2 years 6 months (913.125 days): 183.625 days;",
        ),
        (
            [{"months": 29}, {"days": 31, "relation": "consecutive"}],
            "in all 2 years 5 months 31 days held against at least 2 years 6 months (913.125 days): 913.6875 days;",
        ),
    ],
)
def test_a_sentence_of_days_says_how_it_is_held_against_months(terms, words):
    assert words in span({"terms": terms})


def test_a_sentence_in_months_is_held_against_months_as_it_is():
    assert "held against" not in span({})
    assert "held against" not in span({"disposal": "life_imprisonment", "terms": [{"days": 10}]})


def test_an_age_not_known_gives_two_ends():
    text = span({"age_on_relevant_date": None})
    assert "not known born_on; at the earliest 2028-01-09" in text
    assert "last day 2033-01-09" in text


def test_a_period_cut_short():
    text = span({"ended_on": "2024-01-05"})
    assert "cut short by ended_on: 2024-01-05" in text


def test_a_disposal_not_recorded():
    text = span({"disposal": None})
    assert "not known: its length is not known" in text
    assert "last day no known end" in text


def test_a_discharge_lasts_what_its_field_says():
    assert "conditional discharge" in span({"disposal": "conditional_discharge", "discharge_months": 9, "terms": []})


def test_a_foreign_conviction_has_effect_from_the_notice():
    text = span({"basis": "foreign", "notice_given_on": "2024-02-01"})
    assert "has effect from 2024-02-01" in text
    assert "ss.96ZA" in text


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"items": [], "until_further_order": True}, "last day no known end, by until further order"),
        ({"discharged_on": "2025-01-01"}, "last day 2024-12-31, by the day before its discharged_on"),
        ({"ends_on": "2028-01-09"}, "last day 2028-01-09, by its ends_on"),
        ({"kind": "interim_shpo", "main_decided_on": "2023-04-01"}, "last day 2023-04-01, by its main_decided_on"),
    ],
)
def test_an_order_says_what_its_last_day_is_read_from(order, words):
    text = " ".join(explained({"orders": [SHPO | order]}, "2024-06-10", "subject").split())
    assert words in text


def test_an_order_that_another_replaced_names_it():
    later = SHPO | {"id": "o2", "in_force_on": "2024-05-01", "replaces": SHPO["id"]}
    text = " ".join(explained({"orders": [SHPO, later]}, "2024-06-10", "subject").split())
    assert "last day 2024-05-01, by the day on which o2 takes its place" in text


def test_an_indefinite_span_has_no_free_day():
    text = " ".join(
        explained(
            {"registrations": [REGISTRATION | {"disposal": "life_imprisonment"}]}, "2024-06-10", "subject"
        ).split()
    )
    assert "part r1: from 2023-01-10 for life last day for life, by r1" in text


# ── the five texts ──────────────────────────────────────────────────────────────────────────────────────────────

VISIT_AFTER_A_CHANGE = """\
R-V2  visit at home
  occurrence    no. 2 for x1: must, police
  while         subject holds to 2033-01-09
  authority     NATIONAL; NPCC announcement of 29 June 2017 and the reports of that day
                (news.npcc.police.uk); confidence seen
  value         LOCAL; NPCC announcement of 29 June 2017 and the reports of that day
                (news.npcc.police.uk); confidence historic
  anchor        2024-01-31: v1, the last qualifying visit; it met the occurrence before
  in force      home on 2024-01-31: sole_or_main, since 2023-01-11 (n1)
                level on 2024-01-31: low, since 2023-01-11 (l1)
                plan on 2024-01-31: none
  regime        reactive (mode: reactive): does not hold
                no fixed home (last notified home: place_found): does not hold
                plan (plan interval: set): does not hold
                level: applies
  sum           level: 2024-01-31 + 1 year = 2025-01-31
  changed       2024-03-01, regime level (level high, since 2024-03-01 (l2)): 2024-01-31 + 3 months
                = 2024-04-30: April has no 31st, so its last day; stricter than the pending
                2025-01-31; from the last, not before the change = 2024-04-30
  due           2024-04-30
  status        overdue from 2024-05-01: 41 days late on 2024-06-10
  did not count v2 on 2024-02-10 (seen): purposes is not given
                v3 on 2024-02-20 (seen): place is not home or place_found
                v4 on 2024-04-02 (seen): not known then: recorded on 2024-06-20
                v9 on 2024-04-25 (seen): address_id is not the notified home
                v7 on 2024-05-02 (not_seen): outcome is not seen
                v8 on 2024-07-01 (seen): after 2024-06-10, the day judged
                v6 (planned): outcome is not seen
"""

SUSPENDED_CYCLE = """\
R-V2  visit at home
  occurrence    no. 2 for x1: must, police
  while         subject holds to 2033-01-09
  authority     NATIONAL; NPCC announcement of 29 June 2017 and the reports of that day
                (news.npcc.police.uk); confidence seen
  value         LOCAL; NPCC announcement of 29 June 2017 and the reports of that day
                (news.npcc.police.uk); confidence historic
  anchor        2024-01-31: v1, the last qualifying visit; it met the occurrence before
  in force      home on 2024-01-31: sole_or_main, since 2023-01-11 (n1)
                level on 2024-01-31: low, since 2023-01-11 (l1)
                plan on 2024-01-31: none
  regime        reactive (mode: reactive): does not hold
                no fixed home (last notified home: place_found): does not hold
                plan (plan interval: set): does not hold
                level: applies
  sum           level: 2024-01-31 + 1 year = 2025-01-31
  changed       2024-03-01, regime level (level high, since 2024-03-01 (l2)): 2024-01-31 + 3 months
                = 2024-04-30: April has no 31st, so its last day; stricter than the pending
                2025-01-31; from the last, not before the change = 2024-04-30
  suspended     custody s1 from 2024-04-22, ended 2024-05-20 (28 days)
                10 working days after 2024-05-20 = 2024-06-04: 2024-05-21, 2024-05-22, 2024-05-23,
                2024-05-24, 2024-05-28, 2024-05-29, 2024-05-30, 2024-05-31, 2024-06-03, 2024-06-04;
                passed over: 2024-05-25, 2024-05-26, 2024-05-27, 2024-06-01, 2024-06-02
                the later of 2024-04-30 and that = 2024-06-04
  due           2024-06-04
  status        overdue from 2024-06-05: 6 days late on 2024-06-10
  did not count v2 on 2024-02-10 (seen): purposes is not given
                v3 on 2024-02-20 (seen): place is not home or place_found
                v4 on 2024-04-02 (seen): not known then: recorded on 2024-06-20
                v9 on 2024-04-25 (seen): address_id is not the notified home
                v7 on 2024-05-02 (not_seen): outcome is not seen
                v8 on 2024-07-01 (seen): after 2024-06-10, the day judged
                v6 (planned): outcome is not seen
"""

ANNUAL_NOTIFICATION = """\
R-N4  notify again within the applicable period
  occurrence    no. 2 for x1: must, offender
  while         subject holds to 2033-01-09
  authority     LAW; Sexual Offences Act 2003 s.85; SI 2012/1876 reg. 9
                (legislation.gov.uk/ukpga/2003/42/section/85); confidence seen
  anchor        2024-02-29: n2, the last full notification; it met the occurrence before
  in force      home on 2024-02-29: sole_or_main, since 2023-01-11 (n1)
  regime        weekly (last notified home: place_found, since 2012-08-13): does not hold
                yearly: applies
  sum           yearly: 2024-02-29 + 1 year = 2025-02-28: February 2025 has no 29th, so its last day
  due           2025-02-28
  status        open: not past its last day
  did not count n3 on 2024-03-05 (s84_non_occurrence): kind is not s83, s84, s84_advance or s85
"""

PERIOD_END = """\
x1  as of 2024-06-10, known: everything recorded
RULEBOOK
calendar england-and-wales@2026.1, 2012-01-01 to 2028-12-31, sha256 0a584555b71f

R-O1  decide before the notification period ends
  occurrence    no. 1 for x1, part R-O1-period: must, police
  while         subject holds to 2030-01-09
  authority     LOCAL; Default of this library; no public text was found; confidence assumed: a
                default of the library that no text supports
  anchor        2030-01-09: x1, the last day of subject
  condition     on 2030-01-09, not (ended early: subject): holds
  sum           2030-01-09 - 180 days = 2029-07-13
  due           2029-07-13
  status        upcoming: opens on 2029-07-13

registered  r1
  authority     LAW; Sexual Offences Act 2003 s.82, table as in force 12 April 2019; ss.80-81,
                132-134 for who is subject (legislation.gov.uk/ukpga/2003/42/section/82/2019-04-12);
                confidence seen
  first day     2023-01-10 (relevant_on)
  sentence      1 year; 6 months consecutive; in all 1 year 6 months
  row           imprisonment of more than 6 but less than 30 months: 10 years, under 18 on the first
                day: 5 years
  sum           5 years beginning with 2023-01-10 = 2028-01-09: the day before the corresponding day
                2028-01-10
  last day      2028-01-09

ordered  o1
  authority     LAW; Sexual Offences Act 2003 ss.103A-103K, 104-117, 122A-129; Sentencing Code
                ss.343-358 (legislation.gov.uk/ukpga/2020/17); confidence seen
  first day     2023-01-12 (served_on)
  row           order: as long as order o1 lasts
  last day      2030-01-09
  order         o1 (shpo): first day 2023-01-10, last day 2030-01-09, by its longest item, 7 years
                beginning with the first day

subject: what all of it gives
  part          r1: 2023-01-10 to 2028-01-09
                o1: 2023-01-12 to 2030-01-09
  last day      2030-01-09, by o1; first free day 2030-01-10
"""

TRAVEL = """\
x1  as of 2024-07-15, known: everything recorded
RULEBOOK
calendar england-and-wales@2026.1, 2012-01-01 to 2028-12-31, sha256 0a584555b71f

R-N6  notify travel before leaving the United Kingdom
  occurrence    no. 1 for t1: must, offender
  while         subject or travel order holds to 2033-01-09
  authority     LAW; Sexual Offences Act 2003 s.86; SI 2004/1220 regs 5, 7, 8 as amended by SI
                2012/1876 (legislation.gov.uk/uksi/2004/1220); confidence seen
  anchor        2024-07-20: t1, its departs_on
  condition     on 2024-07-20, fact (not (cancelled on (is: reached))): holds
  regime        short trip before 13 August 2012 (before 2012-08-28, gap (from: departs_on, to:
                returned_on or due_back_on, less than: 3)): does not hold; departs_on: 2024-07-20,
                returned_on: not given, due_back_on: not given
                excused: 24 hours (fact (excuse: set), gap (from: known_on, to: departs_on, more
                than: 7)): does not hold; excuse: not given, known_on: 2024-01-05, departs_on:
                2024-07-20
                seven days (gap (from: known_on, to: departs_on, more than: 7)): applies; known_on:
                2024-01-05, departs_on: 2024-07-20
  sum           seven days: 2024-07-20 - 7 days = 2024-07-13
  cautious      seven days: 7 days clear before 2024-07-20 = 2024-07-12: 2024-07-20 - 7 days - 1
                day, so that 7 days lie between
  latest        24 hours before 2024-07-20T00:00: 2024-07-19T00:00
  due           2024-07-13
  cautious due  2024-07-12
  status        met in time
  met by        n4 on 2024-07-13

R-N6  notify travel before leaving the United Kingdom
  occurrence    no. 1 for t2: must, offender
  while         subject or travel order holds to 2033-01-09
  authority     LAW; Sexual Offences Act 2003 s.86; SI 2004/1220 regs 5, 7, 8 as amended by SI
                2012/1876 (legislation.gov.uk/uksi/2004/1220); confidence seen
  anchor        2024-07-30: t2, its departs_on
  condition     on 2024-07-30, fact (not (cancelled on (is: reached))): holds
  regime        short trip before 13 August 2012 (before 2012-08-28, gap (from: departs_on, to:
                returned_on or due_back_on, less than: 3)): does not hold; departs_on: 2024-07-30,
                returned_on: not given, due_back_on: not given
                excused: 24 hours (fact (excuse: set), gap (from: known_on, to: departs_on, more
                than: 7)): does not hold; excuse: not given, known_on: 2024-07-25, departs_on:
                2024-07-30
                seven days (gap (from: known_on, to: departs_on, more than: 7)): does not hold;
                known_on: 2024-07-25, departs_on: 2024-07-30
                24 hours, before 13 August 2012 (before 2012-08-13): does not hold
                12 hours: applies
  sum           12 hours: 12 hours before 2024-07-30T00:00 = 2024-07-29T12:00 (Europe/London,
                elapsed hours)
  latest        12 hours before 2024-07-30T06:15: 2024-07-29T18:15
  due           2024-07-29T12:00
  status        open: not past its last day
  did not count n4 on 2024-07-13 (s86_departure): it says what it is for

R-N6  notify travel before leaving the United Kingdom
  occurrence    no. 1 for t3: must, offender
  while         subject or travel order holds to 2033-01-09
  authority     LAW; Sexual Offences Act 2003 s.86; SI 2004/1220 regs 5, 7, 8 as amended by SI
                2012/1876 (legislation.gov.uk/uksi/2004/1220); confidence seen
  anchor        2024-08-10: t3, its departs_on
  condition     on 2024-08-10, fact (not (cancelled on (is: reached))): holds
  regime        short trip before 13 August 2012 (before 2012-08-28, gap (from: departs_on, to:
                returned_on or due_back_on, less than: 3)): does not hold; departs_on: 2024-08-10,
                returned_on: not given, due_back_on: not given
                excused: 24 hours (fact (excuse: set), gap (from: known_on, to: departs_on, more
                than: 7)): applies; excuse: given, known_on: 2024-01-05, departs_on: 2024-08-10
  sum           excused: 24 hours: 24 hours before 2024-08-10T00:00 = 2024-08-09T00:00
                (Europe/London, elapsed hours)
  latest        24 hours before 2024-08-10T10:00: 2024-08-09T10:00
  due           2024-08-09T00:00
  status        open: not past its last day
  did not count n4 on 2024-07-13 (s86_departure): it says what it is for
"""


# ── closed days ─────────────────────────────────────────────────────────────────────────────────────────────────

CALENDAR = Calendar.from_dict(
    {
        "name": "weekdays",
        "closed_weekdays": ["saturday", "sunday"],
        "closed_days": [],
        "covers": ["2024-01-01", "2024-02-18"],
    }
)


def small_book(rule=(), conventions=(), **parts):
    """Return a small book of one duty, ten days after each event of kind k, with a calendar for January of 2024."""
    head = {
        "format": 1,
        "id": "small",
        "version": "1",
        "title": "Small",
        "jurisdiction": "nowhere",
        "conventions": {
            "month_end": "the last day of the month",
            "leap_day": "28 February",
            "leap_birthday": "1 March",
            "end_day": "no longer in the state",
            "zone": "UTC",
        }
        | dict(conventions),
        "levels": {"scale": ["low", "high"]},
        "sources": {"s": {"title": "A source"}},
    }
    once = {
        "id": "R-1",
        "duty": "do it",
        "duty_of": "police",
        "authority": "LAW",
        "source": "s",
        "one_per": "event.k",
        "anchor": "start",
        "cadence": "once",
        "counting": "after",
        "regime": [{"within": "10 days"}],
    }
    return load_rulebook(head | {"rule": [once | dict(rule)]} | parts, calendar=CALENDAR)


def told(on, rule=(), conventions=(), as_of="2024-02-01", **facts):
    """Return what is told of that duty for an event of a day, without the lines on whence it comes."""
    event = {"id": "e1", "kind": "k", "on": on[:10]} | ({"at": on[11:]} if on[10:] else {})
    facts = {"id": "x1", "events": [event]} | facts
    found = review(Offender.from_dict(facts), small_book(rule, conventions), as_of=dt.date.fromisoformat(as_of))
    lines: list[str] = []
    for line in last_block(explain(found, rule="R-1").text()).splitlines()[4:]:
        # A line that goes on is put together again.
        if line.startswith(" " * 16):
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.strip())
    return lines


def test_a_closed_last_day():
    regime = {"within": "2 days", "opens": {"within": "1 day", "roll": "next open day"}}
    assert told("2024-02-01", {"roll": "next open day", "regime": [regime]}) == [
        "sum           2024-02-01 + 2 days = 2024-02-03",
        "moved         2024-02-03 is closed; next open day = 2024-02-05; passed over: 2024-02-03, 2024-02-04",
        "opens         1 day after 2024-02-01, if closed the next open day: 2024-02-02",
        "due           2024-02-05",
        "status        upcoming: opens on 2024-02-02",
    ]
    back = told("2024-02-03", {"roll": "previous open day", "regime": [{"within": "1 day"}]})
    assert "moved         2024-02-04 is closed; not before it opens = 2024-02-03; passed over: 2024-02-04" in back
    beyond = told("2024-02-15", {"roll": "next open day", "regime": [{"within": "2 days"}]})
    assert "moved         2024-02-17: the calendar of closed days does not reach so far" in beyond


# ── spans whose course is changed ───────────────────────────────────────────────────────────────────────────────


def span_told(as_of="2026-06-01", facts=(), **span):
    """Return what is told of the span of a registration of 1 June 2010, from its first day to its last."""
    made = {
        "id": "held",
        "one_per": "registration",
        "start": {"field": "convicted_on"},
        "counting": "beginning with",
        "source": "s",
        "length": [{"lasts": "15 years", "name": "all"}],
    }
    given = {"id": "x1", "registrations": [{"id": "r1", "convicted_on": "2010-06-01"}]} | dict(facts)
    the_book = small_book(span=[made | span])
    found = review(Offender.from_dict(given), the_book, as_of=dt.date.fromisoformat(as_of))
    text = explain(found, rule="held").text()
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return lines[lines.index("held r1") + 2 : lines.index("held: what all of it gives") - 1]


def test_a_span_tells_what_changed_its_course():
    facts = {
        "statuses": [
            {"id": "s0", "kind": "hospital", "from": "2010-05-01", "until": "2010-07-01"},
            {"id": "s1", "kind": "custody", "from": "2015-01-01", "until": "2015-01-11"},
            {"id": "s2", "kind": "custody", "from": "2016-01-01", "until": "2016-01-02"},
        ],
        "events": [
            {"id": "e1", "kind": "again", "on": "2012-01-01"},
            {"id": "e2", "kind": "failure", "on": "2013-01-01"},
        ],
    }
    lines = span_told(
        facts=facts,
        toll=[{"in": "hospital", "effect": "starts at the end"}, {"in": "custody", "effect": "add the days"}],
        reset_by="event.again",
        extended_by={"of": "event.failure", "by": "1 year"},
        shortened={"by": "5 years", "after": "10 years", "without": "event.offence"},
    )
    expected = [
        "first day 2012-01-01",
        "has effect from 2010-06-01",
        "row all: 15 years",
        "held up its first day lies in s0 from 2010-05-01 to 2010-06-30 (ended 2010-07-01); it begins after that",
        "starts again on 2012-01-01, by e1",
        "extended by 1 year: e2 on 2013-01-01",
        "shortened by 5 years, earned on 2022-01-11; it does not end before that day",
        "sum 11 years beginning with 2012-01-01 = 2022-12-31: the day before the corresponding day 2023-01-01",
        "not counted s1 from 2015-01-01 to 2015-01-10 (10 days)",
        "s2 from 2016-01-01 to 2016-01-01 (1 day)",
        "added 11 days",
        "last day 2023-01-11",
    ]
    assert " ".join(lines) == " ".join(expected)
    facts["events"].append({"id": "e3", "kind": "failure", "on": "2014-01-01"})
    capped = span_told(facts=facts, extended_by={"of": "event.failure", "by": "1 year", "at_most": "1 year"})
    said = "extended by 1 year: e2 on 2013-01-01 by nothing, as no more may be added: e3 on 2014-01-01"
    assert said in " ".join(capped)


@pytest.mark.parametrize(
    ("length", "row"),
    [
        ({"lasts": "15 years"}, "row 15 years"),
        ({"lasts": "for life"}, "row for life"),
        ({"lasts": {"field": "discharge_months"}}, "row as the fact says"),
        ({"lasts": {"field": "discharge_months"}, "name": "discharge"}, "row discharge"),
    ],
)
def test_a_row_without_a_name_is_told_by_what_it_gives(length, row):
    given = {"registrations": [{"id": "r1", "convicted_on": "2010-06-01", "discharge_months": 12}]}
    assert row in span_told(facts=given, length=[length])


def test_a_span_names_all_that_its_days_were_not_counted_for():
    held = {
        "statuses": [
            {"id": "s1", "kind": "custody", "from": "2015-01-10", "until": "2015-07-10"},
            {"id": "s2", "kind": "hospital", "from": "2015-06-01", "until": "2015-08-01"},
        ]
    }
    lines = span_told(facts=held, toll={"in": ["custody", "hospital"], "effect": "add the days"})
    assert "not counted s1 and s2 from 2015-01-10 to 2015-07-31 (203 days)" in lines


def test_a_span_that_waits_for_the_end_of_a_state():
    held = {"statuses": [{"id": "s1", "kind": "custody", "from": "2015-01-01"}]}
    lines = span_told(facts=held, toll={"in": "custody", "effect": "add the days"})
    assert lines[-2:] == [
        "not counted s1 from 2015-01-01, no known end: the last day waits for it",
        "last day no known end",
    ]
    early = {"statuses": [{"id": "s1", "kind": "custody", "from": "2010-01-01"}]}
    lines = span_told(facts=early, toll={"in": "custody", "effect": "starts at the end"})
    assert lines == [
        "first day not yet known",
        "has effect from 2010-06-01",
        "row all: 15 years",
        "held up its first day lies in s1 from 2010-01-01, no known end; it begins after that",
        "last day no known end",
    ]


def test_a_span_for_life_that_a_clean_record_ended():
    lifted = {"to": "10 years", "after": "10 years", "without": "event.offence"}
    lines = span_told(length=[{"lasts": "for life", "name": "life"}], shortened=lifted)
    expected = [
        "row life: for life",
        "shortened to 10 years, earned on 2020-05-31; it does not end before that day",
        "sum 10 years beginning with 2010-06-01 = 2020-05-31: the day before the corresponding day 2020-06-01",
        "last day 2020-05-31",
    ]
    assert " ".join(lines[1:]) == " ".join(expected)


def test_a_span_that_goes_on_for_a_while_after_what_ended_it():
    facts = {"events": [{"id": "e1", "kind": "quashed", "on": "2025-05-01"}]}
    life = {"length": [{"lasts": "for life", "name": "life"}], "ended_by": "event.quashed"}
    assert "cut short by e1, 21 days after it: 2025-05-22" in span_told(facts=facts, **life, ends_after="21 days")
    assert "cut short by e1: 2025-05-01" in span_told(facts=facts, **life)


# ── days that a month lacks ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("counting", "length", "conventions", "expected"),
    [
        ("after", "1 month", {}, "2024-01-31 + 1 month = 2024-02-29: February 2024 has no 31st, so its last day"),
        (
            "after",
            "1 month 2 days",
            {"month_end": "the first day of the next month"},
            "2024-01-31 + 1 month 2 days = 2024-03-03: February 2024 has no 31st, so the first of the next month",
        ),
        (
            "beginning with",
            "1 month",
            {"month_end": "the first day of the next month"},
            "1 month beginning with 2024-01-31 = 2024-02-29: February 2024 has no 31st, so its last day",
        ),
        (
            "beginning with",
            "1 month 2 days",
            {},
            (
                "1 month 2 days beginning with 2024-01-31 = 2024-03-02:"
                " the day before the corresponding day 2024-03-01 and 2 days more"
            ),
        ),
        (
            "beginning with",
            "1 month 2 days",
            {"month_end": "the last day of the month is the corresponding day"},
            (
                "1 month 2 days beginning with 2024-01-31 = 2024-03-01: February 2024 has no 31st,"
                " so its last day corresponds; the day before that and 2 days more"
            ),
        ),
    ],
)
def test_a_day_that_a_month_lacks_is_told_as_the_book_has_it(counting, length, conventions, expected):
    lines = told("2024-01-31", {"counting": counting, "regime": [{"within": length}]}, conventions)
    assert lines[0] == f"sum           {expected}"


def test_a_run_names_the_day_it_ended_only_where_that_day_is_no_longer_in_it():
    status = Offender.from_dict(
        {"id": "x", "statuses": [{"id": "s", "kind": "custody", "from": "2024-02-29", "until": "2024-03-05"}]}
    ).statuses[0]
    start, end = (dt.date(2024, 2, 29).toordinal(), dt.date(2024, 3, 5).toordinal())
    assert wording.run_in_words(Run(start, end, "s", status)) == "s from 2024-02-29 to 2024-03-04 (ended 2024-03-05)"
    assert wording.run_in_words(Run(start, end + 1, "s", status)) == "s from 2024-02-29 to 2024-03-05"


# ── ends of periods, days and hours left out ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("on", "rule", "expected"),
    [
        (
            "2024-01-20",
            {"regime": [{"within": "10 days", "to_end_of": "month"}]},
            "10 days after 2024-01-20, to the end of the month = 2024-01-31",
        ),
        (
            "2024-01-20",
            {"regime": [{"within": "10 days", "from_end_of": "month"}]},
            "2024-01-20 lies in the month to 2024-01-31: 2024-01-31 + 10 days = 2024-02-10",
        ),
        (
            "2024-01-20",
            {"regime": [{"before": "3 days", "from_end_of": "quarter", "to_end_of": "month"}]},
            "2024-01-20 lies in the quarter to 2024-03-31: 3 days before 2024-03-31, to the end of the month = 2024-03-31",
        ),
        (
            "2024-01-20",
            {"regime": [{"within": "2 working days", "from_end_of": "month"}]},
            "2024-01-20 lies in the month to 2024-01-31: 2 working days after 2024-01-31 = 2024-02-02: 2024-02-01, 2024-02-02",
        ),
        (
            "2024-01-20",
            {"regime": [{"before": "1 month", "to_end_of": "quarter"}]},
            "1 month before 2024-01-20, to the end of the quarter = 2023-12-31",
        ),
        (
            "2024-02-27",
            {"counting": "statutory days", "regime": [{"within": "2 days"}]},
            "2 statutory days after 2024-02-27 = 2024-03-01: 29 February is no day of its own",
        ),
        (
            "2024-02-02T15:00",
            {"regime": [{"within": "24 hours", "from": "moment", "clock": "wall", "skips": "closed days"}]},
            (
                "24 hours after 2024-02-02T15:00 = 2024-02-05T15:00 (UTC, wall hours);"
                " closed days are passed over: 2024-02-03, 2024-02-04"
            ),
        ),
        (
            "2024-02-01T15:00",
            {"regime": [{"within": "24 hours", "from": "moment", "clock": "wall", "skips": "closed days"}]},
            "24 hours after 2024-02-01T15:00 = 2024-02-02T15:00 (UTC, wall hours)",
        ),
    ],
)
def test_ends_of_periods_and_what_is_left_out_are_told(on, rule, expected):
    assert told(on, rule)[0] == f"sum           {expected}"


@pytest.mark.parametrize(
    ("states", "facts", "expected"),
    [
        (["deceased"], {}, "not in deceased, no known end"),
        (["deceased", "transferred_out"], {}, "not in deceased or transferred_out, no known end"),
        (["deceased"], {"statuses": [{"id": "s1", "kind": "deceased", "from": "2024-01-31"}]}, "not in deceased to 2024-01-30"),
    ],
)  # fmt: skip
def test_a_rule_without_a_span_tells_the_states_in_which_nothing_is_asked(states, facts, expected):
    book = small_book({"while": {"not_in": states, "at_end": "lapse"}, "regime": [{"within": "1 month"}]})
    facts = {"id": "x1", "events": [{"id": "e1", "kind": "k", "on": "2024-01-20"}]} | facts
    found = review(Offender.from_dict(facts), book, as_of=dt.date(2024, 2, 1))
    assert f"  while         {expected}\n" in explain(found, rule="R-1").text()


@pytest.mark.parametrize(
    ("during", "expected"),
    [
        ({"span": "listed", "at_end": "lapse"}, "listed holds; what the duty hangs on lasts to 2024-02-09"),
        ({"not_in": ["deceased"], "at_end": "lapse"}, "not in deceased; what the duty hangs on lasts to 2024-02-09"),
    ],
)
def test_the_end_of_what_a_duty_hangs_on_is_not_told_as_that_of_its_span(during, expected):
    span = {"id": "listed", "source": "s", "one_per": {"each": "registration"}, "start": {"field": "convicted_on"}}
    whole = span | {"counting": "after", "length": [{"lasts": "1 year"}]}
    rule = {"one_per": {"each": "event.k", "until_next": True}, "while": during, "regime": [{"within": "1 month"}]}
    facts = {
        "id": "x1",
        "registrations": [{"id": "r1", "basis": "conviction", "convicted_on": "2024-01-02"}],
        "events": [{"id": "e1", "kind": "k", "on": "2024-01-20"}, {"id": "e2", "kind": "k", "on": "2024-02-10"}],
    }
    found = review(Offender.from_dict(facts), small_book(rule, span=[whole]), as_of=dt.date(2024, 2, 1))
    assert f"  while         {expected}\n" in explain(found, rule="R-1", key="e1").text()
    if "span" in during:
        assert "  while         listed holds to 2025-01-02\n" in explain(found, rule="R-1", key="e2").text()


@pytest.mark.parametrize(
    ("until", "expected"),
    [({"until": "2024-02-10"}, ["  while         what the duty hangs on lasts to 2024-02-09"]), ({}, [])],
)
def test_where_the_end_of_what_a_duty_hangs_on_alone_bounds_it_that_is_told(until, expected):
    rule = {"one_per": {"run_of": "custody"}, "while": {"at_end": "cut"}, "cadence": "grid"}
    rule |= {"late": "does not count", "met_by": "event.k", "regime": [{"every": "30 days"}]}
    facts = {"id": "x1", "statuses": [{"id": "z1", "kind": "custody", "from": "2024-01-20"} | until]}
    found = review(Offender.from_dict(facts), small_book(rule), as_of=dt.date(2024, 2, 1))
    lines = explain(found, rule="R-1").text().splitlines()
    # Each occurrence that is shown tells it.
    assert sorted({line for line in lines if line.startswith("  while")}) == expected


def test_a_state_that_ended_the_time_of_a_duty_is_told_beside_its_span():
    """The span itself goes on: that it held only so long would be untrue."""
    left = {"id": "s1", "kind": "transferred_out", "from": "2024-06-05", "evidence": "accepted"}
    died = {"id": "s2", "kind": "deceased", "from": "2024-06-05"}
    text = explained({"statuses": [died]}, "2024-06-10", "R-V2")
    assert "  while         subject holds to 2024-06-04: deceased from 2024-06-05\n" in text
    assert "  while         subject holds to 2033-01-09\n" in explained({}, "2024-06-10", "R-V2")
    both = explained({"statuses": [died, left]}, "2024-06-10", "R-V2")
    assert "subject holds to 2024-06-04: deceased or transferred_out from 2024-06-05\n" in both


def test_a_limit_tells_the_end_of_its_period_and_its_words():
    limit = {"within": "5 days", "to_end_of": "month", "counting": "statutory days"}
    lines = told("2024-01-10", {"regime": [{"within": "60 days", "opens": limit}]})
    assert "opens         5 days after 2024-01-10 (statutory days), to the end of the month: 2024-01-31" in lines
    from_end = {"within": "5 days", "from_end_of": "month"}
    lines = told("2024-01-10", {"regime": [{"within": "60 days", "opens": from_end}]})
    assert "opens         5 days after 2024-01-10, counted from the end of its month: 2024-02-05" in lines
    less = {"within": "1 month", "less": "7 days"}
    lines = told("2024-01-10", {"regime": [{"within": "60 days", "opens": less}]})
    assert "opens         1 month less 7 days after 2024-01-10: 2024-02-03" in lines


# ── which of them ───────────────────────────────────────────────────────────────────────────────────────────────

TWO_ORDERS = {"orders": [SHPO, SHPO | {"id": "o2"}]}


def told_of(found: Review, **asked) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.kind, each.about, each.keys) for each in explain(found, **asked).passages]


def test_a_rule_for_one_key_tells_what_is_past_too():
    visits = [{"id": f"v{month}", "on": f"2024-0{month}-10", **SEEN} for month in (1, 2, 3)]
    found = judged({"visits": visits}, "2024-06-10")
    assert len(told_of(found, rule="R-V2")) < len(told_of(found, rule="R-V2", key="x1"))
    assert told_of(found, rule="R-V2", key="v2") == [("occurrence", "R-V2", ("x1", "v2"))]


def test_a_span_for_one_key_tells_that_part_and_what_all_give():
    found = judged(TWO_ORDERS, "2024-06-10")
    assert told_of(found, rule="order", key="o2") == [("span", "order", ("o2",)), ("span", "order", ("o1", "o2"))]
    assert [each[2] for each in told_of(found, rule="order")] == [("o1",), ("o2",), ("o1", "o2")]


def test_the_end_a_date_counts_from_is_told_whole_whatever_its_key():
    found = judged(TWO_ORDERS, "2024-06-10")
    kinds = [(kind, keys) for kind, _, keys in told_of(found, rule="R-O1-period", key="x1")]
    assert kinds[0] == ("occurrence", ("x1", "x1"))
    assert ("span", ("r1",)) in kinds


def test_everything_for_one_key():
    found = judged(VISITS, "2024-06-10")
    told = told_of(found, key="v4")
    assert [about for _, about, _ in told] == ["R-V2", "R-V15", "R-V16"]
    assert told == [each for each in told_of(found) if "v4" in each[2]]
    assert told_of(found, key="r1")[0] == ("span", "subject", ("r1",))


def test_a_flag_for_one_key_holds_the_occurrence_it_hangs_on():
    found = judged(VISITS, "2026-06-10")
    flag = next(each for each in found.flags if each.code == "VD001")
    (passage,) = explain(found, flag="VD001", key=flag.key).passages
    assert (passage.kind, passage.about, passage.keys) == ("flag", "VD001", (flag.key,))
    assert [(each.kind, each.about) for each in passage.under] == [("occurrence", flag.rule)]


@pytest.mark.parametrize(
    "asked",
    [{}, {"rule": "R-V2"}, {"rule": "R-O1-period"}, {"rule": "subject"}, {"rule": "order"}, {"flag": "VD001"}],
)
def test_a_key_that_nothing_hangs_on_is_refused_and_not_repeated(asked):
    found = judged(VISITS, "2026-06-10")
    with pytest.raises(UnknownNameError, match="nothing that was asked for hangs on a fact of that id") as caught:
        explain(found, **asked, key="a name")
    assert "a name" not in str(caught.value)


def test_a_flag_that_is_not_raised_is_told_so_with_a_key_or_without():
    found = judged({}, "2024-06-10")
    assert told_of(found, flag="VD002") == told_of(found, flag="VD002", key="v1") == [("nothing", "VD002", ())]


@pytest.mark.parametrize("name", ["vd001", "visit_overdue", "Visit_Overdue"])
def test_a_flag_is_named_by_its_code_or_name_in_any_case(name):
    found = judged(VISITS, "2026-06-10")
    assert explain(found, flag=name) == explain(found, flag="VD001")
    assert told_of(judged({}, "2024-06-10"), flag=name) == [("nothing", "VD001", ())]


def test_of_someone_without_a_duty_there_is_nothing_and_that_is_said():
    found = review(Offender.from_dict({"id": "x7"}), BOOK, as_of=dt.date(2026, 6, 10))
    assert told_of(found) == [("nothing", "x7", ())]
    assert explain(found).text().endswith("\nx7\nno duty: nothing that one hangs on has happened\n")
    with pytest.raises(UnknownNameError, match="hangs on a fact of that id"):
        explain(found, key="v1")


def test_where_something_was_set_aside_no_duty_is_said_of_what_could_be_read_only():
    day = dt.date(2026, 6, 10)
    unread = Offender.from_dict({"id": "x7", "registrations": [{"id": "r1", "basis": "nope"}]})
    note = Note(path="id", kind="duplicate id")
    for offender in (unread, attrs.evolve(Offender.from_dict({"id": "x7"}), notes=(note,))):
        found = review(offender, BOOK, as_of=day)
        said = explain(found).text()
        assert said.endswith("\nx7\nno duty by what could be read: nothing that one hangs on has happened\n")
        said = explain(found, rule="R-N6").text()
        assert said.endswith("\nno occurrence by what could be read: nothing it hangs on has happened\n")


def test_a_span_that_holds_for_nothing_has_an_empty_passage():
    assert told_of(judged({}, "2024-06-10"), rule="order") == [("span", "order", ())]


def test_an_order_stands_with_what_rests_on_it():
    passage = explain(judged({"orders": [SHPO]}, "2024-06-10"), rule="order").passages[0]
    assert [step.kind for step in passage.steps] == ["lasting", "order"]


def test_the_head_names_book_overlays_calendar_and_what_is_assumed(tmp_path):
    overlay = tmp_path / "force.toml"
    overlay.write_text(
        'id = "force-x"\nversion = "1"\n[[amend]]\nrule = "R-B2"\nlevel = "high"\nvalue = "1 working day"\n'
        'reason = "policy"\napproved_by = "p7"\n'
        '[[amend]]\nrule = "R-B2"\nlevel = "medium"\nvalue = "1 working day"\nreason = "policy"\napproved_by = "p7"\n'
    )
    book = load_rulebook("england-wales@2026.1", overlays=(overlay,))
    head = explain(judged({}, "2024-06-10", book, known_at=dt.date(2024, 6, 1))).heading
    assert head.plain() == {
        "offender": "x1",
        "as_of": "2024-06-10",
        "known_at": "2024-06-01",
        "rulebook": {"id": "england-wales", "version": "2026.1", "sha256": book.sha256},
        "overlays": [{"id": "force-x", "version": "1", "sha256": book.overlays[0].sha256}],
        "calendar": head.plain()["calendar"],
        "assumed": book.assumed,
        "set_aside": 0,
        "another_record": False,
    }
    assert head.plain()["calendar"]["id"] == "england-and-wales"


def dues_of(found, rule):
    """The last days of what is explained of RB102 for one rule."""
    parts = explain(found, flag="RB102").text().split("\nRB102  ")[1:]
    return [re.findall(r"^ *due +(\S+)$", part, re.MULTILINE) for part in parts if f"\n{rule}  " in part]


def test_of_a_long_series_a_flag_holds_what_was_missed_last_and_what_is_left():
    found = catalogue.judged(catalogue.supervised(*catalogue.SEEN_OFTEN), "2026-06-10", book=catalogue.CONTACTS)
    assert dues_of(found, "R-C2") == [["2026-05-31", "2026-06-30", "2026-07-31"]]


def test_a_flag_on_one_part_of_a_duty_holds_no_other():
    found = catalogue.judged(catalogue.supervised(level="minimum"), "2026-06-10", book=catalogue.CONTACTS)
    assert dues_of(found, "R-C2") == [
        ["2026-05-31", "2026-06-30", "2026-07-31"],
        ["2026-04-30", "2026-06-30", "2026-08-31"],
    ]
