"""The shipped rulebooks: what never changes, what every entry carries, and that nothing in them is idle."""

import importlib.util
import re
import tomllib
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest

from supervise.errors import RulebookLoadError
from supervise.rules import load_rulebook, shipped_rulebooks
from supervise.rules.codec import canonical, read_draft, read_text
from supervise.rules.language import Confidence

ROOT = Path(__file__).parents[2]
every_book = pytest.mark.parametrize("ref", shipped_rulebooks())


def tool(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text(ref):
    return (resources.files("supervise") / "rulebooks" / f"{ref}.toml").read_text("utf-8")


def draft(ref):
    return read_text(text(ref), ref)


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_shipped_file_has_changed():
    """A released file never does. If the version is not released yet: run `python tools/pin_rulebooks.py`."""
    assert tool("pin_rulebooks").differing() == []


def test_every_file_is_pinned():
    assert {f"{ref}.toml" for ref in shipped_rulebooks()} <= set(tool("pin_rulebooks").pinned())


def test_a_changed_file_would_be_noticed(monkeypatch):
    pins = tool("pin_rulebooks")
    monkeypatch.setattr(pins, "hashes", lambda: {"new.toml": "0"})
    assert pins.differing() == sorted(["new.toml", *pins.pinned()])


@every_book
def test_the_file_is_named_by_its_reference(ref):
    book = load_rulebook(ref)
    assert book.ref == ref


@every_book
def test_a_book_is_stable_when_written_back(ref):
    data = canonical(draft(ref))
    assert read_draft(data, ref) == draft(ref)
    assert canonical(read_draft(data, ref)) == data


def test_the_pages_are_current():
    """If not: run `python tools/make_rulebook_pages.py`."""
    maker = tool("make_rulebook_pages")
    assert [name for name, page in maker.pages() if not maker.is_current(name, page)] == []
    assert {file.name for file in maker.FOLDER.glob("*@*.md")} == {name for name, _ in maker.pages()}


@every_book
def test_a_page_tells_of_every_entry(ref):
    maker, book = tool("make_rulebook_pages"), draft(ref)
    page = maker.page(ref)
    names = [f"**{each.id}**" for each in (*book.rule, *book.span)]
    names += [f"`{name}`" for name in (*book.thresholds, *book.sources, *book.define, *book.states)]
    names += [f"`{each.id}`" for each in book.derive] + [f"`{kind}`" for each in book.order for kind in each.kind]
    assert [name for name in names if name not in page] == []


def row_of(page, name):
    return next(line for line in page.splitlines() if line.startswith(f"| **{name}**"))


@every_book
def test_a_page_tells_which_rules_are_off_and_from_when_one_is_in_force(ref):
    page = tool("make_rulebook_pages").page(ref)
    for rule in draft(ref).rule:
        row = row_of(page, rule.id)
        assert ("off, until" in row) is rule.off, rule.id
        days = [] if rule.in_force is None else [rule.in_force.from_, rule.in_force.until]
        assert [day for day in days if day is not None and day.isoformat() not in row] == [], rule.id


@every_book
def test_a_page_tells_what_a_fixed_duty_asks_for(ref):
    """Both lengths of a window, the days named, and what becomes of a late one or of a closed day."""
    page = tool("make_rulebook_pages").page(ref)
    for rule in draft(ref).rule:
        said = [each.value for each in (rule.late, rule.roll, rule.partial, rule.may_set) if each is not None]
        for regime in rule.regime:
            lengths = (regime.every, regime.within, regime.before)
            said += [str(each.duration) for each in lengths if each is not None and each.duration is not None]
            said += [month.value for month in regime.named]
            said += [str(each) for each in (regime.at, regime.weekday and regime.weekday.value) if each]
        assert [words for words in said if words not in row_of(page, rule.id)] == [], rule.id


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("[1, 15]", "every 1 month; from day 1 to 15; if in: each-month"),
        ('"first monday"', "every 1 month; the first monday; if in: each-month"),
        ('[2, "last friday"]\n  roll = "next open day"\n  calendar = "weekdays@2026.1"',
         "every 1 month; from day 2 to the last friday; if in: each-month; roll next open day; calendar weekdays@2026.1"),
    ],
)  # fmt: skip
def test_a_page_tells_days_of_a_month_and_closed_days_as_people_say_them(written, told):
    book = read_text(text("france-fijais@2026.1").replace("[1, 15]", written), "book")
    regime = next(each for rule in book.rule for each in rule.regime if each.days)
    assert tool("make_rulebook_pages").regime_of(regime, ()) == f"*monthly*: {told}"


