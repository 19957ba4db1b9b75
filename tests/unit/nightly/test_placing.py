"""Outputs: whole or not at all, for their owner alone."""

import os
import stat

import pytest

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
        assert names(tmp_path) == [".one.unfinished", "one"]
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
