"""The register in `examples/`: made by the script, and with everything that its page says."""

import json
from pathlib import Path

import pytest
from tools.make_examples import AS_OF, DIRTY, MANY, SHOWN, main, read

from supervise import Offender, load_rulebook, review
from supervise.register import read_json
from supervise.register.workforce import read_workforce
from supervise.sample.damage import FAULTS
from supervise.sample.plants import PLANTS

EXAMPLES = Path(__file__).parents[3] / "examples"
OFFENDERS = [Offender.from_dict(json.loads(line)) for line in (EXAMPLES / "register.jsonl").read_bytes().splitlines()]

# Faults for which a line is set aside whole.
WHOLE = {"ST101", *(name for name, fault in FAULTS.items() if fault.whole)}


@pytest.fixture(scope="module")
def statuses():
    """The statuses that the rules have for the offender with a number, as (rule, status)."""
    book = load_rulebook("england-wales@2026.1")
    found = {}
    for number in SHOWN:
        rows = review(OFFENDERS[number - 1], book, as_of=AS_OF, checks=()).obligations
        found[number] = {(row.rule, row.status.value) for row in rows}
    return found


@pytest.mark.slow
def test_making_them_again_gives_the_same_bytes():
    assert main(["--check"]) == 0


@pytest.mark.slow
def test_a_file_that_differs_is_named(tmp_path, capsys):
    assert main([], tmp_path) == 0
    (tmp_path / "workforce.json").write_bytes(b"[]")
    (tmp_path / "register.jsonl").unlink()
    capsys.readouterr()
    assert main(["--check"], tmp_path) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said if "differs" in line] == ["register.jsonl", "workforce.json"]


def test_the_large_one_has_a_fault_in_the_share_it_says():
    planted = [json.loads(line) for line in read(EXAMPLES / "register-700.planted.jsonl").splitlines()]
    assert len(planted) == round(MANY * DIRTY)
    found = read_json(EXAMPLES / "register-700.jsonl.gz")
    assert all(one.id.startswith("synthetic-") for one in found if isinstance(one, Offender))
    whole = [one for one in planted if one["code"] in WHOLE]
    assert (found.counts.read, found.counts.rejected) == (MANY, len(whole))
    assert {one["code"] for one in planted} == {*PLANTS, *FAULTS}


def test_the_workforce_holds_the_officers_of_both():
    workforce, _ = read_workforce(EXAMPLES / "workforce.json")
    named = {manager.officer_id for one in OFFENDERS for manager in one.managers if manager.agency == "police"}
    for one in read_json(EXAMPLES / "register-700.jsonl.gz"):
        if isinstance(one, Offender):
            named |= {manager.officer_id for manager in one.managers if manager.agency == "police"}
    assert named
    assert named <= set(workforce.trained)


def test_sixty_offenders_all_readable_and_all_made_up():
    assert len(OFFENDERS) == 60
    assert all(one.id.startswith("synthetic-") for one in OFFENDERS)
    assert not any(one.faults or one.notes for one in OFFENDERS)


@pytest.mark.parametrize(
    ("number", "rule"),
    [
        (2, "R-V2"),
        (5, "R-N4"),
        (33, "R-V1"),
        (37, "R-P1"),
        (41, "R-A4"),
        (45, "R-R3"),
        (58, "R-V2"),
        (58, "R-N4"),
    ],
)
def test_what_should_be_overdue_is(statuses, number, rule):
    assert (rule, "overdue") in statuses[number]


@pytest.mark.parametrize("rule", ["R-V2", "R-N4"])
def test_in_custody_nothing_falls_due(statuses, rule):
    assert (rule, "suspended") in statuses[9]


def test_without_a_level_some_dates_are_unknown(statuses):
    assert "unknown" in {status for _, status in statuses[12]}


def test_reactive_management_is_confirmed_and_not_visited(statuses):
    assert ("R-X1", "open") in statuses[20]
    assert not {"open", "overdue"} & {status for rule, status in statuses[20] if rule == "R-V2"}


def test_someone_without_a_home_is_visited_where_he_is_found(statuses):
    assert {rule for rule, _ in statuses[28]} >= {"R-V9", "R-N4"}


def test_orders_journeys_and_spells_in_custody_are_there():
    assert OFFENDERS[15].orders
    assert OFFENDERS[23].trips
    assert any(status.until for status in OFFENDERS[49].statuses)
    assert OFFENDERS[53].meetings


def test_the_page_names_each_of_them():
    page = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    assert all(f"`synthetic-{number:06}`" in page for number in SHOWN)
