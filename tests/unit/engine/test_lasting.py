"""How long spans last, as steps."""

import pytest

from supervise.engine.clock import FAR
from supervise.engine.lasting import day_of, extents_of, origin_of, spans_of
from supervise.engine.steps import Lasting, OrderLife, Together
from supervise.rules.duration import Duration
from supervise.rules.language import Authority, Confidence, Counting, Term
from tests.unit.engine.books import SPAN, book, day, judged

ORDINAL = day("2026-01-10").toordinal()


def told(span=None, rows=None, registrations=({},), **facts):
    made = SPAN | ({"length": rows} if rows else {}) | (span or {})
    given = [{"id": f"g{place}", "convicted_on": "2026-01-10"} | each for place, each in enumerate(registrations, 1)]
    kinds = facts.pop("kinds", None)
    small = book(span=[made], **({"order": kinds} if kinds else {}))
    return extents_of(judged(small, "2026-06-30", registrations=given, **facts), "span")


def test_a_period_tells_its_sum_its_source_and_what_all_give_together():
    lasting, together = told(rows=[{"lasts": "5 years", "name": "row"}])
    assert isinstance(lasting, Lasting)
    assert (lasting.extent.key, lasting.field, lasting.counting) == ("g1", "", Counting.BEGINNING_WITH)
    assert (lasting.lasts, lasting.young, lasting.order, lasting.terms) == (Duration(months=60), None, "", ())
    assert (lasting.sum.day, lasting.sum.length) == (ORDINAL, Duration(months=60))
    assert lasting.sum.gives == day("2031-01-09").toordinal()
    assert (lasting.origin.of, lasting.origin.source, lasting.origin.title) == ("span", "s", "A source")
    assert together == Together(
        span="span", extents=(lasting.extent,), last=lasting.extent.last, key="g1", indefinite=False
    )


def test_of_several_rows_without_a_name_the_one_that_held_is_told():
    rows = [
        {"when": {"basis": "caution"}, "lasts": "2 years", "under_18": "1 year"},
        {"term_at_least": "30 months", "lasts": "for life"},
        {"lasts": "5 years"},
    ]
    given = [{"basis": "conviction"}, {"basis": "caution"}, {"terms": [{"months": 30}]}]
    last, first, longest, _ = told({"sums_terms": True}, rows, given)
    assert (last.lasts, last.young, last.bounds) == (Duration(months=60), None, ())
    assert (first.lasts, first.young) == (Duration(months=24), Duration(months=12))
    assert (longest.lasts, longest.bounds) == (Term.LIFE, (("at least", Duration(months=30)),))


def test_what_the_sum_of_the_sentences_is_held_against_is_told():
    rows = [
        {"term_more_than": "6 months", "term_less_than": "30 months", "lasts": "10 years", "name": "more"},
        {"term_at_most": "6 months", "lasts": "7 years", "name": "less"},
        {"term_at_least": "30 months", "lasts": "for life", "name": "most"},
    ]
    given = [{"terms": [{"months": months}]} for months in (12, 6, 30)]
    longer, shorter, longest, _ = told({"sums_terms": True}, rows, given)
    assert longer.bounds == (("more than", Duration(months=6)), ("less than", Duration(months=30)))
    assert shorter.bounds == (("at most", Duration(months=6)),)
    assert longest.bounds == (("at least", Duration(months=30)),)
    assert told()[0].bounds == ()


def test_the_longest_of_several_is_told():
    rows = [{"when": {"basis": "caution"}, "lasts": "2 years"}, {"lasts": "5 years"}]
    *_, together = told(rows=rows, registrations=[{"basis": "conviction"}, {"basis": "caution"}])
    assert (together.key, together.last) == ("g1", day("2031-01-09").toordinal())
    assert [extent.key for extent in together.extents] == ["g1", "g2"]
    life = [{"when": {"basis": "caution"}, "lasts": {"field": "discharge_months"}}, {"lasts": "for life"}]
    *_, together = told(rows=life, registrations=[{"basis": "caution"}, {"basis": "conviction"}])
    # Of two without a known end the one for life.
    assert (together.key, together.last, together.indefinite) == ("g2", FAR, True)


