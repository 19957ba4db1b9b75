"""So many events in any window: which window each event is due in, and where the chain stops."""

import pytest

from supervise.engine.steps import Anchored, Window
from supervise.engine.trace import steps_of
from supervise.rules.duration import Duration
from tests.unit.engine.books import JANUARY, ONCE, book, by_level, events, judged, levels, shown, states

WINDOW = ONCE | {
    "one_per": "offender",
    "anchor": {"first": "event.k"},
    "cadence": "any window",
    "counting": "beginning with",
    "met_by": "event.done",
    "regime": [{"every": "10 days", "times": 2}],
}


def rule(times=2, every="10 days", **changes):
    return WINDOW | {"regime": [{"every": every, "times": times}]} | changes


def done(*days):
    return events("done", **{f"d{place}": each for place, each in enumerate(days)})


def rows(small, as_of, *days, fields=("status", "due"), start="2026-01-01", **facts):
    return shown(judged(small, as_of, events=events(k=start) + done(*days), **facts), *fields)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ((), [("open", "2026-01-10")]),
        # The first two are due in the first window, the next in that which the one two before left.
        (("2026-01-03",), [("met", "2026-01-10"), ("open", "2026-01-10")]),
        (("2026-01-03", "2026-01-05"), [("met", "2026-01-10"), ("met", "2026-01-10"), ("open", "2026-01-13")]),
        (("2026-01-01", "2026-01-01"), [("met", "2026-01-10"), ("met", "2026-01-10"), ("open", "2026-01-11")]),
        (("2025-12-31",), [("open", "2026-01-10")]),
    ],
)
def test_each_event_is_due_by_the_end_of_the_window_without_it(days, found):
    assert rows(rule(), "2026-01-05", *days) == found


def test_the_event_that_a_window_begins_with_is_in_it():
    small = rule(anchor={"first": "event.done"})
    assert shown(judged(small, "2026-01-05", events=done("2026-01-03")), "status", "due") == [
        ("met", "2026-01-12"),
        ("open", "2026-01-12"),
    ]


def test_one_that_is_not_met_ends_the_chain():
    fields = ("status", "due", "days_late")
    assert rows(rule(), "2026-01-12", "2026-01-02", fields=fields)[-1] == ("overdue", "2026-01-10", 2)
    late = rows(rule(), "2026-01-12", "2026-01-02", "2026-01-12", fields=fields)
    # The next window is past as well: it began on 3 January.
    assert late[1:] == [("met_late", "2026-01-10", 2), ("open", "2026-01-12", 0)]
    assert rows(rule(), "2026-01-14", "2026-01-02", "2026-01-12", fields=fields)[-1] == ("overdue", "2026-01-12", 2)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        # Windows of a month: from 1 February to its end, from 1 March to its end.
        ("2026-01-31", ("2026-01-31",), "2026-02-28"),
        ("2026-02-28", ("2026-02-28",), "2026-03-31"),
        ("2024-01-30", ("2024-01-30",), "2024-02-29"),
    ],
)
def test_windows_of_months(start, days, due):
    assert rows(rule(1, "1 month"), days[-1], *days, start=start)[-1] == ("open", due)


def test_occurrences_ahead_assume_that_each_is_met_on_its_last_day():
    fields = ("due", "projected")
    found = rows(rule(), "2026-01-04", "2026-01-03", fields=fields, until="2026-01-23")
    assert found[1:] == [("2026-01-10", False), ("2026-01-13", True), ("2026-01-20", True), ("2026-01-23", True)]
    # Both that are past are made up for today.
    assert rows(rule(), "2026-01-15", fields=fields, until="2026-01-26") == [
        ("2026-01-10", False),
        ("2026-01-25", True),
        ("2026-01-25", True),
    ]


def test_a_list_of_the_occurrences_ahead_ends():
    assert len(rows(rule(1, "1 day"), "2026-01-04", until="9990-01-01")) == 1 + 2_080


