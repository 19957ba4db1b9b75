"""One offender judged by one book."""

import pickle

import pytest

from supervise.errors import UnknownNameError
from tests.unit.engine.books import SPAN, book, day, events, judged, levels, rolling, shown, states

K = events(k="2026-01-01")


def listed(found):
    return [(row.rule, row.status.value, str(row.due)) for row in found.obligations]


# ── what matters now ────────────────────────────────────────────────────────────────────────────────────────────


def test_it_shows_what_is_open_the_last_met_and_the_next():
    done = events("done", a="2026-01-05", b="2026-01-09")
    found = judged(rolling(), "2026-01-10", until="2026-02-28", events=K + done)
    assert listed(found) == [
        ("r", "met", "2026-01-15"),
        ("r", "open", "2026-01-19"),
        ("r", "upcoming", "2026-01-29"),
    ]
    assert len(found.all_obligations) == 7


def test_what_is_standing_leaves_out_what_was_met_while_nothing_moved_its_date():
    done = events("done", a="2026-01-05", b="2026-01-09")
    found = judged(rolling(), "2026-01-10", events=K + done)
    assert [str(row.due) for row in found.standing] == ["2026-01-19"]
    assert len(found.all_obligations) == 3


def test_of_several_met_on_one_day_the_last_is_shown():
    rule = {"met_by": {"any": "event.done", "shared": True}}
    facts = events(a="2026-01-01", b="2026-01-02", c="2026-01-03") + events("done", d="2026-01-05")
    assert listed(judged(rule, "2026-01-10", events=facts)) == [("r", "met", "2026-01-13")]
    later_first = {"met_by": ["event.done", {"any": "event.other", "match": {"for": "id"}}]}
    facts = [
        *events(a="2026-01-01", b="2026-01-02"),
        {"id": "o", "kind": "other", "on": "2026-01-08", "for": "a"},
        {"id": "p", "kind": "other", "on": "2026-01-07", "for": "b"},
    ]
    assert listed(judged(later_first, "2026-01-10", events=facts)) == [("r", "met", "2026-01-11")]


def test_of_what_lies_ahead_the_nearest_is_shown():
    trips = [{"id": "late", "departs_on": "2026-03-01"}, {"id": "soon", "departs_on": "2026-02-01"}]
    found = judged({"one_per": "trip"}, "2026-01-10", trips=trips)
    assert listed(found) == [("r", "upcoming", "2026-02-11")]
    found = judged({"one_per": "trip"}, "2026-01-10", trips=[trips[1], trips[0]])
    assert listed(found) == [("r", "upcoming", "2026-02-11")]


def test_what_is_settled_is_not_shown():
    facts = events(a="2026-01-01") + events("void", v="2026-01-02")
    found = judged({"void_by": "event.void"}, "2026-01-10", events=facts)
    assert (listed(found), len(found.all_obligations)) == ([], 1)
    run = {"one_per": {"run_of": "custody"}}
    assert listed(judged(run, "2026-01-10", statuses=states(s="2026-01-01/2026-01-05"))) == []


def test_overdue_suspended_and_unknown_are_shown():
    assert listed(judged({}, "2026-02-10", events=K)) == [("r", "overdue", "2026-01-11")]
    assert listed(judged({"gate": {"level": ["high"]}}, "2026-01-05", events=K)) == [("r", "unknown", "2026-01-11")]
    held = {"suspended": {"in": "custody", "effect": "later of due and", "due": "1 day after end"}}
    assert listed(judged(held, "2026-01-05", events=K, statuses=states(s="2026-01-02"))) == [("r", "suspended", "None")]


# ── next and earliest ───────────────────────────────────────────────────────────────────────────────────────────


def test_next_due_is_the_first_that_is_not_settled_past_or_ahead():
    done = events("done", a="2026-01-05")
    assert judged(rolling(), "2026-01-10", events=K + done).next_due("r") == day("2026-01-15")
    assert judged(rolling(), "2026-02-10", events=K + done).next_due("r") == day("2026-01-15")
    two = judged({}, "2026-01-10", events=events(b="2026-01-05", a="2026-01-02"))
    assert two.next_due("r") == day("2026-01-12")
    assert judged({"met_by": "event.done"}, "2026-01-10", events=K + done).next_due("r") is None
    assert judged({}, "2026-01-10").next_due("r") is None


