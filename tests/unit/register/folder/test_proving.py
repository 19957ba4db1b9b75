"""Whether the dates of a folder show in which order day and month were declared."""

import pytest

from supervise.model import Offender
from supervise.register.folder.cells import Declared
from supervise.register.folder.naming import Names, TableNames
from supervise.register.folder.proving import Unproven

EARLY = {"id": "A1", "born_on": "1980-03-04", "visits": [{"id": "v1", "on": "2026-01-05"}, {"id": "v2"}]}


def told(declared, *offenders):
    forms = Unproven(declared)
    for each in offenders:
        forms.see(Offender.from_dict(each))
    return [note.hint.partition(" is after")[0].rpartition(" ")[2] for note in forms.notes()]


def visited(*days):
    return {"id": "A2", "visits": [{"id": f"v{day}", "on": day} for day in days]}


@pytest.mark.parametrize(
    ("more", "forms"),
    [
        ((), ["D/M/Y"]),
        ((visited("2026-01-12"),), ["D/M/Y"]),
        ((visited("2026-01-13"),), []),
        ((visited("2026-01-05", "2026-01-31"), EARLY), []),
    ],
)
def test_one_day_after_the_twelfth_of_any_table_bears_a_form_out(more, forms):
    assert told(Declared(dates="D/M/Y"), EARLY, *more) == forms


def test_a_date_that_is_the_same_in_both_orders_says_nothing():
    assert told(Declared(dates="M-D-Y"), visited("2026-05-05", "2026-12-12")) == []
    assert told(Declared(dates="M-D-Y"), visited("2026-05-05", "2026-12-11")) == ["M-D-Y"]


def test_each_form_stands_for_itself():
    names = Names(id="north", version="1", sha256="", tables={"visits": TableNames(dates="M/D/Y")})
    assert told(Declared(dates="D/M/Y", names=names), EARLY) == ["D/M/Y", "M/D/Y"]
    assert told(Declared(dates="D/M/Y", names=names), EARLY, visited("2026-01-13")) == ["D/M/Y"]
    assert told(Declared(names=names), EARLY) == ["M/D/Y"]


@pytest.mark.parametrize("declared", [Declared(), Declared(dates="Y-M-D"), Declared(serials=1900)])
def test_where_no_order_of_the_two_is_declared_there_is_nothing_to_say(declared):
    assert told(declared, EARLY) == []
