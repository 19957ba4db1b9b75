"""Offenders built by a sentence: what each call says, in the words of the format, and that nothing is changed by it."""

import datetime as dt
import inspect

import pytest

from supervise import Workforce, load_rulebook
from supervise.errors import InvalidDateError, RegisterError
from supervise.model import ARRAYS
from supervise.testing import OffenderBuilder, an_offender
from supervise.testing.builders import PREFIXES, as_date

BOOK = load_rulebook("england-wales@2026.1")
ON, LATER = "2024-01-10", "2024-05-01"

# Each call with the array it speaks of and the fact it must make, the id aside.
SENTENCES = {
    "registered": (lambda of: of.registered(ON), "registrations", {"basis": "conviction", "relevant_on": ON}),
    "convicted": (
        lambda of: of.convicted(ON, disposal="imprisonment", months=12, age_on_relevant_date=40),
        "registrations",
        {
            "basis": "conviction",
            "relevant_on": ON,
            "convicted_on": ON,
            "disposal": "imprisonment",
            "terms": [{"months": 12, "counts": True}],
            "age_on_relevant_date": 40,
        },
    ),
    "notified": (lambda of: of.notified(ON), "notifications", {"kind": "s83", "on": ON, "home_kind": "sole_or_main"}),
    "changed": (lambda of: of.changed("name", ON, at="09:30"), "changes", {"about": "name", "on": ON, "at": "09:30"}),
    "living_at": (
        lambda of: of.living_at("p1", since=ON, until=LATER, notified_on=ON),
        "addresses",
        {"address_id": "p1", "kind": "main", "from": ON, "until": LATER, "notified_on": ON},
    ),
    "staying_at": (lambda of: of.staying_at("p1", ON, LATER), "stays", {"address_id": "p1", "from": ON, "until": LATER}),
    "travelling": (
        lambda of: of.travelling(ON, LATER, known_on=ON),
        "trips",
        {"departs_on": ON, "returned_on": LATER, "known_on": ON},
    ),
    "in_state": (lambda of: of.in_state("not_subject", ON), "statuses", {"kind": "not_subject", "from": ON}),
    "in_custody": (lambda of: of.in_custody(ON, LATER), "statuses", {"kind": "custody", "from": ON, "until": LATER}),
    "in_hospital": (lambda of: of.in_hospital(ON, LATER), "statuses", {"kind": "hospital", "from": ON, "until": LATER}),
    "abroad": (lambda of: of.abroad(ON, LATER), "statuses", {"kind": "abroad", "from": ON, "until": LATER}),
    "missing": (lambda of: of.missing(ON, LATER), "statuses", {"kind": "missing", "from": ON, "until": LATER}),
    "died": (lambda of: of.died(ON), "statuses", {"kind": "deceased", "from": ON}),
    "at_level": (lambda of: of.at_level("low", since=ON, by="o1"), "levels", {"level": "low", "from": ON, "by": "o1"}),
    "low_risk": (lambda of: of.low_risk(since=ON), "levels", {"level": "low", "from": ON}),
    "medium_risk": (lambda of: of.medium_risk(since=ON), "levels", {"level": "medium", "from": ON}),
    "high_risk": (lambda of: of.high_risk(since=ON), "levels", {"level": "high", "from": ON}),
    "very_high_risk": (lambda of: of.very_high_risk(since=ON), "levels", {"level": "very_high", "from": ON}),
    "assessed": (lambda of: of.assessed(ON, band="low"), "assessments", {"tool": "arms", "on": ON, "band": "low"}),
    "with_plan": (
        lambda of: of.with_plan(since=ON, interval="6 weeks", mode="active"),
        "plans",
        {"from": ON, "interval": "6 weeks", "mode": "active"},
    ),
    "visited": (
        lambda of: of.visited(ON),
        "visits",
        {
            "on": ON,
            "outcome": "seen",
            "place": "home",
            "entry": "obtained",
            "purposes": ["compliance_check", "risk_assessment"],
            "officers": ["o1", "o2"],
        },
    ),
    "visit_planned": (lambda of: of.visit_planned(ON), "visits", {"planned_on": ON, "outcome": "planned"}),
    "managed_by": (
        lambda of: of.managed_by("o9", since=ON, team_id="t1"),
        "managers",
        {"officer_id": "o9", "agency": "police", "role": "lead", "from": ON, "team_id": "t1"},
    ),
    "under_mappa": (lambda of: of.under_mappa(2, since=ON, category=1), "mappa", {"level": 2, "from": ON, "category": 1}),
    "case_reviewed": (lambda of: of.case_reviewed(ON, by="s1"), "reviews", {"kind": "supervisor", "on": ON, "by": "s1"}),
    "meeting_held": (lambda of: of.meeting_held(ON, minuted=True), "meetings", {"kind": "level_2", "on": ON, "minuted": True}),
    "under_order": (
        lambda of: of.under_order(ON, items=[{"kind": "device_check", "years": None}]),
        "orders",
        {"kind": "shpo", "made_on": ON, "items": [{"kind": "device_check"}]},
    ),
    "decided": (
        lambda of: of.decided("warrant", ON, outcome="granted", for_="v1"),
        "decisions",
        {"kind": "warrant", "on": ON, "outcome": "granted", "for": "v1"},
    ),
    "transferred": (
        lambda of: of.transferred("f2", asked_on=ON, accepted_on=LATER),
        "transfers",
        {"to": "f2", "asked_on": ON, "accepted_on": LATER},
    ),
    "due_date_set": (
        lambda of: of.due_date_set("R-V2", LATER, set_on=ON),
        "set_dates",
        {"rule": "R-V2", "on": LATER, "set_on": ON},
    ),
    "happened": (lambda of: of.happened("arrest", ON, at="10:00"), "events", {"kind": "arrest", "on": ON, "at": "10:00"}),
}  # fmt: skip
NOT_SENTENCES = {"being", "having", "recorded", "then", "withdrawn", "data", "build", "review"}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_says_a_fact_in_the_words_of_the_format(name):
    say, array, expected = SENTENCES[name]
    said = say(an_offender())
    assert said.data() == {"id": "A1", array: [{"id": f"{PREFIXES[array]}1", **expected}]}
    said.build()


