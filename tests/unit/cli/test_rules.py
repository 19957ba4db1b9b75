"""`rules`: what is shipped, what it says, and whether another one can be used."""

from supervise.rules import load_rulebook, shipped_rulebooks
from tests.unit.cli.setting import BOOK

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
        assert f"  version {book.version}, {len(book.rule)} rules, {book.assumed} values assumed\n" in shown
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
