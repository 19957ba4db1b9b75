"""Worked cases as data: facts, a rulebook, a day, and what must come out; read, run and compared.

Any implementation can run the same files. What may not live here: rules, checks, readers of registers.
"""

from __future__ import annotations

from supervise.cases.case import Case, read_cases
from supervise.cases.runner import Result, run_case, run_cases

__all__ = ["Case", "Result", "read_cases", "run_case", "run_cases"]
