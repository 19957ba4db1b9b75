"""Which variant of a rule holds on a day, and how long it then gives."""

import datetime as dt

import attrs
import pytest

from supervise.engine import regimes as module
from supervise.engine.clock import FAR
from supervise.engine.regimes import are_alike, choices_at, plan_interval
from supervise.rules.conditions import When
from supervise.rules.duration import Duration
from supervise.rules.reading import key_of
from tests.unit.engine.books import HEAD, JANUARY, SPAN, book, by_level, events, judged, levels, rolling, shown

NEXT = {"change": {"any": "at the next anchor"}}


def due(regimes, as_of="2026-01-05", on="2026-01-01", *, fields=("due",), calendar=None, **facts):
    small = book(NEXT | {"regime": regimes}, calendar=calendar)
    found = judged(small, as_of, events=events(k=on), **facts)
    return shown(found, *fields)[0]


def test_the_first_regime_that_holds_is_used():
    regimes = [
        {"when": {"mode": "reactive"}, "within": "5 days"},
        {"when": {"fact": {"id": "k"}}, "within": "7 days", "name": "mine"},
        {"within": "9 days"},
    ]
    assert due(regimes, fields=("due", "regime")) == ("2026-01-08", "mine")
    plans = [{"id": "p", "from": "2025-01-01", "mode": "reactive"}]
    assert due(regimes, fields=("due", "regime"), plans=plans) == ("2026-01-06", "1")
    assert due(regimes[:1] + regimes[2:], fields=("due", "regime")) == ("2026-01-10", "2")
    assert due(regimes[2:], fields=("regime",)) == ""


def test_without_a_regime_that_holds_nothing_is_required():
    regimes = [{"when": {"mode": "reactive"}, "within": "5 days"}]
    assert due(regimes, fields=("status", "due")) == ("not_required", None)


def test_never_asks_for_nothing():
    assert due([{"within": "never"}], fields=("status", "due", "key")) == ("not_required", None, "k")
    plans = [{"id": "p", "from": "2026-01-03", "mode": "reactive"}]
    regimes = [{"when": {"mode": "reactive"}, "within": "never"}, {"within": "5 days"}]
    assert due(regimes, fields=("status", "due"), plans=plans) == ("open", "2026-01-06")
    assert due(regimes, fields=("status", "due"), on="2026-01-03", plans=plans) == ("not_required", None)


@pytest.mark.parametrize(
    ("level", "expected"), [("low", "2026-02-01"), ("medium", "2026-01-21"), ("high", "2026-01-11")]
)
def test_one_length_for_each_level(level, expected):
    regime = {"by": "level", "within": by_level(low="1 month", medium="20 days", high="10 days")["every"]}
    assert due([regime], levels=levels(**{level: "2026-01-01"}), fields=("due", "regime")) == (expected, "level")


def test_a_level_the_scale_does_not_have_is_one_not_known():
    regime = {"by": "level", "within": by_level()["every"]}
    facts = levels(low="2026-01-01")
    facts[0]["level"] = "extreme"
    fields = ("status", "cautious_due", "due", "lacking")
    for regimes in ([regime], [{"when": {"mode": "reactive"}, "within": "2 days"}, regime]):
        assert due(regimes, levels=facts, fields=fields) == due(regimes, fields=fields)


def test_without_a_level_every_length_is_one_it_may_be():
    regime = {"by": "level", "within": by_level(low="30 days", medium="20 days", high="20 days")["every"]}
    fields = ("status", "cautious_due", "due", "lacking")
    assert due([regime], fields=fields) == ("open", "2026-01-21", "2026-01-31", ())
    assert due([regime], "2026-01-22", fields=fields) == ("unknown", "2026-01-21", "2026-01-31", ("levels",))
    beside = [{"when": {"mode": "reactive"}, "within": "2 days"}, regime]
    assert due(beside, "2026-01-22", fields=fields) == ("unknown", "2026-01-21", "2026-01-31", ("levels",))
    same = {"by": "level", "within": by_level()["every"]}
    assert due([same], "2026-01-12", fields=fields) == ("overdue", "2026-01-11", "2026-01-11", ())
    assert due([beside[0], same], "2026-01-12", fields=fields) == ("overdue", "2026-01-11", "2026-01-11", ())


