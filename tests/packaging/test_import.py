"""What happens on `import supervise`: nothing that a caller could notice."""

import importlib
import json
import pickle
import subprocess
import sys

import pytest

OPTIONAL = [
    "click", "highspy", "holidays", "hypothesis", "icalendar", "jinja2", "msgspec", "numpy", "pandas", "pyarrow",
    "pyspark", "rich", "sqlalchemy",
]  # fmt: skip

# Audit events are raised by the interpreter itself, before the deed. Reading modules is what an import does;
# everything else in this list would be an effect.
PROBE = """
import json, os, sys, threading, warnings
effects = []
def note(event, arguments):
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        effects.append("open for writing")
    elif event.split(".")[0] in {"socket", "subprocess", "sqlite3", "urllib", "shutil"}:
        effects.append(event)
    elif event in {"os.system", "os.putenv", "os.unsetenv", "os.remove", "os.rename", "os.mkdir"}:
        effects.append(event)
import logging, locale
before = (dict(os.environ), list(sys.path), list(warnings.filters), list(logging.root.handlers), threading.active_count())
where = locale.setlocale(locale.LC_ALL)
there = set(sys.modules)
sys.addaudithook(note)
import supervise
seen = list(effects)
new = sorted({name.partition(".")[0] for name in set(sys.modules) - there})
after = (dict(os.environ), list(sys.path), list(warnings.filters), list(logging.root.handlers), threading.active_count())
print(json.dumps({
    "modules": sorted({name.partition(".")[0] for name in sys.modules}),
    "effects": seen,
    "new": new,
    "same": before == after and where == locale.setlocale(locale.LC_ALL),
}))
"""


@pytest.fixture(scope="module")
def imported():
    """What a fresh interpreter reports after `import supervise`, with warnings as errors."""
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-c", PROBE], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_no_optional_library_is_imported(imported):
    assert sorted(set(OPTIONAL) & set(imported["modules"])) == []


def test_names_are_all_there_is_until_one_is_used(imported):
    """So that it takes less than `import attrs` (bench/bench_import.py)."""
    assert sorted({"attr", "attrs", "cattrs", "dateutil", "tomllib", "json", "logging"} & set(imported["new"])) == []


def test_nothing_is_written_connected_or_started(imported):
    assert imported["effects"] == []


def test_environment_path_warnings_logging_and_locale_stay_as_they_were(imported):
    assert imported["same"]


def test_every_public_name_is_there():
    supervise = importlib.import_module("supervise")
    assert [name for name in supervise.__all__ if not hasattr(supervise, name)] == []


def test_what_is_public_can_go_to_another_process():
    """Nightly jobs use processes: classes and functions pickle by name, constants by value."""
    supervise = importlib.import_module("supervise")
    public = {name: getattr(supervise, name) for name in supervise.__all__}
    assert {name: pickle.loads(pickle.dumps(value)) for name, value in public.items()} == public


def test_errors_can_come_back_from_another_process():
    errors = importlib.import_module("supervise.errors")
    for error in (
        errors.InvalidDateError("InvalidDate", "no such day"),
        errors.RulebookLoadError("book.toml", ["rule[0].every: missing"]),
        errors.RegisterError("cut off"),
    ):
        back = pickle.loads(pickle.dumps(error))
        assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))
