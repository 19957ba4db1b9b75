"""Blocks that lie behind are told only when somebody asks, and then just as if each had been judged in its turn."""

from itertools import pairwise

import pytest

from supervise.engine.outcomes import Untold
from supervise.engine.program import program_of
from supervise.engine.timeline import Timeline
from supervise.rules import load_rulebook
from tests.unit.engine.books import HEAD, SPAN, book, events, judged, levels, shown, states
from tests.unit.engine.test_quotas import BLOCKS, TOTAL, done, quotas

AS_OF = "2026-09-15"
WEEKLY = [f"2026-{month:02}-{day:02}" for month in range(1, 10) for day in (1, 8, 15, 28)]
SKIP = {"in": "custody", "effect": "skip", "if": "due day ends inside"}
SHARE = {"in": "custody", "effect": "in proportion"}
BY_LEVEL = [
    {"name": "low", "when": {"level": "low"}, "every": "calendar month", "quota": [TOTAL | {"at_least": 1}]},
    {"name": "medium", "when": {"level": "medium"}, "every": "never"},
    {"name": "high", "when": {"level": "high"}, "every": "calendar month", "quota": [TOTAL | {"at_least": 4}]},
]
MONTHLY = {"regime": [{"every": "calendar month", "quota": [TOTAL]}]}
OF_DAYS = [regime | {"every": "30 days"} for regime in BY_LEVEL if regime["every"] != "never"]


def kept(found):
    """Return what is kept: how many blocks each entry that is not told stands for, and None for one that is told."""
    entries = [entry for _, entries in found.outcomes._judged for entry in entries]
    return [entry.tell.__self__.number if isinstance(entry, Untold) else None for entry in entries]


def in_turn(the_book, as_of, **facts):
    """Return the schedule with every block judged in its turn."""
    program = program_of(the_book)
    closing = [rule for rule in program.rules if rule.closes]
    for rule in closing:
        rule.closes = False
    try:
        return judged(the_book, as_of, **facts)
    finally:
        for rule in closing:
            rule.closes = True


def agree(the_book, as_of=AS_OF, *days, start="2026-01-01", more=(), **facts):
    """Return how many blocks were passed over, after making sure that it cannot be told from the rows."""
    facts = {"events": events(k=start) + done(*(days or WEEKLY)) + list(more), **facts}
    found, other = judged(the_book, as_of, **facts), in_turn(the_book, as_of, **facts)
    passed_over = kept(found)
    for entry in (entry for _, entries in found.outcomes._judged for entry in entries if isinstance(entry, Untold)):
        assert [*entry.latest()][::-1] == [row for row, case in entry.tell() if case == entry.case]
    stable = found.stable_until
    assert stable == other.stable_until
    assert found.all_obligations == other.all_obligations
    assert found.stable_until == stable
    return passed_over


def test_months_that_are_over_are_kept_as_one():
    assert agree(quotas()) == [8, None, None]
    assert agree(quotas(), "2026-09-30") == [8, None, None]
    assert agree(quotas(), "2026-10-01") == [9, None, None]
    assert agree(quotas(), "2026-02-01") == [1, None, None]
    assert agree(quotas(), "2026-01-31") == [None, None]


@pytest.mark.parametrize(
    ("every", "found"),
    [
        ("30 days", [8, None, None]),
        ("1 month", [8, None, None]),
        ("1 month 1 day", [8, None, None]),
        ("calendar quarter", [2, None, None]),
        ("2 calendar weeks", [18, None, None]),
    ],
)
def test_so_are_blocks_of_any_length(every, found):
    assert agree(quotas(every=every)) == found


def test_a_month_entered_in_the_middle_is_one_of_them():
    assert agree(quotas(), start="2026-01-10") == [8, None, None]
    assert agree(quotas(partial="in proportion"), start="2026-01-10") == [8, None, None]
    assert agree(quotas(partial="in proportion"), "2026-01-20", start="2026-01-10") == [None, None]
    assert agree(quotas(partial="not required"), start="2026-01-10") == [8, None, None]
    assert agree(quotas(partial="not required"), "2026-01-20", start="2026-01-10") == [None, None]


def test_what_is_told_says_what_was_counted():
    found = judged(quotas(), "2026-04-01", events=events(k="2026-01-01") + done(*WEEKLY[1:7]))
    assert [row.status.value for row in found.standing] == ["open", "upcoming"]
    assert shown(found, "status", "due", "met_on", "met_by", "days_late", "counted")[:3] == [
        ("met", "2026-01-31", "2026-01-15", ("done0", "done1", "done2"), 0, {"total": 3}),
        ("met", "2026-02-28", "2026-02-08", ("done3", "done4", "done5"), 0, {"total": 3}),
        ("missed", "2026-03-31", None, (), 1, {"total": 0}),
    ]


