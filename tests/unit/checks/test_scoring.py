"""RK039 to RK042: scores that are missing, stale or impossible, and a level below them."""

import attrs
import pytest

from supervise import Severity
from tests.catalogue.examples import CONVICTED_AGAIN, NEW
from tests.catalogue.people import BOOK, arms, day, facts, flags, judged, one, scored, shown


def with_threshold(name, value):
    """The shipped book with another value of one threshold; None: without it."""
    held = {key: each for key, each in BOOK.thresholds.items() if key != name}
    if value is not None:
        held[name] = attrs.evolve(BOOK.thresholds[name], value=value)
    return attrs.evolve(BOOK, thresholds=held)


def assessed(*assessments, **more):
    return facts(assessments=list(assessments), **more)


def entered(on, **more):
    """Someone who came onto the register on a day."""
    registration = {**NEW["registrations"][0], "convicted_on": on, "relevant_on": on}
    notice = {**NEW["notifications"][0], "on": on}
    levels = [{"id": "l1", "level": "low", "from": on}]
    return facts(**{**NEW, "registrations": [registration], "notifications": [notice], "levels": levels, **more})


class TestStaticMissing:
    def test_without_the_threshold_no_assessment_is_a_static_one(self):
        late = entered("2026-06-01", assessments=[])
        assert len(flags("RK039", late, "2026-12-01")) == 1
        assert flags("RK039", late, "2026-12-01", book=with_threshold("static-tools", None)) == []

    @pytest.mark.parametrize(
        ("entry", "last"), [("2026-06-01", "2026-06-22"), ("2024-02-08", "2024-02-29"), ("2026-04-10", "2026-05-01")]
    )
    def test_it_begins_the_day_after_15_working_days(self, entry, last):
        plain = entered(entry, assessments=[])
        before, after = (day(last).fromordinal(day(last).toordinal() + step).isoformat() for step in (-1, 1))
        assert flags("RK039", plain, before) == flags("RK039", plain, last) == []
        assert judged(plain, last).stable_until <= day(after)
        flag = one("RK039", plain, after)
        assert (flag.severity, flag.rule, flag.key) == (Severity.MEDIUM, "R-A1", "n1")
        assert (flag.since, flag.days_over) == (day(after), 1)
        assert shown(flag) == {"due": day(last), "entry": day(entry), "level": "low"}

    @pytest.mark.parametrize(
        "given",
        [
            scored("2026-06-23"),
            scored(None),
            scored(None, approved_on="2026-06-23"),
            {"id": "s0", "tool": "osp_dc", "on": "2026-06-23", "out_of_scope": "age"},
            {"id": "s0", "tool": None, "on": "2026-06-23"},
            {"id": "s0"},
        ],
    )
    def test_a_score_a_reason_or_what_may_be_one_clears_it(self, given):
        assert flags("RK039", entered("2026-06-01", assessments=[given]), "2026-06-23") == []

    @pytest.mark.parametrize(
        "given", [arms("s0", "2026-06-10"), scored("2026-06-24"), {"id": "s0", "on": "2026-06-24"}]
    )
    def test_a_dynamic_assessment_is_none_nor_is_what_lies_ahead(self, given):
        plain = entered("2026-06-01", assessments=[given])
        assert flags("RK039", plain, "2026-06-23")
        assert bool(flags("RK039", plain, "2026-06-24")) is (given.get("tool") == "arms")

    def test_of_two_entries_the_first_is_named_once(self):
        arrival = [{"id": "t1", "to": "f1", "accepted_on": "2026-06-03"}]
        flag = one("RK039", entered("2026-06-01", assessments=[], transfers=arrival), "2026-08-01")
        assert (flag.key, flag.since) == ("n1", day("2026-06-23"))

    def test_a_new_sanction_alone_is_no_missing_score(self):
        assert flags("RK039", facts(registrations=CONVICTED_AGAIN), "2026-08-01") == []

    def test_without_the_tools_what_has_no_day_is_none(self):
        book = with_threshold("static-tools", [])
        assert flags("RK039", entered("2026-06-01", assessments=[scored(None)]), "2026-06-23", book=book)


