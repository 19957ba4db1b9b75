"""Change the code in small ways and see whether its own tests notice: a seeded sample of mutants.

    python tools/mutate.py dates engine [--sample 200] [--seed 1] [--jobs 2] [--also tests/unit/test_x.py]

Each mutant is one change of one module: a comparison, a number, a sign, an `and`, a `not`, a `min`, a branch. It is
run against the tests that mirror the module (tests/unit/<folder>/test_<module>.py and those beside it that import it),
in a process of its own that is forked from this one, so that nothing is written to the tree. What survives is printed
with its place; what runs into the time limit counts as noticed. Needs a system that can fork.
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "src" / "supervise"
SECONDS: Final = 120

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


@dataclass(frozen=True)
class Mutant:
    """One change: the module, where it is, what it is, and the source that carries it."""

    path: Path
    line: int
    what: str
    source: str

    @property
    def name(self) -> str:
        """The dotted name of the module."""
        parts = self.path.relative_to(SOURCE.parent).with_suffix("").parts
        return ".".join(parts)


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield each change of one node, as what it is and the node instead."""
    changed: Any
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            other = _COMPARE.get(type(op))
            if other is not None:
                changed = copy.deepcopy(node)
                changed.ops[place] = other()
                yield f"{type(op).__name__} to {other.__name__}", changed
    elif isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        changed = copy.deepcopy(node)
        changed.op = _BINARY[type(node.op)]()
        yield f"{type(node.op).__name__} to {type(changed.op).__name__}", changed
    elif isinstance(node, ast.BoolOp):
        changed = copy.deepcopy(node)
        changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield f"{type(node.op).__name__} to {type(changed.op).__name__}", changed
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not left out", node.operand
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        value = not node.value if isinstance(node.value, bool) else node.value + 1
        yield f"{node.value} to {value}", ast.Constant(value)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NAMES:
        changed = copy.deepcopy(node)
        changed.func = ast.Name(_NAMES[node.func.id], ast.Load())
        yield f"{node.func.id} to {_NAMES[node.func.id]}", changed
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield "return None", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Break | ast.Continue):
        yield f"{type(node).__name__.lower()} left out", ast.Pass()


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


class _Replace(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> Any:
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def _skipped(tree: ast.Module) -> set[int]:
    """Return the ids of nodes whose change nothing can notice: annotations, docstrings, imports, type-checking."""
    found: set[int] = set()
    for node in ast.walk(tree):
        parts: list[ast.AST | None] = []
        if isinstance(node, ast.AnnAssign | ast.arg):
            parts = [node.annotation]
        elif isinstance(node, ast.FunctionDef):
            parts = [node.returns]
        elif isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            parts = [node]
        found.update(id(inner) for part in parts if part is not None for inner in ast.walk(part))
    return found


def mutants_of(path: Path) -> list[Mutant]:
    """Return every mutant of a module, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = _skipped(tree)
    found = []
    for node in list(ast.walk(tree)):
        if id(node) in skipped:
            continue
        for what, new in _changes(node):
            # The parts of the tree are shared: only the way to the changed node is made anew.
            changed = ast.fix_missing_locations(_Replace(node, new).visit(_shallow(tree, node)))
            found.append(Mutant(path, getattr(node, "lineno", 0), what, ast.unparse(changed)))
    return sorted(found, key=lambda each: (each.line, each.what))


def _shallow(tree: ast.Module, node: ast.AST) -> ast.Module:
    """Return a copy of the tree in which the node itself is still the same object."""
    memo = {id(inner): inner for inner in ast.walk(node)}
    return copy.deepcopy(tree, memo)


def tests_of(path: Path) -> list[str]:
    """Return the test files of a module: the one that mirrors it, and those of its folder that import it."""
    folder = ROOT / "tests" / "unit" / path.parent.relative_to(SOURCE)
    name = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)
    own = folder / f"test_{path.stem}.py"
    others = [file for file in sorted(folder.glob("test_*.py")) if name in file.read_text(encoding="utf-8")]
    return [str(file) for file in dict.fromkeys([own, *others]) if file.exists()]


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the changed source where the module is imported."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, _path: Any, _target: Any = None) -> Any:
        if name != self.mutant.name:
            return None
        return importlib.util.spec_from_loader(name, self, origin=str(self.mutant.path))

    def exec_module(self, module: Any) -> None:
        exec(compile(self.mutant.source, str(self.mutant.path), "exec"), module.__dict__)  # noqa: S102 - what a mutant is for


def _run(mutant: Mutant, tests: list[str]) -> int:
    """Run the tests on a mutant in this process and end it: 0 if nobody noticed."""
    signal.alarm(SECONDS)
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    os.dup2(devnull, 2)
    sys.meta_path.insert(0, _Changed(mutant))
    options = ["-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header"]
    return int(pytest.main([*options, *tests]))


def survives(mutant: Mutant, tests: list[str]) -> bool:
    """Return whether the tests pass on a mutant."""
    child = os.fork()
    if not child:
        try:
            code = _run(mutant, tests)
        except BaseException:  # noqa: BLE001 - whatever ends the process has noticed the mutant
            code = 1
        os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def modules(names: list[str]) -> list[Path]:
    """Return the modules of folders, or the modules themselves, by names such as ``engine`` or ``dates/spans``."""
    found: list[Path] = []
    for name in names:
        path = SOURCE / name
        found += sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    return [path for path in found if path.name != "__init__.py"]


def main() -> int:
    """Print what survives; 1 if more than one in twenty does."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("modules", nargs="+")
    options.add_argument("--sample", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--also", action="append", default=[], help="a test file to run for every module")
    chosen = options.parse_args()
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    every = [mutant for path in modules(chosen.modules) for mutant in mutants_of(path)]
    picked = random.Random(chosen.seed).sample(every, min(chosen.sample, len(every)))
    tests = {path: [*tests_of(path), *chosen.also] for path in {mutant.path for mutant in picked}}
    begin = time.monotonic()
    # Threads only wait: each mutant has a process.
    with ThreadPoolExecutor(chosen.jobs) as pool:
        alive = list(pool.map(lambda mutant: survives(mutant, tests[mutant.path]), picked))
    left = [mutant for mutant, lives in zip(picked, alive, strict=True) if lives]
    for mutant in sorted(left, key=lambda each: (each.path, each.line)):
        print(f"{mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.what}")
    killed = len(picked) - len(left)
    seconds = time.monotonic() - begin
    print(f"{len(picked)} of {len(every)} mutants, {killed} noticed, {len(left)} not; {seconds:.0f} seconds")
    return int(len(left) * 20 > len(picked))


if __name__ == "__main__":
    raise SystemExit(main())
