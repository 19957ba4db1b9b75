"""A book's text to its declarations and back; whatever is done to a book, only its faults are listed."""

import copy
import json
import tomllib
from importlib import resources

import pytest
from hypothesis import given, settings, strategies as st

from supervise.errors import RulebookLoadError, UnknownRulebookError
from supervise.rules import load_rulebook, shipped_rulebooks
from supervise.rules.codec import canonical, draft_in_part, read_draft, read_text
from supervise.rules.intake import from_mapping
from tests.unit.rules.minimal import COUNTDOWN, ROLLING, RULE, SPAN, TOO_LITTLE, book, faults, related, ruled


def shipped(ref):
    return tomllib.loads((resources.files("supervise") / "rulebooks" / f"{ref}.toml").read_text("utf-8"))


SHIPPED = {ref: shipped(ref) for ref in shipped_rulebooks()}


@pytest.mark.parametrize("ref", [*SHIPPED, "related"])
def test_a_book_is_written_back_and_read_again(ref):
    draft = read_draft({**SHIPPED, "related": related()}[ref], ref)
    data = canonical(draft)
    assert read_draft(data, ref) == draft
    assert canonical(read_draft(data, ref)) == data
    # What is written back is no richer than what a file can hold.
    assert json.loads(json.dumps(data, default=str))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"format": 2}, "format: this version reads format 1"),
        ({"format": "1"}, "format: expected a whole number, found text"),
        ({"id": "a b"}, "id: write letters, digits, '.', '_' and '-' only: it is part of the reference id@version"),
        ({"version": "@"}, "version: write letters, digits, '.', '_' and '-' only: it is part of the reference id@version"),
        ({"titel": "x"}, "titel: unknown key; did you mean 'title'?"),
        ({"review_by": "soon"}, "review_by: a date is ten characters, YYYY-MM-DD, in plain digits"),
        ({"rule": [RULE, RULE]}, "rule: the name 'R-1' is given 2 times; give each entry its own"),
        (
            {"order": [{"kind": ["shpo", "shpo"], "source": "s", "until_further_order": True}]},
            "order: the name 'shpo' is given 2 times; give each entry its own",
        ),
        (
            {"derive": [{"id": "e", "kind": "first", "of": "visit", "per": "held", "source": "s"}] * 2},
            "derive: the name 'e' is given 2 times; give each entry its own",
        ),
        ({"leaves_out": ["R-2", "R-2"]}, "leaves_out: the name 'R-2' is given 2 times; give each entry its own"),
        (
            {"rule": [RULE], "leaves_out": ["R-1"]},
            "leaves_out: 'R-1' is an entry of this book, which takes the place of the other anyway",
        ),
        ({"rule": [RULE | {"cadence": "rollin"}]}, "rule[0] R-1.cadence: unknown word; did you mean 'rolling'?"),
        ({"rule": [RULE | {"regime": [{"within": "3 moons"}]}]}, "rule[0] R-1.regime[0].within: no period; write for example '3 months', '10 days', '5 working days' or '24 hours'"),
        ({"rule": [RULE | {"suspended": "custody"}]}, "rule[0] R-1.suspended: expected a table with 'in' and 'effect', found text"),
        ({"rule": [RULE | {"change": "keep the pending"}]}, "rule[0] R-1.change: expected a table with 'stricter' or 'laxer' or 'any', found text"),
        ({"rule": [RULE | {"regime": [{"within": "3 days", "opens": "1 day"}]}]}, "rule[0] R-1.regime[0].opens: expected a table with 'within' or 'before', found text"),
        ({"rule": [RULE | {"regime": [3]}]}, "rule[0] R-1.regime[0]: expected a table, found a whole number"),
        ({"levels": {"scale": ["low", "low"]}}, "levels.scale: a level stands in it twice"),
        ({"levels": {"scale": ["low", "High"]}}, "levels.scale[1]: no fact has this level; write one word in lower-case ASCII, with _ between its parts"),
        ({"levels": {"scale": ["tier-1", "low"]}}, "levels.scale[0]: no fact has this level; write one word in lower-case ASCII, with _ between its parts"),
        ({"conventions": {}}, "conventions.month_end: missing; it has no default: write 'the last day of the month' or 'the last day of the month is the corresponding day' or 'the first day of the next month'"),
        ({"conventions": {}}, "conventions.leap_day: missing; it has no default: write '28 February' or '28 February is the anniversary' or '1 March'"),
        ({"conventions": {}}, "conventions.leap_birthday: missing; it has no default: write '28 February' or '1 March'"),
        ({"conventions": {}}, "conventions.end_day: missing; it has no default: write 'no longer in the state' or 'still in the state'"),
        ({"conventions": {}}, "conventions.zone: missing; it has no default: write text"),
        ({"thresholds": {"t": 3}}, "thresholds.t: expected a table with 'value' and 'source' and 'confidence', found a whole number"),
        ({"thresholds": {"t": {"value": [-3], "source": "s", "confidence": "seen"}}}, "thresholds.t.value: a number below nought; a threshold counts days, visits or shares"),
        ({"thresholds": {"t": {"value": 3}}}, "thresholds.t.source: missing; it has no default: write text"),
        ({"thresholds": {"t": {"value": None, "source": "s", "confidence": "seen"}}}, "thresholds.t.value: expected text, a whole number, a number, true or false, a list, a table, found nothing"),
    ],
)  # fmt: skip
def test_a_fault_names_its_path_and_what_to_write(change, fault):
    assert fault in faults(book(**change))


