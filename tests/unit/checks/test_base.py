"""The declaration, the flag and what the checks may ask."""

import pickle

import attrs
import pytest

from supervise import load_rulebook
from supervise.checks.base import Check, Evidence, Severity, run
from supervise.checks.catalogue import CHECKS, check_named
from supervise.engine.obligation import Status
from tests.catalogue.people import BOOK, ask, day, facts, judged, visit

PLAIN = {
    "format": 1, "id": "own", "version": "2026.1", "title": "t", "jurisdiction": "j",
    "conventions": {
        "month_end": "the last day of the month", "leap_day": "28 February", "leap_birthday": "1 March",
        "end_day": "no longer in the state", "zone": "UTC",
    },
    "levels": {"scale": ["low", "high"]},
    "sources": {"s": {"title": "t", "where": "w"}},
    "rule": [
        {
            "id": "R-V2", "duty": "visit", "duty_of": "police", "authority": "LOCAL", "source": "s",
            "one_per": "offender", "anchor": {"last": "visit.seen"}, "cadence": "rolling", "counting": "after",
            "met_by": {"any": "visit.seen"}, "rebased_by": "what meets it", "regime": [{"every": "30 days"}],
        }
    ],
}  # fmt: skip
LOW = [{"id": "l1", "level": "low", "from": "2020-01-10"}]
SUBJECT = {
    "id": "subject", "source": "s", "one_per": {"each": {"of": "registration", "at": "relevant_on"}},
    "start": {"first_given": ["relevant_on"]}, "counting": "beginning with",
    "length": [{"name": "all", "lasts": "for life"}],
}  # fmt: skip


def test_a_check_is_declared_by_keyword_alone():
    """Fields may be added in any place."""
    with pytest.raises(TypeError, match="positional"):
        Check("ZZ001", "slug", Severity.LOW, *[""] * 6)


def test_a_check_whose_rule_has_no_occurrence_is_not_asked():
    def never(check, inquiry):
        raise AssertionError

    check = attrs.evolve(CHECKS[0], rules=("R-NONE",), flags=never)
    assert check.run(ask(facts())) == ()


STANDING = [check for check in CHECKS if check.statuses]


@pytest.mark.parametrize("check", STANDING, ids=lambda check: check.code)
def test_a_check_that_is_not_asked_would_have_said_and_watched_nothing(check):
    """Without an occurrence at one of its statuses: else leaving it out would change flags, or how long they are true."""
    small = load_rulebook("contacts-months@2026.1")
    for asked in (ask({"id": "A1"}), ask(facts(), "2023-01-01", small), ask(facts(visits=[]), "2020-01-06")):
        assert not asked.rows(check.rules, *check.statuses)
        watched = asked.timeline.clock.next_change
        assert list(check.flags(check, asked)) == []
        assert asked.timeline.clock.next_change == watched
        assert not asked.timeline.notes


def test_with_statuses_a_check_is_asked_where_one_of_its_rules_stands_so():
    def told(check, inquiry):
        yield check.flag(inquiry, "x1", since=0, message=check.code, evidence=())

    both = [attrs.evolve(check_named("VD001"), code=code, flags=told, statuses=at) for code, at in STATUSES.items()]
    assert both[0].reads == {("R-V2", Status.OPEN), ("R-V9", Status.OPEN)}
    open_, overdue = ask(facts(), "2026-06-01"), ask(facts(), "2027-12-31")
    assert [flag.code for flag in run(both, open_)] == ["ZZ001", "ZZ003"]
    assert [flag.code for flag in run(both, overdue)] == ["ZZ002", "ZZ003"]
    assert [bool(check.run(open_)) for check in both] == [True, False, True]


@pytest.mark.parametrize(
    ("as_of", "counts_days", "days"),
    [("2026-07-02", True, None), ("2026-07-03", True, 1), ("2026-07-03", False, None)],
)
def test_a_flag_counts_the_days_of_what_is_overdue_unless_something_else_is_flagged(as_of, counts_days, days):
    asked = ask(facts(), as_of)
    [row] = asked.rows(("R-V2",), Status.OPEN, Status.OVERDUE)
    flag = CHECKS[0].flag(asked, row, since=0, message="m", evidence=(), counts_days=counts_days)
    assert (flag.rule, flag.key, flag.days_over) == ("R-V2", "v2", days)


STATUSES = {"ZZ001": (Status.OPEN,), "ZZ002": (Status.OVERDUE,), "ZZ003": (Status.OVERDUE, Status.OPEN)}


def test_a_check_is_one_that_says_the_same_also_out_of_another_process():
    assert len({CHECKS[0], attrs.evolve(CHECKS[0]), pickle.loads(pickle.dumps(CHECKS[0])), CHECKS[1]}) == 2


def test_declarations_and_flags_are_frozen():
    flag = judged(facts(), "2026-07-03").flags[0]
    for value, name in ((flag, "code"), (CHECKS[0], "code"), (Evidence("due", None), "name")):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, name, "")
    assert len({flag, attrs.evolve(flag)}) == 1


