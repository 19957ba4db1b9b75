"""Waivers as values: what each is about, and what is none."""

import datetime as dt

import attrs
import pytest

from supervise import Waiver, WaiverError, Waivers
from supervise.checks.flag import Scope, joined, parted
from tests.catalogue.crowds import one_group, people
from tests.catalogue.people import facts, one

MADE = {"id": "w1", "reason_code": "r", "made_by": "o1", "approved_by": "s1", "made_on": dt.date(2026, 6, 1)}
OVERDUE = one("VD001", facts(), "2026-07-03")
CASELOAD = one_group("WF060", people(51), "2026-06-01")


def waiver(**changes):
    return Waiver(**{**MADE, **changes})


def faults(**changes):
    return list(waiver(**changes).faults())


@pytest.mark.parametrize(
    ("about", "covered"),
    [
        ({"flag": OVERDUE.identity}, True),
        ({"flag": "VD001|A1|R-V2|v1"}, False),
        ({"offender": "A1"}, True),
        ({"offender": " A1 "}, True),
        ({"offender": "A2"}, False),
        ({"offender": "A1", "code": "VD001"}, True),
        ({"offender": "A1", "code": "VD002"}, False),
        ({"code": "VD001", "scope": "register"}, True),
        ({"code": "VD002", "scope": "register"}, False),
        ({"code": "VD001", "scope": "register", "rule": "R-V2"}, True),
        ({"code": "VD001", "scope": "register", "rule": "R-V9"}, False),
        ({"code": "VD001", "offender": "A1", "rule": "R-V2"}, True),
        ({"code": "VD002", "offender": "A1", "rule": "R-V2"}, False),
        ({"code": "VD001", "officer": "A1"}, False),
        ({"code": "VD001", "team": "A1"}, False),
    ],
)
def test_a_flag_on_an_offender_is_covered_by_identity_by_offender_or_by_code(about, covered):
    assert waiver(**about).covers(OVERDUE) is covered


@pytest.mark.parametrize(
    ("about", "covered"),
    [
        ({"flag": "WF060|o9"}, True),
        ({"flag": "WF060|o1"}, False),
        ({"code": "WF060", "officer": "o9"}, True),
        ({"code": "WF060", "officer": "o1"}, False),
        ({"code": "WF062", "officer": "o9"}, False),
        ({"code": "WF060", "team": "o9"}, False),
        ({"code": "WF060", "scope": "register"}, True),
        ({"offender": "o9"}, False),
    ],
)
def test_a_flag_on_an_officer_is_covered_by_its_group(about, covered):
    assert waiver(**about).covers(CASELOAD) is covered


@pytest.mark.parametrize(("scope", "covered"), [(Scope.TEAM, True), (Scope.OFFICER, False), (Scope.REGISTER, False)])
def test_a_waiver_of_a_team_is_of_no_officer_of_that_id(scope, covered):
    assert waiver(code="WF060", team="o9").covers(attrs.evolve(CASELOAD, scope=scope)) is covered


def test_it_says_which_offender_and_which_code_it_is_about():
    assert [(each.of_offender, each.of_code) for each in (
        waiver(flag=OVERDUE.identity),
        waiver(flag="WF060|o9"),
        waiver(offender="A1"),
        waiver(offender="A1", code="VD001"),
        waiver(code="VD001", scope="register"),
    )] == [("A1", "VD001"), (None, "WF060"), ("A1", None), ("A1", "VD001"), (None, "VD001")]  # fmt: skip


@pytest.mark.parametrize("parts", [("a",), ("a", ""), ("a|", "|b"), ("\\", "|"), ("a\\|", "\\\\", "c")])
def test_an_identity_comes_apart_as_it_was_made(parts):
    assert parted(joined(*parts)) == parts


@pytest.mark.parametrize(
    "about",
    [
        {"flag": OVERDUE.identity},
        {"offender": "A1"},
        {"offender": "A1", "code": "VD001"},
        {"code": "WF060", "team": "t"},
        {"code": "VD001", "scope": "register"},
        {"code": "VD001", "scope": "register", "rule": "R-V2"},
        {"code": "VD001", "offender": "A1", "rule": "R-V2"},
        {"offender": "A1", "expires_on": dt.date(2026, 6, 1)},
    ],
)
def test_what_is_sound_has_no_fault(about):
    assert faults(**about) == []


