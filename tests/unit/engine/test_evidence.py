"""What meets a duty, what makes it void, and what never counts twice."""

import attrs
import pytest

from supervise.engine.evidence import own_days
from supervise.rules.conditions import Select, Where
from supervise.rules.evidence import Evidence
from supervise.rules.field_tests import FieldTest
from tests.unit.engine.books import ROLLING, book, events, judged, levels, rolling, shown, states

DUE = "2026-01-15"  # ten days after the fifth


def met(met_by, *facts, on="2026-01-05", as_of="2026-06-30", rule=None, **more):
    """Return what meets a duty of 5 January, given events of kind done."""
    found = judged(
        {"met_by": met_by} | (rule or {}),
        as_of,
        events=events(k=on) + [fact for each in facts for fact in each],
        **more,
    )
    return shown(found, "met_by")


def done(**days):
    return events("done", **days)


def test_the_first_event_on_or_after_the_anchor_meets_it():
    assert met("event.done", done(a="2026-01-04", c="2026-01-06", b="2026-01-07")) == [("c",)]
    assert met("event.done", done(a="2026-01-05")) == [("a",)]
    assert met("event.done", done(a="2026-01-04")) == [()]
    assert met("event.done") == [()]


def test_what_lies_ahead_has_not_met_it():
    assert met("event.done", done(a="2026-01-07"), as_of="2026-01-06") == [()]
    assert met("event.done", done(a="2026-01-07"), as_of="2026-01-07") == [("a",)]


def test_the_anchor_itself_does_not_meet_it():
    assert met("event", done(a="2026-01-07")) == [("a",)]


def test_of_several_ways_the_earliest_event_counts():
    ways = ["event.done", "event.other"]
    assert met(ways, done(a="2026-01-07"), events("other", o="2026-01-06")) == [("o",)]
    assert met(ways, done(a="2026-01-06T10:00"), events("other", o="2026-01-06T09:00")) == [("o",)]
    assert met(ways, done(a="2026-01-07")) == [("a",)]
    assert met(ways) == [()]


def test_define_names_a_selection_and_where_narrows_it():
    rule = {"met_by": {"define": "good", "where": {"at": "set"}}}
    small = book(rule, define={"good": {"of": "event.done", "where": {"id": ["a", "b"]}}})
    facts = events(k="2026-01-05") + done(c="2026-01-05T10:00", a="2026-01-06", b="2026-01-07T10:00")
    assert shown(judged(small, "2026-06-30", events=facts), "met_by") == [("b",)]


def test_match_asks_for_agreement_where_both_give_the_field():
    rule = {"one_per": "trip", "met_by": {"any": "notification", "match": {"for": "id"}}}
    trips = [{"id": "t1", "departs_on": "2026-01-05"}]
    notices = [
        {"id": "n1", "kind": "s86_return", "on": "2026-01-06", "for": "t2"},
        {"id": "n2", "kind": "s86_return", "on": "2026-01-07"},
        {"id": "n3", "kind": "s86_return", "on": "2026-01-08", "for": "t1"},
    ]
    found = judged(rule, "2026-06-30", trips=trips, notifications=notices)
    assert shown(found, "met_by") == [("n2",)]


def test_match_where_the_case_hangs_on_no_event_asks_nothing():
    # A rule of the offender may not read a fact; a case of an event does.
    rule = {"met_by": {"any": "event.done", "match": {"for": "id"}}}
    mine = [
        {"id": "d1", "kind": "done", "on": "2026-01-06", "for": "x"},
        {"id": "d2", "kind": "done", "on": "2026-01-07", "for": "k"},
    ]
    assert met(rule["met_by"], mine) == [("d2",)]


@pytest.mark.parametrize(
    ("on", "counts"),
    [("2026-01-02", False), ("2026-01-03", True), ("2026-01-05", True), ("2026-01-06", True), ("2026-01-07", False)],
)
def test_a_window_bounds_it_to_days_around_the_anchor(on, counts):
    way = {"any": "event.done", "window": [-2, 1], "since": "ever"}
    assert met(way, done(a=on)) == [("a",) if counts else ()]


def test_a_window_does_not_start_before_the_search_does():
    assert met({"any": "event.done", "window": [-2, 9]}, done(a="2026-01-04", b="2026-01-06")) == [("b",)]
    assert met({"any": "event.done", "window": [2, 9]}, done(a="2026-01-06", b="2026-01-07")) == [("b",)]


