"""PR 19-34 and from 101: how visits are made and written up, day by day."""

import pytest

from supervise import Severity, load_rulebook
from tests.catalogue.people import day, facts, flags, judged, one, shown, visit, with_thresholds

SEEN = [visit("v1", "2020-01-20"), visit("v2", "2026-01-02")]


def also(*visits, **more):
    return facts(visits=[*SEEN, *visits], **more)


def at_level(level):
    return [{"id": "l1", "level": level, "from": "2020-01-10"}]


class TestRecordedLate:
    @pytest.mark.parametrize(
        ("level", "recorded", "count"),
        [
            # Thursday 30 April, Friday 1 May, the bank holiday of Monday 4 May, Tuesday 5 May, Wednesday 6 May.
            ("medium", "2026-05-05", 0),
            ("medium", "2026-05-06", 0),
            ("medium", "2026-05-07", 1),
            ("low", "2026-05-06", 0),
            ("low", "2026-05-07", 1),
            ("high", "2026-05-01", 0),
            ("high", "2026-05-02", 1),
            ("very_high", "2026-05-01", 0),
            ("very_high", "2026-05-02", 1),
        ],
    )
    def test_it_begins_the_day_after_the_last_for_writing_up(self, level, recorded, count):
        plain = also(visit("v3", "2026-04-30", recorded_on=recorded), levels=at_level(level))
        assert len(flags("PR019", plain, "2026-06-01")) == count

    def test_the_example_of_the_check(self):
        plain = also(visit("v3", "2026-04-30", recorded_on="2026-05-07"))
        assert flags("PR019", plain, "2026-05-06") == []
        flag = one("PR019", plain, "2026-05-07")
        assert (flag.key, flag.rule, flag.since) == ("v3", "R-V15", day("2026-05-07"))
        assert (flag.severity, flag.days_over) == (Severity.MEDIUM, None)
        assert shown(flag) == {
            "visit": "v3",
            "on": day("2026-04-30"),
            "due": day("2026-05-06"),
            "recorded_on": day("2026-05-07"),
            "days_late": 1,
            "level": "medium",
        }

    @pytest.mark.parametrize(("recorded", "count"), [("2024-03-04", 0), ("2024-03-05", 1)])
    def test_the_29th_of_february_is_a_working_day(self, recorded, count):
        """Wednesday 28 February 2024: 29 February, 1 March, Monday 4 March."""
        plain = also(visit("v3", "2024-02-28", recorded_on=recorded))
        assert len(flags("PR019", plain, "2026-06-01")) == count

    def test_what_counts_is_the_first_version_with_an_outcome(self):
        plan = {"id": "v3", "planned_on": "2026-04-30", "outcome": "planned", "recorded_on": "2026-04-01"}
        first = visit("v3", "2026-04-30", recorded_on="2026-05-01")
        late = visit("v3", "2026-04-30", recorded_on="2026-05-20")
        assert flags("PR019", also(plan, first, late), "2026-06-01") == []
        assert flags("PR019", also(plan, late), "2026-06-01")

    def test_an_entry_without_a_day_of_recording_is_in_time(self):
        assert flags("PR019", also(visit("v3", "2026-04-30")), "2026-06-01") == []

    def test_an_attempt_is_written_up_as_well(self):
        plain = also(visit("v3", "2026-04-30", "no_reply", recorded_on="2026-05-07"))
        assert one("PR019", plain, "2026-06-01").key == "v3"

    def test_without_a_level_it_is_late_past_the_longest_time_only(self):
        for recorded, count in (("2026-05-06", 0), ("2026-05-07", 1)):
            plain = also(visit("v3", "2026-04-30", recorded_on=recorded), levels=[])
            assert len(flags("PR019", plain, "2026-06-01")) == count


def planned(planned_on, **more):
    return {"id": "v3", "planned_on": planned_on, "outcome": "planned", **more}


