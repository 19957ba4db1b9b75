"""A force's amendments: reasoned, approved, recorded, and never laxer than the law."""

import pytest
from hypothesis import given, strategies as st

from supervise.dates.ordinals import add_months, from_iso
from supervise.errors import RulebookLoadError, UnknownRulebookError
from supervise.rules import load_rulebook
from supervise.rules.duration import Duration
from supervise.rules.language import Confidence
from supervise.rules.overlay import is_shorter, read_overlay
from supervise.rules.rulebook import Amendment
from tests.unit.rules.minimal import BY_LEVEL, FOLLOWED, ROLLING, RULE, book

ALONE = "amend[0].commences: switches a whole rule on; amend its periods in an entry of its own"
SIGNED = {"reason": "policy 7", "approved_by": "chief"}
FORCE = "england-wales@2026.1"


def overlay(*amends, **signed):
    return {"id": "force", "version": "1", "amend": [SIGNED | signed | amend for amend in amends]}


def amended(data, *amends):
    return load_rulebook(data, overlays=[overlay(*amends)])


def refused(data, *amends):
    with pytest.raises(RulebookLoadError) as caught:
        amended(data, *amends)
    return list(caught.value.problems)


def law(regime, **changes):
    return book(RULE | {"authority": "LAW", "regime": [regime]} | changes)


def test_a_medium_visit_is_tightened_to_four_months():
    own = amended(FORCE, {"rule": "R-V2", "level": "medium", "value": "4 months"})
    regime = next(rule for rule in own.rule if rule.id == "R-V2").regime[-1]
    assert str(regime.every.by_level["medium"]) == "4 months"
    assert str(regime.every.by_level["high"]) == "3 months"
    assert (regime.source, regime.confidence) == ("force", Confidence.SEEN)
    assert own.amendments == (
        Amendment("force", "R-V2.level.every.medium", "6 months", "4 months", "policy 7", "chief"),
    )
    assert own.sha256 != load_rulebook(FORCE).sha256
    # One value less is the library's own guess only where it was one: this one was historic.
    assert own.assumed == load_rulebook(FORCE).assumed


def test_amendments_are_applied_in_order_and_all_recorded():
    first, second = (overlay({"rule": "R-V2", "level": "medium", "value": value}) for value in ("4 months", "5 months"))
    own = load_rulebook(FORCE, overlays=[first, second | {"id": "later"}])
    assert [(each.overlay, each.before, each.after) for each in own.amendments] == [
        ("force", "6 months", "4 months"),
        ("later", "4 months", "5 months"),
    ]
    assert own.sha256 != load_rulebook(FORCE, overlays=[second | {"id": "later"}, first]).sha256


def test_the_only_regime_needs_no_name_and_another_is_named():
    data = book(
        RULE
        | {
            "regime": [{"name": "a", "within": "3 days"}, {"within": "9 days", "when": {"in": "custody"}}][::-1],
            "change": {"any": "at the next anchor"},
        }
    )
    own = amended(data, {"rule": "R-1", "regime": "a", "value": "2 days"})
    assert own.amendments[0].path == "R-1.a.within"
    own = amended(book(RULE), {"rule": "R-1", "value": "20 days"})
    assert own.amendments[0].path == "R-1.0.within"
    assert str(own.rule[0].regime[0].within.duration) == "20 days"


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ("6 months", "4 months", True),
        ("6 months", "6 months", False),
        ("6 months", "7 months", False),
        ("3 months", "90 days", False),
        ("3 months", "80 days", True),
        ("1 year", "360 days", True),
        ("28 days", "1 month", False),
        ("32 days", "1 month", True),
        ("3 months 5 days", "3 months 4 days", True),
        ("3 days", "2 days", True),
        ("3 days", "1 working day", False),
        ("3 days", "24 hours", False),
        ("5 working days", "3 working days", True),
        ("5 working days", "5 working days", False),
        ("5 working days", "3 days", False),
    ],
)
def test_a_period_set_by_law_is_only_shortened_and_in_the_same_unit(old, new, allowed):
    data = law({"within": old}) | {"calendar": "england-and-wales@2026.1"}
    amend = {"rule": "R-1", "value": new}
    if allowed:
        assert amended(data, amend).amendments[0].after == new
    else:
        assert refused(data, amend)[0].startswith("amend[0].value: a period set by law may only be shortened")


def test_hours_set_by_law_are_shortened_too():
    data = law({"within": "24 hours", "from": "moment", "clock": "elapsed"})
    assert amended(data, {"rule": "R-1", "value": "12 hours"}).amendments
    assert refused(data, {"rule": "R-1", "value": "1 day"})