@pytest.mark.parametrize("key", ["id", "duty", "duty_of", "authority", "source", "one_per", "anchor", "cadence"])
def test_what_a_rule_must_say_has_no_default(key):
    found = faults(ruled(without=(key,)))
    assert [fault.split(": missing; it has no default")[0].split(".")[-1] for fault in found] == [key]


def test_all_faults_of_a_book_come_at_once():
    data = book(RULE | {"cadence": "x"}, ROLLING | {"id": "R-2", "duty": 3}, format="x", titel="y")
    assert len(faults(data)) == 4


def test_a_text_is_read_like_a_file():
    with pytest.raises(RulebookLoadError, match="not UTF-8"):
        read_text("\ud800", "own.toml")
    with pytest.raises(RulebookLoadError) as caught:
        read_text('id = "own"', "own.toml")
    assert caught.value.source == "own.toml"
    text = (resources.files("supervise") / "rulebooks" / f"{shipped_rulebooks()[0]}.toml").read_text("utf-8")
    assert read_text(text, "x") == read_draft(SHIPPED[shipped_rulebooks()[0]], "x")


# ── whatever is done to a book ──────────────────────────────────────────────────────────────────────────────────


def places(data, path=()):
    """Every place in plain data: a table's key or a list's index, with the way to it."""
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        yield (*path, key)
        yield from places(value, (*path, key))


BOOKS = [*SHIPPED.values(), related(), book(RULE, ROLLING | {"id": "R-2"}, COUNTDOWN | {"id": "R-3"}, span=[SPAN])]
PLACES = [sorted(places(each), key=str) for each in BOOKS]
STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.dates(),
    st.datetimes(),
    st.sampled_from(
        ["never", "set", "3 months", "24 hours", "5 working days", "start", "offender", "level", "subject", "abroad"]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.text(max_size=5), min_size=1, max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), min_size=1, max_size=2),
    st.just({"id": "R-V2"}),
    st.just({1: 2}),
    st.just({"of": "visit"}),
    st.just(object()),
    st.binary(max_size=3),
)


@st.composite
def mutated(draw):
    """A book with up to three places deleted, renamed, copied or filled with something else."""
    which = draw(st.integers(0, len(BOOKS) - 1))
    data = copy.deepcopy(BOOKS[which])
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(PLACES[which]))
        inner = data
        try:
            for key in path[:-1]:
                inner = inner[key]
            value = inner[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue
        if not isinstance(inner, dict | list):
            # A list that has become a text since: its letters are no places.
            continue
        how = draw(st.sampled_from(["delete", "rename", "change", "wrap", "copy"]))
        if how == "delete":
            del inner[path[-1]]
        elif how == "rename" and isinstance(inner, dict):
            inner[draw(st.text(max_size=6))] = inner.pop(path[-1])
        elif how == "wrap":
            inner[path[-1]] = draw(st.sampled_from([[value], {"x": value}, {"any": value}, {"not": value}]))
        elif how == "copy":
            other = data
            for key in draw(st.sampled_from(PLACES[which])):
                try:
                    other = other[key]
                except (KeyError, IndexError, TypeError):
                    break
            inner[path[-1]] = copy.deepcopy(other)
        else:
            inner[path[-1]] = draw(STRANGE)
    return data


@settings(max_examples=60)
@given(mutated())
def test_whatever_is_done_to_a_book_only_its_faults_are_listed(data):
    # Anything else that is raised fails the test by itself.
    assert all(isinstance(problem, str) and "\n" not in problem for problem in problems_of(data))


def problems_of(data):
    try:
        load_rulebook(data)
    except RulebookLoadError as error:
        return error.problems or [None]
    except UnknownRulebookError:
        return ["not there"]
    return []


@settings(max_examples=60)
@given(mutated())
def test_what_can_be_read_is_stable_when_written_back(data):
    try:
        draft = read_draft(from_mapping(data, "x").data, "x")
    except RulebookLoadError:
        return
    assert read_draft(canonical(draft), "x") == draft
    assert canonical(read_draft(canonical(draft), "x")) == canonical(draft)


@settings(max_examples=100)
@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_whatever_bytes_a_file_holds_only_its_faults_are_listed(tmp_path_factory, content):
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(content)
    with pytest.raises(RulebookLoadError):
        load_rulebook(file)


# ── a book that can be read in part ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "parts",
    [*TOO_LITTLE, {"extends": 3}, {"levels": {"scale": 3}, "title": 3}],
)
def test_of_too_little_nothing_is_made(parts):
    assert draft_in_part(book(RULE, **parts)) is None


def test_what_is_sound_is_kept_and_the_names_of_the_rest_are_known():
    data = book(
        RULE | {"id": "R-2", "part_of": "R-1", "anchor": 3},
        RULE,
        without=("title", "version"),
        define={"a": 3, "b": "visit"},
        order=[3],
        span={"id": "held"},
        group=[{"id": "g", "of": ["R-1"], "governs": "all apply"}],
    )
    draft, unread = draft_in_part(data)
    assert ([each.id for each in draft.rule], list(draft.define), draft.order, draft.span) == (["R-1"], ["b"], (), ())
    assert unread == {"R-2", "R-1", "a", "held", "g"}
    assert (draft.title, draft.id) == (None, "own")