@pytest.mark.parametrize(
    "given",
    [
        [TOTAL | {"at_least": 5}],
        [TOTAL | {"at_most": 3}],
        [{"id": "part", "of": "event.done", "at_least": 1, "each": "calendar week", "parts": "ends inside"}],
        [TOTAL | {"alone": True}, {"id": "other", "of": ["event.done", "event.more"], "at_least": 1}],
        [TOTAL | {"at_least": 5, "also": {"of": "event.more", "at_most": 1}}],
        [TOTAL | {"at_least": 9, "reduced_by": {"of": "event.more", "by": 9}}],
        [TOTAL, {"id": "other", "of": "event.more", "at_least": 1}],
        [{"id": "half", "of": "event.done", "at_least": {"percent": 50, "of": "event.more", "rounded": "up"}}],
    ],
)
def test_whatever_is_counted(given):
    more = done("2026-01-08", "2026-03-07", "2026-03-09", kind="more")
    assert agree(quotas(*given), more=more) == [8, None, None]


def test_a_block_in_which_no_part_lies_asks_for_nothing():
    part = {"id": "part", "of": "event.done", "at_least": 1, "each": "calendar month", "parts": "wholly inside"}
    # No whole month lies in the first 40 days from 10 February on, and April in the next.
    assert agree(quotas(part, every="40 days"), start="2026-02-10") == [None, 4, None, None]
    # Nor in any of the 30 days that follow each other from then on.
    assert agree(quotas(part, every="30 days"), "2026-05-01", start="2026-02-10") == [None] * 4


@pytest.mark.parametrize(
    ("change", "found"),
    [
        # The month in which the level changes keeps the standard of its first day, and the next has the other.
        ("at the next anchor", [8, None, None]),
        # It is cut, and the next begins on the day of the change.
        ("from the change", [3, None, 5, None, None]),
    ],
)
def test_a_change_of_regime_begins_a_new_row_of_blocks_only_where_it_cuts_one(change, found):
    the_book = quotas(regime=BY_LEVEL, change={"any": change})
    assert agree(the_book, levels=levels(low="2025-01-01", high="2026-04-10")) == found
    # It begins one, too, where it changes how long the blocks are.
    longer = [BY_LEVEL[0], BY_LEVEL[2] | {"every": "2 calendar months"}]
    if change == "at the next anchor":
        given = levels(low="2025-01-01", high="2026-04-10")
        assert agree(quotas(regime=longer, change={"any": change}), levels=given) == [4, 2, None, None]


def test_a_change_on_the_first_day_of_a_block_cuts_none():
    the_book = quotas(regime=BY_LEVEL, change={"any": "at the next anchor"})
    assert agree(the_book, levels=levels(low="2025-01-01", high="2026-04-01")) == [8, None, None]
    # Of what holds before the first block only the regime is read.
    assert agree(the_book, levels=levels(low="2025-01-01", high="2026-01-01"))[0] == 8


def test_what_holds_between_two_first_days_is_asked_for_in_no_block():
    regime = [*BY_LEVEL, {"every": "calendar month", "quota": [TOTAL | {"of": "event.more"}]}]
    regime[0], regime[1] = regime[0], regime[1] | {"every": "calendar month", "quota": [TOTAL | {"of": "event.other"}]}
    the_book = quotas(regime=regime, change={"any": "at the next anchor"})
    given = levels(low="2025-01-01", medium="2026-04-10", high="2026-04-20")
    more = done("2026-09-20", kind="other")
    assert agree(the_book, levels=given, more=more) == [8, None, None]
    # So an event ahead that would count in it is not watched, as it is where the next block is of that regime.
    found = judged(the_book, AS_OF, events=events(k="2026-01-01") + more, levels=given)
    assert str(found.stable_until) == "2026-10-01"
    given = levels(low="2025-01-01", medium="2026-09-10")
    assert agree(the_book, levels=given, more=more) == [8, None, None]
    found = judged(the_book, AS_OF, events=events(k="2026-01-01") + more, levels=given)
    assert str(found.stable_until) == "2026-09-20"


def test_where_each_regime_has_its_share_the_block_of_a_change_is_one_of_the_row():
    the_book = quotas(regime=OF_DAYS, change={"any": "in proportion"})
    given = levels(low="2025-01-01", high="2026-04-10")
    assert agree(the_book, levels=given) == [8, None, None]
    assert agree(the_book, "2026-04-20", levels=given) == [3, None, None]
    assert agree(the_book, "2026-04-09", levels=given) == [3, None, None]
    # On its first day none falls into it.
    assert agree(the_book, "2026-04-20", levels=levels(low="2025-01-01", high="2026-04-01")) == [3, None, None]


