"""The tables, held to what the library makes of the same facts."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from adapter import BANDS, RESULTS, Attendance, CaseFile, Conviction, HomeVisit, Risk
from hypothesis import given, settings

from supervise import Offender, load_rulebook, review
from supervise.testing import (
    Answer,
    an_offender,
    assert_due,
    assert_flagged,
    assert_met,
    assert_not_flagged,
    assert_overdue,
)
from supervise.testing.machine import adapter_machine
from supervise.testing.strategies import Vocabulary, judged

BOOK = load_rulebook("england-wales@2026.1")
# What there are columns for. Nothing else is drawn, told or expected.
KEPT = {
    "registrations": ["relevant_on", "disposal"],
    "notifications": ["kind", "on", "home_kind"],
    "levels": ["level", "from"],
    "visits": ["on", "outcome", "place", "entry", "officers", "purposes"],
}
OURS = Vocabulary.of(BOOK, officers=("N1234", "N2345"), fields=KEPT)
CODES = {word: code for words in (RESULTS, BANDS) for code, word in words.items()}


# ── from the words of the format to rows: what an import does ───────────────────────────────────────────────────


def head(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {"ref": fact["id"], "entered": day(fact.get("recorded_on")), "struck": fact.get("withdrawn", False)}


def day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def code(word: str | None) -> str | None:
    return None if word is None else CODES[word]


def enter(file: CaseFile, array: str, fact: Mapping[str, Any]) -> None:
    match array:
        case "registrations":
            relevant = day(fact.get("relevant_on"))
            file.convictions.append(Conviction(**head(fact), relevant=relevant, sentence=fact.get("disposal")))
        case "notifications":
            told = day(fact.get("on"))
            home = fact.get("home_kind")
            file.attendances.append(Attendance(**head(fact), section=fact.get("kind"), day=told, home=home))
        case "levels":
            file.risks.append(Risk(**head(fact), band=code(fact.get("level")), since=day(fact.get("from"))))
        case "visits":
            file.visits.append(
                HomeVisit(
                    **head(fact),
                    day=day(fact.get("on")),
                    result=code(fact.get("outcome")),
                    where=fact.get("place"),
                    entry=fact.get("entry"),
                    crew=tuple(fact.get("officers", ())),
                    reasons=tuple(fact.get("purposes", ())),
                )
            )
        case _:
            raise LookupError(f"there is no table for {array}")


def case_file(record: Mapping[str, Any]) -> CaseFile:
    file = CaseFile(record["id"])
    for array in KEPT:
        for fact in record.get(array, ()):
            enter(file, array, fact)
    return file


# ── one person, said in a sentence ──────────────────────────────────────────────────────────────────────────────


REGISTERED = (
    an_offender("P0001")
    .registered("2024-01-10", disposal="community_order")
    .notified("2024-01-11")
    .high_risk(since="2024-01-12")
    .visited("2024-01-17")
)


def test_a_visit_is_due_three_months_after_the_last() -> None:
    found = case_file(REGISTERED.data()).review(BOOK, dt.date(2024, 4, 18))
    assert_met(found, "R-V1", by="v1")
    assert_due(found, "R-V2", "2024-04-17")
    assert_overdue(found, "R-V2", days=1)
    assert_flagged(found, "VD001", since="2024-04-18")


def test_nobody_at_home_is_no_visit_and_a_row_that_was_struck_is_none() -> None:
    tried = REGISTERED.visited("2024-04-10", outcome="no_reply")
    assert_overdue(case_file(tried.data()).review(BOOK, dt.date(2024, 4, 18)), "R-V2")
    seen = REGISTERED.visited("2024-04-10").recorded("2024-04-10")
    assert_not_flagged(case_file(seen.data()).review(BOOK, dt.date(2024, 4, 18)), "VD001")
    struck = seen.withdrawn(recorded="2024-04-12")
    assert_flagged(case_file(struck.data()).review(BOOK, dt.date(2024, 4, 18)), "VD001")


def test_a_code_that_nobody_translated_is_set_aside_and_named() -> None:
    file = CaseFile("P0001", visits=[HomeVisit(ref="v1", day=dt.date(2024, 1, 17), result="OTHER")])
    (fault,) = file.offender().faults
    assert str(fault).startswith("case files: visits[0].outcome: unknown word, found text; known words: seen, ")


# ── anybody ─────────────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=10)
@given(judged(OURS, versions=True))
def test_the_rows_say_what_the_record_says(case: tuple[dict[str, Any], dt.date]) -> None:
    record, as_of = case
    ours = case_file(record).review(BOOK, as_of)
    theirs = review(Offender.from_dict(record), BOOK, as_of=as_of)
    assert ours.flags == theirs.flags
    assert [row.due for row in ours.obligations] == [row.due for row in theirs.obligations]
    assert ours.stable_until == theirs.stable_until


class Tables:
    """What the machine is pointed at: the tables, filled row by row, asked about a day."""

    def __init__(self) -> None:
        self.file = CaseFile("nobody")

    def load(self, record: dict[str, Any]) -> None:
        self.file = case_file(record)

    def record(self, table: str, row: dict[str, Any]) -> None:
        enter(self.file, table, row)

    def review(self, day: dt.date) -> Answer:
        return Answer.of(self.file.review(BOOK, day))


TestTables = adapter_machine(Tables, BOOK, vocabulary=OURS).TestCase
TestTables.settings = settings(max_examples=3, stateful_step_count=8, deadline=None)
