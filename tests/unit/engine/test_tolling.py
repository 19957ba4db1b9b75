"""The course of a period of law: what does not count, what starts it again, what makes it longer or shorter."""

import pytest

from supervise.dates.corresponding import USUAL
from supervise.engine.clock import FAR
from supervise.engine.obligation import date_of
from supervise.engine.tolling import last_day
from supervise.rules.duration import Duration
from supervise.rules.language import Counting
from tests.unit.engine.books import HEAD, SPAN, book, day, events, judged, states

TOLL = {"in": "custody", "effect": "add the days"}
LATER = "2026-06-01"


def going(as_of=LATER, *, on="2010-06-01", lasts="15 years", held=False, **span):
    """Return the schedule of a registration of a day; what is no key of a span is a fact."""
    facts = {key: span.pop(key) for key in ("events", "statuses", "trips", "notifications") if key in span}
    end_day = "still in the state" if held else "no longer in the state"
    head = {"conventions": HEAD["conventions"] | {"end_day": end_day}}
    made = SPAN | {"length": [{"lasts": lasts}]} | span
    return judged(book(span=[made], **head), as_of, registrations=[{"id": "g", "convicted_on": on}], **facts)


def extent(*args, **kwargs):
    (found,) = going(*args, **kwargs).extents
    return found


def ends(*args, **kwargs):
    """Return the last day and how many days do not count."""
    found = extent(*args, **kwargs)
    return None if found.last == FAR else str(date_of(found.last)), found.excluded


def kinds(found):
    return [kind for kind, *_ in found.changes]


# ── an end before its time ──────────────────────────────────────────────────────────────────────────────────────

STOPPED = {"ended_by": "event.stop", "ends_any_length": True}
STOP = {"id": "stop", "kind": "stop", "on": "2012-06-01"}


def test_days_after_an_early_end_are_excluded_from_nothing():
    """Six days before it, one with it, none after it."""
    runs = states(c1="2011-01-01/2011-01-07", c2="2012-06-01/2012-06-11", c3="2013-01-01/2013-02-01")
    found = extent(toll=TOLL, statuses=runs, events=[STOP], **STOPPED)
    assert (str(date_of(found.last)), found.excluded) == ("2012-06-01", 7)
    days = [(str(date_of(run.start)), str(date_of(run.end))) for _, run in found.changes]
    assert days == [("2011-01-01", "2011-01-07"), ("2012-06-01", "2012-06-02")]


def test_an_end_that_comes_after_the_last_day_changes_nothing():
    runs = states(c1="2011-01-01/2011-01-07")
    early = {"toll": TOLL, "statuses": runs, "lasts": "1 year"}
    assert ends(**early, events=[STOP], **STOPPED) == ends(**early) == ("2011-06-06", 6)


def test_a_state_without_a_known_end_does_not_hold_up_an_early_end():
    assert ends(toll=TOLL, statuses=states(c1="2012-01-01"), events=[STOP], **STOPPED) == ("2012-06-01", 153)


def test_nothing_that_happens_after_an_early_end_changes_the_course():
    after = {"id": "e1", "kind": "again", "on": "2013-01-01"}
    before = after | {"on": "2012-01-01"}
    for key in ({"reset_by": "event.again"}, {"extended_by": {"of": "event.again", "by": "1 year"}}):
        assert kinds(extent(events=[STOP, after], **key, **STOPPED)) == []
        assert len(kinds(extent(events=[STOP, before], **key, **STOPPED))) == 1
    shortened = {"by": "1 year", "without": "event.again"}
    assert kinds(extent(events=[STOP], shortened=shortened | {"after": "3 years"}, **STOPPED)) == []
    assert kinds(extent(events=[STOP], shortened=shortened | {"after": "1 year"}, **STOPPED)) == ["shortened"]
    needed = {"by": "1 year", "after": "1 year", "needs": "event.again"}
    assert kinds(extent(events=[STOP, after], shortened=needed, **STOPPED)) == []
    found = extent(events=[STOP, after], reset_by="event.again", **STOPPED)
    assert str(date_of(found.first)) == "2010-06-01"


