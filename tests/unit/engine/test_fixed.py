"""Fixed duties: what meets an occurrence, and what becomes of one that is late, cut or skipped."""

import pytest

from supervise.engine.outcomes import Untold
from supervise.engine.steps import CutShort, Voided
from supervise.engine.trace import steps_of
from tests.unit.engine.books import (
    GRID,
    HEAD,
    JANUARY,
    SPAN,
    book,
    day,
    events,
    judged,
    levels,
    shown,
    stands,
    states,
)
from tests.unit.engine.series import BLOCK, CALENDAR, MONTH, OPENS, SUBJECT, TO_10_AUGUST, YEAR, K, done, windows
from tests.unit.engine.test_quotas import TOTAL, quotas

# ── what meets an occurrence ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("met", "status"),
    [("2026-03-21", "open"), ("2026-03-22", "met"), ("2026-04-01", "met"), ("2026-04-02", "met_late")],
)
def test_it_is_met_from_its_opening_on(met, status):
    found = judged(GRID | {"regime": OPENS}, max(met, "2026-03-25"), events=done(m=met))
    assert shown(found, "status")[0] == status


@pytest.mark.parametrize(
    ("late", "found"),
    [
        ("fills the oldest", [("met_late", 85), ("open", 0)]),
        ("fills the current", [("missed", 80), ("met", 0)]),
        ("fills all", [("met_late", 85), ("met", 0)]),
        ("does not count", [("missed", 1), ("met", 0)]),
    ],
)
def test_one_late_event_does_what_the_rule_says(late, found):
    rule = GRID | {"late": late, "regime": OPENS}
    assert shown(judged(rule, "2026-06-26", events=done(m="2026-06-25")), "status", "days_late")[:2] == found


@pytest.mark.parametrize(
    ("late", "as_of", "status"),
    [
        ("does not count", "2026-04-01", "open"),
        ("does not count", "2026-04-02", "missed"),
        ("fills the current", "2026-06-19", "overdue"),
        ("fills the current", "2026-06-20", "missed"),
        ("fills the oldest", "2026-06-20", "overdue"),
        ("fills all", "2026-06-20", "overdue"),
    ],
)
def test_an_occurrence_is_missed_on_the_day_it_closes(late, as_of, status):
    found = judged(GRID | {"late": late, "regime": OPENS}, as_of, events=K)
    assert shown(found, "status")[0] == status


@pytest.mark.parametrize(
    ("as_of", "more", "status"),
    [
        ("2026-07-05", {}, "overdue"),
        ("2026-08-05", {"m": "2026-07-20"}, "met_late"),
        ("2026-08-10", {}, "overdue"),
        ("2026-08-11", {}, "missed"),
    ],
)
def test_the_last_of_a_case_is_current_to_its_end(as_of, more, status):
    """28 September lies beyond 10 August, the end of the case: no other opens on 1 July."""
    rule = GRID | {"late": "fills the current", "while": SUBJECT}
    found = judged(book(rule, span=YEAR), as_of, events=done(**more), **TO_10_AUGUST)
    assert shown(found, "due", "status")[-1] == ("2026-06-30", status)


@pytest.mark.parametrize(
    ("as_of", "status"), [("2026-01-15", "open"), ("2026-01-16", "open"), ("2026-01-17", "missed")]
)
def test_what_is_current_stays_so_to_its_last_day_though_the_next_has_opened(as_of, status):
    """Of 11 January, open from the 2nd to the 16th; the next opens on the 12th."""
    regime = {"every": "10 days", "opens": {"before": "9 days"}, "within": "5 days"}
    found = judged(GRID | {"regime": [regime], "late": "fills the current"}, as_of, events=K)
    assert shown(found, "opens", "due", "status")[0] == ("2026-01-02", "2026-01-16", status)
    met = judged(GRID | {"regime": [regime], "late": "fills the current"}, "2026-01-20", events=done(m="2026-01-16"))
    assert shown(met, "status", "met_by")[0] == ("met", ("m",))


def test_an_event_that_fills_all_may_meet_what_another_has_not():
    rule = GRID | {"late": "fills all", "regime": OPENS}
    found = judged(rule, "2026-10-01", events=done(a="2026-03-25", b="2026-09-20"))
    assert shown(found, "status", "met_by")[:3] == [("met", ("a",)), ("met_late", ("b",)), ("met", ("b",))]


def test_one_event_meets_one_occurrence():
    rule = GRID | {"regime": [{"every": "10 days", "opens": {"before": "15 days"}}]}
    found = judged(rule, "2026-01-12", events=done(a="2026-01-08"))
    assert shown(found, "met_by")[:2] == [("a",), ()]


def test_what_began_a_series_meets_nothing_in_it():
    rule = BLOCK | {"met_by": "event.k"}
    found = judged(rule, "2026-01-03", events=K + events(later="2026-01-02"))
    assert shown(found, "met_by")[0] == ("later",)


@pytest.mark.parametrize("late", ["does not count", "fills all"])
@pytest.mark.parametrize("on", ["2026-01-05", "2026-01-06"])
def test_nor_where_it_lies_in_the_middle_of_a_block(on, late):
    """A Monday, on which the week begins, and a Tuesday."""
    weeks = HEAD["conventions"] | {"week_begins": "monday"}
    week = CALENDAR | {"anchor": "event.done", "regime": [{"every": "calendar week"}], "partial": "whole standard"}
    small = book(week | {"late": late}, conventions=weeks)
    found = judged(small, "2026-01-08", events=events("done", a=on))
    assert shown(found, "status", "met_by")[0] == ("open", ())
    found = judged(small, "2026-01-08", events=events("done", a=on, b="2026-01-07"))
    assert shown(found, "status", "met_by")[0] == ("met", ("b",))


