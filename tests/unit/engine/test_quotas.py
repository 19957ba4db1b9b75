"""Blocks with quotas: how many events of which kinds, in the block or in each of its parts, and what lowers that."""

import pytest

from supervise.dates.ordinals import from_iso
from supervise.engine.quotas import CompiledQuota, days_outside, has_a_part
from supervise.rules import load_rulebook
from supervise.rules.words import Weekday
from tests.unit.engine.books import HEAD, HEADED, day, events, judged, levels, shown, states

TOTAL = {"id": "total", "of": "event.done", "at_least": 2}
BLOCKS = {
    "id": "r",
    "duty": "do it",
    **HEADED,
    "one_per": "offender",
    "anchor": {"first": "event.k"},
    "cadence": "block",
    "late": "does not count",
    "partial": "whole standard",
}


def quotas(*given, every="calendar month", **rule):
    """Return a book of one rule whose blocks, counted from the first event of kind k, are filled by quotas."""
    blocks = BLOCKS | {"regime": [{"every": every, "quota": list(given or (TOTAL,))}]} | rule
    if not any("calendar" in str(each.get("every")) for each in blocks["regime"]):
        blocks = {key: value for key, value in blocks.items() if key != "partial"} | {"counting": "beginning with"}
    head = HEAD | {"conventions": HEAD["conventions"] | {"week_begins": "monday"}}
    return load_rulebook(head | {"rule": [blocks]})


def done(*days, kind="done"):
    return events(kind, **{f"{kind}{place}": each for place, each in enumerate(days)})


def rows(the_book, as_of, *days, fields=("status", "due", "counted", "short"), start="2026-01-01", more=(), **facts):
    made = events(k=start) + done(*days) + list(more)
    return shown(judged(the_book, as_of, events=made, **facts), *fields)


# ── one quota ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("days", "as_of", "found"),
    [
        ((), "2026-01-31", ("open", 0, 2)),
        ((), "2026-02-01", ("missed", 0, 2)),
        (("2026-01-01",), "2026-01-01", ("open", 1, 1)),
        (("2026-01-01", "2026-01-31"), "2026-01-31", ("met", 2, 0)),
        (("2026-01-01", "2026-01-31"), "2026-01-30", ("open", 1, 1)),
        # What comes before the block or after it never counts, and no block can be filled afterwards.
        (("2025-12-31", "2026-01-31"), "2026-02-02", ("missed", 1, 1)),
        (("2026-01-31", "2026-02-01"), "2026-02-02", ("missed", 1, 1)),
        (("2026-01-05", "2026-01-05", "2026-01-06"), "2026-01-06", ("met", 3, 0)),
    ],
)
def test_a_block_is_met_once_its_quota_is_full_and_missed_the_day_after_it(days, as_of, found):
    status, _, counted, short = rows(quotas(), as_of, *days)[0]
    assert (status, counted["total"], short["total"]) == found


def test_a_block_that_is_met_says_when_and_by_what():
    fields = ("status", "met_on", "met_by", "days_late", "quota")
    days = ("2026-01-05", "2026-01-09", "2026-01-20")
    assert rows(quotas(), "2026-02-01", *days, fields=fields)[0] == (
        "met",
        "2026-01-09",
        ("done0", "done1", "done2"),
        0,
        (("total", 3, 0, 0),),
    )


def test_one_event_counts_once_and_only_in_its_own_block():
    days = ("2026-01-05", "2026-01-31", "2026-02-01", "2026-02-28")
    found = rows(quotas(), "2026-02-28", *days)
    assert [(each[0], each[2]["total"]) for each in found] == [("met", 2), ("met", 2), ("upcoming", 0)]


def test_one_event_may_fill_several_quotas():
    both = quotas(TOTAL, {"id": "other", "of": ["event.done", "event.more"], "at_least": 3})
    more = done("2026-01-07", kind="more")
    assert rows(both, "2026-01-09", "2026-01-05", "2026-01-06", more=more, fields=("status", "met_on", "counted"))[
        0
    ] == (
        "met",
        "2026-01-07",
        {"total": 2, "other": 3},
    )
    assert rows(both, "2026-02-01", "2026-01-05", "2026-01-06")[0][3] == {"total": 0, "other": 1}


def test_after_a_quota_that_stands_alone_its_events_count_in_no_other():
    both = quotas(TOTAL | {"alone": True}, {"id": "other", "of": ["event.done", "event.more"], "at_least": 1})
    assert rows(both, "2026-01-09", "2026-01-05", "2026-01-06")[0][2] == {"total": 2, "other": 0}
    more = done("2026-01-07", kind="more")
    assert rows(both, "2026-01-09", "2026-01-05", "2026-01-06", more=more)[0][0] == "met"


@pytest.mark.parametrize(("count", "over"), [(2, 0), (3, 0), (4, 1), (5, 2)])
def test_more_than_is_allowed_is_met_and_told(count, over):
    days = [f"2026-01-{place + 5:02}" for place in range(count)]
    found = judged(quotas(TOTAL | {"at_most": 3}), "2026-02-01", events=events(k="2026-01-01") + done(*days))
    (first, *_) = found.of_rule("r")
    assert (first.status.value, first.over, first.quota) == ("met", {"total": over}, (("total", count, 0, over),))


