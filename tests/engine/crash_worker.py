"""A process that sends texts until it is killed."""

import http.client
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.engine.attempts import Accepted, NotSent, Outcome, Unknown, attempt_once, sweep
from bot.engine.dbos_engine import DbosEngine
from bot.features.sends.ledger import SendLedger
from bot.store import Database, SendState, sends
from bot.store.sends import NewSend, Send
from bot.store.tables import send as send_table
from tests.chaos import sized

SENDS = sized(80, 800)
LIMIT_SECONDS = 60
"""Long: only what ran in a process that was killed is to end unknown, however slow the machine is."""
LEDGER = SendLedger(limit_seconds=LIMIT_SECONDS, margin=timedelta(seconds=1))


def clock() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def seed(database: Database, engine: DbosEngine) -> None:
    """Queue the sends, unless another process did."""
    with database.write() as conn:
        if conn.execute(select(func.count()).select_from(send_table)).scalar():
            return
        for index in range(SENDS):
            new = NewSend(
                key=str(index),
                team_id="T",
                user_id="U",
                to_number=f"1415555{index:04}",
                to_phone=f"1415555{index:04}",
                body="Hello",
                sender="14155550000",
                segments=1,
                credits=1,
                credits_upper=1,
            )
            draft = sends.insert_draft(conn, new, now=clock())
            sends.move(conn, draft.id, SendState.QUEUED, now=clock())
            engine.enqueue(conn, "attempt", {"send": draft.id}, key=draft.id, queue="send")


def main(url: str, port: int) -> None:
    """Work for ever."""
    database = Database(url)
    database.migrate()
    engine = DbosEngine(database, queues={"send": 4}, polling_seconds=0.05)

    def request(send: Send) -> Outcome:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_SECONDS)
        try:
            connection.connect()
        except ConnectionRefusedError:
            return NotSent()
        try:
            connection.request("POST", "/", body=send.to_number)
            connection.getresponse().read()
        except OSError:
            return Unknown("reset")
        return Accepted()

    def attempt(args: Mapping[str, str]) -> None:
        attempt_once(database, LEDGER, args["send"], request, clock=clock)

    def tick(_args: Mapping[str, str]) -> None:
        sweep(database, LEDGER, clock)

    engine.clock("tick", "* * * * * *")
    engine.launch({"attempt": attempt, "tick": tick})
    seed(database, engine)
    threading.Event().wait()
