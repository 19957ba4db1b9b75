"""Folders read: the same offenders as from JSON Lines, and every fault by its file, line and column."""

import json

import pytest
from hypothesis import given, strategies as st

from supervise.errors import RegisterError
from supervise.model import Offender, Rejected
from supervise.register import Counts, read_json, write_folder
from supervise.register.folder import Declared, read_folder, survey_folder
from supervise.register.source import Source
from supervise.testing.strategies import messy_records


def said(items):
    for item in items:
        if isinstance(item, Rejected):
            yield str(item)
        else:
            yield from map(str, (*item.faults, *item.notes))


def test_a_folder_as_a_spreadsheet_leaves_it_is_read(folder_of):
    folder = folder_of(
        offenders='\ufeffTeam;Offender ID;Born On;;\r\n"nor\r\nth";A1 ;29/02/1980;;\r\n;\u00a0A2; ;;\r\n;;;;\r\n\r\n'.encode(),
        visits=b"sep=\t\nid\tON\toffender_id\tofficers\tannounced\tzzz\n"
        b"v2\t3/4/2024\tA2\to1| o2\tTRUE\tx\n'v1\t45351\t'A1\t\t\t\n",
    )
    reading = read_folder(folder, declared=Declared(dates="D/M/Y", serials=1900))
    assert [item.to_dict() for item in reading] == [
        {
            "id": "A1",
            "born_on": "1980-02-29",
            "team": "nor\r\nth",
            "visits": [{"id": "v1", "on": "2024-02-29"}],
        },
        {
            "id": "A2",
            "visits": [{"id": "v2", "on": "2024-04-03", "officers": ["o1", "o2"], "announced": True}],
        },
    ]
    assert [str(note) for note in reading.survey.notes] == ["visits.csv:2: zzz: unknown column"]
    assert reading.counts == Counts(read=2, offenders=2, blank=2)


def test_windows_1252_is_refused_by_its_cell_or_read_if_declared(folder_of):
    folder = folder_of(offenders=b"id,team,sex\nA1,caf\xe9,f\n")
    assert list(said(read_folder(folder))) == [
        (
            "offenders.csv:2: team: not UTF-8, found bytes; save the file as UTF-8, or declare its encoding"
            " (--encoding windows-1252), if it is not declared yet"
        )
    ]
    (item,) = read_folder(folder, declared=Declared(encoding="windows-1252"))
    assert (item.team, item.sex) == ("café", "f")


def test_each_fault_names_its_file_line_and_column(folder_of):
    folder = folder_of(
        offenders="id,born_on\nA1,1980-02-30\nA2,\n",
        visits="offender_id,on,id,outcome,others\nA2,2024-01-01,v1,seen,\nA1,2024-01-01,v2,sen,\n"
        "A1,3/4/2024,v3,seen,\nA1,,,seen,\nA1,,v5\nA1,,v6,,role=a;vettd=true\n",
    )
    first, second = read_folder(folder)
    assert [str(fault) for fault in first.faults] == [
        "offenders.csv:2: born_on: impossible date, found text; no such day in the calendar",
        "visits.csv:3: visits[0].outcome: unknown word, found text; nearest known word: seen",
        (
            'visits.csv:4: visits[1].on: wrong form, found text; write "YYYY-MM-DD", or declare the form of the dates'
            " (such as --dates D/M/Y)"
        ),
        "visits.csv:5: visits[2].id: missing id, found nothing; every fact needs an id",
        "visits.csv:6: visits[3]: too few cells, found row; 3 where the first row has 5",
    ]
    assert [str(note) for note in first.notes] == [
        "visits.csv:7: visits[4].others[0].vettd: unknown key; nearest known name: vetted"
    ]
    assert [visit.id for visit in first.visits] == ["v6"]
    assert (second.faults, second.notes, len(second.visits)) == ((), (), 1)


def test_a_midnight_behind_every_date_is_read_where_it_is_declared(folder_of):
    folder = folder_of(
        offenders="id,born_on\nA1,29/02/1980 00:00:00\nA2,29/02/1980 10:30:00\nA3,29/02/1980\n",
        visits="offender_id,id,on\nA1,v1,13/04/2024 00:00:00\n",
    )
    items = list(read_folder(folder, declared=Declared(dates="D/M/Y 00:00:00")))
    assert [str(item.born_on) for item in items] == ["1980-02-29", "None", "None"]
    assert str(items[0].visits[0].on) == "2024-04-13"
    wrong = "wrong form, found text; dates were declared as D/M/Y 00:00:00, four digits for the year"
    assert [str(fault) for item in items for fault in item.faults] == [
        f"offenders.csv:3: born_on: {wrong}",
        f"offenders.csv:4: born_on: {wrong}",
    ]


