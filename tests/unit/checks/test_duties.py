"""RB101 and RB102: duties that no other check is about, overdue, or closed unmet and not met since."""

import attrs
import pytest

from supervise import CHECKS, Offender, Severity, Waiver, Waivers, load_rulebook, review
from supervise.checks.catalogue import check_named
from supervise.checks.duties import _missed
from supervise.checks.inquiry import Inquiry
from supervise.engine.obligation import Status
from tests.catalogue.examples import EXAMPLES
from tests.catalogue.people import BOOK, CONTACTS, SEEN_OFTEN, day, facts, flags, judged, one, shown, supervised
from tests.unit.engine.books import GRID, HEAD, ONCE
from tests.unit.engine.test_quotas import BLOCKS, TOTAL

OVERDUE, MISSED = "RB101", "RB102"
RECORDED = "duties-told-where-recorded"
LISTED = BOOK.thresholds[RECORDED]


def considered(on):
    """The level of the several agencies considered on a day, and due again a year later."""
    return facts(
        reviews=[*(each for each in facts()["reviews"] if each["id"] != "w0"), {"id": "w0", "kind": "level", "on": on}]
    )


def own(rule, *, thresholds=None, **more):
    """A book of somebody's own with one rule."""
    return load_rulebook(HEAD | {"rule": [{**rule, **more}], "thresholds": thresholds or {}})


def late_after(days, rule):
    """The same with a duty that is no law, and the days late after which it is high; None: the book names none."""
    named = {"duty-overdue-high-days": {"value": days, "source": "s", "confidence": "assumed"}}
    return own(rule, authority="LOCAL", thresholds={} if days is None else named)


def happened(*days, kind="k"):
    return [{"id": f"{kind}{on}", "kind": kind, "on": on} for on in days]


def person(*days, **more):
    return {"id": "A1", "events": happened(*days), **more}


