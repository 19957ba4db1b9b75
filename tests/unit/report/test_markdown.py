"""Whatever stands in an id or a word, the page shows it and nothing else."""

import pytest

from supervise.report.markdown import escaped, heading, items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("a|b", r"a\|b"),
        ("`x`", r"\`x\`"),
        ("![i](u)", r"!\[i\](u)"),
        ("*e* ~s~", r"\*e\* \~s\~"),
        ("_e_ very_high due_", r"\_e\_ very_high due\_"),
        ("__x", r"\_\_x"),
        ("&lt; # 1", r"\&lt; \# 1"),
        ("a\\b", r"a\\b"),
        ("two\n# lines\tand  spaces", r"two\\n\# lines\\tand spaces"),
        ("\x1b[31m", r"\\x1b\[31m"),
        ("2024-02-29 + 1 year = 2025-02-28", "2024-02-29 + 1 year = 2025-02-28"),
    ],
)
def test_nothing_marks_up(text, expected):
    assert escaped(text) == expected


def test_no_heading_is_deeper_than_markdown_has_them():
    assert heading("a", 1) == "# a"
    assert heading("a", 9) == "###### a"


def test_items_are_escaped():
    assert list(items([("sum", "a|b"), ("", "<b>")])) == [r"- sum: a\|b", r"- \<b\>"]
