"""For each check one offender that it flags and one that it passes, as alike as they can be."""

from supervise.dates.ordinals import from_iso
from supervise.engine.timeline import Officer, Workforce
from supervise.model.sketch import sketch
from tests.catalogue.people import CONTACTS, DUPLICATE, SEEN_OFTEN, arms, checked, facts, scored, supervised, visit

SEEN = (visit("v1", "2020-01-20"), visit("v2", "2026-01-02"))
LEVEL_LATE = [{"id": "l1", "level": "medium", "from": "2020-01-10"}]
NO_MANAGER = [{"id": "m1", "officer_id": "o9", "agency": "police", "from": "2020-01-06", "until": "2026-06-01"}]
CUSTODY = [{"id": "c1", "kind": "custody", "from": "2026-05-01", "until": "2026-05-21"}]
RELEASED = [{"id": "c1", "kind": "custody", "from": "2026-03-10", "until": "2026-05-11"}]
ANNOUNCED = [
    *facts()["notifications"],
    {"id": "n3", "kind": "s84_advance", "on": "2026-04-20", "about": "home_address", "expected_on": "2026-05-04"},
]
DEATH = [{"id": "d1", "kind": "deceased", "from": "2026-06-01"}]
TWO_FAILURES = [*SEEN, visit("v3", "2026-06-01", "no_reply"), visit("v4", "2026-06-08", "no_reply")]
DECIDED = [{"id": "w1", "kind": "warrant", "on": "2026-06-10", "outcome": "refused", "by": "s1"}]
MOVED = [
    {"id": "h1", "address_id": "a1", "kind": "main", "from": "2020-01-06", "until": "2026-02-28"},
    {"id": "h2", "address_id": "a2", "kind": "main", "from": "2026-02-28", "notified_on": "2026-03-02"},
]
HOSPITAL = [{"id": "c1", "kind": "hospital", "from": "2026-06-01", "until": "2026-06-20"}]
TRIP = [{"id": "t1", "departs_on": "2026-06-01", "returned_on": "2026-06-15"}]
# No longer subject after 31 May 2026.
ENDED = [{**facts()["registrations"][0], "ended_on": "2026-05-31"}]
MONTHLY = [visit(f"v{month}", f"2026-0{month}-01") for month in range(1, 6)]
TUESDAYS = [visit(f"v{day[5:]}", day) for day in ("2026-01-06", "2026-02-03", "2026-03-03", "2026-04-07", "2026-05-05")]
SIGNED_OFF = visit("v1", "2020-01-20", signed_off_on="2020-01-27", signed_off_by="s1")
LEVELS_OF_A_DAY = [
    {"id": "l1", "level": "medium", "from": "2020-01-10"},
    {"id": "l2", "level": "low", "from": "2020-01-10"},
]
LEVELS_OF_TWO_DAYS = [
    {"id": "l1", "level": "medium", "from": "2020-01-09"},
    {"id": "l2", "level": "low", "from": "2020-01-10"},
]
CONVICTED = {"id": "r9", "basis": "conviction", "convicted_on": "2000-01-10", "disposal": "community_order"}
FORETOLD = visit("v3", "2026-06-03", recorded_on="2026-06-01")
REFUSED = visit("v3", "2026-04-30", entry="refused", recorded_on="2026-05-01")
# Recorded on 20 August to hold from a day before the last visit.
DATED_BACK = {
    "id": "p3",
    "from": "2026-01-01",
    "interval": "12 months",
    "by": "o9",
    "approved_by": "s1",
    "reason_code": "stable",
    "recorded_on": "2026-08-20",
}
CLOSED = [{**facts()["registrations"][0], "ended_on": "2026-06-30"}]
DAYS_ABROAD = {"id": "c1", "kind": "abroad", "from": "2026-07-01", "until": "2026-07-03"}
AT_THE_STATION = visit("v3", "2026-04-30", place="station", recorded_on="2026-05-01")
HIGH = [{"id": "l1", "level": "high", "from": "2020-01-10"}]
LAST_ARMS = [arms("s1", "2020-01-15"), arms("s2", "2025-02-28")]
NOT_APPROVED = [*facts()["assessments"], arms("s3", "2026-04-24", approved_on=None, approved_by=None)]
LOWERED = [*HIGH, {"id": "l2", "level": "medium", "from": "2026-03-19"}]
LAST_IN_AUGUST = [visit("v1", "2020-01-20"), visit("v2", "2025-08-31")]
LAST_IN_NOVEMBER = [visit("v1", "2020-01-20"), visit("v2", "2025-11-30")]
PUT_OFF = {"id": "d1", "rule": "R-V2", "on": "2026-03-01", "set_on": "2026-02-20", "by": "o9", "reason_code": "leave"}
REVIEWED = [
    {"id": "w1", "kind": "plan", "on": "2025-08-31", "by": "o9"},
    {"id": "w2", "kind": "supervisor", "on": "2025-08-31", "by": "s1"},
]
THIRTEEN_WEEKS = {"id": "p1", "from": "2020-01-10", "interval": "13 weeks", "by": "o9", "reason_code": "leave"}
LOW_SINCE = [*facts()["levels"], {"id": "l2", "level": "low", "from": "2024-02-29"}]
CONVICTED_AGAIN = [
    facts()["registrations"][0],
    {"id": "r2", "basis": "conviction", "convicted_on": "2026-06-01", "relevant_on": "2026-06-01", "disposal": "fine"},
]
LEAD = {"id": "m1", "officer_id": "o9", "agency": "police", "role": "lead", "from": "2020-01-06"}
NEXT_LEAD = {**LEAD, "id": "m2", "officer_id": "o8", "from": "2026-05-01"}
LEVEL_2 = [{"id": "g1", "category": 1, "level": 2, "from": "2026-01-02"}]
LEVEL_1 = [{"id": "g1", "category": 1, "level": 1, "from": "2020-01-06"}]
VERY_HIGH = [*facts()["levels"], {"id": "l2", "level": "very_high", "from": "2026-05-01"}]
MEETING = [{"id": "b1", "kind": "level_2", "on": "2026-01-02", "minuted": True}]
INTELLIGENCE = [{"id": "e1", "kind": "intelligence", "on": "2026-04-16"}]
REACTIVE = {"id": "p3", "mode": "reactive", "by": "o9", "approved_by": "s1"}
REACTIVE_NOW = [*facts()["plans"], {**REACTIVE, "from": "2026-03-01"}]
ROUTINE = {"id": "v9", "planned_on": "2026-06-01", "outcome": "planned", "purposes": ["compliance_check"]}
NEW = {
    "registrations": [
        {
            "id": "r1",
            "basis": "conviction",
            "convicted_on": "2026-06-01",
            "relevant_on": "2026-06-01",
            "disposal": "imprisonment",
            "terms": [{"months": 60, "counts": True}],
            "age_on_relevant_date": 40,
        }
    ],
    "notifications": [{"id": "n1", "kind": "s83", "on": "2026-06-01", "home_kind": "sole_or_main"}],
    "levels": [{"id": "l1", "level": "low", "from": "2026-06-01"}],
    "managers": [{"id": "m1", "officer_id": "o9", "agency": "police", "from": "2026-06-01"}],
    "visits": [],
}

