"""Those whose record is unchanged are not judged again, and nothing in the result says so."""

import json
import sqlite3

import pytest

from supervise.nightly import running
from supervise.register import jsonl, write_folder
from supervise.register.sql.database import Database
from tests.unit.nightly.nights import same_nights
from tests.unit.nightly.setting import Book, book_of, person, rows_of, visited
from tests.unit.register.sql.setting import sqlite_of


def test_a_record_that_stays_is_passed_over_until_something_changes_by_itself(job):
    assert job.night("2026-07-02", person()).judged == 1
    assert job.night("2026-07-02", person(), judge_all=False).judged == 0
    assert job.night("2026-07-03").judged == 1, "a visit is overdue from this day"
    assert job.night("2026-07-04").judged == 0
    assert job.night("2026-07-04", person(visits=visited("2026-07-04"))).judged == 1


@pytest.mark.parametrize("key", ["overlays", "workforce", "waivers"])
def test_what_stands_beside_the_register_has_everybody_judged_again(job, key):
    job.night("2026-07-03", person(), person("A2"))
    files = {
        "overlays": 'id = "own"\nversion = "1"\n[[amend]]\nthreshold = "caseload-limit"\nset = 9\nreason = "r"\napproved_by = "c"\n',
        "workforce": '[{"officer": "o9", "team": "t1"}]',
        "waivers": 'id = "own"\nversion = "1"\n',
    }
    path = job.folder / "own"
    path.write_text(files[key])
    given = (str(path),) if key == "overlays" else str(path)
    assert job.night("2026-07-04", config=job.config(**{key: given})).judged == 2


@pytest.fixture
def unsafe(monkeypatch):
    """Files that need not outlive the machine: nobody waits for the disk."""
    to_write = Database._to_write

    def hasty(database):
        connection = to_write(database)
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    monkeypatch.setattr(Database, "_to_write", hasty)
    monkeypatch.setattr("os.fsync", lambda handle: None)


@pytest.mark.slow
@pytest.mark.usefixtures("unsafe")
def test_the_result_of_random_nights_is_that_of_judging_everybody(tmp_path):
    """`tools/nights.py` runs 200 of them, and of other seeds."""
    judged, read = same_nights(tmp_path, 20, 20260630)
    assert judged < read * 0.8


GIVEN = """
reason_code = "r"
made_by = "o5"
approved_by = "s1"
made_on = 2026-07-01
expires_on = 2026-07-31
"""


# ── bytes that are known ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def parsed(monkeypatch):
    """The ids of those whose record was read, and not passed over by its bytes."""
    found = []
    whole = jsonl.read_record

    def reading(*arguments):
        item = whole(*arguments)
        found.append(getattr(item, "id", item))
        return item

    monkeypatch.setattr(jsonl, "read_record", reading)
    return found


def test_a_record_of_the_same_bytes_is_not_even_read(job, parsed):
    job.night("2026-07-03", person(), person("A2"))
    parsed.clear()
    done = job.night("2026-07-04", person("A2"), person(visits=visited("2026-07-04")))
    assert (parsed, done.judged) == (["A1"], 1)
    assert done.report["register"]["reviewed"] == 2


def test_one_of_other_bytes_is_read_and_passed_over_if_it_says_the_same(job, parsed):
    job.night("2026-07-03", person())
    parsed.clear()
    assert job.night("2026-07-04", f"  {json.dumps(person())} ").judged == 0
    assert parsed == [], "blanks around a record are no part of it"
    assert job.night("2026-07-04", json.dumps(person(), indent=1).replace("\n", " ")).judged == 0
    assert parsed == ["A1"]


def test_everybody_is_read_when_everybody_is_judged(job, parsed):
    job.night("2026-07-03", person())
    job.night("2026-07-04", judge_all=True)
    assert parsed == ["A1", "A1"]


