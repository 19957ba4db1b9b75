"""One limit from one anchor, in the words of the law."""

import datetime as dt

import pytest

from supervise.dates import Calendar
from tests.unit.engine.books import HEAD, JANUARY, book, day, events, judged, rolling, shown

TWO = dt.timedelta(days=2)


def due(regime, on="2026-01-31", counting="after", field="due", calendar=None, as_of="2026-01-01", **facts):
    rule = {
        "one_per": "trip",
        "anchor": "start",
        "regime": [regime],
        "counting": counting,
    }
    trip = {"id": "t1", "departs_on": on[:10]} | ({"departs_at": on[11:]} if "T" in on else {})
    found = judged(book(rule, calendar=calendar), as_of, trips=[trip], **facts)
    (row,) = shown(found, field)
    return row


@pytest.mark.parametrize(
    ("length", "after", "beginning_with"),
    [
        ("1 day", "2026-02-01", "2026-01-31"),
        ("3 days", "2026-02-03", "2026-02-02"),
        ("1 month", "2026-02-28", "2026-02-28"),
        ("1 month 2 days", "2026-03-02", "2026-03-02"),
        ("2 months", "2026-03-31", "2026-03-30"),
        ("1 year", "2027-01-31", "2027-01-30"),
    ],
)
def test_after_leaves_the_anchor_out_and_beginning_with_counts_it(length, after, beginning_with):
    assert due({"within": length}) == after
    assert due({"within": length}, counting="beginning with") == beginning_with
    assert due({"within": length, "counting": "beginning with"}) == beginning_with


@pytest.mark.parametrize(
    ("regime", "counting", "expected"),
    [
        ({"before": "7 days"}, "after", "2026-01-24"),
        ({"before": "2 months"}, "after", "2025-11-30"),
        ({"before": "7 days"}, "clear days", "2026-01-23"),
    ],
)
def test_before_the_anchor(regime, counting, expected):
    assert due(regime, counting=counting) == expected


@pytest.mark.parametrize(
    ("on", "count", "after", "beginning_with"),
    [
        ("2026-01-02", 1, "2026-01-05", "2026-01-02"),  # a Friday
        ("2026-01-02", 2, "2026-01-06", "2026-01-05"),
        ("2026-01-03", 1, "2026-01-05", "2026-01-05"),
        ("2026-01-29", 2, None, "2026-01-30"),
        ("2026-01-30", 2, None, None),
        ("2025-12-31", 2, None, None),
        ("2026-02-01", 1, None, None),
    ],
)
def test_working_days_and_what_the_calendar_does_not_cover(on, count, after, beginning_with):
    length = {"within": f"{count} working day{'s' if count > 1 else ''}"}
    as_of = "2025-12-01"
    assert due(length, on, calendar=JANUARY, as_of=as_of) == after
    assert due(length, on, "beginning with", calendar=JANUARY, as_of=as_of) == beginning_with
    if after is None:
        assert due(length, on, calendar=JANUARY, field="status", as_of=on) == "unknown"


def test_working_days_before():
    length = {"before": "2 working days"}
    assert due(length, "2026-01-12", calendar=JANUARY) == "2026-01-08"
    assert due(length, "2026-01-05", calendar=JANUARY) is None
    assert due(length, "2026-01-05", calendar=JANUARY, field="status") == "unknown"


# The clocks go forward in Europe/London on 29 March 2026 at 01:00, in America/New_York on 8 March.
@pytest.mark.parametrize(
    ("on", "clock", "zone", "expected"),
    [
        ("2026-03-28T12:00", "elapsed", None, "2026-03-29T13:00"),
        ("2026-03-28T12:00", "wall", None, "2026-03-29T12:00"),
        ("2026-03-28T12:00", "elapsed", "America/New_York", "2026-03-29T12:00"),
        ("2026-03-07T12:00", "elapsed", "America/New_York", "2026-03-08T13:00"),
        ("2026-03-07T12:00", "wall", "America/New_York", "2026-03-08T12:00"),
        ("2026-03-28", "elapsed", None, "2026-03-29T00:00"),
    ],
)
def test_hours_run_by_the_clock_or_as_they_pass_in_the_offenders_zone(on, clock, zone, expected):
    facts = {"zone": zone} if zone else {}
    regime = {"within": "24 hours", "from": "moment", "clock": clock}
    assert due(regime, on, field="due_at", **facts) == expected
    assert due(regime, on, **facts) == expected[:10]


def test_hours_from_a_date_count_from_its_midnight():
    regime = {"within": "36 hours", "from": "date", "clock": "elapsed"}
    assert due(regime, "2026-01-05T18:00", field="due_at") == "2026-01-06T12:00"
    assert due(regime | {"from": "moment"}, "2026-01-05T18:00", field="due_at") == "2026-01-07T06:00"