def test_blocks_of_days_and_named_months_have_quotas_too():
    assert [each[:2] for each in rows(quotas(every="30 days"), "2026-01-30", "2026-01-01", "2026-01-30")] == [
        ("met", "2026-01-30"),
        ("upcoming", "2026-03-01"),
    ]
    month = {"cadence": "month", "starts": {"after": {"first": "event.k"}, "by": "opens"}}
    named = quotas(regime=[{"named": ["march"], "days": [1, 15], "quota": [TOTAL]}], **month)
    assert rows(named, "2026-03-16", "2026-03-15", "2026-03-16")[0][:3] == ("missed", "2026-03-15", {"total": 1})


# ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────


def spread(every, days, as_of="2026-04-01", start="2026-03-01", block="calendar month", **quota):
    part = {"id": "part", "of": "event.done", "at_least": 1, "each": every} | quota
    return rows(quotas(part, every=block), as_of, *days, start=start, fields=("status", "counted", "short"))[0]


@pytest.mark.parametrize(
    ("parts", "counted", "short"),
    [
        # March 2026 begins on a Sunday and ends on a Tuesday: weeks from the 2nd, the last wholly inside from the 23rd.
        ("wholly inside", 2, 2),
        # The week of 30 March begins in it, the one that ends on 1 March does not.
        ("begins inside", 3, 2),
        ("ends inside", 3, 2),
    ],
)
def test_a_week_belongs_to_a_month_as_the_book_says(parts, counted, short):
    days = ("2026-03-01", "2026-03-03", "2026-03-22", "2026-03-31")
    assert spread("calendar week", days, parts=parts) == (
        "missed",
        {"part": counted},
        {"part": short},
    )


def test_days_of_a_week_outside_the_month_do_not_count():
    weeks = ("2026-03-03", "2026-03-10", "2026-03-17", "2026-03-24")
    assert spread("calendar week", (*weeks, "2026-04-01"), "2026-04-02", parts="begins inside")[0] == "missed"
    assert spread("calendar week", (*weeks, "2026-03-31"), "2026-04-02", parts="begins inside")[0] == "met"
    assert spread("calendar week", (*weeks, "2026-02-28"), "2026-04-02", parts="ends inside")[0] == "missed"
    assert spread("calendar week", (*weeks, "2026-03-01"), "2026-04-02", parts="ends inside")[0] == "met"
    assert spread("calendar week", weeks, "2026-04-02", parts="wholly inside")[0] == "met"


def test_several_in_one_part_do_not_make_up_for_another():
    part = {"block": "calendar quarter", "start": "2026-01-01"}
    assert spread("calendar month", ("2026-01-05", "2026-01-06", "2026-03-31"), **part) == (
        "missed",
        {"part": 3},
        {"part": 1},
    )
    assert spread("calendar month", ("2026-01-31", "2026-02-01", "2026-03-31"), **part)[0] == "met"
    # What is short already cannot be made good; the block stays open until its end.
    assert spread("calendar month", ("2026-02-01",), "2026-03-31", **part) == ("open", {"part": 1}, {"part": 2})


def test_a_block_without_a_whole_part_asks_for_nothing():
    assert spread("calendar week", (), block="8 days", start="2026-03-03", parts="wholly inside")[0] == "not_required"


def test_nor_does_it_while_a_state_without_an_end_skips_it():
    one = {"id": "weekly", "of": "event.done", "at_least": 1, "each": "calendar week", "parts": "wholly inside"}
    made = {"every": "7 days", "suspended": {"in": "custody", "effect": "skip", "if": "due day ends inside"}}
    held = {"statuses": [{"id": "s", "kind": "custody", "from": "2026-02-27"}]}
    found = rows(quotas(one, **made), "2026-03-03", fields=("status",), start="2026-03-01", **held)
    assert found[0] == "not_required"
    # A block of seven days from a Monday has a week, which waits.
    assert rows(quotas(one, **made), "2026-03-03", fields=("status",), start="2026-03-02", **held)[0] == "suspended"


# ── substitutes and credits ─────────────────────────────────────────────────────────────────────────────────────

FOUR = {"id": "q", "of": "event.done", "at_least": 4}


def filled(quota, *days, other=(), third=(), as_of="2026-01-31"):
    more = done(*other, kind="other") + done(*third, kind="third")
    return rows(quotas(quota), as_of, *days, more=more, fields=("status", "counted", "short", "met_on"))[0]


def test_others_stand_in_up_to_a_percentage_rounded_down():
    half = FOUR | {"also": [{"of": "event.other", "at_most_percent": 50}]}
    three = ("2026-01-06", "2026-01-07", "2026-01-08")
    assert filled(half, "2026-01-05", other=three) == ("open", {"q": 3}, {"q": 1}, None)
    assert filled(half, "2026-01-05", "2026-01-10", other=three) == ("met", {"q": 4}, {"q": 0}, "2026-01-10")
    assert filled(half | {"at_least": 5}, "2026-01-05", other=three)[1] == {"q": 3}


def test_a_percentage_is_one_of_what_is_left_after_credits():
    three = ("2026-01-06", "2026-01-07", "2026-01-08")
    lower = {"reduced_by": [{"of": "event.third", "by": 2, "not_below": 1}]}
    half = FOUR | {"at_least": 5, "also": [{"of": "event.other", "at_most_percent": 50}]} | lower
    # Three are left of five: half of them is one.
    assert filled(half, other=three, third=("2026-01-05",))[1:3] == ({"q": 1}, {"q": 2})
    assert filled(half, "2026-01-09", "2026-01-10", other=three, third=("2026-01-20",))[1:] == (
        {"q": 3},
        {"q": 0},
        "2026-01-20",
    )