def test_what_falls_due_after_the_end_never_does():
    small = rule(one_per={"run_of": "custody"}, anchor="start")
    run = states(s="2026-01-01/2026-01-09")
    assert shown(judged(small, "2026-01-05", statuses=run), "status") == ["lapsed"]
    run = states(s="2026-01-01/2026-01-20")
    found = judged(small, "2026-01-20", statuses=run, events=done("2026-01-03", "2026-01-04", "2026-01-20"))
    assert shown(found, "status", "due") == [
        ("met", "2026-01-10"),
        ("met", "2026-01-10"),
        ("missed", "2026-01-13"),
    ]


def test_without_a_start_there_is_nothing_or_what_is_missing():
    assert shown(judged(WINDOW, "2026-01-05"), "status") == []
    small = rule(anchor={"birthday": 18})
    assert shown(judged(small, "2026-01-05"), "status", "lacking") == [("unknown", ("born_on",))]


def test_a_closed_last_day_gives_way_to_an_open_one():
    small = book(rule(times=1, roll="next open day"), calendar=JANUARY)
    found = rows(small, "2026-01-02", fields=("due", "nominal"))
    assert found == [("2026-01-12", "2026-01-10")]


def test_a_gate_that_fails_asks_for_nothing():
    assert rows(rule(gate={"in": "custody"}), "2026-01-05", "2026-01-02") == [("not_required", "2026-01-10")]


def test_a_regime_that_never_asks_counts_what_happened():
    regimes = [{"when": {"mode": "reactive"}, "every": "never"}, {"every": "10 days", "times": 2}]
    small = rule(regime=regimes, change={"any": "at the next anchor"})
    plans = [{"id": "p1", "from": "2025-01-01", "mode": "reactive"}, {"id": "p2", "from": "2026-01-04"}]
    days = ("2026-01-02", "2026-01-03", "2026-01-06")
    # What was asked on 3 January is nothing; from the event on the sixth on it is two, the fifth window having begun.
    assert rows(small, "2026-01-06", *days, plans=plans) == [("open", "2026-01-13")]
    assert rows(small, "2026-01-03", *days, plans=plans[:1]) == [("not_required", None)]


def test_the_window_that_a_change_from_never_brings_is_that_of_as_many_as_it_asks_for():
    regimes = [{"when": {"level": "high"}, "every": "30 days", "times": 2}, {"every": "never"}]
    small = WINDOW | {"regime": regimes, "change": {"any": "from the last, not before the change"}}
    facts = {"levels": levels(low="2025-12-01", high="2026-02-01")}
    # Of the 30 days from 16 January, the day after the one two before the next.
    assert rows(small, "2026-02-02", "2026-01-15", "2026-01-31", **facts)[-1] == ("open", "2026-02-14")
    assert rows(small, "2026-02-02", "2026-01-20", **facts)[-1] == ("overdue", "2026-02-01")


def test_a_regime_without_a_length_for_the_level_asks_for_nothing():
    small = rule(
        regime=[{"when": {"level": "high"}, "every": "10 days", "times": 2}], change={"any": "at the next anchor"}
    )
    assert rows(small, "2026-01-05", "2026-01-02", levels=levels(low="2025-01-01")) == [("not_required", None)]


CHANGE = {"stricter": "from the last, not before the change", "laxer": "keep the pending"}


def test_a_shorter_window_is_counted_from_the_same_day():
    small = rule(regime=[by_level(low="30 days", high="10 days") | {"times": 2}], change=CHANGE)
    rose = levels(low="2025-01-01", high="2026-01-06")
    assert rows(small, "2026-01-06", levels=rose) == [("open", "2026-01-10")]
    assert rows(small, "2026-01-20", levels=levels(low="2025-01-01", high="2026-01-20")) == [("open", "2026-01-20")]


