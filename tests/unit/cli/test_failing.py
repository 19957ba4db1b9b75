"""However a command ends early: its exit code, one line on standard error, no traceback, no value."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import types
from pathlib import Path

import click
import pytest
from click.exceptions import Exit

from supervise.cli import failing, main
from supervise.cli.failing import Failure, ends_clearly
from supervise.errors import MissingExtraError, RegisterError, RulebookLoadError, WaiverError
from tests.unit.cli.setting import AS_OF, BOOK, LATE, REGISTER

CASES = Path(failing.__file__).parents[1] / "conformance" / "world-window.cases.json"
CLOSED = "supervise: standard output: cannot be written: it is closed\n"
COMMAND = [sys.executable, "-m", "supervise"]


def ended(error):
    """Return how a command ends in which an error is raised."""
    with pytest.raises((Exit, click.ClickException)) as caught, ends_clearly():
        raise error
    return caught.value


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (RegisterError("r.jsonl: cut short"), "r.jsonl: cut short"),
        (
            MissingExtraError("pip install 'supervise-schedules[register]'"),
            "pip install 'supervise-schedules[register]'",
        ),
        (RulebookLoadError("own.toml", ["a: wrong"]), "own.toml: a: wrong"),
        (
            RulebookLoadError("own.toml", ["a: wrong", "b", "c"]),
            "own.toml: a: wrong (and 2 more: see `supervise rules check BOOK`, with --overlay and --calendar as here)",
        ),
        (
            FileNotFoundError(2, "none", "/some/folder/x.json"),
            "x.json: cannot be read or written: no such file or folder",
        ),
        (IsADirectoryError(21, "folder", "."), ".: cannot be read or written: it is a folder"),
        (PermissionError(13, "no", b"/some/x"), "x: cannot be read or written: permission denied"),
        (OSError(28, "full"), "standard output: cannot be read or written: no space is left"),
        (OSError(27, "large"), "standard output: cannot be read or written: it would be larger than is allowed"),
        (OSError(28, "full", "/some/x"), "x: cannot be read or written: no space is left"),
        (OSError(5, "worn out"), "a file: cannot be read or written: the system reports an error"),
    ],
)
def test_what_could_not_run_says_so_in_one_line(monkeypatch, error, line):
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    failure = ended(error)
    assert isinstance(failure, Failure)
    assert (failure.exit_code, failure.message) == (2, line)


def test_faults_of_waivers_are_all_told_each_in_a_line(capsys):
    failure = ended(WaiverError("own.toml", ["a: wrong", "b: wrong"]))
    failure.show()
    assert capsys.readouterr().err == "supervise: own.toml: a: wrong\nsupervise: own.toml: b: wrong\n"
    assert failure.exit_code == 2


def test_an_error_of_the_program_names_the_place_and_no_value():
    failure = ended(KeyError("Mr Smith"))
    assert failure.message.startswith("an error of the program itself, KeyError at test_failing.py:")
    assert "Smith" not in failure.message


def test_an_interrupt_has_the_exit_code_of_one():
    assert ended(KeyboardInterrupt()).exit_code == 130


def test_being_told_to_end_is_an_interrupt():
    with pytest.raises(Exit) as caught, ends_clearly():
        signal.raise_signal(signal.SIGTERM)
    assert caught.value.exit_code == 130
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_program_that_does_something_else_then_keeps_to_it():
    """And another thread cannot say what a signal does."""
    seen = []

    def own(number, frame):
        seen.append(number)

    def elsewhere():
        with ends_clearly():
            seen.append("in a thread")

    signal.signal(signal.SIGTERM, own)
    try:
        with ends_clearly():
            signal.raise_signal(signal.SIGTERM)
        assert signal.getsignal(signal.SIGTERM) is own
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert seen == [signal.SIGTERM, "in a thread"]


def test_a_broken_pipe_is_quiet_and_ends_like_a_signal(monkeypatch):
    monkeypatch.setattr(failing.os, "open", lambda *_: (_ for _ in ()).throw(OSError))
    assert ended(BrokenPipeError()).exit_code == 141


@pytest.mark.parametrize("error", [Exit(3), click.UsageError("wrong")])
def test_what_ends_a_command_on_purpose_is_let_through(error):
    assert ended(error) is error


def test_control_characters_do_not_reach_the_terminal(capsys):
    Failure("x\x1b[31m.jsonl: cut short").show()
    assert capsys.readouterr().err == "supervise: x\\x1b[31m.jsonl: cut short\n"


def test_without_click_the_extra_to_install_is_named(monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, "supervise.cli.group", raising=False)
    monkeypatch.setitem(sys.modules, "click", None)
    with pytest.raises(SystemExit) as ended:
        main(["review"])
    assert ended.value.code == 2
    assert "pip install 'supervise-schedules[cli]'" in capsys.readouterr().err


def test_an_interrupt_while_the_command_is_imported_shows_no_traceback(monkeypatch, capsys):
    slow = types.ModuleType("supervise.cli.group")
    slow.__getattr__ = lambda name: (_ for _ in ()).throw(KeyboardInterrupt)
    monkeypatch.setitem(sys.modules, "supervise.cli.group", slow)
    with pytest.raises(SystemExit) as ended:
        main([])
    assert (ended.value.code, capsys.readouterr().err) == (130, "")


def test_another_missing_module_is_no_question_of_extras(monkeypatch):
    broken = types.ModuleType("supervise.cli.group")
    broken.__getattr__ = lambda name: (_ for _ in ()).throw(ModuleNotFoundError(name="other"))
    monkeypatch.setitem(sys.modules, "supervise.cli.group", broken)
    with pytest.raises(ModuleNotFoundError):
        main([])


def test_the_main_function_runs_the_command(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("supervise ")


def test_a_reader_that_goes_away_gets_no_traceback():
    review = [*COMMAND, "review", REGISTER, *AS_OF, "--rulebook", BOOK, "--format", "jsonl"]
    with subprocess.Popen(review, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(10)
        process.stdout.close()
        error = process.stderr.read()
    assert (process.returncode, error) == (141, b"")


@pytest.mark.slow
def test_an_interrupt_leaves_no_output_behind(tmp_path):
    """The command is stopped while its output is open: it waits for a register that is a slow pipe's worth of work."""
    register, output = tmp_path / "register.jsonl", tmp_path / "review.jsonl"
    register.write_text("".join(f"{json.dumps({**LATE, 'id': f'x{number}'})}\n" for number in range(2_000)))
    review = [
        *COMMAND,
        "review",
        str(register),
        *AS_OF,
        "--rulebook",
        BOOK,
        "--format",
        "jsonl",
        "--output",
        str(output),
    ]
    with subprocess.Popen([*review, "--jobs", "2"], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL) as process:
        while not list(tmp_path.glob(".review*")):
            assert process.poll() is None
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGINT)
        error = process.stderr.read()
    assert (process.returncode, error) == (130, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["register.jsonl"]


def test_a_usage_error_shows_no_traceback(run):
    done = run("review")
    assert done.exit_code == 2
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux that is always full")
@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("--help",),
        ("rules", "list"),
        ("validate", str(REGISTER), "--rulebook", BOOK),
        ("cases", "run", str(CASES)),
        ("schema", "output"),
        ("review", str(REGISTER), *AS_OF, "--rulebook", BOOK),
        ("review", str(REGISTER), *AS_OF, "--rulebook", BOOK, "--format", "jsonl"),
        ("explain", str(REGISTER), "synthetic-000005", *AS_OF, "--rulebook", BOOK, "--format", "json"),
    ],
)
def test_standard_output_that_is_full_is_said_to_be_it(arguments):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
    line = b"supervise: standard output: cannot be read or written: no space is left\n"
    assert (done.returncode, done.stderr) == (2, line)


