"""Made-up people: valid, of the words they are given, and known bit by bit."""

import datetime as dt

import pytest
from hypothesis import Phase, find, given, settings, strategies as st

from supervise import Offender, load_rulebook
from supervise.model import ARRAYS
from supervise.model.versions import known
from supervise.testing.strategies import (
    BASES,
    Entry,
    Vocabulary,
    dates_of,
    entries,
    histories,
    judged,
    offenders,
    record_of,
    records,
    registers,
)

BOOK = load_rulebook("england-wales@2026.1")
OWN = Vocabulary(
    ids=st.sampled_from(["P1", "P2"]),
    levels=("tier_1", "tier_2"),
    officers=("x1",),
    supervisors=("x2",),
    forces=("north",),
    addresses=("home",),
    notifications=("told",),
    events=("seen",),
    rules=("R-1",),
    bases=(dt.date(2030, 5, 31),),
    last=dt.date(2031, 1, 1),
)
FEW = settings(max_examples=40)


def faults(record):
    offender = Offender.from_dict(record)
    return (*offender.faults, *offender.notes)


@FEW
@given(records(OWN, versions=True))
def test_a_record_is_made_of_the_words_given(record):
    assert faults(record) == ()
    assert record["id"] in {"P1", "P2"}
    assert record["force"] == "north"
    words = {
        "levels": ("level", {"tier_1", "tier_2"}),
        "managers": ("officer_id", {"x1"}),
        "notifications": ("kind", {"told"}),
        "events": ("kind", {"seen"}),
        "stays": ("address_id", {"home", None}),
        "set_dates": ("rule", {"R-1"}),
        "transfers": ("to", {"north"}),
        "assessments": ("tool", {"arms", "oasys", "rm2000"}),
    }
    for array, (field, allowed) in words.items():
        assert {fact.get(field) for fact in record.get(array, ())} <= allowed
    assert max(dates_of(record)) <= OWN.last or not record["registrations"]


@FEW
@given(records(Vocabulary(), arrays=["visits"]))
def test_only_the_arrays_named_are_given(record):
    assert {name for name, value in record.items() if isinstance(value, list)} <= {
        "registrations",
        "notifications",
        "visits",
    }


@FEW
@given(records(arrays=[]))
def test_no_array_at_all_may_be_named(record):
    assert set(record) <= {"id", "force", "born_on", "registrations", "notifications"}


@pytest.mark.slow
@pytest.mark.parametrize("array", ARRAYS)
def test_every_array_of_the_format_is_drawn(array):
    # The first that has one, not the smallest: shrinking would take most of the time.
    quick = settings(database=None, max_examples=2_000, phases=[Phase.generate], derandomize=True)
    assert find(records(Vocabulary.of(BOOK), versions=True), lambda record: record.get(array), settings=quick)


@pytest.mark.slow
def test_it_shrinks_to_next_to_nothing_in_few_steps():
    looked_at = []

    def visited(record):
        looked_at.append(record)
        return record.get("visits")

    quick = settings(database=None, derandomize=True, phases=[Phase.generate, Phase.shrink])
    smallest = find(records(), visited, settings=quick)
    assert sum(len(value) for value in smallest.values() if isinstance(value, list)) <= 2
    assert len(looked_at) < 500


@FEW
@given(offenders(OWN, arrays=["levels"], versions=True))
def test_an_offender_is_a_record_that_was_read(offender):
    assert isinstance(offender, Offender)
    assert offender.faults == offender.notes == ()


@settings(max_examples=10)
@given(registers(OWN, named="N{}".format, min_size=1, max_size=3))
def test_a_register_has_every_id_once(register):
    assert [record["id"] for record in register] == [f"N{number}" for number in range(1, len(register) + 1)]
    assert 1 <= len(register) <= 3


@FEW
@given(entries(OWN, arrays=["visits", "levels"]))
def test_an_entry_says_when_it_became_known(entry):
    assert entry.array in {"visits", "levels"}
    assert entry.recorded_on <= OWN.last
    assert faults(record_of([entry], id="x1")) == ()


@FEW
@given(histories())
def test_what_is_known_on_a_day_is_the_history_up_to_it(history):
    days = [entry.recorded_on for entry in history]
    assert days == sorted(days)
    whole = Offender.from_dict(record_of(history, id="x1"))
    for day in days:
        part = Offender.from_dict(record_of([entry for entry in history if entry.recorded_on <= day], id="x1"))
        assert known(whole, day) == known(part)


def test_a_record_of_entries_holds_copies():
    entry = Entry(array="visits", fact={"id": "v1", "recorded_on": "2026-01-05"})
    record_of([entry], id="x1")["visits"][0].clear()
    assert entry.fact["id"] == "v1"


@FEW
@given(judged(OWN, of=records(OWN, arrays=[])))
def test_the_day_judged_is_near_a_fact_and_not_past_the_last(case):
    record, as_of = case
    assert as_of <= OWN.last
    assert min(abs((as_of - day).days) for day in dates_of(record)) <= 400 or as_of == OWN.last


