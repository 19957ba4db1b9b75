"""What two rulebooks differ in: duties, whatever the lines and the order of their files."""

import copy
import re
from itertools import dropwhile

import attrs
import pytest

from supervise.register.writing import book_data
from supervise.report import differing
from supervise.report.book import rule_entries, span_entries
from supervise.report.differing import BookChange, book_changes, change_lines, changes_as_data
from supervise.rules import load_rulebook, shipped_rulebooks
from supervise.rules.language import Rule, SpanRule
from supervise.rules.reading import key_of
from tests.unit.rules.minimal import BY_LEVEL, CONVENTIONS, FOLLOWED, ROLLING, RULE, SPAN, book, related

LEVELS = ROLLING | {"regime": [BY_LEVEL], "change": FOLLOWED}


def changes(before, after):
    return book_changes(load_rulebook(before), load_rulebook(after))


def only(before, after):
    """The one change: what, name, and its choices as tuples."""
    [change] = changes(before, after)
    assert change.change == "changed"
    return change.of, change.name, [(each.choice, each.before, each.after) for each in change.choices]


def reversed_lists(data):
    """The same book with its entries in another order, and each table written from its end."""
    data = copy.deepcopy(data)
    for key in ("rule", "span", "derive", "order", "group"):
        if key in data:
            data[key] = [dict(reversed(each.items())) for each in reversed(data[key])]
    return dict(reversed(data.items()))


@pytest.mark.parametrize("ref", shipped_rulebooks())
def test_a_book_does_not_differ_from_itself(ref):
    assert book_changes(load_rulebook(ref), load_rulebook(ref)) == ()


def test_the_order_of_a_file_does_not_count():
    foreign = SPAN | {"one_per": "registration.foreign"}
    orders = [
        {"kind": kind, "source": "s", "until_further_order": True, "start": ["made_on"]} for kind in ("shpo", "sro")
    ]
    data = related() | {"order": orders}
    data = data | {"span": [*data["span"], foreign]}
    assert changes(data, reversed_lists(data)) == ()


def test_rules_are_added_and_removed_by_name():
    data = book(RULE, RULE | {"id": "R-2"})
    assert changes(data, book(RULE | {"id": "R-3"}, RULE)) == (
        BookChange(of="rule", name="R-2", change="removed"),
        BookChange(of="rule", name="R-3", change="added"),
    )


def test_a_changed_length_is_told_in_the_words_of_the_book():
    after = LEVELS | {"regime": [BY_LEVEL | {"every": {"low": "6 months", "high": "3 months"}}]}
    assert only(book(LEVELS), book(after))[2] == [
        (
            "due",
            "every high: 3 months, low: 1 year, counted 'after'",
            "every high: 3 months, low: 6 months, counted 'after'",
        )
    ]


def test_only_the_regimes_that_differ_are_told():
    regimes = [{"when": {"mode": "reactive"}, "every": "never"}, {"every": "3 months"}]
    before = ROLLING | {"regime": regimes, "change": FOLLOWED}
    after = before | {"regime": [regimes[0], {"every": "4 months"}]}
    assert only(book(before), book(after))[2] == [
        ("due", "every 3 months, counted 'after'", "every 4 months, counted 'after'")
    ]


def test_regimes_in_another_order_are_told_whole_as_the_first_that_holds_is_used():
    one, two = (
        {"when": {"mode": mode}, "every": every} for mode, every in (("active", "1 month"), ("reactive", "never"))
    )
    before = ROLLING | {"regime": [one, two], "change": FOLLOWED}
    first, second = "every 1 month if mode: active, counted 'after'", "never if mode: reactive, counted 'after'"
    assert only(book(before), book(before | {"regime": [two, one]}))[2] == [
        ("due", f"{first}; then {second}", f"{second}; then {first}")
    ]


