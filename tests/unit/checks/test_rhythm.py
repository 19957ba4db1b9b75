"""PR 33-34: visits at hours and at intervals that can be foreseen."""

import datetime as dt
from itertools import product

import pytest

from supervise import Severity
from supervise.checks.rhythm import _one_in
from tests.catalogue.people import day, facts, flags, judged, shown, visit, with_thresholds


def apart(first, *gaps, **more):
    """Visits with so many days between them."""
    days = [day(first)]
    for gap in gaps:
        days.append(days[-1] + dt.timedelta(days=gap))
    return [visit(f"v{at:02}", on.isoformat(), **more) for at, on in enumerate(days)]


def mondays(count, **more):
    """Visits on Mondays from 5 January 2026 on, irregular, at half past ten."""
    return apart("2026-01-05", *([7, 21] * count)[: count - 1], **{"at": "10:30", **more})


class TestOfficeHoursOnly:
    def flags(self, visits, as_of="2028-01-01", **more):
        return flags("PR033", facts(visits=visits), as_of, **more)

    @pytest.mark.parametrize(("count", "severity"), [(4, None), (5, "info"), (19, "info"), (20, "low"), (21, "low")])
    def test_five_days_are_a_note_and_twenty_are_more(self, count, severity):
        found = self.flags(mondays(count))
        assert [flag.severity for flag in found] == [severity] * (severity is not None)

    def test_the_example_of_the_check(self):
        days = ("2026-01-06", "2026-02-03", "2026-03-03", "2026-04-07", "2026-05-05")
        visits = [visit(f"v{on}", on, at="10:30") for on in days]
        assert self.flags(visits, "2026-05-04") == []
        assert judged(facts(visits=visits), "2026-05-04").stable_until == day("2026-05-05")
        (flag,) = self.flags(visits, "2026-05-05")
        assert (flag.key, flag.since, flag.severity) == ("A1", day("2026-05-05"), Severity.INFO)
        assert shown(flag) == {
            "visits": 5,
            "first": day("2026-01-06"),
            "last": day("2026-05-05"),
            "office_hours": ("08:00", "18:00"),
            "visiting_hours": ("08:00", "21:00"),
            "chance_one_in": 19,
        }

    @pytest.mark.parametrize(
        ("at", "count"),
        [("07:59", 0), ("08:00", 1), ("17:59", 1), ("18:00", 0), ("23:00", 0), ("00:00", 0), (None, 0)],
    )
    def test_before_after_or_unknown_ends_the_row(self, at, count):
        visits = mondays(5)
        visits[-1]["at"] = at
        assert len(self.flags(visits)) == count

    @pytest.mark.parametrize(
        ("on", "count"), [("2026-05-01", 1), ("2026-05-02", 0), ("2026-05-03", 0), ("2026-05-04", 1)]
    )
    def test_a_weekend_ends_the_row_at_any_hour(self, on, count):
        assert len(self.flags([*mondays(5), visit("v90", on, at="10:30")])) == count
        assert len(self.flags([*mondays(5), visit("v90", on)])) == 0

    def test_it_is_so_since_the_fifth_day_and_a_leap_day_is_one(self):
        """Monday 5 February to Thursday 29 February 2024."""
        visits = apart("2024-02-05", 7, 7, 3, 7, 14, at="10:30")
        (flag,) = self.flags(visits)
        assert (flag.since, shown(flag)["visits"]) == (day("2024-02-29"), 6)

    def test_the_chance_is_that_of_twenty_at_most(self):
        assert shown(self.flags(mondays(20))[0])["chance_one_in"] == 91**20 // 50**20
        assert shown(self.flags(mondays(23))[0])["chance_one_in"] == 91**20 // 50**20

    def test_several_attempts_on_one_day_are_one_day(self):
        again = visit("v90", "2026-01-05", "no_reply", at="17:00")
        assert self.flags([again, *mondays(4)]) == []
        assert shown(self.flags([again, *mondays(5)])[0])["visits"] == 5

    @pytest.mark.parametrize("place", ["office", "phone", "other"])
    def test_a_contact_elsewhere_neither_counts_nor_ends_the_row(self, place):
        assert self.flags(mondays(5, place=place)) == []
        assert self.flags([*mondays(5), visit("v90", "2026-12-01", at="20:00", place=place)])

    def test_one_without_a_place_ends_the_row_in_the_evening_only(self):
        assert self.flags([*mondays(5), visit("v90", "2026-12-01", at="20:00", place=None)]) == []
        assert shown(self.flags([*mondays(5), visit("v90", "2026-12-01", at="10:00", place=None)])[0])["visits"] == 5

    @pytest.mark.parametrize(
        "thresholds",
        [
            {"office_hours_visits": "five"},
            {"office_hours": "all day"},
            {"office_hours": ["08:00"]},
            {"office_hours": ["08:00", "noon"]},
            {"office_hours": ["18:00", "08:00"]},
            {"visiting_hours": ["21:00", "21:00"]},
            {"visiting_hours": 13},
        ],
    )
    def test_a_threshold_of_another_kind_gives_no_flag(self, thresholds):
        assert self.flags(mondays(20), book=with_thresholds(**thresholds)) == []

    def test_without_the_number_of_many_it_stays_a_note(self):
        (flag,) = self.flags(mondays(20), book=with_thresholds(office_hours_many_visits="twenty"))
        assert flag.severity is Severity.INFO

    def test_a_book_that_asks_for_no_visits_at_all_still_needs_one(self):
        book = with_thresholds(office_hours_visits=0)
        assert self.flags([], book=book) == []
        assert self.flags(mondays(2), book=book)[0].since == day("2026-01-05")