class TestDutyOverdue:
    @pytest.mark.parametrize(
        ("last", "as_of", "count"),
        [
            ("2025-02-28", "2026-02-27", 0),
            ("2025-02-28", "2026-02-28", 0),
            ("2025-02-28", "2026-03-01", 1),
            # A year after 29 February ends with 28 February.
            ("2024-02-29", "2025-02-28", 0),
            ("2024-02-29", "2025-03-01", 1),
            ("2025-02-28", "2026-12-31", 1),
        ],
    )
    def test_from_the_day_after_the_last(self, last, as_of, count):
        assert len(flags(OVERDUE, considered(last), as_of)) == count

    def test_it_says_what_is_asked_for_as_the_book_does(self):
        flag = one(OVERDUE, considered("2025-02-28"), "2026-03-10")
        assert (flag.rule, flag.key, flag.since, flag.days_over) == ("R-G3", "w0", day("2026-03-01"), 10)
        assert flag.message == (
            "Past its last day, 2026-02-28, by this reckoning; do it, or record that it was done: reconsider the MAPPA"
            " level."
        )
        assert shown(flag) == {
            "duty_of": "police",
            "due": day("2026-02-28"),
            "counted_from": day("2025-02-28"),
            "counted_from_id": "w0",
        }

    def test_where_the_book_says_so_nothing_is_said_of_what_the_record_never_shows_as_done(self):
        never = facts(reviews=[each for each in facts()["reviews"] if each["kind"] != "level"])
        overdue = [row.rule for row in judged(never, "2026-12-31").schedule.obligations if row.status is Status.OVERDUE]
        assert "R-G3" in overdue
        assert "R-G3" not in {flag.rule for flag in flags(OVERDUE, never, "2026-12-31")}
        told = attrs.evolve(BOOK, thresholds={**BOOK.thresholds, RECORDED: attrs.evolve(LISTED, value=[])})
        assert "R-G3" in {flag.rule for flag in flags(OVERDUE, never, "2026-12-31", book=told)}
        # What was done later than the day judged was not done by then.
        later = considered("2027-01-01")
        assert flags(OVERDUE, later, "2026-12-31") == []

    def test_where_it_was_done_a_field_of_the_fact_itself_shows_that_it_is_recorded(self):
        listed = {RECORDED: {"value": ["r"], "source": "s", "confidence": "assumed"}}
        book = own(ONCE, one_per="visit", met_by={"own": ["signed_off_on"]}, thresholds=listed)
        never = {"id": "A1", "visits": [{"id": "v1", "on": "2026-01-01"}, {"id": "v2", "on": "2026-02-01"}]}
        assert flags(OVERDUE, never, "2026-06-30", book=book) == []
        once = {**never, "visits": [{**never["visits"][0], "signed_off_on": "2026-01-05"}, never["visits"][1]]}
        assert [flag.key for flag in flags(OVERDUE, once, "2026-06-30", book=book)] == ["v2"]

    @pytest.mark.parametrize("met", ["2026-03-01", "2026-03-10"])
    def test_what_meets_it_clears_it(self, met):
        plain = considered("2025-02-28")
        plain["reviews"].append({"id": "w9", "kind": "level", "on": met})
        assert flags(OVERDUE, plain, "2026-03-10") == []

    @pytest.mark.parametrize("kind", ["custody", "hospital", "deceased", "transferred_out"])
    def test_nothing_is_said_while_something_suspends_it_or_when_all_is_over(self, kind):
        state = {"id": "c1", "kind": kind, "from": "2026-03-05"}
        assert flags(OVERDUE, considered("2025-02-28") | {"statuses": [state]}, "2026-03-10") == []
        assert flags(OVERDUE, considered("2025-02-28") | {"statuses": [state]}, "2026-03-04")

    def test_without_the_fact_that_it_counts_from_nothing_is_overdue(self):
        assert flags(OVERDUE, person(), "2026-03-01", book=own(ONCE)) == []
        assert flags(OVERDUE, {"id": "A1", "events": [{"id": "e1", "kind": "k"}]}, "2026-03-01", book=own(ONCE)) == []

    @pytest.mark.parametrize(("authority", "severity"), [("LAW", "high"), ("NATIONAL", "medium"), ("LOCAL", "medium")])
    def test_what_the_law_asks_for_is_high(self, authority, severity):
        flag = one(OVERDUE, person("2026-01-01"), "2026-01-12", book=own(ONCE, authority=authority))
        assert (flag.severity, flag.since, flag.days_over) == (Severity(severity), day("2026-01-12"), 1)

    @pytest.mark.parametrize(
        ("high", "as_of", "severity"),
        [
            (30, "2026-02-10", "medium"),  # the thirtieth day late
            (30, "2026-02-11", "high"),
            (0, "2026-01-12", "high"),
            (None, "2026-12-31", "medium"),
        ],
    )
    def test_what_is_late_by_more_days_than_the_book_names_is_high(self, high, as_of, severity):
        book = late_after(high, ONCE)
        assert one(OVERDUE, person("2026-01-01"), as_of, book=book).severity is Severity(severity)

    def test_days_in_a_state_that_suspends_it_are_not_late(self):
        states = [{"id": "c1", "kind": "custody", "from": "2026-01-20", "until": "2026-02-09"}]
        book = late_after(30, ONCE | {"suspended": {"in": "custody", "effect": "runs on"}})
        for as_of, severity in (("2026-03-02", Severity.MEDIUM), ("2026-03-03", Severity.HIGH)):
            assert one(OVERDUE, person("2026-01-01", statuses=states), as_of, book=book).severity is severity

    @pytest.mark.parametrize("as_of", ["2026-01-10", "2026-01-11"])
    def test_nothing_is_said_up_to_the_last_day(self, as_of):
        assert flags(OVERDUE, person("2026-01-01"), as_of, book=own(ONCE)) == []

    @pytest.mark.parametrize(
        ("duty_of", "advice"),
        [
            ("offender", "check the record, then look into it"),
            ("police", "do it, or record that it was done"),
            ("another body", "do it, or record that it was done"),
        ],
    )
    def test_whose_duty_it_is_says_what_to_do(self, duty_of, advice):
        flag = one(OVERDUE, person("2026-01-01"), "2026-02-01", book=own(ONCE, duty_of=duty_of, duty="Be there. "))
        assert flag.message == f"Past its last day, 2026-01-11, by this reckoning; {advice}: Be there."

    def test_each_occasion_is_one(self):
        found = flags(OVERDUE, person("2026-01-01", "2026-01-20"), "2026-02-01", book=own(ONCE))
        assert [flag.key for flag in found] == ["k2026-01-01", "k2026-01-20"]
        assert len({flag.identity for flag in found}) == 2

    def test_what_is_only_permitted_is_never_overdue(self):
        book = own(ONCE, must=False, regime=[{"opens": {"within": "1 day"}, "within": "10 days"}])
        assert flags(OVERDUE, person("2026-01-01"), "2026-03-01", book=book) == []

    def test_a_month_that_lacks_the_day_ends_it(self):
        found = [
            len(flags(OVERDUE, person("2026-01-31"), on, book=own(ONCE, regime=[{"within": "1 month"}])))
            for on in ("2026-02-27", "2026-02-28", "2026-03-01")
        ]
        assert found == [0, 0, 1]


