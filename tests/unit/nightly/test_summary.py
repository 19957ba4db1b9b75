"""The page of the morning: one screen, whatever there is."""

import copy
import textwrap

from supervise.nightly.summary import summary_of
from supervise.register.made import made_in_words
from tests.unit.nightly.setting import flag, person, visited


def test_a_first_night_reads_like_this(job):
    done = job.night("2026-07-03", person())
    inputs = done.report["inputs"]
    made = textwrap.fill("; ".join((f"supervise {inputs['version']}", *made_in_words(inputs))), 100)
    assert (
        done.summary
        == f"""night 1 as of 2026-07-03, the first night
{made}
1 offender reviewed, 0 records and 0 facts set aside
newest entry: not known: no fact says when it was recorded
arrived 1, returned 0, left 0, missing 0
officers and teams: not evaluated (8 checks); name a workforce

flags         critical      high    medium       low      info       all
new                  0         1         0         0         0         1
reopened             0         0         0         0         0         0
worsened             0         0         0         0         0         0
eased                0         0         0         0         0         0
persisting           0         0         0         0         0         0
cleared              0         0         0         0         0         0
open now             0         1         0         0         0         1

new, the most severe first
  high      VD001 visit_overdue              A1 R-V2 v2  since 2026-07-03, 0 days

overdue, by who owes it: the last night + what came - how it went = now
  police    0 last + 1 new - 0 met - 0 suspended - 0 waived - 0 lapsed = 1 now
            the oldest was due on 2026-07-02, 1 day ago
"""
    )


def test_a_later_night_says_what_came_and_went_since(job):
    job.night("2026-07-03", person())
    text = job.night("2026-07-06", person(visits=visited("2026-07-05", "2026-07-05"))).summary
    assert "night 2 as of 2026-07-06, after night 1 as of 2026-07-03\n" in text
    assert "days without a night since then: 2; all that came meanwhile is in this one\n" in text
    assert "1 offender reviewed (last night 1)" in text
    assert "newest entry: 2026-07-05\n" in text
    assert "cleared: done 1\n" in text
    assert " - 0 suspended" in text.partition(" new - 1 met")[2]


def test_what_does_not_fit_is_counted(job):
    report = copy.deepcopy(job.night("2026-07-03", *(person(f"A{number}") for number in range(12))).report)
    text = summary_of(report)
    assert text.count("VD001") == 8
    assert "  and 4 more, in report.json\n" in text
    assert len(text.splitlines()) <= 40
    assert max(map(len, text.splitlines())) <= 100


def test_nothing_to_say_is_said_shortly(job):
    job.night("2026-07-03", person())
    text = job.night("2026-07-04").summary
    assert "cleared: " not in text
    assert "the most severe first" not in text
    report = copy.deepcopy(job.night("2026-07-04").report)
    for owed in report["backlog"].values():
        owed.update(dict.fromkeys(owed, 0))
    report["register"]["not_evaluated"] = []
    entry = {**report["flags"]["persisting"][0], "rule": None, "key": "A1", "since": None, "days": None}
    report["flags"]["new"] = [{**entry, "code": "XX001", "offender": None, "key": "register"}, entry]
    text = summary_of(report)
    assert "officers and teams" not in text
    assert text.endswith("= now\n  none\n")
    assert "  high      XX001 XX001                      register\n" in text
    assert "  high      VD001 visit_overdue              A1\n" in text


def test_a_flag_in_whose_place_another_came_is_said_to_be_so(job):
    job.night("2026-06-30", person())
    done = job.night("2026-07-03")
    cleared = flag(done.report, "cleared", "VD002")
    assert (cleared["why"], cleared["followed_by"]) == ("span ended", ["VD001"])
    assert "cleared: span ended 1; of these, another on the same duty took its place: 1\n" in done.summary
    job.night("2026-07-04", person(visits=visited("2026-07-04", "2026-07-04")))
    assert flag(job.night("2026-07-04").report, "cleared", "VD001")["followed_by"] == []


def test_an_id_cannot_write_over_what_a_terminal_shows(job):
    summary = job.night("2026-07-03", person("A\x1b[2J\u202e1")).summary
    assert "A\\x1b[2J\\u202e1 R-V2 v2" in summary
    assert all(line.isprintable() for line in summary.splitlines())


def test_of_several_rules_under_one_id_each_line_says_which(job):
    report = copy.deepcopy(job.night("2026-07-03", person()).report)
    (entry,) = report["flags"]["new"]
    parts = [{**entry, "identity": f"VD001|A1|{part}|v2"} for part in ("R-V2-a", "R-V2", "R-V2-b")]
    report["flags"]["new"] = parts
    lines = [line.split("A1 ")[1] for line in summary_of(report).splitlines() if "VD001" in line]
    assert [line.partition("  ")[0] for line in lines] == ["R-V2 (R-V2-a) v2", "R-V2 v2", "R-V2 (R-V2-b) v2"]


def test_what_nobody_reads_is_counted_whether_judged_or_not(job):
    for day in ("2026-07-03", "2026-07-04"):
        done = job.night(day, person("A1", contacts=[], vistis=[]), person("A2"))
        assert done.report["register"]["unknown_keys"] == 2
        assert "set aside\nnot read: unknown keys 2; `supervise validate` names each\nnewest" in done.summary
    assert (done.judged, done.repeated) == (0, False)
    assert "not read" not in job.night("2026-07-05", person("A1"), person("A2")).summary


def test_columns_and_files_that_nobody_reads_are_counted(job):
    folder = job.folder / "folder"
    folder.mkdir()
    (folder / "offenders.csv").write_text("offender_id,colour\nA1,red\n")
    (folder / "contacts.csv").write_text("offender_id,id\nA1,c1\n")
    done = job.night("2026-07-03", config=job.config(register=str(folder)))
    assert done.report["register"]["notes"] == 2
    assert "set aside\nnot read: files and columns 2; `supervise validate` names each\nnewest" in done.summary


def test_a_night_of_an_older_library_does_not_say_what_nobody_read(job):
    report = copy.deepcopy(job.night("2026-07-03", person()).report)
    del report["register"]["unknown_keys"], report["register"]["notes"]
    assert "not read" not in summary_of(report)
