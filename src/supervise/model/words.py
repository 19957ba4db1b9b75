"""The closed sets of words of the register: one `Literal` each, the only place where they are listed.

The types, the JSON Schema, the checks of the readers and the hints of the fault messages all come from here.
A set is extended only by a new version of the schema; the words are those of the register's published format.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final, Literal

__all__ = [
    "AddressKind",
    "Agency",
    "Band",
    "Basis",
    "DecisionKind",
    "DecisionOutcome",
    "Disposal",
    "Entry",
    "HomeKind",
    "ItemKind",
    "ManagerRole",
    "MeetingKind",
    "Method",
    "Mode",
    "OrderKind",
    "Place",
    "Purpose",
    "Relation",
    "ReviewKind",
    "StatusKind",
    "Subject",
    "Tool",
    "VisitOutcome",
    "hint_at",
    "name_meant",
    "nearest",
]

Basis = Literal["conviction", "insanity_finding", "disability_finding", "caution", "order", "foreign"]

Disposal = Literal[
    "life_imprisonment",
    "public_protection",
    "imprisonment",
    "extended_sentence",
    "suspended_sentence",
    "detention_and_training",
    "restricted_hospital_order",
    "hospital_order",
    "caution",
    "conditional_discharge",
    "absolute_discharge",
    "community_order",
    "youth_rehabilitation_order",
    "payback_order",
    "lifelong_restriction",
    "fine",
    "referral_order",
    "other",
]

Relation = Literal["concurrent", "consecutive", "partly_concurrent"]

Mode = Literal["active", "reactive"]

VisitOutcome = Literal["seen", "not_seen", "no_reply", "refused", "cancelled", "planned"]

Place = Literal["home", "place_found", "station", "office", "other", "phone", "video"]

Entry = Literal["obtained", "refused", "not_sought"]

Purpose = Literal[
    "compliance_check",
    "confirm_residence",
    "protection",
    "monitor_risk",
    "information",
    "detect_offence",
    "welfare",
    "risk_assessment",
]

# What a notification or a change is about.
Subject = Literal[
    "name",
    "home_address",
    "qualifying_stay",
    "release",
    "child_household",
    "account",
    "card",
    "identity_document",
    "other",
]

HomeKind = Literal["sole_or_main", "place_found"]

Method = Literal["station", "home", "remote"]

StatusKind = Literal["custody", "hospital", "abroad", "missing", "deceased", "transferred_out", "not_subject"]

AddressKind = Literal["main", "other", "place_found", "child_household"]

OrderKind = Literal[
    "shpo",
    "interim_shpo",
    "sopo",
    "interim_sopo",
    "sro",
    "interim_sro",
    "rsho",
    "foreign_travel_order",
    "notification_order",
    "voo",
    "interim_voo",
    "parental_direction",
    "continuation_order",
]

ItemKind = Literal["prohibition", "requirement", "foreign_travel", "electronic_monitoring", "device_check"]

Tool = Literal["arms", "oasys", "osp_c", "osp_i", "osp_dc", "osp_iic", "rm2000", "judgement"]

Band = Literal["low", "medium", "high", "very_high"]

Agency = Literal["police", "probation", "youth", "health"]

ManagerRole = Literal["lead", "second"]

ReviewKind = Literal["supervisor", "plan", "intelligence", "reactive", "level", "marker"]

DecisionKind = Literal["warrant", "breach", "return_to_active", "order_end", "indefinite_review"]

DecisionOutcome = Literal["granted", "refused", "no_action", "arrest", "charge", "continue", "end"]

# Which outcome belongs to which kind of decision: a fact is taken as it is, and a check says where they do not agree.
OUTCOMES: dict[DecisionKind, frozenset[DecisionOutcome]] = {
    "warrant": frozenset({"granted", "refused", "no_action", "arrest"}),
    "breach": frozenset({"charge", "no_action", "arrest"}),
    "return_to_active": frozenset({"granted", "continue"}),
    "order_end": frozenset({"continue", "end"}),
    "indefinite_review": frozenset({"continue", "end"}),
}

MeetingKind = Literal["level_2", "level_3", "professionals"]


# One slip in a word of four letters leaves three quarters of it; `risk` and `trips` share two thirds by chance.
_NEAR: Final = 0.7


def hint_at(word: str, known: Sequence[str]) -> str:
    """Return what is said of an unknown word: the known one most like it, or where none is near all of them.

    >>> hint_at("No reply", ("seen", "no_reply"))
    'nearest known word: no_reply'
    >>> hint_at("xyz", ("seen", "no_reply"))
    'known words: seen, no_reply'
    """
    near = nearest(word, known)
    return f"nearest known word: {near}" if near else f"known words: {', '.join(known)}"


# What people call the fields and arrays of a register, and the names that may be meant: the first that there is.
_MEANT: Final = {
    name: tuple(meant.split())
    for names, meant in (
        ("date day occurred_on happened_on event_date", "on from"),
        ("start starts start_date started_on begin begins since from_date date_from", "from"),
        ("end ends end_date ended_on to to_date date_to", "until ends_on"),
        ("time hour", "at from_at"),
        ("type category kind", "kind category about outcome tool basis mode level"),
        ("reason reasons", "reason_code purposes about kind"),
        ("departure departure_date departed_on leaves_on", "departs_on"),
        ("return return_date returned back_on", "returned_on"),
        ("birth_date date_of_birth dob birthdate", "born_on"),
        ("birthday birth_month birth_day", "birth_month_day"),
        ("contacts home_visits contact", "visits"),
        ("custody hospital absences states", "statuses"),
        ("travel journeys travels", "trips"),
        ("convictions offences sentences", "registrations"),
        ("reports reported notices", "notifications"),
        ("risk risk_levels tiers tier", "levels"),
        ("moves", "changes"),
        ("conviction_date convicted", "convicted_on"),
        ("sentence_months term_months sentence", "terms"),
    )
    for name in names.split()
}


def name_meant(key: str, known: Iterable[str]) -> str | None:
    """Return the name of a field that is meant by a key, or the known one most like it; None if none is near.

    >>> name_meant("date", ("id", "on")), name_meant("outcom", ("id", "outcome")), name_meant("xyz", ("id",))
    ('on', 'outcome', None)
    """
    names = sorted(known)
    return next((name for name in _MEANT.get(key.lower(), ()) if name in names), None) or nearest(key, names)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, or None if none is near.

    Case, spaces and hyphens are looked through. The words are compared in alphabetical order: the hint does
    not depend on the order of a set.

    >>> nearest("No reply", ("seen", "no_reply", "refused"))
    'no_reply'
    >>> nearest("xyz", ("seen", "no_reply")) is None
    True
    """
    # Long texts are no misspelt words, and comparing them would cost time without end.
    if len(word) > 64:
        return None
    plain = word.strip().lower().replace(" ", "_").replace("-", "_")
    close = get_close_matches(plain, sorted(known), n=1, cutoff=_NEAR)
    return close[0] if close else None
