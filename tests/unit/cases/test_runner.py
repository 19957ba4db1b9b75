"""Running a case, and what is said where something else came out."""

import pytest

from supervise.cases import Case, Result, run_case, run_cases
from tests.unit.engine.books import HEAD, ONCE, SPAN, day, events, rolling

FACTS = {"id": "x1", "events": events(k="2026-01-01")}
# A duty that nothing brings about.
OTHER = {"id": "other", "one_per": "event.other"}


def book(*rules, **parts):
    # A key of `ONCE` that a rule must not have is given as None.
    given = [{key: value for key, value in (ONCE | rule).items() if value is not None} for rule in rules]
    return HEAD | {"rule": given} | parts


def run(expect, *, facts=None, rulebook=None, as_of="2026-01-05", **more):
    """Return the differences of a case, what it expects being given."""
    case = Case(
        id="c1",
        rulebook=rulebook or book({}),
        offender=FACTS | (facts or {}),
        as_of=day(as_of),
        expect=expect,
        **more,
    )
    result = run_case(case)
    assert result.id == "c1"
    assert result.passed is (result.differences == ())
    return list(result.differences)


# ── obligations ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_entry_passes_if_some_occurrence_agrees_in_all_that_is_named():
    two = {"events": events(a="2026-01-01", b="2026-01-02")}
    assert run({"obligations": [{"rule": "r", "due": "2026-01-12", "key": "b", "status": "open"}]}, facts=two) == []
    assert run({"obligations": [{"rule": "r", "due": "2026-01-12"}]}, facts=two) == []
    assert run({"obligations": [{"rule": "r"}]}, facts=two) == []
    wrong = run({"obligations": [{"rule": "r", "due": "2026-01-12", "key": "a"}]}, facts=two)
    assert wrong == ["r for a: expected due 2026-01-12; found key a: due 2026-01-11"]
    mixed = run({"obligations": [{"rule": "r", "due": "2026-01-11", "status": "overdue"}]}, facts=two)
    assert mixed == [
        (
            "r: expected due 2026-01-11, status overdue; found key a: due 2026-01-11, status open; key b: due 2026-01-12,"
            " status open"
        )
    ]


def test_where_there_is_no_occurrence_it_says_so():
    assert run({"obligations": [{"rule": "other", "due": "2026-01-11"}]}, rulebook=book({}, OTHER)) == [
        "other: expected due 2026-01-11; found no occurrence"
    ]
    assert run({"obligations": [{"rule": "r", "key": "z"}]}) == ["r for z: expected ; found no occurrence"]


def test_every_field_of_an_occurrence_may_be_named():
    rule = {
        "met_by": "event.done",
        "cautious": {"counting": "beginning with"},
        "regime": [{"within": "10 days", "latest": {"within": "20 days"}}],
    }
    facts = {"events": FACTS["events"] + events("done", d="2026-01-13")}
    entry = {
        "rule": "r",
        "key": "k",
        "opens": "2026-01-01",
        "due": "2026-01-11",
        "due_at": None,
        "cautious_due": "2026-01-10",
        "latest": "2026-01-21",
        "nominal": "2026-01-11",
        "status": "met_late",
        "met_by": ["d"],
        "days_late": 2,
        "days_frozen": 0,
        "counted": {},
        "short": {},
    }
    more = {"facts": facts, "rulebook": book(rule), "as_of": "2026-01-20"}
    assert run({"obligations": [entry]}, **more) == []
    for name in entry:
        if name not in ("rule", "key"):
            assert run({"obligations": [entry | {name: "something else"}]}, **more), name


def test_what_met_it_may_be_named_in_any_order():
    quota = {"id": "q", "of": "event.done", "at_least": 2}
    rule = {
        "cadence": "block", "counting": None, "late": "does not count", "partial": "whole standard",
        "regime": [{"every": "calendar month", "quota": [quota]}],
    }  # fmt: skip
    facts = {"events": FACTS["events"] + events("done", b="2026-01-13", a="2026-01-14")}
    more = {"facts": facts, "rulebook": book(rule), "as_of": "2026-01-20"}
    for ids in (["a", "b"], ["b", "a"]):
        assert run({"obligations": [{"rule": "r", "met_by": ids}]}, **more) == []
    for ids in (["a"], ["a", "a", "b"], []):
        assert run({"obligations": [{"rule": "r", "status": "met", "met_by": ids}]}, **more)


