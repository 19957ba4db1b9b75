"""Old names: they work, they warn the caller, and there is time."""

import sys
import types
import warnings

import pytest
from packaging.version import Version

import supervise
from supervise.dates import Period
from supervise.deprecating import Old, old_name, warn_old
from supervise.errors import SuperviseDeprecationWarning

PERIOD = Old("supervise.dates.Period", "1.1", "1.4")


@pytest.fixture
def module(monkeypatch):
    """A module whose only name is an old one."""
    made = types.ModuleType("made_up")
    vars(made).update(old_name=old_name, table={"Duration": PERIOD})
    # Compiled under a file name of its own, so that it is seen whom a warning points at.
    exec(compile("def __getattr__(name): return old_name(__name__, name, table)", "made_up.py", "exec"), vars(made))
    monkeypatch.setitem(sys.modules, "made_up", made)
    return made


def test_an_old_name_is_the_new_thing_and_warns_where_it_is_used(module):
    with pytest.warns(SuperviseDeprecationWarning) as caught:
        assert module.Duration is Period
    (warning,) = caught
    assert str(warning.message) == (
        "made_up.Duration is now supervise.dates.Period; the old name warns since 1.1 and will be gone in 1.4"
    )
    assert warning.filename == __file__


def test_an_old_name_that_is_imported_warns_the_importer(module):
    with pytest.warns(SuperviseDeprecationWarning, match="made_up.Duration") as caught:
        from made_up import Duration
    assert Duration is Period
    assert {warning.filename for warning in caught} == {__file__}


def test_another_name_is_an_attribute_error(module):
    with pytest.raises(AttributeError, match="'made_up' has no attribute 'Period'"):
        _ = module.Period


def test_an_old_argument_warns_whoever_passed_it():
    def function(*, on=None):
        warn_old("function(on=)", PERIOD)

    with pytest.warns(SuperviseDeprecationWarning, match=r"function\(on=\)") as caught:
        function(on=1)
    assert caught[0].filename == __file__


def test_the_warning_is_one_that_tests_show_and_users_do_not_see():
    assert issubclass(SuperviseDeprecationWarning, DeprecationWarning)
    with warnings.catch_warnings():
        warnings.simplefilter("error", SuperviseDeprecationWarning)
        with pytest.raises(SuperviseDeprecationWarning):
            warn_old("x", PERIOD)


def test_an_old_name_of_the_root_warns(monkeypatch):
    monkeypatch.setitem(supervise._OLD, "Duration", PERIOD)
    with pytest.warns(SuperviseDeprecationWarning, match="supervise.Duration is now") as caught:
        assert supervise.Duration is Period
    assert caught[0].filename == __file__


def test_an_old_name_is_no_public_one_and_has_its_time():
    """A table entry that is wrong would be found by users alone."""
    for name, old in supervise._OLD.items():
        assert name not in supervise.__all__
        with pytest.warns(SuperviseDeprecationWarning):
            assert getattr(supervise, name) is not None
        assert Version(old.gone).release[:2] > Version(old.since).release[:2]