def test_where_nothing_more_is_asked_in_a_share_the_block_of_the_change_is_judged_in_its_turn():
    regime = [OF_DAYS[0], OF_DAYS[1] | {"every": "never", "quota": []}]
    the_book = quotas(regime=regime, change={"any": "in proportion"})
    given = levels(low="2025-01-01", high="2026-04-10") + levels(low="2026-06-20")
    assert agree(the_book, levels=[each | {"id": f"l{place}"} for place, each in enumerate(given)])[:2] == [3, None]


def test_while_nothing_is_asked_there_is_no_block():
    the_book = quotas(regime=BY_LEVEL, change={"any": "at the next anchor"})
    given = levels(low="2025-01-01", medium="2026-03-10", high="2026-05-10")
    assert agree(the_book, levels=given) == [3, 4, None, None]
    assert agree(the_book, levels=given[:2]) == [3]


def test_where_a_missing_fact_would_decide_each_block_is_judged_in_its_turn():
    the_book = quotas(regime=BY_LEVEL, change={"any": "at the next anchor"})
    assert agree(the_book)[:8] == [None] * 8
    assert agree(the_book, levels=levels(low="2026-03-01"))[:4] == [None, None, 6, None]


RUNS = [
    ("2026-04-10/2026-06-20", [3, None, None, None, 2, None, None]),
    ("2026-04-10/2026-05-01", [3, None, 4, None, None]),
    # A state that begins on the day after a block is looked at when that is late.
    ("2026-04-01/2026-04-01", [8, None, None]),
    ("2026-04-01/2026-04-02", [2, None, None, 4, None, None]),
    ("2025-04-01/2026-01-01", [8, None, None]),
    ("2026-07-05", [6, None, None, None, None]),
]


@pytest.mark.parametrize(("run", "found"), RUNS)
def test_blocks_that_a_state_may_take_away_are_judged_in_their_turn(run, found):
    assert agree(quotas(suspended=SKIP), statuses=states(c=run)) == found


@pytest.mark.parametrize("suspended", [SHARE, {"in": "custody", "effect": "runs on"}])
@pytest.mark.parametrize("run", [run for run, _ in RUNS])
def test_a_state_that_moves_no_last_day_disturbs_only_the_block_that_runs(suspended, run):
    assert agree(quotas(suspended=suspended), AS_OF, "2026-02-03", statuses=states(c=run)) == [8, None, None]


def test_of_a_percentage_nothing_is_asked_where_no_day_is_left_so_such_a_block_is_judged_in_its_turn():
    half = {"id": "half", "of": "event.done", "at_least": {"percent": 50, "of": "event.more", "rounded": "up"}}
    more = done("2026-03-07", "2026-04-09", kind="more")
    suspended = {"suspended": SHARE}
    given = {"statuses": states(c="2026-04-01/2026-05-01"), "more": more}
    assert agree(quotas(half, **suspended), **given) == [2, None, None, 4, None, None]
    # Nor does such a regime go on where another asked for numbers, though no state falls into any block.
    regime = [BY_LEVEL[0], BY_LEVEL[2] | {"quota": [half]}]
    the_book = quotas(regime=regime, change={"any": "at the next anchor"}, **suspended)
    assert agree(the_book, levels=levels(low="2025-01-01", high="2026-04-10"), more=more) == [4, 4, None, None]


def test_a_day_on_which_a_state_holds_is_not_counted_as_late():
    the_book = quotas(suspended=SHARE)
    given = {"events": events(k="2026-01-01"), "statuses": states(c="2026-04-01/2026-04-02")}
    found = judged(the_book, AS_OF, **given)
    assert [(row.days_late, row.days_frozen) for row in found.all_obligations][:4] == [(1, 0), (1, 0), (0, 1), (1, 0)]


@pytest.mark.parametrize("at_end", ["lapse", "cut"])
@pytest.mark.parametrize("partial", ["whole standard", "not required", "in proportion"])
@pytest.mark.parametrize(("ends", "found"), [("2026-05-20", [4, None]), ("2026-05-01", [3, None])])
def test_the_block_in_which_a_case_ends_is_judged_in_its_turn(at_end, partial, ends, found):
    while_ = {"span": "span", "not_in": ["deceased"], "at_end": at_end}
    the_book = load_rulebook(
        HEAD | {"span": [SPAN], "rule": [BLOCKS | MONTHLY | {"partial": partial, "while": while_}]}
    )
    registration = {"id": "g", "convicted_on": "2024-05-20"}
    assert agree(the_book, registrations=[registration], statuses=states("deceased", gone=ends)) == found


