"""`hindsight`: what may be asked, and how it ends."""

import json

import pytest

from supervise.cli.inputs import library_version
from tests.unit.cli.setting import BOOK, DIRTY, LATE, waiver_toml

QUIET = ("--from", "2024-01-01", "--to", "2024-06-30", "--rulebook", BOOK)


def test_it_tells_the_days_on_which_something_changed(run, register_of):
    done = run("hindsight", register_of(*DIRTY, LATE), "x1", *QUIET)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == f"supervise {library_version()}: hindsight of x1 from 2024-01-01 to 2024-06-30"
    assert "2024-01-01  as it stood" in lines
    assert "  overdue    R-V2 v1  visit at home: due 2024-04-10; was open" in lines


def test_keys_of_the_offender_that_no_field_has_are_told_beside_it(run, register_of):
    register = register_of(LATE, {**LATE, "id": "x4", "contacts": LATE["visits"]})
    done = run("hindsight", register, "x4", *QUIET)
    assert done.stderr.splitlines() == [
        "supervise: unknown keys, which are not read: 1; `supervise validate` names each"
    ]
    assert run("hindsight", register, "x1", *QUIET).stderr == ""


def test_json_is_a_list_of_the_head_and_each_point(run, register_of):
    whole = json.loads(run("hindsight", register_of(LATE), "x1", *QUIET, "--as-known", "--format", "json").stdout)
    assert whole[0]["as_known"] is True
    assert {each["type"] for each in whole[1:]} == {"point"}


@pytest.mark.parametrize("form", ["text", "json"])
def test_it_is_written_to_a_file_whole(run, register_of, tmp_path, form):
    given = ("hindsight", register_of(LATE), "x1", *QUIET, "--format", form)
    target = tmp_path / "told"
    assert run(*given, "--output", target).exit_code == 0
    assert target.read_text(encoding="utf-8") == run(*given).stdout


def test_what_was_recorded_by_one_day(run, register_of):
    done = run("hindsight", register_of(LATE), "x1", *QUIET, "--known-at", "2024-01-09")
    assert "each day judged by what was recorded by 2024-01-09" in done.stdout
    assert "R-V2 v1" not in done.stdout


def test_another_record_of_the_id_set_aside_ends_with_its_code(run, register_of):
    assert run("hindsight", register_of({"id": "x1"}, {"id": "x2"}, {"id": "x2"}), "x1", *QUIET).exit_code == 0
    assert run("hindsight", register_of({"id": "x1"}, {"id": "x2"}, {"id": "x2"}), "x2", *QUIET).exit_code == 3


def test_an_offender_with_something_set_aside_ends_with_its_code(run, register_of):
    assert run("hindsight", register_of(*DIRTY), "x2", *QUIET).exit_code == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--from", "2024-02-01", "--to", "2024-01-31"), "lies before the first day"),
        ((*QUIET, "--as-known", "--known-at", "2024-01-01"), "goes without --as-known"),
        (("--from", "2024-02-01"), "Missing option '--to'"),
    ],
)
def test_what_makes_no_sense_is_refused(run, register_of, given, said):
    done = run("hindsight", register_of(LATE), "x1", *given)
    assert done.exit_code == 2
    assert said in done.stderr


def test_someone_who_is_not_there_is_said_without_the_id(run, register_of):
    done = run("hindsight", register_of(LATE), "x7", *QUIET)
    assert done.exit_code == 2
    assert "no offender of that id among 1 read" in done.stderr
    assert "x7" not in done.stderr


WAIVERS = waiver_toml("VD001", "2024-05-01", "2024-05-31")


def test_a_waiver_sets_aside_from_its_first_day_to_its_last(run, register_of, tmp_path):
    waivers = tmp_path / "waivers.toml"
    waivers.write_text(WAIVERS)
    given = ("hindsight", register_of(LATE), "x1", *QUIET, "--waivers", waivers, "--format", "json")
    points = [each for each in json.loads(run(*given).stdout) if each["type"] == "point"]
    changes = {
        point["on"]: [
            None if flag["after"] is None else flag["after"]["waiver"]
            for flag in point["flags"]
            if "VD001" in {side["code"] for side in flag.values() if side}
        ]
        for point in points
    }
    assert (changes["2024-05-01"], changes["2024-06-01"]) == (["w1"], [None])
    assert "; waived by w1" in " ".join(run(*given[:-2]).stdout.split())


def test_officers_and_checks_of_ones_own_are_asked(run, register_of, tmp_path):
    workforce = tmp_path / "workforce.json"
    workforce.write_text('[{"officer": "o1", "trained": [{"from": "2024-02-01"}]}, {"officer": "o2", "trained": []}]')
    given = ("hindsight", register_of(LATE), "x1", *QUIET)
    plain = run(*given).stdout
    assert "PR027" not in plain
    assert "XA001" not in plain
    asked = run(*given, "--workforce", workforce, "--plugin", "examples.own_checks").stdout
    assert "medium XA001 v1" in asked
    assert "PR027 v1" in asked


def test_no_file_it_reads_is_written_over(run, register_of, tmp_path):
    waivers = tmp_path / "waivers.toml"
    waivers.write_text(WAIVERS)
    done = run("hindsight", register_of(LATE), "x1", *QUIET, "--waivers", waivers, "--output", waivers)
    assert done.exit_code == 2
    assert "both read and written" in done.stderr
