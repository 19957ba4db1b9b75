"""A rule with quotas seen whole: what it must choose, and what it would ignore."""

import pytest

from supervise.rules import load_rulebook
from supervise.rules.codec import canonical, read_draft
from tests.unit.rules import minimal
from tests.unit.rules.minimal import CONVENTIONS, RULE, faults

QUOTA = {"id": "q", "of": "visit", "at_least": 2}
BLOCKS = {key: value for key, value in RULE.items() if key not in ("met_by", "counting")} | {
    "one_per": "offender",
    "anchor": {"first": "visit"},
    "cadence": "block",
    "late": "does not count",
    "partial": "in proportion",
    "regime": [{"every": "calendar month", "quota": [QUOTA]}],
}
ONCE = {"any": "at the next anchor"}
STRICTER = (
    "change: which of two sets of quotas is stricter cannot be told; write { any = … } with"
    " 'at the next anchor' or 'from the change' or 'in proportion'"
)
EFFECT = (
    "suspended[0].effect: the last day of a block with quotas does not move; known: 'skip', 'in proportion', 'runs on'"
)
BESIDE = "does not go with quotas: they say what fills a block, on all of its days"
ROLL = (
    "roll: the last day of a block with quotas does not move: nothing counts on a day that is none of it; leave it out"
)
LONGER = "each: is longer than the block: none lies wholly inside, and nothing is asked for; write a shorter unit"
PARTS = "parts: missing; a part may lie in two blocks: write 'wholly inside', 'begins inside' or 'ends inside'"


def book(week_begins="monday", **changes):
    rule = {key: value for key, value in (BLOCKS | changes).items() if value is not None}
    return minimal.book(rule, conventions=CONVENTIONS | {"week_begins": week_begins})


def found(**changes):
    return [each.removeprefix("rule[0] R-1.") for each in faults(book(**changes))]


CARRIED = QUOTA | {"also": {"left_over": True, "at_most": 1}}
MONTHS = {"cadence": "month", "partial": None}


def regime(**changes):
    return [{"every": "calendar month", "quota": [QUOTA]} | changes]


def test_the_base_is_whole_and_written_as_it_was_read():
    data = book()
    assert faults(data) == []
    draft = read_draft(data, "inline")
    assert read_draft(canonical(draft), "inline") == draft
    assert load_rulebook(data).rule[0].regime[0].quota[0].at_least == 2


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"late": "fills the oldest"}, ["late: a block cannot be filled afterwards; write 'does not count'"]),
        ({"met_by": "visit"}, [f"met_by: {BESIDE}"]),
        (
            {"partial": None},
            [("partial: missing; it has no default: write 'not required' or 'whole standard' or 'in proportion'")],
        ),
        ({"may_set": "inside the window"}, [f"may_set: {BESIDE}"]),
        ({"change": ONCE}, []),
        ({"change": {"any": "from the change"}}, []),
        ({"change": {"any": "in proportion"}}, []),
        ({"change": {"any": "keep the pending"}}, [STRICTER]),
        ({"change": {"stricter": "from the change", "laxer": "keep the pending"}}, [STRICTER]),
        ({"suspended": {"in": "custody", "effect": "in proportion"}}, []),
        ({"suspended": {"in": "custody", "effect": "runs on"}}, []),
        ({"suspended": {"in": "custody", "effect": "later of due and", "due": "3 days after end"}}, [EFFECT]),
        ({"suspended": {"in": "custody", "if": "due day ends inside", "due": "3 days after end"}}, [EFFECT]),
        (
            {"regime": regime(within="3 days", counting="after")},
            ["regime[0].within: does not go with quotas: a block is filled on all of its days, and on no other"],
        ),
        (
            {"regime": regime(opens={"before": "3 days", "counting": "after"})},
            ["regime[0].opens: does not go with quotas: a block is filled on all of its days, and on no other"],
        ),
        (
            {"regime": regime(quota=[QUOTA, QUOTA])},
            ["regime[0].quota: an id is given 2 times; give each quota its own"],
        ),
        (
            {"regime": [{"every": "calendar month", "when": {"mode": "active"}}, *regime()], "change": ONCE},
            ["regime[0].quota: missing; every regime of a rule with quotas has some, or every = 'never'"],
        ),
        ({"regime": [{"every": "never", "when": {"mode": "active"}}, *regime()], "change": ONCE}, []),
        ({"regime": regime(quota=[CARRIED])}, []),
        (
            {"regime": regime(every="1 month", quota=[CARRIED]), **MONTHS},
            ["regime[0].quota[0].also: 'left_over' goes with cadence 'block' only: its blocks follow each other"],
        ),
        (
            {"regime": [{"every": "never", "quota": [QUOTA], "when": {"mode": "active"}}, *regime()], "change": ONCE},
            ["regime[0].quota: every = 'never' asks for nothing; leave one of them out"],
        ),
        ({"roll": "next open day", "calendar": "weekdays@2026.1"}, [ROLL]),
        ({"regime": regime(roll="previous open day"), "calendar": "weekdays@2026.1"}, [f"regime[0].{ROLL}"]),
    ],
)
def test_what_a_rule_with_quotas_says(changes, problems):
    assert found(**changes) == problems


