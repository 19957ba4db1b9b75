"""A rulebook in words: nothing it says is left out."""

import datetime as dt

import attrs
import pytest

from supervise.dates import load_calendar
from supervise.report.book import book_lines
from supervise.report.wording import listed
from supervise.rules import load_rulebook, shipped_rulebooks

HEAD = {
    "format": 1,
    "id": "own",
    "version": "1",
    "title": "Own",
    "jurisdiction": "x",
    "conventions": {
        "month_end": "the last day of the month",
        "leap_day": "28 February",
        "leap_birthday": "1 March",
        "end_day": "no longer in the state",
        "zone": "UTC",
    },
    "levels": {"scale": ["low", "high"]},
    "sources": {"s": {"title": "A source"}},
}
RULE = {
    "id": "R-1",
    "duty": "do it",
    "duty_of": "police",
    "authority": "LOCAL",
    "source": "s",
    "one_per": "offender",
    "anchor": {"last": "visit.seen", "else": "registration"},
    "cadence": "rolling",
    "counting": "after",
    "met_by": "visit.seen",
    "rebased_by": "what meets it",
    "regime": [{"every": "3 months"}],
}


def text_of(*, rule=None, **head):
    book = load_rulebook({**HEAD, "rule": [{**RULE, **(rule or {})}], **head})
    return "\n".join(line.text for line in book_lines(book))


@pytest.mark.parametrize("ref", shipped_rulebooks())
def test_every_rule_span_threshold_and_source_of_a_shipped_book_is_there(ref):
    book = load_rulebook(ref)
    text = "\n".join(line.text for line in book_lines(book))
    names = [*(rule.id for rule in book.rule), *(span.id for span in book.span), *book.thresholds, *book.sources]
    assert [name for name in names if name not in text] == []


def test_the_several_values_of_a_threshold_all_hold():
    text = "\n".join(line.text for line in book_lines(load_rulebook("england-wales@2026.1")))
    assert "office-hours: 08:00 and 18:00 (" in text
    assert "team-backlog-ages: 30, 90, 180 and 365 (" in text


def test_lines_keep_to_the_width():
    lines = [line.text for line in book_lines(load_rulebook(shipped_rulebooks()[0]), 80)]
    assert max(len(line) for line in lines) <= 80


def test_where_a_closed_day_goes_is_told_for_the_rule_the_regime_and_a_limit():
    opens = {"within": "5 days", "roll": "previous open day"}
    regime = {"every": "3 months", "opens": opens, "roll": "next open day"}
    rule = {"roll": "previous open day", "regime": [regime | {"when": {"level": "high"}}, {"every": "3 months"}]}
    text = text_of(rule=rule | {"change": {"any": "at the next anchor"}}, calendar="england-and-wales@2026.1")
    assert "if closed     the previous open day" in text
    assert "opens 5 days after, roll: previous open day; if closed the next open day" in " ".join(text.split())


def test_closed_days_that_a_rule_a_regime_and_a_limit_name_are_told():
    opens = {"within": "5 working days", "calendar": "weekdays@2026.1"}
    regime = {"every": "3 months", "opens": opens, "roll": "next open day", "calendar": "sundays@2026.1"}
    rule = {"roll": "previous open day", "regime": [regime | {"when": {"level": "high"}}, {"every": "3 months"}]}
    rule |= {"change": {"any": "at the next anchor"}, "calendar": "england-and-wales@2026.1"}
    text = text_of(rule=rule)
    told = " ".join(text.split())
    assert "closed days   those of england-and-wales@2026.1" in text
    assert "opens 5 working days after, calendar: weekdays@2026.1; if closed the next open day" in told
    assert "if closed the next open day; closed days of sundays@2026.1" in told
    assert "calendar none of rules england-and-wales@2026.1, 2012-01-01 to 2028-12-31, sha256" in told
    assert "of rules sundays@2026.1, 1990-01-01 to 2049-12-31, sha256" in told