def test_a_rule_that_there_is_not_is_no_duty_that_is_done():
    """A slip in a name must not read as a duty of which nothing is left."""
    found = judged({}, "2026-01-10", events=K)
    for ask in (found.next_due, found.earliest, found.of_rule):
        with pytest.raises(UnknownNameError, match=r"^small@2026\.1 has no rule 'rr'; did you mean 'r'\?$"):
            ask("rr")
    with pytest.raises(
        UnknownNameError, match=r"^small@2026\.1 has no rule of this name; `supervise rules show` names "
    ):
        found.next_due("what Mr Smith has to do")


def test_an_id_with_capitals_and_hyphens_has_its_nearest_named():
    found = judged({"id": "R-V2"}, "2026-01-10", events=K)
    with pytest.raises(UnknownNameError, match=r"has no rule 'R-V22'; did you mean 'R-V2'\?$"):
        found.next_due("R-V22")


def test_a_rule_that_is_off_has_no_occurrence():
    off = judged({"off": True}, "2026-01-10", events=K)
    assert (off.next_due("r"), off.earliest("r"), list(off.of_rule("r"))) == (None, None, [])


def test_next_due_is_none_while_there_is_no_date():
    held = {"suspended": {"in": "custody", "effect": "later of due and", "due": "1 day after end"}}
    assert judged(held, "2026-01-05", events=K, statuses=states(s="2026-01-02")).next_due("r") is None


@pytest.mark.parametrize("effect", [{"effect": "runs on"}, {"effect": "later of due and", "due": "1 day after end"}])
def test_next_due_is_none_while_a_suspension_has_no_known_end_though_it_was_overdue_before(effect):
    held = rolling(suspended={"in": "custody"} | effect)

    def next_due(run):
        found = judged(held, "2026-02-01", events=K, statuses=states(s=run), until="2026-03-01")
        assert shown(found, "status", "due")[0] == ("suspended", "2026-01-11")
        return found.next_due("r")

    assert next_due("2026-01-20") is None
    assert next_due("2026-01-20/2026-02-20") == day("2026-01-11")


def test_what_may_not_be_asked_for_at_all_is_not_suspended():
    """Where it is not known whether a duty holds, its date is the one thing that is."""
    rule = {"gate": {"level": ["high"]}, "suspended": {"in": "custody", "effect": "runs on"}}
    found = judged(rule, "2026-01-05", events=K, statuses=states(s="2026-01-02"))
    assert shown(found, "status") == ["unknown"]
    assert found.next_due("r") == day("2026-01-11")


MAY = {"must": False, "regime": [{"within": "20 days", "opens": {"within": "5 days"}}], "met_by": "event.done"}


def test_earliest_is_the_first_day_on_which_it_may_be_done():
    facts = events(a="2026-01-01", b="2026-01-10")
    assert judged(MAY, "2026-01-12", events=facts).earliest("r") == day("2026-01-06")
    # What has lapsed is passed over.
    assert judged(MAY, "2026-01-25", events=facts).earliest("r") == day("2026-01-15")
    assert judged(MAY, "2026-06-30").earliest("r") is None
    met = facts + events("done", d="2026-01-12")
    assert judged(MAY, "2026-01-13", events=met).earliest("r") == day("2026-01-15")


@pytest.mark.parametrize(
    ("status", "more"),
    [
        ("lapsed", {"as_of": "2026-06-30"}),
        ("met", {"events": K + events("done", d="2026-01-12")}),
        ("not_required", {"events": K + events("void", v="2026-01-02")}),
    ],
)
def test_earliest_is_none_where_nothing_permitted_is_left(status, more):
    """An entitlement of someone who is no longer subject, or that was used, opens no more."""
    found = judged(MAY | {"void_by": "event.void"}, more.pop("as_of", "2026-01-13"), **{"events": K} | more)
    assert shown(found, "status", "earliest") == [(status, "2026-01-06")]
    assert found.earliest("r") is None


# ── when it changes ─────────────────────────────────────────────────────────────────────────────────────────────