def test_a_date_of_the_fact_and_what_ends_one_for_life_end_the_course_too():
    again = {"reset_by": "event.again", "events": [{"id": "e1", "kind": "again", "on": "2013-01-01"}]}
    assert kinds(extent(cut_by=["ended_on"], **again)) == ["reset"]
    found = extent(cut_by=["convicted_on"], **again)
    assert (str(date_of(found.last)), kinds(found)) == ("2010-06-01", [])
    life = {"shortened": {"to": "10 years", "after": "10 years", "without": "event.k"}, "lasts": "for life"}
    again["events"].append(STOP)
    assert kinds(extent(ended_by="event.stop", **life, **again)) == []
    # What ends only one for life ends no period.
    assert kinds(
        extent(
            ended_by="event.stop",
            length=[{"when": {"basis": "order"}, "lasts": "for life"}, {"lasts": "15 years"}],
            **again,
        )
    ) == ["reset"]


# ── how it is counted ───────────────────────────────────────────────────────────────────────────────────────────


def test_after_the_first_day_it_ends_on_the_corresponding_day():
    assert ends(counting="after") == ("2025-06-01", 0)
    assert ends() == ("2025-05-31", 0)
    assert ends(counting="after", on="2012-02-29", lasts="1 year 3 days") == ("2013-03-03", 0)
    assert extent(counting="after").changes == ()


def test_a_length_that_leaves_the_calendar_has_no_known_end():
    assert last_day(USUAL, Counting.AFTER, day("9990-01-01").toordinal(), Duration(months=240)) == FAR
    assert ends(on="9990-01-01", toll=TOLL) == (None, 0)


# ── days that do not count ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("held", "last", "excluded"), [(True, "2025-11-28", 181), (False, "2025-11-27", 180)], ids=["held", "free"]
)
def test_days_in_a_state_are_added_at_the_end(held, last, excluded):
    kept = states(s="2015-01-10/2015-07-09")
    assert ends(toll=TOLL, statuses=kept, held=held) == (last, excluded)


def test_a_day_in_two_states_is_added_once_and_states_in_the_time_added_count_too():
    both = [TOLL, {"in": ["hospital", "abroad"], "effect": "add the days"}]
    kept = states(s="2015-01-10/2015-01-20") + states("hospital", h="2015-01-15/2015-01-25")
    assert ends(toll=both, statuses=kept) == ("2025-06-15", 15)
    # The last day of the sum is 31 May; custody from 5 June on lies in what the first custody added.
    added = states(a="2015-01-10/2015-01-20", b="2025-06-05/2025-07-05")
    assert ends(toll=TOLL, statuses=added) == ("2025-07-10", 40)
    assert ends(toll=TOLL, statuses=states(b="2025-06-05/2025-07-05")) == ("2025-05-31", 0)
    assert ends(toll=TOLL, statuses=states(b="2025-05-31/2025-06-05")) == ("2025-06-05", 5)
    assert ends(toll=TOLL, statuses=states(b="2025-06-01/2025-06-05")) == ("2025-05-31", 0)


def test_only_days_from_the_first_on_are_added():
    assert ends(toll=TOLL, statuses=states(s="2010-05-01/2010-06-11")) == ("2025-06-10", 10)
    assert ends(toll=TOLL, statuses=states(s="2010-05-01/2010-06-01")) == ("2025-05-31", 0)


def test_while_a_state_has_no_known_end_the_span_has_none():
    found = extent(toll=TOLL, statuses=states(a="2015-01-10/2015-01-20", s="2024-01-01"))
    assert (found.last, found.indefinite, found.excluded) == (FAR, False, 10)
    # Not known yet on an earlier day, nor where it began too late.
    assert ends("2023-12-31", toll=TOLL, statuses=states(s="2024-01-01")) == ("2025-05-31", 0)
    assert ends(toll=TOLL, statuses=states(s="2025-06-01")) == ("2025-05-31", 0)


