"""What a part of a register adds up to, as plain data: written where the part is judged, added up where all is known.

Plain data are read by any later version and by any other program, and reading them runs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from supervise.checks.waiving import Use
from supervise.register.tally import Tally

__all__ = ["add_part", "part_data"]

_NUMBERS: Final = ("read", "reviewed", "set_aside", "incomplete", "facts_set_aside", "without_recorded_on")
_COUNTERS: Final = ("statuses", "flags", "waived")  # of the summary
_TALLIED: Final = ("severities", "waived", "not_evaluated")  # of the tally


def part_data(tally: Tally) -> dict[str, Any]:
    """Return what the offenders of a part add up to, officers and teams not yet judged.

    >>> part_data(Tally())["summary"]["read"]
    0
    """
    summary = tally.summary
    return {
        "summary": {
            **{name: getattr(summary, name) for name in _NUMBERS},
            **{name: _sorted(getattr(summary, name)) for name in _COUNTERS},
            "gathered": [
                [code, group, [[list(row), number] for row, number in rows.items()]]
                for (code, group), rows in summary.gathered.rows.items()
            ],
            "uses": [[list(use), number] for use, number in summary.uses.items()],
        },
        "unknown_keys": tally.unknown_keys,
        **{name: _sorted(getattr(tally, name)) for name in _TALLIED},
    }


def add_part(tally: Tally, data: Mapping[str, Any], times: int = 1) -> None:
    """Add what :func:`part_data` wrote to a tally; ``times``: how many parts wrote the very same.

    >>> total = Tally()
    >>> add_part(total, part_data(Tally(severities=Counter(high=2))), times=3)
    >>> total.severities
    Counter({'high': 6})
    """
    summary, given = tally.summary, data["summary"]
    for name in _NUMBERS:
        setattr(summary, name, getattr(summary, name) + given.get(name, 0) * times)
    tally.unknown_keys += data.get("unknown_keys", 0) * times
    for name in _COUNTERS:
        _add(getattr(summary, name), given[name], times)
    for name in _TALLIED:
        _add(getattr(tally, name), data[name], times)
    for code, group, rows in given["gathered"]:
        counted = summary.gathered.rows.setdefault((code, group), Counter())
        for row, number in rows:
            counted[tuple(row)] += number * times
    for use, number in given["uses"]:
        summary.uses[Use(*use)] += number * times


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))


def _add(counter: Counter[str], numbers: Mapping[str, int], times: int) -> None:
    for key, number in numbers.items():
        counter[key] += number * times
