"""Names and their order."""

import pytest

from supervise.report.pack import Setting
from supervise.report.pack.breakdown import By, in_order, lacking_officers, named
from tests.unit.report.pages import AS_OF


@pytest.mark.parametrize(
    ("by", "text"),
    [(By.TEAM, "no team"), (By.OFFICER, "no officer"), (By.LEVEL, "no level"), (By.REGISTER, "register")],
)
def test_nobody_and_nothing_have_words(by, text):
    assert (named(by, ""), named(by, "a")) == (text, "a")


def test_levels_are_in_the_order_of_the_scale_and_unknown_ones_last(book):
    setting = Setting.of(book, AS_OF)
    names = ["zz", "low", "", "aa", "very_high"]
    assert in_order(By.LEVEL, names, setting) == ["very_high", "low", "", "aa", "zz"]
    assert in_order(By.TEAM, names, setting) == ["", "aa", "low", "very_high", "zz"]


def test_only_tables_of_officers_and_teams_want_a_workforce(book):
    without, given = Setting.of(book, AS_OF), Setting.of(book, AS_OF, has_officers=True)
    assert [by for by in By if lacking_officers(by, without)] == [By.TEAM, By.OFFICER]
    assert [by for by in By if lacking_officers(by, given)] == []
