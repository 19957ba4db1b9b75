"""Conditions of drawn rulebooks: tests on the offender, on a fact, on an occurrence, and on the fields of a visit."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from supervise.testing.strategies.books.words import Case, Plain
from supervise.testing.strategies.drawing import Draw, maybe, one_of, sampled, table

__all__ = ["count_stretch", "daily_test", "single_test", "where_visit"]


def daily_test(draw: Draw, base: dt.date) -> Plain:
    """A test on the offender whose answer may change from day to day."""
    return draw(
        sampled(
            [
                {"level": "high"},
                {"mode": "reactive"},
                {"plan_interval": "set"},
                {"in": "custody"},
                {"not_in": ["custody", "waiting"]},
                {"last_notified_home": "place_found"},
                {"lead_agency": "probation"},
                {"any": [{"level": "high"}, {"in": "abroad"}]},
                {"not": {"mode": "active"}},
                {"after": "event.other"},
                {"since": (base + dt.timedelta(days=40)).isoformat()},
                {"not": {"before": (base + dt.timedelta(days=15)).isoformat()}, "level": "high"},
            ]
        )
    )


def single_test(draw: Draw, case: Case, base: dt.date, helper: bool) -> Plain:
    """A test that is read once: of the fact, of the occurrence, of what happened by its day."""
    tests = [
        {"since": base.isoformat()},
        {"before": (base + dt.timedelta(days=60)).isoformat()},
        {"count": table(of="event.done", at_least=draw(st.integers(1, 2)), **count_stretch(draw))},
        {"count": {"of": "event.k", "at_most": 2}},
    ]
    tests.append({"all": [{"since": base.isoformat()}, {"not_in": ["held"]}]})
    if case["rolls"]:
        tests += [{"occurrence": draw(st.integers(1, 2))}] * 3
    if case["fact"] == "event":
        tests += [
            {"fact": {"kind": draw(one_of("k", "done"))}},
            {"fact": {"at": draw(one_of("set", "not set"))}},
            {"some": {"of": "event.done", "field": "on", "before": 5, "after": 10}},
            {"first_of": case["names"]},
            *[{"age": {"on": ["on"], "under": draw(one_of(18, 40))}}] * 3,
        ]
    if case["fact"] == "trip":
        tests += [{"gap": {"from": "known_on", "to": ["departs_on"], "less_than": 5}}] * 3
    if case["fact"] == "extent":
        tests += [{"indefinite": draw(sampled([True, False]))}] * 2 + [{"covered": {"span": "held"}}]
        tests.append({"covered": {"span": "held", "by": "event.done"}})
    if helper:
        other = {"rule": "base", "status": draw(one_of(["met"], ["open", "overdue", "missed"]))}
        tests.append({"other": table(**other, opens_within=maybe(draw, one_of("1 month", "20 days")))})
    return draw(sampled(tests))


def count_stretch(draw: Draw) -> Plain:
    """In all, in a unit of the calendar, or in a length that ends with the day."""
    return draw(
        sampled(
            [
                {},
                {"in": "calendar month"},
                {"in": "calendar quarter"},
                {"in": "calendar half-year"},
                {"in": "calendar year"},
                {"within": "60 days"},
                {"within": "12 months"},
            ]
        )
    )


def where_visit(draw: Draw) -> Plain:
    """Tests on the fields of a visit."""
    return draw(
        sampled(
            [
                {"place": "home"},
                {"place": {"not": ["station"]}},
                {"officers": {"other_than": ["the manager"]}},
                {"entry": {"words": ["obtained"], "unset_passes": True}},
                {"any": [{"place": "home"}, {"entry": "set"}]},
                {"not": {"outcome": "refused"}, "on_the_day": {"level": "high"}},
                {"around": {"of": "event.done", "field": "on", "before": 3, "after": 3}},
                {"all": [{"place": "home"}, {"purposes": "welfare"}]},
            ]
        )
    )
