"""The smallest book that is whole, as plain data, and what is wrong with one that is not."""

from supervise.errors import RulebookLoadError
from supervise.rules import load_rulebook

CONVENTIONS = {
    "month_end": "the last day of the month",
    "leap_day": "28 February",
    "leap_birthday": "1 March",
    "end_day": "no longer in the state",
    "zone": "Europe/London",
}
RULE = {
    "id": "R-1",
    "duty": "do it",
    "duty_of": "police",
    "authority": "NATIONAL",
    "source": "s",
    "one_per": "trip",
    "anchor": "start",
    "cadence": "once",
    "counting": "after",
    "regime": [{"within": "10 days"}],
}
ROLLING = {
    **RULE,
    "one_per": "offender",
    "anchor": {"last": "visit", "else": "notification.s83"},
    "cadence": "rolling",
    "met_by": "visit",
    "rebased_by": "what meets it",
    "regime": [{"every": "3 months"}],
}
COUNTDOWN = {
    **{key: value for key, value in RULE.items() if key != "regime"},
    "one_per": {"span": "held"},
    "anchor": {"span_end": "held"},
    "cadence": "countdown",
    "leads": ["90 days", "30 days"],
}
SPAN = {
    "id": "held",
    "one_per": "registration",
    "start": {"field": "convicted_on"},
    "counting": "beginning with",
    "source": "s",
    "length": [{"lasts": "5 years"}],
}
BY_LEVEL = {"by": "level", "every": {"low": "12 months", "high": "3 months"}}
FOLLOWED = {"stricter": "from the last, not before the change", "laxer": "keep the pending"}

# Parts that cannot be read, and without which nothing can be said of the rest of a book.
TOO_LITTLE = [
    {"rulle": []},
    {"levels": {"scale": 3}},
    {"conventions": {}},
    {"calendar": 3},
    {"leaves_out": [3]},
    {"define": 3},
    {"group": [3]},
    {"group": 3},
    {"group": [{"of": ["R-1"]}]},
    {"span": [SPAN | {"id": 3}]},
]


def book(*rules, without=(), **parts):
    """A book with these rules; `parts` are other keys of the file, `without` keys left out."""
    data = {
        "format": 1,
        "id": "own",
        "version": "2026.1",
        "title": "A small book",
        "jurisdiction": "nowhere",
        "conventions": CONVENTIONS,
        "levels": {"scale": ["low", "high"]},
        "sources": {"s": {"title": "A source"}},
        "rule": list(rules),
        **parts,
    }
    return {key: value for key, value in data.items() if key not in without}


def related():
    """A book in which rules hang on each other, events on what adds up, and states on events."""
    made = {"source": "s"}
    stays = {**made, "of": "stay", "reach": 3, "group": "address_id"}
    newest = {"each": "event.k", "until_next": True}
    return book(
        RULE | {"id": "R-1", "one_per": newest, "in_force": {"from": "2020-01-01", "until": "2040-12-31"}},
        RULE | {"id": "R-2", "one_per": {"occurrence_of": "R-1", "outcome": "missed"}},
        RULE | {"id": "R-3", "anchor": {"met_of": "R-1", "which": "first", "match": {"id": "id"}}, "off": True},
        RULE | {"id": "R-4", "one_per": {"span": "held"}, "anchor": {"next_birthday": {"span_end": "held"}}},
        RULE | {"id": "R-5", "gate": {"count": {"of": "trip", "in": "calendar year", "at_most": 4}}},
        RULE | {"id": "R-6", "gate": {"not": {"other": {"rule": "R-1", "status": "met", "opens_within": "2 months"}}}},
        span=[SPAN],
        derive=[
            stays | {"id": "row", "kind": "presence in days", "consecutive": True, "fires": "again after a break"},
            stays | {"id": "nights", "kind": "presence in nights", "within": "60 days", "skips": ["custody"]},
            stays | {"id": "year", "kind": "presence in days", "in": "calendar year", "counting": "after"},
            made | {"id": "third", "kind": "count", "of": "event.k", "reach": 3, "within": "calendar month"},
            made
            | {"id": "silent", "kind": "gap", "of": "event.k", "ended_by": "visit", "reach": "31 days"}
            | {"every": "1 month", "counting": "beginning with"},
            made | {"id": "sixteen", "kind": "age", "reach": 16},
        ],
        states={
            "away": ["custody", "hospital"],
            "waiting": {"from": "event.k", "until": "assessment"},
            "own": {"of": "status.custody", "where": {"evidence": "set"}},
        },
        group=[{"id": "g", "of": ["R-1", "R-2"], "governs": "the earliest due"}],
    )


def ruled(base=RULE, without=(), **changes):
    """A book of one rule, changed."""
    return book({key: value for key, value in (base | changes).items() if key not in without}, span=[SPAN])


def faults(data):
    """What is wrong with a book; nothing if it loads."""
    try:
        load_rulebook(data)
    except RulebookLoadError as error:
        return list(error.problems)
    return []
