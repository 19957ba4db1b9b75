"""Duties that nobody could meet in time, and those that never fall due."""

import pytest

from supervise.rules import load_rulebook, shipped_rulebooks
from supervise.rules.checking import findings_of
from tests.unit.rules.minimal import RULE, SPAN, book, ruled
from tests.unit.rules.test_checking import found

BEFORE = {"regime": [{"before": "7 days", "opens": {"before": "30 days"}}]}
COUNTDOWN = {"cadence": "countdown", "leads": ["7 days"], "regime": []}
TOO_LATE = [("rule R-1.met_by", "is looked for from the anchor on, and the duty falls due before it")]


@pytest.mark.parametrize("rule", [BEFORE, COUNTDOWN])
@pytest.mark.parametrize("since", ["anchor", "after anchor"])
def test_what_is_due_before_its_anchor_cannot_be_met_from_the_anchor_on(rule, since):
    assert found(ruled(**rule, met_by={"any": "review", "since": since}), "met too late") == TOO_LATE


@pytest.mark.parametrize(("since", "late"), [("opens", TOO_LATE), ("first opens", TOO_LATE), ("ever", [])])
def test_without_a_limit_a_duty_opens_on_its_anchor(since, late):
    rule = {"regime": [{"before": "7 days"}], "met_by": {"any": "review", "since": since}}
    assert found(ruled(**rule), "met too late") == late


@pytest.mark.parametrize("since", ["anchor", "opens", "first opens"])
@pytest.mark.parametrize(
    ("rule", "late"),
    [
        ({"regime": [{"before": "0 days"}]}, []),
        ({"regime": [{"before": "0 days"}], "counting": "clear days"}, TOO_LATE),
        ({"regime": [{"before": "0 days", "counting": "clear days"}]}, TOO_LATE),
        (COUNTDOWN | {"leads": ["0 days"]}, []),
        ({"regime": [{"when": {"level": "low"}, "before": "7 days"}, {"before": "0 days"}], "change": {"any": "at the next anchor"}}, []),
    ],
)  # fmt: skip
def test_what_is_due_on_the_anchor_itself_can_be_met_on_it(rule, late, since):
    assert found(ruled(**rule, met_by={"any": "review", "since": since}), "met too late") == late


@pytest.mark.parametrize("rule", [{"leads": ["0 days", "7 days"]}, {"leads": ["0 days"], "counting": "clear days"}])
def test_a_lead_before_the_anchor_is_met_by_nothing_from_the_anchor_on(rule):
    assert found(ruled(**COUNTDOWN | rule, met_by="review"), "met too late") == TOO_LATE


@pytest.mark.parametrize("rule", [BEFORE, COUNTDOWN])
@pytest.mark.parametrize("since", ["opens", "first opens", "the fact", "ever"])
def test_what_is_looked_for_earlier_may_meet_it(rule, since):
    ways = [{"any": "review", "since": since}, "visit"]
    assert found(ruled(**rule, met_by=ways), "met too late") == []


@pytest.mark.parametrize("rule", [BEFORE, COUNTDOWN | {"one_per": "trip", "anchor": "start"}])
def test_a_date_of_the_fact_itself_may_lie_before_the_anchor(rule):
    ways = [{"any": "review", "since": "anchor"}, {"own": "recorded_on"}]
    assert found(ruled(**rule, met_by=ways), "met too late") == []


OPENS_BEFORE = {"regime": [{"within": "0 days", "opens": {"before": "6 months"}}]}


@pytest.mark.parametrize("must", [True, False])
@pytest.mark.parametrize(
    ("since", "told"),
    [("anchor", True), ("after anchor", True), ("opens", False), ("first opens", False), ("ever", False)],
)
def test_what_opens_before_its_anchor_is_to_be_met_from_its_opening_on(since, told, must):
    what = [("rule R-1.met_by", "is looked for from the anchor on, and the duty opens before it")] if told else []
    rule = OPENS_BEFORE | {"must": must, "met_by": {"any": "review", "since": since}}
    assert found(ruled(**rule), "met too late") == what
    assert found(ruled(**rule | {"regime": [{"within": "1 day", "opens": {"within": "1 day"}}]}), "met too late") == []
    # By another regime it opens on its anchor: what is looked for from there on may meet it.
    regimes = [{"when": {"level": "high"}, **OPENS_BEFORE["regime"][0]}, {"within": "0 days"}]
    either = rule | {"regime": regimes, "change": {"any": "at the next anchor"}}
    assert found(ruled(**either), "met too late") == []


