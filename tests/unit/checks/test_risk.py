"""RK 35-38: a level without an assessment, no level, assessments late and not approved."""

import attrs
import pytest

from supervise import Severity, load_rulebook
from tests.catalogue.people import BOOK, arms, day, facts, flags, judged, one, shown, with_thresholds

ARMS = {"id": "a1", "tool": "arms", "band": "low", "on": "2020-01-15"}


@pytest.mark.parametrize(("as_of", "count"), [("2020-01-27", 0), ("2020-01-28", 0), ("2020-01-29", 1)])
def test_it_begins_the_day_after_the_last_for_the_assessment(as_of, count):
    assert len(flags("RK036", facts(levels=[], visits=[]), as_of)) == count


def test_it_hangs_on_the_entry_and_counts_no_days():
    flag = one("RK036", facts(levels=[], assessments=[]), "2026-06-01")
    assert (flag.rule, flag.key, flag.since, flag.days_over) == ("R-A2", "n1", day("2020-01-29"), None)


def test_of_several_registrations_it_hangs_on_the_entry_of_which_the_assessment_was_due_first():
    plain = facts(levels=[])
    again = {"id": "r2", "convicted_on": "2026-04-01", "relevant_on": "2026-04-01"}
    plain["registrations"].append(plain["registrations"][0] | again)
    plain["notifications"].append(plain["notifications"][0] | {"id": "n9", "on": "2026-04-02"})
    assert one("RK036", plain, "2026-06-01").key == "n1"


@pytest.mark.parametrize("approved", ["2020-01-20", "2020-02-20"])
def test_an_assessment_is_no_level(approved):
    plain = facts(levels=[], assessments=[{**ARMS, "approved_on": approved}])
    flag = one("RK036", plain, "2026-06-01")
    assert shown(flag)["assessed_by"] == ("a1",)
    assert flags("RK036", plain, "2020-01-28") == []


def test_a_level_from_tomorrow_is_none_today():
    plain = facts(levels=[{"id": "l1", "level": "low", "from": "2026-06-02"}])
    assert flags("RK036", plain, "2026-06-01")
    assert flags("RK036", plain, "2026-06-02") == []
    assert judged(plain, "2026-06-01").stable_until == day("2026-06-02")


def test_a_later_fact_without_a_level_ends_the_level():
    levels = [*facts()["levels"], {"id": "l2", "from": "2024-02-29"}, {"id": "l3", "from": "2025-01-01"}]
    plain = facts(levels=levels)
    assert flags("RK036", plain, "2024-02-28") == []
    assert one("RK036", plain, "2026-06-01").since == day("2024-02-29")


@pytest.mark.parametrize("kind", ["custody", "hospital", "deceased", "transferred_out", "not_subject"])
def test_nobody_who_is_not_active_is_flagged(kind):
    away = [{"id": "s1", "kind": kind, "from": "2026-05-01"}]
    assert flags("RK036", facts(levels=[], statuses=away), "2026-06-01") == []


def test_who_came_back_to_the_force_without_an_arrival_needs_one_all_the_same():
    """The status that said so is over and no transfer was accepted: no assessment is asked for anew, and no level holds."""
    away = [{"id": "s1", "kind": "transferred_out", "from": "2026-03-01", "until": "2026-05-20", "evidence": "letter"}]
    flag = one("RK036", facts(levels=[], statuses=away), "2026-06-01")
    assert (flag.key, flag.since) == ("n1", day("2026-05-20"))


def test_of_a_time_on_the_register_that_is_over_nothing_was_due_in_this_one():
    plain = facts(levels=[])
    again = {**plain["registrations"][0], "id": "r2", "convicted_on": "2026-05-25", "relevant_on": "2026-05-25"}
    plain["registrations"] = [{**plain["registrations"][0], "ended_on": "2024-01-10"}, again]
    assert flags("RK036", plain, "2026-06-01") == []


def test_since_does_not_go_back_before_the_return_to_the_community():
    away = [{"id": "s1", "kind": "hospital", "from": "2026-05-01", "until": "2026-05-20"}]
    assert one("RK036", facts(levels=[], statuses=away), "2026-06-01").since == day("2026-05-20")
    assert flags("RK036", facts(levels=[], statuses=away), "2026-05-19") == []


