"""A mapping, said of rows that hold an offender whole: in memory, in streams and in Parquet."""

import datetime as dt
import json

import pytest

from supervise.errors import MappingError, RegisterError
from supervise.model import Rejected
from supervise.register import Declared, read_json, read_register, read_rows, survey_register, write_folder
from supervise.register.folder.mapping import declared_by
from supervise.register.mapped import Mapped
from tests.unit.register.test_arrow import arrow_of, parquet_of, table_of

MAPPING = b"""
id = "north"
version = "1"
dates = "D/M/Y"
nulls = ["-", "9999"]
[table.offenders]
columns = { id = "Nominal Ref", born_on = "DOB" }
ignore = ["Entered By"]
[table.levels]
file = "RISK"
columns = { level = "Risk", from = "Set On" }
values.level = { H = "high", "3" = "low" }
[table.visits]
dates = "Y-M-D"
values.announced = { Y = "true" }
values.purposes = { W = "welfare" }
"""
DECLARED = declared_by(MAPPING, "north.toml")

THEIRS = [
    {
        "nominal ref": "A1",
        "DOB": "29/2/1980",
        "Entered By": "x",
        "team": "-",
        "links": ["B1", "B2"],
        "risk": [
            {"id": "l1", "Risk": "H", "Set On": "3/4/2024", "recorded_on": dt.date(2024, 4, 5)},
            {"id": "l2", "Risk": 3, "Set On": None},
        ],
        "visits": [{"id": "v1", "on": "2024-4-3", "announced": "Y", "purposes": ["W", "monitor_risk"], "at": "09:30"}],
    },
    {"Nominal Ref": "A2", "DOB": 9999, "visits": "none", "plans": [5]},
]
OURS = [
    {
        "id": "A1",
        "born_on": "1980-02-29",
        "links": ["B1", "B2"],
        "levels": [
            {"id": "l1", "level": "high", "from": "2024-04-03", "recorded_on": "2024-04-05"},
            {"id": "l2", "level": "low"},
        ],
        "visits": [
            {"id": "v1", "on": "2024-04-03", "announced": True, "purposes": ["welfare", "monitor_risk"], "at": "09:30"}
        ],
    },
    {"id": "A2", "visits": "none", "plans": [5]},
]


# What the mapping names must be in one row at least.
EMPTY = {"DOB": None, "RISK": []}


def told(items):
    def remarks(item):
        return (item,) if isinstance(item, Rejected) else (*item.faults, *item.notes)

    return [(item, [(each.path, each.kind, each.hint) for each in remarks(item)]) for item in items]


def test_rows_say_what_the_same_rows_in_our_words_say():
    assert told(read_rows(THEIRS, declared=DECLARED)) == told(read_rows(OURS))


def test_blanks_that_fill_up_a_column_do_not_count():
    """Columns of a fixed width hold them."""
    padded = [
        {
            "Nominal Ref": "A1",
            "DOB": "29/2/1980  ",
            "team": "-   ",
            "RISK": [{"id": "l1", "Risk": "H ", "Set On": "- "}],
        },
        {"Nominal Ref": "-  "},
    ]
    plain = [
        {"Nominal Ref": "A1", "DOB": "29/2/1980", "team": "-", "RISK": [{"id": "l1", "Risk": "H", "Set On": "-"}]},
        {"Nominal Ref": "-"},
    ]
    assert told(read_rows(padded, declared=DECLARED)) == told(read_rows(plain, declared=DECLARED))


def test_a_table_of_arrow_is_mapped_in_files_and_in_memory(tmp_path, register_of):
    names = {"nominal ref": "Nominal Ref"}
    theirs = [{names.get(key, key): value for key, value in THEIRS[0].items()}]
    theirs[0]["risk"] = theirs[0]["risk"][:1]
    expected = list(read_json(register_of({**OURS[0], "levels": OURS[0]["levels"][:1]})))
    table = table_of(*theirs)
    assert list(read_rows(table, declared=DECLARED)) == expected
    for path in (parquet_of(tmp_path / "r.parquet", table), arrow_of(tmp_path / "r.arrow", table)):
        assert list(read_register(path, declared=DECLARED)) == expected
        assert survey_register(path, declared=DECLARED).sha256 != survey_register(path).sha256


def test_a_date_in_another_form_is_a_fault_and_kept_as_it_came():
    kept = []
    rows = [
        {
            "Nominal Ref": "A1",
            "DOB": "1980-02-29",
            "risk": [{"id": "l1", "Risk": None}, {"id": "l2", "Set On": "30/2/2024"}],
        },
        {"Nominal Ref": "A2", "DOB": 45351},
    ]
    reading = read_rows(rows, declared=DECLARED, on_set_aside=lambda raw, _: kept.append(json.loads(raw)))
    first, second = reading
    assert [(fault.path, fault.kind, fault.found, fault.hint) for fault in first.faults] == [
        ("born_on", "wrong form", "text", "dates were declared as D/M/Y, four digits for the year"),
        ("levels[1].from", "impossible date", "text", "no such day in the calendar"),
    ]
    assert [fault.kind for fault in second.faults] == ["wrong type"]
    assert kept[0]["born_on"] == {"unread": "1980-02-29"}


def test_day_numbers_may_be_declared():
    (offender,) = read_rows([{"id": "A1", "born_on": 29280}], declared=Declared(serials=1900))
    assert str(offender.born_on) == "1980-02-29"
    assert offender.faults == ()


def test_what_is_said_of_nothing_stays_as_it_is():
    rows = [{"id": "A1", "born_on": "1980-02-29", "team": "t"}]
    declared = declared_by(b'id = "n"\nversion = "1"\nnulls = ["N/A"]', "n.toml")
    (offender,) = read_rows(rows, declared=declared)
    assert (str(offender.born_on), offender.team, offender.faults) == ("1980-02-29", "t", ())


