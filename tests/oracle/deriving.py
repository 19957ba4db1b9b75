"""Events made out of others."""

from dataclasses import replace

from tests.oracle.days import DAY, FOREVER, hours_on, minute_of, months_after


def events(world, derive):
    """Return the events that a book derives."""
    from tests.oracle import facts_tests

    found = world.past(world.selected(derive.of))
    if derive.where is not None:
        found = [event for event in found if facts_tests.where(world, derive.where, event)]
    how = {
        "first": first,
        "series": series,
        "presence in days": presence_in_days,
        "presence in hours": presence_in_hours,
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


def grouped(derive, found):
    """Return the stays of each group; a stay without one stands alone."""
    groups = {}
    for event in found:
        key = getattr(event.fact, derive.group) or ("", event.id)
        groups.setdefault(key, []).append(event)
    return {(key if isinstance(key, str) else key[1]): held for key, held in groups.items()}


def presence_in_days(world, derive, found):
    """The first day on which the days touched within the last twelve months are enough."""
    made = []
    for key, stays in grouped(derive, found).items():
        start = min(stay.day for stay in stays)
        # An open stay reaches any number of days within that number of days after the last stay began.
        stop = max((stay.fact.until or stay.day + derive.reach * DAY) for stay in stays)
        touched, day = [], start
        while day <= stop:
            if any(stay.day <= day <= (stay.fact.until or FOREVER) for stay in stays):
                touched.append(day)
                opening = months_after(day, -derive.within.months)
                if sum(each > opening for each in touched) >= derive.reach:
                    made.append(replace(stays[0], day=day, minute=None, id=key, origin=derive.id))
                    break
            day += DAY
    return made


def presence_in_hours(world, derive, found):
    """The day on which a stay completes so many hours."""
    made = []
    for key, stays in grouped(derive, found).items():
        fired = [(day, stay) for stay in stays if (day := completes(world, derive.reach, stay.fact))]
        if fired:
            day, stay = min(fired, key=lambda pair: (pair[0], pair[1].order()))
            cautious = None if stay.fact.from_at else stay.day
            made.append(replace(stay, day=day, minute=None, id=key, origin=derive.id, cautious_day=cautious))
    return made


def completes(world, hours, stay):
    """Return the day on which a stay reaches so many hours; None if it never does."""
    arrival = minute_of(stay.from_at)
    reached = hours_on(stay.from_, arrival or 0, hours, world.zone, elapsed=True)
    if stay.until is not None:
        left = (stay.until, 24 * 60 if stay.until_at is None else minute_of(stay.until_at))
        if left < reached:
            return None
    if arrival is not None:
        return reached[0]
    return min(stay.from_ + DAY, stay.until or FOREVER)
