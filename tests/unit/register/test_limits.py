"""What a register may ask of its reader: each limit just kept and just passed, in every form of a register."""

import gzip
import io
import json

import pytest

from supervise.errors import RegisterError
from supervise.model import Offender
from supervise.register import Limits, read_line, read_register, read_rows, survey_register, write_folder
from supervise.register.limits import RANGES

pytest.importorskip("pyarrow")

VISITS = [{"id": f"v{number}", "on": "2024-01-02"} for number in range(8)]
RECORD = {"id": "A1", "team": "north", "visits": VISITS}
LINE = json.dumps(RECORD).encode()


def jsonl(folder, *records):
    path = folder / "register.jsonl"
    path.write_bytes(b"\n".join(json.dumps(each).encode() for each in records))
    return path


def as_list(folder, *records):
    path = folder / "register.json"
    path.write_bytes(json.dumps(records).encode())
    return path


def packed(folder, *records):
    path = folder / "register.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(json.dumps(each).encode() for each in records)))
    return path


def csv(folder, *records):
    write_folder(folder / "csv", records)
    return folder / "csv"


def parquet(folder, *records):
    import pyarrow as pa
    from pyarrow import parquet as form

    form.write_table(pa.Table.from_pylist(list(records)), folder / "register.parquet")
    return folder / "register.parquet"


FORMS = (jsonl, as_list, packed, csv, parquet)


def outcome(path, **limits):
    """What becomes of the records of a register: the id, or what is the matter."""
    told = []
    for item in read_register(path, limits=Limits(**limits)):
        faults = [(fault.path, fault.kind, fault.hint) for fault in getattr(item, "faults", ())]
        told.append(faults or item.id if isinstance(item, Offender) else (item.kind, item.hint))
    return told


# ── the limits themselves ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", RANGES)
def test_each_limit_has_a_range(name):
    allowed = RANGES[name]
    for value in (allowed.least, allowed.greatest):
        assert getattr(Limits(**{name: value}), name) == value
    for value in (allowed.least - 1, allowed.greatest + 1, 10.0, True, None):
        with pytest.raises(RegisterError, match=f"limit of {name}: a whole number from {allowed.least} to"):
            Limits(**{name: value})


def test_an_archive_may_unpack_to_its_size_times_the_ratio_but_never_beyond_the_limit_of_size():
    limits = Limits(size=100 << 20, ratio=10)
    assert [limits.unpacked(size) for size in (0, 7 << 20, 11 << 20)] == [64 << 20, 70 << 20, 100 << 20]


# ── size ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", [jsonl, as_list, parquet])
def test_a_file_may_have_just_as_many_bytes(form, tmp_path):
    path = form(tmp_path, RECORD)
    size = path.stat().st_size
    if form is not parquet:  # which is more once it is unpacked
        assert outcome(path, size=size) == ["A1"]
    with pytest.raises(RegisterError, match=rf"^{path.name}: more than {size - 1} bytes; the limit of size"):
        survey_register(path, limits=Limits(size=size - 1))


def test_the_files_of_a_folder_count_together(tmp_path):
    path = csv(tmp_path, RECORD)
    size = sum(each.stat().st_size for each in path.iterdir())
    assert outcome(path, size=size) == ["A1"]
    with pytest.raises(RegisterError, match=f"^csv: more than {size - 1} bytes"):
        survey_register(path, limits=Limits(size=size - 1))


@pytest.mark.parametrize("form", [packed, parquet])
def test_what_is_packed_counts_as_it_is_once_unpacked(form, tmp_path):
    records = [{"id": f"A{number}", "team": "north" * 400} for number in range(9)]
    path = form(tmp_path, *records)
    raw = sum(len(json.dumps(each)) for each in records) + (len(records) - 1) * (form is packed)
    assert path.stat().st_size < raw - 1
    assert len(outcome(path, size=raw)) == 9
    with pytest.raises(RegisterError, match=rf"^{path.name}: unpacks to more bytes than the limits"):
        survey_register(path, limits=Limits(size=raw - 1))


def test_a_small_archive_of_very_much_is_refused_before_it_fills_anything(tmp_path):
    path = tmp_path / "register.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as archive:
        for _ in range(65):
            archive.write(b"x" * (1 << 20))
    with pytest.raises(RegisterError, match="unpacks to more bytes than the limits of size and ratio allow"):
        survey_register(path, limits=Limits(ratio=1))
    assert survey_register(path, limits=Limits(ratio=2_000)).records == 1  # one line, which is too long