def test_of_what_the_gate_excludes_no_state_makes_something_that_waits():
    held = {"in": "custody", "effect": "skip", "if": "due day ends inside"}
    rule = GRID | {"suspended": held, "gate": {"level": "high"}}
    facts = {"events": events(k="2026-01-01"), "statuses": states(s="2026-01-05")}
    low = [{"id": "l", "level": "low", "from": "2026-01-01"}]
    assert set(shown(judged(rule, "2026-01-10", levels=low, **facts), "status")) == {"not_required"}
    assert "suspended" in shown(judged(rule, "2026-01-10", levels=[low[0] | {"level": "high"}], **facts), "status")


@pytest.mark.parametrize(
    ("met", "status"),
    [("2026-04-01", "met"), ("2026-04-02", "not_required")],
)
def test_what_a_state_leaves_out_is_met_up_to_its_last_day_alone(met, status):
    skips = {"in": "custody", "effect": "skip", "if": "due day ends inside"}
    facts = {"events": done(m=met), "statuses": states(s="2026-03-20/2026-04-10")}
    assert shown(judged(GRID | {"suspended": skips}, "2026-04-20", **facts), "status")[0] == status


@pytest.mark.parametrize(
    ("every", "born", "due"),
    [
        ("1 year", {"born_on": "1980-03-05"}, ["2026-03-05", "2027-03-05"]),
        ("1 year", {"birth_month_day": "03-05"}, ["2026-03-05", "2027-03-05"]),
        # Nothing is known of the birth: what stands in for it is the day that is counted from.
        ("1 year", {}, ["2027-01-01", "2028-01-01"]),
        ("2 years", {"born_on": "1980-03-05"}, ["2026-03-05", "2028-03-05"]),
        ("2 years", {"birth_month_day": "03-05"}, [None]),
    ],
)
def test_days_of_a_series_are_birthdays_where_the_birth_is_known(every, born, due):
    starts = {"after": "event.k", "by": "its day"}
    rule = GRID | {"anchor": {"birth": "day", "else": "event.k"}, "starts": starts, "regime": [{"every": every}]}
    assert shown(judged(rule, "2026-01-10", events=events(k="2026-01-01"), **born), "due") == due


def test_a_gate_that_fails_asks_for_nothing():
    rule = GRID | {"gate": {"in": "custody"}}
    found = judged(rule, "2026-05-01", events=done(m="2026-02-01"), statuses=states(s="2026-06-01"))
    assert shown(found, "status")[0] == "not_required"


def test_without_a_day_to_begin_with_it_is_the_first_that_a_gate_asks_about():
    """It was told by the number of whichever occurrence had been judged before."""
    rule = GRID | {"one_per": "order", "anchor": {"field": "ends_on"}, "gate": {"occurrence": 1}}
    orders = [{"id": "o1", "made_on": "2025-01-01", "ends_on": "2025-02-01"}, {"id": "o2", "made_on": "2025-01-02"}]
    for known in (orders, orders[1:]):
        assert shown(judged(rule, "2026-01-05", orders=known), "key", "status")[-1] == ("o2", "unknown")


def test_where_the_gate_has_failed_for_as_long_as_it_waits_nothing_is_asked_without_a_date_of_birth():
    starts = {"after": "event.k", "by": "its day"}
    rule = GRID | {"anchor": {"birth": "day"}, "starts": starts, "gate": {"in": "custody"}}
    rule["regime"] = [{"every": "1 year"}]
    for held, status in (([], "not_required"), (states(s="2026-01-01"), "unknown")):
        assert shown(judged(rule, "2026-05-01", events=K, statuses=held), "status") == [status]


def test_it_is_void_where_the_book_says_so():
    rule = GRID | {"void_by": {"any": "event.gone", "since": "ever"}}
    found = judged(rule, "2026-05-01", events=K + events("gone", g="2026-02-01"))
    assert shown(found, "status")[0] == "not_required"


@pytest.mark.parametrize(("gone", "place"), [("2026-01-02", 0), ("2026-04-01", 0), ("2026-04-02", 1)])
def test_what_makes_it_void_is_looked_for_from_its_opening(gone, place):
    rule = GRID | {"void_by": "event.gone", "late": "does not count"}
    found = shown(judged(rule, "2026-07-05", events=K + events("gone", g=gone)), "status")
    assert [at for at, status in enumerate(found) if status == "not_required"] == [place]


@pytest.mark.parametrize("way", [{"state": "custody"}, "start.custody", {"any": "start.custody", "since": "opens"}])
@pytest.mark.parametrize(
    ("begun", "place"),
    [("2026-01-02", 0), ("2026-04-01", 0), ("2026-04-02", 1), ("2026-06-30", 1), ("2025-12-31", None)],
)
def test_the_start_of_a_state_makes_it_void_from_its_opening_on(way, begun, place):
    """That of a state was looked for from the last day of the window on, on which a grid is counted."""
    rule = GRID | {"void_by": way, "late": "does not count"}
    found = shown(judged(rule, "2026-07-05", events=K, statuses=states(z=begun)), "status")
    assert [at for at, status in enumerate(found) if status == "not_required"] == [place] * (place is not None)


