"""An explanation as one value: its head and its passages, each made of steps; text, JSON and Markdown are its forms."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen

from supervise.dates import Calendar
from supervise.dates.ordinals import to_iso
from supervise.report import markdown
from supervise.report.wording import Line, calendar_in_words, wrapped
from supervise.showing import shown

__all__ = ["Explanation", "Heading", "Passage", "Told"]

#: What every form of an explanation that leaves the program says of itself.
RECKONING: Final = (
    "A reckoning from what was recorded and the rulebook named here, to be checked by hand. "
    "It is no finding that anyone committed an offence or did wrong, and decides nothing."
)


@frozen(kw_only=True)
class Told:
    """One step: what kind it is, its lines in words, and its parts as plain values.

    A line is what it is about (``sum``, ``due``) and what it says. Dates among the parts are ISO, lengths are in the
    words of the rulebook, None is what is not known or not there.
    """

    __repr__ = shown("kind")

    kind: str
    lines: tuple[Line, ...]
    parts: Mapping[str, Any] = field(factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return the step as plain data: its kind, its words, and its parts."""
        return {"kind": self.kind, "words": [text for _, text in self.lines], **self.parts}


@frozen(kw_only=True)
class Passage:
    """What is told of one thing: an occurrence, a span, a flag, or that there is nothing to tell.

    ``about`` is the rule, the span or the code of the flag, ``keys`` the ids of what it hangs on: the key of the
    occurrence first. ``under`` holds the occurrences that a flag hangs on.
    """

    __repr__ = shown("kind", "about", "keys", steps="steps")

    kind: str
    about: str
    keys: tuple[str, ...] = ()
    steps: tuple[Told, ...]
    under: tuple[Passage, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines of its steps; the first is its title."""
        return tuple(line for step in self.steps for line in step.lines)

    @property
    def title(self) -> str:
        """What it is about, in words."""
        return self.lines[0][1] if self.steps else self.about

    def parts(self, depth: int = 0) -> Iterator[tuple[int, Passage]]:
        """Yield it and what stands under it, each with how many levels deep it stands."""
        yield depth, self
        for each in self.under:
            yield from each.parts(depth + 1)

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "kind": self.kind,
            "about": self.about,
            "key": self.keys[0] if self.keys else None,
            "title": self.title,
            "steps": [step.plain() for step in self.steps],
            "under": [each.plain() for each in self.under],
        }


@frozen(kw_only=True)
class Heading:
    """Of whom, as of when, and with what an explanation was made."""

    __repr__ = shown("offender", "rulebook")

    offender: str
    as_of: dt.date
    known_at: dt.date | None = field(metadata={"doc": "The day up to which records were used; None: all."})
    rulebook: str = field(metadata={"doc": "Reference, `id@version`."})
    sha256: str = field(metadata={"doc": "Of the rulebook with the books it extends and its overlays."})
    overlays: tuple[str, ...] = field(metadata={"doc": "Ids of the overlays that amended it."})
    calendar: Calendar | None
    assumed: int = field(metadata={"doc": "How many values of the rulebook no text supports."})
    set_aside: int = field(metadata={"doc": "How many facts could not be read."})

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines it heads a text with."""
        lines = [
            ("", f"{self.offender}  as of {self.as_of}, known: {self.known}"),
            ("", f"rulebook {self.rulebook}"),
            ("", calendar_in_words(self.calendar)),
        ]
        return (*lines, *(("", text) for text in self._aside()))

    @property
    def items(self) -> tuple[Line, ...]:
        """What it says item by item, with the whole of the hash: for a log that outlives this version."""
        amended = f", amended by {', '.join(self.overlays)}" if self.overlays else ""
        lines = [
            ("known", self.known),
            ("rulebook", f"{self.rulebook}{amended}, SHA-256 {self.sha256}; {self.assumed} of its values assumed"),
            ("closed days", calendar_in_words(self.calendar)),
        ]
        return (*lines, *(("incomplete", text) for text in self._aside()))

    @property
    def known(self) -> str:
        """Which records were used."""
        return "everything recorded" if self.known_at is None else f"what was recorded by {self.known_at}"

    def _aside(self) -> Iterator[str]:
        if self.set_aside:
            facts = "1 fact was" if self.set_aside == 1 else f"{self.set_aside} facts were"
            yield f"{facts} set aside: not as the format asks"

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        id_, _, version = self.rulebook.rpartition("@")
        return {
            "offender": self.offender,
            "as_of": self.as_of.isoformat(),
            "known_at": None if self.known_at is None else self.known_at.isoformat(),
            "rulebook": {"id": id_, "version": version, "sha256": self.sha256},
            "overlays": list(self.overlays),
            "calendar": None if self.calendar is None else _closed_days(self.calendar),
            "assumed": self.assumed,
            "set_aside": self.set_aside,
        }


def _closed_days(calendar: Calendar) -> dict[str, Any]:
    covers = [to_iso(calendar.covers_from), to_iso(calendar.covers_to)]
    return {"id": calendar.name, "version": calendar.version or None, "sha256": calendar.sha256, "covers": covers}


@frozen(kw_only=True)
class Explanation:
    """Why the dates and flags of a review are what they are; made by :func:`supervise.explain`.

    Ids and words of the formats alone, never a name or free text; whatever form it is given.
    """

    __repr__ = shown("heading.offender", passages="passages")

    heading: Heading
    passages: tuple[Passage, ...]

    def text(self) -> str:
        """Return it as plain text, wrapped at 100 columns, with a line end after the last line."""
        blocks = [self.heading.lines, *(part.lines for each in self.passages for _, part in each.parts())]
        return "\n".join("\n".join(wrapped(block)) for block in blocks) + "\n"

    def plain(self) -> dict[str, Any]:
        """Return it as plain data, ready for JSON, as ``supervise schema output`` describes it."""
        return {
            "type": "explanation",
            "says": RECKONING,
            **self.heading.plain(),
            "passages": [each.plain() for each in self.passages],
        }

    def json(self) -> str:
        """Return it as JSON in ASCII, indented, with a line end after the last line."""
        return json.dumps(self.plain(), indent=2, ensure_ascii=True, allow_nan=False) + "\n"

    def markdown(self) -> str:
        """Return it as Markdown that reads as plain text, too: headings and lists, no tables, no tags."""
        head = self.heading
        blocks = [
            markdown.heading(f"Explanation: {head.offender} as of {head.as_of}", 1),
            RECKONING,
            "\n".join(markdown.items(head.items)),
        ]
        for passage in self.passages:
            for depth, part in passage.parts():
                blocks.append(markdown.heading(part.title, 2 + depth))
                blocks.append("\n".join(markdown.items(part.lines[1:])) or "Nothing to tell.")
        return "\n\n".join(blocks) + "\n"
