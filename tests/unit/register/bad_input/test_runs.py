"""Bad input that shows when something is done with it: flags, hours, cells, tables, paths, changes, days; and the list."""

import datetime as dt
import os
from collections import Counter

import pytest

from supervise import Offender, load_rulebook, review
from supervise.dates import HourClock
from supervise.dates.hours import format_minute, hours_before, local_time_kind
from supervise.dates.ordinals import from_iso
from supervise.errors import RegisterError, RulebookLoadError
from supervise.register import read_register, survey_register
from supervise.register.tabular import cell
from supervise.rules.checking import findings_of
from tests.unit.cli.conftest import register_of, run  # noqa: F401 - fixtures
from tests.unit.cli.setting import AS_OF, BOOK, LATE
from tests.unit.engine.books import GRID, ROLLING, book, rolling
from tests.unit.register.bad_input import tables
from tests.unit.register.bad_input.test_files import named, outcome

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

RULES = load_rulebook(BOOK)
DAY = dt.date(2026, 6, 30)


def codes(**changes):
    """The flags of somebody who was visited once, with these changes."""
    return {flag.code for flag in review(Offender.from_dict({**LATE, **changes}), RULES, as_of=DAY).flags}


@pytest.mark.parametrize(
    "facts", named([(family, what, (more, raised)) for family, what, more, raised in tables.FLAGS])
)
def test_what_cannot_be_true_is_flagged_and_never_an_error(facts):
    more, raised = facts
    if "visits" in more:
        more = {**more, "visits": [*LATE["visits"], *more["visits"]]}
    assert codes(**more) - codes() >= raised


@pytest.mark.parametrize("reading", named([(family, what, rest) for family, what, *rest in tables.LOCAL]))
def test_a_time_that_the_clocks_skip_or_repeat_is_one_moment(reading):
    day, time, kind, before = reading
    assert local_time_kind(from_iso(day), time, "Europe/London").value == kind
    found = hours_before(from_iso(day), time, "Europe/London", 24, clock=HourClock.ELAPSED)
    assert format_minute(found) == before


@pytest.mark.parametrize("written", named([(family, what, rest) for family, what, *rest in tables.SHEETS]))
def test_what_a_spreadsheet_takes_for_a_formula_is_written_as_text(written):
    text, shown = written
    assert cell(text) == shown


def test_an_interval_of_nothing_is_found_by_the_check_of_a_book():
    faults = [finding.what for finding in findings_of(book(rolling(regime=[{"every": "0 days"}])))]
    assert "an interval of nothing: it would fall due again on the same day" in faults


@pytest.mark.parametrize("change", named([(family, what, rest) for family, what, *rest in tables.CHANGED]))
def test_a_rule_that_makes_no_sense_is_refused(change):
    changes, said = change
    with pytest.raises(RulebookLoadError) as caught:
        book((GRID if "cadence" in changes else ROLLING) | changes)
    assert said in str(caught.value)


# ── Parquet ─────────────────────────────────────────────────────────────────────────────────────────────────────────

VISIT = dt.datetime(2024, 2, 29)
COLUMNS = (
    (33, "date32", pa.array([VISIT.date()], pa.date32()), ()),
    (33, "text in a dictionary", pa.array(["2024-02-29"]).dictionary_encode(), ()),
    (33, "timestamp of a day", pa.array([VISIT], pa.timestamp("us")), ()),
    (33, "timestamp in a zone", pa.array([VISIT], pa.timestamp("us", tz="UTC")), (tables.FORM,)),
    (33, "timestamp with a time", pa.array([VISIT.replace(hour=9)], pa.timestamp("us")), (tables.FORM,)),
    (33, "a number", pa.array([45351], pa.int64()), (tables.TYPE,)),
    (33, "null", pa.array([None], pa.date32()), ()),
)


@pytest.mark.parametrize("column", named([(family, what, rest) for family, what, *rest in COLUMNS]))
def test_a_column_holds_dates_or_its_facts_are_set_aside(tmp_path, column):
    values, told = column
    visits = pa.StructArray.from_arrays([pa.array(["v1"]), values], names=["id", "on"])
    table = pa.table({"id": ["A1"], "visits": pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), visits)})
    parquet.write_table(table, tmp_path / "r.parquet")
    assert outcome(tmp_path / "r.parquet") == [each.replace("fact ", "fact r.parquet:1: ") for each in told]


IDS = (
    (33, "decimal ids", pa.array([123], pa.int64()).cast(pa.decimal128(20, 0)), tables.NO_TEXT.format("number")),
    (33, "null in place of an id", pa.array([None], pa.string()), "record id: missing id, found nothing; every offender needs an id"),
    (33, "bytes", pa.array([b"A1"]), tables.NO_TEXT.format("object")),
)  # fmt: skip


