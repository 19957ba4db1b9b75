"""The case format: what a case file may say, and what is said of one that is wrong."""

import json

import pytest

from supervise.cases import Case, read_cases
from supervise.cases.case import EXPECTATIONS
from supervise.errors import RegisterError
from tests.unit.engine.books import day

PLAIN = {"id": "c1", "rulebook": "england-wales@2026.1", "offender": {"id": "x1"}, "as_of": "2026-01-05"} | {
    "expect": {"flags": ["VD001"]}
}


@pytest.fixture
def read(tmp_path):
    def reader(*rows, lines=False, text=None):
        path = tmp_path / "some.cases.json"
        if text is None:
            text = "\n\n".join(map(json.dumps, rows)) if lines else json.dumps(rows)
        path.write_text(text, encoding="utf-8")
        return read_cases(str(path) if lines else path)

    return reader


@pytest.mark.parametrize("lines", [False, True])
def test_a_list_or_one_a_line(read, lines):
    found = read(PLAIN, PLAIN | {"id": 2}, lines=lines)
    assert [case.id for case in found] == ["c1", "2"]
    assert found[0] == Case(
        id="c1",
        rulebook="england-wales@2026.1",
        offender={"id": "x1"},
        as_of=day("2026-01-05"),
        expect={"flags": ["VD001"]},
    )


def test_everything_a_case_may_say(read):
    whole = PLAIN | {
        "calendar": {"name": "c"},
        "workforce": [{"officer": "o1"}],
        "known_at": "2026-01-04",
        "until": "2026-02-01",
        "source": "s.1",
        "why": "because",
        "expect": {
            "obligations": [{"rule": "r", "due": "2026-01-11"}],
            "subject": {"indefinite": True},
            "flags": ["VD001"],
            "next_due": {"r": None},
        },
    }
    (case,) = read(whole)
    assert (case.calendar, case.workforce) == ({"name": "c"}, ({"officer": "o1"},))
    assert (case.known_at, case.until) == (day("2026-01-04"), day("2026-02-01"))
    assert (case.source, case.why, case.expect) == ("s.1", "because", whole["expect"])


def test_empty_days_are_none(read):
    (case,) = read(PLAIN | {"known_at": None, "until": None})
    assert (case.known_at, case.until, case.calendar, case.workforce) == (None, None, None, None)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([], "[0]: a case is an object"),
        ({name: value for name, value in PLAIN.items() if name != "as_of"}, "[0]: 'as_of' is missing"),
        (PLAIN | {"b": 1, "a": 1}, "[0]: unknown key 'a'; unknown key 'b'"),
        (PLAIN | {"expect": []}, "[0]: 'expect' is an object"),
        (PLAIN | {"expect": {}}, "[0]: 'expect' names nothing: such a case would always pass"),
        (
            PLAIN | {"expect": {"flags": [], "subject": {}}},
            "[0]: 'expect' names nothing: such a case would always pass",
        ),
        (PLAIN | {"expect": {"some": 1}}, "[0]: unknown expectation 'some'"),
        (
            PLAIN | {"expect": {"obligations": [{"rule": "r", "on": 1}, {"due_day": 2}]}},
            "[0]: expect.obligations: unknown field 'due_day'; expect.obligations: unknown field 'on'",
        ),
        (PLAIN | {"expect": {"subject": {"last": 1}}}, "[0]: expect.subject: unknown field 'last'"),
        (PLAIN | {"as_of": "05/01/2026"}, "[0].as_of: expected a date YYYY-MM-DD"),
        (PLAIN | {"as_of": 20260105}, "[0].as_of: expected a date YYYY-MM-DD"),
        (PLAIN | {"known_at": "2026-02-30"}, "[0].known_at: expected a date YYYY-MM-DD"),
        (PLAIN | {"until": "soon"}, "[0].until: expected a date YYYY-MM-DD"),
    ],
)
def test_what_is_wrong_is_named_by_file_case_and_key(read, row, message):
    with pytest.raises(RegisterError) as error:
        read(row)
    assert str(error.value) == f"some.cases.json{message}"


def test_a_file_that_is_no_json_is_named_by_its_line(read):
    with pytest.raises(RegisterError, match=r"^some\.cases\.json: no JSON at line 2$"):
        read(text='[\n{"id" 1}]')


@pytest.mark.parametrize("text", ["[" * 100_000, '{"id": ' + "9" * 5_000 + "}"])
def test_a_file_that_python_cannot_decode_is_named(read, text):
    with pytest.raises(RegisterError, match=r"^some\.cases\.json: not UTF-8, or too deep"):
        read(text=text)


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "some.cases.json").write_bytes(b'[{"id": "\xff"}]')
    with pytest.raises(RegisterError, match=r"^some\.cases\.json: not UTF-8"):
        read_cases(tmp_path / "some.cases.json")


def test_what_may_be_expected_is_what_the_runner_compares():
    from supervise.cases.runner import _COMPARE

    assert set(EXPECTATIONS) == set(_COMPARE)
