"""`rules`: what is shipped, what it says, and whether another one can be used."""

import hashlib
import json
from importlib import resources

import pytest

from supervise.report.differing import changes_as_data
from supervise.rules import load_rulebook, shipped_rulebooks
from supervise.rules.reading import counted
from tests.unit.cli.setting import BOOK
from tests.unit.rules.minimal import RULE, book

OVERLAY = """
id = "own"
version = "1"
[[amend]]
rule = "{rule}"
level = "high"
value = "1 working day"
reason = "policy"
approved_by = "p7"
"""


def test_the_list_gives_title_version_rules_assumed_values_and_hash(run):
    shown = run("rules", "list").stdout
    for ref in shipped_rulebooks():
        book = load_rulebook(ref)
        assert f"{ref}\n" in shown
        counts = f"{counted(len(book.rule), 'rule')}, {counted(book.assumed, 'value')} assumed"
        assert f"  version {book.version}, {counts}\n" in shown
        assert f"  sha256 {book.sha256}\n" in shown


def test_a_book_is_shown_rule_by_rule(run):
    shown = run("rules", "show", BOOK).stdout
    assert all(f"\n{rule.id}  " in shown for rule in load_rulebook(BOOK).rule)


def test_amendments_are_shown_with_their_reason(run, tmp_path):
    overlay = tmp_path / "own.toml"
    overlay.write_text(OVERLAY.format(rule="R-B2"))
    assert "by own: policy, p7" in " ".join(run("rules", "show", BOOK, "--overlay", overlay).stdout.split())


def test_an_unknown_book_cannot_be_shown(run):
    assert run("rules", "show", "england@2026.1").exit_code == 2


def test_a_sound_book_has_no_problem(run, tmp_path):
    book = tmp_path / "own.toml"
    book.write_text(f'format = 1\nid = "own"\nversion = "1"\ntitle = "t"\njurisdiction = "x"\nextends = "{BOOK}"\n')
    done = run("rules", "check", book, "--calendar", "england-and-wales@2026.1")
    assert done.exit_code == 0
    assert done.stdout.startswith("own@1: no problem; ")


def test_every_problem_is_named_and_the_exit_code_is_1(run, tmp_path):
    book = tmp_path / "own.toml"
    book.write_text('id = "own"\nversoin = "1"\n')
    done = run("rules", "check", book)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[0] == "own.toml: 5 problems"
    assert "did you mean 'version'?" in done.stdout


def test_amendments_that_amend_nothing_are_problems(run, tmp_path):
    book, overlay = tmp_path / "own.toml", tmp_path / "overlay.toml"
    book.write_text(f'format = 1\nid = "own"\nversion = "1"\ntitle = "t"\njurisdiction = "x"\nextends = "{BOOK}"\n')
    overlay.write_text(OVERLAY.format(rule="R-B99"))
    assert run("rules", "check", book, "--overlay", overlay).exit_code == 1


def test_a_book_that_is_not_there_could_not_be_checked(run):
    assert run("rules", "check", "nowhere.toml").exit_code == 2


# ── findings in a book that can be loaded ───────────────────────────────────────────────────────────────────────


def written(folder, data, name="own.toml"):
    """Write a book of the tests as a file."""
    path = folder / name
    path.write_text("\n".join(f"{key} = {in_toml(value)}" for key, value in data.items()))
    return path


