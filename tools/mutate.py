"""Change the code in small ways and see whether its own tests notice: a seeded sample of mutants.

    python tools/mutate.py [dates rules engine checks] [--sample 600] [--seed 7] [--only dates] [--jobs 1]

Each mutant is one change of one module: a comparison, a number, a sign, an `and`, a `not`, a `min`, a branch. It is
run against the tests that mirror the module (tests/unit/<folder>/test_<module>.py and those beside it that import it),
in a process of its own that is forked from this one, so that nothing is written to the tree. What runs into the time
limit counts as noticed. Needs a system that can fork.

The sample is spread over the folders in proportion to their mutants. Which are picked follows from the seed and from
what each mutant is, so that an edit changes the picks of the lines it touches alone. `--only` runs a part of the
sample. Verdicts are kept in build/mutants.jsonl and hold until the module or its tests change: a run that was
interrupted, or the next part, goes on from there; `--fresh` judges again.

What survives is compared with tools/survivors.toml, where every survivor that is known has the reason why nothing
notices it. Exit code 1 if one is not there, if one that is there is noticed by now, or if of a whole sample fewer than
95 in 100 are noticed.
"""

import argparse
import ast
import hashlib
import importlib.abc
import importlib.util
import json
import os
import signal
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import pytest

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "src" / "supervise"
SURVIVORS: Final = ROOT / "tools" / "survivors.toml"
JOURNAL: Final = ROOT / "build" / "mutants.jsonl"
FOLDERS: Final = ("dates", "rules", "engine", "checks")
NOTICED: Final = 95  # in 100
WAITING: Final = 1_200  # seconds until what does nothing is ended
MEMORY: Final = 4 * 2**30  # a loop that never ends may fill a list

_COMPARE: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_BINARY: Final[dict[type[ast.operator], type[ast.operator]]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add}
_NAMES: Final = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "bisect_left": "bisect_right",
    "bisect_right": "bisect_left",
}
# How much is kept and how a class is laid out: the results are the same. That fields are named when a class is made is
# a rule of the house, not a result.
_LAYOUT: Final = {"maxsize", "slots", "cache_hash", "kw_only"}


class Key(NamedTuple):
    """What a mutant is, wherever its line stands by now."""

    module: str
    function: str
    line: str
    change: str


@dataclass(frozen=True)
class Mutant:
    """One change: what it is, where its line stands, and its number among all of the module."""

    key: Key
    place: int
    number: int

    @property
    def path(self) -> Path:
        """The file of the module."""
        return SOURCE / f"{self.key.module}.py"

    @property
    def folder(self) -> str:
        """The folder of the module."""
        return self.key.module.partition("/")[0]

    def __str__(self) -> str:
        module, function, line, change = self.key
        return f"{module}.py:{self.place}: {function}: {change}: {line}"


class _Change(NamedTuple):
    function: str
    node: ast.AST
    what: str
    new: ast.AST


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield each change of one node, as what it is and the node instead."""
    changed: Any
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            other = _COMPARE.get(type(op))
            if other is not None:
                changed = deepcopy(node)
                changed.ops[place] = other()
                yield f"{type(op).__name__} to {other.__name__}", changed
    elif isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        changed = deepcopy(node)
        changed.op = _BINARY[type(node.op)]()
        yield f"{type(node.op).__name__} to {type(changed.op).__name__}", changed
    elif isinstance(node, ast.BoolOp):
        changed = deepcopy(node)
        changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield f"{type(node.op).__name__} to {type(changed.op).__name__}", changed
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not left out", node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        value = not node.value if isinstance(node.value, bool) else node.value + 1
        yield f"{node.value} to {value}", ast.Constant(value)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NAMES:
        changed = deepcopy(node)
        changed.func = ast.Name(_NAMES[node.func.id], ast.Load())
        yield f"{node.func.id} to {_NAMES[node.func.id]}", changed
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "return None", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Break | ast.Continue):
        yield f"{type(node).__name__.lower()} left out", ast.Pass()


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _unseen(node: ast.AST) -> tuple[str, ...]:
    """Return the fields of a node in which a change gives no other result: annotations, type-checking, layout."""
    if isinstance(node, ast.AnnAssign | ast.arg):
        return ("annotation",)
    if isinstance(node, ast.FunctionDef):
        return ("returns",)
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return ("test", "body")
    return ("value",) if isinstance(node, ast.keyword) and node.arg in _LAYOUT else ()


def _walk(node: ast.AST, function: str = "") -> Iterator[_Change]:
    """Yield every change below a node, with the function that it is in, in the order of the text."""
    for what, new in _changes(node):
        yield _Change(function or "(module)", node, what, new)
    unseen = _unseen(node)
    for name, value in ast.iter_fields(node):
        if name not in unseen:
            below = function
            if name == "body" and isinstance(node, ast.FunctionDef | ast.ClassDef):
                below = f"{function}.{node.name}".lstrip(".")
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, ast.AST):
                    yield from _walk(inner, below)


def _name(path: Path) -> str:
    """Return the name of a module as it stands in a key, such as ``engine/quotas``."""
    return path.relative_to(SOURCE).with_suffix("").as_posix()


def mutants_of(path: Path) -> list[Mutant]:
    """Return every mutant of a module; of those alike in one line, the second and later ones are numbered."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    found: list[Mutant] = []
    seen: Counter[Key] = Counter()
    for number, (function, node, what, _) in enumerate(_walk(ast.parse(text))):
        place = getattr(node, "lineno", 0)
        key = Key(_name(path), function, lines[place - 1].strip(), what)
        seen[key] += 1
        if seen[key] > 1:
            key = key._replace(change=f"{what}, the {seen[key]}.")
        found.append(Mutant(key, place, number))
    return found


