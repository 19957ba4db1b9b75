"""Hypothesis draws the same on every machine and keeps nothing."""

from hypothesis import settings

settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.load_profile("same")
