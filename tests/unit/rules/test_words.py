"""The closed choices."""

from supervise.rules import language, words


def test_the_language_offers_every_closed_choice():
    assert set(words.__all__) <= set(language.__all__)


def test_only_a_date_of_what_meets_it_needs_a_date():
    assert [each for each in words.Rebased if each.needs_date] == [words.Rebased.FIELD]
