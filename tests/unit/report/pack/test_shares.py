"""Shares of visits made alone, announced, and within office hours: never too high for what is not told."""

import pytest

from tests.unit.report.pack.made import OFFICERS, pack_of, person, rows, table, visit
from tests.unit.report.pack.test_setting import with_thresholds

TWO = ["o1", "o2"]


def share(book, kind, *visits, days=90):
    """Visits, those of the kind, per cent and those that do not tell."""
    pack = pack_of(book, person(visits=list(visits)))
    found = [each for each in rows(pack, "visits-shares") if (each["kind"], each["days"]) == (kind, days)]
    return [(each["visits"], each["of_kind"], each["per_cent"], each["not_told"]) for each in found]


def test_alone_is_fewer_officers_than_the_book_asks_for(book):
    visits = [
        visit("v1", "2026-06-01"),
        visit("v2", "2026-06-02", officers=TWO),
        visit("v3", "2026-06-03", officers=["o1", "o1"], place="other"),
        visit("v4", "2026-06-04", officers=[]),
        visit("v5", "2026-06-05", place=None),
        visit("v6", "2026-06-06", place="station"),
        visit("v7", "2026-06-07", officers=TWO, outcome="no_reply"),
        visit("v8", "2026-06-08", outcome="cancelled"),
    ]
    assert share(book, "alone", *visits) == [(6, 2, 33, 2)]


def test_announced(book):
    visits = [
        visit("v1", "2026-06-01", announced=True),
        visit("v2", "2026-06-02", announced=False),
        visit("v3", "2026-06-03"),
        visit("v4", "2026-06-04", announced=True, place=None),
        visit("v5", "2026-06-05", announced=True, place="other"),
    ]
    assert share(book, "announced", *visits) == [(4, 1, 25, 2)]


def test_office_hours_are_those_of_the_book_from_monday_to_friday(book):
    visits = [
        visit("v1", "2026-06-01", at="08:00"),
        visit("v2", "2026-06-02", at="17:59"),
        visit("v3", "2026-06-03", at="18:00"),
        visit("v4", "2026-06-04", at="07:59"),
        visit("v5", "2026-06-06", at="10:00"),
        visit("v6", "2026-06-08"),
        visit("v7", "2026-06-09", at="10:00", place=None),
    ]
    assert share(book, "office hours", *visits) == [(7, 2, 28, 2)]


def test_windows_are_the_days_of_the_checks_and_the_year_up_to_the_day_judged(book):
    dates = ("2025-06-30", "2025-07-01", "2026-04-01", "2026-04-02", "2026-06-30", "2026-07-01")
    visits = [visit(f"v{place}", on) for place, on in enumerate(dates)]
    assert share(book, "alone", *visits) == [(2, 2, 100, 0)]
    assert share(book, "alone", *visits, days=365) == [(4, 4, 100, 0)]
    found = rows(pack_of(book, person(visits=visits)), "visits-shares")
    assert {each["days"]: each["since"] for each in found} == {90: "2026-04-02", 365: "2025-07-01"}


def test_by_team_and_never_by_officer(book):
    people = [
        person("x1", visits=[visit("v1", "2026-06-01")]),
        person("x2", managers=[], visits=[visit("v1", "2026-06-02")]),
    ]
    pack = pack_of(book, *people, workforce=OFFICERS)
    alone = [each for each in rows(pack, "visits-shares-by-team") if (each["kind"], each["days"]) == ("alone", 90)]
    assert [(each["team"], each["visits"]) for each in alone] == [("no team", 1), ("t1", 1)]
    without = table(pack_of(book, *people), "visits-shares-by-team")
    assert without.lacking == "no workforce is given (--workforce)"
    assert "o1" not in [cell for each in (*rows(pack, "visits-shares"), *alone) for cell in each.values()]


@pytest.mark.parametrize(("kind", "threshold"), [("alone", "visit-staff-minimum"), ("office hours", "office-hours")])
def test_a_book_without_the_threshold_says_so(book, kind, threshold):
    own = with_thresholds(book, **{threshold.replace("-", "_"): None})
    pack = pack_of(own, person(visits=[visit("v1", "2026-06-01", at="10:00")]))
    found = [each for each in rows(pack, "visits-shares") if each["kind"] == kind]
    assert [each["not_evaluated"] for each in found] == [f"the rulebook has no threshold {threshold}"]
    assert [each["visits"] for each in found] == [None]
    others = {each["kind"] for each in rows(pack, "visits-shares") if each["not_evaluated"] is None}
    assert others == {"alone", "announced", "office hours"} - {kind}


def test_without_the_days_of_the_checks_the_year_is_left(book):
    own = with_thresholds(book, team_window_days=None)
    pack = pack_of(own, person(visits=[visit("v1", "2026-06-01")]))
    assert {each["days"] for each in rows(pack, "visits-shares")} == {365}


def test_parts_add_up(book):
    first, second = (pack_of(book, person(id_, visits=[visit("v1", "2026-06-01")])) for id_ in ("x1", "x2"))
    first.merge(second)
    found = [each for each in rows(first, "visits-shares") if (each["kind"], each["days"]) == ("alone", 90)]
    assert [(each["visits"], each["of_kind"]) for each in found] == [(2, 2)]
