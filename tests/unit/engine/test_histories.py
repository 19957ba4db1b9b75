"""What is surely met waits; where that is not sure a chain is walked at once."""

import pytest

from supervise.dates.ordinals import from_iso
from supervise.engine.happenings import UNTIMED, happened
from supervise.engine.histories import single_link
from supervise.engine.outcomes import History, Link, Wanted
from supervise.engine.program import program_of
from tests.unit.engine.books import ONCE, ROLLING, book, events, judged, levels, rolling, shown, states

MADE = events(k="2026-01-01") + events("done", a="2026-01-05", b="2026-01-12", c="2026-01-20", d="2026-02-15")


def waits(found):
    return any(isinstance(entry, History) for _, entries in found.outcomes._judged for entry in entries)


def test_a_chain_waits_but_for_its_last_occurrence():
    found = judged(ROLLING, "2026-03-31", events=MADE)
    assert waits(found)
    assert found.next_due("r").isoformat() == "2026-02-25"
    assert [row.status.value for row in found.all_obligations] == ["met", "met", "met", "met_late", "overdue"]


def test_what_is_assumed_ahead_follows_the_occurrence_that_is_left():
    found = judged(ROLLING, "2026-02-20", until="2026-03-20", events=MADE)
    assert waits(found)
    assert shown(found, "due", "status")[4:] == [
        ("2026-02-25", "open"),
        ("2026-03-07", "upcoming"),
        ("2026-03-17", "upcoming"),
    ]


def test_two_occurrences_are_not_put_aside():
    assert not waits(judged(ROLLING, "2026-03-31", events=MADE[:3]))
    assert waits(judged(ROLLING, "2026-03-31", events=MADE[:4]))


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        (rolling(regime=[{"every": "101 years"}]), {}),
        (rolling(regime=[{"every": "3651 days"}]), {}),
        (
            rolling(
                regime=[{"when": {"level": ["high"]}, "every": "10 days"}],
                change={"stricter": "from the change", "laxer": "keep the pending"},
            ),
            {"levels": levels(low="2025-01-01")},
        ),
        (rolling(gate={"not_in": "hospital"}), {}),
        (rolling(regime=[{"when": {"since": "2020-01-01"}, "every": "10 days"}]), {}),
        (rolling(met_by={"any": "event.done", "where": {"kind": "done"}}), {}),
        (
            rolling(suspended={"in": "custody", "effect": "runs on"}),
            {"statuses": states(s="2026-01-02/9900-01-01")},
        ),
    ],
)
def test_what_is_not_sure_is_walked_at_once(rule, facts):
    assert not waits(judged(rule, "2026-03-31", events=MADE, **facts))


def test_what_a_state_made_late_is_told_though_nobody_asked_for_the_rows():
    """The end of a state may set a day that is sooner than any length gives."""
    after_end = {"in": "custody", "effect": "due after end", "due": "5 days after end"}
    late = events(k="2026-01-01") + events("done", a="2026-01-05", b="2026-02-20", c="2026-02-25")
    rule = rolling(regime=[{"every": "90 days"}], suspended=after_end)
    found = judged(rule, "2026-03-31", events=late, statuses=states(s="2026-01-10/2026-01-20"))
    assert waits(found)
    assert [str(row.met_on) for row, _ in found.outcomes.met_late("r")] == ["2026-02-20"]
    assert [row.status.value for row in found.all_obligations] == ["met", "met_late", "met", "open"]


def test_on_one_day_neither_the_anchor_nor_what_met_an_earlier_case_meets_again():
    """Two events of a day: the first is the anchor, the second meets its occurrence, and neither that of the next case."""
    twice = events("done", a="2026-01-05", b="2026-01-05", c="2026-01-08", d="2026-01-11", e="2026-01-11")
    found = judged(ROLLING, "2026-01-31", events=twice)
    assert waits(found)
    assert shown(found, "anchor", "met_by")[:4] == [
        ("2026-01-05", ("b",)),
        ("2026-01-05", ("c",)),
        ("2026-01-08", ("d",)),
        ("2026-01-11", ("e",)),
    ]
    assert len(found.all_obligations) == 5


@pytest.mark.parametrize("on", ["2026-01-05", "2026-01-08", "2026-01-30"])
def test_a_chain_that_several_ways_meet_waits_and_reads_as_one_that_is_walked(on):
    small = book(rolling(met_by=["event.done", "event.more"], regime=[{"every": "10 days"}]))
    made = MADE + events("more", a2="2026-01-05", e=on, f="2026-02-15")
    found = judged(small, "2026-03-31", events=made)
    assert waits(found)
    rule = program_of(small).rules[0]
    meets, rule.meets, rule.is_chain = rule.meets, None, False
    walked = judged(small, "2026-03-31", events=made)
    rule.meets, rule.is_chain = meets, True
    assert not waits(walked)
    assert found.all_obligations == walked.all_obligations
    assert found.stable_until == walked.stable_until


