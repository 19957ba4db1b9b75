"""One offender out of a register, by id."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, cast

from supervise.cli.failing import say_unread
from supervise.errors import UnknownNameError
from supervise.model import Offender
from supervise.model.faults import of_another_record, unknown_keys
from supervise.model.forms import normal_id
from supervise.register import read_register
from supervise.register.choosing import Found, Place

if TYPE_CHECKING:
    from collections.abc import Generator

    from supervise.model import Rejected

__all__ = ["is_one_of_two", "offender_of"]


def offender_of(register: Place, found: Found, id_: str) -> Offender:
    """Return the one asked for, ids compared as registers compare them; the rest of the register is read past.

    That a key of theirs is not read is said on standard error.
    """
    wanted = normal_id(id_)
    reading = read_register(register, found=found)
    # Every reading is a generator. It is closed here, and not when it is collected: its connection may be gone by then.
    with closing(cast("Generator[Offender | Rejected, None, None]", iter(reading))) as items:
        for item in items:
            if isinstance(item, Offender) and normal_id(item.id) == wanted:
                say_unread(unknown_keys(item.notes))
                return item
    raise UnknownNameError(
        f"{register.name}: no offender of that id among {reading.counts.offenders} read; "
        f"records that could not be read: {reading.counts.rejected}"
    )


def is_one_of_two(offender: Offender) -> bool:
    """Return whether another record of the same id was set aside whole: its facts may be lacking."""
    return of_another_record(offender.notes) is not None