def test_only_runs_longer_than_so_many_days_are_added():
    toll = {"in": "abroad", "effect": "add the days", "longer_than": "28 days"}
    trips = [
        {"id": "t1", "departs_on": "2015-01-01", "returned_on": "2015-01-29"},
        {"id": "t2", "departs_on": "2016-01-01", "returned_on": "2016-01-30"},
    ]
    assert ends(toll=toll, trips=trips) == ("2025-06-29", 29)
    # One that is not over counts once it has lasted so long.
    away = [{"id": "t3", "departs_on": "2015-01-01"}]
    before = going("2015-01-28", toll=toll, trips=away)
    assert before.extents[0].last == day("2025-05-31").toordinal()
    assert before.stable_until == day("2015-01-29")
    assert ends("2015-01-29", toll=toll, trips=away) == (None, 0)


def test_days_may_cease_or_begin_to_count_with_an_event():
    until, since = (TOLL | {key: "notification.s83"} for key in ("until", "from"))
    kept = states(s="2010-06-01/2010-07-01")
    told = [
        {"id": "n0", "kind": "s83", "on": "2010-05-20"},
        {"id": "n1", "kind": "s83", "on": "2010-06-11"},
        {"id": "n2", "kind": "s83", "on": "2010-06-21"},
    ]
    assert ends(toll=until, statuses=kept, notifications=told) == ("2025-06-10", 10)
    assert ends(toll=since, statuses=kept, notifications=told) == ("2025-06-20", 20)
    assert ends(toll=until, statuses=kept) == ("2025-06-30", 30)
    assert ends(toll=since, statuses=kept, notifications=told[:1]) == ("2025-05-31", 0)


def test_a_first_day_in_a_state_may_wait_for_its_end():
    toll = {"in": ["custody", "hospital"], "effect": "starts at the end"}
    kept = states(s="2010-05-01/2010-07-01") + states("hospital", h="2010-06-15/2010-08-01")
    found = extent(toll=toll, statuses=kept)
    assert [str(date_of(each)) for each in (found.first, found.holds, found.last)] == [
        "2010-08-01",
        "2010-06-01",
        "2025-07-31",
    ]
    assert (found.excluded, kinds(found)) == (0, ["starts"])
    assert ends(toll=toll, statuses=states(s="2010-05-01/2010-06-01", t="2010-06-02/2010-09-01")) == ("2025-05-31", 0)
    apart = [toll | {"in": "custody"}, toll | {"in": "hospital"}]
    assert kinds(extent(toll=apart, statuses=kept)) == ["starts", "starts"]
    waiting = extent(
        toll=[toll, TOLL], statuses=states(s="2010-05-01"), events=events(k="2011-01-01"), reset_by="event.k"
    )
    assert (waiting.first, waiting.last, waiting.excluded, kinds(waiting)) == (FAR, FAR, 0, ["starts"])


# ── what starts it again, or adds to it ─────────────────────────────────────────────────────────────────────────


def test_an_event_starts_the_length_again_while_it_lasts():
    found = extent(lasts="2 years", reset_by="event.k", events=events(a="2011-06-01", b="2013-05-31", c="2015-06-01"))
    assert [str(date_of(each)) for each in (found.first, found.holds, found.last)] == [
        "2013-05-31",
        "2010-06-01",
        "2015-05-30",
    ]
    assert [change[1] for change in found.changes] == ["a", "b"]
    # After the end nothing is revived; before the beginning, or on its day, nothing starts again.
    assert ends(lasts="2 years", reset_by="event.k", events=events(a="2012-06-01")) == ("2012-05-31", 0)
    assert ends(lasts="2 years", reset_by="event.k", events=events(a="2010-01-01", b="2010-06-01")) == ("2012-05-31", 0)
    assert kinds(extent(lasts="2 years", reset_by="event.k", events=events(b="2010-06-01"))) == []


def test_what_lies_ahead_starts_nothing_yet():
    found = going("2011-01-01", lasts="2 years", reset_by="event.k", events=events(a="2011-06-01"))
    assert str(date_of(found.extents[0].last)) == "2012-05-31"
    assert found.stable_until == day("2011-06-01")


def test_days_are_added_anew_once_the_length_has_started_again():
    kept, done = states(s="2010-07-01/2010-07-11", t="2011-07-01/2011-07-21"), events(a="2011-01-01")
    assert ends(lasts="2 years", toll=TOLL, statuses=kept) == ("2012-06-30", 30)
    assert ends(lasts="2 years", toll=TOLL, statuses=kept, reset_by="event.k", events=done) == ("2013-01-20", 20)
    # Within the days that were added it is not over.
    late = events(a="2012-06-30")
    assert ends(lasts="2 years", toll=TOLL, statuses=kept, reset_by="event.k", events=late) == ("2014-06-29", 0)


