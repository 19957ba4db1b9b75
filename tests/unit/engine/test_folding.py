"""What happens to a pending date: readings, changes of regime and suspensions, in date order, until it is past."""

import datetime as dt

import pytest

from tests.unit.engine.books import JANUARY, book, by_level, day, events, judged, levels, rolling, shown, stands, states

LAST, CHANGE, EARLIER, KEEP = (
    "from the last, not before the change",
    "from the change",
    "earlier of both",
    "keep the pending",
)


def moved(policy, *, before, then, on, as_of="2026-01-10", done=None, **more):
    """Return the date of a duty of 1 January (low: 30 days, high: 10) after a change of level on a day."""
    other = KEEP if policy != KEEP else CHANGE
    stricter = then == "high"
    change = {"stricter": policy if stricter else other, "laxer": other if stricter else policy}
    rule = rolling(regime=[by_level(low="30 days", medium="20 days", high="10 days")], change=change)
    facts = events(k="2026-01-01") + (events("done", d=done) if done else [])
    first = levels(**{before: "2025-01-01"}) if before else []
    found = judged(rule, as_of, events=facts, levels=[*first, {"id": "new", "level": then, "from": on}], **more)
    return shown(found, "due")[0]


@pytest.mark.parametrize(
    ("policy", "on", "due"),
    [
        # Pending 31 January; ten days from the anchor are 11 January.
        (LAST, "2026-01-06", "2026-01-11"),
        (LAST, "2026-01-20", "2026-01-20"),
        (LAST, "2026-01-31", "2026-01-31"),
        (CHANGE, "2026-01-06", "2026-01-16"),
        (CHANGE, "2026-01-25", "2026-02-04"),
        (EARLIER, "2026-01-06", "2026-01-16"),
        (EARLIER, "2026-01-25", "2026-01-31"),
        (KEEP, "2026-01-06", "2026-01-31"),
    ],
)
def test_a_stricter_regime(policy, on, due):
    assert moved(policy, before="low", then="high", on=on, as_of="2026-02-20") == due


@pytest.mark.parametrize(
    ("policy", "on", "regime"),
    [
        # Ten days from the change are the 21st, on which twenty from the anchor end as well.
        (CHANGE, "2026-01-11", "high"),
        # Not before the change: on the pending day itself.
        (LAST, "2026-01-21", "high"),
        (EARLIER, "2026-01-11", "low"),
        (KEEP, "2026-01-11", "low"),
    ],
)
def test_of_two_dates_on_one_day_it_is_that_of_the_length_that_the_policy_counts(policy, on, regime):
    regimes = [
        {"name": "high", "when": {"level": "high"}, "every": "10 days", "opens": {"within": "3 days"}},
        {"name": "low", "every": "20 days", "opens": {"within": "5 days"}},
    ]
    rule = rolling(regime=regimes, change={"stricter": policy, "laxer": KEEP if policy != KEEP else CHANGE})
    given = [*levels(low="2025-01-01"), {"id": "new", "level": "high", "from": on}]
    found = judged(rule, "2026-01-21", events=events(k="2026-01-01"), levels=given)
    opens = {"high": "2026-01-04", "low": "2026-01-06"}[regime]
    assert shown(found, "due", "regime", "opens") == [("2026-01-21", regime, opens)]


@pytest.mark.parametrize("until", ["2026-01-11", None])
def test_nothing_is_changed_where_days_without_a_known_end_leave_no_date(until):
    """In custody from 2 January one day is asked for; three days and one day have no date, or end on the 11th."""
    regimes = [
        {"name": "inside", "when": {"in": "custody"}, "within": "1 day"},
        {"name": "outside", "within": "3 days", "opens": {"within": "3 days"}},
    ]
    rule = {"regime": regimes, "change": {"any": CHANGE}, "must": False}
    rule |= {"suspended": {"in": ["custody"], "effect": "days do not count"}, "anchor": {"first": "event.k"}}
    stay = [{"id": "s", "kind": "custody", "from": "2026-01-02", "until": until}]
    found = judged(rule, "2026-01-02", events=events(k="2026-01-01"), statuses=stay)
    told = ("inside", "2026-01-11") if until else ("outside", None)
    assert shown(found, "regime", "due") == [told]


@pytest.mark.parametrize(
    ("policy", "on", "due"),
    [
        # Pending 11 January; thirty days from the anchor are 31 January.
        (LAST, "2026-01-06", "2026-01-31"),
        (CHANGE, "2026-01-06", "2026-02-05"),
        (EARLIER, "2026-01-06", "2026-01-11"),
        (KEEP, "2026-01-06", "2026-01-11"),
        # On the last day the date is not past; on the next it is, and never moves again.
        (LAST, "2026-01-11", "2026-01-31"),
        (LAST, "2026-01-12", "2026-01-11"),
        (CHANGE, "2026-01-12", "2026-01-11"),
    ],
)
def test_a_laxer_regime(policy, on, due):
    assert moved(policy, before="high", then="low", on=on, as_of="2026-02-20") == due


def test_a_change_to_the_same_length_changes_nothing():
    rule = rolling(
        regime=[by_level(low="10 days", high="10 days")],
        change={"stricter": CHANGE, "laxer": CHANGE},
    )
    facts = {"events": events(k="2026-01-01"), "levels": levels(low="2025-01-01", high="2026-01-05")}
    assert shown(judged(rule, "2026-01-08", **facts), "due") == ["2026-01-11"]
    named = rolling(
        regime=[{"when": {"level": ["low"]}, "every": "10 days"}, {"every": "10 days", "name": "other"}],
        change={"stricter": CHANGE, "laxer": CHANGE},
    )
    assert shown(judged(named, "2026-01-08", **facts), "due") == ["2026-01-11"]


def test_a_change_that_lies_ahead_changes_nothing_yet():
    assert moved(LAST, before="low", then="high", on="2026-01-11", as_of="2026-01-10") == "2026-01-31"


def test_what_is_met_is_followed_up_to_the_day_it_was_met():
    done = "2026-01-08"
    assert moved(LAST, before="low", then="high", on="2026-01-08", done=done) == "2026-01-11"
    assert moved(LAST, before="low", then="high", on="2026-01-09", done=done) == "2026-01-31"


def test_changes_are_followed_one_after_the_other():
    rule = rolling(
        regime=[by_level(low="30 days", medium="20 days", high="10 days")], change={"stricter": LAST, "laxer": KEEP}
    )
    facts = {
        "events": events(k="2026-01-01"),
        "levels": [
            *levels(low="2025-01-01", medium="2026-01-03", high="2026-01-05"),
            {"id": "again", "level": "low", "from": "2026-01-07"},
        ],
    }
    assert shown(judged(rule, "2026-01-04", **facts), "due") == ["2026-01-21"]
    assert shown(judged(rule, "2026-01-06", **facts), "due") == ["2026-01-11"]
    assert shown(judged(rule, "2026-01-08", **facts), "due") == ["2026-01-11"]


def test_one_policy_may_hold_for_both_directions():
    rule = rolling(regime=[by_level(low="30 days", high="10 days")], change={"any": CHANGE})
    for before, then, due in (("low", "high", "2026-01-16"), ("high", "low", "2026-02-05")):
        facts = {"events": events(k="2026-01-01"), "levels": levels(**{before: "2025-01-01", then: "2026-01-06"})}
        assert shown(judged(rule, "2026-01-07", **facts), "due") == [due]


def test_at_the_next_anchor_reads_the_regime_once():
    rule = rolling(regime=[by_level(low="30 days", high="10 days")], change={"any": "at the next anchor"})
    facts = {
        "events": events(k="2026-01-01") + events("done", d="2026-01-07"),
        "levels": levels(low="2025-01-01", high="2026-01-06"),
    }
    assert shown(judged(rule, "2026-01-08", **facts), "due") == ["2026-01-31", "2026-01-17"]


def test_a_regime_read_at_the_anchor_is_read_once_too():
    regime = by_level(low="30 days", high="10 days")
    rule = rolling(regime=[regime | {"read_at": "anchor"}], change={"any": "at the next anchor"})
    facts = {"events": events(k="2026-01-01"), "levels": levels(low="2025-01-01", high="2026-01-06")}
    assert shown(judged(rule, "2026-01-08", **facts), "due") == ["2026-01-31"]


# ── to never and back ───────────────────────────────────────────────────────────────────────────────────────────


