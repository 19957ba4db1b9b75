"""Relations between reviews, with every check, officers, and both books of England and Wales: no oracle is needed.

`test_laws` holds the same of schedules; here it is everything that a review says.
"""

import datetime as dt
import json
import re
from functools import cache
from random import Random

import attrs
import pytest
from hypothesis import given, note, settings, strategies as st

from supervise import CHECKS, Check, Offender, Severity, Waiver, Waivers, load_rulebook, review, review_register
from supervise.engine.obligation import Status
from supervise.engine.timeline import Officer, Workforce
from supervise.model import Rejected
from supervise.register import read_json
from supervise.testing.strategies import Vocabulary, dates_of, judged, records
from tests.property.reading import read
from tests.property.test_laws import CYCLE, LAW, PRACTICE, lines, moved_text, shifted

DAY = dt.timedelta(days=1)
HELD_TO = {"law": LAW, "practice": PRACTICE}
BOOKS = pytest.mark.parametrize("name", HELD_TO)
RUN = (dt.date(2020, 6, 1).toordinal(), dt.date(2023, 6, 1).toordinal())
STAFF = Workforce({"o1": (RUN,)}, {"o1": Officer(team="t1", supervisor="s1"), "o2": Officer(team="t1")})
# How long a calm is walked day by day; its last days are looked at, too.
WALK = 25


def said(found, *, days_over=True, parts=True):
    """Return everything that a review says, or what of it does not count days."""
    plain = [each if days_over else attrs.evolve(each, days_over=None, as_of=dt.date.min) for each in found.flags]
    own = sorted(map(repr, found.parts)) if parts else ()
    return lines(found.schedule, days_over=days_over), plain, found.not_evaluated, found.uses, own


def waivers_of(data, first, last):
    """Return waivers that set most things aside, each from and to a day of its own."""
    given_to = {"reason_code": "r", "made_by": "o2", "approved_by": "o1", "made_on": first}
    codes = [check.code for check in CHECKS if check.flags][::2]
    made = [Waiver(id="whole", offender=data["id"], expires_on=last, **given_to)]
    made += [
        Waiver(id=code, code=code, scope="register", expires_on=last + place % 5 * DAY, **given_to)
        for place, code in enumerate(codes)
    ]
    return Waivers(made)


# ── until when it reads the same ─────────────────────────────────────────────────────────────────────────────────


@BOOKS
@settings(max_examples=60)
@given(
    judged(versions=True), st.booleans(), st.booleans(), st.none() | st.tuples(st.integers(-9, 20), st.integers(0, 25))
)
def test_on_every_day_before_stable_until_the_review_reads_the_same(name, case, staffed, known, waived):
    book = HELD_TO[name]
    data, as_of = case
    given_to = {"workforce": STAFF if staffed else None, "known_at": as_of if known else None}
    if waived is not None:
        first = as_of + waived[0] * DAY
        given_to["waivers"] = waivers_of(data, first, first + waived[1] * DAY)
    offender = read(data)
    found = review(offender, book, as_of=as_of, **given_to)
    here = said(found, days_over=False, parts=False)
    end = found.stable_until or Vocabulary().last + 400 * DAY
    days = {as_of + passed * DAY for passed in range(1, WALK)} | {end - DAY, end - 2 * DAY, as_of + (end - as_of) / 2}
    for day in sorted(day for day in days if as_of < day < end):
        note(f"on {day}")
        assert said(review(offender, book, as_of=day, **given_to), days_over=False, parts=False) == here


# ── what changes nothing ────────────────────────────────────────────────────────────────────────────────────────


