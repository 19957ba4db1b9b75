"""Laws of explanations, over registers with planted faults: all three forms of everything, and sums that come out.

The sums are redone here from their parts alone, with dateutil and nothing of the library's arithmetic.
"""

import datetime as dt
import json
import re

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings, strategies as st

from supervise import Offender, RegisterError, explain, load_rulebook, review
from supervise.sample import generate
from tests.property.test_flags import CANARY, OPEN, walked

BOOK = load_rulebook("england-wales@2026.1")
AS_OF = dt.date(2026, 6, 30)
DAY = dt.timedelta(days=1)
# What would be markup in a page: a tag, code, a column, a picture or link, emphasis; unless it is escaped.
MARKUP = re.compile(r"(?<!\\)(?:\\\\)*[<>`|*\[\]~]")
seeds = st.integers(0, 10_000)


def dirty(seed, offenders=2):
    """A few people, most with a planted fault, as plain data that can be read."""
    for record in generate(offenders, seed, AS_OF, dirty=0.9):
        try:
            Offender.from_dict(record)
        except RegisterError:
            continue
        yield record


def reviewed(data):
    return review(Offender.from_dict(data), BOOK, as_of=AS_OF)


def explanations(found):
    """Everything of a review explained: what it shows, each occurrence by its rule and key, and each flag."""
    yield explain(found)
    for rule, key in sorted({(row.rule, row.key) for row in found.schedule.all_obligations}):
        yield explain(found, rule=rule, key=key)
    for code, key in sorted({(flag.code, flag.key) for flag in found.flags}):
        yield explain(found, flag=code, key=key)


def objects(value):
    """Every object of plain data."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        yield from objects(each)


def recounted(parts):
    """The day that a sum of months and days gives; None for a sum of anything else, or one that is moved.

    The book counts to the last day of a month that lacks the day. A period that begins with a day ends the day before
    the corresponding day; where the month lacks that, the corresponding day is the first of the next.
    """
    moved = parts["left_out"] or parts["to_end_of"] or parts["to"] is None
    if moved or not (parts["months"] or parts["days"]) or parts["counting"] == "statutory days":
        return None
    start = dt.date.fromisoformat(parts["from"])
    months, days = relativedelta(months=parts["months"]), dt.timedelta(days=parts["days"])
    if parts["before"]:
        return start - months - days - (DAY if parts["counting"] == "clear days" else 0 * DAY)
    reached = start + months
    if parts["counting"] == "beginning with":
        corresponding = reached + DAY if reached.day != start.day else reached
        return corresponding + days - DAY
    return reached + days


@settings(max_examples=6)
@given(seeds)
def test_every_occurrence_and_every_flag_is_explained_in_all_three_forms(seed):
    for data in dirty(seed):
        found = reviewed(data)
        told, raised = set(), set()
        for why in explanations(found):
            plain = json.loads(why.json())
            text, page = why.text(), why.markdown()
            for each in (part for part in objects(plain) if "steps" in part):
                kinds = [step["kind"] for step in each["steps"]]
                if each["kind"] == "occurrence":
                    assert kinds[:2] == ["occurrence", "source"]
                    assert {"anchor", "standing"} <= set(kinds)
                    first, stood = each["steps"][0], each["steps"][kinds.index("standing")]
                    told.add((first["rule"], first["part"], first["key"], stood["status"], stood["due"]))
                elif each["kind"] == "flag":
                    raised.add((each["about"], each["key"]))
                for step in each["steps"]:
                    for words in step["words"]:
                        assert squeezed(words) in squeezed(text)
                        assert squeezed(words) in squeezed(page.replace("\\", ""))
        assert told == {
            (row.rule, row.part, row.key, row.status.value, row.due and row.due.isoformat())
            for row in found.schedule.all_obligations
        }
        assert raised == {(flag.code, flag.key) for flag in found.flags}


def squeezed(text):
    """A text without its white space, which differs where lines are wrapped, and without labels in between."""
    return "".join(text.split())


@settings(max_examples=6)
@given(seeds)
def test_every_sum_comes_out_when_it_is_redone_from_its_parts(seed):
    for data in dirty(seed):
        for why in explanations(reviewed(data)):
            for parts in objects(why.plain()):
                if "counting" in parts and "gives" not in parts and "counted" in parts:
                    expected = recounted(parts)
                    assert expected is None or expected.isoformat() == parts["to"], parts


@settings(max_examples=6)
@given(seeds)
def test_the_last_date_told_is_the_due_day_and_the_status_that_of_the_review(seed):
    for data in dirty(seed):
        found = reviewed(data)
        rows = [(row.rule, row.key, str(row.status), row.due and row.due.isoformat()) for row in found.obligations]
        passages = [each for each in explain(found).passages if each.kind == "occurrence"]
        standing = [next(step for step in each.steps if step.kind == "standing").parts for each in passages]
        told = [
            (each.about, each.keys[0], parts["status"], parts["due"])
            for each, parts in zip(passages, standing, strict=True)
        ]
        assert told == rows


@settings(max_examples=6)
@given(seeds)
def test_no_page_holds_markup_that_is_not_its_own(seed):
    for data in dirty(seed):
        marked = walked(data, lambda key, text: f"<b>|`{text}`*" if key in ("id", "by", "officer_id") else text)
        for why in explanations(reviewed(marked)):
            for line in why.markdown().splitlines():
                assert not MARKUP.search(line), line


@settings(max_examples=6)
@given(seeds)
def test_no_text_that_somebody_typed_is_ever_told(seed):
    for data in dirty(seed):
        typed = walked(data, lambda key, text: f"{CANARY} {text}" if key in OPEN else text)
        for why in explanations(reviewed(typed)):
            assert CANARY not in why.json()
            assert CANARY not in why.text().replace("\n", " ")
            assert CANARY not in why.markdown()


def test_the_recount_knows_each_way_of_counting():
    parts = {"left_out": [], "to_end_of": None, "to": "", "counting": "after", "before": False, "months": 1, "days": 0}
    parts["from"] = "2024-01-31"
    assert recounted(parts) == dt.date(2024, 2, 29)
    assert recounted(parts | {"counting": "beginning with"}) == dt.date(2024, 2, 29)
    assert recounted(parts | {"counting": "beginning with", "from": "2024-01-10"}) == dt.date(2024, 2, 9)
    assert recounted(parts | {"before": True}) == dt.date(2023, 12, 31)
    assert recounted(parts | {"before": True, "counting": "clear days", "months": 0, "days": 7}) == dt.date(2024, 1, 23)
    assert recounted(parts | {"months": 0}) is None