def test_ends_of_periods_hours_that_pass_over_days_and_weeks_are_told():
    hours = {"within": "24 hours", "from": "moment", "clock": "wall", "skips": "closed days"}
    once = dict.fromkeys(("met_by", "rebased_by"))
    rule = {**RULE, "one_per": "event.k", "anchor": "start", "cadence": "once"}
    rule = {key: value for key, value in rule.items() if key not in once}
    regimes = [
        hours | {"when": {"level": "high"}},
        {"when": {"level": "low"}, "within": "10 days", "from_end_of": "month"},
        {"within": "3 months", "to_end_of": "week"},
    ]
    rule |= {"regime": regimes, "change": {"any": "at the next anchor"}}
    conventions = HEAD["conventions"] | {"week_begins": "sunday"}
    book = load_rulebook({**HEAD, "conventions": conventions, "rule": [rule], "calendar": "england-and-wales@2026.1"})
    text = " ".join("\n".join(line.text for line in book_lines(book)).split())
    assert "weeks begin on sunday" in text
    assert "wall hours from the moment, not on closed days" in text
    assert "within 3 months, counted 'after'; to the end of the week" in text
    assert "within 10 days after the end of the month if level: low, counted 'after'" in text


def test_what_changes_the_course_of_a_span_is_told():
    span = {
        "id": "held",
        "one_per": "registration",
        "start": {"field": "convicted_on"},
        "counting": "after",
        "source": "s",
        "length": [{"lasts": "15 years"}],
        "toll": {"in": "custody", "effect": "add the days", "longer_than": "28 days"},
        "reset_by": "end.custody",
        "shortened": {"by": "5 years", "after": "10 years", "without": "event.offence"},
        "extended_by": {"of": "event.failure", "by": "10 years"},
        "ended_by": "event.quashed",
        "ends_after": "21 days",
        "ends_any_length": True,
    }
    lines = [" ".join(line.split()) for line in text_of(span=[span]).splitlines()]
    assert lines[lines.index("ended by event.quashed, 21 days after it, whatever its length") :][:5] == [
        "ended by event.quashed, 21 days after it, whatever its length",
        "starts again with each end.custody",
        "not counted in custody: add the days, longer than: 28 days",
        "shortened by 5 years after 10 years without event.offence",
        "extended by 10 years for each event.failure",
    ]


def test_a_span_tells_from_when_it_has_effect_and_that_sentences_are_added():
    span = {
        "id": "held",
        "one_per": "registration",
        "start": {"field": "convicted_on"},
        "holds_from": {"field": "notice_given_on"},
        "counting": "after",
        "source": "s",
        "sums_terms": True,
        "length": [{"lasts": "15 years"}],
    }
    lines = [" ".join(line.split()) for line in text_of(span=[span]).splitlines()]
    assert lines[lines.index("counted from after convicted_on of the fact") :][:3] == [
        "counted from after convicted_on of the fact",
        "has effect from notice_given_on of the fact",
        "sentences those that count are added up",
    ]


@pytest.mark.parametrize("moment", ["moment", "date"])
def test_hours_say_what_they_are_counted_from(moment):
    rule = {key: value for key, value in RULE.items() if key not in ("met_by", "rebased_by")}
    rule |= {"one_per": "event.k", "anchor": "start", "cadence": "once"}
    rule["regime"] = [{"within": "24 hours", "from": moment, "clock": "wall"}]
    text = "\n".join(line.text for line in book_lines(load_rulebook({**HEAD, "rule": [rule]})))
    assert f"within 24 hours, counted 'after'; wall hours from the {moment}" in " ".join(text.split())


ORDER = {"kind": ["sro", "rsho"], "until_further_order": False, "source": "s"}


