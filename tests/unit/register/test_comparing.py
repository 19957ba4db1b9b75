"""A register judged by two books: what differs for each offender, and what that adds up to."""

import datetime as dt
import pickle

import attrs
import pytest

from supervise.engine.clock import FAR
from supervise.engine.obligation import Status
from supervise.model import Offender, Rejected
from supervise.register.comparing import (
    LARGEST,
    Comparing,
    Comparison,
    Duties,
    Kind,
    Pair,
    Work,
    changes,
)
from supervise.reviewing import schedule
from supervise.rules import load_rulebook
from supervise.rules.language import DutyOf
from tests.unit.cli.setting import BOOK, LATE
from tests.unit.engine.books import ONCE, book as small, with_rows
from tests.unit.report.pages import AS_OF, NOW, row

UNTIL = AS_OF + dt.timedelta(days=365)
APPROVED = {"reason": "policy", "approved_by": "p7"}
AMENDED = {
    "id": "own",
    "version": "1",
    "amend": [{"rule": "R-R3", "level": "high", "value": "1 month", **APPROVED}],
}


@pytest.fixture(scope="module")
def book():
    return load_rulebook(BOOK)


@pytest.fixture(scope="module")
def duties(book):
    return Duties.of(book)


@pytest.fixture(scope="module")
def late(book):
    return schedule(Offender.from_dict(LATE), book, as_of=AS_OF, until=UNTIL)


@pytest.fixture
def pair(late):
    """Make a pair of the schedules of one offender with these occurrences."""

    def make(a, b, id_="x1"):
        named = attrs.evolve(late, offender=attrs.evolve(late.offender, id=id_))
        return Pair(with_rows(named, a), with_rows(named, b))

    return make


def told(judged, occurrence):
    return (f"{judged.offender.id}: {occurrence.due}",)


def comparison(duties, **given):
    return Comparison(duties, duties, NOW, NOW + 365, told, **given)


def found(duties, pair, a, b):
    return list(changes(pair(a, b), (duties.must, duties.must)))


# ── which duties ────────────────────────────────────────────────────────────────────────────────────────────────


def test_visits_are_the_duties_of_the_police_that_a_visit_meets(duties):
    assert {"R-V1", "R-V2", "R-V7", "R-V8-abroad", "R-V10"} <= duties.visits
    assert not {"R-R3", "R-A2", "R-N1", "R-G1"} & duties.visits
    assert duties.visits < duties.own < duties.must


@pytest.mark.parametrize(("of", "is_visit"), [("visit.seen", True), ("event.done", False)])
def test_a_block_that_asks_for_visits_is_a_visit(of, is_visit):
    blocks = {
        **{key: value for key, value in ONCE.items() if key not in ("one_per", "anchor")},
        "one_per": "offender",
        "anchor": {"first": "event.k"},
        "cadence": "block",
        "late": "does not count",
        "regime": [{"every": "30 days", "quota": [{"id": "total", "of": of, "at_least": 2}]}],
        "counting": "beginning with",
    }
    assert ("r" in Duties.of(small(blocks)).visits) is is_visit


def test_what_is_permitted_is_no_duty(book, duties):
    permitted = {rule.id for rule in book.rule if not rule.must}
    assert permitted
    assert not permitted & duties.must


# ── what differs ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("a", "b", "kind", "days"),
    [
        ([row(due_day=NOW + 9)], [row(due_day=NOW + 2)], Kind.EARLIER, -7),
        ([row(due_day=NOW + 2)], [row(due_day=NOW + 9)], Kind.LATER, 7),
        ([row()], [row(due_minute=600)], Kind.EARLIER, 0),
        ([], [row()], Kind.NEW, 0),
        ([row()], [], Kind.GONE, 0),
        ([row(due_day=0)], [row()], Kind.DATED, 0),
        ([row()], [row(due_day=FAR)], Kind.UNDATED, 0),
    ],
)
def test_the_due_of_a_rule_and_key_moves_comes_or_goes(duties, pair, a, b, kind, days):
    (change,) = found(duties, pair, a, b)
    assert (change.offender, change.rule, change.key, change.level) == ("x1", "R-V2", "x1", "high")
    assert (change.kind, change.days) == (kind, days)
    assert not change.is_newly_overdue
    assert not change.is_no_longer_overdue


@pytest.mark.parametrize("due", [NOW, 0, FAR])
def test_what_is_the_same_is_no_change(duties, pair, due):
    assert found(duties, pair, [row(due_day=due)], [row(due_day=due)]) == []


