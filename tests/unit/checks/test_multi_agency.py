"""RK093, RK094: meetings of the agencies that are late, and a MAPPA level at odds with the level of risk."""

import attrs
import pytest

from supervise import Severity
from tests.catalogue.people import BOOK, day, facts, flags, judged, one, shown


def at_level(level, since, until=None, id="g1", **more):
    return {"id": id, "category": 1, "level": level, "from": since, "until": until, **more}


def met(on, id="b1", kind="level_2", **more):
    return {"id": id, "kind": kind, "on": on, "minuted": True, **more}


class TestMappaMeetingOverdue:
    @pytest.mark.parametrize(
        ("level", "last", "limit"),
        [
            (2, "2026-01-02", "2026-04-24"),
            (3, "2026-01-02", "2026-02-27"),
            (2, "2023-11-09", "2024-02-29"),
            (3, "2024-02-29", "2024-04-25"),
        ],
    )
    def test_it_begins_the_day_after_the_limit(self, level, last, limit):
        plain = facts(mappa=[at_level(level, "2023-01-02")], meetings=[met(last, kind=f"level_{level}")])
        after = day(limit).fromordinal(day(limit).toordinal() + 1)
        assert flags("RK093", plain, limit) == []
        assert judged(plain, limit).stable_until == after
        flag = one("RK093", plain, after.isoformat())
        assert (flag.severity, flag.rule, flag.since) == (Severity.HIGH, f"R-G{level - 1}", after)
        assert shown(flag)["limit"] == day(limit)

    def test_the_example_of_the_check(self):
        plain = facts(mappa=[at_level(2, "2026-01-02")], meetings=[met("2026-01-02")])
        assert flags("RK093", plain, "2026-03-28") == []
        flag = one("RK093", plain, "2026-04-25")
        # Days over count from the day it was due, not from the limit.
        assert (flag.key, flag.days_over) == ("g1", 29)
        assert shown(flag) == {
            "due": day("2026-03-27"),
            "limit": day("2026-04-24"),
            "counted_from": day("2026-01-02"),
            "counted_from_id": "b1",
            "without_minutes": (),
            "level": "medium",
        }

    def test_without_any_meeting_it_counts_from_the_first_day_at_the_level(self):
        plain = facts(mappa=[at_level(2, "2026-01-02")])
        assert flags("RK093", plain, "2026-04-24") == []
        assert shown(one("RK093", plain, "2026-04-25"))["counted_from_id"] == "g1"

    def test_a_meeting_without_minutes_counts_for_nothing_and_is_shown(self):
        held = [
            met("2026-01-01", id="b0", minuted=None),
            met("2026-01-02"),
            met("2026-01-02", id="b2", minuted=False),
            met("2026-04-25", id="b3", minuted=None),
            met("2026-04-26", id="b4", minuted=None),
            met(None, id="b5", minuted=None),
        ]
        flag = one("RK093", facts(mappa=[at_level(2, "2026-01-02")], meetings=held), "2026-04-25")
        assert shown(flag)["without_minutes"] == ("b2", "b3")

    def test_a_meeting_with_minutes_clears_it(self):
        plain = facts(mappa=[at_level(2, "2026-01-02")], meetings=[met("2026-01-02"), met("2026-04-25", id="b2")])
        assert flags("RK093", plain, "2026-04-25") == []

    def test_the_end_of_the_level_clears_it(self):
        plain = facts(mappa=[at_level(2, "2026-01-02", "2026-04-25")])
        assert flags("RK093", plain, "2026-04-25") == []

    @pytest.mark.parametrize(("level", "since"), [(1, "2020-01-06"), (2, None), (None, "2020-01-06")])
    def test_nobody_who_is_not_surely_at_level_2_or_3_needs_a_meeting(self, level, since):
        assert flags("RK093", facts(mappa=[at_level(level, since)]), "2026-06-01") == []

    def test_days_in_custody_while_it_is_late_do_not_count_towards_the_limit(self):
        inside = [{"id": "x1", "kind": "custody", "from": "2026-04-01", "until": "2026-04-11"}]
        plain = facts(mappa=[at_level(2, "2026-01-02")], meetings=[met("2026-01-02")], statuses=inside)
        assert flags("RK093", plain, "2026-05-04") == []
        assert one("RK093", plain, "2026-05-05").since == day("2026-05-05")

    def test_a_book_without_a_limit_flags_it_when_due(self):
        rules = tuple(
            attrs.evolve(rule, regime=tuple(attrs.evolve(each, latest=None) for each in rule.regime))
            if rule.id == "R-G1"
            else rule
            for rule in BOOK.rule
        )
        book = attrs.evolve(BOOK, rule=rules)
        plain = facts(mappa=[at_level(2, "2026-01-02")], meetings=[met("2026-01-02")])
        assert flags("RK093", plain, "2026-03-27", book=book) == []
        flag = one("RK093", plain, "2026-03-28", book=book)
        assert (flag.since, shown(flag)["limit"]) == (day("2026-03-28"), day("2026-03-27"))


