"""PR 27-29: who came, by the record and the workforce."""

import attrs
import pytest

from supervise import Severity
from supervise.engine.clock import FAR
from supervise.engine.timeline import Officer, Workforce
from tests.catalogue.people import BOOK, day, facts, flags, judged, one, shown, visit

SEEN = [visit("v1", "2020-01-20"), visit("v2", "2026-01-02")]


def also(*visits, **more):
    return facts(visits=[*SEEN, *visits], **more)


def until(text):
    return ((0, day(text).toordinal()),)


class TestUntrainedVisitor:
    # The first training of o1 ends on 1 May 2026, and another runs in July; o3 has never had any.
    STAFF = Workforce({
        "o1": (*until("2026-05-01"), (day("2026-07-01").toordinal(), day("2026-08-01").toordinal())),
        "o2": until("2026-05-01"),
        "o3": (),
    })  # fmt: skip

    def flags(self, *visits, as_of="2026-12-01", workforce=STAFF):
        return flags("PR027", also(*visits), as_of, workforce=workforce)

    @pytest.mark.parametrize(
        ("on", "count"),
        [
            ("2026-04-30", 0), ("2026-05-01", 1), ("2026-05-02", 1), ("2026-06-30", 1), ("2026-07-01", 0),
            ("2026-07-31", 0), ("2026-08-01", 1),
        ],
    )  # fmt: skip
    def test_on_a_day_on_which_nobody_there_was_in_training(self, on, count):
        assert len(self.flags(visit("v3", on))) == count

    def test_the_example_of_the_check(self):
        plain = also(visit("v3", "2026-05-01", officers=["o1", "o3"]))
        assert flags("PR027", plain, "2026-04-30", workforce=self.STAFF) == []
        flag = one("PR027", plain, "2026-05-01", workforce=self.STAFF)
        assert (flag.key, flag.since, flag.severity) == ("v3", day("2026-05-01"), Severity.HIGH)
        assert shown(flag) == {
            "visit": "v3",
            "on": day("2026-05-01"),
            "outcome": "seen",
            "officers": 2,
            "training_ended_on": day("2026-05-01"),
        }

    def test_one_of_them_is_enough(self):
        staff = Workforce({"o1": until("2026-05-01"), "o2": ((0, FAR),)})
        assert self.flags(visit("v3", "2026-06-01"), workforce=staff) == []

    @pytest.mark.parametrize("officers", [["o3"], ["o8"]])
    def test_without_any_training_or_not_named_there_is_no_day_it_ended(self, officers):
        (flag,) = self.flags(visit("v3", "2026-04-30", officers=officers))
        assert shown(flag)["training_ended_on"] is None

    @pytest.mark.parametrize(
        ("change", "count"),
        [
            ({"place": "place_found"}, 1), ({"place": "other"}, 1), ({"place": "phone"}, 0), ({"place": "station"}, 0),
            ({"place": None}, 0), ({"officers": []}, 0), ({"outcome": "no_reply"}, 1), ({"outcome": "planned"}, 0),
        ],
    )  # fmt: skip
    def test_visits_and_attempts_in_person_that_name_someone(self, change, count):
        assert len(self.flags({**visit("v3", "2026-06-01"), **change})) == count

    @pytest.mark.parametrize("workforce", [None, Workforce(None)])
    def test_without_training_known_it_says_that_it_is_not_evaluated(self, workforce):
        result = judged(facts(visits=[visit("v3", "2026-06-01", place="other")]), "2026-12-01", workforce=workforce)
        assert "trained staff: not evaluated" in result.not_evaluated
        none = judged(facts(visits=[visit("v3", "2026-06-01", place="phone")]), "2026-12-01", workforce=workforce)
        assert "trained staff: not evaluated" not in none.not_evaluated

    def test_training_that_ends_with_a_leap_day(self):
        staff = Workforce({"o1": until("2024-02-29")})
        for on, count in (("2024-02-28", 0), ("2024-02-29", 1), ("2024-03-01", 1)):
            plain = facts(visits=[visit("v3", on, officers=["o1"])])
            assert len(flags("PR027", plain, "2026-06-01", workforce=staff)) == count


class TestUnauthorisedAttendee:
    def flags(self, *others, **more):
        return flags("PR028", also(visit("v3", "2026-05-01", others=list(others), **more)), "2026-06-01")

    @pytest.mark.parametrize(
        ("other", "count"),
        [
            ({"role": "guest", "vetted": False}, 1),
            ({"vetted": False}, 1),
            ({}, 1),
            ({"role": "interpreter"}, 0),
            ({"vetted": True}, 0),
            ({"role": "interpreter", "vetted": True}, 0),
        ],
    )
    def test_not_vetted_or_with_neither_role_nor_vetting(self, other, count):
        assert len(self.flags(other)) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2026-04-30", 0), ("2026-05-01", 1), ("2026-05-02", 1)])
    def test_from_the_day_itself(self, as_of, count):
        plain = also(visit("v3", "2026-05-01", others=[{}]))
        assert len(flags("PR028", plain, as_of)) == count

    def test_the_example_of_the_check(self):
        known = [{"role": "interpreter"}, {"role": "interpreter"}, {"vetted": True}, {"vetted": True}]
        (flag,) = self.flags(*known, {"role": "guest", "vetted": False}, {})
        assert (flag.key, flag.since, flag.severity) == ("v3", day("2026-05-01"), Severity.CRITICAL)
        assert shown(flag) == {
            "visit": "v3",
            "on": day("2026-05-01"),
            "place": "home",
            "others": 6,
            "not_vetted": 1,
            "without_role_and_vetting": 1,
        }

    def test_wherever_it_was_and_whatever_came_of_it(self):
        assert self.flags({}, place="station")
        plain = also(visit("v3", "2024-02-29", "no_reply", others=[{}]))
        assert one("PR028", plain, "2024-02-29").key == "v3"

    def test_nobody_else_there_is_nobody(self):
        assert self.flags() == []


