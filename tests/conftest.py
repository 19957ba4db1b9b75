"""Settings of the whole suite: how hard Hypothesis tries, that a shipped rulebook is loaded once, and interrupts.

`ci` is the default and the same on every machine: the examples follow from the test alone, so that a failure seen
once is seen again. Choose another with `pytest --hypothesis-profile nightly`.
"""

import signal
from functools import cache, wraps

from hypothesis import HealthCheck, settings

from supervise import rules
from supervise.rules import loading

settings.register_profile(
    "ci",
    max_examples=100,
    derandomize=True,
    deadline=None,  # a slow machine is not a wrong result
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("fast", settings.get_profile("ci"), max_examples=15)
settings.register_profile("nightly", settings.get_profile("ci"), max_examples=2_000, derandomize=False)
settings.load_profile("ci")

# A shipped book never changes and is frozen. Loaded for every test that asks for it, it would take most of the time of
# the suite; so each process loads it once. What is more than a reference is loaded each time.
_SHIPPED = set(rules.shipped_rulebooks())
_load = loading.load_rulebook
_loaded = cache(_load)


@wraps(_load)
def _load_once(ref, **given):
    plain = isinstance(ref, str) and ref in _SHIPPED and not any(given.values())
    return _loaded(ref) if plain else _load(ref, **given)


# What a shell without job control starts in the background ignores interrupts, and so would what the tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

rules.load_rulebook = loading.load_rulebook = _load_once