class TestRegularInterval:
    def flags(self, visits, as_of="2036-01-01", **more):
        return flags("PR034", facts(visits=visits), as_of, **more)

    @pytest.mark.parametrize(
        ("gaps", "count"),
        [
            ([90] * 3, 0),
            ([90] * 4, 1),
            ([90, 90, 90, 96], 1),
            ([90, 90, 90, 97], 0),
            ([87, 93, 90, 90], 1),
            ([87, 94, 90, 90], 0),
            ([84, 90, 90, 90], 1),
            ([83, 90, 90, 90], 0),
            ([30, 83, 90, 89, 88], 0),
            ([30, 84, 90, 89, 88], 1),
        ],
    )
    def test_five_days_whose_intervals_differ_by_six_days_at_most(self, gaps, count):
        assert len(self.flags(apart("2024-01-01", *gaps))) == count

    @pytest.mark.parametrize(("count", "severity"), [(4, None), (5, "info"), (19, "info"), (20, "low"), (21, "low")])
    def test_five_days_are_a_note_and_twenty_are_more(self, count, severity):
        found = self.flags(apart("2026-01-05", *[60] * (count - 1)))
        assert [flag.severity for flag in found] == [severity] * (severity is not None)

    def test_the_example_of_the_check(self):
        visits = [visit(f"v{on}", on) for on in ("2025-01-02", "2025-04-02", "2025-07-01", "2025-09-30", "2025-12-29")]
        assert self.flags(visits, "2025-12-28") == []
        assert judged(facts(visits=visits), "2025-12-28").stable_until == day("2025-12-29")
        (flag,) = self.flags(visits, "2025-12-29")
        assert (flag.key, flag.since, flag.severity) == ("A1", day("2025-12-29"), Severity.INFO)
        assert shown(flag) == {
            "visits": 5,
            "first": day("2025-01-02"),
            "last": day("2025-12-29"),
            "shortest_days": 90,
            "longest_days": 91,
            "mean_days": 90,
            "chance_one_in": 697,
        }

    def test_it_is_so_since_the_first_of_the_visits_that_each_made_a_row_long_enough(self):
        """Up to 2024-08-28 the row has the first interval; then it has not, and is long enough without it."""
        visits = apart("2024-01-01", 54, 60, 60, 60, 61, 60)
        found = self.flags(visits)
        assert (found[0].since, shown(found[0])["visits"]) == (day("2024-08-22"), 6)
        broken = apart("2024-01-01", 60, 60, 60, 60, 20, 60, 60, 60, 60)
        (flag,) = self.flags(broken)
        assert (flag.since.isoformat(), shown(flag)["visits"]) == ("2025-05-15", 5)

    def test_it_is_not_so_since_a_visit_after_which_nothing_was_said(self):
        """Four intervals of 7 to 13 days, 9 in the mean, are alike by chance; with a fifth they are so no more."""
        visits = apart("2026-05-07", 13, 7, 12, 9, 9)
        assert self.flags(visits[:-1]) == []
        assert self.flags(visits)[0].since == day("2026-06-26")

    def test_around_the_29th_of_february(self):
        visits = [visit(f"v{on}", on) for on in ("2023-11-01", "2023-12-01", "2023-12-31", "2024-01-30", "2024-02-29")]
        assert self.flags(visits, "2024-02-28") == []
        assert shown(self.flags(visits, "2024-02-29")[0])["longest_days"] == 30

    @pytest.mark.parametrize(("gap", "count"), [(6, 0), (7, 0), (8, 0), (9, 1), (10, 1)])
    def test_of_visits_a_week_apart_nothing_is_said(self, gap, count):
        """By chance nine of 8 days or less are alike in more than half of the cases."""
        assert len(self.flags(apart("2024-01-01", *[gap] * 9))) == count

    def test_several_attempts_on_one_day_are_one_day(self):
        again = visit("v90", "2024-01-01", "no_reply")
        assert shown(self.flags([again, *apart("2024-01-01", *[90] * 4)])[0])["visits"] == 5

    def test_an_attempt_is_a_day_on_which_officers_came(self):
        assert self.flags([*apart("2024-01-01", *[90] * 4), visit("v90", "2025-01-20", "no_reply")]) == []

    @pytest.mark.parametrize("place", ["office", "phone", "other"])
    def test_a_contact_elsewhere_neither_counts_nor_ends_the_row(self, place):
        assert self.flags(apart("2024-01-01", *[90] * 4, place=place)) == []
        assert self.flags([*apart("2024-01-01", *[90] * 4), visit("v90", "2025-01-20", place=place)])

    def test_one_without_a_place_ends_the_row(self):
        visits = apart("2024-01-01", *[90] * 5)
        assert shown(self.flags([{**visits[0], "place": None}, *visits[1:]])[0])["visits"] == 5
        assert self.flags([visits[0], {**visits[1], "place": None}, *visits[2:]]) == []

    @pytest.mark.parametrize("thresholds", [{"regular_interval_visits": "five"}, {"regular_interval_days": "few"}])
    def test_a_threshold_of_another_kind_gives_no_flag(self, thresholds):
        assert self.flags(apart("2024-01-01", *[90] * 4), book=with_thresholds(**thresholds)) == []

    def test_without_the_number_of_many_it_stays_a_note(self):
        book = with_thresholds(regular_interval_many_visits="twenty")
        assert self.flags(apart("2024-01-01", *[90] * 30), book=book)[0].severity is Severity.INFO

    @pytest.mark.parametrize("visits", [0, 1, 2])
    def test_two_intervals_are_the_least_that_can_be_alike(self, visits):
        book = with_thresholds(regular_interval_visits=visits)
        assert self.flags([], book=book) == []
        assert self.flags(apart("2024-01-01", 90), book=book) == []
        assert self.flags(apart("2024-01-01", 90, 90), book=book)

    def test_the_chance_is_that_of_twenty_at_most(self):
        chances = {shown(self.flags(apart("2024-01-01", *[90] * count))[0])["chance_one_in"] for count in (19, 20, 25)}
        assert chances == {_one_in(19, 90, 6)}


@pytest.mark.parametrize(("gaps", "mean", "spread"), [(2, 9, 6), (3, 10, 6), (4, 9, 2), (2, 5, 0)])
def test_the_chance_is_that_of_counting_all_cases(gaps, mean, spread):
    within = sum(max(case) - min(case) <= spread for case in product(range(mean), repeat=gaps))
    assert _one_in(gaps, mean, spread) == mean**gaps // within
