import bz2
import gzip
import io
import sys
from hashlib import sha256

import pytest

from supervise.errors import RegisterError
from supervise.register import Counts, Part
from supervise.register.limits import Limits
from supervise.register.source import Source


def read(path):
    with Source.opened(path, Limits()) as source:
        return [record.raw for record in source.records(Part(), Limits(), Counts())]


@pytest.mark.parametrize(
    ("name", "text", "packed", "raws"),
    [
        pytest.param("r.jsonl", b"{}\n{}", False, [b"{}\n", b"{}"], id="lines"),
        pytest.param("r.jsonl", b"\xef\xbb\xbf{}", False, [b"{}"], id="marked lines"),
        pytest.param("r.json", b"[{},{}]", False, [b"{}", b"{}"], id="list"),
        pytest.param("r.json", b"\xef\xbb\xbf[1]", False, [b"1"], id="marked list"),
        pytest.param("r.jsonl.gz", b"{}\n{}", True, [b"{}\n", b"{}"], id="packed lines"),
        pytest.param("r.json.gz", b"\xef\xbb\xbf[1]", True, [b"1"], id="packed list"),
        pytest.param("unnamed", b"{}", True, [b"{}"], id="packed without saying so"),
        pytest.param("empty.jsonl", b"", False, [], id="empty"),
    ],
)
def test_the_name_tells_the_form_and_gzip_and_the_mark_of_utf8_are_recognised(tmp_path, name, text, packed, raws):
    (tmp_path / name).write_bytes(gzip.compress(text) if packed else text)
    assert read(tmp_path / name) == raws


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_other_encodings_are_refused_by_name(tmp_path, encoding):
    (tmp_path / "r.jsonl").write_bytes('{"id": "A"}'.encode(encoding))
    with pytest.raises(RegisterError, match=r"^r\.jsonl: UTF-16 or UTF-32"):
        read(tmp_path / "r.jsonl")


LIST = b' [{"id": "A1"}, {"id": "A]"} ]'


def test_a_list_cut_short_anywhere_is_an_error(tmp_path):
    path = tmp_path / "r.json"
    for end in range(2, len(LIST)):
        path.write_bytes(LIST[:end])
        with pytest.raises(
            RegisterError, match=r"^r\.json: the list is cut short, or a bracket in it is not closed; get"
        ):
            read(path)
    path.write_bytes(LIST)
    assert len(read(path)) == 2


@pytest.mark.parametrize("text", [b"[{},,{}]", b"[{}] {}", b"[1, NaN, }]"])
def test_a_list_that_ends_is_read_whatever_is_in_it(tmp_path, text):
    (tmp_path / "r.json").write_bytes(text)
    assert read(tmp_path / "r.json")


