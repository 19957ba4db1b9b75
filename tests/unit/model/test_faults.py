from supervise.model import Fault, Note, Rejected


def test_a_fault_reads_as_one_line_that_says_where_what_and_how_to_mend_it():
    fault = Fault(
        file="r.jsonl",
        line=4,
        path="visits[3].outcome",
        kind="unknown word",
        found="text",
        hint="nearest known word: seen",
    )
    assert str(fault) == "r.jsonl:4: visits[3].outcome: unknown word, found text; nearest known word: seen"


def test_what_is_not_known_is_left_out():
    assert str(Note(kind="unknown key")) == "unknown key"
    assert str(Rejected(file="r.jsonl", kind="not JSON")) == "r.jsonl: not JSON"
    assert str(Rejected(line=3, kind="not JSON")) == "data:3: not JSON"


def test_remarks_of_different_kinds_are_never_equal():
    assert Fault(kind="x") != Note(kind="x")
