import attrs
import pytest
from hypothesis import given, strategies as st

from supervise.errors import RegisterError
from supervise.model import Fault, Note, Offender
from supervise.model.sketch import sketch
from supervise.model.structure import DEEPEST, Tidy, path_text, shape, tidy
from supervise.testing.strategies import adversarial_records, messy_records

SKETCH = sketch("seen at home " * 20, key=bytes(32))


def faults(data):
    return {fault.path: (fault.kind, fault.found) for fault in Offender.from_dict({"id": "A1", **data}).faults}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"visits": [{"id": "v", "on": "2024-02-30"}]}, {"visits[0].on": ("impossible date", "text")}),
        ({"visits": [{"id": "v", "outcome": "sene"}]}, {"visits[0].outcome": ("unknown word", "text")}),
        (
            {"visits": [{"id": "v", "purposes": ["welfare", 3]}]},
            {"visits[0].purposes[1]": ("wrong type", "number")},
        ),
        ({"visits": [{"id": "v", "purposes": "welfare"}]}, {"visits[0].purposes": ("wrong type", "text")}),
        (
            {"visits": [{"id": "v", "others": [{"vetted": 1}]}]},
            {"visits[0].others[0].vetted": ("wrong type", "number")},
        ),
        ({"visits": [{"id": "v", "others": [7]}]}, {"visits[0].others[0]": ("wrong type", "number")}),
        ({"visits": [{"on": "2024-01-01"}]}, {"visits[0].id": ("missing id", "nothing")}),
        ({"visits": [{"id": ""}]}, {"visits[0].id": ("missing id", "text")}),
        ({"visits": [{"id": None}]}, {"visits[0].id": ("wrong type", "null")}),
        ({"visits": [3]}, {"visits[0]": ("wrong type", "number")}),
        ({"visits": {}}, {"visits": ("wrong type", "object")}),
        ({"levels": [{"id": "l", "from": True}]}, {"levels[0].from": ("wrong type", "true or false")}),
        ({"plans": [{"id": "p", "interval": "often"}]}, {"plans[0].interval": ("wrong form", "text")}),
        ({"mappa": [{"id": "m", "level": 10**30}]}, {"mappa[0].level": ("out of range", "number")}),
        ({"born_on": "yesterday"}, {"born_on": ("wrong form", "text")}),
        ({"links": ["x", 1]}, {"links[1]": ("wrong type", "number")}),
    ],
)
def test_a_fault_is_named_by_path_kind_and_kind_of_value(data, expected):
    assert faults(data) == expected


def test_a_faulty_fact_is_set_aside_and_the_others_are_kept():
    offender = Offender.from_dict(
        {"id": "A1", "born_on": 5, "team": "t", "visits": [{"id": "v1"}, {"id": "v2", "on": 1}, {"id": "v3"}]}
    )
    assert [visit.id for visit in offender.visits] == ["v1", "v3"]
    assert (offender.born_on, offender.team) == (None, "t")


def test_a_narrative_in_the_place_of_a_sketch_is_left_out_and_the_visit_stays():
    """What is no sketch goes nowhere; but whoever exports narratives must not lose every visit by it."""
    narrative = "Mr Smith of 12 High Street said that he was ill."
    given = {"id": "v1", "on": "2024-05-01", "text_sketch": narrative}
    offender = Offender.from_dict({"id": "A1", "visits": [{"id": "v0", "text_sketch": SKETCH}, given]})
    assert [(visit.id, visit.text_sketch) for visit in offender.visits] == [("v0", SKETCH), ("v1", None)]
    assert offender.faults == ()
    (note,) = offender.notes
    advice = "give what `supervise.model.sketch` makes of the narrative, and never the narrative"
    assert str(note) == f"visits[1].text_sketch: no sketch, found text; {advice}"
    assert given["text_sketch"] == narrative
    assert "Smith" not in repr(offender.to_dict()) + repr(offender.notes)


@pytest.mark.parametrize(
    ("narrative", "what"),
    [(["Mr Smith"], "list"), ({"text": "Mr Smith"}, "object"), (3, "number"), (True, "true or false")],
)
def test_what_is_no_text_in_the_place_of_a_sketch_is_left_out_too(narrative, what):
    offender = Offender.from_dict({"id": "A1", "visits": [{"id": "v1", "text_sketch": narrative}]})
    assert [(visit.id, visit.text_sketch) for visit in offender.visits] == [("v1", None)]
    assert offender.faults == ()
    assert [(note.path, note.kind, note.found) for note in offender.notes] == [
        ("visits[0].text_sketch", "no sketch", what)
    ]
    assert "Smith" not in repr(offender.notes)


def test_what_is_left_out_counts_among_the_keys_and_the_levels():
    state = Tidy()
    tidy(shape(Offender), {"id": "A1", "visits": [{"id": "v1", "text_sketch": {"a": [{"b": 1}]}}]}, state)
    assert (state.keys, state.deepest, state.sound) == (6, 4, True)