def test_a_block_that_runs_when_its_case_begins_is_none_of_it():
    # Days 1 to 30 January, 31 January to 1 March, and so on; the custody ends in the middle of the second.
    the_book = met_by(every="30 days", one_per="offender", **{"while": {"not_in": ["custody"], "at_end": "lapse"}})
    custody = states(s="2026-01-10/2026-02-10")
    for as_of in ("2026-02-10", "2026-02-20", "2026-03-02"):
        assert agree(the_book, as_of, statuses=custody)
        found = judged(the_book, as_of, events=events(k="2026-01-01"), statuses=custody)
        assert shown(found, "opens")[1:2] == ["2026-03-02"]


@pytest.mark.parametrize("change", ["from the change", "at the next anchor"])
def test_a_change_before_the_first_block_of_its_case_is_judged_in_its_turn(change):
    """The case begins on 10 February in the middle of a block, and the level changes before the next, on 2 March."""
    regimes = [{"when": {"level": "high"}, "every": "30 days"}, {"every": "20 days"}]
    outside = {"while": {"not_in": ["custody"], "at_end": "lapse"}, "one_per": "offender"}
    the_book = met_by(every="30 days", regime=regimes, change={"any": change}, **outside)
    facts = {"statuses": states(s="2026-01-10/2026-02-10"), "levels": levels(high="2025-12-01", low="2026-02-15")}
    for as_of in ("2026-02-20", "2026-03-10", "2026-06-10"):
        agree(the_book, as_of, **facts)


@pytest.mark.parametrize(
    ("by", "changed"),
    [
        # The block of 31 January runs when the series starts, on 10 February, and the next begins on 2 March.
        ("opens", "2026-02-20"),
        ("opens", "2026-03-02"),
        ("opens", "2026-03-03"),
        ("last day", "2026-02-05"),
        ("last day", "2026-02-10"),
    ],
)
def test_where_shares_are_taken_a_change_before_the_first_block_or_in_it_is_counted_in_its_turn(by, changed):
    other = {"id": "other", "of": "event.other", "at_least": 2}
    regimes = [OF_DAYS[0], OF_DAYS[1] | {"quota": [other]}]
    starts = {"after": {"first": "event.more"}, "by": by}
    the_book = quotas(regime=regimes, change={"any": "in proportion"}, starts=starts)
    more = done("2026-02-10", kind="more") + done("2026-02-20", "2026-03-30", kind="other")
    facts = {"levels": levels(low="2025-01-01", high=changed), "more": more}
    for as_of in ("2026-03-05", "2026-05-20"):
        agree(the_book, as_of, "2026-03-15", **facts)


def test_a_rule_that_asks_for_more_than_days_and_events_is_judged_in_its_turn():
    assert agree(quotas(gate={"level": "high"}), levels=levels(high="2025-01-01"))[0] is None
    assert agree(quotas(in_force={"from": "2026-03-01"}))[0] is None
    assert agree(quotas(void_by="event.more"))[0] is None


def test_so_is_one_of_which_a_single_regime_falls_due_by_a_limit():
    regimes = [{"when": {"level": "high"}, "every": "30 days", "within": "20 days"}, {"every": "30 days"}]
    the_book = met_by(every="30 days", regime=regimes, change={"any": "at the next anchor"})
    assert agree(the_book, "2026-03-10", levels=levels(high="2025-01-01"))[0] is None


# ── blocks that one event meets ─────────────────────────────────────────────────────────────────────────────────


def met_by(*names, every="calendar month", **rule):
    """Return a book of one rule whose blocks are met by one event."""
    calendar = {"counting": None} if "calendar" in every else {"partial": None, "counting": "beginning with"}
    return book(BLOCKS | {"regime": [{"every": every}], "met_by": list(names or ["event.done"])} | calendar | rule)


def test_months_that_one_event_meets_are_kept_as_one():
    assert agree(met_by()) == [8, None, None]
    assert agree(met_by(), "2026-09-30") == [8, None, None]
    assert agree(met_by(every="30 days"), "2026-09-15", "2026-02-01", "2026-05-03") == [8, None, None]
    assert agree(met_by("event.done", "event.more"), more=done("2026-01-01", "2026-03-04", kind="more"))[0] == 8