# ── line ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMS)
def test_a_record_may_have_just_as_many_bytes(form, tmp_path):
    length = len(LINE)
    if form is csv:
        (tmp_path / "alone").mkdir()
        files = csv(tmp_path / "alone", RECORD).iterdir()
        length = sum(len(each.read_bytes().partition(b"\r\n")[2]) for each in files)
    path = form(tmp_path, RECORD, {"id": "A2", "team": "south", "visits": VISITS[:1]})
    assert outcome(path, line=length) == ["A1", "A2"]
    assert outcome(path, line=length - 1) == [("too long", f"no more than {length - 1} bytes in one record"), "A2"]


def test_rows_in_memory_have_the_same_limits():
    assert [each.id for each in read_rows([RECORD], limits=Limits(line=len(LINE)))] == ["A1"]
    assert [each.kind for each in read_rows([RECORD], limits=Limits(line=len(LINE) - 1))] == ["too long"]


def test_rows_of_nobody_that_are_too_long_are_a_record_set_aside(tmp_path):
    path = csv(tmp_path, {"id": "A1"}, {"id": "A2", "visits": VISITS * 2})
    (path / "offenders.csv").write_text("id\nA1\n")
    kept = []
    rows = (path / "visits.csv").read_bytes().partition(b"\r\n")[2]
    limits = Limits(line=len(rows) - 1)
    reading = read_register(path, limits=limits, on_set_aside=lambda raw, reasons: kept.append((raw, reasons)))
    assert [getattr(each, "kind", "kept") for each in reading] == ["kept", "missing offender"]
    assert [raw for raw, _ in kept] == [b""]
    assert reading.counts.read == 2


def test_a_row_of_an_offender_that_is_too_long_is_named_by_its_line(tmp_path):
    (tmp_path / "offenders.csv").write_text('id,team\nA1,\nA2,"' + "x\n" * 40 + '"\n')
    found = list(read_register(tmp_path, limits=Limits(line=60)))
    assert [str(each) for each in found[1:]] == [
        "offenders.csv:3: too long, found bytes; no more than 60 bytes in one record"
    ]


# ── depth ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def nested(depth):
    """An unknown key so deep that the record has this many levels."""
    return {"id": "A1", "unknown": json.loads("[" * (depth - 1) + "]" * (depth - 1))}


@pytest.mark.parametrize("form", [jsonl, as_list, packed])
@pytest.mark.parametrize("depth", [8, 64, 200])
def test_a_record_may_have_just_as_many_levels(form, depth, tmp_path):
    path = form(tmp_path, nested(depth))
    assert outcome(path, depth=depth) == ["A1"]
    path = form(tmp_path, nested(depth + 1))
    assert outcome(path, depth=depth) == [("too deep", f"no more than {depth} levels")]


@pytest.mark.parametrize("raw", [b'{"id": "A1", "team": %s}', b'{"id": "A1", "unknown": %s, "x": }'])
@pytest.mark.parametrize(("levels", "deep"), [(19, False), (20, True)])
def test_so_may_one_with_another_fault(raw, levels, deep, tmp_path):
    (tmp_path / "r.jsonl").write_bytes(raw % (b"[" * levels + b"]" * levels))
    (found,) = outcome(tmp_path / "r.jsonl", depth=20)
    assert ("too deep" in found) is deep


# ── field ───────────────────────────────────────────────────────────────────────────────────────────────────────────

LONG = "\u00e9" * 200
TOLD = ("too long", "no more than 199 characters in one text")


@pytest.mark.parametrize("form", FORMS)
def test_a_text_may_have_just_as_many_characters(form, tmp_path):
    record = {"id": "A1", "team": LONG, "visits": [{"id": "v1", "officers": ["o1", "o2"], "by": LONG}]}
    path = form(tmp_path, record)
    known = [("team", *TOLD)]
    assert outcome(path, field=200) == ["A1"]
    assert outcome(path, field=199) == [known]


def test_every_text_that_is_too_long_is_named_by_its_path(tmp_path):
    record = {
        "id": "A1",
        "links": ["B1", LONG],
        "levels": [{"id": "l1", "level": LONG, "from": "2024-01-02"}, {"id": "l2", "from": LONG}],
        "visits": [{"id": "v1", "officers": [LONG]}, {"id": "v2"}],
    }
    (offender,) = read_register(jsonl(tmp_path, record), limits=Limits(field=199))
    assert [(fault.path, fault.kind, fault.hint) for fault in offender.faults] == [
        (path, *TOLD) for path in ("links[1]", "levels[0].level", "levels[1].from", "visits[0].officers[0]")
    ]
    assert [visit.id for visit in offender.visits] == ["v2"]


@pytest.mark.parametrize(
    "text", ["x" * 200, '"' * 200, "\\" * 200, "\u00e9" * 200, "x" * 100 + '"' + "x" * 99, "\x1f" * 200]
)
def test_a_text_is_counted_by_its_characters_however_it_is_written(tmp_path, text):
    path = jsonl(tmp_path, {"id": "A1", "team": text})
    assert outcome(path, field=200) == ["A1"]
    assert outcome(path, field=199) == [[("team", *TOLD)]]


