"""A register of two kilobytes that is cut, or cannot be read any further, at each of its bytes.

Each time either the register is refused, with one line that names it, or everything that is there is read, and what
stands around the cut is set aside and counted. Nothing is lost in between, and nothing ends in another way.
"""

import builtins
import errno
import gzip
import io
import json
from contextlib import suppress
from pathlib import Path

import pytest

from supervise.errors import RegisterError
from supervise.model import Offender
from supervise.register import read_register, write_folder
from supervise.register.packing import zstd
from tests.unit.cli.setting import LATE

pytestmark = pytest.mark.slow
RECORDS = [{**LATE, "id": "A0", "team": "é"}, {**LATE, "id": "A1"}, {**LATE, "id": "A2"}]
LINES = b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in RECORDS)[:-1]
FORMS = {
    "r.jsonl": LINES,
    "r.json": json.dumps(RECORDS, ensure_ascii=False).encode(),
    "r.jsonl.gz": gzip.compress(LINES),
    "r.jsonl.zst": zstd().compress(LINES),
}


def test_a_register_has_some_two_kilobytes():
    assert 1_800 <= len(LINES) <= 2_200


def read(path):
    """What becomes of a register: refused, or how many are read and set aside."""
    reading = read_register(path)
    items = list(reading)
    assert len(items) == reading.counts.read == reading.survey.records
    return [item.id if isinstance(item, Offender) else item.kind for item in items]


def refused(path):
    with pytest.raises(RegisterError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path.name}: ")
    assert "\n" not in str(caught.value)
    return str(caught.value)


# ── cut ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_lines_cut_anywhere_are_read_up_to_the_cut_and_the_broken_one_is_set_aside(tmp_path):
    path = tmp_path / "r.jsonl"
    ends, end = [], -1
    for record in LINES.split(b"\n"):
        end += len(record) + 1
        ends.append(end)
    for cut in range(len(LINES) + 1):
        path.write_bytes(LINES[:cut])
        whole = sum(end <= cut for end in ends)
        begun = cut - (ends[whole - 1] + 1 if whole else 0) > 0
        told = read(path)
        assert told[:whole] == ["A0", "A1", "A2"][:whole]
        assert len(told) == whole + begun
        assert not begun or told[-1] in ("cut short", "not UTF-8")


@pytest.mark.parametrize("name", ["r.json", "r.jsonl.gz", "r.jsonl.zst"])
def test_what_has_an_end_of_its_own_is_refused_without_it(tmp_path, name):
    path = tmp_path / name
    for cut in range(1, len(FORMS[name])):
        path.write_bytes(FORMS[name][:cut])
        assert "get a whole copy" in refused(path)


def test_a_folder_cut_anywhere_is_refused_or_loses_no_row_unseen(tmp_path):
    write_folder(tmp_path / "whole", RECORDS[:2])
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / "offenders.csv").write_bytes((tmp_path / "whole" / "offenders.csv").read_bytes())
    content = (tmp_path / "whole" / "visits.csv").read_bytes()
    head = content.index(b"\r\n")
    path = tmp_path / "cut" / "visits.csv"
    for cut in range(len(content)):
        path.write_bytes(content[:cut])
        if 0 < cut < head:
            # Names of columns are missing or cut: without those of the ids nothing can be told apart.
            with suppress(RegisterError):
                assert read(tmp_path / "cut") == ["A0", "A1"]
            continue
        items = list(read_register(tmp_path / "cut"))
        rows = len([row for row in content[:cut].split(b"\r\n")[1:] if row.strip()])
        seen = sum(len(item.visits) + len(item.faults) if isinstance(item, Offender) else 1 for item in items)
        ids = [item.id for item in items if isinstance(item, Offender)]
        assert (ids, seen) == (["A0", "A1"], max(rows, 0))


# ── a disk that fails ───────────────────────────────────────────────────────────────────────────────────────────────


class Failing(io.RawIOBase):
    """A file of which no byte beyond a place can be read."""

    def __init__(self, path, place):
        self._file, self._place = builtins.open(path, "rb"), place  # noqa: PTH123, SIM115 - `Path.open` is what fails

    def readable(self):
        return True

    def seekable(self):
        return True

    def fileno(self):
        return self._file.fileno()

    def seek(self, offset, whence=0):
        return self._file.seek(offset, whence)

    def readinto(self, buffer):
        at = self._file.tell()
        if at >= self._place:
            raise OSError(errno.EIO, "Input/output error")
        data = self._file.read(min(len(buffer), self._place - at))
        buffer[: len(data)] = data
        return len(data)

    def close(self):
        self._file.close()
        super().close()


@pytest.mark.parametrize("name", FORMS)
def test_a_disk_that_fails_at_any_byte_is_one_error(tmp_path, monkeypatch, name):
    path = tmp_path / name
    path.write_bytes(FORMS[name])
    plain_open = Path.open

    def failing_at(place, passes=0):
        left = [passes]

        def opened(self, mode="r", *args, **more):
            if left[0] or "b" not in mode:
                left[0] -= 1
                return plain_open(self, mode, *args, **more)
            return io.BufferedReader(Failing(self, place), 64)

        return opened

    for place in range(len(FORMS[name])):
        monkeypatch.setattr(Path, "open", failing_at(place))
        assert refused(path) == f"{name}: cannot be read: the system reports an error of input"
        # So it is if the first pass went well, and the register is read.
        monkeypatch.setattr(Path, "open", failing_at(place, passes=1))
        assert refused(path) == f"{name}: cannot be read: the system reports an error of input"
