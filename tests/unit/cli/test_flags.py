"""`flags`: the catalogue, to be read."""

from supervise.checks import CHECKS


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
    done = run("flags", "show", "VD01")
    assert done.exit_code == 2
    assert "VD001" in done.stderr
