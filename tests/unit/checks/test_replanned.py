"""PR 102: a visit planned anew for a day after the due of the routine visit."""

import pytest

from supervise import Severity
from tests.catalogue.people import LAW, day, facts, flags, judged, one, shown, visit

# Medium, seen on 31 August 2025: due by 28 February 2026.
SEEN = [visit("v1", "2020-01-20"), visit("v2", "2025-08-31")]


def plan(planned_on, recorded_on, **more):
    return {"id": "v3", "outcome": "planned", "planned_on": planned_on, "recorded_on": recorded_on, **more}


def put_off(*versions, seen=SEEN, **more):
    return facts(visits=[*seen, *versions], **more)


FIRST = plan("2026-02-20", "2026-02-01")


@pytest.mark.parametrize(("to", "count"), [("2026-02-27", 0), ("2026-02-28", 0), ("2026-03-01", 1), ("2026-06-01", 1)])
def test_to_a_day_after_the_due(to, count):
    assert len(flags("PR102", put_off(FIRST, plan(to, "2026-02-16")), "2026-02-20")) == count


@pytest.mark.parametrize(("to", "count"), [("2024-02-28", 0), ("2024-02-29", 0), ("2024-03-01", 1)])
def test_around_the_29th_of_february(to, count):
    """Seen on 29 August 2023: due by 29 February 2024."""
    seen = [SEEN[0], visit("v2", "2023-08-29")]
    plain = put_off(plan("2024-02-20", "2024-02-01"), plan(to, "2024-02-10"), seen=seen)
    assert len(flags("PR102", plain, "2024-02-15")) == count


@pytest.mark.parametrize(("as_of", "count"), [("2026-02-15", 0), ("2026-02-16", 1), ("2026-03-20", 1)])
def test_from_the_day_it_was_recorded(as_of, count):
    assert len(flags("PR102", put_off(FIRST, plan("2026-03-01", "2026-02-16")), as_of)) == count


def test_the_example_of_the_check():
    plain = put_off(FIRST, plan("2026-03-01", "2026-02-16"))
    assert judged(plain, "2026-02-15").stable_until <= day("2026-02-16")
    flag = one("PR102", plain, "2026-02-16")
    assert (flag.key, flag.rule, flag.since) == ("v3", None, day("2026-02-16"))
    assert (flag.severity, flag.days_over) == (Severity.MEDIUM, None)
    assert shown(flag) == {
        "visit": "v3",
        "due": day("2026-02-28"),
        "planned_on": day("2026-03-01"),
        "on": None,
        "moved_on": ("2026-02-16",),
        "level": "medium",
    }
    # Put off once: that is not yet what PL044 asks about.
    assert flags("PL044", plain, "2026-02-16") == []


def test_put_off_twice_is_one_flag_with_both_days_and_one_of_pl044():
    plain = put_off(FIRST, plan("2026-03-01", "2026-02-16"), plan("2026-03-20", "2026-02-26"))
    flag = one("PR102", plain, "2026-02-26")
    assert (flag.since, shown(flag)["moved_on"]) == (day("2026-02-16"), ("2026-02-16", "2026-02-26"))
    assert one("PL044", plain, "2026-02-26")


def test_brought_back_in_time_it_is_cleared_and_put_off_again_it_begins_anew():
    back = plan("2026-02-27", "2026-02-18")
    assert flags("PR102", put_off(FIRST, plan("2026-03-01", "2026-02-16"), back), "2026-02-20") == []
    again = put_off(FIRST, plan("2026-03-01", "2026-02-16"), back, plan("2026-03-05", "2026-02-22"))
    flag = one("PR102", again, "2026-02-22")
    assert (flag.since, shown(flag)["moved_on"]) == (day("2026-02-22"), ("2026-02-22",))


def test_planned_and_put_off_on_one_day_it_is_put_off():
    plain = put_off(plan("2026-02-20", "2026-02-16"), plan("2026-03-01", "2026-02-16"))
    assert shown(one("PR102", plain, "2026-02-16"))["moved_on"] == ("2026-02-16",)


def test_brought_forward_though_still_too_late_it_stands_since_the_first():
    plain = put_off(FIRST, plan("2026-03-20", "2026-02-16"), plan("2026-03-05", "2026-02-20"))
    flag = one("PR102", plain, "2026-02-22")
    assert (flag.since, shown(flag)["planned_on"]) == (day("2026-02-16"), day("2026-03-05"))