def test_quotas_go_with_blocks_and_months():
    rolling = {
        "cadence": "rolling", "late": None, "partial": None, "counting": "after", "met_by": "visit",
        "rebased_by": "what meets it", "regime": regime(every="3 months"),
    }  # fmt: skip
    assert found(**rolling) == ["cadence: quotas are filled in blocks; write 'block' or 'month'", f"met_by: {BESIDE}"]
    grid = {"cadence": "grid", "partial": None, "counting": "after", "regime": regime(every="3 months")}
    assert found(**grid) == ["cadence: quotas are filled in blocks; write 'block' or 'month'"]
    month = {"cadence": "month", "partial": None, "regime": regime(every="3 months")}
    assert found(**month) == []


@pytest.mark.parametrize(
    ("block", "each", "needed"),
    [
        ("calendar quarter", "calendar month", False),
        ("2 calendar months", "calendar month", False),
        ("calendar year", "calendar half-year", False),
        ("calendar week", "calendar week", False),
        ("2 calendar weeks", "calendar week", False),
        ("calendar month", "calendar week", True),
        ("30 days", "calendar week", True),
        ("30 days", "calendar month", True),
        ("3 months", "calendar quarter", True),
    ],
)
def test_parts_that_may_lie_in_two_blocks_are_told_apart(block, each, needed):
    more = {} if "calendar" in block else {"counting": "beginning with", "partial": None}
    part = QUOTA | {"each": each}
    regimes = [{"every": block, "quota": [part]}]
    assert found(regime=regimes, **more) == ([f"regime[0].quota[0].{PARTS}"] if needed else [])
    regimes = [{"every": block, "quota": [part | {"parts": "wholly inside"}]}]
    right = [] if needed else ["regime[0].quota[0].parts: every part lies inside its block; leave it out"]
    assert found(regime=regimes, **more) == right


@pytest.mark.parametrize(
    ("block", "each"),
    [
        ("2 calendar months", "calendar quarter"),
        ("calendar month", "calendar quarter"),
        ("calendar week", "calendar month"),
        ("5 calendar months", "calendar half-year"),
        ("11 calendar months", "calendar year"),
        ("3 calendar weeks", "calendar month"),
        ("27 days", "calendar month"),
        ("6 days", "calendar week"),
        ("1 month", "calendar quarter"),
    ],
)
def test_a_part_longer_than_its_block_never_lies_in_it_and_would_ask_for_nothing(block, each):
    more = {} if "calendar" in block else {"counting": "beginning with", "partial": None}
    part = QUOTA | {"each": each, "parts": "wholly inside"}
    assert found(regime=[{"every": block, "quota": [QUOTA | {"id": "w"}, part]}], **more) == [
        f"regime[0].quota[1].{LONGER}"
    ]
    for parts in ("begins inside", "ends inside"):
        # One of three blocks asks for something then.
        assert found(regime=[{"every": block, "quota": [part | {"parts": parts}]}], **more) == []


@pytest.mark.parametrize(
    ("days", "each", "right"),
    [
        (None, "calendar week", True),
        (None, "calendar month", True),
        (None, "calendar quarter", False),
        ([1, 7], "calendar week", True),
        ([1, 6], "calendar week", False),
        (["first monday", "second sunday"], "calendar week", True),
        (15, "calendar week", False),
        ([1, 31], "calendar month", True),
        ([2, 31], "calendar month", False),
        # February has no more days, and a month may begin on a Monday.
        ([1, 28], "calendar month", True),
        (["first monday", 31], "calendar month", True),
        ([1, 27], "calendar month", False),
        ([1, 31], "calendar quarter", False),
    ],
)
def test_a_part_longer_than_the_days_of_a_month_that_count(days, each, right):
    part = QUOTA | {"each": each, "parts": "wholly inside"}
    of_month = {"every": "2 months", "quota": [part]} | ({} if days is None else {"days": days})
    assert found(cadence="month", partial=None, regime=[of_month]) == (
        [] if right else [f"regime[0].quota[0].{LONGER}"]
    )


