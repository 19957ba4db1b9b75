"""Registers: many offenders, from a file. What cannot be read is set aside, named and counted, never lost."""

from supervise.register.counts import Counts
from supervise.register.jsonl import Reading, read_json
from supervise.register.quarantine import Quarantine
from supervise.register.records import Part
from supervise.register.survey import Survey, survey

__all__ = ["Counts", "Part", "Quarantine", "Reading", "Survey", "read_json", "survey"]