def test_every_sentence_and_every_array_is_tried():
    methods = {name for name, _ in inspect.getmembers(OffenderBuilder, inspect.isfunction) if not name.startswith("_")}
    assert methods == {*SENTENCES, *NOT_SENTENCES}
    assert {array for _, array, _ in SENTENCES.values()} == set(ARRAYS) == set(PREFIXES)
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_a_visit_at_which_nobody_was_seen_says_nothing_of_entry():
    (visit,) = an_offender().visited(ON, outcome="no_reply", at="10:00").build().visits
    assert (visit.entry, visit.at) == (None, "10:00")
    (refused,) = an_offender().visited(ON, entry="refused").build().visits
    assert refused.entry == "refused"


def test_a_conviction_without_months_says_nothing_of_terms():
    assert "terms" not in an_offender().convicted(ON).data()["registrations"][0]


def test_saying_more_leaves_the_builder_as_it_was():
    short = an_offender().visited(ON)
    longer = short.visited(LATER).being(team="t1")
    assert [visit.id for visit in short.build().visits] == ["v1"]
    assert [visit.id for visit in longer.build().visits] == ["v1", "v2"]
    assert (short.build().team, longer.build().team) == (None, "t1")


def test_the_offender_has_what_is_said_of_it():
    built = an_offender("x7", force="f1", born_on=dt.date(1980, 2, 29), links=("x8",)).build()
    assert (built.id, built.force, built.born_on, built.links) == ("x7", "f1", dt.date(1980, 2, 29), ("x8",))


def test_an_id_of_ones_own_is_kept_and_never_given_twice():
    said = an_offender().visited(ON, id="v2").visited(LATER)
    assert [visit.id for visit in said.build().visits] == ["v2", "v3"]


def test_a_fact_may_say_when_it_became_known():
    (visit,) = an_offender().visited(ON).recorded(dt.date(2024, 1, 12), by="o3").build().visits
    assert (visit.recorded_on, visit.recorded_by) == (dt.date(2024, 1, 12), "o3")
    (visit,) = an_offender().visited(ON).recorded("2024-01-12").build().visits
    assert visit.recorded_by is None


def test_a_later_version_keeps_what_it_does_not_change():
    said = an_offender().in_custody(ON, LATER, evidence="prison")
    first, second = said.then(recorded="2024-04-20", until=None, kind="hospital").build().statuses
    assert first.id == second.id
    assert (second.kind, second.evidence, second.until, second.from_) == (
        "hospital",
        "prison",
        None,
        dt.date(2024, 1, 10),
    )
    assert second.recorded_on == dt.date(2024, 4, 20)
    later = said.then(recorded="2024-04-20", from_="2024-01-11").build().statuses[1]
    assert later.from_ == dt.date(2024, 1, 11)


def test_a_fact_is_withdrawn_by_a_version():
    said = an_offender().visited(ON).withdrawn(recorded=LATER)
    assert [visit.withdrawn for visit in said.build().visits] == [False, True]
    assert [visit.id for visit in said.visited(LATER).build().visits] == ["v1", "v1", "v2"]


@pytest.mark.parametrize(
    ("say", "message"),
    [
        (lambda: an_offender().visited(ON, outcom="seen"), "visits have no 'outcom'; did you mean 'outcome'?"),
        (lambda: an_offender().having("visit"), "a register has no 'visit'; did you mean 'visits'?"),
        (lambda: an_offender(name="x"), "an offender has no 'name'"),
        (lambda: an_offender().visited(ON).then(recorded=LATER, plac="home"), "visits have no 'plac'; did you mean 'place'?"),
    ],
)  # fmt: skip
def test_a_name_there_is_not_is_refused_with_the_nearest(say, message):
    with pytest.raises(TypeError) as error:
        say()
    assert str(error.value) == message


def test_a_value_that_is_not_as_the_format_asks_is_an_error_and_never_left_out():
    with pytest.raises(RegisterError, match=r"visits\[0\].outcome: unknown word") as error:
        an_offender().visited(ON, outcome="sen", at="9").build()
    assert "visits[0].at" in str(error.value)


def test_a_version_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no fact has been said yet"):
        an_offender().recorded(ON)


def test_it_can_be_reviewed_as_of_a_day():
    visit = an_offender().convicted(ON).notified("2024-01-11").visited("2024-01-20").recorded("2024-02-01")
    found = visit.review(BOOK, as_of=dt.date(2024, 3, 1))
    assert [row.met_by for row in found.schedule.of_rule("R-V1")] == [("v1",)]
    before = visit.review(BOOK, as_of="2024-03-01", known_at="2024-01-31", workforce=Workforce({}))
    assert [row.met_by for row in before.schedule.of_rule("R-V1")] == [()]
    trained = visit.review(BOOK, as_of="2024-03-01", known_at=dt.date(2024, 2, 1), workforce=Workforce({}))
    assert [row.met_by for row in trained.schedule.of_rule("R-V1")] == [()]


def test_a_text_that_is_no_day_is_refused():
    with pytest.raises(InvalidDateError):
        as_date("2024-2-1")