def test_abroad_someone_still_needs_a_level():
    away = [{"id": "s1", "kind": "abroad", "from": "2026-05-01"}]
    assert flags("RK036", facts(levels=[], statuses=away), "2026-06-01")


def test_where_another_agency_leads_no_first_assessment_is_late():
    managers = [{"id": "m1", "officer_id": "o9", "agency": "probation", "from": "2020-01-06"}]
    assert flags("RK036", facts(levels=[], managers=managers), "2026-06-01") == []


def test_after_the_end_of_the_period_nothing_is_flagged():
    closed = [{**facts()["registrations"][0], "ended_on": "2026-05-01"}]
    assert flags("RK036", facts(levels=[], registrations=closed), "2026-06-01") == []
    assert flags("RK036", facts(levels=[], registrations=closed), "2026-04-30")


def test_without_an_entry_nothing_can_be_late():
    assert flags("RK036", facts(levels=[], notifications=[]), "2026-06-01") == []


def assessed(*assessments, **more):
    return facts(assessments=list(assessments), **more)


def without(*names):
    """The shipped book without some of its thresholds."""
    return attrs.evolve(BOOK, thresholds={k: v for k, v in BOOK.thresholds.items() if k not in names})


@pytest.mark.parametrize("ref", ["contacts-days@2026.1", "contacts-months@2026.1"])
def test_other_duties_under_the_ids_of_assessments_are_spoken_of_by_no_check_of_theirs(ref):
    """A service that asks for contacts assesses otherwise, and nobody approves it."""
    book = load_rulebook(ref)
    began = {"id": "x1", "events": [{"id": "s1", "kind": "supervision_began", "on": "2025-01-02"}]}
    again = began | {"assessments": [{"id": "a1", "tool": "oasys", "on": "2025-02-01", "band": "high"}]}
    for rule, offender in (("R-A1", began), ("R-A2", again)):
        found = judged(offender, "2026-06-01", book=book)
        assert [row.status.value for row in found.obligations if row.rule == rule] == ["overdue"]
        assert [flag.code for flag in found.flags if flag.code.startswith("RK")] == []


def test_without_the_threshold_no_assessment_is_a_dynamic_one():
    late = facts(levels=[], assessments=[])
    for code in ("RK036", "RK037"):
        assert len(flags(code, late, "2026-12-01")) == 1
        assert flags(code, late, "2026-12-01", book=without("assessments-to-approve")) == []


