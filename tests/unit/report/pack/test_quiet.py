"""What asks for nothing today is counted all the same."""

from supervise.checks import GroupReview, Waiver, Waivers
from supervise.engine.obligation import Status
from supervise.model import Offender, Rejected
from supervise.report.pack import Pack, Setting
from supervise.reviewing import review
from tests.unit.report.pack.made import pack_of, person, rows
from tests.unit.report.pages import AS_OF, row, standing


def quiet(pack):
    return [(each["kind"], each["what"], each["count"]) for each in rows(pack, "quiet")]


def of_kind(pack, kind):
    return [(what, count) for each, what, count in quiet(pack) if each == kind]


def test_suspended_and_unknown_duties_by_rule_and_what_is_lacking(book, late):
    pack = Pack(Setting.of(book, AS_OF))
    unknown = row("R-R2", status=Status.UNKNOWN, lacking=("levels", "plans"))
    pack.add(standing(late, "x1", row(status=Status.SUSPENDED), unknown, row(status=Status.OPEN)))
    pack.add(standing(late, "x2", row("R-A4", status=Status.SUSPENDED), unknown))
    pack.add(standing(late, "x3", row("R-N10", status=Status.SUSPENDED), row(status=Status.SUSPENDED)))
    assert quiet(pack)[:5] == [
        ("suspended", "R-A4", 1),
        ("suspended", "R-V2", 2),
        ("unknown", "R-R2", 2),
        ("unknown for want of", "levels", 2),
        ("unknown for want of", "plans", 2),
    ]


def test_flags_waived_by_code(book):
    made = {"reason_code": "r", "made_by": "o5", "approved_by": "s1", "made_on": AS_OF, "offender": "x1"}
    waivers = Waivers([Waiver(id=code, code=code, **made) for code in ("VD005", "VD001")])
    assert of_kind(pack_of(book, person(), waivers=waivers), "waived") == [("VD001", 1), ("VD005", 1)]


def test_records_and_facts_set_aside(book):
    pack = Pack(Setting.of(book, AS_OF))
    assert pack.add(Rejected(file="r", line=3, kind="missing id")) == b""
    faulty = Offender.from_dict({"id": "x2", "levels": [{"id": "l1", "level": 3}, {"id": "l2", "level": 4}]})
    pack.add(review(faulty, book, as_of=AS_OF))
    assert of_kind(pack, "set aside") == [
        ("records", 1),
        ("facts", 2),
        ("offenders reviewed without some of their facts", 1),
    ]


def test_keys_that_nobody_read(book):
    assert of_kind(pack_of(book, person()), "not read") == [("keys that no field has", 0)]
    assert of_kind(pack_of(book, {**person(), "contacts": []}), "not read") == [("keys that no field has", 1)]


def test_tests_and_checks_that_could_not_be_made(book):
    pack = pack_of(book, person())
    pack.tally.conclude(GroupReview(not_evaluated=("WF060", "WF062")))
    assert of_kind(pack, "not evaluated") == [
        ("national system", 1),
        ("trained staff", 1),
        ("WF060", None),
        ("WF062", None),
    ]


def test_parts_add_up(book, late):
    first, second = (Pack(Setting.of(book, AS_OF)) for _ in range(2))
    for pack in (first, second):
        pack.add(standing(late, "x1", row(status=Status.SUSPENDED)))
    first.merge(second)
    assert of_kind(first, "suspended") == [("R-V2", 2)]
