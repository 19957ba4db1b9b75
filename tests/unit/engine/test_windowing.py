"""The time in which the cases of a duty can fall due, and what a state ends, interrupts or finds ahead."""

import pytest

from tests.unit.engine.books import SPAN, book, events, judged, rolling, shown, stands, states


@pytest.mark.parametrize("resumes", [{}, {"resumes": True}])
def test_without_an_event_there_is_no_case(resumes):
    rule = {"while": {"not_in": ["custody"], "at_end": "lapse"} | resumes}
    assert stands(judged(rule, "2026-04-01", events=events("other", o="2026-01-05"))) == []


# ── what lay ahead when a state began ─────────────────────────────────────────────────────────────────────────────

AHEAD = {
    "one_per": "trip",
    "anchor": {"field": "departs_on"},
    "while": {"span": ["span"], "not_in": ["deceased"], "at_end": "lapse"},
    "regime": [{"before": "7 days"}],
}
TRIP = {"id": "t", "known_on": "2026-01-02", "departs_on": "2026-01-20"}


def ahead(as_of, *trips, rule=AHEAD, dead="2026-01-15", span=SPAN, **facts):
    registrations = [{"id": "g", "convicted_on": "2021-01-25"}]
    facts = {"registrations": registrations, "statuses": states("deceased", d=dead), "trips": trips} | facts
    return shown(judged(book(rule, span=[span]), as_of, **facts), "key", "status", "days_late")


def test_what_was_due_before_an_event_that_lay_ahead_of_an_end_is_missed_on_that_day():
    assert ahead("2026-01-14", TRIP) == [("t", "overdue", 1)]
    assert ahead("2026-01-15", TRIP) == ahead("2026-06-30", TRIP) == [("t", "missed", 2)]
    # On the very day of the event, too.
    assert ahead("2026-01-20", TRIP, dead="2026-01-20") == [("t", "missed", 7)]
    # Of several states one is enough.
    either = AHEAD | {"while": AHEAD["while"] | {"not_in": ["custody", "deceased"]}}
    assert ahead("2026-01-15", TRIP, rule=either) == [("t", "missed", 2)]


def test_what_was_not_due_yet_when_a_state_began_lapses():
    assert ahead("2026-01-15", TRIP | {"departs_on": "2026-01-22"}) == [("t", "lapsed", 0)]
    assert ahead("2026-01-15", TRIP | {"departs_on": "2026-01-23"}) == [("t", "lapsed", 0)]


def test_what_was_not_known_when_a_state_began_is_no_case_unless_it_falls_due_before_and_nothing_says_when():
    assert ahead("2026-01-25", TRIP | {"known_on": "2026-01-15"}) == []
    assert ahead("2026-01-25", TRIP | {"known_on": None}) == [("t", "missed", 2)]
    after = AHEAD | {"regime": [{"within": "7 days"}]}
    assert ahead("2026-01-25", TRIP, rule=after) == [("t", "lapsed", 0)]
    assert ahead("2026-01-25", TRIP | {"known_on": None}, rule=after) == []


def test_a_countdown_to_a_day_that_lay_ahead_when_a_state_began_is_seen_as_well():
    down = AHEAD | {"cadence": "countdown", "leads": ["3 days", "8 days"], "regime": None}
    trip = TRIP | {"known_on": None}
    assert ahead("2026-01-15", trip, rule=down) == [("t", "missed", 3), ("t", "lapsed", 0)]


def test_an_event_after_the_end_of_the_span_is_no_case_of_it():
    """Whoever is free by the day of the event has nothing to do before it."""
    assert ahead("2026-01-26", TRIP | {"departs_on": "2026-01-25"}, dead="2026-01-24") == []
    late = {"id": "late", "known_on": "2026-01-02", "departs_on": "2026-01-24"}
    assert ahead("2026-01-26", TRIP, late, dead="2026-01-23") == [("t", "missed", 10), ("late", "missed", 6)]


def test_an_event_in_a_window_that_follows_belongs_to_that_one():
    away = states("deceased", d="2026-01-15/2026-01-18")
    assert ahead("2026-01-22", TRIP, statuses=away) == [("t", "overdue", 9)]
    # Nor does what lies in a state belong to a window of another time of the span.
    both = [{"id": "g", "convicted_on": "2015-01-01"}, {"id": "h", "convicted_on": "2026-01-16"}]
    assert ahead("2026-01-22", TRIP, registrations=both, statuses=states("deceased", d="2026-01-16")) == []


def test_what_is_made_out_of_others_or_begins_at_the_end_of_a_state_was_not_there():
    for each in ("end.custody", "again"):
        rule = AHEAD | {"one_per": {"each": each}, "anchor": "start"}
        derive = [{"id": "again", "kind": "count", "of": "event.k", "reach": 1, "source": "s"}]
        facts = {
            "registrations": [{"id": "g", "convicted_on": "2022-01-01"}],
            "events": events(a="2026-01-20"),
            "statuses": [*states("deceased", d="2026-01-15"), *states(c="2026-01-01/2026-01-20")],
        }
        assert shown(judged(book(rule, span=[SPAN], derive=derive), "2026-01-25", **facts), "key") == []


