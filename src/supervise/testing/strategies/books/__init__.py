"""Drawn rulebooks, composed from the axes of the rule language, and the people of whom they speak.

Each axis is one small function that draws a value; what the values of several axes need of each other is settled where
they meet, so that every book drawn is whole. The facts are few kinds of events, states and levels, crowded around a
base day, which is what every book speaks of. What may not live here: anything that reads or judges a book.
"""

from __future__ import annotations

from supervise.testing.strategies.books.book import rulebooks
from supervise.testing.strategies.books.people import people_of
from supervise.testing.strategies.books.words import CADENCES

__all__ = ["CADENCES", "people_of", "rulebooks"]
