"""Waivers are read strictly: all faults at once, each with its path and kind, none with its value."""

import datetime as dt
import hashlib

import pytest

from supervise import UnknownRulebookError, Waiver, WaiverError
from supervise.register.waivers import read_waivers

HEAD = 'id = "north"\nversion = "4"\n'
SOUND = """
[[waiver]]
id = "w1"
flag = "VD001|x1|R-V2|v1"
reason_code = "visit_booked"
made_by = "o5"
approved_by = "s1"
made_on = 2026-06-01
expires_on = "2026-07-31"
"""
OTHER = SOUND.replace('flag = "VD001|x1|R-V2|v1"', 'code = "WF060"\nscope = "register"').replace('"w1"', '"w2"')


@pytest.fixture
def faults_of(tmp_path):
    def read(text, **more):
        path = tmp_path / "own.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(WaiverError) as caught:
            read_waivers(path, **more)
        assert caught.value.source == "own.toml"
        assert "Smith" not in str(caught.value)
        return list(caught.value.problems)

    return read


def test_a_file_gives_waivers_and_is_named_by_its_id_version_and_hash(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(HEAD + SOUND + OTHER, encoding="utf-8")
    waivers, named = read_waivers(path)
    made = {"reason_code": "visit_booked", "made_by": "o5", "approved_by": "s1", "made_on": dt.date(2026, 6, 1)}
    assert waivers.all[0] == Waiver(id="w1", flag="VD001|x1|R-V2|v1", expires_on=dt.date(2026, 7, 31), **made)
    assert (waivers.all[1].code, waivers.all[1].scope) == ("WF060", "register")
    assert (named.id, named.version) == ("north", "4")
    assert named.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_file_may_hold_none(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(HEAD, encoding="utf-8")
    assert read_waivers(path)[0].all == ()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnknownRulebookError, match=r"no waivers 'none.toml': there is no such file"):
        read_waivers(tmp_path / "none.toml")


def test_all_faults_are_told_at_once_by_path_and_kind(faults_of):
    text = HEAD + SOUND.replace('"o5"', "5") + OTHER.replace("2026-06-01", '"Mr Smith"').replace("scope", "scopee")
    assert faults_of(text) == [
        "waiver[0] w1.made_by: expected text, found a whole number",
        "waiver[1] w2.scopee: unknown key; did you mean 'scope'?",
        "waiver[1] w2.made_on: a date is ten characters, YYYY-MM-DD, in plain digits",
    ]


def test_what_could_be_read_is_looked_at_beside_what_could_not(faults_of):
    unread = SOUND.replace('"o5"', "5")
    text = 'id = ""\nversoin = "4"\n' + unread + OTHER.replace("WF060", "WF999") + OTHER.replace('"s1"', '""')
    assert faults_of(text) == [
        "versoin: unknown key; did you mean 'version'?",
        "waiver[0] w1.made_by: expected text, found a whole number",
        "waiver[2] w2.approved_by: empty; write it out",
        "version: missing; it has no default: write text",
        "id: empty; it names the file in every output",
        "waiver: 2 entries have one id; give each its own",
        "waiver[1]: no flag has this code; `supervise flags list` names them",
    ]


def test_a_code_of_no_flag_is_told_beside_what_else_is_wrong_with_a_waiver(faults_of):
    unknown = "no flag has this code; `supervise flags list` names them"
    of_flag = SOUND.replace("VD001", "ZZ999").replace('"o5"', "5")
    of_code = OTHER.replace("WF060", "ZZ999").replace("2026-06-01", "3")
    assert [each for each in faults_of(HEAD + of_flag + of_code) if each.endswith(unknown)] == [
        f"waiver[0]: {unknown}",
        f"waiver[1]: {unknown}",
    ]
    assert faults_of(f'{HEAD}waiver = ["w1", {{ code = 3 }}]')[0].startswith("waiver[0]: expected a table")
    assert f"waiver[0]: {unknown}" in faults_of(HEAD + of_flag.replace("[[waiver]]", "[waiver]"))


def test_what_is_no_code_is_told_once(faults_of):
    assert faults_of(HEAD + OTHER.replace("WF060", "wf60")) == [
        "waiver[0] w2.code: no code of a flag: two capital letters and three digits"
    ]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["the file: empty; waivers begin with id and version"]),
        ("id = ", ["the end of the file: not valid TOML"]),
        (b"\xff", ["the file: not UTF-8 text; save it as UTF-8"]),
        ('id = "Smith"', ["version: missing; it has no default: write text"]),
        ('id = " "\nversion = ""', [
            "id: empty; it names the file in every output", "version: empty; it names the file in every output",
        ]),
        (HEAD + SOUND + SOUND, ["waiver: 2 entries have one id; give each its own"]),
        (HEAD + SOUND.replace("2026-06-01", "2026-08-01"), ["waiver[0] w1.expires_on: lies before the day it was made"]),
        (HEAD + SOUND.replace("VD001", "VD909"), ["waiver[0]: no flag has this code; `supervise flags list` names them"]),
        (HEAD + OTHER.replace('"register"', '"all"'), ["waiver[0] w2.scope: unknown word; known: 'register'"]),
        (HEAD + SOUND.replace("reason_code", "reason"), [
            "waiver[0] w1.reason: unknown key; did you mean 'reason_code'?",
            "waiver[0] w1.reason_code: missing; it has no default: write text",
        ]),
    ],
)  # fmt: skip
def test_each_fault_has_its_path(faults_of, text, faults):
    assert faults_of(text) == faults


def test_codes_of_other_checks_can_be_known(faults_of, tmp_path):
    text = HEAD + OTHER.replace("WF060", "XY001")
    assert faults_of(text, codes=["WF060"]) == ["waiver[0]: no flag has this code; `supervise flags list` names them"]
    path = tmp_path / "own.toml"
    assert read_waivers(path, codes=["XY001"])[0].all[0].code == "XY001"
