"""Output is there whole or not at all, and never in place of an input."""

import errno
import io
import stat
import sys

import pytest

from supervise.cli.failing import Failure
from supervise.cli.placing import destination, refuse_quarantine, write_files


def test_a_file_takes_its_name_when_everything_is_written(tmp_path):
    output = tmp_path / "out"
    with destination(output) as file:
        file.write(b"all")
        assert not output.exists()
    assert output.read_bytes() == b"all"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_only_the_owner_may_read_it(tmp_path):
    output = tmp_path / "out"
    with destination(output):
        pass
    assert stat.S_IMODE(output.stat().st_mode) == 0o600


def test_after_an_error_an_earlier_file_stays_as_it_was(tmp_path):
    output = tmp_path / "out"
    output.write_bytes(b"earlier")

    def write_and_stop():
        with destination(output) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_and_stop()
    assert output.read_bytes() == b"earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_earlier_file_is_replaced(tmp_path):
    output = tmp_path / "out"
    output.write_bytes(b"earlier")
    with destination(output, [tmp_path / "missing", tmp_path / "other"]) as file:
        file.write(b"new")
    assert output.read_bytes() == b"new"


def test_an_input_is_not_written_to_even_under_another_name(tmp_path):
    register = tmp_path / "register.jsonl"
    register.write_bytes(b"{}")
    link = tmp_path / "link"
    link.symlink_to(register)
    with pytest.raises(Failure, match="both read and written"), destination(link, [register]):
        pass
    assert register.read_bytes() == b"{}"


def test_a_quarantine_is_written_over_nothing_that_is_read_or_written_by_whatever_link(tmp_path):
    register, aside = tmp_path / "register.jsonl", tmp_path / "aside"
    register.write_bytes(b"{}")
    aside.mkdir()
    refuse_quarantine(aside, tmp_path / "reasons.jsonl", [register])
    (aside / "records.jsonl").hardlink_to(register)
    with pytest.raises(Failure, match=r"^records\.jsonl: would be written over"):
        refuse_quarantine(aside, None, [register])
    with pytest.raises(Failure, match=r"^reasons\.jsonl: would be written over"):
        refuse_quarantine(aside / ".." / "new", tmp_path / "new" / "reasons.jsonl", [register])


def test_a_folder_is_no_place_for_output(tmp_path):
    with pytest.raises(Failure, match="no regular file"), destination(tmp_path):
        pass


def test_a_missing_folder_is_named_by_the_output_asked_for(tmp_path):
    with (
        pytest.raises(Failure, match=r"^out: cannot be read or written: no such"),
        destination(tmp_path / "no" / "out"),
    ):
        pass


def test_without_a_file_bytes_go_to_standard_output(monkeypatch):
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding="latin-1"))
    with destination(None) as file:
        file.write("ö".encode())
    assert buffer.getvalue() == "ö".encode()


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def test_on_a_terminal_what_does_not_print_is_escaped_and_lines_stay(monkeypatch):
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(buffer, encoding="utf-8"))
    with destination(None) as file:
        assert (file.isatty(), file.writable()) == (True, True)
        assert file.write("ö,x\x1b[31m\r\n".encode()) == 11
        file.writelines(["\u202ea\rb\x9b\t\n".encode(), "ö".encode()[:1], "ö\n".encode()[1:]])
    assert buffer.getvalue().decode() == "ö,x\\x1b[31m\r\n\\u202ea\\rb\\x9b\\t\nö\n"


def test_files_are_new_and_for_their_owner_alone(tmp_path):
    write_files(tmp_path, [("a", b"1"), ("b", b"2")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"1", "b": b"2"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_file_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(Failure, match=r"^b/c: cannot be read or written"):
        write_files(tmp_path, [("a", b"1"), ("b/c", b"2")])


def test_one_of_several_files_that_is_full_is_named(tmp_path, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Failure, match=r"^a: cannot be read or written: no space is left$"):
        write_files(tmp_path, [("a", b"1")])


@pytest.mark.parametrize("named", ["out", None])
def test_what_is_full_is_named(tmp_path, named):
    output = None if named is None else tmp_path / named
    said = f"^{named or 'standard output'}: cannot be .*: no space is left$"
    with pytest.raises(Failure, match=said), destination(output):
        raise OSError(errno.ENOSPC, "full")
    with pytest.raises(OSError, match="worn out"), destination(output):
        raise OSError(errno.EIO, "worn out")
    with pytest.raises(FileNotFoundError), destination(output):
        raise FileNotFoundError(errno.ENOENT, "none", "other")
