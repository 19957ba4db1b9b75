"""WF060 to WF062: what officers and teams carry, counted over many offenders."""

from decimal import Decimal

import attrs
import pytest

from supervise import Severity
from supervise.checks import Scope, check_named
from supervise.engine.timeline import Officer
from supervise.rules.language import DutyOf
from supervise.rules.rulebook import Threshold
from tests.catalogue.crowds import group_flags, officers, one_group, people, reviewed
from tests.catalogue.people import BOOK, ask, facts, shown, visit, with_thresholds

MANAGER = facts()["managers"][0]


# Of the police only the routine visit: what else is due is given to others.
ROUTINE = attrs.evolve(
    BOOK, rule=tuple(rule if rule.id == "R-V2" else attrs.evolve(rule, duty_of=DutyOf.BODY) for rule in BOOK.rule)
)


# ── WF060 ────────────────────────────────────────────────────────────────────────────────────────────────────

TWO = with_thresholds(ROUTINE, caseload_limit=2)


@pytest.mark.parametrize(
    ("cases", "fte", "severity"),
    [
        (2, "1", None),
        (3, "1", Severity.MEDIUM),
        (4, "1", Severity.HIGH),
        (3, None, Severity.MEDIUM),
        (1, "0.5", None),
        (2, "0.5", Severity.HIGH),
        (3, "1.5", None),
        (4, "1.5", Severity.MEDIUM),
        (1, "0", Severity.HIGH),
    ],
)
def test_more_cases_than_the_limit_for_the_share_of_full_time(cases, fte, severity):
    staff = officers(o9=Officer(fte=None if fte is None else Decimal(fte)))
    found = group_flags("WF060", people(cases), "2026-06-01", workforce=staff, book=TWO)
    assert [flag.severity for flag in found] == ([] if severity is None else [severity])


def test_exactly_one_and_a_half_times_the_limit_is_not_yet_high():
    assert one_group("WF060", people(3), "2026-06-01", book=TWO).severity is Severity.MEDIUM


def test_a_share_that_no_binary_fraction_holds_is_what_it_says():
    """0.55 of 20 is 11, and 11 are not more."""
    staff = officers(o9=Officer(fte=Decimal("0.55")))
    book = with_thresholds(ROUTINE, caseload_limit=20)
    assert group_flags("WF060", people(11), "2026-06-01", workforce=staff, book=book) == []
    assert group_flags("WF060", people(12), "2026-06-01", workforce=staff, book=book) != []


def test_it_says_how_many_of_which_level_and_who_supervises():
    crowd = [
        *people(2),
        facts(id="B1", levels=[]),
        facts(id="B2", levels=[{"id": "l1", "level": "high", "from": "2026-01-01"}]),
    ]
    flag = one_group("WF060", crowd, "2026-06-01", book=TWO)
    assert (flag.scope, flag.group, flag.key, flag.identity) == (Scope.OFFICER, "o9", "o9", "WF060|o9")
    assert shown(flag) == {
        "active_cases": 4, "limit": 2, "fte": "1", "limit_for_fte": 2, "team": "t1", "supervisor": "s1", "high": 1,
        "medium": 2, "no_level": 1,
    }  # fmt: skip


def test_cases_of_one_officer_are_one_number_whatever_blanks_stand_around_the_id():
    ids = ("o9", " o9", "o9\u00a0")
    crowd = [facts(id=f"A{place}", managers=[MANAGER | {"officer_id": id_}]) for place, id_ in enumerate(ids)]
    flag = one_group("WF060", crowd, "2026-06-01", book=TWO)
    assert (flag.group, shown(flag)["active_cases"], shown(flag)["team"]) == ("o9", 3, "t1")


def test_an_officer_of_whom_the_workforce_says_nothing_counts_as_full_time():
    flag = one_group("WF060", people(3), "2026-06-01", workforce=officers(), book=TWO)
    assert (shown(flag)["fte"], shown(flag)["team"]) == (None, None)


