"""The figures of a pack counted a second time, naively, from the history that `review` writes and the register itself.

Nothing of the library is used but what a rule of the book is: whose duty, and met by what.
"""

import calendar
import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise
from statistics import median_low

AGES = (30, 90, 180, 365)
LEVELS = ("very_high", "high", "medium", "low", "no level")
VISITS = {"R-V1", "R-V2", "R-V7", "R-V8", "R-V9", "R-V10"}
DUTY = {"police": 0, "offender": 1, "body": 2}


def file_of(what, by):
    return what if by == "register" else f"{what}-by-{by}"


def day(text):
    return None if text is None else dt.date.fromisoformat(text)


def months_after(start, months):
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return dt.date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def facts(record, array):
    """The last version of each fact, but for what was withdrawn."""
    last = {}
    for fact in sorted(record.get(array, []), key=lambda fact: fact.get("recorded_on") or ""):
        last[fact["id"]] = fact
    return [fact for fact in last.values() if not fact.get("withdrawn")]


class Recount:
    def __init__(self, lines, records, as_of, officers, duties):
        self.as_of = as_of
        self.since = months_after(as_of, -12)
        self.records = {record["id"]: record for record in records}
        self.officers = None if officers is None else {row["officer"]: row for row in officers}
        self.duties = duties
        self.reviews = [line for line in lines if line["type"] == "review"]
        self.summary = lines[-1]

    # ── whose case it is ─────────────────────────────────────────────────────────────────────────────────────

    def level(self, offender, on=None):
        on = on or self.as_of
        held = [each for each in facts(self.records[offender], "levels") if day(each["from"]) <= on]
        return max(held, key=lambda each: (each["from"], each["id"]))["level"] if held else "no level"

    def lead(self, offender):
        running = [
            each
            for each in facts(self.records[offender], "managers")
            if each.get("role") in (None, "lead") and each.get("agency") in (None, "police")
            if each.get("from") is None or day(each["from"]) <= self.as_of
            if each.get("until") is None or day(each["until"]) > self.as_of
        ]
        return max(running, key=lambda each: (each.get("from") or "", each["id"]), default={})

    def officer(self, offender):
        return self.lead(offender).get("officer_id") or "no officer"

    def team(self, offender):
        lead = self.lead(offender)
        listed = self.officers.get(lead.get("officer_id"), {}).get("team")
        return listed or lead.get("team_id") or self.records[offender].get("team") or "no team"

    def is_active(self, review):
        """Subject, and neither locked up, dead, gone to another force nor otherwise out of it."""
        spans = [span for span in review["spans"] if span["span"] == "subject" and span["holds_from"]]
        subject = any(
            day(span["holds_from"]) <= self.as_of and (span["last_day"] is None or day(span["last_day"]) >= self.as_of)
            for span in spans
        )
        record = self.records[review["offender"]]
        out = [
            each
            for each in facts(record, "statuses")
            if each["kind"] in ("custody", "hospital", "deceased", "transferred_out", "not_subject")
            if day(each["from"]) <= self.as_of and (each.get("until") is None or day(each["until"]) > self.as_of)
        ]
        return subject and not out

    def caseload(self):
        """By officer: cases by level."""
        found = defaultdict(Counter)
        for review in self.reviews:
            if self.is_active(review):
                found[self.officer(review["offender"])][self.level(review["offender"])] += 1
        return {officer: [counts.total(), *(counts[level] for level in LEVELS)] for officer, counts in found.items()}

    def names(self, offender, rule, level):
        names = [("register", "register"), ("level", level), ("rule", rule)]
        if self.officers is not None:
            names += [("team", self.team(offender)), ("officer", self.officer(offender))]
        return names

    # ── what stands ──────────────────────────────────────────────────────────────────────────────────────────

    def standing(self, *statuses):
        for review in self.reviews:
            for row in review["obligations"]:
                if row["status"] in statuses and row["rule"] in self.duties:
                    yield review, row

    def is_waived(self, review, row):
        flags = [
            flag
            for flag in review["flags"]
            if flag["rule"] == row["rule"] and (flag["key"] == row["key"] or row["key"] == review["offender"])
        ]
        return bool(flags) and all(flag["waiver"] for flag in flags)

    def overdue(self):
        """By what it is broken down by, name and side: the cells of a row."""
        heaps = defaultdict(lambda: {"late": [], "waived": 0, "suspended": 0, "unknown": 0})
        for review, row in self.standing("overdue", "suspended", "unknown"):
            offender = review["offender"]
            for by, name in self.names(offender, row["rule"], self.level(offender)):
                heap = heaps[by, name, self.duties[row["rule"]]]
                if row["status"] == "overdue":
                    heap["late"].append((row["days_late"], offender))
                    heap["waived"] += self.is_waived(review, row)
                else:
                    heap[row["status"]] += 1
        return {key: self._cells(**heap) for key, heap in heaps.items()}

    def _cells(self, late, waived, suspended, unknown):
        bounds = [-1, *AGES, 10**6]
        ages = [sum(low < days <= high for days, _ in late) for low, high in pairwise(bounds)]
        most = max((days for days, _ in late), default=None)
        oldest = min((offender for days, offender in late if days == most), default=None)
        return [len(late), waived, *ages, most, oldest, suspended, unknown]

    def never_visited(self):
        return {
            (review["offender"], row["status"], row["due"])
            for review, row in self.standing("overdue", "open", "suspended", "unknown")
            if row["rule"] == "R-V1"
        }

    def without_success(self, months):
        """Those for whom twice the interval that holds now, of the plan or the level, has passed since the anchor."""
        found = set()
        for review, row in self.standing("overdue"):
            if row["rule"] not in ("R-V2", "R-V9"):
                continue
            offender = review["offender"]
            plans = [each for each in facts(self.records[offender], "plans") if day(each["from"]) <= self.as_of]
            plan = max(plans, key=lambda each: (each["from"], each["id"]), default={})
            number, unit = (plan.get("interval") or f"{months.get(self.level(offender), 12)} months").split()
            times = 2 * int(number)
            anchor = day(row["anchor"])
            weeks = anchor + dt.timedelta(weeks=times)
            last = weeks if unit.startswith("week") else months_after(anchor, times)
            if last < self.as_of:
                found.add(offender)
        return found

    def assessments_late(self):
        return sorted(
            (-row["days_late"], review["offender"])
            for review, row in self.standing("overdue")
            if row["rule"] in ("R-A2", "R-A4")
        )

    # ── what was done ────────────────────────────────────────────────────────────────────────────────────────

    def met_on(self, offender, row):
        visits = {each["id"]: each for each in facts(self.records[offender], "visits")}
        return max(day(visits[id_]["on"]) for id_ in row["met_by"])

    def in_time(self):
        found = defaultdict(Counter)
        for review in self.reviews:
            offender = review["offender"]
            for row in review["obligations"]:
                if row["rule"] not in VISITS:
                    continue
                if row["status"] == "overdue":
                    how, on = "overdue", self.as_of
                elif row["status"] in ("met", "met_late"):
                    how, on = {"met": "in_time", "met_late": "late"}[row["status"]], self.met_on(offender, row)
                elif row["status"] == "missed":
                    how, on = "missed", day(row["due"])
                else:
                    continue
                if how == "overdue" or self.since < on <= self.as_of:
                    for by, name in self.names(offender, row["rule"], self.level(offender, on)):
                        found[by, name]["cut_short" if row["truncated"] else how] += 1
        return found

    def intervals(self):
        kept, running = defaultdict(list), defaultdict(list)
        for review in self.reviews:
            offender = review["offender"]
            rows = [row for row in review["obligations"] if row["rule"] in ("R-V2", "R-V9")]
            ends = {(row["rule"], self.met_on(offender, row)) for row in rows if row["met_by"]}
            first = {(row["rule"], day(visit["on"])) for row in rows for visit in self.seen(offender)}
            for row in rows:
                anchor = day(row["anchor"])
                if row["due"] is None or (row["rule"], anchor) not in ends | first:
                    continue
                given = (day(row["due"]) - anchor).days
                if row["status"] in ("met", "met_late") and self.met_on(offender, row) > self.since:
                    met = self.met_on(offender, row)
                    kept[self.level(offender, met)].append(((met - anchor).days, given))
                elif row["status"] == "overdue":
                    running[self.level(offender)].append((self.as_of - anchor).days)
        return {level: self._spread(kept[level], running[level]) for level in {*kept, *running}}

    def seen(self, offender):
        return [each for each in facts(self.records[offender], "visits") if each.get("outcome") == "seen"]

    @staticmethod
    def _spread(kept, running):
        days = [each for each, _ in kept]
        longer = sum(each > given for each, given in kept)
        return [
            len(kept),
            median_low(days) if days else None,
            max(days, default=None),
            median_low([given for _, given in kept]) if kept else None,
            longer,
            100 * longer // len(kept) if kept else None,
            len(running),
            median_low(running) if running else None,
            max(running, default=None),
        ]

    def shares(self, kind, days):
        """By team: visits, of the kind, and those that do not tell."""
        found = defaultdict(lambda: [0, 0, 0])
        for offender, record in self.records.items():
            for visit in facts(record, "visits"):
                on, place = day(visit.get("on")), visit.get("place")
                if on is None or not self.as_of - dt.timedelta(days=days) < on <= self.as_of:
                    continue
                if visit.get("outcome") in (None, "planned", "cancelled"):
                    continue
                if place not in (None, "home", "place_found", *(["other"] if kind == "alone" else [])):
                    continue
                told, is_kind = self._told(kind, on, visit)
                for name in ("register", self.team(offender)):
                    count = found[name]
                    count[0] += 1
                    count[1] += place is not None and told and is_kind
                    count[2] += place is None or not told
        return found

    def _told(self, kind, on, visit):
        if kind == "alone":
            officers = set(visit.get("officers", []))
            return bool(officers), len(officers) == 1
        if kind == "announced":
            return visit.get("announced") is not None, visit.get("announced") is True
        at = visit.get("at")
        return at is not None, at is not None and on.weekday() < 5 and "08:00" <= at < "18:00"
