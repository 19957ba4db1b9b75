"""The page a sergeant reads: the worst first, duties by whose they are, and everything that is not known beside it."""

import datetime as dt

import attrs
import pytest

from supervise.checks import Severity
from supervise.engine.clock import FAR
from supervise.engine.obligation import Obligation, Status
from supervise.engine.timeline import Workforce
from supervise.model import Fault, Offender, Rejected
from supervise.register.writing import Input, Run
from supervise.report.text import Agenda, Overview, Roles, agenda_lines, overview_lines, wrapped
from supervise.reviewing import review, schedule
from supervise.rules import load_rulebook
from supervise.rules.language import DutyOf
from supervise.rules.overlay import read_overlay
from tests.unit.cli.setting import BOOK, LATE
from tests.unit.engine.books import with_rows

AS_OF = dt.date(2026, 6, 30)
NOW = AS_OF.toordinal()


@pytest.fixture(scope="module")
def book():
    return load_rulebook(BOOK)


@pytest.fixture(scope="module")
def late(book):
    return review(Offender.from_dict(LATE), book, as_of=AS_OF)


def row(rule="R-V2", **given):
    plain = {
        "rule": rule,
        "key": "x1",
        "regime": "",
        "status": Status.OPEN,
        "anchor_day": NOW,
        "anchor_id": "v1",
        "opens_day": 0,
        "due_day": NOW,
        "due_minute": -1,
        "cautious_day": NOW,
        "latest_day": 0,
        "latest_minute": -1,
        "nominal_day": NOW,
        "earliest_day": 0,
        "met_by": (),
        "met_day": 0,
        "days_late": 0,
        "days_frozen": 0,
        "projected": False,
        "truncated": False,
        "lacking": (),
        "part": rule,
        "steps": (),
    }
    return Obligation(**{**plain, **given})


def standing(late, id_, *rows, flags=()):
    """A review of someone with these occurrences."""
    offender = attrs.evolve(late.schedule.offender, id=id_)
    changed = with_rows(attrs.evolve(late.schedule, offender=offender), rows)
    return attrs.evolve(late, schedule=changed, flags=flags)


def gathered(book, *results):
    overview = Overview(Roles.of(book), NOW)
    for each in results:
        assert overview.add(each) == b""
    return overview


def run_of(book, **given):
    return Run(**{"version": "1.2.3", "book": book, "register_sha256": "0" * 64, "as_of": AS_OF, **given})


def page(book, overview, width=100, **given):
    return [line.text for line in overview_lines(run_of(book, **given), overview, width)]


def after(lines, start):
    """The lines that follow one that starts so."""
    place = next(place for place, line in enumerate(lines) if line.startswith(start))
    return lines[place + 1 :]


# ── the head ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_head_says_what_was_judged_with_what(book, late):
    lines = page(book, gathered(book, late))
    assert lines[0] == "supervise 1.2.3: review as of 2026-06-30, known: everything recorded"
    assert lines[1] == f"rulebook {BOOK}, {book.assumed} values in it assumed; calendar england-and-wales@2026.1"
    assert lines[2] == "1 record read: 1 reviewed, 0 set aside"
    assert lines[3] == "trained staff: not evaluated, in 1 offender"


def test_the_head_names_amendments_officers_and_what_was_known(book):
    amend = {"threshold": "caseload-limit", "set": 40, "reason": "policy 7", "approved_by": "chief"}
    overlay = read_overlay({"id": "own", "version": "2", "amend": [amend]})
    given = {"overlays": (overlay,), "workforce": Input(id="officers", sha256="0" * 64), "known_at": AS_OF}
    lines = page(attrs.evolve(book, calendar=None), gathered(book), **given)
    assert lines[0].endswith("known: what was recorded by 2026-06-30")
    assert "; overlay own@2; no calendar; workforce officers" in " ".join(lines)


# ── the most serious first ───────────────────────────────────────────────────────────────────────────────────


def test_critical_comes_before_high_and_the_longest_first(book, late):
    (flag,) = [flag for flag in late.flags if flag.code == "VD001"]

    def raised(id_, severity, days, code="VD001"):
        return standing(late, id_, flags=(attrs.evolve(flag, severity=severity, days_over=days, code=code),))

    results = [
        raised("x1", Severity.HIGH, 500),
        raised("x2", Severity.CRITICAL, 10),
        raised("x3", Severity.CRITICAL, 20, code="VD005"),
        raised("x4", Severity.CRITICAL, 30),
        raised("x5", Severity.LOW, 1),
        raised("x6", Severity.CRITICAL, None),
    ]
    lines = [line for line in page(book, gathered(book, *results)) if line.startswith(("critical", "high", "   "))]
    assert [line.split()[:2] for line in lines if not line.startswith(" ")] == [
        ["critical", "VD001"],
        ["critical", "VD005"],
        ["high", "VD001"],
    ]
    assert [line.split("x")[1][0] for line in lines if line.startswith(" ")] == ["4", "2", "6", "3", "1"]


