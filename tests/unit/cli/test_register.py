"""`register compare`: two extracts, of whatever form, and how it ends."""

import csv
import gzip
import io
import json

import pytest

from tests.unit.cli.setting import AS_OF, DIRTY, LATE

OTHER = {**LATE, "levels": [{"id": "l9", "level": "low", "from": "2025-01-01"}]}


def compare(run, a, b, *arguments):
    return run("register", "compare", a, b, *AS_OF, *arguments)


@pytest.fixture
def extracts(register_of):
    return register_of(LATE, name="a.jsonl"), register_of(OTHER, {"id": "x7"}, name="b.jsonl")


def test_it_tells_what_differs_and_who_is_missing(run, extracts):
    done = compare(run, *extracts)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[1].startswith("A  a.jsonl, sha256 ")
    assert "  no level   x7, only in B" in lines
    assert "  high       x1  level: A high (l1), B low (l9); since 2025-01-01" in lines


@pytest.mark.parametrize("form", ["text", "csv"])
def test_keys_that_no_field_has_are_told_of_both_extracts(run, register_of, form):
    a = register_of({**LATE, "vists": []}, {"team": "north"}, name="a.jsonl")
    b = register_of({**OTHER, "vists": [], "contacts": []}, name="b.jsonl")
    assert "unknown keys, which are not read: 3; " in compare(run, a, b, "--format", form).stderr


def test_each_form_is_written_to_a_file_whole(run, extracts, tmp_path):
    for form in ("text", "json", "jsonl", "csv"):
        shown = compare(run, *extracts, "--format", form)
        target = tmp_path / f"out.{form}"
        done = compare(run, *extracts, "--format", form, "--output", target)
        assert (done.exit_code, done.stdout) == (0, "")
        assert target.read_bytes() == shown.stdout_bytes
        assert shown.stdout


def test_forms_for_programs(run, extracts):
    one = json.loads(compare(run, *extracts, "--format", "json").stdout)
    assert (one["type"], one["a"]["file"], one["b"]["read"]) == ("reconciliation", "a.jsonl", 2)
    lines = [json.loads(line) for line in compare(run, *extracts, "--format", "jsonl").stdout.splitlines()]
    assert [each["type"] for each in lines] == ["extracts", "person", "difference", "sums"]
    rows = list(csv.DictReader(io.StringIO(compare(run, *extracts, "--format", "csv").stdout)))
    assert [(row["entry"], row["what"]) for row in rows] == [("person", "missing"), ("difference", "level")]


def test_the_day_decides(run, extracts):
    done = run("register", "compare", *extracts, "--as-of", "2024-01-03")
    assert "level:" not in done.stdout


def test_without_a_day_the_local_one_is_printed(run, extracts):
    assert "the local day" in run("register", "compare", *extracts).stderr


def test_what_an_extract_does_not_keep_is_left_out(run, extracts):
    done = compare(run, *extracts, "--without", "level", "--format", "json")
    assert (json.loads(done.stdout)["without"], json.loads(done.stdout)["differences"]) == (["level"], [])
    refused = compare(run, *extracts, "--without", "levels")
    assert refused.exit_code == 2
    assert "last_notification" in refused.stderr


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ((LATE,), (OTHER,), 1),
        ((LATE,), (), 1),
        ((LATE,), (LATE,), 0),
        (({"id": "x1", "statuses": [{"id": "s1", "kind": "deceased", "from": "2026-01-01"}]},), (), 0),
        (DIRTY, (), 3),
    ],
)
def test_differences_end_with_1_where_that_is_asked_for(run, register_of, a, b, code):
    paths = register_of(*a, name="a.jsonl"), register_of(*b, name="b.jsonl")
    assert compare(run, *paths, "--fail-on-difference").exit_code == code
    assert compare(run, *paths).exit_code == (3 if code == 3 else 0)


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "csv"])
@pytest.mark.parametrize("turn", [False, True])
def test_what_was_set_aside_is_named_and_ends_with_3(run, register_of, form, turn):
    paths = [
        register_of(*DIRTY, {"id": "x3"}, name="dirty.jsonl"),
        register_of({"id": "x2"}, {"id": "x3"}, name="b.jsonl"),
    ]
    done = compare(run, *(reversed(paths) if turn else paths), "--format", form)
    assert done.exit_code == 3
    for place in ("dirty.jsonl:1: id", "dirty.jsonl:2: levels[0].level", "dirty.jsonl:4: id"):
        file, line, *path = place.split(":")
        if form in ("json", "jsonl"):
            assert f'"file":"{file}","line":{line},"path":"{"".join(path).strip()}"' in done.stdout
        else:
            assert place in done.stdout
    if form == "text":
        assert done.stderr == ""
        assert "duplicate id" in done.stdout
    else:
        assert "set aside: records 2, facts 1; the output names each" in done.stderr


def test_a_page_in_a_file_says_on_the_terminal_that_something_was_set_aside(run, register_of, tmp_path):
    paths = register_of(*DIRTY, name="a.jsonl"), register_of(name="b.jsonl")
    done = compare(run, *paths, "--output", tmp_path / "page.txt")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "set aside: records 1, facts 1" in done.stderr


def test_any_form_of_register_may_be_compared_with_any_other(run, tmp_path):
    for name, form in (("folder", "csv"), ("register.jsonl", "jsonl")):
        run("sample", "--offenders", 5, "--seed", 3, *AS_OF, "--format", form, "--output", tmp_path / name)
    file = tmp_path / "register.jsonl"
    (tmp_path / "register.jsonl.gz").write_bytes(gzip.compress(file.read_bytes()))
    for other in ("folder", "register.jsonl.gz"):
        done = compare(run, file, tmp_path / other, "--fail-on-difference")
        assert done.exit_code == 0
        assert "5 in both: 5 matched by id" in done.stdout


def test_what_is_declared_is_about_the_folder(run, register_of, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "offenders.csv").write_text("id\nx1\n")
    (folder / "levels.csv").write_text("offender_id,id,level,from\nx1,l1,high,4/1/2024\n")
    file = register_of({"id": "x1", "levels": LATE["levels"]})
    for paths in ((folder, file), (file, folder)):
        assert compare(run, *paths, "--dates", "D/M/Y", "--fail-on-difference").exit_code == 0
    refused = compare(run, file, file, "--dates", "D/M/Y")
    assert refused.exit_code == 2
    assert "declared for a folder" in refused.stderr


def test_a_column_that_nobody_reads_is_told(run, register_of, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "offenders.csv").write_text("id,colour\nx1,red\n")
    done = compare(run, register_of({"id": "x1"}), folder)
    assert "colour" in done.stderr
    assert "red" not in done.stderr


@pytest.mark.parametrize("place", [0, 1])
def test_no_extract_is_written_over(run, extracts, place):
    before = extracts[place].read_bytes()
    assert compare(run, *extracts, "--output", extracts[place]).exit_code == 2
    assert extracts[place].read_bytes() == before


def test_an_extract_that_cannot_be_read_leaves_nothing(run, extracts, tmp_path):
    target = tmp_path / "page.txt"
    done = compare(run, extracts[0], tmp_path / "none.jsonl", "--output", target)
    assert done.exit_code == 2
    assert "none.jsonl: cannot be read: no such file" in done.stderr
    assert not target.exists()
