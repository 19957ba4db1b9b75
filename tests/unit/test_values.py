"""Public classes as values: nothing changes them, they can be kept, sent, copied with a change, and shown to anybody."""

import datetime as dt
import inspect
import json
import pickle
import re
from enum import Enum

import attrs
import pytest

import supervise
from supervise import Offender, Waiver, Waivers, Workforce, explain, load_calendar, load_rulebook, review
from supervise.cases import Case, run_case
from supervise.checks import Evidence, GroupFlag, GroupReview, Scope, Severity
from supervise.conformance import Amended, load_suite
from supervise.model import ARRAYS
from supervise.nightly import Config, Outcome
from supervise.register import Declared, Limits, Part, Survey, reconcile
from supervise.report.hindsight import hindsight
from supervise.report.pack import Setting
from supervise.sample import Planted
from tests.unit.test_surface import CLASSES

DAY = dt.date(2026, 6, 30)
BOOK = load_rulebook("england-wales@2026.1")
SUITE = load_suite()
# What may not be seen by accident. Ids, codes and words of the library may.
SECRETS = ("1971", "north", "very_high", "no_reply", "Pembroke", "seven", "2025-04-01", "2025, 4, 1", "hunter2")
FACTS = {
    "id": "x1",
    "born_on": "1971-05-17",
    "team": "north",
    "registrations": [{"id": "r1", "relevant_on": "2025-04-01", "disposal": "fine", "terms": [{"months": 7}]}],
    "levels": [{"id": "l1", "level": "very_high", "from": "2025-04-01"}],
    "visits": [
        {
            "id": "v1",
            "on": "2025-04-01",
            "outcome": "no_reply",
            "place": "home",
            "others": [{"role": "north", "vetted": False}],
        }
    ],
    "orders": [{"id": "o1", "kind": "shpo", "made_on": "2025-04-01", "items": [{"kind": "prohibition", "years": 5}]}],
    "notifications": [{"id": "n1", "kind": "s83", "on": "2025-04-01", "home_kind": "sole_or_main"}],
}
FILLED = {
    "assessments": {"band": "very_high"},
    "plans": {"interval": "7 months", "reason_code": "seven"},
    "decisions": {"reason_code": "seven"},
    "changes": {"on": "2025-04-01"},
}


def offender():
    """Somebody with a fact in every array."""
    others = {name: [{"id": f"{name}-1", **FILLED.get(name, {})}] for name in ARRAYS if name not in FACTS}
    found = Offender.from_dict({**FACTS, **others})
    assert found.faults == ()
    return found


def samples():
    """One value of every public class that is one, by class."""
    one = offender()
    found = review(one, BOOK, as_of=DAY)
    why = explain(found, rule="R-V2")
    told = hindsight(one, BOOK, since=dt.date(2025, 4, 1), until=dt.date(2025, 6, 30), as_known=True)
    waiver = Waiver(id="w1", reason_code="seven", made_by="o1", approved_by="s1", made_on=DAY, flag="VD001|x1|R-V2|v1")
    lower = Offender.from_dict({"id": "x1", "levels": [{"id": "l1", "level": "low", "from": "2025-04-01"}]})
    apart = reconcile([one, Offender(id="x2")], [lower], as_of=DAY)
    case = Case("c1", "england-wales@2026.1", FACTS, DAY, {"no_flags": ["VD001"]}, why="seven")
    group = GroupFlag(
        **dict.fromkeys(("rule", "since", "days_over")),
        code="WF060", severity=Severity.LOW, scope=Scope.TEAM, as_of=DAY, rulebook="x@1", key="t1", evidence=(),
        message="seven", clears="", identity="WF060|t1",
    )  # fmt: skip
    broken = Offender.from_dict({"id": "x1", "born_on": "1971-02-30", "colour": "north"})
    settings = {"register": "r", "outputs": "o", "rulebook": "x@1"}
    values = [
        load_calendar("england-and-wales@2026.1"),
        supervise.CHECKS[0],
        broken.faults[0], broken.notes[0], supervise.Rejected(kind="missing id", line=7),
        found.flags[0], found.obligations[0], one, supervise.Period(months=3), found, found.schedule, BOOK,
        waiver, Waivers([waiver]), Workforce({"o1": ()}),
        case, run_case(case), Evidence("on", dt.date(2025, 4, 1)), group, GroupReview((group,)),
        *(getattr(one, name)[0] for name in ARRAYS),
        one.registrations[0].terms[0], one.visits[0].others[0], one.orders[0].items[0],
        Config(ledger="postgresql://night:hunter2@host/ledger", **settings), Outcome(report={}, summary="seven", repeated=False, judged=1),
        Declared(dates="D/M/Y"), apart, apart.people[0], apart.differences[0], Part(),
        Survey(sha256="0", records=1, keepers={}, borders=(Part(),), stamp=(1, 1)),
        why, why.heading, why.passages[0], why.passages[0].steps[0],
        told, told.points[0], told.points[0].duties[0], told.points[0].duties[0].after,
        next(span for point in told.points for span in point.spans),
        next(span.after for point in told.points for span in point.spans),
        next(flag for point in told.points for flag in point.flags),
        next(record for point in told.points for record in point.known),
        Setting.of(BOOK, DAY),
        Planted("x1", "VD001", ("v1",)),
        SUITE, SUITE.files[0], SUITE.history[0], Amended(id="X-01", why="a wrong date"),
        Limits(),
    ]  # fmt: skip
    return {type(value): value for value in values}


