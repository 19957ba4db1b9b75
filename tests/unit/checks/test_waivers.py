"""Waivers applied: what they set aside and for how long, and what is flagged of them."""

import datetime as dt

import attrs
import pytest

from supervise import CHECKS, Offender, Severity, Waiver, Waivers, load_rulebook, review, review_register
from supervise.checks.waiving import Use
from supervise.reviewing import Summary
from supervise.rules.language import Authority
from tests.catalogue.crowds import STAFF, people
from tests.catalogue.people import BOOK, day, facts, visit
from tests.unit.rules.minimal import CONVENTIONS

OVERDUE = "VD001|A1|R-V2|v2"
# The last visit was on 2 January 2026, and the next was due by 2 July.
LATE = "2026-07-12"
MADE = {"reason_code": "r", "made_by": "o5", "approved_by": "s1", "made_on": day("2026-07-01")}


def waiver(id="w1", until="2026-07-31", **about):
    return Waiver(**{**MADE, "id": id, "expires_on": until and day(until), **(about or {"flag": OVERDUE})})


def judged(*waivers, as_of=LATE, plain=None, book=BOOK, **more):
    offender = Offender.from_dict(facts() if plain is None else plain)
    return review(offender, book, as_of=day(as_of), waivers=Waivers(waivers), **more)


def held(found):
    """The waiver of each flag that has one, by code."""
    return {flag.code: flag.waiver.id for flag in found.flags if flag.waiver is not None}


def told(found):
    """What is flagged of waivers: code and id."""
    return [(flag.code, flag.key) for flag in found.flags if flag.code.startswith("WV")]


def people_of(*waivers, count=1, as_of=LATE, workforce=STAFF, checks=CHECKS, known_at=None, **changes):
    offenders = [Offender.from_dict(each) for each in people(count, **changes)]
    results = review_register(
        offenders,
        BOOK,
        as_of=day(as_of),
        known_at=known_at,
        workforce=workforce,
        checks=checks,
        waivers=Waivers(waivers),
    )
    return list(results), results


# ── what is set aside ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_waived_flag_is_raised_all_the_same_and_names_its_waiver():
    found, plain = judged(waiver()), judged()
    assert held(found) == {"VD001": "w1"}
    assert [attrs.evolve(flag, waiver=None) for flag in found.flags] == list(plain.flags)
    assert told(found) == []


def test_without_waivers_nothing_is_set_aside():
    offender = Offender.from_dict(facts())
    assert review(offender, BOOK, as_of=day(LATE)).flags == judged().flags
    assert judged().uses == ()


@pytest.mark.parametrize(
    ("as_of", "holds"), [("2026-07-03", True), ("2026-07-31", True), ("2026-08-01", False), ("2026-09-01", False)]
)
def test_it_holds_to_its_last_day_and_not_longer(as_of, holds):
    found = judged(waiver(), as_of=as_of)
    assert ("VD001" in held(found)) is holds
    assert (("WV101", "w1") in told(found)) is not holds


@pytest.mark.parametrize(("made", "holds"), [("2026-07-12", True), ("2026-07-13", False)])
def test_it_holds_from_the_day_it_was_made(made, holds):
    found = judged(attrs.evolve(waiver(), made_on=day(made)))
    assert ("VD001" in held(found)) is holds
    assert told(found) == []


@pytest.mark.parametrize(("known_at", "holds"), [("2026-07-01", True), ("2026-06-30", False)])
def test_what_was_not_known_yet_sets_nothing_aside(known_at, holds):
    found = judged(waiver(), known_at=day(known_at))
    assert ("VD001" in held(found)) is holds
    assert bool(found.uses) is holds


def test_of_several_the_one_that_lasts_longest_is_named_and_all_count_as_used():
    found = judged(
        waiver("w1", "2026-07-31"), waiver("w2", "2026-08-31"), waiver("w3", "2026-08-01", offender="A1", code="VD001")
    )
    assert held(found) == {"VD001": "w2"}
    assert told(found) == []
    assert judged(waiver("w1"), waiver("w2")).flags[0].waiver.id == "w2"
    assert held(judged(waiver("w1"), waiver("w2", None, offender="A1")))["VD001"] == "w2"