def test_hours_before_a_moment_and_before_a_date():
    regime = {"before": "12 hours", "from": "moment", "clock": "elapsed"}
    assert due(regime, "2026-01-05T18:30", field="due_at") == "2026-01-05T06:30"
    assert due(regime, "2026-01-05", field="due_at") == "2026-01-04T12:00"
    assert due(regime | {"from": "date"}, "2026-01-05T18:30", field="due_at") == "2026-01-04T12:00"
    forward = {"before": "24 hours", "from": "moment", "clock": "wall"}
    assert due(forward, "2026-03-29T12:00", field="due_at") == "2026-03-28T12:00"
    assert due(forward | {"clock": "elapsed"}, "2026-03-29T12:00", field="due_at") == "2026-03-28T11:00"


def test_hours_are_late_after_the_last_minute_of_the_day():
    rule = {
        "one_per": "event.k",
        "regime": [{"within": "2 hours", "from": "moment", "clock": "elapsed"}],
        "met_by": "event.done",
    }

    def found(done, as_of="2026-01-06"):
        facts = events(k="2026-01-05T10:00") + events("done", d=done)
        return shown(judged(rule, as_of, events=facts), "status", "days_late")

    assert found("2026-01-05T12:00") == [("met", 0)]
    assert found("2026-01-05T12:01") == [("met_late", 0)]
    assert found("2026-01-06") == [("met_late", 1)]
    # A time that is not known is not held against anyone; overdue is told at the end of the day.
    assert found("2026-01-07", "2026-01-05") == [("open", 0)]
    assert found("2026-01-07", "2026-01-06") == [("overdue", 1)]
    other = rule | {"met_by": {"any": "event.done", "since": "ever"}}
    facts = events(k="2026-01-05T10:00") + events("done", d="2026-01-05")
    assert shown(judged(other, "2026-01-06", events=facts), "status") == ["met"]


# ── opening and outer limits ────────────────────────────────────────────────────────────────────────────────────


def test_opens_counts_in_its_own_words_or_in_those_of_the_rule():
    regime = {"within": "10 days"}
    assert due(regime | {"opens": {"within": "3 days"}}, field="opens") == "2026-02-03"
    assert due(regime | {"opens": {"within": "3 days", "counting": "beginning with"}}, field="opens") == "2026-02-02"
    assert due(regime | {"opens": {"before": "3 days"}}, field="opens") == "2026-01-28"
    assert due(regime | {"opens": {"before": "3 days", "counting": "clear days"}}, field="opens") == "2026-01-27"
    assert due(regime, field="opens") == "2026-01-31"


def test_less_takes_days_off_what_the_length_gives():
    """Counted from the 31st of January: a month later is the last day of February."""
    regime = {"within": "2 months"}
    assert due(regime | {"opens": {"within": "1 month", "less": "7 days"}}, field="opens") == "2026-02-21"
    begins = {"within": "1 month", "less": "7 days", "counting": "beginning with"}
    assert due(regime | {"opens": begins}, field="opens") == "2026-02-21"
    moved = {"within": "1 month", "less": "7 days", "to_end_of": "quarter"}
    assert due(regime | {"opens": moved}, field="opens") == "2026-03-24"
    after = {"within": "1 month", "less": "7 days", "after_end": True}
    assert due(regime | {"opens": after}, field="opens") == "2026-02-22"
    closed = {"within": "1 month", "less": "7 days", "roll": "next open day", "calendar": "weekdays@2026.1"}
    assert due(regime | {"opens": closed}, field="opens") == "2026-02-23"
    assert due(regime | {"latest": {"within": "3 months", "less": "1 day"}}, field="latest") == "2026-04-29"


def test_after_end_is_the_day_after_the_last():
    opens = {"within": "3 days", "after_end": True}
    assert due({"within": "10 days", "opens": opens}, field="opens") == "2026-02-04"


@pytest.mark.parametrize(
    "more", [{"after_end": True}, {"after_end": True, "less": "2 days"}, {"not_before_last_day_of": "shpo"}]
)
def test_what_is_made_of_a_length_that_is_not_known_is_not_known_either(more):
    """The calendar ends with January."""
    rule = {"regime": [{"within": "3 months", "opens": {"within": "5 working days"} | more}]}
    order = {"id": "o", "kind": "shpo", "made_on": "2025-01-01", "ends_on": "2026-06-30"}
    found = judged(book(rule, calendar=JANUARY), "2026-02-01", events=events(k="2026-01-28"), orders=[order])
    assert shown(found, "opens") == [None]


def test_less_leads_to_no_day_before_the_first_of_all():
    rule = {"regime": [{"within": "3 months", "opens": {"within": "1 day", "less": "7 days"}}]}
    found = judged(rule, "2026-02-01", events=events(k="0001-01-03"))
    assert shown(found, "status", "lacking") == [("unknown", ("a date within range",))]


