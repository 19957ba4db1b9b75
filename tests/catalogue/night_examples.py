"""For each check of completeness one night of a register that it flags and one that it passes."""

from supervise.checks import check_named
from supervise.checks.nights import Night
from tests.catalogue.people import BOOK, day


def night(**changes):
    """A night on which nobody is missing and the register is fresh."""
    return Night(**{"book": BOOK, "as_of": day("2026-06-30"), "missing": {}, "newest": day("2026-06-30"), **changes})


def night_flags(code, given):
    """The flags with this code."""
    check = check_named(code)
    return list(check.night(check, given))


# Code: a night flagged, a night passed.
NIGHT_EXAMPLES = {
    "ST104": (night(missing={"A1": day("2026-06-29")}), night()),
    "ST105": (night(newest=day("2026-06-26")), night(newest=day("2026-06-27"))),
}
