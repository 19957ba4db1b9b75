"""Two extracts reconciled: who is who, what differs, and in what order it is told."""

import datetime as dt
import itertools

import attrs
import pytest

from supervise.model import Offender, Rejected
from supervise.register import reconciling
from supervise.register.figures import What
from supervise.register.reconciling import SCALE, Side, Why, reconcile

NOW = dt.date(2026, 6, 30)
BEFORE, TODAY, AFTER = "2026-06-29", "2026-06-30", "2026-07-01"


def person(id="x1", level=None, **data):
    levels = [{"id": "l1", "level": level, "from": "2024-01-01"}] if level else []
    return Offender.from_dict({"id": id, "levels": levels, **data})


def found(a, b, **given):
    return reconcile(a, b, as_of=NOW, **given)


def alone(a, b):
    return {(each.id, each.only_in.value): each.why.value for each in found(a, b).people}


def differing(a, b, **given):
    """What differs of one person in both, as what, value and facts of A, and of B."""
    result = found([person(**a)], [person(**b)], **given)
    return [(each.what.value, each.value_a, each.value_b) for each in result.differences]


# ── who is who ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_extract_twice_agrees():
    people = [person("x1", "high"), person("x2", team="t1"), person("x3", same_as=["x2"])]
    result = found(people, people)
    assert (result.agrees, result.people, result.differences, result.by_id) == (True, (), (), 3)


def test_nothing_and_nothing_agree():
    result = found([], [])
    assert (result.agrees, result.is_whole, result.by_id) == (True, True, 0)


def test_who_is_in_one_only_is_told_with_the_level():
    result = found([person("x1", "high")], [person("x2")])
    assert [(each.id, each.only_in, each.why, each.level) for each in result.people] == [
        ("x1", Side.A, Why.MISSING, "high"),
        ("x2", Side.B, Why.MISSING, None),
    ]
    assert not result.agrees


@pytest.mark.parametrize(("id_a", "id_b"), [("x1", " x1 "), ("\u00e91", "e\u03011"), ("x\u03011 ", "x\u03011")])
def test_ids_are_the_same_without_outer_blanks_and_in_one_form(id_a, id_b):
    assert found([person(id_a)], [person(id_b)]).by_id == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (person("x1", "high", same_as=["y1"]), person("y1", "low")),
        (person("x1", "high"), person("y1", "low", same_as=[" x1"])),
        (person("x1", "high", same_as=["z1"]), person("y1", "low", same_as=["z1"])),
    ],
)
def test_another_id_of_the_same_person_matches(a, b):
    result = found([a], [b])
    assert (result.by_id, result.by_same_as, result.people) == (0, 1, ())
    assert [(each.a, each.b, each.what) for each in result.differences] == [("x1", "y1", What.LEVEL)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(2))))
def test_an_id_comes_before_same_as_whatever_the_order(order):
    b = [person("x1", "low"), person("y1", "medium", same_as=["x1"])]
    result = found([person("x1", "high")], [b[place] for place in order])
    assert (result.by_id, result.by_same_as) == (1, 0)
    assert [(each.b, each.value_b) for each in result.differences] == [("x1", "low")]
    assert [(each.id, each.why, each.same_as) for each in result.people] == [("y1", Why.OTHER_RECORD, ("x1",))]
    assert not result.agrees


def test_a_second_record_in_the_first_extract_is_told_as_well():
    a = [person("x1"), person("y1", same_as=["x1"])]
    assert alone(a, [person("x1")]) == {("y1", "a"): "other_record"}
    assert alone(a[::-1], [person("x1")]) == {("y1", "a"): "other_record"}


@pytest.mark.parametrize("turn", [False, True])
def test_several_that_share_an_id_are_matched_with_none(turn):
    one, several = [person("x1", "high")], [person("y1", same_as=["x1"]), person("y2", same_as=["x1"])]
    result = found(several, one) if turn else found(one, several)
    assert result.by_same_as == 0
    assert result.differences == ()
    assert {(each.id, each.why, each.same_as) for each in result.people} == {
        ("x1", Why.AMBIGUOUS, ("y1", "y2")),
        ("y1", Why.AMBIGUOUS, ("x1",)),
        ("y2", Why.AMBIGUOUS, ("x1",)),
    }


