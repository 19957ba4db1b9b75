"""The rule language and the rulebooks written in it: policy as data, read strictly, and nothing that computes a date.

What may not live here: facts of an offender, judging, checks.
"""

from __future__ import annotations

from supervise.rules.loading import load_rulebook, shipped_rulebooks
from supervise.rules.rulebook import Rulebook

__all__ = ["Rulebook", "load_rulebook", "shipped_rulebooks"]