zstd = pytest.importorskip("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


@pytest.mark.parametrize(
    ("name", "data", "raws"),
    [
        pytest.param("r.jsonl.zst", zstd.compress(b"{}\n{}"), [b"{}\n", b"{}"], id="lines"),
        pytest.param("r.json.zst", zstd.compress(b"\xef\xbb\xbf[1]"), [b"1"], id="marked list"),
        pytest.param("unnamed", zstd.compress(b"{}"), [b"{}"], id="without saying so"),
        pytest.param("r.jsonl.zst", zstd.compress(b"{}\n") + zstd.compress(b"{}"), [b"{}\n", b"{}"], id="two frames"),
        pytest.param("r.jsonl.zst", zstd.compress(b"\n" * 500_000 + b"{}"), [b"{}"], id="long"),
    ],
)
def test_zstd_is_recognised(tmp_path, name, data, raws):
    (tmp_path / name).write_bytes(data)
    assert read(tmp_path / name) == raws


TEXT = "".join(sha256(bytes([number])).hexdigest() for number in range(99)).encode()
PACKED = zstd.compress(TEXT, options={zstd.CompressionParameter.checksum_flag: 1})


def test_a_zstd_archive_cut_short_anywhere_is_an_error(tmp_path):
    path = tmp_path / "r.jsonl.zst"
    for end in range(1, len(PACKED), 7):
        path.write_bytes(PACKED[:end])
        with pytest.raises(RegisterError, match=r"^r\.jsonl\.zst: the zstd archive is cut short or damaged"):
            read(path)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PACKED[:-4] + b"\0" * 4, id="with a wrong sum"),
        pytest.param(PACKED + b"more", id="with more after its end"),
        pytest.param(b"{}", id="no archive"),
        pytest.param(PACKED[:50] + b"\xff" * 40 + PACKED[90:], id="overwritten inside"),
        pytest.param(gzip.compress(b"{}")[1:], id="half another archive"),
    ],
)
def test_a_damaged_zstd_archive_is_an_error(tmp_path, data):
    (tmp_path / "r.jsonl.zst").write_bytes(data)
    with pytest.raises(RegisterError, match=r"^r\.jsonl\.zst: the zstd archive is cut short or damaged"):
        read(tmp_path / "r.jsonl.zst")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04\x14\0\x06\0", "a workbook or a zip archive; export its sheets as CSV files"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a workbook; export"),
        (b"SQLite format 3\0\x10\0", "a database; name it by a URL, such as sqlite:///cases.db"),
        (b"PAR1\x15\x04", r"a Parquet file; its name ends in \.parquet"),
        (b"ARROW1\0\0", "an Arrow file; its name ends in"),
        *((bz2.compress(data, level), "a bzip2 archive; unpack it") for level in (1, 5, 9) for data in (b"{}", b"")),
        (b"7z\xbc\xaf\x27\x1c\0\4", "a 7z archive; unpack it"),
        (b"Rar!\x1a\x07\x01\0", "a rar archive; unpack it"),
        (b"\x04\x22M\x18", "an lz4 archive; unpack it"),
        (b"%PDF-1.7", "a document of pages; export the table"),
        (b"\xfd7zXZ\0", "an xz archive; unpack it"),
        (gzip.compress(gzip.compress(b"{}", mtime=0), mtime=0), "an archive inside an archive"),
    ],
)
@pytest.mark.parametrize("name", ["r.jsonl", "r.json"])
def test_what_is_another_kind_of_file_is_refused_by_what_it_is(tmp_path, name, data, what):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(RegisterError, match=rf"^{name}: {what}"):
        read(tmp_path / name)


WHOLE = gzip.compress("".join(sha256(bytes([number])).hexdigest() for number in range(99)).encode(), mtime=0)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(WHOLE[:-1], id="without its last byte"),
        pytest.param(WHOLE[:100], id="without most of it"),
        pytest.param(WHOLE[:-8] + b"\0" * 8, id="with a wrong sum"),
        pytest.param(WHOLE + b"more", id="with more after its end"),
        pytest.param(b"{}", id="no archive"),
        pytest.param(WHOLE[:50] + b"\xff" * 40 + WHOLE[90:], id="overwritten inside"),
    ],
)
def test_a_damaged_archive_is_an_error(tmp_path, data):
    (tmp_path / "r.jsonl.gz").write_bytes(data)
    with pytest.raises(RegisterError, match=r"^r\.jsonl\.gz: the gzip archive is cut short or damaged"):
        read(tmp_path / "r.jsonl.gz")


def test_a_missing_file_a_folder_and_a_pipe_are_named(tmp_path):
    with pytest.raises(RegisterError, match="no such file"):
        read(tmp_path / "r.jsonl")
    with pytest.raises(RegisterError, match="it is a folder"):
        read(tmp_path)
    with pytest.raises(RegisterError, match="no regular file"):
        read(type(tmp_path)("/dev/null"))


@pytest.mark.parametrize("error", [OSError(5, "x"), PermissionError(13, "x")])
def test_an_error_of_the_system_in_the_middle_is_an_error_of_the_register(tmp_path, error):
    (tmp_path / "r.jsonl").write_bytes(b"{}")
    with (
        pytest.raises(RegisterError, match=r"^r\.jsonl: cannot be read: (permission denied|the system)"),
        Source.opened(tmp_path / "r.jsonl", Limits()),
    ):
        raise error


def test_only_plain_lines_can_be_divided(tmp_path):
    divisible = {}
    for name in ("a.jsonl", "a.json", "a.jsonl.gz"):
        (tmp_path / name).write_bytes(b"")
        with Source.opened(tmp_path / name, Limits()) as source:
            divisible[name] = source.is_divisible
            assert isinstance(source.file, io.BufferedReader)
    assert divisible == {"a.jsonl": True, "a.json": False, "a.jsonl.gz": False}
