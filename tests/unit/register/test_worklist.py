"""A review as rows for a spreadsheet: duties with their flags, other flags, what was set aside; nothing is lost."""

import csv
import datetime as dt
import io
import re
from pathlib import Path

import attrs
import pytest

from supervise.checks import Scope, Waiver, Waivers, check_named
from supervise.checks.groups import Group
from supervise.engine.obligation import Status
from supervise.engine.timeline import Workforce
from supervise.model import Offender, Rejected
from supervise.register.tabular import SCHEDULE
from supervise.register.worklist import FLAG, REVIEW, group_rows, header, rejected_row, review_entries, review_rows
from supervise.register.writing import flag_data, obligation_data
from supervise.reviewing import review
from supervise.rules import load_rulebook
from tests.catalogue.people import CONTACTS, judged, supervised
from tests.unit.cli.setting import BOOK, DIRTY, LATE
from tests.unit.engine.books import with_rows

AS_OF = dt.date(2026, 6, 30)
FORMULAS = ["=", "+", "-", "@", "\t", "\r"]


@pytest.fixture(scope="module")
def book():
    return load_rulebook(BOOK)


@pytest.fixture(scope="module")
def late(book):
    """Visited after the day judged as well, which is flagged and hangs on no duty."""
    future = {**LATE["visits"][0], "id": "v9", "on": "2026-07-01"}
    return review(Offender.from_dict({**LATE, "visits": [*LATE["visits"], future]}), book, as_of=AS_OF)


def table(*lines):
    return list(csv.DictReader(io.StringIO(b"".join(lines).decode(), newline="")))


def rows_of(found, **given):
    return table(header(), review_rows(found, **given))


def test_what_a_person_reads_comes_first():
    columns = header().decode().removesuffix("\r\n").split(",")
    assert columns[:12] == [
        "entry", "offender", "group", "level", "severity", "flags", "waived", "duty_of", "duty", "status", "due",
        "days_late",
    ]  # fmt: skip


def test_no_key_of_an_obligation_is_left_out(late):
    assert set(obligation_data(late.obligations[0])) <= set(header().decode().strip().split(","))


def test_each_duty_is_a_row_in_words(late, book):
    duties = [row for row in rows_of(late) if row["entry"] == "duty"]
    for row, each in zip(duties, late.obligations, strict=True):
        assert (row["offender"], row["level"], row["incomplete"]) == ("x1", "high", "false")
        assert (row["rule"], row["status"], row["due"]) == (each.rule, each.status, str(each.due or ""))
        assert row["duty"] == next(rule.duty for rule in book.rule if rule.id == each.part)
    assert {row["duty_of"] for row in duties} >= {"police", "offender"}


def test_the_history_has_more_rows(late):
    assert len(rows_of(late, history=True)) > len(rows_of(late))


def test_every_flag_is_in_exactly_one_row(late):
    for given in ({}, {"history": True}):
        codes = [code for row in rows_of(late, **given) for code in row["flags"].split("|") if code]
        assert sorted(codes) == sorted(flag.code for flag in late.flags)


def test_what_a_waiver_sets_aside_is_named_and_does_not_make_a_row_pressing(book):
    """The list filtered by severity is the list of what is pressing; nothing is left out of the whole."""
    made = {"reason_code": "r", "made_by": "o5", "approved_by": "s1", "made_on": AS_OF}
    offender = Offender.from_dict(LATE)

    def visit(*waived):
        waivers = Waivers([Waiver(id=code, offender="x1", code=code, **made) for code in waived])
        found = review(offender, book, as_of=AS_OF, waivers=waivers)
        (row,) = [row for row in rows_of(found) if row["rule"] == "R-V2" and row["status"] == "overdue"]
        return row["severity"], row["flags"], row["waived"], row["message"]

    first, second = visit("VD001"), visit("VD005")
    assert [each[:3] for each in (visit(), first, second)] == [
        ("critical", "VD001|VD005", ""),
        ("critical", "VD001|VD005", "VD001"),
        ("critical", "VD001|VD005", "VD005"),
    ]
    assert first[3] != second[3] == visit()[3]
    assert visit("VD001", "VD005") == ("", "VD001|VD005", "VD001|VD005", visit()[3])


def test_flags_on_a_duty_stand_with_it_the_worst_first(late):
    (visit,) = [row for row in rows_of(late) if row["rule"] == "R-V2" and row["status"] == "overdue"]
    flags = [flag for flag in late.flags if (flag.rule, flag.key) == ("R-V2", "v1")]
    assert len(flags) > 1
    assert visit["flags"] == "|".join(flag.code for flag in flags)
    assert (visit["severity"], visit["message"]) == (flags[0].severity, flags[0].message)