class TestStaticStaleAfterASanction:
    @pytest.mark.parametrize(("as_of", "count"), [("2026-06-21", 0), ("2026-06-22", 0), ("2026-06-23", 1)])
    def test_it_begins_the_day_after_15_working_days(self, as_of, count):
        assert len(flags("RK040", facts(registrations=CONVICTED_AGAIN), as_of)) == count

    def test_it_says_what_is_older_than_what(self):
        flag = one("RK040", facts(registrations=CONVICTED_AGAIN), "2026-06-30")
        assert (flag.severity, flag.rule, flag.key) == (Severity.MEDIUM, "R-A1", "r2")
        assert (flag.since, flag.days_over) == (day("2026-06-23"), 8)
        assert shown(flag) == {
            "registration": "r2",
            "sanction_on": day("2026-06-01"),
            "due": day("2026-06-22"),
            "scored_on": day("2024-03-01"),
            "assessments": ("s0",),
        }

    @pytest.mark.parametrize(
        ("on", "count"), [("2026-05-31", 1), ("2026-06-01", 0), ("2026-06-30", 0), ("2026-07-01", 1)]
    )
    def test_a_score_of_that_day_or_later_clears_it(self, on, count):
        plain = assessed(scored(on), scored("2024-03-01", id="s9"), registrations=CONVICTED_AGAIN)
        assert len(flags("RK040", plain, "2026-06-30")) == count

    @pytest.mark.parametrize(
        "given",
        [
            [],
            [arms("s1", "2020-01-15")],
            [scored("2024-03-01", out_of_scope="age")],
            [scored("2020-01-10"), scored("2024-03-01", id="s9", out_of_scope="age")],
            [scored("2024-03-01"), scored(None, id="s9")],
            [scored("2024-03-01"), {"id": "s9", "on": "2024-03-02"}],
            # Completed since, whatever the day of approval says.
            [scored("2026-06-02", approved_on="2026-05-30")],
            [scored("2026-06-01", approved_on="2026-05-30")],
            # Of two of the last day one may replace the other.
            [scored("2024-03-01"), scored("2024-03-01", id="s9", out_of_scope="age")],
            [scored("2024-03-01"), {"id": "s9", "on": "2024-03-01"}],
        ],
    )
    def test_without_a_score_that_is_surely_the_last_and_older_nothing_is_stale(self, given):
        assert flags("RK040", assessed(*given, registrations=CONVICTED_AGAIN), "2026-06-30") == []

    def test_one_without_a_tool_before_the_last_score_changes_nothing(self):
        plain = assessed(scored("2024-03-01"), {"id": "s9", "on": "2024-02-29"}, registrations=CONVICTED_AGAIN)
        assert flags("RK040", plain, "2026-06-30")

    def test_the_day_of_approval_stands_for_the_one_of_completion_only_where_that_is_missing(self):
        plain = assessed(scored(None, approved_on="2024-03-01"), registrations=CONVICTED_AGAIN)
        assert shown(one("RK040", plain, "2026-06-30"))["scored_on"] == day("2024-03-01")

    def test_each_sanction_is_named_and_the_tool_no_more(self):
        third = {**CONVICTED_AGAIN[1], "id": "r3", "convicted_on": "2026-06-02", "relevant_on": "2026-06-02"}
        plain = assessed(scored("2020-01-10", tool="rm2000"), registrations=[*CONVICTED_AGAIN, third])
        assert [flag.key for flag in flags("RK040", plain, "2026-08-01")] == ["r2", "r3"]


