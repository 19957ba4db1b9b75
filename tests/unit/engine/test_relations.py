"""What a rule reads of other rules, and of how often something happened."""

import pytest

from tests.unit.engine.books import HEAD, NEXT_DAY, ONCE, SPAN, book, day, events, judged, rolling, shown, states

FORM = ONCE | {"id": "form", "met_by": {"any": "event.back", "since": "anchor"}}
TELL = ONCE | {"id": "tell", "anchor": "start", "regime": [{"within": "5 days"}]}


def after(outcome, **changes):
    return TELL | {"one_per": {"occurrence_of": "form", "outcome": outcome}} | changes


def both(outcome, as_of, *, form=None, tell=None, until=None, **facts):
    """Return the key, the anchor and the due of each duty that hangs on an outcome of a form."""
    # The rule that reads stands first in the book, and is judged last all the same.
    small = book(after(outcome, **(tell or {})), FORM | (form or {}))
    return shown(judged(small, as_of, until=until, **facts), "key", "anchor", "due", rule="tell")


# ── until the next ──────────────────────────────────────────────────────────────────────────────────────────────

NEWEST = {"one_per": {"each": "event.k", "until_next": True}}


def test_each_event_governs_until_the_next():
    found = judged(NEWEST, "2026-03-01", events=events(a="2026-01-01", b="2026-01-06", c="2026-02-01"))
    assert shown(found, "key", "status", "due", "truncated") == [
        ("a", "lapsed", "2026-01-11", True),
        ("b", "missed", "2026-01-16", False),
        ("c", "overdue", "2026-02-11", False),
    ]


def test_where_there_is_no_such_event_nothing_governs():
    assert shown(judged(NEWEST, "2026-03-01", events=events("z", a="2026-01-01")), "key") == []


def test_what_falls_due_on_the_day_of_the_next_lapses():
    found = judged(NEWEST, "2026-03-01", events=events(a="2026-01-01", b="2026-01-11"))
    assert shown(found, "key", "status")[0] == ("a", "lapsed")
    found = judged(NEWEST, "2026-03-01", events=events(a="2026-01-01", b="2026-01-12"))
    assert shown(found, "key", "status", "days_late")[0] == ("a", "missed", 1)


def test_of_several_on_one_day_the_last_governs():
    found = judged(NEWEST, "2026-01-05", events=events(b="2026-01-01T09:00", a="2026-01-01T10:00", c="2026-01-01"))
    assert shown(found, "key", "status") == [("a", "open")]


def test_a_next_that_is_planned_ends_nothing_before_its_day():
    facts = {"events": events(a="2026-01-01", b="2026-01-06")}
    small = book(NEWEST)
    before = judged(small, "2026-01-05", **facts)
    assert shown(before, "key", "status") == [("a", "open"), ("b", "upcoming")]
    assert before.stable_until == day("2026-01-06")
    assert shown(judged(small, "2026-01-06", **facts), "key", "status") == [("a", "lapsed"), ("b", "open")]


def test_a_chain_begins_anew_with_the_next():
    rule = rolling(one_per={"each": "event.k", "until_next": True}, anchor={"last": "event.done"})
    facts = events(k="2026-01-01", k2="2026-01-15") + events("done", d="2026-01-02", e="2026-01-20")
    assert shown(judged(rule, "2026-01-25", events=facts), "key", "status", "due") == [
        ("k", "missed", "2026-01-12"),
        ("k2", "open", "2026-01-30"),
    ]


@pytest.mark.parametrize(("end", "due"), [("2026-01-15", "missed"), ("2026-01-08", "lapsed")])
def test_the_next_ends_it_inside_a_window_too(end, due):
    small = book(NEWEST | {"while": {"span": "span", "at_end": "lapse"}}, span=[SPAN])
    facts = {"registrations": [{"id": "g1", "convicted_on": "2025-01-01"}], "events": events(a="2026-01-01", b=end)}
    assert shown(judged(small, "2026-02-01", **facts), "key", "status")[0] == ("a", due)


# ── for each occurrence of another rule ─────────────────────────────────────────────────────────────────────────


def test_a_duty_begins_on_the_due_day_of_what_was_not_met_and_is_known_the_day_after():
    facts = {"events": events(a="2026-01-01", b="2026-01-20")}
    assert both("missed", "2026-01-11", **facts) == []
    assert both("missed", "2026-01-12", **facts) == [("a", "2026-01-11", "2026-01-16")]
    small = book(after("missed"), FORM)
    assert judged(small, "2026-01-11", **facts).stable_until == day("2026-01-12")