@pytest.mark.parametrize("form", FORMS)
def test_an_id_that_is_too_long_sets_the_record_aside(form, tmp_path):
    path = form(tmp_path, {"id": LONG, "team": "north"}, {"id": "A2", "team": "south"})
    assert outcome(path, field=199) == [TOLD, "A2"]


def test_a_text_that_nobody_reads_may_be_of_any_length(tmp_path):
    assert outcome(jsonl(tmp_path, {"id": "A1", "unknown": LONG}), field=199) == ["A1"]


@pytest.mark.parametrize("form", FORMS)
def test_the_default_is_that_of_csv(form, tmp_path):
    longest = Limits().field
    for length, kept in ((longest, True), (longest + 1, False)):
        folder = tmp_path / str(length)
        folder.mkdir()
        if form is csv:  # which is never written so long
            (folder / "offenders.csv").write_text(f"id,team\nA1,{'x' * length}\n")
            path = folder
        else:
            path = form(folder, {"id": "A1", "team": "x" * length})
        assert (outcome(path) == ["A1"]) is kept


def test_a_stream_without_an_end_of_line_takes_no_more_memory_than_a_record(tmp_path):
    from supervise.register.counts import Counts
    from supervise.register.records import Part, lines

    class Endless(io.RawIOBase):
        """Sixty-four times as much as a record may have, never held at once."""

        left, most = 64 << 20, 0

        def readline(self, size=-1):
            size = min(size, self.left)
            self.left, self.most = self.left - size, max(self.most, size)
            return b"x" * size

    stream = Endless()
    (record,) = lines(stream, Part(), Limits(line=1 << 20), Counts())
    assert (record.fault.kind, stream.most) == ("too long", (1 << 20) + 1)


# ── the words of a scale ────────────────────────────────────────────────────────────────────────────────────────────


def sqlite(folder, *records):
    pytest.importorskip("sqlalchemy")
    from tests.unit.register.sql.setting import sqlite_of

    return sqlite_of(folder / "register.db", records)


@pytest.mark.parametrize("form", [*FORMS, sqlite])
def test_a_level_may_be_any_word_or_one_of_a_scale(form, tmp_path):
    words = ["hihg", "extreme", "low", None]
    path = form(tmp_path, {"id": "A1", "levels": [{"id": f"l{n}", "level": word} for n, word in enumerate(words)]})
    assert outcome(path) == ["A1"]
    scale = ("low", "high")
    found = [
        ("levels[0].level", "unknown word", "nearest known word: high"),
        ("levels[1].level", "unknown word", "known words: low, high"),
    ]
    assert outcome(path, levels=scale) == [found]
    (read,) = read_register(path, found=survey_register(path).on_scale(scale))
    assert [level.level for level in read.levels] == ["low", None]


@pytest.mark.parametrize("levels", [7, None, [7], [{"level": 7}], [{}]])
def test_what_is_no_word_at_all_is_a_fault_of_its_own(levels, tmp_path):
    raw = json.dumps({"id": "A1", "levels": levels}).encode()
    kept, known = (read_line(raw, limits=Limits(levels=scale)) for scale in ((), ("low",)))
    assert kept == known


def test_a_level_in_another_form_is_told_the_word_it_is_near(tmp_path):
    raw = json.dumps({"id": "A1", "levels": [{"id": "l1", "level": "Very High"}]}).encode()
    hints = [read_line(raw, limits=Limits(levels=scale)).faults[0].hint for scale in ((), ("low", "very_high"))]
    assert hints == ["write one word in lower-case ASCII, with _ between its parts", "nearest known word: very_high"]


@pytest.mark.parametrize("levels", ["low", b"other", None, 3, ["low", 1], [["low"]], ("low", b"high")])
def test_words_of_levels_are_a_collection_of_texts(levels):
    """One text is a collection of letters, and each of them would have been no level."""
    with pytest.raises(TypeError, match=r"^levels: wanted are words such as \('low', 'high'\)$"):
        Limits(levels=levels)
    with pytest.raises(TypeError, match=r"^levels: wanted are words"):
        Limits().on_scale(levels)


@pytest.mark.parametrize("levels", [["low", "high"], ("low", "high"), {"low": 1, "high": 2}.keys()])
def test_words_of_levels_are_kept_in_their_order(levels):
    assert Limits(levels=levels).levels == ("low", "high")


def test_words_of_levels_without_an_order_stand_in_one():
    assert Limits(levels={"low", "high"}) == Limits(levels=frozenset({"high", "low"})) == Limits(levels=("high", "low"))
