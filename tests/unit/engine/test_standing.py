"""The status of an occurrence: every line of the table, in its order, and what each row tells."""

import pytest

from tests.unit.engine.books import (
    JANUARY,
    SPAN,
    book,
    by_level,
    day,
    events,
    judged,
    levels,
    rolling,
    shown,
    stands,
    states,
)

K = events(k="2026-01-01")
CUSTODY = {"in": "custody", "effect": "later of due and", "due": "10 days after end"}
RUN = {"one_per": {"run_of": "hospital"}, "regime": [{"within": "10 days"}]}


def status(rule, as_of, **facts):
    return shown(judged(rule, as_of, **({"events": K} | facts)), "status")


def hospital(run):
    return states("hospital", h=run)


# ── met ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ("2026-01-10", ("met", 0)),
        ("2026-01-11", ("met", 0)),
        ("2026-01-12", ("met_late", 1)),
        ("2026-01-31", ("met_late", 20)),
    ],
)
def test_met_up_to_the_due_day_and_late_after_it(done, expected):
    for more in ({}, {"regime": [{"within": "10 days", "latest": {"within": "40 days"}}]}):
        found = judged({"met_by": "event.done"} | more, "2026-06-30", events=K + events("done", d=done))
        assert shown(found, "status", "days_late") == [expected]
        assert shown(found, "met_on", "met_by") == [(done, ("d",))]


def test_what_is_met_stays_met_whatever_is_missing():
    found = judged(
        {"met_by": "event.done", "gate": {"level": ["high"]}}, "2026-06-30", events=K + events("done", d="2026-01-05")
    )
    assert shown(found, "status", "lacking") == [("met", ())]


def test_an_unknown_due_is_met_and_not_late():
    small = book({"met_by": "event.done", "regime": [{"within": "2 working days"}]}, calendar=_calendar())
    found = judged(small, "2026-06-30", events=K + events("done", d="2026-05-05"))
    assert shown(found, "status", "due", "days_late") == [("met", None, 0)]


def _calendar():
    from supervise.dates import Calendar

    return Calendar.from_dict(
        {"name": "c", "closed_weekdays": [], "closed_days": [], "covers": ["2025-01-01", "2025-12-31"]}
    )


def test_what_the_gate_excludes_is_not_met_and_its_event_is_left_for_others():
    rule = {"met_by": "event.done", "gate": {"fact": {"at": "set"}}}
    facts = events(a="2026-01-01", b="2026-01-02T10:00") + events("done", d="2026-01-05")
    assert shown(judged(rule, "2026-01-06", events=facts), "status", "met_by") == [
        ("not_required", ()),
        ("met", ("d",)),
    ]


# ── 1. not required ─────────────────────────────────────────────────────────────────────────────────────────────


def test_not_required_where_the_gate_fails_the_length_is_never_or_it_is_void():
    assert status({"gate": {"fact": {"id": "other"}}}, "2026-06-30") == ["not_required"]
    plans = [{"id": "p", "from": "2025-01-01", "mode": "reactive"}]
    never = {
        "regime": [{"when": {"mode": "reactive"}, "within": "never"}, {"within": "10 days"}],
        "change": {"any": "at the next anchor"},
    }
    assert status(never, "2026-06-30", plans=plans) == ["not_required"]
    assert status({"void_by": "event.void"}, "2026-06-30", events=K + events("void", v="2026-01-02")) == [
        "not_required"
    ]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2026-01-11", ("open", None, "2026-01-11", ())), ("2026-01-12", ("unknown", None, "2026-01-11", ("levels",)))],
)
@pytest.mark.parametrize("turned", [False, True])
def test_what_a_missing_level_might_ask_for_is_not_taken_for_nothing(turned, as_of, expected):
    regimes = [{"when": {"level": "low"}, "within": "never"}, {"within": "10 days"}]
    if turned:
        regimes = [{"when": {"level": "high"}, "within": "10 days"}, {"within": "never"}]
    rule = {"regime": regimes, "change": {"any": "at the next anchor"}, "met_by": "event.done"}
    assert shown(judged(rule, as_of, events=K), "status", "due", "cautious_due", "lacking") == [expected]
    met = judged(rule, as_of, events=K + events("done", d="2026-01-05"))
    assert shown(met, "status", "met_by") == [("met", ("d",))]


