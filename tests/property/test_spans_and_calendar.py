"""Laws of spans whose course is changed, of closed days, and of sums by the conventions of a book."""

import datetime as dt

from hypothesis import given, strategies as st

from supervise.dates import Calendar
from supervise.dates.corresponding import Corresponding, MissingDay
from supervise.engine.schedule import evaluate
from supervise.model import Offender
from supervise.rules.loading import load_rulebook

START = dt.date(2010, 6, 1)
DAY = dt.timedelta(days=1)
FOUR_CENTURIES = 146_097

HEAD = {
    "format": 1,
    "id": "small",
    "version": "1",
    "title": "Small",
    "jurisdiction": "nowhere",
    "conventions": {
        "month_end": "the last day of the month",
        "leap_day": "28 February",
        "leap_birthday": "1 March",
        "end_day": "no longer in the state",
        "zone": "UTC",
    },
    "levels": {"scale": ["low", "high"]},
    "sources": {"s": {"title": "A source"}},
}
SPAN = {
    "id": "held",
    "one_per": "registration",
    "start": {"field": "convicted_on"},
    "counting": "beginning with",
    "source": "s",
    "length": [{"lasts": "2 years"}],
}
PLAIN = load_rulebook(HEAD | {"span": [SPAN]})
TOLLED = load_rulebook(HEAD | {"span": [SPAN | {"toll": {"in": ["custody", "hospital"], "effect": "add the days"}}]})
CHANGED = load_rulebook(
    HEAD
    | {
        "span": [
            SPAN
            | {
                "counting": "after",
                "toll": [
                    {"in": "custody", "effect": "add the days", "longer_than": "20 days", "until": "event.told"},
                    {"in": "hospital", "effect": "starts at the end"},
                ],
                "reset_by": "event.again",
                "extended_by": {"of": "event.failure", "by": "6 months"},
                "shortened": {"by": "1 year", "after": "1 year", "without": "event.failure", "needs": "event.course"},
            }
        ]
    }
)


def day(number):
    return (START + number * DAY).isoformat()


@st.composite
def statuses(draw, *, ended=False):
    made = []
    for place in range(draw(st.integers(0, 4))):
        start = draw(st.integers(-60, 1200))
        fact = {"id": f"s{place}", "kind": draw(st.sampled_from(["custody", "hospital"])), "from": day(start)}
        if ended or draw(st.booleans()):
            fact["until"] = day(start + draw(st.integers(0, 400)))
        made.append(fact)
    return made


def happenings(kinds):
    each = st.tuples(st.sampled_from(kinds), st.integers(-30, 1500))
    return st.lists(each, max_size=5).map(
        lambda found: [{"id": f"e{place}", "kind": kind, "on": day(on)} for place, (kind, on) in enumerate(found)]
    )


def extent(book, as_of=START + 3000 * DAY, **facts):
    """Return the only extent of a registration of the first day."""
    data = {"id": "x", "registrations": [{"id": "r", "convicted_on": START.isoformat()}], **facts}
    (found,) = evaluate(Offender.from_dict(data), book, as_of=as_of).extents
    return found


@given(statuses(ended=True))
def test_days_that_do_not_count_are_those_left_out_when_counting_day_by_day(facts):
    left = extent(PLAIN).last - START.toordinal() + 1
    last = START.toordinal() - 1
    while left:
        last += 1
        left -= not any(each["from"] <= dt.date.fromordinal(last).isoformat() < each["until"] for each in facts)
    found = extent(TOLLED, statuses=facts)
    assert (found.last, found.excluded) == (last, last - found.base)


@given(statuses(), statuses())
def test_more_time_in_a_state_never_ends_a_span_earlier(facts, more):
    added = [*facts, *({**each, "id": f"more-{each['id']}"} for each in more)]
    assert extent(TOLLED, statuses=added).last >= extent(TOLLED, statuses=facts).last


