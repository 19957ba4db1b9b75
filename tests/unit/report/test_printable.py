"""What came from outside cannot steer a terminal."""

from hypothesis import given, strategies as st

from supervise.report.printable import printable


@given(st.text())
def test_the_text_prints_whatever_it_held(text):
    assert printable(text).isprintable()


@given(st.text().filter(str.isprintable))
def test_what_prints_stays_as_it_is(text):
    assert printable(text) == text


def test_direction_marks_and_line_ends_are_shown_as_what_they_are():
    assert printable("a\u202eb\nc\x1b]0;x\x07") == "a\\u202eb\\nc\\x1b]0;x\\x07"
