import gzip
import hashlib
import json
import sys
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from supervise.errors import RegisterError
from supervise.register import Part, survey


def write(path, *records):
    path.write_bytes(b"".join((one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n" for one in records))
    return path


def test_a_survey_gives_the_digest_of_the_file_as_it_is(tmp_path):
    data = gzip.compress(b'{"id":"A"}\n\n{"id":"B"}\n')
    (tmp_path / "r.jsonl.gz").write_bytes(data)
    found = survey(tmp_path / "r.jsonl.gz")
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert (found.records, found.keepers, found.borders) == (2, {}, (Part(),))


def test_the_first_readable_record_of_an_id_is_kept(tmp_path):
    path = write(
        tmp_path / "r.jsonl",
        b'{"id":"A","x":1,"x":2}',  # a duplicate key: set aside
        b'{"id":"A"',  # cut short: no id can be read
        {"id": " A ", "team": "first"},
        {"id": "B"},
        {"id": "A", "team": "second"},
        b'{"id":"B","x":NaN}',
        b'{"id":"B","x":1,"x":2}',  # the only other one is set aside for itself
        b'{"id":"\xff"}',
        b"[" * 100_000,
        {"id": 7},
    )
    found = survey(path)
    assert found.records == 10
    assert list(found.keepers) == ["A"]
    assert path.read_bytes()[found.keepers["A"] :].startswith(b'{"id": " A "')


def test_ids_of_one_hash_are_told_apart(tmp_path, monkeypatch):
    path = write(tmp_path / "r.jsonl", {"id": "A"}, {"id": "B"}, {"id": "C"}, b"{", {"id": "B"})
    alone = survey(path)
    monkeypatch.setattr(sys.modules["supervise.register.survey"], "hash", lambda _: 7, raising=False)
    assert survey(path) == alone
    assert list(alone.keepers) == ["B"]


def big(tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "big.jsonl"
    if not path.exists():
        write(path, *({"id": f"A{number}", "x": "y" * 99_000} for number in range(60)))
    return path


@given(parts=st.integers(1, 12))
def test_the_parts_of_a_split_join_to_the_whole(tmp_path_factory, parts):
    path = big(tmp_path_factory)
    data = path.read_bytes()
    found = survey(path).split(parts)
    assert 1 <= len(found) <= parts
    assert len(found) > 1 or parts == 1
    assert (found[0].start, found[-1].stop) == (0, None)
    for one, other in pairwise(found):
        assert one.stop == other.start
        assert data[other.start - 1 : other.start] == b"\n"
        assert other.line == data[: other.start].count(b"\n") + 1


def test_no_more_parts_are_looked_for_than_there_are_places_to_divide(tmp_path_factory):
    found = survey(big(tmp_path_factory))
    assert len(found.split(10**15)) == len(found.borders)


def test_a_small_file_is_one_part(tmp_path):
    assert survey(write(tmp_path / "r.jsonl", {"id": "A"})).split(4) == (Part(),)


def test_a_truncated_archive_is_an_error_before_anything_is_read(tmp_path):
    (tmp_path / "r.jsonl.gz").write_bytes(gzip.compress(b'{"id":"A"}\n' * 1000)[:-5])
    with pytest.raises(RegisterError):
        survey(tmp_path / "r.jsonl.gz")