def test_latest_carries_its_time_and_takes_where_hours_count_from():
    regime = {"before": "12 hours", "from": "date", "clock": "elapsed"}
    on = "2026-01-05T18:30"
    assert due(regime | {"latest": {"before": "12 hours", "from": "moment"}}, on, field="latest") == "2026-01-05T06:30"
    assert due(regime | {"latest": {"before": "12 hours"}}, on, field="latest") == "2026-01-04T12:00"
    assert due(regime | {"latest": {"within": "1 day"}}, on, field="latest") == "2026-01-06"
    assert due(regime, on, field="latest") is None


BARRED = {
    "one_per": "decision",
    "must": False,
    "counting": "beginning with",
    "regime": [{"opens": {"years_field": "bar_years", "after_end": True}}],
}


@pytest.mark.parametrize(
    ("years", "most", "opens"),
    [(5, None, "2031-01-31"), (5, "3 years", "2029-01-31"), (2, "3 years", "2028-01-31"), (None, None, "2026-01-31")],
)
def test_years_field_takes_the_length_from_the_fact(years, most, opens):
    limit = BARRED["regime"][0]["opens"] | ({"at_most": most} if most else {})
    decision = {"id": "d1", "on": "2026-01-31"} | ({"bar_years": years} if years else {})
    found = judged(BARRED | {"regime": [{"opens": limit}]}, "2026-02-01", decisions=[decision])
    assert shown(found, "opens") == [opens]


def test_not_before_the_last_day_of_any_order_of_a_kind():
    limit = {"within": "10 days", "counting": "after", "not_before_last_day_of": "shpo"}
    rule = BARRED | {"regime": [{"opens": limit}]}
    decision = [{"id": "d1", "on": "2026-01-31"}]

    def opens(*orders):
        return shown(judged(rule, "2026-02-01", decisions=decision, orders=list(orders)), "opens")

    first = {"id": "o1", "kind": "shpo", "made_on": "2025-01-01", "ends_on": "2026-02-20"}
    assert opens() == ["2026-02-10"]
    assert opens(first) == ["2026-02-20"]
    assert opens(first, first | {"id": "o2", "ends_on": "2026-03-01"}) == ["2026-03-01"]
    assert opens(first | {"kind": "sro"}) == ["2026-02-10"]
    assert opens(first | {"ends_on": "2026-02-01"}) == ["2026-02-10"]
    endless = {"id": "o3", "kind": "shpo", "made_on": "2025-01-01"}
    assert opens(endless) == ["2026-02-10"]


@pytest.mark.parametrize(
    ("date", "opens"), [("2026-02-09", "2026-02-10"), ("2026-02-10", "2026-02-10"), ("2026-02-11", "2026-02-11")]
)
def test_not_before_the_law_permits_it(date, opens):
    limit = {"within": "10 days", "counting": "after", "not_before": dt.date.fromisoformat(date)}
    found = judged(BARRED | {"regime": [{"opens": limit}]}, "2026-02-01", decisions=[{"id": "d1", "on": "2026-01-31"}])
    assert shown(found, "opens") == [opens]


# ── the shorter of two lengths ──────────────────────────────────────────────────────────────────────────────────


def nearest(regimes, as_of, on, *, calendar=None, **facts):
    rule = {"change": {"any": "at the next anchor"}, "regime": regimes}
    (last,) = shown(judged(book(rule, calendar=calendar), as_of, events=events(k=on), **facts), "due")
    return last


@pytest.mark.parametrize(
    ("interval", "most", "k", "last"),
    [
        ("29 days", "1 month", "2026-01-29", "2026-02-27"),
        ("30 days", "1 month", "2026-01-29", "2026-02-28"),
        ("30 days", "1 month", "2026-01-31", "2026-02-28"),
        ("30 days", "1 month", "2026-03-01", "2026-03-31"),
        ("1 month", "30 days", "2026-01-31", "2026-02-28"),
        ("180 days", "6 months", "2026-01-01", "2026-06-30"),
        ("1 month", "15 working days", "2026-01-05", "2026-01-26"),
        ("1 week", "15 working days", "2026-01-05", "2026-01-12"),
        ("31 days", "1 month", "2026-01-31", "2026-02-28"),
        ("28 days", "1 month", "2025-02-01", "2025-03-01"),
    ],
)
def test_of_an_interval_and_the_most_it_may_be_the_one_that_ends_sooner_holds(interval, most, k, last):
    regimes = [{"within": {"fact": "plan.interval", "at_most": most}}]
    facts = {"plans": [{"id": "p", "from": "2025-01-01", "interval": interval}]}
    assert nearest(regimes, k, k, calendar=JANUARY, **facts) == last