# Code: (facts flagged, the day judged), (facts passed, the day judged), with what else the review is given.
NOTIFIED_HOME = {"id": "a1", "address_id": "h1", "kind": "main", "from": "2020-01-06", "notified_on": "2020-01-07"}
OTHER_HOME = {"id": "a2", "address_id": "h2", "kind": "main", "from": "2026-03-02"}
FIVE_YEARS = [
    {
        "id": "r1",
        "basis": "conviction",
        "convicted_on": "2021-07-01",
        "relevant_on": "2021-07-01",
        "disposal": "community_order",
        "age_on_relevant_date": 40,
    }
]
ENDING = {"id": "o1", "kind": "shpo", "made_on": "2021-07-01", "in_force_on": "2021-07-01", "ends_on": "2026-06-30"}


def inside(start, until=None, id="c1"):
    """A period of custody."""
    return {"id": id, "kind": "custody", "from": start} | ({"until": until} if until else {})


def named(id, on="2026-03-05", **more):
    """A notification of another name used since 2 March 2026."""
    told = {"id": id, "kind": "s84", "on": on, "about": "name", "for": "h1", "method": "station"}
    return [*facts()["notifications"], {**told, **more}]


def changed(about, on="2026-03-02"):
    """One change."""
    return [{"id": "h1", "about": about, "on": on}]


def entered(*events):
    """The national record, made in time, and what else happened."""
    return [*facts()["events"], *events]


def noticed(method):
    """The last yearly notification, given at a place or from afar."""
    return [*facts()["notifications"][:-1], {**facts()["notifications"][-1], "method": method}]


