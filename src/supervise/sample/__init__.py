"""Made-up registers from a seed: for trying things out, for measuring, for the tests of other programs.

Nobody in them exists: every id of an offender says `synthetic`. What may not live here: anything about real people,
and any rule. The same seed gives the same bytes on every machine; this is the only place of the library with chance.
"""

from supervise.sample.dirt import Planted
from supervise.sample.generating import generate, offender, staff
from supervise.sample.supervised import generate_supervised
from supervise.sample.traits import TRAITS, Trait
from supervise.sample.writing import write_jsonl, write_workforce

__all__ = [
    "TRAITS",
    "Planted",
    "Trait",
    "generate",
    "generate_supervised",
    "offender",
    "staff",
    "write_jsonl",
    "write_workforce",
]
