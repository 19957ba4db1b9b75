"""One night beside the last: what became of a flag or a late duty, and why."""

import attrs
import pytest

from supervise import Severity, Waivers
from supervise.nightly.comparing import (
    Change,
    FlagChange,
    Settled,
    Tonight,
    Why,
    duty_changes,
    flag_changes,
    reopened,
    why,
)
from supervise.nightly.held import Held
from tests.catalogue.people import day, facts, judged, visit
from tests.catalogue.waiver_examples import AS_OF, waiver

LATE = "VD001|A1|R-V2|v2"


def held(plain=None, as_of=AS_OF, **more):
    return Held.of(judged(plain or facts(), as_of, **more))


SEEN = held().flags[LATE]


def changed(before, now, known=()):
    changes = (FlagChange(identity, change, None, seen) for identity, change, seen in flag_changes(before, now))
    return [(each.identity, each.change) for each in reopened(changes, known)]


@pytest.mark.parametrize(
    ("before", "now", "known", "expected"),
    [
        ({}, {"a": SEEN}, (), [("a", Change.NEW)]),
        ({}, {"a": SEEN}, ("a",), [("a", Change.REOPENED)]),
        ({"a": SEEN}, {"a": SEEN}, ("a",), []),
        ({"a": SEEN}, {}, ("a",), [("a", Change.CLEARED)]),
        ({}, {"a": attrs.evolve(SEEN, waived=True)}, (), []),
        ({"a": SEEN}, {"a": attrs.evolve(SEEN, waived=True)}, ("a",), [("a", Change.CLEARED)]),
        ({"a": attrs.evolve(SEEN, waived=True)}, {"a": SEEN}, ("a",), [("a", Change.REOPENED)]),
        ({"a": attrs.evolve(SEEN, waived=True)}, {"a": SEEN}, (), [("a", Change.NEW)]),
        ({"a": attrs.evolve(SEEN, waived=True)}, {}, (), []),
        ({"a": attrs.evolve(SEEN, severity=Severity.LOW)}, {"a": SEEN}, ("a",), [("a", Change.WORSENED)]),
        ({"a": SEEN}, {"a": attrs.evolve(SEEN, severity=Severity.LOW)}, ("a",), [("a", Change.EASED)]),
    ],
)
def test_what_became_of_a_flag(before, now, known, expected):
    assert changed(before, now, known) == expected


# ── why ─────────────────────────────────────────────────────────────────────────────────────────────────────


def tonight(plain, as_of=AS_OF, *, waivers=None, **more):
    found = judged(plain, as_of, waivers=waivers)
    given = {
        "last": day("2027-01-08"),
        "was_ended": False,
        "same_record": False,
        "same_rules": True,
        "same_basis": True,
    }
    return Tonight(review=found, held=Held.of(found), **{**given, **more})


def visits(on, recorded_on=None):
    made = visit("v3", on)
    return facts(visits=[visit("v1", "2020-01-20"), visit("v2", "2026-01-02"), {**made, "recorded_on": recorded_on}])


OTHER = attrs.evolve(SEEN, code="PL052", rule=None, key="p2")


def recorded(id, recorded_on, on, **more):
    """Facts with an event of a kind that no duty waits for."""
    event = {"id": id, "kind": "intelligence", "on": on, "recorded_on": recorded_on}
    return facts(events=[*facts()["events"], event, *more.get("events", ())])


@pytest.mark.parametrize(
    ("given", "seen", "expected"),
    [
        # The duty was met after the last night, or before it and nobody had said so.
        (tonight(visits("2027-01-09")), SEEN, Why.DONE),
        (tonight(visits("2027-01-08")), SEEN, Why.ADDED_LATE),
        (tonight(facts(), waivers=Waivers([waiver()])), SEEN, Why.WAIVED),
        # No duty of the flag is met: the record says what came in.
        (tonight(recorded("e9", "2027-01-09", "2027-01-09")), OTHER, Why.DONE),
        (tonight(recorded("e9", "2027-01-09", "2027-01-08")), OTHER, Why.ADDED_LATE),
        (tonight(recorded("e1", "2027-01-09", "2027-01-09")), OTHER, Why.FACT_CHANGED),
        (tonight(facts()), OTHER, Why.FACT_CHANGED),
        (tonight(facts(), same_record=True), OTHER, Why.SPAN_ENDED),
        (tonight(facts(), same_record=True, same_rules=False, same_basis=False), OTHER, Why.RULE_CHANGED),
        (tonight(facts(), same_record=True, same_basis=False), OTHER, Why.FACT_CHANGED),
        (tonight(facts(statuses=[{"id": "s1", "kind": "deceased", "from": "2027-01-09"}])), OTHER, Why.SPAN_ENDED),
        (
            tonight(facts(statuses=[{"id": "s1", "kind": "deceased", "from": "2027-01-09"}]), was_ended=True),
            OTHER,
            Why.FACT_CHANGED,
        ),
        # What was late when somebody died is missed for good.
        (
            tonight(facts(statuses=[{"id": "s1", "kind": "deceased", "from": "2027-01-09"}]), was_ended=True),
            SEEN,
            Why.SPAN_ENDED,
        ),
    ],
)
def test_why_a_flag_is_no_longer_raised(given, seen, expected):
    assert why("VD001|A1|R-V2|v2" if seen is SEEN else "PL052|A1||p2", seen, given) is expected


