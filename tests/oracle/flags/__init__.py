"""The checks again, plain and slow, written from `docs/checks` by fresh eyes: what the library's own are compared with.

Duties are taken as the library gives them; events and states are found by the plain scans of `tests.oracle.world`.
"""
