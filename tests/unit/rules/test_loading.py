"""Finding a book, joining what it extends, and refusing what is not whole."""

import hashlib
from importlib import resources

import pytest

from supervise.dates import Calendar, load_calendar
from supervise.errors import RulebookLoadError, UnknownRulebookError
from supervise.rules import load_rulebook, shipped_rulebooks
from supervise.rules.loading import changed_release
from tests.unit.rules.minimal import RULE, SPAN, TOO_LITTLE, book, faults

LAW = "england-wales-law@2026.1"
CALENDAR = "england-and-wales@2026.1"


def inheriting(*rules, **parts):
    return book(*rules, without=("conventions", "levels"), extends=LAW, **parts)


@pytest.mark.parametrize("ref", shipped_rulebooks())
def test_every_shipped_book_loads(ref):
    assert load_rulebook(ref).ref == ref


def test_the_hash_of_a_book_alone_is_that_of_its_file():
    content = (resources.files("supervise") / "rulebooks" / f"{LAW}.toml").read_bytes()
    assert load_rulebook(LAW).sha256 == hashlib.sha256(content).hexdigest()


def test_the_hash_of_a_book_that_extends_another_changes_with_either():
    hashes = {load_rulebook(each).sha256 for each in (LAW, inheriting(), inheriting(title="other"), book())}
    assert len(hashes) == 4


def test_a_file_is_read_like_the_mapping(tmp_path):
    file = tmp_path / "own.toml"
    file.write_bytes((resources.files("supervise") / "rulebooks" / f"{LAW}.toml").read_bytes())
    for path in (file, str(file)):
        assert load_rulebook(path).sha256 == load_rulebook(LAW).sha256


@pytest.mark.parametrize(
    ("ref", "message"),
    [
        ("england-walse@2026.1", "no shipped rulebook 'england-walse@2026.1'; did you mean 'england-wales@2026.1'?"),
        ("none.toml", "no rulebook 'none.toml': there is no such file"),
        (
            "england-wales",
            "no rulebook 'england-wales': there is no such file; did you mean 'england-wales@2026.1'?",
        ),
        (
            "england-wales@2026.1.toml",
            "no rulebook 'england-wales@2026.1.toml': there is no such file; did you mean 'england-wales@2026.1'?",
        ),
        (
            "nope@1",
            f"no rulebook 'nope@1': there is no such file; known: {', '.join(map(repr, shipped_rulebooks()))}",
        ),
        ("", "no rulebook is named: write the path of a file, or the reference of one that is shipped"),
    ],
)
def test_a_book_that_is_not_there_is_named(ref, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownRulebookError) as caught:
        load_rulebook(ref)
    assert str(caught.value) == message


def test_an_overlay_or_a_calendar_is_no_book():
    with pytest.raises(RulebookLoadError, match="this is an overlay"):
        load_rulebook({"id": "own", "version": "1", "amend": []})
    with pytest.raises(RulebookLoadError, match="this is a rulebook"):
        load_rulebook(LAW, overlays=[book(RULE)])


def test_conventions_and_levels_come_from_the_book_or_the_one_it_extends():
    conventions, levels = faults(book(without=("conventions", "levels")))
    assert conventions == (
        "conventions: missing; write [conventions] with month_end, leap_day, leap_birthday, end_day and zone,"
        " or extend a book"
    )
    assert levels == "levels: missing; write [levels] with the scale, laxest first, or extend a book"
    assert faults(book(without=("levels",)))[0].startswith("levels: missing")
    assert load_rulebook(inheriting()).levels == load_rulebook(LAW).levels


def test_what_a_book_extends_is_joined():
    own = load_rulebook(inheriting(RULE))
    law = load_rulebook(LAW)
    assert own.extends == (LAW,)
    assert [rule.id for rule in own.rule] == [*(rule.id for rule in law.rule), "R-1"]
    assert own.calendar == law.calendar


def test_an_entry_takes_the_place_of_the_one_with_its_id():
    own = load_rulebook(inheriting(RULE | {"id": "R-N12"}, span=[SPAN | {"id": "registered", "part_of": "subject"}]))
    assert next(rule.duty for rule in own.rule if rule.id == "R-N12") == "do it"
    # Both spans of that id are gone, at home and abroad.
    assert [span.source for span in own.span if span.id == "registered"] == ["s"]
    assert len(own.rule) == len(load_rulebook(LAW).rule)


def test_what_a_book_leaves_out_of_the_other_is_no_part_of_it():
    law = load_rulebook(LAW)
    own = load_rulebook(inheriting(RULE, leaves_out=["R-N3", "R-N8-stay", "twelve-hours-with-a-child", "R-N21"]))
    assert {rule.id for rule in law.rule} - {rule.id for rule in own.rule} == {"R-N3", "R-N8-stay", "R-N21"}
    assert {each.id for each in law.derive} - {each.id for each in own.derive} == {"twelve-hours-with-a-child"}


def test_every_span_of_an_id_that_is_left_out_goes():
    spans = [SPAN | {"id": "somewhere", "part_of": "subject"}]
    # What reads them by that name finds the span that takes their place, and so the book is whole.
    gone = {"leaves_out": ["registered", "R-N1", "R-N1-order", "R-N10"]}
    own = load_rulebook(inheriting(span=spans, **gone))
    assert "registered" not in {span.id for span in own.span}


def test_what_reads_an_entry_that_is_left_out_is_named():
    assert any("R-N8-stay" in fault for fault in faults(inheriting(leaves_out=["twelve-hours-with-a-child"])))