def test_a_limit_in_hours_may_be_named_by_its_day():
    hours = {"from": "moment", "clock": "wall"}
    rule = {"counting": None, "regime": [{"within": "24 hours", **hours, "latest": {"within": "72 hours"}}]}
    for latest in ("2026-01-04", "2026-01-04T00:00"):
        assert run({"obligations": [{"rule": "r", "latest": latest}]}, rulebook=book(rule)) == []
    for latest in ("2026-01-05", "2026-01", "2026-01-04T00:01", "", None):
        assert run({"obligations": [{"rule": "r", "latest": latest}]}, rulebook=book(rule)), latest


def test_what_lies_ahead_is_looked_at_with_until():
    facts = {"obligations": [{"rule": "r", "due": "2026-01-21"}]}
    assert run(facts, rulebook=book(rolling()))
    assert run(facts, rulebook=book(rolling()), until=day("2026-01-31")) == []


def test_what_is_certain_is_looked_at_as_far_as_it_is_asked_for():
    each_month = {
        "cadence": "block",
        "late": "does not count",
        "partial": "whole standard",
        "rebased_by": None,
        "counting": None,
    }
    monthly = rolling(one_per="event.k", anchor="start", regime=[{"every": "calendar month"}], **each_month)
    named = [{"rule": "r", "due": "2026-04-30", "status": "upcoming"}, {"rule": "r", "opens": "2027-02-01"}]
    assert run({"obligations": named}, rulebook=book(monthly)) == []
    for wrong in ({"due": "2026-05-30"}, {"due": "2026-04-30", "status": "open"}, {"due": "2046-04-30"}):
        assert run({"obligations": [{"rule": "r", **wrong}]}, rulebook=book(monthly)), wrong
    assert run({"obligations": named}, rulebook=book(monthly), until=day("2026-03-01")), "as far as the case says"


# ── dates by rule ───────────────────────────────────────────────────────────────────────────────────────────────


def test_next_due_and_earliest_are_dates_or_null():
    may = {"must": False, "regime": [{"opens": {"within": "5 days"}}]}
    two = book({}, OTHER)
    assert run({"next_due": {"r": "2026-01-11", "other": None}}, rulebook=two) == []
    assert run({"next_due": {"r": None}}) == ["next_due r: expected None; found 2026-01-11"]
    assert run({"next_due": {"other": "2026-01-11"}}, rulebook=two) == [
        "next_due other: expected 2026-01-11; found None"
    ]
    assert run({"earliest": {"r": "2026-01-06", "other": None}}, rulebook=book(may, OTHER)) == []
    assert run({"earliest": {"r": None}}, rulebook=book(may)) == ["earliest r: expected None; found 2026-01-06"]
    assert run({"earliest": {"other": "2026-01-06"}}, rulebook=two) == [
        "earliest other: expected 2026-01-06; found None"
    ]


def test_a_derived_event_is_there_on_its_day():
    made = [{"id": "made", "kind": "series", "of": "event.k", "reach": 1, "reset_by": "event.reset", "source": "s"}]
    more = {"rulebook": book({}, derive=made)}
    assert run({"derived": [{"id": "made", "on": "2026-01-01"}, {"id": "made"}]}, **more) == []
    assert run({"derived": [{"id": "made", "on": "2026-01-02"}]}, **more) == [
        "derived made: expected 2026-01-02; found 2026-01-01"
    ]
    assert run({"derived": [{"id": "made", "on": "2026-01-02"}]}, facts={"events": []}, **more) == [
        "derived made: expected 2026-01-02; found none"
    ]
    assert run({"derived": [{"id": "made"}]}, facts={"events": []}, **more) == [
        "derived made: expected one; found none"
    ]


# ── spans ───────────────────────────────────────────────────────────────────────────────────────────────────────

LENGTHS = [
    {"term_at_least": "30 months", "lasts": "for life"},
    {"term_at_least": "6 months", "lasts": "10 years", "under_18": "5 years"},
    {"lasts": "2 years 6 months"},
]
SUBJECT = {"rulebook": book({}, span=[SPAN | {"id": "subject", "sums_terms": True, "length": LENGTHS}])}


