"""The officers of a force, from a file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from supervise.engine.officers import workforce_of
from supervise.engine.timeline import Workforce
from supervise.errors import RegisterError
from supervise.model.keys import DuplicateKeyError, unique_keys
from supervise.register.writing import Input

__all__ = ["read_workforce"]


def read_workforce(path: str | Path) -> tuple[Workforce, Input]:
    """Return the workforce in a JSON file, and the file's name and SHA-256 for the head of an output.

    The file is a list of ``{officer, team, supervisor, fte, trained: [{from, until}], absent: [{from, until}]}``;
    without ``until`` the training or absence still holds, and ``until`` is the first day on which it no longer does.
    ``fte`` is a share of full time, 1 being all of it. Where training is given for some officers, the others have
    none; a file that gives nobody's says nothing of training.

    Raises RegisterError if the file cannot be read, or with every fault in it by its path.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "workforce.json")
    ...     _ = path.write_text('[{"officer": "o1", "team": "t1"}]')
    ...     workforce, head = read_workforce(path)
    >>> workforce.officer("o1").team, head.id
    ('t1', 'workforce')
    """
    file = Path(path)
    try:
        content = file.read_bytes()
        data = json.loads(content, object_pairs_hook=unique_keys)
    except OSError:
        raise RegisterError(f"{file.name or file}: the workforce cannot be read; is there such a file?") from None
    except DuplicateKeyError:
        raise RegisterError(f"{file.name}: an officer, or a time, says one thing twice; write each key once") from None
    except (ValueError, RecursionError):
        raise RegisterError(f"{file.name}: the workforce is no JSON; write a list of officers") from None
    return workforce_of(data, file.name), Input(id=file.stem, sha256=hashlib.sha256(content).hexdigest())
