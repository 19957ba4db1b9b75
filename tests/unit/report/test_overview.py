"""The page a sergeant reads: people first, the worst on top, and everything that is not known beside the rest."""

import re
from functools import partial

import attrs
import pytest

from supervise.checks import CHECKS, GroupReview, Scope, Severity, Waiver, Waivers
from supervise.checks.flag import Evidence, GroupFlag
from supervise.engine.obligation import Status
from supervise.model import Fault, Offender, Rejected
from supervise.report.overview import Roles
from supervise.reviewing import review
from supervise.rules import load_rulebook
from supervise.rules.language import DutyOf
from tests.catalogue.people import CONTACTS, SEEN_OFTEN, judged, supervised
from tests.unit.checks.test_duties import APRIL
from tests.unit.cli.setting import LATE
from tests.unit.engine.books import HEAD
from tests.unit.report.pages import AS_OF, NOW, after, gathered, page, row, standing

MADE = {"reason_code": "r", "made_by": "o5", "approved_by": "s1", "made_on": AS_OF}


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def raised(late):
    """Makes a review of someone with flags: (code, severity, days over)."""
    flag = late.flags[0]

    def make(id_, *flags):
        made = tuple(
            attrs.evolve(flag, code=code, severity=severity, days_over=days, rule="R-V2", key="v1")
            for code, severity, days in flags
        )
        return standing(late, id_, flags=made)

    return make


CRITICAL, HIGH = Severity.CRITICAL, Severity.HIGH


def people_of(lines):
    """What is to be done, each with the ids of those it is to be done for."""
    found = {}
    for line in lines[: lines.index(next(each for each in lines if each.startswith("all flags")))]:
        if line.startswith(("critical", "high")):
            name = " ".join(line.split()[:2])
            found[name] = []
        elif match := re.search(r"  (x\S+)  ", line):
            found[name].append(match[1])
    return found


def test_critical_comes_before_high_and_the_longest_first(book, raised):
    results = [
        raised("x1", ("VD001", HIGH, 500)),
        raised("x2", ("VD001", CRITICAL, 10)),
        raised("x3", ("VD005", CRITICAL, 20)),
        raised("x4", ("VD001", CRITICAL, 30)),
        raised("x5", ("VD001", Severity.LOW, 1)),
        raised("x6", ("VD001", CRITICAL, None)),
    ]
    lines = page(book, gathered(book, *results))
    assert people_of(lines) == {
        "critical VD001": ["x4", "x2", "x6"],
        "critical VD005": ["x3"],
        "high VD001": ["x1"],
    }
    assert "Who first: 4 people with a critical flag and 1 person with a high flag" in lines


def test_each_person_stands_once_under_the_worst_with_the_other_flags_beside(book, raised):
    results = [
        raised("x1", ("RK036", CRITICAL, None), ("NT063", CRITICAL, 90), ("VD001", HIGH, 400), ("VD001", HIGH, 7)),
        raised("x2", ("RK036", HIGH, None), ("VD001", CRITICAL, 4)),
    ]
    lines = page(book, gathered(book, *results))
    assert people_of(lines) == {"critical NT063": ["x1"], "critical VD001": ["x2"]}
    assert "    90 days  high       x1  R-V2 v1; also RK036, VD001 400" in lines
    assert "     4 days  high       x2  R-V2 v1; also RK036" in lines


def test_of_one_flag_the_highest_level_comes_first_whatever_the_days(book, late):
    def of_level(id_, level, days):
        facts = {**LATE, "id": id_, "levels": [{"id": "l1", "level": level, "from": "2024-01-04"}] if level else []}
        flag = attrs.evolve(late.flags[0], code="VD001", severity=CRITICAL, days_over=days, offender=id_)
        return attrs.evolve(review(Offender.from_dict(facts), book, as_of=AS_OF), flags=(flag,))

    results = [
        of_level("x1", "low", 900),
        of_level("x2", "very_high", 3),
        of_level("x3", None, 950),
        of_level("x4", "high", 90),
        of_level("x5", "very_high", 40),
    ]
    lines = page(book, gathered(book, *results))
    assert people_of(lines) == {"critical VD001": ["x5", "x2", "x4", "x1", "x3"]}


