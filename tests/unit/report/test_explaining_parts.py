"""What a program reads of each step: every day a date, every length in words, and null for what is not there."""

import datetime as dt
from fractions import Fraction
from types import SimpleNamespace

import attrs
import jsonschema
import pytest

from supervise.dates.ordinals import from_iso
from supervise.engine.clock import FAR
from supervise.engine.happenings import Extent, Run
from supervise.engine.obligation import Obligation, Status
from supervise.engine.proportion import Share
from supervise.engine.quotas import Filled, Part, Standard
from supervise.engine.steps import (
    Anchored,
    Changed,
    Counted,
    Counts,
    CutShort,
    Duty,
    Gate,
    Governed,
    Held,
    Lasting,
    LeftOut,
    Limited,
    NotCounted,
    OrderLife,
    Origin,
    Placed,
    Rolled,
    SetDate,
    Skipped,
    Standing,
    Suspended,
    Together,
    Tried,
    Voided,
    Window,
)
from supervise.register.output_schema import output_schema
from supervise.report.explaining_parts import PARTS
from supervise.report.telling import told
from supervise.rules.duration import Duration, EndDuration
from supervise.rules.language import (
    Cadence,
    ChangePolicy,
    Clock,
    Counting,
    Effect,
    HoursFrom,
    Limit,
    PeriodEnd,
    Roll,
    Shortened,
    Skips,
    Term,
)
from supervise.rules.quota import Quota
from supervise.rules.rulebook import Amendment
from supervise.rules.words import Governs

DEFS = output_schema()["$defs"]


def day(text: str) -> int:
    return from_iso(text)


RUN = Run(day("2024-03-02"), day("2024-03-15"), "s1", None)
OPEN_RUN = Run(day("2024-03-02"), FAR, "s2", None)
RUN_PARTS = {"id": "s1", "first_day": "2024-03-02", "last_day": "2024-03-14"}
OPEN_PARTS = {"id": "s2", "first_day": "2024-03-02", "last_day": None}

