"""What the clock asks SMS-iT: each question once, and none for a while after one stayed without an answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot.smsit import ContactReport, GroupReport, SmsItClient, Unavailable
from bot.texting.clock import Clock, Pause

T = TypeVar("T")

PAUSE_WHEN_DOWN: Final = timedelta(seconds=30)
"""A silent SMS-iT costs half a minute a question; hundreds of them would hold the clock up for hours."""


class Paused(Exception):  # noqa: N818 - a case, named as callers read it
    """The question was not asked; SMS-iT stayed silent a moment ago. ``until`` is when it may be."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class ReportClient:
    """Asks SMS-iT without anybody waiting for it. What is not answered is asked again by a later tick."""

    def __init__(self, client: SmsItClient, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._pause = Pause(PAUSE_WHEN_DOWN)

    def report(self, number: str) -> ContactReport:
        """Return the report on the newest text to a number. Raises :exc:`Paused` or :exc:`SmsItError`."""
        return self.ask(lambda client: client.contact_report(number, retry=False))

    def group_report(self, remote_id: str) -> GroupReport:
        """Return the report on a send to a group. Raises :exc:`Paused` or :exc:`SmsItError`."""
        return self.ask(lambda client: client.group_report(remote_id, retry=False))

    def balance(self) -> int:
        """Return the SMS credits. Raises :exc:`Paused` or :exc:`SmsItError`."""
        return self.ask(lambda client: client.credit_balance(retry=False))

    def ask(self, call: Callable[[SmsItClient], T]) -> T:
        """Return the answer to any one question. Raises :exc:`Paused` or :exc:`SmsItError`.

        ``call`` asks without trying again: the next tick does.
        """
        if not self._pause.is_over(self._clock()):
            raise Paused(self._pause.until)
        try:
            return call(self._client)
        except Unavailable:
            self._pause.begin(self._clock())
            raise
