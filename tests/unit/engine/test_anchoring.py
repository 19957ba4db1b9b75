"""What a duty hangs on, and the day its limits are counted from."""

import pytest

from supervise.engine.anchoring import in_case_or_before
from supervise.engine.happenings import Case, happened
from tests.unit.engine.books import HEAD, JANUARY, SPAN, book, events, judged, rolling, shown, states

REGISTERED = [{"id": "g1", "convicted_on": "2020-02-29"}, {"id": "g2", "convicted_on": "2021-01-01"}]


def anchors(rules, as_of="2026-06-30", **facts):
    return shown(judged(rules, as_of, **facts), "key", "anchor", "anchor_id")


# ── what it hangs on ────────────────────────────────────────────────────────────────────────────────────────────


def test_one_per_offender_gives_one_case_with_the_offenders_key():
    rule = {"one_per": "offender", "anchor": "event.k"}
    assert anchors(rule, events=events(b="2026-01-03", a="2026-01-02")) == [("x1", "2026-01-02", "a")]


def test_one_per_event_gives_a_case_for_each_with_its_id_as_key():
    assert anchors({}, events=events(b="2026-01-03", a="2026-01-02")) == [
        ("a", "2026-01-02", "a"),
        ("b", "2026-01-03", "b"),
    ]


def test_a_planned_departure_anchors_before_it_has_happened():
    rule = {"one_per": "trip", "regime": [{"before": "7 days"}]}
    trips = [{"id": "t1", "departs_on": "2026-07-20"}]
    found = judged(rule, "2026-06-30", trips=trips)
    assert shown(found, "key", "status", "due") == [("t1", "open", "2026-07-13")]


def test_one_per_table_takes_a_selection():
    rule = {"one_per": {"each": {"of": "visit", "at": ["planned_on"]}}}
    visits = [{"id": "v1", "planned_on": "2026-03-01", "on": "2026-03-05"}, {"id": "v2", "on": "2026-03-06"}]
    assert anchors(rule, visits=visits) == [("v1", "2026-03-01", "v1")]


def test_one_per_span_starts_where_the_extent_begins_to_hold_and_ends_the_day_after_its_last():
    small = book(
        {"one_per": {"span": "span"}},
        span=[SPAN | {"holds_from": {"field": "notice_given_on"}, "length": [{"lasts": "1 year"}]}],
    )
    facts = [{"id": "g1", "convicted_on": "2026-01-01", "notice_given_on": "2026-12-25"}]
    # The last day is 31 December: the tenth day after 25 December would be 4 January.
    assert shown(judged(small, "2026-12-31", registrations=facts), "key", "anchor", "status") == [
        ("g1", "2026-12-25", "open")
    ]
    assert shown(judged(small, "2027-01-01", registrations=facts), "status") == ["lapsed"]


def test_one_per_run_gives_a_case_for_each_run_that_has_begun():
    rule = {"one_per": {"run_of": "custody"}}
    statuses = states(s1="2026-01-01/2026-01-05", s2="2026-02-01", s3="2026-08-01")
    found = judged(rule, "2026-06-30", statuses=statuses)
    assert shown(found, "key", "anchor", "status", "days_late") == [
        ("s1", "2026-01-01", "lapsed", 0),
        ("s2", "2026-02-01", "overdue", 139),
    ]


def test_one_per_end_waits_for_an_end_and_asks_for_more_than_the_length():
    rule = {"one_per": {"end_of": "custody", "longer_than": "2 days"}}
    statuses = states(
        two="2026-01-01/2026-01-03", three="2026-02-01/2026-02-04", open="2026-03-01", ahead="2026-02-10/2026-02-14"
    )
    assert anchors(rule, statuses=statuses) == [
        ("three", "2026-02-04", "three"),
        ("ahead", "2026-02-14", "ahead"),
    ]
    assert anchors({"one_per": {"end_of": "custody"}}, statuses=statuses)[0] == ("two", "2026-01-03", "two")


def test_the_end_of_a_run_may_lie_ahead():
    rule = {"one_per": {"end_of": "custody"}}
    found = judged(rule, "2026-06-30", statuses=states(s1="2026-06-01/2026-07-05"))
    assert shown(found, "anchor", "status") == [("2026-07-05", "upcoming")]


def test_one_per_gap_gives_a_case_for_each_stretch_without_the_state():
    rule = {"one_per": {"gap_of": "manager.police"}, "while": {"span": ["span"], "at_end": "lapse"}}
    managers = [
        {"id": "m1", "from": "2020-03-10", "until": "2021-01-01"},
        {"id": "m2", "from": "2021-01-01", "until": "2021-02-01"},
        {"id": "m3", "from": "2021-03-01"},
    ]
    found = judged(book(rule, span=[SPAN]), "2026-06-30", managers=managers, registrations=[REGISTERED[0]])
    # The joined run m1+m2 keeps the first id; the first gap begins with the span and was begun by no run.
    assert shown(found, "key", "anchor", "anchor_id") == [
        ("x1", "2020-02-29", ""),
        ("x1", "2021-02-01", "m1"),
    ]


