"""Laws of flags, over registers with planted faults: what names a flag, what it says, and what it depends on."""

import datetime as dt
import json
import re

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from supervise import CHECKS, Check, Offender, RegisterError, Severity, load_rulebook, review
from supervise.checks.flag import parted
from supervise.checks.inquiry import occurrence_id
from supervise.sample import generate
from supervise.testing.strategies import judged
from tests.property.reading import read

BOOK = load_rulebook("england-wales@2026.1")
AS_OF = dt.date(2026, 6, 30)
DAY = dt.timedelta(days=1)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\b7\d{5}\b")
seeds = st.integers(0, 10_000)
# Texts of the format that hold no id and no word of a closed set: what people may have typed into.
OPEN = (
    "text_sketch", "reason_code", "announced_reason", "exception_id", "excuse", "out_of_scope", "evidence", "due_back_point",
    "returned_point", "recorded_by", "station_id", "role",
)  # fmt: skip
CANARY = "Xanthippe Smith lives"


def dirty(seed, offenders=6):
    """A few people, most with a planted fault, as plain data that can be read."""
    for record in generate(offenders, seed, AS_OF, dirty=0.9):
        try:
            Offender.from_dict(record)
        except RegisterError:
            continue
        yield record


def flags(data, as_of=AS_OF, **more):
    return review(Offender.from_dict(data), more.pop("book", BOOK), as_of=as_of, **more).flags


def identities(found):
    return [flag.identity for flag in found]


def walked(value, change):
    """Plain data with every text changed that a function of key and text changes."""
    if isinstance(value, dict):
        return {
            key: change(key, each) if isinstance(each, str) else walked(each, change) for key, each in value.items()
        }
    return [walked(each, change) for each in value] if isinstance(value, list) else value


# ── what names a flag ────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=12)
@given(seeds)
def test_an_identity_is_made_of_the_code_the_offender_the_rule_and_an_id(seed):
    for data in dirty(seed):
        for flag in flags(data):
            code, offender, part, key = parted(flag.identity)
            assert (code, offender, key) == (flag.code, data["id"], flag.key)
            rules = {rule.id for rule in BOOK.rules_named(flag.rule)} if flag.rule else {""}
            assert part in rules


@given(judged(versions=True))
def test_no_two_flags_have_one_identity(case):
    data, as_of = case
    found = identities(review(read(data), BOOK, as_of=as_of).flags)
    assert len(set(found)) == len(found)


@settings(max_examples=12)
@given(seeds)
def test_no_two_flags_on_a_dirty_record_have_one_identity(seed):
    for data in dirty(seed):
        found = identities(flags(data))
        assert len(set(found)) == len(found)


@settings(max_examples=12)
@given(seeds)
def test_it_survives_a_fact_recorded_late(seed):
    """Of a kind that no rule knows; and every fact written down again, unchanged."""
    late = {"id": "late-1", "kind": "remark", "on": "2026-01-05", "recorded_on": "2026-06-29"}
    for data in dirty(seed):
        before = identities(flags(data))
        assert identities(flags({**data, "events": [*data.get("events", []), late]})) == before


@settings(max_examples=12)
@given(seeds)
def test_it_survives_a_new_version_of_the_rulebook(seed):
    newer = attrs.evolve(BOOK, version="2027.1", sha256="0" * 64)
    for data in dirty(seed):
        before, after = flags(data), flags(data, book=newer)
        assert identities(after) == identities(before)
        assert {flag.rulebook for flag in after} <= {newer.ref}


@settings(max_examples=12)
@given(seeds, st.integers(1, 60))
def test_it_survives_another_day_while_the_same_is_overdue(seed, days):
    """Nothing in it comes from the day judged, and what is flagged as overdue is flagged as long as it is."""
    for data in dirty(seed):
        offender = Offender.from_dict(data)
        first, later = (review(offender, BOOK, as_of=day) for day in (AS_OF, AS_OF + days * DAY))
        standing = {(row.rule, occurrence_id(row, data["id"])) for row in overdue(first)} & {
            (row.rule, occurrence_id(row, data["id"])) for row in overdue(later)
        }
        before = {flag.identity for flag in first.flags if (flag.rule, flag.key) in standing and flag.days_over}
        assert before <= set(identities(later.flags))
        assert not any(DATE.search(part) for flag in (*first.flags, *later.flags) for part in parted(flag.identity))