def test_what_is_met_late_was_missed_and_what_is_met_on_its_day_was_not():
    late = events(a="2026-01-01") + events("back", x="2026-01-12")
    assert both("missed", "2026-02-01", events=late) == [("a", "2026-01-11", "2026-01-16")]
    in_time = events(a="2026-01-01") + events("back", x="2026-01-11")
    assert both("missed", "2026-02-01", events=in_time) == []


def test_what_was_late_by_an_hour_was_missed_the_day_after():
    hours = {"regime": [{"within": "240 hours", "from": "moment", "clock": "elapsed"}]}
    facts = {"events": events(a="2026-01-01T09:00") + events("back", x="2026-01-11T10:00")}
    assert both("missed", "2026-01-11", form=hours, **facts) == []
    assert both("missed", "2026-01-12", form=hours, **facts) == [("a", "2026-01-11", "2026-01-16")]


@pytest.mark.parametrize("outcome", ["missed", "due"])
def test_what_never_fell_due_brings_nothing_about(outcome):
    void = {"void_by": {"any": "event.off", "since": "ever"}}
    facts = {"events": events(a="2026-01-01") + events("off", o="2026-01-02")}
    assert both(outcome, "2026-02-01", form=void, **facts) == []
    lapsing = {"one_per": {"each": "event.k", "until_next": True}}
    facts = {"events": events(a="2026-01-01", b="2026-01-05", c="2026-01-31")}
    assert [key for key, _, _ in both(outcome, "2026-02-01", form=lapsing, **facts)] == (
        ["b"] if outcome == "missed" else ["b", "c"]
    )


def test_what_is_unknown_is_not_missed_and_has_no_due():
    unknown = {"gate": {"age": {"on": ["on"], "under": 18}}}
    assert both("missed", "2026-02-01", form=unknown, events=events(a="2026-01-01")) == []
    no_date = {"one_per": "trip", "anchor": {"field": "departs_on"}}
    assert both("due", "2026-02-01", form=no_date, trips=[{"id": "t", "known_on": "2026-01-01"}]) == []


def test_one_that_is_suspended_past_its_due_was_missed():
    stays = {"suspended": [{"in": "custody", "effect": "days do not count"}]}
    facts = {"events": events(a="2026-01-01"), "statuses": states(s="2026-01-20")}
    assert both("missed", "2026-02-01", form=stays, **facts) == [("a", "2026-01-11", "2026-01-16")]


def test_met_is_dated_by_what_met_it_whenever_that_was():
    facts = events(a="2026-01-01", b="2026-01-10", c="2026-02-01")
    back = events("back", x="2026-01-05", y="2026-01-25")
    assert both("met", "2026-03-01", events=facts + back) == [
        ("a", "2026-01-05", "2026-01-10"),
        ("b", "2026-01-25", "2026-01-30"),
    ]


def test_what_waits_for_an_end_that_nobody_knows_has_fallen_due_on_no_day():
    waiting = {"suspended": {"in": "custody", "effect": "later of due and", "due": "5 days after end"}}
    facts = {"events": events(a="2026-01-01"), "statuses": states(s="2026-01-05")}
    assert both("due", "2026-02-01", form=waiting, **facts) == []
    facts["statuses"] = states(s="2026-01-05/2026-01-20")
    assert both("due", "2026-02-01", form=waiting, **facts) == [("a", "2026-01-25", "2026-01-30")]


def test_due_is_dated_by_the_due_whatever_became_of_it_in_order():
    facts = events(b="2026-01-10", a="2026-01-01") + events("back", x="2026-01-02")
    assert both("due", "2026-01-15", events=facts) == [
        ("a", "2026-01-11", "2026-01-16"),
        ("b", "2026-01-20", "2026-01-25"),
    ]


def test_occurrences_that_are_only_assumed_bring_nothing_about():
    again = rolling(id="form")
    facts = {"events": events(a="2026-01-01") + events("done", x="2026-01-05")}
    small = book(after("due"), again)
    plain = shown(judged(small, "2026-01-06", **facts), "anchor", rule="tell")
    assert plain == shown(judged(small, "2026-01-06", until="2026-12-31", **facts), "anchor", rule="tell")
    assert plain == ["2026-01-11", "2026-01-15"]


def test_the_fact_of_the_other_can_be_read_and_matched():
    form = {"one_per": "trip", "anchor": {"field": "departs_on"}}
    tell = {"anchor": {"field": "returned_on"}}
    trips = [
        {"id": "t1", "departs_on": "2026-01-01", "returned_on": "2026-01-30"},
        {"id": "t2", "departs_on": "2026-01-02"},
    ]
    small = book(after("missed", **tell), FORM | form)
    assert shown(judged(small, "2026-03-01", trips=trips), "key", "due", "lacking", rule="tell") == [
        ("t1", "2026-02-04", ()),
        ("t2", None, ("trips.returned_on",)),
    ]