def test_others_stand_in_up_to_a_number_and_never_twice():
    two = FOUR | {"also": [{"of": "event.other", "at_most": 2}, {"of": ["event.other", "event.third"], "at_most": 9}]}
    assert filled(two, other=("2026-01-06", "2026-01-07", "2026-01-08"))[1] == {"q": 2}
    assert filled(two, other=("2026-01-06",), third=("2026-01-07", "2026-01-08"))[1:3] == ({"q": 3}, {"q": 1})
    own = FOUR | {"also": [{"of": ["event.done", "event.other"], "at_most": 4}]}
    assert filled(own, "2026-01-05", other=("2026-01-06",))[1] == {"q": 2}


ATTEMPTS = ("2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09", "2026-01-12")


@pytest.mark.parametrize(
    ("attempts", "cap", "counted"),
    [
        (1, {"at_most": 3}, 1),
        (2, {"at_most": 3}, 2),
        (3, {"at_most": 3}, 2),
        (5, {"at_most": 3}, 3),
        # The cap is on what they stand in for: one contact, and half of four.
        (5, {"at_most": 1}, 2),
        (5, {"at_most_percent": 50}, 3),
    ],
)
def test_two_attempts_stand_in_for_one(attempts, cap, counted):
    two = FOUR | {"also": [{"of": "event.other", "for_one": 2, **cap}]}
    assert filled(two, "2026-01-05", other=ATTEMPTS[:attempts])[1] == {"q": counted}


def test_the_day_the_second_attempt_makes_it_enough():
    two = quotas(FOUR | {"at_least": 3, "also": [{"of": "event.other", "for_one": 2, "at_most": 2}]})
    fields = ("status", "counted", "met_on", "met_by")
    row = rows(two, "2026-01-31", "2026-01-05", more=done(*ATTEMPTS, kind="other"), fields=fields)[0]
    # The fifth stands in for none, and is not among what met it.
    assert (*row[:3], len(row[3])) == ("met", {"q": 3}, "2026-01-09", 5)


def test_an_attempt_that_stood_in_for_nothing_counts_in_a_later_quota():
    first = FOUR | {"at_least": 2, "alone": True, "also": [{"of": "event.other", "for_one": 2, "at_most": 2}]}
    both = quotas(first, {"id": "next", "of": "event.other", "at_least": 1})
    more = done(*ATTEMPTS[:3], kind="other")
    assert rows(both, "2026-01-31", "2026-01-05", more=more)[0][2] == {"q": 2, "next": 1}


CARRIED = FOUR | {"at_least": 2, "also": [{"left_over": True, "at_most": 1}]}
JANUARY = ("2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08")


def carried(as_of, *days, quota=CARRIED, **rule):
    """Return status, count, short and the day it was met of each month of a quota that carries."""
    fields = ("status", "counted", "short", "met_on")
    made = rows(quotas(quota, **rule), as_of, *days, fields=fields)
    return [(status, counted["q"], short["q"], met) for status, counted, short, met in made]


def test_what_a_block_had_beyond_its_number_stands_in_in_the_next_up_to_the_cap():
    # Two more than asked for, of which one is carried.
    assert carried("2026-02-28", *JANUARY)[:2] == [("met", 4, 0, "2026-01-06"), ("open", 1, 1, None)]
    assert carried("2026-02-28", *JANUARY, "2026-02-10")[1] == ("met", 2, 0, "2026-02-10")
    assert carried("2026-03-31", *JANUARY[:2], "2026-02-10")[1:3] == [("missed", 1, 1, None), ("open", 0, 2, None)]


def test_what_was_carried_in_is_carried_no_further():
    # February has one of January's and one of its own, and nothing beyond two of its own.
    assert carried("2026-03-31", *JANUARY, "2026-02-10")[2] == ("open", 0, 2, None)
    assert carried("2026-03-31", *JANUARY, "2026-02-10", "2026-02-11", "2026-02-12")[1:3] == [
        ("met", 4, 0, "2026-02-10"),
        ("open", 1, 1, None),
    ]


def test_what_is_left_over_may_fill_a_block_on_its_first_day_and_not_before():
    both = CARRIED | {"also": [{"left_over": True, "at_most": 2}]}
    assert carried("2026-01-31", *JANUARY, quota=both)[1] == ("upcoming", 0, 2, None)
    assert carried("2026-02-01", *JANUARY, quota=both)[1] == ("met", 2, 0, "2026-02-01")


@pytest.mark.parametrize(
    ("start", "more", "facts"),
    [
        # The first month is entered in the middle.
        ("2026-01-03", {"partial": "not required"}, {}),
        (
            "2026-01-01",
            {"suspended": {"in": "custody", "effect": "skip", "if": "the whole window lies inside"}},
            {"statuses": states(s="2025-12-20/2026-02-01")},
        ),
    ],
)
def test_of_a_block_in_which_nothing_is_asked_nothing_is_left_over(start, more, facts):
    def told(*given):
        small = quotas(CARRIED, *given, **more)
        found = rows(small, "2026-02-28", *JANUARY, start=start, fields=("status", "counted"), **facts)
        return [(status, counted["q"]) for status, counted in found[:2]]

    # As the other quota is short, the block is not met, and nothing was asked for.
    assert told({"id": "other", "of": "event.other", "at_least": 1}) == [("not_required", 4), ("open", 0)]
    assert told() == [("met", 4), ("open", 1)]


