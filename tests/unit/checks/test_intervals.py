"""The last day an interval gives; how the checks compare two of them is told with the checks of plans."""

from supervise.checks.intervals import interval_at
from supervise.engine.clock import FAR
from tests.catalogue.people import ask, day, facts


def test_an_interval_that_asks_for_nothing_is_called_never():
    plan = {"id": "p1", "from": "2026-01-01", "mode": "reactive", "approved_by": "o1"}
    asked = ask(facts(plans=[plan]))
    found = interval_at(asked, "R-V2", day("2026-06-01").toordinal(), 1)
    assert (found.last, found.words) == (FAR, "never")
    assert asked.last_day("R-V2", day("2026-06-01").toordinal()) == 0
