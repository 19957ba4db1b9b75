"""Every field named is one the facts have, and every word one the field can hold."""

import pytest

from supervise.rules import load_rulebook
from supervise.rules.conditions import Select
from supervise.rules.fields import arrays_of
from tests.unit.rules.minimal import ROLLING, RULE, SPAN, book, faults

EVENT = {"id": "e", "kind": "first", "of": "visit", "per": "held", "source": "s"}
TRIPS = "no field of this name in trips; "
NO_DATE = "a date is read here, and this field holds "


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ({"one_per": {"each": {"of": "trip", "at": "departed_on"}}}, f"one_per.each.at: {TRIPS}did you mean 'departs_on'?"),
        ({"one_per": "visit.sen"}, "one_per.each: no word of this field; did you mean 'seen'?"),
        ({"one_per": "mappa.high"}, None),
        ({"one_per": "event.home_check"}, None),
        ({"one_per": "event.home-check"}, "one_per.each: no fact can hold such a word here; write one word in lower-case ASCII, with _ between its parts"),
        ({"met_by": {"any": "event", "where": {"kind": ["moved", "Gone"]}}}, "met_by[0].where.kind: no fact can hold such a word here; write one word"),
        ({"met_by": {"any": "visit", "where": {"at": "9:30"}}}, """met_by[0].where.at: no fact can hold such a word here; write "HH:MM", for example "09:30\""""),
        ({"met_by": {"any": "visit", "where": {"address_id": "Any id"}}}, None),
        ({"met_by": {"any": ["event", "visit"], "where": {"at": "09:30", "kind": "set"}}}, None),
        ({"met_by": {"any": ["decision", "event"], "where": {"kind": "Home"}}}, None),
        ({"one_per": "visit.not_given"}, None),
        ({"one_per": "end.order.shpoo"}, "one_per.each: no word of this field; did you mean 'shpo'?"),
        ({"one_per": {"run_of": "plan.reactiv"}}, "one_per: no word of this field; did you mean 'reactive'?"),
        ({"anchor": {"field": "departs"}}, f"anchor: {TRIPS}did you mean 'departs_on'?"),
        ({"anchor": {"first_given": ["departs_on", "back_on"]}}, f"anchor: {TRIPS}did you mean 'due_back_on'?"),
        ({"anchor": {"release_after": ["departed", "in custody"]}}, f"anchor: {TRIPS}did you mean 'departs_on'?"),
        ({"anchor": {"start": True, "else": {"field": "departs"}}}, f"anchor: {TRIPS}did you mean 'departs_on'?"),
        ({"anchor": {"first": "visit", "match": {"at": "iid"}}}, f"anchor.match: {TRIPS}did you mean 'id'?"),
        ({"anchor": {"first": {"of": "visit", "where": {"outcome": "sen"}}}}, "anchor.first.where.outcome: no word of this field; did you mean 'seen'?"),
        ({"anchor": {"due_of": "R-2", "match": {"for": "id"}}}, f"anchor.match: {TRIPS}known: "),
        ({"anchor": {"due_of": "R-2", "match": {"id": "id"}}}, None),
        ({"anchor": {"met_of": "R-2", "match": {"id": "iid"}}}, f"anchor.match: {TRIPS}did you mean 'id'?"),
        ({"gate": {"other": {"rule": "R-2", "match": {"id": "iid"}}}}, f"gate.other.match: {TRIPS}did you mean 'id'?"),
        ({"gate": {"other": {"rule": "R-2", "match": {"for": "id"}}}}, f"gate.other.match: {TRIPS}known: "),
        ({"gate": {"count": {"of": "visit.sen", "at_most": 1}}}, "gate.count.of: no word of this field; did you mean 'seen'?"),
        ({"one_per": {"occurrence_of": "R-2", "outcome": "met"}, "anchor": {"field": "departs"}}, f"anchor: {TRIPS}did you mean 'departs_on'?"),
        ({"one_per": {"occurrence_of": "R-2", "outcome": "met"}, "anchor": {"field": "departs_on"}}, None),
        ({"cautious": {"anchor": {"last": "visit.sen"}}}, "cautious.anchor.last: no word of this field; did you mean 'seen'?"),
        ({"while": {"span": "held", "at_end": "lapse", "not_in": "order.shpoo"}}, "while.not_in: no word of this field; did you mean 'shpo'?"),
        ({"suspended": {"in": "address.mane", "effect": "runs on"}}, "suspended.in: no word of this field; did you mean 'main'?"),
        ({"gate": {"fact": {"country": "set", "contry": "set"}}}, f"gate.fact.contry: {TRIPS}did you mean 'country'?"),
        ({"gate": {"gap": {"from": "known", "to": "departs_on", "less_than": 3}}}, f"gate.gap: {TRIPS}did you mean 'known_on'?"),
        ({"gate": {"known": ["contry"]}}, f"gate.known: {TRIPS}did you mean 'country'?"),
        ({"gate": {"known": ["country"]}}, None),
        ({"gate": {"age": {"on": "departs_on", "under": 18, "stated": "age"}}}, f"gate.age: {TRIPS}known: "),
        ({"gate": {"age": {"on": "departs_on", "under": 18}}}, None),
        ({"gate": {"some": {"of": "visit", "match": {"fur": "id"}}}}, "gate.some.match: no field of this name in visits; known: "),
        ({"gate": {"some": {"of": "visit", "field": "depart_on", "after": 1}}}, f"gate.some.field: {TRIPS}did you mean 'departs_on'?"),
        ({"gate": {"covered": {"span": "held", "by": "visit.sen"}}}, "gate.covered.by: no word of this field; did you mean 'seen'?"),
        ({"gate": {"any": [{"in": "order.shpoo"}, {"not": {"not_in": "order.shpoo"}}]}}, "gate.any[0]: no word of this field; did you mean 'shpo'?"),
        ({"must": False, "gate_each_day": {"all": [{"fact": {"contry": "set"}}]}}, f"gate_each_day.all[0].fact.contry: {TRIPS}did you mean 'country'?"),
        ({"met_by": {"any": "visit", "match": {"forr": "id"}}}, "met_by[0].match: no field of this name in visits; known: "),
        ({"met_by": {"any": "visit", "where": {"place": {"words": ["home", "hom"], "unset_passes": True}}}}, "met_by[0].where.place: no word of this field; did you mean 'home'?"),
        ({"met_by": {"any": "visit", "where": {"place": {"not": ["hom"]}}}}, "met_by[0].where.place: no word of this field; did you mean 'home'?"),
        ({"met_by": {"any": "visit", "where": {"on": {"same_as": "planned"}}}}, "met_by[0].where.on: no field of this name in visits; did you mean 'planned_on'?"),
        ({"met_by": {"any": "order", "where": {"items": {"only": "travel"}}}}, "met_by[0].where.items: no word of this field; did you mean 'foreign_travel'?"),
        ({"met_by": {"any": "order", "where": {"items": {"only": "foreign_travel"}}}}, None),
        ({"met_by": {"any": ["visit", "review"], "where": {"outcome": "anything"}}}, None),
        ({"met_by": {"any": "visit", "where": {"announced": True}}}, None),
        ({"met_by": {"any": "visit", "where": {"on": {"weekday": "sunday"}, "at": {"between": ["18:00", "06:00"]}}}}, None),
        ({"met_by": {"any": "visit", "where": {"at": {"weekday": "sunday"}}}}, "met_by[0].where.at: a date is read here, and this field holds a time of day; "),
        ({"met_by": {"any": "visit", "where": {"on": {"between": ["18:00", "06:00"]}}}}, "met_by[0].where.on: a time of day is read here, and this field holds a date; known: 'at'"),
        ({"met_by": {"any": "visit", "where": {"any": [{"plaice": "set"}], "not": {"at": "set"}}}}, "met_by[0].where.any[0].plaice: no field of this name in visits; did you mean 'place'?"),
        ({"met_by": {"any": "visit", "where": {"on_the_day": {"in": "order.shpoo"}}}}, "met_by[0].where.on_the_day: no word of this field; did you mean 'shpo'?"),
        ({"met_by": {"any": "visit", "around": {"of": "change", "field": "expected"}}}, "met_by[0].around.field: no field of this name in visits; known: "),
        ({"met_by": {"own": ["returned", "first_recorded"]}}, f"met_by[0].own: {TRIPS}did you mean 'returned_on'?"),
        ({"met_by": {"own": "returned_on", "where": {"excuuse": "set"}, "if": {"contry": "set"}}}, f"met_by[0].where.excuuse: {TRIPS}did you mean 'excuse'?"),
        ({"met_by": {"state": "manager.polis"}}, "met_by[0].state: no word of this field; did you mean 'police'?"),
        ({"void_by": "decision.warant"}, "void_by[0]: no word of this field; did you mean 'warrant'?"),
        ({"regime": [{"within": "3 days", "when": {"fact": {"contry": "set"}}}]}, f"regime[0].when.fact.contry: {TRIPS}did you mean 'country'?"),
        ({"must": False, "regime": [{"opens": {"years_field": "bar_years"}}]}, f"regime[0].opens.years_field: {TRIPS}known: "),
        ({"must": False, "regime": [{"opens": {"within": "1 year", "not_before_last_day_of": "shpoo"}}]}, "regime[0].opens.not_before_last_day_of: no word of this field; did you mean 'shpo'?"),
        ({"regime": [{"within": "3 days", "latest": {"within": "4 days"}}]}, None),
        ({"one_per": {"end_of": "away"}, "anchor": {"field": "until"}}, None),
        ({"one_per": {"each": {"of": "trip", "at": "country"}}}, f"one_per.each.at: {NO_DATE}text; known: 'cancelled_on', 'departs_on', "),
        ({"anchor": {"field": "excuse"}}, f"anchor: {NO_DATE}text; "),
        ({"anchor": {"first_given": ["returned_on", "departs_at"]}}, f"anchor: {NO_DATE}a time of day; did you mean 'departs_on'?"),
        ({"anchor": {"release_after": ["country", "in custody"]}}, f"anchor: {NO_DATE}text; "),
        ({"anchor": {"first": "visit", "match": {"on": "country"}}}, "anchor.match: never agrees: one field holds a date, the other text"),
        ({"gate": {"gap": {"from": "known_on", "to": "country", "less_than": 3}}}, f"gate.gap: {NO_DATE}text; "),
        ({"gate": {"age": {"on": "country", "under": 18}}}, f"gate.age: {NO_DATE}text; "),
        ({"gate": {"age": {"on": "departs_on", "under": 18, "stated": "country"}}}, "gate.age: a number is read here, and this field holds text"),
        ({"gate": {"some": {"of": "visit", "field": "country", "after": 1}}}, f"gate.some.field: {NO_DATE}text; "),
        ({"gate": {"fact": {"departs_on": "2025-01-01"}}}, "gate.fact.departs_on: this field holds a date, and never such a word; write 'set', 'not set', or a test of days beside it"),
        ({"gate": {"fact": {"country": {"not": [1]}}}}, "gate.fact.country: this field holds text, and never such a word; write words in quotes"),
        ({"gate": {"fact": {"country": {"at_least": 1}}}}, "gate.fact.country: a number is read here, and this field holds text"),
        ({"gate": {"fact": {"country": {"differs_from": "returned_on"}}}}, "gate.fact.country: never agrees: one field holds text, the other a date"),
        ({"met_by": {"any": "visit", "where": {"announced": "yes"}}}, "met_by[0].where.announced: this field holds true or false, and never such a word; write true or false without quotes"),
        ({"met_by": {"any": "visit", "where": {"announced": 1}}}, "met_by[0].where.announced: this field holds true or false, "),
        ({"met_by": {"any": "visit", "where": {"purposes": {"only": "welfare"}}}}, "met_by[0].where.purposes: 'only' asks for a list whose entries have kinds"),
        ({"met_by": {"any": "visit", "where": {"announced": {"is": "trained staff"}}}}, "met_by[0].where.announced: a list is read here, and this field holds true or false; "),
        ({"met_by": {"any": "visit", "where": {"officers": {"is": "the notified home"}}}}, "met_by[0].where.officers: text is read here, and this field holds a list; "),
        ({"met_by": {"any": "visit", "where": {"place": {"is": "reached"}}}}, "met_by[0].where.place: a date is read here, and this field holds text; "),
        ({"met_by": {"any": "visit", "where": {"signed_off_on": {"is": "reached"}}}}, None),
        ({"met_by": {"any": "visit", "where": {"on": {"other_than": "the manager"}}}}, "met_by[0].where.on: text is read here, and this field holds a date; "),
        ({"met_by": {"any": "visit", "where": {"officers": {"is": "trained staff"}, "address_id": {"is": "the notified home"}}}}, None),
        ({"met_by": {"any": "visit", "where": {"officers": {"other_than": "the manager"}, "signed_off_by": {"other_than": "the officers"}}}}, None),
        ({"met_by": {"any": "mappa", "where": {"level": "2"}}}, "met_by[0].where.level: this field holds a number, and never such a word; write numbers without quotes"),
        ({"met_by": {"any": "mappa", "where": {"level": 2, "category": {"at_least": 1}}}}, None),
        ({"met_by": {"any": ["mappa", "level"], "where": {"level": "high"}}}, None),
        ({"met_by": {"any": "visit", "match": {"on": "country"}}}, "met_by[0].match: never agrees: one field holds a date, the other text"),
        ({"met_by": {"any": "visit", "around": {"field": "outcome"}}}, f"met_by[0].around.field: {NO_DATE}text; "),
        ({"met_by": {"any": "visit", "around": {"of": "trip", "field": "outcome"}}}, f"met_by[0].around.field: {NO_DATE}text; "),
        ({"met_by": {"own": "country"}}, f"met_by[0].own: {NO_DATE}text; "),
        ({"must": False, "one_per": "decision", "regime": [{"opens": {"years_field": "received_on"}}]}, "regime[0].opens.years_field: a number is read here, and this field holds a date; known: 'bar_years'"),
        ({"one_per": {"span": "held"}, "anchor": {"field": "convicted_on"}}, None),
    ],
)  # fmt: skip
def test_fields_and_words_of_a_rule(rule, fault):
    other = RULE | {"id": "R-2", "one_per": {"each": "trip"}}
    found = faults(book(RULE | rule, other, span=[SPAN], states={"away": ["custody", "abroad"]}))
    if fault is None:
        assert found == []
    else:
        assert found[0].startswith(f"rule[0] R-1.{fault}"), found


