"""A second engine for rulebooks, slow and plain, written from the page about the format alone.

It shares no code with the engine or the date arithmetic of the library: `datetime`, `dateutil` and loops over
days. Where the two disagree, one of them, or the page, is wrong.
"""