def never(policy, as_of, plans):
    rule = rolling(
        regime=[{"when": {"mode": "reactive"}, "every": "never"}, {"every": "10 days"}],
        change={"stricter": policy, "laxer": policy},
    )
    return stands(judged(rule, as_of, events=events(k="2026-01-01"), plans=plans))


REACTIVE = {"id": "p1", "from": "2026-01-06", "mode": "reactive"}
ACTIVE = {"id": "p2", "from": "2026-01-20"}


@pytest.mark.parametrize(("policy", "due"), [(LAST, "2026-01-20"), (CHANGE, "2026-01-30"), (EARLIER, "2026-01-30")])
def test_to_never_the_pending_date_is_gone_and_comes_back_as_a_stricter_one(policy, due):
    assert never(policy, "2026-01-05", [REACTIVE]) == [("open", "2026-01-11")]
    assert never(policy, "2026-01-06", [REACTIVE]) == [("not_required", None)]
    assert never(policy, "2026-01-20", [REACTIVE, ACTIVE]) == [("open", due)]


def test_where_nothing_certain_was_pending_there_is_nothing_to_keep():
    """Else a duty that comes back, or whose level is set at last, would have no date for ever."""
    assert never(KEEP, "2026-01-20", [REACTIVE, ACTIVE]) == [("overdue", "2026-01-11")]
    rule = rolling(regime=[by_level(low="30 days", high="10 days")], change={"any": KEEP})

    def found(**set_on):
        return shown(
            judged(rule, "2026-01-07", events=events(k="2026-01-01"), levels=levels(**set_on)), "due", "cautious_due"
        )

    assert found() == [("2026-01-31", "2026-01-11")]
    assert found(high="2026-01-05") == [("2026-01-11", "2026-01-11")]
    assert found(high="2026-01-05", low="2026-01-06") == [("2026-01-11", "2026-01-11")]


def test_a_date_that_was_past_stays_past_when_the_duty_stops():
    late = REACTIVE | {"from": "2026-01-12"}
    assert never(LAST, "2026-01-15", [late]) == [("overdue", "2026-01-11")]


def test_to_no_regime_at_all_the_pending_date_stays():
    rule = rolling(regime=[{"when": {"mode": "active"}, "every": "10 days"}], change={"stricter": LAST, "laxer": LAST})
    found = judged(rule, "2026-01-08", events=events(k="2026-01-01"), plans=[REACTIVE])
    assert stands(found) == [("open", "2026-01-11")]


# ── what a missing fact would decide ────────────────────────────────────────────────────────────────────────────


def unlevelled(as_of, change, **facts):
    rule = rolling(regime=[by_level(low="30 days", medium="20 days", high="10 days")], change=change)
    found = judged(rule, as_of, events=events(k="2026-01-01"), **facts)
    return shown(found, "status", "cautious_due", "due", "lacking")


BOTH = {"stricter": LAST, "laxer": LAST}


def test_without_a_level_every_length_is_followed_and_the_latest_is_the_due():
    assert unlevelled("2026-01-11", BOTH) == [("open", "2026-01-11", "2026-01-31", ())]
    assert unlevelled("2026-01-12", BOTH) == [("unknown", "2026-01-11", "2026-01-31", ("levels",))]
    assert unlevelled("2026-01-31", BOTH) == [("unknown", "2026-01-11", "2026-01-31", ("levels",))]
    # Overdue whatever the fact.
    assert unlevelled("2026-02-01", BOTH) == [("overdue", "2026-01-11", "2026-01-31", ())]


def test_once_the_fact_is_known_the_date_is_reckoned_anew():
    known = levels(medium="2026-01-05")
    assert unlevelled("2026-01-06", BOTH, levels=known) == [("open", "2026-01-21", "2026-01-21", ())]
    # As after a change from never: the latest of the dates was not past, and nothing was certain to be late.
    late = levels(medium="2026-01-15")
    assert unlevelled("2026-01-14", BOTH, levels=late) == [("unknown", "2026-01-11", "2026-01-31", ("levels",))]
    assert unlevelled("2026-01-16", BOTH, levels=late) == [("open", "2026-01-21", "2026-01-21", ())]
    from_change = {"stricter": CHANGE, "laxer": KEEP}
    assert unlevelled("2026-01-16", from_change, levels=late) == [("open", "2026-02-04", "2026-02-04", ())]
    past = levels(medium="2026-02-01")
    assert unlevelled("2026-02-02", BOTH, levels=past) == [("overdue", "2026-01-11", "2026-01-31", ())]


def test_a_level_that_is_no_longer_known_makes_the_date_uncertain_again():
    gone = [*levels(low="2025-01-01"), {"id": "none", "from": "2026-01-05"}]
    assert unlevelled("2026-01-06", BOTH, levels=gone) == [("open", "2026-01-11", "2026-01-31", ())]
    assert unlevelled("2026-01-12", BOTH, levels=gone) == [("unknown", "2026-01-11", "2026-01-31", ("levels",))]


def test_a_suspension_moves_the_latest_of_the_dates():
    rule = rolling(
        regime=[by_level(low="30 days", high="10 days")],
        change=BOTH,
        suspended={"in": "custody", "effect": "later of due and", "due": "3 days after end"},
    )
    found = judged(rule, "2026-02-01", events=events(k="2026-01-01"), statuses=states(s="2026-01-12/2026-01-30"))
    # Had the level been high, 11 January was past before the custody, which does not move it.
    assert shown(found, "status", "due", "cautious_due") == [("unknown", "2026-02-02", "2026-01-11")]


# ── suspensions ─────────────────────────────────────────────────────────────────────────────────────────────────

LATER = {"in": "custody", "effect": "later of due and", "due": "10 days after end"}
SKIPS = {"in": "custody", "effect": "days do not count"}
INSIDE = {"in": "custody", "if": "due day ends inside", "due": "3 days beginning with end"}


def suspended(by, as_of="2026-02-20", *fields, counting="after", done=None, kinds=None, **runs):
    rule = {"suspended": by, "counting": counting, "met_by": "event.done"}
    facts = events(k="2026-01-01") + (events("done", d=done) if done else [])
    found = judged(rule, as_of, events=facts, statuses=states(**runs) + (kinds or []))
    return shown(found, *(fields or ("status", "due")))[0]


@pytest.mark.parametrize(
    ("run", "due"),
    [
        ("2026-01-05/2026-01-08", "2026-01-18"),
        ("2026-01-02/2026-01-03", "2026-01-13"),
        ("2026-01-02/2026-01-02", "2026-01-11"),
        ("2025-12-20/2026-01-02", "2026-01-12"),
        ("2025-12-20/2026-01-01", "2026-01-11"),  # it ended on the day of the anchor
        ("2026-01-11/2026-01-12", "2026-01-22"),
        ("2026-01-12/2026-01-13", "2026-01-11"),  # the date was past
        ("2026-01-05", None),
    ],
)
def test_the_later_of_the_due_and_so_long_after_the_end(run, due):
    assert suspended(LATER, "2026-02-20", "due", s=run) == due


def test_the_later_of_is_the_due_itself_where_that_is_later():
    assert (
        suspended(LATER | {"due": "2 days after end"}, "2026-01-06", "due", s="2026-01-03/2026-01-05") == "2026-01-11"
    )


def test_each_run_moves_the_date_again_while_it_is_not_past():
    assert suspended(LATER, "2026-01-16", "due", s="2026-01-05/2026-01-08", t="2026-01-15/2026-01-16") == "2026-01-26"
    assert suspended(LATER, "2026-02-20", "due", s="2026-01-05/2026-01-08", t="2026-01-19/2026-01-20") == "2026-01-18"


def test_a_run_without_an_end_takes_the_date_away_and_suspends():
    assert suspended(LATER, "2026-01-06", s="2026-01-05") == ("suspended", None)
    assert suspended(LATER, "2026-06-30", s="2026-01-05") == ("suspended", None)


def test_the_moved_date_is_the_cautious_one_too_and_the_nominal_one_stays():
    fields = ("due", "cautious_due", "nominal")
    assert suspended(LATER, "2026-01-09", *fields, s="2026-01-05/2026-01-08") == (
        "2026-01-18",
        "2026-01-18",
        "2026-01-11",
    )
    kept = suspended(LATER | {"due": "2 days after end"}, "2026-01-09", *fields, s="2026-01-05/2026-01-08")
    assert kept == ("2026-01-11", "2026-01-11", "2026-01-11")


