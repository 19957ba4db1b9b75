"""Registers written as JSON Lines, workforce files, and lists of what was planted."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from supervise.sample.damage import Cut

__all__ = ["TextSink", "write_jsonl", "write_workforce"]


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
        line = json.dumps(record, separators=(",", ":"))
        if isinstance(record, Cut):
            line = line[: len(line) // 2]
        target.write(line + "\n")
        count += 1
    return count


def write_workforce(target: str | Path | TextSink, officers: Sequence[Mapping[str, Any]]) -> None:
    r"""Write a workforce file, a JSON list with one officer a line, to a file or an open text stream.

    OSError is raised if the file cannot be written.

    >>> from io import StringIO
    >>> sink = StringIO()
    >>> write_workforce(sink, [{"officer": "o1", "team": "t1"}, {"officer": "o2", "team": "t1"}])
    >>> sink.getvalue()
    '[\n{"officer":"o1","team":"t1"},\n{"officer":"o2","team":"t1"}\n]\n'
    """
    if isinstance(target, (str, Path)):
        with Path(target).open("w", encoding="ascii", newline="\n") as stream:
            return write_workforce(stream, officers)
    lines = ",\n".join(json.dumps(officer, separators=(",", ":")) for officer in officers)
    target.write(f"[\n{lines}\n]\n")
    return None
