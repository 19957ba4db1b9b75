"""States that a book declares: a union of others, and what lies between two events."""

from tests.unit.engine.books import book, events, judged, shown, states
from tests.unit.engine.test_states import runs


def test_a_state_the_book_names_holds_while_any_part_does():
    parts = {"states": {"away": ["custody", "hospital"]}}
    kept = states(s="2026-01-02/2026-01-05") + states("hospital", h="2026-01-05/2026-01-09")
    assert runs("away", parts=parts, statuses=kept) == [(2, 9, "s")]


BETWEEN = {"states": {"waiting": {"from": "event.k", "until": "event.done"}}}


def test_a_state_between_two_events_holds_until_the_day_of_the_second():
    kept = events(a="2026-01-02", b="2026-01-20") + events("done", x="2026-01-01", y="2026-01-05")
    assert runs("waiting", parts=BETWEEN, events=kept) == [(2, 5, "a"), (20, None, "b")]


def test_a_first_event_of_a_state_that_holds_begins_nothing_new():
    kept = events(a="2026-01-02", b="2026-01-04") + events("done", y="2026-01-05")
    assert runs("waiting", parts=BETWEEN, events=kept) == [(2, 5, "a")]


def test_an_event_answered_on_its_own_day_begins_no_state_unless_the_other_came_first():
    kept = events(a="2026-01-02T10:00")
    assert runs("waiting", parts=BETWEEN, events=kept + events("done", y="2026-01-02T11:00")) == []
    assert runs("waiting", parts=BETWEEN, events=kept + events("done", y="2026-01-02T10:00")) == []
    assert runs("waiting", parts=BETWEEN, events=kept + events("done", y="2026-01-02T09:00")) == [(2, None, "a")]


def test_of_events_that_begin_a_state_on_one_day_the_first_names_it():
    kept = events(b="2026-01-02", a="2026-01-02T10:00")
    assert runs("waiting", parts=BETWEEN, events=kept) == [(2, None, "b")]


def test_a_duty_may_hang_on_a_run_between_two_events_or_be_suspended_by_it():
    rule = {"one_per": {"run_of": "waiting"}, "regime": [{"within": "3 days"}]}
    kept = events(a="2026-01-02") + events("done", y="2026-01-04")
    found = judged(book(rule, **BETWEEN), "2026-01-03", events=kept)
    assert shown(found, "key", "due", "status") == [("a", "2026-01-05", "open")]
    held = {"suspended": [{"in": ["waiting", "custody"], "effect": "days do not count"}], "one_per": "visit"}
    visits = [{"id": "v", "on": "2026-01-01"}]
    found = judged(book(held, **BETWEEN), "2026-01-10", events=kept, visits=visits)
    assert shown(found, "due") == ["2026-01-13"]


def test_facts_of_a_kind_are_narrowed_to_a_state():
    parts = {"states": {"own": {"of": "status.custody", "where": {"evidence": "y"}}}}
    kept = states(a="2026-01-02/2026-01-05", b="2026-01-10")
    kept[1]["evidence"] = "y"
    assert runs("own", parts=parts, statuses=kept) == [(10, None, "b")]
    assert runs("own", parts={"states": {"own": {"of": ["status.custody"]}}}, statuses=kept) == [
        (2, 5, "a"),
        (10, None, "b"),
    ]


def test_the_last_day_of_a_stay_is_in_the_state():
    parts = {"states": {"staying": {"of": "stay"}}}
    stays = [{"id": "a", "from": "2026-01-02", "until": "2026-01-04"}, {"id": "b", "from": "2026-01-10"}]
    assert runs("staying", parts=parts, stays=stays) == [(2, 5, "a"), (10, None, "b")]


def test_states_may_be_made_of_states_of_the_books_own():
    parts = {"states": {"all": ["waiting", "custody"], **BETWEEN["states"]}}
    kept = events(a="2026-01-02") + events("done", y="2026-01-04")
    assert runs("all", parts=parts, events=kept, statuses=states(s="2026-01-04/2026-01-06")) == [(2, 6, "a")]
