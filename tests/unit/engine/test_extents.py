"""How long a span lasts."""

import pytest

from supervise.engine.clock import FAR
from supervise.engine.extents import effective_term
from supervise.engine.obligation import date_of
from supervise.model.facts import Term
from tests.unit.engine.books import HEAD, SPAN, book, day, events, judged

# ── the sum of the sentences ────────────────────────────────────────────────────────────────────────────────────


def total(*terms):
    return effective_term(Term(**term) for term in terms)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([], None),
        ([{"months": 6, "counts": False}], None),
        ([{}], (0, 0)),
        ([{"months": 6, "days": 3}], (6, 3)),
        ([{"months": 24, "extension_months": 12}], (36, 0)),
        ([{"months": 6, "days": 1}, {"months": 4, "days": 2, "relation": "consecutive"}], (10, 3)),
        ([{"months": 6}, {"months": 4, "relation": "concurrent"}], (6, 0)),
        ([{"months": 4}, {"months": 6, "relation": "concurrent"}], (6, 0)),
        ([{"months": 6}, {"months": 6, "days": 1}], (6, 1)),
        (
            [{"months": 6, "days": 1}, {"months": 4, "days": 2, "relation": "partly_concurrent", "overlap_months": 3}],
            (7, 3),
        ),
        ([{"months": 6}, {"months": 4, "relation": "partly_concurrent"}], (10, 0)),
        # Forty weeks are longer than six months, and twenty-six are not.
        ([{"months": 6}, {"days": 280, "relation": "concurrent"}], (0, 280)),
        ([{"months": 6}, {"days": 182, "relation": "concurrent"}], (6, 0)),
        # A term that does not count is passed over wherever it stands.
        ([{"months": 60, "counts": False}, {"months": 4, "relation": "consecutive", "counts": True}], (4, 0)),
    ],
)
def test_the_sum_of_the_sentences(terms, expected):
    assert total(*terms) == expected


# ── extents ─────────────────────────────────────────────────────────────────────────────────────────────────────


def extents(span=None, as_of="2026-06-30", *, registrations=({},), rows=None, orders_of=(), **facts):
    made = SPAN | ({"length": rows} if rows else {}) | (span or {})
    fact = {"convicted_on": "2026-01-10"}
    given = [{"id": f"g{place}"} | fact | each for place, each in enumerate(registrations, 1)]
    small = book(span=[made], **({"order": orders_of} if orders_of else {}))
    return judged(small, as_of, registrations=given, **facts).extents


def lasts(*args, **kwargs):
    """Return first, holds and last of the only extent, with whether it has no known end."""
    (extent,) = extents(*args, **kwargs)
    return _iso(extent.first), _iso(extent.holds), _iso(extent.last), extent.indefinite


def _iso(ordinal):
    date = date_of(ordinal)
    return None if date is None else date.isoformat()


def test_a_period_begins_with_the_first_day():
    assert lasts() == ("2026-01-10", "2026-01-10", "2031-01-09", False)
    assert lasts(rows=[{"lasts": "10 days"}]) == ("2026-01-10", "2026-01-10", "2026-01-19", False)
    assert lasts(rows=[{"lasts": "1 month 1 day"}]) == ("2026-01-10", "2026-01-10", "2026-02-10", False)


def test_it_may_hold_from_another_day_and_is_none_where_a_day_is_missing():
    span = {"holds_from": {"field": "notice_given_on"}}
    assert lasts(span, registrations=[{"notice_given_on": "2026-03-01"}]) == (
        "2026-01-10",
        "2026-03-01",
        "2031-01-09",
        False,
    )
    assert extents(span) == ()
    assert extents(registrations=[{"convicted_on": "2026-01-10"}], span={"start": {"field": "relevant_on"}}) == ()


def test_for_life_has_no_end_and_not_at_all_gives_none():
    assert lasts(rows=[{"lasts": "for life"}]) == ("2026-01-10", "2026-01-10", None, True)
    assert extents(rows=[{"lasts": "not at all"}]) == ()


