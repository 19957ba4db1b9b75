"""Hindsight as people read it, and as data that agree with the schema."""

import json

import attrs
import jsonschema
import pytest

from supervise import Offender, load_rulebook
from supervise.engine.obligation import Status
from supervise.register.output_schema import output_schema
from supervise.report.heading import made_with
from supervise.report.hindsight import Point, hindsight
from supervise.report.hindsight_page import hindsight_data, hindsight_lines
from tests.catalogue.people import day, facts, visit
from tests.unit.cli.setting import BOOK
from tests.unit.report.pages import run_of

book = load_rulebook(BOOK)
RUN = run_of(book)
LATE = [*facts()["visits"], visit("v3", "2026-07-01", recorded_on="2026-07-20")]


def told(since, until, **more):
    plain = {name: more.pop(name) for name in list(more) if name not in ("known_at", "as_known")}
    return hindsight(Offender.from_dict(facts(**plain)), book, since=day(since), until=day(until), **more)


def page(*args, width=200, **more):
    return [line.text for line in hindsight_lines(told(*args, **more), RUN, width)]


def of_day(lines, on):
    """The lines below the heading of a day."""
    start = next(place for place, line in enumerate(lines) if line.startswith(on))
    rest = [*lines[start + 1 :], ""]
    return rest[: rest.index("")]


def test_the_head_says_by_what_each_day_is_judged():
    days = ("2026-03-01", "2026-03-02")
    head = page(*days)
    assert head[0] == "supervise 1.2.3: hindsight of A1 from 2026-03-01 to 2026-03-02"
    assert head[1] == made_with(RUN)[: len(head[1])]
    heads = [page(*days, **more)[2] for more in ({}, {"as_known": True}, {"known_at": day("2026-02-01")})]
    assert heads == [
        "each day judged by everything recorded",
        "each day judged by what was recorded by then",
        "each day judged by what was recorded by 2026-02-01",
    ]


def test_the_first_day_tells_how_everything_stood():
    lines = page("2026-07-05", "2026-07-05")
    assert "2026-07-05  as it stood" in lines
    first = of_day(lines, "2026-07-05")
    assert first[0] == "  level      medium"
    assert "  overdue    R-V2 v2  visit at home: due 2026-07-02" in first
    assert any(
        line.startswith("  flag       high VD001 R-V2 v2: The routine visit due by 2026-07-02") for line in first
    )


def test_without_a_level_none_is_told():
    assert "  level      none" in page("2026-07-05", "2026-07-05", levels=[])


def test_what_changes_is_told_with_what_was():
    lines = of_day(page("2026-06-20", "2026-07-31", visits=LATE, as_known=True), "2026-07-20")
    assert lines[0] == "  known      visits v3 of 2026-07-01; recorded 19 days late"
    assert "  met        R-V2 v2  visit at home: due 2026-07-02 by v3; was overdue" in lines
    assert "  open       R-V2 v3  visit at home: due 2027-01-01" in lines
    assert "  flag       cleared high VD001 R-V2 v2: visit overdue" in lines


def test_a_level_is_told_again_only_when_it_changes():
    levels = [*facts()["levels"], {"id": "l2", "level": "high", "from": "2026-03-10"}]
    lines = page("2026-03-01", "2026-07-31", levels=levels)
    assert [line for line in lines if "level  " in line] == ["  level      medium", "  level      high"]
    assert "  overdue    R-V2 v2  visit at home: due 2026-04-02; was open" in of_day(lines, "2026-04-03")


def test_a_due_that_moves_is_told_with_both_dates():
    levels = [*facts()["levels"], {"id": "l2", "level": "high", "from": "2026-03-10"}]
    lines = of_day(page("2026-03-01", "2026-03-31", levels=levels), "2026-03-10")
    assert "  open       R-V2 v2  visit at home: due 2026-04-02; was open due 2026-07-02" in lines


