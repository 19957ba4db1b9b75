"""The tests of the format page: on the fields of one fact (`where`), and on the offender on a day (`when`).

A test on the offender is true, false or, where a deciding fact is missing, None.
"""

import datetime as dt

from tests.oracle.days import DAY, FOREVER, birthday, unit_of

NOTIFIED_HOME = ("s83", "s84", "s85")


def where(world, tests, event):
    """Tell whether all tests hold for the fact of an event."""
    from tests.oracle.world import attribute, given

    return (
        all(
            field_test(world, test, given(event.fact, key), event, attribute(key)) for key, test in tests.fields.items()
        )
        and all(where(world, each, event) for each in tests.all_)
        and (not tests.any_ or any(where(world, each, event) for each in tests.any_))
        and (tests.not_ is None or not where(world, tests.not_, event))
        and (tests.on_the_day is None or when(world, tests.on_the_day, event.day, Hanging(event)) is True)
        and (tests.around is None or around(world, tests.around, event))
    )


def field_test(world, test, value, event, key):
    """Tell whether one field passes one test; None as value: it is not given."""
    from tests.oracle.world import given

    if test.given is not None:
        return (value is not None) == test.given
    if test.is_ == "the notified home":
        return value is None or is_notified_home(world, value, event.day)
    if test.is_ == "trained staff":
        return True  # no workforce is given here
    if value is None and test.words is not None and False in test.words and getattr(event.fact, key) is False:
        value = False  # a field that says no, as against one that is not given
    if value is None:
        return bool(test.unset_passes or test.not_ is not None)
    if test.is_ == "reached":
        return value <= world.as_of
    if test.is_ is not None:
        return (value == world.offender.force) == (test.is_ == "this force")
    values = value if isinstance(value, tuple) else (value,)
    if test.words is not None and not any(each in test.words for each in values):
        return False
    if test.not_ is not None and any(each in test.not_ for each in values):
        return False
    if test.only is not None and not all(each.kind == test.only for each in values):
        return False
    if test.same_as is not None and value != given(event.fact, test.same_as):
        return False
    if test.differs_from is not None:
        other = given(event.fact, test.differs_from)
        if other is None or other == value:
            return False
    if test.weekday is not None and value.strftime("%A").lower() not in [each.value for each in test.weekday]:
        return False
    if test.between is not None:
        first, last = (int(each[:2]) * 60 + int(each[3:]) for each in test.between)
        minutes = range(first, last + 1) if first <= last else (*range(first, 24 * 60), *range(last + 1))
        if int(value[:2]) * 60 + int(value[3:]) not in minutes:
            return False
    if test.other_than is not None and set(values) & people(world, test.other_than, event):
        return False
    bounds = (
        (test.at_least, lambda a, b: a >= b),
        (test.more_than, lambda a, b: a > b),
        (test.at_most, lambda a, b: a <= b),
        (test.less_than, lambda a, b: a < b),
    )
    return all(bound is None or compare(value, bound) for bound, compare in bounds)


def people(world, names, event):
    """Return the ids of the people a test names."""
    found = set()
    for name in names:
        if name == "the manager":
            for fact in world.offender.managers:
                if fact.from_ is not None and fact.from_ <= event.day < (fact.until or FOREVER):
                    found.add(fact.officer_id)
        elif name == "the officers":
            found |= set(event.fact.officers)
        else:
            found |= {officer for visit in event.series for officer in visit.fact.officers}
    return found


def is_notified_home(world, address_id, day):
    """Tell whether an id is that of an address lived in on a day (or ended on it)."""
    return any(
        fact.address_id == address_id
        and fact.kind in ("main", "place_found")
        and fact.from_ is not None
        and fact.from_ <= day <= (fact.until or FOREVER)
        for fact in world.offender.addresses
    )


def agrees(match, other, mine, *, strict=False):
    """Tell whether another fact agrees with mine in every pair of fields that both give."""
    from tests.oracle.world import given

    for theirs, ours in match.items():
        left, right = given(other, theirs), given(mine, ours)
        if left is None or right is None:
            if strict:
                return False
        elif left != right:
            return False
    return True