SAMPLES = samples()
# Not values: they are filled, used up or asked, or only others are made of them.
OTHERS = {"Counts", "Fact", "Inquiry", "Pack", "Quarantine", "Reading", "RegisterReview", "Summary"}
# What `supervise.testing` makes up shows what it holds, on purpose; its own tests look at it.
FOR_TESTS = "supervise.testing."
# Compared by identity: two with the same content are told apart by nobody's mistake.
BY_IDENTITY = {"Review", "Schedule", "Rulebook", "Waivers", "Workforce"}
# They hold one of these, or steps, which are not sent.
HOLDING = {"Result", "Hindsight", "Obligation"}
# They hold plain data or counts, and are no keys.
UNHASHABLE = {
    "Case", "Explanation", "Heading", "Outcome", "Passage", "Reconciliation", "Setting", "Survey", "Told",
}  # fmt: skip
every_value = pytest.mark.parametrize("value", SAMPLES.values(), ids=lambda value: type(value).__name__)


def test_every_public_class_is_here():
    inside = [cls for cls in CLASSES if not cls.__module__.startswith(FOR_TESTS) and cls.__name__ not in OTHERS]
    missing = [cls.__name__ for cls in inside if cls not in SAMPLES and not issubclass(cls, BaseException | Enum)]
    assert sorted(missing) == []


@every_value
def test_nothing_changes_it(value):
    names = [field.name for field in attrs.fields(type(value))] if attrs.has(type(value)) else value._fields
    for name in (*names, "no_such_field"):
        with pytest.raises(AttributeError):
            setattr(value, name, None)


@every_value
def test_it_can_be_sent_to_another_process(value):
    back = pickle.loads(pickle.dumps(value))
    assert type(back) is type(value)
    assert repr(back) == repr(value)
    assert type(value).__name__ in BY_IDENTITY | HOLDING or back == value


@every_value
def test_it_can_be_copied_with_a_change(value):
    name = type(value).__name__
    if isinstance(value, tuple):
        assert value._replace(rule="R-X").rule == "R-X"
    elif name not in {"Review", "Schedule"}:  # results; nobody changes them
        field = next((field for field in attrs.fields(type(value)) if field.init), None)
        if field is not None:
            same = {field.alias: getattr(value, field.name)}
            copy = attrs.evolve(value, **same)
            assert copy is not value
            assert name in BY_IDENTITY or copy == value


@every_value
def test_showing_it_shows_ids_alone(value):
    text = repr(value)
    assert text.startswith(type(value).__name__)
    assert [secret for secret in SECRETS if secret in text] == []
    assert len(text) < 260  # a line or two
    assert not re.search(r"0x[0-9a-f]{6}", text)


@pytest.mark.parametrize(
    "value",
    [value for value in SAMPLES.values() if type(value).__name__ not in UNHASHABLE],
    ids=lambda value: type(value).__name__,
)
def test_it_can_be_a_key(value):
    assert {value: 1}[value] == 1


def test_a_review_that_was_sent_is_judged_again_and_says_the_same():
    later = {"id": "v1", "recorded_on": "2026-07-02", "on": "2025-04-01", "outcome": "seen", "place": "home"}
    one = Offender.from_dict({**FACTS, "visits": [*FACTS["visits"], later]})
    sent = review(one, BOOK, as_of=DAY, known_at=DAY, workforce=Workforce({"o1": ((1, 800_000),)}))
    back = pickle.loads(pickle.dumps(sent))
    assert back.stable_until == sent.stable_until
    assert back.flags == sent.flags
    assert back.parts == sent.parts
    plain = [row._replace(steps=()) for row in sent.schedule.all_obligations]
    assert [row._replace(steps=()) for row in back.schedule.all_obligations] == plain
    assert explain(back).text() == explain(sent).text()
    # All that was given goes along: versions not yet known on that day, and who was trained.
    assert back.schedule.timeline.original == one
    assert back.schedule.timeline.workforce.trained == {"o1": ((1, 800_000),)}


def test_a_schedule_that_was_sent_looks_as_far_ahead():
    ahead = supervise.schedule(offender(), BOOK, as_of=DAY, until=dt.date(2028, 6, 30))
    back = pickle.loads(pickle.dumps(ahead))
    assert len(back.all_obligations) == len(ahead.all_obligations)
    assert len(ahead.all_obligations) > len(review(offender(), BOOK, as_of=DAY).schedule.all_obligations)


def test_an_obligation_is_sent_without_its_steps():
    row = review(offender(), BOOK, as_of=DAY).obligations[0]
    back = pickle.loads(pickle.dumps(row))
    assert row.steps
    assert back == row._replace(steps=())


def test_an_offender_is_the_same_after_a_journey_as_json():
    one = offender()
    assert Offender.from_dict(json.loads(json.dumps(one.to_dict()))) == one


def test_no_public_class_is_left_out_by_a_name_that_two_have():
    """Two classes are called `Status`, two `Side`: both are looked at, as the samples go by class."""
    assert [name for name in OTHERS if name not in {cls.__name__ for cls in CLASSES}] == []
    assert all(inspect.isclass(cls) for cls in SAMPLES)
