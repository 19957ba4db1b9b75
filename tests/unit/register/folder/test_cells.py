"""One cell: what it means, what is refused, and that what is written comes back."""

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from supervise.errors import RegisterError
from supervise.model import Offender
from supervise.model.facts import Mappa, Order, Registration, Stay, Visit
from supervise.model.forms import MisfitError, trimmed
from supervise.register.folder.cells import LONGEST_CELL, Declared, cell_of, read_cell, readers

PLAIN = Declared()


def value(cls, name, cell, **declared):
    return read_cell(cell, readers(cls, Declared(**declared))[name])


def refused(cls, name, cell, **declared):
    with pytest.raises(MisfitError) as error:
        value(cls, name, cell, **declared)
    return error.value.kind, error.value.found, error.value.hint


# ── what a cell means ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("cls", "name", "cell", "expected"),
    [
        (Visit, "outcome", "seen", "seen"),
        (Visit, "outcome", "Seen", "Seen"),  # words are taken as they are: the model refuses them with a hint
        (Visit, "outcome", "\u00a0seen \u200b", "seen"),
        (Visit, "outcome", "", None),
        (Visit, "outcome", " \u00a0", None),
        (Visit, "on", "2024-02-29", "2024-02-29"),
        (Visit, "on", "2024-02-30", "2024-02-30"),
        (Visit, "on", "soon", "soon"),
        (Visit, "on", "2024-06-30T23:30:00Z", "2024-06-30T23:30:00Z"),
        (Visit, "announced", "TRUE", True),
        (Visit, "announced", "false", False),
        (Visit, "announced", "1", 1),
        (Visit, "announced", "yes", "yes"),
        (Visit, "text_sketch", "'=1+1", "=1+1"),
        (Visit, "text_sketch", "=1+1", "=1+1"),
        (Visit, "text_sketch", "''t", "'t"),
        (Visit, "text_sketch", "'", ""),
        (Visit, "text_sketch", "' a ", " a "),
        (Visit, "text_sketch", " ' a ", " a"),
        (Visit, "text_sketch", "#4", "#4"),
        (Visit, "id", "00123", "00123"),
        (Visit, "id", "'1.23E+05", "1.23E+05"),
        (Visit, "id", "1E5", "1E5"),
        (Mappa, "level", "3", 3),
        (Mappa, "level", "'3", 3),
        (Mappa, "level", "-3", -3),
        (Mappa, "level", "3.0", 3.0),
        (Mappa, "level", "3e2", 300.0),
        (Mappa, "level", "1,000", "1,000"),
        (Mappa, "level", "\u0663", "\u0663"),
        (Visit, "officers", "o1", ["o1"]),
        (Visit, "officers", "o1|o2", ["o1", "o2"]),
        (Visit, "officers", " o1 | o2 ", ["o1", "o2"]),
        (Visit, "officers", r"a\|b|c\\d|e\f", ["a|b", r"c\d", r"e\f"]),
        (Visit, "officers", "'", [""]),
        (Visit, "officers", "'| a", ["", " a"]),
        (Registration, "terms", "months=12;counts=true", [{"months": 12, "counts": True}]),
        (Registration, "terms", " months = 12 ; counts = TRUE ; ", [{"months": 12, "counts": True}]),
        (Registration, "terms", "months=1|days=2", [{"months": 1}, {"days": 2}]),
        (Registration, "terms", "months=;days=2", [{"days": 2}]),
        (Registration, "terms", "months=x;mnths=2", [{"months": "x", "mnths": "2"}]),
        (Registration, "terms", "'|", [{}, {}]),
        (Order, "items", "kind=prohibition;years=5", [{"kind": "prohibition", "years": 5}]),
        (Visit, "others", r"role=a\=b\;c;vetted=false", [{"role": "a=b;c", "vetted": False}]),
        (Visit, "others", "role=a=b", [{"role": "a=b"}]),
        (Visit, "others", "role=a, b", [{"role": "a, b"}]),
        (Visit, "others", "role=a,b=c", [{"role": "a,b=c"}]),
        (Visit, "others", r"role=a,vetted\=true", [{"role": "a,vetted=true"}]),
        (Visit, "others", "'role=", [{"role": ""}]),
    ],
)
def test_what_a_cell_means(cls, name, cell, expected):
    read = value(cls, name, cell)
    assert read == expected
    assert type(read) is type(expected)


@pytest.mark.parametrize(
    ("cls", "name", "cell", "kind"),
    [
        (Visit, "on", "03/04/2024", "wrong form"),
        (Visit, "on", "3.4.24", "wrong form"),
        (Visit, "on", "45351", "wrong type"),
        (Visit, "on", "20240229", "wrong type"),
        (Visit, "on", "45351.5", "wrong type"),
        (Visit, "id", "1.23E+05", "damaged id"),
        (Visit, "place", "#REF!", "spreadsheet error"),
        (Visit, "on", "########", "spreadsheet error"),
        (Visit, "text_sketch", "a\0b", "null character"),
        (Visit, "text_sketch", "na\udcefve", "not UTF-8"),
        (Mappa, "level", "9" * 5000, "number out of range"),
        (Mappa, "level", "1e999", "number out of range"),
        (Visit, "officers", "o1|", "empty item"),
        (Visit, "officers", "o1| |o2", "empty item"),
        (Registration, "terms", "12", "wrong form"),
        (Registration, "terms", "months=1;months=2", "wrong form"),
        (Visit, "others", "role=a,vetted=true", "wrong form"),
        (Visit, "others", "role=a , vetted = true", "wrong form"),
    ],
)
def test_what_is_refused_says_why_and_repeats_nothing(cls, name, cell, kind):
    said = refused(cls, name, cell)
    assert said[0] == kind
    assert cell not in " ".join(map(str, said))


