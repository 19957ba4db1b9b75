"""WF056 to WF059: no supervisor has looked at the case, nobody manages it, or two do."""

import attrs
import pytest

from supervise import Offender, Severity, review
from supervise.engine.clock import FAR
from supervise.engine.timeline import Officer, Workforce
from tests.catalogue.people import BOOK, LAW, day, facts, flags, judged, one, shown

NEXT = {"id": "m2", "officer_id": "o8", "agency": "police", "from": "2026-06-04"}
GONE = {"id": "m1", "officer_id": "o9", "agency": "police", "from": "2020-01-06", "until": "2026-06-01"}


@pytest.mark.parametrize(
    ("as_of", "count"), [("2026-05-31", 0), ("2026-06-01", 1), ("2026-06-03", 1), ("2026-06-04", 0)]
)
def test_the_gap_begins_on_the_day_of_until_and_ends_with_the_next(as_of, count):
    assert len(flags("WF058", facts(managers=[GONE, NEXT]), as_of)) == count


def test_it_hangs_on_the_assignment_that_ended():
    flag = one("WF058", facts(managers=[GONE]), "2026-06-10")
    assert (flag.severity, flag.key, flag.since) == (Severity.CRITICAL, "m1", day("2026-06-01"))
    assert (shown(flag)["due"], flag.days_over) == (day("2026-06-04"), 6)


def test_days_over_count_from_the_last_day_to_name_one():
    assert one("WF058", facts(managers=[GONE]), "2026-06-04").days_over is None


def test_a_manager_that_cannot_be_read_may_be_one():
    spoilt = {"id": "m2", "officer_id": 5, "agency": "police", "from": "2026-06-05"}
    found = review(Offender.from_dict(facts(managers=[GONE, spoilt])), BOOK, as_of=day("2026-06-10"))
    (flag,) = (each for each in found.flags if each.code == "WF058")
    assert flag.message == "No manager that can be read is assigned: put the record right, or name one today."
    assert flag.days_over is None


def test_someone_who_never_had_a_manager_is_flagged_from_the_first_day_on():
    flag = one("WF058", facts(managers=[]), "2026-06-01")
    assert (flag.key, flag.since, shown(flag)["last_assignment"]) == ("A1", day("2020-01-06"), None)


def test_nobody_in_custody_is_flagged_until_the_release():
    inside = [{"id": "c1", "kind": "custody", "from": "2026-05-01", "until": "2026-06-20"}]
    plain = facts(managers=[GONE], statuses=inside)
    assert flags("WF058", plain, "2026-06-19") == []
    assert judged(plain, "2026-06-19").stable_until == day("2026-06-20")
    assert one("WF058", plain, "2026-06-20").since == day("2026-06-20")


@pytest.mark.parametrize(("until", "count"), [(None, 0), ("2026-06-11", 0), ("2026-06-10", 1)])
def test_an_assignment_without_a_first_day_is_no_missing_manager(until, count):
    unknown = {"id": "m2", "officer_id": "o8", "agency": "police", "until": until}
    assert len(flags("WF058", facts(managers=[GONE, unknown]), "2026-06-10")) == count


def test_after_the_end_of_the_period_nobody_is_needed():
    closed = [{**facts()["registrations"][0], "ended_on": "2026-05-01"}]
    assert flags("WF058", facts(managers=[GONE], registrations=closed), "2026-06-10") == []


def test_a_case_accepted_by_another_force_is_theirs():
    moved = [{"id": "t1", "to": "f2", "asked_on": "2026-04-28", "accepted_on": "2026-05-01"}]
    assert flags("WF058", facts(managers=[GONE], transfers=moved), "2026-06-10") == []


LEADS = {"id": "m1", "officer_id": "o9", "agency": "police", "from": "2020-01-06"}