def test_several_rules_of_one_name_may_hang_on_facts_of_several_kinds():
    parts = [FORM | {"id": "f1", "part_of": "form"}, FORM | {"id": "f2", "part_of": "form", "one_per": "visit"}]
    small = book(after("due", anchor={"field": "on"}), *parts)
    found = judged(small, "2026-03-01", events=events(a="2026-01-01"), visits=[{"id": "v", "on": "2026-02-01"}])
    assert shown(found, "key", "anchor", rule="tell") == [("a", "2026-01-01"), ("v", "2026-02-01")]


MONDAYS = {
    "one_per": "offender",
    "anchor": {"first": "event.k"},
    "cadence": "weekday",
    "late": "does not count",
    "met_by": "event.back",
    "regime": [{"weekday": "monday"}],
}
WITHIN = {"one_per": {"occurrence_of": "form", "outcome": "missed", "reach": 2, "within": "21 days"}}
IN_A_ROW = {"one_per": {"occurrence_of": "form", "outcome": "missed", "in_a_row": 2}}


def in_a_row(as_of, *back, form=None, tell=IN_A_ROW):
    """Return the days on which two Mondays in a row had been missed; the first is 5 January."""
    facts = events(k="2026-01-01") + events("back", **{f"b{place}": on for place, on in enumerate(back)})
    return [anchor for _, anchor, _ in both("missed", as_of, form=MONDAYS | (form or {}), tell=tell, events=facts)]


def test_the_second_missed_in_a_row_brings_a_duty_about_once_until_one_is_met():
    assert in_a_row("2026-01-12") == []
    assert in_a_row("2026-01-13") == ["2026-01-12"]
    assert in_a_row("2026-02-03") == ["2026-01-12"]
    assert in_a_row("2026-01-20", "2026-01-06") == []
    assert in_a_row("2026-01-27", "2026-01-06") == ["2026-01-26"]
    assert in_a_row("2026-02-17", "2026-01-26") == ["2026-01-12", "2026-02-09"]


def test_what_was_met_late_is_one_of_a_row_and_what_is_not_required_breaks_none():
    late = {"late": "fills the current", "regime": [{"weekday": "monday", "opens": {"before": "0 days"}}]}
    assert in_a_row("2026-01-13", "2026-01-07", form=late) == ["2026-01-12"]
    skip = {"suspended": {"in": "custody", "effect": "skip", "if": "due day ends inside"}}
    small = book(after("missed", **IN_A_ROW), FORM | MONDAYS | skip)
    facts = {"events": events(k="2026-01-01"), "statuses": states(c="2026-01-11/2026-01-14")}
    assert shown(judged(small, "2026-01-19", **facts), "anchor", rule="tell") == []
    assert shown(judged(small, "2026-01-20", **facts), "anchor", rule="tell") == ["2026-01-19"]


def test_a_row_goes_on_over_what_hangs_on_several_facts():
    facts = {"events": events(a="2026-01-01", b="2026-01-02", c="2026-01-03")}
    assert both("missed", "2026-02-01", tell=IN_A_ROW, **facts) == [("b", "2026-01-12", "2026-01-17")]


def within(as_of, *back, **stretch):
    """Return the days on which two Mondays within a time had been missed, whatever was met between them."""
    return in_a_row(as_of, *back, tell={"one_per": WITHIN["one_per"] | stretch})


def test_the_second_missed_within_a_time_brings_a_duty_about_in_a_row_or_not():
    # The 6th answers the 12th: the 5th and the 19th are missed, 15 days of which both are the last.
    assert within("2026-01-19", "2026-01-06") == []
    assert within("2026-01-20", "2026-01-06") == ["2026-01-19"]
    # The 14 days that end with the 19th begin on the 6th.
    assert within("2026-01-20", "2026-01-06", within="15 days") == ["2026-01-19"]
    assert within("2026-01-20", "2026-01-06", within="14 days") == []


def test_more_within_the_time_bring_nothing_about_until_there_were_fewer():
    # The 5th, the 12th and the 19th are missed, three in 21 days; the 26th to 9 February are met, the 16th is not.
    met = ("2026-01-20", "2026-01-27", "2026-02-03")
    assert within("2026-02-10", *met) == ["2026-01-12"]
    assert within("2026-02-24", *met) == ["2026-01-12", "2026-02-23"]


