"""What is written and what the schema promises agree, key by key."""

import datetime as dt
import json

import jsonschema
import pytest

from supervise.checks import CHECKS, Waiver, Waivers
from supervise.checks.groups import judge_groups
from supervise.engine.timeline import Workforce
from supervise.register import read_json, survey
from supervise.register.output_schema import output_schema
from supervise.register.plugins import Plugin
from supervise.register.tally import Tally
from supervise.register.writing import (
    Input,
    Run,
    groups_data,
    line,
    rejected_data,
    review_data,
    run_data,
    schedule_data,
    summary_data,
)
from supervise.reviewing import review, schedule
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK, REGISTER

AS_OF = dt.date(2026, 6, 30)


WAIVERS = Waivers(
    [
        Waiver(
            id="w1",
            code="VD001",
            scope="register",
            reason_code="r",
            made_by="o1",
            approved_by="s1",
            made_on=AS_OF,
            expires_on=AS_OF,
        )
    ]
)


@pytest.fixture(scope="module")
def validator():
    schema = output_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """Every kind of line, of the example register and of one with faults."""
    book = load_rulebook(BOOK)
    path = tmp_path_factory.mktemp("register") / "register.jsonl"
    path.write_text(REGISTER.read_text(encoding="utf-8") + '{"team": 3}\n{"id": "x2", "levels": [{"id": 4}]}\n')
    found = survey(path)
    run = Run(version="1", book=book, register_sha256=found.sha256, as_of=AS_OF)
    tally = Tally()
    data = [
        run_data(run),
        run_data(
            Run(
                version="1",
                book=book,
                workforce=Input(id="o", sha256="0" * 64),
                waivers=Input(id="w", version="1", sha256="0" * 64),
                plugins=(Plugin("own", None, ()), Plugin("other", "2", ())),
                register_sha256=found.sha256,
                as_of=AS_OF,
                until=AS_OF,
            )
        ),
    ]
    for item in read_json(path, found=found):
        if not hasattr(item, "visits"):
            tally.add(item)
            data.append(rejected_data(item))
            continue
        reviewed = review(item, book, as_of=AS_OF, workforce=Workforce({}), waivers=WAIVERS)
        tally.add(reviewed)
        ahead = schedule(item, book, as_of=AS_OF, until=AS_OF + dt.timedelta(days=90))
        data += [review_data(reviewed, history=True), schedule_data(ahead, AS_OF + dt.timedelta(days=90))]
    tally.conclude(judge_groups(CHECKS, tally.summary.gathered, book=book, as_of=AS_OF, workforce=Workforce({})))
    return [json.loads(line(each)) for each in [*data, *groups_data(tally.groups.flags), summary_data(tally)]]


@pytest.mark.slow
def test_every_line_is_what_the_schema_promises(validator, lines):
    assert {each["type"] for each in lines} == {"run", "review", "schedule", "rejected", "flags", "summary"}
    assert [error.message for each in lines for error in validator.iter_errors(each)] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["run", "review", "schedule", "rejected", "flags", "summary"])
def test_a_line_with_a_key_less_or_more_is_refused(validator, lines, kind):
    whole = next(each for each in lines if each["type"] == kind)
    assert not validator.is_valid({**whole, "unknown": 1})
    for key in whole:
        rest = {name: value for name, value in whole.items() if name != key}
        assert not validator.is_valid(rest) or key == "until"


def test_a_flag_carries_the_waiver_that_sets_it_aside(lines):
    flags = [flag for each in lines for flag in each.get("flags", ()) if each["type"] == "review"]
    assert {flag["code"] for flag in flags if flag["waiver"]} == {"VD001"}
    assert next(flag["waiver"] for flag in flags if flag["waiver"]) == {
        "id": "w1",
        "approved_by": "s1",
        "expires_on": "2026-06-30",
    }


def test_keys_come_in_the_order_of_the_schema(lines):
    defs = output_schema()["$defs"]
    for each in lines:
        order = [key for key in defs[each["type"]]["properties"] if key in each]
        assert list(each) == order