def test_only_what_is_there_can_be_left_out():
    assert faults(inheriting(leaves_out=["R-N22", "what Mr Smith said"]))[0] == (
        "leaves_out: no entry 'R-N22' in what it extends; did you mean 'R-N2'?"
    )
    assert faults(inheriting(leaves_out=["R-N22", "what Mr Smith said"]))[1].startswith(
        "leaves_out: no entry of this name in what it extends"
    )
    assert faults(book(leaves_out=["R-N8"])) == ["leaves_out: no entry 'R-N8' in what it extends; known: none"]


def test_a_rule_can_be_switched_off():
    own = load_rulebook(inheriting(RULE | {"id": "R-N2", "off": True}))
    assert "R-N2" not in {rule.id for rule in own.rule}


def test_the_newest_order_of_a_kind_governs():
    order = {"kind": "shpo", "source": "s", "until_further_order": False}
    assert load_rulebook(inheriting(order=[order])).order[0].source == "s"


@pytest.mark.parametrize(
    ("extends", "message"),
    [
        ("england-wales-low@2026.1", f"extends: no shipped rulebook has that reference; did you mean '{LAW}'?"),
        ("../own.toml", "extends: no shipped rulebook has that reference; known: "),
    ],
)
def test_only_shipped_books_are_extended(extends, message):
    (found,) = faults(book(extends=extends))
    assert found.startswith(message)


def test_a_book_does_not_extend_itself():
    name, version = LAW.split("@")
    assert faults(inheriting() | {"id": name, "version": version}) == ["extends: a book cannot extend itself"]


def test_the_calendar_is_the_callers_or_the_books_own():
    own = Calendar.from_dict(
        {"name": "own", "closed_weekdays": [], "closed_days": [], "covers": ["2026-01-01", "2026-12-31"]}
    )
    data = book(RULE | {"regime": [{"within": "3 working days"}]})
    assert load_rulebook(data, calendar=own).calendar is own
    assert load_rulebook(data | {"calendar": CALENDAR}).calendar == load_calendar(CALENDAR)
    (found,) = faults(data | {"calendar": "england@2026.1"})
    assert found.startswith("calendar: no such calendar is shipped")
    assert found.endswith("any other is given when the book is loaded")


@pytest.mark.parametrize("given", [CALENDAR, {"name": "own"}])
def test_what_is_no_calendar_is_refused_when_the_book_is_loaded(given):
    kind = type(given).__name__
    with pytest.raises(TypeError, match=rf"\Acalendar: wanted is a Calendar, .* gives it; found {kind}\Z"):
        load_rulebook(LAW, calendar=given)


def test_problems_of_a_whole_book_come_together():
    with pytest.raises(RulebookLoadError) as caught:
        load_rulebook(book(RULE | {"one_per": "tripp", "source": "t"}))
    assert caught.value.source == "own@2026.1"
    assert len(caught.value.problems) == 2


# ── all at once ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_could_be_read_is_judged_as_a_whole_beside_what_could_not():
    data = book(
        RULE | {"cadense": "once"},
        RULE | {"id": "R-2", "one_per": "tripp"},
        RULE | {"id": "R-2", "source": "t"},
        RULE
        | {
            "id": "R-3",
            "source": "u",
            "met_by": "seen",
            "anchor": {"due_of": "R-1"},
            "while": {"span": "held", "at_end": "lapse"},
        },
        without=("title",),
        define={"seen": {"off": "visit"}},
        span=[SPAN | {"start": 3}],
        sources={"s": {"title": "A source"}, "t": 3},
    )
    assert sorted(each.partition(": ")[0] for each in faults(data)) == [
        "define.seen.of",
        "define.seen.off",
        "rule",
        "rule R-2.one_per.each",
        "rule R-3.source",
        "rule[0] R-1.cadense",
        "sources.t",
        "span[0] held.start",
        "title",
    ]


def test_what_a_book_extends_is_known_beside_its_problems():
    found = faults(inheriting(RULE | {"anchor": "entyr"}, tile="x"))
    assert [each.partition(": ")[0] for each in found] == ["tile"]
    found = faults(inheriting(RULE | {"anchor": "entyr", "source": "s"}, review_by="soon"))
    assert [each.partition(": ")[0] for each in found] == ["review_by", "rule R-1.anchor.first"]
    found = faults(inheriting(RULE, review_by="soon", leaves_out=["R-X"]))
    assert [each.partition(": ")[0] for each in found] == ["review_by", "leaves_out"]
    found = faults(book(RULE, extends="nobody@2026.1", review_by="soon"))
    assert [each.partition(": ")[0] for each in found] == ["review_by", "extends"]


@pytest.mark.parametrize("unread", TOO_LITTLE)
def test_where_what_others_are_judged_by_is_not_known_nothing_is_said_of_them(unread):
    assert not [each for each in faults(book(RULE | {"one_per": "tripp"}, **unread)) if "tripp" in each]


def test_what_has_no_name_is_passed_over():
    found = faults(book(RULE | {"one_per": "tripp"}, order=[3]))
    assert [each.partition(": ")[0] for each in found] == ["order[0]", "rule R-1.one_per.each"]


def test_what_hangs_on_a_duty_that_could_not_be_read_may_be_missed():
    permitted = RULE | {"id": "R-1-own", "part_of": "R-1", "must": False, "duty_of": "offender"}
    missed = RULE | {"id": "R-2", "one_per": {"occurrence_of": "R-1", "outcome": "missed"}}
    assert len(faults(book(permitted, missed))) == 1
    assert len(faults(book(RULE | {"anchor": 3}, permitted, missed))) == 1


# ── what was released ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_book_that_calls_itself_otherwise_is_no_changed_release():
    assert changed_release(book(RULE)) is None
    assert changed_release("england-wales@2026.1") is None
    assert changed_release(book(RULE, id="england-wales", version="2026.1")) == "england-wales@2026.1"