@pytest.mark.parametrize(
    ("way", "gone", "places"),
    [
        ({"any": "event.gone"}, "2026-04-09", [1]),
        ({"any": "event.gone"}, "2025-06-01", []),
        ({"any": "event.gone", "since": "ever"}, "2025-06-01", [0, 1, 2, 3]),
        ({"any": "event.gone", "since": "the fact"}, "2026-04-09", [1, 2, 3]),
        ({"any": "event.gone", "since": "after anchor"}, "2026-03-31", []),
        ({"any": "event.gone", "since": "after anchor"}, "2026-04-01", [0]),
        ({"own": ["discharged_on"]}, "2026-04-09", [1, 2, 3]),
    ],
)
def test_what_makes_it_void_may_be_looked_for_from_elsewhere_and_a_date_of_the_fact_makes_the_rest_so(
    way, gone, places
):
    rule = GRID | {"one_per": "order", "anchor": "start", "void_by": way, "late": "does not count"}
    order = {"id": "o", "kind": "shpo", "made_on": "2026-01-01", "discharged_on": gone}
    found = shown(judged(rule, "2026-07-05", orders=[order], events=events("gone", g=gone)), "status")
    assert [at for at, status in enumerate(found) if status == "not_required"] == places


@pytest.mark.parametrize("anchor", ["event.k", {"first": "event.k"}])
def test_what_began_a_series_makes_nothing_in_it_void_though_it_opens_before_that(anchor):
    rule = GRID | {
        "anchor": anchor,
        "void_by": "event.k",
        "regime": [{"every": "10 days", "opens": {"before": "15 days"}}],
    }
    found = judged(rule, "2026-01-05", events=K)
    assert shown(found, "opens", "status")[0] == ("2025-12-27", "open")
    assert not [step for step in steps_of(found, found.all_obligations[0]) if isinstance(step, Voided)]
    again = judged(rule, "2026-01-05", events=events(k="2026-01-01", k2="2026-01-02"))
    assert shown(again, "status")[0] == "not_required"


# ── dates that the authority names ──────────────────────────────────────────────────────────────────────────────

NAMED = CALENDAR | {"may_set": "inside the window", "late": "fills the oldest"}


def test_a_named_date_takes_the_place_of_the_last_day():
    dates = [{"id": "d", "rule": "r", "on": "2026-02-17", "set_on": "2026-02-01"}]
    found = judged(NAMED, "2026-02-20", events=done(j="2026-01-20", m="2026-02-20"), set_dates=dates)
    assert shown(found, "due", "cautious_due", "nominal", "latest", "status", "days_late")[1] == (
        "2026-02-17",
        "2026-02-17",
        "2026-02-28",
        "2026-02-28",
        "met_late",
        3,
    )


@pytest.mark.parametrize(
    ("dates", "due"),
    [
        ([("a", "2026-02-01", None)], "2026-02-01"),
        ([("a", "2026-01-31", None)], "2026-02-28"),
        ([("a", "2026-03-01", None)], "2026-02-28"),
        ([("a", "2026-02-10", "2026-02-02"), ("b", "2026-02-12", "2026-02-01")], "2026-02-10"),
        ([("a", "2026-02-10", "2026-02-01"), ("b", "2026-02-12", "2026-02-01")], "2026-02-12"),
        ([("a", "2026-02-10", None), ("b", "2026-02-12", "2026-02-01")], "2026-02-12"),
        ([("a", "2026-02-10", "2026-02-05")], "2026-02-28"),
        ([("a", None, None)], "2026-02-28"),
    ],
)
def test_the_last_date_set_inside_the_window_counts_from_the_day_it_was_set(dates, due):
    facts = [{"id": id_, "rule": "r", "on": on, "set_on": set_on} for id_, on, set_on in dates]
    facts = [{key: value for key, value in fact.items() if value} for fact in facts]
    found = judged(NAMED, "2026-02-04", events=K, set_dates=[*facts, {"id": "z", "rule": "other", "on": "2026-02-03"}])
    assert shown(found, "due")[1] == due


def test_without_leave_to_name_one_a_date_moves_nothing():
    dates = [{"id": "d", "rule": "r", "on": "2026-02-17"}]
    found = judged(NAMED | {"may_set": None}, "2026-02-04", events=K, set_dates=dates)
    assert shown(found, "due", "latest")[1] == ("2026-02-28", None)


# ── calendar blocks entered or left in the middle ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("partial", "rows"),
    [
        (
            "not required",
            [("2026-01-15", "2026-01-31", "not_required", True), ("2026-02-01", "2026-02-28", "open", False)],
        ),
        (
            "whole standard",
            [("2026-01-15", "2026-01-31", "missed", False), ("2026-02-01", "2026-02-28", "open", False)],
        ),
    ],
)
def test_a_block_entered_in_the_middle(partial, rows):
    found = judged(CALENDAR | {"partial": partial}, "2026-02-10", events=events(k="2026-01-15"))
    assert shown(found, "opens", "due", "status", "truncated")[:2] == rows


def test_a_partial_block_that_was_met_stays_met():
    found = judged(CALENDAR, "2026-02-10", events=events(k="2026-01-15") + events("done", d="2026-01-20"))
    assert shown(found, "status", "truncated")[0] == ("met", True)


@pytest.mark.parametrize("late", ["fills the oldest", "fills the current"])
def test_a_partial_block_takes_no_later_event_from_the_next(late):
    found = judged(
        CALENDAR | {"late": late}, "2026-03-10", events=events(k="2026-01-15") + events("done", d="2026-03-02")
    )
    assert shown(found, "status", "truncated")[0] == ("not_required", True)
    late = {"fills the oldest": ("met_late", ("d",)), "fills the current": ("missed", ())}[late]
    assert shown(found, "status", "met_by")[1] == late


