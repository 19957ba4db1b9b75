"""Fixed series to begin a test with, each with the one thing that it is about left to say."""

from tests.unit.engine.books import GRID, SPAN, events, shown

# Grid days 1 April, 30 June, 28 September and 27 December 2026.
K = events(k="2026-01-01")
BLOCK = GRID | {"cadence": "block", "counting": "beginning with", "regime": [{"every": "30 days"}]}
CALENDAR = GRID | {
    "cadence": "block",
    "counting": None,
    "partial": "not required",
    "late": "does not count",
    "regime": [{"every": "calendar month"}],
}
MONTH = GRID | {
    "cadence": "month",
    "counting": None,
    "anchor": {"birth": "month"},
    "starts": {"after": "event.k", "by": "opens"},
    "regime": [{"every": "1 year"}],
}
OPENS = [{"every": "90 days", "opens": {"before": "10 days"}}]
SUBJECT = {"span": ["span"], "at_end": "lapse"}
TO_10_AUGUST = {"registrations": [{"id": "g", "convicted_on": "2025-08-11"}]}
YEAR = [SPAN | {"length": [{"lasts": "1 year"}]}]


def done(**days):
    return K + events("done", **days)


def windows(schedule):
    return [f"{opens}/{due}" for opens, due in shown(schedule, "opens", "due")]