def away(*runs, managers=(LEADS,), as_of="2026-06-10", **more):
    """The flags on a case whose leading officer is absent in these runs, by the workforce."""
    absent = tuple((day(start).toordinal(), FAR if end is None else day(end).toordinal()) for start, end in runs)
    workforce = Workforce(None, {"o9": Officer(absent=absent), "o8": Officer()})
    return flags("WF058", facts(managers=list(managers)), as_of, workforce=workforce, **more)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-05-13", None, 1),
        ("2026-05-14", None, 0),
        ("2026-05-13", "2026-06-11", 1),
        ("2026-05-13", "2026-06-10", 0),
        ("2026-07-01", None, 0),
    ],
)
def test_an_officer_absent_for_28_days_manages_nobody(start, end, count):
    assert len(away((start, end))) == count
    assert len(away(("2020-01-01", "2020-06-01"), (start, end))) == count


def test_absences_that_follow_each_other_are_one():
    assert len(away(("2026-05-13", "2026-06-01"), ("2026-06-01", None))) == 1
    assert away(("2026-05-13", "2026-06-01"), ("2026-06-02", None)) == []


def test_an_absence_is_flagged_from_the_day_it_is_long():
    (flag,) = away(("2026-05-01", None))
    assert (flag.key, flag.since, flag.rule) == ("m1", day("2026-05-29"), None)
    assert shown(flag) == {"assignment": "m1", "officer": "o9", "absent_since": day("2026-05-01")}
    assert away(("2019-01-01", None))[0].since == day("2020-01-06")
    workforce = Workforce(None, {"o9": Officer(absent=((day("2026-05-01").toordinal(), FAR),))})
    assert flags("WF058", facts(managers=[LEADS]), "2026-05-28", workforce=workforce) == []
    assert judged(facts(managers=[LEADS]), "2026-05-28", workforce=workforce).stable_until == day("2026-05-29")


def test_an_officer_who_is_not_on_the_list_any_more_has_left():
    listed, nobody = Workforce(None, {"o8": Officer()}), Workforce({"o8": ((0, FAR),)})
    (flag,) = flags("WF058", facts(managers=[LEADS]), "2026-06-10", workforce=listed)
    assert (flag.key, flag.since, shown(flag)["absent_since"]) == ("m1", None, None)
    assert flags("WF058", facts(managers=[LEADS]), "2026-06-10", workforce=nobody) == []
    assert flags("WF058", facts(managers=[LEADS]), "2026-06-10") == []


@pytest.mark.parametrize(("listed", "leads"), [(" o9", "o9"), ("o9", "o9 "), ("o9\u00a0", " o9")])
def test_blanks_around_an_id_take_nobody_off_the_list(listed, leads):
    workforce = Workforce(None, {listed: Officer()})
    assert flags("WF058", facts(managers=[LEADS | {"officer_id": leads}]), "2026-06-10", workforce=workforce) == []


def test_whether_who_leads_is_there_is_asked_of_active_cases_with_an_officer():
    unnamed = {key: value for key, value in LEADS.items() if key != "officer_id"}
    assert away(("2026-05-01", None), managers=[unnamed]) == []
    assert away(("2026-05-01", None), managers=[GONE, NEXT]) == []
    assert away(("2026-05-01", None), book=LAW) == []
    inside = [{"id": "c1", "kind": "custody", "from": "2026-05-01"}]
    workforce = Workforce(None, {"o8": Officer()})
    assert flags("WF058", facts(managers=[LEADS], statuses=inside), "2026-06-10", workforce=workforce) == []


def reviewed(*reviews, level="medium", **more):
    plain = [{"id": f"w{place}", "kind": "supervisor", "by": "s1", **each} for place, each in enumerate(reviews)]
    return facts(reviews=plain, levels=[{"id": "l1", "level": level, "from": "2020-01-10"}], **more)


