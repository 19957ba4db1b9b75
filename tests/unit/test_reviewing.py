"""The entry points: one offender or a whole register."""

import datetime as dt
import re
from pathlib import Path

import pytest

from supervise.checks import Check, GroupReview, Scope, Severity
from supervise.checks.groups import Grouping, Part
from supervise.engine.timeline import Workforce
from supervise.model import Offender, Rejected
from supervise.reviewing import Summary, review, review_register, schedule
from tests.unit.engine.books import book, day, events, offender, rolling, shown

BOOK = book({})


def check(code, severity=Severity.LOW, rules=("r",), on=None):
    """Return a check that flags each overdue occurrence of its rules, or the days given."""

    def flags(self, inquiry):
        for rule in self.rules:
            for row, _ in inquiry.occurrences.get(rule, ()):
                if row.status.value == "overdue":
                    yield self.flag(inquiry, row, since=row.due_day + 1, message="late", evidence=())
        for about in on or ():
            if inquiry.reached(day(about).toordinal()):
                yield self.flag(inquiry, about, since=0, message="there", evidence=())

    texts = dict.fromkeys(("slug", "what", "why", "example", "what_to_do", "clears", "source"), "text")
    return Check(code=code, severity=severity, flags=flags, rules=rules if on is None else (), **texts)


LATE = check("ZZ001")


def reviewed(as_of="2026-02-01", *, checks=(), book_=BOOK, known_at=None, workforce=None, **facts):
    facts = {"events": events(k="2026-01-01")} | facts
    at = None if known_at is None else day(known_at)
    return review(offender(**facts), book_, as_of=day(as_of), known_at=at, workforce=workforce, checks=checks)


def test_a_review_tells_whose_of_when_and_by_which_book():
    found = reviewed(known_at="2026-01-20")
    assert (found.offender, found.as_of, found.known_at, found.rulebook) == (
        "x1",
        day("2026-02-01"),
        day("2026-01-20"),
        "small@2026.1",
    )
    assert [row.status.value for row in found.obligations] == ["overdue"]
    assert reviewed().known_at is None


def test_known_at_limits_what_is_used():
    late = [{"id": "k", "kind": "k", "on": "2026-01-01", "recorded_on": "2026-01-25"}]
    assert reviewed(events=late, known_at="2026-01-20").obligations == ()
    assert len(reviewed(events=late, known_at="2026-01-25").obligations) == 1


def test_flags_stand_by_severity_code_rule_and_key():
    checks = [
        check("ZZ003", Severity.LOW),
        check("ZZ002", Severity.LOW, on=["2026-01-03", "2026-01-02"]),
        check("ZZ001", Severity.LOW),
        check("ZZ009", Severity.CRITICAL),
    ]
    facts = {"events": events(b="2026-01-01", a="2026-01-02")}
    found = reviewed(checks=checks, **facts)
    assert [(flag.code, flag.key) for flag in found.flags] == [
        ("ZZ009", "a"),
        ("ZZ009", "b"),
        ("ZZ001", "a"),
        ("ZZ001", "b"),
        ("ZZ002", "2026-01-02"),
        ("ZZ002", "2026-01-03"),
        ("ZZ003", "a"),
        ("ZZ003", "b"),
    ]


def test_flags_of_one_code_stand_by_rule_before_key():
    two = book({}, {"one_per": "event.other"})
    facts = {"events": events(z="2026-01-01") + events("other", a="2026-01-01")}
    found = reviewed(checks=[check("ZZ001", rules=("r1", "r"))], book_=two, **facts)
    assert [(flag.rule, flag.key) for flag in found.flags] == [("r", "z"), ("r1", "a")]


def test_a_check_moves_the_day_on_which_the_review_changes():
    assert reviewed("2026-01-02").stable_until == day("2026-01-12")
    watching = check("ZZ001", on=["2026-01-05"])
    assert reviewed("2026-01-02", checks=[watching]).stable_until == day("2026-01-05")
    assert reviewed("2026-01-02", checks=[check("ZZ001", on=["2026-03-01"])]).stable_until == day("2026-01-12")
    assert reviewed("2026-02-01").stable_until is None


def test_what_was_not_evaluated_is_named():
    small = book({"one_per": {"each": {"of": "visit", "where": {"officers": {"is": "trained staff"}}}}})
    visits = [{"id": "v", "on": "2026-01-01", "officers": ["o1"]}]
    assert reviewed(book_=small, visits=visits).not_evaluated == ("trained staff: not evaluated",)
    known = reviewed(book_=small, visits=visits, workforce=Workforce({}))
    assert (known.not_evaluated, known.obligations) == ((), ())


def test_facts_that_were_set_aside_make_it_incomplete():
    assert reviewed().incomplete is False
    assert reviewed().set_aside == ()
    broken = Offender.from_dict({"id": "x1", "events": [{"id": "k", "kind": "k", "on": "2026-02-30"}]})
    found = review(broken, BOOK, as_of=day("2026-02-01"))
    assert found.incomplete is True
    assert [fault.path for fault in found.set_aside] == ["events[0].on"]


