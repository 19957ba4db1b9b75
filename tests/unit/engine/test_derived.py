"""Events made out of others."""

import pytest

from tests.unit.engine.books import SPAN, book, day, events, judged, states


def derived(as_of="2026-12-31", *, span=None, facts=None, **rule):
    """Return the days, ids and cautious days of what a rule derives."""
    small = book(derive=[{"id": "made", "source": "s"} | rule], **({"span": [span]} if span else {}))
    found = judged(small, as_of, **(facts or {}))
    return [
        (each.id, _iso(each.day), _iso(each.cautious), tuple(part.id for part in each.parts))
        for each in found.derived("made")
    ]


def _iso(ordinal):
    return day("2026-01-01").fromordinal(ordinal).isoformat()


def days(*args, **kwargs):
    return [(name, on) for name, on, _, _ in derived(*args, **kwargs)]


# ── the first of a kind for an extent ───────────────────────────────────────────────────────────────────────────

FIRST = {"kind": "first", "of": "event.k", "per": "span", "span": SPAN | {"length": [{"lasts": "10 years"}]}}


def test_first_is_the_first_event_on_or_after_the_first_day_of_each_extent():
    facts = {
        "registrations": [
            {"id": "g1", "convicted_on": "2026-01-01"},
            {"id": "g2", "convicted_on": "2026-02-01"},
            {"id": "g3", "convicted_on": "2026-09-01"},
        ],
        "events": events(a="2025-12-31", b="2026-01-01", c="2026-01-15", d="2026-02-10"),
    }
    assert days(facts=facts, **FIRST) == [("b", "2026-01-01"), ("d", "2026-02-10")]
    # Two extents that share their first event have one.
    facts["events"] = events(d="2026-02-10")
    assert days(facts=facts, **FIRST) == [("d", "2026-02-10")]
    assert days(facts=facts, where={"id": "other"}, **FIRST) == []


def test_an_extent_that_is_cut_before_it_begins_has_no_first():
    span = FIRST["span"] | {"cut_by": ["ended_on"]}
    facts = {
        "registrations": [
            {"id": "g1", "convicted_on": "2026-01-01"},
            {"id": "g2", "convicted_on": "2026-02-01", "ended_on": "2026-01-31"},
        ],
        "events": events(b="2026-01-01", d="2026-02-10"),
    }
    assert days(facts=facts, **FIRST | {"span": span}) == [("b", "2026-01-01")]
    facts["registrations"][1]["ended_on"] = "2026-02-01"
    assert days(facts=facts, **FIRST | {"span": span}) == [("b", "2026-01-01"), ("d", "2026-02-10")]


def test_first_inside_a_state_counts_from_the_end_of_the_run_that_day_lies_in():
    facts = {
        "registrations": [{"id": "g1", "convicted_on": "2026-01-01"}],
        "events": events(a="2026-01-05"),
        "statuses": states("hospital", h="2026-01-10/2026-01-20") + states(s="2026-01-05/2026-01-10"),
    }
    one = FIRST | {"clear_of": ["custody"]}
    assert derived(facts=facts, **one) == [("a", "2026-01-10", "2026-01-10", ())]
    # The end itself may lie in another state.
    both = FIRST | {"clear_of": ["hospital", "custody"]}
    assert days(facts=facts, **both) == [("a", "2026-01-20")]
    assert days("2026-01-19", facts=facts, **both) == []
    facts["statuses"] = states(s="2026-01-05")
    assert days(facts=facts, **one) == []


def test_also_adds_other_events_in_order():
    facts = {
        "registrations": [{"id": "g1", "convicted_on": "2026-01-01"}],
        "events": events(a="2026-01-05") + events("other", o="2026-01-03"),
    }
    assert days(facts=facts, also="event.other", **FIRST) == [("o", "2026-01-03"), ("a", "2026-01-05")]
    # The first one is no other event.
    assert days(facts=facts, also="event.k", **FIRST) == [("a", "2026-01-05")]


