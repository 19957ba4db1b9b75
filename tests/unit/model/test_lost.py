"""What can be read of a fact that was set aside: its dates and words, and never a text."""

import datetime as dt
import pickle

import pytest

from supervise import Offender
from supervise.model import Status, Visit
from supervise.model.facts import Notification
from supervise.model.lost import Lost, lost_in


@pytest.mark.parametrize("item", [None, 5, "v1", ["v1"]])
def test_of_what_is_no_object_nothing_can_be_read(item):
    assert lost_in("visits", Visit, item) == Lost(array="visits", is_dated=False)


def test_dates_are_read_as_text_and_as_dates():
    lost = lost_in("statuses", Status, {"from_": "2026-01-05", "until": dt.date(2026, 2, 1), "kind": "custdy"})
    assert lost.dates == (("from_", dt.date(2026, 1, 5)), ("until", dt.date(2026, 2, 1)))
    assert (lost.words, lost.is_dated) == ((), True)


def test_one_date_that_cannot_be_read_makes_it_undated():
    assert not lost_in("statuses", Status, {"from_": "2026-01-05", "until": "soon"}).is_dated
    assert lost_in("statuses", Status, {"from_": "2026-01-05", "until": None}).is_dated


def test_words_of_closed_sets_and_of_the_form_of_a_word_are_read():
    assert lost_in("visits", Visit, {"outcome": "seen", "place": "hom", "entry": 5, "address_id": "x"}).words == (
        ("outcome", "seen"),
    )
    assert lost_in("notifications", Notification, {"kind": "s38"}).words == (("kind", "s38"),)
    assert lost_in("notifications", Notification, {"kind": "Mr Smith"}).words == ()
    assert lost_in("notifications", Notification, {"kind": ["s85"]}).words == ()


def test_an_entry_that_takes_another_away_brings_nothing():
    assert lost_in("visits", Visit, {"on": "2026-01-05", "withdrawn": True, "at": "noon"}) is None


def test_a_fault_shows_none_of_it_and_keeps_it():
    offender = Offender.from_dict({"id": "A1", "visits": [{"id": "v1", "on": "2026-01-05", "outcome": "saw"}]})
    (fault,) = offender.faults
    assert "2026" not in repr(fault)
    assert "lost" not in repr(fault)
    assert pickle.loads(pickle.dumps(fault)).lost == fault.lost
    (wrong,) = Offender.from_dict({"id": "A1", "born_on": "soon"}).faults
    assert wrong.lost is None