class TestToldOnce:
    @pytest.mark.parametrize("code", [code for code in EXAMPLES if code != OVERDUE])
    def test_what_another_check_tells_is_not_told_again(self, code):
        plain, as_of, more = EXAMPLES[code][0]
        found = judged(plain, as_of, **more).flags
        told = {(flag.rule, flag.key) for flag in found if flag.days_over is not None and flag.code != OVERDUE}
        assert told.isdisjoint({(flag.rule, flag.key) for flag in found if flag.code == OVERDUE})

    def test_what_no_check_tells_in_a_book_is_told_there(self):
        """R-A1 is a static assessment where a book has a list of static tools, and any assessment where it has none."""
        late = supervised(assessments=[])
        assert "R-A1" in {flag.rule for flag in flags(OVERDUE, late, "2026-04-02", book=CONTACTS)}
        assert "R-A1" not in {flag.rule for flag in flags(OVERDUE, late, "2026-04-01", book=CONTACTS)}
        without = facts(assessments=[], visits=[])
        assert "R-A1" not in {flag.rule for flag in flags(OVERDUE, without, "2026-06-01")}

    def told_with(self, **more):
        """Whether the level that nobody reconsidered is told, with a check of somebody's own beside the library's."""
        check = attrs.evolve(check_named("VD003"), code="XX001", slug="own", flags=lambda *_: (), **more)
        offender = Offender.from_dict(considered("2025-02-28"))
        found = review(
            offender, load_rulebook("england-wales@2026.1"), as_of=day("2026-03-01"), checks=(*CHECKS, check)
        )
        return "R-G3" in {flag.rule for flag in found.flags if flag.code == OVERDUE}

    @pytest.mark.parametrize(("tells", "told"), [((), True), (("R-G3",), False)])
    def test_a_check_of_ones_own_counts_if_it_says_that_it_tells(self, tells, told):
        assert self.told_with(rules=("R-G3",), statuses=(), tells=tells) is told

    def test_of_some_checks_alone_it_tells_what_no_check_of_the_library_would(self):
        only = (check_named(OVERDUE),)
        offender = Offender.from_dict(facts(visits=[]))
        found = review(offender, load_rulebook("england-wales@2026.1"), as_of=day("2027-12-31"), checks=only)
        assert {flag.rule for flag in found.flags} == {"R-G3"}


class TestWaived:
    def waived(self, rule):
        """The rules of which what is overdue is set aside, where the level was not reconsidered and a case not offered."""
        home = {"id": "h1", "address_id": "a1", "kind": "main", "from": "2026-02-02", "notified_on": "2026-02-02"}
        plain = considered("2025-02-28") | {"addresses": [{**home, "area": "f2"}]}
        only = {"code": OVERDUE, "scope": "register", "rule": rule, "made_on": day("2026-03-01")}
        waiver = Waiver(id="w1", reason_code="r", made_by="o1", approved_by="s9", **only)
        found = judged(plain, "2026-03-10", waivers=Waivers([waiver])).flags
        return {flag.rule: flag.waiver is not None for flag in found if flag.code == OVERDUE}

    @pytest.mark.parametrize(
        ("rule", "found"),
        [
            ("R-F1", {"R-G3": False, "R-F1": True}),
            ("R-G3", {"R-G3": True, "R-F1": False}),
            (None, {"R-G3": True, "R-F1": True}),
            ("R-A3", {"R-G3": False, "R-F1": False}),
        ],
    )
    def test_what_is_told_of_one_rule_is_set_aside_without_the_others(self, rule, found):
        assert self.waived(rule) == found

    def test_what_the_law_asks_for_is_not(self):
        waiver = Waiver(
            id="w1", offender="A1", reason_code="r", made_by="o1", approved_by="s9", made_on=day("2026-01-01")
        )
        for authority, count in (("LAW", 0), ("LOCAL", 1)):
            found = judged(
                person("2026-01-01"), "2026-02-01", book=own(ONCE, authority=authority), waivers=Waivers([waiver])
            )
            assert sum(flag.waiver is not None for flag in found.flags) == count