def test_it_reads_the_same_until_the_nearest_day_that_matters():
    trips = [{"id": "t", "departs_on": "2026-03-01"}]
    small = book({}, {"one_per": "trip"})
    assert judged(small, "2026-01-05", events=K, trips=trips).stable_until == day("2026-01-12")
    assert judged(small, "2026-01-12", events=K, trips=trips).stable_until == day("2026-03-01")
    assert judged(small, "2026-03-12", events=K, trips=trips).stable_until is None
    # A level that begins ahead is seen even where no date moves.
    rule = {"gate": {"level": ["high"]}}
    assert judged(rule, "2026-01-05", events=K, levels=levels(low="2026-01-09")).stable_until == day("2026-01-09")


def test_known_at_is_kept_and_only_what_was_recorded_by_then_is_used():
    late = [{"id": "k", "kind": "k", "on": "2026-01-01", "recorded_on": "2026-01-05"}]
    found = judged({}, "2026-01-10", known_at="2026-01-04", events=late)
    assert (found.known_at, found.as_of, shown(found, "key")) == (day("2026-01-04"), day("2026-01-10"), [])
    assert shown(judged({}, "2026-01-10", known_at="2026-01-05", events=late), "key") == ["k"]
    # Without a record it is taken as known on the day it happened.
    assert shown(judged({}, "2026-01-10", known_at="2025-12-31", events=K), "key") == []
    assert shown(judged({}, "2026-01-10", known_at="2026-01-01", events=K), "key") == ["k"]


def test_extents_are_those_of_all_spans_in_the_order_of_the_book():
    spans = [
        SPAN | {"id": "b"},
        SPAN | {"id": "a"},
        SPAN | {"id": "b", "one_per": "order", "start": {"field": "made_on"}},
    ]
    facts = {
        "registrations": [{"id": "g", "convicted_on": "2026-01-01"}],
        "orders": [{"id": "o", "made_on": "2026-01-02"}],
    }
    found = judged(book(span=spans), "2026-01-10", **facts)
    assert [(extent.span, extent.key) for extent in found.extents] == [("b", "g"), ("b", "o"), ("a", "g")]


def test_a_regime_that_asks_for_a_state_reads_the_same_until_the_state_ends():
    regime = [{"when": {"in": ["custody"]}, "within": "20 days"}, {"within": "8 days"}]
    inside = states(c="2026-01-02/2026-01-06")
    found = judged(
        {"regime": regime, "change": {"any": "from the change"}},
        "2026-01-03",
        events=events(k="2026-01-02"),
        statuses=inside,
    )
    assert found.stable_until == day("2026-01-06")


def test_what_is_permitted_on_some_days_reads_the_same_until_the_next_of_them():
    rule = {"must": False, "gate_each_day": {"not_in": ["custody"]}}
    facts = {"events": events(k="2026-01-01"), "statuses": states(c="2026-01-02/2026-01-07")}
    assert judged(rule, "2026-01-03", **facts).stable_until == day("2026-01-07")
    after = {"must": False, "gate_each_day": {"after": "event.t"}}
    facts = {"events": events(k="2026-01-01") + events("t", t="2026-01-05")}
    assert judged(after, "2026-01-05", **facts).stable_until == day("2026-01-06")


def test_another_process_comes_to_the_same():
    done = events("done", a="2026-01-05", b="2026-01-09", c="2026-01-25")
    given = {"events": K + done, "until": "2026-02-28", "known_at": "2026-01-20"}
    found = judged(rolling(), "2026-01-20", **given)
    again = pickle.loads(pickle.dumps(found))
    fields = ("status", "anchor", "due", "met_by", "projected")
    assert shown(again, *fields) == shown(found, *fields)
    assert (again.as_of, again.known_at, again.until) == (day("2026-01-20"), day("2026-01-20"), day("2026-02-28"))


@pytest.mark.parametrize(("as_of", "until"), [("2021-03-01", "2021-03-02"), ("2021-03-02", None)])
def test_the_day_on_which_an_event_ends_a_span_is_watched_though_no_rule_asks_for_it(as_of, until):
    """How long each lasts is told of every review, which would read differently from that day on."""
    small = book({}, span=[SPAN | {"ended_by": "event.reset", "ends_any_length": True}])
    facts = {"registrations": [{"id": "g", "convicted_on": "2021-01-01"}], "events": events("reset", z="2021-03-02")}
    assert judged(small, as_of, **facts).stable_until == (None if until is None else day(until))
