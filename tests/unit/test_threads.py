"""Books, reviews and names are shared by threads: eight at once, switched as often as the interpreter can, say what one says."""

import datetime as dt
import subprocess
import sys
import threading

import pytest

from supervise import Offender, explain, load_rulebook, review, schedule
from supervise.engine import trace
from supervise.engine.program import program_of
from supervise.report import explaining
from supervise.sample import generate

DAY = dt.date(2026, 6, 30)
THREADS = 8
BOOKS = ("england-wales@2026.1", "us-california@2026.1")
BOOK = load_rulebook(BOOKS[0])
PEOPLE = [Offender.from_dict(each) for each in generate(4, 11, DAY)]


@pytest.fixture(autouse=True)
def _switched_often():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def at_once(function, threads=THREADS):
    """What a function gives for each number, in as many threads that begin together."""
    found, together = [None] * threads, threading.Barrier(threads)

    def go(number):
        together.wait()
        try:
            found[number] = function(number)
        except Exception as error:  # noqa: BLE001 - it is what the thread found
            found[number] = error

    each = [threading.Thread(target=go, args=(number,)) for number in range(threads)]
    for thread in each:
        thread.start()
    for thread in each:
        thread.join()
    return found


def plain(rows):
    """Occurrences without their steps, which hold parts of a program."""
    return [row._replace(steps=()) for row in rows]


def said(one, book):
    """What a review says, in order."""
    found = review(one, book, as_of=DAY)
    return plain(found.schedule.all_obligations), found.flags, found.stable_until, found.not_evaluated


@pytest.mark.slow
def test_one_register_is_reviewed_with_one_book_by_all():
    for ref in BOOKS:
        expected = [said(one, load_rulebook(ref)) for one in PEOPLE]
        shared = load_rulebook(ref)  # made into functions by whoever comes first

        def judged(number, book=shared):
            turn = number % len(PEOPLE)
            found = [said(one, book) for one in (*PEOPLE[turn:], *PEOPLE[:turn])]
            return found[-turn:] + found[:-turn]

        for found in at_once(judged):
            assert found == expected


@pytest.mark.parametrize("one", PEOPLE[1:3], ids=lambda one: one.id)
def test_one_review_is_read_by_all(one):
    """What lies long behind is told when somebody asks, and by one of those who do."""
    readers = [
        lambda found: plain(found.schedule.all_obligations),
        lambda found: plain(found.obligations),
        lambda found: plain(found.schedule.of_rule("R-V2")),
        lambda found: explain(found).text(),
        lambda found: explain(found, rule="R-V2").text(),
        lambda found: plain(found.schedule.standing),
        lambda found: found.schedule.extents,
        lambda found: found.schedule.next_due("R-V2"),
    ]
    expected = [reader(review(one, BOOK, as_of=DAY)) for reader in readers]
    found = review(one, BOOK, as_of=DAY)
    assert at_once(lambda number: readers[number](found)) == expected


def test_one_schedule_is_read_by_all():
    """Without a lock three in four of these differ."""
    until = dt.date(2027, 6, 30)
    for one in PEOPLE * 2:
        ahead = schedule(one, BOOK, as_of=DAY, until=until)
        expected = plain(schedule(one, BOOK, as_of=DAY, until=until).all_obligations)
        assert at_once(lambda number, ahead=ahead: plain(ahead.all_obligations)) == [expected] * THREADS


def test_a_review_is_explained_by_one_at_a_time(monkeypatch):
    """An explanation asks conditions as they were asked of one occurrence; two at once would ask of each other's."""
    found = review(PEOPLE[1], BOOK, as_of=DAY)
    alone = []

    def steps_of(schedule, row):
        alone.append(schedule.timeline.lock._is_owned())
        return trace.steps_of(schedule, row)

    monkeypatch.setattr(explaining, "steps_of", steps_of)
    explain(found, rule="R-V2")
    explaining.sums_in_words(found.schedule, next(found.schedule.of_rule("R-V2")))
    assert len(alone) > 2
    assert all(alone)


@pytest.mark.parametrize("ref", BOOKS)
def test_explaining_adds_nothing_to_what_a_book_was_made_into(ref):
    """Threads share it, and a review that began before would not know what was added."""
    book = load_rulebook(ref)
    program = program_of(book)

    def held():
        return [
            len(each)
            for each in (program.selects, program.sights.selections, program.states, program.spans, program.suspensions)
        ]

    before = held()
    for one in PEOPLE[1:2]:
        found = review(one, book, as_of=DAY)
        explain(found)
        for rule in {row.rule for row in found.schedule.all_obligations}:
            explain(found, rule=rule)
    assert held() == before


FRESH = """
import datetime as dt, sys, threading
sys.setswitchinterval(1e-6)
import supervise
names = [name for name in supervise.__all__ if name != "shipped_rulebooks"]
together = threading.Barrier(8)
found = {}
def use(number):
    together.wait()
    mine = names[number::8]
    for name in mine:
        getattr(supervise, name)
    book = supervise.load_rulebook(["ireland@2026.1", "us-texas@2026.1"][number % 2])
    one = supervise.Offender.from_dict({"id": "x1", "registrations": [{"id": "r1", "convicted_on": "2024-01-10"}]})
    found[number] = book.sha256, len(supervise.review(one, book, as_of=dt.date(2025, 3, 1)).schedule.all_obligations)
threads = [threading.Thread(target=use, args=(number,)) for number in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert len(found) == 8 and len(set(found.values())) == 2, found
"""


def test_names_are_used_and_books_loaded_for_the_first_time_by_all():
    done = subprocess.run([sys.executable, "-W", "error", "-c", FRESH], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
