"""How much a register may ask of whoever reads it. No register in order reaches any of these limits."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

import attrs
from attrs import field, frozen

from supervise.errors import RegisterError
from supervise.model.forms import MisfitError, Range
from supervise.model.structure import DEEPEST

__all__ = ["RANGES", "Limits"]

#: The least and the greatest that each may be. Longer cells are not taken by Python's csv module, whose limit is one
#: setting for everybody and therefore left alone; five levels have the deepest facts.
RANGES: Final = {
    "size": Range(1, 1 << 50),
    "ratio": Range(1, 1 << 20),
    "line": Range(1, 1 << 40),
    "depth": Range(8, 256),
    "field": Range(1, 131_072),
}


def _words(given: Collection[str]) -> tuple[str, ...]:
    """Return words as they are kept; those that come in no order, sorted."""
    if not _are_words(given):
        raise TypeError("levels: wanted are words such as ('low', 'high')")
    return tuple(sorted(given) if isinstance(given, set | frozenset) else given)


def _are_words(given: Any) -> bool:
    """Whether something is a collection of texts. One text is a collection of letters, none of which is a level."""
    return isinstance(given, Collection) and not isinstance(given, str) and all(type(each) is str for each in given)


@frozen(kw_only=True)
class Limits:
    """What a register, a record and a text of it may hold at most.

    A register beyond `size` or `ratio` is refused. A record beyond `line` or `depth` is set aside whole, of one with a
    text beyond `field`, or with a level that is none of `levels`, the fact. RegisterError is raised for what is no
    whole number in the range of the limit, TypeError for levels that are no collection of words.

    >>> Limits().line, Limits(field=500).field
    (16777216, 500)
    """

    size: int = field(
        default=64 << 30, metadata={"doc": "Bytes of a register, of all its files together, and once unpacked."}
    )
    ratio: int = field(
        default=200, metadata={"doc": "Times its own size that an archive may unpack to; the first 64 MiB may always."}
    )
    line: int = field(
        default=16 << 20, metadata={"doc": "Bytes of one record: of its line, or of its rows in all files of a folder."}
    )
    depth: int = field(default=DEEPEST, metadata={"doc": "Lists and objects inside one another in a record."})
    field: int = field(default=131_072, metadata={"doc": "Characters of one text, or of one cell."})
    levels: tuple[str, ...] = attrs.field(
        default=(),
        converter=_words,
        metadata={"doc": "Words a level of risk may be, such as `book.levels.scale`; without any, any word is one."},
    )

    def __attrs_post_init__(self) -> None:
        for name, allowed in RANGES.items():
            if not allowed.fits(getattr(self, name)):
                raise RegisterError(f"limit of {name}: a whole number from {allowed.least} to {allowed.greatest}")

    def on_scale(self, levels: Collection[str]) -> Limits:
        """Return the same with the words that a level of risk may be: those of the rulebook a register is judged by.

        >>> Limits(field=500).on_scale(("low", "high")).levels
        ('low', 'high')
        """
        return attrs.evolve(self, levels=levels)

    def unpacked(self, packed: int) -> int:
        """Return to how many bytes an archive of so many may unpack.

        >>> Limits().unpacked(1_000), Limits().unpacked(1 << 20)
        (67108864, 209715200)
        """
        return min(self.size, max(_ALWAYS, self.ratio * packed))

    def too_large(self, name: str) -> RegisterError:
        """Return the error for a register of more bytes than one may have."""
        return RegisterError(f"{name}: more than {self.size} bytes; the limit of size may be set higher")

    def too_long(self) -> MisfitError:
        """Return what is wrong with a record of more bytes than one may have."""
        return MisfitError("too long", "bytes", f"no more than {self.line} bytes in one record")

    def too_deep(self) -> MisfitError:
        """Return what is wrong with data nested more deeply than a record may be."""
        return MisfitError("too deep", "nested data", f"no more than {self.depth} levels")

    def too_long_text(self) -> MisfitError:
        """Return what is wrong with a text of more characters than one may have."""
        return MisfitError("too long", "text", f"no more than {self.field} characters in one text")


# Small archives of records that are much alike pack well.
_ALWAYS: Final = 64 << 20
