"""A rule of a fixed cadence seen whole: each missing choice is an error, and nothing is ignored."""

import pytest

from supervise.rules.codec import canonical, read_draft
from tests.unit.rules.minimal import CONVENTIONS, RULE, faults, ruled

GRID = RULE | {
    "one_per": "offender",
    "anchor": "notification.s83",
    "cadence": "grid",
    "late": "fills the oldest",
    "met_by": "visit",
    "regime": [{"every": "90 days"}],
}
NOT_COUNTED = {key: value for key, value in GRID.items() if key != "counting"}
BLOCK = NOT_COUNTED | {"cadence": "block", "partial": "not required", "regime": [{"every": "calendar month"}]}
STARTS = {"after": "notification.s83", "by": "opens"}
MONTH = NOT_COUNTED | {
    "cadence": "month",
    "anchor": {"birth": "month", "unknown": "january"},
    "starts": STARTS | {"not_within": "2 months"},
    "may_set": "inside the window",
    "regime": [{"every": "3 months", "days": [1, 15]}],
}
NO_DAYS = "where nothing is asked ('never') no day is named; leave it out"
WEEKDAY = NOT_COUNTED | {"cadence": "weekday", "regime": [{"weekday": "monday", "at": "10:00"}]}
BIRTHDAYS = GRID | {"anchor": {"birth": "day"}, "starts": STARTS, "regime": [{"every": "1 year"}]}

LATE = "late: missing; it has no default: write 'does not count' or 'fills the oldest' or 'fills the current' or 'fills all'"
ONLY_FIXED = "goes with a cadence that is fixed in advance only"
STARTS_MISSING = "starts: missing; nothing else says with which occurrence it begins: write { after = …, by = … }"
KNOWN = "'from the change', 'earlier of both', 'keep the pending', 'at the next anchor'"
UNITS = "whole units of the calendar are blocks, and no length from a day"
COUNTED = "counting: missing; write 'after', 'beginning with' or, before the anchor, 'clear days'"


def at(*messages):
    return [f"rule[0] R-1.{message}" for message in messages]


def without(base, *keys):
    return {key: value for key, value in base.items() if key not in keys}


def regime(base, **keys):
    return base | {"regime": [keys]}