def test_a_flag_on_the_person_as_a_whole_names_the_person_too(book, late):
    """It hangs on no rule and no fact but the offender, so that there is nothing more to say than the id."""
    flag = attrs.evolve(late.flags[0], code="RK036", severity=HIGH, days_over=None, rule=None, key="x1", offender="x1")
    lines = page(book, gathered(book, standing(late, "x1", flags=(flag,))))
    assert after(lines, "high  RK036 no risk level: 1")[2] == "             high       x1"
    other = attrs.evolve(flag, code="VD001", days_over=4, severity=HIGH, rule="R-V2", key="v1")
    lines = page(
        book, gathered(book, standing(late, "x1", flags=(flag, attrs.evolve(other, severity=Severity.CRITICAL))))
    )
    assert "     4 days  high       x1  R-V2 v1; also RK036" in lines
    lines = page(book, gathered(book, standing(late, "x1", flags=(attrs.evolve(flag, severity=CRITICAL), other))))
    assert "             high       x1  also VD001 4" in lines


def test_what_nobody_can_judge_leads_among_flags_of_one_severity_and_says_of_what(book):
    """All visits were set aside by the reader: what is late besides is not what to look at first."""
    lost = {**LATE, "visits": [{"id": "v1", "on": "2024-03-45", "outcome": "seen"}]}

    def told(**facts):
        lines = page(book, gathered(book, review(Offender.from_dict({**lost, **facts}), book, as_of=AS_OF)))
        first = next(place for place, line in enumerate(lines) if "  x1  " in line)
        return " ".join(" ".join(lines[first : first + 2]).split())

    assert re.search(r"^\d+ days high x1 R-N4 n1; also DC095 not judged: R-V1 and R-V2, ST088 ", told())
    notices = [*LATE["notifications"], {"id": "n2", "kind": "s85", "on": f"{AS_OF}"}]
    assert told(notifications=notices).startswith("high x1 not judged: R-V1 and R-V2; also ST088 ")


def test_one_day_is_a_day(book, raised):
    lines = page(book, gathered(book, raised("x1", ("VD001", HIGH, 1))))
    assert "Who first: 1 person with a high flag" in lines
    assert "      1 day  high       x1  R-V2 v1" in lines


def test_each_flag_says_what_to_do_next(book, late):
    lines = page(book, gathered(book, late))
    assert after(lines, "critical  VD001 visit overdue: 1")[0].startswith("  next: Visit")


def test_milder_flags_are_counted_by_code(book, raised):
    results = [raised("x1", ("VD002", Severity.INFO, None), ("DC012", Severity.MEDIUM, None)), raised("x2")]
    lines = page(book, gathered(book, *results))
    assert "Who first: nobody has a critical or high flag" in lines
    assert "all flags: VD002 1, DC012 1" in lines


def test_a_register_without_flags_lists_none(book, raised):
    assert not any(line.startswith("all flags") for line in page(book, gathered(book, raised("x1"))))


def test_everybody_is_named_up_to_forty_and_then_the_first_of_each_flag(book, raised):
    def found(count):
        results = [raised(f"x{n:02}", ("VD001", CRITICAL, 100 - n)) for n in range(count)]
        return page(book, gathered(book, *results, raised("y1", ("NT063", HIGH, 1))))

    assert len(people_of(found(39))["critical VD001"]) == 39
    many = found(40)
    assert people_of(many)["critical VD001"] == ["x00", "x01", "x02", "x03", "x04"]
    assert "  and 35 more; --format csv lists them all" in many
    assert any("  y1  " in line for line in many)