def test_the_missed_of_one_unit_of_the_calendar_are_counted_in_it():
    met = ("2026-01-06", "2026-01-13", "2026-01-20", "2026-02-03")
    assert within("2026-02-17", *met, within="calendar month") == ["2026-02-16"]
    assert within("2026-02-17", *met, within="calendar year") == ["2026-02-02"]


# ── the day it counts from ──────────────────────────────────────────────────────────────────────────────────────


def counted_from(anchor, as_of="2026-06-01", **facts):
    small = book(TELL | {"one_per": "offender", "anchor": anchor}, FORM)
    return shown(judged(small, as_of, **facts), "anchor", "anchor_id", rule="tell")


def test_due_of_is_the_latest_due_or_the_first():
    facts = {"events": events(a="2026-01-01", b="2026-02-01")}
    assert counted_from({"due_of": "form"}, **facts) == [("2026-02-11", "b")]
    assert counted_from({"due_of": "form", "which": "last"}, **facts) == [("2026-02-11", "b")]
    assert counted_from({"due_of": "form", "which": "first"}, **facts) == [("2026-01-11", "a")]
    assert counted_from({"due_of": "form"}) == []


@pytest.mark.parametrize("at", ["", "T00:00", "T23:59"])
@pytest.mark.parametrize(
    "cadence",
    [
        {"cadence": "weekday", "regime": [{"weekday": "tuesday", "opens": {"before": "9 days"}}]},
        {"cadence": "grid", "regime": [{"every": "7 days", "opens": {"before": "9 days"}}]},
        {"cadence": "block", "counting": "beginning with", "regime": [{"every": "7 days"}]},
        {"cadence": "rolling", "late": None, "rebased_by": "what meets it", "regime": [{"every": "7 days"}]},
    ],
    ids=["weekday", "grid", "block", "rolling"],
)
def test_what_met_the_duty_that_a_series_counts_from_meets_nothing_in_it_at_whatever_time(cadence, at):
    """The event that the anchor is the day of does not count, nor what began a chain or a series."""
    form = {"id": "r1", "part_of": "form", "one_per": "event.k", "met_by": "event.done"}
    rule = {
        "one_per": "offender",
        "anchor": {"met_of": "form"},
        "late": "does not count",
        "met_by": "event.done",
    } | cadence
    small = book(rule, form)
    facts = {"events": events(k="2026-03-01") + events("done", d=f"2026-03-02{at}")}
    found = judged(small, "2026-03-03", **facts)
    assert shown(found, "met_on", rule="form") == ["2026-03-02"]
    assert "met" not in shown(found, "status")


def test_met_of_is_the_day_of_the_latest_meeting_or_the_first():
    back = events("back", x="2026-01-03", y="2026-02-20")
    facts = {"events": events(a="2026-01-01", b="2026-02-01", c="2026-03-01") + back}
    assert counted_from({"met_of": "form"}, **facts) == [("2026-02-20", "y")]
    assert counted_from({"met_of": "form", "which": "first"}, **facts) == [("2026-01-03", "x")]
    assert counted_from({"met_of": "form"}, events=events(a="2026-01-01")) == []


def test_a_due_that_is_only_assumed_is_no_anchor():
    small = book(TELL | {"one_per": "offender", "anchor": {"due_of": "form"}}, rolling(id="form"))
    facts = {"events": events(a="2026-01-01") + events("done", x="2026-01-05")}
    assert shown(judged(small, "2026-01-06", until="2026-12-31", **facts), "anchor", rule="tell") == ["2026-01-15"]


# ── conditions ──────────────────────────────────────────────────────────────────────────────────────────────────


def gated(other, as_of="2026-01-01", *, form=None, **facts):
    """Return where a duty stands that a second rule decides, on 1 January."""
    small = book(TELL | {"one_per": "event.ask", "gate": {"other": {"rule": "form"} | other}}, FORM | (form or {}))
    facts["events"] = facts.get("events", []) + events("ask", q="2026-01-01")
    return shown(judged(small, as_of, **facts), "status", rule="tell") == ["open"]


def test_another_duty_is_asked_for_its_status():
    facts = {"events": events(a="2025-12-30")}
    assert gated({}, **facts)
    assert not gated({})
    assert gated({"status": ["open", "met"]}, **facts)
    assert not gated({"status": "met"}, **facts)
    assert gated({"status": "met"}, events=facts["events"] + events("back", x="2025-12-31"))