ORIGIN = Origin(of="rule", authority="LAW", source="act", title="An Act", where="s.1", confidence="assumed")
ORIGIN_PARTS = {
    "of": "rule",
    "authority": "LAW",
    "source": "act",
    "title": "An Act",
    "where": "s.1",
    "confidence": "assumed",
    "assumed": True,
}
SUM = Counted(
    of="due",
    regime="high",
    day=day("2024-01-31"),
    minute=-1,
    length=Duration(months=3),
    before=False,
    counting=Counting.AFTER,
    hours_from=None,
    clock=None,
    zone="",
    gives=day("2024-04-30"),
    gives_minute=-1,
    levels=("high",),
    left_out=(),
    source=ORIGIN,
)
SUM_PARTS = {
    "of": "due",
    "regime": "high",
    "levels": ["high"],
    "from": "2024-01-31",
    "length": "3 months",
    "months": 3,
    "days": 0,
    "working_days": None,
    "hours": None,
    "counting": "after",
    "before": False,
    "to": "2024-04-30",
    "rounding": "April has no 31st",
    "counted": [],
    "closed": [],
    "left_out": [],
    "states": [],
    "to_end_of": None,
    "skips": None,
    "clock": None,
    "zone": None,
    "source": ORIGIN_PARTS,
}
HELD = Held(name="level", day=day("2024-03-01"), value="high", since=day("2024-03-01"), id="l2")
HELD_PARTS = {"name": "level", "on": "2024-03-01", "value": "high", "since": "2024-03-01", "id": "l2", "followed": True}
PLACED = Placed(
    cadence=Cadence.MONTH,
    regime="",
    number=2,
    length=None,
    origin=0,
    day=day("2024-04-01"),
    first=day("2024-04-01"),
    last=day("2024-04-30"),
    minute=-1,
    partial=True,
    named=("april",),
)
CHANGED = Changed(
    what="shared",
    day=day("2024-03-01"),
    regime="high",
    sum=SUM,
    held=(HELD,),
    old=day("2024-06-30"),
    new=day("2024-04-30"),
    after=day("2024-04-10"),
    policy=ChangePolicy.IN_PROPORTION,
    share=Share(left=10, whole=20, part=Fraction(1, 2), length=90, days=22),
)
SUSPENDED = Suspended(
    id="s1",
    kind="custody",
    states=("custody",),
    start=day("2024-03-02"),
    end=day("2024-03-15"),
    only_if_inside=True,
    effect=Effect.LATER_OF_DUE_AND,
    rule=EndDuration(Duration(working_days=10), beginning_with=False),
    sum=attrs.evolve(SUM, of="end"),
    before=day("2024-03-10"),
    after=day("2024-03-28"),
)
LIMITED = Limited(
    of="opens",
    limit=Limit(years_field="bar_years", at_most=Duration(months=180), after_end=True, roll=Roll.NEXT),
    day=day("2024-01-31"),
    anchor_minute=-1,
    years=8,
    counting=Counting.BEGINNING_WITH,
    hours_from=None,
    gives=day("2032-01-31"),
    gives_minute=-1,
    source=ORIGIN,
)
STANDING = Standing(
    row=Obligation(
        rule="R-1",
        key="x1",
        regime="",
        status=Status.MET_LATE,
        anchor_day=day("2024-01-31"),
        anchor_id="v1",
        opens_day=day("2024-02-01"),
        due_day=day("2024-03-01"),
        due_minute=570,
        cautious_day=day("2024-02-29"),
        latest_day=day("2024-03-02"),
        latest_minute=600,
        nominal_day=0,
        earliest_day=0,
        met_by=("v2",),
        met_day=day("2024-03-20"),
        days_late=6,
        days_frozen=13,
        projected=False,
        truncated=True,
        lacking=("levels",),
        part="R-1",
        steps=(),
    ),
    as_of=day("2024-04-01"),
    frozen=(RUN,),
)
EXTENT = Extent(
    span="subject",
    key="r1",
    fact=None,
    first=day("2023-01-10"),
    holds=day("2023-01-12"),
    last=day("2030-01-09"),
    indefinite=False,
    months=84,
    days=0,
    term=None,
    halved=True,
    row="6 to 30 months",
    doubtful_last=day("2028-01-09"),
    lacking=("registrations.terms",),
    cut=("discharge", day("2029-01-09")),
    excluded=13,
    base=day("2030-01-09"),
    changes=(
        ("starts", RUN),
        ("reset", "e1", day("2024-01-01")),
        ("extended", "e2", day("2024-02-01"), Duration(months=6)),
        ("shortened", day("2025-01-01"), Shortened(after=Duration(months=24), by=Duration(months=12))),
        ("shortened", day("2026-01-01"), Shortened(after=Duration(months=24), to=Duration(months=60))),
        ("tolled", OPEN_RUN),
    ),
)
LASTING = Lasting(
    extent=EXTENT,
    field="",
    counting=Counting.BEGINNING_WITH,
    terms=(),
    bounds=(),
    lasts=Duration(months=84),
    young=None,
    order="",
    sum=None,
    ends_after=None,
    origin=ORIGIN,
)
LASTING_PARTS = {
    "span": "subject",
    "key": "r1",
    "first_day": "2023-01-10",
    "holds_from": "2023-01-12",
    "last_day": "2030-01-09",
    "indefinite": False,
    "row": "6 to 30 months",
    "lasts": "7 years",
    "halved": True,
    "order": None,
    "sum": None,
    "excluded_days": 13,
    "changes": [
        {"change": "held up", **RUN_PARTS, "length": None},
        {"change": "starts again", "id": "e1", "first_day": "2024-01-01", "last_day": None, "length": None},
        {"change": "extended by", "id": "e2", "first_day": "2024-02-01", "last_day": None, "length": "6 months"},
        {"change": "shortened by", "id": None, "first_day": "2025-01-01", "last_day": None, "length": "1 year"},
        {"change": "shortened to", "id": None, "first_day": "2026-01-01", "last_day": None, "length": "5 years"},
        {"change": "not counted", **OPEN_PARTS, "length": None},
    ],
    "lacking": ["registrations.terms"],
    "cautious_last_day": "2028-01-09",
    "cut_by": "discharge",
    "cut_to": "2029-01-09",
    "source": ORIGIN_PARTS,
}
FOR_LIFE = EXTENT._replace(indefinite=True, lacking=(), cut=None, changes=(), excluded=0, halved=None)
QUOTA = Quota(id="total", of=None, at_least=4)
PART = Part(
    first=day("2024-01-01"),
    last=day("2024-01-31"),
    asked=4,
    need=3,
    own=2,
    substitutes=0,
    short=1,
    over=0,
    met_day=0,
)
COUNTS = Counts(
    standard=Standard(
        first=day("2024-01-01"),
        last=day("2024-01-31"),
        begins=day("2024-01-01"),
        ends=day("2024-01-31"),
        shared=True,
        regimes=((day("2024-01-01"), day("2024-01-20"), SimpleNamespace(name="low")),),
        closed=((day("2024-01-05"), day("2024-01-08")), (day("2024-01-25"), FAR)),
    ),
    filled=(Filled(quota=QUOTA, parts=(PART, PART), ids=("v1", "v2"), asked=4, counted=2, short=1, over=0, met_day=0),),
)


