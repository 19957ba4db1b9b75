"""DC 102: each pair of days that has an order, to the day."""

import pytest

from supervise import Severity
from tests.catalogue.people import day, facts, flags, one, shown

PERIODS = {
    "statuses": {"kind": "custody"},
    "addresses": {"kind": "other", "address_id": "h5"},
    "stays": {"address_id": "h5"},
    "managers": {"officer_id": "o5", "role": "second"},
    "mappa": {"category": 1, "level": 1},
}
OTHERS = [
    ("trips", "departs_on", "returned_on", {"country": "FR"}),
    ("trips", "departs_on", "due_back_on", {"country": "FR"}),
    ("orders", "made_on", "ends_on", {"kind": "shpo"}),
    ("orders", "made_on", "discharged_on", {"kind": "shpo"}),
    ("registrations", "convicted_on", "sentenced_on", {"basis": "conviction"}),
    ("registrations", "convicted_on", "ended_on", {"basis": "conviction"}),
    ("visits", "on", "signed_off_on", {"outcome": "seen"}),
    ("transfers", "asked_on", "accepted_on", {"to": "f2"}),
    ("transfers", "asked_on", "refused_on", {"to": "f2"}),
    ("decisions", "received_on", "on", {"kind": "indefinite_review", "outcome": "continue"}),
]
PAIRS = [*((array, "from", "until", rest) for array, rest in PERIODS.items()), *OTHERS]
every_pair = pytest.mark.parametrize(("array", "first", "end", "rest"), PAIRS, ids=lambda value: str(value)[:20])


def entry(first, end, **days):
    return {"id": "x9", **{key: value for key, value in zip((first, end), days.values(), strict=True) if value}}


def test_the_example_of_the_check():
    plain = facts(statuses=[{"id": "c1", "kind": "custody", "from": "2026-05-01", "until": "2025-05-20"}])
    flag = one("DC102", plain, "2026-06-01")
    assert (flag.key, flag.since, flag.severity, flag.rule) == ("c1", day("2025-05-20"), Severity.MEDIUM, None)
    assert shown(flag) == {
        "array": "statuses",
        "fact": "c1",
        "from": day("2026-05-01"),
        "until": day("2025-05-20"),
    }
    assert flag.message == (
        "An entry under statuses gives 2025-05-20 as until and 2026-05-01 as from, and what has not begun cannot end:"
        " one of the two days is wrong."
    )


@every_pair
@pytest.mark.parametrize(("ends", "count"), [("2024-02-28", 1), ("2024-02-29", 0), ("2024-03-01", 0)])
def test_an_end_on_the_first_day_is_in_order(array, first, end, rest, ends, count):
    plain = facts(**{array: [{**entry(first, end, begun="2024-02-29", ended=ends), **rest}]})
    assert len(flags("DC102", plain, "2026-06-01")) == count


@every_pair
def test_a_day_that_is_not_given_contradicts_nothing(array, first, end, rest):
    for begun, ended in (("2024-02-29", None), (None, "2024-02-28")):
        plain = facts(**{array: [{**entry(first, end, begun=begun, ended=ended), **rest}]})
        assert flags("DC102", plain, "2026-06-01") == []


def test_it_is_flagged_from_the_day_of_the_end():
    plain = facts(statuses=[{"id": "c1", "kind": "custody", "from": "2062-05-01", "until": "2026-05-20"}])
    assert flags("DC102", plain, "2026-05-19") == []
    assert one("DC102", plain, "2026-05-20").since == day("2026-05-20")


def test_what_ends_twice_is_told_once_and_so_is_an_id_of_two_arrays():
    journey = {"id": "c1", "departs_on": "2026-05-01", "due_back_on": "2026-04-20", "returned_on": "2026-04-21"}
    state = {"id": "c1", "kind": "custody", "from": "2026-05-01", "until": "2025-05-20"}
    assert shown(one("DC102", facts(trips=[journey]), "2026-06-01"))["due_back_on"] == day("2026-04-20")
    assert shown(one("DC102", facts(trips=[journey], statuses=[state]), "2026-06-01"))["array"] == "statuses"


def test_what_was_corrected_or_withdrawn_is_in_order():
    wrong = {"id": "c1", "kind": "custody", "from": "2026-05-01", "until": "2025-05-20", "recorded_on": "2026-05-02"}
    assert flags("DC102", facts(statuses=[wrong]), "2026-06-01")
    right = {**wrong, "until": "2026-05-20", "recorded_on": "2026-05-21"}
    assert flags("DC102", facts(statuses=[wrong, right]), "2026-06-01") == []
    gone = {**wrong, "withdrawn": True, "recorded_on": "2026-05-21"}
    assert flags("DC102", facts(statuses=[wrong, gone]), "2026-06-01") == []
