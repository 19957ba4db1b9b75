"""One offender: the level of a day, whose case it is, and what waivers set aside."""

import datetime as dt

import pytest

from supervise.checks import Waiver, Waivers
from supervise.model import Offender
from supervise.report.pack import Setting
from supervise.report.pack.breakdown import By
from supervise.report.pack.view import View
from supervise.reviewing import review
from tests.unit.report.pack.made import OFFICERS, person
from tests.unit.report.pages import AS_OF, row

MADE = {"reason_code": "r", "made_by": "o5", "approved_by": "s1", "made_on": AS_OF}


@pytest.fixture
def view(book):
    def make(facts, workforce=None, waivers=None):
        setting = Setting.of(book, AS_OF, has_officers=workforce is not None)
        found = review(Offender.from_dict(facts), book, as_of=AS_OF, workforce=workforce, waivers=waivers)
        return View(found, setting)

    return make


def test_team_and_officer_are_named_only_with_a_workforce(view):
    facts = person(team="north")
    named = view(facts, OFFICERS)
    assert (named.officer, named.team) == ("o1", "t1")
    assert list(named.ways(row(), "high")) == [
        (By.REGISTER, ""),
        (By.TEAM, "t1"),
        (By.OFFICER, "o1"),
        (By.LEVEL, "high"),
        (By.RULE, "R-V2"),
    ]
    unnamed = view(facts)
    assert (unnamed.officer, unnamed.team) == ("", "")
    assert list(unnamed.ways(row(), "high")) == [(By.REGISTER, ""), (By.LEVEL, "high"), (By.RULE, "R-V2")]


def test_a_case_of_nobody_and_an_assignment_without_an_officer_are_no_officers(view):
    assert (view(person(managers=[]), OFFICERS).officer, view(person(managers=[]), OFFICERS).team) == ("", "")
    managers = [{"id": "m1", "agency": "police", "role": "lead", "from": "2024-01-03"}]
    assert view(person(managers=managers), OFFICERS).officer == ""


def test_levels_are_those_of_the_day_asked_for(view):
    found = view(person())
    assert found.level == "high"
    assert [found.level_on(dt.date(2024, 1, day).toordinal()) for day in (3, 4)] == ["", "high"]
    assert view(person(levels=[])).level == ""


def test_what_waivers_set_aside_whole_is_told_from_the_rest(view):
    def waived(*codes):
        waivers = Waivers([Waiver(id=f"w-{code}", offender="x1", code=code, **MADE) for code in codes])
        found = view(person(), waivers=waivers)
        overdue = next(each for each in found.review.schedule.standing if each.rule == "R-V2")
        return found.is_waived(overdue)

    assert [waived(), waived("VD001"), waived("VD001", "VD005")] == [False, False, True]