def test_two_keys_that_say_the_same_set_the_row_aside():
    rejected, kept = read_rows([{"Nominal Ref": "A1", "id": "A1"}, {**EMPTY, "Nominal Ref": "A2"}], declared=DECLARED)
    assert (rejected.kind, rejected.line, kept.id) == ("duplicate key", 1, "A2")


def test_unknown_keys_and_those_that_are_no_text_are_noted_or_refused():
    noted, rejected, other = read_rows(
        [{**EMPTY, "Nominal Ref": "A1", "Colour": 1, "visits": [{"id": "v1", "shade": 2}]}, {("a",): 1}, "no row"],
        declared=DECLARED,
    )
    assert {note.path for note in noted.notes} == {"Colour", "visits[0].shade"}
    assert (rejected.kind, other.kind) == ("not an object", "not an object")


def test_the_first_of_two_rows_is_kept_when_rows_are_mapped():
    first, again = read_rows([{**EMPTY, "Nominal Ref": "A1"}, {"Nominal Ref": " A1"}], declared=DECLARED)
    assert [note.kind for note in first.notes] == ["duplicate id"]
    assert again.kind == "duplicate id"


def test_a_folder_mapped_and_rows_mapped_are_the_same_offenders(tmp_path):
    rows = [{"id": "A1", "born_on": "29/02/1980", "visits": [{"id": "v1", "on": "2024-04-03", "outcome": "seen"}]}]
    write_folder(tmp_path / "folder", rows)
    declared = declared_by(
        MAPPING.replace(b'columns = { id = "Nominal Ref", born_on = "DOB" }', b"").replace(
            b'file = "RISK"\ncolumns = { level = "Risk", from = "Set On" }', b""
        ),
        "n.toml",
    )
    assert list(read_register(tmp_path / "folder", declared=declared)) == list(read_rows(rows, declared=declared))


THERE = {"nominal rf": "A1", "DOB": None, "Risks": [{"id": "l1"}], "visits": [{"id": "v1"}], "Mr Smith": 1}
NOT_THERE = (
    "id: the mapping takes it from Nominal Ref, and there is no such column; is it nominal_rf?",
    "the mapping takes levels from RISK, and there is no such list; is it risks?",
)


def test_what_is_named_and_in_no_row_is_refused_all_at_once(tmp_path):
    for rows in ([THERE], table_of(THERE)):
        with pytest.raises(MappingError) as caught:
            read_rows(rows, declared=DECLARED)
        assert (caught.value.source, caught.value.problems) == ("rows", NOT_THERE)
    for path in (parquet_of(tmp_path / "r.parquet", table_of(THERE)), arrow_of(tmp_path / "r.arrow", table_of(THERE))):
        with pytest.raises(MappingError) as caught:
            survey_register(path, declared=DECLARED)
        assert (caught.value.source, caught.value.problems) == (path.name, NOT_THERE)


@pytest.mark.parametrize("of", [list, lambda rows: table_of(*rows)])
def test_a_key_of_facts_that_no_fact_has_is_refused(of):
    there = {**THERE, "Nominal Ref": "A1", "RISK": [{"id": "l1", "Risks": "H", "Set On": None}]}
    with pytest.raises(MappingError) as caught:
        read_rows(of([there]), declared=DECLARED)
    assert caught.value.problems == (
        "RISK: level: the mapping takes it from Risk, and there is no such column; is it risks?",
    )


def test_where_there_is_no_row_or_no_fact_nothing_is_known_of_their_keys():
    assert list(read_rows([], declared=DECLARED)) == []
    (offender,) = read_rows([{**EMPTY, "Nominal Ref": "A1"}], declared=DECLARED)
    assert offender.id == "A1"
    table = table_of({**EMPTY, "Nominal Ref": "A1"})
    assert list(read_rows(table, declared=DECLARED)) == [offender]
    with pytest.raises(MappingError, match="takes levels from RISK"):
        read_rows(table.drop_columns(["RISK"]).slice(0, 0), declared=DECLARED)


def test_a_list_of_which_keys_are_named_must_be_there_too():
    declared = declared_by(b'id = "n"\nversion = "1"\n[table.visits]\ncolumns = { on = "Day" }', "n.toml")
    with pytest.raises(MappingError, match="the mapping takes visits from visits, and there is no such list"):
        read_rows([{"id": "A1"}], declared=declared)


def test_whose_a_fact_is_needs_no_key_where_it_stands_with_its_offender(tmp_path):
    """A mapping that names `offender_id` for files and tables serves every other form too."""
    named = (
        b'id = "n"\nversion = "1"\n[table.levels]\nfile = "RISKS"\ncolumns = { level = "Bond", offender_id = "ref" }'
    )
    declared = declared_by(named, "n.toml")
    rows = [{"id": "A1", "RISKS": [{"id": "l1", "Bond": "low"}]}]
    table = table_of(*rows)
    files = parquet_of(tmp_path / "r.parquet", table), arrow_of(tmp_path / "r.arrow", table)
    for reading in (
        read_rows(rows, declared=declared),
        read_rows(table, declared=declared),
        *(read_register(path, declared=declared) for path in files),
    ):
        (offender,) = reading
        assert [level.level for level in offender.levels] == ["low"]
        assert (offender.faults, offender.notes) == ((), ())


def test_nothing_declared_is_no_mapping_and_an_encoding_is_refused():
    assert Mapped.of(None, "rows") is None
    assert Mapped.of(Declared(), "rows") is None
    with pytest.raises(RegisterError, match=r"^rows: an encoding is declared for CSV files only"):
        read_rows([], declared=Declared(encoding="windows-1252"))