def test_a_span_is_told_and_told_again_when_it_changes():
    closed = [{**facts()["registrations"][0], "recorded_on": "2020-01-06"}]
    closed += [{**closed[0], "ended_on": "2026-03-10", "recorded_on": "2026-03-12"}]
    lines = page("2026-03-01", "2026-03-31", registrations=closed, as_known=True)
    assert "  span       subject r1: from 2020-01-06 without end" in of_day(lines, "2026-03-01")
    assert any(
        line.startswith("  span       subject r1: from 2020-01-06 to 2026-03-")
        and line.endswith("; was from 2020-01-06 without end")
        for line in of_day(lines, "2026-03-12")
    )
    withdrawn = [closed[0], {"id": "r1", "recorded_on": "2026-03-05", "withdrawn": True}]
    lines = page("2026-03-01", "2026-03-31", registrations=withdrawn, as_known=True)
    assert "  span       subject r1: none; was from 2020-01-06 without end" in of_day(lines, "2026-03-05")


def test_what_changes_ahead_alone_is_told_in_the_data_alone():
    found = told("2026-06-20", "2026-07-05")
    duty = next(duty for point in found.points for duty in point.duties)
    sides = [attrs.evolve(duty.after, status=each) for each in (Status.UPCOMING, Status.LAPSED)]
    quiet = Point(
        on=day("2026-06-25"),
        level="medium",
        spans=(),
        duties=(attrs.evolve(duty, before=sides[0], after=sides[1]),),
        flags=(),
        known=(),
    )
    found = attrs.evolve(found, points=(found.points[0], quiet, *found.points[1:]))
    assert not any(line.text.startswith("2026-06-25") for line in hindsight_lines(found, RUN))
    assert [each.get("on") for each in hindsight_data(found, RUN)][2] == "2026-06-25"


def test_a_flag_that_becomes_more_pressing_is_changed():
    lines = page("2026-07-05", "2026-12-31")
    assert any(line.startswith("  flag       changed critical VD001 R-V2 v2") for line in lines)


def test_what_is_not_recorded_is_named():
    lines = page("2026-02-03", "2026-02-03", levels=[], plans=[])
    assert "  unknown    R-V2 v2  visit at home: due 2027-01-02, not recorded: levels" in lines


def test_a_withdrawn_visit_is_gone_with_what_hung_on_it():
    made = visit("v3", "2026-06-25", recorded_on="2026-06-25")
    withdrawn = {"id": "v3", "recorded_on": "2026-07-10", "withdrawn": True}
    lines = of_day(
        page("2026-06-26", "2026-07-31", visits=[*facts()["visits"], made, withdrawn], as_known=True), "2026-07-10"
    )
    assert lines[0] == "  known      visits v3; withdrawn"
    assert (
        "  gone       R-V2 v3  visit at home: was open due 2026-12-25; there is no such occurrence by these facts"
        in lines
    )


def test_what_was_recorded_late_or_changed_is_listed_before_where_days_are_judged_by_all():
    intelligence = {"id": "e1", "kind": "intelligence", "on": "2026-07-02"}
    lines = page("2026-07-01", "2026-07-31", visits=LATE, events=[intelligence])
    assert of_day(lines, "Recorded late, changed or withdrawn in these days") == [
        "  2026-07-20 visits v3 of 2026-07-01; recorded 19 days late"
    ]
    assert not any("Recorded late" in line for line in page("2026-07-01", "2026-07-31", visits=LATE, as_known=True))


def test_a_supposed_day_and_a_change_are_said():
    versions = [visit("v3", "2026-07-01", outcome="no_reply"), visit("v3", "2026-07-01", recorded_on="2026-07-03")]
    lines = page("2026-06-30", "2026-07-10", visits=[*facts()["visits"], *versions], as_known=True)
    assert of_day(lines, "2026-07-01")[0] == (
        "  known      visits v3 of 2026-07-01; the day it became known is supposed"
    )
    assert of_day(lines, "2026-07-03")[0] == "  known      visits v3 of 2026-07-01; changed: outcome"


