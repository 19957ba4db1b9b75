"""What is read as it stands and noted: days that stand for no day, ids that a spreadsheet has cut off."""

import json

import pytest

from supervise import Offender
from supervise.model.doubts import doubts_of, may_hold_doubts
from supervise.register import read_register, read_rows, write_folder

PLACEHOLDERS = ("0001-01-01", "1753-01-01", "1899-12-30", "1900-01-01", "1970-01-01", "9999-12-31")


def notes(offender):
    return [(note.path, note.kind) for note in offender.notes]


@pytest.mark.parametrize("day", PLACEHOLDERS)
def test_a_day_that_systems_write_where_none_is_known_is_noted_wherever_it_stands(day):
    record = {
        "id": "A1",
        "born_on": day,
        "registrations": [{"id": "r1"}, {"id": "r2", "relevant_on": day}],
        "levels": [{"id": "l1", "level": "low", "from": day}],
    }
    found = [(path, "placeholder date") for path in ("born_on", "registrations[1].relevant_on", "levels[0].from")]
    (read,) = read_rows([record])
    assert notes(Offender.from_dict(record)) == notes(read) == found
    assert read.born_on.isoformat() == day
    assert not read.faults


@pytest.mark.parametrize("day", ["0001-01-02", "1900-01-02", "1970-01-02", "9999-12-30", "2000-01-01"])
def test_any_other_day_is_not(day):
    assert Offender.from_dict({"id": "A1", "born_on": day}).notes == ()
    assert not may_hold_doubts(day.encode())


@pytest.mark.parametrize(("id_", "damaged"), [("1.23E+05", True), ("1E+11", True), ("1.23E5", False), ("E+05", False), ("X1E+05", False)])  # fmt: skip
def test_an_id_that_a_spreadsheet_cut_off_is_noted(id_, damaged):
    (read,) = read_rows([{"id": id_}])
    assert notes(read) == notes(Offender.from_dict({"id": id_})) == ([("id", "damaged id")] if damaged else [])


def test_notes_are_the_same_from_every_form(tmp_path):
    record = {"id": "1.23E+05", "born_on": "1900-01-01", "visits": [{"id": "v1"}, {"id": "v2", "on": "9999-12-31"}]}
    (tmp_path / "register.jsonl").write_text(json.dumps(record))
    write_folder(tmp_path / "csv", [record])
    wanted = [("id", "damaged id"), ("born_on", "placeholder date"), ("visits[1].on", "placeholder date")]
    for name in ("register.jsonl", "csv"):
        (read,) = read_register(tmp_path / name)
        assert notes(read) == wanted
    assert [str(note) for note in read.notes][2].startswith(
        "visits.csv:3: visits[1].on: placeholder date, found text; "
    )


def test_a_doubt_stands_beside_faults_and_unknown_keys():
    (read,) = read_rows([{"id": "A1", "tema": "x", "born_on": "1900-01-01", "team": 5}])
    assert notes(read) == [("tema", "unknown key"), ("born_on", "placeholder date")]
    assert [fault.path for fault in read.faults] == ["team"]


def test_no_doubt_is_missed_by_looking_first():
    for value in (*PLACEHOLDERS, "1.23E+05"):
        data = {"id": value, "born_on": value}
        assert may_hold_doubts(json.dumps(data).encode()) == bool(doubts_of(data)) is True
