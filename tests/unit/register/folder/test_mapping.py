"""Mappings: what each key does to a folder, and everything that is wrong with a file of one."""

import gzip
from pathlib import Path

import pytest

from supervise.errors import MappingError, RegisterError, UnknownRulebookError
from supervise.register import read_json, read_mapping, read_register, survey_register
from supervise.register.folder.mapping import declared_by

HEAD = 'id = "north"\nversion = "1"\n'


def declared(text):
    return declared_by((HEAD + text).encode(), "north.toml")


def problems(text):
    with pytest.raises(MappingError) as raised:
        declared(text)
    assert raised.value.source == "north.toml"
    assert raised.value.__cause__ is None
    return list(raised.value.problems)


@pytest.fixture
def folder(tmp_path):
    """Write files of a folder."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_bytes(text.encode("windows-1252"))
        return tmp_path

    return write


MAPPING = """
encoding = "windows-1252"
dates = "D/M/Y"
nulls = ["N/A", "-"]

[table.offenders]
file = "NOMINALS"
columns = { id = "Nominal Ref", born_on = "DOB" }

[table.levels]
file = "Risk.CSV"
columns = { offender_id = "Nominal Ref", id = "Ref", level = "Risk", from = "Set On" }
values.level = { H = "high", M = "medium" }
nulls = ["none set"]
ignore = ["Entered By"]