def test_the_fact_that_the_flag_names_is_asked_before_all_others():
    plain = recorded(
        "p2", "2027-01-09", "2027-01-01", events=[{"id": "e8", "kind": "arrest", "recorded_on": "2027-01-09"}]
    )
    assert why("PL052|A1||p2", OTHER, tonight(plain)) is Why.ADDED_LATE


def test_a_flag_is_about_the_one_of_several_rules_under_one_id_that_its_identity_names():
    # The rule R-V2 is met; one of another id in the book, shown under the same, is not known to this one.
    assert why("VD001|A1|R-V2|v2", SEEN, tonight(visits("2027-01-09"))) is Why.DONE
    assert why("VD001|A1|R-V2-other|v2", SEEN, tonight(visits("2027-01-09"))) is Why.FACT_CHANGED


# ── late duties ─────────────────────────────────────────────────────────────────────────────────────────────


def duties_of(before, plain, as_of=AS_OF, **more):
    found = judged(plain, as_of, **more)
    return {(each.duty, each.change) for each in duty_changes(before, Held.of(found), found)}


VISIT = "R-V2|v2|2026-07-02"


def test_a_late_duty_that_was_not_there_is_new():
    assert (VISIT, Settled.NEW) in duties_of(None, facts())
    assert (VISIT, Settled.NEW) in duties_of(held(as_of="2026-07-02"), facts())
    assert duties_of(held(), facts()) == set()


def test_one_that_was_met_suspended_or_waived_went_that_way():
    assert (VISIT, Settled.MET) in duties_of(held(), visits("2027-01-09"))
    custody = {"id": "s1", "kind": "custody", "from": "2026-06-01"}
    assert (VISIT, Settled.SUSPENDED) in duties_of(held(), facts(statuses=[custody]))
    aside = Waivers([waiver(flag=None, offender="A1")])
    assert (VISIT, Settled.WAIVED) in duties_of(held(), facts(), waivers=aside)
    assert (VISIT, Settled.NEW) in duties_of(held(waivers=aside), facts())


def test_any_other_way_is_lapsed():
    dead = {"id": "s1", "kind": "deceased", "from": "2027-01-09"}
    assert (VISIT, Settled.LAPSED) in duties_of(held(), facts(statuses=[dead]))
    # A fact that says otherwise: the visit was never late.
    assert (VISIT, Settled.LAPSED) in duties_of(held(), facts(visits=[visit("v1", "2020-01-20")]))


AWAY = {"id": "s1", "kind": "transferred_out", "from": "2027-01-08", "until": "2027-01-15"}
AGAIN = {"id": "n3", "kind": "s85", "on": "2027-01-20", "home_kind": "sole_or_main"}


def test_what_was_missed_at_a_transfer_and_met_after_the_return_is_met():
    # The notification due on 5 January 2027 was missed when the case went away, and goes on since it came back.
    before = held(facts(statuses=[AWAY]), as_of="2027-01-18")
    duty = "R-N4|n2|2027-01-05"
    assert duty in before.overdue
    now = facts(statuses=[AWAY], notifications=[*facts()["notifications"], AGAIN])
    assert (duty, Settled.MET) in duties_of(before, now, as_of="2027-01-20")
    flagged = next(key for key, seen in before.flags.items() if seen.rule == "R-N4")
    assert why(flagged, before.flags[flagged], tonight(now, "2027-01-20", last=day("2027-01-18"))) is Why.DONE


EARLIER = [facts()["visits"][0], visit("v2", "2026-01-01")]


def test_a_late_duty_whose_day_is_another_now_is_late_still():
    # A visit put right by a day: late by it on both nights. Neither has anything become overdue nor has anything gone.
    found = duties_of(held(), facts(visits=EARLIER))
    assert {change for _, change in found} == {Settled.MOVED, Settled.MOVED_HERE}
    assert (VISIT, Settled.MOVED) in found
    assert ("R-V2|v2|2026-07-01", Settled.MOVED_HERE) in found


def test_one_whose_day_is_another_now_may_be_waived_too():
    aside = Waivers([waiver(flag=None, offender="A1")])
    assert (VISIT, Settled.WAIVED) in duties_of(held(), facts(visits=EARLIER), waivers=aside)


def test_one_late_duty_takes_the_place_of_one_alone():
    before = held()
    other = attrs.evolve(before.overdue[VISIT], owed_by="offender")
    before = attrs.evolve(before, overdue={**before.overdue, "R-V2|v2|2026-06-30": other})
    found = duties_of(before, facts(visits=EARLIER))
    # What is owed by somebody else stands in another sum: it does not move there.
    assert ("R-V2|v2|2026-06-30", Settled.LAPSED) in found
    assert ("R-V2|v2|2026-07-01", Settled.MOVED_HERE) in found
    twice = attrs.evolve(before, overdue={VISIT: before.overdue[VISIT], "R-V2|v2|2026-06-30": before.overdue[VISIT]})
    changes = sorted(change for _, change in duties_of(twice, facts(visits=EARLIER)) if change is not Settled.NEW)
    assert changes == [Settled.LAPSED, Settled.MOVED, Settled.MOVED_HERE]