def test_each_code_says_what_to_do_next(book, late):
    lines = page(book, gathered(book, late))
    assert after(lines, "critical  VD001 visit overdue: 1")[0].startswith("  next: Visit")


def test_milder_flags_are_counted(book, late):
    flag = attrs.evolve(late.flags[0], severity=Severity.MEDIUM)
    lines = page(book, gathered(book, standing(late, "x1", flags=(flag, flag)), standing(late, "x2")))
    assert "no critical and no high flag" in lines
    assert "further flags: 2 medium" in lines


def test_a_long_list_is_cut_and_says_so(book, late):
    flag = late.flags[0]
    results = [standing(late, f"x{n:02}", flags=(flag,)) for n in range(23)]
    lines = page(book, gathered(book, *results))
    assert "  and 3 more; every one is in --format jsonl" in lines
    assert not any("x22" in line for line in lines)


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
    assert "unknown because not recorded: levels 2, plans 1" in lines


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
    assert table[0] == "  high              3       40  x2 40, x1 3"
    assert table[1].startswith("  no level")
    assert any(line.endswith(" of R-R3  review the case as its supervisor") for line in lines)


def test_many_ids_are_counted_after_the_first(book, late):
    results = [standing(late, f"x{n:02}", row(status=Status.OVERDUE, days_late=100 - n)) for n in range(14)]
    text = " ".join(page(book, gathered(book, *results)))
    assert "x11 89 and 2 more offenders" in " ".join(text.split())


def test_what_is_due_soon_is_listed_by_day(book, late):
    results = [standing(late, "x1", row(due_day=NOW + 14)), standing(late, "x2", row(due_day=NOW))]
    lines = page(book, gathered(book, *results))
    assert after(lines, "  due within 14 days")[:2] == [
        "  2026-06-30  x2  R-V2 visit at home",
        "  2026-07-14  x1  R-V2 visit at home",
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


# ── a schedule ───────────────────────────────────────────────────────────────────────────────────────────────


def agenda_page(book, *results, until=AS_OF + dt.timedelta(days=400)):
    agenda = Agenda(until)
    for each in results:
        agenda.add(each)
    return list(agenda_lines(run_of(book, until=until), agenda))


def test_a_schedule_is_in_the_order_of_days_and_marks_what_is_overdue(book, late):
    rows = [
        row(due_day=NOW + 30, projected=True),
        row(due_day=NOW - 3, status=Status.OVERDUE),
        row(due_day=NOW + 3),
        row(due_day=0, status=Status.UNKNOWN),
        row(due_day=FAR, status=Status.SUSPENDED),
    ]
    lines = agenda_page(book, with_rows(late.schedule, rows))
    assert [line.text for line in lines[4:]] == [
        "2026-06-27  overdue     x1  R-V2 visit at home",
        "2026-07-03  open        x1  R-V2 visit at home",
        "2026-07-30  if in time  x1  R-V2 visit at home",
        "no day yet  suspended   x1  R-V2 visit at home",
        "no day yet  unknown     x1  R-V2 visit at home",
    ]
    assert [line.style for line in lines[4:6]] == ["alarm", ""]
    assert lines[0].text.startswith("supervise 1.2.3: schedule as of 2026-06-30 until 2027-08-04")


def test_a_schedule_says_what_the_quotas_of_a_block_still_ask_for(book, late):
    lines = agenda_page(book, with_rows(late.schedule, [row(quota=(("total", 6, 2, 0), ("field", 5, 0, 0)))]))
    assert lines[-1].text.endswith("R-V2 visit at home (still to do: total 2)")


def test_a_schedule_of_nothing_says_so(book):
    lines = agenda_page(book, Rejected(kind="missing id"))
    assert lines[-1].text == "nothing falls due"
    assert lines[2] == ("1 record read: 0 reviewed, 1 set aside", "alarm")


def test_agendas_of_parts_are_one(book):
    until = AS_OF + dt.timedelta(days=90)
    found = [schedule(Offender.from_dict({**LATE, "id": id_}), book, as_of=AS_OF, until=until) for id_ in ("x1", "x2")]
    whole, first, second = Agenda(until), Agenda(until), Agenda(until)
    for each in found:
        whole.add(each)
    first.add(found[0])
    second.add(found[1])
    first.merge(second)
    assert list(agenda_lines(run_of(book), first)) == list(agenda_lines(run_of(book), whole))


def test_officers_do_not_change_the_words(book):
    trained = review(Offender.from_dict(LATE), book, as_of=AS_OF, workforce=Workforce({"o1": ((1, FAR),)}))
    assert not any("not evaluated" in line for line in page(book, gathered(book, trained)))


def test_wrapping_keeps_words_whole():
    assert [line.text for line in wrapped("one two-three", 5, indent=" ", style="hint")] == [" one", " two-three"]
