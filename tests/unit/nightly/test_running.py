"""Nights, one after another: what is told, what is recorded, and what never happens."""

import contextlib
import datetime as dt
import json
import logging
import sqlite3

import attrs
import pytest

from supervise.errors import ConfigError, LedgerError, RegisterError, SuperviseError, UnknownRulebookError
from supervise.nightly import running
from supervise.nightly.reporting import report_of
from supervise.register import write_folder
from tests.catalogue.people import facts, visit
from tests.unit.nightly.setting import Book, book_of, codes, flag, person, rows_of, visited
from tests.unit.register.sql.setting import sqlite_of

DEAD = [{"id": "s1", "kind": "deceased", "from": "2026-07-01"}]


def test_on_the_first_night_everything_is_new(job):
    done = job.night("2026-07-03", person())
    assert (done.report["run"], done.report["last"], done.repeated, done.judged, done.is_whole) == (
        1,
        None,
        False,
        1,
        True,
    )
    assert codes(done.report, "new") == ["VD001"]
    assert flag(done.report, "new", "VD001") == {
        "identity": "VD001|A1|R-V2|v2",
        "code": "VD001",
        "severity": "high",
        "scope": "offender",
        "offender": "A1",
        "rule": "R-V2",
        "key": "v2",
        "since": "2026-07-03",
        "days": 0,
        "first_seen": "2026-07-03",
    }
    assert json.loads(job.output("report.json")) == done.report
    assert job.output("summary.txt").decode() == done.summary


def test_files_that_are_not_there_are_told_all_at_once(job):
    config = job.config(
        register=str(job.folder / "elsewhere.jsonl"),
        workforce=str(job.folder / "officers.json"),
        waivers=str(job.folder / "w.toml"),
    )
    with pytest.raises(ConfigError) as error:
        job.night("2026-07-03", config=config)
    assert error.value.problems == (
        "register: there is no file 'elsewhere.jsonl'",
        "workforce: there is no file 'officers.json'",
        "waivers: there is no file 'w.toml'",
    )
    # One alone is told by who reads it.
    with pytest.raises(RegisterError, match=r"elsewhere\.jsonl: cannot be read: no such file"):
        job.night("2026-07-03", config=job.config(register=str(job.folder / "elsewhere.jsonl")))


def test_a_flag_is_new_persists_worsens_is_cleared_and_comes_back(job):
    job.night("2026-07-02", person())
    job.night("2026-07-03", person())
    third = job.night("2026-07-04", person()).report
    assert (codes(third, "new"), codes(third, "persisting")) == ([], ["VD001"])
    assert flag(third, "persisting", "VD001")["first_seen"] == "2026-07-03"
    late = job.night("2026-12-01", person()).report
    assert codes(late, "worsened") == ["VD001"]
    assert late["missed_days"] == 149
    done = job.night("2026-12-02", person(visits=visited("2026-12-02"))).report
    assert flag(done, "cleared", "VD001")["why"] == "done"
    assert flag(done, "cleared", "VD001")["severity"] == "critical"
    assert flag(done, "cleared", "VD001")["days"] == 152
    assert flag(done, "cleared", "VD001")["first_seen"] == "2026-07-03"
    back = job.night("2026-12-03", person()).report
    assert flag(back, "reopened", "VD001")["first_seen"] == "2026-07-03"
    assert back["flags"]["open"]["critical"] == codes(back, "new").count("VD001") + len(
        [each for each in back["flags"]["reopened"] + back["flags"]["persisting"] if each["severity"] == "critical"]
    )


def test_a_flag_that_is_less_severe_is_eased(job):
    job.night("2026-12-01", person())
    # Nothing of the visit is otherwise but the interval: it is late by less.
    eased = job.night("2026-12-01", person(plans=[{"id": "p2", "from": "2020-01-14", "interval": "10 months"}])).report
    assert codes(eased, "eased") == ["VD001"]
    assert flag(eased, "eased", "VD001")["severity"] == "high"


