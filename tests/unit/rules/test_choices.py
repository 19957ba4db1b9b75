"""A rule seen whole: each missing choice is an error that names what to write, and nothing is ignored."""

import pytest

from tests.unit.rules.minimal import BY_LEVEL, COUNTDOWN, FOLLOWED, ROLLING, RULE, book, faults, ruled
from tests.unit.rules.test_checking_dates import SERIES

COUNTING = "counting: missing; write 'after', 'beginning with' or, before the anchor, 'clear days'"
CLOCK = "clock: missing; hours run 'elapsed' or 'wall': write which"
FROM = "from: missing; hours are counted from the 'moment' of the event or from 00:00 of its 'date': write which"
CHANGE = (
    "change: missing; regimes differ from day to day:"
    " write { stricter = …, laxer = … } or { any = 'at the next anchor' }"
)
READ_ONCE = (
    "change: regimes that look at the fact, its occurrence, a count or another duty are read once:"
    " write { any = 'at the next anchor' }"
)
ONCE = {"any": "at the next anchor"}
HOURS = {"within": "24 hours", "from": "moment", "clock": "elapsed"}
NO_FACT = "reads the fact the duty hangs on, and an offender, a run or a gap has none; write one_per = { each = … }"
CALENDAR = {"calendar": "england-and-wales@2026.1"}
KEEP = "keep the pending"
PART = "a part can be taken of days, months and years only; write the lengths in these"
SKIPS = "effect: days can be left out of days, months and years only; write the lengths in these"


OPENS = {"opens": {"within": "10 years"}}
NOTHING_MOVES = "nothing falls due that a state could move; let a span have 'toll', and count from its 'span_end'"
READ_AT_ONCE = "nothing falls due that a change could move, and 'opens' is that of the anchor's regime: write { any = 'at the next anchor' }"


def at(path, *messages):
    return [f"rule[0] R-1.{path}{message}" for message in messages]


def without(base, *keys):
    return {key: value for key, value in base.items() if key not in keys}


@pytest.mark.parametrize("base", [RULE, ROLLING, COUNTDOWN], ids=["once", "rolling", "countdown"])
def test_the_bases_are_whole(base):
    assert faults(ruled(base)) == []


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (
            without(ROLLING, "rebased_by"),
            at(
                "",
                "rebased_by: missing; say where the next period starts: 'what meets it' or 'a date of what meets it'"
                " or 'its due day, or what meets it later'",
            ),
        ),
        (without(ROLLING, "met_by"), at("", "met_by: missing; a rolling duty says what meets it")),
        (
            ROLLING | {"rebased_by": "a date of what meets it"},
            at("", "rebased_at: goes with 'a date of what meets it', and names that date"),
        ),
        (
            ROLLING | {"rebased_at": "on"},
            at("", "rebased_at: goes with 'a date of what meets it', and names that date"),
        ),
        (ROLLING | {"rebased_by": "a date of what meets it", "rebased_at": "on"}, []),
        (
            RULE | {"rebased_by": "what meets it", "rebased_at": "on"},
            at("", *(f"{key}: goes with a rolling cadence only" for key in ("rebased_by", "rebased_at"))),
        ),
        (
            RULE | {"anchor": {"last": "visit"}},
            at("", "anchor.last: goes with a rolling cadence only; write 'first'"),
        ),
        (without(RULE, "regime"), at("", "regime: missing; give at least one [[rule.regime]]")),
        (RULE | {"leads": ["3 days"]}, at("", "leads: goes with a countdown only")),
        (
            without(COUNTDOWN, "leads"),
            at("", "leads: missing; a countdown says how long before its end it speaks, such as ['90 days']"),
        ),
        (COUNTDOWN | {"leads": ["3 hours"]}, at("", "leads: write them in months, days or working days")),
        (COUNTDOWN | {"leads": ["3 working days", "3 days"], **CALENDAR}, []),
        *(
            (
                COUNTDOWN | {"leads": ["90 days", lead], "counting": "clear days", **more},
                at("", "counting: clear days are days; write the length in days"),
            )
            for lead, more in (("3 working days", CALENDAR), ("3 months", {}))
        ),
        (
            COUNTDOWN | {"regime": [{"within": "3 days"}], "change": ONCE},
            at("", "regime: does not go with a countdown", "change: does not go with a countdown"),
        ),
        (
            ROLLING | {"met_by": {"any": "visit", "shared": True}},
            at("", "met_by[0].shared: leave it out: in a chain an event meets one occurrence"),
        ),
        (
            ROLLING | {"met_by": ["visit", {"state": "custody"}]},
            at("", "met_by[1]: names no events, each of which meets one occurrence; write 'any'"),
        ),
        (
            ROLLING | {"one_per": "visit", "anchor": "start", "met_by": {"own": ["signed_off_on"]}},
            at("", "met_by[0]: names no events, each of which meets one occurrence; write 'any'"),
        ),
        *(
            (
                ROLLING | {"anchor": {"last": "visit", "across_gaps": True}} | changes,
                at(
                    "",
                    "anchor.across_gaps: goes with one_per = 'offender' or { span }, and a 'while' that names states in"
                    " 'not_in'",
                ),
            )
            for changes in (
                {"one_per": "offender"},
                {"one_per": "offender", "while": {"span": "subject", "at_end": "lapse"}},
                {"one_per": "visit", "while": {"not_in": "custody", "at_end": "lapse"}},
            )
        ),
        (without(COUNTDOWN, "counting"), at("", COUNTING)),
        (
            COUNTDOWN | {"counting": "beginning with"},
            at("", "counting: what lies before the anchor is counted 'after' (plain subtraction) or in 'clear days'"),
        ),
    ],
)
def test_each_cadence_says_what_it_needs(rule, found):
    assert faults(ruled(rule)) == found