@pytest.mark.parametrize("dates", [None, "D/M/Y"])
@pytest.mark.parametrize("cell", ["N/A", "-", "null", " Unknown "])
def test_a_word_for_nothing_in_a_column_of_dates_is_told_the_way(cell, dates):
    read = readers(Visit, Declared(dates=dates))["on"]
    with pytest.raises(MisfitError) as caught:
        read_cell(cell, read)
    assert (caught.value.kind, "among the nulls of a mapping" in caught.value.hint) == ("wrong form", True)


# ── what may be declared ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("form", "cell", "expected"),
    [
        ("D/M/Y", "3/4/2024", "2024-04-03"),
        ("D/M/Y", "03/04/2024", "2024-04-03"),
        ("M/D/Y", "3/4/2024", "2024-03-04"),
        ("DD.MM.YYYY", "03.04.2024", "2024-04-03"),
    ],
)
def test_a_declared_form_of_dates_is_read(form, cell, expected):
    assert value(Visit, "on", cell, dates=form) == expected


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("13/13/2024", "impossible date"),
        ("30/2/2024", "impossible date"),
        ("3/4/24", "wrong form"),
        ("2024-04-03", "wrong form"),
        ("3/4/2024 00:00", "wrong form"),
        ("45351", "wrong type"),
    ],
)
def test_a_declared_form_is_strict(cell, kind):
    assert refused(Visit, "on", cell, dates="D/M/Y")[0] == kind


@pytest.mark.parametrize(("system", "expected"), [(1900, "2024-02-29"), (1904, "2028-03-01")])
def test_day_numbers_are_read_by_the_declared_system(system, expected):
    assert value(Visit, "on", "45351", serials=system) == expected
    assert value(Visit, "on", "2024-02-29", serials=system) == "2024-02-29"
    assert value(Visit, "on", "29/2/2024", serials=system, dates="D/M/Y") == "2024-02-29"


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("60", "impossible date"), ("0", "impossible date"), ("-1", "impossible date"), ("45351.5", "wrong type")],
)
def test_a_day_number_that_is_no_day_is_refused(cell, kind):
    assert refused(Visit, "on", cell, serials=1900)[0] == kind


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({"dates": "DD/MM/YY"}, "form of dates: .* or D/M/Y"),
        ({"serials": 1901}, "1900 or 1904"),
        ({"encoding": "latin-1"}, "utf-8, windows-1252"),
    ],
)
def test_a_declaration_that_leaves_a_doubt_is_refused(declared, message):
    with pytest.raises(RegisterError, match=message):
        Declared(**declared)


def test_blanks_without_width_are_taken_off_in_any_order():
    assert trimmed("\ufeff \u200b a\u200bb \u200b\u00a0") == "a\u200bb"
    assert trimmed("\u200b") == ""


# ── and back ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff0b", "\uff0d"])
@pytest.mark.parametrize(("cls", "name", "of"), [(Visit, "text_sketch", str), (Visit, "officers", list)])
def test_no_text_can_be_taken_for_a_formula_and_each_comes_back(start, cls, name, of):
    read = readers(cls, PLAIN)[name]
    text = f"{start}HYPERLINK(1)"
    given = [text] if of is list else text
    cell = cell_of(given, read)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff0b", "\uff0d"))
    assert read_cell(cell, read) == given


@pytest.mark.parametrize(
    ("cls", "name", "given", "cell"),
    [
        (Visit, "on", dt.date(2024, 2, 29), "2024-02-29"),
        (Visit, "on", None, ""),
        (Visit, "on", 20240229, "20240229"),
        (Visit, "on", "20240229", "'20240229"),  # a wrong value, and a text all the same
        (Visit, "announced", False, "false"),
        (Mappa, "level", 3.5, "3.5"),
        (Visit, "id", "1.23E+05", "'1.23E+05"),
        (Visit, "place", "#REF!", "'#REF!"),
        (Visit, "officers", (), ""),
        (Visit, "officers", ("o1", "o2"), "o1|o2"),
        (Visit, "others", [{"role": "a", "vetted": None}], "role=a"),
        (Offender, "links", [""], "'"),
        (Stay, "notified", True, "true"),
    ],
)
def test_what_is_written(cls, name, given, cell):
    assert cell_of(given, readers(cls, PLAIN)[name]) == cell


TEXTS = st.text(st.sampled_from("'|;=\\ab #\u00a0\u200b\r\n,\"-=é"), max_size=6)


@given(TEXTS)
def test_every_text_comes_back(text):
    read = readers(Visit, PLAIN)["text_sketch"]
    assert read_cell(cell_of(text, read), read) == text


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_every_list_of_texts_comes_back(texts):
    read = readers(Visit, PLAIN)["officers"]
    assert read_cell(cell_of(texts, read), read) == texts


@given(st.lists(st.fixed_dictionaries({}, optional={"role": TEXTS, "vetted": st.booleans()}), min_size=1, max_size=3))
def test_every_list_of_objects_comes_back(items):
    read = readers(Visit, PLAIN)["others"]
    assert read_cell(cell_of(items, read), read) == items


@pytest.mark.parametrize("given", ["a\0", "\ud800", "x" * LONGEST_CELL, {"a": 1}, [["a"]], [{"a": {}}]])
def test_what_has_no_form_is_refused(given):
    with pytest.raises(MisfitError, match="no form in CSV"):
        cell_of(given, readers(Visit, PLAIN)["text_sketch"])
