"""Flags that say of a duty that it is late, or soon due."""

from tests.oracle.flags.case import CRITICAL, DAY, HIGH, INFO, MEDIUM, Raised

CODES = (
    "NT063",
    "NT064",
    "NT066",
    "NT067",
    "NT073",
    "NT101",
    "NT102",
    "PL046",
    "PL051",
    "PL052",
    "RK037",
    "RK049",
    "RK093",
    "ST080",
    "ST091",
    "VD001",
    "VD002",
    "VD003",
    "VD005",
    "VD006",
    "VD008",
    "VD101",
    "WF056",
)

# Code, rules, severity: overdue, and no more to it.
PLAIN = (
    ("VD003", ("R-V1",), CRITICAL),
    ("VD008", ("R-V10",), HIGH),
    ("RK037", ("R-A2", "R-A4"), HIGH),
    ("RK049", ("R-A5",), HIGH),
    ("PL046", ("R-R2",), MEDIUM),
    ("NT063", ("R-N1", "R-N2", "R-N4"), CRITICAL),
    ("NT066", ("R-B1",), HIGH),
    ("NT067", ("R-B2",), HIGH),
    ("NT073", ("R-N8",), CRITICAL),
    ("NT102", ("R-N3", "R-N11", "R-N17", "R-N20", "R-N21"), HIGH),
    ("ST080", ("R-W1",), CRITICAL),
)


def flags(case):
    """Return all of them."""
    for code, rules, severity in PLAIN:
        for row in case.of(*rules, status="overdue"):
            yield case.late(code, row, severity)
    # Of what is asked for once the earliest is told.
    for row in sorted(case.of("R-X1", status="overdue"), key=lambda row: row.due)[:1]:
        yield case.late("PL051", row, HIGH)
    if case.reactive:
        for row in case.of("R-X2", status="overdue"):
            yield case.late("PL052", row, CRITICAL)
    yield from routine(case)
    for row in case.of("R-V7", "R-V8", status="overdue"):
        own = [a for a in case.offender.addresses if row.key in (a.address_id, a.id)]
        if own and all(a.until and a.until <= case.as_of for a in own):
            continue
        yield case.late("VD101", row, how_pressing(case, row))
    for row in case.of("R-V11", status="overdue"):
        if not case.holds("custody", "hospital", "abroad"):
            yield case.late("VD006", row, CRITICAL)
    for row in case.of("R-G1", "R-G2", status="overdue"):
        outer = row.due.fromisoformat(row.latest)
        if case.as_of > outer:
            yield case.late("RK093", row, HIGH, outer + DAY)
    for row in case.of("R-R3", status="overdue"):
        grace = case.working_days(row.due, 5)
        yield case.late("WF056", row, HIGH if case.as_of > grace else MEDIUM)
    for row in case.of("R-F2", status="overdue"):
        taken = [t.accepted_on for t in case.offender.transfers if t.accepted_on]
        if not any(row.anchor <= day <= case.as_of for day in taken):
            yield case.late("ST091", row, CRITICAL)
    yield from soon(case)
    yield from readings(case)


def how_pressing(case, row):
    """High; critical at a level the book names or after the days late it names."""
    grave = case.level() in case.threshold("visit-overdue-critical-levels")
    return CRITICAL if grave or row.days_late > case.threshold("visit-overdue-critical-days") else HIGH


def routine(case):
    """VD001, VD005: the routine visit."""
    for row in case.of("R-V2", "R-V9", status="overdue"):
        yield case.late("VD001", row, how_pressing(case, row))
        steps = [step for step in case.threshold("visit-ladder-days") if row.days_late > step]
        if steps:
            grave = steps[-1] >= case.threshold("visit-overdue-critical-days")
            since = so_many_days_late(case, row, steps[-1] + 1)
            yield case.late("VD005", row, CRITICAL if grave else HIGH, since)


def so_many_days_late(case, row, count):
    """Return the day on which an occurrence was so many days late, suspended ones taken out."""
    day = row.due
    while count:
        day += DAY
        count -= not case.holds("standard", day=day)
    return day


def soon(case):
    """VD002, NT064: due soon."""
    windows = case.threshold("visit-due-soon")
    window = windows.get(case.level(), max(windows.values()))
    for row in case.of("R-V2", "R-V9"):
        yield from ahead(case, "VD002", row, window)
    for row in case.of("R-N4"):
        yield from ahead(case, "NT064", row, case.threshold("notification-due-soon").get(row.regime, 0))


def ahead(case, code, row, window):
    """Say that what is not done is due within so many days."""
    if row.status.value in ("open", "unknown") and row.due and case.as_of <= row.due <= case.as_of + window * DAY:
        begin = max(row.due - window * DAY, row.opens)
        yield Raised(code, row.part or row.rule, case.key(row), INFO, begin)


def readings(case):
    """NT101: open between the two readings."""
    for row in case.rows:
        if row.status.value == "open" and not row.lacking and row.cautious_due and not row.projected:
            if row.due and row.cautious_due < case.as_of <= row.due:
                yield Raised("NT101", row.part or row.rule, case.key(row), INFO, row.cautious_due + DAY)