def test_of_an_undecided_regime_and_the_next_that_holds_the_latest_stands():
    regimes = [
        {"when": {"level": ["high"]}, "within": "5 days"},
        {"when": {"mode": "reactive"}, "within": "7 days"},
        {"within": "9 days"},
    ]
    fields = ("status", "cautious_due", "due", "lacking", "regime")
    assert due(regimes, "2026-01-07", fields=fields) == ("unknown", "2026-01-06", "2026-01-10", ("levels",), "3")
    assert due(regimes[::2][::-1][:1], "2026-01-07", fields=fields[:3]) == ("open", "2026-01-10", "2026-01-10")
    longer_first = [regimes[0] | {"within": "20 days"}, regimes[2]]
    assert due(longer_first, "2026-01-07", fields=fields) == ("open", "2026-01-10", "2026-01-21", (), "1")
    # An undecided one alone is followed as if it held.
    assert due(regimes[:1], "2026-01-05", fields=fields) == ("open", "2026-01-06", "2026-01-06", (), "")


def test_what_is_missing_is_named_once():
    regimes = [
        {"when": {"level": ["high"]}, "within": "5 days"},
        {"when": {"level": ["low"]}, "within": "7 days"},
        {"within": "9 days"},
    ]
    assert due(regimes, "2026-01-07", fields=("lacking",)) == ("levels",)


def test_the_interval_of_the_plan_with_at_most():
    regimes = [{"within": {"fact": "plan.interval", "at_most": "1 month"}}, {"within": "9 days"}]

    def plan(interval):
        return {"plans": [{"id": "p", "from": "2025-01-01"} | ({"interval": interval} if interval else {})]}

    assert due(regimes) == "2026-01-10"
    assert due(regimes, **plan(None)) == "2026-01-10"
    assert due(regimes, **plan("2 weeks")) == "2026-01-15"
    assert due(regimes, **plan("3 months")) == "2026-02-01"
    assert due(regimes, **plan("31 days")) == "2026-02-01"
    assert due(regimes, **plan("32 days")) == "2026-02-01"
    assert due(regimes, **plan("30 days")) == "2026-01-31"
    alone = [{"within": {"fact": "plan.interval"}}]
    assert due(alone, **plan("3 months")) == "2026-04-01"
    assert due(alone, fields=("status",)) == "not_required"


DAYS_28, DAYS_29, DAYS_31, DAYS_33 = (Duration(days=days) for days in (28, 29, 31, 33))
MONTH, TWO_MONTHS = Duration(months=1), Duration(months=2)


@pytest.mark.parametrize(
    ("one", "most", "left"),
    [
        (DAYS_28, MONTH, (DAYS_28,)),
        (DAYS_29, MONTH, (DAYS_29, MONTH)),
        (MONTH, DAYS_29, (MONTH, DAYS_29)),
        (MONTH, DAYS_28, (DAYS_28,)),
        (DAYS_31, MONTH, (MONTH,)),
        (DAYS_33, Duration(months=1, days=5), (DAYS_33,)),
        (TWO_MONTHS, TWO_MONTHS, (TWO_MONTHS,)),
        (Duration(months=2, days=3), Duration(months=3, days=3), (Duration(months=2, days=3),)),
        (TWO_MONTHS, MONTH, (MONTH,)),
        (MONTH, Duration(working_days=1), (MONTH, Duration(working_days=1))),
        (DAYS_28, Duration(hours=24), (DAYS_28, Duration(hours=24))),
        (DAYS_28, None, (DAYS_28,)),
    ],
)
def test_of_two_lengths_both_are_left_where_the_day_counted_from_says_which_is_shorter(one, most, left):
    assert module._at_most(one, most) == left


def test_of_two_lengths_neither_may_lead_out_of_the_calendar():
    timeline = judged({}, "2026-01-05").timeline
    chooser = timeline.program.rules[0].chooser
    [regime] = chooser.regimes
    short, long = Duration(days=10), Duration(working_days=3651)
    found = [chooser.of_length(timeline, regime, *both).is_bounded for both in ((short, long), (long, short), (short,))]
    assert found == [False, False, True]


