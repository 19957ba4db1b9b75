"""What the tests of this folder share besides the public strategies: reading what is valid, and a calendar."""

from supervise.model import Offender

#: By which drawn books count working days.
CALENDAR = "england-and-wales@2026.1"


def read(data):
    """Return the offender in plain data; nothing in it is wrong."""
    offender = Offender.from_dict(data)
    assert not offender.faults, offender.faults
    assert not offender.notes, offender.notes
    return offender
