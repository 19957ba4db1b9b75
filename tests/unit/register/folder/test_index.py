"""The folder looked through: files, whose each row is, what nobody's rows become, and the hash."""

import gzip
import hashlib

import pytest
from hypothesis import given, strategies as st

from supervise.errors import RegisterError
from supervise.register.folder import Declared, survey_folder
from supervise.register.folder.index import FolderSurvey, Runs
from supervise.register.folder.mapping import declared_by
from supervise.register.folder.rows import Row
from supervise.register.limits import Limits

OFFENDERS = "id\nA1\nA2\n"


def strays(found):
    return [(stray.misfit.kind, stray.file, stray.line, stray.path, stray.misfit.hint) for stray in found.strays]


# ── the files ────────────────────────────────────────────────────────────────────────────────────────────────


def test_missing_files_are_no_facts_and_others_are_noted(folder_of):
    folder = folder_of(offenders=OFFENDERS, visit="offender_id,id\n")
    (folder / "Smith, J.docx").write_bytes(b"")
    (folder / "readme").write_bytes(b"")
    (folder / "visits.csv.gz").write_bytes(b"")
    (folder / "old").mkdir()
    found = survey_folder(folder)
    assert [table.name for table in found.tables] == ["offenders"]
    assert sorted(map(str, found.notes)) == [
        "?: unknown file; not read",
        "old: unknown file; not read",
        "readme: unknown file; not read",
        "visit.csv: unknown file; nearest known name: visits.csv",
        "visits.csv.gz: unknown file; nearest known name: visits.csv",
    ]


COPIES = ["Visits (1).csv", "visits - Copy.csv", "visits - Copy (2).csv", "visits copy 2.csv", "~$visits.xlsx", "visits(1).csv.gz", ".~lock.visits.csv#"]  # fmt: skip


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_of_a_file_is_named_with_what_it_is_a_copy_of(folder_of, name):
    """What a browser, a spreadsheet or an explorer adds to a name says nothing of anybody."""
    folder = folder_of(offenders=OFFENDERS, visits="offender_id,id\n")
    (folder / name).write_bytes(b"")
    assert list(map(str, survey_folder(folder).notes)) == [f"{name}: unknown file; nearest known name: visits.csv"]


@pytest.mark.parametrize("name", ["Smith (1).csv", "visits Smith.csv", "visits (Smith).csv", "visits (1) J Smith.csv", "visits.J Smith.csv", "~$Smith, J.xlsx", "visits (1).Smith Jones", "v\u0131sits (1).csv", "visits (1).csv\n"])  # fmt: skip
def test_a_name_with_anything_else_in_it_is_not_shown(folder_of, name):
    folder = folder_of(offenders=OFFENDERS)
    (folder / name).write_bytes(b"")
    (note,) = survey_folder(folder).notes
    assert (note.file, note.kind) == ("?", "unknown file")


def test_a_copy_of_a_file_that_a_mapping_names_is_named_too(folder_of):
    folder = folder_of(offenders=OFFENDERS, LOG="offender_id,id\n")
    (folder / "log (1).csv").write_bytes(b"")
    declared = declared_by(b'id = "n"\nversion = "1"\n[table.visits]\nfile = "LOG"\n', "n.toml")
    assert list(map(str, survey_folder(folder, declared=declared).notes)) == [
        "log (1).csv: unknown file; nearest known name: log.csv"
    ]


def test_names_of_files_may_be_in_capitals_but_not_twice(folder_of):
    folder = folder_of(offenders=OFFENDERS)
    (folder / "Visits.CSV").write_text("offender_id,id\nA1,v1\n")
    assert survey_folder(folder).tables[1].file == "Visits.CSV"
    (folder / "visits.csv").write_text("offender_id,id\nA1,v1\n")
    with pytest.raises(RegisterError, match="two files differ only in capitals"):
        survey_folder(folder)