def test_the_sooner_of_two_is_found_from_each_day_that_is_counted_from():
    every = {"fact": "plan.interval", "at_most": "1 month"}
    at_once = {"stricter": "from the change", "laxer": "keep the pending"}
    regimes = [{"when": {"plan_interval": "set"}, "every": every}, {"every": "1 year"}]
    facts = {"plans": [{"id": "p", "from": "2026-01-31", "interval": "30 days"}], "events": events(k="2026-01-01")}
    found = judged(rolling(change=at_once, regime=regimes), "2026-02-10", **facts)
    # 30 days from the day of the change would end on 2 March.
    assert shown(found, "due") == ["2026-02-28"]
    reading = rolling(cautious={"counting": "beginning with"}, change=at_once, regime=[{"every": every}])
    known = {"plans": [{"id": "p", "from": "2025-01-01", "interval": "30 days"}]}
    found = judged(reading, "2026-02-10", events=events(k="2026-01-29"), **known)
    assert shown(found, "cautious_due", "due") == [("2026-02-27", "2026-02-28")]


def test_of_two_lengths_before_a_day_the_shorter_ends_later():
    regimes = [{"before": {"fact": "plan.interval", "at_most": "1 month"}}]
    facts = {"plans": [{"id": "p", "from": "2025-01-01", "interval": "30 days"}]}
    assert nearest(regimes, "2026-02-01", "2026-03-31", **facts) == "2026-03-01"
    assert nearest(regimes, "2026-02-01", "2026-03-15", **facts) == "2026-02-15"
    # Where one of the two is not known (the calendar ends with January), neither is the shorter.
    regimes = [{"before": {"fact": "plan.interval", "at_most": "5 working days"}}]
    assert nearest(regimes, "2026-01-20", "2026-02-20", calendar=JANUARY, **facts) is None
    assert nearest(regimes, "2026-01-20", "2026-01-30", calendar=JANUARY, **facts) == "2026-01-23"


@pytest.mark.parametrize(("hour", "late"), [("10:00", "11:00"), ("00:00", "00:01")])
def test_hours_that_end_in_the_course_of_a_day_are_shorter_than_days_that_end_with_it(hour, late):
    regimes = [{"within": {"fact": "plan.interval", "at_most": "48 hours"}, "from": "moment", "clock": "elapsed"}]
    facts = {"plans": [{"id": "p", "from": "2025-01-01", "interval": "2 days"}]}
    made = events(k=f"2026-01-01T{hour}") + events("done", d=f"2026-01-03T{late}")
    rule = {"change": {"any": "at the next anchor"}, "regime": regimes, "met_by": "event.done"}
    assert shown(judged(rule, "2026-01-10", events=made, **facts), "status", "due") == [("met_late", "2026-01-03")]


def test_days_before_a_day_are_shorter_than_hours_that_begin_in_the_course_of_the_first():
    regimes = [{"before": {"fact": "plan.interval", "at_most": "48 hours"}, "from": "moment", "clock": "elapsed"}]
    facts = {"plans": [{"id": "p", "from": "2025-01-01", "interval": "2 days"}]}
    rule = {"one_per": "trip", "change": {"any": "at the next anchor"}, "regime": regimes}
    trip = {"id": "t1", "departs_on": "2026-01-10", "departs_at": "10:00"}
    found = judged(rule, "2026-01-05", trips=[trip], **facts)
    assert shown(found, "due", "due_at") == [("2026-01-08", None)]


# ── closed days ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("on", "following", "before"),
    [
        ("2026-01-05", "2026-01-07", "2026-01-07"),  # a Wednesday is open
        ("2026-01-08", "2026-01-12", "2026-01-09"),  # a Saturday
        ("2026-01-09", "2026-01-12", "2026-01-09"),  # a Sunday
        ("2026-01-29", None, "2026-01-30"),  # nobody knows what comes after the last Saturday of January
        ("2025-12-30", "2026-01-02", None),  # nor what comes before New Year's Day
        ("2026-01-30", None, None),
    ],
)
def test_a_closed_last_day_goes_to_an_open_one(on, following, before):
    for how, expected in (("next open day", following), ("previous open day", before)):
        regime = {"within": "2 days", "roll": how}
        assert due(regime, on, calendar=JANUARY, as_of="2025-12-01") == expected
        assert due(regime, on, calendar=JANUARY, as_of="2025-12-01", field="nominal") == str(day(on) + TWO)
        if expected is None:
            assert due(regime, on, calendar=JANUARY, as_of="2026-02-01", field="status") == "unknown"