@pytest.mark.parametrize("changes", [{"anchor": "start"}, rolling(anchor={"last": "event.k", "else": "start"})])
def test_what_nothing_begins_has_no_first_day(changes):
    gaps = changes | {"one_per": {"gap_of": "custody"}}
    assert shown(judged(gaps, "2026-06-30"), "status") == []
    found = judged(gaps, "2026-06-30", statuses=states(s1="2026-06-01/2026-06-05"))
    assert shown(found, "anchor", "anchor_id") == [("2026-06-05", "s1")]
    assert shown(judged(changes | {"one_per": "offender"}, "2026-06-30"), "status") == []


def test_a_gap_ends_where_the_state_begins_and_what_begins_it_meets_the_duty():
    rule = {"one_per": {"gap_of": "manager.police"}, "while": {"span": ["span"], "at_end": "lapse"}}
    managers = [
        {"id": "m1", "from": "2020-01-01", "until": "2021-01-01"},
        {"id": "m2", "from": "2021-01-15", "until": "2021-03-01"},
        {"id": "m3", "from": "2021-03-05"},
    ]
    facts = {"managers": managers, "registrations": [REGISTERED[0]]}
    unmet = judged(book(rule, span=[SPAN]), "2026-06-30", **facts)
    assert shown(unmet, "anchor", "status", "days_late") == [("2021-01-01", "missed", 4), ("2021-03-01", "lapsed", 0)]
    closed = judged(book(rule | {"met_by": {"state": "manager.police"}}, span=[SPAN]), "2026-06-30", **facts)
    assert shown(closed, "status", "met_on") == [("met_late", "2021-01-15"), ("met", "2021-03-05")]
    after = rule | {"met_by": "event.k"}
    late = judged(book(after, span=[SPAN]), "2026-06-30", events=events(k="2021-03-06"), **facts)
    assert shown(late, "status") == ["missed", "lapsed"]
    open_ended = judged(book(rule, span=[SPAN]), "2021-03-20", registrations=[REGISTERED[0]], managers=managers[:2])
    assert shown(open_ended, "status", "days_late")[-1] == ("overdue", 9)


def test_a_span_that_begins_later_closes_a_window_already_and_a_state_does_not():
    """What is planned for a day on which another duty is known to govern never falls under this one."""
    other = SPAN | {"id": "other", "start": {"field": "sentenced_on"}}
    facts = {
        "registrations": [{"id": "x1", "convicted_on": "2026-01-01", "sentenced_on": "2026-02-01"}],
        "events": events(before="2026-01-31", on="2026-02-01"),
        "statuses": states(s="2026-01-31"),
    }

    def keys(not_in):
        rule = {"one_per": "event.k", "while": {"span": ["span"], "not_in": not_in, "at_end": "lapse"}}
        return shown(judged(book(rule, span=[SPAN, other]), "2026-01-15", **facts), "key")

    assert keys("custody") == ["before", "on"]
    assert keys("other") == ["before"]


def test_a_field_of_the_fact_may_be_the_key():
    rule = {"one_per": {"each": "stay", "key": "address_id"}}
    stays = [{"id": "y1", "address_id": "A", "from": "2026-01-01"}, {"id": "y2", "from": "2026-01-02"}]
    assert anchors(rule, stays=stays) == [("A", "2026-01-01", "y1"), ("y2", "2026-01-02", "y2")]


def test_an_extent_that_holds_only_after_its_end_is_no_case():
    small = book(
        {"one_per": {"span": "span"}},
        span=[SPAN | {"holds_from": {"field": "notice_given_on"}, "length": [{"lasts": "10 days"}]}],
    )
    fact = {"id": "g", "convicted_on": "2026-01-01"}
    assert anchors(small, registrations=[fact | {"notice_given_on": "2026-01-11"}]) == []
    assert len(anchors(small, registrations=[fact | {"notice_given_on": "2026-01-10"}])) == 1


# ── anchors ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_first_is_the_first_event_within_the_case():
    rule = {"anchor": {"first": "event.other"}}
    facts = events(a="2026-01-05") + events("other", early="2026-01-04", on="2026-01-05", late="2026-01-06")
    assert anchors(rule, events=facts) == [("a", "2026-01-05", "on")]


def test_first_does_not_look_at_or_after_the_end_of_the_case():
    rule = {"one_per": {"run_of": "custody"}, "anchor": "event.k"}
    statuses = states(s1="2026-01-01/2026-01-05")
    assert anchors(rule, statuses=statuses, events=events(a="2026-01-05")) == []
    assert anchors(rule, statuses=statuses, events=events(a="2026-01-04")) == [("s1", "2026-01-04", "a")]


def test_on_or_after_raises_the_floor_and_without_it_there_is_none():
    rule = {"one_per": "offender", "anchor": {"first": "event.k", "on_or_after": "event.floor"}}
    kept = events(a="2026-01-01", b="2026-01-05", c="2026-01-09")
    assert anchors(rule, events=kept) == []
    floor = events("floor", f="2026-01-05")
    assert anchors(rule, events=kept + floor) == [("x1", "2026-01-05", "b")]


