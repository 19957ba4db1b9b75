"""NT063 and NT101: past the last day, and between two readings of it."""

import pytest

from supervise import Severity
from tests.catalogue.people import LAW, day, facts, flags, judged, one, shown


def told(*days):
    kinds = ["s83"] + ["s85"] * (len(days) - 1)
    return [
        {"id": f"n{place}", "kind": kind, "on": on, "home_kind": "sole_or_main"}
        for place, (kind, on) in enumerate(zip(kinds, days, strict=True), start=1)
    ]


class TestNotificationOverdue:
    @pytest.mark.parametrize(("as_of", "count"), [("2020-01-07", 0), ("2020-01-08", 0), ("2020-01-09", 1)])
    def test_the_first_within_three_days_beginning_with_the_relevant_date(self, as_of, count):
        assert len(flags("NT063", facts(notifications=[], visits=[]), as_of)) == count

    @pytest.mark.parametrize(("as_of", "count"), [("2025-02-27", 0), ("2025-02-28", 0), ("2025-03-01", 1)])
    def test_a_year_after_29_february_ends_on_28_february(self, as_of, count):
        plain = facts(notifications=told("2020-01-07", "2024-02-29"))
        assert len(flags("NT063", plain, as_of)) == count

    def test_it_says_what_it_counts_from(self):
        flag = one("NT063", facts(), "2027-02-01", book=LAW)
        assert (flag.rule, flag.key, flag.since) == ("R-N4", "n2", day("2027-01-06"))
        assert (flag.severity, flag.days_over) == (Severity.CRITICAL, 27)

    def test_two_changes_are_two_flags(self):
        changes = [{"id": f"c{about}", "about": about, "on": "2026-06-01"} for about in ("name", "home_address")]
        found = flags("NT063", facts(changes=changes), "2026-06-04")
        assert {flag.identity for flag in found} == {"NT063|A1|R-N2|cname", "NT063|A1|R-N2|chome_address"}

    def test_a_change_and_a_release_with_one_id_are_two_flags(self):
        plain = facts(
            changes=[{"id": "1", "about": "name", "on": "2026-06-01"}],
            statuses=[{"id": "1", "kind": "custody", "from": "2026-05-01", "until": "2026-06-01"}],
        )
        assert len({flag.identity for flag in flags("NT063", plain, "2026-06-04")}) == 2

    def test_in_custody_nothing_is_overdue(self):
        inside = [{"id": "c1", "kind": "custody", "from": "2026-12-01"}]
        assert flags("NT063", facts(statuses=inside), "2027-03-01") == []


class TestReadingDiffers:
    @pytest.mark.parametrize(("as_of", "count"), [("2027-01-04", 0), ("2027-01-05", 1), ("2027-01-06", 0)])
    def test_it_holds_between_the_two_days(self, as_of, count):
        assert len(flags("NT101", facts(), as_of)) == count

    def test_both_days_are_shown(self):
        flag = one("NT101", facts(), "2027-01-05")
        assert (flag.severity, flag.since, flag.days_over) == (Severity.INFO, day("2027-01-05"), None)
        assert (shown(flag)["cautious_due"], shown(flag)["due"]) == (day("2027-01-04"), day("2027-01-05"))

    def test_the_day_before_is_the_last_on_which_the_review_reads_the_same(self):
        assert judged(facts(), "2027-01-04").stable_until == day("2027-01-05")

    def test_a_missing_fact_is_no_reading(self):
        """Without a level the visit is due between one month and twelve: unknown, not a matter of words."""
        assert flags("NT101", facts(levels=[]), "2026-03-01") == []