def test_a_field_that_there_is_not_is_said_once():
    (fault,) = faults(book(RULE | {"met_by": {"any": "visit", "where": {"plaice": "home"}}}))
    assert "no field of this name in visits; did you mean 'place'?" in fault


def test_the_date_counted_from_is_one_of_what_meets_it():
    rule = ROLLING | {"rebased_by": "a date of what meets it", "rebased_at": "approved_on"}
    other = rule | {"met_by": "assessment", "rebased_at": "band"}
    assert faults(book(other))[0].startswith(f"rule[0] R-1.rebased_at: {NO_DATE}text; ")
    assert faults(book(rule))[0].startswith("rule[0] R-1.rebased_at: no field of this name in visits; ")
    assert faults(book(rule | {"met_by": "assessment"})) == []


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"define": {"d": {"of": "visit", "where": {"outcome": "sen"}}}}, "define.d.where.outcome: no word of this field; did you mean 'seen'?"),
        ({"states": {"x": {"from": "visit.sen", "until": "trip"}}}, "states.x.from: no word of this field; did you mean 'seen'?"),
        ({"states": {"x": {"from": "visit", "until": "visit.sen"}}}, "states.x.until: no word of this field; did you mean 'seen'?"),
        ({"states": {"x": {"of": "trip"}}}, "states.x.of: facts without 'from' and 'until' are no state; name the events of its ends"),
        ({"define": {"d": {"of": "trip", "where": {"on_the_day": {"age": {"on": "departs_on", "under": 18}}}}}}, "define.d.where.on_the_day.age: no duty hangs on a fact here, so there is none whose 'departs_on' could be read"),
        ({"states": {"x": {"of": "status.jail"}}}, "states.x.of: no word of this field; "),
        ({"states": {"x": {"of": "stay", "where": {"plaice": "set"}}}}, "states.x.where.plaice: no field of this name in stays; "),
        ({"states": {"x": {"of": "stay", "where": {"address_id": "set"}}, "y": {"from": "visit", "until": "trip"}, "z": ["x", "y"]}, "rule": [RULE | {"one_per": {"end_of": "z"}, "anchor": {"field": "recorded_on"}}]}, None),
        ({"states": {"x": ["order.shpoo"]}}, "states.x: no word of this field; did you mean 'shpo'?"),
        ({"derive": [EVENT | {"of": "visit.sen"}]}, "derive[0] e.of: no word of this field; did you mean 'seen'?"),
        ({"derive": [EVENT | {"also": "visit.sen"}]}, "derive[0] e.also: no word of this field; did you mean 'seen'?"),
        ({"derive": [EVENT | {"where": {"plaice": "set"}}]}, "derive[0] e.where.plaice: no field of this name in visits"),
        ({"derive": [EVENT | {"also": "trip"}], "define": {"d": {"of": "e", "where": {"country": "set", "place": "home"}}}}, None),
        ({"derive": [{"id": "e", "kind": "presence in days", "of": "visit", "reach": 2, "source": "s"}]}, "derive[0] e.of: no field of this name in visits; "),
        ({"derive": [{"id": "e", "kind": "presence in nights", "of": "visit", "reach": 2, "source": "s"}]}, "derive[0] e.of: no field of this name in visits; "),
        ({"derive": [{"id": "e", "kind": "presence in nights", "of": "stay", "reach": 2, "skips": "order.shpoo", "source": "s"}]}, "derive[0] e: no word of this field; did you mean 'shpo'?"),
        ({"derive": [{"id": "e", "kind": "gap", "of": "visit", "reach": "2 days", "counting": "after", "ended_by": "visit.sen", "source": "s"}]}, "derive[0] e.ended_by: no word of this field; did you mean 'seen'?"),
        ({"derive": [{"id": "e", "kind": "presence in hours", "of": "stay", "reach": 2, "group": "place", "source": "s"}]}, "derive[0] e.group: no field of this name in stays; "),
        ({"derive": [{"id": "e", "kind": "series", "of": "visit", "reach": 2, "reset_by": "visit.sen", "source": "s"}]}, "derive[0] e.reset_by: no word of this field; did you mean 'seen'?"),
        ({"order": [{"kind": "shpoo", "source": "s", "until_further_order": True}]}, "order[0].kind: no word of this field; did you mean 'shpo'?"),
        ({"order": [{"kind": "shpo", "source": "s", "until_further_order": True, "start": "begun_on"}]}, "order[0].start: no field of this name in orders; "),
        ({"order": [{"kind": "shpo", "source": "s", "until_further_order": True, "ends_with": "end_on"}]}, "order[0].ends_with: no field of this name in orders; did you mean 'ends_on'?"),
        ({"span": [SPAN | {"start": {"field": "convict_on"}}]}, "span[0] held.start: no field of this name in registrations; did you mean 'convicted_on'?"),
        ({"span": [SPAN | {"holds_from": {"field": "notice_on"}}]}, "span[0] held.holds_from: no field of this name in registrations; "),
        ({"span": [SPAN | {"cut_by": ["end_on"]}]}, "span[0] held.cut_by: no field of this name in registrations; did you mean 'ended_on'?"),
        ({"span": [SPAN | {"ended_by": "visit.sen", "ends_any_length": True}]}, "span[0] held.ended_by: no word of this field; did you mean 'seen'?"),
        ({"span": [SPAN | {"one_per": "order", "start": {"field": "made_on"}, "sums_terms": True}]}, "span[0] held.sums_terms: no field of this name in orders; "),
        ({"order": [{"kind": "shpo", "source": "s", "until_further_order": True, "start": "kind"}]}, f"order[0].start: {NO_DATE}text; "),
        ({"order": [{"kind": "shpo", "source": "s", "until_further_order": True, "ends_with": "items"}]}, f"order[0].ends_with: {NO_DATE}a list; "),
        ({"span": [SPAN | {"cut_by": ["disposal"]}]}, f"span[0] held.cut_by: {NO_DATE}text; "),
        ({"span": [SPAN | {"length": [{"lasts": {"field": "disposal"}}]}]}, "span[0] held.length[0].lasts: a number is read here, and this field holds text; "),
        ({"span": [SPAN | {"length": [{"lasts": {"field": "discharge"}}]}]}, "span[0] held.length[0].lasts: no field of this name in registrations; "),
        ({"span": [SPAN | {"length": [{"lasts": "for life", "when": {"disposal": "live"}}]}]}, "span[0] held.length[0].when.disposal: no word of this field; "),
        ({"define": {"d": {"of": "end.held", "where": {"basis": "order"}}}}, None),
    ],
)  # fmt: skip
def test_fields_and_words_of_what_is_no_rule(parts, fault):
    found = faults(book(**{"span": [SPAN]} | parts))
    if fault is None:
        assert found == []
    else:
        assert found[0].startswith(fault), found


@pytest.mark.parametrize(
    ("select", "arrays"),
    [
        (None, set()),
        (Select(of=("visit.seen", "event.k")), {"visits", "events"}),
        (Select(of=("own",)), {"visits"}),
    ],
)
def test_events_come_from_the_arrays_of_their_nouns_whoever_names_them(select, arrays):
    assert arrays_of(load_rulebook(book(define={"own": "visit.seen"})), select) == arrays
