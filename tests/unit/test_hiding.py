"""What somebody may write into the records to hide that a visit is late, and what shows it.

Everything is in order but one routine visit: level medium, last visit on 2 January 2026, due by 2 July. Each trick is the
record of that person with something changed or added; as of 31 August 2026 a flag shows it, most often beside the visit
that stays overdue. `HIDDEN` holds the tricks that nothing shows, with the reason.
"""

import json

import pytest

from supervise import Offender, Waivers, load_rulebook, review, review_register
from supervise.engine.obligation import Status
from supervise.engine.timeline import Workforce
from supervise.errors import RulebookLoadError
from supervise.model import Rejected
from supervise.register import read_json
from tests.catalogue.people import BOOK, arms, day, facts, scored, visit
from tests.catalogue.waiver_examples import waiver

AS_OF = day("2026-08-31")
OVERDUE = "VD001"
VISITS = facts()["visits"]
REGISTERED = facts()["registrations"][0]
LOW_LEVEL = [{"id": "l1", "level": "low", "from": "2020-01-10"}]


def person(**changes):
    """The record of someone of whom the routine visit, due by 2 July 2026, is all that is late."""
    reviews = [("plan", "o9"), ("supervisor", "s1"), ("marker", "s1")]
    later = [{"id": f"w2{kind}", "kind": kind, "on": "2026-06-05", "by": by} for kind, by in reviews]
    return facts(**{"reviews": [*facts()["reviews"], *later], **changes})


def with_visits(*visits):
    return person(visits=[*VISITS, *visits])


def with_status(kind, start, until=None, **more):
    return person(statuses=[{"id": "z1", "kind": kind, "from": start, "until": until, **more}])


def registered(**changes):
    return {**REGISTERED, **changes}


def plan(start, **more):
    return {"id": "p3", "from": start, "by": "o9", "approved_by": "s1", "reason_code": "stable", **more}


def with_plan(start, **more):
    return person(plans=[*facts()["plans"], plan(start, **more)])


def with_levels(*levels):
    return person(levels=[{"level": "medium", "from": "2020-01-10", **each} for each in levels])


def set_date(**more):
    return person(set_dates=[{"id": "d1", "rule": "R-V2", "on": "2026-12-01", "set_on": "2026-06-25", **more}])


def versions(*changes):
    """Versions of one visit of 20 June, each with its changes."""
    return with_visits(*(visit("v9", "2026-06-20", **each) for each in changes))


def planned(id, on, told, outcome="planned"):
    return {"id": id, "planned_on": on, "recorded_on": told, "outcome": outcome}


def failed(*days, **more):
    return with_visits(*(visit(f"v{each[-2:]}", each, "no_reply", **more) for each in days))


def flagged(plain, as_of=AS_OF, **more):
    return [flag.code for flag in review(Offender.from_dict(plain), BOOK, as_of=as_of, **more).flags]


TWO = ("2026-08-03", "2026-08-05")
DATED_BACK = {"recorded_on": "2026-08-20"}
SELF = {"by": "o9", "approved_by": "o9"}
NO_TAG = {"relevant_on": None, "convicted_on": None}
TINY = [("2026-07-01", "2026-07-02"), ("2026-07-15", "2026-07-16"), ("2026-07-29", "2026-07-30"), ("2026-08-12", "2026-08-13"), ("2026-08-26", "2026-08-27")]  # fmt: skip
LOW_BANDS = [scored("2024-03-01", band="low"), arms("s1", "2020-01-15"), arms("s2", "2026-01-02", band="low")]
FIRST_SENTENCE = registered(recorded_on="2020-01-06")

