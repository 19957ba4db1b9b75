"""Named sets of states are spelled out wherever a reader meets one."""

import datetime as dt

import pytest

from supervise.engine.steps import Failure, Gate, NotCounted, Tried, Voided
from supervise.model import Offender
from supervise.report.explaining import explain
from supervise.report.spelling import spelled_out
from supervise.reviewing import review
from supervise.rules import load_rulebook
from supervise.rules.conditions import Select
from supervise.rules.state import StateRule

STATES = {
    "standard": StateRule(any_=("custody", "hospital")),
    "away": StateRule(any_=("standard", "abroad", "custody")),
    "exempt": StateRule(from_=Select(of=("event.a",)), until=Select(of=("event.b",))),
}


def gate(condition):
    return spelled_out(Gate(condition=condition, day=1, daily=False, holds=True), STATES).condition


@pytest.mark.parametrize(
    ("condition", "spelled"),
    [
        ({"in": ["standard"]}, {"in": ["custody", "hospital"]}),
        ({"not_in": "standard"}, {"not_in": ["custody", "hospital"]}),
        ({"not_in": ["away"], "level": ["high"]}, {"not_in": ["custody", "hospital", "abroad"], "level": ["high"]}),
        ({"in": ["exempt", "missing"]}, {"in": ["exempt", "missing"]}),
        (
            {"any": [{"in": ["standard"]}, {"mode": "active"}]},
            {"any": [{"in": ["custody", "hospital"]}, {"mode": "active"}]},
        ),
        ({"not": {"in": ["standard"]}}, {"not": {"in": ["custody", "hospital"]}}),
        # A word of another test may be spelled as a set.
        ({"fact": {"about": "standard"}}, {"fact": {"about": "standard"}}),
        (None, None),
    ],
)
def test_sets_in_conditions_are_spelled_out(condition, spelled):
    assert gate(condition) == spelled


def test_conditions_of_regimes_and_of_what_did_not_count_too():
    tried = Tried(regime="r", condition={"in": ["standard"]}, holds=True, chosen=True, read=())
    assert spelled_out(tried, STATES).condition == {"in": ["custody", "hospital"]}
    inner = Failure(field="on_the_day", condition={"not_in": ["standard"]})
    step = NotCounted(id="v", day=1, word="", why="failed", failure=Failure(field="", alternatives=(inner,)))
    (found,) = spelled_out(step, STATES).failure.alternatives
    assert found.condition == {"not_in": ["custody", "hospital"]}


def test_other_steps_stay_as_they_are():
    for step in (Voided(id="v", day=1), NotCounted(id="v", day=1, word="", why="used")):
        assert spelled_out(step, STATES) is step


def test_an_explanation_names_the_states_and_not_the_set():
    facts = {
        "id": "x1",
        "registrations": [{"id": "r1", "convicted_on": "2024-01-10", "disposal": "community_order"}],
        "notifications": [{"id": "n1", "kind": "s83", "on": "2024-01-11", "home_kind": "sole_or_main"}],
        "addresses": [
            {"id": "a", "address_id": "a", "kind": "main", "from": "2024-01-01", "notified_on": "2024-01-11"}
        ],
        "statuses": [{"id": "c", "kind": "custody", "from": "2024-02-01", "until": "2024-03-01"}],
        "visits": [
            {"id": "v", "on": "2024-02-10", "outcome": "seen", "place": "home", "entry": "obtained"}
            | {"purposes": ["welfare"], "officers": ["o"], "address_id": "a"}
        ],
    }
    book = load_rulebook("england-wales@2026.1")
    found = review(Offender.from_dict(facts), book, as_of=dt.date(2024, 6, 30))
    text = " ".join(explain(found, rule="R-V1").text().split())
    assert "v on 2024-02-10 (seen): on its day in custody, hospital, abroad or not_subject" in text
    assert "standard" not in text