@pytest.mark.parametrize(
    ("window", "since", "told"), [([-10, -1], "anchor", True), ([-10, 0], "anchor", False), ([-10, -1], "ever", False)]
)
def test_a_window_before_the_anchor_is_not_looked_at_from_it_on(window, since, told):
    ways = {"any": "review", "since": since, "window": window}
    what = [("rule R-1.met_by", "is looked for from the anchor on, and its window ends before it")]
    assert found(ruled(met_by=ways), "met too late") == (what if told else [])
    assert found(ruled(met_by=[ways, "visit"]), "met too late") == []


WEEKLY = {"cadence": "grid", "late": "fills the current", "met_by": "visit"}


@pytest.mark.parametrize(
    ("each", "rule", "name"),
    [
        ("adult", BEFORE, "adult"),
        ("adult", COUNTDOWN, "adult"),
        ("grown", BEFORE, "adult"),
        ("start.custody", {"regime": [{"within": "7 days", "opens": {"before": "1 day"}}]}, "start.custody"),
        ("adult", {"regime": [{"within": "7 days"}]}, None),
        # Each week from the event on, from two days before: none of them comes before it.
        ("adult", WEEKLY | {"regime": [{"every": "7 days", "opens": {"before": "2 days"}}]}, None),
        ("adult", BEFORE | {"anchor": {"birthday": 18}}, None),
        ("end.custody", BEFORE, None),
        ("trip", BEFORE, None),
        ("offender", BEFORE, None),
    ],
)
def test_what_is_known_on_its_day_only_is_too_late_for_what_begins_before(each, rule, name):
    derive = [{"id": "adult", "kind": "age", "reach": 18, "source": "s"}]
    given = {"one_per": each, "anchor": {"birthday": 18} if each == "offender" else "start"} | rule
    the_book = ruled(**given) | {"derive": derive, "define": {"grown": {"of": ["trip", "adult"]}}}
    what = f"nobody knows of '{name}' before its day, and the duty begins before it"
    assert found(the_book, "known too late") == ([("rule R-1.one_per", what)] if name else [])


BEFORE_THE_END = {"before": "1 day", "from_end_of": "month"}


@pytest.mark.parametrize("regime", [BEFORE_THE_END, BEFORE_THE_END | {"opens": BEFORE_THE_END}])
def test_the_eve_of_the_end_of_a_period_lies_after_what_happens_in_it(regime):
    derive = [{"id": "adult", "kind": "age", "reach": 18, "source": "s"}]
    rule = {"one_per": "adult", "anchor": "start", "met_by": {"any": "review", "since": "anchor"}, "regime": [regime]}
    assert found(ruled(**rule) | {"derive": derive}, "known too late") == []
    assert found(ruled(**rule) | {"derive": derive}, "met too late") == []


@pytest.mark.parametrize("ways", [[{"state": "custody"}], [{"state": "custody"}, {"any": "review", "since": "anchor"}]])
def test_a_state_begins_after_the_anchor_at_the_soonest(ways):
    assert found(ruled(**BEFORE, met_by=ways), "met too late") == TOO_LATE
    assert found(ruled(**BEFORE, met_by=[*ways, {"any": "visit", "since": "opens"}]), "met too late") == []


@pytest.mark.parametrize(
    "rule",
    [
        {"met_by": "review"},
        {"met_by": "review", "regime": [{"when": {"level": "low"}, "within": "1 day"}, {"before": "7 days"}]},
        BEFORE | {"met_by": {"own": ["recorded_on"]}, "one_per": "visit"},
        {"cadence": "block", "late": "does not count", "met_by": "review", "regime": [{"every": "1 year"}]},
    ],
)
def test_what_falls_due_after_its_anchor_is_met_from_it_on(rule):
    assert found(ruled(**{"change": {"any": "at the next anchor"}, **rule}), "met too late") == []


ENDED = {"one_per": {"span": "held"}, "anchor": {"span_end": "held"}, "counting": "after"}
WHOLE = {"one_per": "offender", "while": {"span": "held", "at_end": "lapse"}}


