"""Registers for the checks of officers and teams: many people who differ by their id, and those who manage them."""

from decimal import Decimal

from supervise import Offender, review_register
from supervise.checks import CHECKS
from supervise.engine.timeline import Officer, Workforce
from tests.catalogue.people import BOOK, day, facts


def officers(**known):
    """A workforce that says nothing of training."""
    return Workforce(None, known)


#: One team of nine; the last manages everybody in `facts`.
STAFF = officers(**{f"o{number}": Officer(team="t1", supervisor="s1", fte=Decimal(1)) for number in range(1, 10)})


def people(count, **changes):
    """So many people with the same facts."""
    return [facts(id=f"A{number}", **changes) for number in range(1, count + 1)]


def reviewed(plain, as_of, *, workforce=STAFF, book=BOOK, checks=CHECKS, known_at=None):
    """What a register adds up to, all offenders read."""
    offenders = [Offender.from_dict(each) for each in plain]
    assert not any(each.faults for each in offenders)
    known = None if known_at is None else day(known_at)
    results = review_register(offenders, book, as_of=day(as_of), known_at=known, workforce=workforce, checks=checks)
    list(results)
    return results.groups()


def group_flags(code, plain, as_of, **more):
    """The flags with this code."""
    return [flag for flag in reviewed(plain, as_of, **more).flags if flag.code == code]


def one_group(code, plain, as_of, **more):
    """The only flag with this code."""
    (flag,) = group_flags(code, plain, as_of, **more)
    return flag
