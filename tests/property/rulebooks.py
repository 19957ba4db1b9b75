"""Rulebooks and offenders made up together: plain data as a TOML file gives it, composed from the axes of the language.

Each axis of the rule language is one small function that draws a value; what the values of several axes need of each
other is settled where they meet, so that every book drawn is whole. The facts are few kinds of events, states and
levels, crowded around a base day, which is what every book speaks of.

Above 500 lines because it has every axis of the language in it, and axes are easier to compare side by side.
"""

import datetime as dt

from hypothesis import strategies as st

from tests.property.strategies import BASES, days, ends, facts, numbered, one_of, some

CALENDAR = "england-and-wales@2026.1"
SCALE = ["low", "high"]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
MONTHS = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
]  # fmt: skip
STATES = ["custody", "hospital", "abroad", "custody", "away", "waiting", "at-a1", "held", "plan.reactive"]
EVENTS = ["event.k", "event.k", "event.done", "event.other", "visit.seen", "seen-at-home", "made"]
FIXED = ["grid", "block", "month", "weekday"]
CADENCES = ["once", "rolling", "countdown", "any window", *FIXED]
HEADED = {"authority": "LAW", "source": "s"}


def maybe(draw, of, odds=2):
    """Return something drawn, or None: one time in `odds`, something."""
    return draw(of) if draw(st.integers(1, odds)) == odds else None


def table(**keys):
    """Return a table without what is not given."""
    return {key: value for key, value in keys.items() if value not in (None, ())}


# ── lengths ─────────────────────────────────────────────────────────────────────────────────────────────────────

DAYS = one_of("1 day", "3 days", "10 days", "14 days", "30 days", "90 days")
CALENDAR_LENGTHS = DAYS | one_of("1 month", "3 months", "1 year", "2 months 5 days", "1 year 1 day")
WORKING_DAYS = one_of("1 working day", "3 working days", "10 working days")
HOURS = one_of("1 hour", "24 hours", "48 hours", "72 hours")
UNITS = [
    "calendar week",
    "calendar month",
    "calendar quarter",
    "calendar half-year",
    "calendar year",
    "2 calendar months",
]


def lengths(draw, units):
    """Return the strategy of the lengths that may stand together in one rule."""
    return {"days": DAYS, "calendar": CALENDAR_LENGTHS, "working": WORKING_DAYS, "hours": HOURS}[units]


def end_duration(draw):
    """How long after the end of a state."""
    if draw(st.booleans()):
        return draw(WORKING_DAYS) + " after end"
    return draw(CALENDAR_LENGTHS) + draw(one_of(" after end", " beginning with end"))


# ── conditions ──────────────────────────────────────────────────────────────────────────────────────────────────


def daily_test(draw):
    """A test on the offender whose answer may change from day to day."""
    return draw(
        st.sampled_from(
            [
                {"level": "high"},
                {"mode": "reactive"},
                {"plan_interval": "set"},
                {"in": "custody"},
                {"not_in": ["custody", "waiting"]},
                {"last_notified_home": "place_found"},
                {"lead_agency": "probation"},
                {"any": [{"level": "high"}, {"in": "abroad"}]},
                {"not": {"mode": "active"}},
                {"after": "event.other"},
            ]
        )
    )


def single_test(draw, case, base, helper):
    """A test that is read once: of the fact, of the occurrence, of what happened by its day."""
    tests = [
        {"since": base.isoformat()},
        {"before": (base + dt.timedelta(days=60)).isoformat()},
        {"count": table(of="event.done", at_least=draw(st.integers(1, 2)), **count_stretch(draw))},
        {"count": {"of": "event.k", "at_most": 2}},
    ]
    tests.append({"all": [{"since": base.isoformat()}, {"not_in": ["held"]}]})
    if case["rolls"]:
        tests += [{"occurrence": draw(st.integers(1, 2))}] * 3
    if case["fact"] == "event":
        tests += [
            {"fact": {"kind": draw(one_of("k", "done"))}},
            {"fact": {"at": draw(one_of("set", "not set"))}},
            {"some": {"of": "event.done", "field": "on", "before": 5, "after": 10}},
            {"first_of": case["names"]},
            *[{"age": {"on": ["on"], "under": draw(one_of(18, 40))}}] * 3,
        ]
    if case["fact"] == "trip":
        tests += [{"gap": {"from": "known_on", "to": ["departs_on"], "less_than": 5}}] * 3
    if case["fact"] == "extent":
        tests += [{"indefinite": draw(st.sampled_from([True, False]))}] * 2 + [{"covered": {"span": "held"}}]
        tests.append({"covered": {"span": "held", "by": "event.done"}})
    if helper:
        other = {"rule": "base", "status": draw(one_of(["met"], ["open", "overdue", "missed"]))}
        tests.append({"other": table(**other, opens_within=maybe(draw, one_of("1 month", "20 days")))})
    return draw(st.sampled_from(tests))


def count_stretch(draw):
    """In all, in a unit of the calendar, or in a length that ends with the day."""
    return draw(
        st.sampled_from(
            [
                {},
                {"in": "calendar month"},
                {"in": "calendar quarter"},
                {"in": "calendar half-year"},
                {"in": "calendar year"},
                {"within": "60 days"},
                {"within": "12 months"},
            ]
        )
    )


