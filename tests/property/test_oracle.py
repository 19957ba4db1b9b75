"""The engine agrees with the plain one, written from the page about the format alone."""

from collections import defaultdict

import pytest
from hypothesis import given, note

from supervise.engine.schedule import evaluate
from supervise.rules.loading import load_rulebook
from supervise.testing.strategies import judged
from tests.oracle.oracle import judge
from tests.property.reading import read

BOOKS = {ref: load_rulebook(ref) for ref in ("england-wales-law@2026.1", "england-wales@2026.1")}


def shown(status, due, cautious, met, late, frozen, opens):
    """What is compared; a duty that does not exist opens on no day."""
    text = [str(day) if day else "-" for day in (due, cautious, None if status == "not_required" else opens)]
    return status, *text, met, late, frozen


def by_engine(offender, book, as_of):
    """Return what the engine finds, by rule and key."""
    found = defaultdict(list)
    for row in evaluate(offender, book, as_of=as_of).all_obligations:
        met = row.met_by[0] if row.met_by else None
        line = shown(row.status.value, row.due, row.cautious_due, met, row.days_late, row.days_frozen, row.opens)
        found[row.part or row.rule, row.key].append(line)
    return found


def by_oracle(offender, book, as_of):
    """Return what the oracle finds, by rule and key."""
    found = defaultdict(list)
    for row in judge(offender, book, as_of):
        line = shown(row.status, row.due, row.cautious_due, row.met_by, row.days_late, row.days_frozen, row.opens)
        found[row.rule, row.key].append(line)
    return found


def differences(offender, book, as_of):
    """Return where the two disagree: rule, key, the engine's lines, the oracle's lines."""
    theirs, ours = by_engine(offender, book, as_of), by_oracle(offender, book, as_of)
    return [
        (*key, left, right)
        for key in sorted(set(theirs) | set(ours))
        if (left := sorted(theirs[key], key=str)) != (right := sorted(ours[key], key=str))
    ]


@pytest.mark.parametrize("ref", BOOKS)
@given(judged(versions=True))
def test_the_engine_agrees_with_the_oracle(ref, case):
    data, as_of = case
    note(f"as of {as_of}")
    assert differences(read(data), BOOKS[ref], as_of) == []