class TestStaticStaleAfterAChangeOfTool:
    @pytest.mark.parametrize(
        ("tool", "on", "last"),
        [
            ("rm2000", "2021-02-28", "2021-03-22"),
            ("osp_c", "2024-01-31", "2024-02-22"),
            ("osp_i", "2024-01-31", "2024-02-22"),
        ],
    )
    def test_it_begins_the_day_after_15_working_days(self, tool, on, last):
        plain = assessed(scored(on, tool=tool))
        after = day(last).fromordinal(day(last).toordinal() + 1)
        assert flags("RK040", plain, last) == []
        assert judged(plain, last).stable_until == after
        flag = one("RK040", plain, after.isoformat())
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.MEDIUM, None, "s0", after)
        assert tool in flag.message

    def test_the_last_day_may_be_the_29th_of_february(self):
        book = with_threshold("tools-retired", {"osp_dc": "2024-02-08"})
        plain = assessed(scored("2024-02-07"))
        assert flags("RK040", plain, "2024-02-29", book=book) == []
        assert shown(one("RK040", plain, "2024-03-01", book=book)) == {
            "retired_on": day("2024-02-08"),
            "due": day("2024-02-29"),
            "scored_on": day("2024-02-07"),
            "assessments": ("s0",),
        }

    @pytest.mark.parametrize("on", ["2021-03-01", "2021-03-02"])
    def test_a_tool_used_after_it_was_replaced_is_not_stale(self, on):
        assert flags("RK040", assessed(scored(on, tool="rm2000")), "2026-06-01") == []

    def test_a_tool_in_use_is_never_stale(self):
        assert flags("RK040", assessed(scored("2020-01-10")), "2026-06-01") == []

    def test_of_two_scores_of_one_day_one_in_use_is_enough(self):
        pair = [scored("2021-03-10", tool="osp_c"), scored("2021-03-10", id="s9", tool="osp_iic")]
        assert flags("RK040", assessed(*pair), "2026-06-01") == []
        pair[1]["tool"] = "osp_i"
        flag = one("RK040", assessed(*pair), "2026-06-01")
        assert "(osp_c, osp_i)" in flag.message
        assert shown(flag)["assessments"] == ("s0", "s9")

    def test_of_two_scores_of_one_day_the_tool_replaced_last_counts(self):
        pair = [scored("2020-01-10", tool="osp_c"), scored("2020-01-10", id="s9", tool="rm2000")]
        flag = one("RK040", assessed(*pair), "2026-06-01")
        assert (flag.since, shown(flag)["retired_on"]) == (day("2024-02-23"), day("2024-02-01"))

    def test_only_someone_active_is_scored_again(self):
        away = [{"id": "x1", "kind": "custody", "from": "2024-01-01", "until": "2026-05-20"}]
        plain = assessed(scored("2020-01-10", tool="rm2000"), statuses=away)
        assert flags("RK040", plain, "2026-05-19") == []
        assert one("RK040", plain, "2026-05-20").since == day("2026-05-20")

    @pytest.mark.parametrize(
        "value", [None, "2021-03-01", {}, {"rm2000": 2021}, {"rm2000": "1 March 2021"}, {"rm2000": "1990-01-01"}]
    )
    def test_a_book_that_gives_no_day_retires_no_tool(self, value):
        book = with_threshold("tools-retired", value)
        assert flags("RK040", assessed(scored("1989-01-10", tool="rm2000")), "2026-06-01", book=book) == []