def test_what_is_left_over_goes_no_further_than_the_next_day():
    away = {"when": {"in": "abroad"}, "every": "never"}
    regimes = [away, {"every": "calendar month", "quota": [CARRIED]}]
    small = quotas(regime=regimes, change={"any": "at the next anchor"})
    gone = states("abroad", s="2026-01-31/2026-03-01")
    found = rows(small, "2026-03-31", *JANUARY, statuses=gone, fields=("opens", "counted"))
    assert found[1] == ("2026-03-01", {"q": 0})


def test_where_a_missing_fact_would_decide_the_least_is_left_over():
    regimes = [
        {"when": {"level": level}, "every": "calendar month", "quota": [CARRIED | {"at_least": least}]}
        for level, least in (("low", 2), ("high", 3))
    ]
    small = quotas(regime=regimes, change={"any": "at the next anchor"})
    found = rows(small, "2026-02-28", *JANUARY[:3], levels=levels(low="2026-02-01"), fields=("counted",))
    # By the standard of the higher level January has nothing beyond it.
    assert found[1] == {"q": 0}


def test_of_a_quota_that_holds_under_one_reading_alone_nothing_is_left_over():
    other = {"id": "other", "of": "event.other", "at_least": 1}
    regimes = [
        {"when": {"level": "low"}, "every": "calendar month", "quota": [CARRIED]},
        {"when": {"level": "high"}, "every": "calendar month", "quota": [other]},
    ]
    small = quotas(regime=regimes, change={"any": "at the next anchor"})
    found = rows(small, "2026-02-28", *JANUARY[:3], levels=levels(low="2026-02-01"), fields=("counted",))
    assert found[1] == {"q": 0}


def test_what_is_left_over_is_asked_by_the_block_that_takes_it():
    """The block before need take nothing itself: it was one of another level, say."""
    plain = {key: value for key, value in CARRIED.items() if key != "also"}
    regimes = [
        {"when": {"level": level}, "every": "calendar month", "quota": [quota]}
        for level, quota in (("low", plain), ("high", CARRIED))
    ]
    small = quotas(regime=regimes, change={"any": "at the next anchor"})
    held = levels(low="2026-01-01", high="2026-02-01")
    assert rows(small, "2026-02-28", *JANUARY[:3], levels=held, fields=("counted",))[1] == {"q": 1}
    weekly = {**plain, "at_least": 1, "each": "calendar week", "parts": "begins inside"}
    regimes[0] = regimes[0] | {"quota": [weekly]}
    small = quotas(regime=regimes, change={"any": "at the next anchor"})
    assert rows(small, "2026-02-28", *JANUARY[:3], levels=held, fields=("counted",))[1] == {"q": 0}


def test_what_is_left_over_is_told_in_what_met_a_block():
    found = rows(quotas(CARRIED), "2026-02-28", *JANUARY, "2026-02-10", fields=("met_by",))
    assert found[1] == ("done4", "done2")


def test_an_event_that_stood_in_alone_counts_in_no_later_quota():
    first = FOUR | {"at_least": 2, "alone": True, "also": [{"of": "event.other", "at_most": 1}]}
    both = quotas(first, {"id": "next", "of": "event.other", "at_least": 1})
    more = done("2026-01-06", "2026-01-07", kind="other")
    assert rows(both, "2026-01-31", "2026-01-05", more=more)[0][2] == {"q": 2, "next": 1}


@pytest.mark.parametrize(
    ("credit", "credits_", "events_", "status"),
    [
        ({"by": 1, "at_most": 1}, 2, 5, "met"),
        ({"by": 1, "at_most": 1}, 2, 4, "open"),
        ({"by": 1}, 2, 4, "met"),
        ({"by": 2}, 2, 2, "met"),
        ({"by": 2, "not_below": 3}, 2, 2, "open"),
        ({"by": 2, "not_below": 3}, 2, 3, "met"),
        ({"by": 9}, 1, 0, "met"),
    ],
)
def test_credits_lower_what_is_asked_for(credit, credits_, events_, status):
    quota = FOUR | {"at_least": 6, "reduced_by": [{"of": "event.other"} | credit]}
    days = [f"2026-01-{place + 5:02}" for place in range(events_)]
    assert filled(quota, *days, other=[f"2026-01-{place + 20}" for place in range(credits_)])[0] == status


def test_a_floor_raises_nothing_and_a_credit_may_be_what_fills_a_quota():
    # Of the month entered in its middle 2 are asked for, which is less than the floor.
    part = quotas(FOUR | {"reduced_by": [{"of": "event.other", "by": 1, "not_below": 3}]}, partial="in proportion")
    more = done("2026-01-18", kind="other")
    assert rows(part, "2026-01-31", "2026-01-17", start="2026-01-16", more=more)[0][3] == {"q": 1}
    quota = FOUR | {"at_least": 2, "reduced_by": [{"of": "event.other", "by": 1}]}
    assert filled(quota, "2026-01-05", other=("2026-01-09",)) == ("met", {"q": 1}, {"q": 0}, "2026-01-09")
    # A credit of another block lowers nothing.
    assert filled(quota, "2026-01-05", other=("2026-02-01",), as_of="2026-02-02")[0] == "missed"


