"""The laws that any schedule keeps, whatever the book says and however messy the facts are."""

import datetime as dt
import itertools
from functools import cache

import attrs
import pytest
from hypothesis import assume, given, note, strategies as st

from supervise.dates import Calendar
from supervise.engine.schedule import evaluate
from supervise.rules.loading import load_rulebook
from supervise.testing.strategies import Vocabulary, dates_of, judged, records
from tests.property.reading import read

PRACTICE = load_rulebook("england-wales@2026.1")
LAW = load_rulebook("england-wales-law@2026.1")
DAY = dt.timedelta(days=1)
LEVELS = Vocabulary().levels
# Rolling duties whose length goes by level and whose policies are "from the last" and "keep".
BY_LEVEL = ("R-V2", "R-R2", "R-R3")


def lines(schedule, *, days_over=True):
    """Return everything a schedule says, rule by rule, without the steps of the sum."""
    return [
        (
            row.part or row.rule, row.key, row.status.value, row.anchor, row.opens, row.due, row.due_at,
            row.cautious_due, row.latest, row.met_by, row.lacking, *((row.days_late, row.days_frozen) if days_over else ()),
        )
        for row in schedule.all_obligations
    ]  # fmt: skip


def judge(data, as_of, book=PRACTICE, known_at=None):
    """Return the schedule of an offender in plain data."""
    return evaluate(read(data), book, as_of=as_of, known_at=known_at)


def late(schedule):
    """Return what is past due and not met: overdue, missed, or late and now in a suspending state."""
    return {
        (row.part or row.rule, row.key, row.anchor, row.due)
        for row in schedule.all_obligations
        if row.status.value in ("overdue", "missed") or (row.status.value == "suspended" and row.days_late)
    }