def test_a_length_in_months_is_read_from_a_field():
    rows = [{"lasts": {"field": "discharge_months"}}]
    assert lasts(rows=rows, registrations=[{"discharge_months": 18}])[2] == "2027-07-09"
    (extent,) = extents(rows=rows)
    assert (extent.last, extent.indefinite, extent.lacking) == (FAR, False, ("discharge_months",))
    # No months at all: over on the day before it would begin.
    assert lasts(rows=rows, registrations=[{"discharge_months": 0}])[2] == "2026-01-09"


def test_the_first_row_that_holds_is_used():
    rows = [
        {"when": {"disposal": "caution"}, "lasts": "2 years", "name": "caution"},
        {"when": {"disposal": "fine"}, "lasts": "5 years"},
    ]
    (extent,) = extents(rows=rows, registrations=[{"disposal": "caution"}])
    assert (_iso(extent.last), extent.row, extent.months, extent.days) == ("2028-01-09", "caution", 24, 0)
    (extent,) = extents(rows=rows, registrations=[{"disposal": "fine"}])
    assert (_iso(extent.last), extent.row) == ("2031-01-09", "")
    (extent,) = extents(rows=rows)
    assert (extent.last, extent.indefinite, extent.row, extent.lacking) == (FAR, False, "not known", ("disposal",))


@pytest.mark.parametrize(
    ("term", "row"),
    [
        ({"months": 5}, "rest"),
        ({"months": 6}, "from 6"),
        ({"months": 6, "days": 1}, "more than 6"),
        ({"months": 0, "days": 182}, "rest"),
        ({"months": 0, "days": 183}, "more than 6"),
        ({"months": 5, "days": 30}, "rest"),
        ({"months": 5, "days": 31}, "more than 6"),
        ({"months": 29, "days": 30}, "more than 6"),
        ({"months": 29, "days": 31}, "30 to 40"),
        ({"months": 0, "days": 913}, "more than 6"),
        ({"months": 0, "days": 914}, "30 to 40"),
        ({"months": 30}, "30 to 40"),
        ({"months": 40}, "30 to 40"),
        ({"months": 40, "days": 1}, "rest"),
        (None, "rest"),
    ],
)
def test_bounds_on_the_sentence_are_compared_by_their_length(term, row):
    rows = [
        {"term_more_than": "6 months", "term_less_than": "30 months", "lasts": "10 years", "name": "more than 6"},
        {"term_at_least": "30 months", "term_at_most": "40 months", "lasts": "20 years", "name": "30 to 40"},
        {"term_at_least": "6 months", "term_at_most": "6 months", "lasts": "7 years", "name": "from 6"},
        {"lasts": "1 year", "name": "rest"},
    ]
    fact = {} if term is None else {"terms": [term | {"counts": True}]}
    (extent,) = extents({"sums_terms": True}, rows=rows, registrations=[fact])
    assert extent.row == row
    assert extent.term == (None if term is None else (term["months"], term.get("days", 0)))


def test_terms_are_not_summed_where_the_span_does_not_ask():
    (extent,) = extents(registrations=[{"terms": [{"months": 6, "counts": True}]}])
    assert extent.term is None


HALVED = [{"lasts": "10 years", "under_18": "5 years"}]


@pytest.mark.parametrize(
    ("fields", "born", "halved"),
    [
        ({"age_on_relevant_date": 17}, None, True),
        ({"age_on_relevant_date": 18}, None, False),
        ({"age_on_relevant_date": 18}, "2010-01-01", False),
        ({}, "2008-01-11", True),
        ({}, "2008-01-10", False),
    ],
)
def test_someone_under_18_on_the_first_day_has_the_shorter_period(fields, born, halved):
    facts = {"born_on": born} if born else {}
    (extent,) = extents(rows=HALVED, registrations=[fields], **facts)
    assert extent.halved is halved
    assert _iso(extent.last) == ("2031-01-09" if halved else "2036-01-09")
    assert extent.doubtful_last == extent.last
    assert extent.lacking == ()


