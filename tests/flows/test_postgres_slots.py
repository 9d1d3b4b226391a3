"""A process whose slot is lost on PostgreSQL goes on with what it sends, and nobody calls that unknown."""

from pathlib import Path

from sqlalchemy import text

from bot.demo import environment
from bot.sandbox.smsit.faults import Fault
from bot.settings import Mode
from bot.store.states import SendState
from bot.texting.clock import utc_now
from tests.clock import FakeClock
from tests.flows.broadcasting import FORM, Broadcasts
from tests.flows.harness import Harness
from tests.flows.many import WORDS
from tests.flows.processes import bot_process
from tests.patience import PATIENCE_MS, wait_until
from tests.store import postgres

SLOTS = "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = 740189 ORDER BY objid"
END = (
    "SELECT pg_terminate_backend(pid, CAST(:patience AS bigint)) FROM pg_locks"
    " WHERE locktype = 'advisory' AND classid = 740189 AND pid <> pg_backend_pid()"
)
MINUTES = 20
"""As long as SMS-iT takes for the broadcast, until the test is done with it."""


def test_a_broadcast_goes_on_though_its_process_lost_its_slot_and_another_one_started(tmp_path: Path) -> None:
    url = postgres.emptied()
    harness = Harness(tmp_path, FakeClock(utc_now()), Mode.SOCKET, {"DATABASE_URL": url})
    shop = Broadcasts(harness)
    harness.sandbox.start()
    for _ in range(3):
        shop.join("Kept")
    shop.smsit.faults.add("smsgroup", Fault.SLOW, seconds=60 * MINUTES)
    given = environment(harness.sandbox, tmp_path / "bot.db") | {"DATABASE_URL": url}

    with bot_process(tmp_path, given, harness):
        shop.maya.command("/sms-broadcast")
        harness.modal(FORM)
        harness.wait_for(lambda: shop.maya.suggestions("To the group", "Kept"))
        shop.maya.choose("To the group", "Kept")
        shop.maya.fill("Message", WORDS)
        shop.confirmation(shop.check()).submit()
        harness.wait_for(lambda: shop.smsit.ledger)
        harness.start_bot()
        try:
            with harness.bot.database.engine.begin() as conn:
                held = conn.execute(text(SLOTS)).scalars().all()
                assert held == [0, 1]
                conn.execute(text(END), {"patience": PATIENCE_MS})  # until they are gone, and their locks too

            def both_have_one() -> bool:
                with harness.bot.database.read() as conn:
                    return len(conn.execute(text(SLOTS)).scalars().all()) == len(held)

            wait_until(both_have_one)
            harness.bot.engine._take_over({})  # type: ignore[attr-defined]  # as its clock does
            harness.tick()

            assert shop.newest().state is SendState.ATTEMPTING
            assert "Send again" not in str([each.blocks for each in harness.messages()])
        finally:
            harness.bot.stop()
    harness.sandbox.stop()
