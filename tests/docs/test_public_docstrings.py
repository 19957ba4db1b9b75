"""What is public says what one needs to rely on it: units, errors, sources, an example, and since when it is there."""

import ast
import inspect
import re
import textwrap
import typing
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path

import attrs
import pytest

import supervise.dates
from supervise import CHECKS
from tests.unit.test_surface import ASSERTIONS, CLASSES, FUNCTIONS, STRATEGIES, WITHOUT_EXAMPLE, own_members

CONF = Path(__file__).parents[2] / "docs" / "conf.py"
VALUES = [cls for cls in CLASSES if not issubclass(cls, BaseException | Enum)]
NUMBERS = re.compile(r"\b(int|float|Decimal)\b")
# What a number may count or stand for.
UNIT = re.compile(
    r"(?i:\b(days?|ordinals?|months?|years?|weeks?|hours?|minutes?|bytes?|characters|lines?|percent|share|0\.0 to 1\.0|"
    r"how many|(whole )?numbers?|seed|place|category|levels? deep|at a level)\b)|"
    r"^(Records|Offenders|Facts|People|Processes|Officers|Intervals|Things|Lists|Times|Level)\b"
)
COMMENT = re.compile(r"((?:^ +#: .*\n)+) +(\w+): ", re.MULTILINE)
# A statute, a case, a standard or a paper; or that it is for the rulebook to name one.
CITED = re.compile(r"\[?(18|19|20)\d\d\b|\bISO \d+|source")
# Raised for what only the library itself can have done wrong, or caught where it is raised.
OWN = {"AssertionError", "MisfitError", "StopIteration"}
# Raised inside, and told in another way or never met.
CAUGHT = {
    "supervise.cases.run_case": {"RegisterError", "RulebookLoadError", "TypeError", "UnknownRulebookError"},
    "supervise.explain": {"KeyError"},
    "supervise.nightly.read_config": {"RulebookLoadError"},
    "supervise.register.read_mapping": {"RulebookLoadError"},
    "supervise.register.read_waivers": {"RulebookLoadError"},
    "AdapterMachine.reviewed": {"TypeError"},
    "Declared.__attrs_post_init__": {"InvalidDateError"},
    "Inquiry.intervals_after": {"DateRangeError"},
    "Setting.of": {"DateRangeError"},
}


def function_of(member):
    """The function behind a method or property; None for anything else."""
    inner = (
        member.fget if isinstance(member, property) else getattr(member, "__func__", getattr(member, "func", member))
    )
    return inspect.unwrap(inner) if inspect.isfunction(inner) else None


def doc_of(thing):
    return inspect.getdoc(thing) or ""


def methods():
    """Methods and properties of public classes: owner, name, function."""
    for cls in VALUES:
        for name, member in own_members(cls):
            function = function_of(member)
            if function is not None:
                yield cls, f"{cls.__name__}.{name}", function


# ── units ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def is_number(kind):
    """Whether an annotation is, or holds, a number."""
    if isinstance(kind, list):
        return any(map(is_number, kind))
    if isinstance(kind, typing.ForwardRef | str):
        return bool(NUMBERS.search(getattr(kind, "__forward_arg__", kind)))
    return kind in {int, float, Decimal} if isinstance(kind, type) else any(map(is_number, typing.get_args(kind)))


@cache
def beside(cls):
    """What comments that Sphinx reads say of the fields of a class."""
    return {name: " ".join(text.split("#:")) for text, name in COMMENT.findall(inspect.getsource(cls))}


def said_of_fields(cls):
    """What is said of each field that holds a number: by itself, or in the docstring of its class, which then names it."""
    fields = {field.name: field for field in attrs.fields(cls)} if attrs.has(cls) else {}
    for base in cls.__mro__:
        if base.__module__.startswith("supervise."):
            for name, kind in vars(base).get("__annotations__", {}).items():
                if not name.startswith("_") and is_number(kind):
                    said = (fields[name].metadata.get("doc") if name in fields else None) or beside(base).get(name)
                    yield f"{cls.__name__}.{name}", said or (doc_of(cls) if f"`{name}`" in doc_of(cls) else "")


def test_a_number_says_what_it_counts():
    told = [pair for cls in VALUES for pair in said_of_fields(cls)]
    callables = [*((name, function) for _, name, function in methods()), *FUNCTIONS.items()]
    told += [(name, doc_of(each)) for name, each in callables if any(map(is_number, each.__annotations__.values()))]
    assert len(told) > 120
    assert [name for name, text in told if not UNIT.search(text)] == []


# ── errors ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def functions_in(module):
    """The functions of a module, methods too, by name."""
    found = {}
    for node in ast.walk(ast.parse(inspect.getsource(import_module(module)))):
        if isinstance(node, ast.FunctionDef):
            found.setdefault(node.name, []).append(node)
    return found