def team(count, name="t1", **more):
    """A workforce of a team of so many, who say nothing of training."""
    return Workforce(None, {f"o{at}": Officer(team=name) for at in range(1, count + 1)}, **more)


def six(*officers, **more):
    """Six visits, a month apart; for those named other officers came."""
    days = ("2026-01-01", "2026-02-01", "2026-02-28", "2026-04-01", "2026-05-01", "2026-06-01")
    return [visit(f"v{at}", on, **more, **({"officers": ["o1", "o4"]} if at in officers else {}))
            for at, on in enumerate(days)]  # fmt: skip


class TestSamePairAlways:
    def flags(self, visits, as_of="2026-12-01", workforce=None, **more):
        return flags(
            "PR029", facts(team="t1", managers=[], visits=visits), as_of, workforce=workforce or team(4), **more
        )

    @pytest.mark.parametrize(("others", "count"), [((), 1), ((0,), 0), ((3,), 0), ((5,), 0)])
    def test_the_last_six(self, others, count):
        assert len(self.flags(six(*others))) == count
        assert len(self.flags([visit("v9", "2025-12-01", officers=["o3", "o4"]), *six(*others)])) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2026-05-31", 0), ("2026-06-01", 1), ("2026-06-02", 1)])
    def test_from_the_sixth(self, as_of, count):
        assert len(self.flags(six(), as_of)) == count

    def test_the_example_of_the_check(self):
        plain = facts(team="t1", managers=[], visits=six())
        assert judged(plain, "2026-05-31", workforce=team(4)).stable_until == day("2026-06-01")
        flag = one("PR029", plain, "2026-06-01", workforce=team(4))
        assert (flag.key, flag.since, flag.severity) == ("A1", day("2026-06-01"), Severity.LOW)
        assert flag.message.startswith("Looks like ")
        assert shown(flag) == {
            "visits": 6,
            "first": day("2026-01-01"),
            "last": day("2026-06-01"),
            "pairs_in_team": 6,
            "chance_one_in": 7776,
        }
        assert "o1" not in repr(flag)

    @pytest.mark.parametrize(("officers", "pairs"), [(2, None), (3, 3), (5, 10)])
    def test_a_team_of_two_has_no_other_pair(self, officers, pairs):
        found = self.flags(six(), workforce=team(officers))
        assert [shown(flag)["pairs_in_team"] for flag in found] == ([] if pairs is None else [pairs])

    def test_only_those_in_training_on_the_last_day_are_counted_where_that_is_known(self):
        trained = {"o1": ((0, FAR),), "o2": ((0, FAR),), "o3": until("2026-06-01"), "o4": until("2026-06-02")}
        (flag,) = self.flags(six(), workforce=Workforce(trained, team(4).officers))
        assert shown(flag)["pairs_in_team"] == 3

    def test_where_the_team_is_not_known_there_may_be_others(self):
        plain, alone = facts(team="t1", managers=[], visits=six()), facts(managers=[], visits=six())
        for found in (
            flags("PR029", alone, "2026-12-01", workforce=team(4)),
            flags("PR029", plain, "2026-12-01", workforce=team(4, "t2")),
            flags("PR029", plain, "2026-12-01"),
        ):
            (shows,) = map(shown, found)
            assert (shows["visits"], shows["pairs_in_team"], shows["chance_one_in"]) == (6, None, None)

    @pytest.mark.parametrize("officers", [["o2", "o1"], ["o1", "o2", "o1"]])
    def test_the_order_in_which_they_are_named_is_nothing(self, officers):
        assert self.flags([*six()[:-1], visit("v5", "2026-06-01", officers=officers)])

    @pytest.mark.parametrize("officers", [["o1"], ["o1", "o2", "o3"], []])
    def test_a_pair_is_two(self, officers):
        assert self.flags([*six()[:-1], visit("v5", "2026-06-01", officers=officers)]) == []
        assert self.flags([{**each, "officers": officers} for each in six()]) == []

    def test_an_attempt_counts_and_a_contact_elsewhere_neither_counts_nor_ends_the_row(self):
        tried = [*six()[:-1], visit("v5", "2026-06-01", "no_reply")]
        assert self.flags(tried)
        assert self.flags([*six(), visit("v8", "2026-07-01", place="office", officers=["o3"])])
        assert self.flags([*six()[:-1], visit("v8", "2026-07-01", place="office")]) == []

    def test_the_chance_is_that_of_twenty_at_most(self):
        visits = [visit(f"v{at:02}", f"2025-{at // 2 + 1:02}-{10 * (at % 2) + 5:02}") for at in range(22)]
        (flag,) = self.flags(visits)
        assert (shown(flag)["visits"], shown(flag)["chance_one_in"]) == (22, 6**19)

    @pytest.mark.parametrize(("value", "count"), [(5, 1), (7, 0), (0, 1), ("six", 0)])
    def test_a_book_may_name_another_number_or_none(self, value, count):
        held = {"same-pair-visits": attrs.evolve(BOOK.thresholds["same-pair-visits"], value=value)}
        book = attrs.evolve(BOOK, thresholds={**BOOK.thresholds, **held})
        assert len(self.flags(six(), book=book)) == count
        assert self.flags([], book=book) == []
