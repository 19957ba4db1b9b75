"""A placeholder date in one fact stops nothing: the rest of the offender and of the register is judged."""

import datetime as dt

import pytest

from supervise import Offender, explain, review
from supervise.engine.clock import FAR
from tests.unit.engine.books import HEAD, SPAN, book, judged, shown


def test_a_placeholder_as_the_first_day_of_a_span():
    facts = [{"id": "g1", "convicted_on": "9999-12-31"}, {"id": "g2", "convicted_on": "2025-12-31"}]
    found = judged(book({"one_per": {"span": "span"}}, span=[SPAN]), "2026-01-05", registrations=facts)
    assert "g2" in shown(found, "key")


def test_a_placeholder_in_a_stay():
    made = {"id": "made", "kind": "presence in days", "of": "stay", "reach": 7, "within": "12 months", "source": "s"}
    stays = [{"id": "y1", "from": "9999-12-30"}, {"id": "y2", "from": "0001-01-01", "until": "9999-12-31"}]
    found = judged(book({"one_per": "made"}, derive=[made]), "2026-01-05", stays=stays)
    assert shown(found, "key") == ["y2"]
    assert found.stable_until is None


def test_a_placeholder_in_an_order():
    order = {"id": "o1", "kind": "shpo", "made_on": "2025-01-01", "items": [{"kind": "prohibition", "years": 9000}]}
    assert judged({}, "2026-01-05", orders=[order]).orders[0].last_day is None


@pytest.mark.parametrize("effect", ["add the days", "starts at the end"])
@pytest.mark.parametrize("end_day", ["no longer in the state", "still in the state"])
def test_a_placeholder_as_the_end_of_a_state_that_holds_up_a_period(effect, end_day):
    """The days added led beyond the calendar, and nothing of the offender could be explained."""
    span = SPAN | {"toll": {"in": "custody", "effect": effect}}
    small = book({"one_per": {"span": "span"}}, span=[span], conventions=HEAD["conventions"] | {"end_day": end_day})
    held = {"id": "s", "kind": "custody", "from": "2025-12-01", "until": "9999-12-31"}
    facts = {"id": "x1", "registrations": [{"id": "g1", "convicted_on": "2025-12-31"}], "statuses": [held]}
    found = review(Offender.from_dict(facts), small, as_of=dt.date(2026, 1, 5))
    assert [each.last for each in found.schedule.extents] == [FAR]
    assert "no known end" in " ".join(explain(found).text().split())


@pytest.mark.parametrize("anchor", [{"next_birthday": "start"}, {"start": True, "offset": "1 month"}])
def test_a_placeholder_of_which_no_later_day_can_be_told(anchor):
    """The explanation looked for the day again, and stopped."""
    trips = [{"id": "t1", "departs_on": "9999-12-31"}, {"id": "t2", "departs_on": "2026-01-02"}]
    who = Offender.from_dict({"id": "x1", "born_on": "1980-05-05", "trips": trips})
    found = review(who, book({"one_per": "trip", "anchor": anchor}), as_of=dt.date(2026, 1, 5))
    assert shown(found.schedule, "key", "status", "lacking")[1] == ("t1", "unknown", ("a date within range",))
    said = " ".join(explain(found, rule="r", key="t1").text().split())
    assert "unknown: a date within range would decide" in said


def test_a_placeholder_as_the_end_of_a_registration_leaves_no_first_free_day():
    ends = SPAN | {"cut_by": ["ended_on"], "length": [{"lasts": "for life"}]}
    facts = {"id": "x1", "registrations": [{"id": "g1", "convicted_on": "2025-12-31", "ended_on": "9999-12-31"}]}
    found = review(Offender.from_dict(facts), book({}, span=[ends]), as_of=dt.date(2026, 1, 5))
    assert explain(found).text().rstrip().endswith("last day      9999-12-31, by g1")


def test_a_placeholder_in_what_nothing_is_asked_of():
    """The day it would be counted from lies beyond the calendar; nothing of the offender could be judged."""
    rule = {"one_per": "trip", "anchor": {"start": True, "offset": "1 month"}, "regime": [{"within": "never"}]}
    trips = [{"id": "t1", "departs_on": "9999-12-31"}, {"id": "t2", "departs_on": "2026-01-02"}]
    assert shown(judged(rule, "2026-01-05", trips=trips), "key", "status") == [
        ("t2", "not_required"),
        ("t1", "not_required"),
    ]