def test_a_state_that_holds_suspends_until_it_ends():
    run = {"s": "2026-01-05/2026-01-08"}
    assert suspended(LATER, "2026-01-04", **run) == ("open", "2026-01-11")
    assert suspended(LATER, "2026-01-05", **run) == ("suspended", "2026-01-18")
    assert suspended(LATER, "2026-01-07", **run) == ("suspended", "2026-01-18")
    assert suspended(LATER, "2026-01-08", **run) == ("open", "2026-01-18")


def test_several_states_are_one_union():
    rule = LATER | {"in": ["custody", "hospital"]}
    hospital = states("hospital", h="2026-01-08/2026-01-12")
    assert suspended(rule, "2026-02-01", "due", kinds=hospital, s="2026-01-05/2026-01-08") == "2026-01-22"


@pytest.mark.parametrize(
    ("run", "after", "beginning_with"),
    [
        ("2026-01-05/2026-01-08", "2026-01-14", "2026-01-13"),
        ("2025-12-20/2026-01-03", "2026-01-12", "2026-01-12"),
        ("2026-01-10/2026-01-15", "2026-01-16", "2026-01-15"),
        ("2026-01-11/2026-01-15", "2026-01-15", "2026-01-10"),
        ("2026-01-12/2026-01-15", "2026-01-11", "2026-01-10"),
        ("2025-12-20/2026-01-01", "2026-01-11", "2026-01-10"),
        ("2026-01-05", None, None),
    ],
)
def test_days_in_the_state_do_not_count(run, after, beginning_with):
    assert suspended(SKIPS, "2026-02-20", "due", s=run) == after
    assert suspended(SKIPS, "2026-02-20", "due", counting="beginning with", s=run) == beginning_with


def test_a_run_that_begins_within_the_days_added_does_not_count_either():
    runs = {"s": "2026-01-05/2026-01-08", "t": "2026-01-13/2026-01-14"}
    assert suspended(SKIPS, "2026-02-20", "due", **runs) == "2026-01-15"


def test_days_do_not_count_for_a_stricter_regime_either():
    rule = rolling(
        regime=[by_level(low="30 days", high="10 days")],
        change={"stricter": CHANGE, "laxer": CHANGE},
        suspended=SKIPS,
    )
    facts = {"events": events(k="2026-01-01"), "levels": levels(low="2025-01-01", high="2026-01-06")}
    found = judged(rule, "2026-01-20", statuses=states(s="2026-01-10/2026-01-12"), **facts)
    # Ten days after the sixth, less two.
    assert shown(found, "due") == ["2026-01-18"]


@pytest.mark.parametrize(
    ("run", "due"),
    [
        ("2026-01-05/2026-01-11", "2026-01-11"),  # the day of release is free
        ("2026-01-05/2026-01-12", "2026-01-14"),
        ("2026-01-11/2026-01-12", "2026-01-14"),
        ("2026-01-12/2026-01-20", "2026-01-11"),
        ("2025-12-20/2026-02-01", "2026-02-03"),
        ("2026-01-05", None),
    ],
)
def test_only_a_date_that_falls_inside_is_moved_where_the_book_says_so(run, due):
    assert suspended(INSIDE, "2026-03-01", "due", s=run) == due


ONE_INSIDE = INSIDE | {"if": "due day first ends inside"}


@pytest.mark.parametrize(
    ("runs", "again", "once"),
    [
        # Pending 11 January; the first ends on the twelfth, which gives the fourteenth.
        ({"a": "2026-01-10/2026-01-12"}, "2026-01-14", "2026-01-14"),
        ({"a": "2026-01-10/2026-01-12", "b": "2026-01-13/2026-01-20"}, "2026-01-22", "2026-01-14"),
        ({"a": "2026-01-10/2026-01-12", "b": "2026-01-14"}, None, "2026-01-14"),
        # One that moves nothing is not the first; two that touch are one.
        ({"a": "2026-01-03/2026-01-05", "b": "2026-01-10/2026-01-12"}, "2026-01-14", "2026-01-14"),
        ({"a": "2026-01-10/2026-01-12", "b": "2026-01-12/2026-01-20"}, "2026-01-22", "2026-01-22"),
    ],
)
def test_a_date_that_the_end_of_a_state_gave_may_not_be_moved_again(runs, again, once):
    assert suspended(INSIDE, "2026-03-01", "due", **runs) == again
    assert suspended(ONE_INSIDE, "2026-03-01", "due", **runs) == once


def test_a_state_that_may_not_move_it_again_suspends_nothing_until_the_date_is_past():
    runs = {"a": "2026-01-10/2026-01-12", "b": "2026-01-13/2026-01-20"}
    shown_on = [suspended(ONE_INSIDE, day, "status", **runs) for day in ("2026-01-11", "2026-01-13", "2026-01-14")]
    assert shown_on == ["suspended", "open", "open"]
    # As with whatever is late while a state holds, its days are frozen.
    assert suspended(ONE_INSIDE, "2026-01-15", "status", "days_late", **runs) == ("suspended", 0)
    assert suspended(ONE_INSIDE, "2026-01-21", "status", "days_late", "days_frozen", **runs) == ("overdue", 2, 5)


def test_each_of_the_two_dates_is_moved_by_the_first_that_holds_it():
    # Without a level the cautious date is 6 January, the due the eleventh: each lies in another state.
    length = by_level(low="5 days", medium="10 days", high="10 days")["every"]
    rule = {"change": {"any": "at the next anchor"}, "regime": [{"by": "level", "within": length}]}
    facts = {"events": events(k="2026-01-01"), "statuses": states(a="2026-01-05/2026-01-07", b="2026-01-08/2026-01-20")}
    once = judged(rule | {"suspended": ONE_INSIDE}, "2026-01-08", **facts)
    assert shown(once, "cautious_due", "due") == [("2026-01-09", "2026-01-22")]
    again = judged(rule | {"suspended": INSIDE}, "2026-01-08", **facts)
    assert shown(again, "cautious_due", "due") == [("2026-01-22", "2026-01-22")]


@pytest.mark.parametrize(("high", "due"), [("13 days", "2026-01-14"), ("14 days", "2026-01-22")])
def test_a_change_to_the_day_that_the_end_of_a_state_gave_leaves_it_there(high, due):
    # Ten days are over in the first state, whose end gives 14 January; so do 13 days, or 14 that begin with the first.
    rule = rolling(
        regime=[by_level(low="10 days", high=high)],
        change={"stricter": LAST, "laxer": LAST},
        suspended=ONE_INSIDE,
        cautious={"counting": "beginning with"},
    )
    facts = {"events": events(k="2026-01-01"), "levels": levels(low="2025-01-01", high="2026-01-13")}
    runs = states(a="2026-01-09/2026-01-12", b="2026-01-13/2026-01-20")
    assert shown(judged(rule, "2026-01-30", statuses=runs, **facts), "due", "cautious_due") == [(due, "2026-01-14")]


def test_so_it_does_with_the_cautious_date_alone():
    # Without a level: the end of the first state gives the ninth in place of the sixth; eight days end on it, too.
    shorter, longer = by_level(low="5 days", medium="10 days"), by_level(low="8 days", medium="20 days")
    regimes = [longer | {"when": {"mode": "reactive"}}, shorter]
    rule = rolling(regime=regimes, change={"stricter": LAST, "laxer": LAST}, suspended=ONE_INSIDE)
    runs = states(a="2026-01-05/2026-01-07", b="2026-01-09/2026-01-15")
    plans = [{"id": "p", "from": "2026-01-08", "mode": "reactive"}]
    found = judged(rule, "2026-01-09", events=events(k="2026-01-01"), statuses=runs, plans=plans)
    assert shown(found, "cautious_due", "due") == [("2026-01-09", "2026-01-21")]


def test_a_date_that_a_change_gave_since_may_be_moved():
    lengths = by_level(low="10 days", medium="40 days", high="40 days")
    rule = rolling(suspended=ONE_INSIDE, regime=[lengths], change={"stricter": CHANGE, "laxer": LAST})
    runs = states(a="2026-01-10/2026-01-12", b="2026-02-09/2026-02-20")
    facts = {"levels": levels(low="2025-01-01", medium="2026-01-13"), "statuses": runs}
    assert shown(judged(rule, "2026-03-01", events=events(k="2026-01-01"), **facts), "due") == ["2026-02-22"]


