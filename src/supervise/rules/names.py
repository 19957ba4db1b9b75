"""Names of fields: the words of a register that Python keeps for itself end in ``_`` as attributes."""

from __future__ import annotations

__all__ = ["attribute_of"]

_KEPT_BY_PYTHON = frozenset({"from", "for"})


def attribute_of(key: str) -> str:
    """Return the attribute that holds a field: ``from`` is ``from_``.

    >>> attribute_of("from"), attribute_of("until")
    ('from_', 'until')
    """
    return f"{key}_" if key in _KEPT_BY_PYTHON else key
