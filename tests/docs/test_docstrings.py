"""Every example in a docstring of the library runs and prints what it says."""

import doctest
import importlib
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


def module_names() -> list[str]:
    """Dotted names of all modules; `__main__` is left out, as importing it runs the command."""
    paths = (path.relative_to(SOURCE).with_suffix("") for path in SOURCE.rglob("*.py"))
    names = (path.parent if path.name == "__init__" else path for path in paths if path.name != "__main__")
    return sorted(".".join(name.parts) for name in names)


@pytest.mark.parametrize("name", module_names())
def test_docstring_examples(name):
    module = importlib.import_module(name)
    failed, _ = doctest.testmod(module, optionflags=doctest.ELLIPSIS | doctest.REPORT_NDIFF)
    assert failed == 0, "the differences are printed above"
