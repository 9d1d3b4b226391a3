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

NO_ID: Final = "Type the ID that SMS-iT's panel shows for a group text: digits only, such as 41001."
UNKNOWN: Final = "SMS-iT has no group text with the ID {id}."
FOLLOWED: Final = "It's already followed here: see its message."
FROM_HERE: Final = "It was sent from Slack, and its own message follows it."


@dataclass(frozen=True, slots=True)
class GroupText:
    """What SMS-iT reports now of a text to a group.

    ``send`` is the broadcast, if it was sent from here: its own message follows it. ``followed`` is what
    follows one that was not, where it was asked about.
    """

    remote_id: str
    report: GroupReport
    send: Send | None
    followed: Send | None = None

    @property
    def may_be_followed(self) -> bool:
        """Whether no message follows it already."""
        return self.send is None and self.followed is None


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

    def look(self, remote_id: str, who: Who, channel: str | None) -> GroupText:
        """Ask SMS-iT for its report, once: a person waits, in a channel or (None) with the bot.

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
            ours = groups.by_remote_id(conn, remote_id, SendKind.GROUP)
            other = _follower(conn, remote_id, who, channel)
        return GroupText(remote_id, report, ours, other)

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
            to_phone="",
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
            if groups.by_remote_id(conn, remote_id, SendKind.GROUP) is not None:
                raise UserError(FROM_HERE)
            other = _follower(conn, remote_id, who, channel)
            if other is not None and other.key != key:
                raise UserError(FOLLOWED)
            made = sends.insert_draft(conn, new, now=now)
            if groups.accept_elsewhere(conn, made.id, remote_id, now=now):
                self._tracking.watch(conn, made.id, now)

        self._database.write_with_others(begin)


def _follower(conn: Connection, remote_id: str, who: Who, channel: str | None) -> Send | None:
    """Return what follows a text to a group in a channel, or with a person; None where nothing does."""
    found = groups.by_remote_id(conn, remote_id, SendKind.ELSEWHERE, channel=channel, of=who.user_id)
    return found if found is not None and found.state is SendState.ACCEPTED else None


def _an_id(typed: str) -> str:
    try:
        return checks.report_id("id", typed)
    except InvalidArgument:
        raise UserError(NO_ID) from None
