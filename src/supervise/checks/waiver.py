"""A waiver: flags set aside for a reason, by somebody who answers for it, until a day. Values; nothing is read here.

A waiver takes no flag away. What it sets aside is still raised, counted and shown, with the waiver beside it; only
what asks how pressing things are (`--fail-on`, the people named first) passes over it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from supervise.checks.flag import Flag, GroupFlag, Scope, parted
from supervise.errors import WaiverError
from supervise.keeping import kept
from supervise.model.forms import normal_id
from supervise.showing import shown

__all__ = ["Waiver", "Waivers", "WholeScope", "is_code", "repeated"]

_CODE = re.compile(r"[A-Z]{2}[0-9]{3}", re.ASCII)
# Flags about waivers; one that could be waived would be no check of them.
_OWN = "WV"
_OF_GROUP, _OF_OFFENDER = 2, 4
_NEEDED = ("id", "reason_code", "made_by", "approved_by")
_TEXTS = ("flag", "code", "rule", "offender", "officer", "team")
_ONE_OF = (
    "say what is waived in one way: 'flag' (an identity), 'offender' with or without a 'code', or a 'code' with one of"
    " 'officer', 'team' and scope = 'register'"
)


def _id(given: str | None) -> str | None:
    """Return an id as all ids are compared; what is no text is left to whoever reads it."""
    return normal_id(given) if isinstance(given, str) else given


class WholeScope(StrEnum):
    """The scope of a waiver that names neither a person nor an officer nor a team; never taken for granted."""

    REGISTER = "register"


@kept
@frozen(kw_only=True)
class Waiver:
    """One waiver: what it sets aside, why, by whom it was made and approved, and for how long.

    It sets aside one flag (``flag``); those on one offender, all or of one ``code``; those of a ``code`` on one
    ``officer`` or ``team``; or every one of a ``code`` (``scope = "register"``); of a code those on one ``rule``, if it
    is given: some codes are about many. Ids alone name people.
    """

    __repr__ = shown("id")

    id: str
    reason_code: str = field(metadata={"doc": "A word of the force's own list; no free text."})
    made_by: str = field(converter=_id, metadata={"doc": "Id of who made it."})
    approved_by: str = field(
        converter=_id, metadata={"doc": "Id of who approved it: neither who made it nor the manager."}
    )
    made_on: dt.date = field(metadata={"doc": "The first day on which it sets anything aside."})
    expires_on: dt.date | None = field(
        default=None, metadata={"doc": "The last day on which it does; None: it has no end."}
    )
    flag: str | None = field(default=None, metadata={"doc": "The identity of the one flag, as outputs give it."})
    code: str | None = None
    rule: str | None = field(
        default=None, metadata={"doc": "With a code: its flags on this rule alone, by the id that outputs show."}
    )
    offender: str | None = field(default=None, converter=_id)
    officer: str | None = field(default=None, converter=_id)
    team: str | None = field(default=None, converter=_id)
    scope: WholeScope | None = None

    @property
    def of_code(self) -> str | None:
        """The code of the flags it sets aside; None for all codes of an offender."""
        return self.code if self.flag is None else parted(self.flag)[0]

    @property
    def of_offender(self) -> str | None:
        """The id of the offender it names; None if it names none."""
        if self.flag is None:
            return self.offender
        parts = parted(self.flag)
        return parts[1] if len(parts) == _OF_OFFENDER else None

    def covers(self, flag: Flag | GroupFlag) -> bool:
        """Return whether a flag is one of those it is about, whatever the day.

        >>> waiver = Waiver(
        ...     id="w1",
        ...     reason_code="r",
        ...     made_by="o1",
        ...     approved_by="s1",
        ...     made_on=dt.date(2026, 6, 1),
        ...     flag="VD001|x1|R-V2|v3",
        ... )
        >>> waiver.of_code, waiver.of_offender
        ('VD001', 'x1')
        """
        if self.flag is not None:
            return self.flag == flag.identity
        if self.code not in (None, flag.code) or self.rule not in (None, flag.rule):
            return False
        if self.scope is not None:
            return True
        if isinstance(flag, Flag):
            return self.offender == normal_id(flag.offender)
        named = {Scope.OFFICER: self.officer, Scope.TEAM: self.team, Scope.REGISTER: None}[flag.scope]
        return named is not None and named == normal_id(flag.group or "")

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what makes it no waiver: a value of another type, or what is unclear in values in order."""
        wrong = list(self._of_other_types())
        yield from wrong or self._unclear()

    def _of_other_types(self) -> Iterator[tuple[str, str]]:
        for key in (*_NEEDED, *_TEXTS):
            if not isinstance(getattr(self, key), str if key in _NEEDED else str | None):
                yield key, "write a text"
        # Exactly: a moment is a day, too, and cannot be compared with one.
        if type(self.made_on) is not dt.date:
            yield "made_on", "give a datetime.date"
        if type(self.expires_on) not in (dt.date, type(None)):
            yield "expires_on", "give a datetime.date"
        if self.scope not in (None, *WholeScope):
            yield "scope", "the only one there is: 'register'"

    def _unclear(self) -> Iterator[tuple[str, str]]:
        """Yield a blank word, what leaves open what it is about, an end before its start."""
        for key in (*_NEEDED, *_TEXTS):
            text = getattr(self, key)
            if text is not None and not text.strip():
                yield key, "empty; write it out"
        if not self._says_one_thing:
            yield "", _ONE_OF
        if self.rule is not None and (self.code is None or (self.offender, self.scope) == (None, None)):
            yield "rule", "goes with a 'code', of an 'offender' or with scope = 'register'"
        if self.flag is not None and len(parted(self.flag)) not in (_OF_GROUP, _OF_OFFENDER):
            yield "flag", "no identity of a flag; copy the one that an output gives"
        code = self.of_code
        if code is not None and not is_code(code):
            yield "code" if self.flag is None else "flag", "no code of a flag: two capital letters and three digits"
        elif code is not None and code.startswith(_OWN):
            yield "code" if self.flag is None else "flag", "what is flagged of a waiver cannot be waived"
        if self.expires_on is not None and self.expires_on < self.made_on:
            yield "expires_on", "lies before the day it was made"

    @property
    def _says_one_thing(self) -> bool:
        if self.flag is not None:
            return (self.code, self.offender, self.officer, self.team, self.scope) == (None,) * 5
        given = sum(each is not None for each in (self.offender, self.officer, self.team, self.scope))
        return given == 1 and (self.code is not None or self.offender is not None)