def never(**changes):
    data = book(RULE | ENDED | changes) | {"span": [SPAN]}
    return [path for path, _ in found(data, "never due")]


@pytest.mark.parametrize(
    "changes",
    [
        {"regime": [{"within": "1 month"}]},
        {"regime": [{"within": "1 day"}]},
        {"regime": [{"within": "2 days", "counting": "beginning with"}]},
        {"regime": [{"within": "1 hour", "from": "date", "clock": "wall"}]},
        WHOLE,
    ],
)
def test_what_is_counted_from_the_end_of_a_span_does_not_fall_due_in_it(changes):
    assert never(**changes) == ["rule R-1.regime[0].within"]


@pytest.mark.parametrize(
    "changes",
    [
        {"regime": [{"within": "1 day"}], "counting": "beginning with"},
        {"regime": [{"before": "1 month"}]},
        {"regime": [{"within": "never"}]},
        {"one_per": "offender"},
        {"anchor": "start"},
        {"anchor": {"next_birthday": "start"}},
        {"one_per": "offender", "must": False},
        {"must": False, "regime": [{"within": "1 month", "opens": {"before": "1 month"}}]},
        COUNTDOWN | {"met_by": {"any": "review", "since": "opens"}},
    ],
)
def test_what_falls_due_by_the_end_or_without_the_span_is_no_fault(changes):
    assert never(**changes) == []


SERIES = {"late": "fills the current", "met_by": "review"}
MONTHLY = {"regime": [{"every": "1 month"}]}
BEGINNING = {"counting": "beginning with"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"cadence": "grid"}, True),
        ({"cadence": "month"}, True),
        ({"cadence": "block"}, True),
        (BEGINNING | {"cadence": "block"}, True),
        (BEGINNING | {"cadence": "block", "while": WHOLE["while"]}, True),
        # The first begins on the last day and is cut to it, holds it, or begins where it is told to.
        (BEGINNING | {"cadence": "block", "while": {"span": "held", "at_end": "cut"}}, False),
        (
            {"cadence": "block", "regime": [{"every": "calendar month"}], "counting": None, "partial": "not required"},
            False,
        ),
        ({"cadence": "month", "starts": {"after": {"first": "review"}, "by": "last day"}}, False),
    ],
)
def test_a_series_that_begins_after_the_end_of_its_span_is_told(changes, told):
    rule = {key: value for key, value in (RULE | ENDED | SERIES | MONTHLY | changes).items() if value is not None}
    data = book(rule) | {"span": [SPAN]}
    assert [path for path, _ in found(data, "never due")] == (["rule R-1.anchor"] if told else [])


@pytest.mark.parametrize("anchor", [{"next_birthday": {"span_end": "held"}}, {"span_end": "held", "offset": "1 month"}])
def test_what_lies_after_the_end_of_a_span_is_too_late_on_its_own_day(anchor):
    assert never(anchor=anchor, regime=[{"within": "0 days"}]) == ["rule R-1.regime[0].within"]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"regime": [{"within": "1 month"}]}, "within"),
        ({"regime": [{"opens": {"within": "0 days"}}]}, "opens"),
        ({"regime": [{"opens": {"within": "0 days"}}], "anchor": {"next_birthday": {"span_end": "held"}}}, "opens"),
        ({"regime": [{"opens": {"within": "1 year"}}], **WHOLE}, "opens"),
    ],
)
def test_what_is_permitted_from_the_end_of_a_span_on_does_not_end_with_it(changes, key):
    assert never(must=False, **changes) == [f"rule R-1.regime[0].{key}"]


def test_a_duty_of_one_span_may_be_counted_from_the_end_of_another():
    other = SPAN | {"id": "other"}
    data = book(RULE | ENDED | {"anchor": {"span_end": "other"}}) | {"span": [SPAN, other]}
    assert found(data, "never due") == []