def test_the_same_night_twice_changes_nothing(job):
    job.night("2026-07-03", person())
    before, files = rows_of(job.config()), [job.output("report.json"), job.output("summary.txt")]
    again = job.night("2026-07-03")
    assert (again.repeated, again.judged) == (True, 0)
    assert rows_of(job.config()) == before
    assert [job.output("report.json"), job.output("summary.txt")] == files


def test_the_same_night_again_repairs_outputs_that_are_lost_or_changed(job):
    job.night("2026-07-02", person())
    job.night("2026-07-03")
    files = [job.output("report.json"), job.output("summary.txt")]
    (job.folder / "out" / "report.json").unlink()
    (job.folder / "out" / "summary.txt").write_text("half")
    job.night("2026-07-03")
    assert [job.output("report.json"), job.output("summary.txt")] == files


def test_rows_are_added_and_never_changed(job):
    ended = person("A2", statuses=[{"id": "s1", "kind": "deceased", "from": "2026-07-01"}])
    nights = [
        ("2026-07-02", [person(), person("A2"), person("A3")]),
        ("2026-07-03", [person(), ended, person("A3")]),
        ("2026-07-04", [person(visits=visited("2026-07-04"))]),
        ("2026-07-05", [person(), person("A3")]),
    ]
    before = {}
    for day, records in nights:
        job.night(day, *records, accept_smaller=True)
        after = rows_of(job.config())
        for table, rows in before.items():
            assert after[table][: len(rows)] == rows, (day, table)
        before = after
    assert {change for row in before["supervise_person"] for change in [json.loads(row)[3]]} == {
        "arrived",
        "left",
        "missing",
        "returned",
    }


def test_a_missed_night_is_caught_up(job, tmp_path_factory):
    every = type(job)(tmp_path_factory.mktemp("every"))
    nights = [
        ("2026-07-02", [person(), person("A2")]),
        ("2026-07-03", [person(), person("A2", visits=visited("2026-07-03"))]),
        (
            "2026-07-06",
            [person(visits=visited("2026-07-05")), person("A2", visits=visited("2026-07-03")), person("A3")],
        ),
    ]
    for day, records in nights:
        whole = every.night(day, *records).report
    job.night(*nights[0][:1], *nights[0][1])
    late = job.night(nights[2][0], *nights[2][1]).report
    assert late["missed_days"] == 3
    assert late["flags"]["open"] == whole["flags"]["open"]
    assert [each["now"] for each in late["backlog"].values()] == [each["now"] for each in whole["backlog"].values()]

    def standing(report):
        return {(each["identity"], each["since"]) for name in ("new", "persisting") for each in report["flags"][name]}

    assert standing(late) == standing(whole)


def test_a_corrected_register_of_the_same_day_is_another_night(job):
    job.night("2026-07-03", person())
    done = job.night("2026-07-03", person(visits=visited("2026-07-02"))).report
    assert (done["run"], done["missed_days"]) == (2, 0)
    assert flag(done, "cleared", "VD001")["why"] == "fact added late"


def test_a_day_before_the_last_night_is_refused_and_nothing_changes(job):
    job.night("2026-07-03", person())
    before, files = rows_of(job.config()), job.output("report.json")
    with pytest.raises(LedgerError, match="is the clock right"):
        job.night("2026-07-02")
    assert (rows_of(job.config()), job.output("report.json")) == (before, files)


def test_a_changed_rulebook_is_why_a_flag_is_gone(job):
    job.night("2026-07-03", person())
    law = attrs.evolve(job.config(), rulebook="england-wales-law@2026.1")
    done = job.night("2026-07-03", config=law).report
    assert flag(done, "cleared", "VD001")["why"] == "rule changed"


def test_records_and_facts_set_aside_are_counted(job):
    done = job.night("2026-07-02", person(levels=[{"id": "l1", "level": 3}]), "no record")
    assert not done.is_whole
    register = done.report["register"]
    assert [register[name] for name in ("reviewed", "set_aside", "incomplete", "facts_set_aside")] == [1, 1, 1, 1]
    # One that is passed over is counted as when it was judged.
    again = job.night("2026-07-03", config=None)
    assert again.report["register"]["facts_set_aside"] == 1


