"""`flags`: the catalogue, to be read."""

import re

from supervise.checks import CHECKS
from supervise.checks.profiles import PROFILES


def test_the_list_names_every_flag(run):
    lines = run("flags", "list").stdout.splitlines()
    codes = [line[:5] for line in lines if line[:1] != " "]
    assert codes == [check.code for check in CHECKS]


def test_one_is_shown_by_code_and_by_name_alike(run):
    by_code, by_name = run("flags", "show", "VD001"), run("flags", "show", "visit_overdue")
    assert by_code.stdout == by_name.stdout
    for label in ("severity", "raised when", "why", "example", "what to do", "clears when", "source"):
        assert f"\n  {label}" in by_code.stdout


def test_an_unknown_one_names_the_nearest(run):
    done = run("flags", "show", "VD02")
    assert done.exit_code == 2
    assert "VD002" in done.stderr


def test_a_profile_lists_its_flags_and_says_what_it_is_for(run):
    lines = run("flags", "list", "--profile", "first-week").stdout.splitlines()
    profile = PROFILES["first-week"]
    assert lines[0].startswith("first-week: ")
    assert [line[:5] for line in lines if re.match(r"[A-Z]{2}[0-9]{3} ", line)] == list(profile.codes)


def test_a_flag_on_officers_says_that_it_wants_them(run):
    assert "  about         officer; only with --workforce\n" in run("flags", "show", "WF060").stdout
    assert "  about         waiver; only with --waivers\n" in run("flags", "show", "WV101").stdout
    assert "  about         offender\n" in run("flags", "show", "VD001").stdout


def test_the_flags_of_a_plugin_are_listed_and_shown_where_it_is_named(run):
    own = ("--plugin", "examples.own_checks")
    assert run("flags", "list", *own).stdout.splitlines()[-1].startswith(" " * 17)
    assert "\nXA001  medium    quiet_month: " in run("flags", "list", *own).stdout
    assert "\nXA001  medium    quiet_month: " in run("flags", "list", "--profile", "first-week", *own).stdout
    assert run("flags", "show", "quiet_month", *own).stdout == run("flags", "show", "XA001", *own).stdout
    assert "source        Standing order 12\n" in run("flags", "show", "XA001", *own).stdout
    assert "XA001" not in run("flags", "list").stdout
    assert run("flags", "show", "XA001").exit_code == 2
