"""A gate before the answers of the pretend SMS-iT: what it answers is done, and the bot does not know yet."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.faults import Fault


class Gate:
    """Keeps answers back until it is opened."""

    def __init__(self) -> None:
        self._opened = threading.Event()

    def open(self) -> None:
        self._opened.set()

    async def wait(self, _seconds: float) -> None:
        await asyncio.to_thread(self._opened.wait)


@contextmanager
def gate(smsit: Account, after: int = 0, *, endpoint: str = "smscontact") -> Iterator[Gate]:
    """Let this many calls be answered; the answers to those that follow wait for the gate to open."""
    made, asleep = Gate(), smsit.sleep
    smsit.sleep = made.wait
    if after:
        smsit.faults.add(endpoint, Fault.NUMBER_STATUS, times=after)
    smsit.faults.add(endpoint, Fault.SLOW, times=None)
    try:
        yield made
    finally:
        made.open()
        smsit.faults.clear()
        smsit.sleep = asleep