def test_what_happens_once_the_case_has_ended_makes_nothing_void():
    rule = RUN | {"regime": [{"within": "2 days"}], "void_by": "event.void"}
    held = hospital("2026-01-01/2026-01-06")
    assert status(rule, "2026-01-10", statuses=held, events=events("void", v="2026-01-05")) == ["not_required"]
    assert status(rule, "2026-01-10", statuses=held, events=events("void", v="2026-01-06")) == ["missed"]


def test_not_required_comes_before_lapsed_and_before_entitlements():
    lapsed = RUN | {"void_by": "event.void"}
    assert status(lapsed, "2026-01-10", statuses=hospital("2026-01-01/2026-01-05")) == ["lapsed"]
    voided = {"events": events("void", v="2026-01-02"), "statuses": hospital("2026-01-01/2026-01-05")}
    assert status(lapsed, "2026-01-10", **voided) == ["not_required"]
    assert status({"must": False, "gate": {"fact": {"id": "other"}}}, "2026-06-30") == ["not_required"]


# ── 2. entitlements ─────────────────────────────────────────────────────────────────────────────────────────────

MAY = {"must": False, "regime": [{"within": "20 days", "opens": {"within": "5 days"}}]}


def test_an_entitlement_opens_and_closes_and_is_never_overdue():
    assert status(MAY, "2026-01-05") == ["upcoming"]
    assert status(MAY, "2026-01-06") == ["open"]
    assert status(MAY, "2026-01-21") == ["open"]
    assert status(MAY, "2026-01-22") == ["lapsed"]
    assert status({"must": False, "regime": [{"opens": {"within": "5 days"}}]}, "2030-01-01") == ["open"]


def test_an_entitlement_lapses_with_its_case():
    rule = RUN | {"must": False, "regime": [{"opens": {"within": "2 days"}}]}
    run = hospital("2026-01-01/2026-01-10")
    assert status(rule, "2026-01-09", statuses=run) == ["open"]
    assert status(rule, "2026-01-10", statuses=run) == ["lapsed"]
    # The end of the case comes before all else that may be said of it.
    barred = rule | {"gate_each_day": {"in": ["missing"]}}
    assert status(barred, "2026-01-09", statuses=run) == ["not_required"]
    assert status(barred, "2026-01-10", statuses=run) == ["lapsed"]


def test_an_entitlement_is_not_required_on_days_on_which_its_gate_fails():
    rule = MAY | {"gate_each_day": {"not_in": ["custody"]}}
    kept = states(s="2026-01-08/2026-01-10")
    expected = {"05": "upcoming", "07": "open", "08": "not_required", "09": "not_required", "10": "open"}
    for number, wanted in expected.items():
        assert status(rule, f"2026-01-{number}", statuses=kept) == [wanted]
    undecided = MAY | {"gate_each_day": {"level": ["high"]}}
    assert status(undecided, "2026-01-07") == ["not_required"]


def test_an_entitlement_outside_the_calendar_stays_open():
    small = book(
        {"must": False, "regime": [{"within": "2 working days", "opens": {"within": "1 day"}}]}, calendar=_calendar()
    )
    assert stands(judged(small, "2026-06-30", events=K)) == [("open", None)]


def earliest(rule, as_of, **facts):
    return shown(judged(rule, as_of, **({"events": K} | facts)), "earliest")[0]


def test_the_earliest_day_is_that_on_which_it_opens():
    assert earliest(MAY, "2026-01-02") == earliest(MAY, "2026-01-20") == "2026-01-06"
    assert earliest({}, "2026-01-02") is None
    assert earliest({"must": False, "regime": [{"before": "3 days"}]}, "2026-01-01") is None