# ── officers and teams ───────────────────────────────────────────────────────────────────────────────────────


def group_flag(id_, *evidence, severity=HIGH, scope=Scope.TEAM, code="WF062"):
    return GroupFlag(
        code=code,
        severity=severity,
        scope=scope,
        as_of=AS_OF,
        rule=None,
        rulebook="b@1",
        key=id_,
        since=None,
        days_over=None,
        evidence=tuple(Evidence(*each) for each in evidence),
        message=f"Looks like a backlog of {id_}.",
        clears="",
        identity="",
    )


def on_groups(book, *flags, width=100):
    overview = gathered(book)
    overview.tally.conclude(GroupReview(flags))
    return page(book, overview, width=width)


def test_officers_and_teams_come_after_people_the_worst_first_with_what_is_behind_it(book):
    lines = on_groups(
        book,
        group_flag(
            "o1", ("active_cases", 60), ("fte", None), severity=Severity.MEDIUM, scope=Scope.OFFICER, code="WF060"
        ),
        group_flag("t1", ("overdue", 4), ("unknown", 0), ("very_high", ("overdue 4", "oldest 9 days"))),
        group_flag("register", scope=Scope.REGISTER),
    )
    assert lines.index("Officers and teams") > lines.index("all flags: WF060 1, WF062 2")
    found = after(lines, "Officers and teams")
    assert [found[0], *found[3:8]] == [
        "high  WF062 team backlog: 2",
        "  team t1  Looks like a backlog of t1.",
        "    overdue 4",
        "    very high: overdue 4, oldest 9 days",
        "  register  Looks like a backlog of register.",
        "medium  WF060 over caseload: 1",
    ]
    assert "    active cases 60" in found


def test_many_teams_are_counted_after_the_first(book):
    lines = on_groups(book, *(group_flag(f"t{n}") for n in range(8)))
    assert sum(line.startswith("  team t") for line in lines) == 5
    assert "  and 3 more; --format csv lists them all" in lines


def test_a_register_without_flags_on_groups_has_no_part_on_them(book):
    assert "Officers and teams" not in on_groups(book)


# ── duties ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_duties_of_the_police_and_of_offenders_stand_apart(book, late):
    lines = page(book, gathered(book, standing(late, "x1", row("R-V2"), row("R-N4"), row("R-N4"))))
    assert after(lines, "Duties of the police")[0].startswith("overdue 0, due within 14 days 1,")
    assert after(lines, "Duties of offenders")[0].startswith("overdue 0, due within 14 days 2,")
    assert "Duties of others" not in lines


def test_beside_the_overdue_stand_the_suspended_and_the_unknown(book, late):
    rows = [
        row(status=Status.OVERDUE, days_late=3),
        row(due_day=NOW + 15),
        row(due_day=0),
        row(status=Status.SUSPENDED),
        row(status=Status.UNKNOWN, lacking=("levels", "plans")),
        row(status=Status.UNKNOWN, lacking=("levels",)),
        row(status=Status.MET),
    ]
    lines = page(book, gathered(book, standing(late, "x1", *rows)))
    expected = "overdue 1, due within 14 days 0, open later 2, suspended 1, unknown 2"
    assert after(lines, "Duties of the police")[0] == expected


def test_the_unknown_are_named_by_what_would_decide_them_those_that_may_be_due_longest_first(book, late):
    unknown = partial(row, status=Status.UNKNOWN)
    results = [
        standing(late, "x1", unknown(lacking=("levels",), cautious_day=NOW - 1)),
        standing(late, "x2", unknown(lacking=("levels", "plans"), cautious_day=NOW - 9), unknown(lacking=("levels",))),
        standing(late, "x3", row(due_day=NOW)),
    ]
    lines = page(book, gathered(book, *results))
    assert after(lines, "  what would decide the unknown")[:2] == ["  levels 3: x2, x1", "  plans 1: x2"]