@pytest.mark.parametrize(
    ("base", "regime", "found"),
    [
        (RULE, {"opens": {"within": "3 days"}}, ["regime[0]: a duty gives 'every', 'within' or 'before'; only an entitlement (must = false) may only open"]),
        (RULE | {"must": False}, {"opens": {"within": "3 days"}}, []),
        (ROLLING, {"within": "3 days"}, ["regime[0]: a rolling duty gives 'every'"]),
        (RULE, {"every": "3 days"}, ["regime[0].every: goes with a rolling cadence only; write 'within' or 'before'"]),
        (without(RULE, "counting"), {"within": "3 days"}, [f"regime[0].{COUNTING}"]),
        (without(RULE, "counting"), {"before": "3 months"}, [f"regime[0].{COUNTING}"]),
        (without(RULE, "counting"), {"within": "never"}, []),
        (without(RULE, "counting"), {"within": "3 days", "counting": "after"}, []),
        (without(RULE, "counting"), HOURS, []),
        (without(RULE, "counting"), HOURS | {"opens": {"within": "1 day"}}, [f"regime[0].opens.{COUNTING}"]),
        (without(RULE, "counting"), HOURS | {"opens": {"within": "1 day", "counting": "after"}}, []),
        (without(ROLLING, "counting") | {"change": ONCE}, {"every": {"fact": "plan.interval"}}, [f"regime[0].{COUNTING}"]),
        (RULE, without(HOURS, "clock"), [f"regime[0].{CLOCK}"]),
        (RULE, without(HOURS, "from"), [f"regime[0].{FROM}"]),
        (RULE, {"within": "3 days", "clock": "wall"}, ["regime[0].clock: goes with hours only"]),
        (RULE, {"before": "7 days", "latest": {"before": "24 hours"}}, [f"regime[0].latest.{FROM}", f"regime[0].{CLOCK}"]),
        (RULE, {"before": "7 days", "clock": "wall", "latest": {"before": "24 hours", "from": "date"}}, []),
        (RULE, {"before": "7 days", "latest": {"before": "1 day", "from": "date"}}, ["regime[0].latest.from: goes with hours only"]),
        (RULE, {"before": "7 days", "counting": "beginning with"}, ["regime[0].counting: what lies before the anchor is counted 'after' (plain subtraction) or in 'clear days'"]),
        (RULE, {"within": "7 days", "counting": "clear days"}, ["regime[0].counting: clear days are counted before the anchor only"]),
        (RULE, {"before": "1 month", "counting": "clear days"}, ["regime[0].counting: clear days are days; write the length in days"]),
        (RULE, {"before": "7 days", "counting": "clear days"}, []),
    ],
)  # fmt: skip
def test_each_length_says_how_it_is_counted(base, regime, found):
    assert faults(ruled(base | {"regime": [regime]})) == at("", *found)


