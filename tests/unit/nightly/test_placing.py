"""Outputs: whole or not at all, for their owner alone."""

import errno
import io
import os
import stat

import pytest

from supervise.nightly import placing
from supervise.nightly.placing import Outputs

posix = pytest.mark.skipif(os.name != "posix", reason="owners and modes are those of POSIX")


def place(folder, **files):
    with Outputs(folder) as outputs:
        outputs.stage({name: text.encode() for name, text in files.items()})
        outputs.place()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_take_their_names_together_and_nothing_else_is_left(tmp_path):
    folder = tmp_path / "a" / "out"
    place(folder, one="1", two="2")
    assert names(folder) == ["one", "two"]
    assert (folder / "two").read_bytes() == b"2"


@posix
def test_they_are_for_their_owner_alone(tmp_path):
    place(tmp_path / "out", one="1")
    assert stat.S_IMODE((tmp_path / "out" / "one").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700


def test_what_was_not_placed_is_taken_away_and_what_was_there_stays(tmp_path):
    place(tmp_path, one="old")
    with Outputs(tmp_path) as outputs:
        outputs.stage({"one": b"new"})
        unfinished, placed = names(tmp_path)
        assert (unfinished.startswith(".one."), unfinished.endswith(".unfinished"), placed) == (True, True, "one")
    assert names(tmp_path) == ["one"]
    assert (tmp_path / "one").read_bytes() == b"old"


def test_a_file_that_is_as_it_should_be_is_not_written_again(tmp_path):
    place(tmp_path, one="1")
    before = (tmp_path / "one").stat()
    place(tmp_path, one="1")
    after = (tmp_path / "one").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_what_a_killed_job_left_is_written_over(tmp_path):
    place(tmp_path, one="1")
    (tmp_path / ".one.unfinished").write_text("half")
    place(tmp_path, one="1")
    assert names(tmp_path) == ["one"]
    (tmp_path / ".one.unfinished").write_text("half")
    place(tmp_path, one="2")
    assert (names(tmp_path), (tmp_path / "one").read_bytes()) == (["one"], b"2")


def test_a_job_that_waits_to_place_is_told_when_another_has_begun(tmp_path):
    """It never takes a file of the other, which may be half written."""
    with Outputs(tmp_path) as first, Outputs(tmp_path) as second:
        first.stage({"one": b"1"})
        second.stage({"one": b"2"})
        with pytest.raises(FileNotFoundError):
            first.place()
        second.place()
    assert (names(tmp_path), (tmp_path / "one").read_bytes()) == (["one"], b"2")


class Worn(io.BytesIO):
    """A file on a disk that fails."""

    def __init__(self, failing, error):
        super().__init__()
        setattr(self, failing, self._fail)
        self.error = error

    def _fail(self, *_):
        raise self.error

    def fileno(self):
        return 0


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EROFS, errno.EIO])
@pytest.mark.parametrize("step", ["mkstemp", "write", "flush", "fsync"])
def test_what_cannot_be_written_is_named_and_what_was_there_stays(tmp_path, monkeypatch, step, number):
    place(tmp_path, one="old", two="old")
    error = OSError(number, "no")

    def fails(*_args, **_more):
        raise error

    if step == "mkstemp":
        monkeypatch.setattr(placing, "mkstemp", fails)
    elif step == "fsync":
        monkeypatch.setattr(os, "fsync", fails)
    else:
        whole = os.fdopen
        opened = []

        def second_fails(handle, mode):
            opened.append(handle)
            if len(opened) == 1:
                return whole(handle, mode)
            os.close(handle)
            return Worn(step, error)

        monkeypatch.setattr(os, "fdopen", second_fails)
        monkeypatch.setattr(os, "fsync", lambda handle: None)
    with pytest.raises(OSError, match="no") as caught:
        place(tmp_path, one="new", two="new")
    assert caught.value.filename in (str(tmp_path / "one"), str(tmp_path / "two"))
    assert names(tmp_path) == ["one", "two"]
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes() == b"old"


def test_a_file_that_cannot_take_its_name_is_the_one_that_is_named(tmp_path):
    (tmp_path / "one" / "more").mkdir(parents=True)
    with Outputs(tmp_path) as outputs:
        outputs.stage({"one": b"1"})
        with pytest.raises(OSError, match="one") as raised:
            outputs.place()
    assert raised.value.filename == str(tmp_path / "one")
    assert names(tmp_path) == ["one"]


def test_what_is_there_can_be_looked_at(tmp_path):
    place(tmp_path, one="1")
    outputs = Outputs(tmp_path)
    assert (outputs.held("one"), outputs.held("two")) == (b"1", None)
