"""The facts of an offender: one class per array of the register, each field with its meaning and unit.

A fact is taken as it is: what contradicts another fact is for the flags to say. Dates are civil dates, `at`
and `..._at` local times "HH:MM". `from_` and `until` bound a state, `until` being the day it ended, on which
it no longer holds (a stay's `until` is its last day and counts). None means not known, unless the field says
otherwise.

`from` and `for` are words of Python: the attributes are `from_` and `for_`; a register has the plain names.
"""
# ruff: noqa: RUF009 - `given` and `several` are `attrs.field` with less to write, which ruff cannot see

import datetime as dt
from functools import wraps
from typing import Any, TypeVar, cast

import attrs
from attrs import field, frozen

from supervise.keeping import kept
from supervise.model.forms import Count, Id, MisfitError, Period, Sketch, TimeOfDay, Word, checker, in_python
from supervise.model.words import (
    AddressKind,
    Agency,
    Band,
    Basis,
    DecisionKind,
    DecisionOutcome,
    Disposal,
    Entry,
    HomeKind,
    ItemKind,
    ManagerRole,
    MeetingKind,
    Method,
    Mode,
    OrderKind,
    Place,
    Purpose,
    Relation,
    ReviewKind,
    StatusKind,
    Subject,
    Tool,
    VisitOutcome,
)
from supervise.showing import shown

__all__ = [
    "Address",
    "Assessment",
    "CaseReview",
    "Change",
    "Decision",
    "Event",
    "Fact",
    "Level",
    "Manager",
    "Mappa",
    "Meeting",
    "Notification",
    "Order",
    "OrderItem",
    "OtherVisitor",
    "Plan",
    "Registration",
    "SetDate",
    "Status",
    "Stay",
    "Term",
    "Transfer",
    "Trip",
    "Visit",
    "given",
    "guarded",
    "json_name",
    "several",
]

T = TypeVar("T")


def given(doc: str) -> Any:
    """Return a field that may be missing: None then, documented by `doc`."""
    return field(default=None, metadata={"doc": doc})


def several(doc: str) -> Any:
    """Return a field that holds several values in order: an empty tuple if missing, documented by `doc`."""
    return field(default=(), metadata={"doc": doc})


def json_name(attribute: str) -> str:
    """Return the name in a register of an attribute.

    >>> json_name("from_"), json_name("recorded_on")
    ('from', 'recorded_on')
    """
    return attribute.removesuffix("_")


def guarded(cls: type[T]) -> type[T]:
    """Return an attrs class whose constructor refuses values that are not of the type of their field.

    TypeError or ValueError name the field and the kind of value, never the value. The check is around
    `__init__` and not among the validators, because readers that fill in the fields themselves have already
    made sure of them, and would run validators a second time for every fact of a register. Its pickles are kept.
    """
    plain = cls.__init__
    checks = {one.name: (checker(one.type), one.type) for one in attrs.fields(cast("type[attrs.AttrsInstance]", cls))}

    @wraps(plain)
    def init(self: Any, **values: Any) -> None:
        plain(self, **values)
        for name, value in values.items():
            try:
                checks[name][0](value)
            except MisfitError as misfit:
                raise _refused(f"{cls.__name__}.{name}", checks[name][1], misfit) from None

    cls.__init__ = init  # type: ignore[method-assign] # what a class decorator is for
    return kept(cls)


def _refused(field: str, kind: Any, misfit: MisfitError) -> Exception:
    # What a misfit advises is how a register writes it; whoever calls a constructor writes Python.
    of_type = misfit.kind == "wrong type"
    hint = f"wanted is {in_python(kind)}" if of_type else misfit.hint
    message = f"{field}: {misfit.kind}, found {misfit.found}" + (f"; {hint}" if hint else "")
    return TypeError(message) if of_type else ValueError(message)


@guarded
@frozen(kw_only=True)
class Fact:
    """What every fact has. Facts of one array sharing an id are versions of one fact.

    >>> level = Level(id="l1", level="high", from_=dt.date(2026, 1, 5))
    >>> level, level.approved_by is None
    (Level(id='l1'), True)
    """

    __repr__ = shown("id")

    id: Id = field(metadata={"doc": "Id of the fact; entries of one array sharing it are its versions."})
    recorded_on: dt.date | None = given("Day the entry became known. None: taken as known on the day it happened.")
    recorded_by: str | None = given("Id of who made the entry.")
    withdrawn: bool = field(
        default=False, metadata={"doc": "True removes the fact from the day this version became known."}
    )