def overdue(found):
    return [row for row in found.obligations if row.status == "overdue"]


# ── what a flag says ─────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=12)
@given(seeds)
def test_no_text_that_somebody_typed_is_ever_said(seed):
    """Whatever stands where a text is free: neither message nor evidence repeats it, and a flag is the same."""
    for data in dirty(seed):
        typed = walked(data, lambda key, text: f"{CANARY} {text}" if key in OPEN else text)
        for flag in flags(typed):
            said = json.dumps([flag.message, flag.clears, flag.identity, [str(each) for each in flag.evidence]])
            assert CANARY not in said


@settings(max_examples=12)
@given(seeds)
def test_no_message_names_anyone_even_by_id(seed):
    """An id belongs to key and evidence: messages are read aloud."""
    for data in dirty(seed):
        ids = ids_in(data)
        for flag in flags(data):
            words = set(flag.message.replace(",", " ").replace(".", " ").replace(":", " ").split())
            assert not words & ids


def ids_in(data):
    found = set()
    walked(data, lambda key, text: found.add(text) if key in WHO else None)
    return found


WHO = ("id", "officer_id", "team_id", "by", "approved_by", "signed_off_by", "recorded_by", "address_id", "same_as")


# ── what it depends on ───────────────────────────────────────────────────────────────────────────────────────────


def _always(check, inquiry):
    yield check.flag(inquiry, inquiry.schedule.offender.id, since=0, message="It is so.", evidence=[("one", 1)])


OWN = Check(
    code="XA001",
    slug="own_check",
    severity=Severity.CRITICAL,
    what="Always.",
    why="To be there.",
    example="Anyone.",
    what_to_do="Nothing.",
    clears="Nothing.",
    source="None",
    flags=_always,
)


@settings(max_examples=10)
@given(seeds)
def test_a_check_more_changes_no_other(seed):
    for data in dirty(seed):
        offender = Offender.from_dict(data)
        plain = review(offender, BOOK, as_of=AS_OF)
        more = review(offender, BOOK, as_of=AS_OF, checks=(OWN, *CHECKS))
        assert [flag for flag in more.flags if flag.code != "XA001"] == list(plain.flags)
        assert (more.stable_until, more.not_evaluated) == (plain.stable_until, plain.not_evaluated)


@settings(max_examples=3)
@given(seeds)
def test_each_check_says_by_itself_what_it_says_among_all(seed):
    """And the review changes when the first of them does."""
    for data in dirty(seed, offenders=3):
        offender = Offender.from_dict(data)
        whole = review(offender, BOOK, as_of=AS_OF)
        alone = {check.code: review(offender, BOOK, as_of=AS_OF, checks=(check,)) for check in CHECKS}
        for code, found in alone.items():
            assert list(found.flags) == [flag for flag in whole.flags if flag.code == code], code
        changes = [found.stable_until for found in alone.values() if found.stable_until is not None]
        assert whole.stable_until == min(changes, default=None)


def test_these_tests_see_many_kinds_of_flags():
    """Laws over nothing hold: what is walked must raise something of most families."""
    codes = {flag.code for seed in range(40) for data in dirty(seed) for flag in flags(data)}
    assert {code[:2] for code in codes} >= {"VD", "DC", "PR", "RK", "PL", "WF", "NT", "ST", "OR"}
    assert len(codes) > len([check for check in CHECKS if check.flags]) * 2 // 3


@pytest.mark.parametrize("key", OPEN)
def test_the_canary_is_planted(key):
    planted = walked(
        {key: "x", "visits": [{key: "x", "id": "v1"}]}, lambda name, text: CANARY if name in OPEN else text
    )
    assert planted == {key: CANARY, "visits": [{key: CANARY, "id": "v1"}]}