# Name of the trick, the record, and what shows it.
TRICKS = {
    # due dates
    "a later date is set": (set_date(), "PL044"),
    "a later date is set and the visit stays overdue": (set_date(reason_code="x", approved_by="s1"), OVERDUE),
    "a later date is set, approved by oneself": (set_date(reason_code="x", **SELF), "PL044"),
    "a later date is set, dated back": (set_date(set_on="2020-01-02"), OVERDUE),
    "a date is set for a rule that does not exist": (set_date(rule="R-V99"), OVERDUE),
    "a plan far ahead": (with_visits(planned("v9", "2026-12-01", None)), OVERDUE),
    "a plan is put off past the due": (
        with_visits(planned("v9", "2026-06-30", "2026-06-01"), planned("v9", "2026-09-30", "2026-06-29")),
        "PR102",
    ),
    "a plan is cancelled and made anew under another id": (
        with_visits(
            planned("v9", "2026-06-30", "2026-06-01"),
            planned("v9", "2026-06-30", "2026-06-29", "cancelled"),
            planned("v10", "2026-09-30", "2026-06-29"),
        ),
        OVERDUE,
    ),
    # visits that were none
    "a no-reply is signed off": (versions({"outcome": "no_reply", "signed_off_on": "2026-06-22"}), "DC009"),
    "a no-reply becomes seen": (versions({"outcome": "no_reply"}, {"recorded_on": "2026-08-20"}), "DC009"),
    "a no-reply becomes seen on the same day": (
        versions({"outcome": "no_reply", "recorded_on": "2026-06-20"}, {"recorded_on": "2026-06-20", "at": "10:00"}),
        "DC009",
    ),
    "a no-reply is withdrawn, the visit entered under another id": (
        with_visits(
            visit("v9", "2026-06-20", "no_reply", recorded_on="2026-06-20"),
            visit("v9", "2026-06-20", "no_reply", recorded_on="2026-08-01", withdrawn=True),
            visit("v10", "2026-06-20"),
        ),
        "PR103",
    ),
    "a failed visit is withdrawn": (
        versions(
            {"outcome": "no_reply", "recorded_on": "2026-06-20"},
            {"outcome": "no_reply", "recorded_on": "2026-08-20", "withdrawn": True},
        ),
        "PR103",
    ),
    "its day is moved": (
        with_visits(
            visit("v9", "2026-08-10", recorded_on="2026-08-10"), visit("v9", "2026-06-30", recorded_on="2026-08-28")
        ),
        "PR101",
    ),
    "its place becomes home": (
        versions({"place": "station", "recorded_on": "2026-06-20"}, {"recorded_on": "2026-08-20"}),
        "PR101",
    ),
    "entry becomes obtained": (
        versions({"entry": "refused", "recorded_on": "2026-06-20"}, {"recorded_on": "2026-08-20"}),
        "PR103",
    ),
    "an exception comes later": (
        versions({"entry": "refused"}, {"entry": "refused", "exception_id": "x1", "recorded_on": "2026-08-20"}),
        "PR103",
    ),
    "purposes come later": (versions({"purposes": []}, {"recorded_on": "2026-08-20"}), "PR103"),
    "an officer comes later": (versions({"officers": ["o1"]}, {"recorded_on": "2026-08-20"}), "PR103"),
    "a visit is entered long after": (versions({"recorded_on": "2026-08-28"}), "PR019"),
    "a visit is entered before it was made": (versions({"recorded_on": "2026-06-01"}), "DC101"),
    "a visit is entered for a day to come": (with_visits(visit("v9", "2026-09-10")), "DC018"),
    "seen by telephone": (versions({"place": "phone"}), "DC011"),
    "seen somewhere": (versions({"place": None}), OVERDUE),
    "seen for no purpose": (versions({"purposes": []}), OVERDUE),
    "seen without a word on entry": (versions({"entry": None}), OVERDUE),
    "seen at another address": (
        person(
            addresses=[{"id": "a1", "address_id": "x1", "kind": "main", "from": "2020-01-06"}],
            visits=[*VISITS, visit("v9", "2026-06-20", address_id="x9")],
        ),
        "DC010",
    ),
    "another home is made up for it": (
        person(
            addresses=[
                {"id": name, "address_id": name, "kind": "main", "from": start, "notified_on": start}
                for name, start in (("x1", "2020-01-06"), ("x9", "2026-06-01"))
            ],
            visits=[*VISITS, visit("v9", "2026-06-20", address_id="x9")],
        ),
        "NT070",
    ),
    # attempts that lead to nothing
    "two attempts and nothing after": (failed(*TWO), "VD006"),
    "two attempts without a purpose": (failed(*TWO, purposes=[]), "VD008"),
    "two attempts, called cancelled": (with_visits(*(visit(each, each, "cancelled") for each in TWO)), OVERDUE),
    "two attempts, placed elsewhere": (failed(*TWO, place="other"), OVERDUE),
    "the manager decides on the warrant": (
        {**failed(*TWO), "decisions": [{"id": "k1", "kind": "warrant", "outcome": "no_action", "on": "2026-08-06", "by": "o9"}]},
        "VD006",
    ),
    "nobody decides on the warrant": (
        {**failed(*TWO), "decisions": [{"id": "k1", "kind": "warrant", "outcome": "no_action", "on": "2026-08-06"}]},
        "VD006",
    ),
    # states
    "custody without evidence": (with_status("custody", "2026-06-25"), "ST079"),
    "hospital without evidence": (with_status("hospital", "2026-06-25"), "ST079"),
    "abroad without evidence": (with_status("abroad", "2026-06-25"), "ST079"),
    "not subject without evidence": (with_status("not_subject", "2026-06-25"), "ST079"),
    "custody until a day far ahead": (with_status("custody", "2026-06-25", "2099-01-01"), "ST079"),
    "custody dated back": (with_status("custody", "2026-06-25", **DATED_BACK), "ST079"),
    "custody of no days": (with_status("custody", "2026-07-02", "2026-07-02"), OVERDUE),
    "custody that begins one day, nobody knows which": (with_status("custody", None), "DC095"),
    "custody to come": (with_status("custody", "2026-09-25"), OVERDUE),
    "a state without a kind": (with_status(None, "2026-06-25"), OVERDUE),
    "a state that does not exist": (with_status("custdy", "2026-06-25"), "DC095"),
    "missing": (with_status("missing", "2026-06-25"), "ST080"),
    "a day abroad again and again": (
        person(statuses=[{"id": a, "kind": "abroad", "from": a, "until": b} for a, b in TINY]),
        "ST103",
    ),
    "a day in custody again and again": (
        person(statuses=[{"id": a, "kind": "custody", "from": a, "until": b} for a, b in TINY]),
        "ST077",
    ),
    "a journey without an end": (person(trips=[{"id": "t1", "known_on": "2026-06-01", "departs_on": "2026-07-01"}]), "NT074"),
    "a journey past its end": (
        person(trips=[{"id": "t1", "known_on": "2026-06-01", "departs_on": "2026-07-01", "due_back_on": "2026-07-08"}]),
        "NT075",
    ),
    # levels and plans
    "a lower level close to the due": (with_levels({"id": "l1"}, {"id": "l2", "level": "low", "from": "2026-06-25"}), "PL043"),
    "a lower level some weeks before": (with_levels({"id": "l1"}, {"id": "l2", "level": "low", "from": "2026-06-16"}), OVERDUE),
    "a lower level dated back": (
        with_levels({"id": "l1"}, {"id": "l2", "level": "low", "from": "2026-01-01", "reason_code": "x", **DATED_BACK}),
        "PL101",
    ),
    "a level rewritten": (
        with_levels({"id": "l1", "recorded_on": "2020-01-10"}, {"id": "l1", "level": "low", "reason_code": "x", **DATED_BACK}),
        "PL101",
    ),
    "a level withdrawn": (with_levels({"id": "l1", "recorded_on": "2020-01-10"}, {"id": "l1", "withdrawn": True, **DATED_BACK}), "RK036"),
    "a level lowered under the tools": (with_levels({"id": "l1", "level": "low"}), "RK042"),
    "no level": (with_levels(), "RK036"),
    "a level without a day": (with_levels({"id": "l1", "from": None}), "RK036"),
    "a level that does not exist": (with_levels({"id": "l1", "level": "hihg"}), "RK036"),
    "a level that does not exist, after one that does": (
        with_levels({"id": "l1"}, {"id": "l2", "level": "none", "from": "2026-06-01"}),
        "DC095",
    ),
    "a longer interval close to the due": (with_plan("2026-06-25", interval="24 months"), "PL043"),
    "a longer interval, approved by nobody": (with_plan("2026-01-01", interval="24 months", approved_by=None), "PL047"),
    "a longer interval, approved by oneself": (with_plan("2026-01-01", interval="24 months", **SELF), "PL047"),
    "a longer interval dated back": (with_plan("2026-01-01", interval="24 months", **DATED_BACK), "PL101"),
    "an interval rewritten": (
        person(plans=[plan("2020-01-10", recorded_on="2020-01-10", interval="6 months"), plan("2020-01-10", interval="24 months", **DATED_BACK)]),
        "PL101",
    ),
    "an interval of no days": (with_plan("2026-01-01", interval="0 days"), "DC095"),
    "reactive": (with_plan("2026-06-25", mode="reactive"), "PL050"),
    "reactive dated back": (with_plan("2026-01-01", mode="reactive", **DATED_BACK), "PL101"),
    "reactive once it is late": (
        person(levels=LOW_LEVEL, assessments=LOW_BANDS, visits=[VISITS[0], visit("v2", "2025-01-02")], plans=[plan("2026-06-25", mode="reactive")]),
        OVERDUE,
    ),
    "reactive, approved by oneself": (
        person(levels=LOW_LEVEL, assessments=LOW_BANDS, plans=[plan("2026-06-25", mode="reactive", **SELF)]),
        "PL050",
    ),
    "without a home from one day to the next": (
        person(notifications=[*facts()["notifications"], {"id": "n9", "kind": "s84", "on": "2026-06-25", "home_kind": "place_found"}]),
        OVERDUE,
    ),
    # falling out of the list
    "dead": (with_status("deceased", "2026-06-25"), "ST102"),
    "dead for a day": (with_status("deceased", "2026-07-25", "2026-07-26", evidence="x"), "ST102"),
    "passed on, and nobody has it": (with_status("transferred_out", "2026-06-25"), "ST092"),
    "passed on for a day": (with_status("transferred_out", "2026-07-25", "2026-07-26"), "ST102"),
    "passed on and still managed": (person(transfers=[{"id": "x1", "to": "f2", "asked_on": "2026-06-20", "accepted_on": "2026-06-22"}]), "ST092"),
    "asked for, never accepted": (person(transfers=[{"id": "x1", "to": "f2", "asked_on": "2026-06-20"}]), "ST091"),
    "registration closed": (person(registrations=[registered(ended_on="2026-06-30")]), "ST102"),
    "registration withdrawn": (person(registrations=[FIRST_SENTENCE, registered(withdrawn=True, recorded_on="2026-06-30")]), "ST102"),
    "registration left out": (person(registrations=[]), "ST102"),
    "registration without a day": (person(registrations=[registered(**NO_TAG)]), "DC095"),
    "registration spoilt": (person(registrations=[registered(basis="convicton")]), "DC095"),
    "registration that brings nothing": (person(registrations=[registered(disposal="absolute_discharge", terms=[])]), "ST102"),
    "registration put into the future": (person(registrations=[registered(relevant_on="2066-01-06")]), "DC012"),
    "registration made short": (person(registrations=[registered(disposal="caution", basis="caution", terms=[])]), "ST087"),
    "registration made that of a child": (person(registrations=[registered(terms=[{"months": 20, "counts": True}], age_on_relevant_date=17)]), "ST087"),
    "a second registration that ends early": (
        person(registrations=[REGISTERED, registered(id="r2", disposal="caution", basis="caution", terms=[])]),
        OVERDUE,
    ),
    "a second registration begun anew": (
        person(registrations=[registered(ended_on="2026-07-25"), registered(id="r2", relevant_on="2026-07-27")]),
        "NT063",
    ),
    "another country": (person(registrations=[registered(jurisdiction="atlantis")]), OVERDUE),
    "an order said to be over": (person(orders=[{"id": "q1", "kind": "shpo", "made_on": "2020-01-06", "discharged_on": "2026-06-01"}]), OVERDUE),
    "a review is said to have ended it": (person(decisions=[{"id": "k1", "kind": "indefinite_review", "outcome": "end", "on": "2026-06-20"}]), "ST087"),
    "no first notification": (person(notifications=[]), OVERDUE),
    "a first notification to come": (person(notifications=[{"id": "n1", "kind": "s83", "on": "2027-01-01"}]), OVERDUE),
    "entered anew": (person(notifications=[*facts()["notifications"], {"id": "n9", "kind": "s83", "on": "2026-08-15"}]), OVERDUE),
    "no manager": (person(managers=[{**facts()["managers"][0], "until": "2026-06-20"}]), "WF058"),
    "another agency manages": (person(managers=[{**facts()["managers"][0], "agency": "probation"}]), "WF058"),
    "another agency has the lead": (person(mappa=[{"id": "g1", "category": 1, "level": 1, "lead_agency": "probation", "from": "2026-01-01"}]), OVERDUE),
    "another force on the record": (person(force="f9"), OVERDUE),
    "another time zone": (person(zone="Pacific/Kiritimati"), OVERDUE),
    # what was reviewed, and by whom
    "the manager reviews": (person(reviews=[*facts()["reviews"], {"id": "w9", "kind": "supervisor", "on": "2026-06-05", "by": "o9"}]), "WF057"),
    "reviewed on a day to come": (person(reviews=[*facts()["reviews"], {"id": "w9", "kind": "supervisor", "on": "2026-12-05", "by": "s1"}]), "WF056"),
    "assessed and approved by oneself": (person(assessments=[scored("2024-03-01"), arms("s2", "2026-01-02", approved_by="o9")]), "RK038"),
    "an old assessment is approved now": (person(assessments=[scored("2024-03-01"), arms("s2", "2021-01-02", approved_on="2026-08-01")]), "RK037"),
}  # fmt: skip


