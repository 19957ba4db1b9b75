"""Ids are given within an array: numbering the facts of each anew, from 1 in all of them, changes nothing.

Tables of a database have such ids. Cases in which a fact names another (`for`, `replaces`) are left out: what a `1`
means there cannot be known where several arrays have one.
"""

import attrs
import pytest

from supervise.cases import run_case
from supervise.conformance import load_suite
from supervise.model import ARRAYS

NAMES = ("for", "replaces")


def numbered(record):
    """A record with the facts of each array numbered from 1, in the order of their ids; None where one names another."""
    facts = {array: record[array] for array in ARRAYS if isinstance(record.get(array), list)}
    every = [fact for held in facts.values() for fact in held]
    if not all(isinstance(fact, dict) and isinstance(fact.get("id"), str) for fact in every):
        return None
    if any(name in fact for fact in every for name in NAMES):
        return None
    places = {array: sorted({fact["id"] for fact in held}) for array, held in facts.items()}
    new = {
        array: [{**fact, "id": f"{places[array].index(fact['id']) + 1:03}"} for fact in held]
        for array, held in facts.items()
    }
    return {**record, **new}


def lines(case):
    """What comes of a case, without the ids in it; None if it cannot be judged."""
    found = run_case(case).review
    if found is None:
        return None
    rows = [
        (row.rule, row.anchor, row.opens, row.due, row.cautious_due, row.status, row.days_late)
        for row in found.schedule.all_obligations
    ]
    return sorted(rows, key=str), sorted(flag.code for flag in found.flags)


@pytest.mark.slow
def test_ids_are_told_apart_by_their_array():
    tried, differ = 0, []
    for case in load_suite().cases():
        anew = numbered(case.offender)
        if anew is not None:
            tried += 1
            if lines(case) != lines(attrs.evolve(case, offender=anew)):
                differ.append(case.id)
    assert tried > 1_000
    assert differ == []