def test_a_folder_without_offenders_is_no_register(folder_of):
    with pytest.raises(RegisterError, match=r"^register: a folder that is a register holds offenders\.csv"):
        survey_folder(folder_of(visits="offender_id,id\n"))


def test_what_is_no_folder_or_no_file_is_an_error(folder_of, tmp_path):
    with pytest.raises(RegisterError, match="nowhere: the folder cannot be read"):
        survey_folder(tmp_path / "nowhere")
    folder = folder_of(offenders=OFFENDERS)
    (folder / "visits.csv").mkdir()
    with pytest.raises(RegisterError, match=r"visits\.csv: cannot be read: it is a folder"):
        survey_folder(folder)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (OFFENDERS.encode("utf-16"), r"offenders\.csv: UTF-16"),
        (gzip.compress(OFFENDERS.encode(), mtime=0), r"offenders\.csv: a gzip archive; unpack"),
        (b"id\nA1\n" + b'A2,"', r"offenders\.csv:3: \?: a quote is opened"),
    ],
)
def test_a_file_that_cannot_be_read_as_a_whole_is_an_error(folder_of, content, message):
    with pytest.raises(RegisterError, match=message):
        survey_folder(folder_of(offenders=content))


def test_a_line_without_end_is_refused_before_it_fills_the_memory(folder_of):
    with pytest.raises(RegisterError, match=r"offenders\.csv: a line of more than 20 bytes"):
        survey_folder(folder_of(offenders="id\n" + "A" * 21), limits=Limits(line=20))


@pytest.mark.parametrize("content", ["", "\n\r\n", "\ufeff", "sep=;\n"])
def test_an_empty_file_is_noted(folder_of, content):
    found = survey_folder(folder_of(offenders=content))
    assert (found.records, found.tables) == (0, ())
    assert [str(note) for note in found.notes] == ["offenders.csv: empty file; not even the names of columns"]


def test_a_mark_of_utf8_blank_lines_and_a_line_with_the_separator_may_stand_first(folder_of):
    found = survey_folder(folder_of(offenders="\ufeffsep=;\r\n\r\nid;team\r\nA1;north\r\n"))
    assert found.records == 1
    assert found.tables[0].columns.delimiter == ";"


def test_cells_below_a_blank_name_are_noted_once(folder_of):
    found = survey_folder(folder_of(offenders="id,,\nA1,,\nA2,x,\nA3,,y\n"))
    assert [str(note) for note in found.notes] == [
        "offenders.csv:3: unnamed column; cells below a blank name are not read"
    ]


# ── whose each row is ────────────────────────────────────────────────────────────────────────────────────────


def test_rows_of_nobody_are_records_after_the_offenders(folder_of):
    found = survey_folder(
        folder_of(
            offenders=OFFENDERS,
            levels="offender_id,id\nA1,l1\n,l2\nA9,l3\n#REF!,l4\n1.2E+05,l5\n",
            visits=b"offender_id,id\nA9,v1\nA9\nA1\nA8\n" + b"\xff,v9\n",
        )
    )
    missing = "no row of offenders.csv has this id; rows that name it: 3"
    assert strays(found) == [
        ("missing id", "levels.csv", 3, "offender_id", "every row needs the id of its offender"),
        ("missing offender", "levels.csv", 4, "offender_id", missing),
        ("spreadsheet error", "levels.csv", 5, "offender_id", found.strays[2].misfit.hint),
        ("damaged id", "levels.csv", 6, "offender_id", found.strays[3].misfit.hint),
        ("too few cells", "visits.csv", 5, "", "1 where the first row has 2"),
        ("not UTF-8", "visits.csv", 6, "offender_id", found.strays[5].misfit.hint),
    ]
    assert found.records == 2 + 6


@pytest.mark.parametrize(
    ("named", "near"), [("a1", True), ("00A1", True), ("A1.0", True), ("A11", False), ("'A1", None)]
)
def test_an_id_that_a_spreadsheet_may_have_changed_is_hinted_at(folder_of, named, near):
    found = survey_folder(folder_of(offenders=OFFENDERS, visits=f"offender_id,id\n{named},v1\n"))
    assert [("but for capitals or noughts" in stray.misfit.hint) for stray in found.strays] == (
        [] if near is None else [near]
    )