def test_a_plan_back_in_time_that_is_not_known_to_be_recorded_yet_is_none():
    plain = put_off(FIRST, plan("2026-03-01", "2026-02-16"), plan("2026-02-25", "2026-02-24"), plan("2026-03-09", None))
    # A version without a day counts as known from the first.
    assert flags("PR102", plain, "2026-02-26") == []


@pytest.mark.parametrize(("day_back", "count"), [("2026-02-25", 0), ("2026-02-28", 0), ("2026-03-01", 1)])
def test_brought_back_in_time_and_made_late_without_saying_when_it_was_recorded(day_back, count):
    """Who put it off the last time is not known."""
    back, made = plan(day_back, "2026-02-20"), visit("v3", "2026-03-05", planned_on="2026-03-05")
    plain = put_off(FIRST, plan("2026-03-01", "2026-02-16"), back, made)
    assert len(flags("PR102", plain, "2026-03-06")) == count


def test_a_first_plan_past_the_due_was_not_moved():
    assert flags("PR102", put_off(plan("2026-03-10", "2026-02-01")), "2026-03-01") == []


def test_a_move_that_does_not_say_when_is_not_held_against_anyone():
    undated = plan("2026-02-20", None)
    assert flags("PR102", put_off(undated, plan("2026-03-01", None, place="home")), "2026-02-20") == []


@pytest.mark.parametrize(("made", "count"), [("2026-02-27", 0), ("2026-02-28", 0), ("2026-03-01", 1)])
def test_made_in_time_after_all_it_is_cleared_and_made_late_it_stays(made, count):
    plain = put_off(
        FIRST, plan("2026-03-01", "2026-02-16"), visit("v3", made, planned_on="2026-03-01", recorded_on=made)
    )
    assert len(flags("PR102", plain, "2026-03-02")) == count


@pytest.mark.parametrize(("made", "count"), [("2026-02-28", 0), ("2026-03-01", 1)])
def test_another_visit_in_time_clears_it(made, count):
    plain = put_off(FIRST, plan("2026-03-05", "2026-02-16"), visit("v4", made))
    assert len(flags("PR102", plain, "2026-03-02")) == count


def test_cancelled_it_is_for_the_overdue_visit_to_say():
    cancelled = plan("2026-03-01", "2026-02-18", outcome="cancelled")
    assert flags("PR102", put_off(FIRST, plan("2026-03-01", "2026-02-16"), cancelled), "2026-02-20") == []


def test_a_version_withdrawn_moved_nothing():
    taken = plan("2026-03-01", "2026-02-16", withdrawn=True)
    assert flags("PR102", put_off(FIRST, taken), "2026-02-20") == []


def test_it_is_about_the_visit_pending_when_it_was_moved():
    """Moved after the visit of 20 February it is about the next one, due by 20 August."""
    plain = put_off(FIRST, plan("2026-03-01", "2026-02-21"), visit("v4", "2026-02-20"))
    assert flags("PR102", plain, "2026-02-25") == []
    later = put_off(FIRST, plan("2026-08-21", "2026-02-21"), visit("v4", "2026-02-20"))
    assert shown(one("PR102", later, "2026-02-25"))["due"] == day("2026-08-20")


def test_a_move_about_one_visit_is_not_counted_with_those_about_the_next():
    plain = put_off(
        FIRST, plan("2026-03-05", "2026-02-16"), visit("v4", "2026-02-20"), plan("2026-08-21", "2026-02-21")
    )
    assert shown(one("PR102", plain, "2026-02-25"))["moved_on"] == ("2026-02-21",)


def test_a_plan_known_later_changes_nothing_before():
    plain = put_off(FIRST, plan("2026-03-01", "2026-02-16"))
    assert flags("PR102", plain, "2026-02-20", known_at="2026-02-15") == []
    assert flags("PR102", plain, "2026-02-20", known_at="2026-02-16")


def test_a_case_that_nobody_visits_has_nothing_to_be_put_off():
    reactive = [{"id": "p3", "from": "2020-02-01", "mode": "reactive", "approved_by": "s1"}]
    assert flags("PR102", put_off(FIRST, plan("2026-03-01", "2026-02-16"), plans=reactive), "2026-02-20") == []
    assert flags("PR102", put_off(FIRST, plan("2026-03-01", "2026-02-16")), "2026-02-20", book=LAW) == []
