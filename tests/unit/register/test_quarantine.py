import errno
import io
import json
import stat

import pytest

from supervise.register import Quarantine, read_json
from supervise.register.limits import Limits
from supervise.register.quarantine import REASONS, RECORDS

BAD = b'{"id": "secret", "visits": [{"id": "v", "on": "2024-02-30", "at": "9"}]}'


def rows(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def keep_all(folder, register):
    with Quarantine(folder) as quarantine:
        return list(read_json(register, on_set_aside=quarantine.keep))


def test_reasons_without_values_and_records_as_they_came_are_two_files_of_the_owner(tmp_path):
    register = tmp_path / "r.jsonl"
    register.write_bytes(BAD + b"\r\n" + b'{"id": "B"}\n' + b'{"id": ')
    keep_all(tmp_path / "set" / "aside", register)
    folder = tmp_path / "set" / "aside"
    assert sorted(one.name for one in folder.iterdir()) == [REASONS, RECORDS]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in folder.iterdir())
    assert (folder / RECORDS).read_bytes() == BAD + b'\n{"id":\n'
    assert [(row["record"], row["line"], row["path"], row["kind"]) for row in rows(folder / REASONS)] == [
        (1, 1, "visits[0].on", "impossible date"),
        (1, 1, "visits[0].at", "wrong form"),
        (2, 3, "", "cut short"),
    ]
    assert b"secret" not in (folder / REASONS).read_bytes()


def test_a_record_of_several_lines_is_kept_on_one(tmp_path):
    register = tmp_path / "r.json"
    register.write_bytes(b'[\n{"id":\n7}]')
    keep_all(tmp_path, register)
    assert (tmp_path / RECORDS).read_bytes() == b'{"id": 7}\n'


def test_a_record_too_long_to_be_kept_still_has_its_reason(tmp_path):
    register = tmp_path / "r.jsonl"
    register.write_bytes(b'{"id": "' + b"x" * 100)
    with Quarantine(tmp_path) as quarantine:
        list(read_json(register, limits=Limits(line=50), on_set_aside=quarantine.keep))
    assert (tmp_path / RECORDS).read_bytes() == b""
    assert [row["record"] for row in rows(tmp_path / REASONS)] == [None]


def test_an_error_leaves_the_files_of_an_earlier_run_as_they_were(tmp_path):
    for name in (REASONS, RECORDS):
        (tmp_path / name).write_bytes(b"earlier")

    def fail(raw, reasons):
        quarantine.keep(raw, reasons)
        raise RuntimeError

    with pytest.raises(RuntimeError), Quarantine(tmp_path) as quarantine:
        fail(b"{}", [])
    assert sorted(one.name for one in tmp_path.iterdir()) == [REASONS, RECORDS]
    assert {one.read_bytes() for one in tmp_path.iterdir()} == {b"earlier"}


@pytest.mark.parametrize("form", ["r.jsonl", "r.arrow"])
def test_a_quarantine_that_is_full_is_named_and_the_register_is_not(tmp_path, monkeypatch, form):
    if form == "r.jsonl":
        register = tmp_path / form
        register.write_bytes(BAD)
    else:
        arrow = pytest.importorskip("tests.unit.register.test_arrow")
        register = arrow.arrow_of(tmp_path / form, arrow.table_of(json.loads(BAD)))

    class Full(io.FileIO):
        def write(self, data):
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("supervise.register.quarantine._private", lambda path: Full(path, "wb"))
    with pytest.raises(OSError, match="full") as caught:
        keep_all(tmp_path / "qz", register)
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(tmp_path / "qz"))


def test_one_that_is_full_at_its_end_is_named_too(tmp_path, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="full") as caught, Quarantine(tmp_path / "qz"):
        pass
    assert caught.value.filename == str(tmp_path / "qz")


def test_what_a_killed_run_left_is_no_hindrance_and_no_link_is_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"untouched")
    (tmp_path / f".{RECORDS}.unfinished").symlink_to(elsewhere)
    with Quarantine(tmp_path) as quarantine:
        quarantine.keep(b"{}", [])
    assert elsewhere.read_bytes() == b"untouched"
    assert (tmp_path / RECORDS).read_bytes() == b"{}\n"


def test_of_two_runs_in_one_folder_the_first_ends_and_the_second_is_whole(tmp_path):
    first, second = Quarantine(tmp_path), Quarantine(tmp_path)
    first.__enter__().keep(b'{"first": 1}', [])
    second.__enter__().keep(b'{"second": 2}', [])
    with pytest.raises(OSError, match="another run") as caught:
        first.__exit__(None, None, None)
    assert caught.value.filename == str(tmp_path)
    second.__exit__(None, None, None)
    assert sorted(each.name for each in tmp_path.iterdir()) == [REASONS, RECORDS]
    assert (tmp_path / RECORDS).read_bytes() == b'{"second": 2}\n'