@pytest.mark.parametrize(
    ("holidays", "days", "expected"),
    [
        ([], 9, "2026-01-09"),  # a Saturday goes back, and a Sunday on
        ([], 10, "2026-01-12"),
        ([], 11, "2026-01-12"),
        (["2026-01-09"], 9, "2026-01-12"),  # of two that are equally near, the next
        (["2026-01-12"], 10, "2026-01-13"),
        (["2026-01-12"], 9, "2026-01-09"),
        (["2026-01-09"], 8, "2026-01-08"),
        (["2026-01-08", "2026-01-09"], 9, "2026-01-12"),
        ([], 30, None),  # nobody knows what comes after the last Saturday of January
    ],
)
def test_a_closed_last_day_goes_to_the_nearest_open_one(holidays, days, expected):
    weekends = {"closed_weekdays": ["saturday", "sunday"], "covers": ["2026-01-01", "2026-01-31"]}
    calendar = Calendar.from_dict({"name": "own", "closed_days": holidays} | weekends)
    assert due({"within": f"{days} days", "roll": "nearest open day"}, "2026-01-01", calendar=calendar) == expected


def test_the_nearest_open_day_is_not_before_the_duty_opens():
    opens = {"within": "3 days", "opens": {"within": "2 days"}, "roll": "nearest open day"}
    assert due(opens | {"within": "2 days"}, "2026-01-08", calendar=JANUARY) == "2026-01-10"
    assert due(opens, "2026-01-08", calendar=JANUARY) == "2026-01-12"


def test_a_last_day_never_goes_back_before_the_duty_opens():
    regime = {"within": "1 day", "roll": "previous open day"}
    # Friday to Saturday, Saturday to Sunday: not before the day itself, closed or not.
    assert due(regime, "2026-01-09", calendar=JANUARY) == "2026-01-09"
    assert due(regime, "2026-01-10", calendar=JANUARY) == "2026-01-10"
    opens = {"within": "3 days", "opens": {"within": "2 days"}, "roll": "previous open day"}
    assert due(opens, "2026-01-08", calendar=JANUARY) == "2026-01-10"
    # One that is due before it opens is not moved later for that.
    early = {"before": "1 day", "opens": {"within": "2 days"}, "roll": "previous open day"}
    assert due(early, "2026-01-12", calendar=JANUARY) == "2026-01-11"


def test_opening_and_outer_limits_go_to_an_open_day_where_they_say_so():
    regime = {"within": "1 month", "opens": {"within": "1 day"}, "latest": {"within": "2 days"}}
    assert due(regime, "2026-01-09", calendar=JANUARY, field="opens") == "2026-01-10"
    rolled = {key: limit | {"roll": "next open day"} for key, limit in regime.items() if key != "within"}
    assert due(regime | rolled, "2026-01-09", calendar=JANUARY, field="opens") == "2026-01-12"
    assert due(regime | rolled, "2026-01-09", calendar=JANUARY, field="latest") == "2026-01-12"
    assert due(regime | rolled, "2026-01-09", calendar=JANUARY) == "2026-02-09"


# ── days that a month lacks ─────────────────────────────────────────────────────────────────────────────────────


def by_convention(length, on, counting, **conventions):
    """Return the due of a duty by the conventions of a book: the same at once and step by step (it opens later)."""
    head = {"conventions": HEAD["conventions"] | conventions}
    plain = {"regime": [{"within": length}], "counting": counting}
    opening = {"regime": [{"within": length, "opens": {"within": "2 days"}}], "counting": counting}
    found = judged(book(plain, opening, **head), "2024-02-29", events=events(k=on))
    (due,) = shown(found, "due")
    assert shown(found, "due", rule="r1") == [due]
    return due


@pytest.mark.parametrize(
    ("leap_day", "after", "beginning_with"),
    [
        ("28 February", "2025-02-28", "2025-02-28"),
        ("28 February is the anniversary", "2025-02-28", "2025-02-27"),
        ("1 March", "2025-03-01", "2025-02-28"),
    ],
)
def test_years_from_29_february_end_as_the_book_says(leap_day, after, beginning_with):
    assert by_convention("1 year", "2024-02-29", "after", leap_day=leap_day) == after
    assert by_convention("1 year", "2024-02-29", "beginning with", leap_day=leap_day) == beginning_with
    assert by_convention("1 year", "2024-02-28", "after", leap_day=leap_day) == "2025-02-28"
    assert by_convention("1 month", "2024-01-31", "after", leap_day=leap_day) == "2024-02-29"


@pytest.mark.parametrize(
    ("month_end", "after", "beginning_with"),
    [
        ("the last day of the month", "2024-04-30", "2024-04-30"),
        ("the last day of the month is the corresponding day", "2024-04-30", "2024-04-29"),
        ("the first day of the next month", "2024-05-01", "2024-04-30"),
    ],
)
def test_months_from_a_day_that_the_last_lacks_end_as_the_book_says(month_end, after, beginning_with):
    assert by_convention("3 months", "2024-01-31", "after", month_end=month_end) == after
    assert by_convention("3 months", "2024-01-31", "beginning with", month_end=month_end) == beginning_with
    assert by_convention("1 year", "2024-02-29", "after", month_end=month_end) == "2025-02-28"


