"""A placeholder date in one fact stops nothing: the rest of the offender and of the register is judged."""

from tests.unit.engine.books import SPAN, book, judged, shown


def test_a_placeholder_as_the_first_day_of_a_span():
    facts = [{"id": "g1", "convicted_on": "9999-12-31"}, {"id": "g2", "convicted_on": "2025-12-31"}]
    found = judged(book({"one_per": {"span": "span"}}, span=[SPAN]), "2026-01-05", registrations=facts)
    assert "g2" in shown(found, "key")


def test_a_placeholder_in_a_stay():
    made = {"id": "made", "kind": "presence in days", "of": "stay", "reach": 7, "within": "12 months", "source": "s"}
    stays = [{"id": "y1", "from": "9999-12-30"}, {"id": "y2", "from": "0001-01-01", "until": "9999-12-31"}]
    found = judged(book({"one_per": "made"}, derive=[made]), "2026-01-05", stays=stays)
    assert shown(found, "key") == ["y2"]
    assert found.stable_until is None


def test_a_placeholder_in_an_order():
    order = {"id": "o1", "kind": "shpo", "made_on": "2025-01-01", "items": [{"kind": "prohibition", "years": 9000}]}
    assert judged({}, "2026-01-05", orders=[order]).orders[0].last_day is None
