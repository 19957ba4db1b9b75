"""Hindsight and `stable_until`: on every day between two change points, a review reads the same."""

import datetime as dt

import attrs
from hypothesis import given, strategies as st

from supervise import Waiver, Waivers, load_rulebook, review
from supervise.report.hindsight import hindsight
from supervise.testing.strategies import judged
from tests.property.reading import read
from tests.property.test_laws import lines

BOOK = load_rulebook("england-wales@2026.1")
DAY = dt.timedelta(days=1)
WINDOW = 45


def reading(found, *, facts):
    """Everything a review says, days over aside; flags on facts alone only where they are asked for.

    Hindsight leaves out those on a fact that lies ahead and was not recorded: see its page.
    """
    flags = [attrs.evolve(each, days_over=None, as_of=dt.date.min) for each in found.flags if facts or each.rule]
    return lines(found.schedule, days_over=False), flags


@given(judged(versions=True), st.sampled_from(["now", "then", "fixed"]))
def test_on_every_day_between_two_change_points_the_review_reads_the_same(case, mode):
    data, since = case
    offender, until = read(data), since + WINDOW * DAY
    known_at = since if mode == "fixed" else None
    told = hindsight(offender, BOOK, since=since, until=until, known_at=known_at, as_known=mode == "then")
    days = {point.on for point in told.points}
    assert since in days
    before = None
    for passed in range(WINDOW + 1):
        day = since + passed * DAY
        known = day if mode == "then" else known_at
        now = reading(review(offender, BOOK, as_of=day, known_at=known), facts=mode == "then")
        if before is not None and day not in days:
            assert now == before, f"{day} reads differently and is no change point"
        before = now


@given(judged(versions=True))
def test_every_change_point_tells_something(case):
    data, since = case
    for as_known in (False, True):
        told = hindsight(read(data), BOOK, since=since, until=since + WINDOW * DAY, as_known=as_known)
        for point, earlier in zip(told.points[1:], told.points, strict=False):
            assert point.on > earlier.on
            assert point.spans or point.duties or point.flags or point.known or point.level != earlier.level


@given(judged(), st.integers(0, 25), st.integers(0, 25))
def test_until_stable_until_a_review_with_waivers_reads_the_same_every_day(case, made, lasts):
    data, as_of = case
    first = as_of + (made - 10) * DAY
    given_to = {"reason_code": "r", "made_by": "o1", "approved_by": "s1", "made_on": first}
    end = first + lasts * DAY
    waivers = Waivers(
        [
            Waiver(id="w1", offender="A1", expires_on=end, **given_to),
            Waiver(id="w2", code="RK036", scope="register", expires_on=end - lasts // 2 * DAY, **given_to),
            Waiver(id="w3", code="NT063", scope="register", expires_on=end, **given_to),
        ]
    )
    offender = read(data)
    found = review(offender, BOOK, as_of=as_of, waivers=waivers)
    last = found.stable_until or as_of + WINDOW * DAY
    for passed in range(1, min((last - as_of).days, WINDOW)):
        later = review(offender, BOOK, as_of=as_of + passed * DAY, waivers=waivers)
        assert reading(later, facts=True) == reading(found, facts=True)
        assert later.uses == found.uses
