"""Only declared forms are dates; everything else is refused with a code and without repeating the text."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from supervise.dates.parsing import check_form, from_excel_serial, parse_declared, parse_iso_date
from supervise.errors import InvalidDateError


def code_of(read, *arguments):
    with pytest.raises(InvalidDateError) as caught:
        read(*arguments)
    assert not any(str(argument) in str(caught.value) for argument in arguments[:1] if str(argument).strip())
    return caught.value.code


@given(st.dates())
def test_a_written_date_is_read_back(day):
    assert parse_iso_date(day.isoformat()) == day
    assert parse_declared(f"{day.day:02}/{day.month:02}/{day.year:04}", "DD/MM/YYYY") == day


@pytest.mark.parametrize(
    "text",
    ["20240209", "2024-W09-4", "2024-040", "+2024-02-09", "2024-02", "24-02-09", "2024-2-9", "2024/02/09", "2024-02-09\n",
     "2024-02-09Z", "2024-W9-04", "\uff12\uff10\uff12\uff14-02-09", "today", "null", "0", " "],
)  # fmt: skip
def test_other_forms_are_refused(text):
    assert code_of(parse_iso_date, text) == "InvalidFormat"


@given(st.text(max_size=12))
def test_nothing_but_ten_characters_is_accepted(text):
    try:
        day = parse_iso_date(text)
    except InvalidDateError:
        return
    assert day.isoformat() == text


@pytest.mark.parametrize("text", ["2024-00-10", "2024-02-30", "2024-01-00", "2100-02-29"])
def test_the_right_form_without_such_a_day_is_no_date(text):
    assert code_of(parse_iso_date, text) == "InvalidDate"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("09/02/2024", "DD/MM/YYYY"),
        ("02/09/2024", "MM/DD/YYYY"),
        ("2024.02.09", "YYYY.MM.DD"),
        ("09 02 2024", "DD MM YYYY"),
        ("09-02-2024", "DD-MM-YYYY"),
        ("9/2/2024", "D/M/Y"),
        ("09/02/2024", "D/M/Y"),
        ("2/9/2024", "M/D/YYYY"),
        ("2024-2-09", "Y-M-DD"),
        ("9/2/2024 00:00", "D/M/Y 00:00"),
        ("09/02/2024 00:00:00", "DD/MM/YYYY 00:00:00"),
        ("2024-02-09 00:00:00.000", "YYYY-MM-DD 00:00:00.000"),
        ("2024-02-09T00:00:00", "YYYY-MM-DDT00:00:00"),
    ],
)
def test_a_declared_form_is_read_as_declared(text, form):
    assert parse_declared(text, form) == date(2024, 2, 9)


@pytest.mark.parametrize(
    "form",
    ["", "DD/MM/YY", "DD/MM", "DD/DD/YYYY", "MM/MM/MM", "DD/MM-YYYY", "DDMMYYYY", "dd/mm/yyyy", "%d/%m/%Y", "DD_MM_YYYY", "D/M/D", "D/M/YY", "D/DD/Y", "D/M/Y 10:00", "D/M/Y00:00", "D/M/Y 00:00Z", "D/M/Y 00", "D/M/Y 00:00:00."],
)  # fmt: skip
def test_a_form_that_leaves_a_doubt_is_refused(form):
    with pytest.raises(InvalidDateError, match="DD, MM and YYYY once each"):
        parse_declared("09/02/2024", form)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "MissingDate"),
        ("9/2/2024", "InvalidFormat"),
        ("09/02/24", "InvalidFormat"),
        ("09-02-2024", "InvalidFormat"),
        (" 09/02/2024", "InvalidFormat"),
        ("09/02/2024 10:00", "InvalidFormat"),
        ("٠٩/02/2024", "InvalidFormat"),
        ("31/04/2024", "InvalidDate"),
        ("02/13/2024", "InvalidDate"),
        ("01/01/0000", "InvalidDate"),
    ],
)
def test_a_text_that_does_not_fill_the_form_is_refused(text, code):
    assert code_of(parse_declared, text, "DD/MM/YYYY") == code


@pytest.mark.parametrize(
    "text", ["09/02/2024", "09/02/2024 00:00", "09/02/2024 00:00:01", "09/02/2024T00:00:00", "09/02/2024 00:00:00Z"]
)
def test_a_declared_midnight_is_written_in_every_date_and_is_no_other_time(text):
    assert code_of(parse_declared, text, "DD/MM/YYYY 00:00:00") == "InvalidFormat"


@pytest.mark.parametrize(
    ("serial", "system", "code"),
    [
        (0, 1900, "InvalidDate"),
        (-1, 1900, "InvalidDate"),
        (60, 1900, "InvalidDate"),
        (2_958_466, 1900, "InvalidDate"),
        (-1, 1904, "InvalidDate"),
        (2_957_004, 1904, "InvalidDate"),
        (10**30, 1900, "InvalidDate"),
        (45351.5, 1900, "InvalidFormat"),
        (45351.0, 1900, "InvalidFormat"),
        (True, 1900, "InvalidFormat"),
        ("45351", 1900, "InvalidFormat"),
        (45351, 1901, "InvalidFormat"),
    ],
)
def test_spreadsheet_numbers_that_are_no_days(serial, system, code):
    assert code_of(from_excel_serial, serial, system) == code


@pytest.mark.parametrize("text", ["009/2/2024", "9/2/24", "9/2/02024", "9-2-2024", "/2/2024", "30/2/2024"])
def test_a_form_of_single_letters_is_as_strict(text):
    assert code_of(parse_declared, text, "D/M/Y") in {"InvalidFormat", "InvalidDate"}


def test_a_form_can_be_checked_before_there_is_a_date():
    check_form("D/M/Y")
    with pytest.raises(InvalidDateError, match="DD, MM and YYYY once each"):
        check_form("D/M")


def test_the_systems_of_1900_and_1904_lie_1462_days_apart():
    assert from_excel_serial(0, 1904) == date(1904, 1, 1) == from_excel_serial(1462, 1900)
    assert from_excel_serial(2_957_003, 1904) == date(9999, 12, 31)


@pytest.mark.slow
def test_spreadsheet_serials_run_through_every_day():
    """From 61 on each serial is the day after the one before it."""
    start = date(1900, 3, 1).toordinal()
    for serial in range(61, 2_958_466, 7):
        assert from_excel_serial(serial, 1900).toordinal() == start + serial - 61
