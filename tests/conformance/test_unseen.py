"""Books that the library does not ship, written from the page about the format alone, with dates reckoned by hand."""

from pathlib import Path

import pytest

from supervise.cases import read_cases, run_case

HERE = Path(__file__).parent
CASES = list(read_cases(HERE / "unseen.cases.json"))


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case, monkeypatch):
    monkeypatch.chdir(HERE.parents[1])  # a case names its book from the folder in which the command runs
    result = run_case(case)
    assert result.passed, "\n".join(["", *result.differences, f"({case.source}: {case.why})"])


def test_every_book_is_asked_about_often_enough():
    asked = [case.rulebook for case in CASES]
    books = sorted((HERE / "rulebooks").glob("*.toml"))
    assert {f"tests/conformance/rulebooks/{book.name}" for book in books} == set(asked)
    assert min(asked.count(book) for book in asked) >= 8