def around(world, tests, event):
    """Tell whether another event lies around a date of this fact."""
    from tests.oracle.world import given

    middle = None
    if tests.field is not None:
        middle = given(event.fact, tests.field)
        if middle is None:
            return False
    for other in world.past(world.selected(tests.of)):
        if other.fact is event.fact or not agrees(tests.match, other.fact, event.fact, strict=tests.strict):
            continue
        if middle is None or middle - tests.before * DAY <= other.day <= middle + tests.after * DAY:
            return True
    return False


class Hanging:
    """What a duty hangs on, as far as tests ask: the event, the anchor, the number in the chain, the window."""

    def __init__(self, event=None, key=None, anchor=None, number=1, last=None, extent=None):
        self.event = event
        self.key = key
        self.anchor = anchor
        self.number = number
        self.last = last
        self.extent = extent


def own_extents(extents, hanging):
    """Return those of the thing it hangs on; all, where it hangs on nothing the span is counted for."""
    if hanging.event is None:
        return extents
    fact, key = hanging.event.fact, hanging.key
    if any(type(each.fact) is type(fact) for each in extents):
        return [each for each in extents if each.key == key]
    # A key that is not the id of the fact is a field of it, and names one of any array.
    named = hanging.event.id != key or (fact is not None and fact.id != key)
    return [each for each in extents if named and each.key == key] or extents


def when(world, tests, day, hanging):
    """Tell whether all tests on the offender hold on a day: True, False or None (undecided)."""
    answers = list(_answers(world, tests, day, hanging))
    if tests.all_:
        answers += [when(world, each, day, hanging) for each in tests.all_]
    if tests.any_:
        options = [when(world, each, day, hanging) for each in tests.any_]
        answers.append(True if True in options else None if None in options else False)
    if tests.not_ is not None:
        answer = when(world, tests.not_, day, hanging)
        answers.append(None if answer is None else not answer)
    return False if False in answers else None if None in answers else True


def _answers(world, tests, day, hanging):
    event = hanging.event
    plan = world.plan(day)
    if tests.level is not None:
        level = world.level(day)
        yield None if level is None else level in tests.level
    if tests.mode is not None:
        yield ((plan and plan.mode) or "active") == tests.mode
    if tests.plan_interval is not None:
        yield bool(plan and plan.interval) == (tests.plan_interval == "set")
    if tests.last_notified_home is not None:
        yield last_notified_home(world, day) == tests.last_notified_home
    if tests.lead_agency is not None:
        yield lead_agency(world, day) in tests.lead_agency
    if tests.in_ is not None:
        yield world.holds(tests.in_, day)
    if tests.not_in is not None:
        yield not world.holds(tests.not_in, day)
    if tests.since is not None:
        yield day >= tests.since
    if tests.before is not None:
        yield day < tests.before
    if tests.fact is not None:
        yield where(world, tests.fact, event)
    if tests.gap is not None:
        yield gap(tests.gap, event.fact)
    if tests.age is not None:
        yield age(world, tests.age, event and event.fact, day)
    if tests.occurrence is not None:
        yield hanging.number == tests.occurrence
    if tests.covered is not None:
        yield covered(world, tests.covered, hanging)
    if tests.some is not None:
        yield around(world, tests.some, event)
    if tests.indefinite is not None:
        yield hanging.extent.for_life == tests.indefinite
    if tests.ended_early is not None:
        ended = own_extents(world.extents(tests.ended_early), hanging)
        ended = [each for each in ended if each.last == day]
        yield bool(ended) and all(each.early for each in ended)
    if tests.after is not None:
        yield any(each.day < day for each in world.past(world.named(tests.after)))
    if tests.count is not None:
        yield counted(world, tests.count, day)
    if tests.other is not None:
        yield other_duty(world, tests.other, day, event)
    if tests.known is not None:
        # Put after the others: of what fails anyhow nothing is missing.
        from tests.oracle.world import given

        yield None if any(given(event.fact, name) is None for name in tests.known) else True
    if tests.first_of is not None:
        events = world.past(world.named(tests.first_of))
        # What is missed of another duty, say, is an event of its own.
        yield bool(events) and (events[0].day, events[0].identity) == (event.day, event.identity)


