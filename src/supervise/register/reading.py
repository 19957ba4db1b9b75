"""One record to an offender, or to the reason why it is none.

The fast way hands the decoded data to msgspec, which fills in the facts. Whatever it refuses goes the
careful way, where cattrs finds every fault; both accept exactly the same.
"""

from functools import cache
from typing import Any, TypeVar

from supervise.model.faults import Rejected, Remark
from supervise.model.forms import MisfitError
from supervise.model.offender import Offender
from supervise.model.structure import DEEPEST, Path, Tidy, build, marked, shape, tidy
from supervise.register.decoding import depth_of, has_duplicate_keys, msgspec, plain_record, too_deep
from supervise.register.records import Record

__all__ = ["filled", "read_record", "remark"]

R = TypeVar("R", bound=Remark)

_SHAPE = shape(Offender)


def read_record(record: Record, file: str) -> Offender | Rejected:
    """Return the offender in a record; what is wrong with it names `file`.

    >>> read_record(Record(1, 0, b'{"id": "A1", "visits": [{"id": "v1"}]}'), "register.jsonl")
    Offender(id='A1', visits=1)
    >>> read_record(Record(2, 39, b'{"team": "north"}'), "register.jsonl").kind
    'missing id'
    """
    path = ""
    try:
        if record.fault:
            raise record.fault
        data = plain_record(record.raw)
        state = Tidy(nulls=b"null" in record.raw, fill=True)
        tidy(_SHAPE, data, state)
        _refuse_hidden(record.raw, state)
        if state.sound:
            fast = _fast(data)
            if fast is not None:
                return marked(fast, state.notes, [], source=file, line=record.line) if state.notes else fast
        if depth_of(record.raw) > DEEPEST:
            raise too_deep()
        path = "id"  # the one field without which there is no offender
        offender, wrong = build(Offender, data)
    except MisfitError as misfit:
        return remark(Rejected, misfit, file, record.line, path)
    said = [(where, record.misfits.get(where, misfit)) for where, misfit in wrong]
    return marked(offender, state.notes, said, source=file, line=record.line)


def filled(data: dict[str, Any], *, sound: bool) -> tuple[Offender, list[tuple[Path, MisfitError]]]:
    """Return the offender in tidied data, and what is wrong with the data; `sound` says that the fast way may do.

    MisfitError is raised if there is no offender.

    >>> filled({"id": "A1"}, sound=True)
    (Offender(id='A1'), [])
    """
    fast = _fast(data) if sound else None
    return build(Offender, data) if fast is None else (fast, [])


def remark(kind: type[R], misfit: MisfitError, file: str, line: int, path: str) -> R:
    """Return what is said of a record, as the kind of remark given."""
    return kind(file=file, line=line, path=path, kind=misfit.kind, found=misfit.found, hint=misfit.hint)


def _refuse_hidden(raw: bytes, state: Tidy) -> None:
    """Raise MisfitError for what decoded data no longer show: duplicate keys, depth of unknown ones."""
    if state.deepest and depth_of(raw) > DEEPEST:
        raise too_deep()
    if has_duplicate_keys(raw, state.keys):
        raise MisfitError("duplicate key", "object", "each key once; which of the two is meant cannot be known")


@cache
def _convert() -> Any:
    return msgspec().convert


def _fast(data: dict[str, Any]) -> Offender | None:
    try:
        offender: Offender = _convert()(data, Offender)
    except msgspec().ValidationError:
        return None
    return offender
