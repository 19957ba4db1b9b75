import json

import attrs
import pytest
from hypothesis import given, strategies as st

from supervise.errors import RegisterError
from supervise.model import Offender, Rejected
from supervise.model.structure import DEEPEST
from supervise.register import read_register, reading
from supervise.register.limits import Limits
from supervise.register.reading import read_line, read_record
from supervise.register.records import Record
from supervise.testing.strategies import adversarial_records, messy_records


def read(data):
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return read_record(Record(7, 0, raw), "r.jsonl", Limits())


def careful(data):
    """The same by way of cattrs alone; None where there is no offender."""
    try:
        return Offender.from_dict(data)
    except RegisterError:
        return None


def unplaced(offender):
    return attrs.evolve(
        offender,
        faults=tuple(attrs.evolve(fault, file=None, line=None) for fault in offender.faults),
        notes=tuple(attrs.evolve(note, file=None, line=None) for note in offender.notes),
    )


@given(adversarial_records())
def test_the_reader_and_from_dict_give_the_same(data):
    item = read(data)
    expected = careful(json.loads(json.dumps(data)))
    if isinstance(item, Rejected):
        # Numbers that no float or 64-bit integer holds are refused by the decoder already.
        assert expected is None or item.kind == "number out of range"
    else:
        assert unplaced(item) == expected


@given(adversarial_records())
def test_the_fast_and_the_careful_way_accept_exactly_the_same(data):
    ways = []
    fast = reading._fast

    def watched(tidied):
        ways.append(fast(tidied))
        return ways[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_fast", watched)
        item = read(data)
    took_fast_way = bool(ways) and ways[0] is not None
    assert took_fast_way is (isinstance(item, Offender) and not item.faults)


@given(messy_records())
def test_a_sound_record_never_goes_the_careful_way(data):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "build", lambda *_: pytest.fail("the careful way was taken"))
        assert isinstance(read(data), Offender) is ("id" in data)


def nested(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("data", "path", "kind"),
    [
        (b'{"id":"A","id":"A"}', "id", "duplicate key"),
        (b'{"id":"A","x":{"y":1,"y":2}}', "x.y", "duplicate key"),
        (b'{"id":"A","visits":[{"id":"u"},{"id":"v","on":1,"on":2}]}', "visits[1].on", "duplicate key"),
        (b'{"id":"A","visits":[{"Mr X":1,"Mr X":1}],"team":1,"team":2}', "team", "duplicate key"),
        (b'{"id":"A","visits":[{"Mr X":1,"Mr X":1}]}', "visits[0].?", "duplicate key"),
        (b'{"id":"A","visits":[{"id":"v","officers":["o1","\\ud800"]}]}', "visits[0].officers[1]", "lone surrogate"),
        (b'{"id":"\\udc00"}', "id", "lone surrogate"),
        (b'{"id":"A","visits":[{"\\ud83d":1}]}', "visits[0].?", "lone surrogate"),
        (b'{"id":"A","visits":[{"id":"v","place":"a\0"}]}', "visits[0].place", "null character"),
        (b'{"id":"A",\0"visits":[]}', "", "null character"),
        (b'{"id":"A","team":"\\\0"}', "", "null character"),
        (b'{"id":"A","team":"\0', "", "null character"),
        (b'{"id":"A"', "", "cut short"),
        ({"team": "t"}, "id", "missing id"),
        ({"id": ""}, "id", "missing id"),
        ({"id": 12}, "id", "wrong type"),
        ({"id": "A", "x": nested(DEEPEST)}, "", "too deep"),
        ({"id": "A", "born_on": nested(DEEPEST)}, "", "too deep"),
        ([], "", "not an object"),
    ],
)
def test_a_record_that_is_no_offender_is_set_aside_whole(data, path, kind):
    item = read(data)
    assert isinstance(item, Rejected)
    assert (item.file, item.line, item.path, item.kind) == ("r.jsonl", 7, path, kind)


@pytest.mark.parametrize("data", [{"id": "A", "x": nested(DEEPEST - 1)}, {"id": "A", "born_on": nested(DEEPEST - 1)}])
def test_what_is_just_not_too_deep_is_noted_or_set_aside(data):
    item = read(data)
    assert isinstance(item, Offender)
    assert item.notes or item.faults


def test_a_null_character_sets_aside_what_it_is_in_as_a_cell_of_csv_does(tmp_path):
    data = {"id": "A", "team": "a\0", "visits": [{"id": "v1", "address_id": "\0", "at": "09:30"}, {"id": "v2"}]}
    item = read(data)
    assert (item.team, [visit.id for visit in item.visits]) == (None, ["v2"])
    told = [(fault.path, fault.kind) for fault in item.faults]
    assert told == [("team", "null character"), ("visits[0].address_id", "null character")]
    (tmp_path / "offenders.csv").write_bytes(b"id,team\nA,a\0\n")
    (tmp_path / "visits.csv").write_bytes(b"offender_id,id,address_id,at\nA,v1,\0,09:30\nA,v2,,\n")
    (other,) = read_register(tmp_path)
    assert [(fault.path, fault.kind) for fault in other.faults] == told
    assert attrs.evolve(other, faults=()) == attrs.evolve(item, faults=())


def test_faults_and_notes_name_file_and_line():
    item = read({"id": "A", "visits": [{"id": "v", "on": "2024-02-30"}], "zz": 1})
    assert [str(one) for one in (*item.faults, *item.notes)] == [
        "r.jsonl:7: visits[0].on: impossible date, found text; no such day in the calendar",
        "r.jsonl:7: zz: unknown key",
    ]


@given(st.text("pqrs", min_size=12, max_size=12))
def test_no_word_of_another_library_and_no_value_is_in_any_reason(secret):
    for data in ({"id": "A", "visits": [{"id": "v", "outcome": secret, "on": secret}]}, {"id": [secret]}):
        item = read(data)
        said = str(item) + "".join(map(str, getattr(item, "faults", ())))
        assert secret not in said
        assert "$." not in said
        assert "Expected" not in said


# ── one record that is no part of a file ────────────────────────────────────────────────────────────────────────


def test_one_record_is_read_as_a_line_of_a_file_and_has_no_place():
    raw = b'{"id": "A1",\n "visits": [{"id": "v1", "on": "2026-02-30"}], "visit": 1}\n'
    offender = read_line(raw)
    assert attrs.evolve(offender, faults=(), notes=()) == Offender(id="A1")
    assert [str(each) for each in (*offender.faults, *offender.notes)] == [
        "visits[0].on: impossible date, found text; no such day in the calendar",
        "visit: unknown key; nearest known name: visits",
    ]
    (fault,) = read_line(raw, source="request").faults
    assert (fault.file, fault.line) == ("request", None)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", "not JSON"),
        (b'{"id": "A1", "id": "A2"}', "duplicate key"),
        (b'{"id": "A1", "team": NaN}', "not a number"),
        (b"[]", "not an object"),
        (b'{"team": "north"}', "missing id"),
        (b"\xff", "not UTF-8"),
    ],
)
def test_what_is_no_offender_is_said_and_not_raised(raw, kind):
    item = read_line(raw)
    assert isinstance(item, Rejected)
    assert item.kind == kind


def test_one_record_is_held_to_the_limits():
    assert read_line(b'{"id": "A1"}', limits=Limits(line=12)) == Offender(id="A1")
    assert read_line(b'{"id": "A1"}', limits=Limits(line=11)).kind == "too long"
