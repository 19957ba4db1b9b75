"""Checks: code that looks at facts and obligations and raises flags. No date of a duty is computed here.

What may not live here: rules (they are data in a rulebook), reading and writing.
"""

from __future__ import annotations

from supervise.checks.base import Check, Evidence, Flag, GroupFlag, Inquiry, Scope, Severity
from supervise.checks.catalogue import CHECKS, check_named
from supervise.checks.groups import GroupReview
from supervise.checks.waiver import Waiver, Waivers

__all__ = [
    "CHECKS",
    "Check",
    "Evidence",
    "Flag",
    "GroupFlag",
    "GroupReview",
    "Inquiry",
    "Scope",
    "Severity",
    "Waiver",
    "Waivers",
    "check_named",
]
