"""What a night was made with, held against that of another night, in whatever form the ledger has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from supervise.nightly.config import Config
from supervise.nightly.given import Given
from supervise.register import Declared
from supervise.register.choosing import Found
from supervise.register.limits import RANGES

__all__ = ["differing", "inputs_of"]

# That another register was read is no change of its own, nor that another rulebook assumes more.
_NEVER_NAMED: Final = ("register", "assumed")


def inputs_of(config: Config, declared: Declared, given: Given, found: Found) -> dict[str, Any]:
    """Return everything that the result of a night depends on, the day aside."""
    names = declared.names
    return {
        **given.rules,
        **given.beside,
        "mapping": None if names is None else {"id": names.id, "version": names.version, "sha256": names.sha256},
        "cells": attrs.asdict(config.cells),
        "limits": {name: getattr(config.within, name) for name in RANGES},
        "register": {"sha256": found.sha256},
    }


def differing(last: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return the names of what a night was made with that the last one had otherwise; never its register.

    What the last one did not record at all is not known to be another: of overlays the hash of the rulebook says it.

    >>> differing({"calendar": None, "per_officer": False}, {"calendar": None, "per_officer": True})
    ['per_officer']
    """
    before = _in_names_of_today(last)
    known = (name for name in now if name in before and name not in _NEVER_NAMED)
    return [name for name in known if _essence(before[name]) != _essence(now[name])]


def _essence(value: Any) -> Any:
    """Return what tells two inputs apart: of one with a hash, that."""
    return value["sha256"] if isinstance(value, dict) and "sha256" in value else value


def _in_names_of_today(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a night recorded by the names of today; before they had them, hashes stood alone."""
    if "rulebook_sha256" not in inputs:
        return inputs
    return {
        **inputs,
        "version": inputs["library"],
        "rulebook": {"sha256": inputs["rulebook_sha256"]},
        "plugins": [{"name": name, "version": version} for name, version in inputs["plugins"]],
        **{name: _named(inputs[name]) for name in ("calendar", "workforce", "waivers")},
    }


def _named(sha256: str | None) -> dict[str, str] | None:
    return None if sha256 is None else {"sha256": sha256}