def test_the_limits_of_the_settings_hold_and_are_part_of_what_was_read(job):
    long = person(id="A2", team="x" * 9_000)
    assert job.night("2026-07-02", person(), long).report["register"]["set_aside"] == 0
    done = job.night("2026-07-02", config=job.config(limits={"line": 9_000}), accept_smaller=True)
    assert (done.report["register"]["set_aside"], done.repeated) == (1, False)


# ── who is there ────────────────────────────────────────────────────────────────────────────────────────────


def test_somebody_lost_is_flagged_every_night_and_nothing_of_them_is_cleared(job):
    job.night("2026-07-03", person(), person("A2"))
    lost = job.night("2026-07-04", person(), accept_smaller=True).report
    assert lost["completeness"]["missing"] == [{"offender": "A2", "last_seen": "2026-07-03"}]
    assert flag(lost, "new", "ST104")["offender"] == "A2"
    assert [each["offender"] for each in lost["flags"]["persisting"]] == ["A1", "A2"]
    assert lost["backlog"]["police"]["now"] == lost["backlog"]["police"]["last"]
    still = job.night("2026-07-05").report
    assert still["completeness"]["missing"] == [{"offender": "A2", "last_seen": "2026-07-03"}]
    assert "ST104" in codes(still, "persisting")
    back = job.night("2026-07-06", person(), person("A2")).report
    assert (back["completeness"]["missing"], back["completeness"]["returned"]) == ([], ["A2"])
    assert flag(back, "cleared", "ST104")["why"] == "fact changed"
    assert [each["offender"] for each in back["flags"]["persisting"]] == ["A1", "A2"]


def test_somebody_who_had_ended_may_leave_and_what_was_flagged_goes_with_them(job):
    job.night("2026-07-03", person(), person("A2"))
    job.night("2026-07-04", person(), person("A2", statuses=DEAD))
    gone = job.night("2026-07-05", person(), accept_smaller=True).report
    assert (gone["completeness"]["missing"], gone["completeness"]["left"]) == ([], ["A2"])
    assert {each["why"] for each in gone["flags"]["cleared"]} <= {"person gone"}
    assert job.night("2026-07-06").report["completeness"]["left"] == []


def test_somebody_under_another_id_is_not_lost(job):
    job.night("2026-07-03", person(), person("A2"))
    merged = job.night("2026-07-04", person(same_as=["A2"]), accept_smaller=True).report
    assert (merged["completeness"]["missing"], merged["completeness"]["left"]) == ([], ["A2"])
    cleared = [each for each in merged["flags"]["cleared"] if each["offender"] == "A2"]
    assert [(each["code"], each["why"]) for each in cleared] == [("VD001", "person gone")]
    assert merged["backlog"]["police"]["lapsed"] == 1
    # Should they come back, they begin anew, and what was there before is known.
    back = job.night("2026-07-05", person(), person("A2")).report
    assert back["completeness"]["returned"] == ["A2"]
    assert [each["offender"] for each in back["flags"]["reopened"]] == ["A2"]
    assert back["backlog"]["police"]["new"] == 1


def test_waived_flags_and_duties_of_somebody_who_leaves_are_no_news(job):
    config = with_waiver(job, offender="A2")
    job.night("2026-07-03", person(), person("A2"), config=config)
    merged = job.night("2026-07-04", person(same_as=["A2"]), config=config, accept_smaller=True).report
    assert merged["flags"]["cleared"] == []
    # What is waived was in no backlog.
    assert merged["backlog"]["police"]["lapsed"] == 0


def test_somebody_lost_who_turns_out_to_be_another_leaves(job):
    job.night("2026-07-03", person(), person("A2"))
    job.night("2026-07-04", person(), accept_smaller=True)
    merged = job.night("2026-07-05", person(same_as=["A2"])).report
    assert flag(merged, "cleared", "ST104")["why"] == "person gone"


