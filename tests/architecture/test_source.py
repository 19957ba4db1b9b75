"""What no line of the library may do, whatever its tests say."""

import ast
import re

import pytest

from tests.architecture.source import PACKAGE, ROOT, Module, dotted, identifiers, modules, strings, words

MODULES = modules()
every_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)

# Places with laws of their own. The list need not be complete: it names those whose rules the documentation
# discusses and their neighbours, which is what a hurried change would write into a branch.
JURISDICTIONS = (
    "england", "wales", "scotland", "scottish", "ireland", "british", "britain", "united kingdom", "uk", "gb", "jersey",
    "guernsey", "isle of man", "united states", "usa", "alabama", "alaska", "arizona", "arkansas", "california", "colorado",
    "connecticut", "delaware", "florida", "georgia", "hawaii", "idaho", "illinois", "indiana", "iowa", "kansas", "kentucky",
    "louisiana", "maine", "maryland", "massachusetts", "michigan", "minnesota", "mississippi", "missouri", "montana",
    "nebraska", "nevada", "new hampshire", "new jersey", "new mexico", "new york", "north carolina", "north dakota", "ohio",
    "oklahoma", "oregon", "pennsylvania", "rhode island", "south carolina", "south dakota", "tennessee", "texas", "utah",
    "vermont", "virginia", "washington", "wisconsin", "wyoming", "canada", "ontario", "quebec", "australia", "victoria",
    "queensland", "tasmania", "new south wales", "new zealand", "south africa", "france", "germany", "bavaria", "austria",
    "switzerland", "spain", "italy", "netherlands", "belgium", "poland", "sweden", "norway", "denmark", "finland", "india",
    "japan", "korea", "taiwan",
)  # fmt: skip

# Modules whose whole purpose is a clock, chance, the machine or another program.
BANNED_MODULES = {
    "getpass", "http", "locale", "multiprocessing.connection", "pickle", "platform", "random", "secrets", "shelve",
    "socket", "subprocess", "time", "urllib", "uuid",
}  # fmt: skip
# Ends of dotted names that read a clock, the locale, the environment or chance.
BANNED_READS = {
    "date.today", "datetime.now", "datetime.today", "datetime.utcnow", "os.environ", "os.environb", "os.getenv",
    "os.getcwd", "os.urandom", "os.getlogin", "Path.home", "Path.cwd", "time.time", "time.monotonic",
    "time.perf_counter",
}  # fmt: skip
# The exceptions, each with its reason.
ALLOWED = {
    ("sample", "random"): "registers are made up from a seed that the caller gives",
    ("cli", "date.today"): "without --as-of the command takes the local day and prints it",
}
LINES_WITHOUT_A_REASON = 500
FUNCTION_LINES_WITHOUT_A_REASON = 45


def _place(module: Module) -> str:
    return module.name.split("/", 1)[0].removesuffix(".py")


def _jurisdictions(text: str) -> list[str]:
    spaced = words(text)
    return [name for name in JURISDICTIONS if f" {name} " in spaced]


def _imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(name), level=0, names=names):
            return [name, *(f"{name}.{alias.name}" for alias in names)]
        case _:
            return []


def reads(tree: ast.AST) -> list[tuple[int, str]]:
    """Line and name of everything that is not a function of its arguments."""
    found = []
    for node in ast.walk(tree):
        for name in _imported(node):
            banned = [b for b in BANNED_MODULES | BANNED_READS if name == b or name.startswith(f"{b}.")]
            found += [(node.lineno, b) for b in banned]
        if name := dotted(node):
            found += [(node.lineno, b) for b in BANNED_READS if name == b or name.endswith(f".{b}")]
    return found


def test_there_is_source_to_look_at():
    assert MODULES


@every_module
def test_no_string_names_a_jurisdiction(module):
    """Whose law holds is data in a rulebook; docstrings and comments may cite it."""
    assert [(line, found) for line, text in strings(module.tree) if (found := _jurisdictions(text))] == []


@every_module
def test_no_name_in_the_code_is_a_jurisdiction(module):
    """No class, function, argument or member stands for one country, so that no branch can ask for it."""
    assert [(line, found) for line, text in identifiers(module.tree) if (found := _jurisdictions(text))] == []


@every_module
def test_nothing_is_read_but_the_arguments(module):
    """No clock, locale, environment or chance: the same facts give the same review everywhere."""
    place = _place(module)
    assert [(line, name) for line, name in reads(module.tree) if (place, name) not in ALLOWED] == []