@guarded
@frozen(kw_only=True)
class Term:
    """One term of a sentence."""

    __repr__ = shown()

    months: Count | None = given(
        "Length in months: the custodial part if extended, the custodial half of detention and training."
    )
    days: Count | None = given("Further length in days.")
    extension_months: Count | None = given("Extended licence period in months.")
    relation: Relation | None = given("How the term stands to the one before it.")
    overlap_months: Count | None = given("Months that run together with the one before, if partly concurrent.")
    counts: bool | None = given("True for an offence that brings registration (SOA 2003 Schedule 3).")


@guarded
@frozen(kw_only=True, repr=False)
class Registration(Fact):
    """Why someone is on the register, and for how long."""

    basis: Basis | None = given("What the registration rests on.")
    relevant_on: dt.date | None = given("The relevant date (SOA 2003 s.82(6)).")
    convicted_on: dt.date | None = given("Day of the conviction or finding.")
    sentenced_on: dt.date | None = given("Day of the sentence.")
    condition_met_on: dt.date | None = given("Day a sentence threshold of the offence was met.")
    notice_given_on: dt.date | None = given("Day of the notice about a conviction abroad.")
    disposal: Disposal | None = given("The sentence or other disposal.")
    terms: tuple[Term, ...] = several("The terms of the sentence, in the order pronounced.")
    discharge_months: Count | None = given("Period of a conditional discharge in months.")
    supervision_months: Count | None = given("Period of supervision of a community disposal in months.")
    age_on_relevant_date: Count | None = given("Age in whole years on the relevant date.")
    jurisdiction: Word | None = given("Jurisdiction that registered: a word that the rulebook knows.")
    trial_ended_on: dt.date | None = given("Day the proceedings ended.")
    stored_end_on: dt.date | None = given("Last day subject, as the system of record holds it.")
    ended_on: dt.date | None = given("Day the registration was closed. None: open.")


@guarded
@frozen(kw_only=True, repr=False)
class Level(Fact):
    """The level of risk from a day on."""

    level: Word | None = given("A word of the rulebook's scale.")
    from_: dt.date | None = given("First day of the level; it holds until the next one.")
    by: str | None = given("Id of who set it.")
    approved_by: str | None = given("Id of who approved it. None: not approved or not known.")
    reason_code: str | None = given("Code of the reason; present means given.")


@guarded
@frozen(kw_only=True, repr=False)
class Assessment(Fact):
    """One risk assessment with a named tool."""

    tool: Tool | None = given("The tool used.")
    band: Band | None = given("The band found.")
    on: dt.date | None = given("Day completed by the assessor.")
    by: str | None = given("Id of the assessor.")
    approved_on: dt.date | None = given("Day approved. None: not approved.")
    approved_by: str | None = given("Id of the approver. None: not approved or not known.")
    out_of_scope: str | None = given("Why the tool does not apply; present means given.")


@guarded
@frozen(kw_only=True, repr=False)
class Plan(Fact):
    """A management plan from a day on."""

    from_: dt.date | None = given("First day of the plan; it holds until the next one.")
    interval: Period | None = given('Time between visits as a period in words ("3 months"). None: none set.')
    mode: Mode | None = given("Visited actively, or reactively only.")
    reason_code: str | None = given("Code of the reason; present means given.")
    by: str | None = given("Id of the author.")
    approved_by: str | None = given("Id of the approver. None: not approved or not known.")
    reviewed_on: dt.date | None = given("Day the plan was last reviewed.")


@guarded
@frozen(kw_only=True)
class OtherVisitor:
    """Someone present at a visit who is no officer of the visiting team."""

    __repr__ = shown()

    role: str | None = given("The role of the person, never a name.")
    vetted: bool | None = given("Whether the person is vetted.")


