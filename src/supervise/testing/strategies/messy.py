"""Plain data of offenders as registers hold them: whatever the format allows, and wrong in every way a value can be."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal, get_args, get_origin

import attrs
from hypothesis import strategies as st

from supervise.model import ARRAYS, Offender
from supervise.model.facts import json_name
from supervise.model.forms import ID, MONTH_DAY, PERIOD, SKETCH, TIME, WORD, ZONE, without_none
from supervise.model.sketch import sketch
from supervise.model.structure import shape
from supervise.testing.strategies.drawing import Draw

__all__ = ["adversarial_lines", "adversarial_records", "messy_records"]

_PLAIN: Final[dict[Any, st.SearchStrategy[Any]]] = {
    str: st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5),
    int: st.integers(-2, 12_000),
    bool: st.booleans(),
    dt.date: st.dates().map(dt.date.isoformat),
}
_FORMS: Final[dict[Any, st.SearchStrategy[Any]]] = {
    ID: st.sampled_from(["a", "b", "c"]),
    TIME: st.sampled_from(["00:00", "09:30", "23:59"]),
    MONTH_DAY: st.sampled_from(["01-31", "02-29", "11-30"]),
    PERIOD: st.sampled_from(["1 month", "6 weeks", "1 year 6 months"]),
    WORD: st.sampled_from(["high", "s85", "arrest"]),
    ZONE: st.sampled_from(["Europe/London", "UTC"]),
    SKETCH: st.sampled_from([sketch(text * 20, key=bytes(32)) for text in ("seen at home ", "nobody was there ")]),
}
_JUNK: Final[st.SearchStrategy[Any]] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["2024-02-30", "20240201", "2024-02-01T00:00", "24:00", "9:30", "02-30", "sen", "no reply", " "]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4),
    st.just([]),
    st.just({}),
    st.lists(
        st.one_of(st.none(), st.text("ab", max_size=2), st.just({"role": 1}), st.just({"id": "x"})),
        max_size=2,
    ),
)


def messy_records() -> st.SearchStrategy[dict[str, Any]]:
    """Draw the plain data of one offender with any fields the format has, in any combination: all of it can be read.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(messy_records())
    ... def test(record):
    ...     assert not Offender.from_dict(record).faults
    >>> test()
    """
    return _records(junk=False)


def adversarial_records() -> st.SearchStrategy[dict[str, Any]]:
    """Draw the same with wrong types, impossible dates, unknown words and keys, arrays that are none, perhaps no id.

    >>> from hypothesis import given, settings
    >>> from supervise.errors import RegisterError
    >>> @settings(max_examples=5, database=None)
    ... @given(adversarial_records())
    ... def test(record):
    ...     try:
    ...         Offender.from_dict(record)
    ...     except RegisterError:
    ...         pass  # it has no id, or one that is none
    >>> test()
    """
    return _records(junk=True)


@st.composite
def adversarial_lines(draw: Draw, of: st.SearchStrategy[dict[str, Any]] | None = None) -> str:
    r"""Draw one line of a register in JSON Lines, mostly damaged: cut short, no object, a key twice, no number.

    `of` takes records of your own in place of :func:`adversarial_records`.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5, database=None)
    ... @given(adversarial_lines())
    ... def test(line):
    ...     assert "\n" not in line
    >>> test()
    """
    record = draw(adversarial_records() if of is None else of)
    line = json.dumps(record, ensure_ascii=draw(st.booleans()))
    return draw(st.sampled_from(_DAMAGES))(draw, line)


_DAMAGES: Final[tuple[Callable[[Draw, str], str], ...]] = (
    lambda draw, line: line,
    lambda draw, line: line[: draw(st.integers(0, len(line)))],
    lambda draw, line: line + line,
    lambda draw, line: "\ufeff" + line,
    lambda draw, line: draw(st.sampled_from(["", " ", "null", "[]", '"id"', "5", "[{}]"])),
    lambda draw, line: '{"id": "a", "id": "b"}',
    lambda draw, line: '{"id": "a", "registrations": [{"id": "r", "discharge_months": NaN}]}',
    lambda draw, line: '{"id": "a", "zone": "\\ud800"}',
    lambda draw, line: '{"id": "a", "team": "\0"}',
    lambda draw, line: '{"id": "a", "links": ' + "[" * 5_000 + "]" * 5_000 + "}",
)


# ── by the classes of the facts ─────────────────────────────────────────────────────────────────────────────────


def _right(kind: Any) -> st.SearchStrategy[Any]:
    """Values that a field of this type may hold, as plain data."""
    inner, _ = without_none(kind)
    origin, args = get_origin(inner), get_args(inner)
    if origin is Literal:
        return st.sampled_from(args)
    if origin is tuple:
        return st.lists(_right(args[0]), max_size=2)
    if origin is Annotated:
        return _FORMS.get(args[1], st.integers(0, 9999)) if args[0] is str else st.integers(0, 9999)
    return _fact(inner) if attrs.has(inner) else _PLAIN[inner]


def _fact(cls: Any, *, junk: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Plain data of one object, with a few of its fields and perhaps an unknown key."""
    known = shape(cls).known
    parts = {json_name(part.name): part for part in attrs.fields(cls) if json_name(part.name) in known}
    some = st.lists(st.sampled_from(sorted(parts)), max_size=6, unique=True)

    def with_values(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
        wanted = {name: _right(parts[name].type) for name in names}
        if "id" in parts:
            wanted["id"] = _FORMS[ID]
        if junk:
            wanted = {name: value | value | value | _JUNK for name, value in wanted.items()}
        return st.fixed_dictionaries(wanted)

    return some.flatmap(with_values)


def _records(*, junk: bool) -> st.SearchStrategy[dict[str, Any]]:
    arrays = st.lists(st.sampled_from(sorted(ARRAYS)), max_size=3, unique=True)
    wrong = _JUNK if junk else st.nothing()

    def with_arrays(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
        item = {name: st.lists(_fact(ARRAYS[name], junk=junk) | wrong, max_size=3) for name in names}
        held: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
            {name: value | wrong for name, value in item.items()}
        )
        own = _fact(_Own, junk=junk)
        extra: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
            st.sampled_from(["visit", "faults", "from_", "x y"]), _JUNK, max_size=2
        )
        parts = st.tuples(own, held, extra if junk else st.just({}))
        return parts.map(lambda parts: {**parts[2], **parts[0], **parts[1]})

    return arrays.flatmap(with_arrays)


# The fields of an offender that are no arrays.
_Own: Final = attrs.make_class(
    "_Own",
    {
        part.name: attrs.field(type=part.type, default=part.default)
        for part in attrs.fields(Offender)
        if part.name not in {*ARRAYS, "faults", "notes"}
    },
    kw_only=True,
)
