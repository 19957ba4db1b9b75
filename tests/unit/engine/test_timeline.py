"""One offender's facts as sorted days: events, states, extents and values that change from day to day."""

import pytest

from supervise.engine.clock import FAR
from supervise.engine.happenings import Run
from supervise.engine.schedule import evaluate
from supervise.engine.timeline import Officer, Workforce, after, joined
from supervise.model import Offender
from tests.unit.engine.books import HEAD, SPAN, book, by_level, day, events, judged, levels, rolling, shown, states


def run(start, end, id_="a"):
    return Run(start, end, id_, None)


def test_a_workforce_knows_the_half_open_runs_of_training():
    known = Workforce({"o1": ((10, 20), (30, 40))})
    assert [known.is_trained("o1", each) for each in (9, 10, 19, 20, 30, 39, 40)] == [
        False,
        True,
        True,
        False,
        True,
        True,
        False,
    ]
    assert known.is_trained("o2", 15) is False


def test_the_day_after_a_last_day_and_after_no_known_end():
    assert after(10) == 11
    assert after(FAR - 1) == FAR
    assert after(FAR) == FAR


def test_runs_that_overlap_or_touch_are_one_named_by_the_first():
    assert joined([]) == []
    assert joined([run(1, 2)]) == [run(1, 2)]
    assert joined([run(5, 9, "b"), run(1, 5, "a")]) == [run(1, 9, "a")._replace(also=("b",))]
    assert joined([run(6, 9, "b"), run(1, 5, "a")]) == [run(1, 5, "a"), run(6, 9, "b")]
    assert joined([run(1, 9, "a"), run(2, 3, "b")]) == [run(1, 9, "a")]
    assert joined([run(1, 3, "b"), run(1, 4, "a")]) == [run(1, 4, "a")]


def test_events_of_a_day_stand_untimed_first_then_by_time_then_by_id():
    facts = events(
        b="2026-01-01T09:00",
        a="2026-01-01T09:00",
        z="2026-01-01T08:59",
        u="2026-01-01",
        early="2025-12-31T23:59",
    )
    assert shown(judged({}, "2026-06-30", events=facts), "key") == ["early", "u", "z", "a", "b"]


def test_a_fact_without_the_date_is_no_event():
    found = judged({}, "2026-06-30", events=[{"id": "a", "kind": "k"}])
    assert shown(found, "key") == []


def test_events_after_the_day_judged_have_not_happened_and_are_watched():
    rule = {"one_per": "offender", "anchor": "event.k"}
    facts = events(a="2026-01-10")
    before = judged(rule, "2026-01-09", events=facts)
    assert shown(before, "status") == []
    assert before.stable_until == day("2026-01-10")
    on = judged(rule, "2026-01-10", events=facts)
    assert shown(on, "status") == ["open"]
    # Open until the tenth day after it: overdue from the eleventh.
    assert on.stable_until == day("2026-01-21")


def test_a_state_that_has_not_begun_does_not_count_and_its_start_is_watched():
    rule = {"one_per": {"run_of": "custody"}}
    found = judged(rule, "2026-01-09", statuses=states(s="2026-01-10"))
    assert shown(found, "status") == []
    assert found.stable_until == day("2026-01-10")


def test_a_state_that_ends_on_its_first_day_never_held():
    found = judged({"one_per": {"run_of": "custody"}}, "2026-01-09", statuses=states(s="2026-01-05/2026-01-05"))
    assert shown(found, "status") == []


def test_windows_are_cut_out_of_the_spans_by_states():
    small = book(
        {"one_per": "offender", "while": {"span": ["span"], "not_in": ["custody", "hospital"], "at_end": "lapse"}},
        span=[SPAN | {"length": [{"lasts": "1 year"}]}],
    )
    facts = [{"id": "g1", "convicted_on": "2026-01-01"}, {"id": "g2", "convicted_on": "2026-06-01"}]
    kept = states(s="2026-03-01/2026-04-01") + states("hospital", h="2026-03-20/2026-05-01")
    found = judged(small, "2027-07-01", registrations=facts, statuses=kept)
    assert shown(found, "anchor", "status") == [("2026-01-01", "missed"), ("2026-05-01", "missed")]
    # Days late are counted up to the end of the window: 11 January to 1 March; 11 May 2026 to 1 June 2027.
    assert shown(found, "days_late") == [49, 386]
    open_ended = judged(small, "2026-04-30", registrations=facts[:1], statuses=states(s="2026-03-01"))
    assert shown(open_ended, "anchor") == ["2026-01-01"]


def test_a_window_without_a_known_end_stays_open():
    small = book(
        {"one_per": "offender", "while": {"span": ["span"], "at_end": "lapse"}},
        span=[SPAN | {"length": [{"lasts": "for life"}]}],
    )
    found = judged(small, "2027-07-01", registrations=[{"id": "g1", "convicted_on": "2026-01-01"}])
    assert shown(found, "status", "days_late") == [("overdue", 536)]