def test_where_nothing_lasts_nothing_is_told():
    assert told(rows=[{"lasts": "not at all"}]) == ()


def test_a_span_the_book_does_not_have():
    with pytest.raises(KeyError):
        extents_of(judged({}, "2026-06-30"), "span")


def test_the_date_the_first_day_is_read_from_is_named():
    span = {"start": {"first_given": ["relevant_on", "convicted_on"]}}
    assert told(span)[0].field == "convicted_on"
    assert told(span, registrations=[{"relevant_on": "2026-01-12"}])[0].field == "relevant_on"


def test_no_sum_is_told_where_it_was_cut_short_or_has_no_period():
    assert told({"cut_by": ["ended_on"]}, registrations=[{"ended_on": "2027-01-01"}])[0].sum is None
    assert told(rows=[{"lasts": "for life"}])[0].sum is None
    assert told(rows=[{"lasts": "10 days"}])[0].sum.length == Duration(days=10)


def test_the_sentences_are_told_where_they_are_summed():
    fact = {"terms": [{"months": 6, "counts": True}, {"months": 9, "counts": False}, {"months": 3}]}
    assert [term.months for term in told({"sums_terms": True}, registrations=[fact])[0].terms] == [6, 3]
    assert told(registrations=[fact])[0].terms == ()


def test_the_row_with_its_halving_is_told():
    rows = [{"lasts": "10 years", "under_18": "5 years", "name": "row"}]
    lasting, _ = told(rows=rows, registrations=[{"age_on_relevant_date": 17}])
    assert (lasting.lasts, lasting.young) == (Duration(months=120), Duration(months=60))
    assert lasting.sum.length == Duration(months=60)
    rows = [{"when": {"basis": "caution"}, "lasts": "1 year", "name": "row"}]
    unknown, _ = told(rows=rows)
    assert (unknown.lasts, unknown.young, unknown.sum) == (None, None, None)


WHILE = [{"lasts": "while the order lasts", "name": "order"}]


def order(id_="o1", **fields):
    return {"id": id_, "kind": "shpo", "made_on": "2026-01-05"} | fields


@pytest.mark.parametrize(
    ("fields", "by", "last"),
    [
        ({"ends_on": "2027-01-01"}, "ends_on", "2027-01-01"),
        ({"discharged_on": "2027-01-01"}, "discharged_on", "2026-12-31"),
        ({"main_decided_on": "2026-12-01", "ends_on": "2027-01-01"}, "main_decided_on", "2026-12-01"),
        ({"items": [{"kind": "prohibition", "years": 2}, {"kind": "prohibition", "years": 1}]}, "items", "2028-01-04"),
        ({"until_further_order": True}, "until_further_order", None),
    ],
)
def test_the_order_it_rests_on_is_told_with_what_its_last_day_is_read_from(fields, by, last):
    kinds = [{"kind": ["shpo"], "source": "s", "until_further_order": True, "ends_with": ["main_decided_on"]}]
    lasting, life, _ = told(rows=WHILE, orders=[order(**fields)], kinds=kinds)
    assert (lasting.lasts, lasting.order) == (Term.ORDER, "o1")
    years = max((item.get("years", 0) for item in fields.get("items", ())), default=0)
    assert life == OrderLife(
        id="o1",
        kind="shpo",
        start=day("2026-01-05").toordinal(),
        last=FAR if last is None else day(last).toordinal(),
        by=by,
        years=years,
    )


def test_the_order_that_ended_another_is_named():
    kinds = [{"kind": ["shpo"], "source": "s", "until_further_order": True, "ends_when_replaced": True}]
    by_order = {"one_per": "order", "start": {"field": "made_on"}}
    new = order("o2", made_on="2026-03-01", ends_on="2030-01-01", replaces="o1")
    lasting, life, *_ = told(
        by_order, rows=WHILE, registrations=(), orders=[order(ends_on="2031-01-01"), new], kinds=kinds
    )
    assert (lasting.order, life.by, life.replaced_by) == ("o1", "replaced_by", "o2")
    assert life.last == day("2026-03-01").toordinal()


