"""The engine agrees with the plain one on words that no drawn book has: they are put into drawn books."""

import copy
import datetime as dt

import pytest
from hypothesis import assume, given, note, settings, strategies as st

from supervise.dates.calendars import WEEKDAYS
from supervise.errors import RulebookLoadError
from supervise.rules.loading import load_rulebook
from supervise.testing.strategies import CADENCES
from tests.oracle.facts_tests import NotCoveredError
from tests.property.reading import read
from tests.property.test_oracle_books import cases, differences

N = 30  # examples of each cadence


def compared(data, cadence, put_in, told=lambda data: {}):
    """Return where the two engines disagree on a drawn book into which words have been put.

    ``told`` gives facts in place of those that were drawn.
    """
    book, who, as_of = data.draw(cases(cadence))
    who = who | told(data)
    changed = copy.deepcopy(book)
    put_in(data, changed)
    if changed == book:
        # What books of every shape show is compared elsewhere.
        return []
    note(f"as of {as_of}")
    try:
        return differences(read(who), load_rulebook(changed), as_of)
    except (NotCoveredError, RulebookLoadError):
        assume(False)


def put(book, table, key, value):
    """Give a table of a book a key; where the book can then not be loaded, it stays as it was."""
    put_all(book, table, {**table, key: value})


def put_all(book, table, new):
    """Give a table of a book these keys alone; where the book can then not be loaded, it stays as it was."""
    before = dict(table)
    table.clear()
    table.update(new)
    try:
        load_rulebook(book)
    except RulebookLoadError:
        table.clear()
        table.update(before)


def tables_of(book, *, rules=False):
    """Every regime and limit of a book, and its rules."""
    for rule in book["rule"]:
        if rules:
            yield rule
        for regime in rule.get("regime", []):
            yield regime
            yield from (regime[key] for key in ("opens", "latest") if key in regime)


def calendars_put_in(data, book):
    """Name a calendar where something is counted with one."""
    for table in tables_of(book, rules=True):
        if data.draw(st.booleans()):
            put(book, table, "calendar", data.draw(st.sampled_from(["sundays@2026.1", "weekdays@2026.1"])))


def never_put_in(data, book):
    """Ask for nothing in one of the regimes."""
    for rule in book["rule"]:
        for regime in rule.get("regime", [])[:-1]:
            if "weekday" in regime:
                put_all(book, regime, {"when": regime["when"], "every": "never"})


def ends_of_runs_put_in(data, book):
    """Let the end of what a series hangs on cut it."""
    for rule in book["rule"]:
        one_per = data.draw(st.sampled_from([{"run_of": "custody"}, {"each": "event.k", "until_next": True}]))
        if "span" not in rule["one_per"]:  # of an extent a regime may ask how it ends
            put_all(book, rule, rule | {"one_per": one_per, "while": {"at_end": "cut"}})


def leads_put_in(data, book):
    """Speak so many working days before an end, beside what is drawn."""
    for rule in book["rule"]:
        if "leads" in rule:
            lead = data.draw(st.sampled_from(["1 working day", "5 working days", "20 working days"]))
            put_all(book, rule, rule | {"leads": [*rule["leads"], lead], "counting": "after"})


def ends_put_in(data, book):
    """Count lengths from the end of a period."""
    for table in tables_of(book):
        if data.draw(st.booleans()):
            put(book, table, "from_end_of", data.draw(st.sampled_from(["week", "month", "quarter", "half-year"])))


def days_put_in(data, book):
    """Name days of months by their weekday."""
    place = st.sampled_from(["first", "second", "third", "fourth", "last"])
    day = st.integers(1, 31) | st.builds("{} {}".format, place, st.sampled_from(WEEKDAYS))
    for table in tables_of(book):
        if data.draw(st.integers(0, 3)):
            put(book, table, "days", data.draw(st.lists(day, min_size=1, max_size=2)))


def percentages_put_in(data, book):
    """Ask for a percentage of events in place of a number."""
    for table in tables_of(book):
        for quota in table.get("quota", []):
            if data.draw(st.booleans()):
                of = data.draw(st.sampled_from(["event.done", "event.other", ["event.done", "event.other"]]))
                rounded = data.draw(st.sampled_from(["up", "down"]))
                percent = data.draw(st.integers(1, 100))
                put(book, quota, "at_least", {"percent": percent, "of": of, "rounded": rounded})


def rates_put_in(data, book):
    """Let several events stand in for one."""
    for table in tables_of(book):
        for quota in table.get("quota", []):
            cap = data.draw(st.sampled_from([{"at_most": 1}, {"at_most": 2}, {"at_most_percent": 60}]))
            of = data.draw(st.sampled_from(["event.other", "event.k", ["event.other", "visit.seen"]]))
            put(book, quota, "also", {"of": of, "for_one": data.draw(st.integers(2, 3)), **cap})


