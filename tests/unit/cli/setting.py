"""What the tests of the commands run on."""

from pathlib import Path

from click.testing import CliRunner

BOOK = "england-wales@2026.1"
AS_OF = ("--as-of", "2026-06-30")
REGISTER = Path(__file__).parents[3] / "examples" / "register.jsonl"

# Visited once, long ago: a visit is overdue and a critical flag is raised.
LATE = {
    "id": "x1",
    "registrations": [{"id": "r1", "relevant_on": "2024-01-02", "basis": "conviction", "disposal": "community_order"}],
    "notifications": [{"id": "n1", "kind": "s83", "on": "2024-01-03", "home_kind": "sole_or_main"}],
    "addresses": [{"id": "a1", "address_id": "h1", "kind": "main", "from": "2024-01-01", "notified_on": "2024-01-03"}],
    "levels": [{"id": "l1", "level": "high", "from": "2024-01-04"}],
    "managers": [{"id": "m1", "agency": "police", "role": "lead", "officer_id": "o1", "from": "2024-01-03"}],
    "visits": [
        {
            "id": "v1",
            "on": "2024-01-10",
            "outcome": "seen",
            "place": "home",
            "address_id": "h1",
            "entry": "obtained",
            "officers": ["o1"],
            "purposes": ["protection"],
        }
    ],
}

# One record that is none, one with a fault in a fact, one sound.
DIRTY = ({"team": "north"}, {"id": "x2", "levels": [{"id": "l1", "level": 3, "from": "2024-01-04"}]}, {"id": "x3"})


def waiver_toml(code: str, made_on: str, expires_on: str) -> str:
    """A file of one waiver, `w1`, that sets a flag of `x1` aside."""
    return f"""
id = "w"
version = "1"

[[waiver]]
id = "w1"
offender = "x1"
code = "{code}"
reason_code = "policy"
made_by = "p1"
approved_by = "p2"
made_on = {made_on}
expires_on = {expires_on}
"""


def runner() -> CliRunner:
    """A runner that keeps standard error apart; older versions of click must be asked to."""
    try:
        return CliRunner(mix_stderr=False)
    except TypeError:
        return CliRunner()
