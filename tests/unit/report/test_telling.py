"""Every step the engine can take is told, with a steady name for programs."""

from typing import get_args

from supervise.engine.steps import Gate, Step
from supervise.register.output_schema import output_schema
from supervise.report import telling
from supervise.report.explaining_parts import PARTS
from supervise.report.telling import lines_of, told, told_nothing
from supervise.rules.state import StateRule


def test_every_kind_of_step_is_told():
    assert set(telling._STEPS) == set(PARTS) == set(get_args(Step))


def test_the_schema_names_every_kind_and_no_other():
    names = {name.removeprefix("step_") for name in output_schema()["$defs"] if name.startswith("step_")}
    assert names == {kind for kind, _ in telling._STEPS.values()} | {"flag", "nothing"}


def test_states_are_spelled_out_in_words_and_parts():
    step = Gate(condition={"in": ["away"]}, day=738_945, daily=False, holds=True)
    found = told(step, {"away": StateRule(any_=("custody", "hospital"))})
    assert found.kind == "condition"
    assert found.lines == (("condition", "on 2024-02-29, in: custody or hospital: holds"),)
    assert found.parts["condition"] == "in: custody or hospital"
    assert lines_of(step) == (("condition", "on 2024-02-29, in: away: holds"),)


def test_nothing_is_told_with_its_reason():
    found = told_nothing("R-1  visit", "no occurrence")
    assert found.plain() == {"kind": "nothing", "words": ["R-1  visit", "no occurrence"]}
    assert found.lines == (("title", "R-1  visit"), ("", "no occurrence"))
