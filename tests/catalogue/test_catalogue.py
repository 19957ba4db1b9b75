"""What holds for every check of the catalogue, and its example that flags and its example that passes."""

import ast
import re
from pathlib import Path

import attrs
import pytest

import supervise.checks
from supervise import load_rulebook
from supervise.checks import CHECKS, check_named
from supervise.checks.catalogue import CHECKS as LISTED
from tests.catalogue.crowds import group_flags, reviewed
from tests.catalogue.examples import EXAMPLES
from tests.catalogue.group_examples import GROUP_EXAMPLES
from tests.catalogue.night_examples import NIGHT_EXAMPLES, night_flags
from tests.catalogue.people import BOOK, CONTACTS, LAW, facts, flags, judged
from tests.catalogue.waiver_examples import WAIVER_EXAMPLES, waiver_flags

FOLDER = Path(supervise.checks.__file__).parent
MODULES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.py"))}
FAMILIES = {"VD", "DC", "PR", "RK", "PL", "WF", "NT", "ST", "OR", "RB", "WV"}
every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
# Those that judge one offender, those that judge many (one may do both), and those that judge waivers.
every_own = pytest.mark.parametrize("check", [each for each in CHECKS if each.flags], ids=lambda check: check.code)
every_sum = pytest.mark.parametrize(
    "check", [each for each in CHECKS if each.wants_officers], ids=lambda check: check.code
)
every_waiver = pytest.mark.parametrize("check", [each for each in CHECKS if each.waiver], ids=lambda check: check.code)
every_night = pytest.mark.parametrize("check", [each for each in CHECKS if each.night], ids=lambda check: check.code)
every_group = pytest.mark.parametrize("check", [each for each in CHECKS if each.group], ids=lambda check: check.code)
TEXTS = ("slug", "what", "why", "example", "what_to_do", "clears", "source")
# A person is never accused, and no text repeats one.
NEVER_SAID = ("offence", "breach", "guilty", "crime")


def declared(text):
    return re.findall(r'^([A-Z]{2}\d{3}) = Check\(\n    code="([A-Z]{2}\d{3})"', text, re.MULTILINE)


def test_codes_and_slugs_are_unique():
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    assert len({check.slug for check in CHECKS}) == len(CHECKS)


def test_codes_are_declared_in_order_in_the_module_of_their_family():
    seen = set()
    for text in MODULES.values():
        family = re.search(r'^FAMILY = "([A-Z]{2})"', text, re.MULTILINE)
        codes = [code for _, code in declared(text)]
        assert bool(codes) == bool(family)
        assert codes == sorted(codes)
        assert all(name == code for name, code in declared(text))
        if family:
            assert {code[:2] for code in codes} == {family[1]}
            seen.update(codes)
    assert seen == {check.code for check in CHECKS}


def test_each_module_with_checks_lists_them_all():
    for name, text in MODULES.items():
        codes = [code for _, code in declared(text)]
        if codes:
            (listed,) = (
                node.value
                for node in ast.parse(text).body
                if isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Tuple)
                and node.targets[0].id.isupper()
                and not node.targets[0].id.startswith("_")
            )
            assert [each.id for each in listed.elts] == codes, name


def test_the_root_shows_the_catalogue():
    assert CHECKS is LISTED


@every_check
def test_a_check_is_documented(check):
    assert re.fullmatch(r"[A-Z]{2}\d{3}", check.code)
    assert check.family in FAMILIES
    assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", check.slug)
    for name in TEXTS:
        text = getattr(check, name)
        assert text == text.strip() != "", name
        assert "  " not in text, name
    assert check.what.endswith(".")
    assert re.fullmatch(r"\d+\.\d+\.\d+", check.since)
    assert check.stability in {"stable", "preview"}


@every_check
def test_what_a_check_reads_is_in_a_shipped_book(check):
    # An absence from home is told of in Northern Ireland alone; what is late with no check of its own is, in a book for
    # contacts, all there is.
    books = (BOOK, load_rulebook("northern-ireland-law@2026.1"), CONTACTS)
    assert {rule for rule in check.rules_read if not any(book.rules_named(rule) for book in books)} == set()
    assert set(check.thresholds) <= set(BOOK.thresholds) | set(CONTACTS.thresholds)


