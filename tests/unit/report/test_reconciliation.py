"""The page on two extracts."""

import datetime as dt

import pytest

from supervise.model import Offender, Rejected
from supervise.register.figures import What
from supervise.register.reconciled import Named
from supervise.register.reconciling import reconcile
from supervise.report.reconciliation import SHOWN, reconciliation_lines

NOW = dt.date(2026, 6, 30)
BROKEN = Rejected(file="b.jsonl", line=4, kind="missing id", hint="give one")


def person(id, level=None, **data):
    levels = [{"id": "l1", "level": level, "from": "2024-01-01"}] if level else []
    return Offender.from_dict({"id": id, "levels": levels, **data}, source="a.jsonl")


def page(a, b, width=100, **given):
    found = reconcile(a, b, as_of=NOW, **given)
    named = Named(version="1.2.3", a="a.jsonl", b="b.jsonl", sha256_a="a" * 64, sha256_b="b" * 64, found=found)
    return list(reconciliation_lines(named, width))


def texts(*given, **more):
    return [line.text for line in page(*given, **more)]


def part(lines, heading):
    """The lines below a heading, up to the next empty one."""
    below = lines[lines.index(heading) + 1 :]
    return below[: below.index("")] if "" in below else below


def test_the_head_names_the_extracts_and_what_was_read():
    lines = page([person("x1"), person("x2", team=4)], [person("x1"), BROKEN], without=[What.TEAM, What.LEVEL])
    assert lines[:5] == [
        ("supervise 1.2.3: two extracts as of 2026-06-30, known: everything recorded", "heading"),
        (
            "A  a.jsonl, sha256 aaaaaaaaaaaa; 2 records read: 2 compared, 0 set aside; 1 fact set aside in 1",
            "alarm",
        ),
        ("   offender", "alarm"),
        ("B  b.jsonl, sha256 bbbbbbbbbbbb; 2 records read: 1 compared, 1 set aside", "alarm"),
        ("not compared: level, lead_team", ""),
    ]
    assert lines[5].text == "1 in both: 1 matched by id, 0 by same_as"


def test_where_everything_agrees_little_is_said():
    lines = page([person("x1", "high")], [person("x1", "high")])
    assert [line.style for line in lines[1:3]] == ["", ""]
    assert [line.text for line in lines[-3:]] == [
        "What differs of those in both",
        f"{'':36} both say  A alone  B alone",
        "  nothing",
    ]


def test_counts_by_why_and_by_what():
    a = [person("x1", "high", team="t1"), person("x2"), person("x3", "low")]
    lines = texts(a, [person("x1", "low"), person("x3")])
    assert part(lines, "In one extract only")[:2] == [
        f"{'':36}        A        B",
        f"  {'missing from the other':<34}        1",
    ]
    assert part(lines, "What differs of those in both")[1:] == [
        f"  {'level':<34}        1        1",
        f"  {'lead team':<34}                 1",
    ]


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ([person("x1")], [BROKEN], True),
        ([BROKEN], [person("x1")], True),
        ([person("x1")], [person("x1"), BROKEN], False),
        ([person("x1"), BROKEN], [], False),
    ],
)
def test_who_is_missing_may_be_among_what_was_set_aside(a, b, said):
    assert any("some of those missing from it may be there" in text for text in texts(a, b)) is said


def test_people_are_told_by_why_with_what_is_known_of_others():
    dead = [{"id": "s1", "kind": "deceased"}]
    gone = [{"id": "s1", "kind": "transferred_out", "from": "2026-01-01"}]
    a = [person("x1", "high", links=["x9"]), person("x2", statuses=dead), person("x3", "low", statuses=gone)]
    a += [person("x4", same_as=["y4"]), person("y4")]
    lines = texts(a, [person("x9"), person("y4")])
    assert part(lines, "In one extract only: missing from the other") == [
        "  high       x1, only in A; linked with x9, only in B",
        "  no level   x9, only in B; linked with x1, only in A",
    ]
    assert part(lines, "In one extract only: another record of someone in both") == [
        "  no level   x4, only in A; shares an id with y4 in B"
    ]
    assert part(lines, "In one extract only: ended where they are") == [
        "  low        x3, only in A: transferred out since 2026-01-01",
        "  no level   x2, only in A: deceased",
    ]


def test_differences_name_both_sides():
    a = [person("x1", "high", team="t1"), person("x2", same_as=["y2"], levels=[{"id": "l1", "level": 3}])]
    lines = texts(a, [person("x1", "low"), person("y2", "low")])
    assert part(lines, "What differs, the worst first") == [
        "  high       x1  level: A high (l1), B low (l1); since 2024-01-01",
        "  low        x2 (A), y2 (B)  level: A says nothing, B low (l1); since 2024-01-01; facts set aside",
        "  high       x1  lead team: A t1, B says nothing",
    ]


def test_what_was_set_aside_is_named():
    lines = texts([person("x1", team=4)], [BROKEN])
    (fault,) = part(lines, "Set aside in A")
    assert fault.startswith("  a.jsonl: team: ")
    assert part(lines, "Set aside in B") == ["  b.jsonl:4: missing id; give one"]


def test_a_long_list_is_cut_and_counted():
    many = [person(f"x{number:03}", "high") for number in range(SHOWN + 3)]
    other = [person(f"x{number:03}", "low") for number in range(SHOWN + 3)]
    assert texts(many, [])[-1] == "  and 3 more; --format csv lists them all"
    assert texts(many, other)[-1] == "  and 3 more; --format csv lists them all"
    assert texts([BROKEN] * (SHOWN + 1), [])[-1] == "  and 1 more; --format csv lists them all"
    assert len(part(texts(many, []), "In one extract only: missing from the other")) == SHOWN + 1


def test_lines_keep_to_the_width():
    a = [person("x1", "high", team="a-rather-long-name-of-a-team")]
    lines = texts(a, [person("x1", "low", team="another-rather-long-name")], width=60)
    assert max(map(len, lines[3:])) <= 64


def test_what_does_not_print_is_escaped():
    assert any("x1\\x1b[31m" in text for text in texts([person("x1\x1b[31m")], []))