@given(judged(versions=True), st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(case, chance):
    data, as_of = case
    mixed = {key: chance.sample(value, len(value)) if isinstance(value, list) else value for key, value in data.items()}
    assert lines(judge(mixed, as_of)) == lines(judge(data, as_of))


@given(judged())
def test_as_time_goes_by_nothing_overdue_disappears(case):
    # Facts dated up to the earlier day; no span may end, and nothing may answer, between the two.
    data, as_of = case
    assume(max(dates_of(data)) <= as_of)
    later = as_of + 40 * DAY
    before, after = judge(data, as_of), judge(data, later)
    ends = {dt.date.fromordinal(each.last) for each in before.extents if each.last < 3_000_000}
    assume(not any(as_of <= end <= later for end in ends))
    assert late(before) <= late(after)


@given(
    judged(arrays=("visits", "addresses", "plans", "assessments", "reviews", "statuses", "notifications")),
    st.sampled_from([(a, b) for a, b in itertools.combinations(LEVELS, 2)]),
    st.booleans(),
)
def test_raising_the_risk_never_moves_a_due_date_later(case, levels, changed):
    data, as_of = case
    lower, higher = levels
    start = min(dates_of(data))
    change = start + 100 * DAY if changed else start
    first = {"id": "l0", "level": lower, "from": start.isoformat()}
    laxer = {**data, "levels": [first]}
    stricter = {**data, "levels": [first, {"id": "l1", "level": higher, "from": change.isoformat()}]}
    assume(change <= as_of)

    def dues(given_data):
        return {
            (row.part or row.rule, row.key, row.anchor): row.due_day or 10**9
            for row in judge(given_data, as_of).all_obligations
            if (row.part or row.rule) in BY_LEVEL and row.status.value not in ("unknown", "not_required")
        }

    left, right = dues(laxer), dues(stricter)
    for key in left.keys() & right.keys():
        assert right[key] <= left[key], key


def missing_level_is_the_hull(data, as_of):
    """Yield rule, key, cautious and due without a level beside the earliest and latest with each level."""
    start = (min(dates_of(data)) - DAY).isoformat()
    bare = {key: value for key, value in data.items() if key != "levels"}
    unknown = {(r.part or r.rule, r.key, r.anchor): r for r in judge(bare, as_of).all_obligations}
    known = [
        {
            (r.part or r.rule, r.key, r.anchor): r
            for r in judge({**bare, "levels": [{"id": "l0", "level": level, "from": start}]}, as_of).all_obligations
        }
        for level in LEVELS
    ]
    for key, row in unknown.items():
        others = [each[key] for each in known if key in each]
        if len(others) == len(LEVELS) and all(each.due for each in others) and row.due:
            yield key, row, others


@given(judged(arrays=("visits",)))
def test_without_a_level_the_dates_are_the_earliest_and_latest_of_all_levels(case):
    # Facts that settle the interval later (a plan) or move the date (a custody) make it reckoned anew: see the
    # reference page, "Regimes and lengths".
    data, as_of = case
    for key, row, others in missing_level_is_the_hull(data, as_of):
        assert row.due == max(each.due for each in others), key
        assert row.cautious_due == min(each.cautious_due for each in others), key


@given(judged(), st.data())
def test_adding_a_visit_adds_no_overdue_of_the_rules_it_meets(case, draw):
    data, as_of = case
    on = draw.draw(st.sampled_from([day for day in dates_of(data) if day <= as_of] or [as_of]))
    visit = {
        "id": "added",
        "on": on.isoformat(),
        "outcome": "seen",
        "place": "home",
        "entry": "obtained",
        "purposes": ["welfare"],
        "officers": ["o1"],
    }
    more = {**data, "visits": [*data.get("visits", []), visit]}

    def overdue(given_data):
        rows = judge(given_data, as_of).all_obligations
        return sum(
            row.status.value == "overdue" for row in rows if (row.part or row.rule) in ("R-V1", "R-V7", "R-V8", "R-V10")
        )

    assert overdue(more) <= overdue(data)


@given(judged(arrays=("visits", "levels", "assessments", "reviews", "notifications", "plans")), st.data())
def test_a_suspension_never_makes_a_due_date_earlier(case, draw):
    data, as_of = case
    start = draw.draw(st.sampled_from([day for day in dates_of(data) if day <= as_of] or [as_of]))
    length = draw.draw(st.sampled_from([None, 1, 5, 28, 29, 100]))
    custody = {"id": "s0", "kind": "abroad", "from": start.isoformat()}
    if length is not None:
        custody["until"] = (start + length * DAY).isoformat()

    def dues(given_data):
        return {
            (row.part or row.rule, row.key, row.anchor): row.due_day or 10**9
            for row in judge(given_data, as_of).all_obligations
            if row.status.value not in ("unknown", "not_required", "met", "met_late")
        }

    free, held = dues(data), dues({**data, "statuses": [custody]})
    for key in free.keys() & held.keys():
        assert held[key] >= free[key], key


@cache
def tightened():
    """Return the practice book as a force made it stricter."""
    entry = {"reason": "local policy", "approved_by": "chief"}
    amend = [
        {"rule": "R-V2", "regime": "level", "level": "medium", "value": "4 months", **entry},
        {"rule": "R-R4", "value": "6 months", **entry},
        {"rule": "R-A1", "value": "10 working days", **entry},
    ]
    overlay = {"id": "force-one", "version": "1", "amend": amend}
    return load_rulebook("england-wales@2026.1", overlays=[overlay])


@given(judged())
def test_a_tightening_overlay_leaves_no_fewer_duties_fallen_due_by_any_day(case):
    data, as_of = case

    def fallen(book):
        rows = judge(data, as_of, book).all_obligations
        return sorted(
            row.due_day
            for row in rows
            if row.due_day > 0 and row.status.value not in ("not_required", "lapsed", "unknown")
        )

    loose, tight = fallen(PRACTICE), fallen(tightened())
    for day in {*loose, *tight}:
        assert sum(due <= day for due in tight) >= sum(due <= day for due in loose), dt.date.fromordinal(day)


@cache
def shifted(book):
    """Return a book with its dates and its calendar 400 years later: the Gregorian cycle."""
    calendar = book.calendar
    moved = Calendar(
        name="shifted", version="1", closed_weekdays=calendar.closed_weekdays,
        closed_days=frozenset(day + CYCLE for day in calendar.closed_days),
        covers_from=calendar.covers_from + CYCLE, covers_to=calendar.covers_to + CYCLE, sha256="",
    )  # fmt: skip
    return attrs.evolve(book, calendar=moved, rule=tuple(moved_dates(rule) for rule in book.rule))


CYCLE = 146_097  # days in 400 years; a whole number of weeks


def moved_dates(part):
    """Return a part of a book with every date in it 400 years later."""
    if isinstance(part, dt.date):
        return part.replace(year=part.year + 400)
    if isinstance(part, tuple):
        return tuple(moved_dates(each) for each in part)
    if attrs.has(type(part)):
        # Only what changed is set: some classes are made by their own readers.
        changed = {}
        for field in attrs.fields(type(part)):
            old = getattr(part, field.name)
            new = moved_dates(old)
            if new != old:
                changed[field.alias] = new
        return attrs.evolve(part, **changed) if changed else part
    return part


def moved_text(value):
    """Return plain data with every date 400 years later."""
    if isinstance(value, dict):
        return {key: moved_text(each) for key, each in value.items()}
    if isinstance(value, list):
        return [moved_text(each) for each in value]
    if isinstance(value, str) and len(value) == 10 and value[4:5] == "-":
        return f"{int(value[:4]) + 400}{value[4:]}"
    return value


@given(judged(versions=True))
def test_everything_400_years_later_is_judged_400_years_later(case):
    data, as_of = case
    now = judge(data, as_of)
    then = judge(moved_text(data), as_of.replace(year=as_of.year + 400), shifted(PRACTICE))

    def told(schedule, years):
        found = []
        for row in schedule.all_obligations:
            days = [
                day and day.replace(year=day.year - years) for day in (row.anchor, row.opens, row.due, row.cautious_due)
            ]
            found.append(
                (row.part or row.rule, row.key, row.status.value, row.met_by, row.days_late, row.days_frozen, *days)
            )
        return found

    assert told(then, 400) == told(now, 0)


@given(judged())
def test_until_stable_until_the_schedule_reads_the_same_every_day(case):
    data, as_of = case
    schedule = judge(data, as_of)
    here = lines(schedule, days_over=False)
    end = schedule.stable_until or as_of + 400 * DAY
    walked = min((end - as_of).days, 20)
    for passed in range(1, walked):
        day = as_of + passed * DAY
        assert lines(judge(data, day), days_over=False) == here, f"reads differently on {day}"
    if (end - as_of).days > walked:  # a long calm: its last days too
        for day in (end - DAY, end - 2 * DAY):
            assert lines(judge(data, day), days_over=False) == here, f"reads differently on {day}"


@given(judged())
def test_a_fact_recorded_later_than_known_at_is_as_good_as_none(case):
    data, as_of = case
    late_entry = {
        "id": "late",
        "on": min(dates_of(data)).isoformat(),
        "outcome": "seen",
        "place": "home",
        "entry": "obtained",
        "purposes": ["welfare"],
        "recorded_on": (as_of + DAY).isoformat(),
    }
    more = {**data, "visits": [*data.get("visits", []), late_entry]}
    assert lines(judge(more, as_of, known_at=as_of)) == lines(judge(data, as_of, known_at=as_of))


@given(judged(), st.data())
def test_a_withdrawn_fact_is_as_good_as_none(case, draw):
    data, as_of = case
    names = [name for name, value in data.items() if isinstance(value, list) and value and name != "visits"]
    assume(names)
    name = draw.draw(st.sampled_from(names))
    fact = draw.draw(st.sampled_from(data[name]))
    less = {**data, name: [each for each in data[name] if each is not fact]}
    gone = {**data, name: [*data[name], {**fact, "withdrawn": True, "recorded_on": "2027-12-31"}]}
    note(f"withdrawn: {name}")
    assert lines(judge(gone, as_of)) == lines(judge(less, as_of))


@given(judged(), st.integers(1, 30))
def test_an_earlier_known_at_of_facts_all_known_changes_nothing(case, days):
    data, as_of = case
    known = max([*dates_of(data), as_of]) + days * DAY
    assert lines(judge(data, as_of, known_at=known)) == lines(judge(data, as_of))


@pytest.mark.parametrize("book", [LAW, PRACTICE], ids=["law", "practice"])
@given(records())
def test_judging_twice_gives_the_same(book, data):
    as_of = max(dates_of(data))
    assert lines(judge(data, as_of, book)) == lines(judge(data, as_of, book))


@given(st.lists(records(), min_size=2, max_size=4), st.data())
def test_reviews_of_a_split_register_joined_equal_one_review(register, draw):
    reviewing = pytest.importorskip("supervise.reviewing")
    people = [read({**data, "id": f"A{place}"}) for place, data in enumerate(register)]
    as_of = dt.date(2024, 6, 1)
    cut = draw.draw(st.integers(0, len(people)))
    whole = list(reviewing.review_register(people, PRACTICE, as_of=as_of))
    parts = [
        *reviewing.review_register(people[:cut], PRACTICE, as_of=as_of),
        *reviewing.review_register(people[cut:], PRACTICE, as_of=as_of),
    ]
    assert [told(each) for each in parts] == [told(each) for each in whole]


@given(st.lists(records(), min_size=3, max_size=3), st.permutations(range(3)))
def test_partial_summaries_merge_in_any_order(register, order):
    reviewing = pytest.importorskip("supervise.reviewing")
    partials = []
    for place, data in enumerate(register):
        results = reviewing.review_register([read({**data, "id": f"A{place}"})], PRACTICE, as_of=dt.date(2024, 6, 1))
        list(results)
        partials.append(results.summary)
    first, second, third = partials
    one, two, three = (partials[place] for place in order)
    assert one.merge(two).merge(three) == first.merge(second.merge(third))


def told(review):
    """Return what a review says of one offender."""
    return review.offender, lines(review.schedule), [(flag.code, flag.severity) for flag in review.flags]
