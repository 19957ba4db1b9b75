"""The published suite: current, pinned, with a history that says what changed, and nothing left unsaid."""

import importlib.util
import json
from itertools import pairwise
from pathlib import Path

import attrs
import jsonschema
import pytest

from supervise.checks import CHECKS
from supervise.conformance import Amended, Edition, date_cases, load_suite

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src" / "supervise" / "conformance"
SUITE = load_suite()
PINS = json.loads((Path(__file__).parent / "cases.sha256.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("conformance_tool", ROOT / "tools" / "conformance.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_file_is_current(tool):
    """If not: run `python tools/conformance.py`."""
    assert tool.differing() == []


def test_the_index_names_every_file_of_cases_and_what_it_is_about():
    assert [file.name for file in SUITE.files] == sorted(path.name for path in FOLDER.glob("*.cases.json"))
    assert all(file.about.endswith(".") for file in SUITE.files)


def test_every_check_has_a_case_that_flags_and_one_that_passes_or_a_reason():
    ids = {case.id for case in SUITE.cases()}
    reasons = {row["id"]: row["reason"] for row in json.loads((FOLDER / "not-sayable.json").read_text("utf-8"))}
    for check in CHECKS:
        both = {f"{check.code}-flagged", f"{check.code}-passed"}
        assert (both <= ids) is (check.code not in reasons)
    assert len(reasons) < len(CHECKS) / 5


def test_the_history_begins_with_the_newest_version_and_every_version_is_pinned():
    assert SUITE.history[0].version == SUITE.version
    assert [edition.version for edition in reversed(SUITE.history)] == list(PINS)


def told(before, after, edition):
    """Whether an edition names what differs between the pins of two versions."""
    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    return (
        after.keys() - before.keys() == set(edition.added)
        and before.keys() - after.keys() == {each.id for each in edition.withdrawn}
        and changed == {each.id for each in edition.changed}
        and all(each.why for each in (*edition.changed, *edition.withdrawn))
    )


def test_the_history_says_what_was_added_changed_and_withdrawn():
    by_version = {edition.version: edition for edition in SUITE.history}
    for (_, before), (version, after) in pairwise(PINS.items()):
        assert told(before, after, by_version[version])


def test_a_change_that_is_not_told_would_be_noticed():
    before, after = {"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"}
    whole = Edition(
        version="2",
        note="",
        added=("d",),
        changed=(Amended(id="b", why="w"),),
        withdrawn=(Amended(id="c", why="w"),),
    )
    assert told(before, after, whole)
    for part in ("added", "changed", "withdrawn"):
        assert not told(before, after, attrs.evolve(whole, **{part: ()}))
    assert not told(before, after, attrs.evolve(whole, changed=(Amended(id="b", why=""),)))


def test_no_id_comes_back():
    gone = {each.id for edition in SUITE.history for each in edition.withdrawn}
    assert gone.isdisjoint(case.id for case in SUITE.cases())


def test_the_date_cases_are_as_their_schema_says():
    schema = json.loads((FOLDER / "dates.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert [error.message for error in validator.iter_errors(date_cases())] == []
    assert not validator.is_valid([date_cases()[0] | {"operation": "unknown"}])


def test_the_suite_stays_small():
    """It ships in the wheel; what it weighs there is less than a tenth of this."""
    assert sum(path.stat().st_size for path in FOLDER.glob("*.json")) < 5_000_000


def test_the_page_and_the_readme_name_every_kind_of_file():
    for page in (FOLDER / "README.md", ROOT / "docs" / "reference" / "conformance.md"):
        text = page.read_text(encoding="utf-8")
        assert [
            name
            for name in ("index.json", ".cases.json", "dates.json", "dates.schema.json", "not-sayable.json")
            if name not in text
        ] == []
