import datetime as dt
import inspect
import re
from pathlib import Path

import attrs
import pytest

from supervise.model import ARRAYS, Offender, OrderItem, OtherVisitor, Term, Visit, facts, faults
from supervise.model.facts import json_name

CLASSES = [
    *ARRAYS.values(),
    Offender,
    Term,
    OrderItem,
    OtherVisitor,
    faults.Fault,
    faults.Note,
    faults.Rejected,
]

# The table of the register's published format: every array and every field, `id` and the like aside.
FORMAT = """
registrations | basis, relevant_on, convicted_on, sentenced_on, condition_met_on, notice_given_on, disposal, terms, discharge_months, supervision_months, age_on_relevant_date, jurisdiction, trial_ended_on, stored_end_on, ended_on
levels | level, from, by, approved_by, reason_code
assessments | tool, band, on, by, approved_on, approved_by, out_of_scope
plans | from, interval, mode, reason_code, by, approved_by, reviewed_on
visits | planned_on, on, at, outcome, place, address_id, entry, officers, others, lead_agency, announced, announced_reason, purposes, exception_id, signed_off_on, signed_off_by, text_sketch
notifications | kind, on, at, about, for, expected_on, station_id, home_kind, method
changes | about, on, at, address_id
statuses | kind, from, until, evidence
addresses | address_id, kind, from, until, notified_on, area
stays | address_id, from, from_at, until, until_at, notified
trips | known_on, departs_on, departs_at, country, due_back_on, due_back_point, returned_on, returned_point, cancelled_on, excuse
orders | kind, made_on, served_on, in_force_on, main_decided_on, ends_on, until_further_order, items, replaces, discharged_on
managers | officer_id, team_id, agency, role, from, until
mappa | category, level, lead_agency, from, until
reviews | kind, on, by, sources, outcome
meetings | kind, on, minuted
decisions | kind, on, by, outcome, reason_code, for, received_on, bar_years
transfers | to, asked_on, accepted_on, refused_on
set_dates | rule, on, set_on, opens, by, approved_by, reason_code
events | kind, on, at, for
"""


def names(cls):
    return [json_name(part.name) for part in attrs.fields(cls)]


def test_every_array_and_field_of_the_format_exists_in_its_order():
    table = dict(line.split(" | ") for line in FORMAT.strip().splitlines())
    assert list(table) == list(ARRAYS)
    for array, fields in table.items():
        assert names(ARRAYS[array]) == ["id", "recorded_on", "recorded_by", "withdrawn", *fields.split(", ")]


def test_the_parts_of_facts_have_the_fields_of_the_format():
    assert names(Term) == ["months", "days", "extension_months", "relation", "overlap_months", "counts"]
    assert names(OrderItem) == ["kind", "years", "until_further_order", "check_every"]
    assert names(OtherVisitor) == ["role", "vetted"]


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_class_is_documented_frozen_slotted_and_keyword_only(cls):
    assert cls.__doc__
    for part in attrs.fields(cls):
        assert re.fullmatch(r"[A-Z].*\.", part.metadata["doc"]), part.name
        assert part.kw_only
    assert not hasattr(cls, "__dict__") or "__dict__" not in dir(cls)
    one = cls(**{part.name: "x" for part in attrs.fields(cls) if part.default is attrs.NOTHING})
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.id = "y"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"on": dt.datetime(2024, 5, 1, 10)}, TypeError),
        ({"on": "2024-05-01"}, TypeError),
        ({"at": "10.30"}, ValueError),
        ({"outcome": "sen"}, ValueError),
        ({"officers": ["o1"]}, TypeError),
        ({"others": ("x",)}, TypeError),
        ({"outcome": "xyz"}, ValueError),
        ({"id": " "}, ValueError),
        ({"text_sketch": "10.30, o1 was there"}, ValueError),
    ],
)
def test_a_constructor_refuses_a_wrong_value_and_does_not_repeat_it(values, error):
    with pytest.raises(error) as caught:
        Visit(**{"id": "v1", **values})
    (name,) = values
    assert str(caught.value).startswith(f"Visit.{name}: ")
    assert not any(word in str(caught.value) for word in ("2024-05-01", "10.30", "sen'", "o1"))


@pytest.mark.parametrize(
    ("values", "advice"),
    [
        ({"on": "2024-05-01"}, "found text; wanted is datetime.date"),
        ({"on": dt.datetime(2024, 5, 1)}, "found date and time; wanted is datetime.date"),
        ({"at": dt.time(10, 30)}, "found time; wanted is str"),
        ({"outcome": 3}, "found number; wanted is str"),
        ({"withdrawn": 1}, "found number; wanted is bool"),
        ({"officers": ["o1"]}, "found list; wanted is tuple of str"),
        ({"officers": (3,)}, "found number; wanted is tuple of str"),
        ({"purposes": ["welfare"]}, "found list; wanted is tuple of str"),
        ({"others": ({"role": "social_worker"},)}, "found object; wanted is tuple of OtherVisitor"),
    ],
)
def test_a_constructor_asks_for_what_python_writes_and_not_for_json(values, advice):
    """A text "2024-05-01" is what a register writes; a program is told to give a date."""
    with pytest.raises(TypeError) as caught:
        Visit(**{"id": "v1", **values})
    (name,) = values
    assert str(caught.value) == f"Visit.{name}: wrong type, {advice}"


def test_a_constructor_still_shows_its_fields():
    assert list(inspect.signature(Visit).parameters) == [part.name for part in attrs.fields(Visit)]


def test_contradictions_are_accepted_as_they_are():
    status = facts.Status(id="s", kind="custody", from_=dt.date(2024, 5, 1), until=dt.date(2020, 1, 1))
    assert status.until < status.from_


def test_no_module_of_the_model_names_a_jurisdiction_in_code():
    for module in Path(facts.__file__).parent.glob("*.py"):
        assert not re.search(
            r"england|wales|scotland|northern_ireland", module.read_text(encoding="utf-8"), re.IGNORECASE
        )
