"""So many events in any window of a length: each stretch begins where an event falls out of the one before."""

from tests.oracle import anchors, facts_tests, limits, proving
from tests.oracle.days import DAY
from tests.oracle.facts_tests import Hanging
from tests.oracle.following import Follower


def any_window(world, rule, case, used):
    """Return an occurrence for each event from the anchor on, and one for the next."""
    from tests.oracle import oracle

    if case.extent is not None and len(world.extents(case.extent.span.id)) > 1:
        raise facts_tests.NotCoveredError  # which of several extents an event is counted for is not said
    anchor = anchors.find(world, rule, rule.anchor, case)
    if anchor is None:
        return []
    if anchor is anchors.MISSING:
        return [oracle.dateless(world, rule, case)]
    days, found, before = [], [], anchor.day
    while True:
        hanging = Hanging(case.event, case.key, anchor.day, number=len(found) + 1, extent=case.extent)
        event = proving.meeting(world, rule, rule.met_by, hanging, None, anchor.day, case, (None, None), used)
        stop = event.day if event is not None else world.as_of
        start = anchor.day
        options = limits.options(world, rule, before, hanging)
        if before > world.as_of:
            # What is planned may give another regime by then, and whether it counts is not said.
            now = limits.options(world, rule, world.as_of, hanging)
            if {each.same_as() for each in now} != {each.same_as() for each in options}:
                raise facts_tests.NotCoveredError
        times = {option.regime.times for option in options if option.regime.times is not None}
        if len(times) > 1:
            raise facts_tests.NotCoveredError
        # Where nothing is asked, as many as a change may ask for.
        times = next(iter(times), next((each.times for each in rule.regime if each.times is not None), None))
        if times is not None and len(days) >= times:
            start = days[len(days) - times] + DAY
        hanging.anchor = start
        follower = Follower(world, rule, hanging, start, None, start, unmet=event is None)
        branches = follower.follow(stop, before)
        row, judged = oracle.summed(world, rule, case, anchors.Anchor(start), before, branches, [])
        if row.due is not None:
            row.opens = min(before, row.due)
        if rule.gate is not None:
            judged.gate = facts_tests.when(world, rule.gate, start, hanging)
        if rule.void_by:
            opens = row.opens, row.opens
            void = proving.meeting(world, rule, rule.void_by, hanging, anchor.event, start, case, opens, set())
            judged.void = void is not None
        row = oracle.settle(world, rule, case, row, event, judged)
        if event is None:
            return [*found, row]
        if row.status != "not_required":
            found.append(row)
        days.append(event.day)
        before = event.day