@pytest.mark.parametrize(
    ("about", "key", "message"),
    [
        ({"made_on": "2026-06-01"}, "made_on", "give a datetime.date"),
        ({"made_on": dt.datetime(2026, 6, 1)}, "made_on", "give a datetime.date"),
        ({"made_on": None}, "made_on", "give a datetime.date"),
        ({"expires_on": "2026-06-01"}, "expires_on", "give a datetime.date"),
        ({"expires_on": dt.datetime(2026, 6, 1)}, "expires_on", "give a datetime.date"),
        ({"id": ["w1"]}, "id", "write a text"),
        ({"made_by": 5}, "made_by", "write a text"),
        ({"code": 5}, "code", "write a text"),
        ({"offender": ["A1"]}, "offender", "write a text"),
        ({"scope": "team"}, "scope", "the only one there is: 'register'"),
        ({"scope": True}, "scope", "the only one there is: 'register'"),
    ],
)
def test_a_value_of_another_type_is_told_before_it_sets_anything_aside(about, key, message):
    assert faults(**{"offender": "A1", **about}) == [(key, message)]
    with pytest.raises(WaiverError) as caught:
        Waivers([waiver(**{"offender": "A1", **about})])
    assert caught.value.problems == (f"waiver[0].{key}: {message}",)


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"code": "VD001"},
        {"officer": "o1"},
        {"scope": "register"},
        {"offender": "A1", "officer": "o1"},
        {"code": "VD001", "team": "t", "scope": "register"},
        {"flag": OVERDUE.identity, "code": "VD001"},
        {"flag": OVERDUE.identity, "offender": "A1"},
    ],
)
def test_what_is_about_nothing_or_about_two_things_is_refused(about):
    assert [key for key, _ in faults(**about)] == [""]


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"id": " "}, ["id"]),
        ({"reason_code": "", "approved_by": ""}, ["reason_code", "approved_by"]),
        ({"made_by": ""}, ["made_by"]),
        ({"offender": " "}, ["offender"]),
        ({"code": "VD1"}, ["code"]),
        ({"code": "WV103"}, ["code"]),
        ({"rule": "R-V2"}, ["rule"]),
        ({"code": "VD001", "rule": " "}, ["rule"]),
        ({"offender": None, "team": "t", "code": "VD001", "rule": "R-V2"}, ["rule"]),
        ({"offender": None, "flag": "VD001|A1", "rule": "R-V2"}, ["rule"]),
        ({"offender": None, "flag": "VD001|A1"}, []),
        ({"offender": None, "flag": "VD001|A1|v1"}, ["flag"]),
        ({"offender": None, "flag": "vd|A1"}, ["flag"]),
        ({"offender": None, "flag": "WV101|w1"}, ["flag"]),
        ({"expires_on": dt.date(2026, 5, 31)}, ["expires_on"]),
    ],
)
def test_each_fault_is_named_by_its_key(changes, keys):
    assert [key for key, _ in faults(**{"offender": "A1", **changes})] == keys


def test_waivers_with_faults_are_refused_with_all_of_them():
    with pytest.raises(WaiverError) as caught:
        Waivers([waiver(), waiver(offender="A1", made_by=" ")])
    problems = caught.value.problems
    assert [problem.split(": ")[0] for problem in problems] == ["waiver[0]", "waiver[1].made_by", "waiver"]
    assert problems[2] == "waiver: 2 entries have one id; give each its own"


def test_ids_of_the_record_are_compared_in_the_form_of_all_ids():
    flag = attrs.evolve(OVERDUE, offender=" A1")
    assert waiver(offender="A1").covers(flag)
    assert waiver(offender=" A1").covers(flag)
    named = Waivers([waiver(offender="A1 ")])
    assert named.of(" A1") == named.of("A1") == named.all


def test_they_are_found_by_the_offender_they_name_and_those_of_the_register_by_all():
    named, other = waiver(offender="A1"), waiver(id="w2", flag="VD001|A2|R-V2|v1")
    everywhere, team = waiver(id="w3", code="VD001", scope="register"), waiver(id="w4", code="WF062", team="t")
    waivers = Waivers([named, other, everywhere, team])
    assert waivers.of("A1") == (named, everywhere)
    assert waivers.of("A2") == (other, everywhere)
    assert waivers.of("A3") == (everywhere,)
    assert waivers.all == (named, other, everywhere, team)
