"""Any rulebook: a whole one means the same once written back and read again; of a broken one only the faults are told."""

import datetime as dt
import re
import tomllib

import pytest
from hypothesis import given, settings, strategies as st

from supervise.engine.schedule import evaluate
from supervise.errors import RulebookLoadError, UnknownRulebookError
from supervise.rules import load_rulebook, shipped_rulebooks
from supervise.rules.checking import findings_of
from supervise.rules.codec import canonical, read_draft, read_text
from supervise.testing.strategies import BASES, people_of, rulebooks
from tests.property.breaking import PRIVATE, SHIPPED, broken, damaged, toml
from tests.property.reading import CALENDAR, read

DAY = dt.timedelta(days=1)
SHIPPED_DATA = [tomllib.loads(content.decode()) for content in SHIPPED]


@st.composite
def with_people(draw):
    """A book, some offenders of whom it speaks, and a day."""
    base = draw(st.sampled_from(BASES))
    someone = people_of(base)
    return (
        draw(rulebooks(calendar=CALENDAR, base=base)),
        draw(st.lists(someone, min_size=1, max_size=2)),
        base + draw(st.integers(0, 500)) * DAY,
    )


def judged(data, who, as_of):
    """Return every occurrence that a book gives someone, whole."""
    rows = evaluate(read(who), load_rulebook(data), as_of=as_of).all_obligations
    # The steps of the sum hold compiled parts of the book, which are told apart by identity.
    return [row._replace(steps=()) for row in rows]


@settings(max_examples=60)
@given(with_people())
def test_a_book_written_back_reads_and_judges_the_same(found):
    data, register, as_of = found
    draft = read_draft(data, "x")
    written = canonical(draft)
    assert read_draft(written, "x") == draft
    assert canonical(read_draft(written, "x")) == written
    text = toml(written)
    assert read_text(text, "x") == draft
    assert toml(canonical(read_text(text, "x"))) == text
    for who in register:
        assert judged(tomllib.loads(text), who, as_of) == judged(data, who, as_of)


# ── broken ──────────────────────────────────────────────────────────────────────────────────────────────────────

ANY_BOOK = rulebooks(calendar=CALENDAR) | st.sampled_from(SHIPPED_DATA)


def problems_of(data):
    """Return what is wrong with a book, and the book if nothing is; anything else that is raised fails the test."""
    try:
        book = load_rulebook(data)
    except RulebookLoadError as error:
        return error.problems or ("",), None
    except UnknownRulebookError as error:
        return (str(error),), None
    return (), book


def tells_places_alone(problems):
    """Hold each problem to be one line, with its place, that repeats no value."""
    for problem in problems:
        assert PRIVATE not in problem
        assert "\n" not in problem
        assert re.match(r".+: .+|give |an anchor", problem), problem
        assert len(problem) < 6000, len(problem)


@settings(max_examples=120)
@given(broken(ANY_BOOK))
def test_of_a_broken_book_only_its_faults_are_told(data):
    problems, book = problems_of(data)
    tells_places_alone(problems)
    if book is not None:
        assert all(PRIVATE not in str(finding) for finding in findings_of(book))


@settings(max_examples=60)
@given(
    st.sampled_from(BASES).flatmap(
        lambda base: st.tuples(broken(rulebooks(calendar=CALENDAR, base=base)), people_of(base), st.just(base))
    )
)
def test_a_book_that_can_be_loaded_can_be_judged_with(found):
    data, who, base = found
    _, book = problems_of(data)
    if book is not None:
        evaluate(read(who), book, as_of=base + 100 * DAY, until=base + 200 * DAY)


@settings(max_examples=60)
@given(content=damaged(rulebooks(calendar=CALENDAR)))
def test_of_a_damaged_file_only_its_faults_are_told(tmp_path_factory, content):
    pytest.importorskip("click")
    from supervise.cli.group import commands
    from tests.unit.cli.setting import runner

    file = tmp_path_factory.getbasetemp() / "damaged.toml"
    file.write_bytes(content)
    tells_places_alone(problems_of(file)[0])
    shown = runner().invoke(commands, ["rules", "check", str(file)], prog_name="supervise")
    assert shown.exit_code in (0, 1), shown.stderr
    assert PRIVATE not in shown.stdout
    assert "Traceback" not in shown.stdout + shown.stderr
    assert not shown.stderr


@pytest.mark.parametrize("ref", shipped_rulebooks())
def test_a_shipped_book_cut_anywhere_is_refused_or_whole(ref, tmp_path):
    content = SHIPPED[shipped_rulebooks().index(ref)]
    file = tmp_path / "cut.toml"
    for place in range(0, len(content), max(1, len(content) // 25)):
        file.write_bytes(content[:place])
        tells_places_alone(problems_of(file)[0])