@pytest.mark.parametrize(
    ("partial", "row"),
    [("not required", ("2026-08-31", "not_required", True)), ("whole standard", ("2026-08-10", "missed", False))],
)
def test_a_block_left_in_the_middle(partial, row):
    rule = CALENDAR | {"while": SUBJECT, "partial": partial, "anchor": "start", "one_per": "registration"}
    found = judged(book(rule, span=YEAR), "2026-09-01", **TO_10_AUGUST)
    assert shown(found, "due", "status", "truncated")[-1] == row


@pytest.mark.parametrize(("days", "due"), [(9, "2026-08-10"), (10, "2026-08-10"), (8, "2026-08-09")])
def test_a_limit_does_not_outlast_a_block_left_in_the_middle(days, due):
    limited = [{"every": "calendar month", "within": f"{days} days", "counting": "after"}]
    rule = CALENDAR | {"while": SUBJECT, "partial": "whole standard", "anchor": "start", "one_per": "registration"}
    found = judged(book(rule | {"regime": limited}, span=YEAR), "2026-09-01", **TO_10_AUGUST)
    assert shown(found, "due", "status")[-1] == (due, "missed")
    cut = [each for each in steps_of(found, found.all_obligations[-1]) if isinstance(each, CutShort)]
    assert cut == [CutShort(last=day("2026-08-10").toordinal())] * (days == 10)


@pytest.mark.parametrize(
    ("roll", "last", "due"),
    [
        ("next open day", "2026-01-11", "2026-01-11"),
        ("nearest open day", "2026-01-11", "2026-01-11"),
        ("previous open day", "2026-01-11", "2026-01-09"),
        ("next open day", "2026-01-09", "2026-01-09"),
    ],
)
def test_no_closed_day_moves_a_block_left_in_the_middle_out_of_its_case(roll, last, due):
    """A Sunday, or a Friday, is the last day of the month that lies in the case."""
    span = [SPAN | {"start": {"field": "convicted_on"}, "cut_by": ["stored_end_on"]}]
    rule = CALENDAR | {"while": SUBJECT, "partial": "whole standard", "roll": roll, "anchor": "start"}
    small = book(rule, calendar=JANUARY, span=span)
    left = [{"id": "g", "convicted_on": "2026-01-01", "stored_end_on": last}]
    assert stands(judged(small, "2026-01-08", registrations=left)) == [("open", due)]
    assert stands(judged(small, "2026-01-20", registrations=left)) == [("missed", due)]


def test_a_block_that_begins_with_the_case_is_whole():
    found = judged(CALENDAR, "2026-01-10", events=K)
    assert shown(found, "status", "truncated")[0] == ("open", False)


# ── what is not known, and what a change replaces ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("before", ["1 day", "9 years"])
def test_whether_nothing_was_asked_of_what_has_no_day_is_asked_of_each_day_alone(before):
    first = {"one_per": "order", "regime": [{"within": before, "opens": {"within": "1 day"}}]}
    gate = {"not": {"covered": {"span": "span"}}}
    rule = MONTH | {"one_per": "order", "starts": {"after": "order", "by": "opens"}, "gate": gate, "id": "r1"}
    rule |= {"regime": [{"when": {"occurrence": 1}, "every": "1 year"}, {"every": "2 years"}]}
    found = judged(
        book(first, rule, span=YEAR),
        "2026-08-10",
        orders=[{"id": "o", "kind": "shpo", "made_on": "2026-08-09"}],
        **TO_10_AUGUST,
    )
    assert shown(found, "status", rule="r1") == ["not_required"]


def test_what_falls_due_outside_the_calendar_is_unknown():
    rule = GRID | {"regime": [{"every": "10 days", "within": "2 working days"}]}
    found = judged(book(rule, calendar=JANUARY), "2026-01-12", events=events(k="2025-12-20"))
    assert stands(found)[:2] == [("unknown", None), ("open", "2026-01-13")]


def test_so_is_a_block_with_quotas_of_which_a_missing_fact_decides_whether_anything_is_asked():
    regime = [{"when": {"level": "low"}, "every": "never"}, {"every": "calendar month", "quota": [TOTAL]}]
    small = quotas(regime=regime, change={"any": "from the change"})
    for facts, row in (({}, ("unknown", None)), ({"levels": levels(high="2025-12-01")}, ("open", "2026-01-31"))):
        assert stands(judged(small, "2026-01-10", events=K, **facts))[0] == row


def test_what_a_change_replaces_before_it_opened_never_was():
    regime = [{"when": {"level": "high"}, **OPENS[0]}, {"every": "1 year", "opens": {"before": "10 days"}}]
    rule = GRID | {"regime": regime, "change": {"any": "from the change"}}
    found = judged(rule, "2026-03-25", events=K, levels=levels(low="2025-12-01", high="2026-03-01"))
    assert windows(found) == ["2026-03-22/2026-04-01", "2026-06-20/2026-06-30"]


# ── the end of the time in which it can fall due ────────────────────────────────────────────────────────────────

AUGUST = MONTH | {"starts": {"after": "registration", "by": "opens"}}


@pytest.mark.parametrize(
    ("as_of", "status"), [("2026-07-31", "upcoming"), ("2026-08-10", "open"), ("2026-08-11", "missed")]
)
def test_the_end_cuts_what_has_opened(as_of, status):
    rule = AUGUST | {"while": SUBJECT | {"at_end": "cut"}, "late": "does not count"}
    found = judged(book(rule, span=YEAR), as_of, born_on="1980-08-20", **TO_10_AUGUST)
    assert shown(found, "opens", "due", "nominal", "status") == [("2026-08-01", "2026-08-10", "2026-08-31", status)]


