"""When a visit was first recorded: what its versions tell."""

from tests.unit.engine.books import judged, shown, stands

RECORDED = {
    "one_per": {"each": {"of": "visit", "where": {"outcome": {"not": ["planned"]}}}},
    "regime": [{"within": "5 days"}],
    "met_by": {"own": ["first_recorded"]},
}


def recorded(*visits, as_of="2026-06-30", **more):
    return shown(judged(RECORDED, as_of, visits=list(visits), **more), "met_on", "status")


def visit(recorded_on=None, outcome="seen", **fields):
    fact = {"id": "v1", "on": "2026-01-05"} | fields
    fact |= {"outcome": outcome} if outcome else {}
    return fact | ({"recorded_on": recorded_on} if recorded_on else {})


def test_it_is_the_day_the_visit_was_recorded():
    assert recorded(visit("2026-01-10")) == [("2026-01-10", "met")]
    assert recorded(visit("2026-01-11")) == [("2026-01-11", "met_late")]


def test_without_a_record_it_is_the_day_the_visit_happened():
    assert recorded(visit()) == [("2026-01-05", "met")]


def test_a_record_that_lies_ahead_has_not_been_made():
    assert recorded(visit("2026-01-10"), as_of="2026-01-09") == [(None, "open")]


def test_it_is_that_of_the_first_version_with_an_outcome():
    versions = [
        visit("2026-01-02", "planned"),
        visit("2026-01-04", None),
        visit("2026-01-08"),
        visit("2026-01-20", "not_seen"),
    ]
    assert recorded(*versions) == [("2026-01-08", "met")]
    assert recorded(*versions[:2], visit("2026-01-15")) == [("2026-01-15", "met_late")]


def test_a_visit_whose_only_version_has_no_outcome_is_read_as_it_stands():
    versions = [visit("2026-01-02", "planned"), visit("2026-01-04", None)]
    assert recorded(*versions) == [("2026-01-04", "met")]


def test_a_visit_not_made_is_dated_by_its_plan():
    rule = RECORDED | {"one_per": {"each": {"of": "visit", "at": ["planned_on"]}}}
    found = judged(rule, "2026-06-30", visits=[{"id": "v1", "planned_on": "2026-01-03"}])
    assert shown(found, "met_on") == ["2026-01-03"]


def test_first_recorded_of_what_has_no_date():
    rule = {"one_per": {"each": {"of": "visit", "at": ["signed_off_on"]}}, "met_by": {"own": ["first_recorded"]}}
    found = judged(rule, "2026-01-08", visits=[{"id": "v", "signed_off_on": "2026-01-01"}])
    assert stands(found) == [("open", "2026-01-11")]
