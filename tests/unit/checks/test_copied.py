"""PR 23: narratives nearly alike, of one offender and between the offenders of a team's officers."""

import attrs
import pytest

from supervise import Offender, Severity, review
from supervise.checks import Scope
from supervise.checks.copied import PR023
from supervise.engine.timeline import Officer
from supervise.model.sketch import sketch
from tests.catalogue.crowds import group_flags, officers, one_group
from tests.catalogue.people import BOOK, day, facts, flags, judged, one, shown, visit

KEY = bytes(32)
WORDS = [f"word{number}" for number in range(400)]


def text(change=0):
    """A sketch of 200 words, so many of them replaced, far apart."""
    words = WORDS[:200]
    for at in range(change):
        words[7 * at + 3] = WORDS[200 + at]
    return sketch(" ".join(words), key=KEY)


ALIKE, UNLIKE = text(2), text(25)
STAFF = officers(**{name: Officer(team="t1") for name in ("o1", "o2", "o9")}, o7=Officer(team="t2"), o8=Officer())


def book(**values):
    held = {
        name.replace("_", "-"): attrs.evolve(BOOK.thresholds["copied-text-percent"], value=value)
        for name, value in values.items()
    }
    return attrs.evolve(BOOK, thresholds={**BOOK.thresholds, **held})


class TestOneOffender:
    def flags(self, *later, as_of="2026-06-01", **more):
        first = visit("v2", "2026-01-02", text_sketch=text())
        return flags("PR023", facts(visits=[first, *later]), as_of, **more)

    @pytest.mark.parametrize(("change", "count"), [(0, 1), (2, 1), (25, 0)])
    def test_from_ninety_per_cent(self, change, count):
        assert len(self.flags(visit("v3", "2026-05-01", text_sketch=text(change)))) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2026-04-30", 0), ("2026-05-01", 1), ("2026-05-02", 1)])
    def test_from_the_day_of_the_later_visit(self, as_of, count):
        assert len(self.flags(visit("v3", "2026-05-01", text_sketch=text()), as_of=as_of)) == count

    def test_the_example_of_the_check(self):
        plain = facts(
            visits=[
                visit("v2", "2026-01-02", text_sketch=text(), officers=["o1", "o2"]),
                visit("v3", "2026-05-01", text_sketch=text(), officers=["o2", "o3"]),
            ]
        )
        assert judged(plain, "2026-04-30").stable_until == day("2026-05-01")
        flag = one("PR023", plain, "2026-05-01")
        assert (flag.key, flag.since, flag.severity) == ("v3", day("2026-05-01"), Severity.HIGH)
        assert flag.message.startswith("Looks like ")
        assert shown(flag) == {
            "visit": "v3",
            "on": day("2026-05-01"),
            "like": "v2",
            "like_on": day("2026-01-02"),
            "per_cent": 100,
        }

    @pytest.mark.parametrize(
        ("fields", "count"),
        [
            ({"officers": ["o3"]}, 0),
            ({"officers": ["o2"]}, 1),
            ({"officers": []}, 0),
            ({"officers": [], "recorded_by": "o1"}, 1),
            ({"officers": [], "recorded_by": "o3"}, 0),
            ({"officers": ["o3"], "recorded_by": "o1"}, 0),
        ],
    )
    def test_an_officer_in_common_or_who_made_the_entry(self, fields, count):
        assert len(self.flags(visit("v3", "2026-05-01", text_sketch=text(), **fields))) == count

    def test_two_entries_of_one_day_are_for_another_check(self):
        assert self.flags(visit("v3", "2026-01-02", text_sketch=text())) == []

    def test_each_is_flagged_once_with_the_likest_and_of_those_the_first(self):
        found = self.flags(
            visit("v3", "2026-02-01", text_sketch=ALIKE),
            visit("v4", "2026-03-01", text_sketch=ALIKE),
            visit("v5", "2026-04-01", text_sketch=ALIKE),
        )
        assert {flag.key: shown(flag)["like"] for flag in found} == {"v3": "v2", "v4": "v3", "v5": "v3"}
        same = [visit(f"v{month}", f"2026-0{month}-01", text_sketch=text()) for month in (3, 4)]
        assert [shown(flag)["like"] for flag in self.flags(*same)] == ["v2", "v2"]

    def test_without_a_sketch_or_with_another_key_nothing_is_compared(self):
        other = sketch(" ".join(WORDS[:200]), key=bytes(16))
        assert self.flags(visit("v3", "2026-05-01")) == []
        assert self.flags(visit("v3", "2026-05-01", text_sketch=other)) == []
        assert (
            self.flags(visit("v3", "2026-05-01", text_sketch="n/a"), visit("v4", "2026-05-02", text_sketch="n/a")) == []
        )

    def test_a_leap_day_is_a_day(self):
        plain = facts(visits=[visit(f"v{on}", on, text_sketch=text()) for on in ("2024-02-28", "2024-02-29")])
        assert one("PR023", plain, "2024-02-29").key == "v2024-02-29"
        assert flags("PR023", plain, "2024-02-28") == []

    def test_a_book_may_name_another_share_or_none(self):
        later = visit("v3", "2026-05-01", text_sketch=UNLIKE)
        assert self.flags(later, book=book(copied_text_percent=30))
        assert self.flags(later, book=book(copied_text_percent="much")) == []


