"""For each check of waivers one waiver that it flags and one that it passes, of a visit that A1 was not paid."""

from supervise import Waiver, Waivers
from tests.catalogue.people import day, facts, judged

#: When a visit is overdue, and the yearly notification.
AS_OF = "2027-01-10"


def waiver(**changes):
    """One of a month, made and approved by two people who do not manage the case."""
    given = {
        "id": "w1",
        "flag": "VD001|A1|R-V2|v2",
        "reason_code": "visit_booked",
        "made_by": "o5",
        "approved_by": "s1",
        "made_on": day("2027-01-01"),
        "expires_on": day("2027-01-31"),
        **changes,
    }
    return Waiver(**given)


def waiver_flags(code, given, **more):
    """The flags with this code on the waiver."""
    found = judged(facts(), AS_OF, waivers=Waivers([given]), **more)
    return [flag for flag in found.flags if flag.code == code]


# Code: a waiver flagged, a waiver passed.
WAIVER_EXAMPLES = {
    "WV101": (waiver(expires_on=day("2027-01-09")), waiver(expires_on=day("2027-01-10"))),
    "WV102": (waiver(flag="VD001|A1|R-V2|v1"), waiver()),
    "WV103": (waiver(approved_by="o9"), waiver()),
    "WV104": (waiver(expires_on=day("2027-04-03")), waiver(expires_on=day("2027-04-02"))),
    "WV105": (waiver(flag="NT063|A1|R-N4|n2"), waiver()),
}