@pytest.mark.parametrize(
    ("as_of", "day_"),
    [
        ("2026-01-02", "2026-01-06"),
        ("2026-01-07", "2026-01-06"),
        ("2026-01-08", "2026-01-10"),
        ("2026-01-09", "2026-01-10"),
        ("2026-01-10", "2026-01-10"),
        ("2026-01-14", "2026-01-10"),
        ("2026-01-15", None),
        ("2026-01-30", None),
    ],
)
def test_the_earliest_day_is_in_the_stretch_that_runs_now_or_the_next(as_of, day_):
    rule = MAY | {"gate_each_day": {"not_in": ["custody"]}, "regime": [{"opens": {"within": "5 days"}}]}
    kept = states(s="2026-01-08/2026-01-10", t="2026-01-15")
    assert earliest(rule, as_of, statuses=kept) == day_


def test_a_state_that_changes_nothing_leaves_the_earliest_day():
    either = {"any": [{"not_in": ["custody"]}, {"not_in": ["hospital"]}]}
    rule = MAY | {"gate_each_day": either}
    for as_of in ("2026-01-03", "2026-01-09"):
        assert earliest(rule, as_of, statuses=states(s="2026-01-08/2026-01-09")) == "2026-01-06"


def test_a_state_that_held_when_it_opened_puts_the_earliest_day_off():
    rule = MAY | {"gate_each_day": {"not_in": ["custody", "hospital"]}}
    kept = states(s="2026-01-03/2026-01-08") + hospital("2026-01-08/2026-01-09")
    assert earliest(rule, "2026-01-03", statuses=kept) == "2026-01-08"
    # Nothing is known of a state that has not begun.
    assert earliest(rule, "2026-01-08", statuses=kept) == "2026-01-09"


@pytest.mark.parametrize(
    ("gate", "facts"),
    [
        ({"after": "event.t"}, {"events": K + events("t", t="2026-01-07")}),
        ({"level": ["low"]}, {"levels": levels(high="2025-01-01", low="2026-01-08")}),
        ({"mode": "reactive"}, {"plans": [{"id": "p", "from": "2026-01-08", "mode": "reactive"}]}),
    ],
)
def test_the_earliest_day_is_that_from_which_the_daily_gate_holds_whatever_it_asks(gate, facts):
    rule = MAY | {"gate_each_day": gate}
    assert shown(judged(rule, "2026-01-10", **({"events": K} | facts)), "status", "earliest") == [
        ("open", "2026-01-08")
    ]
    assert earliest(rule, "2026-01-06", **facts) is None


# ── 3. lapsed ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("run", "as_of", "expected"),
    [
        ("2026-01-01/2026-01-11", "2026-01-10", "open"),  # it stands until the end
        ("2026-01-01/2026-01-11", "2026-01-11", "lapsed"),  # the end comes on the due day
        ("2026-01-01/2026-01-12", "2026-01-12", "missed"),
        ("2026-01-01/2026-01-05", "2026-01-04", "open"),
        ("2026-01-01/2026-01-05", "2026-01-05", "lapsed"),
    ],
)
def test_what_is_not_yet_due_lapses_when_the_case_ends(run, as_of, expected):
    found = judged(RUN, as_of, statuses=hospital(run))
    assert shown(found, "status", "truncated") == [(expected, expected == "lapsed")]


def test_a_rolling_duty_that_will_fall_due_after_the_end_lapses_at_once():
    rule = rolling(one_per={"run_of": "hospital"}, anchor={"last": "event.done", "else": "start"})
    assert status(rule, "2026-01-02", statuses=hospital("2026-01-01/2026-01-11")) == ["lapsed"]
    assert status(rule, "2026-01-02", statuses=hospital("2026-01-01/2026-01-12")) == ["open"]
    # Without a date it may yet come before the end.
    held = rule | {"suspended": CUSTODY}
    run = hospital("2026-01-01/2026-03-01") + states(s="2026-01-02")
    assert status(held, "2026-01-05", statuses=run) == ["suspended"]
    assert status(held, "2026-03-01", statuses=run) == ["lapsed"]


def test_lapsed_comes_before_an_undecided_gate():
    rule = RUN | {"gate": {"level": ["high"]}}
    assert status(rule, "2026-01-04", statuses=hospital("2026-01-01/2026-01-05")) == ["unknown"]
    assert status(rule, "2026-01-05", statuses=hospital("2026-01-01/2026-01-05")) == ["lapsed"]


# ── 4. an undecided gate ────────────────────────────────────────────────────────────────────────────────────────


