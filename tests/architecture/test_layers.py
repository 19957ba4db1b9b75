"""Who may import whom: the contracts of pyproject.toml, run as a test."""

import sys
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[2]


def test_every_import_goes_down_the_floors(capsys, monkeypatch):
    # import-linter puts the working folder on the path and leaves it there: it gets a copy.
    monkeypatch.setattr(sys, "path", sys.path.copy())
    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert broken == 0, capsys.readouterr().out
