"""`review`: formats, exit codes, what is said beside the output."""

import csv
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
from collections import Counter

import pytest

from supervise.checks import CHECKS
from tests.unit.cli.setting import AS_OF, BOOK, DIRTY, LATE, REGISTER

QUIET = (*AS_OF, "--rulebook", BOOK)
# What the national system was told is in few registers.
NATIONAL = "national system: not evaluated"


def lines_of(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


# ── formats ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_json_lines_are_a_head_one_line_a_record_in_its_place_and_a_sum(run, register_of):
    done = run("review", register_of(LATE, *DIRTY), *QUIET, "--format", "jsonl")
    lines = lines_of(done)
    assert [line["type"] for line in lines] == ["run", "review", "rejected", "review", "review", "summary"]
    assert [line["offender"] for line in lines if line["type"] == "review"] == ["x1", "x2", "x3"]
    assert lines[2]["line"] == 2
    assert (lines[3]["incomplete"], lines[3]["set_aside"][0]["path"]) == (True, "levels[0].level")
    summary = lines[-1]
    assert (summary["read"], summary["reviewed"], summary["set_aside"], summary["facts_set_aside"]) == (4, 3, 1, 1)


UNREAD = "unknown keys, which are not read: 1; `supervise validate` names each"
MISNAMED = {**LATE, "id": "x4", "contacts": LATE["visits"], "visits": []}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_keys_that_no_field_has_are_told_beside_the_output(run, register_of, form):
    done = run("review", register_of(LATE, MISNAMED), *QUIET, "--format", form)
    assert done.exit_code == 0
    assert UNREAD in done.stderr
    assert "unknown keys" not in run("review", register_of(LATE), *QUIET, "--format", form).stderr


def test_keys_that_no_field_has_are_told_at_the_head_of_the_page(run, register_of, tmp_path):
    done = run("review", register_of(LATE, MISNAMED), *QUIET)
    assert UNREAD in done.stdout.splitlines()[:8]
    assert UNREAD not in done.stderr
    assert "unknown keys" not in run("review", register_of(LATE), *QUIET).stdout
    page = tmp_path / "page.txt"
    assert UNREAD in run("review", register_of(LATE, MISNAMED), *QUIET, "--output", page).stderr
    assert UNREAD in page.read_text(encoding="utf-8").splitlines()


EMPTY = "the register holds no record: nobody was judged"


def test_keys_that_no_field_has_are_in_the_summary(run, register_of):
    done = run("review", register_of(LATE, MISNAMED), *QUIET, "--format", "jsonl")
    assert lines_of(done)[-1]["unknown_keys"] == 1


def test_json_is_a_list_of_the_same_objects(run, register_of):
    register = register_of(LATE, *DIRTY)
    whole = json.loads(run("review", register, *QUIET, "--format", "json").stdout)
    assert whole == lines_of(run("review", register, *QUIET, "--format", "jsonl"))


def test_json_of_an_empty_register_is_a_list_too(run, register_of):
    whole = json.loads(run("review", register_of(), *QUIET, "--format", "json").stdout)
    assert [each["type"] for each in whole] == ["run", "summary"]


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_a_register_without_a_record_is_told(run, register_of, form):
    done = run("review", register_of(), *QUIET, "--format", form)
    assert (done.exit_code, EMPTY in done.stderr) == (0, True)
    assert EMPTY not in run("review", register_of(LATE), *QUIET, "--format", form).stderr


@pytest.mark.parametrize("more", [("--format", "jsonl", "--output", "out"), ("--pack", "out")])
def test_a_register_with_fewer_records_than_asked_for_is_refused(run, register_of, tmp_path, more):
    target = tmp_path / "out"
    options = [target if each == "out" else each for each in (*QUIET, *more, "--min-records")]
    done = run("review", register_of(LATE), *options, 2)
    assert (done.exit_code, target.exists()) == (2, False)
    assert done.stderr.splitlines()[-1] == (
        "supervise: the register holds 1 record, and --min-records asks for 2; get a whole copy, or ask for fewer"
    )
    assert (run("review", register_of(LATE), *options, 1).exit_code, target.exists()) == (0, True)


def test_the_head_names_every_input_by_its_hash(run, register_of, tmp_path):
    officers = tmp_path / "officers.json"
    officers.write_text('[{"officer": "o1", "trained": [{"from": "2020-01-01"}]}]')
    overlay = tmp_path / "own.toml"
    overlay.write_text(
        'id = "own"\nversion = "3"\n[[amend]]\nthreshold = "caseload-limit"\nset = 40\nreason = "r"\napproved_by = "c"\n'
    )
    given = ("--workforce", officers, "--overlay", overlay, "--known-at", "2026-06-01", "--format", "jsonl")
    head, *_, summary = lines_of(run("review", register_of(LATE), *QUIET, *given))
    assert (head["as_of"], head["known_at"]) == ("2026-06-30", "2026-06-01")
    assert (head["overlays"][0]["id"], head["overlays"][0]["version"]) == ("own", "3")
    assert (head["workforce"]["id"], head["workforce"]["version"]) == ("officers", None)
    assert len(head["register"]["sha256"]) == 64
    assert head["rulebook"]["id"] + "@" + head["rulebook"]["version"] == BOOK
    assert list(summary["not_evaluated"]) == [NATIONAL]


def test_without_officers_the_tests_that_need_them_are_counted_as_not_made(run, register_of):
    summary = lines_of(run("review", register_of(LATE), *QUIET, "--format", "jsonl"))[-1]
    assert summary["not_evaluated"] == {NATIONAL: 1, "trained staff: not evaluated": 1}


def test_csv_is_one_row_for_each_obligation(run, register_of):
    done = run("review", register_of(LATE, *DIRTY), *QUIET, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    overdue = [row for row in rows if row["rule"] == "R-V2" and row["status"] == "overdue"]
    assert [row["offender"] for row in overdue] == ["x1"]
    assert done.exit_code == 3


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_the_history_holds_more(run, register_of, form):
    register = register_of(LATE)
    short = run("review", register, *QUIET, "--format", form).stdout
    long = run("review", register, *QUIET, "--format", form, "--history").stdout
    assert len(long) > len(short)


def test_csv_holds_every_flag_and_what_was_set_aside(run, register_of, officers):
    given = (register_of(LATE, *DIRTY), *QUIET, "--workforce", officers)
    rows = list(csv.DictReader(io.StringIO(run("review", *given, "--format", "csv").stdout)))
    summary = lines_of(run("review", *given, "--format", "jsonl"))[-1]
    codes = Counter(code for row in rows for code in row["flags"].split("|") if code)
    assert codes == summary["flags"]
    assert sum(row["entry"] == "set_aside" for row in rows) == summary["set_aside"] + summary["facts_set_aside"]


def test_text_is_the_default_and_names_what_is_worst(run, register_of):
    done = run("review", register_of(LATE), *QUIET)
    assert "critical  VD001" in done.stdout
    assert (done.exit_code, done.stderr) == (0, "")


# ── waivers ──────────────────────────────────────────────────────────────────────────────────────────────────

WAIVER = """
[[waiver]]
id = "w-{code}"
offender = "x1"
code = "{code}"
reason_code = "r"
made_by = "o5"
approved_by = "s1"
made_on = 2026-06-01
expires_on = 2026-07-31
"""


@pytest.fixture
def waivers_of(tmp_path):
    def write(*codes):
        path = tmp_path / "waivers.toml"
        path.write_text('id = "north"\nversion = "4"\n' + "".join(WAIVER.format(code=code) for code in codes))
        return path

    return write


def test_waived_flags_are_written_with_their_waiver_counted_and_no_reason_to_fail(run, register_of, waivers_of):
    given = (register_of(LATE), *QUIET, "--fail-on", "critical", "--format", "jsonl")
    plain = run("review", *given)
    critical = {flag["code"] for flag in lines_of(plain)[1]["flags"] if flag["severity"] == "critical"} - {"NT063"}
    done = run("review", *given, "--waivers", waivers_of(*sorted(critical)))
    head, review, summary = lines_of(done)
    assert (head["waivers"]["id"], head["waivers"]["version"], len(head["waivers"]["sha256"])) == ("north", "4", 64)
    assert {flag["code"]: flag["waiver"] for flag in review["flags"] if flag["waiver"]} == {
        code: {"id": f"w-{code}", "approved_by": "s1", "expires_on": "2026-07-31"} for code in critical
    }
    assert summary["waived"] == dict.fromkeys(sorted(critical), 1)
    assert summary["flags"] == lines_of(plain)[-1]["flags"]
    # The notification is the law's.
    assert (plain.exit_code, done.exit_code) == (1, 1)
    assert lines_of(plain)[0]["waivers"] is None


def test_when_all_that_is_critical_is_waived_a_job_does_not_fail(run, register_of, waivers_of):
    sound = {**LATE, "notifications": [*LATE["notifications"], {"id": "n2", "kind": "s85", "on": "2026-01-02"}]}
    given = (register_of(sound), *QUIET, "--fail-on", "critical", "--format", "jsonl")
    plain = run("review", *given)
    critical = {flag["code"] for flag in lines_of(plain)[1]["flags"] if flag["severity"] == "critical"}
    done = run("review", *given, "--waivers", waivers_of(*critical))
    assert (plain.exit_code, done.exit_code) == (1, 0)


def test_the_page_names_the_waivers_it_was_made_with(run, register_of, waivers_of):
    done = run("review", register_of(LATE), *QUIET, "--waivers", waivers_of("VD001"))
    assert "waivers north@4" in " ".join(done.stdout.split())
    assert "Set aside by waivers: 1 flag" in done.stdout


def test_waivers_with_faults_are_told_all_at_once_and_nothing_runs(run, register_of, tmp_path):
    path = tmp_path / "waivers.toml"
    path.write_text('id = "Mr Smith"\nversio = "1"\n')
    done = run("review", register_of(LATE), *QUIET, "--waivers", path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "supervise: waivers.toml: versio: unknown key; did you mean 'version'?",
        "supervise: waivers.toml: version: missing; it has no default: write text",
    ]


def test_waivers_are_not_written_over(run, register_of, waivers_of):
    path = waivers_of("VD001")
    done = run("review", register_of(LATE), *QUIET, "--waivers", path, "--output", path)
    assert done.exit_code == 2
    assert "both read and written" in done.stderr


# ── officers and teams ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def officers(tmp_path):
    path = tmp_path / "officers.json"
    path.write_text('[{"officer": "o1", "team": "t1", "fte": 0.01}]')
    return path


def test_flags_on_officers_and_teams_come_after_the_reviews_and_before_the_sum(run, register_of, officers):
    done = run("review", register_of(LATE, {"id": "x9"}), *QUIET, "--workforce", officers, "--format", "jsonl")
    lines = lines_of(done)
    assert [line["type"] for line in lines] == ["run", "review", "review", "flags", "flags", "summary"]
    assert [(line["scope"], line["id"], [flag["code"] for flag in line["flags"]]) for line in lines[3:5]] == [
        ("officer", "o1", ["WF060"]),
        ("team", "t1", ["WF062"]),
    ]
    assert (lines[-1]["flags"]["WF060"], lines[-1]["checks_not_evaluated"]) == (1, [])
    assert lines[3]["flags"][0]["identity"] == "WF060|o1"


def test_without_officers_the_checks_of_groups_are_counted_as_not_made(run, register_of):
    done = run("review", register_of(LATE), *QUIET, "--format", "jsonl")
    assert lines_of(done)[-1]["checks_not_evaluated"] == [check.code for check in CHECKS if check.wants_officers]
    assert "officers and teams: not evaluated (" in run("review", register_of(LATE), *QUIET).stdout


def test_a_flag_on_an_officer_ends_a_run_with_1_like_any_other(run, register_of, officers):
    """Nothing is late yet, and one case is more than a hundredth of full time can carry."""
    new = {key: LATE[key] for key in ("id", "registrations", "notifications", "managers")}
    given = ("review", register_of(new), "--as-of", "2024-01-03", "--rulebook", BOOK, "--fail-on", "medium")
    assert run(*given).exit_code == 0
    assert run(*given, "--workforce", officers).exit_code == 1


def test_officers_are_named_only_on_request(run, register_of, officers):
    """Five visits of January entered on one day of May."""
    visits = [
        {
            "id": f"b{day}",
            "on": f"2026-01-0{day}",
            "outcome": "no_reply",
            "recorded_on": "2026-05-04",
            "recorded_by": "o1",
        }
        for day in range(1, 6)
    ]
    given = ("review", register_of({**LATE, "visits": visits}), *QUIET, "--workforce", officers, "--format", "jsonl")
    lines = [line for line in lines_of(run(*given)) if line["type"] == "flags"]
    asked = [line for line in lines_of(run(*given, "--per-officer")) if line["type"] == "flags"]
    bulk = [[(line["scope"], line["id"]) for line in found if "PR021" in {flag["code"] for flag in line["flags"]}]
            for found in (lines, asked)]  # fmt: skip
    assert bulk == [[("team", "t1")], [("officer", "o1"), ("team", "t1")]]


def test_a_schedule_has_no_flags_on_groups(run, register_of):
    done = run("schedule", register_of(LATE), *QUIET, "--until", "2026-12-31", "--format", "jsonl")
    assert [line["type"] for line in lines_of(done)] == ["run", "schedule", "summary"]


# ── a part of the checks ─────────────────────────────────────────────────────────────────────────────────────


def test_a_profile_raises_its_flags_only_and_is_named(run, register_of):
    done = run("review", register_of(LATE), *QUIET, "--profile", "first-week", "--format", "jsonl")
    head, *_, summary = lines_of(done)
    assert head["profile"] == "first-week"
    assert set(summary["flags"]) < set(
        lines_of(run("review", register_of(LATE), *QUIET, "--format", "jsonl"))[-1]["flags"]
    )
    page = run("review", register_of(LATE), *QUIET, "--profile", "first-week").stdout
    assert "; profile first-week, some of the checks" in " ".join(page.split())


# ── beside the output ────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_taken_by_default_is_said_on_standard_error(run, register_of):
    done = run("review", register_of(), "--format", "jsonl")
    assert "the local day" in done.stderr
    assert f"rulebook {BOOK}, the default" in done.stderr
    assert lines_of(done)[0]["type"] == "run"


def test_what_was_set_aside_is_said_where_the_output_does_not(run, register_of, tmp_path):
    register = register_of(*DIRTY)
    said = "set aside: records 1, facts 1"
    assert said in run("review", register, *QUIET, "--format", "csv").stderr
    assert said in run("review", register, *QUIET, "--output", tmp_path / "page.txt").stderr
    page = run("review", register, *QUIET)
    assert said not in page.stderr
    assert "register.jsonl:1: id: missing id" in page.stdout


def test_a_page_can_go_to_a_file(run, register_of, tmp_path):
    done = run("review", register_of(LATE), *QUIET, "--output", tmp_path / "page.txt")
    assert done.stdout == ""
    assert "critical  VD001" in (tmp_path / "page.txt").read_text(encoding="utf-8")


def test_the_quarantine_holds_records_and_apart_from_them_the_reasons(run, register_of, tmp_path):
    folder = tmp_path / "aside"
    run("review", register_of(LATE, *DIRTY), *QUIET, "--quarantine", folder)
    assert len((folder / "records.jsonl").read_bytes().splitlines()) == 2
    assert b"north" not in (folder / "reasons.jsonl").read_bytes()


def test_the_quarantine_is_written_over_no_input_and_no_output(run, tmp_path):
    aside = tmp_path / "aside"
    aside.mkdir()
    register = aside / "records.jsonl"
    register.write_text('{"id": 3}\n')
    done = run("review", register, *QUIET, "--quarantine", aside)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "records.jsonl: would be written over; give --quarantine another folder" in done.stderr
    done = run("review", register, *QUIET, "--quarantine", tmp_path, "--output", tmp_path / "reasons.jsonl")
    assert (done.exit_code, "reasons.jsonl: would be written over" in done.stderr) == (2, True)
    assert register.read_text() == '{"id": 3}\n'
    assert sorted(each.name for each in tmp_path.iterdir()) == ["aside"]


# ── exit codes ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("records", "fail_on", "code"),
    [
        ((LATE,), "never", 0),
        ((LATE,), "critical", 1),
        ((LATE,), "info", 1),
        (({"id": "x3"},), "info", 0),
        (DIRTY, "never", 3),
        ((LATE, *DIRTY), "critical", 3),
    ],
    ids=["flags alone", "as severe", "more severe", "no flag", "set aside", "both"],
)
def test_exit_codes(run, register_of, records, fail_on, code):
    assert run("review", register_of(*records), *QUIET, "--fail-on", fail_on).exit_code == code


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere.jsonl",),
        (REGISTER, "--rulebook", "england@2026.1"),
        (REGISTER, "--rulebook", "nowhere.toml"),
        (REGISTER, "--overlay", "nowhere.toml"),
        (REGISTER, "--calendar", "nowhere.toml"),
        (REGISTER, "--workforce", "nowhere.json"),
        (REGISTER, "--as-of", "30.6.2026"),
        (REGISTER, "--jobs", "0"),
        (REGISTER, "--output", REGISTER),
    ],
    ids=["register", "shipped book", "book", "overlay", "calendar", "workforce", "day", "jobs", "output"],
)
def test_what_cannot_run_ends_with_2_and_without_output(run, arguments):
    done = run("review", *QUIET, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_a_truncated_archive_leaves_nothing_under_the_final_name(run, tmp_path):
    register, output = tmp_path / "register.jsonl.gz", tmp_path / "review.jsonl"
    register.write_bytes(gzip.compress(REGISTER.read_bytes())[:2000])
    done = run("review", register, *QUIET, "--format", "jsonl", "--output", output)
    assert (done.exit_code, done.stdout) == (2, "")
    assert [path.name for path in tmp_path.iterdir()] == ["register.jsonl.gz"]


# ── the same bytes ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def dirty(tmp_path_factory):
    """A register with faults, and with ids that come twice, far apart."""
    path = tmp_path_factory.mktemp("dirty") / "register.jsonl"
    lines = REGISTER.read_text(encoding="utf-8").splitlines()
    mixed = [
        *lines[:20],
        "not JSON",
        *lines[20:],
        lines[3],
        '{"id": "x2", "levels": [{"id": "l1", "level": 3}]}',
        lines[40],
    ]
    path.write_text("\n".join(mixed) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        pytest.param("jsonl", (1, 2, 3), marks=pytest.mark.slow),
        pytest.param("json", (1, 2), marks=pytest.mark.slow),
        ("csv", (1, 2)),
        pytest.param("text", (1, 2), marks=pytest.mark.slow),
    ],
)
def test_any_number_of_jobs_gives_the_same_bytes(run, dirty, officers, tmp_path, monkeypatch, form, numbers):
    """The file is divided at every 10,000 bytes here, so that a few records go to each process."""
    # By its full name: the package holds a function of the same name.
    monkeypatch.setattr(sys.modules["supervise.register.survey"], "_STRIDE", 10_000)
    found = []
    for jobs in numbers:
        folder = tmp_path / f"aside{jobs}"
        given = ("--workforce", officers, "--quarantine", folder)
        done = run("review", dirty, *QUIET, "--format", form, "--jobs", jobs, *given)
        assert done.exit_code == 3, done.stderr
        assert "WF062" in done.stdout
        found.append((done.stdout_bytes, [path.read_bytes() for path in sorted(folder.iterdir())]))
    assert all(each == found[0] for each in found)