def test_a_date_that_another_state_set_is_not_moved_again():
    sets = {"in": "hospital", "effect": "due after end", "due": "5 days after end"}
    rule = {"suspended": [ONE_INSIDE, sets]}
    kinds = states(b="2026-01-12/2026-01-20") + states("hospital", h="2026-01-05/2026-01-08")
    found = judged(rule, "2026-03-01", events=events(k="2026-01-01"), statuses=kinds)
    assert shown(found, "due") == ["2026-01-13"]
    again = judged({"suspended": [INSIDE, sets]}, "2026-03-01", events=events(k="2026-01-01"), statuses=kinds)
    assert shown(again, "due") == ["2026-01-22"]


@pytest.mark.parametrize("effect", ["due after end", "restarts"])
def test_a_state_without_an_end_holds_both_dates_up_whatever_another_does(effect):
    other = {"in": "hospital", "effect": effect} | ({"due": "5 days after end"} if effect == "due after end" else {})
    kinds = states(open_="2026-01-05") + states("hospital", h="2026-01-06/2026-01-08")
    rule = rolling(suspended=[INSIDE, other])
    found = judged(rule, "2026-01-10", events=events(k="2026-01-01"), statuses=kinds)
    assert shown(found, "status", "due", "cautious_due") == [("suspended", None, None)]


def test_a_date_that_the_end_of_a_state_gave_is_certain_once_the_missing_fact_is_known():
    """Ten days, or thirty: the sooner was past when the state gave the date. On 7 February the level is told."""
    rule = rolling(
        regime=[by_level(low="30 days", medium="20 days", high="10 days")],
        change={"stricter": CHANGE, "laxer": KEEP},
        suspended={"in": "hospital", "effect": "due after end", "due": "20 days after end"},
    )
    runs = states("hospital", h="2026-01-28/2026-02-05")
    facts = {"events": events(k="2026-01-01"), "statuses": runs, "levels": levels(low="2026-02-07")}
    fields = ("status", "due", "cautious_due")
    assert shown(judged(rule, "2026-02-06", **facts), *fields) == [("unknown", "2026-02-25", "2026-01-11")]
    assert shown(judged(rule, "2026-02-07", **facts), *fields) == [("open", "2026-02-25", "2026-02-25")]


def test_a_state_that_moved_nothing_suspends_nothing():
    assert suspended(INSIDE, "2026-01-06", s="2026-01-05/2026-01-11") == ("open", "2026-01-11")
    assert suspended(INSIDE, "2026-01-06", s="2026-01-05/2026-01-12") == ("suspended", "2026-01-14")
    assert suspended(INSIDE, "2026-01-12", s="2026-01-05/2026-01-12") == ("open", "2026-01-14")


def test_a_run_that_moved_nothing_suspends_nothing_though_an_earlier_run_moved_the_date():
    runs = {"a": "2026-01-05/2026-01-12", "b": "2026-01-13/2026-01-14"}
    assert suspended(INSIDE, "2026-01-11", **runs) == ("suspended", "2026-01-14")
    assert suspended(INSIDE, "2026-01-13", **runs) == ("open", "2026-01-14")


def test_days_in_a_suspending_state_are_taken_out_of_the_days_late():
    fields = ("status", "days_late", "days_frozen")
    run = {"s": "2026-01-13/2026-01-16"}
    assert suspended(LATER, "2026-01-12", *fields, **run) == ("overdue", 1, 0)
    assert suspended(LATER, "2026-01-14", *fields, **run) == ("suspended", 1, 2)
    assert suspended(LATER, "2026-01-20", *fields, **run) == ("overdue", 6, 3)
    assert suspended(LATER, "2026-01-20", *fields, done="2026-01-18", **run) == ("met_late", 4, 3)
    # What lies in two states is counted once.
    two = [LATER, LATER | {"in": "hospital"}]
    hospital = states("hospital", h="2026-01-15/2026-01-18")
    assert suspended(two, "2026-01-20", *fields, kinds=hospital, **run) == ("overdue", 4, 5)


def test_on_one_day_a_change_of_regime_comes_before_the_start_of_a_state():
    rule = rolling(
        regime=[by_level(low="30 days", high="10 days")],
        change={"stricter": LAST, "laxer": LAST},
        suspended=INSIDE,
    )
    facts = {"events": events(k="2026-01-01"), "levels": levels(low="2025-01-01", high="2026-01-09")}
    found = judged(rule, "2026-01-10", statuses=states(s="2026-01-09/2026-01-14"), **facts)
    # The change gives the eleventh, which falls inside: three days beginning with the fourteenth.
    assert shown(found, "due") == ["2026-01-16"]


def test_a_date_moved_by_a_state_is_no_earlier_after_a_change():
    rule = rolling(
        regime=[by_level(low="30 days", high="10 days")],
        change={"stricter": LAST, "laxer": LAST},
        suspended=LATER,
    )
    facts = {"events": events(k="2026-01-01"), "levels": levels(low="2025-01-01", high="2026-01-25")}
    found = judged(rule, "2026-01-26", statuses=states(s="2026-01-20/2026-01-24"), **facts)
    # The later of 25 January and ten days after 24 January.
    assert shown(found, "due") == ["2026-02-03"]


# ── from the next calendar month, and in proportion ─────────────────────────────────────────────────────────────

MONTH, SHARE = "from the next calendar month", "in proportion"


@pytest.mark.parametrize(
    ("on", "due"),
    [
        # Pending 31 January; ten days from the first of the month after the change.
        ("2026-01-06", "2026-02-11"),
        ("2026-01-31", "2026-02-11"),
        ("2026-02-01", "2026-01-31"),  # past
    ],
)
def test_a_new_length_counted_from_the_next_calendar_month(on, due):
    assert moved(MONTH, before="low", then="high", on=on, as_of="2026-02-20") == due


def test_a_laxer_length_counted_from_the_next_calendar_month():
    assert moved(MONTH, before="high", then="low", on="2026-01-06", as_of="2026-02-20") == "2026-03-03"


def test_the_next_calendar_month_is_counted_in_the_words_of_the_rule():
    assert moved_in("beginning with", MONTH, "2025-12-31", as_of="2026-01-05") == "2026-01-10"
    assert moved_in("after", MONTH, "2025-12-31", as_of="2026-01-05") == "2026-01-11"


def moved_in(counting, policy, on, as_of="2026-02-20", lengths=None, anchor="2025-12-20"):
    """Return the date of a duty of some day (low: 30 days, high: 10) after the level rose."""
    rule = rolling(
        counting=counting,
        regime=[by_level(**(lengths or {"low": "30 days", "high": "10 days"}))],
        change={"stricter": policy, "laxer": policy},
    )
    facts = {"events": events(k=anchor), "levels": levels(low="2025-01-01", high=on)}
    return shown(judged(rule, as_of, **facts), "due")[0]


@pytest.mark.parametrize(
    ("on", "due"),
    [
        # Of thirty days 25, 20, 1 and 0 are left: so much of ten days, rounded down.
        ("2026-01-06", "2026-01-14"),
        ("2026-01-11", "2026-01-17"),
        ("2026-01-30", "2026-01-30"),
        ("2026-01-31", "2026-01-31"),
        ("2026-02-01", "2026-01-31"),
    ],
)
def test_a_stricter_length_in_proportion_to_what_is_left(on, due):
    assert moved(SHARE, before="low", then="high", on=on, as_of="2026-02-20") == due


def test_a_laxer_length_in_proportion_to_what_is_left():
    # Of ten days five are left: fifteen of thirty.
    assert moved(SHARE, before="high", then="low", on="2026-01-06", as_of="2026-02-20") == "2026-01-21"


@pytest.mark.parametrize(
    ("on", "due"),
    [
        # Thirty days beginning with 20 December end on 18 January; on 4 January half of them are left, it being one.
        ("2026-01-04", "2026-01-08"),
        ("2026-01-18", "2026-01-18"),
        ("2025-12-21", "2025-12-29"),
    ],
)
def test_a_proportion_of_days_that_begin_with_the_first(on, due):
    assert moved_in("beginning with", SHARE, on) == due


def test_for_a_proportion_a_year_has_365_days_and_a_month_30():
    lengths = {"low": "1 year", "high": "3 months"}
    assert moved_in("after", SHARE, "2026-05-10", "2026-05-10", lengths, anchor="2026-01-15") == "2026-07-10"
    lengths = {"low": "10 days", "high": "1 year 6 months 3 days"}
    # Half of 548 days.
    assert moved_in("after", SHARE, "2026-01-06", "2026-01-06", lengths, anchor="2026-01-01") == "2026-10-07"