@pytest.mark.parametrize("written", ["29/02/1980 00:00", "1980-02-29T00:00:00", "1980-02-29 00:00:00.000"])
def test_a_midnight_that_nobody_declared_is_refused_and_the_way_is_told(folder_of, written):
    (item,) = read_folder(folder_of(offenders=f"id,born_on\nA1,{written}\n"))
    assert [str(fault) for fault in item.faults] == [
        (
            "offenders.csv:2: born_on: wrong form, found text; a midnight behind every date may be declared (such as"
            ' --dates "D/M/Y 00:00:00")'
        )
    ]


def test_records_set_aside_whole_come_in_their_place_and_are_counted(folder_of):
    folder = folder_of(
        offenders="id,team\nA1,n\n,n\nA2\nA1,s\nA3,n,\n#REF!,n\nA4,n\n",
        levels="offender_id,id\nA4,l1\nA9,l2\n,l3\nA3,l4\nA1,l5\nA9,l6\n",
    )
    reading = read_folder(folder)
    items = list(reading)
    assert [str(item) if isinstance(item, Rejected) else repr(item) for item in items] == [
        "Offender(id='A1', levels=1, notes=1)",
        "offenders.csv:3: id: missing id, found nothing; every offender needs an id",
        "offenders.csv:4: too few cells, found row; 1 where the first row has 2",
        "offenders.csv:5: id: duplicate id, found text; an earlier row has this id and was kept, with the facts of both",
        "offenders.csv:6: too many cells, found row; 3 where the first row has 2",
        "offenders.csv:7: id: spreadsheet error, found text; the spreadsheet shows an error or too narrow a column here",
        "Offender(id='A4', levels=1)",
        (
            "levels.csv:3: offender_id: missing offender, found text; no row of offenders.csv has this id;"
            " rows that name it: 2"
        ),
        "levels.csv:4: offender_id: missing id, found nothing; every row needs the id of its offender",
    ]
    assert reading.counts == Counts(read=9, offenders=2, rejected=7, notes=1)
    assert items[0].notes[0].kind == "duplicate id"
    assert reading.survey.records == 9


def test_what_is_set_aside_is_kept_as_json_with_every_row_of_its_record(folder_of):
    folder = folder_of(
        offenders="id,team\nA1,n\nA2\n",
        levels="offender_id,id,from\nA1,l1,3/4/2024\nA9,l2,2024-01-01\nA1,x,y,z\nA2,l3,\n",
    )
    kept = []
    list(read_folder(folder, on_set_aside=lambda raw, reasons: kept.append((json.loads(raw), len(reasons)))))
    assert kept == [
        ({"id": "A1", "team": "n", "levels": [{"id": "l1", "from": "3/4/2024"}, "A1,x,y,z\n"]}, 2),
        ({"offenders": ["A2\n"], "levels": [{"id": "l3"}]}, 1),
        ({"id": "A9", "levels": [{"id": "l2", "from": "2024-01-01"}]}, 1),
    ]


def test_rows_need_not_be_sorted_and_keep_their_order(folder_of):
    rows = [f"A{number % 3},v{number}" for number in range(30)]
    folder = folder_of(offenders="id\nA2\nA0\nA1\n", visits="\n".join(["offender_id,id", *rows]))
    assert [(item.id, [visit.id for visit in item.visits]) for item in read_folder(folder)] == [
        (f"A{owner}", [f"v{number}" for number in range(owner, 30, 3)]) for owner in (2, 0, 1)
    ]


def test_parts_are_the_whole(folder_of):
    folder = folder_of(
        offenders="id\n" + "".join(f"A{number}\n\n" for number in range(7)),
        visits="offender_id,id\n" + "".join(f"A{number % 9},v{number}\n" for number in range(40)),
    )
    found = survey_folder(folder)
    whole = read_folder(folder, found=found)
    items = list(whole)
    for parts in (1, 2, 3, 50):
        readings = [read_folder(folder, found=found, part=part) for part in found.split(parts)]
        assert [item for reading in readings for item in reading] == items
        assert sum((reading.counts for reading in readings), Counts()) == whole.counts


