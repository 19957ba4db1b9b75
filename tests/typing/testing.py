"""What a type checker must see of the testing kit; checked by mypy and pyright, never run."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, assert_type

from hypothesis.strategies import SearchStrategy

from supervise import Offender, Review, Rulebook
from supervise.testing import Adapter, Answer, OffenderBuilder, an_offender, assert_due
from supervise.testing.machine import AdapterMachine, adapter_machine
from supervise.testing.strategies import Vocabulary, judged, offenders, records


class Own:
    """An adapter needs no base class."""

    def load(self, offender: Mapping[str, Any]) -> None: ...

    def record(self, array: str, fact: Mapping[str, Any]) -> None: ...

    def review(self, as_of: dt.date) -> Answer:
        return Answer(flags=frozenset({("VD001", "v1")}))


class Other:
    """Nor the names of the library, and it may keep what it is given."""

    def load(self, person: dict[str, Any]) -> None: ...

    def record(self, table: str, row: dict[str, Any]) -> None: ...

    def review(self, day: dt.date) -> Answer:
        return Answer()


def a_sentence_stays_a_builder(book: Rulebook) -> None:
    said = an_offender("A1", force="f1").high_risk(since="2024-01-01").visited(dt.date(2024, 2, 1), outcome="seen")
    assert_type(said, OffenderBuilder)
    assert_type(said.build(), Offender)
    found = said.review(book, as_of="2024-03-01")
    assert_type(found, Review)
    assert_type(assert_due(found, "R-V2", None), None)
    assert_due(found, "R-V2", 5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    said.visited()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def strategies_say_what_they_draw(book: Rulebook) -> None:
    words = Vocabulary.of(book, officers=("P1",))
    assert_type(words, Vocabulary)
    assert_type(records(words, versions=True), SearchStrategy[dict[str, Any]])
    assert_type(offenders(words), SearchStrategy[Offender])
    assert_type(judged(words), SearchStrategy[tuple[dict[str, Any], dt.date]])


def an_adapter_is_whatever_has_its_methods(book: Rulebook) -> None:
    own: Adapter = Own()
    assert_type(own.review(dt.date(2024, 1, 1)), Answer)
    assert_type(adapter_machine(Own, book), type[AdapterMachine])
    assert_type(adapter_machine(Other, book), type[AdapterMachine])
    adapter_machine(dict, book)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
