"""Checks of a third party: named, imported, and refused with one clear error if they are none."""

import datetime as dt
import json
import pickle
import sys

import attrs
import pytest

from supervise import CHECKS, Check, Offender, Severity
from supervise.errors import PluginError
from supervise.register import running, survey
from supervise.register.plugins import load_plugin, load_plugins
from supervise.register.running import Job, Reviewing, run
from supervise.register.tally import Tally
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK, LATE

AS_OF = dt.date(2026, 6, 30)
TEXTS = dict.fromkeys(("what", "why", "example", "what_to_do", "clears", "source"), "Text.")
SOUND = """
from supervise import Check, Severity

def made(code, slug):
    # A function without a name cannot go to another process; the module can be imported there.
    return Check(
        code=code, slug=slug, severity=Severity.LOW, what="w", why="w", example="e", what_to_do="d", clears="c", source="s",
        flags=lambda check, inquiry: [check.flag(inquiry, "k", since=0, message="It is so.", evidence=[])],
    )
"""


@pytest.fixture
def module_of(tmp_path, monkeypatch):
    """Write a module that can be imported under a name; forget it afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    names = []

    def write(text, name="own_checks_of_a_test"):
        (tmp_path / f"{name}.py").write_text(SOUND + text)
        names.append(name)
        return name

    yield write
    for name in names:
        sys.modules.pop(name, None)


def check(**changes):
    given = {"code": "XA001", "slug": "own_check", "severity": Severity.LOW, "flags": print, **TEXTS, **changes}
    return Check(**given)


@pytest.fixture
def faults_of(module_of, monkeypatch):
    """Return what is said of a module with these checks."""

    def faults(*checks):
        name = module_of("")
        module = __import__(name)
        monkeypatch.setattr(module, "CHECKS", checks, raising=False)
        with pytest.raises(PluginError) as caught:
            load_plugin(name)
        return str(caught.value).removeprefix(f"{name}: ").split("; ")

    return faults


# ── what is one ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_module_is_taken_with_its_checks_and_its_version(module_of):
    plugin = load_plugin(module_of('CHECKS = (made("XA001", "one"), made("XA002", "two"))\n__version__ = "3.1"'))
    assert (plugin.name, plugin.version) == ("own_checks_of_a_test", "3.1")
    assert [each.code for each in plugin.checks] == ["XA001", "XA002"]


@pytest.mark.parametrize("version", ["", "__version__ = 3"])
def test_a_version_that_is_no_text_is_none(module_of, version):
    assert load_plugin(module_of(f'CHECKS = (made("XA001", "one"),)\n{version}')).version is None


def test_several_are_taken_in_their_order(module_of):
    names = [module_of(f'CHECKS = (made("{letters}001", "{slug}"),)', name=f"own_{slug}") for letters, slug in
             (("XB", "b"), ("XA", "a"))]  # fmt: skip
    assert [plugin.name for plugin in load_plugins(names)] == ["own_b", "own_a"]


def test_two_of_one_family_are_refused(module_of):
    names = [module_of(f'CHECKS = (made("XA00{place}", "s"),)', name=f"own_{place}") for place in (1, 2)]
    with pytest.raises(PluginError, match=r"^own_2: family XA is that of own_1 already$"):
        load_plugins(names)


# ── what is none ─────────────────────────────────────────────────────────────────────────────────────────────────


_NOT_THERE = (
    "no module of this name can be imported; one in the folder you are in is found by `python -m supervise`, "
    "not by `supervise`"
)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("no_such_module", f"no_such_module: {_NOT_THERE}"),
        ("no_such_folder.module", f"no_such_folder.module: {_NOT_THERE}"),
        ("supervise.no_such_module", f"supervise.no_such_module: {_NOT_THERE}"),
        ("../own", "a plugin is the name of a module, such as own_checks or force.checks"),
        ("", "a plugin is the name of a module, such as own_checks or force.checks"),
    ],
)
def test_a_module_that_is_not_there_is_named(name, fault):
    with pytest.raises(PluginError) as caught:
        load_plugin(name)
    assert str(caught.value) == fault


def test_a_module_that_cannot_be_imported_says_why_and_no_value(module_of):
    for text, fault in (
        ("import no_such_module", "it imports a module that is not installed"),
        ('raise ValueError("Mr Smith")', "importing it ends with an error, ValueError"),
    ):
        name = module_of(text)
        with pytest.raises(PluginError) as caught:
            load_plugin(name)
        assert str(caught.value) == f"{name}: {fault}"


NO_TUPLE = "CHECKS is no tuple of checks; write CHECKS = (XY001, …), each a supervise.Check"


@pytest.mark.parametrize("text", ["", "CHECKS = ()", 'CHECKS = [made("XA001", "one")]', "CHECKS = (1,)"])
def test_what_has_no_checks_is_no_plugin(module_of, text):
    name = module_of(text)
    with pytest.raises(PluginError) as caught:
        load_plugin(name)
    assert str(caught.value) == f"{name}: {NO_TUPLE}"


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"code": "VD901"}, ["CHECKS[0]: family VD is the library's", "choose two other letters"]),
        ({"code": "RB001"}, ["CHECKS[0]: family RB is the library's", "choose two other letters"]),
        ({"code": "WV901"}, ["CHECKS[0]: family WV is the library's", "choose two other letters"]),
        ({"code": "xa001"}, ["CHECKS[0]: its code is not two capital letters and three digits"]),
        ({"code": 1}, ["CHECKS[0]: its code is not two capital letters and three digits"]),
        ({"slug": "Own Check"}, ["CHECKS[0]: its slug is not words in small letters, joined by '_'"]),
        ({"slug": "visit_overdue"}, ["CHECKS[0]: its slug is that of another check"]),
        ({"why": " ", "source": None}, ["CHECKS[0]: 'why' is empty", "CHECKS[0]: 'source' is empty"]),
        ({"flags": None}, ["CHECKS[0]: it has neither 'flags' nor 'group', and would never flag anything"]),
        ({"waiver": print}, ["CHECKS[0]: 'waiver' is for the library's checks of waivers"]),
    ],
)
def test_a_check_that_clashes_or_is_malformed_is_named_by_its_place(faults_of, changes, faults):
    assert faults_of(check(**changes)) == faults


def test_two_checks_of_one_code_and_slug_are_refused_with_all_that_is_wrong(faults_of):
    assert faults_of(check(), check(why="")) == [
        "CHECKS[1]: 'why' is empty",
        "CHECKS[1]: its code is that of another check",
        "CHECKS[1]: its slug is that of another check",
    ]


def test_a_check_of_groups_alone_is_one(module_of, monkeypatch):
    name = module_of("")
    (group,) = [each.group for each in CHECKS if each.code == "WF060"]
    monkeypatch.setattr(__import__(name), "CHECKS", (check(flags=None, group=group),), raising=False)
    assert load_plugin(name).checks[0].group is group


# ── several processes ────────────────────────────────────────────────────────────────────────────────────────────


@attrs.define
class Codes:
    """Writes the codes raised on each offender."""

    tally: Tally = attrs.field(factory=Tally)

    def add(self, result):
        return f"{result.offender} {[flag.code for flag in result.flags]}\n".encode()

    def merge(self, later):
        pass


def test_it_goes_to_another_process_by_name_and_gives_the_same_there(module_of, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["supervise.register.survey"], "_STRIDE", 500)
    monkeypatch.setattr(running, "_RANGE", 1000)
    (plugin,) = load_plugins([module_of('CHECKS = (made("XA001", "one"),)')])
    path = tmp_path / "register.jsonl"
    path.write_text("".join(json.dumps({**LATE, "id": f"x{number}"}) + "\n" for number in range(6)))
    judge = Reviewing(book=load_rulebook(BOOK), as_of=AS_OF, plugins=(plugin,))
    assert pickle.loads(pickle.dumps(plugin)).name == plugin.name
    job = Job(path=path, found=survey(path), judge=judge, fold=Codes)
    one, two = [], []
    run(job, write=one.append)
    run(job, jobs=2, write=two.append)
    assert b"".join(one) == b"".join(two)
    assert b"".join(one).count(b"XA001") == 6


def test_it_runs_beside_the_checks_of_a_profile_too(module_of):
    from supervise.checks.profiles import PROFILES

    (plugin,) = load_plugins([module_of('CHECKS = (made("XA001", "one"),)')])
    given = {"book": load_rulebook(BOOK), "as_of": AS_OF, "profile": PROFILES["first-week"]}
    plain = {flag.code for flag in Reviewing(**given)(Offender.from_dict(LATE)).flags}
    own = {flag.code for flag in Reviewing(**given, plugins=(plugin,))(Offender.from_dict(LATE)).flags}
    assert own == {*plain, "XA001"}