def test_a_proportion_of_two_lengths_is_that_of_the_shorter():
    interval = {"fact": "plan.interval", "at_most": "1 month"}
    regimes = [{"when": {"plan_interval": "set"}, "every": interval}, {"every": "60 days"}]
    rule = rolling(regime=regimes, change={"stricter": SHARE, "laxer": SHARE})
    plans = [{"id": "p", "from": "2026-01-31", "interval": "29 days"}]
    # Half of 60 days is left, and half of 29 is 14.
    found = judged(rule, "2026-02-01", events=events(k="2026-01-01"), plans=plans)
    assert shown(found, "due") == ["2026-02-14"]


def test_where_nothing_was_pending_a_proportion_is_the_whole_from_the_change():
    regimes = [{"when": {"mode": "reactive"}, "every": "never"}, {"every": "30 days"}]
    rule = rolling(regime=regimes, change={"stricter": SHARE, "laxer": SHARE})
    plans = [{"id": "p1", "from": "2025-01-01", "mode": "reactive"}, {"id": "p2", "from": "2026-01-06"}]
    found = judged(rule, "2026-01-10", events=events(k="2026-01-01"), plans=plans)
    assert shown(found, "due") == ["2026-02-05"]


def twice(second, *, policy=SHARE, laxer=SHARE):
    """Return the date of a duty of 1 January (365 days) after the level rose on 1 March and fell on another day."""
    rule = rolling(
        regime=[by_level(low="365 days", high="100 days")],
        change={"stricter": policy, "laxer": laxer},
    )
    rose = [
        {"id": "l1", "level": "low", "from": "2025-01-01"},
        {"id": "l2", "level": "high", "from": "2026-03-01"},
        {"id": "l3", "level": "low", "from": second},
    ]
    return shown(judged(rule, second, events=events(k="2026-01-01"), levels=rose), "due")[0]


def test_a_second_proportion_is_of_what_the_first_left():
    # 306 of 365 days are left on 1 March: 83 of 100 days, to 23 May. Back on the next day 82/83 of these are left:
    # 82/83 of 306/365 of 365 days are 302.
    assert twice("2026-03-02") == "2026-12-29"
    # On 23 May nothing is left.
    assert twice("2026-05-23") == "2026-05-23"


def test_a_proportion_after_another_policy_is_of_the_days_that_this_one_gave():
    # A hundred days from 1 March, to 9 June; half of them are left on 20 April: 182 of 365.
    assert twice("2026-04-20", policy=CHANGE) == "2026-10-19"
    # From 1 April, to 10 July: on 1 March to 1 April none has run, so on 20 March all of them are left.
    assert twice("2026-03-20", policy=MONTH) == "2027-03-20"
    # Kept, and then given again: nothing has changed.
    assert twice("2026-03-21", policy=KEEP) == "2027-01-01"
    # A hundred days from the anchor, to 11 April: 41 of 100 are left.
    assert twice("2026-03-01", policy=LAST) == "2027-01-01"
    assert twice("2026-03-31", policy=LAST) == "2026-05-10"
    # The earlier of both is the one from the change.
    assert twice("2026-04-20", policy=EARLIER) == "2026-10-19"


def test_days_in_a_state_do_not_count_in_a_proportion_either():
    rule = rolling(
        regime=[by_level(low="30 days", high="10 days")], change={"stricter": SHARE, "laxer": SHARE}, suspended=SKIPS
    )
    facts = {"events": events(k="2026-01-01"), "levels": levels(low="2025-01-01", high="2026-01-06")}
    found = judged(rule, "2026-01-20", statuses=states(s="2026-01-07/2026-01-09"), **facts)
    # Of thirty days, two of them added later, 25 were left on the sixth: eight days after it, less two.
    assert shown(found, "due") == ["2026-01-16"]


# ── a date set by the end of a state, and lengths that run anew from it ─────────────────────────────────────────

SETS = {"in": "custody", "effect": "due after end", "due": "3 days after end"}
ANEW = {"in": "custody", "effect": "restarts"}


@pytest.mark.parametrize(
    ("run", "sets", "anew"),
    [
        ("2026-01-02/2026-01-03", "2026-01-06", "2026-01-13"),  # sooner than it was
        ("2026-01-11/2026-01-12", "2026-01-15", "2026-01-22"),
        ("2026-01-12/2026-01-13", "2026-01-11", "2026-01-11"),  # the date was past
        ("2025-12-20/2026-01-02", "2026-01-05", "2026-01-12"),
        ("2025-12-20/2026-01-01", "2026-01-11", "2026-01-11"),  # it ended on the day of the anchor
        ("2026-01-05", None, None),
    ],
)
def test_the_end_of_a_state_sets_the_date_or_starts_the_length_again(run, sets, anew):
    assert suspended(SETS, "2026-02-20", "due", s=run) == sets
    assert suspended(ANEW, "2026-02-20", "due", s=run) == anew


def test_a_length_that_restarts_is_counted_in_the_words_of_the_rule():
    assert suspended(ANEW, "2026-01-05", "due", counting="beginning with", s="2026-01-02/2026-01-03") == "2026-01-12"


@pytest.mark.parametrize(
    ("by", "fields"),
    [
        (SETS, ("2026-01-11", "2026-01-11", "2026-01-11")),
        (ANEW, ("2026-01-18", "2026-01-18", "2026-01-11")),
    ],
)
def test_the_date_set_anew_is_the_cautious_one_too_and_the_nominal_one_stays(by, fields):
    run = {"s": "2026-01-05/2026-01-08"}
    assert suspended(by, "2026-01-09", "due", "cautious_due", "nominal", **run) == fields
    assert suspended(by, "2026-01-06", **run)[0] == "suspended"
    assert suspended(by, "2026-01-09", "status", **run) == "open"


def test_the_last_of_several_runs_decides_while_the_date_is_not_past():
    runs = {"s": "2026-01-05/2026-01-08", "t": "2026-01-10/2026-01-12"}
    assert suspended(SETS, "2026-02-20", "due", **runs) == "2026-01-15"
    assert suspended(ANEW, "2026-02-20", "due", **runs) == "2026-01-22"
    runs["t"] = "2026-01-12/2026-01-14"
    assert suspended(SETS, "2026-02-20", "due", **runs) == "2026-01-11"
    assert suspended(ANEW, "2026-02-20", "due", **runs) == "2026-01-24"


@pytest.mark.parametrize(("by", "due"), [(SETS, "2026-01-13"), (ANEW, "2026-01-20")])
def test_a_state_that_ended_before_another_one_decides_nothing(by, due):
    both = [by, by | {"in": "hospital"}]
    inner = states("hospital", h="2026-01-06/2026-01-08")
    assert suspended(both, "2026-02-20", "due", kinds=inner, s="2026-01-05/2026-01-10") == due
    assert suspended(both, "2026-02-20", "due", kinds=inner, s="2026-01-05") is None


def test_evidence_before_the_end_meets_a_date_that_waits_for_it():
    assert suspended(SETS, "2026-02-20", done="2026-01-06", s="2026-01-05/2026-01-08") == ("met", "2026-01-11")
    assert suspended(ANEW, "2026-02-20", done="2026-01-06", s="2026-01-05/2026-01-08") == ("met", "2026-01-18")


def in_custody(by, policy, on, *, run="2026-01-05/2026-01-20", as_of="2026-01-21", **lengths):
    rule = rolling(
        regime=[by_level(**({"low": "30 days", "high": "10 days"} | lengths))],
        change={"stricter": policy, "laxer": policy},
        suspended=by,
    )
    facts = {"events": events(k="2026-01-01"), "levels": levels(low="2025-01-01", high=on)}
    return shown(judged(rule, as_of, statuses=states(s=run), **facts), "due")[0]


@pytest.mark.parametrize("policy", [LAST, CHANGE, EARLIER, MONTH, SHARE])
def test_no_other_length_moves_a_date_that_the_end_of_a_state_has_set(policy):
    assert in_custody(SETS, policy, "2026-01-10") == "2026-01-23"
    assert in_custody(SETS, policy, "2026-01-21") == "2026-01-23"
    # The change came first; its date waits.
    assert in_custody(SETS, policy, "2026-01-04") == "2026-01-23"