# ── blocks in part ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("partial", "start", "found"),
    [
        ("whole standard", "2026-01-16", ("missed", 10, False)),
        ("not required", "2026-01-16", ("not_required", 10, True)),
        # Sixteen of thirty-one days: 5.16 of ten; two of them: none, but one as soon as there is a day.
        ("in proportion", "2026-01-16", ("missed", 5, False)),
        ("in proportion", "2026-01-30", ("missed", 1, False)),
        ("in proportion", "2026-01-01", ("missed", 10, False)),
    ],
)
def test_a_month_entered_in_the_middle(partial, start, found):
    ten = quotas(TOTAL | {"at_least": 10}, partial=partial)
    status, short, truncated = rows(ten, "2026-02-01", start=start, fields=("status", "short", "truncated"))[0]
    assert (status, short["total"], truncated) == found


def test_a_month_left_in_the_middle_asks_for_its_share_by_the_last_day():
    span = {
        "id": "span", "one_per": "registration", "start": {"field": "convicted_on"}, "counting": "beginning with",
        "source": "s", "length": [{"lasts": "46 days"}],
    }  # fmt: skip
    rule = BLOCKS | {
        "while": {"span": "span", "at_end": "lapse"},
        "partial": "in proportion",
        "regime": [{"every": "calendar month", "quota": [TOTAL | {"at_least": 4, "at_most": 5}]}],
    }
    small = load_rulebook(HEAD | {"rule": [rule], "span": [span]})
    facts = {"registrations": [{"id": "g", "convicted_on": "2026-01-01"}]}
    days = ("2026-02-03", "2026-02-04", "2026-02-05", "2026-02-10", "2026-02-16")
    found = judged(small, "2026-03-01", events=events(k="2026-01-01") + done(*days), **facts)
    *_, last = found.of_rule("r")
    # Fifteen of 28 days: two of four, and three (2.68, rounded up) of five; 16 February lies outside.
    assert (last.due.isoformat(), last.status.value, last.quota) == ("2026-02-15", "met", (("total", 4, 0, 1),))


def test_a_part_of_a_month_in_proportion_asks_for_its_share_of_each_part():
    three = {"id": "part", "of": "event.done", "at_least": 3, "each": "calendar month"}
    book = quotas(three, every="calendar quarter", partial="in proportion")
    # From 17 February: 12 of 28 days of it, and all of March.
    assert rows(book, "2026-04-01", start="2026-02-17", fields=("short",))[0] == {"part": 4}


# ── changes of regime ───────────────────────────────────────────────────────────────────────────────────────────


def by_level(policy, *, low=2, high=4, **more):
    return quotas(
        regime=[
            {"name": "high", "when": {"level": ["high", "very_high"]}, "every": "calendar month", "quota": [TOTAL | {"at_least": high}]},
            {"name": "low", "every": "calendar month", "quota": [TOTAL | {"at_least": low}]},
        ],
        change={"any": policy},
        **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "partial", "found"),
    [
        ("at the next anchor", "whole standard", [("low", "missed", 2, False)]),
        ("in proportion", "whole standard", [("low", "missed", 3, False)]),
        ("from the change", "whole standard", [("low", "not_required", 2, True), ("high", "missed", 4, False)]),
        ("from the change", "in proportion", [("low", "not_required", 2, True), ("high", "missed", 2, False)]),
        ("from the change", "not required", [("low", "not_required", 2, True), ("high", "not_required", 4, True)]),
    ],
)
def test_a_level_raised_in_the_middle_of_april(policy, partial, found):
    rose = levels(low="2025-01-01", high="2026-04-16")
    fields = ("regime", "status", "short", "truncated")
    april = rows(by_level(policy, partial=partial), "2026-05-01", start="2026-04-01", levels=rose, fields=fields)
    assert [(*each[:2], each[2]["total"], each[3]) for each in april[: len(found)]] == found
    # In May the new standard holds whatever the policy is.
    assert (april[len(found)][0], april[len(found)][2]) == ("high", {"total": 4})


def test_a_block_that_was_filled_before_it_was_cut_stays_met():
    rose = levels(low="2025-01-01", high="2026-04-16")
    days = ("2026-04-02", "2026-04-15", "2026-04-16")
    found = rows(
        by_level("from the change"), "2026-05-01", *days, start="2026-04-01", levels=rose,
        fields=("status", "counted", "truncated"),
    )  # fmt: skip
    assert found[:2] == [("met", {"total": 2}, True), ("missed", {"total": 1}, False)]


def test_a_share_counts_what_only_one_regime_asks_for_and_days_without_any():
    regimes = [
        {"when": {"mode": "reactive"}, "every": "never"},
        {"when": {"level": "high"}, "every": "calendar month", "quota": [TOTAL, {"id": "x", "of": "event.x", "at_least": 3}]},
        {"every": "calendar month", "quota": [TOTAL]},
    ]  # fmt: skip
    book = quotas(regime=regimes, change={"any": "in proportion"})
    plans = [{"id": "p1", "from": "2026-04-21", "mode": "reactive"}]
    rose = levels(low="2025-01-01", high="2026-04-11")
    # Twenty of thirty days at two a month; ten at three a month; ten days without any.
    found = rows(book, "2026-05-01", start="2026-04-01", levels=rose, plans=plans, fields=("status", "short"))
    assert found == [("missed", {"total": 1, "x": 1})]


def unsure(*days, as_of="2026-05-01", policy="at the next anchor"):
    found = rows(by_level(policy), as_of, *days, start="2026-04-01", fields=("status", "short", "lacking"))
    return (found[0][0], found[0][1]["total"], found[0][2])


