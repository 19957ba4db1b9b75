"""One process or several: each record once, in order, and what a process cannot do is said."""

import datetime as dt
import json
import os
import signal
import sys

import pytest
from attrs import define, field

from supervise.checks import CHECKS, Waiver, Waivers
from supervise.checks.profiles import PROFILES
from supervise.engine.timeline import Workforce
from supervise.errors import RegisterError
from supervise.model import Offender, Rejected
from supervise.register import running, survey
from supervise.register.records import Part
from supervise.register.running import Job, Reviewing, Scheduling, run
from supervise.register.tally import Tally
from supervise.rules import load_rulebook
from tests.unit.cli.setting import BOOK, LATE

AS_OF = dt.date(2026, 6, 30)


@define
class Ids:
    """Writes the id of each record, and remembers them."""

    seen: list[str] = field(factory=list)

    def add(self, result):
        name = result if isinstance(result, str) else f"{result.kind} {result.line}"
        self.seen.append(name)
        return f"{name}\n".encode()

    def merge(self, later):
        self.seen += later.seen


def identity(offender):
    return offender.id


def killed(offender):
    os.kill(os.getpid(), signal.SIGKILL)


def refused(offender):
    raise RegisterError("r.jsonl: changed")


@pytest.fixture
def register(tmp_path, monkeypatch):
    """Forty-one records, one of them broken, divided at about every 300 bytes."""
    monkeypatch.setattr(sys.modules["supervise.register.survey"], "_STRIDE", 200)
    monkeypatch.setattr(running, "_RANGE", 300)
    path = tmp_path / "register.jsonl"
    lines = [json.dumps({"id": f"x{number}", "team": "t" * 60}) for number in range(40)]
    path.write_text("\n".join([*lines[:30], "{", *lines[30:]]) + "\n")
    return path


def expected():
    return [*(f"x{number}" for number in range(30)), "cut short 31", *(f"x{number}" for number in range(30, 40))]


def job(path, judge=identity):
    return Job(path=path, found=survey(path), judge=judge, fold=Ids)


@pytest.mark.parametrize("jobs", [1, 2, pytest.param(3, marks=pytest.mark.slow)])
@pytest.mark.parametrize("keeps", [True, False])
def test_every_record_comes_once_and_in_order(register, jobs, keeps):
    written, kept = [], []
    keep = (lambda raw, reasons: kept.append((raw.strip(), [each.line for each in reasons]))) if keeps else None
    total = run(job(register), jobs=jobs, write=written.append, keep=keep)
    assert total.seen == expected()
    assert b"".join(written).decode().split("\n")[:-1] == expected()
    assert kept == ([(b"{", [31])] if keeps else [])


def test_a_small_register_needs_no_second_process(tmp_path):
    path = tmp_path / "register.jsonl"
    path.write_text('{"id": "x1"}\n')
    assert run(job(path), jobs=8, write=bytes).seen == ["x1"]


def test_a_process_ended_from_outside_is_no_silence(register):
    with pytest.raises(RegisterError, match="try fewer jobs"):
        run(job(register, killed), jobs=2, write=bytes)


def test_an_error_in_a_process_is_the_error_of_the_run(register):
    with pytest.raises(RegisterError, match=r"r\.jsonl: changed"):
        run(job(register, refused), jobs=2, write=bytes)


@pytest.mark.parametrize("keeps", [True, False])
def test_a_process_does_its_part(register, keeps):
    """What happens in the other processes, in this one."""
    body, fold, kept, records = running._Doing(job(register), keeps)(Part())
    assert records == 41
    assert body.decode().split() == " ".join(fold.seen).split()
    assert [raw.strip() for raw, _ in kept] == ([b"{"] if keeps else [])


