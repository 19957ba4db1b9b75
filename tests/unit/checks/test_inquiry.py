"""What the checks may ask about one offender beyond what the checks themselves show."""

import pytest

from supervise import Offender, load_rulebook
from supervise.checks.inquiry import Inquiry, between
from supervise.dates.ordinals import MAX_DAY, from_iso
from supervise.engine.obligation import Status
from supervise.engine.schedule import evaluate
from tests.catalogue.people import BOOK, ask, day, facts, visit
from tests.unit.checks.test_base import PLAIN


def test_a_rule_gives_its_last_day_from_any_day():
    inquiry = ask(facts())
    assert inquiry.last_day("R-V15", from_iso("2026-04-30")) == from_iso("2026-05-06")
    assert inquiry.last_day("R-V2", from_iso("2023-08-31")) == from_iso("2024-02-29")


def test_of_several_lengths_that_a_missing_fact_leaves_open_the_longest_counts():
    inquiry = ask(facts(levels=[]))
    assert inquiry.last_day("R-V2", from_iso("2023-02-28")) == from_iso("2024-02-28")


def test_there_is_no_last_day_without_the_rule_or_beyond_the_calendar():
    inquiry = ask(facts())
    assert inquiry.last_day("R-NONE", from_iso("2026-04-30")) == 0
    assert inquiry.last_day("R-V2", MAX_DAY) == 0
    assert inquiry.last_day("R-V15", MAX_DAY) == 0
    assert ask(facts(), book=load_rulebook(PLAIN)).last_day("R-V2", MAX_DAY) == 0


def test_visits_made_are_those_whose_day_has_come():
    plain = facts(visits=[visit("v3", "2026-06-01"), visit("v4", "2026-06-02"), visit("v5", "2026-05-01", "planned")])
    assert [each.id for _, each in ask(plain).made] == ["v3"]
    assert [each.id for _, each in ask(plain, "2026-06-02").made] == ["v3", "v4"]


def test_of_things_in_order_those_are_given_whose_day_has_come_and_the_next_is_watched():
    inquiry = ask(facts(), "2026-06-01")
    today = from_iso("2026-06-01")
    before = inquiry.timeline.clock.next_change
    told = ((today - 1, "a"), (today, "b"), (today + 1, "c"), (today + 2, "d"))
    assert inquiry.until_now(told[:2]) == told[:2]
    assert inquiry.timeline.clock.next_change == before
    assert inquiry.until_now(told) == told[:2]
    assert inquiry.timeline.clock.next_change == today + 1


def test_what_is_found_once_is_kept_and_is_described_by_its_class():
    inquiry = ask(facts())
    assert inquiry.made is inquiry.made
    assert "whose day has come" in Inquiry.made.__doc__


def test_the_latest_of_some_days_is_the_last_that_has_come_and_the_next_is_watched():
    asked = ask({"id": "A1"}, "2026-06-01")
    now = day("2026-06-01").toordinal()
    assert asked.latest([]) == 0
    assert asked.latest([now - 3, now, now - 1]) == now
    assert asked.schedule.stable_until is None
    assert asked.latest([now + 9, now - 2, now + 1]) == now - 2
    assert asked.schedule.stable_until == day("2026-06-02")


def test_between_two_days_the_first_is_in_and_the_second_is_not():
    made = ask(facts(visits=[visit(f"v{at}", f"2026-05-0{at}") for at in (1, 2, 3)])).made
    assert [each.id for _, each in between(made, day("2026-05-02").toordinal(), day("2026-05-03").toordinal())] == [
        "v2"
    ]
    assert between(made, 0, 0) == ()


def test_visits_of_one_day_come_by_id():
    made = ask(facts(visits=[visit("v9", "2026-05-02"), visit("v4", "2026-05-03"), visit("v3", "2026-05-02")])).made
    assert [each.id for _, each in made] == ["v3", "v9", "v4"]


def test_hours_are_counted_to_the_day_in_which_the_last_one_ends():
    assert ask(facts()).last_day("R-B1", from_iso("2026-04-30")) == from_iso("2026-05-01")


def test_versions_are_told_apart_only_of_what_has_several():
    assert ask(facts()).versions == {}
    once = [visit("v1", "2026-04-01"), visit("v2", "2026-04-08")]
    again = [visit("v3", "2026-05-01", "no_reply", recorded_on="2026-05-02"), visit("v3", "2026-05-01")]
    inquiry = ask(facts(visits=[*once, *again]))
    assert {id_: [each.outcome for each in held] for id_, held in inquiry.versions.items()} == {
        "v3": ["seen", "no_reply"]
    }
    assert [each.id for each in inquiry.edited_visits()] == ["v3"]


