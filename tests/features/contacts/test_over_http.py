"""The same figures as the pretend SMS-iT's own, asked for over HTTP."""

from collections import Counter

import pytest

from bot.errors import UserError
from bot.features.groups.audience import Audiences
from bot.features.groups.sync import GroupSync
from bot.sandbox import Sandbox
from bot.sandbox.smsit.faults import Fault
from bot.sandbox.smsit.seed_people import SENDERS
from bot.smsit import SmsItClient, Unavailable
from bot.store import contact_groups
from bot.store.contact_groups import Counts
from bot.store.database import Database
from tests.clock import FakeClock

ADDED = "14155550777"


def counts(database: Database) -> dict[str, Counts | None]:
    with database.read() as conn:
        return {group.name: group.counts for group in contact_groups.matching(conn, "")}


def true_counts(sandbox: Sandbox) -> dict[str, Counts]:
    found = {}
    for group in sandbox.smsit.groups:
        rows = sandbox.smsit.book.members(group)
        texted = {row.contact.number for row in rows if row.subscribed}
        gone = {row.contact.number for row in rows} - texted
        if rows:
            found[group] = Counts(len(texted), len(gone), len(rows) - len(texted) - len(gone))
    return found


def test_exactly_the_audience_is_texted(sandbox: Sandbox, client: SmsItClient) -> None:
    for group in ("VIP", "VIP 2", "Newsletter"):
        audience = Audiences(client, key=b"secret").count(group)
        before, credit = len(sandbox.smsit.ledger), sandbox.smsit.credits

        client.send_to_group(SENDERS[0], group, "Hi %%Name%%", recipients=len(audience.numbers))

        texts = sandbox.smsit.ledger[before:]
        assert Counter(text.number for text in texts) == Counter(audience.numbers)
        assert {text.number: text.body for text in texts} == {
            number: f"Hi {name}" for number, name in audience.names.items()
        }
        assert credit - sandbox.smsit.credits == len(audience.numbers) == audience.entries


def test_a_group_smsit_does_not_know_is_refused_in_words(client: SmsItClient) -> None:
    with pytest.raises(UserError) as told:
        Audiences(client, key=b"secret").count("No such group")
    assert "group" in told.value.sentence


def test_an_empty_group_holds_nobody(client: SmsItClient) -> None:
    assert Audiences(client, key=b"secret").count("Waiting list").numbers == ()


def test_groups_are_counted_and_kept_up_to_date(
    sandbox: Sandbox, client: SmsItClient, database: Database, account_clock: FakeClock
) -> None:
    sync = GroupSync(client, database, account_clock)
    sync.run()
    assert counts(database) == true_counts(sandbox)

    account_clock.advance(minutes=15)
    for number, group in ((ADDED, "VIP"), (ADDED, "Staff"), (ADDED[:-1] + "8", "Waiting list")):
        client.add_contact(number, group, name="Zoe")
        sync.run()  # within the same second as the entry before
        assert counts(database) == true_counts(sandbox)
    full_at = sync.state.full_at
    assert full_at is not None
    assert full_at < account_clock()

    sandbox.smsit.opt_out(ADDED)
    sandbox.smsit.delete_contact(ADDED[:-1] + "8")
    sync.run(full=True)
    assert counts(database) == true_counts(sandbox)


def test_a_count_that_fails_leaves_the_former_figures(
    sandbox: Sandbox, client: SmsItClient, database: Database, account_clock: FakeClock
) -> None:
    sync = GroupSync(client, database, account_clock)
    sync.run()
    before = counts(database)
    sandbox.smsit.opt_out("14155550100")
    sandbox.smsit.faults.add("getcontacts", Fault.HTTP500, times=None)

    with pytest.raises(Unavailable):
        sync.run(full=True)

    assert counts(database) == before
