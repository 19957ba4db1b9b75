"""The files: CSV that is safe to open, and a page that is no more than text."""

import csv
import datetime as dt
import io

import pytest

from supervise.report.heading import heading
from supervise.report.pack import pack_files
from supervise.report.pack.files import PAGE
from tests.unit.report.pack.made import OFFICERS, pack_of, person
from tests.unit.report.pages import run_of

EVIL = '=HYPERLINK("http://www.example.org")|<b>`*[x](y)'
NASTY = "a\nb\x1b[31m"


@pytest.fixture
def files(book):
    def write(*people, workforce=None, **given):
        return dict(pack_files(run_of(book, **given), pack_of(book, *people, workforce=workforce)))

    return write


def sheet(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_every_row_says_as_of_when_and_by_which_rulebook(files, book):
    found = files(person(), workforce=OFFICERS, known_at=dt.date(2026, 6, 1))
    page = found.pop(PAGE)
    assert len(found) == 18
    for name, content in found.items():
        rows = sheet(content)
        assert rows, name
        for row in rows:
            head = (row["as_of"], row["known_at"], row["rulebook"], row["rulebook_sha256"])
            assert head == ("2026-06-30", "2026-06-01", "england-wales@2026.1", book.sha256)
    assert book.sha256.encode() in page
    assert b"register SHA-256 " + b"0" * 64 in page


def test_a_table_of_nothing_and_one_not_evaluated_say_so(files):
    found = files(person())
    (none,) = sheet(found["never-visited.csv"])
    assert (none["entry"], none["offender"]) == ("none", "")
    (lacking,) = sheet(found["caseload.csv"])
    assert (lacking["entry"], lacking["id"]) == ("not evaluated: no workforce is given (--workforce)", "")
    assert {row["entry"] for row in sheet(found["assessments-late.csv"])} == {"found"}
    page = found[PAGE].decode()
    assert "`never-visited.csv`\n\nnone\n" in page
    assert "`caseload.csv`\n\nnot evaluated: no workforce is given (--workforce)\n" in page


def test_no_cell_is_a_formula(files):
    found = files(
        person(EVIL, managers=[{"id": "m1", "role": "lead", "officer_id": "@o", "from": "2024-01-03"}]),
        workforce=OFFICERS,
    )
    seen = 0
    for content in found.values():
        for row in csv.reader(io.StringIO(content.decode(), newline="")):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
            seen += sum(cell in (f"'{EVIL}", "'@o") for cell in row)
    assert seen > 5


def test_nothing_in_an_id_is_markup_on_the_page(files):
    page = files(person(EVIL), person(NASTY))[PAGE].decode()
    assert "<b>" not in page.replace("\\<b\\>", "")
    assert r"""=HYPERLINK("http\://www\.example.org")\|\<b\>\`\*\[x\](y)""" in page
    assert "\x1b" not in page
    assert r"a\\nb\\x1b\[31m" in page


def test_the_page_begins_with_the_head_of_the_review(files, book):
    page = files(person())[PAGE].decode().splitlines()
    run, pack = run_of(book), pack_of(book, person())
    head = [f"    {line.text}" for line in heading("review", run, pack.tally, 100)]
    assert page[:2] == ["# Backlog and practice as of 2026-06-30", ""]
    assert page[2 : 2 + len(head)] == head


def test_a_long_table_is_cut_on_the_page_and_whole_in_its_file(files):
    people = [person(f"x{number:02}") for number in range(27)]
    found = files(*people)
    assert len(sheet(found["assessments-late.csv"])) == 27
    page = found[PAGE].decode()
    part = page[page.index("## Assessments") : page.index("## Intervals")]
    assert part.count("\n| x") == 25
    assert part.rstrip().endswith("and 2 more rows in `assessments-late.csv`")
    assert "more row" not in files(*people[:25])[PAGE].decode()
    assert "and 1 more row in" in files(*people[:26])[PAGE].decode()


def test_nobody_but_offenders_is_named_without_the_workforce(files):
    facts = person(
        team="north",
        managers=[{"id": "m1", "agency": "police", "officer_id": "o77", "team_id": "t77", "from": "2024-01-03"}],
    )
    for content in files(facts).values():
        assert b"o77" not in content
        assert b"t77" not in content
        assert b"north" not in content