@pytest.mark.slow
def test_an_archive_is_read_by_one_process_whatever_was_asked_for(run, tmp_path):
    register = tmp_path / "register.jsonl.gz"
    register.write_bytes(gzip.compress(REGISTER.read_bytes()))
    one, three = (run("review", register, *QUIET, "--format", "csv", "--jobs", jobs).stdout for jobs in (1, 3))
    assert one == three


WORLDS = [
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONIOENCODING": "latin-1"},
    {"PYTHONHASHSEED": "3", "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0", "COLUMNS": "40", "FORCE_COLOR": "1"},
]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_hash_seed_time_zone_language_and_folder_change_no_byte(dirty, tmp_path, form):
    found = []
    for number, world in enumerate(WORLDS):
        folder = tmp_path / f"folder {number} ü"
        folder.mkdir()
        shutil.copy(dirty, folder)
        done = subprocess.run(
            [sys.executable, "-m", "supervise", "review", dirty.name, *QUIET, "--format", form],
            cwd=folder,
            env={**os.environ, **world},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 3, done.stderr
        found.append((done.stdout, done.stderr))
    assert found[0] == found[1] == found[2]


@pytest.mark.slow
@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_the_process_ends_with_the_exit_code(register_of, code):
    arguments = {
        0: (register_of(LATE), *QUIET),
        1: (register_of(LATE), *QUIET, "--fail-on", "high"),
        2: ("nowhere.jsonl", *QUIET),
        3: (register_of(*DIRTY, name="dirty.jsonl"), *QUIET, "--fail-on", "high"),
    }[code]
    command = [sys.executable, "-m", "supervise", "review", *map(str, arguments)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == code


# ── checks of one's own ──────────────────────────────────────────────────────────────────────────────────────


def test_checks_of_ones_own_are_run_and_named_in_the_head(run, register_of):
    given = (register_of(LATE), *QUIET, "--plugin", "examples.own_checks")
    head, review, _ = lines_of(run("review", *given, "--format", "jsonl"))
    assert head["plugins"] == [{"name": "examples.own_checks", "version": "1.0"}]
    assert "XA001" in {flag["code"] for flag in review["flags"]}
    page = " ".join(run("review", *given).stdout.split())
    assert "plugin examples.own_checks 1.0" in page
    assert "XA001 1" in page
    assert lines_of(run("review", *given[:-2], "--format", "jsonl"))[0]["plugins"] == []


def test_a_flag_of_ones_own_can_be_waived(run, register_of, waivers_of):
    given = (register_of(LATE), *QUIET, "--waivers", waivers_of("XA001"), "--format", "jsonl")
    assert run("review", *given).exit_code == 2
    done = run("review", *given, "--plugin", "examples.own_checks")
    assert lines_of(done)[-1]["waived"] == {"XA001": 1}


def test_a_plugin_that_is_none_is_one_clear_error(run, register_of):
    done = run("review", register_of(LATE), *QUIET, "--plugin", "json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("supervise: json: CHECKS is no tuple of checks; ")