def test_every_fault_of_a_fact_is_listed():
    assert len(faults({"visits": [{"on": 1, "at": 2, "outcome": 3, "officers": [4, 5]}]})) == 6


def test_unknown_keys_are_noted_with_the_nearest_name_and_change_nothing():
    offender = Offender.from_dict(
        {"id": "A1", "visits": [{"id": "v1", "outcom": "seen"}], "from_": 1, "Mary Smith": 2},
        source="r.jsonl",
    )
    assert set(offender.notes) == {
        Note(file="r.jsonl", path="visits[0].outcom", kind="unknown key", hint="nearest known name: outcome"),
        Note(file="r.jsonl", path="from_", kind="unknown key", hint=None),
        Note(file="r.jsonl", path="?", kind="unknown key", hint=None),
    }
    assert offender.visits[0].outcome is None
    assert not offender.faults


def test_null_means_absent():
    nulls = {
        "visits": [{"id": "v1", "officers": None, "withdrawn": None, "on": None}],
        "links": None,
        "levels": None,
    }
    assert Offender.from_dict({"id": "A1", **nulls}) == Offender.from_dict({"id": "A1", "visits": [{"id": "v1"}]})


def test_withdrawn_is_true_or_says_nothing():
    read = Offender.from_dict({"id": "A1", "visits": [{"id": "v1", "withdrawn": False}]})
    assert read == Offender.from_dict({"id": "A1", "visits": [{"id": "v1"}]})
    (fault,) = Offender.from_dict({"id": "A1", "visits": [{"id": "v1", "withdrawn": "no"}]}).faults
    assert (fault.path, fault.kind) == ("visits[0].withdrawn", "wrong type")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "r.jsonl: not an object, found list; give the fields of one offender"),
        ({}, "r.jsonl: id: missing id, found nothing; every offender needs an id"),
        ({"id": " "}, "r.jsonl: id: missing id, found text; give an id that is not blank"),
        ({"id": 5}, "r.jsonl: id: wrong type, found number; write a text"),
    ],
)
def test_data_of_no_offender_are_an_error_that_says_why(data, message):
    with pytest.raises(RegisterError) as caught:
        Offender.from_dict(data, source="r.jsonl")
    assert str(caught.value) == message
    assert caught.value.__suppress_context__


def nested(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return value


def test_data_nested_too_deeply_are_refused():
    assert Offender.from_dict({"id": "A1", "x": nested(DEEPEST - 2)}).notes
    with pytest.raises(RegisterError, match="too deep"):
        Offender.from_dict({"id": "A1", "x": nested(DEEPEST)})


def count(value):
    if isinstance(value, dict):
        return len(value) + sum(map(count, value.values()))
    return sum(map(count, value)) if isinstance(value, list) else 0


@given(adversarial_records())
def test_keys_are_never_counted_more_than_once(data):
    state, all_keys = Tidy(), count(data)
    tidy(shape(Offender), data, state)
    assert state.keys <= all_keys


@given(messy_records())
def test_every_key_is_counted_if_nothing_is_wrong(data):
    state, all_keys = Tidy(), count(data)
    tidy(shape(Offender), data, state)
    assert (state.keys, state.sound, state.notes) == (all_keys, True, [])


def test_unknown_keys_and_their_depth_are_counted():
    state = Tidy()
    tidy(shape(Offender), {"id": "A1", "x": {"y": [{"z": 1}]}}, state)
    assert (state.keys, state.deepest) == (4, 4)


@given(adversarial_records(), st.text("pqrs", min_size=12, max_size=12))
def test_no_fault_or_note_repeats_a_value(data, secret):
    data = {
        **data,
        "id": "A1",
        "team": [secret],
        "visits": [{"id": "v1", "on": secret, "outcome": secret, secret + "!": secret}],
    }
    offender = Offender.from_dict(data)
    said = [text for one in (*offender.faults, *offender.notes) for text in attrs.astuple(one) if isinstance(text, str)]
    assert not any(secret in text for text in said)


@given(adversarial_records())
def test_what_is_set_aside_and_what_is_kept_make_up_the_facts(data):
    offender = Offender.from_dict({**data, "id": "A1"})
    for name in shape(Offender).nested:
        given = data.get(name[0])
        if isinstance(given, list):
            lost = {fault.path.split(".")[0] for fault in offender.faults if fault.path.startswith(f"{name[0]}[")}
            assert len(getattr(offender, name[0])) + len(lost) == len(given)


def test_paths_are_written_as_in_other_tools():
    assert path_text(("visits", 0, "others", 2, "role")) == "visits[0].others[2].role"
    assert path_text(()) == ""


def test_a_fault_names_its_source():
    (fault,) = Offender.from_dict({"id": "A1", "sex": 1}, source="r.jsonl").faults
    assert fault == Fault(file="r.jsonl", path="sex", kind="wrong type", found="number", hint="write a text")
