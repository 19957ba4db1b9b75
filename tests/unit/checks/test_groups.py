"""What many offenders add up to: gathered in any parts, judged once."""

import datetime as dt

import attrs
import pytest

from supervise.checks import CHECKS, Severity
from supervise.checks.base import Check, Grouping, Scope
from supervise.checks.groups import Gathered, Group, Part, gather, judge_groups
from supervise.engine.timeline import Workforce
from tests.catalogue.people import BOOK

AS_OF = dt.date(2026, 6, 1)
STAFF = Workforce(None)


def counting(code="ZZ001", scope=Scope.TEAM, severity=Severity.LOW):
    """A check that flags every group, with its rows as they come."""

    def judge(check, group):
        yield check.group_flag(group, message="Looks like rows.", evidence=[("rows", str(list(group.rows.items())))])

    texts = dict.fromkeys(("slug", "what", "why", "example", "what_to_do", "clears", "source"), "text")
    return Check(
        code=code, severity=severity, group=Grouping(scope=scope, gather=lambda inquiry: (), judge=judge), **texts
    )


def flags_of(parts, *checks):
    gathered = Gathered()
    gathered.add(parts)
    return judge_groups(checks, gathered, book=BOOK, as_of=AS_OF, workforce=STAFF).flags


def group(**rows):
    held = {tuple(name.split("_")): count for name, count in rows.items()}
    return Group(id="t1", scope=Scope.TEAM, rows=held, book=BOOK, as_of=AS_OF, workforce=STAFF)


def test_rows_come_to_the_judge_in_one_order_with_how_often_they_were_added():
    rows = [("b", 10), ("b", 9), ("a",), (3, "x"), ("b", 9)]
    (flag,) = flags_of([Part("ZZ001", "t1", row) for row in rows], counting())
    (evidence,) = flag.evidence
    assert evidence.value == str([((3, "x"), 1), (("a",), 1), (("b", 9), 2), (("b", 10), 1)])


def test_flags_stand_by_scope_then_id_then_severity_then_code():
    checks = [
        counting("ZZ004", Scope.REGISTER),
        counting("ZZ003", Scope.OFFICER),
        counting("ZZ002"),
        counting("ZZ001"),
        counting("ZZ009", severity=Severity.HIGH),
    ]
    parts = [Part(code, id_, ()) for id_ in ("t2", "t1") for code in ("ZZ001", "ZZ002", "ZZ009")]
    parts += [Part("ZZ004", "register", ()), Part("ZZ003", "z9", ())]
    assert [(flag.scope.value, flag.key, flag.code) for flag in flags_of(parts, *checks)] == [
        ("officer", "z9", "ZZ003"),
        ("team", "t1", "ZZ009"),
        ("team", "t1", "ZZ001"),
        ("team", "t1", "ZZ002"),
        ("team", "t2", "ZZ009"),
        ("team", "t2", "ZZ001"),
        ("team", "t2", "ZZ002"),
        ("register", "register", "ZZ004"),
    ]


def test_a_flag_on_a_group_is_known_by_code_and_id_on_every_day():
    (flag,) = flags_of([Part("ZZ001", "t|1", ())], counting())
    assert flag.identity == "ZZ001|t\\|1"
    assert (flag.group, flag.since, flag.days_over, flag.rule) == ("t|1", None, None, None)
    (whole,) = flags_of([Part("ZZ001", "register", ())], counting(scope=Scope.REGISTER))
    assert whole.group is None


def test_a_check_of_groups_alone_says_nothing_of_one_offender():
    check = counting()
    assert check.run(None) == ()
    assert check.about == ("team",)
    both = attrs.evolve(CHECKS[0], group=check.group)
    assert (CHECKS[0].about, both.about) == (("offender",), ("offender", "team"))


def test_rows_are_counted_by_how_they_begin():
    held = group(late_high=2, late_low=3, open=4)
    assert [held.count(*start) for start in ((), ("late",), ("late", "low"), ("lat",), ("open", "x"))] == [
        9,
        5,
        3,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("value", "number", "numbers"),
    [(3, 3, ()), (True, None, ()), ("3", None, ()), ([9, 3, True, "x"], None, (3, 9)), ({"low": 3}, None, ())],
)
def test_a_threshold_of_another_kind_is_none(value, number, numbers):
    held = attrs.evolve(BOOK.thresholds["caseload-limit"], value=value)
    asked = attrs.evolve(group(), book=attrs.evolve(BOOK, thresholds={"limit": held}))
    assert (asked.number("limit"), asked.numbers("limit")) == (number, numbers)
    assert (asked.number("other"), asked.numbers("other")) == (None, ())


def by_the_book(code="ZZ005"):
    """A check of the register that wants nothing of any offender."""
    check = counting(code, Scope.REGISTER)
    return attrs.evolve(check, group=attrs.evolve(check.group, gather=None))


@pytest.mark.parametrize("workforce", [STAFF, None])
def test_what_gathers_nothing_is_judged_once_with_or_without_officers(workforce):
    found = judge_groups(
        [counting("ZZ004", Scope.REGISTER), by_the_book()], Gathered(), book=BOOK, as_of=AS_OF, workforce=workforce
    )
    assert [(flag.code, flag.key, flag.evidence[0].value) for flag in found.flags] == [("ZZ005", "register", "[]")]
    assert found.not_evaluated == (("ZZ004",) if workforce is None else ())


def test_what_gathers_nothing_is_asked_for_nothing():
    assert list(gather([by_the_book()], None)) == []
    assert by_the_book().about == ("register",)
    assert (by_the_book().wants_officers, counting().wants_officers, CHECKS[0].wants_officers) == (False, True, False)


def by_officer(**more):
    check = counting()
    return attrs.evolve(check, group=attrs.evolve(check.group, by_officer=True), **more)


ROWS = [Part("ZZ001", "t1", ("o2", 5)), Part("ZZ001", "t1", ("o1", 5)), Part("ZZ001", "t1", ("o1", 5))]


def of_each(checks, *, per_officer):
    gathered = Gathered()
    gathered.add(ROWS)
    found = judge_groups(checks, gathered, book=BOOK, as_of=AS_OF, workforce=STAFF, per_officer=per_officer)
    return [(flag.scope.value, flag.key, flag.identity, flag.evidence[0].value) for flag in found.flags]


def test_officers_are_judged_one_by_one_only_on_request_and_where_the_check_allows_it():
    team = ("team", "t1", "ZZ001|t1", "[(('o1', 5), 2), (('o2', 5), 1)]")
    assert of_each([by_officer()], per_officer=False) == [team]
    assert of_each([counting()], per_officer=True) == [team]
    assert of_each([by_officer()], per_officer=True) == [
        ("officer", "o1", "ZZ001|officer|o1", "[(('o1', 5), 2)]"),
        ("officer", "o2", "ZZ001|officer|o2", "[(('o2', 5), 1)]"),
        team,
    ]


def test_the_checks_of_how_officers_work_are_of_teams_and_can_be_of_each_officer():
    assert [check.code for check in CHECKS if check.group and check.group.by_officer] == ["DC024", "PR021", "PR023"]
    assert all(check.group.scope is Scope.TEAM for check in CHECKS if check.group and check.group.by_officer)