@pytest.mark.parametrize(
    ("rows", "twice"),
    [
        ("A1,x\nA2,x\nA1,y\n\u00a0A1 ,z\n", {0: True, 2: False, 3: False}),
        ("A1\nA1,x\nA1,y\n", {1: True, 2: False}),
        ("A1\nA1,x\n", {}),
        ("A1,x\nA1\n", {}),
        (",x\n,y\n", {}),
        ("1.2E+05,x\n'1.2E+05,y\n", {}),
        ("'1.2E+05,x\n1.2E+05,y\n'1.2E+05,z\n", {0: True, 2: False}),
    ],
)
def test_of_several_rows_with_one_id_the_first_that_can_be_read_is_kept(folder_of, rows, twice):
    assert survey_folder(folder_of(offenders=f"id,team\n{rows}")).twice == twice


def test_a_row_too_short_to_say_whose_it_is_is_a_record_of_its_own(folder_of):
    found = survey_folder(folder_of(offenders="team,id\nn,A1\nn\n", visits="id,offender_id\nv1\n"))
    assert strays(found) == [("too few cells", "visits.csv", 2, "", "1 where the first row has 2")]
    assert found.records == 3


def a_row(start, line):
    return Row(line, start, start + 10, ["A1"])


def test_rows_that_follow_each_other_are_one_run():
    runs = Runs()
    for owner, start in [(1, 0), (1, 10), (0, 20), (1, 30), (1, 50)]:
        runs.add(owner, a_row(start, start // 10))
    runs = runs.sort()
    assert list(runs.of(0)) == [(20, 30, 2)]
    assert list(runs.of(1)) == [(0, 20, 0), (30, 40, 3), (50, 60, 5)]
    assert list(runs.of(2)) == []


# ── parts and the hash ───────────────────────────────────────────────────────────────────────────────────────


@given(st.integers(0, 12), st.integers(1, 8))
def test_parts_are_the_whole_in_order(records, parts):
    found = FolderSurvey(
        limits=Limits(),
        sha256="",
        tables=(),
        strays=(),
        twice={},
        records=records,
        blank=0,
        notes=(),
        declared=Declared(),
    )
    split = found.split(parts)
    assert [record for part in split for record in range(part.start, records if part.stop is None else part.stop)] == [
        *range(records)
    ]
    assert len(split) <= parts


def test_the_hash_is_that_of_the_list_of_hashes(folder_of):
    visits = "offender_id,id\nA1,v1\n"
    folder = folder_of(offenders=OFFENDERS, visits=visits, other="not read")
    lines = [
        f"{hashlib.sha256(text.encode()).hexdigest()}  {name}.csv\n"
        for name, text in (("offenders", OFFENDERS), ("visits", visits))
    ]
    expected = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert survey_folder(folder).sha256 == expected
    assert survey_folder(folder).size == len(OFFENDERS + visits)


def test_what_is_declared_is_part_of_the_hash(folder_of):
    folder = folder_of(offenders=OFFENDERS)
    ways = [Declared(), Declared(dates="D/M/Y"), Declared(serials=1900), Declared(encoding="windows-1252")]
    assert len({survey_folder(folder, declared=way).sha256 for way in ways}) == 4


def test_a_file_that_says_that_it_is_utf_8_is_not_read_as_anything_else(tmp_path):
    (tmp_path / "offenders.csv").write_bytes("\ufeffid,team\nA1,caf\u00e9\n".encode())
    assert survey_folder(tmp_path).records == 1
    with pytest.raises(RegisterError, match=r"offenders\.csv: the file says itself that it is UTF-8; windows-1252 is"):
        survey_folder(tmp_path, declared=Declared(encoding="windows-1252"))