@pytest.mark.parametrize("until", ["2026-02-10", None])
def test_the_end_of_a_run_cuts_what_has_opened(until):
    """The first thirty days end on 31 January, the next on 2 March."""
    rule = GRID | {"one_per": {"run_of": "hospital"}, "anchor": "start", "regime": [{"every": "30 days"}]}
    stay = [{"id": "s", "kind": "hospital", "from": "2026-01-01", "until": until}]
    found = judged(rule | {"while": {"at_end": "cut"}}, "2026-02-05", statuses=stay)
    assert shown(found, "due")[:2] == ["2026-01-31", "2026-03-02" if until is None else "2026-02-09"]
    # Without it what falls due after the end is none of its occurrences.
    found = judged(rule, "2026-02-05", statuses=stay)
    assert shown(found, "due")[:2] == ["2026-01-31", *(["2026-03-02"] if until is None else [])]


def test_the_next_event_cuts_what_hangs_on_the_one_before():
    each = {"one_per": {"each": "event.k", "until_next": True}, "anchor": "start", "regime": [{"every": "30 days"}]}
    two = [*events(k="2026-01-01"), *events("k", l="2026-02-10")]
    found = judged(GRID | each | {"while": {"at_end": "cut"}}, "2026-02-05", events=two)
    assert shown(found, "key", "due") == [("k", "2026-01-31"), ("k", "2026-02-09"), ("l", "2026-03-12")]


def test_what_opens_too_soon_after_the_start_is_none_though_the_end_cuts_what_has_opened():
    """In January: the blocks that open before its last day open within thirty days of the start."""
    starts = {"after": {"first": "event.k"}, "by": "its day", "not_within": "30 days"}
    rule = BLOCK | {"regime": [{"every": "7 days", "opens": {"before": "10 days", "counting": "after"}}]}
    rule |= {"counting": "beginning with", "partial": None, "anchor": "start", "starts": starts}
    stay = [{"id": "s", "kind": "hospital", "from": "2026-01-01", "until": "2026-01-29"}]
    rule |= {"one_per": {"run_of": "hospital"}, "while": {"at_end": "cut"}}
    assert shown(judged(rule, "2026-01-25", statuses=stay, events=events(k="2026-01-01")), "due") == []


@pytest.mark.parametrize("begun", ["2025-12-20", "2025-12-11"])
@pytest.mark.parametrize(("roll", "due"), [("previous open day", "2026-01-09"), ("next open day", "2026-01-10")])
def test_an_end_on_a_closed_day_gives_way_to_an_open_day_inside_the_case(begun, roll, due):
    """The last day is a Saturday: the second day of the grid is cut to it, or falls on it."""
    rule = GRID | {"regime": [{"every": "30 days"}], "roll": roll, "while": SUBJECT | {"at_end": "cut"}}
    small = book(rule, span=YEAR, calendar=JANUARY)
    given = {"registrations": [{"id": "g", "convicted_on": "2025-01-11"}], "events": events(k=begun)}
    assert shown(judged(small, "2026-01-05", **given), "due", "cautious_due") == [(due, due)]


@pytest.mark.parametrize(
    ("low", "high", "due", "cautious"),
    [
        # Days after Thursday 8 January: the second is a Saturday, the third a Sunday, the fourteenth a Thursday.
        (("14 days", "next open day"), ("2 days", None), "2026-01-22", "2026-01-10"),
        (("14 days", None), ("2 days", "next open day"), "2026-01-22", "2026-01-12"),
        (("3 days", None), ("2 days", "next open day"), "2026-01-12", "2026-01-11"),
        (("3 days", "next open day"), ("2 days", None), "2026-01-12", "2026-01-10"),
    ],
)
def test_a_date_that_a_missing_level_decides_gives_way_to_an_open_day_as_each_regime_says(low, high, due, cautious):
    of_low, of_high = [{"every": every} | ({"roll": roll} if roll else {}) for every, roll in (low, high)]
    rule = GRID | {"change": {"any": "at the next anchor"}, "regime": [{"when": {"level": "low"}} | of_low, of_high]}
    found = judged(book(rule, calendar=JANUARY), "2026-01-09", events=events(k="2026-01-08"))
    assert shown(found, "due", "cautious_due")[0] == (due, cautious)


@pytest.mark.parametrize(("roll", "cautious"), [("next open day", "2026-01-12"), ("previous open day", "2026-01-09")])
def test_the_cautious_date_gives_way_to_an_open_day_where_nothing_may_be_asked(roll, cautious):
    """Without a level there may be no duty at all; if there is one, its first day is a Saturday."""
    regimes = [{"when": {"level": "low"}, "every": "never"}, {"every": "2 days", "roll": roll}]
    small = book(GRID | {"change": {"any": "at the next anchor"}, "regime": regimes}, calendar=JANUARY)
    found = judged(small, "2026-01-08", events=events(k="2026-01-08"))
    assert shown(found, "due", "cautious_due", "status")[0] == (None, cautious, "unknown")