def test_what_began_the_series_meets_none_of_them():
    the_book = met_by("event.k", "event.done", every="30 days")
    assert agree(the_book, AS_OF, "2026-03-05") == [8, None, None]
    found = judged(the_book, "2026-02-15", events=events(k="2026-01-01"))
    assert [row.status.value for row in found.all_obligations] == ["missed", "open", "upcoming"]
    # Of a month it may be one of the middle.
    assert agree(met_by("event.k", partial="whole standard"), start="2026-01-10") == [8, None, None]


def test_one_event_meets_no_block_of_two_cases():
    twice = met_by(every="30 days", one_per="event.k", anchor="start")
    again = events("k", k2="2026-01-05")
    assert agree(twice, "2026-04-20", "2026-01-20", "2026-03-30", more=again) == [None] * 10
    assert agree(twice, "2026-04-20", "2026-01-20", "2026-03-30") == [3, None, None]


def test_what_met_a_block_that_a_state_moved_does_not_meet_the_next():
    moved = {"in": "custody", "if": "due day ends inside", "due": "10 days after end"}
    given = {"statuses": states(c="2026-02-20/2026-03-01")}
    assert agree(met_by(suspended=moved), AS_OF, "2026-03-05", "2026-05-20", **given) == [1, None, 6, None, None]
    found = judged(met_by(suspended=moved), AS_OF, events=events(k="2026-01-01") + done("2026-03-05"), **given)
    assert [row.met_by for row in found.all_obligations][:4] == [(), ("done0",), (), ()]


@pytest.mark.parametrize(
    "suspended",
    [
        {"in": "custody", "effect": "skip", "if": "the whole window lies inside"},
        {"in": "custody", "effect": "runs on"},
        {"in": "custody", "if": "due day ends inside", "due": "40 days after end"},
        SKIP,
    ],
)
@pytest.mark.parametrize(
    ("run", "found"),
    [
        ("2026-04-10/2026-05-01", [3, None, 4, None, None]),
        ("2025-04-01/2026-01-01", [8, None, None]),
        ("2026-09-05", [8, None, None]),
    ],
)
def test_so_are_blocks_that_one_event_meets_if_no_suspension_fell_into_them(suspended, run, found):
    assert agree(met_by(suspended=suspended), AS_OF, "2026-05-09", statuses=states(c=run)) == found


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"any": "at the next anchor"}, [4, 4, None, None]),
        ({"any": "from the change"}, [3, None, 4, None, None]),
        ({"stricter": "from the change", "laxer": "keep the pending"}, [3, None, 2, None, None]),
    ],
)
def test_a_change_of_regime_begins_a_new_row_of_blocks_that_one_event_meets(change, found):
    laxer = "laxer" in change
    regime = [
        {"name": "low", "when": {"level": "low"}, "every": "calendar month"},
        {"name": "high", "when": {"level": "high"}, "every": "2 calendar months" if laxer else "calendar month"},
    ]
    the_book = met_by(regime=regime, change=change)
    assert agree(the_book, AS_OF, "2026-05-09", levels=levels(low="2025-01-01", high="2026-04-10")) == found


# ── what is kept ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_event_ahead_is_watched_though_nothing_is_told():
    found = judged(quotas(), "2026-09-15", events=events(k="2026-01-01") + done("2026-09-20"))
    assert str(found.stable_until) == "2026-09-20"
    assert kept(found)[0] == 8


def test_what_is_kept_holds_nothing_of_the_timeline():
    """Else every schedule would be a circle that only a collection of garbage could take away."""
    found = judged(quotas(), AS_OF, events=events(k="2026-01-01") + done(*WEEKLY))
    untold = found.outcomes._judged[0][1][0]
    assert not any(isinstance(part, Timeline) for part in untold.tell.__self__)


def test_rows_are_told_once_and_stay_the_same():
    found = judged(quotas(), AS_OF, events=events(k="2026-01-01") + done(*WEEKLY))
    assert list(found.outcomes.met_late("r")) == []
    rows = found.all_obligations
    assert [first.due_day < then.due_day for first, then in pairwise(rows)] == [True] * 9
    assert all(one is other for one, other in zip(rows, found.all_obligations, strict=True))
    assert [row for row, _ in found.outcomes["r"]] == list(rows)


def test_the_last_of_them_is_told_without_those_before_it():
    found = judged(quotas(), AS_OF, events=events(k="2026-01-01") + done(*WEEKLY))
    (series,) = found.outcomes.series("r")
    assert [str(next(series).due) for _ in range(4)] == ["2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31"]
    assert kept(found) == [8, None, None]
    assert [str(row.due) for row in series] == [
        f"2026-0{month}-{28 if month == 2 else 30 + month % 2}" for month in (6, 5, 4, 3, 2, 1)
    ]