def told(*texts, on="2026-06-01", **more):
    """As many people, each visited once, with those texts."""
    return [
        facts(id=f"B{at}", visits=[visit("v2", on, text_sketch=each, **{"officers": ["o1"], **more})])
        for at, each in enumerate(texts)
    ]


class TestTeam:
    def found(self, plain, as_of="2026-06-01", **more):
        return group_flags("PR023", plain, as_of, **{"workforce": STAFF, **more})

    def test_it_says_how_many_visits_of_which_team_and_names_no_officer(self):
        plain = told(text(), ALIKE, UNLIKE, text())
        flag = one_group("PR023", plain, "2026-06-01", workforce=STAFF)
        assert (flag.scope, flag.group, flag.severity) == (Scope.TEAM, "t1", Severity.HIGH)
        assert shown(flag) == {
            "visits": ("B0 v2", "B1 v2", "B3 v2"),
            "visits_in_all": 3,
            "officers": 1,
            "least_per_cent": 90,
            "window_days": 90,
        }
        assert "o1" not in repr(flag)

    @pytest.mark.parametrize(
        ("as_of", "count"), [("2026-05-31", 0), ("2026-06-01", 1), ("2026-08-29", 1), ("2026-08-30", 0)]
    )
    def test_visits_count_for_ninety_days(self, as_of, count):
        assert len(self.found(told(text(), text()), as_of)) == count

    def test_what_is_no_sketch_is_not_put_by_however_it_came_there(self):
        """Rows of groups are kept in the ledger, and a pickle of an earlier version may hold anything."""
        plain = Offender.from_dict(told(text())[0])
        object.__setattr__(plain.visits[0], "text_sketch", "Mr Smith of 12 High Street was ill.")
        found = review(plain, BOOK, as_of=day("2026-06-01"), workforce=STAFF, checks=(PR023,))
        assert "Smith" not in repr([part.rows for part in found.parts])

    def test_one_offender_alone_is_not_between_offenders(self):
        plain = [facts(id="B1", visits=[visit(f"v{at}", f"2026-06-0{at}", text_sketch=text()) for at in (1, 2)])]
        assert self.found(plain, "2026-06-02") == []

    @pytest.mark.parametrize(("officers_", "count"), [(["o1"], 1), (["o7"], 1), (["o8"], 0), (["o5"], 0)])
    def test_only_officers_of_a_team_of_the_workforce(self, officers_, count):
        assert len(self.found(told(text(), text(), officers=officers_))) == count

    def test_two_officers_who_use_one_text_are_two(self):
        plain = [*told(text(), officers=["o1"]), facts(id="C1", visits=told(text(), officers=["o2"])[0]["visits"])]
        assert self.found(plain) == []

    def test_both_officers_of_two_visits_count_as_two_and_the_visits_once(self):
        (flag,) = self.found(told(text(), text(), officers=["o1", "o2"]))
        assert (shown(flag)["officers"], shown(flag)["visits_in_all"]) == (2, 2)

    def test_no_more_than_ten_are_named(self):
        (flag,) = self.found(told(*[text()] * 12))
        assert (len(shown(flag)["visits"]), shown(flag)["visits_in_all"]) == (10, 12)

    @pytest.mark.parametrize("name", ["copied_text_percent", "team_window_days"])
    def test_a_threshold_of_another_kind_gives_no_flag(self, name):
        assert self.found(told(text(), text()), book=book(**{name: "some"})) == []

    def test_rows_gathered_earlier_are_not_counted_when_they_are_too_old(self):
        from supervise.checks import CHECKS

        check = next(each for each in CHECKS if each.code == "PR023")
        old = attrs.evolve(check.group, gather=lambda inquiry: [("t1", ("o1", 1, "B1", "v1", text())),
                                                                ("t1", ("o1", 2, "B2", "v1", text()))])  # fmt: skip
        assert self.found(told(None), checks=[attrs.evolve(check, group=old)]) == []