def test_a_duty_in_hours_is_told_with_its_minute():
    trip = {"id": "t1", "known_on": "2026-07-08", "departs_on": "2026-07-10", "departs_at": "18:00", "country": "FR"}
    lines = page("2026-07-01", "2026-07-12", trips=[trip])
    named = "R-N6 t1  notify travel before leaving the United Kingdom: due 2026-07-09T12:00"
    assert f"  open       {named}" in lines
    assert f"  overdue    {named}; was open" in lines


def test_what_was_set_aside_is_said():
    assert "facts were set aside; supervise validate names them" in page(
        "2026-03-01", "2026-03-01", levels=[{"id": "l1", "level": 3}]
    )


def test_lines_are_no_longer_than_asked_for_and_print():
    lines = page("2026-06-20", "2026-07-31", id="A\x1b1", width=60)
    assert all(len(line) <= 60 and line.isprintable() for line in lines)


# ── data ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("more", [{}, {"as_known": True}, {"known_at": day("2026-07-01")}])
def test_data_are_what_the_schema_promises(more):
    validator = jsonschema.Draft202012Validator(output_schema(), format_checker=jsonschema.FormatChecker())
    entries = json.loads(json.dumps(list(hindsight_data(told("2026-06-20", "2026-07-31", visits=LATE, **more), RUN))))
    assert [error.message for each in entries for error in validator.iter_errors(each)] == []
    assert [each["type"] for each in entries] == ["hindsight", *["point"] * (len(entries) - 1)]
    defs = output_schema()["$defs"]
    assert all(list(each) == [name for name in defs[each["type"]]["properties"] if name in each] for each in entries)


def test_data_hold_both_sides_of_what_changed():
    head, *points = hindsight_data(told("2026-06-20", "2026-07-31", visits=LATE, as_known=True), RUN)
    assert (head["from"], head["until"], head["as_known"], head["known_at"]) == (
        "2026-06-20",
        "2026-07-31",
        True,
        None,
    )
    (last,) = [each for each in points if each["on"] == "2026-07-20"]
    assert [each["id"] for each in last["known"]] == [each["id"] for each in head["records"]] == ["v3"]
    (met,) = [each for each in last["obligations"] if (each["rule"], each["key"]) == ("R-V2", "v2")]
    assert (met["before"]["status"], met["after"]["status"], met["after"]["met_by"]) == ("overdue", "met", ["v3"])
    (cleared,) = [each for each in last["flags"] if (each["before"] or {}).get("code") == "VD001"]
    assert cleared["after"] is None
    assert cleared["before"]["identity"] == "VD001|A1|R-V2|v2"
    by_known = next(iter(hindsight_data(told("2026-06-20", "2026-06-20", known_at=day("2026-06-01")), RUN)))
    assert by_known["known_at"] == "2026-06-01"


# ── each in itself ───────────────────────────────────────────────────────────────────────────────────────────────


def told_of(duty):
    """The line on one duty, and how it is shown."""
    found = told("2026-07-05", "2026-07-05")
    point = attrs.evolve(found.points[0], duties=(duty,), spans=(), flags=())
    return list(hindsight_lines(attrs.evolve(found, points=(point,)), RUN, 200))[-1]


@pytest.fixture
def overdue():
    (duty,) = [each for each in told("2026-07-05", "2026-07-05").points[0].duties if each.rule == "R-V2"]
    return duty


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"met_by": ("v9",)}, "  overdue    R-V2 v2  visit at home: due 2026-07-02"),
        ({"status": Status.MET, "met_by": ()}, "  met        R-V2 v2  visit at home: due 2026-07-02"),
        (
            {"status": Status.MET_LATE, "met_by": ("v8", "v9")},
            "  met late   R-V2 v2  visit at home: due 2026-07-02 by v8, v9",
        ),
        (
            {"status": Status.UNKNOWN, "due": None, "cautious_due": day("2026-04-02")},
            "  unknown    R-V2 v2  visit at home: due from 2026-04-02",
        ),
        ({"due": None, "cautious_due": None}, "  overdue    R-V2 v2  visit at home"),
    ],
)
def test_a_duty_says_when_it_is_due_and_what_met_it(overdue, changes, said):
    assert told_of(attrs.evolve(overdue, after=attrs.evolve(overdue.after, **changes))).text == said