def where_visit(draw):
    """Tests on the fields of a visit."""
    return draw(
        st.sampled_from(
            [
                {"place": "home"},
                {"place": {"not": ["station"]}},
                {"officers": {"other_than": ["the manager"]}},
                {"entry": {"words": ["obtained"], "unset_passes": True}},
                {"any": [{"place": "home"}, {"entry": "set"}]},
                {"not": {"outcome": "refused"}, "on_the_day": {"level": "high"}},
                {"around": {"of": "event.done", "field": "on", "before": 3, "after": 3}},
                {"all": [{"place": "home"}, {"purposes": "welfare"}]},
            ]
        )
    )


# ── what is declared besides duties ─────────────────────────────────────────────────────────────────────────────


def conventions(draw):
    """The choices of a book."""
    return {
        "month_end": draw(
            one_of(
                "the last day of the month",
                "the last day of the month is the corresponding day",
                "the first day of the next month",
            )
        ),
        "leap_day": draw(one_of("28 February", "28 February is the anniversary", "1 March")),
        "leap_birthday": draw(one_of("28 February", "1 March")),
        "end_day": draw(one_of("no longer in the state", "no longer in the state", "still in the state")),
        "zone": draw(one_of("UTC", "Europe/London", "America/New_York")),
        "week_begins": draw(one_of(*WEEKDAYS)),
    }


def derived(draw, kind):
    """One event made out of others, whose name is `made`."""
    stays = table(of="stay", where=maybe(draw, st.just({"address_id": ["a1"]}), 4), group="address_id")
    happened = {"of": draw(one_of("event.done", "event.other", "event.k"))}
    narrowed = table(where=maybe(draw, st.just({"at": "not set"}), 3))
    entry = {"id": "made", "kind": kind, "source": "s"}
    if kind == "first":
        also, clear = maybe(draw, one_of("event.other")), maybe(draw, st.just(["custody"]))
        return entry | happened | narrowed | table(per="held", also=also, clear_of=clear)
    if kind == "series":
        return entry | happened | narrowed | {"reach": draw(st.integers(1, 3)), "reset_by": "event.reset"}
    if kind == "presence in hours":
        return entry | stays | {"reach": 12}
    if kind == "count":
        return entry | happened | narrowed | {"reach": draw(st.integers(1, 3))} | count_stretch(draw)
    if kind == "gap":
        length, every = draw(CALENDAR_LENGTHS), maybe(draw, one_of("10 days", "1 month", "1 year"))
        words = {"reach": length, "counting": draw(one_of("after", "beginning with"))}
        return (
            entry
            | happened
            | narrowed
            | table(**words, every=every, ended_by=draw(one_of("event.done", "event.reset")))
        )
    if kind == "age":
        return entry | {"reach": draw(one_of(16, 18, 20))}
    presence = entry | stays | {"reach": draw(one_of(3, 7))} | table(skips=maybe(draw, st.just(["custody"])))
    if kind == "presence in days":
        presence |= table(counting=maybe(draw, one_of("after", "beginning with")))
    if draw(st.booleans()):
        return presence | {"consecutive": True} | table(fires=maybe(draw, one_of("again after a break", "once")))
    stretch = count_stretch(draw)
    fires = one_of("once", "once in each block") if "in" in stretch else st.just("once")
    return presence | stretch | table(fires=maybe(draw, fires))


DERIVES = [
    "first", "series", "presence in days", "presence in nights", "presence in hours", "count", "gap", "age",
]  # fmt: skip


def span(draw):
    """How long each registration lasts."""
    start = draw(st.sampled_from([{"field": "convicted_on"}, {"first_given": ["relevant_on", "convicted_on"]}]))
    row = {"lasts": draw(one_of("6 months", "1 year", "for life"))} | table(
        under_18=None, name=maybe(draw, st.just("row"))
    )
    life = row["lasts"] == "for life"
    if not life:
        row |= table(under_18=maybe(draw, st.just("3 months"), 4))
    first = {"when": {"disposal": "caution"}, "lasts": draw(one_of("not at all", "2 months"))}
    rows = [first, row] if draw(st.booleans()) else [row]
    more = {}
    if draw(st.booleans()):
        more["ended_by"] = "event.reset"
        more |= table(ends_after=maybe(draw, st.just("10 days")))
    return {
        "id": "held",
        "one_per": {"each": "registration"},
        "start": start,
        "counting": draw(one_of("beginning with", "after")),
        "length": rows,
        **HEADED,
        **table(cut_by=maybe(draw, st.just(["ended_on"]))),
        **more,
    }


def spanned(draw, *, courses):
    """A span, and what changes the course of it where a row gives a period to change."""
    made = span(draw)
    if not courses:
        return made
    more, terms = course(draw), [row["lasts"] for row in made["length"]]
    ends_life = "for life" in terms and "to" in more.get("shortened", {})
    return made | more if ends_life or set(terms) - {"for life", "not at all"} else made


