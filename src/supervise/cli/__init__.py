"""The command `supervise`, one module for each of its commands.

What may not live here: anything a program would want without a terminal. Nothing else in the library takes the
local day, looks at a terminal or chooses an exit code.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command with these arguments (by default those of the process).

    SystemExit is raised with the exit code: 0 done; 1 a flag as severe as asked for, a failing case, a fault in a
    rulebook; 2 it could not run; 3 it ran, but facts or records were set aside; 130 interrupted; 141 nobody read on.
    """
    try:
        # It takes longer than anything else that is done before a command is in charge.
        from supervise.cli.group import commands
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        message = "supervise: the command needs click and rich: pip install 'supervise-schedules[cli]'\n"
        sys.stderr.write(message)
        raise SystemExit(2) from None
    commands.main(arguments, prog_name="supervise")
