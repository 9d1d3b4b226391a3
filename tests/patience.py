"""How long tests wait for what is bound to come: minutes, because the machine may be busy with other things.

Waits end with their condition, so a long limit costs time in tests that fail, and nowhere else. No test
depends on how fast the machine is.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

from bot.sandbox.slack import pulse
from tests.chaos import sized

PATIENCE_SECONDS: Final = pulse.PATIENCE_SECONDS * sized(1, 10)
ACK_SECONDS: Final = 30.0
"""How long the pretend Slack waits for an answer to what a person did.

Slack waits three seconds. That the bot is quicker on a machine at rest, `make bench` shows.
"""
LOOK_SECONDS: Final = 0.005
PATIENCE_MS: Final = PATIENCE_SECONDS * 1000


def wait_until(condition: Callable[[], object], moved: Callable[[], bool] = lambda: True) -> None:
    """Wait for something that tells nobody when it happens, such as a row of another process.

    Until `moved` says that it is worth while, a condition that costs much is asked more and more seldom: from
    every 5 ms down to every 40.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    pause = threading.Event()
    looks = 1
    while not condition():
        assert time.monotonic() < end, "nothing of the kind happened"
        for _ in range(looks):
            pause.wait(LOOK_SECONDS)
            if has_moved := moved():
                break
        looks = 1 if has_moved else min(2 * looks, 8)