def course(draw):
    """What changes the course of a span."""
    toll = {"in": ["custody", "abroad"], "effect": draw(one_of("add the days", "starts at the end"))}
    if toll["effect"] == "add the days":
        toll |= draw(
            st.sampled_from([{}, {"longer_than": "10 days"}, {"until": "event.other"}, {"from": "event.other"}])
        )
    less = draw(st.sampled_from([{"by": "1 month"}, {"to": "3 months"}]))
    shortened = less | {"after": "2 months", "without": "event.reset", "needs": "event.done"}
    parts = {
        "toll": toll,
        "reset_by": "event.other",
        "extended_by": {"of": "event.done", "by": "1 month"},
        "shortened": shortened,
    }
    chosen = draw(st.lists(st.sampled_from(sorted(parts)), max_size=3, unique=True))
    return {key: parts[key] for key in chosen}


def states(draw):
    """The states of the book's own."""
    return {
        "away": ["custody", "abroad"],
        "waiting": {"from": "event.k", "until": draw(one_of("event.done", "event.other"))},
        "at-a1": {"of": "stay", "where": {"address_id": "a1"}},
    }


# ── what a duty hangs on, and its anchor ────────────────────────────────────────────────────────────────────────


def hangs_on(draw, cadence, helper):
    """What a rule hangs on (`one_per`), with what its anchor and its tests may read of it."""
    event = {"fact": "event", "names": "event.k", "start": True}
    none = {"fact": None, "names": None, "start": False}
    kinds = [
        ("offender", none),
        ("offender", none),
        ("event.k", event),
        ({"each": "event.k"}, event),
        ({"each": "event.k", "until_next": True}, event),
        ({"each": {"of": ["event.k", "event.done"], "distinct": "day"}}, event),
        ({"span": "held"}, {"fact": "extent", "names": None, "start": True}),
        ({"run_of": draw(one_of("custody", "away", "waiting", "at-a1"))}, {**none, "start": True}),
        ({"gap_of": draw(one_of("custody", "away"))}, none),
        (
            {"end_of": "custody"} | table(longer_than=maybe(draw, st.just("5 days"))),
            {"fact": "status", "names": None, "start": True},
        ),
        ("trip", {"fact": "trip", "names": "trip", "start": True}),
        ("made", {"fact": "made", "names": "made", "start": True}),
        ({"each": "stay", "key": "address_id"}, {"fact": "stay", "names": "stay", "start": True}),
    ]
    if helper:
        chained = {"fact": "event", "names": "event.k", "start": True}
        kinds += [({"occurrence_of": "base", "outcome": draw(one_of("missed", "met", "due"))}, chained)] * 2
    one_per, case = draw(st.sampled_from(kinds))
    return one_per, {**case, "rolls": cadence in ("rolling", "any window")}


def anchor(draw, case, helper, *, plain=False):
    """The day a duty is counted from; `plain`: a way that a floor or a choice may hold."""
    ways = [{"first": "event.k"}, "event.done", {"first": {"of": ["event.k", "event.other"]}}, {"birthday": 18}]
    if case["start"]:
        ways += ["start", "start", {"start": True, "offset": draw(one_of("7 days", "1 month", "1 year"))}]
    if case["fact"] == "event":
        ways += [{"field": "on"}, {"first": "event.done", "on_or_after": "start"}]
        ways.append({"first": "event.done", "match": {"for": "for"}})
    if case["fact"] == "trip":
        ways += [{"field": "departs_on"}, {"first_given": ["due_back_on", "departs_on"]}]
        ways.append({"release_after": ["departs_on", "in custody"]})
    if case["fact"] == "extent":
        ways += [{"span_end": "held"}] * 3 + [{"field": "convicted_on"}]
    if helper:
        which = table(which=maybe(draw, one_of("first", "last")))
        ways += [{"due_of": "base"} | which, {"met_of": "base"} | which]
    if not plain:
        inner = [anchor(draw, case, helper, plain=True) for _ in range(2)]
        tables = [
            {"start": True} if each == "start" else {"first": each} if type(each) is str else each for each in inner
        ]
        ways += [{"later_of": tables}, {"earlier_of": tables}, {"next_birthday": inner[0]}]
        ways.append({"first": "event.other", "else": "event.k"})
    return draw(st.sampled_from(ways))


# ── evidence ────────────────────────────────────────────────────────────────────────────────────────────────────


def evidence(draw, case, *, plain):
    """What meets a duty; `plain`: where every event is looked at in turn."""
    ways = ["event.done", "event.done", {"any": ["event.done", "event.other"]}, {"define": "seen-at-home"}, "made"]
    ways.append({"any": "visit.seen", "where": where_visit(draw)})
    if plain:
        return draw(st.sampled_from(ways))
    since = draw(one_of("anchor", "after anchor", "opens", "first opens", "ever"))
    ways += [{"any": "event.done", "since": since}] * 2
    ways += [
        {"any": "event.done", "window": [-5, 20]},
        {"any": "event.done", "shared": not case["rolls"]},
        {"any": "event.done", "around": {"of": "event.done", "field": "on", "before": 10, "after": 5}},
        {"any": "event.done", "too_early": "counts"},
    ]
    if not case["rolls"]:
        ways.append({"state": draw(one_of("hospital", "waiting"))})
    if case["fact"] == "event":
        ways += [{"any": "event.done", "match": {"for": "for"}}, {"any": "event.done", "if": {"at": "not set"}}]
        ways += [{"own": ["recorded_on"]}] * (not case["rolls"])
    found = draw(st.lists(st.sampled_from(ways), min_size=1, max_size=2))
    return found[0] if len(found) == 1 else [{"any": each} if type(each) is str else each for each in found]