@pytest.mark.parametrize(
    ("expected_on", "counts"),
    [("2026-01-02", False), ("2026-01-03", True), ("2026-01-06", True), ("2026-01-07", False), (None, False)],
)
def test_around_asks_that_the_anchor_lies_near_a_date_of_the_event(expected_on, counts):
    # The change of 5 January was announced: from a day before the date expected to two days after it.
    rule = {
        "one_per": "change",
        "met_by": {
            "any": "notification.s84_advance",
            "since": "ever",
            "around": {"of": "notification", "field": "expected_on", "before": 1, "after": 2},
        },
    }
    notice = {"id": "n1", "kind": "s84_advance", "on": "2025-12-20"}
    if expected_on:
        notice["expected_on"] = expected_on
    changes = [{"id": "c1", "about": "name", "on": "2026-01-05"}]
    found = judged(rule, "2026-06-30", changes=changes, notifications=[notice])
    assert shown(found, "met_by") == [("n1",) if counts else ()]


# ── where the search starts ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("anchor", "found", "counts"),
    [
        ("2026-01-05", "2026-01-06", True),
        ("2026-01-05", "2026-01-04", False),
        ("2026-01-05T10:00", "2026-01-05T10:01", True),
        ("2026-01-05T10:00", "2026-01-05T09:59", False),
        # Where a time is missing, or they are the same, the ids decide: the anchor is k.
        ("2026-01-05T10:00", "2026-01-05T10:00", True),
        ("2026-01-05", "2026-01-05T09:00", True),
        ("2026-01-05T10:00", "2026-01-05", True),
    ],
)
def test_after_anchor_is_later_or_on_the_day_not_known_to_be_earlier(anchor, found, counts):
    way = {"any": "event.done", "since": "after anchor"}
    assert met(way, done(z=found), on=anchor) == [("z",) if counts else ()]


def test_after_anchor_with_a_smaller_id_and_no_time_or_the_same_is_taken_for_earlier():
    way = {"any": "event.done", "since": "after anchor"}
    assert met(way, done(a="2026-01-05"), on="2026-01-05") == [()]
    assert met(way, done(a="2026-01-05T10:00"), on="2026-01-05T10:00") == [()]
    assert met("event.done", done(a="2026-01-05"), on="2026-01-05") == [("a",)]


def test_ever_looks_at_everything_before():
    assert met({"any": "event.done", "since": "ever"}, done(a="2020-01-01")) == [("a",)]


def test_opens_starts_at_the_day_the_duty_opens():
    late = {"regime": [{"within": "10 days", "opens": {"within": "3 days"}}]}
    early = {"regime": [{"within": "10 days", "opens": {"before": "3 days"}}]}
    way = {"any": "event.done", "since": "opens"}
    assert met(way, done(a="2026-01-07", b="2026-01-08"), rule=late) == [("b",)]
    assert met(way, done(a="2026-01-01", b="2026-01-02"), rule=early) == [("b",)]
    assert met("event.done", done(a="2026-01-02", b="2026-01-07"), rule=early) == [("b",)]
    # What comes before its anchor and has no opening limit is looked for from the anchor on.
    before = {"regime": [{"before": "3 days"}]}
    assert met(way, done(a="2026-01-04", b="2026-01-05"), rule=before) == [("b",)]


def test_the_fact_starts_at_the_day_the_fact_itself_happened():
    rule = {"one_per": {"each": {"of": "notification", "at": ["expected_on"]}}, "anchor": {"field": "expected_on"}}
    notice = [{"id": "n", "kind": "s84_advance", "on": "2026-01-05", "expected_on": "2026-02-10"}]
    way = {"any": "event.done", "window": [-3650, -3], "since": "the fact"}
    for met_on, status in (("2026-01-04", "overdue"), ("2026-01-05", "met"), ("2026-02-07", "met")):
        facts = {"notifications": notice, "events": done(a=met_on)}
        assert shown(judged(rule | {"met_by": way}, "2026-06-30", **facts), "status") == [status]
        void = shown(judged(rule | {"void_by": way}, "2026-06-30", **facts), "status")
        assert void == ["overdue" if status == "overdue" else "not_required"]
    # A fact that gives no day of its own happened on the day that is counted from.
    ends = {"one_per": {"each": {"of": "order", "at": ["ends_on"]}}, "anchor": {"field": "ends_on"}}
    facts = {
        "orders": [{"id": "o", "kind": "shpo", "ends_on": "2026-01-05"}],
        "events": done(a="2026-01-04", b="2026-01-06"),
    }
    way = {"any": "event.done", "since": "the fact"}
    assert shown(judged(ends | {"met_by": way}, "2026-06-30", **facts), "met_by") == [("b",)]