[table.visits]
columns = { offender_id = "nominal-ref", outcome = "Result" }
dates = "YYYY-MM-DD"
values.outcome = { S = "seen", NR = "no_reply" }
values.officers = { "PC 1" = "o1" }
values.announced = { Y = "true", N = "false" }
"""
FILES = {
    "nominals": "Nominal Ref;DOB;Team\nA1;29/02/1980;N/A\nA2;-;caf\xe9\n",
    "RISK": "Nominal Ref,Ref,Risk,Set On,Entered By\nA1,l1,H,3/4/2024,x\nA2,l2,low,-,x\nA2,l3,none set,1/2/2024,x\n",
    "visits": "Nominal Ref,id,on,Result,officers,announced\nA1,v1,2024-04-03,S,PC 1|o2,Y\nA1,v2,-,NR,-,N\n",
}
SAME = [
    {
        "id": "A1",
        "born_on": "1980-02-29",
        "levels": [{"id": "l1", "level": "high", "from": "2024-04-03"}],
        "visits": [
            {"id": "v1", "on": "2024-04-03", "outcome": "seen", "officers": ["o1", "o2"], "announced": True},
            {"id": "v2", "outcome": "no_reply", "announced": False},
        ],
    },
    {"id": "A2", "team": "caf\xe9", "levels": [{"id": "l2", "level": "low"}, {"id": "l3", "from": "2024-02-01"}]},
]


def test_an_export_becomes_the_offenders_that_it_means(folder, tmp_path, register_of):
    path = folder(**FILES)
    lines = register_of(*SAME)
    lines = lines.rename(lines.with_name("elsewhere.txt"))
    (tmp_path / "north.toml").write_text(HEAD + MAPPING, encoding="utf-8")
    found = list(read_register(path, declared=read_mapping(tmp_path / "north.toml")))
    assert found == list(read_json(lines))


def test_nothing_is_noted_but_files_that_nobody_named(folder):
    path = folder(**FILES, levels="offender_id,id\n")
    notes = survey_register(path, declared=declared(MAPPING)).notes
    assert [(note.file, note.kind) for note in notes] == [("levels.csv", "unknown file")]


def test_a_mapping_is_part_of_what_was_read(folder):
    path = folder(offenders="id\nA1\n")
    hashes = {survey_register(path, declared=each).sha256 for each in (None, declared(""), declared("nulls = ['-']"))}
    assert len(hashes) == 3


def test_an_apostrophe_keeps_a_cell_as_it_stands(folder):
    text = "[table.levels]\nvalues.level = { H = 'high' }\nnulls = ['high']"
    path = folder(offenders="id\nA1\n", levels="offender_id,id,level\nA1,l1,'H\nA1,l2,'high\nA1,l3,high\n")
    (offender,) = read_register(path, declared=declared(text))
    assert [fault.path for fault in offender.faults] == ["levels[0].level"]
    assert [level.level for level in offender.levels] == ["high", None]


def test_a_word_that_is_not_renamed_is_taken_as_it_is_or_refused(folder):
    text = "[table.visits]\nvalues.outcome = { S = 'seen' }"
    path = folder(offenders="id\nA1\n", visits="offender_id,id,outcome\nA1,v1,s\nA1,v2,no_reply\nA1,v3,S\n")
    (offender,) = read_register(path, declared=declared(text))
    assert [visit.outcome for visit in offender.visits] == ["no_reply", "seen"]
    assert [(fault.path, fault.kind) for fault in offender.faults] == [("visits[0].outcome", "unknown word")]


def test_a_date_in_another_form_than_declared_is_refused(folder):
    text = "dates = 'D/M/Y'\n[table.visits]\ndates = 'M/D/Y'"
    path = folder(
        offenders="id,born_on\nA1,13/1/1980\n", visits="offender_id,id,on\nA1,v1,1/13/2024\nA1,v2,13/1/2024\n"
    )
    (offender,) = read_register(path, declared=declared(text))
    assert (str(offender.born_on), [str(visit.on) for visit in offender.visits]) == ("1980-01-13", ["2024-01-13"])
    assert [fault.path for fault in offender.faults] == ["visits[1].on"]


def test_two_columns_may_change_places(folder):
    text = "[table.visits]\ncolumns = { on = 'planned_on', planned_on = 'ON' }"
    path = folder(offenders="id\nA1\n", visits="offender_id,id,on,planned_on\nA1,v1,2024-01-01,2024-02-02\n")
    (offender,) = read_register(path, declared=declared(text))
    assert (str(offender.visits[0].on), str(offender.visits[0].planned_on)) == ("2024-02-02", "2024-01-01")


def test_two_tables_may_change_places(folder):
    text = "[table.levels]\nfile = 'visits'\n[table.visits]\nfile = 'levels'"
    path = folder(offenders="id\nA1\n", levels="offender_id,id\nA1,v1\n", visits="offender_id,id\nA1,l1\n")
    (offender,) = read_register(path, declared=declared(text))
    assert ([each.id for each in offender.visits], [each.id for each in offender.levels]) == (["v1"], ["l1"])


def test_an_id_without_a_row_is_told_by_the_file_that_should_have_it(folder):
    path = folder(PEOPLE="id\nA1\n", visits="offender_id,id\nA2,v1\n")
    _, stray = read_register(path, declared=declared("[table.offenders]\nfile = 'people'"))
    assert stray.hint == "no row of PEOPLE.csv has this id; rows that name it: 1"


def test_an_accent_may_be_a_sign_of_its_own(tmp_path):
    (tmp_path / "offenders.csv").write_text("id,E\u0301quipe\nA1,north\n", encoding="utf-8")
    text = "[table.offenders]\ncolumns = { team = '\u00c9quipe' }"
    (offender,) = read_register(tmp_path, declared=declared(text))
    assert offender.team == "north"


def test_a_word_becomes_one_item_of_a_list(folder):
    text = "[table.visits]\nvalues.officers = { P = 'a;b' }"
    (offender,) = read_register(
        folder(offenders="id\nA1\n", visits="offender_id,id,officers\nA1,v1,P|c\n"), declared=declared(text)
    )
    assert offender.visits[0].officers == ("a;b", "c")


def test_the_separator_is_the_one_that_gives_names_of_the_mapping(folder):
    text = "[table.offenders]\ncolumns = { id = 'NR', born_on = 'BORN, OR NOT' }"
    (offender,) = read_register(folder(offenders="NR;BORN, OR NOT\nA1;1980-01-02\n"), declared=declared(text))
    assert str(offender.born_on) == "1980-01-02"


def test_a_null_word_is_nobodys_id(folder):
    path = folder(offenders="id,team\nA1,-\n-,t\n", visits="offender_id,id\n-,v1\nA1,-\nA1,v2\n")
    offender, own, loose = read_register(path, declared=declared("nulls = ['-']"))
    assert (offender.team, [visit.id for visit in offender.visits]) == (None, ["v2"])
    assert [fault.path for fault in offender.faults] == ["visits[0].id"]
    assert [(each.file, each.line, each.kind) for each in (own, loose)] == [
        ("offenders.csv", 3, "missing id"),
        ("visits.csv", 2, "missing id"),
    ]


@pytest.mark.parametrize(
    ("text", "files", "said"),
    [
        (
            "[table.visits]\nfile = 'LOG'",
            {"offenders": "id\n"},
            "the mapping takes visits from LOG.csv, and there is none here",
        ),
        ("[table.offenders]\nfile = 'PEOPLE'", {"offenders": "id\n"}, "the mapping takes offenders from PEOPLE.csv"),
        (
            "[table.offenders]\ncolumns = { born_on = 'DOB' }",
            {"offenders": "id,born_on\n"},
            "offenders.csv:1: born_on: the mapping takes it from DOB, and there is no such column",
        ),
        (
            "[table.offenders]\ncolumns = { born_on = 'DOB' }",
            {"offenders": "id,born_on,DOB\n"},
            "offenders.csv:1: born_on: two columns have this name",
        ),
        (
            "[table.offenders]\ncolumns = { offender_id = 'REF' }",
            {"offenders": "id\n"},
            "offenders.csv:1: id: the mapping takes it from",
        ),
    ],
)
def test_a_folder_without_what_the_mapping_names_is_an_error(folder, text, files, said):
    with pytest.raises(RegisterError, match=r".*" + said.replace(".", r"\.")):
        survey_register(folder(**files), declared=declared(text))


def test_all_that_is_not_there_is_named_at_once_with_the_nearest_name(folder):
    text = (
        "[table.offenders]\ncolumns = { id = 'Nominal Ref', born_on = 'DOB' }\n[table.levels]\nfile = 'RISK'\n"
        "[table.visits]\ncolumns = { on = 'Day' }\n[table.plans]\nnulls = ['-']"
    )
    path = folder(offenders="nominal_rf,dob\nA1,\n", RISKS="offender_id,id\n", visits="offender_id\nA1\n")
    (path / "Mr Smith.csv").write_text("id\n")
    with pytest.raises(MappingError) as caught:
        survey_register(path, declared=declared(text))
    assert caught.value.source == path.name
    assert caught.value.problems == (
        "the mapping takes levels from RISK.csv, and there is none here; is it RISKS.csv?",
        "offenders.csv:1: id: the mapping takes it from Nominal Ref, and there is no such column; is it nominal_rf?",
        "visits.csv:1: on: the mapping takes it from Day, and there is no such column",
        "visits.csv:1: id: there is no such column, and no row can be told apart",
    )


@pytest.mark.parametrize("content", ["", "\n \n", "sep=;\n"])
def test_a_file_of_which_columns_are_named_is_not_empty(folder, content):
    """An export that went wrong must not read like one in which nothing happened."""
    path = folder(offenders="id\nA1\n", visits=content)
    assert survey_register(path, declared=declared("[table.visits]\nnulls = ['-']")).records == 1
    with pytest.raises(MappingError) as caught:
        survey_register(path, declared=declared("[table.visits]\ncolumns = { on = 'Day', id = 'Ref' }"))
    assert caught.value.problems == (
        "visits.csv: on: the mapping takes it from Day, and there is no such column",
        "visits.csv: id: the mapping takes it from Ref, and there is no such column",
        "visits.csv: offender_id: there is no such column, and no row can be told apart",
    )


def test_a_file_of_which_columns_are_named_must_be_there_too(folder):
    with pytest.raises(MappingError, match=r"visits\.csv, and there is none here"):
        survey_register(folder(offenders="id\n"), declared=declared("[table.visits]\ncolumns = { on = 'Day' }"))


def test_a_register_that_is_no_folder_has_no_mapping(register_of):
    with pytest.raises(RegisterError, match="mapping are declared for a folder"):
        survey_register(register_of({"id": "A1"}), declared=declared(""))


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnknownRulebookError, match=r"no mapping 'north\.toml': there is no such file"):
        read_mapping(tmp_path / "north.toml")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file: empty; a mapping begins with id and version"),
        (b"\xff\xfe", "the file: not UTF-8"),
        (b"id = ", "the end of the file: not valid TOML"),
        (b'id = "a"\nid = "b"', "the end of the file: a key or table given twice"),
        (b'id = "a"', "version: missing"),
        (b'id = 3\nversion = "1"', "id: expected text, found a whole number"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(content, said):
    with pytest.raises(MappingError) as raised:
        declared_by(content, "north.toml")
    assert raised.value.problems[0].startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dates = 'M/Y'", "dates: "),
        ("serials = 1899", "serials: the system is 1900 or 1904"),
        ("encoding = 'latin-1'", "encoding: one of utf-8, windows-1252"),
        ("nul = ['-']", "nul: unknown key; did you mean 'nulls'?"),
        ("[table.visit]", "table.visit: no table of a register; did you mean 'visits'?"),
        ("[table.visits]\ncolumn = { on = 'x' }", "table.visits.column: unknown key; did you mean 'columns'?"),
        ("[table.visits]\ncolumns = { onn = 'x' }", "table.visits.columns.onn: no field of this table; did you"),
        ("[table.visits]\ncolumns = { on = ' ' }", "table.visits.columns.on: empty; write the name of a column"),
        (
            "[table.visits]\ncolumns = { on = 'DAY', planned_on = 'day ' }",
            "table.visits.columns.planned_on: taken from the column that on is taken from",
        ),
        (
            "[table.offenders]\ncolumns = { id = 'A', offender_id = 'B' }",
            "table.offenders.columns.offender_id: the same field as id; give one of them",
        ),
        (
            "[table.visits]\ncolumns = { on = 'DAY' }\nignore = ['day']",
            "table.visits.ignore: the column that on is taken from",
        ),
        ("[table.visits]\nfile = '.csv'", "table.visits.file: empty; write the name of a file in the folder"),
        (
            "[table.visits]\nfile = 'LOG'\n[table.levels]\nfile = 'log.csv'",
            "table.visits.file: two tables are taken from one file",
        ),
        ("[table.visits]\nfile = 'Levels'", "table.visits.file: the file of the table levels, too; give that one"),
        ("[table.visits]\ndates = 'D/M'", "table.visits.dates: "),
        ("nulls = ['-', ' N/K ']", "nulls: word 2 has blanks around it, and cells are compared without"),
        ("[table.visits]\nnulls = ['N/K\u00a0']", "table.visits.nulls: word 1 has blanks around it"),
        ("[table.visits]\nvalues.outcom = { S = 'seen' }", "table.visits.values.outcom: no field whose words can be"),
        ("[table.visits]\nvalues.id = { S = 'v1' }", "table.visits.values.id: no field whose words can be renamed"),
        ("[table.visits]\nvalues.others = { S = 'v1' }", "table.visits.values.others: no field whose words can"),
        ("[table.offenders]\nvalues.visits = { S = 'v1' }", "table.offenders.values.visits: no field whose words"),
        ("[table.visits]\nvalues.outcome = { S = 'sean' }", "table.visits.values.outcome: word 1 becomes what the"),
        ("[table.visits]\nvalues.on = { S = '2024-02-30' }", "table.visits.values.on: word 1 becomes what the field"),
        ("[table.visits]\nvalues.on = { S = '3/4/2024' }", "table.visits.values.on: word 1 becomes what the field"),
        (
            "dates = 'D/M/Y'\n[table.visits]\nvalues.on = { S = '2024-04-03' }",
            "table.visits.values.on: word 1 becomes what",
        ),
        ("[table.visits]\ndates = 'D/M/Y'\nvalues.on = { S = '2024-04-03' }", "table.visits.values.on: word 1 becomes"),
        ('[table.visits]\nvalues.outcome = { S = "\'seen" }', "table.visits.values.outcome: word 1 becomes what the"),
        ("[table.mappa]\nvalues.level = { One = 'one' }", "table.mappa.values.level: word 1 becomes what the field"),
        ("[table.offenders]\nvalues.born_on = { S = 'seen' }", "table.offenders.values.born_on: word 1 becomes"),
        ("[table.visits]\nvalues.outcome = { S = '' }", "table.visits.values.outcome: word 1 becomes what the field"),
        ("[table.visits]\nvalues.outcome = { ' S' = 'seen' }", "table.visits.values.outcome: word 1 is empty or has"),
        ("[table.visits]\nvalues.outcome = { '' = 'seen' }", "table.visits.values.outcome: word 1 is empty or has"),
        (
            "[table.visits]\nvalues.purposes = { S = 'information|welfare' }",
            "table.visits.values.purposes: word 1 becomes what the field does not take: one item of a list becomes one",
        ),
        ("[table.visits]\nvalues.officers = { S = 'o1|o2' }", "table.visits.values.officers: word 1 becomes what the"),
        (
            "[table.visits]\nnulls = ['S']\nvalues.outcome = { S = 'seen' }",
            "table.visits.values.outcome: word 1 is a null word, too",
        ),
        ("nulls = ['S']\n[table.visits]\nvalues.outcome = { S = 'seen' }", "table.visits.values.outcome: word 1 is a"),
        ("[table.visits]\nvalues.outcome = { S = true }", "table.visits.values.outcome.S: expected text, found true"),
    ],
)
def test_what_makes_no_sense_is_named_by_its_path(text, said):
    found = problems(text)
    assert found[0].startswith(said)
    assert "sean" not in found[0]


def test_an_empty_id_or_version_is_named():
    with pytest.raises(MappingError) as raised:
        declared_by(b'id = " "\nversion = ""', "north.toml")
    assert list(raised.value.problems) == [f"{key}: empty; it names the mapping" for key in ("id", "version")]


def test_every_problem_is_named_at_once():
    assert len(problems("dates = 'x'\n[table.visits]\ncolumns = { onn = 'a' }\nvalues.outcome = { S = 'sean' }")) == 3


def test_what_could_be_read_is_looked_at_beside_what_could_not():
    text = """
