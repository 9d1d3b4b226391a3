"""What people did long ago is forgotten by the bot itself: no byte of its files tells whom it was about."""

import pytest

from bot.features.delivery.jobs import RETENTION
from bot.store.states import SendState
from bot.store.tables import metadata
from tests.flows import staff
from tests.flows.conftest import OpenHouse
from tests.flows.harness import ADA, Harness
from tests.flows.listing import Lists
from tests.flows.many import APPROVALS

pytestmark = [pytest.mark.long, pytest.mark.measured]

FILE = "zebra-patients.csv"
WORDS = "Your zebra is ready."
NUMBERS = tuple(f"1415556{last:04}" for last in range(26))
TRACES = ("zebra", "5550100", "Lovelace", "5560007", "no giraffes")


def held_by(harness: Harness) -> list[str]:
    """Which traces stand in any byte of the database, its log or its journal, and where."""
    files = {each.name: each.read_bytes() for each in harness.folder.glob("bot.db*")}
    return [
        f"{trace} in {name}" for name, held in files.items() for trace in TRACES if trace.encode() in held
    ]


def ask(shop: Lists, text: str) -> None:
    """Have a list wait for a second person, whose rows stand in a file."""
    rows = "\n".join(("phone", *NUMBERS)).encode()
    shop.confirmation(shop.compose(rows, text, name=FILE))
    staff.confirm(shop.harness)
    shop.until(SendState.AWAITING_APPROVAL)


def test_lists_that_were_approved_rejected_and_changed_leave_no_name_of_their_file(
    open_harness: OpenHouse,
) -> None:
    harness = open_harness()
    harness.send(f"/sms {ADA} {WORDS}")
    harness.until(SendState.ACCEPTED)
    shop = Lists(harness)
    shop.people(26)
    ask(shop, WORDS)
    harness.approve(harness.message("wants to text the list", APPROVALS, shop.lena), shop.lena)
    shop.ended()
    ask(shop, f"{WORDS} Really.")
    second = harness.wait_for(
        lambda: [each for each in shop.lena.sees(APPROVALS) if "wants to text the list" in each.text][1:]
    )
    shop.lena.press("Reject", message=second[0])
    harness.modal("Reject request", shop.lena)
    shop.lena.fill("Reason", "no giraffes please")
    assert shop.lena.submit().acked
    shop.until(SendState.REJECTED)
    assert {each.partition(" in ")[0] for each in held_by(harness)} == set(TRACES)

    harness.tick(hours=1)
    harness.wait_for_database(lambda: shop.counts() == {SendState.CANCELLED: len(NUMBERS)})

    harness.clock.advance(days=1000)
    harness.bot.jobs[RETENTION]({})
    with harness.bot.database.read() as conn:
        rows = [row for table in metadata.sorted_tables for row in conn.execute(table.select())]
    assert [row for row in rows if any(trace in str(row) for trace in TRACES)] == []
    harness.bot.stop()

    assert held_by(harness) == []