def test_an_event_adds_to_the_length_while_it_lasts():
    more = {"extended_by": [{"of": "event.k", "by": "10 years"}], "lasts": "10 years"}
    assert ends(**more, events=events(a="2015-05-05")) == ("2030-05-31", 0)
    assert ends(**more, events=events(a="2015-05-05", b="2025-05-05")) == ("2040-05-31", 0)
    assert ends(**more, events=events(a="2020-05-31")) == ("2030-05-31", 0)
    assert ends(**more, events=events(a="2020-06-01", b="2010-05-31")) == ("2020-05-31", 0)
    months = {"extended_by": [{"of": "event.k", "by": "1 month"}], "lasts": "1 month", "counting": "after"}
    # Added to the length, and rounded once.
    assert ends(on="2011-01-31", **months, events=events(a="2011-02-03")) == ("2011-03-31", 0)


@pytest.mark.parametrize(
    ("made", "last"),
    [
        (events(b="2010-06-01"), "2020-05-31"),
        # Of several of one day those that stand before it are no further ones, and those after it are.
        (events(b="2010-06-01", a="2010-06-01"), "2020-05-31"),
        (events(b="2010-06-01", c="2010-06-01"), "2030-05-31"),
        (events(b="2010-06-01", a="2010-06-02"), "2030-05-31"),
    ],
)
def test_the_event_that_a_period_hangs_on_adds_nothing_to_it_and_a_further_one_does(made, last):
    span = SPAN | {"one_per": "event.k", "start": "start", "length": [{"lasts": "10 years"}]}
    span["extended_by"] = [{"of": "event.k", "by": "10 years"}]
    found = judged(book(span=[span]), LATER, events=made)
    assert str(date_of(next(each.last for each in found.extents if each.key == "b"))) == last


def test_what_has_its_id_and_its_day_but_stands_in_another_array_is_a_further_event():
    own = events(g="2010-06-01")
    assert ends(lasts="10 years", extended_by=[{"of": "event.k", "by": "1 year"}], events=own) == ("2021-05-31", 0)


@pytest.mark.parametrize(
    ("by", "at_most", "last"),
    [
        ("1 year", "1 year", "2021-05-31"),
        ("1 year", "1 year 6 months", "2021-11-30"),
        ("1 year", "2 years", "2022-05-31"),
        ("1 year", "3 years", "2023-05-31"),
        ("1 year", "30 years", "2023-05-31"),
        ("30 days", "45 days", "2020-07-15"),
    ],
)
def test_events_add_no_more_than_so_much_altogether(by, at_most, last):
    more = {"extended_by": [{"of": "event.k", "by": by, "at_most": at_most}], "lasts": "10 years"}
    assert ends(**more, events=events(a="2015-05-05", b="2016-05-05", c="2017-05-05")) == (last, 0)


def test_what_may_be_added_is_added_once_whatever_starts_again_and_each_kind_has_its_own():
    one = {"of": "event.k", "by": "1 year", "at_most": "1 year"}
    other = {"of": "event.other", "by": "1 year"}
    made = events(a="2015-05-05", b="2016-05-05") + events("other", c="2017-05-05", d="2018-05-05")
    found = extent(extended_by=[one, other], lasts="10 years", events=made)
    assert str(date_of(found.last)) == "2023-05-31"
    assert [(each[1], str(each[3])) for each in found.changes] == [
        ("a", "1 year"), ("b", "0 days"), ("c", "1 year"), ("d", "1 year"),
    ]  # fmt: skip
    again = events(a="2015-05-05", b="2016-05-05") + events("again", r="2015-06-01")
    assert ends(extended_by=one, lasts="2 years", reset_by="event.again", events=again)[0] == "2012-05-31"
    soon = events(a="2011-05-05", b="2012-05-05") + events("again", r="2011-06-01")
    assert ends(extended_by=one, lasts="2 years", reset_by="event.again", events=soon)[0] == "2014-05-31"


