import json

import attrs
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator, FormatChecker

from supervise.errors import RegisterError
from supervise.model import ARRAYS, Offender, register_schema
from supervise.model.facts import json_name
from supervise.model.forms import SKETCH, ZONE
from supervise.model.structure import shape
from supervise.testing.strategies import adversarial_records

SCHEMA = register_schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def is_clean(data):
    """Whether the reader takes all of it, texts that are left out of a fact aside."""
    try:
        read = Offender.from_dict(data)
    except RegisterError:
        return False
    return not read.faults and not any(note.kind == SKETCH.fault for note in read.notes)


def without_integral_floats(value):
    # To a JSON Schema 1.0 is an integer; the readers refuse it, since it shows that a spreadsheet was at work.
    if isinstance(value, dict):
        return {key: without_integral_floats(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_integral_floats(inner) for inner in value]
    return 0.5 if isinstance(value, float) else value


def without_unknown_zones(data):
    # A schema cannot know which time zones there are.
    zone = data.get("zone")
    return {**data, "zone": None} if isinstance(zone, str) and not ZONE.fits(zone) else data


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@given(adversarial_records())
def test_the_schema_and_the_reader_accept_the_same(data):
    data = without_unknown_zones(without_integral_floats(data))
    assert VALIDATOR.is_valid(data) == is_clean(data)


def test_a_narrative_is_no_sketch_to_the_schema_either():
    data = {"id": "A1", "visits": [{"id": "v1", "text_sketch": "Mr Smith was ill."}]}
    assert not VALIDATOR.is_valid(data)
    assert not is_clean(data)


@pytest.mark.parametrize("array", ARRAYS)
def test_every_field_of_the_schema_is_described_from_the_class(array):
    cls = ARRAYS[array]
    properties = SCHEMA["$defs"][cls.__name__]["properties"]
    assert SCHEMA["properties"][array]["items"] == {"$ref": f"#/$defs/{cls.__name__}"}
    assert set(properties) == shape(cls).known
    assert all(properties[json_name(part.name)]["description"] == part.metadata["doc"] for part in attrs.fields(cls))


def test_what_readers_add_is_not_part_of_a_register():
    assert not {"faults", "notes"} & set(SCHEMA["properties"])