def test_a_defined_event_is_that_of_its_facts_and_a_span_that_begins_takes_its_events():
    rule = AHEAD | {"one_per": {"each": "known"}}
    small = {
        "span": [SPAN, SPAN | {"id": "other", "start": {"field": "sentenced_on"}}],
        "define": {"known": {"of": "trip"}},
    }
    facts = {
        "registrations": [{"id": "g", "convicted_on": "2022-01-01", "sentenced_on": "2026-01-15"}],
        "trips": [TRIP],
    }
    dead = judged(book(rule, **small), "2026-01-25", statuses=states("deceased", d="2026-01-15"), **facts)
    assert shown(dead, "status") == ["missed"]
    other = rule | {"while": {"span": ["span"], "not_in": ["other", "deceased"], "at_end": "lapse"}}
    assert shown(judged(book(other, **small), "2026-01-25", **facts), "status") == []


def test_what_goes_on_after_a_state_was_seen_in_it_as_well():
    goes_on = AHEAD | {"while": {"span": ["span"], "not_in": ["deceased"], "at_end": "lapse", "resumes": True}}
    away = {"statuses": states("deceased", d="2026-01-15/2026-02-10")}
    span = SPAN | {"length": [{"lasts": "10 years"}]}
    assert ahead("2026-02-01", TRIP, rule=goes_on, span=span, **away) == [("t", "missed", 2)]
    assert ahead("2026-02-10", TRIP, rule=goes_on, span=span, **away) == [("t", "overdue", 28)]


# ── what a state ends for good, and what it does not ────────────────────────────────────────────────────────────

OTHER = SPAN | {
    "id": "other",
    "start": {"field": "sentenced_on"},
    "length": [{"lasts": "1 month"}],
    "one_per": {"each": {"of": "registration", "at": ["sentenced_on"]}},
}
# Held from 1 January 2026 on; the other span takes February.
BOTH = [{"id": "g", "convicted_on": "2026-01-01", "sentenced_on": "2026-02-01"}]
NOT_IN_THE_OTHER = {"span": ["span"], "not_in": ["other", "transferred_out"], "at_end": "lapse"}


@pytest.mark.parametrize(("on", "found"), [("2026-01-25", ["lapsed"]), ("2026-02-10", []), ("2026-03-05", ["overdue"])])
def test_a_span_that_another_duty_goes_by_ends_what_goes_on_for_good(on, found):
    rule = {"while": NOT_IN_THE_OTHER | {"resumes": True}}
    small = book(rule, span=[SPAN, OTHER])
    back = judged(small, "2026-04-01", registrations=BOTH, events=events(k=on))
    assert shown(back, "status") == found


@pytest.mark.parametrize(
    ("on", "found"),
    [
        ("2026-01-14", [("lapsed", "2026-01-24")]),
        # On its first day a state holds already, and a duty of which the day lies in it is none.
        ("2026-01-15", []),
        # On the day of its end it holds no longer, and a duty that lies ahead may be of that day.
        ("2026-02-10", [("upcoming", "2026-02-20")]),
    ],
)
def test_what_goes_on_after_a_state_has_its_day_outside_it(on, found):
    rule = {"while": {"not_in": ["custody"], "at_end": "lapse", "resumes": True}}
    held = states(c="2026-01-15/2026-02-10")
    assert stands(judged(rule, "2026-01-31", statuses=held, events=events(k=on))) == found


@pytest.mark.parametrize(("kind", "first"), [("custody", "lapsed"), ("hospital", "missed")])
def test_a_case_that_the_next_event_ends_lies_in_the_window_of_its_own(kind, first):
    rule = {"one_per": {"each": "event.k", "until_next": True}, "while": {"not_in": ["custody"], "at_end": "lapse"}}
    held = states(kind, s="2026-01-05/2026-02-10")
    found = judged(rule, "2026-02-15", statuses=held, events=events(k="2026-01-02", then="2026-02-12"))
    assert stands(found) == [(first, "2026-01-12"), ("open", "2026-02-22")]


def test_a_window_that_begins_when_a_case_has_ended_is_none_of_it():
    """The next event, which ends the case of the first, comes on the day on which the state ends."""
    each = {"each": "event.k", "until_next": True}
    rule = {"one_per": each, "while": {"not_in": ["custody"], "at_end": "lapse", "resumes": True}}
    facts = {"statuses": states(c="2026-01-05/2026-02-10"), "events": events(k="2026-01-02", then="2026-02-10")}
    assert stands(judged(rule, "2026-02-15", **facts)) == [("lapsed", "2026-01-12"), ("open", "2026-02-20")]