@pytest.mark.parametrize(
    ("changed", "choices"),
    [
        ({"duty": "do more"}, [("duty", "do it", "do more")]),
        ({"part_of": "R"}, [("part of", "", "R")]),
        ({"duty_of": "offender"}, [("whose", "police, must; once", "offender, must; once")]),
        ({"authority": "LAW"}, [("source", "NATIONAL, s, seen", "LAW, s, seen")]),
        ({"roll": "next open day"}, [("if closed", "", "the next open day")]),
        ({"met_by": "visit"}, [("met by", "", "visit")]),
        ({"off": True}, [("off", "", "true")]),
        (
            {"counting": "beginning with"},
            [("due", "within 10 days, counted 'after'", "within 10 days, counted 'beginning with'")],
        ),
    ],
)
def test_each_choice_is_told_under_the_label_of_the_page(changed, choices):
    head = {"calendar": "england-and-wales@2026.1"}
    assert only(book(RULE, **head), book(RULE | changed, **head)) == ("rule", "R-1", choices)


def test_a_choice_that_the_page_leaves_out_is_told_in_the_words_of_the_file():
    """On which day a regime is read follows from `change`; it may be written as well."""
    regimes = [{"when": {"level": "high"}, "within": "3 days"}, {"within": "5 days"}]
    rule = RULE | {"change": {"any": "at the next anchor"}, "regime": regimes}
    [(choice, was, now)] = only(book(rule), book(rule | {"regime": [regimes[0] | {"read_at": "anchor"}, regimes[1]]}))[
        2
    ]
    assert choice == "due"
    assert "read at" not in was
    assert "read at: anchor" in now


def test_a_rule_that_is_switched_on_is_a_changed_rule():
    assert only(book(RULE | {"off": True}), book(RULE)) == ("rule", "R-1", [("off", "true", "")])


def test_spans_of_one_name_are_told_apart_by_what_they_say():
    foreign = SPAN | {"one_per": "registration.foreign"}
    longer = foreign | {"length": [{"lasts": "7 years"}]}
    before, after = book(RULE, span=[SPAN, foreign]), book(RULE, span=[longer, SPAN])
    assert only(before, after) == ("span", "held", [("lasts", "5 years", "7 years")])
    assert changes(before, book(RULE, span=[SPAN])) == (BookChange(of="span", name="held", change="removed", entry=2),)
    assert changes(book(RULE, span=[SPAN]), before) == (BookChange(of="span", name="held", change="added", entry=2),)


STAYS = {"id": "row", "kind": "presence in days", "of": "stay", "reach": 3, "source": "s"}
ORDER = {"kind": ["shpo", "sopo"], "source": "s", "until_further_order": True}
MOST = {"limit": {"value": 3, "source": "s", "confidence": "seen"}}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            {},
            {"conventions": CONVENTIONS | {"leap_birthday": "28 February"}},
            ("head", "conventions", [("leap birthday", "1 March", "28 February")]),
        ),
        (
            {},
            {"levels": {"scale": ["low", "mid", "high"]}},
            ("head", "levels", [("scale", "high, low", "high, mid, low")]),
        ),
        ({"define": {"d": "visit"}}, {"define": {"d": "trip"}}, ("event", "d", [("is", "visit", "trip")])),
        (
            {"define": {"d": "visit"}},
            {"define": {"d": {"of": "visit", "distinct": "day"}}},
            ("event", "d", [("is", "visit", ""), ("of", "", "visit"), ("distinct", "", "day")]),
        ),
        ({"derive": [STAYS]}, {"derive": [STAYS | {"reach": 7}]}, ("derived event", "row", [("reach", "3", "7")])),
        (
            {"states": {"away": ["custody"]}},
            {"states": {"away": ["abroad"]}},
            ("state", "away", [("is", "custody", "abroad")]),
        ),
        (
            {"order": [ORDER]},
            {"order": [ORDER | {"maximum": "5 years"}]},
            ("order", "shpo, sopo", [("maximum", "", "5 years")]),
        ),
        (
            {"thresholds": MOST},
            {"thresholds": {"limit": MOST["limit"] | {"value": 4}}},
            ("threshold", "limit", [("value", "3", "4")]),
        ),
        (
            {"span": [SPAN]},
            {"span": [SPAN | {"cut_by": ["ended_on"]}]},
            ("span", "held", [("cut short by", "", "ended_on")]),
        ),
    ],
)
def test_what_is_no_rule_is_told_too(before, after, told):
    assert only(book(RULE, **before), book(RULE, **after)) == told


