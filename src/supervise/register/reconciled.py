"""Two extracts reconciled, as JSON and CSV: in words, ids and dates alone, the worst first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from attrs import frozen

from supervise.model.faults import Rejected, Remark
from supervise.register.counts import Counts
from supervise.register.reconciling import Difference, Extract, Person, Reconciliation, Side
from supervise.register.tabular import lines
from supervise.register.writing import line

__all__ = ["Named", "entries", "reconciled_csv", "reconciled_json", "reconciled_jsonl"]


@frozen(kw_only=True)
class Named:
    """What was reconciled, and the library's version: the head of every output."""

    version: str
    a: str
    b: str
    sha256_a: str
    sha256_b: str
    found: Reconciliation


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────────


def reconciled_json(named: Named) -> bytes:
    """Return everything as one object: the extracts, the sums, people, differences, and what was set aside."""
    people, differences, set_aside = entries(named)
    data = {
        "type": "reconciliation",
        **_head(named),
        **_sums(named.found),
        "people": people,
        "differences": differences,
        "set_aside": set_aside,
    }
    return line(data)


def reconciled_jsonl(named: Named) -> Iterator[bytes]:
    """Yield the same as lines: the extracts, each entry, and the sums last, without which an output is not whole."""
    yield line({"type": "extracts", **_head(named)})
    for kind, each in zip(("person", "difference", "set_aside"), entries(named), strict=True):
        yield from (line({"type": kind, **data}) for data in each)
    yield line({"type": "sums", **_sums(named.found)})


def entries(named: Named) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Return people, differences, and what was set aside in A and then in B, as plain data."""
    found = named.found
    return (
        [_person(each) for each in found.people],
        [_difference(each) for each in found.differences],
        [_remark(side, each) for side, extract in _extracts(found) for each in extract.set_aside],
    )


def _extracts(found: Reconciliation) -> tuple[tuple[Side, Extract], tuple[Side, Extract]]:
    return (Side.A, found.a), (Side.B, found.b)


def _head(named: Named) -> dict[str, Any]:
    found = named.found
    return {
        "version": named.version,
        "as_of": found.as_of.isoformat(),
        "a": _extract(named.a, named.sha256_a, found.a.counts),
        "b": _extract(named.b, named.sha256_b, found.b.counts),
        "without": [each.value for each in found.without],
    }


def _extract(name: str, sha256: str, counts: Counts) -> dict[str, Any]:
    return {
        "file": name,
        "sha256": sha256,
        "read": counts.read,
        "compared": counts.offenders,
        "set_aside": counts.rejected,
        "incomplete": counts.incomplete,
        "facts_set_aside": counts.faults,
    }


def _sums(found: Reconciliation) -> dict[str, Any]:
    return {
        "matched": {"by_id": found.by_id, "by_same_as": found.by_same_as},
        "alone": {
            why.value: {"only_a": count[Side.A], "only_b": count[Side.B]} for why, count in found.alone().items()
        },
        "differing": {
            what.value: {"both": count[None], "only_a": count[Side.A], "only_b": count[Side.B]}
            for what, count in found.counted().items()
        },
        "people_differing": len({each.a for each in found.differences}),
    }


def _person(each: Person) -> dict[str, Any]:
    return {
        "id": each.id,
        "only_in": each.only_in.value,
        "why": each.why.value,
        "level": each.level,
        "ended": each.ended,
        "since": None if each.since is None else each.since.isoformat(),
        "same_as": list(each.same_as),
        "linked": list(each.linked),
    }


def _difference(each: Difference) -> dict[str, Any]:
    return {
        "a": each.a,
        "b": each.b,
        "what": each.what.value,
        "only_in": None if each.only_in is None else each.only_in.value,
        "value_a": each.value_a,
        "value_b": each.value_b,
        "facts_a": list(each.facts_a),
        "facts_b": list(each.facts_b),
        "since": None if each.since is None else each.since.isoformat(),
        "level": each.level,
        "doubtful": each.doubtful,
    }


def _remark(side: Side, each: Remark) -> dict[str, Any]:
    return {
        "in": side.value,
        "whole": isinstance(each, Rejected),
        "file": each.file,
        "line": each.line,
        "path": each.path,
        "kind": each.kind,
        "found": each.found,
        "hint": each.hint,
    }


# ── CSV ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_COLUMNS: Final = (
    "entry",
    "offender_a",
    "offender_b",
    "level",
    "what",
    "only_in",
    "value_a",
    "value_b",
    "facts_a",
    "facts_b",
    "since",
    "doubtful",
    "same_as",
    "linked",
    "message",
)


def reconciled_csv(named: Named) -> bytes:
    """Return a row for each person in one extract only, each difference, and everything set aside.

    Of a person ``what`` says why; of what was set aside ``message`` says where, and of what kind.
    """
    found = named.found
    rows = [*map(_person_row, found.people), *map(_difference_row, found.differences)]
    for side, extract in _extracts(found):
        rows += [{"entry": "set_aside", "only_in": side.value, "message": str(each)} for each in extract.set_aside]
    return lines([_COLUMNS, *([row.get(name) for name in _COLUMNS] for row in rows)])


def _person_row(each: Person) -> dict[str, Any]:
    data = {f"{name}_{each.only_in.value}": value for name, value in (("offender", each.id), ("value", each.ended))}
    return {
        **data,
        "entry": "person",
        "level": each.level,
        "what": each.why.value,
        "only_in": each.only_in.value,
        "since": each.since,
        "same_as": each.same_as,
        "linked": each.linked,
    }


def _difference_row(each: Difference) -> dict[str, Any]:
    return {
        "entry": "difference",
        "offender_a": each.a,
        "offender_b": each.b,
        "level": each.level,
        "what": each.what.value,
        "only_in": None if each.only_in is None else each.only_in.value,
        "value_a": each.value_a,
        "value_b": each.value_b,
        "facts_a": each.facts_a,
        "facts_b": each.facts_b,
        "since": each.since,
        "doubtful": each.doubtful,
    }
