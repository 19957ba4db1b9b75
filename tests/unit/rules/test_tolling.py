"""What makes a span longer or shorter: what would be ignored is refused, and every name is looked up."""

import pytest

from supervise.rules import load_rulebook
from supervise.rules.codec import canonical, read_draft
from tests.unit.rules.minimal import SPAN, book, faults

TOLL = {"in": ["custody", "abroad"], "effect": "add the days"}
CLEAN = {"by": "5 years", "after": "10 years", "without": "event.offence", "needs": ["event.treatment"]}
MORE = {"of": "event.failure", "by": "10 years"}
WHOLE = {
    "counting": "after",
    "toll": [TOLL | {"longer_than": "28 days", "from": "visit", "until": "notification.s83"}],
    "reset_by": "end.custody",
    "shortened": [CLEAN],
    "extended_by": [MORE],
    "ended_by": "event.quashed",
    "ends_after": "21 days",
    "ends_any_length": True,
}


def refused(**changes):
    return [each.removeprefix("span[0] held.") for each in faults(book(span=[SPAN | changes]))]


def test_a_span_with_everything_loads_and_comes_back_as_it_was():
    draft = read_draft(book(span=[SPAN | WHOLE]), "own.toml")
    assert read_draft(canonical(draft), "own.toml") == draft
    assert load_rulebook(book(span=[SPAN | WHOLE])).span == draft.span
    written = canonical(draft)["span"][0]
    assert {key: written[key] for key in ("ends_after", "counting")} == {"ends_after": "21 days", "counting": "after"}
    assert written["toll"][0]["longer_than"] == "28 days"


def test_one_part_stands_without_brackets():
    assert load_rulebook(book(span=[SPAN | {"toll": TOLL}])).span[0].toll[0].in_ == ("custody", "abroad")


LIFTED = {"to": "25 years", "after": "25 years", "without": "event.offence"}
EITHER = "write either how much less it is ('by') or how long it lasts then ('to')"
UNITS = "write both in days, or both in years and months: else none is surely the longer"
CALENDAR = "write it in years, months or days"
NOTHING = "write at least one day; leave the entry out where nothing is added"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"toll": [TOLL | {"longer_than": "1 month"}]}, ["toll[0].longer_than: write it in days"]),
        ({"toll": [TOLL | {"longer_than": "5 working days"}]}, ["toll[0].longer_than: write it in days"]),
        (
            {"toll": [{"in": "custody", "effect": "starts at the end", "from": "visit", "until": "visit"}]},
            [f"toll[0].{key}: goes with 'add the days' only" for key in ("from", "until")],
        ),
        (
            {"toll": [{"in": "custody"}]},
            ["toll[0].effect: missing; it has no default: write 'add the days' or 'starts at the end'"],
        ),
        ({"toll": [TOLL | {"at_most": "1 month"}]}, ["toll[0].at_most: write it in days"]),
        ({"toll": [TOLL | {"at_most": "730 days"}]}, []),
        (
            {"toll": [TOLL | {"at_most": "0 days"}]},
            ["toll[0].at_most: write at least one day; leave the entry out where none is added"],
        ),
        (
            {"toll": [{"in": "custody", "effect": "starts at the end", "at_most": "5 days"}]},
            ["toll[0].at_most: goes with 'add the days' only"],
        ),
        ({"extended_by": [MORE | {"at_most": "10 years"}]}, []),
        ({"extended_by": [MORE | {"by": "30 days", "at_most": "45 days"}]}, []),
        ({"extended_by": [MORE | {"at_most": "10 hours"}]}, [f"extended_by[0].at_most: {CALENDAR}"]),
        ({"extended_by": [MORE | {"at_most": "119 months"}]}, ["extended_by[0].at_most: is less than 'by'"]),
        ({"extended_by": [MORE | {"at_most": "5000 days"}]}, [f"extended_by[0].at_most: {UNITS}"]),
        ({"extended_by": [MORE | {"at_most": "0 years"}]}, [f"extended_by[0].at_most: {NOTHING}"]),
        ({"extended_by": [MORE | {"by": "0 days", "at_most": "0 years"}]}, [f"extended_by[0].by: {NOTHING}"]),
        ({"extended_by": [MORE | {"by": "0 days"}]}, [f"extended_by[0].by: {NOTHING}"]),
        (
            {"extended_by": [MORE | {"by": "1 year 5 days", "at_most": "3 years 5 days"}]},
            [f"extended_by[0].at_most: {UNITS}"],
        ),
        ({"shortened": [CLEAN | {"by": "5 hours"}]}, [f"shortened[0].by: {CALENDAR}"]),
        ({"shortened": [CLEAN | {"after": "5 working days"}]}, [f"shortened[0].after: {CALENDAR}"]),
        (
            {"shortened": [{"by": "5 years", "after": "10 years"}]},
            ["shortened[0].without: missing; say what must not happen ('without') or what must ('needs')"],
        ),
        ({"shortened": [CLEAN | {"to": "5 years"}]}, [f"shortened[0].by: {EITHER}"]),
        ({"shortened": [{key: CLEAN[key] for key in ("after", "needs")}]}, [f"shortened[0].by: {EITHER}"]),
        ({"shortened": [LIFTED | {"to": "5 hours"}]}, [f"shortened[0].to: {CALENDAR}"]),
        ({"length": [{"lasts": "for life"}], "toll": [TOLL], "shortened": [LIFTED]}, []),
        (
            {"length": [{"lasts": "while the order lasts"}], "shortened": [LIFTED]},
            ["shortened: changes a period, and no row of 'length' gives one"],
        ),
        ({"extended_by": [MORE | {"by": "5 hours"}]}, [f"extended_by[0].by: {CALENDAR}"]),
        ({"ends_after": "21 days"}, ["ends_after: goes with 'ended_by' only"]),
        ({"ends_any_length": True}, ["ends_any_length: goes with 'ended_by' only"]),
        ({"ended_by": "event.quashed", "ends_any_length": True, "ends_after": "21 hours"}, [f"ends_after: {CALENDAR}"]),
        (
            {"ended_by": "event.quashed"},
            ["ended_by: ends what is for life, and no row of 'length' is; for periods too: ends_any_length = true"],
        ),
        ({"length": [{"lasts": "while the order lasts"}], "ended_by": "event.quashed"}, []),
        (
            {
                "length": [{"lasts": "for life"}],
                "toll": [TOLL],
                "reset_by": "visit",
                "shortened": [CLEAN],
                "extended_by": [MORE],
            },
            [
                f"{key}: changes a period, and no row of 'length' gives one"
                for key in ("toll", "reset_by", "shortened", "extended_by")
            ],
        ),
        ({"length": [{"lasts": "for life"}], "ended_by": "event.quashed", "ends_after": "21 days"}, []),
        ({"length": [{"lasts": {"field": "discharge_months"}}], "toll": [TOLL]}, []),
    ],
)
def test_what_would_be_ignored_is_refused(changes, found):
    assert refused(**changes) == found