# ── what happens to a pending date ──────────────────────────────────────────────────────────────────────────────

POLICIES = [
    "from the last, not before the change",
    "from the change",
    "earlier of both",
    "keep the pending",
    "from the next calendar month",
    "in proportion",
]


def change(draw, *, fixed, units, before, once):
    """What a change of regime does."""
    if once or draw(st.integers(0, 3)) == 0:
        return {"any": "at the next anchor"}
    words = ["from the change", "earlier of both", "keep the pending"]
    if not fixed:
        words.append("from the last, not before the change")
        if not before:
            words.append("from the next calendar month")
            words += ["in proportion"] * (units in ("days", "calendar"))
    if draw(st.integers(0, 3)) == 0:
        return {"any": draw(st.sampled_from(words))}
    return {"stricter": draw(st.sampled_from(words)), "laxer": draw(st.sampled_from(words))}


def suspended(draw, cadence, units, before):
    """What a state does to a pending date."""
    in_ = draw(one_of(["custody"], ["custody", "hospital"], ["away"], ["waiting"], ["at-a1"]))
    ways = ["later of due and", "runs on", "if"]
    if cadence in FIXED:
        ways += ["due after end", "skip", "skip"]
    elif cadence != "countdown":
        ways.append("due after end")
        if units in ("days", "calendar"):
            ways += ["days do not count"]
        if units != "hours" and not before:
            ways += ["restarts"]
    elif units in ("days", "calendar"):
        ways.append("days do not count")
    way = draw(st.sampled_from(ways))
    if way == "if":
        return {"in": in_, "if": "due day ends inside", "due": end_duration(draw)}
    if way == "skip":
        return {"in": in_, "effect": way, "if": draw(one_of("due day ends inside", "the whole window lies inside"))}
    more = {"due": end_duration(draw)} if way in ("later of due and", "due after end") else {}
    return {"in": in_, "effect": way, **more}


# ── regimes ─────────────────────────────────────────────────────────────────────────────────────────────────────


def variants(draw, made, case, base, helper, *, never=True):
    """Several regimes, of which the last always holds, and whether they are told apart day by day, once, or not."""
    shape = draw(one_of("one", "one", "daily", "daily", "single", *(["never"] if never else [])))
    if shape == "one":
        return [made(draw)], None
    if shape == "single":
        return [{"when": single_test(draw, case, base, helper), **made(draw)}, made(draw)], "once"
    test = daily_test(draw)
    if shape == "never":
        return [{"when": test, "every": "never"}, made(draw)], "daily" if case["changes"](test) else None
    return [{"when": test, "name": "one", **made(draw)}, made(draw)], "daily" if case["changes"](test) else None


def changes_by_day(test):
    """Whether a book must say what a change does: what happened once is no regime of a day."""
    return "after" not in test


def by_level(draw, of):
    """One length for each level."""
    return {"by": "level", "every": {level: draw(of) for level in SCALE}}


@st.composite
def rules(draw, cadence, base, *, helper):
    """One rule of a cadence; `helper` says whether there is a rule named `base` that it may hang on."""
    one_per, case = hangs_on(draw, cadence, helper)
    case["changes"] = changes_by_day
    rule = {
        "id": "main",
        "duty": "do it",
        "duty_of": draw(one_of("police", "offender", "another body")),
        "authority": draw(one_of("LAW", "NATIONAL", "LOCAL")),
        "source": "s",
        "one_per": one_per,
        "cadence": cadence,
        **table(confidence=maybe(draw, one_of("seen", "secondary", "historic", "memory", "inferred", "assumed"))),
        **table(part_of=maybe(draw, st.just("shown"), 5)),
    }
    how = {"once": once, "rolling": rolling, "countdown": countdown, "any window": any_window}.get(cadence, fixed)
    rule |= how(draw, case, base, helper, cadence)
    if draw(st.integers(0, 2)) == 0:
        rule["while"] = {
            "span": "held",
            "at_end": draw(one_of("lapse", "cut")) if cadence in FIXED else "lapse",
            **table(not_in=maybe(draw, one_of(["custody"], ["abroad", "waiting"]))),
        }
    if draw(st.integers(0, 3)) == 0:
        rule["gate"] = daily_test(draw) if draw(st.booleans()) else single_test(draw, case, base, helper)
    if draw(st.integers(0, 6)) == 0:
        rule["in_force"] = draw(
            st.sampled_from(
                [
                    {"from": (base + dt.timedelta(days=20)).isoformat()},
                    {"until": (base + dt.timedelta(days=40)).isoformat()},
                    {"from": base.isoformat(), "until": (base + dt.timedelta(days=200)).isoformat()},
                ]
            )
        )
    return rule


