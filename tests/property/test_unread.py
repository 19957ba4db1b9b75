"""A fact that could not be read makes no duty overdue that is not so where it can be: it may only leave it unknown."""

import datetime as dt
from random import Random

import pytest

from supervise import Offender, load_rulebook, review
from supervise.sample import generate

AS_OF = dt.date(2026, 6, 30)
BOOK = load_rulebook("england-wales@2026.1")
# What can only bring more duties about, so that one that hangs on another of them may begin or end elsewhere.
LEFT_OUT = ("registrations", "orders")


def overdue(offender):
    rows = review(offender, BOOK, as_of=AS_OF).schedule.standing
    return {(row.rule, row.key, row.due_day) for row in rows if row.status == "overdue"}


def spoilt(record, array, place, key):
    """A record in which one field of one fact cannot be read."""
    wrong = "2026-02-30" if key in ("on", "from", "until") else {"no": "value"}
    facts = list(record[array])
    facts[place] = facts[place] | {key: wrong}
    return record | {array: facts}


@pytest.mark.parametrize("seed", [8, 9])
def test_no_duty_becomes_overdue_by_a_fact_that_cannot_be_read(seed):
    random, hidden, late = Random(seed), 0, 0
    for record in generate(40, seed, AS_OF):
        sound = overdue(Offender.from_dict(record))
        facts = [
            (array, place, key)
            for array, entries in record.items()
            if isinstance(entries, list) and array not in LEFT_OUT
            for place, fact in enumerate(entries)
            if isinstance(fact, dict)
            for key in fact
            if key not in ("id", "recorded_on")
        ]
        for array, place, key in random.sample(facts, min(10, len(facts))):
            offender = Offender.from_dict(spoilt(record, array, place, key))
            if offender.faults:
                found = overdue(offender)
                assert found <= sound, (record["id"], array, place, key, found - sound)
                hidden, late = hidden + len(sound - found), late + len(sound)
    # And of what is late nearly all is late whatever the fact says: its kind and its days leave few duties open.
    assert hidden < late / 5
