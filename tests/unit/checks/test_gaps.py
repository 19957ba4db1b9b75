"""DC 95: what could not be read, and what does not say when."""

import datetime as dt
from typing import get_args

import pytest

from supervise import Offender, Severity, load_rulebook, review
from supervise.checks import gaps
from supervise.model import ARRAYS
from supervise.model.words import OUTCOMES, DecisionOutcome
from tests.catalogue.people import BOOK, facts, flags, one, shown, visit
from tests.unit.engine.books import book, events

SEEN = [visit("v1", "2020-01-20"), visit("v2", "2026-01-02")]


def test_the_example_of_the_check():
    flag = one("DC095", facts(visits=[*SEEN, visit("v3", None)]), "2026-06-01")
    assert (flag.key, flag.since, flag.severity) == ("A1", None, Severity.LOW)
    assert shown(flag) == {
        "without_date": ("visits v3",),
        "unknown_word": (),
        "set_aside": 0,
        "kinds": (),
        "contradicting": (),
        "too_many": (),
        "undecided": (),
        "no_such_time": (),
        "without_kind": (),
        "without_period": (),
    }
    plan = {"id": "v3", "outcome": "planned", "planned_on": "2026-07-01"}
    assert flags("DC095", facts(visits=[*SEEN, plan]), "2026-06-01") == []


@pytest.mark.parametrize("array", sorted(ARRAYS))
def test_a_fact_of_any_array_that_gives_no_day_is_named(array):
    plain = {"id": "A1", array: [{"id": "x1"}]}
    assert shown(one("DC095", plain, "2026-06-01"))["without_date"] == (f"{array} x1",)


@pytest.mark.parametrize(
    ("array", "given"),
    [
        ("levels", {"from": "2024-02-29"}),
        ("assessments", {"approved_on": "2024-02-29"}),
        ("registrations", {"sentenced_on": "2024-02-29"}),
        ("orders", {"kind": "sro", "in_force_on": "2024-02-29"}),
        ("trips", {"departs_on": "2024-02-29"}),
        ("decisions", {"received_on": "2024-02-29"}),
        ("visits", {"planned_on": "2024-02-29"}),
        ("visits", {"planned_on": "2024-02-29", "outcome": "cancelled"}),
        ("events", {"on": "2024-02-29"}),
    ],
)
def test_one_of_its_days_is_enough(array, given):
    assert flags("DC095", {"id": "A1", array: [{"id": "x1", **given}]}, "2026-06-01") == []


@pytest.mark.parametrize(
    ("array", "given"),
    [
        ("levels", {"recorded_on": "2024-02-29"}),
        ("statuses", {"until": "2024-02-29"}),
        ("managers", {"until": "2024-02-29"}),
        ("orders", {"ends_on": "2024-02-29"}),
        ("visits", {"planned_on": "2024-02-29", "outcome": "seen"}),
        ("visits", {"planned_on": "2024-02-29", "outcome": "no_reply"}),
    ],
)
def test_the_day_it_ended_or_was_recorded_is_not(array, given):
    assert flags("DC095", {"id": "A1", array: [{"id": "x1", **given}]}, "2026-06-01")


@pytest.mark.parametrize("array", ["statuses", "orders"])
def test_what_may_be_of_any_kind_is_named(array):
    day = {"statuses": "from", "orders": "made_on"}[array]
    unnamed = [{"id": "x2", day: "2024-02-29"}, {"id": "x1", day: "2024-03-01"}]
    flag = one("DC095", facts(**{array: unnamed}), "2026-06-01")
    assert shown(flag)["without_kind"] == (f"{array} x1", f"{array} x2")
    assert "do not say of what kind they are" in flag.message


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, True),
        ({"disposal": "imprisonment"}, True),
        ({"disposal": "conditional_discharge"}, True),
        ({"disposal": "imprisonment", "terms": [{"months": 12, "counts": True}]}, False),
        ({"disposal": "life_imprisonment"}, False),
        ({"disposal": "absolute_discharge"}, False),
        # How old someone was changes the length, and there is one.
        ({"disposal": "fine"}, False),
    ],
)
def test_a_registration_that_does_not_say_when_it_ends_is_named(given, named):
    registrations = [{"id": "r1", "basis": "conviction", "convicted_on": "2024-01-10", **given}]
    found = flags("DC095", facts(registrations=registrations), "2026-06-01")
    assert [shown(flag)["without_period"] for flag in found] == [("registrations r1",)] * named