class TestDutyMissed:
    @pytest.mark.parametrize(
        ("seen", "as_of", "count"),
        [
            (SEEN_OFTEN[:-1], "2026-02-28", 0),
            (SEEN_OFTEN[:-1], "2026-03-01", 1),
            (SEEN_OFTEN[:-1], "2026-03-31", 1),
            (SEEN_OFTEN, "2026-03-01", 0),
            (SEEN_OFTEN, "2026-03-31", 0),
            # Nobody came in March, although February was in order.
            (SEEN_OFTEN, "2026-04-01", 1),
        ],
    )
    def test_from_the_day_after_a_month_with_too_few(self, seen, as_of, count):
        found = [flag for flag in flags(MISSED, supervised(*seen), as_of, book=CONTACTS) if flag.rule == "R-C2"]
        assert len(found) == count

    def test_it_says_what_was_short_and_what_comes_next(self):
        flag = one(MISSED, supervised(*SEEN_OFTEN[:-1]), "2026-03-20", book=CONTACTS)
        assert (flag.severity, flag.rule, flag.key) == (Severity.MEDIUM, "R-C2", "e1")
        assert (flag.since, flag.days_over) == (day("2026-03-01"), None)
        assert flag.message == (
            "Not done in full in the time that ended on 2026-02-28, nor since; see that it is done this time: make the"
            " contacts that the level and the kind of case ask for in each calendar month."
        )
        assert shown(flag) == {
            "duty_of": "another body",
            "due": day("2026-02-28"),
            "counted_from": day("2026-02-01"),
            "counted_from_id": "e1",
            "short": ("contacts 1",),
            "missed_in_a_row": 1,
            "next_due": day("2026-03-31"),
        }

    def test_in_a_leap_year_february_is_a_day_longer(self):
        began = {"events": [{"id": "e1", "kind": "supervision_began", "on": "2028-01-01"}]}
        began["levels"] = [{"id": "l1", "level": "maximum", "from": "2028-01-01"}]
        january = [f"2028-01-{on:02}" for on in (6, 13, 20, 27)]
        for as_of, count in (("2028-02-29", 0), ("2028-03-01", 1)):
            found = flags(MISSED, supervised(*january, **began), as_of, book=CONTACTS)
            assert [flag.rule for flag in found] == ["R-C2"] * count

    def test_several_in_a_row_are_one_flag_since_the_first(self):
        found = flags(MISSED, supervised(*SEEN_OFTEN[:4]), "2026-05-01", book=CONTACTS)
        (flag,) = (each for each in found if each.rule == "R-C2")
        assert (flag.since, shown(flag)["missed_in_a_row"], shown(flag)["due"]) == (
            day("2026-03-01"),
            3,
            day("2026-04-30"),
        )
        first = one(MISSED, supervised(*SEEN_OFTEN[:4]), "2026-03-01", book=CONTACTS)
        assert first.identity == flag.identity

    @pytest.mark.parametrize(
        ("as_of", "severity"), [("2026-03-31", "medium"), ("2026-04-01", "high"), ("2026-05-01", "high")]
    )
    def test_what_was_missed_as_often_in_a_row_as_the_book_names_is_high(self, as_of, severity):
        found = flags(MISSED, supervised(*SEEN_OFTEN[:4]), as_of, book=CONTACTS)
        (flag,) = (each for each in found if each.rule == "R-C2")
        assert flag.severity is Severity(severity)

    def test_where_the_book_names_no_number_it_never_is(self):
        book = attrs.evolve(CONTACTS, thresholds={})
        found = flags(MISSED, supervised(*SEEN_OFTEN[:4]), "2026-12-31", book=book)
        assert {flag.severity for flag in found} == {Severity.MEDIUM}

    def test_until_as_many_as_are_asked_for_are_made(self):
        again = ("2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06")
        for number, count in ((3, 1), (4, 0)):
            plain = supervised(*SEEN_OFTEN[:-1], *again[:number])
            assert len(flags(MISSED, plain, "2026-03-06", book=CONTACTS)) == count

    def test_not_before_the_day_on_which_they_are(self):
        again = ("2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06")
        assert flags(MISSED, supervised(*SEEN_OFTEN[:-1], *again), "2026-03-05", book=CONTACTS)

    @pytest.mark.parametrize("kind", ["deceased", "transferred_out"])
    def test_when_all_is_over_nothing_is_left_to_do(self, kind):
        state = {"id": "c1", "kind": kind, "from": "2026-03-10"}
        for as_of, count in (("2026-03-09", 1), ("2026-03-10", 0)):
            plain = supervised(*SEEN_OFTEN[:-1], statuses=[state])
            assert len(flags(MISSED, plain, as_of, book=CONTACTS)) == count

    def test_nor_when_supervision_has_ended(self):
        ended = [*supervised()["events"], {"id": "e2", "kind": "supervision_ended", "on": "2026-03-10"}]
        for as_of, count in (("2026-03-10", 1), ("2026-03-11", 0), ("2026-06-01", 0)):
            plain = supervised(*SEEN_OFTEN[:-1], events=ended)
            assert len(flags(MISSED, plain, as_of, book=CONTACTS)) == count

    @pytest.mark.parametrize(("last", "found"), [("2026-03-19", False), ("2026-03-20", True)])
    def test_what_a_missing_fact_leaves_open_may_have_been_met_once_its_last_day_is_past(self, last, found):
        inquiry = Inquiry(judged(supervised(*SEEN_OFTEN[:-1]), "2026-03-20", book=CONTACTS).schedule)
        ahead, now, missed, *_ = next(inquiry.schedule.outcomes.series("R-C2"))
        assert missed.status is Status.MISSED
        now = now._replace(status=Status.UNKNOWN, due_day=day(last).toordinal())
        assert (_missed(inquiry, [ahead, now, missed]) is not None) is found

    def test_what_has_no_last_day_that_is_known_is_still_asked_for(self):
        inquiry = Inquiry(judged(supervised(*SEEN_OFTEN[:-1]), "2026-03-20", book=CONTACTS).schedule)
        _, now, missed, *_ = next(inquiry.schedule.outcomes.series("R-C2"))
        assert _missed(inquiry, [now._replace(status=Status.UNKNOWN, due_day=0), missed]) is not None

    def test_a_duty_that_is_no_longer_asked_for_is_no_longer_told(self):
        levels = [*supervised()["levels"], {"id": "l2", "level": "minimum", "from": "2026-04-02"}]
        seen = (*SEEN_OFTEN, *(on.replace("2026-01", "2026-03") for on in SEEN_OFTEN[:4]))
        found = {
            as_of: {flag.rule for flag in flags(MISSED, supervised(*seen, levels=levels), as_of, book=CONTACTS)}
            for as_of in ("2026-04-01", "2026-07-01")
        }
        # Six contacts with others in the first quarter; none is asked for at the lowest level.
        assert ("R-C4" in found["2026-04-01"], "R-C4" in found["2026-07-01"]) == (True, False)

    def test_what_was_missed_once_and_never_comes_again_is_not_told(self):
        state = {"id": "c1", "kind": "deceased", "from": "2026-03-10"}
        book = own(ONCE, **{"while": {"not_in": ["deceased"], "at_end": "lapse"}})
        found = judged(person("2026-01-01", statuses=[state]), "2026-04-01", book=book)
        assert [row.status for row in found.obligations] == []
        assert [row.status for row in found.schedule.all_obligations] == [Status.MISSED]
        assert found.flags == ()


