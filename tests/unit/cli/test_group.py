"""The group: quick to start, complete, and every help text teaches by one example."""

import json
import shlex
import subprocess
import sys
from importlib import metadata

import click
import pytest

from supervise.cli.group import COMMANDS, commands
from tests.unit.cli.setting import REGISTER


def command_of(*names):
    command = commands
    for name in names:
        command = command.get_command(click.Context(commands), name)
    return command


PATHS = [(name,) for name in COMMANDS]
PATHS += [
    ("register", "compare"),
    ("rules", "list"),
    ("rules", "show"),
    ("rules", "check"),
    ("rules", "compare"),
    ("flags", "list"),
    ("flags", "show"),
    ("cases", "run"),
]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("reviw", "No such command 'reviw'. Did you mean 'review'?"),
        ("xx\x1b[31m", "No such command 'xx\\x1b[31m'.\n"),
    ],
)
def test_a_slip_in_the_name_of_a_command_is_told_with_the_nearest(run, name, said):
    done = run(name, "--as-of", "2026-06-30")
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_whoever_asks_the_group_itself_is_told_that_there_is_none():
    assert commands.get_command(click.Context(commands), "reviw") is None


def test_the_overview_names_every_command_in_order(run):
    shown = run("--help").stdout
    places = [shown.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)


def test_the_overview_needs_no_command_to_be_imported():
    code = (
        "import sys, json\nfrom supervise.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('\\0' + json.dumps([m for m in sys.modules if m.startswith('supervise.')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = json.loads(done.stdout.partition("\0")[2])
    assert "supervise.cli.group" in modules
    assert not {"supervise.reviewing", "supervise.cli.review", "supervise.rules"} & set(modules)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_of_itself_what_the_overview_says(name):
    assert command_of(name).help.partition("\n")[0] == COMMANDS[name]


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_each_help_is_shown(path, run):
    shown = run(*path, "--help")
    assert shown.exit_code == 0
    assert shown.stdout.startswith(f"Usage: supervise {' '.join(path)}")


@pytest.mark.parametrize("path", [path for path in PATHS if path != ("explain",)], ids=" ".join)
def test_each_help_gives_an_example_of_itself_that_can_be_parsed(path):
    command = command_of(*path)
    example = shlex.split(command.epilog.rpartition("\n")[2])
    head = ["supervise", *path]
    assert example[: len(head)] == head
    if not isinstance(command, click.Group):
        command.make_context("supervise", example[len(head) :], resilient_parsing=False)


@pytest.mark.parametrize("path", [path for path in PATHS if path != ("explain",)], ids=" ".join)
def test_every_line_of_help_that_can_be_copied_can_be_parsed(path):
    command = command_of(*path)
    lines = [line.strip() for line in command.epilog.splitlines() if line.strip().startswith("supervise ")]
    assert lines
    for line in lines:
        name, *arguments = shlex.split(line)[len(path) :]
        assert name == path[-1]
        if not isinstance(command, click.Group):
            command.make_context("supervise", arguments, resilient_parsing=False)


def test_the_help_of_a_review_says_what_its_exit_codes_mean(run):
    shown = run("review", "--help").stdout
    assert [line.split()[0] for line in after(shown, "Exit codes:")[:5]] == ["0", "1", "2", "3", "130"]


def after(text, heading):
    return text.partition(heading)[2].strip("\n").splitlines()


def test_the_version_is_that_of_the_library(run):
    assert run("--version").stdout == f"supervise {metadata.version('supervise-schedules')}\n"


def test_an_unknown_command_is_an_error_of_usage(run):
    done = run("reveiw", REGISTER)
    assert (done.exit_code, done.stdout) == (2, "")


def test_completion_can_ask_for_the_names():
    assert commands.list_commands(click.Context(commands)) == list(COMMANDS)


def test_no_command_shows_the_help(run):
    done = run()
    assert "Usage: supervise" in done.stdout + done.stderr
