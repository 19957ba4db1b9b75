"""One offender as a pack counts it: asked once by whoever counts."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cached_property

from supervise.checks.inquiry import Inquiry, occurrence_id
from supervise.engine.obligation import Obligation
from supervise.report.overview import waived_duties
from supervise.report.pack.breakdown import By
from supervise.report.pack.setting import Setting
from supervise.reviewing import Review

__all__ = ["View"]


class View:
    """A review, and whose case it is: nobody's officer and team are named unless a workforce is given."""

    def __init__(self, review: Review, setting: Setting) -> None:
        self.review = review
        self.setting = setting
        self.inquiry = Inquiry(review.schedule)

    @property
    def offender(self) -> str:
        """The opaque id."""
        return self.review.offender

    @property
    def level(self) -> str:
        """The level of risk on the day judged; empty: none."""
        return self.inquiry.level or ""

    def level_on(self, day: int) -> str:
        """Return the level of risk on a day; empty: none."""
        return self.inquiry.timeline.level_at(day) or ""

    @property
    def officer(self) -> str:
        """The officer who leads the case now; empty: none, or not to be named."""
        lead = self.inquiry.lead if self.setting.has_officers else None
        return (lead and lead.officer_id) or ""

    @property
    def team(self) -> str:
        """The team that has the case now; empty: none, or not to be named."""
        return (self.inquiry.team or "") if self.setting.has_officers else ""

    def ways(self, row: Obligation, level: str) -> Iterator[tuple[By, str]]:
        """Yield what an occurrence is counted under; team and officer only if a workforce is given."""
        yield By.REGISTER, ""
        if self.setting.has_officers:
            yield By.TEAM, self.team
            yield By.OFFICER, self.officer
        yield By.LEVEL, level
        yield By.RULE, row.rule

    @cached_property
    def _waived(self) -> Container[tuple[str | None, str]]:
        return waived_duties(self.review)

    def is_waived(self, row: Obligation) -> bool:
        """Whether everything that is flagged of an occurrence is set aside by waivers."""
        return (row.rule, occurrence_id(row, self.offender)) in self._waived
