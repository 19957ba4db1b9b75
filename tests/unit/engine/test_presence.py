"""Presence that adds up: days and nights at one place, in a row, in a length of time, in a unit of the calendar."""

from itertools import islice

import pytest

from supervise.dates.corresponding import USUAL
from supervise.dates.ordinals import to_iso
from supervise.engine.clock import FAR
from supervise.engine.presence import _Piece, _within
from supervise.rules.duration import Duration
from tests.unit.engine.books import HEAD, NEXT_DAY, book, day, judged, states


def stays(**runs):
    """Return stays at one place, each an id and a first day, with the last after a slash."""
    made = []
    for name, run in runs.items():
        start, _, end = run.partition("/")
        made.append({"id": name, "address_id": "a", "from": start} | ({"until": end} if end else {}))
    return made


def fired(facts, as_of="2027-12-31", *, statuses=(), parts=False, conventions=None, **rule):
    made = {"id": "made", "source": "s", "kind": "presence in days", "of": "stay", "group": "address_id"} | rule
    small = book(derive=[made], conventions=conventions or HEAD["conventions"])
    found = judged(small, as_of, stays=facts, statuses=list(statuses)).derived("made")
    assert {each.id for each in found} <= {"a"}
    if parts:
        return [(to_iso(each.day), each.fact.id, [part.id for part in each.parts]) for each in found]
    return [to_iso(each.day) for each in found]


# ── which days count ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_day_of_each_stay_is_left_out_if_days_are_counted_after_it():
    one = stays(s="2026-03-01/2026-03-10")
    assert fired(one, reach=3) == ["2026-03-03"]
    assert fired(one, reach=3, counting="beginning with") == ["2026-03-03"]
    assert fired(one, reach=3, counting="after") == ["2026-03-04"]
    two = stays(s="2026-03-01/2026-03-02", t="2026-03-10/2026-03-20")
    assert fired(two, reach=3, counting="after") == ["2026-03-12"]
    # A day that is the first of one stay is a later day of the other.
    over = stays(s="2026-03-01/2026-03-03", t="2026-03-03/2026-03-09")
    assert fired(over, reach=3, counting="after") == ["2026-03-04"]


def test_a_night_is_spent_on_the_day_it_ends():
    assert fired(stays(s="2026-03-01"), kind="presence in nights", reach=3) == ["2026-03-04"]
    assert fired(stays(s="2026-03-01"), "2026-03-03", kind="presence in nights", reach=3) == []
    assert fired(stays(s="2026-03-01/2026-03-03"), kind="presence in nights", reach=3) == []
    # Of two stays that follow each other the night between is none; one left and begun on a day has all nights.
    apart = stays(s="2026-03-01/2026-03-02", t="2026-03-03/2026-03-04")
    assert fired(apart, kind="presence in nights", reach=3) == []
    assert fired(apart, kind="presence in nights", reach=2) == ["2026-03-04"]
    assert fired(apart, kind="presence in nights", reach=2, consecutive=True) == []
    joined = stays(s="2026-03-01/2026-03-02", t="2026-03-02/2026-03-04")
    assert fired(joined, kind="presence in nights", reach=3, consecutive=True) == ["2026-03-04"]


def test_days_in_a_state_that_is_skipped_do_not_count():
    inside = states(c="2026-03-03/2026-03-06")
    assert fired(stays(s="2026-03-01"), reach=5, skips=["custody"], statuses=inside) == ["2026-03-08"]
    both = states(c="2026-03-03/2026-03-06") + states("hospital", h="2026-03-05/2026-03-07")
    assert fired(stays(s="2026-03-01"), reach=5, skips=["custody", "hospital"], statuses=both) == ["2026-03-09"]
    assert fired(stays(s="2026-03-01"), reach=5, skips=["custody"], statuses=states(c="2026-03-03")) == []


def test_it_fires_on_the_day_and_not_before():
    small = {"reach": 5}
    assert fired(stays(s="2026-03-01"), "2026-03-04", **small) == []
    assert fired(stays(s="2026-03-01"), "2026-03-05", **small) == ["2026-03-05"]


