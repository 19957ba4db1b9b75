"""The case format: what a case file may say, and what is said of one that is wrong."""

import json

import pytest

from supervise.cases import Case, read_cases, run_case
from supervise.cases.case import cases_in
from supervise.cases.expecting import EXPECTATIONS
from supervise.errors import RegisterError
from tests.unit.engine.books import day

PLAIN = {"id": "c1", "rulebook": "england-wales@2026.1", "offender": {"id": "x1"}, "as_of": "2026-01-05"} | {
    "expect": {"flags": ["VD001"]}
}
OF_A_CASE = (
    "'as_of', 'calendar', 'expect', 'id', 'known_at', 'offender', 'rulebook', 'source', 'until', 'why', 'workforce'"
)


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


def test_what_is_said_for_readers_may_have_any_form(read):
    (case,) = read(PLAIN | {"source": ["s.1", "s.2 § note"], "why": {"by": "hand"}})
    assert (case.source, case.why) == ('["s.1", "s.2 § note"]', '{"by": "hand"}')


def test_what_is_null_is_none(read):
    names = ("known_at", "until", "calendar", "workforce", "source", "why")
    (case,) = read(PLAIN | dict.fromkeys(names))
    assert [getattr(case, name) for name in names] == [None] * 6


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([], "[0]: a case is an object, not list"),
        ({name: value for name, value in PLAIN.items() if name != "as_of"}, "[0]: 'as_of' is missing"),
        (PLAIN | {"b": 1, "a": 1}, f"[0]: unknown key 'a', 'b' (known: {OF_A_CASE})"),
        (PLAIN | {"Smith, J.": 1, "Smith, A.": 1}, f"[0]: unknown key '?' (known: {OF_A_CASE})"),
        (PLAIN | {"expect": []}, "[0]: expect: an object is needed, not list"),
        (PLAIN | {"expect": {}}, "[0]: 'expect' names nothing: such a case would always pass"),
        (
            PLAIN | {"expect": {"flags": [], "subject": {}}},
            "[0]: 'expect' names nothing: such a case would always pass",
        ),
        (
            PLAIN | {"expect": {"some": 1}},
            f"[0]: expect: unknown key 'some' (known: {', '.join(map(repr, sorted(EXPECTATIONS)))})",
        ),
        (
            PLAIN | {"expect": {"obligations": [{"rule": "r", "due_by": 1}, {"due_day": 2}]}},
            (
                "[0]: expect.obligations[0]: unknown key 'due_by' (did you mean 'due'?); expect.obligations[1]: "
                "unknown key 'due_day' (did you mean 'due'?); expect.obligations[1]: 'rule' is missing"
            ),
        ),
        (
            PLAIN | {"expect": {"subject": {"last": 1}}},
            "[0]: expect.subject: unknown key 'last' (did you mean 'last_day'?)",
        ),
        (PLAIN | {"as_of": "05/01/2026"}, "[0]: as_of: a date YYYY-MM-DD is needed, and this text is none"),
        (PLAIN | {"as_of": 20260105}, "[0]: as_of: a date YYYY-MM-DD is needed, not number"),
        (
            PLAIN | {"known_at": "2026-02-30"},
            "[0]: known_at: a date YYYY-MM-DD or null is needed, and this text is none",
        ),
        (PLAIN | {"known_at": ""}, "[0]: known_at: a date YYYY-MM-DD or null is needed, and this text is none"),
        (PLAIN | {"until": "soon"}, "[0]: until: a date YYYY-MM-DD or null is needed, and this text is none"),
        (PLAIN | {"id": None}, "[0]: id: a text is needed, not null"),
        (PLAIN | {"id": True}, "[0]: id: a text is needed, not true or false"),
        (PLAIN | {"rulebook": 5}, "[0]: rulebook: a reference or an object is needed, not number"),
        (PLAIN | {"offender": "x1"}, "[0]: offender: an object is needed, not text"),
        (PLAIN | {"calendar": []}, "[0]: calendar: an object or null is needed, not list"),
        (PLAIN | {"workforce": 5}, "[0]: workforce: a list of officers is needed, not number"),
        (
            PLAIN | {"workforce": [{"officer": "o1", "traind": []}]},
            "[0]: workforce: [0]: unknown key; did you mean 'trained'?",
        ),
    ],
)
def test_what_is_wrong_is_named_by_file_case_and_key(read, row, message):
    with pytest.raises(RegisterError) as error:
        read(row)
    assert str(error.value) == f"some.cases.json{message}"


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("obligations", {"rule": "r"}, ": a list of objects is needed, not object"),
        ("obligations", None, ": a list of objects is needed, not null"),
        ("obligations", ["r"], "[0]: an object is needed, not text"),
        ("obligations", [{"due": None}], "[0]: 'rule' is missing"),
        ("obligations", [{"rule": 5}], "[0].rule: a text is needed, not number"),
        ("obligations", [{"rule": "r", "met_by": "v1"}], "[0].met_by: a list of ids is needed, not text"),
        ("obligations", [{"rule": "r", "short": 1}], "[0].short: an object is needed, not number"),
        ("obligations", [{"rule": "r", "short": {"q": "1"}}], "[0].short.q: a whole number is needed, not text"),
        (
            "obligations",
            [{"rule": "r", "due": "soon"}],
            "[0].due: a date YYYY-MM-DD or null is needed, and this text is none",
        ),
        *(
            (
                "obligations",
                [{"rule": "r", "due_at": minute}],
                f"[0].due_at: a minute YYYY-MM-DDTHH:MM or null is needed, {kind}",
            )
            for minute, kind in [
                ("2026-01-05", "and this text is none"),
                ("2026-01-05 10:00", "and this text is none"),
                ("2026-01-05T10:00:00", "and this text is none"),
                ("2026-01-05T24:00", "and this text is none"),
                ("2026-02-30T10:00", "and this text is none"),
                (5, "not number"),
            ]
        ),
        (
            "obligations",
            [{"rule": "r", "latest": "2026-01-05T9:00"}],
            "[0].latest: a date YYYY-MM-DD or a minute YYYY-MM-DDTHH:MM or null is needed, and this text is none",
        ),
        (
            "obligations",
            [{"rule": "r", "days_late": True}],
            "[0].days_late: a whole number or null is needed, not true or false",
        ),
        ("registrations", [{"last_day": None}], "[0]: 'id' is missing"),
        (
            "registrations",
            [{"id": "g", "period": "3 yrs"}],
            "[0].period: a period such as '3 years 6 months' or null is needed, and this text is none",
        ),
        ("registrations", [{"id": "g", "halved": 1}], "[0].halved: true or false or null is needed, not number"),
        ("orders", [{"valid": True}], "[0]: 'id' is missing"),
        ("derived", [{"on": "2026-01-01"}], "[0]: 'id' is missing"),
        ("subject", [{"last_day": None}], ": an object is needed, not list"),
        ("next_due", ["r"], ": an object is needed, not list"),
        ("earliest", {"r": 5}, ".r: a date YYYY-MM-DD or null is needed, not number"),
        ("flags", "VD001", ": a list of codes is needed, not text"),
        ("no_flags", [1], "[0]: a text is needed, not number"),
    ],
)
def test_what_is_expected_has_its_shape(read, key, value, fault):
    message = f"expect.{key}{fault}"
    with pytest.raises(RegisterError) as error:
        read(PLAIN | {"expect": {key: value}})
    assert message in str(error.value)
    # A case that no file held is told as well, and not judged.
    made = Case("c1", PLAIN["rulebook"], PLAIN["offender"], day("2026-01-05"), {key: value})
    result = run_case(made)
    assert (result.differences, result.review) == ((message,), None)


