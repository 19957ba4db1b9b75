"""The officers of a force: training, team, supervisor, absences. They are no facts of an offender."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import inf
from typing import Any, Final

from attrs import field, frozen

from supervise.dates.ordinals import from_iso
from supervise.engine.clock import FAR
from supervise.errors import InvalidDateError, RegisterError
from supervise.model.forms import found, normal_id
from supervise.model.words import nearest
from supervise.showing import shown

__all__ = ["Officer", "Workforce", "faults_of_officers", "workforce_of"]

_KEYS: Final = ("officer", "team", "supervisor", "fte", "trained", "absent")
_BOUNDS: Final = ("from", "until")


@frozen(kw_only=True)
class Officer:
    """What a force says of one officer; missing means that it does not say."""

    team: str | None = None
    supervisor: str | None = None
    fte: Decimal | None = field(default=None, metadata={"doc": "Share of full time, 1 being all of it."})
    absent: tuple[tuple[int, int], ...] = field(default=(), metadata={"doc": "Half-open runs of days."})


def _by_id(given: Mapping[str, Officer] | None) -> Mapping[str, Officer]:
    return {normal_id(id_): officer for id_, officer in (given or {}).items()}


def _days_by_id(
    given: Mapping[str, tuple[tuple[int, int], ...]] | None,
) -> Mapping[str, tuple[tuple[int, int], ...]] | None:
    return None if given is None else {normal_id(id_): days for id_, days in given.items()}


@frozen(eq=False)
class Workforce:
    """The officers of a force: who is trained when, in which team, under whom, for how much of full time.

    ``trained`` maps an officer's id to half-open runs of days (ordinals), and an officer it does not name is not
    trained; None: of nobody's training is anything known. Judging needs no more than that. ``officers`` says the rest,
    for the checks of officers and teams. Ids are compared without blanks around them and in Unicode NFC.

    >>> Workforce({"o1": ((738000, 739000),)}).is_trained("o1", 738500)
    True
    """

    __repr__ = shown(trained="trained", officers="officers")

    trained: Mapping[str, tuple[tuple[int, int], ...]] | None = field(converter=_days_by_id)
    officers: Mapping[str, Officer] = field(default=None, converter=_by_id)

    def training(self, officer: str) -> tuple[tuple[int, int], ...]:
        """Return the runs of days in which the officer's training was in force."""
        return (self.trained or {}).get(normal_id(officer), ())

    def is_trained(self, officer: str, day: int) -> bool:
        """Return whether the officer's training was in force on the day."""
        return any(start <= day < end for start, end in self.training(officer))

    def names(self, id: str) -> bool:
        """Return whether an officer is on the list."""
        return normal_id(id) in self.officers

    def officer(self, id: str) -> Officer:
        """Return what the force says of an officer; one of whom it says nothing if the id is not on its list."""
        return self.officers.get(normal_id(id), _NOT_LISTED)


_NOT_LISTED = Officer()


# ── from plain data ───────────────────────────────────────────────────────────────────────────────────────────────


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
        team=normal_id(row.get("team") or "") or None,
        supervisor=normal_id(row.get("supervisor") or "") or None,
        # By its text: 0.6 of a limit is what it says.
        fte=None if fte is None else Decimal(str(fte)),
        absent=_runs(row, "absent"),
    )


def _runs(row: Mapping[str, Any], key: str) -> tuple[tuple[int, int], ...]:
    return tuple(_run(run) for run in row.get(key) or ())


def _run(run: Mapping[str, str]) -> tuple[int, int]:
    until = run.get("until")
    return from_iso(run["from"]), FAR if until is None else from_iso(until)


# As in a register: neither can be written everywhere.
_BROKEN = re.compile("[\0\ud800-\udfff]")


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
        id_ = normal_id(officer) if isinstance(officer, str) else ""
        if not id_:
            yield f"[{index}].officer: an id is needed, not {found(officer)}"
        elif id_ in seen:
            yield f"[{index}].officer: an earlier entry has this id; give each officer one"
        seen.add(id_)
        yield from _id_faults(row, f"[{index}]")
        if not _is_share(row.get("fte")):
            yield f"[{index}].fte: a share of full time is needed, a number from 0 such as 0.6"
        for key in ("trained", "absent"):
            if row.get(key) is not None:
                yield from _run_faults(row[key], f"[{index}].{key}")


def _id_faults(row: Mapping[str, Any], path: str) -> Iterator[str]:
    for key in ("team", "supervisor"):
        if not isinstance(row.get(key), str | None):
            yield f"{path}.{key}: an id is needed, not {found(row[key])}"
    for key in ("officer", "team", "supervisor"):
        if isinstance(row.get(key), str) and _BROKEN.search(row[key]):
            yield f"{path}.{key}: no id of a register holds a null character or half a character"


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
                other = "and this text is none" if isinstance(run[key], str) else f"not {found(run[key])}"
                yield f"{here}.{key}: a date YYYY-MM-DD is needed, {other}"
        if all(_is_date(run.get(key)) for key in _BOUNDS) and run["until"] < run["from"]:
            yield f"{here}.until: lies before the first day"


def _is_date(value: Any) -> bool:
    try:
        from_iso(value)
    except (InvalidDateError, TypeError):
        return False
    return True
