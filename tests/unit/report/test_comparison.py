"""The page on a register judged by two books."""

from collections import Counter
from decimal import Decimal

import attrs
import pytest

from supervise.model import Offender, Rejected
from supervise.register.compared import Runs
from supervise.register.comparing import Comparing, Comparison, Duties, Explained, Kind, Work
from supervise.report.comparison import comparison_lines
from supervise.report.explaining import sums_in_words
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK, LATE
from tests.unit.report.pages import AS_OF, NOW, after, run_of

UNTIL = AS_OF.replace(year=2027)
AMENDED = {
    "id": "own",
    "version": "1",
    "amend": [{"rule": "R-R3", "level": "high", "value": "1 month", "reason": "policy", "approved_by": "p7"}],
}
VISIT, OTHER = Work("R-V2", "high", is_visit=True), Work("R-R3", "", is_visit=False)


@pytest.fixture
def total(book):
    return Comparison(Duties.of(book), Duties.of(book), NOW, UNTIL.toordinal(), sums_in_words)


def page(book, total, other=None, width=100, **given):
    runs = Runs(a=run_of(book), b=run_of(other or book), until=UNTIL, **given)
    return list(comparison_lines(runs, total, width))


def texts(*given, **more):
    return [line.text for line in page(*given, **more)]


def test_the_head_names_both_books_and_what_was_read(book, total):
    total.add(Rejected(kind="missing id"))
    lines = page(book, total)
    assert lines[0] == ("supervise 1.2.3: two rulebooks as of 2026-06-30, known: everything recorded", "heading")
    assert lines[1].text.startswith(f"A  rulebook {BOOK}, ")
    assert lines[4].text.startswith(f"B  rulebook {BOOK}, ")
    assert lines[7] == ("1 record read: 0 reviewed, 1 set aside", "alarm")


def test_levels_that_only_one_book_has_are_told(book, total):
    told = "The levels of A are low, medium, high and very_high, those of B tier_1, tier_2 and tier_3"
    assert told in " ".join(texts(book, total, load_rulebook("us-sorna@2026.1")))
    assert not any("The levels of A" in text for text in texts(book, total))


def test_the_head_says_what_was_known_and_which_amendments_b_has(book, total):
    runs = Runs(
        a=run_of(book, known_at=AS_OF),
        b=run_of(load_rulebook(BOOK, overlays=[AMENDED]), known_at=AS_OF),
        until=UNTIL,
    )
    lines = [line.text for line in comparison_lines(runs, total)]
    assert lines[0].endswith("known: what was recorded by 2026-06-30")
    text = " ".join(lines)
    assert text.count("overlay own@1") == 1
    assert text.index("B  rulebook") < text.index("overlay own@1")


@pytest.mark.parametrize(
    ("a", "b", "whose"),
    [
        (BOOK, BOOK, "the police"),
        ("contacts-days@2026.1", "contacts-months@2026.1", "others"),
        ("contacts-days@2026.1", BOOK, "the police and others"),
    ],
)
def test_the_year_says_whose_work_it_is(book, total, a, b, whose):
    both = attrs.evolve(total, a=Duties.of(load_rulebook(a)), b=Duties.of(load_rulebook(b)))
    assert f"Duties of {whose} that fall due after 2026-06-30, up to 2027-06-30" in texts(book, both)


def test_visits_are_added_up_by_level_the_strictest_first(book, total):
    total.work_a.update({VISIT: 4, VISIT._replace(level="low"): 1, VISIT._replace(level="", rule="R-V1"): 1, OTHER: 9})
    total.work_b.update({VISIT: 12, VISIT._replace(rule="R-V7"): 2, VISIT._replace(level="low"): 1, OTHER: 7})
    lines = after(texts(book, total), "Duties of the police that fall due after 2026-06-30, up to 2027-06-30")
    assert lines[:7] == [
        "                              A        B   change",
        "  visits, high                4       14      +10",
        "  visits, low                 1        1        0",
        "  visits, no level            1        0       -1",
        "  visits                      6       15       +9",
        "  other duties                9        7       -2",
        "",
    ]


def test_hours_are_told_only_where_the_length_of_a_visit_is_given(book, total):
    total.work_a.update({VISIT: 4})
    assert not any("hours" in line for line in texts(book, total))
    told = texts(book, total, hours=Decimal("2.50"))
    assert "  officer hours, 2.5 a visit: 10 under A, 0 under B" in told


