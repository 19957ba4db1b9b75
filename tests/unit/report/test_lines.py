"""Lines keep words whole, and say how many were left out."""

from supervise.report.lines import more, wrapped


def test_wrapping_keeps_words_whole():
    assert [line.text for line in wrapped("one two-three", 5, indent=" ", style="hint")] == [" one", " two-three"]


def test_what_is_left_out_is_counted_with_where_it_is():
    assert [line.text for line in more(2, "elsewhere")] == ["  and 2 more; elsewhere"]
    assert list(more(0)) == []