def test_two_unknown_dates_are_the_same(duties, pair):
    assert found(duties, pair, [row(due_day=0)], [row(due_day=FAR)]) == []


def test_the_first_that_is_left_is_compared_and_one_without_a_date_comes_last(duties, pair):
    a = [row(status=Status.MET, due_day=NOW - 9), row(due_day=0), row(due_day=NOW + 5), row(due_day=NOW + 50)]
    b = [row(due_day=NOW + 60), row(due_day=NOW + 8)]
    assert [(each.kind, each.days) for each in found(duties, pair, a, b)] == [(Kind.LATER, 3)]


def test_entitlements_are_left_out(duties, pair, book):
    part = next(rule.id for rule in book.rule if not rule.must)
    assert found(duties, pair, [row(part=part)], []) == []


def test_what_is_overdue_under_one_book_alone_is_told(duties, pair):
    late, open_ = row(status=Status.OVERDUE, due_day=NOW - 3), row(due_day=NOW + 3)
    (newly,) = found(duties, pair, [open_], [late])
    assert (newly.kind, newly.is_newly_overdue, newly.is_no_longer_overdue) == (Kind.EARLIER, True, False)
    (no_longer,) = found(duties, pair, [late], [])
    assert (no_longer.kind, no_longer.is_newly_overdue, no_longer.is_no_longer_overdue) == (Kind.GONE, False, True)


def test_a_status_may_change_where_the_date_does_not(duties, pair):
    late = row(status=Status.OVERDUE, due_day=NOW - 3)
    (change,) = found(duties, pair, [late], [late._replace(status=Status.SUSPENDED)])
    assert (change.kind, change.is_no_longer_overdue) == (Kind.SAME, True)
    total = comparison(duties)
    total.add(pair([late], [late._replace(status=Status.SUSPENDED)]))
    assert (total.moves, total.no_longer_overdue) == ({}, {"R-V2": 1})


# ── what it adds up to ──────────────────────────────────────────────────────────────────────────────────────────


def test_where_the_police_have_no_duty_another_body_supervises():
    found = Duties.of(load_rulebook("contacts-days@2026.1"))
    assert (found.side, found.own) == (DutyOf.BODY, found.must)
    law = Duties.of(load_rulebook("us-texas@2026.1"))
    assert (law.side, law.own) == (DutyOf.BODY, frozenset())


def test_a_published_id_is_called_by_its_own_rule_not_by_a_part_that_stands_before_it():
    names = Duties.of(load_rulebook("contacts-days@2026.1")).names
    assert names["R-C3"] == "visit at home again, as often as the level and the kind of case ask"
    assert "R-C3-first" not in names


def test_the_work_of_a_year_is_what_falls_due_after_the_day_and_is_left_to_the_police(duties, pair):
    rows = [
        row(due_day=NOW),
        row(due_day=NOW + 1),
        row(due_day=NOW + 365, projected=True),
        row(due_day=NOW + 366),
        row(due_day=NOW + 9, status=Status.MET),
        row("R-R3", due_day=NOW + 9),
        row("R-N1", due_day=NOW + 9),
    ]
    total = comparison(duties)
    total.add(pair(rows, rows[:2]))
    assert total.work_a == {Work("R-V2", "high", is_visit=True): 2, Work("R-R3", "high", is_visit=False): 1}
    assert total.work_b == {Work("R-V2", "high", is_visit=True): 1}


def test_without_a_level_work_is_counted_apart(duties, book):
    facts = {name: value for name, value in LATE.items() if name != "levels"}
    plain = schedule(Offender.from_dict(facts), book, as_of=AS_OF, until=UNTIL)
    total = comparison(duties)
    total.add(Pair(plain, plain))
    assert {work.level for work in total.work_a} == {""}


def test_what_was_set_aside_is_counted(duties, pair):
    total = comparison(duties)
    assert total.add(Rejected(kind="missing id")) == b""
    total.add(pair([], []))
    assert (total.tally.summary.read, total.tally.summary.reviewed, total.tally.summary.set_aside) == (2, 1, 1)


def test_the_largest_moves_are_explained_by_either_book(duties, pair):
    total = comparison(duties)
    for number in range(LARGEST + 5):
        total.add(pair([row(due_day=NOW)], [row(due_day=NOW + (number % 12) - 6)], f"x{number:02}"))
    assert [(each.offender, each.days) for each in total.largest[:4]] == [
        ("x00", -6), ("x12", -6), ("x01", -5), ("x11", 5),
    ]  # fmt: skip
    assert len(total.largest) == LARGEST
    first = total.largest[0]
    assert (first.a, first.b) == ("2026-06-30", "2026-06-24")
    assert (first.sum_a, first.sum_b) == (("x00: 2026-06-30",), ("x00: 2026-06-24",))