def test_a_register_that_is_smaller_is_refused_and_nothing_changes(job):
    fifty = [person(f"A{number}") for number in range(50)]
    job.night("2026-07-03", *fifty)
    before, files = rows_of(job.config()), job.output("report.json")
    with pytest.raises(LedgerError, match=r"has 48 offenders, and had 50 .* smaller by more than 2%"):
        job.night("2026-07-04", *fifty[2:])
    assert (rows_of(job.config()), job.output("report.json")) == (before, files)
    # Two percent are not more than two percent.
    assert job.night("2026-07-04", *fifty[1:]).report["run"] == 2


def test_a_register_that_nobody_writes_any_more_is_flagged(job):
    recorded = person(visits=visited("2026-06-20", "2026-06-29"))
    assert "ST105" not in codes(job.night("2026-07-02", recorded).report, "new")
    old = job.night("2026-07-03").report
    assert old["register"]["newest"] == "2026-06-29"
    assert flag(old, "new", "ST105")["offender"] is None
    fresh = person(visits=visited("2026-06-20", "2026-07-04"))
    assert flag(job.night("2026-07-04", fresh).report, "cleared", "ST105")["why"] == "fact changed"


def test_no_rule_says_how_old_a_register_may_be(job):
    job.night("2026-07-03", person(visits=visited("2026-06-20", "2026-06-29")))
    law = attrs.evolve(job.config(), rulebook="england-wales-law@2026.1")
    fresh = person(visits=visited("2026-06-20", "2026-07-04"))
    assert flag(job.night("2026-07-04", fresh, config=law).report, "cleared", "ST105")["why"] == "fact changed"


# ── what stands beside the register ─────────────────────────────────────────────────────────────────────────


def with_waiver(job, **about):
    lines = [f'{key} = "{value}"' for key, value in about.items()]
    given = ['id = "w1"', 'reason_code = "r"', 'made_by = "o5"', 'approved_by = "s1"', "made_on = 2026-07-01"]
    text = "\n".join(['id = "own"', 'version = "1"', "[[waiver]]", *given, "expires_on = 2026-07-31", *lines])
    (job.folder / "waivers.toml").write_text(text)
    return attrs.evolve(job.config(), waivers=str(job.folder / "waivers.toml"))


def test_the_rule_of_a_waiver_is_written_down_where_it_names_one(job):
    reviews = [each | {"on": "2025-02-28"} if each["kind"] == "level" else each for each in facts()["reviews"]]
    late = person(reviews=reviews, visits=[*facts()["visits"], visit("v3", "2026-06-20")])
    told = {}
    for on, about in (("2026-07-03", {"rule": "R-G3"}), ("2026-07-04", {})):
        config = with_waiver(job, offender="A1", code="RB101", **about)
        assert job.night(on, late, config=config).report["backlog"]["police"]["now"] == 0
        with book_of(config) as connection:
            told[on] = running.Book(connection).waivers()["w1"]
    assert '"rule":"R-G3"' in told["2026-07-03"]
    assert "rule" not in told["2026-07-04"]


def test_a_waived_flag_is_cleared_and_comes_back_when_the_waiver_ends(job):
    job.night("2026-07-03", person())
    config = with_waiver(job, flag="VD001|A1|R-V2|v2")
    waived = job.night("2026-07-04", config=config).report
    assert flag(waived, "cleared", "VD001")["why"] == "waived"
    assert waived["backlog"]["police"]["waived"] == 1
    with book_of(config) as connection:
        ((id_, text),) = Book(connection).waivers().items()
    assert (id_, json.loads(text)["expires_on"]) == ("w1", "2026-07-31")
    back = job.night("2026-08-01", config=config).report
    assert flag(back, "reopened", "VD001")["first_seen"] == "2026-07-03"
    assert back["backlog"]["police"]["new"] >= 1
    job.night("2026-08-02")
    with book_of(config) as connection:
        assert Book(connection).waivers() == {}