def test_where_an_event_has_no_fact_the_search_starts_at_the_day_that_is_counted_from():
    way = {"any": "event.done", "since": "the fact"}
    adult = [{"id": "adult", "kind": "age", "reach": 18, "source": "s"}]
    facts = {"born_on": "2008-01-05", "events": done(a="2026-01-04", b="2026-01-06")}
    small = book({"one_per": "adult", "met_by": way}, derive=adult)
    assert shown(judged(small, "2026-06-30", **facts), "met_by") == [("b",)]


@pytest.mark.parametrize("anchor", [{"birthday": 18}, {"next_birthday": "event.k"}])
def test_an_age_reached_on_the_birthday_that_is_the_anchor_is_the_anchor_itself(anchor):
    ages = [
        {"id": name, "kind": "age", "reach": reach, "source": "s"} for name, reach in (("adult", 18), ("older", 19))
    ]
    small = book({"anchor": anchor, "met_by": {"any": ["adult", "older"]}}, derive=ages)
    facts = {"born_on": "2008-01-05", "events": events(k="2025-12-31")}
    assert shown(judged(small, "2026-06-30", **facts), "anchor", "met_by") == [("2026-01-05", ())]
    found = judged(small, "2027-06-30", **facts)
    assert shown(found, "met_on") == ["2027-01-05"]


def test_first_opens_starts_where_the_first_lead_of_a_countdown_opens():
    rule = {
        "one_per": {"each": {"of": "trip", "at": ["known_on"]}},
        "anchor": {"field": "departs_on"},
        "cadence": "countdown",
        "leads": ["30 days", "10 days"],
        "regime": [],
    }
    trips = [{"id": "t", "known_on": "2025-11-01", "departs_on": "2026-01-05"}]
    way = {"any": "event.done", "since": "first opens"}
    facts = {"trips": trips, "events": done(a="2025-12-05", b="2025-12-06")}
    # Thirty days before 5 January; one decision answers one, or both where it is shared.
    assert shown(judged(rule | {"met_by": way}, "2026-06-30", **facts), "met_by") == [("b",), ()]
    shared = rule | {"met_by": way | {"shared": True}}
    assert shown(judged(shared, "2026-06-30", **facts), "met_by") == [("b",), ("b",)]


@pytest.mark.parametrize(("gone", "status"), [("2025-12-05", "overdue"), ("2025-12-06", "not_required")])
def test_what_makes_a_lead_void_is_sought_from_the_first_lead_too(gone, status):
    rule = {"one_per": "event.k", "anchor": "start", "cadence": "countdown", "leads": ["30 days", "10 days"]}
    void = {"regime": [], "met_by": "event.done", "void_by": {"any": "event.gone", "since": "first opens"}}
    found = judged(rule | void, "2026-01-04", events=events(k="2026-01-05") + events("gone", g=gone))
    assert shown(found, "due", "status") == [("2025-12-06", status), ("2025-12-26", status)]


@pytest.mark.parametrize(("gone", "status"), [("2025-12-25", "overdue"), ("2025-12-26", "not_required")])
def test_of_what_has_no_leads_first_opens_is_its_opening(gone, status):
    rule = {"regime": [{"before": "2 days", "opens": {"before": "10 days"}}], "met_by": "event.done"}
    void = {"void_by": {"any": "event.gone", "since": "first opens"}}
    found = judged(rule | void, "2026-01-04", events=events(k="2026-01-05") + events("gone", g=gone))
    assert shown(found, "due", "status") == [("2026-01-03", status)]


# ── one event, one occurrence ───────────────────────────────────────────────────────────────────────────────────


def test_one_event_meets_no_two_occurrences_of_a_rule_unless_it_is_shared():
    facts = events(k1="2026-01-01", k2="2026-01-02") + done(a="2026-01-05")
    assert shown(judged({"met_by": "event.done"}, "2026-06-30", events=facts), "met_by") == [("a",), ()]
    shared = {"met_by": {"any": "event.done", "shared": True}}
    assert shown(judged(shared, "2026-06-30", events=facts), "met_by") == [("a",), ("a",)]


def test_one_event_may_meet_two_rules():
    small = book({"met_by": "event.done"}, {"met_by": "event.done"})
    found = judged(small, "2026-06-30", events=events(k="2026-01-01") + done(a="2026-01-05"))
    assert shown(found, "met_by") == shown(found, "met_by", rule="r1") == [("a",)]