def test_a_notice_that_the_law_wants_beforehand_is_not_changed_at_all():
    for value in ("1 day", "7 days", "30 days"):
        assert refused(law({"before": "7 days"}), {"rule": "R-1", "value": value}) == [
            "amend[0].value: how long before something the law wants a notice is not for an overlay to change"
        ]


def test_the_authority_of_a_regime_is_its_own():
    data = law({"within": "3 days", "authority": "LOCAL"})
    assert amended(data, {"rule": "R-1", "value": "9 days"}).amendments
    national = book(RULE | {"regime": [{"within": "3 days", "authority": "LAW"}]})
    assert refused(national, {"rule": "R-1", "value": "9 days"})


def test_thresholds_are_set_and_added_also_to_a_book_of_law():
    own = amended(law({"within": "3 days"}), {"threshold": "new", "set": {"each": 3}})
    assert own.threshold("new") == {"each": 3}
    assert own.thresholds["new"].source == "force"
    assert (own.amendments[0].before, own.amendments[0].after) == ("not set", '{"each": 3}')
    own = amended(FORCE, {"threshold": "caseload-limit", "set": 40})
    assert (own.amendments[0].path, own.amendments[0].before) == ("thresholds.caseload-limit", "50")


def test_a_threshold_keeps_its_kind():
    assert refused(FORCE, {"threshold": "caseload-limit", "set": "forty"}) == [
        "amend[0].set: expected a number, as in the book; found text"
    ]


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        (
            "visit-due-soon",
            {"high": 5},
            [f"the level '{each}' has no value here; give every level one" for each in ("low", "medium", "very_high")],
        ),
        (
            "visit-due-soon",
            {"hgh": 5, "low": 28, "medium": 28, "very_high": 7},
            ["the level 'high' has no value here; give every level one", "no level 'hgh'; did you mean 'high'?"],
        ),
        (
            "visit-due-soon",
            {"high": "5", "low": 28, "medium": 28, "very_high": 7},
            ["expected a number inside, as in the book; found text"],
        ),
        ("visit-overdue-critical-levels", ["hgh"], ["no level 'hgh'; did you mean 'high'?"]),
        ("visit-overdue-critical-levels", [3], ["expected text inside, as in the book; found a number"]),
        (
            "notification-due-soon",
            {"yearly": 30},
            ["lacks 'weekly', which the book's table has; it takes the place of the whole table"],
        ),
        (
            "due-soon-in-days",
            {"high": 5, "medium": 9, "low": 9},
            ["the level 'very_high' has no value here; give every level one"],
        ),
    ],
)
def test_no_slip_in_a_threshold_switches_a_check_off(name, value, found):
    assert refused(FORCE, {"threshold": name, "set": value}) == [f"amend[0].set: {each}" for each in found]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("visit-due-soon", {"high": 0, "low": 28, "medium": 28, "very_high": 7}),
        ("visit-overdue-critical-levels", ["medium", "high"]),
        ("visit-ladder-days", [10]),
        (
            "tools-retired",
            {"rm2000": "2021-03-01", "osp_c": "2024-02-01", "osp_i": "2024-02-01", "osp_dc": "2030-01-01"},
        ),
    ],
)
def test_a_threshold_of_the_same_form_takes_the_place_of_the_other(name, value):
    assert amended(FORCE, {"threshold": name, "set": value}).threshold(name) == value


@pytest.mark.parametrize("value", [-5, -0.5, [30, -90], {"low": 1, "high": -1}])
def test_no_threshold_is_below_nought(value):
    assert refused(book(RULE), {"threshold": "t", "set": value}) == [
        "amend[0].set: a number below nought; a threshold counts days, visits or shares"
    ]


@pytest.mark.parametrize(
    ("amend", "found"),
    [
        ({"rule": "R-V20", "value": "1 day"}, "rule: no rule of that id in the book; did you mean 'R-V2"),
        ({"rule": "R-V2", "regime": "levels", "value": "1 day"}, "regime: names none of the rule's 4; did you mean 'level'?"),
        ({"rule": "R-V2", "value": "1 day"}, "regime: names none of the rule's 4; known: 'level', "),
        ({"rule": "R-V2", "level": "hihg", "value": "1 day"}, "level: the regime has a period for each level; known: 'high', "),
        ({"rule": "R-V2", "regime": "level", "value": "1 day"}, "level: the regime has a period for each level; known: "),
        ({"rule": "R-V2", "regime": "plan", "value": "1 day"}, "level: the regime has no period of its own that could be amended"),
        ({"rule": "R-N19", "value": "1 day"}, "level: the regime has no period of its own that could be amended"),
        ({"rule": "R-N13", "level": "high", "value": "1 day"}, "regime: names none of the rule's 1; known: none"),
    ],
)  # fmt: skip
def test_what_is_not_there_cannot_be_amended(amend, found):
    (problem,) = refused(FORCE, amend)
    assert problem.startswith(f"amend[0].{found}")