def test_the_level_of_a_day_is_the_last_set_by_id_on_one_day():
    found = judged({}, "2026-01-05", levels=levels(low="2026-01-01", high="2026-01-01", medium="2026-01-06"))
    timeline = found.timeline
    first = day("2026-01-01").toordinal()
    assert timeline.level_at(first - 1) is None
    # Their ids are l-high and l-low.
    assert timeline.level_at(first) == "low"
    # What begins later has not begun, and is watched.
    assert timeline.level_at(first + 9) == "low"
    assert found.stable_until == day("2026-01-06")


def test_a_level_that_the_scale_does_not_have_is_one_not_known():
    found = judged({}, "2026-01-05", levels=levels(low="2026-01-01", unheard_of="2026-01-03"))
    first = day("2026-01-01").toordinal()
    assert [found.timeline.level_at(first + each) for each in (1, 2)] == ["low", None]


def test_the_home_last_notified():
    notices = [
        {"id": "n1", "kind": "s83", "on": "2026-01-01", "home_kind": "place_found"},
        {"id": "n2", "kind": "s85a", "on": "2026-01-02", "home_kind": "sole_or_main"},
        {"id": "n3", "kind": "s84", "on": "2026-01-03"},
        {"id": "n4", "kind": "s85", "on": "2026-01-20", "home_kind": "sole_or_main"},
    ]
    addresses = [
        {"id": "h1", "kind": "main", "notified_on": "2026-01-04"},
        {"id": "h2", "kind": "other", "notified_on": "2026-01-05"},
        {"id": "h3", "kind": "place_found", "notified_on": "2026-01-06"},
        {"id": "h4", "kind": "main"},
    ]
    found = judged({}, "2026-01-10", notifications=notices, addresses=addresses)
    days, homes = found.timeline.track("home")
    assert [each - day("2026-01-01").toordinal() for each in days] == [0, 3, 5]
    assert homes == ["place_found", "sole_or_main", "place_found"]
    assert found.stable_until == day("2026-01-20")


def test_the_agency_of_the_lead_manager_who_began_last():
    managers = [
        {"id": "m1", "from": "2026-01-01", "agency": "probation"},
        {"id": "m2", "from": "2026-01-02", "agency": "health", "role": "second"},
        {"id": "m3", "from": "2026-01-03", "role": "lead"},
        {"id": "m4", "from": "2026-01-20", "agency": "youth"},
    ]
    found = judged({}, "2026-01-10", managers=managers)
    days, agencies = found.timeline.track("agency")
    assert [each - day("2026-01-01").toordinal() for each in days] == [0, 2]
    assert agencies == ["probation", "police"]
    assert found.stable_until == day("2026-01-20")


def test_while_the_police_lead_the_agency_that_mappa_names_has_the_case():
    managers = [
        {"id": "m1", "from": "2026-01-01", "agency": "police", "role": "lead"},
        {"id": "m2", "from": "2026-01-07", "agency": "youth", "role": "lead"},
    ]
    mappa = [
        {"id": "g1", "from": "2026-01-03", "until": "2026-01-05", "lead_agency": "probation"},
        {"id": "g2", "from": "2026-01-06", "until": "2026-01-12", "lead_agency": "health"},
        {"id": "g3", "from": "2026-01-04"},
        {"id": "g4", "from": "2026-01-20", "lead_agency": "health"},
    ]
    found = judged({}, "2026-01-10", managers=managers, mappa=mappa)
    days, agencies = found.timeline.track("agency")
    assert [each - day("2026-01-01").toordinal() for each in days] == [0, 2, 4, 5, 6]
    assert agencies == ["police", "probation", "police", "health", "youth"]
    assert found.stable_until == day("2026-01-12")


def test_the_agency_that_mappa_names_has_the_case_as_long_as_a_level_of_mappa_holds():
    """With `end_day` the last day of a level may still lie in it: that of the agency it names does so, too."""
    mappa = [{"id": "g", "from": "2026-01-03", "until": "2026-01-05", "level": 2, "lead_agency": "probation"}]
    still = HEAD["conventions"] | {"end_day": "still in the state"}
    rule = {"one_per": {"run_of": "mappa.2"}}
    for conventions, end in ((HEAD["conventions"], "2026-01-05"), (still, "2026-01-06")):
        timeline = judged(book(rule, conventions=conventions), "2026-01-10", mappa=mappa).timeline
        days, agencies = timeline.track("agency")
        assert (days[-1], agencies[-1]) == (day(end).toordinal(), "police")
        assert [each.end for each in timeline.runs("mappa.2")] == [days[-1]]


