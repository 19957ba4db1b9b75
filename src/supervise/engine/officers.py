"""The officers of a force in plain data: training, team, supervisor, absences. They are no facts of an offender."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import inf
from typing import Any, Final

from supervise.dates.ordinals import from_iso
from supervise.engine.clock import FAR
from supervise.engine.timeline import Officer, Workforce
from supervise.errors import InvalidDateError, RegisterError
from supervise.model.forms import found
from supervise.model.words import nearest

__all__ = ["faults_of_officers", "workforce_of"]

_KEYS: Final = ("officer", "team", "supervisor", "fte", "trained", "absent")
_BOUNDS: Final = ("from", "until")


def workforce_of(data: Any, source: str) -> Workforce:
    """Return the workforce of a list of ``{officer, team, supervisor, fte, trained: [{from, until}], absent: …}``.

    Without ``until`` the training or absence still holds, and ``until`` is the first day on which it no longer does.
    ``fte`` is a share of full time, 1 being all of it. Where training is given for some officers, the others have
    none; a list that gives nobody's says nothing of training.

    Raises RegisterError naming the source, with every fault by its path.

    >>> workforce_of([{"officer": "o1", "team": "t1"}], "workforce.json").officer("o1").team
    't1'
    """
    faults = list(faults_of_officers(data))
    if faults:
        raise RegisterError(f"{source}: {'; '.join(faults)}")
    trained = {row["officer"]: _runs(row, "trained") for row in data}
    told = any(row.get("trained") is not None for row in data)
    return Workforce(trained if told else None, {row["officer"]: _officer(row) for row in data})


def _officer(row: Mapping[str, Any]) -> Officer:
    fte = row.get("fte")
    return Officer(
        team=row.get("team"),
        supervisor=row.get("supervisor"),
        # By its text: 0.6 of a limit is what it says.
        fte=None if fte is None else Decimal(str(fte)),
        absent=_runs(row, "absent"),
    )


def _runs(row: Mapping[str, Any], key: str) -> tuple[tuple[int, int], ...]:
    return tuple(_run(run) for run in row.get(key) or ())


def _run(run: Mapping[str, str]) -> tuple[int, int]:
    until = run.get("until")
    return from_iso(run["from"]), FAR if until is None else from_iso(until)


def faults_of_officers(data: Any) -> Iterator[str]:
    """Yield what is wrong with a list of officers, each fault by its path.

    >>> list(faults_of_officers([{"officer": "o1", "traind": []}]))
    ["[0]: unknown key; did you mean 'trained'?"]
    """
    if not isinstance(data, list | tuple):
        yield f"a list of officers is needed, not {found(data)}"
        return
    seen: set[str] = set()
    for index, row in enumerate(data):
        if not isinstance(row, Mapping):
            yield f"[{index}]: an officer is an object, not {found(row)}"
            continue
        yield from _unknown(row, _KEYS, f"[{index}]")
        officer = row.get("officer")
        if not isinstance(officer, str) or not officer.strip():
            yield f"[{index}].officer: an id is needed, not {found(officer)}"
        elif officer in seen:
            yield f"[{index}].officer: an earlier entry has this id; give each officer one"
        else:
            seen.add(officer)
        for key in ("team", "supervisor"):
            if not isinstance(row.get(key), str | None):
                yield f"[{index}].{key}: an id is needed, not {found(row[key])}"
        if not _is_share(row.get("fte")):
            yield f"[{index}].fte: a share of full time is needed, a number from 0 such as 0.6"
        for key in ("trained", "absent"):
            if row.get(key) is not None:
                yield from _run_faults(row[key], f"[{index}].{key}")


def _is_share(value: Any) -> bool:
    """Whether a value is missing or a number from 0; NaN and infinity are none."""
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < inf)


def _unknown(row: Mapping[str, Any], known: tuple[str, ...], path: str) -> Iterator[str]:
    for key in row:
        if key not in known:
            near = nearest(key, known)
            yield f"{path}: unknown key" + (f"; did you mean '{near}'?" if near else "")


def _run_faults(runs: Any, path: str) -> Iterator[str]:
    if not isinstance(runs, list | tuple):
        yield f"{path}: a list of {{from, until}} is needed, not {found(runs)}"
        return
    for index, run in enumerate(runs):
        here = f"{path}[{index}]"
        if not isinstance(run, Mapping):
            yield f"{here}: {{from, until}} is needed, not {found(run)}"
            continue
        yield from _unknown(run, _BOUNDS, here)
        if run.get("from") is None:
            yield f"{here}.from: missing; write the first day as YYYY-MM-DD"
        for key in _BOUNDS:
            if run.get(key) is not None and not _is_date(run[key]):
                yield f"{here}.{key}: a date YYYY-MM-DD is needed, not {found(run[key])}"
        if all(_is_date(run.get(key)) for key in _BOUNDS) and run["until"] < run["from"]:
            yield f"{here}.until: lies before the first day"


def _is_date(value: Any) -> bool:
    try:
        from_iso(value)
    except (InvalidDateError, TypeError):
        return False
    return True
