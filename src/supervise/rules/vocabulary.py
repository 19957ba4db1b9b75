"""The nouns of the rule language: which array of a register each names, its kind field and its date field."""

from __future__ import annotations

from attrs import frozen

__all__ = ["NOUNS", "STATE_PREFIXES", "Noun"]


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
