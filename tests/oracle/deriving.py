"""Events made out of others."""

from dataclasses import replace

from tests.oracle import presence
from tests.oracle.days import FOREVER, birthday


def events(world, derive):
    """Return the events that a book derives."""
    from tests.oracle import facts_tests

    found = [] if derive.of is None else world.past(world.selected(derive.of))
    if derive.where is not None:
        found = [event for event in found if facts_tests.where(world, derive.where, event)]
    how = {
        "first": first,
        "series": series,
        "presence in days": presence.days,
        "presence in nights": lambda *given: presence.days(*given, nights=True),
        "presence in hours": presence.hours,
        "count": count,
        "gap": gap,
        "age": age,
    }
    return world.past(how[derive.kind.value](world, derive, found))


def first(world, derive, found):
    """For each extent the first event on or after its first day, or the end of the state it lies in."""
    made = []
    for extent in world.extents(derive.per):
        later = [event for event in found if event.day >= extent.first]
        if not later:
            continue
        event = later[0]
        if derive.clear_of:
            for run in world.runs(*derive.clear_of):
                if run.holds(event.day):
                    event = replace(event, day=run.until, minute=None)
        if event.day != FOREVER:
            made.append(event)
    if derive.also is not None:
        made += world.past(world.selected(derive.also))
    unique = {event.identity: event for event in made}
    return list(unique.values())


def series(world, derive, found):
    """The so manyth event since the last reset."""
    reset = derive.reset_by
    resets = world.past(world.selected(reset.select)) if reset is not None else []
    marks = [(event.day, False, event.order(), event) for event in found]
    for event in resets:
        # A reset without a time of day comes last on its day.
        marks.append((event.day, event.minute is None, event.order(), None))
    made, run = [], []
    for _, _, _, event in sorted(marks, key=lambda mark: mark[:3]):
        if event is None:
            run = []
            continue
        run.append(event)
        if len(run) == derive.reach:
            made.append(replace(event, series=tuple(run)))
    return made


def count(world, derive, found):
    """Each event with which there are so many of its group, in all or in a stretch of time."""
    from tests.oracle.facts_tests import stretch

    made, groups = [], {}
    for event in found:
        before = groups.setdefault(derive.group and getattr(event.fact, derive.group), [])
        before.append(event)
        since = stretch(world, event.day, derive.in_, derive.within)
        if sum(since is None or each.day >= since for each in before) == derive.reach:
            made.append(event)  # it is that event, under another name
    return made


def gap(world, derive, found):
    """The days on which it has been so long since an event without an answer."""
    from tests.oracle.world import known_earlier

    sums = world.sums
    length = sums.after if derive.counting.value == "after" else sums.beginning_with
    answers = world.past(world.selected(derive.ended_by))
    made, answered = [], None
    for event in found:
        if answered is not None and (event.day < answered.day or known_earlier(event, answered)):
            continue  # one event is unanswered already
        later = [
            each
            for each in answers
            if each.identity != event.identity and each.day >= event.day and not known_earlier(each, event)
        ]
        answer = later[0] if later else None
        end = answer.day if answer else FOREVER
        day, times = length(event.day, derive.reach.months, derive.reach.days), 1
        start = day
        while day <= world.as_of and day < end:
            made.append(replace(event, day=day, minute=None, origin=derive.id))
            if derive.every is None:
                break
            day = sums.after(start, derive.every.months * times, derive.every.days * times)
            times += 1
        if answer is None:
            break
        answered = answer
    return made


def age(world, derive, found):
    """The birthday on which an age is reached."""
    from tests.oracle.world import Event

    born = world.offender.born_on
    if born is None:
        return []
    day = birthday(born, derive.reach, world.book.conventions.leap_birthday.value)
    return [Event(day, None, world.offender.id, None, "birthday")]  # whatever it is called