def test_rules_that_ask_for_more_or_less_are_named(book, total):
    total.work_a.update({VISIT: 4, OTHER: 9})
    total.work_b.update({VISIT: 4, OTHER: 7})
    lines = after(texts(book, total), "Of these, due more or less often under B")
    assert lines[0] == "  R-R3 review the case as its supervisor, no level: 9 under A, 7 under B (-2)"
    assert lines[1] == ""


def test_they_are_named_in_the_order_of_their_levels(book, total):
    levels = ["", "unheard of", "low", "very_high", "high"]
    total.work_a.update({VISIT._replace(level=level): 1 for level in levels})
    lines = after(texts(book, total), "Of these, due more or less often under B")
    told = [line.split(", ")[1].split(":")[0] for line in lines[:5]]
    assert told == ["very_high", "high", "low", "unheard of", "no level"]


def test_a_rule_of_the_first_book_alone_has_its_words(book, total):
    total.b = attrs.evolve(total.b, names={})
    total.work_a.update({OTHER: 9})
    assert "  R-R3 review the case as its supervisor, no level: 9 under A, 0 under B (-9)" in texts(book, total)


def test_a_rule_of_both_books_with_other_words_has_both(book, total):
    total.a = attrs.evolve(total.a, names=total.a.names | {"R-R3": "speak with others"})
    total.work_a.update({OTHER: 9})
    what = "R-R3 (A: speak with others; B: review the case as its supervisor), no level: 9 under A, 0 under B (-9)"
    assert f"  {what}" in texts(book, total, width=140)


def test_changes_are_counted_by_rule_with_their_days(book, total):
    total.moves = {
        ("R-V2", Kind.EARLIER): Counter({-3: 1, -8: 2}),
        ("R-R3", Kind.EARLIER): Counter({-1: 1}),
        ("R-V2", Kind.NEW): Counter({0: 2}),
    }
    total.newly_overdue.update({"R-V2": 2, "R-R3": 1})
    lines = after(texts(book, total, width=120), "What is to be done next")
    assert lines[:9] == [
        "  earlier                 4  R-R3 1 by 1 day (median), 1 at most; R-V2 3 by 8 days (median), 8 at most",
        "  later                      none",
        "  newly due               2  R-V2 2",
        "  no longer due              none",
        "  date now known             none",
        "  date no longer known       none",
        "  newly overdue           3  R-R3 1; R-V2 2",
        "  no longer overdue          none",
        "",
    ]


def test_the_largest_moves_are_told_and_the_rest_are_counted(book, total):
    total.moves = {("R-V2", Kind.EARLIER): Counter({-8: 2}), ("R-V2", Kind.LATER): Counter({1: 1})}
    total.largest = [
        Explained(-8, "x1", "R-V2", "x1", Kind.EARLIER, -8, "2026-07-08", "2026-06-30", ("one", "two"), ("three",)),
        Explained(-1, "x1", "R-V7", "a1", Kind.LATER, 1, "2026-07-08", "2026-07-09", (), ()),
    ]
    assert after(texts(book, total), "The largest moves") == [
        "  x1  R-V2: 8 days earlier, 2026-07-08 to 2026-06-30",
        "    A  one",
        "       two",
        "    B  three",
        "  x1  R-V7 for a1: 1 day later, 2026-07-08 to 2026-07-09",
        "  and 1 more; --format csv lists them all",
    ]


def test_without_a_difference_the_page_says_so(book, total):
    lines = texts(book, total)
    assert after(lines, "Of these, due more or less often under B")[:2] == ["  none", ""]
    assert lines[-2:] == ["The largest moves", "  none"]


def test_both_sums_can_be_redone(book, total):
    other = load_rulebook(BOOK, overlays=[AMENDED])
    facts = {**LATE, "reviews": [{"id": "re1", "kind": "supervisor", "on": "2026-05-20", "by": "s1"}]}
    total.add(Comparing(a=book, b=other, as_of=AS_OF, until=UNTIL)(Offender.from_dict(facts)))
    lines = after(texts(book, total, other), "The largest moves")
    assert lines[0] == "  x1  R-R3: 61 days earlier, 2026-08-20 to 2026-06-20"
    assert "       sum: level: 2026-05-20 + 3 months = 2026-08-20" in lines
    assert "       sum: level: 2026-05-20 + 1 month = 2026-06-20" in lines


def test_an_id_cannot_break_the_page(book, total):
    total.moves = {("R-V2", Kind.LATER): Counter({1: 1})}
    total.largest = [Explained(-1, "x\n1", "R-V2", "x\n1", Kind.LATER, 1, "2026-07-08", "2026-07-09", (), ())]
    assert not any("\n" in line for line in texts(book, total))