def test_what_lies_before_a_day_follows_the_book_too():
    rule = {"one_per": "trip", "anchor": "start", "regime": [{"before": "1 month"}]}
    head = {"conventions": HEAD["conventions"] | {"month_end": "the first day of the next month"}}
    trips = [{"id": "t1", "departs_on": "2026-03-31"}]
    assert shown(judged(book(rule, **head), "2026-01-01", trips=trips), "due") == ["2026-03-01"]
    assert shown(judged(book(rule), "2026-01-01", trips=trips), "due") == ["2026-02-28"]
    moved = {"one_per": "trip", "anchor": {"field": "departs_on", "offset": "1 month"}, "regime": [{"within": "1 day"}]}
    assert shown(judged(book(moved, **head), "2026-01-01", trips=trips), "due") == ["2026-05-02"]


# ── days of the statute, ends of periods, hours on open days ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("on", "length", "expected"),
    [
        ("2027-06-01", "365 days", "2028-06-01"),
        ("2024-02-27", "1 day", "2024-02-28"),
        ("2024-02-28", "1 day", "2024-03-01"),
        ("2024-02-29", "1 day", "2024-03-01"),
        ("2024-03-01", "365 days", "2025-03-01"),
    ],
)
def test_statutory_days_leave_29_february_out(on, length, expected):
    assert due({"within": length}, on, "statutory days") == expected
    # Also where a regime or a limit alone is counted so, and for a second reading.
    assert due({"within": length, "counting": "statutory days"}, on) == expected
    opening = {"within": "5 years", "opens": {"within": length, "counting": "statutory days"}}
    assert due(opening, on, field="opens") == expected


@pytest.mark.parametrize(
    ("period", "after", "before"),
    [
        ("week", "2026-02-15", "2025-12-21"),
        ("month", "2026-02-28", "2025-12-31"),
        ("quarter", "2026-03-31", "2025-12-31"),
        ("half-year", "2026-06-30", "2025-12-31"),
        ("year", "2026-12-31", "2025-12-31"),
    ],
)
def test_a_date_may_move_to_the_end_of_its_period(period, after, before):
    head = {"conventions": HEAD["conventions"] | {"week_begins": "monday"}}

    def found(regime, *names):
        rule = {"one_per": "trip", "anchor": "start", "regime": [regime], "counting": "after"}
        trip = {"id": "t1", "departs_on": "2026-01-15"}
        return shown(judged(book(rule, calendar=JANUARY, **head), "2026-01-01", trips=[trip]), *names)

    assert found({"within": "1 month", "to_end_of": period}, "due", "nominal") == [(after, after)]
    assert found({"before": "1 month", "to_end_of": period}, "due") == [before]
    limit = {"within": "1 month", "to_end_of": period}
    assert found({"within": "2 years", "opens": limit, "latest": limit}, "opens", "latest") == [(after, after)]
    # A limit has its own; that of the length is not the limit's.
    assert found({"within": "1 month", "to_end_of": period, "opens": {"within": "2 days"}}, "opens") == ["2026-01-17"]
    after_it = {"within": "2 years", "opens": limit | {"after_end": True}}
    assert found(after_it, "opens") == [str(day(after) + dt.timedelta(days=1))]


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("week", "2026-01-18"),
        ("month", "2026-01-31"),
        ("quarter", "2026-03-31"),
        ("half-year", "2026-06-30"),
        ("year", "2026-12-31"),
    ],
)
def test_a_length_may_be_counted_from_the_end_of_its_period(period, end):
    head = {"conventions": HEAD["conventions"] | {"week_begins": "monday"}}

    def found(regime, *names, counting="after"):
        rule = {"one_per": "trip", "anchor": "start", "regime": [regime], "counting": counting}
        trip = {"id": "t1", "departs_on": "2026-01-15"}
        (row,) = shown(judged(book(rule, calendar=JANUARY, **head), "2026-01-01", trips=[trip]), *names)
        return row

    def later(days):
        return str(day(end) + dt.timedelta(days=days))

    assert found({"within": "10 days", "from_end_of": period}, "due", "nominal", "opens") == (
        later(10),
        later(10),
        "2026-01-15",
    )
    assert found({"within": "10 days", "from_end_of": period}, "due", counting="beginning with") == later(9)
    assert found({"before": "3 days", "from_end_of": period}, "due") == later(-3)
    assert found({"before": "3 days", "from_end_of": period}, "due", counting="clear days") == later(-4)
    limit = {"within": "10 days", "from_end_of": period}
    assert found({"within": "2 years", "opens": limit, "latest": limit}, "opens", "latest") == (later(10), later(10))
    # A limit has its own; that of the length is not the limit's.
    assert found({"within": "1 month", "from_end_of": period, "opens": {"within": "2 days"}}, "opens") == "2026-01-17"


