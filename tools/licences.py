"""Print the licence of everything that an installation with its extras holds; exit 1 if one is not allowed.

python tools/licences.py [FOLDER]

Read from the metadata of what is installed there (site-packages; by default here), following the requirements of
`supervise-schedules` and of all its extras. An extra that is not installed is passed over; `make sbom` runs it where
all of them are.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NAME = "supervise-schedules"
# What a program may be built from that is neither free software nor published itself. MPL-2.0 asks for the changes
# of its own files alone.
ALLOWED = {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MPL-2.0", "PSF-2.0", "Zlib"}
# How older metadata say it; the classifier "BSD License" does not tell which, and both are allowed.
WORDS = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "Dual License": "",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def licence(found: Distribution) -> str:
    """Return the licence that a distribution declares, as an SPDX expression where its metadata are clear."""
    metadata = found.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    classifiers = metadata.get_all("Classifier") or []
    heads = [line.rsplit(" :: ", 1)[1] for line in classifiers if line.startswith("License ::")]
    said = [WORDS.get(head, head) for head in heads if head != "OSI Approved"]
    text = metadata["License"].strip() if "License" in metadata else ""
    if "\n" not in text and (short := WORDS.get(text, text)):
        return short
    return " OR ".join(sorted(filter(None, said))) or "unknown"


def is_allowed(expression: str) -> bool:
    """Tell whether an SPDX expression leaves a choice that is allowed.

    >>> is_allowed("MIT"), is_allowed("MIT AND GPL-3.0-only"), is_allowed("GPL-3.0-only OR MIT"), is_allowed("unknown")
    (True, False, True, False)
    """
    return any(
        all(part.strip(" ()") in ALLOWED for part in re.split(r"\bAND\b", choice))
        for choice in re.split(r"\bOR\b", expression)
    )


def closure(
    installed: Iterable[Distribution], name: str, extras: Iterable[str] | None = None
) -> Iterator[Distribution]:
    """Yield what is installed of the requirements of a distribution with extras, and of theirs, each once.

    Without `extras`, with all of them. The distribution itself comes first.
    """
    named = {canonicalize_name(each.name): each for each in installed}
    top = named[canonicalize_name(name)].metadata.get_all("Provides-Extra") or [] if extras is None else extras
    seen: set[tuple[str, frozenset[str]]] = set()
    ahead = [(canonicalize_name(name), frozenset(map(str, top)))]
    while ahead:
        item = ahead.pop()
        if item in seen or item[0] not in named:
            continue
        if item[0] not in {each for each, _ in seen}:
            yield named[item[0]]
        seen.add(item)
        for requirement in map(Requirement, named[item[0]].requires or []):
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in item[1] | {""}):
                ahead.append((canonicalize_name(requirement.name), frozenset(requirement.extras)))


def main() -> int:
    """Print the report."""
    installed = distributions(path=sys.argv[1:]) if sys.argv[1:] else distributions()
    rows = sorted((found.name.lower(), found.version, licence(found)) for found in closure(installed, NAME))
    width = max(len(name) for name, _, _ in rows)
    refused = [name for name, _, said in rows if not is_allowed(said)]
    for name, version, said in rows:
        print(f"{name:{width}}  {version:12}  {said}{'  NOT ALLOWED' if name in refused else ''}")
    print(f"{len(rows)} distributions, {len(refused)} of them under a licence that is not allowed")
    return bool(refused)


if __name__ == "__main__":
    raise SystemExit(main())