# Every 90 days, counted from 1 January 2026: 1 April, 30 June, 28 September.
NINETY = {**GRID, "late": "does not count"}
APRIL = {**NINETY, "cadence": "month", "starts": {"after": "event.k", "by": "opens"}, "regime": [{"named": ["april"]}]}


def codes(rule, as_of, *done, states=()):
    """What is said of somebody for whom a series begins on 1 January 2026."""
    plain = person("2026-01-01", statuses=list(states))
    plain["events"] += happened(*done, kind="done")
    return [(flag.code, str(flag.since)) for flag in judged(plain, as_of, book=own(rule)).flags]


class TestFixedInAdvance:
    @pytest.mark.parametrize("late", ["does not count", "fills the current"])
    @pytest.mark.parametrize(
        ("as_of", "done", "found"),
        [
            ("2026-04-01", (), []),
            ("2026-04-02", (), [(MISSED, "2026-04-02")]),
            ("2026-04-30", ("2026-05-01",), [(MISSED, "2026-04-02")]),
            ("2026-05-01", ("2026-05-01",), []),
            ("2026-07-01", ("2026-05-01",), []),
            ("2026-09-29", ("2026-05-01",), [(MISSED, "2026-09-29")]),
            ("2026-09-29", (), [(MISSED, "2026-04-02")]),
        ],
    )
    def test_what_no_longer_counts_is_missed_until_the_next_is_met(self, late, as_of, done, found):
        assert codes({**NINETY, "late": late}, as_of, *done) == found

    @pytest.mark.parametrize("late", ["fills the oldest", "fills all"])
    def test_what_still_counts_is_overdue_and_told_once(self, late):
        assert codes({**NINETY, "late": late}, "2026-10-01") == [(OVERDUE, "2026-04-02")]

    def test_one_that_is_late_and_closes_only_with_the_next_is_overdue_until_then(self):
        yearly = {**APRIL, "late": "fills the current"}
        assert codes(yearly, "2026-04-30") == []
        assert codes(yearly, "2026-05-01") == [(OVERDUE, "2026-05-01")]
        assert codes(yearly, "2027-03-31") == [(OVERDUE, "2026-05-01")]
        assert codes(yearly, "2027-04-01") == [(MISSED, "2026-05-01")]

    def test_one_of_which_the_next_lies_far_ahead_is_told_all_the_while(self):
        assert codes(APRIL, "2026-05-01") == codes(APRIL, "2027-04-30") == [(MISSED, "2026-05-01")]


