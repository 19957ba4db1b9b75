import gzip
import json
import random
import time

import pytest
from hypothesis import given

from supervise.errors import RegisterError
from supervise.model import Offender, Rejected
from supervise.register import Counts, read_json, survey
from supervise.register.limits import Limits
from supervise.testing.strategies import adversarial_records

SAMPLE = [
    {"id": "A1", "visits": [{"id": "v1", "on": "2024-05-01"}, {"id": "v2", "on": "2024-02-30"}]},
    {"id": "A2", "zz": 1},
    {"team": "north"},
    {"id": "A1"},
    {"id": "A3"},
]


def write(path, items, blank=b""):
    path.write_bytes(b"".join(json.dumps(item).encode() + b"\n" + blank for item in items))
    return path


IN_JSON = "a file named .json holds one JSON list, or one object; JSON Lines belong in a file named .jsonl"
IN_LINES = "one offender a line; a JSON list belongs in a file named .json"


@pytest.mark.parametrize("name", ["r.json", "r.json.gz"])
@pytest.mark.parametrize("most", [Limits().line, 40])
def test_lines_in_a_file_of_the_other_name_are_told_apart(tmp_path, name, most):
    """What is not JSON as a whole is one record that names the way out, however large it is."""
    data = b'\xef\xbb\xbf \n{"id": "A1"}\r\n\n{"id": "A2", "team": "' + b"x" * 60 + b'"}\n'
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    (item,) = read_json(tmp_path / name, limits=Limits(line=most))
    assert str(item) == f"{name}:2: not JSON, found text; {IN_JSON}"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (b'{"id": "A1"}', []),
        (b'{"id": "A1"}\n \n', []),
        (b'{"id": "A1",\n"team": "t"}', []),
        (b'{"links": [],\n"id": "A1"}', []),
        (b'{"id": "A1"\n{"id": "A2"}', ["cut short"]),
        (b'7\n{"id": "A2"}', ["not JSON"]),
    ],
)
def test_what_is_one_object_or_none_in_a_json_file_says_nothing_of_lines(tmp_path, text, kinds):
    (tmp_path / "r.json").write_bytes(text)
    (item,) = read_json(tmp_path / "r.json")
    assert [each.kind for each in (item,) if isinstance(each, Rejected)] == kinds
    assert IN_JSON not in str(item)


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("name", ["r.txt", "r.jsonl", "r.jsonl.gz"])
def test_a_list_in_a_file_of_the_other_name_is_told_apart(tmp_path, name, indent):
    data = b"\n" + json.dumps(SAMPLE, indent=indent).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    first = next(iter(read_json(tmp_path / name)))
    assert str(first) == f"{name}:2: not an object, found list; {IN_LINES}"


def test_a_list_further_down_is_one_record_that_is_none(tmp_path):
    (tmp_path / "r.jsonl").write_bytes(b'{"id": "A1"}\n[]\n')
    _, second = read_json(tmp_path / "r.jsonl")
    assert str(second) == "r.jsonl:2: not an object, found list; one offender is one JSON object"


def test_offenders_and_what_is_set_aside_come_in_file_order_and_are_counted(tmp_path):
    reading = read_json(write(tmp_path / "r.jsonl", SAMPLE, blank=b"\n"))
    items = list(reading)
    assert [getattr(item, "id", None) or item.kind for item in items] == [
        "A1",
        "A2",
        "missing id",
        "duplicate id",
        "A3",
    ]
    assert [item.line for item in items if isinstance(item, Rejected)] == [5, 7]
    assert reading.counts == Counts(read=5, offenders=3, rejected=2, incomplete=1, faults=1, notes=2, blank=5)
    assert reading.survey.records == 5


def test_the_first_of_two_records_says_that_there_is_another(tmp_path):
    first = next(iter(read_json(write(tmp_path / "r.jsonl", SAMPLE))))
    assert [str(note) for note in first.notes] == [
        "r.jsonl:1: id: duplicate id, found text; another record has this id and was set aside"
    ]


@pytest.mark.parametrize("name", ["r.json", "r.json.gz", "r.jsonl.gz"])
def test_the_form_of_the_file_changes_no_offender(tmp_path, name):
    plain = list(read_json(write(tmp_path / "r.jsonl", SAMPLE)))
    data = (
        json.dumps(SAMPLE, indent=1).encode()
        if ".json" in name and ".jsonl" not in name
        else (tmp_path / "r.jsonl").read_bytes()
    )
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    other = list(read_json(str(tmp_path / name)))
    assert [type(item) for item in other] == [type(item) for item in plain]
    assert [item.id for item in other if isinstance(item, Offender)] == ["A1", "A2", "A3"]