def test_the_interval_of_a_plan_in_words():
    assert plan_interval("6 weeks") == Duration(days=42)
    assert plan_interval("1 year 2 months") == Duration(months=14)


def test_a_regime_that_hangs_on_a_state_changes_with_it():
    rule = rolling(
        regime=[{"when": {"in": ["custody"]}, "every": "5 days"}, {"every": "10 days"}],
        change={"any": "from the change"},
    )
    kept = [{"id": "s", "kind": "custody", "from": "2026-01-03", "until": "2026-01-06"}]
    for as_of, expected in (("2026-01-02", "2026-01-11"), ("2026-01-03", "2026-01-08"), ("2026-01-06", "2026-01-16")):
        assert shown(judged(rule, as_of, events=events(k="2026-01-01"), statuses=kept), "due") == [expected]


@pytest.mark.parametrize(
    ("regime", "counting", "met"),
    [
        ({"within": "10 days"}, "after", "2026-01-11"),
        ({"within": "10 days"}, "beginning with", "2026-01-10"),
        ({"within": "1 month"}, "after", "2026-02-01"),
        ({"within": "1 month 3 days"}, "after", "2026-02-04"),
        ({"within": "1 month 3 days"}, "beginning with", "2026-02-03"),
        ({"within": "2 working days"}, "after", "2026-01-05"),
        ({"within": "2 working days"}, "beginning with", "2026-01-05"),
        ({"within": "0 working days"}, "after", "2026-01-01"),
        ({"within": "10 days", "to_end_of": "month"}, "after", "2026-01-31"),
        ({"within": "10 days", "to_end_of": "week"}, "after", "2026-01-11"),
        ({"within": "1 month", "to_end_of": "quarter"}, "beginning with", "2026-03-31"),
        ({"within": "2 working days", "to_end_of": "week"}, "after", "2026-01-11"),
        ({"within": "10 days", "from_end_of": "month"}, "after", "2026-02-10"),
        ({"within": "40 working days", "to_end_of": "week"}, "after", None),
        ({"before": "10 days"}, "clear days", "2025-12-21"),
        ({"within": "48 hours", "from": "moment", "clock": "elapsed"}, "after", "2026-01-03"),
    ],
)
def test_what_is_met_has_the_same_due_as_what_is_not(regime, counting, met):
    rule = {"regime": [regime], "counting": counting, "met_by": {"any": "event.done", "since": "ever"}}
    weeks = {"week_begins": "monday"} if regime.get("to_end_of") == "week" else {}
    small = book(rule, calendar=JANUARY, conventions=HEAD["conventions"] | weeks)
    facts = events(k="2026-01-01")
    assert shown(judged(small, "2025-12-20", events=facts), "due") == [met]
    assert shown(judged(small, "2026-01-04", events=facts + events("done", d="2025-12-20")), "due", "status") == [
        (met, "met")
    ]


def test_read_off_the_levels_or_day_by_day_the_regimes_are_the_same():
    by = by_level(low="30 days", medium="20 days", high="10 days")
    alone = rolling(regime=[by], change={"any": "from the change"})
    beside = alone | {"id": "beside", "regime": [{"when": {"lead_agency": ["youth"]}, "every": "1 day"}, by]}
    small = book(alone, beside)
    facts = {
        "events": events(k="2026-01-01"),
        "levels": [
            *levels(low="2026-01-03", high="2026-01-07"),
            {"id": "none", "from": "2026-01-09"},
            {"id": "odd", "level": "odd", "from": "2026-01-11"},
            {"id": "back", "level": "low", "from": "2026-01-12"},
        ],
    }
    for day in range(1, 28):
        found = judged(small, f"2026-01-{day:02}", **facts)
        names = ("status", "due", "cautious_due", "lacking")
        assert shown(found, *names) == shown(found, *names, rule="beside"), day


def test_a_regime_may_ask_whether_an_event_has_happened():
    once = {"any": "at the next anchor"}
    rule = {"regime": [{"when": {"after": "event.t"}, "within": "5 days"}, {"within": "10 days"}], "change": once}
    found = judged(rule, "2026-01-20", events=events(k="2026-01-01") + events("t", t="2025-12-01"))
    assert shown(found, "due") == ["2026-01-06"]


LAW = [{"when": {"since": "2026-02-01"}, "every": "20 days"}, {"every": "60 days"}]