def test_the_calendar_of_working_days_is_named():
    for regime in ({"within": "3 working days"}, {"within": "3 days", "latest": {"within": "3 working days"}}):
        assert faults(ruled(RULE | {"regime": [regime]})) == [
            "calendar: missing; working days are counted with one: write the reference of a calendar, or give one"
        ]
        assert faults(ruled(RULE | {"regime": [regime]}) | {"calendar": "england-and-wales@2026.1"}) == []


def test_a_regime_that_is_never_reached_is_an_error():
    two = [{"within": "3 days"}, {"within": "4 days", "when": {"mode": "active"}}]
    found = faults(ruled(RULE | {"regime": two, "change": ONCE}))
    assert found == at("", "regime[0]: always holds; the regimes after it would never be used")
    # The interval of a plan holds only where there is one.
    plan = [{"every": {"fact": "plan.interval"}}, {"every": "3 months"}]
    assert faults(ruled(ROLLING | {"regime": plan, "change": ONCE})) == []


@pytest.mark.parametrize(
    ("cautious", "found"),
    [
        ({"counting": "beginning with"}, []),
        ({"anchor": {"last": "visit"}}, []),
        ({}, "cautious: give another 'counting' or another 'anchor'"),
        (
            {"anchor": "visit"},
            "cautious.anchor: a second reading counts from the last event of its kind; write { last = … }",
        ),
        (
            {"counting": "after"},
            "cautious.counting: is the counting of the rule; a second reading counts otherwise",
        ),
    ],
)
def test_a_second_reading_is_another_one(cautious, found):
    assert faults(ruled(RULE | {"cautious": cautious})) == (at("", found) if found else [])


@pytest.mark.parametrize(
    "regime",
    [
        BY_LEVEL,
        {"every": {"fact": "plan.interval"}},
        {"every": "3 months", "when": {"level": "high"}},
        {"every": "3 months", "when": {"mode": "active"}},
        {"every": "3 months", "when": {"plan_interval": "set"}},
        {"every": "3 months", "when": {"last_notified_home": "place_found"}},
        {"every": "3 months", "when": {"lead_agency": "police"}},
        {"every": "3 months", "when": {"in": "custody"}},
        {"every": "3 months", "when": {"after": "visit"}},
        {"every": "3 months", "when": {"not": {"any": [{"not_in": "custody"}]}}},
    ],
)
def test_what_a_change_does_is_said_where_regimes_differ_from_day_to_day(regime):
    assert faults(ruled(ROLLING | {"regime": [regime]})) == at("", CHANGE)
    assert faults(ruled(ROLLING | {"regime": [regime], "change": FOLLOWED})) == []
    assert faults(ruled(ROLLING | {"regime": [regime], "change": ONCE})) == []


@pytest.mark.parametrize("when", [{"since": "2026-01-01"}, {"before": "2026-01-01"}])
def test_a_law_version_is_read_at_the_anchor_or_on_each_day(when):
    regimes = [{"every": "1 month", "when": when}, {"every": "2 months"}]
    for change in ({}, {"change": FOLLOWED}, {"change": ONCE}):
        assert faults(ruled(ROLLING | {"regime": regimes} | change)) == []


@pytest.mark.parametrize("when", [{"occurrence": 1}, {"count": {"of": "visit", "at_least": 2}}])
def test_what_hangs_on_the_fact_or_a_count_is_read_once(when):
    regimes = [{"every": "1 month", "when": when}, BY_LEVEL]
    assert faults(ruled(ROLLING | {"regime": regimes, "change": FOLLOWED})) == at("", READ_ONCE)
    assert faults(ruled(ROLLING | {"regime": regimes, "change": ONCE})) == []