def test_the_visit_is_all_that_is_late():
    assert flagged(person()) == [OVERDUE, "VD005"]
    assert flagged(person(), day("2026-07-02")) == ["VD002"]


@pytest.mark.parametrize(("plain", "shown_by"), TRICKS.values(), ids=TRICKS.keys())
def test_what_is_done_to_hide_it_shows(plain, shown_by):
    assert shown_by in flagged(plain)


def test_an_assessment_approved_before_it_is_made_shows_when_its_day_has_come():
    early = person(assessments=[*facts()["assessments"], arms("s3", "2026-08-30", approved_on="2026-06-01")])
    assert "DC101" in flagged(early)


@pytest.mark.parametrize("word", ["hihg", "", "none"])
def test_a_level_that_does_not_exist_leaves_the_duty_standing(word):
    """Three years without a visit are overdue with no level recorded; a misspelt one must not make the rule silent."""
    levels = [{"id": "l1", "level": word, "from": "2020-01-10"}]
    found = review(Offender.from_dict(person(levels=levels)), BOOK, as_of=AS_OF)
    (row,) = (row for row in found.obligations if row.rule == "R-V2" and not row.is_settled)
    assert (row.status, row.cautious_due, row.due) == (Status.UNKNOWN, day("2026-02-02"), day("2027-01-02"))
    assert row.lacking == ("levels",)
    assert OVERDUE in flagged(person(levels=levels), day("2027-01-03"))