def test_each_run_of_cases_that_their_own_facts_met_waits_in_its_place():
    rule = {
        "one_per": "visit",
        "anchor": "start",
        "cadence": "once",
        "met_by": {"own": ["signed_off_on"]},
        "rebased_by": None,
    }
    visits = [
        {"id": "a", "on": "2026-01-05", "signed_off_on": "2026-01-06"},
        {"id": "b", "on": "2026-01-07", "signed_off_on": "2026-02-20"},
        {"id": "c", "on": "2026-01-09"},
        {"id": "d", "on": "2026-01-11", "signed_off_on": "2026-07-01"},
        {"id": "e", "on": "2026-01-13", "signed_off_on": "2026-01-13"},
    ]
    found = judged({key: value for key, value in rule.items() if value}, "2026-06-30", visits=visits)
    assert [type(entry) for _, entries in found.outcomes._judged for entry in entries] == [
        History, tuple, tuple, History,
    ]  # fmt: skip
    assert [row.key for row, _ in found.outcomes.met_late("r")] == ["b"]
    assert shown(found, "key", "status") == [
        ("a", "met"), ("b", "met_late"), ("c", "overdue"), ("d", "overdue"), ("e", "met"),
    ]  # fmt: skip
    assert found.stable_until.isoformat() == "2026-07-01"


@pytest.mark.parametrize("length", ["0 hours", {"fact": "plan.interval", "at_most": "1 hour"}])
@pytest.mark.parametrize("rule", [ROLLING, ONCE | {"met_by": "event.done"}])
def test_hours_are_over_in_the_course_of_a_day(rule, length):
    key = "every" if rule["cadence"] == "rolling" else "within"
    regime = [{key: length, "from": "moment", "clock": "elapsed"}]
    change = {"any": "at the next anchor"} if isinstance(length, dict) else None
    regime += [] if change is None else [{key: "5 days"}]  # where there is no plan yet
    begins = events(k="2026-01-05T10:00") if key == "within" else events("done", z="2026-01-05T10:00")
    facts = {
        "plans": [{"id": "p", "from": "2025-01-01", "interval": "2 days"}],
        "events": begins + events("done", a="2026-01-05T12:00", b="2026-01-05T14:00", c="2026-01-05T16:00"),
    }
    found = judged(rule | {"regime": regime, "change": change}, "2026-01-31", **facts)
    late = [row.met_by for row, _ in found.outcomes.met_late("r")]
    assert late == ([("a",)] if key == "within" else [("a",), ("b",), ("c",)])


@pytest.mark.parametrize("rule", [ROLLING, ONCE | {"met_by": "event.done"}])
def test_a_part_of_a_length_may_end_sooner_than_the_length(rule):
    """Eleven months are 330 days where a part is taken of them, and 334 or more in the calendar."""
    key, begins = ("within", "k") if rule["cadence"] == "once" else ("every", "done")
    regime = [{"when": {"level": ["high"]}, key: "11 months"}, {key: "12 months"}]
    facts = {
        "levels": levels(low="2020-01-01", high="2024-01-03"),
        "events": events(begins, z="2024-01-02") + events("done", a="2024-11-28", b="2025-01-29", c="2025-02-20"),
    }
    found = judged(rule | {"regime": regime, "change": {"any": "in proportion"}}, "2025-03-01", **facts)
    assert waits(found)
    assert [row.met_by for row, _ in found.outcomes.met_late("r")] == [("a",)]


def test_what_a_regime_shortens_may_be_late_sooner():
    """In a time that may be late by the shortest length since, each is judged; what is in time by any is not."""
    rule = rolling(
        regime=[
            {"by": "level", "every": {"low": "30 days", "medium": "30 days", "high": "10 days", "very_high": "5 days"}}
        ],
        change={"stricter": "from the change", "laxer": "keep the pending"},
    )
    found = judged(
        rule,
        "2026-03-31",
        events=MADE,
        levels=levels(low="2025-12-01", high="2026-01-22"),
    )
    assert waits(found)
    assert [(row.met_by, row.days_late) for row, _ in found.outcomes.met_late("r")] == [(("d",), 14)]


def test_of_two_rules_of_one_id_both_histories_are_walked():
    small = book(ROLLING, {"id": "own", "part_of": "r"})
    found = judged(small, "2026-03-31", events=MADE)
    assert sorted(set(found.outcomes.anchor_days("r"))) == sorted({row.anchor_day for row, _ in found.outcomes["r"]})
    assert list(found.outcomes.anchor_days("another")) == []


@pytest.mark.parametrize(
    ("over", "late"),
    [
        (["2026-01-01"], []), (["2026-01-02"], ["a"]), (["2026-01-19"], ["a"]), (["2026-01-20"], []),
        (["2026-01-22"], []), (["2026-01-28"], []), (["2026-01-29"], ["d"]), (["2026-02-19"], ["d"]),
        (["2026-02-20"], []), (["2026-03-01"], []), ([], []),
        (["2025-12-31", "2026-01-05", "2026-01-06", "2026-02-01", "2026-03-01"], ["a", "d"]),
    ],
)  # fmt: skip
def test_of_a_chain_that_waits_those_met_late_that_some_days_fell_into(over, late):
    made = events(k="2026-01-01") + events("done", a="2026-01-20", b="2026-01-25", c="2026-01-28", d="2026-02-20")
    found = judged(ROLLING, "2026-03-31", events=made)
    assert waits(found)
    rows = [row for row, _ in found.outcomes.met_late("r", [from_iso(each) for each in over])]
    assert [row.met_by for row in rows] == [(each,) for each in late]
    assert all(row in found.all_obligations for row in rows)