def test_another_calendar_and_another_group_are_told():
    assert only(book(RULE), book(RULE, calendar="england-and-wales@2026.1")) == (
        "head",
        "calendar",
        [("is", "no calendar", "england-and-wales@2026.1, 2012-01-01 to 2028-12-31, sha256 0a584555b71f")],
    )
    rolled = RULE | {"roll": "next open day", "calendar": "sundays@2026.1"}
    head, rule = changes(book(RULE), book(rolled))
    assert (head.change, head.of, head.name) == ("changed", "head", "calendar")
    assert [(each.choice, each.before, each.after) for each in head.choices] == [
        ("named by rules", "", "sundays@2026.1, 1990-01-01 to 2049-12-31, sha256 386cc704fce2")
    ]
    assert ("calendar", "", "sundays@2026.1") in [(e.choice, e.before, e.after) for e in rule.choices]
    group = {"id": "g", "of": ["R-1", "R-2"], "governs": "the earliest due"}
    rules = (RULE, RULE | {"id": "R-2"})
    assert only(book(*rules, group=[group]), book(*rules, group=[group | {"governs": "the laxest due"}])) == (
        "group",
        "g",
        [("governs", "the earliest due", "the laxest due")],
    )


# ── the labels ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "labels"), [(Rule, differing._RULE_LABELS), (SpanRule, differing._SPAN_LABELS)], ids=["rule", "span"]
)
def test_every_key_that_a_label_tells_is_one_of_the_language(kind, labels):
    told = [key for keys in labels.values() for key in keys]
    assert set(told) <= {key_of(field.name) for field in attrs.fields(kind)}
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("ref", shipped_rulebooks())
def test_every_label_of_the_page_is_known(ref):
    shipped = load_rulebook(ref)
    assert {label for rule in shipped.rule for label, _ in rule_entries(rule)} <= set(differing._RULE_LABELS)
    assert {label for span in shipped.span for label, _ in span_entries(span)} <= set(differing._SPAN_LABELS)


def test_what_may_be_waived_is_a_choice():
    law = RULE | {"authority": "LAW"}
    (change,) = changes(book(law), book(law | {"waivable": True}))
    (choice,) = change.choices
    assert (choice.choice, choice.before) == ("waivers", "")
    assert choice.after == "flags on it may be set aside, although it is law"


# ── the page, and the data ──────────────────────────────────────────────────────────────────────────────────────


def page(before, after, width=100):
    """The lines, without those that say what both books are."""
    lines = [line.text for line in change_lines(load_rulebook(before), load_rulebook(after), width)]
    return [lines[0], *dropwhile(lambda line: line.startswith("  "), lines[1:])]


def test_the_page_says_from_what_to_what():
    after = RULE | {"regime": [{"within": "5 days"}], "roll": "next open day"}
    head = {"calendar": "england-and-wales@2026.1"}
    assert page(book(RULE, RULE | {"id": "R-2"}, **head), book(after, **head)) == [
        "from own@2026.1 to own@2026.1",
        "",
        "rule R-1: changed",
        "  due           from within 10 days, counted 'after'",
        "                to   within 5 days, counted 'after'",
        "  if closed     from nothing",
        "                to   the next open day",
        "",
        "rule R-2: removed",
    ]


