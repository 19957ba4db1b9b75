"""Write the pages of the flags, docs/checks, from the catalogue: one a family. With --check only compare.

python tools/flags.py [--check]
"""

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

from supervise.checks import CHECKS, Check

FOLDER = Path(__file__).parents[1] / "docs" / "checks"
FAMILIES = {
    "VD": "Visits due and made",
    "DC": "Records of visits that cannot be true",
    "PR": "How visits are made and written up",
    "RK": "Risk and assessment",
    "PL": "Plans, their dates and reactive management",
    "WF": "Who manages whom",
    "NT": "Notification",
    "ST": "Standing and completeness",
    "OR": "Orders",
    "RB": "The rulebook, and what it asks for that no other flag is about",
    "WV": "Waivers",
}
MADE = "<!-- Made by tools/flags.py from the catalogue; change the check, not the page. -->"


def section(check: Check) -> str:
    """Return the part of a page on one check."""
    wants_what = {"the workforce": check.wants_officers, "waivers": check.waiver, "the ledger of nights": check.night}
    wanted = next((f"; wants {what}" for what, does in wants_what.items() if does), "")
    told = "offender" not in check.about or check.group is not None
    wants = [("About", f"{' and '.join(check.about)}{wanted}")] if told else []
    rows = [
        *wants,
        ("Flagged when", check.what),
        ("Why", check.why),
        ("Example", check.example),
        ("What to do", check.what_to_do),
        ("What clears it", check.clears),
        ("Source", check.source),
        ("Rules read", ", ".join(check.rules_read) or "any, or none"),
        ("Thresholds", ", ".join(f"`{name}`" for name in check.thresholds) or "none"),
        ("Since", f"{check.since}, {check.stability}"),
    ]
    listed = "\n".join(f"- **{name}:** {text}" for name, text in rows)
    return f"## {check.code} {check.slug}\n\nSeverity: at least {check.severity}.\n\n{listed}\n"


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name and text of each page."""
    groups = {family: list(checks) for family, checks in itertools.groupby(CHECKS, lambda check: check.family)}
    lines = [
        f"| [{c.code}]({c.family.lower()}.md#{c.code.lower()}-{c.slug}) | {c.slug} | {c.severity} | {c.what} |"
        for c in CHECKS
    ]
    table = "\n".join(["| Code | Name | Severity | Flagged when |", "| --- | --- | --- | --- |", *lines])
    intro = "A flag says what the records give by this reckoning; it never says that anyone did wrong."
    tree = "\n".join(["```{toctree}", ":hidden:", "", *(family.lower() for family in groups), "```"])
    yield "index.md", f"{MADE}\n\n# Flags\n\n{intro}\n\n{table}\n\n{tree}\n"
    for family, checks in groups.items():
        text = "\n".join(section(check) for check in checks)
        yield f"{family.lower()}.md", f"{MADE}\n\n# {family}: {FAMILIES[family]}\n\n{text}"


def main() -> int:
    """Write the pages, or say which differ."""
    if "--check" in sys.argv[1:]:
        stale = [name for name, text in pages() if not is_current(name, text)]
        print("\n".join(f"docs/checks/{name}: run tools/flags.py" for name in stale) or "docs/checks: current")
        return bool(stale)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


def is_current(name: str, text: str) -> bool:
    """Return whether the page in the repository reads so."""
    path = FOLDER / name
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    raise SystemExit(main())