def test_one_that_shares_an_id_with_someone_matched_and_someone_not():
    a = [person("x1", same_as=["z1"]), person("z1")]
    b = [person("y1", same_as=["x1", "z1"]), person("z1")]
    assert alone(a, b) == {("x1", "a"): "other_record", ("y1", "b"): "other_record"}


def test_links_are_other_people_and_match_nobody():
    result = found([person("x1", links=["y1", "y2", "y9"])], [person("y1"), person("y2", links=["x1"])])
    assert result.by_same_as == 0
    assert {each.id: each.linked for each in result.people} == {"x1": ("y1", "y2"), "y1": ("x1",), "y2": ("x1",)}
    assert {each.why for each in result.people} == {Why.MISSING}


def test_a_link_to_someone_matched_is_not_told():
    result = found([person("x1", links=["y1"]), person("y1")], [person("y1")])
    assert [each.linked for each in result.people] == [()]


def test_whoever_shares_an_id_is_not_told_as_linked_too():
    both = [person("y1", same_as=["x1"], links=["x1"]), person("y2", same_as=["x1"])]
    assert {each.id: each.linked for each in found([person("x1")], both).people} == {"x1": (), "y1": (), "y2": ()}


@pytest.mark.parametrize("kind", ["deceased", "transferred_out"])
def test_whose_case_ended_may_be_missing_in_the_other(kind):
    ended = person("x1", "high", statuses=[{"id": "s1", "kind": kind, "from": BEFORE}])
    result = found([ended], [])
    (told,) = result.people
    assert (told.why, told.ended, told.since) == (Why.ENDED, kind, dt.date.fromisoformat(BEFORE))
    assert result.agrees


def test_an_end_that_lies_ahead_is_none_yet():
    assert alone([person("x1", statuses=[{"id": "s1", "kind": "deceased", "from": AFTER}])], []) == {
        ("x1", "a"): "missing"
    }


# ── set aside ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_set_aside_is_kept_and_counted_by_extract():
    rejected = Rejected(file="b.jsonl", line=4, kind="missing id")
    result = found([person(levels=[{"id": "l1", "level": 3}])], [rejected, person()])
    assert (result.a.counts.faults, result.a.counts.rejected, result.a.counts.incomplete) == (1, 0, 1)
    assert (result.b.counts.read, result.b.counts.rejected, result.b.counts.offenders) == (2, 1, 1)
    assert [each.path for each in result.a.set_aside] == ["levels[0].level"]
    assert result.b.set_aside == [rejected]
    assert not result.is_whole
    assert not found([], [rejected]).is_whole


@pytest.mark.parametrize("turn", [False, True])
def test_a_second_record_of_an_id_is_set_aside(turn):
    twice, once = [person("x1", "high"), person(" x1", "low")], [person("x1", "high")]
    result = found(once, twice) if turn else found(twice, once)
    extract = result.b if turn else result.a
    assert [(each.path, each.kind) for each in extract.set_aside] == [("id", "duplicate id")]
    assert (extract.counts.read, extract.counts.offenders, extract.counts.rejected) == (2, 1, 1)
    assert result.differences == ()
    assert result.by_id == 1


def test_where_facts_were_set_aside_a_difference_is_doubtful():
    broken = person(levels=[{"id": "l1", "level": 3}], team="t1")
    for a, b in ((broken, person(level="high", team="t2")), (person(level="high", team="t2"), broken)):
        assert {each.what: each.doubtful for each in found([a], [b]).differences} == {
            What.LEVEL: True,
            What.TEAM: False,
        }


# ── what differs ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_difference_says_by_which_facts_and_since_when():
    a = person(levels=[{"id": "la", "level": "high", "from": "2026-03-01"}])
    b = person(levels=[{"id": "lb", "level": "low", "from": "2025-01-01"}])
    (only,) = found([a], [b]).differences
    assert attrs.asdict(only) == {
        "a": "x1",
        "b": "x1",
        "what": What.LEVEL,
        "value_a": "high",
        "value_b": "low",
        "facts_a": ("la",),
        "facts_b": ("lb",),
        "since": dt.date(2026, 3, 1),
        "level": "high",
        "doubtful": False,
    }
    assert only.only_in is None
    assert found([b], [a]).differences[0].since == dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("a", "b", "side", "since"),
    [
        ({"level": "high"}, {}, Side.A, dt.date(2024, 1, 1)),
        ({}, {"level": "high"}, Side.B, dt.date(2024, 1, 1)),
        ({"team": "t1"}, {}, Side.A, None),
    ],
)
def test_what_one_extract_alone_says_is_a_difference(a, b, side, since):
    (only,) = found([person(**a)], [person(**b)]).differences
    assert (only.only_in, only.since) == (side, since)
    assert (only.facts_b if side is Side.A else only.facts_a) == ()


