"""Registers as a folder of CSV files: one for the offenders, one for each array of their facts.

What may not live here: what a fact means. Cells become the plain data that a line of JSON Lines would hold, and go
the same way from there.
"""

from supervise.register.folder.cells import Declared
from supervise.register.folder.index import FolderSurvey, survey_folder
from supervise.register.folder.mapping import read_mapping
from supervise.register.folder.reading import FolderReading, read_folder
from supervise.register.folder.writing import write_folder

__all__ = ["Declared", "FolderReading", "FolderSurvey", "read_folder", "read_mapping", "survey_folder", "write_folder"]