def test_of_many_unknown_the_first_are_named(book, late):
    results = [standing(late, f"x{n}", row(status=Status.UNKNOWN, lacking=("levels",))) for n in range(8)]
    lines = page(book, gathered(book, *results))
    assert after(lines, "  what would decide the unknown")[0] == "  levels 8: x0, x1, x2, x3, x4, x5, and 2 more"


def test_an_entitlement_is_nobodys_duty(book, late):
    entitlement = next(rule for rule in book.rule if not rule.must)
    overview = gathered(book, standing(late, "x1", row(entitlement.id)))
    assert not any(duties.standing for duties in overview.duties.values())


def test_overdue_is_by_level_with_the_oldest_first(book, late):
    results = [
        standing(late, "x1", row(status=Status.OVERDUE, days_late=3)),
        standing(late, "x2", row(status=Status.OVERDUE, days_late=40), row("R-R3", status=Status.OVERDUE, days_late=7)),
        review(Offender.from_dict({key: value for key, value in LATE.items() if key != "levels"}), book, as_of=AS_OF),
    ]
    lines = page(book, gathered(book, *results))
    table = after(lines, "  level ")
    assert table[0] == "  high             3      40  x2 40, x1 3"
    assert table[1].startswith("  no level")
    assert any(re.fullmatch(r"  R-R3 +2 +\d{3}  review the case as its supervisor", line) for line in lines)


def test_a_level_that_is_not_on_the_scale_of_the_book_is_listed_all_the_same(book, late, raised):
    overview = gathered(book, standing(late, "x1", row(status=Status.OVERDUE, days_late=3), flags=late.flags))
    overview.roles = attrs.evolve(overview.roles, levels=("low", "no level"))
    lines = page(book, overview)
    assert after(lines, "  level ")[0] == "  high             1       3  x1 3"
    assert any("  high       x1  " in line for line in lines)


def test_many_ids_are_counted_after_the_first(book, late):
    results = [standing(late, f"x{n:02}", row(status=Status.OVERDUE, days_late=100 - n)) for n in range(14)]
    text = " ".join(page(book, gathered(book, *results)))
    assert "x05 95, and 8 more" in " ".join(text.split())


def test_what_is_due_soon_is_listed_by_day(book, late):
    results = [standing(late, "x1", row(due_day=NOW + 14)), standing(late, "x2", row(due_day=NOW))]
    lines = page(book, gathered(book, *results))
    assert after(lines, "  due within 14 days")[:2] == [
        "  2026-06-30  x2  R-V2 visit at home",
        "  2026-07-14  x1  R-V2 visit at home",
    ]


def on_contacts(*days, waivers=None, as_of="2026-06-30", id="A1", level="maximum"):
    facts = supervised(*days, id=id, level=level)
    return judged(facts, as_of, book=CONTACTS, waivers=waivers)


def test_what_closed_unmet_is_listed_by_duty_those_first_who_were_missed_most_often():
    results = [on_contacts(*SEEN_OFTEN, id="A1"), on_contacts(id="A2"), on_contacts(*SEEN_OFTEN, id="A3")]
    lines = page(CONTACTS, gathered(CONTACTS, *results))
    missed = after(lines, "  duty        missed  offenders, times in a row up to now")
    assert missed[:6] == [
        "  R-C2             3  make the contacts that the level and the kind of case ask for in each calendar",
        "                      month",
        "                      A2 5, A1 3, A3 3",
        "  R-C3             3  make home contacts in each calendar quarter at the maximum and the intensive",
        "                      level",
        "                      A1 1, A2 1, A3 1",
    ]


def test_a_part_of_a_duty_is_named_by_what_it_asks_for_itself():
    lines = page(CONTACTS, gathered(CONTACTS, on_contacts(level="minimum")))
    ends = (
        "make one contact in the field in each two calendar months at the minimum",
        "make the contacts that the level and the kind",
    )
    missed = after(lines, "  duty        missed  offenders, times in a row up to now")
    soon = after(lines, "  due within 14 days")
    for part in ends:
        assert sum(line.startswith(f"  R-C2             1  {part}") for line in missed) == 1
        assert sum(line.startswith(f"  2026-06-30  A1  R-C2 {part}") for line in soon) == 1


