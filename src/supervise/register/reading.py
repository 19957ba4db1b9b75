"""One record to an offender, or to the reason why it is none.

The fast way hands the decoded data to msgspec, which fills in the facts. Whatever it refuses goes the
careful way, where cattrs finds every fault; both accept exactly the same.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

import attrs

from supervise.errors import forgetful
from supervise.model.doubts import doubts_of, may_hold_doubts
from supervise.model.facts import json_name
from supervise.model.faults import Note, Rejected, Remark
from supervise.model.forms import MisfitError
from supervise.model.offender import Offender
from supervise.model.structure import Path, Tidy, build, marked, path_text, shape, tidy
from supervise.model.words import hint_at
from supervise.register.decoding import (
    depth_of,
    duplicate_key,
    may_hold_null,
    msgspec,
    null_character,
    plain_record,
)
from supervise.register.limits import Limits
from supervise.register.records import Record

__all__ = ["filled", "first_of_id", "later_of_id", "off_scale", "read_line", "read_record", "remark"]

R = TypeVar("R", bound=Remark)

_SHAPE = shape(Offender)


@forgetful
def read_line(line: bytes, *, source: str | None = None, limits: Limits | None = None) -> Offender | Rejected:
    """Return the offender in one record of a register, such as the body of a request; what is wrong names `source`.

    It is read as strictly as a line of a file, and may stand on several. `json.loads` takes NaN, and where a key stands
    twice drops what the first of them said, so that a visit may be gone before `Offender.from_dict` sees the data.

    Nothing is raised for what is in it: what is no offender is a `Rejected`. MissingExtraError without msgspec.

    >>> read_line(b'{"id": "A1", "visits": [{"id": "v1"}]}')
    Offender(id='A1', visits=1)
    >>> print(read_line(b'{"id": "A1", "visits": [{"id": "v1"}], "visits": []}'))
    visits: duplicate key, found object; each key once; which of the two is meant cannot be known
    """
    held = Limits() if limits is None else limits
    long = len(line) > held.line
    return read_record(Record(None, 0, b"" if long else line, held.too_long() if long else None), source, held)


def read_record(record: Record, file: str | None, limits: Limits) -> Offender | Rejected:
    """Return the offender in a record; what is wrong with it names `file`.

    >>> read_record(Record(1, 0, b'{"id": "A1", "visits": [{"id": "v1"}]}'), "register.jsonl", Limits())
    Offender(id='A1', visits=1)
    >>> read_record(Record(2, 39, b'{"team": "north"}'), "register.jsonl", Limits()).kind
    'missing id'
    """
    path = ""
    try:
        if record.fault:
            raise record.fault
        data = plain_record(record.raw, limits)
        # From the end: Python looks for a text so three times as fast as from the beginning.
        state = Tidy(nulls=record.raw.rfind(b"null") >= 0, fill=True)
        tidy(_SHAPE, data, state)
        _refuse_hidden(record.raw, state, limits)
        doubts = [*state.left_out, *(doubts_of(data) if may_hold_doubts(record.raw) else ())]
        withheld = _withheld(data, limits) if _may_be_refused(record.raw, limits.field) else {}
        for place, level, misfit in off_scale(data, limits.levels):
            withheld[place] = level["level"] = misfit
        if state.sound and not withheld:
            fast = _fast(data)
            if fast is not None:
                if not (state.notes or doubts):
                    return fast
                return marked(fast, state.notes, [], doubts, data=data, source=file, line=record.line)
        if depth_of(record.raw) > limits.depth:
            raise limits.too_deep()
        path = "id"  # the one field without which there is no offender
        if ("id",) in withheld:
            raise withheld["id",]
        offender, wrong = build(Offender, data)
        wrong = [(place, withheld.get(place, misfit)) for place, misfit in wrong]
    except MisfitError as misfit:
        return remark(Rejected, misfit, file, record.line, path or path_text(misfit.place))
    said = [(where, record.misfits.get(where, misfit)) for where, misfit in wrong]
    return marked(offender, state.notes, said, doubts, data=data, source=file, line=record.line)


def filled(data: dict[str, Any], *, sound: bool) -> tuple[Offender, list[tuple[Path, MisfitError]]]:
    """Return the offender in tidied data, and what is wrong with the data; `sound` says that the fast way may do.

    MisfitError is raised if there is no offender.

    >>> filled({"id": "A1"}, sound=True)
    (Offender(id='A1'), [])
    """
    fast = _fast(data) if sound else None
    return build(Offender, data) if fast is None else (fast, [])


def remark(kind: type[R], misfit: MisfitError, file: str | None, line: int | None, path: str) -> R:
    """Return what is said of a record, as the kind of remark given."""
    return kind(file=file, line=line, path=path, kind=misfit.kind, found=misfit.found, hint=misfit.hint)


def first_of_id(offender: Offender, file: str | None, line: int | None) -> Offender:
    """Return the first of several offenders of one id: the one that is judged, and says so."""
    misfit = MisfitError("duplicate id", "text", "another record has this id and was set aside")
    return attrs.evolve(offender, notes=(*offender.notes, remark(Note, misfit, file, line, "id")))


def later_of_id(file: str | None, line: int | None) -> Rejected:
    """Return what is said of an offender whose id an earlier record has.

    >>> str(later_of_id("register.jsonl", 7))
    'register.jsonl:7: id: duplicate id, found text; an earlier record has this id and was kept'
    """
    misfit = MisfitError("duplicate id", "text", "an earlier record has this id and was kept")
    return remark(Rejected, misfit, file, line, "id")


def _refuse_hidden(raw: bytes, state: Tidy, limits: Limits) -> None:
    """Raise MisfitError for what decoded data no longer show: duplicate keys, depth of unknown ones."""
    if state.deepest and depth_of(raw) > limits.depth:
        raise limits.too_deep()
    place = duplicate_key(raw, state.keys)
    if place is not None:
        raise MisfitError("duplicate key", "object", "each key once; which of the two is meant cannot be known", place)


def _may_be_refused(raw: bytes, most: int) -> bool:
    """Return whether a text of a record may hold a null character, or more characters than that."""
    return may_hold_null(raw) or _may_be_long(raw, most)


def _may_be_long(raw: bytes, most: int) -> bool:
    """Return whether a text of a record may have more characters: between two quotes, if no quote is escaped."""
    return len(raw) > most and (b"\\" in raw or max(map(len, raw.split(b'"'))) > most)


def _withheld(data: dict[str, Any], limits: Limits) -> dict[Path, MisfitError]:
    """Take out texts that none may be, so that their fields are found to be wrong; return where they were."""
    found: dict[Path, MisfitError] = {}
    waiting: list[tuple[Path, dict[str, Any] | list[Any]]] = [((), data)]
    while waiting:
        place, holder = waiting.pop()
        for key, value in holder.items() if isinstance(holder, dict) else enumerate(holder):
            path = (*place, json_name(key) if isinstance(key, str) else key)
            if isinstance(value, (dict, list)):
                waiting.append((path, value))
            elif isinstance(value, str) and (len(value) > limits.field or "\0" in value):
                found[path] = limits.too_long_text() if len(value) > limits.field else null_character()
                holder[key] = found[path]  # type: ignore[index]  # what a list is indexed by, and an object
    return found


def off_scale(data: dict[str, Any], levels: tuple[str, ...]) -> Iterator[tuple[Path, dict[str, Any], MisfitError]]:
    """Yield each level of risk in tidied data that is none of these words, its place, and what is wrong with it.

    Each rulebook has a scale of its own, so that only whoever knows the book can tell. Without words any is one.

    >>> [place for place, _, _ in off_scale({"levels": [{"level": "hihg"}, {"level": "low"}]}, ("low", "high"))]
    [('levels', 0, 'level')]
    """
    facts = data.get("levels") if levels else None
    for number, fact in enumerate(facts if isinstance(facts, list) else ()):
        word = fact.get("level") if isinstance(fact, dict) else None
        if isinstance(word, str) and word not in levels:
            yield ("levels", number, "level"), fact, MisfitError("unknown word", "text", hint_at(word, levels))


@cache
def _convert() -> Any:
    return msgspec().convert


def _fast(data: dict[str, Any]) -> Offender | None:
    try:
        offender: Offender = _convert()(data, Offender)
    except msgspec().ValidationError:
        return None
    return offender
