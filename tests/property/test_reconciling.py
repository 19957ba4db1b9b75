"""Two extracts reconciled: the same turned round, in whatever order and in however many parts."""

import datetime as dt

import attrs
from hypothesis import given, strategies as st

from supervise import Offender
from supervise.register.reconciling import Side, reconcile

IDS = ["x1", "x2", "x3", "x4"]
DAY = dt.date(2026, 6, 30)
# Close together, so that they coincide and boundaries are met.
DAYS = st.sampled_from([None, *(str(DAY + dt.timedelta(days=off)) for off in (-400, -2, -1, 0, 1))])
OTHERS = st.lists(st.sampled_from([*IDS, "z1", "z2"]), max_size=2, unique=True)
FACTS = {
    "levels": {"level": ["low", "high", None], "from": DAYS},
    "addresses": {"kind": ["main", "other"], "address_id": ["h1", "h2", None], "from": DAYS, "until": DAYS},
    "managers": {"officer_id": ["o1", "o2", None], "team_id": ["t1", "t2", None], "from": DAYS, "until": DAYS},
    "statuses": {"kind": ["deceased", "not_subject", "custody"], "from": DAYS, "until": DAYS},
    "transfers": {"to": ["f1", "f2"], "accepted_on": DAYS},
    "registrations": {"relevant_on": DAYS, "convicted_on": DAYS, "stored_end_on": DAYS, "ended_on": DAYS},
    "orders": {"kind": ["shpo", "sro"], "made_on": DAYS, "ends_on": DAYS, "discharged_on": DAYS},
    "visits": {"on": DAYS, "outcome": ["seen", "refused"]},
    "notifications": {"on": DAYS},
}


def facts(fields):
    """A few facts of an array, of which some share an id: then they are versions of one."""
    values = {name: each if each is DAYS else st.sampled_from(each) for name, each in fields.items()}
    fact = st.fixed_dictionaries({"id": st.sampled_from(["1", "2", "3"]), "recorded_on": DAYS, **values})
    return st.lists(fact.map(lambda data: {key: value for key, value in data.items() if value}), max_size=3)


RECORDS = st.fixed_dictionaries({"force": st.just("f1")}, optional={name: facts(each) for name, each in FACTS.items()})


@st.composite
def pairs(draw):
    """Two extracts that have much in common: of each person one of two records, under the same id or another."""
    records = draw(st.lists(st.lists(RECORDS, min_size=2, max_size=2), max_size=3))
    a, b = (
        [
            {**draw(st.sampled_from(either)), "id": name, "same_as": draw(OTHERS), "links": draw(OTHERS)}
            for either, name in zip(records, draw(st.permutations(IDS)), strict=False)
        ]
        for _ in Side
    )
    return a, b, DAY


def read(extract):
    found = [Offender.from_dict(data) for data in extract]
    assert not any(each.faults or each.notes for each in found)
    return found


def told(a, b, as_of):
    found = reconcile(read(a), read(b), as_of=as_of)
    return found.people, found.differences, found.by_id, found.by_same_as


def turned(difference):
    """A difference seen from the other side."""
    return attrs.evolve(
        difference,
        a=difference.b,
        b=difference.a,
        value_a=difference.value_b,
        value_b=difference.value_a,
        facts_a=difference.facts_b,
        facts_b=difference.facts_a,
    )


@given(pairs())
def test_an_extract_agrees_with_itself(drawn):
    a, _, day = drawn
    assert told(a, a, day) == ((), (), len(a), 0)


@given(pairs())
def test_turned_round_it_is_the_mirror(drawn):
    a, b, day = drawn
    people, differences, by_id, by_same_as = told(a, b, day)
    mirrored = (
        tuple(attrs.evolve(each, only_in=each.only_in.other) for each in people),
        tuple(map(turned, differences)),
        by_id,
        by_same_as,
    )
    assert told(b, a, day) == mirrored


@given(pairs(), st.randoms(use_true_random=False))
def test_the_order_of_records_and_facts_changes_nothing(drawn, random):
    a, b, day = drawn
    before = told(a, b, day)
    for extract in (a, b):
        random.shuffle(extract)
        for record in extract:
            for each in record.values():
                if isinstance(each, list):
                    random.shuffle(each)
    assert told(a, b, day) == before


@given(pairs(), pairs())
def test_parts_that_share_nobody_add_up_to_the_whole(drawn, other):
    a, b, day = drawn
    more = [[renamed(each) for each in extract] for extract in other[:2]]
    whole, parts = told(a + more[0], b + more[1], day), [told(a, b, day), told(*more, day)]
    assert whole[2:] == tuple(map(sum, zip(parts[0][2:], parts[1][2:], strict=True)))
    for entries, one, rest in zip(whole[:2], parts[0], parts[1], strict=False):
        assert sorted(map(repr, entries)) == sorted(map(repr, one + rest))


def renamed(record):
    """The record of someone else, whom nobody of the first part can be."""
    ids = {name: [f"other-{each}" for each in record[name]] for name in ("same_as", "links")}
    return {**record, **ids, "id": f"other-{record['id']}"}


@given(pairs())
def test_everybody_is_in_both_or_alone(drawn):
    a, b, day = drawn
    found = reconcile(read(a), read(b), as_of=day)
    for side, extract in ((Side.A, found.a), (Side.B, found.b)):
        alone = sum(each.only_in is side for each in found.people)
        assert extract.counts.read == extract.counts.offenders == alone + found.by_id + found.by_same_as


@given(pairs(), st.integers(0, 2))
def test_a_record_that_comes_again_changes_nothing_but_the_count(drawn, place):
    a, b, day = drawn
    if a:
        again = {**a[place % len(a)], "levels": [], "team": "another", "same_as": IDS}
        assert told([*a, again], b, day) == told(a, b, day)