def stretch(world, day, block, within):
    """Return the first day of the stretch that ends with a day, or of the unit it lies in; None for all time."""
    block = block or (within if within is not None and within.calendar else None)
    if block is not None:
        return unit_of(day, block.calendar[1])[0]
    if within is None:
        return None
    if day.year == dt.date.min.year:
        return dt.date.min  # the day before all others, on which nothing has happened yet
    return world.sums.before(day, within.months, within.days) + DAY


def counted(world, test, day):
    """Tell whether so many events lie on a day or before it, those planned too."""
    first = stretch(world, day, test.in_, test.within)
    events = world.selected(test.of)
    number = sum(each.day <= day and (first is None or each.day >= first) for each in events)
    return (test.at_least is None or number >= test.at_least) and (test.at_most is None or number <= test.at_most)


def other_duty(world, test, day, event):
    """Tell whether an occurrence of another rule stands so."""
    for row in world.outcomes.get(test.rule, ()):
        if test.status is not None and row.status not in test.status:
            continue
        if test.opens_within is not None:
            end = world.sums.after(day, test.opens_within.months, test.opens_within.days)
            if row.opens is None or not day <= row.opens < end:
                continue
        if agrees(test.match, row.hanging and row.hanging.fact, event and event.fact):
            return True
    return False


def last_notified_home(world, day):
    """Return the kind of home notified last by a day."""
    told = []
    for fact in world.offender.notifications:
        if fact.kind in NOTIFIED_HOME and fact.home_kind and fact.on:
            told.append((fact.on, fact.id, fact.home_kind))
    for fact in world.offender.addresses:
        kind = {"main": "sole_or_main", "place_found": "place_found"}.get(fact.kind)
        if kind and fact.notified_on:
            told.append((fact.notified_on, fact.id, kind))
    told = [each for each in told if each[0] <= min(day, world.as_of)]
    return max(told)[2] if told else None


def lead_agency(world, day):
    """Return the agency of the lead manager who began last by a day; if that is the police, the one mappa names."""
    leads = [fact for fact in world.offender.managers if fact.role == "lead"]
    last = world.latest(leads, day)
    if last and last.agency not in (None, "police"):
        return last.agency
    told = [fact for fact in world.offender.mappa if fact.lead_agency]
    named = [fact for fact in told if fact.until is None or day < fact.until + world.end]
    last = world.latest(named, day)
    return last.lead_agency if last else "police"


def gap(test, fact):
    """Tell whether the days between two dates of a fact are within bounds."""
    from tests.oracle.world import given

    start = given(fact, test.from_)
    ends = [given(fact, name) for name in test.to if given(fact, name)]
    if start is None or not ends:
        return None
    days = (ends[0] - start).days
    return (test.more_than is None or days > test.more_than) and (test.less_than is None or days < test.less_than)


def age(world, test, fact, day):
    """Tell whether someone was under an age on a date of a fact, or on the day."""
    from tests.oracle.world import given

    stated = test.stated and getattr(fact, test.stated)
    if stated is not None:
        return stated < test.under
    dates = [given(fact, name) for name in test.on if given(fact, name)] if test.on else [day]
    born = world.offender.born_on
    if born is None or not dates:
        return None
    return dates[0] < birthday(born, test.under, world.book.conventions.leap_birthday.value)


def covered(world, test, hanging):
    """Tell whether an earlier extent of a span holds all through the window; None where nobody knows its anchor."""
    anchor, last = hanging.anchor, hanging.last
    if anchor is None:
        return None
    fact = getattr(hanging.event, "fact", None)
    for extent in world.extents(test.span):
        beside = type(extent.fact) is type(fact) and extent.key < hanging.key
        earlier = extent.holds < anchor or (extent.holds == anchor and beside)
        if extent.key == hanging.key or not earlier:
            continue
        if extent.last < anchor or (last is not None and extent.last < last and not test.on_the_day):
            continue
        if test.by is None:
            return True
        told = world.past(world.selected(test.by))
        if any(extent.holds <= each.day <= anchor for each in told):
            return True
    return False


class NotCoveredError(Exception):
    """A case that the page leaves to the reader, and that is compared with nothing."""