# ── entries ─────────────────────────────────────────────────────────────────────────────────────────────────────


@every_book
def test_ids_are_unique_and_of_the_published_form(ref):
    ids = [rule.id for rule in draft(ref).rule]
    assert len(ids) == len(set(ids))
    assert [id_ for id_ in ids if not re.fullmatch(r"R-[A-Z][0-9]{1,2}(-[a-z]+)*", id_)] == []


@every_book
def test_a_part_has_the_id_of_its_duty_with_a_word(ref):
    parts = [(rule.id, rule.part_of) for rule in draft(ref).rule if rule.part_of is not None]
    assert [part for part, whole in parts if not part.startswith(f"{whole}-")] == []
    whole = {rule.id for rule in load_rulebook(ref).rule}
    assert [part for part, of in parts if of not in whole] == []


@every_book
def test_every_value_has_a_source_that_is_defined_and_a_confidence(ref):
    book = load_rulebook(ref)
    entries = [*book.rule, *book.span, *book.order, *book.derive, *book.thresholds.values()]
    assert [each for each in entries if each.source not in book.sources] == []
    assert all(isinstance(each.confidence, Confidence) for each in entries)


@every_book
def test_every_source_is_used_by_the_book_that_names_it(ref):
    book = draft(ref)
    used = {each.source for each in (*book.rule, *book.span, *book.order, *book.derive, *book.thresholds.values())}
    used |= {basis.source for rule in book.rule for basis in (*rule.regime, *rule.rests_on.values())}
    # What it extends rests on a source of this book where that has the same name: the regulations of the place.
    joined = load_rulebook(ref)
    used |= {each.source for each in (*joined.rule, *joined.span, *joined.order, *joined.derive)}
    assert set(book.sources) - used == set()


@pytest.mark.parametrize("ref", ["scotland-law@2026.1", "northern-ireland-law@2026.1"])
def test_what_is_extended_elsewhere_names_no_regulations_of_england(ref):
    book = load_rulebook(ref)
    titles = {book.sources[each.source].title for each in (*book.rule, *book.span, *book.order, *book.derive)}
    # SI 2012/1876 and 2012/1883 extend to England and Wales alone.
    assert [title for title in titles if "SI 2012/" in title] == []


@every_book
def test_every_assumed_value_is_counted(ref):
    """The count is that of the words in the files themselves."""
    book = load_rulebook(ref)
    written = sum(text(each).count('confidence = "assumed"') for each in (*book.extends, ref))
    assert book.assumed == written


@every_book
def test_a_default_of_the_library_is_assumed_and_nothing_else_claims_to_be_one(ref):
    """Where no text was found the book says so twice: in the source, and in the confidence."""
    for rule in load_rulebook(ref).rule:
        for each in (rule, *rule.regime):
            confidence = each.confidence or rule.confidence
            if (each.source or rule.source) == "library-default":
                assert confidence is Confidence.ASSUMED, rule.id


@every_book
def test_every_table_by_level_gives_each_level_a_length(ref):
    book = load_rulebook(ref)
    tables = [
        (rule.id, regime.length.by_level)
        for rule in book.rule
        for regime in rule.regime
        if regime.length is not None and regime.length.by_level is not None
    ]
    assert [id_ for id_, table in tables if set(table) != set(book.levels.scale)] == []


def versions(rule):
    """The stretches of fixed dates in which regimes of one rule hold, and what else each of them asks."""
    for regime in rule.regime:
        if regime.when is not None and (regime.when.since or regime.when.before):
            yield regime.when.since, regime.when.before, regime


@every_book
def test_versions_of_the_law_do_not_overlap(ref):
    """Of regimes that ask for nothing but a date, no day has two; the first that holds would hide the other."""
    for rule in load_rulebook(ref).rule:
        dated = sorted(
            (since.toordinal() if since else 0, before.toordinal() if before else 10**9)
            for since, before, regime in versions(rule)
            if regime.when == type(regime.when)(since=since, before=before)
        )
        assert all(end <= start for (_, end), (start, _) in pairwise(dated)), rule.id


@every_book
def test_a_book_says_when_to_look_at_it_again(ref):
    assert load_rulebook(ref).review_by is not None


@every_book
def test_every_name_that_a_book_gives_is_used(ref):
    """A definition that nothing reads is a rule someone believes in and nobody follows.

    One that takes the place of another book's is read by that book's rules.
    """
    written = text(ref)
    later = [each for each in shipped_rulebooks() if ref in load_rulebook(each).extends]
    everywhere = written + "".join(map(text, [*later, *load_rulebook(ref).extends]))
    book = draft(ref)
    names = [*book.define, *book.states, *(each.id for each in book.derive)]
    assert [
        name for name in names if len(re.findall(rf'"(?:start\.|end\.|in )?{name}"', everywhere)) < used(name, book)
    ] == []