def test_what_was_not_yet_known_is_no_way_out():
    assert OVERDUE in flagged(person(), known_at=day("2026-01-31"))
    assert OVERDUE in flagged(person(), known_at=day("2025-12-01"))


# What nothing shows: false records that look in every field as true ones do. Only something outside them could tell.
HIDDEN = {
    "a visit made up, written up in time": versions({"recorded_on": "2026-06-20"}),
    # An export that leaves out when entries were made holds nothing against anyone; it is counted.
    "a visit made up, without a word on when it was entered": versions({}),
    # Without a workforce the staff test passes, and the review says that it was not evaluated.
    "a visit made up, without officers": versions({"officers": []}),
    # As false as to write `home`; the rulebook takes a place without an address as the one notified.
    "seen wherever, entered as the place found": versions({"place": "place_found"}),
    # What has evidence is not weighed.
    "custody dated back, with made-up evidence": with_status("custody", "2026-06-25", evidence="x", **DATED_BACK),
    "dead, with made-up evidence": with_status("deceased", "2026-06-25", evidence="x"),
    "passed on, with made-up evidence": with_status("transferred_out", "2026-06-25", evidence="x"),
    # A reason and an approver are what the plan needs, however long its interval is.
    "a long interval, of which somebody else approves": with_plan("2026-01-01", interval="1000 years"),
    # As a case closed in good time looks.
    "a sentence made short and nobody assigned": person(registrations=[registered(disposal="caution", basis="caution", terms=[])], managers=[]),
    # Until nobody has reviewed the case for 180 days (ST078).
    "a journey notified, without a day of return": person(
        trips=[{"id": "t1", "known_on": "2026-06-01", "departs_on": "2026-07-01"}],
        notifications=[*facts()["notifications"], {"id": "n9", "kind": "s86_departure", "on": "2026-06-10", "for": "t1"}],
    ),
}  # fmt: skip
ABOUT_VISITS = {"RK054", "DC017"}


