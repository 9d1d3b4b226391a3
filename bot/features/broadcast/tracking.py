"""Following a broadcast: what the carriers say of it, asked again and again until it settles.

SMS-iT's report knows two figures. ``successful`` means handed to a carrier, not arrived; it may go down, and
the two may never add up to the people. So figures are kept as they came, and a broadcast counts as through
only when they account for everybody and have stayed the same for a while.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.engine.followup import Answer, Learned, NotAsked
from bot.features.delivery.service import Paused, ReportClient
from bot.smsit import GroupReport, SmsItError
from bot.store import follow_ups, messages, sends
from bot.store.messages import Purpose
from bot.store.sends import Send, groups
from bot.store.sends.groups import Report
from bot.store.states import SendState

SETTLED_AFTER: Final = 3
"""Answers in a row with the same figures after which they are taken for the last ones."""
STEADY_AFTER: Final = 5
"""The same where nobody knows how many people there were: more than twenty minutes, as answers come."""


class Tracking:
    """Begins to follow broadcasts, and asks how they fare."""

    def __init__(self, report_client: ReportClient, follow_for: timedelta) -> None:
        self._report_client = report_client
        self._follow_for = follow_for

    def begin(self, conn: Connection, send: Send, now: datetime) -> None:
        """Follow a broadcast that has been accepted, with its details in the thread.

        Without the id SMS-iT reports by, nothing can be learned of it: that is its end.
        """
        if send.remote_id is None:
            sends.move(conn, send.id, SendState.NO_NEWS, now=now, only_from=SendState.ACCEPTED)
            return
        follow_ups.start(conn, send.id, now, now + self._follow_for)
        messages.open_another(conn, send.id, Purpose.DETAILS)

    def watch(self, conn: Connection, send_id: str, now: datetime) -> None:
        """Follow what was sent elsewhere; it has no details."""
        follow_ups.start(conn, send_id, now, now + self._follow_for)

    def poll(self, send: Send) -> Answer:
        """Ask for the report on a broadcast; none when SMS-iT gave no answer."""
        if send.remote_id is None:
            return Learned({}, final=SendState.NO_NEWS)
        try:
            report = self._report_client.group_report(send.remote_id)
        except Paused as pause:
            return NotAsked(pause.until)
        except SmsItError:
            return None
        return learned(send, report)


def learned(send: Send, report: GroupReport) -> Learned:
    """Return what a report adds to what is known of a broadcast.

    ``report_repeats`` counts the answers in a row that brought the same figures, so that a restart forgets
    none of them.
    """
    same = (report.successful, report.failed) == (send.successful, send.failed)
    times = (send.report_repeats or 0) + 1 if same else 1
    values = {"successful": report.successful, "failed": report.failed, "report_repeats": times}
    return Learned(values, final=_final(send.people, report, times), noted=None if same else _noted(report))


def _final(people: int, report: GroupReport, times: int) -> SendState | None:
    told = report.successful + report.failed
    is_over = told >= people and times >= SETTLED_AFTER if people else told > 0 and times >= STEADY_AFTER
    if not is_over:
        return None
    return SendState.DELIVERED if report.successful else SendState.UNDELIVERED


def _noted(report: GroupReport) -> Callable[[Connection, Send, datetime], None]:
    def note(conn: Connection, send: Send, now: datetime) -> None:
        groups.add_report(conn, send.id, Report(now, report.successful, report.failed))

    return note