def test_a_disposal_that_the_table_of_the_book_does_not_have_is_not_said_to_be_missing():
    caution = {"id": "r1", "basis": "caution", "disposal": "caution", "convicted_on": "2024-01-10"}
    offender = Offender.from_dict({"id": "A1", "registrations": [caution]})
    result = review(offender, load_rulebook("ireland@2026.1"), as_of=dt.date(2026, 6, 1))
    (flag,) = (each for each in result.flags if each.code == "DC095")
    assert "registrations give no disposal that the rulebook's table has, or no length that it asks for" in flag.message


def test_what_was_set_aside_is_counted_by_kind_and_never_repeated():
    plain = facts(
        visits=[*SEEN, visit("v3", "2026-02-30"), visit("v4", "2026-03-01", "waved"), visit("v5", "2026-02-31")]
    )
    result = review(Offender.from_dict(plain), BOOK, as_of=dt.date(2026, 6, 1))
    (flag,) = (each for each in result.flags if each.code == "DC095")
    assert (shown(flag)["set_aside"], shown(flag)["kinds"]) == (3, ("impossible date", "unknown word"))
    assert (shown(flag)["without_date"], shown(flag)["unknown_word"]) == ((), ())
    assert "waved" not in repr(flag)


def test_they_are_named_in_order_whatever_the_order_of_the_facts():
    plain = {"id": "A1", "events": [{"id": "e2"}, {"id": "e1"}], "levels": [{"id": "l1"}]}
    assert shown(one("DC095", plain, "2026-06-01"))["without_date"] == ("levels l1", "events e1", "events e2")


def test_a_level_that_the_scale_does_not_have_is_named_and_none_is_no_word():
    levels = [{"id": name, "level": word, "from": "2020-01-10"} for name, word in (("l1", "hihg"), ("l2", None))]
    assert shown(one("DC095", facts(levels=levels), "2026-06-01"))["unknown_word"] == ("levels l1",)
    assert flags("DC095", facts(), "2026-06-01") == []


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ({"events": [{"id": "e1"}]}, "facts do not say when they happened"),
        ({"levels": [{"id": "l1", "level": "enormous", "from": "2024-02-29"}]}, "levels are no words of the rulebook's scale"),
        ({"events": [{"id": "e1", "on": "2024-02-30"}, {"id": "e2"}]}, "parts could not be read (`supervise validate` names them) and facts do not say when they happened"),
    ],
)  # fmt: skip
def test_the_message_says_what_is_wanting(plain, said):
    found = review(Offender.from_dict({"id": "A1", **plain}), BOOK, as_of=dt.date(2026, 6, 1))
    (flag,) = (each for each in found.flags if each.code == "DC095")
    assert flag.message == f"In this record {said}: what depends on them may be wrong or unknown."


@pytest.mark.parametrize(
    ("on", "severity", "undecided"),
    [("2026-07-02", Severity.LOW, ()), ("2026-07-03", Severity.HIGH, ("R-V2",))],
)
def test_a_visit_that_cannot_be_read_may_be_the_one_that_is_late(on, severity, undecided):
    plain = facts(visits=[*SEEN, visit("v3", "2026-02-27", "waved")])
    result = review(Offender.from_dict(plain), BOOK, as_of=dt.date.fromisoformat(on))
    (flag,) = (each for each in result.flags if each.code == "DC095")
    assert (flag.severity, shown(flag)["undecided"]) == (severity, undecided)
    said = "; R-V2 would be overdue, and may not be." in flag.message
    assert said is bool(undecided)
    assert not any(each.code == "VD001" for each in result.flags)