@pytest.mark.parametrize(
    "base", [GRID, BLOCK, MONTH, WEEKDAY, BIRTHDAYS], ids=["grid", "block", "month", "weekday", "birthdays"]
)
def test_the_bases_are_whole_and_can_be_written_back(base):
    data = ruled(base)
    assert faults(data) == []
    draft = read_draft(data, "own")
    assert read_draft(canonical(draft), "own") == draft


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (without(GRID, "late"), at(LATE)),
        (without(GRID, "met_by"), at("met_by: missing; a fixed cadence says what meets it")),
        (
            GRID | {"must": False},
            at("must: an entitlement does not go with a fixed cadence; write cadence = 'once'"),
        ),
        (
            GRID | {"cautious": {"counting": "beginning with"}},
            at("cautious: does not go with a fixed cadence: its days are not counted from an event"),
        ),
        (
            GRID | {"met_by": {"any": "visit", "since": "ever"}},
            at("met_by[0].since: leave it out: an occurrence of a fixed cadence is met from its opening on"),
        ),
        (
            GRID | {"met_by": {"state": "custody"}},
            at("met_by[0]: names no events; an occurrence of a fixed cadence is met by one: write 'any'"),
        ),
        (without(GRID, "counting"), at("counting: the days of a grid lie so long after its anchor; write 'after'")),
        (GRID | {"anchor": {"last": "visit"}}, at("anchor.last: goes with a rolling cadence only; write 'first'")),
        (GRID | {"partial": "not required"}, at("partial: goes with blocks of the calendar only")),
        (without(BIRTHDAYS, "starts"), at(STARTS_MISSING)),
        (without(MONTH, "starts"), at(STARTS_MISSING)),
        (regime(without(MONTH | {"anchor": "notification.s83"}, "starts"), named=["may"]), at(STARTS_MISSING)),
        (
            GRID | {"anchor": {"birth": "month"}, "starts": STARTS},
            at("anchor.birth: does not go with this cadence; write 'day'"),
        ),
        (
            WEEKDAY | {"anchor": {"birth": "day"}, "starts": STARTS},
            at("anchor.birth: does not go with this cadence; leave it out"),
        ),
        (
            GRID | {"starts": {"after": {"last": "visit"}, "by": "opens"}},
            at("starts.after: names the event whose day the first occurrence must come after; write { first = … }"),
        ),
        (
            GRID | {"starts": STARTS | {"not_within": "3 working days"}},
            at("starts.not_within: write it in months or days"),
        ),
        (
            without(BLOCK, "partial"),
            at("partial: missing; it has no default: write 'not required' or 'whole standard'"),
        ),
        (
            BLOCK | {"counting": "after"},
            at("counting: calendar blocks are not counted from a day; leave it out, or write it on the limits"),
        ),
        (
            regime(without(BLOCK, "partial"), every="30 days"),
            at("counting: missing; the first block begins on the anchor ('beginning with') or the day 'after'"),
        ),
        (regime(without(BLOCK, "partial") | {"counting": "beginning with"}, every="30 days"), []),
        (
            GRID | {"change": {"stricter": "from the last, not before the change", "laxer": "keep the pending"}},
            at(f"change.stricter: does not go with a fixed cadence; known: {KNOWN}"),
        ),
        (GRID | {"change": {"any": "from the change"}}, []),
        (
            GRID | {"suspended": {"in": "custody", "effect": "days do not count"}},
            at(
                "suspended[0].effect: a series that is fixed in advance does not move; write 'skip', or what happens to"
                " the date"
            ),
        ),
        (GRID | {"suspended": {"in": "custody", "effect": "skip", "if": "the whole window lies inside"}}, []),
        (GRID | {"while": {"span": "held", "at_end": "cut"}}, []),
    ],
)
def test_what_a_fixed_cadence_chooses(rule, found):
    assert faults(ruled(rule)) == found


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (
            regime(GRID, within="3 days"),
            at("regime[0].every: write 'every', and one alone: it says where the series lies"),
        ),
        (
            regime(MONTH, every="3 months", named=["may"]),
            at("regime[0].every: write 'every' or 'named', and one alone: it says where the series lies"),
        ),
        (
            regime(WEEKDAY, opens={"before": "1 day", "counting": "after"}),
            at("regime[0].weekday: write 'weekday', and one alone: it says where the series lies"),
        ),
        (
            regime(GRID, every={"fact": "plan.interval"}) | {"change": {"any": "at the next anchor"}},
            at(
                "regime[0].every: a series that is fixed in advance cannot take the interval of a plan; write the lengths"
            ),
        ),
        (
            regime(GRID, every="3 working days"),
            at(
                "regime[0].every: a series is fixed in months, days or (blocks) whole units of the calendar; write it so",
            ),
        ),
        (
            regime(GRID, every="24 hours"),
            at(
                "regime[0].every: a series is fixed in months, days or (blocks) whole units of the calendar; write it so"
            ),
        ),
        (
            regime(GRID, every="calendar month") | {"partial": "not required"},
            at(
                "regime[0].every: whole units of the calendar are blocks;"
                " write cadence = 'block', or the length in months"
            ),
        ),
        (regime(GRID, every="0 days"), at("regime[0].every: a series goes on; write a length of at least a day")),
        (
            regime(BIRTHDAYS, every="6 months"),
            at("regime[0].every: birthdays come round by years; write whole years"),
        ),
        (
            regime(BIRTHDAYS, every="1 year 1 day"),
            at("regime[0].every: birthdays come round by years; write whole years"),
        ),
        (
            regime(MONTH, every="30 days"),
            at("regime[0].every: months lie whole months apart; write it in months or years"),
        ),
        (
            regime(MONTH, every="5 months"),
            at(
                "regime[0].every: from the month of birth it must come round with the year;"
                " write 1, 2, 3, 4 or 6 months, or years"
            ),
        ),
        (regime(MONTH, every="2 years"), []),
        (regime(MONTH | {"anchor": "notification.s83"}, every="5 months"), []),
        (regime(MONTH, every="3 months", days=[15, 1]), at("regime[0].days: the last day may come before the first")),
        (
            regime(MONTH, every="3 months", days=[1, 5, 9]),
            at("regime[0].days: write the first and the last day of the month, such as [1, 15], or one day alone"),
        ),
        (regime(MONTH, every="3 months", days=[1]), []),
        (regime(MONTH, every="3 months", days="first monday"), []),
        (regime(MONTH, every="3 months", days=[1, "first monday"]), []),
        (regime(MONTH, every="3 months", days=["third friday", "last friday"]), []),
        (regime(MONTH, every="3 months", days=["third friday", 22]), []),
        (
            # The third Friday may be the 21st, and the fourth Monday the 22nd.
            regime(MONTH, every="3 months", days=["third friday", 20]),
            at("regime[0].days: the last day may come before the first"),
        ),
        (
            # In a month that begins with a Tuesday the first Monday is the 7th.
            regime(MONTH, every="3 months", days=["first monday", "first friday"]),
            at("regime[0].days: the last day may come before the first"),
        ),
        (regime(MONTH, every="3 months", at="10:00"), at("regime[0].at: does not go with this cadence")),
        (
            regime(GRID | {"starts": STARTS}, every="3 months", named=["may"]),
            at("regime[0].named: does not go with this cadence"),
        ),
        (regime(WEEKDAY, every="never"), []),
        (
            regime(WEEKDAY, every="3 months"),
            at("regime[0].weekday: write 'weekday', and one alone: it says where the series lies"),
        ),
        *(
            (regime(base, every="never", **keys), at(f"regime[0].{min(keys)}: {NO_DAYS}"))
            for base, keys in (
                (WEEKDAY, {"weekday": "monday"}),
                (WEEKDAY, {"at": "10:00"}),
                (MONTH, {"days": [1, 10]}),
                (MONTH, {"named": ["may"]}),
            )
        ),
        (regime(WEEKDAY, every="3 months", weekday="monday"), at("regime[0].every: does not go with this cadence")),
        (regime(WEEKDAY, weekday="monday", at="24:00"), at("regime[0].at: no time of day; write for example '10:00'")),
        (
            regime(WEEKDAY | {"counting": "after"}, weekday="monday", at="10:00", within="1 day"),
            at("regime[0].at: is the last minute of the day itself; leave out 'within' and 'before'"),
        ),
        (regime(WEEKDAY, weekday="monday", within="1 day"), at(f"regime[0].{COUNTED}")),
        (
            regime(GRID, by="level", every="90 days", within={"low": "3 days", "high": "3 days"}),
            at("regime[0].within: write one length; regimes with 'when' tell levels apart"),
        ),
        (
            regime(GRID, every="90 days", before="never"),
            at("regime[0].before: write one length; regimes with 'when' tell levels apart"),
        ),
        (
            regime(GRID, every="90 days", within="calendar month") | {"partial": "not required"},
            at("partial: goes with blocks of the calendar only", f"regime[0].within: {UNITS}"),
        ),
        (
            regime(GRID, every="90 days", opens={"before": "calendar month"}),
            at(f"regime[0].opens: {UNITS}; write it in months or days"),
        ),
        (regime(GRID, every="90 days", within="24 hours", **{"from": "date", "clock": "wall"}), []),
    ],
)
def test_what_its_regimes_say(rule, found):
    assert faults(ruled(rule)) == found


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({"late": "fills all"}, ["late"]),
        ({"starts": STARTS}, ["starts"]),
        ({"partial": "whole standard"}, ["partial"]),
        ({"may_set": "inside the window"}, ["may_set"]),
        ({"while": {"span": "held", "at_end": "cut"}}, ["while.at_end"]),
        ({"suspended": {"in": "custody", "effect": "skip", "if": "due day ends inside"}}, ["suspended[0].effect"]),
        ({"regime": [{"within": "3 days", "at": "10:00"}]}, ["regime[0].at"]),
        ({"regime": [{"within": "3 days", "days": [1, 2], "named": "may"}]}, ["regime[0].named", "regime[0].days"]),
        ({"regime": [{"within": "3 days", "weekday": "monday"}]}, ["regime[0].weekday"]),
    ],
)
def test_what_only_a_fixed_cadence_knows_is_refused_elsewhere(keys, found):
    assert faults(ruled(RULE | keys)) == at(*(f"{key}: {ONLY_FIXED}" for key in found))


