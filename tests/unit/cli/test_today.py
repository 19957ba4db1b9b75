"""Without a day the local one is taken, and printed."""

import datetime as dt

from supervise.cli.today import day_or_today


def test_a_day_given_is_the_day_and_nothing_is_said(capsys):
    assert day_or_today(dt.date(2026, 6, 30)) == dt.date(2026, 6, 30)
    assert capsys.readouterr() == ("", "")


def test_without_one_the_local_day_is_taken_and_said(capsys):
    day = day_or_today(None)
    assert abs(dt.date.today() - day) <= dt.timedelta(days=1)
    assert f"as of {day}, the local day" in capsys.readouterr().err
