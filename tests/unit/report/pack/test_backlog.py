"""Overdue duties by team, officer, level and rule, with their ages and what stands still beside them."""

import pytest

from supervise.checks import Waiver, Waivers
from supervise.engine.obligation import Status
from supervise.report.pack import Pack, Setting
from supervise.report.pack.backlog import Backlog, bands
from supervise.report.pack.view import View
from tests.unit.report.pack.made import OFFICERS, pack_of, person, rows, table
from tests.unit.report.pack.test_setting import with_thresholds
from tests.unit.report.pages import AS_OF, row, standing


def pack_with(book, late, **people):
    """A pack of people with these occurrences."""
    pack = Pack(Setting.of(book, AS_OF))
    for id_, found in people.items():
        pack.add(standing(late, id_, *found))
    return pack


def overdue(days, rule="R-V2", **given):
    return row(rule, status=Status.OVERDUE, days_late=days, **given)


def test_ages_fall_into_the_bands_of_the_ladder(book, late):
    days = (0, 1, 30, 31, 90, 91, 180, 181, 365, 366, 2000)
    found = rows(pack_with(book, late, x1=[overdue(each) for each in days]), "overdue-by-rule")[0]
    assert {name: found[name] for name in bands((30, 90, 180, 365))} == {
        "days_up_to_30": 3,
        "days_31_to_90": 2,
        "days_91_to_180": 2,
        "days_181_to_365": 2,
        "days_over_365": 2,
    }
    assert found["overdue"] == len(days)


def test_the_oldest_is_named_by_days_and_id_and_of_two_the_first_id(book, late):
    people = {"x3": [overdue(7)], "x2": [overdue(9)], "x1": [overdue(2), overdue(9)]}
    found = rows(pack_with(book, late, **people), "overdue-by-level")
    assert [(each["oldest_days"], each["oldest_offender"]) for each in found] == [(9, "x1")]


def test_one_late_by_no_day_is_still_the_oldest(book, late):
    """Suspended days are taken out, and all of them may have been."""
    found = rows(pack_with(book, late, x1=[overdue(0)]), "overdue-by-rule")[0]
    assert (found["oldest_days"], found["oldest_offender"]) == (0, "x1")


def test_suspended_and_unknown_ones_stand_beside_and_the_rest_does_not(book, late):
    found = [
        row(status=Status.SUSPENDED),
        row(status=Status.UNKNOWN, lacking=("levels",)),
        row(status=Status.OPEN),
        row(status=Status.LAPSED),
        row("R-N10", status=Status.OVERDUE, days_late=3),
    ]
    (only,) = rows(pack_with(book, late, x1=found), "overdue-by-rule")
    expected = {"rule": "R-V2", "duty_of": "police", "overdue": 0, "suspended": 1, "unknown": 1}
    assert {name: only[name] for name in expected} == expected
    assert (only["oldest_days"], only["oldest_offender"]) == (None, None)


def test_sides_are_apart_the_police_first_and_the_most_overdue_before_others(book, late):
    found = [overdue(1, "R-N4"), overdue(1, "R-V1"), overdue(1, "R-V2"), overdue(2, "R-V2"), overdue(1, "R-A4")]
    order = [(each["rule"], each["duty_of"]) for each in rows(pack_with(book, late, x1=found), "overdue-by-rule")]
    assert order == [("R-V2", "police"), ("R-A4", "police"), ("R-V1", "police"), ("R-N4", "offender")]


def test_all_together_come_first(book, late):
    pack = pack_with(book, late, x1=[overdue(3), overdue(5, "R-V1")], x2=[overdue(400), overdue(2, "R-N4")])
    found = [
        (each["register"], each["duty_of"], each["overdue"], each["oldest_days"]) for each in rows(pack, "overdue")
    ]
    assert found == [("register", "police", 3, 400), ("register", "offender", 1, 2)]


def test_what_is_waived_is_counted_and_told(book):
    made = {"reason_code": "r", "made_by": "o5", "approved_by": "s1", "made_on": AS_OF, "offender": "x1"}
    waivers = Waivers([Waiver(id=code, code=code, **made) for code in ("VD001", "VD005")])
    found = {each["rule"]: each for each in rows(pack_of(book, person(), waivers=waivers), "overdue-by-rule")}
    assert (found["R-V2"]["overdue"], found["R-V2"]["waived"]) == (1, 1)
    assert found["R-R3"]["waived"] == 0


def test_by_team_and_officer_wants_the_workforce(book):
    for name in ("team", "officer"):
        without = table(pack_of(book, person()), f"overdue-by-{name}")
        assert (without.rows, without.lacking) == ((), "no workforce is given (--workforce)")
    pack = pack_of(book, person(), person("x2", managers=[]), workforce=OFFICERS)
    assert {each["team"] for each in rows(pack, "overdue-by-team")} == {"t1", "no team"}
    assert {each["officer"] for each in rows(pack, "overdue-by-officer")} == {"o1", "no officer"}


def test_a_book_without_a_ladder_divides_nothing(book, late):
    own = with_thresholds(book, visit_ladder_days=None)
    (only,) = rows(pack_with(own, late, x1=[overdue(700)]), "overdue-by-rule")
    assert [name for name in only if name.startswith("days_")] == []
    assert only["overdue"] == 1


def test_parts_merge_in_any_order(book, late):
    def part(id_, *found):
        backlog = Backlog()
        backlog.add(View(standing(late, id_, *found), Setting.of(book, AS_OF)))
        return backlog

    made = [("x1", overdue(9)), ("x2", overdue(9), row(status=Status.UNKNOWN)), ("x3", overdue(400, "R-V1"))]
    merged = []
    for order in (made, made[::-1]):
        total = Backlog()
        for each in order:
            total.merge(part(*each))
        merged.append(total)
    assert merged[0] == merged[1]
    whole = pack_with(book, late, **{id_: list(found) for id_, *found in made}).parts[0]
    assert whole == merged[0]


@pytest.mark.parametrize(("ages", "names"), [((), ()), ((7,), ("days_up_to_7", "days_over_7"))])
def test_names_of_bands(ages, names):
    assert bands(ages) == names