def test_working_days_and_ends_of_periods_go_on_from_it():
    working = {"within": "2 working days", "from_end_of": "week", "counting": "after"}
    weeks = HEAD["conventions"] | {"week_begins": "monday"}
    small = book({"one_per": "trip", "anchor": "start", "regime": [working]}, calendar=JANUARY, conventions=weeks)
    # Of Thursday the 15th the week ends on Sunday the 18th: Monday and Tuesday.
    assert shown(judged(small, "2026-01-15", trips=[{"id": "t1", "departs_on": "2026-01-15"}]), "due") == ["2026-01-20"]
    # By the end of the month that follows the quarter.
    both = {"within": "1 day", "from_end_of": "quarter", "to_end_of": "month"}
    assert due(both, "2026-02-10") == "2026-04-30"
    assert due({"within": "1 month", "from_end_of": "month"}, "2026-01-10") == "2026-02-28"


def test_a_chain_goes_on_from_the_end_of_the_period_of_what_met_it():
    rule = rolling(regime=[{"every": "10 days", "from_end_of": "month"}])
    facts = {"events": events(k="2026-01-05") + events("done", d="2026-02-03")}
    assert shown(judged(book(rule), "2026-02-20", **facts), "due", "status") == [
        ("2026-02-10", "met"),
        ("2026-03-10", "open"),
    ]


def test_the_week_begins_on_the_day_the_book_says():
    head = {"conventions": HEAD["conventions"] | {"week_begins": "sunday"}}
    rule = {"regime": [{"within": "0 days", "to_end_of": "week"}]}
    found = judged(book(rule, **head), "2026-01-01", events=events(a="2026-01-15", b="2026-01-17", c="2026-01-18"))
    assert shown(found, "due") == ["2026-01-17", "2026-01-17", "2026-01-24"]


def test_the_end_of_a_period_gives_way_to_an_open_day():
    regime = {"within": "3 days", "to_end_of": "month", "roll": "previous open day"}
    assert due(regime, "2026-01-15", calendar=JANUARY) == "2026-01-30"
    assert due(regime, "2026-01-15", calendar=JANUARY, field="nominal") == "2026-01-31"
    working = {"within": "3 working days", "to_end_of": "month"}
    assert due(working, "2026-01-15", calendar=JANUARY) == "2026-01-31"
    assert due(working, "2026-01-29", calendar=JANUARY) is None


@pytest.mark.parametrize(
    ("on", "hours", "expected"),
    [
        ("2026-01-09T15:00", 24, "2026-01-12T15:00"),  # over a weekend
        ("2026-01-08T15:00", 24, "2026-01-09T15:00"),
        ("2026-01-10T15:00", 24, "2026-01-13T00:00"),  # from a closed day: all of Monday
        ("2026-01-09T15:00", 9, "2026-01-10T00:00"),
        ("2026-01-30T15:00", 24, None),  # beyond what the calendar covers
    ],
)
def test_hours_may_pass_over_closed_days(on, hours, expected):
    regime = {"within": f"{hours} hours", "from": "moment", "clock": "elapsed", "skips": "closed days"}
    assert due(regime, on, field="due_at", calendar=JANUARY) == expected
    opens = {"within": f"{hours} hours", "from": "moment"}
    other = {"within": "3 months", "opens": opens, "clock": "elapsed", "skips": "closed days"}
    assert due(other, on, field="opens", calendar=JANUARY) == (expected and expected[:10])
    if expected is None:
        assert due(regime, on, field="status", calendar=JANUARY, as_of="2026-01-31") == "unknown"


# ── closed days of a rule, a regime or a limit ──────────────────────────────────────────────────────────────────

# From Wednesday 31 December 2025 to Monday 5 January 2026; New Year's Day is closed in JANUARY alone.
SUNDAYS, WEEKDAYS = "sundays@2026.1", "weekdays@2026.1"


