"""A refused text to a number that is no contact, sent once more with its number added to a group."""

from dataclasses import fields
from typing import Any, Final

from bot.access import Who
from bot.errors import UserError
from bot.features.budgets.service import Budgets
from bot.features.permissions import Permissions
from bot.features.sends import refusals
from bot.features.sends.service import FORGOTTEN, SendService, found, note_confirmed
from bot.features.sends.weekly import UNLIMITED, Weekly
from bot.features.sms.service import ADDABLE
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, NewSend, Send, SendKind
from bot.store.states import SendState
from bot.texting.clock import Clock

_OTHERS: Final = ("parent_id", "line", "appointment_id", "appointment_text", "appointment_at", "again_of")
"""What says that a text belongs to a list, or to an appointment."""


class Resend:
    """Sends a refused text as a new one."""

    def __init__(
        self,
        database: Database,
        send_service: SendService,
        budgets: Budgets,
        permissions: Permissions,
        clock: Clock,
        weekly: Weekly = UNLIMITED,
    ) -> None:
        self._database = database
        self._send_service = send_service
        self._budgets = budgets
        self._permissions = permissions
        self._clock = clock
        self._weekly = weekly

    def with_group(self, send_id: str, group: str, who: Who) -> None:
        """Send a refused text as a new one, adding its number to a group first.

        The refused one stays as it is, and can be sent so once only, whoever asks. Raises
        :exc:`UserError` when somebody else did already, it was not refused for want of a contact, its words
        are no longer kept, or its time has passed.
        """
        now = self._clock()
        with self._database.write(urgent=True) as conn:
            old = found(sends.get(conn, send_id))
            self._permissions.require_send(old, who)
            refused = old.state is SendState.REFUSED and old.outcome_code in ADDABLE
            if not refused or old.kind is not SendKind.CONTACT:
                raise UserError("Only a text to a number that isn't in the contacts can be sent that way.")
            if old.body is None:
                raise UserError(FORGOTTEN)
            if old.held_by is HeldBy.SMSIT and old.send_at is not None and old.send_at <= now:
                raise UserError("The time of this text has passed. Write it again.")
            self._send_service.require_unlisted(conn, old, refusals.who(old.to_name, old.to_number))
            again = sends.insert_draft(conn, _again(old, old.body, group, who), now=now)
            if again.state is SendState.DRAFT:
                self._budgets.check(conn, again, again.send_at or now)
                self._weekly.require(conn, again, again.send_at or now)
            goes_at = {"goes_at": again.send_at or now}
            if sends.move(conn, again.id, SendState.QUEUED, now=now, only_from=SendState.DRAFT, **goes_at):
                note_confirmed(conn, again, now)
                self._send_service.enqueue(conn, again, again.attempts)
            elif again.user_id != who.user_id:
                raise UserError(
                    f"<@{again.user_id}> has sent this text again already; look for its own message."
                )


def _again(old: Send, body: str, group: str, who: Who) -> NewSend:
    """Return the same text once more, on its own: no list and no appointment looks after it.

    One the bot held has had its time and goes out now.
    """
    copied = {each.name: getattr(old, each.name) for each in fields(NewSend)}
    own = {"key": f"again:{old.id}", "team_id": who.team_id, "user_id": who.user_id}
    changed: dict[str, Any] = {"body": body, "add_to_group": group} | dict.fromkeys(_OTHERS)
    if old.held_by is not HeldBy.SMSIT:
        changed |= {"held_by": HeldBy.NONE, "send_at": None, "recurrence": None, "occurrences": 1}
    return NewSend(**copied | own | changed)