def test_with_the_age_unknown_the_longer_stands_and_the_shorter_is_the_earliest_end():
    (extent,) = extents(rows=HALVED)
    assert (extent.halved, extent.lacking) == (None, ("born_on",))
    assert (_iso(extent.last), _iso(extent.doubtful_last)) == ("2036-01-09", "2031-01-09")
    (plain,) = extents()
    assert plain.halved is False


# ── orders ──────────────────────────────────────────────────────────────────────────────────────────────────────

WHILE = [{"lasts": "while the order lasts"}]


def order(id_="o1", made="2026-01-10", **fields):
    return {"id": id_, "kind": "shpo", "made_on": made} | fields


def order_lasts(orders, **more):
    return lasts(rows=WHILE, orders=orders, **more)[2:]


def test_a_registration_rests_on_the_longest_order_in_force_on_its_first_day():
    assert order_lasts([order(ends_on="2027-01-01")]) == ("2027-01-01", False)
    assert order_lasts([order(ends_on="2027-01-01"), order("o2", ends_on="2028-01-01")]) == ("2028-01-01", False)
    assert order_lasts([order(ends_on="2028-01-01"), order("o2", ends_on="2027-01-01")]) == ("2028-01-01", False)
    later = order("o2", "2026-01-11", ends_on="2028-01-01")
    assert order_lasts([order(ends_on="2027-01-01"), later]) == ("2027-01-01", False)
    over = order("o2", "2025-01-01", ends_on="2026-01-09")
    assert order_lasts([over]) == (None, False)
    assert order_lasts([over | {"ends_on": "2026-01-10"}]) == ("2026-01-10", False)
    assert order_lasts([]) == (None, False)
    assert order_lasts([{"id": "o1", "kind": "shpo", "ends_on": "2027-01-01"}]) == (None, False)


def test_an_order_until_further_order_is_indefinite():
    assert order_lasts([order(until_further_order=True)]) == (None, True)
    assert order_lasts([order(items=[{"kind": "prohibition", "until_further_order": True}])]) == (None, True)
    assert order_lasts([order()]) == (None, False)
    assert order_lasts([order(until_further_order=True, discharged_on="2027-01-01")]) == ("2026-12-31", False)


def test_the_facts_own_order_or_the_one_it_names_is_taken():
    own = SPAN | {"one_per": "order", "start": {"field": "made_on"}, "length": WHILE}
    orders = [order(ends_on="2027-01-01"), order("o2", ends_on="2028-01-01", until_further_order=True)]
    found = judged(book(span=[own]), "2026-06-30", orders=orders).extents
    assert [(each.key, _iso(each.last), each.indefinite) for each in found] == [
        ("o1", "2027-01-01", False),
        ("o2", "2028-01-01", False),
    ]
    named = SPAN | {"one_per": "event.k", "start": {"field": "on"}, "length": WHILE}
    for name, last in (("o1", "2027-01-01"), ("o2", "2028-01-01"), ("none", None)):
        facts = [{"id": "k1", "kind": "k", "on": "2029-01-01", "for": name}]
        (extent,) = judged(book(span=[named]), "2029-06-30", orders=orders, events=facts).extents
        assert _iso(extent.last) == last


def test_spans_and_orders_from_29_february_last_as_the_book_says():
    def lasts_in(leap_day):
        head = {"conventions": HEAD["conventions"] | {"leap_day": leap_day}}
        kind = {"kind": "shpo", "source": "s", "until_further_order": False, "maximum": "1 year"}
        small = book(span=[SPAN | {"length": [{"lasts": "1 year"}]}], order=[kind], **head)
        order = {"id": "o1", "kind": "shpo", "made_on": "2024-02-29"}
        made = [order | {"items": [{"kind": "prohibition", "years": 1}]}, order | {"id": "o2", "ends_on": "2025-02-28"}]
        registrations = [{"id": "g1", "convicted_on": "2024-02-29"}]
        found = judged(small, "2026-01-01", registrations=registrations, orders=made)
        return str(date_of(found.extents[0].last)), str(found.orders[0].last_day), found.orders[1].valid

    assert lasts_in("28 February") == ("2025-02-28", "2025-02-28", True)
    assert lasts_in("1 March") == ("2025-02-28", "2025-02-28", True)
    assert lasts_in("28 February is the anniversary") == ("2025-02-27", "2025-02-27", False)