def shown_of(rule, *names, on="2026-01-01", calendar=JANUARY, as_of="2026-01-01", **facts):
    whole = {"one_per": "trip", "anchor": "start"} | rule
    trip = {"id": "t1", "departs_on": on[:10]} | ({"departs_at": on[11:]} if "T" in on else {})
    (row,) = shown(judged(book(whole, calendar=calendar), as_of, trips=[trip], **facts), *names)
    return row


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({}, "2026-01-06"),  # of January: 2, 5 and 6
        ({"calendar": SUNDAYS}, "2026-01-05"),  # 2, 3 and 5
        ({"calendar": WEEKDAYS}, "2026-01-06"),  # 2, 5 and 6
    ],
)
@pytest.mark.parametrize("counting", ["after", "beginning with"])
def test_working_days_are_those_of_the_calendar_that_is_closest(named, expected, counting):
    # Beginning with a New Year's Day that is open, it is day one.
    if counting == "beginning with" and named:
        expected = {"2026-01-05": "2026-01-03", "2026-01-06": "2026-01-05"}[expected]
    within = {"within": "3 working days", "counting": counting}
    assert shown_of({"regime": [within]} | named, "due") == expected
    assert shown_of({"regime": [within | named]}, "due") == expected
    assert shown_of({"regime": [within | named], "roll": None, "calendar": None}, "due") == expected
    assert shown_of({"regime": [{"within": "9 days", "opens": within | named}]}, "opens") == expected
    assert shown_of({"regime": [{"within": "9 days", "latest": within} | named]}, "latest") == expected


def test_working_days_before_and_closed_last_days_and_hours_go_by_it_too():
    before = {"before": "2 working days", "calendar": SUNDAYS}
    assert shown_of({"regime": [before]}, "due", on="2026-01-05") == "2026-01-02"
    assert shown_of({"regime": [before | {"calendar": WEEKDAYS}]}, "due", on="2026-01-05") == "2026-01-01"
    # Saturday 3 January.
    rolled = {"within": "2 days", "roll": "next open day"}
    assert shown_of({"regime": [rolled]}, "due") == "2026-01-05"
    assert shown_of({"regime": [rolled], "calendar": SUNDAYS}, "due") == "2026-01-03"
    assert shown_of({"regime": [{"within": "2 days"}], "roll": "previous open day"}, "due") == "2026-01-02"
    opens = {"within": "9 days", "opens": {"within": "2 days", "roll": "next open day", "calendar": SUNDAYS}}
    assert shown_of({"regime": [opens]}, "opens") == "2026-01-03"
    hours = {"within": "24 hours", "from": "moment", "clock": "elapsed", "skips": "closed days"}
    friday = "2026-01-02T12:00"
    assert shown_of({"counting": None, "regime": [hours]}, "due_at", on=friday) == "2026-01-05T12:00"
    assert (
        shown_of({"counting": None, "regime": [hours], "calendar": SUNDAYS}, "due_at", on=friday) == "2026-01-03T12:00"
    )


# 9, 12 and 13 January; 9, 10 and 12.
@pytest.mark.parametrize(("named", "expected"), [({}, "2026-01-13"), ({"calendar": SUNDAYS}, "2026-01-12")])
def test_the_days_after_the_end_of_a_state_are_those_of_the_rule(named, expected):
    # Out on Thursday 8 January; the regime's own days move its last day alone.
    suspended = {"in": "custody", "effect": "later of due and", "due": "3 working days after end"}
    custody = [{"id": "s1", "kind": "custody", "from": "2026-01-02", "until": "2026-01-08"}]
    regime = {"within": "5 days", "roll": "next open day", "calendar": WEEKDAYS}
    rule = {"suspended": suspended, "regime": [regime]} | named
    assert shown_of(rule, "due", as_of="2026-01-09", statuses=custody) == expected


def test_outside_what_it_covers_nothing_is_known_and_the_calendar_is_lacking():
    later = {"regime": [{"within": "3 working days"}], "calendar": SUNDAYS}
    assert shown_of(later, "due", on="2049-12-30", as_of="2049-12-30") is None
    assert shown_of(later, "status", on="2049-12-30", as_of="2049-12-30") == "unknown"
    assert shown_of(later, "lacking", on="2049-12-30", as_of="2049-12-30") == ("calendar",)
    # The book's own ends with January, and that of the rule does not.
    assert shown_of(later, "due", on="2026-01-30", as_of="2026-01-30") == "2026-02-03"
    assert shown_of(later | {"calendar": None}, "due", on="2026-01-30", as_of="2026-01-30") is None


def test_regimes_that_differ_in_their_closed_days_alone_are_a_change():
    regimes = [
        {"when": {"level": "high"}, "every": "3 working days", "calendar": SUNDAYS},
        {"every": "3 working days"},
    ]
    change = {"stricter": "from the last, not before the change", "laxer": "keep the pending"}
    rule = rolling(regime=regimes, change=change)
    facts = {
        "events": events(k="2026-01-01"),
        "levels": [
            {"id": "a", "level": "low", "from": "2025-01-01"},
            {"id": "b", "level": "high", "from": "2026-01-02"},
        ],
    }
    (row,) = shown(judged(book(rule, calendar=JANUARY), "2026-01-03", **facts), "due")
    assert row == "2026-01-05"