def test_an_undecided_gate_makes_it_unknown_even_past_due():
    rule = {"gate": {"level": ["high"]}}
    for as_of in ("2026-01-02", "2026-06-30"):
        found = judged(rule, as_of, events=K)
        assert shown(found, "status", "due", "lacking") == [("unknown", "2026-01-11", ("levels",))]
    assert status(rule, "2026-01-02", levels=levels(high="2025-01-01")) == ["open"]


# ── 5. past due ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_overdue_from_the_day_after_the_last_lawful_day():
    assert shown(judged({}, "2026-01-11", events=K), "status", "days_late") == [("open", 0)]
    assert shown(judged({}, "2026-01-12", events=K), "status", "days_late") == [("overdue", 1)]


def test_missed_on_the_day_the_case_ends_and_the_days_stop_there():
    run = hospital("2026-01-01/2026-01-15")
    assert shown(judged(RUN, "2026-01-14", statuses=run), "status", "days_late") == [("overdue", 3)]
    assert shown(judged(RUN, "2026-01-15", statuses=run), "status", "days_late") == [("missed", 4)]
    assert shown(judged(RUN, "2026-06-30", statuses=run), "status", "days_late") == [("missed", 4)]


def test_past_due_in_a_suspending_state_it_is_suspended_unless_the_case_has_ended():
    rule = RUN | {"suspended": CUSTODY}
    run = hospital("2026-01-01/2026-01-15")
    kept = states(s="2026-01-12")
    found = judged(rule, "2026-01-14", statuses=run + kept)
    assert shown(found, "status", "due", "days_late", "days_frozen") == [("suspended", "2026-01-11", 0, 3)]
    found = judged(rule, "2026-01-20", statuses=run + kept)
    assert shown(found, "status", "days_late", "days_frozen") == [("missed", 0, 4)]


def test_past_due_comes_before_what_is_missing():
    rule = {
        "regime": [{"when": {"level": ["high"]}, "within": "5 days"}, {"within": "10 days"}],
        "change": {"any": "at the next anchor"},
    }
    assert status(rule, "2026-01-11") == ["unknown"]
    assert status(rule, "2026-01-12") == ["overdue"]


# ── 6. suspended ────────────────────────────────────────────────────────────────────────────────────────────────


def test_suspended_while_a_state_holds_or_the_date_has_no_known_end():
    rule = {"suspended": CUSTODY}
    assert status(rule, "2026-01-05", statuses=states(s="2026-01-05/2026-01-08")) == ["suspended"]
    assert status(rule, "2026-01-08", statuses=states(s="2026-01-05/2026-01-08")) == ["open"]
    assert status(rule, "2026-06-30", statuses=states(s="2026-01-05")) == ["suspended"]
    inside = {"suspended": {"in": "custody", "if": "due day ends inside", "due": "3 days after end"}}
    assert status(inside, "2026-01-06", statuses=states(s="2026-01-05")) == ["suspended"]


def test_suspended_comes_before_what_is_missing():
    rule = {
        "regime": [{"when": {"level": ["high"]}, "within": "5 days"}, {"within": "30 days"}],
        "change": {"any": "at the next anchor"},
        "suspended": CUSTODY,
    }
    assert status(rule, "2026-01-12") == ["unknown"]
    assert status(rule, "2026-01-12", statuses=states(s="2026-01-10/2026-01-14")) == ["suspended"]


def test_a_state_that_ends_before_the_anchor_suspends_nothing():
    rule = {"one_per": "trip", "suspended": CUSTODY}
    trips = [{"id": "t", "departs_on": "2026-01-20"}]
    assert status(rule, "2026-01-05", trips=trips, statuses=states(s="2026-01-02/2026-01-10")) == ["upcoming"]
    assert status(rule, "2026-01-05", trips=trips, statuses=states(s="2026-01-02/2026-01-25")) == ["suspended"]


# ── 7. unknown ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_unknown_where_the_due_cannot_be_known():
    small = book({"regime": [{"within": "2 working days"}]}, calendar=_calendar())
    found = judged(small, "2026-06-30", events=K)
    assert stands(found) == [("unknown", None)]
    assert shown(found, "lacking") == [("calendar",)]