def test_match_asks_for_agreement_only_where_both_give_the_field():
    rule = {"one_per": "trip", "anchor": {"first": "notification", "match": {"for": "id"}}}
    trips = [{"id": "t1", "departs_on": "2026-01-01"}]
    other = {"id": "n1", "kind": "s86_departure", "on": "2026-01-02", "for": "t2"}
    mine = {"id": "n2", "kind": "s86_departure", "on": "2026-01-03", "for": "t1"}
    silent = {"id": "n3", "kind": "s86_departure", "on": "2026-01-02"}
    assert anchors(rule, trips=trips, notifications=[other, mine]) == [("t1", "2026-01-03", "n2")]
    assert anchors(rule, trips=trips, notifications=[silent, mine]) == [("t1", "2026-01-02", "n3")]


@pytest.mark.parametrize(
    ("done", "first", "anchored"),
    [
        ("2026-01-05", "2026-01-01", "a"),  # what stands in is earlier
        ("2026-01-05", "2026-01-06", "d"),  # the event is earlier
        ("2026-01-05", "2026-01-05", "d"),  # on one day the event itself
        (None, "2026-01-01", "a"),
        ("2026-01-05", None, "d"),
    ],
)
def test_a_chain_starts_at_its_event_or_at_else_whichever_comes_first(done, first, anchored):
    facts = (events("done", d=done) if done else []) + (events(a=first) if first else [])
    assert anchors(rolling(), events=facts)[0][2] == anchored


def test_what_happens_on_the_day_of_else_meets_the_first_occurrence_where_that_is_another_than_the_next():
    regimes = [{"when": {"any": [{"occurrence": 1}]}, "every": "14 days"}, {"every": "30 days"}]
    rule = rolling(regime=regimes, change={"any": "at the next anchor"})
    facts = events(a="2026-01-05") + events("done", d="2026-01-05")
    found = judged(rule, "2026-01-10", events=facts)
    assert shown(found, "anchor_id", "due", "met_by") == [("a", "2026-01-19", ("d",)), ("d", "2026-02-04", ())]
    # The event itself is what began the chain, and meets nothing in it.
    rule |= {"anchor": {"last": "event.done", "else": {"first": "event.done"}}}
    found = judged(rule, "2026-01-10", events=events("done", d="2026-01-05"))
    assert shown(found, "anchor_id", "due", "met_by") == [("d", "2026-01-19", ())]


def test_a_chain_without_an_event_and_without_else_names_what_is_missing():
    found = judged(rolling(), "2026-06-30")
    assert shown(found, "status", "lacking") == [("unknown", ("event.k",))]


def test_else_of_any_other_anchor_stands_in_only_where_there_is_none():
    rule = {"one_per": "offender", "anchor": {"first": "event.k", "else": "event.other"}}
    other = events("other", o="2026-01-01")
    assert anchors(rule, events=other) == [("x1", "2026-01-01", "o")]
    assert anchors(rule, events=other + events(a="2026-01-09")) == [("x1", "2026-01-09", "a")]
    assert anchors(rule) == []


def test_field_reads_a_date_of_the_fact_with_its_time():
    rule = {
        "one_per": {"each": {"of": "trip", "at": ["known_on"]}},
        "anchor": {"field": "departs_on"},
        "regime": [{"within": "1 hour", "from": "moment", "clock": "elapsed"}],
    }
    trip = {"id": "t1", "known_on": "2026-01-01"}
    assert shown(judged(rule, "2026-06-30", trips=[trip]), "status", "lacking") == [("unknown", ("trips.departs_on",))]
    trip |= {"departs_on": "2026-01-05", "departs_at": "22:15"}
    assert shown(judged(rule, "2026-06-30", trips=[trip]), "anchor", "due_at") == [("2026-01-05", "2026-01-05T23:15")]


def test_first_given_reads_the_first_date_that_is_given_without_a_time_where_the_field_has_none():
    rule = {"one_per": "trip", "anchor": {"first_given": ["known_on", "due_back_on"]}}
    trip = {"id": "t1", "departs_on": "2026-01-01", "departs_at": "22:15"}
    assert shown(judged(rule, "2026-06-30", trips=[trip]), "lacking") == [("trips.known_on",)]
    assert anchors(rule, trips=[trip | {"due_back_on": "2026-01-09"}]) == [("t1", "2026-01-09", "t1")]
    both = trip | {"due_back_on": "2026-01-09", "known_on": "2026-01-02"}
    assert anchors(rule, trips=[both]) == [("t1", "2026-01-02", "t1")]


@pytest.mark.parametrize(
    ("anchor", "lacking"),
    [
        ({"later_of": [{"birthday": 18}, {"first": "event.k"}]}, ("born_on",)),
        ({"earlier_of": [{"first": "event.k"}, {"next_birthday": "event.k"}]}, None),
        ({"first": "event.k", "on_or_after": {"birthday": 18}}, ("born_on",)),
        ({"first": "event.k", "else": {"birthday": 18}}, ("born_on",)),
        ({"first": "event.k", "else": "event.other"}, None),
    ],
)
def test_lacking_of_a_choice_names_what_is_missing_of_it(anchor, lacking):
    rule = {"one_per": "offender", "anchor": anchor}
    expected = [] if lacking is None else [("unknown", lacking)]
    assert shown(judged(rule, "2026-06-30"), "status", "lacking") == expected


