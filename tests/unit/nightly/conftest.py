"""A job in a folder of its own: a small register, its settings, and a night that is run in this process."""

import datetime as dt
import json
import logging

import attrs
import pytest

from supervise import load_rulebook, shipped_rulebooks
from supervise.nightly import given, read_config, run_nightly
from tests.unit.nightly.setting import SETTINGS

_BOOKS = {}


@pytest.fixture(autouse=True)
def _books_loaded_once(monkeypatch):
    """A shipped book never changes, and a test runs many nights."""

    def once(ref, *, overlays=(), calendar=None):
        if overlays or calendar or ref not in shipped_rulebooks():
            return load_rulebook(ref, overlays=overlays, calendar=calendar)
        if ref not in _BOOKS:
            _BOOKS[ref] = load_rulebook(ref)
        return _BOOKS[ref]

    monkeypatch.setattr(given, "load_rulebook", once)


@pytest.fixture(autouse=True)
def _logger_as_it_is_made(monkeypatch):
    """Tools that other tests run in this process configure logging, which switches off every logger there is."""
    monkeypatch.setattr(logging.getLogger("supervise.nightly"), "disabled", False)


class Job:
    """A folder with a register, settings and a ledger."""

    def __init__(self, folder):
        self.folder = folder
        self.settings = folder / "nightly.toml"
        self.settings.write_text(SETTINGS, encoding="utf-8")

    def register(self, *records):
        """Write the register of tonight."""
        lines = (each if isinstance(each, str) else json.dumps(each) for each in records)
        (self.folder / "register.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def config(self, **changes):
        """The settings, some of them changed."""
        return attrs.evolve(read_config(self.settings), **changes)

    def night(self, day, *records, config=None, **more):
        """Run a night; with records, over a register of these."""
        if records:
            self.register(*records)
        return run_nightly(config or self.config(), as_of=dt.date.fromisoformat(day), **more)

    def output(self, name):
        """The bytes of an output."""
        return (self.folder / "out" / name).read_bytes()


@pytest.fixture
def job(tmp_path):
    return Job(tmp_path)