def test_a_version_not_yet_known_is_none():
    again = [visit("v3", "2026-05-01", "no_reply", recorded_on="2026-05-09"), visit("v3", "2026-05-01")]
    plain, as_of, known_at = Offender.from_dict(facts(visits=again)), day("2026-06-01"), day("2026-05-08")
    inquiry = Inquiry(evaluate(plain, BOOK, as_of=as_of, known_at=known_at))
    assert (inquiry.versions, len(inquiry.history("visits")["v3"])) == ({}, 1)
    assert inquiry.edited_visits() == []


def test_a_visit_withdrawn_has_versions_and_does_not_stand():
    again = [visit("v3", "2026-05-01"), visit("v3", "2026-05-01", recorded_on="2026-05-09", withdrawn=True)]
    inquiry = ask(facts(visits=again))
    assert (list(inquiry.versions), inquiry.edited_visits()) == (["v3"], [])


def test_the_time_subject_is_in_doubt_while_something_cannot_be_placed():
    assert not ask(facts()).subject_in_doubt
    assert ask(facts(registrations=[{"id": "r1", "basis": "conviction"}])).subject_in_doubt
    assert ask(facts(orders=[{"id": "o1", "kind": "shpo"}])).subject_in_doubt
    for name in ("in_force_on", "served_on", "made_on"):
        assert not ask(facts(orders=[{"id": "o1", "kind": "shpo", name: "2024-02-29"}])).subject_in_doubt
    # Without a span of that name nothing is placed.
    assert ask(facts(), book=load_rulebook(PLAIN)).subject_in_doubt


def test_a_number_for_a_word_is_looked_up_in_a_table():
    asked = ask(facts())
    assert asked.number_for("notification-due-soon", "yearly") == 30
    assert asked.number_for("notification-due-soon", "monthly") is None
    assert asked.number_for("caseload-limit", "yearly") is None
    assert asked.number_for("nothing", "yearly") is None


@pytest.mark.parametrize(
    ("states", "since"),
    [
        ([], ("2020-01-06",) * 3),
        ([("custody", "2026-05-01", None)], (None, "2020-01-06", "2020-01-06")),
        ([("custody", "2026-05-01", "2026-06-01")], ("2026-06-01", "2020-01-06", "2020-01-06")),
        ([("transferred_out", "2026-05-01", None)], (None, None, "2020-01-06")),
        ([("deceased", "2026-05-01", None)], (None, None, None)),
        ([("deceased", "2026-06-02", None)], ("2020-01-06",) * 3),
    ],
)
def test_active_is_less_than_owned_and_owned_less_than_subject(states, since):
    listed = enumerate(states)
    plain = [
        {"id": f"c{place}", "kind": kind, "from": start} | ({"until": until} if until else {})
        for place, (kind, start, until) in listed
    ]
    asked = ask(facts(statuses=plain))
    days = (asked.active_since, asked.owned_since, asked.subject_since)
    assert days == tuple(0 if each is None else day(each).toordinal() for each in since)


def test_a_state_holds_until_the_day_before_its_end_and_the_end_is_watched():
    inside = [{"id": "c1", "kind": "custody", "from": "2026-05-01", "until": "2026-06-02"}]
    plain = facts(statuses=inside)
    assert [ask(plain, on).is_in("deceased", "custody") for on in ("2026-04-30", "2026-05-01", "2026-06-01")] == [
        False,
        True,
        True,
    ]
    asked = ask(plain, "2026-06-02")
    assert (asked.is_in("custody"), asked.is_in()) == (False, False)


@pytest.mark.parametrize(
    ("as_of", "since", "next_change"),
    [
        ("2024-02-28", None, "2024-02-29"),
        ("2024-02-29", "2024-02-29", "2024-03-31"),
        ("2024-03-30", "2024-02-29", "2024-03-31"),
        ("2024-03-31", None, None),
    ],
)
def test_an_order_is_in_force_on_its_last_day_and_both_ends_are_watched(as_of, since, next_change):
    order = {"id": "o1", "kind": "foreign_travel_order", "made_on": "2024-02-29", "ends_on": "2024-03-30"}
    asked = Inquiry(
        evaluate(Offender.from_dict({"id": "A1", "orders": [order]}), load_rulebook(PLAIN), as_of=day(as_of))
    )
    found = asked.in_force_since(asked.schedule.offender.orders[0])
    assert found == (0 if since is None else day(since).toordinal())
    assert asked.schedule.stable_until == (None if next_change is None else day(next_change))


