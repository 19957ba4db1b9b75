"""PL050: in reactive management, and one of its tests fails on the first day or now."""

import attrs
import pytest

from supervise import Severity
from tests.catalogue.people import BOOK, day, facts, flags, judged, one, shown

LOW = [{"id": "l1", "level": "low", "from": "2020-01-10"}]
ENTRY = "2026-01-01"


def reactive(since=ENTRY, **more):
    plan = {"id": "p3", "from": since, "mode": "reactive", "by": "o9", "approved_by": "s1"}
    return [*facts()["plans"], {**plan, **more}]


def managed(since=ENTRY, **more):
    """Low since 2020 and in reactive management, approved: every test is met."""
    return facts(**{"levels": LOW, "plans": reactive(since), **more})


def happened(on, kind="offence", **more):
    return [{"id": "e1", "kind": kind, "on": on, **more}]


def order(start, last=None, kind="shpo", **more):
    return [{"id": "o1", "kind": kind, "made_on": start, "in_force_on": start, "ends_on": last, **more}]


def test_who_meets_every_test_is_passed():
    assert flags("PL050", managed(), "2026-06-01") == []


def test_years_after_a_placeholder_lie_beyond_the_calendar():
    assert flags("PL050", managed(events=happened("9998-01-01")), "2026-06-01") == []


class TestLevel:
    @pytest.mark.parametrize(
        ("low", "entry", "count"),
        [
            ("2023-01-01", "2025-12-31", 1),
            ("2023-01-01", "2026-01-01", 0),
            ("2023-01-01", "2026-01-02", 0),
            ("2024-02-29", "2027-02-27", 1),
            ("2024-02-29", "2027-02-28", 0),
            ("2021-02-28", "2024-02-27", 1),
            ("2021-02-28", "2024-02-28", 0),
        ],
    )
    def test_low_for_three_years_on_the_first_day(self, low, entry, count):
        levels = [{"id": "l0", "level": "medium", "from": "2020-01-10"}, {"id": "l1", "level": "low", "from": low}]
        assert len(flags("PL050", managed(entry, levels=levels), entry)) == count
        # Time alone does not mend how it began.
        assert len(flags("PL050", managed(entry, levels=levels), "2028-06-01")) == count

    def test_the_example_of_the_check(self):
        levels = [*facts()["levels"], {"id": "l2", "level": "low", "from": "2024-02-29"}]
        plain = managed("2027-02-27", levels=levels)
        assert flags("PL050", plain, "2027-02-26") == []
        assert judged(plain, "2027-02-26").stable_until == day("2027-02-27")
        flag = one("PL050", plain, "2027-02-27")
        assert (flag.severity, flag.rule, flag.key) == (Severity.HIGH, None, "p3")
        assert (flag.since, flag.days_over) == (day("2027-02-27"), None)
        assert "planned from 2027-02-27 fails tests for it now (level)" in flag.message
        assert shown(flag) == {
            "plan": "p3",
            "from": day("2027-02-27"),
            "failed_first_day": ("level",),
            "fails_now": ("level",),
            "facts": (),
            "level": "low",
        }
        assert judged(plain, "2027-02-27").stable_until == day("2027-02-28")
        later = one("PL050", plain, "2027-02-28")
        assert (later.since, shown(later)["fails_now"]) == (day("2027-02-27"), ())
        assert "failed tests for it on its first day (level)" in later.message
        assert flags("PL050", managed("2027-02-28", levels=levels), "2027-02-28") == []

    def test_a_level_raised_since_fails_from_its_day(self):
        plain = managed(levels=[*LOW, {"id": "l2", "level": "medium", "from": "2026-05-01"}])
        assert flags("PL050", plain, "2026-04-30") == []
        assert judged(plain, "2026-04-30").stable_until == day("2026-05-01")
        flag = one("PL050", plain, "2026-05-01")
        assert (flag.since, shown(flag)["failed_first_day"]) == (day("2026-05-01"), ())

    def test_a_level_raised_and_lowered_again_bars_for_three_years(self):
        levels = [*LOW, {"id": "l2", "level": "high", "from": "2026-05-01"}]
        levels.append({"id": "l3", "level": "low", "from": "2026-05-31"})
        assert one("PL050", managed(levels=levels), "2029-05-30").since == day("2026-05-01")
        assert flags("PL050", managed(levels=levels), "2029-05-31") == []

    def test_a_level_that_is_not_known_fails_nothing(self):
        assert flags("PL050", managed(levels=[]), "2026-06-01") == []
        gap = [*LOW, {"id": "l2", "from": "2025-01-01"}, {"id": "l3", "level": "low", "from": "2025-06-01"}]
        assert flags("PL050", managed(levels=gap), "2026-06-01") == []

    @pytest.mark.parametrize(("low", "count"), [("2023-01-01", 0), ("2023-01-02", 1), ("2025-06-01", 1)])
    def test_a_record_of_levels_that_begins_later_shows_no_three_years(self, low, count):
        late = managed(levels=[{"id": "l1", "level": "low", "from": low}])
        assert len(flags("PL050", late, ENTRY)) == count

    @pytest.mark.parametrize(("entry", "count"), [("2023-01-05", 1), ("2023-01-06", 0)])
    def test_nobody_is_low_for_three_years_who_has_not_been_subject_so_long(self, entry, count):
        plain = managed(entry, levels=[{"id": "l1", "level": "low", "from": "2020-01-06"}])
        assert len(flags("PL050", plain, "2026-06-01")) == count

    def test_where_the_time_subject_is_in_doubt_it_may_have_been_longer(self):
        registered = [*facts()["registrations"], {"id": "r0", "basis": "conviction"}]
        assert flags("PL050", managed("2021-01-05", registrations=registered), "2026-06-01") == []


