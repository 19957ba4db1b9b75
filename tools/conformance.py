"""Keep the conformance suite whole: the cases of the checks, the index with its hashes, and the pins.

Cases that flag and pass each check are made from the examples that the tests of the checks use. Every file is written
with one case a line, and the index gets the number of its cases and its SHA-256; what a file is about, and the history
of the suite, are written by hand. A pin is the hash of one case: a test compares the pins of two versions of the suite
with what the history says was added, changed and withdrawn between them.

python tools/conformance.py [--check]
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from supervise.checks import CHECKS, Check

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "src" / "supervise" / "conformance"
PINS = ROOT / "tests" / "conformance" / "cases.sha256.json"
CHECKS_FILE = "checks-england-wales.cases.json"
BOOK = "england-wales@2026.1"
EXPECTED = (("flagged", "flags"), ("passed", "no_flags"))

# Why a check has no case: a case holds one offender on one day.
NOT_SAYABLE = {
    "group": "It is raised on officers, teams or a register; a case holds one offender.",
    "waiver": "It is raised on a waiver; a case holds none.",
    "night": "It compares one night of a register with another; a case holds one offender on one day.",
    "notes": "It is raised on a second record with an id already read; a case holds one record.",
}

# The tests are found from the root of the repository; they have no types.
sys.path.insert(0, str(ROOT))
EXAMPLES: Any = import_module("tests.catalogue.examples").EXAMPLES


def check_cases() -> Iterator[dict[str, Any]]:
    """Yield for each check a case that flags and one that passes, where a case can say them."""
    for check in CHECKS:
        if reason_not_said(check) is None:
            for (word, expectation), (facts, as_of, more) in zip(EXPECTED, EXAMPLES[check.code], strict=True):
                yield _case(check, word, expectation, facts, as_of, more)


def _case(check: Check, word: str, expectation: str, facts: Any, as_of: str, more: Mapping[str, Any]) -> dict[str, Any]:
    staff = {"workforce": [*_officers(more["workforce"])]} if "workforce" in more else {}
    return {
        "id": f"{check.code}-{word}",
        "rulebook": more["book"].ref if "book" in more else BOOK,
        **staff,
        "offender": facts,
        "as_of": as_of,
        "expect": {expectation: [check.code]},
        "source": f"check {check.code} {check.slug}: {check.source}",
    }


def _officers(workforce: Any) -> Iterator[dict[str, Any]]:
    for id_, officer in workforce.officers.items():
        team = {} if officer.team is None else {"team": officer.team}
        runs = [_run(start, end) for start, end in workforce.trained.get(id_, ())]
        yield {"officer": id_, **team, "trained": runs}


def _run(start: int, end: int) -> dict[str, str]:
    # Day 0 is "since ever", which a date says as the first there is.
    return {"from": dt.date.fromordinal(max(start, 1)).isoformat(), "until": dt.date.fromordinal(end).isoformat()}


def reason_not_said(check: Check) -> str | None:
    """Return why no case can say what raises a check; None if one can."""
    if check.code in EXAMPLES:
        return NOT_SAYABLE["notes"] if any("notes" in more for _, _, more in EXAMPLES[check.code]) else None
    return NOT_SAYABLE["group" if check.group else "waiver" if check.waiver else "night"]


def laid_out(rows: list[dict[str, Any]]) -> str:
    """Return rows as a JSON list with one row a line: small, and a change of one case is a change of one line."""
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def files() -> dict[str, str]:
    """Return what every file of the suite, and the pins, must hold, by their paths from the root."""
    read = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
    read[CHECKS_FILE] = [*check_cases()]
    said = [row for row in read["not-sayable.json"] if row["id"] not in {check.code for check in CHECKS}]
    unsaid = [{"id": check.code, "reason": reason} for check in CHECKS if (reason := reason_not_said(check))]
    read["not-sayable.json"] = said + unsaid
    lists = {name: laid_out(rows) for name, rows in read.items() if isinstance(rows, list)}
    index = read["index.json"]
    about = {row["name"]: row["about"] for row in index["files"]}
    index["files"] = [
        {"name": name, "about": about[name], "count": len(read[name]), "sha256": _sha256(lists[name])}
        for name in sorted(lists)
        if name.endswith(".cases.json")
    ]
    cases = {row["id"]: row for name in sorted(lists) if name.endswith(".cases.json") for row in read[name]}
    pins = json.loads(PINS.read_text(encoding="utf-8")) if PINS.exists() else {}
    pins[index["version"]] = {id_: _sha256(laid_out([row]))[:16] for id_, row in sorted(cases.items())}
    made = {f"src/supervise/conformance/{name}": text for name, text in lists.items()}
    made["src/supervise/conformance/index.json"] = json.dumps(index, indent=1, ensure_ascii=False) + "\n"
    made[PINS.relative_to(ROOT).as_posix()] = json.dumps(pins, indent=0) + "\n"
    return made


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def differing() -> list[str]:
    """Return the paths of the files that do not hold what they must."""
    return [
        name
        for name, text in files().items()
        if not (ROOT / name).exists() or (ROOT / name).read_text(encoding="utf-8") != text
    ]


def main() -> int:
    changed = differing()
    check = "--check" in sys.argv[1:]
    for name in () if check else changed:
        (ROOT / name).write_text(files()[name], encoding="utf-8")
    print("\n".join(changed) or "the suite is current")
    return 1 if changed and check else 0


if __name__ == "__main__":
    sys.exit(main())