def left_over_put_in(data, book):
    """Let what a block has beyond what it asks for stand in in the next."""
    for table in tables_of(book):
        for quota in table.get("quota", []):
            cap = data.draw(st.sampled_from([{"at_most": 1}, {"at_most": 2}, {"at_most_percent": 60}]))
            also = [{"left_over": True, **cap, **data.draw(st.sampled_from([{}, {}, {"for_one": 2}]))}]
            also += data.draw(st.sampled_from([[], [{"of": "event.k", "at_most": 1}]]))
            carries = {key: each for key, each in quota.items() if key not in ("each", "parts", "at_most")}
            put_all(book, quota, carries | {"also": also})


def often(data):
    """Contacts one soon after the other, of which some are left over."""
    on, done = dt.date(2021, 1, 4), []
    for place in range(60):
        on += dt.timedelta(days=data.draw(st.integers(0, 40)))
        done.append({"id": f"d{place}", "kind": "done", "on": f"{on}"})
    return {"events": [{"id": "k", "kind": "k", "on": "2021-02-01"}, *done]}


def parts_skipped_put_in(data, book):
    """Skip what lies in a state in part."""
    for rule in book["rule"]:
        kinds = data.draw(st.sampled_from([["custody"], ["custody", "hospital"]]))
        percent = data.draw(st.integers(1, 99))
        skip = {"in": kinds, "effect": "skip", "if": "part of the window lies inside", "percent": percent}
        put(book, rule, "suspended", skip)


def once_put_in(data, book):
    """Let the first state that a date lies in move it, and no other."""
    due = st.sampled_from(["3 days beginning with end", "1 day after end", "10 days after end"])
    for rule in book["rule"]:
        kinds = data.draw(st.sampled_from([["custody"], ["custody", "hospital"]]))
        moves = {"in": kinds, "if": "due day first ends inside", "due": data.draw(due)}
        put(book, rule, "suspended", moves)


def rolls_put_in(data, book):
    """Move closed days to whichever open day is the nearest."""
    for table in tables_of(book, rules=True):
        if data.draw(st.booleans()):
            put(book, table, "roll", "nearest open day")


def days_off_put_in(data, book):
    """Take days off what the length of a limit gives."""
    for rule in book["rule"]:
        for regime in rule.get("regime", []):
            for key in ("opens", "latest"):
                limit = {"within": data.draw(st.sampled_from(["10 days", "1 month", "20 days"]))}
                limit |= {"less": data.draw(st.sampled_from(["1 day", "7 days", "12 days"])), "counting": "after"}
                put(book, regime, key, limit)


def rows_put_in(data, book):
    """Add a duty that begins with so many of another missed in a row."""
    put_another_in(book, {"in_a_row": data.draw(st.integers(2, 3))})


def so_many_put_in(data, book):
    """Add a duty that begins with so many of another missed in a time, in a row or not."""
    within = st.sampled_from(
        ["12 months", "1 month", "calendar quarter", "calendar year", "100 days", "2 years 5 days"]
    )
    put_another_in(book, {"reach": data.draw(st.integers(2, 3)), "within": data.draw(within)})


def put_another_in(book, missed):
    row = {
        "id": "row",
        "duty": "say why",
        "duty_of": "police",
        "authority": "LOCAL",
        "source": "s",
        "one_per": {"occurrence_of": "main", "outcome": "missed", **missed},
        "anchor": "start",
        "cadence": "once",
        "counting": "after",
        "met_by": "event.other",
        "regime": [{"within": "10 days"}],
    }
    put(book, book, "rule", [*book["rule"], row])


def due_days_put_in(data, book):
    """Count the next of a chain from the due day of the one before."""
    for rule in book["rule"]:
        before = {key: each for key, each in rule.items() if key not in ("rebased_at", "rebased_by")}
        put_all(book, rule, before | {"rebased_by": "its due day, or what meets it later"})


def units_put_in(data, book):
    """Let one event in a unit of the calendar count."""
    units = st.sampled_from(["week", "month", "quarter"])
    for table in tables_of(book):
        for quota in table.get("quota", []):
            if data.draw(st.booleans()):
                put(book, quota, "of", {"of": "event.done", "apart": f"calendar {data.draw(units)}"})


def in_and_out(data):
    """States one soon after the other, in the time in which drawn people live."""
    days, found = dt.date(2021, 1, 4), []
    for place in range(60):
        days += dt.timedelta(days=data.draw(st.integers(0, 12)))
        ended = days + dt.timedelta(days=data.draw(st.integers(1, 40)))
        kind = data.draw(st.sampled_from(["custody", "hospital"]))
        found.append({"id": f"s{place}", "kind": kind, "from": f"{days}", "until": f"{ended}"})
        days = ended
    return {"statuses": found}


def most_put_in(data, book):
    """Take the interval of a plan, and no more than a length of which nobody can say whether it is the shorter."""
    most = st.sampled_from(["60 days", "61 days", "1 month", "5 weeks", "360 days", "10 working days"])
    for rule in book["rule"]:
        regime = rule.get("regime", [{}])[0]
        for key in {"every", "within", "before"} & regime.keys():
            if "quota" not in regime and data.draw(st.booleans()):
                length = {"fact": "plan.interval", "at_most": data.draw(most)}
                first = {name: each for name, each in regime.items() if name != "by"}
                first |= {"when": {"plan_interval": "set"}, key: length, "name": "of the plan"}
                change = rule.get("change", {"any": "at the next anchor"})
                put_all(book, rule, rule | {"regime": [first, *rule["regime"]], "change": change})


