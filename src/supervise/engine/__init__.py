"""Judges facts by a rulebook: timeline, spans, events, occurrences, and the steps that explain them.

Pure: no clock, no reading or writing, no jurisdiction. What may not live here: checks, words for people.
"""
