"""The names, words and forms of somebody else's tables, in terms of the format: what a mapping says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import Factory, field, frozen

__all__ = ["AS_THEY_STAND", "Names", "TableNames"]


@frozen(kw_only=True)
class TableNames:
    """What one table is called there, and what stands in it."""

    file: str | None = field(default=None, metadata={"doc": "Name without `.csv`; None: that of the array."})
    columns: Mapping[str, str] = field(factory=dict, metadata={"doc": "For a field, the name of its column."})
    values: Mapping[str, Mapping[str, str]] = field(
        factory=dict, metadata={"doc": "For a field, words of the table and what each is here."}
    )
    nulls: frozenset[str] = field(default=frozenset(), metadata={"doc": "Words that say that nothing is known."})
    dates: str | None = field(default=None, metadata={"doc": "Form of its dates; None: that of all tables."})
    ignored: frozenset[str] = field(default=frozenset(), metadata={"doc": "Columns passed over without a note."})

    def wanted(self, table: str) -> str | None:
        """Return what must be there as it is spoken of by name, or its columns are; None: it need not be there.

        >>> TableNames(columns={"level": "Band"}).wanted("levels"), TableNames(nulls=frozenset("-")).wanted("levels")
        ('levels', None)
        """
        return self.file or (table if self.columns else None)


#: Of a table that nothing is said of.
AS_THEY_STAND: Final = TableNames()


@frozen(kw_only=True)
class Names:
    """What a mapping says of all tables."""

    id: str
    version: str
    sha256: str
    tables: Mapping[str, TableNames] = Factory(dict)
    nulls: frozenset[str] = frozenset()
