"""Made-up registers: the same from the same seed, sound, marked as made up, and with what was asked for."""

import datetime as dt
import json
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from supervise.model import Offender
from supervise.sample import TRAITS, generate, offender

AS_OF = dt.date(2026, 6, 30)
MANY = list(generate(400, 1, AS_OF))
DENSE = list(generate(50, 3, AS_OF, dense=True))

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
            "1983-08-03",
            "t3",
            "extended_sentence",
        )

    @given(number=numbers, seed=seeds)
    @settings(max_examples=20)
    def test_any_part_can_be_made_alone(self, number, seed):
        assert list(generate(2, seed, AS_OF, first=number))[1] == next(generate(1, seed, AS_OF, first=number + 1))

    def test_no_offenders_are_no_lines(self):
        assert list(generate(0, 1, AS_OF)) == []


class TestRecords:
    @given(number=numbers, seed=seeds, as_of=days, also=st.sampled_from([(), *((one,) for one in TRAITS)]))
    def test_every_record_can_be_read_without_a_remark(self, number, seed, as_of, also):
        record = offender(number, seed, as_of, also=also)
        read = Offender.from_dict(json.loads(json.dumps(record)))
        assert (read.faults, read.notes) == ((), ())

    def test_ids_say_that_the_records_are_made_up(self):
        assert [record["id"] for record in MANY[:2]] == ["synthetic-000001", "synthetic-000002"]

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
        held = [record["levels"][0]["level"] for record in MANY if "levels" in record]
        shares = {level: held.count(level) / len(held) for level in ("low", "medium", "high", "very_high")}
        assert shares["low"] > shares["medium"] > shares["high"] > shares["very_high"] > 0

    def test_disposals_are_of_many_kinds(self):
        held = {record["registrations"][0]["disposal"] for record in MANY}
        assert held >= {
            "imprisonment",
            "suspended_sentence",
            "community_order",
            "caution",
            "extended_sentence",
        }

    def test_there_are_terms_of_every_shape(self):
        terms = [record["registrations"][0].get("terms", []) for record in MANY]
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
        assert max(visit["on"] for visit in record["visits"]) <= begun

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
        (order,) = offender(number, seed, AS_OF, also=("shpo",))["orders"]
        assert order["kind"] == "shpo"
        assert ("ends_on" in order) != ("until_further_order" in order)

    @given(number=numbers, seed=seeds)
    def test_meetings_of_level_2(self, number, seed):
        record = offender(number, seed, AS_OF, also=("level_2",))
        assert record["mappa"][0]["level"] == 2

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
        assert {len(record["visits"]) for record in DENSE} == {40}

    def test_about_twelve_kilobytes_a_line(self):
        sizes = [len(json.dumps(record, separators=(",", ":"))) for record in DENSE]
        assert min(sizes) > 11_000
        assert max(sizes) < 13_000

    def test_records_differ(self):
        assert len({json.dumps(record["visits"]) for record in DENSE}) == len(DENSE)


class TestDirty:
    def test_about_the_share_asked_for_differs_from_the_clean_register(self):
        dirty = generate(400, 1, AS_OF, dirty=0.25)
        assert 60 < sum(one != clean for one, clean in zip(dirty, MANY, strict=True)) < 140

    def test_all_of_them_if_asked_for(self):
        dirty = generate(400, 1, AS_OF, dirty=1)
        assert all(one != clean for one, clean in zip(dirty, MANY, strict=True))

    def test_each_kind_of_fault_occurs(self):
        dirty = list(generate(400, 1, AS_OF, dirty=1))
        held = [Offender.from_dict({"id": "none", **record}) for record in dirty]
        kinds = {fault.kind for one in held for fault in one.faults}
        assert len(kinds) >= 3
        assert any(one.notes for one in held)
        assert any("id" not in record for record in dirty)
        assert any("1950-01-01" in strings(record["addresses"]) for record in dirty)


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

    def test_an_unknown_trait_is_refused(self):
        with pytest.raises(ValueError, match="custody, reactive"):
            offender(1, 1, AS_OF, also=("no such trait",))