class TestEvents:
    @pytest.mark.parametrize("kind", ["offence", "breach_established"])
    @pytest.mark.parametrize(
        ("on", "entry", "count"),
        [
            ("2023-01-02", "2026-01-01", 1),
            ("2023-01-01", "2026-01-01", 0),
            ("2022-12-31", "2026-01-01", 0),
            ("2024-02-29", "2027-02-27", 1),
            ("2024-02-29", "2027-02-28", 0),
        ],
    )
    def test_three_years_without_on_the_first_day(self, kind, on, entry, count):
        plain = managed(entry, events=happened(on, kind))
        found = flags("PL050", plain, "2028-06-01")
        assert [shown(flag)["failed_first_day"] for flag in found] == [("record",)] * count
        assert [shown(flag)["facts"] for flag in found] == [("e1",)] * count

    def test_one_since_bars_from_its_day_for_three_years(self):
        plain = managed(events=happened("2026-05-31"))
        assert flags("PL050", plain, "2026-05-30") == []
        assert judged(plain, "2026-05-30").stable_until == day("2026-05-31")
        assert one("PL050", plain, "2026-05-31").since == day("2026-05-31")
        assert one("PL050", plain, "2029-05-30").since == day("2026-05-31")
        assert flags("PL050", plain, "2029-05-31") == []

    def test_since_joins_what_follows_without_a_gap(self):
        events = [*happened("2026-05-01"), {"id": "e2", "kind": "offence", "on": "2029-05-01"}]
        assert one("PL050", managed(events=events), "2029-06-01").since == day("2026-05-01")
        events[1]["on"] = "2029-05-02"
        assert one("PL050", managed(events=events), "2029-06-01").since == day("2029-05-02")
        # One that lies ahead says nothing yet.
        events.append({"id": "e3", "kind": "offence", "on": "2032-06-01"})
        flag = one("PL050", managed(events=events), "2029-06-01")
        assert (flag.since, shown(flag)["facts"]) == (day("2029-05-02"), ("e2",))

    def test_an_event_of_another_kind_or_without_a_day_bars_nothing(self):
        for kind in ("arrest", "trigger", "enquiry"):
            assert flags("PL050", managed(events=happened("2025-12-01", kind)), "2026-06-01") == []
        assert flags("PL050", managed(events=happened(None)), "2026-06-01") == []


