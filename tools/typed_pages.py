"""Write the Python blocks of each page into a module, for a type checker: what a page shows must pass in strict mode.

python tools/typed_pages.py

They go to build/typed-pages, which is made anew. Blocks of a page are one program, as they are when they
run as tests. Those with `>>>` are left out.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "build" / "typed-pages"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def program(page: str) -> str:
    r"""Return the blocks of a page as one program; empty if it has none.

    >>> program("Text.\n```python\nx = 1\n```\n```python\n>>> x\n1\n```\n")
    'x = 1\n'
    """
    return "\n".join(block for block in BLOCK.findall(page) if ">>> " not in block)


def main() -> None:
    # Always the same folder: what an argument names would be deleted, whatever it holds.
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        if text := program(page.read_text(encoding="utf-8")):
            name = re.sub(r"\W", "_", page.relative_to(ROOT).with_suffix("").as_posix())
            (FOLDER / f"page_{name}.py").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