def test_a_record_without_dates_has_a_leap_day():
    assert dates_of({"id": "x1", "links": ["abcd-fghij"[:9]]}) == [dt.date(2024, 2, 29)]
    assert dates_of(
        {"id": "x1", "visits": [{"on": "2026-01-05", "items": [{"x": "2025-01-05"}]}, {"on": "2026-01-05"}]}
    ) == [
        dt.date(2025, 1, 5),
        dt.date(2026, 1, 5),
    ]


def test_the_setting_of_a_book_has_its_words():
    vocabulary = Vocabulary.of(BOOK)
    assert vocabulary.levels == BOOK.levels.scale
    assert {"R-V2", "R-N4"} <= set(vocabulary.rules)
    assert {"s83", "s84", "s85"} <= set(vocabulary.notifications)
    assert "breach_suspected" in vocabulary.events
    assert vocabulary.bases == BASES
    assert Vocabulary.of(BOOK, levels=("a",)).levels == ("a",)


def test_what_a_book_does_not_speak_of_is_as_without_it():
    bare = load_rulebook(
        {
            "format": 1,
            "id": "bare",
            "version": "2026.1",
            "title": "Bare",
            "jurisdiction": "nowhere",
            "conventions": {
                "month_end": "the last day of the month",
                "leap_day": "28 February",
                "leap_birthday": "28 February",
                "end_day": "no longer in the state",
                "zone": "UTC",
            },
            "levels": {"scale": ["only"]},
        }
    )
    plain = Vocabulary()
    made = Vocabulary.of(bare)
    assert (made.levels, made.rules) == (("only",), ())
    assert (made.events, made.notifications) == (plain.events, plain.notifications)


# ── a program that keeps a part ─────────────────────────────────────────────────────────────────────────────────

PART = Vocabulary(
    fields={"offenders": ["force"], "visits": ["on", "outcome"], "registrations": ["relevant_on"], "levels": ()}
)
ALWAYS = {"id", "recorded_on", "withdrawn"}


def said(record):
    """The fields that the facts of each array say, and what is said of the offender."""
    arrays = {name: value for name, value in record.items() if isinstance(value, list)}
    return set(record) - set(arrays), {name: {key for fact in facts for key in fact} for name, facts in arrays.items()}


@FEW
@given(records(PART, versions=True))
def test_a_record_says_no_more_than_a_program_keeps(record):
    own, facts = said(record)
    assert own == {"id", "force"}
    allowed = {"visits": {"on", "outcome"}, "registrations": {"relevant_on"}, "levels": set()}
    assert all(keys <= allowed[array] | ALWAYS for array, keys in facts.items())
    assert faults(record) == ()


@FEW
@given(entries(PART))
def test_an_entry_says_no_more_than_a_program_keeps(entry):
    assert entry.array in {"visits", "levels"}
    assert set(entry.fact) <= {"on", "outcome"} | ALWAYS


@pytest.mark.parametrize("array", ["visits", "levels", "registrations"])
def test_every_array_that_is_kept_is_drawn(array):
    find(records(PART), lambda record: record.get(array), settings=settings(phases=[Phase.generate]))


def test_of_the_arrays_named_those_that_are_kept_are_drawn():
    once = settings(phases=[Phase.generate], max_examples=5)
    find(entries(PART, arrays=["visits", "trips"]), lambda entry: entry.array == "visits", settings=once)
    with pytest.raises(ValueError, match="no array"):
        find(entries(PART, arrays=["trips"]), lambda entry: True, settings=once)


def test_without_fields_of_the_offender_the_id_is_all():
    words = Vocabulary(fields={"visits": ["on"]})
    record = find(records(words), lambda record: len(record) == 1, settings=settings(phases=[Phase.generate]))
    assert record == {"id": "A1"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"vists": ["on"]}, "a register has no 'vists'; did you mean 'visits'?"),
        ({"visits": ["plce"]}, "visits have no 'plce'; did you mean 'place'?"),
        ({"offenders": ["frce"]}, "offenders have no 'frce'; did you mean 'force'?"),
        ({"levels": ["from_"]}, "levels have no 'from_'; did you mean 'from'?"),
    ],
)
def test_a_name_that_the_format_does_not_have_is_refused(fields, message):
    with pytest.raises(TypeError) as caught:
        Vocabulary(fields=fields)
    assert str(caught.value) == message


def test_the_fields_are_part_of_a_setting_and_stay_as_they_were_given():
    given_ = {"visits": ["on"]}
    words = Vocabulary.of(BOOK, fields=given_)
    given_["visits"].append("outcome")
    assert words == Vocabulary.of(BOOK, fields={"visits": ["on"]})
    assert words != Vocabulary.of(BOOK)
    assert hash(words)
