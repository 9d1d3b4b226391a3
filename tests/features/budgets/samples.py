"""Sends that take credits, and budgets that hold or do not."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.budgets.service import Budgets
from bot.policy.model import Budgets as Rules
from bot.store import sends
from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.tables import send
from tests.clock import START, FakeClock
from tests.store.samples import new_send

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
MAYA = Who("U0MAYA", "T0HARBOUR")


def the_budgets(
    rules: Rules, *, zone: ZoneInfo | None = LOS_ANGELES, clock: FakeClock | None = None
) -> Budgets:
    return Budgets(rules, zone, clock or FakeClock())


def put(conn: Connection, credits_: int, at: datetime | None = START, **changes: object) -> Send:
    """Record a send as far as its budget is concerned; a draft by default."""
    usual: dict[str, object] = {"state": SendState.DRAFT, "origin_channel": "C0FRONT"}
    draft = sends.insert_draft(conn, new_send(), now=START)
    values = usual | {"credits_upper": credits_, "goes_at": at} | changes
    rule = changes.get("recurrence")
    values["ends_at"] = datetime.fromisoformat(str(rule["until"])) if isinstance(rule, dict) else None
    conn.execute(send.update().where(send.c.id == draft.id).values(values))
    found = sends.get(conn, draft.id)
    assert found is not None
    return found


def refused(budgets: Budgets, conn: Connection, each: Send, at: datetime) -> str:
    """Return why a send does not fit its budgets; nothing when it does."""
    try:
        budgets.check(conn, each, at)
    except UserError as error:
        return error.sentence
    return ""
