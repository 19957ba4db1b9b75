"""Settings of the whole suite: how hard Hypothesis tries.

`ci` is the default and the same on every machine: the examples follow from the test alone, so that a failure seen
once is seen again. Choose another with `pytest --hypothesis-profile nightly`.
"""

from hypothesis import HealthCheck, settings

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
