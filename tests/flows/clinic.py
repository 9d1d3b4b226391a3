"""A clinic of its own for stories about appointments, with quiet hours in Britain, where Tom lives."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.settings import Mode
from tests.clock import FakeClock
from tests.flows import staff
from tests.flows.harness import Harness

POLICY = """
[roles]
viewer = ["*"]
sender = ["U0PRIYA"]
broadcaster = ["U0MAYA"]
admin = ["U0TOM"]
[quiet_hours]
default = "none"
GB = "20:00-08:00"
override = "admin"
"""


@contextmanager
def opened(
    folder: Path,
    policy: str = POLICY,
    clock: FakeClock | None = None,
    mode: Mode = Mode.SOCKET,
    **changed: str | None,
) -> Iterator[Harness]:
    """Start a bot with a policy of its own, in which Tom lives in London."""
    path = folder / "policy.toml"
    path.write_text(policy, encoding="utf-8")
    harness = Harness(folder, clock or FakeClock(), mode, {"POLICY_FILE": str(path), **changed})
    people = harness.sandbox.slack.people
    people[staff.TOM] = replace(people[staff.TOM], timezone="Europe/London")
    harness.open()
    try:
        yield harness
    finally:
        harness.close()


def in_days(harness: Harness, days: float, **more: float) -> datetime:
    """A moment so many days from now, on a whole hour."""
    then = harness.clock() + timedelta(days=days, **more)
    return then.replace(minute=0, second=0, microsecond=0)
