"""Without Hypothesis the builders and assertions work, and the rest names the extra."""

import importlib
import sys

import pytest

import supervise.testing
from supervise.errors import MissingExtraError


def test_without_hypothesis_the_strategies_name_the_extra(monkeypatch):
    # The packages hold their parts as attributes, too: what was there comes back.
    monkeypatch.setattr(supervise, "testing", supervise.testing)
    for name in [name for name in sys.modules if name.startswith("supervise.testing")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    testing = importlib.import_module("supervise.testing")
    assert testing.an_offender("x1").build().id == "x1"
    for name in ("strategies", "machine"):
        with pytest.raises(MissingExtraError, match=r"supervise-schedules\[testing\]"):
            importlib.import_module(f"supervise.testing.{name}")
