"""One registered person's facts under an opaque id: no name, and no free text that is needed."""
# ruff: noqa: RUF009 - `given` and `several` are `attrs.field` with less to write, which ruff cannot see

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self

from attrs import field, frozen

from supervise.errors import forgetful
from supervise.model import facts
from supervise.model.facts import given, guarded, several
from supervise.model.faults import Fault, Note
from supervise.model.forms import Id, MonthDay, Zone
from supervise.model.structure import from_plain, shape, to_plain

__all__ = ["ARRAYS", "Offender"]


@guarded
@frozen(kw_only=True, repr=False)
class Offender:
    """The facts of one offender: frozen, hashable, picklable. The order of facts in an array means nothing.

    >>> offender = Offender.from_dict({"id": "A1", "visits": [{"id": "v1", "on": "2024-05-01", "outcome": "seen"}]})
    >>> offender
    Offender(id='A1', visits=1)
    >>> offender.visits[0].on
    datetime.date(2024, 5, 1)
    """

    id: Id = field(metadata={"doc": "Opaque id of the offender, compared without outer blanks and in Unicode NFC."})
    born_on: dt.date | None = given("Day of birth. None: not known.")
    birth_month_day: MonthDay | None = given('Birthday as "MM-DD", where the year is not to be kept.')
    sex: str | None = given("Sex, in the words of the system of record.")
    zone: Zone | None = given("IANA name of the time zone of local times. None: the rulebook's.")
    team: str | None = given("Id of the team that manages the offender.")
    force: str | None = given("Id of the force that owns the case.")
    links: tuple[str, ...] = several("Ids of offenders linked with this one.")
    same_as: tuple[str, ...] = several("Other ids under which the same person is registered.")
    registrations: tuple[facts.Registration, ...] = several("Why the offender is registered, and for how long.")
    levels: tuple[facts.Level, ...] = several("Levels of risk.")
    assessments: tuple[facts.Assessment, ...] = several("Risk assessments.")
    plans: tuple[facts.Plan, ...] = several("Management plans.")
    visits: tuple[facts.Visit, ...] = several("Visits planned, tried and made.")
    notifications: tuple[facts.Notification, ...] = several("Notifications made by the offender.")
    changes: tuple[facts.Change, ...] = several("Changes to be notified.")
    statuses: tuple[facts.Status, ...] = several("States that suspend or end duties.")
    addresses: tuple[facts.Address, ...] = several("Places.")
    stays: tuple[facts.Stay, ...] = several("Stays at addresses.")
    trips: tuple[facts.Trip, ...] = several("Journeys abroad.")
    orders: tuple[facts.Order, ...] = several("Orders of a court.")
    managers: tuple[facts.Manager, ...] = several("Who manages the offender.")
    mappa: tuple[facts.Mappa, ...] = several("Multi-agency management.")
    reviews: tuple[facts.CaseReview, ...] = several("Reviews of the case.")
    meetings: tuple[facts.Meeting, ...] = several("Meetings about the offender.")
    decisions: tuple[facts.Decision, ...] = several("Decisions of someone with authority.")
    transfers: tuple[facts.Transfer, ...] = several("Transfers to another force.")
    set_dates: tuple[facts.SetDate, ...] = several("Due dates set by the authority.")
    events: tuple[facts.Event, ...] = several("Anything else that a rulebook names.")
    faults: tuple[Fault, ...] = several("What a reader set aside; not part of a register.")
    # The same facts are the same offender, whatever was noticed where they were read from.
    notes: tuple[Note, ...] = field(
        default=(),
        eq=False,
        metadata={"doc": "What a reader noticed, such as unknown keys; not part of a register, and not compared."},
    )

    def __repr__(self) -> str:
        held = ((name, len(getattr(self, name))) for name in (*ARRAYS, "faults", "notes"))
        counts = (f"{name}={count}" for name, count in held if count)
        return f"Offender({', '.join([f'id={self.id!r}', *counts])})"

    @classmethod
    @forgetful
    def from_dict(cls, data: Mapping[str, Any], *, source: str | None = None) -> Self:
        """Return the offender in plain data, such as a decoded line of a register; faults name `source`.

        Dates may be texts or `datetime.date`; None and a missing key say the same. A fact that is wrong is set aside
        and listed in `faults`, an unknown key in `notes`. RegisterError is raised if the data are no mapping or have
        no id.
        """
        return from_plain(cls, data, source=source)

    def to_dict(self) -> dict[str, Any]:
        """Return the plain data from which `from_dict` makes an equal offender, less what was set aside.

        >>> Offender(id="A1", born_on=dt.date(1980, 2, 29)).to_dict()
        {'id': 'A1', 'born_on': '1980-02-29'}
        """
        return to_plain(self)


# The arrays of a register in the order of its format, each with the class of its facts.
ARRAYS: dict[str, type[facts.Fact]] = {name: inner.cls for name, inner in shape(Offender).nested}
