"""Print the lower bounds of pyproject.toml as pip constraints, so that `make oldest` can prove them.

Only what the tests of `tests/unit` need: the library itself and the extras below.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

# Not `ics`: icalendar wants a newer tzdata than the library does, and constraints are for all alike.
EXTRAS = ("register", "cli", "holidays", "arrow", "sql", "zstd")
LOWER_BOUND = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)>=(?P<version>[^,;\s]+)")


def constraints(requirements: Iterable[str]) -> Iterator[str]:
    """Return `name==version` for each requirement that has a lower bound."""
    for requirement in requirements:
        if found := LOWER_BOUND.match(requirement):
            yield f"{found['name']}=={found['version']}"


def main() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in EXTRAS:
        wanted += project["optional-dependencies"][extra]
    print("\n".join(constraints(wanted)))


if __name__ == "__main__":
    main()