def test_a_schedule_shows_what_lies_ahead():
    person = offender(events=events(k="2026-01-01"))
    found = schedule(person, book(rolling()), as_of=day("2026-01-05"), until=day("2026-01-25"))
    assert shown(found, "due", "projected") == [("2026-01-11", False), ("2026-01-21", True)]
    early = schedule(
        person, book(rolling()), as_of=day("2026-01-05"), until=day("2026-01-25"), known_at=day("2025-12-31")
    )
    assert shown(early, "status") == ["unknown"]


# ── registers ───────────────────────────────────────────────────────────────────────────────────────────────────


def rejected(line):
    return Rejected(file="register.jsonl", line=line, path="", kind="no offender", found="text", hint="")


def people():
    broken = {"id": "c", "events": [{"id": "k", "kind": "k", "on": "2026-02-30"}, {"id": "l", "kind": "k", "on": 5}]}
    return [
        Offender.from_dict({"id": "a", "events": events(k="2026-01-01")}),
        rejected(2),
        Offender.from_dict(broken),
        Offender.from_dict({"id": "d", "events": events(k="2026-01-30")}),
    ]


def test_a_register_is_reviewed_lazily_in_its_order_with_what_was_set_aside_in_its_place():
    seen = []

    def source():
        for person in people():
            seen.append(person)
            yield person

    results = review_register(source(), BOOK, as_of=day("2026-02-01"), checks=[LATE])
    assert seen == []
    assert next(results).offender == "a"
    assert (len(seen), results.summary.read) == (1, 1)
    rest = list(results)
    assert isinstance(rest[0], Rejected)
    assert [result.offender for result in rest[1:]] == ["c", "d"]


def test_the_counts_add_up():
    results = review_register(people(), BOOK, as_of=day("2026-02-01"), checks=[LATE])
    list(results)
    summary = results.summary
    assert summary == Summary(
        read=4,
        reviewed=3,
        set_aside=1,
        incomplete=1,
        facts_set_aside=2,
        statuses={"overdue": 1, "open": 1},
        flags={"ZZ001": 1},
        without_recorded_on=2,
    )
    assert summary.read == summary.reviewed + summary.set_aside


def test_only_what_is_left_to_do_is_counted():
    small = book({"met_by": "event.done"}, {"gate": {"level": ["high"]}}, {"one_per": "trip"})
    person = Offender.from_dict(
        {
            "id": "a",
            "events": events(k="2026-01-01") + events("done", d="2026-01-02"),
            "trips": [{"id": "t", "departs_on": "2026-05-01"}],
        }
    )
    results = review_register([person], small, as_of=day("2026-01-05"), checks=[])
    list(results)
    assert results.summary.statuses == {"unknown": 1}


def test_partial_summaries_merge_in_any_order_to_the_same():
    whole = review_register(people(), BOOK, as_of=day("2026-02-01"), checks=[LATE])
    list(whole)
    parts = []
    for person in people():
        part = review_register([person], BOOK, as_of=day("2026-02-01"), checks=[LATE])
        list(part)
        parts.append(part.summary)
    forwards = backwards = Summary()
    for each in parts:
        forwards = forwards.merge(each)
    for each in reversed(parts):
        backwards = each.merge(backwards)
    assert forwards == backwards == whole.summary


def test_a_register_is_reviewed_as_known_and_with_its_workforce():
    small = book({"one_per": {"each": {"of": "visit", "where": {"officers": {"is": "trained staff"}}}}})
    visit = {"id": "v", "on": "2026-01-01", "officers": ["o1"], "recorded_on": "2026-01-20"}
    person = Offender.from_dict({"id": "a", "visits": [visit]})

    def found(**more):
        (result,) = review_register([person], small, as_of=day("2026-02-01"), checks=[], **more)
        return len(result.obligations)

    assert found() == 1
    assert found(known_at=day("2026-01-19")) == 0
    assert found(workforce=Workforce({})) == 0


def test_all_checks_are_run_unless_others_are_named():
    person = Offender.from_dict({"id": "a", "links": ["a"]})
    with pytest.raises(StopIteration):
        next(review_register([], BOOK, as_of=day("2026-02-01")))
    assert review(person, BOOK, as_of=day("2026-02-01"), checks=()).flags == ()


# ── officers and teams ──────────────────────────────────────────────────────────────────────────────────────────


def by_team(threshold=1):
    """A check that flags every team with more people than a number."""

    def judge(check, group):
        if group.count() > threshold:
            yield check.group_flag(group, message="Looks like many.", evidence=(), severity=Severity.HIGH)

    texts = dict.fromkeys(("slug", "what", "why", "example", "what_to_do", "clears", "source"), "text")
    grouping = Grouping(scope=Scope.TEAM, gather=lambda inquiry: [(inquiry.team, ("case",))], judge=judge)
    return Check(code="ZZ060", severity=Severity.LOW, group=grouping, **texts)


