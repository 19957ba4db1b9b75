"""Made-up people: what they told and did, what the police recorded, and how it became known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from attrs import field, frozen
from hypothesis import strategies as st

from supervise.model import Offender
from supervise.testing.strategies.drawing import Draw, Fields, days, ends, facts, given, one_of, some
from supervise.testing.strategies.vocabulary import Vocabulary

__all__ = [
    "Entry",
    "dates_of",
    "entries",
    "histories",
    "judged",
    "offenders",
    "record_of",
    "records",
    "registers",
    "with_ids",
]

TIMES: Final = st.sampled_from([None, None, None, "00:00", "09:30", "23:30"])
_SUBJECTS: Final = ("name", "home_address", "qualifying_stay", "release", "child_household", "account")
_DISPOSALS: Final = (
    "community_order",
    "caution",
    "conditional_discharge",
    "imprisonment",
    "life_imprisonment",
    "absolute_discharge",
)
_BIRTHDAYS: Final = one_of("1980-02-29", "2006-02-28")
# How many facts of an array there are at most.
_MOST: Final = {"visits": 5, "notifications": 4, "statuses": 3, "levels": 3}
_MOST_OF_OTHERS: Final = 2
# One letter for the facts that others speak of: `v0` is the first visit.
_LETTERS: Final = {
    "registrations": "g",
    "orders": "r",
    "trips": "t",
    "changes": "c",
    "visits": "v",
    "decisions": "d",
    "events": "e",
}


def _registrations(day: st.SearchStrategy[str]) -> st.SearchStrategy[Fields]:
    """Convictions, cautions and orders that register someone, long and short."""
    term = facts(
        months=st.integers(1, 36), counts=one_of(True, True, False), relation=one_of(None, "consecutive", "concurrent")
    )
    return facts(
        basis=one_of("conviction", "conviction", "caution", "foreign"),
        relevant_on=day,
        convicted_on=st.none() | day,
        notice_given_on=st.none() | day,
        disposal=one_of(*_DISPOSALS),
        terms=st.lists(term, min_size=1, max_size=2),
        discharge_months=st.integers(6, 24),
        age_on_relevant_date=one_of(17, 40, 40),
        ended_on=st.none() | st.none() | day,
    )


def _dealings(vocabulary: Vocabulary, day: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[Fields]]:
    """What the offender told and did."""
    places = vocabulary.addresses
    return {
        "notifications": facts(
            kind=one_of(*vocabulary.notifications),
            on=day,
            at=TIMES,
            about=one_of(None, *_SUBJECTS),
            expected_on=st.none() | day,
            home_kind=one_of(None, "sole_or_main", "place_found"),
            for_=one_of(None, None, "c0", "t0", places[0]),
        ),
        "changes": facts(about=one_of(*_SUBJECTS), on=day, at=TIMES),
        "trips": facts(
            known_on=st.none() | day,
            departs_on=day,
            departs_at=TIMES,
            due_back_on=st.none() | day,
            returned_on=ends(day),
            cancelled_on=st.none() | st.none() | day,
        ),
        "stays": facts(address_id=one_of(None, *places), from_=day, from_at=TIMES, until=ends(day)),
        "addresses": facts(
            address_id=one_of(*places),
            kind=one_of("main", "main", "place_found", "child_household"),
            from_=day,
            until=ends(day),
            notified_on=st.none() | day,
            area=one_of(None, *vocabulary.forces),
        ),
        "statuses": facts(
            kind=one_of("custody", "custody", "hospital", "abroad", "missing", "not_subject", "deceased"),
            from_=day,
            until=ends(day),
        ),
    }


def _management(vocabulary: Vocabulary, day: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[Fields]]:
    """What the police recorded."""
    first = vocabulary.officers[0]
    supervisor = vocabulary.supervisors[0]
    return {
        "visits": facts(
            planned_on=st.none() | day,
            on=day,
            at=TIMES,
            outcome=one_of("seen", "seen", "seen", "no_reply", "refused", "planned", None),
            place=one_of("home", "home", "place_found", "station"),
            entry=one_of("obtained", "obtained", "refused", None),
            purposes=one_of(["compliance_check"], ["risk_assessment"], []),
            officers=one_of([first], list(vocabulary.officers[:2])),
            address_id=one_of(None, None, vocabulary.addresses[0]),
            recorded_on=st.none() | day,
            signed_off_on=st.none() | day,
            signed_off_by=one_of(first, supervisor),
        ),
        "levels": facts(level=one_of(*vocabulary.levels), from_=day),
        "plans": facts(
            from_=day,
            mode=one_of("active", "reactive", None),
            interval=one_of(None, "2 months", "6 weeks", "12 months"),
            approved_by=one_of(None, supervisor),
            reviewed_on=st.none() | day,
        ),
        "managers": facts(
            officer_id=one_of(*vocabulary.officers),
            agency=one_of("police", "police", "probation", None),
            role=one_of("lead", "lead", "second"),
            from_=day,
            until=ends(day),
        ),
        "assessments": facts(tool=one_of("arms", "arms", "oasys", "rm2000"), on=day, approved_on=st.none() | day),
    }


def _proceedings(vocabulary: Vocabulary, day: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[Fields]]:
    """Reviews, orders, transfers and whatever else rulebooks name."""
    first, supervisor = vocabulary.officers[0], vocabulary.supervisors[0]
    item = facts(kind=one_of("prohibition", "foreign_travel"), years=one_of(1, 2, 5))
    found = {
        "mappa": facts(level=one_of(1, 2, 3), from_=day, until=ends(day)),
        "reviews": facts(
            kind=one_of("supervisor", "plan", "intelligence", "reactive", "level", "marker"),
            on=day,
            by=one_of(None, first, supervisor),
        ),
        "meetings": facts(kind=one_of("level_2", "level_3"), on=day, minuted=one_of(True, True, None)),
        "decisions": facts(
            kind=one_of("warrant", "breach", "order_end", "return_to_active", "indefinite_review"),
            on=st.none() | day,
            by=one_of(first, supervisor),
            outcome=one_of("granted", "refused", "no_action", "continue", "end", None),
            received_on=st.none() | day,
            for_=one_of(None, "e0", "r0", "d0"),
        ),
        "transfers": facts(
            to=one_of(*vocabulary.forces), asked_on=day, accepted_on=ends(day), refused_on=st.none() | st.none() | day
        ),
        "orders": facts(
            kind=one_of("shpo", "sro", "interim_sro", "voo", "interim_shpo"),
            made_on=day,
            served_on=st.none() | day,
            in_force_on=st.none() | day,
            ends_on=ends(day),
            items=st.lists(item, max_size=1),
            until_further_order=one_of(None, True),
            discharged_on=st.none() | st.none() | day,
            replaces=one_of(None, "r0"),
        ),
        "events": facts(kind=one_of(*vocabulary.events), on=day, at=TIMES, for_=one_of(None, "d0", "v0")),
    }
    if vocabulary.rules:
        found["set_dates"] = facts(
            rule=one_of(*vocabulary.rules),
            on=day,
            set_on=st.none() | day,
            by=one_of(first),
            approved_by=one_of(None, supervisor),
        )
    return found


@lru_cache(maxsize=256)
def _arrays(vocabulary: Vocabulary, base: dt.date) -> Mapping[str, st.SearchStrategy[Fields]]:
    """A strategy for the facts of each array, the registrations aside; made once: that costs most of a draw."""
    day = days(base, vocabulary.last)
    return {**_dealings(vocabulary, day), **_management(vocabulary, day), **_proceedings(vocabulary, day)}


@frozen(kw_only=True)
class _Life:
    """What the facts of one record are drawn from, array by array."""

    names: st.SearchStrategy[list[str]]
    registrations: st.SearchStrategy[list[Fields]]
    first: Fields
    several: Mapping[str, st.SearchStrategy[list[Fields]]]
    day: st.SearchStrategy[str]


@lru_cache(maxsize=256)
def _life(vocabulary: Vocabulary, base: dt.date, arrays: frozenset[str] | None) -> _Life:
    held = _arrays(vocabulary, base)
    names = sorted(filter(vocabulary.keeps, held if arrays is None else arrays))
    day = days(base, vocabulary.last)
    more = some(_registrations(day), 2)
    # Nearly everyone is registered on the base day and notified soon after; the rest crowds around that.
    usual = {
        "basis": "conviction",
        "relevant_on": base.isoformat(),
        "disposal": "community_order",
        "age_on_relevant_date": 40,
    }
    return _Life(
        names=st.lists(st.sampled_from(names), max_size=7, unique=True) if names else st.just([]),
        registrations=more.map(lambda found: [usual, *found]) | more,
        first={"kind": vocabulary.notifications[0], "on": base.isoformat(), "home_kind": "sole_or_main"},
        several={name: some(held[name], _MOST.get(name, _MOST_OF_OTHERS)) for name in names},
        day=day,
    )


@st.composite
def records(
    draw: Draw, vocabulary: Vocabulary | None = None, *, arrays: Collection[str] | None = None, versions: bool = False
) -> dict[str, Any]:
    """Draw the plain data of one offender, valid: every fact can be read, and may well contradict another.

    Args:
        vocabulary: ids, levels, kinds and days to make them from.
        arrays: what may be given besides registrations and the first notification; None: every array. What a program
            does not keep at all is said by the vocabulary's `fields`.
        versions: whether facts have earlier and later versions, and some are withdrawn.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(records())
    ... def test(record):
    ...     assert not Offender.from_dict(record).faults
    >>> test()
    """
    vocabulary = Vocabulary() if vocabulary is None else vocabulary
    life = _life(vocabulary, draw(st.sampled_from(vocabulary.bases)), None if arrays is None else frozenset(arrays))
    chosen = draw(life.names)
    data: dict[str, Any] = {"id": draw(vocabulary.ids), "force": vocabulary.forces[0], "born_on": draw(_BIRTHDAYS)}
    data["registrations"] = draw(life.registrations)
    data["notifications"] = [life.first] if draw(st.booleans()) else []
    for name in sorted(chosen):
        if found := draw(life.several[name]):
            data[name] = data.get(name, []) + found
    data = _kept(vocabulary, with_ids(data))
    return draw(_versioned(data, life.day)) if versions else data


def _kept(vocabulary: Vocabulary, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a program keeps of a record."""
    own = vocabulary.kept("offenders", {name: value for name, value in data.items() if not isinstance(value, list)})
    arrays = {name: value for name, value in data.items() if isinstance(value, list) and vocabulary.keeps(name)}
    return {**own, **{name: [vocabulary.kept(name, fact) for fact in value] for name, value in arrays.items()}}