def test_an_order_the_book_does_not_describe_is_told_all_the_same():
    lasting, life, _ = told(rows=WHILE, orders=[order(ends_on="2027-01-01"), order("o2", ends_on="2028-01-01")])
    assert (lasting.order, life.id, life.by) == ("o2", "o2", "ends_on")


def test_without_an_order_none_is_named():
    lasting, _ = told(rows=WHILE)
    assert lasting.order == ""


def test_several_rules_of_one_span_stand_for_different_facts():
    by_order = SPAN | {"one_per": "order", "start": {"field": "made_on"}, "length": WHILE, "source": "t"}
    small = book(span=[SPAN, by_order], sources={"s": {"title": "A source"}, "t": {"title": "Another"}})
    facts = {
        "registrations": [{"id": "g", "convicted_on": "2026-01-10"}],
        "orders": [order(ends_on="2027-01-01"), order("o2", ends_on="2027-01-01")],
    }
    steps = extents_of(judged(small, "2026-06-30", **facts), "span")
    assert [(step.extent.key, step.origin.title, step.order) for step in steps if isinstance(step, Lasting)] == [
        ("g", "A source", ""),
        ("o1", "Another", "o1"),
        ("o2", "Another", "o2"),
    ]


def test_spans_made_up_of_others_stand_first_and_those_that_hold_for_nothing_are_left_out():
    spans = [
        SPAN | {"id": "alone"},
        SPAN | {"id": "part", "part_of": "joint"},
        SPAN | {"id": "idle", "one_per": "order", "start": {"field": "made_on"}},
    ]
    small = book({"one_per": {"span": "joint"}}, span=spans)
    found = judged(small, "2026-06-30", registrations=[{"id": "g", "convicted_on": "2026-01-10"}])
    assert spans_of(found) == ("joint", "alone")
    assert [step.key for step in extents_of(found, "joint") if isinstance(step, Together)] == ["g"]


@pytest.mark.parametrize("whole", [{}, {"part_of": "joint"}])
def test_a_span_with_parts_that_bears_their_name_stands_once(whole):
    spans = [SPAN | {"id": "joint"} | whole, SPAN | {"id": "part", "part_of": "joint"}]
    small = book({"one_per": {"span": "joint"}}, span=spans)
    found = judged(small, "2026-06-30", registrations=[{"id": "g", "convicted_on": "2026-01-10"}])
    assert spans_of(found) == ("joint",)
    assert [step.extent.key for step in extents_of(found, "joint") if isinstance(step, Lasting)] == ["g", "g"]


def test_what_spans_make_up_is_told_also_where_no_rule_reads_it():
    small = book({"one_per": "offender"}, span=[SPAN | {"id": "part", "part_of": "joint"}])
    found = judged(small, "2026-06-30", registrations=[{"id": "g", "convicted_on": "2026-01-10"}])
    assert spans_of(found) == ("joint",)
    assert [step.key for step in extents_of(found, "joint") if isinstance(step, Together)] == ["g"]


def test_a_source_the_book_does_not_describe_has_only_its_name():
    found = judged({}, "2026-06-30")
    origin = origin_of(found, "value", Authority.LOCAL, "overlay@1", Confidence.SEEN)
    assert (origin.title, origin.where, origin.authority, origin.confidence) == ("overlay@1", None, "LOCAL", "seen")
    placed = judged(book(sources={"s": {"title": "A source", "where": "s.1"}}), "2026-06-30")
    assert origin_of(placed, "value", Authority.LAW, "s", Confidence.SEEN).where == "s.1"


def test_the_first_of_some_dates_that_is_given():
    fact = judged({}, "2026-06-30", plans=[{"id": "p", "from": "2026-01-10"}]).offender.plans[0]
    assert day_of(fact, ("reviewed_on", "from")) == ORDINAL
    assert day_of(fact, ("reviewed_on",)) == 0


def test_a_row_without_a_name_is_told():
    found = judged(book(span=[SPAN]), "2026-06-30", registrations=[{"id": "g", "convicted_on": "2026-01-10"}])
    assert str(extents_of(found, "span")[0].lasts) == "5 years"