# ── series ──────────────────────────────────────────────────────────────────────────────────────────────────────

SERIES = {"kind": "series", "of": "event.k", "reach": 2, "reset_by": "event.reset"}


def test_a_series_fires_at_the_event_that_reaches_the_number_and_not_again_until_a_reset():
    facts = {"events": events(a="2026-01-01", b="2026-01-02", c="2026-01-03", d="2026-01-04")}
    assert derived(facts=facts, **SERIES) == [("b", "2026-01-02", "2026-01-02", ("a", "b"))]
    facts["events"] += events("reset", r="2026-01-02")
    # On one day a reset without a time comes last: b completes the series, c begins another.
    assert days(facts=facts, **SERIES) == [("b", "2026-01-02"), ("d", "2026-01-04")]
    assert days(facts={"events": events("reset", r="2026-01-02")}, **SERIES) == []


def test_a_reset_between_two_events_breaks_the_series():
    facts = {"events": events(a="2026-01-01", b="2026-01-03") + events("reset", r="2026-01-02")}
    assert days(facts=facts, **SERIES) == []


@pytest.mark.parametrize(
    ("reset", "expected"),
    [("2026-01-02T09:00", []), ("2026-01-02T11:00", ["b"]), ("2026-01-02T10:00", ["b"]), ("2026-01-02", ["b"])],
)
def test_on_one_day_a_timed_reset_counts_at_its_time(reset, expected):
    facts = {"events": events(a="2026-01-01", b="2026-01-02T10:00") + events("reset", r=reset)}
    assert [name for name, _ in days(facts=facts, **SERIES)] == expected


def test_where_narrows_what_counts():
    facts = {"events": events(a="2026-01-01", b="2026-01-02T10:00", c="2026-01-03T10:00")}
    assert days(facts=facts, where={"at": "set"}, **SERIES) == [("c", "2026-01-03")]
    assert days(facts=facts, where={"id": "none"}, **SERIES) == []


# ── days at one place ───────────────────────────────────────────────────────────────────────────────────────────

DAYS = {"kind": "presence in days", "of": "stay", "reach": 7, "group": "address_id", "within": "12 months"}


def stay(id_, start, until=None, place="A", **more):
    fact = {"id": id_, "from": start} | more
    if place:
        fact["address_id"] = place
    return fact | ({"until": until} if until else {})


def test_presence_fires_on_the_day_that_completes_the_number_of_distinct_days():
    stays = [stay("y1", "2026-01-01", "2026-01-04"), stay("y2", "2026-01-03", "2026-01-05"), stay("y3", "2026-02-01")]
    # 1 to 5 January are five days; 1 and 2 February complete seven.
    assert derived(facts={"stays": stays}, **DAYS) == [("A", "2026-02-02", "2026-02-02", ("y1", "y2", "y3"))]
    assert derived("2026-02-01", facts={"stays": stays}, **DAYS) == []


def test_presence_counts_each_place_on_its_own_and_a_stay_without_one_alone():
    stays = [
        stay("y1", "2026-01-01", "2026-01-04"),
        stay("y2", "2026-01-05", "2026-01-08", "B"),
        stay("y3", "2026-03-01", "2026-03-06", None),
        stay("y4", "2026-03-07", "2026-03-13", None),
    ]
    assert days(facts={"stays": stays}, **DAYS) == [("y4", "2026-03-13")]
    assert days(facts={"stays": stays}, **DAYS | {"where": {"id": "y1"}}) == []


def test_presence_without_a_group_counts_each_stay_alone_and_without_a_window_for_ever():
    rule = {"kind": "presence in days", "of": "stay", "reach": 3}
    stays = [stay("y1", "2026-01-01", "2026-01-02"), stay("y2", "2026-01-03", "2026-01-05")]
    assert days(facts={"stays": stays}, **rule) == [("y2", "2026-01-05")]
    apart = [stay("y1", "2020-01-01", "2020-01-02"), stay("y2", "2026-01-03")]
    assert days(facts={"stays": apart}, group="address_id", **rule) == [("A", "2026-01-03")]


