"""The tables of a case system, and what `supervise` is told of their rows.

The system calls things otherwise, and keeps less than the format has: no journeys, no orders, no plans.
"""

import datetime as dt
from dataclasses import dataclass, field

from supervise import Offender, Review, Rulebook, review

RESULTS = {"SEEN": "seen", "NR": "no_reply", "REF": "refused", "PLAN": "planned"}
BANDS = {"L": "low", "M": "medium", "H": "high", "VH": "very_high"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """What every row has. A row is never changed: a correction is another row with its reference."""

    ref: str
    entered: dt.date | None = None
    struck: bool = False


@dataclass(frozen=True, kw_only=True)
class Conviction(Row):
    """Why somebody is on the register."""

    relevant: dt.date | None = None
    sentence: str | None = None


@dataclass(frozen=True, kw_only=True)
class Attendance(Row):
    """Somebody came to a station to notify."""

    section: str | None = None
    day: dt.date | None = None
    home: str | None = None


@dataclass(frozen=True, kw_only=True)
class Risk(Row):
    """A level of risk from a day on."""

    band: str | None = None
    since: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class HomeVisit(Row):
    """A visit, made or tried."""

    day: dt.date | None = None
    result: str | None = None
    where: str | None = None
    entry: str | None = None
    crew: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass
class CaseFile:
    """Everything that the system keeps of one person."""

    urn: str
    convictions: list[Conviction] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    risks: list[Risk] = field(default_factory=list)
    visits: list[HomeVisit] = field(default_factory=list)

    def offender(self) -> Offender:
        """Return the rows in the words of the format; dates may stay dates, and what is not known is None."""
        return Offender.from_dict(
            {
                "id": self.urn,
                "registrations": [
                    {**_head(row), "relevant_on": row.relevant, "disposal": row.sentence} for row in self.convictions
                ],
                "notifications": [
                    {**_head(row), "kind": row.section, "on": row.day, "home_kind": row.home}
                    for row in self.attendances
                ],
                "levels": [{**_head(row), "level": _word(BANDS, row.band), "from": row.since} for row in self.risks],
                "visits": [
                    {
                        **_head(row),
                        "on": row.day,
                        "outcome": _word(RESULTS, row.result),
                        "place": row.where,
                        "entry": row.entry,
                        "officers": row.crew,
                        "purposes": row.reasons,
                    }
                    for row in self.visits
                ],
            },
            source="case files",
        )

    def review(self, book: Rulebook, as_of: dt.date) -> Review:
        """Return the review of the person as of the end of a day."""
        return review(self.offender(), book, as_of=as_of)


def _head(row: Row) -> dict[str, object]:
    return {"id": row.ref, "recorded_on": row.entered, "withdrawn": row.struck}


def _word(words: dict[str, str], code: str | None) -> str | None:
    # A code that nobody translated is handed on, so that it is set aside and named, and never lost without a word.
    return code if code is None else words.get(code, code)
