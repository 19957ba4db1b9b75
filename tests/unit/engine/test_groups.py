"""Of what is pending for one key only the occurrence that governs is left to be met."""

import pytest

from supervise.engine.steps import Governed
from supervise.engine.trace import steps_of
from tests.unit.engine.books import ONCE, book, day, events, judged, rolling, shown

SHORT = ONCE | {"id": "short", "regime": [{"within": "10 days"}]}
LONG = ONCE | {"id": "long", "regime": [{"within": "20 days"}]}


def grouped(as_of, governs="the earliest due", *, of=("short", "long"), rules=(SHORT, LONG), until=None, **facts):
    small = book(*rules, group=[{"id": "g", "of": list(of), "governs": governs}])
    found = judged(small, as_of, until=until, **facts)
    return {name: shown(found, "status", "due", rule=name) for name in of}


A = {"events": events(a="2026-01-01")}


def test_the_earliest_due_is_left_and_the_other_is_not_required():
    assert grouped("2026-01-05", **A) == {
        "short": [("open", "2026-01-11")],
        "long": [("not_required", "2026-01-21")],
    }


def test_the_laxest_due_is_left_if_the_book_says_so():
    found = grouped("2026-01-05", "the laxest due", **A)
    assert [found[name][0][0] for name in found] == ["not_required", "open"]


def test_where_all_apply_nothing_is_set_aside():
    found = grouped("2026-01-05", "all apply", **A)
    assert [found[name][0][0] for name in found] == ["open", "open"]


def test_what_is_past_its_due_is_never_set_aside_and_governs_if_it_is_the_earliest():
    assert [status for ((status, _),) in grouped("2026-01-15", **A).values()] == ["overdue", "not_required"]
    assert [status for ((status, _),) in grouped("2026-01-25", **A).values()] == ["overdue", "overdue"]
    found = grouped("2026-01-15", "the laxest due", **A)
    assert [status for ((status, _),) in found.values()] == ["overdue", "open"]


def test_of_equal_dues_the_rule_named_first_governs():
    for of in (("short", "same"), ("same", "short")):
        found = grouped("2026-01-05", of=of, rules=(SHORT, SHORT | {"id": "same"}), **A)
        assert [found[name][0][0] for name in of] == ["open", "not_required"]
        found = grouped("2026-01-05", "the laxest due", of=of, rules=(SHORT, SHORT | {"id": "same"}), **A)
        assert [found[name][0][0] for name in of] == ["open", "not_required"]


def test_each_key_has_its_own_that_governs():
    long = LONG | {"gate": {"fact": {"id": "b"}}}
    found = grouped("2026-01-05", rules=(SHORT, long), events=events(a="2026-01-01", b="2026-01-02"))
    assert found == {
        "short": [("open", "2026-01-11"), ("open", "2026-01-12")],
        "long": [("not_required", "2026-01-21"), ("not_required", "2026-01-22")],
    }
    alone = LONG | {"one_per": "visit"}
    found = grouped("2026-01-05", rules=(SHORT, alone), visits=[{"id": "v", "on": "2026-01-01"}], **A)
    assert [status for ((status, _),) in found.values()] == ["open", "open"]


def test_what_has_no_due_day_yet_may_be_due_sooner_and_stays():
    never = LONG | {"regime": [{"when": {"level": "high"}, "within": "never"}, {"within": "5 days"}]}
    never |= {"change": {"any": "at the next anchor"}}
    found = grouped("2026-01-03", rules=(SHORT, never), **A)
    assert found == {"short": [("open", "2026-01-11")], "long": [("open", None)]}


def test_what_is_met_stays_and_what_has_no_date_is_not_compared():
    met = SHORT | {"met_by": "event.done"}
    found = grouped("2026-01-05", rules=(met, LONG), events=[*A["events"], *events("done", x="2026-01-03")])
    assert [status for ((status, _),) in found.values()] == ["met", "open"]


def test_what_is_assumed_to_follow_is_set_aside_with_it():
    rules = (rolling(id="short"), rolling(id="long", regime=[{"every": "20 days"}]))
    facts = {"events": events("done", x="2026-01-01")}
    found = grouped("2026-01-05", rules=rules, until="2026-02-15", **facts)
    assert {status for status, _ in found["long"]} == {"not_required"}
    assert len(found["long"]) > 1
    assert [due for _, due in found["short"]] == ["2026-01-11", "2026-01-21", "2026-01-31", "2026-02-10"]
    assert {status for status, _ in found["short"]} == {"open", "upcoming"}


def test_the_earlier_due_is_next_and_the_review_changes_when_it_is_past():
    small = book(SHORT, LONG, group=[{"id": "g", "of": ["short", "long"], "governs": "the earliest due"}])
    found = judged(small, "2026-01-05", **A)
    assert (found.next_due("short"), found.next_due("long")) == (day("2026-01-11"), None)
    assert found.stable_until == day("2026-01-12")


@pytest.mark.parametrize(
    ("governs", "by", "aside"), [("the earliest due", "short", "long"), ("the laxest due", "long", "short")]
)
def test_the_steps_name_the_one_that_governs(governs, by, aside):
    small = book(SHORT, LONG, group=[{"id": "g", "of": ["short", "long"], "governs": governs}])
    found = judged(small, "2026-01-05", **A)
    (row,) = found.of_rule(aside)
    (step,) = [each for each in steps_of(found, row) if isinstance(each, Governed)]
    (first,) = found.of_rule(by)
    assert (step.group, step.by, step.due, step.governs.value) == ("g", by, first.due_day, governs)
    assert [each for each in steps_of(found, first) if isinstance(each, Governed)] == []


def test_of_equal_dues_of_one_rule_the_first_occurrence_governs():
    """Weeks that all end on the last day of a month: the one that is open is not set aside for one ahead."""
    regime = {"weekday": "sunday", "before": "3 days", "to_end_of": "month"}
    weekly = {"cadence": "weekday", "one_per": "offender", "anchor": {"first": "event.k"}, "late": "does not count"}
    weekly |= {"id": "weekly", "met_by": "event.done", "regime": [regime]}
    rules = (SHORT, ONCE | weekly)
    for governs in ("the earliest due", "the laxest due"):
        found = grouped("2026-01-14", governs, of=("short", "weekly"), rules=rules, events=events(a="2026-01-01"))
        first, *others = [status for status, due in found["weekly"] if due == "2026-01-31"]
        assert first == "open"
        assert set(others) == {"not_required"}
        assert len(others) > 1
