"""The command `explain`: thin, with the exit codes of all commands."""

import datetime as dt
import hashlib
import json

import attrs
import jsonschema
import pytest

from supervise import Offender, explain, load_rulebook, review
from supervise.cli.group import commands
from supervise.register.output_schema import output_schema
from tests.unit.cli.setting import runner, waiver_toml

OFFENDER = {
    "id": "x1",
    "registrations": [{"id": "r1", "convicted_on": "2025-01-10", "disposal": "community_order"}],
    "levels": [{"id": "l1", "level": "high", "from": "2026-01-01"}],
    "events": [{"id": "e1", "kind": "breach_suspected", "on": "2026-05-01"}],
}
CALENDAR = """
name = "open-always"
version = "2026.1"
closed_weekdays = []
closed_days = []
covers = ["2026-01-01", "2026-12-31"]
"""
OVERLAY = """
id = "force-x"
version = "1"

[[amend]]
rule = "R-B2"
level = "high"
value = "1 working day"
reason = "policy"
approved_by = "p7"
"""


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "register.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ({"id": "x0"}, {"team": "north"}, OFFENDER)) + "\n")
    return path


def run(register, *options, offender="x1", common=("--as-of", "2026-06-01", "--rulebook", "england-wales@2026.1")):
    words = ["explain", str(register), offender, *common, *options]
    return runner().invoke(commands, words, prog_name="supervise")


def test_one_rule_of_one_offender(register):
    result = run(register, "--rule", "R-B2")
    assert result.exit_code == 0
    assert "R-B2  decide on a suspected breach" in result.stdout
    assert "due           2026-05-07" in result.stdout


def test_keys_of_the_offender_that_no_field_has_are_told_beside_it(register):
    assert run(register).stderr == ""
    register.write_text(json.dumps({**OFFENDER, "vists": []}))
    assert run(register).stderr.splitlines() == [
        "supervise: unknown keys, which are not read: 1; `supervise validate` names each"
    ]


def test_what_is_not_recorded_yet_is_not_used(register):
    result = run(register, "--rule", "R-B2", "--known-at", "2026-04-01")
    assert "known: what was recorded by 2026-04-01" in result.stdout
    assert "no occurrence" in result.stdout


def test_a_calendar_and_an_overlay_from_files(register, tmp_path):
    calendar, overlay = tmp_path / "calendar.toml", tmp_path / "overlay.toml"
    calendar.write_text(CALENDAR)
    overlay.write_text(OVERLAY)
    result = run(register, "--rule", "R-B2", "--calendar", str(calendar), "--overlay", str(overlay))
    assert "due           2026-05-02" in result.stdout
    assert "by force-x, approved by p7" in result.stdout


def test_a_shipped_calendar_by_name(register):
    assert run(register, "--calendar", "england-and-wales@2026.1").exit_code == 0


def test_a_flag(register):
    result = run(register, "--flag", "VD001")
    assert result.exit_code == 0
    assert "not raised as of that day" in result.stdout


WAIVERS = waiver_toml("WF058", "2026-05-01", "2026-12-31")


def test_the_three_forms_are_those_of_the_library(register):
    found = review(Offender.from_dict(OFFENDER), load_rulebook("england-wales@2026.1"), as_of=dt.date(2026, 6, 1))
    why = explain(found, rule="R-B2")
    made = json.loads(run(register, "--rule", "R-B2", "--format", "json").stdout)
    beside = {name: made[name] for name in ("version", "workforce", "waivers", "profile", "plugins", "register")}
    assert beside["register"] == {"sha256": hashlib.sha256(register.read_bytes()).hexdigest()}
    why = attrs.evolve(why, heading=attrs.evolve(why.heading, made={**why.heading.made, **beside}))
    assert run(register, "--rule", "R-B2").stdout == why.text()
    assert run(register, "--rule", "R-B2", "--format", "text").stdout == why.text()
    assert made == why.plain()
    assert list(jsonschema.Draft202012Validator(output_schema()).iter_errors(made)) == []
    assert run(register, "--rule", "R-B2", "--format", "markdown").stdout == why.markdown()


def test_json_is_one_object(register):
    data = json.loads(run(register, "--format", "json").stdout)
    assert (data["type"], data["offender"], data["as_of"]) == ("explanation", "x1", "2026-06-01")