def test_somebody_lost_may_be_waived_and_is_still_held(job):
    job.night("2026-07-03", person(), person("A2"))
    config = with_waiver(job, flag="ST104|A2")
    job.night("2026-07-04", person(), accept_smaller=True)
    waived = job.night("2026-07-05", config=config).report
    assert flag(waived, "cleared", "ST104")["why"] == "waived"
    assert waived["completeness"]["missing"] == [{"offender": "A2", "last_seen": "2026-07-03"}]


def test_officers_and_teams_are_judged_with_a_workforce(job):
    (job.folder / "officers.json").write_text('[{"officer": "o9", "team": "t1", "fte": 0.01}]')
    config = attrs.evolve(job.config(), workforce=str(job.folder / "officers.json"))
    assert job.night("2026-07-02", person()).report["register"]["not_evaluated"] != []
    done = job.night("2026-07-03", config=config, accept_smaller=True).report
    assert done["register"]["not_evaluated"] == []
    assert [each["scope"] for each in done["flags"]["new"] if each["code"] == "WF060"] == ["officer"]
    # Nobody is judged anew, and officers have the same cases.
    again = job.night("2026-07-04", config=config)
    assert again.judged == 0
    assert "WF060" in codes(again.report, "persisting")
    law = attrs.evolve(config, rulebook="england-wales-law@2026.1")
    assert flag(job.night("2026-07-05", config=law).report, "cleared", "WF060")["why"] == "rule changed"


def test_an_own_calendar_overlay_and_module_are_named_by_what_is_in_them(job):
    (job.folder / "own.toml").write_text(
        'id = "own"\nversion = "1"\n[[amend]]\nthreshold = "caseload-limit"\nset = 40\nreason = "r"\napproved_by = "c"\n'
    )
    config = attrs.evolve(job.config(), overlays=(str(job.folder / "own.toml"),), calendar="england-and-wales@2026.1")
    plain = job.night("2026-07-02", person()).report["inputs"]
    own = job.night("2026-07-02", config=config).report["inputs"]
    assert plain["rulebook"] != own["rulebook"]
    assert plain["register"] == own["register"]
    assert (plain["overlays"], [each["id"] for each in own["overlays"]]) == ([], ["own"])
    assert (own["calendar"]["id"], len(own["calendar"]["sha256"])) == ("england-and-wales", 64)


def test_what_a_night_was_made_with_that_the_last_was_not_is_said_though_no_flag_moved(job):
    (job.folder / "own.toml").write_text(
        'id = "own"\nversion = "1"\n[[amend]]\nthreshold = "caseload-limit"\nset = 40\nreason = "r"\napproved_by = "c"\n'
    )
    assert job.night("2026-07-02", person()).report["changed"] == []
    assert job.night("2026-07-03").report["changed"] == []
    config = attrs.evolve(job.config(), overlays=(str(job.folder / "own.toml"),), per_officer=True)
    done = job.night("2026-07-04", person(sex="male"), config=config)
    assert done.report["changed"] == ["overlays", "per_officer", "rulebook"]
    assert not any(done.report["flags"][change] for change in ("new", "cleared", "worsened", "eased"))
    assert done.summary.splitlines()[1] == "changed since the last night: overlays, per_officer, rulebook"
    assert "; overlay own@1, sha256 " in done.summary.replace("\n", " ")
    assert job.night("2026-07-04", config=config).repeated


def test_a_mapping_that_was_changed_is_said_and_that_the_last_night_did_not_record_one_is_not(job):
    write_folder(job.folder / "export", [person()])
    text = 'id = "own"\nversion = "1"\n'
    (job.folder / "own.toml").write_text(text)
    config = attrs.evolve(job.config(), register=str(job.folder / "export"), mapping=str(job.folder / "own.toml"))
    first = job.night("2026-07-02", config=config).report
    assert (first["inputs"]["mapping"]["id"], first["inputs"]["mapping"]["version"]) == ("own", "1")
    (job.folder / "own.toml").write_text(text + 'nulls = ["-"]\n')
    assert job.night("2026-07-03", config=config).report["changed"] == ["mapping"]
    assert job.night("2026-07-03", config=config).repeated
    assert job.night("2026-07-04", config=attrs.evolve(config, mapping=None)).report["changed"] == ["mapping"]


