"""Shares of a team's visits, over the last days and from as many as can tell."""

import pytest

from supervise.checks import Scope
from supervise.checks.groups import Group
from supervise.checks.team_shares import above_share
from tests.catalogue.crowds import STAFF
from tests.catalogue.people import BOOK, day

NOW = day("2026-06-01")


def group(rows):
    return Group(id="t1", scope=Scope.TEAM, rows=rows, book=BOOK, as_of=NOW, workforce=STAFF)


@pytest.mark.parametrize(
    ("of_the_kind", "others", "found"), [(2, 8, False), (3, 7, True), (3, 6, False), (10, 0, True), (0, 10, False)]
)
def test_above_a_share_of_enough(of_the_kind, others, found):
    rows = {(NOW.toordinal(), 1): of_the_kind, (NOW.toordinal(), 0): others}
    shares = above_share(group(rows), share=20, least=10, days=90)
    assert (shares is not None) is found
    if shares is not None:
        assert shares == (of_the_kind + others, of_the_kind, rows)


@pytest.mark.parametrize(("ago", "found"), [(0, True), (89, True), (90, False), (400, False)])
def test_the_window_is_laid_at_the_end(ago, found):
    rows = {(NOW.toordinal() - ago, 1): 10}
    assert (above_share(group(rows), share=20, least=10, days=90) is not None) is found


def test_nothing_is_no_share_of_nothing():
    assert above_share(group({}), share=0, least=0, days=90) is None
