"""What a value of a field must be: forms of text, ranges of numbers, and the one check behind every reader.

The same checks guard the constructors of the facts, the reading of plain data and the JSON Schema, so that a
fact cannot be built one way and refused another.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from attrs import field, frozen

from supervise.dates.hours import zone_named
from supervise.errors import UnknownZoneError
from supervise.model.words import hint_at

__all__ = [
    "Count",
    "Form",
    "Id",
    "MisfitError",
    "MonthDay",
    "Period",
    "Range",
    "Sketch",
    "TimeOfDay",
    "Word",
    "Zone",
    "checker",
    "date_from_text",
    "found",
    "in_python",
    "normal_id",
    "trimmed",
    "without_none",
]


@frozen
class Form:
    """A form that a text must have.

    >>> TIME.fits("09:30"), TIME.fits("9.30")
    (True, False)
    """

    pattern: str = field(metadata={"doc": "Regular expression for the JSON Schema."})
    advice: str = field(metadata={"doc": "What to write."})
    fault: str = field(default="wrong form", metadata={"doc": "Kind of fault if it is not kept."})
    spares_fact: bool = field(
        default=False,
        metadata={"doc": "Whether what has not the form is left out and noted; else the fact is set aside with it."},
    )
    # Runs several times for every fact of a register, so it may be anything that is faster than the pattern.
    accepts: Callable[[str], object] = field(eq=False, repr=False)

    @accepts.default
    def _matcher(self) -> Callable[[str], object]:
        return re.compile(self.pattern, re.ASCII).fullmatch

    def fits(self, value: object) -> bool:
        """Return whether the value is a text of this form."""
        return type(value) is str and bool(self.accepts(value))


@frozen
class Range:
    """The least and the greatest whole number that a field may hold.

    >>> Range(0, 10).fits(10), Range(0, 10).fits(True)
    (True, False)
    """

    least: int
    greatest: int

    def accepts(self, value: int) -> bool:
        """Return whether the number is in the range."""
        return self.least <= value <= self.greatest

    def fits(self, value: object) -> bool:
        """Return whether the value is a whole number in the range."""
        return type(value) is int and self.accepts(value)


_TIMES = frozenset(f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(60))

TIME: Final = Form(
    r"([01][0-9]|2[0-3]):[0-5][0-9]",
    'write "HH:MM", for example "09:30"',
    accepts=_TIMES.__contains__,
)
MONTH_DAY: Final = Form(
    r"(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9])",
    'write "MM-DD", for example "02-29"',
)
# The words that `supervise.dates.Period` reads: largest unit first, singular for 1. No interval is nought.
_UNITS = [f"(1 {unit}|([2-9]|[1-9][0-9]{{1,3}}) {unit}s)" for unit in ("year", "month", "week", "day")]
PERIOD: Final = Form(
    "|".join(_UNITS[at] + "".join(f"( {unit})?" for unit in _UNITS[at + 1 :]) for at in range(len(_UNITS))),
    'write a period in words, largest unit first, for example "3 months" or "1 year 6 weeks"',
)
WORD: Final = Form(r"[a-z][a-z0-9_]*", "write one word in lower-case ASCII, with _ between its parts")

# What stands for nothing at the ends of a text: spaces, no-break spaces; soft hyphen; joiners and marks of direction,
# which come along when text is copied; byte order mark.
_SPACES: Final = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
)
_ZERO_WIDTH: Final = (
    "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\ufeff"
)
_BLANKS: Final = _SPACES + _ZERO_WIDTH


def trimmed(text: str) -> str:
    r"""Return a text without the blanks around it: spaces, no-break spaces, and what has no width.

    >>> trimmed(" a b\u00a0\u200b")
    'a b'
    """
    # The shorter way for nearly all takes half the time.
    return text.strip() if text.isascii() else text.strip(_BLANKS)


# Whoever reads the schema has patterns, too; what `\s` is differs from one language to the next.
_ESCAPED_BLANKS: Final = "".join(f"\\u{ord(sign):04x}" for sign in _BLANKS)

# An id of nothing but blanks would show as nothing at all.
ID: Final = Form(
    rf"[\s\S]*[^{_ESCAPED_BLANKS}][\s\S]*",
    "give an id that is not blank",
    "missing id",
    accepts=trimmed,
)


@lru_cache(maxsize=256)
def _is_zone(text: str) -> bool:
    """Return whether the time zone database has a zone of that name; asking it looks at the disk."""
    try:
        zone_named(text)
    except UnknownZoneError:
        return False
    return True


# A schema cannot know which there are: the database of the machine does, and may not have a new one.
ZONE: Final = Form(
    r"[A-Za-z0-9+_/-]+",
    'write an IANA name such as "Europe/London"; a name that is new needs a newer time zone database (tzdata)',
    "unknown time zone",
    accepts=_is_zone,
)

# What `supervise.model.sketch` makes: the mark of the key, and 256 bytes. Anything else may be the narrative itself,
# which must go nowhere. The visit was made all the same: whoever exports narratives would lose every visit with them.
SKETCH: Final = Form(
    r"mh1-[0-9a-f]{8}-[A-Za-z0-9_-]{341}[AQgw]==",
    "give what `supervise.model.sketch` makes of the narrative, and never the narrative",
    "no sketch",
    spares_fact=True,
)

# The names that the fields of the facts are declared with.
Id = Annotated[str, ID]
TimeOfDay = Annotated[str, TIME]
MonthDay = Annotated[str, MONTH_DAY]
Period = Annotated[str, PERIOD]
Word = Annotated[str, WORD]
Zone = Annotated[str, ZONE]
Sketch = Annotated[str, SKETCH]
# Months, years, ages. The upper bound is far above any sentence and keeps date arithmetic from overflowing.
Count = Annotated[int, Range(0, 9999)]


class MisfitError(ValueError):
    """Raised when a value is not what its field must hold: the kind of fault, the kind of value, a hint.

    ``place`` is where in a record it is, if that has to be said: of a record that cannot be read as a whole.

    >>> MisfitError("wrong type", found(3), "write a text").args
    ('wrong type', 'number', 'write a text')
    """

    def __init__(self, kind: str, found: str, hint: str | None, place: tuple[str | int, ...] = ()) -> None:
        super().__init__(kind, found, hint)
        self.kind = kind
        self.found = found
        self.hint = hint
        self.place = place


def normal_id(text: str) -> str:
    r"""Return the form in which ids are compared: Unicode NFC, without outer blanks and what has no width.

    >>> normal_id(" A1 "), normal_id("A1\u200b")
    ('A1', 'A1')
    """
    return text.strip() if text.isascii() else trimmed(unicodedata.normalize("NFC", text))


def found(value: object) -> str:
    """Return the kind of a value in words, and nothing of the value itself.

    >>> [found(value) for value in (None, True, 3, "x", [], {})]
    ['null', 'true or false', 'number', 'text', 'list', 'object']
    """
    for kind, name in _KINDS:
        if isinstance(value, kind):
            return name
    return "something else"


# Ordered: a boolean is also an integer, a datetime also a date.
_KINDS: Final[tuple[tuple[Any, str], ...]] = (
    (type(None), "null"),
    (bool, "true or false"),
    ((int, float), "number"),
    (str, "text"),
    (dt.datetime, "date and time"),
    (dt.date, "date"),
    (dt.time, "time"),
    ((list, tuple, set, frozenset), "list"),
    (Mapping, "object"),
)

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DATE_ADVICE = 'write "YYYY-MM-DD"'


def date_from_text(value: object) -> dt.date:
    """Return the date that a text of the form "YYYY-MM-DD" names; a date is returned as it is.

    MisfitError is raised for the other forms that ISO 8601 allows, and for a date with a time: which day that
    is depends on a time zone.

    >>> date_from_text("2024-02-29")
    datetime.date(2024, 2, 29)
    """
    if type(value) is dt.date:
        return value
    if not isinstance(value, str):
        raise MisfitError("wrong type", found(value), _DATE_ADVICE)
    if not _DATE.fullmatch(value):
        raise MisfitError("wrong form", "text", _DATE_ADVICE)
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise MisfitError("impossible date", "text", "no such day in the calendar") from None


def without_none(kind: Any) -> tuple[Any, bool]:
    """Return a type without its None, and whether it had one.

    >>> without_none(int | None)
    (<class 'int'>, True)
    """
    if get_origin(kind) not in (Union, UnionType):
        return kind, False
    (inner,) = (part for part in get_args(kind) if part is not type(None))
    return inner, True


def in_python(kind: Any) -> str:
    """Return the type that a constructor wants of a field, as Python names it.

    >>> [in_python(kind) for kind in (dt.date | None, Id, tuple[str, ...], int)]
    ['datetime.date', 'str', 'tuple of str', 'int']
    """
    inner, _ = without_none(kind)
    origin = get_origin(inner)
    if origin is tuple:
        return f"tuple of {in_python(get_args(inner)[0])}"
    # A word of a closed list is a text; so is one that has a form, and a number in a range is a number.
    plain = str if origin is Literal else get_args(inner)[0] if origin is Annotated else inner
    return "datetime.date" if plain is dt.date else str(plain.__name__)


@cache
def checker(kind: Any) -> Callable[[object], None]:
    """Return the function that raises MisfitError for a value that is not of the type.

    >>> checker(TimeOfDay)("10:15")
    >>> checker(int | None)(None)
    """
    inner, optional = without_none(kind)
    check = _checker(inner)
    if not optional:
        return check

    def allow_none(value: object) -> None:
        if value is not None:
            check(value)

    return allow_none


def _checker(kind: Any) -> Callable[[object], None]:
    origin = get_origin(kind)
    if origin is Annotated:
        base, form = get_args(kind)
        return _form_checker(base, form)
    if origin is Literal:
        return _word_checker(get_args(kind))
    if origin is tuple:
        return _tuple_checker(checker(get_args(kind)[0]))
    return _type_checker(kind)


_ADVICE: Final[dict[type, str]] = {
    str: "write a text",
    int: "write a whole number",
    bool: "write true or false",
    dt.date: _DATE_ADVICE,
}


def _type_checker(kind: type) -> Callable[[object], None]:
    advice = _ADVICE.get(kind, "give an object of the fields of this fact")

    def check(value: object) -> None:
        # Exactly: a boolean is no number and a datetime no date.
        if type(value) is not kind:
            raise MisfitError("wrong type", found(value), advice)

    return check


def _form_checker(base: type, form: Form | Range) -> Callable[[object], None]:
    of_type = _type_checker(base)

    def check(value: object) -> None:
        of_type(value)
        if form.fits(value):
            return
        if isinstance(form, Form):
            raise MisfitError(form.fault, "text", form.advice)
        raise MisfitError("out of range", "number", f"write a whole number from {form.least} to {form.greatest}")

    return check


def _word_checker(words: tuple[str, ...]) -> Callable[[object], None]:
    known = frozenset(words)

    def check(value: object) -> None:
        if not isinstance(value, str):
            raise MisfitError("wrong type", found(value), _ADVICE[str])
        if value not in known:
            raise MisfitError("unknown word", "text", hint_at(value, words))

    return check


def _tuple_checker(each: Callable[[object], None]) -> Callable[[object], None]:
    def check(value: object) -> None:
        if type(value) is not tuple:
            raise MisfitError("wrong type", found(value), "give a tuple")
        for item in value:
            each(item)

    return check
