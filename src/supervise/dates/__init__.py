"""Dates as the law counts them: periods, day counts, spans, calendars, hours, and reading dates.

It alone imports ``dateutil``. What may not live here: offenders, rules, and what day it is now.
"""

from __future__ import annotations

from supervise.dates.arithmetic import Period, Rounding, add
from supervise.dates.calendars import Calendar, Roll, load_calendar
from supervise.dates.counting import Counting, LeapPolicy
from supervise.dates.hours import HourClock
from supervise.dates.parsing import parse_iso_date

__all__ = [
    "Calendar",
    "Counting",
    "HourClock",
    "LeapPolicy",
    "Period",
    "Roll",
    "Rounding",
    "add",
    "load_calendar",
    "parse_iso_date",
]