def registered(months=None, born="1980-01-01", **fields):
    terms = [{"months": months, "counts": True}] if months else []
    fact = {"id": "g", "basis": "conviction", "convicted_on": "2026-01-01", "terms": terms} | fields
    return {"facts": {"registrations": [fact], "born_on": born}} | SUBJECT


def test_everything_of_a_registration():
    entry = {
        "id": "g",
        "relevant_on": "2026-01-01",
        "period": "10 years",
        "effective_term": "1 year",
        "halved": False,
        "subject_from": "2026-01-01",
        "last_day": "2035-12-31",
        "first_free_day": "2036-01-01",
        "indefinite": False,
        "excluded_days": 0,
    }
    assert run({"registrations": [entry]}, **registered(12)) == []
    # "12 months" and "1 year" are one period.
    assert (
        run({"registrations": [{"id": "g", "effective_term": "12 months", "period": "120 months"}]}, **registered(12))
        == []
    )
    for name in set(entry) - {"id", "effective_term", "period"}:
        assert run({"registrations": [{"id": "g", name: "other"}]}, **registered(12)), name
    assert run({"registrations": [{"id": "g", "period": "9 years"}]}, **registered(12)) == [
        "registration g.period: expected 9 years; found 10 years"
    ]
    assert (
        run({"registrations": [{"id": "g", "halved": True, "period": "5 years"}]}, **registered(12, "2010-01-01")) == []
    )


def test_of_several_spans_of_a_registration_that_of_the_subject_is_meant_or_else_any():
    ten, five = ({"id": name, "length": [{"lasts": f"{years} years"}]} for name, years in (("long", 10), ("short", 5)))
    fact = {"id": "g", "basis": "conviction", "convicted_on": "2020-01-01"}
    given = {"facts": {"registrations": [fact]}}
    both = book({}, span=[SPAN | ten, SPAN | five])
    for period, last in (("10 years", "2029-12-31"), ("5 years", "2024-12-31")):
        assert run({"registrations": [{"id": "g", "period": period, "last_day": last}]}, rulebook=both, **given) == []
    assert run(
        {"registrations": [{"id": "g", "period": "10 years", "last_day": "2024-12-31"}]}, rulebook=both, **given
    ) == ["registration g.period: expected 10 years; found 5 years"]
    named = book({}, span=[SPAN | ten | {"part_of": "subject"}, SPAN | five])
    assert run({"registrations": [{"id": "g", "period": "5 years"}]}, rulebook=named, **given) == [
        "registration g.period: expected 5 years; found 10 years"
    ]


def test_a_registration_for_life_or_without_a_term():
    life = {"id": "g", "indefinite": True, "period": None, "last_day": None, "first_free_day": None}
    assert run({"registrations": [life]}, **registered(30)) == []
    assert run({"registrations": [{"id": "g", "effective_term": None, "period": "30 months"}]}, **registered()) == []


def test_a_registration_that_gives_no_extent():
    assert run({"registrations": [{"id": "none", "indefinite": True}]}, **registered()) == [
        "registration none: no registration of the case has this id"
    ]
    undated = {"facts": {"registrations": [{"id": "g", "basis": "conviction"}]}} | SUBJECT
    assert run({"registrations": [{"id": "g", "last_day": None}]}, **undated) == []
    assert run({"registrations": [{"id": "g", "indefinite": True}]}, **undated) == [
        "registration g.indefinite: expected True; found None"
    ]
    # An extent of an order is no registration.
    by_order = book({}, span=[SPAN | {"id": "subject", "one_per": "order", "start": {"field": "made_on"}}])
    facts = {"orders": [{"id": "g", "made_on": "2026-01-01"}]}
    assert run({"registrations": [{"id": "g", "indefinite": False}]}, rulebook=by_order, facts=facts) == [
        "registration g: no registration of the case has this id"
    ]


@pytest.mark.parametrize("more", [{}, {"last_day": None}])
def test_nothing_is_expected_of_what_nobody_recorded(more):
    """A slip in an id must not pass as a registration without an end."""
    assert run({"registrations": [{"id": "none", **more}]}, **registered()) == [
        "registration none: no registration of the case has this id"
    ]
    assert run({"orders": [{"id": "none", **more}]}, **registered()) == ["order none: no order of the case has this id"]


