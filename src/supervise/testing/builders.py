"""Offenders for tests, written as a sentence: each call adds one fact and returns a new builder.

Ids are made from the array and the place in it, so that the same sentence gives the same offender every time. What a
call leaves out of a fact is left out of the record, but for a visit: one that says nothing else is a whole one, with
place, entry, purposes and two officers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any, Final, Self, TypeAlias

import attrs
from attrs import field, frozen

from supervise.dates import parse_iso_date
from supervise.engine.timeline import Workforce
from supervise.errors import RegisterError
from supervise.model import ARRAYS, Offender
from supervise.model.facts import json_name
from supervise.reviewing import Review, review
from supervise.rules import Rulebook
from supervise.testing.naming import OWN, fields_of, refuse_unknown

__all__ = ["Day", "OffenderBuilder", "an_offender"]

#: A civil date, or its text ``YYYY-MM-DD``.
Day: TypeAlias = dt.date | str

#: The letters that the ids of an array's facts begin with.
PREFIXES: Final[Mapping[str, str]] = {
    "registrations": "r",
    "levels": "l",
    "assessments": "s",
    "plans": "p",
    "visits": "v",
    "notifications": "n",
    "changes": "h",
    "statuses": "c",
    "addresses": "a",
    "stays": "y",
    "trips": "t",
    "orders": "o",
    "managers": "m",
    "mappa": "g",
    "reviews": "w",
    "meetings": "b",
    "decisions": "d",
    "transfers": "f",
    "set_dates": "x",
    "events": "e",
}


def an_offender(id: str = "A1", **own: Any) -> OffenderBuilder:
    """Return a builder of an offender of whom nothing is known yet; `own` are fields that are no facts, such as `team`.

    TypeError names a field that there is not, and the nearest there is.

    >>> an_offender("A1", force="F1").build()
    Offender(id='A1')
    """
    return OffenderBuilder(own={"id": id}).being(**own)


@frozen(kw_only=True)
class OffenderBuilder:
    """What is said of an offender so far; made by :func:`an_offender`, never changed.

    >>> someone = an_offender("A1").convicted("2024-01-10").notified("2024-01-11").high_risk(since="2024-01-20")
    >>> someone.visited("2024-02-01").visited("2024-05-01", outcome="no_reply").build()
    Offender(id='A1', registrations=1, levels=1, visits=2, notifications=1)
    >>> someone.build()
    Offender(id='A1', registrations=1, levels=1, notifications=1)

    What says a fact raises TypeError for a field that such a fact does not have; what adds to the fact said last,
    ValueError if there is none.
    """

    own: Mapping[str, Any] = field(hash=False)
    facts: tuple[tuple[str, Mapping[str, Any]], ...] = field(
        default=(), hash=False, metadata={"doc": "Each with the array it is in, in the order said."}
    )

    # ── what any sentence can say ────────────────────────────────────────────────────────────────────────────────

    def being(self, **own: Any) -> Self:
        """Say something of the offender that is no fact: `born_on`, `zone`, `team`, `force`, `links`, ….

        TypeError names a field that there is not, and the nearest there is.
        """
        refuse_unknown(own, OWN, "an offender has")
        return attrs.evolve(self, own={**self.own, **_plain(own)})

    def having(self, array: str, **fields: Any) -> Self:
        """Add a fact to any array of the format; `from` and `for` are written `from_` and `for_`.

        TypeError names an array or a field that there is not, and the nearest there is.

        >>> an_offender().having("meetings", kind="level_2", on="2026-01-05").data()["meetings"]
        [{'id': 'b1', 'kind': 'level_2', 'on': '2026-01-05'}]
        """
        fact = _said(array, fields)
        said = {fact["id"] for name, fact in self.facts if name == array}
        made = (f"{PREFIXES[array]}{number}" for number in count(len(said) + 1))
        id_ = next(each for each in made if each not in said)
        return attrs.evolve(self, facts=(*self.facts, (array, {"id": id_, **fact})))

    def recorded(self, on: Day, *, by: str | None = None) -> Self:
        """Say when the fact said last became known, and who entered it."""
        array, fact = self._last()
        return attrs.evolve(
            self, facts=(*self.facts[:-1], (array, {**fact, **_plain({"recorded_on": on, "recorded_by": by})}))
        )

    def then(self, *, recorded: Day, **fields: Any) -> Self:
        """Add a later version of the fact said last, recorded on a day: a plan that was carried out, a correction.

        TypeError is raised for a field that such a fact does not have, ValueError if no fact was said yet.

        >>> plan = an_offender().visit_planned("2026-05-01").recorded("2026-04-01")
        >>> [visit.outcome for visit in plan.then(recorded="2026-05-02", outcome="no_reply").build().visits]
        ['planned', 'no_reply']
        """
        array, fact = self._last()
        gone = {json_name(name) for name, value in fields.items() if value is None}
        kept = {name: value for name, value in fact.items() if name not in gone}
        version = {**kept, **_said(array, {**fields, "recorded_on": recorded})}
        return attrs.evolve(self, facts=(*self.facts, (array, version)))

    def withdrawn(self, *, recorded: Day) -> Self:
        """Withdraw the fact said last, by a version recorded on a day."""
        return self.then(recorded=recorded, withdrawn=True)

    # ── registration, notification, change ───────────────────────────────────────────────────────────────────────

    def registered(self, on: Day, *, basis: str = "conviction", **more: Any) -> Self:
        """Registered from a relevant date: `disposal`, `terms`, `jurisdiction`, `ended_on`, …."""
        return self.having("registrations", **{"basis": basis, "relevant_on": on, **more})

    def convicted(self, on: Day, *, disposal: str = "community_order", months: int | None = None, **more: Any) -> Self:
        """Convicted, and registered for it; `months` is a single sentence that counts.

        >>> an_offender().convicted("2024-01-10", disposal="imprisonment", months=30).data()["registrations"][0][
        ...     "terms"
        ... ]
        [{'months': 30, 'counts': True}]
        """
        terms = {} if months is None else {"terms": [{"months": months, "counts": True}]}
        return self.registered(on, **{"convicted_on": on, "disposal": disposal, **terms, **more})

    def notified(self, on: Day, *, kind: str = "s83", home_kind: str | None = "sole_or_main", **more: Any) -> Self:
        """Notified, for the first time if nothing else is said: `about`, `for_`, `method`, …."""
        return self.having("notifications", **{"kind": kind, "on": on, "home_kind": home_kind, **more})

    def changed(self, about: str, on: Day, **more: Any) -> Self:
        """Something to be notified changed: `name`, `home_address`, `account`, …."""
        return self.having("changes", about=about, on=on, **more)

    def living_at(
        self, address_id: str, *, since: Day, until: Day | None = None, kind: str = "main", **more: Any
    ) -> Self:
        """At home, or somewhere else that counts, from a day on: `notified_on`, `area`."""
        return self.having("addresses", address_id=address_id, kind=kind, from_=since, until=until, **more)

    def staying_at(self, address_id: str, since: Day, until: Day | None = None, **more: Any) -> Self:
        """Stayed somewhere; the last day counts."""
        return self.having("stays", address_id=address_id, from_=since, until=until, **more)

    def travelling(self, departs_on: Day, returned_on: Day | None = None, **more: Any) -> Self:
        """Travelled abroad: `known_on`, `due_back_on`, `country`, …."""
        return self.having("trips", departs_on=departs_on, returned_on=returned_on, **more)

    # ── states ───────────────────────────────────────────────────────────────────────────────────────────────────

    def in_state(self, kind: str, since: Day, until: Day | None = None, **more: Any) -> Self:
        """In a state that suspends or ends duties; on the day of `until` no longer."""
        return self.having("statuses", kind=kind, from_=since, until=until, **more)

    def in_custody(self, since: Day, until: Day | None = None, **more: Any) -> Self:
        """In custody; `until` is the day of release."""
        return self.in_state("custody", since, until, **more)

    def in_hospital(self, since: Day, until: Day | None = None, **more: Any) -> Self:
        """Detained in hospital; `until` is the day of release."""
        return self.in_state("hospital", since, until, **more)

    def abroad(self, since: Day, until: Day | None = None, **more: Any) -> Self:
        """Abroad; `until` is the day of return."""
        return self.in_state("abroad", since, until, **more)

    def missing(self, since: Day, until: Day | None = None, **more: Any) -> Self:
        """Missing; `until` is the day found."""
        return self.in_state("missing", since, until, **more)

    def died(self, on: Day) -> Self:
        """Dead from a day on."""
        return self.in_state("deceased", on)

    # ── management ───────────────────────────────────────────────────────────────────────────────────────────────

    def at_level(self, level: str, *, since: Day, **more: Any) -> Self:
        """At a level of the rulebook's scale from a day on: `by`, `approved_by`, `reason_code`."""
        return self.having("levels", level=level, from_=since, **more)

    def low_risk(self, *, since: Day, **more: Any) -> Self:
        """At the level `low` from a day on."""
        return self.at_level("low", since=since, **more)

    def medium_risk(self, *, since: Day, **more: Any) -> Self:
        """At the level `medium` from a day on."""
        return self.at_level("medium", since=since, **more)

    def high_risk(self, *, since: Day, **more: Any) -> Self:
        """At the level `high` from a day on."""
        return self.at_level("high", since=since, **more)

    def very_high_risk(self, *, since: Day, **more: Any) -> Self:
        """At the level `very_high` from a day on."""
        return self.at_level("very_high", since=since, **more)

    def assessed(self, on: Day, *, tool: str = "arms", **more: Any) -> Self:
        """Assessed with a tool: `band`, `by`, `approved_on`, `approved_by`."""
        return self.having("assessments", tool=tool, on=on, **more)

    def with_plan(self, *, since: Day, interval: str | None = None, mode: str | None = None, **more: Any) -> Self:
        """Managed by a plan from a day on; `interval` is a period in words, `mode` active or reactive."""
        return self.having("plans", from_=since, interval=interval, mode=mode, **more)

    def visited(
        self,
        on: Day,
        *,
        outcome: str = "seen",
        place: str = "home",
        purposes: Sequence[str] = ("compliance_check", "risk_assessment"),
        officers: Sequence[str] = ("o1", "o2"),
        **more: Any,
    ) -> Self:
        """Visited, or tried: at home by two officers, with entry if somebody was seen and nothing else is said."""
        entry = {"entry": "obtained"} if outcome == "seen" else {}
        said = {"on": on, "outcome": outcome, "place": place, **entry, "purposes": purposes, "officers": officers}
        return self.having("visits", **{**said, **more})

    def visit_planned(self, day: Day, **more: Any) -> Self:
        """A visit planned for a day, and not made yet."""
        return self.having("visits", **{"planned_on": day, "outcome": "planned", **more})

    def managed_by(self, officer: str, *, since: Day, until: Day | None = None, **more: Any) -> Self:
        """Managed by a lead officer of the police, if nothing else is said: `team_id`, `agency`, `role`."""
        said = {"officer_id": officer, "agency": "police", "role": "lead", "from_": since, "until": until}
        return self.having("managers", **{**said, **more})

    def under_mappa(self, level: int, *, since: Day, until: Day | None = None, **more: Any) -> Self:
        """Under multi-agency arrangements at a level: `category`, `lead_agency`."""
        return self.having("mappa", level=level, from_=since, until=until, **more)

    def case_reviewed(self, on: Day, *, kind: str = "supervisor", **more: Any) -> Self:
        """The case, the plan or the intelligence was reviewed: `by`, `sources`."""
        return self.having("reviews", kind=kind, on=on, **more)

    def meeting_held(self, on: Day, *, kind: str = "level_2", **more: Any) -> Self:
        """A meeting about the offender was held: `minuted`."""
        return self.having("meetings", kind=kind, on=on, **more)

    # ── proceedings ──────────────────────────────────────────────────────────────────────────────────────────────

    def under_order(self, made_on: Day, *, kind: str = "shpo", **more: Any) -> Self:
        """Under an order of a court: `ends_on`, `in_force_on`, `items`, `until_further_order`, …."""
        return self.having("orders", kind=kind, made_on=made_on, **more)

    def decided(self, kind: str, on: Day, *, outcome: str | None = None, **more: Any) -> Self:
        """Somebody with authority decided: `by`, `for_`, `reason_code`."""
        return self.having("decisions", kind=kind, on=on, outcome=outcome, **more)

    def transferred(self, to: str, *, asked_on: Day, accepted_on: Day | None = None, **more: Any) -> Self:
        """Another force was asked to take the case."""
        return self.having("transfers", to=to, asked_on=asked_on, accepted_on=accepted_on, **more)

    def due_date_set(self, rule: str, on: Day, *, set_on: Day, **more: Any) -> Self:
        """An authority set a due date: `by`, `approved_by`, `reason_code`."""
        return self.having("set_dates", rule=rule, on=on, set_on=set_on, **more)

    def happened(self, kind: str, on: Day, **more: Any) -> Self:
        """Anything else that a rulebook names: `at`, `for_`."""
        return self.having("events", kind=kind, on=on, **more)

    # ── what comes of it ─────────────────────────────────────────────────────────────────────────────────────────

    def data(self) -> dict[str, Any]:
        """Return the plain data: one record of a register, its facts in the order said."""
        found = dict(self.own)
        for array in ARRAYS:
            facts = [dict(fact) for name, fact in self.facts if name == array]
            if facts:
                found[array] = facts
        return found

    def build(self) -> Offender:
        """Return the offender; RegisterError naming every fault if a value is not as the format asks.

        >>> an_offender().visited("2024-02-30").build()
        Traceback (most recent call last):
        supervise.errors.RegisterError: visits[0].on: impossible date, found text...
        """
        offender = Offender.from_dict(self.data())
        remarks = (*offender.faults, *offender.notes)
        if remarks:
            raise RegisterError("; ".join(map(str, remarks)))
        return offender

    def review(
        self, rulebook: Rulebook, *, as_of: Day, known_at: Day | None = None, workforce: Workforce | None = None
    ) -> Review:
        """Return the review of the offender by a rulebook as of the end of a day, for an assertion to look at.

        RegisterError as for :meth:`build`, InvalidDateError for a text that is no date.

        >>> from supervise import load_rulebook
        >>> found = an_offender().review(load_rulebook("england-wales@2026.1"), as_of="2026-06-30")
        >>> found.as_of
        datetime.date(2026, 6, 30)
        """
        known = None if known_at is None else as_date(known_at)
        return review(self.build(), rulebook, as_of=as_date(as_of), known_at=known, workforce=workforce)

    def _last(self) -> tuple[str, Mapping[str, Any]]:
        if not self.facts:
            raise ValueError("no fact has been said yet")
        return self.facts[-1]


def as_date(day: Day) -> dt.date:
    """Return a day as a date; InvalidDateError for a text that is none.

    >>> as_date("2026-06-30")
    datetime.date(2026, 6, 30)
    """
    return parse_iso_date(day) if isinstance(day, str) else day


def _said(array: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as a fact of an array holds them; TypeError for an array or a field that there is not."""
    refuse_unknown([array], ARRAYS, "a register has")
    named = {json_name(name): value for name, value in fields.items()}
    refuse_unknown(named, fields_of(array), f"{array} have")
    return _plain(named)


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as a register writes them, without those that are None."""
    return {name: _value(value) for name, value in fields.items() if value is not None}


def _value(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _plain(value)
    return [_value(each) for each in value] if isinstance(value, (list, tuple)) else value