def test_what_must_be_said_of_a_record_every_night_is_read_every_night(job, parsed):
    """A fact set aside, an entry from the future, an id that occurs twice."""
    faulty = person("A1", visits=[*person()["visits"], {"id": "v9", "on": "never"}])
    early = person("A2", visits=visited("2026-05-01", recorded_on="2026-07-05"))
    job.night("2026-07-03", faulty, early, person("A3"))
    parsed.clear()
    done = job.night("2026-07-04", faulty, early, person("A3"))
    assert (parsed, done.judged) == (["A1", "A2"], 0)
    assert done.report["register"]["facts_set_aside"] == 1
    assert done.report["register"]["newest"] is None
    parsed.clear()
    done = job.night("2026-07-05")
    assert (parsed, done.report["register"]["newest"]) == (["A1", "A2"], "2026-07-05")
    job.night("2026-07-06")
    parsed.clear()
    assert job.night("2026-07-07").report["register"]["newest"] == "2026-07-05"
    assert parsed == ["A1"]
    done = job.night("2026-07-07", faulty, early, person("A3"), person("A3"))
    assert done.judged == 1, "its first record says now that there is another"
    assert done.report["register"]["set_aside"] == 1
    assert job.night("2026-07-08", faulty, early, person("A3")).judged == 1, "and now that there is none"


def test_what_a_record_may_hold_is_asked_of_the_same_bytes_again(job, parsed):
    long = person(visits=[*person()["visits"], {"id": "v" * 80, "on": "2026-05-01"}])
    job.night("2026-07-03", long, person("A2"))
    parsed.clear()
    narrow = job.config(limits={"field": 70})
    done = job.night("2026-07-04", config=narrow)
    assert (parsed, done.report["register"]["facts_set_aside"]) == (["A1", "A2"], 1)
    assert job.night("2026-07-05").report["register"]["facts_set_aside"] == 0


def test_other_ids_of_somebody_who_is_not_read_are_known(job, parsed):
    job.night("2026-07-03", person(same_as=["A9"]), person("A9"))
    parsed.clear()
    done = job.night("2026-07-04", person(same_as=["A9"]), accept_smaller=True)
    assert (parsed, done.report["completeness"]["left"]) == ([], ["A9"])


def test_what_it_adds_to_its_team_is_known(job, parsed):
    (job.folder / "workforce.json").write_text('[{"officer": "o1", "team": "t1"}]')
    config = job.config(workforce=str(job.folder / "workforce.json"))
    managers = [{"id": "m1", "officer_id": "o1", "team_id": "t1", "from": "2020-01-06", "agency": "police"}]
    records = [person(f"A{number}", managers=managers) for number in range(3)]
    first = job.night("2026-07-03", *records, config=config)
    parsed.clear()
    second = job.night("2026-07-04", config=config)
    assert parsed == []
    assert {each["scope"] for each in second.report["flags"]["persisting"]} >= {"team"}
    assert second.report["flags"]["new"] == second.report["flags"]["cleared"] == []
    assert len(second.report["flags"]["persisting"]) == sum(first.report["flags"]["open"].values())


def test_that_a_waiver_is_used_there_is_known(job, parsed):
    text = 'id = "own"\nversion = "1"\n[[waiver]]\nid = "w1"\ncode = "{}"\nscope = "register"\n' + GIVEN
    for code, unused in (("VD001", []), ("VD003", ["WV102"])):
        (job.folder / "waivers.toml").write_text(text.format(code))
        config = job.config(waivers=str(job.folder / "waivers.toml"))
        job.night("2026-07-03", person(), config=config)
        parsed.clear()
        report = job.night("2026-07-04", config=config).report
        assert parsed == []
        open_now = [*report["flags"]["new"], *report["flags"]["persisting"]]
        assert [each["code"] for each in open_now if each["scope"] == "register"] == unused
        for path in (job.folder / "ledger.sqlite", *(job.folder / "out").iterdir()):
            path.unlink()


