"""What is held of an offender: the same after it was written, and whatever the place of the record."""

import datetime as dt
import json

import attrs
import pytest

from supervise import Offender, Severity, Waivers, load_rulebook, review
from supervise.model import Fault, Note
from supervise.nightly.held import Held, adding, digest, newest, sightings
from tests.catalogue.crowds import STAFF
from tests.catalogue.people import day, facts, judged, visit
from tests.catalogue.waiver_examples import AS_OF, waiver
from tests.unit.rules.minimal import COUNTDOWN, SPAN, book


def held(plain=None, as_of=AS_OF, **more):
    return Held.of(judged(plain or facts(), as_of, **more))


def test_what_is_written_is_read_back():
    one = held(workforce=STAFF, waivers=Waivers([waiver()]))
    assert one.flags
    assert one.overdue
    assert one.parts
    assert one.uses
    assert Held.from_json(one.to_json()) == attrs.evolve(one, parts=tuple(sorted(one.parts, key=one.parts.index)))
    empty = held(as_of="2026-06-01")
    assert Held.from_json(empty.to_json()) == empty


def test_of_an_older_ledger_that_does_not_say_what_nobody_read_the_record_is_read():
    offender = Offender.from_dict(facts(contacts=[]))
    text = Held.of(review(offender, load_rulebook("england-wales@2026.1"), as_of=day("2026-06-01"))).to_json()
    assert adding(text, day("2026-06-01")).unread == 1
    older = json.loads(text)
    del older["unread"]
    assert adding(json.dumps(older), day("2026-06-01")) is None
    assert Held.from_json(json.dumps(older)).unread is None


def test_no_day_judged_is_in_it():
    """Days over aside, a review reads the same on every day before `stable_until`: so does what is held."""
    first = held()
    later = day(AS_OF) + dt.timedelta(days=1)
    assert first.stable_until is None or later < first.stable_until
    assert attrs.evolve(held(as_of=later.isoformat()), stable_until=None) == attrs.evolve(first, stable_until=None)


def test_a_late_duty_says_who_owes_it_and_whether_a_waiver_sets_its_flags_aside():
    plain, waived = held(), held(waivers=Waivers([waiver()]))
    assert plain.overdue["R-V2|v2|2026-07-02"].due == day("2026-07-02")
    assert plain.overdue["R-V2|v2|2026-07-02"].owed_by == "police"
    assert (plain.overdue["R-V2|v2|2026-07-02"].waived, plain.flags["VD001|A1|R-V2|v2"].waived) == (False, False)
    assert waived.flags["VD001|A1|R-V2|v2"].waived
    # Another flag on its lateness, VD005, is not waived, and keeps it in the backlog.
    assert not waived.overdue["R-V2|v2|2026-07-02"].waived
    assert held(waivers=Waivers([waiver(flag=None, offender="A1")])).overdue["R-V2|v2|2026-07-02"].waived


def test_late_duties_of_one_name_are_told_apart_by_their_due_day():
    registration = {"id": "r1", "convicted_on": "2020-01-06"}
    offender = Offender.from_dict({"id": "x1", "registrations": [registration]})
    own = load_rulebook(book(COUNTDOWN, span=[SPAN]))
    found = Held.of(review(offender, own, as_of=dt.date(2025, 1, 1)))
    assert [(name, late.due) for name, late in found.overdue.items()] == [
        ("R-1|r1|2024-10-07", day("2024-10-07")),
        ("R-1|r1|2024-12-06", day("2024-12-06")),
    ]


@pytest.mark.parametrize("changes", [{"statuses": [{"id": "s1", "kind": "deceased", "from": "2026-06-20"}]}])
def test_the_end_is_that_of_being_subject_alive_and_owned_here(changes):
    assert held(as_of="2026-06-30").ended_on is None
    assert held(facts(**changes), as_of="2026-06-30").ended_on == day("2026-06-20")


def test_of_several_flags_of_one_identity_the_most_severe_that_is_not_waived_is_held():
    flag = next(each for each in judged(facts(), AS_OF).flags if each.code == "VD001")
    low = attrs.evolve(flag, severity=Severity.LOW)
    critical = attrs.evolve(flag, severity=Severity.CRITICAL)
    waived = attrs.evolve(critical, waiver=waiver())
    for flags in ([low, critical], [critical, low]):
        assert sightings(flags)[flag.identity].severity is Severity.CRITICAL
    assert sightings([waived, low])[flag.identity].severity is Severity.LOW


# ── a record ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_digest_is_of_what_a_review_depends_on():
    offender = Offender.from_dict(facts())
    fault = Fault(file="a.jsonl", line=3, path="levels[0].level", kind="unknown word")
    marked = attrs.evolve(offender, faults=(fault,))
    assert digest(offender) == digest(Offender.from_dict(facts()))
    assert digest(marked) != digest(offender)
    # Where the record stands, and in which file, is no part of it.
    assert digest(marked) == digest(attrs.evolve(offender, faults=(attrs.evolve(fault, file="b.jsonl", line=9),)))
    assert digest(attrs.evolve(offender, notes=(Note(kind="duplicate id", path="id"),))) != digest(offender)