def test_lacking_of_a_case_of_a_derived_event_names_that_event():
    small = book(
        {"one_per": "again", "anchor": {"field": "until"}},
        derive=[{"id": "again", "kind": "presence in days", "of": "stay", "reach": 1, "source": "s"}],
    )
    found = judged(small, "2026-06-30", stays=[{"id": "y1", "from": "2026-01-01"}])
    assert shown(found, "lacking") == [("again.until",)]


@pytest.mark.parametrize(
    ("born", "policy", "expected"),
    [
        ("2008-01-15", "1 March", "2026-01-15"),
        ("2008-02-29", "1 March", "2026-03-01"),
        ("2008-02-29", "28 February", "2026-02-28"),
    ],
)
def test_birthday_is_the_day_the_age_is_reached(born, policy, expected):
    rule = {"one_per": "offender", "anchor": {"birthday": 18}}
    conventions = book().conventions
    small = book(
        rule,
        conventions={
            "month_end": conventions.month_end.value,
            "leap_day": conventions.leap_day.value,
            "leap_birthday": policy,
            "end_day": conventions.end_day.value,
            "zone": conventions.zone,
        },
    )
    assert anchors(small, born_on=born) == [("x1", expected, "x1")]


def test_a_birthday_in_a_leap_year_is_29_february():
    rule = {"one_per": "offender", "anchor": {"birthday": 20}}
    assert anchors(rule, "2028-06-30", born_on="2008-02-29") == [("x1", "2028-02-29", "x1")]


def test_without_a_date_of_birth_the_birthday_is_unknown_and_says_so():
    found = judged({"one_per": "offender", "anchor": {"birthday": 18}}, "2026-06-30")
    assert shown(found, "status", "lacking", "due") == [("unknown", ("born_on",), None)]


def following(day, *, policy="1 March", **born):
    """Return the first birthday after a day."""
    rule = {"anchor": {"next_birthday": "start"}}
    small = book(rule, conventions=HEAD["conventions"] | {"leap_birthday": policy})
    return shown(judged(small, "2030-12-31", events=events(k=day), **born), "anchor")


@pytest.mark.parametrize(
    ("day", "birthday"),
    [
        ("2024-05-20", "2025-03-03"),
        ("2024-03-02", "2024-03-03"),
        ("2024-03-03", "2025-03-03"),
        ("2024-03-04", "2025-03-03"),
        ("2024-01-31", "2024-03-03"),
        ("2024-12-31", "2025-03-03"),
    ],
)
def test_the_next_birthday_comes_strictly_after_the_day_and_needs_no_year_of_birth(day, birthday):
    assert following(day, born_on="1980-03-03") == [birthday]
    assert following(day, birth_month_day="03-03") == [birthday]


@pytest.mark.parametrize(
    ("day", "policy", "birthday"),
    [
        ("2025-02-27", "28 February", "2025-02-28"),
        ("2025-02-28", "28 February", "2026-02-28"),
        ("2025-02-28", "1 March", "2025-03-01"),
        ("2025-03-01", "1 March", "2026-03-01"),
        ("2027-12-31", "1 March", "2028-02-29"),
        ("2028-02-28", "28 February", "2028-02-29"),
    ],
)
def test_the_next_birthday_of_one_born_on_29_february_is_as_the_book_says(day, policy, birthday):
    assert following(day, policy=policy, born_on="1980-02-29") == [birthday]
    assert following(day, policy=policy, birth_month_day="02-29") == [birthday]


def test_before_they_were_born_the_next_birthday_is_the_day_of_birth():
    assert following("2024-01-01", born_on="2025-06-05") == ["2025-06-05"]


def test_where_the_birthday_is_not_known_the_duty_is_unknown_once_there_is_a_day_to_count_it_from():
    small = book(
        {"one_per": "registration", "anchor": {"next_birthday": {"first": "event.k"}}},
    )
    facts = {"registrations": REGISTERED[:1]}
    assert shown(judged(small, "2026-06-30", **facts), "status") == []
    found = judged(small, "2026-06-30", events=events(k="2026-01-01"), **facts)
    assert shown(found, "status", "lacking") == [("unknown", ("born_on",))]


COUNTED_FROM_A_BIRTHDAY = {
    "once": {},
    "rolling": {"rebased_by": "what meets it", "regime": [{"every": "10 days"}]},
    "any window": {"counting": "beginning with", "regime": [{"every": "10 days", "times": 1}]},
    "grid": {"late": "does not count", "regime": [{"every": "10 days"}]},
    "block": {"late": "does not count", "regime": [{"every": "10 days"}]},
    "month": {"late": "does not count", "regime": [{"every": "1 month"}], "counting": None},
    "weekday": {"late": "does not count", "regime": [{"weekday": "monday"}], "counting": None},
}


@pytest.mark.parametrize("cadence", COUNTED_FROM_A_BIRTHDAY)
@pytest.mark.parametrize("anchor", [{}, {"offset": "1 month"}, {"else": {"first": "event.other"}}])
def test_of_no_cadence_a_birthday_is_missing_before_there_is_a_day_that_it_would_come_after(cadence, anchor):
    anchor = {"next_birthday": {"first": "event.k"}} | anchor
    rule = {"one_per": "offender", "anchor": anchor, "met_by": "event.done", "cadence": cadence}
    rule |= COUNTED_FROM_A_BIRTHDAY[cadence]
    assert shown(judged(rule, "2026-06-30"), "status") == []
    assert shown(judged(rule, "2026-06-30", born_on="1990-05-05"), "status") == []
    found = judged(rule, "2026-06-30", events=events(k="2026-01-01"))
    assert shown(found, "status", "lacking") == [("unknown", ("born_on",))]