def once(draw, case, base, helper, cadence):  # noqa: C901 - one axis after the other
    """A duty, or an entitlement, that falls due once."""
    units = draw(one_of("days", "calendar", "calendar", "working", "hours"))
    before = draw(st.integers(0, 4)) == 0
    must = draw(st.integers(0, 4)) > 0
    rolled = maybe(draw, one_of("next open day", "previous open day"), 3) if units in ("days", "calendar") else None
    to_end = (
        maybe(draw, one_of("week", "month", "quarter", "half-year", "year", "half-year"), 3)
        if units != "hours"
        else None
    )
    clock = (
        {"clock": draw(one_of("elapsed", "wall")), "from": draw(one_of("moment", "date"))} if units == "hours" else {}
    )
    if units == "hours" and not before:
        clock |= table(skips=maybe(draw, st.just("closed days"), 3))
    way = "before" if before else "within"

    def made(draw):
        regime = {way: draw(lengths(draw, units)), **clock, **table(to_end_of=to_end)}
        limit = {"within": "30 days"} if units in ("days", "calendar") else {"within": draw(WORKING_DAYS)}
        if units != "hours" and draw(st.integers(0, 3)) == 0:
            regime["latest"] = limit | {"counting": "after"}
        if rolled is None and units in ("days", "calendar") and draw(st.integers(0, 4)) == 0:
            regime["roll"] = draw(one_of("next open day", "previous open day"))
        if units != "hours" and draw(st.integers(0, 2)) == 0:
            regime["opens"] = opening(draw, before)
        return regime

    regimes, told = variants(draw, made, case, base, helper)
    for regime in regimes:
        if regime.get("every") == "never":
            regime[way] = regime.pop("every")
    if len(regimes) == 1 and units in ("days", "calendar") and not before and draw(st.booleans()):
        regime = {"by": "level", way: {level: draw(CALENDAR_LENGTHS) for level in SCALE}}
        regimes, told = [regime], "daily"
    counting = draw(one_of("after", "beginning with")) if not before else "after"
    if before and units == "days":
        counting = draw(one_of("after", "clear days"))
    if not before and units == "days" and draw(st.integers(0, 2)) == 0:
        counting = "statutory days"
        for regime in regimes:
            if "by" in regime:
                regime[way] = {level: draw(DAYS) for level in SCALE}
    rule = {
        "anchor": anchor(draw, case, helper),
        "counting": counting,
        "met_by": evidence(draw, case, plain=False),
        "regime": regimes,
        **table(roll=rolled),
        **({} if must else {"must": False}),
    }
    if told or draw(st.integers(0, 5)) == 0:
        rule["change"] = change(draw, fixed=False, units=units, before=before, once=told == "once")
    if draw(st.booleans()):
        found = suspended(draw, "once", units, before)
        if not (found.get("effect") == "days do not count" and counting == "statutory days"):
            rule["suspended"] = found
    if not must and draw(st.booleans()):
        rule["gate_each_day"] = daily_test(draw)
    if draw(st.integers(0, 4)) == 0:
        rule["void_by"] = "event.reset"
    if draw(st.integers(0, 4)) == 0 and not before and counting in ("after", "beginning with"):
        other = "after" if counting == "beginning with" else "beginning with"
        rule["cautious"] = draw(st.sampled_from([{"counting": other}, {"anchor": {"last": "event.other"}}]))
    return rule


def opening(draw, before):
    """The first day on which a duty can be met."""
    way = "before" if before else draw(one_of("within", "within", "before"))
    limit = {way: draw(one_of("3 days", "20 days", "100 days", "1 month")), "counting": "after"}
    limit |= table(roll=maybe(draw, one_of("next open day", "previous open day"), 4))
    limit |= table(to_end_of=maybe(draw, one_of("week", "month"), 3))
    if way == "within":
        limit |= {"after_end": True} if draw(st.booleans()) else {}
        limit |= table(not_before_last_day_of=maybe(draw, st.just("shpo"), 2))
    return limit


def rolling(draw, case, base, helper, cadence):
    """A chain in which each length runs from what met the one before."""
    units = draw(one_of("days", "calendar", "calendar", "working", "hours"))
    rolled = maybe(draw, one_of("next open day", "previous open day"), 3) if units in ("days", "calendar") else None
    clock = (
        {"clock": draw(one_of("elapsed", "wall")), "from": draw(one_of("moment", "date"))} if units == "hours" else {}
    )
    to_end = maybe(draw, one_of("week", "month", "quarter"), 5) if units != "hours" else None

    def made(draw):
        regime = {"every": draw(lengths(draw, units)), **clock, **table(to_end_of=to_end)}
        if units in ("days", "calendar") and draw(st.integers(0, 4)) == 0:
            regime["opens"] = {"within": "5 days", "counting": "after"}
        return regime

    regimes, told = variants(draw, made, case, base, helper)
    if len(regimes) == 1 and draw(st.booleans()) and units in ("days", "calendar"):
        shape = draw(one_of("level", "plan", "plan"))
        plan = {"fact": "plan.interval"} | table(at_most=draw(one_of("3 months", None)))
        if shape == "level":
            regimes = [by_level(draw, CALENDAR_LENGTHS)]
        else:
            regimes = [{"when": {"plan_interval": "set"}, "every": plan}, made(draw)]
        told = "daily"
    counting = draw(one_of("after", "beginning with"))
    met_by = evidence(draw, case, plain=False)
    rule = {
        "anchor": draw(
            st.sampled_from(
                [
                    {"last": "event.done", "else": "event.k"},
                    {"last": ["event.done", "event.k"]},
                    {"last": {"of": "visit.seen", "where": {"place": "home"}}, "else": anchor(draw, case, helper)},
                    anchor(draw, case, helper),
                ]
            )
        ),
        "counting": counting,
        "met_by": met_by,
        "rebased_by": "what meets it",
        "regime": regimes,
        **table(roll=rolled),
    }
    if met_by in ("event.done", {"any": ["event.done", "event.other"]}) and draw(st.integers(0, 3)) == 0:
        rule |= {"rebased_by": "a date of what meets it", "rebased_at": "recorded_on"}
    if told or draw(st.integers(0, 5)) == 0:
        rule["change"] = change(draw, fixed=False, units=units, before=False, once=told == "once")
    if draw(st.booleans()):
        rule["suspended"] = suspended(draw, "rolling", units, False)
    if draw(st.integers(0, 4)) == 0:
        other = "after" if counting == "beginning with" else "beginning with"
        rule["cautious"] = draw(st.sampled_from([{"counting": other}, {"anchor": {"last": "event.other"}}]))
    if draw(st.integers(0, 6)) == 0:
        rule["void_by"] = "event.reset"
    return rule


