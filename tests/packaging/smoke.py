"""Run by `make wheel` with the interpreter of a clean environment that holds the wheel alone, away from the tree.

Plain asserts and the standard library, as no test tool is installed there.
"""

import subprocess
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import supervise

EXAMPLE = Path(__file__).parents[2] / "examples" / "register.jsonl"
# Done; done with records set aside. Nothing here asks for the exit code 1, so that it could only be a crash.
RAN = {0, 3}


def command(*arguments: str) -> str:
    """Return what the installed command printed."""
    done = subprocess.run(
        [sys.executable, "-I", "-m", "supervise", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode in RAN, f"{arguments}: exit code {done.returncode}\n{done.stderr}"
    return done.stdout


def main() -> None:
    """Import, find the data, run the command."""
    assert Path(supervise.__file__).is_relative_to(sys.prefix), "the tree was imported, not the wheel"
    books = [entry.name for entry in files("supervise.rulebooks").iterdir() if entry.name.endswith(".toml")]
    assert books, "no rulebook in the wheel"
    assert command("rules", "list").strip()
    assert command("review", str(EXAMPLE), "--as-of", "2026-06-30", "--format", "text").strip()
    print(f"supervise-schedules {version('supervise-schedules')}: the wheel works alone ({len(books)} rulebook files)")


if __name__ == "__main__":
    main()