ABROAD = [{"id": "t1", "known_on": "2026-03-01", "departs_on": "2026-06-01", "due_back_on": "2026-06-15"}]
ESTABLISHED = {"id": "e2", "kind": "breach_established", "on": "2026-03-02", "at": "10:00"}
SUSPECTED = {"id": "e2", "kind": "breach_suspected", "on": "2026-03-02"}
TOLD_OF_LEVEL = {"id": "e2", "kind": "national_record", "on": "2020-01-10", "for": "l1"}
TWO_LEVELS = [*facts()["levels"], {"id": "l2", "level": "high", "from": "2026-03-02"}]
WEEK = [{"id": "y1", "address_id": "a7", "from": "2026-03-01", "until": "2026-03-07"}]
AWAY = [{"id": "m1", "kind": "missing", "from": "2026-06-01", "until": "2026-06-20"}]
DEVICES = [{"id": "o1", "kind": "shpo", "made_on": "2020-01-06", "until_further_order": True}]
DEVICES[0]["items"] = [{"kind": "device_check"}]
LEVEL_RECONSIDERED = [each for each in facts()["reviews"] if each["kind"] != "level"]
LEVEL_RECONSIDERED.append({"id": "w0", "kind": "level", "on": "2025-02-28", "by": "s1"})
LATE_REVIEW = [*facts()["reviews"], {"id": "w4", "kind": "supervisor", "on": "2026-03-02", "by": "s1"}]


GRANTED = {"id": "w1", "kind": "warrant", "outcome": "granted", "by": "s1"}
#: Two narratives that have nothing in common.
TEXT, OTHER_TEXT = (
    sketch(text, key=bytes(32))
    for text in (
        "Seen in the kitchen at ten, calm and sober; laptop and phones were looked through and nothing was found on them.",
        "Nobody opened at first, later the sister did; he came down and spoke of a job at the harbour with adults only.",
    )
)
#: Both officers who visit are in training until 1 May 2026, in a team of four.
TEAM = Workforce(
    {name: ((0, from_iso("2026-05-01")),) for name in ("o1", "o2", "o3", "o4")},
    {name: Officer(team="t1") for name in ("o1", "o2", "o3", "o4", "o9")},
)
SIX = [visit(f"v{day}", day) for day in ("2025-10-01", "2025-11-05", "2025-12-12", "2026-01-02", "2026-03-03")]
AT_HALF_PAST_TEN = [{**each, "at": "10:30"} for each in TUESDAYS]
QUARTERLY = [visit(f"v{day}", day) for day in ("2025-01-02", "2025-04-02", "2025-07-01", "2025-09-30")]


def planned(day, recorded):
    """A visit planned for a day, by a version recorded on another."""
    return {"id": "v3", "outcome": "planned", "planned_on": day, "recorded_on": recorded}


