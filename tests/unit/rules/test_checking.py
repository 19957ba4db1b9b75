"""What is found in a book that can be loaded: each kind once as it should be, and once as it should not."""

import pytest

from supervise.rules import load_rulebook, shipped_rulebooks
from supervise.rules.checking import _TABLE, Finding, findings_of
from tests.unit.rules.minimal import RULE, SPAN, book, ruled

STAYS = {"id": "row", "kind": "presence in days", "of": "stay", "reach": 3, "source": "s"}
EACH = {"of": "registration", "at": ["relevant_on", "convicted_on"]}


def found(data, kind):
    """The findings of one kind, as path and what."""
    return [(each.path, each.what) for each in findings_of(load_rulebook(data)) if each.kind == kind]


@pytest.mark.parametrize("ref", shipped_rulebooks())
def test_a_shipped_book_has_no_fault(ref):
    assert [str(each) for each in findings_of(load_rulebook(ref)) if each.fault] == []


def test_a_finding_says_where_what_and_what_to_do():
    finding = Finding(kind="k", path="rule R-1", what="wrong", advice="write it", fault=True)
    assert str(finding) == "rule R-1: wrong; write it"


def test_only_what_a_book_cannot_mean_and_what_leaves_people_without_a_duty_is_a_fault():
    assert {kind for kind, fault, _, _ in _TABLE if fault} == {
        "level without a rule", "gap in dates", "overlap in dates", "unreachable", "never open",
        "longer than the interval", "no length", "met too late", "known too late",
        "latest too soon", "no first day", "never due", "nobody has it", "never the first", "another's end",
    }  # fmt: skip


def test_faults_come_before_notices():
    data = ruled(regime=[{"within": "1 month"}], one_per="offender", anchor="visit", counting="beginning with")
    broken = data["rule"][0] | {"id": "R-2", "regime": [{"within": "0 days"}]}
    faults = [each.fault for each in findings_of(load_rulebook(data | {"rule": [data["rule"][0], broken]}))]
    assert True in faults
    assert faults == sorted(faults, reverse=True)


def test_assumed_values_are_counted_by_rule_and_named_for_other_entries():
    assumed = {"confidence": "assumed"}
    twice = RULE | assumed | {"regime": [{"within": "10 days", **assumed}]}
    once = RULE | assumed | {"id": "R-2"}
    data = book(
        twice,
        once,
        RULE | {"id": "R-3"},
        span=[SPAN | assumed],
        derive=[STAYS | assumed],
        order=[{"kind": "shpo", "source": "s", "until_further_order": True, **assumed}],
        thresholds={
            "limit": {"value": 3, "source": "s", **assumed},
            "sure": {"value": 3, "source": "s", "confidence": "seen"},
        },
    )
    assert found(data, "assumed") == [
        ("rule R-1", "2 values assumed"),
        ("rule R-2", "1 value assumed"),
        ("derive row", "assumed"),
        ("span held", "assumed"),
        ("order[0]", "assumed"),
        ("thresholds.limit", "assumed"),
    ]


def test_a_source_in_use_that_says_of_no_place_is_named_with_what_rests_on_it():
    sources = {"s": {"title": "A source", "where": "a shelf"}, "t": {"title": "Another"}, "u": {"title": "Not used"}}
    one, two = RULE | {"source": "t"}, RULE | {"id": "R-2", "source": "t"}
    assert found(book(RULE | {"id": "R-3"}, one, sources=sources), "no place") == [
        ("sources.t", "says of no place where it can be read, and 1 value rests on it")
    ]
    assert found(book(one, two, sources=sources), "no place") == [
        ("sources.t", "says of no place where it can be read, and 2 values rest on it")
    ]


@pytest.mark.parametrize(
    ("changes", "kind", "what"),
    [
        (
            {"one_per": "registration", "anchor": {"field": "relevant_on"}},
            "other date",
            "'anchor' reads 'relevant_on', and a fact that does not give 'convicted_on' has no case",
        ),
        (
            {"one_per": "registration", "anchor": {"first_given": ["relevant_on", "convicted_on"]}},
            "other date in part",
            "'anchor' reads 'relevant_on', and a fact that does not give 'convicted_on' has no case",
        ),
        (
            {"one_per": "registration", "anchor": {"later_of": [{"field": "relevant_on"}, {"field": "sentenced_on"}]}},
            "other date",
            "'anchor' reads 'relevant_on' or 'sentenced_on', and a fact that does not give 'convicted_on' has no case",
        ),
        (
            {"one_per": {"each": EACH}, "anchor": {"field": "sentenced_on"}},
            "other date",
            "'anchor' reads 'sentenced_on', and a fact that does not give 'convicted_on' or 'relevant_on' has no case",
        ),
        (
            {"one_per": "order.shpo", "anchor": {"field": "served_on"}},
            "other date",
            "'anchor' reads 'served_on', and a fact that does not give 'made_on' has no case",
        ),
    ],
)
def test_a_date_that_its_cases_are_not_found_by_is_noticed(changes, kind, what):
    assert found(ruled(**changes), kind) == [("rule R-1.one_per", what)]


@pytest.mark.parametrize(
    "changes",
    [
        {"one_per": "registration", "anchor": {"field": "convicted_on"}},
        {"one_per": "registration", "anchor": "start"},
        {"one_per": {"each": EACH}, "anchor": {"first_given": ["relevant_on", "convicted_on"]}},
        {"one_per": "level", "anchor": {"field": "from"}},
        {"one_per": {"span": "held"}, "anchor": {"field": "relevant_on"}},
        {"one_per": "end.custody", "anchor": {"field": "from"}},
    ],
)
def test_a_date_that_every_case_has_is_not_noticed(changes):
    assert found(ruled(**changes), "other date") == []
    assert found(ruled(**changes), "other date in part") == []


def test_a_span_that_starts_with_another_date_is_noticed_by_way_of_definitions_too():
    define = {"inside": "registration", "outside": {"of": "registration", "at": "relevant_on"}, "made": "end.custody"}
    starts = {"inside": "relevant_on", "outside": "relevant_on", "made": "from"}
    spans = [
        SPAN | {"id": f"by-{name}", "one_per": {"each": name}, "start": {"field": field}}
        for name, field in starts.items()
    ]
    assert found(book(RULE, define=define, span=spans), "other date") == [
        (
            "span by-inside.one_per",
            "'start' reads 'relevant_on', and a fact that does not give 'convicted_on' has no case",
        )
    ]


def test_presence_that_does_not_say_how_it_counts_is_noticed():
    counted, nights = STAYS | {"id": "counted", "counting": "after"}, STAYS | {"id": "n", "kind": "presence in nights"}
    assert found(book(RULE, derive=[STAYS, counted, nights]), "first day of a stay") == [
        ("derive row", "does not say whether the first day of a stay counts; it does")
    ]