WITHIN = {"span": "held", "at_end": "lapse"}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"one_per": "offender"}, ["rule R-1.anchor"]),
        ({"one_per": "offender", "while": WITHIN}, []),
        ({"one_per": "offender", "while": WITHIN | {"not_in": "custody"}}, []),
        ({"one_per": "offender", "anchor": "visit"}, []),
        ({}, []),
        # What stands in for it has a day.
        ({"one_per": "offender", "anchor": {"start": True, "else": "visit"}}, []),
        ({"one_per": "offender", "anchor": {"start": True, "else": "start"}}, ["rule R-1.anchor"]),
        ({"one_per": "offender", "anchor": {"first": "visit", "else": "start"}}, []),
        # A part that gives no day is left out.
        ({"one_per": "offender", "anchor": {"later_of": ["start", "visit"]}}, []),
        ({"one_per": "offender", "anchor": {"earlier_of": ["start", {"start": True}]}}, ["rule R-1.anchor"]),
        ({"one_per": "offender", "anchor": {"next_birthday": "start"}}, ["rule R-1.anchor"]),
        ({"one_per": "offender", "anchor": {"first": "visit", "on_or_after": "start"}}, ["rule R-1.anchor"]),
    ],
)
def test_an_offender_has_no_first_day_of_its_own(changes, told):
    data = book(RULE | changes) | {"span": [SPAN]}
    assert [path for path, _ in found(data, "no first day")] == told


def test_without_a_span_only_the_end_of_a_state_is_a_first_day():
    outside = {"one_per": "offender", "while": {"not_in": ["custody", "hospital"], "at_end": "lapse"}}
    told = "'start' is only the end of custody or hospital; who was never in one would not have the duty"
    assert found(book(RULE | outside), "no first day") == [("rule R-1.anchor", told)]
    assert found(book(RULE | outside | {"anchor": {"start": True, "else": "visit"}}), "no first day") == []


def test_no_shipped_book_has_either():
    for ref in shipped_rulebooks():
        kinds = {each.kind for each in findings_of(load_rulebook(ref)) if each.fault}
        assert not kinds & {"met too late", "no first day", "never due"}


GRID = {"cadence": "grid", "counting": "after", "late": "fills the current", "met_by": "visit"}
AT_ONCE = "opens as the one before ends, so that what is late is missed at once and never overdue"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, True),
        ({"cadence": "block"}, True),
        ({"cadence": "weekday", "counting": None, "regime": [{"weekday": "monday"}]}, True),
        ({"late": "fills the oldest"}, False),
        ({"late": "does not count"}, False),
        ({"regime": [{"every": "90 days", "opens": {"before": "10 days"}}]}, False),
        ({"regime": [{"every": "90 days", "within": "10 days"}]}, False),
        ({"regime": [{"every": "90 days", "before": "10 days"}]}, False),
        ({"regime": [{"every": "never"}]}, False),
        ({"cadence": "month", "counting": None, "regime": [{"every": "1 year"}]}, False),
    ],
)
def test_what_opens_as_the_one_before_ends_is_missed_at_once_if_the_current_is_filled(changes, told):
    rule = {key: value for key, value in (GRID | {"regime": [{"every": "90 days"}]} | changes).items() if value}
    bare = book(rule=[{key: value for key, value in RULE.items() if key != "counting"} | rule])
    assert found(bare, "missed at once") == ([("rule R-1.regime[0]", AT_ONCE)] if told else [])


HOURS = {"within": "72 hours", "clock": "wall", "from": "moment"}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"one_per": {"run_of": "away"}}, True),
        ({"one_per": {"gap_of": "away"}}, True),
        ({"one_per": {"end_of": "away"}}, True),
        ({"one_per": {"each": "end.away"}}, True),
        ({"one_per": {"run_of": "away"}, "anchor": {"first": "event.left", "else": "start"}}, True),
        ({"one_per": {"run_of": "away"}, "anchor": {"first": "event.left"}}, False),
        ({"one_per": {"run_of": "away"}, "anchor": {"first": "event.left", "else": {"first": "trip"}}}, False),
        ({"one_per": {"each": "event.left"}}, False),
        ({"one_per": {"run_of": "away"}, "regime": [HOURS | {"from": "date"}]}, False),
    ],
)
def test_hours_from_the_moment_a_state_begins_are_told_of_as_it_begins_with_a_day(rule, told):
    given = {"anchor": "start", "regime": [HOURS], "met_by": "visit"} | rule
    the_book = ruled(without=("counting",), **given) | {
        "states": {"away": {"from": "event.left", "until": "event.back"}}
    }
    what = "a state begins and ends with a day, so the hours run from 00:00 of it"
    assert found(the_book, "hours of a day") == ([("rule R-1.anchor", what)] if told else [])