HOMES = [{"id": "a1", "address_id": "h1", "kind": "main", "from": BEFORE}]
LEAD = [{"id": "m1", "officer_id": "o1", "team_id": "t1", "role": "lead", "from": BEFORE}]
SEEN = [{"id": "v1", "on": BEFORE, "outcome": "seen"}]
TOLD = [{"id": "n1", "kind": "s85", "on": BEFORE}]


@pytest.mark.parametrize(
    ("name", "facts", "change", "expected"),
    [
        ("addresses", HOMES, {"address_id": "h2"}, [("main_address", "h1", "h2")]),
        ("managers", LEAD, {"officer_id": "o2"}, [("lead_officer", "o1", "o2")]),
        ("managers", LEAD, {"team_id": "t2"}, [("lead_team", "t1", "t2")]),
        ("visits", SEEN, {"on": TODAY}, [("last_visit", BEFORE, TODAY)]),
        ("visits", SEEN, {"outcome": "refused"}, [("last_visit", BEFORE, None)]),
        ("notifications", TOLD, {"on": TODAY}, [("last_notification", BEFORE, TODAY)]),
        ("notifications", TOLD, {"id": "n9", "kind": "s84"}, []),
    ],
)
def test_what_is_said_once(name, facts, change, expected):
    assert differing({name: facts}, {name: [{**facts[0], **change}]}) == expected


@pytest.mark.parametrize("kind", ["deceased", "transferred_out"])
def test_of_someone_whose_case_ended_nothing_else_is_compared(kind):
    ended = {"statuses": [{"id": "s1", "kind": kind, "from": BEFORE}], "level": "high"}
    assert differing(ended, {"level": "low"}) == [("ended", kind, None)]
    assert differing({"level": "low"}, ended) == [("ended", None, kind)]
    assert differing(ended, {**ended, "level": "low"}) == []


ONE = {"id": "r1", "relevant_on": "2020-01-01", "convicted_on": "2020-01-01", "stored_end_on": "2030-01-01"}