def test_a_duty_that_only_a_missing_date_leaves_unknown_is_not_of_what_was_set_aside():
    flag = one("DC095", facts(levels=[], visits=[*SEEN, visit("v3", None)]), "2026-08-01")
    assert (flag.severity, shown(flag)["undecided"]) == (Severity.LOW, ())


def test_a_visit_that_would_be_due_is_not_asked_for_before_the_record_is_put_right():
    plain = facts(visits=[*SEEN, visit("v3", "2026-02-30")])
    said = [
        each.message
        for on in ("2026-07-02", "2026-07-03")
        for each in review(Offender.from_dict(plain), BOOK, as_of=dt.date.fromisoformat(on)).flags
        if each.code == "VD002"
    ]
    assert said == [
        "A routine visit is due by 2026-07-02: plan it.",
        "A routine visit was due by 2026-07-02, unless what is lacking says otherwise (visits set aside): see to that first.",
    ]  # fmt: skip


@pytest.mark.parametrize("array", ["registrations", "orders"])
def test_what_brings_duties_about_and_cannot_be_read_is_told_first(array):
    spoilt = {"id": "A1", array: [{"id": "x1", "kind": 5, "basis": 5}]}
    (flag,) = review(Offender.from_dict(spoilt), BOOK, as_of=dt.date(2026, 6, 1)).flags
    assert (flag.code, flag.severity) == ("DC095", Severity.HIGH)
    assert "; duties that a registration or an order brings are not there." in flag.message
    other = review(Offender.from_dict(facts(meetings=[{"id": "x1", "kind": 5}])), BOOK, as_of=dt.date(2026, 6, 1))
    assert [each.severity for each in other.flags if each.code == "DC095"] == [Severity.LOW]


def of_faults(plain, as_of):
    """The flag of a record of which something was set aside."""
    found = review(Offender.from_dict(plain), BOOK, as_of=dt.date.fromisoformat(as_of)).flags
    (flag,) = [each for each in found if each.code == "DC095"]
    return flag


NOT_THERE = "duties that a registration or an order brings are not there"
OTHERS = "duties that rest on a registration or an order may be others, as a version of it is not there"


@pytest.mark.parametrize(
    ("later", "severity", "said", "unsaid"),
    [
        # The version that could not be read may have changed how long it lasts: what rests on it is there all the same.
        ({"disposal": "finee", "recorded_on": "2026-01-10"}, Severity.HIGH, OTHERS, NOT_THERE),
        # What it gives beside that word is what the first gives, and a later one can be read.
        ({"disposal": "finee", "recorded_on": "2019-01-10"}, Severity.LOW, None, OTHERS),
        ({"id": "x2", "disposal": "finee"}, Severity.HIGH, NOT_THERE, OTHERS),
        ({"id": None, "disposal": "finee"}, Severity.HIGH, NOT_THERE, OTHERS),
    ],
)
def test_a_version_of_a_registration_that_is_there_takes_no_duty_away(later, severity, said, unsaid):
    (registration,) = facts()["registrations"]
    first = registration | {"recorded_on": "2020-01-10"}
    flag = of_faults(facts(registrations=[first, registration | later], visits=SEEN), "2026-02-01")
    assert (flag.severity, said is None or f"; {said}." in flag.message) == (severity, True)
    assert unsaid not in flag.message


def test_what_is_not_there_and_what_may_be_another_are_told_together():
    (registration,) = facts()["registrations"]
    spoilt = registration | {"disposal": "finee", "recorded_on": "2026-01-10"}
    plain = facts(registrations=[registration, spoilt], orders=[{"id": "o1", "kind": 5}], visits=SEEN)
    assert f"; {NOT_THERE}; {OTHERS}." in of_faults(plain, "2026-02-01").message


def notices(*kinds):
    return [{"id": f"n-{kind}", "kind": kind, "on": "2026-01-05"} for kind in kinds]


