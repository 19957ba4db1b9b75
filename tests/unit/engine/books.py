"""Small books and offenders: everything the engine asks for is filled in, so that a test shows the one thing it is about."""

import datetime as dt

import attrs

from supervise.dates import Calendar
from supervise.engine.outcomes import Outcomes
from supervise.engine.schedule import Schedule, evaluate
from supervise.engine.standing import told
from supervise.engine.timeline import Workforce
from supervise.model import Offender
from supervise.rules import Rulebook, load_rulebook

HEAD = {
    "format": 1,
    "id": "small",
    "version": "2026.1",
    "title": "A small book",
    "jurisdiction": "nowhere",
    "conventions": {
        "month_end": "the last day of the month",
        "leap_day": "28 February",
        "leap_birthday": "1 March",
        "end_day": "no longer in the state",
        "zone": "Europe/London",
    },
    "levels": {"scale": ["low", "medium", "high", "very_high"]},
    "sources": {"s": {"title": "A source"}},
}
HEADED = {"duty_of": "police", "authority": "LAW", "source": "s"}

# Ten days after each event of kind k.
ONCE = {
    "id": "r",
    "duty": "do it",
    **HEADED,
    "one_per": "event.k",
    "anchor": "start",
    "cadence": "once",
    "counting": "after",
    "regime": [{"within": "10 days"}],
}

# Every ten days after the last event of kind done, from the first of kind k on.
ROLLING = ONCE | {
    "one_per": "offender",
    "anchor": {"last": "event.done", "else": "event.k"},
    "cadence": "rolling",
    "met_by": "event.done",
    "rebased_by": "what meets it",
    "regime": [{"every": "10 days"}],
}

# Every ninety days from the first event of kind k, met by one of kind done.
GRID = ONCE | {
    "one_per": "offender",
    "anchor": "event.k",
    "cadence": "grid",
    "late": "fills the oldest",
    "met_by": "event.done",
    "regime": [{"every": "90 days"}],
}

# From the day of each registration, for five years.
SPAN = {
    "id": "span",
    "one_per": "registration",
    "start": {"field": "convicted_on"},
    "counting": "beginning with",
    "source": "s",
    "length": [{"lasts": "5 years"}],
}

# Closed at weekends and on New Year's Day, known for January 2026 alone.
JANUARY = Calendar.from_dict(
    {
        "name": "january",
        "closed_weekdays": ["saturday", "sunday"],
        "closed_days": ["2026-01-01"],
        "covers": ["2026-01-01", "2026-01-31"],
    }
)


#: Conventions by which the day after the last of a short month stands for the day it lacks.
NEXT_DAY = HEAD["conventions"] | {"month_end": "the first day of the next month", "leap_day": "1 March"}


def book(*rules, calendar=None, **parts) -> Rulebook:
    """Return a book with these rules, each completed from `ONCE`; `parts` are other keys of the file."""
    named = [{"id": f"r{place}"} if place else {} for place in range(len(rules))]
    whole = [ONCE | name | rule for name, rule in zip(named, rules, strict=True)]
    # A key of `ONCE` that a rule must not have is given as None.
    given = [{key: value for key, value in rule.items() if value is not None} for rule in whole]
    return load_rulebook(HEAD | {"rule": given} | parts, calendar=calendar)


def rolling(**changes) -> dict:
    """Return a rolling rule."""
    return ROLLING | changes


def by_level(**lengths) -> dict:
    """Return a regime with one length a level; levels left out have the length of the one before."""
    given, last = {}, "10 days"
    for level in HEAD["levels"]["scale"]:
        last = given[level] = lengths.get(level, last)
    return {"by": "level", "every": given}


def events(kind="k", **days) -> list[dict]:
    """Return events of one kind, each an id and a day, or a day with a time after a T."""
    return [
        {"id": name, "kind": kind, "on": day[:10]} | ({"at": day[11:]} if "T" in day else {})
        for name, day in days.items()
    ]


def levels(**days) -> list[dict]:
    """Return levels, each with the day it holds from."""
    return [{"id": f"l-{level}", "level": level, "from": day} for level, day in days.items()]


def states(kind="custody", **runs) -> list[dict]:
    """Return statuses of one kind, each an id and a first day with the day it ended after a slash, if it did."""
    made = []
    for name, run in runs.items():
        start, _, end = run.partition("/")
        made.append({"id": name, "kind": kind, "from": start} | ({"until": end} if end else {}))
    return made


def day(text) -> dt.date:
    """Return the date of a text."""
    return dt.date.fromisoformat(text)


def offender(**facts) -> Offender:
    """Return the offender x1 with these facts, none of which may be set aside."""
    made = Offender.from_dict({"id": "x1"} | facts)
    assert not made.faults, made.faults
    # A misspelt key would be a note; that a day is one that systems write for none is what some tests are about.
    assert {each.kind for each in made.notes} <= {"placeholder date"}, made.notes
    return made


def judged(rules, as_of, *, known_at=None, until=None, trained=None, **facts) -> Schedule:
    """Return the schedule of an offender with these facts at the end of a day; `rules` is a book or one rule."""
    return evaluate(
        offender(**facts),
        book(rules) if isinstance(rules, dict) else rules,
        as_of=day(as_of),
        known_at=None if known_at is None else day(known_at),
        until=None if until is None else day(until),
        workforce=None if trained is None else Workforce(trained),
    )


def shown(schedule, *names, rule="r") -> list:
    """Return these fields of every occurrence of a rule, as text: tuples, or values where one is asked for."""
    rows = [tuple(_text(getattr(row, name)) for name in names) for row in schedule.of_rule(rule)]
    return [row[0] for row in rows] if len(names) == 1 else rows


def _text(value):
    if isinstance(value, dt.date):
        return value.isoformat()
    return getattr(value, "value", value)


def stands(schedule, rule="r") -> list:
    """Return the status and due of every occurrence of a rule."""
    return shown(schedule, "status", "due", rule=rule)


def with_rows(schedule, rows) -> Schedule:
    """Return the schedule with these occurrences instead of its own."""
    outcomes = Outcomes(told)
    for row in rows:
        outcomes.add(row.rule, [(row, None)])
    return attrs.evolve(schedule, outcomes=outcomes)
