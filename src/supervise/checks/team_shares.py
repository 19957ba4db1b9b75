"""Shares of a team's visits: how many of the last days' are of a kind, where there are enough to tell."""

from __future__ import annotations

from collections.abc import Mapping

from supervise.checks.groups import Group, Row

__all__ = ["above_share"]


def above_share(group: Group, *, share: int, least: int, days: int) -> tuple[int, int, Mapping[Row, int]] | None:
    """Return the visits, how many are of the kind, and the rows of the last days; None if not above the share.

    A row begins with the day and with 1 for a visit of the kind, else 0. The window is laid here, at the end: a row
    may have been gathered on an earlier day. None, too, where the visits are fewer than the least that can tell.
    """
    first = group.as_of.toordinal() - days
    recent = {row: count for row, count in group.rows.items() if int(row[0]) > first}
    visits = sum(recent.values())
    found = sum(count for row, count in recent.items() if row[1])
    return (visits, found, recent) if visits >= least and 100 * found > share * visits else None
