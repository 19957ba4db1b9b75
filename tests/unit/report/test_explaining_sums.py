"""The sum of one occurrence alone: what it counts from, what it gives, and what moved it."""

import pytest

from supervise.model import Offender
from supervise.report.explaining import sums_in_words
from supervise.reviewing import schedule
from tests.unit.report.pages import AS_OF

PEOPLE = {
    "id": "x1",
    "registrations": [{"id": "r1", "relevant_on": "2024-01-02", "basis": "conviction", "disposal": "community_order"}],
    "notifications": [{"id": "n1", "kind": "s83", "on": "2024-01-03", "home_kind": "sole_or_main"}],
}
SUPERVISED = {
    **PEOPLE,
    "levels": [{"id": "l1", "level": "low", "from": "2024-01-04"}, {"id": "l2", "level": "high", "from": "2026-06-01"}],
    "reviews": [{"id": "re1", "kind": "supervisor", "on": "2026-04-30", "by": "s1"}],
}
ABROAD = {
    **PEOPLE,
    "trips": [{"id": "t1", "known_on": "2026-06-01", "departs_on": "2026-07-20", "due_back_on": "2026-08-20"}],
}


def sums(book, facts, rule):
    found = schedule(Offender.from_dict(facts), book, as_of=AS_OF, until=AS_OF)
    row = next(row for row in found.of_rule(rule) if not row.is_settled)
    return row, sums_in_words(found, row)


def test_a_sum_begins_with_its_anchor_and_names_what_moved_the_date(book):
    row, told = sums(book, SUPERVISED, "R-R3")
    assert [line.partition(":")[0] for line in told] == ["anchor", "sum", "changed"]
    assert told[0].startswith("anchor: 2026-04-30: re1, ")
    assert told[1] == "sum: level: 2026-04-30 + 1 year = 2027-04-30"
    assert told[2].endswith(f"= {row.due}")


@pytest.mark.parametrize("label", ["cautious", "regime", "status", "due"])
def test_neither_another_reading_nor_what_came_of_it_is_part_of_the_sum(book, label):
    row, told = sums(book, ABROAD, "R-N6")
    assert row.cautious_due < row.due
    assert "sum" in {line.partition(":")[0] for line in told}
    assert label not in {line.partition(":")[0] for line in told}