def _written_by_an_older_version(job):
    """Bring what the last night recorded of its inputs into the form they had before they were named."""
    with contextlib.closing(sqlite3.connect(job.folder / "ledger.sqlite")) as connection, connection:
        (text,) = connection.execute("SELECT inputs FROM supervise_run").fetchone()
        new = json.loads(text)
        hashes = {name: new[name] and new[name]["sha256"] for name in ("calendar", "workforce", "waivers", "register")}
        rulebook = new["rulebook"]
        old = {
            "library": new["version"],
            "rulebook": f"{rulebook['id']}@{rulebook['version']}",
            "rulebook_sha256": rulebook["sha256"],
            "plugins": [[each["name"], each["version"]] for each in new["plugins"]],
            **hashes,
            **{name: new[name] for name in ("per_officer", "cells", "limits")},
        }
        connection.execute("UPDATE supervise_run SET inputs = ?", [json.dumps(old)])


def test_the_form_that_an_older_version_wrote_is_no_change_and_no_other_rule(job):
    job.night("2026-07-03", person())
    _written_by_an_older_version(job)
    done = job.night("2026-07-03", person(visits=visited("2026-07-02"))).report
    assert (done["run"], done["changed"]) == (2, [])
    assert flag(done, "cleared", "VD001")["why"] == "fact added late"


# ── the sum, the log, what is never said ────────────────────────────────────────────────────────────────────


def test_the_backlog_of_each_night_leads_to_the_next(job):
    days = {"2026-07-02": person(), "2026-07-03": person(), "2026-07-10": person(visits=visited("2026-07-10"))}
    last = None
    for on, record in days.items():
        each = job.night(on, record).report["backlog"]["police"]
        left = each["met"] + each["suspended"] + each["waived"] + each["lapsed"]
        assert each["last"] + each["new"] - left == each["now"]
        assert last in (None, each["last"])
        last = each["now"]
    assert each["met"] == 1


def test_a_late_duty_whose_day_moves_neither_comes_nor_goes_in_the_backlog(job):
    before = job.night("2026-07-10", person()).report["backlog"]["police"]
    # The last visit was a day sooner than written down.
    moved_visits = [person()["visits"][0], visit("v2", "2026-01-01")]
    moved = job.night("2026-07-11", person(visits=moved_visits)).report["backlog"]["police"]
    assert (moved["new"], moved["lapsed"], moved["last"], moved["now"]) == (0, 0, before["now"], before["now"])
    then = job.night("2026-07-12", person(visits=[*moved_visits, visit("v3", "2026-07-12")])).report["backlog"][
        "police"
    ]
    assert (then["last"], then["met"], then["now"]) == (before["now"], 1, before["now"] - 1)


def test_a_backlog_that_does_not_add_up_is_an_error_and_no_page(job):
    job.night("2026-07-02", person())
    job.night("2026-07-03", person())
    with book_of(job.config()) as connection:
        table = running.Book(connection)._tables.duty
        connection.execute(table.delete().where(table.c.run == 1).where(table.c.row == 0))
        connection.execute(
            table.insert().values(
                run=2, row=99, offender="A9", duty="d", change="met", due=dt.date(2026, 7, 1), owed_by="police"
            )
        )
    with pytest.raises(LedgerError, match="does not add up"), book_of(job.config()) as connection:
        report_of(Book(connection))


def test_the_log_has_counts_and_no_ids(job, caplog):
    caplog.set_level(logging.INFO, "supervise.nightly")
    job.night("2026-07-03", person("secret-id"))
    (record,) = caplog.records
    assert record.supervise["new"] == 1
    assert record.supervise["judged"] == 1
    assert "secret-id" not in record.getMessage() + json.dumps(record.supervise)


