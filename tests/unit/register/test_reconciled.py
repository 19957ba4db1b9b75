"""Two extracts reconciled, as JSON and CSV."""

import csv
import datetime as dt
import io
import json

import jsonschema
import pytest

from supervise.model import Offender, Rejected
from supervise.register.figures import What
from supervise.register.output_schema import output_schema
from supervise.register.reconciled import Named, reconciled_csv, reconciled_json, reconciled_jsonl
from supervise.register.reconciling import reconcile

NOW = dt.date(2026, 6, 30)
SECRET = "a word that nobody may read"


def person(id, level=None, **data):
    levels = [{"id": f"l-{id}", "level": level, "from": "2024-01-01", "reason_code": SECRET}] if level else []
    return Offender.from_dict({"id": id, "levels": levels, **data}, source="own.jsonl")


def named(a, b, **given):
    found = reconcile(a, b, as_of=NOW, **given)
    return Named(version="1.2.3", a="a.jsonl", b="b.csv", sha256_a="a" * 64, sha256_b="b" * 64, found=found)


@pytest.fixture
def whole():
    dead = [{"id": "s1", "kind": "deceased", "from": "2026-01-01", "evidence": SECRET}]
    a = [
        person("x1", "high", sex=SECRET),
        person("x2", "low", statuses=dead, links=["x3"]),
        person("x4", team=3, force=SECRET),
        person("x5", same_as=["y5", "y6"]),
        person("x6", links=["x3"]),
    ]
    b = [
        person("x1", "very_high"),
        person("x3", "medium"),
        Rejected(file="b.csv", line=7, kind="missing id", hint="give one"),
        person("x4", team="t1"),
        person("y5"),
        person("y6"),
    ]
    return named(a, b, without=[What.HOME])


@pytest.fixture(scope="module")
def validator():
    return jsonschema.Draft202012Validator(output_schema(), format_checker=jsonschema.FormatChecker())


def test_one_object_has_the_extracts_the_sums_and_every_entry(whole):
    data = json.loads(reconciled_json(whole))
    assert list(data) == list(output_schema()["$defs"]["reconciliation"]["properties"])
    assert (data["type"], data["version"], data["as_of"], data["without"]) == (
        "reconciliation",
        "1.2.3",
        "2026-06-30",
        ["main_address"],
    )
    assert data["a"] == {
        "file": "a.jsonl",
        "sha256": "a" * 64,
        "read": 5,
        "compared": 5,
        "set_aside": 0,
        "incomplete": 1,
        "facts_set_aside": 1,
    }
    assert (data["b"]["file"], data["b"]["sha256"], data["b"]["read"], data["b"]["set_aside"]) == (
        "b.csv",
        "b" * 64,
        6,
        1,
    )
    assert data["matched"] == {"by_id": 2, "by_same_as": 0}
    assert data["alone"] == {
        "missing": {"only_a": 1, "only_b": 1},
        "ambiguous": {"only_a": 1, "only_b": 2},
        "other_record": {"only_a": 0, "only_b": 0},
        "ended": {"only_a": 1, "only_b": 0},
    }
    assert data["differing"] == {
        "level": {"both": 1, "only_a": 0, "only_b": 0},
        "lead_team": {"both": 0, "only_a": 0, "only_b": 1},
    }
    assert data["people_differing"] == 2
    assert data["people"][0] == {
        "id": "x3",
        "only_in": "b",
        "why": "missing",
        "level": "medium",
        "ended": None,
        "since": None,
        "same_as": [],
        "linked": ["x2", "x6"],
    }
    assert (data["people"][-1]["ended"], data["people"][-1]["since"]) == ("deceased", "2026-01-01")
    assert data["people"][2]["same_as"] == ["y5", "y6"]
    assert data["differences"][0] == {
        "a": "x1",
        "b": "x1",
        "what": "level",
        "only_in": None,
        "value_a": "high",
        "value_b": "very_high",
        "facts_a": ["l-x1"],
        "facts_b": ["l-x1"],
        "since": "2024-01-01",
        "level": "very_high",
        "doubtful": False,
    }
    last = data["differences"][1]
    assert (last["only_in"], last["value_a"], last["since"], last["doubtful"]) == ("b", None, None, True)
    assert [(each["in"], each["whole"], each["file"], each["line"], each["path"]) for each in data["set_aside"]] == [
        ("a", False, "own.jsonl", None, "team"),
        ("b", True, "b.csv", 7, ""),
    ]


