"""Objects of JSON, each key once: of two that stand twice `json.loads` takes the last without a word."""

from __future__ import annotations

from typing import Any

__all__ = ["DuplicateKeyError", "unique_keys"]


class DuplicateKeyError(ValueError):
    """Raised from within the decoder to end it."""


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON from its pairs, as `object_pairs_hook`; DuplicateKeyError if a key is there twice.

    >>> unique_keys([("id", "A1"), ("team", "north")])
    {'id': 'A1', 'team': 'north'}
    """
    data = dict(pairs)
    if len(data) != len(pairs):
        raise DuplicateKeyError
    return data
