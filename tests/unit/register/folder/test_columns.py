"""The row of names: which cell is which, and what is refused because nothing could be told apart."""

import pytest

from supervise.errors import RegisterError
from supervise.register.folder.columns import columns_of, normal_name
from supervise.register.folder.naming import TableNames


def columns(text, table="visits", **more):
    return columns_of(text, table=table, file=f"{table}.csv", line=1, **more)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("offender_id,id,on\r\n", ","),
        ("offender_id;id;on\r\n", ";"),
        ("offender_id\tid\ton\n", "\t"),
        ('"offender_id";"id";"on, or not"', ";"),
    ],
)
def test_the_separator_is_the_one_that_gives_known_names(text, delimiter):
    assert columns(text).delimiter == delimiter


def test_a_separator_said_by_the_file_is_taken():
    assert columns("offender_id;id;on,or not", delimiter=";").names == ("offender_id", "id", "on,or not")
    assert [each.path for each in columns("offender_id,id,on", delimiter=";").absent] == ["offender_id", "id"]


def test_names_may_come_in_any_order_and_case_with_blanks_around():
    found = columns(" ON ,Offender ID,'Id,planned-on")
    assert found.fields == ((0, "on"), (2, "id"), (3, "planned_on"))
    assert found.link == 1
    assert found.notes == ()


def test_the_id_of_an_offender_may_be_called_as_in_the_other_files():
    assert columns("offender_id,team", "offenders").fields == ((0, "id"), (1, "team"))
    assert columns("id,team", "offenders").fields == ((0, "id"), (1, "team"))


def test_an_unknown_column_is_noted_once_with_the_nearest_name_and_never_one_of_a_person():
    found = columns("offender_id,id,outcom,outcom,Smith J,,zzz")
    assert [str(note) for note in found.notes] == [
        "visits.csv:1: outcom: unknown column; nearest known name: outcome",
        "visits.csv:1: smith_j: unknown column",
        "visits.csv:1: zzz: unknown column",
    ]
    assert found.unnamed == (5,)
    assert [str(note) for note in columns('offender_id,id,"Smith, J."').notes] == ["visits.csv:1: ?: unknown column"]


def test_arrays_are_no_columns_of_offenders():
    assert [note.path for note in columns("id,visits", "offenders").notes] == ["visits"]


@pytest.mark.parametrize(
    ("text", "table", "message"),
    [
        ("offender_id,id,on,On", "visits", "visits.csv:1: on: two columns"),
        ("id,offender_id", "offenders", "offender_id: this column and id are the same"),
        ("offender_id,id\rA1,v1\r", "visits", "carriage return alone"),
        ('offender_id,"id\n', "visits", "not closed"),
        ("a" * 131_073, "visits", "visits.csv:1: a name of a column is too long"),
    ],
)
def test_what_leaves_rows_without_a_meaning_is_refused(text, table, message):
    with pytest.raises(RegisterError, match=message):
        columns(text, table)


@pytest.mark.parametrize(
    ("text", "table", "paths"),
    [
        ("id,on", "visits", ["offender_id"]),
        ("offender_id,on", "visits", ["id"]),
        ("team,force", "offenders", ["id"]),
        ("", "visits", ["offender_id", "id"]),
    ],
)
def test_ids_that_have_no_column_are_absent(text, table, paths):
    found = columns(text, table)
    assert [(each.where, each.path) for each in found.absent] == [(f"{table}.csv:1", path) for path in paths]
    assert str(found.absent[0]).endswith(": there is no such column, and no row can be told apart")


def test_the_nearest_name_that_nobody_takes_is_said_and_never_one_of_a_person():
    (column,) = columns("ofender_id,id,offender-i (x)").absent
    assert str(column).endswith("told apart; is it ofender_id?")
    assert columns("id,offender.id").absent[0].near is None


def test_every_column_that_a_mapping_names_is_looked_for():
    names = TableNames(columns={"offender_id": "Ref", "id": "No", "on": "Day", "outcome": "Result"})
    found = columns("Ref,Nos,Days,on", names=names)
    assert list(map(str, found.absent)) == [
        "visits.csv:1: id: the mapping takes it from No, and there is no such column; is it nos?",
        "visits.csv:1: on: the mapping takes it from Day, and there is no such column; is it days?",
        "visits.csv:1: outcome: the mapping takes it from Result, and there is no such column",
    ]
    assert found.fit("visits", "log.csv").fields == (("offender_id", "ref"), ("on", "on"))
    by_link = columns("Rf,team", "offenders", names=TableNames(columns={"offender_id": "Ref"})).absent
    assert [each.path for each in by_link] == ["offender_id"]


def test_a_name_beyond_the_last_is_unknown():
    assert columns("offender_id,id").name_at(7) == "?"
    assert columns("offender_id,id").name_at(1) == "id"


def test_names_are_compared_in_one_form():
    assert normal_name("\u00a0Due back - on ") == "due_back_on"
    assert normal_name("E\u0301quipe") == normal_name(" \u00c9QUIPE")


@pytest.mark.parametrize("names", [TableNames(), TableNames(columns={"id": "smyth", "on": "jahn"})])
def test_of_a_first_row_without_a_known_name_nothing_is_shown(names):
    """It may be a row of somebody's, of a file without names."""
    found = columns("smith,john,1980-01-02", names=names)
    told = " ".join(map(str, (*found.notes, *found.absent)))
    assert "the first row names them" in told
    assert "smith" not in told
    assert "john" not in told