@given(happenings(["again", "failure"]), happenings(["again", "failure"]))
def test_one_more_reset_or_breach_never_ends_a_span_earlier(facts, more):
    added = [*facts, *({**each, "id": f"more-{each['id']}"} for each in more)]
    assert extent(CHANGED, events=added).last >= extent(CHANGED, events=facts).last


@given(statuses(), happenings(["again", "failure", "told", "course"]), st.integers(0, 1600))
def test_until_stable_until_a_span_reads_the_same_and_the_order_of_facts_is_nothing(held, done, days):
    facts = {"id": "x", "registrations": [{"id": "r", "convicted_on": START.isoformat()}]}
    facts |= {"statuses": held, "events": done}
    turned = facts | {"statuses": held[::-1], "events": done[::-1]}
    as_of = START + days * DAY
    first = evaluate(Offender.from_dict(facts), CHANGED, as_of=as_of)
    said = _said(first)
    assert said == _said(evaluate(Offender.from_dict(turned), CHANGED, as_of=as_of))
    until = first.stable_until
    last = as_of + 400 * DAY if until is None else until - DAY
    for later in {as_of + (last - as_of) // 2, last}:
        assert said == _said(evaluate(Offender.from_dict(facts), CHANGED, as_of=later))


def _said(schedule):
    return [(each.first, each.holds, each.last, each.excluded) for each in schedule.extents]


# ── closed days ─────────────────────────────────────────────────────────────────────────────────────────────────

ONCE = {
    "duty": "do it",
    "duty_of": "police",
    "authority": "LAW",
    "source": "s",
    "one_per": "event.k",
    "anchor": "start",
    "cadence": "once",
    "counting": "after",
}


@given(
    st.integers(0, 300),
    st.sampled_from(["3 days", "1 month", "90 days"]),
    st.sets(st.integers(0, 6), max_size=6),
    st.sets(st.integers(0, 420), max_size=60),
)
def test_a_rolled_day_is_the_nearest_open_one_on_its_side_and_never_before_the_duty_opens(on, length, weekly, closed):
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    calendar = Calendar.from_dict(
        {
            "name": "made up",
            "closed_weekdays": [names[each] for each in sorted(weekly)],
            "closed_days": [day(each) for each in sorted(closed)],
            "covers": [day(-400), day(900)],
        }
    )
    rules = [
        ONCE | {"id": id_, "regime": [{"within": length} | more]}
        for id_, more in (("as-is", {}), ("next", {"roll": "next open day"}), ("back", {"roll": "previous open day"}))
    ]
    book = load_rulebook(HEAD | {"rule": rules}, calendar=calendar)
    offender = Offender.from_dict({"id": "x", "events": [{"id": "e", "kind": "k", "on": day(on)}]})
    due = {row.rule: row.due_day for row in evaluate(offender, book, as_of=START).all_obligations}
    opens, plain = (START + on * DAY).toordinal(), due["as-is"]
    later = next(each for each in range(plain, plain + 500) if calendar.is_open(each))
    earlier = next(each for each in range(plain, opens - 1, -1) if each == opens or calendar.is_open(each))
    assert (due["next"], due["back"]) == (later, earlier)


@given(
    st.sampled_from(MissingDay),
    st.sampled_from(MissingDay),
    st.integers(700_000, 740_000),
    st.integers(0, 60),
    st.integers(0, 40),
)
def test_sums_by_any_convention_shift_with_the_calendar_and_part_by_a_day_at_most(
    month_end, leap_day, on, months, days
):
    sums = Corresponding(month_end=month_end, leap_day=leap_day)
    for count in (sums.after, sums.beginning_with, sums.before):
        found = count(on, months=months, days=days)
        assert count(on + FOUR_CENTURIES, months=months, days=days) == found + FOUR_CENTURIES
    after, inclusive = (count(on, months=months, days=days) for count in (sums.after, sums.beginning_with))
    # The first day counts or does not; where a month lacks the day, the two may fall together.
    assert after - inclusive in (0, 1)
