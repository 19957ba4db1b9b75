"""The closed choices."""

from supervise.rules import language, words


def test_the_language_offers_every_closed_choice():
    assert set(words.__all__) <= set(language.__all__)


def test_the_months_and_days_of_the_week_are_in_order():
    assert [words.Month.JANUARY.place, words.Month.DECEMBER.place] == [0, 11]
    assert [words.Weekday.MONDAY.place, words.Weekday.SUNDAY.place] == [0, 6]


def test_what_comes_round_by_itself_is_fixed():
    assert [each.value for each in words.Cadence if each.is_fixed] == ["grid", "block", "month", "weekday"]


def test_only_a_date_of_what_meets_it_needs_a_date():
    assert [each for each in words.Rebased if each.needs_date] == [words.Rebased.FIELD]