def test_twelve_months_that_end_with_a_day_begin_the_day_after_the_corresponding_day():
    rule = DAYS | {"reach": 2}
    in_time = [stay("y1", "2025-01-02", "2025-01-02"), stay("y2", "2026-01-01", "2026-01-01")]
    assert days(facts={"stays": in_time}, **rule) == [("A", "2026-01-01")]
    too_late = [stay("y1", "2025-01-01", "2025-01-01"), stay("y2", "2026-01-01", "2026-01-01")]
    assert days(facts={"stays": too_late}, **rule) == []


def test_an_open_stay_runs_on():
    assert days(facts={"stays": [stay("y1", "2026-01-01")]}, **DAYS) == [("A", "2026-01-07")]
    # A placeholder end makes no more days than are needed.
    assert days(facts={"stays": [stay("y1", "2026-01-01", "9999-12-31")]}, **DAYS) == [("A", "2026-01-07")]


def test_presence_of_two_places_stands_in_order_of_days():
    stays = [stay("y1", "2026-02-01"), stay("y2", "2026-01-01", place="B")]
    assert days(facts={"stays": stays}, **DAYS) == [("B", "2026-01-07"), ("A", "2026-02-07")]


# ── hours at one place ──────────────────────────────────────────────────────────────────────────────────────────

HOURS = {"kind": "presence in hours", "of": "stay", "reach": 12, "group": "address_id"}


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        ({"from_at": "12:00"}, {}, "2026-01-02"),  # the twelfth hour ends at midnight
        ({"from_at": "11:59"}, {}, "2026-01-01"),
        ({"from_at": "10:00"}, {"until": "2026-01-01", "until_at": "22:00"}, "2026-01-01"),
        ({"from_at": "10:00"}, {"until": "2026-01-01", "until_at": "21:59"}, None),
        ({"from_at": "10:00"}, {"until": "2026-01-01"}, "2026-01-01"),
        ({"from_at": "12:00"}, {"until": "2026-01-01"}, "2026-01-01"),  # at midnight, on the last day of the stay
        ({"from_at": "12:01"}, {"until": "2026-01-01"}, None),
        ({"from_at": "20:00"}, {"until": "2026-01-02"}, "2026-01-02"),
        # Without a time of arrival: the following day, or the stay's last if sooner.
        ({}, {}, "2026-01-02"),
        ({}, {"until": "2026-01-01"}, "2026-01-01"),
        ({}, {"until": "2026-01-01", "until_at": "12:00"}, "2026-01-01"),
        ({}, {"until": "2026-01-01", "until_at": "11:59"}, None),
        ({}, {"until": "2026-01-03"}, "2026-01-02"),
    ],
)
def test_hours_are_completed_on_a_day(start, until, expected):
    found = derived(facts={"stays": [stay("y1", "2026-01-01", **start, **until)]}, **HOURS)
    cautious = expected if start else "2026-01-01"  # where the time is known, so is the day
    assert found == ([] if expected is None else [("A", expected, cautious, ())])


def test_hours_fire_once_for_a_group_and_not_before_they_are_completed():
    stays = [stay("y1", "2026-01-05", from_at="01:00"), stay("y2", "2026-01-01"), stay("y3", "2026-01-03", place=None)]
    assert days(facts={"stays": stays}, **HOURS) == [("A", "2026-01-02"), ("y3", "2026-01-04")]
    assert days("2026-01-03", facts={"stays": stays}, **HOURS) == [("A", "2026-01-02")]
    assert days(facts={"stays": stays}, where={"address_id": "set", "from_at": "set"}, **HOURS) == [("A", "2026-01-05")]


def test_hours_without_a_group_fire_for_each_stay():
    rule = {"kind": "presence in hours", "of": "stay", "reach": 12}
    stays = [stay("y1", "2026-01-05"), stay("y2", "2026-01-01")]
    assert days(facts={"stays": stays}, **rule) == [("y2", "2026-01-02"), ("y1", "2026-01-06")]
