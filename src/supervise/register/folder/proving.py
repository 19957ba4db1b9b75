"""Whether the dates of a folder show that day and month were declared in the right order: one after the 12th does.

A form that was declared is believed (nothing is guessed); that nothing bears it out is told where somebody looks.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import attrs

from supervise.model import Offender
from supervise.model.faults import Note
from supervise.model.forms import without_none
from supervise.register.folder.cells import Declared
from supervise.register.folder.columns import OFFENDERS, TABLES

__all__ = ["Unproven"]

_SWAPPED: Final = str.maketrans("DM", "MD")


class Unproven:
    """The declared forms under which no date has been read yet that the other order of day and month would refuse.

    >>> forms = Unproven(Declared(dates="D/M/Y"))
    >>> forms.see(Offender(id="A1", born_on=dt.date(1980, 3, 4)))
    >>> [note.kind for note in forms.notes()]
    ['day or month']
    """

    def __init__(self, declared: Declared) -> None:
        forms = {name: declared.of(name).dates or declared.dates for name in TABLES}
        # Nobody writes the day between the year and the month.
        self._forms = {name: form for name, form in forms.items() if form is not None and form[0] != "Y"}
        self._days: dict[str, set[dt.date]] = {form: set() for form in self._forms.values()}

    def see(self, offender: Offender) -> None:
        """Look at the dates of one offender."""
        for name, form in self._forms.items():
            if form not in self._days:
                continue
            facts = (offender,) if name == OFFENDERS else getattr(offender, name)
            days = {day for fact in facts for day in _dates_of(fact)}
            if any(day.day > _MONTHS for day in days):
                del self._days[form]
            else:
                self._days[form].update(day for day in days if day.day != day.month)

    def notes(self) -> Iterator[Note]:
        """Yield a note for each form whose dates would all be dates in the other order, too, and other ones."""
        for form, days in self._days.items():
            if days:
                hint = (
                    f"no day of a date written {form} is after the 12th, so that {form.translate(_SWAPPED)} would read"
                    " each, too: make sure of the form"
                )
                yield Note(kind="day or month", hint=hint)


_MONTHS: Final = 12


def _dates_of(fact: Any) -> Iterator[dt.date]:
    for part in attrs.fields(type(fact)):
        value = getattr(fact, part.name) if without_none(part.type)[0] is dt.date else None
        if value is not None:
            yield value