def test_a_change_while_it_is_read_is_an_error(folder_of, monkeypatch):
    folder = folder_of(offenders="id\nA1\nA2\n", visits="offender_id,id\nA2,v1\n")
    found = survey_folder(folder)
    reading = iter(read_folder(folder, found=found))
    next(reading)
    (folder / "visits.csv").write_text("offender_id,id\nA2,v1\nA2,v2\n")
    with pytest.raises(RegisterError, match=r"visits\.csv: the file was changed"):
        list(reading)
    with pytest.raises(RegisterError, match=r"visits\.csv: the file was changed"):
        list(read_folder(folder, found=found))
    found = survey_folder(folder)
    reading = iter(read_folder(folder, found=found))
    next(reading)
    (folder / "visits.csv").write_bytes(b"")
    with pytest.raises(RegisterError, match=r"visits\.csv: the file was changed"):
        list(reading)


def test_an_error_of_the_system_names_the_file(folder_of, monkeypatch):
    folder = folder_of(offenders="id\nA1\n", visits="offender_id,id\nA1,v1\n")

    class Failing:
        def __init__(self, name):
            self.name = name

        def seek(self, place):
            raise OSError(5, "x")

    class Held:
        def __init__(self, source):
            self.stamp = source.stamp
            self.file = type("File", (), {"raw": Failing(source.path.name)})()

    found = survey_folder(folder)
    opened = Source.opened.__func__

    from contextlib import contextmanager

    @contextmanager
    def failing(path, limits):
        with opened(Source, path, limits) as source:
            yield Held(source)

    monkeypatch.setattr(Source, "opened", failing)
    with pytest.raises(RegisterError, match=r"offenders\.csv: cannot be read"):
        list(read_folder(folder, found=found))


@pytest.mark.slow
@given(data=messy_records())
def test_an_offender_is_the_same_from_json_lines_and_from_csv(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("same")
    (folder / "r.jsonl").write_text(json.dumps(data), encoding="utf-8")
    write_folder(folder / "r", [data])
    assert list(read_folder(folder / "r")) == list(read_json(folder / "r.jsonl")) == [Offender.from_dict(data)]


LINKS = st.sampled_from(["A1", "A2", " A1", "a1", "A9", "", "'A1", "1.2E+05", "#N/A", '"A1"', '"A1"x', "\xe9"])
ENDS = st.sampled_from(
    ["", ",x", ",2024-01-01,seen", ",3/4/2024,", ",,sen", ",,,", ',"a\nb",', ',"a""b",seen', "\n", "\n,,,"]
)


@given(
    ids=st.lists(LINKS, max_size=5),
    ends=st.lists(st.tuples(LINKS, ENDS), max_size=12),
    encoding=st.sampled_from(["utf-8", "windows-1252"]),
)
def test_every_row_is_reviewed_or_set_aside_whatever_is_in_the_files(tmp_path_factory, ids, ends, encoding):
    folder = tmp_path_factory.mktemp("register")
    (folder / "offenders.csv").write_text("".join(["id\n", *(f"{id_}\n" for id_ in ids)]), encoding=encoding)
    rows = [f"{link},v{number}v{end}\n" for number, (link, end) in enumerate(ends)]
    (folder / "visits.csv").write_text("".join(["offender_id,id,on,outcome\n", *rows]), encoding=encoding)
    kept = []
    reading = read_folder(folder, on_set_aside=lambda raw, reasons: kept.append(raw.decode()))
    items = list(reading)
    counts = reading.counts
    assert counts.read == counts.offenders + counts.rejected == len(items) == reading.survey.records
    read = {visit.id for item in items if isinstance(item, Offender) for visit in item.visits}
    for number in range(len(rows)):
        assert f"v{number}v" in read or any(f"v{number}v" in raw for raw in kept)
    assert len(kept) == counts.rejected + counts.incomplete


@given(
    st.binary(max_size=60),
    st.lists(st.sampled_from([b"id", b"offender_id", b",", b"\n", b'"', b"'", b"\r"]), max_size=12),
)
def test_no_bytes_end_in_anything_but_an_error_that_is_named(tmp_path_factory, tail, parts):
    folder = tmp_path_factory.mktemp("register")
    (folder / "offenders.csv").write_bytes(b"id\nA1\n" + tail)
    (folder / "visits.csv").write_bytes(b"".join(parts) + tail)
    said = ""
    try:
        reading = read_folder(folder)
        assert len(list(reading)) == reading.counts.read
    except RegisterError as error:
        said = str(error)
    assert not said or said.startswith(("offenders.csv", "visits.csv"))
