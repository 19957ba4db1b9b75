"""A pack is gathered in one go, and in parts that merge in any order."""

import itertools
import pickle

from supervise.model import Rejected
from supervise.report.pack import pack_tables
from tests.unit.report.pack.made import OFFICERS, pack_of, person, visit

PEOPLE = [
    person("x1"),
    person("x2", visits=[visit("v1", "2026-03-01"), visit("v2", "2026-06-01", announced=True, at="10:00")]),
    person("x3", visits=[], managers=[], levels=[]),
    person("x4", statuses=[{"id": "st1", "kind": "custody", "from": "2026-01-01"}]),
]


def test_parts_merge_in_any_order_to_the_same(book):
    whole = pack_of(book, *PEOPLE, workforce=OFFICERS)
    whole.add(Rejected(file="r", line=9, kind="missing id"))
    expected = pack_tables(whole)
    for order in itertools.permutations(PEOPLE):
        total = pack_of(book, workforce=OFFICERS)
        total.add(Rejected(file="r", line=9, kind="missing id"))
        for each in order:
            part = pack_of(book, each, workforce=OFFICERS)
            # As another process hands it back.
            total.merge(pickle.loads(pickle.dumps(part)))
        assert pack_tables(total) == expected


def test_an_empty_register_has_the_same_tables(book):
    names = [each.name for each in pack_tables(pack_of(book))]
    assert names == [each.name for each in pack_tables(pack_of(book, *PEOPLE))]
    assert len(set(names)) == len(names)


def test_every_row_has_a_cell_for_each_column(book):
    for table in pack_tables(pack_of(book, *PEOPLE, workforce=OFFICERS)):
        assert {len(row) for row in table.rows} <= {len(table.columns)}, table.name