@pytest.mark.parametrize(
    ("policy", "inside", "later"),
    [
        (LAST, "2026-01-30", "2026-01-30"),
        (CHANGE, "2026-01-30", "2026-01-31"),
        (KEEP, "2026-02-19", "2026-02-19"),
        (EARLIER, "2026-01-30", "2026-01-31"),
        (MONTH, "2026-02-11", "2026-02-11"),
        # All of it is left at the end, and 29 of 30 days on the day after.
        (SHARE, "2026-01-30", "2026-01-30"),
    ],
)
def test_a_change_after_a_restart_counts_from_the_restart(policy, inside, later):
    assert in_custody(ANEW, policy, "2026-01-10") == inside
    assert in_custody(ANEW, policy, "2026-01-21") == later


def test_after_a_change_the_length_that_holds_restarts():
    assert in_custody(ANEW, CHANGE, "2026-01-03") == "2026-01-30"


@pytest.mark.parametrize("by", [SETS, ANEW])
@pytest.mark.parametrize("policy", [CHANGE, MONTH, SHARE])
def test_a_change_while_a_state_has_no_end_leaves_the_date_waiting(by, policy):
    assert in_custody(by, policy, "2026-01-10", run="2026-01-05") is None


def stopped(by, **plans):
    regimes = [{"when": {"mode": "reactive"}, "every": "never"}, {"every": "10 days"}]
    rule = rolling(regime=regimes, change={"stricter": CHANGE, "laxer": CHANGE}, suspended=by)
    modes = [
        {"id": f"p{place}", "from": day} | ({"mode": name} if name == "reactive" else {})
        for place, (name, day) in enumerate(plans.items())
    ]
    facts = {"events": events(k="2026-01-01"), "statuses": states(s="2026-01-05/2026-01-08"), "plans": modes}
    return stands(judged(rule, "2026-01-10", **facts))


@pytest.mark.parametrize(
    ("policy", "held", "due"),
    [
        (LAST, "2026-01-05/2026-01-20", "2026-01-22"),
        ("from the change", "2026-01-05/2026-01-20", "2026-01-22"),
        ("earlier of both", "2026-01-05/2026-01-20", "2026-01-22"),
        (LAST, "2026-01-05", None),
        # On one day the change comes before the state; a date outside the state stays.
        (LAST, "2026-01-12/2026-01-20", "2026-01-22"),
        (LAST, "2026-01-05/2026-01-12", "2026-01-12"),
        ("from the change", "2026-01-05/2026-01-15", "2026-01-16"),
    ],
)
def test_a_date_that_a_change_puts_inside_a_state_begun_before_is_moved(policy, held, due):
    # From the 1st; four days from the 12th, on which the level rises, are the 16th.
    rule = rolling(
        regime=[by_level(low="60 days", high="4 days")],
        change={"stricter": policy, "laxer": "keep the pending"},
        suspended={"in": "custody", "if": "due day ends inside", "due": "2 days after end"},
    )
    facts = {"statuses": states(s=held), "levels": levels(low="2025-01-01", high="2026-01-12")}
    assert shown(judged(rule, "2026-01-25", events=events(k="2026-01-01"), **facts), "due") == [due]


def test_a_regime_that_never_asks_takes_a_date_that_was_set_away():
    assert stopped(SETS, reactive="2026-01-09") == [("not_required", None)]
    assert stopped(SETS, reactive="2026-01-03", active="2026-01-09") == [("open", "2026-01-19")]
    assert stopped(SETS, reactive="2026-01-03") == [("not_required", None)]
    assert stopped(ANEW, reactive="2026-01-03", active="2026-01-09") == [("open", "2026-01-19")]


def test_what_asks_for_nothing_is_no_date_that_waits_for_an_end_nobody_knows():
    change = {"stricter": CHANGE, "laxer": CHANGE}
    regimes = [{"when": {"mode": "reactive"}, "every": "never"}, {"every": "10 days"}]
    rule = rolling(suspended=SKIPS, regime=regimes, change=change)
    facts = {"events": events(k="2026-01-01"), "statuses": states(s="2026-01-05")}
    stops, goes_on = ({"id": "p1", "from": "2026-01-07", "mode": "reactive"}, {"id": "p2", "from": "2026-01-08"})
    assert stands(judged(rule, "2026-01-07", plans=[stops], **facts)) == [("not_required", None)]
    assert stands(judged(rule, "2026-01-08", plans=[stops, goes_on], **facts)) == [("suspended", None)]
    before = stops | {"from": "2026-01-03"}
    assert stands(judged(rule, "2026-01-08", plans=[before, goes_on], **facts)) == [("suspended", None)]


def unsure(by, run):
    """Return a duty of 1 January with ten or thirty days, nobody knows which."""
    rule = rolling(
        regime=[by_level(low="30 days", high="10 days")], change={"stricter": CHANGE, "laxer": CHANGE}, suspended=by
    )
    found = judged(rule, "2026-01-25", events=events(k="2026-01-01"), statuses=states(s=run))
    return shown(found, "status", "due", "cautious_due", "lacking")[0]


def test_a_missing_level_matters_no_more_once_the_date_is_set():
    assert unsure(SETS, "2026-01-05/2026-01-24") == ("open", "2026-01-27", "2026-01-27", ())
    # Had the level been high, 11 January was past before the custody.
    assert unsure(SETS, "2026-01-12/2026-01-24") == ("unknown", "2026-01-27", "2026-01-11", ("levels",))
    assert unsure(SETS, "2026-01-12") == ("suspended", None, "2026-01-11", ())


def test_a_missing_level_is_missing_after_a_restart_too():
    assert unsure(ANEW, "2026-01-05/2026-01-24") == ("open", "2026-02-23", "2026-02-03", ())
    assert unsure(ANEW, "2026-01-12/2026-01-24") == ("unknown", "2026-02-23", "2026-01-11", ("levels",))


def test_a_second_restart_counts_each_length_once():
    both = [ANEW, ANEW | {"in": "hospital"}]
    rule = rolling(
        regime=[by_level(low="30 days", high="10 days")], change={"stricter": CHANGE, "laxer": CHANGE}, suspended=both
    )
    runs = states(s="2026-01-02/2026-01-03") + states("hospital", h="2026-01-05/2026-01-07")
    found = judged(rule, "2026-01-08", events=events(k="2026-01-01"), statuses=runs)
    assert shown(found, "due", "cautious_due") == [("2026-02-06", "2026-01-17")]


def test_each_length_is_told_with_its_cautious_reading():
    rule = rolling(suspended=ANEW, cautious={"counting": "beginning with"})
    found = judged(rule, "2026-01-05", events=events(k="2026-01-01"), statuses=states(s="2026-01-02/2026-01-03"))
    steps = [step for row in found.all_obligations for step in row.steps if step[0] == "count"]
    assert [step[2:] for step in steps] == [
        tuple(day(each).toordinal() for each in days)
        for days in (("2026-01-01", "2026-01-11", "2026-01-10"), ("2026-01-03", "2026-01-13", "2026-01-12"))
    ]


def test_the_cautious_reading_restarts_as_well():
    rule = rolling(suspended=ANEW, cautious={"counting": "beginning with"})
    found = judged(rule, "2026-01-08", events=events(k="2026-01-01"), statuses=states(s="2026-01-02/2026-01-03"))
    assert shown(found, "due", "cautious_due") == [("2026-01-13", "2026-01-12")]


@pytest.mark.parametrize("effect", ["later of due and", "due after end"])
def test_an_end_outside_the_calendar_gives_no_date(effect):
    by = {"in": "custody", "effect": effect, "due": "3 working days after end"}
    small = book(rolling(suspended=by, regime=[{"every": "60 days"}]), calendar=JANUARY)
    found = judged(small, "2026-02-20", events=events(k="2026-01-01"), statuses=states(s="2026-01-20/2026-02-01"))
    assert shown(found, "status", "due", "cautious_due") == [("unknown", None, None)]


# ── days that do not count, for months and years ────────────────────────────────────────────────────────────────


def skipping(length, run, counting="after", anchor="2026-01-01"):
    rule = rolling(suspended=SKIPS, counting=counting, regime=[{"every": length}])
    return shown(judged(rule, "2026-12-31", events=events(k=anchor), statuses=states(**run)), "due")[0]