def test_periods_are_those_of_the_span_subject():
    assert [each.key for each in ask(facts()).periods] == ["r1"]
    assert ask(facts(), book=load_rulebook(PLAIN)).periods == ()


def test_an_occurrence_of_a_chain_is_known_by_what_it_counts_from_and_any_other_by_its_key():
    asked = ask(facts(), "2026-06-01")
    [visit_due] = asked.rows(("R-V2",), Status.OPEN)
    [review_ahead] = [each for each in asked.schedule.obligations if each.rule == "R-N10"]
    assert (visit_due.key, asked.id_of(visit_due)) == ("A1", "v2")
    assert (review_ahead.anchor_id, asked.id_of(review_ahead)) == ("n1", "r1")


def test_visits_at_home_are_those_seen_there_or_where_someone_without_home_is_found():
    places = {"v3": "home", "v4": "office", "v5": "place_found", "v6": "station"}
    seen = [visit(name, "2026-05-01", place=place) for name, place in places.items()]
    missed = [visit("v7", "2026-05-01", "no_reply"), visit("v8", "2026-05-01", "not_seen")]
    assert [each.id for _, each in ask(facts(visits=seen + missed)).seen_at_home] == ["v3", "v5"]


def test_working_days_are_counted_by_the_calendar_of_the_book():
    thursday = from_iso("2026-04-30")
    assert ask(facts()).working_days_after(thursday, 1) == from_iso("2026-05-01")
    # Monday 4 May is the bank holiday.
    assert ask(facts()).working_days_after(thursday, 2) == from_iso("2026-05-05")
    assert ask(facts()).working_days_after(MAX_DAY, 1) == 0
    assert ask(facts(), book=load_rulebook(PLAIN)).working_days_after(thursday, 1) == 0


@pytest.mark.parametrize(("days", "on"), [(1, "2026-07-03"), (7, "2026-07-09"), (8, "2026-07-20"), (20, "2026-08-01")])
def test_days_in_custody_do_not_make_a_visit_later(days, on):
    inside = [{"id": "c1", "kind": "custody", "from": "2026-07-10", "until": "2026-07-20"}]
    asked = ask(facts(statuses=inside), "2026-08-01")
    [row] = asked.rows(("R-V2",), Status.OVERDUE)
    assert (row.due, row.days_frozen) == (day("2026-07-02"), 10)
    assert asked.late_day(row, days) == from_iso(on)


LEAD = {"id": "m1", "officer_id": "o1", "agency": "police", "role": "lead", "from": "2024-01-11"}


@pytest.mark.parametrize(
    ("managers", "team"), [([], "north"), ([LEAD], "north"), ([LEAD | {"team_id": "south"}], "south")]
)
def test_the_team_is_that_of_the_assignment_if_it_names_one_else_of_the_offender(managers, team):
    assert ask(facts(managers=managers) | {"team": "north"}).team == team


def test_versions_are_those_known_by_the_day_of_knowing():
    told = [visit("v3", "2026-05-02") | {"recorded_on": f"2026-05-0{at}"} for at in (3, 4, 5)]
    versions = ask(facts(visits=told), known_at="2026-05-04").history("visits")["v3"]
    assert [str(each.recorded_on) for each in versions] == ["2026-05-03", "2026-05-04"]


def test_what_checks_tell_is_asked_for_once_and_nothing_is_told_where_nobody_says():
    schedule, asked = ask(facts()).schedule, []

    def told():
        asked.append(1)
        return {"R-V2"}

    inquiry = Inquiry(schedule, told)
    assert asked == []
    assert (inquiry.told, inquiry.told, asked) == ({"R-V2"}, {"R-V2"}, [1])
    assert Inquiry(schedule).told == frozenset()


def test_the_rule_of_an_occurrence_is_the_part_it_is_of():
    inquiry = ask(facts(visits=[]))
    (row,) = inquiry.rows(("R-V1",), Status.OVERDUE)
    assert inquiry.rule_of(row).id == "R-V1"
