"""Texts to groups that were sent from SMS-iT's own panel: how they fare, by the id that stands there.

SMS-iT tells two figures of them and nothing else: neither the group nor its size, nor the words.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.broadcast.tracking import Tracking
from bot.smsit import GroupReport, InvalidArgument, SmsItClient, SmsItError, UnknownReport, checks
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import NewSend, Send, SendKind, groups
from bot.store.states import SendState
from bot.texting.clock import Clock

NO_ID: Final = "Type the id that SMS-iT's panel shows for a text to a group: digits only, as in 41001."
UNKNOWN: Final = "SMS-iT knows of no text to a group with the id {id}."
FOLLOWED: Final = "This one is followed here already: its message is further up."
FROM_HERE: Final = "This one was sent from here, and its own message follows it."


@dataclass(frozen=True, slots=True)
class GroupText:
    """What SMS-iT reports now of a text to a group; ``send`` is the broadcast, if it was sent from here."""

    remote_id: str
    report: GroupReport
    send: Send | None

    @property
    def is_followed(self) -> bool:
        """Whether a broadcast of ours is, whose message says all this."""
        return self.send is not None and self.send.state is SendState.ACCEPTED


class Elsewhere:
    """Looks such texts up, and has them followed."""

    def __init__(
        self,
        database: Database,
        client: SmsItClient,
        tracking: Tracking,
        clock: Clock,
    ) -> None:
        self._database = database
        self._client = client
        self._tracking = tracking
        self._clock = clock

    def look(self, remote_id: str) -> GroupText:
        """Ask SMS-iT for its report, once: somebody waits.

        Raises :exc:`UserError` when this is no id, or none SMS-iT knows, or it does not answer.
        """
        remote_id = _an_id(remote_id)
        try:
            report = self._client.group_report(remote_id, retry=False)
        except UnknownReport:
            raise UserError(UNKNOWN.format(id=remote_id)) from None
        except SmsItError as error:
            raise UserError(error.sentence) from None
        with self._database.read() as conn:
            return GroupText(remote_id, report, groups.by_remote_id(conn, remote_id, SendKind.GROUP))

    def follow(self, key: str, remote_id: str, who: Who, channel: str | None) -> None:
        """Follow one with a message in a channel, or with the person; durable when it returns.

        ``key`` is what Slack repeats: the same press again changes nothing. Raises :exc:`UserError` when it
        is followed there already.
        """
        new = NewSend(
            key=key,
            kind=SendKind.ELSEWHERE,
            team_id=who.team_id,
            user_id=who.user_id,
            origin_channel=channel,
            to_number="",
            body="",
            sender="",
            segments=0,
            credits=0,
            credits_upper=0,
            people=0,
        )
        remote_id = _an_id(remote_id)

        def begin(conn: Connection) -> None:
            now = self._clock()
            ours = groups.by_remote_id(conn, remote_id, SendKind.GROUP)
            if ours is not None and ours.state is SendState.ACCEPTED:
                raise UserError(FROM_HERE)
            other = groups.by_remote_id(conn, remote_id, SendKind.ELSEWHERE, channel=channel, of=who.user_id)
            if other is not None and other.state is SendState.ACCEPTED and other.key != key:
                raise UserError(FOLLOWED)
            made = sends.insert_draft(conn, new, now=now)
            if groups.accept_elsewhere(conn, made.id, remote_id, now=now):
                self._tracking.watch(conn, made.id, now)

        self._database.write_with_others(begin)


def _an_id(typed: str) -> str:
    try:
        return checks.report_id("id", typed)
    except InvalidArgument:
        raise UserError(NO_ID) from None