class TestUnrecordedPlanned:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-05-05", 0), ("2026-05-06", 0), ("2026-05-07", 1)])
    def test_it_begins_the_day_after_the_last_for_writing_up(self, as_of, count):
        assert len(flags("PR020", also(planned("2026-04-30")), as_of)) == count

    def test_the_example_of_the_check(self):
        plain = also(planned("2026-02-27"), levels=at_level("high"))
        assert flags("PR020", plain, "2026-03-02") == []
        assert judged(plain, "2026-03-02").stable_until == day("2026-03-03")
        flag = one("PR020", plain, "2026-03-03")
        assert (flag.key, flag.rule, flag.since) == ("v3", "R-V15", day("2026-03-03"))
        assert (flag.severity, flag.days_over) == (Severity.HIGH, 1)
        assert shown(flag) == {
            "visit": "v3",
            "planned_on": day("2026-02-27"),
            "on": None,
            "due": day("2026-03-02"),
            "level": "high",
        }

    @pytest.mark.parametrize("outcome", ["seen", "no_reply", "cancelled"])
    def test_a_result_or_a_cancelled_plan_clears_it(self, outcome):
        assert flags("PR020", also(planned("2026-04-30", on="2026-04-30", outcome=outcome)), "2026-06-01") == []

    def test_a_visit_whose_result_was_not_yet_recorded_that_day_has_one(self):
        """Judged on a day gone by, the record made since is known: it was late, not missing."""
        plain = also(visit("v3", "2026-04-30", recorded_on="2026-06-01"))
        assert flags("PR020", plain, "2026-05-20") == []

    def test_a_day_without_an_outcome_counts_from_that_day_though_never_planned(self):
        """Thursday 28 May, then 29 May, 1 June and 2 June."""
        unplanned = {"id": "v3", "on": "2026-05-28"}
        assert flags("PR020", also(unplanned), "2026-06-02") == []
        assert one("PR020", also(unplanned), "2026-06-03").since == day("2026-06-03")
        moved = planned("2026-04-30", on="2026-05-28")
        assert one("PR020", also(moved), "2026-06-03").since == day("2026-06-03")

    def test_a_visit_without_any_day_is_not_past(self):
        assert flags("PR020", also({"id": "v3", "outcome": "planned"}), "2026-06-01") == []

    def test_a_later_day_planned_takes_its_place(self):
        first, moved = planned("2026-04-30", recorded_on="2026-04-01"), planned("2026-06-30", recorded_on="2026-05-04")
        assert flags("PR020", also(first, moved), "2026-06-01") == []
        assert flags("PR020", also(first, moved), "2026-06-01", known_at="2026-05-03")

    def test_without_a_level_the_longest_time_counts(self):
        plain = also(planned("2026-04-30"), levels=[])
        assert flags("PR020", plain, "2026-05-06") == []
        assert flags("PR020", plain, "2026-05-07")

    def test_a_duty_to_write_up_that_hangs_on_no_visit_is_passed_over(self):
        book = load_rulebook(
            {
                "format": 1, "id": "own", "version": "2026.1", "title": "t", "jurisdiction": "j",
                "extends": "england-wales@2026.1",
                "rule": [
                    {
                        "id": "R-V15", "duty": "write up", "duty_of": "police", "authority": "LOCAL",
                        "source": "library-default", "one_per": "offender", "anchor": {"first": "visit.seen"},
                        "cadence": "once", "counting": "after", "regime": [{"within": "5 days"}],
                    }
                ],
            }
        )  # fmt: skip
        plain = also(planned("2026-04-30"))
        assert {row.rule for row in judged(plain, "2026-06-01", book=book).obligations} >= {"R-V15"}
        assert [flag.key for flag in flags("PR020", plain, "2026-06-01", book=book)] == ["v3"]