def test_a_series_goes_on_from_a_birthday_before_its_case_or_says_that_it_is_missing():
    rule = {"one_per": "offender", "anchor": {"next_birthday": {"first": "event.k"}}, "cadence": "grid"}
    rule |= {"met_by": "event.done", "late": "does not count", "regime": [{"every": "1 year"}]}
    small = book(rule | {"while": {"not_in": ["custody"], "at_end": "lapse"}})
    facts = {"events": events(k="2020-01-01"), "statuses": states(z="2021-01-01/2026-01-01")}
    assert shown(judged(small, "2026-06-30", **facts), "status")[-1] == "unknown"
    assert shown(judged(small, "2026-06-30", born_on="1990-05-05", **facts), "due")[-2:] == ["2027-05-05", "2028-05-05"]


@pytest.mark.parametrize(
    ("facts", "lacking"),
    [
        ({}, "event.k"),
        ({"born_on": "1990-05-05"}, "event.k"),
        ({"events": events(k="2026-01-01")}, "born_on"),
    ],
)
def test_what_stands_in_for_a_last_by_the_birthday_after_it_is_what_is_missing(facts, lacking):
    rule = rolling(anchor={"last": "event.done", "else": {"next_birthday": {"first": "event.k"}}})
    assert shown(judged(rule, "2026-06-30", **facts), "status", "lacking") == [("unknown", (lacking,))]


@pytest.mark.parametrize("anchor", [{"next_birthday": {"field": "due_back_on"}}, {"field": "due_back_on"}])
def test_a_field_is_what_is_missing_also_where_a_birthday_would_come_after_it(anchor):
    found = judged({"one_per": "trip", "anchor": anchor}, "2026-06-30", trips=[{"id": "t", "departs_on": "2026-01-01"}])
    assert shown(found, "status", "lacking") == [("unknown", ("trips.due_back_on",))]


def test_span_end_is_the_last_day_of_the_cases_own_extent():
    rule = {"one_per": {"span": "span"}, "anchor": {"span_end": "span"}}
    small = book(rule, span=[SPAN | {"length": [{"lasts": "2 years"}]}])
    assert anchors(small, "2023-06-30", registrations=REGISTERED) == [
        ("g1", "2022-02-28", "g1"),
        ("g2", "2022-12-31", "g2"),
    ]


def test_span_end_of_an_offender_is_the_latest_and_none_for_life_or_without_an_extent():
    rule = {"one_per": "offender", "anchor": {"span_end": "span"}}
    small = book(rule, span=[SPAN | {"length": [{"lasts": "2 years"}]}])
    assert anchors(small, "2023-06-30", registrations=REGISTERED) == [("x1", "2022-12-31", "x1")]
    assert anchors(small, "2023-06-30") == []
    life = book(rule, span=[SPAN | {"length": [{"lasts": "for life"}]}])
    assert anchors(life, "2023-06-30", registrations=REGISTERED) == []


OF_A_SENTENCE = [{"term_more_than": "6 months", "lasts": "10 years"}, {"term_at_most": "6 months", "lasts": "2 years"}]
OF_A_FINE = [{"when": {"disposal": "fine"}, "lasts": "2 years"}]
OF_A_FIELD = [{"lasts": {"field": "supervision_months"}}]
LACKING_SPAN = [
    (OF_A_SENTENCE, {}, ("registrations.terms",)),
    (OF_A_FINE, {}, ("registrations.disposal",)),
    (OF_A_FIELD, {}, ("registrations.supervision_months",)),
    ([{"lasts": "while the order lasts"}], {}, ("orders.ends_on",)),
    ([{"lasts": "while the order lasts"}], {"orders": [{"id": "o", "made_on": "2020-01-01"}]}, ("orders.ends_on",)),
]


@pytest.mark.parametrize("one_per", ["offender", {"span": "span"}, "registration"])
@pytest.mark.parametrize("cadence", [{}, {"cadence": "countdown", "leads": ["30 days", "7 days"], "regime": None}])
@pytest.mark.parametrize(("length", "facts", "lacking"), LACKING_SPAN)
def test_a_span_of_which_nobody_knows_how_long_it_lasts_leaves_the_duty_at_its_end_unknown(
    one_per, cadence, length, facts, lacking
):
    """It was left out without a word: nobody would have decided before the end."""
    span = SPAN | {"length": length} | ({"sums_terms": True} if length is OF_A_SENTENCE else {})
    rule = {"one_per": one_per, "anchor": {"span_end": "span"}, **cadence}
    found = judged(book(rule, span=[span]), "2023-06-30", registrations=REGISTERED[:1], **facts)
    assert shown(found, "status", "lacking", "due") == [("unknown", lacking, None)]


