"""What all help texts share."""

from __future__ import annotations

__all__ = ["example"]


def example(line: str) -> str:
    r"""Return what stands below the help of a command: one line that can be copied.

    >>> example("supervise rules list")
    '\x08\nExample:\n  supervise rules list'
    """
    # The first mark keeps click from running the lines together.
    return f"\b\nExample:\n  {line}"
