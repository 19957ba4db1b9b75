"""What all help texts share."""

from __future__ import annotations

__all__ = ["EXITS", "example", "examples"]

# The first mark of a paragraph keeps click from running its lines together.
#: How a command that judges a register ends.
EXITS = (
    "\b\nExit codes:"
    "\n  0    it ran, and no flag is as severe as --fail-on, where there is one"
    "\n  1    a flag is as severe as --fail-on, or more"
    "\n  2    it could not run; nothing was written under the name of --output"
    "\n  3    it ran, but facts or records were set aside (3 wins over 1)"
    "\n  130  interrupted"
)


def example(line: str) -> str:
    r"""Return what stands below the help of a command: one line that can be copied.

    >>> example("supervise rules list")
    '\x08\nExample:\n  supervise rules list'
    """
    return f"\b\nExample:\n  {line}"


def examples(*pairs: tuple[str, str]) -> str:
    r"""Return several lines that can be copied, each below what it is for.

    >>> examples(("All of them:", "supervise rules list"))
    '\x08\nExamples:\n  All of them:\n    supervise rules list'
    """
    return "\n".join(("\b", "Examples:", *(f"  {what}\n    {line}" for what, line in pairs)))
