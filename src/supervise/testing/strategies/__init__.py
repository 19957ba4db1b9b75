"""Hypothesis strategies: made-up offenders, histories, registers, rulebooks and calendars, for anybody's tests.

Everything is plain data of the published formats, so that a failure reads like a register and shrinks to few facts.
Three kinds: *valid* (`records`, `histories`: what people may have lived through, its dates crowded around due days),
*messy* (`messy_records`: whatever the format lets one write, in any combination) and *adversarial*
(`adversarial_records`, `adversarial_lines`: wrong in every way a value, a key or a line can be).

Needs the extra `testing`. What may not live here: anything that judges; the assertions are beside this package.
"""

from __future__ import annotations

from supervise.errors import MissingExtraError

try:
    import hypothesis as hypothesis
except ImportError:
    message = "the strategies need Hypothesis: pip install 'supervise-schedules[testing]'"
    raise MissingExtraError(message) from None

from supervise.testing.strategies.books import CADENCES, people_of, rulebooks
from supervise.testing.strategies.calendars import calendar_records, calendars
from supervise.testing.strategies.messy import adversarial_lines, adversarial_records, messy_records
from supervise.testing.strategies.people import (
    Entry,
    dates_of,
    entries,
    histories,
    judged,
    offenders,
    record_of,
    records,
    registers,
)
from supervise.testing.strategies.vocabulary import BASES, Vocabulary

__all__ = [
    "BASES",
    "CADENCES",
    "Entry",
    "Vocabulary",
    "adversarial_lines",
    "adversarial_records",
    "calendar_records",
    "calendars",
    "dates_of",
    "entries",
    "histories",
    "judged",
    "messy_records",
    "offenders",
    "people_of",
    "record_of",
    "records",
    "registers",
    "rulebooks",
]