@pytest.mark.parametrize(
    ("run", "after", "beginning_with"),
    [
        ({"s": "2026-02-01/2026-03-03"}, "2026-05-01", "2026-04-30"),
        ({"s": "2026-04-01/2026-04-03"}, "2026-04-03", "2026-03-31"),
        ({"s": "2026-03-31/2026-04-03"}, "2026-04-04", "2026-04-03"),
        ({"s": "2026-04-02/2026-04-03"}, "2026-04-01", "2026-03-31"),
        ({"s": "2025-12-01/2026-01-02"}, "2026-04-01", "2026-04-01"),
        # The second run begins within the days that the first added.
        ({"s": "2026-02-01/2026-03-03", "t": "2026-04-20/2026-04-25"}, "2026-05-06", "2026-05-05"),
        ({"s": "2026-02-01"}, None, None),
    ],
)
def test_days_in_the_state_are_added_to_months(run, after, beginning_with):
    assert skipping("3 months", run) == after
    assert skipping("3 months", run, "beginning with") == beginning_with


def test_days_in_the_state_are_added_to_years_and_to_the_end_of_a_short_month():
    assert skipping("1 month", {"s": "2026-02-10/2026-02-12"}, anchor="2026-01-31") == "2026-03-02"
    assert skipping("1 year", {"s": "2025-02-10/2025-02-12"}, anchor="2025-01-31") == "2026-02-02"
    assert skipping("1 month 2 days", {"s": "2026-02-01/2026-02-02"}) == "2026-02-04"


def test_the_nominal_date_is_that_of_days_that_all_count():
    run, fields = states(s="2026-01-05/2026-01-08"), ("due", "nominal")
    facts = {"events": events(k="2026-01-01"), "statuses": run}
    assert shown(judged(rolling(suspended=SKIPS), "2026-01-09", **facts), *fields) == [("2026-01-14", "2026-01-11")]
    facts["statuses"] = states(s="2026-01-05")
    assert shown(judged(rolling(suspended=SKIPS), "2026-01-09", **facts), *fields) == [(None, "2026-01-11")]
    # The longest that it may be, as the due; and none while nothing is asked for.
    change = {"stricter": CHANGE, "laxer": CHANGE}
    unsure = rolling(suspended=SKIPS, regime=[by_level(low="30 days", high="10 days")], change=change)
    assert shown(judged(unsure, "2026-01-09", **facts), *fields) == [(None, "2026-01-31")]
    reactive = rolling(
        suspended=SKIPS, regime=[{"when": {"mode": "reactive"}, "every": "never"}, {"every": "10 days"}], change=change
    )
    plans = [{"id": "p", "from": "2026-01-01", "mode": "reactive"}]
    assert shown(judged(reactive, "2026-01-09", plans=plans, **facts), *fields) == [(None, None)]


def test_days_of_several_suspensions_do_not_count_together():
    rule = {"suspended": [{"in": kind, "effect": "days do not count"} for kind in ("custody", "hospital")]}
    kept = states(s="2026-01-05/2026-01-08") + states("hospital", h="2026-01-09/2026-01-11")
    assert shown(judged(rule, "2026-02-20", events=events(k="2026-01-01"), statuses=kept), "due") == ["2026-01-16"]
    kept = states(s="2026-01-05") + states("hospital", h="2026-01-02/2026-01-03")
    assert stands(judged(rule, "2026-02-20", events=events(k="2026-01-01"), statuses=kept)) == [("suspended", None)]


# ── closed days ─────────────────────────────────────────────────────────────────────────────────────────────────


def in_january(as_of="2026-01-30", *names, how="next open day", **rule):
    """Return what became of a duty of ten days from Wednesday, 7 January: due on a Saturday, the 17th."""
    facts = {key: rule.pop(key) for key in ("levels", "statuses") if key in rule}
    small = book(rolling(roll=how, **rule), calendar=JANUARY)
    found = judged(small, as_of, events=events(k="2026-01-07"), **facts)
    return shown(found, *(names or ("status", "due", "nominal")))


def test_a_date_is_moved_to_an_open_day_once_nothing_else_moves_it():
    assert in_january() == [("overdue", "2026-01-19", "2026-01-17")]
    assert in_january("2026-01-19") == [("open", "2026-01-19", "2026-01-17")]
    assert in_january(how="previous open day") == [("overdue", "2026-01-16", "2026-01-17")]
    # The date that the end of a state gives is moved as well: Friday the 16th and nine days.
    suspended = {"in": "custody", "effect": "later of due and", "due": "9 days after end"}
    kept = states(s="2026-01-12/2026-01-16")
    assert in_january("2026-01-20", suspended=suspended, statuses=kept) == [("open", "2026-01-26", "2026-01-17")]


def test_a_closed_last_day_is_not_past_until_the_open_one_is():
    suspended = {"in": "custody", "effect": "later of due and", "due": "2 days after end"}
    on_sunday, on_tuesday = states(s="2026-01-18/2026-01-20"), states(s="2026-01-20/2026-01-21")
    assert in_january(suspended=suspended, statuses=on_sunday) == [("overdue", "2026-01-22", "2026-01-17")]
    assert in_january(suspended=suspended, statuses=on_tuesday) == [("overdue", "2026-01-19", "2026-01-17")]
    on_saturday = states(s="2026-01-17/2026-01-20")
    assert in_january(how="previous open day", suspended=suspended, statuses=on_saturday) == [
        ("overdue", "2026-01-16", "2026-01-17")
    ]
    change = {"stricter": CHANGE, "laxer": CHANGE}
    table = [by_level(low="10 days", high="12 days")]
    on_sunday, on_tuesday = levels(low="2025-01-01", high="2026-01-18"), levels(low="2025-01-01", high="2026-01-20")
    assert in_january("2026-01-20", "due", regime=table, change=change, levels=on_sunday) == ["2026-01-30"]
    assert in_january("2026-01-20", "due", regime=table, change=change, levels=on_tuesday) == ["2026-01-19"]


def test_whether_the_due_day_lies_inside_a_state_is_asked_of_the_day_before_it_was_moved():
    suspended = {"in": "custody", "if": "due day ends inside", "due": "10 days after end"}
    on_saturday, on_sunday = states(s="2026-01-16/2026-01-18"), states(s="2026-01-18/2026-01-20")
    assert in_january("2026-01-20", "due", suspended=suspended, statuses=on_saturday) == ["2026-01-28"]
    assert in_january("2026-01-20", "due", suspended=suspended, statuses=on_sunday) == ["2026-01-19"]


def test_without_a_known_end_there_is_no_day_to_move():
    suspended = {"in": "custody", "effect": "later of due and", "due": "2 days after end"}
    assert in_january(suspended=suspended, statuses=states(s="2026-01-12")) == [("suspended", None, "2026-01-17")]


def test_the_cautious_date_is_moved_too():
    second = {"counting": "beginning with"}
    # The 18th and 19th, read otherwise the 17th and 18th: a weekend and its Monday.
    for days, cautious in (("10 days", "2026-01-16"), ("11 days", "2026-01-19"), ("13 days", "2026-01-19")):
        found = in_january("2026-01-10", "cautious_due", "due", regime=[{"every": days}], cautious=second)
        assert found[0][0] == cautious
    assert in_january("2026-01-10", "status", "due", "nominal", regime=[{"every": "24 days"}]) == [
        ("unknown", None, "2026-01-31")
    ]


def test_days_that_do_not_count_are_left_out_before_a_date_moves_to_the_end_of_its_period():
    skip = {"in": "custody", "effect": "days do not count"}
    kept = states(s="2026-01-12/2026-01-26")
    regime = [{"every": "10 days", "to_end_of": "month"}]
    assert in_january("2026-01-30", "due", regime=regime, how="next open day") == [None]
    small = book(rolling(regime=regime, suspended=skip))
    facts = {"events": events(k="2026-01-07")}
    assert shown(judged(small, "2026-01-30", **facts), "due") == ["2026-01-31"]
    assert shown(judged(small, "2026-01-30", statuses=kept, **facts), "due") == ["2026-01-31"]
    longer = states(s="2026-01-12/2026-01-28")
    assert shown(judged(small, "2026-01-30", statuses=longer, **facts), "due") == ["2026-02-28"]
    assert shown(judged(small, "2026-01-30", statuses=states(s="2026-01-12"), **facts), "status", "due") == [
        ("suspended", None)
    ]