def name_of(node):
    """A name, or the attribute asked of `self`; None for anything else."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def raised(node, module, seen=frozenset()):
    """The errors that a function raises, and those that it calls in its own module."""
    found = set()
    for each in ast.walk(node):
        if isinstance(each, ast.Raise) and each.exc is not None:
            name = name_of(each.exc.func if isinstance(each.exc, ast.Call) else each.exc)
            found |= {name} if name and name.endswith("Error") else set()
        elif isinstance(each, ast.Call) and (called := name_of(each.func)) and called not in seen:
            for inner in functions_in(module).get(called, ()):
                found |= raised(inner, module, seen | {called, node.name})
    return found - OWN


def called_elsewhere(function, body):
    """The functions of other modules of the library that a function calls."""
    names = vars(import_module(function.__module__))
    for each in ast.walk(body):
        found = names.get(name_of(each.func)) if isinstance(each, ast.Call) else None
        if inspect.isfunction(found) and found.__module__.startswith("supervise."):
            yield inspect.unwrap(found)


def raised_by(function):
    """The errors of a function, of those it calls in its own module, and of those of other modules that it calls itself."""
    body = body_of(function)
    if body is None:
        return set()
    found = raised(body, function.__module__)
    for each in called_elsewhere(function, body):
        inner = body_of(each)
        found |= raised(inner, each.__module__) if inner is not None else set()
    return found


def body_of(function):
    """The parsed body of a function; None if it is made by a decorator and has none."""
    try:
        parsed = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except OSError:
        return None
    return next(node for node in ast.walk(parsed) if isinstance(node, ast.FunctionDef))


def test_what_is_raised_is_named():
    told = [(name, function, doc_of(function)) for name, function in FUNCTIONS.items()]
    told += [(name, function, doc_of(function) + doc_of(cls)) for cls, name, function in methods()]
    told += [
        (f"{cls.__name__}.{name}", vars(cls)[name], doc_of(cls))
        for cls in VALUES
        for name in ("__init__", "__attrs_post_init__")
        if inspect.isfunction(vars(cls).get(name)) and not getattr(cls, "_is_protocol", False)
    ]
    silent = {}
    for name, function, text in told:
        missing = {each for each in raised_by(inspect.unwrap(function)) - CAUGHT.get(name, set()) if each not in text}
        if missing and not name.startswith((ASSERTIONS, STRATEGIES)):
            silent[name] = missing
    assert silent == {}
    assert set(CAUGHT) <= {name for name, _, _ in told}


# ── examples ────────────────────────────────────────────────────────────────────────────────────────────────────────


def shows(*things):
    """Whether one of some docstrings has an example."""
    return any(">>> " in doc_of(thing) for thing in things)


def classes_in(kinds):
    """The public classes that annotations name."""
    words = {word for kind in kinds for word in re.findall(r"\w+", str(kind))}
    return {cls for cls in VALUES if cls.__name__ in words}


def test_a_class_is_made_or_got_in_an_example():
    """Its own, that of a base, or of what takes or gives one; what a value of it holds is there to be looked at."""
    shown = {
        cls for cls in VALUES
        if any(base.__module__.startswith("supervise.") and shows(base) for base in cls.__mro__)
    }  # fmt: skip
    of_class = {cls: [function for owner, _, function in methods() if owner is cls] for cls in VALUES}
    shown |= {cls for cls, functions in of_class.items() if shows(*functions)}
    shown |= classes_in(line for each in FUNCTIONS.values() for line in doc_of(each).splitlines() if ">>> " in line)
    givers = [each for name, each in FUNCTIONS.items() if shows(each) or name in WITHOUT_EXAMPLE]
    ahead = shown | classes_in([each.__annotations__.get("return") for each in givers])
    while ahead:
        shown |= ahead
        held = [
            kind for cls in ahead for base in cls.__mro__ for kind in vars(base).get("__annotations__", {}).values()
        ]
        held += [each.__annotations__.get("return") for cls in ahead for each in of_class[cls]]
        ahead = classes_in(held) - shown
    assert sorted(cls.__name__ for cls in set(VALUES) - shown) == []


# ── sources ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", supervise.dates.__all__)
def test_a_rule_of_counting_says_where_it_comes_from(name):
    """Or that it is for the rulebook to say; members of an enumeration say it of themselves."""
    thing = getattr(supervise.dates, name)
    if not inspect.isclass(thing) or issubclass(thing, Enum):
        assert CITED.search(inspect.getsource(thing))


def test_a_check_says_where_it_comes_from():
    assert [check.code for check in CHECKS if not check.source.strip()] == []


# ── since when ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_pages_say_since_when_each_name_is_there():
    pytest.importorskip("sphinx")
    import runpy

    conf = runpy.run_path(str(CONF))
    for name, since in conf["SINCE"].items():
        lines = ["A line."]
        conf["_tell"](None, "attribute", name, None, None, lines)
        assert f".. versionadded:: {since}" in lines
