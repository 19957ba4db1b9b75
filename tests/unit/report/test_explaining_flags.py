"""A flag, as an officer reads it and as a program does."""

import datetime as dt

import attrs
import pytest

from supervise.checks import Evidence, Flag, Severity, Waiver
from supervise.report.explaining_flags import flag_in_words, flag_parts

DAY = dt.date(2026, 6, 30)
FLAG = Flag(
    code="VD001",
    severity=Severity.HIGH,
    offender="x1",
    as_of=DAY,
    rule="R-V2",
    rulebook="own@1",
    key="v1",
    since=dt.date(2026, 6, 1),
    days_over=29,
    evidence=(Evidence("due", dt.date(2026, 5, 31)), Evidence("ids", ("v1", "v2")), Evidence("level", None)),
    message="It is late.",
    clears="A visit.",
    identity="VD001|x1|v1",
)
WAIVER = Waiver(
    id="w1",
    code="VD001",
    scope="register",
    reason_code="typed",
    made_by="o1",
    approved_by="s1",
    made_on=dt.date(2026, 6, 2),
    expires_on=dt.date(2026, 7, 31),
)


def test_words_of_a_flag_that_nothing_sets_aside():
    assert list(flag_in_words(FLAG)) == [
        ("title", "VD001  high"),
        ("says", "It is late."),
        ("since", "2026-06-01"),
        ("evidence", "due: 2026-05-31"),
        ("evidence", "ids: v1, v2"),
        ("evidence", "level: not known"),
        ("clears when", "A visit."),
    ]


@pytest.mark.parametrize(("expires", "until"), [(dt.date(2026, 7, 31), "to 2026-07-31"), (None, "no end")])
def test_a_waiver_is_named_with_who_and_how_long_and_not_with_its_reason(expires, until):
    waived = attrs.evolve(FLAG, waiver=attrs.evolve(WAIVER, expires_on=expires))
    *_, last = flag_in_words(waived)
    assert last == ("waived", f"by w1, made by o1, approved by s1, from 2026-06-02, {until}")


def test_parts_of_a_flag():
    assert flag_parts(FLAG) == {
        "code": "VD001",
        "severity": "high",
        "rule": "R-V2",
        "key": "v1",
        "message": "It is late.",
        "since": "2026-06-01",
        "days_over": 29,
        "evidence": [
            {"name": "due", "value": "2026-05-31"},
            {"name": "ids", "value": ["v1", "v2"]},
            {"name": "level", "value": None},
        ],
        "clears": "A visit.",
        "identity": "VD001|x1|v1",
        "waiver": None,
    }


def test_parts_of_one_that_is_waived():
    parts = flag_parts(attrs.evolve(FLAG, since=None, waiver=WAIVER))
    assert parts["since"] is None
    assert parts["waiver"] == {
        "id": "w1",
        "made_by": "o1",
        "approved_by": "s1",
        "made_on": "2026-06-02",
        "expires_on": "2026-07-31",
    }