CUSTODY = {"id": "c1", "kind": "custody", "from": "2026-02-10", "until": "2026-05-10"}
OPEN_END = {key: value for key, value in CUSTODY.items() if key != "until"}
MONTHLY = BLOCKS | {"regime": [{"every": "calendar month", "quota": [TOTAL]}]}
SKIPPED = {**MONTHLY, "suspended": {"in": "custody", "effect": "skip", "if": "due day ends inside"}}
SHARED = {**MONTHLY, "suspended": {"in": "custody", "effect": "in proportion"}}


class TestSuspended:
    @pytest.mark.parametrize("rule", [SKIPPED, SHARED])
    @pytest.mark.parametrize("state", [CUSTODY, OPEN_END])
    @pytest.mark.parametrize(
        ("as_of", "count"),
        [("2026-01-31", 0), ("2026-02-01", 1), ("2026-02-09", 1), ("2026-02-10", 0), ("2026-04-15", 0)],
    )
    def test_nothing_is_said_while_a_state_holds(self, rule, state, as_of, count):
        assert codes(rule, as_of, states=[state]) == [(MISSED, "2026-02-01")] * count

    @pytest.mark.parametrize("rule", [SKIPPED, SHARED])
    def test_when_it_has_ended_what_was_missed_before_is_told_again(self, rule):
        assert codes(rule, "2026-05-11", states=[CUSTODY]) == [(MISSED, "2026-02-01")]
        enough = ("2026-05-12", "2026-05-13")
        assert codes(rule, "2026-05-13", *enough, states=[CUSTODY]) == []


def test_it_reads_the_same_on_every_day_before_the_review_says_that_it_changes():
    plain = supervised(*SEEN_OFTEN[:5])
    first = judged(plain, "2026-03-01", book=CONTACTS)
    for later in range(1, 120):
        other = judged(plain, str(first.as_of.fromordinal(first.as_of.toordinal() + later)), book=CONTACTS)
        if other.as_of < first.stable_until:
            assert [flag.identity for flag in other.flags] == [flag.identity for flag in first.flags]
        else:
            first = other
