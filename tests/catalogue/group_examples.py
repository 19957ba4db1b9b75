"""For each check of officers, teams or the register one register that it flags and one that it passes."""

from tests.catalogue.crowds import people
from tests.catalogue.examples import NEW

# Code: (people flagged, the day judged), (people passed, the day judged); all managed by one officer of one team.
GROUP_EXAMPLES = {
    "WF060": ((people(51), "2026-06-01"), (people(50), "2026-06-01")),
    "WF062": ((people(2, **NEW), "2026-06-05"), (people(2, **NEW), "2026-06-04")),
}