def test_an_event_on_or_after_the_end_of_the_case_does_not_count():
    rule = {"one_per": {"run_of": "custody"}, "met_by": "event.done"}
    kept = states(s="2026-01-05/2026-01-08")
    assert shown(judged(rule, "2026-06-30", statuses=kept, events=done(a="2026-01-07")), "met_by") == [("a",)]
    assert shown(judged(rule, "2026-06-30", statuses=kept, events=done(a="2026-01-08")), "met_by") == [()]


def test_a_chain_never_uses_an_event_twice():
    facts = events(k="2026-01-01") + done(a="2026-01-05", b="2026-01-05", c="2026-01-09")
    assert shown(judged(rolling(), "2026-01-20", events=facts), "met_by") == [("a",), ("b",), ("c",), ()]


# ── dates of the fact, and states ───────────────────────────────────────────────────────────────────────────────


def test_own_reads_the_first_date_of_the_fact_that_has_come():
    rule = {
        "one_per": {"each": {"of": "transfer", "at": ["asked_on"]}},
        "met_by": {"own": ["accepted_on", "refused_on"]},
    }

    def of(as_of="2026-06-30", **fields):
        fact = {"id": "f1", "asked_on": "2026-01-05"} | fields
        return shown(judged(rule, as_of, transfers=[fact]), "met_by", "met_on")

    assert of() == [((), None)]
    assert of(refused_on="2026-01-08") == [(("f1",), "2026-01-08")]
    assert of(refused_on="2026-01-08", accepted_on="2026-01-09") == [(("f1",), "2026-01-09")]
    assert of("2026-01-07", refused_on="2026-01-08") == [((), None)]


def test_own_with_where_needs_the_tests_to_hold():
    rule = {
        "one_per": {"each": {"of": "transfer", "at": ["asked_on"]}},
        "met_by": {"own": ["accepted_on"], "where": {"to": "kent"}},
    }
    facts = [
        {"id": "f1", "asked_on": "2026-01-05", "accepted_on": "2026-01-06", "to": place} for place in ("kent", "essex")
    ]
    assert shown(judged(rule, "2026-06-30", transfers=facts[:1]), "met_by") == [("f1",)]
    assert shown(judged(rule, "2026-06-30", transfers=facts[1:]), "met_by") == [()]


def test_state_is_the_start_of_the_next_run_from_the_anchor_on():
    way = {"state": "manager.police"}
    managers = [
        {"id": "m1", "from": "2026-01-01", "until": "2026-01-02"},
        {"id": "m2", "from": "2026-01-06", "until": "2026-01-07"},
        {"id": "m3", "from": "2026-01-08"},
    ]
    assert met(way, managers=managers) == [("m2",)]
    assert met(way, managers=managers, on="2026-01-06") == [("m2",)]
    assert met(way, managers=managers, on="2026-01-09") == [()]


def test_if_tests_the_fact_the_duty_hangs_on():
    ways = [
        {"any": "event.done", "if": {"at": "set"}},
        {"any": "event.other", "if": {"at": "not set"}},
    ]
    facts = done(a="2026-01-06"), events("other", o="2026-01-07")
    assert met(ways, *facts, on="2026-01-05T10:00") == [("a",)]
    assert met(ways, *facts) == [("o",)]


# ── void ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_void_and_not_met_is_not_required():
    rule = {"met_by": "event.done", "void_by": "event.void"}
    facts = events(k="2026-01-05") + events("void", v="2026-01-20")
    assert shown(judged(rule, "2026-01-19", events=facts), "status") == ["overdue"]
    assert shown(judged(rule, "2026-01-20", events=facts), "status") == ["not_required"]
    assert shown(judged(rule, "2026-01-25", events=facts + done(a="2026-01-20")), "status") == ["met_late"]
    early = events(k="2026-01-05") + events("void", v="2026-01-04")
    assert shown(judged(rule, "2026-01-06", events=early), "status") == ["open"]


def test_what_comes_after_what_made_it_void_meets_it_no_more_and_is_left_for_another():
    rule = {"met_by": "event.done", "void_by": "event.void"}
    facts = events(k1="2026-01-05", k2="2026-02-05") + events("void", v="2026-01-20") + done(a="2026-02-07")
    assert shown(judged(rule, "2026-02-07", events=facts), "status", "met_by") == [
        ("not_required", ()),
        ("met", ("a",)),
    ]
    own = {"one_per": "visit", "met_by": {"own": ["signed_off_on"]}, "void_by": "event.void"}
    visits = [{"id": f"v{on}", "on": f"2026-01-0{on}", "signed_off_on": "2026-02-01"} for on in (1, 2)]
    found = judged(own, "2026-02-01", visits=visits, events=events("void", v="2026-01-20"))
    assert shown(found, "status") == ["not_required", "not_required"]