def test_what_is_waived_or_was_met_is_not_listed_as_missed():
    aside = Waivers([Waiver(id="w1", offender="A1", code="RB102", **MADE)])
    for found in (on_contacts(waivers=aside), on_contacts(*SEEN_OFTEN, as_of="2026-03-01")):
        assert not any("missed" in line for line in page(CONTACTS, gathered(CONTACTS, found)))


def test_side_by_side_parts_list_the_same_as_missed():
    results = [on_contacts(id=f"A{number}") for number in range(1, 9)]
    whole = page(CONTACTS, gathered(CONTACTS, *results))
    first, second = gathered(CONTACTS, *results[:3]), gathered(CONTACTS, *results[3:])
    first.merge(second)
    assert page(CONTACTS, first) == whole
    assert "A6 5, and 2 more" in " ".join(line.strip() for line in whole)


def test_a_duty_that_closed_unmet_is_listed_although_nothing_is_open():
    april = {**APRIL, "late": "does not count"}
    book = load_rulebook(HEAD | {"rule": [april]})
    found = judged({"id": "A1", "events": [{"id": "k1", "kind": "k", "on": "2026-01-01"}]}, "2026-06-30", book=book)
    lines = page(book, gathered(book, found))
    assert after(lines, "Duties of the police")[1:] == [
        "  duty        missed  offenders, times in a row up to now",
        "  r                1  do it",
        "                      A1 1",
    ]


# ── what was set aside ───────────────────────────────────────────────────────────────────────────────────────


def test_what_was_set_aside_is_named_by_place(book, late):
    fault = Fault(file="r.jsonl", line=2, path="levels[0].level", kind="wrong type", found="number")
    incomplete = attrs.evolve(
        late, schedule=attrs.evolve(late.schedule, offender=attrs.evolve(late.schedule.offender, faults=(fault,)))
    )
    rejected = Rejected(file="r.jsonl", line=3, path="id", kind="missing id")
    lines = page(book, gathered(book, incomplete, rejected))
    assert "2 records read: 1 reviewed, 1 set aside; 1 fact set aside in 1 offender" in lines
    assert after(lines, "Set aside") == [
        "  r.jsonl:2: levels[0].level: wrong type, found number",
        "  r.jsonl:3: id: missing id",
    ]


def test_a_long_list_of_faults_says_where_all_are(book):
    results = [Rejected(file="r.jsonl", line=n, kind="missing id") for n in range(1, 26)]
    assert page(book, gathered(book, *results))[-1] == "  and 5 more; supervise validate names them all"


# ── whatever the register ────────────────────────────────────────────────────────────────────────────────────


def test_parts_give_the_same_page_as_the_whole(book, late):
    flag = late.flags[0]
    results = [
        standing(late, "x1", row(status=Status.OVERDUE, days_late=3), flags=(flag,)),
        Rejected(file="r.jsonl", line=2, kind="missing id"),
        standing(late, "x3", row("R-N4"), row(status=Status.UNKNOWN, lacking=("levels",))),
        *(Rejected(file="r.jsonl", line=n, kind="missing id") for n in range(4, 30)),
    ]
    whole = page(book, gathered(book, *results))
    for cut in range(4):
        first, second = gathered(book, *results[:cut]), gathered(book, *results[cut:])
        first.merge(second)
        assert page(book, first) == whole


def test_no_line_is_wider_than_asked_for_and_none_steers_the_terminal(book, late):
    results = [
        standing(late, f"x\x1b[31m\n{n}", row(status=Status.OVERDUE, days_late=n), flags=late.flags) for n in range(9)
    ]
    lines = page(book, gathered(book, *results), width=80)
    assert all(line.isprintable() for line in lines)
    assert [line for line in lines[1:] if len(line) > 80 and " " in line.strip()] == []