@BOOKS
@given(judged(versions=True), st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing_that_is_said(name, case, chance):
    book = HELD_TO[name]
    data, as_of = case
    keys = chance.sample(list(data), len(data))
    mixed = {
        key: chance.sample(data[key], len(data[key])) if isinstance(data[key], list) else data[key] for key in keys
    }
    one, other = (review(read(each), book, as_of=as_of, workforce=STAFF) for each in (data, mixed))
    assert said(other) == said(one)
    assert other.stable_until == one.stable_until


def _asks(check, inquiry):
    """Look at most of what checks may ask, a day of its own among it."""
    inquiry.rows_of_all(Status.OPEN)
    for rule in inquiry.judged:
        inquiry.late_over(rule, inquiry.anchors(rule))
    inquiry.reached(inquiry.timeline.clock.as_of + 7)
    inquiry.not_evaluated("own")
    yield check.flag(inquiry, inquiry.schedule.offender.id, since=0, message="It is so.", evidence=[("one", 1)])


texts = dict.fromkeys(("slug", "what", "why", "example", "what_to_do", "clears", "source"), "text")
OWN = Check(code="XA001", severity=Severity.CRITICAL, flags=_asks, **texts)


@BOOKS
@settings(max_examples=60)
@given(judged(versions=True), st.integers(), st.booleans())
def test_neither_the_order_of_checks_nor_one_more_changes_what_the_others_say(name, case, seed, waived):
    book = HELD_TO[name]
    data, as_of = case
    waivers = waivers_of(data, as_of - 3 * DAY, as_of + 3 * DAY) if waived else None
    offender = read(data)

    def reviewed(checks):
        return review(offender, book, as_of=as_of, workforce=STAFF, checks=checks, waivers=waivers)

    plain = reviewed(CHECKS)
    mixed = reviewed(Random(seed).sample(CHECKS, len(CHECKS)))
    assert (said(mixed), mixed.stable_until) == (said(plain), plain.stable_until)
    # Without waivers: one more flag is one more thing that a waiver may be about.
    plain = review(offender, book, as_of=as_of, workforce=STAFF)
    more = review(offender, book, as_of=as_of, workforce=STAFF, checks=(OWN, *CHECKS))
    assert [each for each in more.flags if each.code != OWN.code] == list(plain.flags)
    assert (lines(more.schedule), more.parts) == (lines(plain.schedule), plain.parts)
    assert set(more.not_evaluated) == {*plain.not_evaluated, "own: not evaluated"}
    assert more.stable_until == min(plain.stable_until or dt.date.max, as_of + 7 * DAY)


@BOOKS
@settings(max_examples=40)
@given(st.lists(records(versions=True), min_size=2, max_size=4), st.randoms(use_true_random=False), st.booleans())
def test_neither_splitting_a_register_nor_its_order_changes_what_is_said_of_anyone(name, register, chance, waived):
    book = HELD_TO[name]
    people = [read({**data, "id": f"A{place}", "team": "t1"}) for place, data in enumerate(register)]
    as_of = dt.date(2024, 6, 1)
    waivers = waivers_of({"id": "A1"}, as_of - 3 * DAY, as_of) if waived else None

    def reviewed(some):
        results = review_register(some, book, as_of=as_of, workforce=STAFF, waivers=waivers)
        return {found.offender: (said(found), found.stable_until) for found in results}, results

    whole, results = reviewed(people)
    cut = chance.randrange(len(people) + 1)
    (first, left), (second, right) = reviewed(people[:cut]), reviewed(people[cut:])
    assert first | second == whole
    assert left.summary.merge(right.summary) == results.summary
    mixed, others = reviewed(chance.sample(people, len(people)))
    assert mixed == whole
    assert others.summary == results.summary
    assert others.groups() == results.groups()


@BOOKS
@settings(max_examples=60)
@given(judged(versions=True))
def test_a_key_that_nobody_knows_changes_nothing(name, case):
    book = HELD_TO[name]
    data, as_of = case
    more = {
        name: [{**fact, "colour_of_door": "blue"} for fact in value] if isinstance(value, list) else value
        for name, value in data.items()
    }
    noted = Offender.from_dict({**more, "favourites": ["x"]})
    facts = sum(len(value) for value in data.values() if isinstance(value, list))
    assert (len(noted.notes), noted.faults) == (facts + 1, ())
    one, other = (review(each, book, as_of=as_of, workforce=STAFF) for each in (read(data), noted))
    assert (said(other), other.stable_until) == (said(one), one.stable_until)


TWICE = "ST101"
MARK = "z9-"
# Fields whose texts are ids of something, or refer to one.
IDS = frozenset({"id", "for", "by", "officer_id", "team_id", "address_id", "approved_by", "signed_off_by", "team"})


def renamed(value, key=""):
    """Return plain data whose ids are all longer by a mark, so that they stand in the same order."""
    if isinstance(value, dict):
        return {name: renamed(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [renamed(each, key) for each in value]
    return MARK + value if key in IDS or key == "officers" else value


@BOOKS
@settings(max_examples=60)
@given(judged(versions=True))
def test_other_ids_change_names_only(name, case):
    book = HELD_TO[name]
    data, as_of = case
    own = {MARK + name: attrs.evolve(officer, team="z9-t1", supervisor=officer.supervisor and MARK + "s1")
           for name, officer in STAFF.officers.items()}  # fmt: skip
    staff = Workforce({MARK + name: runs for name, runs in (STAFF.trained or {}).items()}, own)
    one = review(read({**data, "team": "t1"}), book, as_of=as_of, workforce=STAFF)
    other = review(read(renamed({**data, "team": "t1"})), book, as_of=as_of, workforce=staff)
    assert repr(said(other)).replace(MARK, "") == repr(said(one))
    assert other.stable_until == one.stable_until


@settings(max_examples=20)
@given(st.lists(records(versions=True), min_size=1, max_size=3))
def test_a_register_that_holds_everybody_twice_is_flagged_for_that_and_reads_the_same(tmp_path_factory, register):
    people = [{**data, "id": f"A{place}"} for place, data in enumerate(register)]
    as_of = dt.date(2024, 6, 1)

    def reviewed(lines_of):
        path = tmp_path_factory.getbasetemp() / "twice.jsonl"
        path.write_text("".join(json.dumps(data) + "\n" for data in lines_of))
        found = list(review_register(read_json(path), PRACTICE, as_of=as_of))
        whole = [each for each in found if not isinstance(each, Rejected)]
        return [(each.offender, said(each)) for each in whole], whole, len(found) - len(whole)

    (once, _, none), (twice, whole, set_aside) = reviewed(people), reviewed([*people, *people])
    assert (none, set_aside) == (0, len(people))
    for (who, before), (again, after), found in zip(once, twice, whole, strict=True):
        assert who == again
        assert [flag.code for flag in found.flags].count(TWICE) == 1
        assert [flag for flag in after[1] if flag.code != TWICE] == before[1]
        assert (after[0], after[2:]) == (before[0], before[2:])


# ── 400 years ───────────────────────────────────────────────────────────────────────────────────────────────────

DATE = re.compile(r"\b(\d{4})(-\d\d-\d\d)(?!\d)")
SPELT = re.compile(r"datetime\.date\((\d+),")
STAFF_THEN = Workforce({"o1": ((RUN[0] + CYCLE, RUN[1] + CYCLE),)}, STAFF.officers)


def earlier(text):
    """Return a text whose dates are 400 years earlier."""
    text = DATE.sub(lambda found: f"{int(found[1]) - 400}{found[2]}", text)
    return SPELT.sub(lambda found: f"datetime.date({int(found[1]) - 400},", text)


@BOOKS
@settings(max_examples=60)
@given(judged(versions=True))
def test_everything_400_years_later_is_said_400_years_later(name, case):
    book = HELD_TO[name]
    data, as_of = case
    now = review(read(data), book, as_of=as_of, workforce=STAFF)
    then_data = {**moved_text(data), "born_on": moved_text(data["born_on"])}
    then = review(read(then_data), shifted(book), as_of=as_of.replace(year=as_of.year + 400), workforce=STAFF_THEN)
    assert earlier(repr(said(then, parts=False))) == repr(said(now, parts=False))
    assert earlier(str(then.stable_until)) == str(now.stable_until)


# ── one thing more ──────────────────────────────────────────────────────────────────────────────────────────────

# Duties, and a fact that meets each. What could open a duty as well, where there was none, comes after one that did.
MEETS = [
    ("R-N1", "notifications", {"kind": "s83"}),
    ("R-N4", "notifications", {"kind": "s85"}),
    ("R-V2", "visits", {"outcome": "seen", "place": "home", "entry": "obtained", "purposes": ["welfare"], "officers": ["o1"]}),
    ("R-R2", "reviews", {"kind": "plan"}),
    ("R-R3", "reviews", {"kind": "supervisor", "by": "s1"}),
    ("R-R4", "reviews", {"kind": "intelligence"}),
    ("R-X1", "reviews", {"kind": "reactive"}),
    ("R-G3", "reviews", {"kind": "level"}),
    ("R-G1", "meetings", {"kind": "level_2", "minuted": True}),
    ("R-G2", "meetings", {"kind": "level_3", "minuted": True}),
    ("R-W1", "events", {"kind": "enquiry"}),
    ("R-P2", "events", {"kind": "national_record"}),
    ("R-P3", "reviews", {"kind": "marker"}),
    ("R-A3", "assessments", {"tool": "oasys", "band": "low"}),
]  # fmt: skip


@BOOKS
@given(judged(versions=True), st.data())
def test_one_more_fact_that_meets_a_duty_adds_no_overdue_of_it(name, case, draw):
    data, as_of = case
    before = review(read(data), HELD_TO[name], as_of=as_of)
    # What came before every anchor may be the first of a chain, and no answer to anything.
    days = sorted({day for day in dates_of(data) if day <= as_of} | {as_of})
    anchors = {row.rule: row.anchor for row in reversed(before.schedule.all_obligations) if row.anchor is not None}
    answers = [(each, on) for each in MEETS for on in days if each[0] in anchors and anchors[each[0]] <= on]
    if not answers:
        return
    (rule, array, fact), on = draw.draw(st.sampled_from(answers))
    more = {**data, array: [*data.get(array, []), {"id": "added", "on": on.isoformat(), **fact}]}
    after = review(read(more), HELD_TO[name], as_of=as_of)
    assert late_by(after, rule) <= late_by(before, rule)
    assert flagged_late(after, rule) <= flagged_late(before, rule)


def late_by(found, rule):
    """Return how many occurrences of a rule are overdue."""
    return sum(row.rule == rule and row.status.value == "overdue" for row in found.schedule.all_obligations)


def flagged_late(found, rule):
    """Return how many flags count days over the last day of a rule."""
    return sum(flag.rule == rule and flag.days_over is not None for flag in found.flags)


HELD = ("custody", "hospital", "abroad")


@BOOKS
@settings(max_examples=100)
@given(
    judged(
        arrays=(
            "visits",
            "levels",
            "assessments",
            "reviews",
            "notifications",
            "plans",
            "changes",
            "meetings",
            "events",
            "mappa",
        )
    ),
    st.sampled_from(HELD),
    st.data(),
)
def test_no_suspension_makes_a_due_date_earlier(name, case, kind, draw):
    book = HELD_TO[name]
    data, as_of = case
    start = draw.draw(st.sampled_from([day for day in dates_of(data) if day <= as_of] or [as_of]))
    length = draw.draw(st.sampled_from([None, 1, 5, 28, 29, 100]))
    state = {"id": "s0", "kind": kind, "from": start.isoformat()}
    if length is not None:
        state["until"] = (start + length * DAY).isoformat()

    def dues(given_data):
        return {
            (row.part or row.rule, row.key, row.anchor): row.due_day or 10**9
            for row in review(read(given_data), book, as_of=as_of, checks=()).schedule.all_obligations
            if row.status.value not in ("unknown", "not_required", "met", "met_late")
        }

    free, held = dues(data), dues({**data, "statuses": [state]})
    for key in free.keys() & held.keys():
        assert held[key] >= free[key], key


# ── a stricter book ─────────────────────────────────────────────────────────────────────────────────────────────


def halves(length):
    """Return about half a length in its own units; None if it has no half."""
    half = attrs.evolve(
        length,
        months=length.months // 2,
        days=length.days // 2,
        working_days=length.working_days and length.working_days // 2,
        hours=length.hours and length.hours // 2,
    )
    return half if any((half.months, half.days, half.working_days, half.hours)) else None


def tighter(book):
    """Yield every amendment that about halves one period of a book."""
    for rule in book.rule:
        for regime in rule.regime:
            length = regime.every or regime.within
            if length is None or (regime.name is None and len(rule.regime) > 1):
                continue
            lengths = length.by_level or {None: length.duration}
            for level, duration in lengths.items():
                half = duration and halves(duration)
                if half:
                    yield {"rule": rule.id, "regime": regime.name, "level": level, "value": str(half)}


AMENDMENTS = {name: list(tighter(book)) for name, book in HELD_TO.items()}


@cache
def tightened(name, place):
    """Return a book with one period about halved."""
    amend = {key: value for key, value in AMENDMENTS[name][place].items() if value is not None}
    entry = {**amend, "reason": "local policy", "approved_by": "chief"}
    return load_rulebook(HELD_TO[name].ref, overlays=[{"id": "force-one", "version": "1", "amend": [entry]}])


@BOOKS
@settings(max_examples=25)
@given(judged(versions=True), st.data())
def test_no_period_made_shorter_leaves_fewer_duties_fallen_due_by_any_day(name, case, draw):
    data, as_of = case
    place = draw.draw(st.sampled_from(range(len(AMENDMENTS[name]))))
    note(AMENDMENTS[name][place])

    def fallen(book):
        rows = review(read(data), book, as_of=as_of, checks=()).schedule.all_obligations
        void = ("not_required", "lapsed", "unknown")
        return sorted(row.due_day for row in rows if row.due_day > 0 and row.status.value not in void)

    loose, tight = fallen(HELD_TO[name]), fallen(tightened(name, place))
    for day in {*loose, *tight}:
        assert sum(due <= day for due in tight) >= sum(due <= day for due in loose), dt.date.fromordinal(day)


def test_many_periods_of_the_books_are_made_shorter():
    assert len(AMENDMENTS["law"]) > 20
    assert len(AMENDMENTS["practice"]) > 80
