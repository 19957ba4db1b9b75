"""What is JSON, what is not, and what parsers may differ in: texts by the productions of RFC 8259, each with its outcome.

The public suite of parsers is put through the readers by `tools/json_suite.py`; these texts are our own. What is JSON is
read and is no offender yet, whatever its type; what is not is set aside, its neighbours are read.
"""

import gzip
import json

import pytest

from supervise.errors import RegisterError
from supervise.model import Offender
from supervise.model.forms import MisfitError
from supervise.register import Limits, read_register
from supervise.register.decoding import plain_record

# What is JSON, by production; whether it is an object says `{`.
READ = {
    "literals": ["null", "true", "false", " null ", "\tnull"],
    "numbers": ["0", "-0", "7", "-7", "10", "1.5", "-0.25", "1e3", "1E3", "1e+3", "1e-3", "0e0", "0.0e-0", "1e-999", "9" * 30, "0." + "3" * 400],
    "texts": ['""', '"a"', '"\u00e9"', '"\U0001f600"', '"\\""', '"\\\\"', '"\\/"', '"\\b\\f\\n\\r\\t"', '"\\u00e9"', '"\\ud83d\\ude00"', '"\\\\u0000"', '"\x7f"', '"\u2028"', '"\ufffe"', '"\U0010ffff"'],
    "lists": ["[]", "[ ]", "[1]", "[1,2]", "[ 1 , 2 ]", "[[],[]]", '["]"]', '[{"a":[]}]', "[" * 64 + "]" * 64],
    "objects": ["{}", "{ }", '{"a":1}', '{"a":1,"b":2}', '{ "a" : 1 }', '{"":0}', '{"a":{"a":{}}}', '{"\\u0061":1}', '{"}":"{"}', '{"a":"\\""}', '{"\\u0000":"\\u0000"}'],
}  # fmt: skip