@pytest.mark.parametrize(
    ("stricter", "due_day"),
    [
        ("from the last, not before the change", "2026-02-01"),
        ("from the change", "2026-02-21"),
        ("earlier of both", "2026-02-21"),
        ("keep the pending", "2026-03-02"),
    ],
)
def test_a_law_that_comes_into_force_moves_the_pending_date_as_the_policy_says_and_is_known_beforehand(
    stricter, due_day
):
    """60 days after 1 January, 20 from 1 February on: the law is in the book, so the date is known before its day."""
    rule = rolling(regime=LAW, change={"stricter": stricter, "laxer": "keep the pending"})
    for day in ("2026-01-10", "2026-02-01"):
        assert shown(judged(rule, day, events=events(k="2026-01-01")), "due") == [due_day]


def test_a_law_that_comes_into_force_changes_nothing_that_was_met_or_late_before():
    rule = rolling(regime=LAW, change={"any": "from the change"})
    met = judged(rule, "2026-02-10", events=events(k="2025-11-20") + events("done", d="2026-01-15"))
    assert shown(met, "due", "status") == [("2026-01-19", "met"), ("2026-02-21", "open")]
    late = judged(rule, "2026-02-10", events=events(k="2025-11-20"))
    assert shown(late, "due", "status") == [("2026-01-19", "overdue")]


def test_a_law_version_is_read_at_the_anchor_where_nothing_else_is_said():
    for more in ({}, {"change": {"any": "at the next anchor"}}):
        found = judged(rolling(regime=LAW, **more), "2026-02-10", events=events(k="2026-01-01"))
        assert shown(found, "due") == ["2026-03-02"]


def test_a_law_version_may_go_with_a_level_that_changes_from_day_to_day():
    regimes = [
        {"when": {"since": "2026-02-01", "level": "high"}, "every": "20 days"},
        by_level(low="60 days", high="40 days"),
    ]
    rule = rolling(regime=regimes, change={"any": "from the last, not before the change"})
    facts = {"events": events(k="2026-01-01"), "levels": levels(low="2025-01-01", high="2026-01-20")}
    assert shown(judged(rule, "2026-01-15", **facts), "due") == ["2026-03-02"]
    assert shown(judged(rule, "2026-01-20", **facts), "due") == ["2026-02-01"]


def test_what_is_permitted_only_from_a_day_on_is_watched_until_then():
    rule = {
        "must": False,
        "gate_each_day": {"since": "2026-02-01"},
        "regime": [{"opens": {"within": "0 days", "counting": "after"}}],
    }
    found = judged(rule, "2026-01-10", events=events(k="2026-01-01"))
    assert shown(found, "status") == ["not_required"]
    assert found.stable_until.isoformat() == "2026-02-01"


def test_a_level_that_is_set_again_is_no_change():
    rule = rolling(regime=[by_level(low="30 days", high="10 days")], change={"any": "from the change"})
    again = [*levels(low="2025-01-01", high="2026-01-06"), {"id": "again", "level": "high", "from": "2026-01-08"}]
    assert shown(judged(rule, "2026-01-09", events=events(k="2026-01-01"), levels=again), "due") == ["2026-01-16"]


def test_a_change_of_a_state_is_none_where_an_event_has_decided_already():
    either = {"any": [{"after": "event.t"}, {"in": ["custody"]}]}
    rule = rolling(
        regime=[{"when": either, "every": "5 days"}, {"every": "10 days"}],
        change={"any": "from the change"},
    )
    kept = [{"id": "s", "kind": "custody", "from": "2026-01-03", "until": "2026-01-05"}]
    for facts, due_day in ((events("t", t="2025-12-01"), "2026-01-06"), ([], "2026-01-15")):
        found = judged(rule, "2026-01-06", events=events(k="2026-01-01") + facts, statuses=kept)
        assert shown(found, "due") == [due_day]