def odd(mappa, *levels, **more):
    plain = [{"id": f"l{place}", "from": "2020-01-10", **each} for place, each in enumerate(levels)]
    return facts(mappa=mappa, levels=plain, **more)


LEVEL_2 = [at_level(2, "2026-02-28")]


class TestLevelRiskOdd:
    @pytest.mark.parametrize(
        ("mappa", "risk", "count"),
        [
            (1, "very_high", 1),
            (1, "high", 0),
            (1, "low", 0),
            (2, "low", 1),
            (2, "medium", 0),
            (2, "very_high", 0),
            (3, "low", 1),
            (3, "medium", 0),
            (None, "very_high", 0),
        ],
    )
    def test_the_pairs_of_the_book(self, mappa, risk, count):
        assert len(flags("RK094", odd([at_level(mappa, "2026-02-28")], {"level": risk}), "2026-06-01")) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2026-02-27", 0), ("2026-02-28", 1), ("2026-03-01", 1)])
    def test_from_the_first_day_of_both(self, as_of, count):
        assert len(flags("RK094", odd(LEVEL_2, {"level": "low"}), as_of)) == count

    def test_the_example_of_the_check(self):
        levels = ({"level": "medium"}, {"level": "very_high", "from": "2026-05-01"})
        plain = odd([at_level(1, "2020-01-06")], *levels)
        assert flags("RK094", plain, "2026-04-30") == []
        flag = one("RK094", plain, "2026-06-01")
        assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.MEDIUM, None, "g1", day("2026-05-01"))
        assert shown(flag) == {
            "mappa": "g1",
            "mappa_level": 1,
            "mappa_from": day("2020-01-06"),
            "level": "very_high",
            "level_without_reason_since": day("2026-05-01"),
        }

    @pytest.mark.parametrize(("until", "count"), [("2026-05-31", 0), ("2026-06-01", 0), ("2026-06-02", 1), (None, 1)])
    def test_a_level_that_has_ended_holds_no_more(self, until, count):
        plain = odd([at_level(2, "2024-02-29", until)], {"level": "low"})
        assert len(flags("RK094", plain, "2026-06-01")) == count
        if until == "2026-06-02":
            assert judged(plain, "2026-06-01").stable_until == day(until)

    def test_of_several_the_one_that_began_last_holds(self):
        both = [at_level(2, "2024-02-29"), at_level(1, "2026-05-01", id="g2")]
        assert flags("RK094", odd(both, {"level": "low"}), "2026-06-01") == []
        assert flags("RK094", odd(both, {"level": "low"}), "2026-04-30")
        assert shown(one("RK094", odd(both[::-1], {"level": "very_high"}), "2026-06-01"))["mappa"] == "g2"

    def test_of_one_day_the_last_by_id_holds(self):
        both = [at_level(2, "2026-05-01", id="g2"), at_level(1, "2026-05-01")]
        assert flags("RK094", odd(both, {"level": "low"}), "2026-06-01")

    def test_one_without_a_first_day_may_not_have_begun(self):
        assert flags("RK094", odd([at_level(2, None)], {"level": "low"}), "2026-06-01") == []

    def test_a_reason_for_the_level_of_risk_is_enough(self):
        assert flags("RK094", odd(LEVEL_2, {"level": "low", "reason_code": "exception"}), "2026-06-01") == []

    def test_without_a_level_of_risk_nothing_is_odd(self):
        assert flags("RK094", odd(LEVEL_2), "2026-06-01") == []

    def test_only_someone_active(self):
        away = [{"id": "x1", "kind": "custody", "from": "2026-05-01", "until": "2026-05-20"}]
        plain = odd(LEVEL_2, {"level": "low"}, statuses=away)
        assert flags("RK094", plain, "2026-05-19") == []
        assert one("RK094", plain, "2026-05-20").since == day("2026-05-20")

    @pytest.mark.parametrize("value", [None, "2 low", [], [[2, "high"]], [["2", "low"]]])
    def test_a_book_that_names_no_such_pair_finds_none(self, value):
        held = {key: each for key, each in BOOK.thresholds.items() if key != "mappa-levels-odd"}
        if value is not None:
            held["mappa-levels-odd"] = attrs.evolve(BOOK.thresholds["mappa-levels-odd"], value=value)
        book = attrs.evolve(BOOK, thresholds=held)
        assert flags("RK094", odd(LEVEL_2, {"level": "low"}), "2026-06-01", book=book) == []