@pytest.mark.parametrize("form", ["lines", "folder", "database"])
def test_no_text_of_a_record_is_in_the_ledger_or_the_outputs(job, form):
    secret = "Mr Smith of 12 High Street"
    unknown = {} if form == "database" else {"text": secret}
    visits = visited("2026-06-01", text_sketch=secret, officers=["o1"], **unknown)
    record = person(sex=secret, visits=visits)
    # With a team, of whose visits the sketches are kept for the groups.
    (job.folder / "officers.json").write_text('[{"officer": "o1", "team": "t1"}]', encoding="utf-8")
    config = job.config(workforce=str(job.folder / "officers.json"))
    if form == "folder":
        write_folder(job.folder / "csv", [record])
        config = attrs.evolve(config, register=str(job.folder / "csv"))
    if form == "database":
        pytest.importorskip("sqlalchemy")
        config = attrs.evolve(config, register=sqlite_of(job.folder / "r.db", [record]))
    done = job.night("2026-07-03", {**record, "name": secret}, json.dumps({"id": 3, "name": secret}), config=config)
    assert done.judged == 1
    written = b"".join(
        path.read_bytes()
        for path in job.folder.rglob("*")
        if path.is_file() and path.suffix != ".csv" and path.name not in {"register.jsonl", "r.db"}
    )
    assert b"Smith" not in written
    assert b"High Street" not in written


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"register": "none.jsonl"}, RegisterError), ({"rulebook": "none@1"}, UnknownRulebookError)],
)
def test_what_cannot_be_read_ends_the_night_before_the_ledger_is_touched(job, changes, error):
    with pytest.raises(error):
        job.night("2026-07-03", person(), config=job.config(**changes))
    assert not (job.folder / "ledger.sqlite").exists()
    assert issubclass(ConfigError, SuperviseError)


def test_outputs_that_cannot_be_written_end_the_night_and_nothing_is_recorded(job):
    job.night("2026-07-02", person())
    before = rows_of(job.config())
    (job.folder / "link").symlink_to(job.folder / "nowhere")
    with pytest.raises(OSError, match="link"):
        job.night("2026-07-03", config=job.config(outputs=str(job.folder / "link")))
    assert rows_of(job.config()) == before


def test_a_register_may_be_in_a_database(job):
    pytest.importorskip("sqlalchemy")
    here = job.night("2026-07-03", person(), person("A2"))
    there = job.config(
        register=sqlite_of(job.folder / "r.db", [person(), person("A2")]),
        ledger=str(job.folder / "2"),
        outputs=str(job.folder / "out 2"),
    )
    assert job.night("2026-07-03", config=there).report["flags"] == here.report["flags"]
    assert (job.night("2026-07-04", config=there).judged, job.night("2026-07-04", config=there).repeated) == (0, True)
    assert "r.db" not in repr(there)


@pytest.mark.parametrize(("was", "now"), [("A2", " A2 "), (" A2", "A2\u200b"), ("caf\u00e9", "cafe\u0301")])
def test_an_id_written_in_another_way_is_the_same_person(job, was, now):
    first = job.night("2026-07-03", person(), person(was))
    job.night("2026-07-04", person(), person(now))
    third = job.night("2026-07-05", person(), person(now), person("A3")).report
    assert (first.report["completeness"]["arrived"], third["completeness"]["arrived"]) == (2, 1)
    assert third["completeness"]["missing"] == []
    assert len(third["flags"]["persisting"]) == sum(first.report["flags"]["open"].values())


def test_whoever_is_the_same_as_another_is_so_by_an_id_written_in_another_way(job):
    job.night("2026-07-03", person(), person("A2"))
    night = job.night("2026-07-04", person(same_as=["A2 "]), accept_smaller=True)
    assert (night.report["completeness"]["left"], night.report["completeness"]["missing"]) == (["A2"], [])
