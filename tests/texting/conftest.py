"""The same examples every time, and none too slow for a busy machine.

`--hypothesis-profile=search` looks further.
"""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "search", parent=settings.get_profile("steady"), derandomize=False, max_examples=5_000
)
settings.load_profile("steady")
