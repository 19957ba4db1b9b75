"""The nouns of the rule language: which array of a register each names, its kind field and its date field.

What fields an array has, and which words a field may hold, is read from the classes of the facts themselves.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Annotated, Any, get_args, get_origin

import attrs
from attrs import frozen

from supervise.model.facts import json_name
from supervise.model.forms import Form, TimeOfDay, without_none
from supervise.model.offender import ARRAYS

__all__ = [
    "EVENT_KINDS",
    "KIND_NOT_GIVEN",
    "NOTIFICATION_KINDS",
    "NOUNS",
    "OF_THE_OFFENDER",
    "STATE_PREFIXES",
    "Noun",
    "entry_kinds_of",
    "fields_of",
    "form_of",
    "shape_of",
    "words_of",
]


@frozen
class Noun:
    """One noun: the array it stands for, the field its kind is in, and the field that dates it.

    >>> NOUNS["trip"].at
    'departs_on'
    """

    array: str
    kind: str | None
    at: str


NOUNS: dict[str, Noun] = {
    "registration": Noun("registrations", "basis", "convicted_on"),
    "level": Noun("levels", "level", "from_"),
    "assessment": Noun("assessments", "tool", "on"),
    "plan": Noun("plans", "mode", "from_"),
    "visit": Noun("visits", "outcome", "on"),
    "notification": Noun("notifications", "kind", "on"),
    "change": Noun("changes", "about", "on"),
    "status": Noun("statuses", "kind", "from_"),
    "address": Noun("addresses", "kind", "from_"),
    "stay": Noun("stays", None, "from_"),
    "trip": Noun("trips", None, "departs_on"),
    "order": Noun("orders", "kind", "made_on"),
    "manager": Noun("managers", "agency", "from_"),
    "mappa": Noun("mappa", "level", "from_"),
    "review": Noun("reviews", "kind", "on"),
    "meeting": Noun("meetings", "kind", "on"),
    "decision": Noun("decisions", "kind", "on"),
    "transfer": Noun("transfers", None, "accepted_on"),
    "set_date": Noun("set_dates", "rule", "on"),
    "event": Noun("events", "kind", "on"),
}

# A state is written with its kind of fact before the dot (`order.shpo`); a bare word is a kind of status,
# a span, or a state that the book itself names under `[states]`.
STATE_PREFIXES = ("address", "manager", "mappa", "order", "plan")

# In the place of a field that groups events: all of the offender are one group.
OF_THE_OFFENDER = "offender"

# The kinds of `events` that the formats name. The set is open: a rulebook may use any other word.
EVENT_KINDS = (
    "arrest",
    "breach_established",
    "breach_suspected",
    "child_risk",
    "device_check",
    "enquiry",
    "intelligence",
    "national_record",
    "offence",
    "trigger",
)

# The kinds of notifications that the formats name; other books name their own.
NOTIFICATION_KINDS = (
    "s83",
    "s84",
    "s84_advance",
    "s84_non_occurrence",
    "s85",
    "s85a",
    "s86_change",
    "s86_departure",
    "s86_return",
)

# What a field may hold, as messages say it.
DATE, NUMBER, TRUTH, TIME, LIST, TEXT = "a date", "a number", "true or false", "a time of day", "a list", "text"
_PLAIN: dict[object, str] = {dt.date: DATE, int: NUMBER, bool: TRUTH}

# `visit.not_given`: the facts of an array that do not give their kind.
KIND_NOT_GIVEN = "not_given"


@cache
def fields_of(array: str) -> frozenset[str]:
    """Return the keys of the facts of an array, as a register writes them.

    >>> "from" in fields_of("levels"), "outcome" in fields_of("levels")
    (True, False)
    """
    return frozenset(json_name(field.name) for field in attrs.fields(ARRAYS[array]))


@cache
def shape_of(array: str, key: str) -> str | None:
    """Return what a field of an array holds, in words; None if the array has no such field.

    >>> shape_of("visits", "on"), shape_of("visits", "purposes"), shape_of("trips", "purposes")
    ('a date', 'a list', None)
    """
    kinds = [field.type for field in attrs.fields(ARRAYS[array]) if json_name(field.name) == key]
    return _shape(kinds[0]) if kinds else None


def _shape(kind: Any) -> str:
    inner, _ = without_none(kind)
    if get_origin(inner) is tuple:
        return LIST
    if inner == TimeOfDay:
        return TIME
    plain = get_args(inner)[0] if get_origin(inner) is Annotated else inner
    return _PLAIN.get(plain, TEXT)


@cache
def words_of(array: str, key: str) -> tuple[str, ...] | None:
    """Return the closed set of words of a field, alone or in a list; None if it is not a closed set.

    >>> words_of("plans", "mode"), words_of("events", "kind") is None
    (('active', 'reactive'), True)
    """
    kinds = [field.type for field in attrs.fields(ARRAYS[array]) if json_name(field.name) == key]
    return _words(kinds[0]) if kinds else None


@cache
def form_of(array: str, key: str) -> Form | None:
    """Return the form that every text in a field has, alone or in a list; None if it may have any.

    >>> form_of("events", "kind").fits("home_check"), form_of("events", "kind").fits("Home-check")
    (True, False)
    """
    kinds = [field.type for field in attrs.fields(ARRAYS[array]) if json_name(field.name) == key]
    inner, _ = without_none(kinds[0] if kinds else None)
    if get_origin(inner) is tuple:
        inner = get_args(inner)[0]
    return next((each for each in get_args(inner) if isinstance(each, Form)), None)


@cache
def entry_kinds_of(array: str, key: str) -> tuple[str, ...] | None:
    """Return the closed set of kinds that the entries of a list field may be of; None if there is none.

    >>> "foreign_travel" in entry_kinds_of("orders", "items"), entry_kinds_of("orders", "kind")
    (True, None)
    """
    kinds = [field.type for field in attrs.fields(ARRAYS[array]) if json_name(field.name) == key]
    for entry in get_args(kinds[0])[:1] if kinds else ():
        if attrs.has(entry):
            return next((_words(field.type) for field in attrs.fields(entry) if field.name == "kind"), None)
    return None


def _words(kind: Any) -> tuple[str, ...] | None:
    inner, _ = without_none(kind)
    if get_origin(inner) is tuple:
        inner = get_args(inner)[0]
    # Words of a closed set are a `Literal` of texts; anything else may hold what it likes.
    words = get_args(inner)
    return words if words and all(type(word) is str for word in words) else None
