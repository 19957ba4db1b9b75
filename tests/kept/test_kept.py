"""What earlier versions left behind, read by the code of today: the promises of docs/project/stability.md.

`tools/keep.py` writes the folder of a version. A name that is gone, or means something else, fails here. Where the folder
of a version not yet released fails because something was *added*, the tool is run again; what was released is mended by
reading it, never by writing it anew.
"""

import base64
import copy
import datetime as dt
import json
import pickle
import sqlite3

import attrs
import jsonschema
import pytest
from packaging.version import Version
from tools.keep import AS_OF, KEPT, OUTPUTS, named, public_errors, told, values

import supervise
from supervise import Offender, Rejected, load_rulebook, review
from supervise.cases import read_cases
from supervise.keeping import kept
from supervise.model import ARRAYS
from supervise.register import read_folder, read_register, read_waivers, read_workforce
from supervise.register.output_schema import output_schema

NOW = Version(supervise.__version__)
FOLDERS = sorted(path for path in KEPT.iterdir() if (path / "values.json").is_file())
# Before 1.0 a minor release may break what an earlier one wrote, and says so.
PROMISED = [
    path
    for path in FOLDERS
    if Version(path.name).major == NOW.major and (NOW.major or Version(path.name).minor == NOW.minor)
]
VALUES = [
    pytest.param(folder, name, entry, id=f"{folder.name}-{name.rpartition('.')[2]}")
    for folder in PROMISED
    for name, entry in json.loads((folder / "values.json").read_text(encoding="utf-8")).items()
]
every_folder = pytest.mark.parametrize("folder", PROMISED, ids=lambda path: path.name)
HERE = KEPT / supervise.__version__


def loaded(text):
    """The value in a pickle that is kept as text."""
    return pickle.loads(base64.b64decode(text))


def lost(was, now, path=""):
    """Where something that was said is not said any more; what came later is no loss."""
    if isinstance(was, dict) and isinstance(now, dict):
        for name, value in was.items():
            yield from lost(value, now[name], f"{path}.{name}") if name in now else [f"{path}.{name}"]
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, (old, new) in enumerate(zip(was, now, strict=True)):
            yield from lost(old, new, f"{path}[{number}]")
    elif was != now:
        yield path


def relaxed(schema):
    """A schema in which any key may lack, as those do that a later version added."""
    if isinstance(schema, dict):
        return {name: relaxed(value) for name, value in schema.items() if name != "required"}
    return [relaxed(each) for each in schema] if isinstance(schema, list) else schema


def lines(path):
    """The objects in a file of JSON or JSON Lines."""
    text = path.read_text(encoding="utf-8")
    return [json.loads(each) for each in text.splitlines()] if path.suffix == ".jsonl" else [json.loads(text)]


def people(folder):
    """The offenders and what was set aside of the register that was kept."""
    return list(read_register(folder / "register.jsonl"))


def test_this_version_is_kept():
    assert HERE in PROMISED


# ── pickles ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("folder", "name", "entry"), VALUES)
def test_a_value_that_was_put_by_says_what_it_said(folder, name, entry):
    value = loaded(entry["pickle"])
    assert type(value).__name__ == name.rpartition(".")[2]  # it may have moved
    assert list(lost(entry["holds"], told(value))) == []


def test_every_value_is_what_the_code_of_today_makes_of_the_same():
    entries = json.loads((HERE / "values.json").read_text(encoding="utf-8"))
    made = {named(each): each for each in values(HERE)}
    assert sorted(made) == sorted(entries), "run tools/keep.py"
    for name, value in made.items():
        back = loaded(entries[name]["pickle"])
        assert told(back) == told(value), f"{name}: run tools/keep.py"
        assert isinstance(value, BaseException) or back == value


def test_everything_that_may_be_put_by_is():
    entries = json.loads((HERE / "values.json").read_text(encoding="utf-8"))
    facts = {f"{cls.__module__}.{cls.__qualname__}" for cls in ARRAYS.values()}
    raised = {f"supervise.errors.{cls.__name__}" for cls in public_errors()}
    assert facts | raised <= set(entries)


def test_every_fact_is_kept_with_all_of_its_fields():
    one = people(HERE)[0]
    assert one.faults == one.notes == ()
    for name in ARRAYS:
        (fact,) = getattr(one, name)
        assert [field.name for field in attrs.fields(type(fact)) if getattr(fact, field.name) in (None, ())] == []


@pytest.mark.parametrize(("folder", "name", "entry"), VALUES)
def test_what_is_put_by_has_its_defaults_where_it_says_nothing(folder, name, entry):
    """As if every field with a default had come later."""
    value = loaded(entry["pickle"])
    fields = attrs.fields(type(value)) if attrs.has(type(value)) else ()
    later = [field for field in fields if field.default is not attrs.NOTHING]
    assert not any(isinstance(field.default, attrs.Factory) for field in later)
    if fields:
        state = value.__getstate__()
        for field in later:
            del state[field.name]
        back = type(value).__new__(type(value))
        back.__setstate__(state)
        assert [getattr(back, field.name) for field in later] == [field.default for field in later]