# What is no JSON, by production, each with the kind of fault.
BROKEN = {
    "literals": {"not JSON": ["nul", "True", "NULL", "nulll", "undefined", "*", "'a'"]},
    "numbers": {"not JSON": ["+1", ".5", "5.", "01", "-01", "-", "--1", "1e", "1e+", "1.e3", "0x1F", "1_000", "1,5", "1 000", "Inf", "\uff11"], "not a number": ["NaN", "Infinity", "-Infinity"]},
    "texts": {"not JSON": ["a", '"\\x41"', '"\\u12"', '"\\u12g4"', '"\\U00000041"', '"\t"', '"a"b', "'a'"], "cut short": ['"a', '"\\', '"\\u'], "null character": ['"\0"']},
    "lists": {"not JSON": ["[1,]", "[,1]", "[1,,2]", "[1 2]", "[1]]", "]", "[1:2]", "[1];"], "cut short": ["[", "[1", "[1,", "[[1]", '["a']},
    "objects": {"not JSON": ['{"a"}', '{"a" 1}', '{"a":}', "{a:1}", "{1:1}", '{"a":1,}', '{,"a":1}', '{"a":1 "b":2}', "{'a':1}", '{"a":1}}', '{"a":1}{"b":2}', '{"a":1} x', '{"a"::1}', '{"a":1}//', "/**/{}"], "cut short": ["{", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":{}'], "duplicate key": ['{"a":1,"a":1}', '{"a":1,"\\u0061":2}', '{"a":{"b":1,"b":2}}']},
    "white space": {"not JSON": ["\f1", "\v{}", "\u00a0{}", "{}\u2028", "\u2060[]", "[\f]", "{\f}"]},
    "halves of characters": {"lone surrogate": ['"\\ud83d"', '"\\ude00"', '"\\ude00\\ud83d"', '"\\ud83d\\ud83d"', '{"\\ud83d":1}', '"\\ud83dx"']},
    "numbers beyond all": {"number out of range": ["1e400", "-1e400", "9" * 5_000, "[1e9999]"]},
    "depth": {"too deep": ['{"a":' * 65 + "1" + "}" * 65, "[" * 5_000]},
}  # fmt: skip

BYTES = {
    "not UTF-8": [
        b'"\xff"',
        b'"\xc3"',
        b'"\xed\xa0\x80"',
        b'"\xf4\x90\x80\x80"',
        b'"\xc0\xaf"',
        b'"\xe9"',
        b'{"\xff":1}',
    ],
    "byte order mark": [b"\xef\xbb\xbf{}", b"\xef\xbb\xbf"],
}

FINE = [pytest.param(text.encode(), id=f"{name} {at}") for name, texts in READ.items() for at, text in enumerate(texts)]
WRONG = [
    pytest.param(text if isinstance(text, bytes) else text.encode(), kind, id=f"{name} {kind} {at}")
    for name, kinds in [*BROKEN.items(), ("bytes", BYTES)]
    for kind, texts in kinds.items()
    for at, text in enumerate(texts)
]
LATER = {"duplicate key", "too deep"}  # found once it is an offender's


def among_others(folder, raw):
    """What becomes of a text as a line, packed, and as an element of a list, between two offenders."""
    lines, listed = b'{"id": "A1"}\n' + raw + b'\n{"id": "B1"}\n', b'[{"id": "A1"},' + raw + b',{"id": "B1"}]'
    found = {}
    for name, content in (("r.jsonl", lines), ("r.jsonl.gz", gzip.compress(lines, 1)), ("r.json", listed)):
        (folder / name).write_bytes(content)
        try:
            found[name] = ["read" if isinstance(each, Offender) else each.kind for each in read_register(folder / name)]
        except RegisterError:
            found[name] = ["refused"]
    return found


@pytest.mark.parametrize("raw", FINE)
def test_what_is_json_is_read_and_is_no_offender_yet(tmp_path, raw):
    kind = "missing id" if raw.strip().startswith(b"{") else "not an object"
    assert set(map(tuple, among_others(tmp_path, raw).values())) == {("read", kind, "read")}
    assert json.loads(raw) is not Ellipsis
    if kind == "missing id":
        assert plain_record(raw, Limits()) == json.loads(raw)


@pytest.mark.parametrize(("raw", "kind"), WRONG)
def test_what_is_not_is_set_aside_and_its_neighbours_are_read(tmp_path, raw, kind):
    found = among_others(tmp_path, raw)
    assert found["r.jsonl"] == found["r.jsonl.gz"] == ["read", kind, "read"]
    # In a list a bracket too many or too few takes the neighbours along: then nobody is missed unseen.
    listed = found["r.json"]
    assert listed == ["refused"] or (listed[0] == "read" and not set(listed) <= {"read"})
    if kind not in LATER:
        with pytest.raises(MisfitError) as caught:
            plain_record(raw, Limits())
        assert caught.value.kind == kind


@pytest.mark.parametrize("text", ["", " ", "\n", "\t\r\n ", "[]", "[ ]", "\n[\n]\n"])
def test_nothing_is_a_register_of_nobody(tmp_path, text):
    (tmp_path / "r.json").write_text(text, newline="")
    assert list(read_register(tmp_path / "r.json")) == []


@pytest.mark.parametrize("text", ["\f", "[\f]", "[\v]", "[] x", "[]]", "[],", "{}{}", "[1]\f"])
def test_anything_else_is_not(tmp_path, text):
    (tmp_path / "r.json").write_text(text)
    assert "not JSON" in [each.kind for each in read_register(tmp_path / "r.json")]


@pytest.mark.parametrize("text", ["\f", "\v", " \f "])
def test_a_line_of_other_white_space_is_not_blank(tmp_path, text):
    (tmp_path / "r.jsonl").write_text(f'{{"id": "A1"}}\n{text}\n \t\r\n')
    reading = read_register(tmp_path / "r.jsonl")
    assert [getattr(each, "kind", "read") for each in reading] == ["read", "not JSON"]
    assert reading.counts.blank == 1
