"""What each value of a column says."""

import datetime as dt
from decimal import Decimal

import pytest

from supervise.model import Offender, facts
from supervise.model.forms import MisfitError
from supervise.register.folder.cells import Declared
from supervise.register.folder.naming import TableNames
from supervise.register.sql.values import as_declared, value_readers

DAY = dt.date(2026, 1, 5)


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        ("", 1, 1),
        ("Uuid", "a", "a"),
        ("Boolean", 1, True),
        ("Boolean", 0, False),
        ("Boolean", 2, 2),
        ("Boolean", "true", "true"),
        ("Boolean", 1.0, 1.0),
        ("Boolean", None, None),
        ("Date", "2026-01-05", DAY),
        ("Date", "2026-02-30", "2026-02-30"),
        ("Date", "20260105", "20260105"),
        ("Date", "2026-W02-1", "2026-W02-1"),
        ("Date", 20260106, 20260106),
        ("Date", None, None),
        ("DateTime", "2026-01-05 00:00:00.000000", dt.datetime(2026, 1, 5)),
        ("DateTime", "2026-01-05T09:30", dt.datetime(2026, 1, 5, 9, 30)),
        ("DateTime", "2026-01-05 00:00:00+00:00", "2026-01-05 00:00:00+00:00"),
        ("DateTime", "2026-01-05 25:00:00", "2026-01-05 25:00:00"),
        ("DateTime", "2026-01-05", "2026-01-05"),
        ("JSON", '["o1"]', ["o1"]),
        ("JSON", '["o1"', {"unread": '["o1"'}),
        ("JSON", '{"a": 1, "a": 2}', {"unread": '{"a": 1, "a": 2}'}),
        ("JSON", "[" * 100_000, {"unread": "[" * 100_000}),
        ("JSON", 5, 5),
        ("JSON", None, None),
    ],
)
def test_a_value_is_what_it_was_declared_as_or_stays_as_it_is(kind, value, said):
    found = as_declared(value, kind)
    assert found == said
    assert type(found) is type(said)


NAMES = TableNames(
    values={"outcome": {"1": "seen", "N": "not_seen"}, "announced": {"2": "true"}}, nulls=frozenset({"-1", "-"})
)


@pytest.mark.parametrize(
    ("cls", "name", "value", "said"),
    [
        (facts.Visit, "on", "2026-01-05", "2026-01-05"),
        (facts.Visit, "on", DAY, "2026-01-05"),
        (facts.Visit, "on", dt.datetime(2026, 1, 5), "2026-01-05"),
        (facts.Visit, "on", dt.datetime(2026, 1, 5, 0, 1), "2026-01-05T00:01:00"),
        (facts.Visit, "on", 45351, 45351),
        (facts.Visit, "on", "-", None),
        (facts.Visit, "on", -1, None),
        (facts.Visit, "at", dt.time(9, 30), "09:30"),
        (facts.Visit, "id", 7, "7"),
        (facts.Visit, "id", True, True),
        (facts.Visit, "id", Decimal(7), 7),
        (facts.Visit, "id", 7.0, 7.0),
        (facts.Visit, "address_id", 7, "7"),
        (facts.Visit, "outcome", 1, "seen"),
        (facts.Visit, "outcome", " 1", "seen"),
        (facts.Visit, "outcome", "N", "not_seen"),
        (facts.Visit, "outcome", 3, 3),
        (facts.Visit, "announced", 2, True),
        (facts.Visit, "announced", True, True),
        (facts.Visit, "announced", "TRUE", True),
        (facts.Visit, "announced", 1, 1),
        (facts.Visit, "officers", "o1|o2", ["o1", "o2"]),
        (facts.Visit, "officers", ["o1", 2], ["o1", "2"]),
        (facts.Visit, "officers", 5, 5),
        (facts.Visit, "purposes", ["welfare", 2], ["welfare", 2]),
        (facts.Visit, "others", "role=x;vetted=true", [{"role": "x", "vetted": True}]),
        (facts.Visit, "others", [{"role": "x", "vetted": None}], [{"role": "x", "vetted": None}]),
        (facts.Visit, "officers", b"o1", {}),
        (facts.Mappa, "category", 2, 2),
        (facts.Mappa, "category", Decimal("2.0"), 2),
        (facts.Mappa, "category", Decimal("2.5"), 2.5),
        (facts.Mappa, "category", "3", 3),
        (Offender, "team", 12, "12"),
        (Offender, "team", " a ", "a"),
        (Offender, "team", "' a ", " a "),
        (Offender, "team", "", None),
        (Offender, "links", [1, "B"], ["1", "B"]),
    ],
)
def test_a_text_is_read_as_a_cell_and_a_type_is_taken_at_its_word(cls, name, value, said):
    found = value_readers(cls, Declared(), NAMES)[name](value)
    assert found == said
    assert type(found) is type(said)


def test_a_number_is_a_day_where_day_numbers_are_declared():
    read = value_readers(facts.Visit, Declared(serials=1900), TableNames())
    assert read["on"](45351) == "2024-02-29"
    assert read["id"](45351) == "45351"


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("on", "5/1/2026", "wrong form"),
        ("on", float("nan"), "not a number"),
        ("on", Decimal("NaN"), "not a number"),
        ("id", "1.23E+05", "damaged id"),
        ("id", "A\udc80", "not UTF-8"),
    ],
)
def test_what_cannot_be_read_says_why(name, value, kind):
    with pytest.raises(MisfitError) as caught:
        value_readers(facts.Visit, Declared(), TableNames())[name](value)
    assert caught.value.kind == kind
