"""People in supervision who do not exist: the same from the same seed, sound, and fit for every book of contacts."""

import datetime as dt
import hashlib
import json

import pytest

from supervise import Offender, load_rulebook, review
from supervise.sample import generate_supervised, staff
from tests.catalogue.people import CONTACTS

AS_OF = dt.date(2026, 6, 30)
DAYS = load_rulebook("contacts-days@2026.1")


def made(count=60, seed=1, levels=CONTACTS.levels.scale, **more):
    return list(generate_supervised(count, seed, AS_OF, levels=levels, **more))


def test_the_bytes_of_a_seed_are_known():
    """The same on every machine, in every version of Python, whatever the hash seed."""
    assert hashlib.sha256(json.dumps(made()).encode()).hexdigest()[:16] == "96e19e82d2166fbc"


def test_any_part_can_be_made_by_itself():
    assert made(5, first=56) == made()[55:]
    assert made(1, prefix="own")[0]["id"] == "own-000001"


@pytest.mark.parametrize("book", [CONTACTS, DAYS], ids=lambda book: book.id)
def test_every_record_is_sound_and_its_duties_can_be_judged(book):
    officers = {row["officer"] for row in staff(60, 1, AS_OF)}
    statuses = set()
    for record in made(levels=book.levels.scale):
        offender = Offender.from_dict(record)
        assert (offender.faults, offender.notes) == ((), ())
        assert {visit.officers[0] for visit in offender.visits} <= officers
        assert max(fact["on"] for fact in record["events"]) <= AS_OF.isoformat()
        statuses |= {row.status.value for row in review(offender, book, as_of=AS_OF).schedule.all_obligations}
    assert statuses >= {"open", "overdue", "met", "missed", "suspended"}
    assert "unknown" not in statuses


def test_there_is_something_of_everything_that_the_books_read():
    records = made(300)
    kinds = {fact["kind"] for record in records for fact in record["events"]}
    assert kinds == {
        "supervision_began",
        "supervision_ended",
        "sex_offence_case",
        "exemption_began",
        "exemption_ended",
        "collateral",
        "employment_check",
    }
    assert {fact["kind"] for record in records for fact in record.get("statuses", ())} == {"custody", "hospital"}
    assert {fact["level"] for record in records for fact in record["levels"]} == set(CONTACTS.levels.scale)
    assert any(len(record["managers"]) > 1 for record in records)


@pytest.mark.parametrize("wrong", [{"count": -1}, {"first": 0}, {"levels": ()}])
def test_what_cannot_be_made_is_refused(wrong):
    with pytest.raises(ValueError, match="whole numbers from 0"):
        made(**wrong)
    with pytest.raises(ValueError, match="a day from 1950 on"):
        generate_supervised(1, 1, dt.date(1949, 1, 1), levels=("low",))