def test_in_a_chain_what_comes_after_what_made_it_void_meets_it_and_the_chain_goes_on():
    rule = ROLLING | {"void_by": "event.void"}
    facts = events(k="2026-01-05") + events("void", v="2026-01-07") + done(a="2026-01-09")
    assert shown(judged(rule, "2026-01-09", events=facts), "status") == ["met", "open"]


def test_one_event_may_void_several():
    rule = {"void_by": "event.void"}
    facts = events(k1="2026-01-01", k2="2026-01-02") + events("void", v="2026-01-05")
    assert shown(judged(rule, "2026-01-06", events=facts), "status") == ["not_required", "not_required"]


def test_a_date_of_the_fact_itself_counts_where_the_offender_is_as_asked_on_the_day_of_the_anchor():
    own = {"own": ["accepted_on"], "where": {"on_the_day": {"level": ["high"]}}}
    rule = {"one_per": {"each": {"of": "transfer", "at": ["asked_on"]}}, "met_by": own}
    facts = [{"id": "t", "asked_on": "2026-01-05", "accepted_on": "2026-01-07"}]
    for since, status in (("2026-01-05", "met"), ("2026-01-06", "overdue")):
        found = judged(rule, "2026-01-31", transfers=facts, levels=levels(high=since))
        assert shown(found, "status") == [status]


def test_only_where_nothing_else_may_meet_it_the_day_is_read_from_the_fact_alone():
    own = Evidence(own=("accepted_on",))
    assert own_days((own,)) is not None
    other = Evidence(any_=Select(of=("event.done",)))
    where = attrs.evolve(own, where=Where(fields={"to": FieldTest(given=True)}))
    assert [own_days(each) for each in ((), (own, own), (other,), (where,))] == [None] * 4


# ── one id in several arrays ────────────────────────────────────────────────────────────────────────────────────


def test_a_visit_with_the_id_of_what_its_duty_hangs_on_meets_it():
    visits = [{"id": "1", "on": "2026-01-01", "outcome": "seen"}]
    facts = {"events": [{"id": "1", "kind": "k", "on": "2026-01-01"}], "visits": visits}
    assert shown(judged({"met_by": "visit.seen"}, "2026-02-01", **facts), "status", "met_by") == [("met", ("1",))]


def test_two_facts_of_one_day_and_one_id_meet_two_duties():
    asked = [{"id": id_, "kind": "k", "on": "2026-01-01"} for id_ in ("1", "2")]
    visits = [{"id": "9", "on": "2026-01-03", "outcome": "seen"}]
    rule = {"met_by": ["visit.seen", "event.done"]}
    facts = {"events": [*asked, {"id": "9", "kind": "done", "on": "2026-01-03"}], "visits": visits}
    assert shown(judged(rule, "2026-02-01", **facts), "status") == ["met", "met"]
    assert shown(judged(rule, "2026-02-01", **facts | {"visits": []}), "status") == ["met", "overdue"]


def test_a_chain_goes_on_with_the_visit_that_has_the_id_of_what_began_it():
    facts = {"events": [{"id": "1", "kind": "k", "on": "2026-01-01"}]}
    made = [{"id": str(place), "on": f"2026-01-{place:02}", "outcome": "seen"} for place in (1, 5, 9, 13)]
    rule = rolling(anchor={"first": "event.k"}, met_by="visit.seen")
    assert shown(judged(rule, "2026-01-14", visits=made, **facts), "status") == ["met"] * 4 + ["open"]


def test_what_is_counted_from_a_meeting_is_not_met_by_it():
    base = {"id": "base", "one_per": "event.k", "met_by": "visit.seen"}
    follow = {"id": "r", "one_per": {"occurrence_of": "base", "outcome": "met"}, "met_by": "visit.seen"}
    facts = {"events": [{"id": "1", "kind": "k", "on": "2026-01-01"}]}
    made = [{"id": "1", "on": "2026-01-03", "outcome": "seen"}]
    assert shown(judged(book(base, follow), "2026-02-01", visits=made, **facts), "status") == ["overdue"]
    made.append({"id": "2", "on": "2026-01-03", "outcome": "seen"})
    assert shown(judged(book(base, follow), "2026-02-01", visits=made, **facts), "met_by") == [("2",)]
