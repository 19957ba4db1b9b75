"""Plain data, such as a decoded line of a register, to an offender; and back.

Reading has two steps, both shared by every reader. `tidy` looks at the keys: it notes and drops the unknown
ones, renames `from` and `for`, and takes null for absent in fields that hold no None. `build` then structures
each fact on its own with cattrs, so that every fault is found and only facts that carry one are set aside.
A faster reader may replace `build` while nothing is wrong, and falls back to it otherwise.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from types import GenericAlias
from typing import Annotated, Any, Final, Literal, TypeVar, get_args, get_origin

import attrs
from attrs import define, field, frozen
from cattrs import AttributeValidationNote, BaseValidationError, Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from supervise.errors import RegisterError
from supervise.model.doubts import doubts_of
from supervise.model.facts import json_name
from supervise.model.faults import UNKNOWN_KEY, Fault, Note
from supervise.model.forms import Form, MisfitError, checker, date_from_text, found, without_none
from supervise.model.lost import Lost, lost_in
from supervise.model.words import name_meant

__all__ = [
    "DEEPEST",
    "Path",
    "Shape",
    "Tidy",
    "build",
    "from_plain",
    "lost_at",
    "marked",
    "path_text",
    "shape",
    "shown",
    "tidy",
    "to_plain",
]

T = TypeVar("T", bound=attrs.AttrsInstance)
Path = tuple[str | int, ...]

# Data of a register are at most four levels deep; more than this many are no register.
DEEPEST: Final = 64

# What readers add to an offender; in a register these are unknown keys like any other.
_NOT_READ: Final = frozenset({"faults", "notes"})


@frozen
class Shape:
    """How a class of the model looks in plain data.

    >>> from supervise.model.facts import Level
    >>> shape(Level).renamed
    (('from', 'from_'),)
    """

    cls: type[Any]
    known: frozenset[str] = field(metadata={"doc": "The keys it may have."})
    renamed: tuple[tuple[str, str], ...] = field(metadata={"doc": "Keys whose attribute has another name."})
    never_none: tuple[str, ...] = field(metadata={"doc": "Optional attributes that hold no None."})
    forms: tuple[tuple[str, type, Callable[[Any], object]], ...] = field(
        metadata={"doc": "Attributes of a special form: their type, and what must be true of the value."}
    )
    spared: tuple[tuple[str, Form], ...] = field(
        metadata={"doc": "Attributes that are left out alone, whatever stands there, where it has not their form."}
    )
    nested: tuple[tuple[str, "Shape"], ...] = field(metadata={"doc": "Attributes that are lists of objects."})
    texts: tuple[str, ...] = field(metadata={"doc": "Attributes that are lists of texts, which may be any."})
    defaults: dict[str, Any] = field(
        eq=False, repr=False, metadata={"doc": "What an attribute holds that is not given, as plain data."}
    )


@cache
def shape(cls: Any) -> Shape:
    """Return the shape of a class of the model."""
    parts = [part for part in attrs.fields(cls) if part.name not in _NOT_READ]
    kinds = {part.name: without_none(part.type) for part in parts}
    return Shape(
        cls,
        known=frozenset(json_name(name) for name in kinds),
        renamed=tuple((json_name(name), name) for name in kinds if json_name(name) != name),
        never_none=tuple(part.name for part in parts if part.default is not attrs.NOTHING and not kinds[part.name][1]),
        forms=tuple(_form(name, kind) for name, (kind, _) in kinds.items() if get_origin(kind) is Annotated),
        spared=tuple(_spared({name: kind for name, (kind, _) in kinds.items()})),
        nested=tuple((name, shape(get_args(kind)[0])) for name, (kind, _) in kinds.items() if _is_nested(kind)),
        texts=tuple(name for name, (kind, _) in kinds.items() if _is_list(kind) and get_args(kind)[0] is str),
        defaults={
            part.name: [] if part.default == () else part.default for part in parts if part.default is not attrs.NOTHING
        },
    )


def _form(name: str, kind: Any) -> tuple[str, type, Callable[[Any], object]]:
    base, form = get_args(kind)
    return name, base, form.accepts


def _spared(kinds: Mapping[str, Any]) -> Iterator[tuple[str, Form]]:
    for name, kind in kinds.items():
        form = get_args(kind)[1] if get_origin(kind) is Annotated else None
        if isinstance(form, Form) and form.spares_fact:
            yield name, form


def _is_nested(kind: Any) -> bool:
    return _is_list(kind) and attrs.has(get_args(kind)[0])


def path_text(path: Path) -> str:
    """Return a path as it is written in messages.

    >>> path_text(("visits", 3, "on"))
    'visits[3].on'
    """
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


# ------------------------------------------------------------------------------------------------ keys


@define
class Tidy:
    """What `tidy` found: the unknown keys, what was left out of a fact, the number of all keys, how many levels deep
    what was dropped goes, and whether every special form is kept.

    ``nulls`` is false where the data are known to hold no null; with ``fill`` each fact is given its defaults,
    which takes msgspec a third of the time that it needs to find them missing.
    """

    nulls: bool = True
    fill: bool = False
    notes: list[tuple[Path, str | None]] = field(factory=list)
    left_out: list[tuple[Path, MisfitError]] = field(factory=list)
    keys: int = 0
    deepest: int = 0
    sound: bool = True


def tidy(shape: Shape, data: dict[str, Any], state: Tidy) -> None:
    """Bring plain data, which are changed in place, into the form that the classes are structured from.

    `state.keys` counts the keys met, those inside unknown ones too. It may be too low where a value has the
    wrong type, never too high.

    >>> data, state = {"id": "l1", "from": "2024-01-31", "lvel": "low"}, Tidy()
    >>> from supervise.model.facts import Level
    >>> tidy(shape(Level), data, state)
    >>> data, state.notes, state.keys
    ({'id': 'l1', 'from_': '2024-01-31'}, [(('lvel',), 'level')], 3)
    """
    _tidy_items(shape, [data], state, ())
    # Without the place in the list of one.
    state.notes = [(path[1:], near) for path, near in state.notes]
    state.left_out = [(path[1:], misfit) for path, misfit in state.left_out]


def _tidy_items(shape: Shape, items: list[Any], state: Tidy, path: Path) -> None:
    # This runs for every fact of a register. The shape is taken apart before the loop, and a path is only put
    # together when there is something to say: measured, that is a third of the time.
    knows, renamed, never_none = shape.known.issuperset, shape.renamed, shape.never_none
    forms, nested, nulls, defaults = shape.forms, shape.nested, state.nulls, shape.defaults
    fill, keys = state.fill and bool(path), 0
    for index, data in enumerate(items):
        if type(data) is not dict:
            continue
        keys += len(data)
        if not knows(data):
            _drop_unknown(shape, data, state, (*path, index))
        if renamed:
            _rename(data, renamed)
        if nulls:
            _drop_nulls(data, never_none)
        for name, kind, accepts in forms:
            value = data.get(name)
            if value is not None and (type(value) is not kind or not accepts(value)):
                _refuse_form(shape, data, name, state, (*path, index))
        for name, inner in nested:
            within = data.get(name)
            if type(within) is list:
                _tidy_items(inner, within, state, (*path, index, name))
        if fill:
            items[index] = defaults | data
    state.keys += keys


def _refuse_form(shape: Shape, data: dict[str, Any], name: str, state: Tidy, path: Path) -> None:
    """Take out what spares its fact, of whatever type; for the rest, what `build` finds wrong is the fact."""
    form = dict(shape.spared).get(name)
    if form is None:
        state.sound = False
    else:
        value = data[name]
        _drop(data, name, state)
        state.left_out.append(((*path, name), MisfitError(form.fault, found(value), form.advice)))


def _rename(data: dict[str, Any], renamed: tuple[tuple[str, str], ...]) -> None:
    for name, attribute in renamed:
        if name in data:
            data[attribute] = data.pop(name)


def _drop_nulls(data: dict[str, Any], never_none: tuple[str, ...]) -> None:
    for name in never_none:
        if data.get(name, data) is None:
            del data[name]


def _drop_unknown(shape: Shape, data: dict[str, Any], state: Tidy, path: Path) -> None:
    for key in [key for key in data if key not in shape.known]:
        state.notes.append(((*path, shown(key)), name_meant(str(key), shape.known)))
        _drop(data, key, state)


def _drop(data: dict[str, Any], key: str, state: Tidy) -> None:
    keys, levels = _measured(data.pop(key))
    state.keys += keys
    state.deepest = max(state.deepest, levels)


def shown(key: object) -> str:
    """Return a key as it is shown: only if it looks like the name of a field, as names of people may be keys.

    >>> shown("lvel"), shown("Smith, J.")
    ('lvel', '?')
    """
    text = str(key)
    return text if len(text) <= 40 and text.isascii() and text.isidentifier() else "?"


def _measured(value: object) -> tuple[int, int]:
    """Return how many keys a value holds, and how many levels deep it is: without recursion, however deep."""
    keys, levels, waiting = 0, 0, [value]
    while waiting:
        inner: list[Any] = []
        for one in waiting:
            if isinstance(one, dict):
                keys += len(one)
                inner.extend(one.values())
            elif isinstance(one, list):
                inner.extend(one)
        levels += 1
        waiting = inner
    return keys, levels


# --------------------------------------------------------------------------------------------- values


def build(cls: type[T], data: dict[str, Any]) -> tuple[T, list[tuple[Path, MisfitError]]]:
    """Return the offender in tidied data, without what is wrong, and what is wrong with its path.

    MisfitError is raised if the id is missing or no text: then there is no offender.

    >>> from supervise.model import Offender
    >>> offender, wrong = build(Offender, {"id": "A1", "born_on": "1980-02-30", "visits": [{"id": "v1", "on": 5}]})
    >>> offender
    Offender(id='A1')
    >>> [(path_text(path), misfit.kind) for path, misfit in wrong]
    [('born_on', 'impossible date'), ('visits[0].on', 'wrong type')]
    """
    wrong: list[tuple[Path, MisfitError]] = []
    if "id" not in data:
        raise MisfitError("missing id", "nothing", "every offender needs an id")
    kinds = {part.name: part.type for part in attrs.fields(cls)}
    nested = dict(shape(cls).nested)
    values: dict[str, Any] = {"id": _CONVERTER.structure(data["id"], kinds["id"])}
    for name, value in data.items():
        if name == "id":
            continue
        if name in nested:
            values[name] = tuple(_sound(nested[name].cls, value, name, wrong))
        else:
            kept = _kept(kinds[name], value, (json_name(name),), wrong)
            if kept is not None:
                values[name] = kept
    return cls(**values), wrong


def lost_at(cls: Any, data: Mapping[str, Any], path: Path) -> Lost | None:
    """Return what can be read of the fact in tidied data in which something is wrong; None if it is in no fact.

    >>> from supervise.model import Offender
    >>> data = {"id": "A1", "visits": [{"id": "v1", "on": "2024-02-01", "outcome": "saw"}]}
    >>> lost_at(Offender, data, ("visits", 0, "outcome")).dates
    (('on', datetime.date(2024, 2, 1)),)
    """
    name, place = str(path[0]), path[1] if len(path) > 1 else None
    part = dict(shape(cls).nested).get(name)
    if part is None:
        return None
    # Without a place it is the array itself that is no list.
    return lost_in(name, part.cls, data[name][place] if isinstance(place, int) else None)


def _sound(cls: type[Any], value: object, name: str, wrong: list[tuple[Path, MisfitError]]) -> Iterator[Any]:
    if not isinstance(value, list):
        wrong.append(((name,), MisfitError("wrong type", found(value), "give a list")))
        return
    for index, item in enumerate(value):
        fact = _kept(cls, item, (name, index), wrong)
        if fact is not None:
            yield fact


def _kept(kind: Any, value: object, path: Path, wrong: list[tuple[Path, MisfitError]]) -> Any:
    try:
        return _CONVERTER.structure(value, kind)
    except (MisfitError, BaseValidationError) as error:
        wrong.extend(_misfits(error, path))
        return None


def _misfits(error: BaseException, path: Path) -> Iterator[tuple[Path, MisfitError]]:
    """Yield what is inside an error of cattrs, each with its path; nothing of its message is used."""
    if isinstance(error, BaseValidationError):
        for inner in error.exceptions:
            yield from _misfits(inner, (*path, *_step(inner)))
    elif isinstance(error, MisfitError):
        yield path, error
    else:  # the only other error of a class: a KeyError for the attribute that has no default, the id
        yield path, MisfitError("missing id", "nothing", "every fact needs an id")


def _step(error: BaseException) -> Iterator[str | int]:
    for note in getattr(error, "__notes__", ()):
        yield json_name(note.name) if isinstance(note, AttributeValidationNote) else note.index


def _leaf(check: Callable[[object], None]) -> Callable[[Any, Any], Any]:
    def hook(value: Any, _: Any) -> Any:
        check(value)
        return value

    return hook


def _is_leaf(kind: Any) -> bool:
    return get_origin(kind) in (Annotated, Literal)


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _list_factory(kind: Any) -> Callable[[Any, Any], Any]:
    listed = GenericAlias(list, (get_args(kind)[0],))
    inner = _CONVERTER.get_structure_hook(listed)

    def hook(value: Any, _: Any) -> Any:
        if type(value) is not list:
            raise MisfitError("wrong type", found(value), "give a list")
        return tuple(inner(value, listed))

    return hook


def _class_factory(cls: Any) -> Callable[[Any, Any], Any]:
    inner = make_dict_structure_fn(cls, _CONVERTER)

    def hook(value: Any, _: Any) -> Any:
        if type(value) is not dict:
            raise MisfitError("wrong type", found(value), "give an object")
        return inner(value, cls)

    return hook


def _plain_factory(cls: Any) -> Callable[[Any], dict[str, Any]]:
    overrides: dict[str, Any] = {
        part.name: override(rename=json_name(part.name), omit=part.name in _NOT_READ or None)
        for part in attrs.fields(cls)
    }
    return make_dict_unstructure_fn(cls, _CONVERTER, _cattrs_omit_if_default=True, **overrides)


def _converter() -> Converter:
    converter = Converter(detailed_validation=True, unstruct_collection_overrides={tuple: list})
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _leaf(checker(kind)))
    converter.register_structure_hook(dt.date, lambda value, _: date_from_text(value))
    converter.register_unstructure_hook(dt.date, dt.date.isoformat)
    converter.register_structure_hook_factory(_is_leaf, lambda kind: _leaf(checker(kind)))
    converter.register_structure_hook_factory(_is_list, _list_factory)
    converter.register_structure_hook_factory(attrs.has, _class_factory)
    converter.register_unstructure_hook_factory(attrs.has, _plain_factory)
    return converter


_CONVERTER: Final = _converter()


# ----------------------------------------------------------------------------------------- both ways


def from_plain(cls: type[T], data: Mapping[str, Any], *, source: str | None = None) -> T:
    """Return the offender in plain data; see `Offender.from_dict`."""
    path = ""
    try:
        copy = _copied(data, 1)
        if type(copy) is not dict:
            raise MisfitError("not an object", found(data), "give the fields of one offender")
        path = "id"  # the one field without which there is no offender
        state = Tidy()
        tidy(shape(cls), copy, state)
        doubts = [*state.left_out, *doubts_of(copy)]
        offender, wrong = build(cls, copy)
    except MisfitError as misfit:
        fault = Fault(file=source, path=path, kind=misfit.kind, found=misfit.found, hint=misfit.hint)
        raise RegisterError(str(fault)) from None
    if not (wrong or state.notes or doubts):
        return offender
    return marked(offender, state.notes, wrong, doubts, data=copy, source=source, line=None)


def marked(
    offender: T,
    notes: list[tuple[Path, str | None]],
    wrong: list[tuple[Path, MisfitError]],
    doubts: list[tuple[Path, MisfitError]],
    *,
    data: Mapping[str, Any],
    source: str | None,
    line: int | None,
) -> T:
    """Return the offender in tidied data with what was noticed and what was set aside in reading it."""
    faults = tuple(
        Fault(
            file=source,
            line=line,
            path=path_text(path),
            kind=bad.kind,
            found=bad.found,
            hint=bad.hint,
            lost=lost_at(type(offender), data, path),
        )
        for path, bad in wrong
    )
    noticed = tuple(
        Note(
            file=source,
            line=line,
            path=path_text(path),
            kind=UNKNOWN_KEY,
            hint=f"nearest known name: {near}" if near else None,
        )
        for path, near in notes
    )
    doubted = tuple(
        Note(file=source, line=line, path=path_text(path), kind=bad.kind, found=bad.found, hint=bad.hint)
        for path, bad in doubts
    )
    evolve: Callable[..., T] = attrs.evolve
    return evolve(offender, faults=faults, notes=(*noticed, *doubted))


def _copied(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, (str, int, dt.date)):
        return value  # nearly all are; asking whether something is a Mapping takes ten times as long
    if depth > DEEPEST:
        raise MisfitError("too deep", "nested data", f"no more than {DEEPEST} levels")
    if isinstance(value, Mapping):
        return {key: _copied(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_copied(inner, depth + 1) for inner in value]
    return value


def to_plain(offender: Any) -> dict[str, Any]:
    """Return the plain data of an offender; see `Offender.to_dict`."""
    data: dict[str, Any] = _CONVERTER.unstructure(offender)
    return data