def test_unknown_from_the_day_after_the_cautious_due_where_a_missing_fact_decides():
    rule = {
        "regime": [{"when": {"level": ["high"]}, "within": "5 days"}, {"within": "10 days"}],
        "change": {"any": "at the next anchor"},
    }
    assert status(rule, "2026-01-06") == ["open"]
    found = judged(rule, "2026-01-06", events=K)
    assert found.stable_until == day("2026-01-07")
    assert status(rule, "2026-01-07") == ["unknown"]


def test_between_two_readings_it_is_open():
    assert status({"cautious": {"counting": "beginning with"}}, "2026-01-11") == ["open"]


# ── 8. and 9. upcoming and open ─────────────────────────────────────────────────────────────────────────────────


def test_upcoming_until_it_opens_and_then_open():
    rule = {"regime": [{"within": "10 days", "opens": {"within": "3 days"}}]}
    assert status(rule, "2026-01-03") == ["upcoming"]
    assert judged(rule, "2026-01-03", events=K).stable_until == day("2026-01-04")
    assert status(rule, "2026-01-04") == ["open"]


def test_upcoming_until_its_anchor_but_for_limits_before_one():
    trips = [{"id": "t", "departs_on": "2026-01-20"}]
    after, before = {"one_per": "trip"}, {"one_per": "trip", "regime": [{"before": "7 days"}]}
    assert status(after, "2026-01-19", trips=trips) == ["upcoming"]
    assert status(after, "2026-01-20", trips=trips) == ["open"]
    assert status(before, "2026-01-02", trips=trips) == ["open"]
    assert shown(judged(before, "2026-01-02", trips=trips), "opens") == [None]
    opened = before | {"regime": [{"before": "7 days", "opens": {"before": "10 days"}}]}
    assert status(opened, "2026-01-09", trips=trips) == ["upcoming"]
    assert status(opened, "2026-01-10", trips=trips) == ["open"]


def test_where_one_of_several_readings_comes_before_the_anchor_it_is_open_before_it():
    gap = {"from": "known_on", "to": ["departs_on"], "less_than": 1}
    rule = {
        "one_per": "trip",
        "regime": [{"when": {"gap": gap}, "within": "0 days"}, {"before": "1 day"}],
        "change": {"any": "at the next anchor"},
    }
    trip = {"id": "t", "departs_on": "2026-01-20"}
    found = judged(rule, "2026-01-19", trips=[trip])
    assert shown(found, "status", "opens", "cautious_due", "due") == [("open", None, "2026-01-19", "2026-01-20")]
    assert status(rule, "2026-01-20", trips=[trip]) == ["unknown"]
    assert status(rule, "2026-01-19", trips=[trip | {"known_on": "2026-01-20"}]) == ["upcoming"]
    # A limit of its own goes before.
    rule["regime"][0]["opens"] = {"within": "0 days"}
    assert status(rule, "2026-01-19", trips=[trip]) == ["upcoming"]


def test_the_opening_limit_is_that_of_the_regime_that_stands():
    rule = {
        "regime": [
            {"when": {"mode": "reactive"}, "within": "20 days", "opens": {"within": "9 days"}},
            {"within": "30 days", "opens": {"within": "2 days"}},
        ],
        "change": {"any": "from the last, not before the change"},
    }
    plans = [{"id": "p", "from": "2026-01-05", "mode": "reactive"}]
    assert shown(judged(rule, "2026-01-04", events=K, plans=plans), "opens", "status") == [("2026-01-03", "open")]
    assert shown(judged(rule, "2026-01-05", events=K, plans=plans), "opens", "status") == [("2026-01-10", "upcoming")]


# ── what a row tells ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_row_tells_the_part_and_shows_the_id_of_the_whole():
    found = judged({"part_of": "whole"}, "2026-01-05", events=K)
    assert shown(found, "rule", "part", "key", rule="whole") == [("whole", "r", "k")]
    (row,) = found.of_rule("whole")
    assert row.steps[0][0] == "count"
    missing = judged(rolling(part_of="whole"), "2026-01-05")
    assert shown(missing, "rule", "part", "due", "opens", "anchor_id", rule="whole") == [("whole", "r", None, None, "")]


