"""The book of practice, and a review of someone who is late."""

import pytest

from supervise.model import Offender
from supervise.reviewing import review
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK, LATE
from tests.unit.report.pages import AS_OF


@pytest.fixture(scope="module")
def book():
    return load_rulebook(BOOK)


@pytest.fixture(scope="module")
def late(book):
    return review(Offender.from_dict(LATE), book, as_of=AS_OF)
