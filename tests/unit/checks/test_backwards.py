"""DC 102: each pair of days that has an order, to the day. DC 104: the date of birth."""

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


def registered(born_on, **registration):
    return {**facts(registrations=[{"id": "r9", "basis": "conviction", **registration}]), "born_on": born_on}


def test_a_registration_from_before_birth():
    flag = one("DC104", registered("2005-05-05", convicted_on="2000-01-10"), "2026-06-01")
    assert (flag.key, flag.since, flag.severity, flag.rule) == ("r9", day("2000-01-10"), Severity.HIGH, None)
    assert shown(flag) == {
        "registration": "r9",
        "on": day("2000-01-10"),
        "born_on": day("2005-05-05"),
        "age_on_relevant_date": None,
    }
    assert "lies before the date of birth, 2005-05-05" in flag.message


@pytest.mark.parametrize(("born_on", "count"), [("2004-02-28", 0), ("2004-02-29", 0), ("2004-03-01", 1)])
def test_on_the_day_of_birth_and_after_it_is_in_order(born_on, count):
    assert len(flags("DC104", registered(born_on, convicted_on="2004-02-29"), "2026-06-01")) == count


@pytest.mark.parametrize(("age", "count"), [(17, 1), (18, 0), (19, 1)])
def test_a_stated_age_is_that_of_the_date_of_birth(age, count):
    plain = registered("2002-03-10", relevant_on="2020-03-10", age_on_relevant_date=age)
    found = flags("DC104", plain, "2026-06-01")
    assert len(found) == count
    assert all("not the age by the date of birth" in flag.message for flag in found)
    eve = registered("2002-03-11", relevant_on="2020-03-10", age_on_relevant_date=age - 1)
    assert len(flags("DC104", eve, "2026-06-01")) == count


@pytest.mark.parametrize(("age", "count"), [(16, 1), (17, 0), (18, 0), (19, 1)])
def test_of_29_february_either_birthday_is_passed(age, count):
    plain = registered("2000-02-29", relevant_on="2018-02-28", age_on_relevant_date=age)
    assert len(flags("DC104", plain, "2026-06-01")) == count


def test_an_age_without_its_day_or_a_day_without_birth_contradicts_nothing():
    assert (
        flags("DC104", registered("1990-01-01", convicted_on="2020-01-01", age_on_relevant_date=5), "2026-06-01") == []
    )
    assert flags("DC104", registered("1990-01-01", age_on_relevant_date=5), "2026-06-01") == []
    assert flags("DC104", registered(None, relevant_on="2020-01-01", age_on_relevant_date=5), "2026-06-01") == []


def test_it_is_flagged_from_the_day_it_is_about():
    plain = registered("2027-05-05", convicted_on="2026-06-01")
    assert flags("DC104", plain, "2026-05-31") == []
    assert len(flags("DC104", plain, "2026-06-01")) == 1