def test_a_placeholder_as_the_last_event_leaves_nothing_to_wait():
    late = events("done", e="9990-01-01")
    found = judged(ROLLING, "9990-01-02", events=MADE + late)
    assert not waits(found)


# ── one occurrence of a case, which something else met ──────────────────────────────────────────────────────────

MOVED = {
    "met_by": "event.done",
    "suspended": {"in": "custody", "effect": "later of due and", "due": "5 days after end"},
}
ARREST = {"statuses": states(s="2026-01-03/2026-01-20")}


@pytest.mark.parametrize(
    ("done", "status", "late"),
    [("2026-01-08", "met", []), ("2026-01-25", "met", []), ("2026-01-26", "met_late", ["x1"])],
)
def test_what_moved_the_date_of_the_one_occurrence_that_was_met_is_told_when_asked(done, status, late):
    facts = {"events": events(x1="2026-01-01") + events("done", d=done)} | ARREST
    found = judged(MOVED, "2026-03-31", **facts)
    assert waits(found)
    assert list(found.standing) == []
    assert [row.key for row, _ in found.outcomes.met_late("r")] == late
    assert [row.key for row, _ in found.outcomes.met_late("r", [from_iso("2026-01-02")])] == late
    assert list(found.outcomes.met_late("r", [from_iso("2026-02-02")])) == []
    assert shown(found, "due", "status", "met_by") == [("2026-01-25", status, ("d",))]
    rule = program_of(found.book).rules[0]
    rule.is_single = False
    walked = judged(found.book, "2026-03-31", **facts)
    rule.is_single = True
    assert not waits(walked)
    assert (walked.all_obligations, walked.stable_until) == (found.all_obligations, found.stable_until)


def test_what_nothing_moved_needs_no_second_way_to_wait():
    found = judged(MOVED, "2026-03-31", events=events(x1="2026-01-01") + events("done", d="2026-01-08"))
    assert not waits(found)
    assert shown(found, "due", "status") == [("2026-01-11", "met")]


def test_one_event_meets_no_two_cases_of_those_that_wait():
    made = events(a="2026-01-01", b="2026-01-02") + events("done", d="2026-01-08", e="2026-01-09")
    found = judged(MOVED, "2026-03-31", events=made, **ARREST)
    assert waits(found)
    assert shown(found, "key", "met_by") == [("a", ("d",)), ("b", ("e",))]


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ({"regime": [{"within": "101 years"}]}, {}),
        ({"regime": [{"when": {"since": "2030-01-01"}, "within": "never"}, {"within": "10 days"}]}, {}),
        ({"gate": {"not_in": "hospital"}}, {}),
        ({"cautious": {"counting": "beginning with"}}, {}),
        ({}, {"statuses": states(s="2026-01-03/9900-01-01")}),
        ({"met_by": {"any": "event.done", "since": "ever"}}, {"events": events(x1="9900-01-01")}),
    ],
)
def test_the_one_occurrence_that_is_not_so_sure_is_judged_at_once(rule, facts):
    made = events(x1="2026-01-01")
    given = {"events": made} | ARREST | facts
    given["events"] = given["events"] + events("done", d="2026-01-08")
    found = judged(MOVED | rule, "2026-03-31", **given)
    assert not waits(found)
    assert [row.met_by for row in found.all_obligations] == [("d",)]


@pytest.mark.parametrize("rule", [ROLLING, ONCE | {"met_by": "event.done"}])
def test_where_the_end_of_one_state_sets_the_date_anew_even_what_was_quick_may_be_late(rule):
    sets = {"in": "custody", "effect": "due after end", "due": "1 day after end"}
    waits_for = {"in": "hospital", "effect": "later of due and", "due": "1 day after end"}
    small = book(rule | {"suspended": [sets, waits_for]})
    made = events(k="2026-01-01") + events("done", a="2026-01-06", b="2026-01-07", c="2026-01-08", d="2026-01-09")
    statuses = states(s="2026-01-02/2026-01-03") + states("hospital", h="2026-02-01/2026-02-02")
    found = judged(small, "2026-03-31", events=made, statuses=statuses)
    assert waits(found)
    assert [str(row.due) for row, _ in found.outcomes.met_late("r")] == ["2026-01-04"]


def test_the_one_link_of_a_case_is_looked_at_if_it_took_longer_than_is_surely_in_time():
    anchor, met = (happened(on, UNTIMED, "k", None) for on in (100, 108))
    for wanted, found in ((Wanted([0], [8], None), False), (Wanted([0], [7], None), True), (None, True)):
        assert single_link(None, anchor, met, wanted) == [Link(None, anchor, met)] * found