def test_one_key(register):
    assert "R-B2" in run(register, "--key", "e1").stdout
    result = run(register, "--key", "a name")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "hangs on a fact of that id" in result.stderr
    assert "a name" not in result.stderr


def test_a_flag_names_the_waiver_that_sets_it_aside(register, tmp_path):
    waivers = tmp_path / "waivers.toml"
    waivers.write_text(WAIVERS)
    result = run(register, "--flag", "WF058", "--waivers", str(waivers))
    assert "  waived        by w1, made by p1, approved by p2, from 2026-05-01, to 2026-12-31\n" in result.stdout
    assert "waived" not in run(register, "--flag", "WF058").stdout


def test_another_record_of_the_id_set_aside_gives_3(register):
    """Of that one something was set aside, whole; of another it is no matter of this one."""
    for other, code in ({"id": "x0"}, 0), ({"id": "x1"}, 3):
        register.write_text(register.read_text() + json.dumps(other) + "\n")
        done = run(register, "--rule", "R-B2")
        assert done.exit_code == code
        assert (
            "another record of this id was set aside: facts may be lacking, or those of two people mixed" in done.stdout
        ) is (code == 3)
        assert json.loads(run(register, "--format", "json").stdout)["another_record"] is (code == 3)


def test_facts_set_aside_give_3(register):
    register.write_text(json.dumps(OFFENDER | {"visits": [{"id": "v1", "on": "2026-02-30"}]}) + "\n")
    result = run(register)
    assert result.exit_code == 3
    assert "1 fact was set aside" in result.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--rule", "R-Z9"], "no rule or span 'R-Z9'"),
        (["--flag", "XX999"], "no flag 'XX999'"),
        (["--calendar", "nowhere@2026.1"], "no such calendar is shipped"),
    ],
)
def test_what_cannot_run_gives_2_and_prints_nothing(register, options, words):
    result = run(register, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


@pytest.mark.parametrize(
    ("recorded", "asked"), [(" x1\u200b", "x1"), ("x1", " x1 "), ("e\u0301x", "\u00e9x"), ("\u00e9x", "e\u0301x")]
)
def test_ids_are_compared_as_in_a_register(register, recorded, asked):
    register.write_text(json.dumps(OFFENDER | {"id": recorded}) + "\n")
    assert run(register, "--rule", "R-V2", offender=asked).exit_code == 0


def test_an_unknown_offender_is_not_repeated(register):
    result = run(register, offender="a name")
    assert result.exit_code == 2
    assert "no offender of that id among 2 read; records that could not be read: 1" in result.stderr
    assert "a name" not in result.output


def test_a_register_that_is_not_there(tmp_path):
    assert run(tmp_path / "none.jsonl").exit_code == 2


def test_without_a_day_or_a_book_the_command_takes_its_defaults_and_prints_them(register):
    result = run(register, "--rule", "R-B2", common=())
    assert result.exit_code == 0
    assert "the local day; --as-of" in result.stderr
    assert "the default; --rulebook takes another" in result.stderr


def test_it_is_written_to_a_file_whole(register, tmp_path):
    target = tmp_path / "why.md"
    done = run(register, "--rule", "R-B2", "--format", "markdown", "--output", str(target))
    assert (done.exit_code, done.stdout) == (0, "")
    assert target.read_text(encoding="utf-8") == run(register, "--rule", "R-B2", "--format", "markdown").stdout
    assert run(register, "--output", str(register)).exit_code == 2


def test_a_flag_of_ones_own_and_one_that_wants_officers(register, tmp_path):
    visit = {"id": "v1", "on": "2026-04-01", "outcome": "seen", "place": "home", "officers": ["o1"]}
    register.write_text(json.dumps(OFFENDER | {"visits": [visit]}) + "\n")
    workforce = tmp_path / "workforce.json"
    workforce.write_text('[{"officer": "o1", "trained": [{"from": "2026-05-01"}]}]')
    assert run(register, "--flag", "XA001").exit_code == 2
    assert "look at the case" in run(register, "--flag", "XA001", "--plugin", "examples.own_checks").stdout
    assert "not raised" in run(register, "--flag", "PR027").stdout
    assert "not raised" not in run(register, "--flag", "PR027", "--workforce", str(workforce)).stdout