@guarded
@frozen(kw_only=True, repr=False)
class Visit(Fact):
    """A visit planned, tried or made."""

    planned_on: dt.date | None = given("Day the visit is planned for. None: unplanned or not known.")
    on: dt.date | None = given("Day of the visit or attempt. None: not made yet.")
    at: TimeOfDay | None = given("Local time of arrival.")
    outcome: VisitOutcome | None = given("What came of it. None: not recorded.")
    place: Place | None = given("Where or how.")
    address_id: str | None = given("The address visited. None with place `home`: the notified home.")
    entry: Entry | None = given("Whether entry was obtained.")
    officers: tuple[str, ...] = several("Ids of the officers present.")
    others: tuple[OtherVisitor, ...] = several("Others present.")
    lead_agency: Agency | None = given("Agency that led the visit.")
    announced: bool | None = given("Whether the visit was announced.")
    announced_reason: str | None = given("Code of why it was announced; present means given.")
    purposes: tuple[Purpose, ...] = several("What the visit was for.")
    exception_id: str | None = given("Id of an approved exception; present means given.")
    signed_off_on: dt.date | None = given("Day a supervisor signed it off. None: not signed off.")
    signed_off_by: str | None = given("Id of who signed it off.")
    text_sketch: Sketch | None = given(
        "Sketch of the narrative (`supervise.model.sketch`), from which it cannot be read."
    )


@guarded
@frozen(kw_only=True, repr=False)
class Notification(Fact):
    """A notification made by the offender."""

    kind: Word | None = given("The duty it answers, a word of the rulebook (`s83`, `s85`).")
    on: dt.date | None = given("Day made.")
    at: TimeOfDay | None = given("Local time made.")
    about: Subject | None = given("What it is about.")
    for_: str | None = given("Id of the fact it belongs to: a change, stay, trip or order.")
    expected_on: dt.date | None = given("Day the event notified in advance is expected.")
    station_id: str | None = given("Id of the police station.")
    home_kind: HomeKind | None = given("Kind of home notified.")
    method: Method | None = given("How it was made.")


@guarded
@frozen(kw_only=True, repr=False)
class Change(Fact):
    """A change that the offender must notify."""

    about: Subject | None = given("What changed.")
    on: dt.date | None = given("Day of the change.")
    at: TimeOfDay | None = given("Local time of the change.")
    address_id: str | None = given("The address concerned.")


@guarded
@frozen(kw_only=True, repr=False)
class Status(Fact):
    """A state that suspends or ends duties."""

    kind: StatusKind | None = given("Which state.")
    from_: dt.date | None = given("First day.")
    until: dt.date | None = given("Day it ended, such as the day of release. None: still open.")
    evidence: str | None = given("Code or id of what shows it; present means given.")


@guarded
@frozen(kw_only=True, repr=False)
class Address(Fact):
    """A place, by an opaque id: no street, no text."""

    address_id: str | None = given("Opaque id of the place.")
    kind: AddressKind | None = given("What the place is to the offender.")
    from_: dt.date | None = given("First day.")
    until: dt.date | None = given("Day it ended. None: still open.")
    notified_on: dt.date | None = given("Day notified. None: not notified.")
    area: str | None = given("The force whose area it is in, in the word of `force`: any other is another force.")


@guarded
@frozen(kw_only=True, repr=False)
class Stay(Fact):
    """A stay at an address."""

    address_id: str | None = given("Opaque id of the place.")
    from_: dt.date | None = given("First day.")
    from_at: TimeOfDay | None = given("Local time it began.")
    until: dt.date | None = given("Last day, which counts. None: still open.")
    until_at: TimeOfDay | None = given("Local time it ended.")
    notified: bool | None = given("Whether it was notified.")


@guarded
@frozen(kw_only=True, repr=False)
class Trip(Fact):
    """A journey abroad."""

    known_on: dt.date | None = given("Day the offender came to know the details to be notified.")
    departs_on: dt.date | None = given("Day of departure.")
    departs_at: TimeOfDay | None = given("Local time of departure.")
    country: str | None = given("Country of destination, as a code.")
    due_back_on: dt.date | None = given("Day of return given in the departure notice. None: none given.")
    due_back_point: str | None = given("Point of arrival given in the departure notice.")
    returned_on: dt.date | None = given("Day of return. None: not back, or not known.")
    returned_point: str | None = given("Point of arrival on return.")
    cancelled_on: dt.date | None = given("Day the journey was called off. None: not called off.")
    excuse: str | None = given("Code of a reasonable excuse for late notice; present means given.")


@guarded
@frozen(kw_only=True)
class OrderItem:
    """One prohibition or requirement of an order."""

    __repr__ = shown()

    kind: ItemKind | None = given("What it does.")
    years: Count | None = given("Its own length in years. None: the order's.")
    until_further_order: bool | None = given("True: it has no end until a court says so.")
    check_every: Period | None = given("How often it is checked, as a period in words. None: none set.")