def test_who_holds_a_state_now_is_watched_until_its_end():
    found = judged({"one_per": {"run_of": "custody"}}, "2026-01-09", statuses=states(s="2026-01-05/2026-01-12"))
    timeline = found.timeline
    assert timeline.holding(timeline.runs("custody")).id == "s"
    assert timeline.clock.next_change == day("2026-01-12").toordinal()
    assert timeline.holding([run(1, 2)]) is None
    assert timeline.holding([run(1, FAR, "open")]).id == "open"


def test_only_the_latest_version_known_by_a_day_is_used():
    facts = [
        {"id": "a", "kind": "k", "on": "2026-01-01", "recorded_on": "2026-01-02"},
        {"id": "a", "kind": "k", "on": "2026-01-05", "recorded_on": "2026-01-10"},
    ]
    assert shown(judged({}, "2026-06-30", events=facts), "due") == ["2026-01-15"]
    assert shown(judged({}, "2026-06-30", known_at="2026-01-09", events=facts), "due") == ["2026-01-11"]
    assert shown(judged({}, "2026-06-30", known_at="2026-01-01", events=facts), "due") == []
    gone = [*facts, {"id": "a", "withdrawn": True, "recorded_on": "2026-01-20"}]
    assert shown(judged({}, "2026-06-30", events=gone), "due") == []


def test_a_workforce_of_whose_training_nothing_is_known_has_nobody_trained():
    assert Workforce(None).is_trained("o1", 15) is False


def test_of_an_officer_who_is_not_on_the_list_nothing_is_known():
    listed = Officer(team="t1")
    known = Workforce({}, {"o1": listed})
    assert known.officer("o1") is listed
    assert known.officer("o2") == Officer(team=None, supervisor=None, fte=None, absent=())
    assert Workforce({}).officer("o1") == Officer()


def test_a_workforce_is_itself_and_no_other_with_the_same_officers():
    """What is remembered for one is found by it, and nobody compares thousands of officers."""
    one, other = Workforce({"o1": ((10, 20),)}), Workforce({"o1": ((10, 20),)})
    assert one != other
    assert {one: 1}.get(one) == 1


def test_facts_of_a_kind_with_a_date_or_without():
    reviews = [
        {"id": "r1", "kind": "plan", "on": "2026-01-05"},
        {"id": "r2", "kind": "plan"},
        {"id": "r3", "kind": "level"},
    ]
    tl = judged({}, "2026-02-01", reviews=reviews).timeline
    for _ in range(2):
        assert [fact.id for fact in tl.facts_of_kind("reviews", "kind", "plan")] == ["r1", "r2"]
    assert tl.facts_of_kind("reviews", "kind", "marker") == ()


# ── levels that were set aside ──────────────────────────────────────────────────────────────────────────────────

LATER = rolling(
    regime=[by_level(low="90 days", medium="60 days", high="10 days", very_high="10 days")],
    change={"any": "at the next anchor"},
)


def followed(as_of, **facts):
    """The schedule of somebody of whom not everything could be read."""
    known = {"id": "x1", "events": events(k="2026-01-01"), "levels": levels(low="2026-01-01")}
    return evaluate(Offender.from_dict(known | facts), book(LATER), as_of=day(as_of))


@pytest.mark.parametrize("lost", [{"level": "High!", "from": "2026-01-09"}, {"level": "low", "from": "soon"}])
def test_where_a_level_was_set_aside_no_level_is_sure(lost):
    """It is not known from when it held: what depends on it is an interval, or unknown."""
    asked = ("due", "cautious_due", "status", "lacking")
    assert shown(followed("2026-01-12"), *asked) == [("2026-04-01", "2026-04-01", "open", ())]
    given = {"levels": [*levels(low="2026-01-01"), {"id": "l2"} | lost]}
    found = followed("2026-01-12", **given)
    assert shown(found, *asked) == [("2026-04-01", "2026-01-11", "unknown", ("levels",))]
    assert shown(followed("2026-01-11", **given), "status") == ["open"]
    assert shown(followed("2026-04-02", **given), "status") == ["overdue"]
    # What was read is told all the same.
    assert found.timeline.level_at(day("2026-01-12").toordinal()) == "low"


def test_another_fact_set_aside_makes_no_level_unsure():
    found = followed("2026-01-12", visits=[{"id": "v", "on": "2026-02-30"}])
    assert len(found.offender.faults) == 1
    assert shown(found, "status", "lacking") == [("open", ())]


@pytest.mark.parametrize(
    ("as_of", "due", "stable"), [("2026-01-03", "2026-01-11", "2026-01-04"), ("2026-01-04", "2026-01-09", "2026-01-10")]
)
def test_that_something_has_happened_holds_from_the_day_after_it_on(as_of, due, stable):
    regimes = [{"when": {"after": "event.x"}, "within": "5 days"}, {"within": "10 days"}]
    rule = {"regime": regimes, "change": {"any": "from the change"}}
    found = judged(rule, as_of, events=[*events(k="2026-01-01"), *events("x", x="2026-01-03")])
    assert shown(found, "due") == [due]
    assert found.stable_until == day(stable)