def countdown(draw, case, base, helper, cadence):
    """Warnings so long before something."""
    leads = draw(st.lists(one_of("10 days", "30 days", "90 days"), min_size=1, max_size=2, unique=True))
    rule = {
        "anchor": anchor(draw, case, helper),
        "leads": leads,
        "counting": draw(one_of("after", "clear days")),
        "met_by": evidence(draw, case, plain=False),
    }
    if draw(st.integers(0, 2)) == 0:
        rule["suspended"] = suspended(draw, "countdown", "days", True)
    return rule


def any_window(draw, case, base, helper, cadence):
    """So many in any window."""

    times = draw(st.integers(1, 3))

    def made(draw):
        return {"every": draw(one_of("10 days", "30 days", "1 month", "3 months")), "times": times}

    regimes, told = variants(draw, made, case, base, helper)
    rule = {
        "anchor": anchor(draw, case, helper),
        "counting": "beginning with",
        "met_by": evidence(draw, case, plain=True),
        "regime": regimes,
        **table(roll=maybe(draw, one_of("next open day", "previous open day"), 4)),
    }
    if told or draw(st.integers(0, 5)) == 0:
        rule["change"] = change(draw, fixed=False, units="calendar", before=False, once=told == "once")
    if rule.get("change") == {"any": "at the next anchor"} and len(regimes) > 1 and "times" in regimes[0]:
        regimes[0]["times"] = draw(st.integers(1, 3))
    if draw(st.integers(0, 2)) == 0:
        rule["suspended"] = suspended(draw, "any window", "calendar", False)
    return rule


# ── fixed cadences ──────────────────────────────────────────────────────────────────────────────────────────────


def fixed(draw, case, base, helper, cadence):
    """A series that is fixed in advance."""
    if cadence in ("block", "month") and draw(st.booleans()):
        return filled(draw, case, base, helper, cadence)
    birth = cadence in ("grid", "month") and draw(st.integers(0, 3)) == 0
    series = slots(draw, cadence, birth)
    limit = draw(one_of({}, {}, {"within": "4 days"}, {"before": "3 days"}, {"within": "10 working days"}))
    opens = draw(one_of({}, {}, {"opens": {"before": "3 days", "counting": "after"}}))
    if draw(st.booleans()) and "at" not in series:
        opens |= {"opens": {"before": "10 days", "counting": "after"}} if opens else {}
    counted = {"counting": "after"} if limit and cadence != "grid" else {}
    if "at" in series:
        limit = {}

    def made(draw):
        kept = {**series, **opens, **limit, **counted}
        if limit:
            kept |= table(to_end_of=maybe(draw, one_of("week", "month", "year"), 5))
        return kept

    regimes, told = fixed_variants(draw, made, case, base, helper, cadence, birth)
    return series_rule(draw, case, helper, cadence, birth, regimes) | {
        "late": draw(one_of("does not count", "fills the oldest", "fills the current", "fills all")),
        "met_by": evidence(draw, case, plain=True),
        "regime": regimes,
        **table(may_set=maybe(draw, st.just("inside the window"), 4)),
        **table(suspended=suspended(draw, cadence, "calendar", False) if draw(st.integers(0, 2)) == 0 else None),
        **table(change=change(draw, fixed=True, units=None, before=False, once=told == "once") if told else None),
        **table(
            roll=maybe(draw, one_of("next open day", "previous open day"), 4)
            if "at" not in series and "working" not in str(limit)
            else None
        ),
    }


def fixed_variants(draw, made, case, base, helper, cadence, birth):
    """Regimes of a fixed cadence."""
    if cadence in ("grid", "block") and not birth and draw(st.integers(0, 3)) == 0:
        regime = made(draw)
        if "calendar" not in regime["every"]:
            return [{**regime, "by": "level", "every": {"low": regime["every"], "high": draw(SERIES_LENGTHS)}}], "daily"
    return variants(draw, made, case, base, helper, never=cadence != "weekday")


SERIES_LENGTHS = one_of("7 days", "10 days", "30 days", "90 days", "1 month", "3 months", "1 month 3 days", "1 year")


