"""Registers that another program holds in memory."""

import hashlib

import pytest

from supervise.model import Rejected
from supervise.register import read_json, read_rows

RECORDS = [
    {"id": "A1", "visits": [{"id": "v1", "on": "2026-01-05", "at": "09:30"}]},
    {"id": "A1"},
    {"id": "A2", "visits": [{"id": "v1", "on": "2026-01-05", "outcome": "sean"}]},
    {"team": "t"},
]


def test_rows_are_the_offenders_of_the_same_lines(register_of):
    path = register_of(*RECORDS)
    rows = read_rows(iter(RECORDS), name="register.jsonl")
    lines = read_json(path)
    assert list(rows) == list(lines)
    assert rows.counts == lines.counts
    assert rows.survey.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert rows.survey.records == 4


def test_rows_are_gone_through_twice_and_taken_once():
    taken = []

    def rows():
        for each in RECORDS:
            taken.append(each)
            yield each

    assert len(list(read_rows(rows()))) == len(taken) == len(RECORDS)


def test_messages_name_the_rows_by_the_name_given():
    kept = []
    reading = read_rows(RECORDS, name="people", on_set_aside=lambda raw, reasons: kept.append((raw, reasons[0].path)))
    rejected = [item for item in reading if isinstance(item, Rejected)]
    assert [(item.file, item.line, item.kind) for item in rejected] == [
        ("people", 2, "duplicate id"),
        ("people", 4, "missing id"),
    ]
    assert [path for _, path in kept] == ["id", "visits[0].outcome", "id"]
    assert kept[2][0] == b'{"team": "t"}'


@pytest.mark.parametrize("rows", [[], iter(()), ()])
def test_no_rows_are_an_empty_register(rows):
    reading = read_rows(rows)
    assert (list(reading), reading.survey.records, reading.counts.read) == ([], 0, 0)