def test_a_registration_that_was_not_known_yet_is_one_of_the_case():
    early = registered(recorded_on="2026-01-03")
    expect = {"registrations": [{"id": "g", "last_day": None}]}
    assert run(expect, **early, known_at=day("2026-01-02")) == []
    assert run(expect, **early, known_at=day("2026-01-03"))


def test_the_last_day_of_all():
    two = registered()["facts"]["registrations"] + [
        {"id": "h", "basis": "conviction", "convicted_on": "2026-02-01", "terms": []}
    ]
    more = SUBJECT | {"facts": {"registrations": two}}
    assert (
        run({"subject": {"last_day": "2028-07-31", "first_free_day": "2028-08-01", "indefinite": False}}, **more) == []
    )
    assert run({"subject": {"last_day": "2028-06-30"}}, **more) == [
        "subject.last_day: expected 2028-06-30; found 2028-07-31"
    ]
    assert run({"subject": {"last_day": None, "first_free_day": None, "indefinite": True}}, **registered(30)) == []
    unknown = registered(12, None)
    assert run({"subject": {"last_day": "2035-12-31"}}, **unknown) == []


def test_without_a_known_end_or_without_the_span_there_is_no_last_day():
    rows = [{"lasts": {"field": "discharge_months"}}]
    open_ended = {"rulebook": book({}, span=[SPAN | {"id": "subject", "length": rows}])}
    more = registered() | open_ended
    assert run({"subject": {"last_day": None, "first_free_day": None, "indefinite": False}}, **more) == []
    assert run({"subject": {"last_day": None, "indefinite": False}}) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"relevant_on": None},
        {"withdrawn": True},
        {"disposal": "absolute_discharge"},
        # Over before it began.
        {"ended_on": "2019-12-31"},
    ],
)
def test_nobody_who_is_not_subject_is_free_from_a_day(fields):
    fact = {"id": "g", "basis": "conviction", "relevant_on": "2020-01-01", "disposal": "fine"} | fields
    fact = {name: value for name, value in fact.items() if value is not None}
    expect = {"subject": {"last_day": None, "first_free_day": None, "indefinite": False}}
    for registrations in ([], [fact]):
        assert run(expect, facts={"registrations": registrations}, rulebook="england-wales@2026.1") == []


def test_there_is_no_day_after_the_last_that_exists():
    fixed = book({}, span=[SPAN | {"id": "subject", "length": [{"lasts": "1 day"}]}])
    facts = {"registrations": [{"id": "g", "basis": "conviction", "convicted_on": "9999-12-31"}]}
    expect = {"subject": {"last_day": "9999-12-31", "first_free_day": None}}
    assert run(expect, facts=facts, rulebook=fixed, as_of="9999-12-31") == []


# ── orders and flags ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_verdict_on_an_order():
    kind = {"kind": ["shpo"], "source": "s", "until_further_order": False, "minimum": "5 years"}
    facts = {"orders": [{"id": "o", "kind": "shpo", "made_on": "2026-01-01", "ends_on": "2027-01-01"}]}
    more = {"rulebook": book({}, order=[kind]), "facts": facts}
    right = {"id": "o", "valid": False, "why": "shorter than 5 years", "last_day": "2027-01-01"}
    assert run({"orders": [right]}, **more) == []
    assert run({"orders": [right | {"valid": True}]}, **more) == ["order o.valid: expected True; found False"]
    assert run({"orders": [{"id": "none", "valid": True}]}, **more) == ["order none: no order of the case has this id"]


def test_flags_that_must_and_must_not_be_raised():
    shipped = {"rulebook": "england-wales@2026.1"}
    assert run({"no_flags": ["VD001"]}, **shipped) == []
    assert run({"flags": ["VD001"]}, facts={"events": []}) == ["flags: expected VD001; found none"]
    # One of a pair that the records cannot both be right about.
    facts = {
        "registrations": [
            {
                "id": "g",
                "basis": "conviction",
                "convicted_on": "2020-01-01",
                "relevant_on": "2020-01-01",
                "disposal": "life_imprisonment",
            }
        ],
    }
    raised = (
        run({"flags": ["WF060"]}, facts=facts, **shipped)[0].removeprefix("flags: expected WF060; found ").split(", ")
    )
    assert raised == sorted(raised)
    assert run({"flags": raised[:1]}, facts=facts, **shipped) == []
    assert run({"no_flags": raised[:1]}, facts=facts, **shipped) == [f"no_flags: expected no {raised[0]}; found it"]