# ── for how long the review reads the same ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "until"),
    [
        (waiver(until="2026-07-14"), "2026-07-15"),
        (attrs.evolve(waiver(), made_on=day("2026-07-14")), "2026-07-14"),
        (waiver(until="2026-07-14", code="VD001", scope="register"), "2026-07-15"),
        (waiver(until="2026-07-14", offender="A1", code="VD004"), "2026-07-15"),
    ],
)
def test_its_first_and_last_day_change_the_review(given, until):
    found = judged(given)
    assert found.stable_until == day(until)
    assert judged().stable_until > day(until)
    last = found.stable_until - dt.timedelta(days=1)
    assert told(judged(given, as_of=last.isoformat())) == told(found)


def test_one_of_the_register_that_is_about_nothing_here_changes_nothing_here():
    found = judged(waiver(until="2026-07-14", code="VD004", scope="register"))
    assert (found.stable_until, told(found), found.uses) == (judged().stable_until, [], ())


# ── what the law asks for ────────────────────────────────────────────────────────────────────────────────────────

NOT_NOTIFIED = "NT063|A1|R-N4|n2"


def law(waivable):
    """The same book, in which the yearly notification may be waived."""
    rules = [attrs.evolve(each, waivable=waivable) if each.published_id == "R-N4" else each for each in BOOK.rule]
    return attrs.evolve(BOOK, rule=tuple(rules))


def test_a_duty_of_the_law_cannot_be_waived_and_that_is_flagged():
    found = judged(waiver(until=None, flag=NOT_NOTIFIED), as_of="2027-01-10")
    assert NOT_NOTIFIED in {flag.identity for flag in found.flags}
    assert held(found) == {}
    assert told(found)[0] == ("WV105", "w1")
    assert "WV102" not in dict(told(found))
    assert found.uses == (Use("w1", "refused"), Use("w1", "seen"))


def test_one_part_of_a_duty_that_is_the_laws_makes_the_duty_the_laws():
    (part,) = BOOK.rules_named("R-V2")[:1]
    law_part = attrs.evolve(part, id="R-V2-law", part_of="R-V2", authority=Authority.LAW)
    found = judged(waiver(), book=attrs.evolve(BOOK, rule=(*BOOK.rule, law_part)))
    assert (held(found), told(found)) == ({}, [("WV105", "w1")])


def test_a_duty_of_the_law_can_be_waived_where_its_rule_says_so():
    found = judged(waiver(until="2027-01-31", flag=NOT_NOTIFIED), as_of="2027-01-10", book=law(True))
    assert held(found) == {"NT063": "w1"}


def test_a_waiver_of_all_flags_of_an_offender_is_not_about_the_law():
    found = judged(waiver(until="2027-01-31", offender="A1"), as_of="2027-01-10")
    assert "NT063" not in held(found)
    assert "VD001" in held(found)
    assert "WV105" not in dict(told(found))


def test_one_of_all_flags_that_meets_only_the_law_sets_nothing_aside():
    only = [check for check in CHECKS if check.code in ("NT063", "WV102")]
    found = judged(waiver(until="2027-01-31", offender="A1"), as_of="2027-01-10", checks=only)
    assert told(found) == [("WV102", "w1")]


# ── what is flagged of a waiver, in the case it names ────────────────────────────────────────────────────────────


def one(code, found):
    (flag,) = [flag for flag in found.flags if flag.code == code]
    return flag


def test_an_expired_one_is_told_since_the_day_after_its_last_and_nothing_else_of_it():
    flag = one("WV101", judged(attrs.evolve(waiver(), approved_by="o5"), as_of="2026-08-03"))
    assert (flag.since, flag.key, flag.identity) == (day("2026-08-01"), "w1", "WV101|A1||w1")
    assert {each.name: each.value for each in flag.evidence} == {"waiver": "w1", "expires_on": day("2026-07-31")}
    assert told(judged(waiver(flag="VD001|A1|R-V2|v9"), as_of="2026-08-03")) == [("WV101", "w1")]
    assert told(judged(attrs.evolve(waiver(), approved_by="o5"), as_of="2026-08-03")) == [("WV101", "w1")]


def test_one_that_sets_nothing_aside_is_told():
    assert told(judged(waiver(flag="VD001|A1|R-V2|v1"))) == [("WV102", "w1")]
    assert told(judged(waiver(), as_of="2026-07-02")) == [("WV102", "w1")]


def test_what_was_not_looked_for_is_not_called_unused():
    without = [check for check in CHECKS if check.code != "VD001"]
    assert told(judged(waiver(), checks=without)) == []
    assert told(judged(waiver(offender="A1", code="VD001"), checks=without)) == []


MANAGED = {"id": "m1", "officer_id": "s1", "agency": "police", "from": "2020-01-06"}


