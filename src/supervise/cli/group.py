"""The group of all commands; each is imported when it is used, so that the first line comes quickly."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import click

from supervise.cli.failing import ends_clearly
from supervise.cli.helping import example

__all__ = ["COMMANDS", "commands"]

#: Each command with its line in the overview: the first of its own help (a test).
COMMANDS: Final = {
    "review": "Judge a register as of a day: what is due, overdue, or cannot be true.",
    "schedule": "Show what falls due up to a day.",
    "explain": "Say why every date of OFFENDER_ID in REGISTER is what it is.",
    "hindsight": "Tell how OFFENDER_ID in REGISTER stood from one day to another.",
    "validate": "Name everything in a register that cannot be read as it stands.",
    "register": "Reconcile two extracts of a register, or check a mapping of an export.",
    "rules": "List, show, check or compare rulebooks.",
    "flags": "List the flags, or show what one means.",
    "cases": "Run worked cases.",
    "nightly": "Review a register, compare it with the last night, write the outputs and record the night.",
    "sample": "Write a register of people who do not exist.",
    "schema": "Print the JSON Schema of a format.",
}


class Commands(click.Group):
    """A group that knows its commands by name and imports them on use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - of click
        """Return the names in the order in which they are shown."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - of click
        """Return a command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"supervise.cli.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """Return a command, its name and what else was given; a slip in the name is told with the nearest there is."""
        if args[0] not in COMMANDS:
            from supervise.report.printable import printable
            from supervise.rules.reading import near_to

            near = near_to(args[0], COMMANDS)
            ctx.fail(f"No such command '{printable(args[0])}'." + (f" Did you mean '{near}'?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - of click
        """Write the overview without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        """Read what was given, and end as clearly: the version and the overview are printed meanwhile."""
        with ends_clearly():
            return super().make_context(*arguments, **more)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and end with its exit code, whatever happens."""
        with ends_clearly():
            return super().invoke(ctx)


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from supervise.cli.inputs import library_version

        click.echo(f"supervise {library_version()}")
        context.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=example("supervise review register.jsonl --as-of 2026-06-30"),
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Print the version."
)
def commands() -> None:
    """Compute what is due for each registered offender, what is overdue, and which records cannot be true.

    Exit codes: 0 done; 1 a flag as severe as --fail-on, a failing case, a fault in a rulebook; 2 it could not run;
    3 it ran, but facts or records were set aside; 130 interrupted.
    """