@guarded
@frozen(kw_only=True, repr=False)
class Order(Fact):
    """An order of a court."""

    kind: OrderKind | None = given("Which order.")
    made_on: dt.date | None = given("Day made.")
    served_on: dt.date | None = given("Day served.")
    in_force_on: dt.date | None = given("First day in force.")
    main_decided_on: dt.date | None = given("Day the main application was decided, for an interim order.")
    ends_on: dt.date | None = given("Last day in force. None: no end fixed, or not known.")
    until_further_order: bool | None = given("True: it has no end until a court says so.")
    items: tuple[OrderItem, ...] = several("Its prohibitions and requirements.")
    replaces: str | None = given("Id of the order it replaces.")
    discharged_on: dt.date | None = given("First day no longer in force. None: not discharged.")


@guarded
@frozen(kw_only=True, repr=False)
class Manager(Fact):
    """Who manages the offender."""

    officer_id: str | None = given("Id of the officer.")
    team_id: str | None = given("Id of the officer's team.")
    agency: Agency | None = given("Agency of the officer.")
    role: ManagerRole | None = given("Lead or second.")
    from_: dt.date | None = given("First day.")
    until: dt.date | None = given("Day it ended. None: still open.")


@guarded
@frozen(kw_only=True, repr=False)
class Mappa(Fact):
    """Management under multi-agency public protection arrangements."""

    category: Count | None = given("Category, a whole number.")
    level: Count | None = given("Level, a whole number.")
    lead_agency: Agency | None = given("Agency in the lead.")
    from_: dt.date | None = given("First day.")
    until: dt.date | None = given("Day it ended. None: still open.")


@guarded
@frozen(kw_only=True, repr=False)
class CaseReview(Fact):
    """A review of the case, the plan or the intelligence."""

    kind: ReviewKind | None = given("What was reviewed.")
    on: dt.date | None = given("Day of the review.")
    by: str | None = given("Id of the reviewer.")
    sources: tuple[str, ...] = several("Codes of the systems searched.")
    outcome: str | None = given("Code of the outcome.")


@guarded
@frozen(kw_only=True, repr=False)
class Meeting(Fact):
    """A meeting about the offender."""

    kind: MeetingKind | None = given("Which meeting.")
    on: dt.date | None = given("Day of the meeting.")
    minuted: bool | None = given("Whether there are minutes.")


@guarded
@frozen(kw_only=True, repr=False)
class Decision(Fact):
    """A decision of someone with authority."""

    kind: DecisionKind | None = given("What was decided on.")
    on: dt.date | None = given("Day of the decision. None: not decided yet.")
    by: str | None = given("Id of who decided.")
    outcome: DecisionOutcome | None = given("The decision. None: not decided yet.")
    reason_code: str | None = given("Code of the reason; present means given.")
    for_: str | None = given("Id of the fact it belongs to: an order, visit or registration.")
    received_on: dt.date | None = given("Day the application was received.")
    bar_years: Count | None = given("Years until a further application may be made.")


@guarded
@frozen(kw_only=True, repr=False)
class Transfer(Fact):
    """A transfer of the case to another force."""

    to: str | None = given("The force asked.")
    asked_on: dt.date | None = given("Day asked.")
    accepted_on: dt.date | None = given("Day accepted. None: not accepted.")
    refused_on: dt.date | None = given("Day refused. None: not refused.")


@guarded
@frozen(kw_only=True, repr=False)
class SetDate(Fact):
    """A due date set by the authority."""

    rule: str | None = given("Id of the rule whose due date was set.")
    on: dt.date | None = given("The due date set.")
    set_on: dt.date | None = given("Day it was set.")
    opens: dt.date | None = given("First day on which the duty may be met. None: no limit.")
    by: str | None = given("Id of who set it.")
    approved_by: str | None = given("Id of the approver. None: not approved or not known.")
    reason_code: str | None = given("Code of the reason; present means given.")


@guarded
@frozen(kw_only=True, repr=False)
class Event(Fact):
    """Anything else that a rulebook names: an offence, an arrest, intelligence, a trigger."""

    kind: Word | None = given("What happened, a word of the rulebook.")
    on: dt.date | None = given("Day it happened.")
    at: TimeOfDay | None = given("Local time it happened.")
    for_: str | None = given("Id of the fact it belongs to.")
