"""A folder that is there whole or not at all, for its owner alone."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from supervise.errors import RegisterError

__all__ = ["whole_folder"]


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Make a folder to write to inside a `with` block; it takes its name when the block is left without an error.

    Left with one, nothing of it stays. RegisterError is raised, before anything is made, if the target is there and
    not an empty folder, or if the folder it is to be in is not there.
    """
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise RegisterError(f"{target.name or target}: there already, and not an empty folder; give another name")
    if not target.parent.is_dir():
        raise RegisterError(f"{target.name}: the folder it is to be in is not there; make it first")
    # Made for the owner alone from the start.
    try:
        unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".unfinished", dir=target.parent))
    except OSError as error:
        error.filename = str(target)  # nobody knows the other name, which is another each time
        raise
    try:
        yield unfinished
        if target.exists():
            target.rmdir()  # some systems put nothing in the place of a folder, not even of an empty one
        unfinished.rename(target)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