@pytest.mark.parametrize(
    ("length", "facts"),
    [
        ([{"lasts": "for life"}], {}),
        ([{"lasts": "while the order lasts"}], {"until_further_order": True}),
    ],
)
def test_a_span_without_an_end_leaves_nothing_unknown_whatever_another_lacks(length, facts):
    """One for life has none, and so the last of them has none, however long the other is."""
    order = {"id": "o", "made_on": "2020-01-01", **facts}
    unknown = {"when": {"disposal": "fine"}, "lasts": {"field": "supervision_months"}}
    span = SPAN | {"length": [unknown, *length]}
    rule = {"one_per": "offender", "anchor": {"span_end": "span"}}
    both = [REGISTERED[0] | {"disposal": "fine"}, REGISTERED[1]]
    assert anchors(book(rule, span=[span]), "2023-06-30", registrations=both, orders=[order]) == []


@pytest.mark.parametrize("effect", ["add the days", "starts at the end"])
def test_a_span_that_waits_for_the_end_of_a_state_lacks_no_fact(effect):
    """Nor where the date of birth is missing, too: whatever it is, there is no day yet."""
    waits = {"toll": {"in": "custody", "effect": effect}, "length": [{"lasts": "9 years", "under_18": "5 years"}]}
    small = book({"one_per": "offender", "anchor": {"span_end": "span"}}, span=[SPAN | waits])
    held = states(s="2021-01-01")
    assert anchors(small, "2023-06-30", registrations=REGISTERED, statuses=held) == []


def test_span_end_of_several_spans_of_one_name_names_what_each_lacks():
    of_orders = {"id": "others", "one_per": "order", "start": {"field": "made_on"}, "part_of": "all"}
    spans = [
        SPAN | {"length": OF_A_FINE, "part_of": "all"},
        SPAN | of_orders | {"length": [{"lasts": "while the order lasts"}]},
    ]
    small = book({"one_per": "offender", "anchor": {"span_end": "all"}}, span=spans)
    found = judged(small, "2023-06-30", registrations=REGISTERED, orders=[{"id": "o", "made_on": "2020-01-01"}])
    assert shown(found, "status", "lacking") == [("unknown", ("registrations.disposal", "orders.ends_on"))]


def test_a_countdown_to_a_date_that_waits_for_the_end_of_a_state_speaks_when_that_is_known():
    waits = {"in": "custody", "effect": "later of due and", "due": "10 days after end"}
    base = {"id": "base", "suspended": waits}
    countdown = {"id": "r", "one_per": "offender", "anchor": {"due_of": "base"}, "cadence": "countdown"}
    small = book(base, countdown | {"leads": ["7 days"], "regime": None})
    for until, dues in (("2026-01-03", []), ("2026-01-03/2026-01-20", ["2026-01-23"])):
        found = judged(small, "2026-01-05", events=events(k="2026-01-01"), statuses=states(s=until))
        assert shown(found, "due") == dues


def test_a_countdown_to_a_date_that_the_fact_does_not_give_is_unknown():
    rule = {"one_per": "trip", "anchor": {"field": "due_back_on"}, "cadence": "countdown", "leads": ["7 days"]}
    found = judged(rule | {"regime": None}, "2026-06-30", trips=[{"id": "t", "departs_on": "2026-01-01"}])
    assert shown(found, "status", "lacking") == [("unknown", ("trips.due_back_on",))]


def test_span_end_is_the_latest_too_where_the_duty_hangs_on_a_fact_that_has_no_extent():
    """A decision has none: "not before the minimum is over" would be passed over without a word."""
    rule = {"one_per": {"each": "decision"}, "anchor": {"later_of": ["start", {"span_end": "span"}]}}
    small = book(rule, span=[SPAN | {"length": [{"lasts": "2 years"}]}])
    decision = {"id": "d1", "kind": "indefinite_review", "on": "2021-05-05", "outcome": "continue"}
    assert anchors(small, "2023-06-30", registrations=REGISTERED, decisions=[decision]) == [
        ("d1", "2022-12-31", "d1"),
    ]


def test_span_end_is_the_latest_too_where_another_field_or_another_event_names_what_it_hangs_on():
    """An address is known by its own id, and what met another duty by that event's: neither is an extent."""
    span = [SPAN | {"length": [{"lasts": "2 years"}]}]
    facts = {"registrations": REGISTERED, "addresses": [{"id": "a1", "address_id": "h1", "from": "2021-05-05"}]}
    by_field = {"one_per": {"each": "address", "key": "address_id"}, "anchor": {"span_end": "span"}}
    assert anchors(book(by_field, span=span), "2023-06-30", **facts) == [("h1", "2022-12-31", "h1")]
    base = {"id": "base", "one_per": "offender", "anchor": {"first": "event.k"}, "met_by": "event.done"}
    met = {"id": "r", "one_per": {"occurrence_of": "base", "outcome": "met"}, "anchor": {"span_end": "span"}}
    done = [*events(k="2021-05-01"), *events("done", d="2021-05-02")]
    assert anchors(book(base, met, span=span), "2021-06-30", events=done, **facts) == [("x1", "2022-12-31", "x1")]