@pytest.mark.parametrize("policy", ["at the next anchor", "in proportion"])
def test_without_a_level_a_block_is_met_or_missed_only_if_it_is_so_at_every_level(policy):
    regimes = {"policy": policy}
    days = [f"2026-04-{place:02}" for place in range(2, 8)]
    assert unsure(*days[:4], **regimes) == ("met", 0, ())
    assert unsure(*days[:1], **regimes) == ("missed", 3, ())
    assert unsure(*days[:3], **regimes) == ("unknown", 1, ("levels",))
    assert unsure(*days[:3], as_of="2026-04-30", **regimes) == ("open", 1, ())


@pytest.mark.parametrize(("policy", "short"), [("from the change", 3), ("in proportion", 3)])
def test_once_the_level_is_known_it_holds_for_the_whole_block(policy, short):
    found = rows(
        by_level(policy), "2026-05-01", "2026-04-02", start="2026-04-01", levels=levels(high="2026-04-11"),
        fields=("regime", "status", "due", "short", "lacking"),
    )  # fmt: skip
    assert found[0] == ("high", "missed", "2026-04-30", {"total": short}, ())


def test_where_it_may_be_that_nothing_is_asked_a_block_is_unknown():
    regimes = [
        {"when": {"level": "low"}, "every": "never"},
        {"every": "calendar month", "quota": [TOTAL]},
    ]
    small = quotas(regime=regimes, change={"any": "from the change"})
    found = rows(small, "2026-05-01", start="2026-04-01", fields=("status", "due", "lacking"))
    assert found[0] == ("unknown", None, ("levels",))
    # Once it is known that something is asked, it is asked for from the first day on.
    found = rows(small, "2026-05-01", start="2026-04-01", levels=levels(high="2026-04-11"))
    assert found[0] == ("missed", "2026-04-30", {"total": 0}, {"total": 2})


# ── suspensions ─────────────────────────────────────────────────────────────────────────────────────────────────


def held(effect, run, as_of="2026-05-01", *days, **more):
    book = quotas(TOTAL | {"at_least": 4}, suspended={"in": "custody", "effect": effect} | more)
    found = rows(book, as_of, *days, start="2026-04-01", statuses=states(s=run), fields=("status", "short"))
    return found[0][0], found[0][1]["total"]


@pytest.mark.parametrize(
    ("run", "as_of", "found"),
    [
        # Fifteen of thirty days are free: two of four. One is free: one. None is: nothing.
        ("2026-04-16/2026-05-01", "2026-05-01", ("missed", 2)),
        ("2026-03-20/2026-04-16", "2026-05-01", ("missed", 2)),
        ("2026-03-20/2026-04-30", "2026-05-01", ("missed", 1)),
        ("2026-03-20/2026-05-01", "2026-05-01", ("not_required", 0)),
        ("2026-03-20", "2026-05-01", ("not_required", 0)),
        ("2026-03-20", "2026-04-10", ("suspended", 0)),
        # Where the end is known, so is that nothing will be asked.
        ("2026-03-20/2026-05-01", "2026-04-10", ("not_required", 0)),
        ("2026-03-20/2026-04-30", "2026-04-10", ("suspended", 1)),
        ("2026-04-11", "2026-04-15", ("suspended", 1)),
        ("2026-05-02/2026-05-03", "2026-05-03", ("missed", 4)),
    ],
)
def test_days_in_a_state_lower_what_is_asked_for_in_proportion(run, as_of, found):
    assert held("in proportion", run, as_of) == found


def test_days_in_two_states_lower_it_once():
    both = [{"in": kind, "effect": "in proportion"} for kind in ("custody", "hospital")]
    book = quotas(TOTAL | {"at_least": 4}, suspended=both)
    runs = states(s="2026-04-01/2026-04-11") + states("hospital", h="2026-04-06/2026-04-16", i="2026-04-07/2026-04-08")
    assert rows(book, "2026-05-01", start="2026-04-01", statuses=runs, fields=("short",))[0] == {"total": 2}


@pytest.mark.parametrize(
    ("custody", "other", "status"),
    [
        # No day is left, whatever the other state does: only one that leaves days out may yet leave some.
        ("2026-03-20/2026-05-01", {"effect": "runs on"}, "not_required"),
        ("2026-03-20/2026-05-01", {"effect": "skip", "if": "the whole window lies inside"}, "not_required"),
        ("2026-03-20", {"effect": "runs on"}, "suspended"),
        ("2026-03-20/2026-05-01", {"effect": "in proportion"}, "not_required"),
        ("2026-03-20/2026-04-20", {"effect": "in proportion"}, "suspended"),
    ],
)
def test_a_block_waits_for_the_end_of_a_state_that_leaves_days_out_alone(custody, other, status):
    both = [{"in": "custody", "effect": "in proportion"}, {"in": "hospital"} | other]
    book = quotas(TOTAL | {"at_least": 4}, suspended=both)
    runs = states(s=custody) + states("hospital", h="2026-04-05")
    found = rows(book, "2026-04-10", start="2026-04-01", statuses=runs, fields=("status", "short"))[0]
    assert found == (status, {"total": 0})


def test_a_block_is_skipped_or_runs_on():
    skip = {"if": "the whole window lies inside"}
    assert held("skip", "2026-03-20/2026-05-01", **skip) == ("not_required", 4)
    assert held("skip", "2026-03-20/2026-04-30", **skip) == ("missed", 4)
    assert held("runs on", "2026-03-20/2026-05-01") == ("missed", 4)
    days = [f"2026-04-0{place}" for place in range(1, 5)]
    assert held("skip", "2026-03-20/2026-05-01", "2026-05-01", *days, **skip) == ("met", 0)