class TestLoneVisit:
    @pytest.mark.parametrize(("officers", "count"), [(["o1"], 1), (["o1", "o1"], 1), (["o1", "o2"], 0), ([], 0)])
    def test_fewer_than_two_officers_are_too_few_and_none_recorded_are_not_known(self, officers, count):
        assert len(flags("PR025", also(visit("v3", "2026-05-01", officers=officers)), "2026-06-01")) == count

    def test_the_example_of_the_check(self):
        plain = also(visit("v3", "2026-05-01", officers=["o1"], others=[{"role": "interpreter"}]))
        assert flags("PR025", plain, "2026-04-30") == []
        flag = one("PR025", plain, "2026-05-01")
        assert (flag.key, flag.since, flag.severity) == ("v3", day("2026-05-01"), Severity.HIGH)
        assert shown(flag) == {
            "visit": "v3",
            "on": day("2026-05-01"),
            "outcome": "seen",
            "officers": 1,
            "minimum": 2,
            "others": 1,
        }

    def test_an_approved_exception_clears_it(self):
        plain = also(visit("v3", "2026-05-01", officers=["o1"], exception_id="x1"))
        assert flags("PR025", plain, "2026-06-01") == []

    @pytest.mark.parametrize(
        ("place", "count"),
        [("home", 1), ("place_found", 1), ("other", 1), ("station", 0), ("office", 0), ("phone", 0), (None, 0)],
    )
    def test_it_is_about_visits_out_in_person(self, place, count):
        plain = also(visit("v3", "2026-05-01", officers=["o1"], place=place))
        assert len(flags("PR025", plain, "2026-06-01")) == count

    @pytest.mark.parametrize(("outcome", "count"), [("no_reply", 1), ("planned", 0), ("cancelled", 0), (None, 0)])
    def test_an_attempt_alone_counts_and_a_plan_does_not(self, outcome, count):
        plain = also(visit("v3", "2026-05-01", outcome, officers=["o1"]))
        assert len(flags("PR025", plain, "2026-06-01")) == count

    def test_a_book_may_ask_for_more_or_for_no_number(self):
        plain = also(visit("v3", "2026-05-01"))
        assert flags("PR025", plain, "2026-06-01", book=with_thresholds(visit_staff_minimum=3))
        assert flags("PR025", plain, "2026-06-01", book=with_thresholds(visit_staff_minimum="two")) == []

    def test_the_leap_day_is_a_day(self):
        assert one("PR025", also(visit("v3", "2024-02-29", officers=["o1"])), "2026-06-01").since == day("2024-02-29")


class TestAnnouncedVisit:
    @pytest.mark.parametrize(("announced", "count"), [(True, 1), (False, 0), (None, 0)])
    def test_only_what_is_recorded_as_announced_is(self, announced, count):
        plain = also(visit("v3", "2026-05-01", announced=announced))
        assert len(flags("PR030", plain, "2026-06-01")) == count

    def test_the_example_of_the_check(self):
        plain = also(visit("v3", "2026-05-01", announced=True))
        assert flags("PR030", plain, "2026-04-30") == []
        flag = one("PR030", plain, "2026-05-01")
        assert (flag.key, flag.since, flag.severity) == ("v3", day("2026-05-01"), Severity.MEDIUM)
        assert shown(flag) == {"visit": "v3", "on": day("2026-05-01"), "outcome": "seen", "place": "home"}

    def test_a_reason_clears_it(self):
        plain = also(visit("v3", "2026-05-01", announced=True, announced_reason="interpreter"))
        assert flags("PR030", plain, "2026-06-01") == []

    @pytest.mark.parametrize(
        ("place", "count"), [("home", 1), ("place_found", 1), ("other", 0), ("office", 0), (None, 0)]
    )
    def test_it_is_about_the_home_and_the_place_found(self, place, count):
        plain = also(visit("v3", "2026-05-01", announced=True, place=place))
        assert len(flags("PR030", plain, "2026-06-01")) == count

    def test_an_attempt_announced_counts(self):
        assert flags("PR030", also(visit("v3", "2024-02-29", "no_reply", announced=True)), "2024-02-29")