EXAMPLES = {
    "VD001": ((facts(), "2026-07-03", {}), (facts(), "2026-07-02", {})),
    "VD002": ((facts(), "2026-06-04", {}), (facts(), "2026-06-03", {})),
    "VD003": ((facts(**NEW), "2026-06-23", {}), (facts(**NEW), "2026-06-22", {})),
    "VD004": (
        (facts(visits=[*SEEN, visit("v3", "2026-06-20", "no_reply")]), "2027-01-03", {}),
        (facts(), "2027-01-03", {}),
    ),
    "VD005": ((facts(), "2026-08-02", {}), (facts(), "2026-08-01", {})),
    "VD006": (
        (facts(visits=TWO_FAILURES), "2026-06-16", {}),
        (facts(visits=TWO_FAILURES, decisions=DECIDED), "2026-06-16", {}),
    ),
    "VD007": (
        (facts(statuses=CUSTODY, decisions=[{**GRANTED, "on": "2026-05-20"}]), "2026-06-01", {}),
        (facts(statuses=CUSTODY, decisions=[{**GRANTED, "on": "2026-05-21"}]), "2026-06-01", {}),
    ),
    "VD008": (
        (facts(visits=[*SEEN, visit("v3", "2026-05-22", "no_reply")]), "2026-06-02", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-05-22", "no_reply")]), "2026-06-01", {}),
    ),
    "VD101": ((facts(statuses=RELEASED), "2026-05-27", {}), (facts(statuses=RELEASED), "2026-05-26", {})),
    "DC009": (
        (
            facts(visits=[*SEEN, visit("v3", "2026-06-01", "no_reply", signed_off_on="2026-06-03")]),
            "2026-06-03",
            {},
        ),
        (facts(visits=[*SEEN, visit("v3", "2026-06-01", "no_reply")]), "2026-06-03", {}),
    ),
    "DC010": (
        (facts(visits=[*SEEN, visit("v3", "2026-03-03", address_id="a1")], addresses=MOVED), "2026-03-03", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-03-02", address_id="a1")], addresses=MOVED), "2026-03-03", {}),
    ),
    "DC011": (
        (facts(visits=[*SEEN, visit("v3", "2026-05-01", place="station")]), "2026-05-01", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-05-01", "no_reply", place="station")]), "2026-05-01", {}),
    ),
    "DC012": (
        (facts(visits=[*SEEN, visit("v0", "2020-01-05")]), "2026-06-01", {}),
        (facts(), "2026-06-01", {}),
    ),
    "DC013": (
        (facts(visits=[*SEEN, visit("v3", "2026-05-20")], statuses=CUSTODY), "2026-06-01", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-05-21")], statuses=CUSTODY), "2026-06-01", {}),
    ),
    "DC014": (
        (facts(visits=[*SEEN, visit("v3", "2026-06-19")], statuses=HOSPITAL), "2026-06-30", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-06-20")], statuses=HOSPITAL), "2026-06-30", {}),
    ),
    "DC015": (
        (facts(visits=[*SEEN, visit("v3", "2026-06-14")], trips=TRIP), "2026-06-30", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-06-15")], trips=TRIP), "2026-06-30", {}),
    ),
    "DC016": (
        (facts(visits=[*SEEN, visit("v3", "2026-06-02")], statuses=DEATH), "2026-06-02", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-06-01")], statuses=DEATH), "2026-06-02", {}),
    ),
    "DC017": (
        (facts(visits=[*SEEN, visit("v3", "2026-06-01")], registrations=ENDED), "2026-06-01", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-05-31")], registrations=ENDED), "2026-06-01", {}),
    ),
    "DC018": (
        (facts(visits=[*SEEN, visit("v3", "2026-06-02")]), "2026-06-01", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-06-02")]), "2026-06-02", {}),
    ),
    "DC022": (
        (
            facts(visits=[*SEEN, visit("v3", "2026-05-01", at="10:00"), visit("v4", "2026-05-01", at="10:15")]),
            "2026-05-01",
            {},
        ),
        (
            facts(visits=[*SEEN, visit("v3", "2026-05-01", at="23:50"), visit("v4", "2026-05-02", at="01:51")]),
            "2026-05-02",
            {},
        ),
    ),
    "DC076": (
        (facts(statuses=[inside("2026-06-01", "2026-06-20"), inside("2026-06-19", id="c2")]), "2026-06-19", {}),
        (facts(statuses=[inside("2026-06-01", "2026-06-20"), inside("2026-06-20", id="c2")]), "2026-06-20", {}),
    ),
    "DC095": (
        (facts(visits=[*SEEN, {"id": "v3", "outcome": "seen"}]), "2026-06-01", {}),
        (facts(visits=[*SEEN, {"id": "v3", "outcome": "planned", "planned_on": "2026-07-01"}]), "2026-06-01", {}),
    ),
    "DC101": (
        (facts(visits=[*SEEN, FORETOLD]), "2026-06-03", {}),
        (facts(visits=[*SEEN, FORETOLD]), "2026-06-02", {}),
    ),
    "DC102": (
        (facts(statuses=[inside("2026-05-01", "2026-04-30")]), "2026-06-01", {}),
        (facts(statuses=[inside("2026-05-01", "2026-05-01")]), "2026-06-01", {}),
    ),
    "DC103": (
        (facts(levels=LEVELS_OF_A_DAY), "2026-06-01", {}),
        (facts(levels=LEVELS_OF_TWO_DAYS), "2026-06-01", {}),
    ),
    "DC104": (
        ({**facts(registrations=[CONVICTED]), "born_on": "2005-05-05"}, "2026-06-01", {}),
        ({**facts(registrations=[CONVICTED]), "born_on": "2000-01-10"}, "2026-06-01", {}),
    ),
    "PR019": (
        (facts(visits=[*SEEN, visit("v3", "2026-04-30", recorded_on="2026-05-07")]), "2026-05-07", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-04-30", recorded_on="2026-05-06")]), "2026-05-07", {}),
    ),
    "PR020": (
        (facts(visits=[*SEEN, {"id": "v3", "planned_on": "2026-04-30", "outcome": "planned"}]), "2026-05-07", {}),
        (facts(visits=[*SEEN, {"id": "v3", "planned_on": "2026-04-30", "outcome": "planned"}]), "2026-05-06", {}),
    ),
    "PR023": (
        (
            facts(visits=[SEEN[0], {**SEEN[1], "text_sketch": TEXT}, visit("v3", "2026-05-01", text_sketch=TEXT)]),
            "2026-05-01",
            {},
        ),
        (
            facts(
                visits=[SEEN[0], {**SEEN[1], "text_sketch": TEXT}, visit("v3", "2026-05-01", text_sketch=OTHER_TEXT)]
            ),
            "2026-05-01",
            {},
        ),
    ),
    "PR025": (
        (facts(visits=[*SEEN, visit("v3", "2026-05-01", officers=["o1"])]), "2026-05-01", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-05-01")]), "2026-05-01", {}),
    ),
    "PR027": (
        (facts(visits=[*SEEN, visit("v3", "2026-05-01")]), "2026-05-01", {"workforce": TEAM}),
        (facts(visits=[*SEEN, visit("v3", "2026-04-30")]), "2026-05-01", {"workforce": TEAM}),
    ),
    "PR028": (
        (
            facts(visits=[*SEEN, visit("v3", "2026-05-01", others=[{"role": "guest", "vetted": False}])]),
            "2026-05-01",
            {},
        ),
        (
            facts(visits=[*SEEN, visit("v3", "2026-05-01", others=[{"role": "interpreter", "vetted": True}])]),
            "2026-05-01",
            {},
        ),
    ),
    "PR029": (
        (facts(visits=[*SIX, visit("v6", "2026-04-30")]), "2026-04-30", {"workforce": TEAM}),
        (
            facts(visits=[*SIX, visit("v6", "2026-04-30", officers=["o1", "o3"])]),
            "2026-04-30",
            {"workforce": TEAM},
        ),
    ),
    "PR030": (
        (facts(visits=[*SEEN, visit("v3", "2026-05-01", announced=True)]), "2026-05-01", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-05-01", announced=False)]), "2026-05-01", {}),
    ),
    "PR031": (
        (facts(visits=[*MONTHLY[:3], *({**each, "announced": True} for each in MONTHLY[3:])]), "2026-05-01", {}),
        (facts(visits=[*MONTHLY[:4], *({**each, "announced": True} for each in MONTHLY[4:])]), "2026-05-01", {}),
    ),
    "PR032": (
        (facts(visits=TUESDAYS), "2026-05-05", {}),
        (facts(visits=TUESDAYS), "2026-05-04", {}),
    ),
    "PR033": (
        (facts(visits=AT_HALF_PAST_TEN), "2026-05-05", {}),
        (facts(visits=[*AT_HALF_PAST_TEN[:-1], {**TUESDAYS[-1], "at": "18:00"}]), "2026-05-05", {}),
    ),
    "PR034": (
        (facts(visits=[*QUARTERLY, visit("v9", "2025-12-29")]), "2025-12-29", {}),
        (facts(visits=[*QUARTERLY, visit("v9", "2026-01-06")]), "2026-01-06", {}),
    ),
    "PR101": (
        (facts(visits=[*SEEN, AT_THE_STATION, visit("v3", "2026-04-30", recorded_on="2026-05-07")]), "2026-05-07", {}),
        (facts(visits=[*SEEN, AT_THE_STATION, visit("v3", "2026-04-30", recorded_on="2026-05-06")]), "2026-05-07", {}),
    ),
    "PR102": (
        (
            facts(visits=[*LAST_IN_AUGUST, planned("2026-02-20", "2026-02-01"), planned("2026-03-01", "2026-02-16")]),
            "2026-02-16",
            {},
        ),
        (
            facts(visits=[*LAST_IN_AUGUST, planned("2026-02-20", "2026-02-01"), planned("2026-02-28", "2026-02-16")]),
            "2026-02-16",
            {},
        ),
    ),
    "PR103": (
        (
            facts(visits=[*SEEN, REFUSED, {**REFUSED, "entry": "obtained", "recorded_on": "2026-05-07"}]),
            "2026-05-07",
            {},
        ),
        (
            facts(visits=[*SEEN, REFUSED, {**REFUSED, "entry": "obtained", "recorded_on": "2026-05-06"}]),
            "2026-05-07",
            {},
        ),
    ),
    "PR104": (
        (facts(visits=[SIGNED_OFF, visit("v3", "2026-05-01")], levels=HIGH), "2026-05-19", {}),
        (facts(visits=[SIGNED_OFF, visit("v3", "2026-05-01")], levels=HIGH), "2026-05-18", {}),
    ),
    "RK035": (
        (facts(assessments=[arms("s1", "2026-06-02")]), "2026-06-01", {}),
        (facts(assessments=[arms("s1", "2026-06-02")]), "2026-06-02", {}),
    ),
    "RK036": ((facts(**{**NEW, "levels": []}), "2026-06-23", {}), (facts(**NEW), "2026-06-23", {})),
    "RK037": ((facts(assessments=LAST_ARMS), "2026-03-01", {}), (facts(assessments=LAST_ARMS), "2026-02-28", {})),
    "RK038": (
        (facts(assessments=NOT_APPROVED), "2026-05-12", {}),
        (facts(assessments=NOT_APPROVED), "2026-05-11", {}),
    ),
    "RK039": (
        (facts(**NEW, assessments=[]), "2026-06-23", {}),
        (facts(**NEW, assessments=[]), "2026-06-22", {}),
    ),
    "RK040": (
        (facts(registrations=CONVICTED_AGAIN), "2026-06-23", {}),
        (facts(registrations=CONVICTED_AGAIN), "2026-06-22", {}),
    ),
    "RK041": (
        (facts(assessments=[scored("2021-03-01", tool="rm2000")]), "2026-06-01", {}),
        (facts(assessments=[scored("2021-02-28", tool="rm2000")]), "2026-06-01", {}),
    ),
    "RK042": (
        (facts(assessments=[scored("2024-02-29", band="high")]), "2024-02-29", {}),
        (facts(assessments=[scored("2024-02-29", band="high")]), "2024-02-28", {}),
    ),
    "RK049": ((facts(events=INTELLIGENCE), "2026-05-01", {}), (facts(events=INTELLIGENCE), "2026-04-30", {})),
    "RK054": (
        (facts(visits=[*SEEN, visit("v3", "2026-04-16")]), "2026-04-24", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-04-16")]), "2026-04-23", {}),
    ),
    "RK055": (
        (facts(reviews=[*REVIEWED, checked("2026-05-01", "local")]), "2026-05-01", {}),
        (facts(reviews=[*REVIEWED, checked("2026-05-01", "local", "open_source")]), "2026-05-01", {}),
    ),
    "RK093": (
        (facts(mappa=LEVEL_2, meetings=MEETING), "2026-04-25", {}),
        (facts(mappa=LEVEL_2, meetings=MEETING), "2026-04-24", {}),
    ),
    "RK094": (
        (facts(mappa=LEVEL_1, levels=VERY_HIGH), "2026-05-01", {}),
        (facts(mappa=LEVEL_1, levels=VERY_HIGH), "2026-04-30", {}),
    ),
    "PL043": ((facts(levels=LOWERED), "2026-04-03", {}), (facts(levels=LOWERED), "2026-04-02", {})),
    "PL044": (
        (facts(visits=LAST_IN_AUGUST, set_dates=[PUT_OFF]), "2026-02-20", {}),
        (facts(visits=LAST_IN_AUGUST, set_dates=[{**PUT_OFF, "approved_by": "s1"}]), "2026-02-20", {}),
    ),
    "PL045": ((facts(**{**NEW, "plans": []}), "2026-06-23", {}), (facts(**{**NEW, "plans": []}), "2026-06-22", {})),
    "PL046": (
        (facts(levels=HIGH, reviews=REVIEWED), "2026-03-01", {}),
        (facts(levels=HIGH, reviews=REVIEWED), "2026-02-28", {}),
    ),
    "PL047": (
        (facts(levels=HIGH, plans=[THIRTEEN_WEEKS], visits=LAST_IN_NOVEMBER), "2025-11-30", {}),
        (
            facts(levels=HIGH, plans=[{**THIRTEEN_WEEKS, "interval": "90 days"}], visits=LAST_IN_NOVEMBER),
            "2025-11-30",
            {},
        ),
    ),
    "PL048": (
        (facts(levels=VERY_HIGH), "2026-05-01", {}),
        (facts(levels=VERY_HIGH), "2026-04-30", {}),
    ),
    "PL050": (
        (facts(levels=LOW_SINCE, plans=[{**REACTIVE, "from": "2027-02-27"}]), "2027-02-27", {}),
        (facts(levels=LOW_SINCE, plans=[{**REACTIVE, "from": "2027-02-28"}]), "2027-02-28", {}),
    ),
    "PL051": (
        (facts(plans=[*facts()["plans"], {**REACTIVE, "from": "2025-02-28"}]), "2026-03-01", {}),
        (facts(plans=[*facts()["plans"], {**REACTIVE, "from": "2025-02-28"}]), "2026-02-28", {}),
    ),
    "PL052": (
        (facts(plans=REACTIVE_NOW, events=INTELLIGENCE), "2026-04-24", {}),
        (facts(plans=REACTIVE_NOW, events=INTELLIGENCE), "2026-04-23", {}),
    ),
    "PL053": (
        (facts(plans=REACTIVE_NOW, visits=[*SEEN, ROUTINE]), "2026-06-01", {}),
        (facts(plans=REACTIVE_NOW, visits=[*SEEN, ROUTINE]), "2026-06-02", {}),
    ),
    "PL101": (
        (facts(plans=[*facts()["plans"], DATED_BACK]), "2026-08-20", {}),
        (facts(plans=[*facts()["plans"], DATED_BACK]), "2026-08-19", {}),
    ),
    "WF056": ((facts(reviews=REVIEWED), "2026-03-01", {}), (facts(reviews=REVIEWED), "2026-02-28", {})),
    "WF057": (
        (
            facts(reviews=[*REVIEWED, {"id": "w3", "kind": "supervisor", "on": "2026-05-01", "by": "o9"}]),
            "2026-05-01",
            {},
        ),
        (
            facts(reviews=[*REVIEWED, {"id": "w3", "kind": "supervisor", "on": "2026-05-01", "by": "s1"}]),
            "2026-05-01",
            {},
        ),
    ),
    "WF058": (
        (facts(managers=NO_MANAGER), "2026-06-01", {}),
        (facts(managers=NO_MANAGER), "2026-05-31", {}),
    ),
    "WF059": (
        (facts(managers=[LEAD, NEXT_LEAD]), "2026-05-01", {}),
        (facts(managers=[LEAD, NEXT_LEAD]), "2026-04-30", {}),
    ),
    "NT063": ((facts(), "2027-01-06", {}), (facts(), "2027-01-05", {})),
    "NT064": ((facts(), "2026-12-06", {}), (facts(), "2026-12-05", {})),
    "NT065": (
        (facts(changes=changed("name"), notifications=named("n3")), "2026-03-05", {}),
        (facts(changes=changed("name"), notifications=named("n3", "2026-03-04")), "2026-03-05", {}),
    ),
    "NT066": (
        (facts(events=entered(ESTABLISHED)), "2026-03-04", {}),
        (facts(events=entered(ESTABLISHED)), "2026-03-03", {}),
    ),
    "NT067": (
        (facts(events=entered(SUSPECTED)), "2026-03-17", {}),
        (facts(events=entered(SUSPECTED)), "2026-03-16", {}),
    ),
    "NT068": (
        (facts(notifications=noticed("home")), "2026-01-05", {}),
        (facts(notifications=noticed("station")), "2026-01-05", {}),
    ),
    "NT069": (
        (facts(addresses=[NOTIFIED_HOME, OTHER_HOME]), "2026-03-05", {}),
        (facts(addresses=[NOTIFIED_HOME, OTHER_HOME]), "2026-03-04", {}),
    ),
    "NT070": (
        (facts(addresses=[NOTIFIED_HOME, OTHER_HOME]), "2026-03-02", {}),
        (facts(addresses=[NOTIFIED_HOME, OTHER_HOME]), "2026-03-01", {}),
    ),
    "NT071": ((facts(stays=WEEK), "2026-03-10", {}), (facts(stays=WEEK), "2026-03-09", {})),
    "NT072": ((facts(changes=changed("name")), "2026-03-05", {}), (facts(changes=changed("name")), "2026-03-04", {})),
    "NT073": (
        (facts(changes=changed("child_household")), "2026-03-05", {}),
        (facts(changes=changed("child_household")), "2026-03-04", {}),
    ),
    "NT074": ((facts(trips=ABROAD), "2026-05-26", {}), (facts(trips=ABROAD), "2026-05-25", {})),
    "NT075": ((facts(trips=ABROAD), "2026-06-16", {}), (facts(trips=ABROAD), "2026-06-15", {})),
    "NT085": ((facts(registrations=FIVE_YEARS), "2026-01-01", {}), (facts(registrations=FIVE_YEARS), "2025-12-31", {})),
    "NT086": (
        (facts(registrations=[{**FIVE_YEARS[0], "stored_end_on": "2026-07-01"}]), "2026-06-01", {}),
        (facts(registrations=[{**FIVE_YEARS[0], "stored_end_on": "2026-06-30"}]), "2026-06-01", {}),
    ),
    "NT101": ((facts(), "2027-01-05", {}), (facts(), "2027-01-04", {})),
    "NT102": ((facts(notifications=ANNOUNCED), "2026-05-10", {}), (facts(notifications=ANNOUNCED), "2026-05-09", {})),
    "ST077": (
        (facts(statuses=[inside("2026-02-01", "2026-03-02")]), "2026-03-05", {}),
        (facts(statuses=[inside("2026-02-01", "2026-03-02")]), "2026-03-04", {}),
    ),
    "ST078": (
        (facts(statuses=[inside("2026-01-06")]), "2026-07-06", {}),
        (facts(statuses=[inside("2026-01-06")]), "2026-07-05", {}),
    ),
    "ST079": (
        (facts(statuses=[inside("2026-06-01")]), "2026-07-03", {}),
        (facts(statuses=[{**inside("2026-06-01"), "evidence": "prison"}]), "2026-07-03", {}),
    ),
    "ST080": (
        (facts(statuses=[{"id": "m1", "kind": "missing", "from": "2026-03-02"}]), "2026-03-04", {}),
        (facts(statuses=[{"id": "m1", "kind": "missing", "from": "2026-03-02"}]), "2026-03-03", {}),
    ),
    "ST081": (
        (facts(visits=[*SEEN, visit("v3", "2026-06-19")], statuses=AWAY), "2026-06-30", {}),
        (facts(visits=[*SEEN, visit("v3", "2026-06-20")], statuses=AWAY), "2026-06-30", {}),
    ),
    "ST087": ((facts(registrations=FIVE_YEARS), "2026-07-01", {}), (facts(registrations=FIVE_YEARS), "2026-06-30", {})),
    "ST088": ((facts(**{**NEW, "events": []}), "2026-06-05", {}), (facts(**{**NEW, "events": []}), "2026-06-04", {})),
    "ST089": (
        (facts(levels=TWO_LEVELS, events=entered(TOLD_OF_LEVEL)), "2026-03-06", {}),
        (facts(levels=TWO_LEVELS, events=entered(TOLD_OF_LEVEL)), "2026-03-05", {}),
    ),
    "ST090": ((facts(reviews=LATE_REVIEW), "2026-03-02", {}), (facts(reviews=LATE_REVIEW), "2026-03-01", {})),
    "ST091": (
        (facts(transfers=[{"id": "t1", "to": "f2", "asked_on": "2026-03-02"}]), "2026-03-10", {}),
        (facts(transfers=[{"id": "t1", "to": "f2", "asked_on": "2026-03-02"}]), "2026-03-09", {}),
    ),
    "ST092": (
        (facts(transfers=[{"id": "t1", "to": "f2", "accepted_on": "2026-03-09"}]), "2026-03-10", {}),
        (facts(transfers=[{"id": "t1", "to": "f2", "accepted_on": "2026-03-09"}]), "2026-03-09", {}),
    ),
    "ST101": ((facts(), "2026-06-01", {"notes": [DUPLICATE]}), (facts(), "2026-06-01", {})),
    "ST102": (
        (facts(registrations=CLOSED), "2026-07-01", {}),
        (facts(registrations=CLOSED), "2026-06-30", {}),
    ),
    "ST103": (
        (facts(statuses=[DAYS_ABROAD]), "2026-07-03", {}),
        (facts(statuses=[{**DAYS_ABROAD, "evidence": "border_record"}]), "2026-07-03", {}),
    ),
    "OR082": ((facts(orders=[ENDING]), "2026-01-01", {}), (facts(orders=[ENDING]), "2025-12-31", {})),
    "OR083": (
        (facts(orders=[{**ENDING, "ends_on": "2026-06-29"}]), "2026-06-01", {}),
        (facts(orders=[ENDING]), "2026-06-01", {}),
    ),
    "OR084": ((facts(orders=DEVICES), "2026-01-02", {}), (facts(orders=DEVICES), "2026-01-01", {})),
    "RB101": (
        (facts(reviews=LEVEL_RECONSIDERED), "2026-03-01", {}),
        (facts(reviews=LEVEL_RECONSIDERED), "2026-02-28", {}),
    ),
    "RB102": (
        (supervised(*SEEN_OFTEN[:-1]), "2026-03-01", {"book": CONTACTS}),
        (supervised(*SEEN_OFTEN[:-1]), "2026-02-28", {"book": CONTACTS}),
    ),
}