class TestSupervisorReviewOverdue:
    @pytest.mark.parametrize(
        ("level", "last", "first_late"),
        [
            ("low", "2025-02-28", "2026-03-01"),
            ("medium", "2025-08-31", "2026-03-01"),
            ("high", "2025-11-30", "2026-03-01"),
            ("very_high", "2026-01-31", "2026-03-01"),
            ("medium", "2023-08-29", "2024-03-01"),
            ("medium", "2023-08-28", "2024-02-29"),
        ],
    )
    def test_it_begins_the_day_after_the_last_for_the_level(self, level, last, first_late):
        plain = reviewed({"on": last}, level=level)
        before = day(first_late).fromordinal(day(first_late).toordinal() - 1).isoformat()
        assert flags("WF056", plain, before) == []
        assert judged(plain, before).stable_until == day(first_late)
        assert one("WF056", plain, first_late).since == day(first_late)

    def test_the_example_of_the_check(self):
        plain = reviewed({"on": "2025-08-31"})
        assert flags("WF056", plain, "2026-02-28") == []
        flag = one("WF056", plain, "2026-03-01")
        assert (flag.severity, flag.rule, flag.key, flag.days_over) == (Severity.MEDIUM, "R-R3", "w0", 1)
        assert "due by 2026-02-28" in flag.message
        assert shown(flag) == {
            "due": day("2026-02-28"),
            "counted_from": day("2025-08-31"),
            "counted_from_id": "w0",
            "level": "medium",
            "not_counted": (),
        }
        assert one("WF056", plain, "2026-03-06").severity is Severity.MEDIUM
        assert judged(plain, "2026-03-06").stable_until == day("2026-03-07")
        later = one("WF056", plain, "2026-03-07")
        assert (later.severity, later.since, later.days_over) == (Severity.HIGH, day("2026-03-01"), 7)

    def test_a_book_without_grace_or_calendar_keeps_the_severity(self):
        plain = reviewed({"on": "2025-08-31"})
        for book in (attrs.evolve(BOOK, thresholds={}), attrs.evolve(BOOK, calendar=None)):
            assert one("WF056", plain, "2026-06-01", book=book).severity is Severity.MEDIUM

    @pytest.mark.parametrize(("on", "count"), [("2026-05-31", 0), ("2026-06-01", 0), ("2026-06-02", 1)])
    def test_a_review_clears_it_from_its_day(self, on, count):
        assert len(flags("WF056", reviewed({"on": "2025-08-31"}, {"on": on}), "2026-06-01")) == count

    def test_a_review_by_the_manager_does_not_count_and_is_shown(self):
        own = [{"on": on, "by": "o9"} for on in ("2025-08-30", "2025-08-31", "2025-09-01", "2026-06-01", "2026-06-02")]
        flag = one("WF056", reviewed({"on": "2025-08-31"}, *own), "2026-06-01")
        assert shown(flag)["not_counted"] == ("w3", "w4")

    def test_reviews_of_another_kind_or_without_a_day_are_not_shown(self):
        plain = reviewed({"on": "2025-08-31"}, {"on": None}, {"on": "2026-01-01", "kind": "plan"})
        assert shown(one("WF056", plain, "2026-06-01"))["not_counted"] == ()

    def test_a_review_that_does_not_say_by_whom_counts(self):
        assert flags("WF056", reviewed({"on": "2026-05-01", "by": None}), "2026-06-01") == []

    def test_without_any_review_it_counts_from_entry_and_without_a_level_by_the_longest(self):
        assert one("WF056", reviewed(), "2026-06-01").key == "n1"
        plain = {**reviewed({"on": "2025-02-28"}), "levels": []}
        assert flags("WF056", plain, "2026-02-28") == []
        assert flags("WF056", plain, "2026-03-01")

    def test_reactive_management_is_reviewed_every_12_months_and_custody_stops_nothing(self):
        plain = reviewed({"on": "2025-02-28"}, level="high")
        plain["plans"] = [*plain["plans"], {"id": "p3", "from": "2025-02-01", "mode": "reactive", "approved_by": "s1"}]
        plain["statuses"] = [{"id": "c1", "kind": "custody", "from": "2025-05-01"}]
        assert flags("WF056", plain, "2026-02-28") == []
        assert flags("WF056", plain, "2026-03-01")

    def test_after_the_end_of_the_period_nothing_is_flagged(self):
        closed = [{**facts()["registrations"][0], "ended_on": "2026-05-01"}]
        assert flags("WF056", reviewed({"on": "2025-08-31"}, registrations=closed), "2026-06-01") == []


def own(on, id="x1", by="o9", **more):
    return {"id": id, "kind": "supervisor", "on": on, "by": by, **more}