def test_no_more_than_so_many_days_are_added_altogether():
    toll = TOLL | {"at_most": "10 days"}
    kept = {"lasts": "2 years", "toll": toll}
    # Six days, and the first four of the next run; what comes then is not told as left out.
    runs = states(s="2011-01-01/2011-01-07", t="2011-02-01/2011-03-01", u="2011-04-01/2011-05-01")
    found = extent(**kept, statuses=runs)
    assert (str(date_of(found.last)), found.excluded) == ("2012-06-10", 10)
    assert [(run.id, run.end - run.start) for _, run in found.changes] == [("s", 6), ("t", 4)]
    # One without a known end uses them up, and no more.
    assert ends(**kept, statuses=states(s="2011-01-01")) == ("2012-06-10", 10)
    # Another entry has its own.
    both = {"lasts": "2 years", "toll": [toll, {"in": "hospital", "effect": "add the days"}]}
    assert ends(**both, statuses=states(s="2011-01-01/2011-02-01") + states("hospital", h="2011-03-01/2011-03-06")) == (
        "2012-06-15",
        15,
    )
    # Days on which the duty did not run yet use none of them up.
    assert ends(**kept, statuses=states(s="2010-05-01/2010-06-04", t="2011-02-01/2011-03-01")) == ("2012-06-10", 10)


def test_on_one_day_it_starts_again_before_it_is_extended():
    both = {"reset_by": "event.k", "extended_by": {"of": "event.k", "by": "1 year"}, "lasts": "2 years"}
    found = extent(**both, events=events(a="2012-05-31"))
    assert kinds(found) == ["reset", "extended"]
    assert str(date_of(found.last)) == "2015-05-30"


# ── a clean record ──────────────────────────────────────────────────────────────────────────────────────────────

CLEAN = {"by": "5 years", "after": "10 years", "without": "event.k"}


@pytest.mark.parametrize(
    ("as_of", "offence", "last"),
    [
        ("2020-05-30", None, "2025-05-31"),
        ("2020-05-31", None, "2020-05-31"),
        ("2030-01-01", None, "2020-05-31"),
        ("2030-01-01", "2010-05-31", "2020-05-31"),
        ("2030-01-01", "2010-06-01", "2025-05-31"),
        ("2030-01-01", "2020-05-31", "2025-05-31"),
        ("2030-01-01", "2020-06-01", "2020-05-31"),
    ],
)
def test_a_clean_record_shortens_it_once_it_is_complete(as_of, offence, last):
    done = events(a=offence) if offence else []
    assert ends(as_of, shortened=CLEAN, events=done)[0] == last


def test_the_day_on_which_the_record_is_complete_is_watched():
    assert going("2015-01-01", shortened=CLEAN).stable_until == day("2020-05-31")


def test_it_never_ends_before_what_shortens_it_was_so():
    short = {"by": "12 years", "after": "10 years", "without": "event.k"}
    assert ends(shortened=short)[0] == "2020-05-31"
    needs = {"by": "5 years", "after": "10 years", "needs": "event.done"}
    assert ends(shortened=needs)[0] == "2025-05-31"
    for done, last in (
        ("2010-05-31", "2025-05-31"),
        ("2012-01-01", "2020-05-31"),
        ("2022-01-01", "2022-01-01"),
        ("2025-05-31", "2025-05-31"),
        ("2025-06-01", "2025-05-31"),
    ):
        assert ends(shortened=needs, events=events("done", a=done))[0] == last
    assert extent(shortened=needs, events=events("done", a="2025-05-31")).changes == ()
    # On the first day it is in time, on the day before it is not of this period.
    assert ends(shortened=needs, events=events("done", a="2010-06-01"))[0] == "2020-05-31"
    assert extent(shortened=needs, events=events("done", a="2010-05-31")).changes == ()
    assert ends(shortened={"by": "5 years", "after": "15 years", "without": "event.k"})[0] == "2025-05-31"


def test_several_clean_records_add_up():
    first = {"by": "2 years", "after": "5 years", "without": "event.k"}
    second = {"by": "3 years", "after": "10 years", "without": "event.k"}
    assert ends("2019-01-01", shortened=[first, second])[0] == "2023-05-31"
    assert ends(shortened=[first, second])[0] == "2020-05-31"
    assert kinds(extent(shortened=[first, second])) == ["shortened", "shortened"]