@every_check
def test_a_check_is_found_by_code_and_slug(check):
    assert check_named(check.code) is check
    assert check_named(check.slug) is check


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(KeyError, match="visit_overdue"):
        check_named("visit_overdu")


def test_every_check_has_examples():
    """If not: write them in `tests/catalogue/examples.py`, in the order of the codes."""
    assert list(EXAMPLES) == [check.code for check in CHECKS if check.flags]
    assert list(GROUP_EXAMPLES) == [check.code for check in CHECKS if check.group]
    assert list(WAIVER_EXAMPLES) == [check.code for check in CHECKS if check.waiver]
    assert list(NIGHT_EXAMPLES) == [check.code for check in CHECKS if check.night]
    assert all(bool(check.waiver) == (check.family == "WV") for check in CHECKS)
    assert all(bool(check.flags or check.group) + bool(check.waiver) + bool(check.night) == 1 for check in CHECKS)


@every_own
def test_the_example_is_flagged(check):
    plain, as_of, more = EXAMPLES[check.code][0]
    found = flags(check.code, plain, as_of, **more)
    assert found
    for flag in found:
        assert flag.offender == "A1"
        assert flag.as_of.isoformat() == as_of
        assert flag.rulebook == more.get("book", BOOK).ref
        assert flag.severity.rank <= check.severity.rank
        assert flag.since is None or flag.since <= flag.as_of
        assert flag.evidence
        assert flag.clears == check.clears
        assert flag.identity.startswith(f"{check.code}|A1|")
        assert flag.identity.endswith(f"|{flag.key}")
        assert flag.rule in (*check.rules, None) or not check.rules


@every_own
def test_the_message_is_one_sentence_that_accuses_nobody(check):
    plain, as_of, more = EXAMPLES[check.code][0]
    for flag in flags(check.code, plain, as_of, **more):
        assert flag.message.endswith(".")
        assert not re.search(r"\.\s", flag.message)
        assert [word for word in NEVER_SAID if word in flag.message.lower()] == []
        assert "A1" not in flag.message


@every_own
def test_the_other_example_is_passed(check):
    plain, as_of, more = EXAMPLES[check.code][1]
    assert flags(check.code, plain, as_of, **more) == []


@every_own
def test_the_flag_is_the_same_on_every_day_until_the_review_says_that_it_changes(check):
    """Days over and the day judged aside, a review reads the same on every day before `stable_until`."""
    for plain, as_of, more in EXAMPLES[check.code]:
        first = judged(plain, as_of, **more)
        last = first.stable_until
        for ahead in (1, 5, 20, 45):
            other = first.as_of.fromordinal(first.as_of.toordinal() + ahead)
            if last is None or other < last:
                assert still(judged(plain, other.isoformat(), **more)) == still(first)


def still(review):
    return [attrs.evolve(flag, as_of=review.schedule.offender.born_on, days_over=None) for flag in review.flags]


@every_own
def test_a_book_without_what_a_check_reads_gives_no_flag_and_no_error(check):
    """The law alone has no visits; a book with rules and no thresholds takes the severity of the check."""
    plain, as_of, more = EXAMPLES[check.code][0]
    bare = attrs.evolve(BOOK, thresholds={})
    for book in (LAW, bare):
        found = flags(check.code, plain, as_of, **{**more, "book": book})
        assert all(flag.severity is check.severity for flag in found)
    if check.rules and not any(LAW.rules_named(rule) for rule in check.rules):
        assert flags(check.code, plain, as_of, **{**more, "book": LAW}) == []


@every_own
def test_the_order_of_the_facts_changes_nothing(check):
    plain, as_of, more = EXAMPLES[check.code][0]
    turned = {name: value[::-1] if isinstance(value, list) else value for name, value in plain.items()}
    assert judged(turned, as_of, **more).flags == judged(plain, as_of, **more).flags


def test_nothing_is_flagged_of_someone_on_whom_nothing_is_late():
    assert judged(facts(), "2026-06-01").flags == ()


# ── checks of officers, teams and the register ──────────────────────────────────────────────────────────────────


