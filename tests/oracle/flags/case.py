"""What is known of one offender on the day judged, and the flags that are raised."""

import datetime as dt
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from supervise.model.versions import day_known, history, known
from tests.oracle.days import DAY, FOREVER, working_days_after
from tests.oracle.world import World, after

CRITICAL, HIGH, MEDIUM, LOW, INFO = "critical", "high", "medium", "low", "info"
IN_PERSON = ("home", "place_found", "other")
AT_HOME = ("home", "place_found")
FAILED = ("no_reply", "not_seen", "refused")
MADE = ("seen", *FAILED)


@dataclass(frozen=True)
class Raised:
    """A flag: what it is called, on which rule and fact, how pressing, and since when."""

    code: str
    part: str
    key: str
    severity: str
    since: dt.date | None


class Case:
    """One offender, judged at the end of a day, with the duties that the library finds."""

    def __init__(self, offender, book, rows, as_of, known_at=None, checks=()):
        self.original = offender
        self.offender = known(offender, known_at)
        self.checks = checks
        self.book, self.rows, self.as_of, self.known_at = book, rows, as_of, known_at
        self.world = World(self.offender, book, as_of, original=offender)
        self.calendar = book.calendar
        self.scale = [str(level) for level in book.levels.scale]

    # ── the book ────────────────────────────────────────────────────────────────────────────────────────────

    def threshold(self, name):
        """Return a value of the book."""
        return self.book.threshold(name) if name in self.book.thresholds else None

    def working_days(self, day, count):
        """Return the so manyth working day after a day."""
        return working_days_after(self.calendar, day, count)

    # ── the duties ──────────────────────────────────────────────────────────────────────────────────────────

    def of(self, *rules, status=None):
        """Return the occurrences of some rules, by the ids that are published, of one status."""
        return [row for row in self.rows if row.rule in rules and status in (None, row.status.value)]

    def key(self, row):
        """Return what a flag on an occurrence hangs on: where that is the offender, the fact it counts from."""
        return (row.anchor_id or row.key) if row.key == self.offender.id else row.key

    def late(self, code, row, severity, since=None):
        """Return the flag that an occurrence is past its last day."""
        return Raised(code, row.part or row.rule, self.key(row), severity, since or row.due + DAY)

    # ── the person ──────────────────────────────────────────────────────────────────────────────────────────

    def level(self, day=None):
        """Return the level of risk on a day; None if none is known."""
        return self.world.level(day or self.as_of)

    def holds(self, *states, day=None):
        """Tell whether one of the states holds on a day."""
        return self.world.holds(states, day or self.as_of)

    @property
    def subject(self):
        """Whether the person is subject to the requirements on the day judged."""
        return any(each.holds <= self.as_of <= each.last for each in self.world.extents("subject"))

    @property
    def in_doubt(self):
        """Whether a registration gives no period or an order no date: either may reach further."""
        placed = {each.key for each in self.world.extents("subject")}
        undated = [o for o in self.offender.orders if not (o.in_force_on or o.served_on or o.made_on)]
        return bool(undated) or any(r.id not in placed for r in self.offender.registrations)

    @property
    def owned(self):
        """Whether the person is alive and no other force has the case."""
        return not self.holds("deceased", "transferred_out")

    @property
    def active(self):
        """Whether the person is subject, in the community, and owned here."""
        return self.active_on(self.as_of)

    def active_on(self, day):
        """Tell whether the person is subject, in the community, and owned here, on a day."""
        return any(each.holds <= day <= each.last for each in self.world.extents("subject")) and not self.holds(
            "deceased", "transferred_out", "custody", "hospital", "not_subject", day=day
        )

    @property
    def active_since(self):
        """The first day of the time in which the person has been active; None if not active."""
        if not self.active:
            return None
        day = self.as_of
        while day > dt.date(1950, 1, 1) and self.active_on(day - DAY):
            day -= DAY
        return day

    @property
    def plan(self):
        """The plan in force."""
        return self.world.plan(self.as_of)

    @property
    def reactive(self):
        """Whether the plan in force is reactive."""
        return self.plan is not None and self.plan.mode == "reactive"

    def visits(self, *outcomes, ahead=False):
        """Return the visits of these outcomes in order of their days, up to the day judged."""
        found = [v for v in self.offender.visits if v.on is not None and v.outcome in outcomes]
        return sorted(
            (v for v in found if ahead or v.on <= self.as_of), key=lambda v: (v.on, v.at is not None, str(v.at), v.id)
        )

    def versions(self, array):
        """Return all that was recorded of each fact that stands, in the order it became known, by id."""
        facts = getattr(self.original, array)
        heard = [f for f in facts if self.known_at is None or (day_known(f) or dt.date.min) <= self.known_at]
        return history(heard)

    def given_until(self, facts, field="on"):
        """Return those that have a day up to the day judged, in order."""
        found = [fact for fact in facts if getattr(fact, field) is not None and getattr(fact, field) <= self.as_of]
        return sorted(found, key=lambda fact: (getattr(fact, field), fact.id))


def since_when(case, holds):
    """Return the first day from which something has been so on every day up to the day judged."""
    day = case.as_of
    while day > dt.date(2000, 1, 1) and holds(day - DAY):
        day -= DAY
    return day


def later(day, period):
    """Return the day so long after another; the period in words, as `13 weeks`."""
    count, unit = str(period).split()
    unit = unit.rstrip("s")
    months = {"month": int(count), "year": 12 * int(count)}.get(unit, 0)
    days = {"day": int(count), "week": 7 * int(count)}.get(unit, 0)
    return day + relativedelta(months=months) + days * DAY


__all__ = ["DAY", "FOREVER", "Case", "Raised", "after"]
