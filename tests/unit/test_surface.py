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
    "supervise.register.sql": "registers in a database are read by supervise.register.read_register",
    "supervise.rules": "all at the root",
    "supervise.sample.plants": "what supervise.sample puts in",
    "supervise.testing.strategies.books": "the parts of supervise.testing.strategies that are about rulebooks",
}
WITHOUT_EXAMPLE = {
    "pack_files": "of a run of the command; docs/how-to/inspection-pack.md",
    "purge": "needs a ledger; docs/how-to/nightly.md",
    "run_nightly": "needs a ledger; docs/how-to/nightly.md",
}
# Functions of which the docstring need not say what they raise: nothing of their own.
TOTAL = {
    "alike", "current", "date_cases", "dates_of", "history", "known", "likeness", "load_suite", "pack_files", "pack_tables",
    "reconcile", "record_of", "records", "register_schema", "review", "run_case", "shipped_rulebooks", "undated",
}  # fmt: skip


def public():
    """Module, name and thing, of everything that is public."""
    return [
        (module, name, getattr(importlib.import_module(module), name)) for module in NAMES for name in NAMES[module]
    ]


THINGS = public()
FUNCTIONS = [thing for _, _, thing in THINGS if inspect.isfunction(thing)]
CLASSES = [thing for _, _, thing in THINGS if inspect.isclass(thing)]
each_function = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda each: f"{each.__module__}.{each.__name__}")
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
def test_a_function_tells_what_it_returns_and_shows_it(function):
    text = inspect.getdoc(function) or ""
    assert re.match(r"(Return|Yield|Write|Run|Take|Draw|Assert)\b", text)
    assert ">>> " in text or function.__name__ in WITHOUT_EXAMPLE


@each_function
def test_a_function_tells_what_it_raises(function):
    text = inspect.getdoc(function) or ""
    # What is only drawn from raises nothing.
    assert re.search(r"[a-z]Error\b|\b[Rr]aise|^Draw\b", text) or function.__name__ in TOTAL


@each_function
def test_what_a_function_takes_and_gives_has_a_type(function):
    signature = inspect.signature(function)
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
    names = {function.__name__ for function in FUNCTIONS}
    assert (set(WITHOUT_EXAMPLE) | TOTAL) - names == set()