def test_every_case_of_a_file_that_is_none_is_named(read):
    with pytest.raises(RegisterError) as error:
        read(1, PLAIN, PLAIN | {"a": 1})
    first, second = str(error.value).split("; ")
    assert first.startswith("some.cases.json[0]: ")
    assert second == f"some.cases.json[2]: unknown key 'a' (known: {OF_A_CASE})"


def test_what_is_no_case_stands_beside_the_others(tmp_path):
    path = tmp_path / "some.cases.jsonl"
    path.write_text(f"1\n{json.dumps(PLAIN)}\n")
    wrong, right = cases_in(path)
    assert isinstance(wrong, RegisterError)
    assert right.id == "c1"


def test_a_byte_order_mark_is_passed_over_and_lines_end_at_line_feeds(tmp_path):
    path = tmp_path / "some.cases.jsonl"
    why = "one\u2028two\u2029three\u0085four"
    line = json.dumps(PLAIN | {"why": why}, ensure_ascii=False)
    path.write_bytes(f"\ufeff{line}\r\n{line}\r\n".encode())
    assert [case.why for case in read_cases(path)] == [why, why]
    path.write_text(json.dumps([PLAIN]), encoding="utf-8-sig")
    assert [case.id for case in read_cases(path)] == ["c1"]


def test_a_file_that_is_no_json_is_named_by_its_line(read):
    with pytest.raises(RegisterError, match=r"^some\.cases\.json: no JSON at line 2$"):
        read(text='[\n{"id" 1}]')
    with pytest.raises(RegisterError, match=r"^some\.cases\.json: no JSON at line 3$"):
        read(text=f'{json.dumps(PLAIN)}\n\n{{"id" 1}}')


@pytest.mark.parametrize("text", ["[" * 100_000, '{"id": ' + "9" * 5_000 + "}"])
def test_a_file_that_python_cannot_decode_is_named(read, text):
    with pytest.raises(
        RegisterError, match=r"^some\.cases\.json: too deep, or a number of too many digits, from line 1 on$"
    ):
        read(text=text)


def test_a_key_that_stands_twice_is_no_case(read):
    # The last `expect` alone would be compared: a case that fails would pass.
    twice = json.dumps(PLAIN)[:-1] + ', "expect": {"flags": []}}'
    with pytest.raises(RegisterError, match=r"^some\.cases\.json: a key stands twice in one object, from line 2 on"):
        read(text=f"{json.dumps(PLAIN)}\n{twice}")


def test_a_file_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "some.cases.json").write_bytes(b'[{"id": "\xff"}]')
    with pytest.raises(RegisterError, match=r"^some\.cases\.json: not UTF-8"):
        read_cases(tmp_path / "some.cases.json")


def test_what_may_be_expected_is_what_the_runner_compares():
    from supervise.cases.runner import _COMPARE

    assert set(EXPECTATIONS) == set(_COMPARE)
