"""Calendars: read back by a second implementation, and what becomes of appointments from file to file."""

import datetime as dt
import sys

import pytest

from supervise.errors import MissingExtraError, RegisterError
from supervise.report.appointments import Appointment
from supervise.report.ical import Entry, entries, library, read_calendar, write_calendar
from tests.unit.report.rfc5545 import content_lines, events_of

pytest.importorskip("icalendar")

MADE = "rulebook own@1, sha256 0; overlay north, x@2, sha256 1"
TODAY, LAST = dt.date(2026, 6, 30), dt.date(2026, 12, 31)
A = Appointment(dt.date(2026, 7, 1), "x1: visit at home (R-V2)", "u1@supervise", "open as of 2026-06-30")
B = Appointment(dt.date(2026, 8, 1), "x1: notify (R-N4)", "u2@supervise")


def written(*appointments, as_of=TODAY, until=LAST, after=None, whose=None):
    """A file, after the one written before."""
    previous = None if after is None else read_calendar(after, file="before.ics", as_of=as_of, whose=whose)
    listed = entries(appointments, as_of=as_of, until=until, previous=previous)
    return write_calendar(listed, as_of=as_of, made=MADE, whose=whose)


def test_a_file_says_with_what_it_was_made():
    said = MADE.replace(";", "\\;").replace(",", "\\,")
    assert f"X-SUPERVISE-MADE-WITH:{said}" in content_lines(written(A))


def states(content):
    return {each["UID"]: (each["STATUS"], int(each["SEQUENCE"])) for each in events_of(content)}


def test_a_second_reader_finds_all_day_events_in_the_order_of_the_days():
    assert events_of(written(B, A)) == [
        {
            "SUMMARY": "x1: visit at home (R-V2)",
            "DTSTART;VALUE=DATE": "20260701",
            "DTSTAMP": "20260630T000000Z",
            "UID": "u1@supervise",
            "SEQUENCE": "0",
            "CLASS": "CONFIDENTIAL",
            "DESCRIPTION": "open as of 2026-06-30",
            "STATUS": "CONFIRMED",
            "TRANSP": "TRANSPARENT",
        },
        {
            "SUMMARY": "x1: notify (R-N4)",
            "DTSTART;VALUE=DATE": "20260801",
            "DTSTAMP": "20260630T000000Z",
            "UID": "u2@supervise",
            "SEQUENCE": "0",
            "CLASS": "CONFIDENTIAL",
            "STATUS": "CONFIRMED",
            "TRANSP": "TRANSPARENT",
        },
    ]


@pytest.mark.parametrize("text", ["a, b; c\\n d", "é" * 200, "one\ntwo", 'x":;,=', " lead", "😀" * 60])
def test_any_text_comes_back(text):
    content = written(A._replace(summary=text, description=text))
    (event,) = events_of(content)
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (text, text)
    (entry,) = read_calendar(content, file="f.ics", as_of=TODAY).entries.values()
    assert entry == Entry(A._replace(summary=text, description=text), TODAY)


def test_the_same_input_gives_the_same_bytes_whatever_its_order_and_after_itself():
    first = written(A, B)
    assert first == written(B, A)
    assert written(A, B, after=first) == first


def test_an_empty_calendar_is_one():
    assert content_lines(written())[-1] == "END:VCALENDAR"


def test_what_is_gone_is_cancelled_once_and_stays_so():
    second = written(B, as_of=dt.date(2026, 7, 1), after=written(A, B))
    assert states(second) == {"u1@supervise": ("CANCELLED", 1), "u2@supervise": ("CONFIRMED", 0)}
    third = written(B, as_of=dt.date(2026, 7, 2), after=second)
    assert states(third) == states(second)
    cancelled = next(each for each in events_of(third) if each["STATUS"] == "CANCELLED")
    assert cancelled["DTSTAMP"] == "20260701T000000Z"
    assert "DESCRIPTION" not in cancelled
    assert cancelled["SUMMARY"] == A.summary


def test_what_comes_back_has_a_later_number_than_its_end():
    back = written(A, after=written(after=written(A)))
    assert states(back) == {"u1@supervise": ("CONFIRMED", 2)}


@pytest.mark.parametrize("change", [{"day": dt.date(2026, 7, 2)}, {"summary": "x1: visit (R-V2)"}])
def test_a_day_that_moves_keeps_its_id_and_counts_on(change):
    moved = written(A._replace(**change), after=written(A))
    assert states(moved) == {"u1@supervise": ("CONFIRMED", 1)}


def test_a_new_status_alone_is_no_revision():
    said = written(A._replace(description="overdue as of 2026-07-02"), as_of=dt.date(2026, 7, 2), after=written(A))
    (event,) = events_of(said)
    assert (event["SEQUENCE"], event["DTSTAMP"]) == ("0", "20260702T000000Z")
    assert event["DESCRIPTION"] == "overdue as of 2026-07-02"


def test_what_lay_after_the_last_day_asked_for_was_not_looked_for():
    assert states(written(until=A.day, after=written(A, B))) == {
        "u1@supervise": ("CANCELLED", 1),
        "u2@supervise": ("CONFIRMED", 0),
    }


@pytest.mark.parametrize(
    ("as_of", "whose", "said"),
    [(TODAY, "team:t1", "somebody else's"), (TODAY - dt.timedelta(1), None, "later than the day judged")],
)
def test_a_file_of_others_or_of_a_later_day_is_refused(as_of, whose, said):
    with pytest.raises(RegisterError, match=said):
        read_calendar(written(A), file="before.ics", as_of=as_of, whose=whose)


def test_a_file_of_an_officer_is_taken_for_that_officer():
    first = written(A, whose="officer:o1")
    assert states(written(whose="officer:o1", after=first)) == {"u1@supervise": ("CANCELLED", 1)}


def test_a_file_cut_short_anywhere_is_refused():
    content = written(A, B)
    for end in range(len(content) - 2):
        with pytest.raises(RegisterError, match=r"^before\.ics: no"):
            read_calendar(content[:end], file="before.ics", as_of=TODAY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"X-SUPERVISE-FOR", b"X-OTHER"),
        (b"X-SUPERVISE-AS-OF:2026", b"X-SUPERVISE-AS-OF:MMXX"),
        (b"SEQUENCE:0", b"SEQUENCE:many"),
        (b"DTSTART;VALUE=DATE:20260701", b"DTSTART:20260701T090000Z"),
        (b"DTSTART;VALUE=DATE:20260701", b"DTSTART;VALUE=DATE:2026"),
        (b"UID:u1@supervise\r\n", b""),
        (b"BEGIN:VEVENT", b"BEGIN:"),
        (b"BEGIN:VCALENDAR", b"BEGIN:VTODO"),
        (b"SUMMARY:x1", b"SUMMARY\xff"),
        (b"BEGIN:VCALENDAR\r\n", b""),
        (b"DTSTAMP:20260630T000000Z", b"DTSTAMP:smith"),
    ],
)
def test_a_calendar_of_another_program_is_refused_without_a_word_of_it(old, new):
    content = written(A)
    assert old in content
    with pytest.raises(RegisterError) as raised:
        read_calendar(content.replace(old, new), file="before.ics", as_of=TODAY)
    assert str(raised.value) == "before.ics: no calendar that supervise wrote; give the file that was written last"
    assert raised.value.__cause__ is None


def test_without_the_library_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)
    library.cache_clear()
    with pytest.raises(MissingExtraError, match=r"supervise-schedules\[ics\]"):
        written(A)
    library.cache_clear()
