"""Whether two facts agree in the fields that are named."""

from types import SimpleNamespace as Fact

import pytest

from supervise.engine.happenings import Joint, happened
from supervise.engine.matching import agrees, agrees_with, fields_matched
from tests.unit.engine.books import book, judged, shown, states


def test_fields_are_named_as_attributes():
    assert fields_matched({"from": "on", "id": "to"}) == (("from_", "on"), ("id", "to"))


@pytest.mark.parametrize(
    ("mine", "theirs", "loosely", "strictly"),
    [("x", "x", True, True), ("x", "y", False, False), (None, "x", True, False), ("x", None, True, False)],
)
def test_facts_agree_where_both_give_the_field(mine, theirs, loosely, strictly):
    match = fields_matched({"a": "b"})
    assert agrees(Fact(a=mine), Fact(b=theirs), match) is loosely
    assert agrees(Fact(a=mine), Fact(b=theirs), match, strict=True) is strictly
    assert agrees(Fact(), None, match) is True


def test_a_fact_agrees_with_an_event_or_with_nothing_that_it_hangs_on():
    match = fields_matched({"for": "id", "about": "about"})
    hanging = happened(9, -1, "c", Fact(id="c", about="release"))
    assert agrees_with(Fact(for_="c", about=None), hanging, match)
    assert not agrees_with(Fact(for_="s", about=None), hanging, match)
    assert agrees_with(Fact(for_="s", about=None), None, match)


@pytest.mark.parametrize(
    ("named", "about", "agree"),
    [("c", "release", True), ("s", "release", True), ("t", None, True), (None, None, True), ("x", None, False), ("s", "name", False)],
)  # fmt: skip
def test_an_event_that_stands_for_several_may_be_named_by_each(named, about, agree):
    match = fields_matched({"for": "id", "about": "about"})
    hanging = Joint.of(happened(9, -1, "c", Fact(id="c", about="release")), ["s", "t"])
    assert agrees_with(Fact(for_=named, about=about), hanging, match) is agree


RELEASED = {
    "one_per": {"each": {"of": ["change.release", "end.custody"], "distinct": "day"}},
    "met_by": {"any": "notification", "match": {"for": "id"}},
}


@pytest.mark.parametrize(("named", "status"), [("c", "met"), ("s1", "met"), ("s2", "met"), ("s0", "overdue")])
def test_a_notice_may_name_any_of_what_came_together(named, status):
    """Two custodies that touch, the second ended on the day of a recorded release; another was over before."""
    facts = {
        "statuses": states(s1="2026-01-01/2026-01-05", s2="2026-01-05/2026-01-20", s0="2026-01-02/2026-01-03"),
        "changes": [{"id": "c", "about": "release", "on": "2026-01-20"}],
        "notifications": [{"id": "n", "kind": "s84", "for": named, "on": "2026-01-21"}],
    }
    assert shown(judged(RELEASED, "2026-02-20", **facts), "key", "status") == [("c", status)]
    del facts["changes"]
    assert shown(judged(RELEASED, "2026-02-20", **facts), "key", "status") == [
        ("s1", status if named != "c" else "overdue")
    ]
    twice = book(
        RELEASED | {"one_per": {"each": {"of": "both", "distinct": "day"}}},
        define={"both": RELEASED["one_per"]["each"] | {}},
    )
    assert shown(judged(twice, "2026-02-20", **facts), "status") == [status if named != "c" else "overdue"]


@pytest.mark.parametrize("one_per", ["end.custody", {"end_of": "custody"}])
@pytest.mark.parametrize(("named", "status"), [("s1", "met"), ("s2", "met"), ("s0", "overdue")])
def test_the_end_of_a_run_may_be_named_by_each_fact_that_made_it_longer(one_per, named, status):
    facts = {
        "statuses": states(s1="2026-01-01/2026-01-05", s2="2026-01-05/2026-01-20", s0="2026-01-02/2026-01-03"),
        "notifications": [{"id": "n", "kind": "s84", "for": named, "on": "2026-01-21"}],
    }
    rule = RELEASED | {"one_per": one_per}
    assert shown(judged(rule, "2026-02-20", **facts), "key", "status") == [("s1", status)]
    # Nor is it another for the anchor: what begins with its notice begins with one that names any of them.
    begins = rule | {"anchor": {"first": "notification", "match": {"for": "id"}}, "met_by": "event.done"}
    due = ["2026-01-31"] if status == "met" else []
    assert shown(judged(begins, "2026-01-22", **facts), "due") == due