@pytest.mark.parametrize(
    ("first", "last", "closed", "days"),
    [(1, 10, [], 10), (1, 10, [(3, 5), (10, 20)], 7), (1, 10, [(0, 99)], 0), (5, 4, [(1, 2)], 0)],
)
def test_days_outside_some_stretches(first, last, closed, days):
    assert days_outside(first, last, closed) == days


def test_a_gate_that_fails_asks_for_nothing():
    book = quotas(gate={"in": "custody"})
    assert rows(book, "2026-02-01")[0][0] == "not_required"


def test_beside_a_quota_that_asks_for_nothing_the_others_meet_the_block_and_name_their_events():
    """In thirty days from 5 January no calendar month lies wholly."""
    never = {"id": "never", "of": "event.done", "at_least": 1, "each": "calendar month", "parts": "wholly inside"}
    three = quotas(never, TOTAL, {"id": "other", "of": "event.more", "at_least": 1}, every="30 days")
    more = done("2026-01-07", kind="more")
    found = rows(
        three, "2026-01-09", "2026-01-05", "2026-01-06", more=more, start="2026-01-05", fields=("met_on", "met_by")
    )
    assert found[0] == ("2026-01-07", ("done0", "done1", "more0"))


def test_a_part_that_ends_with_its_block_lies_inside_it():
    """May 2026 ends on a Sunday."""
    weeks = ("2026-05-05", "2026-05-12", "2026-05-19", "2026-05-31")
    for days, status in ((weeks, "met"), (weeks[:3], "missed")):
        assert spread("calendar week", days, "2026-06-05", start="2026-05-01", parts="wholly inside")[0] == status


@pytest.mark.parametrize(
    ("parts", "first", "last", "has"),
    [
        # Mondays are 2 and 9 March.
        ("wholly inside", "2026-03-02", "2026-03-08", True),
        ("wholly inside", "2026-03-03", "2026-03-14", False),
        ("begins inside", "2026-03-03", "2026-03-09", True),
        ("begins inside", "2026-03-03", "2026-03-08", False),
        ("ends inside", "2026-03-03", "2026-03-08", True),
        ("ends inside", "2026-03-03", "2026-03-07", False),
    ],
)
def test_a_block_has_a_part_that_belongs_to_it_or_not(parts, first, last, has):
    part = {"id": "part", "of": "event.done", "at_least": 1, "each": "calendar week", "parts": parts}
    quota = quotas(part).rule[0].regime[0].quota[0]
    compiled = CompiledQuota(quota, of=0, also=(), reduced_by=(), week_begins=Weekday.MONDAY)
    assert has_a_part(compiled, from_iso(first), from_iso(last)) is has


# ── percentages of events ───────────────────────────────────────────────────────────────────────────────────────


def half(rounded="up", **more):
    """At least half of the events of kinds done and other are of kind done."""
    of = ["event.done", "event.other"]
    return {"id": "half", "of": "event.done", "at_least": {"percent": 50, "of": of, "rounded": rounded}} | more


@pytest.mark.parametrize(
    ("done_", "other", "rounded", "asked", "status"),
    [
        (1, 1, "up", 1, "met"),
        (1, 2, "up", 2, "missed"),
        (1, 2, "down", 1, "met"),
        (0, 1, "down", 0, "not_required"),
        (0, 1, "up", 1, "missed"),
        (0, 0, "up", 0, "not_required"),
        (3, 0, "up", 2, "met"),
    ],
)
def test_part_of_the_events_of_a_block_is_asked_for(done_, other, rounded, asked, status):
    days = [f"2026-01-{number + 5:02}" for number in range(done_)]
    more = done(*(f"2026-01-{number + 15:02}" for number in range(other)), kind="other")
    (row,) = rows(quotas(half(rounded)), "2026-02-01", *days, more=more, fields=("status", "counted", "short"))[:1]
    assert row == (status, {"half": done_}, {"half": max(0, asked - done_)})


def test_it_is_known_on_the_last_day_of_the_block_and_not_before():
    fields = ("status", "met_on", "short", "met_by")
    more = done("2026-01-20", kind="other")
    for as_of in ("2026-01-05", "2026-01-19", "2026-01-30"):
        found = rows(quotas(half()), as_of, "2026-01-05", more=more, fields=fields)
        assert found[0] == ("open", None, {"half": 0}, ())
    assert rows(quotas(half()), "2026-01-31", "2026-01-05", more=more, fields=fields)[0] == (
        "met",
        "2026-01-31",
        {"half": 0},
        ("done0",),
    )
    # One more of the others, and half is not reached any more.
    late = [*more, *done("2026-01-31", kind="other")]
    late[1] |= {"id": "late"}
    assert rows(quotas(half()), "2026-01-31", "2026-01-05", more=late)[0][0] == "open"
    assert rows(quotas(half()), "2026-02-01", "2026-01-05", more=late)[0][0] == "missed"
    # Nothing has happened yet, and something may.
    assert rows(quotas(half()), "2026-01-30")[0][0] == "open"


def test_the_day_from_which_it_is_known_is_a_day_on_which_the_review_changes():
    made = events(k="2026-01-01") + done("2026-01-05")
    found = judged(quotas(half()), "2026-01-10", events=made)
    assert found.stable_until == day("2026-01-31")


def test_a_number_beside_it_does_not_meet_the_block_sooner():
    both = quotas(TOTAL, half())
    assert rows(both, "2026-01-20", "2026-01-05", "2026-01-06")[0][0] == "open"
    assert rows(both, "2026-01-31", "2026-01-05", "2026-01-06", fields=("status", "met_on"))[0] == ("met", "2026-01-31")


