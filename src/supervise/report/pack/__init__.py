"""Backlog and practice of a force in figures, for its chief officers and for those who inspect it.

Gathered offender by offender in one go (:class:`Pack`), each table by a part of its own, and laid out at the end as
tables (:func:`pack_tables`), which are written as CSV and as one page (:func:`pack_files`). What may not live here:
what counts as late, alone, announced or active; that the rulebook, the engine and the checks say.
"""

from supervise.report.pack.files import pack_files
from supervise.report.pack.gathering import Pack, pack_tables
from supervise.report.pack.setting import Setting

__all__ = ["Pack", "Setting", "pack_files", "pack_tables"]