def planned(data):
    """Plans that say how often."""
    interval = st.sampled_from(["2 months", "6 weeks", "12 months", "30 days"])
    begun = ("2018-01-01", "2026-02-10")
    return {
        "plans": [{"id": f"p{place}", "from": on, "interval": data.draw(interval)} for place, on in enumerate(begun)]
    }


@pytest.mark.parametrize("cadence", CADENCES)
@settings(max_examples=N)
@given(st.data())
def test_a_date_that_the_first_state_moves_alone(cadence, data):
    assert compared(data, cadence, once_put_in, in_and_out) == []


@pytest.mark.parametrize("cadence", ["once", "rolling", "any window"])
@settings(max_examples=2 * N)
@given(st.data())
def test_the_shorter_of_two_lengths(cadence, data):
    assert compared(data, cadence, most_put_in, planned) == []


@pytest.mark.parametrize("cadence", [each for each in CADENCES if each != "countdown"])
@settings(max_examples=N)
@given(st.data())
def test_closed_days_of_a_rule_a_regime_or_a_limit(cadence, data):
    assert compared(data, cadence, calendars_put_in) == []


@pytest.mark.parametrize("cadence", [each for each in CADENCES if each not in ("countdown", "any window")])
@settings(max_examples=N)
@given(st.data())
def test_lengths_from_the_end_of_a_period(cadence, data):
    assert compared(data, cadence, ends_put_in) == []


@settings(max_examples=N)
@given(st.data())
def test_a_weekday_on_which_nothing_is_asked(data):
    assert compared(data, "weekday", never_put_in) == []


@pytest.mark.parametrize("cadence", ["grid", "block", "month", "weekday"])
@settings(max_examples=N)
@given(st.data())
def test_a_series_that_the_end_of_its_case_cuts(cadence, data):
    assert compared(data, cadence, ends_of_runs_put_in) == []


@settings(max_examples=N)
@given(st.data())
def test_leads_in_working_days(data):
    assert compared(data, "countdown", leads_put_in) == []


@settings(max_examples=N)
@given(st.data())
def test_days_of_a_month_by_their_weekday(data):
    assert compared(data, "month", days_put_in) == []


@pytest.mark.parametrize("cadence", ["block", "month"])
@settings(max_examples=2 * N)
@given(st.data())
def test_percentages_of_events(cadence, data):
    assert compared(data, cadence, percentages_put_in) == []


@pytest.mark.parametrize("cadence", ["block", "month"])
@settings(max_examples=2 * N)
@given(st.data())
def test_several_events_that_stand_in_for_one(cadence, data):
    assert compared(data, cadence, rates_put_in) == []


@pytest.mark.parametrize("told", [lambda data: {}, in_and_out])
@pytest.mark.parametrize("cadence", ["grid", "block", "month", "weekday"])
@settings(max_examples=N)
@given(st.data())
def test_what_lies_in_a_state_in_part(cadence, told, data):
    assert compared(data, cadence, parts_skipped_put_in, told) == []


@pytest.mark.parametrize("told", [lambda data: {}, often])
@settings(max_examples=3 * N)
@given(st.data())
def test_what_is_left_over_of_the_block_before(told, data):
    assert compared(data, "block", left_over_put_in, told) == []


@pytest.mark.parametrize("cadence", [each for each in CADENCES if each not in ("countdown", "any window")])
@settings(max_examples=N)
@given(st.data())
def test_a_closed_day_that_gives_way_to_the_nearest_open_one(cadence, data):
    assert compared(data, cadence, rolls_put_in) == []


@pytest.mark.parametrize("cadence", ["once", "rolling", "grid", "month"])
@settings(max_examples=N)
@given(st.data())
def test_days_off_a_limit(cadence, data):
    assert compared(data, cadence, days_off_put_in) == []


@pytest.mark.parametrize("cadence", [each for each in CADENCES if each != "any window"])
@settings(max_examples=N)
@given(st.data())
def test_so_many_missed_in_a_row(cadence, data):
    assert compared(data, cadence, rows_put_in) == []


@pytest.mark.parametrize("cadence", [each for each in CADENCES if each != "any window"])
@settings(max_examples=N)
@given(st.data())
def test_so_many_missed_in_a_time(cadence, data):
    assert compared(data, cadence, so_many_put_in) == []


@settings(max_examples=4 * N)
@given(st.data())
def test_a_chain_that_counts_from_due_days(data):
    assert compared(data, "rolling", due_days_put_in) == []


@settings(max_examples=2 * N)
@given(st.data())
def test_one_event_in_each_unit_of_the_calendar(data):
    assert compared(data, "block", units_put_in) == []
