"""All checks, found by code or slug; a name that is none is told the nearest."""

import attrs
import pytest

from supervise.checks.catalogue import CHECKS, check_named, slug_of


def test_a_check_is_found_by_its_code_and_by_its_slug():
    assert check_named("VD001") is check_named("visit_overdue") is check_named("vd001") is check_named("Visit_Overdue")
    assert (slug_of("VD001"), slug_of("XX001")) == ("visit_overdue", "XX001")


def test_checks_of_a_plugin_are_found_where_they_are_given():
    own = attrs.evolve(CHECKS[0], code="XX001", slug="of_a_plugin")
    assert check_named("XX001", [own]) is check_named("of_a_plugin", [own]) is own


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("visit_overdu", "did you mean 'visit_overdue'?"),
        ("VD01", "did you mean 'VD101'?"),
        ("banana", "`supervise flags list` names them all"),
        ("visit_overdue" * 9, "`supervise flags list` names them all"),
    ],
)
def test_a_name_that_is_none_is_told_the_nearest_if_one_is_near(name, hint):
    with pytest.raises(KeyError) as caught:
        check_named(name)
    assert caught.value.args[0] == f"no check has this code or slug; {hint}"
