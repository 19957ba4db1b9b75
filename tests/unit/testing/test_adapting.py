"""What an adapter may answer, and where two answers differ."""

import datetime as dt

from supervise import load_rulebook
from supervise.testing import Answer, an_offender

BOOK = load_rulebook("england-wales@2026.1")
DAY, LATER = dt.date(2024, 4, 10), dt.date(2024, 4, 11)
WHOLE = Answer(
    flags=frozenset({("VD001", "v1")}), overdue=frozenset({("R-V2", "A1", DAY)}), next_due={"R-V2": DAY, "R-N4": None}
)


def differences(**found):
    return list(WHOLE.differences(Answer(**found)))


def test_an_answer_of_a_review_has_everything():
    someone = an_offender().convicted("2024-01-10").notified("2024-01-10").high_risk(since="2024-01-10")
    answer = Answer.of(someone.visited("2024-01-10").review(BOOK, as_of="2024-04-15"))
    assert ("R-V2", "A1", DAY) in answer.overdue
    assert answer.next_due["R-V2"] == DAY
    assert answer.next_due["R-B2"] is None
    assert {"VD001"} <= {code for code, _ in answer.flags}
    assert list(answer.differences(answer)) == []


def test_what_is_not_answered_is_not_compared():
    assert differences() == []


def test_flags_differ_either_way():
    found = differences(flags=frozenset({("VD005", "v1")}))
    assert found == [
        ("VD001", "flag VD001 on v1: expected, not found"),
        ("VD005", "flag VD005 on v1: found, not expected"),
    ]


def test_overdue_differs_either_way():
    found = differences(overdue=frozenset({("R-V2", "A1", None)}))
    assert sorted(found) == [
        ("R-V2", "R-V2 for A1 overdue since after 2024-04-10: expected, not found"),
        ("R-V2", "R-V2 for A1 overdue since after None: found, not expected"),
    ]


def test_of_the_due_days_only_those_answered_are_compared():
    assert differences(next_due={"R-V2": DAY}) == []
    assert differences(next_due={"R-N4": None}) == []
    assert differences(next_due={"R-V2": LATER}) == [
        ("R-V2", "next due of R-V2: expected 2024-04-10, found 2024-04-11")
    ]


def test_an_answer_beside_one_that_says_nothing():
    assert len(list(Answer().differences(WHOLE))) == 3
