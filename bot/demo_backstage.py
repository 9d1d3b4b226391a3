"""What the demo's page may know of the bot: what people may type, and what they tried, by its database."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select

from bot.access import Who
from bot.app import Bot
from bot.sandbox.page.backstage import Suggestion
from bot.sandbox.page.guide import Thing
from bot.sandbox.slack.people import TEAM
from bot.store.appointment_calls import CallState
from bot.store.approvals import Decision
from bot.store.sends import SendKind
from bot.store.states import TAKEN, SendState
from bot.store.tables import appointment_call, approval, change_plan, send, verification
from bot.store.verifications import Stage

_WENT_OUT = TAKEN | {SendState.RUNNING, SendState.PAUSED}


class BehindThePage:
    """What the page may know of the bot: what people may type, and what happened by its database."""

    def __init__(self, bot: Bot | None = None) -> None:
        self.bot = bot

    def suggestions(self, user_id: str) -> Sequence[Suggestion]:
        """Return the verbs this person may use; nothing before the bot runs."""
        if self.bot is None:
            return ()
        verbs = self.bot.commands.allowed(Who(user_id, TEAM.id))
        return [_suggestion(f"/sms {verb.name}", verb.usage, verb.summary) for verb in verbs if verb.name]

    def done(self) -> frozenset[str]:
        """Return which of the things to try happened; nothing before the bot runs."""
        if self.bot is None:
            return frozenset()
        with self.bot.database.read() as conn:
            return frozenset(thing for thing, query in _HAPPENED.items() if conn.execute(query).first())


def _suggestion(line: str, usage: str, summary: str) -> Suggestion:
    return Suggestion(line, usage.removeprefix(line).strip(), summary)


def _sent(kind: SendKind) -> Select[tuple[str]]:
    alone = (send.c.kind == kind) & send.c.parent_id.is_(None) & send.c.appointment_id.is_(None)
    return select(send.c.id).where(alone & send.c.state.in_(_WENT_OUT)).limit(1)


_HAPPENED = {
    Thing.TEXT: _sent(SendKind.CONTACT),
    Thing.LIST: _sent(SendKind.LIST),
    Thing.GROUP: select(approval.c.send_id)
    .where(approval.c.decision.in_((Decision.APPROVED, Decision.REJECTED)))
    .limit(1),
    Thing.CODE: select(verification.c.send_id).where(verification.c.state == Stage.VERIFIED).limit(1),
    Thing.APPOINTMENT: select(appointment_call.c.appointment_id)
    .where(appointment_call.c.state == CallState.ACCEPTED)
    .group_by(appointment_call.c.appointment_id)
    .having(func.count(appointment_call.c.at.distinct()) > 1)
    .limit(1),
    Thing.REPEAT: select(send.c.id).where(send.c.state.in_((SendState.REPEATING, SendState.ENDED))).limit(1),
    Thing.DAY_OFF: select(change_plan.c.id)
    .where(change_plan.c.day.is_not(None) & change_plan.c.confirmed_at.is_not(None))
    .limit(1),
}
"""What shows that a thing was tried. A lost reply and what Sam typed are seen by the sandbox itself."""