def used(name, book):
    """How often a name must stand in quotes: an id already does once."""
    return 2 if name in {each.id for each in book.derive} else 1


# ── how the format reads ────────────────────────────────────────────────────────────────────────────────────────

HEAD = """
format = 1
id = "own"
version = "2026.1"
title = "A small book around a printed example"
jurisdiction = "nowhere"
calendar = "england-and-wales@2026.1"

[conventions]
month_end = "the last day of the month"
leap_day = "28 February"
leap_birthday = "1 March"
end_day = "no longer in the state"
zone = "Europe/London"

[levels]
scale = ["low", "medium", "high", "very_high"]

[sources]
npcc-2017 = { title = "An announcement" }
soa-2003-s85 = { title = "An Act" }

[states]
standard = ["custody", "hospital"]

[define]
qualifying-visit = { of = "visit", where = { outcome = "seen" } }
entry = "notification.s83"

[[span]]
id = "subject"
one_per = "registration"
start = { field = "relevant_on" }
counting = "beginning with"
source = "soa-2003-s85"
length = [{ lasts = "5 years" }]
"""
VISITS = """
[[rule]]
id = "R-V2"
duty = "visit at home"
one_per = "offender"
duty_of = "police"
authority = "NATIONAL"
anchor = { last = "qualifying-visit", else = "entry" }
cadence = "rolling"
counting = "after"
met_by = { define = "qualifying-visit", too_early = "counts" }
rebased_by = "what meets it"
change = { stricter = "from the last, not before the change", laxer = "keep the pending" }
suspended = { in = "standard", effect = "later of due and", due = "10 working days after end" }
  [[rule.regime]]
  when = { mode = "reactive" }
  every = "never"
  [[rule.regime]]
  when = { plan_interval = "set" }
  every = { fact = "plan.interval" }
  authority = "LOCAL"
  [[rule.regime]]
  by = "level"
  every = { very_high = "1 month", high = "3 months", medium = "6 months", low = "12 months" }
  authority = "LOCAL"
  confidence = "historic"
  source = "npcc-2017"
"""
NOTIFICATION = """
[[rule]]
id = "R-N4"
duty = "notify again within the applicable period"
one_per = "offender"
duty_of = "offender"
authority = "LAW"
source = "soa-2003-s85"
while = { span = "subject", at_end = "lapse" }
anchor = { last = ["notification.s83", "notification.s84", "notification.s85"] }
cadence = "rolling"
counting = "after"
met_by = { any = ["notification.s84", "notification.s85"], too_early = "counts" }
rebased_by = "what meets it"
suspended = { in = ["custody", "hospital", "abroad"], if = "due day ends inside", due = "3 days beginning with end" }
change = { any = "at the next anchor" }
  [[rule.regime]]
  when = { last_notified_home = "place_found" }
  read_at = "anchor"
  every = "7 days"
  [[rule.regime]]
  every = "1 year"
"""
SERIES = """
[[derive]]
id = "two-failed-entries"
kind = "series"
of = "visits"
where = { outcome = ["no_reply", "refused"], purposes = "risk_assessment" }
reach = 2
reset_by = { define = "qualifying-visit" }
"""


def problems(*parts):
    try:
        load_rulebook(tomllib.loads("".join((HEAD, *parts))))
    except RulebookLoadError as error:
        return list(error.problems)
    return []


def test_the_periodic_notification_loads_as_the_design_prints_it():
    assert problems(NOTIFICATION) == []


def test_the_visit_loads_as_the_design_prints_it_once_its_source_is_named():
    assert problems(VISITS) == ["rule[0] R-V2.source: missing; it has no default: write text"]
    assert problems(VISITS.replace('"NATIONAL"', '"NATIONAL"\nsource = "npcc-2017"')) == []


def test_the_series_loads_as_the_design_prints_it_with_its_source_and_the_noun():
    """The design prints the array, `visits`; events are named by the noun, and every entry has a source."""
    assert problems(SERIES) == [
        "derive[0] two-failed-entries.source: missing; it has no default: write text",
    ]
    sourced = SERIES + 'source = "npcc-2017"\n'
    assert problems(sourced) == ["derive two-failed-entries.of: no event 'visits'; did you mean 'visit'?"]
    assert problems(sourced.replace('"visits"', '"visit"')) == []
