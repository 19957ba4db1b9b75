"""What is said of a register beside the night before."""

from supervise.checks import Severity, Waiver, Waivers, check_named
from tests.catalogue.crowds import people
from tests.catalogue.night_examples import night, night_flags
from tests.catalogue.people import BOOK, day


def test_everybody_lost_is_named_once_in_order_with_the_last_night():
    found = night_flags("ST104", night(missing={"x9": day("2026-06-28"), "x1": day("2026-06-29")}))
    assert [(flag.key, flag.identity, flag.evidence[0].value) for flag in found] == [
        ("x1", "ST104|x1", day("2026-06-29")),
        ("x9", "ST104|x9", day("2026-06-28")),
    ]
    assert {flag.severity for flag in found} == {Severity.CRITICAL}


def test_a_register_that_does_not_say_when_it_was_recorded_is_passed():
    assert night_flags("ST105", night(newest=None)) == []


def test_a_review_without_a_ledger_looks_for_nothing_of_it():
    from supervise import Offender, review_register

    waiver = Waiver(
        id="w1",
        reason_code="r",
        made_by="o5",
        approved_by="s1",
        made_on=day("2026-06-01"),
        expires_on=day("2026-07-01"),
        code="ST104",
        scope="register",
    )
    offenders = [Offender.from_dict(each) for each in people(1)]
    results = review_register(offenders, BOOK, as_of=day("2026-06-02"), waivers=Waivers([waiver]))
    list(results)
    # It is not said to be unused: nobody looked for what it is about.
    assert [flag.code for flag in results.groups().flags if flag.code == "WV102"] == []
    assert check_named("ST104").wants_officers is False
