"""One place knows which reader reads what."""

import pytest

from supervise.errors import RegisterError
from supervise.register import Declared, read_register, survey_register, write_folder
from supervise.register.choosing import place_of, takes_declared
from supervise.register.sql import Database
from tests.unit.register.sql.setting import sqlite_of

RECORDS = [{"id": "A1", "visits": [{"id": "v1"}]}, {"id": "A2"}]


@pytest.fixture
def both(tmp_path, register_of):
    write_folder(tmp_path / "folder", RECORDS)
    return register_of(*RECORDS), tmp_path / "folder"


def test_a_file_and_a_folder_are_read_alike(both):
    file, folder = both
    assert list(read_register(file)) == list(read_register(str(folder)))
    for path in both:
        found = survey_register(path)
        assert (found.records, found.notes, len(found.sha256)) == (2, (), 64)
        assert found.size > 0
        parts = [list(read_register(path, found=found, part=part)) for part in found.split(2)]
        assert [item.id for part in parts for item in part] == ["A1", "A2"]


def test_what_is_declared_reaches_the_folder_and_nothing_else(both):
    file, folder = both
    declared = Declared(dates="D/M/Y")
    assert survey_register(folder, declared=declared).declared == declared
    assert list(read_register(folder, declared=declared)) == list(read_register(folder))
    with pytest.raises(
        RegisterError, match=r"^register\.jsonl: dates, day numbers, encoding and mapping are declared for a folder"
    ):
        read_register(file, declared=declared)
    assert list(read_register(file, declared=Declared())) == list(read_register(file))


def test_a_file_of_a_folder_is_no_register(both):
    with pytest.raises(RegisterError, match=r"^offenders\.csv: a register in CSV is a folder"):
        survey_register(both[1] / "offenders.csv")


def test_both_keep_what_was_set_aside(both):
    kept = []
    (both[1] / "levels.csv").write_text("offender_id,id,from\nA1,l1,x\n")
    list(read_register(both[1], on_set_aside=lambda raw, reasons: kept.append(reasons[0].path)))
    both[0].write_text("{}\n")
    list(read_register(both[0], on_set_aside=lambda raw, reasons: kept.append(reasons[0].path)))
    assert kept == ["levels[0].from", "id"]


def test_a_database_is_a_register_by_its_url_or_by_what_leads_to_it(tmp_path):
    url = sqlite_of(tmp_path / "r.db", RECORDS)
    assert place_of(url) == Database.of(url)
    assert place_of(Database.of(url)) == Database.of(url)
    assert [item.id for item in read_register(url)] == ["A1", "A2"]
    with pytest.raises(RegisterError, match="a register is a path, the URL of a database"):
        survey_register(5)


def test_what_has_something_open_takes_a_mapping(both, tmp_path):
    file, folder = both
    assert [takes_declared(place_of(each)) for each in (folder, "sqlite:///r.db", "r.parquet")] == [True, True, True]
    assert takes_declared(file) is False
    with pytest.raises(RegisterError, match=r"^none\.jsonl: cannot be read: no such file"):
        survey_register(tmp_path / "none.jsonl", declared=Declared(dates="D/M/Y"))
