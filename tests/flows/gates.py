"""Gates before the answers of the pretend SMS-iT, which has done all by then, and before drawings."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.faults import Fault
from bot.slack.outgoing.modals import Modals
from tests.patience import PATIENCE_SECONDS


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


@contextmanager
def drawing_held(
    monkeypatch: pytest.MonkeyPatch, title: str, waited_for: float = 0.01
) -> Iterator[tuple[Event, Event]]:
    """Let no form of this title be drawn again until the second event is set, as when Slack is slow.

    The first one tells that one is about to be. An answer waits for it so many seconds at most.
    """
    begun, go_on, update = Event(), Event(), Modals.update

    def held(self: Modals, view: dict[str, Any], **name: str) -> bool:
        if view["title"]["text"] == title:
            begun.set()
            assert go_on.wait(PATIENCE_SECONDS)
        return update(self, view, **name)

    with monkeypatch.context() as patched:
        patched.setattr(Modals, "update", held)
        patched.setattr("bot.slack.outgoing.background.OVERTAKEN_SECONDS", waited_for)
        try:
            yield begun, go_on
        finally:
            go_on.set()


@contextmanager
def drawn_meanwhile(
    monkeypatch: pytest.MonkeyPatch, title: str, submit: Callable[[], object]
) -> Iterator[None]:
    """Begin to draw a form of this title, and have it drawn when it has been submitted."""
    answered = Event()

    def submits() -> None:
        submit()
        answered.set()

    with drawing_held(monkeypatch, title, PATIENCE_SECONDS) as (begun, go_on):
        yield
        assert begun.wait(PATIENCE_SECONDS)
        submitting = threading.Thread(target=submits)
        submitting.start()
        assert not answered.wait(0.05), "the answer was there before the drawing, which clears it"
        go_on.set()
        assert answered.wait(PATIENCE_SECONDS)
        submitting.join(PATIENCE_SECONDS)