CASES = {
    "abroad counts": ({"trips": [{"id": "t1", "departs_on": "2026-05-01"}]}, True),
    "reactive counts": ({"plans": [{"id": "p1", "from": "2026-01-01", "mode": "reactive"}]}, True),
    "in custody does not": ({"statuses": [{"id": "c1", "kind": "custody", "from": "2026-05-01"}]}, False),
    "released today does": (
        {"statuses": [{"id": "c1", "kind": "custody", "from": "2026-05-01", "until": "2026-06-01"}]},
        True,
    ),
    "transferred does not": ({"statuses": [{"id": "x1", "kind": "transferred_out", "from": "2026-06-01"}]}, False),
    "no longer subject does not": (
        {"registrations": [{**facts()["registrations"][0], "ended_on": "2026-05-31"}]},
        False,
    ),
    "second does not": ({"managers": [{**MANAGER, "role": "second"}]}, False),
    "of probation does not": ({"managers": [{**MANAGER, "agency": "probation"}]}, False),
    "ended today does not": ({"managers": [{**MANAGER, "until": "2026-06-01"}]}, False),
    "ends tomorrow does": ({"managers": [{**MANAGER, "until": "2026-06-02"}]}, True),
    "begins tomorrow does not": ({"managers": [{**MANAGER, "from": "2026-06-02"}]}, False),
    "begins today does": ({"managers": [{**MANAGER, "from": "2026-06-01"}]}, True),
    "without a first day does": ({"managers": [{"id": "m1", "officer_id": "o9"}]}, True),
    "without an officer does not": ({"managers": [{"id": "m1", "team_id": "t1", "from": "2020-01-06"}]}, False),
    "the later lead does": (
        {"managers": [{**MANAGER, "officer_id": "o1"}, {**MANAGER, "id": "m2", "from": "2026-01-01"}]},
        True,
    ),
    "the earlier lead does not": (
        {"managers": [MANAGER, {**MANAGER, "id": "m2", "officer_id": "o1", "from": "2026-01-01"}]},
        False,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_only_active_cases_that_the_officer_leads_count(name):
    changes, counts = CASES[name]
    crowd = [*people(2), facts(id="B1", **changes)]
    found = [flag for flag in group_flags("WF060", crowd, "2026-06-01", book=TWO) if flag.group == "o9"]
    assert bool(found) is counts


# ── WF061 ────────────────────────────────────────────────────────────────────────────────────────────────────

SMALL = with_thresholds(ROUTINE, supervisor_officers_limit=2, supervisor_cases_limit=4)


def led_by(*leads):
    """People each led by the officer named."""
    return [facts(id=f"A{at}", managers=[{**MANAGER, "officer_id": lead}]) for at, lead in enumerate(leads)]


def under(supervisor, *names, fte=None):
    """Officers under one supervisor, who works so much."""
    staff = {name: Officer(team="t1", supervisor=supervisor) for name in names}
    return officers(**staff, **{supervisor: Officer(team="t9", fte=None if fte is None else Decimal(fte))})


@pytest.mark.parametrize(
    ("leads", "fte", "said"),
    [
        (["o1", "o2"], "1", []),
        (["o1", "o2", "o3"], "1", ["3 officers who lead cases, and the limit is 2"]),
        (["o1", "o1", "o2", "o2"], "1", []),
        (["o1", "o1", "o2", "o2", "o2"], None, ["5 active cases, and the limit is 4"]),
        (["o1", "o2", "o3", "o3", "o3"], None, ["3 officers", "5 active cases"]),
        (["o1", "o1"], "0.5", []),
        (["o1", "o2"], "0.5", ["2 officers who lead cases, and the limit is 1"]),
        (["o1", "o1", "o1"], "0.5", ["3 active cases, and the limit is 2"]),
        (["o1", "o2", "o3"], "1.5", []),
    ],
)
def test_more_officers_or_cases_than_one_supervisor_can_look_after(leads, fte, said):
    found = group_flags(
        "WF061", led_by(*leads), "2026-06-01", workforce=under("s1", "o1", "o2", "o3", fte=fte), book=SMALL
    )
    assert len(found) == bool(said)
    for flag in found:
        assert all(part in flag.message for part in said)
        assert flag.message.count("the limit is") == len(said)


def test_it_says_who_supervises_how_many_and_where():
    flag = one_group(
        "WF061", led_by("o1", "o2", "o3"), "2026-06-01", workforce=under("s1", "o1", "o2", "o3", fte="0.9"), book=SMALL
    )
    assert (flag.severity, flag.scope, flag.group, flag.identity) == (Severity.MEDIUM, Scope.OFFICER, "s1", "WF061|s1")
    assert shown(flag) == {
        "officers": 3, "officers_limit": 2, "active_cases": 3, "cases_limit": 4, "fte": "0.9", "team": "t9",
    }  # fmt: skip


def test_officers_of_other_supervisors_or_of_none_are_not_counted():
    staff = officers(
        o1=Officer(supervisor="s1"), o2=Officer(supervisor="s1"), o3=Officer(supervisor="s2"), o4=Officer(team="t1")
    )
    crowd = led_by("o1", "o2", "o3", "o4", "o5")
    assert group_flags("WF061", crowd, "2026-06-01", workforce=staff, book=SMALL) == []


def test_who_is_not_active_or_has_no_lead_is_no_case():
    away = [{"id": "x1", "kind": "custody", "from": "2026-05-01"}]
    crowd = led_by("o1", "o2", "o3")
    staff = under("s1", "o1", "o2", "o3")
    for spoilt in (
        {**crowd[2], "statuses": away},
        {**crowd[2], "managers": []},
        {**crowd[2], "managers": [{**MANAGER, "officer_id": None}]},
    ):
        assert group_flags("WF061", [*crowd[:2], spoilt], "2026-06-01", workforce=staff, book=SMALL) == []
    assert group_flags("WF061", crowd, "2026-06-01", workforce=staff, book=SMALL)


@pytest.mark.parametrize("name", ["supervisor_officers_limit", "supervisor_cases_limit"])
def test_without_one_of_the_limits_no_supervisor_is_judged(name):
    book = with_thresholds(ROUTINE, **{"supervisor_officers_limit": 2, "supervisor_cases_limit": 4, name: "few"})
    crowd = led_by("o1", "o2", "o3", "o3", "o3")
    assert group_flags("WF061", crowd, "2026-06-01", workforce=under("s1", "o1", "o2", "o3"), book=book) == []


def test_without_officers_nothing_is_gathered_for_a_supervisor():
    asked = ask(facts())
    assert list(check_named("WF061").group.gather(asked)) == []


# ── WF062 ────────────────────────────────────────────────────────────────────────────────────────────────────


def share(percent, weeks=4, ages=(30, 90)):
    return with_thresholds(
        ROUTINE, team_backlog_percent=percent, team_backlog_weeks=weeks, team_backlog_ages=list(ages)
    )


def test_the_share_must_be_above_the_limit():
    """One of four: 25 in 100, which are not above 25."""
    crowd = [*people(1), *(seen(f"B{number}", "2026-02-01") for number in range(3))]
    evidence = shown(one_group("WF062", crowd, "2026-07-03", book=share(24)))
    assert (evidence["duties"], evidence["overdue"], evidence["per_cent"]) == (4, 1, 25)
    assert group_flags("WF062", crowd, "2026-07-03", book=share(25)) == []


@pytest.mark.parametrize(("as_of", "flagged"), [("2026-07-02", False), ("2026-07-03", True)])
def test_a_duty_is_overdue_from_the_day_after_its_last(as_of, flagged):
    assert bool(group_flags("WF062", people(1), as_of, book=share(0))) is flagged


def test_it_says_how_late_by_level_and_the_oldest():
    high = facts(id="B1", levels=[{"id": "l1", "level": "high", "from": "2020-01-10"}])
    flag = one_group("WF062", [*people(2), high], "2026-07-03", book=share(0))
    evidence = shown(flag)
    assert (flag.scope, flag.group, flag.severity) == (Scope.TEAM, "t1", Severity.HIGH)
    assert evidence["medium"] == ("overdue 2", "oldest 1 day", "A1 R-V2")
    # Three months from 2 January: 2 April, 92 days before.
    assert evidence["high"][:4] == ("overdue 1", "over 30 days 1", "over 90 days 1", "oldest 92 days")
    assert list(evidence)[-2:] == ["high", "medium"]


def test_ninety_days_are_not_over_ninety_days():
    high = facts(levels=[{"id": "l1", "level": "high", "from": "2020-01-10"}])
    evidence = shown(one_group("WF062", [high], "2026-07-01", book=share(0)))
    assert evidence["high"] == ("overdue 1", "over 30 days 1", "oldest 90 days", "A1 R-V2")


def seen(id_, last):
    """Someone last seen at home on a day: the next visit was due six months later."""
    return facts(id=id_, visits=[visit("v1", "2020-01-20"), visit("v2", last)])


# Due by 5, 12, 19 and 26 June.
RISING = [seen("B1", "2025-12-05"), seen("B2", "2025-12-12"), seen("B3", "2025-12-19"), seen("B4", "2025-12-26")]


def test_a_number_that_rose_in_each_of_the_last_weeks_is_flagged_whatever_the_share():
    flag = one_group("WF062", RISING, "2026-06-30", book=share(100))
    assert shown(flag)["overdue_by_week"] == ("0", "1", "2", "3", "4")
    assert "growing" in flag.message
    assert "growing" not in one_group("WF062", RISING, "2026-06-30", book=share(5)).message


def test_one_week_without_a_rise_is_enough():
    assert group_flags("WF062", RISING[:3], "2026-06-30", book=share(100)) == []
    assert group_flags("WF062", [*RISING[:2], *RISING[3:]], "2026-06-30", book=share(100)) == []


def test_one_that_was_met_late_counts_in_the_weeks_before():
    """Due by 29 May, seen on 18 June: overdue on 2, 9 and 16 June, no longer on 23 June."""
    met = facts(id="C1", visits=[visit("v1", "2020-01-20"), visit("v2", "2025-11-29"), visit("v3", "2026-06-18")])
    flag = one_group("WF062", [*RISING, met], "2026-06-30", book=share(0))
    assert shown(flag)["overdue_by_week"] == ("1", "2", "3", "3", "4")


@pytest.mark.parametrize(
    ("met_on", "series"), [("2026-06-16", ("1", "1", "0", "0", "0")), ("2026-06-17", ("1", "1", "1", "0", "0"))]
)
def test_on_the_day_it_was_met_it_is_no_longer_overdue(met_on, series):
    met = facts(id="C1", visits=[visit("v1", "2020-01-20"), visit("v2", "2025-11-29"), visit("v3", met_on)])
    assert shown(one_group("WF062", [met], "2026-06-30", book=share(-1)))["overdue_by_week"] == series


@pytest.mark.parametrize(
    ("last_visit", "series"), [("2025-12-16", ("0", "0", "0", "1", "0")), ("2025-12-15", ("0", "0", "1", "1", "0"))]
)
def test_on_its_last_day_it_is_not_yet_overdue(last_visit, series):
    """Due by 16 June or the day before, seen on 24 June; the weeks end on 2, 9, 16, 23 and 30 June."""
    met = facts(id="C1", visits=[visit("v1", "2020-01-20"), visit("v2", last_visit), visit("v3", "2026-06-24")])
    assert shown(one_group("WF062", [met], "2026-06-30", book=share(-1)))["overdue_by_week"] == series


def test_what_was_met_before_the_first_week_is_not_kept():
    """Due by 30 April, seen on 2 June, the end of the first week that is looked at."""
    met = facts(id="C1", visits=[visit("v1", "2020-01-20"), visit("v2", "2025-10-30"), visit("v3", "2026-06-02")])
    assert shown(one_group("WF062", [met], "2026-06-30", book=share(-1)))["overdue_by_week"] == ("0",) * 5


def test_duties_of_the_offender_are_not_the_teams():
    evidence = shown(one_group("WF062", people(1), "2027-02-01", book=share(0)))
    assert not any("R-N4" in each for value in evidence.values() if isinstance(value, tuple) for each in value)


def test_suspended_and_unknown_duties_stand_beside():
    away = facts(id="B1", trips=[{"id": "t1", "departs_on": "2026-05-01"}])
    unknown = facts(id="B2", levels=[], visits=[visit("v1", "2020-01-20"), visit("v2", "2025-12-01")])
    evidence = shown(one_group("WF062", [*people(1), away, unknown], "2026-07-03", book=share(0)))
    assert evidence["suspended"] > 0
    assert evidence["unknown"] > 0


def test_suspended_days_after_the_last_day_are_taken_out():
    stay = [{"id": "c1", "kind": "custody", "from": "2026-07-10", "until": "2026-07-20"}]
    without, given = (
        shown(one_group("WF062", people(1, **more), "2026-07-25", book=share(0)))["medium"]
        for more in ({}, {"statuses": stay})
    )
    assert (without[1], given[1]) == ("oldest 23 days", "oldest 13 days")


@pytest.mark.parametrize(
    ("workforce", "changes", "team"),
    [
        (officers(o9=Officer(team="t1")), {"managers": [{**MANAGER, "team_id": "t2"}], "team": "t3"}, "t1"),
        (officers(o9=Officer()), {"managers": [{**MANAGER, "team_id": "t2"}], "team": "t3"}, "t2"),
        (officers(), {"managers": [{"id": "m1", "team_id": "t2", "from": "2020-01-06"}], "team": "t3"}, "t2"),
        (officers(o9=Officer(team="t1")), {"managers": [], "team": "t3"}, "t3"),
        (officers(), {}, None),
    ],
)  # fmt: skip
def test_the_team_is_that_of_the_lead_by_the_workforce_then_the_assignment_then_of_the_offender(
    workforce, changes, team
):
    found = group_flags("WF062", people(1, **changes), "2026-07-10", workforce=workforce, book=share(0))
    assert [flag.group for flag in found] == ([] if team is None else [team])


def test_each_team_is_judged_by_itself():
    crowd = [*people(1), facts(id="B1", managers=[{**MANAGER, "officer_id": "o1"}])]
    staff = officers(o9=Officer(team="t2"), o1=Officer(team="t1"))
    found = [flag for flag in reviewed(crowd, "2026-07-03", workforce=staff).flags if flag.code == "WF062"]
    assert [flag.group for flag in found] == ["t1", "t2"]


def test_a_threshold_of_another_kind_is_none():
    words = attrs.evolve(
        BOOK, thresholds={name: Threshold(value=True, source="s", confidence="assumed") for name in BOOK.thresholds}
    )
    assert reviewed(people(60), "2026-07-03", book=words).flags == ()


@pytest.mark.parametrize("name", ["team-backlog-percent", "team-backlog-weeks"])
def test_a_book_without_one_of_the_numbers_gives_no_flag(name):
    bare = attrs.evolve(BOOK, thresholds={key: value for key, value in BOOK.thresholds.items() if key != name})
    assert group_flags("WF062", people(1), "2026-07-03") != []
    assert group_flags("WF062", people(1), "2026-07-03", book=bare) == []


@pytest.mark.parametrize("weeks", [0, -1])
def test_in_no_weeks_nothing_rises(weeks):
    """An amendment may set it so, and a team may have no duty at all that is open."""
    away = facts(id="B1", trips=[{"id": "t1", "departs_on": "2026-05-01"}])
    assert group_flags("WF062", [away], "2026-07-03", book=share(5, weeks=weeks)) == []
    assert len(group_flags("WF062", people(1), "2026-07-03", book=share(5, weeks=weeks))) == 1
