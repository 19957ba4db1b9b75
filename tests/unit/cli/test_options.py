"""Options that several commands share: the limits of what a register may ask of its reader."""

import pytest

from tests.unit.cli.setting import AS_OF

DAYS = {
    "validate": (),
    "review": AS_OF,
    "schedule": (*AS_OF, "--until", "2026-12-31"),
    "explain": ("x1", *AS_OF),
    "hindsight": ("x1", "--from", "2026-06-01", "--to", "2026-06-30"),
}


def size_of(path):
    return path.stat().st_size


@pytest.mark.slow
@pytest.mark.parametrize("command", DAYS)
@pytest.mark.parametrize("name", ["size", "line", "depth", "field"])
def test_a_command_keeps_the_limits_that_it_is_given(run, register_of, command, name):
    record = {"id": "x1", "unknown": [[[[[[[]]]]]]] if name == "depth" else 1, "team": "north"}
    path = register_of(record)
    kept = {"size": size_of(path), "line": size_of(path) - 1, "depth": 8, "field": 5}[name]
    assert run(command, path, *DAYS[command], f"--max-{name}", kept).exit_code == 0
    if name == "depth":
        path = register_of({**record, "unknown": [record["unknown"]]})
        kept += 1
    passed = run(command, path, *DAYS[command], f"--max-{name}", kept - 1)
    # Set aside, or refused; one offender alone is not found then.
    wanted = 2 if name == "size" or (command in ("explain", "hindsight") and name != "field") else 3
    assert passed.exit_code == wanted
    assert "Traceback" not in passed.stderr


@pytest.mark.parametrize(("name", "value"), [("size", 0), ("line", 0), ("depth", 7), ("field", 131_073), ("ratio", 0)])
def test_a_limit_that_there_is_not_is_one_line(run, register_of, name, value):
    done = run("validate", register_of({"id": "x1"}), f"--max-{name}", value)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"supervise: limit of {name}: a whole number from ")


def test_both_registers_of_a_comparison_have_the_same_limits(run, register_of, tmp_path):
    one = register_of({"id": "x1", "team": "north"}, name="a.jsonl")
    other = register_of({"id": "x1", "team": "n"}, name="b.jsonl")
    assert run("register", "compare", one, other, *AS_OF, "--max-line", 60).exit_code == 0
    assert run("register", "compare", one, other, *AS_OF, "--max-line", 25).exit_code == 3


def test_rulebooks_are_compared_over_a_register_with_its_limits(run, register_of):
    path = register_of({"id": "x1", "team": "north"})
    books = ("rules", "compare", "contacts-days@2026.1", "contacts-days@2026.1")
    assert run(*books, path, *AS_OF, "--max-line", 60).exit_code == 0
    assert run(*books, path, *AS_OF, "--max-line", 25).exit_code == 3


COMMANDS = (
    ("validate", ""),
    ("review", "x.jsonl", "--quarantine", ""),
    ("review", "x.jsonl", "--output", " "),
    ("review", "x.jsonl", "--pack", ""),
    ("review", "x.jsonl", "--overlay", ""),
    ("review", "x.jsonl", "--workforce", ""),
    ("schedule", "x.jsonl", "--output", ""),
    ("nightly", "--config", ""),
    ("cases", "run", ""),
)


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_path_that_is_empty_is_not_the_folder_at_hand(run, arguments):
    done = run(*arguments)
    assert done.exit_code == 2
    # The register cannot be left out.
    assert "empty; write a path" in done.stderr
    assert (", or leave it out" in done.stderr) == (arguments[0] != "validate")


@pytest.mark.parametrize(("option", "said"), [("--output", ".: no regular file"), ("--workforce", ".: the workforce")])
def test_the_folder_at_hand_has_a_name_in_messages(run, register_of, option, said):
    done = run("review", register_of({"id": "x1"}), *AS_OF, option, ".")
    assert done.exit_code == 2
    assert f"supervise: {said}" in done.stderr