def test_the_newest_day_of_record_lies_not_after_the_day_judged():
    days = ["2026-06-01", "2026-06-09", "2027-01-01"]
    events = [{"id": f"e{at}", "kind": "arrest", "on": "2026-05-01", "recorded_on": on} for at, on in enumerate(days)]
    offender = Offender.from_dict({"id": "x1", "events": [*events, {"id": "e9", "kind": "arrest", "on": "2026-06-20"}]})
    assert newest(offender, day("2026-06-30")) == day("2026-06-09")
    assert newest(offender, day("2026-05-01")) is None


def test_it_is_plain_json_without_a_message():
    text = held().to_json()
    assert json.loads(text)["faults"] == 0
    assert "overdue since" not in text.lower()


def test_what_can_still_be_read_of_a_fact_is_a_part_of_the_digest():
    """A visit that cannot be read may have met a duty or not, by the day it was recorded on."""
    spoilt = [
        {"id": "v9", "on": "2026-02-30"},
        {"id": "v9", "on": "2026-02-30", "recorded_on": "2026-03-02"},
        {"id": "v9", "on": "2026-02-30", "outcome": "seen"},
    ]
    assert len({digest(Offender.from_dict(facts(visits=[each]))) for each in spoilt}) == len(spoilt)


def test_a_change_of_any_field_of_a_fact_is_a_change_of_the_digest():
    """Nothing a review reads may be left out: each field of each fact is changed once."""
    plain = facts(visits=[visit("v1", "2020-01-20", others=[{"role": "x", "vetted": True}])])
    first = digest(Offender.from_dict(plain))
    seen = {first}
    for name, entries in plain.items():
        for at, fact in enumerate(entries if isinstance(entries, list) else ()):
            for key in fact:
                other = {
                    **plain,
                    name: [
                        {k: v for k, v in each.items() if (place, k) != (at, key)} for place, each in enumerate(entries)
                    ],
                }
                seen.add(digest(Offender.from_dict(other)))
    changed = sum(len(fact) for entries in plain.values() if isinstance(entries, list) for fact in entries)
    assert len(seen) == changed + 1


# ── one flag for several duties, and several rules under one id ─────────────────────────────────────────────────────


def unsigned(*, signed, **more):
    """Of the high level with three visits that no supervisor looked at: which of these late duties are set aside."""
    seen = [visit(f"v{at}", on) for at, on in enumerate(("2026-05-05", "2026-05-01", "2026-05-06"), start=3)]
    first = visit("v1", "2020-01-20", **({"signed_off_on": "2020-01-27", "signed_off_by": "s1"} if signed else {}))
    plain = facts(visits=[first, *seen], levels=[{"id": "l1", "level": "high", "from": "2020-01-20"}])
    found = held(plain, "2026-06-01", **more)
    assert ("PR104|A1|R-V16|v4" in found.flags) is signed
    return {name.split("|")[1]: late.waived for name, late in found.overdue.items() if name.startswith("R-V16|")}


@pytest.mark.parametrize("about", [{"flag": "PR104|A1|R-V16|v4"}, {"offender": "A1", "code": "PR104"}])
def test_one_flag_for_several_late_duties_sets_all_of_them_aside_with_it(about):
    assert unsigned(signed=True) == {"v3": False, "v4": False, "v5": False}
    given = waiver(**{"flag": None, "made_on": day("2026-05-01"), "expires_on": None, **about})
    assert unsigned(signed=True, waivers=Waivers([given])) == {"v3": True, "v4": True, "v5": True}


def test_late_duties_of_which_no_check_speaks_are_not_set_aside():
    given = waiver(flag=None, offender="A1", made_on=day("2026-05-01"))
    late = unsigned(signed=False, waivers=Waivers([given]))
    assert late == {"v1": False, "v3": False, "v4": False, "v5": False}


TWO = book(
    {**COUNTDOWN, "id": "R-1-a", "part_of": "R-1"},
    {**COUNTDOWN, "id": "R-1-b", "part_of": "R-1"},
    span=[SPAN],
)


def test_a_waiver_of_one_of_several_rules_under_one_id_leaves_the_other_late():
    registration = {"id": "r1", "convicted_on": "2020-01-06"}
    offender = Offender.from_dict({"id": "x1", "registrations": [registration]})
    own, as_of = load_rulebook(TWO), dt.date(2024, 12, 1)
    plain = review(offender, own, as_of=as_of)
    names = {flag.part: flag.identity for flag in plain.flags if flag.rule == "R-1"}
    given = waiver(flag=names["R-1-a"], made_on=day("2024-01-01"), expires_on=None)
    found = Held.of(review(offender, own, as_of=as_of, waivers=Waivers([given])))
    assert {name.partition("|")[0]: late.waived for name, late in found.overdue.items()} == {
        "R-1-a": True,
        "R-1-b": False,
    }
