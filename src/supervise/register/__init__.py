"""Registers: many offenders, in files or a database. What cannot be read is set aside, named and counted."""

from supervise.register.choosing import Place, read_register, survey_register
from supervise.register.counts import Counts
from supervise.register.figures import What
from supervise.register.folder import Declared, read_folder, read_mapping, survey_folder, write_folder
from supervise.register.jsonl import Reading, read_json
from supervise.register.memory import read_rows
from supervise.register.quarantine import Quarantine
from supervise.register.reconciling import Difference, Person, Reconciliation, Side, Why, reconcile
from supervise.register.records import Part
from supervise.register.sql import Database, SqlReading, read_sql, survey_sql
from supervise.register.survey import Survey, survey

__all__ = [
    "Counts",
    "Database",
    "Declared",
    "Difference",
    "Part",
    "Person",
    "Place",
    "Quarantine",
    "Reading",
    "Reconciliation",
    "Side",
    "SqlReading",
    "Survey",
    "What",
    "Why",
    "read_folder",
    "read_json",
    "read_mapping",
    "read_register",
    "read_rows",
    "read_sql",
    "reconcile",
    "survey",
    "survey_folder",
    "survey_register",
    "survey_sql",
    "write_folder",
]