class TestRegistrations:
    def differing(self, a, b):
        return differing({"registrations": a}, {"registrations": b})

    def test_being_subject_is_compared_where_both_say(self):
        assert self.differing([ONE], []) == [("registration", "2020-01-01", None)]
        assert self.differing([], [{"id": "r1"}]) == [("registration", None, "undated")]
        closed = {**ONE, "stored_end_on": BEFORE}
        assert self.differing([ONE], [closed]) == [("subject", "yes", "no"), ("stored_end_on", "2030-01-01", BEFORE)]

    def test_the_last_day_of_a_single_one_is_told_once(self):
        assert self.differing([ONE], [{**ONE, "stored_end_on": "2031-01-01"}]) == [
            ("last_day", "2030-01-01", "2031-01-01")
        ]

    def test_a_last_day_that_one_alone_gives_is_told_of_its_registration(self):
        assert self.differing([ONE], [{**ONE, "stored_end_on": None}]) == [("stored_end_on", "2030-01-01", None)]

    def test_of_several_the_last_days_that_do_not_decide_are_told_too(self):
        later = {"id": "r2", "relevant_on": "2022-01-01", "stored_end_on": "2040-01-01"}
        assert self.differing([ONE, later], [{**ONE, "stored_end_on": "2029-01-01"}, later]) == [
            ("stored_end_on", "2030-01-01", "2029-01-01")
        ]

    @pytest.mark.parametrize("name", ["relevant_on", "convicted_on"])
    @pytest.mark.parametrize("other", ["2020-01-02", None])
    def test_dates_of_one(self, name, other):
        assert self.differing([ONE], [{**ONE, name: other}]) == [(name, "2020-01-01", other)]

    @pytest.mark.parametrize("day", ["2019-12-31", TODAY, AFTER])
    def test_one_closed_on_both_sides_is_history(self, day):
        closed = {"id": "r9", "relevant_on": "2010-01-01", "ended_on": "2020-01-01"}
        expected = [] if day < TODAY else [("registration", "2010-01-01", None)]
        assert self.differing([ONE, {**closed, "ended_on": day}], [ONE]) == expected

    def test_systems_may_number_on_their_own(self):
        later = {"id": "r2", "relevant_on": "2022-01-01"}
        assert self.differing([ONE, later], [{**ONE, "id": "r2"}, {**later, "id": "r1"}]) == []

    @pytest.mark.parametrize(
        ("b", "expected"),
        [
            # by the relevant date, by the date of the conviction, by the id
            ([{**ONE, "id": "r7", "convicted_on": "2020-02-02"}], [("convicted_on", "2020-01-01", "2020-02-02")]),
            ([{**ONE, "id": "r7", "relevant_on": "2020-02-02"}], [("relevant_on", "2020-01-01", "2020-02-02")]),
            (
                [
                    {
                        "id": "r1",
                        "relevant_on": "2020-02-02",
                        "convicted_on": "2020-02-02",
                        "stored_end_on": "2030-01-01",
                    }
                ],
                [("relevant_on", "2020-01-01", "2020-02-02"), ("convicted_on", "2020-01-01", "2020-02-02")],
            ),
        ],
    )
    def test_the_counterpart_is_found_by_what_is_surest(self, b, expected):
        other = {"id": "r8", "relevant_on": "2024-01-01", "stored_end_on": "2050-01-01"}
        assert self.differing([ONE, other], [*b, other]) == expected

    def test_of_one_day_those_that_agree_in_everything_go_first(self):
        a = [ONE, {**ONE, "id": "r2", "convicted_on": "2020-01-02", "stored_end_on": "2032-01-01"}]
        b = [{**a[1], "id": "q1"}, {**ONE, "id": "q2", "convicted_on": "2020-01-03", "stored_end_on": "2031-01-01"}]
        assert self.differing(a, b) == [
            ("convicted_on", "2020-01-01", "2020-01-03"),
            ("stored_end_on", "2030-01-01", "2031-01-01"),
        ]

    def test_of_as_many_left_on_both_sides_the_order_of_dates_pairs(self):
        a = [{"id": "r1", "relevant_on": "2020-01-01"}, {"id": "r2", "relevant_on": "2022-01-01"}]
        b = [{"id": "q2", "relevant_on": "2022-01-02"}, {"id": "q1", "relevant_on": "2020-01-02"}]
        assert self.differing(a, b) == [
            ("relevant_on", "2020-01-01", "2020-01-02"),
            ("relevant_on", "2022-01-01", "2022-01-02"),
        ]

    def test_of_more_on_one_side_none_is_guessed(self):
        a = [{"id": "r1", "relevant_on": "2020-01-01"}, {"id": "r2", "relevant_on": "2022-01-01"}]
        assert self.differing(a, [{"id": "q1", "relevant_on": "2020-06-01"}]) == [
            ("registration", "2020-01-01", None),
            ("registration", None, "2020-06-01"),
            ("registration", "2022-01-01", None),
        ]


ORDER = {"id": "o1", "kind": "shpo", "made_on": "2022-01-01", "ends_on": "2027-01-01"}