def test_a_kind_of_order_is_told_as_plainly_as_a_rule():
    bounds = {"minimum": "2 years", "maximum": "5 years", "travel_maximum": "3 years"}
    ends = {"start": ["in_force_on", "made_on"], "ends_with": ["main_decided_on"], "ends_when_replaced": True}
    bounds["earlier"] = [
        {"before": dt.date(2010, 4, 1), "maximum": "6 months", "travel_maximum": "3 months"},
        {"before": dt.date(2012, 4, 1), "minimum": "1 year"},
    ]
    lines = text_of(order=[ORDER | bounds | ends | {"confidence": "assumed"}]).splitlines()
    assert lines[lines.index("Orders") :][:10] == [
        "Orders",
        "",
        "sro or rsho",
        "  lasts         at least 2 years, at most 5 years, never until further order",
        "  travel ban    at most 3 years, never until further order",
        "  made before   2010-04-01: at most 6 months, a travel ban at most 3 months",
        "  made before   2012-04-01: at least 1 year",
        "  begins        on the first given of in_force_on or made_on",
        "  ends with     main_decided_on, or the order that replaces it",
        "  source        LAW, s, assumed: no text supports it",
    ]


def test_what_a_kind_of_order_leaves_open_is_not_told():
    lines = text_of(order=[ORDER | {"kind": ["sro"], "until_further_order": True}]).splitlines()
    assert lines[lines.index("sro") :][:4] == [
        "sro",
        "  lasts         any time, or until further order",
        "  begins        on made_on",
        "  source        LAW, s, seen",
    ]


@pytest.mark.parametrize("ref", shipped_rulebooks())
def test_every_kind_of_order_of_a_shipped_book_is_there(ref):
    book = load_rulebook(ref)
    lines = [line.text for line in book_lines(book)]
    assert ("Orders" in lines) is bool(book.order)
    assert [order.kind for order in book.order if listed(order.kind) not in lines] == []


def test_a_rule_is_told_axis_by_axis():
    text = text_of()
    for line in (
        "R-1  do it",
        "  whose         police, must; rolling",
        "  one per       offender",
        "  counted from  the last visit.seen, else the first registration",
        "  due           every 3 months, counted 'after'",
        "  met by        visit.seen",
        "  starts again  from what meets it",
        "  source        LOCAL, s, seen",
    ):
        assert line in text


def test_an_assumed_value_says_that_no_text_supports_it():
    assert "LOCAL, s, assumed: no text supports it" in text_of(rule={"confidence": "assumed"})


def test_parts_say_what_is_their_own():
    rests = {"met_by": {"confidence": "assumed"}, "rebased_by": {"authority": "LAW", "source": "s"}}
    text = text_of(rule={"rests_on": rests})
    assert "  source        LOCAL, s, seen\n" in text
    assert "of met by: LOCAL, s, assumed: no text supports it\n" in text
    assert "of rebased by: LAW, s, seen" in text


def test_regimes_say_when_they_hold_and_what_is_their_own():
    regimes = [
        {"name": "reactive", "when": {"mode": "reactive"}, "every": "never"},
        {
            "name": "by level",
            "by": "level",
            "every": {"low": "1 year", "high": "1 month"},
            "authority": "NATIONAL",
            "confidence": "historic",
        },
    ]
    text = " ".join(text_of(rule={"regime": regimes, "change": {"any": "at the next anchor"}}).split())
    assert "due reactive: never if mode: reactive, counted 'after'" in text
    assert "due by level: every high: 1 month, low: 1 year, counted 'after'; NATIONAL, s, historic" in text
    assert "on a change any: at the next anchor" in text