def test_a_chain_of_an_extent_goes_on_across_gaps_and_leaves_what_lay_in_them():
    """What fell due while another duty governed is that one's; the next runs from what was done in that time."""
    rule = rolling(
        one_per={"span": "span"},
        anchor={"last": "event.done", "across_gaps": True},
        regime=[{"every": "20 days"}],
        **{"while": NOT_IN_THE_OTHER},
    )
    small = book(rule, span=[SPAN, OTHER])

    def found(as_of, statuses=(), **days):
        facts = {"registrations": BOTH, "events": events("done", **days), "statuses": statuses}
        return stands(judged(small, as_of, **facts))

    first = [("met", "2026-01-25"), ("lapsed", "2026-02-09")]
    assert found("2026-02-20", a="2026-01-05", b="2026-01-20") == first
    assert found("2026-03-12", a="2026-01-05", b="2026-01-20", c="2026-02-20") == [*first, ("open", "2026-03-12")]
    # Nothing was done in that time: it is the same that is asked for again.
    assert found("2026-03-12", a="2026-01-05", b="2026-01-20") == [first[0], ("overdue", "2026-02-09")]
    late = found("2026-03-12", a="2026-01-05", b="2026-01-20", c="2026-03-02")
    assert late == [first[0], ("met_late", "2026-02-09"), ("open", "2026-03-22")]
    away = states("transferred_out", t="2026-01-10/2026-01-15")
    assert found("2026-01-30", statuses=away, a="2026-01-05") == [("overdue", "2026-01-25")]
    assert found("2026-01-12", statuses=away, a="2026-01-05") == [("lapsed", "2026-01-25")]


def test_a_chain_of_an_extent_does_not_begin_before_it():
    rule = rolling(
        one_per={"span": "span"},
        anchor={"last": "event.done", "across_gaps": True},
        **{"while": NOT_IN_THE_OTHER},
    )
    two = [{"id": "g", "convicted_on": "2026-01-01"}, {"id": "h", "convicted_on": "2026-01-10"}]
    away = states("transferred_out", t="2026-01-12/2026-01-15")
    for done, keys in (("2026-01-05", ["g"]), ("2026-01-11", ["g", "h"])):
        facts = {"registrations": two, "events": events("done", a=done), "statuses": away}
        assert shown(judged(book(rule, span=[SPAN, OTHER]), "2026-01-16", **facts), "key") == keys


# ── what lay ahead when a span ended before its time ──────────────────────────────────────────────────────────────

CUT = SPAN | {"cut_by": ["ended_on"]}


def cut_short(as_of, *trips, ended="2026-01-14", more=(), statuses=(), **rule):
    registrations = [{"id": "g", "convicted_on": "2021-01-25", "ended_on": ended}, *more]
    return ahead(as_of, *trips, rule=AHEAD | rule, span=CUT, registrations=registrations, statuses=statuses)


@pytest.mark.parametrize("resumes", [False, True])
def test_what_was_due_before_an_event_that_lay_ahead_of_an_early_end_is_missed_once_it_has_come(resumes):
    rule = {"while": AHEAD["while"] | {"resumes": resumes}}
    assert cut_short("2026-01-14", TRIP, **rule) == [("t", "overdue", 1)]
    assert cut_short("2026-01-15", TRIP, **rule) == cut_short("2026-06-30", TRIP, **rule) == [("t", "missed", 2)]


def test_what_was_not_due_yet_at_an_early_end_lapses_and_what_was_not_known_is_no_case():
    assert cut_short("2026-01-20", TRIP | {"departs_on": "2026-01-22"}) == [("t", "lapsed", 0)]
    assert cut_short("2026-01-20", TRIP | {"known_on": "2026-01-15"}) == []
    assert cut_short("2026-01-20", TRIP | {"known_on": None}) == []


def test_of_what_falls_due_after_an_event_that_lay_ahead_of_an_early_end_nothing_is_seen():
    assert cut_short("2026-01-20", TRIP, regime=[{"within": "7 days"}]) == []


def test_an_end_that_was_known_all_along_leaves_nothing_of_what_comes_after_it():
    """By the length of the span, alone or beside another that ended early."""
    assert cut_short("2026-01-26", TRIP | {"departs_on": "2026-01-25"}, ended="2026-01-24") == []
    beside = [{"id": "h", "convicted_on": "2021-01-15"}]
    assert cut_short("2026-01-20", TRIP, more=beside) == []


def test_an_early_end_ends_nothing_while_another_keeps_the_span():
    beside = [{"id": "h", "convicted_on": "2021-01-21"}]
    assert cut_short("2026-01-15", TRIP, more=beside) == [("t", "overdue", 2)]
    later = [{"id": "h", "convicted_on": "2026-01-18"}]
    assert cut_short("2026-01-15", TRIP, more=later) == [("t", "overdue", 2)]
    # It is then of the other alone, from whose first day on a state leaves no time for it.
    at_once = [{"id": "h", "convicted_on": TRIP["departs_on"]}]
    assert cut_short("2026-01-20", TRIP, more=at_once, statuses=states("deceased", d=TRIP["departs_on"])) == []


def test_a_state_that_began_before_an_early_end_ended_it_first():
    assert cut_short("2026-01-20", TRIP, statuses=states("deceased", d="2026-01-14")) == [("t", "missed", 1)]
