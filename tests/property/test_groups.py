"""Officers, teams and the register: what is gathered in parts merges in any order to the same."""

import datetime as dt
from functools import reduce

import attrs
from hypothesis import assume, event, given, settings, strategies as st

from supervise import load_rulebook, review
from supervise.checks import CHECKS
from supervise.checks.groups import Gathered, Part, judge_groups
from supervise.engine.timeline import Officer, Workforce
from supervise.model.sketch import sketch
from supervise.reviewing import Summary
from supervise.testing.strategies import judged
from tests.property.reading import read

PRACTICE = load_rulebook("england-wales@2026.1")
# Whoever manages in the made-up facts, and one more.
WINDOW = PRACTICE.thresholds["team-window-days"].value
STAFF = Workforce(None, {name: Officer(team="t1") for name in ("o1", "o2")})

words = st.sampled_from(["o1", "o2", "t1"])
rows = st.lists(words | st.integers(0, 3), max_size=3).map(tuple)
parts = st.lists(st.builds(Part, st.sampled_from(["WF060", "WF062"]), words, rows), max_size=12)


def gathered(some):
    found = Gathered()
    found.add(some)
    return found


@given(st.lists(parts, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_parts_merge_in_any_order_and_grouping_to_the_same(several, chance):
    whole = gathered([part for some in several for part in some])
    pieces = [gathered(some) for some in chance.sample(several, len(several))]
    while len(pieces) > 1:
        left, right = pieces.pop(chance.randrange(len(pieces))), pieces.pop(chance.randrange(len(pieces)))
        pieces.append(left.merge(right))
    assert pieces == [whole]


@given(parts, parts)
def test_merging_changes_neither_part(first, second):
    left, right = gathered(first), gathered(second)
    left.merge(right).add(first)
    assert (left, right) == (gathered(first), gathered(second))


@settings(max_examples=30)
@given(st.lists(judged(), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_a_split_register_gives_the_same_flags_on_groups_as_one_review(cases, chance):
    as_of = cases[0][1]
    people = [read({**data, "id": f"A{number}", "team": "t1"}) for number, (data, _) in enumerate(cases)]
    reviews = [review(each, PRACTICE, as_of=as_of, workforce=STAFF) for each in people]

    def summed(some):
        summary = Summary()
        for each in some:
            summary.add(each)
        return summary

    cut = chance.randrange(len(reviews) + 1)
    split = [summed(reviews[cut:]), summed(reviews[:cut])]
    whole, merged = (
        judge_groups(CHECKS, summary.gathered, book=PRACTICE, as_of=as_of, workforce=STAFF)
        for summary in (summed(reviews), reduce(Summary.merge, split))
    )
    assert merged == whole


# These count in a window of days, which is laid when the groups are judged; where in their rows the day stands.
DAY_AT = {"DC024": 1, "PR021": 1, "PR023": 1, "PR026": 0, "PR031": 0}
WINDOWED = [check for check in CHECKS if check.group is not None and "team-window-days" in check.thresholds]


def test_the_checks_that_count_in_a_window_of_days_are_known():
    assert [check.code for check in WINDOWED] == list(DAY_AT)


def lasting(parts, later):
    """What is added, without the day to which lateness is counted and what a later day has left behind in its window.

    Who judges a group looks at what is in the window then: what was added before need not be added anew.
    """
    oldest = later.toordinal() - WINDOW
    rows = [(part.code, part.group, part.row) for part in parts if part.row[:1] != ("met_late",)]
    rows = [row for row in rows if row[0] not in DAY_AT or row[2][DAY_AT[row[0]]] > oldest]
    return sorted(
        (code, group, tuple(map(str, row[:2] + row[3:] if row[0] == "overdue" else row))) for code, group, row in rows
    )


@settings(max_examples=60)
@given(judged(), st.integers(1, 200))
def test_what_an_offender_adds_is_the_same_until_the_review_says_that_it_changes(case, ahead):
    data, as_of = case
    person = read({**data, "team": "t1"})
    later = as_of + dt.timedelta(days=ahead)
    first = review(person, PRACTICE, as_of=as_of, workforce=STAFF)
    assume(first.stable_until is None or later < first.stable_until)
    second = review(person, PRACTICE, as_of=later, workforce=STAFF)
    assert lasting(second.parts, later) == lasting(first.parts, later)


# Numbers so low that a handful of visits is enough.
LOW = attrs.evolve(
    PRACTICE,
    thresholds=PRACTICE.thresholds
    | {
        name: attrs.evolve(PRACTICE.thresholds[name], value=value)
        for name, value in {
            "bulk-entry-visits": 2,
            "lone-share-least-visits": 1,
            "announced-share-team-least-visits": 1,
            "team-window-days": 20,
        }.items()
    },
)
SKETCHES = [sketch("a text of many words that says little " * 4, key=bytes(16)), None]


@st.composite
def visits(draw, as_of):
    """Visits of late, some still to come, some entered long after, some twice on a day and some alone."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        on = as_of + dt.timedelta(days=draw(st.integers(-30, 5)))
        told = on + dt.timedelta(days=draw(st.sampled_from([0, 8, 12])))
        found.append(
            {
                "id": f"v{number}",
                "on": on.isoformat(),
                "at": draw(st.sampled_from(["10:00", "10:10"])),
                "outcome": "seen",
                "place": "home",
                "address_id": draw(st.sampled_from(["a1", "a2"])),
                "officers": draw(st.sampled_from([["o1"], ["o1", "o2"], []])),
                "announced": draw(st.booleans()),
                "text_sketch": draw(st.sampled_from(SKETCHES)),
                "recorded_on": told.isoformat(),
                "recorded_by": draw(st.sampled_from(["o1", "o2"])),
            }
        )
    return [{name: value for name, value in each.items() if value is not None} for each in found]


@settings(max_examples=100)
@given(st.data(), st.integers(1, 25))
def test_what_was_gathered_earlier_gives_the_flags_of_later_until_the_review_changes(data, ahead):
    as_of = dt.date(2024, 2, 29)
    people = [read({"id": f"A{number}", "team": "t1", "visits": data.draw(visits(as_of))}) for number in (1, 2)]
    first = [review(each, LOW, as_of=as_of, workforce=STAFF) for each in people]
    until = min(each.stable_until or dt.date.max for each in first)
    later = min(as_of + dt.timedelta(days=ahead), until - dt.timedelta(days=1))
    second = [review(each, LOW, as_of=later, workforce=STAFF) for each in people]
    kept, fresh = (
        judge_groups(
            WINDOWED,
            gathered([part for each in reviews for part in each.parts if part.code in DAY_AT]),
            book=LOW,
            as_of=later,
            workforce=STAFF,
        )
        for reviews in (first, second)
    )
    assert kept == fresh
    event(f"flags: {sorted({flag.code for flag in fresh.flags})}")