def test_a_span_that_is_missing_its_date_spares_the_rest():
    found = judged(book({"one_per": {"span": "span"}}, span=[SPAN]), "2026-01-05", registrations=[{"id": "g"}])
    assert stands(found) == []


def test_a_state_that_moved_nothing_suspends_nothing_though_a_change_moved_the_date():
    rule = rolling(
        regime=[by_level(low="30 days", high="10 days")],
        change={"any": "from the last, not before the change"},
        suspended={"in": "custody", "if": "due day ends inside", "due": "3 days after end"},
    )
    facts = {"levels": levels(high="2025-01-01", low="2026-01-05"), "statuses": states(s="2026-01-08/2026-01-10")}
    assert stands(judged(rule, "2026-01-09", events=events(k="2026-01-01"), **facts)) == [("open", "2026-01-31")]


# ── told later, or at once: what both must say ──────────────────────────────────────────────────────────────────

MET = events(k="2026-01-01") + events("done", d="2026-01-09")


def test_a_state_between_the_anchor_and_what_met_it_keeps_an_occurrence_from_being_settled():
    rule = {
        "met_by": "event.done",
        "suspended": {"in": "custody", "effect": "later of due and", "due": "30 days after end"},
    }
    inside = states(s="2026-01-05/2026-01-09")
    assert shown(judged(rule, "2026-01-20", events=MET, statuses=inside), "due", "status") == [("2026-02-08", "met")]
    assert shown(judged(rule, "2026-01-20", events=MET), "due", "status") == [("2026-01-11", "met")]


def test_what_is_told_later_has_its_cautious_date():
    rule = {"met_by": "event.done", "cautious": {"counting": "beginning with"}}
    found = judged(rule, "2026-01-20", events=MET)
    assert shown(found, "due", "cautious_due") == [("2026-01-11", "2026-01-10")]


@pytest.mark.parametrize("met", [[], events("done", d="2026-01-06")])
def test_a_second_reading_in_working_days_is_the_day_before(met):
    """From Monday 5 January, an open day: one working day after it, or beginning with it."""
    rule = {"regime": [{"within": "1 working day"}], "met_by": "event.done", "cautious": {"counting": "beginning with"}}
    small = book(rule, calendar=JANUARY)
    found = judged(small, "2026-01-20", events=events(k="2026-01-05") + met)
    assert shown(found, "due", "cautious_due") == [("2026-01-06", "2026-01-05")]


def test_what_waits_or_is_only_permitted_is_not_late():
    waiting = {"suspended": {"in": "custody", "effect": "later of due and", "due": "3 days after end"}}
    found = judged(waiting, "2026-01-08", events=events(k="2026-01-01"), statuses=states(s="2026-01-05"))
    assert shown(found, "status", "days_late", "days_frozen") == [("suspended", 0, 0)]
    found = judged({"must": False}, "2026-01-08", events=events(k="2026-01-01"))
    assert shown(found, "status", "days_late", "days_frozen") == [("open", 0, 0)]


def test_a_last_minute_at_midnight_is_one():
    rule = {"counting": None, "regime": [{"within": "24 hours", "from": "moment", "clock": "wall"}]}
    rule = {key: value for key, value in rule.items() if value is not None}
    plain = events(k="2026-01-01T00:00")
    (due_at,) = shown(judged(rule | {"met_by": "event.done"}, "2026-01-02", events=plain), "due_at")
    assert due_at == "2026-01-02T00:00"
    late = plain + events("done", d="2026-01-02T00:01")
    assert shown(judged(rule | {"met_by": "event.done"}, "2026-01-02", events=late), "status") == ["met_late"]
    in_time = plain + events("done", d="2026-01-02T00:00")
    assert shown(judged(rule | {"met_by": "event.done"}, "2026-01-02", events=in_time), "status") == ["met"]


def test_what_met_one_occurrence_meets_no_other():
    """In the full way too: with an outer limit nothing is told at once."""
    rule = {"met_by": "event.done", "regime": [{"within": "10 days", "latest": {"within": "40 days"}}]}
    facts = events(a="2026-01-01", b="2026-01-02") + events("done", d="2026-01-05")
    assert shown(judged(rule, "2026-01-06", events=facts), "status", "met_by") == [("met", ("d",)), ("open", ())]