@pytest.mark.parametrize(("name", "rule"), [("restarts", ANEW), ("suspended", SETS)])
def test_of_two_states_that_end_on_one_day_the_second_changes_nothing(name, rule):
    both = rolling(suspended=[rule, rule | {"in": "hospital"}])
    runs = states(s="2026-01-02/2026-01-07") + states("hospital", h="2026-01-03/2026-01-07")
    [row] = judged(both, "2026-01-08", events=events(k="2026-01-01"), statuses=runs).of_rule("r")
    assert [step[1] for step in row.steps if step[0] == name] == ["s"]


def test_for_a_proportion_a_year_has_365_days():
    """Of a month of 31 days one is gone: 30/31 of a year are 353 days and a bit, of 366 days they would be 354."""
    lengths = {"low": "1 month", "high": "1 year"}
    assert moved_in("after", SHARE, "2026-01-02", lengths=lengths, anchor="2026-01-01") == "2026-12-21"


@pytest.mark.parametrize(
    ("custody", "due"),
    [
        # The change finds the shorter length past; in custody no day counts, so that of the release is the first.
        ("2026-02-01/2026-03-03", "2026-03-03"),
        ("2026-02-15/2026-03-03", "2026-03-03"),
        ("2026-02-01/2026-02-16", "2026-02-16"),
        ("2026-02-01/2026-02-15", "2026-02-15"),
        ("2026-02-16/2026-03-03", "2026-02-15"),
        ("2026-02-01/", None),
    ],
)
def test_not_before_the_change_is_no_day_that_does_not_count(custody, due):
    rule = rolling(
        regime=[by_level(low="90 days", high="30 days")],
        change={"stricter": "from the last, not before the change", "laxer": "keep the pending"},
        suspended={"in": "custody", "effect": "days do not count"},
    )
    given = {"levels": levels(low="2025-01-01", high="2026-02-15"), "statuses": states(s=custody)}
    found = judged(rule, "2026-02-20", events=events(k="2026-01-01"), **given)
    assert shown(found, "due") == [due]


def test_days_that_do_not_count_after_it_was_met_or_before_it_began_move_nothing():
    """A custody that ended with the anchor, and one that came after the duty was met and before its day."""
    around = states(s="2025-12-20/2026-01-01", t="2026-01-07/2026-01-09")
    facts = events(k="2026-01-01") + events("done", d="2026-01-05")
    regime = {"within": "10 days", "opens": {"within": "1 day"}}
    rule = {"met_by": "event.done", "suspended": SKIPS, "regime": [regime]}
    found = judged(rule, "2026-01-20", events=facts, statuses=around)
    assert shown(found, "due", "met_by") == [("2026-01-11", ("d",))]


# ── each regime has its own word on closed days ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("high", "other", "due", "cautious"),
    [
        # 10 and 11 January are a weekend.
        ({"within": "9 days", "roll": "next open day"}, {"within": "10 days"}, "2026-01-12", "2026-01-11"),
        ({"within": "9 days"}, {"within": "20 days", "roll": "next open day"}, "2026-01-21", "2026-01-10"),
        ({"within": "9 days", "roll": "next open day"}, {"within": "20 days"}, "2026-01-21", "2026-01-12"),
        ({"within": "9 days", "roll": "next open day"}, {"within": "9 days"}, "2026-01-12", "2026-01-10"),
        ({"within": "9 days", "roll": "next open day"}, {"within": "11 days"}, "2026-01-12", "2026-01-12"),
    ],
)
def test_of_regimes_that_may_hold_each_date_goes_where_its_own_says(high, other, due, cautious):
    rule = {"regime": [{"when": {"level": "high"}, **high}, other], "change": {"any": "at the next anchor"}}
    found = judged(book(rule, calendar=JANUARY), "2026-01-05", events=events(k="2026-01-01"))
    assert shown(found, "due", "cautious_due") == [(due, cautious)]
    known = judged(book(rule, calendar=JANUARY), "2026-01-12", events=events(k="2026-01-01"))
    (status,) = shown(known, "status")
    assert status == ("open" if cautious == "2026-01-12" else "unknown")


def test_after_a_change_to_a_level_not_known_each_date_goes_where_its_own_says():
    regimes = [{"when": {"level": "high"}, "within": "9 days", "roll": "next open day"}, {"within": "10 days"}]
    small = book({"regime": regimes, "change": {"any": "from the last, not before the change"}}, calendar=JANUARY)
    unknown = [*levels(low="2025-12-01"), {"id": "z", "level": None, "from": "2026-01-03"}]
    found = judged(small, "2026-01-05", events=events(k="2026-01-01"), levels=unknown)
    assert shown(found, "due", "cautious_due") == [("2026-01-12", "2026-01-11")]


@pytest.mark.parametrize(
    ("within", "roll", "due"),
    [
        # The level rises on Saturday 10 January: the shorter length is past, ends that day, or on the day after.
        ("3 days", "previous open day", "2026-01-10"),
        ("8 days", "previous open day", "2026-01-10"),
        ("9 days", "previous open day", "2026-01-10"),
        ("9 days", "nearest open day", "2026-01-12"),
        ("3 days", "nearest open day", "2026-01-10"),
        ("3 days", "next open day", "2026-01-12"),
        ("12 days", "previous open day", "2026-01-14"),
        ("15 days", "previous open day", "2026-01-16"),
    ],
)
def test_no_closed_day_moves_what_is_not_due_before_the_change_to_before_it(within, roll, due):
    rule = {"regime": [{"when": {"level": "high"}, "within": within, "roll": roll}, {"within": "30 days"}]}
    rule |= {"change": {"stricter": "from the last, not before the change", "laxer": "keep the pending"}}
    small, raised = book(rule, calendar=JANUARY), levels(low="2025-12-01", high="2026-01-10")
    found = judged(small, "2026-01-10", events=events(k="2026-01-02"), levels=raised)
    assert shown(found, "due", "status") == [(due, "open")]


def test_what_a_change_to_a_level_not_known_keeps_gives_way_as_its_own_regime_says():
    """From 9 January it may be high: what is pending is kept, and its day, a Saturday, stays where it is."""
    high = {"when": {"since": dt.date(2026, 1, 9), "level": "high"}, "within": "1 day", "roll": "next open day"}
    rule = {"regime": [high, {"within": "9 days"}], "change": {"any": "keep the pending"}}
    found = judged(book(rule, calendar=JANUARY), "2026-01-09", events=events(k="2026-01-01"))
    assert shown(found, "due", "cautious_due", "status") == [("2026-01-10", "2026-01-10", "open")]


@pytest.mark.parametrize("effect", ["restarts", "due after end"])
def test_what_the_end_of_a_state_sets_anew_is_not_due_before_the_change_either(effect):
    """The level rose on Saturday 10 January, and a state began that ended the day after: no days are left."""
    rule = {
        "regime": [{"when": {"level": "high"}, "within": "0 days"}, {"within": "30 days"}],
        "roll": "previous open day",
    }
    rule |= {"change": {"stricter": "from the last, not before the change", "laxer": "keep the pending"}}
    rule["suspended"] = {"in": "custody", "effect": effect} | (
        {} if effect == "restarts" else {"due": "0 days after end"}
    )
    raised, away = levels(low="2025-12-01", high="2026-01-10"), states(s="2026-01-10/2026-01-11")
    small = book(rule, calendar=JANUARY)
    found = judged(small, "2026-01-11", events=events(k="2026-01-02"), levels=raised, statuses=away)
    assert shown(found, "due") == ["2026-01-10"]


def test_once_the_level_is_known_a_state_that_holds_the_date_up_leaves_no_other():
    """Until then the strictest date was past when the state began, and the laxest was not."""
    rule = {
        "regime": [
            {"by": "level", "within": {"low": "20 days", "medium": "20 days", "high": "5 days", "very_high": "5 days"}}
        ],
        "change": {"any": "from the last, not before the change"},
        "suspended": {"in": "custody", "effect": "later of due and", "due": "3 days after end"},
    }
    facts = {"events": events(k="2026-01-01"), "levels": levels(low="2026-01-20")}
    away = states(s="2026-01-09")
    fields = "status", "due", "cautious_due"
    assert shown(judged(rule, "2026-01-19", statuses=away, **facts), *fields) == [("suspended", None, "2026-01-06")]
    assert shown(judged(rule, "2026-01-20", statuses=away, **facts), *fields) == [("suspended", None, None)]
    back = states(s="2026-01-09/2026-02-01")
    assert shown(judged(rule, "2026-01-20", statuses=back, **facts), *fields) == [
        ("suspended", "2026-02-04", "2026-02-04")
    ]