def test_the_event_names_the_stays_that_counted():
    facts = stays(s="2026-03-01/2026-03-02", t="2026-03-02/2026-03-03", u="2026-06-01")
    assert fired(facts, reach=3, parts=True) == [("2026-03-03", "t", ["s", "t"])]
    assert fired(facts, reach=3, within="10 days", parts=True) == [("2026-03-03", "t", ["s", "t"])]
    assert fired(facts, reach=4, within="10 days", parts=True) == [("2026-06-04", "u", ["u"])]
    assert fired(facts, reach=4, consecutive=True, parts=True) == [("2026-06-04", "u", ["u"])]


# ── in which time ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        # Fourteen of sixty days: the sixtieth day before must still count.
        ("2026-02-23/2026-03-01", ["2026-03-01"]),
        ("2026-02-24/2026-03-02", []),
    ],
)
def test_days_are_counted_in_a_length_that_ends_with_the_day(second, expected):
    facts = stays(s="2026-01-01/2026-01-07", t=second)
    assert fired(facts, reach=14, within="60 days") == expected


def test_a_length_in_months_leaves_the_corresponding_day_out():
    facts = stays(s="2026-01-28/2026-01-28", t="2026-02-28/2026-02-28")
    assert fired(facts, reach=2, within="1 month") == []
    facts = stays(s="2026-01-29/2026-01-29", t="2026-02-28/2026-02-28")
    assert fired(facts, reach=2, within="1 month") == ["2026-02-28"]


def test_a_number_that_a_length_never_holds_ends_the_search():
    open_stay, three = _Piece(day("2024-03-15").toordinal(), FAR, None), Duration(months=3)
    assert list(_within([open_stay], 93, three, USUAL)) == []
    assert [to_iso(each) for _, each in islice(_within([open_stay], 92, three, USUAL), 1)] == ["2024-06-14"]


def test_a_length_with_a_leap_day_may_lie_eight_years_ahead():
    open_stay = _Piece(day("2096-03-01").toordinal(), FAR, None)
    found = _within([open_stay], 366, Duration(months=12), USUAL)
    assert [to_iso(each) for _, each in islice(found, 1)] == ["2104-02-29"]


def test_a_month_that_lacks_the_corresponding_day_is_resolved_as_the_book_says():
    # A month back from 31 March is 28 February, or 1 March; twelve from 29 February are 28 February, or 1 March.
    month = {"facts": stays(s="2026-03-01/2026-03-01", t="2026-03-31/2026-03-31"), "within": "1 month"}
    year = {"facts": stays(s="2023-03-01/2023-03-01", t="2024-02-29/2024-02-29"), "within": "12 months"}
    for rule, last in ((month, "2026-03-31"), (year, "2024-02-29")):
        assert fired(reach=2, **rule) == [last]
        assert fired(reach=2, conventions=NEXT_DAY, **rule) == []


def test_in_a_unit_of_the_calendar_the_count_begins_anew_with_each():
    facts = stays(s="2026-12-28/2027-01-03", t="2027-06-01/2027-06-02")
    assert fired(facts, reach=5, **{"in": "calendar year"}) == ["2027-06-02"]
    assert fired(facts, reach=4, within="calendar year") == ["2026-12-31"]
    assert fired(facts, reach=3, fires="once in each block", **{"in": "calendar year"}) == ["2026-12-30", "2027-01-03"]
    long = stays(s="2026-02-27")
    months = {"in": "calendar month", "reach": 30, "fires": "once in each block"}
    assert fired(long, "2026-06-01", **months) == ["2026-03-30", "2026-04-30", "2026-05-30"]


def test_a_long_stay_fires_once_unless_the_book_says_otherwise():
    assert fired(stays(s="2024-01-01"), reach=3, **{"in": "calendar year"}) == ["2024-01-03"]
    assert fired(stays(s="2024-01-01"), reach=3, consecutive=True, fires="again after a break") == ["2024-01-03"]


# ── in a row ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_days_in_a_row_are_broken_by_a_day_elsewhere():
    facts = stays(s="2026-03-01/2026-03-03", t="2026-03-05/2026-03-09")
    assert fired(facts, reach=5) == ["2026-03-06"]
    assert fired(facts, reach=5, consecutive=True) == ["2026-03-09"]
    assert fired(stays(s="2026-03-01/2026-03-03", t="2026-03-04/2026-03-09"), reach=5, consecutive=True) == [
        "2026-03-05"
    ]