@pytest.mark.parametrize(
    ("changes", "path", "what"),
    [
        ({"toll": [TOLL | {"in": "prison"}]}, "toll[0]", "state"),
        ({"toll": [TOLL | {"until": "vist"}]}, "toll[0].until", "event"),
        ({"reset_by": "vist"}, "reset_by", "event"),
        ({"shortened": [CLEAN | {"needs": "vist"}]}, "shortened[0].needs", "event"),
        ({"extended_by": [MORE | {"of": "vist"}]}, "extended_by[0].of", "event"),
    ],
)
def test_every_name_is_one_the_book_has(changes, path, what):
    (problem,) = faults(book(span=[SPAN | changes]))
    assert problem.startswith(f"span held.{path}: no {what} ")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"toll": [TOLL | {"in": "order.sphpo"}]}, "toll[0].in"),
        ({"toll": [TOLL | {"from": "visit.sen"}]}, "toll[0].from"),
        ({"toll": [TOLL | {"until": "visit.sen"}]}, "toll[0].until"),
        ({"reset_by": "visit.sen"}, "reset_by"),
        ({"shortened": [CLEAN | {"without": "visit.sen"}]}, "shortened[0].without"),
        ({"shortened": [CLEAN | {"needs": "visit.sen"}]}, "shortened[0].needs"),
        ({"extended_by": [MORE | {"of": "visit.sen"}]}, "extended_by[0].of"),
    ],
)
def test_every_word_is_one_a_fact_can_have(changes, path):
    (problem,) = faults(book(span=[SPAN | changes]))
    assert problem.startswith(f"span[0] held.{path}: no word of this field; ")


def test_a_span_is_not_tolled_by_itself():
    assert faults(book(span=[SPAN | {"toll": [TOLL | {"in": "held"}]}])) == [
        "state held: is defined by way of itself; break the circle"
    ]