# ── what cuts it short ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_field_ends_it_if_it_is_earlier():
    span = {"cut_by": ["trial_ended_on", "ended_on"]}
    (extent,) = extents(span, registrations=[{"trial_ended_on": "2027-01-01"}])
    assert (_iso(extent.last), _iso(extent.doubtful_last)) == ("2027-01-01", "2027-01-01")
    assert extent.cut == ("trial_ended_on", day("2027-01-01").toordinal())
    (extent,) = extents(span, registrations=[{"trial_ended_on": "2031-01-09"}])
    assert (_iso(extent.last), extent.cut) == ("2031-01-09", None)
    (extent,) = extents(span, registrations=[{"trial_ended_on": "2028-01-01", "ended_on": "2027-01-01"}])
    assert extent.cut == ("ended_on", day("2027-01-01").toordinal())


def test_a_cut_keeps_the_earliest_end_of_an_unknown_age():
    span = {"cut_by": ["ended_on"]}
    (extent,) = extents(span, rows=HALVED, registrations=[{"ended_on": "2033-01-01"}])
    assert (_iso(extent.last), _iso(extent.doubtful_last)) == ("2033-01-01", "2031-01-09")


def test_an_event_ends_only_what_is_for_life_and_only_while_it_holds():
    span = {"ended_by": "event.stop"}
    rows = [{"lasts": "for life"}]
    for on, last in (("2026-01-09", None), ("2026-01-10", "2026-01-10"), ("2026-03-01", "2026-03-01")):
        (extent,) = extents(span, rows=rows, events=events("stop", e=on))
        assert _iso(extent.last) == last
        assert extent.indefinite is (last is None)
        assert extent.cut == (None if last is None else ("e", extent.last))
    period = [{"when": {"basis": "caution"}, "lasts": "for life"}, {"lasts": "5 years"}]
    assert lasts(span, rows=period, events=events("stop", e="2026-03-01"))[2] == "2031-01-09"
    two = events("stop", e="2026-03-01", f="2026-02-01")
    assert lasts(span, rows=rows, events=two)[2] == "2026-02-01"


def test_an_event_ends_what_was_for_life_though_a_field_would_end_it_later():
    span = {"ended_by": "event.stop", "cut_by": ["ended_on"]}
    rows = [{"lasts": "for life"}]
    for on, last in (("2026-03-01", "2026-03-01"), ("2026-07-01", "2026-06-01")):
        (extent,) = extents(
            span, rows=rows, as_of="2026-12-31", registrations=[{"ended_on": "2026-06-01"}], events=events("stop", e=on)
        )
        assert _iso(extent.last) == last


def test_an_event_ends_what_rested_on_an_order_until_further_order_though_that_has_ended_since():
    """The discharge, once it is known, does not bring back what a review had ended."""
    span = {"ended_by": "event.stop"}
    for more in ({}, {"discharged_on": "2027-01-01"}):
        (extent,) = extents(
            span,
            rows=WHILE,
            as_of="2027-06-30",
            orders=[order(until_further_order=True, **more)],
            events=events("stop", e="2026-03-01"),
        )
        assert _iso(extent.last) == "2026-03-01"
    fixed = [order(discharged_on="2027-01-01")]
    (extent,) = extents(span, rows=WHILE, as_of="2027-06-30", orders=fixed, events=events("stop", e="2026-03-01"))
    assert _iso(extent.last) == "2026-12-31"