def tree_of(mutant: Mutant) -> ast.Module:
    """Return the module with the change in it."""
    tree = ast.parse(mutant.path.read_text(encoding="utf-8"))
    changes = list(_walk(tree))
    _, old, _, new = changes[mutant.number]

    class Replace(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> Any:
            return ast.copy_location(new, node) if node is old else self.generic_visit(node)

    Replace().visit(tree)
    return ast.fix_missing_locations(tree)


@cache
def tests_of(path: Path) -> tuple[Path, ...]:
    """Return the test files of a module: the one that mirrors it, and those of its folder that import it.

    A module that has none is seen by the tests of the modules beside it that import it.
    """
    folder = ROOT / "tests" / "unit" / path.parent.relative_to(SOURCE)
    dotted = f"supervise.{_name(path).replace('/', '.')}"
    own = folder / f"test_{path.stem}.py"
    others = [file for file in sorted(folder.glob("test_*.py")) if dotted in file.read_text(encoding="utf-8")]
    tests = [file for file in [own, *others] if file.exists()]
    if not tests:
        users = [user for user in sorted(path.parent.glob("*.py")) if f"{dotted} " in user.read_text(encoding="utf-8")]
        tests = [file for user in users for file in tests_of(user)]
    return tuple(dict.fromkeys(tests))


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the changed module where it is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.path = mutant.path
        self.dotted = f"supervise.{mutant.key.module.replace('/', '.')}"
        self.tree = tree_of(mutant)

    def find_spec(self, name: str, _path: Any, _target: Any = None) -> Any:
        if name != self.dotted:
            return None
        return importlib.util.spec_from_loader(name, self, origin=str(self.path))

    def exec_module(self, module: Any) -> None:
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)  # noqa: S102 - what a mutant is for