@pytest.mark.parametrize(
    ("managers", "flagged"),
    [
        ([], False),
        ([MANAGED | {"officer_id": "s2"}], False),
        ([MANAGED], True),
        # Of the day it was made, or of now.
        ([MANAGED | {"until": "2026-07-02"}], True),
        ([MANAGED | {"until": "2026-07-01"}], False),
        ([MANAGED | {"from": "2026-07-12"}], True),
        ([MANAGED | {"from": "2026-07-13"}], False),
        ([{key: value for key, value in MANAGED.items() if key != "from"}], True),
    ],
)
def test_the_manager_of_the_case_cannot_approve(managers, flagged):
    """Neither who managed it when the waiver was made, nor who manages it now."""
    everyone = [*facts()["managers"], *(each | {"id": "m2"} for each in managers)]
    found = judged(waiver(), plain=facts(managers=everyone))
    assert (("WV103", "w1") in told(found)) is flagged
    if flagged:
        flag = one("WV103", found)
        assert flag.message == "A waiver was approved by a manager of the case."
        assert flag.since == day("2026-07-01")


def test_a_manager_is_known_by_an_id_with_a_blank_around_it():
    managers = [each | {"officer_id": f" {each['officer_id']} "} for each in facts()["managers"]]
    found = judged(attrs.evolve(waiver(), approved_by="o9"), plain=facts(managers=managers))
    assert ("WV103", "w1") in told(found)


def test_nobody_approves_what_they_made():
    flag = one("WV103", judged(attrs.evolve(waiver(), approved_by="o5")))
    assert flag.message == "A waiver was approved by who made it."
    assert flag.severity is Severity.HIGH


def book_with(days):
    thresholds = {name: value for name, value in BOOK.thresholds.items() if name != "waiver-most-days"}
    if days is not None:
        thresholds["waiver-most-days"] = attrs.evolve(BOOK.thresholds["waiver-most-days"], value=days)
    return attrs.evolve(BOOK, thresholds=thresholds)


@pytest.mark.parametrize(
    ("until", "days", "flagged"),
    [
        ("2026-07-31", 31, False),
        ("2026-07-31", 30, True),
        (None, 30, True),
        (None, None, False),
        ("2030-07-31", None, False),
        ("2030-07-31", "thirty", False),
    ],
)
def test_no_longer_than_the_book_allows(until, days, flagged):
    found = judged(waiver(until=until), book=book_with(days))
    assert (("WV104", "w1") in told(found)) is flagged


# ── over a register ──────────────────────────────────────────────────────────────────────────────────────────────


def test_one_of_the_register_is_told_once_for_the_register():
    reviews, results = people_of(waiver(until=None, code="VD001", scope="register"), count=3)
    assert [held(each) for each in reviews] == [{"VD001": "w1"}] * 3
    assert [told(each) for each in reviews] == [[]] * 3
    flag = one("WV104", results.groups())
    assert (flag.code, flag.scope.value, flag.group, flag.key) == ("WV104", "register", None, "w1")
    assert flag.message == "A waiver of a code for the whole register has no end."
    assert flag.identity == "WV104|w1"
    assert results.summary.waived == {"VD001": 3}
    assert results.summary.flags["VD001"] == 3


def test_one_of_the_register_without_an_end_is_too_broad_whatever_the_book_says():
    offender = Offender.from_dict(facts())
    results = review_register(
        [offender],
        book_with(None),
        as_of=day(LATE),
        waivers=Waivers([waiver(until=None, code="VD001", scope="register")]),
    )
    list(results)
    assert [flag.code for flag in results.groups().flags] == ["WV104"]


@pytest.mark.parametrize(("days", "codes"), [(31, []), (30, ["WV104"]), ("thirty", []), (None, [])])
def test_one_of_the_register_lasts_no_longer_than_the_book_allows(days, codes):
    results = review_register(
        [Offender.from_dict(facts())],
        book_with(days),
        as_of=day(LATE),
        waivers=Waivers([waiver(code="VD001", scope="register")]),
    )
    list(results)
    assert [flag.code for flag in results.groups().flags] == codes


def test_the_managers_of_cases_are_told_in_their_cases_of_one_of_the_register():
    theirs = attrs.evolve(waiver(code="VD001", scope="register"), approved_by="o9")
    reviews, results = people_of(theirs, count=2)
    assert [told(each) for each in reviews] == [[("WV103", "w1")]] * 2
    assert told(results.groups()) == []
    own = attrs.evolve(waiver(code="VD001", scope="register"), approved_by="o5")
    reviews, results = people_of(own, count=2)
    assert [told(each) for each in reviews] == [[]] * 2
    assert told(results.groups()) == [("WV103", "w1")]