def test_the_lines_are_the_same_with_the_sums_last(whole):
    one = json.loads(reconciled_json(whole))
    found = [json.loads(each) for each in reconciled_jsonl(whole)]
    assert [each["type"] for each in found] == [
        "extracts",
        *["person"] * 6,
        *["difference"] * 2,
        *["set_aside"] * 2,
        "sums",
    ]
    head, *entries, sums = found
    assert {**head, **sums, "type": "reconciliation"}.items() <= one.items()
    for kind, name in (("person", "people"), ("difference", "differences"), ("set_aside", "set_aside")):
        assert [each for each in entries if each["type"] == kind] == [{"type": kind, **each} for each in one[name]]


def test_what_is_written_is_what_the_schema_promises(whole, validator):
    for each in (reconciled_json(whole), *reconciled_jsonl(whole)):
        data = json.loads(each)
        assert [error.message for error in validator.iter_errors(data)] == []
        assert list(data) == list(output_schema()["$defs"][data["type"]]["properties"])
        for key in data:
            assert not validator.is_valid({name: value for name, value in data.items() if name != key})
        assert not validator.is_valid({**data, "unknown": 1})


def test_a_row_for_each_person_difference_and_what_was_set_aside(whole):
    rows = list(csv.DictReader(io.StringIO(reconciled_csv(whole).decode())))
    assert [row["entry"] for row in rows] == [*["person"] * 6, *["difference"] * 2, *["set_aside"] * 2]
    first, ended, level, team = rows[0], rows[5], rows[6], rows[7]
    assert {name: value for name, value in first.items() if value} == {
        "entry": "person",
        "offender_b": "x3",
        "level": "medium",
        "what": "missing",
        "only_in": "b",
        "linked": "x2|x6",
    }
    assert (ended["offender_a"], ended["value_a"], ended["since"]) == ("x2", "deceased", "2026-01-01")
    assert rows[2]["same_as"] == "y5|y6"
    assert {name: value for name, value in level.items() if value} == {
        "entry": "difference",
        "offender_a": "x1",
        "offender_b": "x1",
        "level": "very_high",
        "what": "level",
        "value_a": "high",
        "value_b": "very_high",
        "facts_a": "l-x1",
        "facts_b": "l-x1",
        "since": "2024-01-01",
        "doubtful": "false",
    }
    assert (team["only_in"], team["value_b"], team["doubtful"]) == ("b", "t1", "true")
    assert [(row["only_in"], row["message"].partition(":")[0]) for row in rows[8:]] == [
        ("a", "own.jsonl"),
        ("b", "b.csv"),
    ]


def test_no_free_text_leaves(whole):
    written = (reconciled_json(whole), *reconciled_jsonl(whole), reconciled_csv(whole))
    assert not any(SECRET.encode() in each for each in written)


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_cell_is_no_formula(begin):
    formula = f"{begin}1+1"
    home = {"id": formula, "address_id": f"h{formula}", "kind": "main"}
    a = [person("x1", addresses=[home], team=formula), person(f"{formula}9", links=[f"{formula}8"])]
    b = [person("x1", team=f"{formula}2"), person(f"{formula}8", same_as=[f"{formula}9"]), person(f"{formula}9")]
    text = reconciled_csv(named(a, b)).decode()
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert formula.strip() in text
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
