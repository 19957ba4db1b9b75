"""Pin the SHA-256 of each shipped rulebook and calendar in tests/catalogue/rulebooks.sha256.json.

A released file never changes: a correction is a new version, and the old one stays loadable. So a pin is written
anew only while its version has not been released; with --check the files are only compared with the pins.

python tools/pin_rulebooks.py [--check]
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "src" / "supervise" / "rulebooks"
PINS = ROOT / "tests" / "catalogue" / "rulebooks.sha256.json"


def hashes() -> dict[str, str]:
    """Return the SHA-256 of every shipped file by its path inside the folder, sorted."""
    return {
        file.relative_to(FOLDER).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(FOLDER.rglob("*.toml"))
    }


def pinned() -> dict[str, str]:
    """Return the pins as they are written; none if there is no file yet."""
    return dict(json.loads(PINS.read_text(encoding="utf-8"))) if PINS.exists() else {}


def differing() -> list[str]:
    """Return the paths whose file and pin differ, or of which only one is there."""
    now, then = hashes(), pinned()
    return sorted(name for name in {*now, *then} if now.get(name) != then.get(name))


def main() -> int:
    changed = differing()
    if "--check" not in sys.argv[1:]:
        PINS.write_text(json.dumps(hashes(), indent=2) + "\n", encoding="utf-8")
    print("\n".join(changed) or "every pin is current")
    return 1 if changed and "--check" in sys.argv[1:] else 0


if __name__ == "__main__":
    sys.exit(main())