def test_it_may_be_asked_for_in_each_part_and_others_stand_in():
    monthly = quotas(half(each="calendar month"), every="calendar quarter")
    more = done("2026-02-05", "2026-02-06", kind="other")
    assert rows(monthly, "2026-04-01", "2026-01-05", "2026-01-06", "2026-02-07", more=more)[0][::3] == (
        "missed",
        {"half": 1},
    )
    stand_in = half(also=[{"of": "event.third", "at_most_percent": 50}])
    more += done("2026-01-20", kind="third")
    more[0] |= {"on": "2026-01-07"}
    more[1] |= {"on": "2026-01-08"}
    assert rows(quotas(stand_in), "2026-02-01", "2026-01-05", more=more)[0][0] == "met"


def test_what_counts_elsewhere_alone_is_one_of_all():
    alone = quotas({"id": "first", "of": "event.other", "at_least": 1, "alone": True}, half())
    more = done("2026-01-05", "2026-01-06", "2026-01-07", kind="other")
    assert rows(alone, "2026-02-01", "2026-01-09", more=more)[0] == (
        "missed",
        "2026-01-31",
        {"first": 3, "half": 1},
        {"first": 0, "half": 1},
    )


def test_where_no_day_is_left_no_part_is_asked_for():
    book = quotas(half(), suspended={"in": "custody", "effect": "in proportion"})
    more = done("2026-01-05", kind="other")
    for as_of in ("2026-01-10", "2026-02-01"):
        whole = states(s="2025-12-01/2026-03-01")
        assert rows(book, as_of, more=more, statuses=whole)[0][0] == "not_required"
    assert rows(book, "2026-02-01", more=more, statuses=states(s="2025-12-01/2026-01-20"))[0][0] == "missed"


@pytest.mark.parametrize("given", [(TOTAL,), (half(),), (TOTAL, half())])
def test_where_a_state_without_a_known_end_leaves_no_day_the_block_waits_for_it(given):
    book = quotas(*given, suspended={"in": "custody", "effect": "in proportion"})
    inside = {"statuses": states(s="2025-12-01"), "more": done("2026-01-05", kind="other"), "fields": ("status",)}
    assert rows(book, "2026-01-10", **inside) == ["suspended", "suspended"]
    assert rows(book, "2026-02-01", **inside) == ["not_required", "suspended", "suspended"]


def test_a_block_without_a_part_waits_for_no_state():
    """Nothing is asked in it, whatever days are left."""
    weekly = {"each": "calendar week", "parts": "wholly inside"}
    blocks = {"partial": None, "counting": "beginning with", "suspended": {"in": "custody", "effect": "in proportion"}}
    for quota in (TOTAL | weekly, half(**weekly)):
        book = quotas(quota, every="7 days", **blocks)
        assert set(rows(book, "2026-01-03", statuses=states(s="2026-01-01"), fields=("status",))) == {"not_required"}


def test_a_block_that_ends_with_its_case_is_known_then():
    book = quotas(half(), anchor="start", **{"while": {"not_in": "custody", "at_end": "cut"}})
    facts = {"statuses": states(s="2025-06-01/2025-12-15", t="2026-01-20"), "fields": ("due", "status", "met_on")}
    assert ("2026-01-19", "met", "2026-01-19") in rows(book, "2026-01-25", "2026-01-05", **facts)


def test_where_a_missing_level_decides_whether_a_part_is_asked_for_the_block_waits_too():
    regimes = [
        {"when": {"level": "high"}, "every": "calendar month", "quota": [half()]},
        {"every": "calendar month", "quota": [TOTAL | {"at_least": 1}]},
    ]
    book = quotas(regime=regimes, change={"any": "at the next anchor"})
    assert rows(book, "2026-01-20", "2026-01-05", fields=("status",))[0] == "open"
    assert rows(book, "2026-01-31", "2026-01-05", fields=("status",))[0] == "met"


@pytest.mark.parametrize(
    ("reactive", "short"), [("2026-01-06", 1), ("2026-01-09", 1), ("2026-01-11", 2), ("2026-01-12", 3)]
)
def test_of_a_block_in_which_nothing_is_asked_from_a_day_on_the_share_of_the_days_before_is_left(reactive, short):
    """Three in the week from Monday, 5 January: of one, four, six and seven days."""
    regimes = [
        {"when": {"mode": "reactive"}, "every": "never"},
        {"every": "calendar week", "quota": [TOTAL | {"at_least": 3}]},
    ]
    plan = [{"id": "p", "from": reactive, "mode": "reactive"}]
    found = rows(quotas(regime=regimes, change={"any": "in proportion"}), "2026-01-12", start="2026-01-05", plans=plan)
    assert found[0][3] == {"total": short}


def test_of_a_part_that_lies_in_the_block_days_in_a_state_are_a_share_of_its_own_days():
    # The weeks from 5, 12 and 19 January lie wholly in the month; four days of the first are left out: 3 + 7 + 7.
    weekly = {"id": "w", "of": "event.done", "at_least": 7, "each": "calendar week", "parts": "wholly inside"}
    book = quotas(weekly, every="calendar month", suspended={"in": "custody", "effect": "in proportion"})
    assert rows(book, "2026-02-01", statuses=states(s="2026-01-05/2026-01-09"))[0][3] == {"w": 17}
