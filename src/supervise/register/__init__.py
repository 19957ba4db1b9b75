"""Registers: many offenders, in files or a database. What cannot be read is set aside, named and counted.

What may not live here: what a fact means, and pages for people.
"""

from supervise.register.choosing import read_register, survey_register
from supervise.register.counts import Counts
from supervise.register.figures import What
from supervise.register.folder import Declared, read_folder, read_mapping, survey_folder, write_folder
from supervise.register.jsonl import Reading, read_json
from supervise.register.limits import Limits
from supervise.register.memory import read_rows
from supervise.register.quarantine import Quarantine
from supervise.register.reading import read_line
from supervise.register.reconciling import Difference, Person, Reconciliation, Side, Why, reconcile
from supervise.register.records import Part
from supervise.register.survey import Survey, survey
from supervise.register.waivers import read_waivers
from supervise.register.workforce import read_workforce
from supervise.register.writing import review_data

__all__ = [
    "Counts",
    "Declared",
    "Difference",
    "Limits",
    "Part",
    "Person",
    "Quarantine",
    "Reading",
    "Reconciliation",
    "Side",
    "Survey",
    "What",
    "Why",
    "read_folder",
    "read_json",
    "read_line",
    "read_mapping",
    "read_register",
    "read_rows",
    "read_waivers",
    "read_workforce",
    "reconcile",
    "review_data",
    "survey",
    "survey_folder",
    "survey_register",
    "write_folder",
]
