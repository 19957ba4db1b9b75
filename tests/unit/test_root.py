"""The package root: every public name is there, on first use, and no other."""

import pytest

import supervise


def test_every_public_name_is_found_where_it_lives():
    assert all(getattr(supervise, name) is not None for name in supervise.__all__)
    assert {*supervise.__all__, "__version__"} <= set(dir(supervise))
    assert len(dir(supervise)) == len(set(dir(supervise)))


def test_the_version_is_the_installed_one():
    assert supervise.__version__.count(".") == 2


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'revew'"):
        _ = supervise.revew
