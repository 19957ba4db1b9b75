"""`supervise flags`: what each flag means."""

from __future__ import annotations

from collections.abc import Iterator

import click

from supervise.checks import Check, check_named
from supervise.checks.profiles import PROFILES, Profile
from supervise.cli import options
from supervise.cli.display import show
from supervise.cli.helping import example, examples
from supervise.errors import UnknownNameError
from supervise.register.given import Beside, load_beside
from supervise.report.lines import Line, wrapped

__all__ = ["command"]

_LABEL = 14


@click.group("flags", epilog=example("supervise flags show VD001"))
def command() -> None:
    """List the flags, or show what one means."""


@command.command(
    "list",
    epilog=examples(("All:", "supervise flags list"), ("Some:", "supervise flags list --profile first-week")),
)
@options.profile
@options.plugins
def list_(*, profile: str | None, plugins: tuple[str, ...]) -> None:
    """List every flag.

    Each with its code, its least severity, and when it is raised.
    """
    given = load_beside(plugins=plugins)
    show(lambda width: _listed(given, None if profile is None else PROFILES[profile], width))


def _listed(given: Beside, profile: Profile | None, width: int) -> Iterator[Line]:
    if profile is not None:
        yield from wrapped(f"{profile.name}: {profile.what}", width, style="heading")
    # The checks of a plugin are run with any profile: who names it wants them.
    for check in given.checks if profile is None else (*profile.checks, *given.own):
        yield from _entry(check, width)


def _entry(check: Check, width: int) -> Iterator[Line]:
    head = f"{check.code}  {check.severity.value:<8}  "
    yield from wrapped(f"{check.slug}: {check.what}", width, first=head, indent=" " * len(head))


@command.command("show", epilog=example("supervise flags show visit_overdue"))
@click.argument("code")
@options.plugins
def show_(*, code: str, plugins: tuple[str, ...]) -> None:
    """Show what one flag means.

    CODE is its code or its name. Shown are when it is raised, why, what to do, and what clears it.
    """
    try:
        check = check_named(code, load_beside(plugins=plugins).own)
    except KeyError as error:
        raise UnknownNameError(str(error.args[0])) from None
    show(lambda width: _page(check, width))


def _page(check: Check, width: int) -> Iterator[Line]:
    yield Line(f"{check.code}  {check.slug}", "heading")
    entries = (
        ("about", _about(check)),
        ("severity", f"at least {check.severity.value}"),
        ("raised when", check.what),
        ("why", check.why),
        ("example", check.example),
        ("what to do", check.what_to_do),
        ("clears when", check.clears),
        ("source", check.source),
        ("rules", ", ".join(check.rules_read) or "any, or none"),
        ("thresholds", ", ".join(check.thresholds) or "none"),
        ("since", f"{check.since}, {check.stability}"),
    )
    for label, text in entries:
        yield from wrapped(text, width, first=f"  {label}".ljust(_LABEL + 2), indent=" " * (_LABEL + 2))


def _about(check: Check) -> str:
    """Return whom its flags are about, and what that takes.

    >>> _about(check_named("WF060"))
    'officer; only with --workforce'
    >>> _about(check_named("RB096"))
    'register'
    """
    about = " and ".join(check.about)
    wanted = "--workforce" if check.wants_officers else "--waivers" if check.waiver else ""
    return f"{about}; only with {wanted}" if wanted else about