@every_group
def test_the_example_of_a_group_is_flagged(check):
    plain, as_of = GROUP_EXAMPLES[check.code][0]
    found = group_flags(check.code, plain, as_of)
    assert found
    for flag in found:
        assert flag.scope is check.group.scope
        assert flag.as_of.isoformat() == as_of
        assert flag.rulebook == BOOK.ref
        assert flag.severity.rank <= check.severity.rank
        assert flag.evidence
        assert flag.clears == check.clears
        assert flag.identity == f"{check.code}|{flag.key}"


@every_group
def test_the_message_on_a_group_is_one_sentence_that_says_what_it_looks_like(check):
    """About staff nothing is more than a likeness, and no one is named but by id."""
    plain, as_of = GROUP_EXAMPLES[check.code][0]
    for flag in group_flags(check.code, plain, as_of):
        assert flag.message.startswith("Looks like ")
        assert flag.message.endswith(".")
        assert not re.search(r"\.\s", flag.message)
        assert [word for word in NEVER_SAID if word in flag.message.lower()] == []


@every_group
def test_the_other_example_of_a_group_is_passed(check):
    plain, as_of = GROUP_EXAMPLES[check.code][1]
    assert group_flags(check.code, plain, as_of) == []


@every_sum
def test_without_officers_a_check_of_groups_is_not_evaluated_and_says_so(check):
    plain, as_of = GROUP_EXAMPLES[check.code][0]
    found = reviewed(plain, as_of, workforce=None)
    assert check.code not in {flag.code for flag in found.flags}
    assert check.code in found.not_evaluated


@every_sum
def test_a_book_without_what_a_check_of_groups_reads_gives_no_flag_and_no_error(check):
    plain, as_of = GROUP_EXAMPLES[check.code][0]
    for book in (LAW, attrs.evolve(BOOK, thresholds={})):
        assert group_flags(check.code, plain, as_of, book=book) == []


@every_group
def test_the_order_of_the_offenders_changes_nothing(check):
    plain, as_of = GROUP_EXAMPLES[check.code][0]
    assert group_flags(check.code, plain[::-1], as_of) == group_flags(check.code, plain, as_of)


# ── checks of waivers ───────────────────────────────────────────────────────────────────────────────────────────


@every_waiver
def test_the_example_of_a_waiver_is_flagged_in_one_sentence_that_accuses_nobody(check):
    (flag,) = waiver_flags(check.code, WAIVER_EXAMPLES[check.code][0])
    assert (flag.offender, flag.rule, flag.key, flag.rulebook) == ("A1", None, "w1", BOOK.ref)
    assert (flag.severity, flag.clears, flag.identity) == (check.severity, check.clears, f"{check.code}|A1||w1")
    assert flag.evidence[0].value == "w1"
    assert flag.message.endswith(".")
    assert not re.search(r"\.\s", flag.message)
    assert [word for word in (*NEVER_SAID, "A1", "w1") if word in flag.message] == []


@every_waiver
def test_the_other_example_of_a_waiver_is_passed(check):
    assert waiver_flags(check.code, WAIVER_EXAMPLES[check.code][1]) == []
    assert waiver_flags(check.code, WAIVER_EXAMPLES[check.code][1], book=attrs.evolve(BOOK, thresholds={})) == []


# ── checks of completeness ──────────────────────────────────────────────────────────────────────────────────────


@every_night
def test_the_example_of_a_night_is_flagged_on_the_register_in_one_sentence_that_says_what_it_looks_like(check):
    (flag,) = night_flags(check.code, NIGHT_EXAMPLES[check.code][0])
    assert check.about == ("register",)
    assert (flag.scope.value, flag.group, flag.rulebook) == ("register", None, BOOK.ref)
    assert (flag.severity, flag.clears, flag.identity) == (check.severity, check.clears, f"{check.code}|{flag.key}")
    assert flag.evidence
    assert flag.message.startswith("Looks like ")
    assert flag.message.endswith(".")
    assert not re.search(r"\.\s", flag.message)
    assert [word for word in (*NEVER_SAID, "A1") if word in flag.message] == []


@every_night
def test_the_other_example_of_a_night_is_passed(check):
    assert night_flags(check.code, NIGHT_EXAMPLES[check.code][1]) == []