def test_an_amendment_that_asks_for_another_choice_is_refused():
    found = refused(book(RULE), {"rule": "R-1", "value": "24 hours"})
    assert [each.split(";")[0] for each in found] == ["amend[0].value: missing", "amend[0].value: missing"]
    assert refused(book(RULE), {"rule": "R-1", "value": "3 working days"})[0].startswith("calendar: missing")


def test_every_refused_amendment_is_listed():
    assert len(refused(FORCE, {"rule": "x", "value": "1 day"}, {"threshold": "caseload-limit", "set": "x"})) == 2


def test_an_amendment_that_reads_well_is_held_against_the_book_beside_one_that_does_not():
    data = {
        "versoin": "1",
        "amend": [
            SIGNED | {"rule": "R-V22", "value": "10 days"},
            SIGNED | {"rule": "R-V33", "value": "10 dys"},
            SIGNED | {"threshold": "nope", "value": "3 days"},
            SIGNED | {"threshold": "caseload-limit", "set": "forty"},
        ],
    }
    with pytest.raises(RulebookLoadError) as caught:
        load_rulebook(FORCE, overlays=[data])
    assert caught.value.source == "inline overlay"
    assert [each.partition(":")[0] for each in caught.value.problems] == [
        "versoin",
        "amend[1].value",
        "amend[2].set",
        "amend[2].value",
        "id",
        "version",
        "amend[0].rule",
        "amend[3].set",
    ]
    with pytest.raises(RulebookLoadError) as caught:
        load_rulebook(FORCE, overlays=[{"id": "own", "version": "1", "amends": 3}])
    assert [each.partition(":")[0] for each in caught.value.problems] == ["amends", "amend"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"reason": " "}, "amend[0].reason: write it out; every amendment says why and who approved it"),
        ({"approved_by": ""}, "amend[0].approved_by: write it out; every amendment says why and who approved it"),
        ({"approved_by": None}, "amend[0].approved_by: expected text, found nothing"),
        ({"rule": "R-1"}, "amend[0]: amend exactly one of 'rule' and 'threshold'"),
        (
            {"threshold": "t", "set": None, "rule": "R-1", "value": "1 day"},
            "amend[0]: amend exactly one of 'rule' and 'threshold'",
        ),
        (
            {"set": None},
            "amend[0].set: expected text, a whole number, a number, true or false, a list, a table, found nothing",
        ),
        ({"level": "high"}, "amend[0].level: goes with 'rule' only"),
        ({"lvel": "high"}, "amend[0].lvel: unknown key; did you mean 'level'?"),
    ],
)
def test_an_amendment_is_read_strictly(change, found):
    base = {"threshold": "t", "set": 1} | SIGNED
    with pytest.raises(RulebookLoadError) as caught:
        read_overlay({"id": "force", "version": "1", "amend": [base | change]})
    assert found in caught.value.problems


@pytest.mark.parametrize("key", ["reason", "approved_by"])
def test_reason_and_approver_have_no_default(key):
    amend = {name: value for name, value in (SIGNED | {"threshold": "t", "set": 1}).items() if name != key}
    with pytest.raises(RulebookLoadError, match=f"{key}: missing"):
        read_overlay({"id": "force", "version": "1", "amend": [amend]})


@pytest.mark.parametrize(
    ("amend", "found"),
    [
        (
            {"rule": "R-1"},
            "amend[0].value: missing; write the new period, such as '4 months', or the day the rule 'commences'",
        ),
        ({"rule": "R-1", "value": "1 day", "commences": "2027-01-01"}, ALONE),
        ({"rule": "R-1", "level": "low", "commences": "2027-01-01"}, ALONE),
        ({"threshold": "t", "set": 3, "commences": "2027-01-01"}, "amend[0].commences: goes with 'rule' only"),
        ({"rule": "R-1", "value": "1 day", "set": 3}, "amend[0].set: goes with 'threshold' only"),
        ({"rule": "R-1", "value": "never"}, "amend[0].value: no period"),
    ],
)
def test_a_rule_is_given_a_period(amend, found):
    with pytest.raises(RulebookLoadError) as caught:
        read_overlay(overlay(amend))
    assert caught.value.problems[0].startswith(found)