def test_the_page_keeps_to_the_width():
    data = book(RULE), book(RULE | {"duty": "a very long duty that has to be wrapped at the width of the page"})
    assert max(len(line) for line in page(*data, width=60)) <= 60


def test_the_page_says_what_both_books_are(tmp_path):
    overlay = tmp_path / "force.toml"
    overlay.write_text(
        'id = "force"\nversion = "1"\n[[amend]]\nthreshold = "limit"\nset = 4\nreason = "p"\napproved_by = "c"\n'
    )
    data = book(RULE, thresholds={"limit": {"value": 3, "source": "s", "confidence": "seen"}})
    before, after = load_rulebook(data), load_rulebook(data, overlays=(overlay,))
    lines = [line.text for line in change_lines(before, after)]
    assert lines[:6] == [
        "from own@2026.1 to own@2026.1",
        f"  from  rulebook own@2026.1, sha256 {before.sha256[:12]}, 0 values in it assumed",
        "        no calendar",
        f"  to    rulebook own@2026.1, sha256 {after.sha256[:12]}, 0 values in it assumed",
        f"        overlay force@1, sha256 {after.overlays[0].sha256[:12]}",
        "        no calendar",
    ]
    assert changes_as_data(before, after)["to"] == book_data(after)
    assert max(len(line.text) for line in change_lines(before, after, 40)) <= 40


def test_a_page_without_a_change_says_so():
    assert page(book(RULE), book(RULE)) == ["from own@2026.1 to own@2026.1", "no duty differs"]


def test_the_data_names_both_books():
    data = changes_as_data(load_rulebook(book(RULE)), load_rulebook(book(RULE | {"duty": "do more"}, version="2")))
    assert [data[side]["rulebook"]["version"] for side in ("from", "to")] == ["2026.1", "2"]
    assert all(re.fullmatch("[0-9a-f]{64}", data[side]["rulebook"]["sha256"]) for side in ("from", "to"))
    assert data["changes"] == [
        {
            "of": "rule",
            "name": "R-1",
            "entry": None,
            "change": "changed",
            "choices": [{"choice": "duty", "from": "do it", "to": "do more"}],
        }
    ]


# ── what is told apart, and in which order ──────────────────────────────────────────────────────────────────────


def test_several_entries_of_one_name_are_numbered():
    spans = [SPAN | {"one_per": each} for each in ("registration", "registration.foreign", "registration.order")]
    longer = [each | {"length": [{"lasts": "6 years"}]} for each in spans]
    found = changes(book(span=spans[:2]), book(span=[spans[0], longer[1], longer[2]]))
    assert [(each.change, each.entry) for each in found] == [("changed", 2), ("added", 3)]
    found = changes(book(span=spans), book(span=spans[:1]))
    assert [(each.change, each.entry) for each in found] == [("removed", 2), ("removed", 3)]
    before, after = load_rulebook(book(span=spans[:2])), load_rulebook(book(span=longer[:2]))
    heads = [line.text for line in change_lines(before, after) if line.text.startswith("span")]
    assert heads == ["span held, entry 1: changed", "span held, entry 2: changed"]
    assert [each["entry"] for each in changes_as_data(before, after)["changes"]] == [1, 2]


def test_levels_stand_in_the_order_of_the_scale():
    def by_level(shortest):
        lengths = {"medium": "6 months", "low": "1 year", "very_high": shortest}
        rule = LEVELS | {"regime": [{"by": "level", "every": lengths}]}
        due = {"value": {"low": 28, "medium": 14, "very_high": int(shortest[0])}, "source": "s", "confidence": "seen"}
        return book(rule, levels={"scale": ["low", "medium", "very_high"]}, thresholds={"t": due})

    rule, threshold = changes(by_level("2 months"), by_level("1 month"))
    assert rule.choices[0].after == "every very high: 1 month, medium: 6 months, low: 1 year, counted 'after'"
    assert threshold.choices[0].after == "very high: 1, medium: 14, low: 28"