def is_code(text: str) -> bool:
    """Return whether a text has the form of the code of a flag.

    >>> is_code("VD001"), is_code("vd1")
    (True, False)
    """
    return _CODE.fullmatch(text) is not None


def _sound(waivers: Iterable[Waiver]) -> tuple[Waiver, ...]:
    """Return waivers; WaiverError with everything that is wrong with them."""
    listed = tuple(waivers)
    problems = [
        f"waiver[{index}]{f'.{key}' if key else ''}: {message}"
        for index, waiver in enumerate(listed)
        for key, message in waiver.faults()
    ]
    problems += [f"waiver: {message}" for message in repeated(listed)]
    if problems:
        raise WaiverError("waivers", problems)
    return listed


@frozen(eq=False)
class Waivers:
    """All waivers given to a review, found by what they are about.

    Raises WaiverError with everything that is wrong with them.

    >>> Waivers([]).all
    ()
    """

    __repr__ = shown(waivers="all")

    all: tuple[Waiver, ...] = field(converter=_sound)
    _everywhere: tuple[Waiver, ...] = field(init=False)
    _named: Mapping[str, tuple[Waiver, ...]] = field(init=False)

    @_everywhere.default
    def _of_the_register(self) -> tuple[Waiver, ...]:
        return tuple(each for each in self.all if each.scope is not None)

    @_named.default
    def _of_somebody(self) -> Mapping[str, tuple[Waiver, ...]]:
        named: dict[str, list[Waiver]] = {}
        for each in self.all:
            if each.of_offender is not None:
                named.setdefault(normal_id(each.of_offender), []).append(each)
        return {id_: tuple(waivers) for id_, waivers in named.items()}

    def of(self, offender: str) -> tuple[Waiver, ...]:
        """Return the waivers that name an offender, and those of the whole register."""
        return (*self._named.get(normal_id(offender), ()), *self._everywhere)


def repeated(waivers: Iterable[Waiver]) -> Iterator[str]:
    """Yield what is said of each id that several waivers have."""
    ids: list[Any] = [waiver.id for waiver in waivers]
    # What is no text is a fault of its own, and not everything can be counted.
    for count in Counter(id_ for id_ in ids if isinstance(id_, str)).values():
        if count > 1:
            yield f"{count} entries have one id; give each its own"
