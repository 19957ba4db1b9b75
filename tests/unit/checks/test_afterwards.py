"""PR103: what was entered of a visit and later taken out, or filled in so that it counts."""

import pytest

from supervise import Severity
from tests.catalogue.people import day, facts, flags, one, shown, visit

SEEN = facts()["visits"]


def version(recorded, **more):
    return visit("v3", "2026-04-30", recorded_on=recorded, **more)


def found(*versions, as_of="2026-06-01", **more):
    return flags("PR103", facts(visits=[*SEEN, *versions]), as_of, **more)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"entry": "refused"}, ("entry",)),
        ({"purposes": []}, ("purposes",)),
        ({"officers": ["o1"]}, ("officers",)),
        ({"exception_id": "x1"}, ("exception_id",)),
        ({"entry": "refused", "officers": ["o1"]}, ("entry", "officers")),
    ],
)
def test_what_decides_whether_it_counts(change, fields):
    (flag,) = found(version("2026-05-01", **change), version("2026-05-07"))
    assert shown(flag) == {"visit": "v3", "due": day("2026-05-06"), "edited_on": day("2026-05-07"), "fields": fields}
    assert (flag.severity, flag.rule, flag.key, flag.since) == (Severity.MEDIUM, None, "v3", day("2026-05-07"))


@pytest.mark.parametrize(
    "versions",
    [
        [version("2026-05-01", entry="refused"), version("2026-05-06")],
        [version("2026-05-01", entry="refused"), version(None)],
        [version("2026-05-01", place="station"), version("2026-05-20")],
        [version("2026-05-01", outcome="planned", officers=[]), version("2026-05-20")],
        [version("2026-05-01", withdrawn=True, officers=[]), version("2026-05-20")],
        [{"id": "v3", "planned_on": "2026-04-30", "outcome": "cancelled"}, version("2026-05-20")],
        [version("2026-05-01", outcome="planned"), version("2026-05-20", outcome="planned", withdrawn=True)],
    ],
)
def test_what_is_no_such_change(versions):
    assert found(*versions) == []


def test_the_first_change_too_late_is_shown_from_its_day():
    late = version("2026-05-20", entry="refused")
    versions = [version("2026-05-01", officers=[]), version("2026-05-04", entry=None), late, version("2026-05-22")]
    (flag,) = found(*versions)
    assert (flag.since, shown(flag)["fields"]) == (day("2026-05-20"), ("entry",))
    assert flag.message.startswith("The entry of a visit or attempt was changed in what it counts by on 2026-05-20,")
    assert found(*versions, as_of="2026-05-19") == []
    assert found(*versions, known_at="2026-05-19") == []


class TestWithdrawn:
    ATTEMPT = version("2026-05-01", outcome="no_reply")
    GONE = version("2026-05-07", outcome="no_reply", withdrawn=True)

    def test_taken_out_after_the_last_day(self):
        flag = one("PR103", facts(visits=[*SEEN, self.ATTEMPT, self.GONE]), "2026-05-07")
        assert shown(flag)["fields"] == ("withdrawn",)
        assert flag.message.startswith("The entry of a visit or attempt was withdrawn on 2026-05-07, after")
        assert found(self.ATTEMPT, self.GONE, as_of="2026-05-06") == []
        assert found(self.ATTEMPT, {**self.GONE, "recorded_on": "2026-05-06"}) == []

    def test_one_of_two_entries_of_a_visit_is_taken_out(self):
        twice = visit("v4", "2026-04-30", "no_reply")
        assert found(self.ATTEMPT, self.GONE, twice) == []
        assert found(self.ATTEMPT, self.GONE, {**twice, "outcome": "seen"})
        assert found(self.ATTEMPT, self.GONE, {**twice, "on": "2026-04-29"})

    def test_restored_it_is_whole(self):
        assert found(self.ATTEMPT, self.GONE, version("2026-05-08", outcome="no_reply")) == []