class TestIntelligence:
    @pytest.mark.parametrize(("on", "count"), [("2023-01-01", 0), ("2023-01-02", 1)])
    def test_three_years_without_on_the_first_day(self, on, count):
        found = flags("PL050", managed(events=happened(on, "intelligence")), "2026-06-01")
        assert [shown(flag)["failed_first_day"] for flag in found] == [("intelligence",)] * count

    def decided(self, on, **more):
        plain = {"id": "q1", "kind": "return_to_active", "outcome": "continue", "for": "e1", "by": "s1", "on": on}
        return [{**plain, **more}]

    def test_a_decision_to_continue_answers_it_from_its_day(self):
        plain = managed(events=happened("2026-05-01", "intelligence"), decisions=self.decided("2026-05-08"))
        assert one("PL050", plain, "2026-05-07").since == day("2026-05-01")
        assert judged(plain, "2026-05-07").stable_until == day("2026-05-08")
        assert flags("PL050", plain, "2026-05-08") == []
        assert flags("PL050", managed(events=plain["events"]), "2026-05-08")

    @pytest.mark.parametrize(
        "other", [{"on": None}, {"outcome": "granted"}, {"outcome": None}, {"for": "e2"}, {"kind": "warrant"}]
    )
    def test_any_other_decision_answers_nothing(self, other):
        decisions = self.decided(**{"on": "2026-05-08", **other})
        assert flags("PL050", managed(events=happened("2026-05-01", "intelligence"), decisions=decisions), "2026-06-01")

    def test_the_first_of_several_decisions_counts(self):
        decisions = [*self.decided("2026-05-20"), *self.decided("2026-05-08", id="q0")]
        plain = managed(events=happened("2026-05-01", "intelligence"), decisions=decisions)
        assert flags("PL050", plain, "2026-05-08") == []

    def test_a_decision_after_the_three_years_prolongs_nothing(self):
        plain = managed(events=happened("2026-05-01", "intelligence"), decisions=self.decided("2030-05-08"))
        assert flags("PL050", plain, "2029-04-30")
        assert flags("PL050", plain, "2029-05-01") == []

    def test_a_decision_answers_no_offence(self):
        assert flags(
            "PL050", managed(events=happened("2026-05-01"), decisions=self.decided("2026-05-08")), "2026-06-01"
        )


class TestOrders:
    @pytest.mark.parametrize(
        ("start", "last", "count"),
        [
            ("2020-01-06", "2025-12-31", 0),
            ("2020-01-06", "2026-01-01", 1),
            ("2025-01-01", None, 1),
        ],
    )
    def test_none_in_force_on_the_first_day(self, start, last, count):
        found = flags("PL050", managed(orders=order(start, last)), "2026-06-01")
        assert [shown(flag)["failed_first_day"] for flag in found] == [("order",)] * count
        assert [shown(flag)["facts"] for flag in found] == [("o1",)] * count

    def test_one_made_since_bars_up_to_its_last_day(self):
        plain = managed(orders=order("2026-02-28", "2028-02-29"))
        assert flags("PL050", plain, "2026-02-27") == []
        assert judged(plain, "2026-02-27").stable_until == day("2026-02-28")
        assert one("PL050", plain, "2026-02-28").since == day("2026-02-28")
        assert flags("PL050", plain, "2028-02-29")
        assert judged(plain, "2028-02-29").stable_until == day("2028-03-01")
        assert flags("PL050", plain, "2028-03-01") == []

    def test_on_the_day_of_discharge_it_is_no_longer_in_force(self):
        plain = managed(orders=order("2026-02-28", discharged_on="2026-05-01"))
        assert flags("PL050", plain, "2026-04-30")
        assert flags("PL050", plain, "2026-05-01") == []

    def test_one_without_a_first_day_or_of_another_kind_bars_nothing(self):
        assert flags("PL050", managed(orders=order(None)), "2026-06-01") == []
        assert flags("PL050", managed(orders=order("2025-01-01", kind="parental_direction")), "2026-06-01") == []

    @pytest.mark.parametrize(
        "kind", ["interim_shpo", "sopo", "sro", "rsho", "foreign_travel_order", "notification_order"]
    )
    def test_every_civil_order_bars(self, kind):
        assert flags("PL050", managed(orders=order("2025-01-01", kind=kind)), "2026-06-01")


