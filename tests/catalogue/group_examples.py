"""For each check of officers, teams or the register one register that it flags and one that it passes."""

from tests.catalogue.crowds import people
from tests.catalogue.examples import NEW, TEXT
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


def travelling(at):
    """Two people at two addresses, seen on one day by one officer: at ten, and at another time."""
    return [
        facts(id=name, visits=[visit("v2", "2026-06-01", at=time, address_id=name, officers=["o9", "o1"])])
        for name, time in (("C1", "10:00"), ("C2", at))
    ]


def entered(count):
    """So many people, each visited on a day in May, all of it entered by one officer on 1 June."""
    return [
        facts(id=f"D{at}", visits=[visit("v2", f"2026-05-{at + 1:02}", recorded_on="2026-06-01", recorded_by="o9")])
        for at in range(count)
    ]


def visited_alone(alone, of):
    """People of one team, each visited once of late, so many of the visits by one officer."""
    return [
        facts(
            id=f"E{at}",
            visits=[
                visit("v1", "2020-01-20"),
                visit("v2", "2026-06-01", officers=["o1"] if at < alone else ["o1", "o2"]),
            ],
        )
        for at in range(of)
    ]


def told(*officers):
    """As many people, visited on one day with the same words, each by another officer."""
    return [
        facts(id=f"F{at}", visits=[visit("v2", "2026-06-01", text_sketch=TEXT, officers=[name])])
        for at, name in enumerate(officers)
    ]


def led(officers):
    """People each managed by an officer of their own, all under one supervisor."""
    manager = facts()["managers"][0]
    return [facts(id=f"B{at}", managers=[{**manager, "officer_id": f"o{at}"}]) for at in range(1, officers + 1)]


# Code: (people flagged, the day judged), (people passed, the day judged); all managed in one team.
GROUP_EXAMPLES = {
    "DC024": ((travelling("10:14"), "2026-06-01"), (travelling("10:15"), "2026-06-01")),
    "PR021": ((entered(5), "2026-06-01"), (entered(4), "2026-06-01")),
    "PR023": ((told("o9", "o9"), "2026-06-01"), (told("o9", "o8"), "2026-06-01")),
    "PR026": ((visited_alone(3, 20), "2026-06-01"), (visited_alone(2, 20), "2026-06-01")),
    "PR031": ((visited(5, 20), "2026-06-01"), (visited(4, 20), "2026-06-01")),
    "WF060": ((people(51), "2026-06-01"), (people(50), "2026-06-01")),
    "WF061": ((led(9), "2026-06-01"), (led(8), "2026-06-01")),
    "WF062": ((people(2, **UNRECORDED), "2026-06-05"), (people(2, **UNRECORDED), "2026-06-04")),
    "RB096": ((people(1), "2027-06-01"), (people(1), "2027-05-31")),
}