def test_more_intervals_of_plans_than_are_remembered_give_the_same(monkeypatch):
    monkeypatch.setattr(module, "_MOST_REMEMBERED", 1)
    small = book(NEXT | {"regime": [{"within": {"fact": "plan.interval"}}]}, title="many intervals")
    for weeks in (4, 2, 3, 4):
        plans = [{"id": "p", "from": "2025-01-01", "interval": f"{weeks} weeks"}]
        found = judged(small, "2026-01-02", events=events(k="2026-01-01"), plans=plans)
        assert shown(found, "due") == [str(dt.date(2026, 1, 1) + dt.timedelta(weeks=weeks))]


# ── one offender after another ──────────────────────────────────────────────────────────────────────────────────

TRIP = {"one_per": "trip"}
REGISTERED = {"one_per": {"span": "span"}}
AGE = [{"when": {"age": {"under": 18}}, "every": "20 days"}, {"every": "60 days"}]


@pytest.mark.parametrize(
    ("born_on", "due", "cautious", "status"),
    [
        ("2008-01-01", "2026-03-02", "2026-03-02", "open"),
        ("2008-01-02", "2026-01-21", "2026-01-21", "overdue"),
        (None, "2026-03-02", "2026-01-21", "unknown"),
        ("9999-12-31", "2026-03-02", "2026-01-21", "unknown"),
    ],
)
def test_an_age_on_no_date_of_a_fact_is_that_on_the_day_of_the_anchor(born_on, due, cautious, status):
    facts = {"events": events(k="2026-01-01")} | ({"born_on": born_on} if born_on else {})
    for more in ({}, {"change": {"any": "at the next anchor"}}):
        found = judged(rolling(regime=AGE, **more), "2026-01-25", **facts)
        assert shown(found, "due", "cautious_due", "status") == [(due, cautious, status)]


@pytest.mark.parametrize(
    ("laxer", "due"),
    [
        ("from the change", "2026-03-11"),
        ("from the last, not before the change", "2026-03-02"),
        ("keep the pending", "2026-01-21"),
    ],
)
def test_a_birthday_moves_the_pending_date_as_the_policy_says_and_is_known_beforehand(laxer, due):
    """20 days after 1 January, 60 from the birthday on 10 January."""
    rule = rolling(regime=AGE, change={"stricter": "earlier of both", "laxer": laxer})
    for day in ("2026-01-02", "2026-01-10"):
        assert shown(judged(rule, day, events=events(k="2026-01-01"), born_on="2008-01-10"), "due") == [due]


def test_beside_an_age_a_level_that_asks_for_the_same_moves_nothing():
    """60 days after 1 January, though the level changes on 10 January to one with as many."""
    other = by_level(low="60 days", medium="60 days", high="10 days")
    rule = rolling(regime=[AGE[0], other], change={"any": "from the change"})
    facts = {
        "events": events(k="2026-01-01"),
        "levels": levels(low="2025-12-01", medium="2026-01-10"),
        "born_on": "2000-01-01",
    }
    assert shown(judged(rule, "2026-01-20", **facts), "due") == ["2026-03-02"]


@pytest.mark.parametrize("born_on", [None, "9999-12-31"])
def test_where_no_birthday_is_known_none_moves_a_date(born_on):
    rule = rolling(regime=AGE, change={"any": "from the change"})
    facts = {"events": events(k="2026-01-01")} | ({"born_on": born_on} if born_on else {})
    assert shown(judged(rule, "2026-01-02", **facts), "due", "cautious_due") == [("2026-03-02", "2026-01-21")]


def test_a_birthday_that_a_permission_waits_for_is_watched():
    rule = {
        "must": False,
        "gate_each_day": {"age": {"under": 18}},
        "regime": [{"opens": {"within": "0 days", "counting": "after"}}],
    }
    found = judged(rule, "2026-01-10", events=events(k="2026-01-01"), born_on="2008-02-01")
    assert shown(found, "status") == ["open"]
    assert found.stable_until.isoformat() == "2026-02-01"


def test_an_age_that_the_fact_gives_goes_before_that_on_the_day():
    rule = {"one_per": "registration", "gate": {"age": {"under": 18, "stated": "age_on_relevant_date"}}}
    given = {"id": "g", "convicted_on": "2026-01-15"}
    for stated, status in (({}, "not_required"), ({"age_on_relevant_date": 17}, "open")):
        found = judged(rule, "2026-01-16", registrations=[given | stated], born_on="2000-01-01")
        assert shown(found, "status") == [status]


