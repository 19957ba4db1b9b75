"""Folders written: they read back the same, for their owner alone, whole or not at all."""

import csv
import os
import stat

import pytest
from hypothesis import given, strategies as st

from supervise.errors import RegisterError
from supervise.model import Offender
from supervise.register import read_folder, write_folder
from supervise.testing.strategies import messy_records, records


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.slow
@given(data=st.lists(messy_records(), max_size=4, unique_by=lambda data: data["id"]))
def test_any_offenders_written_and_read_are_equal(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("written") / "register"
    given = [Offender.from_dict(each) for each in data]
    assert write_folder(folder, given) == len(given)
    reading = read_folder(folder)
    assert list(reading) == given
    assert reading.survey.notes == ()


@pytest.mark.slow
@given(data=records(versions=True))
def test_offenders_with_versions_of_their_facts_are_equal_too(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("written") / "register"
    write_folder(folder, [data])
    assert list(read_folder(folder)) == [Offender.from_dict(data)]


@pytest.mark.parametrize(
    "id_", [" A1 ", "'A1", "=A1", "00123", "1.23E+05", "A,1", 'A"1', "A\r\n1", "\u200bA1", "e\u0301"]
)
def test_ids_that_spreadsheets_spoil_come_back_with_their_facts(tmp_path, id_):
    offender = Offender.from_dict({"id": id_, "visits": [{"id": id_}], "links": [id_]})
    write_folder(tmp_path / "r", [offender])
    assert list(read_folder(tmp_path / "r")) == [offender]


def test_only_the_files_that_have_facts_are_there_and_only_the_owner_may_read_them(tmp_path):
    previous = os.umask(0)
    try:
        write_folder(tmp_path / "r", [{"id": "A1", "visits": [{"id": "v1"}], "levels": []}])
    finally:
        os.umask(previous)
    assert sorted(path.name for path in (tmp_path / "r").iterdir()) == ["offenders.csv", "visits.csv"]
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "r", *(tmp_path / "r").iterdir())]
    assert modes == [0o700, 0o600, 0o600]


def test_columns_begin_with_who_and_which_and_end_with_who_entered_it(tmp_path):
    write_folder(tmp_path / "r", [{"id": "A1", "levels": [{"id": "l1", "from": "2024-01-01"}]}])
    assert (tmp_path / "r" / "levels.csv").read_bytes() == (
        b"offender_id,id,level,from,by,approved_by,reason_code,recorded_on,recorded_by,withdrawn\r\n"
        b"A1,l1,,2024-01-01,,,,,,\r\n"
    )


def test_no_offenders_are_a_folder_with_the_names_alone(tmp_path):
    (tmp_path / "r").mkdir()
    assert write_folder(str(tmp_path / "r"), []) == 0
    assert list(read_folder(tmp_path / "r")) == []


def test_unknown_keys_become_columns_and_every_row_has_a_cell_for_each(tmp_path):
    records = [
        {"id": "A1", "visits": [{"id": "v1"}, {"id": "v2", "onn": "2024-01-01", "offender_id": "B"}]},
        {"id": "A2", "tean": "=1", "offender_id": "B", "visits": [{"id": "v3", "=x": 5}]},
    ]
    write_folder(tmp_path / "r", records)
    assert [(row["offender_id"], row["onn"], row["'=x"]) for row in rows_of(tmp_path / "r" / "visits.csv")] == [
        ("A1", "", ""),
        ("A1", "2024-01-01", ""),
        ("A2", "", "5"),
    ]
    assert [row["tean"] for row in rows_of(tmp_path / "r" / "offenders.csv")] == ["", "'=1"]
    reading = read_folder(tmp_path / "r")
    assert [item.id for item in reading] == ["A1", "A2"]
    assert [note.path for note in reading.survey.notes] == ["tean", "onn", "?"]
    assert sorted(path.name for path in (tmp_path / "r").iterdir()) == ["offenders.csv", "visits.csv"]


@pytest.mark.parametrize(
    "record",
    [
        {"id": "A2", "visits": 5},
        {"id": "A2", "visits": "v1"},
        {"id": "A2", "visits": [3]},
        {"id": "A2", "team": "a\0"},
        {"id": "A2", "team": {"a": 1}},
        {"id": "A2", "visits": [{"id": "v1", "On": "2024-01-01"}]},
        {"id": "A2", "": 1},
        {"id": "A2", "a\nb": 1},
    ],
)
def test_what_has_no_form_in_csv_is_refused_and_nothing_is_left(tmp_path, record):
    with pytest.raises(RegisterError, match=r"^offender 2 has no form in CSV: ") as error:
        write_folder(tmp_path / "r", [{"id": "A1"}, record])
    assert "A2" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_and_a_file_are_not_written_over(tmp_path):
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "visits.csv").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("r", "file"):
        with pytest.raises(RegisterError, match="not an empty folder; give another name"):
            write_folder(tmp_path / name, [])
    assert (tmp_path / "r" / "visits.csv").read_text() == (tmp_path / "file").read_text() == "mine"


def test_an_interruption_leaves_nothing(tmp_path, monkeypatch):
    def interrupted():
        yield {"id": "A1"}
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "r", interrupted())
    assert list(tmp_path.iterdir()) == []
