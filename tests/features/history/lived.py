"""A broadcast that lived through much, and how its page and its files are asked for."""

import csv
import io
from datetime import timedelta

from bot.access import Who
from bot.store import approvals, audit, sends
from bot.store.approvals import Decision, NewRequest
from bot.store.audit import Event
from bot.store.database import Database
from bot.store.sends import Send
from bot.store.states import SendState
from tests.clock import START
from tests.features.history.harness import Harness
from tests.features.history.samples import GROUP, put
from tests.features.slack_harness import MAYA

SOON = START + timedelta(minutes=5)


def open_(harness: Harness, send: Send, who: Who = MAYA) -> str:
    harness.stories.open(harness.slack_harness.press({"type": "modal", "blocks": []}, send.id, who))
    return harness.shown


def pack(harness: Harness, send: Send, who: Who = MAYA) -> dict[str, list[list[str]]]:
    """Press the button; return the rows of the files."""
    harness.slack.files.clear()
    harness.stories.pack(harness.slack_harness.press({"type": "modal", "blocks": []}, send.id, who))
    return {
        name.removesuffix(".csv").rpartition("-")[2]: list(csv.reader(io.StringIO(text)))
        for name, text in harness.slack.files.items()
    }


def lived_through(database: Database) -> Send:
    """A broadcast that was rejected, changed, approved and sent."""
    send = put(database, **GROUP, state=SendState.DRAFT)
    with database.write() as conn:
        facts = {"kind": "group", "people": 17, "credits_upper": 34}
        audit.note(conn, Event.CONFIRMED, send.id, at=START, by="U0MAYA", facts=facts)
        sends.move(conn, send.id, SendState.AWAITING_APPROVAL, now=START)
        new = NewRequest(fingerprint="a" * 64, facts={}, expires_at=SOON, by="U0MAYA")
        approvals.ask(conn, send.id, new, now=START)
        approvals.decide(conn, send.id, 1, Decision.REJECTED, now=START, by="U0APO", reason="Too many")
        sends.move(conn, send.id, SendState.REJECTED, now=START, decided_by="U0APO")
        audit.note(
            conn, Event.CHANGED, send.id, at=SOON, by="U0MAYA", facts={"words": "changed", "credits": 17}
        )
        sends.move(conn, send.id, SendState.AWAITING_APPROVAL, now=SOON)
        approvals.ask(conn, send.id, new, now=SOON)
        approvals.decide(conn, send.id, 2, Decision.APPROVED, now=SOON, by="U0ADA")
        sends.move(conn, send.id, SendState.QUEUED, now=SOON)
        claimed = sends.claim(conn, send.id, token="t" * 32, now=SOON, limit_seconds=30)
        assert claimed is not None
        later = SOON + timedelta(seconds=9)
        sends.record(
            conn,
            send.id,
            token="t" * 32,
            to=SendState.ACCEPTED,
            now=later,
            attempting_at=SOON,
        )
        sends.move(conn, send.id, SendState.DELIVERED, now=later, successful=16, failed=1)
    return send