@pytest.mark.parametrize(
    ("on", "after", "last"),
    [
        ("2026-01-09", None, "2031-01-09"),
        ("2026-03-01", None, "2026-03-01"),
        ("2026-03-01", "10 days", "2026-03-11"),
        ("2030-12-31", "9 days", "2031-01-09"),
        ("2030-12-30", "9 days", "2031-01-08"),
        ("2031-01-09", None, "2031-01-09"),
    ],
)
def test_an_event_ends_a_period_where_the_book_says_so_and_lengthens_none(on, after, last):
    span = {"ended_by": "event.stop", "ends_any_length": True} | ({} if after is None else {"ends_after": after})
    rows = [{"lasts": "5 years"}]
    (extent,) = extents(span, rows=rows, as_of="2032-01-01", events=events("stop", e=on))
    assert _iso(extent.last) == last
    assert extent.cut == (None if last == "2031-01-09" else ("e", extent.last))


OF_EVENTS = {"one_per": "event.k", "start": {"field": "on"}, "length": [{"lasts": "1 year"}]}


def ends_of(span, *days):
    """Return the last days of a span that hangs on events of these days."""
    facts = events(**{f"k{place}": on for place, on in enumerate(days, 1)})
    found = judged(book(span=[SPAN | OF_EVENTS | span]), "2026-06-30", events=facts).extents
    return [_iso(extent.last) for extent in found]


def test_the_event_that_an_extent_hangs_on_does_not_end_it_and_the_next_of_its_kind_does():
    any_length = {"ended_by": "event.k", "ends_any_length": True}
    assert ends_of(any_length, "2026-01-10", "2026-03-01") == ["2026-03-01", "2027-02-28"]
    # Of two of one day one is the next: the other would be ended by what it ends itself.
    assert ends_of(any_length, "2026-01-10", "2026-01-10") == ["2026-01-10", "2027-01-09"]
    # Nor does it end it where another date of it, on the same day, has a time.
    stays = {"one_per": {"each": {"of": "stay"}}, "start": {"field": "from"}, "ends_any_length": True}
    left = book(span=[SPAN | stays | {"ended_by": {"of": "stay", "at": ["until"]}}])
    found = judged(
        left, "2026-06-30", stays=[{"id": "s", "from": "2026-01-10", "until": "2026-01-10", "until_at": "18:00"}]
    )
    assert [_iso(extent.last) for extent in found.extents] == ["2031-01-09"]
    # One of another kind ends it on its own day, wherever it stands.
    other = {"one_per": "event.k", "ended_by": ["event.k", "registration"], "ends_any_length": True}
    small = book(span=[SPAN | OF_EVENTS | other])
    closed = {"registrations": [{"id": "a", "basis": "conviction", "convicted_on": "2026-01-10"}]}
    found = judged(small, "2026-06-30", events=events(k="2026-01-10"), **closed).extents
    assert [_iso(extent.last) for extent in found] == ["2026-01-10"]
    # Not either where the period began before the day of its own event.
    sooner = {"start": {"field": "relevant_on"}, "ended_by": "registration", "ends_any_length": True}
    assert lasts(sooner, registrations=[{"relevant_on": "2026-01-01"}])[2] == "2030-12-31"


@pytest.mark.parametrize(
    ("cuts", "reset", "kinds"),
    [
        # What ends it for good is the sooner of the two dates, and what happens after that changes nothing.
        (["trial_ended_on", "ended_on"], "2027-06-01", ["reset"]),
        (["trial_ended_on", "ended_on"], "2028-06-01", []),
        (["ended_on"], "2028-06-01", ["reset"]),
    ],
)
def test_a_course_goes_on_to_the_first_day_that_ends_it_and_what_ends_one_for_life_ends_no_period(cuts, reset, kinds):
    span = {"cut_by": cuts, "ended_by": "event.stop", "reset_by": "event.again"}
    dates = [{"trial_ended_on": "2028-01-01", "ended_on": "2029-01-01"}]
    made = [{"id": "s", "kind": "stop", "on": "2026-06-01"}, {"id": "a", "kind": "again", "on": reset}]
    rows = [{"when": {"basis": "order"}, "lasts": "for life"}, {"lasts": "5 years"}]
    (extent,) = extents(span, "2030-06-30", registrations=dates, events=made, rows=rows)
    assert [kind for kind, *_ in extent.changes] == kinds