def test_flags_on_the_register_and_on_officers_are_those_of_a_register_of_this_one_alone():
    shipped = {"rulebook": "england-wales@2026.1"}
    assert run({"flags": ["RB096"]}, as_of="2027-06-01", **shipped) == []
    assert run({"no_flags": ["RB096"]}, as_of="2027-06-01", **shipped) == ["no_flags: expected no RB096; found it"]
    assert run({"no_flags": ["RB096"]}, as_of="2027-05-31", **shipped) == []
    entries = [
        {"id": f"v{day}", "on": f"2026-01-0{day}", "outcome": "seen", "place": "home", "recorded_on": "2026-01-30"}
        for day in range(1, 7)
    ]
    visits = [each | {"recorded_by": "p1", "officers": ["p1", "p2"]} for each in entries]
    asked = {"facts": {"visits": visits}, "as_of": "2026-02-01", **shipped}
    assert run({"flags": ["PR021"]}, workforce=[{"officer": "p1", "team": "t"}], **asked) == []
    assert run({"no_flags": ["PR021"]}, **asked) == []


def test_occurrences_ahead_know_the_workforce_too():
    facts = {
        "registrations": [{"id": "g", "basis": "conviction", "relevant_on": "2026-01-05", "disposal": "fine"}],
        "notifications": [{"id": "n", "kind": "s83", "on": "2026-01-05"}],
        "levels": [{"id": "l", "level": "low", "from": "2026-01-05"}],
        "visits": [
            {
                "id": "v",
                "on": "2026-01-12",
                "outcome": "seen",
                "place": "home",
                "entry": "obtained",
                "purposes": ["welfare"],
                "officers": ["p1"],
            }
        ],
    }
    asked = {"facts": facts, "rulebook": "england-wales@2026.1", "as_of": "2026-01-20"}
    untrained = [{"officer": "p1", "trained": []}]
    for until in ({}, {"until": day("2027-12-31")}):
        assert run({"next_due": {"R-V1": "2026-01-26"}}, workforce=untrained, **asked, **until) == []
        assert run({"next_due": {"R-V1": None}}, **asked, **until) == []


def test_a_case_made_in_a_program_may_have_tuples():
    assert run({"no_flags": ("VD001", "VD002")}) == []


def test_a_slip_in_a_name_is_told_and_nothing_is_compared():
    expect = {"obligations": [{"rule": "q"}], "next_due": {"r": None, "q": None}}
    assert run(expect) == ["obligations: small@2026.1 has no rule 'q'; `supervise rules show` names them all"]


# ── what a case runs with ───────────────────────────────────────────────────────────────────────────────────────


def test_known_at_limits_what_is_used():
    facts = {"events": [FACTS["events"][0] | {"recorded_on": "2026-01-04"}]}
    expect = {"next_due": {"r": None}}
    assert run(expect, facts=facts, known_at=day("2026-01-03")) == []
    assert run(expect, facts=facts, known_at=day("2026-01-04"))
    assert run(expect, facts=facts, known_at=day("2026-01-03"), until=day("2026-06-30")) == []


def test_a_calendar_takes_the_place_of_the_books():
    calendar = {
        "name": "c",
        "closed_weekdays": [],
        "closed_days": ["2026-01-02"],
        "covers": ["2026-01-01", "2026-12-31"],
    }
    rulebook = book({"regime": [{"within": "2 working days"}]})
    expect = {"next_due": {"r": "2026-01-04"}}
    assert run(expect, rulebook=rulebook, calendar=calendar) == []
    shipped = run({}, rulebook="england-wales@2026.1", calendar=calendar)
    assert shipped == run({}, rulebook="england-wales@2026.1") == []


def test_a_workforce_is_used():
    where = {"officers": {"is": "trained staff"}}
    rulebook = book({"one_per": {"each": {"of": "visit", "where": where}}})
    facts = {"visits": [{"id": "v", "on": "2026-01-01", "officers": ["o1"]}]}
    expect = {"next_due": {"r": "2026-01-11"}}
    assert run(expect, rulebook=rulebook, facts=facts) == []
    assert run(expect, rulebook=rulebook, facts=facts, workforce=({"officer": "o1", "trained": []},))
    trained = ({"officer": "o1", "trained": [{"from": "2026-01-01"}]},)
    assert run(expect, rulebook=rulebook, facts=facts, workforce=trained) == []


