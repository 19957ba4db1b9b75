"""Made-up registers: the same from the same seed, sound, marked as made up, and with what was asked for."""

import datetime as dt
import hashlib
import io
import json
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from supervise.model import Offender
from supervise.sample import TRAITS, generate, offender, staff, write_jsonl
from supervise.sample.managing import TOOLS

AS_OF = dt.date(2026, 6, 30)


# Made when a test asks for them: whoever runs another test does not wait.
@cache
def many():
    return list(generate(400, 1, AS_OF))


@cache
def large():
    return list(generate(3_000, 4, AS_OF))


@cache
def dense():
    return list(generate(50, 3, AS_OF, dense=True))


numbers = st.integers(1, 10_000)
seeds = st.integers(-(2**40), 2**40)
days = st.dates(dt.date(1990, 1, 1), dt.date(2200, 1, 1))


def strings(value):
    """Every text in plain data."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


def of_kind(record, array, kind):
    return [fact for fact in record.get(array, ()) if fact.get("kind") == kind]


class TestSeed:
    def test_the_same_seed_gives_the_same_register(self):
        assert list(generate(5, 9, AS_OF)) == list(generate(5, 9, AS_OF))

    def test_another_seed_gives_another_register(self):
        assert list(generate(5, 9, AS_OF)) != list(generate(5, 10, AS_OF))

    def test_the_bytes_of_a_seed_are_known(self):
        """They must not change from one version of Python to another; a change of ours is seen here."""
        record = next(generate(1, 1, AS_OF))
        assert (record["born_on"], record["team"], record["registrations"][0]["disposal"]) == (
            "1958-03-26",
            "t1",
            "caution",
        )

    def test_the_bytes_of_a_dirty_register_and_of_its_officers_are_known(self):
        """The same on every machine, in every version of Python, whatever the hash seed."""
        dirty = "\n".join(written(generate(100, 5, AS_OF, dirty=0.5)))
        officers = json.dumps(staff(100, 5, AS_OF, dirty=0.5))
        assert [hashlib.sha256(text.encode()).hexdigest()[:16] for text in (dirty, officers)] == [
            "564cc127fcf68d8d",
            "a699d5d2316f7374",
        ]

    @given(number=numbers, seed=seeds)
    @settings(max_examples=20)
    def test_any_part_can_be_made_alone(self, number, seed):
        assert list(generate(2, seed, AS_OF, first=number))[1] == next(generate(1, seed, AS_OF, first=number + 1))

    def test_no_offenders_are_no_lines(self):
        assert list(generate(0, 1, AS_OF)) == []


class TestWhatTheChecksLookFor:
    def steady(self):
        return [offender(number, 3, AS_OF, also=("steady",)) for number in range(1, 30)]

    def test_who_was_scored_with_a_tool_is_scored_again_soon_after_it_was_replaced(self):
        seen = set()
        for record in self.steady():
            scores = [fact for fact in record["assessments"] if fact["tool"] != "arms" and "band" in fact]
            seen.update(fact["tool"] for fact in scores)
            days = [dt.date.fromisoformat(fact["on"]) for fact in scores]
            for until, tools in TOOLS:
                change = dt.date.fromordinal(until) if until < dt.date.max.toordinal() else AS_OF
                if scores and days[0] < change < AS_OF:
                    (again,) = [day for day in days if change <= day < change + dt.timedelta(12)]
                    assert scores[days.index(again)]["tool"] not in tools
            assert len({fact["band"] for fact in scores}) <= 1
        assert {"osp_dc", "osp_iic"} <= seen

    def test_intelligence_is_checked_on_the_day_of_the_last_visit(self):
        for record in self.steady():
            visited = max(fact["on"] for fact in record["visits"] if fact["outcome"] == "seen")
            assert visited in {fact["on"] for fact in record["reviews"] if fact["kind"] == "intelligence"}

    def test_a_level_at_odds_with_what_else_is_recorded_has_its_reason(self):
        found = {
            fact.get("reason_code")
            for trait in ("level_2", "shpo")
            for number in range(1, 60)
            for fact in offender(number, 3, AS_OF, also=(trait,)).get("levels", [])
        }
        assert found == {None, "several_agencies_needed", "one_agency_suffices", "less_risk_now"}


class TestRecords:
    @given(number=numbers, seed=seeds, as_of=days, also=st.sampled_from([(), *((one,) for one in TRAITS)]))
    def test_every_record_can_be_read_without_a_remark(self, number, seed, as_of, also):
        record = offender(number, seed, as_of, also=also)
        read = Offender.from_dict(json.loads(json.dumps(record)))
        assert (read.faults, read.notes) == ((), ())

    def test_ids_say_that_the_records_are_made_up(self):
        assert [record["id"] for record in many()[:2]] == ["synthetic-000001", "synthetic-000002"]

    def test_force_and_prefix_are_taken_over(self):
        record = next(generate(1, 1, AS_OF, force="north", prefix="test"))
        assert (record["id"], record["force"], record["addresses"][0]["area"]) == (
            "test-000001",
            "north",
            "north",
        )

    @given(number=numbers, seed=seeds)
    def test_what_happened_is_not_dated_after_the_day(self, number, seed):
        record = offender(number, seed, AS_OF)
        for array in ("visits", "notifications", "assessments", "reviews", "changes", "events", "levels"):
            for fact in record.get(array, ()):
                for name in ("on", "from", "recorded_on", "approved_on", "signed_off_on"):
                    assert fact.get(name, "") <= AS_OF.isoformat()

    @given(number=numbers, seed=seeds)
    def test_states_and_homes_end_after_they_begin(self, number, seed):
        record = offender(number, seed, AS_OF)
        for array in ("statuses", "addresses", "managers"):
            for fact in record.get(array, ()):
                assert fact["from"] <= fact.get("until", "9999")

    @given(number=numbers, seed=seeds)
    def test_nobody_is_visited_while_inside(self, number, seed):
        record = offender(number, seed, AS_OF)
        made = [visit["on"] for visit in record.get("visits", ()) if visit["outcome"] == "seen"]
        for status in record.get("statuses", ()):
            assert [day for day in made if status["from"] <= day < status.get("until", "9999")] == []

    def test_levels_are_spread_as_in_practice(self):
        held = [record["levels"][0]["level"] for record in many() if "levels" in record]
        shares = {level: held.count(level) / len(held) for level in ("low", "medium", "high", "very_high")}
        assert shares["low"] > shares["medium"] > shares["high"] > shares["very_high"] > 0

    def test_disposals_are_of_many_kinds(self):
        held = {record["registrations"][0]["disposal"] for record in many()}
        assert held >= {
            "imprisonment",
            "suspended_sentence",
            "community_order",
            "caution",
            "extended_sentence",
        }

    def test_there_are_terms_of_every_shape(self):
        terms = [record["registrations"][0].get("terms", []) for record in many()]
        assert {len(each) for each in terms} == {0, 1, 2}
        assert {term.get("relation") for each in terms for term in each} == {
            None,
            "concurrent",
            "consecutive",
        }
        assert any("extension_months" in term for each in terms for term in each)


class TestTraits:
    """What chance gives to a few can be asked for; chance does not take it away again."""

    @given(number=numbers, seed=seeds)
    def test_custody_is_open(self, number, seed):
        record = offender(number, seed, AS_OF, also=("custody",))
        assert "until" not in record["statuses"][-1]

    @given(number=numbers, seed=seeds)
    def test_a_reactive_plan_ends_the_visits(self, number, seed):
        record = offender(number, seed, AS_OF, also=("reactive",))
        begun = record["plans"][-1]["from"]
        assert record["plans"][-1]["mode"] == "reactive"
        assert record["levels"][-1]["level"] == "low"
        assert max(visit.get("on") or visit["planned_on"] for visit in record["visits"]) <= begun

    @given(number=numbers, seed=seeds)
    def test_never_visited(self, number, seed):
        record = offender(number, seed, AS_OF, also=("never_visited",))
        assert [visit for visit in record.get("visits", ()) if visit["outcome"] != "planned"] == []

    @given(number=numbers, seed=seeds)
    def test_someone_without_a_home_notifies_every_week(self, number, seed):
        record = offender(number, seed, AS_OF, also=("place_found",))
        found = [fact for fact in record["notifications"] if fact.get("home_kind") == "place_found"]
        told = [dt.date.fromisoformat(fact["on"]) for fact in found]
        assert len(told) > 3
        assert {(later - day).days for day, later in pairwise(told)} <= set(range(1, 9))

    @given(number=numbers, seed=seeds)
    def test_an_overdue_visit_is_one_longer_ago_than_the_plan_allows(self, number, seed):
        record = offender(number, seed, AS_OF, also=("overdue_visit",))
        seen = [visit["on"] for visit in record.get("visits", ()) if visit["outcome"] == "seen"]
        months = int(record["plans"][-1].get("interval", "1 month").split()[0])
        assert max(seen, default="") < (AS_OF - dt.timedelta(30 * months)).isoformat()

    @given(number=numbers, seed=seeds)
    def test_an_overdue_notification_is_more_than_a_year_old(self, number, seed):
        record = offender(number, seed, AS_OF, also=("overdue_notification",))
        assert max(fact["on"] for fact in record["notifications"]) < "2025-06-30"

    @given(number=numbers, seed=seeds)
    def test_an_overdue_assessment_is_more_than_a_year_old(self, number, seed):
        record = offender(number, seed, AS_OF, also=("overdue_assessment",))
        assert max(fact["on"] for fact in record["assessments"] if fact["tool"] == "arms") < "2025-06-30"

    @given(number=numbers, seed=seeds)
    def test_an_overdue_review_is_more_than_a_year_old(self, number, seed):
        record = offender(number, seed, AS_OF, also=("overdue_review",))
        reviews = of_kind(record, "reviews", "supervisor")
        assert max((review["on"] for review in reviews), default="") < "2025-06-30"

    @given(number=numbers, seed=seeds)
    def test_no_level(self, number, seed):
        assert "levels" not in offender(number, seed, AS_OF, also=("no_level",))

    @given(number=numbers, seed=seeds)
    def test_no_manager_is_left(self, number, seed):
        record = offender(number, seed, AS_OF, also=("no_manager",))
        assert [one for one in record.get("managers", ()) if "until" not in one] == []

    @given(number=numbers, seed=seeds)
    def test_an_order_ends_or_lasts_until_further_order(self, number, seed):
        order = offender(number, seed, AS_OF, also=("shpo",))["orders"][0]
        if order["kind"].startswith("interim_"):
            assert "ends_on" not in order
        else:
            assert order["kind"] in {"shpo", "sopo"}
            assert ("ends_on" in order) != ("until_further_order" in order)

    @given(number=numbers, seed=seeds)
    def test_meetings_of_level_2(self, number, seed):
        record = offender(number, seed, AS_OF, also=("level_2",))
        assert [one["level"] for one in record["mappa"]][:2] == [1, 2]

    @pytest.mark.parametrize(("trait", "kind"), [("recall", "custody"), ("hospital", "hospital")])
    @given(number=numbers, seed=seeds)
    def test_a_return_is_notified(self, trait, kind, number, seed):
        record = offender(number, seed, AS_OF, also=(trait,))
        status = [one for one in of_kind(record, "statuses", kind) if "until" in one][-1]
        assert [fact["about"] for fact in record["notifications"] if fact.get("for") == status["id"]] == ["release"]

    @given(number=numbers, seed=seeds)
    def test_a_journey_has_its_notices(self, number, seed):
        record = offender(number, seed, AS_OF, also=("trip",))
        for trip in record.get("trips", ()):
            (notice,) = [
                fact for fact in of_kind(record, "notifications", "s86_departure") if fact["for"] == trip["id"]
            ] or [{"on": trip["departs_on"]}]
            assert notice["on"] <= trip["departs_on"]

    def test_several_traits_that_agree_are_all_there(self):
        record = offender(1, 1, AS_OF, also=("no_level", "shpo", "no_manager"))
        assert "levels" not in record
        assert "orders" in record

    def test_of_two_that_contradict_each_other_the_first_in_the_list_stays(self):
        record = offender(1, 1, AS_OF, also=("overdue_visit", "custody"))
        assert "until" not in record["statuses"][-1]


class TestDense:
    def test_forty_visits_each(self):
        assert {len(record["visits"]) for record in dense()} == {40}

    def test_about_thirteen_kilobytes_a_line(self):
        sizes = [len(json.dumps(record, separators=(",", ":"))) for record in dense()]
        assert min(sizes) > 12_000
        assert max(sizes) < 14_000

    def test_records_differ(self):
        assert len({json.dumps(record["visits"]) for record in dense()}) == len(dense())


class TestLives:
    """What happens in a life hangs together."""

    @given(number=numbers, seed=seeds)
    def test_of_the_dead_everything_is_told_up_to_that_day_and_nothing_after(self, number, seed):
        record = offender(number, seed, AS_OF, also=("died",))
        assert record["statuses"][-1]["kind"] == "deceased"
        assert last_day(record) <= record["statuses"][-1]["from"]
        assert all("until" in one for one in record["managers"])

    @given(number=numbers, seed=seeds)
    def test_who_left_was_accepted_elsewhere_on_the_last_day(self, number, seed):
        record = offender(number, seed, AS_OF, also=("transferred_out",))
        status, transfer = record["statuses"][-1], record["transfers"][-1]
        assert (status["kind"], status["evidence"]) == ("transferred_out", transfer["id"])
        assert last_day(record) <= status["from"] == transfer["accepted_on"]
        assert record["addresses"][-1]["area"] == transfer["to"] != record["force"]

    @given(number=numbers, seed=seeds)
    def test_who_came_was_accepted_here_after_moving_here(self, number, seed):
        record = offender(number, seed, AS_OF, also=("transferred_in",))
        for transfer in record.get("transfers", ()):
            here = next(home for home in record["addresses"] if "area" in home)
            assert transfer["to"] == record["force"] == here["area"]
            assert here["notified_on"] <= transfer["asked_on"] < transfer["accepted_on"]

    @given(number=numbers, seed=seeds)
    def test_somebody_missing_is_looked_for_and_not_seen(self, number, seed):
        record = offender(number, seed, AS_OF, also=("missing",))
        (missing,) = of_kind(record, "statuses", "missing")
        seen = [visit["on"] for visit in record.get("visits", ()) if visit["outcome"] == "seen"]
        assert [day for day in seen if missing["from"] <= day < missing.get("until", "9999")] == []
        assert min(event["on"] for event in of_kind(record, "events", "enquiry")) >= missing["from"]

    @given(number=numbers, seed=seeds)
    def test_a_level_comes_with_an_approved_assessment_of_the_same_band(self, number, seed):
        record = offender(number, seed, AS_OF)
        made = [one for one in record["assessments"] if one["tool"] == "arms"]
        for level in record.get("levels", ())[1:]:
            before = [one for one in made if one.get("approved_on", "9999") <= level["from"]]
            assert before[-1]["band"] == level["level"]

    @given(number=numbers, seed=seeds)
    def test_managers_follow_each_other_without_a_day_between(self, number, seed):
        record = offender(number, seed, AS_OF)
        leads = [one for one in record["managers"] if one["role"] == "lead"]
        assert [one.get("until") for one in leads[:-1]] == [one["from"] for one in leads[1:]]
        assert all(one["officer_id"] != after["officer_id"] for one, after in pairwise(leads))

    @given(number=numbers, seed=seeds)
    def test_a_second_failed_attempt_is_decided_on_within_days(self, number, seed):
        record = offender(number, seed, AS_OF, also=("overdue_visit",))
        failed = [one["on"] for one in record["visits"] if one["outcome"] in {"no_reply", "not_seen", "refused"}]
        for decision in of_kind(record, "decisions", "warrant"):
            assert decision["by"].startswith("s")
            assert [day for day in failed if 0 <= days_between(day, decision["on"]) <= 1]

    def test_a_level_that_is_set_only_after_the_day_is_not_told(self):
        record = offender(316, 5, AS_OF)
        assert record["notifications"]
        assert "levels" not in record

    def test_visits_planned_ahead_become_visits_made(self):
        versions = [
            [one for one in record["visits"] if one["id"] == visit["id"]]
            for record in many()
            for visit in record.get("visits", ())
            if visit["outcome"] == "planned" and visit["planned_on"] < AS_OF.isoformat()
        ]
        assert len(versions) > 10
        assert all([one["outcome"] for one in each] == ["planned", "seen"] for each in versions)
        assert all(each[0]["recorded_on"] < each[1]["recorded_on"] for each in versions)

    @pytest.mark.slow
    def test_an_established_breach_is_recorded_on_the_same_day(self):
        established = [
            (record, event) for record in large() for event in of_kind(record, "events", "breach_established")
        ]
        assert established
        for record, event in established:
            answers = [one for one in of_kind(record, "events", "national_record") if one.get("for") == event["id"]]
            assert [one["on"] for one in answers] == [event["on"]]

    @given(number=numbers, seed=seeds)
    def test_a_suspected_breach_is_decided_on_within_days(self, number, seed):
        record = offender(number, seed, AS_OF, also=("breach",))
        for event in of_kind(record, "events", "breach_suspected"):
            (decision,) = (one for one in of_kind(record, "decisions", "breach") if one["for"] == event["id"])
            assert decision["on"] >= event["on"]
            assert days_between(event["on"], decision["on"]) <= 2

    @given(number=numbers, seed=seeds)
    def test_nobody_is_visited_at_a_home_the_police_do_not_know_of(self, number, seed):
        record = offender(number, seed, AS_OF)
        for visit in record.get("visits", ()):
            if visit["outcome"] == "seen":
                home = next(one for one in record["addresses"] if one["address_id"] == visit.get("address_id", "h1"))
                assert home["notified_on"] <= visit["on"] <= home.get("until", "9999")

    @pytest.mark.slow
    def test_orders_are_of_several_kinds(self):
        held = {order["kind"] for record in large() for order in record.get("orders", ())}
        assert held >= {"shpo", "sopo", "interim_shpo", "foreign_travel_order"}

    @pytest.mark.slow
    def test_more_came_lately_than_long_ago(self):
        """The register grows by five per cent a year."""
        entered = [record["notifications"][0]["on"] for record in large()]
        recent = sum(day >= "2021-06-30" for day in entered) / len(entered)
        assert 0.5 < recent < 0.6

    @pytest.mark.slow
    def test_the_mix_of_risk_now_is_that_of_practice(self):
        held = [record["levels"][-1]["level"] for record in large() if "levels" in record]
        shares = [round(100 * held.count(level) / len(held)) for level in ("very_high", "high", "medium", "low")]
        assert all(abs(share - usual) <= 3 for share, usual in zip(shares, (2, 18, 30, 50), strict=True))


def last_day(record):
    """The last day on which anything happened."""
    names = ("on", "recorded_on", "approved_on", "signed_off_on", "accepted_on")
    arrays = [value for value in record.values() if isinstance(value, list)]
    return max(fact[name] for facts in arrays for fact in facts for name in names if name in fact)


def days_between(first, second):
    return (dt.date.fromisoformat(second) - dt.date.fromisoformat(first)).days


def written(records):
    """The lines of a register: a record cut short differs from the whole one only there."""
    stream = io.StringIO()
    write_jsonl(stream, records)
    return stream.getvalue().splitlines()


class TestDirty:
    def test_about_the_share_asked_for_differs_from_the_clean_register(self):
        dirty = generate(400, 1, AS_OF, dirty=0.25)
        assert sum(one != clean for one, clean in zip(written(dirty), written(many()), strict=True)) == 100

    def test_all_of_them_if_asked_for(self):
        dirty = generate(400, 1, AS_OF, dirty=1)
        assert all(one != clean for one, clean in zip(written(dirty), written(many()), strict=True))

    @pytest.mark.slow
    def test_each_kind_of_fault_occurs(self):
        dirty = list(generate(400, 1, AS_OF, dirty=1))
        held = [Offender.from_dict({"id": "none", **record}) for record in dirty]
        kinds = {fault.kind for one in held for fault in one.faults}
        assert len(kinds) >= 3
        assert any(one.notes for one in held)
        assert any("id" not in record for record in dirty)
        assert len({line[-1] for line in written(dirty)}) > 1

    @given(share=st.floats(0.01, 1), number=numbers, seed=seeds)
    @settings(max_examples=20)
    def test_any_part_has_the_same_faults(self, share, number, seed):
        whole = written(generate(4, seed, AS_OF, first=number, dirty=share))
        assert written(generate(1, seed, AS_OF, first=number + 3, dirty=share)) == whole[3:]

    @pytest.mark.slow
    @pytest.mark.parametrize("share", [0.001, 0.07, 1 / 3, 0.5, 0.75, 0.999, 1])
    def test_the_share_is_kept(self, share):
        found = []
        for _ in generate(200, 3, AS_OF, dirty=share, on_planted=found.append):
            pass
        assert abs(len(found) - 200 * share) <= 1

    def test_without_dirt_nothing_is_planted(self):
        found = []
        assert list(generate(400, 1, AS_OF, on_planted=found.append)) == many()
        assert found == []


class TestRefused:
    @pytest.mark.parametrize(
        ("arguments", "word"),
        [
            ({"offenders": -1}, "offenders"),
            ({"first": 0}, "first"),
            ({"dirty": 1.5}, "dirty"),
            ({"dirty": -0.1}, "dirty"),
            ({"as_of": dt.date(1949, 12, 31)}, "as_of"),
        ],
    )
    def test_arguments_out_of_range_are_refused_at_once(self, arguments, word):
        with pytest.raises(ValueError, match=word):
            generate(**{"offenders": 1, "seed": 1, "as_of": AS_OF, **arguments})

    @pytest.mark.parametrize("arguments", [{"offenders": -1}, {"first": 0}, {"dirty": 2}])
    def test_a_workforce_of_nobody_is_refused_as_well(self, arguments):
        with pytest.raises(ValueError, match=r"offenders|dirty"):
            staff(**{"offenders": 1, "seed": 1, "as_of": AS_OF, **arguments})

    def test_an_unknown_trait_is_refused(self):
        with pytest.raises(ValueError, match="custody, reactive"):
            offender(1, 1, AS_OF, also=("no such trait",))
