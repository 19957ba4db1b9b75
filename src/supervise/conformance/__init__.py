"""The worked cases of this project as data, for this library and for any other implementation in any language.

One file of cases for each subject, an index with what each is about, its SHA-256 and the history of the suite, and a
README for whoever has only the files. What may not live here: the case format and its runner, which are
:mod:`supervise.cases`; anything that computes a date.
"""

from __future__ import annotations

from supervise.conformance.suite import Amended, CaseFile, Edition, Suite, date_cases, load_suite

__all__ = ["Amended", "CaseFile", "Edition", "Suite", "date_cases", "load_suite"]
