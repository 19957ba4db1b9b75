"""The page on how far a mapping fits."""

from supervise.model.faults import Note
from supervise.register import Counts, Declared
from supervise.register.fitting import Fit, Misfit, TableFit
from supervise.register.folder.layout import Absent
from supervise.report.fitting import fit_lines
from tests.unit.register.folder.test_mapping import declared

TABLE = TableFit("levels", "risk.csv", (("id", "id"), ("level", "risk")))


def test_what_fits_has_no_more_than_its_columns():
    mapping = declared("[table.levels]\nvalues.level = { H = 'high', M = 'medium' }")
    lines = list(fit_lines(mapping, Fit((TABLE,), (), (), Counts(read=2, offenders=2)), 200))
    assert [line.text for line in lines] == [
        f"north@1, sha256 {mapping.names.sha256}: fits",
        "",
        "levels from risk.csv",
        "  id",
        "  level from risk, 2 words renamed",
        "",
        "records read 2: 2 can be reviewed, 0 of them in part; 0 set aside; facts set aside 0",
    ]
    assert lines[0].style == "heading"


def test_what_is_declared_of_cells_is_told_for_all_and_for_a_table():
    mapping = declared(
        "dates = 'D/M/Y'\nserials = 1900\nencoding = 'windows-1252'\nnulls = ['N/A', '-']\n[table.levels]\nnulls = ['tbc']"
    )
    lines = [line.text for line in fit_lines(mapping, Fit((TABLE,), (), (), Counts()), 200)]
    assert lines[1:4] == [
        "declared: dates D/M/Y; day numbers of 1900; windows-1252; null words '-', 'N/A'",
        "",
        "levels from risk.csv",
    ]
    assert lines[4] == "  declared: null words 'tbc'"
    own = declared("[table.levels]\ndates = 'YYYY.MM.DD'")
    lines = [line.text for line in fit_lines(own, Fit((TABLE,), (), (), Counts()), 200)]
    assert lines[1:4] == ["", "levels from risk.csv", "  declared: dates YYYY.MM.DD"]
    lines = [line.text for line in fit_lines(Declared(serials=1904), Fit((TABLE,), (), (), Counts()), 200)]
    assert lines[:3] == ["a folder as it stands: fits", "declared: day numbers of 1904", ""]


def test_a_column_is_called_as_the_mapping_calls_it_where_its_name_looks_like_no_field():
    mapping = declared("[table.levels]\ncolumns = { from = 'Set On (dd/mm)' }")
    found = TableFit("levels", "risk.csv", (("from", "?"), ("level", "?")))
    lines = list(fit_lines(mapping, Fit((found,), (), (), Counts()), 200))
    assert [line.text for line in lines[3:5]] == ["  from from Set On (dd/mm)", "  level from ?"]


def test_what_is_not_there_is_told_beside_what_is_and_that_nothing_was_read():
    near = Absent("risk.csv:1", "from", "the mapping takes it from Set\x1bOn, and there is no such column", "set_at")
    found = Fit((TABLE,), (), (), Counts(), (near, Absent("", "", "the mapping takes visits from LOG.csv", None)))
    lines = list(fit_lines(Declared(), found, 200))
    assert [line.text for line in lines] == [
        "a folder as it stands: does not fit everywhere",
        "",
        "levels from risk.csv",
        "  id",
        "  level from risk",
        "",
        "What is not there",
        "  risk.csv:1: from: the mapping takes it from Set\\x1bOn, and there is no such column; is it set_at?",
        "  the mapping takes visits from LOG.csv",
        "",
        "no records were read, as not all is there",
    ]
    assert lines[6].style == "alarm"


def test_what_does_not_fit_is_told_apart_from_what_is_noted():
    found = Fit(
        (),
        (Note(file="risk.csv", line=1, path="colour", kind="unknown column"),),
        (
            Misfit("risk.csv", "levels.level", "unknown word", "nearest known word: high", 2, 3),
            Misfit("risk.csv", "", "too few\x1b cells", None, 1, 9),
        ),
        Counts(),
    )
    lines = list(fit_lines(Declared(), found, 200))
    assert [line.text for line in lines[:-2]] == [
        "a folder as it stands: does not fit everywhere",
        "",
        "Noted, and changes nothing",
        "  risk.csv:1: colour: unknown column",
        "",
        "What does not fit",
        "  risk.csv: levels.level: unknown word, 2 times, first in line 3; nearest known word: high",
        "  risk.csv: too few\\x1b cells, 1 time, first in line 9",
    ]
    assert lines[0].style == "alarm"