def test_the_family_is_in_the_code():
    assert isinstance(CHECKS[0], Check)
    assert CHECKS[0].family == "VD"


def test_a_check_names_the_rules_that_it_takes_to_be_asked_and_those_it_looks_at_as_well():
    orphaned = check_named("WF058")
    assert (orphaned.reads, orphaned.rules_read) == (frozenset(), ("R-P1",))
    tried = check_named("VD004")
    assert tried.rules_read == ("R-V2", "R-V9", "R-V10")
    assert {rule for rule, _ in tried.reads} == {"R-V2", "R-V9"}


def test_a_book_of_ones_own_needs_neither_span_nor_threshold():
    """The check reads the rule by its id; without `subject` nobody is active."""
    book = load_rulebook(PLAIN)
    found = judged(facts(levels=LOW), "2026-02-02", book=book)
    assert [(flag.code, flag.severity) for flag in found.flags] == [("VD001", Severity.HIGH)]
    assert ask(facts(), book=book).active_since == 0


def test_states_that_no_rule_names_end_being_active_too():
    book = load_rulebook({**PLAIN, "span": [SUBJECT]})
    inside = [
        {"id": "c1", "kind": "custody", "from": "2026-02-01", "until": "2026-03-01"},
        {"id": "c2", "kind": "custody", "from": "2026-08-01"},
    ]
    assert ask(facts(), book=book).active_since == day("2020-01-06").toordinal()
    assert ask(facts(statuses=inside), book=book).active_since == day("2026-03-01").toordinal()
    assert ask(facts(statuses=inside), "2026-02-28", book=book).active_since == 0


def test_active_ends_with_the_last_day_and_the_clock_knows():
    closed = [{**facts()["registrations"][0], "ended_on": "2026-06-02"}]
    inquiry = ask(facts(registrations=closed))
    assert inquiry.active_since == day("2020-01-06").toordinal()
    assert ask(facts(registrations=closed), "2026-06-10").active_since == 0


def test_words_of_a_threshold_that_is_no_list_are_none():
    inquiry = ask(facts())
    assert inquiry.words("visit-overdue-critical-days") == ()
    assert inquiry.words("visit-overdue-critical-levels") == ("high", "very_high")
    assert inquiry.threshold("no-such") is None


def test_an_assignment_of_many_levels_without_numbers_is_none():
    threshold = attrs.evolve(BOOK.thresholds["visit-due-soon"], value={"low": "soon"})
    book = attrs.evolve(BOOK, thresholds={"visit-due-soon": threshold})
    assert ask(facts(levels=[]), book=book).by_level("visit-due-soon") is None


def test_a_book_that_counts_from_a_date_not_given_says_nothing_of_visits_before_it():
    first = {
        "id": "R-N1", "duty": "notify", "duty_of": "offender", "authority": "LAW", "source": "s",
        "one_per": {"each": {"of": "registration", "at": "convicted_on"}}, "anchor": {"field": "relevant_on"},
        "cadence": "once", "counting": "after", "regime": [{"within": "3 days"}],
    }  # fmt: skip
    book = load_rulebook({**PLAIN, "rule": [first]})
    registered = facts()["registrations"][0]
    early = [visit("v0", "2019-01-01")]
    known = judged(facts(visits=early), "2026-06-01", book=book)
    assert "DC012" in {flag.code for flag in known.flags}
    unknown = facts(visits=early, levels=LOW, registrations=[{**registered, "relevant_on": None}])
    assert judged(unknown, "2026-06-01", book=book).flags == ()


@pytest.mark.parametrize(
    ("needs", "suits"), [((), True), (("static-tools", "visit-ladder-days"), True), (("static-tools", "none"), False)]
)
def test_a_book_suits_a_check_if_it_has_all_the_thresholds_that_it_needs(needs, suits):
    assert attrs.evolve(check_named("VD001"), needs=needs).suits(BOOK) is suits


def test_a_check_that_needs_a_threshold_is_not_asked_in_a_book_without_it():
    check = attrs.evolve(check_named("RK037"), flags=lambda check, inquiry: iter([check.code]))
    late = ask(facts(), "2028-01-01")
    assert run((check,), late) == ["RK037"]
    assert run((check,), ask(facts(), "2028-01-01", attrs.evolve(BOOK, thresholds={}))) == []


def test_a_check_tells_the_rules_that_it_reads_when_they_are_overdue():
    check = check_named("VD001")
    plain = {each.name: getattr(check, each.name) for each in attrs.fields(Check) if each.init and each.name != "tells"}
    assert Check(**plain).tells == ("R-V2", "R-V9")
    assert Check(**plain | {"statuses": (Status.OPEN,)}).tells == ()
    assert Check(**plain, tells=("R-V1",)).tells == ("R-V1",)
