"""What bars reactive management, where next to nothing is recorded."""

from tests.catalogue.people import facts, judged


def test_without_any_level_no_level_is_too_high():
    plan = {"id": "p1", "from": "2026-01-10", "mode": "reactive", "approved_by": "s1"}
    assert "PL050" not in {flag.code for flag in judged(facts(levels=[], plans=[plan]), "2026-03-01").flags}