@pytest.mark.parametrize(
    ("as_of", "code"), [("2026-07-02", "WV102"), ("2026-07-12", None), ("2026-08-01", "WV101"), ("2026-06-30", None)]
)
def test_one_of_the_register_is_unused_where_it_is_used_nowhere(as_of, code):
    _, results = people_of(waiver(code="VD001", scope="register"), count=2, as_of=as_of)
    assert [found for found, _ in told(results.groups())] == ([] if code is None else [code])


def test_one_of_the_register_about_the_law_is_told_for_the_register():
    _, results = people_of(waiver(until="2027-01-31", code="NT063", scope="register"), as_of="2027-01-10")
    assert ("WV105", "w1") in told(results.groups())


def test_one_that_names_nobody_of_the_register_is_told_for_the_register():
    reviews, results = people_of(waiver(offender="A7"), waiver("w2"), count=2)
    assert [told(each) for each in reviews] == [[], []]
    assert told(results.groups()) == [("WV102", "w1")]


def test_an_expired_one_is_told_in_its_case_alone():
    reviews, results = people_of(waiver(), count=1, as_of="2026-08-01")
    assert told(reviews[0]) == [("WV101", "w1")]
    assert told(results.groups()) == []


# ── flags on officers, teams and the register ────────────────────────────────────────────────────────────────────


def groups(*waivers, **more):
    more = {"count": 51, "as_of": "2026-06-02", **more}
    early = [attrs.evolve(each, made_on=day("2026-06-01")) for each in waivers]
    return people_of(*early, **more)[1]


def test_a_flag_on_an_officer_is_set_aside_by_its_waiver():
    for about in ({"code": "WF060", "officer": "o9"}, {"flag": "WF060|o9"}, {"code": "WF060", "scope": "register"}):
        found = groups(waiver(**about)).groups()
        assert held(found) == {"WF060": "w1"}
        assert told(found) == []
    assert held(groups().groups()) == {}


def test_a_waiver_of_another_officer_is_unused():
    found = groups(waiver(code="WF060", officer="o1")).groups()
    assert (held(found), told(found)) == ({}, [("WV102", "w1")])


def test_without_a_workforce_nobody_can_say_that_it_is_unused():
    found = groups(waiver(code="WF060", officer="o9"), workforce=None).groups()
    assert found.flags == ()
    assert "WF060" in found.not_evaluated


def test_what_was_not_known_is_no_waiver_of_a_group_either():
    found = groups(waiver(code="WF060", officer="o9"), known_at=day("2026-05-31")).groups()
    assert (held(found), told(found)) == ({}, [])


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_became_of_waivers_adds_up_in_any_order():
    given = (waiver(code="VD001", scope="register"), waiver("w2", offender="A1"), waiver("w3", flag=NOT_NOTIFIED))
    reviews, whole = people_of(*given, count=3)
    for cut in range(4):
        parts = []
        for some in (reviews[:cut], reviews[cut:]):
            summary = Summary()
            for each in some:
                summary.add(each)
            parts.append(summary)
        for first, second in (parts, parts[::-1]):
            merged = first.merge(second)
            assert (merged.uses, merged.waived) == (whole.summary.uses, whole.summary.waived)
    assert whole.summary.uses == {
        Use("w1", "used"): 3,
        Use("w2", "seen"): 1,
        Use("w2", "used"): 2,
        Use("w3", "seen"): 1,
    }


def test_checks_of_waivers_that_are_not_run_flag_nothing():
    own = [check for check in CHECKS if check.waiver is None]
    reviews, results = people_of(waiver(until=None, code="VD004", scope="register"), waiver("w2"), checks=own)
    assert (told(reviews[0]), told(results.groups())) == ([], [])
    assert held(reviews[0]) == {"VD001": "w2"}


def test_a_book_of_ones_own_needs_no_threshold():
    book = load_rulebook(
        {"format": 1, "id": "own", "version": "1", "title": "t", "jurisdiction": "j", "conventions": CONVENTIONS}
        | {"levels": {"scale": ["low"]}, "sources": {}}
    )
    found = judged(
        waiver(until=None, offender="A1"), book=book, plain=facts(visits=[visit("v1", "2020-01-20", outcome=None)])
    )
    assert found.rulebook == "own@1"
