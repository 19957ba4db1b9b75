"""Registers written as JSON Lines."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol

__all__ = ["TextSink", "write_jsonl"]


class TextSink(Protocol):
    """Anything that takes text, such as an open text file."""

    def write(self, text: str, /) -> object:
        """Take a piece of text."""
        ...


def write_jsonl(target: str | Path | TextSink, records: Iterable[Mapping[str, Any]]) -> int:
    r"""Write one record a line to a file or an open text stream; return how many lines.

    The bytes are ASCII and end in a line feed on every machine. OSError is raised if the file cannot be
    written.

    >>> from io import StringIO
    >>> sink = StringIO()
    >>> write_jsonl(sink, [{"id": "synthetic-000001", "team": "t1"}])
    1
    >>> sink.getvalue()
    '{"id":"synthetic-000001","team":"t1"}\n'
    """
    if isinstance(target, (str, Path)):
        with Path(target).open("w", encoding="ascii", newline="\n") as stream:
            return write_jsonl(stream, records)
    count = 0
    for record in records:
        target.write(json.dumps(record, separators=(",", ":")) + "\n")
        count += 1
    return count