class TestApproval:
    @pytest.mark.parametrize("approver", [None, "o9"])
    def test_an_author_is_no_approver(self, approver):
        flag = one("PL050", managed(plans=reactive(approved_by=approver)), "2026-06-01")
        assert (flag.since, shown(flag)["failed_first_day"]) == (day(ENTRY), ("approval",))
        assert shown(flag)["fails_now"] == ("approval",)

    def test_a_new_plan_approved_when_every_test_is_met_clears_it(self):
        early = reactive("2022-06-01")
        assert flags("PL050", managed(plans=early), "2026-06-01")
        again = [*early, {"id": "p4", "from": "2026-05-01", "mode": "reactive", "approved_by": "s1"}]
        assert flags("PL050", managed(plans=again), "2026-04-30")
        assert flags("PL050", managed(plans=again), "2026-05-01") == []
        active = [*early, {"id": "p4", "from": "2026-05-01", "interval": "6 months", "approved_by": "s1"}]
        assert flags("PL050", managed(plans=active), "2026-05-01") == []

    def test_several_tests_are_named_once_each_in_order(self):
        events = [*happened("2025-12-01"), {"id": "e2", "kind": "offence", "on": "2025-12-02"}]
        plain = managed(plans=reactive(approved_by=None), events=events, orders=order("2025-01-01"))
        flag = one("PL050", plain, "2026-06-01")
        assert shown(flag)["fails_now"] == ("approval", "order", "record")
        assert shown(flag)["facts"] == ("e1", "e2", "o1")
        assert "(approval, order, record)" in flag.message

    def test_nobody_who_is_not_active_or_not_in_reactive_management_is_flagged(self):
        plain = managed(plans=reactive(approved_by=None))
        assert (
            flags("PL050", {**plain, "statuses": [{"id": "c1", "kind": "custody", "from": "2026-05-01"}]}, "2026-06-01")
            == []
        )
        away = [{"id": "c1", "kind": "custody", "from": "2026-02-01", "until": "2026-05-20"}]
        assert one("PL050", {**plain, "statuses": away}, "2026-06-01").since == day("2026-05-20")
        assert flags("PL050", {**plain, "plans": []}, "2026-06-01") == []
        assert flags("PL050", facts(plans=reactive(mode=None, approved_by=None)), "2026-06-01") == []


@pytest.mark.parametrize(
    ("missing", "plain"),
    [
        ("reactive-levels", managed(levels=facts()["levels"])),
        ("reactive-years", managed(levels=facts()["levels"], events=happened("2025-12-01"))),
        ("reactive-barring-events", managed(events=happened("2025-12-01"))),
        ("reactive-barring-orders", managed(orders=order("2025-01-01"))),
        ("reactive-intelligence-events", managed(events=happened("2025-12-01", "intelligence"))),
        ("reactive-intelligence-years", managed(events=happened("2025-12-01", "intelligence"))),
    ],
)
def test_without_a_threshold_the_test_that_needs_it_is_not_made(missing, plain):
    bare = {name: value for name, value in BOOK.thresholds.items() if name != missing}
    assert flags("PL050", plain, "2026-06-01")
    assert flags("PL050", plain, "2026-06-01", book=attrs.evolve(BOOK, thresholds=bare)) == []