def test_one_object_is_a_register_of_one(tmp_path):
    (tmp_path / "r.json").write_text(json.dumps(SAMPLE[0], indent=2))
    assert [item.id for item in read_json(tmp_path / "r.json")] == ["A1"]


def test_an_empty_register_has_nobody(tmp_path):
    assert list(read_json(write(tmp_path / "r.jsonl", []))) == []


@pytest.mark.parametrize("parts", [2, 3, 7])
def test_reading_in_parts_gives_the_same_as_reading_at_once(tmp_path, parts):
    chance = random.Random(5)
    ids = [f"A{chance.randrange(40)}" for _ in range(60)]
    items = [{"id": one, "team": "x" * 60_000, "born_on": chance.choice(["1980-01-01", "1980-02-30"])} for one in ids]
    path = write(tmp_path / "r.jsonl", items, blank=b" \n")
    whole = read_json(path)
    expected = list(whole)
    found = survey(path)
    readings = [read_json(path, found=found, part=part) for part in found.split(parts)]
    assert len(readings) == min(parts, len(found.borders))
    assert [item for reading in readings for item in reading] == expected
    assert sum((reading.counts for reading in readings), Counts()) == whole.counts
    assert {item.id for item in expected if isinstance(item, Offender)} == set(ids)


@pytest.mark.slow
@given(items=adversarial_records())
def test_everything_read_is_an_offender_or_set_aside(tmp_path_factory, items):
    path = write(tmp_path_factory.getbasetemp() / "one.jsonl", [items, items])
    reading = read_json(path)
    found = list(reading)
    assert len(found) == reading.counts.read == reading.counts.offenders + reading.counts.rejected == 2


def test_a_register_is_read_lazily(tmp_path):
    reading = read_json(write(tmp_path / "r.jsonl", SAMPLE))
    next(iter(reading))
    assert reading.counts.read == 1


def test_a_record_that_is_too_long_is_set_aside_and_the_rest_is_read(tmp_path):
    path = write(tmp_path / "r.jsonl", [{"id": "A", "team": "x" * 100}, {"id": "B"}])
    first, second = read_json(path, limits=Limits(line=50))
    assert (first.kind, first.hint, second.id) == ("too long", "no more than 50 bytes in one record", "B")


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_file_that_changes_is_an_error(tmp_path, when):
    path = write(tmp_path / "r.jsonl", SAMPLE)
    items = iter(read_json(path))
    if when == "meanwhile":
        next(items)
    time.sleep(0.01)
    write(path, [*SAMPLE, {"id": "A9"}])
    with pytest.raises(RegisterError, match=r"^r\.jsonl: the file was changed"):
        list(items)


def test_what_is_set_aside_is_handed_over_with_its_bytes(tmp_path):
    kept = []
    path = write(tmp_path / "r.jsonl", SAMPLE)
    list(
        read_json(
            path,
            on_set_aside=lambda raw, reasons: kept.append((json.loads(raw), [one.kind for one in reasons])),
        )
    )
    assert kept == [
        (SAMPLE[0], ["impossible date"]),
        (SAMPLE[2], ["missing id"]),
        (SAMPLE[3], ["duplicate id"]),
    ]


def test_a_record_that_is_known_is_passed_over_and_counted(tmp_path):
    path = tmp_path / "register.jsonl"
    path.write_text('{"id": "A1"}\n{"id": "A2"}\n\n{\n{"id": "A3"}\n')
    asked = []

    def is_known(raw):
        asked.append(raw.strip())
        return b"A2" in raw

    reading = read_json(path, is_known=is_known)
    assert [getattr(item, "id", "set aside") for item in reading] == ["A1", "set aside", "A3"]
    assert (reading.counts.read, reading.counts.offenders, reading.counts.rejected) == (4, 3, 1)
    assert asked == [b'{"id": "A1"}', b'{"id": "A2"}', b"{", b'{"id": "A3"}']


def test_nobody_is_asked_about_what_is_no_record_at_all(tmp_path):
    path = tmp_path / "register.jsonl"
    path.write_text(f'{{"id": "{"x" * 90}"}}\n{{"id": "A1"}}\n')
    reading = read_json(path, limits=Limits(line=50), is_known=lambda raw: True)
    assert [item.kind for item in reading] == ["too long"]