class TestSelfReviewed:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-04-30", 0), ("2026-05-01", 1), ("2026-05-02", 1)])
    def test_from_the_day_of_the_review(self, as_of, count):
        assert len(flags("WF057", facts(reviews=[own("2026-05-01")]), as_of)) == count

    def test_the_example_of_the_check(self):
        plain = reviewed({"on": "2025-08-31"}, {"on": "2026-05-01", "by": "o9"})
        flag = one("WF057", plain, "2026-06-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, "R-R3", "w0", day("2026-05-01"))
        assert flag.days_over is None
        assert shown(flag) == {
            "reviews": ("w1",),
            "on": day("2026-05-01"),
            "by": "o9",
            "due": day("2026-02-28"),
            "level": "medium",
        }
        assert judged(plain, "2026-04-30").stable_until == day("2026-05-01")

    @pytest.mark.parametrize(
        ("later", "count"),
        [
            (own("2026-05-02", id="x2", by="s1"), 0),
            (own("2026-05-02", id="x2", by=None), 0),
            (own("2026-05-01", id="x2", by="s1"), 0),
            (own("2026-05-01", id="x0", by="s1"), 1),
            (own("2026-04-30", id="x2", by="s1"), 1),
            (own("2026-06-02", id="x2", by="s1"), 1),
            (own(None, id="x2", by="s1"), 0),
            (own("2026-05-02", id="x2", by="s1", kind="plan"), 1),
        ],
    )
    def test_a_review_by_somebody_else_clears_it(self, later, count):
        assert len(flags("WF057", facts(reviews=[own("2026-05-01"), later]), "2026-06-01")) == count

    def test_several_in_a_row_are_one_flag_since_the_first(self):
        rows = [own("2024-02-29"), own("2026-05-01", id="x2"), own("2025-05-01", id="x3")]
        flag = one("WF057", facts(reviews=rows), "2026-06-01")
        assert (flag.since, shown(flag)["reviews"]) == (day("2024-02-29"), ("x1", "x3", "x2"))

    @pytest.mark.parametrize(
        ("assignment", "count"),
        [
            ({"officer_id": "o9", "from": "2026-05-01"}, 1),
            ({"officer_id": "o9", "from": "2026-05-02"}, 0),
            ({"officer_id": "o9", "from": "2020-01-06", "until": "2026-05-01"}, 0),
            ({"officer_id": "o9", "from": "2020-01-06", "until": "2026-05-02"}, 1),
            ({"officer_id": "o9", "from": "2020-01-06", "role": "second"}, 1),
            ({"officer_id": "o8", "from": "2020-01-06"}, 0),
            ({"officer_id": "o9", "from": None}, 0),
        ],
    )
    def test_the_manager_is_whoever_managed_on_that_day(self, assignment, count):
        plain = facts(reviews=[own("2026-05-01")], managers=[{"id": "m1", "agency": "police", **assignment}])
        assert len(flags("WF057", plain, "2026-06-01")) == count

    def test_either_of_two_who_manage_reviews_the_own_case(self):
        both = [GONE | {"until": None}, {"id": "m2", "officer_id": "o8", "agency": "police", "from": "2020-01-06"}]
        for officer in ("o8", "o9"):
            assert flags("WF057", facts(reviews=[own("2026-05-01", by=officer)], managers=both), "2026-06-01")

    def test_a_review_that_does_not_say_by_whom_is_nobodys_own(self):
        assert flags("WF057", facts(reviews=[own("2026-05-01", by=None)]), "2026-06-01") == []

    def test_a_review_of_the_plan_by_its_author_is_no_review_of_the_case(self):
        assert flags("WF057", facts(reviews=[own("2026-05-01", kind="plan")]), "2026-06-01") == []

    def test_late_for_the_next_or_without_a_level_it_is_flagged_all_the_same(self):
        plain = facts(reviews=[own("2020-05-01")], managers=[{**GONE, "until": None}])
        assert flags("WF057", plain, "2026-06-01")
        assert flags("WF057", {**plain, "levels": []}, "2020-09-01")

    def test_one_before_the_time_on_the_register_that_runs_now_is_left_alone(self):
        managers = [{**GONE, "from": "2019-01-01", "until": None}]
        plain = facts(reviews=[own("2020-01-05")], managers=managers)
        assert flags("WF057", plain, "2026-06-01") == []
        assert flags("WF057", facts(reviews=[own("2020-01-06")], managers=managers), "2026-06-01")

    def test_after_the_end_of_the_period_nothing_is_flagged(self):
        closed = [{**facts()["registrations"][0], "ended_on": "2026-05-15"}]
        plain = reviewed({"on": "2026-04-01"}, {"on": "2026-05-01", "by": "o9"}, registrations=closed)
        assert flags("WF057", plain, "2026-05-15")
        assert flags("WF057", plain, "2026-05-16") == []


def lead(officer, since, until=None, id="m1", **more):
    plain = {"id": id, "officer_id": officer, "agency": "police", "role": "lead", "from": since, "until": until}
    return {**plain, **more}


FIRST = lead("o9", "2020-01-06")
SECOND = lead("o8", "2026-05-01", id="m2")


class TestTwoManagers:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-04-30", 0), ("2026-05-01", 1), ("2026-05-02", 1)])
    def test_from_the_first_day_of_the_second(self, as_of, count):
        assert len(flags("WF059", facts(managers=[FIRST, SECOND]), as_of)) == count

    def test_the_example_of_the_check(self):
        plain = facts(managers=[FIRST, SECOND])
        assert judged(plain, "2026-04-30").stable_until == day("2026-05-01")
        flag = one("WF059", plain, "2026-06-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.MEDIUM, None, "m2", day("2026-05-01"))
        assert shown(flag) == {
            "first": "m1",
            "first_officer": "o9",
            "first_from": day("2020-01-06"),
            "second": "m2",
            "second_officer": "o8",
            "second_from": day("2026-05-01"),
            "agency": "police",
        }

    @pytest.mark.parametrize(("until", "count"), [("2026-05-01", 0), ("2026-06-01", 0), ("2026-06-02", 1)])
    def test_an_assignment_that_has_ended_leads_no_more(self, until, count):
        plain = facts(managers=[{**FIRST, "until": until}, SECOND])
        assert len(flags("WF059", plain, "2026-06-01")) == count
        if count:
            assert judged(plain, "2026-06-01").stable_until == day(until)

    @pytest.mark.parametrize(
        "missing", [{"role": None}, {"agency": None}, {"officer_id": None}, {"from": None}, {"role": "second"}]
    )
    @pytest.mark.parametrize("place", [0, 1])
    def test_an_assignment_that_may_be_another_is_left_out(self, missing, place):
        managers = [FIRST, SECOND]
        managers[place] = {**managers[place], **missing}
        assert flags("WF059", facts(managers=managers), "2026-06-01") == []

    def test_the_same_officer_twice_is_one_manager(self):
        again = {**SECOND, "officer_id": "o9"}
        assert flags("WF059", facts(managers=[FIRST, again]), "2026-06-01") == []
        third = lead("o7", "2026-05-02", id="m3")
        assert one("WF059", facts(managers=[FIRST, again, third]), "2026-06-01").key == "m3"

    def test_the_lead_of_another_agency_is_no_second_one(self):
        probation = {**SECOND, "agency": "probation"}
        assert flags("WF059", facts(managers=[FIRST, probation]), "2026-06-01") == []
        both = [FIRST, probation, lead("p2", "2026-05-02", id="m3", agency="probation")]
        assert shown(one("WF059", facts(managers=both), "2026-06-01"))["first"] == "m2"

    def test_of_one_day_the_first_by_id_was_first(self):
        same = [lead("o8", "2020-01-06", id="m2"), FIRST]
        assert one("WF059", facts(managers=same), "2026-06-01").key == "m2"

    def test_only_someone_active(self):
        away = [{"id": "x1", "kind": "custody", "from": "2026-05-10", "until": "2026-05-20"}]
        plain = facts(managers=[FIRST, SECOND], statuses=away)
        assert flags("WF059", plain, "2026-05-19") == []
        assert one("WF059", plain, "2026-05-20").since == day("2026-05-20")