def test_span_end_of_an_occurrence_is_that_of_the_fact_which_a_field_names():
    span = [SPAN | {"length": [{"lasts": "2 years"}]}]
    each = {"each": "decision", "key": "for"}
    base = {"id": "base", "one_per": each, "anchor": {"span_end": "span"}}
    due = {"id": "r", "one_per": {"occurrence_of": "base", "outcome": "due"}, "anchor": {"span_end": "span"}}
    decision = {"id": "d1", "kind": "indefinite_review", "on": "2021-05-05", "outcome": "continue", "for": "g1"}
    assert anchors(book(base, due, span=span), "2021-06-30", registrations=REGISTERED, decisions=[decision]) == [
        ("g1", "2022-02-28", "g1"),
    ]


def test_span_end_of_a_fact_of_the_spans_kind_is_its_own_alone():
    rule = {"one_per": {"each": "registration"}, "anchor": {"span_end": "span"}}
    lengths = [{"when": {"disposal": "fine"}, "lasts": "not at all"}, {"lasts": "2 years"}]
    small = book(rule, span=[SPAN | {"length": lengths}])
    fined = {"id": "g0", "convicted_on": "2020-05-05", "disposal": "fine"}
    assert anchors(small, "2023-06-30", registrations=[*REGISTERED, fined]) == [
        ("g1", "2022-02-28", "g1"),
        ("g2", "2022-12-31", "g2"),
    ]


def test_an_extent_that_is_cut_before_it_begins_ends_on_no_day():
    rule = {"one_per": "offender", "anchor": {"span_end": "span"}}
    small = book(rule, span=[SPAN | {"cut_by": ["ended_on"], "length": [{"lasts": "2 years"}]}])
    cut = {"id": "g0", "convicted_on": "2023-06-02", "ended_on": "2023-06-01"}
    assert anchors(small, "2023-06-30", registrations=[*REGISTERED, cut]) == [("x1", "2022-12-31", "x1")]
    assert anchors(small, "2023-06-30", registrations=[cut]) == []
    on_its_day = cut | {"ended_on": "2023-06-02"}
    assert anchors(small, "2023-06-30", registrations=[on_its_day]) == [("x1", "2023-06-02", "x1")]


def test_due_of_is_the_latest_due_of_another_rules_occurrences_that_belong_to_the_case():
    base = {"id": "base", "one_per": "notification", "part_of": "shown"}
    rule = {"one_per": "trip", "anchor": {"due_of": "shown", "match": {"for": "id"}}}
    small = book(rule, base)
    facts = {
        "trips": [{"id": "t1", "departs_on": "2026-01-01"}, {"id": "t2", "departs_on": "2026-01-02"}],
        "notifications": [
            {"id": "n1", "kind": "s86_departure", "on": "2026-02-01", "for": "t1"},
            {"id": "n2", "kind": "s86_departure", "on": "2026-02-05", "for": "t1"},
            {"id": "n3", "kind": "s86_departure", "on": "2026-02-09", "for": "t3"},
        ],
    }
    assert anchors(small, **facts) == [("t1", "2026-02-15", "n2")]


def test_due_of_passes_over_what_is_not_required_and_what_has_no_due():
    base = {"id": "base", "gate": {"fact": {"at": "set"}}}
    rule = {"one_per": "offender", "anchor": {"due_of": "base"}}
    late = events(a="2026-01-01T10:00") + events(b="2026-01-09")
    assert anchors(book(base, rule | {"id": "r"}), events=late) == [("x1", "2026-01-11", "a")]
    days = base | {"regime": [{"within": "1 working day"}]}
    outside = book(days, rule | {"id": "r"}, calendar=JANUARY)
    assert anchors(outside, events=events(a="2026-02-01T10:00")) == []


def test_due_of_is_judged_after_the_rule_it_reads_wherever_it_stands():
    base = {"id": "base"}
    through_else = {
        "one_per": "offender",
        "anchor": {"first": "event.never", "else": {"due_of": "r"}},
        "id": "third",
    }
    small = book({"one_per": "offender", "anchor": {"due_of": "base"}}, through_else, base)
    found = judged(small, "2026-06-30", events=events(a="2026-01-01"))
    assert shown(found, "due") == ["2026-01-21"]
    assert shown(found, "due", rule="third") == ["2026-01-31"]
    assert [row.rule for row in found.all_obligations] == ["base", "r", "third"]


def test_later_of_and_earlier_of_choose_among_what_is_found():
    ways = ["event.k", "event.other"]
    later = {"one_per": "offender", "anchor": {"later_of": ways}}
    earlier = {"one_per": "offender", "anchor": {"earlier_of": ways}}
    both = events(a="2026-01-01") + events("other", o="2026-01-05")
    assert anchors(later, events=both) == [("x1", "2026-01-05", "o")]
    assert anchors(earlier, events=both) == [("x1", "2026-01-01", "a")]
    assert anchors(later, events=both[:1]) == [("x1", "2026-01-01", "a")]
    assert anchors(earlier, events=both[1:]) == [("x1", "2026-01-05", "o")]
    assert anchors(later) == anchors(earlier) == []


