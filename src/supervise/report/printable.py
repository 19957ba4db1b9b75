"""Texts that came from outside, made safe for a terminal."""

from __future__ import annotations

from supervise.showing import printable

__all__ = ["printable"]