@pytest.mark.parametrize("ids", named([(family, what, rest) for family, what, *rest in IDS]))
def test_an_id_is_a_text_in_a_table_too(tmp_path, ids):
    column, told = ids
    parquet.write_table(pa.table({"id": column}), tmp_path / "r.parquet")
    assert outcome(tmp_path / "r.parquet") == [told.replace("record ", "record r.parquet:1: ")]


# ── paths ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def looped(folder):
    (folder / "loop.jsonl").symlink_to(folder / "loop.jsonl")
    return folder / "loop.jsonl"


def piped(folder):
    os.mkfifo(folder / "pipe.jsonl")
    return folder / "pipe.jsonl"


def below_a_file(folder):
    (folder / "file").write_bytes(b"")
    return folder / "file" / "r.jsonl"


PATHS = (
    (37, "nothing there", lambda folder: folder / "r.jsonl", "r.jsonl: cannot be read: no such file"),
    (37, "a folder without a register", lambda folder: folder, "a folder that is a register holds offenders.csv; there is none here"),
    (37, "links in a circle", looped, "loop.jsonl: cannot be read: the system reports an error of input"),
    (37, "a pipe", piped, "pipe.jsonl: no regular file; a register is read twice"),
    (37, "below a file", below_a_file, "r.jsonl: cannot be read: the system reports an error of input"),
    (37, "a null in the name", lambda folder: folder / "r\0.jsonl", "cannot be read"),
    (37, "a name too long", lambda folder: folder / ("r" * 5_000), "cannot be read"),
)  # fmt: skip


@pytest.mark.parametrize("place", named([(family, what, rest) for family, what, *rest in PATHS]))
def test_what_cannot_be_opened_is_one_error_and_one_line_of_a_command(tmp_path, run, place):  # noqa: F811
    make, told = place
    path = make(tmp_path)
    with pytest.raises(RegisterError) as caught:
        survey_register(path)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    if "\0" not in str(path):
        done = run("validate", path)
        assert (done.exit_code, done.stdout.strip(), done.stderr.count("\n")) == (2, "", 1)


def test_a_register_is_never_written_over(run, register_of):  # noqa: F811
    path = register_of(LATE)
    before = path.read_bytes()
    assert run("review", path, *AS_OF, "--output", path).exit_code == 2
    assert path.read_bytes() == before


# ── changes while it is read, and days ──────────────────────────────────────────────────────────────────────────────


def longer(path):
    path.write_bytes(path.read_bytes() + b'{"id": "Z1"}\n')


def shorter(path):
    path.write_bytes(path.read_bytes()[:-5])


def another(path):
    path.write_bytes(path.read_bytes().replace(b"A0", b"B0"))
    os.utime(path, ns=(1, 1))


def replaced(path):
    """Another file takes its name, with its size and its time."""
    before = path.stat()
    other = path.with_name("other")
    other.write_bytes(path.read_bytes().replace(b"A0", b"B0"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


CHANGES = (
    (38, "it grows", longer),
    (38, "it shrinks", shorter),
    (38, "it is another of the same size", another),
    (38, "it is another file of the same size and time", replaced),
)


@pytest.mark.parametrize("change", named(CHANGES))
def test_a_register_that_changes_while_it_is_read_is_an_error(tmp_path, change):
    path = tmp_path / "r.jsonl"
    path.write_bytes(b"".join(b'{"id": "A%d"}\n' % number for number in range(9)))
    items = iter(read_register(path))
    next(items)
    change(path)
    with pytest.raises(RegisterError, match=r"^r\.jsonl: the file was changed while it was read; start again$"):
        list(items)


DAYS = (
    (39, "the clock stands in 1970", dt.date(1970, 1, 1)),
    (39, "before every fact", dt.date(1, 1, 1)),
    (39, "the last day there is", dt.date(9999, 12, 31)),
)


@pytest.mark.parametrize("day", named(DAYS))
def test_any_day_can_be_judged(day):
    codes = {flag.code for flag in review(Offender.from_dict(LATE), RULES, as_of=day).flags}
    # Before the day of the visit it lies in the future and nothing is due yet; at the end of days nothing is any more.
    assert codes == {"DC018"} if day.year < 9999 else not codes & {"DC018", "VD001"}


def test_no_day_is_taken_for_granted():
    with pytest.raises(TypeError, match="as_of"):
        review(Offender.from_dict(LATE), RULES)


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_of_the_forty_families_has_three_fixtures_or_more():
    from tests.unit.cli.test_review import WORLDS

    held = (
        tables.ONE,
        tables.ROWS,
        tables.FILES,
        tables.BOOKS,
        tables.CHANGED,
        tables.FLAGS,
        tables.LOCAL,
        tables.SHEETS,
    )
    here = (COLUMNS, IDS, PATHS, CHANGES, DAYS)
    found = Counter(each[0] for table in (*held, *here) for each in table)
    found[40] = len(WORLDS)
    assert {family: count for family in range(1, 41) if (count := found[family]) < 3} == {}
    assert set(found) == set(range(1, 41))
