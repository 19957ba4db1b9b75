"""For each check of officers, teams or the register one register that it flags and one that it passes."""

from tests.catalogue.crowds import people
from tests.catalogue.examples import NEW
from tests.catalogue.people import facts, visit


def visited(announced, of):
    """People of one team, each visited once of late, so many of the visits announced."""
    return [
        facts(
            id=f"B{number}", visits=[visit("v1", "2020-01-20"), visit("v2", "2026-06-01", announced=number < announced)]
        )
        for number in range(of)
    ]


# New, without a national record and without a marker.
UNRECORDED = {**NEW, "events": [], "reviews": []}

# Code: (people flagged, the day judged), (people passed, the day judged); all managed by one officer of one team.
GROUP_EXAMPLES = {
    "PR031": ((visited(5, 20), "2026-06-01"), (visited(4, 20), "2026-06-01")),
    "WF060": ((people(51), "2026-06-01"), (people(50), "2026-06-01")),
    "WF062": ((people(2, **UNRECORDED), "2026-06-05"), (people(2, **UNRECORDED), "2026-06-04")),
    "RB096": ((people(1), "2027-06-01"), (people(1), "2027-05-31")),
}
