"""Put the files of the public JSON parsing suite through the readers, and see that each is taken as declared here.

    python tools/json_suite.py FOLDER

FOLDER is `test_parsing` of a copy of the suite (github.com/nst/JSONTestSuite, MIT), which is not part of this
repository. Each file is read as a record in the middle of three lines, packed and not, and as a register of its own in
`.json`. Files named `y_` must be read as JSON, which is no offender yet; `n_` must be set aside or refused; for `i_`,
where parsers may differ, and where this library is stricter or more patient than the suite, the outcome is declared
below. Exit code 1 if a file is taken in another way. The tests hold the readers to texts of their own.
"""

import argparse
import gzip
import sys
import tempfile
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from supervise.errors import RegisterError
from supervise.model import Offender
from supervise.register import read_register

#: Kinds of what is JSON, and no offender or one that is doubted.
READ: Final = {"read", "not an object", "missing id", "wrong type"}
#: Kinds of what is no JSON.
BROKEN: Final = {
    "byte order mark",
    "cut short",
    "lone surrogate",
    "not JSON",
    "not UTF-8",
    "not a number",
    "null character",
    "number out of range",
    "refused",
    "too deep",
}
#: Names of files, the first that fits, and the kinds that are right for them, as a record and as a register.
DECLARED: Final[tuple[tuple[str, set[str], set[str]], ...]] = (
    # Keys are there once: which of the two is meant cannot be known. No text of a register holds a null.
    ("y_object_duplicated_key*", {"duplicate key"}, {"duplicate key"}),
    ("y_object_escaped_null_in_key*", {"null character"}, {"null character"}),
    # A blank file is a register of nobody, and a mark of UTF-8 belongs at its beginning.
    ("n_single_space*", {"blank"}, {"empty"}),
    ("n_structure_no_data*", {"blank"}, {"empty"}),
    ("n_structure_UTF8_BOM_no_data*", {"byte order mark"}, {"empty"}),
    ("i_structure_UTF-8_BOM_empty_object*", {"byte order mark"}, {"missing id"}),
    # Numbers may have any size as long as there is a finite number that they are near to.
    ("i_number_double_huge_neg_exp*", READ, READ),
    ("i_number_real_underflow*", READ, READ),
    ("i_number_too_big_*_int*", READ, READ),
    ("i_number_very_big_negative_int*", READ, READ),
    ("i_number_*", {"number out of range"}, {"number out of range"}),
    # Half a character is none.
    ("i_object_key_lone_2nd_surrogate*", {"lone surrogate"}, {"lone surrogate"}),
    ("i_string_1st_*", {"lone surrogate"}, {"lone surrogate"}),
    ("i_string_incomplete_surrogate*", {"lone surrogate"}, {"lone surrogate"}),
    ("i_string_inv*_surrogate*", {"lone surrogate"}, {"lone surrogate"}),
    ("i_string_lone_second_surrogate*", {"lone surrogate"}, {"lone surrogate"}),
    # UTF-8 and nothing else.
    ("i_string_utf16*", {"not UTF-8", "null character"}, {"refused"}),
    ("i_string_UTF-16*", {"not UTF-8"}, {"refused"}),
    ("i_string_*", {"not UTF-8"}, {"not UTF-8"}),
    # A list has no levels of its own in a register: this one is five hundred levels of something that is no offender.
    ("i_structure_500_nested_arrays*", {"not an object"}, {"not an object"}),
    ("y_*", READ, READ | {"empty"}),
    ("n_*", BROKEN, BROKEN),
)


def kinds_of(path: Path) -> list[str]:
    """Return what becomes of each record of a register; `refused` if it is."""
    try:
        return ["read" if isinstance(item, Offender) else item.kind for item in read_register(path)]
    except RegisterError:
        return ["refused"]


def as_record(content: bytes, folder: Path) -> set[str]:
    """Return what becomes of a text as the second of three lines; nothing where it has several itself."""
    text = content.removesuffix(b"\n")
    if b"\n" in text:
        return set()
    lines = b'{"id": "A1"}\n' + text + b'\n{"id": "B1"}\n'
    found = set()
    for name, packed in (("r.jsonl", lines), ("r.jsonl.gz", gzip.compress(lines, 1))):
        (folder / name).write_bytes(packed)
        first, *between, last = kinds_of(folder / name)
        if (first, last) != ("read", "read"):
            return {"a neighbour is lost"}
        found.add(between[0] if between else "blank")
    return found


def as_register(content: bytes, folder: Path) -> set[str]:
    """Return what becomes of a text as a register: the faults, if there are any."""
    (folder / "r.json").write_bytes(content)
    found = set(kinds_of(folder / "r.json"))
    return found & BROKEN or found or {"empty"}


def main() -> int:
    """Print how many files were taken as declared, and each that was not; 1 if there is one."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("folder", type=Path)
    counts: Counter[str] = Counter()
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        for path in sorted(options.parse_args().folder.glob("[yni]_*.json")):
            content = path.read_bytes()
            record, register = next(rest for pattern, *rest in DECLARED if fnmatchcase(path.name, pattern))
            found = as_record(content, Path(name)), as_register(content, Path(name))
            counts[path.name[0]] += 1
            if not (found[0] <= record and found[1] <= register):
                wrong += 1
                print(f"{path.name}: as a record {sorted(found[0])}, as a register {sorted(found[1])}")
    print(", ".join(f"{kind}_ {count}" for kind, count in sorted(counts.items())) + f"; {wrong} not as declared")
    return int(wrong > 0 or not counts)


if __name__ == "__main__":
    sys.exit(main())