def test_in_a_folder_no_record_stands_by_itself(job, parsed):
    write_folder(job.folder / "register", [person(), person("A2")])
    config = job.config(register=str(job.folder / "register"))
    assert job.night("2026-07-03", config=config).judged == 2
    assert job.night("2026-07-04", config=config).judged == 0
    with book_of(config) as connection:
        assert {each.record for each in Book(connection).known().values()} == {None}


def test_a_register_in_a_database_under_a_mapping_gives_the_same_night(job, tmp_path_factory):
    (job.folder / "own.toml").write_text('id = "own"\nversion = "1"\n[table.levels.values]\nlevel = { H = "high" }\n')
    levels = [{**each, "level": "H"} for each in person()["levels"]]
    url = sqlite_of(job.folder / "register.db", [person(levels=levels), person("A2")])
    config = job.config(register=url, mapping=str(job.folder / "own.toml"))
    there = job.night("2026-07-03", config=config)
    assert (there.judged, there.is_whole) == (2, True)
    assert job.night("2026-07-03", config=config).repeated
    assert job.night("2026-07-04", config=config).judged == 0
    other = type(job)(tmp_path_factory.mktemp("other"))
    high = [{**each, "level": "high"} for each in person()["levels"]]
    here = other.night("2026-07-03", person(levels=high), person("A2"))
    assert here.report["flags"] == there.report["flags"]


def test_a_ledger_of_the_first_version_is_brought_forward_and_read(job, parsed):
    undisturbed = job.night("2026-07-03", person(), person("A2")).report
    with sqlite3.connect(job.folder / "ledger.sqlite") as connection:
        for statement in (
            "drop index supervise_held_last",
            "alter table supervise_held drop column record",
            "update supervise_held set held = json_remove(held, '$.newest', '$.aliases')",
            "update supervise_version set version = 1",
        ):
            connection.execute(statement)
    connection.close()
    parsed.clear()
    done = job.night("2026-07-04", person(), person("A2", visits=visited("2026-07-04")))
    assert (parsed, done.judged) == (["A1", "A2"], 1)
    assert done.report["last"] == {"run": 1, "as_of": undisturbed["as_of"]}
    assert job.night("2026-07-05", person(), accept_smaller=True).report["completeness"]["missing"] != []
    with sqlite3.connect(job.folder / "ledger.sqlite") as connection:
        assert connection.execute("select version from supervise_version").fetchall() == [(1,), (2,), (3,)]
        plan = connection.execute(
            "explain query plan select * from supervise_held where offender = 'A1' and run = 1"
        ).fetchall()
    connection.close()
    assert "supervise_held_last" in str(plan)


# ── several processes ───────────────────────────────────────────────────────────────────────────────────────


def test_the_settings_say_how_many_judge(job, monkeypatch):
    seen = []
    whole = running.spread

    def told(function, items, *, jobs):
        seen.append(jobs)
        return whole(function, items, jobs=1)

    monkeypatch.setattr(running, "spread", told)
    job.night("2026-07-03", person(), config=job.config(jobs=3))
    assert seen == [3]


@pytest.mark.slow
def test_with_two_jobs_ledger_outputs_and_quarantine_are_those_of_one(job, tmp_path_factory, monkeypatch):
    monkeypatch.setattr("supervise.nightly.running._BATCH", 1)
    other = type(job)(tmp_path_factory.mktemp("other"))
    nights = [
        ("2026-07-02", [person(f"A{number}") for number in range(4)]),
        (
            "2026-07-03",
            [person("A0"), "{", person("A1", visits=visited("2026-07-03")), person("A2", sex=3), person("A3")],
        ),
    ]
    results = []
    for each, jobs in ((job, 1), (other, 2)):
        config = each.config(jobs=jobs, quarantine=str(each.folder / "aside"))
        for day, records in nights:
            each.night(day, *records, config=config)
        files = {path.name: path.read_bytes() for name in ("out", "aside") for path in (each.folder / name).iterdir()}
        results.append((rows_of(config), files))
    assert results[0] == results[1]
    assert sorted(results[0][1]) == ["reasons.jsonl", "records.jsonl", "report.json", "summary.txt"]