def test_every_rule_has_someone_whose_duty_it_is(book):
    roles = Roles.of(book)
    assert set(roles.duty_of.values()) == set(DutyOf)
    assert roles.levels == ("very_high", "high", "medium", "low", "no level")


# ── waivers ──────────────────────────────────────────────────────────────────────────────────────────────────


def waived(book, *codes, until=None):
    waivers = Waivers([Waiver(id=f"w-{code}", offender="x1", code=code, expires_on=until, **MADE) for code in codes])
    checks = [check for check in CHECKS if check.code in ("VD001", "VD005", "NT063")]
    return review(Offender.from_dict(LATE), book, as_of=AS_OF, waivers=waivers, checks=checks)


def police(lines):
    return after(lines, "Duties of the police")[0]


def test_a_waived_flag_puts_nobody_first_and_is_listed_with_its_end_and_approver(book):
    lines = page(book, gathered(book, waived(book, "VD001", until=AS_OF)))
    assert people_of(lines) == {"critical VD005": ["x1"]}
    assert "   811 days  high       x1  R-V2 v1; also NT063 543" in lines
    assert after(lines, "Set aside by waivers: 1 flag")[0] == (
        "  2026-06-30  x1  VD001 R-V2 v1; w-VD001, approved by s1"
    )
    assert "all flags: VD001 1, VD005 1, NT063 1" in lines


def test_a_duty_is_waived_when_everything_flagged_of_it_is(book):
    some, both = (page(book, gathered(book, waived(book, *codes))) for codes in (["VD001"], ["VD001", "VD005"]))
    overdue = police(page(book, gathered(book, waived(book)))).split(",")[0]
    assert police(some).split(",")[0] == overdue
    assert police(both).split(",")[0] == f"{overdue} (waived 1)"
    assert after(both, "Set aside by waivers: 2 flags")[1] == "  no end      x1  VD005 R-V2 v1; w-VD005, approved by s1"


def test_without_a_waived_flag_nothing_is_said_of_waivers(book):
    assert not any("waive" in line for line in page(book, gathered(book, waived(book))))


def test_a_waived_flag_on_a_team_is_listed_and_not_among_the_groups(book, late):
    flag = GroupFlag(
        code="WF062", severity=Severity.HIGH, scope=Scope.TEAM, as_of=AS_OF, rule=None, rulebook=book.ref, key="t1",
        since=None, days_over=None, evidence=(), message="Looks like one.", clears="", identity="WF062|t1",
        waiver=Waiver(id="w1", code="WF062", team="t1", **MADE),
    )  # fmt: skip
    whole = attrs.evolve(flag, scope=Scope.REGISTER, key="w2")
    overview = gathered(book, late)
    overview.tally.conclude(GroupReview((flag, whole)))
    lines = page(book, overview)
    assert "Officers and teams" not in lines
    assert after(lines, "Set aside by waivers: 2 flags")[:2] == [
        "  no end      register  WF062 w2; w1, approved by s1",
        "  no end      team t1  WF062 t1; w1, approved by s1",
    ]


def test_of_many_waived_flags_the_first_to_end_are_listed_and_the_rest_counted(book, late):
    flag = attrs.evolve(late.flags[0], waiver=Waiver(id="w1", offender="x1", **MADE))
    many = [standing(late, f"x{number:02}", flags=(flag,)) for number in range(12)]
    first, second = gathered(book, *many[:5]), gathered(book, *many[5:])
    first.merge(second)
    lines = after(page(book, first), "Set aside by waivers: 12 flags")
    assert [line.split()[2] for line in lines[:10]] == [f"x{number:02}" for number in range(10)]
    assert lines[10] == "  and 2 more; --format csv lists them all"