def test_a_clean_record_may_end_one_for_life():
    lifted = {"to": "10 years", "after": "10 years", "without": "event.k"}
    life = {"lasts": "for life", "shortened": lifted}

    def stands(as_of, **more):
        found = extent(as_of, **(life | more))
        return None if found.last == FAR else str(date_of(found.last)), found.indefinite, found.excluded

    assert stands("2020-05-30") == (None, True, 0)
    assert stands("2020-05-31") == ("2020-05-31", False, 0)
    assert stands(LATER, events=events(a="2015-01-01")) == (None, True, 0)
    assert (extent(**life).months, extent(**life).doubtful_last) == (120, day("2020-05-31").toordinal())
    kept = {"toll": TOLL, "statuses": states(s="2015-01-01/2015-01-11")}
    assert stands("2020-06-09", **kept) == (None, True, 0)
    assert stands("2020-06-10", **kept) == ("2020-06-10", False, 10)
    # A clean decade after any breach, where a breach starts the count again; nothing adds to a life.
    again = {"reset_by": "event.again", "extended_by": {"of": "event.again", "by": "1 year"}}
    assert stands(LATER, events=events("again", a="2012-01-01"), **again) == ("2021-12-31", False, 0)
    # What is less by so much is for life still.
    both = [{"by": "5 years", "after": "1 year", "without": "event.k"}, lifted]
    assert stands(LATER, shortened=both) == ("2020-05-31", False, 0)


def test_so_long_in_all_shortens_a_period_that_is_longer():
    longer, shorter = ({"to": lasts, "after": "10 years", "without": "event.k"} for lasts in ("25 years", "12 years"))
    assert ends(shortened=longer)[0] == "2025-05-31"
    assert extent(shortened=longer).changes == ()
    assert ends(shortened=shorter)[0] == "2022-05-31"


def test_the_time_of_a_clean_record_is_counted_like_the_span():
    kept = states(s="2012-01-01/2012-01-11")
    both = {"shortened": CLEAN, "toll": TOLL, "statuses": kept}
    assert ends("2020-06-09", **both) == ("2025-06-10", 10)
    assert ends("2020-06-10", **both) == ("2020-06-10", 10)
    assert ends(shortened=CLEAN, counting="after")[0] == "2020-06-01"
    again = events("again", a="2012-01-01")
    assert ends(shortened=CLEAN, reset_by="event.again", events=again)[0] == "2021-12-31"


def test_once_it_has_ended_early_nothing_starts_it_again():
    late = events("again", a="2022-01-01")
    assert ends(shortened=CLEAN, reset_by="event.again", events=late)[0] == "2020-05-31"
    more = {"of": "event.again", "by": "10 years"}
    assert ends(shortened=CLEAN, extended_by=more, events=late)[0] == "2020-05-31"


# ── beside the other parts of a span ────────────────────────────────────────────────────────────────────────────


def test_where_the_age_is_not_known_both_lengths_take_their_course():
    rows = [{"lasts": "10 years", "under_18": "5 years"}]
    found = extent(length=rows, toll=TOLL, statuses=states(s="2011-01-01/2011-01-11"))
    assert [str(date_of(each)) for each in (found.doubtful_last, found.last)] == ["2015-06-10", "2020-06-10"]


def test_only_a_period_takes_a_course():
    rows = [{"lasts": "for life", "when": {"basis": "caution"}}, {"lasts": "2 years"}]
    made = {"length": rows, "toll": TOLL, "statuses": states(s="2011-01-01/2011-01-11")}
    assert ends(**made) == ("2012-06-10", 10)
    life = SPAN | {"length": [{"lasts": "for life"}, {"lasts": "1 year"}][:1], "ended_by": "event.k"}
    gone = judged(
        book(span=[life | {"ends_after": "21 days"}]),
        LATER,
        registrations=[{"id": "g", "convicted_on": "2010-06-01"}],
        events=events(a="2025-05-01"),
    )
    assert (str(date_of(gone.extents[0].last)), gone.extents[0].indefinite) == ("2025-05-22", False)
    assert gone.extents[0].cut == ("a", day("2025-05-22").toordinal())
