"""What is planted is flagged, whoever gets it and on whatever day; what is not planted is in order."""

import datetime as dt
import json

import pytest

from supervise import Offender, load_rulebook, review, review_register
from supervise.checks import CHECKS
from supervise.dates.ordinals import from_iso, to_iso
from supervise.model import Rejected
from supervise.register import read_json
from supervise.register.workforce import read_workforce
from supervise.sample import generate, staff, write_jsonl, write_workforce
from supervise.sample.damage import FAULTS
from supervise.sample.dirt import Dirt
from supervise.sample.plants import PLANTS
from supervise.sample.plants.host import first_to_reach
from supervise.sample.traits import TRAITS

BOOK = load_rulebook("england-wales@2026.1")
AS_OF = dt.date(2026, 6, 30)
# What is said of a rulebook cannot be planted in a register, nor what is said of a waiver; nor is there, in the book
# that registers are made up for, a duty that closes unmet.
CODES = {check.code for check in CHECKS if check.about not in (("register",), ("waiver",))} - {"RB102"}
# People are late, and habits are bad, in a register in order. All other checks look for what cannot be or must not be.
LATE = {
    "VD001", "VD002", "VD003", "VD004", "VD005", "VD006", "VD008", "VD101", "PR029", "PR031", "PR032", "PR033", "PR034",
    "RK036", "RK037", "PL045", "PL046", "WF056",
    "WF060", "WF061", "WF062", "NT063", "NT064", "NT075", "NT085", "NT101", "ST078", "ST080", "OR082",
}  # fmt: skip


class Judged:
    """A register made up, written, read and reviewed with its officers."""

    def __init__(self, folder, offenders, seed, as_of=AS_OF, dirty=0.0):
        self.planted = []
        self.register = folder / f"{seed}.jsonl"
        officers = folder / f"{seed}.json"
        write_jsonl(self.register, generate(offenders, seed, as_of, dirty=dirty, on_planted=self.planted.append))
        write_workforce(officers, staff(offenders, seed, as_of, dirty=dirty))
        workforce, _ = read_workforce(officers)
        results = review_register(read_json(self.register), BOOK, as_of=as_of, workforce=workforce)
        self.flags, self.remarks, self.rejected, self.severe = set(), set(), [], {}
        for result in results:
            if isinstance(result, Rejected):
                self.rejected.append(result)
                continue
            self.flags |= {(result.offender, flag.code) for flag in result.flags}
            offender = result.schedule.timeline.original
            self.remarks |= {(offender.id, each.kind) for each in (*offender.faults, *offender.notes)}
        self.flags |= {(flag.key, flag.code) for flag in results.groups().flags}

    def missed(self):
        """What was planted for a check and is not flagged."""
        return [
            each
            for each in self.planted
            if each.code in CODES and (each.group or each.offender, each.code) not in self.flags
        ]


@pytest.fixture(scope="module")
def dirty(tmp_path_factory):
    return Judged(tmp_path_factory.mktemp("dirty"), 3 * (len(PLANTS) + len(FAULTS)), 5, dirty=1.0)


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    return Judged(tmp_path_factory.mktemp("clean"), 700, 11)


def test_every_check_has_a_plant():
    """If not: put one into a module of `supervise.sample.plants`."""
    assert CODES - set(PLANTS) == set()


def test_nothing_that_is_asked_of_people_in_registers_made_up_closes_unmet():
    assert not any(rule.cadence.is_fixed for rule in BOOK.rule)


def test_plants_are_in_the_table_under_their_code():
    assert all(code == plant.code for code, plant in PLANTS.items())
    assert all(set(plant.needs) <= set(TRAITS) for plant in PLANTS.values())
    assert not set(PLANTS) & set(FAULTS)


def test_all_kinds_come_equally_often(dirty):
    counts = {name: sum(each.code == name for each in dirty.planted) for name in (*PLANTS, *FAULTS)}
    assert {count for name, count in counts.items() if name not in {"ST101", next(iter(PLANTS))}} == {3}
    # Without a record before it a second one cannot be planted; the first of the table takes its place.
    assert counts["ST101"] + counts[next(iter(PLANTS))] == 6
    assert counts["ST101"] > 0


def test_what_is_planted_is_flagged(dirty):
    assert dirty.missed() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "as_of", [dt.date(2024, 2, 29), dt.date(2026, 1, 2), dt.date(2027, 3, 31), dt.date(2025, 12, 31)]
)
def test_what_is_planted_is_flagged_on_awkward_days(tmp_path, as_of):
    assert Judged(tmp_path, len(PLANTS) + len(FAULTS), 8, as_of, dirty=1.0).missed() == []


def test_a_fault_of_a_record_is_noticed_where_it_was_put(dirty):
    for each in dirty.planted:
        fault = FAULTS.get(each.code)
        if fault is not None and not fault.whole:
            assert (each.offender, fault.kind) in dirty.remarks
            assert each.facts