def test_results_can_be_sent_to_a_process_of_the_same_version():
    sent = [loaded(text) for text in json.loads((HERE / "sent.json").read_text(encoding="utf-8")).values()]
    book, found, schedule, why = sent
    today = load_rulebook(HERE / "rulebook.toml")
    judged = review(people(HERE)[0], today, as_of=AS_OF)
    assert (book.ref, book.sha256) == (today.ref, today.sha256)
    assert found.schedule.all_obligations == schedule.all_obligations == judged.schedule.all_obligations
    assert found.flags == judged.flags
    assert why.heading.rulebook == today.ref


# ── formats that are read ───────────────────────────────────────────────────────────────────────────────────────────


@every_folder
def test_a_register_reads_as_it_did(folder):
    one, *others = people(folder)
    values_then = json.loads((folder / "values.json").read_text(encoding="utf-8"))
    assert list(lost(values_then[named(one)]["holds"], told(one))) == []
    assert list(lost(lines(folder / "register.jsonl")[0], one.to_dict())) == []
    assert Offender.from_dict(one.to_dict()) == one
    assert [type(each) for each in others] == [Offender] * 3 + [Rejected, Offender]
    assert [len(each.faults) + len(each.notes) for each in others if isinstance(each, Offender)] == [0, 0, 0, 2]
    assert list(read_folder(folder / "csv")) == [one]


@every_folder
def test_rulebooks_overlays_waivers_officers_and_cases_are_read(folder):
    assert load_rulebook(folder / "rulebook.toml").ref == "sample-land@1"
    assert load_rulebook("england-wales@2026.1", overlays=[folder / "overlay.toml"]).amendments
    assert repr(read_waivers(folder / "waivers.toml")[0]) == "Waivers(waivers=3)"
    assert len(read_workforce(folder / "workforce.json")[0].trained) == 4
    assert [case.rulebook for case in read_cases(folder / "cases.json")]


# ── outputs that are written ────────────────────────────────────────────────────────────────────────────────────────


@every_folder
@pytest.mark.parametrize("name", [*OUTPUTS, "report.json"])
def test_an_output_has_no_key_that_is_gone(folder, name):
    schema = relaxed(output_schema())
    # Without their keys lines are told apart by their type alone.
    kinds = {
        each["properties"]["type"]["const"]: f"#/$defs/{name}"
        for name, each in schema["$defs"].items()
        if "const" in each.get("properties", {}).get("type", {})
    }
    for line in lines(folder / name):
        where = kinds[line["type"]] if "type" in line else "#/$defs/explanation"
        validator = jsonschema.Draft202012Validator({"$defs": schema["$defs"], "$ref": where})
        assert [error.message for error in validator.iter_errors(line)] == []


@pytest.mark.parametrize("name", [*OUTPUTS, "report.json"])
def test_an_output_of_this_version_is_whole(name):
    validator = jsonschema.Draft202012Validator(output_schema())
    assert [error.message for line in lines(HERE / name) for error in validator.iter_errors(line)] == [], (
        "run tools/keep.py"
    )


# ── the ledger ──────────────────────────────────────────────────────────────────────────────────────────────────────

LEDGERS = [(folder, path) for folder in PROMISED for path in sorted(folder.glob("ledger-*.sql"))]


@pytest.mark.parametrize(("folder", "dump"), LEDGERS, ids=lambda path: path.stem)
def test_the_night_after_goes_on_from_an_older_ledger(folder, dump, tmp_path):
    pytest.importorskip("sqlalchemy")
    from supervise.nightly import read_config, run_nightly

    for name in ("register.jsonl", "nightly.toml", "workforce.json", "waivers.toml"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    connection = sqlite3.connect(tmp_path / "ledger.sqlite")
    connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()
    was = lines(folder / "report.json")[0]
    after = dt.date.fromisoformat(was["as_of"]) + dt.timedelta(days=1)
    report = run_nightly(read_config(tmp_path / "nightly.toml"), as_of=after).report
    assert (report["run"], report["last"]) == (3, {"run": 2, "as_of": was["as_of"]})
    assert report["completeness"] == {"missing": [], "arrived": 0, "returned": [], "left": []}
    backlogs = report["backlog"], was["backlog"]
    assert [each["last"] for each in backlogs[0].values()] == [each["now"] for each in backlogs[1].values()]
    assert len(report["flags"]["persisting"]) > 20


def test_all_schemas_of_a_ledger_are_kept():
    assert {path.stem for folder, path in LEDGERS if folder == HERE} == {"ledger-1", "ledger-2", "ledger-3"}


# ── and this test would tell ────────────────────────────────────────────────────────────────────────────────────────


def test_a_field_that_is_renamed_is_a_loss():
    @kept
    @attrs.frozen
    class Visit:
        id: str
        spot: str | None = None

    back = Visit.__new__(Visit)
    back.__setstate__({"id": "v1", "place": "home"})
    assert list(lost({"id": "v1", "place": "home"}, told(back))) == [".place"]


def test_a_key_that_is_renamed_is_refused():
    schema = relaxed(output_schema())
    line = next(each for each in lines(HERE / "review.jsonl") if each["type"] == "review")
    validator = jsonschema.Draft202012Validator({"$defs": schema["$defs"], "$ref": "#/$defs/review"})
    assert validator.is_valid(line)
    renamed = copy.deepcopy(line)
    renamed["stands_until"] = renamed.pop("stable_until")
    assert not validator.is_valid(renamed)