def row(pattern, **more):
    """A visit on the first of each month from January 2024 on; `A` is announced, `n` not, `-` does not say."""
    words = {"A": True, "n": False, "-": None}
    months = [(2024 + at // 12, 1 + at % 12) for at in range(len(pattern))]
    return [
        visit(f"v{at:02}", f"{year}-{month:02}-01", announced=words[letter], **more)
        for at, (letter, (year, month)) in enumerate(zip(pattern, months, strict=True))
    ]


class TestAnnouncedShare:
    def flags(self, visits, as_of="2026-06-01", **more):
        return flags("PR031", facts(visits=visits), as_of, **more)

    @pytest.mark.parametrize(
        ("pattern", "count"),
        [
            ("AAAA", 0),  # four are too few
            ("nnnnA", 0),  # 20 per cent is not above it
            ("nnnAA", 1),
            ("nnnnnA", 0),
            ("nnnnAA", 1),
            ("nnnnnnnnAA", 0),  # 2 of 10
            ("nnnnnnnAAA", 1),
            ("AAAnnnnnnn", 1),
            ("AAAnnnnnnnn", 0),  # the first is not among the last ten any more
            ("nnnnn", 0),
            ("---AA", 1),  # what does not say counts as not announced
            ("---A-", 0),
        ],
    )
    def test_more_than_a_fifth_of_the_last_five_to_ten(self, pattern, count):
        assert len(self.flags(row(pattern))) == count

    def test_the_example_of_the_check(self):
        visits = [visit(f"v{month}", f"2026-0{month}-01", announced=month > 3) for month in range(1, 6)]
        assert self.flags(visits, "2026-04-30") == []
        (flag,) = self.flags(visits, "2026-05-01")
        assert (flag.key, flag.since, flag.severity) == ("A1", day("2026-05-01"), Severity.HIGH)
        assert shown(flag) == {"visits": 5, "announced": ("v4", "v5"), "with_reason": 0, "per_cent": 40}

    def test_it_is_so_since_the_visit_that_made_it_so_and_the_reasons_are_counted(self):
        visits = row("nnnnAAnn")
        visits[4]["announced_reason"] = "interpreter"
        (flag,) = self.flags(visits)
        assert flag.since == day("2024-06-01")
        assert shown(flag) == {"visits": 8, "announced": ("v04", "v05"), "with_reason": 1, "per_cent": 25}

    def test_where_all_were_announced_it_is_all_of_them(self):
        assert shown(self.flags(row("AAAAA"))[0])["per_cent"] == 100

    def test_it_begins_anew_after_a_time_below(self):
        """2 of 5 to 2 of 9 are above, 2 of 10 is not, 3 of the last 10 are again."""
        (flag,) = self.flags(row("nnnAAnnnnn" + "A"))
        assert flag.since == day("2024-11-01")

    def test_only_visits_at_home_or_the_place_found_are_announced_ones(self):
        assert self.flags(row("nnnAA", place="place_found"))
        assert self.flags(row("nnnAA", place="office")) == []
        assert self.flags([*row("nnnnA"), visit("v99", "2024-07-01", announced=True, place="office")]) == []

    def test_a_visit_without_a_place_counts_as_one_that_was_not_announced(self):
        assert self.flags([*row("nnnAA"), visit("v98", "2024-06-15", place=None, announced=True)])
        assert self.flags([*row("nnnnA"), visit("v98", "2024-06-15", place=None, announced=True)]) == []

    @pytest.mark.parametrize(
        "thresholds",
        [{"announced_share": "few"}, {"announced_share_least_visits": "few"}, {"announced_share_last_visits": "few"}],
    )
    def test_a_threshold_of_another_kind_gives_no_flag(self, thresholds):
        assert self.flags(row("nnnAA"), book=with_thresholds(**thresholds)) == []

    def test_a_book_that_asks_for_no_visits_at_all_still_needs_one(self):
        book = with_thresholds(announced_share_least_visits=0, announced_share_last_visits=0)
        assert self.flags(row("A"), book=book)
        assert self.flags(row("An"), book=book) == []
        assert self.flags([], book=book) == []

    def test_the_least_holds_where_the_book_looks_at_fewer(self):
        book = with_thresholds(announced_share_last_visits=1)
        assert shown(self.flags(row("nAAnn"), book=book)[0])["visits"] == 5


def weekly(first, count, **more):
    """Visits a week apart."""
    start = day(first).toordinal()
    days = [day(first).fromordinal(start + 7 * at).isoformat() for at in range(count)]
    return [visit(f"v{at:02}", on, **more) for at, on in enumerate(days)]


class TestSameWeekday:
    def flags(self, visits, as_of="2027-01-01", **more):
        return flags("PR032", facts(visits=visits), as_of, **more)

    @pytest.mark.parametrize(
        ("count", "severity"), [(4, None), (5, "info"), (19, "info"), (20, "medium"), (21, "medium")]
    )
    def test_five_days_are_a_note_and_twenty_are_more(self, count, severity):
        found = self.flags(weekly("2026-01-05", count))
        assert [flag.severity for flag in found] == [severity] * (severity is not None)

    def test_the_example_of_the_check(self):
        days = ("2026-01-06", "2026-02-03", "2026-03-03", "2026-04-07", "2026-05-05")
        visits = [visit(f"v{on}", on) for on in days]
        assert self.flags(visits, "2026-05-04") == []
        (flag,) = self.flags(visits, "2026-05-05")
        assert (flag.key, flag.since, flag.severity) == ("A1", day("2026-05-05"), Severity.INFO)
        assert shown(flag) == {
            "weekday": "Tuesday",
            "visits": 5,
            "first": day("2026-01-06"),
            "last": day("2026-05-05"),
            "weekdays": 5,
            "chance_one_in": 625,
        }

    def test_it_is_so_since_the_fifth_day(self):
        (flag,) = self.flags(weekly("2024-02-01", 8))
        assert flag.since == day("2024-02-29")
        assert (shown(flag)["weekday"], shown(flag)["chance_one_in"]) == ("Thursday", 5**7)

    def test_only_the_row_up_to_the_last_visit_counts(self):
        before = [visit("v90", "2025-12-30"), visit("v91", "2025-12-22")]
        (flag,) = self.flags([*before, *weekly("2026-01-05", 5)])
        assert shown(flag)["first"] == day("2026-01-05")
        assert self.flags([*weekly("2026-01-05", 5), visit("v90", "2026-02-10")]) == []

    def test_several_attempts_on_one_day_are_one_day(self):
        again = visit("v90", "2026-01-05", "no_reply")
        assert self.flags([again, *weekly("2026-01-05", 4)]) == []
        assert shown(self.flags([again, *weekly("2026-01-05", 5)])[0])["visits"] == 5

    @pytest.mark.parametrize(("weekend", "weekdays"), [("2025-11-28", 5), ("2025-11-29", 7), ("2025-11-30", 7)])
    def test_the_chance_is_smaller_where_visits_are_made_at_weekends_too(self, weekend, weekdays):
        (flag,) = self.flags([visit("v90", weekend), *weekly("2026-01-05", 6)])
        assert (shown(flag)["weekdays"], shown(flag)["chance_one_in"]) == (weekdays, weekdays**5)

    def test_the_chance_is_that_of_twenty_at_most(self):
        assert shown(self.flags(weekly("2026-01-05", 20))[0])["chance_one_in"] == 5**19
        (flag,) = self.flags(weekly("2026-01-05", 30))
        assert (shown(flag)["visits"], shown(flag)["chance_one_in"]) == (30, 5**19)

    @pytest.mark.parametrize("place", ["office", "phone", "other"])
    def test_a_contact_elsewhere_neither_counts_nor_ends_the_row(self, place):
        assert self.flags(weekly("2026-01-05", 5, place=place)) == []
        assert self.flags([*weekly("2026-01-05", 5), visit("v90", "2026-02-10", place=place)])

    def test_a_visit_without_a_place_may_have_ended_the_row_and_adds_nothing(self):
        missing = visit("v90", "2026-02-10", place=None)
        assert self.flags([*weekly("2026-01-05", 5), missing]) == []
        assert self.flags([*weekly("2026-01-05", 4), visit("v90", "2026-02-02", place=None)]) == []
        (flag,) = self.flags([*weekly("2026-01-05", 5), visit("v90", "2026-02-09", place=None)])
        assert shown(flag)["visits"] == 5

    def test_the_place_found_is_as_good_as_a_home(self):
        assert self.flags(weekly("2026-01-05", 5, place="place_found"))

    def test_a_visit_still_to_come_is_none(self):
        visits = weekly("2026-01-05", 5)
        assert self.flags(visits, "2026-02-01") == []
        assert judged(facts(visits=visits), "2026-02-01").stable_until == day("2026-02-02")
        assert self.flags(visits, "2026-02-02")

    def test_a_threshold_of_another_kind_gives_no_flag_or_no_more_than_a_note(self):
        visits = weekly("2026-01-05", 20)
        assert self.flags(visits, book=with_thresholds(same_weekday_visits="five")) == []
        (flag,) = self.flags(visits, book=with_thresholds(same_weekday_many_visits="twenty"))
        assert flag.severity is Severity.INFO

    def test_a_book_that_asks_for_no_visits_at_all_still_needs_one(self):
        book = with_thresholds(same_weekday_visits=0)
        assert self.flags([], book=book) == []
        for count in (1, 2):
            (flag,) = self.flags(weekly("2026-01-05", count), book=book)
            assert (flag.since, shown(flag)["chance_one_in"]) == (day("2026-01-05"), 5 ** (count - 1))


def version(recorded, on="2026-04-30", outcome="seen", **more):
    return visit("v3", on, outcome, recorded_on=recorded, **more)


class TestEditedAfter:
    def flags(self, *versions, as_of="2026-06-01", **more):
        return flags("PR101", also(*versions), as_of, **more)

    @pytest.mark.parametrize(("edited", "count"), [("2026-05-05", 0), ("2026-05-06", 0), ("2026-05-07", 1)])
    def test_it_begins_the_day_after_the_last_for_writing_up(self, edited, count):
        assert len(self.flags(version("2026-05-01", place="station"), version(edited))) == count

    def test_the_example_of_the_check(self):
        versions = version("2026-05-01", place="station"), version("2026-05-07")
        assert self.flags(*versions, as_of="2026-05-06") == []
        assert judged(also(*versions), "2026-05-06").stable_until == day("2026-05-07")
        (flag,) = self.flags(*versions, as_of="2026-05-07")
        assert (flag.key, flag.since, flag.severity) == ("v3", day("2026-05-07"), Severity.MEDIUM)
        assert shown(flag) == {
            "visit": "v3",
            "first_on": day("2026-04-30"),
            "due": day("2026-05-06"),
            "edited_on": day("2026-05-07"),
            "edits": 1,
            "fields": ("place",),
        }

    @pytest.mark.parametrize(
        ("change", "fields"),
        [
            ({"on": "2026-04-29"}, ("on",)),
            ({"outcome": "no_reply"}, ("outcome",)),
            ({"place": None}, ("place",)),
            ({"address_id": "a2"}, ("address_id",)),
            ({"address_id": "a2", "on": "2026-04-29"}, ("on", "address_id")),
        ],
    )
    def test_each_of_four_fields_matters(self, change, fields):
        (flag,) = self.flags(version("2026-05-01"), {**version("2026-05-20"), **change})
        assert shown(flag)["fields"] == fields

    @pytest.mark.parametrize(
        "change", [{}, {"signed_off_on": "2026-05-20"}, {"officers": ["o1"]}, {"entry": "refused"}, {"at": "10:00"}]
    )
    def test_other_fields_do_not(self, change):
        assert self.flags(version("2026-05-01"), {**version("2026-05-20"), **change}) == []

    def test_it_counts_from_the_day_first_given(self):
        """Moved to a later day, the visit would be in time; moved to an earlier one, it would be late."""
        later = version("2026-05-01"), version("2026-05-20", on="2026-05-19")
        assert shown(self.flags(*later)[0])["due"] == day("2026-05-06")
        earlier = version("2026-05-01"), version("2026-05-05", on="2026-04-01")
        assert self.flags(*earlier) == []

    def test_all_late_edits_are_counted_and_the_first_is_shown(self):
        (flag,) = self.flags(
            version("2026-05-01", place="station"),
            version("2026-05-05", place="office"),
            version("2026-05-08", place="phone"),
            version("2026-05-20", address_id="a1", place="phone"),
        )
        assert (flag.since, shown(flag)["edits"]) == (day("2026-05-08"), 2)
        assert shown(flag)["fields"] == ("place", "address_id")

    def test_a_plan_carried_out_is_no_edit(self):
        plan = {"id": "v3", "planned_on": "2026-04-30", "outcome": "planned", "recorded_on": "2026-04-01"}
        assert self.flags(plan, version("2026-05-20")) == []
        bare = {"id": "v3", "planned_on": "2026-04-30", "recorded_on": "2026-04-01"}
        assert self.flags(bare, version("2026-05-20")) == []

    def test_a_plan_cancelled_has_an_outcome_and_its_day_is_the_one_planned(self):
        cancelled = {"id": "v3", "planned_on": "2026-04-30", "outcome": "cancelled", "recorded_on": "2026-05-01"}
        (flag,) = self.flags(cancelled, version("2026-05-07"))
        assert shown(flag)["fields"] == ("on", "outcome", "place")
        assert self.flags(cancelled, version("2026-05-06")) == []

    def test_a_visit_cancelled_afterwards_is_one(self):
        """Also where nothing else is left to be written up."""
        plain = facts(visits=[version("2026-05-01"), version("2026-05-07", outcome="cancelled")])
        assert one("PR101", plain, "2026-06-01").key == "v3"

    def test_a_first_version_without_a_day_gives_no_last_day(self):
        assert self.flags({**version("2026-05-01"), "on": None}, version("2026-05-20")) == []

    def test_a_version_that_does_not_say_when_it_was_recorded_is_none(self):
        assert self.flags(version("2026-05-01"), version(None, on="2026-05-19")) == []

    def test_a_record_taken_back_is_none_and_one_brought_back_is_compared_with_what_it_was(self):
        first, taken = version("2026-05-01"), version("2026-05-10", withdrawn=True)
        assert self.flags(first, taken) == []
        assert self.flags(first, taken, version("2026-05-20")) == []
        assert self.flags(first, taken, version("2026-05-20", outcome="no_reply"))

    def test_a_version_not_known_yet_changes_nothing(self):
        versions = version("2026-05-01", place="station"), version("2026-05-07")
        assert self.flags(*versions, known_at="2026-05-06") == []
        assert self.flags(*versions, known_at="2026-05-07")

    def test_the_level_of_the_day_counts_and_without_one_the_longest_time(self):
        versions = [*SEEN, version("2026-05-01", place="station"), version("2026-05-05")]
        assert flags("PR101", facts(visits=versions, levels=at_level("high")), "2026-06-01")
        assert flags("PR101", facts(visits=versions, levels=[]), "2026-06-01") == []

    def test_the_29th_of_february_is_a_working_day(self):
        """Wednesday 28 February 2024: 29 February, 1 March, Monday 4 March."""
        first = version("2024-02-28", on="2024-02-28", place="station")
        assert self.flags(first, version("2024-03-04", on="2024-02-28")) == []
        assert self.flags(first, version("2024-03-05", on="2024-02-28"))


SIGNED = {"signed_off_on": "2020-01-27", "signed_off_by": "s1"}


class TestVisitsUnsigned:
    FIRST = visit("v1", "2020-01-20", **SIGNED)

    def flags(self, *visits, as_of="2026-06-30", first=FIRST, level="high", **more):
        plain = facts(visits=[first, *visits], levels=at_level(level))
        return flags("PR104", {**plain, **more}, as_of)

    @pytest.mark.parametrize(
        ("on", "as_of", "count"),
        [
            # Friday 1 May: ten working days without the bank holiday of Monday 4 May.
            ("2026-05-01", "2026-05-17", 0),
            ("2026-05-01", "2026-05-18", 0),
            ("2026-05-01", "2026-05-19", 1),
            # Across the end of a month: from Tuesday 31 March over Good Friday and Easter Monday.
            ("2026-03-31", "2026-04-16", 0),
            ("2026-03-31", "2026-04-17", 1),
            # Thursday 15 February 2024, so that the tenth is 29 February; from Friday 16 February it is 1 March.
            ("2024-02-15", "2024-02-29", 0),
            ("2024-02-15", "2024-03-01", 1),
            ("2024-02-16", "2024-03-01", 0),
            ("2024-02-16", "2024-03-02", 1),
        ],
    )
    def test_from_the_day_after_the_last(self, on, as_of, count):
        assert len(self.flags(visit("v3", on), as_of=as_of)) == count

    def test_one_flag_says_how_many_and_which_are_the_oldest(self):
        (flag,) = self.flags(
            visit("v4", "2026-06-01"),
            visit("v3", "2026-05-01"),
            visit("v5", "2026-06-29"),
            visit("v2", "2026-05-01"),
            as_of="2026-06-16",
        )
        assert (flag.severity, flag.rule, flag.key) == (Severity.MEDIUM, "R-V16", "v2")
        assert (flag.since, flag.days_over) == (day("2026-05-19"), 29)
        assert flag.message == (
            "Visits whose last day for being checked by a supervisor is past without a sign-off by someone who was not"
            " there: 3, the oldest made on 2026-05-01; have each checked, or record who checked it and when."
        )
        assert shown(flag) == {
            "visits": 3,
            "oldest": ("v2", "v3", "v4"),
            "on": day("2026-05-01"),
            "due": day("2026-05-18"),
            "last_signed_off_on": day("2020-01-27"),
        }

    def test_of_many_the_oldest_ten_are_shown(self):
        (flag,) = self.flags(*(visit(f"w{n:02}", f"2026-04-{n:02}") for n in range(1, 15)))
        assert shown(flag)["visits"] == 14
        assert shown(flag)["oldest"] == tuple(f"w{n:02}" for n in range(1, 11))

    def test_another_visit_that_becomes_late_is_the_same_flag_and_one_checked_the_next(self):
        two = visit("v3", "2026-05-01"), visit("v4", "2026-06-01")
        (before,) = self.flags(*two, as_of="2026-06-15")
        (after,) = self.flags(*two, as_of="2026-06-16")
        assert (before.identity, shown(before)["visits"], shown(after)["visits"]) == (after.identity, 1, 2)
        (left,) = self.flags(visit("v3", "2026-05-01", signed_off_on="2026-06-16", signed_off_by="s1"), two[1])
        assert (left.key, left.since) == ("v4", day("2026-06-16"))

    def test_a_sign_off_clears_it_on_its_day(self):
        late = visit("v3", "2026-05-01", signed_off_on="2026-05-20", signed_off_by="s1")
        assert self.flags(late, as_of="2026-05-19")
        assert self.flags(late, as_of="2026-05-20") == []

    @pytest.mark.parametrize(
        "sign_off",
        [
            {"signed_off_on": "2026-05-05"},
            {"signed_off_by": "s1"},
            # Whoever was there does not check it.
            {"signed_off_on": "2026-05-05", "signed_off_by": "o1"},
        ],
    )
    def test_a_sign_off_without_its_day_or_by_nobody_else_is_none(self, sign_off):
        assert self.flags(visit("v3", "2026-05-01", **sign_off))

    @pytest.mark.parametrize(
        ("sign_off", "count"),
        [
            ({}, 0),
            ({"signed_off_on": "2020-01-27"}, 0),
            ({"signed_off_by": "s1"}, 0),
            (SIGNED, 1),
            ({**SIGNED, "signed_off_by": "o1"}, 1),
            ({**SIGNED, "signed_off_on": "2026-06-30"}, 1),
            ({**SIGNED, "signed_off_on": "2026-07-01"}, 0),
        ],
    )
    def test_it_is_not_evaluated_where_no_visit_up_to_now_says_when_and_by_whom(self, sign_off, count):
        first = visit("v1", "2020-01-20", **sign_off)
        assert len(self.flags(visit("v3", "2026-05-01"), first=first)) == count
        # The rest of the catalogue does not tell it either.
        plain = facts(visits=[first, visit("v3", "2026-05-01")], levels=at_level("high"))
        assert flags("RB101", plain, "2026-06-30") == []

    def test_until_the_day_of_the_first_sign_off_a_review_says_that_it_may_change(self):
        first = visit("v1", "2020-01-20", **{**SIGNED, "signed_off_on": "2026-06-30"})
        plain = facts(visits=[first, visit("v3", "2026-05-01")], levels=at_level("high"))
        assert judged(plain, "2026-06-29").stable_until <= day("2026-06-30")

    @pytest.mark.parametrize(("level", "count"), [("medium", 0), ("low", 0), ("high", 1), ("very_high", 1)])
    def test_the_level_on_the_day_of_the_visit_decides(self, level, count):
        assert len(self.flags(visit("v3", "2026-05-01"), level=level)) == count
        later = [*at_level(level), {"id": "l2", "level": "medium", "from": "2026-05-02"}]
        assert len(self.flags(visit("v3", "2026-05-01"), levels=later)) == count

    def test_without_a_level_only_the_first_visit_is_to_be_checked(self):
        late = visit("v1", "2020-01-20")
        signed = visit("v3", "2026-05-01", signed_off_on="2026-05-05", signed_off_by="s1")
        (flag,) = flags("PR104", facts(visits=[late, signed, visit("v4", "2026-05-02")], levels=[]), "2026-06-30")
        assert shown(flag)["oldest"] == ("v1",)

    @pytest.mark.parametrize("change", [{"outcome": "no_reply", "entry": None}, {"on": None}, {"place": "station"}])
    def test_what_is_no_visit_that_counts_is_not_to_be_checked(self, change):
        assert self.flags({**visit("v3", "2026-05-01"), **change}) == []

    @pytest.mark.parametrize("kind", ["deceased", "transferred_out"])
    def test_when_all_is_over_nothing_is_left_to_do(self, kind):
        state = {"id": "c1", "kind": kind, "from": "2026-06-10"}
        for as_of, count in (("2026-06-09", 1), ("2026-06-10", 0)):
            assert len(self.flags(visit("v3", "2026-05-01"), statuses=[state], as_of=as_of)) == count
