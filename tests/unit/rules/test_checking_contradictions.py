"""Duties, levels and amendments that contradict each other."""

import pytest

from supervise.rules import load_rulebook, shipped_rulebooks
from supervise.rules.checking import findings_of
from tests.unit.rules.minimal import BY_LEVEL, FOLLOWED, ROLLING, book
from tests.unit.rules.test_checking import found

SIGNED = {"reason": "policy 7", "approved_by": "chief"}
LEVELS = ROLLING | {"change": FOLLOWED, "regime": [BY_LEVEL]}
IN_CUSTODY = {"in": "custody"}
AWAY = {"in": "custody", "effect": "runs on"}


def contradictions(*rules):
    return found(book(*rules), "contradicting rules")


def other(months, base=ROLLING, **changes):
    return base | {"id": "R-2", "regime": [{"every": f"{months} months"}]} | changes


def never(what, than="3 months", rule="R-2", shorter="R-1"):
    says = f"asks for {what}, and rule {shorter}, which is met by the same, for {than}: it never falls due first"
    return [(f"rule {rule}.regime", says)]


def test_the_longer_of_two_duties_met_by_the_same_never_falls_due_first():
    assert contradictions(ROLLING, other(9)) == never("9 months")
    assert contradictions(ROLLING, other(2)) == never("3 months", "2 months", "R-1", "R-2")
    assert contradictions(ROLLING, other(9, gate=IN_CUSTODY)) == never("9 months")
    assert contradictions(ROLLING, other(9, suspended=AWAY)) == never("9 months")
    since = {"since": "2026-01-01"}
    assert contradictions(ROLLING | {"gate": since}, other(9, gate={**since, **IN_CUSTODY})) == never("9 months")


def test_where_something_else_gives_the_shorter_one_another_interval_the_longer_may_fall_due_first():
    reactive = {"when": {"mode": "reactive"}, "every": "never"}
    sure = {"change": FOLLOWED, "regime": [{"every": "3 months"}]}
    unsure = {"change": FOLLOWED, "regime": [reactive, {"every": "3 months"}]}
    longer = {"change": FOLLOWED, "regime": [reactive, {"every": "9 months"}]}
    assert contradictions(ROLLING | unsure, other(9, change=FOLLOWED)) == []
    assert contradictions(ROLLING | sure, other(9, **longer)) == never("9 months")
    taken = {"void_by": "event.arrest"}
    assert contradictions(ROLLING | taken, other(9)) == []
    assert contradictions(ROLLING | taken, other(9, **taken)) == never("9 months")


def test_dates_of_gates_are_compared_too():
    earlier, later = {"gate": {"since": "2025-01-01"}}, {"since": "2026-01-01"}
    assert contradictions(ROLLING | earlier, other(2, gate=later)) == []
    assert contradictions(ROLLING | earlier, other(9, gate=later)) == []


def test_levels_are_compared_one_by_one():
    assert contradictions(LEVELS, other(9)) == [
        *never("1 year for low", "9 months", "R-1", "R-2"),
        *never("9 months for high"),
    ]
    assert contradictions(LEVELS, other(9, gate={"level": "high"})) == never("9 months")
    both = LEVELS | {"gate": {"level": ["low", "high"]}}
    assert contradictions(both, other(9, gate={"level": "high"})) == never("9 months")
    alone = {"regime": [{"when": {"level": "high"}, "every": "9 months"}, {"every": "never"}], "change": FOLLOWED}
    assert contradictions(LEVELS, other(9, **alone)) == never("9 months for high")


@pytest.mark.parametrize(
    "second",
    [
        other(3),
        other(9, met_by="trip"),
        other(9, anchor={"last": "trip", "else": "notification.s83"}),
        other(9, must=False),
        other(9, **{"while": {"not_in": "deceased", "at_end": "lapse"}}),
        # Who is in custody has the longer one alone.
        other(2, gate=IN_CUSTODY, suspended=AWAY),
        other(2, gate={"since": "2026-01-01"}),
        other(2, in_force={"from": "2026-01-01"}),
        other(2, regime=[{"when": IN_CUSTODY, "every": "2 months"}], change={"any": "at the next anchor"}),
        other(2, regime=[{"every": "never"}]),
        other(2, regime=[{"every": {"fact": "plan.interval"}}], change=FOLLOWED),
        other(2, suspended=AWAY, gate=IN_CUSTODY),
        other(2, regime=[{"every": "80 days"}], gate=IN_CUSTODY),
    ],
)
def test_duties_that_differ_in_anything_else_do_not_contradict(second):
    assert contradictions(ROLLING, second) == []


def upside_down(**lengths):
    rule = LEVELS | {"regime": [{"by": "level", "every": lengths}]}
    return found(book(rule, levels={"scale": ["low", "medium", "high"]}), "levels upside down")


def test_a_lower_level_with_the_shorter_length_is_told():
    assert upside_down(low="12 months", medium="2 months", high="6 months") == [
        ("rule R-1.regime[0].every", "2 months for medium, and 6 months for high, which stands above it")
    ]
    assert upside_down(low="12 months", medium="12 months", high="6 months") == []
    # 90 days are sooner than three months from some days only.
    assert upside_down(low="90 days", medium="90 days", high="3 months") == []


def test_two_amendments_of_one_value_are_told_with_the_last():
    def overlays(*values):
        amend = {"rule": "R-1", **SIGNED}
        return [{"id": f"o{n}", "version": "1", "amend": [amend | {"value": each}]} for n, each in enumerate(values)]

    def twice(*values):
        loaded = load_rulebook(book(ROLLING), overlays=overlays(*values))
        return [(each.path, each.what) for each in findings_of(loaded) if each.kind == "amended twice"]

    assert twice("2 months", "1 month") == [("R-1.0.every", "2 months by o0, then 1 month by o1")]
    assert twice("2 months", "2 months") == []


@pytest.mark.parametrize("ref", shipped_rulebooks())
def test_no_shipped_book_contradicts_itself(ref):
    kinds = {each.kind for each in findings_of(load_rulebook(ref))}
    assert kinds.isdisjoint({"contradicting rules", "levels upside down", "amended twice"})
