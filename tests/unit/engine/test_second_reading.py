"""The second reading: another counting, another anchor, or a day that may have been earlier."""

import pytest

from tests.unit.engine.books import book, events, judged, rolling, shown

CHANGE = "from the change"


def cautious(reading, as_of="2026-01-05", *more, counting="after", **rule):
    facts = events(k="2026-01-01") + [fact for each in more for fact in each]
    found = judged({"cautious": reading, "counting": counting, "met_by": "event.done"} | rule, as_of, events=facts)
    return shown(found, "due", "cautious_due")[0]


def test_another_counting_lowers_the_cautious_due_only():
    reading = {"counting": "beginning with"}
    done = events("done", d="2026-01-04")
    assert cautious(reading) == ("2026-01-11", "2026-01-10")
    assert cautious(reading, "2026-01-05", done) == ("2026-01-11", "2026-01-10")
    assert cautious({"counting": "after"}, counting="beginning with") == ("2026-01-10", "2026-01-10")
    assert cautious({"counting": "after"}, "2026-01-05", done, counting="beginning with") == ("2026-01-10",) * 2


@pytest.mark.parametrize(
    ("on", "day"),
    [("2025-12-25", "2026-01-04"), ("2026-01-01", "2026-01-11"), ("2026-01-02", "2026-01-11"), (None, "2026-01-11")],
)
def test_another_anchor_is_its_last_event_up_to_the_anchor(on, day):
    reading = {"anchor": {"last": "event.other"}}
    others = (
        events("other", o=on, old="2025-01-01") if on and on < "2026-01-01" else events("other", o=on) if on else []
    )
    assert cautious(reading, "2026-01-05", others) == ("2026-01-11", day)
    done = events("done", d="2026-01-04")
    assert cautious(reading, "2026-01-05", others, done) == ("2026-01-11", day)


def test_what_is_only_assumed_is_an_event_of_the_other_anchor():
    facts = events(k="2026-01-01") + events("done", d="2026-01-05") + events("other", o="2026-01-02")
    reading = {"anchor": {"last": "event.other"}, "counting": "beginning with"}
    found = judged(rolling(cautious=reading), "2026-01-06", until="2026-02-05", events=facts)
    # Ten days after the last, and beginning with the other; from then on with the day each is assumed to be met.
    assert shown(found, "due", "cautious_due")[1:] == [
        ("2026-01-15", "2026-01-11"),
        ("2026-01-25", "2026-01-24"),
        ("2026-02-04", "2026-02-03"),
    ]


def test_a_second_reading_is_followed_for_itself_through_a_change():
    regimes = [{"when": {"since": "2026-01-11"}, "within": "5 days"}, {"within": "10 days"}]
    reading = {"counting": "beginning with"}
    # The due day is that of the change: the cautious one was the day before, and is past.
    anew = {"change": {"any": CHANGE}, "regime": regimes}
    assert cautious(reading, **anew) == ("2026-01-16", "2026-01-10")
    # A day sooner neither is past, and both are counted anew.
    regimes[0] = {"when": {"since": "2026-01-10"}, "within": "5 days"}
    assert cautious(reading, **anew) == ("2026-01-15", "2026-01-14")


def test_a_second_reading_in_hours_has_the_time_of_its_own_anchor():
    rule = {"regime": [{"within": "24 hours", "from": "moment", "clock": "wall"}], "counting": None}
    reading = {"anchor": {"last": "event.other"}}
    others = events("other", o="2026-01-01T02:00")
    facts = {"events": events(k="2026-01-03T12:00") + others}
    found = judged({"cautious": reading, "met_by": "event.done"} | rule, "2026-01-03", **facts)
    assert shown(found, "due", "cautious_due") == [("2026-01-04", "2026-01-02")]


@pytest.mark.parametrize(
    ("stay", "reach", "due", "cautious"),
    [
        ({}, 12, "2026-01-12", "2026-01-11"),
        ({}, 36, "2026-01-13", "2026-01-12"),
        ({}, 24, "2026-01-12", "2026-01-12"),  # from the first minute or the last: completed on the following day
        ({"until": "2026-01-01"}, 12, "2026-01-11", "2026-01-11"),
        # The time is known: so is the day.
        ({"from_at": "23:30"}, 12, "2026-01-12", "2026-01-12"),
        ({"from_at": "11:59"}, 12, "2026-01-11", "2026-01-11"),
    ],
)
def test_a_derived_event_that_may_have_happened_earlier_has_its_own_cautious_day(stay, reach, due, cautious):
    small = book(
        {"one_per": "made"},
        derive=[{"id": "made", "kind": "presence in hours", "of": "stay", "reach": reach, "source": "s"}],
    )
    found = judged(small, "2026-01-05", stays=[{"id": "y1", "from": "2026-01-01"} | stay])
    assert shown(found, "due", "cautious_due") == [(due, cautious)]


def test_a_reading_with_no_length_has_no_date():
    rule = {"cautious": {"counting": "beginning with"}, "must": False, "regime": [{"opens": {"within": "3 days"}}]}
    found = judged(rule, "2026-01-05", events=events(k="2026-01-01"))
    assert shown(found, "due", "cautious_due", "opens") == [(None, None, "2026-01-04")]