def test_days_that_are_skipped_neither_count_nor_break():
    facts = stays(s="2026-03-01/2026-03-03", t="2026-03-07/2026-03-09")
    held = states(c="2026-03-04/2026-03-07")
    assert fired(facts, reach=5, consecutive=True, skips=["custody"], statuses=held) == ["2026-03-08"]
    # One free day between breaks it.
    late = states(c="2026-03-05/2026-03-07")
    assert fired(facts, reach=5, consecutive=True, skips=["custody"], statuses=late) == []


def test_a_first_day_that_is_left_out_breaks_nothing():
    facts = stays(s="2026-03-01/2026-03-03", t="2026-03-04/2026-03-06")
    assert fired(facts, reach=4, consecutive=True, counting="after") == ["2026-03-06"]


def test_it_fires_again_after_a_break():
    facts = stays(s="2026-03-01/2026-03-05", t="2026-03-07/2026-03-09", u="2026-03-11/2026-03-12")
    again = {"reach": 3, "consecutive": True, "fires": "again after a break"}
    assert fired(facts, **again) == ["2026-03-03", "2026-03-09"]
    assert fired(facts, reach=3, consecutive=True) == ["2026-03-03"]


def test_a_placeholder_of_the_last_day_there_is_does_not_stop_the_review():
    for rule in ({"in": "calendar year"}, {"within": "60 days"}, {"consecutive": True}, {"counting": "after"}):
        assert fired(stays(s="9999-12-31"), reach=2, **rule) == []
        assert fired(stays(s="2026-03-01/9999-12-31"), reach=2, **rule) != []


def test_the_last_day_of_a_state_counts_as_the_book_says():
    assert HEAD["conventions"]["end_day"] == "no longer in the state"
    inside = states(c="2026-03-03/2026-03-06")
    assert fired(stays(s="2026-03-01"), reach=3, skips=["custody"], statuses=inside) == ["2026-03-06"]


@pytest.mark.parametrize(("reach", "completed"), [(1, "2026-03-02"), (24, "2026-03-02"), (25, "2026-03-03")])
def test_hours_of_a_stay_without_a_time_are_completed_at_the_latest_when_it_began_in_the_last_minute(reach, completed):
    made = {"kind": "presence in hours", "reach": reach}
    assert fired(stays(s="2026-03-01/2026-03-09"), **made) == [completed]


def test_stays_add_up_at_one_place_alone_or_wherever_they_are():
    """Seven days in a row at two places: 3 days at one, 4 at the next."""
    moved = [
        {"id": "s1", "address_id": "a", "from": "2026-01-01", "until": "2026-01-03"},
        {"id": "s2", "address_id": "b", "from": "2026-01-04", "until": "2026-01-09"},
        {"id": "s3", "from": "2026-01-11", "until": "2026-01-12"},
    ]

    def found(**rule):
        made = {"id": "made", "source": "s", "kind": "presence in days", "of": "stay", "reach": 7} | rule
        small = book(derive=[made])
        return [(each.id, to_iso(each.day)) for each in judged(small, "2026-02-01", stays=moved).derived("made")]

    assert found(group="address_id") == found() == []
    assert found(group="offender") == [("x1", "2026-01-07")]
    assert found(group="offender", consecutive=True, fires="again after a break") == [("x1", "2026-01-07")]
    assert found(group="offender", reach=11) == [("x1", "2026-01-12")]
    hours = {"kind": "presence in hours", "reach": 72, "group": "offender"}
    assert [key for key, _ in found(**hours)] == ["x1"]


def test_a_count_is_of_all_events_of_the_offender_unless_grouped():
    made = {"id": "made", "source": "s", "kind": "count", "of": "stay", "reach": 2}
    moved = [{"id": id_, "address_id": id_, "from": f"2026-01-0{place}"} for place, id_ in enumerate("ab", start=1)]
    for more, days in (({}, ["2026-01-02"]), ({"group": "offender"}, ["2026-01-02"]), ({"group": "address_id"}, [])):
        found = judged(book(derive=[made | more]), "2026-02-01", stays=moved).derived("made")
        assert [to_iso(each.day) for each in found] == days
