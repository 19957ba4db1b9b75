"""The library's source as syntax trees, for the tests of this folder."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "supervise"


@dataclass(frozen=True)
class Module:
    """One file of the library."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(PACKAGE).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.name)


def modules() -> list[Module]:
    """Every module of the library, sorted by path."""
    return [Module(path) for path in sorted(PACKAGE.rglob("*.py"))]


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every string constant; docstrings, of attributes too, are left out."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(node, ast.Expr):
                continue  # a string that stands alone is a docstring
            if isinstance(child, ast.Constant) and isinstance(child.value, str):
                yield child.lineno, child.value


def identifiers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every name that the code defines or uses."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.alias(name=name):
                yield line, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield line, name
            case ast.keyword(arg=str(name)):
                yield line, name
            case _:
                pass


def words(text: str) -> str:
    """Return the text as lower-case words with single spaces, `CamelCase` and `snake_case` taken apart.

    >>> words("EnglandWales_2026")
    ' england wales 2026 '
    """
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return f" {' '.join(re.findall(r'[a-z0-9]+', apart.lower()))} "


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for a chain of names, and an empty text for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            head = dotted(value)
            return f"{head}.{attr}" if head else ""
        case _:
            return ""