@pytest.mark.parametrize(
    ("opens", "ahead", "holds"),
    [
        ("2025-12-31", "2 months", False),
        ("2026-01-01", "2 months", True),
        ("2026-02-28", "2 months", True),
        ("2026-03-01", "2 months", False),
        ("2026-01-10", "10 days", True),
        ("2026-01-11", "10 days", False),
    ],
)
def test_another_duty_opens_on_the_day_or_later_and_sooner_than_so_long_after_it(opens, ahead, holds):
    assert gated({"opens_within": ahead}, events=events(a=opens)) is holds


def test_how_soon_another_duty_opens_is_by_the_conventions_of_the_book():
    other = {"rule": "form", "opens_within": "1 month"}
    for conventions, status in ((HEAD["conventions"], "not_required"), (NEXT_DAY, "overdue")):
        small = book(TELL | {"one_per": "event.ask", "gate": {"other": other}}, FORM, conventions=conventions)
        facts = {"events": events(a="2026-02-28") + events("ask", q="2026-01-31")}
        assert shown(judged(small, "2026-02-28", **facts), "status", rule="tell") == [status]


def test_another_duty_must_belong_where_fields_are_matched():
    form = {"one_per": "trip", "anchor": {"field": "departs_on"}}
    small = book(
        TELL | {"one_per": "visit", "gate": {"other": {"rule": "form", "match": {"departs_on": "planned_on"}}}},
        FORM | form,
    )
    visits = [
        {"id": "v", "on": "2026-01-01", "planned_on": "2026-01-01"},
        {"id": "w", "on": "2026-01-01", "planned_on": "2026-01-02"},
    ]
    found = judged(small, "2026-01-02", visits=visits, trips=[{"id": "t", "departs_on": "2026-01-01"}])
    assert shown(found, "key", "status", rule="tell") == [("v", "open"), ("w", "not_required")]


def test_what_is_only_assumed_of_another_duty_does_not_count():
    other = {"rule": "form", "opens_within": "1 year"}
    small = book(TELL | {"one_per": "event.ask", "gate": {"other": other}}, rolling(id="form"))
    facts = {"events": events(a="2025-12-30") + events("ask", q="2026-01-01")}
    assert shown(judged(small, "2026-01-02", until="2026-12-31", **facts), "status", rule="tell") == ["not_required"]


def counted(count, as_of="2026-12-31", **days):
    rule = {"gate": {"count": {"of": "event.k"} | count}, "regime": [{"within": "10 days"}]}
    found = judged(rule, as_of, events=events(**days))
    return [key for key, status in shown(found, "key", "status") if status != "not_required"]


def test_events_are_counted_up_to_and_with_the_day():
    days = {"a": "2026-01-01", "b": "2026-06-30", "c": "2026-12-31", "d": "2027-01-01"}
    assert counted({"at_most": 2}, **days) == ["a", "b"]
    assert counted({"at_least": 2, "at_most": 3}, **days) == ["b", "c"]
    assert counted({"in": "calendar year", "at_most": 2}, **days) == ["a", "b", "d"]
    assert counted({"in": "calendar month", "at_least": 2}, **days) == []
    assert counted({"in": "calendar half-year", "at_most": 1}, **days) == ["a", "c", "d"]
    assert counted({"within": "2 days", "at_least": 2}, **days) == ["d"]
    assert counted({"within": "1 day", "at_least": 2}, **days) == []
    assert counted({"within": "calendar year", "at_most": 2}, **days) == ["a", "b", "d"]


def test_twelve_months_that_end_with_a_day_leave_the_corresponding_day_out():
    assert counted({"within": "12 months", "at_least": 2}, "2027-06-01", a="2026-03-10", b="2027-03-10") == []
    assert counted({"within": "12 months", "at_least": 2}, "2027-06-01", a="2026-03-11", b="2027-03-10") == ["b"]


def test_a_month_that_lacks_the_corresponding_day_counts_as_the_book_says():
    rule = {"gate": {"count": {"of": "event.k", "within": "1 month", "at_least": 2}}}
    for conventions, expected in ((HEAD["conventions"], ["open"]), (NEXT_DAY, ["not_required"])):
        small = book(rule | {"regime": [{"within": "10 days"}]}, conventions=conventions)
        found = judged(small, "2026-03-31", events=events(a="2026-03-01", b="2026-03-31"))
        assert shown(found, "status")[-1:] == expected


def test_what_is_planned_by_the_day_is_counted_too():
    days = {"a": "2026-07-01", "b": "2026-08-01", "c": "2026-09-01"}
    assert counted({"in": "calendar year", "at_most": 2}, "2026-06-01", **days) == ["a", "b"]
