"""Messy and adversarial registers: the first can be read whole, the second never stops a reader."""

import json

import pytest
from hypothesis import Phase, find, given, settings, strategies as st
from hypothesis.errors import NoSuchExample

from supervise import Offender, RegisterError
from supervise.model.facts import Term, Visit
from supervise.testing.strategies import adversarial_lines, adversarial_records, messy_records
from supervise.testing.strategies.messy import _fact

FEW = settings(max_examples=50)


@FEW
@given(messy_records())
def test_whatever_the_format_allows_is_read_whole(record):
    offender = Offender.from_dict(record)
    assert offender.faults == offender.notes == ()


@FEW
@given(adversarial_records())
def test_what_is_wrong_is_set_aside_or_refused(record):
    try:
        offender = Offender.from_dict(record)
    except RegisterError:
        return
    assert all(fault.kind for fault in offender.faults)


@FEW
@given(adversarial_lines())
def test_a_line_is_one_line(line):
    assert "\n" not in line
    assert "\r" not in line


def test_each_way_of_damage_gives_what_json_or_a_reader_of_registers_refuses():
    record = st.just({"id": "a", "team": "t"})
    quick = settings(database=None, derandomize=True, phases=[Phase.generate], max_examples=500)
    seen = set()

    def looked_at(line):
        seen.add(line)
        return False

    # Nothing is ever found: that is how every line is looked at.
    with pytest.raises(NoSuchExample):
        find(adversarial_lines(record), looked_at, settings=quick)
    whole = json.dumps({"id": "a", "team": "t"})
    assert whole in seen
    assert whole + whole in seen
    assert "\ufeff" + whole in seen
    assert {"null", "[]", '{"id": "a", "id": "b"}'} <= seen
    assert any(whole.startswith(line) and line != whole for line in seen)
    assert any("NaN" in line for line in seen)
    assert any("\\ud800" in line for line in seen)
    assert any("\0" in line for line in seen)
    assert any(line.count("[") > 1_000 for line in seen)


@settings(max_examples=5)
@given(_fact(Term), _fact(Visit))
def test_what_is_no_fact_of_its_own_has_no_id(term, visit):
    assert "id" not in term
    assert "id" in visit
