"""Packs of a few people, made up by hand."""

import copy
import json

from supervise.engine.timeline import Officer, Workforce
from supervise.model import Offender
from supervise.report.pack import Pack, Setting, pack_tables
from supervise.reviewing import review
from tests.unit.cli.setting import LATE
from tests.unit.report.pages import AS_OF

OFFICERS = Workforce(None, {"o1": Officer(team="t1", supervisor="s1"), "s1": Officer(team="t1")})


def person(id_="x1", **given):
    """Somebody visited once, long ago, with other arrays than the usual ones."""
    return {**copy.deepcopy(LATE), "id": id_, **given}


def visit(id_, on, **given):
    return {**LATE["visits"][0], "id": id_, "on": on, **given}


def pack_of(book, *people, workforce=None, as_of=AS_OF, waivers=None):
    pack = Pack(Setting.of(book, as_of, has_officers=workforce is not None))
    for each in people:
        offender = Offender.from_dict(json.loads(json.dumps(each)))
        assert pack.add(review(offender, book, as_of=as_of, workforce=workforce, waivers=waivers)) == b""
    return pack


def table(pack, name):
    return next(each for each in pack_tables(pack) if each.name == name)


def rows(pack, name):
    """The rows of a table as objects."""
    found = table(pack, name)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]
