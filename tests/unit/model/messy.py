"""Plain data of offenders as registers hold them: mostly right, sometimes wrong in every way a value can be."""

import datetime as dt
from typing import Annotated, Any, Literal, get_args, get_origin

import attrs
from hypothesis import strategies as st

from supervise.model import ARRAYS, Offender
from supervise.model.facts import json_name
from supervise.model.forms import ID, MONTH_DAY, PERIOD, TIME, WORD, without_none
from supervise.model.structure import shape

PLAIN = {
    str: st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5),
    int: st.integers(-2, 12_000),
    bool: st.booleans(),
    dt.date: st.dates().map(dt.date.isoformat),
}
FORMS = {
    ID: st.sampled_from(["a", "b", "c"]),
    TIME: st.sampled_from(["00:00", "09:30", "23:59"]),
    MONTH_DAY: st.sampled_from(["01-31", "02-29", "11-30"]),
    PERIOD: st.sampled_from(["1 month", "6 weeks", "1 year 6 months"]),
    WORD: st.sampled_from(["high", "s85", "arrest"]),
}
JUNK = st.one_of(
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


def right(kind: Any) -> st.SearchStrategy[Any]:
    """Values that a field of this type may hold, as plain data."""
    inner, _ = without_none(kind)
    origin, args = get_origin(inner), get_args(inner)
    if origin is Literal:
        return st.sampled_from(args)
    if origin is tuple:
        return st.lists(right(args[0]), max_size=2)
    if origin is Annotated:
        return FORMS.get(args[1], st.integers(0, 9999)) if args[0] is str else st.integers(0, 9999)
    return fact(inner) if attrs.has(inner) else PLAIN[inner]


def fact(cls: Any, *, junk: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    """Plain data of one object, with a few of its fields and perhaps an unknown key."""
    known = shape(cls).known
    parts = {json_name(part.name): part for part in attrs.fields(cls) if json_name(part.name) in known}
    some = st.lists(st.sampled_from(sorted(parts)), max_size=6, unique=True)

    def with_values(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
        wanted = {name: right(parts[name].type) for name in names}
        if "id" in parts:
            wanted["id"] = FORMS[ID]
        if junk:
            wanted = {name: value | value | value | JUNK for name, value in wanted.items()}
        return st.fixed_dictionaries(wanted)

    return some.flatmap(with_values)


def offenders(*, junk: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Plain data of one offender; with `junk` some of it is wrong."""
    arrays = st.lists(st.sampled_from(sorted(ARRAYS)), max_size=3, unique=True)

    def with_arrays(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
        item = {
            name: st.lists(fact(ARRAYS[name], junk=junk) | (JUNK if junk else st.nothing()), max_size=3)
            for name in names
        }
        arrays = st.fixed_dictionaries({name: value | (JUNK if junk else st.nothing()) for name, value in item.items()})
        own = fact(_Own, junk=junk)
        extra = st.dictionaries(st.sampled_from(["visit", "faults", "from_", "x y"]), JUNK, max_size=2)
        parts = st.tuples(own, arrays, extra if junk else st.just({}))
        return parts.map(lambda parts: {**parts[2], **parts[0], **parts[1]})

    return arrays.flatmap(with_arrays)


_Own = attrs.make_class(
    "Own",
    {
        part.name: attrs.field(type=part.type, default=part.default)
        for part in attrs.fields(Offender)
        if part.name not in {*ARRAYS, "faults", "notes"}
    },
    kw_only=True,
)
