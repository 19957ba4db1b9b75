"""`supervise schema`: the JSON Schema of a format."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

import click

from supervise.cli.failing import STANDARD_OUTPUT, named
from supervise.cli.helping import example

__all__ = ["command"]

# What makes each schema; only the one asked for is imported.
_MAKERS: Final = {
    "register": ("supervise.model", "register_schema"),
    "rulebook": ("supervise.rules.schema", "rulebook_schema"),
    "case": ("supervise.cases.schema", "case_schema"),
    "output": ("supervise.register.output_schema", "output_schema"),
}


@click.command("schema", epilog=example("supervise schema register"))
@click.argument("form", metavar=f"[{'|'.join(_MAKERS)}]", type=click.Choice(list(_MAKERS)))
def command(*, form: str) -> None:
    """Print the JSON Schema of a format.

    Of one line of a register, of a rulebook (TOML as plain data), of one case, or of one line of the output.
    """
    module, name = _MAKERS[form]
    maker: Callable[[], dict[str, Any]] = getattr(import_module(module), name)
    with named(STANDARD_OUTPUT):
        click.echo(json.dumps(maker(), indent=2, ensure_ascii=True))
