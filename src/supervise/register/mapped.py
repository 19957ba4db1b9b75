"""What a mapping says, said of rows that hold an offender whole: in memory, in Arrow tables, in Parquet files.

Keys are renamed as columns are, lists of facts as files are, words and null words as in cells, and a date in a declared
form is read strictly. A value with a type of its own is taken at its word.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

import attrs
from attrs import frozen

from supervise.errors import RegisterError
from supervise.model.facts import json_name
from supervise.model.forms import MisfitError, trimmed, without_none
from supervise.model.structure import Path as FieldPath, shown
from supervise.register.folder.cells import Declared, Read, readers
from supervise.register.folder.columns import LINK, OFFENDERS, TABLES, known_names, normal_name
from supervise.register.folder.layout import Absent, Layout, TableFit, absent, refuse_absent
from supervise.register.folder.naming import TableNames
from supervise.register.rows import Keys

__all__ = ["Mapped"]


@frozen
class Mapped:
    """Gives rows the names and words of the format; made once for a register."""

    told: str
    lists: Mapping[str, str]
    tables: Mapping[str, _Table]

    @classmethod
    def of(cls, declared: Declared | None, name: str) -> Self | None:
        """Return what is declared, for rows; None if it is nothing.

        RegisterError is raised for an encoding: rows have none.
        """
        if declared is None or declared.is_plain:
            return None
        if declared.encoding != Declared().encoding:
            raise RegisterError(f"{name}: an encoding is declared for CSV files only")
        lists = {normal_name(declared.of(table).file or table): table for table in TABLES if table != OFFENDERS}
        return cls(declared.told, lists, {table: _Table.of(table, declared) for table in TABLES})

    def refuse_absent(self, keys: Keys, register: str) -> None:
        """Raise MappingError with all that is declared of keys that no row has; without any key nothing is known."""
        if keys:
            refuse_absent(self.layout(keys, register).absent, register, mapped=True)

    def layout(self, keys: Keys, register: str) -> Layout:
        """Return which keys of the rows are which field, and what is declared of keys that no row has.

        What a list of facts holds is looked at where that is known.

        >>> from supervise.register.folder.naming import Names
        >>> risk = TableNames(file="Risk", columns={"level": "Band"})
        >>> declared = Declared(names=Names(id="n", version="1", sha256="", tables={"levels": risk}))
        >>> Mapped.of(declared, "rows").layout({"id": None, "Risk": ("id", "bond")}, "rows").absent[0].near
        'bond'
        """
        lists = {self.lists[normal_name(key)]: key for key in keys if normal_name(key) in self.lists}
        own = [key for key in keys if key not in lists.values()]
        offenders = self.tables[OFFENDERS]
        fits, lacking = [offenders.fit(OFFENDERS, register, own)], [*offenders.lacking(OFFENDERS, register, own)]
        free = offenders.free(OFFENDERS, own)
        for name in self.lists.values():
            key, wanted, table = lists.get(name), self.tables[name].names.wanted(name), self.tables[name]
            if key is not None:
                inner = keys[key]
                fits.append(table.fit(name, shown(key), inner or ()))
                lacking += () if inner is None else table.lacking(name, shown(key), inner)
            elif wanted is not None:
                what = f"the mapping takes {name} from {wanted}, and there is no such list"
                lacking.append(absent("", "", what, wanted=wanted, free=free))
        return Layout(tuple(fits), (), tuple(lacking))

    def __call__(self, row: Mapping[Any, Any]) -> tuple[dict[Any, Any], dict[FieldPath, MisfitError]]:
        """Return a row in the words of the format, and what could not be read of it by its path.

        MisfitError is raised if two keys say the same.

        >>> names = TableNames(columns={"id": "Ref"}, values={"team": {"N": "north"}})
        >>> mapped = Mapped("", {}, {"offenders": _Table(names, readers(TABLES["offenders"], Declared()), frozenset())})
        >>> mapped({"REF": "A1", "team": "N"})
        ({'id': 'A1', 'team': 'north'}, {})
        """
        misfits: dict[FieldPath, MisfitError] = {}
        offenders = self.tables[OFFENDERS]
        said: dict[Any, Any] = {}
        for key, value in row.items():
            table = self.lists.get(normal_name(key)) if isinstance(key, str) else None
            if table is None:
                offenders.put(said, key, value, (), misfits)
            else:
                _put(said, table, self._facts(table, value, misfits))
        return said, misfits

    def _facts(self, name: str, facts: Any, misfits: dict[FieldPath, MisfitError]) -> Any:
        if not isinstance(facts, list | tuple):
            return facts
        return [self._fact(name, at, fact, misfits) for at, fact in enumerate(facts)]

    def _fact(self, name: str, at: int, fact: Any, misfits: dict[FieldPath, MisfitError]) -> Any:
        if not isinstance(fact, Mapping):
            return fact
        said: dict[Any, Any] = {}
        for key, value in fact.items():
            self.tables[name].put(said, key, value, (name, at), misfits)
        return said


@frozen
class _Table:
    """What is said of the offenders, or of the facts of one kind."""

    names: TableNames
    read: Mapping[str, Read]
    dates: frozenset[str]
    ours: Mapping[str, str | None] = attrs.field(init=False)

    @ours.default
    def _ours(self) -> dict[str, str | None]:
        renamed = {normal_name(theirs): ours for ours, theirs in self.names.columns.items()}
        return {**renamed, **dict.fromkeys(map(normal_name, self.names.ignored))}

    @classmethod
    def of(cls, table: str, declared: Declared) -> Self:
        kinds = TABLES[table]
        names = declared.of(table)
        # What renames words is taken out: it is done here, to values that are texts.
        read = readers(kinds, declared, TableNames(dates=names.dates))
        has_form = declared.serials is not None or (names.dates or declared.dates) is not None
        dates = {json_name(part.name) for part in attrs.fields(kinds) if without_none(part.type)[0] is dt.date}
        return cls(names, read, frozenset(dates if has_form else ()))

    def ours_of(self, key: Any) -> Any:
        """Return what a key is called in the format; None if it is passed over."""
        return self.ours.get(normal_name(key), key) if isinstance(key, str) else key

    def takes(self, table: str, key: str) -> bool:
        """Return whether a key is a field of a table, or is passed over."""
        name = self.ours_of(key)
        return name is None or name in known_names(table) - {LINK}

    def fit(self, table: str, file: str, keys: Iterable[str]) -> TableFit:
        """Return which field of a table each key is."""
        said = ((self.ours_of(key), key) for key in keys if self.takes(table, key))
        return TableFit(table, file, tuple(sorted((name, shown(normal_name(key))) for name, key in said if name)))

    def free(self, table: str, keys: Iterable[str]) -> list[str]:
        """Return the keys that nobody takes and that may be shown, as names of columns are."""
        said = {normal_name(key) for key in keys if not self.takes(table, key)}
        return [name for name in said if shown(name) == name]

    def lacking(self, table: str, where: str, keys: Sequence[str]) -> Iterator[Absent]:
        """Yield each column that is named and that is none of these keys.

        A fact in the list of its offender needs no column for whose it is: one mapping serves every form of a register.
        """
        there = set(map(normal_name, keys))
        free = self.free(table, keys)
        for name, theirs in self.names.columns.items():
            if name != LINK and normal_name(theirs) not in there:
                what = f"the mapping takes it from {theirs}, and there is no such column"
                yield absent(where, name, what, wanted=theirs, free=free)

    def put(
        self, said: dict[Any, Any], key: Any, value: Any, path: FieldPath, misfits: dict[FieldPath, MisfitError]
    ) -> None:
        """Put one value under its name in the format."""
        name = self.ours_of(key)
        if name is None:
            return
        try:
            value = self._value(name, value)
        except MisfitError as misfit:
            misfits[(*path, name)] = misfit
            value = {"unread": value}  # no field takes such an object, and whoever puts it right sees what it was
        if value is not None:
            _put(said, name, value)

    def _value(self, name: Any, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [self._one(name, each, _as_it_is) for each in value]
        return self._one(name, value, self.read.get(name, _as_it_is))

    def _one(self, name: Any, value: Any, read: Read) -> Any:
        if type(value) not in (str, int):
            return value
        # Columns of a fixed width are filled up with blanks: words are compared without them, as those of cells are.
        text = trimmed(str(value))
        if text in self.names.nulls:
            return None
        renamed = self.names.values.get(name, {}).get(text)
        if renamed is not None:
            return read(renamed, False)
        return read(text, False) if name in self.dates else value


def _put(said: dict[Any, Any], name: Any, value: Any) -> None:
    if name in said:
        raise MisfitError("duplicate key", "object", "each key once; which of the two is meant cannot be known")
    said[name] = value


def _as_it_is(text: str, _: bool) -> Any:
    return text