@pytest.mark.parametrize("number", [2, 3])
def test_what_meets_a_chain_in_turn_is_told_as_it_would_be_alone(number):
    """Two are walked in turn, three wait until somebody asks."""
    facts = K + events("done", a="2026-01-05", b="2026-01-20", c="2026-01-22")[:number]
    met = [("met", ("a",), 0), ("met_late", ("b",), 5), ("met", ("c",), 0)][:number]
    found = judged(rolling(), "2026-01-25", events=facts)
    assert shown(found, "status", "met_by", "days_late") == [*met, ("open", (), 0)]


def test_a_number_of_years_in_the_fact_is_so_many_times_twelve_months():
    rule = {
        "one_per": {"each": "decision"},
        "must": False,
        "regime": [{"opens": {"years_field": "bar_years"}}],
    }
    decisions = [{"id": "d", "kind": "indefinite_review", "on": "2026-01-01", "outcome": "continue", "bar_years": 8}]
    assert shown(judged(rule, "2026-01-05", decisions=decisions), "opens") == ["2034-01-01"]
    capped = rule | {"regime": [{"opens": {"years_field": "bar_years", "at_most": "100 months"}}]}
    assert shown(judged(capped, "2026-01-05", decisions=decisions), "opens") == ["2034-01-01"]


# ── what a row does not tell ────────────────────────────────────────────────────────────────────────────────────

NOTHING = {
    "opens_day": 0,
    "due_day": 0,
    "due_minute": -1,
    "cautious_day": 0,
    "latest_day": 0,
    "latest_minute": -1,
    "nominal_day": 0,
    "earliest_day": 0,
    "met_day": 0,
    "days_late": 0,
    "days_frozen": 0,
    "projected": False,
    "truncated": False,
}


def numbers(rule, as_of, **facts):
    """Return the anchor of the one occurrence, and whatever other numbers its row tells that are not nothing."""
    (row,) = judged(rule, as_of, **({"events": K} | facts)).all_obligations
    told = row._asdict()
    return row.anchor_day, {name: told[name] for name, nothing in NOTHING.items() if told[name] != nothing}


def test_of_what_has_no_anchor_or_no_regime_no_day_is_told():
    returned = {"one_per": "trip", "anchor": {"field": "returned_on"}}
    trip = {"id": "t", "departs_on": "2026-01-01"}
    assert numbers(returned, "2026-01-05", trips=[trip]) == (0, {})
    in_custody = {"regime": [{"when": {"in": "custody"}, "within": "10 days"}], "change": {"any": "at the next anchor"}}
    assert numbers(in_custody, "2026-01-05") == (day("2026-01-01").toordinal(), {})


@pytest.mark.parametrize("regime", [{"within": "10 days"}, {"within": "10 days", "opens": {"within": "1 day"}}])
def test_an_open_occurrence_has_no_last_minute_no_outer_limit_and_is_neither_met_nor_late(regime):
    first = day("2026-01-01").toordinal()
    opens = first + ("opens" in regime)
    pending = {"opens_day": opens, "due_day": first + 10, "cautious_day": first + 10, "nominal_day": first + 10}
    assert numbers({"regime": [regime]}, "2026-01-05") == (first, pending)
    met = numbers({"regime": [regime], "met_by": "event.done"}, "2026-01-05", events=K + events("done", d="2026-01-03"))
    assert met == (first, pending | {"met_day": first + 2})


@pytest.mark.parametrize("regime", [{"within": "10 days"}, {"within": "10 days", "opens": {"within": "1 day"}}])
@pytest.mark.parametrize(("length", "expected"), [("1 year", "open"), ("10 days", "not_required")])
def test_a_gate_may_ask_for_a_span_that_holds_to_the_last_day_of_the_window(regime, length, expected):
    # A span of ten days from 2 January ends on the 11th, a day before a duty of 2 January is due.
    span = SPAN | {"length": [{"lasts": length}]}
    facts = {"registrations": [{"id": "g1", "convicted_on": "2026-01-02"}], "events": events(k="2026-01-03")}
    small = book({"gate": {"covered": {"span": "span"}}, "regime": [regime]}, span=[span])
    assert shown(judged(small, "2026-01-05", **facts), "status") == [expected]
