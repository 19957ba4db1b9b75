"""Registers and rulebooks that are wrong in every way that is known: what is said of each is exactly what the tables say."""

import gzip
import json
import math

import pytest

from supervise import load_rulebook
from supervise.errors import RegisterError, RulebookLoadError
from supervise.model import Rejected
from supervise.register import Declared, Limits, read_register, read_rows
from supervise.register.packing import zstd
from tests.unit.register.bad_input.tables import BOOKS, FILES, ONE, ROWS

LIMITS = {"size", "ratio", "line", "depth", "field"}


def named(tables):
    return [pytest.param(*rest, id=f"{family:02} {what}") for family, what, *rest in tables]


def said(reading):
    """Everything that is said of the records of a register; the counts add up."""
    told = [f"note {note}" for note in getattr(reading.survey, "notes", ())]
    items = list(reading)
    for item in items:
        if isinstance(item, Rejected):
            told.append(f"record {item}")
            continue
        repr(item)
        told += [*(f"fact {fault}" for fault in item.faults), *(f"note {note}" for note in item.notes)]
    counts = reading.counts
    assert len(items) == counts.read == counts.offenders + counts.rejected == reading.survey.records
    return told


def outcome(path, **given):
    """Everything that is said of a register."""
    limits = Limits(**{name: value for name, value in given.items() if name in LIMITS})
    declared = Declared(**{name: value for name, value in given.items() if name not in LIMITS})
    try:
        return said(read_register(path, declared=declared, limits=limits))
    except RegisterError as error:
        return [f"refused {error}"]


# ── one record, in every form ───────────────────────────────────────────────────────────────────────────────────────


def as_line(raw):
    return "r.jsonl", 2, b'{"id": "S1"}\n' + raw + b'\n{"id": "S2"}\n'


def as_packed(raw):
    name, line, content = as_line(raw)
    return f"{name}.gz", line, gzip.compress(content, 1)


def as_element(raw):
    return "r.json", 2, b'[\n{"id": "S1"},' + raw + b',\n{"id": "S2"}]\n'


def at(place, told):
    """What is said, with where: a path comes after the place, a kind of fault alone too."""
    what, _, rest = told.partition(" ")
    return f"{what} {place}: {rest}"


@pytest.mark.parametrize("form", [as_line, as_packed, as_element])
@pytest.mark.parametrize("record", named([(family, what, (raw, told)) for family, what, raw, *told in ONE]))
def test_a_record_is_read_noted_or_set_aside_alike_in_every_form_and_the_others_are_read(tmp_path, form, record):
    raw, told = record
    name, line, content = form(raw.encode())
    (tmp_path / name).write_bytes(content)
    assert outcome(tmp_path / name) == [at(f"{name}:{line}", each) for each in told]


def in_memory(raw):
    """The record as Python holds it, None if it has no such form: each key is there once, no number is too large."""
    try:
        row = json.loads(raw, parse_float=_finite)
        return row if json.loads(raw, object_pairs_hook=list) == json.loads(raw, object_pairs_hook=_each_once) else None
    except (ValueError, RecursionError):
        return None


def _finite(number):
    if math.isinf(float(number)):
        raise ValueError
    return float(number)


def _each_once(pairs):
    return list(dict(pairs).items())


ROWS_OF_ONE = [(family, what, (row, told)) for family, what, raw, *told in ONE if (row := in_memory(raw)) is not None]


@pytest.mark.parametrize("record", named(ROWS_OF_ONE))
def test_so_is_a_row_in_memory(record):
    row, told = record
    assert said(read_rows([{"id": "S1"}, row, {"id": "S2"}], name="r")) == [at("r:2", each) for each in told]


@pytest.mark.parametrize("row", named([(family, what, (values, told)) for family, what, values, *told in ROWS]))
def test_what_drivers_give_is_a_date_or_a_fault_of_one_fact(row):
    values, told = row
    reading = read_rows([{"id": "A1", "visits": [{"id": "v1", **values}]}, {"id": "A2"}], name="r")
    assert said(reading) == [at("r:1", each) for each in told]


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def content_of(content):
    """The bytes of a file; an archive is made, and damaged as its name says."""
    if isinstance(content, bytes):
        return content
    form, _, damage = content.partition(":")
    whole = b"".join(b'{"id": "A%d"}\n' % number for number in range(20))
    if form == "zstd":
        return zstd().compress(whole)[: int(damage)]
    packed = gzip.compress(b" " * 9_999 if damage == "bomb" else whole)
    if damage == "crc":
        return packed[:-8] + bytes([packed[-8] ^ 1]) + packed[-7:]
    if damage == "tail":
        return packed + b"and more"
    return packed if damage == "bomb" else packed[: int(damage)]


@pytest.mark.parametrize("register", named([(family, what, (files, told)) for family, what, files, *told in FILES]))
def test_a_register_is_read_noted_set_aside_or_refused_and_told_so(tmp_path, register):
    files, told = register
    given = told.pop() if told and isinstance(told[-1], dict) else {}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content_of(content))
    path = tmp_path if "offenders.csv" in files else tmp_path / next(iter(files))
    assert outcome(path, **given) == told


# ── rulebooks ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("book", named([(family, what, (content, told)) for family, what, content, told in BOOKS]))
def test_a_book_is_refused_before_any_record_is_read(tmp_path, book):
    content, told = book
    (tmp_path / "book.toml").write_bytes(content)
    with pytest.raises(RulebookLoadError) as caught:
        load_rulebook(tmp_path / "book.toml")
    assert told in str(caught.value)