@pytest.mark.parametrize(
    ("at_end", "ends", "found"),
    [
        # The end comes on the day before the one it was moved to, and on that day.
        ("lapse", "2026-02-19", ("2026-02-20", "lapsed", True)),
        ("lapse", "2026-02-20", ("2026-02-20", "lapsed", True)),
        ("lapse", "2026-02-21", ("2026-02-20", "missed", False)),
        ("cut", "2026-02-20", ("2026-02-19", "missed", False)),
    ],
)
def test_a_whole_block_that_a_state_has_moved_to_the_end_of_its_case_or_after_it_lapses(at_end, ends, found):
    """It was not late yet when the duty ended, though its own last day lay in the case: who was in custody then had
    until after it. Nothing is lost without a word: it is told as lapsed, and cut short.
    """
    moved = {"in": "custody", "effect": "later of due and", "due": "10 days after end"}
    rule = CALENDAR | {"while": {"not_in": ["deceased"], "at_end": at_end}, "suspended": moved}
    held = [*states(s="2026-01-25/2026-02-10"), *states("deceased", d=ends)]
    whole = judged(rule, "2026-03-05", statuses=held, events=events(k="2026-01-01"))
    assert shown(whole, "due", "status", "truncated")[0] == found


def test_what_the_end_overtakes_lapses():
    found = judged(book(AUGUST | {"while": SUBJECT}, span=YEAR), "2026-08-05", born_on="1980-08-20", **TO_10_AUGUST)
    assert shown(found, "due", "status", "truncated") == [("2026-08-31", "lapsed", True)]


def test_a_date_after_the_end_belongs_to_the_time_in_which_it_opened_only_where_the_end_cuts():
    rule = GRID | {
        "anchor": {"birth": "day"},
        "starts": {"after": "registration", "by": "its day"},
        "regime": [{"every": "1 year", "opens": {"before": "30 days"}}],
    }
    facts = TO_10_AUGUST | {"born_on": "1980-08-20"}
    lapses = judged(book(rule | {"while": SUBJECT}, span=YEAR), "2026-08-01", **facts)
    cuts = judged(book(rule | {"while": SUBJECT | {"at_end": "cut"}}, span=YEAR), "2026-08-01", **facts)
    assert windows(lapses) == ["2025-07-21/2025-08-20"]
    assert windows(cuts) == ["2025-07-21/2025-08-20", "2026-07-21/2026-08-10"]


@pytest.mark.parametrize(("birthday", "opened"), [("1980-08-10", ["2026-07-08/2026-08-10"]), ("1980-08-11", [])])
def test_a_series_that_would_start_when_its_case_has_ended_has_no_occurrence(birthday, opened):
    """Though the first of it opens before: nothing is asked before its start."""
    weekly = {"anchor": {"birthday": 46}, "regime": [{"every": "7 days", "opens": {"before": "40 days"}}]}
    rule = GRID | weekly | {"while": SUBJECT | {"at_end": "cut"}}
    found = judged(book(rule, span=YEAR), "2026-08-01", born_on=birthday, **TO_10_AUGUST)
    assert windows(found)[:1] == opened


# ── suspension ──────────────────────────────────────────────────────────────────────────────────────────────────


def skip(if_="due day ends inside"):
    return {"suspended": {"in": "custody", "effect": "skip", "if": if_}, "regime": OPENS}


@pytest.mark.parametrize(
    ("if_", "run", "as_of", "status"),
    [
        ("due day ends inside", "2026-04-01/2026-04-02", "2026-04-02", "not_required"),
        ("due day ends inside", "2026-03-01/2026-04-01", "2026-04-01", "open"),
        ("due day ends inside", "2026-03-25", "2026-03-31", "suspended"),
        ("due day ends inside", "2026-03-25", "2026-04-01", "not_required"),
        ("due day ends inside", "2026-04-02", "2026-04-02", "suspended"),
        ("the whole window lies inside", "2026-03-22/2026-04-02", "2026-04-02", "not_required"),
        ("the whole window lies inside", "2026-03-23/2026-04-02", "2026-04-02", "overdue"),
        ("the whole window lies inside", "2026-03-22/2026-04-01", "2026-04-01", "open"),
    ],
)
def test_a_slot_inside_a_state_is_skipped(if_, run, as_of, status):
    found = judged(GRID | skip(if_), as_of, events=K, statuses=states(s=run))
    assert shown(found, "status")[0] == status


@pytest.mark.parametrize(
    ("percent", "runs", "as_of", "status"),
    [
        # The window is the eleven days from 22 March to 1 April: half of them are six.
        (50, ("2026-03-20/2026-03-28",), "2026-04-02", "not_required"),
        (50, ("2026-03-20/2026-03-27",), "2026-04-02", "overdue"),
        (54, ("2026-03-22/2026-03-28",), "2026-04-02", "not_required"),
        (55, ("2026-03-22/2026-03-28",), "2026-04-02", "overdue"),
        (1, ("2026-03-01/2026-03-22", "2026-04-02/2026-04-03"), "2026-04-03", "overdue"),
        # Days of several stretches are added.
        (50, ("2026-03-23/2026-03-26", "2026-03-30/2026-04-05"), "2026-03-31", "not_required"),
        # A known end ahead counts, and of a stretch without one what has passed.
        (50, ("2026-03-22/2026-03-28",), "2026-03-22", "not_required"),
        (50, ("2026-03-22",), "2026-03-26", "suspended"),
        (50, ("2026-03-22",), "2026-03-27", "not_required"),
        (50, ("2026-03-23/2026-03-26", "2026-03-30"), "2026-03-31", "suspended"),
        (50, ("2026-03-23/2026-03-26", "2026-03-30"), "2026-04-01", "not_required"),
        (50, ("2026-03-22/2026-03-28", "2026-04-01"), "2026-04-01", "not_required"),
        (50, ("2026-03-29",), "2026-03-30", "open"),
    ],
)
def test_a_slot_of_which_part_lies_inside_a_state_is_skipped(percent, runs, as_of, status):
    part = {"in": "custody", "effect": "skip", "if": "part of the window lies inside", "percent": percent}
    held = states(**{f"s{place}": run for place, run in enumerate(runs)})
    found = judged(GRID | {"suspended": part, "regime": OPENS}, as_of, events=K, statuses=held)
    assert shown(found, "status")[0] == status


