"""Ports for what listens later, or never: no other program of this machine is given them meanwhile."""

import random
import socket
from typing import Final

OWN: Final = range(20_000, 30_000)
"""Below those that Linux and macOS give to whoever asks for any, such as each connection that is made."""
_CHANCE: Final = random.SystemRandom()
"""No other process that runs tests is to try the same ones in the same order."""


def free_port() -> int:
    """Return a port nothing listens on, and that nobody is given who asks for any."""
    for port in _CHANCE.sample(OWN, len(OWN)):
        try:
            with socket.create_server(("127.0.0.1", port)):
                return port
        except OSError:
            continue
    raise OSError("no port is free")