@pytest.mark.parametrize(
    ("arguments", "ended"),
    [
        (("validate", str(REGISTER), "--rulebook", BOOK), (0, "")),
        (("review", str(REGISTER), *AS_OF, "--rulebook", BOOK), (2, CLOSED)),
        (("review", str(REGISTER), *AS_OF, "--rulebook", BOOK, "--format", "jsonl"), (2, CLOSED)),
    ],
)
def test_standard_output_may_be_closed(monkeypatch, capsys, arguments, ended):
    """A shell closes it by `>&-`. What prints line by line prints nothing then, as Python does."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        with pytest.raises(SystemExit) as caught:
            main(arguments)
    assert (caught.value.code, capsys.readouterr().err) == ended


def test_what_is_wrong_with_a_file_is_not_of_standard_output_that_is_closed(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert ended(OSError(5, "worn out")).message == "a file: cannot be read or written: the system reports an error"


class WornOut(io.StringIO):
    """What holds back what it cannot write."""

    def flush(self):
        raise OSError(5, "worn out")


def test_what_standard_output_holds_back_was_meant_for_it(monkeypatch):
    monkeypatch.setattr(sys, "stdout", WornOut())
    line = "standard output: cannot be read or written: the system reports an error"
    assert ended(OSError(5, "worn out")).message == line