@pytest.mark.parametrize(
    ("change", "read_at", "right"),
    [
        (ONCE, "anchor", True),
        (ONCE, "each day", False),
        (FOLLOWED, "each day", True),
        (FOLLOWED, "anchor", False),
    ],
)
def test_when_a_regime_is_read_agrees_with_what_a_change_does(change, read_at, right):
    found = faults(ruled(ROLLING | {"regime": [BY_LEVEL | {"read_at": read_at}], "change": change}))
    assert found == ([] if right else at("", "regime[0].read_at: contradicts 'change'; leave it out"))


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"suspended": {"in": "custody", "effect": "days do not count"}}, f"suspended: {NOTHING_MOVES}"),
        ({"change": FOLLOWED}, f"change: {READ_AT_ONCE}"),
        ({"change": ONCE}, None),
        ({"change": FOLLOWED, "regime": [OPENS | {"within": "20 years"}]}, None),
        ({"suspended": {"in": "custody", "effect": "runs on"}, "regime": [OPENS | {"within": "20 years"}]}, None),
    ],
)
def test_what_is_permitted_without_an_end_has_no_date_that_anything_moves(rule, found):
    permitted = RULE | {"must": False, "regime": [OPENS]} | rule
    assert faults(ruled(permitted)) == ([] if found is None else at("", found))


def test_a_series_that_is_fixed_in_advance_may_run_on():
    suspended = {"in": "custody", "effect": "runs on"}
    assert faults(ruled(RULE | SERIES | {"regime": [{"every": "1 year"}], "suspended": suspended})) == []


@pytest.mark.parametrize(
    ("regime", "right"),
    [
        ({"every": "3 days"}, True),
        ({"every": "never"}, True),
        ({"every": "3 months"}, True),
        ({"every": {"fact": "plan.interval"}}, True),
        ({"every": "3 hours", "from": "date", "clock": "wall"}, False),
        ({"every": "3 working days"}, False),
        ({"every": {"fact": "plan.interval", "at_most": "3 working days"}}, False),
    ],
)
def test_days_are_left_out_of_days_months_and_years_only(regime, right):
    suspended = {"in": "custody", "effect": "days do not count"}
    found = faults(ruled(ROLLING | {"regime": [regime], "suspended": suspended, "change": ONCE}))
    assert found == ([] if right else at("", f"suspended[0].{SKIPS}"))


EVERY_HOURS = {"every": "3 hours", "from": "date", "clock": "wall"}
BEFORE = "goes with lengths after the anchor only; one of them lies before it"


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (ROLLING | {"regime": [{"every": "3 working days"}]}, []),
        (
            ROLLING | {"regime": [EVERY_HOURS]},
            ["hours cannot start again: a state has days, and no hour at which it ended"],
        ),
        (RULE | {"regime": [{"before": "3 days"}]}, [BEFORE]),
        (COUNTDOWN, ["a countdown counts back from its end, whatever happens before it"]),
    ],
)
def test_what_can_start_again(rule, found):
    suspended = {"in": "custody", "effect": "restarts"}
    book = ruled(rule | {"suspended": suspended}) | CALENDAR
    assert faults(book) == at("", *(f"suspended[0].effect: {each}" for each in found))


def test_a_countdown_has_no_date_that_the_end_of_a_state_could_set():
    suspended = {"in": "custody", "effect": "due after end", "due": "3 days after end"}
    found = faults(ruled(COUNTDOWN | {"suspended": suspended}))
    assert found == at("", "suspended[0].effect: a countdown counts back from its end, whatever happens before it")


@pytest.mark.parametrize(
    ("regime", "policy", "found"),
    [
        ({"every": {"low": "1 year", "high": "3 months"}, "by": "level"}, "in proportion", []),
        ({"every": {"fact": "plan.interval"}}, "in proportion", []),
        ({"every": "3 working days"}, "in proportion", [PART]),
        (EVERY_HOURS, "in proportion", [PART]),
        ({"every": "3 working days"}, "from the next calendar month", []),
    ],
)
@pytest.mark.parametrize("half", ["stricter", "laxer", "any"])
def test_a_part_is_taken_of_days_months_and_years_only(regime, policy, found, half):
    change = {"stricter": KEEP, "laxer": KEEP} if half != "any" else {}
    rule = ROLLING | {"regime": [regime], "change": change | {half: policy}}
    assert faults(ruled(rule) | CALENDAR) == at("", *(f"change.{half}: {each}" for each in found))