def test_a_kind_of_notification_that_nobody_knows_is_named():
    given = notices("s85", "s85a", "sro", "s38", None, "s58")
    plain = facts(notifications=[*facts()["notifications"], *given])
    flag = one("DC095", plain, "2026-02-01")
    assert shown(flag)["unknown_word"] == ("notifications n-s38", "notifications n-s58")
    assert "notifications are of kinds that the rulebook does not know" in flag.message
    assert flags("DC095", facts(notifications=notices("s83", "s85", "s85a", "sro", None)), "2026-02-01") == []


@pytest.mark.parametrize("met_by", ["notification", "visit"])
def test_a_book_that_asks_for_any_or_for_none_knows_every_kind(met_by):
    rule = {"met_by": ["notification.s85", met_by] if met_by == "notification" else met_by}
    plain = {"id": "A1", "events": events(k="2026-01-01"), "notifications": notices("s38")}
    found = review(Offender.from_dict(plain), book(rule), as_of=dt.date(2026, 2, 1))
    assert [each.code for each in found.flags if each.code == "DC095"] == []


@pytest.mark.parametrize("ref", ["england-wales@2026.1", "scotland-law@2026.1", "northern-ireland-law@2026.1"])
def test_a_jurisdiction_that_the_book_does_not_know_is_named(ref):
    words = ("scotlnad", "england_wales", "scotland", "northern_ireland", None, "wales")
    given = [
        {
            "id": f"r-{word}",
            "basis": "conviction",
            "convicted_on": "2020-01-06",
            "disposal": "fine",
            "jurisdiction": word,
        }
        for word in words
    ]
    foreign = {"id": "r-f", "basis": "foreign", "convicted_on": "2020-01-06", "notice_given_on": "2023-01-09"}
    plain = facts(registrations=[*given, foreign | {"disposal": "fine", "jurisdiction": "atlantis"}])
    flag = one("DC095", plain, "2024-02-01", book=load_rulebook(ref))
    assert shown(flag)["unknown_word"] == ("registrations r-scotlnad", "registrations r-wales")
    assert "registrations name jurisdictions that the rulebook does not know" in flag.message


@pytest.mark.parametrize(("known", "named"), [([], ()), (["elsewhere"], ("registrations r2",))])
def test_a_book_that_lists_no_jurisdictions_knows_every_one(known, named):
    listed = {"registration-jurisdictions": {"value": known, "source": "s", "confidence": "seen"}} if known else {}
    registrations = [
        {"id": f"r{place}", "convicted_on": "2026-01-01", "jurisdiction": word}
        for place, word in enumerate(("elsewhere", "nowhere", "anywhere"))
    ]
    plain = {"id": "A1", "registrations": registrations}
    found = review(Offender.from_dict(plain), book({}, thresholds=listed), as_of=dt.date(2026, 2, 1))
    told = [shown(each)["unknown_word"] for each in found.flags if each.code == "DC095"]
    assert told == ([named] if named else [])


@pytest.mark.parametrize("kind", sorted(OUTCOMES))
def test_an_outcome_of_another_kind_of_decision_is_named(kind):
    given = [
        {"id": f"k-{each}", "kind": kind, "outcome": each, "on": "2026-05-01"} for each in get_args(DecisionOutcome)
    ]
    blank = [{"id": "k1", "kind": kind, "on": "2026-05-01"}, {"id": "k2", "outcome": "end", "on": "2026-05-01"}]
    others = sorted(f"decisions k-{each}" for each in {*get_args(DecisionOutcome)} - OUTCOMES[kind])
    assert others
    assert list(shown(one("DC095", facts(decisions=given + blank), "2026-06-01"))["unknown_word"]) == others


