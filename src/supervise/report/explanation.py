"""An explanation as one value: its head and its passages, each made of steps; text, JSON and Markdown are its forms."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen

from supervise.register.made import made_in_words
from supervise.report import markdown
from supervise.report.wording import Line, wrapped
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

    __repr__ = shown("offender")

    offender: str
    as_of: dt.date
    known_at: dt.date | None = field(metadata={"doc": "The day up to which records were used; None: all."})
    made: Mapping[str, Any] = field(
        metadata={
            "doc": "What it was made with, by the names that every output has for it: `rulebook` (whose hash covers "
            "the books it extends and its overlays), `overlays`, `calendar`, and how many values no text supports, "
            "`assumed`; from the command also `version`, `workforce`, `waivers`, `plugins` and `register`."
        }
    )
    set_aside: int = field(metadata={"doc": "How many facts could not be read."})
    another_record: bool = field(
        default=False,
        metadata={
            "doc": "Whether another record of the id was set aside: facts may be lacking, or those of two people mixed."
        },
    )

    @property
    def rulebook(self) -> str:
        """The reference of the rulebook, `id@version`."""
        book = self.made["rulebook"]
        return f"{book['id']}@{book['version']}"

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines it heads a text with."""
        head = f"{self.offender}  as of {self.as_of}, known: {self.known}"
        return tuple(("", text) for text in (head, *self._library(), *made_in_words(self.made), *self._aside()))

    @property
    def items(self) -> tuple[Line, ...]:
        """What it says item by item, with the whole of each hash: for a log that outlives this version."""
        made = [("made with", text) for text in (*self._library(), *made_in_words(self.made, whole=True))]
        return (("known", self.known), *made, *(("incomplete", text) for text in self._aside()))

    @property
    def known(self) -> str:
        """Which records were used."""
        return "everything recorded" if self.known_at is None else f"what was recorded by {self.known_at}"

    def _library(self) -> Iterator[str]:
        if "version" in self.made:
            yield f"supervise {self.made['version']}"

    def _aside(self) -> Iterator[str]:
        if self.set_aside:
            facts = "1 fact was" if self.set_aside == 1 else f"{self.set_aside} facts were"
            yield f"{facts} set aside: not as the format asks"
        if self.another_record:
            yield "another record of this id was set aside: facts may be lacking, or those of two people mixed"

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "offender": self.offender,
            "as_of": self.as_of.isoformat(),
            "known_at": None if self.known_at is None else self.known_at.isoformat(),
            **self.made,
            "set_aside": self.set_aside,
            "another_record": self.another_record,
        }


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