def test_a_sum_is_told_only_if_it_is_among_the_largest(duties, pair):
    asked = []

    def tell(judged, occurrence):
        asked.append(judged.offender.id)
        return ()

    total = Comparison(duties, duties, NOW, NOW + 365, tell)
    for number in range(LARGEST + 5):
        total.add(pair([row(due_day=NOW)], [row(due_day=NOW + 40 - number)], f"x{number:02}"))
    assert len(asked) == 2 * LARGEST


def test_comparisons_of_parts_are_one(duties, pair):
    pairs = [
        pair([row(due_day=NOW)], [row(due_day=NOW + number - 10, status=Status.OVERDUE)], f"x{number:02}")
        for number in range(24)
    ]
    whole, first, second = comparison(duties), comparison(duties), comparison(duties)
    for number, each in enumerate(pairs):
        whole.add(each)
        (first if number < 11 else second).add(each)
    first.merge(pickle.loads(pickle.dumps(second)))
    assert first == whole
    assert whole.total(Kind.EARLIER) == 10
    assert whole.moved(Kind.LATER) == {"R-V2": dict.fromkeys(range(1, 14), 1)}
    assert whole.total(Kind.NEW) == 0
    assert whole.newly_overdue == {"R-V2": 24}


def test_each_change_is_written_as_it_comes(duties, pair):
    total = comparison(duties, write=lambda change: f"{change.key} {change.kind}\n".encode())
    rows = [row(key="v1"), row(key="v2")]
    assert total.add(pair(rows, [])) == b"v1 no longer due\nv2 no longer due\n"


# ── with two books ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_stricter_book_moves_what_is_due_and_asks_for_more(book, duties):
    amended = load_rulebook(BOOK, overlays=[AMENDED])
    facts = {**LATE, "reviews": [{"id": "re1", "kind": "supervisor", "on": "2026-05-20", "by": "s1"}]}
    judged = Comparing(a=book, b=amended, as_of=AS_OF, until=UNTIL)(Offender.from_dict(facts))
    total = comparison(duties)
    total.add(judged)
    work = Work("R-R3", "high", is_visit=False)
    assert (total.work_a[work], total.work_b[work]) == (4, 12)
    assert [(each.rule, each.a, each.b) for each in total.largest] == [("R-R3", "2026-08-20", "2026-06-20")]
    assert total.newly_overdue == {"R-R3": 1}


def test_what_if_medium_were_visited_every_four_months(book, duties):
    amend = {"rule": "R-V2", "regime": "level", "level": "medium", "value": "4 months", **APPROVED}
    other = load_rulebook(BOOK, overlays=[{"id": "own", "version": "1", "amend": [amend]}])
    facts = {**LATE, "levels": [{"id": "l1", "level": "medium", "from": "2024-01-04"}]}
    visit = {**LATE["visits"][0], "id": "v2", "on": "2026-05-10"}
    facts["visits"] = [*LATE["visits"], visit]
    total = comparison(duties)
    total.add(Comparing(a=book, b=other, as_of=AS_OF, until=UNTIL)(Offender.from_dict(facts)))
    # 10 November and May; 10 September, January and May.
    work = Work("R-V2", "medium", is_visit=True)
    assert (total.work_a[work], total.work_b[work]) == (2, 3)
    assert [(each.rule, each.a, each.b) for each in total.largest] == [("R-V2", "2026-11-10", "2026-09-10")]
    assert total.newly_overdue == {}


def test_one_book_changes_nothing_against_itself(book, duties):
    judged = Comparing(a=book, b=book, as_of=AS_OF, until=UNTIL)(Offender.from_dict(LATE))
    total = comparison(duties)
    total.add(judged)
    assert total.work_a == total.work_b
    assert total.work_a
    assert (total.moves, total.newly_overdue, total.no_longer_overdue) == ({}, {}, {})


def test_only_what_was_recorded_by_a_day_counts(book):
    judge = Comparing(a=book, b=book, as_of=AS_OF, until=UNTIL, known_at=dt.date(2024, 1, 5))
    assert judge(Offender.from_dict(LATE)).a.known_at == dt.date(2024, 1, 5)