id = ""
dates = 'x'
nulls = [3]
[table.visit]
[table.visits]
colums = {}
ignore = [3, 'A']
columns = { on = 'a', planned_on = 3, onn = 'b' }
values.on = 3
values.outcome = { S = 'sean', T = true }
"""
    with pytest.raises(MappingError) as raised:
        declared_by(text.encode(), "north.toml")
    assert [each.partition(":")[0] for each in raised.value.problems] == [
        "nulls[0]",
        "table.visits.colums",
        "table.visits.ignore[0]",
        "table.visits.columns.planned_on",
        "table.visits.values.on",
        "table.visits.values.outcome.T",
        "version",
        "id",
        "dates",
        "table.visit",
        "table.visits.columns.onn",
        "table.visits.ignore",
        "table.visits.values.outcome",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[table.visits]\nvalues.announced = { Y = 'TRUE' }",
        "[table.visits]\nvalues.on = { start = '2020-01-01' }",
        "dates = 'D/M/Y'\n[table.visits]\nvalues.on = { start = '3/4/2020' }",
        "serials = 1900\n[table.visits]\nvalues.on = { start = '43831' }",
        "[table.mappa]\nvalues.level = { Two = '2' }",
        "[table.offenders]\nvalues.team = { N = 'north' }\nvalues.links = { a = 'b' }",
        "[table.plans]\nvalues.interval = { Q = '3 months' }",
    ],
)
def test_a_word_may_become_any_value_of_its_field(text):
    assert declared(text).names.id == "north"


# ── damage ──────────────────────────────────────────────────────────────────────────────────────────────────────

PEOPLE = "[table.offenders]\nfile = 'PEOPLE'\ncolumns = { id = 'REF', born_on = 'DOB' }\ndates = 'D/M/Y'"
TEXT = b"REF,DOB\nA1,1/2/1980\n"


@pytest.mark.parametrize(
    ("content", "born"),
    [
        (b"\xef\xbb\xbf" + TEXT, ["1980-02-01"]),
        (b"sep=,\r\n" + TEXT.replace(b"\n", b"\r\n"), ["1980-02-01"]),
        (TEXT.replace(b",", b";"), ["1980-02-01"]),
        (TEXT + b"A1,2/2/1980\n", ["1980-02-01", "duplicate id"]),
        (TEXT + b"A2,nan\nA3,NaN\nA4,1980-02-01\nA5,1/2/80\n", ["1980-02-01", "None", "None", "None", "None"]),
        (TEXT + b"A2\n", ["1980-02-01", "too few cells"]),
        (TEXT + b'A2,"' + b"x" * 131_080 + b'"\n', ["1980-02-01", "broken row"]),
    ],
)
def test_what_becomes_of_a_file_is_the_same_with_a_mapping(tmp_path, content, born):
    (tmp_path / "people.csv").write_bytes(content)
    items = list(read_register(tmp_path, declared=declared(PEOPLE)))
    assert [getattr(item, "kind", None) or str(item.born_on) for item in items] == born


@pytest.mark.parametrize(
    "content",
    [
        TEXT.decode().encode("utf-16"),
        gzip.compress(TEXT),
        TEXT + b'"A2,1/2/1980\n',
        TEXT.replace(b"\n", b"\r"),
        b"\0" * 100,
        b"REF\nA1\n",
        b"REF,DOB,dob\nA1,1/2/1980,1/2/1980\n",
    ],
    ids=["utf-16", "gzip", "open quote", "carriage returns", "nulls", "no column", "column twice"],
)
def test_a_file_that_cannot_be_read_is_an_error_with_a_mapping_too(tmp_path, content):
    (tmp_path / "people.csv").write_bytes(content)
    with pytest.raises(RegisterError, match=r"^(.*: 1 problem\n  )?people\.csv:?"):
        survey_register(tmp_path, declared=declared(PEOPLE))
