"""What a part of a register adds up to, written and added: nothing is lost on the way."""

import datetime as dt
import json

import attrs
import pytest

from supervise.checks import Waiver, Waivers
from supervise.engine.timeline import Workforce
from supervise.model import Offender, Rejected
from supervise.register.partial import add_part, part_data
from supervise.register.tally import Tally
from supervise.reviewing import Summary, review
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK, DIRTY, LATE

AS_OF = dt.date(2026, 6, 30)
MADE = {"reason_code": "r", "made_by": "o5", "approved_by": "s1", "made_on": AS_OF, "expires_on": AS_OF}


@pytest.fixture(scope="module")
def results():
    waivers = Waivers([Waiver(id="w1", code="VD001", scope="register", **MADE)])
    people = [LATE, {**LATE, "id": "x9", "contacts": []}, *DIRTY[1:]]
    managed = [{**each, "managers": [{**LATE["managers"][0], "team_id": "t1"}]} for each in people]
    book = load_rulebook(BOOK)
    given = {"as_of": AS_OF, "workforce": Workforce(None), "waivers": waivers}
    return [Rejected(kind="missing id"), *(review(Offender.from_dict(each), book, **given) for each in managed)]


def added(results):
    tally = Tally()
    for each in results:
        tally.add(each)
    return tally


def test_everything_a_tally_holds_is_in_it(results):
    tally = added(results)
    held = {each.name: getattr(tally.summary, each.name) for each in attrs.fields(Summary)}
    assert [name for name, value in held.items() if not (value.rows if name == "gathered" else value)] == []
    assert tally.severities
    assert tally.waived
    assert tally.not_evaluated
    assert tally.unknown_keys
    data = json.loads(json.dumps(part_data(tally)))
    back = Tally()
    add_part(back, data)
    assert back == tally


def test_parts_add_up_to_the_whole_in_any_order(results):
    whole = added(results)
    parts = [part_data(added([each])) for each in results]
    for order in (parts, parts[::-1]):
        total = Tally()
        for each in order:
            add_part(total, each)
        assert total == whole


def test_a_part_that_an_earlier_version_wrote_lacks_what_was_not_counted_then(results):
    data = part_data(added(results))
    del data["summary"]["without_recorded_on"]
    total = Tally()
    add_part(total, data)
    assert (total.summary.read, total.summary.without_recorded_on) == (len(results), 0)


def test_parts_that_are_the_same_are_added_at_once(results):
    part = part_data(added(results))
    once, thrice = Tally(), Tally()
    for _ in range(3):
        add_part(once, part)
    add_part(thrice, part, times=3)
    assert once == thrice
    assert once.summary.read == 3 * len(results)
