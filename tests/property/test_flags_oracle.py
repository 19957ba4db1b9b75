"""The checks agree with plain ones, written from the pages about flags alone."""

import datetime as dt

import pytest
from hypothesis import given, note, settings, strategies as st

from supervise import CHECKS, Offender, RegisterError, load_rulebook, review
from supervise.sample import generate
from supervise.testing.strategies import judged
from tests.oracle.flags import duties, habits, history, notices, plans, records, risk, standing
from tests.oracle.flags.case import Case
from tests.property.reading import read

BOOK = load_rulebook("england-wales@2026.1")
AS_OF = dt.date(2026, 6, 30)
FAMILIES = (duties, habits, history, notices, plans, records, risk, standing)
OTHERS = [check for check in CHECKS if check.code != "RB101"]


def differences(offender, as_of, known_at=None):
    """Return where the two disagree: what a flag hangs on, how pressing it is and since when, of the one and the other."""
    found = review(offender, BOOK, as_of=as_of, known_at=known_at)
    case = Case(offender, BOOK, found.schedule.all_obligations, as_of, known_at, OTHERS)
    raised = [each for family in FAMILIES for each in family.flags(case)]
    ours = {(each.code, each.part, each.key): (each.severity, each.since) for each in raised}
    theirs = {(flag.code, flag.part, flag.key): (flag.severity.value, flag.since) for flag in found.flags}
    # What no plain check is written for is left out.
    theirs = {key: value for key, value in theirs.items() if key[0] in COVERED}
    return [
        (key, theirs.get(key), ours.get(key))
        for key in sorted({*theirs, *ours})
        if theirs.get(key) != ours.get(key)
    ]  # fmt: skip


COVERED = frozenset(code for family in FAMILIES for code in family.CODES)


@settings(max_examples=60)
@given(judged(versions=True))
def test_they_agree_on_whatever_may_be_recorded(case):
    data, as_of = case
    note(f"as of {as_of}")
    assert differences(read(data), as_of) == []


@settings(max_examples=12)
@given(st.integers(0, 10_000), st.integers(-400, 60))
def test_they_agree_on_registers_with_planted_faults(seed, days):
    for data in generate(6, seed, AS_OF, dirty=0.9):
        try:
            offender = Offender.from_dict(data)
        except RegisterError:
            continue
        if not offender.faults:
            assert differences(offender, AS_OF + dt.timedelta(days=days)) == []


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__.rpartition(".")[2])
def test_each_plain_check_is_of_one_that_there_is(family):
    assert set(family.CODES) <= {check.code for check in CHECKS}