@pytest.mark.parametrize("plain", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_looks_in_every_field_like_a_true_record_is_not_shown(plain):
    """If one of these is shown one day, it moves to the table above."""
    assert set(flagged(plain)) <= ABOUT_VISITS


def test_what_was_passed_on_for_a_day_with_evidence_is_counted_as_unknown():
    """The stay here begins anew, and no visit since: it is no longer overdue, and it is not settled either."""
    plain = with_status("transferred_out", "2026-07-25", "2026-07-26", evidence="x")
    found = review(Offender.from_dict(plain), BOOK, as_of=AS_OF)
    assert Status.UNKNOWN in {row.status for row in found.obligations if row.rule == "R-V2"}


class TestOutsideTheRecord:
    """What may be given beside a register: waivers, an overlay, a workforce; and the register as a file."""

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({}, OVERDUE),
            ({"approved_by": "o5"}, "WV103"),
            ({"approved_by": "o9"}, "WV103"),
            ({"flag": None, "code": OVERDUE, "scope": "register"}, OVERDUE),
            ({"flag": None, "code": OVERDUE, "scope": "register", "expires_on": None}, OVERDUE),
            ({"expires_on": day("2026-12-31")}, "WV104"),
            ({"expires_on": day("2026-08-30")}, "WV101"),
        ],
    )
    def test_a_waiver_hides_nothing(self, changes, code):
        given = {"flag": "VD001|A1|R-V2|v2", "made_on": day("2026-08-01"), "expires_on": day("2026-09-30")}
        found = flagged(person(), waivers=Waivers([waiver(**{**given, **changes})]))
        assert {OVERDUE, code} <= set(found)

    def test_one_waiver_after_another_hides_nothing_either(self):
        months = [("2026-07-03", "2026-07-31"), ("2026-08-01", "2026-08-31"), ("2026-09-01", "2026-09-30")]
        renewed = [
            waiver(id=f"w{start}", flag="VD001|A1|R-V2|v2", made_on=day(start), expires_on=day(end))
            for start, end in months
        ]
        assert OVERDUE in flagged(person(), waivers=Waivers(renewed))

    def amended(self, **amend):
        signed = {"reason": "policy", "approved_by": "chief", **amend}
        return load_rulebook("england-wales@2026.1", overlays=[{"id": "own", "version": "1", "amend": [signed]}])

    def test_an_overlay_that_lengthens_is_named_by_the_book_and_never_lengthens_the_law(self):
        book = self.amended(rule="R-V2", level="medium", value="24 months")
        assert [(each.after, each.approved_by) for each in book.amendments] == [("2 years", "chief")]
        with pytest.raises(RulebookLoadError):
            self.amended(rule="R-N1", value="30 days")

    def test_a_workforce_that_leaves_people_out_leaves_the_visit_overdue(self):
        staff = Workforce({})
        assert {OVERDUE, "PR027"} <= set(flagged(versions({}), workforce=staff))
        assert OVERDUE in flagged(versions({"officers": []}), workforce=staff)

    def test_a_second_record_under_the_same_id_is_set_aside_and_said(self, tmp_path):
        register = tmp_path / "register.jsonl"
        paid = with_visits(visit("v9", "2026-06-20"))
        register.write_text("\n".join(map(json.dumps, (person(), paid))), encoding="utf-8")
        first, second = review_register(read_json(register), BOOK, as_of=AS_OF)
        assert isinstance(second, Rejected)
        assert {OVERDUE, "ST101"} <= {flag.code for flag in first.flags}

    def test_a_line_that_is_spoilt_is_counted(self, tmp_path):
        register = tmp_path / "register.jsonl"
        register.write_text(json.dumps(person())[:-1] + "\n" + json.dumps(facts(id="A2")), encoding="utf-8")
        results = review_register(read_json(register), BOOK, as_of=AS_OF)
        assert [type(each).__name__ for each in results] == ["Rejected", "Review"]
        assert (results.summary.read, results.summary.set_aside) == (2, 1)