SPANS = [
    SPAN | {"length": [{"when": {"basis": "order"}, "lasts": "for life"}, {"lasts": "5 years"}], "cut_by": ["ended_on"]}
]
K = {"events": events(k="2026-01-01")}
TWO = {"events": events(k="2026-01-01") + events("t", t="2025-12-01")}
REGISTRATION = {"id": "g", "convicted_on": "2026-01-01"}
DEPARTED = {"id": "k", "departs_on": "2026-01-01"}
IN_CUSTODY = K | {"statuses": [{"id": "s", "kind": "custody", "from": "2025-01-01"}]}
LOW, HIGH = K | {"levels": levels(low="2025-01-01")}, K | {"levels": levels(high="2025-01-01")}

# For each test on the offender: the test, the facts of one for whom it holds, of one for whom it does not, and what
# the rule hangs on.
CONDITIONS = {
    "all": ({"all": [{"after": "event.t"}]}, TWO, K, {}),
    "any": ({"any": [{"after": "event.t"}]}, TWO, K, {}),
    "not": ({"not": {"after": "event.t"}}, K, TWO, {}),
    "level": ({"level": ["high"]}, HIGH, LOW, {}),
    "mode": ({"mode": "reactive"}, K | {"plans": [{"id": "p", "from": "2025-01-01", "mode": "reactive"}]}, K, {}),
    "plan_interval": (
        {"plan_interval": "set"},
        K | {"plans": [{"id": "p", "from": "2025-01-01", "interval": "2 weeks"}]},
        K,
        {},
    ),
    "last_notified_home": (
        {"last_notified_home": "place_found"},
        K | {"addresses": [{"id": "a", "from": "2025-01-01", "notified_on": "2025-01-01", "kind": "place_found"}]},
        K,
        {},
    ),
    "lead_agency": (
        {"lead_agency": ["youth"]},
        K | {"managers": [{"id": "m", "from": "2025-01-01", "agency": "youth"}]},
        K,
        {},
    ),
    "in": ({"in": ["custody"]}, IN_CUSTODY, K, {}),
    "not_in": ({"not_in": ["custody"]}, K, IN_CUSTODY, {}),
    "fact": ({"fact": {"id": "k"}}, K, {"events": events(other="2026-01-01")}, {}),
    "since": ({"since": dt.date(2026, 1, 1)}, K, {"events": events(k="2025-12-01")}, {}),
    "before": ({"before": dt.date(2026, 1, 2)}, K, {"events": events(k="2026-02-01")}, {}),
    "gap": (
        {"gap": {"from": "departs_on", "to": ["due_back_on"], "less_than": 3}},
        {"trips": [DEPARTED | {"due_back_on": "2026-01-02"}]},
        {"trips": [DEPARTED | {"due_back_on": "2026-01-09"}]},
        TRIP,
    ),
    "age": (
        {"age": {"on": ["on"], "under": 18}},
        K | {"born_on": "2010-01-01"},
        K | {"born_on": "1980-01-01"},
        {},
    ),
    "occurrence": (
        {"occurrence": 2},
        {"events": events(k="2025-12-25") + events("done", d="2026-01-01")},
        K,
        {name: rolling()[name] for name in ("one_per", "anchor", "cadence", "met_by", "rebased_by")},
    ),
    "covered": (
        {"covered": {"span": "span"}},
        {"registrations": [{"id": "first", "convicted_on": "2025-12-31"}, REGISTRATION]},
        {"registrations": [REGISTRATION]},
        REGISTERED,
    ),
    "some": ({"some": {"of": "event.t", "field": "on", "before": 40}}, TWO, K, {}),
    "indefinite": (
        {"indefinite": True},
        {"registrations": [REGISTRATION | {"basis": "order"}]},
        {"registrations": [REGISTRATION]},
        REGISTERED,
    ),
    "ended_early": (
        {"ended_early": "span"},
        {"registrations": [REGISTRATION | {"ended_on": "2026-01-01"}]},
        {"registrations": [REGISTRATION]},
        REGISTERED,
    ),
    "after": ({"after": "event.t"}, TWO, K, {}),
    "first_of": ({"first_of": "event.k"}, K, {"events": events(k="2026-01-01", earlier="2025-12-01")}, {}),
    "count": (
        {"count": {"of": "event.k", "within": "2 months", "at_most": 1}},
        K,
        {"events": events(a="2025-12-01", k="2026-01-01")},
        {},
    ),
    "other": ({"other": {"rule": "asked"}}, K | {"trips": [DEPARTED]}, K, {}),
    "known": ({"known": ["on"], "fact": {"id": "k"}}, K, {"events": events(other="2026-01-01")}, {}),
}


