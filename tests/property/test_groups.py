"""Officers, teams and the register: what is gathered in parts merges in any order to the same."""

import datetime as dt
from functools import reduce

from hypothesis import assume, given, settings, strategies as st

from supervise import load_rulebook, review
from supervise.checks import CHECKS
from supervise.checks.groups import Gathered, Part, judge_groups
from supervise.engine.timeline import Officer, Workforce
from supervise.reviewing import Summary
from tests.property.strategies import judged, read

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


def lasting(parts, later):
    """What is added, without the day to which lateness is counted and what a later day has left behind in its window.

    Who judges a group looks at what is in the window then: what was added before need not be added anew.
    """
    oldest = later.toordinal() - WINDOW
    rows = [(part.code, part.group, part.row) for part in parts if part.row[:1] != ("met_late",)]
    rows = [row for row in rows if row[0] != "PR031" or row[2][0] > oldest]
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
