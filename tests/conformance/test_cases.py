"""Every worked case of law and practice, run as any other implementation would run it."""

import json
from importlib import resources
from itertools import groupby

import pytest

from supervise.cases import run_case
from supervise.conformance import load_suite
from supervise.rules import load_rulebook, shipped_rulebooks

FOLDER = resources.files("supervise") / "conformance"
CASES = list(load_suite().cases())

# The questions of law that were put for England and Wales, by letter; several days of one question are "-a", "-b", ….
LAW = """
    P 04 05 06 07 08 10 11 13 14 15 16 17 18 19 20 21 22 23 26 27 28 30 33 34 35 36 37 38 39 43 44 46
    I 01 06 08 10 11 12 13 14 15
    C 01 02 03 04 08 09 11 13 16 17 19 20 21
    A 01 02 03 04 05 06 09 12 14 15 16 18 22 23
    T 01 02 03 05 13 16 17 18 19 20 21 22 23 24 25 26 29 30
    R 02 03 04 06 07 08 09 18 19 20 21 22 24 25 26 27 28 29 31 33 34 35 36 38
    O 01 02 03 05 06 07 17 18 20 22 23 24 25 27 29 31 32 34 35 36 38
"""
# Twelve hard questions on which implementations are most likely to differ.
HARD = "H 01 02 03 04 05 06 07 08 09 10 11 12"


# The questions that were put for the rest of the United Kingdom, and for other countries by the short name of each.
REST = """
    C 18 24 25 27
    A 26 28 29
    T 08 09 10 11 31 32 33 34 35 36 39
    R 10 11 13 14 15 16 39 40 41 42 44 50 52 53 54
    O 09 10 11 14 40
    N 01 03 05 06 08
    G 02
"""
WORLD = """
    US-SORNA 06 08 10 11 13 14 15 16 17 19
    US-CA 01 02 04 07 08 10 11 12 14 15 16 17 18
    US-NY 03 05 06 LC-01 LC-02 LC-03
    US-TX 02 03 04 05 06 08 09 10
    US-FL 01 03 04 06 09
    US-WA 03 04 05 06 07 08 09
    US-MA 01 04 05
    US-IL 01 03
    US-OH 01 04 05 06 07 08
    US-MI 02 03 05 06
    US-GA 01 04
    US-TN 02 03 04
    US-KS 01 02
    US-PA 02 04
    US-AL 01
    US-OR 01 02
    US-ID 01 02 03 05
    US-IA 01
    US-CO 01 02
    US-OK 02
    US-MD 02
    CA 03 04 05 06 08 09 10
    IE 02 03 04 05 06
    AU-VIC 03
    AU-NSW 02 05 06 07 10 11
    AU-QLD 01
    AU-WA 01
    NZ 01 02 03
    JE 01
    FR 01 02 03 05 07 08 09
    DE 01 02 03
    CS 01 02 03 05 06 09 11 12 13 15 17 18 19 20
    LC 01 04 05 11 12 13
    SU 03 05
    KK 01
    EC 01 02 04
"""


def _world():
    return {f"{place}-{number}" for place, *numbers in map(str.split, WORLD.strip().splitlines()) for number in numbers}


def _ids(text):
    return {f"{letter}{number}" for letter, *numbers in map(str.split, text.strip().splitlines()) for number in numbers}


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case):
    result = run_case(case)
    assert result.passed, "\n".join(["", *result.differences, f"({case.source}: {case.why})"])


def test_no_id_is_used_twice():
    counted = {id_: len(list(group)) for id_, group in groupby(sorted(case.id for case in CASES))}
    assert [id_ for id_, number in counted.items() if number > 1] == []


def test_every_question_has_a_case_or_a_reason_why_it_cannot_be_put():
    not_sayable = json.loads((FOLDER / "not-sayable.json").read_text(encoding="utf-8"))
    reasons = {entry["id"] for entry in not_sayable if entry["reason"]}
    answered = {case.id.split("-")[0] for case in CASES}
    assert _ids(LAW) | _ids(HARD) <= answered | reasons
    assert answered.isdisjoint(reasons)


def test_every_question_from_elsewhere_has_a_case():
    answered = {case.id for case in CASES}
    plain = answered | {case.id.split("-")[0] for case in CASES} | {case.id.rsplit("-", 1)[0] for case in CASES}
    assert _ids(REST) | _world() <= plain


def test_every_case_names_its_source_and_expects_something():
    assert [case.id for case in CASES if not case.source or not any(case.expect.values())] == []


def test_a_case_that_is_made_wrong_fails():
    """Or the runner would pass whatever it is given."""
    dated = [case for case in CASES if case.expect.get("next_due")]
    assert len(dated) > 10
    for case in dated[:10]:
        rules = dict.fromkeys(case.expect["next_due"], "1999-01-01")
        wrong = type(case)(case.id, case.rulebook, case.offender, case.as_of, {"next_due": rules})
        assert len(run_case(wrong).differences) == len(rules)


def _put_to(ref):
    """The duties asked about by the cases that name a shipped book, or one that extends it."""
    books = {each for each in shipped_rulebooks() if ref == each or ref in load_rulebook(each).extends}
    expected = [case.expect for case in CASES if isinstance(case.rulebook, str) and case.rulebook in books]
    rows = {row["rule"] for expect in expected for row in expect.get("obligations", ())}
    return rows.union(*(expect.get(name, {}) for expect in expected for name in ("next_due", "earliest")))


@pytest.mark.parametrize("ref", shipped_rulebooks())
def test_every_duty_of_a_shipped_book_is_asked_about_by_a_case(ref):
    assert {rule.published_id for rule in load_rulebook(ref).rule} - _put_to(ref) - _inherited(ref) == set()


def _inherited(ref):
    return {rule.published_id for each in load_rulebook(ref).extends for rule in load_rulebook(each).rule}