class TestToolMismatch:
    @pytest.mark.parametrize(
        ("tool", "band", "count"),
        [
            ("osp_iic", "very_high", 1),
            ("osp_iic", "high", 0),
            ("osp_dc", "very_high", 0),
            ("arms", "very_high", 0),
            (None, "very_high", 0),
            ("osp_iic", None, 0),
        ],
    )
    def test_a_band_that_the_tool_does_not_give(self, tool, band, count):
        assert len(flags("RK041", assessed(scored("2026-05-31", tool=tool, band=band)), "2026-06-01")) == count

    @pytest.mark.parametrize(
        ("tool", "on", "count"),
        [
            ("rm2000", "2021-02-28", 0),
            ("rm2000", "2021-03-01", 1),
            ("rm2000", "2021-03-02", 1),
            ("osp_c", "2024-01-31", 0),
            ("osp_i", "2024-02-01", 1),
            ("osp_dc", "2024-02-29", 0),
        ],
    )
    def test_a_tool_that_had_been_replaced(self, tool, on, count):
        assert len(flags("RK041", assessed(scored(on, tool=tool)), "2026-06-01")) == count

    def test_both_are_said_at_once(self):
        flag = one("RK041", assessed(scored("2024-02-29", tool="osp_i", band="very_high")), "2026-06-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.MEDIUM, None, "s0", day("2024-02-29"))
        assert (
            "a band that osp_i does not have (very_high) and a tool that had been replaced by 2024-02-01"
            in flag.message
        )
        assert shown(flag) == {
            "assessment": "s0",
            "tool": "osp_i",
            "band": "very_high",
            "on": day("2024-02-29"),
            "retired_on": day("2024-02-01"),
        }

    def test_each_is_flagged_from_its_day(self):
        plain = assessed(scored("2026-06-01", tool="osp_iic", band="very_high"))
        assert flags("RK041", plain, "2026-05-31") == []
        assert judged(plain, "2026-05-31").stable_until == day("2026-06-01")
        flag = one("RK041", plain, "2026-06-01")
        assert shown(flag)["retired_on"] is None
        assert "replaced" not in flag.message

    def test_a_band_is_impossible_on_whatever_day(self):
        assert one("RK041", assessed(scored(None, tool="osp_i", band="very_high")), "2026-06-01").since is None

    def test_the_day_of_approval_does_not_say_that_it_was_made_too_late(self):
        assert flags("RK041", assessed(scored(None, tool="rm2000", approved_on="2021-03-02")), "2026-06-01") == []

    def test_a_reason_that_a_tool_does_not_apply_is_no_assessment(self):
        plain = assessed(scored("2024-02-29", tool="osp_i", band="very_high", out_of_scope="age"))
        assert flags("RK041", plain, "2026-06-01") == []

    @pytest.mark.parametrize("value", [None, ["osp_iic"], {}, {"osp_iic": "low"}])
    def test_a_book_that_names_no_bands_finds_none_impossible(self, value):
        book = with_threshold("tool-bands", value)
        plain = assessed(scored("2026-05-31", tool="osp_iic", band="very_high"))
        assert flags("RK041", plain, "2026-06-01", book=book) == []


HIGH = scored("2024-03-01", band="high")


class TestLevelBelowTools:
    def test_the_example_of_the_check(self):
        plain = assessed(scored("2024-02-29", band="high"), arms("s1", "2020-01-15"))
        assert flags("RK042", plain, "2024-02-28") == []
        assert judged(plain, "2024-02-28").stable_until == day("2024-02-29")
        flag = one("RK042", plain, "2026-06-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.HIGH, None, "A1", day("2024-02-29"))
        assert shown(flag) == {
            "level": "medium",
            "level_without_reason_since": day("2020-01-10"),
            "highest_band": "high",
            "assessments": ("s0",),
            "tools": ("osp_dc",),
        }

    @pytest.mark.parametrize(
        ("level", "band", "count"),
        [
            ("low", "medium", 1),
            ("medium", "medium", 0),
            ("high", "medium", 0),
            ("high", "very_high", 1),
            ("very_high", "very_high", 0),
            ("low", "low", 0),
        ],
    )
    def test_only_a_level_below_the_band(self, level, band, count):
        levels = [{"id": "l1", "level": level, "from": "2020-01-10"}]
        assert len(flags("RK042", assessed(scored("2024-03-01", band=band), levels=levels), "2026-06-01")) == count

    def test_a_reason_is_enough(self):
        levels = [{"id": "l1", "level": "medium", "from": "2020-01-10", "reason_code": "age"}]
        assert flags("RK042", assessed(HIGH, levels=levels), "2026-06-01") == []

    @pytest.mark.parametrize(
        ("later", "count"),
        [
            (scored("2024-03-02", id="s9", band="medium"), 0),
            (scored("2024-02-29", id="s9", band="medium"), 1),
            (scored("2024-03-01", id="s9", band="medium"), 1),
            (scored("2024-03-02", id="s9", tool="osp_c", band="low"), 0),
            (scored("2024-03-02", id="s9", tool="osp_iic", band="low"), 1),
            (scored("2024-03-02", id="s9", band=None), 1),
            (scored("2024-03-02", id="s9", band="low", out_of_scope="age"), 1),
            (scored(None, id="s9", band="low"), 0),
            (scored(None, id="s9", tool="osp_iic", band="low"), 1),
            (scored(None, id="s9", band="low", approved_on="2024-03-02"), 0),
            (scored("2026-06-02", id="s9", band="low"), 1),
        ],
    )
    def test_of_a_line_of_tools_the_last_band_stands(self, later, count):
        assert len(flags("RK042", assessed(HIGH, later), "2026-06-01")) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2026-05-04", 0), ("2026-05-05", 1), ("2026-05-06", 1)])
    def test_a_dynamic_assessment_counts_from_its_approval(self, as_of, count):
        plain = assessed(arms("s3", "2026-04-24", band="high", approved_on="2026-05-05"))
        assert len(flags("RK042", plain, as_of)) == count

    def test_one_not_approved_says_nothing_and_one_approved_on_an_unknown_day_counts_from_completion(self):
        waiting = arms("s3", "2026-04-24", band="high", approved_on=None, approved_by=None)
        assert flags("RK042", assessed(waiting), "2026-06-01") == []
        assert one("RK042", assessed({**waiting, "approved_by": "s1"}), "2026-06-01").since == day("2026-04-24")

    def test_the_highest_of_several_lines_is_named(self):
        plain = assessed(
            HIGH, scored("2024-03-02", id="s9", tool="osp_i", band="medium"), arms("s3", "2026-04-24", band="very_high")
        )
        flag = one("RK042", plain, "2026-06-01")
        assert shown(flag)["highest_band"] == "very_high"
        assert shown(flag)["assessments"] == ("s0", "s3")

    def test_since_goes_back_over_later_bands_to_the_first_above_the_level(self):
        between = scored("2024-06-01", id="s5", band="low")
        again = scored("2025-02-28", id="s6", band="high")
        last = scored("2026-02-28", id="s7", band="very_high")
        assert one("RK042", assessed(HIGH, between, again, last), "2026-06-01").since == day("2025-02-28")
        assert one("RK042", assessed(HIGH, again, last), "2026-06-01").since == day("2024-03-01")

    def test_since_is_the_first_day_of_the_level_where_the_band_was_there_before(self):
        levels = [
            {"id": "l1", "level": "high", "from": "2020-01-10"},
            {"id": "l2", "level": "low", "from": "2026-05-31"},
        ]
        assert one("RK042", assessed(HIGH, levels=levels), "2026-06-01").since == day("2026-05-31")

    @pytest.mark.parametrize("kind", ["custody", "hospital", "deceased", "transferred_out", "not_subject"])
    def test_nobody_who_is_not_active_is_flagged(self, kind):
        away = [{"id": "x1", "kind": kind, "from": "2026-06-01"}]
        assert flags("RK042", assessed(HIGH, statuses=away), "2026-05-31")
        assert flags("RK042", assessed(HIGH, statuses=away), "2026-06-01") == []

    def test_since_does_not_go_back_before_the_return_to_the_community(self):
        away = [{"id": "x1", "kind": "custody", "from": "2026-05-01", "until": "2026-05-20"}]
        assert one("RK042", assessed(HIGH, statuses=away), "2026-06-01").since == day("2026-05-20")

    def test_without_a_level_there_is_nothing_below_anything(self):
        assert flags("RK042", assessed(HIGH, levels=[]), "2026-06-01") == []

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("bands-in-order", None),
            ("bands-in-order", ["low", "high"]),
            ("tools-in-succession", None),
            ("tools-in-succession", "osp_dc"),
            ("tools-in-succession", [1, ["arms"]]),
        ],
    )
    def test_a_book_that_does_not_say_compares_nothing(self, name, value):
        assert flags("RK042", assessed(HIGH), "2026-06-01", book=with_threshold(name, value)) == []

    def test_without_tools_that_wait_for_approval_the_day_of_completion_counts(self):
        plain = assessed(arms("s3", "2026-04-24", band="high", approved_on="2026-05-05"))
        book = with_threshold("assessments-to-approve", None)
        assert one("RK042", plain, "2026-06-01", book=book).since == day("2026-04-24")