def teams(*names):
    return [Offender.from_dict({"id": f"x{number}", "team": name}) for number, name in enumerate(names)]


def test_what_offenders_add_up_to_is_judged_when_all_are_read():
    results = review_register(
        teams("t1", "t2", "t1"), BOOK, as_of=day("2026-02-01"), workforce=Workforce(None), checks=[by_team()]
    )
    assert next(results).parts == (Part("ZZ060", "t1", ("case",)),)
    assert results.groups().flags == ()
    list(results)
    (flag,) = results.groups().flags
    assert (flag.code, flag.scope, flag.group, flag.as_of) == ("ZZ060", Scope.TEAM, "t1", day("2026-02-01"))


def test_without_officers_nothing_is_gathered_and_the_checks_are_named():
    results = review_register(teams("t1", "t1"), BOOK, as_of=day("2026-02-01"), checks=[by_team(), LATE])
    assert [result.parts for result in results] == [(), ()]
    assert results.groups() == GroupReview((), ("ZZ060",))


def test_partial_summaries_hold_what_offenders_add():
    given = {"as_of": day("2026-02-01"), "workforce": Workforce(None), "checks": [by_team()]}
    whole, first, second = (review_register(teams(*names), BOOK, **given) for names in (("t1", "t1"), ("t1",), ("t1",)))
    for each in (whole, first, second):
        list(each)
    assert first.summary.merge(second.summary).gathered == whole.summary.gathered


# ── what is no offender, and no rulebook ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("odd", "kind"), [("x", "str"), ({"id": "x1"}, "dict"), (None, "NoneType")])
def test_what_is_no_offender_is_refused_by_its_kind(odd, kind):
    said = f"offender is an Offender, as Offender.from_dict gives it, found {kind}"
    results = review_register([offender(), odd], BOOK, as_of=day("2026-02-01"))
    assert next(results).offender == offender().id
    with pytest.raises(TypeError, match=said):
        next(results)
    with pytest.raises(TypeError, match=said):
        schedule(odd, BOOK, as_of=day("2026-02-01"), until=day("2026-02-01"))


@pytest.mark.parametrize("odd", ["register.jsonl", Path("register.jsonl"), offender()])
def test_a_path_or_one_offender_is_no_register(odd):
    said = f"offenders are those of a register, as read_register gives them, found {type(odd).__name__}"
    with pytest.raises(TypeError, match=said):
        review_register(odd, BOOK, as_of=day("2026-02-01"))


def test_the_name_of_a_rulebook_is_none():
    with pytest.raises(TypeError, match="rulebook is a Rulebook, as load_rulebook gives it, found str"):
        review(offender(), "england-wales@2026.1", as_of=day("2026-02-01"))


def test_officers_and_waivers_are_no_plain_data():
    as_of = day("2026-02-01")
    said = "workforce is a Workforce, as read_workforce gives it, found list"
    with pytest.raises(TypeError, match=said):
        review(offender(), BOOK, as_of=as_of, workforce=[{"officer": "o1"}])
    with pytest.raises(TypeError, match=said):
        schedule(offender(), BOOK, as_of=as_of, until=as_of, workforce=[])
    with pytest.raises(TypeError, match=said):
        review_register([], BOOK, as_of=as_of, workforce=[])
    with pytest.raises(TypeError, match="waivers are Waivers, as read_waivers gives them, found tuple"):
        review(offender(), BOOK, as_of=as_of, waivers=())


# ── days ────────────────────────────────────────────────────────────────────────────────────────────────────────

NOON = dt.datetime(2026, 2, 1, 12)


@pytest.mark.parametrize("odd", [NOON, "2026-02-01", 20260201, None], ids=["datetime", "text", "number", "none"])
def test_a_day_that_is_no_date_is_refused_before_anything_is_judged(odd):
    """A `datetime` passes for a `date` with every type checker, and would be the day of some zone."""
    said = f"as_of is a datetime.date, found {type(odd).__name__}: say which civil day is meant"
    with pytest.raises(TypeError, match=re.escape(said)):
        review(offender(), BOOK, as_of=odd)
    with pytest.raises(TypeError, match=re.escape(said)):
        schedule(offender(), BOOK, as_of=odd, until=day("2026-02-01"))
    with pytest.raises(TypeError, match=re.escape(said)):
        review_register([], BOOK, as_of=odd)


def test_the_other_days_are_held_to_the_same():
    with pytest.raises(TypeError, match=r"known_at is a datetime\.date, found datetime"):
        review(offender(), BOOK, as_of=day("2026-02-01"), known_at=NOON)
    with pytest.raises(TypeError, match=r"until is a datetime\.date, found datetime"):
        schedule(offender(), BOOK, as_of=day("2026-02-01"), until=NOON)


def test_a_kind_of_date_will_do():
    class Frozen(dt.date):
        """As libraries make that hold the clock still."""

    assert review(offender(), BOOK, as_of=Frozen(2026, 2, 1)).as_of == day("2026-02-01")
