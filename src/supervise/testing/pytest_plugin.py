"""A pytest plugin that collects ``*.cases.json`` and ``*.cases.jsonl``: each case of a file is a test, named by its id.

It is loaded by name, ``pytest -p supervise.testing.pytest_plugin`` or ``pytest_plugins`` in the root conftest, and has
no entry point: what is installed must not change what another project's pytest collects. A case that fails shows what
was expected, what was found and the explanation of the dates; a slip in a case (facts that could not be read) is a
warning, which strict projects turn into an error. The format knows no case that is skipped: deselect one with
``--deselect``.

    [tool.pytest.ini_options]
    addopts = "-p supervise.testing.pytest_plugin"
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from supervise.cases import Case, Result, read_cases, run_case
from supervise.cases.doubting import doubts_of
from supervise.errors import RegisterError
from supervise.report.explaining import explain
from supervise.report.why import why
from supervise.reviewing import Review

__all__ = ["CaseError", "CaseItem", "CaseWarning", "CasesFile", "pytest_collect_file"]

_ENDINGS = (".cases.json", ".cases.jsonl")


class CaseWarning(UserWarning):
    """Warns of a slip in a case, such as facts that could not be read: it may pass and show nothing."""


class CaseError(AssertionError):
    """What a failing case raises: where what came out differs from what was expected."""

    def __init__(self, result: Result) -> None:
        super().__init__("\n".join(result.differences))
        self.result = result


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> CasesFile | None:
    """Collect a file of cases; any other is left to other plugins."""
    if file_path.name.endswith(_ENDINGS):
        return CasesFile.from_parent(parent, path=file_path)
    return None


class CasesFile(pytest.File):
    """A file of cases."""

    def collect(self) -> Iterator[CaseItem]:
        """Yield a test for each case in order; an error of collection if the file holds what is no case."""
        try:
            cases = read_cases(self.path)
        except RegisterError as error:
            raise self.CollectError(str(error)) from None
        ids = [case.id for case in cases]
        if len(set(ids)) < len(ids):
            twice = sorted({each for each in ids if ids.count(each) > 1})
            raise self.CollectError(f"{self.path.name}: more than one case has the id {', '.join(twice)}")
        for case in cases:
            yield CaseItem.from_parent(self, name=case.id, case=case)


class CaseItem(pytest.Item):
    """One case as a test."""

    def __init__(self, *, case: Case, **more: Any) -> None:
        super().__init__(**more)
        self.case = case

    def runtest(self) -> None:
        """Run the case; a slip in it is a warning."""
        result = run_case(self.case)
        for slip in result.slips:
            warnings.warn(f"{self.name}: {slip}", CaseWarning, stacklevel=1)
        if not result.passed:
            raise CaseError(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show both sides, the source of the case, and why the dates are what they are."""
        error = excinfo.value
        if isinstance(error, CaseWarning):
            return str(error)
        if not isinstance(error, CaseError):
            return super().repr_failure(excinfo, style)
        lines = [f"case {self.case.id} fails", *(f"  {line}" for line in str(error).splitlines())]
        lines += [f"of the book: {doubt}" for doubt in doubts_of(error.result)]
        lines += [f"{name}: {text}" for name, text in (("source", self.case.source), ("why", self.case.why)) if text]
        if error.result.review is not None:
            lines += ["", _explained(error.result.review, self.case)]
        return "\n".join(lines)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return where the case stands."""
        return self.path, None, f"case {self.name}"


def _explained(review: Review, case: Case) -> str:
    """Return why what a case speaks of is as it is: its rules and flags; the whole review if it names none."""
    expect = case.expect
    rules = [row["rule"] for row in expect.get("obligations", ())]
    rules += [rule for key in ("next_due", "earliest") for rule in expect.get(key, {})]
    return why(review, *rules, *expect.get("flags", ()), *expect.get("no_flags", ())) or explain(review).text()