def test_a_slot_that_waits_for_the_end_of_another_state_has_no_days_of_which_part_could_lie_inside():
    part = {"in": "custody", "effect": "skip", "if": "part of the window lies inside", "percent": 50}
    waits = {"in": "hospital", "effect": "later of due and", "due": "3 days after end"}
    held = states(s="2026-03-22/2026-03-30") + states("hospital", h="2026-03-30")
    found = judged(GRID | {"suspended": [part, waits], "regime": OPENS}, "2026-03-31", events=K, statuses=held)
    assert shown(found, "status")[0] == "suspended"


def test_what_was_met_in_the_state_stays_met_and_what_comes_later_meets_the_next():
    found = judged(GRID | skip(), "2026-07-01", events=done(m="2026-03-25"), statuses=states(s="2026-03-24/2026-05-01"))
    assert shown(found, "status", "met_by")[0] == ("met", ("m",))
    found = judged(GRID | skip(), "2026-07-01", events=done(m="2026-06-21"), statuses=states(s="2026-03-24/2026-05-01"))
    assert shown(found, "status", "met_by")[:2] == [("not_required", ()), ("met", ("m",))]


@pytest.mark.parametrize(
    ("custody", "due"),
    [
        # Over before the window opens on 1 April: nothing pends yet that could be moved.
        ("2026-02-10/2026-02-20", "2026-04-10"),
        ("2026-03-10/2026-04-01", "2026-04-10"),
        ("2026-03-10/2026-04-02", "2026-04-05"),
        ("2026-04-05/2026-04-09", "2026-04-12"),
    ],
)
def test_a_state_that_is_over_before_the_window_opens_moves_nothing(custody, due):
    after_it = {"from_end_of": "quarter", "counting": "after"}
    quarter = {"every": "calendar quarter", "within": "10 days", "opens": {"within": "1 day"} | after_it} | after_it
    moves = {"in": "custody", "effect": "due after end", "due": "3 days after end"}
    rule = CALENDAR | {"regime": [quarter], "suspended": moves}
    found = judged(rule, "2026-04-20", events=events(k="2026-01-01"), statuses=states(s=custody))
    assert shown(found, "due")[0] == due


def test_a_state_moves_the_due_day_and_the_series_stays():
    moves = {"in": "custody", "effect": "later of due and", "due": "10 days after end"}
    rule = GRID | {"suspended": moves, "regime": OPENS, "late": "does not count"}
    found = judged(rule, "2026-05-15", events=done(m="2026-05-11"), statuses=states(s="2026-03-25/2026-05-01"))
    assert shown(found, "due", "nominal", "status")[:2] == [
        ("2026-05-11", "2026-04-01", "met"),
        ("2026-06-30", "2026-06-30", "upcoming"),
    ]
    found = judged(rule, "2026-05-15", events=done(m="2026-05-12"), statuses=states(s="2026-03-25/2026-05-01"))
    assert shown(found, "due", "status")[0] == ("2026-05-11", "missed")
    found = judged(rule, "2026-05-15", events=K, statuses=states(s="2026-03-25"))
    assert shown(found, "status")[0] == "suspended"


# ── closed days, and days that lack a date ──────────────────────────────────────────────────────────────────────


def test_a_slot_falls_due_on_the_next_open_day():
    rule = GRID | {"regime": [{"every": "2 days"}], "roll": "next open day", "late": "does not count"}
    found = judged(book(rule, calendar=JANUARY), "2026-01-05", events=K)
    assert shown(found, "due", "nominal")[:2] == [("2026-01-05", "2026-01-03"), ("2026-01-05", "2026-01-05")]


def test_a_date_that_the_authority_named_is_not_moved_to_an_open_day():
    rule = MONTH | {"regime": [{"every": "1 year"}], "roll": "next open day", "may_set": "inside the window"}
    named = [{"id": "s1", "rule": "r", "on": "2026-01-17", "set_on": "2026-01-02"}]
    found = judged(
        book(rule, calendar=JANUARY), "2026-01-05", born_on="1990-01-10", events=events(k="2025-12-01"), set_dates=named
    )
    assert shown(found, "due")[0] == "2026-01-17"


@pytest.mark.parametrize(
    ("held", "due"),
    [
        # Saturday the 17th was named: it is past on Sunday. Friday and eight days are a Saturday that nobody named.
        ("2026-01-18/2026-01-20", "2026-01-17"),
        ("2026-01-14/2026-01-16", "2026-01-26"),
        ("2026-01-14/2026-01-15", "2026-01-23"),
    ],
)
def test_a_date_that_the_end_of_a_state_gave_in_place_of_a_named_one_is_moved(held, due):
    rule = MONTH | {"regime": [{"every": "1 year"}], "roll": "next open day", "may_set": "inside the window"}
    rule |= {"suspended": {"in": "custody", "effect": "later of due and", "due": "8 days after end"}}
    named = [{"id": "s1", "rule": "r", "on": "2026-01-17", "set_on": "2026-01-02"}]
    found = judged(
        book(rule, calendar=JANUARY),
        "2026-01-22",
        born_on="1990-01-10",
        events=events(k="2025-12-01"),
        set_dates=named,
        statuses=states(s=held),
    )
    assert shown(found, "due")[0] == due