def _run(mutant: Mutant | None, tests: Iterable[Path]) -> int:
    """Run the tests in this process, on a mutant or on the code as it stands."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    os.dup2(devnull, 2)
    if mutant is not None:
        sys.meta_path.insert(0, _Changed(mutant))
    options = ["-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header"]
    return int(pytest.main([*options, *map(str, tests)]))


def ended(mutant: Mutant | None, tests: Iterable[Path], seconds: int) -> tuple[str, float]:
    """Return how the tests end in a process of their own (``passed``, ``failed``, ``killed``), and its seconds.

    What counts is the time of the processor: a machine with other work makes nobody notice a mutant.
    """
    import resource  # noqa: PLC0415 - not every system that reads the list can run mutants

    child = os.fork()
    if not child:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            signal.alarm(WAITING)
            code = _run(mutant, tests)
        except BaseException:  # noqa: BLE001 - whatever ends the process has noticed the mutant
            code = 1
        os._exit(code)
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return "killed" if code < 0 else "failed" if code else "passed", used.ru_utime + used.ru_stime


@cache
def seconds_for(tests: tuple[Path, ...]) -> int:
    """Return how long tests may take on a mutant: many times what they take on the code, on which they must pass."""
    end, seconds = ended(None, tests, WAITING) if tests else ("without tests", 0)
    if end != "passed":
        raise SystemExit(f"{end} on the code as it stands: {[str(file.relative_to(ROOT)) for file in tests]}")
    return 10 + int(5 * seconds)


class Journal:
    """The verdicts of earlier runs, each good for as long as the module and its tests are the same to the byte."""

    def __init__(self, path: Path, *, fresh: bool) -> None:
        self.path = path
        self.ends: dict[tuple[Key, str], str] = {}
        if path.exists() and not fresh:
            for line in path.read_text(encoding="utf-8").splitlines():
                *key, digest, end = json.loads(line)
                self.ends[Key(*key), digest] = end

    def end(self, mutant: Mutant) -> str:
        """Return how the tests end on a mutant, and remember it."""
        tests = tests_of(mutant.path)
        digest = hashlib.sha256(b"".join(file.read_bytes() for file in [mutant.path, *tests])).hexdigest()
        end = self.ends.get((mutant.key, digest))
        if end is None:
            end, _ = ended(mutant, tests, seconds_for(tests))
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps([*mutant.key, digest, end])}\n")
        return end


@dataclass(frozen=True)
class Survivor:
    """A mutant that is known to survive, and why."""

    key: Key
    why: str

    @classmethod
    def all(cls) -> list[Self]:
        """Return every entry of the stored list."""
        entries = tomllib.loads(SURVIVORS.read_text(encoding="utf-8")).get("survivor", [])
        return [cls(Key(*(entry[field] for field in Key._fields)), entry["why"]) for entry in entries]


def modules(names: Iterable[str]) -> list[Path]:
    """Return the modules of folders, or the modules themselves, by names such as ``engine`` or ``dates/spans``."""
    found: list[Path] = []
    for name in names:
        path = SOURCE / name
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    return [path for path in found if path.name != "__init__.py"]


def sample(every: list[Mutant], size: int, seed: int) -> list[Mutant]:
    """Return a sample spread over the folders in proportion, with the largest remainders rounded up."""
    counts = Counter(mutant.folder for mutant in every)
    size = min(size, len(every))
    exact = {folder: size * count / len(every) for folder, count in counts.items()}
    sizes = {folder: int(share) for folder, share in exact.items()}
    for folder in sorted(exact, key=lambda each: sizes[each] - exact[each])[: size - sum(sizes.values())]:
        sizes[folder] += 1
    order = sorted(every, key=lambda each: hashlib.sha256(repr((seed, *each.key)).encode()).digest())
    picked = [mutant for folder in counts for mutant in [m for m in order if m.folder == folder][: sizes[folder]]]
    return sorted(picked, key=lambda each: (each.key.module, each.place))


def told(picked: list[Mutant], left: list[Mutant], known: set[Key], every: list[Mutant]) -> list[str]:
    """Return a line for each folder, and one for all of them."""
    lines = []
    for folder in [*dict.fromkeys(mutant.folder for mutant in picked), ""]:
        of = [mutant for mutant in picked if folder in {mutant.folder, ""}]
        alive = [mutant for mutant in left if folder in {mutant.folder, ""}]
        new = sum(mutant.key not in known for mutant in alive)
        share = 100 * (len(of) - len(alive)) / len(of)
        among = sum(folder in {mutant.folder, ""} for mutant in every)
        lines.append(
            f"{folder or 'all'}: {len(of)} of {among} mutants, {len(of) - len(alive)} noticed ({share:.1f} %), "
            f"{len(alive)} not: {len(alive) - new} known, {new} new"
        )
    return lines


def main() -> int:
    """Print what survives and is not known, and the share that is noticed."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("modules", nargs="*", default=FOLDERS, help="folders or modules, such as dates or dates/spans")
    options.add_argument("--sample", type=int, default=600, help="how many mutants of all of these")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--only", nargs="+", help="folders or modules: run no more than their part of the sample")
    options.add_argument("--jobs", type=int, default=1)
    options.add_argument("--fresh", action="store_true", help="judge again what an earlier run has judged")
    chosen = options.parse_args()
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    every = [mutant for path in modules(chosen.modules) for mutant in mutants_of(path)]
    picked = sample(every, chosen.sample, chosen.seed)
    if chosen.only:
        parts = set(modules(chosen.only))
        picked = [mutant for mutant in picked if mutant.path in parts]
    journal = Journal(JOURNAL, fresh=chosen.fresh)
    # Threads only wait: each mutant has a process.
    with ThreadPoolExecutor(chosen.jobs) as pool:
        ends = list(pool.map(journal.end, picked))
    left = [mutant for mutant, end in zip(picked, ends, strict=True) if end == "passed"]
    known = {survivor.key for survivor in Survivor.all()}
    gone = [mutant for mutant in picked if mutant.key in known and mutant not in left]
    new = [mutant for mutant in left if mutant.key not in known]
    lines = [f"new: {mutant}" for mutant in new] + [f"known to survive, but noticed: {mutant}" for mutant in gone]
    print(*lines, *told(picked, left, known, every), sep="\n")
    too_few = not chosen.only and 100 * (len(picked) - len(left)) < NOTICED * len(picked)
    print(f"{ends.count('killed')} of those noticed took too long")
    return int(bool(new or gone or too_few))


if __name__ == "__main__":
    raise SystemExit(main())
