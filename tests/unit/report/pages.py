"""Reviews made up by hand, and the page on them."""

import datetime as dt

import attrs

from supervise.engine.obligation import Obligation, Status
from supervise.register.writing import Run
from supervise.report.overview import Overview, Roles, overview_lines
from tests.unit.engine.books import with_rows

AS_OF = dt.date(2026, 6, 30)
NOW = AS_OF.toordinal()


def row(rule="R-V2", **given):
    plain = {
        "rule": rule,
        "key": "x1",
        "regime": "",
        "status": Status.OPEN,
        "anchor_day": NOW,
        "anchor_id": "v1",
        "opens_day": 0,
        "due_day": NOW,
        "due_minute": -1,
        "cautious_day": NOW,
        "latest_day": 0,
        "latest_minute": -1,
        "nominal_day": NOW,
        "earliest_day": 0,
        "met_by": (),
        "met_day": 0,
        "days_late": 0,
        "days_frozen": 0,
        "projected": False,
        "truncated": False,
        "lacking": (),
        "part": rule,
        "steps": (),
    }
    return Obligation(**{**plain, **given})


def standing(late, id_, *rows, flags=()):
    """A review of someone with these occurrences."""
    offender = attrs.evolve(late.schedule.offender, id=id_)
    changed = with_rows(attrs.evolve(late.schedule, offender=offender), rows)
    return attrs.evolve(late, schedule=changed, flags=flags)


def gathered(book, *results):
    overview = Overview(Roles.of(book), NOW)
    for each in results:
        assert overview.add(each) == b""
    return overview


def run_of(book, **given):
    return Run(**{"version": "1.2.3", "book": book, "register_sha256": "0" * 64, "as_of": AS_OF, **given})


def page(book, overview, width=100, **given):
    return [line.text for line in overview_lines(run_of(book, **given), overview, width)]


def after(lines, start):
    """The lines that follow one that starts so."""
    place = next(place for place, line in enumerate(lines) if line.startswith(start))
    return lines[place + 1 :]
