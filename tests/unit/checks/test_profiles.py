"""Profiles are parts of the catalogue, known by name."""

import pytest

from supervise.checks import CHECKS
from supervise.checks.profiles import PROFILES

every_profile = pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)


@every_profile
def test_a_profile_names_checks_of_the_catalogue_each_once_and_in_its_order(profile):
    codes = [check.code for check in CHECKS]
    assert sorted(set(profile.codes), key=codes.index) == list(profile.codes)
    assert [check.code for check in profile.checks] == list(profile.codes)


@every_profile
def test_a_profile_says_what_it_is_for(profile):
    assert PROFILES[profile.name] is profile
    assert profile.what.endswith(".")


def test_the_first_week_is_about_a_dozen():
    assert 10 <= len(PROFILES["first-week"].codes) <= 14
