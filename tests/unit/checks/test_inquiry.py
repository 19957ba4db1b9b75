"""What the checks may ask about one offender beyond what the checks themselves show."""

from supervise import Offender, load_rulebook
from supervise.checks.inquiry import Inquiry
from supervise.dates.ordinals import MAX_DAY, from_iso
from supervise.engine.schedule import evaluate
from tests.catalogue.people import BOOK, day, facts, visit
from tests.unit.checks.test_base import PLAIN


def ask(plain, as_of="2026-06-01", book=BOOK):
    return Inquiry(evaluate(Offender.from_dict(plain), book, as_of=day(as_of)))


def test_a_rule_gives_its_last_day_from_any_day():
    inquiry = ask(facts())
    assert inquiry.last_day("R-V15", from_iso("2026-04-30")) == from_iso("2026-05-06")
    assert inquiry.last_day("R-V2", from_iso("2023-08-31")) == from_iso("2024-02-29")


def test_of_several_lengths_that_a_missing_fact_leaves_open_the_longest_counts():
    inquiry = ask(facts(levels=[]))
    assert inquiry.last_day("R-V2", from_iso("2023-02-28")) == from_iso("2024-02-28")


def test_there_is_no_last_day_without_the_rule_or_beyond_the_calendar():
    inquiry = ask(facts())
    assert inquiry.last_day("R-NONE", from_iso("2026-04-30")) == 0
    assert inquiry.last_day("R-V2", MAX_DAY) == 0
    assert inquiry.last_day("R-V15", MAX_DAY) == 0


def test_visits_made_are_those_whose_day_has_come():
    plain = facts(visits=[visit("v3", "2026-06-01"), visit("v4", "2026-06-02"), visit("v5", "2026-05-01", "planned")])
    assert [each.id for _, each in ask(plain).made] == ["v3"]
    assert [each.id for _, each in ask(plain, "2026-06-02").made] == ["v3", "v4"]


def test_versions_are_told_apart_only_where_there_are_any():
    assert ask(facts()).versions == {}
    again = [visit("v3", "2026-05-01", "no_reply", recorded_on="2026-05-02"), visit("v3", "2026-05-01")]
    assert [each.outcome for each in ask(facts(visits=again)).versions["v3"]] == ["seen", "no_reply"]


def test_the_time_subject_is_in_doubt_while_something_cannot_be_placed():
    assert not ask(facts()).subject_in_doubt
    assert ask(facts(registrations=[{"id": "r1", "basis": "conviction"}])).subject_in_doubt
    assert ask(facts(orders=[{"id": "o1", "kind": "shpo"}])).subject_in_doubt
    for name in ("in_force_on", "served_on", "made_on"):
        assert not ask(facts(orders=[{"id": "o1", "kind": "shpo", name: "2024-02-29"}])).subject_in_doubt
    # Without a span of that name nothing is placed.
    assert ask(facts(), book=load_rulebook(PLAIN)).subject_in_doubt
