"""What meets a duty: exactly one way of finding it, and nothing that would be ignored."""

import pytest

from supervise.rules.evidence import SINCE, Evidence
from supervise.rules.reading import Problems, plain, read

AROUND = {"of": "change", "field": "expected_on", "before": 2}
WAYS = "name exactly one of 'any', 'define', 'own' and 'state'"
EVENTS_ONLY = "goes with 'any' or 'define' only"


def faults(**value):
    problems = Problems()
    read(Evidence, value, "", problems)
    return problems.found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({}, [WAYS]),
        ({"any": "visit", "define": "visit"}, [WAYS]),
        ({"any": "visit", "since": "later"}, [f"since: unknown word; known: {', '.join(map(repr, SINCE))}"]),
        ({"any": "visit", "window": [1]}, ["window: give the first and the last day, counted from the anchor"]),
        ({"any": "visit", "window": [2, 2]}, []),
        ({"any": "visit", "window": [2, 1]}, ["window: give the first and the last day, counted from the anchor"]),
        (
            {"any": "visit", "around": {"of": "change", "match": {"id": "id"}}},
            [
                "around.match: unknown key; is not read here; write 'match' beside 'around'",
            ],
        ),
        (
            {"any": "visit", "around": {"before": 1, "after": -2}},
            [
                "around.field: missing; name the date of the event near which the anchor must lie",
                "around.after: the stretch of days ends before it begins",
            ],
        ),
        ({"any": "visit", "around": {"field": "expected_on", "after": 2}}, []),
        (
            {"any": "visit", "around": {"field": "expected_on", "strict": True}},
            ["around.strict: unknown key; known: 'after', 'before', 'field', 'of'"],
        ),
        (
            {"own": "on", "match": {"a": "b"}, "window": [0, 1], "around": AROUND, "since": "ever", "shared": True},
            [f"{key}: {EVENTS_ONLY}" for key in ("match", "window", "around", "since", "shared")],
        ),
        ({"state": "custody", "where": {"on": "set"}}, ["where: goes with 'any', 'define' or 'own' only"]),
        ({"own": "on", "where": {"on": "set"}}, []),
        ({"define": "visit", "window": [-1, 1], "around": AROUND, "since": "ever", "too_early": "counts"}, []),
        ({"any": "visit", "too_early": "does not count"}, ["too_early: unknown word; known: 'counts'"]),
    ],
)
def test_each_fault_is_found(value, found):
    assert faults(**value) == found


def test_the_short_form_is_the_name_of_an_event():
    assert Evidence.from_text("visit").select == Evidence(any_=Evidence.from_text("visit").any_).select
    assert plain(Evidence.from_text("visit")) == {"any": "visit"}


def test_what_reads_the_fact_asks_for_one():
    def asks(**value):
        return read(Evidence, value, "", Problems()).asks_for_fact

    assert asks(own="on")
    assert asks(any="visit", match={"id": "for"})
    assert asks(**{"any": "visit", "if": {"on": "set"}})
    assert not asks(any="visit")