def slots(draw, cadence, birth):
    """Where the series of one regime lies."""
    if cadence == "weekday":
        return {"weekday": draw(one_of(*WEEKDAYS))} | table(at=maybe(draw, st.just("10:00"), 3))
    if cadence == "grid":
        return {"every": draw(one_of("1 year", "2 years") if birth else SERIES_LENGTHS)}
    if cadence == "block":
        return {"every": draw(one_of(*UNITS) if draw(st.booleans()) else SERIES_LENGTHS)}
    which = draw(st.booleans()) and not birth
    days_of = table(days=maybe(draw, one_of([1, 15], [5, 31], [31, 31])))
    if which:
        return {"named": sorted(draw(st.sets(one_of(*MONTHS), min_size=1, max_size=7)), key=MONTHS.index), **days_of}
    return {"every": draw(one_of("1 month", "2 months", "3 months", "1 year", "2 years")), **days_of}


def series_rule(draw, case, helper, cadence, birth, regimes):
    """What a fixed cadence says besides its regimes and its evidence."""
    rule = {"anchor": anchor(draw, case, helper)}
    if birth:
        unknown = maybe(draw, st.just("january")) if cadence == "month" else None
        rule["anchor"] = {"birth": "day" if cadence == "grid" else "month", **table(unknown=unknown)}
    named = any("named" in regime for regime in regimes)
    if birth or named or draw(st.integers(0, 2)) == 0:
        rule["starts"] = {
            "after": {"first": draw(one_of("event.k", "event.other"))},
            "by": draw(one_of("its day", "opens", "last day")),
            **table(not_within=maybe(draw, one_of("10 days", "2 months"))),
        }
    every = [str(regime.get("every")) for regime in regimes if regime.get("every") != "never"]
    whole = any("calendar" in each for each in every)
    if cadence == "grid":
        rule["counting"] = "after"
    if cadence == "block" and not whole:
        rule["counting"] = draw(one_of("after", "beginning with"))
    if cadence == "block" and whole:
        rule["partial"] = draw(one_of("not required", "whole standard"))
    return rule


def filled(draw, case, base, helper, cadence):
    """Blocks with quotas."""
    series = slots(draw, cadence, False)
    every = series.get("every", "")
    proportion = draw(st.booleans())

    def made(draw):
        ids = draw(st.sampled_from([["a"], ["a"], ["a", "b"]]))
        return {**series, "quota": [quota(draw, id_, every, proportion) for id_ in ids]}

    regimes, told = variants(draw, made, case, base, helper)
    rule = series_rule(draw, case, helper, cadence, False, regimes)
    if "partial" in rule:
        rule["partial"] = draw(one_of("not required", "whole standard", "in proportion"))
    rule |= {"late": "does not count", "regime": regimes}
    if told:
        policies = ["at the next anchor"]
        if told == "daily":
            policies += ["from the change"] + ["in proportion"] * (proportion and len(regimes) == 2)
        rule["change"] = {"any": draw(st.sampled_from(policies))}
    if draw(st.integers(0, 2)) == 0:
        ways = [
            {"effect": "skip", "if": "due day ends inside"},
            {"effect": "skip", "if": "the whole window lies inside"},
            {"effect": "in proportion"},
            {"effect": "runs on"},
        ]
        rule["suspended"] = {"in": draw(one_of(["custody"], ["away"])), **draw(st.sampled_from(ways))}
    return rule


def quota(draw, id_, every, proportion):
    """How many events of which kind; with `proportion` the quotas of one id count the same."""
    least = draw(st.integers(1, 3))
    made = {"id": id_, "of": "event.done" if id_ == "a" else "event.other", "at_least": least}
    if proportion:
        return made
    made |= table(at_most=maybe(draw, st.just(least + 1), 3), alone=maybe(draw, st.just(True), 3))
    if draw(st.integers(0, 2)) == 0:
        made["each"] = draw(one_of("calendar week", "calendar month"))
        fits = made["each"] == "calendar month" and every.startswith("calendar") and every != "calendar week"
        fits = fits or (made["each"] == "calendar month" and every == "2 calendar months")
        fits = fits or (made["each"] == "calendar week" and every == "calendar week")
        if not fits:
            made["parts"] = draw(one_of("wholly inside", "begins inside", "ends inside"))
    if draw(st.integers(0, 2)) == 0:
        cap = draw(st.sampled_from([{"at_most": 1}, {"at_most_percent": 50}]))
        made["also"] = {"of": draw(one_of("visit.seen", "event.other")), **cap}
    if draw(st.integers(0, 3)) == 0:
        made["reduced_by"] = {"of": "event.k", "by": 1, "not_below": 1} | table(at_most=maybe(draw, st.just(1)))
    return made


# ── the book ────────────────────────────────────────────────────────────────────────────────────────────────────

BASE_RULE = {
    "id": "base",
    "duty": "do it first",
    "duty_of": "police",
    "authority": "LAW",
    "source": "s",
    "one_per": "event.k",
    "anchor": "start",
    "cadence": "once",
    "counting": "after",
    "met_by": "event.done",
    "regime": [{"within": "10 days"}],
}