def test_a_state_that_ended_before_the_day_of_a_grid_moves_it_from_the_opening_on():
    rule = GRID | {"suspended": {"in": "custody", "effect": "later of due and", "due": "90 days after end"}}
    for custody, due in (
        ("2026-02-01/2026-02-10", "2026-05-11"),
        ("2026-01-10/2026-01-16", "2026-04-16"),
        ("2026-01-10/2026-01-15", "2026-04-15"),
    ):
        assert shown(judged(rule, "2026-04-01", events=K, statuses=states(c=custody)), "due")[0] == due


def test_the_grid_of_29_february_follows_the_convention():
    rule = GRID | {"regime": [{"every": "1 year"}]}
    head = HEAD["conventions"]
    for word, expected in (("28 February", "2025-02-28"), ("1 March", "2025-03-01")):
        kept = book(rule, conventions=head | {"leap_day": word})
        assert shown(judged(kept, "2024-06-01", events=events(k="2024-02-29")), "due")[0] == expected


def test_a_series_that_starts_while_nothing_is_asked_begins_with_what_asks_again():
    regime = [{"when": {"in": ["custody"]}, "every": "never"}, {"every": "90 days"}]
    rule = GRID | {
        "regime": regime,
        "change": {"any": "at the next anchor"},
        "starts": {"after": {"first": "event.registered"}, "by": "its day"},
    }
    facts = K + events("registered", r="2026-02-01")
    found = judged(rule, "2026-07-01", events=facts, statuses=states(c="2026-01-15/2026-05-01"))
    assert shown(found, "due")[0] == "2026-06-30"


def test_blocks_with_quotas_that_are_over_are_told_only_when_somebody_asks():
    quota = {"id": "total", "of": "event.done", "at_least": 1}
    rule = CALENDAR | {"regime": [{"every": "calendar month", "quota": [quota]}], "met_by": None}
    found = judged(rule, "2026-04-10", events=done(m="2026-02-17"))
    assert [type(entry) for _, kept in found.outcomes._judged for entry in kept] == [Untold, tuple, tuple]
    assert shown(found, "due", "status") == [
        ("2026-01-31", "missed"),
        ("2026-02-28", "met"),
        ("2026-03-31", "missed"),
        ("2026-04-30", "open"),
        ("2026-05-31", "upcoming"),
    ]


# ── blocks with quotas that are judged in their turn ────────────────────────────────────────────────────────────

PARTS = TOTAL | {"id": "weekly", "at_least": 1, "each": "calendar week", "parts": "wholly inside"}
DELAY = ("status", "days_late", "days_frozen")


def test_what_comes_after_the_end_of_a_case_is_not_counted_in_its_last_block():
    small = quotas(**{"while": {"not_in": ["deceased"], "at_end": "lapse"}}, partial="not required")
    facts = {"events": done(a="2026-01-05", b="2026-01-22"), "statuses": states("deceased", d="2026-01-20")}
    assert shown(judged(small, "2026-02-05", **facts), "status", "quota") == [("not_required", (("total", 1, 1, 0),))]


@pytest.mark.parametrize(("on", "found"), [("2026-02-01", ("missed", 1, 0)), ("2026-01-31", ("open", 0, 0))])
def test_a_block_of_which_a_part_lies_in_it_is_asked_for(on, found):
    assert shown(judged(quotas(PARTS, gate={"not_in": "custody"}), on, events=K), *DELAY)[0] == found


SKIP = {"in": "custody", "effect": "skip", "if": "due day ends inside"}


def test_of_one_without_a_part_no_state_makes_something_that_waits():
    for every, status in (("7 days", "not_required"), ("12 days", "suspended")):
        small = quotas(PARTS, every=every, suspended=SKIP)
        assert shown(judged(small, "2026-01-02", events=K, statuses=states(s="2025-12-20")), "status")[0] == status


def test_nor_is_it_late_when_it_is_over():
    assert shown(judged(quotas(PARTS, every="7 days"), "2026-01-09", events=K), *DELAY)[0] == ("not_required", 0, 0)
    # Unless another quota asks for something.
    both = quotas(PARTS, TOTAL, every="7 days")
    assert shown(judged(both, "2026-01-09", events=K), *DELAY)[0] == ("missed", 1, 0)


def test_what_is_skipped_is_not_late_either():
    held = states(s="2025-12-20/2026-02-05")
    found = judged(quotas(suspended=SKIP), "2026-02-09", events=K, statuses=held)
    assert shown(found, *DELAY)[0] == ("not_required", 0, 0)


@pytest.mark.parametrize("levels_", [(), levels(high="2026-01-03")])
def test_a_case_that_ends_before_its_first_block_is_late_enough_has_no_block(levels_):
    """The block is cut at the end of the case, and the one after it comes as soon: the search went on for ever."""
    asked = {"quota": [TOTAL]}
    regimes = [{"when": {"level": "high"}, "every": "calendar month"} | asked, {"every": "calendar half-year"} | asked]
    starts = {"after": {"first": "event.k"}, "by": "its day", "not_within": "10 days"}
    ended = {"while": {"not_in": ["deceased"], "at_end": "lapse"}, "change": {"any": "from the change"}}
    small = quotas(regime=regimes, starts=starts, partial="whole standard", **ended)
    found = judged(small, "2026-03-01", events=K, levels=levels_, statuses=states("deceased", d="2026-01-08"))
    assert shown(found, "status") == []