def test_a_missing_level_is_the_latest_and_the_earliest_date():
    small = rule(
        regime=[
            {"when": {"level": "low"}, "every": "30 days", "times": 1},
            {"every": "10 days", "times": 2},
        ],
        change={"any": "at the next anchor"},
    )
    fields = ("status", "due", "cautious_due", "lacking", "anchor")
    assert rows(small, "2026-01-05", "2026-01-04", fields=fields)[-1] == (
        "open",
        "2026-02-03",
        "2026-01-10",
        (),
        "2026-01-05",
    )
    assert rows(small, "2026-01-12", "2026-01-04", fields=fields)[-1][:1] == ("unknown",)


def test_it_opens_with_the_event_before_it_also_where_that_lies_between_a_closed_day_and_the_next_open_one():
    """The window ends on Saturday 10 January; the first event came on the Sunday, in time."""
    small = book(rule(roll="next open day"), calendar=JANUARY)
    found = rows(small, "2026-01-11", "2026-01-11", fields=("status", "opens", "due"))
    assert found == [("met", "2026-01-01", "2026-01-12"), ("open", "2026-01-11", "2026-01-12")]
    back = book(rule(roll="previous open day"), calendar=JANUARY)
    late = rows(back, "2026-01-10", "2026-01-10", fields=("status", "opens", "due", "cautious_due"))
    assert late == [
        ("met_late", "2026-01-01", "2026-01-09", "2026-01-09"),
        ("open", "2026-01-10", "2026-01-10", "2026-01-10"),
    ]


@pytest.mark.parametrize(
    ("effect", "due"),
    [
        ({"effect": "days do not count"}, "2026-01-12"),
        ({"effect": "later of due and", "due": "9 days after end"}, "2026-01-16"),
        ({"effect": "restarts"}, "2026-01-16"),
        ({"effect": "runs on"}, "2026-01-10"),
    ],
)
def test_what_a_state_does_to_a_window(effect, due):
    small = rule(suspended={"in": "custody"} | effect)
    assert rows(small, "2026-01-08", statuses=states(s="2026-01-05/2026-01-07")) == [("open", due)]


def test_the_steps_name_the_event_that_left_the_window():
    found = judged(book(WINDOW), "2026-01-06", events=events(k="2026-01-01") + done("2026-01-03", "2026-01-05"))
    *_, last = found.of_rule("r")
    (anchored,) = [step for step in steps_of(found, last) if isinstance(step, Anchored)]
    (window,) = [step for step in steps_of(found, last) if isinstance(step, Window)]
    assert (anchored.way, anchored.id, last.anchor.isoformat()) == ("window", "d0", "2026-01-04")
    assert (window.number, window.times, window.left) == (3, 2, True)
    first = next(found.of_rule("r"))
    assert [step.way for step in steps_of(found, first) if isinstance(step, Anchored)] == ["first"]


def test_the_steps_tell_the_length_that_held_of_an_interval_and_the_most_it_may_be():
    regimes = [{"every": {"fact": "plan.interval", "at_most": "1 month"}, "times": 1}]
    plans = [{"id": "p", "from": "2025-01-01", "interval": "30 days"}]
    small = book(WINDOW | {"regime": regimes, "change": {"stricter": "from the change", "laxer": "keep the pending"}})
    found = judged(small, "2026-02-01", events=events(k="2026-01-31") + done("2026-02-27"), plans=plans)
    (row,) = found.of_rule("r")
    (window,) = [step for step in steps_of(found, row) if isinstance(step, Window)]
    assert (row.due.isoformat(), window.length) == ("2026-02-28", Duration(months=1))


def test_the_steps_of_one_ahead_say_what_it_assumes():
    found = judged(book(WINDOW), "2026-01-02", events=events(k="2026-01-01"), until="2026-01-31")
    *_, last = found.of_rule("r")
    assert [step.way for step in steps_of(found, last) if isinstance(step, Anchored)] == ["assumed"]
