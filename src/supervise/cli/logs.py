"""The log of a job: a line of text, or one of JSON; counts and days, and nothing about a person."""

from __future__ import annotations

import json
import logging

__all__ = ["JsonLines", "Plain"]


class Plain(logging.Formatter):
    """The message alone: who starts the job, cron or systemd, adds the time."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        return f"supervise: {record.getMessage()}"


class JsonLines(logging.Formatter):
    """The data of the message, with its level and its moment in seconds since 1970."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        data = getattr(record, "supervise", {"event": record.getMessage()})
        return json.dumps({"at": round(record.created, 3), "level": record.levelname.lower(), **data})