def test_release_after_is_the_latest_end_of_a_state_in_which_a_date_of_the_fact_lies():
    rule = {
        "one_per": "registration",
        "anchor": {"release_after": ["convicted_on", "sentenced_on", "in custody", "in hospital"]},
    }
    fact = [{"id": "g1", "convicted_on": "2026-01-01", "sentenced_on": "2026-02-01"}]
    kept = states(s1="2026-01-01/2026-01-20", s2="2026-01-25/2026-03-01")
    assert anchors(rule, registrations=fact, statuses=kept) == [("g1", "2026-03-01", "g1")]
    assert anchors(rule, registrations=fact, statuses=kept[:1]) == [("g1", "2026-01-20", "g1")]
    hospital = states("hospital", h="2026-01-30/2026-04-01")
    assert anchors(rule, registrations=fact, statuses=kept + hospital) == [("g1", "2026-04-01", "g1")]


def test_release_after_is_the_start_of_the_case_where_no_date_lies_in_a_state():
    rule = {"one_per": "registration", "anchor": {"release_after": ["sentenced_on", "in custody"]}}
    fact = {"id": "g1", "convicted_on": "2026-01-01"}
    kept = states(s1="2026-01-10/2026-02-01")
    assert anchors(rule, registrations=[fact], statuses=kept) == [("g1", "2026-01-01", "g1")]
    # On the day of release the state no longer holds.
    freed = fact | {"sentenced_on": "2026-02-01"}
    assert anchors(rule, registrations=[freed], statuses=kept) == [("g1", "2026-01-01", "g1")]


def test_a_release_before_the_case_is_not_what_is_counted_from():
    rule = {
        "one_per": {"each": {"of": "registration", "at": "sentenced_on"}},
        "anchor": {"release_after": ["convicted_on", "sentenced_on", "in custody"]},
    }
    fact = [{"id": "g1", "convicted_on": "2026-01-01", "sentenced_on": "2026-03-01"}]
    assert anchors(rule, registrations=fact, statuses=states(s1="2026-01-01/2026-02-01")) == [
        ("g1", "2026-03-01", "g1")
    ]


def test_release_after_is_none_while_the_state_has_no_end():
    rule = {"one_per": "registration", "anchor": {"release_after": ["convicted_on", "in custody"]}}
    fact = [{"id": "g1", "convicted_on": "2026-01-01"}]
    assert anchors(rule, registrations=fact, statuses=states(s1="2026-01-01")) == []


def test_an_offset_moves_the_anchor_by_months_and_days():
    rule = {"one_per": "offender", "anchor": {"first": "event.k", "offset": "1 month 2 days"}}
    assert anchors(rule, events=events(a="2026-01-31")) == [("x1", "2026-03-02", "a")]
    assert anchors(rule) == []


def test_what_is_moved_by_an_offset_keeps_its_time_of_day():
    hours = [{"within": "2 hours", "from": "moment", "clock": "wall"}]
    rule = {"anchor": {"start": True, "offset": "7 days"}, "regime": hours, "met_by": "event.done"}
    for met_at, status in (("11:30", "met"), ("11:31", "met_late")):
        facts = events(k="2026-01-01T09:30") + events("done", d=f"2026-01-08T{met_at}")
        assert shown(judged(rule, "2026-02-01", events=facts), "status", "due") == [(status, "2026-01-08")]


def test_an_offset_moves_the_cautious_day_too():
    rule = {
        "one_per": "offender",
        "anchor": {"first": "event.k", "offset": "5 days"},
        "cautious": {"counting": "beginning with"},
    }
    found = judged(rule, "2026-01-01", events=events(a="2026-01-01"))
    assert shown(found, "due", "cautious_due") == [("2026-01-16", "2026-01-15")]


def test_the_anchor_of_a_case_that_hangs_on_no_event_is_its_first_day():
    small = book({"one_per": "offender", "while": {"span": ["span"], "at_end": "lapse"}}, span=[SPAN])
    assert anchors(small, registrations=REGISTERED[:1]) == [("x1", "2020-02-29", "")]


def test_working_days_need_a_calendar_that_reaches():
    small = book({"regime": [{"within": "1 working day"}]}, calendar=JANUARY)
    assert shown(judged(small, "2026-01-03", events=events(a="2026-01-02")), "due") == ["2026-01-05"]


def test_what_a_case_of_a_span_lacks_has_the_name_of_its_array_or_none():
    small = book({"one_per": {"span": "span"}, "anchor": {"field": "ended_on"}}, span=[SPAN])
    found = judged(small, "2022-01-01", registrations=[{"id": "g1", "convicted_on": "2020-02-29"}])
    assert shown(found, "lacking") == [("registrations.ended_on",)]


def test_what_hangs_on_no_event_may_go_on_from_before_its_case():
    asked = []

    def find(tl, case):
        asked.append(case.start)

    assert in_case_or_before(find, None, Case("x1", None, 5, 9)) is None
    assert asked == [5, 0]
    asked.clear()
    assert in_case_or_before(find, None, Case("e", happened(5, -1, "e", None), 5, 9)) is None
    assert asked == [5]


def test_after_a_run_without_a_known_end_there_is_no_gap():
    rule = {"one_per": {"gap_of": "custody"}, "anchor": {"birthday": 18}}
    facts = {"born_on": "2008-01-05", "statuses": states(a="2026-01-05/2026-01-10", b="2026-02-01")}
    assert shown(judged(rule, "2026-03-01", **facts), "anchor") == ["2026-01-05"] * 2