def test_a_workforce_that_says_nothing_of_training_is_read_as_the_command_reads_it():
    """A list of teams says nobody is untrained; a fault in one fails the case."""
    where = {"officers": {"is": "trained staff"}}
    rulebook = book({"one_per": {"each": {"of": "visit", "where": where}}})
    facts = {"visits": [{"id": "v", "on": "2026-01-01", "officers": ["o1"]}]}
    more = {"expect": {"next_due": {"r": "2026-01-11"}}, "rulebook": rulebook, "facts": facts}
    assert run(**more, workforce=({"officer": "o1", "team": "t1"},)) == []
    assert run(**more, workforce=({"officer": "o1", "traind": []},)) == [
        "workforce: [0]: unknown key; did you mean 'trained'?"
    ]


def test_what_cannot_be_loaded_is_a_difference():
    (difference,) = run({}, rulebook="no-such-book@2026.1")
    assert "no shipped rulebook" in difference
    (difference,) = run({}, rulebook={"id": "b"})
    assert "problem" in difference
    (difference,) = run({}, facts={"id": None})
    assert difference
    case = Case(id="c", rulebook=book({}), offender={}, as_of=day("2026-01-05"), expect={})
    assert run_case(case).review is None


def test_cases_are_run_in_order_when_asked_for():
    cases = [Case(id=name, rulebook=book({}), offender=FACTS, as_of=day("2026-01-05"), expect={}) for name in "ab"]
    results = run_cases(iter(cases))
    assert next(results).id == "a"
    last = next(results)
    assert (last.id, last.passed, last.review.offender) == ("b", True, "x1")


def test_a_result_passes_without_a_difference():
    assert Result("c", (), None).passed
    assert not Result("c", ("one",), None).passed


@pytest.mark.parametrize("empty", [{}, {"obligations": []}, {"flags": [], "no_flags": []}])
def test_only_what_is_named_is_compared(empty):
    assert run(empty) == []


def test_what_differs_is_named_to_be_explained():
    expect = {
        "obligations": [{"rule": "R-V2", "due": "2020-01-01"}, {"rule": "R-V2", "due": "2020-01-02"}],
        "next_due": {"R-N4": "2020-01-01", "R-V1": None},
        "earliest": {"R-N10": "2020-01-01"},
        "subject": {"indefinite": True},
        "registrations": [{"id": "g", "indefinite": True}, {"id": "none"}],
        "orders": [{"id": "o", "valid": None}, {"id": "none"}],
        "derived": [{"id": "two-failed-entries", "on": "2020-01-01"}],
        "flags": ["VD001"],
        "no_flags": ["VD002"],
    }
    facts = {
        "registrations": [{"id": "g", "basis": "conviction", "convicted_on": "2025-01-01", "disposal": "fine"}],
        "orders": [{"id": "o", "kind": "shpo", "made_on": "2025-01-01", "ends_on": "2035-01-01"}],
    }
    result = run_case(Case("c1", "england-wales@2026.1", FACTS | facts, day("2026-01-05"), expect))
    assert len(result.differences) == 11
    assert result.concerned == ("R-V2", "R-N4", "R-N10", "subject", "order", "VD001")


def test_a_slip_is_told_beside_the_result():
    odd = {"id": "x1", "events": [{"id": "e1", "on": "2026-02-30"}], "evnts": []}
    case = Case("c1", book({}), odd, day("2026-01-01"), {"no_flags": ["VD03"]})
    result = run_case(case)
    assert result.passed
    assert [slip.partition(":")[0] for slip in result.slips] == ["events[0].on", "evnts", "no_flags"]
    unread = run_case(Case("c1", "none@1", odd, day("2026-01-01"), {"no_flags": ["VD03"]}))
    assert (unread.review, unread.slips) == (None, ())


def test_of_a_rule_that_a_book_does_not_have_nothing_is_due():
    """A case may say so; a schedule that is asked refuses."""
    assert run({"next_due": {"r-2": None}, "earliest": {"r-2": None}}) == []
