"""Lines keep words whole, and say how many were left out."""

from supervise.report.lines import listed, more, wrapped


def test_wrapping_keeps_words_whole():
    assert [line.text for line in wrapped("one two-three", 5, indent=" ", style="hint")] == [" one", " two-three"]


def test_what_is_left_out_is_counted_with_where_it_is():
    assert [line.text for line in more(2, "elsewhere")] == ["  and 2 more; elsewhere"]
    assert list(more(0)) == []


def test_items_are_not_divided_and_no_line_is_too_wide():
    items = ["x1 100", "x2 90", "x3 8", "and 4 more"]
    assert [line.text for line in listed(items, 16, first="  a ", indent="    ", style="alarm")] == [
        "  a x1 100,",
        "    x2 90, x3 8,",
        "    and 4 more",
    ]
    assert [line.text for line in listed(["a very long item"], 5, first="", indent=" ")] == ["a very long item"]