@st.composite
def rulebooks(draw, *, cadences=tuple(CADENCES), courses=True, base=None):
    """The plain data of a rulebook: one rule of one of the cadences, what it hangs on, and sometimes a group."""
    base = draw(st.sampled_from(BASES)) if base is None else base
    cadence = draw(st.sampled_from(list(cadences)))
    helper = draw(st.integers(0, 2)) == 0
    main = draw(rules(cadence, base, helper=helper))
    made = derived(draw, draw(st.sampled_from(DERIVES)))
    book = {
        "format": 1,
        "id": "drawn",
        "version": "2026.1",
        "title": "Drawn",
        "jurisdiction": "nowhere",
        "calendar": CALENDAR,
        "conventions": conventions(draw),
        "levels": {"scale": SCALE},
        "sources": {"s": {"title": "A source"}},
        "states": states(draw),
        "define": {"seen-at-home": {"of": "visit.seen", "at": ["on"], "where": {"place": "home"}}},
        "derive": [made],
        "span": [spanned(draw, courses=courses)],
        "order": [
            {
                "kind": ["shpo"],
                "source": "s",
                "until_further_order": True,
                **table(maximum=maybe(draw, st.just("5 years"))),
            }
        ],
        "rule": ([BASE_RULE] if helper else []) + [main],
        "thresholds": {"t": {"value": 3, "source": "s", "confidence": "seen"}},
    }
    if helper and draw(st.integers(0, 2)) == 0:
        governs = draw(one_of("all apply", "the earliest due", "the laxest due"))
        book["group"] = [{"id": "g", "of": ["base", "main"], "governs": governs}]
    return book


# ── the facts ───────────────────────────────────────────────────────────────────────────────────────────────────

TIMES = one_of(None, None, "00:00", "09:30", "23:30")


def happenings(base):
    """What a drawn book may speak of, array by array."""
    day = days(base)
    event = facts(
        {},
        kind=one_of("k", "k", "done", "done", "done", "other", "reset"),
        on=day,
        at=TIMES,
        recorded_on=st.none() | day,
        **{"for": one_of(None, None, "x1", "x2")},
    )
    visit = facts(
        {}, on=day, at=TIMES, outcome=one_of("seen", "seen", "no_reply", "refused"), place=one_of("home", "station", None),
        entry=one_of("obtained", "refused", None), officers=one_of(["o1"], ["o1", "o2"]),
        purposes=one_of(["welfare"], ["risk_assessment"]),
    )  # fmt: skip
    status = facts({}, kind=one_of("custody", "custody", "hospital", "abroad"), **{"from": day}, until=ends(base))
    trip = facts(
        {}, known_on=st.none() | day, departs_on=day, departs_at=TIMES, due_back_on=st.none() | day,
        returned_on=ends(base), cancelled_on=st.none() | st.none() | day,
    )  # fmt: skip
    stay = facts({}, address_id=one_of(None, "a1", "a1", "a2"), **{"from": day}, from_at=TIMES, until=ends(base))
    plan = facts(
        {}, **{"from": day}, mode=one_of("active", "reactive", None), interval=one_of(None, "2 months", "10 days")
    )
    manager = facts(
        {}, agency=one_of("police", "probation"), role=st.just("lead"), officer_id=one_of("o1", "o2"), **{"from": day}
    )
    told = facts({}, kind=one_of("s83", "s85"), on=day, home_kind=one_of("sole_or_main", "place_found"))
    order = facts({}, kind=st.just("shpo"), made_on=day, ends_on=ends(base))
    named = facts({}, rule=one_of("main", "main", "shown", "base"), on=day, set_on=st.none() | day)
    return {
        "events": some(event, 7),
        "statuses": some(status, 3),
        "levels": some(facts({}, level=one_of(*SCALE), **{"from": day}), 3),
        "visits": some(visit, 3),
        "trips": some(trip, 2),
        "stays": some(stay, 3),
        "plans": some(plan, 2),
        "managers": some(manager, 2),
        "notifications": some(told, 2),
        "orders": some(order, 1),
        "set_dates": some(named, 3),
    }


@st.composite
def people(draw, base):
    """The plain data of one offender of whom a drawn book speaks."""
    held = happenings(base)
    born = draw(one_of("2004-02-29", "2006-02-28", "2003-11-30", (base - dt.timedelta(days=18 * 365 + 2)).isoformat()))
    data = {"id": "A1", "force": "F1", "born_on": born}
    usual = {
        "basis": "conviction",
        "convicted_on": base.isoformat(),
        "disposal": "community_order",
        "age_on_relevant_date": 40,
    }
    more = facts(
        {}, basis=st.just("conviction"), convicted_on=st.none() | days(base), relevant_on=st.none() | days(base),
        disposal=one_of("caution", "imprisonment"), age_on_relevant_date=one_of(None, 17, 40), ended_on=st.none() | days(base),
    )  # fmt: skip
    data["registrations"] = [usual, *draw(some(more, 1))]
    first = {"kind": "k", "on": base.isoformat(), "at": draw(TIMES)}
    chosen = draw(st.lists(st.sampled_from(sorted(held)), max_size=5, unique=True))
    for name in sorted({*chosen, "events", "statuses"}):
        data[name] = draw(held[name])
    data["events"] = [first, *data["events"]]
    for name, found in data.items():
        if isinstance(found, list):
            data[name] = [numbered(name, place, fact) for place, fact in enumerate(found)]
    return data
