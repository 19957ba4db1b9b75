"""A job that reads a register every night and keeps, in a ledger, what was flagged when, and why it no longer is.

The extra `sql` is needed. One call is one night; see :func:`supervise.nightly.run_nightly`. What may not live here:
judging, and any name or text of a record.
"""

from supervise.nightly.config import Config, read_config
from supervise.nightly.purging import purge
from supervise.nightly.running import Outcome, run_nightly

__all__ = ["Config", "Outcome", "purge", "read_config", "run_nightly"]