def test_every_test_on_the_offender_is_tried_on_one_offender_after_another():
    assert set(CONDITIONS) == {key_of(field.name) for field in attrs.fields(When)}


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_regime_is_chosen_for_each_offender_whoever_was_judged_before(name):
    when, held, not_held, hangs_on = CONDITIONS[name]
    way = "every" if "cadence" in hangs_on else "within"
    rule = hangs_on | {"regime": [{"when": when, way: "5 days"}, {way: "10 days"}]} | NEXT

    def last(small, facts):
        return shown(judged(small, "2026-03-01", **facts), "anchor", "due")[-1]

    def days(row):
        anchor, due_day = map(dt.date.fromisoformat, row)
        return (due_day - anchor).days

    for place, order in enumerate(((held, not_held, held), (not_held, held, not_held))):
        # A book of its own for each order: equal books share one program.
        small = book(rule, {"id": "asked", "one_per": "trip"}, span=SPANS, title=f"{name} {place}")
        assert [days(last(small, facts)) for facts in order] == [5 if facts is held else 10 for facts in order]


@pytest.mark.parametrize(
    ("length", "bounded"),
    [
        (None, True),
        (Duration(months=1200, days=3650), True),
        (Duration(months=1201), False),
        (Duration(days=3651), False),
        (Duration(working_days=3650), True),
        (Duration(working_days=3651), False),
        (Duration(hours=1), False),
    ],
)
def test_within_a_hundred_years_and_ten_more_no_length_leads_out_of_the_calendar(length, bounded):
    assert module._is_bounded(length) is bounded


@pytest.mark.parametrize(
    ("length", "beginning_with", "days"),
    [
        (None, False, FAR),
        (Duration(months=1), False, 28),
        (Duration(months=12, days=3), False, 368),
        (Duration(days=10), True, 9),
        (Duration(working_days=5), False, 5),
    ],
)
def test_so_many_days_after_its_anchor_nothing_is_late_yet(length, beginning_with, days):
    assert module._in_time(lambda day: day, length, beginning_with=beginning_with) == days


def test_where_more_than_a_sum_is_needed_anything_may_be_late():
    assert module._in_time(None, Duration(days=10), beginning_with=False) == 0


def test_the_choices_of_a_day_are_those_since_the_last_change():
    low, high = (module.Choice(None, Duration(days=days)) for days in (30, 10))
    track = ([0, 5], [(low,), (high,)])
    assert [choices_at(track, day) for day in (1, 4, 5, 9)] == [(low,), (low,), (high,), (high,)]
    assert choices_at(([0], [(low,)]), 9) == (low,)


@pytest.mark.parametrize(("counting", "days"), [("after", 10), ("beginning with", 9)])
def test_counted_from_its_first_day_a_length_is_over_a_day_sooner(counting, days):
    timeline = judged(rolling(counting=counting), "2026-01-05", events=events(k="2026-01-01")).timeline
    [choice] = timeline.program.rules[0].chooser.at(timeline, 1, None)
    assert choice.in_time == days


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        ({}, True),
        ({"name": "other", "when": {"level": "high"}, "source": "s", "confidence": "assumed"}, True),
        ({"within": "6 days"}, False),
        ({"counting": "beginning with"}, False),
        ({"opens": {"within": "1 day"}}, False),
    ],
)
def test_regimes_are_alike_if_they_ask_for_the_same(other, alike):
    first = {"when": {"mode": "reactive"}, "within": "5 days"}
    found = judged(book(NEXT | {"regime": [first | other, {"within": "5 days"}]}), "2026-01-05")
    chooser = found.timeline.program.rules[0].chooser
    one, two = (chooser.of_length(found.timeline, regime, regime.length.duration) for regime in chooser.regimes)
    assert are_alike(one, one)
    assert are_alike(one, two) is alike
