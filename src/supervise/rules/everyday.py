"""What people write first, and the words of the language that say it.

A law says *yearly*, *pause* or *inclusive*; the language says the same with words of its own. Whoever writes the word
of the law is told the word of the language, which no likeness of letters would find.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

__all__ = ["KEYS", "WORDS", "key_meant", "word_meant"]

_Row = tuple[str, str, str]


def _table(rows: Iterable[_Row]) -> Mapping[str, Mapping[str, str]]:
    """Return what is meant by place and word; a row holds a place, words with bars between them, and what they mean."""
    found: dict[str, dict[str, str]] = {}
    for place, words, meant in rows:
        found.setdefault(place, {}).update(dict.fromkeys(words.split(" | "), meant))
    return found


_OFTEN = (
    "how often says 'every' of a regime; the cadence says what it is counted from: the last time ('rolling'), or fixed "
    "days ('grid'), stretches ('block'), months ('month') or weekdays ('weekday')"
)
_SO_MANY = (
    "so many in each stretch of time are [[rule.regime.quota]] of a 'block'; in any stretch, wherever it begins, they "
    "are an 'any window'"
)
_UNIT = (
    "the unit stands in the length, as in '5 working days'; write here whether the day itself is the first "
    "('beginning with') or is left out ('after')"
)
_RUNS_ON = "did you mean 'runs on'? Where the state changes nothing at all leave 'suspended' out"
_BIRTHDAY = "it is an anchor: { birth = 'day' } with a grid of '1 year' for each year, { birthday = 18 } for an age"


def _length(period: str, unit: str) -> str:
    return f"no period; write '{period}', or '{unit}' for a block of the calendar"


# By the class of a closed choice; `event` stands for names of events and `length` for periods, which are no classes.
WORDS: Final = _table(
    (
        ("Cadence", "daily | weekly | monthly | quarterly | half-yearly | yearly | annual | annually", _OFTEN),
        ("Cadence", "interval | periodic | recurring | repeating | fixed | every", _OFTEN),
        ("Cadence", "single | one-off | one time | one-time", "did you mean 'once'?"),
        ("Cadence", "quota | count | contacts | calendar month | calendar quarter | calendar year", _SO_MANY),
        ("Counting", "inclusive | including | from", "where the day itself is the first write 'beginning with'"),
        ("Counting", "exclusive | excluding | following", "where the day itself is left out write 'after'"),
        ("Counting", "working days | business days | calendar days | days", _UNIT),
        (
            "Counting",
            "before | at least | plain",
            "before the anchor write 'after' (plain subtraction), or 'clear days' where neither end counts",
        ),
        ("Roll", "forward | forwards | following | next", "did you mean 'next open day'?"),
        ("Roll", "next working day | next business day", "did you mean 'next open day'?"),
        ("Roll", "back | backward | backwards | preceding | previous", "did you mean 'previous open day'?"),
        ("Roll", "previous working day | previous business day", "did you mean 'previous open day'?"),
        ("Effect", "pause | paused | pauses | toll | tolled | freeze | extend", "did you mean 'days do not count'?"),
        ("Effect", "none | ignore | ignored | continue | continues | no pause", _RUNS_ON),
        ("Effect", "reset | resets", "did you mean 'restarts'?"),
        ("TollEffect", "pause | pauses | toll | extend | extends | days do not count", "did you mean 'add the days'?"),
        ("TollEffect", "reset | resets | restart | restarts", "what begins the length again is 'reset_by' of the span"),
        ("Late", "ignore | ignored | reject | rejected | missed | not counted", "did you mean 'does not count'?"),
        (
            "Late",
            "count | counts | accepted | allowed | late",
            "say which it meets: 'fills the current', 'fills the oldest' or 'fills all'",
        ),
        ("Governs", "strictest | stricter | first | soonest", "did you mean 'the earliest due'?"),
        ("Governs", "latest | longest | last", "did you mean 'the laxest due'?"),
        ("DutyOf", "officer | supervisor | force | agency | authority", "write 'police', or 'another body'"),
        ("DutyOf", "person | subject | registrant", "did you mean 'offender'?"),
        ("Rebased", "none | nothing | due", "what no event moves is fixed in advance: cadence = 'grid'"),
        ("Term", "indefinite | indefinitely | lifetime | permanent | no end", "did you mean 'for life'?"),
        ("event", "birthday | date_of_birth | birth", _BIRTHDAY),
        ("event", "birth_month | month_of_birth", "it is an anchor: { birth = 'month' } with a cadence of months"),
        ("event", "discharge | departure", "the end of a state is written 'end.hospital', its start 'start.abroad'"),
        ("event", "offender | person | subject", "a duty of the offender alone has one_per = 'offender'"),
        ("length", "yearly | annual | annually | year | 1 calendar year", _length("1 year", "calendar year")),
        ("length", "monthly | month | 1 calendar month", _length("1 month", "calendar month")),
        ("length", "quarterly | quarter | 1 calendar quarter", _length("3 months", "calendar quarter")),
        ("length", "half-yearly | half-year | 1 calendar half-year", _length("6 months", "calendar half-year")),
        ("length", "weekly | week | 1 calendar week", _length("7 days", "calendar week")),
        ("length", "fortnightly", "no period; write '14 days'"),
        ("length", "daily", "no period; write '1 day'"),
    )
)

_LENGTH = "how long says 'within', 'before' or 'every': write it under [[rule.regime]]"
_RUN_OF = "a duty that stands only while a state lasts hangs on its runs: one_per = { run_of = … }"
_GRID = "what returns each year is a grid: cadence = 'grid', every = '1 year', counted from { first = … }"

# By the class of a table.
KEYS: Final = _table(
    (
        ("Rule", "due | deadline | period | interval | frequency | limit", _LENGTH),
        ("Rule", "satisfied_by | evidence | fulfilled_by", "did you mean 'met_by'?"),
        ("Rule", "pause | toll | suspend", "did you mean 'suspended'?"),
        ("Rule", "if | only_if | condition", "did you mean 'gate'?"),
        ("Rule", "only_while", _RUN_OF),
        ("Rule", "may", "what is permitted has must = false"),
        ("Regime", "window | start | end", "the first day is 'opens', the last 'within' or 'before'"),
        ("Regime", "due | deadline", "did you mean 'within'?"),
        ("Regime", "level", "write when = { level = … }, or by = 'level' with a length for each level"),
        ("While", "in | state | run_of", f"{_RUN_OF}; a span is named by 'span'"),
        ("Anchor", "each | event | of | any", "an event is named by 'first', or by 'last' of a rolling duty"),
        ("Anchor", "on | at | date", "a date of the fact is named by 'field'"),
        ("Anchor", "anniversary | anniversary_of", _GRID),
        ("Anchor", "in", "it stands among the names: release_after = ['convicted_on', 'in custody']"),
        ("Evidence", "event | events | of | kind | first | each", "did you mean 'any'?"),
        ("Evidence", "for", "agreement of fields is asked for by match = { for = 'id' }"),
        ("Limit", "clock | skips", "hours run as those of the regime: write it there, beside 'opens' or 'latest'"),
        ("Suspension", "while | state | states | during", "did you mean 'in'?"),
        ("Quota", "n | count | number | times | min | minimum", "did you mean 'at_least'?"),
        ("Quota", "max | maximum", "did you mean 'at_most'?"),
        ("SpanRule", "lasts | duration | period | years", "how long says 'lasts': write it under [[span.length]]"),
        ("SpanRule", "anchor | from", "did you mean 'start'?"),
        ("SpanRule", "until | ends | end", "a date that ends it is named by 'cut_by', an event by 'ended_by'"),
        ("SpanRule", "pause | tolled | suspended", "did you mean 'toll'?"),
        ("SpanLength", "years | months | length | period | duration", "did you mean 'lasts'?"),
        ("OrderKind", "id | name", "an order is named by its 'kind'"),
        ("Derive", "days | nights | hours | number | n | times | threshold", "did you mean 'reach'?"),
        ("Derive", "window | period", "did you mean 'within'?"),
        ("Group", "rules | members", "did you mean 'of'?"),
        ("StateRule", "to | end | ends", "did you mean 'until'?"),
    )
)


def word_meant(choice: str, word: str) -> str | None:
    """Return what says the same in the language, of a word that a closed choice does not have.

    >>> word_meant("Roll", "forward"), word_meant("Roll", "next opn day")
    ("did you mean 'next open day'?", None)
    """
    return WORDS.get(choice, {}).get(word.lower())


def key_meant(table: str, key: str) -> str | None:
    """Return what says the same in the language, of a key that a table does not have.

    >>> key_meant("Group", "rules"), key_meant("Group", "govern")
    ("did you mean 'of'?", None)
    """
    return KEYS.get(table, {}).get(key)
