"""ST101: an id that the register holds twice."""

from supervise import Severity
from supervise.model import Note
from tests.catalogue.people import DUPLICATE, facts, flags, one, shown


def test_the_first_record_carries_the_flag_once():
    flag = one("ST101", facts(), "2026-06-01", notes=[DUPLICATE, DUPLICATE])
    assert (flag.severity, flag.key, flag.rule, flag.since) == (Severity.HIGH, "A1", None, None)
    assert shown(flag) == {"line": 4}


def test_another_note_is_no_duplicate():
    notes = [Note(kind="unknown key", path="visit"), Note(kind="duplicate id", path="visits[0].id")]
    assert flags("ST101", facts(), "2026-06-01", notes=notes) == []
