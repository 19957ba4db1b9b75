"""Faults of which it is known what must flag them: one small function for each check, in one table.

What may not live here: what flags them. A plant knows the record alone.
"""

from collections.abc import Mapping
from typing import Final

from supervise.sample.plants.crews import CREWS
from supervise.sample.plants.host import Host, Plant
from supervise.sample.plants.managing import MANAGING
from supervise.sample.plants.records import RECORDS
from supervise.sample.plants.standing import STANDING
from supervise.sample.plants.visits import VISITS

__all__ = ["PLANTS", "Host", "Plant"]

#: Each plant by its code, family by family.
PLANTS: Final[Mapping[str, Plant]] = {plant.code: plant for plant in (*VISITS, *RECORDS, *CREWS, *MANAGING, *STANDING)}