STEPS = [
    (
        Duty(
            rule="R-1",
            part="R-1-a",
            key="x1",
            duty="visit",
            duty_of="police",
            must=True,
            number=2,
            spans=("subject",),
            states=("deceased",),
            since=1,
            until=day("2030-01-10"),
            amendments=(Amendment(overlay="f", path="p", before="1", after="2", reason="typed", approved_by="p7"),),
            own_end=False,
            ended_by=(),
        ),
        {
            "rule": "R-1",
            "part": "R-1-a",
            "key": "x1",
            "duty": "visit",
            "duty_of": "police",
            "must": True,
            "number": 2,
            "spans": ["subject"],
            "states": ["deceased"],
            "last_day": "2030-01-09",
            "amendments": [{"overlay": "f", "path": "p", "before": "1", "after": "2", "approved_by": "p7"}],
        },
    ),
    (ORIGIN, ORIGIN_PARTS),
    (
        attrs.evolve(ORIGIN, confidence="seen", where=None),
        ORIGIN_PARTS | {"confidence": "seen", "where": None, "assumed": False},
    ),
    (
        Anchored(
            day=day("2024-01-31"),
            id="v1",
            way="each",
            names=("two",),
            field="on",
            instead=("event.k",),
            moved_from=day("2024-01-20"),
            derived=("series", "visits"),
            parts=("v0", "v1"),
        ),
        {
            "on": "2024-01-31",
            "id": "v1",
            "way": "each",
            "names": ["two"],
            "field": "on",
            "instead": ["event.k"],
            "derived": ["series", "visits"],
            "made_of": ["v0", "v1"],
            "moved_from": "2024-01-20",
        },
    ),
    (
        Anchored(
            day=day("2024-01-31"),
            id="v1",
            way="occurrence_reach",
            names=("R-1",),
            parts=("2024-01-31",),
            within="1 year",
        ),
        {
            "on": "2024-01-31",
            "id": "v1",
            "way": "occurrence_reach",
            "names": ["R-1"],
            "field": None,
            "instead": [],
            "derived": [],
            "made_of": ["2024-01-31"],
            "moved_from": None,
            "within": "1 year",
        },
    ),
    (
        Anchored(day=day("1980-07-10"), id="", way="birth", names=("day",)),
        {
            "on": None,
            "id": None,
            "way": "birth",
            "names": ["day"],
            "field": None,
            "instead": [],
            "derived": [],
            "made_of": [],
            "moved_from": None,
        },
    ),
    (HELD, HELD_PARTS),
    (
        Held(name="level", day=day("2024-03-01"), value=None),
        HELD_PARTS | {"value": None, "since": None, "id": None},
    ),
    (
        Tried(regime="high", condition={"level": ["high", "low"]}, holds=None, read=(("on", "given"),), chosen=True),
        {
            "regime": "high",
            "condition": "level: high or low",
            "holds": None,
            "chosen": True,
            "read": [{"name": "on", "value": "given"}],
        },
    ),
    (
        Tried(regime="", condition=None, holds=True, read=(), chosen=False),
        {"regime": "", "condition": None, "holds": True, "chosen": False, "read": []},
    ),
    (
        Gate(condition={"in": ["away"]}, day=day("2024-01-31"), daily=True, holds=False),
        {"on": "2024-01-31", "condition": "in: away", "each_day": True, "holds": False},
    ),
    (SUM, SUM_PARTS),
    (
        attrs.evolve(
            SUM,
            of="cautious",
            length=Duration(hours=24),
            minute=570,
            hours_from=HoursFrom.MOMENT,
            clock=Clock.WALL,
            zone="UTC",
            skips=Skips.CLOSED,
            gives_minute=570,
            closed=(day("2024-02-03"),),
            levels=(),
            source=None,
        ),
        SUM_PARTS
        | {"of": "cautious", "levels": [], "from": "2024-01-31T09:30", "length": "24 hours", "months": 0, "hours": 24}
        | {"to": "2024-04-30T09:30", "rounding": None, "closed": ["2024-02-03"], "skips": "closed days"}
        | {"clock": "wall", "zone": "UTC", "source": None},
    ),
    (
        attrs.evolve(
            SUM,
            length=Duration(working_days=2),
            counted=(day("2024-02-01"), day("2024-02-02")),
            left_out=(RUN, OPEN_RUN),
            states=("custody",),
            to_end_of=PeriodEnd.MONTH,
            before=True,
            gives=0,
        ),
        SUM_PARTS
        | {"length": "2 working days", "months": 0, "working_days": 2, "counted": ["2024-02-01", "2024-02-02"]}
        | {"left_out": [RUN_PARTS, OPEN_PARTS], "states": ["custody"], "to_end_of": "month", "before": True}
        | {"to": None, "rounding": None},
    ),
    (
        attrs.evolve(SUM, length=None, counting=None, gives=FAR),
        SUM_PARTS | {"length": None, "months": 0, "counting": None, "to": None, "rounding": None},
    ),
    (
        PLACED,
        {
            "cadence": "month",
            "regime": "",
            "levels": [],
            "from": None,
            "number": 2,
            "length": None,
            "on": "2024-04-01",
            "first_day": "2024-04-01",
            "last_day": "2024-04-30",
            "to": "2024-04-30",
            "partial": True,
            "months_named": ["april"],
            "weekday": None,
            "source": None,
        },
    ),
    (
        attrs.evolve(PLACED, cadence=Cadence.WEEKDAY, weekday="monday", origin=day("2024-03-28"), minute=600),
        {
            "cadence": "weekday",
            "regime": "",
            "levels": [],
            "from": "2024-03-28",
            "number": 2,
            "length": None,
            "on": "2024-04-01",
            "first_day": "2024-04-01",
            "last_day": "2024-04-30",
            "to": "2024-04-30T10:00",
            "partial": True,
            "months_named": ["april"],
            "weekday": "monday",
            "source": None,
        },
    ),
    (CutShort(last=day("2024-04-30")), {"to": "2024-04-30"}),
    (LeftOut(changed=0), {"changed_on": None}),
    (
        SetDate(id="d1", day=day("2024-04-10"), before=day("2024-04-30")),
        {"id": "d1", "from": "2024-04-30", "to": "2024-04-10"},
    ),
    (
        Skipped(id="s1", start=RUN.start, end=RUN.end, states=("custody",), whole=True, days=0, of_days=0, percent=0),
        {**RUN_PARTS, "states": ["custody"], "whole": True},
    ),
    (
        Skipped(
            id="s1",
            start=RUN.start,
            end=RUN.end,
            states=("custody",),
            whole=False,
            days=8,
            of_days=31,
            percent=25,
        ),
        {
            **RUN_PARTS,
            "states": ["custody"],
            "whole": False,
            "days_inside": 8,
            "days_in_all": 31,
            "percent": 25,
        },
    ),
    (
        COUNTS,
        {
            "first_day": "2024-01-01",
            "last_day": "2024-01-31",
            "shared": True,
            "regimes": [{"regime": "low", "first_day": "2024-01-01", "last_day": "2024-01-20"}],
            "closed_runs": [
                {"first_day": "2024-01-05", "last_day": "2024-01-07"},
                {"first_day": "2024-01-25", "last_day": None},
            ],
            "quotas": [
                {
                    "id": "total",
                    "at_least": 6,
                    "counted": 2,
                    "counted_ids": ["v1", "v2"],
                    "short": 1,
                    "over": 0,
                    "filled_on": None,
                }
            ],
        },
    ),
    (
        Window(number=2, times=3, length=Duration(days=30), left=True),
        {"number": 2, "times": 3, "length": "30 days", "left": True},
    ),
    (
        CHANGED,
        {
            "change": "shared",
            "on": "2024-03-01",
            "regime": "high",
            "from": "2024-06-30",
            "gives": "2024-04-30",
            "to": "2024-04-10",
            "policy": "in proportion",
            "held": [HELD_PARTS],
            "sum": SUM_PARTS,
            "share": {"left": 10, "whole": 20, "part": "1/2", "length_days": 90, "days": 22},
        },
    ),
    (
        attrs.evolve(CHANGED, what="stops", sum=None, held=(), new=FAR, after=FAR, policy=None, share=None),
        {
            "change": "stops",
            "on": "2024-03-01",
            "regime": "high",
            "from": "2024-06-30",
            "gives": None,
            "to": None,
            "policy": None,
            "held": [],
            "sum": None,
            "share": None,
        },
    ),
    (
        SUSPENDED,
        {
            "id": "s1",
            "state": "custody",
            "states": ["custody"],
            "first_day": "2024-03-02",
            "ended_on": "2024-03-15",
            "only_if_inside": True,
            "effect": "later of due and",
            "from": "2024-03-10",
            "to": "2024-03-28",
            "sum": SUM_PARTS | {"of": "end"},
        },
    ),
    (
        Rolled(
            how=Roll.NEXT,
            before=day("2024-03-02"),
            after=day("2024-03-04"),
            closed=(day("2024-03-02"), day("2024-03-03")),
            is_opening=False,
        ),
        {
            "how": "next open day",
            "from": "2024-03-02",
            "to": "2024-03-04",
            "closed": ["2024-03-02", "2024-03-03"],
            "kept_at_opening": False,
        },
    ),
    (
        LIMITED,
        {
            "of": "opens",
            "from": "2024-01-31",
            "length": None,
            "years_field": "bar_years",
            "years": 8,
            "at_most": "15 years",
            "counting": "beginning with",
            "before": False,
            "after_end": True,
            "to_end_of": None,
            "not_before_last_day_of": None,
            "roll": "next open day",
            "to": "2032-01-31",
            "source": ORIGIN_PARTS,
        },
    ),
    (
        attrs.evolve(LIMITED, limit=Limit(within=Duration(months=96), not_before=dt.date(2012, 7, 30)), years=None),
        {
            "of": "opens",
            "from": "2024-01-31",
            "length": "8 years",
            "years_field": None,
            "years": None,
            "at_most": None,
            "counting": "beginning with",
            "before": False,
            "after_end": False,
            "to_end_of": None,
            "not_before_last_day_of": None,
            "not_before": "2012-07-30",
            "roll": None,
            "to": "2032-01-31",
            "source": ORIGIN_PARTS,
        },
    ),
    (
        attrs.evolve(
            LIMITED,
            limit=Limit(before=Duration(months=1), to_end_of=PeriodEnd.QUARTER),
            years=None,
            counting=None,
            gives_minute=600,
        ),
        {
            "of": "opens",
            "from": "2024-01-31",
            "length": "1 month",
            "years_field": None,
            "years": None,
            "at_most": None,
            "counting": None,
            "before": True,
            "after_end": False,
            "to_end_of": "quarter",
            "not_before_last_day_of": None,
            "roll": None,
            "to": "2032-01-31T10:00",
            "source": ORIGIN_PARTS,
        },
    ),
    (
        Governed(group="g", by="R-2 o1", due=day("2024-03-01"), governs=Governs.EARLIEST),
        {"group": "g", "governs": Governs.EARLIEST.value, "by": "R-2 o1", "to": "2024-03-01"},
    ),
    (Voided(id="v1", day=day("2024-03-01")), {"by": "v1", "on": "2024-03-01"}),
    (
        STANDING,
        {
            "status": "met_late",
            "as_of": "2024-04-01",
            "opens": "2024-02-01",
            "due": "2024-03-01",
            "due_at": "2024-03-01T09:30",
            "cautious_due": "2024-02-29",
            "latest": "2024-03-02T10:00",
            "may_from": None,
            "met_by": ["v2"],
            "met_on": "2024-03-20",
            "days_late": 6,
            "days_frozen": 13,
            "frozen": [RUN_PARTS],
            "projected": False,
            "truncated": True,
            "lacking": ["levels"],
        },
    ),
    (
        NotCounted(id="v3", day=day("2024-03-01"), word="", why="early", on=day("2024-04-01")),
        {"id": "v3", "on": "2024-03-01", "word": None, "why": "early", "names": [], "turns_on": "2024-04-01"},
    ),
    (
        NotCounted(id="v3", day=0, word="s83", why="kind", names=("kind", "s84")),
        {"id": "v3", "on": None, "word": "s83", "why": "kind", "names": ["kind", "s84"], "turns_on": None},
    ),
    (LASTING, LASTING_PARTS),
    (
        attrs.evolve(LASTING, extent=FOR_LIFE, lasts=Term.LIFE, order="o1", sum=SUM),
        LASTING_PARTS
        | {"last_day": None, "indefinite": True, "lasts": Term.LIFE.value, "halved": None, "order": "o1"}
        | {"sum": SUM_PARTS, "excluded_days": 0, "changes": [], "lacking": [], "cautious_last_day": None}
        | {"cut_by": None, "cut_to": None},
    ),
    (
        OrderLife(id="o1", kind="shpo", start=day("2023-01-10"), last=FAR, by="items", years=7),
        {
            "id": "o1",
            "order_kind": "shpo",
            "first_day": "2023-01-10",
            "last_day": None,
            "by": "items",
            "years": 7,
            "replaced_by": None,
        },
    ),
    (
        OrderLife(
            id="o1", kind="shpo", start=None, last=day("2030-01-09"), by="replaced_by", years=0, replaced_by="o2"
        ),
        {
            "id": "o1",
            "order_kind": "shpo",
            "first_day": None,
            "last_day": "2030-01-09",
            "by": "replaced_by",
            "years": 0,
            "replaced_by": "o2",
        },
    ),
    (
        Together(span="subject", extents=(EXTENT, FOR_LIFE), last=FAR, key="r1", indefinite=True),
        {
            "span": "subject",
            "extents": [
                {"key": "r1", "first_day": "2023-01-10", "last_day": "2030-01-09", "indefinite": False},
                {"key": "r1", "first_day": "2023-01-10", "last_day": None, "indefinite": True},
            ],
            "last_day": None,
            "indefinite": True,
            "by": "r1",
        },
    ),
    (
        Together(span="subject", extents=(), last=day("2030-01-09"), key="r1", indefinite=False),
        {"span": "subject", "extents": [], "last_day": "2030-01-09", "indefinite": False, "by": "r1"},
    ),
]

NAMES = [f"{place}-{type(step).__name__}" for place, (step, _) in enumerate(STEPS)]


@pytest.mark.parametrize(("step", "parts"), STEPS, ids=NAMES)
def test_each_step_in_parts(step, parts):
    assert PARTS[type(step)](step) == parts


@pytest.mark.parametrize("step", [step for step, _ in STEPS], ids=NAMES)
def test_each_step_is_as_the_schema_has_it_in_its_order(step):
    plain = told(step, {}).plain()
    schema = DEFS[f"step_{plain['kind']}"]
    jsonschema.Draft202012Validator({"$defs": DEFS, **schema}).validate(plain)
    assert list(plain) == [name for name in schema["properties"] if name in plain]


def test_every_kind_of_step_has_its_parts_here():
    assert {type(step) for step, _ in STEPS} == set(PARTS)