def test_a_warrant_decision_that_decides_nothing_leaves_it_open():
    tried = [visit(each, each, "no_reply") for each in ("2026-05-01", "2026-05-11")]
    told = {"id": "k1", "kind": "warrant", "on": "2026-05-13", "by": "s1"}
    late = [
        bool(flags("VD006", facts(visits=[*SEEN, *tried], decisions=[{**told, "outcome": each}]), "2026-06-01"))
        for each in ("no_action", "continue", "charge")
    ]
    assert late == [False, True, True]


@pytest.mark.parametrize(
    ("array", "fact"),
    [
        ("visits", {"on": "2024-03-31", "at": "01:30"}),
        ("notifications", {"on": "2024-03-31", "at": "01:00"}),
        ("stays", {"from": "2024-03-31", "from_at": "01:59"}),
        ("stays", {"from": "2024-03-01", "until": "2024-03-31", "until_at": "01:30"}),
        ("trips", {"departs_on": "2024-03-31", "departs_at": "01:30"}),
    ],
)
def test_a_time_that_no_clock_showed_is_named(array, fact):
    plain = facts(**{array: [*facts().get(array, ()), {"id": "x1"} | fact]})
    flag = one("DC095", plain, "2026-06-01")
    assert shown(flag)["no_such_time"] == (f"{array} x1",)
    assert "times are none that a clock showed" in flag.message


@pytest.mark.parametrize(("on", "at"), [("2024-03-31", "00:59"), ("2024-03-31", "02:00"), ("2024-03-30", "01:30"), ("2024-10-27", "01:30"), ("2024-03-31", None)])  # fmt: skip
def test_every_other_time_is_one(on, at):
    plain = facts(visits=[*SEEN, visit("v3", on, at=at)])
    assert flags("DC095", plain, "2026-06-01") == []


def test_the_clocks_are_those_of_the_place():
    plain = facts(zone="America/New_York", visits=[*SEEN, visit("v3", "2024-03-31", at="01:30"), visit("v4", "2024-03-10", at="02:30")])  # fmt: skip
    assert shown(one("DC095", plain, "2026-06-01"))["no_such_time"] == ("visits v4",)


FIRST = visit("v2", "2026-01-02", recorded_on="2026-01-03")


@pytest.mark.parametrize(
    ("second", "contradicts"),
    [
        ({"outcome": "no_reply"}, True),
        ({"on": "2026-01-01"}, True),
        # More is said, somebody else says the same, it is taken back, or it came later.
        ({"signed_off_on": "2026-01-03"}, False),
        ({"recorded_by": "o2"}, False),
        ({"outcome": "planned", "officers": ["o3"]}, False),
        ({"outcome": "no_reply", "withdrawn": True}, False),
        ({"outcome": "no_reply", "recorded_on": "2026-01-04"}, False),
        ({"outcome": "no_reply", "recorded_on": "2026-01-02"}, False),
    ],
)
def test_entries_of_one_day_that_contradict_each_other_are_named(second, contradicts):
    first = {**FIRST, "recorded_by": "o1"}
    found = flags("DC095", facts(visits=[SEEN[0], first, {**first, **second}]), "2026-02-01")
    assert [shown(each)["contradicting"] for each in found] == ([("visits v2",)] if contradicts else [])


def test_entries_that_say_nothing_of_when_they_were_written_are_of_the_day_they_happened():
    twice = [visit("v2", "2026-01-02"), visit("v2", "2026-01-02", "no_reply")]
    assert shown(one("DC095", facts(visits=[SEEN[0], *twice]), "2026-02-01"))["contradicting"] == ("visits v2",)
    assert flags("DC095", facts(visits=[*SEEN, SEEN[1]]), "2026-02-01") == []


def test_more_entries_than_a_life_can_hold_are_told(monkeypatch):
    monkeypatch.setattr(gaps, "MOST_OF_A_KIND", 2)
    flag = one("DC095", facts(reviews=[], visits=[*SEEN, visit("v3", "2026-05-01")]), "2026-06-01")
    assert set(shown(flag)["too_many"]) == {"visits", "notifications"} | {"assessments"}
    assert "as if an export had multiplied them" in flag.message