def test_reviews_and_schedules_are_those_of_the_library():
    book = load_rulebook(BOOK)
    offender = Offender.from_dict(LATE)
    reviewed = Reviewing(book=book, as_of=AS_OF, workforce=Workforce({}))(offender)
    assert (reviewed.as_of, reviewed.known_at) == (AS_OF, None)
    assert reviewed.not_evaluated == ("national system: not evaluated",)
    ahead = Scheduling(book=book, as_of=AS_OF, until=dt.date(2027, 6, 30))(offender)
    assert any(row.projected for row in ahead.all_obligations)


def test_a_rejected_record_is_not_judged(register):
    def judge(offender):
        assert not isinstance(offender, Rejected)
        return offender.id

    assert len(run(job(register, judge), write=bytes).seen) == 41


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_record_is_told_of_when_it_is_done(register, jobs):
    done = []
    run(job(register), jobs=jobs, write=bytes, passed=done.append)
    assert sum(done) == 41
    assert (len(done) == 41) is (jobs == 1)


def test_a_profile_is_some_of_the_checks():
    book, offender = load_rulebook(BOOK), Offender.from_dict(LATE)
    every = Reviewing(book=book, as_of=AS_OF)(offender)
    some = Reviewing(book=book, as_of=AS_OF, profile=PROFILES["first-week"])(offender)
    assert [flag for flag in every.flags if flag.code in PROFILES["first-week"].codes] == list(some.flags)
    assert len(some.flags) < len(every.flags)


@pytest.mark.parametrize("profile", [None, PROFILES["first-week"]])
def test_the_conclusion_is_judged_by_the_same_checks(profile):
    codes = [
        check.code for check in CHECKS if check.wants_officers and (profile is None or check.code in profile.codes)
    ]
    tally = Tally()
    Reviewing(book=load_rulebook(BOOK), as_of=AS_OF, profile=profile).conclude(tally)
    assert list(tally.groups.not_evaluated) == codes
    judge = Reviewing(book=load_rulebook(BOOK), as_of=AS_OF, profile=profile, workforce=Workforce(None))
    offender = Offender.from_dict({**LATE, "managers": [{**LATE["managers"][0], "team_id": "t1"}]})
    tally.add(judge(offender))
    judge.conclude(tally)
    assert [(flag.code, flag.group) for flag in tally.groups.flags] == [("WF062", "t1")]


# ── waivers ──────────────────────────────────────────────────────────────────────────────────────────────────


@define
class Counting:
    """Counts what was waived."""

    tally: Tally = field(factory=Tally)

    def add(self, result):
        self.tally.add(result)
        return f"{result.offender} {[flag.waiver and flag.waiver.id for flag in result.flags]}\n".encode()

    def merge(self, later):
        self.tally.merge(later.tally)


@pytest.mark.slow
def test_waivers_go_to_other_processes_and_what_becomes_of_them_adds_up(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["supervise.register.survey"], "_STRIDE", 500)
    monkeypatch.setattr(running, "_RANGE", 1000)
    path = tmp_path / "register.jsonl"
    path.write_text("".join(json.dumps({**LATE, "id": f"x{number}"}) + "\n" for number in range(6)))
    made = {"reason_code": "r", "made_by": "o5", "approved_by": "s1", "made_on": AS_OF, "expires_on": AS_OF}
    waivers = Waivers(
        [
            Waiver(id="w1", code="VD001", scope="register", **made),
            Waiver(id="w2", code="VD003", scope="register", **made),
            Waiver(id="w3", offender="x4", code="VD005", **made),
        ]
    )
    judge = Reviewing(book=load_rulebook(BOOK), as_of=AS_OF, waivers=waivers)
    job = Job(path=path, found=survey(path), judge=judge, fold=Counting)
    told = []
    for jobs in (1, 2):
        written = []
        tally = run(job, jobs=jobs, write=written.append).tally
        judge.conclude(tally)
        told.append((b"".join(written), tally.plain(), [(each.code, each.key) for each in tally.groups.flags]))
    assert told[0] == told[1]
    assert told[0][1]["waived"] == {"VD001": 6, "VD005": 1}
    assert told[0][2] == [("WV102", "w2")]