def with_ids(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain data whose facts have ids, by their array and place, and nothing that is not given."""
    return {
        name: [numbered(name, place, fact) for place, fact in enumerate(value)] if isinstance(value, list) else value
        for name, value in data.items()
    }


def numbered(name: str, place: int, fact: Mapping[str, Any]) -> Fields:
    """Return a fact with its id and without what is not given."""
    kept = given(fact)
    if name == "registrations" and kept.get("disposal") != "imprisonment":
        kept.pop("terms", None)
    return {"id": f"{_LETTERS.get(name, name[:2])}{place}", **kept}


@st.composite
def _versioned(draw: Draw, data: Mapping[str, Any], day: st.SearchStrategy[str]) -> dict[str, Any]:
    """Give some facts earlier or later versions, recorded on other days, and withdraw some."""
    changed: dict[str, Any] = {}
    for name, found in data.items():
        changed[name] = found
        if not isinstance(found, list):
            continue
        changed[name] = list(found)
        for fact in found:
            if draw(st.integers(0, 5)) == 0:
                again = {**fact, "recorded_on": draw(day)}
                if draw(st.booleans()):
                    again["withdrawn"] = True
                elif "until" in again:
                    del again["until"]
                changed[name].append(again)
    return changed


def offenders(
    vocabulary: Vocabulary | None = None, *, arrays: Collection[str] | None = None, versions: bool = False
) -> st.SearchStrategy[Offender]:
    """Draw the same as :func:`records`, read.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(offenders(Vocabulary(levels=("tier_1", "tier_2"))))
    ... def test(offender):
    ...     assert {each.level for each in offender.levels} <= {"tier_1", "tier_2"}
    >>> test()
    """
    return records(vocabulary, arrays=arrays, versions=versions).map(Offender.from_dict)


@st.composite
def registers(
    draw: Draw,
    vocabulary: Vocabulary | None = None,
    *,
    named: Callable[[int], str] = "A{}".format,
    min_size: int = 0,
    max_size: int = 4,
) -> list[dict[str, Any]]:
    """Draw the plain data of some offenders, each with an id of its own, made by `named` from 1, 2, 3, ….

    `min_size` and `max_size` say how many offenders there are.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(registers(min_size=2, max_size=2, named="P{:04}".format))
    ... def test(register):
    ...     assert [record["id"] for record in register] == ["P0001", "P0002"]
    >>> test()
    """
    found = draw(st.lists(records(vocabulary), min_size=min_size, max_size=max_size))
    return [{**record, "id": named(number)} for number, record in enumerate(found, 1)]


# ── how it became known ─────────────────────────────────────────────────────────────────────────────────────────


@frozen(kw_only=True)
class Entry:
    """One entry of a system of record: a version of a fact of an array, with the day it was recorded."""

    array: str
    fact: Mapping[str, Any] = field(hash=False)

    @property
    def recorded_on(self) -> dt.date:
        """The day it became known."""
        return dt.date.fromisoformat(self.fact["recorded_on"])


@st.composite
def entries(draw: Draw, vocabulary: Vocabulary | None = None, *, arrays: Collection[str] | None = None) -> Entry:
    """Draw one entry; its id is one of five for each array, so that some entries are versions of one fact.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(entries(arrays=["visits"]))
    ... def test(entry):
    ...     assert entry.array == "visits" and "recorded_on" in entry.fact
    >>> test()
    """
    vocabulary = Vocabulary() if vocabulary is None else vocabulary
    base = draw(st.sampled_from(vocabulary.bases))
    held = _arrays(vocabulary, base)
    names = sorted(filter(vocabulary.keeps, held if arrays is None else arrays))
    if not names:
        raise ValueError("no array is left to draw from: a vocabulary keeps those that its `fields` name")
    array = draw(st.sampled_from(names))
    fact = vocabulary.kept(array, numbered(array, draw(st.integers(0, 4)), draw(held[array])))
    withdrawn = {"withdrawn": True} if draw(st.integers(0, 7)) == 7 else {}
    return Entry(array=array, fact={**fact, "recorded_on": draw(days(base, vocabulary.last)), **withdrawn})


def histories(
    vocabulary: Vocabulary | None = None, *, arrays: Collection[str] | None = None, max_size: int = 8
) -> st.SearchStrategy[tuple[Entry, ...]]:
    """Draw entries in the order in which they were recorded; :func:`record_of` makes a record of any of them.

    `max_size` is how many there are at most.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(histories())
    ... def test(history):
    ...     assert not Offender.from_dict(record_of(history, id="x1")).faults
    >>> test()
    """
    found = st.lists(entries(vocabulary, arrays=arrays), max_size=max_size)
    return found.map(lambda each: tuple(sorted(each, key=lambda entry: entry.recorded_on)))


def record_of(found: Iterable[Entry], **own: Any) -> dict[str, Any]:
    """Return the plain data of an offender with these entries, and what is said of the offender: an `id` at least.

    >>> record_of([Entry(array="visits", fact={"id": "v0", "recorded_on": "2026-01-05"})], id="x1")
    {'id': 'x1', 'visits': [{'id': 'v0', 'recorded_on': '2026-01-05'}]}
    """
    record: dict[str, Any] = dict(own)
    for entry in found:
        record.setdefault(entry.array, []).append(dict(entry.fact))
    return record


# ── days to judge on ────────────────────────────────────────────────────────────────────────────────────────────

_LEAP_DAY: Final = dt.date(2024, 2, 29)
_NEAR: Final = (0, 0, 1, 2, -1, 3, 7, 14, 31, 92, 183, 365, 400)


@st.composite
def judged(
    draw: Draw,
    vocabulary: Vocabulary | None = None,
    *,
    arrays: Collection[str] | None = None,
    versions: bool = False,
    of: st.SearchStrategy[dict[str, Any]] | None = None,
) -> tuple[dict[str, Any], dt.date]:
    """Draw a record and a day to judge it on: often the day of a fact, or one beside it.

    `of` takes records of your own.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(judged())
    ... def test(case):
    ...     assert case[1] <= Vocabulary().last
    >>> test()
    """
    vocabulary = Vocabulary() if vocabulary is None else vocabulary
    data = draw(records(vocabulary, arrays=arrays, versions=versions) if of is None else of)
    near = st.builds(
        lambda day, off: day + dt.timedelta(days=off), st.sampled_from(dates_of(data)), st.sampled_from(_NEAR)
    )
    return data, min(draw(near), vocabulary.last)


def dates_of(data: Mapping[str, Any]) -> list[dt.date]:
    """Return every date in the facts of a record, sorted, each once; a leap day if there is none.

    >>> dates_of({"id": "x1", "visits": [{"id": "v1", "on": "2026-01-05"}], "born_on": "1980-02-29"})
    [datetime.date(2026, 1, 5)]
    """
    found: set[dt.date] = set()
    waiting: list[Any] = [value for value in data.values() if isinstance(value, list)]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, str) and len(each) == len("YYYY-MM-DD") and each[4:5] == "-":
            found.add(dt.date.fromisoformat(each))
    return sorted(found) or [_LEAP_DAY]