def test_a_record_spoilt_as_a_whole_is_set_aside(dirty):
    set_aside = sorted(each.kind for each in dirty.rejected)
    names = [each.code for each in dirty.planted]
    expected = [FAULTS[name].kind for name in names if name in FAULTS and FAULTS[name].whole]
    assert set_aside == sorted(expected + ["duplicate id"] * names.count("ST101"))


def test_the_facts_named_are_those_of_the_record(dirty):
    lines = dirty.register.read_text().splitlines()
    for number, each in enumerate(dirty.planted):
        if each.code in PLANTS:
            record = json.loads(lines[number])
            held = {fact["id"] for value in record.values() if isinstance(value, list) for fact in value}
            assert set(each.facts) <= held
            assert each.offender == record["id"]


def test_the_list_of_what_was_planted_is_plain_data(dirty):
    rows = [each.row() for each in dirty.planted]
    assert {tuple(row) for row in rows} == {("offender", "code", "facts"), ("offender", "code", "facts", "group")}
    assert json.loads(json.dumps(rows)) == rows
    assert {row["code"] for row in rows if "group" in row} == {"DC024", "PR021", "PR026", "WF060", "WF061", "WF062"}


def test_an_officer_is_planted_with_a_fault_of_officers_and_teams(dirty):
    rows = {row["officer"]: row for row in staff(len(dirty.planted), 5, AS_OF, dirty=1.0)}
    for each in dirty.planted:
        if each.code in {"WF060", "WF061"}:
            assert rows[each.group]["fte"] < 0.1
        if each.code == "WF061":
            assert rows[each.group]["supervisor"] == each.group
        if each.code in {"DC024", "PR021", "PR026", "WF062"}:
            assert [row["team"] for row in rows.values()].count(each.group) == 1


@pytest.mark.slow
def test_a_record_in_order_is_never_said_to_be_impossible(clean):
    assert {code for _, code in clean.flags} - LATE == set()
    assert (clean.rejected, clean.remarks, clean.planted) == ([], set(), [])


@pytest.mark.parametrize(
    ("seed", "as_of", "number", "code"),
    [
        # Back from abroad on the last day itself: nothing was put off, and the notice of the day after was late.
        (102, dt.date(2024, 2, 29), 3857, "NT065"),
        # Nobody knew the new address for weeks, and just then visits became rarer.
        (102, dt.date(2024, 2, 29), 3874, "PL043"),
        # Several agencies no longer met about somebody of very high risk.
        (102, dt.date(2024, 2, 29), 4039, "RK094"),
        (103, dt.date(2025, 12, 27), 1554, "RK094"),
    ],
)
def test_records_that_once_were_not_in_order_are(seed, as_of, number, code):
    (record,) = generate(1, seed, as_of, first=number)
    assert code not in {flag.code for flag in review(Offender.from_dict(record), BOOK, as_of=as_of).flags}


def test_a_registration_planted_as_over_is_over_today():
    """And not at its last day, as where the month has no such day."""
    as_of, planted = dt.date(2024, 2, 29), []
    records = {
        each["id"]: each for each in generate(400, 102, as_of, dirty=1.0, on_planted=planted.append) if "id" in each
    }
    over = [records[each.offender] for each in planted if each.code == "ST087"]
    assert len(over) >= 3
    for record in over:
        assert "ST087" in {flag.code for flag in review(Offender.from_dict(record), BOOK, as_of=as_of).flags}


def test_nobody_is_at_two_homes_at_once_however_often_people_move():
    (record,) = generate(1, 102, dt.date(2024, 2, 29), first=2959)
    at = {visit.get("address_id"): visit.get("at") for visit in record["visits"] if visit["outcome"] == "seen"}
    assert at["h9"] is not None
    assert at["h10"] is None
    assert at["h11"] is None


@pytest.mark.slow
def test_people_are_late_in_a_register_in_order_as_in_life(clean):
    shares = {code: sum(flag == code for _, flag in clean.flags) / 7 for code in sorted(LATE)}
    assert 2 < shares["VD001"] < 12
    assert 0.3 < shares["NT063"] < 5
    assert shares["VD003"] < 3
    assert shares["VD006"] < 1


def test_the_first_record_is_never_a_second():
    """It would need one before it."""
    for seed in range(300):
        assert Dirt(seed, AS_OF, 1.0, "synthetic").name(1) != "ST101"


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [("2026-03-28", 1, "2026-02-28"), ("2026-03-31", 1, "2026-03-01"), ("2026-08-31", 6, "2026-03-01")],
)
def test_a_visit_is_placed_so_that_the_next_is_due_on_a_day_or_as_soon_after_as_there_is_one(day, months, first):
    assert to_iso(first_to_reach(from_iso(day), months)) == first
