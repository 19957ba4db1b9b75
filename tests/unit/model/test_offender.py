import datetime as dt
import pickle

import attrs
import pytest
from hypothesis import given

from supervise.model import ARRAYS, Offender, Visit
from supervise.testing.strategies import messy_records


@given(messy_records())
def test_plain_data_of_an_offender_come_back_as_they_were_meant(data):
    offender = Offender.from_dict(data)
    assert not offender.faults
    assert Offender.from_dict(offender.to_dict()) == offender
    assert pickle.loads(pickle.dumps(offender)) == offender
    assert hash(offender) == hash(attrs.evolve(offender))


def test_the_arrays_come_in_the_order_of_the_format():
    assert list(ARRAYS)[:3] == ["registrations", "levels", "assessments"]
    assert list(ARRAYS)[-1] == "events"
    assert ARRAYS["visits"] is Visit


def test_the_representation_shows_the_id_and_counts_and_nothing_else():
    offender = Offender(id="A1", born_on=dt.date(1980, 1, 1), team="north", visits=(Visit(id="v1"),))
    assert repr(offender) == "Offender(id='A1', visits=1)"


@pytest.mark.parametrize(
    "values", [{"visits": (1,)}, {"visits": []}, {"born_on": "1980-01-01"}, {"birth_month_day": "02-30"}]
)
def test_the_constructor_refuses_what_is_no_fact(values):
    with pytest.raises((TypeError, ValueError)):
        Offender(id="A1", **values)


def test_dates_tuples_and_mappings_of_python_are_read_too():
    offender = Offender.from_dict(
        {"id": "A1", "visits": ({"id": "v1", "on": dt.date(2024, 5, 1), "officers": ("o1",)},)}
    )
    assert offender.visits == (Visit(id="v1", on=dt.date(2024, 5, 1), officers=("o1",)),)


def test_the_data_handed_in_are_not_changed():
    data = {"id": "A1", "levels": [{"id": "l1", "from": "2024-01-01", "zz": [1]}]}
    Offender.from_dict(data)
    assert data == {"id": "A1", "levels": [{"id": "l1", "from": "2024-01-01", "zz": [1]}]}