class TestOrders:
    def differing(self, a, b):
        return differing({"orders": a}, {"orders": b})

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"ends_on": "2028-01-01"}, [("order_end", "2027-01-01", "2028-01-01")]),
            ({"ends_on": None}, [("order_end", "2027-01-01", None)]),
            (
                {"ends_on": None, "until_further_order": True},
                [("order_end", "2027-01-01", "until_further_order")],
            ),
            ({"made_on": "2022-01-02"}, [("order_made_on", "2022-01-01", "2022-01-02")]),
            ({"id": "q1"}, []),
            ({"id": "q1", "made_on": "2022-01-02"}, [("order_made_on", "2022-01-01", "2022-01-02")]),
            ({"ends_on": BEFORE}, [("order_end", "2027-01-01", BEFORE)]),
            ({"kind": "sro"}, [("order", "shpo", None), ("order", None, "sro")]),
        ],
    )
    def test_the_same_order_in_both(self, change, expected):
        assert sorted(self.differing([ORDER], [{**ORDER, **change}]), key=str) == sorted(expected, key=str)

    @pytest.mark.parametrize(("ends", "expected"), [(BEFORE, []), (TODAY, [("order", "shpo", None)])])
    def test_one_in_one_extract_only_is_told_while_in_force(self, ends, expected):
        assert self.differing([{**ORDER, "ends_on": ends}], []) == expected

    def test_an_order_without_its_kind(self):
        assert self.differing([{"id": "o1"}], []) == [("order", "undated", None)]

    def test_an_id_tells_orders_of_a_kind_without_dates_apart(self):
        a = [{"id": "o1", "kind": "sro", "ends_on": "2027-01-01"}, {"id": "o2", "kind": "sro", "ends_on": "2028-01-01"}]
        b = [{"id": "o2", "kind": "sro", "ends_on": "2028-01-02"}]
        assert self.differing(a, b) == [("order", "sro", None), ("order_end", "2028-01-01", "2028-01-02")]


def test_what_an_extract_does_not_keep_can_be_left_out():
    result = found([person(level="high", visits=SEEN)], [person(level="high")], without=[What.LAST_VISIT])
    assert (result.agrees, result.without) == (True, (What.LAST_VISIT,))


# ── the worst first ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_scale_is_that_of_the_format():
    assert SCALE == ("low", "medium", "high", "very_high")


def test_people_come_by_why_and_then_by_level():
    dead = [{"id": "s1", "kind": "deceased", "from": BEFORE}]
    a = [
        person("x1", "very_high", statuses=dead),
        person("x2"),
        person("x3", "low"),
        person("x4", "very_high"),
        person("x5", "other"),
        person("x6", "high"),
        person("x7", "very_high", same_as=["y1", "y2"]),
        person("x8", "very_high", same_as=["z1"]),
        person("z1"),
    ]
    b = [person("y1"), person("y2"), person("z1"), person("w1", "high")]
    result = found(a, b)
    assert [each.id for each in result.people] == ["x4", "w1", "x6", "x3", "x5", "x2", "x7", "y1", "y2", "x8", "x1"]
    assert result.alone()[Why.MISSING] == {Side.A: 5, Side.B: 1}
    assert result.alone()[Why.OTHER_RECORD] == {Side.A: 1}


def test_differences_come_by_gravity_and_then_by_the_higher_level():
    a = [person("x1", "low", team="t1"), person("x2", "high", team="t1"), person("x3", "low"), person("x4", "medium")]
    b = [person("x1", "low", team="t2"), person("x2", "high", team="t2"), person("x3", "high"), person("x4", "low")]
    result = found(a, b)
    assert [(each.what, each.a, each.level) for each in result.differences] == [
        (What.LEVEL, "x3", "high"),
        (What.LEVEL, "x4", "medium"),
        (What.TEAM, "x2", "high"),
        (What.TEAM, "x1", "low"),
    ]
    assert result.counted() == {What.LEVEL: {None: 2}, What.TEAM: {None: 2}}
    assert list(result.counted()) == [What.LEVEL, What.TEAM]


def test_a_scale_of_ones_own_decides():
    a = [person("x1", "one"), person("x2", "two"), person("x3", "three")]
    assert [each.id for each in found(a, [], scale=("three", "one", "two")).people] == ["x2", "x1", "x3"]


# ── what is held ────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_the_second_extract_only_who_is_alone_is_held(monkeypatch):
    held = []

    class Watched(reconciling._Matching):
        def concluded(self):
            held.append((len(self.held), sorted(self.alone)))
            return super().concluded()

    monkeypatch.setattr(reconciling, "_Matching", Watched)
    found([person("x1"), person("x2")], (person(f"x{number}") for number in range(1, 9)))
    assert held == [(2, [f"x{number}" for number in range(3, 9)])]


def test_each_side_has_another():
    assert (Side.A.other, Side.B.other) == (Side.B, Side.A)


@pytest.mark.parametrize("odd", [dt.datetime(2026, 6, 30, 12), "2026-06-30", None])
def test_a_day_that_is_no_date_is_refused(odd):
    with pytest.raises(TypeError, match=r"as_of is a datetime\.date, found "):
        reconcile([], [], as_of=odd)