def test_a_flag_on_something_else_is_a_row_of_its_own(late):
    (row,) = [row for row in rows_of(late) if row["entry"] == "flag" and row["key"] == "v9"]
    assert (row["offender"], row["flags"], row["key"], row["severity"]) == ("x1", "DC018", "v9", "high")
    assert row["message"].startswith("A visit dated 2026-07-01, ")
    assert row["status"] == row["duty"] == ""


def test_a_flag_stands_with_what_is_left_to_do_and_not_with_what_was_done_before(late):
    """Two occurrences of one rule for one thing: the open one is meant, wherever it stands."""
    flag = attrs.evolve(late.flags[0], rule="R-O1", key="order1")
    open_one = next(row for row in late.obligations if row.status == "overdue")._replace(rule="R-O1", key="order1")
    met = open_one._replace(status=Status.MET)
    for rows in ((open_one, met), (met, open_one)):
        schedule = with_rows(late.schedule, rows)
        found = rows_of(attrs.evolve(late, schedule=schedule, flags=(flag,)), history=True)
        assert [(row["status"], row["flags"]) for row in found if row["flags"]] == [("overdue", flag.code)]


def test_a_flag_stands_with_the_first_that_is_left_of_its_own_part_of_a_duty():
    found = rows_of(judged(supervised(level="minimum"), "2026-06-30", book=CONTACTS))
    missed = [(row["duty"].split()[1], row["status"], row["due"]) for row in found if "RB102" in row["flags"]]
    assert missed == [("the", "open", "2026-06-30"), ("one", "open", "2026-06-30")]


def test_what_was_set_aside_has_rows_without_values(book):
    found = review(Offender.from_dict(DIRTY[1], source="r.jsonl"), book, as_of=AS_OF)
    (row,) = [row for row in rows_of(found) if row["entry"] == "set_aside"]
    assert (row["offender"], row["incomplete"]) == ("x2", "true")
    assert "levels[0].level" in row["message"]
    (rejected,) = table(header(), rejected_row(Rejected(file="r.jsonl", line=3, path="id", kind="missing id")))
    assert (rejected["entry"], rejected["offender"], rejected["message"]) == (
        "set_aside",
        "",
        "r.jsonl:3: id: missing id",
    )


def flag_on(book, id_, scope):
    group = Group(id=id_, scope=scope, rows={}, book=book, as_of=AS_OF, workforce=Workforce(None))
    return check_named("WF062").group_flag(group, message="Looks so.", evidence=())


def test_flags_on_officers_and_teams_name_the_group(book):
    flags = [flag_on(book, "t1", Scope.TEAM), flag_on(book, "register", Scope.REGISTER)]
    assert [
        (row["entry"], row["group"], row["flags"], row["message"]) for row in table(header(), group_rows(flags))
    ] == [
        ("flag", "team t1", "WF062", "Looks so."),
        ("flag", "register", "WF062", "Looks so."),
    ]


@pytest.mark.parametrize("start", FORMULAS)
def test_no_cell_begins_like_a_formula(book, late, start):
    schedule = attrs.evolve(late.schedule, offender=attrs.evolve(late.schedule.offender, id=f"{start}cmd"))
    flag = attrs.evolve(late.flags[0], rule=None, key=f"{start}1+1", message=f"{start}2")
    found = attrs.evolve(late, schedule=schedule, flags=(flag,))
    for row in rows_of(found):
        assert row["offender"] == f"'{start}cmd"
    last = rows_of(found)[-1]
    assert (last["key"], last["message"]) == (f"'{start}1+1", f"'{start}2")


def test_the_page_on_tables_names_every_column():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "output-tables.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", page))
    assert {*REVIEW, *SCHEDULE, *FLAG} <= named


def test_a_row_holds_its_flags_as_the_lines_do_and_csv_leaves_them_out(late):
    rows = list(review_entries(late))
    raised = [flag for row in rows for flag in row.get("raised", ())]
    assert sorted(raised, key=str) == sorted(map(flag_data, late.flags), key=str)
    assert set(raised[0]) == set(FLAG) - {"offender", "group"}
    assert {"raised", "quotas"} <= set(REVIEW)
    assert not {"raised", "quotas"} & set(header().decode().strip().split(","))