def test_once_within_hours_with_limits_and_a_gate():
    rule = {
        "cadence": "once",
        "one_per": "trip",
        "anchor": {"field": "departs_on"},
        "met_by": [{"any": "notification.s86_departure", "match": {"for": "id"}}],
        "void_by": "event.cancelled",
        "rebased_by": None,
        "gate": {"fact": {"country": "set"}},
        "suspended": [
            {"in": "custody", "effect": "later of due and", "due": "10 working days after end"},
            {"in": "hospital", "if": "due day ends inside", "due": "3 days beginning with end"},
            {"in": "abroad", "if": "due day first ends inside", "due": "3 days beginning with end"},
            {"in": "abroad", "effect": "due after end", "due": "3 days after end"},
        ],
        "regime": [
            {
                "before": "24 hours",
                "from": "date",
                "clock": "elapsed",
                "latest": {"before": "12 hours"},
                "opens": {"before": "7 days", "counting": "after"},
            }
        ],
        "calendar": None,
    }
    written = {key: value for key, value in {**RULE, **rule}.items() if value is not None}
    head = {**HEAD, "calendar": "england-and-wales@2026.1"}
    book = load_rulebook({**head, "rule": [written]})
    text = " ".join(" ".join(line.text for line in book_lines(book)).split())
    assert (
        "due 24 hours before, counted 'after'; opens 7 days before, counting: after; at latest 12 hours before" in text
    )
    assert "elapsed hours" in text
    assert "in abroad, due 3 days after end" in text
    assert "met by notification.s86_departure; match (for = id)" in text
    assert "only if fact (country: set)" in text
    assert "void by event.cancelled" in text
    assert "suspended in custody, later of due and 10 working days after end" in text
    assert "suspended in hospital, if the due day ends inside, due 3 days beginning with end" in text
    assert "suspended in abroad, if the due day first ends inside, due 3 days beginning with end" in text


def test_a_countdown_says_how_long_before():
    span = {
        "id": "registered",
        "one_per": {"each": "registration"},
        "start": {"field": "relevant_on"},
        "counting": "beginning with",
        "source": "s",
        "length": [{"lasts": "5 years"}],
    }
    rule = {
        "cadence": "countdown",
        "anchor": {"span_end": "registered"},
        "leads": ["90 days", "1 month"],
        "regime": None,
        "rebased_by": None,
        "met_by": None,
        "while": {"span": "registered", "at_end": "lapse"},
    }
    written = {key: value for key, value in {**RULE, **rule}.items() if value is not None}
    book = load_rulebook({**HEAD, "span": [span], "rule": [written]})
    text = " ".join(" ".join(line.text for line in book_lines(book)).split())
    assert "due 90 days and 1 month before, counted 'after'" in text
    assert "while registered; at its end: lapse" in text
    assert "lasts 5 years" in text
    assert "source LAW, s, seen" in text


@pytest.mark.parametrize(
    ("during", "said"),
    [
        ({"not_in": ["custody", "deceased"]}, "not in custody or deceased"),
        ({"span": "registered", "not_in": "custody"}, "registered, not in custody"),
    ],
)
@pytest.mark.parametrize("resumes", [False, True])
def test_the_time_in_which_a_duty_can_fall_due(during, said, resumes):
    span = {"id": "registered", "one_per": {"each": "registration"}, "start": {"field": "relevant_on"}, "source": "s"}
    spans = [span | {"counting": "beginning with", "length": [{"lasts": "5 years"}]}]
    rule = {"while": during | {"at_end": "lapse", "resumes": resumes}, "one_per": {"span": "registered"}}
    text = " ".join(text_of(rule=rule, span=spans).split())
    assert f"while {said}; at its end: lapse" in text
    assert ("and goes on after a state" in text) is resumes


def test_what_ends_with_what_it_hangs_on_says_so():
    cut = {"one_per": {"run_of": "custody"}, "cadence": "grid", "late": "does not count", "while": {"at_end": "cut"}}
    rule = {key: value for key, value in RULE.items() if key != "rebased_by"} | cut | {"anchor": "start"}
    text = " ".join(" ".join(line.text for line in book_lines(load_rulebook({**HEAD, "rule": [rule]}))).split())
    assert "while what it hangs on lasts; at its end: cut" in text


def test_a_rebased_rule_names_the_date_and_a_cautious_one_its_reading():
    rule = {
        "met_by": "assessment.arms",
        "anchor": {"last": "assessment.arms", "else": "registration"},
        "rebased_by": "a date of what meets it",
        "rebased_at": "approved_on",
        "cautious": {"counting": "beginning with"},
    }
    text = text_of(rule=rule)
    assert "  starts again  from a date of what meets it (approved_on)" in text
    assert "  or cautiously counting: beginning with" in text


