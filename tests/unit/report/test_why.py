"""What is explained where a test fails."""

from supervise import load_rulebook
from supervise.report.why import why
from supervise.testing import an_offender

FOUND = (
    an_offender()
    .convicted("2024-01-10")
    .notified("2024-01-10")
    .high_risk(since="2024-01-10")
    .visited("2024-01-10")
    .review(load_rulebook("england-wales@2026.1"), as_of="2024-04-15")
)


def test_a_rule_a_flag_raised_and_the_rules_of_one_that_is_not():
    assert "R-V2  visit at home" in why(FOUND, "R-V2")
    assert "clears when" in why(FOUND, "VD001")
    assert "R-V1  " in why(FOUND, "VD003")
    assert "clears when" not in why(FOUND, "VD003")


def test_a_span_is_explained():
    assert "registered  " in why(FOUND, "subject")


def test_several_stand_under_one_heading_each_once():
    told = why(FOUND, "R-V2", "R-N4", "R-V2")
    assert [told.count(text) for text in ("rulebook england-wales@2026.1", "R-V2  ", "R-N4  ")] == [
        1,
        *(why(FOUND, rule).count(f"{rule}  ") for rule in ("R-V2", "R-N4")),
    ]


def test_of_a_name_nobody_has_nothing_is_said():
    assert why(FOUND, "XX001") == ""


def test_a_rule_that_the_book_does_not_have_is_passed_over():
    law = an_offender().review(load_rulebook("england-wales-law@2026.1"), as_of="2024-04-15")
    assert why(law, "VD001") == ""
