"""What nights were made with, compared in whatever form a ledger has it."""

import pytest

from supervise.nightly.inputs import differing

OLD = {
    "library": "0.1.0",
    "rulebook": "england-wales@2026.1",
    "rulebook_sha256": "a" * 64,
    "calendar": "b" * 64,
    "plugins": [["own", "1"]],
    "workforce": "c" * 64,
    "waivers": None,
    "per_officer": False,
    "cells": {"dates": None, "serials": None, "encoding": "utf-8"},
    "limits": {"max_line": 1},
    "register": "d" * 64,
}
NEW = {
    "version": "0.1.0",
    "rulebook": {"id": "england-wales", "version": "2026.1", "sha256": "a" * 64},
    "overlays": [{"id": "own", "version": "1", "sha256": "e" * 64}],
    "calendar": {"id": "c", "version": "1", "sha256": "b" * 64, "covers": ["2026-01-01", "2026-12-31"]},
    "assumed": 3,
    "plugins": [{"name": "own", "version": "1"}],
    "workforce": {"id": "officers.json", "version": None, "sha256": "c" * 64},
    "waivers": None,
    "per_officer": False,
    "cells": OLD["cells"],
    "limits": OLD["limits"],
    "register": {"sha256": "f" * 64},
}
OTHER = {
    "version": "0.2.0",
    "rulebook": NEW["rulebook"] | {"sha256": "0" * 64},
    "calendar": None,
    "plugins": [],
    "workforce": NEW["workforce"] | {"sha256": "0" * 64},
    "waivers": {"id": "own", "version": "1", "sha256": "0" * 64},
    "per_officer": True,
    "cells": {**OLD["cells"], "serials": 1900},
    "limits": {"max_line": 2},
}


def test_another_form_in_the_ledger_is_no_change():
    assert differing(OLD, NEW) == []


@pytest.mark.parametrize("last", [OLD, NEW])
@pytest.mark.parametrize("name", OTHER)
def test_what_is_another_is_named_in_whatever_form_it_was(last, name):
    assert differing(last, NEW | {name: OTHER[name]}) == [name]


def test_neither_the_register_nor_how_much_is_assumed_is_named():
    assert differing(NEW, NEW | {"register": {"sha256": "0" * 64}, "assumed": 4}) == []


def test_other_overlays_are_named():
    assert differing(NEW, NEW | {"overlays": []}) == ["overlays"]