def test_the_head_says_what_the_book_stands_on():
    book = load_rulebook({**HEAD, "rule": [RULE]}, calendar=load_calendar("england-and-wales@2026.1"))
    about = [line.text for line in book_lines(book)]
    line = about.index("  calendar      england-and-wales@2026.1, 2012-01-01 to 2028-12-31, sha256")
    assert about[line + 1].strip() == book.calendar.sha256
    bare = [line.text for line in book_lines(attrs.evolve(book, calendar=None))]
    assert bare[0] == "own@1: Own"
    assert "  calendar      none" in bare
    assert "  levels        high, low" in bare
    assert "  s: A source" in bare


FIXED = {"anchor": {"first": "registration"}, "cadence": "grid", "late": "fills all", "rebased_by": None}


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        (
            {"regime": [{"every": "90 days", "opens": {"before": "10 days"}, "within": "5 days"}]},
            [
                "whose         police, must; grid",
                "due           every 90 days, due 5 days after that, counted 'after'; opens 10 days before",
                "late          an event after the due day fills all",
            ],
        ),
        ({"regime": [{"every": "1 year", "before": "5 days"}]}, ["every 1 year, due 5 days before that"]),
        ({"regime": [{"every": "never"}]}, ["due           never"]),
        (
            {
                "cadence": "block",
                "counting": None,
                "partial": "whole standard",
                "may_set": "inside the window",
                "regime": [{"every": "2 calendar months"}],
            },
            [
                "due           every 2 calendar months",
                "in part       of a calendar block: whole standard",
                "may be set    by the authority, inside the window",
            ],
        ),
        (
            {
                "cadence": "month",
                "counting": None,
                "starts": {"after": "registration", "by": "opens", "not_within": "2 months"},
                "regime": [{"named": ["march", "june"], "days": [1, 15]}],
            },
            [
                "due           every march and june, from day 1 to 15",
                "starts        with the first whose opening comes after the first registration, not within 2 months",
            ],
        ),
        (
            {"cadence": "month", "counting": None, "regime": [{"every": "1 month", "days": "first monday"}]},
            ["due           every 1 month, the first monday"],
        ),
        (
            {"cadence": "month", "counting": None, "regime": [{"every": "1 month", "days": [10, "last friday"]}]},
            ["due           every 1 month, from day 10 to the last friday"],
        ),
        (
            {
                "cadence": "weekday",
                "counting": None,
                "starts": {"after": "registration", "by": "its day"},
                "regime": [{"weekday": "monday", "at": "10:00"}],
            },
            ["every monday by 10:00", "starts        with the first whose day comes after the first registration"],
        ),
        ({"cadence": "weekday", "counting": None, "regime": [{"weekday": "friday"}]}, ["due           every friday"]),
        (
            {
                "anchor": {"birth": "day"},
                "starts": {"after": "registration", "by": "last day"},
                "regime": [{"every": "1 year"}],
                "suspended": {"in": "custody", "effect": "skip", "if": "the whole window lies inside"},
            },
            [
                "counted from  the birthday",
                "starts        with the first whose last day comes after the first registration",
                "suspended     in custody, if the whole window lies inside, skip",
            ],
        ),
        (
            {
                "suspended": {
                    "in": "custody",
                    "effect": "skip",
                    "if": "part of the window lies inside",
                    "percent": 50,
                },
            },
            ["suspended     in custody, if 50 % or more of the window lies inside, skip"],
        ),
    ],
)
def test_a_duty_that_is_fixed_in_advance(rule, lines):
    merged = {key: value for key, value in {**RULE, **FIXED, **rule}.items() if value is not None}
    book = load_rulebook({**HEAD, "rule": [merged]})
    text = "\n".join(line.text for line in book_lines(book, 140))
    for line in lines:
        assert line in text


def test_it_says_what_of_the_law_may_be_waived():
    assert "waivers" not in text_of(rule={"authority": "LAW"})
    assert "waivers       flags on it may be set aside" in text_of(rule={"authority": "LAW", "waivable": True})