def test_an_empty_file_is_told_what_an_overlay_begins_with(tmp_path):
    file = tmp_path / "force.toml"
    file.write_text("")
    with pytest.raises(RulebookLoadError) as caught:
        load_rulebook(FORCE, overlays=[file])
    assert caught.value.problems == (
        "the file: empty; an overlay begins with id and version, and has an [[amend]] for each change",
    )


def test_an_overlay_is_read_from_a_file(tmp_path):
    file = tmp_path / "force.toml"
    file.write_text(
        'id = "force"\nversion = "1"\n[[amend]]\nrule = "R-V2"\nlevel = "medium"\nvalue = "4 months"\n'
        'reason = "policy 7"\napproved_by = "chief"\n'
    )
    assert load_rulebook(FORCE, overlays=[file]).amendments[0].after == "4 months"
    assert read_overlay(str(file)) == read_overlay(file)
    with pytest.raises(UnknownRulebookError, match=r"no overlay 'none.toml': there is no such file"):
        read_overlay(tmp_path / "none.toml")


def test_an_error_repeats_neither_reason_nor_approver():
    with pytest.raises(RulebookLoadError) as caught:
        load_rulebook(FORCE, overlays=[overlay({"rule": "x", "value": "1 day"}, reason="secret", approved_by="secret")])
    assert "secret" not in str(caught.value)


def test_the_amended_rule_keeps_everything_else():
    data = book(ROLLING | {"regime": [BY_LEVEL], "change": FOLLOWED}, RULE | {"id": "R-2"})
    before, after = load_rulebook(data), amended(data, {"rule": "R-1", "level": "high", "value": "1 month"})
    assert [rule.id for rule in after.rule] == [rule.id for rule in before.rule]
    assert after.rule[1] == before.rule[1]


calendar_lengths = st.builds(Duration, months=st.integers(0, 40), days=st.integers(0, 120))


@given(calendar_lengths, calendar_lengths, st.integers(from_iso("2023-01-01"), from_iso("2027-12-31")))
def test_what_is_called_shorter_ends_no_later_from_any_day(new, old, day):
    if is_shorter(new, old):
        assert add_months(day, new.months) + new.days <= add_months(day, old.months) + old.days


@given(calendar_lengths, calendar_lengths)
def test_of_two_lengths_at_most_one_is_the_shorter(one, other):
    assert not (is_shorter(one, other) and is_shorter(other, one))


@pytest.mark.parametrize(
    ("new", "old", "shorter"),
    [
        # From the first of a common February 28 days and one month end on the same day.
        ("28 days", "1 month", False),
        ("27 days", "1 month", True),
        ("1 month", "31 days", False),
        ("1 month", "32 days", True),
    ],
)
def test_months_and_days_are_compared_by_the_shortest_and_the_longest_month(new, old, shorter):
    assert is_shorter(Duration.from_text(new), Duration.from_text(old)) is shorter


@pytest.mark.parametrize(
    ("new", "old", "shorter"),
    [
        ("calendar month", "calendar quarter", True),
        ("2 calendar months", "calendar quarter", True),
        ("3 calendar months", "calendar quarter", False),
        ("calendar quarter", "calendar half-year", True),
        ("calendar year", "calendar half-year", False),
        ("calendar week", "2 calendar weeks", True),
        ("calendar week", "calendar month", False),
        ("calendar month", "3 months", False),
        ("10 days", "calendar month", False),
    ],
)
def test_units_of_the_calendar_are_compared_with_their_own_kind(new, old, shorter):
    assert is_shorter(Duration.from_text(new), Duration.from_text(old)) is shorter


OFF = RULE | {"id": "R-2", "off": True, "authority": "LAW"}
START = {"rule": "R-2", "commences": "2027-01-01"}


def test_a_rule_that_is_off_commences_on_a_day():
    plain = load_rulebook(book(RULE, OFF))
    assert ([rule.id for rule in plain.rule], [rule.id for rule in plain.dormant]) == (["R-1"], ["R-2"])
    own = amended(book(RULE, OFF), START)
    assert [rule.id for rule in own.rule] == ["R-1", "R-2"]
    rule = own.rule[1]
    assert (rule.off, rule.in_force.from_.isoformat(), rule.in_force.until) == (False, "2027-01-01", None)
    assert own.amendments == (Amendment("force", "R-2.in_force", "off", "from 2027-01-01", "policy 7", "chief"),)
    assert own.sha256 != plain.sha256


