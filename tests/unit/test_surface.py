"""What is public: listed once, documented, and values one can rely on."""

import importlib
import inspect
import pkgutil
import re
import tomllib
from enum import Enum
from itertools import chain
from pathlib import Path

import pytest
from packaging.version import Version

import supervise

ROOT = Path(__file__).parents[2]
LISTED = tomllib.loads((ROOT / "docs" / "reference" / "api" / "names.toml").read_text(encoding="utf-8"))
NAMES = {module: list(chain.from_iterable(since.values())) for module, since in LISTED.items()}

# Packages whose `__all__` is for the library itself.
INNER = {
    "supervise.cli": "public is the command",
    "supervise.register.folder": "the parts of supervise.register that are about folders",
    "supervise.register.sql": "the parts of supervise.register that are about databases",
    "supervise.rules": "all at the root",
    "supervise.sample.plants": "what supervise.sample puts in",
    "supervise.testing.strategies.books": "the parts of supervise.testing.strategies that are about rulebooks",
}
# What has no example in its docstring, and where it is shown.
WITHOUT_EXAMPLE = {
    "supervise.report.pack.pack_files": "of a run of the command; docs/how-to/inspection-pack.md",
    "supervise.nightly.purge": "needs a ledger; docs/how-to/nightly.md",
    "supervise.nightly.run_nightly": "needs a ledger; docs/how-to/nightly.md",
}
# A strategy is called after what it draws, and what an assertion raises is in its name.
STRATEGIES = "supervise.testing.strategies."
ASSERTIONS = "supervise.testing.assert_"
# Functions of which the docstring need not say what they raise: nothing of their own.
TOTAL = {
    "supervise.cases.run_case", "supervise.conformance.date_cases", "supervise.conformance.load_suite",
    "supervise.model.current", "supervise.model.history", "supervise.model.known",
    "supervise.model.register_schema", "supervise.model.sketch.alike", "supervise.model.sketch.likeness",
    "supervise.model.undated", "supervise.register.reconcile", "supervise.report.hindsight.records",
    "supervise.report.pack.pack_files", "supervise.report.pack.pack_tables",
    "supervise.shipped_rulebooks", "supervise.testing.an_offender", "supervise.testing.machine.adapter_machine",
}  # fmt: skip


def public():
    """Module, name and thing, of everything that is public."""
    return [
        (module, name, getattr(importlib.import_module(module), name)) for module in NAMES for name in NAMES[module]
    ]


THINGS = public()
FUNCTIONS = {f"{module}.{name}": thing for module, name, thing in THINGS if inspect.isfunction(thing)}
CLASSES = [thing for _, _, thing in THINGS if inspect.isclass(thing)]
each_function = pytest.mark.parametrize("name", FUNCTIONS)
each_class = pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: f"{cls.__module__}.{cls.__name__}")


def own_members(cls):
    """Methods and properties that a class of the library defines in the open."""
    for base in cls.__mro__:
        if base.__module__.startswith("supervise."):
            yield from ((name, value) for name, value in vars(base).items() if not name.startswith("_"))


@pytest.mark.parametrize("module", sorted(NAMES))
def test_a_name_is_listed_once_and_where_it_is(module):
    """At the root, or else in its module: `__all__` and the list of the pages say the same."""
    root = {} if module == "supervise" else {name: getattr(supervise, name) for name in supervise.__all__}
    found = importlib.import_module(module)
    told = [name for name in found.__all__ if name not in root or root[name] is not getattr(found, name)]
    assert sorted(told) == sorted(NAMES[module])


def test_every_package_that_names_anything_is_listed():
    packages = [each.name for each in pkgutil.walk_packages(supervise.__path__, "supervise.") if each.ispkg]
    named = {name for name in packages if getattr(importlib.import_module(name), "__all__", None)}
    assert named - set(NAMES) - set(INNER) == set()
    assert set(INNER) <= named


def test_a_version_that_brought_a_name_is_not_ahead():
    number = Version(supervise.__version__)
    assert [each for since in LISTED.values() for each in since if Version(each) > number] == []


@each_function
def test_a_function_tells_what_it_returns_and_shows_it(name):
    text = inspect.getdoc(FUNCTIONS[name]) or ""
    assert re.match(r"(Return|Yield|Write|Run|Take|Assert)\b", text) or name.startswith(STRATEGIES)
    assert ">>> " in text or name in WITHOUT_EXAMPLE or name.startswith(ASSERTIONS)


@each_function
def test_a_function_tells_what_it_raises(name):
    told = re.search(r"[a-z]Error\b|\b[Rr]aise", inspect.getdoc(FUNCTIONS[name]) or "")
    assert told or name in TOTAL or name.startswith((STRATEGIES, ASSERTIONS))


@each_function
def test_what_a_function_takes_and_gives_has_a_type(name):
    signature = inspect.signature(FUNCTIONS[name])
    assert signature.return_annotation is not signature.empty
    assert [each.name for each in signature.parameters.values() if each.annotation is each.empty] == []


@each_class
def test_a_class_and_what_it_offers_are_documented(cls):
    assert inspect.getdoc(cls)
    silent = [
        name
        for name, value in own_members(cls)
        if isinstance(value, property | classmethod | staticmethod) or inspect.isfunction(value)
        if not inspect.getdoc(value if not isinstance(value, property) else value.fget)
    ]
    assert issubclass(cls, Enum) or silent == []


def test_no_exemption_outlives_its_function():
    assert (set(WITHOUT_EXAMPLE) | TOTAL) - set(FUNCTIONS) == set()