@pytest.mark.parametrize("policy", ["in proportion", "from the next calendar month"])
def test_no_part_and_no_month_of_a_length_before_the_anchor(policy):
    rule = RULE | {"regime": [{"before": "3 days"}], "change": {"any": policy}}
    assert faults(ruled(rule)) == at("", f"change.any: {BEFORE}")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"anchor": {"field": "on"}}, "anchor"),
        ({"gate": {"fact": {"on": "set"}}}, "gate"),
        ({"must": False, "gate_each_day": {"first_of": "visit"}}, "gate_each_day"),
        ({"gate": {"other": {"rule": "R-2", "match": {"id": "id"}}}}, "gate"),
        ({"met_by": {"own": "on"}}, "met_by[0]"),
        ({"void_by": ["visit", {"any": "visit", "match": {"id": "id"}}]}, "void_by[1]"),
        ({"void_by": {"any": "visit", "since": "the fact"}}, "void_by[0]"),
        ({"regime": [{"within": "3 days", "when": {"gap": {"from": "on", "to": "on", "less_than": 3}}}]}, "regime[0]"),
    ],
)
@pytest.mark.parametrize("one_per", ["offender", {"run_of": "custody"}, {"gap_of": "custody"}], ids=str)
def test_what_reads_a_fact_hangs_on_one(changes, path, one_per):
    assert faults(ruled(RULE | {"one_per": one_per} | changes)) == at("", f"{path}: {NO_FACT}")


@pytest.mark.parametrize(
    ("one_per", "is_right"),
    [
        ({"span": "subject"}, True),
        ("visit", True),
        ({"end_of": "custody"}, True),
        ("offender", False),
        ({"run_of": "custody"}, False),
        ({"gap_of": "custody"}, False),
    ],
)
def test_what_goes_on_is_no_case_that_is_cut_to_each_window(one_per, is_right):
    during = {"while": {"not_in": "custody", "at_end": "lapse", "resumes": True}}
    found = faults(ruled(RULE | during | {"one_per": one_per, "anchor": "start"}))
    assert ("while.resumes: leave it out" in str(found)) is not is_right


def test_a_chain_that_goes_on_across_gaps_is_cut_to_each_window():
    for resumes in (True, False):
        during = {"while": {"span": "subject", "not_in": "custody", "at_end": "lapse", "resumes": resumes}}
        rule = ROLLING | during | {"one_per": {"span": "subject"}, "anchor": {"last": "visit", "across_gaps": True}}
        assert ("while.resumes: leave it out" in str(faults(ruled(rule)))) is resumes


def test_only_an_entitlement_has_a_daily_gate():
    found = faults(ruled(RULE | {"gate_each_day": {"in": "custody"}}))
    assert found == at("", "gate_each_day: goes with an entitlement (must = false) only; a duty has 'gate'")
    whole = RULE | {"one_per": "offender", "gate": {"in": "custody"}, "must": False, "gate_each_day": {"in": "custody"}}
    assert faults(ruled(whole)) == []


@pytest.mark.parametrize("test", [{"count": {"of": "visit", "at_most": 1}}, {"other": {"rule": "R-2"}}])
def test_what_is_read_once_is_no_daily_gate(test):
    rule = RULE | {"must": False, "gate_each_day": {"any": [{"in": "custody"}, test]}}
    assert faults(ruled(rule)) == at("", "gate_each_day: 'count' and 'other' are read once; write them into 'gate'")


def test_a_regime_that_looks_at_another_rule_is_read_at_the_anchor():
    regimes = [{"when": {"other": {"rule": "R-2"}}, "every": "3 months"}, {"every": "1 year"}]
    other = RULE | {"id": "R-2"}
    rule = ROLLING | {"regime": regimes}
    (fault,) = faults(book(rule | {"change": FOLLOWED}, other))
    assert "regimes that look at the fact" in fault
    assert faults(book(rule | {"change": ONCE}, other)) == []