def test_at_most_one_module_takes_the_local_day():
    """In one place it can be seen, tested and replaced."""
    takers = {module.name for module in MODULES for _, name in reads(module.tree) if name == "date.today"}
    assert len(takers) <= 1, sorted(takers)


@every_module
def test_a_long_module_says_why(module):
    """Above 500 lines the docstring holds a sentence such as "Above 500 lines because ..."."""
    if len(module.text.splitlines()) > LINES_WITHOUT_A_REASON:
        docstring = words(ast.get_docstring(module.tree) or "")
        assert "500 lines because" in docstring


@pytest.mark.parametrize(
    "module", [module for module in MODULES if module.path.name == "__init__.py"], ids=lambda module: module.name
)
def test_a_folder_says_what_lives_there_and_what_may_not(module):
    """So that whoever adds a module knows the door before the room: CONTRIBUTING.md tells of all of them."""
    docstring = " ".join((ast.get_docstring(module.tree) or "").split())
    lives, told, not_here = docstring.partition("What may not live here: ")
    assert lives.rstrip().endswith(".")
    assert told
    assert not_here.endswith(".")


def long_functions(module):
    """Name and lines of each function that is long without its docstring."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = node.body[0] if ast.get_docstring(node) else None
            lines = node.end_lineno - node.lineno + 1 - (doc.end_lineno - doc.lineno + 1 if doc else 0)
            if lines > FUNCTION_LINES_WITHOUT_A_REASON:
                yield node.name, lines


def test_what_is_long_is_listed_with_its_length_and_a_reason():
    """And nothing that is no longer long: a list that is not true is worse than none."""
    row = re.compile(r"^\| `([\w/]+\.py)`(?: `(\w+)`)? \| (\d+) \| (.+) \|$", re.MULTILINE)
    told = row.findall((ROOT / "docs" / "project" / "architecture.md").read_text(encoding="utf-8"))
    counts = {(module.name, ""): len(module.text.splitlines()) for module in MODULES}
    long = {place: lines for place, lines in counts.items() if lines > LINES_WITHOUT_A_REASON}
    long |= {(module.name, name): lines for module in MODULES for name, lines in long_functions(module)}
    assert {(module, name) for module, name, _, _ in told} == set(long)
    # The lengths are there to compare them; a few lines more or less are no news.
    assert [(m, n) for m, n, lines, _ in told if abs(int(lines) - long[m, n]) > long[m, n] // 4] == []


def test_every_folder_of_tests_is_listed():
    told = (ROOT / "docs" / "project" / "architecture.md").read_text(encoding="utf-8")
    section = told.partition("## The tests")[2].partition("\n## ")[0]
    folders = {
        path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith(("_", "."))
    }
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == folders


def test_every_folder_of_code_is_a_package():
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert [folder.name for folder in folders if not (folder / "__init__.py").is_file()] == []


class TestTheseTests:
    """The tests above would notice."""

    @pytest.mark.parametrize(
        "code",
        [
            "if jurisdiction == 'england_wales': pass",
            "book = 'england-wales@2026.1'",
            "def f(): return f'law of {x} in Northern Ireland'",
            "match j:\n    case 'scotland': pass",
        ],
    )
    def test_a_jurisdiction_in_a_string_is_found(self, code):
        assert [text for _, text in strings(ast.parse(code)) if _jurisdictions(text)]

    def test_a_jurisdiction_in_a_docstring_is_not_meant(self):
        tree = ast.parse('def f():\n    """The law of England."""\n    x: int\n    """In Wales."""')
        assert [text for _, text in strings(tree) if _jurisdictions(text)] == []

    def test_a_jurisdiction_as_a_member_is_found(self):
        tree = ast.parse("case.jurisdiction is Jurisdiction.NORTHERN_IRELAND")
        assert [text for _, text in identifiers(tree) if _jurisdictions(text)] == ["NORTHERN_IRELAND"]

    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("from datetime import date\ndate.today()", "date.today"),
            ("import datetime as dt\ndt.datetime.now()", "datetime.now"),
            ("import time", "time"),
            ("from time import monotonic", "time"),
            ("from random import Random", "random"),
            ("import os\nos.environ['TZ']", "os.environ"),
            ("from os import environ", "os.environ"),
        ],
    )
    def test_a_read_is_found(self, code, name):
        assert name in {found for _, found in reads(ast.parse(code))}

    def test_a_time_of_day_is_no_clock(self):
        assert reads(ast.parse("from datetime import time\nnoon = time(12)")) == []
