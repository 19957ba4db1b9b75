"""A schedule in the order of its days."""

import datetime as dt

from supervise.engine.clock import FAR
from supervise.engine.obligation import Status
from supervise.model import Offender, Rejected
from supervise.report.agenda import Agenda, agenda_lines
from supervise.reviewing import schedule
from tests.catalogue.people import CONTACTS, judged, supervised
from tests.unit.cli.setting import LATE
from tests.unit.engine.books import with_rows
from tests.unit.report.pages import AS_OF, NOW, row, run_of


def agenda_page(book, *results, until=AS_OF + dt.timedelta(days=400)):
    agenda = Agenda(until)
    for each in results:
        agenda.add(each)
    return list(agenda_lines(run_of(book, until=until), agenda))


def test_a_schedule_is_in_the_order_of_days_and_marks_what_is_overdue(book, late):
    rows = [
        row(due_day=NOW + 30, projected=True),
        row(due_day=NOW - 3, status=Status.OVERDUE),
        row(due_day=NOW + 3),
        row(due_day=0, status=Status.UNKNOWN),
        row(due_day=FAR, status=Status.SUSPENDED),
    ]
    lines = agenda_page(book, with_rows(late.schedule, rows))
    assert [line.text for line in lines[7:]] == [
        "2026-06-27  overdue     x1  R-V2 visit at home",
        "2026-07-03  open        x1  R-V2 visit at home",
        "2026-07-30  if in time  x1  R-V2 visit at home",
        "no day yet  suspended   x1  R-V2 visit at home",
        "no day yet  unknown     x1  R-V2 visit at home",
    ]
    assert [line.style for line in lines[7:9]] == ["alarm", ""]
    assert lines[0].text.startswith("supervise 1.2.3: schedule as of 2026-06-30 until 2027-08-04")


def test_what_is_permitted_says_from_when_and_is_told_once_it_opens(book, late):
    rows = [
        row("R-N10", due_day=FAR, opens_day=NOW + 3, status=Status.UPCOMING),
        row("R-N10", due_day=0, opens_day=NOW - 3, status=Status.OPEN),
        row("R-N10", due_day=FAR, opens_day=0, status=Status.OPEN),
        row("R-N10", due_day=FAR, opens_day=NOW + 401, status=Status.UPCOMING),
    ]
    told = " ".join(" ".join(line.text for line in agenda_page(book, with_rows(late.schedule, rows))[7:]).split())
    duty = "x1 R-N10 may ask for a review of indefinite requirements"
    assert told == (
        f"no day yet open {duty} no day yet open {duty} (open since 2026-06-27)"
        f" no day yet upcoming {duty} (opens 2026-07-03)"
    )


def test_a_schedule_says_what_the_quotas_of_a_block_still_ask_for(book, late):
    lines = agenda_page(book, with_rows(late.schedule, [row(quota=(("total", 6, 2, 0), ("field", 5, 0, 0)))]))
    assert lines[-1].text.endswith("R-V2 visit at home (still to do: total 2)")


def test_a_schedule_of_nothing_says_so(book):
    lines = agenda_page(book, Rejected(kind="missing id"))
    assert lines[-1].text == "nothing falls due"
    assert lines[4] == ("1 record read: 0 reviewed, 1 set aside", "alarm")


def test_agendas_of_parts_are_one(book):
    until = AS_OF + dt.timedelta(days=90)
    found = [schedule(Offender.from_dict({**LATE, "id": id_}), book, as_of=AS_OF, until=until) for id_ in ("x1", "x2")]
    whole, first, second = Agenda(until), Agenda(until), Agenda(until)
    for each in found:
        whole.add(each)
    first.add(found[0])
    second.add(found[1])
    first.merge(second)
    assert list(agenda_lines(run_of(book), first)) == list(agenda_lines(run_of(book), whole))


def test_a_part_of_a_duty_is_named_by_what_it_asks_for_itself():
    found = judged(supervised(level="minimum"), "2026-06-10", book=CONTACTS).schedule
    lines = [line.text for line in agenda_page(CONTACTS, found, until=dt.date(2026, 6, 30))]
    assert [line.split("R-C2 ")[1][:8] for line in lines if "R-C2 " in line] == ["make one", "make the"]