def test_a_list_of_days_without_one_is_not_the_whole_month():
    found = faults(ruled(regime(MONTH, every="3 months", days=[])))
    assert found == at("regime[0].days: an empty list; name at least one, or leave the key out")


def test_a_birth_is_no_anchor_of_one_date():
    found = faults(ruled(RULE | {"anchor": {"birth": "day"}}))
    assert found == at(f"anchor.birth: {ONLY_FIXED}; write {{ birthday = … }} for one age")


def test_a_length_in_units_of_the_calendar_is_no_length_from_a_day():
    found = faults(ruled(RULE | {"regime": [{"within": "calendar month"}]}))
    assert found == at(f"regime[0]: {UNITS}; write it in months or days")


def test_calendar_weeks_ask_for_the_day_they_begin_with():
    weeks = BLOCK | {"regime": [{"every": "calendar week"}]}
    assert faults(ruled(weeks)) == [
        "conventions.week_begins: missing; it has no default: write the day a calendar week begins with"
    ]
    assert faults(ruled(weeks) | {"conventions": CONVENTIONS | {"week_begins": "sunday"}}) == []


def test_the_event_a_series_starts_after_is_looked_up():
    found = faults(ruled(GRID | {"starts": {"after": "visitt", "by": "opens"}}))
    assert found == ["rule R-1.starts.after.first: no event 'visitt'; did you mean 'visit'?"]
    found = faults(ruled(GRID | {"one_per": "trip", "starts": {"after": {"field": "departs"}, "by": "opens"}}))
    assert len(found) == 1
    assert found[0].startswith("rule[0] R-1.starts.after: no field of this name in trips;")


UNBOUND = "while: give 'span', 'not_in' or both: nothing bounds it"


@pytest.mark.parametrize(
    ("one_per", "found"),
    [
        ({"run_of": "custody"}, []),
        ({"each": "trip", "until_next": True}, []),
        # The state, or the span, is named in 'while'.
        ({"gap_of": "custody"}, at(UNBOUND)),
        ({"span": "held"}, at(UNBOUND)),
        ("offender", at(UNBOUND)),
        ("trip", at(UNBOUND)),
    ],
)
def test_the_end_of_what_a_series_hangs_on_may_cut_it(one_per, found):
    rule = GRID | {"one_per": one_per, "anchor": "notification.s83"}
    assert faults(ruled(rule | {"while": {"at_end": "cut"}})) == found
    assert faults(ruled(rule | {"while": {"not_in": "hospital", "at_end": "cut"}})) == []


def test_what_is_not_fixed_is_cut_by_no_end():
    cut = {"one_per": {"run_of": "custody"}, "anchor": "start", "while": {"at_end": "cut"}}
    assert faults(ruled(RULE | cut)) == at(f"while.at_end: {ONLY_FIXED}")