def test_what_is_overdue_and_what_is_raised_and_pressing_stands_out(overdue):
    assert told_of(overdue).style == "alarm"
    assert told_of(attrs.evolve(overdue, after=attrs.evolve(overdue.after, status=Status.OPEN))).style == ""
    found = told("2026-06-20", "2026-07-31", visits=LATE, as_known=True)
    styles = {line.text.split(":")[0].split("flag")[1].strip(): line.style for line in hindsight_lines(found, RUN, 200)
              if "flag  " in line.text and "VD00" in line.text}  # fmt: skip
    assert styles["raised high VD001 R-V2 v2"] == "alarm"
    assert styles["cleared high VD001 R-V2 v2"] == ""
    (known,) = [line for line in hindsight_lines(found, RUN, 200) if line.text.startswith("  known")]
    assert known.style == "alarm"


def changed(duty, **sides):
    """The line on one duty that was another the day before."""
    found = told("2026-07-05", "2026-07-05")
    first = attrs.evolve(found.points[0], duties=(), spans=(), flags=())
    change = attrs.evolve(duty, before=attrs.evolve(duty.after, **sides))
    point = attrs.evolve(first, on=day("2026-07-06"), duties=(change,))
    return list(hindsight_lines(attrs.evolve(found, points=(first, point)), RUN, 200))[-1].text


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ({"opens": day("2026-07-01")}, "; opens none, was 2026-07-01"),
        ({"cautious_due": None}, "; due on the strictest reading 2026-07-02, was none"),
        ({"latest": "2026-07-03T10:00"}, "; at the latest none, was 2026-07-03T10:00"),
        ({"met_by": ("v8", "v9"), "truncated": True}, "; met by none, was v8, v9; cut short: no, was yes"),
        ({"lacking": ("levels",)}, "; before: not recorded: levels"),
        ({"lacking": ("calendar",)}, "; before: the calendar does not reach so far"),
        ({"status": Status.OPEN, "truncated": True}, "; was open"),
        ({"due": day("2026-07-01")}, "; was overdue due 2026-07-01"),
    ],
)
def test_what_is_another_though_the_day_and_the_status_are_not_is_said(overdue, before, said):
    plain = attrs.evolve(overdue, after=attrs.evolve(overdue.after, opens=None, latest=None))
    assert changed(plain, **before) == f"  overdue    R-V2 v2  visit at home: due 2026-07-02{said}"


def test_a_long_status_does_not_touch_the_duty(overdue):
    gone = attrs.evolve(overdue, after=attrs.evolve(overdue.after, status=Status.NOT_REQUIRED))
    assert changed(gone, status=Status.OPEN).startswith("  not required R-V2 v2  visit at home: due 2026-07-02")


def test_without_a_day_nothing_stands_between_a_duty_and_what_it_lacks(overdue):
    bare = {"status": Status.UNKNOWN, "due": None, "due_at": None, "cautious_due": None}

    def said(**more):
        return told_of(attrs.evolve(overdue, after=attrs.evolve(overdue.after, **bare, **more))).text

    assert said(lacking=("entry",)) == "  unknown    R-V2 v2  visit at home: not recorded: entry"
    assert said(lacking=("calendar",)) == "  unknown    R-V2 v2  visit at home: the calendar does not reach so far"
    both = "not recorded: entry; the calendar does not reach so far"
    assert said(lacking=("entry", "calendar")) == f"  unknown    R-V2 v2  visit at home: {both}"
    assert said() == "  unknown    R-V2 v2  visit at home"


def test_of_a_calendar_that_ends_too_soon_nobody_says_that_it_was_not_recorded(overdue):
    short = attrs.evolve(overdue, after=attrs.evolve(overdue.after, lacking=("calendar",), opens=None, latest=None))
    said = "due 2026-07-02, the calendar does not reach so far; before: nothing lacking"
    assert changed(short, lacking=()) == f"  overdue    R-V2 v2  visit at home: {said}"