def in_toml(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {in_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[ " + ", ".join(map(in_toml, value)) + " ]"
    return json.dumps(value)


@pytest.mark.parametrize("ref", shipped_rulebooks())
def test_a_shipped_book_has_no_problem_and_its_notices_are_told(run, ref):
    done = run("rules", "check", ref)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{ref}: no problem; ")
    assert "\nnotice: " in done.stdout
    assert "\nproblem: " not in done.stdout


def test_what_amends_a_book_is_named_with_its_hash(run, tmp_path):
    overlay = tmp_path / "own.toml"
    overlay.write_text(OVERLAY.format(rule="R-B2"))
    begins = hashlib.sha256(overlay.read_bytes()).hexdigest()
    checked = run("rules", "check", BOOK, "--overlay", overlay).stdout.splitlines()
    assert checked[1].startswith("overlay own@")
    assert checked[1].endswith(f", sha256 {begins[:12]}")
    assert checked[2].startswith("calendar england-and-wales@2026.1, ")
    assert f"sha256 {begins}" in run("rules", "show", BOOK, "--overlay", overlay).stdout


def test_a_notice_alone_is_no_problem(run, tmp_path):
    done = run("rules", "check", written(tmp_path, book(RULE | {"regime": [{"within": "1 month"}]})))
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1:5] == [
        "no calendar",
        "",
        "notice: month end (agree, or change 'month_end' or 'leap_day' under [conventions])",
        "  rule R-1.regime[0]: 31 January 2025 + 1 month falls on 28 February 2025",
    ]


def test_every_finding_is_told_and_a_problem_makes_the_exit_code_1(run, tmp_path):
    nothing = RULE | {"regime": [{"within": "0 days"}], "counting": "beginning with"}
    done = run("rules", "check", written(tmp_path, book(nothing, nothing | {"id": "R-2"})))
    assert done.exit_code == 1
    head, *rest = done.stdout.splitlines()
    assert head.startswith("own@2026.1: 2 problems; 2 rules, 0 values assumed, sha256 ")
    assert rest[:5] == [
        "no calendar",
        "",
        "problem: no length (write a length of at least one day or hour, or 'never')",
        "  rule R-1.regime[0].within: nothing, beginning with its first day, ends before that day",
        "  rule R-2.regime[0].within: nothing, beginning with its first day, ends before that day",
    ]
    assert "notice: no place (write 'where')" in rest


def test_a_threshold_that_no_check_reads_is_a_notice_with_the_name_that_was_meant(run, tmp_path):
    overlay = tmp_path / "own.toml"
    amend = '[[amend]]\nthreshold = "visit-overdue-critcal-days"\nset = 5\nreason = "r"\napproved_by = "s"\n'
    overlay.write_text(f'id = "own"\nversion = "1"\n{amend}')
    done = run("rules", "check", BOOK, "--overlay", overlay)
    assert done.exit_code == 0
    assert "did you mean 'visit-overdue-critical-days'?" in " ".join(done.stdout.split())


def copied(folder, change):
    """Write a shipped book, changed, as a file that calls itself by the same name."""
    path = folder / "copy.toml"
    shipped = resources.files("supervise") / "rulebooks" / f"{BOOK}.toml"
    path.write_text(change(shipped.read_text(encoding="utf-8")), encoding="utf-8")
    return path


def test_a_shipped_book_that_was_changed_is_a_problem_while_it_calls_itself_the_same(run, tmp_path):
    changed = copied(
        tmp_path, lambda text: text.replace("caseload-limit = { value = 50", "caseload-limit = { value = 60")
    )
    done = run("rules", "check", changed)
    assert done.exit_code == 1
    assert done.stdout.startswith(f"{BOOK}: 1 problem; ")
    assert f"id, version: differs from the {BOOK} that was released" in done.stdout
    overlay = tmp_path / "own.toml"
    overlay.write_text(OVERLAY.format(rule="R-B2"))
    assert run("rules", "check", changed, "--overlay", overlay).exit_code == 1
    assert run("rules", "check", BOOK, "--overlay", overlay).exit_code == 0


def test_a_shipped_book_laid_out_otherwise_or_under_another_name_is_none(run, tmp_path):
    assert run("rules", "check", copied(tmp_path, lambda text: f"# A copy\n{text}")).exit_code == 0
    other = copied(tmp_path, lambda text: text.replace('version = "2026.1"', 'version = "2026.99"', 1))
    assert run("rules", "check", other).exit_code == 0


def test_one_of_a_kind_is_told_in_the_singular(run, tmp_path):
    own = written(tmp_path, book(RULE | {"confidence": "assumed"}))
    assert run("rules", "check", own).stdout.startswith("own@2026.1: no problem; 1 rule, 1 value assumed, sha256 ")
    assert "  assumed       1 value that no text supports\n" in run("rules", "show", own).stdout


# ── what two books differ in ────────────────────────────────────────────────────────────────────────────────────


def test_a_difference_is_told_as_text_and_as_data_and_is_no_failure(run, tmp_path):
    before = written(tmp_path, book(RULE), "before.toml")
    after = written(tmp_path, book(RULE | {"regime": [{"within": "5 days"}]}, version="2"), "after.toml")
    text = run("rules", "diff", before, after)
    assert text.exit_code == 0
    head, *rest = text.stdout.splitlines()
    assert head == "from own@2026.1 to own@2"
    assert rest[4:] == [
        "",
        "rule R-1: changed",
        "  due           from within 10 days, counted 'after'",
        "                to   within 5 days, counted 'after'",
    ]
    data = run("rules", "diff", before, after, "--format", "json")
    assert data.exit_code == 0
    assert json.loads(data.stdout) == changes_as_data(load_rulebook(before), load_rulebook(after))


def test_a_shipped_book_does_not_differ_from_itself(run):
    done = run("rules", "diff", BOOK, BOOK)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert (lines[0], lines[-1]) == (f"from {BOOK} to {BOOK}", "no duty differs")


def test_an_overlay_is_a_difference_of_the_second_book(run, tmp_path):
    data = book(RULE | {"authority": "LOCAL"}, thresholds={"limit": {"value": 3, "source": "s", "confidence": "seen"}})
    before, overlay = written(tmp_path, data, "before.toml"), tmp_path / "overlay.toml"
    overlay.write_text(
        'id = "force"\nversion = "1"\n[[amend]]\nthreshold = "limit"\nset = 4\nreason = "p"\napproved_by = "c"\n'
    )
    done = run("rules", "diff", before, before, "--overlay", str(overlay))
    assert done.exit_code == 0
    assert "threshold limit: changed" in done.stdout
    assert "overlay force@1, sha256 " in done.stdout
    refused = run("rules", "diff", before, str(overlay))
    assert refused.exit_code == 2
    assert "overlay.toml: this is an overlay: name the rulebook it amends" in refused.stderr


def test_a_book_that_cannot_be_loaded_cannot_be_compared(run):
    assert run("rules", "diff", BOOK, "nowhere.toml").exit_code == 2
    empty = run("rules", "diff", "", BOOK)
    assert empty.exit_code == 2
    assert "no rulebook is named: write the path of a file, or the reference of one that is shipped" in empty.stderr