def test_nor_does_it_lengthen_it_or_spoil_its_record():
    longer = {"extended_by": {"of": "event.k", "by": "1 month"}}
    assert ends_of(longer, "2026-01-10", "2026-03-01") == ["2027-02-09", "2027-02-28"]
    assert ends_of(longer, "2026-01-10", "2026-01-10") == ["2027-02-09", "2027-01-09"]
    shorter = {"shortened": {"by": "6 months", "after": "1 month", "without": "event.k"}}
    assert ends_of(shorter, "2026-01-10") == ["2026-07-09"]
    assert ends_of(shorter, "2026-01-10", "2026-02-01") == ["2027-01-09", "2026-07-31"]


def test_several_spans_have_one_name():
    parts = [
        SPAN | {"part_of": "both"},
        SPAN | {"id": "other", "one_per": "order", "start": {"field": "made_on"}, "part_of": "both"},
    ]
    small = book({"one_per": {"span": "both"}}, span=parts)
    found = judged(
        small,
        "2026-06-30",
        registrations=[{"id": "g1", "convicted_on": "2026-01-01"}],
        orders=[order(made="2026-02-01")],
    )
    assert [each.key for each in found.timeline.extents("both")] == ["g1", "o1"]
    assert [(each.span, each.key) for each in found.extents] == [("span", "g1"), ("other", "o1")]


@pytest.mark.parametrize(
    ("ended_on", "early"), [(None, False), ("2031-01-10", False), ("2031-01-09", False), ("2031-01-08", True)]
)
def test_an_extent_ended_early_if_a_date_ended_it_before_its_last_day(ended_on, early):
    (extent,) = extents({"cut_by": ["ended_on"]}, "2032-01-01", registrations=[{"ended_on": ended_on}])
    assert extent.ended_early is early


@pytest.mark.parametrize(
    ("registration", "lacking"),
    [
        ({}, ("disposal",)),
        ({"disposal": "fine"}, ("disposal",)),
        ({"disposal": "imprisonment"}, ("terms",)),
        ({"disposal": "imprisonment", "terms": [{"months": 6, "counts": False}]}, ("terms",)),
        # A table that has no row for a sentence so short.
        ({"disposal": "imprisonment", "terms": [{"months": 6}]}, ("disposal",)),
        ({"disposal": "imprisonment", "terms": [{"months": 7}]}, ()),
    ],
)
def test_what_is_missing_is_the_sentence_where_its_length_decides(registration, lacking):
    rows = [{"when": {"disposal": "imprisonment"}, "term_more_than": "6 months", "lasts": "10 years"}]
    (extent,) = extents({"sums_terms": True}, rows=rows, registrations=[registration])
    assert extent.lacking == lacking


PRISON = {"when": {"disposal": "imprisonment"}, "term_more_than": "6 months", "lasts": "10 years"}
BY_TERM = {"term_more_than": "6 months", "lasts": "10 years"}
ELSE = {"lasts": "5 years"}


@pytest.mark.parametrize(
    ("rows", "registration", "found"),
    [
        # Imprisonment for nobody knows how long is not the shorter of two.
        ([PRISON, ELSE], {"disposal": "imprisonment"}, (0, ("terms",))),
        ([PRISON, ELSE], {"disposal": "imprisonment", "terms": [{"months": 6}]}, (60, ())),
        ([PRISON, ELSE], {"disposal": "fine"}, (60, ())),
        # A row that names no disposal may be of one that has no sentence.
        ([BY_TERM, ELSE], {"disposal": "community_order"}, (60, ())),
    ],
)
def test_a_sentence_whose_length_is_not_known_is_not_that_of_the_next_row(rows, registration, found):
    (extent,) = extents({"sums_terms": True}, rows=rows, registrations=[registration])
    assert (extent.months, extent.lacking) == found