def test_a_rule_that_commences_keeps_its_last_day():
    ending = OFF | {"in_force": {"until": "2027-06-30"}}
    assert amended(book(ending), START).rule[0].in_force.until.isoformat() == "2027-06-30"
    late = START | {"commences": "2027-07-01"}
    assert refused(book(ending), late) == ["amend[0].commences: lies after the last day of the rule"]


def test_only_a_rule_that_is_off_commences_and_once():
    assert refused(book(RULE, OFF), START | {"rule": "R-1"}) == [
        "amend[0].rule: is law already; only a rule that is off can commence"
    ]
    assert refused(book(RULE, OFF), START, START) == [
        "amend[1].rule: is law already; only a rule that is off can commence"
    ]
    assert refused(book(RULE, OFF), START | {"rule": "R-3"}) == [
        "amend[0].rule: no rule of that id that is off; did you mean 'R-2'?"
    ]


def test_a_rule_that_commences_must_be_whole():
    broken = OFF | {"anchor": {"due_of": "R-9"}}
    assert [rule.id for rule in load_rulebook(book(broken)).dormant] == ["R-2"]
    assert refused(book(RULE, broken), START) == ["rule R-2.anchor: no rule 'R-9'; did you mean 'R-2'?"]


def test_what_commenced_may_be_amended_by_the_same_overlay():
    own = amended(book(OFF), START, {"rule": "R-2", "value": "5 days"})
    assert str(own.rule[0].regime[0].within.duration) == "5 days"


# ── quotas ──────────────────────────────────────────────────────────────────────────────────────────────────────


def blocks(authority="LAW", **more):
    quotas = [{"id": "total", "of": "visit", "at_least": 2, "at_most": 4}, {"id": "home", "of": "visit", "at_least": 1}]
    kept = {key: value for key, value in RULE.items() if key != "counting"}
    return book(
        kept
        | {
            "authority": authority,
            "one_per": "offender",
            "anchor": {"first": "visit"},
            "cadence": "block",
            "late": "does not count",
            "partial": "not required",
            "regime": [{"every": "calendar month", "quota": quotas}],
        }
        | more
    )


def test_a_quota_set_by_law_is_only_raised():
    own = amended(blocks(), {"rule": "R-1", "quota": "total", "at_least": 3})
    assert [quota.at_least for quota in own.rule[0].regime[0].quota] == [3, 1]
    assert (own.rule[0].regime[0].source, own.rule[0].regime[0].confidence) == ("force", Confidence.SEEN)
    assert own.amendments == (Amendment("force", "R-1.0.quota.total.at_least", "2", "3", "policy 7", "chief"),)
    for least in (1, 2):
        assert refused(blocks(), {"rule": "R-1", "quota": "total", "at_least": least}) == [
            "amend[0].at_least: what the law asks for may only be raised"
        ]
    assert amended(blocks("LOCAL"), {"rule": "R-1", "quota": "total", "at_least": 1}).amendments


def test_a_percentage_is_not_amended_by_a_number():
    book = blocks()
    (quota, _) = book["rule"][0]["regime"][0]["quota"]
    quota["at_least"] = {"percent": 50, "of": "visit", "rounded": "up"}
    del quota["at_most"]
    assert refused(book, {"rule": "R-1", "quota": "total", "at_least": 5}) == [
        "amend[0].at_least: the quota asks for a percentage of events, and no number takes its place"
    ]


def test_a_quota_that_is_amended_still_makes_sense():
    assert refused(blocks(), {"rule": "R-1", "quota": "total", "at_least": 5}) == [
        "amend[0].at_least: is less than 'at_least'"
    ]
    assert refused(blocks(), {"rule": "R-1", "quota": "totl", "at_least": 5}) == [
        "amend[0].quota: no quota of that id in the regime; did you mean 'total'?"
    ]


@pytest.mark.parametrize(
    ("amend", "problem"),
    [
        ({"quota": "total"}, "quota: names the quota whose 'at_least' is another; write both"),
        ({"at_least": 3}, "quota: names the quota whose 'at_least' is another; write both"),
        (
            {"quota": "total", "at_least": 3, "value": "2 months"},
            "quota: amend a period or a quota, in an entry each",
        ),
        ({"quota": "total", "at_least": 3, "level": "high"}, "quota: amend a period or a quota, in an entry each"),
    ],
)
def test_an_entry_amends_one_thing(amend, problem):
    assert f"amend[0].{problem}" in refused(blocks(), {"rule": "R-1"} | amend)


def test_a_threshold_has_no_quota():
    assert refused(blocks(), {"threshold": "x", "set": 3, "quota": "total", "at_least": 3}) == [
        "amend[0].quota: goes with 'rule' only",
        "amend[0].at_least: goes with 'rule' only",
    ]