def test_a_part_longer_than_the_block_of_one_level():
    by_level = {"every": {"low": "6 months", "high": "2 months"}, "by": "level"}
    part = QUOTA | {"each": "calendar quarter", "parts": "wholly inside"}
    more = {"counting": "beginning with", "partial": None, "change": {"any": "at the next anchor"}}
    assert found(regime=[by_level | {"quota": [part]}], **more) == [f"regime[0].quota[0].{LONGER}"]


def test_a_part_that_is_no_unit_or_a_block_without_a_length_is_told_once():
    assert found(regime=regime(quota=[QUOTA | {"each": "3 days"}])) == [
        "regime[0].quota[0] q.each: write one unit of the calendar, such as 'calendar week' or 'calendar month'"
    ]
    named = {"cadence": "month", "partial": None, "starts": {"after": {"first": "visit"}, "by": "opens"}}
    regimes = [{"named": ["march"], "quota": [QUOTA | {"each": "calendar week"}]}]
    assert found(regime=regimes, **named) == [f"regime[0].quota[0].{PARTS}"]


@pytest.mark.parametrize(
    ("second", "problems"),
    [
        ({"quota": [QUOTA | {"at_least": 9}]}, []),
        (
            {"quota": [QUOTA | {"at_least": {"percent": 50, "of": "visit", "rounded": "up"}}]},
            ["change.any: a percentage of events is no number of which days have a part; write another policy"],
        ),
        ({"quota": [QUOTA | {"id": "other", "of": "trip"}]}, []),
        (
            {"quota": [QUOTA | {"of": "trip"}]},
            [
                "change.any: shares are of quotas that differ in their numbers alone; write another id where they differ in more"
            ],
        ),
        (
            {"quota": [QUOTA | {"at_most": 9}]},
            [
                "change.any: shares are of quotas that differ in their numbers alone; write another id where they differ in more"
            ],
        ),
        (
            {"every": "calendar quarter"},
            ["change.any: shares of blocks of different lengths cannot be added; write one length for 'every'"],
        ),
        ({"every": "never", "quota": []}, []),
    ],
)
def test_shares_are_of_the_same_block_and_the_same_events(second, problems):
    regimes = [regime(when={"mode": "active"})[0], regime(**second)[0]]
    assert found(regime=regimes, change={"any": "in proportion"}) == problems


def test_what_is_asked_of_one_event_has_no_share():
    only = "goes with quotas only: part of one event cannot be asked for"
    plain = {"regime": [{"every": "calendar month"}], "met_by": "visit"}
    assert found(**plain) == [f"partial: {only}"]
    held = {"suspended": {"in": "custody", "effect": "in proportion"}, "partial": "not required"}
    assert found(**plain, **held) == [f"suspended[0].effect: {only}"]


@pytest.mark.parametrize(
    ("quota", "path"),
    [
        ({"of": "visitt"}, "of"),
        ({"of": {"of": "visit", "where": {"plase": "home"}}}, "of.where.plase"),
        ({"also": [{"of": {"of": "visit", "where": {"plase": "home"}}, "at_most": 1}]}, "also[0].of.where.plase"),
        ({"reduced_by": [{"of": "visit.senn", "by": 1}]}, "reduced_by[0].of"),
        ({"at_least": {"percent": 50, "of": "visitt", "rounded": "up"}}, "at_least.of"),
        (
            {"at_least": {"percent": 50, "of": {"of": "visit", "where": {"plase": "home"}}, "rounded": "up"}},
            "at_least.of.where.plase",
        ),
    ],
)
def test_names_in_a_quota_are_looked_up(quota, path):
    problem, *_ = faults(book(regime=regime(quota=[QUOTA | quota])))
    assert problem.replace("rule[0] R-1", "rule R-1").startswith(f"rule R-1.regime[0].quota[0].{path}: ")
