"""Counts that add up, however the register was divided."""

import datetime as dt

import attrs
import pytest

from supervise.checks import CHECKS, GroupReview, Scope, Severity, Waiver, Waivers, check_named
from supervise.checks.groups import Group
from supervise.engine.timeline import Workforce
from supervise.model import Offender, Rejected
from supervise.register.tally import Tally
from supervise.reviewing import review, schedule
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK, DIRTY, LATE

AS_OF = dt.date(2026, 6, 30)


@pytest.fixture(scope="module")
def results():
    book = load_rulebook(BOOK)
    reviews = [review(Offender.from_dict(data), book, as_of=AS_OF) for data in (LATE, *DIRTY[1:])]
    return [*reviews, Rejected(kind="missing id")]


def added(results):
    tally = Tally()
    for each in results:
        tally.add(each)
    return tally


def test_read_is_reviewed_and_set_aside(results):
    plain = added(results).plain()
    assert (plain["read"], plain["reviewed"], plain["set_aside"]) == (4, 3, 1)
    assert (plain["incomplete"], plain["facts_set_aside"]) == (1, 1)
    assert plain["severities"]["critical"] == sum(
        flag.severity is Severity.CRITICAL for result in results[:3] for flag in result.flags
    )


def test_parts_merge_in_any_order_to_the_same(results):
    whole = added(results).plain()
    for cut in range(len(results) + 1):
        for first, second in ((results[:cut], results[cut:]), (results[cut:], results[:cut])):
            tally = added(first)
            tally.merge(added(second))
            assert tally.plain() == whole


def test_keys_that_no_field_has_are_counted_of_reviews_and_of_schedules_and_added_up():
    record = Offender.from_dict({"id": "x1", "contacts": [], "levels": [{"id": "l", "lvel": "low"}]})
    assert len(record.notes) == 2
    book = load_rulebook(BOOK)
    tally = added([review(record, book, as_of=AS_OF), Rejected(kind="missing id")])
    tally.merge(added([schedule(record, book, as_of=AS_OF, until=AS_OF)]))
    assert tally.unknown_keys == 4


MADE = {"reason_code": "r", "made_by": "o5", "approved_by": "s1", "made_on": AS_OF}


def test_what_is_waived_stays_counted_and_is_not_pressing():
    book = load_rulebook(BOOK)
    critical = Waivers([Waiver(id=code, code=code, offender="x1", **MADE) for code in ("VD001", "VD005")])
    found = review(Offender.from_dict(LATE), book, as_of=AS_OF, waivers=critical)
    checks = [check for check in CHECKS if check.code in ("VD001", "VD005", "RK037")]
    some = review(Offender.from_dict(LATE), book, as_of=AS_OF, waivers=critical, checks=checks)
    plain, own = added([review(Offender.from_dict(LATE), book, as_of=AS_OF)]).plain(), added([found]).plain()
    assert plain["waived"] == {}
    assert own["waived"] == {"VD001": 1, "VD005": 1}
    # Without an end, each waiver is flagged itself.
    assert own["flags"] == {**plain["flags"], "WV104": 2}
    tally = added([some, some])
    assert tally.severities["critical"] == tally.waived["critical"] > 0
    assert (tally.reaches(Severity.CRITICAL), tally.reaches(Severity.HIGH)) == (False, True)
    assert added([found, *[some] * 2]).waived == added([some, found, some]).waived


def test_a_waived_flag_on_a_group_stays_counted_too():
    check = check_named("WF062")
    group = Group(id="t1", scope=Scope.TEAM, rows={}, book=load_rulebook(BOOK), as_of=AS_OF, workforce=Workforce(None))
    flag = check.group_flag(group, message="Looks like one.", evidence=[])
    tally = Tally()
    tally.conclude(GroupReview((flag, attrs.evolve(flag, waiver=Waiver(id="w1", code="WF062", team="t1", **MADE)))))
    assert (tally.plain()["flags"], tally.plain()["waived"]) == ({"WF062": 2}, {"WF062": 1})
    assert (tally.severities["high"], tally.waived["high"]) == (2, 1)


def test_schedules_are_counted_without_judging_their_flags(results):
    book = load_rulebook(BOOK)
    ahead = [schedule(Offender.from_dict(data), book, as_of=AS_OF, until=AS_OF) for data in (LATE, DIRTY[1])]
    tally = added([*ahead, results[-1]])
    counts = tally.summary
    assert (counts.read, counts.reviewed, counts.set_aside) == (3, 2, 1)
    assert (counts.incomplete, counts.facts_set_aside) == (1, 1)
    assert counts.without_recorded_on == 6


@pytest.mark.parametrize(("places", "whole"), [((0, 2), True), ((1,), False), ((3,), False)])
def test_a_register_is_whole_if_neither_record_nor_fact_was_set_aside(results, places, whole):
    assert added([results[place] for place in places]).is_whole is whole


def test_a_severity_is_reached_by_itself_and_by_what_is_worse(results):
    tally = added(results)
    assert all(tally.reaches(severity) for severity in Severity)
    assert not Tally().reaches(Severity.INFO)


def test_flags_on_groups_count_with_the_others(results):
    tally = added(results)
    before = dict(tally.severities), tally.summary.flags["WF062"]
    check = check_named("WF062")
    group = Group(id="t1", scope=Scope.TEAM, rows={}, book=load_rulebook(BOOK), as_of=AS_OF, workforce=Workforce(None))
    flag = check.group_flag(group, message="Looks so.", evidence=())
    tally.conclude(GroupReview((flag,), ("WF060",)))
    assert tally.groups.flags == (flag,)
    assert tally.severities["high"] == before[0].get("high", 0) + 1
    assert tally.summary.flags["WF062"] == before[1] + 1
    assert tally.reaches(Severity.HIGH)
    assert tally.plain()["checks_not_evaluated"] == ["WF060"]