class TestRiskWithoutAssessment:
    @pytest.mark.parametrize(("on", "count"), [("2026-05-31", 0), ("2026-06-01", 0), ("2026-06-02", 1)])
    def test_an_assessment_of_the_day_judged_counts_and_a_later_one_does_not(self, on, count):
        assert len(flags("RK035", assessed(arms("s1", on)), "2026-06-01")) == count

    def test_the_example_of_the_check(self):
        plain = assessed(arms("s1", "2026-06-02"))
        assert flags("RK035", plain, "2020-01-09") == []
        assert judged(plain, "2020-01-09").stable_until == day("2020-01-10")
        assert one("RK035", plain, "2020-01-10").since == day("2020-01-10")
        flag = one("RK035", plain, "2026-06-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, None, "A1", day("2020-01-10"))
        assert judged(plain, "2026-06-01").stable_until == day("2026-06-02")
        assert shown(flag) == {"level": "medium", "level_since": day("2020-01-10"), "out_of_scope": ()}
        assert flags("RK035", plain, "2026-06-02") == []

    def test_since_goes_back_over_changes_of_level_up_to_a_time_without_one(self):
        levels = [
            {"id": "l1", "level": "low", "from": "2020-01-10"},
            {"id": "l2", "from": "2023-05-01"},
            {"id": "l3", "level": "medium", "from": "2024-02-29"},
            {"id": "l4", "level": "high", "from": "2025-02-28"},
        ]
        plain = assessed(levels=levels)
        assert flags("RK035", plain, "2024-02-28") == []
        assert one("RK035", plain, "2026-06-01").since == day("2024-02-29")

    @pytest.mark.parametrize("tool", ["oasys", "osp_c", "osp_i", "osp_dc", "osp_iic", "rm2000", "judgement", None])
    def test_any_tool_will_do_and_one_not_named_may_be_any(self, tool):
        assert flags("RK035", assessed({"id": "s1", "tool": tool, "on": "2026-06-01"}), "2026-06-01") == []

    def test_a_tool_out_of_scope_has_assessed_nobody(self):
        flag = one("RK035", assessed(arms("s1", "2020-01-15", out_of_scope="age")), "2026-06-01")
        assert shown(flag)["out_of_scope"] == ("s1",)

    def test_a_tool_that_the_book_does_not_name_is_none_of_its_assessments(self):
        assert flags("RK035", facts(), "2026-06-01", book=with_thresholds(level_rests_on=["judgement"]))

    def test_an_assessment_without_a_day_may_stand_behind_the_level(self):
        assert flags("RK035", assessed({"id": "s1", "tool": "arms"}), "2026-06-01") == []

    def test_of_two_days_the_one_of_completion_counts(self):
        plain = assessed(arms("s1", "2026-06-01", approved_on="2026-07-01"))
        assert flags("RK035", plain, "2026-06-01") == []
        only = {"id": "s1", "tool": "arms", "approved_on": "2026-06-02"}
        assert flags("RK035", assessed(only), "2026-06-01")
        assert flags("RK035", assessed(only), "2026-06-02") == []

    @pytest.mark.parametrize("kind", ["custody", "hospital", "deceased", "transferred_out", "not_subject"])
    def test_nobody_who_is_not_active_is_flagged(self, kind):
        away = [{"id": "x1", "kind": kind, "from": "2026-06-01"}]
        assert flags("RK035", assessed(statuses=away), "2026-05-31")
        assert flags("RK035", assessed(statuses=away), "2026-06-01") == []

    def test_since_does_not_go_back_before_the_return_to_the_community(self):
        away = [{"id": "x1", "kind": "custody", "from": "2026-05-01", "until": "2026-05-20"}]
        assert one("RK035", assessed(statuses=away), "2026-06-01").since == day("2026-05-20")

    def test_without_a_level_there_is_nothing_to_stand_behind(self):
        assert flags("RK035", assessed(levels=[]), "2026-06-01") == []

    def test_without_the_threshold_nothing_is_flagged(self):
        assert flags("RK035", assessed(), "2026-06-01", book=without("level-rests-on")) == []


class TestArmsOverdue:
    @pytest.mark.parametrize(("as_of", "count"), [("2020-01-27", 0), ("2020-01-28", 0), ("2020-01-29", 1)])
    def test_the_first_is_late_the_day_after_15_working_days(self, as_of, count):
        assert len(flags("RK037", assessed(), as_of)) == count

    def test_the_example_of_the_check(self):
        plain = assessed(arms("s1", "2020-01-15"), arms("s2", "2025-02-28"))
        assert flags("RK037", plain, "2026-02-28") == []
        assert judged(plain, "2026-02-28").stable_until == day("2026-03-01")
        flag = one("RK037", plain, "2026-03-01")
        assert (flag.severity, flag.rule, flag.key) == (Severity.HIGH, "R-A4", "s2")
        assert (flag.since, flag.days_over) == (day("2026-03-01"), 1)
        assert "review of the dynamic assessment due by 2026-02-28" in flag.message
        assert shown(flag) == {
            "due": day("2026-02-28"),
            "counted_from": day("2025-02-28"),
            "counted_from_id": "s2",
            "level": "medium",
            "not_approved": (),
        }

    def test_the_first_is_named_as_such(self):
        flag = one("RK037", assessed(), "2026-06-01")
        assert (flag.rule, flag.key, flag.since) == ("R-A2", "n1", day("2020-01-29"))
        assert "first dynamic assessment due by 2020-01-28" in flag.message

    @pytest.mark.parametrize(("as_of", "count"), [("2025-02-27", 0), ("2025-02-28", 0), ("2025-03-01", 1)])
    def test_a_year_from_the_29th_of_february_ends_on_the_28th(self, as_of, count):
        assert len(flags("RK037", assessed(arms("s1", "2024-02-29")), as_of)) == count

    def test_it_is_met_by_approval_and_what_waits_is_shown(self):
        waiting = arms("s3", "2026-06-01", approved_on=None, approved_by=None)
        plain = assessed(arms("s2", "2025-06-01"), waiting)
        assert flags("RK037", plain, "2026-06-01") == []
        assert shown(one("RK037", plain, "2026-06-02"))["not_approved"] == ("s3",)
        approved = {**waiting, "approved_on": "2026-06-05", "approved_by": "s1"}
        assert shown(one("RK037", assessed(arms("s2", "2025-06-01"), approved), "2026-06-04"))["not_approved"] == (
            "s3",
        )
        assert flags("RK037", assessed(arms("s2", "2025-06-01"), approved), "2026-06-05") == []

    def test_what_waited_before_the_last_approved_one_or_lies_ahead_is_not_shown(self):
        before = arms("s0", "2025-05-31", approved_on=None, approved_by=None)
        same = arms("s1", "2025-06-01", approved_on=None, approved_by=None)
        ahead = arms("s4", "2026-06-03", approved_on=None, approved_by=None)
        flag = one("RK037", assessed(before, same, arms("s2", "2025-06-01"), ahead), "2026-06-02")
        assert shown(flag)["not_approved"] == ("s1",)

    def test_an_assessment_without_a_day_of_approval_is_not_approved_and_raises_nothing_in_time(self):
        plain = assessed(arms("s2", "2025-06-01"), arms("s3", "2026-05-01", approved_on=None))
        assert flags("RK037", plain, "2026-06-01") == []
        assert flags("RK037", plain, "2026-06-02")

    def test_custody_suspends_it_and_reactive_management_ends_it(self):
        plain = assessed(arms("s2", "2025-06-01"))
        inside = [{"id": "c1", "kind": "custody", "from": "2026-05-01"}]
        assert flags("RK037", {**plain, "statuses": inside}, "2026-06-02") == []
        reactive = [*plain["plans"], {"id": "p3", "from": "2026-01-01", "mode": "reactive", "approved_by": "s1"}]
        assert flags("RK037", {**plain, "plans": reactive}, "2026-06-02") == []

    def test_where_probation_leads_the_first_is_not_asked_for(self):
        managers = [{"id": "m1", "officer_id": "o9", "agency": "probation", "from": "2020-01-06"}]
        assert flags("RK037", assessed(managers=managers), "2026-06-01") == []


class TestArmsOfSomeoneGone:
    @pytest.mark.parametrize(
        ("died", "count"), [("2026-04-23", 1), ("2026-04-24", 0), ("2026-05-11", 0), ("2026-05-12", 1)]
    )
    def test_who_died_before_the_last_day_needs_no_approval(self, died, count):
        waiting = {"id": "a9", "tool": "arms", "band": "medium", "on": "2026-04-24", "by": "o9"}
        dead = [{"id": "d1", "kind": "deceased", "from": died}]
        plain = facts(assessments=[waiting], statuses=dead)
        assert len(flags("RK038", plain, "2026-06-01")) == count


class TestArmsUnapproved:
    def waiting(self, on, **more):
        return arms("s3", on, **{"approved_on": None, "approved_by": None, **more})

    @pytest.mark.parametrize(("as_of", "count"), [("2026-05-08", 0), ("2026-05-11", 0), ("2026-05-12", 1)])
    def test_it_begins_the_day_after_10_working_days(self, as_of, count):
        assert len(flags("RK038", assessed(self.waiting("2026-04-24")), as_of)) == count

    def test_the_example_of_the_check(self):
        plain = assessed(self.waiting("2026-04-24"))
        assert judged(plain, "2026-05-11").stable_until == day("2026-05-12")
        flag = one("RK038", plain, "2026-05-12")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.MEDIUM, None, "s3", day("2026-05-12"))
        assert "has no approval, due by 2026-05-11" in flag.message
        assert shown(flag) == {
            "assessment": "s3",
            "on": day("2026-04-24"),
            "approved_on": None,
            "by": "o9",
            "approved_by": None,
        }

    @pytest.mark.parametrize(("as_of", "count"), [("2024-03-07", 0), ("2024-03-08", 1)])
    def test_the_29th_of_february_is_a_working_day(self, as_of, count):
        """Thursday 22 February 2024: 23, 26-29, 1 March, 4-7 March."""
        assert len(flags("RK038", assessed(self.waiting("2024-02-22")), as_of)) == count

    @pytest.mark.parametrize(("approved_on", "count"), [("2026-05-11", 0), ("2026-05-12", 0), ("2026-05-13", 1)])
    def test_an_approval_counts_from_its_day(self, approved_on, count):
        plain = assessed(self.waiting("2026-04-24", approved_on=approved_on, approved_by="s1"))
        assert len(flags("RK038", plain, "2026-05-12")) == count
        assert flags("RK038", plain, "2026-05-13") == []

    def test_an_approval_that_lies_ahead_is_watched(self):
        plain = assessed(self.waiting("2026-04-24", approved_on="2026-05-20", approved_by="s1"))
        assert judged(plain, "2026-05-12").stable_until == day("2026-05-20")

    @pytest.mark.parametrize("given", [{"approved_by": "s1"}, {"approved_on": "2026-04-27"}])
    def test_an_approval_without_a_day_or_without_a_name_is_one(self, given):
        assert flags("RK038", assessed(self.waiting("2026-04-24", **given)), "2026-06-01") == []

    def test_an_assessment_without_a_day_or_out_of_scope_or_by_another_tool_needs_none(self):
        for more in ({"on": None}, {"out_of_scope": "age"}, {"tool": "osp_dc"}, {"tool": None}):
            plain = {**self.waiting("2026-04-24"), **more}
            assert flags("RK038", facts(assessments=[plain]), "2026-06-01") == []

    @pytest.mark.parametrize(("as_of", "count"), [("2026-04-26", 0), ("2026-04-27", 1), ("2026-04-28", 1)])
    def test_an_approval_by_the_assessor_is_flagged_from_its_day(self, as_of, count):
        plain = assessed(arms("s3", "2026-04-24", approved_on="2026-04-27", approved_by="o9"))
        assert len(flags("RK038", plain, as_of)) == count

    def test_an_approval_by_the_assessor_says_so(self):
        plain = assessed(arms("s3", "2026-04-24", approved_on="2026-04-27", approved_by="o9"))
        flag = one("RK038", plain, "2026-06-01")
        assert flag.since == day("2026-04-27")
        assert "was approved by its own assessor" in flag.message

    def test_approved_late_by_the_assessor_it_is_not_new(self):
        plain = assessed(arms("s3", "2026-04-24", approved_on="2026-05-20", approved_by="o9"))
        assert "has no approval" in one("RK038", plain, "2026-05-19").message
        flag = one("RK038", plain, "2026-05-20")
        assert (flag.since, "own assessor" in flag.message) == (day("2026-05-12"), True)

    def test_approved_by_the_assessor_on_an_unknown_day_counts_from_completion(self):
        plain = assessed(arms("s3", "2026-04-24", approved_on=None, approved_by="o9"))
        assert flags("RK038", plain, "2026-04-23") == []
        assert one("RK038", plain, "2026-04-24").since == day("2026-04-24")

    def test_nobody_named_is_not_the_assessor(self):
        for by, approver in ((None, "o9"), (None, None), ("o9", None), ("o9", "s1")):
            plain = assessed(arms("s3", "2026-04-24", by=by, approved_by=approver))
            assert flags("RK038", plain, "2026-06-01") == []

    def test_without_days_only_the_assessors_own_approval_is_flagged(self):
        book = without("assessment-approval-working-days")
        assert flags("RK038", assessed(self.waiting("2026-04-24")), "2026-06-01", book=book) == []
        own = assessed(arms("s3", "2026-04-24", approved_on="2026-05-20", approved_by="o9"))
        assert one("RK038", own, "2026-06-01", book=book).since == day("2026-05-20")

    def test_beyond_the_calendar_nobody_can_say_when_it_is_late(self):
        assert flags("RK038", assessed(self.waiting("2009-06-01")), "2026-06-01") == []
