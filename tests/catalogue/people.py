"""One offender with nothing to flag, and the ways in which the tests of the checks change one thing about them."""

import datetime as dt

import attrs

from supervise import Offender, load_rulebook, review
from supervise.checks.inquiry import Inquiry
from supervise.engine.schedule import evaluate
from supervise.model import Note

BOOK = load_rulebook("england-wales@2026.1")
LAW = load_rulebook("england-wales-law@2026.1")
#: A book with quotas of contacts in each month, which none of the others asks for.
CONTACTS = load_rulebook("contacts-months@2026.1")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def visit(id, on, outcome="seen", **more):
    """A visit that qualifies unless something is said to the contrary."""
    plain = {"id": id, "on": on, "outcome": outcome, "place": "home", "officers": ["o1", "o2"]}
    return {**plain, "entry": "obtained", "purposes": ["compliance_check", "risk_assessment"], **more}


def arms(id, on, **more):
    """A dynamic assessment, approved the next day by someone else."""
    plain = {"id": id, "tool": "arms", "band": "medium", "on": on, "by": "o9", "approved_by": "s1"}
    return {**plain, "approved_on": (day(on) + dt.timedelta(days=1)).isoformat(), **more}


def scored(on, **more):
    """A static assessment."""
    return {"id": "s0", "tool": "osp_dc", "band": "medium", "on": on, "by": "o9", **more}


def checked(on, *sources, **more):
    """A check of intelligence systems."""
    return {"id": "w8", "kind": "intelligence", "on": on, "by": "o9", "sources": list(sources), **more}


def facts(**changes):
    """Registered on 6 January 2020 for life, level medium, seen on 2 January 2026; nothing is late until July."""
    plain = {
        "id": "A1",
        "force": "f1",
        "registrations": [
            {
                "id": "r1",
                "basis": "conviction",
                "convicted_on": "2020-01-06",
                "relevant_on": "2020-01-06",
                "disposal": "imprisonment",
                "terms": [{"months": 60, "counts": True}],
                "age_on_relevant_date": 40,
            }
        ],
        "notifications": [
            {"id": "n1", "kind": "s83", "on": "2020-01-07", "home_kind": "sole_or_main"},
            *({"id": f"n{year}", "kind": "s85", "on": f"{year}-01-05"} for year in range(2021, 2026)),
            {"id": "n2", "kind": "s85", "on": "2026-01-05"},
        ],
        "levels": [{"id": "l1", "level": "medium", "from": "2020-01-10"}],
        "assessments": [scored("2024-03-01"), arms("s1", "2020-01-15"), arms("s2", "2026-01-02")],
        # The first plan sets an interval; the second leaves it to the level.
        "plans": [
            {"id": "p1", "from": "2020-01-10", "interval": "6 months", "by": "o9", "approved_by": "s1"},
            {"id": "p2", "from": "2020-01-14", "by": "o9", "approved_by": "s1"},
        ],
        "reviews": [
            {"id": "w1", "kind": "plan", "on": "2026-01-05", "by": "o9"},
            {"id": "w2", "kind": "supervisor", "on": "2026-01-05", "by": "s1"},
            {"id": "w3", "kind": "marker", "on": "2026-01-05", "by": "s1"},
            {"id": "w0", "kind": "level", "on": "2026-01-05", "by": "s1"},
            checked("2026-01-02", "local", "open_source"),
        ],
        "events": [{"id": "e1", "kind": "national_record", "on": "2020-01-07"}],
        "managers": [{"id": "m1", "officer_id": "o9", "agency": "police", "from": "2020-01-06"}],
        # The first is checked by a supervisor.
        "visits": [
            visit("v1", "2020-01-20", signed_off_on="2020-01-27", signed_off_by="s1"),
            visit("v2", "2026-01-02"),
        ],
    }
    return {**plain, **changes}


def contacts(*days, place="home"):
    """Contacts face to face, each in the field unless it was at the office."""
    return [{"id": f"v{on}", "on": on, "outcome": "seen", "place": place} for on in days]


def supervised(*days, level="maximum", **changes):
    """Supervised since 1 January 2026 at a level that asks for four contacts in each month; assessed, seen on some days."""
    plain = {
        "id": "A1",
        "levels": [{"id": "l1", "level": level, "from": "2026-01-01"}],
        "assessments": [{"id": "s1", "tool": "judgement", "band": "medium", "on": "2026-01-05"}],
        "events": [{"id": "e1", "kind": "supervision_began", "on": "2026-01-01"}],
        "visits": contacts(*days),
    }
    return {**plain, **changes}


#: Four in January, four in February: enough for both.
SEEN_OFTEN = tuple(f"2026-{month:02}-{day:02}" for month in (1, 2) for day in (6, 13, 20, 27))


def with_thresholds(book=BOOK, **values):
    """Return a book with some thresholds changed, as an overlay may: `_` in a name stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in values.items()}
    changed = {name: attrs.evolve(book.thresholds[name], value=value) for name, value in named.items()}
    return attrs.evolve(book, thresholds={**book.thresholds, **changed})


def ask(plain, as_of="2026-06-01", book=BOOK, known_at=None):
    """Return what the checks ask about an offender."""
    known = None if known_at is None else day(known_at)
    return Inquiry(evaluate(Offender.from_dict(plain), book, as_of=day(as_of), known_at=known))


def judged(plain, as_of, *, book=BOOK, known_at=None, notes=(), workforce=None, waivers=None):
    offender = attrs.evolve(Offender.from_dict(plain), notes=tuple(notes))
    assert not offender.faults
    known = None if known_at is None else day(known_at)
    return review(offender, book, as_of=day(as_of), known_at=known, workforce=workforce, waivers=waivers)


def flags(code, plain, as_of, **more):
    """The flags with this code."""
    return [flag for flag in judged(plain, as_of, **more).flags if flag.code == code]


def one(code, plain, as_of, **more):
    """The only flag with this code."""
    (flag,) = flags(code, plain, as_of, **more)
    return flag


def shown(flag):
    """The evidence of a flag by name."""
    return {each.name: each.value for each in flag.evidence}


DUPLICATE = Note(kind="duplicate id", path="id", line=4)
